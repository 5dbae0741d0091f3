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
	b := &bouncing{store, d.notices(store), d}
	words := bot.Param{Name: "mot", Names: bot.Text{FR: "mot", EN: "words"}, Kind: bot.Prose, Required: true, Max: maxFarewell, Label: bot.Text{FR: "Ton mot", EN: "Your words"},
		Help: bot.Text{FR: "Tu le verras tel qu’il sera publié avant qu’il ne parte", EN: "You will see it as it will be published before it goes out"}}
	kept := words
	kept.Hidden = true
	outcome := bot.Param{Name: "issue", Names: bot.Text{FR: "issue", EN: "outcome"}, Kind: bot.Choice, Hidden: true, Required: true, Help: bot.Text{FR: "Ce que tu as trouvé", EN: "What you have found"}, Options: outcomes}
	return bot.Command{
		Name:      "rebondir",
		Names:     bot.Text{FR: "rebondir", EN: "bounce-back"},
		Summary:   bot.Text{FR: "J’ai retrouvé ! Tout arrêter, dire au revoir si tu veux", EN: "I have found something! Stop everything, say goodbye if you like"},
		Ephemeral: true,
		Run:       b.run,
		Actions: []bot.Action{
			{Name: "arreter", Ephemeral: true, Changes: true, Run: b.stop},
			{Name: "ecrire", Title: bot.Text{FR: "Un mot d’au revoir", EN: "A word of goodbye"}, Ephemeral: true, Params: []bot.Param{words}, Run: b.preview},
			{Name: "publier", Ephemeral: true, Changes: true, Params: []bot.Param{kept}, Run: b.publish},
			{Name: "silence", Ephemeral: true, Run: b.silence},
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
}

const maxFarewell = 800 // runes

// outcomes are what people may have found; they are counted by month, without a name.
var outcomes = []bot.Option{
	{Value: "emploi", Label: bot.Text{FR: "Un emploi", EN: "A job"}},
	{Value: "mission", Label: bot.Text{FR: "Une mission, mon activité", EN: "An assignment, my own business"}},
	{Value: "formation", Label: bot.Text{FR: "Une formation", EN: "A training course"}},
	{Value: "autre", Label: bot.Text{FR: "Autre chose", EN: "Something else"}},
}

func bounce(action string, args bot.Args) bot.Call {
	return bot.Call{Command: "rebondir", Action: action, Args: args}
}

func (b *bouncing) run(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	own, err := b.store.Own(ctx, r.From.ID)
	if err != nil {
		return nil, err
	}
	if !own.Bounced.IsZero() {
		return &bot.Message{
			Text: bot.Text{FR: "# Content de te revoir\nCela n’a pas duré, ou pas comme tu l’espérais ? Ça arrive, et tu as bien fait de revenir. Rien de ce que tu as trouvé ici n’est perdu.", EN: "# Good to see you again\nIt did not last, or not as you had hoped? It happens, and you did well to come back. Nothing of what you found here is lost."},
			Buttons: []bot.Button{
				{Label: bot.Text{FR: "Reprendre mes messages", EN: "Take up my messages again"}, Style: bot.Primary, Do: bounce("revenir", nil)},
				{Label: bot.Text{FR: "Voir les offres", EN: "See the openings"}, Do: bot.Call{Command: "offres"}},
				{Label: bot.Text{FR: "Besoin de parler ?", EN: "Need to talk?"}, Do: bot.Call{Command: "urgence"}},
				{Label: bot.Text{FR: "Non, tout va bien : dire au revoir", EN: "No, all is well: say goodbye"}, Do: bounce("arreter", nil)},
			},
		}, nil
	}
	return &bot.Message{
		Text: bot.Text{
			FR: "# Tu as retrouvé ? Bravo !\nSi tu le confirmes, j’arrête tout ce que je t’envoie en privé. Ensuite, seulement si tu le veux, tu pourras laisser un mot à la communauté ; tu le verras avant qu’il ne parte. Tes offres gardées et tes réglages restent : /mesdonnees efface tout.",
			EN: "# You have found something? Well done!\nIf you confirm, I stop all that I send you in private. Then, only if you want to, you can leave a word for the community; you will see it before it goes out. The openings you kept and your settings stay: /my-data erases it all.",
		},
		Buttons: []bot.Button{{Label: bot.Text{FR: "Oui, j’ai retrouvé : tout arrêter", EN: "Yes, I have found: stop everything"}, Style: bot.Primary, Do: bounce("arreter", nil)}},
	}, nil
}

// stop ends every subscription, and remembers them should it not last.
func (b *bouncing) stop(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	_, err := b.notices.ChangeOwn(ctx, r.From.ID, r.Now, func(c *storage.OwnChange) error {
		for i := range c.Subscriptions {
			c.Subscriptions[i].Stopped = true
		}
		c.Bounced = r.Now
		return nil
	})
	if err != nil {
		return nil, err
	}
	m := bot.Message{Text: bot.Text{FR: "C’est fait : je ne t’enverrai plus rien. Veux-tu laisser un mot à la communauté ? Ton nom y sera.", EN: "Done: I will send you nothing any more. Would you like to leave a word for the community? Your name will be on it."}}
	to, err := b.place(ctx, r)
	if err != nil {
		return nil, err
	}
	if to.Channel == "" {
		m.Text = bot.Text{FR: "C’est fait : je ne t’enverrai plus rien.", EN: "Done: I will send you nothing any more."}
		return b.next(ctx, r, m)
	}
	m.Buttons = []bot.Button{
		{Label: bot.Text{FR: "Écrire un mot", EN: "Write a word"}, Style: bot.Primary, Do: bot.Call{Command: "rebondir", Action: "ecrire", Ask: true, Args: bot.Args{"mot": plain(farewell, r.Lang)}}},
		{Label: bot.Text{FR: "Partir en silence", EN: "Leave in silence"}, Do: bounce("silence", nil)},
	}
	return &bot.Update{Message: m}, nil
}

// farewell is a word that may be left as it is.
var farewell = bot.Text{FR: "J’ai retrouvé ! Merci à toutes et à tous pour ces semaines. Courage à qui cherche encore : ça finit par arriver.", EN: "I have found something! Thank you all for these weeks. Courage to those who are still looking: it does come."}

// place is where a farewell is said: the channel in which this is asked, else the one
// for coaching; no channel where there is none.
func (b *bouncing) place(ctx context.Context, r *bot.Request) (bot.Address, error) {
	to := community(r)
	to.Channel = r.At.Channel
	if to.Channel != "" {
		return to, nil
	}
	chosen, err := b.store.Settings(ctx, to)
	to.Channel = chosen[storage.CoachingChannel]
	return to, err
}

// goodbye is a farewell as everybody will see it.
func goodbye(r *bot.Request, words string) bot.Card {
	return bot.Card{Title: bot.Textf(bot.Text{FR: "%s nous dit au revoir", EN: "%s says goodbye"}, bot.Shorten(r.From.Name, 60)), Body: bot.Same(words), Tone: bot.Good}
}

func (b *bouncing) preview(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	to, err := b.place(ctx, r)
	if err != nil {
		return nil, err
	}
	words := r.Args["mot"]
	return &bot.Update{Message: bot.Message{
		Text:  bot.Textf(bot.Text{FR: "Voici ce que tout le monde verra dans %s. Rien n’est parti.", EN: "This is what everybody will see in %s. Nothing has gone out."}, where(to)),
		Cards: []bot.Card{goodbye(r, words)},
		Buttons: []bot.Button{
			{Label: bot.Text{FR: "Publier", EN: "Publish"}, Style: bot.Primary, Do: bounce("publier", bot.Args{"mot": words})},
			{Label: bot.Text{FR: "Modifier", EN: "Change"}, Do: bot.Call{Command: "rebondir", Action: "ecrire", Ask: true, Args: bot.Args{"mot": words}}},
			{Label: bot.Text{FR: "Partir en silence", EN: "Leave in silence"}, Do: bounce("silence", nil)},
		},
	}}, nil
}

func (b *bouncing) publish(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	to, err := b.place(ctx, r)
	if err != nil {
		return nil, err
	}
	chosen, err := b.store.Settings(ctx, community(r))
	if err != nil {
		return nil, err
	}
	lang := b.defaults.Lang
	if l, ok := bot.ParseLang(chosen[storage.CommunityLanguage]); ok {
		lang = l
	}
	_, err = b.notices.ChangeOwn(ctx, r.From.ID, r.Now, func(c *storage.OwnChange) error {
		// One farewell for each time that somebody has found, however often it is pressed.
		c.Posts = []bot.Post{{Key: "rebondir/" + string(r.From.ID) + "/" + c.Bounced.UTC().Format(time.RFC3339), To: to, Lang: lang, Message: &bot.Message{Cards: []bot.Card{goodbye(r, r.Args["mot"])}}, Until: r.Now.Add(time.Hour)}}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return b.next(ctx, r, bot.Message{Text: bot.Textf(bot.Text{FR: "C’est publié dans %s. Merci pour ce mot.", EN: "It is published in %s. Thank you for these words."}, where(to))})
}

func (b *bouncing) silence(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	return b.next(ctx, r, bot.Message{Text: bot.Text{FR: "Entendu, personne n’en saura rien.", EN: "Understood: nobody will know."}})
}

// next asks whether to count, once for each person.
func (b *bouncing) next(ctx context.Context, r *bot.Request, m bot.Message) (bot.Reply, error) {
	own, err := b.store.Own(ctx, r.From.ID)
	if err != nil {
		return nil, err
	}
	if own.Counted {
		return b.offer(m), nil
	}
	m.Text = bot.Join("\n\n", m.Text, bot.Text{FR: "Puis-je compter une personne de plus qui a retrouvé ? Seul le nombre est gardé, par mois, sans ton nom. Qu’as-tu trouvé ?", EN: "May I count one more person who has found something? Only the number is kept, by month, without your name. What have you found?"})
	for _, o := range outcomes {
		m.Buttons = append(m.Buttons, bot.Button{Label: o.Label, Do: bounce("compter", bot.Args{"issue": o.Value})})
	}
	m.Buttons = append(m.Buttons, bot.Button{Label: bot.Text{FR: "Ne pas compter", EN: "Do not count"}, Do: bounce("main", nil)})
	return &bot.Update{Message: m}, nil
}

func (b *bouncing) count(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	_, err := b.notices.ChangeOwn(ctx, r.From.ID, r.Now, func(c *storage.OwnChange) error {
		if !c.Counted {
			c.Counted, c.Outcome, c.Community = true, r.Args["issue"], community(r)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return b.offer(bot.Message{Text: bot.Text{FR: "C’est compté, merci : ce nombre donne du courage à qui cherche.", EN: "Counted, thank you: that number gives courage to those who are looking."}}), nil
}

func (b *bouncing) askHand(context.Context, *bot.Request) (bot.Reply, error) {
	return b.offer(bot.Message{Text: bot.Text{FR: "Entendu, je ne compte rien.", EN: "Understood, I count nothing."}}), nil
}

// offer asks for a hand, for the next steps.
func (b *bouncing) offer(m bot.Message) bot.Reply {
	m.Text = bot.Join("\n\n", m.Text, bot.Text{FR: "**Veux-tu donner un coup de main à quelqu’un ?** Relire un CV, raconter ton entretien… Si tu dis oui, je le garde pour plus tard : rien ne se passe sans que je te le demande à nouveau.", EN: "**Would you like to give somebody a hand?** Read a CV, tell about your interview… If you say yes I keep it for later: nothing happens unless I ask you again."})
	m.Buttons = []bot.Button{
		{Label: bot.Text{FR: "Oui, un jour", EN: "Yes, some day"}, Style: bot.Primary, Do: bounce("aider", nil)},
		{Label: bot.Text{FR: "Non merci", EN: "No, thank you"}, Do: bounce("pasaider", nil)},
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
		said := bot.Text{FR: "Bonne route ! Si un jour tu as besoin de revenir, tape /rebondir : la porte reste ouverte.", EN: "All the best! If you ever need to come back, type /bounce-back: the door stays open."}
		if yes {
			said = bot.Join("\n\n", bot.Text{FR: "Merci, c’est noté.", EN: "Thank you, it is noted."}, said)
		}
		return &bot.Update{Message: bot.Message{Text: said}}, nil
	}
}

// comeBack takes up what was received before.
func (b *bouncing) comeBack(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	again := 0
	own, err := b.notices.ChangeOwn(ctx, r.From.ID, r.Now, func(c *storage.OwnChange) error {
		again = 0
		for i := range c.Subscriptions {
			if c.Subscriptions[i].Stopped {
				c.Subscriptions[i].Stopped = false
				again++
			}
		}
		c.Bounced = time.Time{}
		return nil
	})
	if err != nil {
		return nil, err
	}
	said := bot.Text{FR: "Te revoilà, et c’est bien. Tu ne recevais rien : choisis ce qui t’aiderait avec « Mes messages ».", EN: "Here you are again, and that is good. You received nothing before: choose what would help you with “My messages”."}
	if again > 0 && slices.ContainsFunc(own.Subscriptions, func(s storage.Subscription) bool { return !s.Stopped }) {
		said = bot.Text{FR: "Te revoilà, et c’est bien. Tes messages reprennent comme avant.", EN: "Here you are again, and that is good. Your messages go on as before."}
	}
	return &bot.Update{Message: bot.Message{Text: said, Buttons: []bot.Button{
		subscriptionsButton(),
		{Label: bot.Text{FR: "Voir les offres", EN: "See the openings"}, Do: bot.Call{Command: "offres"}},
		{Label: bot.Text{FR: "Besoin de parler ?", EN: "Need to talk?"}, Do: bot.Call{Command: "urgence"}},
	}}}, nil
}
