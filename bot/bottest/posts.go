package bottest

import (
	"errors"
	"testing"

	"rebond/bot"
)

// posts are what the bot says unasked, and does to it afterwards.
var posts = map[string]func(*testing.T, *scene){
	"a post is seen by everybody": func(t *testing.T, s *scene) {
		ref := s.sends(t, "post/1", "Atelier CV à 18 h")
		for _, m := range []Member{s.french, s.english} {
			if a := find(t, m, ref.ID); !a.says("Atelier CV à 18 h") || a.Alone || a.Pinned {
				t.Errorf("it is seen as %+v", a)
			}
		}
	},
	"a button of a post works": func(t *testing.T, s *scene) {
		p := s.post("post/1", "Rien")
		p.Message = &bot.Message{Text: text("Inscris-toi.", "Sign up."), Buttons: []bot.Button{{Label: text("Saluer", "Greet"), Do: bot.Call{Command: "murmure", Args: bot.Args{"texte": "Nancy"}}}}}
		ref, err := s.Platform.Send(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		wants(t, s.english.Presses(t, find(t, s.english, ref.ID), "Saluer"), "In a whisper: Nancy.")
		wantSeen(t, s.french, 0, "In a whisper", "Tout bas")
	},
	"the same key twice is one message": func(t *testing.T, s *scene) {
		one := s.sends(t, "post/1", "Atelier CV à 18 h")
		again := s.sends(t, "post/1", "Atelier CV à 18 h")
		other := s.sends(t, "post/2", "Atelier CV à 19 h")
		if again != one || other == one {
			t.Errorf("sent as %+v, again as %+v, another as %+v", one, again, other)
		}
		for _, m := range []Member{s.french, s.english} {
			wantSeen(t, m, 1, "18 h", "19 h")
		}
	},
	"a post is edited, pinned and deleted, and each once more": func(t *testing.T, s *scene) {
		ref, other := s.sends(t, "post/1", "Atelier à 18 h"), s.sends(t, "post/2", "Atelier demain")
		for range 2 {
			s.changes(t, ref, bot.EditPost, "Atelier à 20 h")
			wantSeen(t, s.english, 1, "Atelier à 20 h")
			wantSeen(t, s.english, 0, "Atelier à 18 h")
		}
		for range 2 {
			s.changes(t, ref, bot.PinPost, "")
			wantSeen(t, s.french, 1, "Atelier à 20 h")
		}
		for range 2 {
			s.changes(t, ref, bot.DeletePost, "")
			wantSeen(t, s.french, 0, "Atelier à 20 h")
		}
		if !find(t, s.french, other.ID).says("Atelier demain") {
			t.Error("another message changed")
		}
	},
	"what is not there cannot be changed": func(t *testing.T, s *scene) {
		ref := s.sends(t, "post/1", "Atelier à 18 h")
		s.changes(t, ref, bot.DeletePost, "")
		for _, kind := range []bot.PostKind{bot.EditPost, bot.PinPost} {
			wantRejected(t, s.Platform.Change(t.Context(), ref, s.change(kind, "Atelier à 20 h")))
		}
		wantSeen(t, s.french, 0, "Atelier")
	},
	"a pin that is refused leaves the place open": func(t *testing.T, s *scene) {
		if s.NoPins == nil {
			t.Skip("pinning is no right of its own here")
		}
		ref := s.sends(t, "post/1", "Atelier à 18 h")
		s.NoPins()
		err := s.Platform.Change(t.Context(), ref, s.change(bot.PinPost, ""))
		if sent, ok := errors.AsType[*bot.SendError](err); !ok || sent.Fate != bot.Rejected || sent.Gone || sent.Wait != 0 {
			t.Errorf("%v; want it rejected, for good, and the place open", err)
		}
		if find(t, s.french, ref.ID).Pinned {
			t.Error("it is pinned all the same")
		}
		s.changes(t, ref, bot.EditPost, "Atelier à 20 h")
		s.sends(t, "post/2", "Atelier demain")
		for _, m := range []Member{s.french, s.english} {
			wantSeen(t, m, 1, "Atelier à 20 h", "Atelier demain")
		}
	},
	"a post opens a thread": func(t *testing.T, s *scene) {
		const name = `Suivi « CV » : <b>@everyone</b> **gras** ?`
		plain := s.sends(t, "post/1", "Atelier à 18 h")
		p := s.post("post/2", "Atelier à 19 h")
		p.Thread = &bot.Thread{Name: bot.Same(name)}
		ref, err := s.Platform.Send(t.Context(), p)
		if err != nil || ref.At != s.Channel {
			t.Fatalf("sent as %+v, %v", ref, err)
		}
		for _, m := range []Member{s.french, s.english} {
			a := find(t, m, ref.ID)
			if level(a.Thread) != level(name) || !a.says("Atelier à 19 h") || len(a.Links) > 0 || len(a.Buttons) > 0 {
				t.Errorf("it is seen as %+v", a)
			}
			if inside := m.SeesThread(t, a); len(inside) > 0 {
				t.Errorf("a new thread holds %+v", inside)
			}
			if a := find(t, m, plain.ID); a.Thread != "" {
				t.Errorf("another message is seen as %+v", a)
			}
		}
	},
	"what is sent into a thread arrives there": func(t *testing.T, s *scene) {
		opening := s.opens(t, "post/1", "Atelier à 18 h")
		for range 2 { // the same key twice is one message
			for _, said := range []string{"Apporte ton CV", "Et un crayon"} {
				p := s.post("inside/"+said, said)
				p.To.Thread = opening.ID
				if ref, err := s.Platform.Send(t.Context(), p); err != nil || ref.At != p.To || ref.ID == opening.ID {
					t.Fatalf("%q is sent as %+v, %v", said, ref, err)
				}
			}
		}
		for _, m := range []Member{s.french, s.english} {
			wantInside(t, m, opening, "Apporte ton CV", "Et un crayon")
			wantSeen(t, m, 0, "Apporte ton CV", "Et un crayon")
			wantSeen(t, m, 1, "Atelier à 18 h")
		}
	},
	"what is in a thread is edited and deleted": func(t *testing.T, s *scene) {
		opening := s.opens(t, "post/0", "Atelier à 18 h")
		p := s.post("post/1", "Apporte ton CV")
		p.To.Thread = opening.ID
		ref, err := s.Platform.Send(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		s.changes(t, ref, bot.EditPost, "Apporte un crayon")
		wantInside(t, s.english, opening, "Apporte un crayon")
		s.changes(t, opening, bot.EditPost, "Atelier à 20 h")
		wantInside(t, s.french, opening, "Apporte un crayon")
		wantSeen(t, s.french, 1, "Atelier à 20 h")
		for range 2 {
			s.changes(t, ref, bot.DeletePost, "")
		}
		wantInside(t, s.english, opening)
		wantSeen(t, s.english, 1, "Atelier à 20 h")
	},
	"nothing is posted to a place that does not exist": func(t *testing.T, s *scene) {
		for name, away := range map[string]func(*bot.Address){
			"a channel": func(a *bot.Address) { a.Channel += "0" },
			"a thread":  func(a *bot.Address) { a.Thread = otherMessage(*a).ID },
		} {
			p := s.post("post/1", "Atelier à 18 h")
			away(&p.To)
			_, err := s.Platform.Send(t.Context(), p)
			if sent, ok := errors.AsType[*bot.SendError](err); !ok || sent.Fate != bot.Rejected || !sent.Gone {
				t.Errorf("%s: %v; want it rejected, as the place is gone", name, err)
			}
			wantSeen(t, s.french, 0, "Atelier")
		}
	},
}

// opens sends a post that opens a thread, whose id is that of the message.
func (s *scene) opens(t *testing.T, key, said string) bot.MessageRef {
	t.Helper()
	p := s.post(key, said)
	p.Thread = &bot.Thread{Name: text("Suivi", "Follow-up")}
	ref, err := s.Platform.Send(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

// wantInside fails the test unless a thread holds, for a member, as many messages
// as some words, each of which says one of them.
func wantInside(t *testing.T, m Member, opening bot.MessageRef, words ...string) {
	t.Helper()
	inside := m.SeesThread(t, find(t, m, opening.ID))
	if len(inside) != len(words) {
		t.Fatalf("the thread holds %+v; want %q", inside, words)
	}
	for i, w := range words {
		wants(t, inside[i], w)
	}
}

func (s *scene) post(key, said string) bot.Post {
	return bot.Post{Key: key, Kind: bot.SendPost, To: s.Channel, Lang: bot.FR, Message: &bot.Message{Text: text(said, said)}}
}

func (s *scene) sends(t *testing.T, key, said string) bot.MessageRef {
	t.Helper()
	ref, err := s.Platform.Send(t.Context(), s.post(key, said))
	if err != nil || ref.ID == "" || ref.At != s.Channel {
		t.Fatalf("%q is sent as %+v, %v", said, ref, err)
	}
	return ref
}

func (s *scene) change(kind bot.PostKind, said string) bot.Post {
	p := s.post("change/"+string(kind), said)
	p.Kind, p.Of = kind, "post/1"
	return p
}

func (s *scene) changes(t *testing.T, ref bot.MessageRef, kind bot.PostKind, said string) {
	t.Helper()
	if err := s.Platform.Change(t.Context(), ref, s.change(kind, said)); err != nil {
		t.Fatalf("%s: %v", kind, err)
	}
}

func wantRejected(t *testing.T, err error) {
	t.Helper()
	if sent, ok := errors.AsType[*bot.SendError](err); !ok || sent.Fate != bot.Rejected {
		t.Errorf("%v; want it rejected", err)
	}
}
