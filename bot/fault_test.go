package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// The words a member types in these tests: none of them may reach the log.
var secrets = []string{"mot-secret", "ma-note-privee"}

// A fault of ours is answered with a reference, which the log has too.
func TestFaultsOfOursGiveAReference(t *testing.T) {
	var nothing map[string]int
	for _, c := range []struct {
		name  string
		reply func(*Request) (Reply, error)
		log   string
	}{
		{"an error", func(*Request) (Reply, error) { return nil, errors.New("disk is full") }, "disk is full"},
		{"an error with a reply", func(*Request) (Reply, error) { return &Message{Text: Markup("fait")}, errors.New("disk is full") }, "disk is full"},
		{"an error among faults of the member", func(*Request) (Reply, error) {
			return nil, errors.Join(&UserError{Text: Markup("complet")}, errors.New("disk is full"))
		}, "disk is full"},
		{"a panic", func(*Request) (Reply, error) { panic("no such row") }, "no such row"},
		{"a panic with an error", func(*Request) (Reply, error) { panic(fmt.Errorf("no such row")) }, "no such row"},
		{"a panic of the runtime", func(*Request) (Reply, error) { nothing["a"] = 1; return nil, nil }, "fault_test.go"},
		{"a reply that nobody declared", func(*Request) (Reply, error) {
			return &Message{Buttons: []Button{{Label: Markup("a"), Do: Call{Command: "nulle-part"}}}}, nil
		}, "nulle-part"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for line, who := range map[string]Member{
				"/offres mot-secret": camille,
				"/jobs mot-secret":   sam,
				"/publier titre:mot-secret lien:https://x.example note:ma-note-privee":    malik,
				"/post-job title:mot-secret link:https://x.example note:“ma-note-privee”": sam,
			} {
				h := newHouse(t)
				h.reply = c.reply
				a := h.ask(who, line)
				wantReference(t, h.ports, a)
				checkLog(t, h.ports, c.log, secrets...)
				want := map[Lang]string{FR: "Quelque chose s’est mal passé de mon côté", EN: "Something went wrong on my side"}[who.Lang]
				if got := words(t, a); !strings.HasPrefix(got, want) {
					t.Errorf("%q; want %q…, in the language of who asks", got, want)
				}
			}
		})
	}
}

func TestEachFaultHasAReferenceOfItsOwn(t *testing.T) {
	h := newHouse(t)
	h.reply = func(*Request) (Reply, error) { return nil, errors.New("disk is full") }
	if a, b := words(t, h.ask(camille, "/offres")), words(t, h.ask(camille, "/offres")); a == b {
		t.Errorf("twice the same reference: %q", a)
	}
}

func TestADirectoryThatFails(t *testing.T) {
	for name, fail := range map[string]func(context.Context, Member) (Member, error){
		"with an error": func(context.Context, Member) (Member, error) { return Member{}, errors.New("database is closed") },
		"with a panic":  func(context.Context, Member) (Member, error) { panic("database is closed") },
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			h.ports.know = fail
			for who, want := range map[*Member]string{&camille: "Quelque chose", &sam: "Something"} {
				a := h.ask(*who, "/offres mot-secret")
				wantReference(t, h.ports, a)
				if got := words(t, a); !strings.HasPrefix(got, want) {
					t.Errorf("%q; want the language that the platform tells", got)
				}
			}
			checkLog(t, h.ports, "database is closed", secrets...)
			if len(h.got) > 0 {
				t.Error("the handler ran without knowing who asks")
			}
		})
	}
}

// The log tells where a fault happened, so that it can be found.
func TestTheLogTellsWhereAFaultHappened(t *testing.T) {
	h := newHouse(t)
	h.reply = func(*Request) (Reply, error) { return nil, errors.New("disk is full") }
	h.Handle(t.Context(), from(camille, func(r *Request) { r.Command, r.Action, r.Args = "post-job", "renommer", Args{"titre": "mot-secret"} }), nil)
	checkLog(t, h.ports, "command=publier", secrets...)
	for _, want := range []string{"action=renommer", "platform=local", "level=ERROR"} {
		if !strings.Contains(h.ports.logged(), want) {
			t.Errorf("the log does not tell %q:\n%s", want, h.ports.logged())
		}
	}
}

// A parameter that is not declared is a fault of an adapter, not of the member.
func TestAnUndeclaredArgumentIsAFault(t *testing.T) {
	h := newHouse(t)
	a := h.Handle(t.Context(), from(camille, func(r *Request) { r.Command, r.Args = "offres", Args{"ville": "mot-secret"} }), nil)
	wantReference(t, h.ports, a)
	checkLog(t, h.ports, "ville", secrets...)
	if len(h.got) > 0 {
		t.Error("the handler ran")
	}
}

// A control that does what no command declares is a fault of ours, found before
// anyone sees it.
func TestRepliesAreCheckedBeforeAnyoneSeesThem(t *testing.T) {
	button := func(c Call) []Button { return []Button{{Label: Markup("a"), Do: c}} }
	for name, call := range map[string]Call{
		"a command":          {Command: "emplois-du-temps"},
		"an action":          {Command: "offres", Action: "partager"},
		"an argument":        {Command: "offres", Args: Args{"ville": "lyon"}},
		"a private argument": {Command: "publier", Args: Args{"note": "ma-note-privee"}},
	} {
		for where, reply := range map[string]Reply{
			"a button":             &Message{Buttons: button(call)},
			"a second button":      &Message{Buttons: append(button(Call{Command: "offres"}), button(call)...)},
			"a card's button":      &Message{Cards: []Card{{}, {Buttons: button(call)}}},
			"a select":             &Message{Selects: []Select{{Prompt: Markup("a"), Do: call, Param: "lieu"}}},
			"an update's button":   &Update{Message{Buttons: button(call)}},
			"a modal's submission": &Modal{Title: Markup("a"), Do: call},
		} {
			t.Run(name+" in "+where, func(t *testing.T) {
				h := newHouse(t)
				h.reply = func(*Request) (Reply, error) { return reply, nil }
				wantReference(t, h.ports, h.ask(camille, "/offres"))
				checkLog(t, h.ports, "a control", secrets...)
			})
		}
	}
}

func TestASelectIsCheckedBeforeAnyoneSeesIt(t *testing.T) {
	h := newHouse(t)
	h.reply = func(*Request) (Reply, error) {
		return &Message{Selects: []Select{{Prompt: Markup("a"), Options: options(2), Param: "ville", Do: Call{Command: "offres"}}}}, nil
	}
	if got := words(t, h.ask(camille, "/offres")); !reference.MatchString(got) {
		t.Errorf("%q; want a reference, for what is chosen goes to the parameter ville, which is not declared", got)
	}
}

func TestRepliesThatAreWellDeclared(t *testing.T) {
	for name, reply := range map[string]Reply{
		"nothing":      nil,
		"text":         &Message{Text: Markup("fait")},
		"a page":       &Message{Buttons: []Button{{Label: Markup("a"), URL: "https://x.example"}}},
		"a call":       &Message{Buttons: []Button{{Label: Markup("a"), Do: Call{Command: "offres", Args: Args{"lieu": "lyon"}}}}},
		"an alias":     &Message{Buttons: []Button{{Label: Markup("a"), Do: Call{Command: "jobs"}}}},
		"an action":    &Update{Message{Buttons: []Button{{Label: Markup("a"), Do: Call{Command: "publier", Action: "renommer", Args: Args{"titre": "a"}}}}}},
		"a select":     &Message{Selects: []Select{{Prompt: Markup("a"), Options: options(2), Param: "lieu", Do: Call{Command: "offres"}}}},
		"a form":       &Modal{Title: Markup("a"), Do: Call{Command: "publier", Args: Args{"titre": "a"}}},
		"private text": &Modal{Title: Markup("a"), Values: Args{"note": "ma-note-privee"}, Do: Call{Command: "publier"}},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			h.reply = func(*Request) (Reply, error) { return reply, nil }
			if a := h.ask(camille, "/formations"); a.Reply != reply || a.Ephemeral {
				t.Errorf("%#v; want the reply as it is, for all", a)
			}
			if log := h.ports.logged(); log != "" {
				t.Error(log)
			}
		})
	}
}
