// Package storagetest gives tests databases to throw away: an SQLite file, and
// a PostgreSQL server of their own where one is installed.
package storagetest

import (
	"cmp"
	"context"
	"crypto/rand"
	"database/sql"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"rebond/storage"
)

// Engines runs a test on each engine, with the address of a database that holds nothing.
func Engines(t *testing.T, test func(t *testing.T, address string)) {
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, Postgres(t)) })
}

// Unmade is [Engines] with databases that have no schema yet.
func Unmade(t *testing.T, test func(t *testing.T, address string)) {
	t.Run("sqlite", func(t *testing.T) { test(t, UnmadeSQLite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, UnmadePostgres(t)) })
}

// Open opens the database at an address until the test ends.
func Open(t testing.TB, address string) *storage.Store {
	t.Helper()
	s, err := storage.Open(context.Background(), address)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	keys := &storage.Keys{Address: Keys(address)}
	s.SealWith(keys)
	t.Cleanup(func() { s.Close(); keys.Close() })
	return s
}

// Raw opens the database at an address past the store, until the test ends.
func Raw(t testing.TB, address string) *sql.DB {
	t.Helper()
	driver, source := "pgx", address
	if path, ok := strings.CutPrefix(address, "sqlite:"); ok {
		driver, source = "sqlite3", "file:"+path+"?_busy_timeout=10000"
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// Keys is the address of the store of keys that goes with the database at an address: an
// SQLite file.
func Keys(address string) string {
	if path, lite := strings.CutPrefix(address, "sqlite:"); lite {
		return "sqlite:" + strings.TrimSuffix(path, ".db") + ".keys"
	}
	name, _, _ := strings.Cut(address[strings.LastIndexByte(address, '/')+1:], "?")
	return "sqlite:" + filepath.Join(cmp.Or(memory(), os.TempDir()), "rebond-"+name+".keys")
}

// SQLite is the address of an SQLite file with this program's schema, and nothing in it.
func SQLite(t testing.TB) string {
	t.Helper()
	content, err := madeSQLite()
	if err != nil {
		t.Fatal(err)
	}
	address := UnmadeSQLite(t)
	if err := os.WriteFile(strings.TrimPrefix(address, "sqlite:"), content, 0o600); err != nil {
		t.Fatal(err)
	}
	return address
}

// madeSQLite is the content of a file of which [SQLite] gives copies: every test would
// make the same schema again.
var madeSQLite = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp(memory(), "rebond-sqlite-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "rebond.db")
	if err := makeSchema("sqlite:" + path); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// makeSchema makes the schema in the database at an address, as a first start does.
func makeSchema(address string) error {
	s, err := storage.Open(context.Background(), address)
	if err != nil {
		return err
	}
	return s.Close()
}

// UnmadeSQLite is the address of an SQLite file that does not exist yet.
func UnmadeSQLite(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp(memory(), "rebond-sqlite-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return "sqlite:" + filepath.Join(dir, "rebond.db")
}

// memory is a folder in memory with room enough, where the machine has one; else "", the
// usual one. What tests kill are processes, not machines: what was written is still there,
// and a disk would only be waited for. Benchmarks measure it.
func memory() string {
	const dir, room = "/dev/shm", 2 << 30
	var fs syscall.Statfs_t
	if bench := flag.Lookup("test.bench"); bench != nil && bench.Value.String() != "" || syscall.Statfs(dir, &fs) != nil || fs.Bavail*uint64(fs.Bsize) < room {
		return ""
	}
	return dir
}

// Postgres is the address of a database with this program's schema, and nothing in it, on
// a server that lives as long as the test binary. Without PostgreSQL the test is skipped,
// but for CI.
func Postgres(t testing.TB) string {
	t.Helper()
	s := running(t)
	s.make.Do(func() {
		s.exec(t, "CREATE DATABASE "+made)
		if err := makeSchema(s.address(made)); err != nil {
			t.Fatal(err)
		}
	})
	return s.database(t, made)
}

// made is the database of which [Postgres] gives copies: every test would make the same
// schema again.
const made = "made"

// UnmadePostgres is the address of an empty database on the server of [Postgres].
func UnmadePostgres(t testing.TB) string {
	t.Helper()
	return running(t).database(t, "template1")
}

// running is the server, started by the first test that needs it.
func running(t testing.TB) *postgresServer {
	t.Helper()
	s, err := server()
	if err != nil {
		if os.Getenv("REBOND_REQUIRE_ALL") == "1" {
			t.Fatalf("PostgreSQL is required: %v", err)
		}
		t.Skipf("no PostgreSQL here: %v", err)
	}
	return s
}

// database makes a copy of a database, until the test ends, and returns its address.
func (s *postgresServer) database(t testing.TB, of string) string {
	t.Helper()
	name := "t" + strings.ToLower(rand.Text())
	s.exec(t, "CREATE DATABASE "+name+" TEMPLATE "+of)
	t.Cleanup(func() {
		s.exec(t, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)")
		kept, _ := filepath.Glob(strings.TrimPrefix(Keys(s.address(name)), "sqlite:") + "*") // copies too: the name is random
		for _, file := range kept {
			os.Remove(file)
		}
	})
	return s.address(name)
}

// PostgresCopy is the address of a copy of a PostgreSQL database. Whoever is connected to it
// has to connect again.
func PostgresCopy(t testing.TB, address string) string {
	t.Helper()
	i := strings.LastIndexByte(address, '/') + 1
	of := address[i:strings.IndexByte(address, '?')]
	started.exec(t, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"+of+"'")
	return started.database(t, of)
}

// Drop takes a PostgreSQL database away from whoever uses it.
func Drop(t testing.TB, address string) {
	t.Helper()
	i := strings.LastIndexByte(address, '/') + 1
	started.exec(t, "DROP DATABASE "+address[i:strings.IndexByte(address, '?')]+" WITH (FORCE)")
}

// PostgresKept is the address of an empty database that lives as long as the
// server, for what several benchmarks share.
func PostgresKept(t testing.TB) string {
	t.Helper()
	address := UnmadePostgres(t)
	i := strings.LastIndexByte(address, '/') + 1
	name := "kept" + address[i:strings.IndexByte(address, '?')]
	started.exec(t, "CREATE DATABASE "+name)
	return started.address(name)
}

// Stop ends the server, if one was started: for TestMain.
func Stop() {
	if s := started; s != nil {
		s.admin.Close()
		s.alive.Close()
		s.process.Wait()
		os.RemoveAll(s.dir)
	}
}

// postgresServer is a running PostgreSQL on loopback.
type postgresServer struct {
	dir     string
	port    int
	process *exec.Cmd
	alive   io.Closer
	admin   *sql.DB
	make    sync.Once // the schema that databases are copied with
}

var (
	started *postgresServer
	server  = sync.OnceValues(start)
)

func (s *postgresServer) address(database string) string {
	return fmt.Sprintf("postgres://rebond@127.0.0.1:%d/%s?sslmode=disable", s.port, database)
}

func (s *postgresServer) exec(t testing.TB, query string) {
	t.Helper()
	if _, err := s.admin.Exec(query); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

func start() (*postgresServer, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(memory(), "rebond-postgres-")
	if err != nil {
		return nil, err
	}
	owner, err := unprivileged(dir)
	if err != nil {
		return nil, err
	}
	data := filepath.Join(dir, "data")
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", data, "-U", "rebond", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
	initdb.SysProcAttr, initdb.Dir = owner, dir
	if out, err := initdb.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w\n%s", err, out)
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	s := &postgresServer{dir: dir, port: port}
	// The shell stops the server when its input closes, however the tests end.
	s.process = exec.Command("sh", "-c", `"$0" "$@" & cat >/dev/null; kill -INT $!; wait $!`, filepath.Join(bin, "postgres"), "-D", data, "-p", strconv.Itoa(port), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=200", "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "wal_level=minimal", "-c", "max_wal_senders=0")
	s.process.SysProcAttr, s.process.Dir = owner, dir
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		return nil, err
	}
	s.process.Stdout, s.process.Stderr = log, log
	if s.alive, err = s.process.StdinPipe(); err != nil {
		return nil, err
	}
	if err := s.process.Start(); err != nil {
		return nil, err
	}
	started = s
	return s, s.ready()
}

// ready waits until the server accepts connections.
func (s *postgresServer) ready() error {
	var err error
	if s.admin, err = sql.Open("pgx", s.address("postgres")); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		if err = s.admin.PingContext(ctx); err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("PostgreSQL did not start: %w", err)
		case <-tick.C:
		}
	}
}

// binaries is the folder of the newest PostgreSQL installed.
func binaries() (string, error) {
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path), nil
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(found) == 0 {
		return "", fmt.Errorf("initdb is not installed")
	}
	return filepath.Dir(slices.Max(found)), nil
}

// unprivileged makes dir belong to an ordinary account where the tests run as
// root, as which PostgreSQL refuses to run.
func unprivileged(dir string) (*syscall.SysProcAttr, error) {
	attr := &syscall.SysProcAttr{}
	if os.Getuid() != 0 {
		return attr, nil
	}
	account, err := user.Lookup("postgres")
	if err != nil {
		if account, err = user.Lookup("nobody"); err != nil {
			return nil, err
		}
	}
	uid, err := strconv.Atoi(account.Uid)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.Atoi(account.Gid)
	if err != nil {
		return nil, err
	}
	attr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return attr, os.Chown(dir, uid, gid)
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// Rounds is how many times a trial is repeated: long in the long trials
// (REBOND_LONG=1), short otherwise.
func Rounds(short, long int) int {
	if os.Getenv("REBOND_LONG") == "1" {
		return long
	}
	return short
}
