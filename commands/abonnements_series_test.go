package commands_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/notice"
	"rebond/bot/schedule"
	"rebond/commands"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// reading is a room of the small pack, whose programme has eight posts.
func reading(t *testing.T) (s *recruiting, camille bot.PersonID) {
	t.Helper()
	s = recruits(t, storagetest.SQLite(t))
	s.asks("camille", "abonnements", "", nil)
	m, err := (&storage.Directory{Store: s.store, Lang: bot.FR, Zone: time.UTC, Now: func() time.Time { return s.at }}).Know(t.Context(), in(""), bot.Member{User: "camille", Lang: bot.FR})
	if err != nil {
		t.Fatal(err)
	}
	return s, m.ID
}

// given is how many posts a person was given.
func (s *recruiting) given(person bot.PersonID, series string) int {
	s.t.Helper()
	given, err := s.store.Readings(s.t.Context(), person)
	if err != nil {
		s.t.Fatal(err)
	}
	return given[series]
}

// replied is the message of an answer.
func (s *recruiting) replied(a bot.Answer) *bot.Message {
	s.t.Helper()
	if !a.Ephemeral {
		s.t.Error("others see it")
	}
	switch r := a.Reply.(type) {
	case *bot.Message:
		return r
	case *bot.Update:
		return &r.Message
	}
	s.t.Fatalf("no message: %+v", a)
	return nil
}

// everything is all that a message says.
func everything(m *bot.Message) string {
	said := []string{bot.Plain(m.Text.FR)}
	for _, c := range m.Cards {
		said = append(said, bot.Plain(c.Title.FR), bot.Plain(c.Body.FR), bot.Plain(c.Footer.FR))
		for _, b := range c.Buttons {
			said = append(said, "["+b.Label.FR+"]")
		}
	}
	for _, b := range m.Buttons {
		said = append(said, "["+b.Label.FR+"]")
	}
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(strings.Join(said, "\n"))
}

// TestProgramForged presses controls that nobody was shown: none gives what has not come yet,
// and none moves anybody.
func TestProgramForged(t *testing.T) {
	s, camille := reading(t)
	ask := func(action string, args bot.Args) string {
		return everything(s.replied(s.asks("camille", "abonnements", action, args)))
	}
	for _, action := range []string{"suite", "programme", "relire", "rejoindre", "recommencer"} {
		for _, series := range []string{"questions", "80-jours/1", "ailleurs"} {
			if said := ask(action, bot.Args{"serie": series}); !strings.Contains(said, "n’existe plus") {
				t.Errorf("%s of %s: %s", action, series, said)
			}
		}
	}
	ask("suite", bot.Args{"serie": "80-jours", "de": "0"})
	ask("suite", bot.Args{"serie": "80-jours", "de": "1"})
	for _, de := range []string{"-1", "5", "8", "80", "x", "99999999999999999999"} {
		said := ask("suite", bot.Args{"serie": "80-jours", "de": de})
		if strings.Contains(said, "3 sur 8") || s.given(camille, "80-jours") != 2 {
			t.Errorf("de %s: %d given, %s", de, s.given(camille, "80-jours"), said)
		}
	}
	for _, rank := range []string{"-1", "3", "8", "9", "1000"} {
		if said := ask("relire", bot.Args{"serie": "80-jours", "rang": rank}); strings.Contains(said, "sur 8") {
			t.Errorf("rang %s: %s", rank, said)
		}
	}
	for rank, want := range map[string]string{"1": "1 sur 8", "2": "2 sur 8", "0": "2 sur 8", "": "2 sur 8"} {
		if said := ask("relire", bot.Args{"serie": "80-jours"}.With("rang", rank)); !strings.Contains(said, want) {
			t.Errorf("rang %q: %s", rank, said)
		}
	}
	for _, de := range []string{"", "1", "3", "-2"} {
		ask("recommencer", bot.Args{"serie": "80-jours", "oui": "yes"}.With("de", de))
	}
	ask("recommencer", bot.Args{"serie": "80-jours", "de": "2"})
	ask("rejoindre", bot.Args{"serie": "80-jours"})
	if n := s.given(camille, "80-jours"); n != 2 {
		t.Errorf("at %d", n)
	}
	ask("recommencer", bot.Args{"serie": "80-jours", "de": "2", "oui": "yes"})
	if said := ask("suite", bot.Args{"serie": "80-jours", "de": "2"}); s.given(camille, "80-jours") != 0 || !strings.Contains(said, "[M’envoyer le premier]") {
		t.Errorf("an old control after that: %s", said)
	}
}

// TestProgramEnds asks for what follows the last post, of a short programme and of the long
// one, and when there are fewer posts than were given.
func TestProgramEnds(t *testing.T) {
	s, camille := reading(t)
	for series, last := range map[string]int{"premiers-jours": 2, "80-jours": 8} {
		for _, given := range []int{last, last + 5} {
			if err := s.store.SetReading(t.Context(), camille, series, given, s.at); err != nil {
				t.Fatal(err)
			}
			said := everything(s.replied(s.asks("camille", "abonnements", "suite", bot.Args{"serie": series, "de": strconv.Itoa(given)})))
			if !strings.Contains(said, "C’était le dernier.") || !strings.Contains(said, "[Recommencer du début]") || strings.Contains(said, "80 jours, à ton rythme") != (series != "80-jours") {
				t.Errorf("%s, %d given: %s", series, given, said)
			}
			if said := everything(s.replied(s.asks("camille", "abonnements", "relire", bot.Args{"serie": series}))); !strings.Contains(said, "le dernier") {
				t.Errorf("%s, %d given: %s", series, given, said)
			}
			if said := everything(s.replied(s.asks("camille", "abonnements", "programme", bot.Args{"serie": series}))); !strings.Contains(said, "Tu es au bout") || strings.Contains(said, "M’envoyer") {
				t.Errorf("%s, %d given: %s", series, given, said)
			}
		}
	}
}

// TestProgramGreets presses the button of a greeting, from direct messages that are of no
// community, and then those of what it gives.
func TestProgramGreets(t *testing.T) {
	s, camille := reading(t)
	var topic notice.Topic
	for _, one := range commands.Topics(s.store, defaults(t)) {
		if one.Name == "80-jours" {
			topic = one
		}
	}
	hello := func() []bot.Button {
		t.Helper()
		card, there, err := topic.Card(t.Context(), &notice.Notice{Topic: topic.Name, Class: notice.Reply, Ref: "bonjour", For: camille, To: bot.Address{Platform: "local", Space: "room", Member: "camille"}, At: s.at})
		if err != nil || !there {
			t.Fatal(there, err)
		}
		return card.Buttons
	}
	for i, label := range []string{"M’envoyer le premier", "M’envoyer la suite"} {
		b := hello()[0]
		if b.Label.FR != label || b.Do.Args["espace"] != "room" {
			t.Errorf("%+v", b)
		}
		s.asks("camille", b.Do.Command, b.Do.Action, b.Do.Args)
		s.asks("camille", b.Do.Command, b.Do.Action, b.Do.Args)
		if n := s.given(camille, "80-jours"); n != i+1 {
			t.Errorf("%d given", n)
		}
	}
	if err := s.store.SetReading(t.Context(), camille, "80-jours", 8, s.at); err != nil {
		t.Fatal(err)
	}
	if all := hello(); len(all) != 2 || all[0].Label.FR != "Où j’en suis" {
		t.Errorf("at the end: %+v", all)
	}
	on := schedule.DayOf(s.at)
	if _, there, err := topic.Card(t.Context(), &notice.Notice{Topic: topic.Name, Ref: on.String(), For: camille, At: s.at}); there || err != nil {
		t.Errorf("after the last: %t, %v", there, err)
	}
	if _, _, err := topic.Card(t.Context(), &notice.Notice{Topic: topic.Name, Ref: on.String(), For: "nobody", At: s.at}); err != nil && !errors.Is(err, bot.ErrNotFound) {
		t.Error(err)
	}
}

// TestProgramJoined joins the community in a week of which a public holiday puts the days of
// rest before the last working day: no post that it has not published is passed over. A
// member to whom « Le message du jour » brings them already does not read them twice.
func TestProgramJoined(t *testing.T) {
	s, camille := reading(t)
	moderates := func(action string, args bot.Args) {
		t.Helper()
		a := s.router.Handle(t.Context(), &bot.Request{ID: action, Command: "planifier", Action: action, Args: args, From: bot.Member{User: "malik", Access: bot.Moderator}, At: in("moderation")}, nil)
		if said := s.replied(a).Text.FR; !strings.HasPrefix(said, "**C’est programmé.**") {
			t.Fatal(said)
		}
	}
	moderates("lancer", bot.Args{"serie": "80-jours", "debut": "2026-12-21", "ou": "coaching"})
	begins := day(t, "2026-12-21")
	place := func() string {
		t.Helper()
		return everything(s.replied(s.asks("camille", "abonnements", "programme", bot.Args{"serie": "80-jours"})))
	}
	if said := place(); strings.Contains(said, "La communauté en est") || strings.Contains(said, "Aller là où") {
		t.Errorf("before its first post:\n%s", said)
	}
	for on := begins; on < begins+5; on++ { // Friday is Christmas Day
		s.at = schedule.At(on, 10*60+30, defaults(t).Zone)
		passTime(t, s.address, s.at, nil)
	}
	if said := place(); !strings.Contains(said, "Lire sans postuler") || !strings.Contains(said, "Aller là où en est la communauté") {
		t.Errorf("after four posts:\n%s", said)
	}
	s.asks("camille", "abonnements", "rejoindre", bot.Args{"serie": "80-jours"})
	if n := s.given(camille, "80-jours"); n != 4 {
		t.Errorf("she had %d posts, want the fifth to come next", n)
	}
	s.asks("camille", "abonnements", "recevoir", bot.Args{"sujet": "message-du-jour"})
	if said := place(); !strings.Contains(said, "te les apporte déjà") || strings.Contains(said, "Aller là où") {
		t.Errorf("with « Le message du jour »:\n%s", said)
	}
}
