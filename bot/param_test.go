package bot

import (
	"errors"
	"strings"
	"testing"
)

func TestValuesAreReadByTheirKind(t *testing.T) {
	contract := offerParams()[2]
	for _, c := range []struct {
		name  string
		param Param
		typed string
		want  string
	}{
		{"nothing", Param{Kind: Number}, "", ""},
		{"only spaces", Param{Kind: Day}, " \u00a0\u200b", ""},
		{"a line", Param{Kind: Line}, "  chef  de\tprojet\n ", "chef de projet"},
		{"a line with what is not text", Param{Kind: Line}, "a\x00b\u202ec\xff", "abc\ufffd"},
		{"a prose keeps its lines", Param{Kind: Prose}, " a  b\n\nc ", "a  b\n\nc"},
		{"a number", Param{Kind: Number, Max: 99}, "42", "42"},
		{"a number with zeros", Param{Kind: Number, Max: 99}, "007", "7"},
		{"a number as the French write it", Param{Kind: Number, Max: 99999}, "45\u202f000", "45000"},
		{"a number with spaces", Param{Kind: Number, Max: 99999}, "45\u00a0000", "45000"},
		{"a negative number", Param{Kind: Number, Min: -5, Max: 5}, "-5", "-5"},
		{"a choice by its value", contract, "cdi", "cdi"},
		{"a choice by its words", contract, "ALTERNANCÉ", "alternance"},
		{"a choice by its words in English", contract, "apprenticeship", "alternance"},
		{"a choice by the beginning of one of its words", Param{Kind: Choice, Options: []Option{{Value: "v0", Label: Markup("Télétravail partiel")}, {Value: "v1", Label: Markup("Télétravail complet")}}}, "COMPL", "v1"},
		{"a choice by its beginning", contract, "moins de", "petit-salaire"},
		{"a choice by its words, with their typographic spaces", contract, "Moins de 1\u202f000\u00a0€", "petit-salaire"},
		{"a choice by its words, with plain spaces", contract, "moins de 1 000 €", "petit-salaire"},
		{"a choice by a value with capitals", Param{Kind: Choice, Options: []Option{{Value: "Europe/Paris", Label: Markup("Heure de Paris")}}}, "Europe/Paris", "Europe/Paris"},
		{"yes", Param{Kind: YesNo}, "Oui", "yes"}, {"yes in English", Param{Kind: YesNo}, "y", "yes"}, {"no", Param{Kind: YesNo}, "NON", "no"}, {"no in English", Param{Kind: YesNo}, "false", "no"},
		{"a day", Param{Kind: Day}, "2026-12-31", "2026-12-31"},
		{"a day as the French write it", Param{Kind: Day}, "31/12/2026", "2026-12-31"},
		{"a day with one digit", Param{Kind: Day}, "1/2/2026", "2026-02-01"},
		{"29 February of a leap year", Param{Kind: Day}, "29/02/2028", "2028-02-29"},
		{"a moment", Param{Kind: Moment}, "2026-12-31T09:00", "2026-12-31T09:00"},
		{"a moment with a space", Param{Kind: Moment}, "2026-12-31 09:30", "2026-12-31T09:30"},
		{"a moment as the French write it", Param{Kind: Moment}, "31/12/2026  9h05", "2026-12-31T09:05"},
		{"a moment on the hour", Param{Kind: Moment}, "1/2/2026 9h", "2026-02-01T09:00"},
		{"a link", Param{Kind: Link}, " https://x.example/a?b=c#d ", "https://x.example/a?b=c#d"},
		{"a link with a capital", Param{Kind: Link}, "HTTPS://x.example", "HTTPS://x.example"},
		{"a line just long enough", Param{Kind: Line, Min: 2, Max: 4}, "éééé", "éééé"},
		{"a line of the usual length", Param{Kind: Line}, strings.Repeat("é", 300), strings.Repeat("é", 300)},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got, fault := c.param.read(c.typed); fault != nil || got != c.want {
				t.Errorf("read(%q) = %q, %v; want %q", c.typed, got, fault, c.want)
			}
		})
	}
}

func TestBadValuesAreRefusedInWords(t *testing.T) {
	contract := offerParams()[2]
	twice := Param{Kind: Choice, Options: []Option{{Value: "partiel", Label: Markup("Télétravail partiel")}, {Value: "complet", Label: Markup("Télétravail complet")}}}
	for _, c := range []struct {
		name  string
		param Param
		typed string
		say   string // in French
	}{
		{"a word for a number", Param{Kind: Number}, "beaucoup", "« beaucoup » n’est pas un nombre entier"},
		{"half a number", Param{Kind: Number}, "1,5", "n’est pas un nombre entier"},
		{"a number out of this world", Param{Kind: Number}, "99999999999999999999", "n’est pas un nombre entier"},
		{"too small a number", Param{Kind: Number, Min: 2, Max: 5000}, "1", "entre 2 et 5 000"},
		{"too big a number", Param{Kind: Number, Min: 2, Max: 5000}, "5001", "entre 2 et 5 000"},
		{"a negative number where no most is set", Param{Kind: Number}, "-5", "au moins 0"},
		{"too small a number where no most is set", Param{Kind: Number, Min: 18}, "17", "au moins 18"},
		{"no choice", contract, "cdl", "« cdl » n’est pas un choix possible. Au choix : CDI, Alternance, Moins de 1 000 €."},
		{"two choices that begin so", twice, "tele", "« tele » n’est pas un choix possible"},
		{"too short a beginning of a choice", contract, "al", "« al » n’est pas un choix possible"},
		{"the middle of a choice", contract, "ternance", "n’est pas un choix possible"},
		{"neither yes nor no", Param{Kind: YesNo}, "peut-être", "« peut-être » : réponds par oui ou par non"},
		{"a word for a day", Param{Kind: Day}, "demain", "« demain » n’est pas une date"},
		{"a day that does not exist", Param{Kind: Day}, "30/02/2026", "n’est pas une date"},
		{"a day for a moment", Param{Kind: Moment}, "31/12/2026", "n’est pas une date avec une heure"},
		{"an hour that does not exist", Param{Kind: Moment}, "31/12/2026 24h", "n’est pas une date avec une heure"},
		{"half an address", Param{Kind: Link}, "https://", "« https:// » n’est pas une adresse web"},
		{"no address", Param{Kind: Link}, "x.example", "« x.example » n’est pas une adresse web"},
		{"an address to write to", Param{Kind: Link}, "mailto:a@x.example", "n’est pas une adresse web"},
		{"an address that is a program", Param{Kind: Link}, "javascript:alert(1)", "n’est pas une adresse web"},
		{"too long a line", Param{Kind: Line, Max: 4}, "ééééé", "5 caractères, il en faut au plus 4"},
		{"over the usual length", Param{Kind: Line}, strings.Repeat("é", 301), "301 caractères, il en faut au plus 300"},
		{"over the usual length of a prose", Param{Kind: Prose}, strings.Repeat("é", 4001), "4 001 caractères, il en faut au plus 4 000"},
		{"too short a line", Param{Kind: Line, Min: 3}, "éé", "2 caractères, il en faut au moins 3"},
		{"what is shown is shortened", Param{Kind: Number}, strings.Repeat("a", 90), strings.Repeat("a", 59) + "…"},
		{"what is shown has no formatting", Param{Kind: Number}, "**gras**", "« **gras** »"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.param.Name = "p"
			got, fault := c.param.read(c.typed)
			if fault == nil {
				t.Fatalf("read(%q) = %q; want it refused", c.typed, got)
			}
			if fault.Param != "p" || !strings.Contains(loose(Plain(fault.Text.FR)), c.say) || fault.Text.EN == "" || fault.Text.EN == fault.Text.FR {
				t.Errorf("read(%q): %q about %q; want %q about p, in both languages", c.typed, fault.Text, fault.Param, c.say)
			}
		})
	}
}

func TestACheckOfItsOwn(t *testing.T) {
	ours := &UserError{Text: Text{FR: "Trop **loin**.", EN: "Too **far**."}, Param: "autre"}
	for name, c := range map[string]struct {
		err  error
		want *UserError
	}{
		"accepts":                      {nil, nil},
		"refuses in its own words":     {ours, &UserError{Text: ours.Text, Param: "p"}},
		"refuses in a library's words": {errors.New("bad *thing*"), &UserError{Text: Same("bad *thing*"), Param: "p"}},
	} {
		t.Run(name, func(t *testing.T) {
			var checked string
			p := Param{Name: "p", Kind: Number, Max: 99, Check: func(s string) error { checked = s; return c.err }}
			_, fault := p.read(" 07 ")
			if checked != "7" {
				t.Errorf("checked %q; want the value as handlers get it", checked)
			}
			if (fault == nil) != (c.want == nil) || fault != nil && (fault.Text != c.want.Text || fault.Param != "p" || !errors.Is(fault, c.err)) {
				t.Errorf("%+v; want %+v", fault, c.want)
			}
		})
	}
	t.Run("is not asked of what is refused already", func(t *testing.T) {
		p := Param{Name: "p", Kind: Number, Check: func(s string) error { t.Errorf("checked %q", s); return nil }}
		if _, fault := p.read("a"); fault == nil {
			t.Error("not refused")
		}
	})
}

func TestArgs(t *testing.T) {
	a := Args{"page": "3", "lieu": "lyon"}
	b := a.With("page", "4").With("lieu", "")
	if a["page"] != "3" || a["lieu"] != "lyon" || len(a) != 2 {
		t.Errorf("With changed what it was called on: %v", a)
	}
	if _, there := b["lieu"]; there || b.Int("page") != 4 || len(b) != 1 {
		t.Errorf("%v; want page 4 alone", b)
	}
	if n := b.Int("lieu"); n != 0 {
		t.Errorf("an absent number is %d", n)
	}
	if got := Args(nil).With("a", "b"); got["a"] != "b" {
		t.Errorf("no arguments with one: %v", got)
	}
}

// A field of a form has its label, or the parameter's name as a title.
func TestTheTitleOfAField(t *testing.T) {
	for _, c := range []struct {
		param  Param
		fr, en string
	}{
		{Param{Names: Text{FR: "lieu", EN: "place"}}, "Lieu", "Place"},
		{Param{Names: Text{FR: "type-de_contrat", EN: "x"}}, "Type-de_contrat", "X"}, // shown as written
		{Param{Names: Text{FR: "lieu", EN: "place"}, Label: Text{FR: "Où **habites**-tu ?", EN: "Where?"}}, "Où habites-tu ?", "Where?"},
		{Param{}, "", ""},
	} {
		title := c.param.Title()
		if fr, en := Plain(title.FR), Plain(title.EN); fr != c.fr || en != c.en {
			t.Errorf("%+v is titled %q, %q; want %q, %q", c.param, fr, en, c.fr, c.en)
		}
	}
	// What a command may be declared with always fits as the label of a field.
	if MaxName > MaxFieldLabel {
		t.Errorf("a name has %d letters, a label %d", MaxName, MaxFieldLabel)
	}
}
