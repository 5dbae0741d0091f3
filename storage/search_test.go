package storage_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"rebond/bot/search"
	"rebond/bot/search/places"
	"rebond/bot/sources"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// searchedAt is when the searches of testdata/searches are made.
var searchedAt = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// blocks parts a file of testdata/searches at its empty lines, and each block
// into its lines. Lines for which isComment is true are handed to the block too.
func blocks(t *testing.T, name string) [][]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "searches", name))
	if err != nil {
		t.Fatal(err)
	}
	var all [][]string
	for block := range strings.SplitSeq(string(data), "\n\n") {
		if block = strings.Trim(block, "\n"); block != "" {
			all = append(all, strings.Split(block, "\n"))
		}
	}
	return all
}

// openings are the offers of offers.txt, newest first.
func openings(t *testing.T) []sources.Offer {
	t.Helper()
	var all []sources.Offer
	seen := map[string]bool{}
	for _, lines := range blocks(t, "offers.txt") {
		if strings.HasPrefix(lines[0], "#") {
			continue
		}
		o, err := opening(lines)
		if err != nil {
			t.Fatalf("offers.txt: %q: %v", lines[0], err)
		}
		if n := len(all); seen[o.ID] || n > 0 && !o.Published.Before(all[n-1].Published) {
			t.Fatalf("offers.txt: %s is there twice or not older than the one before", o.ID)
		}
		seen[o.ID] = true
		all = append(all, o)
	}
	return all
}

func opening(lines []string) (sources.Offer, error) {
	o := sources.Offer{Source: "searches", Credit: sources.Credit{Name: "Fiction"}}
	facts := strings.Fields(lines[0])
	if len(lines) < 4 || len(facts) < 3 {
		return o, fmt.Errorf("it wants four lines, and a key, a date and facts in the first")
	}
	day, err := time.Parse(time.DateOnly, facts[1])
	if err != nil {
		return o, err
	}
	o.ID, o.Published = facts[0], day.Add(8*time.Hour)
	o.URL = "https://jobs.example/" + o.ID
	for _, fact := range facts[2:] {
		if err := addFact(&o, fact); err != nil {
			return o, err
		}
	}
	var ok bool
	if o.Title, o.Company, ok = strings.Cut(lines[1], " @ "); !ok {
		return o, fmt.Errorf("no company in %q", lines[1])
	}
	if lines[2] != "-" {
		o.Skills = strings.Split(lines[2], ", ")
	}
	o.Description = strings.Join(lines[3:], "\n")
	return o, nil
}

var (
	yearPay = regexp.MustCompile(`^(\d+)-(\d+)k$`)
	dayRate = regexp.MustCompile(`^(\d+)/j$`)
)

func addFact(o *sources.Offer, fact string) error {
	if until, ok := strings.CutPrefix(fact, "until:"); ok {
		day, err := time.Parse(time.DateOnly, until)
		o.Expires = day
		return err
	}
	if m := yearPay.FindStringSubmatch(fact); m != nil {
		least, _ := strconv.ParseInt(m[1], 10, 64)
		most, _ := strconv.ParseInt(m[2], 10, 64)
		o.Pay = sources.Pay{Min: least * 100_000, Max: most * 100_000, Currency: "EUR", Period: sources.Year, YearMin: least * 1000, YearMax: most * 1000}
		return nil
	}
	if m := dayRate.FindStringSubmatch(fact); m != nil {
		rate, _ := strconv.ParseInt(m[1], 10, 64)
		o.Pay = sources.Pay{Min: rate * 100, Max: rate * 100, Currency: "EUR", Period: sources.Day, YearMin: rate * sources.DaysAYear, YearMax: rate * sources.DaysAYear}
		return nil
	}
	switch fact {
	case "cdi", "cdd", "freelance", "alternance", "stage", "interim":
		o.Contract = sources.Contract(fact)
	case "onsite", "hybrid", "full":
		o.Remote = sources.Remote(fact)
	case "beginner", "mid", "senior":
		o.Level = sources.Level(fact)
	default:
		p, ok := search.PlaceOf(fact)
		if !ok {
			return fmt.Errorf("what is %q?", fact)
		}
		place := sources.Place{Label: p.Label(), Departement: p.Departement, Region: p.Region, Country: "FR"}
		if p.Kind == places.KindCommune {
			place.Commune = p.Code
		}
		o.Places = append(o.Places, place)
	}
	return nil
}

// searched is a search of table.txt.
type searched struct {
	why        string
	line       string
	given      search.Query
	understood string
	exactly    []string // what is found, in this order; nil when only first, also and not are told
	first      []string
	also, not  []string
}

func searches(t *testing.T) []searched {
	t.Helper()
	known := map[string]bool{}
	for _, o := range openings(t) {
		known[o.ID] = true
	}
	var all []searched
	for _, lines := range blocks(t, "table.txt") {
		if !slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, "?") }) {
			continue // a heading
		}
		s, err := readSearch(lines)
		if err != nil {
			t.Fatalf("table.txt: %q: %v", lines, err)
		}
		for _, key := range slices.Concat(s.exactly, s.first, s.also, s.not) {
			if !known[key] {
				t.Fatalf("table.txt: %q: there is no opening %q", s.line, key)
			}
		}
		all = append(all, s)
	}
	return all
}

func readSearch(lines []string) (s searched, err error) {
	typed, understood, expects := false, false, false
	for _, l := range lines {
		mark, rest := l[:1], strings.TrimPrefix(l[1:], " ")
		keys := strings.Fields(strings.ReplaceAll(rest, " / ", " "))
		switch mark {
		case "#":
			s.why += rest
		case "?":
			s.line, typed = rest, true
		case "&":
			s.given, err = options(rest)
		case "=":
			s.understood, understood = rest, true
		case ">":
			s.exactly, expects = append([]string{}, keys...), true
		case "^":
			s.first, expects = keys, expects || len(keys) > 0
		case "+":
			s.also, expects = keys, expects || len(keys) > 0
		case "!":
			s.not = keys
		default:
			err = fmt.Errorf("what is %q?", l)
		}
		if err != nil {
			return s, err
		}
	}
	if s.why == "" || !typed || !understood || !expects {
		return s, fmt.Errorf("it wants a reason (#), a line (?), what is understood (=) and what is found (> or ^ or +)")
	}
	return s, nil
}

var option = regexp.MustCompile(`([a-zé_]+):(?:"([^"]*)"|(\S+))`)

// options reads named options as the command /offres does.
func options(s string) (q search.Query, err error) {
	for _, m := range option.FindAllStringSubmatch(s, -1) {
		value, ok := m[2]+m[3], true
		switch m[1] {
		case "lieu":
			q.Place, ok = places.Find(value)
		case "contrat":
			q.Contract = sources.Contract(value)
		case "télétravail":
			q.Remote = sources.Remote(value)
		case "niveau":
			q.Level = sources.Level(value)
		case "salaire":
			q.Pay, ok = search.ReadPay(value)
		case "publiee_depuis":
			q.Days, err = strconv.Atoi(value)
		default:
			ok = false
		}
		if !ok || err != nil {
			return q, fmt.Errorf("what is %q?", m[0])
		}
	}
	if q.IsZero() {
		return q, fmt.Errorf("no option in %q", s)
	}
	return q, nil
}

// said writes what was understood as table.txt does.
func said(q search.Query) string {
	var parts []string
	if q.Words != "" {
		parts = append(parts, `"`+q.Words+`"`)
	}
	if q.Place != (places.Place{}) {
		parts = append(parts, search.PlaceCode(q.Place))
	}
	for _, s := range []string{string(q.Contract), string(q.Remote), string(q.Level)} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	if q.Pay > 0 {
		parts = append(parts, strconv.Itoa(q.Pay))
	}
	if q.Days > 0 {
		parts = append(parts, strconv.Itoa(q.Days)+"d")
	}
	return strings.Join(parts, " ")
}

// putAll imports offers in an order that is not that of their publication.
func putAll(t *testing.T, s *storage.Store, offers []sources.Offer, now time.Time) []sources.Outcome {
	t.Helper()
	offers = slices.Clone(offers)
	rand.New(rand.NewPCG(7, 7)).Shuffle(len(offers), func(i, j int) { offers[i], offers[j] = offers[j], offers[i] })
	outcomes, err := s.PutOffers(t.Context(), offers, now)
	if err != nil {
		t.Fatal(err)
	}
	return outcomes
}

// found is all that a search finds, read in pages of a size.
func found(ctx context.Context, t *testing.T, s *storage.Store, q search.Query, size int, now time.Time) []string {
	t.Helper()
	keys := []string{}
	for from := ""; ; {
		page, err := s.SearchOffers(ctx, q, from, size, now)
		if err != nil {
			t.Fatalf("%+v: %v", q, err)
		}
		for _, o := range page.Offers {
			keys = append(keys, o.ID)
		}
		if len(page.Offers) > size || page.Next != "" && len(page.Offers) < size {
			t.Fatalf("%+v: a page of %d offers for %d asked, then %q", q, len(page.Offers), size, page.Next)
		}
		if from = page.Next; from == "" || len(keys) > 1000 {
			return keys
		}
	}
}

const everything = 1000 // a page that holds all that is found

// TestSearches runs the table of searches on both engines.
func TestSearches(t *testing.T) {
	offers, table := openings(t), searches(t)
	if len(offers) < 60 || len(table) < 80 {
		t.Fatalf("%d openings and %d searches", len(offers), len(table))
	}
	byEngine := map[string][][]string{}
	storagetest.Engines(t, func(t *testing.T, address string) {
		s := storagetest.Open(t, address)
		putAll(t, s, offers, searchedAt)
		engine, _, _ := strings.Cut(address, ":")
		for _, c := range table {
			q := search.Read(c.line, c.given)
			if got := said(q); got != c.understood {
				t.Errorf("%q: understood as %s, want %s\n%s", c.line, got, c.understood, c.why)
			}
			got := found(t.Context(), t, s, q, everything, searchedAt)
			c.check(t, got)
			for _, size := range []int{1, 3} {
				if paged := found(t.Context(), t, s, q, size, searchedAt); !slices.Equal(paged, got) {
					t.Errorf("%q: in pages of %d %q, at once %q", c.line, size, paged, got)
				}
			}
			for _, most := range []int{2, everything} {
				if n, err := s.CountOffers(t.Context(), q, most, searchedAt); err != nil || n != min(most, len(got)) {
					t.Errorf("%q: %d counted up to %d (%v), %d found", c.line, n, most, err, len(got))
				}
			}
			byEngine[engine] = append(byEngine[engine], got)
		}
	})
	for engine, results := range byEngine {
		for i, got := range results {
			if want := byEngine["sqlite"][i]; !slices.Equal(got, want) {
				t.Errorf("%q: %s finds %q, sqlite %q", table[i].line, engine, got, want)
			}
		}
	}
}

func (c *searched) check(t *testing.T, got []string) {
	t.Helper()
	if c.exactly != nil && !slices.Equal(got, c.exactly) {
		t.Errorf("%q (%s):\n got %s\nwant %s", c.line, c.why, strings.Join(got, " "), strings.Join(c.exactly, " "))
	}
	if len(got) < len(c.first) || !slices.Equal(got[:len(c.first)], c.first) {
		t.Errorf("%q (%s):\n got %s\nwant %s first", c.line, c.why, strings.Join(got, " "), strings.Join(c.first, " "))
	}
	for _, key := range c.also {
		if !slices.Contains(got, key) {
			t.Errorf("%q (%s):\n got %s\nwant %s too", c.line, c.why, strings.Join(got, " "), key)
		}
	}
	for _, key := range c.not {
		if slices.Contains(got, key) {
			t.Errorf("%q (%s): it finds %s", c.line, c.why, key)
		}
	}
}
