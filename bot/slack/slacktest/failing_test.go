package slacktest

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// A call meets the failures that the test asks for, one each.
func TestFail(t *testing.T) {
	a, c, u := here(t)
	args := object{"channel": c.ID, "text": "a"}
	a.s.Fail("chat.postMessage", Failure{Error: "fatal_error"}, Failure{}, Failure{Delay: time.Millisecond})
	for _, want := range []string{"fatal_error", "", "", ""} {
		a.wants("chat.postMessage", args, want)
	}
	other := a.w.Channel("autre")
	a.s.Fail("chat.postMessage", Failure{Error: "internal_error", In: other})
	a.wants("chat.postMessage", args, "")
	a.wants("chat.postMessage", object{"channel": other.ID, "text": "a"}, "internal_error")
	seen := len(u.Sees(c))
	post := func() (int, error) {
		r, err := http.NewRequest(http.MethodPost, a.s.URL()+"chat.postMessage?channel="+c.ID, nil)
		if err != nil {
			return 0, err
		}
		r.Header.Set("Authorization", "Bearer "+a.w.BotToken)
		answer, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(r)
		if err != nil {
			return 0, err
		}
		return answer.StatusCode, answer.Body.Close()
	}
	a.s.Fail("*", Failure{RetryAfter: time.Second}, Failure{Status: http.StatusServiceUnavailable}, Failure{Cut: true})
	for _, want := range []int{http.StatusTooManyRequests, http.StatusServiceUnavailable, 0} {
		if got, err := post(); got != want || (err == nil) != (want != 0) {
			t.Errorf("%d, %v; want %d", got, err, want)
		}
	}
	if n := len(u.Sees(c)); n != seen {
		t.Errorf("%d messages; want %d", n, seen)
	}
}

// What is lost was done all the same.
func TestLost(t *testing.T) {
	a, c, u := here(t)
	a.s.Fail("chat.postMessage", Failure{Lost: true}, Failure{Body: "<html>"})
	body := `{"channel":"` + c.ID + `","text":"a"}`
	for _, want := range []bool{false, true} {
		r, err := http.NewRequest(http.MethodPost, a.s.URL()+"chat.postMessage", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+a.w.BotToken)
		r.Header.Set("Content-Type", "application/json")
		answer, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(r)
		if (err == nil) != want {
			t.Errorf("%v", err)
		}
		if err == nil {
			_ = answer.Body.Close()
		}
	}
	if seen := u.Sees(c); len(seen) != 2 {
		t.Errorf("%+v", seen)
	}
	release := make(chan struct{})
	a.s.Fail("chat.postMessage", Failure{Hold: release})
	done := make(chan object)
	go func() { done <- a.calls("chat.postMessage", object{"channel": c.ID, "text": "a"}) }()
	a.s.Await("the call", func() bool { return len(a.s.Calls("chat.postMessage")) == 3 })
	if seen := u.Sees(c); len(seen) != 2 {
		t.Errorf("%+v", seen)
	}
	close(release)
	<-done
	if all := a.s.AwaitCalls("chat.postMessage", 3); all[2].Error != "" || len(u.Sees(c)) != 3 {
		t.Errorf("%+v", all)
	}
}
