package ashby

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"rebond/bot"
	"rebond/bot/sources"
)

// API is the base of the addresses of all boards.
const API = "https://api.ashbyhq.com/posting-api/job-board"

// timeout is long: answers have been seen to take from 10 to 19 s.
const timeout = 30 * time.Second

// Board is the public board of one company. It shows everything in one answer.
type Board struct {
	Called string // its name in the configuration
	Board  string // its name at Ashby: "alan"
	API    string // empty: the real one
	Client *sources.Client
}

// Name implements sources.Source.
func (b *Board) Name() string { return b.Called }

// Kind implements sources.Source.
func (b *Board) Kind() string { return name }

// Every implements sources.Source.
func (b *Board) Every() time.Duration { return time.Hour }

// Terms implements sources.Source.
func (b *Board) Terms() sources.Terms {
	return sources.Terms{
		URL: "https://developers.ashbyhq.com/docs/public-job-posting-api",
		Note: bot.Text{
			FR: "API publique et documentée, sans clé ; les offres que l’entreprise ne liste pas ne sont pas montrées, ni la paie qu’elle n’affiche pas.",
			EN: "Public and documented API, without a key; offers that the company does not list are not shown, nor is the pay that it does not display.",
		},
	}
}

// Fetch implements sources.Source.
func (b *Board) Fetch(ctx context.Context, reading *sources.Reading) (sources.Fetched, error) {
	return sources.Whole{
		Client: b.Client,
		Ask: sources.Ask{
			URL:     strings.TrimSuffix(cmp.Or(b.API, API), "/") + "/" + url.PathEscape(b.Board) + "?includeCompensation=true",
			Header:  http.Header{"Accept": {"application/json"}},
			Timeout: timeout,
		},
		Parse:   Parse,
		Lacks:   func(body []byte) bool { return !sources.NamesList(body, "jobs") },
		Company: sources.BoardName(b.Board),
	}.Fetch(ctx, reading)
}
