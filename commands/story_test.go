package commands_test

import (
	"bytes"
	"flag"
	"fmt"
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
	"rebond/bot/delivery"
	"rebond/bot/local"
	"rebond/bot/sources"
	"rebond/bot/sources/francetravail"
	"rebond/commands"
	"rebond/storage"
	"rebond/storage/storagetest"
)

var update = flag.Bool("update", false, "write the answers into the stories")

// TestStories tells each story of testdata to the room: the files named
// import/…, answers of France Travail, are imported, the posts of those named
// posts/… are put and settled, and each part named story… is a console of its own
// on the same database, read line by line after the name of who speaks.
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
				case strings.HasPrefix(part.Name, "posts/"):
					store := storagetest.Open(t, address)
					deliver(t, store, part.Data)
					store.Close()
				case strings.HasPrefix(part.Name, "story"):
					got := tell(t, address, part.Data)
					if !*update && !bytes.Equal(got, part.Data) {
						t.Errorf("%s: got\n%s\nwant\n%s", part.Name, got, part.Data)
					}
					part.Data = got
				default:
					t.Fatalf("a part is named import/…, posts/… or story…, not %s", part.Name)
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

// deliver puts the posts of a part, one a line: the state in which it is left, its
// place, when it was put and tried, and what the platform said. A place's settled
// ones come before those that wait. A line of the state "incident" has two times
// and what happened.
func deliver(t *testing.T, store *storage.Store, data []byte) {
	t.Helper()
	var at time.Time
	outbox := &storage.Outbox{Store: store, Now: func() time.Time { return at }}
	for i, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		words := strings.SplitN(line, " ", 4)
		if len(words) < 3 {
			t.Fatalf("%q: a state, a place and a time are missing", line)
		}
		at = today(t, words[2])
		if words[0] == "incident" {
			if err := outbox.Report(t.Context(), delivery.Incident{From: today(t, words[1]), To: at, What: words[3]}); err != nil {
				t.Fatal(err)
			}
			continue
		}
		p := bot.Post{Key: fmt.Sprint("post/", i), Lang: bot.FR, Message: &bot.Message{Text: bot.Same("Bonjour")}}
		if err := p.To.UnmarshalText([]byte(words[1])); err != nil {
			t.Fatal(err)
		}
		if err := outbox.Put(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		if words[0] == string(delivery.Pending) {
			continue
		}
		claimed, _, err := outbox.Claim(t.Context(), delivery.Lane{Platform: p.To.Platform, Direct: p.To.Member != ""}, at, time.Minute, 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range claimed {
			o := delivery.Outcome{ID: d.ID, Claim: d.Claim, State: delivery.Pending}
			if d.Key == p.Key {
				o.State, o.Error = delivery.State(words[0]), strings.Join(words[3:], "")
			}
			if err := outbox.Settle(t.Context(), at, o); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// today is a time of the day of the stories, in Paris.
func today(t *testing.T, clock string) time.Time {
	t.Helper()
	at, err := time.Parse("2006-01-02T15:04-07:00", "2026-11-22T"+clock+"+01:00")
	if err != nil {
		t.Fatal(err)
	}
	return at
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
