package ashby

import (
	"strings"
	"testing"
	"time"

	"rebond/bot/sources"
	st "rebond/bot/sources/sourcestest"
)

func TestBoard(t *testing.T) {
	batch := st.Batch(t, Format(), st.File(t, "ashby-job-board.json"))
	st.Equal(t, "offers", len(batch.Offers), 1)
	o := batch.Offers[0]
	st.Equal(t, "id", o.Source+"/"+o.ID, "ashby/aaaaaaaa-0000-0000-0000-000000000001")
	st.Equal(t, "title", o.Title, "Software Engineer, Platform")
	st.Equal(t, "company", o.Company, "Fictif")
	st.Equal(t, "description", o.Description, "Go, Kubernetes")
	st.Equal(t, "place", o.Places[0], sources.Place{Label: "Paris", Commune: "75056", Departement: "75", Region: "11", Country: "FR"})
	st.Equal(t, "second place", o.Places[1], sources.Place{Label: "Remote - France", Country: "FR"})
	st.Equal(t, "isRemote, yet hybrid", o.Remote, sources.Hybrid)
	st.Equal(t, "a working time is no contract", string(o.Contract)+o.ContractSaid, "FullTime")
	st.Equal(t, "pay", o.Pay, sources.Pay{Min: 6000000, Max: 7500000, Currency: "EUR", Period: sources.Year, YearMin: 60000, YearMax: 75000, Said: "€60K - €75K"})
	st.Equal(t, "skills", strings.Join(o.Skills, "|"), "Platform|Engineering")
	st.Equal(t, "published", o.Published, time.Date(2026, 11, 10, 9, 0, 0, 0, time.UTC))
	st.Equal(t, "refused", len(batch.Refused), 1)
	if r := batch.Refused[0]; r.Record != "aaaaaaaa-0000-0000-0000-000000000002" || !strings.HasPrefix(r.Reason.EN, "Not listed") {
		t.Errorf("refused: %+v", r)
	}
}

func answer(fields string) []byte {
	return []byte(`{"apiVersion":"1","jobs":[{"id":"a","title":"Dev","jobUrl":"https://jobs.ashbyhq.com/acme-fictif/a",` + fields + `}]}`)
}

func TestTraps(t *testing.T) {
	const pay = `"compensation":{"compensationTierSummary":"60K","summaryComponents":[{"compensationType":"EquityPercentage","interval":"NONE","currencyCode":null,"minValue":null},
		{"compensationType":"Salary","interval":"1 YEAR","currencyCode":"USD","minValue":60000,"maxValue":70000},{"compensationType":"Salary","interval":"1 MONTH","currencyCode":"EUR","minValue":5000,"maxValue":null}]}`
	o := st.Offers(t, Format(), answer(`"shouldDisplayCompensationOnJobPostings":false,`+pay))[0]
	st.Equal(t, "pay the employer hides", o.Pay, sources.Pay{})
	o = st.Offers(t, Format(), answer(pay))[0]
	st.Equal(t, "pay it does not say to show", o.Pay, sources.Pay{})
	o = st.Offers(t, Format(), answer(`"shouldDisplayCompensationOnJobPostings":true,`+pay))[0]
	st.Equal(t, "pay in euros first", o.Pay, sources.Pay{Min: 500000, Max: 500000, Currency: "EUR", Period: sources.Month, YearMin: 60000, YearMax: 60000, Said: "60K"})

	for kind, want := range map[string]sources.Contract{"Intern": sources.Stage, "Contract": sources.Freelance, "Temporary": sources.CDD, "FullTime": "", "PartTime": ""} {
		st.Equal(t, kind, st.Offers(t, Format(), answer(`"employmentType":"`+kind+`"`))[0].Contract, want)
	}
	o = st.Offers(t, Format(), answer(`"isRemote":true,"workplaceType":null,"descriptionPlain":"Bonjour\n- Go"`))[0]
	st.Equal(t, "only isRemote", o.Remote, sources.Full)
	st.Equal(t, "only plain text", o.Description, "Bonjour\n\n- Go")
	st.Equal(t, "no isListed", o.Company, "Acme Fictif")
	o = st.Offers(t, Format(), answer(`"location":3,"secondaryLocations":[{"location":"Lyon","address":{"addressLocality":"Lyon","addressCountry":"FR","addressRegion":84}}]`))[0]
	st.Equal(t, "another place, as documented", o.Places[1], sources.Place{Label: "Lyon", Commune: "69123", Departement: "69", Region: "84", Country: "FR"})
	o = st.Offers(t, Format(), []byte(`{"apiVersion":"1","jobs":[{"title":"Dev","jobUrl":"https://jobs.ashbyhq.com/acme-fictif/b-1?utm=x"}]}`))[0]
	st.Equal(t, "an id in the address only", o.ID, "b-1")
	o = st.Offers(t, Format(), answer(`"workplaceType":"OnSite","address":{"postalAddress":{"addressLocality":"Munich","addressCountry":"Germany"}}`))[0]
	st.Equal(t, "no location", o.Places[0], sources.Place{Label: "Munich", Country: "DE"})
	st.Equal(t, "on site", o.Remote, sources.OnSite)
}

func TestShape(t *testing.T) {
	for data, want := range map[string]bool{
		`{"apiVersion":"1","jobs":[]}`: true, `{"jobs":[],"apiVersion":"1"}`: true, `{"jobs":[{"isListed":true}]}`: true,
		`{"jobs":[],"meta":{"total":0}}`: false, `{"jobs":[{"absolute_url":"x"}]}`: false, `{"apiVersion":"1"}`: false,
	} {
		st.Equal(t, data, Format().Recognises([]byte(data)), want)
	}
}

func FuzzParse(f *testing.F) { st.Fuzz(f, Format(), st.File(f, "ashby-job-board.json")) }
