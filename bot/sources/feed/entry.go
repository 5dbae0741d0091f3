package feed

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"time"

	"rebond/bot"
	"rebond/bot/sources"
	"rebond/bot/sources/jobposting"
)

// Why an item is no offer that can be shown.
var (
	noAddress = bot.Text{FR: "Il n’y a pas d’adresse web où voir l’offre.", EN: "There is no web address at which to see the offer."}
	ended     = bot.Text{FR: "Elle est terminée.", EN: "It has ended."}
)

const (
	shownFor   = 30 * 24 * time.Hour  // an offer whose end is not said, after its publication
	listedFor  = 14 * 24 * time.Hour  // the same, after the week in which the feed still shows it
	longest    = 180 * 24 * time.Hour // whatever the feed shows
	maxContent = 256 << 10            // bytes of an item that are read
	maxField   = 2 << 10
)

// entry is an item of a feed of any kind.
type entry struct {
	id, title    string
	links        []string
	html         string // the announcement, perhaps escaped
	text         string // or as plain text
	tags         []string
	published    time.Time
	updated      time.Time
	language     string
	fields       map[string][]string // elements beside those of the format, by their name in lower case
	posting      json.RawMessage     // its JobPosting data, if any
	companyFirst bool                // its title begins with the company
}

// field is the first that is said of some names.
func (e *entry) field(names ...string) string {
	for _, name := range names {
		for _, value := range e.fields[name] {
			if value = strings.TrimSpace(value); value != "" {
				return value[:min(len(value), maxField)]
			}
		}
	}
	return ""
}

// offer is what the item announces.
func (e *entry) offer(address string, now time.Time) (sources.Offer, bot.Text) {
	o := sources.Offer{}
	link := e.link(address)
	if len(e.posting) > 0 {
		if read, ok := jobposting.Any(e.posting, "application/json", link); ok {
			o = read
		}
	}
	e.complete(&o, link)
	o.ID = e.identity(o)
	o.Published, o.Updated = past(or(e.published, o.Published), now), past(or(e.updated, o.Updated), now)
	if o.Published.IsZero() {
		o.Published = o.Updated
	}
	if o.Expires.IsZero() {
		o.Expires = sources.ParseDeadline(e.field("expires_at", "expires", "expirydate", "expirationdate", "validthrough", "closingdate", "enddate"))
	}
	if o.Expires.IsZero() && len(e.posting) == 0 {
		o.Expires = end(o.Published, now)
	}
	if !o.Expires.IsZero() && o.Expires.Before(now) {
		return o, ended
	}
	return o, bot.Text{}
}

// complete fills in what the JobPosting data do not say, or all of it.
func (e *entry) complete(o *sources.Offer, link string) {
	title, company := e.title, e.field("company", "company_name", "companyname", "hiringorganization", "employer")
	if name, rest, ok := cutCompany(title); ok && e.companyFirst && company == "" {
		company, title = name, rest
	}
	if title = plain(title); title != "" {
		o.Title = title
	}
	if o.Company == "" {
		o.Company = plain(company)
	}
	if link != "" {
		o.URL = link
	}
	if !sources.IsWeb(o.ApplyURL) {
		o.ApplyURL = ""
	}
	if own := e.description(); len(own) > len(o.Description) {
		o.Description = own
	}
	o.Skills = append(o.Skills, e.tags[:min(len(e.tags), 20)]...)
	if team := e.field("department", "role", "job_category", "jobcategory"); team != "" {
		o.Skills = append(o.Skills, plain(team))
	}
	if len(o.Places) == 0 {
		o.Places = e.places()
	}
	if o.Contract == "" {
		o.ContractSaid = e.field("type", "job_type", "jobtype", "employmenttype", "employment-type", "contract", "contracttype")
		if o.Contract = sources.ReadContract(o.ContractSaid); o.Contract == "" {
			o.Contract = sources.ContractInTitle(o.Title)
		}
	}
	if o.Level == "" {
		o.Level = sources.LevelInTitle(o.Title)
	}
	if o.Remote == "" {
		o.Remote = remote(e.field("remotestatus", "remote-status", "remote", "workplacetype"))
	}
	if o.Language == "" {
		o.Language, _ = bot.ParseLang(e.language)
	}
}

// remote reads the words of a field on the way of working.
func remote(said string) sources.Remote {
	switch bot.Fold(strings.TrimSpace(said)) {
	case "fully", "full", "true", "yes":
		return sources.Full
	case "none":
		return sources.OnSite
	}
	return sources.ParseRemote(said)
}

func (e *entry) description() string {
	if e.html != "" {
		return sources.FromEither(short(e.html, maxContent))
	}
	return sources.FromText(short(e.text, maxContent))
}

// places are those of the elements that name some.
func (e *entry) places() []sources.Place {
	country := e.field("country", "countrycode")
	for _, name := range []string{"location", "locations", "region", "city", "joblocation"} {
		var all []sources.Place
		for _, said := range e.fields[name][:min(len(e.fields[name]), 10)] {
			all = append(all, sources.Places(short(said, maxField), country)...)
		}
		if len(all) > 0 {
			return all
		}
	}
	if p, ok := (sources.Where{Country: country}).Place(); ok && country != "" {
		return []sources.Place{p}
	}
	return nil
}

// link is the address of the offer's own page, in full.
func (e *entry) link(address string) string {
	base, err := url.Parse(address)
	if err != nil {
		return ""
	}
	for _, l := range append(slices.Clone(e.links), e.id) {
		l = strings.TrimSpace(l)
		if l == "" || len(l) > maxField || l == e.id && !sources.IsWeb(l) && !strings.HasPrefix(l, "/") {
			continue
		}
		u, err := base.Parse(l)
		if err != nil || u.User != nil {
			continue
		}
		if full := u.String(); sources.IsWeb(full) {
			return full
		}
	}
	return ""
}

// identity is the item's own id; else its address, else a mark of what it says.
func (e *entry) identity(o sources.Offer) string {
	own := strings.TrimSpace(bot.Clean(e.id, 0))
	switch {
	case own != "" && len(own) <= 200:
		return own
	case own != "":
		return mark(own)
	case o.URL != "":
		return mark(o.URL)
	}
	return mark(e.title, e.published.Format(time.RFC3339))
}

func mark(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\n")))
	return hex.EncodeToString(sum[:12])
}

// end is until when an offer is shown whose feed does not say it: thirty days, and for
// as long as the feed shows it after that. It changes with the week only, so that an
// offer that has not changed stays the same from one reading to the next.
func end(published, now time.Time) time.Time {
	week := now.UTC().Truncate(7 * 24 * time.Hour)
	if published.IsZero() {
		return week.Add(shownFor)
	}
	until := published.Add(shownFor)
	if listed := week.Add(listedFor); listed.After(until) {
		until = listed
	}
	if last := published.Add(longest); last.Before(until) {
		until = last
	}
	return until
}

// past is an instant that is not to come: of a date that is, nothing is known.
func past(t, now time.Time) time.Time {
	if t.Year() < 2000 || t.After(now.Add(24*time.Hour)) {
		return time.Time{}
	}
	return t.UTC()
}

func or(a, b time.Time) time.Time {
	if a.IsZero() {
		return b
	}
	return a
}

// short is at most max bytes of s, and no part of a character.
func short(s string, max int) string {
	if len(s) > max {
		s = strings.ToValidUTF8(s[:max], "")
	}
	return s
}

// plain is a title or a name without the marks and entities that feeds leave in it.
func plain(s string) string {
	s = short(s, maxField)
	if strings.ContainsAny(s, "<&") {
		s = bot.Plain(sources.FromHTML(s))
	}
	return strings.TrimSpace(s)
}
