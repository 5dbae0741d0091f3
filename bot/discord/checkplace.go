package discord

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"rebond/bot"
)

// listed is a text of its own line for each right that is lacking.
func listed(rights []Right) bot.Text {
	var lines []bot.Text
	for _, r := range rights {
		lines = append(lines, bot.Textf(bot.Text{FR: "• %s\u00a0: %s", EN: "• %s: %s"}, r.Name, r.Why))
	}
	return bot.Join("\n", lines...)
}

// servers looks at the servers that the bot is in, and at what it may do in all of each.
// A server with channels of its own to look at is not wrong for that: what these allow is
// what counts. Nor is one where posts go out whole all the same.
func (c *checking) servers(ctx context.Context) error {
	err := c.soon(ctx, func() (err error) {
		c.in, err = c.guilds(ctx)
		return err
	})
	if err != nil {
		return err
	}
	if len(c.in) == 0 {
		c.wrong(bot.Text{
			FR: "Rebond n’est encore dans aucun serveur. Lance rebond discord invite, ouvre le lien qu’il donne et choisis ton serveur.",
			EN: "Rebond is in no server yet. Run rebond discord invite, open the link that it gives and choose your server.",
		})
		return nil
	}
	c.right(bot.Text{FR: "Rebond est dans %s\u00a0: %s.", EN: "Rebond is in %s: %s."}, serversOf(len(c.in)), names(c.in))
	for _, alike := range c.lacking() {
		c.found = append(c.found, Finding{Wrong: !c.set(alike[0]) && !spared(lacking(alike[0].Permissions)), Text: bot.Textf(bot.Text{
			FR: "Dans %s (%s), il manque à Rebond\u00a0:\n%s\nPour les donner\u00a0: Paramètres du serveur, Rôles, %s, Permissions. Ou ouvre de nouveau le lien de rebond discord invite et choisis le serveur.",
			EN: "In %s (%s), Rebond lacks:\n%s\nTo give them: Server Settings, Roles, %s, Permissions. Or open the link of rebond discord invite again and choose the server.",
		}, serversOf(len(alike)), names(alike), listed(lacking(alike[0].Permissions)), c.name)})
	}
	return nil
}

// set reports whether a server has channels to look at.
func (c *checking) set(g guild) bool {
	return slices.ContainsFunc(c.places, func(p Place) bool { return p.At.Space == g.ID && p.At.Channel != "" })
}

// lacking are the servers where rights are lacking, by which these are.
func (c *checking) lacking() (all [][]guild) {
	for _, g := range c.in {
		if g.Permissions&administrator != 0 || g.Permissions&needed() == needed() {
			continue
		}
		i := slices.IndexFunc(all, func(alike []guild) bool {
			return alike[0].Permissions&needed() == g.Permissions&needed() && c.set(alike[0]) == c.set(g)
		})
		if i < 0 {
			all = append(all, []guild{g})
		} else {
			all[i] = append(all[i], g)
		}
	}
	return all
}

// serversOf is a count of servers.
func serversOf(n int) bot.Text {
	return bot.Count(n, bot.Text{FR: "%s serveur", EN: "%s server"}, bot.Text{FR: "%s serveurs", EN: "%s servers"})
}

// names are those of servers, as far as there are not too many.
func names(in []guild) bot.Text {
	var all []bot.Text
	for _, g := range in[:min(len(in), namedServers)] {
		all = append(all, bot.Same(fit(g.Name)))
	}
	said := bot.Join(", ", all...)
	if more := len(in) - namedServers; more > 0 {
		said = bot.Textf(bot.Text{FR: "%s et %s", EN: "%s and %s"}, said,
			bot.Count(more, bot.Text{FR: "%s autre", EN: "%s other"}, bot.Text{FR: "%s autres", EN: "%s others"}))
	}
	return said
}

// channels looks at each channel that a community has set.
func (c *checking) channels(ctx context.Context) error {
	for _, p := range c.places {
		if p.At.Platform != Platform || p.At.Channel == "" {
			continue
		}
		if err := c.place(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

// setPlace is a channel as Discord has it.
type setPlace struct {
	Type       int         `json:"type"`
	Name       string      `json:"name"`
	Guild      string      `json:"guild_id"`
	Overwrites []overwrite `json:"permission_overwrites"`
}

// place looks at one channel: whether it is there, seen and written in.
func (c *checking) place(ctx context.Context, p Place) error {
	i := slices.IndexFunc(c.in, func(g guild) bool { return g.ID == p.At.Space })
	if i < 0 {
		if !c.left[p.At.Space] {
			c.left[p.At.Space] = true
			c.right(bot.Text{
				FR: "Rebond n’est plus dans le serveur d’id %s, où des salons sont réglés. Lance rebond discord invite pour l’y inviter de nouveau\u202f; si c’est voulu, il n’y a rien à faire.",
				EN: "Rebond is no longer in the server with the id %s, where channels are set. Run rebond discord invite to invite it there again; if this is meant, there is nothing to do.",
			}, p.At.Space)
		}
		return nil
	}
	server, id := fit(c.in[i].Name), p.At.Channel
	var at setPlace
	err := c.get(ctx, "channel/"+id, "/channels/"+id, &at)
	var said *apiError
	switch {
	case errors.As(err, &said) && said.Status == http.StatusNotFound:
		c.wrong(bot.Text{
			FR: "Le salon réglé pour %s dans le serveur %s (id %s) n’existe plus. Choisis-en un autre dans ce serveur avec %s.",
			EN: "The channel set for %s in the server %s (id %s) no longer exists. Choose another in that server with %s.",
		}, p.For, server, id, p.Command)
		return nil
	case errors.As(err, &said) && said.Status == http.StatusForbidden:
		c.wrong(bot.Text{
			FR: "Rebond ne voit pas le salon réglé pour %s dans le serveur %s (id %s). Dans Discord : Modifier le salon, Permissions, ajoute le rôle %s et coche Voir le salon ; puis relance rebond check.",
			EN: "Rebond does not see the channel set for %s in the server %s (id %s). In Discord: Edit Channel, Permissions, add the role %s and tick View Channel; then run rebond check again.",
		}, p.For, server, id, c.name)
		return nil
	case err != nil:
		return err
	}
	if at.Guild != p.At.Space || !slices.Contains(textChannels, at.Type) {
		c.wrong(bot.Text{
			FR: "Le salon #%s du serveur %s, réglé pour %s, n’est pas un salon textuel. Choisis-en un autre avec %s.",
			EN: "The channel #%s of the server %s, set for %s, is not a text channel. Choose another with %s.",
		}, fit(at.Name), server, p.For, p.Command)
		return nil
	}
	return c.allowed(ctx, p, server, at)
}

// allowed looks at what the bot may do in a channel.
func (c *checking) allowed(ctx context.Context, p Place, server string, at setPlace) error {
	g, err := c.guild(ctx, p.At.Space)
	if err != nil {
		return err
	}
	lack := lacking(g.allows(c.me, c.roles[g.ID], at.Overwrites))
	if len(lack) == 0 {
		c.right(bot.Text{
			FR: "Salon #%s du serveur %s, pour %s\u00a0: Rebond y a toutes les permissions qu’il lui faut.",
			EN: "Channel #%s of the server %s, for %s: Rebond has all the permissions that it needs there.",
		}, fit(at.Name), server, p.For)
		return nil
	}
	c.found = append(c.found, Finding{Wrong: !spared(lack), Text: bot.Textf(bot.Text{
		FR: "Dans le salon #%s du serveur %s, réglé pour %s, il manque à Rebond\u00a0:\n%s\nPour les donner\u00a0: Modifier le salon, Permissions, ajoute le rôle %s et coche-les.",
		EN: "In the channel #%s of the server %s, set for %s, Rebond lacks:\n%s\nTo give them: Edit Channel, Permissions, add the role %s and tick them.",
	}, fit(at.Name), server, p.For, listed(lack), c.name)})
	return nil
}

// guild is a server with its roles, asked for once, and those of them that the bot has.
func (c *checking) guild(ctx context.Context, id string) (*guild, error) {
	if g := c.whole[id]; g != nil {
		return g, nil
	}
	var g guild
	if err := c.get(ctx, "guild/"+id, "/guilds/"+id, &g); err != nil {
		return nil, err
	}
	var m member
	if err := c.get(ctx, "member/"+id, "/guilds/"+id+"/members/"+c.me, &m); err != nil {
		return nil, err
	}
	c.whole[id], c.roles[id] = &g, m.Roles
	return &g, nil
}
