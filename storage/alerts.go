package storage

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"rebond/bot"
	"rebond/bot/search"
	"rebond/bot/search/places"
	"rebond/bot/sources"
)

// AlertsTopic is the topic of what alerts find. Whoever does not receive it in a community
// is told nothing of their alerts there.
const AlertsTopic = "alertes"

// MaxAlerts is how many alerts one person can have.
const MaxAlerts = 20

// ErrTooManyAlerts says that somebody has as many alerts as they can.
var ErrTooManyAlerts = errors.New("as many alerts as one can have")

// Pace is how soon an alert tells what it has found.
type Pace string

// The paces, the quickest first.
const (
	Soon    Pace = "soon"    // as it appears: one message an hour at most
	Morning Pace = "morning" // in « Ton matin »
	Weekly  Pace = "weekly"  // in « Ton matin » of Monday, or of the first day after that has one
)

// rank orders paces, the quickest first.
func (p Pace) rank() int { return slices.Index([]Pace{Soon, Morning, Weekly}, p) }

// Alert is a saved search, of which its person is told what it finds from when it is made.
type Alert struct {
	ID        string
	Community bot.Address
	Search    AlertSearch
	Pace      Pace
	MadeAt    time.Time
}

// AlertSearch is what an alert looks for. The days of its query are never set.
type AlertSearch struct {
	search.Query
	Without   []string // words that may not stand in the title, in any form
	Companies []string // marks of companies that are left out: see [CompanyMark]
}

// Each list of what an alert leaves out holds no more than so many: the oldest gives way.
const maxLeftOut = 30

// CompanyMark is by what an alert knows a company that it leaves out: its name is not kept,
// since nothing of what an offer says may stay when the offer is withdrawn.
func CompanyMark(name string) string {
	sum := sha256.Sum256([]byte("company\x00" + bot.Fold(name)))
	return hex.EncodeToString(sum[:8])
}

// Match reports whether the alert finds an offer, of which d is the document.
func (a *AlertSearch) Match(d *search.Document, o *sources.Offer) bool {
	not := a.unwanted()
	return a.Query.Wanted().Match(d, o) && !not.has(search.Tokens(o.Title), companyOf(o.Company))
}

// companyOf is the mark of a company; empty where there is none.
func companyOf(name string) string {
	if name == "" {
		return ""
	}
	return CompanyMark(name)
}

// unwanted is what a search leaves out, made ready to be matched.
type unwanted struct {
	words     [][]search.Term
	companies []string
}

func (a *AlertSearch) unwanted() unwanted {
	not := unwanted{companies: a.Companies}
	for _, word := range a.Without {
		if terms := search.Whole(word); len(terms) > 0 {
			not.words = append(not.words, terms)
		}
	}
	return not
}

// has reports whether an offer of a title, in tokens, and a company is left out.
func (u *unwanted) has(title []string, company string) bool {
	if company != "" && slices.Contains(u.companies, company) {
		return true
	}
	return slices.ContainsFunc(u.words, func(terms []search.Term) bool { return search.HasAll(title, terms) })
}

// savedSearch is a search as it is kept.
type savedSearch struct {
	Words     string           `json:"words,omitempty"`
	Place     string           `json:"place,omitempty"`
	Contract  sources.Contract `json:"contract,omitempty"`
	Remote    sources.Remote   `json:"remote,omitempty"`
	Level     sources.Level    `json:"level,omitempty"`
	Pay       int              `json:"pay,omitempty"`
	Without   []string         `json:"without,omitempty"`
	Companies []string         `json:"companies,omitempty"`
}

// lastOf are the last of a list, each once.
func lastOf(list []string) []string {
	var all []string
	for _, one := range slices.Backward(list) {
		if one != "" && !slices.Contains(all, one) && len(all) < maxLeftOut {
			all = append(all, one)
		}
	}
	slices.Reverse(all)
	return all
}

// text writes a search as it is kept: the same search has the same text.
func (a *AlertSearch) text() (string, error) {
	text, err := json.Marshal(savedSearch{a.Words, search.PlaceCode(a.Place), a.Contract, a.Remote, a.Level, a.Pay, lastOf(a.Without), lastOf(a.Companies)})
	return string(text), err
}

// readSearch reads what text writes. A place that is no more is anywhere.
func readSearch(text string) (a AlertSearch, err error) {
	var s savedSearch
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		return a, fmt.Errorf("saved search: %w", err)
	}
	place, known := search.PlaceOf(s.Place)
	if !known {
		place = places.Place{}
	}
	a.Query = search.Query{Words: s.Words, Place: place, Contract: s.Contract, Remote: s.Remote, Level: s.Level, Pay: s.Pay}
	a.Without, a.Companies = s.Without, s.Companies
	return a, nil
}

const alertColumns = "a.id, a.query, a.pace, a.made_at, c.platform, c.space FROM alerts a JOIN communities c ON c.id = a.community"

func scanAlert(rows interface{ Scan(...any) error }) (a Alert, err error) {
	var query string
	var made int64
	if err := rows.Scan(&a.ID, &query, &a.Pace, &made, &a.Community.Platform, &a.Community.Space); err != nil {
		return a, err
	}
	a.MadeAt = instant(made)
	a.Search, err = readSearch(query)
	return a, err
}

// Alerts returns a person's alerts, of all communities, the oldest first.
func (s *Store) Alerts(ctx context.Context, person bot.PersonID) ([]Alert, error) {
	all, err := query(ctx, s.reader(), "SELECT "+alertColumns+" WHERE a.person = $1 ORDER BY a.made_at, a.id", []any{string(person)}, func(rows *sql.Rows) (Alert, error) { return scanAlert(rows) })
	if err != nil {
		return nil, fmt.Errorf("read alerts: %w", err)
	}
	return all, nil
}

// Alert returns one alert of a person's; ErrNotFound where it is not theirs, or no more.
func (s *Store) Alert(ctx context.Context, person bot.PersonID, id string) (Alert, error) {
	return s.reader().alert(ctx, person, id)
}

func (t tx) alert(ctx context.Context, person bot.PersonID, id string) (Alert, error) {
	a, err := scanAlert(t.row(ctx, "SELECT "+alertColumns+" WHERE a.person = $1 AND a.id = $2", string(person), id))
	if err = found(err); err != nil && err != bot.ErrNotFound {
		err = fmt.Errorf("read alert: %w", err)
	}
	return a, err
}
