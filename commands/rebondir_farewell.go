package commands

import (
	"context"
	"time"

	"rebond/bot"
	"rebond/storage"
)

// farewell is a word that may be left as it is.
var farewell = bot.Text{FR: "J’ai retrouvé ! Merci à toutes et à tous pour ces semaines. Courage à qui cherche encore : ça finit par arriver.", EN: "I have found work! Thank you all for these weeks. Hang in there, those of you who are still looking: your turn will come."}

// place is where a farewell is said: the channel for coaching, else the one in which
// this is asked; no channel where there is none. In direct messages there is none: what
// somebody who was put out of a community writes there is not published in it.
func (b *bouncing) place(ctx context.Context, r *bot.Request) (bot.Address, error) {
	to := community(r)
	if r.At.Member != "" {
		return to, nil
	}
	chosen, err := b.store.Settings(ctx, to)
	if to.Channel = chosen[storage.CoachingChannel]; to.Channel == "" {
		to.Channel = r.At.Channel
	}
	return to, err
}

// ofBefore refuses what a button of before would do.
func ofBefore() error {
	return &bot.UserError{Text: bot.Text{FR: "Ce bouton est d’avant : rien n’a été fait. Tape `/rebondir` pour voir où tu en es.", EN: "This button is from before: nothing was done. Type `/bounce-back` to see where you are."}}
}

// nowhere refuses to publish what is asked where there is no place for it.
func nowhere() error {
	return &bot.UserError{Text: bot.Text{FR: "D’ici, je ne publie rien en ton nom. Tape `/rebondir` dans un salon de la communauté : ton mot partira de là.", EN: "From here I publish nothing in your name. Type `/bounce-back` in a channel of the community: your words will go out from there."}}
}

// write asks for the words, those of before if there are any.
func (b *bouncing) write(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	own, err := b.store.Own(ctx, r.From.ID)
	if err != nil {
		return nil, err
	}
	if own.Bounced.IsZero() || own.Goodbye != "" {
		return nil, ofBefore()
	}
	words := farewell.In(r.Lang)
	if own.Farewell != nil {
		words = own.Farewell.Words
	}
	return &bot.Modal{Title: farewellTitle, Fields: []bot.Param{b.words}, Values: bot.Args{"mot": words}, Do: bounce("ecrire")}, nil
}

// goodbye is a farewell as everybody will see it.
func goodbye(r *bot.Request, words string) bot.Card {
	return bot.Card{Title: bot.Textf(bot.Text{FR: "%s nous dit au revoir", EN: "%s says goodbye"}, bot.Shorten(r.From.Name, 60)), Body: bot.Same(words), Tone: bot.Good}
}

// preview shows the farewell and its place. Its words are kept with the person, for an
// hour, and never in a button.
func (b *bouncing) preview(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	to, err := b.place(ctx, r)
	if err != nil {
		return nil, err
	}
	if to.Channel == "" {
		return nil, nowhere()
	}
	words := r.Args["mot"]
	_, err = b.notices.ChangeOwn(ctx, r.From.ID, r.Now, func(c *storage.OwnChange) error {
		if c.Bounced.IsZero() || c.Goodbye != "" {
			return ofBefore()
		}
		c.Farewell = &storage.Farewell{Words: words, To: to}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &bot.Update{Message: bot.Message{
		Text:  bot.Textf(bot.Text{FR: "Voici ce que tout le monde verra dans %s. Rien n’est parti.", EN: "This is what everybody will see in %s. Nothing has gone out."}, where(to)),
		Cards: []bot.Card{goodbye(r, words)},
		Buttons: []bot.Button{
			{Label: bot.Text{FR: "Publier", EN: "Publish"}, Style: bot.Primary, Do: bounce("publier")},
			{Label: bot.Text{FR: "Modifier", EN: "Change"}, Do: bounce("rediger")},
			{Label: bot.Text{FR: "Partir en silence", EN: "Leave in silence"}, Do: bounce("silence")},
		},
	}}, nil
}

// publish says goodbye, once for each time that somebody has found.
func (b *bouncing) publish(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	if r.At.Member != "" {
		return nil, nowhere()
	}
	chosen, err := b.store.Settings(ctx, community(r))
	if err != nil {
		return nil, err
	}
	lang := b.defaults.lang(chosen)
	var to bot.Address
	own, err := b.notices.ChangeOwn(ctx, r.From.ID, r.Now, func(c *storage.OwnChange) error {
		if c.Bounced.IsZero() || c.Goodbye != "" || c.Farewell == nil {
			return ofBefore()
		}
		to = c.Farewell.To
		c.Goodbye = "rebondir/" + r.ID
		c.Posts = []bot.Post{{Key: c.Goodbye, To: to, Lang: lang, Message: &bot.Message{Cards: []bot.Card{goodbye(r, c.Farewell.Words)}}, Until: r.Now.Add(time.Hour)}}
		c.Farewell = nil
		return nil
	})
	if err != nil {
		return nil, err
	}
	return b.next(own, bot.Message{Text: bot.Textf(bot.Text{FR: "C’est publié dans %s. Merci pour ce mot.", EN: "It is published in %s. Thank you for these words."}, where(to))}), nil
}

// takeBack takes a published farewell down.
func (b *bouncing) takeBack(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	was := false
	_, err := b.notices.ChangeOwn(ctx, r.From.ID, r.Now, func(c *storage.OwnChange) error {
		was = c.Goodbye != ""
		c.TakeBack = true
		return nil
	})
	if err != nil {
		return nil, err
	}
	said := bot.Text{FR: "Il n’y a plus de mot à retirer.", EN: "There are no words left to take down."}
	if was {
		said = bot.Text{FR: "Ton mot est retiré du salon.", EN: "Your words are taken down from the channel."}
	}
	return &bot.Update{Message: bot.Message{Text: said}}, nil
}

func (b *bouncing) silence(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	own, err := b.notices.ChangeOwn(ctx, r.From.ID, r.Now, func(c *storage.OwnChange) error {
		c.Farewell = nil
		return nil
	})
	if err != nil {
		return nil, err
	}
	said := bot.Text{FR: "Entendu, personne n’en saura rien.", EN: "Understood: nobody will know."}
	if own.Goodbye != "" {
		said = bot.Text{FR: "Ton mot est déjà publié. Tu peux le retirer.", EN: "Your words are published already. You can take them down."}
	}
	return b.next(own, bot.Message{Text: said}), nil
}
