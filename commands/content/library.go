package content

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
)

//go:embed conseils formations
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

// Embedded are the items that the program holds.
func Embedded() (*Pack, error) { return Load(embedded) }

// Library are the items of a pack, and those of a folder that adds to them or replaces them
// by their id. The folder is read again when something in it has changed.
type Library struct {
	dir  string
	now  func() time.Time
	told func(*Pack) // what a reading of the folder found

	mu     sync.Mutex
	base   *Pack
	merged *Pack
	looked time.Time
	seen   string // how the folder was when it was read
}

// lookAfter is for how long what was read of the folder is not compared with it.
const lookAfter = 2 * time.Second

// NewLibrary returns the items of a pack, and those of a folder; empty: of none. Told is
// given each new reading of the folder, for its faults to be logged.
func NewLibrary(base *Pack, dir string, now func() time.Time, told func(*Pack)) (*Library, error) {
	l := &Library{dir: dir, now: now, told: told, base: base, merged: base}
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
	defer l.mu.Unlock()
	now := l.now()
	if l.dir == "" || !l.looked.IsZero() && now.Sub(l.looked) < lookAfter && !now.Before(l.looked) {
		return l.merged
	}
	l.looked = now
	from := os.DirFS(l.dir)
	seen := state(from)
	if seen == l.seen {
		return l.merged
	}
	own, err := Load(from)
	if err != nil { // what was read before is served on
		own = &Pack{Faults: []Fault{{File: l.dir, Line: 1, Text: bot.Textf(bot.Text{FR: "je ne peux pas lire ce dossier (%s).", EN: "I cannot read this folder (%s)."}, err.Error())}}}
		own.Tips, own.Resources = l.merged.Tips, l.merged.Resources
		l.merged, l.seen = own, seen
		l.told(own)
		return own
	}
	l.merged, l.seen = l.base.over(own), seen
	l.told(l.merged)
	return l.merged
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
	with.Faults = faults
	return with
}

var otherKind = bot.Text{FR: "cet identifiant est celui d’une fiche d’une autre sorte.", EN: "this id is that of an item of another kind."}

// state tells whether something in a folder has changed: names, sizes and times.
func state(from fs.FS) string {
	var b strings.Builder
	err := fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "%s %d %d\n", name, info.Size(), info.ModTime().UnixNano())
		return nil
	})
	if err != nil {
		return "error: " + err.Error()
	}
	return b.String()
}
