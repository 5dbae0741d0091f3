package main

import (
	"bufio"
	"bytes"
	"database/sql"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"rebond/bot"
	"rebond/bot/search"
	"rebond/bot/sources/sourcestest"
	"rebond/storage/storagetest"
)

// imports is the direction of the house: what each package of ours may import
// of ours. A package that is not here has no place yet.
var imports = map[string][]string{
	"bot":                     {},
	"bot/chart":               {"bot"},
	"bot/board":               {"bot", "bot/search", "bot/search/places", "bot/sources"},
	"bot/bottest":             {"bot"},
	"bot/config":              {"bot"},
	"bot/delivery":            {"bot"},
	"bot/discord":             {"bot"},
	"bot/discord/discordtest": {},
	"bot/distress":            {"bot"},
	"bot/fetch":               {},
	"bot/local":               {"bot"},
	"bot/notice":              {"bot", "bot/schedule"},
	"bot/schedule":            {"bot"},
	"bot/search":              {"bot", "bot/search/places", "bot/sources"},
	"bot/slack":               {"bot"},
	"bot/slack/slacktest":     {},
	"bot/search/places":       {"bot"},
	"bot/search/places/gen":   {"bot"},
	"bot/sources":             {"bot", "bot/search/places"},
	"bot/sources/feed":        {"bot", "bot/sources", "bot/sources/jobposting"}, // whose data some feeds hold
	"bench":                   {"bot", "bot/sources"},
	"commands":                {"bot", "bot/board", "bot/chart", "bot/delivery", "bot/fetch", "bot/notice", "bot/schedule", "bot/search", "bot/search/places", "bot/sources", "bot/sources/jobposting", "commands/content", "storage"},
	"commands/content":        {"bot", "bot/schedule", "bot/search"},
	"storage":                 {"bot", "bot/board", "bot/delivery", "bot/local", "bot/notice", "bot/schedule", "bot/search", "bot/search/places", "bot/sources", "bot/sources/same"},
	"storage/storagetest":     {"storage"},
}

// theirs are libraries with the places that each has.
var theirs = map[string][]string{
	"github.com/mattn/go-sqlite3":           {"storage"},
	"github.com/jackc/pgx/v5":               {"storage"},
	"github.com/gofrs/flock":                {"storage"},
	"github.com/cli/browser":                {""},
	"github.com/pelletier/go-toml":          {"bot/config", "commands/content"},
	"github.com/robfig/cron/v3":             {"bot/schedule"},
	"github.com/rickar/cal/v2":              {"bot/schedule"},
	"github.com/bwmarrin/discordgo":         {"bot/discord"},
	"github.com/gorilla/websocket":          {"bot/discord", "bot/slack"},
	"github.com/santhosh-tekuri/jsonschema": {"bot/discord/discordtest", "bot/slack/slacktest", "bot/sources/sourcestest"},
	"github.com/slack-go/slack":             {"bot/slack"},
	"github.com/dlclark/regexp2":            {"bot/slack/slacktest"},
	"github.com/goccy/go-yaml":              {"bot/slack"},
	"golang.org/x/crypto":                   {"storage"},
	"golang.org/x/oauth2":                   {"bot/sources/francetravail"},
	"github.com/mmcdole/gofeed":             {"bot/sources/feed"},
}

func TestImports(t *testing.T) {
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports,Standard", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for d := json.NewDecoder(strings.NewReader(string(out))); d.More(); {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := d.Decode(&p); err != nil {
			t.Fatal(err)
		}
		seen++
		name := strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, "rebond"), "/")
		checkImports(t, name, p.Imports)
	}
	if seen < len(imports) {
		t.Errorf("%d packages seen, %d in the table", seen, len(imports))
	}
}

func checkImports(t *testing.T, name string, imported []string) {
	allowed, known := imports[name]
	if strings.HasPrefix(name, "bot/sources/") && !known { // each source has a folder, and all of them the same rule
		allowed, known = []string{"bot", "bot/sources"}, true
	}
	if !known && name != "" {
		t.Errorf("package %s has no line in the table of imports", name)
		return
	}
	for _, i := range imported {
		if ours, ok := strings.CutPrefix(i, "rebond/"); ok {
			if name != "" && !slices.Contains(allowed, ours) {
				t.Errorf("%s may not import %s", name, ours)
			}
			continue
		}
		if host, _, _ := strings.Cut(i, "/"); name == "bot" && strings.Contains(host, ".") {
			t.Errorf("bot imports %s: it knows the standard library only", i)
		}
		for library, homes := range theirs {
			if strings.HasPrefix(i, library) && !slices.ContainsFunc(homes, func(home string) bool { return name == home || strings.HasPrefix(name, home+"/") }) {
				t.Errorf("%s imports %s, whose only places are %q", name, i, homes)
			}
		}
	}
}

// TestStories tells the stories of testdata to the real binary.
func TestStories(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(e *testscript.Env) error {
			e.Setenv("LANG", "fr_FR.UTF-8")
			e.Values[boardsOf{}] = sourcestest.NewBoards(inStory{t})
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"boards": boards,
			"repeat": repeat,
			"nobody": nobody,
		},
		UpdateScripts: *update,
	})
}

var update = flag.Bool("update", false, "write what is printed into the stories")

// repeat FILE TIMES TEXT writes a file of a text many times over.
func repeat(ts *testscript.TestScript, _ bool, args []string) {
	times, err := strconv.Atoi(args[1])
	ts.Check(err)
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	w := bufio.NewWriter(f)
	for range times {
		_, err = w.WriteString(args[2])
		ts.Check(err)
	}
	ts.Check(w.Flush())
	ts.Check(f.Close())
}

// nobody runs rebond as an account that may only read what root made; where the
// tests do not run as root, as the account they run as.
func nobody(ts *testscript.TestScript, neg bool, args []string) {
	cmd := exec.Command(binary(ts), args...)
	cmd.Dir, cmd.Env = ts.MkAbs("."), []string{"LANG=fr_FR.UTF-8"}
	if os.Getuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		for dir := cmd.Dir; dir != "/"; dir = filepath.Dir(dir) {
			if info, err := os.Stat(dir); err == nil {
				os.Chmod(dir, info.Mode()|0o055)
			}
		}
	}
	out, err := cmd.CombinedOutput()
	ts.Logf("%s", out)
	if (err != nil) != neg {
		ts.Fatalf("exit: %v", err)
	}
	ts.Check(os.WriteFile(ts.MkAbs("nobody.txt"), out, 0o666))
}

// binary is the program, built once.
func binary(t interface{ Fatalf(string, ...any) }) string {
	path, err := built()
	if err != nil {
		t.Fatalf("build: %v", err)
	}
	return path
}

var built = sync.OnceValues(func() (string, error) {
	path := filepath.Join(buildDir, "rebond")
	out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return path, nil
})

// buildDir holds the binary for as long as the tests run.
var buildDir string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "rebond-test-")
	if err != nil {
		panic(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		panic(err)
	}
	buildDir = dir
	testscript.Main(cleaned{m, dir}, map[string]func(){"rebond": main})
}

// cleaned removes what the tests built.
type cleaned struct {
	*testing.M
	dir string
}

// The tests of Discord spend most of their time waiting for its seconds: many run at once.
func (c cleaned) Run() int {
	flag.Parse()
	if err := flag.Set("test.parallel", "8"); err != nil {
		panic(err)
	}
	defer os.RemoveAll(c.dir)
	defer storagetest.Stop()
	return c.M.Run()
}

// console is the real program's console, spoken to over pipes.
type console struct {
	*exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
	err bytes.Buffer
}

func startConsole(t *testing.T, database string) *console {
	t.Helper()
	c := &console{Cmd: exec.Command(binary(t), "console")}
	c.Dir, c.Env = t.TempDir(), []string{"LANG=fr_FR.UTF-8", "REBOND_DATABASE=" + database, keyed(database)}
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

// hears types a line and reads the answer up to words that it must hold.
func (c *console) hears(t *testing.T, line, words string) string {
	t.Helper()
	if _, err := io.WriteString(c.in, line+"\n"); err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	tooLong := time.AfterFunc(time.Minute, func() { c.Process.Kill() }) // ends what is read
	defer tooLong.Stop()
	for !strings.Contains(all.String(), words) {
		s, err := c.out.ReadString('\n')
		if err != nil {
			t.Fatalf("%q: no %q in %q (%v; %s)", line, words, all.String(), err, c.err.String())
		}
		all.WriteString(s)
	}
	return all.String()
}

func rebond(t *testing.T, database string, args ...string) (string, error) {
	t.Helper()
	cmd := exec.Command(binary(t), args...)
	cmd.Dir, cmd.Env = t.TempDir(), []string{"LANG=fr_FR.UTF-8", "REBOND_DATABASE=" + database, keyed(database)}
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func importExample(t *testing.T, database string) {
	t.Helper()
	data, err := filepath.Abs("bot/sources/francetravail/testdata/ft-search-206-page1.json")
	if err != nil {
		t.Fatal(err)
	}
	if out, err := rebond(t, database, "import", "offers", data); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

// TestConsoleKilled holds that a console killed without warning loses nothing
// that it has answered: what was kept is kept, and an earlier button works from
// the next console.
func TestConsoleKilled(t *testing.T) {
	storagetest.Unmade(t, func(t *testing.T, database string) {
		importExample(t, database)
		c := startConsole(t, database)
		c.hears(t, "/offres go lyon", "[1] Voir")
		c.hears(t, "1", "[4] Garder")
		for round := range storagetest.Rounds(2, 8) {
			if round%2 == 0 {
				c.hears(t, "4", "[8] Ne plus garder")
			} else {
				c.hears(t, "8", "[4] Garder")
			}
			if err := c.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			c.Wait()
			c = startConsole(t, database)
			kept := "back-end Go"
			if round%2 == 1 {
				kept = "Tu n’as gardé aucune offre"
			}
			c.hears(t, "/mesoffres", kept)
		}
	})
}

// TestImportKilled kills an import at random moments: the database always opens,
// holds whole batches only, and the next import completes it.
func TestImportKilled(t *testing.T) {
	const offers = 4000
	var text strings.Builder
	for i := range offers {
		fmt.Fprintf(&text, `,{"id":"%d","text":"Développeuse Go %d","createdAt":%d,"categories":{"location":"Paris"},"hostedUrl":"https://jobs.lever.co/fictif/%d"}`, i, i, 1763370000000+i, i)
	}
	path := filepath.Join(t.TempDir(), "offers.json")
	if err := os.WriteFile(path, []byte("["+text.String()[1:]+"]"), 0o600); err != nil {
		t.Fatal(err)
	}
	storagetest.Unmade(t, func(t *testing.T, database string) {
		random := rand.New(rand.NewPCG(1, 2))
		last := 0
		for range storagetest.Rounds(2, 5) {
			cmd := exec.Command(binary(t), "import", "offers", path)
			cmd.Dir, cmd.Env = t.TempDir(), []string{"REBOND_DATABASE=" + database, keyed(database)}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			kill := time.AfterFunc(time.Duration(random.IntN(800))*time.Millisecond, func() { cmd.Process.Kill() })
			cmd.Wait()
			kill.Stop()
			n := offerCount(t, database)
			if n < last || n%500 != 0 {
				t.Errorf("%d offers after a kill, %d before", n, last)
			}
			last = n
		}
		if out, err := rebond(t, database, "import", "offers", path); err != nil {
			t.Errorf("the last import: %v, %s", err, out)
		}
		store := storagetest.Open(t, database)
		if n, err := store.CountOffers(t.Context(), bot.Address{}, search.Query{Words: "développeur"}, 2*offers, time.Now()); err != nil || n != offers {
			t.Errorf("%d offers are found by a word of theirs, %v", n, err)
		}
	})
}

func offerCount(t *testing.T, database string) int {
	t.Helper()
	store := storagetest.Open(t, database)
	defer store.Close()
	n, err := store.OfferCount(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestUrgenceWhateverHappens takes the database away from under a running
// program: the card of people to call still comes, at once, while other
// commands say that something went wrong.
func TestUrgenceWhateverHappens(t *testing.T) {
	card := func(t *testing.T, c *console) {
		t.Helper()
		for range 3 {
			c.hears(t, "/urgence", "3114")
		}
	}
	path := func(database string) string { return strings.TrimPrefix(database, "sqlite:") }
	t.Run("removed", func(t *testing.T) {
		database := storagetest.SQLite(t)
		c := startConsole(t, database)
		c.hears(t, "/aide", "/offres")
		for _, file := range []string{"", "-wal", "-shm"} {
			if err := os.Remove(path(database) + file); err != nil {
				t.Fatal(err)
			}
		}
		card(t, c)
	})
	t.Run("locked", func(t *testing.T) {
		database := storagetest.SQLite(t)
		c := startConsole(t, database)
		c.hears(t, "@sam", "sam")
		db, err := sql.Open("sqlite3", path(database))
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		db.SetMaxOpenConns(1)
		if _, err := db.Exec("BEGIN IMMEDIATE"); err != nil {
			t.Fatal(err)
		}
		c.hears(t, "/help-now", "3114") // from somebody not seen before, who cannot be written down
		if _, err := db.Exec("ROLLBACK"); err != nil {
			t.Fatal(err)
		}
	})
	t.Run("server gone", func(t *testing.T) {
		database := storagetest.Postgres(t)
		c := startConsole(t, database)
		c.hears(t, "/aide", "/offres")
		storagetest.Drop(t, database)
		card(t, c)
		c.hears(t, "/offres", "référence")
	})
}

// TestTwoRooms holds that a second process on the room is refused in words, and
// that the first goes on.
func TestTwoRooms(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, database string) {
		importExample(t, database)
		first := startConsole(t, database)
		first.hears(t, "/offres", "Les offres les plus récentes")
		if out, err := rebond(t, database, "console"); err == nil || !strings.Contains(out, "déjà ouverte par un autre Rebond") {
			t.Errorf("the second: %v, %s", err, out)
		}
		importExample(t, database) // offers still come in
		first.hears(t, "/aide", "/mesoffres")
	})
}

// TestOneRoom holds that the default command opens the room's page, that a
// console enters the room that is open and hears of its end, and that a second
// program says where the page is rather than open another.
func TestOneRoom(t *testing.T) {
	storagetest.Unmade(t, func(t *testing.T, database string) {
		importExample(t, database)
		room, url := startRoom(t, database)
		c := startConsole(t, database)
		c.hears(t, "/offres go lyon", "[1] Voir")
		c.hears(t, "1", "[4] Garder")
		if out, err := rebond(t, database, "run"); err != nil || out != "La salle est déjà ouverte\u00a0: "+url+"\n" {
			t.Errorf("the second: %v, %s", err, out)
		}
		if err := room.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		if err := c.Wait(); err == nil || !strings.Contains(c.err.String(), "La salle s’est fermée.") {
			t.Errorf("the console of a room that died: %v, %s", err, c.err.String())
		}
		room.Wait()
		alone := startConsole(t, database) // with what was shown before
		alone.hears(t, "4", "[8] Ne plus garder")
		alone.in.Close()
		if err := alone.Wait(); err != nil {
			t.Error(err)
		}
		if again, last := startRoom(t, database); last[strings.Index(last, "?"):] != url[strings.Index(url, "?"):] {
			t.Errorf("another key after a restart: %s, then %s", url, last)
		} else if err := again.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		} else if err := again.Wait(); err != nil {
			t.Errorf("asked to stop: %v", err)
		}
	})
}

// startRoom runs the default command and returns the address it prints.
func startRoom(t *testing.T, database string) (*exec.Cmd, string) {
	t.Helper()
	cmd := exec.Command(binary(t))
	cmd.Dir, cmd.Env = t.TempDir(), []string{"LANG=fr_FR.UTF-8", "REBOND_DATABASE=" + database, keyed(database), "REBOND_ROOM_PORT=0"}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	_, url, found := strings.Cut(strings.TrimSpace(line), "La salle de Rebond est ouverte\u00a0: ")
	if err != nil || !found {
		t.Fatalf("%q, %v", line, err)
	}
	return cmd, url
}

// TestStops holds that the program ends cleanly when it is asked to.
func TestStops(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		t.Run(sig.String(), func(t *testing.T) {
			c := startConsole(t, storagetest.UnmadeSQLite(t))
			c.hears(t, "/aide", "/offres")
			if err := c.Process.Signal(sig); err != nil {
				t.Fatal(err)
			}
			if err := c.Wait(); err != nil {
				t.Errorf("%v: %s", err, c.err.String())
			}
		})
	}
}

// TestImportHuge holds that memory is bounded however large the file: the
// process may take no more than half a gigabyte of address space for data.
func TestImportHuge(t *testing.T) {
	path := filepath.Join(t.TempDir(), "huge.json")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Truncate(200 << 20); err != nil {
		t.Fatal(err)
	}
	f.Close()
	cmd := exec.Command(binary(t), "import", "offers", path)
	cmd.Dir, cmd.Env = t.TempDir(), []string{"LANG=fr_FR.UTF-8"}
	out, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "trop gros") {
		t.Errorf("%v: %s", err, out)
	}
	if used, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok && used.Maxrss > 300<<10 {
		t.Errorf("%d KiB of memory", used.Maxrss)
	}
}
