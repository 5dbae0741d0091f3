package sources

import (
	"slices"
	"strings"
	"time"

	"rebond/bot"
)

// Rules are what the search of a community wants of a source.
type Rules struct {
	Trades bool // only offers of the trades of tech
	France bool // only what can be done from France
}

// Why [Prepare] leaves an offer out.
var (
	otherTrade = bot.Text{FR: "Ce n’est pas un métier de la tech.", EN: "It is not a trade of tech."}
	elsewhere  = bot.Text{FR: "Ce travail ne peut pas se faire depuis la France.", EN: "This work cannot be done from France."}
)

// prepared is the version of [Prepare]: where it changes, all that was left out or made
// alike by an earlier one is read again.
const prepared = 1

// Prepare makes the offers of all sources alike: what a source has no field for is read
// from the words of the announcement, and what it does say stays. The reason is empty
// unless the rules leave the offer out, which is no fault of its source. The same offer
// always gives the same.
func Prepare(o Offer, rules Rules) (Offer, bot.Text) {
	a := read(&o)
	if rules.Trades && !a.ofTech() {
		return o, otherTrade
	}
	if o.Language == "" {
		o.Language = a.language()
	}
	if o.Remote == "" {
		if o.Remote = ReadRemote(o.Title, a.text); o.Remote == "" {
			o.Remote = RemoteInPlaces(o.Places)
		}
	}
	if rules.France && !a.fromFrance(&o) {
		return o, elsewhere
	}
	a.complete(&o)
	return o, bot.Text{}
}

// announcement is what the words of an offer are looked at for.
type announcement struct {
	title  []string // the words of the title, as [words] gives them
	text   string   // the description without its marks
	folded string   // the same, folded, each run of spaces one space
	body   []string // its first words
	skills []string
}

// maxWords is how many words of a description are looked at one by one: what is after
// them is rarely about the work.
const maxWords = 2000

func read(o *Offer) *announcement {
	a := &announcement{title: words(bot.Fold(o.Title), 60), text: bot.Plain(o.Description), skills: o.Skills}
	a.folded = strings.Join(strings.Fields(bot.Fold(a.text)), " ")
	a.body = words(a.folded, maxWords)
	return a
}

// complete fills in what an offer that is kept does not say in a field. The lists are
// copied where they change, since the offer's own may be shared.
func (a *announcement) complete(o *Offer) {
	if o.Contract == "" {
		o.Contract = a.contract(o.Title)
	}
	training := trainingBeforeHiring(bot.Fold(o.Title) + " | " + a.folded)
	if o.Level == "" {
		if o.Level = a.level(o.Title); o.Level == "" && training != "" {
			o.Level = Beginner
		}
	}
	if o.Pay == (Pay{}) {
		o.Pay = payInText(a.folded)
	}
	tags := a.tools()
	if training != "" {
		tags = append([]string{training}, tags...)
	}
	o.Skills = tagged(o.Skills, tags, training != "")
	o.Expires = deadline(*o)
	if o.Updated.Before(o.Published) {
		o.Updated = o.Published
	}
}

// tagged are the skills of an offer with those read in its words: after its own, save
// for one that must be seen.
func tagged(own, read []string, first bool) []string {
	if len(read) == 0 {
		return own
	}
	if first {
		return skills(append(append(slices.Clone(read[:1]), own...), read[1:]...))
	}
	return skills(append(slices.Clone(own), read...))
}

// deadline is the day an offer ends, where it can be believed: after it began, and
// within two years.
func deadline(o Offer) time.Time {
	if o.Expires.IsZero() || o.Published.IsZero() {
		return o.Expires
	}
	if o.Expires.Before(o.Published) || o.Expires.After(o.Published.AddDate(2, 0, 0)) {
		return time.Time{}
	}
	return o.Expires
}
