package content

import (
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"rebond/bot"
)

// The most that each part of an item says, in runes, so that the whole of it fits one
// message of every platform.
const (
	MaxTitle    = 80
	MaxTip      = 600
	MaxTemplate = 700
	MaxResource = 300
	MaxProvider = 80
	maxDuration = 60
	maxSources  = 4
	maxSource   = 120
	maxID       = 48 // a button's call holds it
	maxThemes   = 6
)

// maxAddress is the length in bytes of the longest link: a button takes no more.
const maxAddress = 500

// Wrong is something wrong in an item.
type Wrong struct {
	Field  string // its name in a file
	Text   bot.Text
	Advice bool // it can be served nevertheless
}

// checker gathers what is wrong.
type checker []Wrong

func (c *checker) add(field string, text bot.Text) {
	*c = append(*c, Wrong{Field: field, Text: text})
}

var missing = bot.Text{FR: "il manque.", EN: "it is missing."}

// words checks what is said in both languages.
func (c *checker) words(field string, t bot.Text, most int, needed bool) {
	switch {
	case t.Empty() && needed:
		c.add(field, missing)
		return
	case t.Empty():
		return
	case t.FR == "" || t.EN == "":
		c.add(field, bot.Text{FR: "il faut les deux langues, fr et en.", EN: "both languages are needed, fr and en."})
		return
	}
	for _, l := range bot.Langs {
		said := t.In(l)
		if field == "text" { // as it is read, without its markup
			said = bot.Plain(said)
		}
		if n := utf8.RuneCountInString(said); n > most {
			c.add(field, bot.Textf(bot.Text{FR: "%s : %s caractères, %s au plus.", EN: "%s: %s characters, at most %s."}, string(l), n, most))
		}
		if hides(t.In(l)) {
			c.add(field, bot.Textf(bot.Text{FR: "%s : un caractère qui ne se voit pas.", EN: "%s: a character that cannot be seen."}, string(l)))
		}
	}
	for _, wrong := range Misprints(t.FR) {
		*c = append(*c, Wrong{Field: field, Text: wrong, Advice: true})
	}
	if typewriter.MatchString(t.EN) {
		*c = append(*c, Wrong{Field: field, Text: bot.Text{FR: "en : ' à la place de ’.", EN: "en: ' where ’ belongs."}, Advice: true})
	}
}

// one checks a value that has to be one of options.
func (c *checker) one(field, value string, options []bot.Option) {
	switch {
	case value == "":
		c.add(field, missing)
	case !slices.ContainsFunc(options, func(o bot.Option) bool { return o.Value == value }):
		var values []string
		for _, o := range options {
			values = append(values, o.Value)
		}
		c.add(field, bot.Textf(bot.Text{FR: "« %s » n’est pas l’un de : %s.", EN: "“%s” is none of: %s."}, value, strings.Join(values, ", ")))
	}
}

// some checks values of which there are so many.
func (c *checker) some(field string, values []string, options []bot.Option, least int) {
	if len(values) < least {
		c.add(field, missing)
	}
	if len(values) > maxThemes+len(Situations) {
		c.add(field, bot.Text{FR: "il y en a trop.", EN: "there are too many."})
		return
	}
	for i, v := range values {
		c.one(field, v, options)
		if slices.Contains(values[:i], v) {
			c.add(field, bot.Textf(bot.Text{FR: "« %s » y est deux fois.", EN: "“%s” is there twice."}, v))
		}
	}
}

// link checks an address that people open.
func (c *checker) link(field, address string) {
	switch {
	case address == "":
		c.add(field, missing)
	case len(address) > maxAddress || !ofPublicSite(address):
		c.add(field, bot.Textf(bot.Text{FR: "« %s » n’est pas une adresse https.", EN: "“%s” is no https address."}, shortened(address)))
	}
}

// ofPublicSite reports whether an address is one that people can open: of a site that has
// a name, with no account in it that would pass for another site.
func ofPublicSite(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.User != nil || !bot.SafeURL(address) {
		return false
	}
	host := u.Hostname()
	_, err = netip.ParseAddr(host)
	return err != nil && strings.Contains(strings.Trim(host, "."), ".")
}

// hides reports whether a text holds what cannot be seen, or turns what follows.
func hides(s string) bool {
	return bot.Clean(s, 0) != strings.TrimSpace(s) || strings.ContainsRune(s, utf8.RuneError)
}

func shortened(s string) string {
	if r := []rune(s); len(r) > 100 {
		return string(r[:99]) + "…"
	}
	return s
}

var (
	identifier = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	hasAddress = regexp.MustCompile(`(?i)https?://|\bwww\.|<[@#]|\]\(`)
)

// id checks a name that controls and files hold.
func (c *checker) id(id string) {
	if id == "" {
		c.add("id", missing)
	} else if len(id) > maxID || !identifier.MatchString(id) {
		c.add("id", bot.Textf(bot.Text{FR: "« %s » : des minuscules sans accent, des chiffres et des tirets, %s au plus.", EN: "“%s”: lower-case letters, digits and hyphens, at most %s."}, shortened(id), maxID))
	}
}

// title checks what something is called.
func (c *checker) title(t bot.Text) {
	c.words("title", t, MaxTitle, true)
	if strings.Contains(t.FR+t.EN, "\n") {
		c.add("title", bot.Text{FR: "il tient sur une ligne.", EN: "it is one line."})
	}
}

// common checks what items share; also are the other texts of one, which then needs no text.
func (c *checker) common(i *Item, most int, also ...bot.Text) {
	c.title(i.Title)
	c.words("text", i.Text, most, len(also) == 0)
	all := i.Text.FR + "\n" + i.Text.EN
	for _, t := range also {
		all += "\n" + t.FR + "\n" + t.EN
	}
	if hasAddress.MatchString(all) {
		c.add("text", bot.Text{FR: "une adresse n’y a pas sa place : elle va dans `sources` ou `url`.", EN: "no address belongs here: it goes into `sources` or `url`."})
	}
	if len(i.Sources) > maxSources {
		c.add("sources", bot.Textf(bot.Text{FR: "%s au plus.", EN: "at most %s."}, maxSources))
	}
	for _, s := range i.Sources {
		if s.Title == "" || utf8.RuneCountInString(s.Title) > maxSource || strings.Contains(s.Title, "\n") || hides(s.Title) {
			c.add("sources", bot.Textf(bot.Text{FR: "un titre d’une ligne, de %s caractères au plus.", EN: "a title of one line, of at most %s characters."}, maxSource))
		}
		c.link("sources", s.URL)
	}
	c.rules(i, all)
	if i.Expires != 0 && i.Verified != 0 && i.Expires < i.Verified {
		c.add("expires", bot.Text{FR: "cette date est avant `verified`.", EN: "this date is before `verified`."})
	}
}

// Check returns what is wrong with a tip.
func (t *Tip) Check() []Wrong {
	var c checker
	c.id(t.ID)
	c.common(&t.Item, MaxTip)
	c.one("theme", t.Theme, Themes)
	c.some("situations", t.Situations, Situations, 0)
	c.words("template", t.Template, MaxTemplate, false)
	return c
}

// rules checks that what states a number of law, a deadline or a right says who says so,
// when it was checked and until when it holds.
func (c *checker) rules(i *Item, said string) {
	if StatesRule(i.Title.FR + "\n" + i.Title.EN + "\n" + said) {
		switch {
		case len(i.Sources) == 0:
			c.add("sources", bot.Text{FR: "cette fiche donne un nombre, un délai ou un droit : il faut la page qui le dit.", EN: "this item states a number, a deadline or a right: the page that says so is needed."})
		case i.Verified == 0:
			c.add("verified", bot.Text{FR: "cette fiche donne un nombre, un délai ou un droit : il faut la date de vérification.", EN: "this item states a number, a deadline or a right: the day on which it was checked is needed."})
		case i.Expires == 0:
			c.add("expires", bot.Text{FR: "un nombre, un délai ou un droit peut changer : il faut une date de fin.", EN: "a number, a deadline or a right can change: an end is needed."})
		}
	}
	for _, l := range bot.Langs {
		if w := promise[l].FindString(strings.ToLower(i.Title.In(l) + "\n" + said)); w != "" {
			c.add("text", bot.Textf(bot.Text{FR: "« %s » promet. Écris « La règle générale : … Vérifie ce qu’il en est pour toi ».", EN: "“%s” is a promise. Write “The general rule: … Check how it is for you”."}, w))
		}
	}
}

// Check returns what is wrong with a resource.
func (r *Resource) Check() []Wrong {
	var c checker
	c.id(r.ID)
	c.common(&r.Item, MaxResource)
	if r.Provider == "" || utf8.RuneCountInString(r.Provider) > MaxProvider || strings.Contains(r.Provider, "\n") || hides(r.Provider) {
		c.add("provider", bot.Textf(bot.Text{FR: "qui la propose, en une ligne de %s caractères au plus.", EN: "who offers it, in one line of at most %s characters."}, MaxProvider))
	}
	c.link("url", r.URL)
	c.some("languages", r.Languages, Languages, 1)
	c.one("level", r.Level, Levels)
	c.one("format", r.Format, Formats)
	c.words("duration", r.Duration, maxDuration, false)
	c.one("cost", r.Cost, Costs)
	c.one("certificate", r.Certificate, Certificates)
	c.some("themes", r.Themes, Subjects, 1)
	return c
}

// rule is how a text states a number of law, a deadline or a right. Durations of an
// action, in minutes, hours or written in letters, are none.
var rule = regexp.MustCompile(`(?i)\d[\d\x{a0}\x{202f}]*(?:[,.]\d+)?[\s\x{a0}\x{202f}]*(%|€|euros?\b|jours?\b|mois\b|ans?\b|semaines?\b|trimestres?\b)|règle générale|\bdélais? (?:de|pour|légal)|\bdroits? (?:à|au|aux)\b|\bindemnités?\b|\ballocations?\b|\bpréavis\b|\bobligatoire|\blégale?s?\b|\bla loi\b|\bcode du travail\b|\d+ (?:days|months|years|weeks|euros)\b|\bgeneral rule\b|\bright to\b|\bby law\b|\bcompulsory\b`)

// ownNames are names of ours that look like a number of law.
var ownNames = strings.NewReplacer("«\u00a080\u00a0jours\u00a0»", "", "«\u00a080 jours\u00a0»", "", "“80 days”", "")

// StatesRule reports whether a text states a number of law, a deadline or a right: such a
// text needs a source.
func StatesRule(text string) bool { return rule.MatchString(ownNames.Replace(text)) }

// promise is what is never said: nobody knows what somebody is entitled to.
var promise = map[bot.Lang]*regexp.Regexp{
	bot.FR: regexp.MustCompile(`\btu as droit\b|\btu auras droit\b|\bgaranti[es]*\b|\btu vas (?:trouver|réussir)\b`),
	bot.EN: regexp.MustCompile(`\byou are entitled\b|\byou will be entitled\b|\bguaranteed?\b|\byou will (?:find a job|succeed)\b`),
}

var typewriter = regexp.MustCompile(`[\pL]'[\pL]`)

// misprints are what a French text never holds outside `code` and addresses.
var misprints = []struct {
	pattern *regexp.Regexp
	what    bot.Text
}{
	{typewriter, bot.Text{FR: "fr : ' à la place de ’.", EN: "fr: ' where ’ belongs."}},
	{regexp.MustCompile(`\.\.\.`), bot.Text{FR: "fr : trois points à la place de ….", EN: "fr: three full stops where … belongs."}},
	{regexp.MustCompile(`[^\s\x{202f}?!(][;!?]|[^\S\x{202f}][;!?]`), bot.Text{FR: "fr : il faut une espace fine insécable (U+202F) avant ; ! et ?.", EN: "fr: a narrow no-break space (U+202F) is needed before ; ! and ?."}},
	{regexp.MustCompile(`[^\S\x{a0}]:(\s|$)|[\pL)»]:(\s|$)`), bot.Text{FR: "fr : il faut une espace insécable (U+00A0) avant le deux-points.", EN: "fr: a no-break space (U+00A0) is needed before a colon."}},
	{regexp.MustCompile(`«[^\x{a0}]|[^\x{a0}]»`), bot.Text{FR: "fr : il faut une espace insécable (U+00A0) à l’intérieur des guillemets.", EN: "fr: a no-break space (U+00A0) is needed inside guillemets."}},
	{regexp.MustCompile(`[^\S\x{a0}][€%]|\d[€%]`), bot.Text{FR: "fr : il faut une espace insécable (U+00A0) avant le signe de l’euro et celui du pour cent.", EN: "fr: a no-break space (U+00A0) is needed before € and %."}},
}

// verbatim is what French typography does not touch: code and addresses.
var verbatim = regexp.MustCompile("`[^`]*`|https?://\\S+")

// Misprints returns what is wrong with the typography of a French text.
func Misprints(french string) []bot.Text {
	french = verbatim.ReplaceAllString(french, "x")
	var wrong []bot.Text
	for _, m := range misprints {
		if m.pattern.MatchString(french) {
			wrong = append(wrong, m.what)
		}
	}
	return wrong
}
