package commands

import (
	"regexp"
	"slices"
	"strings"

	"rebond/bot"
	"rebond/commands/content"
	"rebond/storage"
)

// maxSourcesTyped holds as many sources as an item may have.
const maxSourcesTyped = 2500

var escapedSign = regexp.MustCompile("\\\\([!-/:-@\\[-`{-~])")

// typedText is markup as somebody types it: [bot.Formatted] makes it that again.
func typedText(markup string) string { return escapedSign.ReplaceAllString(markup, "$1") }

// retold is a text after a form in a language. Where it said something else in each, the
// other stays as it was; else what is typed stands for both, and nothing for nothing.
func retold(was bot.Text, l bot.Lang, shown, typed string, as func(string) bot.Text) bot.Text {
	if slices.Equal(strings.Fields(shown), strings.Fields(typed)) { // platforms keep no kinds of space
		return was
	}
	said := as(typed)
	switch {
	case was.FR == was.EN, typed == "":
		return said
	case l == bot.EN:
		return bot.Text{FR: was.FR, EN: said.EN}
	}
	return bot.Text{FR: said.FR, EN: was.EN}
}

// written is what becomes of words of the community's own: French ones get French spaces
// and apostrophes, which few keyboards have.
func (c *curating) written(chosen storage.Settings, l bot.Lang) func(string) string {
	if c.defaults.lang(chosen) != bot.FR || l != bot.FR {
		return func(s string) string { return s }
	}
	return typeset
}

var typesetting = []struct {
	pattern *regexp.Regexp
	with    string
}{
	{regexp.MustCompile(`(\pL)'(\pL)`), "$1’$2"},
	{regexp.MustCompile(`\.\.\.`), "…"},
	{regexp.MustCompile(`(\S)[ \x{a0}]([;!?])`), "$1\u202f$2"},
	{regexp.MustCompile(`(\S)[ \x{202f}](:\s|:$|[€%»])`), "$1\u00a0$2"},
	{regexp.MustCompile(`«[ \x{202f}]`), "«\u00a0"},
}

// typeset gives a French text its typography, outside `code`.
func typeset(french string) string {
	parts := strings.Split(french, "`")
	for i := 0; i < len(parts); i += 2 {
		for _, t := range typesetting {
			parts[i] = t.pattern.ReplaceAllString(parts[i], t.with)
		}
	}
	return strings.Join(parts, "`")
}

// sourcesOf reads sources, one a line: words, then the address that says so.
func sourcesOf(typed string) (all []content.Source, err error) {
	for line := range strings.Lines(typed) {
		line = strings.TrimSpace(line)
		at := strings.Index(line, "https://")
		switch {
		case line == "":
			continue
		case at < 0:
			return nil, &bot.UserError{Param: "sources", Text: bot.Textf(bot.Text{FR: "« %s » n’a pas d’adresse : écris le titre de la page, puis son adresse, qui commence par https://.", EN: "“%s” has no address: write the title of the page, then its address, which begins with https://."}, bot.Shorten(line, 60))}
		}
		url, after, _ := strings.Cut(line[at:], " ")
		one := content.Source{Title: strings.TrimRight(strings.TrimSpace(line[:at]), " \u00a0:,-–"), URL: url}
		if one.Title == "" {
			one.Title = strings.TrimSpace(after)
		}
		if one.Title == "" {
			one.Title = hostOf(url)
		}
		all = append(all, one)
	}
	return all, nil
}

// adviceText is what could be better in the French of an item, in a friendly word; empty
// where nothing could.
func (c *curating) adviceText(s *shelved, chosen storage.Settings) bot.Text {
	if c.defaults.lang(chosen) != bot.FR {
		return bot.Text{}
	}
	french := s.item().Title.FR + "\n" + s.item().Text.FR
	if s.tip != nil {
		french += "\n" + s.tip.Template.FR
	}
	lines := []bot.Text{{FR: "Un détail de typographie, si tu repasses par là :", EN: "A detail of typography, should you come back to it:"}}
	for _, wrong := range content.Misprints(french) {
		lines = append(lines, bot.Textf(bot.Text{FR: "- %s", EN: "- %s"}, inOneLanguage(wrong)))
	}
	if len(lines) == 1 {
		return bot.Text{}
	}
	return bot.Join("\n", lines...)
}

// inOneLanguage is what is wrong with a text, for people who write it once: in which of the
// languages of a file is nothing to them.
func inOneLanguage(wrong bot.Text) bot.Text {
	for _, l := range bot.Langs {
		wrong.FR, wrong.EN = strings.TrimPrefix(wrong.FR, string(l)+"\u00a0: "), strings.TrimPrefix(wrong.EN, string(l)+": ")
	}
	return wrong
}
