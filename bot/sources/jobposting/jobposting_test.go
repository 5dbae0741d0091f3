package jobposting

import (
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/sources"
	st "rebond/bot/sources/sourcestest"
)

func TestSimple(t *testing.T) {
	o := st.Offers(t, Format(), st.File(t, "jobposting-simple.html"))[0]
	st.Equal(t, "id", o.Source+" "+o.ID, "jobposting fictif.example/DEV-42")
	st.Equal(t, "title", o.Title, "Développeur Go (H/F)")
	st.Equal(t, "company", o.Company, "Fictif SAS")
	st.Equal(t, "description", o.Description, "API en Go.")
	st.Equal(t, "place", o.Places[0], sources.Place{Label: "Lyon", Commune: "69123", Departement: "69", Region: "84", Country: "FR"})
	st.Equal(t, "remote", o.Remote, sources.Full)
	st.Equal(t, "contract", string(o.Contract)+", "+o.ContractSaid, "cdi, FULL_TIME, CDI")
	st.Equal(t, "pay", o.Pay, sources.Pay{Min: 4500000, Max: 5500000, Currency: "EUR", Period: sources.Year, YearMin: 45000, YearMax: 55000, Said: "45000 - 55000 EUR / year"})
	st.Equal(t, "language", o.Language, bot.FR)
	st.Equal(t, "URL", o.URL, "https://fictif.example/carrieres/dev-go")
	st.Equal(t, "published", o.Published, time.Date(2026, 11, 11, 23, 0, 0, 0, time.UTC))
	st.Equal(t, "expires, in Paris", o.Expires, time.Date(2027, 1, 31, 22, 59, 0, 0, time.UTC))
	st.Equal(t, "credit", o.Credit.Name, "fictif.example")
}

func TestGraph(t *testing.T) {
	o := st.Offers(t, Format(), st.File(t, "jobposting-graph.html"))[0]
	st.Equal(t, "title", o.Title, "Data Engineer")
	st.Equal(t, "company", o.Company, "Fictif")
	st.Equal(t, "places", len(o.Places), 2)
	st.Equal(t, "an address as text", o.Places[1], sources.Place{Label: "Nantes, France", Commune: "44109", Departement: "44", Region: "52", Country: "FR"})
	st.Equal(t, "contract", o.Contract, sources.Freelance)
	st.Equal(t, "pay", o.Pay, sources.Pay{Min: 55000, Max: 55000, Currency: "EUR", Period: sources.Day, YearMin: 119900, YearMax: 119900, Said: "550 EUR / day"})
	st.Equal(t, "no address", o.URL+o.ApplyURL, "")
	st.Equal(t, "an id all the same", len(o.ID), 24)
	st.Equal(t, "credit", o.Credit.Name, "Fictif")
}

func TestPagesWithoutOffer(t *testing.T) {
	for file, want := range map[string]string{"jobposting-invalid.html": "is broken", "jobposting-none.html": "holds no JobPosting data"} {
		data := st.File(t, file)
		st.Equal(t, file, Format().Recognises(data), true)
		_, _, err := Read(data)
		words := bot.UserErrors(err)
		if len(words) != 1 || !strings.Contains(words[0].Text.EN, want) || strings.Contains(words[0].Text.FR, "'") {
			t.Errorf("%s: %v; want %q", file, err, want)
		}
	}
}

const least = `"@type":"JobPosting","title":"Dev","url":"https://fictif.example/dev"`

// script is a page that holds JSON.
func script(json string) []byte {
	return []byte("<!doctype html><html><head><script type='application/ld+json'>" + json + "</script></head></html>")
}

func TestTolerance(t *testing.T) {
	for name, page := range map[string]string{
		"an array":               `[{"@type":"WebSite"},{` + least + `}]`,
		"types":                  `{"@type":["Thing","http://schema.org/JobPosting"],"title":"Dev","url":"https://fictif.example/dev"}`,
		"a comment":              `<!-- {` + least + `} -->`,
		"CDATA":                  "//<![CDATA[\n{" + least + "}\n//]]>",
		"CDATA in a comment":     "/*<![CDATA[*/{" + least + "}/*]]>*/",
		"a semicolon":            `{` + least + `};`,
		"control characters":     "{" + least + ",\"description\":\"a\n\tb\\\"\n\u0001c\"}",
		"escaped":                strings.ReplaceAll(`{`+least+`}`, `"`, "&quot;"),
		"within another":         `{"@type":"WebPage","mainEntity":{"@type":"ItemList","itemListElement":[{"item":{` + least + `}}]}}`,
		"several scripts":        `{"@type":"Organization",}</script><script type="application/LD+JSON; charset=utf-8">{` + least + `}`,
		"a BOM":                  "\uFEFF{" + least + "}",
		"a text given as a list": `{"@type":"JobPosting","title":["Dev"],"url":{"@value":"https://fictif.example/dev"}}`,
	} {
		offers := st.Offers(t, Format(), script(page))
		if len(offers) != 1 || offers[0].Title != "Dev" || offers[0].URL != "https://fictif.example/dev" {
			t.Errorf("%s: %+v", name, offers)
		}
	}
	if o := st.Offers(t, Format(), []byte("{"+least+"}")); len(o) != 1 {
		t.Errorf("the JSON alone: %+v", o)
	}
}

func TestFields(t *testing.T) {
	read := func(fields string) sources.Offer {
		t.Helper()
		return st.Offers(t, Format(), script(`{`+least+`,`+fields+`}`))[0]
	}
	for fields, want := range map[string]string{
		`"hiringOrganization":"Fictif &amp; fils"`: "Fictif & fils", `"hiringOrganization":[{"name":"Fictif"}]`: "Fictif", `"hiringOrganization":"https://www.fictif.example"`: "Fictif", `"hiringOrganization":null`: "",
	} {
		st.Equal(t, fields, read(fields).Company, want)
	}
	for fields, want := range map[string]string{
		`"description":"&lt;p&gt;a&lt;/p&gt;"`: "a", `"description":"&amp;lt;p&amp;gt;a &amp;amp;amp; b&amp;lt;/p&amp;gt;"`: "a & b",
		`"description":"Ligne 1\nLigne 2 &amp; 3"`: "Ligne 1\nLigne 2 & 3", `"description":"<p>a</p>","qualifications":"b"`: "a\n\nb",
		`"description":"<p>Écrire à <a href='mailto:a@b.example'>a@b.example</a></p>"`: "Écrire à " + sources.Masked,
	} {
		st.Equal(t, fields, read(fields).Description, want)
	}
	for fields, want := range map[string]sources.Place{
		`"jobLocation":"Nantes, France"`: {Label: "Nantes, France", Commune: "44109", Departement: "44", Region: "52", Country: "FR"},
		`"jobLocation":{"address":{"addressLocality":"Nantes","postalCode":44000,"addressCountry":{"name":"France"}}}`: {Label: "Nantes", Commune: "44109", Departement: "44", Region: "52", Country: "FR"},
		`"jobLocation":{"address":[{"addressLocality":"Munich","addressCountry":["Germany"]}]}`:                        {Label: "Munich", Country: "DE"},
		`"jobLocation":{"@type":"Place","name":"Brest"}`:                                                               {Label: "Brest", Commune: "29019", Departement: "29", Region: "53", Country: "FR"},
		`"applicantLocationRequirements":{"@type":"Country","name":"France"}`:                                          {Label: "France", Country: "FR"},
	} {
		got := read(fields).Places
		if len(got) != 1 || got[0] != want {
			t.Errorf("%s: %+v; want %+v", fields, got, want)
		}
	}
	for fields, want := range map[string]string{
		`"identifier":42`: "fictif.example/42", `"identifier":{"value":"A"}`: "fictif.example/A", `"identifier":"B"`: "fictif.example/B",
	} {
		st.Equal(t, fields, read(fields).ID, want)
	}
	for fields, want := range map[string]sources.Level{
		`"experienceRequirements":{"monthsOfExperience":"36"}`: sources.Mid, `"experienceRequirements":"5 ans"`: sources.Senior, `"experienceRequirements":"no requirements"`: "",
	} {
		st.Equal(t, fields, read(fields).Level, want)
	}
	st.Equal(t, "no date", read(`"datePosted":"hier"`).Published.IsZero(), true)
	st.Equal(t, "skills", strings.Join(read(`"skills":"Go, SQL","industry":[{"name":"Logiciel"}]`).Skills, "|"), "Go|SQL|Logiciel")
}

func TestPay(t *testing.T) {
	for value, want := range map[string]sources.Pay{
		`{"currency":"EUR","value":{"value":"45000","unitText":"YEAR"}}`:        {Min: 4500000, Max: 4500000, Currency: "EUR", Period: sources.Year, YearMin: 45000, YearMax: 45000, Said: "45000 EUR / year"},
		`{"currency":"EUR","value":45000}`:                                      {Min: 4500000, Max: 4500000, Currency: "EUR", Period: sources.Year, YearMin: 45000, YearMax: 45000, Said: "45000 EUR"},
		`{"currency":"EUR","minValue":3000,"maxValue":4000,"unitText":"MONTH"}`: {Min: 300000, Max: 400000, Currency: "EUR", Period: sources.Month, YearMin: 36000, YearMax: 48000, Said: "3000 - 4000 EUR / month"},
		`{"currency":"EUR","value":{"value":550}}`:                              {Said: "550 EUR"},
		`{"currency":"EUR","value":{"value":45000,"unitText":"HOUR"}}`:          {Said: "45000 EUR / hour"},
		`"selon profil"`: {Said: "selon profil"},
		`null`:           {},
	} {
		st.Equal(t, value, st.Offers(t, Format(), script(`{`+least+`,"baseSalary":`+value+`}`))[0].Pay, want)
	}
}

func TestRemote(t *testing.T) {
	const lyon, hybrid = `,"jobLocation":{"address":{"addressLocality":"Lyon"}}`, `,"description":"2 jours de télétravail par semaine"`
	for fields, want := range map[string]sources.Remote{
		`"jobLocationType":"TELECOMMUTE"`: sources.Full, `"jobLocationType":["TELECOMMUTE"]` + lyon: sources.Full,
		`"jobLocationType":"TELECOMMUTE"` + hybrid: sources.Full, `"jobLocationType":"TELECOMMUTE"` + lyon + hybrid: sources.Hybrid,
		`"x":1` + hybrid: sources.Hybrid, `"x":1` + lyon: "",
	} {
		st.Equal(t, fields, st.Offers(t, Format(), script(`{`+least+`,`+fields+`}`))[0].Remote, want)
	}
}

func TestAddress(t *testing.T) {
	const posting = `<script type="application/ld+json">{"@type":"JobPosting","title":"Dev","hiringOrganization":"F","url":"%"}</script>`
	const canonical, og = `<link rel="canonical" href="https://a.example/1">`, `<meta property="og:url" content="https://b.example/2">`
	for _, c := range []struct{ head, own, want string }{
		{canonical + og, "https://c.example/3", "https://c.example/3"},
		{canonical + og, "", "https://a.example/1"},
		{canonical + og, "javascript:alert(1)", "https://a.example/1"},
		{canonical + og, "/3", "https://a.example/3"},
		{og, "", "https://b.example/2"},
		{`<link rel="canonical" href="javascript:x">`, "", ""},
	} {
		page := "<html>" + c.head + strings.Replace(posting, "%", c.own, 1)
		st.Equal(t, c.head+c.own, st.Offers(t, Format(), []byte(page))[0].URL, c.want)
	}
}

func TestSeveralOffersOfAPage(t *testing.T) {
	batch := st.Batch(t, Format(), script(`[{"@type":"JobPosting","title":"A"},{"@type":"JobPosting","title":"B"},{"@type":"JobPosting","title":""}]`))
	if len(batch.Offers) != 2 || batch.Offers[0].ID == batch.Offers[1].ID {
		t.Errorf("offers: %+v", batch.Offers)
	}
	if len(batch.Refused) != 1 || batch.Refused[0].Record != "3e" {
		t.Errorf("refused: %+v", batch.Refused)
	}
}

func TestLatin(t *testing.T) {
	page := append([]byte(`<html><head><meta charset="iso-8859-1">`), script(`{`+least+`,"hiringOrganization":"Caf`+"\xe9"+`"}`)...)
	st.Equal(t, "a page in Latin-1", st.Offers(t, Format(), page)[0].Company, "Café")
	st.Equal(t, "a page in broken UTF-8", st.Offers(t, Format(), script(`{`+least+`,"hiringOrganization":"Caf`+"\xe9"+`"}`))[0].Company, "Caf\uFFFD")
}

func TestShape(t *testing.T) {
	for data, want := range map[string]bool{
		"<!DOCTYPE html>": true, "\uFEFF\n<HTML>": true, "<!-- x --><body>": true, `{"@context":"https://schema.org","@type":"JobPosting"}`: true, `{"@graph":[]}`: true,
		`<?xml version="1.0"?><rss><channel></channel></rss>`: false, "": false, "texte": false, `{"jobs":[]}`: false, "[]": false,
	} {
		st.Equal(t, data, Format().Recognises([]byte(data)), want)
	}
}

func FuzzParse(f *testing.F) {
	st.Fuzz(f, Format(), st.File(f, "jobposting-simple.html"), st.File(f, "jobposting-graph.html"), st.File(f, "jobposting-invalid.html"), script(`[{`+least+`,"description":"a`+"\n"+`b"}]`))
}
