package greenhouse

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"

	"rebond/bot"
	"rebond/bot/sources"
)

// API is the base of the addresses of all boards.
const API = "https://boards-api.greenhouse.io/v1/boards"

// Board is the public board of one company. It shows everything in one answer.
type Board struct {
	Called string // its name in the configuration
	Board  string // its token at Greenhouse: "doctolib"
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
		URL: "https://developers.greenhouse.io/job-board.html",
		Note: bot.Text{
			FR: "API publique et documentée, sans clé, faite pour afficher les offres d’une entreprise ; au plus une demande par seconde, le lien de l’offre toujours montré.",
			EN: "Public and documented API, without a key, made to show a company's offers; at most one request a second, the offer's own link always shown.",
		},
	}
}

// Fetch implements sources.Source.
func (b *Board) Fetch(ctx context.Context, reading *sources.Reading) (sources.Fetched, error) {
	return sources.Whole{
		Client: b.Client,
		Ask: sources.Ask{
			URL:    strings.TrimSuffix(cmp.Or(b.API, API), "/") + "/" + url.PathEscape(b.Board) + "/jobs?content=true",
			Header: http.Header{"Accept": {"application/json"}},
		},
		Parse: Parse, Lacks: lacks, Company: sources.BoardName(b.Board),
	}.Fetch(ctx, reading)
}

// lacks compares the jobs of an answer with how many it says there are.
func lacks(body []byte) bool {
	var answer struct {
		Jobs []json.RawMessage `json:"jobs"`
		Meta struct {
			Total json.Number `json:"total"`
		} `json:"meta"`
	}
	if !sources.NamesList(body, "jobs") {
		return true
	}
	if json.Unmarshal(sources.Trim(body), &answer) != nil {
		return false // the list is whole; how many there are is not said as it was
	}
	total, err := answer.Meta.Total.Int64()
	return err == nil && total > int64(len(answer.Jobs))
}
