package storage_test

import (
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/notice"
	"rebond/storage"
)

// asksAt lets a person ask for a topic at an hour of theirs, or for another hour.
func (p *teller) asksAt(t testing.TB, person bot.PersonID, at time.Time, minute int) {
	t.Helper()
	p.at = at
	p.changes(t, person, func(c *storage.OwnChange) {
		for i := range c.Subscriptions {
			if s := &c.Subscriptions[i]; s.Topic == tipTopic && s.Community == here {
				s.Minute = minute
				return
			}
		}
		c.Subscriptions = append(c.Subscriptions, storage.Subscription{Community: here, Topic: tipTopic, Minute: minute})
	})
}

// TestDailyAtAnHour is what of each day of theirs people are told at an hour that they chose.
func TestDailyAtAnHour(t *testing.T) {
	const evening, morning = 18 * 60, 9*60 + 30
	onTellersAtOnce(t, map[string]func(*testing.T, *teller){
		"at that hour where they live, not on a day on which it had passed": func(t *testing.T, p *teller) {
			alex, sam := p.lives(t, "alex", "Europe/Paris"), p.lives(t, "sam", "America/New_York")
			p.asksAt(t, alex, now, morning) // it is ten
			p.asksAt(t, sam, now, morning)  // it is four
			for i := range 49 {
				p.days(t, now.Add(time.Duration(i)*time.Hour))
			}
			same(t, p.chosen(t, alex, "Europe/Paris"), "2026-11-23 from 23 09:30 to 24 00:00 room", "2026-11-24 from 24 09:30 to 25 00:00 room")
			same(t, p.chosen(t, sam, "America/New_York"), "2026-11-22 from 22 09:30 to 23 00:00 room", "2026-11-23 from 23 09:30 to 24 00:00 room", "2026-11-24 from 24 09:30 to 25 00:00 room")
		},
		"told at that hour, in quiet hours too, and made up for on its day": func(t *testing.T, p *teller) {
			alex := p.lives(t, "alex", "UTC")
			p.asksAt(t, alex, now, 23*60)
			for _, early := range []string{"2026-11-22 09:01", "2026-11-22 22:00", "2026-11-22 22:49"} {
				p.days(t, moment(early))
				p.composes(t)
				if got := p.arrives(t); got != nil {
					t.Errorf("%s: %q", early, got)
				}
			}
			p.days(t, moment("2026-11-22 23:02"))
			p.composes(t)
			same(t, p.arrives(t), "room/alex: "+tipTopic+"/2026-11-22/local:room")
			p.asksAt(t, alex, moment("2026-11-23 08:00"), 10*60)
			p.days(t, moment("2026-11-25 16:00")) // nothing ran for two days
			p.composes(t)
			same(t, p.arrives(t), "room/alex: "+tipTopic+"/2026-11-25/local:room")
		},
		"another hour holds from the same day where it is still to come, and tells nothing twice": func(t *testing.T, p *teller) {
			alex := p.lives(t, "alex", "UTC")
			p.asksAt(t, alex, now, evening)
			p.days(t, now)
			p.asksAt(t, alex, moment("2026-11-22 10:00"), 12*60) // sooner
			p.days(t, p.at)
			p.asksAt(t, alex, moment("2026-11-22 11:00"), 14*60) // later
			p.days(t, p.at)
			p.days(t, moment("2026-11-22 14:20"))
			p.composes(t)
			same(t, p.arrives(t), "room/alex: "+tipTopic+"/2026-11-22/local:room")
			p.asksAt(t, alex, moment("2026-11-22 15:00"), 20*60) // they were told today
			p.days(t, moment("2026-11-22 21:00"))
			p.composes(t)
			if got := p.arrives(t); got != nil {
				t.Errorf("told again: %q", got)
			}
			p.asksAt(t, alex, moment("2026-11-22 22:00"), morning) // it has passed
			p.days(t, moment("2026-11-23 09:00"))
			same(t, p.chosen(t, alex, "UTC")[1:], "2026-11-23 from 23 09:30 to 24 00:00 room")
			p.asksAt(t, alex, moment("2026-11-23 10:00"), 8*60) // it waits still: it is of an hour that is no more
			p.days(t, moment("2026-11-23 11:00"))
			p.composes(t)
			if got := p.arrives(t); got != nil {
				t.Errorf("told: %q", got)
			}
		},
		"an hour that is put off while what is told is on its way": func(t *testing.T, p *teller) {
			alex := p.lives(t, "alex", "UTC")
			p.asksAt(t, alex, now, 12*60)
			p.days(t, now)
			p.at = moment("2026-11-22 12:20")
			p.composes(t)
			p.asksAt(t, alex, moment("2026-11-22 12:21"), evening)
			p.days(t, p.at)
			p.composes(t)
			if got := p.arrives(t); got != nil {
				t.Errorf("told: %q", got)
			}
			p.days(t, moment("2026-11-22 18:20"))
			p.composes(t)
			same(t, p.arrives(t), "room/alex: "+tipTopic+"/2026-11-22/local:room")
		},
		"each community asks at the hour that they chose there": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			p.knows(t, "alex", there)
			p.changes(t, alex, func(c *storage.OwnChange) {
				c.Zone = "UTC"
				c.Subscriptions = append(c.Subscriptions, storage.Subscription{Community: here, Topic: tipTopic, Minute: evening}, storage.Subscription{Community: there, Topic: tipTopic, Minute: evening + 60})
			})
			p.days(t, moment("2026-11-23 01:00"))
			same(t, p.chosen(t, alex, "UTC"), "2026-11-23 from 23 18:00 to 24 00:00 "+here.Space, "2026-11-23 from 23 19:00 to 24 00:00 "+there.Space)
		},
		"the nights on which the clocks change": func(t *testing.T, p *teller) {
			alex := p.lives(t, "alex", "Europe/Paris")
			p.does(t, "INSERT INTO subscriptions (person, community, topic, since_at, minute) SELECT '"+string(alex)+"', id, '"+tipTopic+"', 0, 150 FROM communities WHERE space = 'room'")
			for from, want := range map[string][]string{
				"2026-03-27 12:00": {"2026-03-28 from 28 02:30 to 29 00:00 room", "2026-03-29 from 29 03:00 to 30 00:00 room", "2026-03-30 from 30 02:30 to 31 00:00 room"},
				"2026-10-23 12:00": {"2026-10-24 from 24 02:30 to 25 00:00 room", "2026-10-25 from 25 02:30 to 26 00:00 room", "2026-10-26 from 26 02:30 to 27 00:00 room"},
			} {
				p.does(t, "DELETE FROM notices")
				p.does(t, "UPDATE subscriptions SET next_at = 0")
				for i := range 3 * 24 {
					p.days(t, moment(from).Add(time.Duration(i)*time.Hour))
				}
				same(t, p.chosen(t, alex, "Europe/Paris")[1:], want...)
			}
		},
		"who moves to another zone is told at that hour there, once a day": func(t *testing.T, p *teller) {
			alex, sam := p.lives(t, "alex", "America/New_York"), p.lives(t, "sam", "Asia/Tokyo")
			for _, who := range []bot.PersonID{alex, sam} {
				p.asksAt(t, who, now, evening)
			}
			for i := range 24 * 5 {
				when := now.Add(time.Duration(i) * time.Hour)
				p.days(t, when)
				if i == 20 {
					p.at = when
					p.changes(t, alex, func(c *storage.OwnChange) { c.Zone = "Asia/Tokyo" })
					p.changes(t, sam, func(c *storage.OwnChange) { c.Zone = "America/New_York" })
				}
			}
			for who, zone := range map[bot.PersonID]string{alex: "Asia/Tokyo", sam: "America/New_York"} {
				days := map[string]bool{}
				all := p.chosen(t, who, zone)
				for i, one := range all {
					if days[one[:10]] || i > 1 && !strings.Contains(one, " 18:00 to ") {
						t.Errorf("%q", all)
					}
					days[one[:10]] = true
				}
				if len(days) < 4 {
					t.Errorf("%q", all)
				}
			}
		},
		"what they chose is theirs until they choose otherwise": func(t *testing.T, p *teller) {
			alex := p.lives(t, "alex", "UTC")
			p.asksAt(t, alex, now, evening)
			p.asks(t, alex, dailyTopic, here)
			has := func(want bool, minute int) {
				t.Helper()
				own := p.owns(t, alex)
				if own.Has(here, tipTopic) != want || own.Minute(here, tipTopic) != minute || own.Minute(there, tipTopic) != 0 || own.Minute(here, dailyTopic) != 0 || !own.Has(here, dailyTopic) {
					t.Errorf("%+v", own.Subscriptions)
				}
			}
			has(true, evening)
			p.changes(t, alex, func(c *storage.OwnChange) { c.Budget = 2 })
			has(true, evening)
			stop := func(stopped bool) {
				p.changes(t, alex, func(c *storage.OwnChange) {
					for i := range c.Subscriptions {
						if c.Subscriptions[i].Topic == tipTopic {
							c.Subscriptions[i].Stopped = stopped
						}
					}
				})
			}
			stop(true)
			has(false, 0)
			if n := p.count(t, "subscriptions WHERE minute = 1080 AND stopped_at IS NOT NULL"); n != 1 {
				t.Errorf("%d are stopped with their hour", n)
			}
			stop(false)
			has(true, evening)
			p.asksAt(t, alex, now, 0) // with « Ton matin »
			has(true, 0)
			p.days(t, moment("2026-11-23 01:00"))
			same(t, p.daily(t, alex, "UTC"), "2026-11-23 from 23 00:00 to 24 00:00 room")
		},
		"whoever stops it is told no more, and a pause takes those of its days away": func(t *testing.T, p *teller) {
			alex, sam := p.lives(t, "alex", "UTC"), p.lives(t, "sam", "UTC")
			for _, who := range []bot.PersonID{alex, sam} {
				p.asksAt(t, who, now, evening)
			}
			p.days(t, now)
			p.changes(t, alex, func(c *storage.OwnChange) { c.Subscriptions = nil })
			p.changes(t, sam, func(c *storage.OwnChange) { c.Pause = notice.Pause{From: now, Until: now.AddDate(0, 0, 1)} })
			var said []string
			for i := range 24 * 3 {
				p.days(t, now.Add(time.Duration(i)*time.Hour))
				p.composes(t)
				said = append(said, p.arrives(t)...)
			}
			same(t, said, "room/sam: "+tipTopic+"/2026-11-23/local:room", "room/sam: "+tipTopic+"/2026-11-24/local:room")
		},
	})
}

// chosen is daily, of notices at an hour that was chosen.
func (p *teller) chosen(t testing.TB, person bot.PersonID, zone string) []string {
	t.Helper()
	return p.ofDays(t, person, zone, notice.Chosen)
}
