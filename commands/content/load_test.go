package content_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"rebond/commands/content"
)

// sound is an item in which nothing is wrong, with an id.
func sound(id string) string {
	return fmt.Sprintf("[[tip]]\nid = %q\ntheme = \"cv\"\ntitle = { fr = \"Un titre\", en = \"A title\" }\ntext.fr = \"Un texte.\"\ntext.en = \"A text.\"\n", id)
}

// broken are ways in which an item of a folder can be wrong: what stands between two sound
// ones, the line of the fault counted from its header, and words of it.
var broken = []struct {
	name, item string
	line       int
	want       string
}{
	{"no id", "[[tip]]\ntheme = \"cv\"\ntitle = { fr = \"T\", en = \"T\" }\ntext.fr = \"T\"\ntext.en = \"T\"", 1, "id, it is missing"},
	{"an id with capitals", sound("Mon-Id"), 2, "“Mon-Id”"},
	{"an id that is too long", sound(strings.Repeat("a", 60)), 2, "at most 48"},
	{"an id that is taken", sound("avant"), 2, "taken (fiches.toml:1)"},
	{"another theme", strings.Replace(sound("x"), `"cv"`, `"chat"`, 1), 3, "none of: premiers-jours"},
	{"another situation", sound("x") + "situations = [\"recherche\", \"lune\"]", 7, "“lune”"},
	{"the same situation twice", sound("x") + "situations = [\"recherche\", \"recherche\"]", 7, "twice"},
	{"one language", strings.Replace(sound("x"), "text.en = \"A text.\"\n", "", 1), 5, "both languages"},
	{"no title", strings.Replace(sound("x"), "title = { fr = \"Un titre\", en = \"A title\" }\n", "", 1), 1, "title, it is missing"},
	{"a text that is too long", strings.Replace(sound("x"), "Un texte.", strings.Repeat("mot ", 200), 1), 5, "at most 600"},
	{"a title of two lines", strings.Replace(sound("x"), `"Un titre"`, `"Un\ntitre"`, 1), 4, "one line"},
	{"an address in the text", strings.Replace(sound("x"), "Un texte.", "Va sur https://exemple.fr.", 1), 5, "no address"},
	{"a mention in the text", strings.Replace(sound("x"), "Un texte.", "Bonjour <@123>.", 1), 5, "no address"},
	{"a promise", strings.Replace(sound("x"), "Un texte.", "Tu as droit à une aide.", 1), 5, "is a promise"},
	{"a number of law without its source", strings.Replace(sound("x"), "Un texte.", "Tu as 15 jours pour répondre.", 1), 1, "the page that says so"},
	{"a source without a date", strings.Replace(sound("x"), "Un texte.", "Tu as 15 jours pour répondre.", 1) + "sources = [{ title = \"Page\", url = \"https://exemple.fr\" }]", 1, "verified, this item states"},
	{"a source of another scheme", sound("x") + "sources = [{ title = \"Page\", url = \"javascript:alert(1)\" }]", 7, "no https address"},
	{"an end before its beginning", sound("x") + "verified = 2026-11-21\nexpires = 2026-01-01", 8, "before verified"},
	{"no date", sound("x") + "verified = 2026-02-31", 7, "impossible date"},
	{"a key that nobody knows", sound("x") + "situation = [\"recherche\"]", 7, "situations"},
	{"a value of another kind", strings.Replace(sound("x"), `"cv"`, "12", 1), 3, "does not take this value"},
	{"a text that is not closed", "[[tip]]\nid = \"x\"\ntext.fr = \"\"\"\nSans fin.", 4, "not TOML"},
	{"a mark that turns what follows", strings.Replace(sound("x"), "Un titre", "Un \u202etitre", 1), 4, "cannot be seen"},
	{"more than anybody writes", sound("x") + "# " + strings.Repeat("x", 33<<10), 1, "over 32 KB"},
	{"another kind of item", "[[recette]]\nid = \"x\"", 1, "do not know the key"},
	{"a resource without an address", "[[resource]]\nid = \"x\"\ntitle = { fr = \"T\", en = \"T\" }\ntext.fr = \"T\"\ntext.en = \"T\"\nprovider = \"P\"\nlanguages = [\"fr\"]\nlevel = \"tous\"\nformat = \"mooc\"\ncost = \"gratuit\"\ncertificate = \"aucun\"\nthemes = [\"web\"]", 1, "url, it is missing"},
}

// TestBrokenFolder has one item broken in each way between two that are sound: it alone is
// refused, with its file and the line of what is wrong.
func TestBrokenFolder(t *testing.T) {
	for _, c := range broken {
		before := sound("avant")
		after := sound("apres")
		header := strings.Count(before, "\n") + 2 // a blank line between
		file := before + "\n" + strings.TrimSuffix(c.item, "\n") + "\n" + after
		p, err := content.Load(fstest.MapFS{"fiches.toml": {Data: []byte(file)}})
		if err != nil {
			t.Fatal(err)
		}
		if len(p.Tips) != 2 || len(p.Resources) != 0 {
			t.Errorf("%s: %d items served", c.name, len(p.Tips)+len(p.Resources))
		}
		if len(p.Faults) == 0 {
			t.Errorf("%s: nothing said", c.name)
			continue
		}
		f := p.Faults[0]
		if f.File != "fiches.toml" || f.Line != header+c.line-1 || !strings.Contains(f.String(), c.want) {
			t.Errorf("%s: %q, want line %d and %q", c.name, f, header+c.line-1, c.want)
		}
	}
}

// TestHeaders has items whose first line, or whose lists, are written otherwise.
func TestHeaders(t *testing.T) {
	p, err := content.Load(fstest.MapFS{"a.TOML": {Data: []byte(" [[ tip ]]" + strings.TrimPrefix(sound("un"), "[[tip]]") +
		sound("deux") + "verified = 2026-11-21\nexpires = 2027-11-21\n[[tip.sources]]\ntitle = \"Une page\"\nurl = \"https://exemple.fr/\"\n\n[[tip.sources]]\ntitle = \"Une autre\"\nurl = \"https://exemple.fr/2\"\n" +
		sound("trois"))}})
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Tips) != 3 || len(p.Tips[1].Sources) != 2 || len(p.Faults) != 0 {
		t.Errorf("%d tips, %v", len(p.Tips), p.Faults)
	}
}

// TestMany has a file in which so much is wrong that saying it all would drown the rest.
func TestMany(t *testing.T) {
	var bomb strings.Builder
	bomb.WriteString(sound("bombe"))
	for i := range 2_000 {
		fmt.Fprintf(&bomb, "cle-%d = 1\n", i)
	}
	p, err := content.Load(fstest.MapFS{"bombe.toml": {Data: []byte(bomb.String())}, "tas.toml": {Data: []byte(strings.Repeat("[[tip]]\n", 1_000) + sound("dernier"))}})
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]int{}
	for _, f := range p.Faults {
		said[f.File]++
	}
	if len(p.Tips) != 1 || said["bombe.toml"] != 5 || said["tas.toml"] != 51 {
		t.Errorf("%d tips, faults %v", len(p.Tips), said)
	}
}

// closed is a file system in which one folder, and one file, cannot be read.
type closed struct{ fstest.MapFS }

func (c closed) ReadDir(name string) ([]fs.DirEntry, error) {
	if name == "lost+found" {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return c.MapFS.ReadDir(name)
}

func (c closed) ReadFile(name string) ([]byte, error) {
	if name == "ferme.toml" {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return c.MapFS.ReadFile(name)
}

// TestClosed has a folder of which a part cannot be read: the rest is.
func TestClosed(t *testing.T) {
	p, err := content.Load(closed{fstest.MapFS{"lost+found/x.toml": {}, "ferme.toml": {}, "un.toml": {Data: []byte(sound("un"))}, "zut.toml": {Data: []byte(sound("zut"))}}})
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Tips) != 2 || len(p.Faults) != 2 || p.Faults[0].File != "ferme.toml" || p.Faults[1].File != "lost+found" {
		t.Errorf("%d tips, %v", len(p.Tips), p.Faults)
	}
}

// TestBrokenFiles has files that are not read at all, and the items of others that are.
func TestBrokenFiles(t *testing.T) {
	p, err := content.Load(fstest.MapFS{
		"bon.toml":            {Data: []byte("\ufeff# Nos fiches\r\n" + strings.ReplaceAll(sound("bon"), "\n", "\r\n"))},
		"sous/bon.toml":       {Data: []byte(sound("sous"))},
		"latin.toml":          {Data: []byte("[[tip]]\nid = \"\xe9\"\n")},
		"gros.toml":           {Data: []byte("# " + strings.Repeat("x", 1<<20))},
		"sans-entete.toml":    {Data: []byte("# Voici\n\nid = \"x\"\n" + sound("apres-entete"))},
		"lisez-moi.md":        {Data: []byte("# Rien")},
		"brouillon.toml.save": {Data: []byte("rien")},
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Tips) != 3 {
		t.Errorf("%d items served", len(p.Tips))
	}
	var said []string
	for _, f := range p.Faults {
		said = append(said, f.String())
	}
	for i, want := range []string{"gros.toml, line 1: this file is over 1 MB", "latin.toml, line 1: this file is not in UTF-8", "sans-entete.toml, line 3: an item begins with [[tip]]"} {
		if i >= len(said) || !strings.HasPrefix(said[i], want) {
			t.Errorf("%q, want %q", said, want)
		}
	}
}

// TestLibrary changes a folder while it is used.
func TestLibrary(t *testing.T) {
	dir := t.TempDir()
	base, err := content.Load(fstest.MapFS{"a.toml": {Data: []byte(sound("un") + sound("deux"))}})
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	var faults []string
	l, err := content.NewLibrary(base, dir, func() time.Time { return now }, func(p *content.Pack) {
		faults = nil
		for _, f := range p.Faults {
			faults = append(faults, f.String())
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	titles := func() string {
		var all []string
		for _, tip := range l.Pack().Tips {
			all = append(all, tip.ID+" "+tip.Title.FR)
		}
		return strings.Join(all, ", ")
	}
	step := func(want string) {
		t.Helper()
		now = now.Add(3 * time.Second)
		if got := titles(); got != want {
			t.Errorf("%s; want %s", got, want)
		}
	}
	step("un Un titre, deux Un titre")
	write("nous.toml", strings.Replace(sound("deux"), "Un titre", "À nous", 1)+sound("trois"))
	if got := titles(); got != "un Un titre, deux Un titre" { // it was looked at a moment ago
		t.Error(got)
	}
	step("un Un titre, deux À nous, trois Un titre")
	faults = []string{"nothing is read again"}
	write("rebond.db-wal", "x")
	step("un Un titre, deux À nous, trois Un titre")
	if len(faults) != 1 {
		t.Error("what is no item is looked at")
	}
	if err := os.Symlink(filepath.Join(dir, "nulle-part.toml"), filepath.Join(dir, "lien.toml")); err != nil {
		t.Fatal(err)
	}
	step("un Un titre, deux À nous, trois Un titre")
	if len(faults) != 1 || !strings.Contains(faults[0], "lien.toml, line 1: I cannot read this file") {
		t.Errorf("%q", faults)
	}
	elsewhere := filepath.Join(t.TempDir(), "ailleurs")
	if err := errors.Join(os.Remove(filepath.Join(dir, "lien.toml")), os.WriteFile(elsewhere, []byte(sound("lien")), 0o600), os.Symlink(elsewhere, filepath.Join(dir, "lien.toml"))); err != nil {
		t.Fatal(err)
	}
	step("un Un titre, deux À nous, lien Un titre, trois Un titre")
	if err := os.Remove(filepath.Join(dir, "lien.toml")); err != nil {
		t.Fatal(err)
	}
	write("nous.toml", strings.Replace(sound("deux"), "cv", "chat", 1)+sound("quatre"))
	step("un Un titre, deux Un titre, quatre Un titre")
	if len(faults) != 1 || !strings.Contains(faults[0], "nous.toml, line 3, “deux”") {
		t.Errorf("%q", faults)
	}
	now = now.Add(-time.Hour) // the clock goes back
	if err := os.Remove(filepath.Join(dir, "nous.toml")); err != nil {
		t.Fatal(err)
	}
	if got := titles(); got != "un Un titre, deux Un titre" {
		t.Error(got)
	}
	write("autre.toml", "[[resource]]\nid = \"un\"\ntitle = { fr = \"T\", en = \"T\" }\ntext.fr = \"T\"\ntext.en = \"T\"\nprovider = \"P\"\nurl = \"https://exemple.fr\"\nlanguages = [\"fr\"]\nlevel = \"tous\"\nformat = \"mooc\"\ncost = \"gratuit\"\ncertificate = \"aucun\"\nthemes = [\"web\"]\n")
	step("un Un titre, deux Un titre")
	if len(faults) != 1 || !strings.Contains(faults[0], "autre.toml, line 1, “un”: this id is that of an item of another kind") {
		t.Errorf("%q", faults)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	step("un Un titre, deux Un titre") // what was read is served on
	if len(faults) != 1 || !strings.Contains(faults[0], "cannot read this folder") {
		t.Errorf("%q", faults)
	}
	for _, name := range []string{filepath.Join(dir, "nulle-part"), os.Args[0]} {
		if _, err := content.NewLibrary(base, name, time.Now, nil); err == nil {
			t.Errorf("%s is a folder", name)
		}
	}
	var none *content.Library
	if p := none.Pack(); len(p.Tips) != 0 {
		t.Error("no library has tips")
	}
}

// FuzzLoad: whatever a file holds, the items of another are served, each fault has a line of
// its file, and what is served passes its own check.
func FuzzLoad(f *testing.F) {
	for _, c := range broken {
		f.Add(sound("avant") + c.item + "\n" + sound("apres"))
	}
	f.Add("\ufeff[[tip]]\r\nid = \"a\"\r\n")
	f.Add("[[")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := content.Load(fstest.MapFS{"a.toml": {Data: []byte(text)}, "z.toml": {Data: []byte(sound("z-dernier"))}})
		if err != nil {
			t.Fatal(err)
		}
		if _, there := p.Tip("z-dernier"); !there && !strings.Contains(text, "z-dernier") {
			t.Error("another file's item is lost")
		}
		for _, fault := range p.Faults {
			if fault.Line < 1 || fault.Line > strings.Count(text, "\n")+2 {
				t.Errorf("%s", fault)
			}
		}
		for i := range p.Tips {
			for _, w := range p.Tips[i].Check() {
				if !w.Advice {
					t.Errorf("%s is served: %s", p.Tips[i].ID, w.Text.EN)
				}
			}
		}
	})
}
