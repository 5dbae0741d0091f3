package commands

import (
	"rebond/bot"
	"rebond/bot/delivery"
	"rebond/storage"
)

// Panels are the doors of the house, pinned where a community wants them: one for each
// of the commands that they open and that are declared.
func Panels(store *storage.Store, d Defaults, declared []bot.Command) *storage.Panels {
	return panels(store, d, func() []bot.Command { return declared })
}

func panels(store *storage.Store, d Defaults, declared func() []bot.Command) *storage.Panels {
	return &storage.Panels{Store: store, Words: panel{d, declared}}
}

// panel implements storage.PanelWords.
type panel struct {
	defaults Defaults
	declared func() []bot.Command
}

// door is a button of the panel, and what is said of it.
type door struct {
	command string
	label   bot.Text
	leads   bot.Text
}

// doors are all that a panel can have, in their order.
var doors = []door{
	{"offres", bot.Text{FR: "Offres", EN: "Openings"}, bot.Text{FR: "- **Offres** : cherche avec tes mots, garde ce qui te plaît, partage ce que tu trouves.", EN: "- **Openings**: search in your own words, keep what you like, share what you find."}},
	{"conseils", bot.Text{FR: "Conseils", EN: "Advice"}, bot.Text{FR: "- **Conseils** : un pas concret à la fois, selon où tu en es.", EN: "- **Advice**: one concrete step at a time, for where you stand."}},
	{"formations", bot.Text{FR: "Se former", EN: "Training"}, bot.Text{FR: "- **Se former** : trouve une formation, et comment la financer.", EN: "- **Training**: find a course, and how to pay for it."}},
	{"meteo", bot.Text{FR: "Ma météo", EN: "My weather"}, bot.Text{FR: "- **Ma météo** : note comment tu vas, pour toi ; ni la modération ni les recruteurs ne le voient.", EN: "- **My weather**: note how you are, for yourself; neither moderators nor recruiters see it."}},
	{"abonnements", bot.Text{FR: "Mes messages", EN: "My messages"}, bot.Text{FR: "- **Mes messages** : reçois de quoi avancer, aux heures que tu choisis.", EN: "- **My messages**: receive something that helps, at the hours you choose."}},
	{"urgence", needToTalk().Label, bot.Text{FR: "- **Besoin de parler ?** Des personnes t’écoutent à toute heure : leurs numéros sont juste en dessous.", EN: "- **Need to talk?** People listen at any hour: their numbers are right below."}},
}

var welcomeIn = bot.Text{
	FR: "# Bienvenue\nPerdre son travail, ça secoue. Ici, on s’en relève ensemble. Choisis une porte : la réponse ne s’affiche que pour toi.",
	EN: "# Welcome\nLosing a job is hard. Here, people get back on their feet together. Choose a door: only you will see the answer.",
}

// Lang implements storage.PanelWords.
func (w panel) Lang(chosen storage.Settings) bot.Lang { return w.defaults.lang(chosen) }

// Panel implements storage.PanelWords. It is in one language alone: a message that changes
// its language is edited, and not every platform edits more than its words. The numbers to
// call are on it, so that they can be read when nothing answers any more.
func (w panel) Panel(chosen storage.Settings) (*bot.Message, bot.Lang) {
	l := w.Lang(chosen)
	in := func(t bot.Text) bot.Text { return bot.Markup(t.In(l)) }
	var leads []bot.Text
	m := &bot.Message{}
	for _, d := range doors {
		if !w.opens(d.command) {
			continue
		}
		leads = append(leads, in(d.leads))
		m.Buttons = append(m.Buttons, bot.Button{Label: in(d.label), Do: bot.Call{Command: d.command}})
	}
	if len(m.Buttons) > 0 {
		m.Buttons[0].Style = bot.Primary
	}
	m.Text = bot.Join("\n\n", in(welcomeIn), bot.Join("\n", leads...), bot.Join("\n", in(peopleToCall), in(elsewhere(w.defaults.zone(chosen)))))
	return m, l
}

func (w panel) opens(command string) bool {
	for _, c := range w.declared() {
		if c.Name == command {
			return true
		}
	}
	return false
}

// Unseen implements storage.PanelWords.
func (w panel) Unseen(p *storage.Panel) *bot.Message {
	return &bot.Message{
		Text:    bot.Join("\n", bot.Text{FR: "# Le panneau", EN: "# The panel"}, panelText(p)),
		Buttons: []bot.Button{{Label: bot.Text{FR: "Voir les réglages", EN: "See the settings"}, Do: bot.Call{Command: "reglages"}}},
	}
}

// panelText says where a panel stands, and what to do where it does not.
func panelText(p *storage.Panel) bot.Text {
	said := bot.Text{FR: "Il est publié et épinglé dans %s.", EN: "It is published and pinned in %s."}
	switch {
	case p.State == "":
		return bot.Text{FR: "Je ne sais plus où il est. Publie-le de nouveau : s’il y en a un ancien, supprime-le.", EN: "I no longer know where it is. Publish it again: if there is an old one, delete it."}
	case p.State == delivery.Rejected || p.State == delivery.Expired:
		said = bot.Text{
			FR: "Je n’ai pas pu le publier dans %s. Si ce salon existe toujours, laisse-moi le voir et y écrire, puis republie le panneau ; sinon, choisis-en un autre.",
			EN: "I could not publish it in %s. If this channel is still there, let me see it and write in it, then publish the panel again; otherwise choose another one.",
		}
	case p.State == delivery.Uncertain:
		said = bot.Text{FR: "Je ne sais pas s’il est arrivé dans %s. Regarde : s’il n’y est pas, republie-le.", EN: "I do not know whether it has arrived in %s. Have a look: if it is not there, publish it again."}
	case p.State != delivery.Delivered:
		said = bot.Text{FR: "Il part dans %s.", EN: "It is on its way to %s."}
	case p.Refused:
		said = bot.Text{FR: "Je n’ai pas pu le mettre à jour dans %s : il a peut-être été supprimé. Republie-le.", EN: "I could not update it in %s: it may have been deleted. Publish it again."}
	case p.Pin == delivery.Rejected || p.Pin == delivery.Expired:
		said = bot.Text{
			FR: "Il est publié dans %s, mais je n’ai pas pu l’épingler. Épingle-le toi-même ; ou donne-m’en le droit (sur Discord, la permission « Épingler des messages » ; sur Slack, recolle le manifeste et réinstalle l’application), puis republie-le.",
			EN: "It is published in %s, but I could not pin it. Pin it yourself; or give me the right (on Discord, the “Pin Messages” permission; on Slack, paste the manifest again and reinstall the app), then publish it again.",
		}
	case p.Pin == delivery.Uncertain:
		said = bot.Text{FR: "Il est publié dans %s. Je ne sais pas s’il y est épinglé : regarde, et sinon épingle-le.", EN: "It is published in %s. I do not know whether it is pinned there: have a look, and pin it if it is not."}
	case p.Pin == "": // forgotten: that was long ago
		said = bot.Text{FR: "Il est publié dans %s.", EN: "It is published in %s."}
	case p.Pin != delivery.Delivered:
		said = bot.Text{FR: "Il est publié dans %s, et je l’épingle.", EN: "It is published in %s, and I am pinning it."}
	}
	return bot.Textf(said, bot.Mention(bot.Channel, p.To.Channel))
}
