package main

import (
	"bufio"
	"database/sql"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"rebond/storage/storagetest"
)

// keyedConsole is a console on a database whose keys are beside it, and are still there for the
// next one.
func keyedConsole(t *testing.T, database string, more ...string) *console {
	t.Helper()
	c := &console{Cmd: exec.Command(binary(t), "console")}
	c.Dir, c.Env = t.TempDir(), append([]string{"LANG=fr_FR.UTF-8", "REBOND_LOG_LEVEL=debug", "REBOND_DATABASE=" + database, keyed(database)}, more...)
	in, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	c.in, c.out, c.Stderr = in, bufio.NewReader(out), &c.err
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Process.Kill(); c.Wait() })
	return c
}

// number is that of a button of what was said.
func number(t *testing.T, said, label string) string {
	t.Helper()
	found := regexp.MustCompile(`\[(\d+)\] ` + regexp.QuoteMeta(label)).FindStringSubmatch(oneSpace.Replace(said))
	if found == nil {
		t.Fatalf("no [%s] in %q", label, said)
	}
	return found[1]
}

// presses presses a button of what was said, and reads up to words of the answer.
func (c *console) presses(t *testing.T, said, label, words string) string {
	t.Helper()
	return c.hears(t, number(t, said, label), words)
}

// writesNote agrees, says how they are, and writes a note that waits to be kept.
func (c *console) writesNote(t *testing.T, words string) (waits string) {
	t.Helper()
	said := c.presses(t, c.hears(t, "/meteo", "Non merci"), "J’accepte", "Mon accord")
	said = c.presses(t, c.presses(t, said, "Éclaircies", "Passer"), "Haute", "C’est tout")
	c.presses(t, said, myNote, "Tes mots")
	return c.hears(t, words, "Ne pas la garder")
}

// notebook reads what was written, from a bare start.
func (c *console) notebook(t *testing.T) string {
	t.Helper()
	return c.presses(t, c.hears(t, "/meteo", "Mon accord"), myNotebook, "Retour")
}

// gone ends a console without warning.
func (c *console) gone(t *testing.T) {
	t.Helper()
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	c.Wait()
	if strings.Contains(c.err.String(), "palimpseste") {
		t.Errorf("their words are in the log: %s", c.err.String())
	}
}

// TestMeteoKilled holds that what somebody answered and the note that they kept are there after
// a program that was killed without warning.
func TestMeteoKilled(t *testing.T) {
	storagetest.Unmade(t, func(t *testing.T, database string) {
		c := keyedConsole(t, database)
		c.presses(t, c.writesNote(t, quietNote), keepNote, "C’est tout")
		c.gone(t)
		if strings.HasPrefix(database, "sqlite:") {
			unwritten(t, database, "palimpseste")
		}
		c = keyedConsole(t, database)
		if said := oneSpace.Replace(c.hears(t, "/meteo", "C’est tout")); !strings.Contains(said, "éclaircies, énergie haute") {
			t.Errorf("what was answered is gone: %q", said)
		}
		if book := c.notebook(t); !strings.Contains(book, quietNote) {
			t.Errorf("the note is gone: %q", book)
		}
	})
}

// TestMeteoKilledKeeping kills a program while it keeps the first note of somebody: the note is
// kept or it is not, and no key is lost.
func TestMeteoKilledKeeping(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	kept := 0
	rounds := storagetest.Rounds(3, 15)
	for range rounds {
		database := storagetest.SQLite(t)
		c := keyedConsole(t, database)
		waits := c.writesNote(t, quietNote)
		kill := time.AfterFunc(time.Duration(random.IntN(6000))*time.Microsecond, func() { c.Process.Kill() })
		if _, err := io.WriteString(c.in, number(t, waits, keepNote)+"\n"); err != nil && !errors.Is(err, syscall.EPIPE) {
			t.Fatal(err)
		}
		c.Wait()
		kill.Stop()
		unwritten(t, database, "palimpseste")
		c = keyedConsole(t, database)
		switch book := oneSpace.Replace(c.notebook(t)); {
		case strings.Contains(book, quietNote):
			kept++
		case !strings.Contains(book, "Il est vide."):
			t.Errorf("the notebook says %q", book)
		}
		c.presses(t, c.hears(t, "/meteo", "C’est tout"), "Un petit objectif", "Pour demain")
		if said := c.hears(t, "Appeler Rachel", "C’est tout"); !strings.Contains(said, "Appeler Rachel") {
			t.Errorf("nothing can be kept any more: %q", said)
		}
		c.gone(t)
	}
	t.Logf("%d of %d were kept", kept, rounds)
}

// TestMeteoErased holds that a copy of the database from before somebody erased what they
// wrote, put back beside the keys of now, opens nothing of it: whether they erased all that is
// known of them, or took their agreement back.
func TestMeteoErased(t *testing.T) {
	for name, erase := range map[string]func(t *testing.T, c *console){
		"everything": func(t *testing.T, c *console) {
			sure := c.presses(t, c.hears(t, "/mesdonnees", "Tout effacer"), "Tout effacer", "Non, je garde tout")
			c.presses(t, sure, "Oui, tout effacer", "C’est fait")
		},
		"the agreement": func(t *testing.T, c *console) {
			agreed := c.presses(t, c.hears(t, "/meteo", "C’est tout"), "Mon accord", "Retour")
			c.presses(t, agreed, "Retirer mon accord et tout effacer", "C’est fait")
		},
	} {
		t.Run(name, func(t *testing.T) {
			database := storagetest.SQLite(t)
			path := strings.TrimPrefix(database, "sqlite:")
			backup := filepath.Join(filepath.Dir(path), "sauvegarde")
			c := keyedConsole(t, database)
			c.presses(t, c.writesNote(t, quietNote), keepNote, "C’est tout")
			db, err := sql.Open("sqlite3", path)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if _, err := db.Exec("VACUUM INTO ?", backup); err != nil {
				t.Fatal(err)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			other := filepath.Join(filepath.Dir(path), "avant.db")
			before, err := os.ReadFile(backup)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(other, before, 0o600); err != nil {
				t.Fatal(err)
			}
			live := "REBOND_KEYS=" + storagetest.Keys(database)
			if book := keyedConsole(t, "sqlite:"+other, live).notebook(t); !strings.Contains(book, quietNote) {
				t.Fatalf("the copy does not hold the note while its key is there: %q", book)
			}

			erase(t, c)
			c.gone(t) // at once: the key is destroyed by then
			for _, part := range []string{"", "-wal", "-shm"} {
				os.Remove(path + part)
			}
			if err := os.Rename(backup, path); err != nil {
				t.Fatal(err)
			}
			c = keyedConsole(t, database)
			book := oneSpace.Replace(c.notebook(t))
			if strings.Contains(book, "palimpseste") || !strings.Contains(book, "Je ne peux plus ouvrir ce que tu avais écrit : la clé est perdue.") {
				t.Errorf("the notebook says %q", book)
			}
			c.gone(t)
			unwritten(t, database, "palimpseste")
		})
	}
}
