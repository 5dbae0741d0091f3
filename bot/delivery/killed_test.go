package delivery_test

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/bottest"
	"rebond/bot/delivery"
	"rebond/bot/local"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// program is the real binary, built once.
var program = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "rebond-delivery-")
	if err != nil {
		return "", err
	}
	built = dir
	path := filepath.Join(dir, "rebond")
	if out, err := exec.Command("go", "build", "-o", path, "rebond").CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return path, nil
})

// built is the folder of the program, if a test has built it.
var built string

func TestMain(m *testing.M) {
	storagetest.Main(m, work, func() {
		if built != "" {
			os.RemoveAll(built)
		}
	})
}

// roomPosts are n posts to every place of the room, one in ten of them a new
// version of an earlier one.
func roomPosts(n int) (all []bot.Post) {
	var to []bot.Address
	for _, c := range local.Channels() {
		to = append(to, bot.Address{Platform: local.Platform, Space: local.Space, Channel: c.Name})
	}
	for _, p := range local.People() {
		to = append(to, bot.Address{Platform: local.Platform, Space: local.Space, Member: p.Name})
	}
	last := map[bot.Address]string{}
	for i := range n {
		p := bot.Post{Key: fmt.Sprintf("k/%05d", i), Kind: bot.SendPost, To: to[i%len(to)], Lang: bot.FR, Message: &bot.Message{Text: bot.Same(fmt.Sprint("message ", i))}}
		if of := last[p.To]; of != "" && i%10 == 9 {
			p.Kind, p.Of, p.Message.Text = bot.EditPost, of, bot.Same("edited "+of)
		} else {
			last[p.To] = p.Key
		}
		all = append(all, p)
	}
	return all
}

// told holds that the room shows each post once, in order in its place, and in
// its last version.
func told(t *testing.T, db *sql.DB, posts []bot.Post) {
	t.Helper()
	want, edited := map[string][]string{}, map[string]bool{}
	for _, p := range posts {
		if p.Kind == bot.SendPost {
			at, _ := p.To.MarshalText()
			want[string(at)] = append(want[string(at)], p.Key)
		} else {
			edited[p.Of] = true
		}
	}
	rows, err := db.Query("SELECT place, key, body FROM room_messages WHERE key IS NOT NULL ORDER BY id")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	got := map[string][]string{}
	for rows.Next() {
		var place, key, body string
		if err := rows.Scan(&place, &key, &body); err != nil {
			t.Fatal(err)
		}
		got[place] = append(got[place], key)
		if strings.Contains(body, "edited "+key) != edited[key] {
			t.Errorf("%s says %s", key, body)
		}
	}
	for place := range want {
		if w, g := strings.Join(want[place], " "), strings.Join(got[place], " "); w != g {
			t.Errorf("%s shows %s, not %s", place, g, w)
		}
	}
	var unsettled int
	if err := db.QueryRow("SELECT count(*) FROM posts WHERE state NOT IN ('delivered', 'expired')").Scan(&unsettled); err != nil || unsettled > 0 {
		t.Errorf("%d posts are not settled, %v", unsettled, err)
	}
}

// left is how many posts are still to be settled.
func left(t testing.TB, db *sql.DB) (n int) {
	t.Helper()
	if err := db.QueryRow("SELECT count(*) FROM posts WHERE state IN ('pending', 'sending')").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// starts runs the real program on a database.
func starts(t *testing.T, address string) *exec.Cmd {
	t.Helper()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, "run", "--no-open")
	cmd.Dir, cmd.Env = t.TempDir(), []string{"LANG=fr_FR.UTF-8", "REBOND_DATABASE=" + address, "REBOND_KEYS=" + storagetest.Keys(address), "REBOND_ROOM_PORT=0", "REBOND_DELIVERY_DIRECT_PER_SECOND=0"}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	return cmd
}

// TestKilledDelivery kills the real program at random moments of a fan-out to
// the room: every post is there once and in order. The leases of the dead are
// brought to their end, as nobody else can hold them.
func TestKilledDelivery(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		store, db := storagetest.Open(t, address), storagetest.Raw(t, address)
		posts := roomPosts(storagetest.Rounds(200, 800))
		rounds := storagetest.Rounds(2, 15)
		random := rand.New(rand.NewPCG(3, uint64(time.Now().UnixNano())))
		kills, put := 0, 0
		for round := range rounds {
			cmd := starts(t, address)
			upTo := len(posts) * (round + 1) / rounds
			eventually(t, "the program delivers", func() bool {
				if put < upTo { // little by little: there is work whenever it dies
					next := min(upTo, put+20)
					puts(t, store, posts[put:next]...)
					put = next
				}
				n := left(t, db)
				return n < upTo && put == upTo || n == 0
			})
			moment := time.NewTimer(time.Duration(random.IntN(40_000)) * time.Microsecond)
			<-moment.C
			if left(t, db) > 0 {
				kills++
			}
			cmd.Process.Kill()
			cmd.Wait()
			if _, err := db.Exec("UPDATE post_places SET held_until = 0"); err != nil {
				t.Fatal(err)
			}
		}
		starts(t, address)
		eventually(t, "all posts", func() bool { return left(t, db) == 0 })
		told(t, db, posts)
		t.Logf("%d kills, %d of them with posts on the way", rounds, kills)
	})
}

// careless is a platform that shows each message it is sent, one after another
// in a table, and cannot be searched.
type careless struct {
	db   *sql.DB
	name string
}

func (c careless) Name() string                         { return local.Platform }
func (c careless) Run(context.Context, bot.Inbox) error { return nil }
func (c careless) Send(ctx context.Context, p bot.Post) (bot.MessageRef, error) {
	if _, err := c.db.ExecContext(ctx, "INSERT INTO arrivals (key, worker) SELECT $1, $2 FROM pg_sleep(0.005)", p.Key, c.name); err != nil {
		return bot.MessageRef{}, &bot.SendError{Fate: bot.MaybeSent, Err: err}
	}
	return bot.MessageRef{At: p.To, ID: p.Key}, nil
}
func (c careless) Change(context.Context, bot.MessageRef, bot.Post) error { return nil }

const shortLease = 2 * time.Second

// work is what a process made of this test does: it delivers to the room, or to a
// careless platform.
func work(ctx context.Context, store *storage.Store, address, kind string) error {
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	var p bot.Platform = &local.Room{Log: &storage.Room{Store: store, Now: time.Now}, Now: time.Now, Errors: log}
	if kind == "careless" {
		db, err := sql.Open("pgx", address)
		if err != nil {
			return err
		}
		defer db.Close()
		p = careless{db, fmt.Sprint(os.Getpid())}
	}
	(&delivery.Dispatcher{Outbox: &storage.Outbox{Store: store, Now: time.Now}, Platforms: []bot.Platform{p}, Log: log, Now: time.Now, Lease: shortLease}).Run(ctx)
	return nil
}

// TestKilledTwoWorkers lets two processes deliver from one PostgreSQL.
func TestKilledTwoWorkers(t *testing.T) {
	address := storagetest.Postgres(t)
	store, db := storagetest.Open(t, address), storagetest.Raw(t, address)
	posts := roomPosts(storagetest.Rounds(400, 1200))
	storagetest.Worker(t, address, "room")
	storagetest.Worker(t, address, "room")
	for i := 0; i < len(posts); i += 50 {
		puts(t, store, posts[i:i+50]...)
	}
	eventually(t, "all posts", func() bool { return left(t, db) == 0 })
	told(t, db, posts)
}

// TestKilledFrozen freezes one of two processes for longer than its lease: in
// the room each post is there once, as sending there twice is sending once.
func TestKilledFrozen(t *testing.T) {
	t.Parallel()
	address := storagetest.Postgres(t)
	store, db := storagetest.Open(t, address), storagetest.Raw(t, address)
	posts := roomPosts(storagetest.Rounds(400, 1000))
	for range storagetest.Rounds(1, 2) {
		freezes(t, "room", address, db, func() { puts(t, store, posts...) })
		told(t, db, posts)
		execute(t, db, "DELETE FROM posts")
		execute(t, db, "DELETE FROM room_messages")
	}
}

// TestKilledFrozenCareless does the same on a platform that cannot be searched
// and shows all it is sent: what the frozen process had begun is uncertain; it
// may be there or not, and nothing else is doubled or lost.
func TestKilledFrozenCareless(t *testing.T) {
	t.Parallel()
	address := storagetest.Postgres(t)
	store, db := storagetest.Open(t, address), storagetest.Raw(t, address)
	execute(t, db, "CREATE TABLE arrivals (n SERIAL, key TEXT NOT NULL, worker TEXT NOT NULL)")
	const posts = 600
	for range storagetest.Rounds(1, 2) {
		frozen := freezes(t, "careless", address, db, func() { puts(t, store, fan(0, posts)...) })
		double := counted(t, db, "SELECT count(*) FROM (SELECT key FROM arrivals GROUP BY key HAVING count(*) > 1) d")
		others := counted(t, db, fmt.Sprintf("SELECT count(*) FROM (SELECT key FROM arrivals GROUP BY key HAVING count(*) > 1 AND count(*) FILTER (WHERE worker = '%d') = 0) d", frozen))
		absent := counted(t, db, "SELECT count(*) FROM posts p WHERE state = 'delivered' AND NOT EXISTS (SELECT 1 FROM arrivals a WHERE a.key = p.key)")
		uncertain := counted(t, db, "SELECT count(*) FROM posts WHERE state = 'uncertain'")
		other := counted(t, db, "SELECT count(*) FROM posts WHERE state NOT IN ('delivered', 'uncertain')")
		t.Logf("%d posts: %d uncertain, %d double", posts, uncertain, double)
		if double > 32 || others > 0 || absent > 0 || other > 0 || uncertain > 32 {
			t.Errorf("%d double, %d of them without the frozen process; %d delivered but not there; %d uncertain, %d in another state", double, others, absent, uncertain, other)
		}
		execute(t, db, "DELETE FROM posts")
		execute(t, db, "DELETE FROM arrivals")
	}
}

func counted(t *testing.T, db *sql.DB, query string) (n int) {
	t.Helper()
	if err := db.QueryRow(query).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

// freezes lets two processes deliver, one of which is frozen among its sends
// until the other has done the rest, and goes on then. It returns that one's id.
func freezes(t *testing.T, kind, address string, db *sql.DB, put func()) (frozen int) {
	t.Helper()
	address += "&idle_in_transaction_session_timeout=1000" // shorter than the usual, as the lease is
	first := storagetest.Worker(t, address, kind)
	put()
	all := left(t, db)
	eventually(t, "the first process delivers", func() bool { return left(t, db) < all*9/10 })
	if err := first.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	before := left(t, db)
	start := time.Now()
	second := storagetest.Worker(t, address, kind)
	after, moved := before, start
	eventually(t, "the second process does the rest or comes to a stop", func() bool { // however slow it is
		if n := left(t, db); n != after {
			after, moved = n, time.Now()
		}
		return after == 0 || time.Since(moved) > 5*shortLease
	})
	if err := first.Process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	eventually(t, "all posts", func() bool { return left(t, db) == 0 })
	for _, cmd := range []*exec.Cmd{first, second} {
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		cmd.Wait()
	}
	t.Logf("%d posts left when it froze, %d when it went on after %v", before, after, time.Since(start).Round(time.Millisecond))
	if after > 0 {
		t.Errorf("%d posts had to wait for the frozen process", after)
	}
	return first.Process.Pid
}

// TestKilledPower copies the files of an SQLite database while posts go, as a
// power cut leaves them, the end of the log torn off. What delivers from a copy
// finishes what the copy knows of.
func TestKilledPower(t *testing.T) {
	address := storagetest.SQLite(t)
	store, db := storagetest.Open(t, address), storagetest.Raw(t, address)
	posts := roomPosts(storagetest.Rounds(300, 800))
	puts(t, store, posts...)
	room := func(store *storage.Store) bot.Platform {
		return &local.Room{Log: &storage.Room{Store: store, Now: time.Now}, Now: time.Now, Errors: slog.New(slog.DiscardHandler)}
	}
	dispatches(t, store, room(store), &bottest.Journal{}, nil)
	copies := storagetest.Rounds(5, 6)
	random := rand.New(rand.NewPCG(5, uint64(time.Now().UnixNano())))
	var paths []string
	for i := range copies {
		eventually(t, "some of the posts", func() bool { return left(t, db) <= len(posts)*(copies-i)/(copies+1) })
		paths = append(paths, filepath.Join(t.TempDir(), "rebond.db"))
		copyFiles(t, db, strings.TrimPrefix(address, "sqlite:"), paths[i], random.Int64N(20_000))
	}
	for _, path := range paths {
		restored, files := storagetest.Open(t, "sqlite:"+path), storagetest.Raw(t, "sqlite:"+path)
		had := left(t, files)
		stop := dispatches(t, restored, room(restored), &bottest.Journal{}, func(d *delivery.Dispatcher) {
			d.Now = func() time.Time { return time.Now().Add(time.Minute) } // the dead one's leases are over
		})
		eventually(t, "all posts of the copy", func() bool { return left(t, files) == 0 })
		stop()
		told(t, files, posts)
		t.Logf("a copy with %d of %d posts to go", had, len(posts))
	}
	eventually(t, "all posts", func() bool { return left(t, db) == 0 })
	told(t, db, posts)
}

// copyFiles copies a database that is being written. A reader keeps its log from
// starting over meanwhile, as no power cut lets it; torn is cut off the log.
func copyFiles(t *testing.T, db *sql.DB, from, to string, torn int64) {
	t.Helper()
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	execute(t, conn, "BEGIN")
	var n int
	if err := conn.QueryRowContext(t.Context(), "SELECT count(*) FROM posts").Scan(&n); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"", "-wal"} {
		data, err := os.ReadFile(from + part)
		if err != nil {
			t.Fatal(err)
		}
		if part != "" {
			data = data[:max(0, int64(len(data))-torn)]
		}
		if err := os.WriteFile(to+part, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	execute(t, conn, "ROLLBACK")
}
