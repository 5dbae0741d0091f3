package lever

import (
	"strings"
	"testing"
	"time"

	"rebond/bot/sources"
	st "rebond/bot/sources/sourcestest"
)

func TestSite(t *testing.T) {
	offers := st.Offers(t, Format(), st.File(t, "lever-postings.json"))
	st.Equal(t, "offers", len(offers), 2)
	dev := offers[0]
	st.Equal(t, "id", dev.Source+"/"+dev.ID, "lever/11111111-2222-3333-4444-555555555555")
	st.Equal(t, "title", dev.Title, "Développeur·se Backend (Go)")
	st.Equal(t, "company", dev.Company, "Fictif")
	st.Equal(t, "description", dev.Description, "Bonjour\n\nLe poste\n\n# Profil\n- Go\n- SQL\n\nAvantages")
	st.Equal(t, "places", len(dev.Places), 2)
	st.Equal(t, "first place", dev.Places[0].Commune, "75056")
	st.Equal(t, "second place", dev.Places[1].Commune, "33063")
	st.Equal(t, "remote", dev.Remote, sources.Hybrid)
	st.Equal(t, "contract", dev.Contract, sources.CDI)
	st.Equal(t, "pay", dev.Pay, sources.Pay{
		Min: 5000000, Max: 6500000, Currency: "EUR", Period: sources.Year, YearMin: 50000, YearMax: 65000, Said: "50000 - 65000 EUR / year · + BSPCE",
	})
	st.Equal(t, "skills", strings.Join(dev.Skills, "|"), "Backend|Tech")
	st.Equal(t, "published", dev.Published, time.UnixMilli(1763370000000).UTC())
	st.Equal(t, "apply", dev.ApplyURL, dev.URL+"/apply")

	office := offers[1]
	st.Equal(t, "unspecified", office.Remote, sources.Remote(""))
	st.Equal(t, "country null", office.Places[0], sources.Place{Label: "Lyon", Commune: "69123", Departement: "69", Region: "84", Country: "FR"})
	st.Equal(t, "no contract", office.Contract, sources.Contract(""))
	st.Equal(t, "no pay", office.Pay, sources.Pay{})
}

func answer(fields string) []byte {
	return []byte(`[{"id":"a","text":"Dev","hostedUrl":"https://jobs.eu.lever.co/fictif/a",` + fields + `}]`)
}

func TestTraps(t *testing.T) {
	o := st.Offers(t, Format(), answer(`"opening":"<p>Bonjour</p>","descriptionBody":"<p>Poste</p>"`))[0]
	st.Equal(t, "opening and body", o.Description, "Bonjour\n\nPoste")
	st.Equal(t, "no date", o.Published.IsZero(), true)
	for kind, want := range map[string]sources.Remote{"on-site": sources.OnSite, "onsite": sources.OnSite, "remote": sources.Full, "hybrid": sources.Hybrid, "unspecified": sources.Hybrid} {
		o = st.Offers(t, Format(), answer(`"workplaceType":"`+kind+`","description":"<p>Télétravail partiel</p>"`))[0]
		st.Equal(t, kind, o.Remote, want)
	}
	o = st.Offers(t, Format(), answer(`"country":"DE","categories":{"location":"Berlin"}`))[0]
	st.Equal(t, "abroad", o.Places[0], sources.Place{Label: "Berlin", Country: "DE"})
	o = st.Offers(t, Format(), answer(`"country":"FR"`))[0]
	st.Equal(t, "a country alone", o.Places[0], sources.Place{Label: "France", Country: "FR"})
	o = st.Offers(t, Format(), answer(`"salaryRange":{"currency":"EUR","interval":"per-hour-wage","min":"25","max":30.5}`))[0]
	st.Equal(t, "pay per hour", o.Pay, sources.Pay{Min: 2500, Max: 3050, Currency: "EUR", Period: sources.Hour, YearMin: 45500, YearMax: 55510, Said: "25 - 30.5 EUR / hour"})
	o = st.Offers(t, Format(), answer(`"applyUrl":"javascript:x"`))[0]
	st.Equal(t, "unsafe link to apply", o.ApplyURL, "")
	o = st.Offers(t, Format(), answer(`"categories":{"location":3},"createdAt":"1763370000000"`))[0]
	st.Equal(t, "a number for a string, and a string for a number", o.Places[0].Label+" "+o.Published.Format(time.DateOnly), "3 2025-11-17")
	_, reason := st.Refused(t, Format(), `[{"id":"a","text":"Dev","categories":{"location":["Paris"]},"hostedUrl":"https://jobs.lever.co/f/a"}]`)
	st.Equal(t, "a broken field", reason.EN, "The field “categories.location” does not have the expected form.")
}

func TestShape(t *testing.T) {
	for data, want := range map[string]bool{
		`[]`: true, " [ ] ": false, `[{"id":"a","text":"b","categories":{}}]`: true, `[{"hostedUrl":`: true,
		`[{"legal":"x"}]`: false, `{"hostedUrl":"x"}`: false, `[1]`: false, ``: false, `[{"code":"M1805","libelle":"x"}]`: false,
	} {
		st.Equal(t, data, Format().Recognises([]byte(data)), want)
	}
	st.Equal(t, "an empty site", len(st.Offers(t, Format(), []byte("[]"))), 0)
}

func FuzzParse(f *testing.F) { st.Fuzz(f, Format(), st.File(f, "lever-postings.json")) }
