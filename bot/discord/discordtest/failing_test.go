package discordtest

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestFaults(t *testing.T) {
	sc := open(t)
	in := "/channels/" + sc.offers.ID + "/messages"
	const posts = "POST /channels/*/messages"
	sc.s.Fail(posts, Status(http.StatusServiceUnavailable), RateLimited("shared", 1500*time.Millisecond), RateLimited("global", time.Second), RateLimited("user", time.Second), TooManyDMs(), Banned(time.Minute))
	sc.asks(http.MethodPost, in, said("x"), http.StatusServiceUnavailable, nil)
	for _, scope := range []string{"shared", "global", "user"} {
		var said429 struct {
			Retry_after float64
			Global      bool
		}
		h := sc.asks(http.MethodPost, in, said("x"), http.StatusTooManyRequests, &said429)
		if h.Get("X-RateLimit-Scope") != scope || h.Get("Retry-After") == "" || said429.Retry_after == 0 || said429.Global != (scope == "global") || h.Get("X-RateLimit-Global") == "true" != said429.Global || h.Get("X-RateLimit-Bucket") == "" != said429.Global {
			t.Errorf("%s: %v %+v", scope, h, said429)
		}
	}
	sc.fails(http.MethodPost, in, said("x"), http.StatusForbidden, 40003)
	if h := sc.asks(http.MethodPost, in, said("x"), http.StatusTooManyRequests, nil); h.Get("X-RateLimit-Scope") != "" || h.Get("Retry-After") != "60" {
		t.Errorf("a ban says %v", h)
	}
	if len(sc.sam.Sees(sc.offers)) != 0 {
		t.Error("something was posted")
	}
	sc.s.Fail(posts, Lost(), Cut())
	for range 2 {
		if _, err := sc.post(in); err == nil {
			t.Error("an answer came")
		}
	}
	if n := len(sc.sam.Sees(sc.offers)); n != 1 {
		t.Errorf("%d messages are there; want the one whose answer was lost", n)
	}
	release := make(chan struct{})
	sc.s.Fail(posts, Hold(release))
	done := make(chan error, 1)
	go func() { _, err := sc.post(in); done <- err }()
	sc.s.Await("the request", func() bool { return len(sc.s.Requests(posts)) == 9 })
	close(release)
	if err := <-done; err != nil {
		t.Error(err)
	}
	if r := sc.s.AwaitRequests(posts, 9); r[8].Done.Before(r[8].At) {
		t.Errorf("%+v", r[8])
	}
}

// post posts once: http.Client itself does not try a POST again.
func (sc *scene) post(in string) (*http.Response, error) {
	r, _ := http.NewRequest(http.MethodPost, sc.s.URL()+in, strings.NewReader(string(encode(said("x")))))
	r.Header = http.Header{"Content-Type": {"application/json"}, "Authorization": {"Bot " + sc.s.Token}, "User-Agent": {"DiscordBot (x, 1)"}}
	w, err := http.DefaultClient.Do(r)
	if err == nil {
		_, _ = io.Copy(io.Discard, w.Body)
		_ = w.Body.Close()
	}
	return w, err
}

func TestAStorm(t *testing.T) {
	sc := open(t)
	in := "/channels/" + sc.offers.ID + "/messages"
	sc.s.Storm("", "global", time.Hour)
	var told struct {
		Retry_after float64
		Global      bool
	}
	for range 3 {
		if h := sc.asks(http.MethodPost, in, said("x"), http.StatusTooManyRequests, &told); h.Get("X-RateLimit-Global") != "true" || !told.Global || told.Retry_after < 3590 || told.Retry_after > 3600 {
			t.Errorf("%v %+v", h, told)
		}
	}
	i := sc.command()
	sc.answers(CallbackMessage, said("Deux offres"))
	i.Answer()
	calm := open(t)
	in = "/channels/" + calm.offers.ID + "/messages"
	const span = 150 * time.Millisecond
	calm.s.Storm("POST /channels/*/messages", "user", span)
	if h := calm.asks(http.MethodPost, in, said("x"), http.StatusTooManyRequests, &told); h.Get("X-RateLimit-Remaining") != "0" || h.Get("X-RateLimit-Reset-After") > "0.150" || h.Get("Retry-After") != "1" || told.Global {
		t.Errorf("%v %+v", h, told)
	}
	calm.asks(http.MethodGet, in, nil, http.StatusOK, nil)
	time.Sleep(span)
	calm.asks(http.MethodPost, in, said("x"), http.StatusOK, nil)
}

// What people and admins do to a place is refused with the code that Discord has for
// it.
func TestPlacesThatRefuse(t *testing.T) {
	sc := open(t)
	direct := sc.sam.DM()
	gone := sc.g.Channel("parti")
	for _, c := range []struct {
		do           func()
		to           *Channel
		status, code int
	}{
		{func() { sc.s.CloseDMs(sc.sam) }, direct, http.StatusForbidden, 50007},
		{func() { sc.g.Leave(sc.sam) }, direct, http.StatusForbidden, 50278},
		{func() { sc.offers.Deny(SendMessages) }, sc.offers, http.StatusForbidden, 50013},
		{func() { sc.g.Forbid(sc.offers) }, sc.offers, http.StatusForbidden, 50001},
		{func() { sc.g.RemoveChannel(gone) }, gone, http.StatusNotFound, 10003},
	} {
		c.do()
		sc.fails(http.MethodPost, "/channels/"+c.to.ID+"/messages", said("x"), c.status, c.code)
	}
	sc.offers.Allow()
	id := sc.posts(said("x"))
	sc.s.Fail("PATCH /channels/*/messages/*", TooOld())
	sc.fails(http.MethodPatch, "/channels/"+sc.offers.ID+"/messages/"+id, said("y"), http.StatusTooManyRequests, 30046)
	sc.g.Kick()
	sc.fails(http.MethodPost, "/channels/"+sc.offers.ID+"/messages", said("x"), http.StatusForbidden, 50001)
}

func TestLimits(t *testing.T) {
	sc := open(t)
	in := "/channels/" + sc.offers.ID + "/messages"
	sc.s.Limit("POST /channels/*/messages", 2, time.Hour)
	if h := sc.asks(http.MethodPost, in, said("x"), http.StatusOK, nil); h.Get("X-RateLimit-Remaining") != "1" || h.Get("X-RateLimit-Limit") != "2" {
		t.Errorf("%v", h)
	}
	sc.asks(http.MethodPost, in, said("x"), http.StatusOK, nil)
	if h := sc.asks(http.MethodPost, in, said("x"), http.StatusTooManyRequests, nil); h.Get("Retry-After") == "" {
		t.Errorf("%v", h)
	}
	other := sc.g.Channel("autre")
	sc.asks(http.MethodPost, "/channels/"+other.ID+"/messages", said("x"), http.StatusOK, nil)
}

func TestWhoAsks(t *testing.T) {
	sc := open(t)
	for name, c := range map[string]struct {
		header       http.Header
		want, refuse int
	}{
		"another token": {http.Header{"User-Agent": {"DiscordBot (x, 1)"}, "Authorization": {"Bot x"}}, http.StatusUnauthorized, 0},
		"no agent":      {http.Header{"User-Agent": {"Go"}, "Authorization": {"Bot " + sc.s.Token}}, http.StatusForbidden, 1},
	} {
		r, _ := http.NewRequest(http.MethodGet, sc.s.URL()+"/users/@me", nil)
		r.Header = c.header
		w, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = w.Body.Close()
		if w.StatusCode != c.want {
			t.Errorf("%s: %s", name, w.Status)
		}
		sc.refusals(c.refuse)
	}
	sc.asks(http.MethodGet, "/voice/regions", nil, http.StatusNotFound, nil)
	sc.refusals(1)
}
