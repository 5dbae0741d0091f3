package sources

import (
	"regexp"
	"strconv"
	"strings"

	"rebond/bot"
)

var experience = regexp.MustCompile(`(\d{1,3})\s*\+?\s*(an|year|yr|mois|month)`)

// LevelFromExperience reads the experience asked for: « Débutant accepté »,
// « 3 An(s) », "6 months". Less than a year is a beginner's; five years and
// more, a senior's.
func LevelFromExperience(said string) Level {
	said = bot.Fold(said)
	if strings.Contains(said, "debutant") {
		return Beginner
	}
	m := experience.FindStringSubmatch(said)
	if m == nil {
		return ""
	}
	n, _ := strconv.Atoi(m[1])
	if m[2][0] == 'm' {
		n /= 12
	}
	switch {
	case n < 1:
		return Beginner
	case n < 5:
		return Mid
	}
	return Senior
}

var (
	beginnerTitle = regexp.MustCompile(`\b(?:juniors?|jr|debutant(?:e|s|es)?|graduates?|entry[ -]level)\b`)
	midTitle      = regexp.MustCompile(`\b(?:confirmee?s?|intermediaires?|intermediate|mid|mid-level)\b`)
	seniorTitle   = regexp.MustCompile(`\b(?:seniors?|sr|lead|principal|staff|experte?)\b`)
	otherTitle    = regexp.MustCompile(`\b(?:lead (?:gen|generation|management|nurturing)|chief of staff|staff accountant|expert(?:e|ise)?[- ]comptables?)\b`)
)

// LevelInTitle reads a level from the words of a title. One that names several
// takes the lowest: « junior à senior » accepts beginners.
func LevelInTitle(title string) Level {
	title = otherTitle.ReplaceAllString(bot.Fold(title), " ")
	switch {
	case beginnerTitle.MatchString(title):
		return Beginner
	case midTitle.MatchString(title):
		return Mid
	case seniorTitle.MatchString(title):
		return Senior
	}
	return ""
}
