package commands_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// reported is a community in which somebody has reported what camille announces, whose case
// is returned.
func reported(t *testing.T, address string) (*recruiting, storage.Case) {
	t.Helper()
	s := recruits(t, address)
	s.announces("camille", "Développeur Go", "")
	if got := said(s.asks("sam", "offres", "signaler", bot.Args{"id": s.own("camille")[0].ID, "motif": "arnaque"})); !strings.Contains(got, "mise de côté") && !strings.Contains(got, "put aside") {
		t.Fatalf("reported: %s", got)
	}
	all, err := s.store.Cases(t.Context(), room, 0, 10)
	if err != nil || len(all) != 1 {
		t.Fatalf("%d cases, %v", len(all), err)
	}
	return s, all[0]
}

func of(c *storage.Case) bot.Args {
	return bot.Args{"id": c.ID, "rev": strconv.FormatInt(c.Revision, 10)}
}

// TestChangedAside lets nothing appear that nobody has read: what its author changes while
// it is aside waits to be read when what was reported is settled.
func TestChangedAside(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		s, c := reported(t, address)
		id := s.own("camille")[0].ID
		draft := does(t, s.asks("camille", "mesannonces", "modifier", bot.Args{"id": id}), "Voir le brouillon").Args
		ready := s.asks("camille", "publier", "decrire", bot.Args{"id": draft["id"], "titre": "Développeur Go", "entreprise": "Fictif", "lieu": "Nancy", "texte": "Moins de 35 ans, écris d’abord à ce numéro."})
		if got := said(s.presses("camille", does(t, ready, "Enregistrer les changements"))); !strings.Contains(got, "reste de côté") {
			t.Fatalf("changed: %s", got)
		}
		if got := said(s.asks("malik", "moderation", "garder", of(&c))); !strings.Contains(got, "a changé depuis") {
			t.Errorf("kept: %s", got)
		}
		if got := s.own("camille")[0].State; got != storage.Held {
			t.Errorf("it is %s", got)
		}
		s.passes(time.Minute)
		if got := string(seen(t, address, "offres")); strings.Contains(got, "35 ans") {
			t.Errorf("the channel shows\n%s", got)
		}
		if got := string(seen(t, address, "moderation")); !strings.Contains(got, "Moins de 35 ans") || !strings.Contains(got, "[Publier]") {
			t.Errorf("moderators see\n%s", got)
		}
	})
}

// TestAnnouncedAgain has moderators read what somebody announces after something of theirs
// was taken down, whatever the mode, and does not let the same be announced anew.
func TestAnnouncedAgain(t *testing.T) {
	s := recruits(t, storagetest.SQLite(t))
	s.announces("camille", "Développeur Go", "")
	a := s.own("camille")[0]
	s.asks("malik", "publier", "retrait", bot.Args{"id": a.ID, "rev": strconv.FormatInt(a.Revision, 10), "motif": "serieux"})
	s.at = s.at.Add(25 * time.Hour)
	if got := said(s.announces("camille", "Développeur Go", "")); !strings.Contains(got, "a déjà décidé") {
		t.Errorf("the same: %s", got)
	}
	if got := said(s.announces("camille", "Développeuse Rust", "")); !strings.Contains(got, "envoyé à la modération") {
		t.Errorf("another: %s", got)
	}
	s.at = s.at.Add(25 * time.Hour)
	s.asks("malik", "moderation", "approuver", bot.Args{"personne": string(s.person("camille"))})
	if got := said(s.announces("camille", "Développeuse Cobol", "")); !strings.Contains(got, "C’est publié") {
		t.Errorf("once approved: %s", got)
	}
}

// TestWithdrawnWhileReported leaves moderators a trace of what an author withdraws before
// they decide, without a word of it.
func TestWithdrawnWhileReported(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		s, _ := reported(t, address)
		s.passes(time.Minute)
		s.asks("camille", "mesannonces", "retirer", bot.Args{"id": s.own("camille")[0].ID})
		s.passes(time.Minute)
		if got := string(seen(t, address, "moderation")); !strings.Contains(got, "a été retirée par qui l’avait publiée") || strings.Contains(got, "Développeur") {
			t.Errorf("moderators see\n%s", got)
		}
		if got := said(s.asks("malik", "moderation", "journal", nil)); !strings.Contains(got, "@camille : offre signalée, retirée") {
			t.Errorf("the log says %s", got)
		}
		if got := string(seen(t, address, "@sam")); !strings.Contains(got, "is gone") {
			t.Errorf("who reported it reads\n%s", got)
		}
		s.at = s.at.Add(25 * time.Hour)
		if got := said(s.announces("camille", "Développeur Go", "")); !strings.Contains(got, "envoyé à la modération") {
			t.Errorf("announced again: %s", got)
		}
	})
}

// TestOwnDecisions keeps moderators from deciding of what is theirs, but for admins.
func TestOwnDecisions(t *testing.T) {
	s := recruits(t, storagetest.SQLite(t))
	for _, who := range []string{"malik", "ada"} {
		s.announces(who, "Développeur Go de "+who, "Moins de 35 ans.")
		a := s.own(who)[0]
		got := said(s.asks(who, "publier", "accepter", bot.Args{"id": a.ID, "rev": strconv.FormatInt(a.Revision, 10)}))
		if refused := strings.Contains(got, "quelqu’un d’autre de la modération"); refused != (who == "malik") {
			t.Errorf("%s publishes their own: %s", who, got)
		}
		got = said(s.asks(who, "moderation", "approuver", bot.Args{"personne": string(s.person(who))}))
		if refused := strings.Contains(got, "quelqu’un d’autre de la modération"); refused != (who == "malik") {
			t.Errorf("%s approves themselves: %s", who, got)
		}
	}
}
