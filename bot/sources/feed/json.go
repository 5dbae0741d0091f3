package feed

import (
	"encoding/json"
	"time"

	"rebond/bot/sources"
)

// item is an item of JSON Feed 1.0 and 1.1, with what Teamtailor adds.
type item struct {
	ID          sources.Said    `json:"id"`
	URL         string          `json:"url"`
	ExternalURL string          `json:"external_url"`
	Title       string          `json:"title"`
	ContentHTML string          `json:"content_html"`
	ContentText string          `json:"content_text"`
	Summary     string          `json:"summary"`
	Published   string          `json:"date_published"`
	Modified    string          `json:"date_modified"`
	Tags        sources.Words   `json:"tags"`
	Language    string          `json:"language"`
	Posting     json.RawMessage `json:"_jobposting"`
}

// readJSON reads JSON Feed item by item, so that a broken one costs itself only, and
// with the data beside the format, which the library that reads the other formats drops.
func readJSON(data []byte, address string, now time.Time) (page, error) {
	var head struct {
		Version any    `json:"version"`
		Title   string `json:"title"`
		Home    string `json:"home_page_url"`
		Next    string `json:"next_url"`
	}
	records, err := sources.Records(data, "items")
	if err != nil {
		return page{}, err
	}
	if !sources.NamesList(data, "items") {
		return page{}, errNotFeed
	}
	_ = json.Unmarshal(data, &head) // a title of the wrong type is none
	p := page{title: plain(head.Title), link: head.Home, next: head.Next, json: true, bare: len(records) == 0}
	postings := 0
	entries := make([]entry, 0, min(len(records), maxItems))
	for i, raw := range records {
		var in item
		if json.Unmarshal(raw, &in) != nil {
			p.batch.Refused = append(p.batch.Refused, sources.Refusal{Record: place(i), Reason: broken, Broken: true})
			continue
		}
		e := in.entry()
		if len(e.posting) > 0 {
			postings++
		}
		entries = append(entries, e)
	}
	p.board = len(entries) > 0 && postings == len(entries)
	p.add(entries, address, now)
	return p, nil
}

func (in item) entry() entry {
	e := entry{
		id: string(in.ID), title: in.Title, links: []string{in.URL, in.ExternalURL}, html: in.ContentHTML, text: in.ContentText,
		tags: in.Tags, language: in.Language, published: sources.ParseTime(in.Published), updated: sources.ParseTime(in.Modified),
	}
	if e.html == "" && e.text == "" {
		e.text = in.Summary
	}
	if len(in.Posting) > 0 && in.Posting[0] == '{' {
		e.posting = in.Posting
	}
	return e
}
