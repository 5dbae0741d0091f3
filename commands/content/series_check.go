package content

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"rebond/bot"
	"rebond/bot/search"
)

// MaxPost is the most that a post says in all, in runes, its labels too.
const MaxPost = 900

const (
	maxSeriesText = 400
	maxNumber     = 400 // of posts of a series
	maxQuestion   = 200
	postLabels    = 40 // runes that the program says around a post
	// maxPostSources is what its sources may take: with all that /planifier says beside it, a
	// post fits one message of every platform.
	maxPostSources = 800
)

// Check returns what is wrong with a series by itself.
func (s *Series) Check() []Wrong {
	var c checker
	c.id(s.ID)
	c.title(s.Title)
	c.words("text", s.Text, maxSeriesText, true)
	c.one("kind", s.Kind, SeriesKinds)
	for _, themes := range s.Rhythm {
		c.some("rhythm", themes, PostThemes, 1)
	}
	return c
}

// Check returns what is wrong with a post by itself.
func (p *Post) Check() []Wrong {
	var c checker
	if len(p.Series) > maxID-10 || !identifier.MatchString(p.Series) {
		c.add("series", bot.Text{FR: "l’identifiant de la série à laquelle il appartient.", EN: "the id of the series that it belongs to."})
	}
	if (p.Day > 0) == (p.Rest > 0) || p.number() > maxNumber || p.Day < 0 || p.Rest < 0 {
		c.add("day", bot.Textf(bot.Text{FR: "sa place à partir de 1, `day` pour un jour ouvré ou `rest` pour un jour de repos, %s au plus.", EN: "its place from 1 on, `day` of a working day or `rest` of a day of rest, at most %s."}, maxNumber))
	}
	c.common(&p.Item, MaxPost, p.Action, p.Question)
	if p.Theme != "" {
		c.one("theme", p.Theme, PostThemes)
	}
	c.words("action", p.Action, MaxPost, false)
	c.words("question", p.Question, maxQuestion, true)
	address := 0
	for _, s := range p.Sources {
		address += utf8.RuneCountInString(s.Title + s.URL)
	}
	if address > maxPostSources {
		c.add("sources", bot.Textf(bot.Text{FR: "ensemble, les titres et les adresses ont %s caractères, %s au plus.", EN: "together, titles and addresses have %s characters, at most %s."}, address, maxPostSources))
	}
	for _, l := range bot.Langs {
		said := 0
		for _, t := range []bot.Text{p.Title, p.Text, p.Action, p.Question} {
			said += utf8.RuneCountInString(bot.Plain(t.In(l)))
		}
		if said+postLabels > MaxPost {
			c.add("text", bot.Textf(bot.Text{FR: "%s : le message entier a %s caractères, %s au plus.", EN: "%s: the whole post has %s characters, at most %s."}, string(l), said, MaxPost-postLabels))
		}
		if StatesRule(p.Title.In(l) + "\n" + p.Action.In(l) + "\n" + p.Question.In(l)) {
			c.add("action", bot.Text{FR: "un nombre, un délai ou un droit va dans `text`, qui n’est plus montré une fois sa date passée.", EN: "a number, a deadline or a right goes into `text`, which is not shown any more once it has expired."})
		}
		if day := namesDay[l].FindString(p.Title.In(l) + "\n" + p.Text.In(l) + "\n" + p.Action.In(l) + "\n" + p.Question.In(l)); day != "" {
			c = append(c, Wrong{Field: "text", Text: bot.Textf(bot.Text{FR: "« %s » : un jour férié décale les messages, aucun ne nomme le sien.", EN: "“%s”: a public holiday moves posts, none names its own day."}, day), Advice: true})
		}
	}
	if q := p.Question; !q.Empty() && (!strings.HasSuffix(q.FR, "?") || !strings.HasSuffix(q.EN, "?")) {
		c = append(c, Wrong{Field: "question", Text: bot.Text{FR: "elle finit par un point d’interrogation.", EN: "it ends with a question mark."}, Advice: true})
	}
	return c
}

// namesDay is how a text tells the day on which it is read.
var namesDay = map[bot.Lang]*regexp.Regexp{
	bot.FR: regexp.MustCompile(`(?i)\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|week-?end)s?\b`),
	bot.EN: regexp.MustCompile(`(?i)\b(?:mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|week-?ends?)\b`),
}

// sameAction is how many of the words of two actions are those of both, from which on they
// are the same action.
const sameAction = 0.4

// Coherence returns what is wrong with the series of p as wholes: posts of no series, places
// without a post, a rhythm that is not kept, an action that comes twice. They are served
// nevertheless, but those of no series.
func (p *Pack) Coherence() (faults []Fault) {
	add := func(file string, line int, id string, text bot.Text) {
		faults = append(faults, Fault{File: file, Line: max(1, line), ID: id, Text: text})
	}
	for i := range p.Posts {
		o := &p.Posts[i]
		s, there := p.SeriesNamed(o.Series)
		switch {
		case !there:
			add(o.file, o.line, o.ID, bot.Textf(bot.Text{FR: "aucune série ne s’appelle « %s » : ajoute une fiche [[series]].", EN: "no series is called “%s”: add an item [[series]]."}, o.Series))
		case s.Kind == Programme && (o.Action.Empty() || o.Theme == ""):
			add(o.file, o.line, o.ID, bot.Text{FR: "le message d’un programme a un thème et une action.", EN: "a post of a programme has a theme and an action."})
		case o.Day > 0 && len(s.Rhythm) > 0 && !slices.Contains(s.Rhythm[(o.Day-1)%len(s.Rhythm)], o.Theme):
			add(o.file, o.line, o.ID, bot.Textf(bot.Text{FR: "le rythme de la série attend ici l’un de ces thèmes : %s.", EN: "the rhythm of the series wants one of these themes here: %s."}, strings.Join(s.Rhythm[(o.Day-1)%len(s.Rhythm)], ", ")))
		}
	}
	for i := range p.Series {
		s := &p.Series[i]
		if len(p.Days(s.ID)) == 0 {
			add(s.file, s.line, s.ID, bot.Text{FR: "cette série n’a aucun message.", EN: "this series has no post."})
		}
		for _, posts := range [][]*Post{p.Days(s.ID), p.Rests(s.ID)} {
			for k, o := range posts {
				if before := o.number() - 1; before > 0 && (k == 0 || posts[k-1].number() != before) {
					add(o.file, o.line, o.ID, bot.Textf(bot.Text{FR: "il manque le message %s, juste avant.", EN: "post %s, just before, is missing."}, before))
				}
			}
		}
		faults = append(faults, p.repeated(s)...)
	}
	return faults
}

// repeated are the posts of a series whose action, or whose question, is that of one before.
func (p *Pack) repeated(s *Series) (faults []Fault) {
	posts := p.InTurn(s.ID)
	for _, l := range bot.Langs {
		said := make([][]string, len(posts))
		for i, o := range posts {
			text := o.Action.In(l)
			if text == "" { // a question is short: its title tells it from others
				text = o.Title.In(l) + "\n" + o.Text.In(l) + "\n" + o.Question.In(l)
			}
			said[i] = slices.Compact(slices.Sorted(slices.Values(search.Tokens(bot.Plain(text)))))
			for k := range i {
				if alike(said[i], said[k]) >= sameAction {
					faults = append(faults, Fault{File: o.file, Line: o.line, ID: o.ID, Text: bot.Textf(bot.Text{FR: "%s : cette action est celle de « %s ».", EN: "%s: this action is that of “%s”."}, string(l), posts[k].ID)})
				}
			}
		}
	}
	return faults
}

// alike is how much two sets of words, in order, share: from 0 to 1.
func alike(a, b []string) float64 {
	both := 0
	for _, w := range a {
		if _, there := slices.BinarySearch(b, w); there {
			both++
		}
	}
	if len(a)+len(b) == 0 {
		return 0
	}
	return float64(both) / float64(len(a)+len(b)-both)
}
