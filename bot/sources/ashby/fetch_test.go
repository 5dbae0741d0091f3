package ashby

import (
	"testing"
	"time"

	"rebond/bot/sources"
	st "rebond/bot/sources/sourcestest"
)

func TestSource(t *testing.T) {
	st.Conform(t, st.Subject{
		Kind: name, Conditional: true, List: "jobs",
		New: func(api, board string, c *sources.Client) sources.Source {
			return &Board{Called: "acme", Board: board, API: api, Client: c}
		},
		Vital:    []string{"id", "title", "jobUrl"},
		Unlisted: []string{`{"id":"9","isListed":false,"title":"Dev","jobUrl":"https://jobs.ashbyhq.com/acme-fictif/9"}`},
	})
}

// Ashby has been seen to take 19 s.
func TestPatience(t *testing.T) {
	if timeout < 25*time.Second {
		t.Errorf("waits for %v only", timeout)
	}
}
