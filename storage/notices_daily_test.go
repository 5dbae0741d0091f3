package storage_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/delivery"
	"rebond/bot/notice"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// tipTopic is a topic with a notice each day.
const tipTopic = "conseil"

// days makes the daily notices that are due.
func (p *teller) days(t testing.TB, at time.Time) {
	t.Helper()
	p.at = at
	for more, turns := true, 0; more; turns++ {
		var err error
		if more, err = p.notices.Daily(t.Context(), []string{tipTopic, "other"}, at); err != nil || turns > 20 {
			t.Fatal(err, turns)
		}
	}
}

// lives is somebody in a time zone.
func (p *teller) lives(t testing.TB, name, zone string) bot.PersonID {
	t.Helper()
	who := p.knows(t, name, here)
	p.changes(t, who, func(c *storage.OwnChange) { c.Zone = zone })
	return who
}

// daily are the notices of a person's days: the day, when it falls due and until when it has
// a sense, as their clock shows it.
func (p *teller) daily(t testing.TB, person bot.PersonID, zone string) []string {
	t.Helper()
	return p.ofDays(t, person, zone, notice.Digest)
}

func (p *teller) ofDays(t testing.TB, person bot.PersonID, zone string, of notice.Class) (all []string) {
	t.Helper()
	loc, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := p.db.Query("SELECT n.ref, n.at, n.until, n.key, n.class, c.space FROM notices n JOIN communities c ON c.id = n.community WHERE n.topic = '" + tipTopic + "' AND n.person = '" + string(person) + "' ORDER BY n.at, n.key")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var ref, key, class, space string
		var at, until int64
		if err := rows.Scan(&ref, &at, &until, &key, &class, &space); err != nil {
			t.Fatal(err)
		}
		want := tipTopic + "/" + ref
		if of == notice.Chosen {
			want += "/local:" + space
		}
		if key != want || class != string(of) {
			t.Errorf("%s of %s is %s", key, ref, class)
		}
		clock := func(ms int64) string { return time.UnixMilli(ms).In(loc).Format("02 15:04") }
		all = append(all, fmt.Sprintf("%s from %s to %s %s", ref, clock(at), clock(until), space))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// moment is a time in UTC, as 2026-11-22 09:00.
func moment(text string) time.Time {
	when, err := time.Parse("2006-01-02 15:04", text)
	if err != nil {
		panic(err)
	}
	return when
}

// TestDaily is what of each day of theirs people are told.
func TestDaily(t *testing.T) {
	onTellersAtOnce(t, map[string]func(*testing.T, *teller){
		"one a day, from midnight to midnight where they live, from when they asked": func(t *testing.T, p *teller) {
			alex, sam := p.lives(t, "alex", "Europe/Paris"), p.lives(t, "sam", "America/New_York")
			p.asks(t, alex, tipTopic, here) // at 10:00, in New York 4:00
			p.asks(t, sam, tipTopic, here)
			p.asks(t, p.knows(t, "other", here), dailyTopic, here)
			p.composes(t)
			p.noticed()
			for i := range 49 * 2 {
				p.days(t, now.Add(time.Duration(i)*30*time.Minute))
			}
			same(t, p.daily(t, alex, "Europe/Paris"), "2026-11-22 from 22 10:00 to 23 00:00 room", "2026-11-23 from 23 00:00 to 24 00:00 room", "2026-11-24 from 24 00:00 to 25 00:00 room")
			same(t, p.daily(t, sam, "America/New_York"), "2026-11-22 from 22 04:00 to 23 00:00 room", "2026-11-23 from 23 00:00 to 24 00:00 room", "2026-11-24 from 24 00:00 to 25 00:00 room")
			if n := p.count(t, "notices WHERE topic <> '"+tipTopic+"'"); n != 0 {
				t.Errorf("%d of a topic without days", n)
			}
			if found := ids(p.finds(t, 10)); !slices.Contains(found, alex) || !slices.Contains(found, sam) {
				t.Errorf("the composer finds %q", found)
			}
		},
		"a night that was slept through is made up for on its day": func(t *testing.T, p *teller) {
			alex := p.lives(t, "alex", "Europe/Paris")
			p.asks(t, alex, tipTopic, here)
			p.days(t, now)
			p.days(t, moment("2026-11-26 11:00"))
			same(t, p.daily(t, alex, "Europe/Paris"), "2026-11-22 from 22 10:00 to 23 00:00 room", "2026-11-26 from 26 00:00 to 27 00:00 room")
			p.composes(t)
			same(t, p.arrives(t), "room/alex: "+tipTopic+"/2026-11-26")
		},
		"the nights on which the clocks change, at midnight too": func(t *testing.T, p *teller) {
			want := map[string][]string{}
			for zone, night := range map[string]string{
				"Europe/Paris":     "2026-03-29 to 30 00:00, 2026-10-25 to 26 00:00",
				"Africa/Cairo":     "2026-04-24 to 25 00:00, 2026-10-29 to 30 00:00", // 00:00 is 01:00, and 24:00 is 23:00
				"America/Santiago": "2026-04-04 to 05 00:00, 2026-09-06 to 07 00:00",
				"Asia/Beirut":      "2026-03-29 to 30 00:00, 2026-10-24 to 25 00:00",
			} {
				who := p.lives(t, zone, zone)
				p.does(t, "INSERT INTO subscriptions (person, community, topic, since_at) SELECT '"+string(who)+"', id, '"+tipTopic+"', 0 FROM communities WHERE space = 'room'")
				want[zone] = strings.Split(night, ", ")
			}
			for zone, nights := range want {
				var who bot.PersonID
				if err := p.db.QueryRow("SELECT person FROM accounts WHERE user_id = '" + zone + "'").Scan(&who); err != nil {
					t.Fatal(err)
				}
				for _, night := range nights {
					on, rest, _ := strings.Cut(night, " ")
					noon := moment(on + " 12:00")
					p.does(t, "DELETE FROM notices")
					p.does(t, "UPDATE subscriptions SET next_at = 0")
					for i := range 9 { // from noon before to noon after, now and then
						p.days(t, noon.Add(time.Duration(i*6-24)*time.Hour))
					}
					var days []string
					for _, one := range p.daily(t, who, zone) {
						days = append(days, one[:10])
						if one[:10] == on && !strings.Contains(one, rest) {
							t.Errorf("%s: %s, want %s", zone, one, night)
						}
					}
					same(t, days, noon.AddDate(0, 0, -1).Format(time.DateOnly), on, noon.AddDate(0, 0, 1).Format(time.DateOnly))
				}
			}
		},
		"who moves to another zone has one for each day there": func(t *testing.T, p *teller) {
			alex, sam := p.lives(t, "alex", "America/New_York"), p.lives(t, "sam", "Asia/Tokyo")
			for _, who := range []bot.PersonID{alex, sam} {
				p.asks(t, who, tipTopic, here)
			}
			for i := range 24 * 4 {
				when := now.Add(time.Duration(i) * time.Hour)
				p.days(t, when)
				if i == 20 {
					p.at = when
					p.changes(t, alex, func(c *storage.OwnChange) { c.Zone = "Asia/Tokyo" })
					p.changes(t, sam, func(c *storage.OwnChange) { c.Zone = "America/New_York" })
				}
			}
			for _, who := range []bot.PersonID{alex, sam} {
				var days []string
				for _, one := range p.daily(t, who, "UTC") {
					days = append(days, one[:10])
				}
				slices.Sort(days)
				want := []string{"2026-11-22", "2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26"}
				if who == sam {
					want = want[:len(days)] // the day goes on there
				}
				same(t, days, want...)
				if len(days) < 4 {
					t.Errorf("%q", days)
				}
			}
		},
		"none to who has stopped, bounced back or left it, and again when they ask again": func(t *testing.T, p *teller) {
			stopped, left, stays := p.knows(t, "stopped", here), p.knows(t, "left", here), p.knows(t, "stays", here)
			for _, who := range []bot.PersonID{stopped, left, stays} {
				p.asks(t, who, tipTopic, here)
			}
			p.days(t, now)
			p.changes(t, stopped, func(c *storage.OwnChange) { c.Subscriptions[0].Stopped = true })
			p.changes(t, left, func(c *storage.OwnChange) { c.Subscriptions = nil })
			p.days(t, now.AddDate(0, 0, 1))
			counts := func(want ...int) {
				t.Helper()
				for i, who := range []bot.PersonID{stopped, left, stays} {
					if got := p.daily(t, who, "UTC"); len(got) != want[i] {
						t.Errorf("%d: %q", i, got)
					}
				}
			}
			counts(1, 1, 2)
			p.became(t, left, map[string]string{tipTopic + "/2026-11-22": "dropped"})
			p.at = now.AddDate(0, 0, 2)
			p.changes(t, stopped, func(c *storage.OwnChange) { c.Subscriptions[0].Stopped = false })
			p.asks(t, left, tipTopic, here)
			p.days(t, p.at.Add(time.Hour))
			counts(2, 2, 3)
			if got := p.daily(t, stopped, "UTC"); got[1] != "2026-11-24 from 24 09:00 to 25 00:00 room" { // from when they asked
				t.Errorf("%q", got)
			}
			if err := p.Store.Erase(t.Context(), stays, p.at); err != nil {
				t.Fatal(err)
			}
			p.days(t, now.AddDate(0, 0, 3))
			counts(3, 3, 0)
		},
		"a pause takes those of its days away, and no other": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			p.asks(t, alex, tipTopic, here)
			p.changes(t, alex, func(c *storage.OwnChange) { c.Pause = notice.Pause{From: now, Until: now.AddDate(0, 0, 2)} })
			var said []string
			for i := range 24 * 5 {
				p.days(t, now.Add(time.Duration(i)*time.Hour))
				p.composes(t)
				said = append(said, p.arrives(t)...)
			}
			same(t, said, "room/alex: "+tipTopic+"/2026-11-25", "room/alex: "+tipTopic+"/2026-11-26")
		},
		"one a day of who asks for it in two communities, while they do in one": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here, there)
			p.asks(t, alex, tipTopic, here, there)
			for i := range 3 {
				p.days(t, now.AddDate(0, 0, i))
			}
			got := p.daily(t, alex, "UTC")
			if len(got) != 3 || !strings.HasSuffix(got[0], " room") || !strings.HasSuffix(got[2], " room") {
				t.Errorf("%q", got)
			}
			p.changes(t, alex, func(c *storage.OwnChange) {
				c.Subscriptions = slices.DeleteFunc(c.Subscriptions, func(s storage.Subscription) bool { return s.Community == here })
			})
			p.days(t, now.AddDate(0, 0, 3))
			if got := p.daily(t, alex, "UTC"); len(got) != 4 || !strings.HasSuffix(got[3], " cellar") {
				t.Errorf("%q", got)
			}
		},
		"more than are made at a time, by two processes at once": func(t *testing.T, p *teller) {
			const people = 430
			p.knows(t, "first", here)
			series := "(WITH RECURSIVE g(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM g WHERE i < " + fmt.Sprint(people) + ") SELECT i FROM g)"
			p.does(t, "INSERT INTO persons (id, created_at, seen_at) SELECT 'p' || (1000 + i), 1, 1 FROM "+series+" s")
			p.does(t, "INSERT INTO preferences (person, revision) SELECT id, 0 FROM persons WHERE id LIKE 'p%'")
			p.does(t, "INSERT INTO subscriptions (person, community, topic, since_at) SELECT f.id, c.id, '"+tipTopic+"', 1 FROM persons f, communities c WHERE f.id LIKE 'p%'")
			other := p.notices
			if strings.HasPrefix(p.address, "postgres") {
				other = &storage.Notices{Store: storagetest.Open(t, p.address), Lang: bot.FR, Zone: time.UTC}
			}
			for _, err := range together(4, func(i int) error {
				for more := true; more; {
					var err error
					if more, err = []*storage.Notices{p.notices, other}[i%2].Daily(context.Background(), []string{tipTopic}, now); err != nil {
						return err
					}
				}
				return nil
			}) {
				if err != nil {
					t.Error(err)
				}
			}
			if n := p.count(t, "notices WHERE ref = '2026-11-22' AND person LIKE 'p%'"); n != people {
				t.Errorf("%d are told", n)
			}
			if n := p.count(t, "preferences WHERE revision = 1 AND wake_at IS NOT NULL AND person LIKE 'p%'"); n != people {
				t.Errorf("%d are roused once", n)
			}
			if n := p.count(t, fmt.Sprint("subscriptions WHERE next_at = ", moment("2026-11-23 00:00").UnixMilli())); n != people {
				t.Errorf("%d are due tomorrow", n)
			}
		},
		"told by a composer with « Ton matin », and no more once their day is over": func(t *testing.T, p *teller) {
			alex, late := p.lives(t, "alex", "Europe/Paris"), p.lives(t, "late", "Europe/Paris")
			for _, who := range []bot.PersonID{alex, late} {
				p.asks(t, who, tipTopic, here)
			}
			p.runs(t, now)
			if got := p.arrives(t); got != nil { // they asked after nine and a half
				t.Errorf("said %q", got)
			}
			for _, night := range []string{"2026-11-22 23:00", "2026-11-22 23:01", "2026-11-23 08:29"} {
				p.runs(t, moment(night))
				if n := p.count(t, "posts"); n != 0 {
					t.Errorf("%s: %d posts", night, n)
				}
			}
			p.runs(t, moment("2026-11-23 08:40"))
			for _, d := range p.claims(t) {
				if d.Lang != bot.FR || d.Message.Cards[0].Title.FR != "2026-11-23" {
					t.Errorf("%+v", d.Message)
				}
				o := outcome(d, delivery.Delivered)
				if d.To.Member == "late" { // the platform has to be waited for, for too long
					o = outcome(d, delivery.Pending)
					o.Again = moment("2026-11-24 06:00")
				}
				p.settles(t, o)
			}
			if n := p.count(t, fmt.Sprint("posts WHERE until <= ", moment("2026-11-23 23:00").UnixMilli(), " AND until > ", p.at.UnixMilli())); n != 2 {
				t.Errorf("%d posts end with the day", n)
			}
			p.runs(t, moment("2026-11-24 07:00"))
			p.arrives(t)
			p.runs(t, moment("2026-11-24 08:45"))
			p.became(t, alex, map[string]string{tipTopic + "/2026-11-22": "dropped", tipTopic + "/2026-11-23": "told", tipTopic + "/2026-11-24": "told"})
			p.became(t, late, map[string]string{tipTopic + "/2026-11-22": "dropped", tipTopic + "/2026-11-23": "dropped", tipTopic + "/2026-11-24": "told"})
		},
	})
}

// runs lets a composer take a turn at a time, for those who receive the tip of the day.
func (p *teller) runs(t testing.TB, at time.Time) {
	t.Helper()
	p.turns(t, at, cardWords{}, notice.Topic{Name: tipTopic, Class: notice.Digest, Daily: true, Card: func(_ context.Context, n *notice.Notice) (bot.Card, bool, error) {
		return bot.Card{Title: bot.Same(n.Ref)}, true, nil
	}})
}

// turns lets a composer of a topic take a turn at a time.
func (p *teller) turns(t testing.TB, at time.Time, words notice.Words, topic notice.Topic) {
	t.Helper()
	p.at = at
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	var said bytes.Buffer
	c := &notice.Composer{
		Store: &oneTurn{p.notices, cancel}, Topics: []notice.Topic{topic},
		Words: words, Log: slog.New(slog.NewTextHandler(&said, nil)), Now: func() time.Time { return at },
	}
	c.Run(ctx)
	if ctx.Err() != context.Canceled || said.Len() > 0 {
		t.Fatalf("%v\n%s", ctx.Err(), &said)
	}
}

// oneTurn stops a composer that finds nobody, or has told them.
type oneTurn struct {
	*storage.Notices
	stop func()
}

func (o *oneTurn) Due(ctx context.Context, now time.Time, max int) ([]notice.Person, time.Time, error) {
	due, next, err := o.Notices.Due(ctx, now, max)
	if err == nil && len(due) == 0 {
		o.stop()
	}
	return due, next, err
}

func (o *oneTurn) Tell(ctx context.Context, now time.Time, steps ...notice.Step) ([]bool, error) {
	done, err := o.Notices.Tell(ctx, now, steps...)
	if err == nil {
		o.stop()
	}
	return done, err
}

// cardWords say no more than the cards do.
type cardWords struct{}

func (cardWords) Message(cards []bot.Card, _ time.Time, _, _ bool) *bot.Message {
	return &bot.Message{Text: bot.Same("matin"), Cards: cards}
}
