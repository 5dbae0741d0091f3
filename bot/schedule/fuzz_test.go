package schedule_test

import (
	"errors"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
)

// slow is more than reading a phrase may take: 50 ms on a quiet machine, and the
// fuzzing engine fills both processors of ours.
const slow = 500 * time.Millisecond

func FuzzParse(f *testing.F) {
	for _, c := range accepted {
		f.Add(c.phrase)
	}
	for _, c := range refused {
		f.Add(c.phrase)
	}
	f.Fuzz(checkAny)
}

// checkAny holds of any text that it is refused in words, or has times to come, far
// enough apart, and can be said back.
func checkAny(t *testing.T, text string) {
	begun := time.Now()
	r, err := schedule.Parse(text, now, paris)
	if took := time.Since(begun); took > slow {
		t.Errorf("took %s", took)
	}
	if err != nil {
		checkRefusal(t, err)
		return
	}
	times, err := r.Upcoming(now, 20)
	if err != nil || len(times) == 0 {
		t.Fatalf("%+v has no time: %v", r, err)
	}
	last := now
	for i, next := range times {
		if !next.After(last) {
			t.Fatalf("%+v: %s after %s", r, next, last)
		}
		_, before := last.In(next.Location()).Zone()
		_, after := next.Zone()
		if i > 0 && next.Sub(last) < schedule.MinSpacing && before == after {
			t.Fatalf("%+v: %s too soon after %s", r, next, last)
		}
		last = next
	}
	checkRoundTrip(t, r, now)
}

// TestWordsInAnyOrder throws words together as no fuzzing of bytes does.
func TestWordsInAnyOrder(t *testing.T) {
	words := strings.Fields("chaque tous les le la un une deux trois 3 15 31 2 5 1er 2e lundi mardis vendredi dimanche Friday Monday jour jours mois semaine semaines an heures heure minutes week-end " +
		"premier dernier deuxième last first du au de à a et , - / sur dans en in ce cette prochain next demain tomorrow aujourd’hui ce-soir matin soir nuit midi minuit 9h 9h30 18h 21:30 9am 12pm 20 " +
		"décembre janvier mars juin 14/07 3/12/2027 2027 2026 sauf fériés Alsace-Moselle ouvré ouvrable partir jusqu’à until from to starting every other day week month year weekday hour quarter demi-heure moins quart " +
		"quinze sept trimestre fin fois par between entre 0 25 UTC Europe/London 10 30 ( ) . ! cron * */2 1-5 L")
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 0))
	tries, accepted := 3000, 0
	if os.Getenv("REBOND_LONG") != "" {
		tries = 300_000
	}
	for range tries {
		var text []string
		for range 2 + random.IntN(9) {
			text = append(text, pick(random, words...))
		}
		phrase := strings.Join(text, " ")
		checkAny(t, phrase)
		if t.Failed() {
			t.Fatalf("%q, seed %d", phrase, seed)
		}
		if _, err := schedule.Parse(phrase, now, paris); err == nil {
			accepted++
		}
	}
	t.Logf("%d of %d accepted", accepted, tries)
}

// checkRefusal holds that an error is for a member, in both languages.
func checkRefusal(t *testing.T, err error) {
	t.Helper()
	var u *bot.UserError
	if !errors.As(err, &u) || u.Text.FR == "" || u.Text.EN == "" || strings.Contains(u.Text.FR+u.Text.EN, "%!") {
		t.Fatalf("refused with %v", err)
	}
}

// worked is how long this process has had a processor: other programs that want one
// too do not count.
func worked(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// TestParseIsQuick holds it to 50 ms of a processor for what is hardest to read, of
// the length that is read.
func TestParseIsQuick(t *testing.T) {
	for _, unit := range []string{"vendredx ", "dimanchxx ", "abcdefghijklmnopqrs ", "le ", "1 ", "1/", "le 1er et ", "premier ", "chaque ", "sauf ", "a partir du ", "9h-", "lundi et ", "toutes les ", ", ", "0 ", "* ", "é", "à 9h ", "un lundi sur deux ", "entre 9 et ", "en un d d d d "} {
		phrase := strings.Repeat(unit, schedule.MaxPhrase/len(unit))
		least := time.Hour
		for range 5 {
			begun := worked(t)
			if _, err := schedule.Parse(phrase, now, paris); err != nil {
				checkRefusal(t, err)
			}
			least = min(least, worked(t)-begun)
		}
		if least > 50*time.Millisecond {
			t.Errorf("%q… took %s", unit, least)
		}
	}
}

// field is a field of a cron line, read by the book: crontab(5), with N/S for N to
// the end by S, and ? for *.
type field struct {
	on   [60]bool
	star bool
}

// visible has no colon: « cron : » may stand before a line.
var visible = regexp.MustCompile(`^[!-9;-~]+$`)

var cronPart = regexp.MustCompile(`^(?:(\*|\?)|([0-9]{1,4}|[a-z]{3})(?:-([0-9]{1,4}|[a-z]{3}))?)(?:/([0-9]{1,4}))?$`)

func readField(text string, from, to int, names string) (field, bool) {
	f := field{star: strings.HasPrefix(text, "*") || strings.HasPrefix(text, "?")}
	number := func(s string) int {
		if i := strings.Index(names, strings.ToLower(s)); i >= 0 && len(s) == 3 && i%3 == 0 && s[0] > '9' {
			return i/3 + from
		}
		n, err := strconv.Atoi(s)
		if err != nil {
			return -1
		}
		return n
	}
	for part := range strings.SplitSeq(strings.ToLower(text), ",") {
		m := cronPart.FindStringSubmatch(part)
		if m == nil {
			return f, false
		}
		first, last, step := from, to, 1
		if m[1] == "" {
			first = number(m[2])
			last = first
			if m[3] != "" {
				last = number(m[3])
			} else if m[4] != "" {
				last = to
			}
		}
		if m[4] != "" {
			step = number(m[4])
		}
		sunday := to == 6 && (last == 7 && m[2] != "" && m[2][0] <= '9' && (m[3] != "" || m[4] == ""))
		if first < from || first > last || last > to && !sunday || step < 1 {
			return f, false
		}
		for n := first; n <= last; n += step {
			if sunday && n == 7 {
				f.on[0] = true
			} else {
				f.on[n] = true
			}
		}
	}
	return f, true
}

func FuzzCron(f *testing.F) {
	for _, line := range []string{
		"0 9 * * 1-5", "30 14 1 * *", "*/20 * * * *", "15,45 * * * *", "0 */3 * * *", "0 9-17/2 * * 1-5", "0 9 13 * 5", "0 9 */2 * 1", "0 9 * * 7", "0 9 * * 07", "0 9 * * 5-7",
		"0 9 * 1-12/3 mon,wed", "0 0 29 2 *", "0 9 31 2 *", "0 */5 * * *", "0,30 */7 * * *", "0 9 1-31 * 1", "0 9 * jan-mar sun", "55,5 8,9 * * *", "0 9 ? * ?", "0 0-23/6 1,15 * *",
		"*/5 * * * *", "0 24 * * *", "60 0 * * *", "0 9 0 * *", "0 9 * 13 *", "0 9 * * 8", "0 9 , * *", "0 9 *-5 * *", "0 9 1-7 * 1", "0 */24 * * *", "0,55 */23 * * *", "1/30 * * * *", "0 9 * * 1-7/2",
	} {
		parts := strings.Fields(line)
		f.Add(parts[0], parts[1], parts[2], parts[3], parts[4])
	}
	f.Fuzz(func(t *testing.T, minute, hour, date, month, weekday string) {
		fields := []string{minute, hour, date, month, weekday}
		line := strings.Join(fields, " ")
		if len(line) > 200 || slices.ContainsFunc(fields, func(f string) bool { return !visible.MatchString(f) }) {
			return
		}
		minutes, ok1 := readField(minute, 0, 59, "")
		hours, ok2 := readField(hour, 0, 23, "")
		dates, ok3 := readField(date, 1, 31, "")
		months, ok4 := readField(month, 1, 12, "janfebmaraprmayjunjulaugsepoctnovdec")
		weekdays, ok5 := readField(weekday, 0, 6, "sunmontuewedthufrisat")
		sound := ok1 && ok2 && ok3 && ok4 && ok5
		start := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
		r, err := schedule.Parse("cron "+line, start, time.UTC)
		if !sound {
			if err == nil {
				t.Fatalf("%q is accepted", line)
			}
			checkRefusal(t, err)
			return
		}
		onDay := func(d time.Time) bool {
			byDate, byWeekday := dates.on[d.Day()], weekdays.on[d.Weekday()]
			if dates.star || weekdays.star {
				return months.on[d.Month()] && byDate && byWeekday
			}
			return months.on[d.Month()] && (byDate || byWeekday)
		}
		var want []time.Time
		end := start.AddDate(9, 0, 0)
		for at := start.Add(time.Minute); len(want) < 100 && at.Before(end); at = at.Add(time.Minute) {
			if at.Minute() == 0 && at.Hour() == 0 && !onDay(at) {
				at = at.Add(24*time.Hour - time.Minute)
				continue
			}
			if onDay(at) && hours.on[at.Hour()] && minutes.on[at.Minute()] {
				want = append(want, at)
			}
		}
		if err != nil {
			checkRefusal(t, err)
			if len(want) > 0 && !tooOften(minutes, hours) {
				t.Fatalf("%q is refused: %v", line, err)
			}
			return
		}
		if tooOften(minutes, hours) {
			t.Fatalf("%q is accepted", line)
		}
		got, err := r.Upcoming(start, len(want))
		if err != nil || len(want) == 0 && !start.AddDate(9, 0, 0).Before(mustNext(t, r, start)) {
			t.Fatalf("%q: %v, %v", line, got, err)
		}
		if !slices.EqualFunc(got, want, time.Time.Equal) {
			t.Fatalf("%q:\n%v\nwant\n%v", line, got, want)
		}
		checkRoundTrip(t, r, start)
	})
}

func mustNext(t *testing.T, r schedule.Recurrence, after time.Time) time.Time {
	next, err := r.Next(after)
	if err != nil {
		t.Fatal(err)
	}
	return next
}

// tooOften reports whether two of the times of days that follow each other are
// less than ten minutes apart.
func tooOften(minutes, hours field) bool {
	last := -1
	for m := range 2 * 1440 {
		if !hours.on[m/60%24] || !minutes.on[m%60] {
			continue
		}
		if last >= 0 && m-last < 10 {
			return true
		}
		last = m
	}
	return false
}
