package slacktest

// methods are those of the Web API that a bot such as ours needs.
func methods() map[string]*method {
	all := map[string]*method{}
	for _, some := range [][]*method{aboutApp(), aboutMessages(), aboutPlaces(), aboutPeople(), aboutViews(), aboutFiles()} {
		for _, m := range some {
			all[m.name] = m
		}
	}
	return all
}

func aboutApp() []*method {
	return []*method{
		{name: "auth.test", json: true, do: (*exchange).authTest},
		{name: "apps.connections.open", app: true, json: true, do: (*exchange).openConnection},
	}
}

func aboutMessages() []*method {
	write := []string{"chat:write"}
	said := []string{"channel", "text", "blocks", "attachments", "mrkdwn", "parse", "link_names", "as_user", "metadata"}
	with := func(more ...string) []string { return append(more, said...) }
	return []*method{
		{
			name: "chat.postMessage", json: true, scopes: write, wrong: "invalid_blocks", hold: (*exchange).holdPost, do: (*exchange).postMessage,
			args: with("thread_ts", "reply_broadcast", "unfurl_links", "unfurl_media", "icon_emoji", "icon_url", "username"),
		},
		{
			name: "chat.postEphemeral", json: true, scopes: write, wrong: "invalid_blocks", hold: (*exchange).holdBlocks, do: (*exchange).postEphemeral,
			args: with("user", "thread_ts", "icon_emoji", "icon_url", "username"),
		},
		{
			name: "chat.update", json: true, scopes: write, wrong: "invalid_blocks", hold: (*exchange).holdBlocks, do: (*exchange).updateMessage,
			args: with("ts", "reply_broadcast", "file_ids", "unfurl_links", "unfurl_media"),
		},
		{name: "chat.delete", json: true, scopes: write, do: (*exchange).deleteMessage, args: []string{"channel", "ts", "as_user"}},
		{name: "pins.add", json: true, scopes: []string{"pins:write"}, do: (*exchange).addPin, args: []string{"channel", "timestamp"}},
		{name: "pins.remove", json: true, scopes: []string{"pins:write"}, do: (*exchange).removePin, args: []string{"channel", "timestamp"}},
		{name: "pins.list", scopes: []string{"pins:read"}, do: (*exchange).listPins, args: []string{"channel"}},
	}
}

func aboutPlaces() []*method {
	read := []string{"channels:read", "groups:read", "im:read", "mpim:read"}
	history := []string{"channels:history", "groups:history", "im:history", "mpim:history"}
	pages := []string{"channel", "cursor", "limit", "oldest", "latest", "inclusive", "include_all_metadata"}
	return []*method{
		{name: "conversations.open", json: true, scopes: []string{"im:write", "mpim:write", "channels:manage", "groups:write"}, do: (*exchange).openConversation, args: []string{"users", "channel", "return_im", "prevent_creation"}},
		{name: "conversations.info", scopes: read, do: (*exchange).conversation, args: []string{"channel", "include_locale", "include_num_members"}},
		{name: "conversations.list", scopes: read, do: (*exchange).conversations, args: []string{"types", "cursor", "limit", "exclude_archived"}},
		{name: "conversations.members", scopes: read, do: (*exchange).conversationMembers, args: []string{"channel", "cursor", "limit"}},
		{name: "conversations.history", scopes: history, do: (*exchange).history, args: pages},
		{name: "conversations.replies", scopes: history, do: (*exchange).repliesOf, args: append([]string{"ts"}, pages...)},
	}
}

func aboutPeople() []*method {
	return []*method{
		{name: "users.info", scopes: []string{"users:read"}, do: (*exchange).userInfo, args: []string{"user", "include_locale"}},
		{name: "users.conversations", scopes: []string{"channels:read", "groups:read", "im:read", "mpim:read"}, do: (*exchange).userConversations, args: []string{"user", "types", "cursor", "limit", "exclude_archived"}},
		{name: "usergroups.list", scopes: []string{"usergroups:read"}, do: (*exchange).userGroups, args: []string{"include_count", "include_disabled", "include_users"}},
		{name: "usergroups.users.list", scopes: []string{"usergroups:read"}, do: (*exchange).userGroupMembers, args: []string{"usergroup", "include_disabled"}},
	}
}

func aboutViews() []*method {
	view := func(name string, do func(*exchange) object, args ...string) *method {
		return &method{name: name, json: true, wrong: "invalid_arguments", hold: (*exchange).holdView, do: do, args: append(args, "view")}
	}
	return []*method{
		view("views.open", (*exchange).openView, "trigger_id", "interactivity_pointer"),
		view("views.push", (*exchange).pushView, "trigger_id", "interactivity_pointer"),
		view("views.update", (*exchange).updateView, "view_id", "external_id", "hash"),
		view("views.publish", (*exchange).publishView, "user_id", "hash"),
	}
}

func aboutFiles() []*method {
	return []*method{
		{name: "files.getUploadURLExternal", scopes: []string{"files:write"}, do: (*exchange).uploadURL, args: []string{"filename", "length", "alt_txt", "snippet_type"}},
		{name: "files.completeUploadExternal", json: true, scopes: []string{"files:write"}, do: (*exchange).completeUpload, args: []string{"files", "channel_id", "channels", "thread_ts", "initial_comment", "blocks"}},
		{name: "files.info", scopes: []string{"files:read"}, do: (*exchange).fileInfo, args: []string{"file", "count", "cursor", "limit", "page"}},
	}
}
