package sourcestest

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"html"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Opening is a job as a test thinks of it, before it is written as an API does.
type Opening struct {
	ID        string // a number, for Greenhouse and Recruitee
	Title     string
	Company   string // empty: not said, where the API allows it
	Team      string
	City      string // empty: Paris
	Contract  string // "CDI"
	HTML      string
	Remote    string // onsite, hybrid or remote
	Pay       [2]int // euros a year
	URL       string // empty: its page on the board
	Published time.Time
	Deadline  time.Time
}

// route reads whose board an address is.
func route(path string) (kind, name string, ok bool) {
	parts := strings.SplitN(strings.TrimPrefix(path, "/"), "/", 3)
	if len(parts) < 2 {
		return "", "", false
	}
	kind, name = parts[0], parts[1]
	rest := strings.Join(parts[2:], "/")
	switch kind {
	case "greenhouse":
		ok = rest == "jobs"
	case "recruitee":
		ok = rest == "api/offers/"
	default:
		ok = rest == ""
	}
	return kind, name, ok
}

func notFound(w http.ResponseWriter, kind string) {
	body := map[string]string{
		"greenhouse": `{"status":404,"error":"Board not found"}`, "lever": `{"ok":false,"error":"Document not found"}`,
		"ashby": `Not Found`, "recruitee": `{"error":["not found"]}`,
	}[kind]
	w.WriteHeader(http.StatusNotFound)
	_, _ = w.Write([]byte(body))
}

func contentType(kind string) string {
	if kind == "feed" {
		return "application/rss+xml; charset=utf-8"
	}
	return "application/json; charset=utf-8"
}

// body is the whole answer to a request.
func (at *board) body(kind, name string, r *http.Request) []byte {
	switch kind {
	case "greenhouse":
		return document(map[string]any{"jobs": at.list(), "meta": map[string]int{"total": len(at.records)}})
	case "ashby":
		return document(map[string]any{"apiVersion": "1", "jobs": at.list()})
	case "recruitee":
		return document(map[string]any{"offers": at.list()})
	case "feed":
		return rss(name, at.openings)
	}
	skip, _ := strconv.Atoi(r.URL.Query().Get("skip"))
	limit, err := strconv.Atoi(r.URL.Query().Get("limit"))
	if err != nil {
		limit = len(at.records)
	}
	all := at.list()
	skip = min(max(skip, 0), len(all))
	return document(all[skip:min(skip+limit, len(all))])
}

func (at *board) list() []json.RawMessage { return append([]json.RawMessage{}, at.records...) }

func document(value any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(value)
	return b.Bytes()
}

// Record writes an opening as an API does.
func Record(kind, board string, o Opening) json.RawMessage {
	if o.City == "" {
		o.City = "Paris"
	}
	if o.Published.IsZero() {
		o.Published = began.AddDate(0, 0, -5)
	}
	switch kind {
	case "greenhouse":
		return greenhouse(board, o)
	case "lever":
		return lever(board, o)
	case "ashby":
		return ashby(board, o)
	case "recruitee":
		return recruitee(board, o)
	}
	return nil
}

func page(o Opening, address string) string {
	if o.URL != "" {
		return o.URL
	}
	return address + o.ID
}

func greenhouse(board string, o Opening) json.RawMessage {
	record := map[string]any{
		"id": number(o.ID), "internal_job_id": number("9" + o.ID), "title": o.Title, "requisition_id": "R-42", "language": "fr",
		"first_published": o.Published.Format(time.RFC3339), "updated_at": o.Published.Format(time.RFC3339), "application_deadline": nil,
		"location": map[string]any{"name": o.City + ", France"}, "absolute_url": page(o, "https://boards.greenhouse.io/"+board+"/jobs/"),
		"metadata":        []any{map[string]any{"id": 1, "name": "Contract type", "value": o.Contract, "value_type": "single_select"}},
		"content":         html.EscapeString(o.HTML),
		"departments":     []any{map[string]any{"id": 11, "name": o.Team, "parent_id": nil, "child_ids": []int{}}},
		"offices":         []any{map[string]any{"id": 21, "name": o.City, "location": o.City + ", France", "parent_id": nil, "child_ids": []int{}}},
		"data_compliance": []any{map[string]any{"type": "gdpr", "requires_consent": false, "retention_period": nil}},
	}
	if o.Company != "" {
		record["company_name"] = o.Company
	}
	if !o.Deadline.IsZero() {
		record["application_deadline"] = o.Deadline.Format(time.RFC3339)
	}
	return document(record)
}

func lever(board string, o Opening) json.RawMessage {
	address := page(o, "https://jobs.lever.co/"+board+"/")
	record := map[string]any{
		"id": o.ID, "text": o.Title, "createdAt": o.Published.UnixMilli(), "country": "FR", "workplaceType": or(o.Remote, "unspecified"),
		"categories": map[string]any{"commitment": o.Contract, "department": "Tech", "location": o.City, "team": o.Team, "allLocations": []string{o.City}},
		"opening":    "", "openingPlain": "", "description": o.HTML, "descriptionPlain": "", "descriptionBody": o.HTML, "descriptionBodyPlain": "",
		"lists": []any{}, "additional": "", "additionalPlain": "", "hostedUrl": address, "applyUrl": address + "/apply",
	}
	if o.Pay != [2]int{} {
		record["salaryRange"] = map[string]any{"currency": "EUR", "interval": "per-year-salary", "min": o.Pay[0], "max": o.Pay[1]}
	}
	return document(record)
}

func ashby(board string, o Opening) json.RawMessage {
	address := page(o, "https://jobs.ashbyhq.com/"+board+"/")
	place := map[string]any{"postalAddress": map[string]any{"addressLocality": o.City, "addressRegion": "", "addressCountry": "France"}}
	record := map[string]any{
		"id": o.ID, "title": o.Title, "department": "Tech", "team": o.Team, "employmentType": or(o.Contract, "FullTime"), "location": o.City,
		"secondaryLocations": []any{}, "publishedAt": o.Published.Format("2006-01-02T15:04:05.000-07:00"), "isListed": true, "isRemote": o.Remote == "remote",
		"workplaceType": map[string]string{"onsite": "OnSite", "hybrid": "Hybrid", "remote": "Remote", "": "OnSite"}[o.Remote], "address": place,
		"jobUrl": address, "applyUrl": address + "/application", "descriptionHtml": o.HTML, "descriptionPlain": "",
		"shouldDisplayCompensationOnJobPostings": o.Pay != [2]int{},
	}
	if o.Pay != [2]int{} {
		record["compensation"] = map[string]any{
			"compensationTierSummary": "€", "scrapeableCompensationSalarySummary": "€", "compensationTiers": []any{},
			"summaryComponents": []any{map[string]any{"compensationType": "Salary", "interval": "1 YEAR", "currencyCode": "EUR", "minValue": o.Pay[0], "maxValue": o.Pay[1]}},
		}
	}
	return document(record)
}

func recruitee(board string, o Opening) json.RawMessage {
	const layout = "2006-01-02 15:04:05 MST"
	address := page(o, "https://"+board+".recruitee.com/o/")
	place := map[string]any{"id": 1, "name": o.City, "city": o.City, "state": "", "state_code": "", "country": "France", "country_code": "FR", "postal_code": ""}
	record := map[string]any{
		"id": number(o.ID), "guid": "g" + o.ID, "slug": o.ID, "title": o.Title, "status": "published", "department": o.Team, "location": o.City + ", France",
		"city": o.City, "country": "France", "country_code": "FR", "state_code": "", "state_name": "", "postal_code": "", "locations": []any{place},
		"remote": o.Remote == "remote", "hybrid": o.Remote == "hybrid", "on_site": o.Remote == "onsite",
		"employment_type_code": map[string]string{"CDI": "fulltime_permanent", "CDD": "fulltime_fixed_term", "freelance": "freelance"}[o.Contract],
		"category_code":        "information_technology", "experience_code": "mid_level", "education_code": "",
		"salary":      map[string]any{"min": nil, "max": nil, "period": nil, "currency": nil},
		"description": o.HTML, "requirements": "", "published_at": o.Published.UTC().Format(layout), "created_at": o.Published.UTC().Format(layout),
		"updated_at": o.Published.UTC().Format(layout), "close_at": nil, "careers_url": address, "careers_apply_url": address + "/c/new", "min_hours": 35, "max_hours": 39,
	}
	if o.Company != "" {
		record["company_name"] = o.Company
	}
	if o.Pay != [2]int{} {
		record["salary"] = map[string]any{"min": strconv.Itoa(o.Pay[0]), "max": strconv.Itoa(o.Pay[1]), "period": "year", "currency": "EUR"}
	}
	if !o.Deadline.IsZero() {
		record["close_at"] = o.Deadline.UTC().Format(layout)
	}
	return document(record)
}

// number is an id as these APIs write them, or a string that is none.
func number(id string) any {
	if _, err := strconv.ParseInt(id, 10, 64); err != nil {
		return id
	}
	return json.Number(id)
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// rss writes openings as a feed of RSS 2.0.
func rss(name string, openings []Opening) []byte {
	var b strings.Builder
	element := func(tag, text string) {
		b.WriteString("<" + tag + ">")
		_ = xml.EscapeText(&b, []byte(text))
		b.WriteString("</" + tag + ">")
	}
	b.WriteString(xml.Header + `<rss version="2.0"><channel>`)
	element("title", "Offres de "+name)
	element("link", "https://"+name+".example/offres")
	element("description", "Les offres")
	for _, o := range openings {
		if o.Published.IsZero() {
			o.Published = began.AddDate(0, 0, -5)
		}
		b.WriteString("<item>")
		element("guid", o.ID)
		element("title", o.Title)
		element("link", page(o, "https://"+name+".example/offres/"))
		element("description", o.HTML)
		element("pubDate", o.Published.Format(time.RFC1123Z))
		b.WriteString("</item>")
	}
	b.WriteString("</channel></rss>")
	return []byte(b.String())
}
