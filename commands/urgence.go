package commands

import (
	"context"
	"strings"
	"time"

	"rebond/bot"
)

// urgence is the card of people to call now. It passes by every port: it
// answers with the database down, and is never limited.
func urgence() bot.Command {
	return bot.Command{
		Name:      "urgence",
		Names:     bot.Text{FR: "urgence", EN: "help-now"},
		Aliases:   []string{"ecoute"},
		Summary:   bot.Text{FR: "Des personnes à appeler maintenant, à toute heure", EN: "People to call now, at any hour"},
		Ephemeral: true,
		Always:    true,
		Run: func(_ context.Context, r *bot.Request) (bot.Reply, error) {
			return &bot.Message{Text: helpCard(opened, r)}, nil
		},
	}
}

// Help is the card for somebody whose words show distress.
func Help(r *bot.Request) bot.Text { return helpCard(heard, r) }

func helpCard(first bot.Text, r *bot.Request) bot.Text {
	return bot.Join("\n", first, peopleToCall, elsewhere(r.From.Zone))
}

// The words of the card are decided with care and change only with the design:
// sources of the numbers: 3114.fr; service-public.gouv.fr, F33954; sos-amitie.com.
var (
	opened = bot.Text{
		FR: "Tu n’as pas à traverser ça sans aide. Je suis un programme : personne ne sait que tu as ouvert cette carte, personne n’a été prévenu.",
		EN: "You do not have to go through this without help. I am a program: nobody knows that you opened this card, nobody has been told.",
	}
	// stormy opens it after several storms: nobody asked for it, nor wrote anything.
	stormy = bot.Text{
		FR: "Tu n’as pas à traverser ça sans aide. Je suis un programme : personne n’a vu ta réponse, personne n’a été prévenu.",
		EN: "You do not have to go through this without help. I am a program: nobody has seen your answer, nobody has been told.",
	}
	heard = bot.Text{
		FR: "Merci de l’avoir écrit. Tu n’as pas à traverser ça sans aide. Je suis un programme : personne ici n’a lu ton message, personne n’a été prévenu.",
		EN: "Thank you for writing it. You do not have to go through this without help. I am a program: nobody here has read your message, nobody has been told.",
	}
	peopleToCall = bot.Text{
		FR: "**Danger maintenant : 15 ou 112** (114 par SMS si tu ne peux pas parler). **Idées de suicide, pour toi ou un proche : 3114**, gratuit, 24 h/24.\n" +
			"**Être écouté : SOS Amitié 09 72 39 40 50**, ou par écrit sur sos-amitie.com. Y a-t-il quelqu’un près de toi que tu peux appeler ?",
		EN: "**Danger right now: 15 or 112** (114 by text message if you cannot speak). **Thoughts of suicide, yours or somebody close’s: 3114**, free, 24 hours a day.\n" +
			"**Someone to listen: SOS Amitié 09 72 39 40 50**, or in writing at sos-amitie.com. Is there somebody near you whom you can call?",
	}
	elsewhereInEurope = bot.Text{FR: "Ailleurs en Europe : 112.", EN: "Elsewhere in Europe: 112."}
)

// needToTalk opens the card from wherever somebody may need it.
func needToTalk() bot.Button {
	return bot.Button{Label: bot.Text{FR: "Besoin de parler ?", EN: "Need to talk?"}, Do: bot.Call{Command: "urgence"}}
}

// elsewhere is one more line for who does not live by a French clock: the
// numbers above are those of France.
func elsewhere(zone *time.Location) bot.Text {
	if zone != nil && french[zone.String()] {
		return bot.Text{}
	}
	return elsewhereInEurope
}

// french are the time zones of France, by their IANA names.
var french = func() map[string]bool {
	m := map[string]bool{}
	for z := range strings.FieldsSeq(`Europe/Paris America/Cayenne America/Guadeloupe America/Marigot America/Martinique America/Miquelon
		America/St_Barthelemy Indian/Mayotte Indian/Reunion Indian/Kerguelen Pacific/Gambier Pacific/Marquesas Pacific/Noumea Pacific/Tahiti Pacific/Wallis`) {
		m[z] = true
	}
	return m
}()
