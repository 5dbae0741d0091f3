// Package lever reads the answers of Lever's public postings API:
// api.lever.co/v0/postings/{site}?mode=json, and its European twin. It promises
// an offer for each posting, its company named after the site.
package lever

import (
	"strings"

	"rebond/bot"
	"rebond/bot/sources"
)

const name = "lever"

// Format is how Lever's offers arrive.
func Format() sources.Format {
	return sources.Format{Name: name, Recognises: recognises, Parse: Parse}
}

// An empty site answers [].
func recognises(data []byte) bool {
	shape := sources.Look(data, "")
	return shape.List && (shape.First["hostedUrl"] || shape.First["text"] && shape.First["categories"] ||
		string(sources.Trim(data)) == "[]")
}

// Parse reads a list of postings.
func Parse(data []byte) (sources.Batch, error) { return sources.Read(data, "", offer) }

type posting struct {
	ID            string `json:"id"`
	Title         string `json:"text"`
	CreatedAt     int64  `json:"createdAt"` // milliseconds; not documented, yet there
	Country       string `json:"country"`
	WorkplaceType string `json:"workplaceType"`
	Categories    struct {
		Commitment   string   `json:"commitment"`
		Department   string   `json:"department"`
		Team         string   `json:"team"`
		Location     string   `json:"location"`
		AllLocations []string `json:"allLocations"`
	} `json:"categories"`
	Opening         string `json:"opening"`
	Description     string `json:"description"` // opening and body together
	DescriptionBody string `json:"descriptionBody"`
	Lists           []struct {
		Text    string `json:"text"`
		Content string `json:"content"` // items without their list
	} `json:"lists"`
	Additional  string `json:"additional"`
	SalaryRange *struct {
		Currency string       `json:"currency"`
		Interval string       `json:"interval"`
		Min      sources.Said `json:"min"`
		Max      sources.Said `json:"max"`
	} `json:"salaryRange"`
	SalaryDescription string `json:"salaryDescriptionPlain"`
	HostedURL         string `json:"hostedUrl"`
	ApplyURL          string `json:"applyUrl"`
}

func offer(p posting) (sources.Offer, bot.Text) {
	created := sources.Milliseconds(p.CreatedAt)
	o := sources.Offer{
		Source: name, ID: p.ID, Credit: sources.Credit{Name: "Lever"},
		Title: p.Title, Company: sources.CompanyFromBoard(p.HostedURL, "lever.co"),
		Skills:      []string{p.Categories.Team, p.Categories.Department},
		Description: p.text(),
		Contract:    sources.ReadContract(p.Categories.Commitment), ContractSaid: p.Categories.Commitment,
		Level: sources.LevelInTitle(p.Title),
		Pay:   p.pay(),
		URL:   p.HostedURL, ApplyURL: p.ApplyURL,
		Published: created, Updated: created,
	}
	for _, location := range append([]string{p.Categories.Location}, p.Categories.AllLocations...) {
		o.Places = append(o.Places, sources.Places(location, p.Country)...)
	}
	if len(o.Places) == 0 {
		if place, ok := (sources.Where{Country: p.Country}).Place(); ok {
			o.Places = []sources.Place{place}
		}
	}
	if o.Contract == "" {
		o.Contract = sources.ContractInTitle(p.Title)
	}
	if o.Remote = sources.ParseRemote(p.WorkplaceType); o.Remote == "" {
		o.Remote = sources.ReadRemote(p.Title, bot.Plain(o.Description))
	}
	if o.Remote == "" {
		o.Remote = sources.RemoteInPlaces(o.Places)
	}
	return o, bot.Text{}
}

// text is the whole announcement in its order.
func (p posting) text() string {
	var all strings.Builder
	if all.WriteString(p.Description); p.Description == "" {
		all.WriteString(p.Opening + p.DescriptionBody)
	}
	for _, l := range p.Lists {
		all.WriteString("<h3>" + l.Text + "</h3><ul>" + l.Content + "</ul>")
	}
	all.WriteString("<div>" + p.Additional + "</div>")
	return sources.FromHTML(all.String())
}

func (p posting) pay() sources.Pay {
	s := p.SalaryRange
	if s == nil {
		return sources.Pay{Said: p.SalaryDescription}
	}
	said := sources.SaidPay(string(s.Min), string(s.Max), s.Currency, strings.NewReplacer("per-", "", "-salary", "", "-wage", "").Replace(s.Interval))
	if p.SalaryDescription != "" {
		said += " · " + p.SalaryDescription
	}
	return sources.NewPay(sources.Cents(string(s.Min)), sources.Cents(string(s.Max)), s.Currency, sources.ReadPeriod(s.Interval), said)
}
