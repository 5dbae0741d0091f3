package lever

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"rebond/bot"
	"rebond/bot/sources"
)

// The bases of the addresses of all sites: in the world, and in Europe.
const (
	API   = "https://api.lever.co/v0/postings"
	EUAPI = "https://api.eu.lever.co/v0/postings"
)

const (
	pageSize = 100
	maxPages = 100 // far beyond any company's
)

// Site is the public site of one company. It is read page by page.
type Site struct {
	Called string // its name in the configuration
	Site   string // its name at Lever: "qonto"
	EU     bool   // it lives on Lever's European servers
	API    string // empty: the real one
	Client *sources.Client
}

// Name implements sources.Source.
func (s *Site) Name() string { return s.Called }

// Kind implements sources.Source.
func (s *Site) Kind() string { return name }

// Every implements sources.Source.
func (s *Site) Every() time.Duration { return time.Hour }

// Terms implements sources.Source.
func (s *Site) Terms() sources.Terms {
	return sources.Terms{
		URL: "https://github.com/lever/postings-api",
		Note: bot.Text{
			FR: "API publique et documentée, sans clé ; une demande par seconde, comme le demande son robots.txt (`Crawl-delay: 1`).",
			EN: "Public and documented API, without a key; one request a second, as its robots.txt asks (`Crawl-delay: 1`).",
		},
	}
}

// Fetch implements sources.Source. Postings may come and go between two pages: each page
// therefore begins with the last posting of the one before. Where it is not there, some
// may have slipped between the two, and the reading is not complete.
func (s *Site) Fetch(ctx context.Context, reading *sources.Reading) (sources.Fetched, error) {
	complete, last := true, ""
	seen := map[string]bool{}
	for page, skip := 0, 0; page < maxPages; page++ {
		p, err := s.page(ctx, skip)
		if err != nil {
			return sources.Fetched{}, err
		}
		if err := reading.Keep(ctx, p.batch); err != nil {
			return sources.Fetched{}, err
		}
		fresh := 0
		joined := last == ""
		for _, id := range p.ids {
			joined = joined || id == last
			if !seen[id] {
				seen[id] = true
				fresh++
			}
		}
		complete = complete && joined && !p.partial && !p.batch.Broken()
		if len(p.ids) < pageSize {
			return sources.Fetched{Complete: complete}, nil
		}
		if fresh == 0 {
			return sources.Fetched{}, &sources.Failure{Fault: sources.Malformed, Status: http.StatusOK, Said: "the same page again and again"}
		}
		last = p.ids[len(p.ids)-1]
		skip += len(p.ids) - 1
	}
	return sources.Fetched{}, &sources.Failure{Fault: sources.TooLarge, Said: "more pages than a company has"}
}

// page is one page of postings.
type page struct {
	batch   sources.Batch
	ids     []string // of all its records, those refused too; in the place of one, its rank
	partial bool     // its answer says that it is only a part
}

func (s *Site) page(ctx context.Context, skip int) (page, error) {
	query := url.Values{"mode": {"json"}, "skip": {strconv.Itoa(skip)}, "limit": {strconv.Itoa(pageSize)}}
	answer, err := s.Client.Get(ctx, sources.Ask{
		URL:    strings.TrimSuffix(s.base(), "/") + "/" + url.PathEscape(s.Site) + "?" + query.Encode(),
		Header: http.Header{"Accept": {"application/json"}},
	})
	if err != nil {
		return page{}, err
	}
	if answer.Status == http.StatusNoContent {
		return page{}, &sources.Failure{Fault: sources.Malformed, Status: answer.Status, Said: "an empty answer"}
	}
	if body := sources.Trim(answer.Body); len(body) == 0 || body[0] != '[' {
		return page{}, sources.NotAnswer(answer, nil)
	}
	records, err := sources.Records(answer.Body, "")
	if err != nil {
		return page{}, sources.NotAnswer(answer, err)
	}
	p := page{batch: sources.ReadRecords(records, offer), partial: answer.Status != http.StatusOK}
	p.batch.Name(sources.BoardName(s.Site))
	for i, raw := range records {
		p.ids = append(p.ids, idOf(raw, skip+i))
	}
	return p, nil
}

// idOf is what tells a record from the others.
func idOf(raw json.RawMessage, rank int) string {
	var record struct{ ID sources.Said }
	if json.Unmarshal(raw, &record) != nil || record.ID == "" {
		return "rank " + strconv.Itoa(rank)
	}
	return string(record.ID)
}

func (s *Site) base() string {
	if s.API == "" && s.EU {
		return EUAPI
	}
	return cmp.Or(s.API, API)
}
