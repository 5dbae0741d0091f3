package sources

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"rebond/bot"
)

var importedAt = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// shelf keeps offers in memory.
type shelf struct {
	offers map[string]Offer
	puts   []int // how many at a time
	err    error
}

func (s *shelf) PutOffers(_ context.Context, offers []Offer, _ time.Time) ([]Outcome, error) {
	if s.err != nil && len(s.puts) > 0 {
		return nil, s.err
	}
	s.puts = append(s.puts, len(offers))
	var outcomes []Outcome
	for _, o := range offers {
		old, ok := s.offers[o.ID]
		switch {
		case !ok:
			outcomes = append(outcomes, New)
		case old.Title != o.Title:
			outcomes = append(outcomes, Changed)
		default:
			outcomes = append(outcomes, Unchanged)
		}
		if s.offers == nil {
			s.offers = map[string]Offer{}
		}
		s.offers[o.ID] = o
	}
	return outcomes, nil
}

type line struct{ ID, Title, Date string }

// lines is a format of its own: {"lines":[{"id":…,"title":…,"date":…}]}.
func linesFormat() Format {
	return Format{
		Name:       "lines",
		Recognises: func(data []byte) bool { return Look(data, "lines").Keys["lines"] },
		Parse: func(data []byte) (Batch, error) {
			return Read(data, "lines", func(l line) (Offer, bot.Text) {
				return Offer{Source: "lines", ID: l.ID, Title: l.Title, URL: "https://fictif.example/" + l.ID, Published: ParseTime(l.Date)}, bot.Text{}
			})
		},
	}
}

func importLines(t *testing.T, s Sink, records ...string) Summary {
	t.Helper()
	sum, err := Import(context.Background(), strings.NewReader(`{"lines":[`+strings.Join(records, ",")+`]}`), []Format{linesFormat()}, s, importedAt)
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

func TestImport(t *testing.T) {
	var s shelf
	first := importLines(t, &s, `{"id":"a","title":"A","date":"2026-11-01T00:00:00Z"}`, `{"id":"b","title":"B"}`, `{"id":"c"}`, `{"id":"b","title":"B2"}`, `{"id":"d","title":["D"]}`)
	if first.Source != "lines" || first.New != 2 || first.Changed+first.Unchanged != 0 || len(first.Refused) != 2 {
		t.Errorf("first: %+v", first)
	}
	if s.offers["b"].Title != "B2" {
		t.Errorf("of one id, the last counts: %+v", s.offers["b"])
	}
	if got := s.offers["a"].Published; !got.Equal(time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("with a date: %v", got)
	}
	second := importLines(t, &s, `{"id":"a","title":"A"}`, `{"id":"b","title":"B3"}`, `{"id":"e","title":"E"}`)
	if second.New != 1 || second.Changed != 1 || second.Unchanged != 1 {
		t.Errorf("second: %+v", second)
	}
	if sum := importLines(t, &s); sum.New+sum.Changed+sum.Unchanged+len(sum.Refused) != 0 {
		t.Errorf("no records: %+v", sum)
	}
}

func TestImportInBatches(t *testing.T) {
	var records []string
	for i := range 1201 {
		records = append(records, fmt.Sprintf(`{"id":"%d","title":"T"}`, i))
	}
	var s shelf
	if sum := importLines(t, &s, records...); sum.New != 1201 || fmt.Sprint(s.puts) != "[500 500 201]" {
		t.Errorf("%d new in batches of %v", sum.New, s.puts)
	}
	fails := shelf{err: errors.New("full")}
	sum, err := Import(context.Background(), strings.NewReader(`{"lines":[`+strings.Join(records, ",")+`]}`), []Format{linesFormat()}, &fails, importedAt)
	if !errors.Is(err, fails.err) || sum.New != 500 {
		t.Errorf("when the sink fails: %+v, %v", sum, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Import(ctx, strings.NewReader(`{"lines":[`+records[0]+`]}`), []Format{linesFormat()}, &s, importedAt); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
}

// zeros gives n bytes that are never held at once by the test.
type zeros struct{ n int }

func (z *zeros) Read(p []byte) (int, error) {
	if z.n == 0 {
		return 0, io.EOF
	}
	n := min(len(p), z.n)
	for i := range p[:n] {
		p[i] = '0'
	}
	z.n -= n
	return n, nil
}

func TestImportFaultsInWords(t *testing.T) {
	for name, c := range map[string]struct {
		file io.Reader
		want string
	}{
		"empty":        {strings.NewReader(""), "empty"},
		"only spaces":  {strings.NewReader("\uFEFF \n"), "empty"},
		"too large":    {&zeros{MaxFile + 1}, "too large"},
		"unknown JSON": {strings.NewReader(`{"a":1}`), "one of these sources (lines)"},
		"text":         {strings.NewReader("bonjour"), "one of these sources (lines)"},
		"binary":       {strings.NewReader("\x1f\x8b\x08\x00"), "one of these sources (lines)"},
		"cut":          {strings.NewReader(`{"lines":[{"id":"a"`), "cut short"},
		"cut early":    {strings.NewReader(`{"lin`), "cut short"},
		"not valid":    {strings.NewReader("{\"lines\":[\n{'id':1}]}"), "line 2, column 2"},
	} {
		_, err := Import(context.Background(), c.file, []Format{linesFormat()}, &shelf{}, importedAt)
		words := bot.UserErrors(err)
		if len(words) != 1 || !strings.Contains(words[0].Text.EN, c.want) || words[0].Text.FR == "" || strings.Contains(words[0].Text.FR, "'") {
			t.Errorf("%s: %v; want %q", name, err, c.want)
		}
	}
	if _, err := Import(context.Background(), io.MultiReader(strings.NewReader("{"), brokenReader{}), nil, &shelf{}, importedAt); err == nil || bot.UserErrors(err) != nil {
		t.Errorf("a read that fails is no fault of the file: %v", err)
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, errors.New("disk") }

func TestInvalidUTF8IsCleaned(t *testing.T) {
	var s shelf
	importLines(t, &s, "{\"id\":\"a\",\"title\":\"D\xe9v\\u0000 \\ud800\"}")
	if got := s.offers["a"].Title; got != "D\uFFFDv \uFFFD" {
		t.Errorf("title %q", got)
	}
}

func TestFinishBounds(t *testing.T) {
	long := strings.Repeat("mot ", 20_000)
	o, reason := Finish(Offer{ID: " 1 ", Title: long, Company: long, Description: long, Skills: strings.Split(strings.Repeat("a,A,b,", 10)+long[:400], ","), URL: "https://a.example"})
	if !reason.Empty() || o.ID != "1" || len([]rune(o.Title)) > 200 || len([]rune(o.Company)) > 100 || len([]rune(o.Description)) > MaxDescription {
		t.Errorf("%v, %d, %d, %d", reason, len(o.Title), len(o.Company), len(o.Description))
	}
	if len(o.Skills) != 3 || !strings.HasSuffix(o.Description, "…") {
		t.Errorf("skills %q", o.Skills)
	}
	if _, reason := Finish(Offer{ID: strings.Repeat("é", 101), Title: "a"}); reason.EN != "The identifier is too long." {
		t.Errorf("a long id: %v", reason)
	}
}
