package bot

import (
	"context"
	"errors"
	"maps"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// slow is a Router with a command whose handler takes a time and then answers
// with reply; and what late was told, when.
type slow struct {
	*Router
	ports *ports
	told  []string
	begun time.Time
}

func newSlow(t *testing.T, takes time.Duration, ephemeral bool, reply func(*Request) (Reply, error)) *slow {
	s := &slow{ports: newPorts(), begun: time.Now()}
	run := func(ctx context.Context, r *Request) (Reply, error) {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(takes):
		}
		return reply(r)
	}
	note := param("note", "note", Prose)
	note.Private = true
	s.Router = s.ports.router(t, command("publier", "post-job", func(c *Command) {
		c.Ask, c.Ephemeral, c.Run = true, ephemeral, run
		c.Params = []Param{param("titre", "title", Line), note}
	}))
	return s
}

// ask hands a request over and notes when late is told, and of what.
func (s *slow) ask(r *Request) Answer {
	return s.Handle(context.Background(), r, s.late)
}

func (s *slow) late(ephemeral bool) {
	who := "all"
	if ephemeral {
		who = "them alone"
	}
	s.told = append(s.told, time.Since(s.begun).String()+" "+who)
}

func (s *slow) wantLate(t *testing.T, want ...string) {
	t.Helper()
	if got, want := strings.Join(s.told, ", "), strings.Join(want, ", "); got != want {
		t.Errorf("late was told %q; want %q", got, want)
	}
}

func done(*Request) (Reply, error) { return &Message{Text: Text{FR: "fait", EN: "done"}}, nil }

func TestLateIsToldOnceAfterTwoSeconds(t *testing.T) {
	for _, c := range []struct {
		name      string
		takes     time.Duration
		ephemeral bool
		want      []string
	}{
		{"a quick answer", 0, false, nil},
		{"just in time", 2*time.Second - time.Millisecond, false, nil},
		{"for all", 2*time.Second + time.Millisecond, false, []string{"2s all"}},
		{"for them alone", 3 * time.Second, true, []string{"2s them alone"}},
		{"long after", 59 * time.Second, true, []string{"2s them alone"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newSlow(t, c.takes, c.ephemeral, done)
				a := s.ask(typed(camille, "/publier"))
				if got := words(t, a); got != "fait" || a.Ephemeral != c.ephemeral {
					t.Errorf("%q, ephemeral: %v", got, a.Ephemeral)
				}
				if took := time.Since(s.begun); took != c.takes {
					t.Errorf("the answer came after %v; want %v", took, c.takes)
				}
				s.wantLate(t, c.want...)
			})
		})
	}
}

func TestAPlatformMayDoWithoutLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSlow(t, 3*time.Second, false, done)
		if got := words(t, s.Handle(t.Context(), typed(camille, "/publier"), nil)); got != "fait" {
			t.Errorf("%q", got)
		}
	})
}

// What was announced to one person, or to all, is answered so: the platform
// cannot change it any more.
func TestTheAnswerIsSeenByThoseWhoSawTheWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSlow(t, 3*time.Second, false, func(*Request) (Reply, error) { return nil, &UserError{Text: Markup("complet")} })
		if a := s.ask(typed(camille, "/publier")); a.Ephemeral || words(t, a) != "complet" {
			t.Errorf("%+v; want the refusal for all, since all saw the wait", a)
		}
		s.wantLate(t, "2s all")
	})
	// Before the command is known, the wait is for whoever asked.
	synctest.Test(t, func(t *testing.T) {
		s := newSlow(t, 0, false, done)
		s.ports.know = func(_ context.Context, m Member) (Member, error) { <-time.After(3 * time.Second); return m, nil }
		if a := s.ask(typed(camille, "/publier")); !a.Ephemeral || words(t, a) != "fait" {
			t.Errorf("%+v; want the answer for them alone, since they alone saw the wait", a)
		}
		s.wantLate(t, "2s them alone")
	})
}

func TestAHandlerIsEndedAfterAMinute(t *testing.T) {
	for name, deaf := range map[string]bool{"one that listens": false, "one that does not": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				release := make(chan struct{})
				p := newPorts()
				r := p.router(t, command("publier", "post-job", func(c *Command) {
					c.Ephemeral = true
					c.Run = func(ctx context.Context, _ *Request) (Reply, error) {
						if !deaf {
							<-ctx.Done()
							return nil, ctx.Err()
						}
						<-release
						panic("woken up too late")
					}
				}))
				s := &slow{Router: r, ports: p, begun: time.Now()}
				a := s.ask(typed(camille, "/publier"))
				if took := time.Since(s.begun); took != time.Minute {
					t.Errorf("the answer came after %v; want a minute", took)
				}
				s.wantLate(t, "2s them alone")
				wantReference(t, p, a)
				checkLog(t, p, "deadline exceeded")
				close(release)
				synctest.Wait() // what it does afterwards reaches nobody and breaks nothing
			})
		})
	}
}

func TestAStoppedBotAnswersAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSlow(t, time.Hour, true, done)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		a := s.Handle(ctx, typed(camille, "/publier"), s.late)
		if took := time.Since(s.begun); took != time.Second {
			t.Errorf("the answer came after %v; want 1s", took)
		}
		wantReference(t, s.ports, a)
		s.wantLate(t)
	})
}

// No modal can follow a late answer: a button stands for it.
func TestAModalTooLateIsBehindAButton(t *testing.T) {
	values := Args{"titre": "Dev Go", "note": "ma-note-privee"}
	for _, c := range []struct {
		name   string
		reply  func(*Request) (Reply, error)
		req    *Request
		say    string
		button Text
	}{
		{"a form to fill in", func(r *Request) (Reply, error) {
			return &Modal{Title: Text{FR: "Publier", EN: "Post"}, Values: values, Fields: []Param{param("titre", "title", Line), {Name: "note", Private: true}}, Do: Call{Command: "publier"}}, nil
		}, typed(camille, "/publier"), "Publier", Text{FR: "Remplir le formulaire", EN: "Fill in the form"}},
		{"a form to correct", func(*Request) (Reply, error) {
			return nil, errors.Join(&UserError{Param: "titre", Text: Markup("Déjà publié.")}, &UserError{Text: Markup("Une par jour.")})
		}, submitted(camille, "publier", values), "Titre publier\nUne par jour.\nTitre : Déjà publié.\nNote, à recopier : ma-note-privee", Text{FR: "Corriger", EN: "Correct"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newSlow(t, 3*time.Second, true, c.reply)
				a := s.ask(c.req)
				s.wantLate(t, "2s them alone")
				if got := words(t, a); got != c.say || !a.Ephemeral {
					t.Errorf("%q; want %q to them alone", got, c.say)
				}
				buttons := message(a.Reply).Buttons
				if len(buttons) != 1 || buttons[0].Label != c.button {
					t.Fatalf("the buttons are %+v; want %q", buttons, c.button)
				}
				do := buttons[0].Do
				if want := (Args{"titre": "Dev Go"}); !do.Ask || do.Command != "publier" || !maps.Equal(do.Args, want) {
					t.Errorf("it does %+v; want it to ask, with what is not private", do)
				}
				modal := modalOf(t, s.ask(pressed(camille, checkControl(t, s.ports, do))))
				if want := (Args{"titre": "Dev Go"}); !maps.Equal(modal.Values, want) || len(modal.Fields) != 2 || modal.Do.Ask {
					t.Errorf("pressed, it opens a form that holds %q and goes to %+v", modal.Values, modal.Do)
				}
				s.wantLate(t, "2s them alone") // opening a form takes no time
			})
		})
	}
}

func TestAModalInTimeStaysAModal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSlow(t, time.Second, true, func(*Request) (Reply, error) {
			return &Modal{Title: Markup("Publier"), Do: Call{Command: "publier"}}, nil
		})
		modalOf(t, s.ask(typed(camille, "/publier")))
		s.wantLate(t)
	})
}
