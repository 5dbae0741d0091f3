// Package ashby reads the answers of Ashby's public job posting API:
// api.ashbyhq.com/posting-api/job-board/{board}?includeCompensation=true. It
// promises an offer for each job that is listed, its pay only where the
// employer shows it.
package ashby

import (
	"net/url"
	"strings"

	"rebond/bot"
	"rebond/bot/sources"
)

const name = "ashby"

// Format is how Ashby's offers arrive.
func Format() sources.Format {
	return sources.Format{Name: name, Recognises: recognises, Parse: Parse}
}

func recognises(data []byte) bool {
	shape := sources.Look(data, "jobs")
	return shape.Keys["jobs"] && (shape.First["jobUrl"] || shape.First["isListed"] ||
		len(shape.First) == 0 && sources.Look(data, "").Keys["apiVersion"])
}

// Parse reads {"apiVersion":"1","jobs":[…]}.
func Parse(data []byte) (sources.Batch, error) { return sources.Read(data, "jobs", offer) }

type job struct {
	ID                 string     `json:"id"`
	Title              string     `json:"title"`
	Department         string     `json:"department"`
	Team               string     `json:"team"`
	EmploymentType     string     `json:"employmentType"`
	Location           string     `json:"location"`
	Address            address    `json:"address"`
	SecondaryLocations []location `json:"secondaryLocations"`
	PublishedAt        string     `json:"publishedAt"`
	IsListed           *bool      `json:"isListed"`
	IsRemote           bool       `json:"isRemote"` // true of hybrid jobs too
	WorkplaceType      string     `json:"workplaceType"`
	JobURL             string     `json:"jobUrl"`
	ApplyURL           string     `json:"applyUrl"`
	DescriptionHTML    string     `json:"descriptionHtml"`
	DescriptionPlain   string     `json:"descriptionPlain"`
	ShowPay            bool       `json:"shouldDisplayCompensationOnJobPostings"`
	Compensation       struct {
		Summary       string      `json:"compensationTierSummary"`
		SalarySummary string      `json:"scrapeableCompensationSalarySummary"`
		Components    []component `json:"summaryComponents"`
	} `json:"compensation"`
}

type location struct {
	Location string  `json:"location"`
	Address  address `json:"address"`
}

// address holds a postal address or, of the other locations as they are documented, is one.
type address struct {
	Postal postal `json:"postalAddress"`
	postal
}

type postal struct {
	Locality string `json:"addressLocality"`
	Region   string `json:"addressRegion"`
	Country  string `json:"addressCountry"`
}

type component struct {
	Type     string       `json:"compensationType"`
	Interval string       `json:"interval"`
	Currency string       `json:"currencyCode"`
	Min      sources.Said `json:"minValue"`
	Max      sources.Said `json:"maxValue"`
}

func offer(j job) (sources.Offer, bot.Text) {
	if j.IsListed != nil && !*j.IsListed {
		return sources.Offer{}, bot.Text{FR: "L’employeur ne l’affiche pas sur son site («\u00a0isListed\u00a0» est faux).", EN: "Not listed: the employer does not show it on its site."}
	}
	if j.ID == "" {
		j.ID = idOfPage(j.JobURL)
	}
	published := sources.ParseTime(j.PublishedAt)
	o := sources.Offer{
		Source: name, ID: j.ID, Credit: sources.Credit{Name: "Ashby"},
		Title: j.Title, Company: sources.CompanyFromBoard(j.JobURL, "ashbyhq.com"),
		Skills:      []string{j.Team, j.Department},
		Description: sources.FromHTML(j.DescriptionHTML),
		Contract:    sources.ReadContract(j.EmploymentType), ContractSaid: j.EmploymentType,
		Level: sources.LevelInTitle(j.Title),
		Pay:   j.pay(),
		URL:   j.JobURL, ApplyURL: j.ApplyURL,
		Published: published, Updated: published,
	}
	if j.DescriptionHTML == "" {
		o.Description = sources.FromText(j.DescriptionPlain)
	}
	for _, l := range append([]location{{j.Location, j.Address}}, j.SecondaryLocations...) {
		if place, ok := l.place(); ok {
			o.Places = append(o.Places, place)
		}
	}
	if o.Contract == "" {
		o.Contract = sources.ContractInTitle(j.Title)
	}
	o.Remote = j.remote(o)
	return o, bot.Text{}
}

// idOfPage is the id of a job by its page, jobs.ashbyhq.com/{board}/{id}: the example of
// the documentation has it nowhere else.
func idOfPage(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	if len(parts) < 2 {
		return ""
	}
	return parts[1]
}

func (l location) place() (sources.Place, bool) {
	at := l.Address.Postal
	if at == (postal{}) {
		at = l.Address.postal
	}
	return sources.Where{Label: l.Location, City: at.Locality, Region: at.Region, Country: at.Country}.Place()
}

func (j job) remote(o sources.Offer) sources.Remote {
	if r := sources.ParseRemote(j.WorkplaceType); r != "" {
		return r
	}
	if r := sources.ReadRemote(j.Title, bot.Plain(o.Description)); r != "" {
		return r
	}
	if j.IsRemote {
		return sources.Full
	}
	return sources.RemoteInPlaces(o.Places)
}

// pay is the salary, in euros where several currencies are given; nothing at
// all when the employer hides it.
func (j job) pay() sources.Pay {
	if !j.ShowPay {
		return sources.Pay{}
	}
	said := j.Compensation.SalarySummary
	if said == "" {
		said = j.Compensation.Summary
	}
	var salary component
	for _, c := range j.Compensation.Components {
		if c.Type == "Salary" && (salary.Type == "" || c.Currency == "EUR" && salary.Currency != "EUR") {
			salary = c
		}
	}
	return sources.NewPay(sources.Cents(string(salary.Min)), sources.Cents(string(salary.Max)), salary.Currency, sources.ReadPeriod(salary.Interval), said)
}
