package recruitee

import (
	"cmp"
	"context"
	"net/http"
	"regexp"
	"strings"
	"time"

	"rebond/bot"
	"rebond/bot/sources"
)

// API is a company's own site, on which its name stands for {company}.
const API = "https://{company}.recruitee.com"

// Company is the careers site of one company. It shows everything in one answer.
type Company struct {
	Called  string // its name in the configuration
	Company string // its name at Recruitee: the first word of its site's address
	API     string // its site, where it has an address of its own; empty: at Recruitee
	Client  *sources.Client
}

// Name implements sources.Source.
func (c *Company) Name() string { return c.Called }

// Kind implements sources.Source.
func (c *Company) Kind() string { return name }

// Every implements sources.Source.
func (c *Company) Every() time.Duration { return time.Hour }

// Terms implements sources.Source.
func (c *Company) Terms() sources.Terms {
	return sources.Terms{
		URL: "https://docs.recruitee.com/reference/intro-to-careers-site-api",
		Note: bot.Text{
			FR: "API publique du site carrières, sans clé : seules les offres publiées y sont ; le lien de l’offre est toujours montré.",
			EN: "Public API of the careers site, without a key: only published offers are there; the offer's own link is always shown.",
		},
	}
}

// label is what can be the name of a site under another: nothing that leads elsewhere.
var label = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$`)

// Fetch implements sources.Source.
func (c *Company) Fetch(ctx context.Context, reading *sources.Reading) (sources.Fetched, error) {
	if !label.MatchString(c.Company) {
		return sources.Fetched{}, &sources.Failure{Fault: sources.NotFound, Said: "not a name of a company at Recruitee"}
	}
	site := strings.ReplaceAll(cmp.Or(c.API, API), "{company}", c.Company)
	return sources.Whole{
		Client: c.Client,
		Ask: sources.Ask{
			URL:    strings.TrimSuffix(site, "/") + "/api/offers/",
			Header: http.Header{"Accept": {"application/json"}},
		},
		Parse:   Parse,
		Lacks:   func(body []byte) bool { return !sources.NamesList(body, "offers") },
		Company: sources.BoardName(c.Company),
	}.Fetch(ctx, reading)
}
