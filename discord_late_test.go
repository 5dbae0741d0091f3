package main

import (
	"database/sql"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"rebond/bot/discord/discordtest"
	"rebond/storage/storagetest"
)

// lock keeps everybody else from writing into an SQLite file, until released.
func lock(t *testing.T, database string) (release func()) {
	t.Helper()
	db, err := sql.Open("sqlite3", strings.TrimPrefix(database, "sqlite:"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	db.SetMaxOpenConns(1)
	exec := func(query string) {
		if _, err := db.Exec(query); err != nil {
			t.Fatal(err)
		}
	}
	exec("BEGIN IMMEDIATE")
	return func() { exec("ROLLBACK") }
}

// TestDiscordLate holds that whoever asks something while the database takes nothing is
// told in time that the answer comes, and has it once it can be, though the program be
// asked to stop meanwhile.
func TestDiscordLate(t *testing.T) {
	t.Parallel()
	for name, stopped := range map[string]bool{"running": false, "stopped": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			database := storagetest.SQLite(t)
			p := openPiscine(t, nil)
			camille, kit := p.joins("Camille", "fr"), p.joins("Kit", "en-GB")
			r := startRobot(t, p.Server, database)
			p.AwaitReady(1)
			shows(t, camille.types("aide", nil).Message, "/offres")
			release := lock(t, database)
			i := camille.Command(camille.in, "pause", map[string]any{"duree": "3 jours"})
			shows(t, kit.types("help-now", nil).Message, "3114") // seen for the first time, and not written down
			if i.Callback() != discordtest.CallbackDeferred {
				t.Errorf("first answered with %d", i.Callback())
			}
			if stopped {
				if err := r.Process.Signal(syscall.SIGTERM); err != nil {
					t.Fatal(err)
				}
				p.AwaitGone()
			}
			release()
			a := i.Answer()
			alone(t, a.Message)
			shows(t, a.Message, "C’est noté. Prends le temps qu’il te faut.")
			if stopped {
				if err := r.ends(); err != nil {
					t.Errorf("the program ended with %v", err)
				}
			}
		})
	}
}

// TestDiscordLateButtons holds the same of an answer whose buttons have to be written
// down: where they cannot be, there are words.
func TestDiscordLateButtons(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"written in the end": "Suivantes", "never written": "donne la référence"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			database := storagetest.SQLite(t)
			importGo(t, database, 7)
			p := openPiscine(t, nil)
			camille := p.joins("Camille", "fr")
			startRobot(t, p.Server, database).faulty = want != "Suivantes"
			p.AwaitReady(1)
			shows(t, camille.types("aide", nil).Message, "/offres")
			release := lock(t, database)
			i := camille.Command(camille.in, "offres", map[string]any{"recherche": "go lyon " + strings.Repeat("développeuse ", 10)})
			if i.Callback() != discordtest.CallbackDeferred {
				t.Errorf("first answered with %d", i.Callback())
			}
			if want == "Suivantes" {
				release()
			}
			shows(t, i.Answer().Message, want)
		})
	}
}

// TestDiscordUrgence holds that the people to call are there at once when the database is
// gone, while whoever asks for something else has a reference that the log has too.
func TestDiscordUrgence(t *testing.T) {
	t.Parallel()
	database := storagetest.Postgres(t)
	p := openPiscine(t, nil)
	camille := p.joins("Camille", "fr")
	r := startRobot(t, p.Server, database)
	r.faulty = true
	p.AwaitReady(1)
	shows(t, camille.types("aide", nil).Message, "/offres")
	storagetest.Drop(t, database)
	for range 3 {
		shows(t, camille.types("urgence", nil).Message, "3114")
	}
	wrong := camille.types("offres", nil).Message
	alone(t, wrong)
	shows(t, wrong, "Quelque chose s’est mal passé")
	said := regexp.MustCompile(`référence (\w+)`).FindStringSubmatch(words(wrong))
	if said == nil {
		t.Fatalf("no reference in %q", words(wrong))
	}
	eventually(t, "the reference in the log", discordtest.Patience, func() bool { return strings.Contains(r.printed.String(), said[1]) })
}

// TestDiscordTwoPrograms holds that members are answered, once, while two programs are on
// Discord at the same time, as when one takes the place of the other.
func TestDiscordTwoPrograms(t *testing.T) {
	t.Parallel()
	storagetest.Engines(t, func(t *testing.T, database string) {
		t.Parallel()
		importGo(t, database, 7)
		p := openPiscine(t, nil)
		camille := p.joins("Camille", "fr")
		first := startRobot(t, p.Server, database)
		p.AwaitReady(1)
		second := startRobot(t, p.Server, database)
		p.AwaitReady(2)
		first.faulty, second.faulty = true, true // each tells that it could not answer what the other has
		for range 5 {
			offers := camille.types("offres", nil).Message
			shows(t, offers, "Développeuse Go 1")
			shows(t, camille.presses(offers, "Suivantes").Message, "Revenir au début")
			shows(t, camille.types("pause", map[string]any{"duree": "3 jours"}).Message, "C’est noté.")
		}
		shows(t, camille.writes("/pause reprendre"), "Content de te revoir.")
		first.stops()
		shows(t, camille.writes("/pause 1 semaine"), "C’est noté.")
		camille.directs(2)
	})
}
