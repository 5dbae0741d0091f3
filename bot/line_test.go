package bot

import (
	"maps"
	"strconv"
	"strings"
	"testing"
)

func TestSplitLine(t *testing.T) {
	for line, want := range map[string][2]string{
		"":                         {"", ""},
		"   ":                      {"", ""},
		"/":                        {"", ""},
		"/offres":                  {"offres", ""},
		"offres":                   {"offres", ""},
		"  /OFFRES  golang nancy ": {"offres", "golang nancy"},
		"/Météo bien":              {"meteo", "bien"},
		"/offres\tgolang":          {"offres", "golang"},
		"/offres\ngolang":          {"offres", "golang"},
		"/offres\u00a0golang":      {"offres", "golang"},
		"/offres /golang":          {"offres", "/golang"},
		"bonjour, ça va ?":         {"bonjour,", "ça va ?"},
		"offres:golang":            {"offres:golang", ""},
	} {
		if name, rest := SplitLine(line); name != want[0] || rest != want[1] {
			t.Errorf("SplitLine(%q) = %q, %q; want %q", line, name, rest, want)
		}
	}
}

func TestParseLine(t *testing.T) {
	offres := offerParams()
	for _, c := range []struct {
		name, line string
		want       Args
	}{
		{"nothing", "", Args{}},
		{"spaces", " \u00a0\u202f ", Args{}},
		{"words", "golang nancy", Args{"recherche": "golang nancy"}},
		{"the spaces between words are kept", "golang   nancy", Args{"recherche": "golang   nancy"}},
		{"the rest in quotes", `"golang nancy"`, Args{"recherche": "golang nancy"}},
		{"quotes around a part of the rest", `dev "chef de projet" go`, Args{"recherche": `dev "chef de projet" go`}},
		{"a name", "lieu:lyon", Args{"lieu": "lyon"}},
		{"a name in English", "place:lyon remote:yes", Args{"lieu": "lyon", "teletravail": "yes"}},
		{"names in both languages", "lieu:lyon contract:cdi", Args{"lieu": "lyon", "contrat": "cdi"}},
		{"capitals", "LIEU:Lyon", Args{"lieu": "Lyon"}},
		{"an accented name", "télétravail:oui", Args{"teletravail": "oui"}},
		{"an accented name, as macOS writes it", "te\u0301le\u0301travail:oui", Args{"teletravail": "oui"}},
		{"spaces around the colon", "lieu : lyon", Args{"lieu": "lyon"}},
		{"a French space before the colon", "lieu\u00a0: lyon", Args{"lieu": "lyon"}},
		{"a thin space before the colon", "lieu\u202f:lyon", Args{"lieu": "lyon"}},
		{"a space after the colon", "lieu: lyon golang", Args{"lieu": "lyon", "recherche": "golang"}},
		{"several colons", "lieu:a:b:c", Args{"lieu": "a:b:c"}},
		{"quotes of the keyboard", `lieu:"le havre"`, Args{"lieu": "le havre"}},
		{"curly quotes", "lieu:“le havre”", Args{"lieu": "le havre"}},
		{"low quotes", "lieu:„le havre“", Args{"lieu": "le havre"}},
		{"French quotes", "lieu:«le havre»", Args{"lieu": "le havre"}},
		{"French quotes with their spaces", "lieu\u00a0: «\u00a0le havre\u00a0»", Args{"lieu": "le havre"}},
		{"French quotes with thin spaces", "lieu:«\u202fle havre\u202f»", Args{"lieu": "le havre"}},
		{"a quote in other quotes", `lieu:«le "havre"»`, Args{"lieu": `le "havre"`}},
		{"a name in quotes is no name", `recherche:"lieu:lyon"`, Args{"recherche": "lieu:lyon"}},
		{"a name in quotes among words", `dev "lieu:lyon"`, Args{"recherche": `dev "lieu:lyon"`}},
		{"a quote never closed", `lieu:"lyon golang`, Args{"lieu": `"lyon`, "recherche": "golang"}},
		{"a quote never closed among words", `dev "golang lieu:lyon`, Args{"recherche": `dev "golang`, "lieu": "lyon"}},
		{"a quote closed by another kind", `lieu:“lyon" golang`, Args{"lieu": `“lyon"`, "recherche": "golang"}},
		{"an apostrophe", "responsable de l'emploi lieu:l'isle", Args{"recherche": "responsable de l'emploi", "lieu": "l'isle"}},
		{"a curly apostrophe", "responsable de l’emploi lieu:l’isle", Args{"recherche": "responsable de l’emploi", "lieu": "l’isle"}},
		{"an address is no name", "https://rebond.example/a:b golang", Args{"recherche": "https://rebond.example/a:b golang"}},
		{"an address as a value", "lieu:https://rebond.example", Args{"lieu": "https://rebond.example"}},
		{"a declared name before //", "lieu://lyon", Args{"recherche": "lieu://lyon"}},
		{"an unknown name", "ville:lyon", Args{"recherche": "ville:lyon"}},
		{"a name inside a word", "au-lieu:lyon milieu:lyon (lieu:lyon)", Args{"recherche": "au-lieu:lyon milieu:lyon (lieu:lyon)"}},
		{"a name alone", "lieu lyon", Args{"recherche": "lieu lyon"}},
		{"a colon alone", ": lyon", Args{"recherche": ": lyon"}},
		{"an empty value", "lieu:", Args{}},
		{"an empty value at the end", "golang lieu: ", Args{"recherche": "golang"}},
		{"an empty value before a name", "lieu: contrat:cdi", Args{"contrat": "cdi"}},
		{"the rest named with an empty value, before a name", "recherche: lieu:lyon", Args{"lieu": "lyon"}},
		{"an empty value in quotes", `lieu:"" golang`, Args{"recherche": "golang"}},
		{"spaces in quotes", `lieu:"  " golang`, Args{"recherche": "golang"}},
		{"words on both sides of a name", "dev lieu:lyon golang", Args{"recherche": "dev golang", "lieu": "lyon"}},
		{"the rest named", "recherche:golang nancy", Args{"recherche": "golang nancy"}},
		{"the rest named, then a name", "recherche:golang nancy lieu:lyon", Args{"recherche": "golang nancy", "lieu": "lyon"}},
		{"the rest named, then a name with spaces", "query: golang nancy lieu : lyon", Args{"recherche": "golang nancy", "lieu": "lyon"}},
		{"a name, then the rest named", "lieu:lyon recherche:golang nancy", Args{"recherche": "golang nancy", "lieu": "lyon"}},
		{"the rest named around an address", "recherche:voir https://x.example contrat:cdi", Args{"recherche": "voir https://x.example", "contrat": "cdi"}},
		{"the rest named, a name in quotes in it", `recherche:dev "lieu:lyon" contrat:cdi`, Args{"recherche": `dev "lieu:lyon"`, "contrat": "cdi"}},
		{"several lines", "golang\nnancy\nlieu:lyon", Args{"recherche": "golang\nnancy", "lieu": "lyon"}},
		{"signs of languages", "c++ c# .net node.js", Args{"recherche": "c++ c# .net node.js"}},
		{"what is not UTF-8", "\xff lieu:\xff", Args{"recherche": "\xff", "lieu": "\xff"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := ParseLine(c.line, offres)
			if err != nil || !maps.Equal(got, c.want) {
				t.Errorf("ParseLine(%q) = %q, %v; want %q", c.line, got, err, c.want)
			}
		})
	}
}

// Without a parameter that takes the rest, words go to parameters in their order.
func TestParseLinePlacesWordsInOrder(t *testing.T) {
	params := []Param{required(param("quand", "when", Line)), param("lieu", "place", Line), param("texte", "text", Line)}
	withRest := []Param{required(param("quand", "when", Line)), param("lieu", "place", Line), param("texte", "text", Line)}
	withRest[2].Rest = true
	for _, c := range []struct {
		name, line string
		params     []Param
		want       Args
	}{
		{"one word", "demain", params, Args{"quand": "demain"}},
		{"two words", "demain lyon", params, Args{"quand": "demain", "lieu": "lyon"}},
		{"quoted words", `"lundi matin" «le havre»`, params, Args{"quand": "lundi matin", "lieu": "le havre"}},
		{"a named one is skipped", "quand:demain lyon", params, Args{"quand": "demain", "lieu": "lyon"}},
		{"a named one further on is skipped", "demain lieu:lyon bonjour", params, Args{"quand": "demain", "lieu": "lyon", "texte": "bonjour"}},
		{"the required one, then the rest", "demain il fera beau", withRest, Args{"quand": "demain", "texte": "il fera beau"}},
		{"the required one in quotes, then the rest", `"lundi matin" il fera beau`, withRest, Args{"quand": "lundi matin", "texte": "il fera beau"}},
		{"the rest keeps its order", "demain il lieu:lyon fera beau", withRest, Args{"quand": "demain", "lieu": "lyon", "texte": "il fera beau"}},
		{"nothing is taken where nothing is declared", " ", nil, Args{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := ParseLine(c.line, c.params)
			if err != nil || !maps.Equal(got, c.want) {
				t.Errorf("ParseLine(%q) = %q, %v; want %q", c.line, got, err, c.want)
			}
		})
	}
}

func TestParseLineRefuses(t *testing.T) {
	two := []Param{param("lieu", "place", Line), param("contrat", "contract", Line)}
	for _, c := range []struct {
		name, line string
		params     []Param
		param, say string
	}{
		{"an option twice", "lieu:lyon lieu:nancy", offerParams(), "lieu", "deux fois"},
		{"an option twice, once in each language", "lieu:lyon place:nancy", offerParams(), "lieu", "deux fois"},
		{"an option twice, once empty", `lieu:"" golang lieu:nancy`, offerParams(), "lieu", "deux fois"},
		{"the rest twice", "recherche:go recherche:rust", offerParams(), "recherche", "deux fois"},
		{"the rest named, and other words", "golang lieu:lyon recherche:rust", offerParams(), "", "« golang »"},
		{"too many words", "lyon cdi demain soir", two, "", "« demain soir »"},
		{"too many words, shown as typed", "lyon cdi **gras**", two, "", "« **gras** »"},
		{"a word where nothing is declared", "lyon", nil, "", "« lyon »"},
	} {
		t.Run(c.name, func(t *testing.T) {
			args, err := ParseLine(c.line, c.params)
			faults := UserErrors(err)
			if len(faults) != 1 {
				t.Fatalf("ParseLine(%q) = %q, %v; want one fault to show", c.line, args, err)
			}
			if f := faults[0]; f.Param != c.param || !strings.Contains(loose(Plain(f.Text.FR)), c.say) || f.Text.EN == "" || f.Text.EN == f.Text.FR {
				t.Errorf("ParseLine(%q): %q about %q; want %q about %q, in both languages", c.line, f.Text, f.Param, c.say, c.param)
			}
		})
	}
}

func TestParseLineDoesNotMindTheOrder(t *testing.T) {
	parts := []string{"lieu:lyon", `contrat:"cdi"`, "télétravail : oui", "golang"}
	want := Args{"lieu": "lyon", "contrat": "cdi", "teletravail": "oui", "recherche": "golang"}
	permute(parts, 0, func() {
		line := strings.Join(parts, " ")
		if got, err := ParseLine(line, offerParams()); err != nil || !maps.Equal(got, want) {
			t.Errorf("ParseLine(%q) = %q, %v; want %q", line, got, err, want)
		}
	})
}

func permute(s []string, k int, do func()) {
	if k == len(s) {
		do()
		return
	}
	for i := k; i < len(s); i++ {
		s[k], s[i] = s[i], s[k]
		permute(s, k+1, do)
		s[k], s[i] = s[i], s[k]
	}
}

func TestTheRestMayBeNamedOrNot(t *testing.T) {
	want := Args{"recherche": "golang nancy"}
	for _, line := range []string{"golang nancy", `recherche:"golang nancy"`, "recherche:golang nancy", "query : «\u00a0golang nancy\u00a0»", `"golang nancy"`} {
		if got, err := ParseLine(line, offerParams()); err != nil || !maps.Equal(got, want) {
			t.Errorf("ParseLine(%q) = %q, %v; want %q", line, got, err, want)
		}
	}
}

// Lines of MaxLine bytes that make a careless reader look ahead at each word.
func TestHostileLinesEnd(t *testing.T) {
	for _, unit := range []string{`"`, "“", "« ", "lieu:", "recherche:", "a:", ": ", "lieu ", "a ", " ", "lieu:\" ", "é", "\xff"} {
		line := strings.Repeat(unit, MaxLine/len(unit))
		checkLine(t, line)
		checkLine(t, "recherche:"+line)
	}
}

// checkLine holds for any line: what is read is declared, is no longer than
// what was typed, and reads the same when written with every name.
func checkLine(t *testing.T, line string) {
	t.Helper()
	params := offerParams()
	args, err := ParseLine(line, params)
	if err != nil {
		if len(UserErrors(err)) != 1 {
			t.Errorf("ParseLine(%q): %v, which nobody can put right", line, err)
		}
		return
	}
	names := map[string]bool{}
	for _, p := range params {
		names[p.Name] = true
	}
	total, named, plain := 0, "", true
	for name, value := range args {
		total += len(value)
		if !names[name] || value == "" || strings.TrimSpace(value) != value {
			t.Errorf("ParseLine(%q) gives %q the value %q", line, name, value)
		}
		named += " " + name + `:"` + value + `"`
		plain = plain && !strings.ContainsAny(value, `"`)
	}
	if total > len(line) {
		t.Errorf("ParseLine(%q) gives %d bytes of %d", line, total, len(line))
	}
	if !plain {
		return
	}
	if again, err := ParseLine(named, params); err != nil || !maps.Equal(again, args) {
		t.Errorf("ParseLine(%q) = %s, but written with names %q, %v", line, quoteArgs(args), quoteArgs(again), err)
	}
}

func quoteArgs(a Args) string {
	var s []string
	for name, value := range a {
		s = append(s, name+"="+strconv.Quote(value))
	}
	return strings.Join(s, " ")
}

func FuzzParseLine(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	for _, s := range []string{"golang nancy lieu:lyon", "lieu:\"le havre\" contrat : «\u00a0cdi\u00a0»", "recherche:golang lieu:lyon", "lieu: contrat:cdi", `télétravail:oui "a`, "https://x.example lieu://x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) { checkLine(t, line[:min(len(line), MaxLine)]) })
}
