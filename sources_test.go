package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"rebond/bot/bottest"
	"rebond/bot/config"
	"rebond/bot/discord/discordtest"
	"rebond/bot/fetch"
	"rebond/bot/sources"
	"rebond/bot/sources/exemple"
	"rebond/bot/sources/sourcestest"
	"rebond/storage/storagetest"
)

// boardsOf is where a story keeps its boards.
type boardsOf struct{}

// inStory is a test in which several programs ask one board, one after the other: that each
// asks once a second, all of them together do not know.
type inStory struct{ testing.TB }

// Errorf implements testing.TB.
func (s inStory) Errorf(format string, args ...any) {
	if said := fmt.Sprintf(format, args...); !strings.Contains(said, "after the one before") {
		s.TB.Error(said)
	}
}

// boards makes the boards of a story show something: boards show KIND NAME FILE, or nothing
// any more: boards hide KIND NAME. boards config FROM TO writes a configuration that leads
// to them.
func boards(ts *testscript.TestScript, _ bool, args []string) {
	b := ts.Value(boardsOf{}).(*sourcestest.Boards)
	b.RealTime()
	switch args[0] {
	case "show":
		var openings []sourcestest.Opening
		ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[3])), &openings))
		b.Publish(args[1], args[2], openings...)
	case "hide":
		b.Vanish(args[1], args[2])
	case "config":
		text := strings.ReplaceAll(ts.ReadFile(args[1]), "BOARDS", b.URL)
		ts.Check(os.WriteFile(ts.MkAbs(args[2]), []byte(text), 0o600))
	default:
		ts.Fatalf("boards %s", args[0])
	}
}

// withSources runs the program with a contact and a source.
func withSources(t *testing.T, database, toml string, args ...string) *exec.Cmd {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, config.DefaultFile), []byte("contact = \"moi@exemple.fr\"\n"+toml), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(binary(t), args...)
	cmd.Dir, cmd.Env = dir, []string{"LANG=fr_FR.UTF-8", "REBOND_DATABASE=" + database, keyed(database)}
	return cmd
}

// TestSourcesKilled kills a reading in its middle, without warning: nothing of what was there
// leaves, and the next reading takes over and says all.
func TestSourcesKilled(t *testing.T) {
	openings := func(n int) (all []sourcestest.Opening) {
		for i := range n {
			all = append(all, sourcestest.Opening{ID: fmt.Sprint("00000000-0000-0000-0000-", 100000000000+i), Title: fmt.Sprint("Développeuse Go ", i), City: "Paris"})
		}
		return all
	}
	storagetest.Unmade(t, func(t *testing.T, database string) {
		b := sourcestest.NewBoards(inStory{t})
		b.RealTime()
		b.Publish("lever", "atelier", openings(150)...)
		toml := "[[sources]]\nname = \"atelier\"\nkind = \"lever\"\nboard = \"atelier\"\napi_url = \"" + b.API("lever") + "\"\n"
		run := func(want string) {
			t.Helper()
			out, err := withSources(t, database, toml, "sources", "run", "atelier").CombinedOutput()
			if err != nil || !strings.Contains(string(out), want) {
				t.Fatalf("%v: %s; want %q", err, out, want)
			}
		}
		kill := func(asked int) {
			t.Helper()
			cmd := withSources(t, database, toml, "sources", "run", "atelier")
			var out bytes.Buffer
			cmd.Stdout, cmd.Stderr = &out, &out
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			ended := make(chan error, 1)
			go func() { ended <- cmd.Wait() }()
			for tick := time.NewTicker(5 * time.Millisecond); b.Requests("lever", "atelier") <= asked; {
				select {
				case <-tick.C: // the first of its two pages is asked for; the second is a second later
				case err := <-ended:
					t.Fatalf("it has ended: %v, %s", err, out.String())
				}
			}
			cmd.Process.Kill()
			<-ended
		}
		kill(0)
		if n := offerCount(t, database); n > 100 {
			t.Errorf("%d offers after the first page", n)
		}
		run("atelier")
		if n := offerCount(t, database); n != 150 {
			t.Errorf("%d offers after all", n)
		}
		b.Publish("lever", "atelier", openings(140)...)
		kill(b.Requests("lever", "atelier"))
		if n := offerCount(t, database); n != 150 {
			t.Errorf("%d offers after a reading that was killed: some have left", n)
		}
		run("0 nouvelle, 0 modifiée, 140 inchangées, 0 déjà connue d’une autre source, 10 retirées")
		if n := offerCount(t, database); n != 140 {
			t.Errorf("%d offers at last", n)
		}
	})
}

// TestSourcesReachPublicAddresses holds that what a source names leads to no place inside,
// unless the configuration itself names it.
func TestSourcesReachPublicAddresses(t *testing.T) {
	b := sourcestest.NewBoards(t)
	p := &process{config: &config.Config{Contact: "moi@exemple.fr"}, now: time.Now}
	get := func(url string) error {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("User-Agent", p.config.Agent())
		resp, err := p.client().Transport.RoundTrip(r)
		if err == nil {
			_, err = io.Copy(io.Discard, resp.Body)
			resp.Body.Close()
		}
		return err
	}
	for _, url := range []string{b.URL, "http://127.0.0.1/", "http://10.0.0.1/", "http://169.254.169.254/", "https://[::1]/"} {
		if err := get(url); !errors.Is(err, fetch.ErrForbidden) {
			t.Errorf("%s: %v; want that it is not reached", url, err)
		}
	}
	p.config.Sources = []config.Source{{Name: "a", Kind: config.KindGreenhouse, Board: "a", APIURL: b.API("greenhouse")}}
	if err := get(b.API("greenhouse") + "/a/jobs?content=true"); err != nil {
		t.Errorf("what the configuration names is not reached: %v", err)
	}
	if err := get("http://127.0.0.1/"); !errors.Is(err, fetch.ErrForbidden) {
		t.Errorf("another port: %v", err)
	}
}

// TestDiscordSources holds that a robot reads its sources by itself: what a board shows is
// found in the server, one that there is not costs the others nothing, and whoever runs it
// is told of it by /etat.
func TestDiscordSources(t *testing.T) {
	t.Parallel()
	b := sourcestest.NewBoards(t)
	b.RealTime()
	b.Publish("greenhouse", "atelier", sourcestest.Opening{ID: "1", Title: "Développeuse Go", City: "Lyon"}, sourcestest.Opening{ID: "2", Title: "Chef de rang", City: "Lyon"})
	toml := "contact = \"moi@exemple.fr\"\n"
	for _, name := range []string{"doctolib", "dataiku", "algolia", "mirakl", "decathlontechnology", "qonto", "blablacar", "contentsquare", "ledger", "360learning", "malt", "swile", "alan", "pennylane"} {
		toml += "[[sources]]\nname = \"" + name + "\"\nenabled = false\n"
	}
	for _, name := range []string{"absente", "atelier"} {
		toml += "[[sources]]\nname = \"" + name + "\"\nkind = \"greenhouse\"\nboard = \"" + name + "\"\napi_url = \"" + b.API("greenhouse") + "\"\n"
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "rebond.toml"), []byte(toml), 0o600); err != nil {
		t.Fatal(err)
	}
	database := storagetest.SQLite(t)
	p := openPiscine(t, nil)
	camille := p.joins("Camille", "fr")
	r := &robot{Cmd: exec.Command(binary(t), "run", "--config", filepath.Join(dir, "rebond.toml")), t: t, s: p.Server, printed: &bottest.Journal{}, ended: make(chan error, 1)}
	r.Dir, r.Env = dir, discordEnviron(p.Server, database)
	r.Stdout, r.Stderr = r.printed, r.printed
	if err := r.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { r.ended <- r.Wait() }()
	defer r.stops()
	p.AwaitReady(1)
	store := storagetest.Open(t, database)
	defer store.Close()
	eventually(t, "both sources are read", discordtest.Patience, func() bool {
		all, err := store.Feeds(t.Context())
		return err == nil && len(all) == 2 && all[0].Failures > 0 && !all[1].Began.IsZero()
	})
	shows(t, camille.types("offres", map[string]any{"recherche": "go lyon"}).Message, "Développeuse Go")
	if n := offerCount(t, database); n != 1 {
		t.Errorf("%d offers; the one that is of no trade of tech is not wanted", n)
	}
	owner := &guest{p.g.Owner(), t, p.offers}
	shows(t, owner.types("etat", nil).Message, "absente : pas encore lue ; 1 échec, le dernier", "introuvable (404)", "atelier : 1 offre, lue il y a")
	faultless(t, r.printed.String())
}

// TestSourcesOfFranceTravail holds that its offers are read with the credentials of the
// environment, that a wrong secret is told with what to do, and that neither is ever shown.
func TestSourcesOfFranceTravail(t *testing.T) {
	f := sourcestest.NewFranceTravail(t)
	now := time.Now().UTC().Truncate(time.Second)
	f.Add(sourcestest.FTOffers(3, 0, now.Add(-72*time.Hour), now.Add(-time.Hour))...)
	database := storagetest.SQLite(t)
	run := func(secret string, args ...string) (string, error) {
		cmd := withSources(t, database, "", args...)
		cmd.Env = append(cmd.Env, "REBOND_FRANCETRAVAIL_CLIENT_ID="+sourcestest.FTClientID, "REBOND_FRANCETRAVAIL_CLIENT_SECRET="+secret,
			"REBOND_FRANCETRAVAIL_TOKEN_URL="+f.TokenURL, "REBOND_FRANCETRAVAIL_API_URL="+f.API)
		out, err := cmd.CombinedOutput()
		if strings.Contains(string(out), secret) || strings.Contains(string(out), sourcestest.FTClientID) {
			t.Errorf("credentials are shown: %s", out)
		}
		return oneSpace.Replace(string(out)), err
	}
	for _, c := range []struct {
		secret string
		args   []string
		well   bool
		want   string
	}{
		{sourcestest.FTClientSecret, []string{"sources", "list"}, true, "france-travail (francetravail) : allumée, toutes les heures\n"},
		{sourcestest.FTClientSecret, []string{"sources", "test", "france-travail"}, true, "france-travail a répondu : 3 offres, 3 à garder"},
		{"un-autre-mot", []string{"sources", "run", "france-travail"}, false, "france-travail : identifiants refusés : vérifie-les dans la configuration"},
		{sourcestest.FTClientSecret, []string{"sources", "run", "france-travail"}, true, "france-travail : 3 nouvelles, "},
		{sourcestest.FTClientSecret, []string{"check"}, true, ", 3 offres.\n"},
	} {
		if out, err := run(c.secret, c.args...); (err == nil) != c.well || !strings.Contains(out, c.want) {
			t.Errorf("%v: %v, %s; want %q", c.args, err, out, c.want)
		}
	}
}

// TestLapse holds that what no source has shown for too long leaves, though none is read any
// more: France Travail's within two days.
func TestLapse(t *testing.T) {
	p := &process{config: &config.Config{Sources: []config.Source{{Name: "blog", Kind: config.KindFeed, URL: "https://exemple.fr/rss"}}}}
	life := p.unseenLife()
	for kind, want := range map[string]time.Duration{"francetravail": 48 * time.Hour, "greenhouse": 30 * 24 * time.Hour, "lever": 30 * 24 * time.Hour, "feed/blog": 30 * 24 * time.Hour} {
		if life[kind] != want {
			t.Errorf("%s: %v; want %v", kind, life[kind], want)
		}
	}
	database := storagetest.SQLite(t)
	importExample(t, database)
	store := storagetest.Open(t, database)
	defer store.Close()
	var others []sources.Offer // of a feed that is not configured any more, and an example
	for _, source := range []string{"feed/ancien", exemple.Source} {
		others = append(others, sources.Offer{Source: source, ID: "1", Title: "Développeuse", URL: "https://exemple.fr/1", Published: time.Now()})
	}
	if _, err := store.PutOffers(t.Context(), others, time.Now()); err != nil {
		t.Fatal(err)
	}
	imported, err := store.OfferCount(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	h := &house{store: store, unseenLife: life}
	for _, c := range []struct {
		after time.Duration
		stay  int
	}{{47 * time.Hour, imported}, {49 * time.Hour, 2}, {30*24*time.Hour - time.Hour, 2}, {30*24*time.Hour + time.Hour, 1}} {
		h.now = func() time.Time { return time.Now().Add(c.after) }
		if err := h.lapse(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n, err := store.OfferCount(t.Context()); err != nil || n != c.stay {
			t.Errorf("after %v: %d offers, %v; want %d", c.after, n, err, c.stay)
		}
	}
}
