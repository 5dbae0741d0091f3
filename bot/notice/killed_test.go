package notice_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/delivery"
	"rebond/bot/notice"
	"rebond/storage"
	"rebond/storage/storagetest"
)

func TestMain(m *testing.M) { storagetest.Main(m, compose) }

// trialStart is a Monday before all mornings, and trialFast how much faster than time
// the workers' clock runs: an hour in 40 milliseconds.
var trialStart = time.Date(2026, 11, 23, 5, 0, 0, 0, time.UTC)

const trialFast = 90_000

// trialRoom is the community of the trials.
var trialRoom = bot.Address{Platform: "local", Space: "room"}

// trialTopics say what a notice is about.
func trialTopics() (all []notice.Topic) {
	for _, class := range []notice.Class{notice.Digest, notice.Chosen, notice.Decision, notice.Reply} {
		all = append(all, notice.Topic{Name: string(class), Class: class, Card: func(_ context.Context, n *notice.Notice) (bot.Card, bool, error) {
			return bot.Card{Body: bot.Same(n.Ref)}, true, nil
		}})
	}
	return all
}

// trialWords say what the cards say.
type trialWords struct{}

func (trialWords) Message(cards []bot.Card, _ time.Time, _, _ bool) *bot.Message {
	var all []string
	for _, c := range cards {
		all = append(all, c.Body.FR)
	}
	return &bot.Message{Text: bot.Same(strings.Join(all, " "))}
}

func trialNotices(store *storage.Store) *storage.Notices {
	return &storage.Notices{Store: store, Lang: bot.FR, Zone: time.UTC}
}

// hasty is a store of which a composer never waits for long to look again, as its
// clock runs fast.
type hasty struct {
	notice.Store
	again chan struct{}
}

func (h hasty) Changed() <-chan struct{} { return h.again }

// compose is what a process made of this test does: it composes, by a clock that all of
// them share and that began at a time.
func compose(ctx context.Context, store *storage.Store, _, since string) error {
	began, err := strconv.ParseInt(since, 10, 64)
	if err != nil {
		return err
	}
	h := hasty{trialNotices(store), make(chan struct{})}
	go func() {
		tick := time.NewTicker(5 * time.Millisecond)
		for range tick.C {
			h.again <- struct{}{}
		}
	}()
	now := func() time.Time { return trialStart.Add(time.Since(time.Unix(0, began)) * trialFast) }
	(&notice.Composer{Store: h, Topics: trialTopics(), Words: trialWords{}, Log: slog.New(slog.NewTextHandler(os.Stderr, nil)), Now: now}).Run(ctx)
	return nil
}

// composer starts this test again as a process that composes.
func composer(t *testing.T, address string, began time.Time) *exec.Cmd {
	t.Helper()
	return storagetest.Worker(t, address, strconv.FormatInt(began.UnixNano(), 10))
}

// trialBase is a database and what is in it, past the store.
type trialBase struct {
	*storage.Store
	address string
	db      *sql.DB
}

func openTrial(t testing.TB, address string) *trialBase {
	t.Helper()
	db := storagetest.Raw(t, address)
	return &trialBase{storagetest.Open(t, address), address, db}
}

func (b *trialBase) count(t testing.TB, from string) (n int) {
	t.Helper()
	if err := b.db.QueryRow("SELECT count(*) FROM " + from).Scan(&n); err != nil {
		t.Fatalf("%s: %v", from, err)
	}
	return n
}

// joins is a new person, what they have chosen and what there is to tell them.
func (b *trialBase) joins(t testing.TB, name string, chosen storage.Choices, notices ...notice.Notice) bot.PersonID {
	t.Helper()
	d := &storage.Directory{Store: b.Store, Lang: bot.FR, Zone: time.UTC, Now: func() time.Time { return trialStart }}
	m, err := d.Know(t.Context(), trialRoom, bot.Member{User: name})
	if err != nil {
		t.Fatal(err)
	}
	_, err = trialNotices(b.Store).ChangeOwn(t.Context(), m.ID, trialStart, func(c *storage.OwnChange) error {
		c.Choices, c.Notices = chosen, notices
		for _, class := range []notice.Class{notice.Digest, notice.Chosen} {
			c.Subscriptions = append(c.Subscriptions, storage.Subscription{Community: trialRoom, Topic: string(class)})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return m.ID
}

// trialPost is a direct message that was put.
type trialPost struct{ place, says, state string }

func (b *trialBase) posts(t testing.TB) (all []trialPost) {
	t.Helper()
	rows, err := b.db.Query("SELECT place, body, state FROM posts ORDER BY id")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var p trialPost
		var body string
		var m bot.Message
		if err := rows.Scan(&p.place, &body, &p.state); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(body), &m); err != nil {
			t.Fatal(err)
		}
		p.says = m.Text.FR
		all = append(all, p)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// within holds that nobody was told more on a day than they want, and returns how
// often a budget was spent to the end.
func (b *trialBase) within(t testing.TB) (spent int) {
	t.Helper()
	rows, err := b.db.Query("SELECT p.person, n.told_at, n.count, coalesce(p.budget, 3) FROM notices n JOIN preferences p ON p.person = n.person WHERE n.count IS NOT NULL")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	type day struct{ person, day string }
	counts, budgets := map[day][]string{}, map[day]int{}
	for rows.Next() {
		var d day
		var at int64
		var count string
		var budget int
		if err := rows.Scan(&d.person, &at, &count, &budget); err != nil {
			t.Fatal(err)
		}
		d.day = time.UnixMilli(at).UTC().Format(time.DateOnly)
		if budgets[d] = budget; !slices.Contains(counts[d], count) {
			counts[d] = append(counts[d], count)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	for d, all := range counts {
		if len(all) > budgets[d] {
			t.Errorf("%s was told %q on %s, and wants %d messages a day", d.person, all, d.day, budgets[d])
		}
		if len(all) == budgets[d] {
			spent++
		}
	}
	return spent
}

// eventually waits until something holds.
func eventually(t testing.TB, what string, does func() bool) {
	t.Helper()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(time.Minute); !does(); <-tick.C {
		if time.Now().After(deadline) {
			t.Fatalf("not within a minute: %s", what)
		}
	}
}

// TestKilledComposer kills processes at random moments while they compose for 300
// people for days: in the end each notice is told in one message, and nobody's budget
// was passed. On PostgreSQL there are two at a time.
func TestKilledComposer(t *testing.T) {
	const people, days = 300, 2
	storagetest.Engines(t, func(t *testing.T, address string) {
		b := openTrial(t, address)
		random := rand.New(rand.NewPCG(7, uint64(time.Now().UnixNano())))
		kills := storagetest.Rounds(6, 10)
		want := map[string]string{} // the place of each notice
		for i := range people {
			name := fmt.Sprint("p", i)
			var notices []notice.Notice
			for k := range 2 + random.IntN(2+3*days) {
				class := pick(random, notice.Digest, notice.Digest, notice.Chosen, notice.Chosen, notice.Decision, notice.Reply)
				key := fmt.Sprint(name, "/", k)
				want[key] = "local:room/@" + name
				notices = append(notices, notice.Notice{Key: key, Topic: string(class), Class: class, Ref: key, To: trialRoom, At: trialStart.Add(time.Duration(random.IntN(days*24*60)) * time.Minute)})
			}
			b.joins(t, name, storage.Choices{Morning: 8*60 + 30 + random.IntN(10*60), Budget: 1 + random.IntN(3)}, notices...)
		}
		began := time.Now()
		workers := 1
		if strings.HasPrefix(address, "postgres") {
			workers = 2
		}
		var alive []*exec.Cmd
		for range workers {
			alive = append(alive, composer(t, address, began))
		}
		busy := 0
		for round := range kills {
			upTo := len(want) * round / kills
			eventually(t, "they tell", func() bool { return b.count(t, "notices WHERE told_at IS NOT NULL") >= upTo })
			moment := time.NewTimer(time.Duration(random.IntN(60_000)) * time.Microsecond)
			<-moment.C
			if b.count(t, "notices WHERE told_at IS NULL") > 0 {
				busy++
			}
			i := random.IntN(workers)
			alive[i].Process.Kill()
			alive[i].Wait()
			alive[i] = composer(t, address, began)
		}
		eventually(t, "all is told", func() bool { return b.count(t, "notices WHERE told_at IS NULL") == 0 })
		posts := b.posts(t)
		told := map[string]int{}
		for _, p := range posts {
			for _, key := range strings.Fields(p.says) {
				if told[key]++; told[key] > 1 || want[key] != p.place {
					t.Errorf("%s, of %s, is told to %s, for the %d. time", key, want[key], p.place, told[key])
				}
			}
		}
		if n := b.count(t, "notices WHERE post IS NOT NULL"); len(told) != len(want) || n != len(want) {
			t.Errorf("%d told by %d notices of %d", len(told), n, len(want))
		}
		spent := b.within(t)
		if spent == 0 {
			t.Error("no budget was spent to the end: that nobody's was passed says nothing")
		}
		t.Logf("%d notices in %d messages, %d kills, %d of them with something to tell; a budget was spent %d times; %v", len(want), len(posts), kills, busy, spent, time.Since(began).Round(time.Millisecond))
	})
}

// doomed is one process, which dies at one of its steps: it does nothing from then on.
type doomed struct {
	notice.Store
	t     *testing.T
	turn  *int // of the trial's clock
	moves func()
	step  int
	dies  int // at which step, counted from 1; 0: never
	trace []string
	ended bool // it has come to the end of the trial
}

func (d *doomed) reaches(what string) bool {
	d.step++
	d.trace = append(d.trace, what)
	return d.step != d.dies
}

func (d *doomed) passes(what string) {
	if !d.reaches(what) {
		runtime.Goexit()
	}
}

// Changed lets the composer look again at once: what there is to do depends on the
// trial's clock alone.
func (d *doomed) Changed() <-chan struct{} {
	again := make(chan struct{})
	close(again)
	return again
}

func (d *doomed) Recall(ctx context.Context, now time.Time) error {
	d.passes("before recall")
	err := d.Store.Recall(ctx, now)
	d.passes("after recall")
	return err
}

func (d *doomed) Due(ctx context.Context, now time.Time, max int) ([]notice.Person, time.Time, error) {
	due, next, err := d.Store.Due(ctx, now, max)
	d.passes("read")
	if err == nil && len(due) == 0 { // this moment is over
		if *d.turn++; *d.turn == len(trialMoments) {
			d.ended = true
			runtime.Goexit()
		}
		d.moves()
	}
	return due, next, err
}

func (d *doomed) Tell(ctx context.Context, now time.Time, steps ...notice.Step) ([]bool, error) {
	d.passes("before tell")
	if !d.reaches("inside tell") { // all is written, and nothing committed
		last := &steps[len(steps)-1]
		last.Messages = append(last.Messages, notice.Message{})
		if _, err := d.Store.Tell(ctx, now, steps...); err == nil {
			d.t.Error("a message to nowhere is put")
		}
		runtime.Goexit()
	}
	done, err := d.Store.Tell(ctx, now, steps...)
	d.passes("after tell")
	return done, err
}

// trialMoments is what the trial's clock shows, one after another: before the morning,
// in it, later, and the day after.
var trialMoments = []time.Duration{0, 5 * time.Hour, 9 * time.Hour, 29 * time.Hour}

// diesAt lets composers die at these steps, one after another, and a last one live; it
// returns how many steps the last one took.
func diesAt(t *testing.T, b *trialBase, deaths ...int) int {
	t.Helper()
	at := func(key string, class notice.Class, in time.Duration) notice.Notice {
		return notice.Notice{Key: key, Topic: string(class), Class: class, Ref: key, To: trialRoom, At: trialStart.Add(in)}
	}
	b.joins(t, "alex", storage.Choices{Budget: 1}, at("a1", notice.Digest, 0), at("a2", notice.Digest, 0), at("a3", notice.Chosen, 9*time.Hour), at("a4", notice.Decision, 0))
	b.joins(t, "sam", storage.Choices{}, at("s1", notice.Reply, 0), at("s2", notice.Digest, 0), at("s3", notice.Chosen, 5*time.Hour))
	turn, back := 0, ""
	outbox := &storage.Outbox{Store: b.Store, Now: func() time.Time { return trialStart }}
	moves := func() { // when the morning is over, the platform has been down: it was given up
		if turn != 2 {
			return
		}
		claimed, _, err := outbox.Claim(t.Context(), delivery.Lane{Platform: "local", Direct: true}, trialStart.Add(trialMoments[1]), time.Minute, 10)
		if err != nil || len(claimed) != 2 {
			t.Errorf("%d claimed, %v", len(claimed), err)
		}
		for _, d := range claimed {
			o := delivery.Outcome{ID: d.ID, Claim: d.Claim, State: delivery.Rejected, Error: delivery.GivenUp + "it is down"}
			back += d.Message.Text.FR
			if err := outbox.Settle(t.Context(), trialStart.Add(trialMoments[1]), o); err != nil {
				t.Error(err)
			}
		}
	}
	var traces []string
	last := &doomed{}
	for _, step := range append(slices.Clone(deaths), 0) {
		last = &doomed{Store: trialNotices(b.Store), t: t, turn: &turn, moves: moves, dies: step}
		c := &notice.Composer{Store: last, Topics: trialTopics(), Words: trialWords{}, Log: slog.New(slog.NewTextHandler(os.Stderr, nil)), Now: func() time.Time { return trialStart.Add(trialMoments[turn]) }}
		over := make(chan struct{})
		go func() {
			defer close(over)
			c.Run(t.Context())
		}()
		<-over
		traces = append(traces, strings.Join(last.trace, ", "))
	}
	if !last.ended {
		t.Fatalf("deaths at %v: the last one died", deaths)
	}
	got := map[string]string{}
	for _, p := range b.posts(t) {
		if p.state == "pending" {
			got[p.place] = strings.TrimSpace(got[p.place] + " " + p.says)
		}
	}
	want := map[string]string{"local:room/@alex": "a1 a2 a3 a4", "local:room/@sam": "s1 s2 s3"} // in some order: what was given up comes later
	for place := range want {
		keys := strings.Fields(got[place])
		slices.Sort(keys)
		if strings.Join(keys, " ") != want[place] {
			t.Errorf("deaths at %v: %s is told %q\n%s", deaths, place, got[place], strings.Join(traces, "\n"))
		}
	}
	if n := b.count(t, "notices WHERE told_at IS NOT NULL AND post IS NOT NULL"); len(got) != 2 || n != 7 || back == "" {
		t.Errorf("deaths at %v: %d told, of %v; given up %q\n%s", deaths, n, got, back, strings.Join(traces, "\n"))
	}
	b.within(t)
	for _, table := range []string{"notices", "subscriptions", "preferences", "posts", "post_places"} { // the next trial begins with nothing
		if _, err := b.db.Exec("DELETE FROM " + table); err != nil {
			t.Fatal(err)
		}
	}
	return last.step
}

// TestEveryDeathOfAStep stops a composer at every step between what is due and what
// is queued, and the next one at steps of its own, then lets another go on: each notice
// is told once, also what was given up on its way. Of the pairs of deaths half are
// tried with REBOND_LONG=1, a sample otherwise.
func TestEveryDeathOfAStep(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		b := openTrial(t, address)
		random := rand.New(rand.NewPCG(1, 2))
		tried := 0
		steps := diesAt(t, b)
		for first := 1; first <= steps; first++ {
			rest := diesAt(t, b, first)
			for second := 1; second <= rest; second++ {
				if tried++; random.IntN(storagetest.Rounds(10, 2)) == 0 {
					diesAt(t, b, first, second)
				}
			}
		}
		t.Logf("%d steps, %d pairs of deaths", steps, tried)
	})
}
