package commands_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/search"
	"rebond/commands"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// alerted is the room, and camille's alerts.
type alerted struct{ *recruiting }

func alerts(t *testing.T) alerted { return alerted{recruits(t, storagetest.SQLite(t))} }

// saves is an alert made from a typed line.
func (s alerted) saves(line string) bot.Answer {
	s.t.Helper()
	return s.asks("camille", "alertes", "", bot.Args{"recherche": line})
}

// all are somebody's alerts.
func (s alerted) all(who string) []storage.Alert {
	s.t.Helper()
	all, err := s.store.Alerts(s.t.Context(), s.person(who))
	if err != nil {
		s.t.Fatal(err)
	}
	return all
}

func (s alerted) person(who string) bot.PersonID {
	s.t.Helper()
	m, err := (&storage.Directory{Store: s.store, Lang: bot.FR, Zone: time.UTC, Now: func() time.Time { return s.at }}).Know(s.t.Context(), in(""), bot.Member{User: who, Name: who})
	if err != nil {
		s.t.Fatal(err)
	}
	return m.ID
}

// TestTwentyAlerts makes as many as one can have: the next one is not made, its search is not
// lost, and there is room for it once another is deleted.
func TestTwentyAlerts(t *testing.T) {
	s := alerts(t)
	for i := range storage.MaxAlerts {
		s.saves(fmt.Sprint("golang mot", i))
	}
	full := s.saves("cobol nancy")
	if got := said(full); !strings.Contains(got, "Tu as déjà 20 alertes") || !strings.Contains(got, "« cobol · Nancy (54) »") || len(s.all("camille")) != storage.MaxAlerts {
		t.Errorf("%d alerts, said %q", len(s.all("camille")), got)
	}
	again := does(t, full, "Créer l’alerte")
	if got := said(s.presses("camille", again)); !strings.Contains(got, "Tu as déjà 20 alertes") {
		t.Errorf("again: %q", got)
	}
	s.presses("camille", does(t, full, "Supprimer"))
	s.presses("camille", again)
	all := s.all("camille")
	if last := all[len(all)-1]; len(all) != storage.MaxAlerts || last.Search.Words != "cobol" || last.Search.Place.Code != "54395" || last.Pace != storage.Morning {
		t.Errorf("%d alerts, the last is %+v", len(all), last)
	}
	seen := 0
	for page, more := s.asks("camille", "alertes", "", nil), true; more; {
		cards, next := 0, bot.Call{}
		m, is := page.Reply.(*bot.Message)
		if u, replaced := page.Reply.(*bot.Update); !is && replaced {
			m = &u.Message
		}
		cards = len(m.Cards)
		for _, b := range m.Buttons {
			if b.Label.FR == "Suivantes" {
				next = b.Do
			}
		}
		if seen += cards; cards == 0 || cards > 5 || seen > 30 {
			t.Fatalf("%d cards on a page, %d seen", cards, seen)
		}
		if more = !next.IsZero(); more {
			page = s.presses("camille", next)
		}
	}
	if seen != storage.MaxAlerts {
		t.Errorf("the pages show %d alerts", seen)
	}
}

// TestAlertDistress looks nothing up, and keeps nothing, of what is written in distress.
func TestAlertDistress(t *testing.T) {
	s := alerts(t)
	for _, a := range []bot.Answer{
		s.saves("je veux mourir"),
		s.router.Handle(t.Context(), &bot.Request{ID: "form", Command: "alertes", Action: "nouvelle", Form: true, Args: bot.Args{"mots": "je veux mourir"}, From: bot.Member{User: "camille", Name: "camille", Lang: bot.FR}, At: in("offres")}, nil),
	} {
		if got := said(a); !strings.Contains(got, "3114") || !strings.Contains(got, "Je n’ai rien cherché avec ces mots") || strings.Contains(got, "mourir") {
			t.Errorf("%q", got)
		}
	}
	if all := s.all("camille"); len(all) > 0 {
		t.Errorf("kept %+v", all)
	}
}

// TestAlertNonsense makes alerts of whatever is typed, or says what is wrong with it.
func TestAlertNonsense(t *testing.T) {
	s := alerts(t)
	for _, line := range []string{"«»", "a", "/alertes", "***", "@everyone", "🙂", strings.Repeat("é", 200), "depuis 3 jours", "frequence:", "\"", "nancy nancy nancy", "[x](https://exemple.fr)"} {
		got := said(s.saves(line))
		if noted := strings.HasPrefix(got, "C’est noté") || strings.HasPrefix(got, "Tu as déjà cette alerte"); noted == slices.Contains([]string{"«»", "***", "🙂", "\""}, line) || !noted && !strings.Contains(got, "Je n’ai rien reconnu") {
			t.Errorf("%q: %q", line, got)
		}
	}
	for _, one := range s.all("camille") {
		if one.Search.Days != 0 {
			t.Errorf("an alert of %d days", one.Search.Days)
		}
	}
	for args, want := range map[string]string{"autres=3 jours": "n’a pas de date", "autres=n’importe": "un niveau et un salaire", "lieu=nanci": "Je ne connais pas de lieu", "contrat=cdx": "pas un choix possible"} {
		name, value, _ := strings.Cut(args, "=")
		a := s.asks("camille", "alertes", "nouvelle", bot.Args{"mots": "go", name: value})
		modal, faulty := a.Reply.(*bot.Modal)
		if words := allStrings(a.Reply); !strings.Contains(strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(words), want) || faulty && modal.Values["mots"] != "go" {
			t.Errorf("%s: %s", args, words)
		}
	}
}

// TestTellMeAgain holds that « Préviens-moi » of a search that is saved already changes
// nothing of it: neither when it comes nor what it leaves out.
func TestTellMeAgain(t *testing.T) {
	s := alerts(t)
	s.asks("camille", "alertes", "", bot.Args{"recherche": "golang nancy", "frequence": "soon"})
	id := s.all("camille")[0].ID
	s.asks("camille", "alertes", "restreindre", bot.Args{"alerte": id, "choix": "mot:Lead"})
	before := s.all("camille")
	if len(before[0].Search.Without) != 1 {
		t.Fatalf("%+v", before)
	}
	offres := s.asks("camille", "offres", "", bot.Args{"recherche": "golang nancy 7 jours"})
	if got := said(s.presses("camille", does(t, offres, "Préviens-moi"))); !strings.Contains(got, "Tu as déjà cette alerte") {
		t.Errorf("said %q", got)
	}
	if after := s.all("camille"); len(after) != 1 || after[0].Pace != storage.Soon || !slices.Equal(after[0].Search.Without, before[0].Search.Without) {
		t.Errorf("%+v, before it %+v", after, before)
	}
}

// TestAlertPutBack deletes an alert, and puts it back as it was.
func TestAlertPutBack(t *testing.T) {
	s := alerts(t)
	s.asks("camille", "alertes", "", bot.Args{"recherche": "golang nancy cdi télétravail débutant 45k", "frequence": "weekly"})
	id := s.all("camille")[0].ID
	for _, choice := range []string{"mot:Lead", "mot:chef", "entreprise:" + storage.CompanyMark("FICTIF SAS")} {
		s.asks("camille", "alertes", "restreindre", bot.Args{"alerte": id, "choix": choice})
	}
	before := s.all("camille")[0]
	gone := s.asks("camille", "alertes", "supprimer", bot.Args{"alerte": id})
	if len(s.all("camille")) > 0 {
		t.Fatal("it is not deleted")
	}
	s.presses("camille", does(t, gone, "La remettre"))
	after := s.all("camille")
	if len(after) != 1 || after[0].Pace != before.Pace || after[0].Search.Query != before.Search.Query || !slices.Equal(after[0].Search.Without, before.Search.Without) || !slices.Equal(after[0].Search.Companies, before.Search.Companies) {
		t.Errorf("%+v, before it %+v", after, before)
	}
}

// TestAlertNowhere asks for a community where direct messages tell of none, and shows one's
// alerts, if there are, all the same.
func TestAlertNowhere(t *testing.T) {
	s := alerts(t)
	ask := func(action string, args bot.Args) string {
		return said(s.router.Handle(t.Context(), &bot.Request{ID: "n" + action, Command: "alertes", Action: action, Args: args, From: bot.Member{User: "camille", Name: "camille", Lang: bot.FR}, At: bot.Address{Platform: "discord", Member: "camille"}}, nil))
	}
	if got := ask("prevenir", bot.Args{"mots": "python"}); !strings.Contains(got, "Je ne sais pas encore de quelle communauté") {
		t.Errorf("« Préviens-moi » says %q", got)
	}
	if got := ask("", nil); !strings.Contains(got, "Mes alertes") {
		t.Errorf("the list says %q", got)
	}
}

// TestSomebodyElsesAlert changes and shows nothing of another person's.
func TestSomebodyElsesAlert(t *testing.T) {
	s := alerts(t)
	s.saves("golang nancy")
	id := s.all("camille")[0].ID
	for action, args := range map[string]bot.Args{"regler": nil, "ouvrir": nil, "voir": nil, "supprimer": nil, "frequence": {"frequence": "soon"}, "modifier": {"mots": "x"}, "restreindre": {"choix": "mot:x"}, "elargir": {"choix": "mot:x"}, "pourquoi": {"id": "x"}, "moins": {"id": "x"}} {
		if got := said(s.asks("sam", "alertes", action, args.With("alerte", id))); !strings.Contains(got, "n’est plus là") || strings.Contains(got, "golang") {
			t.Errorf("%s: %q", action, got)
		}
	}
	if all := s.all("camille"); len(all) != 1 || all[0].Pace != storage.Morning || len(all[0].Search.Without) > 0 {
		t.Errorf("%+v", all)
	}
}

// TestAlerting matches what arrives as soon as it does.
func TestAlerting(t *testing.T) {
	s := alerts(t)
	s.saves("golang")
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		(&commands.Alerting{Notices: &storage.Notices{Store: s.store, Lang: bot.FR, Zone: time.UTC}, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return s.at }}).Run(ctx)
	}()
	defer func() {
		stop()
		<-ended
	}()
	readFeedOf(t, s.store, "fictif", []byte(`{"resultats":[{"id": "GO1", "intitule": "Développeur Golang", "description": "Go.", "dateCreation": "2026-11-22T07:00:00Z", "dateActualisation": "2026-11-22T07:00:00Z", "lieuTravail": {"libelle": "54 - Nancy", "commune": "54395"}, "typeContrat": "CDI", "origineOffre": {"origine": "1", "urlOrigine": "https://candidat.francetravail.fr/offres/recherche/detail/GO1"}}]}`), s.at)
	deadline := time.After(10 * time.Second)
	for {
		n, _, err := s.store.Waiting(t.Context(), s.person("camille"), in(""), storage.AlertsTopic)
		if err != nil {
			t.Fatal(err)
		}
		if n == 1 {
			return
		}
		select {
		case <-deadline:
			t.Fatal("nothing waits for whoever has an alert")
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// TestSameQuery holds that what a button of /offres carries is the search it stands under.
func TestSameQuery(t *testing.T) {
	s := alerts(t)
	for _, line := range []string{"golang nancy télétravail débutant 45k cdi", "c++ \"le mans\"", "data bretagne freelance 450€/jour senior", "", "développeuse web 75011"} {
		a := s.asks("camille", "offres", "", bot.Args{"recherche": line})
		s.presses("camille", does(t, a, "Préviens-moi"))
		all := s.all("camille")
		if got, want := all[len(all)-1].Search.Query, search.Read(line, search.Query{}); got != want {
			t.Errorf("%q: %+v, want %+v", line, got, want)
		}
	}
}

// TestManyNews tells of many offers in one message, without a word of theirs, and shows them
// page by page: each once, and only while it lives.
func TestManyNews(t *testing.T) {
	s := alerts(t)
	s.saves("golang")
	s.at = s.at.Add(time.Minute)
	many := func(n int) []byte {
		var all []string
		for i := range n {
			all = append(all, fmt.Sprintf(`{"id": "GO%d", "intitule": "Développeuse Golang zigotium %d", "description": "Go.", "dateCreation": "2026-11-22T07:%02d:00Z", "dateActualisation": "2026-11-22T07:00:00Z", "lieuTravail": {"libelle": "54 - Nancy", "commune": "54395"}, "typeContrat": "CDI", "entreprise": {"nom": "FICTIF %d"}, "origineOffre": {"origine": "1", "urlOrigine": "https://candidat.francetravail.fr/offres/recherche/detail/GO%d"}}`, i, i, i, i, i))
		}
		return []byte(`{"resultats":[` + strings.Join(all, ",") + `]}`)
	}
	readFeedOf(t, s.store, "fictif", many(12), s.at)
	passTime(t, s.address, s.at, nil)
	tomorrow := s.at.AddDate(0, 0, 1).Add(2 * time.Hour)
	passTime(t, s.address, tomorrow, nil)
	s.at = tomorrow.Add(time.Hour)
	entries, err := (&storage.Room{Store: s.store}).Latest(t.Context(), place("@camille"), 10)
	if err != nil || len(entries) == 0 {
		t.Fatalf("%d messages, %v", len(entries), err)
	}
	told := entries[len(entries)-1].Message
	if words := strings.ToLower(allStrings(told)); strings.Contains(words, "zigotium") || strings.Contains(words, "fictif") || !strings.Contains(words, "**12") {
		t.Errorf("told %s", words)
	}
	pages := func() (sizes []int) {
		seen := map[string]bool{}
		for next := does(t, bot.Answer{Reply: told}, "Voir"); !next.IsZero(); {
			a := s.presses("camille", next)
			m, is := a.Reply.(*bot.Message)
			if !is {
				m = &a.Reply.(*bot.Update).Message
			}
			sizes, next = append(sizes, len(m.Cards)), bot.Call{}
			for _, c := range m.Cards {
				if seen[c.Title.FR] || len(c.Buttons) != 4 {
					t.Errorf("%s again, or with %d buttons", c.Title.FR, len(c.Buttons))
				}
				seen[c.Title.FR] = true
			}
			if len(m.Buttons) > 3 { // all of it is one message of Discord
				t.Errorf("%d buttons under a page", len(m.Buttons))
			}
			for _, b := range m.Buttons {
				if b.Label.FR == "Suivantes" {
					next = b.Do
				}
			}
		}
		return sizes
	}
	if got := pages(); !slices.Equal(got, []int{5, 5, 2}) {
		t.Errorf("pages of %v", got)
	}
	readFeedOf(t, s.store, "fictif", many(7), s.at)
	if got := pages(); !slices.Equal(got, []int{5, 2}) {
		t.Errorf("after some have left, pages of %v", got)
	}
}
