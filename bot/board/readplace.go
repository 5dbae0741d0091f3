package board

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rebond/bot/search/places"
	"rebond/bot/sources"
)

// abroad are the cities of other countries that announcements in our languages name
// most, folded.
var abroad = func() map[string]bool {
	m := map[string]bool{}
	for city := range strings.SplitSeq("london,londres,manchester,edinburgh,bristol,leeds,cambridge,oxford,birmingham,glasgow,dublin,cork,berlin,munich,hamburg,hambourg,frankfurt,francfort,cologne,"+
		"brussels,bruxelles,antwerp,anvers,ghent,gand,liege,namur,luxembourg,amsterdam,rotterdam,utrecht,eindhoven,the hague,geneva,geneve,lausanne,zurich,basel,bale,bern,berne,madrid,barcelona,barcelone,valencia,lisbon,lisbonne,porto,"+
		"rome,milan,turin,vienna,prague,warsaw,varsovie,krakow,budapest,bucharest,bucarest,copenhagen,copenhague,stockholm,oslo,helsinki,tallinn,vilnius,athens,athenes,montreal,quebec,toronto,vancouver,ottawa,"+
		"new york,san francisco,boston,seattle,austin,chicago,los angeles,casablanca,rabat,tunis,dakar,abidjan,alger,singapore,singapour,tokyo,dubai,sydney,melbourne,monaco,neuchatel,fribourg,charleroi,leuven,louvain", ",") {
		m[city] = true
	}
	return m
}()

const (
	maxPlaces = 6 // of one announcement
	maxTries  = 8 // of the names in a line that may be any commune's
)

// spot is a place named in a line.
type spot struct {
	from, to int
	place    places.Place // empty for one abroad
	score    int
}

var (
	basedBefore = regexp.MustCompile(`\b(?:basee?s?|situee?s?|localisee?s?|implantee?s?|installee?s?|bureaux|locaux|siege|poste(?: est)?|based|located|offices?|headquartered|agence|site|equipe|team|hub)[^.;|\n]{0,24}(?:a|au|aux|sur|en|de|in|near|pres de|at)? *$`)
	inBefore    = regexp.MustCompile(`(?:^|[^\p{L}])(?:a|in|au|aux|near|pres de|vers|sur|autour de) *$`)
	fromBefore  = regexp.MustCompile(`(?:^|[^\p{L}])(?:de|d'|en|region|ville de|from) *$`)
	notPlace    = regexp.MustCompile(`\b(?:clients?|customers?|depuis|universite de|ecole de|salon|meetup|conference|siege social|rcs|diplome|deplacements?|travel|voyages?|filiales?|subsidiaries|also|egalement|partenaires?)[^.;|\n]{0,30}$`)
	// What may follow the name of a place: its département, its postal code, a district.
	placeTail  = regexp.MustCompile(`^(?:,? ?\(?(?:\d{5}|f-\d{5})\)?| \((?:\d{1,3}|2[ab]|\d{1,2}(?:er|e|eme|nd)(?: arr[a-z.]*)?(?:, ?\d{1,2}(?:er|e|eme))*)\)| \d{1,2}(?:er|e|eme)\b(?: arr[a-z]*\b\.?)?)?(?: cedex(?: \d{1,2}\b)?)?`)
	placeJoint = regexp.MustCompile(`^(?: ?[,/&;|] ?| (?:ou|or|et|and|-) |, (?:ou|or|et|and) )(?:a |in |sur )?`)
	notCommune = regexp.MustCompile(`^(?:nice (?:to|if|bonus)|sens (?:de|du|des)|orange (?:business|cyber|money)|vienne[nzs]|tours de|bonne|sur |la garde d|lens )`)
	remoteWord = regexp.MustCompile(`\b(?:remote|teletravail|a distance|anywhere|hybride?|partout)\b`)
)

// place is where the announcement says that the work is: several places are parted by " ; ".
func (p *paste) place() string {
	best, score := "", 0
	for i := range p.lines {
		l := &p.lines[i]
		if l.mail && l.topic != aboutTitle {
			continue
		}
		said, n := l.place()
		if n == 0 {
			continue
		}
		if l.topic == aboutPlace {
			n += 60
		}
		if n -= min(i, 40) / 8; n > score {
			best, score = said, n
		}
	}
	return best
}

func (l *line) place() (said string, score int) {
	all := l.spots()
	if len(all) == 0 {
		if l.topic == aboutPlace {
			return l.elsewhere()
		}
		return "", 0
	}
	first := 0
	for i, s := range all {
		if s.score > all[first].score {
			first = i
		}
	}
	kept := []spot{all[first]}
	for _, s := range all[first+1:] {
		last := kept[len(kept)-1]
		between := l.text[last.to:s.from]
		if m := placeJoint.FindString(between); m != between && !(l.topic == aboutPlace && !l.icon) || len(kept) == maxPlaces {
			break
		}
		if !covers(s.place, kept[0].place) {
			kept = append(kept, s)
		}
	}
	var names []string
	for _, s := range kept {
		if name := field(l.words(s.from, s.to), 60); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, " ; "), all[first].score
}

// covers reports whether a place only says where another one is.
func covers(wide, narrow places.Place) bool {
	return wide.Kind != 0 && wide.Kind != places.KindCommune && narrow.Kind == places.KindCommune &&
		(wide.Code == narrow.Departement || wide.Code == narrow.Region)
}

// elsewhere is the place that a label gives and that we do not know.
func (l *line) elsewhere() (string, int) {
	words := l.words(l.value, len(l.text))
	if i := strings.IndexAny(words, "(|;–—·"); i > 0 {
		words = words[:i]
	}
	words = field(words, 60)
	folded := fold(words).text
	if l.icon && !l.upper(l.value) || len(strings.Fields(words)) > 6 || remoteWord.MatchString(folded) || sources.CountryCode(words) == "FR" || bestScore(folded) > 0 || !strings.ContainsFunc(words, unicode.IsLetter) {
		return "", 0
	}
	return words, 20
}

// spots are the places that the line names after its label, in their order.
func (l *line) spots() []spot {
	if !l.seen {
		l.places, l.seen = l.findSpots(), true
	}
	return l.places
}

func (l *line) findSpots() []spot {
	var all []spot
	for i := l.value; i < len(l.text); {
		if !l.wordBegins(i) {
			i++
			continue
		}
		s, ok := l.spotAt(i)
		if ok {
			all = append(all, s)
			i = max(s.to, i+1)
			continue
		}
		_, size := utf8.DecodeRuneInString(l.text[i:])
		i += size
	}
	return all
}

func (l *line) wordBegins(i int) bool {
	r, _ := utf8.DecodeRuneInString(l.text[i:])
	if !unicode.IsLetter(r) {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(l.text[:i])
	return i == l.value || !unicode.IsLetter(before) && !unicode.IsDigit(before) && !strings.ContainsRune("-_@#.", before)
}

// spotAt reads the place whose name begins at i.
func (l *line) spotAt(i int) (s spot, ok bool) {
	words, ends := l.placeWords(i)
	if len(words) == 0 || notCommune.MatchString(l.text[i:min(len(l.text), i+24)]) {
		return s, false
	}
	upper := l.upper(i)
	p, n := places.Large(words)
	for n > 0 && l.joined(ends[n-1]) { // the first part of a longer name
		n = 0
	}
	if m := l.foreign(words); m > n {
		n, p = m, places.Place{}
	}
	if n == 0 && !(upper && l.mayLead(i)) {
		return s, false
	}
	s = spot{from: i, score: l.placeScore(i, words[0])}
	if n == 0 && (s.score >= 45 || l.topic == aboutPlace) && l.tries < maxTries {
		l.tries++
		p, n = l.anyCommune(i, words, ends)
	}
	if n == 0 || !upper && s.score < 45 && words[0] != "au" && words[0] != "aux" {
		return s, false
	}
	if p.Kind != 0 && p.Kind != places.KindCommune {
		s.score -= 10
	}
	s.place, s.to = p, ends[n-1]
	s.to += len(placeTail.FindString(l.text[s.to:]))
	if p.Kind == 0 {
		s.to += l.country(s.to)
	}
	if !upper && words[0] != "au" && words[0] != "aux" {
		s.score -= 8
	}
	if s.whole(l) {
		s.score = max(s.score, 46)
	}
	return s, s.score > 0
}

// mayLead reports whether what stands before i may lead to a place of any size.
func (l *line) mayLead(i int) bool {
	before := strings.TrimRight(l.text[l.value:i], " ")
	return l.topic == aboutPlace || strings.HasSuffix(before, "(") || leadsToPlace[lastWord(before)]
}

var leadsToPlace = map[string]bool{"a": true, "au": true, "aux": true, "in": true, "de": true, "en": true, "sur": true, "near": true, "vers": true, "basee": true, "base": true}

// placeWords are the words at i that may be the name of a place, and where each ends.
func (l *line) placeWords(i int) (words []string, ends []int) {
	from := i
	for j := i; j <= len(l.text) && j < i+80; j++ {
		var c byte
		if j < len(l.text) {
			c = l.text[j]
		}
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c >= utf8.RuneSelf {
			continue
		}
		if from == j || len(words) == 8 {
			break
		}
		words, ends = append(words, l.text[from:j]), append(ends, j)
		if c != ' ' && c != '-' && c != '\'' {
			break
		}
		from = j + 1
	}
	return words, ends
}

// joined reports whether the word that ends at i goes on after a hyphen.
func (l *line) joined(i int) bool {
	return i+1 < len(l.text) && (l.text[i] == '-' || l.text[i] == '\'') && unicode.IsLetter(rune(l.text[i+1]))
}

// placeScore is how surely a name that begins at i is where the work is.
func (l *line) placeScore(i int, word string) int {
	before := l.text[max(0, i-64):i]
	contracted := word == "au" || word == "aux"
	switch {
	case notPlace.MatchString(before):
		return 5
	case basedBefore.MatchString(before):
		return 58
	case contracted, inBefore.MatchString(before):
		return 50
	case l.topic == aboutPlace:
		return 48
	case strings.HasSuffix(before, "("):
		return 45
	case fromBefore.MatchString(before):
		return 25
	case strings.HasSuffix(before, "/ "), strings.HasSuffix(before, "/"), strings.HasSuffix(before, " ou "), strings.HasSuffix(before, " or "), strings.HasSuffix(before, ", "):
		return 30
	}
	return 15
}

// whole reports whether the place is all that its part of the line says.
func (s spot) whole(l *line) bool {
	before := strings.TrimRight(l.text[l.value:s.from], " *_")
	after := strings.TrimLeft(l.text[s.to:], " *_.!")
	starts := before == "" || strings.ContainsRune("|,;(·•/", rune(lastByte(before))) || strings.HasSuffix(l.text[:s.from], " - ") || strings.HasSuffix(before, "·")
	ends := after == "" || strings.ContainsRune("|,;)(/", rune(after[0])) || strings.HasPrefix(l.text[s.to:], " - ") || strings.HasPrefix(after, "·") || strings.HasPrefix(after, "ou ") || strings.HasPrefix(after, "or ")
	return starts && ends
}

func lastByte(s string) byte { return s[len(s)-1] }

// foreign is how many of the words are a city abroad.
func (l *line) foreign(words []string) int {
	for n := min(2, len(words)); n > 0; n-- {
		if abroad[strings.Join(words[:n], " ")] {
			return n
		}
	}
	return 0
}

// country is the length of the country after a city abroad: ", Ireland".
func (l *line) country(i int) int {
	rest, ok := strings.CutPrefix(l.text[i:], ", ")
	if !ok {
		return 0
	}
	name := rest
	if end := strings.IndexAny(rest, ",.;|(/-"); end >= 0 {
		name = rest[:end]
	}
	if name = strings.TrimRight(name, " "); len(name) < 2 || len(name) > 24 || sources.CountryCode(name) == "" {
		return 0
	}
	return 2 + len(name)
}

// anyCommune reads the longest name of any French place whose last word has a capital.
func (l *line) anyCommune(i int, words []string, ends []int) (places.Place, int) {
	for n := min(6, len(words)); n > 0; n-- {
		if start := ends[n-1] - len(words[n-1]); !l.upper(start) || len(words[n-1]) < 2 && n > 1 || l.joined(ends[n-1]) {
			continue
		}
		name := l.words(i, ends[n-1])
		if p, ok := places.Find(name); ok && utf8.RuneCountInString(name) > 2 && sources.CountryCode(name) == "" {
			return p, n
		}
	}
	return places.Place{}, 0
}
