package content

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"rebond/bot"
)

// Series is a run of posts that belong together: a programme, or questions to choose among.
type Series struct {
	ID     string
	Title  bot.Text
	Text   bot.Text   // what it is, and for whom
	Kind   string     // one of SeriesKinds
	Rhythm [][]string // the themes that each place of a round can have, in turn; none: any

	file string
	line int
}

// The kinds of series.
const (
	Programme = "programme" // its posts come one after the other, each with something to do
	Questions = "questions" // its posts are questions to use in any order
)

// Post is one of a series: an idea, an action of a quarter of an hour and a question.
type Post struct {
	Item     // its ID is that of the series, a slash and its place
	Series   string
	Day      int    // its place from 1, among those of working days; 0: it is one of the others
	Rest     int    // its place from 1, among those of days of rest; 0: it is one of the others
	Theme    string // one of PostThemes; empty in a series of questions
	Action   bot.Text
	Question bot.Text
}

// number is the place of a post among those of its kind.
func (p *Post) number() int { return max(p.Day, p.Rest) }

// postID is that of a post: its series and its place.
func postID(series string, day, rest int) string {
	if rest > 0 {
		return fmt.Sprintf("%s/repos-%d", series, rest)
	}
	return fmt.Sprintf("%s/%d", series, day)
}

// refScheme begins what stands for a post where texts are written.
const refScheme = "rebond:"

// Ref stands for a post where a text is written: with it the post is shown as it is at that
// moment, in the language of whoever reads.
func (p *Post) Ref() string { return refScheme + p.ID }

// Refers reports whether a text stands for a post, and for which: it may be gone.
func Refers(text string) (id string, is bool) {
	id, is = strings.CutPrefix(strings.TrimSpace(text), refScheme)
	if strings.ContainsAny(id, " \n") {
		return "", false
	}
	return id, is
}

// Referred returns the post that a text stands for. Is tells a text that stands for one,
// which may be gone, from any other.
func (p *Pack) Referred(text string) (o *Post, is bool) {
	id, is := Refers(text)
	if is {
		o, _ = p.Post(id)
	}
	return o, is
}

// SeriesNamed returns the series of an id.
func (p *Pack) SeriesNamed(id string) (*Series, bool) {
	for i := range p.Series {
		if p.Series[i].ID == id {
			return &p.Series[i], true
		}
	}
	return nil, false
}

// Post returns the post of an id.
func (p *Pack) Post(id string) (*Post, bool) {
	for i := range p.Posts {
		if p.Posts[i].ID == id {
			return &p.Posts[i], true
		}
	}
	return nil, false
}

// Days are the posts of a series for working days, in order.
func (p *Pack) Days(series string) []*Post {
	return p.postsOf(series, func(o *Post) bool { return o.Day > 0 })
}

// Rests are the posts of a series for days of rest, in order.
func (p *Pack) Rests(series string) []*Post {
	return p.postsOf(series, func(o *Post) bool { return o.Rest > 0 })
}

func (p *Pack) postsOf(series string, which func(*Post) bool) (posts []*Post) {
	for i := range p.Posts {
		if o := &p.Posts[i]; o.Series == series && which(o) {
			posts = append(posts, o)
		}
	}
	slices.SortFunc(posts, func(a, b *Post) int { return cmp.Compare(a.number(), b.number()) })
	return posts
}

// A week of a programme.
const (
	daysAWeek  = 5
	restsAWeek = 2
)

// InTurn are all posts of a series as they follow each other for whoever reads one a day:
// five of working days, then two of days of rest while there are any.
func (p *Pack) InTurn(series string) (posts []*Post) {
	days, rests := p.Days(series), p.Rests(series)
	for len(days)+len(rests) > 0 {
		week, rest := min(daysAWeek, len(days)), min(restsAWeek, len(rests))
		posts = append(append(posts, days[:week]...), rests[:rest]...)
		days, rests = days[week:], rests[rest:]
	}
	return posts
}
