package francetravail

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"rebond/bot/sources"
)

const (
	pageSize = 150  // offers in one answer
	most     = 3150 // offers of one search that can be read: there is no page after them
)

// window is a span of creation dates, both ends in it. The API is known to read dates
// as those of Paris, whatever their « Z »: so only windows that touch are relied on, and
// none ends now.
type window struct{ from, to time.Time }

// page is one answer of a search.
type page struct {
	batch  sources.Batch
	total  int       // how many the whole search finds
	oldest time.Time // when its last offer was created; zero: it does not say
	unsaid bool      // it holds nothing, and does not say that there is nothing
}

// page asks for the offers of a window, the newest first, from a place on.
func (s *Search) page(ctx context.Context, query url.Values, w window, from int) (page, error) {
	asked := url.Values{
		"range":           {fmt.Sprintf("%d-%d", from, min(from+pageSize, most)-1)},
		"sort":            {"1"},
		"minCreationDate": {stamp(w.from)},
		"maxCreationDate": {stamp(w.to)},
	}
	for k, v := range query {
		asked[k] = v
	}
	// Some have seen dates refused whose colons are escaped; a query may hold them as they are.
	encoded := strings.NewReplacer("%3A", ":", "%2C", ",").Replace(asked.Encode())
	answer, err := s.get(ctx, s.address("/v2/offres/search?"+encoded))
	if err != nil {
		return page{}, err
	}
	if answer.Status == http.StatusNoContent { // « */0 » is documented with it
		total, ok := contentRange(answer.Header.Get("Content-Range"))
		return page{total: total, unsaid: !ok}, nil
	}
	batch, err := parsed(answer.Body, "search")
	if err != nil {
		return page{}, err
	}
	p := page{batch: batch}
	if n := len(batch.Offers); n > 0 {
		p.oldest = batch.Offers[n-1].Published
	}
	total, ok := contentRange(answer.Header.Get("Content-Range"))
	switch {
	case ok:
		p.total = total
	case answer.Status == http.StatusOK: // everything was returned
		p.total = from + len(batch.Offers) + len(batch.Refused)
	default:
		return page{}, &sources.Failure{Fault: sources.Malformed, Status: answer.Status, Said: "search: no Content-Range that says how many there are"}
	}
	return p, nil
}

// parsed is what a body holds. One that cannot be read is the source's fault, in words
// that repeat nothing of it.
func parsed(body []byte, what string) (sources.Batch, error) {
	batch, err := Parse(body)
	if err != nil {
		return sources.Batch{}, &sources.Failure{Fault: sources.Malformed, Said: what + ": the body is not the JSON that is documented", Err: err}
	}
	return batch, nil
}

var contentRangeWords = regexp.MustCompile(`^(?:[a-z]+ +)?(?:\d+-\d+|\*)/(\d{1,9})$`)

// contentRange reads how many there are of « offres 0-149/1811 », « offres */0 ».
func contentRange(said string) (total int, ok bool) {
	m := contentRangeWords.FindStringSubmatch(strings.TrimSpace(said))
	if m == nil {
		return 0, false
	}
	total, err := strconv.Atoi(m[1])
	return total, err == nil
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }

// fault is what was wrong with the source; empty where an error is not the source's.
func fault(err error) sources.Fault {
	if f, ok := errors.AsType[*sources.Failure](err); ok {
		return f.Fault
	}
	return ""
}
