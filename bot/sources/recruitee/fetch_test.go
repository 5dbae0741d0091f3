package recruitee

import (
	"context"
	"errors"
	"testing"

	"rebond/bot/sources"
	st "rebond/bot/sources/sourcestest"
)

func TestSource(t *testing.T) {
	st.Conform(t, st.Subject{
		Kind: name, Conditional: true, List: "offers",
		New: func(api, board string, c *sources.Client) sources.Source {
			return &Company{Called: "acme", Company: board, API: api, Client: c}
		},
		Vital:    []string{"id", "title", "careers_url", "status"},
		Unlisted: []string{`{"id":9,"status":"draft","title":"Dev","careers_url":"https://acme-fictif.recruitee.com/o/9"}`},
	})
}

// A name is part of a host: it must not lead to another.
func TestName(t *testing.T) {
	for _, company := range []string{"", "a.b", "evil.example/", "a@b", "-a", "a b", "é", "a:80"} {
		s := &Company{Called: "acme", Company: company, Client: &sources.Client{Agent: st.Agent}}
		_, err := s.Fetch(context.Background(), &sources.Reading{})
		if f, ok := errors.AsType[*sources.Failure](err); !ok || f.Fault != sources.NotFound {
			t.Errorf("%q: %v", company, err)
		}
	}
}
