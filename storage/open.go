package storage

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	sqlite3 "github.com/mattn/go-sqlite3"

	"rebond/bot"
)

//go:embed migrations/*.sql key_migrations/*.sql
var migrations embed.FS

// schema is what a database holds: that of everything, or that of the keys.
type schema struct {
	folder   string // of its migrations
	versions string // the table of those it has had
	lock     int64  // the advisory lock of migrations
	mark     string // a table by which it is known
}

// other is the schema that never shares a database with this one.
func (h *schema) other() *schema {
	if h == keysOnly {
		return everything
	}
	return keysOnly
}

var (
	everything = &schema{"migrations", "schema_versions", 0x7265626f6e64, "handled_requests"} // "rebond" in ASCII
	keysOnly   = &schema{"key_migrations", "key_versions", 0x7265626f6e64 + 1, "keys"}
)

// Open opens the database at an address, "sqlite:rebond.db" or
// "postgres://user@host/name", and migrates it. What keeps it from being used
// is a *bot.UserError, and nothing has been changed then.
func Open(ctx context.Context, address string) (*Store, error) {
	s, err := open(ctx, address, everything)
	if err != nil {
		return nil, err
	}
	var last string
	if err := s.reader().row(ctx, "SELECT coalesce(max(id), '') FROM posts").Scan(&last); err != nil {
		s.Close()
		return nil, s.explain(err)
	}
	s.ids.after(last)
	return s, nil
}

// open opens and migrates a database of a schema.
func open(ctx context.Context, address string, holds *schema) (*Store, error) {
	var s *Store
	var err error
	switch {
	case strings.HasPrefix(address, "sqlite:"):
		s, err = openSQLite(strings.TrimPrefix(address, "sqlite:"), holds)
	case strings.HasPrefix(address, "postgres://"), strings.HasPrefix(address, "postgresql://"):
		s, err = openPostgres(address, holds)
	default:
		return nil, &bot.UserError{Text: bot.Text{
			FR: "L’adresse de la base de données doit commencer par sqlite: (un fichier) ou par postgres://.",
			EN: "The address of the database must begin with sqlite: (a file) or postgres://.",
		}}
	}
	if err != nil {
		return nil, err
	}
	s.posted, s.scheduled, s.noticed, s.announced, s.arrived = make(chan struct{}, 1), make(chan struct{}, 1), make(chan struct{}, 1), make(chan struct{}, 1), make(chan struct{}, 1)
	if err := s.migrateAlone(ctx); err != nil {
		s.Close()
		return nil, s.explain(err)
	}
	return s, nil
}

func openSQLite(path string, holds *schema) (*Store, error) {
	if path == "" || path == ":memory:" {
		return nil, &bot.UserError{Text: bot.Text{FR: "Il manque le nom du fichier de la base, comme dans sqlite:rebond.db.", EN: "The name of the database file is missing, as in sqlite:rebond.db."}}
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("database path: %w", err)
	}
	s := &Store{engine: sqlite, path: path, holds: holds}
	// A file that is there but cannot be written would be opened read-only and
	// fail at the first change: say so now. What is in it is nobody else's business.
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, s.explain(err)
	}
	f.Close()
	file := "file:" + (&url.URL{Path: path}).EscapedPath()
	if err := inspect(file, path, holds); err != nil {
		return nil, s.explain(err)
	}
	if holds == keysOnly {
		if err := ownersAlone(path); err != nil {
			return nil, s.explain(err)
		}
	}
	dsn := file + "?_journal_mode=WAL&_synchronous=FULL&_txlock=immediate&_busy_timeout=5000&_foreign_keys=on&_secure_delete=on"
	if s.write, err = sql.Open("sqlite3", dsn); err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	s.write.SetMaxOpenConns(1)
	if s.read, err = sql.Open("sqlite3", dsn+"&_query_only=on"); err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	s.read.SetMaxOpenConns(4)
	s.read.SetMaxIdleConns(4)
	return s, nil
}

// ownersAlone takes a file, and what SQLite puts beside it, from everybody but its owner: it
// may have been put back from a copy.
func ownersAlone(path string) error {
	for _, beside := range []string{"", "-wal", "-shm"} {
		if err := os.Chmod(path+beside, 0o600); err != nil && (beside == "" || !errors.Is(err, fs.ErrNotExist)) {
			return err
		}
	}
	return nil
}

// inspect refuses a file that is not for this program before anything in it is
// changed: even the journal mode is written into the file.
func inspect(file, path string, holds *schema) error {
	if info, err := os.Stat(path); err != nil || info.Size() == 0 {
		return err
	}
	db, err := sql.Open("sqlite3", file+"?mode=ro&_busy_timeout=5000")
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = schemaVersion(context.Background(), tx{querier: db, engine: sqlite}, holds)
	return err
}

func openPostgres(address string, holds *schema) (*Store, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, &bot.UserError{Text: bot.Text{FR: "L’adresse de la base PostgreSQL est mal écrite. Elle a cette forme : postgres://utilisateur@machine/base.", EN: "The address of the PostgreSQL database is not well formed. It looks like this: postgres://user@host/name."}}
	}
	var options []stdlib.OptionOpenDB
	if config.RuntimeParams["idle_in_transaction_session_timeout"] == "" { // the address may set another
		options = append(options, stdlib.OptionAfterConnect(func(ctx context.Context, conn *pgx.Conn) error {
			_, err := conn.Exec(ctx, fmt.Sprintf("SET idle_in_transaction_session_timeout = %d", frozen.Milliseconds()))
			return err
		}))
	}
	db := stdlib.OpenDB(*config, options...)
	db.SetMaxOpenConns(10)
	db.SetMaxIdleConns(4)
	db.SetConnMaxIdleTime(5 * time.Minute)
	return &Store{engine: postgres, write: db, read: db, holds: holds}, nil
}

// frozen is how long a transaction may do nothing: without an end, a process that
// is frozen in one would keep from all others what it holds.
const frozen = 10 * time.Second

// migrateAlone is migrate for processes that start together: SQLite refuses at
// once, without its busy timeout, when two of them turn to the write-ahead log.
func (s *Store) migrateAlone(ctx context.Context) error {
	return whileBusy(ctx, func() (busy bool, err error) {
		err = s.migrate(ctx)
		lite, ok := errors.AsType[sqlite3.Error](err)
		return ok && lite.Code == sqlite3.ErrBusy, err
	})
}

// busyTimeout is how long we wait for others to let go of an SQLite file.
const busyTimeout = 5 * time.Second

// whileBusy tries again until what it tries is no longer busy, or has been for
// too long; the last error is the answer.
func whileBusy(ctx context.Context, try func() (busy bool, err error)) error {
	for started := time.Now(); ; {
		busy, err := try()
		if !busy || time.Since(started) > busyTimeout {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// migrate brings the schema to this program's version, in one transaction and
// under a lock, so that two processes that start together do it once.
func (s *Store) migrate(ctx context.Context) error {
	all, err := fs.ReadDir(migrations, s.holds.folder)
	if err != nil {
		return err
	}
	return s.change(ctx, func(t tx) error {
		if s.engine == postgres {
			if _, err := t.exec(ctx, "SELECT pg_advisory_xact_lock($1)", s.holds.lock); err != nil {
				return err
			}
		} // SQLite: the transaction began with the write lock
		have, err := schemaVersion(ctx, t, s.holds)
		if err != nil {
			return err
		}
		if _, err := t.exec(ctx, "CREATE TABLE IF NOT EXISTS "+s.holds.versions+" (version INTEGER PRIMARY KEY, applied_at BIGINT NOT NULL)"); err != nil {
			return err
		}
		for n, file := range all[have:] {
			text, err := migrations.ReadFile(s.holds.folder + "/" + file.Name())
			if err != nil {
				return err
			}
			if _, err := t.ExecContext(ctx, s.engine.only(string(text))); err != nil {
				return fmt.Errorf("migration %s: %w", file.Name(), err)
			}
			if _, err := t.exec(ctx, "INSERT INTO "+s.holds.versions+" (version, applied_at) VALUES ($1, $2)", have+n+1, time.Now().UnixMilli()); err != nil {
				return err
			}
		}
		return nil
	})
}

// schemaVersion is how many migrations the database has had. One that is not
// for this program is refused: another program's file, a newer Rebond's.
func schemaVersion(ctx context.Context, t tx, holds *schema) (version int, err error) {
	other := holds.other()
	tables := "SELECT count(*) FILTER (WHERE name = '" + holds.versions + "'), count(*) FILTER (WHERE name = '" + other.versions + "'), count(*) FROM sqlite_master"
	if t.engine == postgres { // with others' tables it may be shared; a backup holds all of its namespaces
		tables = "SELECT count(to_regclass('" + holds.versions + "')), (SELECT count(*) FROM pg_class v JOIN pg_class m ON m.relnamespace = v.relnamespace WHERE v.relkind = 'r' AND m.relkind = 'r' AND v.relname = '" + other.versions + "' AND m.relname = '" + other.mark + "'), 0"
	}
	var ours, kept, others int
	if err := t.row(ctx, tables).Scan(&ours, &kept, &others); err != nil {
		return 0, err
	}
	switch {
	case kept > 0:
		return 0, &bot.UserError{Text: bot.Text{FR: "database et keys ne peuvent pas être la même base : les clés n’y seraient plus à part. Donne-leur deux adresses ; rien n’a été touché.", EN: "database and keys cannot be the same database: the keys would not be kept apart. Give them two addresses; nothing has been touched."}}
	case ours == 0 && others > 0:
		return 0, &bot.UserError{Text: bot.Text{FR: "Ce fichier est la base d’un autre programme. Choisis un autre nom de fichier ; celui-ci n’a pas été touché.", EN: "This file is another program’s database. Choose another file name; this one has not been touched."}}
	case ours == 0:
		return 0, nil
	}
	if err := t.row(ctx, "SELECT coalesce(max(version), 0) FROM "+holds.versions).Scan(&version); err != nil {
		return 0, err
	}
	all, err := fs.ReadDir(migrations, holds.folder)
	if err == nil && version > len(all) {
		err = &bot.UserError{Text: bot.Textf(bot.Text{
			FR: "Cette base vient d’une version plus récente de Rebond (schéma %s, ce programme connaît le %s). Installe la dernière version ; la base n’a pas été touchée.",
			EN: "This database comes from a newer version of Rebond (schema %s; this program knows %s). Install the latest version; the database has not been touched.",
		}, version, len(all))}
	}
	return version, err
}

// explain says in words why a database cannot be used.
func (s *Store) explain(err error) error {
	if len(bot.UserErrors(err)) > 0 {
		return err
	}
	say := func(text bot.Text) error {
		if s.engine == sqlite {
			text = bot.Textf(bot.Text{FR: "%s (%s)", EN: "%s (%s)"}, text, s.path)
		}
		return &bot.UserError{Text: text, Err: err}
	}
	if lite, ok := errors.AsType[sqlite3.Error](err); ok {
		switch lite.Code {
		case sqlite3.ErrNotADB, sqlite3.ErrCorrupt:
			return say(bot.Text{FR: "Ce fichier n’est pas une base de données SQLite, ou il est abîmé. Il n’a pas été touché.", EN: "This file is not an SQLite database, or it is damaged. It has not been touched."})
		case sqlite3.ErrBusy, sqlite3.ErrLocked:
			return say(bot.Text{FR: "La base de données est occupée par un autre programme. Arrête-le, puis relance Rebond.", EN: "The database is in use by another program. Stop it, then start Rebond again."})
		case sqlite3.ErrReadonly, sqlite3.ErrPerm, sqlite3.ErrCantOpen:
			err = fs.ErrPermission
		case sqlite3.ErrFull:
			return say(bot.Text{FR: "Le disque est plein. Libère de la place, puis relance Rebond.", EN: "The disk is full. Make room, then start Rebond again."})
		}
	}
	pg, isPG := errors.AsType[*pgconn.PgError](err)
	_, connecting := errors.AsType[*pgconn.ConnectError](err)
	switch {
	case errors.Is(err, fs.ErrPermission), strings.Contains(err.Error(), "read-only file system"):
		return say(bot.Text{FR: "Je n’ai pas le droit d’écrire dans la base de données ou dans son dossier. Donne ce droit, puis relance Rebond.", EN: "I may not write to the database or to its folder. Grant that right, then start Rebond again."})
	case errors.Is(err, syscall.EISDIR):
		return say(bot.Text{FR: "C’est un dossier, il faut un nom de fichier.", EN: "This is a folder; a file name is needed."})
	case errors.Is(err, fs.ErrNotExist):
		return say(bot.Text{FR: "Le dossier de la base de données n’existe pas. Crée-le, ou change l’adresse.", EN: "The folder of the database does not exist. Create it, or change the address."})
	case isPG && strings.HasPrefix(pg.Code, "28"):
		return say(bot.Text{FR: "PostgreSQL refuse ce compte ou ce mot de passe. Vérifie l’adresse de la base.", EN: "PostgreSQL refuses this account or password. Check the address of the database."})
	case isPG && pg.Code == "3D000":
		return say(bot.Text{FR: "Cette base PostgreSQL n’existe pas. Crée-la avec createdb, ou change l’adresse.", EN: "This PostgreSQL database does not exist. Create it with createdb, or change the address."})
	case connecting:
		return say(bot.Text{FR: "PostgreSQL ne répond pas à cette adresse. Vérifie qu’il est lancé et que l’adresse est juste.", EN: "PostgreSQL does not answer at this address. Check that it runs and that the address is right."})
	}
	return fmt.Errorf("database: %w", err)
}

// Version describes the engine: "SQLite 3.53.0", "PostgreSQL 15.18".
func (s *Store) Version(ctx context.Context) (string, error) {
	var v string
	if s.engine == sqlite {
		err := s.reader().row(ctx, "SELECT sqlite_version()").Scan(&v)
		return "SQLite " + v, err
	}
	err := s.reader().row(ctx, "SHOW server_version").Scan(&v)
	return "PostgreSQL " + strings.Fields(v + " ?")[0], err
}
