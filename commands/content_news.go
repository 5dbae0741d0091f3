package commands

import (
	"context"
	"errors"
	"net/url"
	"strings"

	"rebond/bot"
	"rebond/bot/notice"
	"rebond/storage"
)

// resourceTopic is the topic of what moderators decide of a proposed resource. Its Ref is
// what they did, and of what: the id of one that is there, or what there is left to tell of
// one that is not kept.
const (
	resourceTopic = "ressources"
	acceptedRef   = "acceptee"
	refusedRef    = "refusee"
)

// resourceNews tells those who proposed a resource what became of it.
func resourceNews(store *storage.Store) notice.Topic {
	return notice.Topic{
		Name:  resourceTopic,
		Title: bot.Text{FR: "Mes propositions", EN: "My proposals"},
		Help:  bot.Text{FR: "ce que la modération a décidé des ressources que tu as proposées", EN: "what moderators decided of the resources you proposed"},
		Class: notice.Decision,
		Card: func(ctx context.Context, n *notice.Notice) (bot.Card, bool, error) {
			what, of, _ := strings.Cut(n.Ref, "/")
			if what == refusedRef {
				return refusedCard(of, n.To.Space)
			}
			i, err := store.ContentItem(ctx, bot.Address{Platform: n.To.Platform, Space: n.To.Space}, of)
			if errors.Is(err, bot.ErrNotFound) || err == nil && i.State != storage.ItemLiving {
				return bot.Card{}, false, nil
			}
			if err != nil {
				return bot.Card{}, false, err
			}
			return bot.Card{
				// its title is not on the first line, which a locked screen shows
				Body:    bot.Join("\n", bot.Text{FR: "La modération a lu ce que tu as proposé : c’est accepté, et tout le monde le trouve dans `/formations`. Merci.", EN: "Moderators have read what you proposed: it is accepted, and everybody finds it in `/training`. Thank you."}, quoted(i.Title)),
				Buttons: []bot.Button{{Label: bot.Text{FR: "Voir", EN: "View"}, Do: bot.Call{Command: "formations", Action: "fiche", Args: bot.Args{"id": of}.With(inSpace.Name, n.To.Space)}}},
			}, true, nil
		},
	}
}

// refusedCard tells of a resource that was not added, and why. Another one is proposed in
// the same community.
func refusedCard(of, space string) (bot.Card, bool, error) {
	said, err := url.ParseQuery(of)
	if err != nil {
		return bot.Card{}, false, err
	}
	again := proposeButton
	again.Do.Args = again.Do.Args.With(inSpace.Name, space)
	return bot.Card{
		Body: bot.Join("\n",
			bot.Text{FR: "La modération a lu ce que tu as proposé, et ne l’a pas ajouté cette fois.", EN: "Moderators have read what you proposed, and did not add it this time."},
			quoted(said.Get("titre")),
			becauseOf(proposalReasons, storage.Why{Reason: said.Get("motif"), Words: said.Get("mots")}),
			bot.Text{FR: "Merci d’y avoir pensé : si tu en connais une autre, elle est la bienvenue.", EN: "Thank you for thinking of it: if you know another one, it is welcome."}),
		Buttons: []bot.Button{again},
	}, true, nil
}
