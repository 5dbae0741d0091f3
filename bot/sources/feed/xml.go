package feed

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	ext "github.com/mmcdole/gofeed/extensions"

	"rebond/bot"
)

var broken = bot.Text{FR: "Cet élément du flux n’a pas la forme attendue.", EN: "This item of the feed does not have the expected form."}

func place(i int) string { return strconv.Itoa(i + 1) }

// readXML reads RSS of any version, or Atom.
func readXML(data []byte, address string, now time.Time) (page, error) {
	data = controls(withoutDeclaration(data))
	if err := check(data); err != nil {
		return page{}, fmt.Errorf("read a feed: %w", err)
	}
	parser := gofeed.NewParser()
	// Images are not looked for: that would be to parse all of the HTML.
	parser.RSSTranslator = &gofeed.DefaultRSSTranslator{DisableContentImageScan: true}
	read, err := parser.Parse(bytes.NewReader(data))
	if err != nil {
		return page{}, fmt.Errorf("read a feed: %w", err)
	}
	p := page{title: plain(read.Title), link: read.Link}
	entries := make([]entry, 0, min(len(read.Items), maxItems))
	for _, in := range read.Items[:min(len(read.Items), maxItems)] {
		entries = append(entries, fromXML(in))
	}
	p.add(entries, address, now)
	return p, nil
}

func fromXML(in *gofeed.Item) entry {
	e := entry{
		id: in.GUID, title: in.Title, links: append([]string{in.Link}, in.Links...), html: in.Content, tags: in.Categories,
		fields: map[string][]string{},
	}
	if len(in.Description) > len(e.html) {
		e.html = in.Description
	}
	if in.PublishedParsed != nil {
		e.published = *in.PublishedParsed
	}
	if in.UpdatedParsed != nil {
		e.updated = *in.UpdatedParsed
	}
	for name, value := range in.Custom {
		e.put(name, value)
	}
	for prefix, elements := range in.Extensions {
		if prefix == "dc" || prefix == "atom" || prefix == "media" || prefix == "itunes" {
			continue
		}
		for name, all := range elements {
			for _, x := range all {
				e.put(name, values(x, 0))
			}
		}
	}
	return e
}

func (e *entry) put(name, value string) {
	for part := range strings.SplitSeq(value, "\n") {
		if part = plain(part); part != "" {
			e.fields[strings.ToLower(name)] = append(e.fields[strings.ToLower(name)], part)
		}
	}
}

// values are the texts of an element, a line each: its own, or those of the places that
// it holds, « Lyon, France ».
func values(x ext.Extension, depth int) string {
	if len(x.Children) == 0 || depth > 3 {
		return strings.Join(strings.Fields(short(x.Value, maxField)), " ")
	}
	if city, country := child(x, "city", "name"), child(x, "country"); city != "" || country != "" {
		return strings.Trim(city+", "+country, ", ")
	}
	var all []string
	for _, name := range []string{"location", "place", "name"} {
		for _, c := range x.Children[name] {
			all = append(all, values(c, depth+1))
		}
	}
	return strings.Join(all, "\n")
}

func child(x ext.Extension, names ...string) string {
	for _, name := range names {
		for _, c := range x.Children[name] {
			if v := strings.TrimSpace(c.Value); v != "" {
				return short(v, 200)
			}
		}
	}
	return ""
}
