package slack

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/goccy/go-yaml"

	"rebond/bot"
	"rebond/bot/bottest"
)

// The manifest of the suite's commands, in each language.
func TestManifest(t *testing.T) {
	t.Parallel()
	for _, l := range bot.Langs {
		m := Manifest(bottest.Commands(), l)
		inJSON, err := m.JSON()
		if err != nil {
			t.Fatal(err)
		}
		inYAML, err := m.YAML(l)
		if err != nil {
			t.Fatal(err)
		}
		goldenText(t, "manifest."+string(l)+".json", inJSON)
		goldenText(t, "manifest."+string(l)+".yaml", inYAML)
		var fromJSON, fromYAML any
		if err := json.Unmarshal(inJSON, &fromJSON); err != nil {
			t.Fatal(err)
		}
		again, err := yaml.YAMLToJSON(inYAML)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(again, &fromYAML); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(fromJSON, fromYAML) {
			t.Errorf("in %s, YAML says\n%s\nand JSON\n%s", l, again, inJSON)
		}
	}
}

var update = flag.Bool("update", false, "write what is told to Slack into testdata")

// golden holds a value to a file of testdata.
func golden(t *testing.T, name string, got any) {
	t.Helper()
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(got); err != nil {
		t.Fatal(err)
	}
	goldenText(t, name, text.Bytes())
}

func goldenText(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is\n%s\nwant\n%s\n(-update accepts it)", name, got, want)
	}
}

// declared are n commands that do nothing.
func declared(n int) []bot.Command {
	var all []bot.Command
	for i := range n {
		name := "commande-" + string(rune('a'+i/26)) + string(rune('a'+i%26))
		all = append(all, bot.Command{Name: name, Names: bot.Text{FR: name, EN: name}, Summary: bot.Text{FR: "Rien", EN: "Nothing"}, Run: bottest.Commands()[0].Run})
	}
	return all
}

// What Slack would refuse is not written.
func TestManifestLimits(t *testing.T) {
	t.Parallel()
	named := func(name string) []bot.Command {
		all := declared(1)
		all[0].Names.FR, all[0].Name = name, name
		return all
	}
	shortcuts := declared(11)
	for i := range shortcuts {
		shortcuts[i].Shortcut = bot.Text{FR: "Essayer", EN: "Try"}
	}
	for name, c := range map[string]struct {
		commands []bot.Command
		want     string
	}{
		"forty-nine and the umbrella": {declared(49), ""},
		"fifty and the umbrella":      {declared(50), "51 slash commands with /rebond, at most 50"},
		"fifty-one":                   {declared(51), "51 commands, at most 49"},
		"a name of Slack's":           {named("search"), "reserved by Slack"},
		"the umbrella's name":         {named(Umbrella), "reserved by Slack"},
		"a capital":                   {named("Offres"), "lower-case"},
		"just short enough":           {named(strings.Repeat("a", 31)), ""},
		"too long with its slash":     {named(strings.Repeat("a", 32)), "33 letters with its slash, at most 32"},
		"ten shortcuts":               {shortcuts[:10], ""},
		"eleven shortcuts":            {shortcuts, "11 shortcuts, at most 10"},
	} {
		m := Manifest(c.commands, bot.FR)
		_, inJSON := m.JSON()
		_, inYAML := m.YAML(bot.FR)
		for _, err := range []error{inJSON, inYAML} {
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: %v, want %q", name, err, c.want)
			}
		}
	}
}

// The app presents itself within Slack's limits, in both languages.
func TestManifestPresents(t *testing.T) {
	t.Parallel()
	for _, l := range bot.Langs {
		m := Manifest(nil, l)
		if n := utf8.RuneCountInString(m.Display.Description); n == 0 || n > 140 {
			t.Errorf("the description in %s has %d characters", l, n)
		}
		if n := utf8.RuneCountInString(m.Display.Long); n < 175 || n > 4000 {
			t.Errorf("the long description in %s has %d characters", l, n)
		}
		if first := m.Features.Commands[0]; first.Command != "/rebond" || utf8.RuneCountInString(first.Usage) > longUsage {
			t.Errorf("the umbrella in %s is %+v", l, first)
		}
	}
	for path, why := range reasons {
		if why.FR == "" || why.EN == "" || why.FR == why.EN {
			t.Errorf("%s is not explained in both languages", path)
		}
	}
}

// What may follow a command is shown as it is typed, on one line.
func TestUsage(t *testing.T) {
	t.Parallel()
	p := func(fr, en string, kind bot.Kind) bot.Param {
		return bot.Param{Name: fr, Names: bot.Text{FR: fr, EN: en}, Kind: kind}
	}
	words, place, file := p("recherche", "search", bot.Line), p("lieu", "place", bot.Line), p("fichier", "file", bot.Document)
	words.Rest = true
	must, hidden := p("date", "date", bot.Day), p("offre", "opening", bot.Line)
	must.Required, hidden.Hidden = true, true
	var many []bot.Param
	for range 20 {
		many = append(many, place)
	}
	for _, c := range []struct {
		params []bot.Param
		fr, en string
	}{
		{nil, "", ""},
		{[]bot.Param{words, place}, "[recherche] [lieu:…]", "[search] [place:…]"},
		{[]bot.Param{must, words, file, hidden}, "date:… [recherche]", "date:… [search]"},
		{many, strings.Repeat("[lieu:…] ", 11) + "…", strings.Repeat("[place:…] ", 10) + "…"},
	} {
		command := &bot.Command{Params: c.params}
		if fr, en := usage(command, bot.FR), usage(command, bot.EN); fr != c.fr || en != c.en {
			t.Errorf("%q and %q, want %q and %q", fr, en, c.fr, c.en)
		}
	}
}
