package schedule

import (
	"slices"
	"time"

	"rebond/bot"
)

// finish makes a recurrence of what has been understood.
func (p *phrase) finish() (Recurrence, error) {
	if err := p.twoRules(); err != nil {
		return Recurrence{}, err
	}
	if err := p.setBounds(); err != nil {
		return Recurrence{}, err
	}
	if err := p.setWorking(); err != nil {
		return Recurrence{}, err
	}
	if err := leave(&p.weekdays, p.withoutDays, span(0, 6)); err != nil {
		return Recurrence{}, err
	}
	if err := leave(&p.months, p.withoutMonths, span(1, 12)); err != nil {
		return Recurrence{}, err
	}
	r := Recurrence{Zone: p.zone.String(), From: p.from, Until: p.until, Holidays: p.holidays}
	if !p.moment.IsZero() {
		if len(p.times)+len(p.window)+p.steps > 0 {
			return r, both()
		}
		if err := p.once(DayOf(p.moment)); err != nil {
			return r, err
		}
		p.times = []int{p.moment.Hour()*60 + p.moment.Minute()}
	}
	if err := p.setTimes(&r); err != nil {
		return r, err
	}
	if err := p.setDays(&r); err != nil {
		return r, err
	}
	if r.Days.Each > 1 {
		return r, p.setFirst(&r)
	}
	return r, nil
}

// setBounds finds the years that were not said, so that the end is after the
// beginning: « du 1er novembre au 31 janvier » has begun on 22 November.
func (p *phrase) setBounds() error {
	if p.from == 0 || p.until == 0 || p.from <= p.until {
		return nil
	}
	move := func(d *Day, years int) {
		y, m, date := d.date()
		*d = day(y+years, m, date)
	}
	switch {
	case !p.fromYear:
		for p.from > p.until {
			move(&p.from, -1)
		}
	case !p.untilYear:
		for p.from > p.until {
			move(&p.until, 1)
		}
	default:
		return refuse(bot.Text{FR: "La fin, le %s, est avant le début, le %s : échange-les, ou écris leurs années.", EN: "The end, %s, is before the beginning, %s: swap them, or write their years."}, p.until.Text(), p.from.Text())
	}
	return nil
}

// leave takes days of the week or months out, of all when none is said.
func leave(of *Set, without, all Set) error {
	if without == 0 {
		return nil
	}
	if *of == 0 {
		*of = all
	}
	if *of &^= without; *of == 0 {
		return refuse(bot.Text{FR: "Il ne reste rien, une fois ôté ce que tu laisses de côté. Écris par exemple « du lundi au vendredi à 9 h, sauf le mercredi ».", EN: "Nothing is left once what you leave out is taken away. Write for instance “from Monday to Friday at 9am, except Wednesday”."})
	}
	return nil
}

// setWorking makes « jour ouvré » what it is: no public holiday, and no week-end
// unless days are said, as in « chaque vendredi ouvré ».
func (p *phrase) setWorking() error {
	if p.working == 0 {
		return nil
	}
	if p.nth|p.dates != 0 {
		return refuse(bot.Text{FR: "Je ne sais pas compter les jours ouvrés d’un mois : choisis une date (« le 1er du mois ») ou un jour de la semaine (« le premier lundi du mois »).", EN: "I cannot count the working days of a month: choose a date (“on the 1st of the month”) or a day of the week (“the first Monday of the month”)."})
	}
	if p.weekdays == 0 {
		p.weekdays = span(0, p.working)
	}
	if p.holidays == "" {
		p.holidays = France
	}
	return nil
}

func (p *phrase) setTimes(r *Recurrence) error {
	if p.lateFrom == len(p.times) {
		for i, m := range p.times {
			p.times[i] = afterNoon(m, p.late)
		}
	}
	slices.Sort(p.times)
	r.Times = slices.Compact(p.times)
	switch {
	case p.steps > 0 && p.steps < int(MinSpacing/time.Minute):
		return tooOften()
	case len(p.window) == 2 && len(r.Times) > 0, p.steps > 0 && len(r.Times) > 0:
		return both()
	case p.steps > 0 && len(p.window) == 2:
		if p.window[1] == 0 && p.window[0] > 0 { // de 8 h à minuit
			p.window[1] = dayMinutes - 1
		}
		for m := p.window[0]; m <= p.window[1]; m += p.steps {
			r.Times = append(r.Times, m)
		}
		if len(r.Times) == 0 {
			return refuse(bot.Text{FR: "De %s à %s, il faudrait passer minuit : écris l’heure de début, puis celle de fin, ou programme deux messages.", EN: "From %s to %s would pass midnight: write the hour it begins, then the one it ends, or schedule two messages."}, clockText(p.window[0]), clockText(p.window[1]))
		}
	case p.steps == dayMinutes:
		return refuse(bot.Text{FR: "Toutes les 24 heures, c’est chaque jour. À quelle heure ? Écris par exemple « chaque jour à 9 h ».", EN: "Every 24 hours is every day. At what time? Write for instance “every day at 9am”."})
	case p.steps > 0 && dayMinutes%p.steps != 0:
		return refuse(bot.Text{FR: "Je compte à partir de minuit, chaque jour : prends une durée qui partage la journée, comme 15, 30 ou 45 minutes, 1, 2, 3, 4, 6, 8 ou 12 heures.", EN: "I count from midnight, each day: take a length that divides the day, such as 15, 30 or 45 minutes, 1, 2, 3, 4, 6, 8 or 12 hours."})
	case p.steps > 0:
		r.Every = p.steps
	case len(p.window) == 2:
		return refuse(bot.Text{FR: "À quelle heure, entre les deux ? Écris par exemple « à %s », ou « toutes les 2 heures de 9 h à 18 h ».", EN: "At what time between the two? Write for instance “at %s”, or “every 2 hours from 9am to 6pm”."}, clockText(p.window[0]))
	case len(r.Times) == 0:
		return refuse(bot.Text{FR: "À quelle heure ? Ajoute-la, par exemple : « %s ».", EN: "At what time? Add it, for example: “%s”."}, example)
	}
	return nil
}

func both() error {
	return refuse(bot.Text{FR: "Toutes les tant d’heures, dans tant de temps, ou à telle heure : je ne peux en faire qu’un à la fois.", EN: "Every so many hours, in so long, or at a given hour: I can only do one at once."})
}

func (p *phrase) setDays(r *Recurrence) error {
	d := &r.Days
	bounded := p.from != 0 || p.until != 0 || p.holidays != ""
	again := p.again || bounded || p.daily || p.weekly || p.monthly
	oneDate, oneWeekday := len(p.dates.numbers()) == 1, len(p.weekdays.numbers()) == 1 && p.nth == 0
	switch {
	case p.on != 0 && (p.yearly || p.again) && p.weekdays|p.dates|p.months == 0 && p.each == 0 && !p.daily && !p.weekly && !p.monthly:
		_, m, date := p.on.date()
		d.Months, d.Dates = setOf(int(m)), setOf(date)
		return nil
	case p.on != 0 && oneWeekday && !again && !p.weekdays.Has(p.on.Weekday()):
		return otherWeekday(p.on, p.weekdays.numbers()[0])
	case p.on != 0 && (p.weekdays != 0 && !oneWeekday || p.dates|p.months != 0 || again):
		return refuse(bot.Text{FR: "Une seule fois le %s, ou régulièrement ? Écris l’un des deux ; pour commencer ce jour-là, « à partir du %[1]s ».", EN: "Once on %s, or again and again? Write one of the two; to begin on that day, “starting %[1]s”."}, p.on.Text())
	case p.on != 0:
		d.On = p.on
		return nil
	case oneDate && !again && p.months == 0 && (p.weekdays == 0 || oneWeekday):
		d.On = p.nextDate(r, func(d Day) bool { _, _, date := d.date(); return p.dates.Has(date) })
		if p.weekdays != 0 && !p.weekdays.Has(d.On.Weekday()) {
			return otherWeekday(d.On, p.weekdays.numbers()[0])
		}
		return nil
	case oneWeekday && !again && p.months == 0 && p.dates == 0:
		d.On = p.nextDate(r, func(d Day) bool { return p.weekdays.Has(d.Weekday()) })
		return nil
	case p.dateRange && !p.monthly && p.months == 0:
		return refuse(bot.Text{FR: "De quel mois ? Écris par exemple « du 5 au 10 de chaque mois » ou « du 5 au 10 décembre ».", EN: "Of which month? Write for instance “from the 5th to the 10th of every month” or “from 5 to 10 December”."})
	}
	*d = Days{Weekdays: p.weekdays, Nth: p.nth, Dates: p.dates, Months: p.months}
	if p.each > 1 {
		d.Each, d.Unit = p.each, p.unit
		if d.Unit == ByDay && d.Each%7 == 0 && d.Weekdays != 0 { // tous les 14 jours, le lundi
			if d.Each, d.Unit = d.Each/7, ByWeek; d.Each == 1 {
				d.Each, d.Unit = 0, ""
			}
		}
	}
	if d.Weekdays != 0 && d.Dates != 0 {
		return refuse(bot.Text{FR: "Un jour de la semaine, ou un jour du mois ? Je ne peux pas faire les deux à la fois : garde l’un, ou programme deux messages.", EN: "A day of the week, or a day of the month? I cannot do both at once: keep one, or schedule two messages."})
	}
	if d.Each > 1 && (d.Unit == ByDay && (d.Weekdays != 0 || d.Dates != 0) || d.Unit == ByWeek && (d.Nth != 0 || d.Dates != 0) || d.Months != 0) {
		return tooMuch()
	}
	return p.whichDay(d, r)
}

func tooMuch() error {
	return refuse(bot.Text{FR: "C’est trop de conditions à la fois pour moi. Garde un rythme (« un vendredi sur deux ») ou des jours précis (« le premier vendredi du mois »).", EN: "These are too many conditions at once for me. Keep a rhythm (“every other Friday”) or definite days (“the first Friday of the month”)."})
}

// whichDay asks for the day that a rhythm lacks.
func (p *phrase) whichDay(d *Days, r *Recurrence) error {
	switch byMonth := d.Dates != 0 || d.Nth != 0; {
	case (p.weekly || d.Each > 1 && d.Unit == ByWeek) && d.Weekdays == 0:
		return refuse(bot.Text{FR: "Quel jour de la semaine ? Ajoute-le, par exemple « chaque lundi à 9 h ».", EN: "Which day of the week? Add it, for example “every Monday at 9am”."})
	case (p.monthly || p.yearly) && !byMonth && d.Weekdays != 0:
		return refuse(bot.Text{FR: "Lequel, dans le mois ? Écris par exemple « le premier lundi du mois » ou « le dernier vendredi du mois ».", EN: "Which one of the month? Write for instance “the first Monday of the month” or “the last Friday of the month”."})
	case p.monthly && !byMonth:
		return refuse(bot.Text{FR: "Quel jour du mois ? Ajoute-le, par exemple « le 1er du mois à 9 h » ou « le dernier jour du mois à 9 h ».", EN: "Which day of the month? Add it, for example “on the 1st of the month at 9am” or “on the last day of the month at 9am”."})
	case p.yearly && !(byMonth && d.Months != 0):
		return refuse(bot.Text{FR: "Quel jour de l’année ? Ajoute-le, par exemple « chaque année le 14 juillet à 9 h ».", EN: "Which day of the year? Add it, for example “every year on 14 July at 9am”."})
	case *d == Days{Months: d.Months} && !p.daily && r.Every == 0 && len(p.window) == 0 && (p.from == 0 || p.until == 0):
		return refuse(bot.Text{FR: "Quel jour ? Ajoute-le, par exemple « chaque jour à %s » ou « demain à %[1]s ».", EN: "Which day? Add it, for example “every day at %s” or “tomorrow at %[1]s”."}, clockText(r.Times[0]))
	}
	d.simplify()
	return nil
}

// nextDate is the next day of a sort on which there is still time.
func (p *phrase) nextDate(r *Recurrence, is func(Day) bool) Day {
	for d := DayOf(p.now); ; d++ {
		if is(d) && (r.Every > 0 || At(d, r.Times[len(r.Times)-1], p.zone).After(p.now)) {
			return d
		}
	}
}

// setFirst finds the day from which a rhythm is counted: the first one that is
// meant, from the start that was said or from now.
func (p *phrase) setFirst(r *Recurrence) error {
	first := *r
	first.Days.Each = 0
	since := p.now
	if p.from != 0 {
		since = At(p.from, 0, p.zone).Add(-time.Nanosecond)
	}
	t, err := first.Next(since)
	if err != nil {
		return err
	}
	if !t.IsZero() {
		r.From = DayOf(t)
	}
	return nil
}

func tooOften() error {
	return refuse(bot.Text{
		FR: "C’est trop souvent : il faut au moins 10 minutes entre deux messages, sinon le salon ne sert plus qu’à ça et les gens coupent ses notifications.",
		EN: "This is too often: at least 10 minutes must pass between two messages, or the channel holds nothing else and people mute it.",
	})
}

// check refuses what never happens, or too often.
func (p *phrase) check(r *Recurrence) error {
	made, err := r.rule()
	if err != nil {
		return refuse(bot.Text{FR: "Je ne sais pas quand cela arrive. Écris par exemple : « %s ».", EN: "I cannot tell when this happens. Write for instance: “%s”."}, example)
	}
	if made.spacing() < MinSpacing {
		return tooOften()
	}
	if r.tooLong() {
		return refuse(bot.Text{FR: "C’est trop à la fois : programme plusieurs messages.", EN: "This is too much at once: schedule several messages."})
	}
	if !made.after(p.now).IsZero() {
		return nil
	}
	if r.Days.On != 0 {
		return refuse(bot.Text{FR: "C’est déjà passé : %s. Écris une date à venir, ou « demain à 9 h ».", EN: "This is past: %s. Write a date to come, or “tomorrow at 9am”."}, r.Text())
	}
	if r.Until != 0 && r.Until < DayOf(p.now) {
		return refuse(bot.Text{FR: "La fin est déjà passée : %s. Écris une date à venir.", EN: "Its end is past: %s. Write a date to come."}, r.Until.Text())
	}
	return refuse(bot.Text{FR: "Cela n’arrive jamais : %s. Vérifie les jours.", EN: "This never happens: %s. Check the days."}, r.Text())
}
