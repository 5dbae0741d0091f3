// Package greenhouse reads the answers of Greenhouse's public job board API:
// boards-api.greenhouse.io/v1/boards/{board}/jobs?content=true. It promises an
// offer for each job that is open; prospect posts are refused.
package greenhouse

import (
	"encoding/json"
	"strings"

	"rebond/bot"
	"rebond/bot/sources"
)

const name = "greenhouse"

// Format is how Greenhouse's offers arrive.
func Format() sources.Format {
	return sources.Format{Name: name, Recognises: recognises, Parse: Parse}
}

func recognises(data []byte) bool {
	shape := sources.Look(data, "jobs")
	return shape.Keys["jobs"] && (shape.First["absolute_url"] || shape.First["internal_job_id"] ||
		len(shape.First) == 0 && sources.Look(data, "").Keys["meta"])
}

// Parse reads {"jobs":[…],"meta":{…}}.
func Parse(data []byte) (sources.Batch, error) { return sources.Read(data, "jobs", offer) }

type job struct {
	ID             sources.Said            `json:"id"`
	InternalJobID  json.RawMessage         `json:"internal_job_id"` // null: a post to gather prospects; absent: an older answer
	Title          string                  `json:"title"`
	CompanyName    string                  `json:"company_name"`
	URL            string                  `json:"absolute_url"`
	Language       string                  `json:"language"`
	Content        string                  `json:"content"`
	FirstPublished string                  `json:"first_published"`
	UpdatedAt      string                  `json:"updated_at"`
	Deadline       string                  `json:"application_deadline"`
	Location       struct{ Name string }   `json:"location"`
	Departments    []struct{ Name string } `json:"departments"`
	Metadata       []metadatum             `json:"metadata"`
}

// metadatum is a field that the employer made up: of any name, of any type.
type metadatum struct {
	Name  string          `json:"name"`
	Value json.RawMessage `json:"value"`
}

func offer(j job) (sources.Offer, bot.Text) {
	if string(j.InternalJobID) == "null" {
		return sources.Offer{}, bot.Text{
			FR: "C’est un appel à candidatures spontanées, pas un poste ouvert.",
			EN: "It is a call for prospects, not an open position.",
		}
	}
	o := sources.Offer{
		Source: name, ID: string(j.ID), Credit: sources.Credit{Name: "Greenhouse"},
		Title: j.Title, Company: j.CompanyName, URL: j.URL, ApplyURL: j.URL,
		Description: sources.FromEither(j.Content),
		Places:      sources.Places(j.Location.Name, ""),
		Level:       sources.LevelInTitle(j.Title),
		Published:   sources.ParseTime(j.FirstPublished),
		Updated:     sources.ParseTime(j.UpdatedAt),
		Expires:     sources.ParseDeadline(j.Deadline),
	}
	if o.Company == "" {
		o.Company = sources.CompanyFromBoard(j.URL, "greenhouse.io")
	}
	for _, d := range j.Departments {
		o.Skills = append(o.Skills, d.Name)
	}
	o.Language, _ = bot.ParseLang(j.Language)
	o.ContractSaid = j.contract()
	if o.Contract = sources.ReadContract(o.ContractSaid); o.Contract == "" {
		o.Contract = sources.ContractInTitle(j.Title)
	}
	if o.Remote = sources.ReadRemote(j.Title, bot.Plain(o.Description)); o.Remote == "" {
		o.Remote = sources.RemoteInPlaces(o.Places)
	}
	return o, bot.Text{}
}

// contract is the value of the employer's own field about the contract.
func (j job) contract() string {
	for _, m := range j.Metadata {
		field := bot.Fold(m.Name)
		if !strings.Contains(field, "contract") && !strings.Contains(field, "contrat") && !strings.Contains(field, "employment type") {
			continue
		}
		var value sources.Words
		if json.Unmarshal(m.Value, &value) == nil && len(value) > 0 {
			return strings.Join(value, ", ")
		}
	}
	return ""
}
