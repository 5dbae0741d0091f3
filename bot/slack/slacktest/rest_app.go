package slacktest

// authTest tells whose a token is.
func (x *exchange) authTest() object {
	if x.w == nil {
		return object{"app_name": "Rebond", "app_id": x.AppID}
	}
	return object{
		"url": "https://" + x.w.Domain + ".slack.com/", "team": x.w.Name, "user": x.w.bot.Handle, "team_id": x.w.ID,
		"user_id": x.w.bot.ID, "bot_id": x.w.BotID, "is_enterprise_install": false,
	}
}

// openConnection gives the address of a socket.
func (x *exchange) openConnection() object {
	return object{"url": x.ticket()}
}
