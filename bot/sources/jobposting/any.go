package jobposting

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"rebond/bot"
	"rebond/bot/sources"
)

// What is looked at of a page to find the offer that it is about.
const (
	maxScripts  = 200
	maxJSON     = 1 << 20 // bytes of all scripts: JSON takes many times its size to read
	maxPostings = 100
)

// Any reads what a page says of one opening: its JobPosting data as JSON-LD,
// else as microdata (schema.org itemprop), else what OpenGraph and its title
// say. The address is where the page was read: relative links are resolved
// against it and it is the offer's URL where the page gives none. media is its
// Content-Type header (for the charset). False when it says nothing of use. It
// is a careless page's best: fields may be missing, and nothing is refused for
// it. No more than 2 MiB of the page are read.
//
// Of several postings, the offer is the one whose address is the page's own,
// else the first where all have one title and company, else the one that the
// page's title names. Else the page is a list, and gives only what all its
// postings agree on, such as the company: never the title of one among many.
func Any(data []byte, media, address string) (o sources.Offer, ok bool) {
	p := page{items: new(microdata)}
	if address = strings.TrimSpace(address); sources.IsWeb(address) {
		p.url = address
	}
	data = sources.Trim(inUTF8(data, media))
	if len(data) > 0 && (data[0] == '{' || data[0] == '[') {
		p.scripts = []string{string(data)}
	} else {
		p.read(data)
	}
	found := useful(p.linked())
	if len(found) == 0 {
		found = useful(p.items.found)
	}
	if in, one := p.chosen(found); one {
		o = p.completed(in)
		return o, o.Title != "" || o.Description != ""
	}
	o = p.common(found)
	return o, o.Company != "" || len(o.Places) > 0 || o.Contract != "" || o.Remote != ""
}

// linked are the postings of the page's JSON-LD; a script that is broken is
// left out.
func (p *page) linked() []object {
	var found []object
	scripts, room := 0, maxJSON
	for _, script := range p.scripts {
		if len(script) > room || !strings.Contains(script, "JobPosting") {
			continue
		}
		room -= len(script)
		if scripts++; scripts > maxScripts || len(found) >= maxPostings {
			break
		}
		if value, err := decode(script); err == nil {
			found = append(found, postings(value, 0)...)
		}
	}
	return found
}

// useful are the first of the postings that say what they are.
func useful(all []object) []object {
	var kept []object
	for _, in := range all {
		if titleOf(in) == "" && text(in["description"]) == "" {
			continue
		}
		if kept = append(kept, in); len(kept) == maxPostings {
			break
		}
	}
	return kept
}

// titleOf is the title of a posting, to compare.
func titleOf(in object) string {
	return bot.Fold(strings.TrimSpace(line(first(text(in["title"]), text(in["name"])))))
}

// chosen is the posting that the page is about, an empty one where it holds
// none; false where it is a list. See [Any].
func (p *page) chosen(all []object) (in object, one bool) {
	if len(all) == 0 {
		return object{}, true
	}
	if i := slices.IndexFunc(all, p.isHere); i >= 0 {
		return all[i], true
	}
	another := func(in object) bool {
		return titleOf(in) != titleOf(all[0]) || orgName(in["hiringOrganization"]) != orgName(all[0]["hiringOrganization"])
	}
	if !slices.ContainsFunc(all, another) {
		return all[0], true
	}
	in = p.named(all)
	return in, in != nil
}

// isHere reports whether a posting says that the page is its own.
func (p *page) isHere(in object) bool {
	for _, key := range []string{"url", "@id", "mainEntityOfPage"} {
		own := text(in[key])
		if o, ok := in[key].(object); ok {
			own = text(o["@id"])
		}
		if own = sameAs(p.absolute(own, true)); own == "" {
			continue
		}
		for _, here := range []string{p.url, p.absolute(p.canonical, false), p.absolute(p.ogURL, false)} {
			if here != "" && !p.isHome(here) && sameAs(here) == own {
				return true
			}
		}
	}
	return false
}

// sameAs is what two addresses of one page have in common.
func sameAs(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	query := u.Query()
	for name := range query {
		if strings.HasPrefix(name, "utm_") {
			query.Del(name)
		}
	}
	return host(address) + strings.TrimRight(u.Path, "/") + "?" + query.Encode()
}

// named is the posting with the longest title that the page's own title holds;
// nil when it holds none.
func (p *page) named(all []object) object {
	said := bot.Fold(p.metas["og:title"] + "\n" + p.title)
	var best object
	most := 2 // bytes: less is no title
	for _, in := range all {
		if title := titleOf(in); len(title) > most && strings.Contains(said, title) {
			best, most = in, len(title)
		}
	}
	return best
}

// common is what all postings of a list agree on, at the page's address.
func (p *page) common(all []object) sources.Offer {
	agreed := p.finished(all[0])
	for _, in := range all[1:] {
		o := p.finished(in)
		if o.Company != agreed.Company {
			agreed.Company = ""
		}
		if !slices.Equal(o.Places, agreed.Places) {
			agreed.Places = nil
		}
		if o.Contract != agreed.Contract {
			agreed.Contract, agreed.ContractSaid = "", ""
		}
		if o.Remote != agreed.Remote {
			agreed.Remote = ""
		}
	}
	o := sources.Offer{
		Source: name, Company: agreed.Company, Places: agreed.Places, Remote: agreed.Remote,
		Contract: agreed.Contract, ContractSaid: agreed.ContractSaid, Language: agreed.Language, URL: p.address(""),
	}
	o.ApplyURL, o.ID = o.URL, mark(o.URL, o.Company)
	o.Credit.Name = sources.OneLine(first(host(o.URL), o.Company, "JobPosting"), 100)
	return o
}

// completed is the offer of a posting, with what the page says of itself where
// the posting says nothing.
func (p *page) completed(in object) sources.Offer {
	said := p.summary()
	whole := maps.Clone(in)
	if titleOf(in) == "" {
		whole["title"] = said.title
	}
	if text(in["description"]) == "" {
		whole["description"] = said.description
	}
	if orgName(in["hiringOrganization"]) == "" {
		whole["hiringOrganization"] = said.company
	}
	o := p.finished(whole)
	if o.Contract == "" {
		o.Contract = sources.ContractInTitle(said.whole)
	}
	if o.Remote == "" {
		o.Remote = sources.ReadRemote(said.whole)
	}
	return o
}

// finished is the offer of a posting, cleaned; what would have it refused where
// offers are imported is for a person to correct here.
func (p *page) finished(in object) sources.Offer {
	o, _ := sources.Finish(p.offer(in))
	return o
}
