// Package recruitee reads the answers of Recruitee's (Tellent's) public careers
// API: {company}.recruitee.com/api/offers/. It promises an offer for each one
// that is published.
package recruitee

import (
	"strings"

	"rebond/bot"
	"rebond/bot/sources"
)

const name = "recruitee"

// Format is how Recruitee's offers arrive.
func Format() sources.Format {
	return sources.Format{Name: name, Recognises: recognises, Parse: Parse}
}

func recognises(data []byte) bool {
	shape := sources.Look(data, "offers")
	return shape.Keys["offers"] && (shape.First["careers_url"] || shape.First["guid"] && shape.First["slug"] || len(shape.First) == 0)
}

// Parse reads {"offers":[…]}.
func Parse(data []byte) (sources.Batch, error) { return sources.Read(data, "offers", offer) }

type record struct {
	ID             sources.Said `json:"id"`
	Title          string       `json:"title"`
	Status         string       `json:"status"`
	Department     string       `json:"department"`
	Location       string       `json:"location"`
	City           string       `json:"city"`
	State          string       `json:"state_name"`
	Country        string       `json:"country"`
	CountryCode    string       `json:"country_code"`
	PostalCode     string       `json:"postal_code"`
	Locations      []location   `json:"locations"`
	Remote         bool         `json:"remote"`
	Hybrid         bool         `json:"hybrid"`
	OnSite         bool         `json:"on_site"`
	EmploymentType string       `json:"employment_type_code"`
	Experience     string       `json:"experience_code"`
	Salary         struct {
		Min      sources.Said `json:"min"` // a string, a number or null
		Max      sources.Said `json:"max"`
		Period   string       `json:"period"`
		Currency string       `json:"currency"`
	} `json:"salary"`
	Description  string `json:"description"`
	Requirements string `json:"requirements"`
	PublishedAt  string `json:"published_at"`
	CreatedAt    string `json:"created_at"`
	UpdatedAt    string `json:"updated_at"`
	CloseAt      string `json:"close_at"`
	URL          string `json:"careers_url"`
	ApplyURL     string `json:"careers_apply_url"`
	CompanyName  string `json:"company_name"`
}

type location struct {
	Name        string `json:"name"`
	City        string `json:"city"`
	State       string `json:"state"`
	Country     string `json:"country"`
	CountryCode string `json:"country_code"`
	PostalCode  string `json:"postal_code"`
}

func offer(r record) (sources.Offer, bot.Text) {
	if r.Status != "" && r.Status != "published" {
		return sources.Offer{}, bot.Textf(bot.Text{
			FR: "Elle n’est pas publiée\u00a0: son état est «\u00a0%s\u00a0».",
			EN: "It is not published: its status is “%s”.",
		}, r.Status)
	}
	o := sources.Offer{
		Source: name, ID: string(r.ID), Credit: sources.Credit{Name: "Recruitee"},
		Title: r.Title, Company: r.CompanyName, Skills: []string{r.Department},
		Description: sources.FromHTML(r.Description + "<p></p>" + r.Requirements),
		Places:      r.places(),
		Contract:    sources.ReadContract(r.EmploymentType), ContractSaid: spaced(r.EmploymentType),
		Level: level(r.Experience), LevelSaid: spaced(r.Experience),
		Pay: sources.NewPay(sources.Cents(string(r.Salary.Min)), sources.Cents(string(r.Salary.Max)), r.Salary.Currency, sources.ReadPeriod(r.Salary.Period),
			sources.SaidPay(string(r.Salary.Min), string(r.Salary.Max), r.Salary.Currency, r.Salary.Period)),
		URL: r.URL, ApplyURL: r.ApplyURL,
		Published: sources.ParseTime(r.PublishedAt),
		Updated:   sources.ParseTime(r.UpdatedAt),
		Expires:   sources.ParseDeadline(r.CloseAt),
	}
	if o.Published.IsZero() {
		o.Published = sources.ParseTime(r.CreatedAt)
	}
	if o.Company == "" {
		o.Company = companyOf(r.URL)
	}
	if o.Contract == "" {
		o.Contract = sources.ContractInTitle(r.Title)
	}
	if o.Level == "" {
		o.Level = sources.LevelInTitle(r.Title)
	}
	o.Remote = r.remote(o)
	return o, bot.Text{}
}

// companyOf is the name of a careers site: fictif.recruitee.com, or the
// company's own.
func companyOf(url string) string {
	site := sources.CompanyFromBoard(url)
	if site == "Recruitee" {
		return sources.CompanyFromSubdomain(url)
	}
	return site
}

func (r record) places() []sources.Place {
	var all []sources.Place
	for _, l := range r.Locations {
		label := l.Name
		if label == "" {
			label = l.City
		}
		if p, ok := (sources.Where{Label: label, City: l.City, Region: l.State, Postal: l.PostalCode, Country: either(l.CountryCode, l.Country)}).Place(); ok {
			all = append(all, p)
		}
	}
	if len(all) > 0 {
		return all
	}
	label := either(r.Location, r.City)
	if p, ok := (sources.Where{Label: label, City: r.City, Region: r.State, Postal: r.PostalCode, Country: either(r.CountryCode, r.Country)}).Place(); ok {
		all = append(all, p)
	}
	return all
}

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// spaced writes a code as words: "fulltime_permanent" is "fulltime permanent".
func spaced(code string) string { return strings.ReplaceAll(code, "_", " ") }

// remote trusts the three marks; several of them are a mix.
func (r record) remote(o sources.Offer) sources.Remote {
	switch {
	case r.Hybrid, r.Remote && r.OnSite:
		return sources.Hybrid
	case r.Remote:
		return sources.Full
	case r.OnSite:
		return sources.OnSite
	}
	return sources.ReadRemote(r.Title, bot.Plain(o.Description))
}

// level reads Recruitee's own codes.
func level(code string) sources.Level {
	switch code {
	case "student_college", "student_school", "student_high_school", "no_experience", "entry_level":
		return sources.Beginner
	case "mid_level":
		return sources.Mid
	case "experienced", "manager", "senior_manager", "senior_management", "executive", "senior_executive":
		return sources.Senior
	}
	return ""
}
