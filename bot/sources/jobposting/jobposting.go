// Package jobposting reads the schema.org JobPosting data that the page of an
// offer holds for search engines: as JSON-LD where offers are imported, and as
// microdata too where a form is filled. It promises to read nothing but that data
// and what the page says of itself, and takes both as careless as sites write them.
package jobposting

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/url"
	"strings"
	"time"

	"rebond/bot"
	"rebond/bot/sources"
)

const name = "jobposting"

// Format is how such pages arrive.
func Format() sources.Format {
	return sources.Format{Name: name, Recognises: recognises, Parse: Parse}
}

// An HTML page of any kind, so that one without offers is told so; or the JSON
// of a JobPosting alone.
func recognises(data []byte) bool {
	data = sources.Trim(data)
	if len(data) == 0 {
		return false
	}
	if data[0] != '<' {
		shape := sources.Look(data, "@graph")
		return shape.Keys["@type"] || shape.Keys["@graph"] || shape.First["@type"]
	}
	head := bytes.ToLower(data[:min(len(data), 4096)])
	for _, sign := range []string{"<!doctype html", "<html", "<head", "<body", "<script", "<meta"} {
		if bytes.Contains(head, []byte(sign)) {
			return true
		}
	}
	return bytes.Contains(data, []byte("application/ld+json"))
}

// Parse reads a page; see [Read].
func Parse(data []byte) (sources.Batch, error) {
	offers, refused, err := Read(data)
	return sources.Batch{Offers: offers, Refused: refused}, err
}

// Read reads the offers of a page, which need not say its own address. A page
// without JobPosting data, or where it is broken, is a [*bot.UserError].
func Read(page []byte) ([]sources.Offer, []sources.Refusal, error) {
	p := readPage(page)
	var batch sources.Batch
	broken := false
	for _, script := range p.scripts {
		value, err := decode(script)
		if err != nil {
			broken = broken || strings.Contains(script, "JobPosting")
			continue
		}
		for _, posting := range postings(value, 0) {
			rank := len(batch.Offers) + len(batch.Refused)
			o, reason := sources.Finish(p.offer(posting))
			batch.Add(o, reason, o.Title, rank)
		}
	}
	if len(batch.Offers)+len(batch.Refused) > 0 {
		return batch.Offers, batch.Refused, nil
	}
	if broken {
		return nil, nil, &bot.UserError{Err: errors.New("broken JSON-LD"), Text: bot.Text{
			FR: "Les données d’offre (JobPosting) de cette page sont abîmées\u00a0: je ne peux pas les lire.",
			EN: "The JobPosting data of this page is broken: I cannot read it.",
		}}
	}
	return nil, nil, &bot.UserError{Err: errors.New("no JobPosting"), Text: bot.Text{
		FR: "Cette page ne contient pas de données d’offre (JobPosting)\u00a0: je ne sais pas y lire une offre.",
		EN: "This page holds no JobPosting data: I cannot read an offer in it.",
	}}
}

// postings finds the JobPosting objects in a value, wherever they hang.
func postings(v any, depth int) []object {
	if depth > 12 {
		return nil
	}
	var found []object
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			found = append(found, postings(e, depth+1)...)
		}
	case map[string]any:
		if isPosting(v["@type"]) {
			return []object{v}
		}
		for _, key := range []string{"@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item", "about", "_jobposting"} {
			found = append(found, postings(v[key], depth+1)...)
		}
	}
	return found
}

func isPosting(kind any) bool {
	for _, k := range texts(kind) {
		if k[strings.LastIndexAny(k, "/:#")+1:] == "JobPosting" {
			return true
		}
	}
	return false
}

func (p page) offer(in object) sources.Offer {
	o := sources.Offer{
		Source:      name,
		Title:       short(plain(first(text(in["title"]), text(in["name"]))), maxLine),
		Company:     short(plain(orgName(in["hiringOrganization"])), maxLine),
		Skills:      skills(in),
		Description: description(in),
		Places:      locations(in),
		URL:         p.address(text(in["url"])),
		Published:   sources.ParseTime(text(in["datePosted"])),
		Updated:     sources.ParseTime(text(in["dateModified"])),
		Expires:     sources.ParseDeadline(text(in["validThrough"])),
	}
	o.ApplyURL = o.URL
	o.ContractSaid = short(strings.Join(texts(in["employmentType"]), ", "), maxLine)
	if o.Contract = sources.ReadContract(o.ContractSaid); o.Contract == "" {
		o.Contract = sources.ContractInTitle(o.Title)
	}
	o.LevelSaid, o.Level = experience(in["experienceRequirements"])
	if o.Level == "" {
		o.Level = sources.LevelInTitle(o.Title)
	}
	o.Pay = pay(in["baseSalary"], text(in["salaryCurrency"]))
	o.Language, _ = bot.ParseLang(first(text(in["inLanguage"]), p.lang))
	o.Remote = remote(in, o)
	o.ID = id(in, o)
	o.Credit.Name = sources.OneLine(first(host(o.URL), o.Company, "JobPosting"), 100)
	return o
}

// remote trusts the field that means work from afar; but sites set it for
// hybrid work too, so words that say "hybrid" win where there is a workplace.
func remote(in object, o sources.Offer) sources.Remote {
	said := sources.ReadRemote(o.Title, bot.Plain(o.Description))
	if strings.Contains(strings.Join(texts(in["jobLocationType"]), " "), "TELECOMMUTE") {
		if said == sources.Hybrid && len(addresses(in)) > 0 {
			return sources.Hybrid
		}
		return sources.Full
	}
	if said == "" {
		said = sources.RemoteInPlaces(o.Places)
	}
	return said
}

// id is the site's own identifier under its host, so that two sites' may be the
// same; else the address; else a mark of what the offer is.
func id(in object, o sources.Offer) string {
	own := text(in["identifier"])
	if o, ok := in["identifier"].(map[string]any); ok {
		own = first(text(o["value"]), text(o["@id"]))
	}
	whose := first(host(o.URL), o.Company)
	switch {
	case own != "" && whose != "" && len(whose)+len(own) < 200:
		return whose + "/" + own
	case own == "" && o.URL != "":
		return mark(o.URL, o.Title)
	}
	return mark(o.Title, o.Company, own, o.Published.Format(time.RFC3339))
}

func mark(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\n")))
	return hex.EncodeToString(sum[:12])
}

func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}

func first(words ...string) string {
	for _, w := range words {
		if strings.TrimSpace(w) != "" {
			return w
		}
	}
	return ""
}
