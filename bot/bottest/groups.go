package bottest

import (
	"context"
	"errors"
	"testing"
	"time"

	"rebond/bot"
)

// Accounts are those of people whose id is that of their account, as in the suite.
type Accounts struct{}

// Account implements bot.Accounts.
func (Accounts) Account(_ context.Context, _ bot.Address, person bot.PersonID) (string, error) {
	if person == forgotten {
		return "", bot.ErrNotFound
	}
	return string(person), nil
}

// forgotten is somebody of whom nothing is known any more, and gone somebody whose account
// no platform knows.
const (
	forgotten bot.PersonID = "forgotten"
	gone      bot.PersonID = "100000000000000001"
)

// groups are the private conversations that the bot opens.
var groups = map[string]func(*testing.T, *scene){
	"a private group is seen by its members alone": func(t *testing.T, s *scene) {
		other := s.Member(t, bot.FR)
		ref, err := s.Platform.Send(t.Context(), s.group("group/1", "Voici votre binôme"))
		if err != nil || ref.At == s.Channel {
			t.Fatalf("sent as %+v, %v", ref, err)
		}
		for _, m := range []Member{s.french, s.english} {
			wantGroup(t, m, ref, "Voici votre binôme")
		}
		if all := other.SeesGroups(t); len(all) > 0 {
			t.Errorf("another sees %+v", all)
		}
		for _, m := range []Member{s.french, s.english, other} {
			wantSeen(t, m, 0, "Voici votre binôme")
		}
	},
	"the same key twice is one private group": func(t *testing.T, s *scene) {
		p := s.group("group/1", "Voici votre binôme")
		one, err := s.Platform.Send(t.Context(), p)
		again, second := s.Platform.Send(t.Context(), p)
		if err != nil || second != nil || again != one {
			t.Errorf("sent as %+v, %v, again as %+v, %v", one, err, again, second)
		}
		wantGroup(t, s.french, one, "Voici votre binôme")
	},
	"a private group of which nobody was told is found": func(t *testing.T, s *scene) {
		p := s.group("group/1", "Voici votre binôme")
		faulty := Fails(s.Platform, NeverCame, AnswerLost)
		for range 2 {
			if _, err := faulty.Find(t.Context(), p, time.Now()); !errors.Is(err, bot.ErrNotFound) {
				t.Fatalf("what was not sent is found: %v", err)
			}
			_, err := faulty.Send(t.Context(), p)
			if sent, ok := errors.AsType[*bot.SendError](err); !ok || sent.Fate != bot.MaybeSent {
				t.Fatal(err)
			}
		}
		ref, err := faulty.Find(t.Context(), p, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range []Member{s.french, s.english} {
			wantGroup(t, m, ref, "Voici votre binôme")
		}
	},
	"one talks in a private group": func(t *testing.T, s *scene) {
		other := s.Member(t, bot.FR)
		opening, err := s.Platform.Send(t.Context(), s.group("post/1", "Voici votre binôme"))
		if err != nil {
			t.Fatal(err)
		}
		p := s.post("inside", "Vous avez deux jours")
		p.To = opening.At
		ref, err := s.Platform.Send(t.Context(), p)
		if err != nil || ref.At != opening.At {
			t.Fatalf("sent as %+v, %v", ref, err)
		}
		edit := s.change(bot.EditPost, "Voici ton binôme")
		edit.Thread = s.group("", "").Thread
		if err := s.Platform.Change(t.Context(), opening, edit); err != nil {
			t.Fatal(err)
		}
		wantGroup(t, s.english, opening, "Voici ton binôme", "Vous avez deux jours")
		s.changes(t, ref, bot.DeletePost, "")
		wantGroup(t, s.french, opening, "Voici ton binôme")
		if all := other.SeesGroups(t); len(all) > 0 {
			t.Errorf("another sees %+v", all)
		}
	},
	"who is gone is left out of a private group": func(t *testing.T, s *scene) {
		p := s.group("group/1", "Voici votre binôme")
		p.Thread.Members = append([]bot.PersonID{forgotten, gone}, p.Thread.Members...)
		ref, err := s.Platform.Send(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		wantGroup(t, s.french, ref, "Voici votre binôme")
		alone := s.group("group/2", "Te voici seule")
		alone.Thread.Members = []bot.PersonID{forgotten, gone}
		_, err = s.Platform.Send(t.Context(), alone)
		if sent, ok := errors.AsType[*bot.SendError](err); !ok || sent.Fate != bot.Rejected || sent.Gone {
			t.Errorf("%v; want it rejected, and the channel open", err)
		}
		s.sends(t, "post/1", "Atelier à 18 h")
	},
}

// group is a post that opens a private conversation of those in front of the stage.
func (s *scene) group(key, said string) bot.Post {
	p := s.post(key, said)
	p.Thread = &bot.Thread{Name: text("Binôme de la semaine", "Pair of the week"), Private: true, Members: []bot.PersonID{s.french.Person(), s.english.Person()}}
	return p
}

// wantGroup fails the test unless a member is in one private conversation, which begins
// with a message, and holds as many as some words, each of which says one of them.
func wantGroup(t *testing.T, m Member, first bot.MessageRef, words ...string) {
	t.Helper()
	all := m.SeesGroups(t)
	if len(all) != 1 || len(all[0]) != len(words) {
		t.Fatalf("seen are %+v; want one group with %q", all, words)
	}
	if all[0][0].ID != first.ID {
		t.Errorf("it begins with %+v; want %+v", all[0][0], first)
	}
	for i, w := range words {
		wants(t, all[0][i], w)
	}
}
