package feed

import (
	"testing"

	"rebond/bot/sources"
	"rebond/bot/sources/sourcestest"
)

func TestConform(t *testing.T) {
	sourcestest.Conform(t, sourcestest.Subject{
		Kind: "feed", Conditional: true, Partial: true,
		New: func(api, board string, c *sources.Client) sources.Source {
			return &Feed{Called: board, URL: api + "/" + board, Client: c}
		},
	})
}
