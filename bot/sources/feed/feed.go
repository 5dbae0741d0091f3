// Package feed reads the job feeds that sites publish: RSS, Atom and JSON Feed, with the
// JobPosting data that some put in it. It promises that a feed, however hostile, costs no
// more than its size, and that what it gives is as clean as what other sources do.
package feed

import (
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

// Feed is one feed of offers.
type Feed struct {
	Called string // its name in the configuration
	URL    string
	Client *sources.Client
}

// Name implements sources.Source.
func (f *Feed) Name() string { return f.Called }

// Kind implements sources.Source: each feed has ids of its own.
func (f *Feed) Kind() string { return "feed/" + f.Called }

// Every implements sources.Source.
func (f *Feed) Every() time.Duration { return time.Hour }

// Terms implements sources.Source. They lead to the site, not to the feed, whose address
// may hold a key.
func (f *Feed) Terms() sources.Terms {
	return sources.Terms{
		URL: home(f.URL),
		Note: bot.Text{
			FR: "Flux publié par le site pour être lu ailleurs ; ses conditions sont celles du site : vérifie-les avant de l’activer.",
			EN: "A feed that the site publishes to be read elsewhere; its terms are the site's: check them before you switch it on.",
		},
	}
}

// home is the front page of the site of an address.
func home(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	return u.Scheme + "://" + u.Host + "/"
}

// state is what a reading leaves: how to ask whether anything has changed, and in which
// week everything was read, since how long its offers are shown depends on it.
type state struct {
	Version    int                `json:"version"`
	Week       string             `json:"week"`
	Board      bool               `json:"board,omitempty"` // its items held JobPosting data
	Validators sources.Validators `json:"validators,omitzero"`
}

const (
	maxPages = 20
	accepted = "application/feed+json, application/rss+xml, application/atom+xml, application/json;q=0.9, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.1"
)

// Fetch implements sources.Source. A feed that only shows its last items is never
// complete: its offers leave by their date. One whose items all hold JobPosting data is a
// company's board, and complete when its pages were read to the end.
func (f *Feed) Fetch(ctx context.Context, reading *sources.Reading) (sources.Fetched, error) {
	week := reading.Now.UTC().Truncate(7 * 24 * time.Hour)
	var before state
	if json.Unmarshal([]byte(reading.State), &before) != nil || before.Version != sources.Version {
		before = state{}
	}
	if before.Week != week.Format(time.DateOnly) {
		before.Validators = sources.Validators{}
	}
	answer, err := f.Client.Get(ctx, f.ask(f.URL, before.Validators))
	if err != nil {
		return sources.Fetched{}, err
	}
	if answer.Status == http.StatusNotModified {
		return sources.Fetched{Unchanged: true, Complete: before.Board, State: reading.State}, nil
	}
	first, err := f.read(answer, f.URL, reading.Now)
	if err != nil {
		return sources.Fetched{}, err
	}
	first.board = first.board || first.bare && before.Board // the last openings of a board have left
	pages, whole, err := f.others(ctx, first, reading.Now)
	complete := err == nil && whole && board(pages)
	for _, p := range pages {
		if err == nil && !complete {
			p.endAll(reading.Now)
		}
		if fault := reading.Keep(ctx, p.batch); fault != nil {
			return sources.Fetched{}, fault
		}
	}
	if err != nil {
		return sources.Fetched{}, err
	}
	after := state{Version: sources.Version, Week: week.Format(time.DateOnly), Board: board(pages)}
	// Of several pages, the first may stay as it was when another changes; and a board that
	// was not read whole is read again.
	if len(pages) == 1 && !first.batch.Broken() && (complete || !first.board) {
		after.Validators = answer.Validators
	}
	kept, err := json.Marshal(after)
	return sources.Fetched{Complete: complete, State: string(kept)}, err
}

// board says whether pages are all of a board: what follows its last one may be bare.
func board(pages []page) bool {
	for i, p := range pages {
		if !p.board && (i == 0 || !p.bare) {
			return false
		}
	}
	return true
}

func (f *Feed) ask(address string, since sources.Validators) sources.Ask {
	return sources.Ask{URL: address, Header: http.Header{"Accept": {accepted}}, Since: since}
}

// read reads an answer.
func (f *Feed) read(answer sources.Answer, address string, now time.Time) (page, error) {
	read, err := parse(answer.Body, answer.Header.Get("Content-Type"), address, now)
	if err != nil {
		return page{}, &sources.Failure{Fault: sources.Malformed, Status: answer.Status, Said: said(answer.Body), Err: err}
	}
	read.name(f.Kind())
	return read, nil
}

// said tells what an answer is that is no feed.
func said(body []byte) string {
	head := strings.ToLower(string(sources.Trim(body[:min(len(body), 1024)])))
	switch {
	case head == "":
		return "an empty answer"
	case strings.HasPrefix(head, "<!doctype html"), strings.Contains(head, "<html"):
		return "a web page, not a feed"
	}
	return "not a feed, or not to its end"
}

// others reads the pages after the first: those that each names, or for a board that
// names none, those that are numbered, until one holds nothing new or is not there. pages
// are all of them, the first too, also where one fails; whole says that every record of
// every page was read.
func (f *Feed) others(ctx context.Context, last page, now time.Time) (pages []page, whole bool, err error) {
	seen := map[string]bool{}
	asked := map[string]bool{f.URL: true}
	news := func(p page) (n int) {
		for _, id := range p.ids {
			if !seen[id] {
				seen[id] = true
				n++
			}
		}
		return n
	}
	news(last)
	numbered := last.board && !last.bare && last.next == "" && last.json
	whole = !last.batch.Broken()
	for pages = append(pages, last); len(pages) < maxPages; pages = append(pages, last) {
		address := sameSite(f.URL, last.next)
		if numbered {
			address = withPage(f.URL, len(pages)+1)
		}
		if address == "" || asked[address] {
			return pages, whole && last.next == "", nil
		}
		asked[address] = true
		answer, err := f.Client.Get(ctx, f.ask(address, sources.Validators{}))
		if failure, ok := err.(*sources.Failure); ok && numbered && failure.Fault == sources.NotFound {
			return pages, whole, nil // the last one was the last
		}
		if err != nil {
			return pages, false, err
		}
		if last, err = f.read(answer, address, now); err != nil {
			return pages, false, err
		}
		if news(last) == 0 {
			return pages, whole && !last.batch.Broken(), nil
		}
		whole = whole && !last.batch.Broken()
	}
	return pages, false, nil
}

// sameSite is the address of a next page, if it is on the feed's own site.
func sameSite(feed, next string) string {
	base, err := url.Parse(feed)
	if err != nil || next == "" {
		return ""
	}
	u, err := base.Parse(next)
	if err != nil || u.Scheme != base.Scheme || !strings.EqualFold(u.Host, base.Host) || u.User != nil {
		return ""
	}
	u.Fragment = ""
	return u.String()
}

func withPage(feed string, n int) string {
	u, err := url.Parse(feed)
	if err != nil {
		return ""
	}
	query := u.Query()
	if query.Has("page") {
		return "" // one page was asked for
	}
	query.Set("page", strconv.Itoa(n))
	u.RawQuery = query.Encode()
	return u.String()
}
