package commands_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"rebond/bot"
	"rebond/bot/delivery"
	"rebond/bot/distress"
	"rebond/bot/fetch"
	"rebond/bot/local"
	"rebond/bot/notice"
	"rebond/bot/schedule"
	"rebond/bot/sources"
	"rebond/bot/sources/francetravail"
	"rebond/bot/sources/greenhouse"
	"rebond/commands"
	"rebond/commands/content"
	"rebond/storage"
	"rebond/storage/storagetest"
)

var update = flag.Bool("update", false, "write the answers into the stories")

// TestStories tells each story of testdata to the room: the files named
// import/…, answers of France Travail, are imported, those named feed/… are all that a
// source of that name shows then, so that what it no longer has leaves, the posts of those named
// posts/… are put and settled, and each part named story… is a console of its own
// on the same database, read line by line after the name of who speaks; a label in square
// brackets presses a button of the last direct message that has it. A part
// named clock/… moves the clock to a time of Paris and lets what is due happen; one
// named seen/… is what a channel of the room then shows, or somebody's direct
// messages (seen/@camille), which one named closed/… closes and open/… opens. A part
// named page/… is a page of the web, by its address; there is no other.
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
			address, now, closed, web := storagetest.SQLite(t), morning(), map[string]bool{}, pages{}
			for i := range story.Files {
				part := &story.Files[i]
				switch {
				case strings.HasPrefix(part.Name, "import/"):
					importOffers(t, address, part.Data, now)
				case strings.HasPrefix(part.Name, "feed/"):
					readFeed(t, address, strings.TrimPrefix(part.Name, "feed/"), part.Data, now)
				case strings.HasPrefix(part.Name, "posts/"):
					store := storagetest.Open(t, address)
					deliver(t, store, part.Data)
					store.Close()
				case strings.HasPrefix(part.Name, "story"):
					got := tell(t, address, part.Data, now, web)
					if !*update && !bytes.Equal(got, part.Data) {
						t.Errorf("%s: got\n%s\nwant\n%s", part.Name, got, part.Data)
					}
					part.Data = got
				case strings.HasPrefix(part.Name, "clock/"):
					now = parisTime(t, strings.TrimPrefix(part.Name, "clock/"))
					passTime(t, address, now, closed)
				case strings.HasPrefix(part.Name, "page/"):
					web[strings.TrimPrefix(part.Name, "page/")] = part.Data
				case strings.HasPrefix(part.Name, "closed/"):
					closed[strings.TrimPrefix(part.Name, "closed/")] = true
				case strings.HasPrefix(part.Name, "open/"):
					delete(closed, strings.TrimPrefix(part.Name, "open/"))
				case strings.HasPrefix(part.Name, "seen/"):
					got := seen(t, address, strings.TrimPrefix(part.Name, "seen/"))
					if !*update && !bytes.Equal(got, part.Data) {
						t.Errorf("%s: got\n%s\nwant\n%s", part.Name, got, part.Data)
					}
					part.Data = got
				default:
					t.Fatalf("a part is named import/…, feed/…, posts/…, story…, clock/…, closed/…, open/…, page/… or seen/…, not %s", part.Name)
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

// morning is when every story begins.
func morning() time.Time { return time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC) }

func importOffers(t *testing.T, address string, data []byte, now time.Time) {
	t.Helper()
	store := storagetest.Open(t, address)
	defer store.Close()
	if _, err := sources.Import(t.Context(), bytes.NewReader(data), []sources.Format{francetravail.Format()}, store, now); err != nil {
		t.Fatal(err)
	}
}

// readFeed reads all that a source shows, at a time.
func readFeed(t *testing.T, address, name string, data []byte, at time.Time) {
	t.Helper()
	store := storagetest.Open(t, address)
	defer store.Close()
	readFeedOf(t, store, name, data, at)
}

func readFeedOf(t *testing.T, store *storage.Store, name string, data []byte, at time.Time) {
	t.Helper()
	format, err := sources.Recognise(data, []sources.Format{francetravail.Format(), greenhouse.Format()})
	if err != nil {
		t.Fatal(err)
	}
	batch, err := format.Parse(data)
	if err != nil || len(batch.Refused) > 0 {
		t.Fatal(err, batch.Refused)
	}
	if err := store.AddFeeds(t.Context(), []sources.FeedName{{Name: name, Kind: format.Name}}, at); err != nil {
		t.Fatal(err)
	}
	feed, ok, _, err := store.TakeFeed(t.Context(), []string{name}, at, at.Add(time.Minute))
	if err != nil || !ok {
		t.Fatal(name, ok, err)
	}
	lease := sources.Lease{Feed: name, Until: feed.Next, Began: at}
	if _, err := store.KeepOffers(t.Context(), lease, batch.Offers, at); err != nil {
		t.Fatal(err)
	}
	if _, doubted, err := store.EndFeed(t.Context(), lease, sources.End{Complete: true, Next: at}, at); err != nil || doubted {
		t.Fatal(doubted, err)
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
func tell(t *testing.T, address string, story []byte, at time.Time, web pages) []byte {
	t.Helper()
	return tellOf(t, address, defaults(t), story, at, web)
}

func tellOf(t *testing.T, address string, d commands.Defaults, story []byte, at time.Time, web pages) []byte {
	t.Helper()
	store := storagetest.Open(t, address)
	defer store.Close()
	now := func() time.Time { return at }
	router, calls := routerOf(t, store, d, now, web)
	room := &local.Room{Log: &storage.Room{Store: store, Now: now}, Calls: calls, Now: now, Errors: slog.New(slog.DiscardHandler)}
	var in strings.Builder
	var as string
	var lines []string
	for _, line := range spoken.FindAllSubmatch(story, -1) {
		if as == "" {
			as = string(line[1])
		}
		lines = append(lines, string(line[2]))
		typed := unescape.Replace(string(line[2]))
		if label := inDirect.FindStringSubmatch(typed); label != nil {
			typed = directButton(t, room, string(line[1]), label[1])
		}
		in.WriteString(typed + "\n")
	}
	person, err := local.FindPerson(as)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	room.Console = local.Console{In: strings.NewReader(in.String()), Out: &out, As: person, Echo: true}
	if err := room.Run(t.Context(), router); err != nil {
		t.Fatal(err)
	}
	told := spoken.ReplaceAllStringFunc(escape.Replace(out.String()), func(line string) string {
		if len(lines) == 0 {
			return line
		}
		said := lines[0]
		lines = lines[1:]
		if who, _, _ := strings.Cut(line, "> "); inDirect.MatchString(said) {
			return who + "> " + said
		}
		return line
	})
	return []byte(told)
}

// inDirect is a line that presses a button of one's last direct message: [Voir].
var inDirect = regexp.MustCompile(`^\[(.+)\]$`)

// directButton is the number, in somebody's console, of the button of a label in the last
// direct message that they have with one.
func directButton(t *testing.T, room *local.Room, who, label string) string {
	t.Helper()
	entries, err := room.Log.Latest(t.Context(), place("@"+who), 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range slices.Backward(entries) {
		buttons := e.Message.Buttons
		for _, c := range e.Message.Cards {
			buttons = append(buttons, c.Buttons...)
		}
		for _, b := range buttons {
			if bot.Plain(b.Label.In(e.Lang)) != label {
				continue
			}
			control, err := bot.KeptControlID(t.Context(), room.Calls, b.Do)
			if err != nil {
				t.Fatal(err)
			}
			number, err := room.Log.Button(t.Context(), who, control)
			if err != nil {
				t.Fatal(err)
			}
			return strconv.Itoa(number)
		}
	}
	t.Fatalf("no direct message to %s has a button %s", who, label)
	return ""
}

// A tab at the end of a line, which asks for completion, is written ⇥.
var (
	unescape = strings.NewReplacer("⇥", "\t")
	escape   = strings.NewReplacer("\t", "⇥")
)

// smallPack is read once for all stories.
var smallPack = sync.OnceValues(func() (*content.Pack, error) { return content.Load(os.DirFS("testdata/content")) })

func defaults(t testing.TB) commands.Defaults {
	t.Helper()
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	pack, err := smallPack()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range pack.Faults {
		t.Fatal(f)
	}
	library, err := content.NewLibrary(pack, "", time.Now, func(*content.Pack) {})
	if err != nil {
		t.Fatal(err)
	}
	return commands.Defaults{Lang: bot.FR, Zone: paris, Library: library, Platforms: map[string]bot.Text{"discord": bot.Same("Discord"), "slack": bot.Same("Slack"), local.Platform: {FR: "cette salle", EN: "this room"}}}
}

// pages are those of the web that can be read.
type pages map[string][]byte

// Page implements commands.Pages.
func (p pages) Page(_ context.Context, address string) (fetch.Page, error) {
	if strings.Contains(address, "127.0.0.1") {
		return fetch.Page{}, fetch.ErrForbidden
	}
	body, there := p[address]
	if !there {
		return fetch.Page{}, fetch.ErrUnreadable
	}
	return fetch.Page{URL: address, ContentType: "text/html; charset=utf-8", Body: body}, nil
}

func router(t testing.TB, store *storage.Store, now func() time.Time, web commands.Pages) (*bot.Router, *storage.Calls) {
	t.Helper()
	return routerOf(t, store, defaults(t), now, web)
}

func routerOf(t testing.TB, store *storage.Store, d commands.Defaults, now func() time.Time, web commands.Pages) (*bot.Router, *storage.Calls) {
	t.Helper()
	calls := &storage.Calls{Store: store, Now: now}
	r, err := bot.NewRouter(commands.All(store, d, web), bot.Ports{
		Calls: calls, Once: &storage.Once{Store: store, Now: now}, Now: now,
		Directory: &storage.Directory{Store: store, Lang: d.Lang, Zone: d.Zone, Now: now},
		Aside:     commands.Aside(store, d),
		Distress:  func(s string) bool { return distress.Hear(s) != distress.Nothing }, Help: commands.Help,
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return r, calls
}

// parisTime reads a time in Paris: 2026-11-23T09:00.
func parisTime(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02T15:04", text, defaults(t).Zone)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// passTime lets everything happen that is due at a time, and what that brings about.
// Channels have theirs before direct messages are composed, as where time does not jump.
// Direct messages to some are refused.
func passTime(t *testing.T, address string, at time.Time, closed map[string]bool) {
	t.Helper()
	passTimeOf(t, address, defaults(t), at, closed)
}

func passTimeOf(t *testing.T, address string, d commands.Defaults, at time.Time, closed map[string]bool) {
	t.Helper()
	store := storagetest.Open(t, address)
	defer store.Close()
	now := func() time.Time { return at }
	log := slog.New(slog.DiscardHandler)
	room := &local.Room{Log: &storage.Room{Store: store, Now: now}, Accounts: &storage.Directory{Store: store}, Now: now, Errors: log}
	schedules := (&schedule.Scheduler{Store: &storage.Schedules{Store: store}, Words: commands.Planned(store, d), Log: log, Now: now}).Run
	composes := (&notice.Composer{Store: &storage.Notices{Store: store, Lang: bot.FR, Zone: d.Zone}, Topics: commands.Topics(store, d), Words: commands.Composed(), Log: log, Now: now}).Run
	delivers := (&delivery.Dispatcher{Outbox: &storage.Outbox{Store: store, Now: now}, Platforms: []bot.Platform{closedTo{room, closed}}, Log: log, Now: now}).Run
	if _, err := commands.Announcements(store, d).Tend(t.Context(), at); err != nil {
		t.Fatal(err)
	}
	matchArrivals(t, store, d, at)
	together(t, func() bool { return posted(t, store, at) }, schedules, delivers)
	together(t, func() bool { return told(t, store, d, at) && posted(t, store, at) }, schedules, composes, delivers) // what is told waits to be sent then
}

// matchArrivals matches all that has arrived with the alerts of all.
func matchArrivals(t *testing.T, store *storage.Store, d commands.Defaults, at time.Time) {
	t.Helper()
	for more := true; more; {
		var err error
		if more, err = (&storage.Notices{Store: store, Lang: bot.FR, Zone: d.Zone}).MatchArrivals(t.Context(), at); err != nil {
			t.Fatal(err)
		}
	}
}

// together runs parts of the program until something holds.
func together(t *testing.T, so func() bool, parts ...func(context.Context)) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), 10*time.Second)
	var all sync.WaitGroup
	for _, part := range parts {
		all.Go(func() { part(ctx) })
	}
	look := time.NewTicker(time.Millisecond)
	defer look.Stop()
	for ctx.Err() == nil && !so() {
		<-look.C
	}
	if ctx.Err() != nil {
		t.Error("what was due never ended")
	}
	stop()
	all.Wait()
}

// closedTo is the room, where the direct messages of some are closed.
type closedTo struct {
	*local.Room
	members map[string]bool
}

func (c closedTo) Send(ctx context.Context, p bot.Post) (bot.MessageRef, error) {
	if c.members[p.To.Member] {
		return bot.MessageRef{}, &bot.SendError{Fate: bot.Rejected, Gone: true, Err: errors.New("cannot send messages to this user")}
	}
	return c.Room.Send(ctx, p)
}

// posted reports whether nothing is scheduled or waits to be sent any more.
func posted(t *testing.T, store *storage.Store, at time.Time) bool {
	t.Helper()
	due, _, err := (&storage.Schedules{Store: store}).Due(t.Context(), at, 1)
	if err != nil {
		t.Fatal(err)
	}
	queue, err := store.Queue(t.Context(), storage.Scope{}, at)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range queue {
		if q.State == delivery.Pending || q.State == delivery.Sending {
			return false
		}
	}
	return len(due) == 0
}

// told reports whether nobody is to be told anything any more, of those too whose notice
// of the day is not made yet.
func told(t *testing.T, store *storage.Store, d commands.Defaults, at time.Time) bool {
	t.Helper()
	notices := &storage.Notices{Store: store, Zone: d.Zone}
	var daily []string
	for _, topic := range commands.Topics(store, d) {
		if topic.Daily {
			daily = append(daily, topic.Name)
		}
	}
	more, err := notices.Daily(t.Context(), daily, at)
	if err != nil {
		t.Fatal(err)
	}
	waiting, _, err := notices.Due(t.Context(), at, 1)
	if err != nil {
		t.Fatal(err)
	}
	return !more && len(waiting) == 0
}

// place is a channel of the room, or with an @ somebody's direct messages.
func place(name string) bot.Address {
	if member, ok := strings.CutPrefix(name, "@"); ok {
		return bot.Address{Platform: local.Platform, Space: local.Space, Member: member}
	}
	return bot.Address{Platform: local.Platform, Space: local.Space, Channel: name}
}

// seen is what a channel of the room shows, oldest first: the words, then the
// labels of the buttons.
func seen(t *testing.T, address, channel string) []byte {
	t.Helper()
	store := storagetest.Open(t, address)
	defer store.Close()
	entries, err := (&storage.Room{Store: store}).Latest(t.Context(), place(channel), 100)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	for _, e := range entries {
		fmt.Fprintln(&out, "##", e.Sent.In(defaults(t).Zone).Format("2006-01-02 15:04"))
		line := func(text bot.Text) {
			if said := bot.Plain(text.In(e.Lang)); said != "" {
				fmt.Fprintln(&out, said)
			}
		}
		buttons := func(all []bot.Button) {
			for _, b := range all {
				fmt.Fprintf(&out, "[%s]\n", bot.Plain(b.Label.In(e.Lang)))
			}
		}
		line(e.Message.Text)
		for _, c := range e.Message.Cards {
			line(c.Title)
			line(c.Body)
			line(c.Footer)
			buttons(c.Buttons)
		}
		buttons(e.Message.Buttons)
		if e.Thread != nil {
			fmt.Fprintf(&out, "(%s)\n", bot.Plain(e.Thread.Name.In(e.Lang)))
		}
	}
	return out.Bytes()
}
