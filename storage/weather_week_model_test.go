package storage_test

import (
	"context"
	"fmt"
	"maps"
	"math/big"
	"math/rand/v2"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// town is a world of communities in which people answer, and what the words of their weeks
// should be: told again, from the rules alone.
type town struct {
	*diary
	other       *storage.Store // another process
	rand        *rand.Rand
	flip        bool // those who moderate from the beginning answer the opposite
	communities []*community
	counts      map[storage.Word]int
}

type community struct {
	at     bot.Address
	mood   int // what they answer mostly
	people []*person
	words  map[string]storage.Word // by Monday: what was found, and never changes
}

type person struct {
	name      string
	id        bot.PersonID
	zone      *time.Location
	agreed    bool
	counted   time.Time // zero: they do not count
	always    bool      // they moderate from the beginning
	named     bool
	moderated time.Time
	answers   map[schedule.Day]answered
}

type answered struct {
	weather int
	at      time.Time
}

var zones = []string{"Pacific/Kiritimati", "Pacific/Niue", "Europe/Paris", "UTC", "Asia/Tokyo", "America/New_York"}

// oneIn is true once in n times.
func (w *town) oneIn(n int) bool { return w.rand.IntN(n) == 0 }

// closed is the Monday of the last week that is over everywhere: on the Monday after, at
// noon in universal time.
func closed(at time.Time) schedule.Day {
	today := schedule.DayOf(at.UTC())
	monday := today - schedule.Day(today.Weekday())
	if monday == today && at.UTC().Hour() < 12 {
		monday -= 7
	}
	return monday - 7
}

// finds is what the word of a week should be, by the rules.
func (c *community) finds(monday schedule.Day) (word storage.Word, people int) {
	sum := new(big.Rat)
	start, _ := time.Parse(time.DateOnly, monday.String())
	for _, p := range c.people {
		if !p.agreed || p.counted.IsZero() || p.named || !p.moderated.IsZero() && p.moderated.After(start.AddDate(0, 0, -366)) {
			continue
		}
		total, days := 0, 0
		for on, a := range p.answers {
			if on >= monday && on < monday+7 && !a.at.Before(p.counted) {
				total, days = total+a.weather, days+1
			}
		}
		if days > 0 {
			people++
			sum.Add(sum, big.NewRat(int64(total), int64(days)))
		}
	}
	if people < 8 {
		return storage.Unsaid, people
	}
	mean := sum.Quo(sum, big.NewRat(int64(people), 1))
	switch {
	case mean.Cmp(big.NewRat(5, 2)) < 0:
		return storage.Low, people
	case mean.Cmp(big.NewRat(7, 2)) > 0:
		return storage.High, people
	}
	return storage.Middle, people
}

// settles finds the words of the weeks that are over, in one process or in two at once.
func (w *town) settles(t *testing.T) {
	t.Helper()
	stores := []*storage.Store{w.Store, w.other}
	w.rand.Shuffle(2, func(i, k int) { stores[i], stores[k] = stores[k], stores[i] })
	for _, err := range together(1+w.rand.IntN(2), func(i int) error { return stores[i].SettleWords(context.Background(), w.at) }) {
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range w.communities {
		for ago := range schedule.Day(8) {
			monday := closed(w.at) - 7*ago
			answeredIn := false
			for _, p := range c.people {
				for on := range p.answers {
					answeredIn = answeredIn || on >= monday && on < monday+7
				}
			}
			if _, found := c.words[monday.String()]; found || !answeredIn {
				continue
			}
			word, _ := c.finds(monday)
			c.words[monday.String()] = word
			w.counts[word]++
		}
	}
}

// tells compares all that is told of a community with the words that were found.
func (w *town) tells(t *testing.T, c *community) {
	t.Helper()
	all, err := w.other.Words(t.Context(), c.at, 10, w.at)
	if err != nil || len(all) != 10 {
		t.Fatal(all, err)
	}
	last := closed(w.at)
	for i, told := range all {
		monday := (last - 7*schedule.Day(i)).String()
		want, found := c.words[monday]
		if !found {
			want = storage.Unsaid
		}
		if told.Word != want || told.Monday.Format(time.DateOnly) != monday {
			t.Fatalf("%s at %s: %+v, want %s of %s", c.at.Space, w.at.Format(time.DateTime), told, want, monday)
		}
	}
}

func (w *town) sees(t *testing.T, c *community, p *person, access bot.Access) {
	t.Helper()
	d := &storage.Directory{Store: w.Store, Lang: bot.FR, Zone: time.UTC, Now: func() time.Time { return w.at }}
	m, err := d.Know(t.Context(), c.at, bot.Member{User: p.name, Access: access})
	if err != nil {
		t.Fatal(err)
	}
	p.id = m.ID
	if m.Access >= bot.Moderator {
		p.moderated = w.at
	}
}

func (w *town) agree(t *testing.T, c *community, p *person, counts bool) {
	t.Helper()
	if err := w.Store.Agree(t.Context(), c.at, p.id, storage.Consent{Version: 1, Lang: bot.FR, Wording: "mots", Given: w.at, Counted: counts}); err != nil {
		t.Fatal(err)
	}
	if p.agreed, p.counted = true, (time.Time{}); counts {
		p.counted = w.at
	}
}

func (w *town) answer(t *testing.T, c *community, p *person, weather int) {
	t.Helper()
	if p.always && w.flip {
		weather = 6 - weather
	}
	on := schedule.DayOf(w.at.In(p.zone))
	if err := w.Store.SetWeather(t.Context(), c.at, p.id, storage.DayWeather{On: on, Weather: weather, Energy: w.rand.IntN(4)}, p.zone, w.at); err != nil {
		t.Fatal(err)
	}
	p.answers[on] = answered{weather, w.at}
}

func (w *town) name(t *testing.T, c *community, p *person, named bool) {
	t.Helper()
	var err error
	if named {
		_, err = w.Store.AddModerator(t.Context(), c.at, bot.Member{User: p.name}, "", w.at)
		p.named = true
		defer w.sees(t, c, p, bot.Anyone)
	} else {
		_, err = w.Store.RemoveModerator(t.Context(), c.at, p.id, "", w.at)
		p.named = false
	}
	if err != nil {
		t.Fatal(err)
	}
}

// opens makes a world of communities, of which some have moderators from the beginning.
func opens(t *testing.T, address string, seed uint64, communities int, flip bool) *town {
	t.Helper()
	w := &town{diary: openDiary(t, address), other: storagetest.Open(t, address), rand: rand.New(rand.NewPCG(seed, 13)), flip: flip, counts: map[storage.Word]int{}}
	w.at = time.Date(2026, 12, 14, 3, 0, 0, 0, time.UTC) // over the new year
	for i := range communities {
		c := &community{at: bot.Address{Platform: "local", Space: fmt.Sprint("c", i)}, mood: 1 + w.rand.IntN(5), words: map[string]storage.Word{}}
		for k := range 8 + w.rand.IntN(8) {
			zone, err := time.LoadLocation(zones[w.rand.IntN(len(zones))])
			if err != nil {
				t.Fatal(err)
			}
			p := &person{name: fmt.Sprint(c.at.Space, "p", k), zone: zone, answers: map[schedule.Day]answered{}}
			c.people = append(c.people, p)
			p.always = w.oneIn(8)
			byRole := p.always && w.oneIn(2)
			w.sees(t, c, p, map[bool]bot.Access{true: bot.Moderator}[byRole])
			if p.always && !byRole {
				w.name(t, c, p, true)
			}
			if !w.oneIn(12) {
				w.agree(t, c, p, !w.oneIn(12))
			}
		}
		w.communities = append(w.communities, c)
	}
	return w
}

// lives lets a little time pass in which somebody does something.
func (w *town) lives(t *testing.T, step time.Duration) {
	t.Helper()
	w.at = w.at.Add(time.Duration(w.rand.Int64N(int64(2 * step)))).Truncate(time.Millisecond)
	c := w.communities[w.rand.IntN(len(w.communities))]
	p := c.people[w.rand.IntN(len(c.people))]
	weather := c.mood
	if w.oneIn(3) {
		weather = 1 + w.rand.IntN(5)
	}
	switch do := w.rand.IntN(400); {
	case do < 6 && p.agreed:
		if err := w.notices.WithdrawWeather(t.Context(), c.at, p.id, w.at); err != nil {
			t.Fatal(err)
		}
		p.agreed, p.answers = false, map[schedule.Day]answered{}
	case do < 10:
		w.erases(t, p.id)
		p.agreed, p.named, p.moderated, p.answers = false, false, time.Time{}, map[schedule.Day]answered{}
		w.sees(t, c, p, map[bool]bot.Access{true: bot.Moderator}[p.always])
	case do < 14 && !p.always:
		w.name(t, c, p, !p.named)
	case do < 18:
		w.sees(t, c, p, bot.Moderator)
	case do < 24 && len(c.people) < 16: // somebody joins
		p = &person{name: fmt.Sprint(c.at.Space, "p", len(c.people)), zone: p.zone, answers: map[schedule.Day]answered{}}
		w.sees(t, c, p, bot.Anyone)
		c.people = append(c.people, p)
	case do < 48 && p.agreed:
		counts := w.oneIn(2)
		if err := w.Store.CountWeather(t.Context(), c.at, p.id, counts, w.at); err != nil {
			t.Fatal(err)
		}
		if counts && p.counted.IsZero() {
			p.counted = w.at
		} else if !counts {
			p.counted = time.Time{}
		}
	case do < 50:
		w.settles(t)
	case do < 56:
		w.tells(t, c)
	case p.agreed:
		w.answer(t, c, p, weather)
	default:
		w.agree(t, c, p, !w.oneIn(8))
	}
}

// weeks lets a world live, and returns all the words that were found.
func (w *town) weeks(t *testing.T, weeks, deeds int) map[string]storage.Word {
	t.Helper()
	steps := deeds * weeks * len(w.communities)
	for range steps {
		w.lives(t, time.Duration(weeks)*7*24*time.Hour/time.Duration(steps))
	}
	w.at = w.at.Add(8 * 24 * time.Hour)
	w.settles(t)
	for range 2 { // the same again, later
		for _, c := range w.communities {
			w.tells(t, c)
		}
		w.at = w.at.Add(24 * time.Hour)
		w.settles(t)
	}
	found, want := map[string]storage.Word{}, map[string]storage.Word{}
	rows, err := w.db.Query("SELECT c.space, w.week, w.word FROM weather_words w JOIN communities c ON c.id = w.community")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var space, week, word string
		if err := rows.Scan(&space, &week, &word); err != nil {
			t.Fatal(err)
		}
		found[space+" "+week] = storage.Word(word)
	}
	for _, c := range w.communities {
		for week, word := range c.words {
			want[c.at.Space+" "+week] = word
		}
	}
	if !maps.Equal(found, want) {
		t.Errorf("found %v\nwant  %v", found, want)
	}
	return found
}

// TestWeeklyWord lets people answer in many communities, change their minds, moderate,
// leave and come, and compares the words with the rules.
func TestWeeklyWord(t *testing.T) {
	for _, engine := range []struct {
		name           string
		address        func(testing.TB) string
		short, long, n int
	}{{"sqlite", storagetest.SQLite, 1, 20, 32}, {"postgres", storagetest.Postgres, 1, 4, 4}} {
		t.Run(engine.name, func(t *testing.T) {
			t.Parallel()
			counts := map[storage.Word]int{}
			for range storagetest.Rounds(engine.short, engine.long) {
				seed := rand.Uint64()
				n := storagetest.Rounds(engine.n, 3*engine.n)
				w := opens(t, engine.address(t), seed, n, false)
				words := w.weeks(t, 3, 30)
				flipped := opens(t, engine.address(t), seed, n, true)
				if other := flipped.weeks(t, 3, 30); !maps.Equal(words, other) {
					t.Errorf("what moderators answer changes the words: %v, %v", words, other)
				}
				for word, n := range w.counts {
					counts[word] += n
				}
				if t.Failed() {
					t.Fatalf("seed %d", seed)
				}
			}
			t.Logf("words: %v", counts)
			if engine.n > 30 && len(counts) != 4 {
				t.Errorf("not every word was found: %v", counts)
			}
		})
	}
}
