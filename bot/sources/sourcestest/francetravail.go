package sourcestest

import (
	"cmp"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// The application that the fake knows, subscribed to the API of offers alone.
const (
	FTClientID     = "PAR_rebond_0123456789abcdef"
	FTClientSecret = "fictif-5ecret-qui-ne-sert-a-rien"
)

// FranceTravail is a fake of France Travail's servers of tokens and of offers, as they
// are documented and have been seen to behave. What is asked in a way that the real ones
// would refuse is refused; what breaks their rules of politeness fails the test.
type FranceTravail struct {
	API, TokenURL string // for the configuration of a source

	t testing.TB

	mu       sync.Mutex
	now      func() time.Time
	offers   []ftShown            // the newest first
	tokens   map[string]time.Time // their ends
	issued   int
	barred   bool // the application is not subscribed to the API
	secret   string
	troubles []*FTTrouble
	calls    []FTCall
	before   func(FTCall)
	check    func(FTCall, *http.Request, answer)
}

// FTCall is a request that was made, and the status of its answer.
type FTCall struct {
	At     string // "token", "search" or "offer"
	Query  url.Values
	ID     string // of the offer
	Status int
}

// FTTrouble is what goes wrong with some requests.
type FTTrouble struct {
	At    string // "token", "search" or "offer"; empty: anywhere
	After int    // requests that go well first
	Times int    // requests that it befalls; 0: one, below: all

	Status int         // of the answer; 0: the right one's
	Header http.Header // on top of the right one's
	Body   string      // where there is a Status

	Drop    bool                // the connection closes without an answer
	Stall   bool                // no answer ever comes
	Cut     bool                // the right answer breaks off in its middle
	Rewrite func([]byte) []byte // of the right answer's body
}

// NewFranceTravail starts a fake, which ends with the test. It has no offer yet.
func NewFranceTravail(t testing.TB) *FranceTravail {
	t.Helper()
	f := &FranceTravail{t: t, now: time.Now, tokens: map[string]time.Time{}, secret: FTClientSecret}
	if contract := ftContractFor(t); contract != nil {
		f.check = contract.hold(t)
	}
	routes := http.NewServeMux()
	routes.HandleFunc("/connexion/oauth2/access_token", f.serve("token", f.answerToken))
	routes.HandleFunc("/partenaire/offresdemploi/v2/offres/search", f.serve("search", f.answerSearch))
	routes.HandleFunc("/partenaire/offresdemploi/v2/offres/{id}", f.serve("offer", f.answerOffer))
	server := httptest.NewServer(routes)
	t.Cleanup(server.Close)
	f.API = server.URL + "/partenaire/offresdemploi"
	f.TokenURL = server.URL + "/connexion/oauth2/access_token?realm=%2Fpartenaire"
	return f
}

// Clock makes the fake tell the time as the test does: tokens end by it.
func (f *FranceTravail) Clock(now func() time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.now = now
}

// Add publishes offers.
func (f *FranceTravail) Add(offers ...FTOffer) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, o := range offers {
		f.offers = append(f.offers, shown(o))
	}
	slices.SortStableFunc(f.offers, func(a, b ftShown) int {
		return cmp.Or(b.created.Compare(a.created), cmp.Compare(a.id, b.id))
	})
}

// Edit changes an offer, and dates its update.
func (f *FranceTravail) Edit(id string, at time.Time, change func(FTOffer)) {
	f.t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, o := range f.offers {
		if o.id == id {
			edited := maps.Clone(o.offer)
			change(edited)
			edited["dateActualisation"] = ftTime(at)
			f.offers[i] = shown(edited)
			return
		}
	}
	f.t.Errorf("no offer %s to edit", id)
}

// Withdraw takes offers away.
func (f *FranceTravail) Withdraw(ids ...string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.offers = slices.DeleteFunc(slices.Clone(f.offers), func(o ftShown) bool { return slices.Contains(ids, o.id) })
}

// IDs are those of the offers there are, the newest first.
func (f *FranceTravail) IDs() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var ids []string
	for _, o := range f.offers {
		ids = append(ids, o.id)
	}
	return ids
}

// Bar ends the application's subscription to the API: tokens are still given.
func (f *FranceTravail) Bar(barred bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.barred = barred
}

// Secret changes the application's secret.
func (f *FranceTravail) Secret(secret string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.secret = secret
}

// Revoke makes all tokens worthless.
func (f *FranceTravail) Revoke() {
	f.mu.Lock()
	defer f.mu.Unlock()
	clear(f.tokens)
}

// Trouble makes something go wrong. Of several, the first that applies does.
func (f *FranceTravail) Trouble(troubles ...FTTrouble) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, t := range troubles {
		if t.Times == 0 {
			t.Times = 1
		}
		f.troubles = append(f.troubles, &t)
	}
}

// Recover ends all troubles.
func (f *FranceTravail) Recover() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.troubles, f.barred = nil, false
}

// Before is called before each answer, so that offers may change between two pages.
func (f *FranceTravail) Before(do func(FTCall)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.before = do
}

// Calls are the requests so far to one of "token", "search" and "offer".
func (f *FranceTravail) Calls(at string) []FTCall {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(f.calls), func(c FTCall) bool { return c.At != at })
}

// Drifts says that what offers become from now on is not as documented, on purpose.
func (f *FranceTravail) Drifts() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.check = nil
}

// Forget empties the list of calls.
func (f *FranceTravail) Forget() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls = nil
}

// trouble is what goes wrong with a request, if anything does.
func (f *FranceTravail) trouble(at string) (FTTrouble, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, t := range f.troubles {
		switch {
		case t.Times == 0 || t.At != "" && t.At != at:
		case t.After > 0:
			t.After--
			return FTTrouble{}, false
		default:
			if t.Times > 0 {
				t.Times--
			}
			return *t, true
		}
	}
	return FTTrouble{}, false
}

// serve answers requests to one resource.
func (f *FranceTravail) serve(at string, right func(*http.Request) answer) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		call := FTCall{At: at, Query: r.URL.Query(), ID: r.PathValue("id")}
		f.mu.Lock()
		before := f.before
		f.mu.Unlock()
		if before != nil {
			before(call)
		}
		f.polite(r)
		a, trouble := f.troubled(at, r, right)
		call.Status = a.status
		f.mu.Lock()
		f.calls = append(f.calls, call)
		check := f.check
		f.mu.Unlock()
		if check != nil {
			check(call, r, a)
		}
		switch {
		case trouble.Drop:
			panic(http.ErrAbortHandler)
		case trouble.Stall:
			<-r.Context().Done()
			panic(http.ErrAbortHandler)
		}
		a.write(w, trouble.Cut)
	}
}

// troubled is the answer to a request, the right one or what trouble makes of it.
func (f *FranceTravail) troubled(at string, r *http.Request, right func(*http.Request) answer) (answer, FTTrouble) {
	trouble, troubled := f.trouble(at)
	if !troubled {
		return right(r), FTTrouble{}
	}
	if trouble.Drop || trouble.Stall {
		return answer{}, trouble
	}
	a := answer{status: trouble.Status, header: http.Header{}, body: []byte(trouble.Body), wrong: true}
	if trouble.Status == 0 {
		a = right(r)
		a.wrong = true
	}
	for k, v := range trouble.Header {
		a.header[http.CanonicalHeaderKey(k)] = v
	}
	if trouble.Rewrite != nil {
		a.body = trouble.Rewrite(slices.Clone(a.body))
	}
	return a, trouble
}

// polite fails the test where a request does not say who asks, or says too much.
func (f *FranceTravail) polite(r *http.Request) {
	if !strings.Contains(r.UserAgent(), "(+") {
		f.t.Errorf("%s %s: the agent %q names no contact", r.Method, r.URL.Path, r.UserAgent())
	}
	for _, name := range []string{"Cookie", "Referer"} {
		if r.Header.Get(name) != "" {
			f.t.Errorf("%s %s: sends %s", r.Method, r.URL.Path, name)
		}
	}
	for _, secret := range []string{FTClientSecret, "access_token="} {
		if strings.Contains(r.URL.RawQuery, secret) {
			f.t.Errorf("%s %s: a secret in the address", r.Method, r.URL.Path)
		}
	}
}
