package schedule_test

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
)

// checkRoundTrip holds that the words of a recurrence are read as the same one, in
// both languages, and its JSON too.
func checkRoundTrip(t *testing.T, r schedule.Recurrence, now time.Time) {
	t.Helper()
	zone := mustZone(r.Zone)
	for _, l := range bot.Langs {
		words := bot.Plain(r.Text().In(l))
		back, err := schedule.Parse(words, now, zone)
		if err != nil {
			t.Errorf("%q is refused: %v", words, err)
		} else if !reflect.DeepEqual(back, r) {
			t.Errorf("%q is read as\n%+v\nwant\n%+v", words, back, r)
		}
	}
	kept, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var back schedule.Recurrence
	if err := json.Unmarshal(kept, &back); err != nil || !reflect.DeepEqual(back, r) {
		t.Errorf("kept as %s, then %+v, %v; want %+v", kept, back, err, r)
	}
}

func TestRoundTrip(t *testing.T) {
	for _, c := range accepted {
		r, err := schedule.Parse(c.phrase, now, paris)
		if err != nil {
			continue // TestPhrases tells
		}
		t.Run(c.phrase, func(t *testing.T) { checkRoundTrip(t, r, now) })
	}
}

func TestRoundTripOfAny(t *testing.T) {
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 0))
	said := 0
	for range 3000 {
		zone := mustZone(pick(random, "Europe/Paris", "America/Martinique", "Pacific/Auckland", "America/Havana"))
		now := now.Add(time.Duration(random.IntN(4*365*24*60)) * time.Minute).In(zone)
		r := anyRecurrence(random, now)
		next, err := r.Next(now)
		if err != nil {
			t.Fatalf("%+v: %v", r, err)
		}
		words := r.Text()
		if next.IsZero() || max(len(bot.Plain(words.FR)), len(bot.Plain(words.EN))) > schedule.MaxPhrase {
			continue
		}
		said++
		checkRoundTrip(t, r, now)
		checkTypography(t, words)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
	if said < 2000 {
		t.Errorf("only %d of 3000 can be said", said)
	}
}

// anyRecurrence is one that Parse can answer, or nearly: some never happen.
func anyRecurrence(random *rand.Rand, now time.Time) schedule.Recurrence {
	r := schedule.Recurrence{Zone: now.Location().String(), Days: anyDays(random, now)}
	switch random.IntN(4) {
	case 0:
		r.Every = pick(random, 10, 12, 15, 16, 18, 20, 24, 30, 32, 36, 40, 45, 48, 60, 72, 80, 90, 96, 120, 144, 160, 180, 240, 288, 360, 480, 720)
	case 1:
		step := 10 + random.IntN(200)
		for m := random.IntN(600); m < 1430 && len(r.Times) < 2+random.IntN(40); m += step {
			r.Times = append(r.Times, m)
		}
		if r.Times[0]+1440-r.Times[len(r.Times)-1] < 10 {
			r.Times = r.Times[1:]
		}
	default:
		for m := random.IntN(1440); m < 1430 && len(r.Times) < 12; m += 10 + random.IntN(700) {
			r.Times = append(r.Times, m)
		}
		if len(r.Times) == 0 {
			r.Times = []int{pick(random, 0, 540, 720, 1439)}
		}
		if len(r.Times) > 1 && r.Times[0]+1440-r.Times[len(r.Times)-1] < 10 {
			r.Times = r.Times[1:]
		}
	}
	if r.Days.On != 0 {
		return r
	}
	today := schedule.DayOf(now)
	if random.IntN(3) == 0 {
		r.From = today + schedule.Day(random.IntN(1000)-300)
	}
	if random.IntN(3) == 0 {
		r.Until = max(today, r.From) + schedule.Day(random.IntN(1000))
	}
	if random.IntN(3) == 0 {
		r.Holidays = pick(random, schedule.France, schedule.AlsaceMoselle)
	}
	if r.Days.Each > 1 { // counted from a day on which it happens
		first, since := r, now
		if r.From != 0 {
			y, m, d := time.Unix(int64(r.From)*86400, 0).UTC().Date()
			since = time.Date(y, m, d, 0, 0, 0, 0, now.Location()).Add(-time.Second)
		}
		first.Days.Each = 0
		if next, err := first.Next(since); err == nil && !next.IsZero() {
			r.From = schedule.DayOf(next)
		} else {
			r.Until = schedule.DayOf(now) - 1 // never
		}
	}
	return r
}

func anyDays(random *rand.Rand, now time.Time) schedule.Days {
	var d schedule.Days
	months := func() {
		if random.IntN(3) == 0 {
			d.Months = anySet(random, 11, 12, 1)
		}
	}
	each := func(unit schedule.Unit) { d.Each, d.Unit = 2+random.IntN(51), unit }
	switch random.IntN(9) {
	case 0:
		months()
	case 1:
		d.Weekdays = anySet(random, 6, 7, 0)
		months()
	case 2:
		d.Dates = anySet(random, 30, 31, 1)
		if random.IntN(3) == 0 {
			d.Dates |= 1 << schedule.Last
		}
		months()
	case 3:
		d.Nth, d.Weekdays = anySet(random, 5, 5, 1), anySet(random, 7, 7, 0)
		if random.IntN(3) == 0 {
			d.Nth |= 1 << schedule.Last
		}
		months()
	case 4:
		d.On = schedule.DayOf(now) + schedule.Day(1+random.IntN(2000))
	case 5:
		each(schedule.ByDay)
	case 6:
		d.Weekdays = anySet(random, 7, 7, 0)
		each(schedule.ByWeek)
	case 7:
		d.Dates = anySet(random, 30, 31, 1)
		each(schedule.ByMonth)
	case 8:
		d.Nth, d.Weekdays = anySet(random, 5, 5, 1), anySet(random, 7, 7, 0)
		each(schedule.ByMonth)
	}
	return d
}

// anySet has at least one and at most max of count numbers that begin with first.
func anySet(random *rand.Rand, max, count, first int) schedule.Set {
	var s schedule.Set
	numbers := random.Perm(count)
	if random.IntN(2) == 0 { // that follow each other
		slices.Sort(numbers)
		numbers = append(numbers[random.IntN(count):], numbers...)
	}
	for _, n := range numbers[:1+random.IntN(max)%len(numbers)] {
		s |= 1 << (n + first)
	}
	return s
}

func pick[T any](random *rand.Rand, of ...T) T { return of[random.IntN(len(of))] }

func TestRemark(t *testing.T) {
	for phrase, want := range map[string]string{
		"le 28 du mois à 9h":                 "",
		"le 29 du mois à 9h":                 "Février peut être sauté : pour chaque mois, écris « le dernier jour du mois ».",
		"le 1er et le 31 du mois à 9h":       "Les mois sans 31 sont sautés : pour chaque mois, écris « le dernier jour du mois ».",
		"le dernier jour du mois à 9h":       "",
		"le cinquième lundi du mois à 9h":    "Seuls certains mois ont un cinquième : pour chaque mois, écris « le dernier ».",
		"chaque année le 29 février à 9h":    "Les années sans 29 février sont sautées.",
		"chaque année le 31 décembre à 9h":   "",
		"le 31 décembre à 9h":                "",
		"le premier lundi du mois à 9h":      "",
		"chaque lundi à 9h, à partir du 1/1": "",
	} {
		r, err := schedule.Parse(phrase, now, paris)
		if err != nil {
			t.Errorf("%s: %v", phrase, err)
			continue
		}
		if got := loose(r.Remark().FR); got != want {
			t.Errorf("%s: %q; want %q", phrase, got, want)
		}
		checkTypography(t, r.Remark())
	}
}
