package commands

import (
	"strings"
	"time"

	"rebond/bot"
	"rebond/storage"
)

// weeksWorded is of how many weeks the word is said.
const weeksWorded = 4

var wordTitle = bot.Text{FR: "Le mot de la semaine", EN: "The word of the week"}

// wordNames are the words, and what is said where there is none.
var wordNames = map[storage.Word]bot.Text{
	storage.Low:    {FR: "plutôt bas", EN: "rather low"},
	storage.Middle: {FR: "moyen", EN: "middling"},
	storage.High:   {FR: "plutôt haut", EN: "rather high"},
	storage.Unsaid: {FR: "pas de mot", EN: "no word"},
}

// wordsSaid tells how the community is, in one word a week and nothing more, the newest week
// first. No number of people stands beside it, and no picture draws it.
func wordsSaid(words []storage.WeekWord) bot.Text {
	lines := []bot.Text{bot.Textf(bot.Text{FR: "# %s", EN: "# %s"}, wordTitle)}
	without := false
	for i := 0; i < len(words); i++ {
		w, line := words[i], bot.Text{FR: "- Semaine %s : **%s**.", EN: "- Week %s: **%s**."}
		from := w.Monday
		if i > 0 {
			line = bot.Text{FR: "- Semaine %s : %s.", EN: "- Week %s: %s."}
			for w.Word == storage.Unsaid && i+1 < len(words) && words[i+1].Word == storage.Unsaid { // one line says them all
				i++
				line, from = bot.Text{FR: "- Semaines %s : %s.", EN: "- Weeks %s: %s."}, words[i].Monday
			}
		}
		without = without || w.Word == storage.Unsaid
		lines = append(lines, bot.Textf(line, weeksName(from, w.Monday), wordNames[w.Word]))
	}
	if without {
		lines = append(lines, bot.Textf(bot.Text{
			FR: "« Pas de mot » : il faut les réponses d’au moins %s personnes qui ont choisi de compter.",
			EN: "“No word”: it takes the answers of at least %s people who chose to count.",
		}, storage.FewestInWord))
	}
	return bot.Join("\n", append(lines, bot.Text{
		FR: "C’est tout ce qui se dit de « Ta météo du jour ». Le mot d’une semaine est trouvé le lundi qui la suit, à midi en temps universel, puis ne change plus. Ce que répond la modération n’y compte pas.",
		EN: "This is all that is told of “Your weather today”. The word of a week is found on the Monday that follows it, at 12:00 UTC, and never changes afterwards. What moderators answer does not count in it.",
	})...)
}

// weeksName names weeks by their days, those of the first and the last Monday included:
// « du 16 au 22 novembre ».
func weeksName(from, to time.Time) bot.Text {
	sunday := to.AddDate(0, 0, 6)
	first, last := dayName(from), dayName(sunday)
	if from.Month() == sunday.Month() {
		first.FR, _, _ = strings.Cut(first.FR, "\u00a0")
		first.EN, _, _ = strings.Cut(first.EN, " ")
	}
	return bot.Textf(bot.Text{FR: "du %s au %s", EN: "from %s to %s"}, first, last)
}
