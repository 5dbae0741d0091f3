package local

import (
	"bytes"
	"strings"
	"testing"

	"rebond/bot"
)

func TestATabAtTheEndCompletes(t *testing.T) {
	for _, c := range []struct {
		name, as, line string
		want           []string
	}{
		{"a command's name", "camille", "/of", []string{"/offres"}},
		{"without its slash", "camille", "of", []string{"/offres"}},
		{"with capitals and accents", "camille", "/ÔF", []string{"/offres"}},
		{"in English", "sam", "/j", []string{"/jobs"}},
		{"all one may use", "camille", "/", []string{"/offres", "/annoncer", "/publier", "/rien", "/lent"}},
		{"all a moderator may use", "malik", "", []string{"/offres", "/annoncer", "/publier", "/moderation", "/rien", "/lent"}},
		{"none", "camille", "/zzz", nil},
		{"not in the other language", "sam", "/of", nil},
		{"an option's name", "camille", "/offres l", []string{"/offres lieu:"}},
		{"an option's name, in English", "sam", "/jobs golang pl", []string{"/jobs golang place:"}},
		{"after other options", "camille", "/offres lieu:Lyon con", []string{"/offres lieu:Lyon contrat:"}},
		{"a value", "camille", "/offres lieu:ly", []string{"/offres lieu:Lyon"}},
		{"a value by the name in the other language", "camille", "/offres place:ly", []string{"/offres place:Lyon"}},
		{"a value of several words, in quotes", "camille", "/offres lieu:le", []string{`/offres lieu:"Le Havre"`, `/offres lieu:"Le Mans"`}},
		{"a quote that is open already", "camille", `/offres lieu:"ly`, []string{"/offres lieu:Lyon"}},
		{"inside a value of several words", "camille", `/offres lieu:"le h`, []string{`/offres lieu:"Le Havre"`}},
		{"all values", "camille", "/offres lieu:", []string{"/offres lieu:Lyon", `/offres lieu:"Le Havre"`, `/offres lieu:"Le Mans"`}},
		{"a choice, by its words", "camille", "/offres contrat:t", []string{`/offres contrat:"Temps partiel"`}},
		{"a choice, in English", "sam", "/jobs contract:p", []string{"/jobs contract:permanent", `/jobs contract:"part time"`}},
		{"no value", "camille", "/offres lieu:zzz", nil},
		{"the rest", "camille", "/offres gol", []string{"/offres golang nancy"}},
		{"the rest and names", "camille", "/offres r", []string{"/offres rust", "/offres recherche:"}},
		{"what comes next", "camille", "/offres ", []string{"/offres golang nancy", "/offres rust", "/offres recherche:", "/offres lieu:", "/offres contrat:"}},
		{"nothing of a command one may not use", "camille", "/moderation l", nil},
		{"what a moderator may use", "malik", "/moderation l", []string{"/moderation lieu:"}},
		{"nothing of a command that is not there", "camille", "/zzz l", nil},
		{"spaces before", "camille", "  /of", []string{"/offres"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := enter(newMemory())
			want := strings.Join(c.want, "\n") + "\n\n"
			if c.want == nil {
				want = map[string]string{"camille": "(rien à compléter)\n\n", "malik": "(rien à compléter)\n\n", "sam": "(nothing to complete)\n\n"}[c.as]
			}
			if shown := v.as(t, c.as, c.line+"\t"); shown != want {
				t.Errorf("%q completes to\n%s\nwant\n%s", c.line, shown, want)
			}
			if len(v.got) > 0 {
				t.Errorf("%s ran", v.got[0].Command)
			}
		})
	}
}

// What completion offers is read back as what it means.
func TestWhatCompletesIsUnderstood(t *testing.T) {
	for line, want := range map[string]bot.Args{
		"/offres lieu:le":    {"lieu": "Le Havre"},
		"/offres contrat:t":  {"contrat": "partiel"},
		"/jobs place:l":      {"lieu": "Lyon"},
		"/offres golang nan": {"recherche": "golang nancy"},
	} {
		v := enter(newMemory())
		who := "camille"
		if strings.HasPrefix(line, "/jobs") {
			who = "sam"
		}
		lines := strings.Split(v.as(t, who, line+"\t"), "\n")
		v.as(t, who, lines[0])
		v.wantArgs(t, want)
	}
}

func TestATabElsewhereIsASpace(t *testing.T) {
	v := enter(newMemory())
	v.as(t, "camille", "/annoncer\tbonjour")
	v.wantArgs(t, bot.Args{"texte": "bonjour"})
}

// An inbox whose declarations cannot be asked for completes nothing, and breaks nothing.
func TestNothingCompletesWithoutDeclarations(t *testing.T) {
	var out bytes.Buffer
	who, _ := FindPerson("camille")
	room := enter(newMemory()).room(Console{In: strings.NewReader("/of\t\n"), Out: &out, As: who})
	if err := room.Run(t.Context(), says{&bot.Message{Text: text("a", "a")}}); err != nil || out.String() != "" {
		t.Errorf("%q, %v; want nothing", out.String(), err)
	}
}
