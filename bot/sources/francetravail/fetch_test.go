package francetravail

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"rebond/bot/sources"
	st "rebond/bot/sources/sourcestest"
)

func TestASweepOf8000Offers(t *testing.T) {
	h := newHouse(t, slim(days(8000, 45))...)
	if !h.reads() {
		t.Error("the first reading is not complete")
	}
	h.same()
	n := len(h.fake.Calls("search"))
	t.Logf("%d offers in %d requests", len(h.offers), n)
	if n > 70 {
		t.Errorf("%d requests; want at most 70", n)
	}
	st.Equal(t, "tokens asked for", len(h.fake.Calls("token")), 1)
	st.Equal(t, "most in a batch", h.largest, 150)
	for _, c := range h.fake.Calls("search") {
		if c.Query.Get("grandDomaine") != "M18" || c.Query.Get("sort") != "1" || c.Query.Get("minCreationDate") == "" || c.Status >= 300 {
			t.Fatalf("asked %v: %d", c.Query, c.Status)
		}
	}
}

func TestAnHourlyWindowThenASweep(t *testing.T) {
	h := newHouse(t, slim(days(1000, 30))...)
	h.reads()
	first := h.fake.IDs()
	h.fake.Forget()

	h.fake.Add(st.FTOffers(30, 1000, h.now.Add(time.Minute), h.now.Add(50*time.Minute))...)
	h.fake.Withdraw(first[3], first[500])
	h.fake.Edit(first[700], h.now, func(o st.FTOffer) { o["intitule"] = "Autre titre" })
	h.now = h.now.Add(time.Hour)
	if h.reads() {
		t.Error("a window is complete")
	}
	st.Equal(t, "offers", len(h.offers), 1030)
	st.Equal(t, "requests", len(h.fake.Calls("search")), 1)
	asked := h.fake.Calls("search")[0].Query
	st.Equal(t, "from", asked.Get("minCreationDate"), "2026-11-23T08:50:00Z")
	st.Equal(t, "to", asked.Get("maxCreationDate"), "2026-11-24T10:00:00Z")
	st.Equal(t, "tokens asked for", len(h.fake.Calls("token")), 1)

	for range 4 {
		h.now = h.now.Add(time.Hour)
		h.fake.Forget()
		if h.reads() {
			t.Error("a window is complete")
		}
	}
	h.now = h.now.Add(time.Hour)
	if !h.reads() {
		t.Error("no complete sweep after six hours")
	}
	h.same()
	st.Equal(t, "an edited offer", h.offers[first[700]].Title, "Autre titre")
	st.Equal(t, "details asked for", len(h.fake.Calls("offer")), 0)
}

// An hour in which more is created than can be read at once is narrowed too.
func TestABusyHour(t *testing.T) {
	h := newHouse(t, days(10, 30)...)
	h.reads()
	h.fake.Add(slim(st.FTOffers(3300, 1000, h.now.Add(time.Minute), h.now.Add(50*time.Minute)))...)
	h.now = h.now.Add(time.Hour)
	h.reads()
	h.same()
}

func TestNarrowing(t *testing.T) {
	second := monday.Add(-72*time.Hour + 300*time.Millisecond)
	for name, c := range map[string]struct {
		offers   []st.FTOffer
		complete bool
		most     int // requests
	}{
		"3150, exactly":         {days(3150, 30), true, 21},
		"3151":                  {days(3151, 30), true, 25},
		"4000 in three minutes": {st.FTOffers(4000, 1000, second, second.Add(3*time.Minute)), true, 90},
		"3200 in one second":    {append(days(100, 30), st.FTOffers(3200, 1000, second, second.Add(time.Millisecond))...), false, 160},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t, slim(c.offers)...)
			st.Equal(t, "complete", h.reads(), c.complete)
			n := len(h.fake.Calls("search"))
			t.Logf("%d of %d offers in %d requests", len(h.offers), len(c.offers), n)
			if n > c.most {
				t.Errorf("%d requests; want at most %d", n, c.most)
			}
			if c.complete {
				h.same()
			} else if len(h.offers) < len(c.offers)-50 {
				t.Errorf("only %d offers read", len(h.offers))
			}
		})
	}
}

// The parts of a window must hold as much as the whole did: an offer that neither shows
// would leave.
func TestTheHalvesOfAWindow(t *testing.T) {
	h := newHouse(t, slim(days(3200, 30))...)
	cut := 0
	h.fake.Before(func(call st.FTCall) {
		if strings.HasPrefix(call.Query.Get("range"), "2700-") {
			if cut++; cut == 1 {
				h.fake.Withdraw(h.fake.IDs()[3100])
			}
		}
	})
	st.Equal(t, "complete", h.reads(), false)
	h.now = h.now.Add(time.Hour)
	st.Equal(t, "complete, an hour later", h.reads(), true)
	h.same()
}

// What is added or withdrawn between two pages moves the others over their edges.
func TestPagesThatMove(t *testing.T) {
	add := func(f *st.FranceTravail, n int) {
		f.Add(st.FTOffers(1, 5000+n, monday.Add(time.Duration(n)*time.Second), monday.Add(time.Hour))...)
	}
	withdraw := func(f *st.FranceTravail, n int) { f.Withdraw(f.IDs()[n]) }
	for name, c := range map[string]struct {
		always   bool
		change   func(f *st.FranceTravail, n int)
		complete bool
		requests int
	}{
		"nothing":             {false, func(*st.FranceTravail, int) {}, true, 4},
		"added once":          {false, add, true, 8},
		"withdrawn once":      {false, withdraw, true, 8},
		"both once":           {false, func(f *st.FranceTravail, n int) { withdraw(f, n+320); add(f, n) }, true, 8},
		"added each time":     {true, add, false, 8},
		"withdrawn each time": {true, withdraw, false, 8},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t, slim(days(500, 30))...)
			gone := st.FTOffers(1, 9000, monday.Add(-time.Hour), monday)
			h.fake.Add(gone...)
			h.reads() // it is there, and then it is not
			h.fake.Withdraw(h.fake.IDs()[0])
			h.now = h.now.Add(7 * time.Hour)
			h.fake.Forget()

			n := 0
			h.fake.Before(func(call st.FTCall) {
				if call.At == "search" && (call.Query.Get("range") == "300-449") && (c.always || n == 0) {
					n++
					c.change(h.fake, n)
				}
			})
			st.Equal(t, "complete", h.reads(), c.complete)
			st.Equal(t, "requests", len(h.fake.Calls("search")), c.requests)
			for _, id := range h.fake.IDs() {
				if _, ok := h.offers[id]; !ok && c.complete {
					t.Errorf("%s is missing", id)
				}
			}
			h.fake.Before(nil) // what was withdrawn once it had been read leaves by the next sweep
			h.now = h.now.Add(7 * time.Hour)
			h.reads()
			h.same()
		})
	}
}

// After a sweep that may have missed something nothing leaves by it, and the next hour
// tries again.
func TestAPartialSweepTakesNothingAway(t *testing.T) {
	h := newHouse(t, slim(days(600, 30))...)
	h.reads()
	h.fake.Withdraw(h.fake.IDs()[100])
	h.fake.Before(func(call st.FTCall) {
		if call.Query.Get("range") == "300-449" {
			h.fake.Withdraw(h.fake.IDs()[0])
		}
	})
	h.now = h.now.Add(7 * time.Hour)
	st.Equal(t, "complete", h.reads(), false)
	st.Equal(t, "offers", len(h.offers), 600)
	h.fake.Before(nil)
	h.now = h.now.Add(time.Hour)
	st.Equal(t, "complete", h.reads(), true)
	h.same()
}

func TestQueries(t *testing.T) {
	codes := make([]string, 201)
	for i := range codes {
		codes[i] = fmt.Sprintf("M%04d", i)
	}
	for name, c := range map[string]struct {
		search *Search
		want   []string
	}{
		"nothing said": {&Search{}, []string{"grandDomaine=M18"}},
		"a domain":     {&Search{Domain: "E"}, []string{"grandDomaine=E"}},
		"codes":        {&Search{Domain: "M18", Codes: []string{"M1805", "M1810"}}, []string{"codeROME=M1805%2CM1810"}},
		"départements": {&Search{Departements: []string{"54", "55", "57", "67", "68", "88", "2A"}}, []string{
			"departement=54%2C55%2C57%2C67%2C68&grandDomaine=M18", "departement=88%2C2A&grandDomaine=M18",
		}},
		"many codes": {&Search{Codes: codes, Departements: []string{"54"}}, []string{
			"codeROME=" + strings.Join(codes[:200], "%2C") + "&departement=54", "codeROME=M0200&departement=54",
		}},
	} {
		var got []string
		for _, q := range c.search.queries() {
			got = append(got, q.Encode())
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q; want %q", name, got, c.want)
		}
	}
}

func TestDepartements(t *testing.T) {
	h := newHouse(t, slim(days(1200, 30))...)
	h.search.Departements = []string{"54", "55", "57", "67", "68", "88", "974", "2A"}
	st.Equal(t, "complete", h.reads(), true)
	st.Equal(t, "offers of three places in six", len(h.offers), 600)
	for _, o := range h.offers {
		if d := o.Places[0].Departement; d != "54" && d != "974" && d != "2A" {
			t.Fatalf("an offer of %q", d)
		}
	}
}

func TestKeepingFails(t *testing.T) {
	h := newHouse(t, days(20, 10)...)
	h.failing = errors.New("disk full")
	if _, err := h.read(); !errors.Is(err, h.failing) {
		t.Errorf("error %v", err)
	}
	st.Equal(t, "batches", h.batches, 1)
	st.Equal(t, "details asked for", len(h.stale), 0)
}

func TestTheReadingIsCalledOff(t *testing.T) {
	h := newHouse(t, slim(days(1000, 10))...)
	ctx, cancel := context.WithCancel(t.Context())
	h.fake.Before(func(call st.FTCall) {
		if call.Query.Get("range") == "300-449" {
			cancel()
		}
	})
	_, err := h.search.Fetch(ctx, &sources.Reading{Now: h.now, Keep: func(context.Context, sources.Batch) error { return nil }})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// A server that does not heed the range, as it was in older versions, is not read for ever.
func TestTheSamePageAgainAndAgain(t *testing.T) {
	h := newHouse(t, slim(days(1000, 10))...)
	h.search.Client.Transport = through(func(r *http.Request) {
		if q := r.URL.Query(); q.Has("range") {
			q.Set("range", "0-149")
			r.URL.RawQuery = q.Encode()
		}
	})
	st.Equal(t, "complete", h.reads(), false)
	st.Equal(t, "requests", len(h.fake.Calls("search")), 14)
}

func TestDatesAreNotEscaped(t *testing.T) {
	h := newHouse(t, days(10, 10)...)
	h.search.Departements = []string{"54", "69"}
	var query string
	h.search.Client.Transport = through(func(r *http.Request) { query += r.URL.RawQuery })
	h.reads()
	if strings.Contains(query, "%3A") || strings.Contains(query, "%2C") || !strings.Contains(query, "departement=54,69") || !strings.Contains(query, "minCreationDate=2000-01-01T00:00:00Z") {
		t.Errorf("asked %s", query)
	}
}

func TestTerms(t *testing.T) {
	terms := (&Search{}).Terms()
	st.Equal(t, "recheck", terms.Recheck, 48*time.Hour)
	if !strings.HasSuffix(terms.URL, "/licence-offres-emploi") || terms.Licence.FR == "" || terms.Licence.EN == "" {
		t.Errorf("licence %+v at %s", terms.Licence, terms.URL)
	}
	for _, want := range []string{"francetravail.io", "12 mois", "facturé", "licence Etalab"} {
		if !strings.Contains(terms.Note.FR, want) {
			t.Errorf("%q is not in %s", want, terms.Note.FR)
		}
	}
	for _, want := range []string{"francetravail.io", "12 months", "charged"} {
		if !strings.Contains(terms.Note.EN, want) {
			t.Errorf("%q is not in %s", want, terms.Note.EN)
		}
	}
	var source sources.Source = &Search{Called: "lorraine"}
	st.Equal(t, "source", source.Name()+" "+source.Kind()+" "+source.Every().String(), "lorraine francetravail 1h0m0s")
}
