package commands_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode"

	"rebond/bot"
	"rebond/bot/board"
	"rebond/commands"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// TestShareLimits shares one offer once, and so many a day.
func TestShareLimits(t *testing.T) {
	s := recruits(t, storagetest.SQLite(t))
	for i := range 5 {
		s.announces("rachel", fmt.Sprint("Développeuse Java ", i), "")
	}
	s.announces("camille", "Développeur Go", "")
	for i, a := range append(s.own("rachel"), s.own("camille")...) {
		want := "C’est partagé"
		if i == 5 {
			want = "5 offres en un jour"
		}
		if got := said(s.asks("sam", "offres", "partager", bot.Args{"id": a.ID})); !strings.Contains(got, want) {
			t.Errorf("number %d: %s, want %s", i+1, got, want)
		}
	}
	s.passes(time.Minute)
	if got := string(seen(t, s.address, "offres")); strings.Count(got, "sam partage une offre") != 5 {
		t.Errorf("the channel shows\n%s", got)
	}
	if err := s.store.Erase(t.Context(), s.person("sam"), s.at); err != nil {
		t.Fatal(err)
	}
	s.passes(time.Minute)
	if got := string(seen(t, s.address, "offres")); strings.Contains(got, "sam partage") {
		t.Errorf("of somebody who was erased, the channel shows\n%s", got)
	}
}

// TestErasedAuthor empties the cards of somebody who is forgotten.
func TestErasedAuthor(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		s := recruits(t, address)
		s.announces("rachel", "Développeuse Java", "")
		s.announces("rachel", "Développeuse Rust", "")
		s.announces("camille", "Développeur Go", "")
		s.passes(time.Minute)
		if err := s.store.Erase(t.Context(), s.person("rachel"), s.at); err != nil {
			t.Fatal(err)
		}
		s.passes(time.Minute)
		got := string(seen(t, address, "offres"))
		if strings.Contains(got, "Développeuse") || strings.Count(got, "Cette annonce a été retirée.") != 1 || !strings.Contains(got, "Développeur Go") {
			t.Errorf("the channel shows\n%s", got)
		}
		if got := said(s.asks("camille", "offres", "", bot.Args{"recherche": "développeuse java"})); !strings.Contains(got, "Aucune offre") {
			t.Errorf("found still: %s", got)
		}
	})
}

// TestWorstCards fits whatever one can announce in one message of every platform, where
// each mark may have to be escaped.
func TestWorstCards(t *testing.T) {
	for _, fill := range []string{"*", "<", "@", "~", "|", "`", "_", ":a:", "> ", "http://a.b ", "é", "漢", "😀"} {
		worstCards(t, func(n int) string { return string([]rune(strings.Repeat(fill, n))[:n]) })
	}
}

func worstCards(t *testing.T, marks func(int) string) {
	t.Helper()
	a := storage.Announced{State: storage.Held, User: "123456789012345678", Why: storage.Why{Reason: "serieux", Words: marks(500)}, Announcement: board.Announcement{
		Title: marks(80), Company: marks(60), Place: marks(100), Remote: "hybrid", Contract: "cdi", Pay: marks(200), Publisher: board.HiddenClient,
		Apply: "https://" + strings.Repeat("a", 490) + ".example", Number: "732829320", Text: marks(3000),
	}}
	for range 10 {
		a.Findings = append(a.Findings, board.Finding{Rule: board.Criterion, Words: marks(120)})
	}
	c := &storage.Case{State: storage.CaseAside, Announced: &a, Offer: a.Offer("x")}
	for range 30 {
		c.Reports = append(c.Reports, storage.Report{Reason: "autre", Words: marks(500)})
	}
	words := commands.Announcements(nil, defaults(t)).Words
	refused, living := a, a
	refused.State, living.State = storage.Refused, storage.Living
	const most = 4000 // Discord's, of all that a message says
	for what, m := range map[string]*bot.Message{"review": words.Review(&a, nil, ""), "refused": words.Review(&refused, nil, "malik"), "case": words.Case(c, nil, "")} {
		for _, l := range bot.Langs {
			if n := escaped(m, l); n > most {
				t.Errorf("%s of %q takes %d runes in %s", what, marks(5), n, l)
			}
		}
	}
	if n := words.Card([]storage.Announced{living}, nil).Cards[0].Runes(); n > most/4 {
		t.Errorf("a card of %q takes %d runes", marks(5), n)
	}
}

// escaped is how many runes a message takes where every mark is escaped with another.
func escaped(m *bot.Message, l bot.Lang) (n int) {
	add := func(t bot.Text) {
		for _, r := range bot.Plain(t.In(l)) {
			if n++; r < 0x80 && unicode.In(r, unicode.P, unicode.S) {
				n++
			}
		}
	}
	add(m.Text)
	for _, c := range m.Cards {
		add(c.Title)
		add(c.Body)
		add(c.Footer)
		for _, f := range c.Facts {
			add(f.Label)
			add(f.Value)
		}
	}
	return n
}
