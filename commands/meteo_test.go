package commands_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/local"
	"rebond/bot/schedule"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// checkin is a room in which people say how they are, at a time that a test moves.
type checkin struct {
	*testing.T
	address string
	store   *storage.Store
	router  *bot.Router
	at      time.Time
	from    map[string]bot.Member // what the platform says of somebody, where it is not the room's
	in      bot.Address
	asked   int
}

func checksIn(t *testing.T) *checkin {
	t.Helper()
	c := &checkin{T: t, address: storagetest.SQLite(t), at: morning(), from: map[string]bot.Member{}, in: in("offres")}
	c.opens(c.address)
	return c
}

// opens starts the program on a database.
func (c *checkin) opens(address string) {
	c.Helper()
	c.store = storagetest.Open(c.T, address)
	c.router, _ = router(c.T, c.store, func() time.Time { return c.at }, nil)
}

// member is what the platform says of somebody.
func (c *checkin) member(who string) bot.Member {
	c.Helper()
	if m, has := c.from[who]; has {
		return m
	}
	p, err := local.FindPerson(who)
	if err != nil {
		c.Fatal(err)
	}
	return bot.Member{User: p.Name, Name: p.Name, Access: p.Access, Lang: p.Lang}
}

// does asks for an action of /meteo; a form is submitted.
func (c *checkin) does(who, action string, args bot.Args) bot.Answer {
	c.Helper()
	c.asked++
	return c.router.Handle(c.Context(), &bot.Request{ID: "m" + strconv.Itoa(c.asked), Command: "meteo", Action: action, Args: args,
		Form: action == "ecrire" || action == "viser", From: c.member(who), At: c.in}, nil)
}

func (c *checkin) presses(who string, a bot.Answer, label string) bot.Answer {
	c.Helper()
	do := does(c.T, a, label)
	return c.does(who, do.Action, do.Args)
}

func (c *checkin) agrees(who string) bot.Answer {
	c.Helper()
	return c.presses(who, c.does(who, "", nil), "J’accepte")
}

// person is our id of somebody.
func (c *checkin) person(who string) bot.PersonID {
	c.Helper()
	m, err := (&storage.Directory{Store: c.store, Lang: bot.FR, Zone: defaults(c.T).Zone, Now: func() time.Time { return c.at }}).Know(c.Context(), c.in, c.member(who))
	if err != nil {
		c.Fatal(err)
	}
	return m.ID
}

// days are those that somebody has answered.
func (c *checkin) days(who string) []storage.DayWeather {
	c.Helper()
	all, err := c.store.Weather(c.Context(), bot.Address{Platform: c.in.Platform, Space: c.in.Space}, c.person(who), 0)
	if err != nil {
		c.Fatal(err)
	}
	return all
}

func (c *checkin) holds(who string, want ...storage.DayWeather) {
	c.Helper()
	if got := c.days(who); !slices.Equal(got, want) {
		c.Errorf("%s has answered %v, not %v", who, got, want)
	}
}

// says holds an answer to some words.
func (c *checkin) says(a bot.Answer, words ...string) bot.Answer {
	c.Helper()
	for _, w := range words {
		if text := said(a) + " " + wordsOf(a); !strings.Contains(text, w) {
			c.Errorf("%q is not said in %q", w, text)
		}
	}
	return a
}

// wordsOf are those of the cards of an answer.
func wordsOf(a bot.Answer) (all string) {
	var cards []bot.Card
	switch r := a.Reply.(type) {
	case *bot.Message:
		cards = r.Cards
	case *bot.Update:
		cards = r.Cards
	}
	for _, card := range cards {
		all += bot.Plain(card.Body.FR)
	}
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(all)
}

// pressable are those of the buttons of an answer.
func pressable(a bot.Answer) (all []string) {
	var m bot.Message
	switch r := a.Reply.(type) {
	case *bot.Message:
		m = *r
	case *bot.Update:
		m = r.Message
	}
	for _, card := range m.Cards {
		for _, b := range card.Buttons {
			all = append(all, b.Label.FR)
		}
	}
	for _, b := range m.Buttons {
		all = append(all, b.Label.FR)
	}
	return all
}

// consentWords is the digest of what people agree to, by version. Where they change on purpose,
// consentVersion is one more, and so is this.
var consentWords = map[int]string{
	1: "ef4cc59c6bd000e3e81b1a2407992f0724a64670eeb0c6e593c43b0fffa8e06c",
}

// TestMeteoConsentWords holds the words of the consent to their version, in both languages, for
// members and moderators, who count and who do not, on a platform and in the room.
func TestMeteoConsentWords(t *testing.T) {
	c := checksIn(t)
	var all strings.Builder
	version := 0
	for i, at := range []bot.Address{in("offres"), {Platform: "discord", Space: "serveur", Channel: "salon"}} {
		c.in = at
		for _, l := range bot.Langs {
			for _, access := range []bot.Access{bot.Anyone, bot.Moderator} {
				for _, counted := range []string{"yes", "no"} {
					who := fmt.Sprint("quelquun", i, l, access, counted)
					c.from[who] = bot.Member{User: who, Name: who, Lang: l, Access: access}
					do := does(t, c.does(who, "", nil), "J’accepte")
					c.does(who, do.Action, do.Args.With("compte", counted))
					given, err := c.store.Consent(t.Context(), bot.Address{Platform: at.Platform, Space: at.Space}, c.person(who))
					if err != nil || given.Lang != l || !given.Given.Equal(c.at) {
						t.Fatalf("%+v, %v", given, err)
					}
					if given.Counted != (counted == "yes" && access == bot.Anyone) {
						t.Errorf("%s counts: %v", who, given.Counted)
					}
					version = given.Version
					fmt.Fprintln(&all, given.Wording)
				}
			}
		}
	}
	sum := sha256.Sum256([]byte(all.String()))
	if got := hex.EncodeToString(sum[:]); consentWords[version] != got {
		t.Errorf("the words of version %d are not those that were pinned: raise consentVersion, and pin\n%d: %q", version, version, got)
	}
	plain := strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(all.String())
	for _, words := range []string{
		"Ni la modération ni les recruteurs ne voient tes réponses. Deux limites : ce que tu tapes passe par Discord, et la personne qui gère la machine pourrait techniquement lire la base. Refuser n’enlève rien d’autre.",
		"ce que tu tapes passe par cette salle,",
		"\n\nCase à cocher, facultative : « Compter aussi, sans mon nom, dans la météo de la communauté ». Tu l’as cochée.\n",
		"\n\nCase à cocher, facultative : « Compter aussi, sans mon nom, dans la météo de la communauté ». Tu ne l’as pas cochée.\n",
		"“Count me too, without my name, in the community’s weather”. You ticked it.\n", "in the community’s weather”. You did not tick it.\n",
	} {
		if !strings.Contains(plain, words) {
			t.Errorf("%q is not in %s", words, plain)
		}
	}
}

// TestMeteoRefused holds that nothing is kept of somebody who has not agreed, whatever they
// press, and that all the rest works for them.
func TestMeteoRefused(t *testing.T) {
	c := checksIn(t)
	first := c.does("camille", "", nil)
	c.says(c.presses("camille", first, "Non merci"), "Refuser n’enlève rien d’autre")
	c.presses("camille", first, "☐ Compter aussi, sans mon nom, dans la météo de la communauté")
	for _, one := range []struct {
		action string
		args   bot.Args
	}{
		{"temps", bot.Args{"temps": "5"}}, {"energie", bot.Args{"jour": "2026-11-22", "energie": "1"}}, {"changer", nil}, {"retour", nil}, {"fini", nil}, {"note", nil}, {"ecrire", bot.Args{"mots": "bonjour"}},
		{"garder", bot.Args{"jeton": "x"}}, {"jeter", bot.Args{"jeton": "x"}}, {"objectif", nil}, {"viser", bot.Args{"objectif": "marcher"}}, {"bilan", bot.Args{"jour": "2026-11-21", "issue": "fait"}},
		{"compter", bot.Args{"compte": "yes"}}, {"accord", nil}, {"courbe", nil}, {"carnet", nil}, {"accepter", bot.Args{"version": "0"}}, {"accepter", nil},
	} {
		c.says(c.does("camille", one.action, one.args), "Ni la modération ni les recruteurs ne voient tes réponses.")
	}
	c.says(c.does("camille", "retirer", nil), "C’est fait")
	c.holds("camille")
	if _, err := c.store.Consent(t.Context(), room, c.person("camille")); err != bot.ErrNotFound {
		t.Errorf("a consent: %v", err)
	}
	h := &house{t: t, address: c.address}
	db := h.raw()
	defer db.Close()
	for _, table := range []string{"weather_consents", "weather_days", "weather_notes", "weather_goals", "weather_words", "doomed_keys"} {
		if n := h.column(db, "SELECT count(*) FROM "+table); n[0] != "0" {
			t.Errorf("%s has %s rows", table, n[0])
		}
	}
	for _, command := range []string{"conseils", "offres", "abonnements", "urgence", "aide", "formations"} {
		c.asked++
		a := c.router.Handle(t.Context(), &bot.Request{ID: "m" + strconv.Itoa(c.asked), Command: command, From: c.member("camille"), At: c.in}, nil)
		if strings.Contains(said(a), "météo du jour\n") || said(a) == "" {
			t.Errorf("/%s: %q", command, said(a))
		}
	}
}

// TestMeteoConsentAgain has words that have changed since somebody agreed.
func TestMeteoConsentAgain(t *testing.T) {
	c := checksIn(t)
	who := c.person("camille")
	before := storage.Consent{Version: 0, Lang: bot.FR, Wording: "Les mots d’avant.", Given: c.at.AddDate(0, -1, 0), Counted: true}
	if err := c.store.Agree(t.Context(), room, who, before); err != nil {
		t.Fatal(err)
	}
	was := storage.DayWeather{On: schedule.DayOf(c.at) - 1, Weather: 2}
	if err := c.store.SetWeather(t.Context(), room, who, was, time.UTC, c.at.AddDate(0, 0, -1)); err != nil {
		t.Fatal(err)
	}
	asked := c.says(c.does("camille", "", nil), "Depuis ton accord du 22 octobre 2026, les mots ont changé.")
	c.says(c.does("camille", "temps", bot.Args{"temps": "5"}), "les mots ont changé")
	c.holds("camille", was)
	refused := c.says(c.presses("camille", asked, "Non merci"), "ce que tu avais répondu reste là")
	if got := pressable(refused); !slices.Equal(got, []string{"Retirer mon accord et tout effacer"}) {
		t.Errorf("%q", got)
	}
	c.holds("camille", was)
	c.says(c.does("camille", "accord", nil), "Les mots d’avant.")
	if now, err := c.store.Consent(t.Context(), room, who); err != nil || now.Version != 0 || now.Wording != before.Wording {
		t.Errorf("%+v, %v", now, err)
	}
	c.says(c.presses("camille", asked, "J’accepte"), "Quel temps fait-il chez toi aujourd’hui, dimanche 22 novembre 2026 ?")
	now, err := c.store.Consent(t.Context(), room, who)
	if err != nil || now.Version == 0 || now.Counted || !strings.Contains(now.Wording, "Ni la modération") {
		t.Errorf("%+v, %v", now, err)
	}
	c.holds("camille", was)
	c.says(c.presses("camille", refused, "Retirer mon accord et tout effacer"), "C’est fait")
	c.holds("camille")
}

// TestMeteoMidnight holds that an answer is of the day on which it is pressed, where the person
// is; the energy may still follow when midnight came between.
func TestMeteoMidnight(t *testing.T) {
	c := checksIn(t)
	montreal, err := time.LoadLocation("America/Montreal")
	if err != nil {
		t.Fatal(err)
	}
	sam := c.member("sam")
	sam.Zone = montreal
	c.from["sam"] = sam
	day := schedule.DayOf(time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC))
	c.at = time.Date(2026, 11, 22, 22, 59, 59, 0, time.UTC) // 23:59:59 in Paris, 17:59:59 in Montreal
	c.agrees("camille")
	c.agrees("sam")
	energy := c.does("camille", "temps", bot.Args{"temps": "4"})
	old := c.does("camille", "changer", nil)
	c.at = c.at.Add(2 * time.Second)
	c.says(c.presses("camille", energy, "Haute"), "Le dimanche 22 novembre 2026 : éclaircies, énergie haute.")
	c.holds("camille", storage.DayWeather{On: day, Weather: 4, Energy: 3})
	c.says(c.presses("camille", energy, "Basse"), "d’un autre jour", "lundi 23 novembre 2026") // the day is over: it is said no more
	c.holds("camille", storage.DayWeather{On: day, Weather: 4, Energy: 3})
	c.says(c.presses("camille", old, "Pluie"), "lundi 23 novembre 2026")
	c.does("sam", "temps", bot.Args{"temps": "3"})
	c.holds("camille", storage.DayWeather{On: day, Weather: 4, Energy: 3}, storage.DayWeather{On: day + 1, Weather: 2})
	c.holds("sam", storage.DayWeather{On: day, Weather: 3})
	c.at = c.at.AddDate(0, 0, 1)
	c.says(c.presses("camille", energy, "Basse"), "d’un autre jour")
	c.does("camille", "temps", bot.Args{"temps": "5"})
	c.does("camille", "temps", bot.Args{"temps": "1"})
	c.holds("camille", storage.DayWeather{On: day, Weather: 4, Energy: 3}, storage.DayWeather{On: day + 1, Weather: 2}, storage.DayWeather{On: day + 2, Weather: 1})
}

// TestMeteoDirect presses the buttons of a direct message, which is of a community or of none.
func TestMeteoDirect(t *testing.T) {
	c := checksIn(t)
	c.in = bot.Address{Platform: local.Platform, Space: "autre", Channel: "offres"}
	c.does("sam", "", nil) // where there is one community alone, a direct message is of that one
	c.in = in("offres")
	c.agrees("camille")
	c.in = bot.Address{Platform: local.Platform, Member: "camille"}
	for _, action := range []string{"", "retour", "accord", "refuser", "retirer", "fini", "note", "courbe", "carnet"} {
		c.says(c.does("malik", action, nil), "Je ne sais pas encore de quelle communauté tu parles")
	}
	c.says(c.does("malik", "temps", bot.Args{"temps": "4"}), "de quelle communauté")
	here := bot.Args{"espace": local.Space}
	c.says(c.does("malik", "temps", here.With("temps", "4")), "de quelle communauté") // not a member
	reminded := c.does("camille", "temps", here.With("temps", "4"))
	if _, beside := reminded.Reply.(*bot.Message); !beside {
		t.Errorf("the other cards of the message are replaced: %T", reminded.Reply)
	}
	last := c.says(c.presses("camille", reminded, "Moyenne"), "éclaircies, énergie moyenne")
	if _, replaces := last.Reply.(*bot.Update); !replaces {
		t.Errorf("%T", last.Reply)
	}
	for _, label := range []string{"Mon accord", "Changer ma réponse", "Ma courbe", "Mon carnet", "C’est tout"} {
		if a := c.presses("camille", last, label); strings.Contains(said(a), "de quelle communauté") {
			t.Errorf("%s: %s", label, said(a))
		}
	}
	c.presses("camille", c.presses("camille", c.does("camille", "ecrire", here.With("mots", "Ça va.")), "Garder cette note"), "C’est tout")
	c.in = in("offres")
	c.holds("camille", storage.DayWeather{On: schedule.DayOf(c.at), Weather: 4, Energy: 2})
	c.says(c.does("camille", "carnet", nil), "Ça va.")
}
