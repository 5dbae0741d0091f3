package board

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"rebond/bot"
)

const (
	titleLines   = 25 // the lines where a title without a label stands
	longestTitle = 80 // runes
)

// titled is what may be the title, and how surely.
type titled struct {
	words string
	score int
}

// title is the name of the job.
func (p *paste) title() string {
	var best titled
	for i := range p.lines[:min(len(p.lines), maxLines)] {
		l := &p.lines[i]
		for _, t := range p.titles(i) {
			if l.topic != aboutTitle {
				t.score -= min(i, 30)
			}
			if t.score > best.score && t.words != "" {
				best = t
			}
		}
	}
	return best.words
}

// titles are what may be the title in a line.
func (p *paste) titles(i int) []titled {
	l := &p.lines[i]
	switch {
	case l.topic == aboutTitle && l.value < len(l.text):
		t := l.labelTitle()
		switch {
		case l.mail:
			t.score = 55
			if !trade.MatchString(l.text) {
				t.score = 0
			}
		case l.icon:
			t.score = 75
		}
		return []titled{t}
	case l.mail, l.topic == aboutApply && !l.icon, l.topic == aboutPay && !l.icon, l.topic == aboutRemote:
		return nil
	}
	all := p.recruited(i)
	if i < titleLines && (genderMark.in(l.text) || trade.MatchString(l.text)) {
		for k, s := range l.split {
			if t := l.segmentTitle(s); t.score > 0 {
				t.score -= 2 * k
				all = append(all, t)
			}
		}
		all = append(all, l.phraseTitle())
	}
	return all
}

// labelTitle is what a label says is the title.
func (l *line) labelTitle() titled {
	from := l.value
	all := l.cut(separator, from)
	if len(all) == 0 {
		return titled{}
	}
	to := len(l.text)
	for k := len(all) - 1; k > 0 && l.isOther(all[k]); k-- {
		to = all[k-1].to
	}
	from += len(leadingWords(l.text[from:to]))
	if len(l.cut(separator, from)) > 1 && l.mail {
		if s := l.cut(separator, from); !trade.MatchString(l.text[s[0].from:s[0].to]) && trade.MatchString(l.text[s[1].from:s[1].to]) {
			from, to = s[1].from, s[1].to
		}
	}
	if strings.Count(l.text[from:to], " ") > 14 {
		to = min(to, l.titleEnd(from))
	}
	return titled{bot.Shorten(l.cleanTitle(from, to), longestTitle), 120}
}

// isOther reports whether a part of a title's line is another field's: its contract,
// place, pay or way of working.
func (l *line) isOther(s segment) bool {
	text := l.text[s.from:s.to]
	part := newLine(l.words(s.from, s.to))
	kind, _ := part.contract()
	_, spot := part.place()
	return (kind != "" || spot >= 40 || bestScore(text) >= enoughInField || isGenderMark(text) || remoteWord.MatchString(text)) && !trade.MatchString(text)
}

func bestScore(text string) int {
	_, score := bestSum(text)
	return score
}

func leadingWords(text string) string {
	lead := leading.FindString(text)
	if len(lead) == len(text) {
		return ""
	}
	return lead
}

// recruited are the titles that follow words such as « nous recrutons ».
func (p *paste) recruited(i int) []titled {
	l := &p.lines[i]
	var all []titled
	for _, m := range recruits.all(l.text, 8) {
		if m[1] < len(l.text) && !l.atWord(m[1]) {
			continue
		}
		if t := l.sentenceTitle(l.pastClient(m[1]), 60); t.words != "" {
			all = append(all, t)
			continue
		}
		if strings.Trim(l.text[m[1]:], " :!.|") == "" && i+1 < len(p.lines) {
			next := &p.lines[i+1]
			t := next.sentenceTitle(len(leadingWords(next.text)), 58)
			if next.isNamed() {
				t.words = next.cleanTitle(0, len(next.text))
			}
			if t.words != "" && next.topic <= aboutTitle && len(strings.Fields(next.text)) < 14 {
				all = append(all, t)
			}
		}
	}
	for _, m := range isOne.all(l.text, 4) {
		if t := l.sentenceTitle(m[1], 30); trade.MatchString(fold(t.words).text) {
			all = append(all, t)
		}
	}
	return all
}

// isNamed reports whether a line is a title with a comma in it: "Engineer, Machine Learning".
func (l *line) isNamed() bool {
	parts := l.cut(commas, 0)
	return len(parts) == 2 && len(strings.Fields(l.text)) < 7 && !l.isOther(parts[1]) && l.upper(parts[1].from) && trade.MatchString(l.text)
}

// pastClient is where a title begins after whom it is recruited for: « pour l’un de nos
// clients, un acteur de la santé, un ingénieur ».
func (l *line) pastClient(from int) int {
	lead := forWhom.FindString(l.text[from:])
	if lead == "" {
		return from
	}
	first := from
	for _, m := range oneMore.FindAllStringIndex(l.text[from:min(len(l.text), from+200)], 6) {
		at := from + m[1]
		if trade.MatchString(fold(l.sentenceTitle(at, 0).words).text) {
			return at
		}
		first = max(first, at)
	}
	return first
}

func (l *line) atWord(i int) bool {
	before, _ := utf8.DecodeLastRuneInString(l.text[:i])
	return !unicode.IsLetter(before) && !unicode.IsDigit(before)
}

// sentenceTitle reads a title that begins at from in a sentence.
func (l *line) sentenceTitle(from, score int) titled {
	if from >= len(l.text) {
		return titled{}
	}
	to := l.titleEnd(from)
	words := l.cleanTitle(from, to)
	text := fold(words).text
	hasTrade := trade.MatchString(text)
	switch {
	case words == "", noTitle.MatchString(text), utf8.RuneCountInString(words) > longestTitle, len(strings.Fields(words)) > 10:
		return titled{}
	case hasTrade:
		score += 20
	case genderMark.in(l.text[from:]):
		score += 15
	default:
		score -= 30
	}
	return titled{words, score}
}

// segmentTitle reads a title that a part of a line is, or begins with.
func (l *line) segmentTitle(s segment) titled {
	text := l.text[s.from:s.to]
	lead := len(leadingWords(text))
	from := s.from + lead
	to := min(s.to, l.titleEnd(from))
	words := l.cleanTitle(from, to)
	title := fold(words).text
	marked := genderMark.in(l.text[s.from:min(s.to, to+12)])
	n := len(strings.Fields(words))
	if words == "" || n > 9 || n == 0 || !marked && !trade.MatchString(title) || noTitle.MatchString(title) || utf8.RuneCountInString(words) > longestTitle {
		return titled{}
	}
	if kind, _ := (&line{folded: fold(words)}).contract(); kind != "" && n == 1 {
		return titled{}
	}
	score := 45
	if marked {
		score += 30
	}
	if !l.upper(from) {
		score -= 15
	}
	rest := strings.TrimLeft(l.text[to:s.to], " ")
	if rest != "" && !marked {
		score -= 8
	}
	if strings.HasPrefix(rest, ":") || strings.HasPrefix(rest, ".") {
		score -= 12
	}
	return titled{words, score}
}

// phraseTitle reads a title around a word for a trade anywhere in a line.
func (l *line) phraseTitle() titled {
	at := trade.FindStringIndex(l.text)
	if at == nil {
		return titled{}
	}
	from := at[0]
	for { // back over the words that belong to it: "iOS developer", "lead data engineer"
		before := strings.TrimRight(l.text[:from], " ")
		word := before[strings.LastIndexAny(before, " ('\"|")+1:]
		start := len(before) - len(word)
		if word == "" || len(before) == from || article.MatchString(word) || strings.ContainsAny(word, ",.:;!?") || !l.upper(start) && !qualifies[word] && !strings.ContainsFunc(l.words(start, len(before)), unicode.IsUpper) {
			break
		}
		from = start
	}
	return l.sentenceTitle(from, 2)
}

// qualifies are words that may begin a title without a capital.
var qualifies = map[string]bool{"senior": true, "junior": true, "lead": true, "full": true, "stack": true, "web": true, "mobile": true, "data": true, "product": true, "software": true, "cloud": true, "chef": true, "tech": true, "principal": true, "staff": true}
