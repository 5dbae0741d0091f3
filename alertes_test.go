package main

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/sources"
	"rebond/bot/sources/greenhouse"
	"rebond/bot/sources/sourcestest"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// What members press, of alerts.
const (
	tellMe     = "Préviens-moi"
	whenToTell = "Quand te prévenir"
	whyThis    = "Pourquoi cette offre ?"
	fewerLike  = "Moins d’offres de ce genre"
	toldOf     = "Ce que trouvent tes alertes"
	stoppedNow = "Je n’ai pas pu t’écrire en privé : tes messages privés me sont fermés. J’ai arrêté « " + toldOf + " »."
)

// hushed are words of the openings of a board that nothing may hold that stays.
var hushed = []string{"zigotium", "brouillamini", "carabistouille"}

// wire is a board of which another program on the same database brings the news.
type wire struct {
	t      *testing.T
	boards *sourcestest.Boards
	clock  *discordClock
	reader *sources.Runner
	alerts *storage.Notices
	shown  []sourcestest.Opening
}

func openWire(t *testing.T, database string, clock *discordClock) *wire {
	t.Helper()
	b := sourcestest.NewBoards(t)
	store := storagetest.Open(t, database)
	board := &greenhouse.Board{Called: "atelier", Board: "atelier", API: b.API("greenhouse"), Client: b.Client()}
	return &wire{t: t, boards: b, clock: clock,
		reader: &sources.Runner{Sources: []sources.Configured{{Source: board, Rules: sources.Rules{Trades: true, France: true}}}, Store: store, Log: slog.New(slog.DiscardHandler), Now: clock.now},
		alerts: &storage.Notices{Store: store, Lang: bot.FR, Zone: paris(t)}}
}

// opening is one for people who write a language, in Lyon.
func opening(id int, words string) sourcestest.Opening {
	return sourcestest.Opening{ID: fmt.Sprint(id), Title: "Développeuse " + words, Company: "Brouillamini", City: "Lyon", Contract: "CDI", HTML: "<p>Des services, dans une équipe carabistouille.</p>"}
}

// brings has the board show more openings, and matches what is new of it with the alerts.
func (w *wire) brings(more ...sourcestest.Opening) {
	w.t.Helper()
	w.shown = append(w.shown, more...)
	w.reads()
	for more := true; more; {
		var err error
		if more, err = w.alerts.MatchArrivals(w.t.Context(), w.clock.now()); err != nil {
			w.t.Fatal(err)
		}
	}
}

// withdraws takes openings off the board.
func (w *wire) withdraws(ids ...int) {
	w.t.Helper()
	w.shown = slices.DeleteFunc(w.shown, func(o sourcestest.Opening) bool {
		return slices.ContainsFunc(ids, func(id int) bool { return o.ID == fmt.Sprint(id) })
	})
	w.reads()
}

func (w *wire) reads() {
	w.t.Helper()
	w.boards.Publish("greenhouse", "atelier", w.shown...)
	w.boards.Clock.Advance(time.Hour)
	if _, err := w.reader.Once(w.t.Context(), "atelier", false); err != nil {
		w.t.Fatal(err)
	}
}

// unsaid fails the test for what tells of an opening.
func unsaid(t *testing.T, sent []byte) {
	t.Helper()
	for _, word := range hushed {
		if bytes.Contains(bytes.ToLower(sent), []byte(word)) {
			t.Errorf("%q is in %s", word, sent)
		}
	}
}

// vague fails the test for a message whose first line, which a locked screen shows, tells
// what somebody looks for.
func vague(t *testing.T, said string) {
	t.Helper()
	first, _, _ := strings.Cut(strings.TrimSpace(said), "\n")
	for _, never := range []string{"golang", "lyon", "rust", "chômage", "emploi", "job"} {
		if strings.Contains(strings.ToLower(first), never) {
			t.Errorf("the first line says %q", first)
		}
	}
}

// onlySource is a configuration with a contact and one source, none of the program's own.
func onlySource(t *testing.T, source string) (path string) {
	t.Helper()
	toml := "contact = \"moi@exemple.fr\"\n[[sources]]\n" + source
	_, own, _ := strings.Cut(string(defaults), "[[sources]]")
	for _, name := range regexp.MustCompile(`(?m)^name = .+$`).FindAllString(own, -1) {
		toml += "[[sources]]\n" + name + "\nenabled = false\n"
	}
	path = filepath.Join(t.TempDir(), "rebond.toml")
	if err := os.WriteFile(path, []byte(toml), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// zoneAtNoon is a time zone in which it is about noon, so that nobody sleeps.
func zoneAtNoon(now time.Time) string {
	switch east := 12 - now.UTC().Hour(); {
	case east > 0:
		return fmt.Sprintf("Etc/GMT-%d", east) // whose names go west
	case east < 0:
		return fmt.Sprintf("Etc/GMT+%d", -east)
	}
	return "Etc/UTC"
}
