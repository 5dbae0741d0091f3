package commands_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/local"
	"rebond/commands"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// recruiting is a community in which people announce openings, at a time that a test moves.
type recruiting struct {
	t       *testing.T
	address string
	store   *storage.Store
	router  *bot.Router
	at      time.Time
	asked   int
}

// recruits opens a community whose channels are chosen.
func recruits(t *testing.T, address string) *recruiting {
	t.Helper()
	s := &recruiting{t: t, address: address, store: storagetest.Open(t, address), at: morning()}
	s.router, _ = router(t, s.store, func() time.Time { return s.at }, nil)
	if err := s.store.SetUp(t.Context(), room, storage.Settings{storage.OffersChannel: "offres", storage.ModerationChannel: "moderation", storage.ApprovalMode: string(storage.NoApproval)}, s.at); err != nil {
		t.Fatal(err)
	}
	return s
}

// asks is what somebody of the room asks, and the answer.
func (s *recruiting) asks(who, command, action string, args bot.Args) bot.Answer {
	s.t.Helper()
	s.asked++
	person, err := local.FindPerson(who)
	if err != nil {
		s.t.Fatal(err)
	}
	return s.router.Handle(s.t.Context(), &bot.Request{ID: "r" + strconv.Itoa(s.asked), Command: command, Action: action, Args: args,
		From: bot.Member{User: person.Name, Name: person.Name, Access: person.Access, Lang: person.Lang}, At: in("offres")}, nil)
}

// said is the text of an answer, its spaces plain.
func said(a bot.Answer) string {
	plain := strings.NewReplacer("\u00a0", " ", "\u202f", " ")
	switch r := a.Reply.(type) {
	case *bot.Message:
		return plain.Replace(bot.Plain(r.Text.FR))
	case *bot.Update:
		return plain.Replace(bot.Plain(r.Text.FR))
	}
	return fmt.Sprintf("%T", a.Reply)
}

// does is the call of the button of a label in an answer.
func does(t *testing.T, a bot.Answer, label string) bot.Call {
	t.Helper()
	var buttons []bot.Button
	add := func(m *bot.Message) {
		buttons = append(buttons, m.Buttons...)
		for _, c := range m.Cards {
			buttons = append(buttons, c.Buttons...)
		}
	}
	switch r := a.Reply.(type) {
	case *bot.Message:
		add(r)
	case *bot.Update:
		add(&r.Message)
	}
	for _, b := range buttons {
		if b.Label.FR == label {
			return b.Do
		}
	}
	t.Fatalf("no button %q in %q", label, said(a))
	return bot.Call{}
}

func (s *recruiting) presses(who string, do bot.Call) bot.Answer {
	s.t.Helper()
	return s.asks(who, do.Command, do.Action, do.Args)
}

// announces sends an announcement of a title, and returns the answer.
func (s *recruiting) announces(who, title, more string) bot.Answer {
	s.t.Helper()
	draft := s.asks(who, "publier", "", bot.Args{"annonce": title + " chez Fictif, à Nancy, CDI, 40-45k€, postuler : rh@fictif.example. " + more})
	terms := does(s.t, draft, "Les conditions")
	ready := s.asks(who, "publier", "preciser", bot.Args{"id": terms.Args["id"], "contrat": "cdi", "salaire": "40-45k€", "qui": "employer", "lien": "rh@fictif.example"})
	return s.presses(who, sends(s.t, ready))
}

// sends is the call that publishes a draft that is shown, or sends it to moderators.
func sends(t *testing.T, ready bot.Answer) bot.Call {
	t.Helper()
	if strings.Contains(said(ready), "La modération la lira") {
		return does(t, ready, "Envoyer à la modération")
	}
	return does(t, ready, "Publier")
}

// passes lets what is due happen.
func (s *recruiting) passes(d time.Duration) {
	s.t.Helper()
	s.at = s.at.Add(d)
	passTime(s.t, s.address, s.at, nil)
}

// held is the id of what moderators have to read.
func (s *recruiting) held() string {
	s.t.Helper()
	all := s.own("camille")
	if len(all) == 0 || all[0].State != storage.Held {
		s.t.Fatalf("%+v", all)
	}
	return all[0].ID
}

// own are somebody's announcements.
func (s *recruiting) own(name string) []storage.Announced {
	s.t.Helper()
	all, err := commands.Announcements(s.store, defaults(s.t)).Of(s.t.Context(), room, s.person(name), 0, 10)
	if err != nil {
		s.t.Fatal(err)
	}
	return all
}

func (s *recruiting) person(name string) bot.PersonID {
	s.t.Helper()
	d := defaults(s.t)
	m, err := (&storage.Directory{Store: s.store, Lang: d.Lang, Zone: d.Zone, Now: func() time.Time { return s.at }}).Know(s.t.Context(), room, bot.Member{User: name})
	if err != nil {
		s.t.Fatal(err)
	}
	return m.ID
}

// TestModeratorsDecide lets the first of two moderators decide, and nobody else; the author
// learns it, and corrects what was refused.
func TestModeratorsDecide(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		s := recruits(t, address)
		if got := said(s.announces("camille", "Développeur Go", "Moins de 35 ans.")); !strings.Contains(got, "envoyé à la modération") || !strings.Contains(got, "Moins de 35 ans") {
			t.Fatalf("sent: %s", got)
		}
		id := bot.Args{"id": s.held()}
		decided := id.With("rev", "1")
		s.passes(time.Minute)
		if got := string(seen(t, address, "offres")); got != "" {
			t.Errorf("the channel already shows\n%s", got)
		}
		if got := said(s.asks("rachel", "publier", "accepter", decided)); !strings.Contains(got, "réservé") {
			t.Errorf("a recruiter decides: %s", got)
		}
		if got := said(s.asks("malik", "publier", "accepter", id.With("rev", "0"))); !strings.Contains(got, "l’annonce a changé depuis") {
			t.Errorf("of other words: %s", got)
		}
		if form, ok := s.asks("malik", "publier", "refuser", decided).Reply.(*bot.Modal); !ok || form.Do.Action != "refus" {
			t.Errorf("it does not ask why: %+v", form)
		}
		if got := said(s.asks("malik", "publier", "refus", decided)); !strings.Contains(got, "Choisis un motif") {
			t.Errorf("without a reason: %s", got)
		}
		if got := said(s.asks("malik", "publier", "refus", decided.With("motif", "critere").With("mots", "Enlève l’âge, *stp*."))); !strings.Contains(got, "n’est pas publiée") {
			t.Errorf("the first: %s", got)
		}
		if got := said(s.asks("ada", "publier", "accepter", decided)); !strings.Contains(got, "Rien n’a changé") || !strings.Contains(got, "@malik") {
			t.Errorf("the second: %s", got)
		}
		s.passes(time.Minute)
		if got := string(seen(t, address, "moderation")); !strings.Contains(got, "refusée par @malik.") || !strings.Contains(got, "un critère de choix est interdit par la loi") || !strings.Contains(got, "Enlève l’âge, *stp*.") || strings.Contains(got, "[Publier]") {
			t.Errorf("moderators see\n%s", got)
		}
		if got := string(seen(t, address, "@camille")); !strings.Contains(got, "ne l’a pas publiée") || !strings.Contains(got, "Enlève l’âge, *stp*.") || !strings.Contains(got, "Moins de 35 ans") || !strings.Contains(got, "[Corriger]") {
			t.Errorf("the author reads\n%s", got)
		}
		corrected := s.asks("camille", "mesannonces", "modifier", id)
		draft := does(t, corrected, "Voir le brouillon").Args
		ready := s.asks("camille", "publier", "decrire", bot.Args{"id": draft["id"], "titre": "Développeur Go", "entreprise": "Fictif", "lieu": "Nancy", "texte": "Une équipe de six."})
		if got := said(s.presses("camille", sends(t, ready))); !strings.Contains(got, "envoyé à la modération") {
			t.Errorf("corrected: %s", got)
		}
		s.passes(time.Minute)
		if got := string(seen(t, address, "moderation")); !strings.Contains(got, "Elle revient corrigée") || strings.Contains(got, "refusée par") {
			t.Errorf("moderators see of it again\n%s", got)
		}
		if got := said(s.asks("ada", "publier", "accepter", id.With("rev", fmt.Sprint(s.own("camille")[0].Revision)))); !strings.Contains(got, "est publiée") {
			t.Errorf("accepted: %s", got)
		}
		s.passes(time.Minute)
		if got := string(seen(t, address, "offres")); strings.Count(got, "Développeur Go") != 1 {
			t.Errorf("the channel shows\n%s", got)
		}
	})
}

// TestAccepted shows what a moderator accepts, from then on.
func TestAccepted(t *testing.T) {
	s := recruits(t, storagetest.SQLite(t))
	s.announces("camille", "Développeur Go", "Télécharge notre programme setup.exe pour le test.")
	id := bot.Args{"id": s.held()}
	s.passes(26 * time.Hour)
	s.asks("malik", "publier", "accepter", id.With("rev", "1"))
	s.passes(time.Minute)
	if got := string(seen(t, s.address, "offres")); !strings.Contains(got, "Développeur Go") {
		t.Errorf("the channel shows\n%s", got)
	}
	if got := string(seen(t, s.address, "@camille")); !strings.Contains(got, "elle est publiée") {
		t.Errorf("the author reads\n%s", got)
	}
	a, err := commands.Announcements(s.store, defaults(t)).Announcement(t.Context(), room, id["id"])
	if err != nil || !a.Expires.Equal(a.Published.Add(storage.AnnouncementLife)) || !a.Published.After(a.Created) {
		t.Errorf("%+v, %v", a, err)
	}
}

// TestTakenDown lets a moderator take a living announcement down, whose author learns it.
func TestTakenDown(t *testing.T) {
	s := recruits(t, storagetest.SQLite(t))
	s.announces("camille", "Développeur Go", "Écris à dev.go.fictif@gmail.com ou sur WhatsApp.")
	s.passes(time.Minute)
	id := bot.Args{"id": s.own("camille")[0].ID}
	whole := s.asks("malik", "offres", "voir", id)
	down := does(t, whole, "Retirer l’annonce")
	if form, ok := s.presses("malik", down).Reply.(*bot.Modal); !ok || form.Do.Action != "retrait" {
		t.Errorf("it does not ask why: %+v", form)
	}
	if got := fmt.Sprint(whole.Reply.(*bot.Message).Cards); !strings.Contains(got, "WhatsApp") {
		t.Errorf("moderators are not shown what readers are warned of: %s", got)
	}
	why := down.Args.With("motif", "serieux")
	if got := said(s.asks("rachel", "publier", "retrait", why)); !strings.Contains(got, "réservé") {
		t.Errorf("a recruiter takes it down: %s", got)
	}
	s.asks("malik", "publier", "retrait", why)
	s.passes(time.Minute)
	if got := string(seen(t, s.address, "offres")); strings.Contains(got, "Développeur Go") || !strings.Contains(got, "a été retirée") {
		t.Errorf("the channel shows\n%s", got)
	}
	if got := string(seen(t, s.address, "@camille")); !strings.Contains(got, "La modération a retiré ton annonce.") || !strings.Contains(got, "[Corriger]") {
		t.Errorf("the author reads\n%s", got)
	}
}

// TestBesideALink keeps what is said beside a link, and lets its page speak first.
func TestBesideALink(t *testing.T) {
	s := recruits(t, storagetest.SQLite(t))
	draft := s.asks("camille", "publier", "", bot.Args{"annonce": "Développeuse Nancy CDI https://fictif.example/rien"})
	does(t, draft, "Coller le texte")
	id := does(t, draft, "Le poste").Args["id"]
	d, err := s.store.Draft(t.Context(), room, s.person("camille"), id, s.at)
	if err != nil || d.Place != "Nancy" || d.Contract != "cdi" || d.Apply != "https://fictif.example/rien" || d.Text != "" {
		t.Errorf("%+v, %v", d, err)
	}
	s.asks("camille", "publier", "completer", bot.Args{"id": id, "annonce": "Le texte de l’annonce."})
	s.asks("camille", "publier", "completer", bot.Args{"id": id, "annonce": "Et sa suite."})
	if d, err = s.store.Draft(t.Context(), room, s.person("camille"), id, s.at); err != nil || d.Text != "Le texte de l’annonce.\n\nEt sa suite." {
		t.Errorf("%+v, %v", d, err)
	}
}

// TestHiddenClient shows the name of a client that is not to be named to moderators alone.
func TestHiddenClient(t *testing.T) {
	s := recruits(t, storagetest.SQLite(t))
	draft := s.asks("rachel", "publier", "vide", nil)
	id := does(t, draft, "Le poste").Args["id"]
	s.asks("rachel", "publier", "decrire", bot.Args{"id": id, "titre": "Développeur Cobol", "entreprise": "Azur Fictif", "lieu": "Nice", "texte": "Une équipe d’Azur Fictif."})
	ready := s.asks("rachel", "publier", "preciser", bot.Args{"id": id, "contrat": "cdi", "salaire": "45-50k€", "qui": "hidden", "lien": "https://agence.example/1", "numero": "732 829 320"})
	if got := said(ready); !strings.Contains(got, "son nom est dans l’annonce") {
		t.Errorf("the preview says %s", got)
	}
	ready = s.asks("rachel", "publier", "decrire", bot.Args{"id": id, "titre": "Développeur Cobol", "entreprise": "Azur Fictif", "lieu": "Nice"})
	s.presses("rachel", does(t, ready, "Publier"))
	s.passes(time.Minute)
	if got := string(seen(t, s.address, "offres")); strings.Contains(got, "Azur") || !strings.Contains(got, "Client d’une agence") {
		t.Errorf("the channel shows\n%s", got)
	}
	shows := func(who string) bool {
		m, ok := s.asks(who, "offres", "voir", bot.Args{"id": s.own("rachel")[0].ID}).Reply.(*bot.Message)
		return ok && strings.Contains(fmt.Sprint(m.Cards), "Azur Fictif") && strings.Contains(fmt.Sprint(m.Cards), "732 829 320")
	}
	if shows("camille") || !shows("malik") {
		t.Errorf("camille sees its name: %t, malik: %t", shows("camille"), shows("malik"))
	}
	if got := said(s.asks("camille", "publier", "", bot.Args{"annonce": "Développeur Cobol chez Azur Fictif, à Nice, CDI, 45-50k€, postuler : rh@fictif.example"})); strings.Contains(got, "déjà") {
		t.Errorf("whoever guesses reads %s", got)
	}
}

// TestNoModerationChannel keeps as a draft what nobody could decide of.
func TestNoModerationChannel(t *testing.T) {
	s := recruits(t, storagetest.SQLite(t))
	if _, err := s.store.ChangeSettings(t.Context(), room, s.person("ada"), storage.Settings{storage.ModerationChannel: ""}, s.at); err != nil {
		t.Fatal(err)
	}
	answer := s.announces("camille", "Développeur Go", "Moins de 35 ans.")
	if got := said(answer); !strings.Contains(got, "pas encore de salon de modération") {
		t.Errorf("it says %s", got)
	}
	sends(t, answer) // the draft is still there
}

// TestHowMany tells when one can announce again, and shows what is announced already.
func TestHowMany(t *testing.T) {
	s := recruits(t, storagetest.SQLite(t))
	s.announces("camille", "Développeur Go", "")
	s.at = s.at.Add(time.Hour)
	if got := said(s.announces("camille", "Développeur Rust", "")); !strings.Contains(got, "1 annonce par jour") || !strings.Contains(got, "23 novembre 2026 à 9") {
		t.Errorf("a second one: %s", got)
	}
	if got := said(s.announces("rachel", "DÉVELOPPEUR GO", "")); !strings.Contains(got, "la même offre") || strings.Contains(got, "renouveler") {
		t.Errorf("somebody else’s, again: %s", got)
	}
	for i := range 5 {
		if got := said(s.announces("rachel", fmt.Sprint("Développeuse Java ", i), "")); !strings.Contains(got, "C’est publié") {
			t.Errorf("number %d of a recruiter: %s", i+1, got)
		}
	}
	if got := said(s.announces("rachel", "Développeuse Cobol", "")); !strings.Contains(got, "5 annonces par jour") {
		t.Errorf("number 6 of a recruiter: %s", got)
	}
	s.at = s.at.Add(48 * time.Hour)
	if got := said(s.announces("camille", "developpeur go", "")); !strings.Contains(got, "renouveler") {
		t.Errorf("one’s own, again: %s", got)
	}
	s.at = s.at.Add(6 * 24 * time.Hour)
	if got := said(s.announces("camille", "Développeur Go", "")); !strings.Contains(got, "C’est publié") {
		t.Errorf("a week later: %s", got)
	}
}

// TestOthersAnnouncements leaves alone what is not one's own.
func TestOthersAnnouncements(t *testing.T) {
	s := recruits(t, storagetest.SQLite(t))
	s.announces("camille", "Développeur Go", "")
	all := s.own("camille")
	if len(all) != 1 {
		t.Fatalf("%+v", all)
	}
	for _, action := range []string{"modifier", "renouveler", "pourvue", "pourvoir", "supprimer", "retirer", "remettre"} {
		args := bot.Args{"id": all[0].ID}
		if action == "pourvoir" {
			args["ici"] = "yes"
		}
		if got := said(s.asks("ada", "mesannonces", action, args)); !strings.Contains(got, "n’est plus parmi les tiennes") {
			t.Errorf("%s: %s", action, got)
		}
	}
	again, err := commands.Announcements(s.store, defaults(t)).Announcement(t.Context(), room, all[0].ID)
	if err != nil || again.Revision != all[0].Revision {
		t.Errorf("it has changed: %+v, %v", again, err)
	}
	drafts := s.asks("camille", "mesannonces", "modifier", bot.Args{"id": all[0].ID})
	id := does(t, drafts, "Voir le brouillon").Args
	for _, action := range []string{"brouillon", "poste", "conditions", "detail", "jeter", "relire"} {
		if got := said(s.asks("ada", "publier", action, id)); !strings.Contains(got, "Ce brouillon n’est plus là") {
			t.Errorf("somebody else’s draft, %s: %s", action, got)
		}
	}
}
