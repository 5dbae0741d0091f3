package slack

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"rebond/bot"
	"rebond/bot/bottest"
)

// shownAs is a rendered message as its goldens have it.
type shownAs struct {
	Text   string   `json:"text"`
	Blocks any      `json:"blocks"`
	Files  []string `json:"files,omitempty"`
}

// rendering is a renderer of the tests: of a place that takes pictures.
func rendering(t testing.TB, l bot.Lang) *renderer {
	t.Helper()
	names := map[string]string{"U0000001": "Camille", "S0000001": "moderation"}
	return &renderer{
		ctx: t.Context(), calls: kept{}, lang: l,
		name:    func(_ bot.Kind, id string) string { return names[id] },
		user:    func(p bot.PersonID) string { return string(p) },
		picture: func(i bot.Image) (string, error) { return "F0" + i.Name, nil },
	}
}

// kept keeps every call under one id.
type kept struct{}

func (kept) Keep(context.Context, bot.Call) (string, error)   { return "0123456789abcdefghijkl", nil }
func (kept) Redeem(context.Context, string) (bot.Call, error) { return bot.Call{}, bot.ErrNotFound }

// The zoo as it is sent to Slack, in each language; what has a sketch also as it is where
// no picture can be.
func TestTheZooIsRendered(t *testing.T) {
	expected := map[string]bool{}
	other := bot.MessageRef{At: bot.Address{Platform: Platform, Space: "T0000001", Channel: "C0000001", Thread: "1763800000.000100"}, ID: "1763800001.000200"}
	for _, l := range bot.Langs {
		render := func(name string, r *renderer, m *bot.Message) {
			all, err := r.message(m)
			if err != nil {
				t.Fatal(err)
			}
			if len(all) != 1 {
				t.Errorf("%s in %s takes %d messages", name, l, len(all))
			}
			var sent []shownAs
			for _, m := range all {
				valid(t, m.Blocks)
				as := shownAs{Text: m.Text, Blocks: m.Blocks}
				for _, f := range m.Files {
					as.Files = append(as.Files, f.name)
				}
				sent = append(sent, as)
			}
			file := name + "." + string(l) + ".json"
			expected[file] = true
			golden(t, filepath.Join("zoo", file), sent)
		}
		for _, one := range bottest.Zoo(other) {
			render(one.Name, rendering(t, l), one.Message)
			if one.Name == "sketched" {
				words := rendering(t, l)
				words.picture = nil
				render("sketched-in-words", words, one.Message)
			}
		}
	}
	onlyThose(t, "zoo", expected)
}

// onlyThose fails the test for a golden that is of nothing.
func onlyThose(t *testing.T, dir string, expected map[string]bool) {
	t.Helper()
	files, err := os.ReadDir(filepath.Join("testdata", dir))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !expected[f.Name()] {
			t.Errorf("%s is of nothing", f.Name())
		}
	}
}
