package recruitee

import (
	"testing"
	"time"

	"rebond/bot/sources"
	st "rebond/bot/sources/sourcestest"
)

func TestSite(t *testing.T) {
	offers := st.Offers(t, Format(), st.File(t, "recruitee-offers.json"))
	st.Equal(t, "offers", len(offers), 2)
	dev := offers[0]
	st.Equal(t, "id", dev.Source+"/"+dev.ID, "recruitee/2000001")
	st.Equal(t, "company", dev.Company, "Fictif SAS")
	st.Equal(t, "description", dev.Description, "Missions\n\nProfil")
	st.Equal(t, "place", dev.Places[0], sources.Place{Label: "Nantes", Commune: "44109", Departement: "44", Region: "52", Country: "FR"})
	st.Equal(t, "remote", dev.Remote, sources.Hybrid)
	st.Equal(t, "contract", string(dev.Contract)+", "+dev.ContractSaid, "cdi, fulltime permanent")
	st.Equal(t, "level", dev.Level, sources.Mid)
	st.Equal(t, "pay", dev.Pay, sources.Pay{Min: 4200000, Max: 5200000, Currency: "EUR", Period: sources.Year, YearMin: 42000, YearMax: 52000, Said: "42000 - 52000 EUR / year"})
	st.Equal(t, "published", dev.Published, time.Date(2026, 11, 12, 9, 0, 0, 0, time.UTC))
	st.Equal(t, "expires", dev.Expires.IsZero(), true)
	st.Equal(t, "apply", dev.ApplyURL, "https://fictif.recruitee.com/o/developpeur-full-stack-go-react/c/new")

	ops := offers[1]
	st.Equal(t, "a place of city and country", ops.Places[0].Commune, "75056")
	st.Equal(t, "remote", ops.Remote, sources.Full)
	st.Equal(t, "contract", ops.Contract, sources.Freelance)
	st.Equal(t, "absurd pay", ops.Pay, sources.Pay{Said: "40.00 EUR / year"})
}

func answer(fields string) string {
	return `{"offers":[{"id":7,"title":"Dev","careers_url":"https://acme-fictif.recruitee.com/o/dev",` + fields + `}]}`
}

func TestTraps(t *testing.T) {
	o := st.Offers(t, Format(), []byte(answer(`"salary":{"min":null,"max":null,"period":null,"currency":null},"created_at":"2026-11-10 09:00:00 UTC","close_at":"2026-12-31 12:00:00 UTC"`)))[0]
	st.Equal(t, "salary null", o.Pay, sources.Pay{})
	st.Equal(t, "created for published", o.Published, time.Date(2026, 11, 10, 9, 0, 0, 0, time.UTC))
	st.Equal(t, "close_at", o.Expires, time.Date(2026, 12, 31, 12, 0, 0, 0, time.UTC))
	st.Equal(t, "company of the address", o.Company, "Acme Fictif")
	o = st.Offers(t, Format(), []byte(answer(`"salary":{"min":3000,"max":"3500.50","period":"month","currency":"EUR"}`)))[0]
	st.Equal(t, "salary as a number", o.Pay.Min+o.Pay.Max, 650050)
	st.Equal(t, "salary per year", o.Pay.YearMax, 42006)
	for fields, want := range map[string]sources.Remote{
		`"remote":true,"on_site":true`: sources.Hybrid, `"remote":true`: sources.Full, `"on_site":true`: sources.OnSite, `"hybrid":true,"remote":true`: sources.Hybrid,
		`"description":"<p>Télétravail possible</p>"`: sources.Hybrid, `"remote":null`: "",
	} {
		st.Equal(t, fields, st.Offers(t, Format(), []byte(answer(fields)))[0].Remote, want)
	}
	for code, want := range map[string]sources.Level{"student_college": sources.Beginner, "student_school": sources.Beginner, "entry_level": sources.Beginner, "mid_level": sources.Mid, "experienced": sources.Senior, "manager": sources.Senior, "executive": sources.Senior, "": ""} {
		st.Equal(t, code, st.Offers(t, Format(), []byte(answer(`"experience_code":"`+code+`"`)))[0].Level, want)
	}
	for _, status := range []string{"draft", "closed", "internal"} {
		id, reason := st.Refused(t, Format(), answer(`"status":"`+status+`"`))
		st.Equal(t, status, id+": "+reason.FR, "7: Elle n’est pas publiée\u00a0: son état est «\u00a0"+status+"\u00a0».")
	}
}

func TestShape(t *testing.T) {
	for data, want := range map[string]bool{
		`{"offers":[]}`: true, `{"offers":[{"guid":"a","slug":"b"}]}`: true, `{"offers":[{"x":1}]}`: false, `{"jobs":[]}`: false, `[]`: false,
	} {
		st.Equal(t, data, Format().Recognises([]byte(data)), want)
	}
}

func FuzzParse(f *testing.F) { st.Fuzz(f, Format(), st.File(f, "recruitee-offers.json")) }
