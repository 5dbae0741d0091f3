package places

import (
	"cmp"
	"compress/gzip"
	_ "embed"
	"encoding/binary"
	"fmt"
	"io"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"

	"rebond/bot"
)

//go:embed places.dat.gz
var packed string

// places is the table, unpacked at the first call.
var places = sync.OnceValue(func() *table {
	t, err := unpack(packed)
	if err != nil {
		panic(err) // the file is part of the program
	}
	return t
})

const (
	pairLine    = len("75101\t75056\n")
	metropolis  = 100_000 // inhabitants from which a commune wins over its namesakes of other kinds
	unpackedMax = 4 << 20 // bytes; the file holds under one million
)

// table is all the places, in about 2.5 MB without pointers: the unpacked file,
// the folded names, and slices that point into both.
type table struct {
	text            string
	regions         []Place
	departements    []Place
	arrondissements string // lines of pairLine bytes, by code
	postal          string // the same
	communes        []commune
	keys            string
	entries         []entry // by key
}

// commune is a line of the text.
type commune struct {
	line        uint32 // where it begins
	population  uint32
	name        uint8 // bytes of the name
	departement uint8 // index in departements
}

// entry is a name that means a place. id counts the communes, then the
// départements, then the régions.
type entry struct {
	key  uint32 // where it begins in keys
	size uint8
	rank rank
	id   uint16
}

// rank orders the meanings of a name: the first rank that has one wins.
type rank uint8

const (
	nicknamed rank = iota // "idf"
	exact
	partial // without its article: "rochelle"
)

func unpack(packed string) (*table, error) {
	z, err := gzip.NewReader(strings.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("places: open the embedded file: %w", err)
	}
	var b strings.Builder
	b.Grow(1 << 20)
	if _, err := io.Copy(&b, io.LimitReader(z, unpackedMax)); err != nil {
		return nil, fmt.Errorf("places: unpack the embedded file: %w", err)
	}
	parts := strings.Split(b.String(), "\n\n")
	if len(parts) != 6 {
		return nil, fmt.Errorf("places: %d parts in the embedded file, not 6", len(parts))
	}
	t := &table{text: parts[5], arrondissements: parts[3] + "\n", postal: parts[4] + "\n"}
	for line := range strings.Lines(parts[1]) {
		code, name, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		t.regions = append(t.regions, Place{Kind: KindRegion, Code: code, Name: name, Region: code})
	}
	for line := range strings.Lines(parts[2]) {
		code, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		region, name, _ := strings.Cut(rest, "\t")
		t.departements = append(t.departements, Place{Kind: KindDepartement, Code: code, Name: name, Departement: code, Region: region})
	}
	if err := t.readCommunes(); err != nil {
		return nil, err
	}
	t.index()
	return t, nil
}

// readCommunes reads the lines of the text and sums the inhabitants of the
// départements and régions.
func (t *table) readCommunes() error {
	t.communes = make([]commune, 0, strings.Count(t.text, "\n")+1)
	at := 0
	for line := range strings.Lines(t.text) {
		tab := strings.LastIndexByte(line, '\t')
		if tab < 6 {
			return fmt.Errorf("places: no inhabitants in %q", line)
		}
		people, err := strconv.ParseUint(strings.TrimSuffix(line[tab+1:], "\n"), 10, 32)
		if err != nil {
			return fmt.Errorf("places: inhabitants of %q: %w", line, err)
		}
		d, ok := t.departement(departementOf(line[:5]))
		if !ok {
			return fmt.Errorf("places: no département for %q", line)
		}
		t.communes = append(t.communes, commune{line: uint32(at), population: uint32(people), name: uint8(tab - 6), departement: uint8(d)})
		t.departements[d].Population += int(people)
		at += len(line)
	}
	for _, d := range t.departements {
		if r, ok := t.region(d.Region); ok {
			t.regions[r].Population += d.Population
		}
	}
	return nil
}

// index makes the keys and their entries.
func (t *table) index() {
	keys := make([]byte, 0, 520<<10)
	t.entries = make([]entry, 0, len(t.communes)+3<<10)
	add := func(id int, name string) {
		begin := len(keys)
		keys = appendKey(keys, bot.Fold(name))
		size := len(keys) - begin
		t.entries = append(t.entries, entry{uint32(begin), uint8(size), exact, uint16(id)})
		if n := article(string(keys[begin:])); n > 0 {
			t.entries = append(t.entries, entry{uint32(begin + n), uint8(size - n), partial, uint16(id)})
		}
		if short, _, ok := strings.Cut(name, " ("); ok {
			n := len(appendKey(nil, bot.Fold(short)))
			t.entries = append(t.entries, entry{uint32(begin), uint8(n), partial, uint16(id)})
		}
	}
	for i := range t.communes {
		add(i, t.communeName(i))
	}
	for i, d := range t.departements {
		add(len(t.communes)+i, d.Name)
	}
	for i, r := range t.regions {
		if !t.oneDepartement(r) {
			add(len(t.communes)+len(t.departements)+i, r.Name)
		}
	}
	for _, n := range nicknames() {
		if id, ok := t.id(n.kind, n.code); ok {
			t.entries = append(t.entries, entry{uint32(len(keys)), uint8(len(n.key)), nicknamed, uint16(id)})
			keys = append(keys, n.key...)
		}
	}
	t.keys = string(keys)
	t.sort()
}

// sort orders the entries by key, comparing eight bytes at once.
func (t *table) sort() {
	type ordered struct {
		head uint64
		entry
	}
	all := make([]ordered, len(t.entries))
	for i, e := range t.entries {
		var head [8]byte
		copy(head[:], t.key(e))
		all[i] = ordered{binary.BigEndian.Uint64(head[:]), e}
	}
	slices.SortFunc(all, func(a, b ordered) int {
		if a.head != b.head {
			return cmp.Compare(a.head, b.head)
		}
		return cmp.Or(strings.Compare(t.key(a.entry), t.key(b.entry)), cmp.Compare(a.rank, b.rank), cmp.Compare(a.id, b.id))
	})
	for i, o := range all {
		t.entries[i] = o.entry
	}
	t.entries = slices.Clip(t.entries)
}

// departementOf is the département of a commune's code, or the one a postal or
// CEDEX code begins with ("20" in Corsica).
func departementOf(code string) string {
	if len(code) > 2 && code[0] == '9' && code[1] >= '7' {
		return code[:3]
	}
	return code[:2]
}

// oneDepartement reports whether the région r is but its département, as
// overseas: its name then means the département.
func (t *table) oneDepartement(r Place) bool {
	return slices.ContainsFunc(t.departements, func(d Place) bool { return d.Region == r.Code && d.Name == r.Name })
}

func (t *table) code(i int) string {
	line := t.communes[i].line
	return t.text[line : line+5]
}

func (t *table) communeName(i int) string {
	c := t.communes[i]
	return t.text[c.line+6 : c.line+6+uint32(c.name)]
}

func (t *table) commune(i int) Place {
	c := t.communes[i]
	d := &t.departements[c.departement]
	return Place{KindCommune, t.code(i), t.communeName(i), d.Code, d.Region, int(c.population)}
}

// departement is the index of a département.
func (t *table) departement(code string) (int, bool) {
	return slices.BinarySearchFunc(t.departements, code, func(p Place, code string) int { return strings.Compare(p.Code, code) })
}

func (t *table) region(code string) (int, bool) {
	return slices.BinarySearchFunc(t.regions, code, func(p Place, code string) int { return strings.Compare(p.Code, code) })
}

// id counts the places as an entry does.
func (t *table) id(k Kind, code string) (int, bool) {
	switch k {
	case KindDepartement:
		i, ok := t.departement(code)
		return len(t.communes) + i, ok
	case KindRegion:
		i, ok := t.region(code)
		return len(t.communes) + len(t.departements) + i, ok
	default:
		return sort.Find(len(t.communes), func(i int) int { return strings.Compare(code, t.code(i)) })
	}
}

func (t *table) place(id uint16) Place {
	i := int(id)
	if i < len(t.communes) {
		return t.commune(i)
	}
	i -= len(t.communes)
	if i < len(t.departements) {
		return t.departements[i]
	}
	return t.regions[i-len(t.departements)]
}

func (t *table) key(e entry) string { return t.keys[e.key : e.key+uint32(e.size)] }
