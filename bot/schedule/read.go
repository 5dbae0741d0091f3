package schedule

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"rebond/bot"
)

// MaxPhrase is the length in bytes of what [Parse] reads.
const MaxPhrase = 300

// Parse reads when something happens, in plain words of French or English, or as a
// cron line of five fields. What is said without a date is counted from now. The
// time zone is zone unless the words name another. Its errors are *bot.UserError,
// in words that tell what to write.
func Parse(text string, now time.Time, zone *time.Location) (Recurrence, error) {
	text = strings.TrimSpace(bot.Clean(text, 0))
	if len(text) > MaxPhrase {
		return Recurrence{}, refuse(bot.Text{FR: "C’est trop long : dis seulement quand, en une phrase courte. Par exemple : « %s ».", EN: "This is too long: say only when, in one short sentence. For example: “%s”."}, example)
	}
	p := &phrase{zone: zone}
	if name := zoneName.FindString(text); name != "" {
		named, err := Zone(name)
		if err != nil {
			return Recurrence{}, refuse(bot.Text{FR: "Je ne connais pas le fuseau horaire « %s ». Écris-le par exemple ainsi : Europe/Paris.", EN: "I do not know the time zone “%s”. Write it like this, for instance: Europe/Paris."}, name)
		}
		p.zone, text = named, strings.Replace(text, name, " ", 1)
	}
	p.now, p.text = now.In(p.zone), text
	if line, ok := looksLikeCron(text); ok {
		return p.cron(line)
	}
	p.tokens = tokenize(text)
	if len(p.tokens) == 0 {
		return Recurrence{}, refuse(bot.Text{FR: "Dis quand, en quelques mots. Par exemple : « %s ».", EN: "Say when, in a few words. For example: “%s”."}, example)
	}
	for p.i < len(p.tokens) {
		if err := p.step(); err != nil {
			return Recurrence{}, err
		}
	}
	r, err := p.finish()
	if err != nil {
		return Recurrence{}, err
	}
	return r, p.check(&r)
}

var (
	zoneName = regexp.MustCompile(`(?i)\b(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific|Etc)/[A-Z0-9_+-]+(?:/[A-Z_]+)?|\bUTC\b`)
	example  = bot.Text{FR: "du lundi au vendredi à 9\u00a0h", EN: "every weekday at 9am"}
)

// Zone returns the time zone of an IANA name, also of one written without its
// capitals. Names of the machine, and those that count leap seconds, are no zones of
// people.
func Zone(name string) (*time.Location, error) {
	folder, _, _ := strings.Cut(strings.ToLower(name), "/")
	if slices.Contains([]string{"", "local", "factory", "right", "posix"}, folder) {
		return nil, fmt.Errorf("time zone %q: %w", name, errZone)
	}
	zone, err := time.LoadLocation(name)
	if err == nil {
		return zone, nil
	}
	inside := false
	capitals := strings.Map(func(r rune) rune {
		first := !inside
		if inside = unicode.IsLetter(r); first {
			return unicode.ToUpper(r)
		}
		return unicode.ToLower(r)
	}, name)
	if capitals == "Utc" {
		capitals = "UTC"
	}
	if zone, named := time.LoadLocation(capitals); named == nil {
		return zone, nil
	}
	return nil, err
}

func refuse(format bot.Text, args ...any) error {
	return &bot.UserError{Text: bot.Textf(format, args...)}
}

// phrase is what has been understood so far.
type phrase struct {
	now    time.Time
	zone   *time.Location
	text   string
	tokens []token
	i      int

	times         []int
	steps         int // minutes of « toutes les … »
	window        []int
	on            Day
	weekdays      Set
	nth           Set
	dates         Set
	months        Set
	each          int
	unit          Unit
	from          Day
	until         Day
	fromYear      bool // whether the year was said
	untilYear     bool
	holidays      Holidays
	working       int // « jour ouvré »: the last one of the week, from Monday on
	withoutDays   Set // « sauf le lundi »
	withoutMonths Set
	moment        time.Time // of « dans deux heures »
	late          int       // « le soir »: the hours of a morning from this minute on are after noon
	lateFrom      int       // how many times were read before that was said
	dateRange     bool      // « du 5 au 10 », of a month still to be said
	order         string    // days and times as they came: DTDT is two rules in one
	again         bool      // something says that it comes back
	daily         bool
	weekly        bool
	monthly       bool
	yearly        bool
	yearIsSaid    bool // in the last date read
}

// look is the token k places on; nothing at the end.
func (p *phrase) look(k int) token {
	if i := p.i + k; i >= 0 && i < len(p.tokens) {
		return p.tokens[i]
	}
	return token{n: -1}
}

func (p *phrase) is(k int, kinds ...kind) bool { return slices.Contains(kinds, p.look(k).kind) }

func (p *phrase) isUnit(k, what int) bool { return p.is(k, unit) && p.look(k).value == what }

// isTo reports whether a word or a sign between two ends stands k places on.
func (p *phrase) isTo(k int) bool { return p.is(k, to, preposition) || p.look(k).text == "-" }

// skip passes words of some kinds, and commas.
func (p *phrase) skip(kinds ...kind) {
	for p.i < len(p.tokens) && (p.is(0, kinds...) || p.look(0).text == ",") {
		p.i++
	}
}

// number is a number at the cursor, in digits or letters; -1 if there is none.
func (p *phrase) number(k int) int {
	t := p.look(k)
	if t.kind == number {
		return t.value
	}
	return t.n
}

// days are what a phrase says of days: what changes in it has been read.
type days struct {
	on                             Day
	weekdays, nth, dates, months   Set
	without                        Set
	daily, weekly, monthly, yearly bool
}

func (p *phrase) days() days {
	return days{p.on, p.weekdays, p.nth, p.dates, p.months, p.withoutDays, p.daily, p.weekly, p.monthly, p.yearly}
}

// step reads what stands at the cursor.
func (p *phrase) step() error {
	if p.skip(); p.i == len(p.tokens) {
		return nil
	}
	for _, read := range []func() (bool, error){p.bounds, p.exception, p.repeats, p.oneIn, p.often, p.nthDay, p.soon, p.hour, p.date, p.week, p.rest} {
		before, begun, clocks := p.days(), p.i, len(p.times)+len(p.window)
		ok, err := read()
		if err != nil {
			return err
		}
		if ok && p.i > begun {
			p.inOrder(before != p.days(), clocks != len(p.times)+len(p.window))
			return nil
		}
		p.i = begun
	}
	return p.lost(1)
}

// inOrder notes whether days or times have been read.
func (p *phrase) inOrder(days, clocks bool) {
	switch {
	case clocks && !strings.HasSuffix(p.order, "T"):
		p.order += "T"
	case days && !clocks && !strings.HasSuffix(p.order, "D"):
		p.order += "D"
	}
}

// twoRules refuses « lundi à 9 h et mardi à 10 h », which one recurrence cannot hold.
func (p *phrase) twoRules() error {
	if len(p.order) > 3 && (p.daily || slices.ContainsFunc(p.times, func(m int) bool { return m != p.times[0] })) {
		return refuse(bot.Text{FR: "Je ne sais pas faire une heure pour certains jours et une autre pour d’autres : programme deux messages.", EN: "I cannot do one time for some days and another for others: schedule two messages."})
	}
	return nil
}

// lost refuses words from the cursor on, as they were written; of « jusqu’à Noël »,
// where a word that means nothing is what makes the first one useless, that word.
func (p *phrase) lost(words int) error {
	var shown []string
	for k := 1; words == 1 && k <= 3 && !p.is(0, unknown); k++ {
		if t := p.look(k); t.kind == unknown && t.text != "" && t.text[0] >= 'a' && t.text[0] <= 'z' {
			p.i += k
			break
		}
	}
	for k := range words {
		shown = append(shown, p.written(p.look(k).text))
	}
	return refuse(bot.Text{
		FR: "Je ne comprends pas « %s ». Écris par exemple : « %s », « le premier lundi du mois à 10 h », « le 3 décembre à 14 h ».",
		EN: "I do not understand “%s”. Write for instance: “%s”, “the first Monday of the month at 10:00”, “3 December at 2pm”.",
	}, strings.Join(shown, " "), example)
}

// written is a word with the capitals and accents that it was written with.
func (p *phrase) written(word string) string {
	for w := range strings.FieldsFuncSeq(p.text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) }) {
		if bot.Fold(w) == word {
			return w
		}
	}
	return word
}
