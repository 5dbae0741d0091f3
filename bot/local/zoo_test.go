package local

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/bottest"
)

var update = flag.Bool("update", false, "write how the zoo is rendered into testdata/zoo")

// The zoo as the page and the console show it, in each language, and what they
// say around a message. The hour is of
// this machine's own zone, so that it is written alike everywhere.
func TestTheZooIsRendered(t *testing.T) {
	sent := time.Date(2026, time.November, 22, 12, 0, 0, 0, time.Local)
	zone := regexp.MustCompile(`(datetime="[^"]{19})[^"]*`)
	expected := map[string]bool{}
	render := func(name string, who Person, n note) {
		t.Helper()
		m := newMemory()
		room := &Room{Log: m, Calls: m, Now: func() time.Time { return sent }}
		n.ID, n.At, n.Lang, n.Sent = "m1", place("offres"), who.Lang, sent
		page, err := (&server{room: room}).shown(t.Context(), visit{who: who, at: n.At}, &n)
		if err != nil {
			t.Fatal(err)
		}
		seen(t, one(t, parse(t, page.HTML), "article"))
		var out strings.Builder
		console := &session{Console: &Console{Out: &out, As: who}, room: room}
		if err := console.show(t.Context(), &n, who.Lang); err != nil {
			t.Fatal(err)
		}
		for kind, got := range map[string]string{".html": zone.ReplaceAllString(page.HTML, "${1}Z") + "\n", ".txt": out.String()} {
			file := name + "." + string(who.Lang) + kind
			expected[file] = true
			golden(t, file, got)
		}
	}
	for _, name := range []string{"camille", "sam"} {
		who, err := FindPerson(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range bottest.Zoo(bot.MessageRef{At: coaching, ID: "m7"}) {
			render(one.Name, who, note{Entry: Entry{Message: one.Message}})
		}
		said := &bot.Message{Text: text("C’est noté.", "Noted.")}
		render("around-pinned", who, note{Entry: Entry{Message: said, Pinned: true}})
		render("around-thread", who, note{Entry: Entry{Message: said, Replies: 2, Thread: &bot.Thread{Name: bot.Same(`Suivi <b>"CV"</b> & **co**`)}}})
		render("around-alone", who, note{Entry: Entry{Message: said}, Alone: true, Asked: `/noter <b>"moi"</b> & **toi**`})
	}
	files, err := os.ReadDir(zooFiles)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !expected[f.Name()] {
			t.Errorf("%s is of no specimen", f.Name())
		}
	}
}

const zooFiles = "testdata/zoo"

// golden compares with a file, or writes it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join(zooFiles, name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is rendered as\n%s\nwant\n%s\n(-update accepts it)", name, got, want)
	}
}
