package content

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"

	"rebond/bot"
	"rebond/bot/schedule"
)

// What a folder may hold: far more than anybody writes. A folder that holds more is no
// folder of items.
const (
	maxEntries  = 5_000
	maxFiles    = 500
	maxFileSize = 1 << 20
	maxItem     = 32 << 10
	maxFaults   = 50 // told of a file
	maxUnknown  = 5  // keys told of an item
)

// texts are the words of an item as a file has them, in each language.
type texts struct {
	FR string `toml:"fr"`
	EN string `toml:"en"`
}

func (t *texts) text() bot.Text {
	return bot.Text{FR: strings.TrimSpace(t.FR), EN: strings.TrimSpace(t.EN)}
}

// dates are those of an item, which files write bare: 2026-12-31.
type dates struct {
	Verified *toml.LocalDate `toml:"verified"`
	Expires  *toml.LocalDate `toml:"expires"`
}

type tipInFile struct {
	ID         string   `toml:"id"`
	Theme      string   `toml:"theme"`
	Situations []string `toml:"situations"`
	Title      texts    `toml:"title"`
	Text       texts    `toml:"text"`
	Template   texts    `toml:"template"`
	Sources    []Source `toml:"sources"`
	dates
}

type resourceInFile struct {
	ID          string   `toml:"id"`
	Title       texts    `toml:"title"`
	Text        texts    `toml:"text"`
	Provider    string   `toml:"provider"`
	URL         string   `toml:"url"`
	Languages   []string `toml:"languages"`
	Level       string   `toml:"level"`
	Format      string   `toml:"format"`
	Duration    texts    `toml:"duration"`
	Cost        string   `toml:"cost"`
	Certificate string   `toml:"certificate"`
	Themes      []string `toml:"themes"`
	Sources     []Source `toml:"sources"`
	dates
}

type seriesInFile struct {
	ID     string     `toml:"id"`
	Title  texts      `toml:"title"`
	Text   texts      `toml:"text"`
	Kind   string     `toml:"kind"`
	Rhythm [][]string `toml:"rhythm"`
}

type postInFile struct {
	Series   string   `toml:"series"`
	Day      int      `toml:"day"`
	Rest     int      `toml:"rest"`
	Theme    string   `toml:"theme"`
	Title    texts    `toml:"title"`
	Text     texts    `toml:"text"`
	Action   texts    `toml:"action"`
	Question texts    `toml:"question"`
	Sources  []Source `toml:"sources"`
	dates
}

// day is a date of a file; zero where there is none.
func day(d *toml.LocalDate) schedule.Day {
	var on schedule.Day
	if d != nil {
		_ = on.UnmarshalText([]byte(d.String())) // a date that TOML has checked
	}
	return on
}

// chunk is one item of a file, from its header to the next.
type chunk struct {
	file string
	line int // of its header
	text string
}

// loader reads the files of a folder, item by item.
type loader struct {
	pack    Pack
	at      map[string]string // where each id was first
	trusted bool              // its items are known to be sound
}

// found is a file of a folder, or what keeps something in it from being read.
type found struct {
	name  string
	info  fs.FileInfo
	fault bot.Text
}

// errTooMany ends a walk that goes on for too long.
var errTooMany = errors.New("too many entries")

// walk finds the *.toml files of a folder and of those in it, links to files too. What
// cannot be looked at keeps nothing else from being found.
func walk(from fs.FS) (files []found, err error) {
	entries, items := 0, 0
	err = fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
		switch entries++; {
		case name == "." && err != nil:
			return err
		case entries > maxEntries || items == maxFiles:
			files = append(files, found{name: name, fault: bot.Textf(bot.Text{FR: "ce dossier contient trop de choses : ce qui suit n’est pas lu. Donne aux fiches un dossier à elles, de %s fichiers au plus.", EN: "this folder holds too much: what follows is not read. Give the items a folder of their own, of at most %s files."}, maxFiles)})
			return errTooMany
		case err != nil:
			files = append(files, found{name: name, fault: bot.Text{FR: "je ne peux pas lire ce dossier. Vérifie ses droits.", EN: "I cannot read this folder. Check its permissions."}})
			return fs.SkipDir
		case d.IsDir() || !strings.EqualFold(path.Ext(name), ".toml"):
			return nil
		}
		items++
		info, err := fs.Stat(from, name) // a link's file
		if err != nil {
			files = append(files, found{name: name, fault: bot.Text{FR: "je ne peux pas lire ce fichier. Vérifie ses droits, et où il mène si c’est un lien.", EN: "I cannot read this file. Check its permissions, and where it leads if it is a link."}})
		} else if info.Mode().IsRegular() {
			files = append(files, found{name: name, info: info})
		}
		return nil
	})
	if errors.Is(err, errTooMany) {
		err = nil
	}
	return files, err
}

// Load reads all *.toml files of a folder and of those in it. An item in which something
// is wrong is left out, and no other.
func Load(from fs.FS) (*Pack, error) {
	files, err := walk(from)
	if err != nil {
		return nil, fmt.Errorf("read content: %w", err)
	}
	return read(from, files, false), nil
}

func read(from fs.FS, files []found, trusted bool) *Pack {
	l := &loader{at: map[string]string{}, trusted: trusted}
	for _, f := range files {
		whole := chunk{file: f.name}
		if !f.fault.Empty() {
			l.fault(whole, "", f.fault)
			continue
		}
		if f.info.Size() > maxFileSize {
			l.fault(whole, "", bot.Text{FR: "ce fichier dépasse 1 Mo. Partage-le en plusieurs.", EN: "this file is over 1 MB. Part it into several."})
			continue
		}
		data, err := fs.ReadFile(from, f.name)
		if err != nil {
			l.fault(whole, "", bot.Text{FR: "je ne peux pas lire ce fichier. Vérifie ses droits.", EN: "I cannot read this file. Check its permissions."})
			continue
		}
		before := len(l.pack.Faults)
		l.file(f.name, data)
		if n := len(l.pack.Faults) - before; n > maxFaults {
			l.pack.Faults = l.pack.Faults[:before+maxFaults]
			l.fault(whole, "", bot.Textf(bot.Text{FR: "et %s autres choses à corriger dans ce fichier.", EN: "and %s other things to put right in this file."}, n-maxFaults))
		}
	}
	return &l.pack
}

func (l *loader) fault(c chunk, id string, text bot.Text) {
	l.pack.Faults = append(l.pack.Faults, Fault{File: c.file, Line: max(1, c.line), ID: id, Text: text})
}

// header is the line with which an item begins. That of a list within an item,
// [[tip.sources]], is none.
var header = regexp.MustCompile(`^[ \t]*\[\[[ \t]*[A-Za-z0-9_-]+[ \t]*\]\]`)

// file reads the items of a file, each by itself.
func (l *loader) file(name string, data []byte) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if !utf8.Valid(data) {
		l.fault(chunk{file: name}, "", bot.Text{FR: "ce fichier n’est pas en UTF-8. Enregistre-le ainsi.", EN: "this file is not in UTF-8. Save it so."})
		return
	}
	text := strings.ReplaceAll(string(data), "\r\n", "\n")
	current, start, end := chunk{file: name, line: 1}, 0, 0
	next := 0
	for line := range strings.Lines(text) {
		next++
		if header.MatchString(line) {
			current.text = text[start:end]
			l.item(current)
			current, start = chunk{file: name, line: next}, end
		}
		end += len(line)
	}
	current.text = text[start:]
	l.item(current)
}

// item reads one item. What stands before the first says nothing.
func (l *loader) item(c chunk) {
	if !header.MatchString(c.text) {
		for i, text := range strings.Split(c.text, "\n") {
			if text = strings.TrimSpace(text); text != "" && !strings.HasPrefix(text, "#") {
				c.line += i
				l.fault(c, "", bot.Text{FR: "une fiche commence par [[tip]], [[resource]], [[series]] ou [[post]].", EN: "an item begins with [[tip]], [[resource]], [[series]] or [[post]]."})
				return
			}
		}
		return
	}
	if len(c.text) > maxItem {
		l.fault(c, c.id(), bot.Text{FR: "cette fiche dépasse 32 ko.", EN: "this item is over 32 KB."})
		return
	}
	var in struct {
		Tips      []tipInFile      `toml:"tip"`
		Resources []resourceInFile `toml:"resource"`
		Series    []seriesInFile   `toml:"series"`
		Posts     []postInFile     `toml:"post"`
	}
	d := toml.NewDecoder(strings.NewReader(c.text))
	d.DisallowUnknownFields()
	if err := d.Decode(&in); err != nil {
		l.notRead(c, err)
		return
	}
	for i := range in.Tips {
		l.tip(c, &in.Tips[i])
	}
	for i := range in.Resources {
		l.resource(c, &in.Resources[i])
	}
	for i := range in.Series {
		l.series(c, &in.Series[i])
	}
	for i := range in.Posts {
		l.post(c, &in.Posts[i])
	}
}

// notRead tells why an item is not what it has to be.
func (l *loader) notRead(c chunk, err error) {
	first, id := c.line, c.id()
	if unknown, ok := errors.AsType[*toml.StrictMissingError](err); ok {
		for i := range unknown.Errors[:min(maxUnknown, len(unknown.Errors))] {
			line, _ := unknown.Errors[i].Position()
			c.line = first + line - 1
			key := strings.Join(unknown.Errors[i].Key(), ".")
			text := bot.Textf(bot.Text{FR: "je ne connais pas la clé « %s ».", EN: "I do not know the key “%s”."}, key)
			if near := bot.Nearest(key[strings.Index(key, ".")+1:], keys, 1); len(near) > 0 {
				text = bot.Join(" ", text, bot.Textf(bot.Text{FR: "Pensais-tu à « %s » ?", EN: "Did you mean “%s”?"}, near[0]))
			}
			l.fault(c, id, text)
		}
		return
	}
	text := bot.Textf(bot.Text{FR: "ce n’est pas du TOML que je comprends (%s).", EN: "this is not TOML that I understand (%s)."}, strings.TrimPrefix(err.Error(), "toml: "))
	if wrong, ok := errors.AsType[*toml.DecodeError](err); ok {
		line, _ := wrong.Position()
		c.line = first + line - 1
		if key := strings.Join(wrong.Key(), "."); key != "" {
			text = bot.Textf(bot.Text{FR: "« %s » n’accepte pas cette valeur (%s).", EN: "“%s” does not take this value (%s)."}, key, strings.TrimPrefix(wrong.Error(), "toml: "))
		}
	}
	l.fault(c, id, text)
}

// keys are those that items can have.
var keys = []string{"id", "theme", "situations", "title", "text", "template", "sources", "verified", "expires", "provider", "url", "languages", "level", "format", "duration", "cost", "certificate", "themes", "kind", "rhythm", "series", "day", "rest", "action", "question"}

// id is that of an item that could not be read, where it can be seen.
func (c chunk) id() string {
	for line := range strings.Lines(c.text) {
		if value, ok := strings.CutPrefix(strings.ReplaceAll(line, " ", ""), `id="`); ok {
			id, _, _ := strings.Cut(value, `"`)
			return id
		}
	}
	return ""
}

// lineOf is the line on which a key is given; the header's where it is not.
func (c chunk) lineOf(key string) int {
	for i, line := range strings.Split(c.text, "\n") {
		if rest, ok := strings.CutPrefix(strings.TrimSpace(line), key); ok && rest != "" && strings.ContainsAny(rest[:1], " =.") {
			return c.line + i
		}
	}
	return c.line
}

func (l *loader) tip(c chunk, in *tipInFile) {
	t := Tip{
		Item:  Item{ID: in.ID, Title: in.Title.text(), Text: in.Text.text(), Sources: in.Sources, Verified: day(in.Verified), Expires: day(in.Expires)},
		Theme: in.Theme, Situations: in.Situations, Template: in.Template.text(),
	}
	if l.sound(c, t.ID, t.Check) {
		t.index()
		t.file, t.line = c.file, c.line
		l.pack.Tips = append(l.pack.Tips, t)
	}
}

func (l *loader) resource(c chunk, in *resourceInFile) {
	r := Resource{
		Item:     Item{ID: in.ID, Title: in.Title.text(), Text: in.Text.text(), Sources: in.Sources, Verified: day(in.Verified), Expires: day(in.Expires)},
		Provider: in.Provider, URL: in.URL, Languages: in.Languages, Level: in.Level, Format: in.Format, Duration: in.Duration.text(), Cost: in.Cost, Certificate: in.Certificate, Themes: in.Themes,
	}
	if l.sound(c, r.ID, r.Check) {
		r.index()
		r.file, r.line = c.file, c.line
		l.pack.Resources = append(l.pack.Resources, r)
	}
}

func (l *loader) series(c chunk, in *seriesInFile) {
	s := Series{ID: in.ID, Title: in.Title.text(), Text: in.Text.text(), Kind: in.Kind, Rhythm: in.Rhythm, file: c.file, line: c.line}
	if l.sound(c, s.ID, s.Check) {
		l.pack.Series = append(l.pack.Series, s)
	}
}

func (l *loader) post(c chunk, in *postInFile) {
	o := Post{
		Item:   Item{ID: postID(in.Series, in.Day, in.Rest), Title: in.Title.text(), Text: in.Text.text(), Sources: in.Sources, Verified: day(in.Verified), Expires: day(in.Expires), file: c.file, line: c.line},
		Series: in.Series, Day: in.Day, Rest: in.Rest, Theme: in.Theme, Action: in.Action.text(), Question: in.Question.text(),
	}
	if l.sound(c, o.ID, o.Check) {
		l.pack.Posts = append(l.pack.Posts, o)
	}
}

// sound reports whether an item can be served, and keeps what is wrong with it.
func (l *loader) sound(c chunk, id string, check func() []Wrong) bool {
	var wrong []Wrong
	if !l.trusted {
		wrong = check()
	}
	if first, twice := l.at[id]; twice && id != "" {
		wrong = append(wrong, Wrong{Field: "id", Text: bot.Textf(bot.Text{FR: "cet identifiant est déjà pris (%s).", EN: "this id is taken (%s)."}, first)})
	}
	for _, w := range wrong {
		l.pack.Faults = append(l.pack.Faults, Fault{File: c.file, Line: c.lineOf(w.Field), ID: id, Text: bot.Textf(bot.Text{FR: "`%s`, %s", EN: "`%s`, %s"}, bot.Markup(w.Field), w.Text), Advice: w.Advice})
	}
	if slices.ContainsFunc(wrong, func(w Wrong) bool { return !w.Advice }) {
		return false
	}
	l.at[id] = fmt.Sprintf("%s:%d", c.file, c.line)
	return true
}
