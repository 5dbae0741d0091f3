package jobposting

import (
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/sources"
	st "rebond/bot/sources/sourcestest"
)

const here = "https://fictif.example/offres/42?utm_source=x"

// readAny reads a page found at [here], that must say something.
func readAny(t *testing.T, page string) sources.Offer {
	t.Helper()
	o, ok := Any([]byte(page), "text/html; charset=utf-8", here)
	if !ok {
		t.Errorf("nothing is read of %.200s", page)
	}
	return o
}

// seen is what a form takes of an offer, on one line.
func seen(o sources.Offer) string {
	var where []string
	for _, p := range o.Places {
		where = append(where, p.Label)
	}
	return strings.Join([]string{o.Title, o.Company, strings.Join(where, "+"), string(o.Contract), string(o.Remote), o.Pay.Said, o.Description}, " | ")
}

func TestAnyOfPages(t *testing.T) {
	for file, want := range map[string]string{
		"jobposting-simple.html":  "Développeur Go (H/F) | Fictif SAS | Lyon | cdi | full | 45000 - 55000 EUR / year | API en Go.",
		"jobposting-graph.html":   "Data Engineer | Fictif | Paris+Nantes, France | freelance |  | 550 EUR / day | TJM",
		"jobposting-invalid.html": "SRE confirmé |  |  |  |  |  | ",
		"jobposting-none.html":    "Ingénieur QA | Fictif |  |  |  |  | Tests automatisés",
		"microdata-article.html":  "Développeur Go (H/F) | Fictif SAS | Nancy | cdi | full | 42000 - 48000 EUR / year | Tu écris l’API, en Go & en SQL.\n\n- Go\n- PostgreSQL",
		"microdata-text.html":     "Data Engineer | Fictif | Lyon | freelance |  | 45000 EUR | Line one line two.\nLine three.\n\nMore.",
		"microdata-careless.html": "SRE confirmé | Fictif & fils | Brest+Nantes |  |  |  | Astreintes.",
	} {
		st.Equal(t, file, seen(readAny(t, string(st.File(t, file)))), want)
	}
}

func TestAnyFields(t *testing.T) {
	o := readAny(t, string(st.File(t, "microdata-article.html")))
	st.Equal(t, "source and id", o.Source+" "+o.ID, "jobposting fictif.example/DEV-42")
	st.Equal(t, "URL", o.URL, "https://fictif.example/offres/dev-go")
	st.Equal(t, "where to apply", o.ApplyURL, o.URL)
	st.Equal(t, "place", o.Places[0], sources.Place{Label: "Nancy", Commune: "54395", Departement: "54", Region: "44", Country: "FR"})
	st.Equal(t, "pay", o.Pay, sources.Pay{Min: 4200000, Max: 4800000, Currency: "EUR", Period: sources.Year, YearMin: 42000, YearMax: 48000, Said: "42000 - 48000 EUR / year"})
	st.Equal(t, "contract", o.ContractSaid, "FULL_TIME, CDI")
	st.Equal(t, "published", o.Published, time.Date(2026, 11, 11, 23, 0, 0, 0, time.UTC))
	st.Equal(t, "expires", o.Expires, time.Date(2027, 1, 31, 22, 59, 59, 0, time.UTC))
	st.Equal(t, "skills", strings.Join(o.Skills, "|"), "Go|SQL")
	st.Equal(t, "language", o.Language, bot.FR)
	st.Equal(t, "credit", o.Credit.Name, "fictif.example")

	o = readAny(t, string(st.File(t, "microdata-text.html")))
	st.Equal(t, "an amount and its currency apart", o.Pay, sources.Pay{Min: 4500000, Max: 4500000, Currency: "EUR", Period: sources.Year, YearMin: 45000, YearMax: 45000, Said: "45000 EUR"})
	st.Equal(t, "the page's address", o.URL, here)
	st.Equal(t, "language", o.Language, bot.EN)

	o = readAny(t, string(st.File(t, "jobposting-graph.html")))
	st.Equal(t, "the page's address", o.URL, here)
	st.Equal(t, "the address's mark", o.ID, mark(here, o.Title))
}

func TestMicrodataValues(t *testing.T) {
	read := func(inside string) sources.Offer {
		t.Helper()
		return readAny(t, `<div itemscope itemtype="http://schema.org/JobPosting"><b itemprop=title>Dev</b>`+inside+`</div>`)
	}
	for inside, want := range map[string]string{
		`<meta itemprop=hiringOrganization content="Fictif">`:                                                                          "Fictif",
		`<span itemprop=hiringOrganization>Fictif<br>fils</span>`:                                                                      "Fictif fils",
		`<span itemprop=hiringOrganization>Fic<b>tif</b></span>`:                                                                       "Fictif",
		`<a itemprop=hiringOrganization href="https://autre.example">Fictif</a>`:                                                       "Fictif",
		`<a itemprop=hiringOrganization href="https://www.fictif.example"></a>`:                                                        "Fictif",
		`<link itemprop=hiringOrganization href="https://www.fictif.example">`:                                                         "Fictif",
		`<div itemprop=hiringOrganization itemscope><meta itemprop=name content=Fictif /></div>`:                                       "Fictif",
		`<div itemprop=hiringOrganization itemscope><div><span itemprop=name>Fictif</div></div><i itemprop=hiringOrganization>x</i>`:   "Fictif",
		`<div itemscope><i itemprop=hiringOrganization>Autre</i></div><i itemprop=hiringOrganization>Fictif</i>`:                       "Fictif",
		`<p itemprop=hiringOrganization>Fictif<p itemprop=industry>Logiciel`:                                                           "Fictif",
		`<ul><li itemprop=hiringOrganization>Fictif<li>Autre</ul>`:                                                                     "Fictif",
		`<div itemprop=hiringOrganization><div></div>Fictif</div> Autre`:                                                               "Fictif",
		`</div></p><i itemprop=hiringOrganization>Autre</i><div itemscope itemtype=http://schema.org/JobPosting><i itemprop=title>Dev`: "",
		`<i itemprop=hiringOrganization><script>x</script>Fictif<style>y</style></i>`:                                                  "Fictif",
	} {
		st.Equal(t, inside, read(inside).Company, want)
	}
	st.Equal(t, "value=", read(`<span itemprop=baseSalary itemscope><meta itemprop=currency content=EUR><meter itemprop=value value=45000></meter></span>`).Pay.YearMax, 45000)
	st.Equal(t, "an image's address", read(`<img itemprop=url src=/offres/43>`).URL, "https://fictif.example/offres/43")
	st.Equal(t, "a link's address", read(`<a itemprop=url href=/offres/43>Voir</a>`).URL, "https://fictif.example/offres/43")
	st.Equal(t, "spaces of the source", read("<div itemprop=description>a\n  b\n\nc</div>").Description, "a b c")
	st.Equal(t, "paragraphs in one", read("<p itemprop=description><p>a</p><p>b</p></p>").Description, "a\n\nb")
	st.Equal(t, "pay as text", read(`<span itemprop=baseSalary>40 à 45 k€</span>`).Pay, sources.Pay{Said: "40 à 45 k€"})
	st.Equal(t, "the paragraphs of text within others", read(`<section itemprop=description><div itemprop=skills>Go</div><p>a</p>&lt;b></section>`).Description, "Go\n\na\n\n<b>")
}

// TestAddressOfPage reads where the offer is, from pages that give it badly or well.
func TestAddressOfPage(t *testing.T) {
	for page, want := range map[string]string{
		``: here,
		`<link rel=canonical href="https://fictif.example/offres/42">`:          "https://fictif.example/offres/42",
		`<link rel=canonical href="/offres/42">`:                                "https://fictif.example/offres/42",
		`<meta property=og:url content="//fictif.example/offres/43">`:           "https://fictif.example/offres/43",
		`<link rel=canonical href="https://fictif.example/">`:                   here,
		`<link rel=canonical href="javascript:alert(1)">`:                       here,
		`<link rel=canonical href="https://fictif.example/a` + "\u202e" + `b">`: here,
	} {
		st.Equal(t, page, readAny(t, `<html><title>Dev</title>`+page).URL, want)
	}
	o, ok := Any([]byte("<title>Dev</title>"), "", "file:///etc/passwd")
	st.Equal(t, "an address that is none", o.URL, "")
	st.Equal(t, "the title all the same", ok, true)
}

func TestWhichPosting(t *testing.T) {
	posting := func(title, fields string) string {
		return `{"@type":"JobPosting","title":"` + title + `","hiringOrganization":"Fictif"` + fields + `}`
	}
	others := posting("Comptable", `,"url":"https://fictif.example/offres/1"`) + "," + posting("Data", `,"url":"/offres/2"`)
	for name, c := range map[string]struct{ head, json, want string }{
		"its address":          {"", others + "," + posting("Dev", `,"url":"/offres/42"`), "Dev"},
		"its id":               {"", others + "," + posting("Dev", `,"@id":"http://www.fictif.example/offres/42/#offre"`), "Dev"},
		"its page":             {"", others + "," + posting("Dev", `,"mainEntityOfPage":{"@id":"/offres/42"}`), "Dev"},
		"the canonical":        {`<link rel=canonical href="/offres/2">`, others, "Data"},
		"the page's title":     {`<title>Développeur Go | Fictif</title>`, others + "," + posting("Développeur", "") + "," + posting("Développeur Go", ""), "Développeur Go"},
		"the longest title":    {`<title>Développeur Go | Fictif</title>`, posting("Développeur Go", "") + "," + posting("Développeur", ""), "Développeur Go"},
		"a front page":         {`<link rel=canonical href="/"><title>Data</title>`, posting("Comptable", `,"url":"https://fictif.example/"`) + "," + posting("Data", ""), "Data"},
		"one title":            {"", posting("Dev", `,"jobLocation":"Lyon"`) + "," + posting("DEV", `,"jobLocation":"Brest"`), "Dev"},
		"one that says little": {"", `{"@type":"JobPosting"},` + posting("Dev", ""), "Dev"},
		"a list":               {"<title>Nos offres</title>", others, ""},
	} {
		o := readAny(t, "<html>"+c.head+string(script("["+c.json+"]")))
		st.Equal(t, name, o.Title, c.want)
		st.Equal(t, name+": company", o.Company, "Fictif")
	}
	list := readAny(t, string(script(`[`+posting("A", `,"jobLocation":"Lyon","employmentType":"CDI","description":"a"`)+`,`+posting("B", `,"jobLocation":"Lyon","employmentType":"CDD","description":"b"`)+`]`)))
	st.Equal(t, "what a list agrees on", seen(list), " | Fictif | Lyon |  |  |  | ")
	st.Equal(t, "a list's address", list.URL, here)
	list = readAny(t, string(script(`[`+posting("Dev", `,"jobLocation":"Lyon"`)+`,`+posting("Dev", `,"jobLocation":"Lyon","hiringOrganization":"Autre"`)+`]`)))
	st.Equal(t, "one title, two companies", seen(list), " |  | Lyon |  |  |  | ")
	_, ok := Any(script(`[{"@type":"JobPosting","title":"A"},{"@type":"JobPosting","title":"B"}]`), "", here)
	st.Equal(t, "a list that agrees on nothing", ok, false)
}

// TestNextBest reads pages whose data is missing or broken in one form.
func TestNextBest(t *testing.T) {
	const og, micro = `<meta property="og:title" content="Dev Go"><meta property="og:site_name" content="Fictif"><meta property="og:description" content="En Go.">`,
		`<div itemscope itemtype="http://schema.org/JobPosting"><b itemprop=title>Dev Rust</b></div>`
	for name, c := range map[string]struct{ page, want string }{
		"OpenGraph alone":      {og, "Dev Go | Fictif |  |  |  |  | En Go."},
		"microdata":            {og + micro, "Dev Rust | Fictif |  |  |  |  | En Go."},
		"JSON-LD":              {og + micro + string(script(`{"@type":"JobPosting","title":"Dev C"}`)), "Dev C | Fictif |  |  |  |  | En Go."},
		"JSON-LD says nothing": {og + micro + string(script(`{"@type":"JobPosting"}`)), "Dev Rust | Fictif |  |  |  |  | En Go."},
		"JSON-LD of no offer":  {og + string(script(`{"@type":"WebSite","name":"x"}`)), "Dev Go | Fictif |  |  |  |  | En Go."},
		"no title in the data": {og + string(script(`{"@type":"JobPosting","description":"d"}`)), "Dev Go | Fictif |  |  |  |  | d"},
		"JSON alone":           {`{"@type":"JobPosting","title":"Dev C"}`, "Dev C |  |  |  |  |  | "},
		"no HTML":              {`x <title>Dev</title>`, "Dev |  |  |  |  |  | "},
	} {
		st.Equal(t, name, seen(readAny(t, c.page)), c.want)
	}
	for name, json := range map[string]string{
		"cut": `{"@type":"JobPosting","title":"x"`, "cut in a string": `{"@type":"JobPosting","title":"x`, "a comma": `{"@type":"JobPosting","title":"x",}`,
		"single quotes": `{'@type':'JobPosting','title':'x'}`, "bare keys": `{@type:"JobPosting",title:"x"}`, "two values": `{"@type":"JobPosting","title":"x"}{}`,
		"a quote within": `{"@type":"JobPosting","title":"a "x" b"}`, "no comma": `{"@type":"JobPosting" "title":"x"}`, "NaN": `{"@type":"JobPosting","title":"x","a":NaN}`,
		"a variable": `var x = {"@type":"JobPosting","title":"x"}`, "a template": `{"@type":"JobPosting","title":{{ title }}}`, "an escape": `{"@type":"JobPosting","title":"\x41"}`,
		"a comment": `{"@type":"JobPosting",/* x */"title":"x"}`, "empty": ``, "words": `JobPosting`, "wrong types": `{"@type":"JobPosting","title":{"a":[]},"description":[[]]}`,
	} {
		st.Equal(t, name, seen(readAny(t, og+string(script(json)))), "Dev Go | Fictif |  |  |  |  | En Go.")
		st.Equal(t, name+", then microdata", readAny(t, og+micro+string(script(json))).Title, "Dev Rust")
	}
}

func TestNothingOfUse(t *testing.T) {
	for name, page := range map[string]string{
		"empty": "", "spaces": " \n ", "a BOM": "\uFEFF", "no words": "<html><head></head><body><h1></h1></body></html>", "text": "Bonjour",
		"an empty title": "<title> </title>", "a wall": `<title>Just a moment...</title><meta name=description content="Checking your browser">`,
		"a login": "<title>Connexion | Fictif</title>", "not found": "<title>404 - Page introuvable</title>", "a front page": "<title>Accueil</title>",
		"a site's name": `<title>Fictif</title><meta property=og:site_name content=Fictif>`, "another type": `<div itemscope itemtype=http://schema.org/Product><b itemprop=title>x</b></div>`,
		"a marker alone": "<title>\u202e\u200b</title>", "JSON of no offer": `{"@type":"Product","name":"x"}`,
	} {
		if o, ok := Any([]byte(page), "text/html", here); ok {
			t.Errorf("%s: %+v", name, o)
		}
	}
}
