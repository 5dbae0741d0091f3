package board

import (
	"strings"

	"rebond/bot"
	"rebond/bot/sources"
)

// MaxText is the most runes that the text of an announcement has.
const MaxText = 3000

// What is read of a pasted text: enough for the longest announcement and its mail
// headers, little enough for a hostile one.
const (
	maxPasted = 20_000 // runes
	maxLines  = 400
	maxLine   = 600 // bytes of a line that are looked at, but for its links
)

// Read reads an announcement in pasted text, French or English: what it recognises goes
// into the fields, all of the text stays in Text. A field stays empty rather than be
// guessed from words that say something else.
func Read(text string) Announcement {
	text = tidy(text)
	p := newPaste(text)
	a := Announcement{Text: bot.Shorten(text, MaxText)}
	a.Publisher = p.publisher()
	a.Contract = p.contract()
	a.Remote = p.remote()
	a.Pay = p.pay()
	a.Place = p.place()
	a.Title = p.title()
	a.Company = p.company(a.Publisher)
	a.Apply = p.apply()
	a.Number = p.number()
	if a.Publisher == "" && (p.says(speaksForOwn) || a.Company != "" && p.says(speaksForItself)) {
		a.Publisher = Employer
	}
	return a
}

// tidy is a pasted text without what is not text, trailing spaces and more than two
// blank lines together.
func tidy(text string) string {
	if len(text) > 4*maxPasted {
		text = text[:4*maxPasted]
	}
	text = bot.Clean(text, 0)
	if runes := []rune(text); len(runes) > maxPasted {
		text = string(runes[:maxPasted])
	}
	var kept []string
	blank := 0
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimRight(line, " \u00a0\u202f\u3000")
		if blank++; line != "" {
			blank = 0
		}
		if blank <= 2 {
			kept = append(kept, line)
		}
	}
	return strings.TrimSpace(strings.Join(kept, "\n"))
}

// field makes words fit for a field: one line, trimmed of what stood around them.
func field(words string, most int) string {
	return sources.OneLine(strings.Trim(words, " \u00a0\u202f\t\n,;:|·•*_-–—\"«»“”"), most)
}
