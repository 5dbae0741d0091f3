package bot

import (
	"errors"
	"maps"
	"strings"
	"testing"
)

func TestMissingArgumentsAreAskedFor(t *testing.T) {
	h := newHouse(t)
	for _, c := range []struct {
		name   string
		req    *Request
		values Args
	}{
		{"nothing given", typed(camille, "/publier"), Args{}},
		{"one of two", typed(camille, "/publier titre:Dev"), Args{"titre": "Dev"}},
		{"with its spaces alone", from(camille, func(r *Request) { r.Command, r.Args = "publier", Args{"titre": " \u00a0", "lien": "https://x.example"} }), Args{"lien": "https://x.example"}},
		{"from the shortcut", from(sam, func(r *Request) { r.Command = "publier" }), Args{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			modal := modalOf(t, h.Handle(t.Context(), c.req, nil))
			if !maps.Equal(modal.Values, c.values) || len(modal.Faults) != 0 {
				t.Errorf("it holds %q with the faults %q; want %q and none: nothing is wrong yet", modal.Values, modal.Faults, c.values)
			}
			if modal.Title != (Text{FR: "Titre publier", EN: "Title post-job"}) || len(modal.Fields) != 4 || modal.Fields[0].Name != "titre" {
				t.Errorf("it is %q with %d fields", modal.Title, len(modal.Fields))
			}
			if modal.Do.Command != "publier" || modal.Do.Action != "" || modal.Do.Ask {
				t.Errorf("its answers go to %+v", modal.Do)
			}
		})
	}
	if len(h.got) > 0 {
		t.Errorf("the handler ran with %q", h.got[0].Args)
	}
}

func TestMissingArgumentsThatCannotBeAskedForAreSaid(t *testing.T) {
	h := newHouse(t)
	for who, want := range map[*Member]string{&camille: "texte : Il manque cette information.", &sam: "text: This is missing."} {
		a := h.ask(*who, "/envoyer")
		if got := words(t, a); got != want || !a.Ephemeral {
			t.Errorf("%q; want %q to them alone", got, want)
		}
	}
}

// Every bad value is told at once, each under its name.
func TestBadValuesAreToldAtOnce(t *testing.T) {
	h := newHouse(t)
	a := h.ask(camille, "/offres contrat:xyz teletravail:peut-être salaire:beaucoup lieu:Lyon")
	if got, want := words(t, a), "contrat : « xyz » n’est pas un choix possible. Au choix : CDI, Alternance, Moins de 1 000 €.\n"+
		"teletravail : « peut-être » : réponds par oui ou par non.\n"+
		"salaire : « beaucoup » n’est pas un nombre entier."; got != want || !a.Ephemeral {
		t.Errorf("%q; want %q", got, want)
	}
	a = h.ask(sam, "/jobs contract:xyz pay:lots")
	if got, want := words(t, a), "contract: “xyz” is not one of the choices, which are: permanent, apprenticeship, Under €1,000.\npay: “lots” is not a whole number."; got != want {
		t.Errorf("%q; want %q", got, want)
	}
	a = h.ask(camille, "/envoyer salaire:beaucoup") // and what is missing with them
	if got, want := words(t, a), "texte : Il manque cette information.\nsalaire : « beaucoup » n’est pas un nombre entier."; got != want {
		t.Errorf("%q; want %q", got, want)
	}
	if len(h.got) > 0 {
		t.Errorf("the handler ran with %q", h.got[0].Args)
	}
}

// A wrong field never costs the other fields.
func TestAModalComesBackWithWhatIsWrong(t *testing.T) {
	h := newHouse(t)
	for _, c := range []struct {
		name   string
		args   Args
		faults map[string]string
	}{
		{"a bad value", Args{"titre": "Dev", "lien": "x", "note": "n"}, map[string]string{"lien": "n’est pas une adresse web"}},
		{"two bad values", Args{"titre": "Dev", "lien": "x", "salaire": "beaucoup"}, map[string]string{"lien": "n’est pas une adresse web", "salaire": "n’est pas un nombre"}},
		{"a bad value and a missing one", Args{"titre": "  ", "lien": "x", "note": "n"}, map[string]string{"titre": "Il manque", "lien": "n’est pas une adresse web"}},
		{"a missing one", Args{"lien": "https://x.example"}, map[string]string{"titre": "Il manque"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			modal := modalOf(t, h.Handle(t.Context(), submitted(camille, "publier", c.args), nil))
			checkFaults(t, modal, c.faults)
			for name, value := range c.args {
				if got := modal.Values[name]; got != strings.TrimSpace(value) && got != value {
					t.Errorf("%s held %q and now holds %q", name, value, got)
				}
			}
		})
	}
	if len(h.got) > 0 {
		t.Errorf("the handler ran with %q", h.got[0].Args)
	}
}

func checkFaults(t *testing.T, modal *Modal, want map[string]string) {
	t.Helper()
	for name, say := range want {
		if got := loose(Plain(modal.Faults[name].FR)); !strings.Contains(got, say) {
			t.Errorf("the fault of %q is %q; want %q", name, got, say)
		}
	}
	if len(modal.Faults) != len(want) {
		t.Errorf("the faults are %q; want those of %q", modal.Faults, want)
	}
}

func TestAModalComesBackWhenItsHandlerRefuses(t *testing.T) {
	h := newHouse(t)
	h.reply = func(*Request) (Reply, error) {
		return nil, errors.Join(&UserError{Param: "lien", Text: Markup("Cette page n’existe pas.")}, &UserError{Text: Markup("Une annonce par jour.")}, &UserError{Param: "lien", Text: Markup("Elle est à un autre.")})
	}
	args := Args{"titre": "Dev", "lien": "https://x.example", "note": "n"}
	modal := modalOf(t, h.Handle(t.Context(), submitted(camille, "publier", args), nil))
	checkFaults(t, modal, map[string]string{"lien": "Cette page n’existe pas.\nElle est à un autre.", "": "Une annonce par jour."})
	if !maps.Equal(modal.Values, args) {
		t.Errorf("it holds %q; want %q", modal.Values, args)
	}
	// Typed as a line, there is no form to show again: the faults are said.
	a := h.ask(camille, "/publier titre:Dev lien:https://x.example")
	if got := words(t, a); got != "Une annonce par jour.\nlien : Cette page n’existe pas.\nElle est à un autre." {
		t.Errorf("%q", got)
	}
	// What nobody can put right in the form is a reference.
	h.reply = func(*Request) (Reply, error) { return nil, errors.New("database is closed") }
	wantReference(t, h.ports, h.Handle(t.Context(), submitted(camille, "publier", args), nil))
}

// A typed line with a bad value opens the form, with what was typed in it.
func TestBadValuesOfALineOpenTheForm(t *testing.T) {
	h := newHouse(t)
	modal := modalOf(t, h.ask(camille, "/publier titre:Dev lien:x salaire:12"))
	checkFaults(t, modal, map[string]string{"lien": "n’est pas une adresse web"})
	if want := (Args{"titre": "Dev", "lien": "x", "salaire": "12"}); !maps.Equal(modal.Values, want) {
		t.Errorf("it holds %q; want %q", modal.Values, want)
	}
}

func TestACallThatAsksOpensItsForm(t *testing.T) {
	h := newHouse(t)
	for _, call := range []Call{
		{Command: "publier", Ask: true},
		{Command: "publier", Ask: true, Args: Args{"titre": "Dev", "lien": "https://x.example"}}, // nothing is missing, but it is asked all the same
		{Command: "publier", Ask: true, Args: Args{"titre": strings.Repeat("Dev ", 60)}},
		{Command: "publier", Action: "renommer", Ask: true, Args: Args{"titre": "Dev"}},
	} {
		modal := modalOf(t, h.Handle(t.Context(), pressed(camille, checkControl(t, h.ports, call)), nil))
		if !maps.Equal(modal.Values, call.Args) || modal.Do.Command != call.Command || modal.Do.Action != call.Action || modal.Do.Ask {
			t.Errorf("%+v opens a form that holds %q and goes to %+v", call, modal.Values, modal.Do)
		}
	}
	if len(h.got) > 0 {
		t.Errorf("the handler ran with %q", h.got[0].Args)
	}
	a := h.Handle(t.Context(), from(camille, func(r *Request) { r.Command, r.Action, r.Args = "publier", "renommer", Args{"titre": "Dev"} }), nil)
	if got := words(t, a); got != "fait" || len(h.got) != 1 || h.got[0].Action != "renommer" {
		t.Errorf("%q; want the action to run when nothing is missing", got)
	}
}
