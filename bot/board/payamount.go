package board

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"rebond/bot/sources"
)

// The grammar of pay, over folded text. Each pattern is tried at one place only, so
// that the time to read a text grows with its length.
var (
	// An amount: « 45 000,50 € », "£60k", « 45 k€ », "EUR 45,000".
	amountAt = regexp.MustCompile(`^(?:(€|\$|£|(?:eur|usd|gbp|chf|cad)\b) ?)?` +
		`(\d{1,3}(?:[ .,']\d{3})+(?:[.,]\d{1,2})?|\d{1,9}(?:[.,]\d{1,2})?)` +
		`(?: ?(k)(?:e\b)?)?(?: ?(€|\$|£|(?:euros?|eur|usd|gbp|chf|cad|dollars?|pounds?)\b))?`)
	// What may follow an amount before its period.
	gross = `(?:[ ,(]{0,3}(?:bruts?|brutes?|gross|nets?|ht|hors taxes?|fixes?|fixed|base|environ|minimum|mini?|maximum|maxi?|salary|b)\b\)?\.?)`
	// The period: adjectives alone, nouns after « / », "per", "a"…
	periodAt = regexp.MustCompile(`^` + gross + `{0,3}[ ,(]{0,3}(?:` +
		`(?:(?:(?:/|x)|(?:par|per|a|an|each|every|the)\b|[al]? ?l'| de l') ?(annee|annuel|annum|an|year|yr|mois|month|mo|m|journee|jour|day|jr|j|d|semaine|week|wk|heure|hour|hr|h)s?\b)` +
		`|((?:en )?(?:annuel(?:le)?(?:ment|s)?|annually|annual|yearly|mensuel(?:le)?(?:ment|s)?|monthly|journaliers?|journaliere|daily|hebdomadaires?|weekly|horaires?|hourly|pa|pm|pd|ph|p\.a\.?|p\.m\.?)\b))`)
	nextAmount = regexp.MustCompile(`^ ?:? ?(?:de )?[€$£]?\d`) // « (fixe 50k »: it is of the next one
	grossAt    = regexp.MustCompile(`^` + gross)
	// What stands between the two amounts of a range.
	betweenAt = regexp.MustCompile(`^(?: ?(?:-{1,2}|/|~)[ >]?|,? (?:jusqu'a|a|et|to|and|up to|until) )`)
	monthsAt  = regexp.MustCompile(`^[^\n]{0,24}?(?:\b(?:sur|over)|[x*]) ?(1[2-6])(?:[.,](\d))?\b`)
	bareAt    = regexp.MustCompile(`^[ .,;:!?()+*~≈-]*$`)

	// What leads to pay, up to the amount.
	leadBefore = regexp.MustCompile(`\b(?:salaires?|remunerations?|remu|package|fixe|tjm|taux|salary|salaries|compensation|pay|rate|gratification|stipend|wage|paie|paye|payee?|tarif|comp|base|offering|ctc|earn|earning|gagner)\b[^\n.;]{0,40}$`)
	// What an amount is for when it is no fixed pay.
	notPayBefore = regexp.MustCompile(`(?:\b(?:primes?|bonus|tickets?|ticket resto|tr|titres?[- ]restaurants?|swile|budget|levee|leve|levons|raised?|raising|ca|chiffre d'affaires?|revenue|arr|funding|capital|mutuelle|variable|equity|bspce|(?:learning|training|equipment|office|wellness) stipend|allowance|cooptation de|participation|interessement|forfait|indemnite (?:de |kilometrique|repas)[^\n]{0,12}|frais|caution|formation de|depuis|since|voucher|referral fee|panier|abondement|perco|paniers?|subvention|donation|reste a charge|aide de|credit)\b[^\n.;|+]{0,24})$`)
	notPayAfter  = regexp.MustCompile(`^(?: *(?:de |d'|of |en )?(?:primes?|bonus|variables?|ticket|tickets|titres?|ca\b|chiffre|arr\b|mrr\b|budget|equity|bspce|leves?|raised|funding|stipend|allowance|referral|par repas|/ ?repas|/ ?ticket|lignes|lines|users?|utilisateurs|clients?|customers|stars|etoiles|followers|abonnes|requetes|requests|req\b|tx\b|transactions|commandes|orders|visit|collaborateurs|salaries|employes|employees|members|membres|pages|messages|events|evenements|devices|vehicules|magasins|downloads|telechargements|m\b|mds?\b|md€|million|milliard|billion|bn\b))|^ ?[%°º²]`)
	// Words that say "from" and "up to".
	upToBefore = regexp.MustCompile(`(?:jusqu'a|up to|\bmax(?:i|imum)?\.? ?:?|plafonnee? a|plafond ?:?|[<≤] ?=?)[ (]*$`)
	upToAfter  = regexp.MustCompile(`^ ?(?:brut |gross )?\(?max(?:i|imum)?\b`)
)

// amount is a number that may be pay.
type amount struct {
	cents    int64
	k        bool
	currency string
	bare     int64 // the number itself, without its cents
	zero     bool  // it begins with a 0, as telephone numbers do
}

// sum is an amount, or a range of them, in a folded text.
type sum struct {
	from, to int // with the period
	min, max amount
	ranged   bool
	period   string // as said after it
	months   int64  // in tenths, of a year's pay by month; 0: not said
	gross    bool   // « brut », "gross", « HT » follows
	lead     bool   // a word for pay leads to it
	notPay   bool   // it is for something else: a bonus, a number of clients
}

// sums finds the amounts of a folded text, in its order.
func sums(text string) []sum {
	var found []sum
	for i := 0; i < len(text); {
		if !mayBegin(text, i) {
			i++
			continue
		}
		s, ok := sumAt(text, i)
		if ok {
			found = append(found, s)
			i = max(s.to, i+1)
			continue
		}
		for i++; i < len(text) && isDigit(text[i]); i++ {
		}
	}
	return found
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// mayBegin reports whether an amount may begin at i: not within a word, a number or an
// address.
func mayBegin(text string, i int) bool {
	c := text[i]
	if !isDigit(c) && strings.IndexByte("$eugc\xe2\xc2", c) < 0 {
		return false
	}
	before, size := utf8.DecodeLastRuneInString(text[:i])
	switch {
	case i == 0:
		return true
	case unicode.IsLetter(before), unicode.IsDigit(before), strings.ContainsRune("_#@%=&", before):
		return false
	case strings.ContainsRune("-/.,'", before) && isDigit(c):
		near := text[max(0, i-100):i] // an address is longer, its beginning is not
		word := near[strings.LastIndexByte(near, ' ')+1:]
		last, _ := utf8.DecodeLastRuneInString(text[:i-size])
		return !unicode.IsDigit(last) && (before == '/' || !unicode.IsLetter(last)) && !strings.Contains(word, ".")
	}
	return true
}

func sumAt(text string, i int) (s sum, ok bool) {
	first, n, ok := readAmount(text[i:])
	if !ok {
		return s, false
	}
	s = sum{from: i, to: i + n, min: first, max: first}
	s.tail(text)
	m := betweenAt.FindString(text[s.to:])
	if second, n, ok := readAmount(text[s.to+len(m):]); ok && m != "" && !second.zero && alike(first, second) {
		s.max, s.ranged = second, true
		s.to += len(m) + n
		s.tail(text)
		s.share()
	}
	if m := monthsAt.FindStringSubmatch(text[s.to:]); m != nil {
		s.months = 10*number(m[1]) + number(m[2])
	}
	before := text[max(0, s.from-64):s.from]
	s.lead = leadBefore.MatchString(before)
	if bonus := s.max.cents < 15_000_00 && strings.HasSuffix(strings.TrimRight(before, " "), "+"); bonus {
		s.notPay = true
		return s, true
	}
	s.notPay = notPayAfter.MatchString(text[s.to:]) || notPayBefore.MatchString(before) && !strings.HasSuffix(strings.TrimRight(before, " :"), "fixe")
	return s, true
}

// alike reports whether two amounts next to each other may be a range.
func alike(a, b amount) bool {
	return a.currency == b.currency || a.currency == "" || b.currency == ""
}

// tail reads what follows the amount: gross or net, its period.
func (s *sum) tail(text string) {
	if m := grossAt.FindString(text[s.to:]); m != "" && !nextAmount.MatchString(text[s.to+len(m):]) {
		s.gross = true
	}
	m := periodAt.FindStringSubmatchIndex(text[s.to:])
	if m == nil {
		return
	}
	for g := 2; g < len(m); g += 2 {
		if m[g] >= 0 {
			s.period = text[s.to+m[g] : s.to+m[g+1]]
		}
	}
	s.to += m[1]
}

// share gives both amounts of a range what only one of them says: « 45-55 k€ »,
// « 45 à 55 000 € », "£60k–70k".
func (s *sum) share() {
	a, b := &s.min, &s.max
	if a.currency == "" {
		a.currency = b.currency
	} else if b.currency == "" {
		b.currency = a.currency
	}
	const most = 1000_00 // what is below may be thousands
	switch {
	case a.k != b.k && a.cents < most && b.cents < most*1000:
		a.thousands(b)
	case a.k != b.k && b.cents < most:
		b.thousands(a)
	case !b.k && a.cents < most && b.cents >= 10*most:
		a.cents *= 1000
	}
}

// thousands makes the amount one of thousands, if the other of its range is.
func (a *amount) thousands(other *amount) {
	if a.k {
		other.thousands(a)
		return
	}
	if a.cents < 1000_00 {
		a.k, a.cents = true, a.cents*1000
	}
}

func readAmount(text string) (a amount, n int, ok bool) {
	m := amountAt.FindStringSubmatch(text)
	if m == nil {
		return a, 0, false
	}
	n = len(m[0])
	if next, _ := utf8.DecodeRuneInString(text[n:]); m[3]+m[4] == "" && (unicode.IsLetter(next) || next == ':' || next == '.' && len(text) > n+1 && isDigit(text[n+1])) ||
		m[3] != "" && m[4] == "" && unicode.IsLetter(next) {
		return a, 0, false
	}
	a.cents = cents(m[2])
	a.bare = a.cents / 100
	a.zero = m[2][0] == '0' && a.bare > 0
	if a.k = m[3] != ""; a.k {
		a.cents *= 1000
	}
	a.currency = currency(m[1] + m[4])
	if m[1] != "" {
		a.currency = currency(m[1])
	}
	return a, n, a.cents > 0
}

// cents reads a number as people write it: « 45 000 », "45,000.00", « 12,50 ».
func cents(said string) int64 {
	if i := strings.LastIndexAny(said, " .,'"); i >= 0 && len(said)-i == 4 {
		return sources.Cents(plainFigures(said))
	} else if i >= 0 {
		return sources.Cents(plainFigures(said[:i]) + "." + said[i+1:])
	}
	return sources.Cents(said)
}

func plainFigures(said string) string {
	return strings.NewReplacer(" ", "", ".", "", ",", "", "'", "").Replace(said)
}

func number(said string) int64 { return sources.Cents(said) / 100 }

func currency(said string) string {
	switch said {
	case "dollar", "dollars":
		return "USD"
	case "pound", "pounds":
		return "GBP"
	}
	return sources.Currency(said)
}
