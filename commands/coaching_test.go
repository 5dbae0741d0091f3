package commands_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/local"
	"rebond/bot/schedule"
	"rebond/commands"
	"rebond/commands/content"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// weeks are people of the room with the program's own content, and a clock.
type weeks struct {
	*testing.T
	address string
	d       commands.Defaults
	at      time.Time
	said    map[string]string // the last answer to each
}

// types has somebody type a line.
func (w *weeks) types(who, line string) string {
	w.Helper()
	w.said[who] = string(tellOf(w.T, w.address, w.d, []byte(who+"> "+line), w.at, nil))
	return w.said[who]
}

// presses has somebody press a button of the last answer to them.
func (w *weeks) presses(who, label string) string {
	w.Helper()
	label, answer := loose.Replace(label), loose.Replace(w.said[who])
	number := regexp.MustCompile(`\[(\d+)\] ` + regexp.QuoteMeta(label) + `(?:   |\n|$)`).FindStringSubmatch(answer)
	if number == nil {
		w.Fatalf("no button %q in\n%s", label, w.said[who])
	}
	return w.types(who, number[1])
}

// loose puts plain spaces for typographic ones.
var loose = strings.NewReplacer("\u00a0", " ", "\u202f", " ")

// goes lets time pass until an hour of a day.
func (w *weeks) goes(on schedule.Day, hour, minute int) {
	w.Helper()
	w.at = schedule.At(on, hour*60+minute, w.d.Zone)
	passTimeOf(w.T, w.address, w.d, w.at, nil)
}

// shown are the cards of a place, each after the day on which it came.
func (w *weeks) shown(where string) (cards []string) {
	w.Helper()
	store := storagetest.Open(w.T, w.address)
	defer store.Close()
	entries, err := (&storage.Room{Store: store}).Latest(w.Context(), place(where), 500)
	if err != nil {
		w.Fatal(err)
	}
	for _, e := range entries {
		for _, c := range e.Message.Cards {
			if title := bot.Plain(c.Title.In(e.Lang)); title != "" {
				cards = append(cards, schedule.DayOf(e.Sent.In(w.d.Zone)).String()+" "+title)
			}
		}
		if e.Thread == nil && strings.HasPrefix(where, "coaching") {
			w.Errorf("a post without a thread: %v", e.Message)
		}
	}
	return cards
}

// day is a day as 2026-12-31.
func day(t *testing.T, text string) (on schedule.Day) {
	t.Helper()
	if err := on.UnmarshalText([]byte(text)); err != nil {
		t.Fatal(err)
	}
	return on
}

// TestEightyDays starts the programme in two presses on a Sunday and lets the weeks pass, over
// the two public holidays of the winter. A member who comes on the thirtieth day begins with
// the first post, at her own pace.
func TestEightyDays(t *testing.T) {
	pack, err := content.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	w := &weeks{T: t, address: storagetest.SQLite(t), d: defaults(t), at: morning(), said: map[string]string{}}
	if w.d.Library, err = content.NewLibrary(pack, "", time.Now, func(*content.Pack) {}); err != nil {
		t.Fatal(err)
	}
	store := storagetest.Open(t, w.address)
	if err := store.SetUp(t.Context(), bot.Address{Platform: local.Platform, Space: local.Space}, storage.Settings{storage.CoachingChannel: "coaching", storage.ModerationChannel: "moderation"}, w.at); err != nil {
		t.Fatal(err)
	}
	store.Close()

	w.types("malik", "/planifier")
	w.presses("malik", "Programme « 80 jours »")
	w.presses("malik", "Programmer")

	first := schedule.DayOf(w.at) + 1
	holidays := map[schedule.Day]bool{day(t, "2026-12-25"): true, day(t, "2027-01-01"): true}
	days, rests, inTurn := pack.Days("80-jours"), pack.Rests("80-jours"), pack.InTurn("80-jours")
	const joins, leaps = 30, 50
	var published, received []string
	for n := range 120 {
		on := first + schedule.Day(n)
		w.goes(on, 10, 15)
		next := func(posts *[]*content.Post) {
			published = append(published, on.String()+" "+bot.Plain((*posts)[0].Title.FR))
			*posts = (*posts)[1:]
		}
		switch {
		case on.Weekday() >= 5 && len(rests) > 0:
			next(&rests)
		case on.Weekday() < 5 && !holidays[on] && len(days) > 0:
			next(&days)
		}
		if n > joins && len(inTurn) > 0 {
			received = append(received, on.String()+" "+bot.Plain(inTurn[0].Title.FR))
			inTurn = inTurn[1:]
		}
		switch n {
		case joins: // the morning of that day has passed
			w.types("camille", "/abonnements")
			w.presses("camille", "Recevoir : 80 jours, à ton rythme")
		case leaps: // one that she asks for does not come in the morning
			w.types("camille", "/abonnements")
			w.presses("camille", "80 jours : où j’en suis")
			if said := w.presses("camille", "M’envoyer la suite"); !strings.Contains(said, bot.Plain(inTurn[0].Title.FR)) {
				t.Errorf("the next one is not %s:\n%s", inTurn[0].ID, said)
			}
			inTurn = inTurn[1:]
		}
	}
	if len(days)+len(rests)+len(inTurn) > 0 {
		t.Fatal("the weeks are too few")
	}
	same := func(what string, got, want []string) {
		for i := range max(len(got), len(want)) {
			if i >= len(got) || i >= len(want) || got[i] != want[i] {
				t.Errorf("%s, %d of %d:\ngot  %q\nwant %q", what, i+1, len(want), got[min(i, len(got)):min(i+2, len(got))], want[min(i, len(want)):min(i+2, len(want))])
				return
			}
		}
	}
	same("the channel", w.shown("coaching"), published)
	same("camille", w.shown("@camille"), received)
	if over := string(seen(t, w.address, "moderation")); strings.Count(over, "est terminée") != 2 || !strings.Contains(over, bot.Plain(pack.Days("80-jours")[59].Title.FR)) {
		t.Errorf("moderators are told\n%s", over)
	}
}
