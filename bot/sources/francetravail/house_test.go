package francetravail

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"rebond/bot/sources"
	st "rebond/bot/sources/sourcestest"
)

var monday = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// house is a search of the fake, and what it has yielded, kept as storage does.
type house struct {
	t      *testing.T
	fake   *st.FranceTravail
	search *Search
	now    time.Time
	state  string

	offers  map[string]sources.Offer
	seen    map[string]time.Time
	refused []sources.Refusal
	batches int
	largest int
	stale   []time.Time // what was asked of it
	failing error       // of keeping
}

func newHouse(t *testing.T, offers ...st.FTOffer) *house {
	t.Helper()
	h := &house{t: t, fake: st.NewFranceTravail(t), now: monday, offers: map[string]sources.Offer{}, seen: map[string]time.Time{}}
	clock := func() time.Time { return h.now }
	h.fake.Clock(clock)
	h.fake.Add(offers...)
	h.search = h.another()
	return h
}

// another is the same search in another process.
func (h *house) another() *Search {
	return &Search{
		Called: "france", ClientID: st.FTClientID, ClientSecret: st.FTClientSecret, TokenURL: h.fake.TokenURL, API: h.fake.API,
		Client: &sources.Client{
			Agent: "Rebond/1 (+mailto:test@fictif.example)",
			Now:   func() time.Time { return h.now },
			Pause: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
		},
	}
}

// read makes one reading. Those that a complete one has not shown leave.
func (h *house) read() (sources.Fetched, error) {
	h.t.Helper()
	began := h.now
	done, err := h.search.Fetch(h.t.Context(), &sources.Reading{
		State: h.state, Now: began,
		Keep: func(_ context.Context, batch sources.Batch) error {
			h.batches++
			h.largest = max(h.largest, len(batch.Offers)+len(batch.Refused))
			for _, o := range batch.Offers {
				h.offers[o.ID], h.seen[o.ID] = o, began
			}
			h.refused = append(h.refused, batch.Refused...)
			return h.failing
		},
		Stale: func(_ context.Context, before time.Time, most int) ([]string, error) {
			h.stale = append(h.stale, before)
			ids := slices.SortedFunc(maps.Keys(h.seen), func(a, b string) int {
				if c := h.seen[a].Compare(h.seen[b]); c != 0 {
					return c
				}
				return strings.Compare(a, b)
			})
			ids = slices.DeleteFunc(ids, func(id string) bool { return !h.seen[id].Before(before) })
			return ids[:min(len(ids), most)], nil
		},
		Gone: func(_ context.Context, ids ...string) error {
			for _, id := range ids {
				h.drop(id)
			}
			return nil
		},
	})
	if err != nil {
		return done, err
	}
	h.state = done.State
	if done.Complete {
		for id, at := range h.seen {
			if at.Before(began) {
				h.drop(id)
			}
		}
	}
	return done, nil
}

func (h *house) drop(id string) {
	delete(h.offers, id)
	delete(h.seen, id)
}

// reads makes a reading that must go well, and says whether it was complete.
func (h *house) reads() bool {
	h.t.Helper()
	done, err := h.read()
	if err != nil {
		h.t.Fatal(err)
	}
	return done.Complete
}

// fails makes a reading that must fail, and must take nothing away.
func (h *house) fails() *sources.Failure {
	h.t.Helper()
	before, state := len(h.offers), h.state
	_, err := h.read()
	f, ok := errors.AsType[*sources.Failure](err)
	if !ok {
		h.t.Fatalf("error %v; want a failure of the source", err)
	}
	if len(h.offers) < before || h.state != state {
		h.t.Errorf("a failed reading changed something: %d offers of %d, state %s", len(h.offers), before, h.state)
	}
	if strings.Contains(err.Error(), st.FTClientSecret) || f.Err != nil && strings.Contains(f.Err.Error(), st.FTClientSecret) {
		h.t.Errorf("the secret is in %v (%v)", err, f.Err)
	}
	return f
}

// same checks that the house holds what France Travail shows.
func (h *house) same() {
	h.t.Helper()
	want := h.fake.IDs()
	slices.Sort(want)
	got := slices.Sorted(maps.Keys(h.offers))
	if !slices.Equal(got, want) {
		h.t.Errorf("%d offers; want %d", len(got), len(want))
	}
}

// days invents offers of the last days before monday.
func days(n, days int) []st.FTOffer {
	return st.FTOffers(n, 0, monday.Add(-time.Duration(days)*24*time.Hour), monday)
}

// slim is offers with what a sweep looks at alone, as most of the time goes to reading
// what people do.
func slim(offers []st.FTOffer) []st.FTOffer {
	for i, o := range offers {
		offers[i] = st.FTOffer{}
		for _, k := range []string{"id", "intitule", "dateCreation", "dateActualisation", "romeCode", "lieuTravail"} {
			offers[i][k] = o[k]
		}
	}
	return offers
}

// through is a transport that changes requests on their way.
type through func(*http.Request)

// RoundTrip implements http.RoundTripper.
func (t through) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	t(r)
	return http.DefaultTransport.RoundTrip(r)
}
