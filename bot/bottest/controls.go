package bottest

import (
	"slices"
	"strings"
	"testing"
)

// controls are buttons, selects and what completes a line.
var controls = map[string]func(*testing.T, *scene){
	"a button answers with a message": func(t *testing.T, s *scene) {
		a := s.french.Types(t, "/mon-compteur")
		b := s.french.Presses(t, a, "Saluer")
		wants(t, b, "Bonjour, mon-compteur !")
		if b.Updated || b.Alone || b.ID == a.ID {
			t.Errorf("the answer is %+v", b)
		}
		wantSeen(t, s.english, 1, "Bonjour, mon-compteur !")
		wantSeen(t, s.french, 1, "Bonjour, mon-compteur !", "Le compteur est à 0.")
	},
	"a button of a shared message answers who presses it": func(t *testing.T, s *scene) {
		s.french.Types(t, "/compteur")
		seen := s.english.Sees(t)
		wants(t, s.english.Presses(t, seen[len(seen)-1], "Saluer"), "Hello, compteur!")
	},
	"a button replaces a message for one member": func(t *testing.T, s *scene) {
		a := s.french.Types(t, "/mon-compteur")
		for _, want := range []string{"Le compteur est à 1.", "Le compteur est à 2."} {
			b := s.french.Presses(t, a, "Encore")
			wants(t, b, want)
			if !b.Updated || !b.Alone || b.ID != a.ID || !slices.Equal(b.Buttons, a.Buttons) {
				t.Errorf("the answer is %+v; want it to replace %+v", b, a)
			}
			a = b
		}
		wantSeen(t, s.french, 1, "Le compteur est à")
		wantSeen(t, s.french, 1, "Le compteur est à 2.")
		wantSeen(t, s.english, 0, "Le compteur", "The counter")
	},
	"a button replaces a message for everybody": func(t *testing.T, s *scene) {
		a := s.french.Types(t, "/compteur")
		b := s.french.Presses(t, a, "Encore")
		wants(t, b, "Le compteur est à 1.")
		seen := s.english.Sees(t)
		c := s.english.Presses(t, seen[len(seen)-1], "Encore")
		for _, one := range []Shown{b, c} {
			if !one.Updated || one.Alone || one.ID != a.ID {
				t.Errorf("the answer is %+v; want it to replace %+v", one, a)
			}
		}
		for _, m := range []Member{s.french, s.english} {
			if seen := m.Sees(t); len(seen) != 1 || !seen[0].says("2") {
				t.Errorf("%+v is seen; want one message, at 2", seen)
			}
		}
	},
	"a call too long for an id is kept": func(t *testing.T, s *scene) {
		a := s.french.Types(t, "/long")
		b := s.french.Presses(t, a, "Relire")
		wants(t, b, longText)
		if !b.Alone || b.Updated {
			t.Errorf("the answer is %+v", b)
		}
		s.forget()
		wants(t, s.french.Presses(t, a, "Relire"), "Ce bouton est trop ancien")
		wantSeen(t, s.french, 1, "Un long appel.")
	},
	"one option is chosen": func(t *testing.T, s *scene) {
		a := s.french.Types(t, "/choisir")
		wants(t, s.french.Chooses(t, a, "Un contrat", "CDD"), "Choisi : <fixed>")
		a = s.english.Types(t, "/pick")
		wants(t, s.english.Chooses(t, a, "A contract", "Internship"), "Chosen: <internship>")
	},
	"several options are chosen": func(t *testing.T, s *scene) {
		a := s.french.Types(t, "/choisir")
		b := s.french.Chooses(t, a, "Deux contrats", "CDI", "Stage")
		_, chosen, _ := strings.Cut(strings.Trim(b.Text, " \n>"), "<")
		values := strings.Split(chosen, ",")
		slices.Sort(values)
		if !slices.Equal(values, []string{"internship", "permanent"}) {
			t.Errorf("chosen: %q of %+v", values, b)
		}
		wants(t, s.french.Chooses(t, a, "Deux contrats", "CDD"), "Choisi : <fixed>")
	},
	"what is typed is completed": func(t *testing.T, s *scene) {
		for _, c := range []struct {
			who                    Member
			command, option, typed string
			want                   []string
		}{
			{s.french, "ville", "lieu", "pa", []string{"Paris (capitale)", "Pau"}},
			{s.english, "town", "place", "pa", []string{"Paris (the capital)", "Pau"}},
			{s.french, "ville", "lieu", "zz", nil},
			{s.french, "ville", "contrat", "cd", []string{"CDI", "CDD"}},
			{s.english, "town", "contract", "fix", []string{"Fixed term"}},
		} {
			if got := c.who.Completes(t, c.command, c.option, c.typed); !slices.Equal(got, c.want) {
				t.Errorf("/%s %s:%s is completed with %q; want %q", c.command, c.option, c.typed, got, c.want)
			}
		}
	},
}
