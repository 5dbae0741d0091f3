package commands

import (
	"context"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"rebond/bot"
	"rebond/bot/delivery"
	"rebond/bot/schedule"
	"rebond/commands/content"
)

// What a scheduled message may hold: with all that the screen of /planifier says
// beside it, it fits one message of every platform (4,000 characters on Discord),
// where an address that is its own link is written once.
const (
	maxItem  = 2500 // runes
	maxItems = 400  // of a series: a year of working days, and more
)

// separated reports whether messages are separated by lines of hyphens.
func separated(text string) bool {
	for line := range strings.SplitSeq(text, "\n") {
		if isRule(line) {
			return true
		}
	}
	return false
}

func isRule(line string) bool {
	line = strings.TrimSpace(line)
	return len(line) >= 3 && strings.Trim(line, "-") == ""
}

// looksLikeSeries guesses: the screen that follows says so, and offers the other.
func looksLikeSeries(text string) bool {
	return separated(text) || len(split(text)) >= 3
}

// split parts a text into messages: at lines of hyphens if there are any, else at
// empty lines.
func split(text string) []string {
	rules := separated(text)
	var all []string
	var one []string
	end := func() {
		if item := strings.TrimSpace(strings.Join(one, "\n")); item != "" {
			all = append(all, item)
		}
		one = nil
	}
	for line := range strings.SplitSeq(text, "\n") {
		if rules && isRule(line) || !rules && strings.TrimSpace(line) == "" {
			end()
			continue
		}
		one = append(one, line)
	}
	end()
	return all
}

// itemsOf are the messages of a text, for a field of a form.
func itemsOf(text string, series bool, field string) ([]string, error) {
	items := []string{strings.TrimSpace(text)}
	if series {
		items = split(text)
	}
	refuse := func(format bot.Text, args ...any) ([]string, error) {
		return nil, &bot.UserError{Param: field, Text: bot.Textf(format, args...)}
	}
	if len(items) == 0 || items[0] == "" {
		return refuse(bot.Text{FR: "Il n’y a rien à envoyer : écris au moins un message.", EN: "There is nothing to send: write at least one message."})
	}
	if len(items) > maxItems {
		return refuse(bot.Text{FR: "Il y a %s messages, j’en prends au plus %s : partage-les en deux séries.", EN: "There are %s messages; I take at most %s: make two series of them."}, len(items), maxItems)
	}
	for i, item := range items {
		n := utf8.RuneCountInString(item)
		switch {
		case n <= maxItem && n+signs(item) > maxWritten:
			return refuse(bot.Text{FR: "« %s » a trop de signes comme * _ | < > [ ] @ pour tenir dans un message : il en faut moins, ou un texte plus court.", EN: "“%s” has too many signs like * _ | < > [ ] @ to fit in one message: use fewer, or a shorter text."}, bot.Shorten(firstLine(item), 40))
		case n <= maxItem:
		case len(items) == 1:
			return refuse(bot.Text{FR: "Ce message a %s caractères, il en faut au plus %s : raccourcis-le, ou fais-en une série.", EN: "This message has %s characters; at most %s are allowed: shorten it, or make it a series."}, n, maxItem)
		default:
			return refuse(bot.Text{FR: "Le message %s (« %s ») a %s caractères, il en faut au plus %s : raccourcis-le.", EN: "Message %s (“%s”) has %s characters; at most %s are allowed: shorten it."}, i+1, bot.Shorten(firstLine(item), 40), n, maxItem)
		}
	}
	return items, nil
}

// maxWritten is what a message may take with its signs written so that they stay what
// they are, with room for a heading and a mention: Discord's own limit is 4,000.
const maxWritten = 3800

// signs counts those that platforms may read as formatting or as mentions: they take
// more room than one character.
func signs(text string) int {
	n := 0
	for _, r := range text {
		if r < utf8.RuneSelf && (unicode.IsPunct(r) || unicode.IsSymbol(r)) {
			n++
		}
	}
	return n
}

func (p *planning) askMore(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	s, err := p.find(ctx, r)
	if err != nil {
		return nil, err
	}
	return p.ask(s, bot.Text{FR: "Ajouter à la série", EN: "Add to the series"}, "ajouter", nil, nil, p.asked[0]), nil
}

func (p *planning) addItems(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	s, items, err := p.withItems(ctx, r, p.find)
	if err != nil {
		return nil, err
	}
	more, err := p.itemsOf(r.Args["texte"], true, "texte")
	if err != nil {
		return nil, err
	}
	if len(items)+len(more) > maxItems {
		return nil, &bot.UserError{Param: "texte", Text: bot.Textf(bot.Text{FR: "La série aurait %s messages, j’en prends au plus %s.", EN: "The series would have %s messages; I take at most %s."}, len(items)+len(more), maxItems)}
	}
	if s.State == schedule.Over {
		s.State = schedule.Draft
	}
	return p.keep(ctx, r, s, append(items, more...), bot.Count(len(more), bot.Text{FR: "%s message ajouté à la fin.", EN: "%s message added at the end."}, bot.Text{FR: "%s messages ajoutés à la fin.", EN: "%s messages added at the end."}))
}

func (p *planning) removeItem(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	s, items, err := p.withItems(ctx, r, p.findAt)
	if err != nil {
		return nil, err
	}
	at, err := rank(r, items)
	if err != nil {
		return nil, err
	}
	if len(items) < 2 {
		return nil, changedMeanwhile()
	}
	last, err := p.store.ScheduleRuns(ctx, s.ID, 0, 1)
	if err != nil {
		return nil, err
	}
	if len(last) > 0 && (last[0].State == delivery.Pending || last[0].State == delivery.Sending) { // should it be refused, the series goes back to it
		return nil, &bot.UserError{Text: bot.Text{FR: "Un message de la série est en train de partir : réessaie dans un moment.", EN: "A message of the series is on its way: try again in a moment."}}
	}
	items = append(items[:at:at], items[at+1:]...)
	if at < s.Position {
		s.Position--
	}
	if s.Position >= len(items) { // what was left to send is gone
		s.State, s.Next = schedule.Over, time.Time{}
	}
	return p.keep(ctx, r, s, items, bot.Text{FR: "Ce message ne fait plus partie de la série.", EN: "This message is no longer part of the series."})
}

// itemsOf are the messages of a text, for a field of a form. One that names a post names one
// that is there, and one that is a search can be read.
func (p *planning) itemsOf(text string, series bool, field string) ([]string, error) {
	items, err := itemsOf(text, series, field)
	if err != nil {
		return nil, err
	}
	for _, item := range items {
		if line, is := refersWithin(item); is {
			return nil, &bot.UserError{Param: field, Text: bot.Textf(bot.Text{FR: "« %s » ne prend la place d’un message du contenu que seul : sépare-le du reste par une ligne vide, ou par une ligne ---.", EN: "“%s” takes the place of a post of the content only by itself: part it from the rest by an empty line, or by a line ---."}, bot.Shorten(line, 60))}
		}
		if line, is := searchLine(item); is {
			if _, err := lineQuery(line, field); err != nil {
				return nil, err
			}
		}
		if _, is := content.Refers(item); !is {
			continue
		}
		if o, _ := p.defaults.Library.Pack().Referred(item); o == nil {
			return nil, &bot.UserError{Param: field, Text: bot.Textf(bot.Text{FR: "« %s » : ce message n’existe pas. Vérifie le nom de la série et le numéro.", EN: "“%s”: there is no such post. Check the name of the series and the number."}, bot.Shorten(item, 60))}
		}
	}
	return items, nil
}

// refersWithin is the line of an item that stands for a post, among others of its own.
func refersWithin(item string) (line string, is bool) {
	lines := strings.Split(strings.TrimSpace(item), "\n")
	for _, line := range lines {
		if _, is := content.Refers(line); is && len(lines) > 1 {
			return line, true
		}
	}
	return "", false
}
