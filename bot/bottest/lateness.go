package bottest

import "testing"

// lateness is what happens to an answer that takes longer than 2 s.
var lateness = map[string]func(*testing.T, *scene){
	"a late answer for everybody is announced": func(t *testing.T, s *scene) {
		a := s.french.Types(t, "/lent")
		wants(t, a, "Enfin !")
		if !a.Late || a.Alone {
			t.Errorf("it is %+v", a)
		}
		for _, m := range []Member{s.french, s.english} {
			wantSeen(t, m, 1, "Enfin !")
		}
	},
	"a late answer for one member is announced": func(t *testing.T, s *scene) {
		a := s.english.Types(t, "/slow-alone")
		wants(t, a, "At last!")
		if !a.Late || !a.Alone {
			t.Errorf("it is %+v", a)
		}
		wantSeen(t, s.english, 1, "At last!")
		wantSeen(t, s.french, 0, "At last!", "Enfin")
	},
	"a late form comes behind a button": func(t *testing.T, s *scene) {
		a := s.french.Types(t, "/lent-formulaire")
		wants(t, a, "T’inscrire")
		if !a.Late || !a.Alone || len(a.Buttons) != 1 {
			t.Fatalf("it is %+v", a)
		}
		form := s.french.Presses(t, a, a.Buttons[0])
		wantField(t, form, Field{Label: "Ton nom", Value: "Camille"})
		wants(t, s.french.Fills(t, form, map[string]string{"Années d’expérience": "4"}), "Te voilà : Camille, 4 ans")
	},
	"a late update replaces its message": func(t *testing.T, s *scene) {
		a := s.french.Types(t, "/compteur")
		b := s.english.Presses(t, find(t, s.english, a.ID), "Plus tard")
		if !b.Late || !b.Updated || b.ID != a.ID || !b.says("1") {
			t.Errorf("it is %+v", b)
		}
		for _, m := range []Member{s.french, s.english} {
			if ms := m.Sees(t); len(ms) != 1 || !ms[0].says("1") || ms[0].says("0") {
				t.Errorf("%+v is seen; want the new one only", ms)
			}
		}
	},
}
