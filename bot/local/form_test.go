package local

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"rebond/bot"
)

func TestAFormIsAskedQuestionByQuestion(t *testing.T) {
	v := enter(newMemory())
	shown := v.as(t, "camille", "/publier", "Dev Go", "CDI", "45 000", "une note")
	wantShown(t, shown, "Titre publier : Entrée garde la valeur, un tiret l’efface, une commande abandonne.",
		"Aide de titre ?", "Aide de contrat ? (CDI, Temps partiel)", "Aide de salaire ?", "Aide de note ?",
		"(visible uniquement par toi)", "Publié : Dev Go, cdi, 45000, une note.")
	v.wantArgs(t, bot.Args{"titre": "Dev Go", "contrat": "cdi", "salaire": "45000", "note": "une note"})
	if len(v.got) != 1 {
		t.Errorf("the handler ran %d times", len(v.got))
	}
	wantShown(t, enter(newMemory()).as(t, "sam", "/post-job", "Go dev", "part time", "", ""),
		"Title post-job: Enter keeps the value, a hyphen clears it, a command gives up.", "Help for title?", "Help for contract? (permanent, part time)", "Posted: Go dev, partiel, , .")
}

func TestEnterKeepsAndAHyphenClears(t *testing.T) {
	v := enter(newMemory())
	// A bad value opens the form with all that was typed.
	shown := v.as(t, "camille", `/publier titre:"Dev Go" contrat:xyz salaire:12 note:secret`, "temps partiel", "/offres")
	wantShown(t, shown, "« xyz » n’est pas un choix possible", "[xyz]", "Publié : Dev Go, partiel, 12, secret.", "Page 1")

	v = enter(newMemory())
	v.form = func(r *bot.Request) error {
		if r.Args["note"] != "" {
			return &bot.UserError{Text: text("Pas de note.", "No note.")}
		}
		return nil
	}
	shown = v.as(t, "camille", "/publier", "Dev", "cdi", "12", "secret", // refused as a whole: every question comes again
		"", "-", "", "-")
	wantShown(t, shown, "Pas de note.", "Aide de titre ? [Dev]", "Aide de contrat ? (CDI, Temps partiel) [CDI]", "Aide de salaire ? [12]", `Aide de note ? (\n passe à la ligne) [secret]`, "Publié : Dev, , 12, .")
	v.wantArgs(t, bot.Args{"titre": "Dev", "salaire": "12"})
}

func TestRefusedFieldsAreAskedAgainAndNothingIsLost(t *testing.T) {
	v := enter(newMemory())
	shown := v.as(t, "camille", "/publier", "-", "cdi", "beaucoup", "une note", "Dev Go", "12")
	wantShown(t, shown, "Aide de note ?", "Il manque cette information.\nAide de titre ?", "« beaucoup » n’est pas un nombre entier.\nAide de salaire ? [beaucoup]", "Publié : Dev Go, cdi, 12, une note.")
	if n := strings.Count(loose(shown), "Aide de contrat ?"); n != 1 {
		t.Errorf("the field that was right is asked %d times", n)
	}
	v.wantArgs(t, bot.Args{"titre": "Dev Go", "contrat": "cdi", "salaire": "12", "note": "une note"})

	// Refused again, and by the handler this time.
	v = enter(newMemory())
	tries := 0
	v.form = func(*bot.Request) error {
		if tries++; tries < 3 {
			return errors.Join(&bot.UserError{Param: "titre", Text: text("Déjà pris.", "Taken.")})
		}
		return nil
	}
	shown = v.as(t, "camille", "/publier", "A", "cdi", "12", "n", "B", "C")
	wantShown(t, shown, "Déjà pris.\nAide de titre ? [A]", "Déjà pris.\nAide de titre ? [B]", "Publié : C, cdi, 12, n.")
	if tries != 3 {
		t.Errorf("submitted %d times", tries)
	}
}

func TestACommandGivesTheFormUp(t *testing.T) {
	v := enter(newMemory())
	shown := v.as(t, "camille", "/publier", "Dev", "/annoncer a", "cdi")
	wantShown(t, shown, "Aide de titre ?", "Aide de contrat ?", "Annonce : a", "Je ne connais pas « cdi »")
	for _, r := range v.got {
		if r.Command == "publier" {
			t.Errorf("a form that was given up is submitted with %q", r.Args)
		}
	}
	// The same command again begins with nothing of it.
	wantShown(t, v.as(t, "camille", "/publier", "Dev", "/publier", "", ""), "Aide de titre ?", "Aide de contrat ?", "Aide de titre ?\n", "Aide de contrat ? (CDI, Temps partiel)\n")
}

// What stands for something else between forms is an answer inside one.
func TestAnAnswerIsTakenAsTyped(t *testing.T) {
	v := enter(newMemory())
	v.as(t, "camille", "/publier", "@sam", "", "12", "  -- un\ttiret -  ")
	v.wantArgs(t, bot.Args{"titre": "@sam", "salaire": "12", "note": "-- un tiret -"})
	if who := v.got[0].From.User; who != "camille" {
		t.Errorf("the form is submitted by %s", who)
	}
}

func TestAFormCutShortIsNotSubmitted(t *testing.T) {
	v := enter(newMemory())
	v.as(t, "camille", "/publier", "Dev", "cdi")
	if len(v.got) > 0 {
		t.Errorf("the handler got %q", v.got[0].Args)
	}
}

// A form whose faults are about none of its fields, or that has no field, has
// no question to ask: the room must go on, and say what is wrong.
func TestAFormWithNothingToAskEndsWell(t *testing.T) {
	field := bot.Param{Name: "a", Help: text("Aide de a", "Help for a")}
	for name, modal := range map[string]*bot.Modal{
		"no field":       {Title: text("Titre", "Title"), Do: bot.Call{Command: "offres"}},
		"foreign faults": {Title: text("Titre", "Title"), Fields: []bot.Param{field}, Faults: map[string]bot.Text{"b": text("Faute.", "Fault.")}, Do: bot.Call{Command: "offres"}},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if p := recover(); p != nil {
					t.Errorf("the room panics: %v", p)
				}
			}()
			var out bytes.Buffer
			who, _ := FindPerson("camille")
			if err := enter(newMemory()).room(Console{In: strings.NewReader("/a\n"), Out: &out, As: who}).Run(t.Context(), says{modal}); err != nil {
				t.Error(err)
			}
			want := "Titre"
			if len(modal.Faults) > 0 {
				want = "Faute."
			}
			wantShown(t, out.String(), want)
		})
	}
}

// A button of a message may open a form that is filled in.
func TestAButtonOpensAForm(t *testing.T) {
	m := newMemory()
	v := enter(m)
	control, err := bot.ControlID(t.Context(), m, bot.Call{Command: "publier", Ask: true, Args: bot.Args{"titre": "Dev", "contrat": "cdi"}})
	if err != nil {
		t.Fatal(err)
	}
	m.buttons["camille"] = []string{control}
	shown := v.as(t, "camille", "1", "", "-", "", "")
	wantShown(t, shown, "Aide de titre ? [Dev]", "Aide de contrat ? (CDI, Temps partiel) [CDI]", "Publié : Dev, , , .")
}

// inTerminal types lines in a console of a room that takes invitations.
func (v *sitting) inTerminal(t testing.TB, name string, lines ...string) string {
	t.Helper()
	var out bytes.Buffer
	if err := v.room(Console{In: strings.NewReader(strings.Join(lines, "\n") + "\n"), Out: &out, As: person(t, name)}).Run(t.Context(), v.inviting(t)); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// A text of several lines is typed on one, and the question says how.
func TestAnAnswerMayHaveLines(t *testing.T) {
	v := enter(newMemory())
	shown := v.as(t, "camille", `/publier`, `Dev \n Go`, "cdi", "beaucoup", `un\ndeux \n\n trois C:\temp`, "12")
	wantShown(t, shown, "Aide de titre ?\n", `Aide de note ? (\n passe à la ligne)`)
	v.wantArgs(t, bot.Args{"titre": `Dev \n Go`, "contrat": "cdi", "salaire": "12", "note": "un\ndeux \n\n trois C:\\temp"})
	wantShown(t, enter(newMemory()).as(t, "sam", "/post-job", "a", "", ""), `Help for note? (\n starts a new line)`)

	// On a command's line it is what was typed.
	v = enter(newMemory())
	v.as(t, "camille", `/publier titre:Dev contrat:cdi salaire:1 note:un\ndeux`)
	v.wantArgs(t, bot.Args{"titre": "Dev", "contrat": "cdi", "salaire": "1", "note": `un\ndeux`})

	// Asked again, the lines are shown as they are typed.
	v = enter(newMemory())
	v.form = func(r *bot.Request) error {
		if r.Args["note"] != "" {
			return &bot.UserError{Param: "note", Text: text("Trop de lignes.", "Too many lines.")}
		}
		return nil
	}
	wantShown(t, v.as(t, "camille", "/publier", "Dev", "cdi", "12", `un\ndeux`, "-"), "Trop de lignes.\n"+`Aide de note ? (\n passe à la ligne) [un\ndeux]`, "Publié : Dev, cdi, 12, .")
}

// A document is answered in a terminal too, as far as a line goes; one that is
// longer is refused rather than cut.
func TestADocumentInATerminal(t *testing.T) {
	v := enter(newMemory())
	shown := v.inTerminal(t, "camille", "/inviter", "sam", "", "", strings.Repeat("a", bot.MaxLine+1), strings.Repeat(" ", 9000), "Chère Sam,\\nà bientôt")
	wantShown(t, shown, `Aide de lettre ? (\n passe à la ligne)`, "C’est trop long pour une ligne d’un terminal.", `Aide de lettre ? (\n passe à la ligne)`, "C’est trop long", "Invité : sam, ,")
	v.wantArgs(t, bot.Args{"qui": "sam", "lettre": "Chère Sam,\nà bientôt"})
}

func TestFieldsOfEachKind(t *testing.T) {
	v := enter(newMemory())
	s := serve(t, v.room(Console{}), v.inviting(t))
	form := func(who string) string {
		t.Helper()
		return s.asks("/"+who+"/offres/say", "line", "/inviter")[0].Modal
	}
	for who, want := range map[string]map[string][]string{
		"camille": {"qui": {"", "camille", "sam", "rachel", "malik", "ada"}, "salon": {"", "offres", "coaching"}, "role": {"", "recrutement", "moderation", "entraide"}},
		"malik":   {"qui": {"", "camille", "sam", "rachel", "malik", "ada"}, "salon": {"", "offres", "coaching", "moderation"}, "role": {"", "recrutement", "moderation", "entraide"}},
	} {
		root := parse(t, form(who))
		for field, options := range want {
			var got []string
			for o := range each(one(t, root, "select", "field-"+field), "option") {
				got = append(got, attr(o, "value"))
			}
			if !slices.Equal(got, options) {
				t.Errorf("%s may choose %q as %s; want %q", who, got, field, options)
			}
		}
	}
	wantShown(t, form("camille"), ">Recrutement</option>", ">Modération</option>", ">Entraide</option>")
	wantShown(t, form("sam"), ">Recruitment</option>", ">Moderation</option>", ">Peer support</option>")

	// A file is chosen beside the text, and is not sent itself.
	root := wantInert(t, form("camille"))
	chooser, area := one(t, root, "input", "field-lettre-file"), one(t, root, "textarea", "field-lettre")
	if attr(chooser, "type") != "file" || attr(chooser, "name") != "" || attr(chooser, "accept") != ".txt,.md,text/plain,text/markdown" || attr(chooser, "data-into") != attr(area, "id") {
		t.Errorf("the chooser is %+v", chooser.Attr)
	}
	fault := one(t, root, "p", "field-lettre-file-fault")
	hints := slices.Collect(each(area.Parent, "p", "hint"))
	if attr(chooser, "aria-describedby") != attr(fault, "id") || attr(fault, "role") != "alert" || attr(hints[len(hints)-1], "role") != "status" {
		t.Error("what becomes of a file is not told to who does not see it")
	}
	for label := range each(area.Parent, "label") {
		if written(label) == "" || attr(label, "for") != "field-lettre" && attr(label, "for") != "field-lettre-file" {
			t.Errorf("the label %q is of %q", written(label), attr(label, "for"))
		}
	}
}

// The longest document goes through, percent-encoded; a longer one is refused in
// words, and is still there.
func TestTheLongestDocument(t *testing.T) {
	v := enter(newMemory())
	s := serve(t, v.room(Console{}), v.inviting(t))
	control := attr(one(t, parse(t, s.asks("/camille/offres/say", "line", "/inviter")[0].Modal), "form"), "data-control")
	whole := "Début\n" + strings.Repeat("🦊", bot.MaxDocument-9) + "fin" // 12 bytes each in a form
	for range 2 {
		wantShown(t, s.message(s.asks("/camille/offres/submit", "control", control, "field-qui", "sam", "field-lettre", strings.ReplaceAll(whole, "\n", "\r\n"))).HTML, "Invité : sam")
		if got := v.taken(); got[len(got)-1].Args["lettre"] != whole {
			t.Errorf("of %d bytes %d came", len(whole), len(got[len(got)-1].Args["lettre"]))
		}
	}
	long := whole + "!"
	refused := s.asks("/camille/offres/submit", "control", control, "field-qui", "sam", "field-lettre", long)[0].Modal
	wantShown(t, refused, "Ce texte a 60 001 caractères, il en faut au plus 60 000.")
	if got := written(one(t, parse(t, refused), "textarea", "field-lettre")); got != long {
		t.Errorf("of what was written %d bytes are left of %d", len(got), len(long))
	}
	// Beside it the four other fields of a form may be as long as they can be.
	if most := 12*(bot.MaxDocument+(bot.MaxFields-1)*4000) + 10_000; most > maxBody {
		t.Errorf("a form may take %d bytes; %d are read", most, maxBody)
	}
}
