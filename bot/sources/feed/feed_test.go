package feed

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/sources"
	"rebond/bot/sources/sourcestest"
)

var now = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// site is a web site on loopback that serves what a test tells it to.
type site struct {
	*httptest.Server
	serve http.HandlerFunc
	asked []*http.Request
}

func newSite(t *testing.T, serve http.HandlerFunc) *site {
	s := &site{serve: serve}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.Contains(r.UserAgent(), "mailto:") {
			t.Errorf("asked by %q", r.UserAgent())
		}
		s.asked = append(s.asked, r)
		s.serve(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *site) feed(path string) *Feed {
	clock := sourcestest.NewClock(now)
	return &Feed{Called: "fictif", URL: s.URL + path, Client: &sources.Client{Agent: "Rebond/1 (+mailto:contact@rebond.example)", Now: clock.Now, Pause: clock.Pause}}
}

// fetch reads the feed once; it keeps what it is given.
func fetch(f *Feed, state string, at time.Time) (sources.Fetched, sources.Batch, error) {
	var all sources.Batch
	fetched, err := f.Fetch(context.Background(), &sources.Reading{State: state, Now: at, Keep: func(_ context.Context, b sources.Batch) error {
		all.Offers, all.Refused = append(all.Offers, b.Offers...), append(all.Refused, b.Refused...)
		return nil
	}})
	return fetched, all, err
}

func says(body, media string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", media)
		fmt.Fprint(w, body)
	}
}

func one(t *testing.T, body, media string) sources.Offer {
	t.Helper()
	_, batch, err := fetch(newSite(t, says(body, media)).feed("/jobs"), "", now)
	if err != nil {
		t.Fatal(err)
	}
	if len(batch.Offers) != 1 || len(batch.Refused) != 0 {
		t.Fatalf("%d offers, refused %+v", len(batch.Offers), batch.Refused)
	}
	return batch.Offers[0]
}

const rssHead = `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:tt="https://teamtailor.com/locations"><channel><title>Acme Fictif</title><link>https://acme.example</link>`

func rssOf(items string) string { return rssHead + items + `</channel></rss>` }

func TestRSS(t *testing.T) {
	o := one(t, rssOf(`<item><title>Développeur Go &amp; SQL (CDI)</title><link>https://acme.example/jobs/1</link><guid isPermaLink="false">job-1</guid>
<pubDate>Mon, 16 Nov 2026 09:00:00 +0100</pubDate><category>Backend</category><remoteStatus>hybrid</remoteStatus>
<description>&lt;p&gt;Tu écris &lt;b&gt;des API&lt;/b&gt;.&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;a href="javascript:alert(1)"&gt;ici&lt;/a&gt; rh@acme.example&lt;/p&gt;</description>
<tt:department>Engineering</tt:department><tt:locations><tt:location><tt:name>Siège</tt:name><tt:city>Lyon</tt:city><tt:country>France</tt:country></tt:location></tt:locations></item>`), "application/rss+xml")
	for field, got := range map[string][2]string{
		"source": {o.Source, "feed/fictif"}, "id": {o.ID, "job-1"}, "credit": {o.Credit.Name, "Acme Fictif"},
		"title": {o.Title, "Développeur Go & SQL (CDI)"}, "url": {o.URL, "https://acme.example/jobs/1"},
		"contract": {string(o.Contract), "cdi"}, "remote": {string(o.Remote), "hybrid"},
		"published": {o.Published.Format(time.RFC3339), "2026-11-16T08:00:00Z"},
		"expires":   {o.Expires.Format(time.RFC3339), "2026-12-16T08:00:00Z"},
		"skills":    {strings.Join(o.Skills, ","), "Backend,Engineering"},
	} {
		sourcestest.Equal(t, field, got[0], got[1])
	}
	if len(o.Places) != 1 || o.Places[0].Departement != "69" {
		t.Errorf("places %+v", o.Places)
	}
	for _, bad := range []string{"alert", "javascript", "@acme"} {
		if strings.Contains(o.Description, bad) {
			t.Errorf("%q is in %q", bad, o.Description)
		}
	}
	if !strings.Contains(o.Description, "**des API**") {
		t.Errorf("description %q", o.Description)
	}
}

func TestBoardOfSeveral(t *testing.T) {
	o := one(t, rssOf(`<item><title>Fictif: Senior Go Developer</title><region>Anywhere in the World</region><category>Back-End Programming</category><type>Full-Time</type><description>&lt;p&gt;Remote&lt;/p&gt;</description><pubDate>Wed, 18 Nov 2026 09:00:00 +0000</pubDate><expires_at>2026-12-18</expires_at><guid>https://remote.example/jobs/1</guid><link>https://remote.example/jobs/1</link></item>`), "text/xml")
	sourcestest.Equal(t, "company", o.Company, "Fictif")
	sourcestest.Equal(t, "title", o.Title, "Senior Go Developer")
	sourcestest.Equal(t, "expires", o.Expires.Format(time.RFC3339), "2026-12-18T22:59:59Z")
	ready, why := sources.Prepare(o, sources.Rules{Trades: true, France: true})
	if !why.Empty() || ready.Remote != sources.Full || ready.Level != sources.Senior {
		t.Errorf("%+v %s", ready, why.EN)
	}
	for _, title := range []string{"Développeur : Go", "Stage: développeur", "Senior Engineer: Payments"} {
		if _, rest, ok := cutCompany(title); ok || rest != title {
			t.Errorf("%q is cut", title)
		}
	}
}

func TestAtom(t *testing.T) {
	o := one(t, `<feed xmlns="http://www.w3.org/2005/Atom"><title>Offres</title><entry><id>urn:1</id><title type="html">Développeuse &amp;lt;b&amp;gt;Python&amp;lt;/b&amp;gt;</title><link rel="alternate" href="/offres/1"/>
<published>2026-11-20T10:00:00Z</published><updated>2026-11-21T10:00:00Z</updated><content type="html">&lt;p&gt;À Nancy&lt;/p&gt;</content></entry></feed>`, "application/atom+xml")
	if !strings.HasSuffix(o.URL, "/offres/1") || !strings.HasPrefix(o.URL, "http://127.0.0.1") || o.ID != "urn:1" || o.Updated.Day() != 21 || o.Description != "À Nancy" {
		t.Errorf("%+v", o)
	}
}

func jsonItem(id string) string {
	return `{"id":"` + id + `","title":"Développeur PHP","url":"https://fictif.example/jobs/` + id + `","content_html":"<p>Missions</p>","date_published":"2026-11-13T10:00:00+01:00",
"_jobposting":{"@context":"http://schema.org/","@type":"JobPosting","title":"Développeur PHP/Symfony","description":"<p>Missions et profil</p>","datePosted":"2026-11-13","validThrough":null,"employmentType":"FULL_TIME",
"hiringOrganization":{"@type":"Organization","name":"Fictif"},"jobLocation":[{"@type":"Place","address":{"@type":"PostalAddress","addressLocality":"Bordeaux","postalCode":"33000","addressCountry":"FR"}}]}}`
}

func jsonFeed(next string, items ...string) string {
	return `{"version":"https://jsonfeed.org/version/1.1","title":"Fictif","next_url":"` + next + `","items":[` + strings.Join(items, ",") + `]}`
}

// TestBoardPages reads a board of JobPosting data over its pages, those it names and
// those it does not.
func TestBoardPages(t *testing.T) {
	named := map[string]string{"": jsonFeed("/jobs.json?page=2", jsonItem("1"), jsonItem("2")), "2": jsonFeed("", jsonItem("3"))}
	numbered := map[string]string{"": jsonFeed("", jsonItem("1"), jsonItem("2")), "2": jsonFeed("", jsonItem("3")), "3": jsonFeed("")}
	same := map[string]string{"": jsonFeed("", jsonItem("1")), "2": jsonFeed("", jsonItem("1"))}
	away := map[string]string{"": jsonFeed("https://elsewhere.example/jobs.json", jsonItem("1"))}
	for name, c := range map[string]struct {
		pages    map[string]string
		offers   int
		complete bool
	}{"named": {named, 3, true}, "numbered": {numbered, 3, true}, "one": {same, 1, true}, "away": {away, 1, false}} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, c.pages[r.URL.Query().Get("page")]) })
			fetched, batch, err := fetch(s.feed("/jobs.json"), "", now)
			if err != nil || len(batch.Offers) != c.offers || fetched.Complete != c.complete {
				t.Fatalf("%d offers, %+v, %v", len(batch.Offers), fetched, err)
			}
			o := batch.Offers[0]
			if o.Company != "Fictif" || o.Title != "Développeur PHP" || o.Places[0].Departement != "33" || o.ID != "1" || o.Source != "feed/fictif" || o.Expires.IsZero() != c.complete || o.Description != "Missions et profil" {
				t.Errorf("%+v", o)
			}
		})
	}
}

// TestUnchanged asks conditionally within a week, and for everything in the next.
func TestUnchanged(t *testing.T) {
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"v1"`)
		if r.Header.Get("If-None-Match") == `"v1"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprint(w, rssOf(`<item><title>Développeur</title><link>https://acme.example/1</link><pubDate>Mon, 02 Nov 2026 09:00:00 +0100</pubDate></item>`))
	})
	f := s.feed("/")
	first, batch, err := fetch(f, "", now)
	if err != nil || first.Complete || first.Unchanged {
		t.Fatalf("%+v %v", first, err)
	}
	second, none, err := fetch(f, first.State, now.Add(time.Hour))
	if err != nil || !second.Unchanged || second.State != first.State || len(none.Offers) != 0 {
		t.Errorf("%+v %v", second, err)
	}
	_, again, err := fetch(f, second.State, now.Add(7*24*time.Hour))
	if err != nil || len(again.Offers) != 1 || again.Offers[0].Expires.Before(batch.Offers[0].Expires) {
		t.Errorf("%+v %v", again, err)
	}
}

func TestEnd(t *testing.T) {
	day := func(n int) time.Time { return now.Add(time.Duration(n) * 24 * time.Hour) }
	if got := end(day(-5), now); !got.Equal(day(25)) {
		t.Error("a recent one ends", got)
	}
	if got := end(day(-60), now); got.Before(day(7)) || got.After(day(14)) {
		t.Error("one that is still listed ends", got)
	}
	if got := end(day(-400), now); got.After(now) {
		t.Error("an ancient one ends", got)
	}
	if got := end(time.Time{}, now); got.Before(day(20)) || got != end(time.Time{}, now.Add(time.Hour)) {
		t.Error("one without a date ends", got)
	}
}

func TestTroubles(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		body   string
		fault  sources.Fault
	}{
		"gone":      {404, "", sources.NotFound},
		"forbidden": {403, "", sources.Forbidden},
		"too many":  {429, "", sources.TooMany},
		"failing":   {500, "", sources.Failing},
		"page":      {200, "<!doctype html><html><body><p>Nos offres<br></p></body></html>", sources.Malformed},
		"cut":       {200, rssHead + `<item><title>Développeur</title><link>https://acme.exa`, sources.Malformed},
		"cut json":  {200, jsonFeed("", jsonItem("1"))[:300], sources.Malformed},
		"other":     {200, `{"jobs":[]}`, sources.Malformed},
		"null":      {200, `{"version":"1","items":null}`, sources.Malformed},
		"text":      {200, `Bonjour`, sources.Malformed},
		"empty":     {200, ``, sources.Malformed},
		"wide":      {200, rssOf("<item><x:a>" + strings.Repeat("some text<b/>", 100_000) + "</x:a></item>"), sources.Malformed},
		"spaces":    {200, rssOf(`<x:a xmlns:a="a"` + manySpaces(80) + `></x:a>`), sources.Malformed},
		"many":      {200, rssOf(strings.Repeat("<item/>", 250_000)), sources.Malformed},
		"attribute": {200, rssOf(`<x` + strings.Repeat(` a="b"`, 300) + `/>`), sources.Malformed},
		"deep":      {200, rssHead + "<item>" + strings.Repeat("<x:a>", 100_000), sources.Malformed},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
				w.WriteHeader(c.status)
				fmt.Fprint(w, c.body)
			})
			_, batch, err := fetch(s.feed("/"), "", now)
			failure, ok := errors.AsType[*sources.Failure](err)
			if !ok || failure.Fault != c.fault || len(batch.Offers) != 0 {
				t.Errorf("%v, %d offers", err, len(batch.Offers))
			}
		})
	}
}

func manySpaces(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, ` xmlns:n%d="n%d"`, i, i)
	}
	return b.String()
}

func TestHostile(t *testing.T) {
	items := `<item><title>A</title><link>javascript:alert(1)</link></item>
<item><title></title><link>https://acme.example/2</link></item>
<item><title>Développeur C</title><link>https://acme.example/3</link><guid>3</guid><pubDate>Mon, 16 Nov 2099 09:00:00 +0100</pubDate></item>
<item><title>Développeur C, encore</title><link>https://acme.example/3b</link><guid>3</guid></item>
<item><title>Sans identifiant</title><link>https://acme.example/4</link></item>
<item><title>Identifiant long</title><link>https://acme.example/5</link><guid>` + strings.Repeat("x", 500) + `</guid></item>
<item><title>Ancienne</title><link>https://acme.example/6</link><pubDate>Mon, 16 Nov 2020 09:00:00 +0100</pubDate></item>
<item><title>Grosse</title><link>https://acme.example/7</link><description>` + strings.Repeat("mot ", 400_000) + `</description></item>
<item><title>Bombe &a9;</title><link>https://acme.example/8</link></item>
<item><title>Secret</title><link>https://moi:secret@acme.example/9</link></item>`
	bomb := `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a0 "lol"><!ENTITY a9 "&a0;&a0;&a0;"><!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><title>T</title>` + items + `</channel></rss>`
	fetched, batch, err := fetch(newSite(t, says(bomb, "application/xml")).feed("/"), "", now)
	if err != nil || fetched.Complete {
		t.Fatalf("%+v %v", fetched, err)
	}
	titles := map[string]sources.Offer{}
	for _, o := range batch.Offers {
		titles[o.Title] = o
		if !sources.IsWeb(o.URL) || o.ID == "" || len(o.ID) > 200 || strings.Contains(o.Title, "lol") {
			t.Errorf("%+v", o)
		}
	}
	if len(batch.Offers) != 5 || len(batch.Refused) != 4 {
		t.Errorf("%d offers, refused %+v", len(batch.Offers), batch.Refused)
	}
	if o := titles["Développeur C"]; !o.Published.IsZero() || o.Expires.IsZero() {
		t.Errorf("a date to come: %+v", o)
	}
	if o := titles["Grosse"]; len(o.Description) > 2*sources.MaxDescription {
		t.Errorf("%d bytes", len(o.Description))
	}
}

// TestCharsets reads one title in the ways that servers spoil it.
func TestCharsets(t *testing.T) {
	const title = "Développeur à Orléans"
	latin := strings.NewReplacer("é", "\xe9", "à", "\xe0").Replace(title)
	item := func(title string) string {
		return `<item><title>` + title + `</title><link>https://acme.example/1</link></item>`
	}
	utf := strings.Replace(rssOf(item(title)), "UTF-8", "ISO-8859-1", 1)
	for name, c := range map[string][2]string{
		"latin-1 said":          {`<?xml version="1.0" encoding="ISO-8859-1"?>` + strings.TrimPrefix(rssOf(item(latin)), `<?xml version="1.0" encoding="UTF-8"?>`), "text/xml"},
		"latin-1, said UTF-8":   {rssOf(item(latin)), "text/xml; charset=utf-8"},
		"latin-1 by the header": {strings.TrimPrefix(rssOf(item(latin)), `<?xml version="1.0" encoding="UTF-8"?>`), "text/xml; charset=iso-8859-1"},
		"UTF-8, said latin-1":   {utf, "text/xml; charset=iso-8859-1"},
		"unknown":               {strings.Replace(rssOf(item(title)), "UTF-8", "x-martian", 1), "text/xml"},
		"mark":                  {"\xEF\xBB\xBF" + rssOf(item(title)), "text/xml"},
		"controls":              {rssOf(item("Développeur \x01\x0bà Orléans")), "text/xml"},
	} {
		t.Run(name, func(t *testing.T) { sourcestest.Equal(t, "title", one(t, c[0], c[1]).Title, title) })
	}
}

func TestSource(t *testing.T) {
	var s sources.Source = &Feed{Called: "fictif", URL: "https://moi:secret@acme.example/jobs.rss?key=secret"}
	terms := s.Terms()
	if s.Name() != "fictif" || s.Kind() != "feed/fictif" || s.Every() != time.Hour || terms.Note.Empty() || terms.URL != "https://acme.example/" {
		t.Errorf("%s %s %s %+v", s.Name(), s.Kind(), s.Every(), terms)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(rssOf(`<item><title>A: B</title><link>https://acme.example/1</link><region>Lyon</region></item>`)), "text/xml")
	f.Add([]byte(jsonFeed("/x", jsonItem("1"))), "application/json")
	f.Add([]byte(`<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>T</title><link href="/1"/></entry></feed>`), "")
	f.Add([]byte("\xFF\xFE<\x00r\x00"), "text/xml; charset=utf-16")
	f.Fuzz(func(t *testing.T, data []byte, media string) {
		p, err := parse(data, media, "https://acme.example/jobs.rss", now)
		if err != nil {
			return
		}
		p.name("feed/fictif")
		seen := map[string]bool{}
		for _, o := range p.batch.Offers {
			again, reason := sources.Finish(o)
			if !reason.Empty() || again.Title != o.Title || !sources.IsWeb(o.URL) || seen[o.ID] || o.Published.After(now.Add(25*time.Hour)) {
				t.Errorf("not fit to be kept: %+v %s", o, reason.EN)
			}
			seen[o.ID] = true
			bot.Plain(o.Description)
		}
	})
}

// TestBoardWithoutItems holds that a board whose last openings have left is complete, this
// week and the next, and that a feed that never was one is not.
func TestBoardWithoutItems(t *testing.T) {
	body := jsonFeed("", jsonItem("1"))
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Has("page") {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		fmt.Fprint(w, body)
	})
	f := s.feed("/jobs.json")
	first, _, err := fetch(f, "", now)
	if err != nil || !first.Complete {
		t.Fatalf("%+v %v", first, err)
	}
	body = jsonFeed("")
	for _, later := range []time.Duration{time.Hour, 8 * 24 * time.Hour} {
		none, batch, err := fetch(f, first.State, now.Add(later))
		if err != nil || !none.Complete || len(batch.Offers) != 0 {
			t.Errorf("after %v: %+v %v", later, none, err)
		}
		if again, _, err := fetch(f, none.State, now.Add(later+time.Hour)); err != nil || !again.Complete {
			t.Errorf("once more: %+v %v", again, err)
		}
	}
	if never, _, err := fetch(f, "", now); err != nil || never.Complete {
		t.Errorf("%+v %v", never, err)
	}
}

// TestBoardNotWhole gives an end to the offers of a board that was not read to the end,
// which would stay for ever otherwise.
func TestBoardNotWhole(t *testing.T) {
	plain := `{"id":"9","title":"Développeuse","url":"https://fictif.example/jobs/9","content_html":"<p>Missions</p>"}`
	for name, body := range map[string]string{
		"without data": jsonFeed("", jsonItem("1"), plain),
		"broken":       jsonFeed("", jsonItem("1"), `"broken"`),
		"away":         jsonFeed("https://elsewhere.example/jobs.json", jsonItem("1")),
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Query().Has("page") {
					w.WriteHeader(http.StatusNotFound)
					return
				}
				w.Header().Set("ETag", `"v1"`)
				fmt.Fprint(w, body)
			})
			fetched, batch, err := fetch(s.feed("/jobs.json"), "", now)
			if err != nil || fetched.Complete || len(batch.Offers) == 0 {
				t.Fatalf("%+v %v", fetched, err)
			}
			for _, o := range batch.Offers {
				if !o.Expires.After(now) || o.Expires.After(now.Add(40*24*time.Hour)) {
					t.Errorf("%s ends %v", o.ID, o.Expires)
				}
			}
		})
	}
}

// TestLastPageNotThere reads a board whose pages end with a 404, wherever that is.
func TestLastPageNotThere(t *testing.T) {
	for last := range 4 {
		s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
			n, err := strconv.Atoi(r.URL.Query().Get("page"))
			if err != nil {
				n = 1
			}
			if n > last+1 {
				w.WriteHeader(http.StatusNotFound)
				return
			}
			fmt.Fprint(w, jsonFeed("", jsonItem(strconv.Itoa(n))))
		})
		fetched, batch, err := fetch(s.feed("/jobs.json"), "", now)
		if err != nil || !fetched.Complete || len(batch.Offers) != last+1 || !batch.Offers[0].Expires.IsZero() {
			t.Errorf("%d pages: %+v, %d offers, %v", last+1, fetched, len(batch.Offers), err)
		}
	}
}
