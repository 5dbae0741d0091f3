package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"rebond/bot"
	"rebond/bot/board"
)

// Act is something that can be done to a community, as it is written down: the name of a
// setting that was changed, or one of these.
type Act string

// The acts. Those on offers have their id, and those on people the person,
// until they are forgotten.
const (
	ModeratorAdded        Act = "moderator_added"
	ModeratorRemoved      Act = "moderator_removed"
	AnnouncementPublished Act = "announcement_published"
	AnnouncementRefused   Act = "announcement_refused"  // one that waited
	AnnouncementReturned  Act = "announcement_returned" // with a change asked for
	AnnouncementRemoved   Act = "announcement_removed"  // one that had appeared
	OfferKept             Act = "offer_kept"            // one that was reported stays, or is shown again
	OfferRemoved          Act = "offer_removed"
	OfferWithdrawn        Act = "offer_withdrawn" // by its author, while it was reported
	OfferReturned         Act = "offer_returned"
	AuthorApproved        Act = "author_approved"
	AuthorUnapproved      Act = "author_unapproved"
	AuthorBlocked         Act = "author_blocked"
	AuthorUnblocked       Act = "author_unblocked"
	PanelPublished        Act = "panel_published" // after is the channel's id
	LogExported           Act = "log_exported"
	ItemAdded             Act = "item_added" // after is the title of a tip or a resource, of these too
	ItemChanged           Act = "item_changed"
	ItemWasHidden         Act = "item_hidden"
	ItemWasShown          Act = "item_shown"
	ItemRemoved           Act = "item_removed"
	ProposalAccepted      Act = "proposal_accepted"
	ProposalRefused       Act = "proposal_refused"
)

// Why is what a moderator says of a decision: one of the reasons that commands know, words
// of their own, or both.
type Why struct {
	Reason string `json:"reason,omitempty"`
	Words  string `json:"words,omitempty"`
}

// IsZero reports whether nothing is said.
func (w Why) IsZero() bool { return w == Why{} }

// json is w as it is kept: nil where nothing is said.
func (w Why) json() any {
	if w.IsZero() {
		return nil
	}
	text, _ := json.Marshal(w) // of texts: it cannot fail
	return string(text)
}

func (w *Why) read(text string) error {
	if text == "" {
		return nil
	}
	return json.Unmarshal([]byte(text), w)
}

// LogEntry is something that was done to a community.
type LogEntry struct {
	ID            string
	At            time.Time
	By            string // the account's id on the community's platform; empty when the person is forgotten
	What          Act
	Before, After string       // of a setting
	About         string       // the id of an announcement, or of the offer of a case
	Title         string       // of that, while it is remembered
	Subject       bot.PersonID // to whom it was done; empty when it was to nobody, or they are forgotten
	Account       string       // their account on the community's platform
	Why           Why
}

// LogKind is a part of the log.
type LogKind uint8

// The parts of the log.
const (
	AllOfLog      LogKind = iota
	SettingsInLog         // settings and moderators
)

const logColumns = `x.id, x.at, coalesce((SELECT min(a.user_id) FROM accounts a WHERE a.person = x.person AND a.platform = c.platform AND a.space IN ('', c.space)), ''),
	x.what, coalesce(x.before, ''), coalesce(x.after, ''), coalesce(x.about, ''), coalesce((SELECT o.title FROM offers o WHERE o.id = x.about), ''), coalesce((SELECT n.body FROM announcements n WHERE n.id = x.about), ''), coalesce(x.subject, ''),
	coalesce((SELECT min(a.user_id) FROM accounts a WHERE a.person = x.subject AND a.platform = c.platform AND a.space IN ('', c.space)), ''), coalesce(x.why, '')
	FROM audit x JOIN communities c ON c.id = x.community`

func scanLog(rows *sql.Rows) (e LogEntry, err error) {
	var at int64
	var body, why string
	if err := rows.Scan(&e.ID, &at, &e.By, &e.What, &e.Before, &e.After, &e.About, &e.Title, &body, &e.Subject, &e.Account, &why); err != nil {
		return e, err
	}
	e.At = instant(at)
	if body != "" { // what does not appear is no offer
		var a board.Announcement
		if err := json.Unmarshal([]byte(body), &a); err != nil {
			return e, err
		}
		e.Title = a.Title
	}
	return e, e.Why.read(why)
}

// Log returns what was done to a community, the newest first: at most max entries older
// than one of an id, or the newest where that is empty.
func (s *Store) Log(ctx context.Context, at bot.Address, kind LogKind, before string, max int) ([]LogEntry, error) {
	where, args := "WHERE c.platform = $1 AND c.space = $2", []any{at.Platform, at.Space, max}
	if kind == SettingsInLog {
		var names []string
		for _, name := range settings {
			names = append(names, "'"+string(name)+"'")
		}
		where += " AND x.what IN ('" + string(ModeratorAdded) + "', '" + string(ModeratorRemoved) + "', " + strings.Join(names, ", ") + ")"
	}
	if before != "" {
		where += " AND x.id < $4"
		args = append(args, before)
	}
	all, err := query(ctx, s.reader(), "SELECT "+logColumns+" "+where+" ORDER BY x.id DESC LIMIT $3", args, scanLog)
	if err != nil {
		return nil, fmt.Errorf("read log: %w", err)
	}
	return all, nil
}

// Logged returns one entry of a community's log; ErrNotFound where there is none.
func (s *Store) Logged(ctx context.Context, at bot.Address, id string) (*LogEntry, error) {
	all, err := query(ctx, s.reader(), "SELECT "+logColumns+" WHERE c.platform = $1 AND c.space = $2 AND x.id = $3", []any{at.Platform, at.Space, id}, scanLog)
	if err == nil && len(all) == 0 {
		err = bot.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("read log: %w", err)
	}
	return &all[0], nil
}

// deed is something that is to be written down.
type deed struct {
	by            bot.PersonID
	what          Act
	before, after string
	about         string
	subject       bot.PersonID
	why           Why
}

// audit writes down what was done to a community. ErrNotFound of somebody who is erased
// meanwhile.
func (t tx) audit(ctx context.Context, community string, d deed, now time.Time) error {
	if err := t.names(ctx, d.by); err != nil {
		return err
	}
	_, err := t.exec(ctx, "INSERT INTO audit (id, community, person, at, what, before, after, about, subject, why) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
		t.ids.next(now), community, orNull(string(d.by)), millis(now), string(d.what), orNull(d.before), orNull(d.after), orNull(d.about), orNull(string(d.subject)), d.why.json())
	return err
}

// WriteDown notes something that was done to a community and changed nothing in it.
func (s *Store) WriteDown(ctx context.Context, at bot.Address, by bot.PersonID, what Act, now time.Time) error {
	err := s.change(ctx, func(t tx) error {
		community, err := t.community(ctx, at, now)
		if err != nil {
			return err
		}
		return t.audit(ctx, community, deed{by: by, what: what}, now)
	})
	if err != nil {
		return fmt.Errorf("write down: %w", err)
	}
	return nil
}

// UndoSetting gives a setting the value that it had before a change: [ErrChanged] where it
// has been changed again since, ErrNotFound where there is no such change.
func (s *Store) UndoSetting(ctx context.Context, at bot.Address, id string, by bot.PersonID, now time.Time) error {
	e, err := s.Logged(ctx, at, id)
	if err != nil {
		return err
	}
	err = s.change(ctx, func(t tx) error {
		community, before, err := t.holdSettings(ctx, at, now)
		if err != nil {
			return err
		}
		name := Setting(e.What)
		if !name.known() {
			return bot.ErrNotFound
		}
		if before[name] != e.After {
			return ErrChanged
		}
		_, err = t.changeSettings(ctx, community, by, before, Settings{name: e.Before}, now)
		return err
	})
	if err != nil {
		return fmt.Errorf("undo a setting: %w", err)
	}
	return nil
}
