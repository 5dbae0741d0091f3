package commands

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"rebond/bot"
	"rebond/storage"
)

// consentVersion is that of the words below. A change of one of them is a new version, and
// everybody is asked again: a test holds it.
const consentVersion = 1

// What people agree to. The words of consentLimits are the product's own.
var (
	consentLimits = bot.Text{
		FR: "Ni la modération ni les recruteurs ne voient tes réponses. Deux limites : ce que tu tapes passe par %s, et la personne qui gère la machine pourrait techniquement lire la base. Refuser n’enlève rien d’autre.",
		EN: "Neither moderators nor recruiters see your answers. Two limits: what you type goes through %s, and whoever runs the machine could technically read the database. Refusing takes nothing else away.",
	}
	consentKept = bot.Text{
		FR: "Ce que je garde, 12 mois, pour tes yeux seulement : la météo et l’énergie de chaque jour où tu réponds et, si tu en écris, tes notes et tes petits objectifs, chiffrés. Retirer ton accord efface tout cela, quand tu veux, d’un seul bouton. Une sauvegarde d’avant peut encore contenir tes réponses ; tes notes n’y sont plus lisibles au bout de 7 jours.",
		EN: "What I keep, for 12 months, for your eyes only: the weather and energy of each day on which you answer and, if you write any, your notes and small goals, encrypted. Taking your agreement back erases all of it, whenever you like, with one button. A backup made before may still hold your answers; your notes in it can no longer be read after 7 days.",
	}
	consentCare = bot.Text{
		FR: "Ce n’est pas un soin, et je ne fais aucun diagnostic. Pour parler à quelqu’un, à toute heure : `/ecoute`.",
		EN: "It is not care, and I make no diagnosis. To talk to somebody, at any hour: `/help-now`.",
	}
	consentCount = bot.Text{
		FR: "La case est facultative : si tu la coches, tes réponses comptent dans un mot par semaine, le seul que lit la modération pour toute la communauté (plutôt bas, moyen ou plutôt haut), et seulement si 8 personnes au moins y comptent.",
		EN: "The box is optional: if you tick it, your answers count in one word a week, the only one that moderators read for the whole community (rather low, middling or rather high), and only if at least 8 people count in it.",
	}
	consentModerator = bot.Text{
		FR: "Comme tu modères ici, tes réponses ne comptent jamais dans le mot de la semaine.",
		EN: "As you are a moderator here, your answers never count in the word of the week.",
	}
	countMe = bot.Text{
		FR: "Compter aussi, sans mon nom, dans la météo de la communauté",
		EN: "Count me too, without my name, in the community’s weather",
	}
	// What is kept of the box, as it was when they agreed.
	boxTicked = bot.Text{
		FR: "Case à cocher, facultative : « %s ». Tu l’as cochée.",
		EN: "A box to tick, optional: “%s”. You ticked it.",
	}
	boxNotTicked = bot.Text{
		FR: "Case à cocher, facultative : « %s ». Tu ne l’as pas cochée.",
		EN: "A box to tick, optional: “%s”. You did not tick it.",
	}
)

// through is what somebody's words go through, as people call it.
func (w *weather) through(at bot.Address) bot.Text {
	if name, known := w.platforms[at.Platform]; known {
		return name
	}
	return bot.Same(at.Platform)
}

// weatherStanding is what somebody has agreed to; nothing where they have not.
type weatherStanding struct {
	storage.Consent
	moderates bool // so that their answers never count: their right shows not everywhere
}

// consentWords are what somebody reads before they agree.
func (w *weather) consentWords(r *bot.Request, moderates bool) bot.Text {
	last := consentCount
	if moderates {
		last = consentModerator
	}
	return bot.Join("\n\n", bot.Textf(consentLimits, w.through(r.At)), consentKept, consentCare, last)
}

// box is the toggle of those who count, as it is or not.
func box(ticked bool, do bot.Call) bot.Button {
	mark, turn := "☐ ", "yes"
	if ticked {
		mark, turn = "☑ ", "no"
	}
	do.Args = do.Args.With("compte", turn)
	return bot.Button{Label: bot.Join("", bot.Markup(mark), countMe), Do: do}
}

// consentScreen asks somebody to agree. Before is what they agreed to in words that have changed
// since, if they did.
func (w *weather) consentScreen(r *bot.Request, before *weatherStanding, ticked bool) *bot.Message {
	said := bot.Text{FR: "# Ta météo du jour\nDis comment tu vas, en deux clics, les jours où tu en as envie. Avant de commencer :", EN: "# Your weather today\nSay how you are, in two clicks, on the days when you feel like it. Before you begin:"}
	if !before.Given.IsZero() {
		said = bot.Textf(bot.Text{
			FR: "# Ta météo du jour\nDepuis ton accord du %s, les mots ont changé. Les voici ; je te le redemande avant de continuer :",
			EN: "# Your weather today\nSince you agreed, on %s, the words have changed. Here they are; I ask you again before going on:",
		}, bot.Date(before.Given.In(r.From.Zone)))
	}
	state := bot.Text{FR: "_Case non cochée : tes réponses ne servent qu’à toi._", EN: "_Box not ticked: your answers are for you alone._"}
	if ticked {
		state = bot.Text{FR: "_Case cochée : tes réponses compteront aussi dans le mot de la semaine, sans ton nom._", EN: "_Box ticked: your answers will count in the word of the week too, without your name._"}
	}
	m := &bot.Message{Buttons: []bot.Button{
		{Label: bot.Text{FR: "J’accepte", EN: "I agree"}, Style: bot.Primary, Do: ownWeather("accepter", ofPlace(r).With("version", strconv.Itoa(consentVersion)))},
		{Label: bot.Text{FR: "Non merci", EN: "No thanks"}, Do: ownWeather("refuser", ofPlace(r))},
	}}
	if before.moderates {
		state = bot.Text{}
	} else {
		if ticked {
			m.Buttons[0].Do.Args = m.Buttons[0].Do.Args.With("compte", "yes")
		}
		m.Buttons = append([]bot.Button{box(ticked, ownWeather("cocher", ofPlace(r)))}, m.Buttons...)
	}
	m.Text = bot.Join("\n\n", said, w.consentWords(r, before.moderates), state)
	return m
}

// before is how somebody stands before they do something.
func (w *weather) before(ctx context.Context, r *bot.Request) (c weatherStanding, err error) {
	if c.Consent, err = w.store.Consent(ctx, community(r), r.From.ID); errors.Is(err, bot.ErrNotFound) {
		c.Consent, err = storage.Consent{}, nil
	}
	if err == nil && r.From.Access < bot.Moderator {
		c.moderates, err = w.store.Moderates(ctx, community(r), r.From.ID, r.Now)
	}
	c.moderates = c.moderates || r.From.Access >= bot.Moderator
	return c, err
}

// tick turns the box, which is kept with nothing until they agree.
func (w *weather) tick(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	c, err := w.before(ctx, r)
	if err != nil {
		return nil, err
	}
	return &bot.Update{Message: *w.consentScreen(r, &c, r.Args["compte"] == "yes")}, nil
}

// accept keeps what they agree to, and asks the first question at once.
func (w *weather) accept(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	c, err := w.before(ctx, r)
	if err != nil {
		return nil, err
	}
	ticked := r.Args["compte"] == "yes" && !c.moderates
	if r.Args.Int("version") != consentVersion { // they have read other words
		return &bot.Update{Message: *w.consentScreen(r, &c, false)}, nil
	}
	if c.Version != consentVersion || c.Counted != ticked { // from another screen, perhaps: what they have read last holds
		if err := w.agree(ctx, r, &c, ticked); err != nil {
			return nil, err
		}
	}
	return updating(w.today)(ctx, r)
}

// agree writes down that they agree to the present words.
func (w *weather) agree(ctx context.Context, r *bot.Request, c *weatherStanding, counts bool) error {
	words := w.consentWords(r, c.moderates)
	if !c.moderates {
		box := boxNotTicked
		if counts {
			box = boxTicked
		}
		words = bot.Join("\n\n", words, bot.Textf(box, countMe))
	}
	wording := strings.ReplaceAll(bot.Plain(words.In(r.Lang)), "\n", "\n\n") // a paragraph is a line of it
	return w.store.Agree(ctx, community(r), r.From.ID, storage.Consent{Version: consentVersion, Lang: r.Lang, Wording: wording, Given: r.Now, Counted: counts})
}

// readOfCount reports whether somebody has read, when they agreed, what it is to count: who moderated
// then has not.
func readOfCount(c *weatherStanding) bool {
	return strings.Contains(c.Wording, bot.Plain(countMe.In(c.Lang)))
}

// refuse keeps nothing, and changes nothing of what was answered before.
func (w *weather) refuse(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	c, err := w.before(ctx, r)
	if err != nil {
		return nil, err
	}
	m := bot.Message{Text: bot.Text{
		FR: "D’accord. Refuser n’enlève rien d’autre.\nSi un jour tu en as envie : `/meteo`.",
		EN: "All right. Refusing takes nothing else away.\nShould you feel like it some day: `/checkin`.",
	}}
	if !c.Given.IsZero() {
		m.Text = bot.Text{
			FR: "D’accord. Refuser n’enlève rien d’autre : ce que tu avais répondu reste là, pour toi seulement, et tu peux l’effacer.\nPour revenir : `/meteo`.",
			EN: "All right. Refusing takes nothing else away: what you had answered stays, for you alone, and you can erase it.\nTo come back: `/checkin`.",
		}
		m.Buttons = []bot.Button{withdrawButton(r)}
	}
	return &bot.Update{Message: m}, nil
}

func withdrawButton(r *bot.Request) bot.Button {
	return bot.Button{Label: bot.Text{FR: "Retirer mon accord et tout effacer", EN: "Take my agreement back and erase it all"}, Style: bot.Danger, Do: ownWeather("retirer", ofPlace(r))}
}

// agreement is what somebody has agreed to, and the way to change it.
func (w *weather) agreement(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	m, err := w.agreementScreen(ctx, r)
	if err != nil {
		return nil, err
	}
	return &bot.Update{Message: *m}, nil
}

func (w *weather) agreementScreen(ctx context.Context, r *bot.Request) (*bot.Message, error) {
	c, err := w.before(ctx, r)
	if err != nil {
		return nil, err
	}
	if c.Given.IsZero() {
		return w.consentScreen(r, &c, false), nil
	}
	counts := bot.Text{FR: "Tes réponses ne comptent pas dans le mot de la semaine.", EN: "Your answers do not count in the word of the week."}
	if c.Counted {
		counts = bot.Text{FR: "Tes réponses comptent aussi, sans ton nom, dans le mot de la semaine.", EN: "Your answers count too, without your name, in the word of the week."}
	}
	if c.moderates {
		counts = consentModerator
	}
	m := &bot.Message{
		Text:  bot.Textf(bot.Text{FR: "# Mon accord\nDonné le %s. %s\nVoici les mots que tu as lus alors.", EN: "# My agreement\nGiven on %s. %s\nThese are the words you read then."}, bot.DateHour(c.Given.In(r.From.Zone)), counts),
		Cards: []bot.Card{{Body: bot.Same(c.Wording)}},
	}
	if !c.moderates && !readOfCount(&c) {
		m.Cards = append(m.Cards, bot.Card{Body: consentCount})
	}
	if c.Version == consentVersion && (c.Counted || !c.moderates) {
		m.Buttons = append(m.Buttons, box(c.Counted, ownWeather("compter", ofPlace(r))))
	}
	m.Buttons = append(m.Buttons, withdrawButton(r), backButton(r))
	return m, nil
}

// count has somebody's answers count or not from now on.
func (w *weather) count(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	c, err := w.before(ctx, r)
	counts := r.Args["compte"] == "yes" && !c.moderates
	if err == nil && counts && !readOfCount(&c) {
		err = w.agree(ctx, r, &c, true)
	}
	if err != nil {
		return nil, err
	}
	if err := w.store.CountWeather(ctx, community(r), r.From.ID, counts, r.Now); err != nil {
		return nil, err
	}
	return w.agreement(ctx, r)
}

// withdraw takes back what they agreed to, and erases all that they have answered here.
func (w *weather) withdraw(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	w.held.forget(r.From.ID)
	if err := w.notices.WithdrawWeather(ctx, community(r), r.From.ID, r.Now); err != nil {
		return nil, err
	}
	return &bot.Update{Message: bot.Message{Text: bot.Text{
		FR: "C’est fait : ton accord est retiré, tout ce que tu avais répondu et écrit ici est effacé, et je ne te demanderai plus rien. Les sauvegardes déjà faites s’effacent à leur rythme ; au bout de 7 jours, tes notes n’y sont plus lisibles.\nPour recommencer un jour : `/meteo`.",
		EN: "Done: your agreement is taken back, all that you had answered and written here is erased, and I will ask you nothing any more. Backups already made go in their own time; after 7 days your notes in them can no longer be read.\nTo begin again some day: `/checkin`.",
	}}}, nil
}
