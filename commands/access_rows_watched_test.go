package commands_test

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// rowChange is a row that was written, as JSON: a text is empty where there was none.
type rowChange struct {
	table    string
	row      int64
	old, new string
}

func (c rowChange) String() string { return c.table + " " + c.old + " → " + c.new }

// unwatched are the tables that a request changes whatever it asks.
var unwatched = []string{"calls", "handled_requests", "written"}

// raw opens the file beside the store.
func (h *house) raw() *sql.DB {
	h.t.Helper()
	db, err := sql.Open("sqlite3", "file:"+h.file()+"?_busy_timeout=5000")
	h.fatal(err)
	return db
}

// column is the only column of what a query finds.
func (h *house) column(db *sql.DB, query string, args ...any) (all []string) {
	h.t.Helper()
	rows, err := db.Query(query, args...)
	h.fatal(err)
	defer rows.Close()
	for rows.Next() {
		var one string
		h.fatal(rows.Scan(&one))
		all = append(all, one)
	}
	h.fatal(rows.Err())
	return all
}

// columnsOf are the columns of a table, each written in some way.
func (h *house) columnsOf(db *sql.DB, table, as string) string {
	h.t.Helper()
	var all []string
	for _, c := range h.column(db, "SELECT name FROM pragma_table_info(?)", table) {
		all = append(all, strings.ReplaceAll(as, "%", c))
	}
	return strings.Join(all, ", ")
}

// watch has the file itself tell which of its rows are written.
func watch(t *testing.T, h *house) {
	t.Helper()
	db := h.raw()
	defer db.Close()
	do := func(statement string) {
		t.Helper()
		_, err := db.Exec(statement)
		h.fatal(err)
	}
	do("CREATE TABLE written (n INTEGER PRIMARY KEY, name TEXT, row INTEGER, old TEXT, new TEXT)")
	for _, table := range h.column(db, "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE 'offer_words%' AND name NOT LIKE 'sqlite%'") {
		if slices.Contains(unwatched, table) {
			continue
		}
		before, after := "json_object("+h.columnsOf(db, table, "'%', OLD.%")+")", "json_object("+h.columnsOf(db, table, "'%', NEW.%")+")"
		for event, values := range map[string]string{"INSERT": "NEW.rowid, NULL, " + after, "UPDATE": "NEW.rowid, " + before + ", " + after, "DELETE": "OLD.rowid, " + before + ", NULL"} {
			do(fmt.Sprintf("CREATE TRIGGER watch_%s_%s AFTER %s ON %s BEGIN INSERT INTO written (name, row, old, new) VALUES ('%s', %s); END", table, event, event, table, table, values))
		}
	}
	do("PRAGMA journal_mode = DELETE")
}

// changes are the rows that the last request wrote, and left otherwise than they were.
func (h *house) changes(db *sql.DB) (all []rowChange) {
	h.t.Helper()
	rows, err := db.Query("SELECT name, row, coalesce(old, ''), coalesce(new, '') FROM written WHERE old IS NOT new ORDER BY n")
	h.fatal(err)
	defer rows.Close()
	for rows.Next() {
		var c rowChange
		h.fatal(rows.Scan(&c.table, &c.row, &c.old, &c.new))
		all = append(all, c)
	}
	h.fatal(rows.Err())
	return all
}

// undo makes the rows what they were before; not where offers were written, whose words
// are in an index beside.
func (h *house) undo(db *sql.DB, changed []rowChange) bool {
	h.t.Helper()
	if slices.ContainsFunc(changed, func(c rowChange) bool { return c.table == "offers" }) {
		return false
	}
	if len(changed) == 0 {
		return true
	}
	all, err := db.Begin()
	h.fatal(err)
	do := func(statement string, args ...any) {
		h.t.Helper()
		_, err := all.Exec(statement, args...)
		h.fatal(err)
	}
	for _, c := range slices.Backward(changed) {
		do("DELETE FROM "+c.table+" WHERE rowid = ?", c.row)
		if c.old != "" {
			do("INSERT INTO "+c.table+" (rowid, "+h.columnsOf(db, c.table, "%")+") SELECT ?, "+h.columnsOf(db, c.table, "json_extract(x, '$.%')")+" FROM (SELECT ? AS x)", c.row, c.old)
		}
	}
	do("DELETE FROM written")
	h.fatal(all.Commit())
	return true
}
