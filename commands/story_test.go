package commands_test

import (
	"bytes"
	"flag"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"rebond/bot"
	"rebond/bot/local"
	"rebond/bot/sources"
	"rebond/bot/sources/francetravail"
	"rebond/commands"
	"rebond/storage"
	"rebond/storage/storagetest"
)

var update = flag.Bool("update", false, "write the answers into the stories")

// TestStories tells each story of testdata to the room: the files named
// import/…, answers of France Travail, are imported, then each part named story… is a console of its own on
// the same database, read line by line after the name of who speaks.
func TestStories(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories (%v)", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			story, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			address := storagetest.SQLite(t)
			for i := range story.Files {
				part := &story.Files[i]
				switch {
				case strings.HasPrefix(part.Name, "import/"):
					importOffers(t, address, part.Data)
				case strings.HasPrefix(part.Name, "story"):
					got := tell(t, address, part.Data)
					if !*update && !bytes.Equal(got, part.Data) {
						t.Errorf("%s: got\n%s\nwant\n%s", part.Name, got, part.Data)
					}
					part.Data = got
				default:
					t.Fatalf("a part is named import/… or story…, not %s", part.Name)
				}
			}
			if *update {
				if err := os.WriteFile(file, txtar.Format(story), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// morning is when every story takes place.
func morning() time.Time { return time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC) }

func importOffers(t *testing.T, address string, data []byte) {
	t.Helper()
	store := storagetest.Open(t, address)
	defer store.Close()
	if _, err := sources.Import(t.Context(), bytes.NewReader(data), []sources.Format{francetravail.Format()}, store, morning()); err != nil {
		t.Fatal(err)
	}
}

var spoken = regexp.MustCompile(`(?m)^([a-z]+)> (.*)$`)

// tell types the lines of a story at a console and returns the transcript.
func tell(t *testing.T, address string, story []byte) []byte {
	t.Helper()
	store := storagetest.Open(t, address)
	defer store.Close()
	var in strings.Builder
	var as string
	for _, line := range spoken.FindAllSubmatch(story, -1) {
		if as == "" {
			as = string(line[1])
		}
		in.WriteString(unescape.Replace(string(line[2])) + "\n")
	}
	person, err := local.FindPerson(as)
	if err != nil {
		t.Fatal(err)
	}
	router, calls := router(t, store)
	var out bytes.Buffer
	room := &local.Room{Log: &storage.Room{Store: store, Now: morning}, Calls: calls, Now: morning, Errors: slog.New(slog.DiscardHandler),
		Console: local.Console{In: strings.NewReader(in.String()), Out: &out, As: person, Echo: true}}
	if err := room.Run(t.Context(), router); err != nil {
		t.Fatal(err)
	}
	return []byte(escape.Replace(out.String()))
}

// A tab at the end of a line, which asks for completion, is written ⇥.
var (
	unescape = strings.NewReplacer("⇥", "\t")
	escape   = strings.NewReplacer("\t", "⇥")
)

func router(t testing.TB, store *storage.Store) (*bot.Router, *storage.Calls) {
	t.Helper()
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	calls := &storage.Calls{Store: store, Now: morning}
	r, err := bot.NewRouter(commands.All(store), bot.Ports{
		Calls: calls, Once: &storage.Once{Store: store, Now: morning}, Now: morning,
		Directory: &storage.Directory{Store: store, Lang: bot.FR, Zone: paris, Now: morning},
		Log:       slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return r, calls
}
