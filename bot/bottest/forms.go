package bottest

import "testing"

// forms are what asks for missing arguments.
var forms = map[string]func(*testing.T, *scene){
	"a command asks for what is missing": func(t *testing.T, s *scene) {
		form := s.english.Types(t, "/sign-up")
		for _, label := range []string{"Your name", "Years of experience", "Contract", "Your wish"} {
			wantField(t, form, Field{Label: label})
		}
		if form.Form.Title != "Sign up" || form.Form.Fault != "" || len(form.Form.Fields) != 4 {
			t.Errorf("the form is %+v", form.Form)
		}
		a := s.english.Fills(t, form, map[string]string{"Your name": "Sam", "Years of experience": "3", "Contract": "Fixed term", "Your wish": "# To build\n- with **Go**"})
		wants(t, a, "There you are: Sam, 3 years, fixed, # To build - with **Go**")
		if !a.Alone || len(a.Links) > 0 {
			t.Errorf("the answer is %+v", a)
		}
		wantSeen(t, s.french, 0, "Sam")
	},
	"a command given what it needs does not ask": func(t *testing.T, s *scene) {
		wants(t, s.french.Types(t, "/inscription nom:Camille annees:2 contrat:stage"), "Te voilà : Camille, 2 ans, internship,")
	},
	"a wrong field is said and the others keep their values": func(t *testing.T, s *scene) {
		const typed = `"><b>Éloïse & co</b>`
		form := s.french.Types(t, "/inscription")
		refused := s.french.Fills(t, form, map[string]string{"Ton nom": typed, "Années d’expérience": "beaucoup", "Contrat": "CDI", "Ton envie": "Apprendre."})
		form = reopened(t, s.french, refused, "Années d’expérience", "beaucoup")
		for label, value := range map[string]string{"Ton nom": typed, "Années d’expérience": "beaucoup", "Contrat": "CDI", "Ton envie": "Apprendre."} {
			wantField(t, form, Field{Label: label, Value: value})
		}
		a := s.french.Fills(t, form, map[string]string{"Années d’expérience": "5"})
		wants(t, a, "Te voilà : "+typed+", 5 ans, permanent, Apprendre.")
	},
	"a missing field is said": func(t *testing.T, s *scene) {
		form := s.english.Types(t, "/sign-up")
		refused := s.english.Fills(t, form, map[string]string{"Years of experience": "3"})
		form = reopened(t, s.english, refused, "Your name", "missing")
		wants(t, s.english.Fills(t, form, map[string]string{"Your name": "Sam"}), "There you are: Sam, 3 years")
	},
	"a handler refuses one field": func(t *testing.T, s *scene) {
		form := s.french.Types(t, "/inscription")
		refused := s.french.Fills(t, form, map[string]string{"Ton nom": "pris", "Années d’expérience": "7"})
		form = reopened(t, s.french, refused, "Ton nom", "Ce nom est déjà porté.")
		wantField(t, form, Field{Label: "Années d’expérience", Value: "7"})
		wants(t, s.french.Fills(t, form, map[string]string{"Ton nom": "libre"}), "Te voilà : libre, 7 ans")
	},
	"a handler refuses the whole form": func(t *testing.T, s *scene) {
		form := s.english.Types(t, "/sign-up")
		refused := s.english.Fills(t, form, map[string]string{"Your name": "Sam", "Your wish": "aucune"})
		form = reopened(t, s.english, refused, "", "Sign-up closes tonight.")
		wantField(t, form, Field{Label: "Your name", Value: "Sam"})
	},
	"a form opened by a button is refused": func(t *testing.T, s *scene) {
		form := s.french.Presses(t, s.french.Types(t, "/mon-compteur"), "Régler")
		form = reopened(t, s.french, s.french.Fills(t, form, map[string]string{"Valeur": "1001"}), "Valeur", "1 000")
		wantField(t, form, Field{Label: "Valeur", Value: "1001"})
		wants(t, s.french.Fills(t, form, map[string]string{"Valeur": "42"}), "Le compteur est à 42.")
	},
	"a form opened by a button replaces its message": func(t *testing.T, s *scene) {
		for _, line := range []string{"/compteur", "/mon-compteur"} {
			a := s.french.Types(t, line)
			form := s.french.Presses(t, a, "Régler")
			wantField(t, form, Field{Label: "Valeur", Value: "0"})
			b := s.french.Fills(t, form, map[string]string{"Valeur": "42"})
			if !b.Updated || b.ID != a.ID || !b.says("Le compteur est à 42.") {
				t.Errorf("%s: the answer is %+v; want it to replace %+v", line, b, a)
			}
			if c := find(t, s.french, a.ID); !c.says("Le compteur est à 42.") {
				t.Errorf("%s: it is seen as %+v", line, c)
			}
		}
		wantSeen(t, s.french, 0, "Le compteur est à 0.")
	},
}

// wantField fails the test unless a form has a field with a value.
func wantField(t *testing.T, form Shown, want Field) {
	t.Helper()
	if form.Form == nil {
		t.Fatalf("%+v is no form", form)
	}
	for _, f := range form.Form.Fields {
		if f.Label == want.Label {
			if f.Value != want.Value {
				t.Fatalf("%q holds %q; want %q", f.Label, f.Value, want.Value)
			}
			return
		}
	}
	t.Fatalf("no field %q in %+v", want.Label, form.Form)
}

// reopened is a form that was refused, with what had been written in it. What is
// wrong is said next to its field, and to no other; a platform that cannot show
// the form again at once says it in a message with a button that opens it.
func reopened(t *testing.T, m Member, refused Shown, label, fault string) Shown {
	t.Helper()
	if refused.Form == nil {
		wants(t, refused, fault)
		if !refused.Alone || len(refused.Buttons) != 1 {
			t.Fatalf("refused with %+v; want one button, for one member alone", refused)
		}
		return m.Presses(t, refused, refused.Buttons[0])
	}
	for _, f := range append([]Field{{Fault: refused.Form.Fault}}, refused.Form.Fields...) {
		said := Shown{Text: f.Fault}
		if f.Label == label && !said.says(fault) || f.Label != label && f.Fault != "" {
			t.Fatalf("refused with %+v; want %q next to %q", refused.Form, fault, label)
		}
	}
	return refused
}
