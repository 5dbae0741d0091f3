package content_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"rebond/bot"
	"rebond/commands/content"
)

// TestSeries holds what the program's series promise: all their posts, whole, in their
// rhythm, no action twice, and none that loses its text within the twelve weeks and the
// ninety days that follow the last reading.
func TestSeries(t *testing.T) {
	p, on := pack(t)
	for _, f := range p.Coherence() {
		t.Error(f)
	}
	for id, want := range map[string][2]int{"80-jours": {60, 20}, "premiers-jours": {10, 0}, "periode-essai": {5, 0}, "brise-glace": {15, 0}, "questions": {15, 0}} {
		if _, there := p.SeriesNamed(id); !there || len(p.Days(id)) != want[0] || len(p.Rests(id)) != want[1] {
			t.Errorf("%s: %d posts and %d of rest", id, len(p.Days(id)), len(p.Rests(id)))
		}
	}
	themes := map[string]int{}
	for _, o := range p.Days("80-jours") {
		themes[o.Theme]++
	}
	for _, theme := range content.PostThemes {
		if themes[theme.Value] < 3 {
			t.Errorf("%s: %d posts", theme.Value, themes[theme.Value])
		}
	}
	rules := 0
	for i := range p.Posts {
		o := &p.Posts[i]
		if o.Expired(on + 90 + 84) {
			t.Errorf("%s: it expires on %s", o.ID, o.Expires)
		}
		if content.StatesRule(o.Text.FR) || content.StatesRule(o.Text.EN) {
			rules++
			if len(o.Sources) == 0 || o.Verified == 0 || o.Verified >= on || o.Expires == 0 {
				t.Errorf("%s: no source, no date or no end", o.ID)
			}
		}
	}
	if rules < 5 {
		t.Errorf("%d posts state a rule", rules)
	}
}

// soundPost is a post in which nothing is wrong, of a series and at a place; its action has
// words of its own.
func soundPost(series, place string) string {
	word := strings.ReplaceAll(place, " = ", "")
	return fmt.Sprintf("[[post]]\nseries = %q\n%s\ntheme = \"soi\"\ntitle = { fr = \"Un titre\", en = \"A title\" }\ntext.fr = \"Une idée.\"\ntext.en = \"An idea.\"\naction.fr = \"Note %[3]sa %[3]sb %[3]sc.\"\naction.en = \"Note %[3]sa %[3]sb %[3]sc.\"\nquestion.fr = \"Lequel\u202f?\"\nquestion.en = \"Which one?\"\n", series, place, word)
}

const soundSeries = "[[series]]\nid = \"s\"\nkind = \"programme\"\ntitle = { fr = \"S\", en = \"S\" }\ntext.fr = \"Une série.\"\ntext.en = \"A series.\"\nrhythm = [[\"soi\"], [\"soi\", \"reseau\"]]\n"

// TestBrokenPosts has one post, or one series, broken in each way: it alone is refused, with
// the line of what is wrong.
func TestBrokenPosts(t *testing.T) {
	one := soundPost("s", "day = 1")
	law := strings.Replace(one, "Une idée.", "Tu as 15 jours pour répondre.", 1)
	for _, c := range []struct {
		name, item string
		line       int
		want       string
	}{
		{"a post of no series", strings.Replace(one, `"s"`, `""`, 1), 2, "series, the id of the series"},
		{"no place", strings.Replace(one, "day = 1", "", 1), 1, "day, its place from 1 on"},
		{"two places", strings.Replace(one, "day = 1", "day = 1\nrest = 1", 1), 3, "day, its place from 1 on"},
		{"a place before the first", strings.Replace(one, "day = 1", "day = -1", 1), 3, "day, its place from 1 on"},
		{"a place far away", strings.Replace(one, "day = 1", "day = 999", 1), 3, "at most 400"},
		{"another theme", strings.Replace(one, `"soi"`, `"cv"`, 1), 4, "none of: soi"},
		{"no title", strings.Replace(one, "title = { fr = \"Un titre\", en = \"A title\" }\n", "", 1), 1, "title, it is missing"},
		{"no question", one[:strings.Index(one, "question")], 1, "question, it is missing"},
		{"an action in one language", strings.Replace(one, "action.en", "# action.en", 1), 8, "both languages"},
		{"more than a post says", strings.Replace(one, "Une idée.", strings.Repeat("mot ", 210), 1), 6, "at most 860"},
		{"a deadline without its source", law, 1, "the page that says so"},
		{"a deadline in the action", strings.Replace(one, "Note day1a", "Tu as 15 jours pour noter", 1) + "sources = [{ title = \"Page\", url = \"https://exemple.fr\" }]\nverified = 2026-11-21\nexpires = 2027-11-21", 8, "goes into text"},
		{"an address in the question", strings.Replace(one, "Which one?", "https://exemple.fr ?", 1), 6, "no address"},
		{"a promise in the action", strings.Replace(one, "Note day1a", "Tu vas trouver", 1), 6, "is a promise"},
		{"a place that is taken", soundPost("s", "day = 7"), 1, "taken"},
		{"a key that nobody knows", one + "quesion = 1", 12, "“question”"},
		{"a series of another kind", strings.Replace(soundSeries, "programme", "liste", 1), 3, "none of: programme"},
		{"a series without words", strings.Replace(soundSeries, "text.fr = \"Une série.\"\ntext.en = \"A series.\"\n", "", 1), 1, "text, it is missing"},
		{"a rhythm of themes that there are not", strings.Replace(soundSeries, `"reseau"`, `"lune"`, 1), 7, "“lune”"},
	} {
		before := soundPost("s", "day = 7")
		header := strings.Count(before, "\n") + 2
		file := before + "\n" + strings.TrimSuffix(c.item, "\n") + "\n" + soundPost("s", "rest = 3")
		p, err := content.Load(fstest.MapFS{"serie.toml": {Data: []byte(file)}})
		if err != nil {
			t.Fatal(err)
		}
		if len(p.Posts) != 2 || len(p.Series) != 0 {
			t.Errorf("%s: %d posts and %d series served", c.name, len(p.Posts), len(p.Series))
		}
		if len(p.Faults) == 0 {
			t.Errorf("%s: nothing said", c.name)
			continue
		}
		if f := p.Faults[0]; f.Line != header+c.line-1 || !strings.Contains(f.String(), c.want) {
			t.Errorf("%s: %q, want line %d and %q", c.name, f, header+c.line-1, c.want)
		}
	}
}

// TestCoherence is what is wrong with a series as a whole.
func TestCoherence(t *testing.T) {
	plain := soundPost("s", "day = 1") + soundPost("s", "day = 2") + soundPost("s", "rest = 1")
	for name, c := range map[string]struct{ posts, want string }{
		"nothing":                    {plain, ""},
		"no post":                    {"", "this series has no post"},
		"a series that there is not": {plain + soundPost("t", "day = 1"), "no series is called “t”"},
		"a place without a post":     {plain + soundPost("s", "day = 4"), "post 3, just before, is missing"},
		"no first post of rest":      {strings.Replace(plain, "rest = 1", "rest = 2", 1), "post 1, just before, is missing"},
		"another rhythm":             {plain + strings.Replace(soundPost("s", "day = 3"), `"soi"`, `"reseau"`, 1), "the rhythm of the series wants one of these themes here: soi"},
		"no action":                  {plain + "[[post]]\nseries = \"s\"\nday = 3\ntheme = \"soi\"\ntitle = { fr = \"T\", en = \"T\" }\nquestion.fr = \"Q\u202f?\"\nquestion.en = \"Q?\"\n", "has a theme and an action"},
		"an action that comes twice": {plain + strings.Replace(soundPost("s", "day = 3"), "Note day3a day3b day3c", "Puis note day1c, day1b et day1a", 1), "this action is that of “s/1”"},
	} {
		p, err := content.Load(fstest.MapFS{"serie.toml": {Data: []byte(soundSeries + c.posts)}})
		if err != nil || len(p.Faults) > 0 {
			t.Fatalf("%s: %v, %v", name, err, p.Faults)
		}
		faults := p.Coherence()
		if c.want == "" && len(faults) == 0 {
			continue
		}
		if len(faults) != 1 || faults[0].Advice || !strings.Contains(faults[0].String(), c.want) {
			t.Errorf("%s: %v", name, faults)
		}
	}
	for words, want := range map[string]string{"On se voit lundi.": "“lundi”", "Un week-end calme.": "“week-end”"} {
		p, err := content.Load(fstest.MapFS{"serie.toml": {Data: []byte(strings.Replace(plain, "Une idée.", words, 1))}})
		if err != nil || len(p.Posts) != 3 || len(p.Faults) != 1 || !strings.Contains(p.Faults[0].String(), want) {
			t.Errorf("%s: %v, %v", words, err, p.Faults)
		}
	}
}

// TestInTurn is the order of whoever reads one post a day.
func TestInTurn(t *testing.T) {
	var file strings.Builder
	for place := 7; place > 0; place-- { // in whatever order they are written
		file.WriteString(soundPost("s", fmt.Sprint("day = ", place)) + soundPost("s", fmt.Sprint("rest = ", place)))
	}
	p, err := content.Load(fstest.MapFS{"serie.toml": {Data: []byte(file.String())}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, o := range p.InTurn("s") {
		got = append(got, strings.TrimPrefix(o.ID, "s/"))
	}
	if want := "1 2 3 4 5 repos-1 repos-2 6 7 repos-3 repos-4 repos-5 repos-6 repos-7"; strings.Join(got, " ") != want {
		t.Errorf("%q, want %q", got, want)
	}
	if len(p.InTurn("t")) != 0 {
		t.Error("posts of no series")
	}
}

// TestReferred tells what stands for a post from any other text.
func TestReferred(t *testing.T) {
	p, err := content.Load(fstest.MapFS{"serie.toml": {Data: []byte(soundPost("s", "day = 1") + soundPost("s", "rest = 1"))}})
	if err != nil {
		t.Fatal(err)
	}
	for i := range p.Posts {
		if o, is := p.Referred(" " + p.Posts[i].Ref() + "\n"); !is || o != &p.Posts[i] {
			t.Errorf("%s: %v, %v", p.Posts[i].Ref(), o, is)
		}
	}
	if o, is := p.Referred("rebond:s/9"); !is || o != nil {
		t.Errorf("one that is gone: %v, %v", o, is)
	}
	for _, text := range []string{"", "Bonjour", "rebond:s/1 bonjour", "Voir rebond:s/1", "rebond:s/1\nrebond:s/1"} {
		if _, is := p.Referred(text); is {
			t.Errorf("%q stands for a post", text)
		}
	}
}

// TestLibrarySeries has a folder that rewrites a post, adds one, and has a series of its own.
func TestLibrarySeries(t *testing.T) {
	base, err := content.Load(fstest.MapFS{"serie.toml": {Data: []byte(soundSeries + soundPost("s", "day = 1") + soundPost("s", "day = 2"))}})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	own := strings.Replace(soundPost("s", "day = 2"), "Un titre", "Un autre titre", 1) + soundPost("s", "day = 3") +
		strings.Replace(soundSeries, `"s"`, `"a-nous"`, 1) + soundPost("a-nous", "day = 1")
	if err := os.WriteFile(filepath.Join(dir, "a.toml"), []byte(own), 0o600); err != nil {
		t.Fatal(err)
	}
	library, err := content.NewLibrary(base, dir, time.Now, func(*content.Pack) {})
	if err != nil {
		t.Fatal(err)
	}
	p := library.Pack()
	var titles []string
	for _, o := range p.Days("s") {
		titles = append(titles, o.Title.FR)
	}
	if !slices.Equal(titles, []string{"Un titre", "Un autre titre", "Un titre"}) || len(p.Days("a-nous")) != 1 || len(p.Coherence()) != 0 {
		t.Errorf("%q, %v", titles, p.Coherence())
	}
	if len(base.Posts) != 2 || base.Posts[1].Title.FR != "Un titre" {
		t.Error("the program’s own pack has changed")
	}
	if said, wrong := p.Check(0, 0); wrong != 0 || !slices.ContainsFunc(said, func(s bot.Text) bool { return bot.Plain(s.EN) == "s: 3 posts" }) {
		t.Errorf("%d wrong, %v", wrong, said)
	}
}
