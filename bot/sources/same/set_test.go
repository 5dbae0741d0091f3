package same

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"rebond/bot/sources"
)

// labelled is an announcement of the set and the letter of its opening, within
// its scene.
type labelled struct {
	scene, opening string
	offer          sources.Offer
}

// pair is two announcements of one scene and two sources, as a person labelled them.
type pair struct {
	a, b *labelled
	same bool
}

// readSet reads a part of the labelled set. Its format: "== scene", "-- opening source",
// lines of fields, an empty line, the text; in it, "@1:2-3" stands for paragraphs 2 to 3
// of the scene's first announcement ("@1": all), "@cut 400" cuts what is above.
func readSet(t *testing.T, file string) []*labelled {
	t.Helper()
	data, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var all []*labelled
	for scene := range strings.SplitSeq(strings.TrimPrefix(string(data), "== "), "\n== ") {
		name, rest, _ := strings.Cut(scene, "\n")
		var texts []string
		for part := range strings.SplitSeq(strings.TrimPrefix(rest, "-- "), "\n-- ") {
			l := readOffer(t, part, texts)
			l.scene, l.offer.ID = name, fmt.Sprint(len(all))
			texts = append(texts, l.offer.Description)
			all = append(all, l)
		}
	}
	return all
}

func readOffer(t *testing.T, part string, texts []string) *labelled {
	t.Helper()
	head, text, _ := strings.Cut(part, "\n\n")
	lines := strings.Split(head, "\n")
	opening, source, _ := strings.Cut(lines[0], " ")
	l := &labelled{opening: opening}
	o := &l.offer
	o.Source = source
	for _, line := range lines[1:] {
		key, value, ok := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		switch key {
		case "title":
			o.Title = value
		case "company":
			o.Company = value
		case "place":
			o.Places = sources.Places(value, "")
		case "contract":
			o.Contract = sources.Contract(value)
		case "level":
			o.Level = sources.Level(value)
		case "remote":
			o.Remote = sources.Remote(value)
		case "pay":
			from, to, _ := strings.Cut(value, "-")
			o.Pay.Currency, o.Pay.Period = "EUR", sources.Year
			o.Pay.YearMin, _ = strconv.ParseInt(from, 10, 64)
			o.Pay.YearMax, _ = strconv.ParseInt(to, 10, 64)
		case "date":
			first, last, _ := strings.Cut(value, " ")
			o.Published, _ = time.Parse(time.DateOnly, first)
			o.Updated, _ = time.Parse(time.DateOnly, last)
		default:
			ok = false
		}
		if !ok || key != "company" && value == "" {
			t.Fatalf("%q in %s", line, part)
		}
	}
	o.Description = expand(t, text, texts)
	return l
}

var reference = regexp.MustCompile(`^@(\d)(?::(\d)(?:-(\d))?)?$`)

func expand(t *testing.T, text string, texts []string) string {
	t.Helper()
	var done strings.Builder
	for line := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		if n, ok := strings.CutPrefix(line, "@cut "); ok {
			size, _ := strconv.Atoi(n)
			cut := []rune(done.String())
			done.Reset()
			done.WriteString(string(cut[:size]) + "\n")
			continue
		}
		m := reference.FindStringSubmatch(line)
		if m == nil {
			done.WriteString(line + "\n")
			continue
		}
		of, _ := strconv.Atoi(m[1])
		paragraphs := strings.Split(texts[of-1], "\n\n")
		from, to := 1, len(paragraphs)
		if m[2] != "" {
			from, _ = strconv.Atoi(m[2])
			to = from
		}
		if m[3] != "" {
			to, _ = strconv.Atoi(m[3])
		}
		done.WriteString(strings.Join(paragraphs[from-1:to], "\n\n") + "\n")
	}
	return strings.TrimRight(done.String(), "\n")
}

// pairs are those within a scene, of two sources.
func pairs(all []*labelled) []pair {
	var found []pair
	for i, a := range all {
		for _, b := range all[i+1:] {
			if a.scene == b.scene && a.offer.Source != b.offer.Source {
				found = append(found, pair{a, b, a.opening == b.opening})
			}
		}
	}
	return found
}

func (p pair) String() string {
	of := func(l *labelled) string {
		return l.opening + " " + l.offer.Source + " « " + l.offer.Title + " »"
	}
	return p.a.scene + " " + of(p.a) + " / " + of(p.b)
}
