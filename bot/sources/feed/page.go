package feed

import (
	"errors"
	"time"

	"rebond/bot/sources"
)

// Any feed of more items than this is read up to it only.
const maxItems = 5000

// page is one answer of a feed, read.
type page struct {
	title string
	link  string // of the site
	next  string // the next page, where it names one
	json  bool
	board bool // all of its items that can be read hold JobPosting data
	bare  bool // it is a list of no items
	ids   []string
	batch sources.Batch
}

var errNotFeed = errors.New("not a feed")

// parse reads a feed of any kind. media is its Content-Type, address where it was read.
func parse(data []byte, media, address string, now time.Time) (page, error) {
	data = sources.Trim(inUTF8(data, media))
	switch {
	case len(data) == 0:
		return page{}, errNotFeed
	case data[0] == '{':
		return readJSON(data, address, now)
	case data[0] == '<':
		return readXML(data, address, now)
	}
	return page{}, errNotFeed
}

// add puts the offers of entries into the page's batch: of those with one id, the first.
func (p *page) add(entries []entry, address string, now time.Time) {
	companies := namesCompanies(entries)
	seen := map[string]bool{}
	for i, e := range entries {
		if i == maxItems {
			break
		}
		e.companyFirst = companies
		o, reason := e.offer(address, now)
		if reason.Empty() {
			o, reason = sources.Finish(o)
		}
		if o.ID != "" && seen[o.ID] {
			continue
		}
		seen[o.ID] = true
		p.ids = append(p.ids, o.ID)
		if reason.Empty() && o.URL == "" {
			reason = noAddress
		}
		n := len(p.batch.Refused)
		p.batch.Add(o, reason, o.ID, i)
		if len(p.batch.Refused) > n && reason != ended {
			p.batch.Refused[n].Broken = true
		}
	}
}

// endAll gives the offers that have no end one: their feed does not say when they leave.
func (p *page) endAll(now time.Time) {
	for i := range p.batch.Offers {
		if o := &p.batch.Offers[i]; o.Expires.IsZero() {
			o.Expires = end(o.Published, now)
		}
	}
}

// name says whose the offers are.
func (p *page) name(kind string) {
	credit := sources.OneLine(p.title, 100)
	for i := range p.batch.Offers {
		o := &p.batch.Offers[i]
		o.Source, o.Credit = kind, sources.Credit{Name: credit}
		if credit == "" {
			o.Credit.Name = sources.CompanyFromBoard(o.URL)
		}
	}
}
