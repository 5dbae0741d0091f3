package schedule

import (
	"strconv"
	"strings"
	"time"

	"rebond/bot"
)

// names are words in each language, as [Parse] reads them too.
type names struct{ fr, en []string }

func (n names) text(i int) bot.Text { return bot.Text{FR: n.fr[i], EN: n.en[i]} }

var (
	weekdayNames = names{
		[]string{"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"},
		[]string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},
	}
	monthNames = names{
		[]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
		[]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
	}
	ordinalNames = names{
		[]string{"premier", "deuxième", "troisième", "quatrième", "cinquième"},
		[]string{"first", "second", "third", "fourth", "fifth"},
	}
	fewNames = names{ // from 2
		[]string{"deux", "trois", "quatre"},
		[]string{"two", "three", "four"},
	}
)

// Text says the recurrence in plain words, without its time zone. [Parse] reads
// them as the same recurrence.
func (r *Recurrence) Text() bot.Text {
	days, often := r.Days.text(), r.oftenText()
	var said bot.Text
	switch {
	case r.Cron != "":
		said = bot.Textf(bot.Text{FR: "cron %s", EN: "cron %s"}, r.Cron)
	case !often.Empty() && r.Days == (Days{}):
		said = often
	case !often.Empty():
		said = bot.Textf(bot.Text{FR: "%s, %s", EN: "%s, %s"}, often, days)
	case len(r.Times) == 0:
		return bot.Text{FR: "jamais", EN: "never"}
	default:
		said = bot.Textf(bot.Text{FR: "%s à %s", EN: "%s at %s"}, days, timesText(r.Times))
		if strings.Contains(days.FR, ", ") && (r.Days.Each > 1 || r.Days.Months != 0) {
			said = bot.Textf(bot.Text{FR: "%s, à %s", EN: "%s, at %s"}, days, timesText(r.Times))
		}
	}
	if r.From != 0 {
		said = bot.Textf(bot.Text{FR: "%s, à partir du %s", EN: "%s, starting %s"}, said, r.From.Text())
	}
	if r.Until != 0 {
		said = bot.Textf(bot.Text{FR: "%s, jusqu’au %s", EN: "%s, until %s"}, said, r.Until.Text())
	}
	switch r.Holidays {
	case France:
		said = bot.Textf(bot.Text{FR: "%s, sauf les jours fériés", EN: "%s, except French public holidays"}, said)
	case AlsaceMoselle:
		said = bot.Textf(bot.Text{FR: "%s, sauf les jours fériés d’Alsace-Moselle", EN: "%s, except public holidays of Alsace-Moselle"}, said)
	}
	return said
}

// tooLong reports whether the words are too many for [Parse] to read them.
func (r *Recurrence) tooLong() bool {
	said := r.Text()
	return max(len(bot.Plain(said.FR)), len(bot.Plain(said.EN))) > MaxPhrase
}

// oftenText says several times of a day that follow each other evenly; it is empty
// where there are none.
func (r *Recurrence) oftenText() bot.Text {
	if r.Every > 0 {
		return everyText(r.Every)
	}
	step := evenStep(r.Times)
	if step == 0 {
		return bot.Text{}
	}
	return bot.Textf(bot.Text{FR: "%s de %s à %s", EN: "%s from %s to %s"}, everyText(step), clockText(r.Times[0]), clockText(r.Times[len(r.Times)-1]))
}

// evenStep is how far apart times are that are many and evenly so; else 0.
func evenStep(times []int) int {
	if len(times) < 5 {
		return 0
	}
	step := times[1] - times[0]
	for i := range times[1:] {
		if times[i+1]-times[i] != step {
			return 0
		}
	}
	return step
}

func everyText(minutes int) bot.Text {
	if minutes%60 != 0 {
		return bot.Textf(bot.Text{FR: "toutes les %s minutes", EN: "every %s minutes"}, minutes)
	}
	if minutes == 60 {
		return bot.Text{FR: "toutes les heures", EN: "every hour"}
	}
	return bot.Textf(bot.Text{FR: "toutes les %s heures", EN: "every %s hours"}, minutes/60)
}

// clockText writes a minute of the day: « 9 h », « 8 h 30 », "09:00".
func clockText(minute int) bot.Text {
	hour, m := strconv.Itoa(minute/60), minute%60
	fr := hour + "\u00a0h"
	switch {
	case minute == 0:
		fr = "minuit"
	case minute == 12*60:
		fr = "midi"
	case m > 0:
		fr += "\u00a0" + twoDigits(m)
	}
	return bot.Text{FR: fr, EN: twoDigits(minute/60) + ":" + twoDigits(m)}
}

// Moment writes a time: « lundi 23 novembre 2026 à 9 h ».
func Moment(t time.Time) bot.Text {
	return bot.Textf(bot.Text{FR: "%s à %s", EN: "%s at %s"}, DayOf(t).Text(), clockText(t.Hour()*60+t.Minute()))
}

func twoDigits(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

func timesText(minutes []int) bot.Text {
	var all []bot.Text
	for _, m := range minutes {
		all = append(all, clockText(m))
	}
	return list(all)
}

// list joins texts as a sentence does: « a, b et c ».
func list(all []bot.Text) bot.Text {
	last := len(all) - 1
	if last < 1 {
		return bot.Join("", all...)
	}
	return bot.Textf(bot.Text{FR: "%s et %s", EN: "%s and %s"}, bot.Join(", ", all[:last]...), all[last])
}

// yearly reports whether the days are one date of each year.
func (d *Days) yearly() bool {
	return len(d.Months.numbers()) == 1 && len(d.Dates.numbers()) == 1 && !d.Dates.Has(Last) && d.Weekdays == 0 && d.Nth == 0 && d.Each < 2
}

func (d *Days) text() bot.Text {
	var said bot.Text
	switch {
	case d.On != 0:
		return bot.Textf(bot.Text{FR: "le %s", EN: "on %s"}, d.On.Text())
	case d.yearly():
		date, month := d.Dates.numbers()[0], monthNames.text(d.Months.numbers()[0]-1)
		return bot.Textf(bot.Text{FR: "chaque année le %s %s", EN: "every year on %s %s"}, bot.Text{FR: dateText(date).FR, EN: strconv.Itoa(date)}, month)
	case d.Each > 1 && d.Unit == ByWeek:
		said = d.eachWeeks()
	case d.Nth != 0:
		said = d.nthText()
	case d.Dates != 0:
		said = d.datesText()
	case d.Weekdays != 0:
		said = weekdaysText(d.Weekdays)
	case d.Each > 1 && d.Unit == ByDay:
		return d.eachDays()
	default:
		said = bot.Text{FR: "chaque jour", EN: "every day"}
	}
	if d.Each > 1 && d.Unit == ByMonth {
		said = bot.Textf(bot.Text{FR: "%s, un mois sur %s", EN: "%s, every %s months"}, said, few(d.Each))
	}
	if d.Months != 0 {
		said = bot.Textf(bot.Text{FR: "%s, %s", EN: "%s, %s"}, said, monthsText(d.Months))
	}
	return said
}

// monthsText says months, three or more that follow each other as a stretch, which
// may go over the end of a year.
func monthsText(s Set) bot.Text {
	months := s.numbers()
	for _, first := range months {
		last := first
		for range len(months) - 1 {
			last = last%12 + 1
			if !s.Has(last) {
				last = 0
				break
			}
		}
		if len(months) >= 3 && last > 0 {
			from := monthNames.text(first - 1)
			if from.FR = "de " + from.FR; strings.ContainsAny(from.FR[3:4], "ao") {
				from.FR = "d’" + from.FR[3:]
			}
			return bot.Textf(bot.Text{FR: "%s à %s", EN: "from %s to %s"}, from, monthNames.text(last-1))
		}
	}
	var all []bot.Text
	for _, m := range months {
		all = append(all, monthNames.text(m-1))
	}
	return bot.Textf(bot.Text{FR: "en %s", EN: "in %s"}, list(all))
}

func few(n int) bot.Text {
	if n-2 < len(fewNames.fr) {
		return fewNames.text(n - 2)
	}
	return bot.Same(strconv.Itoa(n))
}

func (d *Days) eachDays() bot.Text {
	if d.Each == 2 {
		return bot.Text{FR: "un jour sur deux", EN: "every other day"}
	}
	return bot.Textf(bot.Text{FR: "un jour sur %s", EN: "every %s days"}, few(d.Each))
}

func (d *Days) eachWeeks() bot.Text {
	if days := d.Weekdays.numbers(); len(days) == 1 && d.Each == 2 {
		return bot.Textf(bot.Text{FR: "un %s sur deux", EN: "every other %s"}, weekdayNames.text(days[0]))
	} else if len(days) == 1 {
		return bot.Textf(bot.Text{FR: "un %s sur %s", EN: "every %[2]s weeks on %[1]s"}, weekdayNames.text(days[0]), few(d.Each))
	}
	days := weekdaysText(d.Weekdays)
	days.EN = strings.TrimPrefix(days.EN, "every ")
	if days.EN != weekdaysText(d.Weekdays).EN {
		days.EN = "on " + days.EN
	}
	return bot.Textf(bot.Text{FR: "%s, une semaine sur %s", EN: "every %[2]s weeks %[1]s"}, days, few(d.Each))
}

// weekdaysText says days of the week, three or more that follow each other as a
// stretch.
func weekdaysText(s Set) bot.Text {
	days := s.numbers()
	if len(days) >= 3 && s == span(days[0], days[len(days)-1]) {
		return bot.Textf(bot.Text{FR: "du %s au %s", EN: "from %s to %s"}, weekdayNames.text(days[0]), weekdayNames.text(days[len(days)-1]))
	}
	var all []bot.Text
	for _, d := range days {
		name := weekdayNames.text(d)
		if len(days) > 1 {
			name.FR = "le " + name.FR
		}
		all = append(all, name)
	}
	said := list(all)
	if len(days) == 1 {
		said.FR = "chaque " + said.FR
	}
	said.EN = "every " + said.EN
	return said
}

func (d *Days) nthText() bot.Text {
	var which, days []bot.Text
	for _, n := range d.Nth.numbers() {
		word := bot.Text{FR: "dernier", EN: "last"}
		if n != Last {
			word = ordinalNames.text(n - 1)
		}
		which = append(which, bot.Text{FR: "le " + word.FR, EN: word.EN})
	}
	for _, w := range d.Weekdays.numbers() {
		days = append(days, weekdayNames.text(w))
	}
	return bot.Textf(bot.Text{FR: "%s %s du mois", EN: "on the %s %s of the month"}, list(which), list(days))
}

func (d *Days) datesText() bot.Text {
	var all []bot.Text
	for n := 1; n <= 31; n++ {
		if !d.Dates.Has(n) {
			continue
		}
		end := n
		for d.Dates.Has(end + 1) {
			end++
		}
		first := dateText(n)
		if end-n >= 2 {
			all = append(all, bot.Textf(bot.Text{FR: "du %s au %s", EN: "%s to %s"}, first, dateText(end)))
			n = end
			continue
		}
		all = append(all, bot.Text{FR: "le " + first.FR, EN: first.EN})
	}
	if d.Dates.Has(Last) {
		all = append(all, bot.Text{FR: "le dernier jour", EN: "last day"})
	}
	return bot.Textf(bot.Text{FR: "%s du mois", EN: "on the %s of the month"}, list(all))
}

func dateText(n int) bot.Text {
	fr := strconv.Itoa(n)
	if n == 1 {
		fr = "1er"
	}
	return bot.Text{FR: fr, EN: ordinalEN(n)}
}

func ordinalEN(n int) string {
	end := "th"
	if n/10 != 1 {
		switch n % 10 {
		case 1:
			end = "st"
		case 2:
			end = "nd"
		case 3:
			end = "rd"
		}
	}
	return strconv.Itoa(n) + end
}

// Remark tells of dates that not every month or year has; empty when there is
// nothing to tell.
func (r *Recurrence) Remark() bot.Text {
	dates := r.Days.Dates
	switch {
	case r.Days.yearly() && r.Days.Months.Has(2) && dates.Has(29):
		return bot.Text{FR: "Les années sans 29 février sont sautées.", EN: "Years without a 29 February are left out."}
	case r.Days.yearly():
	case dates.Has(31):
		return bot.Text{FR: "Les mois sans 31 sont sautés : pour chaque mois, écris « le dernier jour du mois ».", EN: "Months without a 31st are left out: for every month, write “the last day of the month”."}
	case dates.Has(29) || dates.Has(30):
		return bot.Text{FR: "Février peut être sauté : pour chaque mois, écris « le dernier jour du mois ».", EN: "February may be left out: for every month, write “the last day of the month”."}
	case r.Days.Nth.Has(5):
		return bot.Text{FR: "Seuls certains mois ont un cinquième : pour chaque mois, écris « le dernier ».", EN: "Only some months have a fifth one: for every month, write “the last”."}
	}
	return bot.Text{}
}
