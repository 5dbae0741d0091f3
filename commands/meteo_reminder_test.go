package commands_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/notice"
	"rebond/bot/schedule"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// reminding is somebody who is reminded, what they do, and what they are to receive.
type reminding struct {
	*testing.T
	address string
	zone    *time.Location
	random  *rand.Rand
	at      time.Time
	asked   int

	receives, stopped bool
	minute            int
	since             time.Time
	pause             notice.Pause
	told, answered    map[schedule.Day]bool
	want              []time.Time
}

// asks is what they type or press, in the room.
func (p *reminding) asks(command, action string, args bot.Args) {
	p.Helper()
	p.asked++
	store := storagetest.Open(p.T, p.address)
	defer store.Close()
	r, _ := router(p.T, store, func() time.Time { return p.at }, nil)
	a := r.Handle(p.Context(), &bot.Request{ID: fmt.Sprint("a", p.asked), Command: command, Action: action, Args: args, From: bot.Member{User: "camille", Name: "Camille", Lang: bot.FR}, At: in("offres")}, nil)
	if m, is := a.Reply.(*bot.Message); is && m.Text.FR == "" {
		p.Fatalf("/%s %s %v: no words", command, action, args)
	}
}

// passes lets what is due at a time happen.
func (p *reminding) passes(at time.Time) {
	p.Helper()
	p.at = at
	passTime(p.T, p.address, at, nil)
}

// reminders are when they were asked, of each of the messages with the buttons of the weather.
func (p *reminding) reminders() (all []time.Time) {
	p.Helper()
	store := storagetest.Open(p.T, p.address)
	defer store.Close()
	entries, err := (&storage.Room{Store: store}).Latest(p.Context(), place("@camille"), 200)
	if err != nil {
		p.Fatal(err)
	}
	for _, e := range entries {
		for _, c := range e.Message.Cards {
			if slices.ContainsFunc(c.Buttons, func(b bot.Button) bool { return b.Do.Command == "meteo" && b.Do.Action == "temps" }) {
				all = append(all, e.Sent.In(p.zone))
			}
		}
	}
	return all
}

// acts does one of what people do, and notes what follows from it.
func (p *reminding) acts() {
	p.Helper()
	today := schedule.DayOf(p.at.In(p.zone))
	switch p.random.IntN(9) {
	case 0, 1, 2: // an hour, and with it the reminder
		minute := 240 + 30*p.random.IntN(39)
		if p.random.IntN(2) == 0 { // just ahead, whatever came before
			minute = min(1380, (p.at.In(p.zone).Hour()+1)*60)
		}
		minute = max(240, minute)
		if active := p.receives && !p.stopped; !active || minute != p.minute {
			p.receives, p.stopped, p.minute, p.since = true, false, minute, p.at
		}
		p.asks("abonnements", "", bot.Args{"meteo": fmt.Sprintf("%dh%02d", minute/60, minute%60)})
	case 3:
		if !p.receives || p.stopped {
			p.receives, p.stopped, p.minute, p.since = true, false, 18*60, p.at
		}
		p.asks("abonnements", "recevoir", bot.Args{"sujet": storage.WeatherTopic})
	case 4:
		p.receives = false
		p.asks("abonnements", "arreter", bot.Args{"sujet": storage.WeatherTopic})
	case 5:
		p.asks("pause", "choisir", bot.Args{"duree": []string{"2 jours", "5 heures", "reprendre", "reprendre"}[p.random.IntN(4)]})
	case 6:
		p.stopped = p.receives
		p.asks("rebondir", "arreter", nil)
	case 7:
		if p.stopped {
			p.stopped, p.since = false, p.at
		}
		p.asks("rebondir", "revenir", nil)
	case 8:
		p.answered[today] = true
		p.asks("meteo", "temps", bot.Args{"temps": fmt.Sprint(1 + p.random.IntN(5))})
	}
	store := storagetest.Open(p.T, p.address)
	defer store.Close()
	own, err := store.Own(p.Context(), p.person(store))
	if err != nil {
		p.Fatal(err)
	}
	p.pause = own.Pause
	if has := own.Has(bot.Address{Platform: in("").Platform, Space: in("").Space}, storage.WeatherTopic); has != (p.receives && !p.stopped) {
		p.Fatalf("%s: they receive it: %v", p.at, has)
	}
}

func (p *reminding) person(store *storage.Store) bot.PersonID {
	p.Helper()
	m, err := (&storage.Directory{Store: store, Lang: bot.FR, Zone: p.zone, Now: func() time.Time { return p.at }}).Know(p.Context(), in("offres"), bot.Member{User: "camille", Lang: bot.FR})
	if err != nil {
		p.Fatal(err)
	}
	return m.ID
}

// next is when they would be asked next.
func (p *reminding) next() time.Time {
	if !p.receives || p.stopped {
		return time.Time{}
	}
	for on := schedule.DayOf(p.at.In(p.zone)); ; on++ {
		if at := schedule.At(on, p.minute, p.zone); at.After(p.at) {
			return at
		}
	}
}

// minuteOf lets the time of a reminder come: it comes then if it is to, and not before.
func (p *reminding) minuteOf(at time.Time) {
	p.Helper()
	if before := at.Add(-time.Minute); before.After(p.at) {
		p.passes(before)
		p.check()
	}
	p.passes(at)
	on := schedule.DayOf(at.In(p.zone))
	if !p.since.After(at) && !p.told[on] && !p.answered[on] && !p.pause.Holds(at) {
		p.told[on] = true
		p.want = append(p.want, at)
	}
	p.check()
}

func (p *reminding) check() {
	p.Helper()
	got := p.reminders()
	if !slices.EqualFunc(got, p.want, time.Time.Equal) {
		p.Fatalf("%s: asked at %v, want %v", p.at.In(p.zone), got, p.want)
	}
	days := map[schedule.Day]bool{}
	for _, at := range got {
		if on := schedule.DayOf(at); days[on] {
			p.Fatalf("asked twice on %s: %v", on, got)
		} else {
			days[on] = true
		}
	}
}

// TestReminder holds that somebody is asked once a day at most, at the minute that they have
// chosen as their clocks show it, whatever they change meanwhile: on the nights on which the
// clocks change, and where an hour comes twice at its first.
func TestReminder(t *testing.T) {
	for seed, c := range []struct{ zone, from string }{
		{"Europe/Paris", "2026-03-27"}, {"Europe/Paris", "2026-10-23"},
		{"America/Santiago", "2026-04-02"}, {"America/Santiago", "2026-09-04"}, // 23:00 comes twice; 00:00 does not come
		{"Africa/Cairo", "2026-10-27"}, {"Pacific/Apia", "2026-06-01"}, {"America/Los_Angeles", "2026-10-30"},
	} {
		t.Run(fmt.Sprint(c.zone, " ", c.from), func(t *testing.T) {
			t.Parallel()
			zone, err := time.LoadLocation(c.zone)
			if err != nil {
				t.Fatal(err)
			}
			p := &reminding{T: t, address: storagetest.SQLite(t), zone: zone, random: rand.New(rand.NewPCG(uint64(seed), 13)), told: map[schedule.Day]bool{}, answered: map[schedule.Day]bool{}}
			start, err := time.ParseInLocation(time.DateOnly, c.from, zone)
			if err != nil {
				t.Fatal(err)
			}
			p.at = start.Add(5*time.Hour + 7*time.Second)
			p.asks("abonnements", "", bot.Args{"fuseau": c.zone})
			store := storagetest.Open(t, p.address)
			if err := store.Agree(t.Context(), in("offres"), p.person(store), storage.Consent{Version: 1, Lang: bot.FR, Wording: "les mots", Given: p.at}); err != nil {
				t.Fatal(err)
			}
			store.Close()
			p.receives, p.minute, p.since = true, 23*60, p.at
			p.asks("abonnements", "", bot.Args{"meteo": "23h"})
			for end := start.AddDate(0, 0, 3); ; { // at the same hour over the night
				if at := p.next(); at.Before(end) {
					p.minuteOf(at)
					continue
				}
				break
			}
			for range 16 {
				act := p.at.Add(time.Duration(1+p.random.IntN(11*3600))*time.Second + 500*time.Millisecond)
				for at := p.next(); !at.IsZero() && at.Before(act); at = p.next() {
					p.minuteOf(at)
				}
				p.at = act
				p.acts()
				p.passes(act)
				p.check()
			}
			if len(p.want) < 3 {
				t.Errorf("asked %d times only", len(p.want))
			}
		})
	}
}
