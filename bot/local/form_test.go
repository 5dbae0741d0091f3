package local

import (
	"bytes"
	"errors"
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
	wantShown(t, shown, "Pas de note.", "Aide de titre ? [Dev]", "Aide de contrat ? (CDI, Temps partiel) [CDI]", "Aide de salaire ? [12]", "Aide de note ? [secret]", "Publié : Dev, , 12, .")
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
