package commands_test

import (
	"regexp"
	"testing"
	"time"

	"rebond/bot"
	"rebond/commands"
	"rebond/commands/content"
	"rebond/storage/storagetest"
)

// advised is a room that has the program's own tips, on the day on which they were last
// read again.
func advised(t *testing.T) *recruiting {
	t.Helper()
	on, err := content.Checked()
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.Parse(time.DateOnly, on.String())
	if err != nil {
		t.Fatal(err)
	}
	s := &recruiting{t: t, address: storagetest.SQLite(t), at: at.Add(9 * time.Hour)}
	s.store = storagetest.Open(t, s.address)
	pack, err := content.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	d := defaults(t)
	if d.Library, err = content.NewLibrary(pack, "", time.Now, nil); err != nil {
		t.Fatal(err)
	}
	s.router, _ = routerOf(t, s.store, d, func() time.Time { return s.at }, nil)
	return s
}

// shownTip is the title of the tip of an answer.
func (s *recruiting) shownTip(a bot.Answer) string {
	s.t.Helper()
	switch r := a.Reply.(type) {
	case *bot.Message:
		if len(r.Cards) == 1 {
			return r.Cards[0].Title.FR
		}
	case *bot.Update:
		if len(r.Cards) == 1 {
			return r.Cards[0].Title.FR
		}
	}
	s.t.Fatalf("no tip: %+v", a)
	return ""
}

// TestTipsOfTheDay asks for the tip of the day on 200 days, in a situation that not all tips
// suit, while some of the program's tips expire, and looks at others meanwhile: none comes
// back within sixty days, and it is the same all day.
func TestTipsOfTheDay(t *testing.T) {
	s := advised(t)
	s.asks("camille", "abonnements", "", bot.Args{"situation": "sans-mission"})
	last := map[string]int{}
	for day := range 200 {
		title := s.shownTip(s.asks("camille", "conseils", "", nil))
		if before, seen := last[title]; seen && day-before <= 60 {
			t.Errorf("day %d: %s, which was that of day %d", day, title, before)
		}
		last[title] = day
		if day%7 == 0 {
			s.shownTip(s.asks("camille", "conseils", "autre", nil))
			s.at = s.at.Add(11 * time.Hour)
			if again := s.shownTip(s.asks("camille", "conseils", "", nil)); again != title {
				t.Errorf("day %d: %s, then %s", day, title, again)
			}
			s.at = s.at.Add(-11 * time.Hour)
		}
		s.at = s.at.AddDate(0, 0, 1)
	}
	if len(last) < 65 {
		t.Errorf("%d tips in 200 days", len(last))
	}
}

// TestAnotherTip goes through a theme: none comes back until all have been seen.
func TestAnotherTip(t *testing.T) {
	s := advised(t)
	seen := map[string]bool{}
	for {
		title := s.shownTip(s.asks("camille", "conseils", "autre", bot.Args{"theme": "entretiens"}))
		if seen[title] {
			break
		}
		seen[title] = true
	}
	if len(seen) < 8 {
		t.Errorf("%d tips seen before one comes back", len(seen))
	}
	pack, _ := content.Embedded()
	n := 0
	for _, tip := range pack.Tips {
		if tip.Theme == "entretiens" {
			n++
		}
	}
	if len(seen) != n {
		t.Errorf("%d of %d tips seen before one comes back", len(seen), n)
	}
}

// namedCommand is a command as a text names it.
var namedCommand = regexp.MustCompile("`/([a-z-]+)")

// TestNamedCommands holds that the program's items name no command that there is not.
func TestNamedCommands(t *testing.T) {
	pack, err := content.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, c := range commands.All(nil, defaults(t), nil) {
		known[c.Names.FR], known[c.Names.EN] = true, true
	}
	named := 0
	for i := range pack.Tips {
		tip := &pack.Tips[i]
		for _, m := range namedCommand.FindAllStringSubmatch(tip.Text.FR+tip.Text.EN+tip.Template.FR+tip.Template.EN, -1) {
			named++
			if !known[m[1]] {
				t.Errorf("%s names /%s", tip.ID, m[1])
			}
		}
	}
	if named == 0 {
		t.Error("none names a command: that proves nothing")
	}
}
