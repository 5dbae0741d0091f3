package storage_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/delivery"
	"rebond/bot/search"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// tumult is a community in which many do all that they can at once, through two processes.
type tumult struct {
	*billboard
	processes [2]*storage.Announcements
	offers    []string // imported ones
	began     time.Time
	ends      time.Time
	done      chan struct{}
	turns     chan struct{} // so many act at once

	mu        sync.Mutex
	known     []string          // announcements
	decided   map[string]int    // how often each decision was acknowledged
	cards     map[string]string // what stands in the channels, by key: its last words
	said      map[string]string // where words were said
	conflicts int
	posts     int
	erased    int
}

// agreeWords say what is shown, at which revision.
type agreeWords struct{ boardWords }

func (agreeWords) Card(all []storage.Announced, _ storage.Settings) *bot.Message {
	var lines []string
	for i := range all {
		lines = append(lines, cardLine(all[i].ID, all[i].Revision, all[i].State))
	}
	return saying(strings.Join(lines, " | "))
}

func cardLine(id string, revision int64, as storage.Standing) string {
	return fmt.Sprintf("%s %d %s", id, revision, as)
}

func (agreeWords) Review(a *storage.Announced, _ storage.Settings, _ string) *bot.Message {
	return saying(fmt.Sprintf("review %s %d %s", a.ID, a.Revision, a.State))
}

func (agreeWords) Case(c *storage.Case, _ storage.Settings, _ string) *bot.Message {
	said := fmt.Sprintf("case %s %d %s#", c.ID, c.Revision, c.State)
	for _, r := range c.Reports { // who says it in other words has it shown, and nothing to decide anew
		said += fmt.Sprint(r.Words, ":", r.At.UnixMilli(), ",")
	}
	return saying(said)
}

// clock runs ten minutes a second: announcements end, and no post has waited for too long.
func (u *tumult) clock() time.Time { return now.Add(time.Since(u.began) * 600) }

// works does something again and again until the time has come, and delivers some of what
// follows, so that not more is posted than can be delivered.
func (u *tumult) works(t *testing.T, n *storage.Announcements, do func()) {
	outbox := &storage.Outbox{Store: n.Store, Now: u.clock}
	for time.Now().Before(u.ends) {
		u.turns <- struct{}{}
		do()
		for range 2 {
			u.deliver(t, outbox)
		}
		<-u.turns
	}
}

// check counts what somebody else has changed first, and fails for what nobody expects.
func (u *tumult) check(t *testing.T, what string, err error) bool {
	_, soon := errors.AsType[*storage.TooSoonError](err)
	_, twin := errors.AsType[*storage.DuplicateError](err)
	_, blocked := errors.AsType[*storage.BlockedError](err)
	switch {
	case errors.Is(err, storage.ErrChanged):
		u.mu.Lock()
		u.conflicts++
		u.mu.Unlock()
	case err == nil, soon, twin, blocked, errors.Is(err, bot.ErrNotFound), errors.Is(err, storage.ErrTooMany), errors.Is(err, storage.ErrTooManyDrafts):
	default:
		t.Errorf("%s: %v", what, err)
	}
	return err == nil
}

// acknowledged notes a decision of which the moderator knows that it is taken.
func (u *tumult) acknowledged(what storage.Act, about, by string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.decided[fmt.Sprint(what, " ", about)]++
	u.decided["by "+by]++
}

func (u *tumult) any(random *rand.Rand) string {
	u.mu.Lock()
	defer u.mu.Unlock()
	if len(u.known) == 0 {
		return "none"
	}
	return u.known[len(u.known)-1-random.IntN(min(60, len(u.known)))]
}

// person remembers somebody, anew after they were erased.
func (u *tumult) person(t *testing.T, n *storage.Announcements, name string) bot.PersonID {
	d := &storage.Directory{Store: n.Store, Lang: bot.FR, Zone: time.UTC, Now: u.clock}
	m, err := d.Know(context.Background(), u.here, bot.Member{User: name})
	u.check(t, "know", err)
	return m.ID
}

// author does at random what authors, and whoever reads them, can do.
func (u *tumult) author(t *testing.T, i int) {
	ctx, n, random := context.Background(), u.processes[i%2], rand.New(rand.NewPCG(uint64(i), 10))
	name := fmt.Sprint("author", i)
	who, own := u.person(t, n, name), []string{}
	mine := func() string { return pick(random, append(own, "none")...) }
	publish := func(of string) {
		settings, err := n.Store.Settings(ctx, u.here)
		u.check(t, "settings", err)
		d := &storage.Draft{Person: who, Community: u.here, Of: of, Announcement: written(fmt.Sprint("Poste ", i, " ", random.IntN(30)), pick(random, ageLimits[0], ageLimits[1], "", "", ""))}
		if !u.check(t, "draft", n.Store.AddDraft(ctx, d, u.clock())) {
			return
		}
		a, err := n.Publish(ctx, u.here, who, d.ID, 0, storage.Terms{Limit: pick(random, 1, 5, anyNumber), Approval: settings.Approval()}, u.clock())
		if !u.check(t, "publish", err) {
			u.check(t, "drop", n.Store.DropDraft(ctx, who, d.ID))
		} else if a.ID != of {
			own = append(own, a.ID)
			u.mu.Lock()
			u.known = append(u.known, a.ID)
			u.mu.Unlock()
		}
	}
	change := func(as storage.Standing, may ...storage.Standing) {
		at := u.clock()
		_, err := n.Change(ctx, u.here, mine(), "", at, func(a *storage.Announced) error {
			if !slices.Contains(may, a.State) {
				return storage.ErrChanged
			}
			if a.State = as; as == storage.Living {
				a.Expires = at.Add(time.Duration(5+random.IntN(100)) * time.Minute)
			}
			return nil
		})
		u.check(t, string(as), err)
	}
	u.works(t, n, func() {
		switch k := random.IntN(100); {
		case k < 25:
			publish("")
		case k < 45:
			publish(mine())
		case k < 53:
			change(storage.Living, storage.Living, storage.Filled, storage.Expired)
		case k < 60:
			change(storage.Filled, storage.Living)
		case k < 64:
			change(storage.Withdrawn, storage.Held, storage.Returned, storage.Aside, storage.Living, storage.Filled, storage.Expired, storage.Refused)
		case k < 90:
			_, err := n.Report(ctx, &storage.Report{Community: u.here, Offer: pick(random, u.any(random), u.any(random), pick(random, u.offers...)), Person: who, Reason: "perimee", Words: fmt.Sprint(k), Grave: k > 80}, u.clock())
			u.check(t, "report", err)
		case k < 95:
			u.check(t, "open", n.Opened(ctx, u.any(random), who))
			u.check(t, "keep", n.Store.KeepOffer(ctx, u.here, who, u.any(random), u.clock()))
		case k < 98:
			_, err := n.Store.SearchOffers(ctx, u.here, search.Query{Words: "poste"}, "", 5, u.clock())
			u.check(t, "search", err)
		default:
			u.erases(t, n, who)
			who, own = u.person(t, n, name), nil
		}
	})
}

func (u *tumult) erases(t *testing.T, n *storage.Announcements, who bot.PersonID) {
	if u.check(t, "erase", n.Store.Erase(context.Background(), who, u.clock())) {
		u.mu.Lock()
		u.erased++
		u.mu.Unlock()
	}
}

// moderator decides at random of whatever there is to decide. One who passes erases
// themselves now and then, and comes back.
func (u *tumult) moderator(t *testing.T, i int, passes bool) {
	n, random := u.processes[i%2], rand.New(rand.NewPCG(uint64(i), 11))
	name := fmt.Sprint("moderator", i)
	who := u.person(t, n, name)
	by := func() string {
		if passes {
			return "somebody"
		}
		return string(who)
	}
	u.works(t, n, func() {
		if passes && random.IntN(10) == 0 {
			_, err := n.Report(context.Background(), &storage.Report{Community: u.here, Offer: u.any(random), Person: who, Reason: "perimee"}, u.clock())
			u.check(t, "report", err)
			together(2, func(k int) error {
				if k == 0 {
					u.erases(t, n, who)
				} else {
					u.decideOne(t, n, who, by(), random)
				}
				return nil
			})
			who = u.person(t, n, name)
		}
		u.decideOne(t, n, who, by(), random)
	})
}

func (u *tumult) decideOne(t *testing.T, n *storage.Announcements, who bot.PersonID, by string, random *rand.Rand) {
	ctx := context.Background()
	why := storage.Why{Reason: "autre", Words: fmt.Sprint("Mots ", random.IntN(1000))}
	switch k := random.IntN(100); {
	case k < 50: // of what waits, or has appeared
		id, as := u.any(random), pick(random, storage.Living, storage.Living, storage.Refused, storage.Returned)
		var before storage.Standing
		appeared := false
		_, err := n.Change(ctx, u.here, id, who, u.clock(), func(a *storage.Announced) error {
			if before = a.State; before != storage.Held && (before != storage.Living || as == storage.Living) {
				return storage.ErrChanged
			}
			appeared = !a.Published.IsZero()
			a.State, a.Why = as, why
			return nil
		})
		if u.check(t, "decide", err) {
			act := map[storage.Standing]storage.Act{storage.Living: storage.AnnouncementPublished, storage.Refused: storage.AnnouncementRefused, storage.Returned: storage.AnnouncementReturned}[as]
			if as == storage.Refused && appeared {
				act = storage.AnnouncementRemoved
			}
			u.acknowledged(act, id, by)
		}
	case k < 85: // of what is reported: several look at the same
		cases, err := n.Store.Cases(ctx, u.here, 0, 4)
		if !u.check(t, "cases", err) || len(cases) == 0 {
			return
		}
		c, as := pick(random, cases...), pick(random, storage.CaseKept, storage.CaseKept, storage.CaseRemoved, storage.CaseReturned)
		if _, err = n.DecideCase(ctx, u.here, c.ID, c.Revision, who, as, why, u.clock()); u.check(t, "decide a case", err) {
			u.acknowledged(map[storage.CaseState]storage.Act{storage.CaseKept: storage.OfferKept, storage.CaseRemoved: storage.OfferRemoved, storage.CaseReturned: storage.OfferReturned}[as], c.OfferID, by)
		}
	case k < 97: // of authors
		authors, err := n.Store.Authors(ctx, u.here, 0, 20)
		if !u.check(t, "authors", err) || len(authors) == 0 {
			return
		}
		act := pick(random, storage.AuthorApproved, storage.AuthorUnapproved, storage.AuthorBlocked, storage.AuthorUnblocked, storage.AuthorUnblocked)
		if u.check(t, "judge", n.Store.JudgeAuthor(ctx, u.here, pick(random, authors...).Person, act, why, who, u.clock())) {
			u.acknowledged(act, "", by)
		}
	default:
		changed, err := n.Store.ChangeSettings(ctx, u.here, who, storage.Settings{storage.ApprovalMode: pick(random, "none", "first", "always")}, u.clock())
		if u.check(t, "settings", err) && len(changed) == 1 {
			u.acknowledged(storage.Act(storage.ApprovalMode), "", by)
		}
	}
}

// serves delivers, and sees to what is due, until all is over.
func (u *tumult) serves(t *testing.T, n *storage.Announcements) {
	outbox := &storage.Outbox{Store: n.Store, Now: u.clock}
	for over := false; !over; {
		select {
		case <-u.done:
			over = true
		case <-outbox.Posted():
		case <-time.After(50 * time.Millisecond): // what the other process has put
		}
		for u.deliver(t, outbox) {
		}
		_, err := n.Tend(context.Background(), u.clock())
		u.check(t, "tend", err)
		u.sound(t)
	}
}

// deliver delivers what is due, and keeps what stands then. A post has left the lease of a
// process that died long ago only if something is wrong.
func (u *tumult) deliver(t *testing.T, outbox *storage.Outbox) bool {
	ctx := context.Background()
	claimed, _, err := outbox.Claim(ctx, delivery.Lane{Platform: u.here.Platform}, u.clock(), 400*24*time.Hour, 20)
	u.check(t, "claim", err)
	var outcomes []delivery.Outcome
	u.mu.Lock()
	for _, d := range claimed {
		u.posts++
		outcomes = append(outcomes, outcome(d, delivery.Delivered))
		if d.Kind == bot.DeletePost {
			if u.cards[d.Of] == "" {
				t.Errorf("%s is deleted, and does not stand", d.Of)
			}
			delete(u.cards, d.Of)
			continue
		}
		key, words := d.Of, d.Message.Text.FR
		if d.Kind == bot.SendPost {
			if key = d.Key; u.cards[key] != "" {
				t.Errorf("%s is sent twice", key)
			}
		}
		if at := u.said[words]; at != "" && words != storage.WithdrawnCard.FR && words != storage.WithdrawnReport.FR {
			t.Errorf("%q is said twice: in %s and %s", words, at, d.Key)
		}
		u.cards[key], u.said[words] = words, d.Key
	}
	u.mu.Unlock()
	u.check(t, "settle", outbox.Settle(ctx, u.clock(), outcomes...))
	return len(claimed) > 0
}

// sound looks, at any moment, for an announcement that is in two states.
func (u *tumult) sound(t *testing.T) {
	for what, from := range map[string]string{
		"living, and no offer, or one of another time": "announcements a LEFT JOIN offers o ON o.id = a.id WHERE a.state = 'living' AND (o.id IS NULL OR o.expires_at <> a.expires_at)",
		"not living, and found":                        "announcements a JOIN offers o ON o.id = a.id WHERE a.state <> 'living' AND o.expires_at > $1",
		"refused or withdrawn, and an offer":           "announcements a JOIN offers o ON o.id = a.id WHERE a.state IN ('refused', 'withdrawn')",
		"removed, and living":                          "offer_cases c JOIN announcements a ON a.id = c.offer WHERE c.state = 'removed' AND a.state = 'living'",
		"an offer of nobody":                           "offers o WHERE o.community IS NOT NULL AND NOT EXISTS (SELECT 1 FROM announcements a WHERE a.id = o.id)",
		"a case of an announcement that is gone":       "offer_cases c WHERE c.state IN ('open', 'aside') AND EXISTS (SELECT 1 FROM announcements a WHERE a.id = c.offer AND a.state = 'withdrawn')",
	} {
		var args []any
		if strings.Contains(from, "$1") {
			args = append(args, u.clock().Add(time.Minute).UnixMilli())
		}
		if n := u.count(t, from, args...); n != 0 {
			t.Errorf("%d are %s", n, what)
		}
	}
}

// TestModeratorsAgree lets authors and moderators do all that they can at once, through two
// processes on one database: no decision is lost or taken twice, and nothing is in two states.
func TestModeratorsAgree(t *testing.T) {
	lasts := time.Duration(storagetest.Rounds(3, 10)) * time.Second
	storagetest.Engines(t, func(t *testing.T, address string) {
		t.Parallel()
		u := &tumult{decided: map[string]int{}, cards: map[string]string{}, said: map[string]string{}, done: make(chan struct{}), began: time.Now()}
		for i := range u.processes {
			u.processes[i] = &storage.Announcements{Store: storagetest.Open(t, address), Words: agreeWords{}}
		}
		u.turns = make(chan struct{}, map[bool]int{true: 2, false: 100}[strings.HasPrefix(address, "sqlite")]) // of two writers, one waits
		u.billboard = openBillboard(t, u.processes[0].Store, address, "local")
		u.announcements = u.processes[0]
		for i := range 9 {
			u.offers = append(u.offers, u.imported(t, fmt.Sprint("o", i)))
		}
		before := len(u.log(t))
		u.ends = time.Now().Add(lasts)
		var working, serving sync.WaitGroup
		for i := range 50 {
			working.Go(func() { u.author(t, i) })
		}
		for i := range 6 {
			working.Go(func() { u.moderator(t, i, i == 5) })
		}
		for _, n := range u.processes {
			serving.Go(func() { u.serves(t, n) })
		}
		working.Wait()
		close(u.done)
		serving.Wait()
		for range 3 { // what the last ones to be told of, and what follows from it
			u.at = u.clock()
			u.tends(t)
			for u.deliver(t, &storage.Outbox{Store: u.processes[0].Store, Now: u.clock}) {
			}
		}
		u.agree(t, before)
		u.settled(t)
		t.Logf("%d announcements, %d decisions, %d conflicts, %d posts, %d people erased", len(u.known), len(u.log(t))-before, u.conflicts, u.posts, u.erased)
	})
}

// agree holds the log to what the moderators know.
func (u *tumult) agree(t *testing.T, before int) {
	t.Helper()
	written := map[string]int{}
	rows, err := u.db.Query("SELECT what, coalesce(about, ''), coalesce(person, 'somebody'), coalesce((SELECT user_id FROM accounts a WHERE a.person = audit.person), '') FROM audit ORDER BY id")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for i := 0; rows.Next(); i++ {
		var what, about, person, user string
		if err := rows.Scan(&what, &about, &person, &user); err != nil {
			t.Fatal(err)
		}
		if i < before || what == string(storage.OfferWithdrawn) { // its author did so
			continue
		}
		if user == "moderator5" {
			person = "somebody"
		}
		written[what+" "+about]++
		written["by "+person]++
	}
	if !maps.Equal(written, u.decided) {
		for key := range u.decided {
			if written[key] != u.decided[key] {
				t.Errorf("%s: %d in the log, %d acknowledged", key, written[key], u.decided[key])
			}
			delete(written, key)
		}
		t.Errorf("in the log, and nobody has decided so: %v", written)
	}
}
