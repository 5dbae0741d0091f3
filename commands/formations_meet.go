package commands

import (
	"cmp"
	"context"
	"errors"
	"time"

	"rebond/bot"
	"rebond/commands/content"
	"rebond/storage"
)

var meetTitle = bot.Text{FR: "Me faire connaître", EN: "Make myself known"}

// groupWaits is for how long what opens a group may be late: after that its people wait
// again.
const groupWaits = 3 * 24 * time.Hour

// meetingText is where the member stands with others who follow the same. It never tells
// how many wait.
func meetingText(f *storage.Followed) bot.Text {
	switch {
	case f.Waits && f.Failed:
		return bot.Text{FR: "Votre groupe n’a pas pu s’ouvrir : préviens la modération, il me manque sans doute un droit dans le salon.", EN: "Your group could not be opened: tell the moderators, I am probably missing a permission in the channel."}
	case f.Waits:
		return bot.Text{FR: "Tu attends d’autres personnes : dès que vous serez trois, votre groupe s’ouvrira.", EN: "You are waiting for other people: as soon as there are three of you, your group will open."}
	case f.Later:
		return bot.Text{FR: "Vous voilà trois : votre groupe s’ouvrira dès que personne parmi vous ne sera dans ses heures calmes.", EN: "There are three of you: your group will open as soon as none of you is in their quiet hours."}
	case f.Opening:
		return bot.Text{FR: "Vous voilà trois : votre groupe s’ouvre.", EN: "There are three of you: your group is opening."}
	case f.Met:
		return bot.Text{FR: "Ton groupe est ouvert : tu le trouves parmi tes conversations.", EN: "Your group is open: you will find it among your conversations."}
	}
	return bot.Text{}
}

// meetable is the resource for which somebody wants to meet others, and where their group
// would open. Where they cannot, or have, it is shown with the reason instead. Whoever waits
// may ask again.
func (t *training) meetable(ctx context.Context, r *bot.Request) (o *content.Resource, to bot.Post, shown *bot.Message, err error) {
	if r.At.Space == "" {
		return nil, to, nil, errNowhere
	}
	if o, err = t.resource(ctx, r); err != nil {
		return nil, to, nil, err
	}
	mine, err := t.followed(ctx, r)
	if err != nil {
		return nil, to, nil, err
	}
	chosen, err := t.store.Settings(ctx, community(r))
	if err != nil {
		return nil, to, nil, err
	}
	to = t.groupPost(r, o, chosen)
	f, said := mine[o.ID], bot.Text{}
	switch {
	case f.Opening || f.Met:
	case !f.State.Follows():
		said = bot.Text{FR: "C’est pour qui l’a commencée ou terminée. Dis-moi d’abord où tu en es.", EN: "This is for whoever has started or finished it. First tell me where you stand."}
	case to.To.Channel == "":
		said = bot.Text{FR: "Il manque un salon où ouvrir ton groupe : la modération peut en choisir un avec `/reglages`. Ce que tu as noté de cette ressource reste noté.", EN: "There is no channel yet in which to open your group: moderators can choose one with `/settings`. What you noted of this resource stays."}
	default:
		return o, to, nil, nil
	}
	shown, err = t.whole(ctx, r, o, said)
	return o, to, shown, err
}

// explain says what will happen before anything is kept.
func (t *training) explain(ctx context.Context, r *bot.Request) (*bot.Message, error) {
	o, _, shown, err := t.meetable(ctx, r)
	if err != nil || shown != nil {
		return shown, err
	}
	mine, err := t.followed(ctx, r)
	if err != nil {
		return nil, err
	}
	if mine[o.ID].Waits {
		return t.whole(ctx, r, o, bot.Text{})
	}
	args := ofResource(r)
	return &bot.Message{
		Text: bot.Textf(bot.Text{
			FR: "# %s\nPour « %s ». Dès que trois personnes d’ici l’auront demandé, j’ouvrirai un groupe privé pour vous trois.\n- D’ici là, rien n’est partagé : ni ton nom, ni le fait que tu attends. Tu peux changer d’avis à tout moment.\n- Dans le groupe, chaque personne verra le nom des deux autres. La modération peut y avoir accès.\n- Si personne d’autre ne vient d’ici 60 jours, j’efface ton attente.",
			EN: "# %s\nFor “%s”. As soon as three people here have asked for it, I will open a private group for the three of you.\n- Until then nothing is shared: neither your name, nor that you are waiting. You can change your mind at any time.\n- In the group, each of you will see the names of the other two. Moderators may have access to it.\n- If nobody else comes within 60 days, I erase your wait.",
		}, meetTitle, o.Title.Escaped()),
		Buttons: []bot.Button{
			{Label: bot.Text{FR: "D’accord", EN: "Fine with me"}, Style: bot.Primary, Do: learning("rejoindre", args)},
			{Label: bot.Text{FR: "Non, merci", EN: "No, thank you"}, Do: learning("voir", args)},
		},
	}, nil
}

// join keeps that the member wants to meet others, and opens the group when it is whole.
func (t *training) join(ctx context.Context, r *bot.Request) (*bot.Message, error) {
	o, post, shown, err := t.meetable(ctx, r)
	if err != nil || shown != nil {
		return shown, err
	}
	opened, err := t.defaults.notices(t.store).Meet(ctx, community(r), r.From.ID, o.ID, r.Now, func(people []bot.PersonID) bot.Post {
		post.Thread.Members = people
		return post
	})
	if err != nil {
		return nil, err
	}
	said := bot.Text{FR: "C’est noté, et rien n’est partagé pour l’instant.", EN: "Noted, and nothing is shared for now."}
	if opened {
		said = bot.Text{FR: "C’est noté.", EN: "Noted."}
	}
	return t.whole(ctx, r, o, said)
}

// groupPost opens a group, once its people are known: under the channel for coaching, else
// that for openings: those that everybody sees. The one for moderators is none of them.
func (t *training) groupPost(r *bot.Request, o *content.Resource, chosen storage.Settings) bot.Post {
	to := community(r)
	to.Channel = cmp.Or(chosen[storage.CoachingChannel], chosen[storage.OffersChannel])
	if to.Channel == chosen[storage.ModerationChannel] {
		to.Channel = ""
	}
	return bot.Post{
		Kind: bot.SendPost, To: to, Lang: t.defaults.lang(chosen), Until: r.Now.Add(groupWaits),
		Thread: &bot.Thread{Name: o.Title.Escaped(), Private: true},
		Message: &bot.Message{Text: bot.Textf(bot.Text{
			FR: "# Bienvenue dans votre groupe\nVous suivez %s, et vous avez choisi de vous faire connaître. Cette conversation est à vous.\nPour commencer, que chaque personne dise où elle en est, ce qui résiste, et quand vous pourriez y passer une heure ensemble.",
			EN: "# Welcome to your group\nYou are all working on %s, and you chose to make yourselves known. This conversation is yours.\nTo begin with, say where you are, what resists, and when you could spend an hour on it together.",
		}, bot.Linked(o.Title.Escaped(), o.URL))},
	}
}

// leave takes the member's wish back, for what is not shown any more too.
func (t *training) leave(ctx context.Context, r *bot.Request) (*bot.Message, error) {
	if r.At.Space == "" {
		return nil, errNowhere
	}
	if err := t.store.StopMeeting(ctx, community(r), r.From.ID, r.Args["id"], r.Now); err != nil {
		return nil, err
	}
	mine, err := t.followed(ctx, r)
	if err != nil {
		return nil, err
	}
	said := bot.Text{FR: "C’est noté : tu n’attends plus, et personne n’en a rien su.", EN: "Noted: you are no longer waiting, and nobody knew of it."}
	switch f := mine[r.Args["id"]]; {
	case f.Opening:
		said = bot.Text{FR: "C’est trop tard pour l’arrêter, il s’ouvre à cet instant. Tu pourras le quitter comme toute conversation.", EN: "It is too late to stop it, it is opening right now. You can leave it like any conversation."}
	case f.Met:
		said = bot.Text{FR: "Votre groupe s’est ouvert entre-temps. Tu peux le quitter comme toute conversation.", EN: "Your group has opened meanwhile. You can leave it like any conversation."}
	}
	o, err := t.resource(ctx, r)
	if errors.Is(err, bot.ErrNotFound) {
		return &bot.Message{Text: said, Buttons: []bot.Button{mineButton}}, nil
	}
	if err != nil {
		return nil, err
	}
	return t.whole(ctx, r, o, said)
}
