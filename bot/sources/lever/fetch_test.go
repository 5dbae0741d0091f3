package lever

import (
	"testing"

	"rebond/bot/sources"
	st "rebond/bot/sources/sourcestest"
)

func TestSource(t *testing.T) {
	st.Conform(t, st.Subject{
		Kind: name, Pages: true,
		New: func(api, board string, c *sources.Client) sources.Source {
			return &Site{Called: "acme", Site: board, API: api, Client: c}
		},
		Vital: []string{"id", "text", "hostedUrl"},
	})
}

func TestServers(t *testing.T) {
	st.Equal(t, "the world", (&Site{}).base(), "https://api.lever.co/v0/postings")
	st.Equal(t, "Europe", (&Site{EU: true}).base(), "https://api.eu.lever.co/v0/postings")
	st.Equal(t, "told", (&Site{EU: true, API: "http://127.0.0.1/x"}).base(), "http://127.0.0.1/x")
}
