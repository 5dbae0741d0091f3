package francetravail

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"rebond/bot/sources"
	st "rebond/bot/sources/sourcestest"
)

func TestFaultsOfTheSearch(t *testing.T) {
	always := func(at string, trouble st.FTTrouble) []st.FTTrouble {
		trouble.At, trouble.Times = at, -1
		return []st.FTTrouble{trouble}
	}
	for name, c := range map[string]struct {
		troubles []st.FTTrouble
		fault    sources.Fault // empty: it ends well
		said     string
	}{
		"500 once":           {[]st.FTTrouble{{At: "search", After: 2, Status: 500}}, "", ""},
		"429 once":           {[]st.FTTrouble{{At: "search", After: 2, Status: 429, Header: http.Header{"Retry-After": {"1"}, "Content-Type": {"text/plain"}}}}, "", ""},
		"dropped once":       {[]st.FTTrouble{{At: "search", After: 2, Drop: true}}, "", ""},
		"cut once":           {[]st.FTTrouble{{At: "search", After: 2, Cut: true}}, "", ""},
		"401 once":           {[]st.FTTrouble{{At: "search", After: 2, Status: 401}}, "", ""},
		"500":                {always("search", st.FTTrouble{Status: 500}), sources.Failing, ""},
		"429":                {always("search", st.FTTrouble{Status: 429}), sources.TooMany, ""},
		"429 for long":       {[]st.FTTrouble{{At: "search", Status: 429, Header: http.Header{"Retry-After": {"600"}}}}, sources.TooMany, ""},
		"401":                {always("search", st.FTTrouble{Status: 401}), sources.Refused, ""},
		"400":                {always("search", st.FTTrouble{Status: 400, Body: `{"message":"Format du paramètre incorrect."}`}), sources.Unexpected, "Format du paramètre"},
		"404":                {always("search", st.FTTrouble{Status: 404}), sources.NotFound, ""},
		"dropped":            {always("search", st.FTTrouble{Drop: true}), sources.Unreachable, ""},
		"cut":                {always("search", st.FTTrouble{Cut: true}), sources.Unreachable, ""},
		"no answer":          {always("search", st.FTTrouble{Stall: true}), sources.TooSlow, ""},
		"not JSON":           {always("search", st.FTTrouble{Rewrite: func(b []byte) []byte { return b[:len(b)-2] }}), sources.Malformed, "not the JSON"},
		"a page of HTML":     {always("search", st.FTTrouble{Status: 200, Body: "<html>Maintenance</html>"}), sources.Malformed, "not the JSON"},
		"another object":     {always("search", st.FTTrouble{Status: 200, Body: `{"message":"bonjour"}`}), sources.Malformed, "not the JSON"},
		"resultats renamed":  {always("search", st.FTTrouble{Rewrite: func(b []byte) []byte { return bytes.Replace(b, []byte("resultats"), []byte("offres"), 1) }}), sources.Malformed, ""},
		"no Content-Range":   {always("search", st.FTTrouble{Header: http.Header{"Content-Range": {""}}}), sources.Malformed, "Content-Range"},
		"another range":      {always("search", st.FTTrouble{Header: http.Header{"Content-Range": {"offres 0-149/beaucoup"}}}), sources.Malformed, "Content-Range"},
		"too large":          {always("search", st.FTTrouble{Rewrite: func([]byte) []byte { return bytes.Repeat([]byte(" "), sources.MaxAnswer+1) }}), sources.TooLarge, ""},
		"token 500":          {always("token", st.FTTrouble{Status: 500}), sources.Failing, "no token"},
		"token 429":          {always("token", st.FTTrouble{Status: 429, Header: http.Header{"Retry-After": {"60"}, "Content-Type": {"text/plain"}}}), sources.TooMany, "no token"},
		"token 403":          {always("token", st.FTTrouble{Status: 403, Body: "x"}), sources.Forbidden, "no token"},
		"token 302":          {always("token", st.FTTrouble{Status: 307, Header: http.Header{"Location": {"http://127.0.0.1:1/"}}}), sources.Unexpected, "no token"},
		"token not JSON":     {always("token", st.FTTrouble{Status: 200, Body: "<html>" + st.FTClientSecret}), sources.Unreachable, "no token"},
		"token cut":          {always("token", st.FTTrouble{Cut: true}), sources.Unreachable, "no token"},
		"token dropped":      {always("token", st.FTTrouble{Drop: true}), sources.Unreachable, "no token"},
		"token says secrets": {always("token", st.FTTrouble{Status: 400, Header: http.Header{"Content-Type": {"application/json"}}, Body: `{"error":"` + st.FTClientSecret + `","error_description":"` + st.FTClientSecret + `"}`}), sources.Refused, "no token"},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t, slim(days(320, 30))...)
			h.reads()
			h.now = h.now.Add(7 * time.Hour) // a sweep is due, and another token
			if c.fault == sources.TooSlow {
				h.search.Client.Longest = 100 * time.Millisecond
			}
			h.fake.Trouble(c.troubles...)
			if c.fault == "" {
				st.Equal(t, "complete", h.reads(), true)
				return
			}
			h.fake.Withdraw(h.fake.IDs()[3])
			f := h.fails()
			st.Equal(t, "fault", f.Fault, c.fault)
			if !strings.Contains(f.Said, c.said) {
				t.Errorf("said %q; want %q", f.Said, c.said)
			}
			if name == "429 for long" || name == "token 429" {
				t.Logf("after %s", f.After)
				if f.After < time.Minute {
					t.Errorf("after %s", f.After)
				}
			}
			h.fake.Recover()
			h.now = h.now.Add(7 * time.Hour) // and the host is asked again
			h.search.Client.Longest = 0
			st.Equal(t, "complete, once it works again", h.reads(), true)
			h.same()
		})
	}
}

func TestCredentials(t *testing.T) {
	h := newHouse(t, days(10, 10)...)
	h.fake.Secret("another")
	f := h.fails()
	st.Equal(t, "fault", string(f.Fault)+": "+f.Said, "refused: no token: invalid_client")
	h.fake.Secret(st.FTClientSecret)
	h.reads()

	h.now = h.now.Add(time.Hour)
	h.fake.Trouble(st.FTTrouble{At: "token", Status: 400, Header: http.Header{"Content-Type": {"application/json"}}, Body: `{"error":"invalid_scope","error_description":"Unknown/invalid scope(s): [api_offresdemploiv2]"}`})
	f = h.fails()
	st.Equal(t, "fault", string(f.Fault)+": "+f.Said, "refused: no token: invalid_scope")

	h.fake.Bar(true) // a token is given, which opens nothing
	f = h.fails()
	st.Equal(t, "fault", f.Fault, sources.Forbidden)
	h.fake.Bar(false)
	h.reads()
}

func TestTokensAreRenewed(t *testing.T) {
	h := newHouse(t, days(10, 10)...)
	h.reads()
	tokens := func() int { return len(h.fake.Calls("token")) }
	h.now = h.now.Add(23 * time.Minute)
	h.reads()
	st.Equal(t, "tokens after 23 minutes", tokens(), 1)
	h.now = h.now.Add(time.Minute) // its end is 59 seconds ahead
	h.reads()
	st.Equal(t, "tokens 59 seconds before its end", tokens(), 2)
	h.fake.Revoke()
	h.reads()
	st.Equal(t, "tokens after one was revoked", tokens(), 3)
	h.fake.Trouble(st.FTTrouble{At: "search", Status: 401, Times: -1})
	h.fails()
	st.Equal(t, "tokens where each is refused", tokens(), 4)
}

// stalled is a house whose sweeps fail, and whose offers have not been seen for 19 h.
func stalled(t *testing.T, n int) *house {
	h := newHouse(t, slim(days(n, 30))...)
	h.reads()
	h.fake.Trouble(st.FTTrouble{At: "search", Status: 200, Body: "<html>", Times: -1})
	h.now = h.now.Add(19 * time.Hour)
	return h
}

func TestWhatIsNotSeenIsAskedFor(t *testing.T) {
	h := stalled(t, 20)
	ids := h.fake.IDs()
	h.fake.Withdraw(ids[2], ids[5])
	h.fake.Edit(ids[7], h.now, func(o st.FTOffer) { o["intitule"] = "Autre titre" })
	if _, err := h.read(); fault(err) != sources.Malformed {
		t.Fatalf("error %v", err)
	}
	h.same()
	st.Equal(t, "an edited offer", h.offers[ids[7]].Title, "Autre titre")
	st.Equal(t, "seen again", h.seen[ids[7]], h.now)
	st.Equal(t, "not seen since", h.stale[len(h.stale)-1], h.now.Add(-18*time.Hour))
	st.Equal(t, "details asked for", len(h.fake.Calls("offer")), 20)
	h.now = h.now.Add(time.Hour)
	h.fails()
	st.Equal(t, "details asked for, an hour later", len(h.fake.Calls("offer")), 20)
}

func TestAtMost300DetailsAtOnce(t *testing.T) {
	h := stalled(t, 320)
	h.fails()
	st.Equal(t, "details", len(h.fake.Calls("offer")), 300)
	h.now = h.now.Add(time.Hour)
	h.fails()
	st.Equal(t, "details, an hour later", len(h.fake.Calls("offer")), 320)
}

// A sweep that is not whole is followed by questions too, without failing.
func TestAPartialSweepIsFollowedByQuestions(t *testing.T) {
	h := newHouse(t, slim(days(400, 30))...)
	h.reads()
	h.now = h.now.Add(20 * time.Hour)
	gone := h.fake.IDs()[0]
	h.fake.Withdraw(gone)
	h.fake.Before(func(call st.FTCall) {
		if call.Query.Get("range") == "150-299" {
			h.fake.Withdraw(h.fake.IDs()[0])
		}
	})
	st.Equal(t, "complete", h.reads(), false)
	if _, kept := h.offers[gone]; kept {
		t.Error("an offer that was withdrawn is still there")
	}
	if n := len(h.fake.Calls("offer")); n == 0 || n > 5 {
		t.Errorf("%d details asked for", n)
	}
}

// 400 and 404 are how some are told of ids long gone: but where all are, only if an offer
// that is there is not.
func TestRefusedIDs(t *testing.T) {
	for _, status := range []int{400, 404} {
		for name, c := range map[string]struct {
			others bool // others are stale, which are there
			alive  bool // the search shows offers
			broken bool // every id is refused
			gone   bool
		}{
			"the others are there":    {others: true, gone: true},
			"one that is there is":    {alive: true, gone: true},
			"even one that is there":  {alive: true, broken: true},
			"nobody knows":            {},
			"all, and nobody knows":   {others: true, broken: true},
			"all, though one is seen": {others: true, alive: true, broken: true},
		} {
			t.Run(fmt.Sprint(status, " ", name), func(t *testing.T) {
				h := newHouse(t, days(12, 30)...)
				h.reads()
				h.now = h.now.Add(19 * time.Hour)
				ids := slices.Clone(h.fake.IDs())
				if !c.others {
					for _, id := range ids[4:] {
						h.drop(id)
					}
				}
				for _, id := range ids[:4] {
					h.fake.Withdraw(id)
				}
				h.fake.Trouble(st.FTTrouble{At: "search", After: map[bool]int{true: 1}[c.alive], Status: 200, Body: "<html>", Times: -1})
				if c.alive { // two searches, of which the second fails
					h.search.Departements = []string{"54", "35", "69", "75", "2A", "974"}
					if c.others {
						for _, id := range ids[4:] {
							h.seen[id] = h.now // not stale
						}
					}
				}
				refuse := st.FTTrouble{At: "offer", Status: status, Times: 4}
				if c.broken {
					refuse.Times = -1
				}
				h.fake.Trouble(refuse)
				// The withdrawn were created last: the fake gives stale ids in order of id.
				for i, id := range ids[:4] {
					h.seen[id] = monday.Add(-time.Duration(i+1) * time.Minute)
				}
				if _, err := h.read(); fault(err) != sources.Malformed {
					t.Fatalf("error %v", err)
				}
				_, kept := h.offers[ids[0]]
				st.Equal(t, "gone", !kept, c.gone)
			})
		}
	}
}

func TestFaultsOfDetails(t *testing.T) {
	for name, c := range map[string]struct {
		trouble st.FTTrouble
		seen    int // of 10 offers, those seen again
	}{
		"none":                 {st.FTTrouble{At: "offer", After: 99}, 10},
		"one fails":            {st.FTTrouble{At: "offer", Status: 500, Times: 3}, 9},
		"one is not JSON":      {st.FTTrouble{At: "offer", Status: 200, Body: "{"}, 9},
		"one is empty":         {st.FTTrouble{At: "offer", Status: 200}, 9},
		"one is another":       {st.FTTrouble{At: "offer", Rewrite: func(b []byte) []byte { return bytes.Replace(b, []byte(`"id":"`), []byte(`"id":"9`), 1) }}, 9},
		"three are not JSON":   {st.FTTrouble{At: "offer", Status: 200, Body: "{", Times: -1}, 0},
		"too many are asked":   {st.FTTrouble{At: "offer", After: 4, Status: 429, Header: http.Header{"Retry-After": {"3600"}}, Times: -1}, 4},
		"all fail":             {st.FTTrouble{At: "offer", Status: 503, Times: -1}, 0},
		"the token is refused": {st.FTTrouble{At: "offer", After: 2, Status: 401, Times: -1}, 2},
		"not subscribed":       {st.FTTrouble{At: "offer", Status: 403, Times: -1}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			h := stalled(t, 10)
			h.fake.Trouble(c.trouble)
			h.fails()
			seen := 0
			for _, at := range h.seen {
				if at.Equal(h.now) {
					seen++
				}
			}
			st.Equal(t, "seen again", seen, c.seen)
			st.Equal(t, "still there", len(h.offers), 10)
		})
	}
}

// A window ends well but the questions after it do not: the next reading begins where
// this one did.
func TestAWindowWhoseQuestionsFail(t *testing.T) {
	h := newHouse(t, days(10, 30)...)
	h.reads()
	for id := range h.seen {
		h.seen[id] = h.now.Add(-20 * time.Hour)
	}
	h.now = h.now.Add(time.Hour)
	h.fake.Add(st.FTOffers(1, 500, h.now, h.now)...)
	h.fake.Trouble(st.FTTrouble{At: "offer", Status: 429, Header: http.Header{"Retry-After": {"600"}}, Times: -1})
	f := h.fails()
	st.Equal(t, "fault", f.Fault, sources.TooMany)
	st.Equal(t, "offers", len(h.offers), 11)
	if f.After < 10*time.Minute {
		t.Errorf("after %s", f.After)
	}
}

func TestContentRanges(t *testing.T) {
	for said, want := range map[string]int{
		"offres 0-149/1811": 1811, "offres */0": 0, "*/0": 0, " offres  3000-3149/8000 ": 8000, "0-1/2": 2,
		"": -1, "offres 0-149": -1, "offres 0-149/*": -1, "offres 0-149/99999999999": -1, "offres 0-149/-3": -1, "items */x": -1,
	} {
		total, ok := contentRange(said)
		if !ok {
			total = -1
		}
		st.Equal(t, said, total, want)
	}
}

// An answer without content that does not say that there is nothing is asked for once
// more, and takes nothing away.
func TestNothingThatIsNotSaid(t *testing.T) {
	for _, c := range []struct {
		times    int
		complete bool
	}{{1, true}, {2, false}} {
		h := newHouse(t, slim(days(400, 30))...)
		h.search.Departements = []string{"54", "57", "75", "69", "13", "33", "31"}
		if !h.reads() {
			t.Fatal("the first sweep is not complete")
		}
		before := len(h.offers)
		h.now = h.now.Add(7 * time.Hour)
		for range c.times {
			h.fake.Trouble(st.FTTrouble{At: "search", Status: 204})
		}
		if complete := h.reads(); complete != c.complete || len(h.offers) != before {
			t.Errorf("after %d such answers: complete %v, %d offers of %d", c.times, complete, len(h.offers), before)
		}
	}
}
