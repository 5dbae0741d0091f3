package commands_test

import (
	"strings"
	"testing"

	"rebond/bot"
	"rebond/storage"
)

// TestMeteoDaily asks for the question of every day from where one answers, and is answered
// there; another hour, and no more of it, likewise.
func TestMeteoDaily(t *testing.T) {
	c := checksIn(t)
	c.agrees("camille")
	last := c.does("camille", "temps", bot.Args{"temps": "4"})
	last = c.presses("camille", last, "Moyenne")
	receives := func() (minutes []int) {
		t.Helper()
		own, err := c.store.Own(t.Context(), c.person("camille"))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range own.Subscriptions {
			if s.Community != (bot.Address{Platform: c.in.Platform, Space: c.in.Space}) || s.Topic != storage.WeatherTopic {
				t.Errorf("they receive %+v", s)
			}
			minutes = append(minutes, s.Minute)
		}
		return minutes
	}
	is := func(want ...int) {
		t.Helper()
		got := receives()
		if len(got) != len(want) || len(want) > 0 && got[0] != want[0] {
			t.Errorf("they are asked at %v, not %v", got, want)
		}
	}
	is()
	asked := c.says(c.presses("camille", last, "Me le demander chaque jour"), "C’est noté : je te poserai la question chaque jour à 18 h, en message privé.", "Je t’écris en privé à l’instant.")
	if _, replaces := asked.Reply.(*bot.Update); !replaces {
		t.Errorf("%T", asked.Reply)
	}
	is(18 * 60)
	if again := c.says(c.presses("camille", last, "Me le demander chaque jour"), "Je te pose déjà la question chaque jour à 18 h"); strings.Contains(said(again), "à l’instant") {
		t.Errorf("twice: %s", said(again))
	}
	later := c.says(c.does("camille", "rappel", bot.Args{"heure": "20:30"}), "C’est noté : je te poserai la question chaque jour à 20 h 30, en message privé.")
	if strings.Contains(said(later), "à l’instant") {
		t.Errorf("another hour: %s", said(later))
	}
	is(20*60 + 30)
	c.says(c.presses("camille", last, "Me le demander chaque jour"), "à 20 h 30") // an old button keeps the hour
	c.says(c.does("camille", "rappel", bot.Args{"heure": "3:00"}), "Choisis une heure entre")
	is(20*60 + 30)
	back := c.says(c.presses("camille", later, "Retour"), "éclaircies, énergie moyenne")
	if labels := strings.Join(pressable(back), ", "); strings.Contains(labels, "chaque jour") {
		t.Errorf("what they have is offered: %s", labels)
	}
	stopped := c.says(c.presses("camille", later, "Ne plus me le demander"), "C’est arrêté : je ne te poserai plus la question chaque jour.", "éclaircies, énergie moyenne")
	is()
	c.presses("camille", later, "Ne plus me le demander")
	is()
	c.presses("camille", stopped, "Me le demander chaque jour")
	is(18 * 60)
	c.does("camille", "retirer", nil)
	is()
	c.says(c.does("camille", "rappel", nil), "Ni la modération ni les recruteurs ne voient tes réponses.")
	is()
}
