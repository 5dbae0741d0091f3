package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"rebond/bot"
)

// Directory implements bot.Directory on a store.
type Directory struct {
	Store *Store
	Lang  bot.Lang       // of a community that has chosen none
	Zone  *time.Location // likewise
	Now   func() time.Time
}

// known is what the database says of a member in a community.
type known struct {
	person                       string
	ownLang, ownZone             sql.NullString
	lastLang, lastZone           sql.NullString // what the platform said before, where it says nothing now
	communityLang, communityZone sql.NullString
	moderators, recruiters       sql.NullString // the roles that give a right
	named                        bool           // to moderate, by name
	approved                     bool           // to announce
	seenPerson, seenHere         int64
	rights, moderated            int64 // when theirs were last seen here, and that of a moderator among them
}

// Know implements bot.Directory. A person and a community are remembered at
// first sight; seen dates move once a day, and with the first sight of a week.
func (d *Directory) Know(ctx context.Context, at bot.Address, m bot.Member) (bot.Member, error) {
	now := d.Now()
	if at.Space == "" { // a direct message tells no community
		home, err := d.Store.home(ctx, at, m)
		if err != nil {
			return m, fmt.Errorf("know member: %w", err)
		}
		at.Space, m.Home = home, home
	}
	k, err := d.Store.known(ctx, at, m)
	if errors.Is(err, bot.ErrNotFound) || err == nil && (stale(now, k.seenPerson, k.seenHere) || instant(k.seenHere).Before(monday(now))) {
		if err = d.Store.see(ctx, at, m, now); err == nil {
			k, err = d.Store.known(ctx, at, m)
		}
	}
	if err != nil {
		return m, fmt.Errorf("know member: %w", err)
	}
	m.ID = bot.PersonID(k.person)
	m.Lang = firstLang(d.Lang, k.ownLang.String, string(m.Lang), k.lastLang.String, k.communityLang.String)
	for role, right := range map[string]bot.Access{k.recruiters.String: bot.Recruiter, k.moderators.String: bot.Moderator} {
		if role != "" && slices.Contains(m.Roles, role) {
			m.Access = max(m.Access, right)
		}
	}
	if k.approved {
		m.Access = max(m.Access, bot.Recruiter)
	}
	if k.named {
		m.Access = max(m.Access, bot.Moderator)
	}
	if err := d.rights(ctx, at, m, &k, now); err != nil {
		return m, fmt.Errorf("know member: %w", err)
	}
	m.Zone = firstZone(zone(k.ownZone), m.Zone, zone(k.lastZone), zone(k.communityZone), d.Zone)
	return m, nil
}

// home is the space of the community from which a member receives direct messages, else
// of the one in which they were last seen. Whoever was seen in none is of the only one
// there is; empty where there are several.
func (s *Store) home(ctx context.Context, at bot.Address, m bot.Member) (space string, err error) {
	err = s.reader().row(ctx, `
		SELECT c.space FROM accounts a
		JOIN memberships ms ON ms.person = a.person
		JOIN communities c ON c.id = ms.community
		WHERE a.platform = $1 AND a.space = $2 AND a.user_id = $3 AND c.platform = $1 AND c.space <> '' AND c.left_at IS NULL
		ORDER BY (SELECT count(*) FROM subscriptions s WHERE s.person = a.person AND s.community = c.id AND s.stopped_at IS NULL) DESC, ms.seen_at DESC, c.id DESC LIMIT 1`,
		at.Platform, m.Space, m.User).Scan(&space)
	if !errors.Is(err, sql.ErrNoRows) {
		return space, err
	}
	all, err := s.Communities(ctx, at.Platform)
	if err != nil || len(all) != 1 {
		return "", err
	}
	return all[0].Space, nil
}

// Account implements bot.Accounts.
func (d *Directory) Account(ctx context.Context, community bot.Address, person bot.PersonID) (user string, err error) {
	err = d.Store.reader().row(ctx, "SELECT user_id FROM accounts WHERE person = $1 AND platform = $2 AND space IN ('', $3) ORDER BY user_id LIMIT 1",
		string(person), community.Platform, community.Space).Scan(&user)
	return user, found(err)
}

func stale(now time.Time, seen ...int64) bool {
	for _, ms := range seen {
		if now.Sub(instant(ms)) > 24*time.Hour {
			return true
		}
	}
	return false
}

func zone(name sql.NullString) *time.Location {
	if name.String == "" {
		return nil
	}
	loc, err := time.LoadLocation(name.String)
	if err != nil {
		return nil // a zone that this system no longer knows
	}
	return loc
}

// firstLang is the first choice that names a language we speak.
func firstLang(otherwise bot.Lang, choices ...string) bot.Lang {
	for _, choice := range choices {
		if l, ok := bot.ParseLang(choice); ok {
			return l
		}
	}
	return otherwise
}

func firstZone(zones ...*time.Location) *time.Location {
	for _, z := range zones {
		if z != nil {
			return z
		}
	}
	return time.UTC
}

func (s *Store) known(ctx context.Context, at bot.Address, m bot.Member) (known, error) {
	var k known
	err := s.reader().row(ctx, `
		SELECT p.id, p.language, p.time_zone, p.platform_language, p.platform_time_zone, c.language, c.time_zone, c.moderator_role, c.recruiter_role,
			EXISTS (SELECT 1 FROM moderators mo WHERE mo.community = c.id AND mo.person = p.id),
			EXISTS (SELECT 1 FROM authors au WHERE au.community = c.id AND au.person = p.id AND au.approved_at IS NOT NULL), p.seen_at, ms.seen_at, coalesce(ms.rights_at, 0), coalesce(ms.moderated_at, 0)
		FROM accounts a
		JOIN persons p ON p.id = a.person
		JOIN communities c ON c.platform = $1 AND c.space = $4
		JOIN memberships ms ON ms.person = p.id AND ms.community = c.id
		WHERE a.platform = $1 AND a.space = $2 AND a.user_id = $3`,
		at.Platform, m.Space, m.User, at.Space,
	).Scan(&k.person, &k.ownLang, &k.ownZone, &k.lastLang, &k.lastZone, &k.communityLang, &k.communityZone, &k.moderators, &k.recruiters, &k.named, &k.approved, &k.seenPerson, &k.seenHere, &k.rights, &k.moderated)
	return k, found(err)
}

// see remembers a member, their community, and that they were there now.
func (s *Store) see(ctx context.Context, at bot.Address, m bot.Member, now time.Time) error {
	zone := ""
	if m.Zone != nil {
		zone = m.Zone.String()
	}
	return s.change(ctx, func(t tx) error {
		community, err := t.community(ctx, at, now)
		if err != nil {
			return err
		}
		person, err := t.account(ctx, at.Platform, m, now)
		if err != nil {
			return err
		}
		if _, err := t.exec(ctx, "UPDATE persons SET seen_at = $2, platform_language = coalesce($3, platform_language), platform_time_zone = coalesce($4, platform_time_zone), forget_at = NULL WHERE id = $1", person, millis(now), orNull(string(m.Lang)), orNull(zone)); err != nil {
			return err
		}
		return t.seeHere(ctx, person, community, now)
	})
}

// rightsAgain is after how long it is written anew what somebody's rights are.
const rightsAgain = 7 * 24 * time.Hour

// rights remembers when somebody's rights in a community were seen, and whether that of a
// moderator was among them: where an account is of all spaces, direct messages tell no role,
// and what a moderator answers there must not count either.
func (d *Directory) rights(ctx context.Context, at bot.Address, m bot.Member, k *known, now time.Time) error {
	moderates := m.Access >= bot.Moderator
	seen := at.Member == "" || m.Space != "" || moderates
	if !seen || now.Sub(instant(k.rights)) <= rightsAgain && (!moderates || now.Sub(instant(k.moderated)) <= rightsAgain) {
		return nil
	}
	moderated := "moderated_at"
	if moderates {
		moderated = "$4"
	}
	_, err := d.Store.writer().exec(ctx, "UPDATE memberships SET rights_at = $4, moderated_at = "+moderated+" WHERE person = $1 AND community = (SELECT id FROM communities WHERE platform = $2 AND space = $3)", string(m.ID), at.Platform, at.Space, millis(now))
	return err
}

// Moderates reports whether what somebody answers in a community never counts there: they
// have, or had a while ago, the right of a moderator.
func (s *Store) Moderates(ctx context.Context, at bot.Address, person bot.PersonID, now time.Time) (is bool, err error) {
	err = s.reader().row(ctx, `
		SELECT EXISTS (SELECT 1 FROM moderators o WHERE o.community = c.id AND o.person = $3)
			OR EXISTS (SELECT 1 FROM memberships m WHERE m.community = c.id AND m.person = $3 AND m.moderated_at >= $4)
		FROM communities c WHERE c.platform = $1 AND c.space = $2`, at.Platform, at.Space, string(person), millis(now.Add(-moderatedLife))).Scan(&is)
	if err = found(err); err == bot.ErrNotFound {
		err = nil
	}
	return is, err
}

// IsMember reports whether a person was ever in a community.
func (s *Store) IsMember(ctx context.Context, at bot.Address, person bot.PersonID) (is bool, err error) {
	err = s.reader().row(ctx, "SELECT EXISTS (SELECT 1 FROM memberships m JOIN communities c ON c.id = m.community WHERE m.person = $1 AND c.platform = $2 AND c.space = $3)", string(person), at.Platform, at.Space).Scan(&is)
	if err != nil {
		return false, fmt.Errorf("read membership: %w", err)
	}
	return is, nil
}

// seeHere remembers that a person was in a community now, and counts them among those who
// were there this week, once. Whoever calls it has written to the person: of two processes
// one comes second, and knows it.
func (t tx) seeHere(ctx context.Context, person, community string, now time.Time) error {
	var before int64
	err := found(t.row(ctx, "SELECT seen_at FROM memberships WHERE person = $1 AND community = $2", person, community).Scan(&before))
	if err != nil && err != bot.ErrNotFound {
		return err
	}
	first := err == bot.ErrNotFound || instant(before).Before(monday(now))
	if _, err := t.exec(ctx, `
		INSERT INTO memberships (person, community, seen_at) VALUES ($1, $2, $3)
		ON CONFLICT (person, community) DO UPDATE SET seen_at = excluded.seen_at`,
		person, community, millis(now)); err != nil || !first {
		return err
	}
	return t.tally(ctx, community, now, activeCount, 1)
}

// account returns the person whose account a member has, who is remembered from then on.
func (t tx) account(ctx context.Context, platform string, m bot.Member, now time.Time) (person string, err error) {
	person = t.ids.next(now)
	if _, err := t.exec(ctx, "INSERT INTO persons (id, created_at, seen_at) VALUES ($1, $2, $2)", person, millis(now)); err != nil {
		return "", err
	}
	res, err := t.exec(ctx, "INSERT INTO accounts (platform, space, user_id, person) VALUES ($1, $2, $3, $4) ON CONFLICT (platform, space, user_id) DO NOTHING",
		platform, m.Space, m.User, person)
	if err != nil {
		return "", err
	}
	if n, err := res.RowsAffected(); err != nil || n > 0 {
		return person, err
	}
	// the account is known: the person made for it is one too many
	if _, err := t.exec(ctx, "DELETE FROM persons WHERE id = $1", person); err != nil {
		return "", err
	}
	err = t.row(ctx, "SELECT person FROM accounts WHERE platform = $1 AND space = $2 AND user_id = $3", platform, m.Space, m.User).Scan(&person)
	return person, err
}
