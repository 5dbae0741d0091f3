package jobposting

import (
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"rebond/bot"
	"rebond/bot/sources"
	st "rebond/bot/sources/sourcestest"
)

// full repeats s, numbered where it holds %d, until a page of 2 MiB is full.
func full(s string) string {
	if !strings.Contains(s, "%d") {
		return strings.Repeat(s, maxPage/len(s)+1)
	}
	var b strings.Builder
	for i := 0; b.Len() < maxPage; i++ {
		b.WriteString(strings.ReplaceAll(s, "%d", strconv.Itoa(i)))
	}
	return b.String()
}

func ldJSON(s string) string { return "<script type=application/ld+json>" + s + "</script>" }

const posting = `<div itemscope itemtype="http://schema.org/JobPosting"><b itemprop=title>Dev</b>`

// hostile are pages made to cost far more than they weigh.
func hostile() map[string]string {
	const dev = `{"@type":"JobPosting","title":"Dev","description":"d"`
	return map[string]string{
		"10 MB of text":                  posting + strings.Repeat("<p>texte ", 10<<20/9),
		"10 MB of a title":               "<title>" + strings.Repeat("Dev ", 10<<20/4),
		"10,000 scripts":                 strings.Repeat(ldJSON(dev+"}"), 10_000),
		"10,000 broken scripts":          strings.Repeat(ldJSON(dev), 10_000),
		"scripts left open":              full("<script type=application/ld+json>" + dev),
		"100,000 deep items":             posting + strings.Repeat("<div itemscope itemprop=a>", 100_000) + "x",
		"100,000 deep, closed":           posting + strings.Repeat("<div itemscope itemprop=a>", 40_000) + "x" + strings.Repeat("</div>", 40_001),
		"100,000 deep postings":          full(posting),
		"100,000 deep values":            posting + full("<i itemprop=description>x"),
		"100,000 values":                 posting + full("<i itemprop=skills>%d</i>"),
		"values of many names":           posting + full("<i itemprop='"+strings.Repeat("a%d ", 500)+"'>x</i>"),
		"many types":                     full("<i itemscope itemtype='" + strings.Repeat("a ", 50_000) + "JobPosting' itemprop=x>x"),
		"descriptions in one another":    posting + strings.Repeat("<div itemprop=description>", 31) + full("<p>x</p>"),
		"ends without beginnings":        posting + full("</div></p></b>"),
		"paragraphs never closed":        posting + full("<p itemprop=a><li itemprop=b><td itemprop=c>"),
		"places":                         posting + full("<i itemprop=jobLocation>Saint-%d</i>"),
		"places in one":                  posting + "<i itemprop=jobLocation>" + full("Saint-Denis;"),
		"JSON places":                    ldJSON(dev + `,"jobLocation":[` + strings.Repeat(`{"address":{"addressLocality":"Saint-Denis"}},`, 10_000) + `0]}`),
		"JSON skills":                    ldJSON(dev + `,"skills":"` + strings.Repeat("0612345678;", 40_000) + `"}`),
		"JSON 100,000 arrays deep":       ldJSON(dev + `,"a":` + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000) + "}"),
		"JSON 9,000 objects deep":        ldJSON(strings.Repeat(`{"@graph":[`, 4500) + dev + "}" + strings.Repeat("]}", 4500)),
		"JSON of many postings":          ldJSON("[" + strings.Repeat(dev+"},", 10_000) + "0]"),
		"JSON of many different":         ldJSON("[" + strings.Repeat(dev+`,"x":0},`+`{"@type":"JobPosting","title":"Dev 2"},`, 5000) + "0]"),
		"JSON of many objects":           ldJSON(`{"JobPosting":[` + strings.Repeat(`{"a":0},`, 60_000) + "0]}"),
		"JSON of many objects, repeated": strings.Repeat(ldJSON(`["JobPosting",`+strings.Repeat(`{"a":0},`, 60_000)+"0]"), 4),
		"JSON of many objects, broken":   strings.Repeat(ldJSON(`["JobPosting",`+strings.Repeat("{\"a\":\"\n\"},", 50_000)+"0]]"), 4),
		"JSON repaired":                  ldJSON(`["JobPosting",` + strings.Repeat("{\"a\":\"\n\"},", 90_000) + "0]"),
		"JSON keys, the same":            ldJSON(strings.Repeat(`{"title":"x",`, 1) + strings.Repeat(`"title":"y",`, 40_000) + dev[1:] + "}"),
		"JSON numbers":                   ldJSON(dev + `,"identifier":1e999,"baseSalary":{"currency":"EUR","value":{"minValue":1e999,"maxValue":-1e999,"unitText":"YEAR"}},"experienceRequirements":{"monthsOfExperience":1e999}}`),
		"a number of 400 kB":             ldJSON(dev + `,"baseSalary":` + strings.Repeat("9", 400_000) + `,"title":` + strings.Repeat("9", 99_000) + "}"),
		"JSON of 2 MiB":                  ldJSON(dev + `,"a":"` + strings.Repeat("x", maxPage-1000) + `"}`),
		"comments around":                ldJSON(strings.Repeat("//", 200_000) + dev + "}" + strings.Repeat(";", 50_000)),
		"entities":                       "<title>Dev " + full("&amp;amp;amp;"),
		"entities of JSON":               ldJSON(strings.ReplaceAll(dev, `"`, "&amp;quot;") + strings.Repeat("&amp;", 80_000)),
		"entities in a value":            posting + "<div itemprop=description>" + full("&#x26;amp;lt;"),
		"half an entity":                 "<title>Dev " + full("&ampé&#x"),
		"an attribute of 2 MiB":          posting + `<i itemprop=description content="` + strings.Repeat("x", maxPage),
		"an attribute of 1 MiB":          posting + `<i itemprop=description content="` + strings.Repeat("é ", maxPage/6) + `">`,
		"attributes":                     "<title>Dev</title><a " + full("a%d "),
		"attributes, the same":           "<title>Dev</title><a " + full("itemprop=a "),
		"a name of 2 MiB":                "<title>Dev</title><" + full("a"),
		"metas":                          "<title>Dev</title>" + full("<meta name=n%d content=x><link rel=canonical>"),
		"left open":                      posting + full("<a <b <!-- <script <![CDATA["),
		"tags":                           posting + full("<a><b%d>"),
		"NULs":                           "<title>Dev\x00Go</title>" + posting + full("\x00<\x00i itemprop=description>\x00"),
		"marks that turn the text":       posting + full("<i itemprop=description>\u202eegnahc\u2066</i>\u200f"),
		"bytes":                          posting + full("\xff\xfe\xc3(\xe2\x82"),
		"a wrong charset":                "<meta charset=utf-16be><meta charset=shift_jis>" + posting + full("\xe9\x80"),
		"telephones":                     posting + "<p itemprop=description>" + full("06 12 34 56 78 "),
		"brackets":                       posting + "<p itemprop=description>" + full("[](_**`"),
		"separators":                     "<title>" + full(" | - :"),
		"addresses":                      posting + full("<a itemprop=url href='../%d?a=b#c'>x</a>"),
	}
}

// maxAllocated bounds all that reading one page allocates, what is freed on the
// way included: the memory in use at one time is far less.
const maxAllocated = 192 << 20

// TestHostilePages reads pages made to cost memory, or the square of their
// length in time: each takes well under a second, or minutes when one does.
func TestHostilePages(t *testing.T) {
	for name, s := range hostile() {
		t.Run(name, func(t *testing.T) {
			data := []byte(s)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			o, _ := Any(data, "text/html", here)
			runtime.ReadMemStats(&after)
			if n := after.TotalAlloc - before.TotalAlloc; n > maxAllocated {
				t.Errorf("%d MiB allocated", n>>20)
			} else {
				t.Logf("%d MiB allocated", n>>20)
			}
			if head := s[:min(len(s), 100)]; (strings.Contains(head, "<title>Dev") || strings.Contains(head, posting)) && !strings.HasPrefix(o.Title, "Dev") {
				t.Errorf("title %q", o.Title)
			}
			checkFit(t, o)
		})
	}
}

// TestBounds reads to each bound and no further.
func TestBounds(t *testing.T) {
	const broken, good = `{"@type":"JobPosting",`, `{"@type":"JobPosting","title":"Dev"}`
	const other, own = `{"@type":"JobPosting","title":"Autre"},`, `{"@type":"JobPosting","title":"Dev","url":"/offres/42"}`
	for name, c := range map[string]struct{ page, want string }{
		"the last script":   {strings.Repeat(ldJSON(broken), maxScripts-1) + ldJSON(good), "Dev"},
		"one script more":   {strings.Repeat(ldJSON(broken), maxScripts) + ldJSON(good), ""},
		"scripts of others": {strings.Repeat(ldJSON("{}"), maxScripts) + ldJSON(good), "Dev"},
		"too large, then":   {ldJSON(good[:1]+strings.Repeat(" ", maxJSON)+good[1:]) + ldJSON(good), "Dev"},
		"too large alone":   {ldJSON(good[:1] + strings.Repeat(" ", maxJSON) + good[1:]), ""},
		"the last posting":  {ldJSON("[" + strings.Repeat(other, maxPostings-1) + own + "]"), "Dev"},
		"one posting more":  {ldJSON("[" + strings.Repeat(other, maxPostings) + own + "]"), "Autre"},
		"the last bytes":    {strings.Repeat(" ", maxPage-len("x<title>Dev</title>")) + "x<title>Dev</title>", "Dev"},
		"a byte more":       {strings.Repeat(" ", maxPage) + "<title>Dev</title>", ""},
		"the last depth":    {posting[:strings.Index(posting, "<b")] + strings.Repeat("<i itemprop=x>", maxDepth-2) + "<b itemprop=title>Dev", "Dev"},
		"one deeper":        {posting[:strings.Index(posting, "<b")] + strings.Repeat("<i itemprop=x>", maxDepth-1) + "<b itemprop=title>Dev", ""},
		"a long title":      {posting[:strings.Index(posting, "<b")] + "<b itemprop=title>" + strings.Repeat("x", 2*maxText), strings.Repeat("x", 199) + "…"},
	} {
		o, _ := Any([]byte(c.page), "", here)
		st.Equal(t, name, o.Title, c.want)
	}
	many := make([]any, 1000)
	for i := range many {
		many[i] = "a"
	}
	st.Equal(t, "skills", len(skills(object{"skills": many})), maxSkills)
	st.Equal(t, "addresses", len(addresses(object{"jobLocation": many})), maxAddresses)
	st.Equal(t, "names of an element", len(properties(strings.Repeat("a ", 1000))), maxNames)
	o, _ := Any([]byte(ldJSON(`{"@type":"JobPosting","title":"Dev","hiringOrganization":"`+strings.Repeat("x", 1000)+`"}`)), "", "")
	st.Equal(t, "credit", o.Credit.Name, strings.Repeat("x", 99)+"…")
	for name, s := range map[string]string{
		"items": full("<i itemscope></i>"), "text": "<i itemprop=a>" + full("x"), "values": full("<i itemprop=a>x</i>"), "names": full("<meta itemprop='a b c d e f g h i j' content=x>"),
		"bytes": full("<i itemprop=description><i itemprop=description>" + strings.Repeat("x", 10<<10)), "attributes": strings.Repeat("<meta itemprop=a content='"+strings.Repeat("x", 10<<10)+"'>", 3*maxPage/(10<<10)),
	} {
		p := page{items: new(microdata)}
		p.read([]byte(posting + s))
		m := p.items
		if n := len(text(m.found[0]["a"])); n > maxText && name != "attributes" {
			t.Errorf("%s: a value of %d bytes", name, n)
		}
		if m.items > maxItems || m.values > maxValues+maxNames*maxDepth || m.kept > maxKept+2*maxAttribute || len(m.frames)+m.rich > 0 {
			t.Errorf("%s: %d items, %d values, %d bytes, %d open", name, m.items, m.values, m.kept, len(m.frames))
		}
	}
}

// checkFit checks that an offer can be put into a form and kept as it is.
func checkFit(t *testing.T, o sources.Offer) {
	t.Helper()
	for field, c := range map[string]struct {
		value string
		max   int // runes
	}{
		"title": {o.Title, 200}, "company": {o.Company, 100}, "contract": {o.ContractSaid, 100}, "level": {o.LevelSaid, 100}, "pay": {o.Pay.Said, 200},
		"currency": {o.Pay.Currency, 3}, "credit": {o.Credit.Name, 100}, "id": {o.ID, 200}, "URL": {o.URL, 2000}, "where to apply": {o.ApplyURL, 2000},
	} {
		checkLine(t, field, c.value, c.max)
	}
	for _, s := range o.Skills {
		checkLine(t, "skill", s, 100)
	}
	for _, p := range o.Places {
		checkLine(t, "place", p.Label, 100)
	}
	if len(o.Skills) > 40 || len(o.Places) > 10 {
		t.Errorf("%d skills, %d places", len(o.Skills), len(o.Places))
	}
	if n := utf8.RuneCountInString(o.Description); n > sources.MaxDescription || !utf8.ValidString(o.Description) || bot.Clean(o.Description, 0) != o.Description {
		t.Errorf("description of %d runes: %.200q", n, o.Description)
	}
	for _, u := range []string{o.URL, o.ApplyURL} {
		if u != "" && !sources.IsWeb(u) {
			t.Errorf("address %q", u)
		}
	}
	if again, _ := sources.Finish(o); again.Title != o.Title || again.Company != o.Company || !slices.Equal(again.Places, o.Places) {
		t.Errorf("cleaned again: %+v; was %+v", again, o)
	}
}

func checkLine(t *testing.T, field, s string, max int) {
	t.Helper()
	odd := func(r rune) bool { return unicode.IsControl(r) || bot.IsDirectionMark(r) }
	if utf8.RuneCountInString(s) > max || !utf8.ValidString(s) || strings.ContainsFunc(s, odd) {
		t.Errorf("%s: %.300q", field, s)
	}
}

func FuzzAny(f *testing.F) {
	for _, file := range []string{"jobposting-simple.html", "jobposting-graph.html", "jobposting-invalid.html", "jobposting-none.html", "microdata-article.html", "microdata-text.html", "microdata-careless.html"} {
		f.Add(st.File(f, file))
	}
	f.Add([]byte("\xff\xfe<\x00t\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		data = data[:min(len(data), 8<<10)]
		for _, media := range []string{"text/html; charset=utf-8", "text/html; charset=iso-8859-1"} {
			o, ok := Any(data, media, here)
			checkFit(t, o)
			if ok && o.URL == "" {
				t.Errorf("no address: %+v", o)
			}
		}
	})
}
