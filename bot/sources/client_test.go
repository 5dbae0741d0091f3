package sources_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"rebond/bot/sources"
	st "rebond/bot/sources/sourcestest"
)

var start = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// serve is a server on loopback, a client that waits for nothing, and its clock.
func serve(t *testing.T, h http.HandlerFunc) (string, *sources.Client, *st.Clock) {
	t.Helper()
	s := httptest.NewUnstartedServer(h)
	s.Config.SetKeepAlivesEnabled(false)
	s.Start()
	t.Cleanup(s.Close)
	clock := st.NewClock(start)
	return s.URL, &sources.Client{Agent: st.Agent, Now: clock.Now, Pause: clock.Pause}, clock
}

func failure(t *testing.T, err error) *sources.Failure {
	t.Helper()
	f, ok := errors.AsType[*sources.Failure](err)
	if !ok {
		t.Fatalf("%v is no failure of the source", err)
	}
	return f
}

func TestWhatIsSent(t *testing.T) {
	var got http.Header
	url, c, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		got = r.Header
		w.Header().Set("ETag", `"b"`)
		w.Header().Set("Set-Cookie", "a=b")
		_, _ = w.Write([]byte("oui"))
	})
	answer, err := c.Get(t.Context(), sources.Ask{
		URL:    url,
		Header: http.Header{"Accept": {"application/json"}, "Authorization": {"Bearer x"}, "User-Agent": {"curl"}, "Cookie": {"a=b"}, "Referer": {"https://rebond.example"}},
		Since:  sources.Validators{ETag: `"a"`, Modified: "Mon, 23 Nov 2026 09:00:00 GMT"},
	})
	if err != nil {
		t.Fatal(err)
	}
	st.Equal(t, "body", string(answer.Body), "oui")
	st.Equal(t, "validators", answer.Validators, sources.Validators{ETag: `"b"`})
	for name, want := range map[string]string{
		"User-Agent": st.Agent, "Accept": "application/json", "Authorization": "Bearer x", "Cookie": "", "Referer": "",
		"If-None-Match": `"a"`, "If-Modified-Since": "Mon, 23 Nov 2026 09:00:00 GMT", "Accept-Encoding": "gzip",
	} {
		st.Equal(t, name, got.Get(name), want)
	}
	if _, err := c.Get(t.Context(), sources.Ask{URL: url}); err != nil || got.Get("If-None-Match")+got.Get("Cookie")+got.Get("Authorization") != "" {
		t.Errorf("the second request: %v, %v", got, err)
	}
}

func TestNotSent(t *testing.T) {
	for _, agent := range []string{"", "Rebond/1", "Rebond/1 (a@b.example)"} {
		c := &sources.Client{Agent: agent}
		if _, err := c.Get(t.Context(), sources.Ask{URL: "http://127.0.0.1:1/"}); err == nil || !strings.Contains(err.Error(), "contact") {
			t.Errorf("%q: %v", agent, err)
		}
	}
	c := &sources.Client{Agent: st.Agent}
	for _, url := range []string{"", "/x", "ftp://a.example/", "file:///etc/passwd", "http://", "https://a.example:x/", "%"} {
		if _, err := c.Get(t.Context(), sources.Ask{URL: url}); err == nil {
			t.Errorf("%q was asked", url)
		}
	}
}

func TestPace(t *testing.T) {
	var mu sync.Mutex
	var waits []time.Duration
	url, c, clock := serve(t, func(http.ResponseWriter, *http.Request) {})
	c.Pause = func(ctx context.Context, d time.Duration) error {
		mu.Lock()
		defer mu.Unlock()
		waits = append(waits, d)
		return clock.Pause(ctx, d)
	}
	get := func(perSecond float64) {
		t.Helper()
		if _, err := c.Get(t.Context(), sources.Ask{URL: url, PerSecond: perSecond}); err != nil {
			t.Fatal(err)
		}
	}
	get(0)
	get(0)
	get(4)
	get(4)
	if len(waits) != 3 || waits[0] < time.Second || waits[0] > 1100*time.Millisecond || waits[1] < time.Second || waits[2] < 250*time.Millisecond || waits[2] > 280*time.Millisecond {
		t.Errorf("waited for %v", waits)
	}
	clock.Advance(time.Minute)
	get(0)
	st.Equal(t, "waits after a minute", len(waits), 3)
	if _, err := c.HTTP(0).Get(url); err != nil || len(waits) != 4 || waits[3] < time.Second {
		t.Errorf("through HTTP: %v, %v", waits, err)
	}
	st.Equal(t, "the library's redirections", c.HTTP(0).CheckRedirect(nil, nil), http.ErrUseLastResponse)
}

// Many who ask at once take turns: the last of ten waits for nine seconds.
func TestTurns(t *testing.T) {
	url, c, _ := serve(t, func(http.ResponseWriter, *http.Request) {})
	var mu sync.Mutex
	var longest time.Duration
	c.Now = func() time.Time { return start }
	c.Pause = func(_ context.Context, d time.Duration) error {
		mu.Lock()
		defer mu.Unlock()
		longest = max(longest, d)
		return nil
	}
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() { _, _ = c.Get(context.Background(), sources.Ask{URL: url}) })
	}
	all.Wait()
	if longest < 9*time.Second || longest > 10*time.Second {
		t.Errorf("the last waits for %v", longest)
	}
}

// A wait that is interrupted is not a failure of the source.
func TestInterrupted(t *testing.T) {
	url, c, _ := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) })
	ctx, cancel := context.WithCancel(t.Context())
	c.Pause = func(ctx context.Context, _ time.Duration) error { cancel(); return ctx.Err() }
	_, err := c.Get(ctx, sources.Ask{URL: url})
	if _, is := errors.AsType[*sources.Failure](err); is || !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	c.Pause = nil
	ctx, cancel = context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err = c.Get(ctx, sources.Ask{URL: url}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("with a real timer: %v", err)
	}
}

func TestSize(t *testing.T) {
	size, zip := 0, false
	url, c, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		body := bytes.Repeat([]byte("a"), size)
		if zip {
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			defer z.Close()
			_, _ = z.Write(body)
			return
		}
		_, _ = w.Write(body)
	})
	for _, zip = range []bool{false, true} {
		size = sources.MaxAnswer
		if answer, err := c.Get(t.Context(), sources.Ask{URL: url}); err != nil || len(answer.Body) != size {
			t.Errorf("the most there may be: %d, %v", len(answer.Body), err)
		}
		size++
		_, err := c.Get(t.Context(), sources.Ask{URL: url})
		st.Equal(t, "one byte more", failure(t, err).Fault, sources.TooLarge)
	}
}

// What we prove ourselves with stays between the source and us.
func TestSecrets(t *testing.T) {
	const secret = "s3cr3t-token-of-ours"
	url, c, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = fmt.Fprintf(w, `{"message":"Jeton %s refusé pour https://a.example/?t=%s. Valeur du paramètre « range » incorrecte.\nVoir x@y.example"}`, r.Header.Get("Authorization"), secret)
	})
	_, err := c.Get(t.Context(), sources.Ask{URL: url + "/?token=" + secret, Header: http.Header{"Authorization": {"Bearer " + secret}}})
	f := failure(t, err)
	st.Equal(t, "fault", f.Fault, sources.Unexpected)
	if text := f.Error(); strings.Contains(text, secret) || strings.Contains(text, "a.example") || strings.Contains(text, "127.0.0.1") || strings.Contains(text, "\n") || !strings.Contains(text, "« range » incorrecte") {
		t.Errorf("%q", text)
	}
	_, err = c.Get(t.Context(), sources.Ask{URL: "http://127.0.0.1:1/?token=" + secret})
	f = failure(t, err)
	st.Equal(t, "nobody there", f.Fault, sources.Unreachable)
	if text := fmt.Sprintf("%v %v", f, errors.Unwrap(f)); strings.Contains(text, secret) {
		t.Errorf("%q", text)
	}
}

// Credentials never follow a redirection to another host, nor to a plain address.
func TestRedirections(t *testing.T) {
	elsewhere := 0
	other, _, _ := serve(t, func(http.ResponseWriter, *http.Request) { elsewhere++ })
	to, status := "", 0
	url, c, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/b" {
			_, _ = w.Write([]byte(r.Header.Get("Authorization")))
			return
		}
		w.Header().Set("Location", to)
		w.WriteHeader(status)
	})
	ask := sources.Ask{URL: url + "/a", Header: http.Header{"Authorization": {"Bearer x"}}}
	for _, status = range []int{301, 302, 303, 307, 308} {
		to = "/b"
		if answer, err := c.Get(t.Context(), ask); err != nil || string(answer.Body) != "Bearer x" {
			t.Errorf("%d: %q, %v", status, answer.Body, err)
		}
		for _, to = range []string{other, "//" + strings.TrimPrefix(other, "http://"), "https" + strings.TrimPrefix(other, "http"), "/a", "gopher://127.0.0.1/"} {
			_, err := c.Get(t.Context(), ask)
			st.Equal(t, to, failure(t, err).Fault, sources.Unexpected)
		}
	}
	for _, to = range []string{"", "http://[::1"} {
		_, err := c.Get(t.Context(), ask)
		st.Equal(t, "nowhere", failure(t, err).Fault, sources.Unexpected)
	}
	st.Equal(t, "requests elsewhere", elsewhere, 0)
}

// After three failures in a row the host rests for 5 minutes, then 10, 20… at most 6
// hours; each time one request, and one only, finds out whether it is well again.
func TestRest(t *testing.T) {
	asked, broken := 0, true
	var during func()
	url, c, clock := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if asked++; during != nil {
			during()
		}
		if broken && r.URL.Path != "/404" {
			w.WriteHeader(http.StatusBadGateway)
		} else if broken {
			w.WriteHeader(http.StatusNotFound)
		}
	})
	get := func(path string) error {
		_, err := c.Get(t.Context(), sources.Ask{URL: url + path})
		return err
	}
	for _, path := range []string{"/", "/", "/404", "/", "/"} { // a board that is not there shows that the host is
		_ = get(path)
	}
	st.Equal(t, "requests until a third in a row", asked, 13)
	_ = get("/")
	st.Equal(t, "requests", asked, 16)
	for _, want := range []time.Duration{5, 10, 20, 40, 80, 160, 320, 360, 360} {
		f := failure(t, get("/"))
		st.Equal(t, "rest", f.After, want*time.Minute)
		st.Equal(t, "last fault", f.Fault, sources.Failing)
		clock.Advance(f.After - time.Second)
		st.Equal(t, "not yet", failure(t, get("/")).After, time.Second)
		clock.Advance(time.Second)
		before := asked
		during = func() { _ = get("/") }
		_ = get("/")
		during = nil
		st.Equal(t, "requests of a trial", asked, before+1)
	}
	clock.Advance(6 * time.Hour)
	broken = false
	if err := get("/"); err != nil {
		t.Errorf("well again: %v", err)
	}
	broken = true
	before := asked
	_ = get("/")
	st.Equal(t, "it is trusted again", asked, before+3)
}

// A trial that was interrupted, or that panicked, leaves the place to another.
func TestTrialGivenUp(t *testing.T) {
	url, c, clock := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) })
	get := func(ctx context.Context) error {
		_, err := c.Get(ctx, sources.Ask{URL: url})
		return err
	}
	for range 3 {
		_ = get(t.Context())
	}
	clock.Advance(5 * time.Minute)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := get(ctx); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	c.Transport = roundTrip(func(*http.Request) (*http.Response, error) { panic("a bug") })
	func() {
		defer func() { _ = recover() }()
		_ = get(t.Context())
	}()
	c.Transport = nil
	st.Equal(t, "asked", failure(t, get(t.Context())).Status, 500)
	st.Equal(t, "rests again", failure(t, get(t.Context())).After > 9*time.Minute, true)
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// The environment's proxies learn nothing of what is asked.
func TestNoProxy(t *testing.T) {
	proxied := 0
	proxy, _, _ := serve(t, func(http.ResponseWriter, *http.Request) { proxied++ })
	t.Setenv("HTTP_PROXY", proxy)
	t.Setenv("http_proxy", proxy)
	url, c, _ := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("direct")) })
	answer, err := c.Get(t.Context(), sources.Ask{URL: url})
	if err != nil || string(answer.Body) != "direct" || proxied != 0 {
		t.Errorf("%q, %v, %d proxied", answer.Body, err, proxied)
	}
}

func TestState(t *testing.T) {
	s := sources.State{Version: sources.Version, Validators: sources.Validators{ETag: `W/"a"`, Modified: "x"}}
	st.Equal(t, "kept", s.String(), `{"version":1,"validators":{"etag":"W/\"a\"","modified":"x"}}`)
	st.Equal(t, "read", sources.ReadState(s.String()), s)
	for _, other := range []string{"", "{}", `{"version":0,"validators":{"etag":"a"}}`, `{"version":2,"validators":{"etag":"a"}}`, "x"} {
		st.Equal(t, other, sources.ReadState(other), sources.State{Version: sources.Version})
	}
}
