package discordtest

import (
	"fmt"
	"net/http"
)

func ok(body any) reply { return reply{http.StatusOK, body} }

func (x *exchange) getGateway() reply { return ok(object{"url": socket(x.api.URL)}) }

func (x *exchange) getGatewayBot() reply {
	g := &x.gateway
	remaining, renewal := g.left()
	return ok(object{"url": socket(x.api.URL), "shards": g.shards, "session_start_limit": object{
		"total": g.total, "remaining": remaining, "reset_after": renewal.Milliseconds(), "max_concurrency": g.parallel,
	}})
}

func (x *exchange) getMe() reply { return ok(x.me()) }

// getGuilds are the guilds that the bot is in.
func (x *exchange) getGuilds() reply {
	all := []object{}
	for _, g := range x.order {
		all = append(all, object{"id": g.ID, "name": g.Name, "icon": nil, "banner": nil, "owner": false, "permissions": g.permissions(x.bot, nil).String(), "features": []string{}})
	}
	return ok(all)
}

func (x *exchange) getUser() reply {
	if u := x.users[x.value("user_id")]; u != nil {
		return ok(u.json())
	}
	return errUser
}

func (x *exchange) getApplication() reply {
	if id := x.value("application_id"); id != "" && id != x.ApplicationID {
		return errNotYours
	}
	return ok(object{
		"id": x.ApplicationID, "name": x.bot.Name, "icon": nil, "description": "", "summary": "", "type": nil, "bot": x.me(),
		"bot_public": true, "bot_require_code_grant": false, "verify_key": "00", "flags": applicationFlags, "hook": true,
		"owner": x.bot.json(), "team": nil, "redirect_uris": []string{}, "interactions_endpoint_url": nil,
		"flags_new": fmt.Sprint(applicationFlags), "role_connections_verification_url": nil, "explicit_content_filter": 0, "eligible_oauth2_scopes": []string{},
		"approximate_guild_count": len(x.order), "approximate_user_install_count": 0, "approximate_user_authorization_count": 0,
		"integration_types_config": object{"0": object{"oauth2_install_params": object{"scopes": []string{"applications.commands", "bot"}, "permissions": BotPermissions.String()}}},
	})
}

// openDM opens the direct messages with somebody: always the same, closed or not.
func (x *exchange) openDM() reply {
	u := x.users[text(x.object()["recipient_id"])]
	switch {
	case u == nil:
		return x.refused(faults{{"recipient_id", "UNKNOWN_USER", "nobody has this id"}})
	case u.robot:
		return errClosedDM
	}
	return ok(u.direct().json())
}

// guild is the guild of the path, if the bot is in it.
func (x *exchange) guild() (*Guild, *reply) {
	if g := x.guilds[x.value("guild_id")]; g != nil {
		return g, nil
	}
	return nil, &errGuild
}

func (x *exchange) getGuild() reply {
	g, no := x.guild()
	if no != nil {
		return *no
	}
	return ok(g.json())
}

func (x *exchange) getGuildChannels() reply {
	g, no := x.guild()
	if no != nil {
		return *no
	}
	all := []object{}
	for _, c := range g.channels {
		all = append(all, c.json())
	}
	return ok(all)
}

func (x *exchange) getGuildRoles() reply {
	g, no := x.guild()
	if no != nil {
		return *no
	}
	all := []object{}
	for _, r := range g.roles {
		all = append(all, r.json())
	}
	return ok(all)
}

func (x *exchange) getMember() reply {
	g, no := x.guild()
	if no != nil {
		return *no
	}
	if m := g.members[x.value("user_id")]; m != nil {
		return ok(m.json())
	}
	if x.users[x.value("user_id")] == nil {
		return errUser
	}
	return errMember
}

// place is the channel of the path, if the bot may do something there.
func (x *exchange) place(need Permission) (*Channel, *reply) {
	c := x.channels[x.value("channel_id")]
	if c == nil {
		return nil, &errChannel
	}
	if c.Guild == nil {
		return c, nil
	}
	if x.guilds[c.Guild.ID] == nil {
		return nil, &errAccess
	}
	switch has := c.Guild.permissions(x.bot, c); {
	case has&ViewChannel == 0, !x.bot.enters(c):
		return nil, &errAccess
	case has&need != need:
		return nil, &errPermissions
	}
	return c, nil
}

func (x *exchange) getChannel() reply {
	c, no := x.place(0)
	if no != nil {
		return *no
	}
	return ok(c.json())
}
