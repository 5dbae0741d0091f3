package local

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"rebond/bot"
)

// accounts know whoever has the id p-NAME by that name.
type accounts struct{ err error }

func (a accounts) Account(_ context.Context, _ bot.Address, person bot.PersonID) (string, error) {
	name, ok := strings.CutPrefix(string(person), "p-")
	if !ok && a.err == nil {
		return "", bot.ErrNotFound
	}
	return name, a.err
}

// gathers sends a post that opens a private conversation.
func (s *served) gathers(at bot.Address, said string, members ...bot.PersonID) bot.MessageRef {
	s.t.Helper()
	return s.sends(at, said, &bot.Thread{Name: text("Binôme", "Pair"), Private: true, Members: members})
}

// A private conversation is for its members alone, whoever moderates; its channel shows
// nothing of it.
func TestAPrivateConversation(t *testing.T) {
	m := newMemory()
	s := enter(m).served(t)
	camille, _ := s.listens("/camille/offres")
	rachel, _ := s.listens("/rachel/coaching")
	ref := s.gathers(coaching, "Bonjour à vous deux", "p-camille", "p-sam", "p-sam", "p-nobody", "forgotten")
	if !slices.Equal(m.entries[0].Thread.Members, []bot.PersonID{"camille", "sam"}) || ref.At.Channel != "coaching" || ref.At.Thread != ref.ID {
		t.Fatalf("%+v is kept as %+v; want nobody's id with it", ref, m.entries[0].Thread)
	}
	if got := camille.next(); got.name != "elsewhere" || got.data != `"coaching.`+ref.ID+`"` {
		t.Errorf("camille is told %+v", got)
	}
	s.sends(ref.At, "Vous avez deux jours", nil)
	if got := camille.next(); got.name != "elsewhere" {
		t.Errorf("camille is told %+v", got)
	}
	for range 2 { // drawn, then as it was drawn
		for who, sees := range map[string]bool{"camille": true, "sam": true, "rachel": false, "malik": false, "ada": false} {
			channel, page := s.get("/"+who+"/coaching"), s.get("/"+who+"/coaching."+ref.ID)
			wantNotShown(t, channel.body, "Bonjour à vous deux", "deux jours")
			groups := slices.Collect(each(one(t, parse(t, channel.body), "div", "groups"), "a"))
			if (len(groups) == 1) != sees || (page.status == http.StatusOK) != sees || strings.Contains(page.body, "Bonjour à vous deux") != sees || strings.Contains(page.body, "deux jours") != sees {
				t.Errorf("%s sees %d %s\n%s", who, page.status, page.body, channel.body)
			}
			if sees {
				wantShown(t, page.body, map[string]string{"camille": "seuls ses membres la voient", "sam": "one speaks only to Rebond here"}[who])
				if g := groups[0]; attr(g, "href") != "/"+who+"/coaching."+ref.ID || attr(g, "data-place") != "coaching."+ref.ID || !strings.HasPrefix(written(g), "Binôme") {
					t.Errorf("%s is led to %q by %q", who, attr(g, "href"), written(g))
				}
				if here := one(t, one(t, parse(t, page.body), "div", "groups"), "a"); attr(here, "aria-current") != "page" {
					t.Error("it is not where one is")
				}
			}
		}
	}
	wantShown(t, s.get("/malik/coaching."+ref.ID).body, "il n’est pas pour toi")
	for _, to := range []string{"/say", "/press", "/complete", "/suggest", "/submit", "/hide"} {
		if w := s.post("/malik/coaching."+ref.ID+to, url.Values{"line": {"/annoncer x"}}); w.status != http.StatusNotFound {
			t.Errorf("malik may %s: %d", to, w.status)
		}
	}
	s.sends(coaching, "Semaine 1", nil)
	if got := rachel.next().message(t); !strings.Contains(got.HTML, "Semaine 1") {
		t.Errorf("rachel was told of what is not for her: %+v", got)
	}
}

// The first message of a private conversation is one of a post's: found, sent once,
// changed, and gone with all that was said.
func TestAPrivateConversationOnce(t *testing.T) {
	m := newMemory()
	v := enter(m)
	s := v.served(t)
	p := post("k1", "Bonjour à vous deux")
	p.To, p.Thread = coaching, &bot.Thread{Name: text("Binôme", "Pair"), Private: true, Members: []bot.PersonID{"p-camille", "p-sam"}}
	ref, err := s.Send(t.Context(), p)
	again, second := s.Send(t.Context(), p)
	found, lost := s.Find(t.Context(), p, noon)
	if err != nil || second != nil || lost != nil || again != ref || found != ref || len(m.entries) != 1 {
		t.Fatalf("%+v, again %+v, found %+v: %v", ref, again, found, errors.Join(err, second, lost))
	}
	s.says("/camille/coaching."+ref.ID, "/annoncer merci")
	if at := v.taken()[0].At; at != ref.At {
		t.Errorf("it is asked at %+v", at)
	}
	wantShown(t, s.get("/sam/coaching."+ref.ID).body, "merci")
	page, _ := s.listens("/sam/coaching." + ref.ID)
	change := func(kind bot.PostKind) bot.Post {
		c := post("k2", "Bonsoir")
		c.Kind, c.Of, c.To, c.Thread = kind, "k1", coaching, p.Thread
		return c
	}
	if err := s.Change(t.Context(), ref, change(bot.EditPost)); err != nil {
		t.Fatal(err)
	}
	if got := page.next().message(t); got.ID != ref.ID || !strings.Contains(got.HTML, "Bonsoir") {
		t.Errorf("sam is told %+v", got)
	}
	for range 2 {
		if err := s.Change(t.Context(), ref, change(bot.DeletePost)); err != nil {
			t.Fatal(err)
		}
	}
	if got := page.next(); got.name != "closed" || len(m.entries) != 0 {
		t.Errorf("sam is told %+v, %d messages are kept", got, len(m.entries))
	}
}

// Nobody is gathered whom the room does not know, or who does not see the channel.
func TestNobodyToGather(t *testing.T) {
	for name, c := range map[string]struct {
		at      bot.Address
		members []bot.PersonID
		know    bot.Accounts
		fate    bot.Fate
	}{
		"nobody":                      {coaching, nil, accounts{}, bot.Rejected},
		"forgotten":                   {coaching, []bot.PersonID{"x", "p-nobody"}, accounts{}, bot.Rejected},
		"who does not see it":         {place("moderation"), []bot.PersonID{"p-camille"}, accounts{}, bot.Rejected},
		"without accounts":            {coaching, []bot.PersonID{"p-camille"}, nil, bot.Rejected},
		"accounts that cannot be had": {coaching, []bot.PersonID{"p-camille"}, accounts{errors.New("down")}, bot.NotSent},
	} {
		m := newMemory()
		room := enter(m).room(Console{})
		room.Accounts = c.know
		p := post("k", "Bonjour")
		p.To, p.Thread = c.at, &bot.Thread{Private: true, Members: c.members}
		_, err := room.Send(t.Context(), p)
		if sent, ok := errors.AsType[*bot.SendError](err); !ok || sent.Fate != c.fate || sent.Gone || len(m.entries) != 0 {
			t.Errorf("%s: %v, %d messages are kept", name, err, len(m.entries))
		}
	}
}

// A channel shows as many messages as before, however many conversations were opened
// under it.
func TestConversationsTakeNoRoom(t *testing.T) {
	s := enter(newMemory()).served(t)
	s.sends(coaching, "Semaine 1", nil)
	for i := range maxNotes + 1 {
		s.gathers(coaching, fmt.Sprint("Bonjour ", i), "p-camille")
	}
	root := parse(t, s.get("/camille/coaching").body)
	if n := len(slices.Collect(each(one(t, root, "div", "log"), "article"))); n != 1 {
		t.Errorf("the channel shows %d messages", n)
	}
	var groups []*html.Node
	for a := range each(one(t, root, "div", "groups"), "a") {
		groups = append(groups, a)
	}
	if len(groups) != maxNotes+1 {
		t.Errorf("%d conversations are listed", len(groups))
	}
}
