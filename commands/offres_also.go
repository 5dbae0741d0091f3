package commands

import (
	"rebond/bot"
	"rebond/bot/board"
	"rebond/storage"
)

// languageText says that an announcement is not in French, as most are.
func languageText(o *storage.Offer) bot.Text {
	if o.Language != bot.EN {
		return bot.Text{}
	}
	return bot.Text{FR: "annonce en anglais", EN: "in English"}
}

// alsoText names the other sources in which the same opening is, with a link to each, and
// what a licence asks for.
func alsoText(o *storage.Offer, r *bot.Request) bot.Text {
	var others []bot.Text
	for _, e := range o.Also {
		said := elsewhereText(&e)
		if !e.Credit.Licence.Empty() {
			said = elsewhereDated(&e, r)
		}
		others = append(others, said)
	}
	if len(others) == 0 {
		return bot.Text{}
	}
	return bot.Textf(bot.Text{FR: "Aussi sur %s", EN: "Also on %s"}, bot.Join(", ", others...))
}

// alsoDated is alsoText with when each was last updated.
func alsoDated(o *storage.Offer, r *bot.Request) bot.Text {
	var others []bot.Text
	for _, e := range o.Also {
		others = append(others, elsewhereDated(&e, r))
	}
	return bot.Join(" · ", others...)
}

func elsewhereDated(e *storage.Elsewhere, r *bot.Request) bot.Text {
	said := elsewhereText(e)
	if !e.Updated.IsZero() {
		said = bot.Textf(bot.Text{FR: "%s (à jour le %s)", EN: "%s (updated on %s)"}, said, bot.Date(e.Updated.In(r.Now.Location())))
	}
	if !e.Credit.Licence.Empty() && bot.SafeURL(e.Credit.URL) {
		said = bot.Textf(bot.Text{FR: "%s, [%s](%s)", EN: "%s, [%s](%s)"}, said, e.Credit.Licence, e.Credit.URL)
	}
	return said
}

func elsewhereText(e *storage.Elsewhere) bot.Text {
	if !bot.SafeURL(e.URL) {
		return bot.Same(e.Credit.Name)
	}
	return bot.Textf(bot.Text{FR: "[%s](%s)", EN: "[%s](%s)"}, e.Credit.Name, e.URL)
}

// leavesWith says to whoever keeps an imported offer that it goes when its source takes it
// down; empty for a member's.
func leavesWith(o *storage.Offer) bot.Text {
	if o.Source == board.Source {
		return bot.Text{}
	}
	return bot.Textf(bot.Text{FR: "Cette annonce disparaîtra d’ici dès que %s la retirera.", EN: "This announcement will disappear from here as soon as %s takes it down."}, o.Credit.Name)
}
