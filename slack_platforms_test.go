package main

import (
	"strings"
	"testing"
	"time"

	"rebond/bot/slack/slacktest"
	"rebond/storage/storagetest"
)

// both is the configuration of a program on Discord and on Slack.
func both(p *workspace, d *piscine, database string, more ...string) []string {
	return slackEnviron(p, database, append([]string{"REBOND_DISCORD_TOKEN=" + d.Token, "REBOND_DISCORD_API_URL=" + d.URL()}, more...)...)
}

// TestSlackBesideDiscord holds that one program answers on both, each with its own settings
// and its own people, and that what is due goes to each.
func TestSlackBesideDiscord(t *testing.T) {
	t.Parallel()
	clock, database := clockAt(t, "2026-11-23T08:30"), storagetest.SQLite(t)
	importGo(t, database, 3)
	p, d := openSlack(t, clock), openPiscine(t, clock)
	stop := inside(t, p, clock, both(p, d, database), false)
	d.AwaitReady(1)
	rachel, malik := p.admin("Rachel"), d.joins("Malik", "fr")
	d.g.Join(malik.User)
	camille, kit := p.joins("Camille", "fr-FR"), d.joins("Kit", "en-GB")
	p.settle(rachel)
	rachel.schedules("Un pas sur Slack", "chaque jour à 9 h", nil)
	reads(t, camille.types("/offres go").Message, "Développeuse Go 1")
	shows(t, kit.types("jobs", map[string]any{"search": "go"}).Message, "Développeuse Go 1")
	camille.subscribes(0)
	shows(t, malik.types("abonnements", nil).Message, "Le message du jour : tu ne le reçois pas")
	clock.moves(t, "2026-11-23T09:00")
	reads(t, p.awaitPosts(p.coaching, 1)[0], "Un pas sur Slack")
	d.awaitPosts(d.coaching, 0)
	printed := oneSpace.Replace(stop())
	d.AwaitGone()
	prints(t, printed, "Rebond est sur Slack, dans 1 espace : Piscine.", "Rebond est sur Discord")
	keepsSecret(t, d.Server, printed)
}

// TestSlackWithoutDiscord holds that a platform whose token can never work takes nothing
// from the other, and that this is told.
func TestSlackWithoutDiscord(t *testing.T) {
	t.Parallel()
	t.Run("a bad Discord token", func(t *testing.T) {
		t.Parallel()
		p, d := openSlack(t, nil), openPiscine(t, nil)
		r := startSlackWith(t, p, []string{"run"}, both(p, d, storagetest.SQLite(t), "REBOND_DISCORD_TOKEN="+wrongToken))
		r.faulty = true
		p.AwaitSockets(sockets)
		camille := p.joins("Camille", "fr-FR")
		reads(t, camille.types("/aide").Message, "/offres")
		eventually(t, "words of Discord", slacktest.Patience, func() bool { return strings.Contains(r.printed.String(), `"platform":"discord"`) })
		reads(t, camille.types("/aide").Message, "/offres")
		r.complained("Discord refuses the bot’s token.")
		if strings.Contains(r.printed.String(), wrongToken) {
			t.Error("the token is in the log")
		}
	})
	t.Run("a bad Slack token", func(t *testing.T) {
		t.Parallel()
		p, d := openSlack(t, nil), openPiscine(t, nil)
		p.w.Break("token_revoked")
		r := startSlackWith(t, p, []string{"run"}, both(p, d, storagetest.SQLite(t)))
		r.faulty = true
		d.AwaitReady(1)
		kit := d.joins("Kit", "en-GB")
		shows(t, kit.types("help", nil).Message, "/jobs")
		eventually(t, "words of Slack", slacktest.Patience, func() bool { return strings.Contains(r.printed.String(), `"platform":"slack"`) })
		shows(t, kit.types("help", nil).Message, "/jobs")
		r.complained("The token was revoked.")
	})
}

// complained fails the test for a program that does not end well, or that has not said what
// was wrong with the other platform.
func (r *slackRobot) complained(words string) {
	r.t.Helper()
	r.stops()
	prints(r.t, r.printed.String(), words)
	traceless(r.t, r.printed.String())
}

// TestSlackData holds that somebody receives what is known of them as a file, in direct
// messages, and that it is gone for good once they say so.
func TestSlackData(t *testing.T) {
	t.Parallel()
	storagetest.Engines(t, func(t *testing.T, database string) {
		t.Parallel()
		importGo(t, database, 3)
		clock := clockAt(t, "2026-11-23T08:30")
		p := openSlack(t, clock)
		camille := p.joins("Camille", "fr-FR")
		inSlack(t, p, database, clock)
		reads(t, camille.presses(camille.presses(camille.types("/offres go").Message, "Voir").Message, "Garder").Message, "Tu gardes cette offre")
		camille.types("/abonnements heure:10h")

		known := camille.types("/mesdonnees").Message
		discreet(t, known)
		reads(t, known, "Voici tout ce que je sais de toi", "[Recevoir le fichier]", "[Tout effacer]")
		i := camille.Press(known, "Recevoir le fichier")
		reads(t, i.Messages(1)[0], "Le voici.", "tu le trouveras dans tes messages privés avec moi")
		var file slacktest.Message
		p.Await("a file", func() bool {
			for _, m := range camille.Sees(camille.DM()) {
				if len(m.Files) > 0 {
					file = m
				}
			}
			return len(file.Files) > 0
		})
		if f := file.Files[0]; f.Name != "rebond.json" || !strings.Contains(string(f.Data), camille.ID) || !strings.Contains(string(f.Data), `"kept_at"`) || !strings.Contains(string(f.Data), `"morning": 600`) {
			t.Errorf("the file is %q: %s", f.Name, f.Data)
		}

		asked := camille.presses(known, "Tout effacer")
		if !asked.Updated {
			t.Error("the question is another message")
		}
		reads(t, asked.Message, "Tout effacer pour de bon")
		reads(t, camille.presses(asked.Message, "Oui, tout effacer").Message, "je ne sais plus rien de toi")
		reads(t, camille.types("/mesoffres").Message, "Tu n’as gardé aucune offre")
		again := camille.presses(camille.writes("mesdonnees"), "Recevoir le fichier").Message
		reads(t, again, "Le voici.")
		p.Await("another file", func() bool {
			all := camille.Sees(camille.DM())
			last := all[len(all)-1]
			return len(last.Files) > 0 && last.TS != file.TS && !strings.Contains(string(last.Files[0].Data), `"kept_at"`) && !strings.Contains(string(last.Files[0].Data), `"morning": 600`)
		})
	})
}

// TestSlackDataClosed holds that whoever takes no direct messages is told why no file came.
func TestSlackDataClosed(t *testing.T) {
	t.Parallel()
	p := openSlack(t, nil)
	camille := p.joins("Camille", "fr-FR")
	startSlack(t, p, storagetest.SQLite(t))
	p.AwaitSockets(sockets)
	camille.CloseDM()
	known := camille.types("/mesdonnees").Message
	told := camille.Press(known, "Recevoir le fichier").Messages(2)
	reads(t, told[1], "je n’ai pas pu t’écrire en message privé", "ouvre l’onglet Messages de Rebond")
	for _, m := range told {
		discreet(t, m)
	}
}

// TestSlackStops holds that a program that is asked to end says so to Slack at once, gives
// the answer that is under way, and ends well.
func TestSlackStops(t *testing.T) {
	t.Parallel()
	p := openSlack(t, nil)
	camille := p.joins("Camille", "fr-FR")
	r := startSlack(t, p, storagetest.SQLite(t))
	p.AwaitSockets(sockets)
	release := make(chan struct{})
	p.Fail("response_url", slacktest.Failure{Hold: release})
	i := camille.enters(camille.in, "/aide")
	p.Await("an answer under way", func() bool { return len(p.Calls("response_url")) == 1 })
	asked := time.Now()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		r.stops()
	}()
	p.AwaitGone()
	if took := time.Since(asked); took > 3*time.Second {
		t.Errorf("its sockets were open for %s", took)
	}
	close(release)
	reads(t, camille.answered(i, "/aide").Message, "/offres")
	<-ended
	if said := oneSpace.Replace(r.printed.String()); strings.Count(said, "\n") != 1 {
		t.Errorf("it prints %q", said)
	}
}
