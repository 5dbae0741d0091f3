package sourcestest_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	st "rebond/bot/sources/sourcestest"
)

// The fake refuses what the real ones would not like.
func TestBoardsRefuse(t *testing.T) {
	b := st.NewBoards(t)
	b.Publish("greenhouse", "acme", st.Openings(1)...)
	good := b.API("greenhouse") + "/acme/jobs?content=true"
	for name, c := range map[string]struct {
		address, agent, want string
		wait                 time.Duration
	}{
		"good":       {good, st.Agent, "", time.Minute},
		"agent":      {good, "curl/8", "names no contact", time.Minute},
		"parameter":  {b.API("greenhouse") + "/acme/jobs", st.Agent, "content is not true", time.Minute},
		"lever":      {b.API("lever") + "/acme?mode=json&skip=0&limit=500", st.Agent, "no limit, or more than 100", time.Minute},
		"ashby":      {b.API("ashby") + "/acme", st.Agent, "includeCompensation", time.Minute},
		"too early":  {good, st.Agent, "after the one before", 900 * time.Millisecond},
		"just right": {good, st.Agent, "", time.Second},
	} {
		if c.wait < time.Minute { // whatever came before, one that was good
			b.Clock.Advance(time.Minute)
			ask(t, good, st.Agent)
		}
		b.Clock.Advance(c.wait)
		ask(t, c.address, c.agent)
		got := strings.Join(b.Refusals(), "\n")
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func ask(t *testing.T, address, agent string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("User-Agent", agent)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
}
