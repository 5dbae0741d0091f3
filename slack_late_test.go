package main

import (
	"fmt"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"rebond/bot/slack/slacktest"
	"rebond/storage/storagetest"
)

// TestSlackLate holds that whoever asks something while the database takes nothing is
// answered once it does, though the program be asked to stop meanwhile, and that Slack
// hears in time that it was asked.
func TestSlackLate(t *testing.T) {
	t.Parallel()
	for name, stopped := range map[string]bool{"running": false, "stopped": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			database := storagetest.SQLite(t)
			p := openSlack(t, nil)
			camille, kit := p.joins("Camille", "fr-FR"), p.joins("Kit", "en-GB")
			r := startSlack(t, p, database)
			p.AwaitSockets(sockets)
			reads(t, camille.types("/aide").Message, "/offres")
			release := lock(t, database)
			i := camille.enters(camille.in, "/pause 3 jours")
			urgent := kit.enters(kit.in, "/rebond help-now") // seen for the first time, and not written down
			reads(t, kit.answered(urgent, "help-now").Message, "3114")
			if took := time.Since(urgent.Sent); took > 3*time.Second {
				t.Errorf("people to call came after %s", took)
			}
			if a := i.Acknowledged(); a.Error != "" || i.Acked.Sub(i.Sent) > time.Second {
				t.Errorf("acknowledged with %q after %s", a.Error, i.Acked.Sub(i.Sent))
			}
			if stopped {
				if err := r.Process.Signal(syscall.SIGTERM); err != nil {
					t.Fatal(err)
				}
				p.AwaitGone()
			}
			release()
			a := camille.answered(i, "/pause 3 jours")
			discreet(t, a.Message)
			reads(t, a.Message, "C’est noté. Prends le temps qu’il te faut.")
			if stopped {
				if err := r.ends(); err != nil {
					t.Errorf("the program ended with %v", err)
				}
			}
		})
	}
}

// TestSlackLateForm holds that a form whose answer comes late is closed in time, and that
// its answer comes where it was opened.
func TestSlackLateForm(t *testing.T) {
	t.Parallel()
	database := storagetest.SQLite(t)
	p := openSlack(t, nil)
	malik := p.admin("Malik")
	startSlack(t, p, database)
	p.AwaitSockets(sockets)
	form := malik.opens(malik.types("/reglages").Message, "Modifier")
	release := lock(t, database)
	i := malik.Submit(form, map[string]any{"Salon des offres": "offres"})
	if a := i.Acknowledged(); a.Error != "" || !a.Closed || i.Acked.Sub(i.Sent) > 2500*time.Millisecond {
		t.Errorf("acknowledged with %+v after %s", a, i.Acked.Sub(i.Sent))
	}
	release()
	reads(t, malik.answered(i, "a form").Message, "C’est enregistré.", "Salon des offres : #offres")
}

// TestSlackUrgence holds that the people to call are there at once when the database is
// gone, while whoever asks for something else has a reference that the log has too.
func TestSlackUrgence(t *testing.T) {
	t.Parallel()
	database := storagetest.Postgres(t)
	p := openSlack(t, nil)
	camille := p.joins("Camille", "fr-FR")
	r := startSlack(t, p, database)
	r.faulty = true
	p.AwaitSockets(sockets)
	reads(t, camille.types("/aide").Message, "/offres")
	storagetest.Drop(t, database)
	for range 3 {
		i := camille.enters(camille.in, "/urgence")
		reads(t, camille.answered(i, "/urgence").Message, "3114")
		if took := time.Since(i.Sent); took > 3*time.Second {
			t.Errorf("answered after %s", took)
		}
	}
	reads(t, camille.writes("urgence"), "3114")
	wrong := camille.types("/offres").Message
	discreet(t, wrong)
	reads(t, wrong, "Quelque chose s’est mal passé")
	said := regexp.MustCompile(`référence (\w+)`).FindStringSubmatch(read(wrong))
	if said == nil {
		t.Fatalf("no reference in %q", read(wrong))
	}
	eventually(t, "the reference in the log", slacktest.Patience, func() bool { return strings.Contains(r.printed.String(), said[1]) })
	traceless(t, r.printed.String())
}

// TestSlackDiesAsking kills the program while commands are under way: each is answered
// before or after, or not at all where its answer was lost with the program, and none is
// carried out twice.
func TestSlackDiesAsking(t *testing.T) {
	t.Parallel()
	storagetest.Engines(t, func(t *testing.T, database string) {
		t.Parallel()
		p := openSlack(t, nil)
		camille := p.joins("Camille", "fr-FR")
		r := startSlack(t, p, database)
		p.AwaitSockets(sockets)
		reads(t, camille.types("/aide").Message, "/offres")
		asked := camille.Says(camille.DM(), "/pause 3 jours")
		camille.Hears(camille.DM(), asked, 1)
		p.Redeliver() // the acknowledgement may have been lost on the way
		r.kills()
		p.Redeliver()
		unseen := camille.Says(camille.DM(), "/pause reprendre") // while nobody listens
		startSlack(t, p, database)
		p.AwaitSockets(sockets)
		reads(t, camille.Hears(camille.DM(), unseen, 1)[0], "Content de te revoir.")
		reads(t, camille.writes("/aide"), "/offres")
		camille.directs(3)
	})
}

// TestSlackTwoPrograms holds that members are answered, once, while two programs share the
// sockets and one database, as when one takes the place of the other.
func TestSlackTwoPrograms(t *testing.T) {
	t.Parallel()
	database := storagetest.Postgres(t)
	importGo(t, database, 7)
	p := openSlack(t, nil)
	first := startSlack(t, p, database, "REBOND_DELIVERY_DIRECT_PER_SECOND=50")
	p.AwaitSockets(sockets)
	startSlack(t, p, database, "REBOND_DELIVERY_DIRECT_PER_SECOND=50")
	p.AwaitSockets(2 * sockets)
	var all []*colleague
	for n := range 4 {
		all = append(all, p.joins(fmt.Sprint("Membre", n+1), "fr-FR"))
	}
	f := openSlackFanOut(p, database)
	f.spreads()
	said := 0
	for range 3 {
		for _, who := range all {
			offers := who.types("/offres").Message
			p.Redeliver()
			reads(t, offers, "Développeuse Go 1")
			reads(t, who.presses(offers, "Suivantes").Message, "[Revenir au début]")
			reads(t, who.types("/pause 3 jours").Message, "C’est noté.")
			p.Redeliver()
			reads(t, who.writes("/pause reprendre"), "Content de te revoir.")
			p.Redeliver() // which the other may hear
		}
		said++
	}
	f.ends(time.Minute)
	first.stops()
	p.AwaitSockets(sockets)
	for _, who := range all {
		reads(t, who.writes("/pause 1 semaine"), "C’est noté.")
		who.directs(said + 1)
		if n := len(who.Sees(p.offers)); n != 2*said {
			t.Errorf("%d answers to %s in the channel; want %d", n, who.Name, 2*said)
		}
	}
	heard := map[int]int{}
	for _, a := range p.Acks() {
		heard[a.Socket]++
	}
	if len(heard) < 2*sockets {
		t.Errorf("the sockets heard %v", heard)
	}
}
