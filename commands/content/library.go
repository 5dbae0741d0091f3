package content

import (
	"embed"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
)

//go:embed conseils formations series
var embedded embed.FS

// checked is the day on which the embedded items were last read again, whole, against their
// sources: the tests look at them as they are on that day.
//
//go:embed checked.txt
var checked string

// Checked is the day on which the embedded items were last read again.
func Checked() (schedule.Day, error) {
	var on schedule.Day
	if err := on.UnmarshalText([]byte(strings.TrimSpace(checked))); err != nil {
		return 0, fmt.Errorf("checked.txt: %w", err)
	}
	return on, nil
}

// Embedded are the items that the program holds. They are read once, by whoever first asks:
// a program that is asked for none starts without. Nobody changes them. They are not checked
// again: a test examines them.
var Embedded = sync.OnceValues(func() (*Pack, error) {
	files, err := walk(embedded)
	if err != nil {
		return nil, fmt.Errorf("read content: %w", err)
	}
	return read(embedded, files, true), nil
})

// Examined are the items that the program holds with what is wrong with them, as those of a
// folder are read.
func Examined() (*Pack, error) { return Load(embedded) }

// Library are the items of a pack, and those of a folder that adds to them or replaces them
// by their id. The folder is read again when something in it has changed.
type Library struct {
	dir  string
	now  func() time.Time
	told func(*Pack) // what a reading of the folder found

	mu      sync.Mutex
	base    *Pack
	merged  *Pack
	looked  time.Time
	seen    string // how the folder was when it was read
	reading bool
}

// lookAfter is for how long what was read of the folder is not compared with it.
const lookAfter = 2 * time.Second

// NewLibrary returns the items of a pack, the program's own where it is nil, and those of a
// folder; empty: of none. Told is given each new reading of the folder, for its faults to be
// logged.
func NewLibrary(base *Pack, dir string, now func() time.Time, told func(*Pack)) (*Library, error) {
	l := &Library{dir: dir, now: now, told: told, base: base}
	if dir == "" {
		return l, nil
	}
	info, err := os.Stat(dir)
	if err == nil && !info.IsDir() {
		err = errors.New("not a folder")
	}
	if err != nil {
		return nil, &bot.UserError{Err: err, Text: bot.Textf(bot.Text{FR: "Je ne peux pas lire le dossier de contenu %s. Vérifie `content_dir`, et les droits du dossier.", EN: "I cannot read the content folder %s. Check `content_dir`, and the folder’s permissions."}, dir)}
	}
	l.Pack()
	return l, nil
}

// Pack returns all items, expired ones too, and the faults of the folder. Nobody changes it.
// No library has none.
func (l *Library) Pack() *Pack {
	if l == nil {
		return &Pack{}
	}
	l.mu.Lock()
	if l.base == nil {
		l.base = program()
	}
	if l.merged == nil {
		l.merged = l.base
	}
	now, served := l.now(), l.merged
	if l.dir == "" || l.reading || !l.looked.IsZero() && now.Sub(l.looked) < lookAfter && !now.Before(l.looked) {
		l.mu.Unlock()
		return served
	}
	l.looked, l.reading = now, true // whoever asks meanwhile does not wait
	seen := l.seen
	l.mu.Unlock()
	fresh := served
	defer func() { // whatever happens, it is looked at again
		l.mu.Lock()
		l.merged, l.seen, l.reading = fresh, seen, false
		l.mu.Unlock()
	}()
	fresh = l.look(served, &seen)
	return fresh
}

// program are the program's own items: a test sees to it that they can be read.
func program() *Pack {
	p, err := Embedded()
	if err != nil {
		return &Pack{Faults: []Fault{{Line: 1, Text: bot.Same(err.Error())}}}
	}
	return p
}

// look reads the folder again if something in it has changed since it was as seen says.
func (l *Library) look(served *Pack, seen *string) *Pack {
	from := os.DirFS(l.dir)
	files, err := walk(from)
	now := state(files, err)
	if now == *seen {
		return served
	}
	*seen = now
	var fresh *Pack
	if err == nil {
		fresh = l.base.over(read(from, files, false))
	} else { // what was read before is served on
		fresh = &Pack{Tips: served.Tips, Resources: served.Resources, Series: served.Series, Posts: served.Posts, Faults: []Fault{{File: l.dir, Line: 1, Text: bot.Textf(bot.Text{FR: "je ne peux pas lire ce dossier (%s).", EN: "I cannot read this folder (%s)."}, err.Error())}}}
	}
	l.told(fresh)
	return fresh
}

// over is p with the items of a folder. An id is that of a tip or of a resource: it does
// not become another thing.
func (p *Pack) over(own *Pack) *Pack {
	faults := own.Faults
	other := func(i *Item, taken bool) bool {
		if taken {
			faults = append(faults, Fault{File: i.file, Line: i.line, ID: i.ID, Text: otherKind})
		}
		return taken
	}
	tips := slices.DeleteFunc(slices.Clone(own.Tips), func(t Tip) bool {
		_, taken := p.Resource(t.ID)
		return other(&t.Item, taken)
	})
	resources := slices.DeleteFunc(slices.Clone(own.Resources), func(r Resource) bool {
		_, taken := p.Tip(r.ID)
		return other(&r.Item, taken)
	})
	with := p.With(tips, resources, nil)
	with.Series, with.Posts = slices.Clone(p.Series), slices.Clone(p.Posts)
	for _, s := range own.Series {
		if old, there := with.SeriesNamed(s.ID); there {
			*old = s
		} else {
			with.Series = append(with.Series, s)
		}
	}
	for _, o := range own.Posts {
		if old, there := with.Post(o.ID); there {
			*old = o
		} else {
			with.Posts = append(with.Posts, o)
		}
	}
	with.Faults = faults
	return with
}

var otherKind = bot.Text{FR: "cet identifiant est celui d’une fiche d’une autre sorte.", EN: "this id is that of an item of another kind."}

// state tells whether something has changed of the files of a folder: names, sizes, times,
// and what cannot be read.
func state(files []found, err error) string {
	if err != nil {
		return "error: " + err.Error()
	}
	var b strings.Builder
	b.WriteString("files\n")
	for _, f := range files {
		if f.info == nil {
			fmt.Fprintf(&b, "%s -\n", f.name)
			continue
		}
		fmt.Fprintf(&b, "%s %d %d\n", f.name, f.info.Size(), f.info.ModTime().UnixNano())
	}
	return b.String()
}
