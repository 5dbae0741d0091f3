package slack

import (
	"context"

	"github.com/slack-go/slack"

	"rebond/bot"
)

// groups looks whether a workspace has user groups, to which the moderation can be given.
func (c *checking) groups(ctx context.Context, t *checkedTeam) error {
	err := soon(ctx, func() error {
		_, err := t.api.GetUserGroupsContext(ctx)
		return err
	})
	switch {
	case coded(err, "paid_teams_only", "plan_upgrade_required"):
		c.right(bot.Text{
			FR: "%s n’a pas de groupes d’utilisateurs\u00a0: ils viennent avec les offres payantes de Slack. Dans /reglages, choisis une à une les personnes qui modèrent.",
			EN: "%s has no user groups: they come with Slack’s paid plans. In /reglages, choose the people who moderate one by one.",
		}, t.name)
		return nil
	case coded(err, "missing_scope"): // which has been said
		return nil
	case err != nil:
		return err
	}
	c.right(bot.Text{
		FR: "%s a des groupes d’utilisateurs\u00a0: dans /reglages, la modération peut être confiée à l’un d’eux.",
		EN: "%s has user groups: in /reglages, the moderation can be given to one of them.",
	}, t.name)
	return nil
}

// channels looks at each channel that a workspace has set.
func (c *checking) channels(ctx context.Context, t *checkedTeam, places []Place) error {
	for _, p := range places {
		if p.At.Platform != Platform || p.At.Space != t.id || p.At.Channel == "" {
			continue
		}
		if err := c.place(ctx, t, p); err != nil {
			return err
		}
	}
	return nil
}

// place looks at one channel: whether it is there, open, and one that the bot is in.
func (c *checking) place(ctx context.Context, t *checkedTeam, p Place) error {
	sets := bot.Markup(p.Command.FR) // as Slack knows it in every language
	var at *slack.Channel
	err := soon(ctx, func() (err error) {
		at, err = t.api.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: p.At.Channel})
		return err
	})
	switch {
	case coded(err, "channel_not_found"):
		c.wrong(bot.Text{
			FR: "Rebond ne trouve pas le salon réglé pour %s dans %s (id %s)\u00a0: il n’existe plus, ou il est privé et Rebond n’y est pas. Tape /invite @%s dans le salon, ou choisis-en un autre avec %s.",
			EN: "Rebond does not find the channel set for %s in %s (id %s): it no longer exists, or it is private and Rebond is not in it. Type /invite @%s in the channel, or choose another with %s.",
		}, p.For, t.name, p.At.Channel, t.bot, sets)
	case coded(err, "missing_scope"): // which has been said
	case err != nil:
		return err
	case at.IsIM || at.IsMpIM:
		c.wrong(bot.Text{
			FR: "Ce qui est réglé pour %s dans %s (id %s) n’est pas un salon, mais une conversation privée. Choisis un salon avec %s.",
			EN: "What is set for %s in %s (id %s) is not a channel but a private conversation. Choose a channel with %s.",
		}, p.For, t.name, p.At.Channel, sets)
	case at.IsArchived:
		c.wrong(bot.Text{
			FR: "Le salon #%s de %s, réglé pour %s, est archivé. Choisis-en un autre avec %s, ou désarchive-le.",
			EN: "The channel #%s of %s, set for %s, is archived. Choose another with %s, or unarchive it.",
		}, fit(at.Name), t.name, p.For, sets)
	case !at.IsMember:
		c.wrong(bot.Text{
			FR: "Rebond n’est pas dans le salon #%s de %s, réglé pour %s. Tape /invite @%s dans ce salon.",
			EN: "Rebond is not in the channel #%s of %s, set for %s. Type /invite @%s in that channel.",
		}, fit(at.Name), t.name, p.For, t.bot)
	default:
		c.right(bot.Text{
			FR: "Salon #%s de %s, pour %s\u00a0: Rebond y est.",
			EN: "Channel #%s of %s, for %s: Rebond is in it.",
		}, fit(at.Name), t.name, p.For)
	}
	return nil
}

// elsewhere tells of the workspaces with channels of their own that are no longer in the
// configuration. While one of those that are has not said who it is, it may be that one.
func (c *checking) elsewhere(places []Place) {
	told := map[string]bool{}
	for _, p := range places {
		_, here := c.in[p.At.Space]
		if p.At.Platform != Platform || p.At.Channel == "" || here || told[p.At.Space] || c.mute > 0 {
			continue
		}
		told[p.At.Space] = true
		c.right(bot.Text{
			FR: "Des salons sont réglés dans l’espace de travail d’id %s, qui n’est plus dans la configuration. Ajoute ses jetons dans une entrée [[slack]]\u202f; si c’est voulu, il n’y a rien à faire.",
			EN: "Channels are set in the workspace with the id %s, which is no longer in the configuration. Add its tokens in a [[slack]] entry; if this is meant, there is nothing to do.",
		}, p.At.Space)
	}
}

// invited looks whether the bot is in a channel at least: it answers everywhere, and writes
// unasked in no other.
func (c *checking) invited(ctx context.Context, t *checkedTeam) error {
	var in []slack.Channel
	err := soon(ctx, func() (err error) {
		in, _, err = t.api.GetConversationsForUserContext(ctx, &slack.GetConversationsForUserParameters{Types: []string{"public_channel", "private_channel"}, Limit: 1, ExcludeArchived: true})
		return err
	})
	if coded(err, "missing_scope") { // which has been said
		return nil
	}
	if err == nil && len(in) == 0 {
		c.right(bot.Text{
			FR: "Rebond n’est encore dans aucun salon de %s\u00a0: il y répond à ses commandes, mais il n’y publie rien. Dans chaque salon où il doit écrire, tape /invite @%s.",
			EN: "Rebond is in no channel of %s yet: it answers its commands there, but posts nothing. In each channel where it is to write, type /invite @%s.",
		}, t.name, t.bot)
	}
	return err
}
