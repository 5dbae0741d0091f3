package places

import (
	"runtime"
	"slices"
	"strings"
	"testing"

	"rebond/bot"
)

// short writes a place as its kind's first letter and its code: "c54395".
func short(p Place, ok bool) string {
	if !ok {
		if p != (Place{}) {
			return "false with a place"
		}
		return ""
	}
	return string("?cdr"[p.Kind]) + p.Code
}

type reading struct{ in, want string }

func check(t *testing.T, read func(string) (Place, bool), readings []reading) {
	t.Helper()
	for _, r := range readings {
		if got := short(read(r.in)); got != r.want {
			t.Errorf("%q: got %q, want %q", r.in, got, r.want)
		}
	}
}

func TestCounts(t *testing.T) {
	tab := places()
	if n := len(tab.communes); n < 34_800 || n > 35_200 {
		t.Errorf("%d communes", n)
	}
	metro, over := 0, 0
	for _, d := range tab.departements {
		if len(d.Code) == 2 {
			metro++
		} else {
			over++
		}
		if d.Region == "" || d.Name == "" {
			t.Errorf("incomplete: %+v", d)
		}
		if _, ok := Region(d.Region); !ok {
			t.Errorf("no région for %+v", d)
		}
	}
	if metro != 96 || over != 13 || len(tab.regions) != 26 {
		t.Errorf("%d départements, %d overseas, %d régions", metro, over, len(tab.regions))
	}
	big, people := 0, 0
	for i := range tab.communes {
		p := tab.commune(i)
		people += p.Population
		if p.Population >= town {
			big++
		}
		if p.Name == "" || p.Departement != departementOf(p.Code) {
			t.Errorf("incomplete: %+v", p)
		}
	}
	if big != 492 {
		t.Errorf("%d communes of %d inhabitants, want 492", big, town)
	}
	if people < 66_000_000 || people > 72_000_000 {
		t.Errorf("%d inhabitants", people)
	}
	sorted := slices.IsSortedFunc(tab.entries, func(a, b entry) int { return strings.Compare(tab.key(a), tab.key(b)) })
	if !sorted {
		t.Error("the entries are not sorted")
	}
}

// Every commune is found by its code, and by its name in its département; every
// label is read back but those shared with a département.
func TestEveryPlace(t *testing.T) {
	tab := places()
	for i := range tab.communes {
		p := tab.commune(i)
		if got, ok := ByCode(p.Code); !ok || got != p {
			t.Fatalf("ByCode(%q) = %+v", p.Code, got)
		}
		got, ok := FindIn(p.Name, p.Departement)
		if !ok || got.Name != p.Name && bot.Fold(got.Name) != bot.Fold(p.Name) {
			t.Errorf("FindIn(%q, %q) = %+v", p.Name, p.Departement, got)
		}
		got, ok = Find(p.Label())
		if !ok || got != p && (got.Kind == KindCommune || got.Name != p.Name) {
			t.Errorf("Find(%q) = %+v", p.Label(), got)
		}
	}
	for _, p := range slices.Concat(tab.departements, tab.regions) {
		if p.Kind == KindRegion && tab.oneDepartement(p) || p.Code == "75" && p.Kind == KindDepartement {
			continue // the name means the département, or the city
		}
		if got, ok := Find(p.Label()); !ok || got != p {
			t.Errorf("Find(%q) = %+v", p.Label(), got)
		}
	}
}

func TestNicknames(t *testing.T) {
	for _, n := range nicknames() {
		if _, ok := places().id(n.kind, n.code); !ok {
			t.Errorf("%q is no place: %s", n.key, n.code)
		}
		if key := string(appendKey(nil, n.key)); key != n.key {
			t.Errorf("%q is not folded: %q", n.key, key)
		}
	}
}

func TestLabel(t *testing.T) {
	for code, want := range map[string]string{"54395": "Nancy (54)", "2A004": "Ajaccio (2A)", "97411": "Saint-Denis (974)"} {
		if p, _ := ByCode(code); p.Label() != want {
			t.Errorf("%s: %q", code, p.Label())
		}
	}
	if p, _ := Departement("54"); p.Label() != "Meurthe-et-Moselle (54)" {
		t.Errorf("54: %q", p.Label())
	}
	if p, _ := Region("44"); p.Label() != "Grand Est" {
		t.Errorf("44: %q", p.Label())
	}
}

func TestCodes(t *testing.T) {
	check(t, ByCode, []reading{
		{"54395", "c54395"}, {"75056", "c75056"}, {"75101", "c75056"}, {"75120", "c75056"}, {"75121", ""},
		{"69381", "c69123"}, {"69389", "c69123"}, {"13201", "c13055"}, {"13216", "c13055"}, {"01001", "c01001"},
		{"98901", "c98901"}, {"2B033", "c2B033"}, {"", ""}, {"54", ""}, {"99999", ""}, {"00000", ""}, {"543950", ""},
	})
	check(t, ByPostalCode, []reading{
		{"54000", "c54395"}, {"75011", "c75056"}, {"75116", "c75056"}, {"69003", "c69123"}, {"13001", "c13055"},
		{"01000", "c01053"}, {"20000", "c2A004"}, {"97400", "c97411"}, {"35042", ""}, {"75800", ""}, {"", ""}, {"5400", ""},
	})
	check(t, Departement, []reading{{"54", "d54"}, {"2A", "d2A"}, {"974", "d974"}, {"20", ""}, {"", ""}, {"5", ""}})
	check(t, Region, []reading{{"44", "r44"}, {"11", "r11"}, {"04", "r04"}, {"54", ""}, {"", ""}})
}

func TestUnpackBroken(t *testing.T) {
	for _, s := range []string{"", "not gzip", packed[:len(packed)/2]} {
		if _, err := unpack(s); err == nil {
			t.Errorf("no error for %d bytes", len(s))
		}
	}
}

// The table stays small in memory; go test -v tells how small.
func TestMemory(t *testing.T) {
	heap := func() int64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.GC()
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	before := heap()
	tab, err := unpack(packed)
	if err != nil {
		t.Fatal(err)
	}
	size := heap() - before
	runtime.KeepAlive(tab)
	t.Logf("%d bytes embedded, %d live once unpacked, %d names", len(packed), size, len(tab.entries))
	if size > 6<<20 {
		t.Errorf("%d live bytes", size)
	}
}

func BenchmarkUnpack(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := unpack(packed); err != nil {
			b.Fatal(err)
		}
	}
}
