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

	"rebond/bot"
	"rebond/bot/search"
	"rebond/bot/search/places"
	"rebond/bot/sources"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// searchedAt is when the searches of testdata/searches are made.
var searchedAt = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// blocks parts a file of testdata/searches at its empty lines, and each block
// into its lines.
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
	inHead     int      // how many of exactly have all the words in title or skills
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
		keys := strings.Fields(rest)
		switch mark {
		case "#":
			s.why = strings.TrimSpace(s.why + " " + rest)
		case "?":
			s.line, typed = rest, true
		case "&":
			s.given, err = options(rest)
		case "=":
			s.understood, understood = rest, true
		case ">":
			s.exactly, s.inHead, expects = append([]string{}, keys...), len(keys), true
			if i := slices.Index(keys, "/"); i >= 0 {
				s.exactly, s.inHead = slices.Delete(s.exactly, i, i+1), i
			}
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
		page, err := s.SearchOffers(ctx, bot.Address{}, q, from, size, now)
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
	docs := index(offers)
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
			if head, _ := docs.find(q, searchedAt); c.exactly != nil && len(head) != c.inHead {
				t.Errorf("%q (%s):\n got %q in title or skills\nwant the first %d", c.line, c.why, head, c.inHead)
			}
			for _, size := range []int{1, 3} {
				if paged := found(t.Context(), t, s, q, size, searchedAt); !slices.Equal(paged, got) {
					t.Errorf("%q: in pages of %d %q, at once %q", c.line, size, paged, got)
				}
			}
			for _, most := range []int{2, everything} {
				if n, err := s.CountOffers(t.Context(), bot.Address{}, q, most, searchedAt); err != nil || n != min(most, len(got)) {
					t.Errorf("%q: %d counted up to %d (%v), %d found", c.line, n, most, err, len(got))
				}
			}
			byEngine[engine] = append(byEngine[engine], got)
		}
	})
	one, other := byEngine["sqlite"], byEngine["postgres"]
	for i := range min(len(one), len(other)) {
		if !slices.Equal(one[i], other[i]) {
			t.Errorf("%q: SQLite finds %q, PostgreSQL %q", table[i].line, one[i], other[i])
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

// documents are offers and their tokens, newest first: what the engines hold, to
// be searched one by one.
type documents []document

type document struct {
	*sources.Offer
	search.Document
}

func index(offers []sources.Offer) documents {
	docs := make(documents, len(offers))
	for i := range offers {
		docs[i] = document{&offers[i], search.NewDocument(&offers[i])}
	}
	return docs
}

// find is the plain meaning of a search: the keys of those with all the words in
// title or skills, and of the others.
func (d documents) find(q search.Query, now time.Time) (head, body []string) {
	terms := search.Terms(q.Words)
	for _, o := range d {
		switch {
		case !o.Expires.IsZero() && !o.Expires.After(now),
			q.Pay > 0 && o.EurosAYear() < int64(q.Pay),
			q.Days > 0 && o.Published.Before(now.AddDate(0, 0, -q.Days)),
			!hasFacets(o.Facets, q.Facets()):
		case hasTerms(o.Head, terms):
			head = append(head, o.ID)
		case hasTerms(o.Body, terms):
			body = append(body, o.ID)
		}
	}
	return head, body
}

func hasTerms(tokens []string, terms []search.Term) bool {
	for _, term := range terms {
		if !slices.ContainsFunc(tokens, func(token string) bool {
			return token == term.Stem || term.Prefix != "" && strings.HasPrefix(token, term.Prefix)
		}) {
			return false
		}
	}
	return true
}

func hasFacets(tokens []string, groups [][]string) bool {
	for _, group := range groups {
		if !slices.ContainsFunc(group, func(token string) bool { return slices.Contains(tokens, token) }) {
			return false
		}
	}
	return true
}

// TestSearchesAgree makes searches of words of the openings, at random but the
// same each time: both engines find what reading one opening after the other does.
func TestSearchesAgree(t *testing.T) {
	offers := openings(t)
	docs := index(offers)
	storagetest.Engines(t, func(t *testing.T, address string) {
		s := storagetest.Open(t, address)
		putAll(t, s, offers, searchedAt)
		random := rand.New(rand.NewPCG(2026, 11))
		some, mixed, filtered := 0, 0, 0
		for range storagetest.Rounds(600, 1500) {
			q := randomQuery(random, offers)
			head, body := docs.find(q, searchedAt)
			want := append(slices.Clone(head), body...)
			if got := found(t.Context(), t, s, q, 1+random.IntN(5), searchedAt); !slices.Equal(got, want) {
				t.Errorf("%+v:\n got %q\nwant %q", q, got, want)
			}
			if len(want) > 0 {
				some++
				if len(q.Facets()) > 0 {
					filtered++
				}
			}
			if len(head) > 0 && len(body) > 0 {
				mixed++
			}
		}
		if some < 200 || mixed < 40 || filtered < 40 {
			t.Errorf("the searches tell little: %d find something, %d in both groups, %d of them with filters", some, mixed, filtered)
		}
	})
}

// randomQuery asks for one to four words, half of the time all of one opening,
// the last one unfinished at times, and for a filter or two of some opening.
func randomQuery(random *rand.Rand, offers []sources.Offer) (q search.Query) {
	any := func() *sources.Offer { return &offers[random.IntN(len(offers))] }
	one, same := any(), random.IntN(2) == 0
	var words []string
	for range 1 + random.IntN(4) {
		if !same {
			one = any()
		}
		text := strings.Fields(one.Title + " " + strings.Join(one.Skills, " ") + " " + one.Description)
		if random.IntN(3) == 0 {
			text = text[:len(strings.Fields(one.Title))] // what people look for is in titles
		}
		words = append(words, text[random.IntN(len(text))])
	}
	if last := []rune(words[len(words)-1]); random.IntN(3) == 0 && len(last) > 3 {
		words[len(words)-1] = string(last[:3+random.IntN(len(last)-3)])
	}
	q.Words = strings.Join(words, " ")
	o := any()
	switch random.IntN(16) {
	case 0:
		if len(o.Places) > 0 {
			q.Place, _ = places.ByCode(o.Places[0].Commune)
		}
	case 1:
		if len(o.Places) > 0 {
			q.Place, _ = places.Departement(o.Places[0].Departement)
		}
	case 2:
		if len(o.Places) > 0 {
			q.Place, _ = places.Region(o.Places[0].Region)
		}
	case 3:
		q.Contract = o.Contract
	case 4:
		q.Remote, q.Level = o.Remote, o.Level
	case 5:
		q.Pay = 20_000 + random.IntN(60_000)
	case 6:
		q.Days = 1 + random.IntN(80)
	case 7:
		q.Contract, q.Pay, q.Words = o.Contract, 30_000+random.IntN(30_000), ""
	}
	return q
}

// TestSearchAfterChange imports an opening again, changed: it is found by its new
// words only, where it was. One that expires meanwhile is found no more.
func TestSearchAfterChange(t *testing.T) {
	offers := openings(t)
	storagetest.Engines(t, func(t *testing.T, address string) {
		s := storagetest.Open(t, address)
		putAll(t, s, offers, searchedAt)
		later := searchedAt.Add(time.Hour)
		look := func(words string) string {
			t.Helper()
			return strings.Join(found(t.Context(), t, s, search.Query{Words: words}, 3, later), " ")
		}
		everyone := func() []string {
			t.Helper()
			return found(t.Context(), t, s, search.Query{}, 3, later)
		}
		before := everyone()
		at := slices.Index(before, "cobol-niort")
		if at < 0 || look("cobol") != "cobol-niort" || look("haskell") != "" {
			t.Fatalf("before: %d, %q, %q", at, look("cobol"), look("haskell"))
		}

		changed := offers[slices.IndexFunc(offers, func(o sources.Offer) bool { return o.ID == "cobol-niort" })]
		changed.Title, changed.Skills = "Développeuse Haskell", []string{"Haskell"}
		changed.Places = []sources.Place{{Label: "Angers (49)", Commune: "49007", Departement: "49", Region: "52", Country: "FR"}}
		changed.Published, changed.Updated = later, later // a source that dates it anew does not move it
		if got := putAll(t, s, []sources.Offer{changed}, later); got[0] != sources.Changed {
			t.Errorf("outcome %v", got)
		}
		if got := look("cobol"); got != "" {
			t.Errorf("by its old word: %s", got)
		}
		if got := look("haskell"); got != "cobol-niort" {
			t.Errorf("by its new word: %s", got)
		}
		if got := everyone(); !slices.Equal(got, before) {
			t.Errorf("its place:\n got %q\nwant %q", got, before)
		}
		angers, _ := places.ByCode("49007")
		if got := found(t.Context(), t, s, search.Query{Words: "haskell", Place: angers}, 3, later); !slices.Equal(got, []string{"cobol-niort"}) {
			t.Errorf("in its new town: %q", got)
		}
		niort, _ := places.ByCode("79191")
		if got := found(t.Context(), t, s, search.Query{Place: niort}, 3, later); len(got) > 0 {
			t.Errorf("in its old town: %q", got)
		}

		changed.Expires = later
		putAll(t, s, []sources.Offer{changed}, later)
		if got := look("haskell"); got != "" {
			t.Errorf("expired at this very moment: %s", got)
		}
		if got := everyone(); !slices.Equal(got, slices.Delete(slices.Clone(before), at, at+1)) {
			t.Errorf("without it: %q", got)
		}
	})
}
