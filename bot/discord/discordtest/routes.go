package discordtest

import "net/http"

// routes are those of the API that a bot such as ours needs.
func routes() []route { return append(append(aboutBot(), aboutPlaces()...), aboutAnswers()...) }

func get(path string, do func(x *exchange) reply) route {
	return route{method: http.MethodGet, path: path, do: do}
}

// aboutBot are where the bot asks about itself and about people, and registers its
// commands.
func aboutBot() []route {
	const app = "/applications/{application_id}"
	all := []route{
		{method: http.MethodGet, path: "/gateway", open: true, do: (*exchange).getGateway},
		get("/gateway/bot", (*exchange).getGatewayBot),
		get("/users/@me", (*exchange).getMe),
		get("/users/@me/guilds", (*exchange).getGuilds),
		get("/users/{user_id}", (*exchange).getUser),
		{method: http.MethodPost, path: "/users/@me/channels", contract: true, do: (*exchange).openDM},
		get("/applications/@me", (*exchange).getApplication),
		get(app, (*exchange).getApplication),
	}
	for _, path := range []string{"/commands", "/guilds/{guild_id}/commands"} {
		all = append(all, get(app+path, (*exchange).getCommands),
			route{method: http.MethodPut, path: app + path, contract: true, limits: commandLimits, do: (*exchange).putCommands})
	}
	return all
}

// aboutPlaces are where the bot reads and writes in guilds and their channels.
func aboutPlaces() []route {
	const (
		channel = "/channels/{channel_id}"
		guild   = "/guilds/{guild_id}"
		posts   = channel + "/messages"
	)
	return []route{
		get(guild, (*exchange).getGuild),
		get(guild+"/channels", (*exchange).getGuildChannels),
		get(guild+"/roles", (*exchange).getGuildRoles),
		get(guild+"/members/{user_id}", (*exchange).getMember),
		get(guild+"/threads/active", (*exchange).activeThreads),

		get(channel, (*exchange).getChannel),
		{method: http.MethodPatch, path: channel, contract: true, do: (*exchange).editThread},
		get(posts, (*exchange).getMessages),
		get(posts+"/pins", (*exchange).getPins),
		get(posts+"/{message_id}", (*exchange).getMessage),
		{method: http.MethodPost, path: posts, contract: true, limits: postLimits, do: (*exchange).postMessage},
		{method: http.MethodPatch, path: posts + "/{message_id}", contract: true, limits: editLimits, do: (*exchange).editMessage},
		{method: http.MethodDelete, path: posts + "/{message_id}", do: (*exchange).deleteMessage},
		{method: http.MethodPut, path: posts + "/pins/{message_id}", do: (*exchange).pinMessage},
		{method: http.MethodPut, path: channel + "/pins/{message_id}", do: (*exchange).pinMessage},
		{method: http.MethodDelete, path: posts + "/pins/{message_id}", do: (*exchange).unpinMessage},
		{method: http.MethodPost, path: posts + "/{message_id}/threads", contract: true, do: (*exchange).openThread},
		{method: http.MethodPost, path: channel + "/threads", contract: true, do: (*exchange).startThread},
		get(channel+"/users/@me/threads/archived/private", (*exchange).archivedThreads),
		{method: http.MethodPut, path: channel + "/thread-members/{user_id}", do: (*exchange).addToThread},
		{method: http.MethodDelete, path: channel + "/thread-members/{user_id}", do: (*exchange).takeOutOfThread},
	}
}

// aboutAnswers are where interactions are answered: their token is all that is asked
// for.
func aboutAnswers() []route {
	const hook = "/webhooks/{webhook_id}/{webhook_token}"
	all := []route{
		{method: http.MethodPost, path: "/interactions/{interaction_id}/{interaction_token}/callback", open: true, contract: true, limits: callbackLimits, do: (*exchange).callback},
		{method: http.MethodPost, path: hook, open: true, contract: true, limits: followUpLimits, do: (*exchange).followUp},
	}
	for _, path := range []string{"/messages/@original", "/messages/{message_id}"} {
		all = append(all,
			route{method: http.MethodGet, path: hook + path, open: true, do: (*exchange).getAnswer},
			route{method: http.MethodPatch, path: hook + path, open: true, contract: true, limits: answerLimits, do: (*exchange).editAnswer},
			route{method: http.MethodDelete, path: hook + path, open: true, do: (*exchange).deleteAnswer})
	}
	return all
}
