package sourcestest

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"rebond/bot/sources"
)

func conditional(tr *trial) {
	for _, by := range []Validator{ByETag, ByDate, ByNone} {
		tr.at.Validate(tr.Kind, Board, by)
		tr.state = ""
		first := tr.good(string(by))
		tr.three(string(by), first)
		again := tr.good("again by " + string(by))
		unchanged := tr.Conditional && by != ByNone
		Equal(tr, "unchanged by "+string(by), again.Unchanged, unchanged)
		if unchanged {
			Equal(tr, "complete by "+string(by), again.Complete, !tr.Partial)
			Equal(tr, "batches by "+string(by), again.batches, 0)
			Equal(tr, "state by "+string(by), again.State, first.State)
		} else {
			tr.three("read again by "+string(by), again)
		}
		tr.at.Clock.Advance(time.Hour)
		tr.put(Openings(4)...)
		Equal(tr, "changed by "+string(by), len(tr.good("changed").ids()), 4)
		tr.put(Openings(3)...)
	}
	// Nobody asked whether anything had changed.
	tr.state = ""
	tr.fail(1, Status(http.StatusNotModified))
	tr.bad("304 that was not asked for", sources.Unexpected)
}

// states: what another version left, or what cannot be read, asks for everything again.
func states(tr *trial) {
	left := tr.good("first").State
	for _, state := range []string{"", "{", "null", "[1]", `{"version":0,"validators":{"etag":"x"}}`, strings.Replace(left, `"version":`, `"version":99`, 1)} {
		if state == left {
			continue
		}
		tr.state = state
		o := tr.good("after the state " + state)
		tr.three("after the state "+state, o)
	}
}

func partial(tr *trial) {
	tr.fail(1, Trouble{Status: http.StatusPartialContent, Whole: true})
	o := tr.good("206")
	Equal(tr, "206: kept", len(o.ids()), 3)
	Equal(tr, "206: complete", o.Complete, false)
	o = tr.good("after 206")
	Equal(tr, "what came in part is asked for again", o.Unchanged, false)
	tr.three("after 206", o)
	tr.state = ""
	tr.fail(1, Status(http.StatusNoContent))
	tr.bad("204", sources.Malformed)
}

func statuses(tr *trial) {
	for status, fault := range map[int]sources.Fault{
		http.StatusBadRequest: sources.Unexpected, http.StatusUnauthorized: sources.Refused, http.StatusForbidden: sources.Forbidden,
		http.StatusNotFound: sources.NotFound, http.StatusGone: sources.NotFound, http.StatusTeapot: sources.Unexpected, http.StatusAccepted: sources.Unexpected,
	} {
		tr.fail(1, Trouble{Status: status, Body: `{"message":"Écrivez à moi@rebond.example ou https://rebond.example/x ` + strings.Repeat("z", 900) + `"}`})
		o, failure := tr.bad(fmt.Sprint(status), fault)
		Equal(tr, fmt.Sprint(status, " is not asked again"), o.asked, 1)
		Equal(tr, fmt.Sprint(status, " said"), failure.Status, status)
		if strings.Contains(failure.Error(), "@") || strings.Contains(failure.Error(), "://") || len(failure.Error()) > 400 {
			tr.Errorf("%d says %q", status, failure.Error())
		}
	}
	tr.three("after all", tr.good("after all"))
	tr.at.Vanish(tr.Kind, Board)
	tr.state = ""
	tr.bad("a board that is no more", sources.NotFound)
}

// retried: what passes is asked for again, twice at most.
func retried(tr *trial) {
	for name, trouble := range map[string]Trouble{"500": Status(500), "503": Status(503), "429": Status(429), "a closed connection": {Drop: true}, "an answer cut": {Cut: true}} {
		tr.restart()
		tr.state = ""
		tr.fail(2, trouble)
		o := tr.good("twice " + name)
		tr.three("twice "+name, o)
		Equal(tr, "requests after twice "+name, o.asked, 3)
	}
	for name, fault := range map[string]sources.Fault{"500": sources.Failing, "502": sources.Failing, "429": sources.TooMany} {
		tr.restart()
		tr.state = ""
		status := 0
		_, _ = fmt.Sscan(name, &status)
		tr.fail(3, Status(status))
		o, failure := tr.bad("always "+name, fault)
		Equal(tr, "requests of always "+name, o.asked, 3)
		Equal(tr, "status of always "+name, failure.Status, status)
	}
}

func retryAfter(tr *trial) {
	// What is waited for, and what a source may write for it.
	date := func(d time.Duration) string { return tr.at.Clock.Now().Add(d).UTC().Format(http.TimeFormat) }
	for _, said := range []func() string{func() string { return "40" }, func() string { return date(40 * time.Second) }} {
		tr.restart()
		tr.state = ""
		before, after := tr.at.Clock.Now(), said()
		tr.fail(1, Later(after))
		tr.three("after "+after, tr.good("after "+after))
		if took := tr.at.Clock.Now().Sub(before); took < 39*time.Second || took > 55*time.Second {
			tr.Errorf("Retry-After: %s was waited for %v", after, took)
		}
	}
	for name, want := range map[string]time.Duration{
		"120": 2 * time.Minute, "date": 3 * time.Hour, "999999999": 24 * time.Hour, "99999999999999999999": 0, "soon": 0, "-5": 0, "0": 0, "": 0,
	} {
		tr.restart()
		tr.state = ""
		after := name
		if name == "date" {
			after = date(want)
		}
		tr.fail(3, Later(after))
		o, failure := tr.bad(name, sources.TooMany)
		if d := failure.After - want; d < -time.Second || d > 0 { // HTTP's dates have no fractions
			tr.Errorf("Retry-After: %s: %v; want %v", after, failure.After, want)
		}
		if want > 0 {
			Equal(tr, name+": requests", o.asked, 1)
			o, _ = tr.bad(name+", asked too early", sources.TooMany)
			Equal(tr, name+": requests too early", o.asked, 0)
		} else {
			Equal(tr, name+": requests", o.asked, 3)
		}
		tr.at.Heal(tr.Kind, Board)
	}
}

// breaker: a host that keeps failing is left alone, then tried once.
func breaker(tr *trial) {
	tr.fail(-1, Status(500))
	for range 3 {
		tr.bad("failing", sources.Failing)
	}
	o, failure := tr.bad("left alone", sources.Failing)
	Equal(tr, "requests while left alone", o.asked, 0)
	if failure.After <= 0 || failure.After > 10*time.Minute {
		tr.Errorf("left alone for %v", failure.After)
	}
	tr.at.Clock.Advance(failure.After)
	o, _ = tr.bad("tried", sources.Failing)
	Equal(tr, "requests of the trial", o.asked, 1)
	_, failure = tr.bad("left alone again", sources.Failing)
	tr.at.Clock.Advance(failure.After)
	tr.at.Heal(tr.Kind, Board)
	tr.three("well again", tr.good("well again"))
}

func slow(tr *trial) {
	tr.client.Longest = 100 * time.Millisecond
	tr.fail(1, Trouble{Hang: true})
	o, _ := tr.bad("no answer in time", sources.TooSlow)
	Equal(tr, "requests", o.asked, 1)
	tr.client.Longest = 0
	tr.three("in time", tr.good("in time"))
}

func brokenOff(tr *trial) {
	for name, trouble := range map[string]Trouble{"cut": {Cut: true}, "dropped": {Drop: true}} {
		tr.restart()
		tr.fail(3, trouble)
		o, _ := tr.bad(name, sources.Unreachable)
		Equal(tr, name+": requests", o.asked, 3)
	}
	tr.three("whole", tr.good("whole"))
}

func malformed(tr *trial) {
	for name, trouble := range map[string]Trouble{
		"half": {Short: true}, "nothing": Says(""), "a page": Says("<!doctype html><html><head><title>Maintenance</title></head><body>Bientôt</body></html>"),
		"a string": Says(`"bonjour"`), "null": Says("null"), "a number": Says("12"), "another object": Says(`{"error":"maintenance"}`),
		"broken": Says(`{"jobs":[{"id":1,]}`), "bytes": Says("\x00\xff\xfe\x1f\x8b"),
	} {
		tr.state = ""
		tr.fail(1, trouble)
		o, failure := tr.bad(name, sources.Malformed)
		Equal(tr, name+": requests", o.asked, 1)
		if strings.ContainsAny(failure.Said, "<{\x00") {
			tr.Errorf("%s: says %q", name, failure.Said)
		}
	}
	tr.three("well again", tr.good("well again"))
}

func tooLarge(tr *trial) {
	tr.fail(1, Trouble{Bomb: true})
	o, _ := tr.bad("a bomb", sources.TooLarge)
	Equal(tr, "requests", o.asked, 1)
	tr.three("after the bomb", tr.good("after the bomb"))
}

func redirected(tr *trial) {
	other := NewBoards(tr)
	other.Publish(tr.Kind, Board, Openings(3)...)
	for _, to := range []string{other.URL + "/", "http://localhost/", "ftp://127.0.0.1/", "http://me:secret@" + strings.TrimPrefix(tr.at.URL, "http://") + "/"} {
		tr.state = ""
		tr.fail(1, To(to))
		tr.bad("redirected to "+to, sources.Unexpected)
	}
	Equal(tr, "requests elsewhere", other.Requests(tr.Kind, Board), 0)
	at := tr.at.Asked(tr.Kind, Board)[0].URL.RequestURI()
	tr.fail(2, To(at))
	tr.three("redirected on the same host", tr.good("redirected on the same host"))
	tr.state = ""
	tr.fail(9, To(at))
	o, _ := tr.bad("in circles", sources.Unexpected)
	Equal(tr, "requests in circles", o.asked, 4)
}

// pages: a long board comes whole, whatever happens to it meanwhile, or is not said to.
func pages(t *testing.T, s Subject) {
	for _, n := range []int{99, 100, 101, 199, 250} {
		tr := newTrial(t, s)
		tr.put(Openings(n)...)
		o := tr.good(fmt.Sprint(n))
		Equal(t, fmt.Sprint(n, ": kept"), len(o.ids()), n)
		Equal(t, fmt.Sprint(n, ": complete"), o.Complete, !s.Partial)
	}
	for _, trouble := range []Trouble{{Status: 500}, {Status: 404}, {Hang: true}, {Short: true}, {Cut: true}, {Status: 204}} {
		tr := newTrial(t, s)
		tr.put(Openings(250)...)
		trouble.From = 150
		tr.client.Longest = 300 * time.Millisecond
		tr.fail(-1, trouble)
		o := tr.fetch()
		if o.err == nil || o.Complete || o.State != "" || len(o.ids()) < 100 || len(o.ids()) > 199 {
			t.Errorf("a page with %+v: %+v, %d kept, %v", trouble, o.Fetched, len(o.ids()), o.err)
		}
	}
	for name, change := range map[string]func(tr *trial){
		"one leaves": func(tr *trial) { tr.at.Remove(s.Kind, Board, 0) },
		"two leave":  func(tr *trial) { tr.at.Remove(s.Kind, Board, 0); tr.at.Remove(s.Kind, Board, 0) },
		"one comes":  func(tr *trial) { tr.put(append(Openings(251)[250:], Openings(250)...)...) },
	} {
		tr := newTrial(t, s)
		tr.put(Openings(250)...)
		o := tr.fetchWith(context.Background(), func(sources.Batch) error {
			if change != nil {
				change(tr)
				change = nil
			}
			return nil
		})
		missed := 0
		for _, want := range Openings(250)[1:] {
			if !strings.Contains(fmt.Sprint(o.ids()), want.ID) {
				missed++
			}
		}
		if o.err != nil || o.Complete && missed > 0 {
			t.Errorf("%s between two pages: %v, complete %v, %d missed", name, o.err, o.Complete, missed)
		}
	}
	again := newTrial(t, s)
	full := string(document(records(s.Kind, Openings(100))))
	again.fail(-1, Says(full))
	if o := again.fetch(); o.err == nil || o.asked > 3 {
		t.Errorf("the same page for ever: %d requests, %v", o.asked, o.err)
	}
}
