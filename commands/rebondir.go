package commands

import (
	"context"
	"slices"
	"time"

	"rebond/bot"
	"rebond/storage"
)

// rebondir is for whoever has found: it stops everything, and lets them say goodbye.
func rebondir(store *storage.Store, d Defaults) bot.Command {
	b := &bouncing{store: store, notices: d.notices(store), defaults: d}
	b.words = bot.Param{Name: "mot", Names: bot.Text{FR: "mot", EN: "words"}, Kind: bot.Prose, Required: true, Max: maxFarewell, Private: true, Label: bot.Text{FR: "Ton mot", EN: "Your words"},
		Help: bot.Text{FR: "Tu le verras tel qu’il sera publié avant qu’il ne parte", EN: "You will see it as it will be published before it goes out"}}
	outcome := bot.Param{Name: "issue", Names: bot.Text{FR: "issue", EN: "outcome"}, Kind: bot.Choice, Hidden: true, Required: true, Help: bot.Text{FR: "Ce que tu as trouvé", EN: "What you have found"}, Options: outcomes}
	return bot.Command{
		Name:      "rebondir",
		Names:     bot.Text{FR: "rebondir", EN: "bounce-back"},
		Summary:   bot.Text{FR: "J’ai retrouvé du travail ! Tout arrêter, dire au revoir si tu veux", EN: "I have found work! Stop everything, say goodbye if you like"},
		Ephemeral: true,
		Run:       b.run,
		Actions: []bot.Action{
			{Name: "arreter", Ephemeral: true, Changes: true, Run: b.stop},
			{Name: "rediger", Ephemeral: true, Run: b.write},
			{Name: "ecrire", Title: farewellTitle, Ephemeral: true, Changes: true, Params: []bot.Param{b.words}, Run: b.preview},
			{Name: "publier", Ephemeral: true, Changes: true, Run: b.publish},
			{Name: "retirer", Ephemeral: true, Changes: true, Run: b.takeBack},
			{Name: "silence", Ephemeral: true, Changes: true, Run: b.silence},
			{Name: "compter", Ephemeral: true, Changes: true, Params: []bot.Param{outcome}, Run: b.count},
			{Name: "main", Ephemeral: true, Run: b.askHand},
			{Name: "aider", Ephemeral: true, Changes: true, Run: b.hand(true)},
			{Name: "pasaider", Ephemeral: true, Changes: true, Run: b.hand(false)},
			{Name: "revenir", Ephemeral: true, Changes: true, Run: b.comeBack},
		},
	}
}

type bouncing struct {
	store    *storage.Store
	notices  *storage.Notices
	defaults Defaults
	words    bot.Param
}

const maxFarewell = 800 // runes

var farewellTitle = bot.Text{FR: "Un mot d’au revoir", EN: "A word of goodbye"}

// outcomes are what people may have found; they are counted by month, without a name.
var outcomes = []bot.Option{
	{Value: "emploi", Label: bot.Text{FR: "Un emploi", EN: "A job"}},
	{Value: "mission", Label: bot.Text{FR: "Une mission, mon activité", EN: "An assignment, my own business"}},
	{Value: "formation", Label: bot.Text{FR: "Une formation", EN: "A training course"}},
	{Value: "autre", Label: bot.Text{FR: "Autre chose", EN: "Something else"}},
}

func bounce(action string) bot.Call { return bot.Call{Command: "rebondir", Action: action} }

// What a member can do after they have found.
func comeBackButton() bot.Button {
	return bot.Button{Label: bot.Text{FR: "Reprendre mes messages", EN: "Resume my messages"}, Do: bounce("revenir")}
}

func takeBackButton() bot.Button {
	return bot.Button{Label: bot.Text{FR: "Retirer mon mot", EN: "Take my words down"}, Do: bounce("retirer")}
}

func (b *bouncing) run(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	own, err := b.store.Own(ctx, r.From.ID)
	if err != nil {
		return nil, err
	}
	confirm := bot.Button{Label: bot.Text{FR: "Oui, j’ai retrouvé : tout arrêter", EN: "Yes, I have found work: stop everything"}, Style: bot.Primary, Do: bounce("arreter")}
	if own.Bounced.IsZero() {
		return &bot.Message{
			Text: bot.Text{
				FR: "# Tu as retrouvé du travail ? Bravo !\nSi tu le confirmes, j’arrête tout ce que je t’envoie en privé. Ensuite, seulement si tu le veux, tu pourras laisser un mot à la communauté ; tu le verras avant qu’il ne parte. Tes offres gardées et tes réglages restent : `/mesdonnees` efface tout.",
				EN: "# Found work? Well done!\nIf you confirm, I stop everything I send you in private. Then, only if you want to, you can leave a word for the community; you will see it before it goes out. The openings you kept and your settings stay: `/my-data` erases it all.",
			},
			Buttons: []bot.Button{confirm},
		}, nil
	}
	back := comeBackButton()
	back.Style = bot.Primary
	m := &bot.Message{
		Text: bot.Text{FR: "# Content de te revoir\nTu m’avais dit avoir retrouvé du travail. Si cela n’a pas duré, ou pas comme tu l’espérais, tu as bien fait de revenir : rien de ce que tu as trouvé ici n’est perdu.", EN: "# Good to see you again\nYou told me that you had found work. If it did not last, or not as you had hoped, you did well to come back: nothing of what you found here is lost."},
		Buttons: []bot.Button{
			back,
			{Label: bot.Text{FR: "Voir les offres", EN: "See the openings"}, Do: bot.Call{Command: "offres"}},
			{Label: bot.Text{FR: "Besoin de parler ?", EN: "Need to talk?"}, Do: bot.Call{Command: "urgence"}},
		},
	}
	if own.Goodbye != "" {
		m.Buttons = append(m.Buttons, takeBackButton())
	} else {
		m.Buttons = append(m.Buttons, bot.Button{Label: bot.Text{FR: "Tout va bien : dire au revoir", EN: "All is well: say goodbye"}, Do: bounce("arreter")})
	}
	return m, nil
}

// stop ends every subscription, and remembers them should it not last.
func (b *bouncing) stop(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	own, err := b.notices.ChangeOwn(ctx, r.From.ID, r.Now, func(c *storage.OwnChange) error {
		for i := range c.Subscriptions {
			c.Subscriptions[i].Stopped = true
		}
		if c.Bounced.IsZero() {
			c.Bounced, c.Farewell, c.Goodbye = r.Now, nil, ""
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	m := bot.Message{Text: bot.Text{FR: "C’est fait : je ne t’enverrai plus rien.", EN: "Done: I will not send you anything any more."}}
	to, err := b.place(ctx, r)
	if err != nil {
		return nil, err
	}
	if to.Channel == "" || own.Goodbye != "" {
		return b.next(own, m), nil
	}
	m.Text = bot.Textf(bot.Text{FR: "%s Veux-tu laisser un mot à la communauté, dans %s ? Ton nom y sera.", EN: "%s Would you like to leave a word for the community, in %s? Your name will be on it."}, m.Text, where(to))
	m.Buttons = []bot.Button{
		{Label: bot.Text{FR: "Écrire un mot", EN: "Write a word"}, Style: bot.Primary, Do: bounce("rediger")},
		{Label: bot.Text{FR: "Partir en silence", EN: "Leave in silence"}, Do: bounce("silence")},
		{Label: bot.Text{FR: "Annuler, c’était une erreur", EN: "Undo, it was a mistake"}, Do: bounce("revenir")},
	}
	return &bot.Update{Message: m}, nil
}

// next asks whether to count, once for each person.
func (b *bouncing) next(own *storage.Own, m bot.Message) bot.Reply {
	if own.Counted {
		return b.offer(own, m)
	}
	m.Text = bot.Join("\n\n", m.Text, bot.Text{FR: "Puis-je compter une personne de plus qui a retrouvé ? Seul le nombre est gardé, par mois, sans ton nom ; je ne pourrai donc plus t’en retirer. Qu’as-tu trouvé ?", EN: "May I count one more person who has found work? Only the number is kept, by month, without your name; so I will not be able to take you out of it. What have you found?"})
	for _, o := range outcomes {
		do := bounce("compter")
		do.Args = bot.Args{"issue": o.Value}
		m.Buttons = append(m.Buttons, bot.Button{Label: o.Label, Do: do})
	}
	m.Buttons = append(m.Buttons, bot.Button{Label: bot.Text{FR: "Ne pas compter", EN: "Do not count"}, Do: bounce("main")})
	if own.Goodbye != "" {
		m.Buttons = append(m.Buttons, takeBackButton())
	}
	return &bot.Update{Message: m}
}

func (b *bouncing) count(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	own, err := b.notices.ChangeOwn(ctx, r.From.ID, r.Now, func(c *storage.OwnChange) error {
		if c.Bounced.IsZero() {
			return ofBefore()
		}
		if !c.Counted {
			c.Counted, c.Outcome, c.Community = true, r.Args["issue"], community(r)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return b.offer(own, bot.Message{Text: bot.Text{FR: "C’est compté, merci : ce nombre donne du courage à qui cherche.", EN: "Counted, thank you: that number gives courage to those who are looking."}}), nil
}

func (b *bouncing) askHand(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	own, err := b.store.Own(ctx, r.From.ID)
	if err != nil {
		return nil, err
	}
	said := bot.Text{FR: "Entendu, je ne compte rien.", EN: "Understood: I am not counting anything."}
	if own.Counted {
		said = bot.Text{FR: "C’était déjà compté, sans ton nom.", EN: "It was counted already, without your name."}
	}
	return b.offer(own, bot.Message{Text: said}), nil
}

// offer asks for a hand, for the next steps.
func (b *bouncing) offer(own *storage.Own, m bot.Message) bot.Reply {
	m.Text = bot.Join("\n\n", m.Text, bot.Text{FR: "**Veux-tu donner un coup de main à quelqu’un ?** Relire un CV, raconter ton entretien… Si tu dis oui, je le garde pour plus tard : rien ne se passe sans que je te le demande à nouveau.", EN: "**Would you like to give somebody a hand?** Read a CV, talk about your interview… If you say yes, I keep it for later: nothing happens unless I ask you again."})
	m.Buttons = []bot.Button{
		{Label: bot.Text{FR: "Oui, un jour", EN: "Yes, some day"}, Style: bot.Primary, Do: bounce("aider")},
		{Label: bot.Text{FR: "Non merci", EN: "No, thank you"}, Do: bounce("pasaider")},
	}
	if own.Goodbye != "" {
		m.Buttons = append(m.Buttons, takeBackButton())
	}
	return &bot.Update{Message: m}
}

func (b *bouncing) hand(yes bool) bot.Handler {
	return func(ctx context.Context, r *bot.Request) (bot.Reply, error) {
		_, err := b.notices.ChangeOwn(ctx, r.From.ID, r.Now, func(c *storage.OwnChange) error {
			if c.Helps = (time.Time{}); yes {
				c.Helps = r.Now
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		said := bot.Text{FR: "Bonne route ! Si un jour tu as besoin de revenir, tape `/rebondir` : la porte reste ouverte.", EN: "All the best! If you ever need to come back, type `/bounce-back`: the door stays open."}
		if yes {
			said = bot.Join("\n\n", bot.Text{FR: "Merci, c’est noté.", EN: "Thank you, I have noted it."}, said)
		}
		return &bot.Update{Message: bot.Message{Text: said}}, nil
	}
}

// comeBack takes up what was received before.
func (b *bouncing) comeBack(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	own, err := b.notices.ChangeOwn(ctx, r.From.ID, r.Now, func(c *storage.OwnChange) error {
		for i := range c.Subscriptions {
			c.Subscriptions[i].Stopped = false
		}
		c.Bounced, c.Farewell = time.Time{}, nil
		return nil
	})
	if err != nil {
		return nil, err
	}
	said := bot.Text{FR: "Tu ne reçois rien pour l’instant : choisis ce qui t’aiderait avec « Régler mes messages ».", EN: "You do not receive anything for now: choose what would help you with “Message settings”."}
	if slices.ContainsFunc(own.Subscriptions, func(s storage.Subscription) bool { return !s.Stopped }) {
		said = bot.Text{FR: "Tes messages reprennent.", EN: "Your messages resume."}
	}
	m := bot.Message{Buttons: []bot.Button{
		subscriptionsButton(),
		{Label: bot.Text{FR: "Voir les offres", EN: "See the openings"}, Do: bot.Call{Command: "offres"}},
		{Label: bot.Text{FR: "Besoin de parler ?", EN: "Need to talk?"}, Do: bot.Call{Command: "urgence"}},
	}}
	if own.Pause.Holds(r.Now) {
		said = pauseText(own.Pause, r.From.Zone)
		m.Buttons = append(m.Buttons, resumeButton())
	}
	m.Text = bot.Join(" ", bot.Text{FR: "Te revoilà, et c’est bien.", EN: "Here you are again, and that is good."}, said)
	if own.Goodbye != "" {
		m.Buttons = append(m.Buttons, takeBackButton())
	}
	return &bot.Update{Message: m}, nil
}
