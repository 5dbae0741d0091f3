package config

import (
	"maps"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"rebond/bot"
)

var (
	sourceName  = regexp.MustCompile(`^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$`)
	boardName   = regexp.MustCompile(`^[A-Za-z0-9](?:[A-Za-z0-9._ -]{0,98}[A-Za-z0-9])?$`)
	departement = regexp.MustCompile(`^(?:[0-9]{2}|2[AB]|97[0-9]|98[0-9])$`)
	rome        = regexp.MustCompile(`^[A-Z][0-9]{4}$`)
	hostLabel   = regexp.MustCompile(`^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$`)
)

// keysOf are the keys that each kind of source has besides those of all; where the first is
// board or url, it must be there.
var keysOf = map[string][]string{
	KindGreenhouse:    {"board", "api_url"},
	KindLever:         {"board", "region", "api_url"},
	KindAshby:         {"board", "api_url"},
	KindRecruitee:     {"board", "api_url"},
	KindFeed:          {"url"},
	KindFranceTravail: {"departements", "codes"},
}

const (
	maxCodes     = 200 // that France Travail takes in a request
	maxPerSecond = 10  // that it allows
)

// checkSources tells every value of the sources that is not allowed.
func (c *Config) checkSources(wrong func(bot.Text)) {
	c.Contact = strings.TrimPrefix(strings.TrimSpace(c.Contact), "mailto:")
	if c.Contact != "" && !isContact(c.Contact) {
		wrong(bot.Textf(bot.Text{FR: "contact vaut « %s » : il faut une adresse e-mail, ou une adresse en https://, où te joindre.", EN: "contact is “%s”: it must be an e-mail address, or an https:// address, at which to reach you."}, c.Contact))
	}
	c.FranceTravail.check(wrong)
	for i := range c.Sources {
		c.Sources[i].check(i+1, wrong)
	}
}

// isContact reports whether sources could reach somebody there. It goes into a header.
func isContact(s string) bool {
	if strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r >= 0x7f || r == '(' || r == ')' }) {
		return false
	}
	if strings.Contains(s, "://") {
		u, err := url.Parse(s)
		return err == nil && u.Scheme == "https" && u.Host != "" && u.User == nil
	}
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s && strings.Contains(s[strings.LastIndexByte(s, '@')+1:], ".")
}

// check tells every value that is not allowed. What is copied often has spaces around it.
func (f *FranceTravail) check(wrong func(bot.Text)) {
	f.ClientID, f.ClientSecret = trimmed(f.ClientID), trimmed(f.ClientSecret)
	for _, t := range []struct {
		key   string
		value Secret
	}{{"client_id", f.ClientID}, {"client_secret", f.ClientSecret}} {
		if strings.ContainsAny(string(t.value), " \t\r\n\"'") {
			wrong(bot.Textf(bot.Text{FR: "francetravail.%s contient une espace ou un guillemet : recopie-le en entier, et lui seul.", EN: "francetravail.%s holds a space or a quotation mark: copy the whole of it, and nothing else."}, t.key))
		}
	}
	if (f.ClientID == "") != (f.ClientSecret == "") {
		wrong(bot.Text{FR: "francetravail : il faut client_id et client_secret, les deux (francetravail.io, ton application).", EN: "francetravail: both client_id and client_secret are needed (francetravail.io, your application)."})
	}
	if !safeAddress(f.TokenURL) {
		wrong(bot.Textf(unsafeWords, "francetravail.token_url", f.TokenURL))
	}
	if !safeBase(f.APIURL) {
		wrong(bot.Textf(unsafeWords, "francetravail.api_url", f.APIURL))
	}
	f.APIURL = strings.TrimRight(f.APIURL, "/")
	if !(f.PerSecond > 0 && f.PerSecond <= maxPerSecond) {
		wrong(bot.Textf(bot.Text{FR: "francetravail.per_second doit être plus que 0, et au plus %s.", EN: "francetravail.per_second must be more than 0, and at most %s."}, strconv.Itoa(maxPerSecond)))
	}
}

// unsafeWords tell of an address that secrets must not go to, or offers not come from.
var unsafeWords = bot.Text{FR: "%s vaut « %s » : il faut une adresse en https:// (ou http:// sur cette machine).", EN: "%s is “%s”: it must be an https:// address (or http:// on this machine)."}

// safeAddress is safeBase for a whole address, which may ask something.
func safeAddress(address string) bool {
	base, _, _ := strings.Cut(address, "?")
	return safeBase(base) && !strings.Contains(address, "#")
}

// check tells every value that is not allowed; n is which source it is, from 1 on.
func (s *Source) check(n int, wrong func(bot.Text)) {
	if !sourceName.MatchString(s.Name) {
		wrong(bot.Textf(bot.Text{FR: "La source n° %s (« %s ») a besoin d’un nom : name, en minuscules, chiffres et tirets, 40 au plus.", EN: "Source no. %s (“%s”) needs a name: name, in small letters, digits and hyphens, at most 40."}, n, s.Name))
		return
	}
	fault := func(format bot.Text, args ...any) {
		wrong(bot.Textf(bot.Text{FR: "Source %s : %s", EN: "Source %s: %s"}, s.Name, bot.Textf(format, args...)))
	}
	own, known := keysOf[s.Kind]
	if !known {
		all := slices.Sorted(maps.Keys(keysOf))
		fault(bot.Text{FR: "kind vaut « %s » : il faut l’un de %s.", EN: "kind is “%s”: it must be one of %s."}, s.Kind, strings.Join(all, ", "))
		return
	}
	for _, key := range s.said() {
		if !slices.Contains(own, key) {
			fault(bot.Text{FR: "%s ne va pas avec kind = \"%s\".", EN: "%s does not go with kind = \"%s\"."}, key, s.Kind)
		}
	}
	switch own[0] {
	case "board":
		s.checkBoard(fault)
	case "url":
		if !safeAddress(s.URL) {
			fault(unsafeWords, "url", s.URL)
		}
	default:
		s.checkCodes(fault)
	}
}

// said are the keys of one kind or another that a source has.
func (s *Source) said() (keys []string) {
	for _, k := range []struct {
		key  string
		said bool
	}{
		{"board", s.Board != ""}, {"url", s.URL != ""}, {"region", s.Region != ""}, {"api_url", s.APIURL != ""},
		{"departements", len(s.Departements) > 0}, {"codes", len(s.Codes) > 0},
	} {
		if k.said {
			keys = append(keys, k.key)
		}
	}
	return keys
}

func (s *Source) checkBoard(fault func(bot.Text, ...any)) {
	switch {
	case s.Board == "":
		fault(bot.Text{FR: "board manque : le nom de l’entreprise dans l’adresse de ses offres.", EN: "board is missing: the name of the company in the address of its jobs."})
	case !boardName.MatchString(s.Board) || strings.Contains(s.Board, ".."), s.Kind == KindRecruitee && !hostLabel.MatchString(strings.ToLower(s.Board)):
		fault(bot.Text{FR: "board vaut « %s » : il faut le nom de l’entreprise dans l’adresse de ses offres, et lui seul.", EN: "board is “%s”: it must be the name of the company in the address of its jobs, and nothing else."}, s.Board)
	}
	if s.Region != "" && s.Region != "eu" {
		fault(bot.Text{FR: "region vaut « %s » : il faut \"eu\", ou rien.", EN: "region is “%s”: it must be \"eu\", or nothing."}, s.Region)
	}
	if s.APIURL != "" && !safeBase(s.APIURL) {
		fault(unsafeWords, "api_url", s.APIURL)
	}
	s.APIURL = strings.TrimRight(s.APIURL, "/")
}

func (s *Source) checkCodes(fault func(bot.Text, ...any)) {
	for i, d := range s.Departements {
		if d = strings.ToUpper(strings.TrimSpace(d)); !departement.MatchString(d) {
			fault(bot.Text{FR: "departements contient « %s » : il faut des numéros, comme \"54\", \"2A\" ou \"974\".", EN: "departements holds “%s”: they must be numbers, like \"54\", \"2A\" or \"974\"."}, d)
		}
		s.Departements[i] = d
	}
	if len(s.Codes) > maxCodes {
		fault(bot.Text{FR: "codes en contient trop : %s au plus.", EN: "codes holds too many: at most %s."}, strconv.Itoa(maxCodes))
	}
	for i, code := range s.Codes {
		if code = strings.ToUpper(strings.TrimSpace(code)); !rome.MatchString(code) {
			fault(bot.Text{FR: "codes contient « %s » : il faut des codes ROME, comme \"M1805\".", EN: "codes holds “%s”: they must be ROME codes, like \"M1805\"."}, code)
		}
		s.Codes[i] = code
	}
}
