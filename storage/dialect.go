package storage

import (
	"regexp"
	"strings"
)

// engine is the database engine behind a store. One query text serves both:
// $n in the source, ?n for SQLite, which would number $2, $1 by appearance.
type engine uint8

const (
	sqlite engine = iota
	postgres
)

func (e engine) String() string { return [...]string{"sqlite", "postgres"}[e] }

var placeholder = regexp.MustCompile(`\$(\d+)`)

// rewrite turns a query of ours into the engine's.
func (e engine) rewrite(query string) string {
	if e == postgres {
		return query
	}
	return placeholder.ReplaceAllString(query, "?$1")
}

// only keeps the parts of a migration that are for the engine: those after a
// line "-- only: sqlite" or "-- only: postgres", up to the next such line or
// "-- only: both".
func (e engine) only(migration string) string {
	var b strings.Builder
	keep := true
	for line := range strings.Lines(migration) {
		if part, ok := strings.CutPrefix(strings.TrimSpace(line), "-- only: "); ok {
			keep = part == "both" || part == e.String()
			continue
		}
		if keep {
			b.WriteString(line)
		}
	}
	return b.String()
}
