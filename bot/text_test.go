package bot

import (
	"errors"
	"math"
	"testing"
	"time"
)

func TestTextfShowsStringsAsTyped(t *testing.T) {
	formats := []string{"%s", "**%s**", "_%s_", "- %s", "# %s", "> %s", "avant %s après", "[%s](https://rebond.example)", "« %s »"}
	for _, typed := range []string{
		"**gras**", "_italique_", "`code`", "[clic](https://mal.example)", "](https://mal.example)[", "# titre", "- puce", "> citation",
		`\`, `\\`, `\*`, "*", "_", "`", "[", "]", "%s", "%d%!", "a\\", "<@123>", "@everyone", "l’été",
	} {
		for _, format := range formats {
			got := Textf(Markup(format), typed)
			// A letter stands for the same shape without anything hostile in it.
			want := shape(ParseMarkup(Textf(Markup(format), "x").FR), "x", typed)
			if s := shape(ParseMarkup(got.FR), "", ""); s != want {
				t.Errorf("Textf(%q, %q) is shown as %s; want %s", format, typed, s, want)
			}
			if got.FR != got.EN {
				t.Errorf("Textf(%q, %q) differs by language: %q and %q", format, typed, got.FR, got.EN)
			}
		}
	}
}

func TestTextfTakesArgumentsInTheirLanguage(t *testing.T) {
	member := Text{FR: "**membre**", EN: "**member**"}
	for _, c := range []struct {
		name string
		got  Text
		want Text
	}{
		{"a text, with its formatting", Textf(Text{FR: "Un %s", EN: "A %s"}, member), Text{FR: "Un **membre**", EN: "A **member**"}},
		{"an integer", Textf(Markup("%s"), 45000), Text{FR: "45\u202f000", EN: "45,000"}},
		{"a long integer", Textf(Markup("%s"), int64(1234567)), Text{FR: "1\u202f234\u202f567", EN: "1,234,567"}},
		{"an error, as typed", Textf(Markup("%s"), errors.New("no *such* file")), Markup(`no \*such\* file`)},
		{"a string of another type", Textf(Markup("%s"), PersonID("**x**")), Markup(`\*\*x\*\*`)},
		{"a percentage of ours", Textf(Text{FR: "100\u00a0%%", EN: "100%%"}), Text{FR: "100\u00a0%", EN: "100%"}},
		{"the same words", Same("Go_Lang"), Markup(`Go\_Lang`)},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q; want %q", c.name, c.got, c.want)
		}
	}
}

func TestNumbersAreGroupedAsEachLanguageWritesThem(t *testing.T) {
	for n, want := range map[int64]Text{
		0: Markup("0"), 7: Markup("7"), 999: Markup("999"), -999: Markup("-999"),
		1000:          {FR: "1\u202f000", EN: "1,000"},
		-1000:         {FR: "-1\u202f000", EN: "-1,000"},
		45000:         {FR: "45\u202f000", EN: "45,000"},
		100000:        {FR: "100\u202f000", EN: "100,000"},
		1000000:       {FR: "1\u202f000\u202f000", EN: "1,000,000"},
		math.MinInt64: {FR: "-9\u202f223\u202f372\u202f036\u202f854\u202f775\u202f808", EN: "-9,223,372,036,854,775,808"},
	} {
		if got := Textf(Markup("%s"), n); got != want {
			t.Errorf("%d: %q; want %q", n, got, want)
		}
	}
}

func TestCount(t *testing.T) {
	one, many := Text{FR: "%s offre", EN: "%s offer"}, Text{FR: "%s offres", EN: "%s offers"}
	for n, want := range map[int]Text{
		0:    {FR: "0 offre", EN: "0 offers"},
		1:    {FR: "1 offre", EN: "1 offer"},
		2:    {FR: "2 offres", EN: "2 offers"},
		1500: {FR: "1\u202f500 offres", EN: "1,500 offers"},
	} {
		if got := Count(n, one, many); got != want {
			t.Errorf("Count(%d) = %q; want %q", n, got, want)
		}
	}
}

func TestJoinLeavesOutWhatIsEmpty(t *testing.T) {
	for _, c := range []struct {
		name  string
		texts []Text
		want  Text
	}{
		{"nothing", nil, Text{}},
		{"only empty ones", []Text{{}, {}}, Text{}},
		{"one among empty ones", []Text{{}, Markup("a"), {}}, Markup("a")},
		{"several", []Text{Markup("a"), Markup("b")}, Markup("a, b")},
		{"empty in one language", []Text{{FR: "a"}, {FR: "b", EN: "c"}}, Text{FR: "a, b", EN: "c"}},
	} {
		if got := Join(", ", c.texts...); got != c.want {
			t.Errorf("%s: %q; want %q", c.name, got, c.want)
		}
	}
}

func TestTextIn(t *testing.T) {
	text := Text{FR: "bonjour", EN: "hello"}
	for l, want := range map[Lang]string{FR: "bonjour", EN: "hello", "": "bonjour", "de": "bonjour"} {
		if got := text.In(l); got != want {
			t.Errorf("in %q: %q; want %q", l, got, want)
		}
	}
	for _, c := range []struct {
		text Text
		want bool
	}{{Text{}, true}, {Text{FR: "a"}, false}, {Text{EN: "a"}, false}} {
		if got := c.text.Empty(); got != c.want {
			t.Errorf("%q.Empty() = %v", c.text, got)
		}
	}
}

func TestDate(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		at   time.Time
		want Text
	}{
		{time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC), Text{FR: "1er\u00a0décembre 2026", EN: "1 December 2026"}},
		{time.Date(2026, 8, 2, 0, 0, 0, 0, time.UTC), Text{FR: "2\u00a0août 2026", EN: "2 August 2026"}},
		{time.Date(2027, 2, 21, 0, 0, 0, 0, time.UTC), Text{FR: "21\u00a0février 2027", EN: "21 February 2027"}},
		// The day is the one of the reader's zone, not of UTC.
		{time.Date(2026, 12, 31, 23, 30, 0, 0, time.UTC).In(paris), Text{FR: "1er\u00a0janvier 2027", EN: "1 January 2027"}},
	} {
		if got := Date(c.at); got != c.want {
			t.Errorf("Date(%v) = %q; want %q", c.at, got, c.want)
		}
	}
}

func TestParseLang(t *testing.T) {
	for locale, want := range map[string]Lang{
		"fr": FR, "FR": FR, "fr-FR": FR, "fr_FR.UTF-8": FR, "fr-CA": FR, "fr.UTF-8": FR,
		"en": EN, "en-GB": EN, "en_US": EN, "EN-us": EN,
		"": "", "C": "", "C.UTF-8": "", "de": "", "fra": "", "f": "", "-fr": "",
	} {
		got, ok := ParseLang(locale)
		if got != want || ok != (want != "") {
			t.Errorf("ParseLang(%q) = %q, %v; want %q", locale, got, ok, want)
		}
	}
}

func TestDateHour(t *testing.T) {
	at := time.Date(2026, 12, 1, 9, 5, 0, 0, time.UTC)
	if got, want := DateHour(at), (Text{FR: "1er\u00a0décembre 2026 à 9\u00a0h\u00a005", EN: "1 December 2026 at 09:05"}); got != want {
		t.Errorf("%q; want %q", got, want)
	}
}
