package search

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"rebond/bot"
	"rebond/bot/search/places"
	"rebond/bot/sources"
)

// reader reads a search line from left to right.
type reader struct {
	q     Query
	typed []string // the words as typed
	fold  []string // the same, folded, without the punctuation around them
	kept  []string // what is looked for as words
}

// Read reads a free line such as « golang nancy télétravail débutant 45k »:
// place, contract, remote work, level, pay and date are recognised, the other
// words are looked for. What is already set in given is not read again, so that
// an explicit option always wins. A tech term wins over a commune of its name;
// a commune of fewer than 20,000 inhabitants is a word.
func Read(line string, given Query) Query {
	r := &reader{q: given}
	for _, w := range strings.Fields(line) {
		folded := strings.TrimFunc(bot.Fold(w), func(c rune) bool {
			return !unicode.IsLetter(c) && !unicode.IsDigit(c) && !strings.ContainsRune("+#.€%&", c)
		})
		if i := strings.IndexAny(folded, "(·"); i > 0 { // débutant(e)
			folded = folded[:i]
		}
		r.typed = append(r.typed, w)
		if terms[folded] == "" {
			folded = strings.TrimRight(folded, ".")
		}
		r.fold = append(r.fold, folded)
	}
	for i := 0; i < len(r.fold); {
		i += r.step(i)
	}
	if words := strings.Join(r.kept, " "); words != "" {
		r.q.Words = strings.TrimSpace(given.Words + " " + words)
	}
	return r.q
}

// step reads what stands at word i and returns how many words it took.
func (r *reader) step(i int) int {
	if n := r.term(i); n > 0 {
		r.keep(i, n)
		return n
	}
	for _, read := range []func(int) int{r.noise, r.contract, r.remote, r.level, r.pay, r.date, r.place} {
		if n := read(i); n > 0 {
			return n
		}
	}
	r.keep(i, 1)
	return 1
}

func (r *reader) keep(i, n int) {
	for _, w := range r.typed[i : i+n] {
		if w = strings.TrimRight(strings.Trim(w, "\"«»“”,;"), ".!?"); strings.ContainsFunc(w, isWordy) {
			r.kept = append(r.kept, w)
		}
	}
}

func isWordy(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }

// term is the number of words of the tech term at i.
func (r *reader) term(i int) int {
	for n := min(maxCompound, len(r.fold)-i); n > 0; n-- {
		if name := terms[strings.TrimRight(strings.Join(r.fold[i:i+n], " "), ".")]; name != "" && !strings.HasPrefix(name, noTerm) {
			return n
		}
	}
	return 0
}

// phrase is the length of the longest phrase of a table at i, and its value.
func phrase[V any](r *reader, i int, table map[string]V) (value V, n int) {
	for n := min(4, len(r.fold)-i); n > 0; n-- {
		if v, ok := table[strings.Join(r.fold[i:i+n], " ")]; ok {
			return v, n
		}
	}
	return value, 0
}

// noises are what people put around a search that says nothing of an offer.
var noises = map[string]bool{
	"offre d'emploi": true, "offres d'emploi": true, "offre emploi": true, "offres emploi": true, "job offers": true, "un travail": true, "un emploi": true,
	"en france": true, "in france": true, "partout en france": true, "toute la france": true, "dans toute la france": true, "anywhere in france": true,
}

func (r *reader) noise(i int) int {
	_, n := phrase(r, i, noises)
	return n
}

// take reads a phrase of a table at i into a field that is not set yet.
func take[V comparable](r *reader, i int, table map[string]V, field *V) int {
	var unset V
	v, n := phrase(r, i, table)
	if n == 0 || *field != unset {
		return 0
	}
	*field = v
	return n
}

var contracts = map[string]sources.Contract{
	"cdi": sources.CDI, "permanent": sources.CDI, "permanent contract": sources.CDI, "en cdi": sources.CDI,
	"cdd": sources.CDD, "fixed term": sources.CDD, "fixed-term": sources.CDD, "en cdd": sources.CDD,
	"freelance": sources.Freelance, "en freelance": sources.Freelance, "free-lance": sources.Freelance, "independant": sources.Freelance, "independante": sources.Freelance, "contractor": sources.Freelance,
	"alternance": sources.Alternance, "en alternance": sources.Alternance, "apprentissage": sources.Alternance, "apprenticeship": sources.Alternance, "contrat pro": sources.Alternance,
	"alternant": sources.Alternance, "alternante": sources.Alternance, "apprenti": sources.Alternance, "apprentie": sources.Alternance, "apprentice": sources.Alternance,
	"stage": sources.Stage, "en stage": sources.Stage, "internship": sources.Stage, "stagiaire": sources.Stage, "intern": sources.Stage,
	"interim": sources.Interim, "en interim": sources.Interim, "temp": sources.Interim,
}

func (r *reader) contract(i int) int { return take(r, i, contracts, &r.q.Contract) }

var remotes = map[string]sources.Remote{
	"teletravail": sources.Hybrid, "en teletravail": sources.Hybrid, "tele-travail": sources.Hybrid, "remote": sources.Hybrid, "hybride": sources.Hybrid, "hybrid": sources.Hybrid,
	"teletravail partiel": sources.Hybrid, "teletravail possible": sources.Hybrid, "remote possible": sources.Hybrid, "a distance": sources.Hybrid, "home office": sources.Hybrid, "en remote": sources.Hybrid, "en hybride": sources.Hybrid,
	"full remote": sources.Full, "full-remote": sources.Full, "teletravail complet": sources.Full, "teletravail total": sources.Full, "100% teletravail": sources.Full, "100 % teletravail": sources.Full,
	"100% remote": sources.Full, "fully remote": sources.Full, "remote only": sources.Full, "100 % remote": sources.Full,
	"en full remote": sources.Full, "full teletravail": sources.Full, "teletravail 100%": sources.Full, "100% a distance": sources.Full, "distanciel": sources.Full, "en distanciel": sources.Full,
	"sans teletravail": sources.OnSite, "pas de teletravail": sources.OnSite, "no remote": sources.OnSite, "not remote": sources.OnSite,
	"sur site": sources.OnSite, "presentiel": sources.OnSite, "en presentiel": sources.OnSite, "on site": sources.OnSite, "on-site": sources.OnSite, "onsite": sources.OnSite,
}

var daysRemote = regexp.MustCompile(`^\d ?(?:j|jours?|days?) (?:de|of|en|a) (?:teletravail|remote|distance)$`)

func (r *reader) remote(i int) int {
	for n := min(4, len(r.fold)-i); n > 2 && r.q.Remote == ""; n-- {
		if daysRemote.MatchString(strings.Join(r.fold[i:i+n], " ")) {
			r.q.Remote = sources.Hybrid
			return n
		}
	}
	return take(r, i, remotes, &r.q.Remote)
}

var levels = map[string]sources.Level{
	"debutant": sources.Beginner, "debutante": sources.Beginner, "debutants": sources.Beginner, "debutant accepte": sources.Beginner, "debutante acceptee": sources.Beginner, "debutants acceptes": sources.Beginner,
	"junior": sources.Beginner, "sans experience": sources.Beginner, "entry level": sources.Beginner, "entry-level": sources.Beginner, "beginner": sources.Beginner, "no experience": sources.Beginner,
	"confirme": sources.Mid, "confirmee": sources.Mid, "mid-level": sources.Mid, "mid level": sources.Mid,
	"senior": sources.Senior, "seniors": sources.Senior, "experimente": sources.Senior, "experimentee": sources.Senior,
}

func (r *reader) level(i int) int { return take(r, i, levels, &r.q.Level) }

var (
	amount = regexp.MustCompile(`^(\d{1,3}(?:[ .,]?\d{3})+|\d{1,6})\s*(k)?\s*(?:€|eur|euros?)?(?:\s*(?:brut|bruts|gross|ht))?(?:\s*(?:/|par|per|a)?\s*(an|annee|annuel|annuels|year|yr|mois|mensuel|mensuels|month|jour|j|day))?(?:\s*(?:brut|bruts|gross|minimum|min|et plus|ou plus))*$`)
	money  = regexp.MustCompile(`k|€|eur`)
	span   = regexp.MustCompile(`^(\d{2,3})\s*k?\s*(?:-|/|a|et|to)\s*\d{2,3}\s*k`)
)

// ReadPay reads gross pay as people write it ("45k", "45 000 €", "2 800 €/mois",
// "450€/j") and returns it in whole euros a year; false if it is no such thing.
// A bare number of four digits is a month's pay, of three a day's rate; of a
// span ("45-50k") the least counts.
func ReadPay(s string) (euros int, ok bool) {
	s = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "k€", "k", "+", "", ">", "", "≥", "").Replace(bot.Fold(s))
	s = strings.TrimPrefix(strings.TrimSpace(s), "€")
	m := amount.FindStringSubmatch(span.ReplaceAllString(s, "${1}k"))
	if m == nil {
		return 0, false
	}
	n, err := strconv.Atoi(strings.NewReplacer(" ", "", ".", "", ",", "").Replace(m[1]))
	if err != nil {
		return 0, false
	}
	thousands := m[2] != "" || n < 100
	if thousands {
		n *= 1000
	}
	switch period := m[3]; {
	case strings.HasPrefix(period, "m"), period == "" && !thousands && n >= 1000 && n < 10000:
		n *= 12
	case strings.HasPrefix(period, "j"), period == "day", period == "" && n < 1000:
		n *= sources.DaysAYear
	}
	return n, n >= 10_000 && n <= 500_000
}

// beforePay are the words that lead to an amount; after "tjm" it needs no unit.
var beforePay = map[string]bool{
	"plus de": true, "a partir de": true, "au moins": true, "minimum": true, "min": true, "entre": true, "salaire": true, "salaire minimum": true, "tjm": true, "tjm de": true,
	"more than": true, "at least": true, "over": true, "from": true, "between": true,
}

// pay reads an amount that says it is one: "45k", "45 000 €", "2800 € par mois".
func (r *reader) pay(i int) int {
	if r.q.Pay != 0 {
		return 0
	}
	_, lead := phrase(r, i, beforePay)
	if lead > 0 && i+lead < len(r.fold) {
		rate := r.fold[i+lead]
		if euros, ok := ReadPay(rate); ok && r.fold[i] == "tjm" && len(rate) == 3 {
			r.q.Pay = euros
			return lead + 1
		}
		if n := r.payAt(i + lead); n > 0 {
			return lead + n
		}
	}
	return r.payAt(i)
}

const maxPay = 7 // words of an amount: "45 000 € brut par an minimum"

func (r *reader) payAt(i int) int {
	for n := min(maxPay, len(r.fold)-i); n > 0; n-- {
		s := strings.Join(r.fold[i:i+n], " ")
		if first := strings.TrimPrefix(s, "€"); !money.MatchString(s) || first == "" || first[0] < '0' || first[0] > '9' {
			continue
		}
		if euros, ok := ReadPay(s); ok {
			r.q.Pay = euros
			return n
		}
	}
	return 0
}

var dates = map[string]int{
	"aujourd'hui": 1, "aujourd hui": 1, "today": 1, "hier": 2, "yesterday": 2,
	"cette semaine": 7, "this week": 7, "24h": 1, "depuis hier": 2,
	"ce mois": 30, "ce mois-ci": 30, "this month": 30,
}

var days = regexp.MustCompile(`^(?:depuis )?(\d{1,2}) ?(?:j|jours?|days?)$`)

// maxDays is the longest time that a date can ask for; an offer lives no longer.
const maxDays = 30

// date reads within how many days an offer was published: "cette semaine",
// "7 jours"; « 3 jours de télétravail » are no date.
func (r *reader) date(i int) int {
	if r.q.Days != 0 {
		return 0
	}
	if n := take(r, i, dates, &r.q.Days); n > 0 {
		return n
	}
	for n := min(3, len(r.fold)-i); n > 0; n-- {
		m := days.FindStringSubmatch(strings.Join(r.fold[i:i+n], " "))
		if m == nil || i+n < len(r.fold) && (r.fold[i+n] == "de" || r.fold[i+n] == "of" || r.fold[i+n] == "a") {
			continue
		}
		if d, err := strconv.Atoi(m[1]); err == nil && d >= 1 && d <= maxDays {
			r.q.Days = d
			return n
		}
	}
	return 0
}

// before are the words that lead to a place and are no part of it.
var before = map[string]int{"a": 1, "au": 1, "sur": 1, "en": 1, "pres de": 2, "autour de": 2, "in": 1, "near": 1, "at": 1, "region de": 2, "ville de": 2, "vers": 1, "dans le": 2, "dans la": 2, "dans l": 2}

var postcode = regexp.MustCompile(`^\d{5}$`)

func (r *reader) place(i int) int {
	if r.q.Place != (places.Place{}) {
		return 0
	}
	_, lead := phrase(r, i, before)
	if lead > 0 {
		if n := r.placeAt(i + lead); n > 0 {
			return lead + n
		}
		if p, ok := r.departement(i + lead); ok && strings.HasPrefix(r.fold[i], "dans") { // dans le 54
			r.q.Place = p
			return lead + 1
		}
	}
	return r.placeAt(i)
}

func (r *reader) placeAt(i int) int {
	if i >= len(r.fold) || r.term(i) > 0 {
		return 0
	}
	if postcode.MatchString(r.fold[i]) {
		p, ok := places.ByPostalCode(r.fold[i])
		if ok {
			r.q.Place = p
			return 1
		}
		return 0
	}
	// A place is written with spaces or hyphens alike: "saint-etienne".
	var parts []string
	var ends []int // how many typed words each part reaches to
	for n := 0; i+n < len(r.fold) && n < 6; n++ {
		for _, part := range strings.FieldsFunc(r.fold[i+n], func(c rune) bool { return c == '-' || c == '\'' }) {
			parts = append(parts, part)
			ends = append(ends, n+1)
		}
	}
	p, used := places.Large(parts)
	if used == 0 || used < len(parts) && ends[used] == ends[used-1] {
		return 0 // nothing, or only the first part of a hyphenated word
	}
	n := ends[used-1]
	r.q.Place = p
	return n + r.afterPlace(i+n, p)
}

// departement reads a bare code at i.
func (r *reader) departement(i int) (places.Place, bool) {
	if i >= len(r.fold) {
		return places.Place{}, false
	}
	return places.Departement(strings.ToUpper(r.fold[i]))
}

// afterPlace is the length of what may follow a place and only repeats it: "(54)", "54".
func (r *reader) afterPlace(i int, p places.Place) int {
	if d, ok := r.departement(i); ok && d.Code == p.Departement {
		return 1
	}
	return 0
}

// Complete finishes the last word of a search line with tech terms that begin
// like it, at most max.
func Complete(typed string, max int) []string {
	done := strings.TrimRightFunc(typed, func(c rune) bool { return !unicode.IsSpace(c) })
	last := bot.Fold(typed[len(done):])
	if last == "" {
		return nil
	}
	var found []string
	for line := range strings.Lines(termTable) {
		term, others, _ := strings.Cut(strings.TrimSpace(line), ":")
		if term == noTerm {
			continue
		}
		for _, name := range append([]string{term}, strings.Split(others, ",")...) {
			if name = strings.TrimSpace(name); strings.HasPrefix(name, last) && len(found) < max {
				found = append(found, done+name)
				break // one way of writing it is enough
			}
		}
	}
	return found
}
