package config

import (
	"strings"

	"rebond/bot"
)

// Slack is a workspace of Slack's in which Rebond speaks, with the tokens of its app
// there.
type Slack struct {
	BotToken Secret `toml:"bot_token"`
	AppToken Secret `toml:"app_token"`
	APIURL   string `toml:"api_url"` // the base of the Web API
}

// defaultSlackAPI is where the Web API is, where a workspace says nothing.
const defaultSlackAPI = "https://slack.com/api/"

// check tells every value that is not allowed; n is which workspace of the list it is,
// from 1 on. Tokens are taken as they are often copied.
func (s *Slack) check(n int, wrong func(bot.Text)) {
	s.BotToken, s.AppToken = trimmed(s.BotToken), trimmed(s.AppToken)
	for _, t := range []struct {
		key, prefix string
		value       Secret
		where       bot.Text
	}{
		{"bot_token", "xoxb-", s.BotToken, bot.Text{FR: "Slack : ton app, Install App, Bot User OAuth Token", EN: "Slack: your app, Install App, Bot User OAuth Token"}},
		{"app_token", "xapp-", s.AppToken, bot.Text{FR: "Slack : ton app, Basic Information, App-Level Tokens", EN: "Slack: your app, Basic Information, App-Level Tokens"}},
	} {
		switch {
		case t.value == "":
			wrong(bot.Textf(bot.Text{FR: "slack.%s manque (espace n° %s) : il faut les deux jetons, celui du robot et celui de l’app. %s.", EN: "slack.%s is missing (workspace no. %s): both tokens are needed, the bot’s and the app’s. %s."}, t.key, n, t.where))
		case strings.ContainsAny(string(t.value), " \t\r\n\"'"):
			wrong(bot.Textf(bot.Text{FR: "slack.%s (espace n° %s) contient une espace ou un guillemet : recopie le jeton en entier, et lui seul.", EN: "slack.%s (workspace no. %s) holds a space or a quotation mark: copy the whole token, and nothing else."}, t.key, n))
		case !strings.HasPrefix(string(t.value), t.prefix):
			wrong(bot.Textf(bot.Text{FR: "slack.%s (espace n° %s) ne commence pas par %s : ce n’est pas le bon jeton. %s.", EN: "slack.%s (workspace no. %s) does not begin with %s: it is not the right token. %s."}, t.key, n, t.prefix, t.where))
		}
	}
	if s.APIURL == "" {
		s.APIURL = defaultSlackAPI
	}
	if !safeBase(s.APIURL) {
		wrong(bot.Textf(bot.Text{FR: "slack.api_url vaut « %s » : il faut une adresse en https:// (ou http:// sur cette machine), car les jetons y passent.", EN: "slack.api_url is “%s”: it must be an https:// address (or http:// on this machine), as the tokens go there."}, s.APIURL))
	}
	s.APIURL = strings.TrimRight(s.APIURL, "/") + "/" // the names of methods follow it
}

func trimmed(s Secret) Secret { return Secret(strings.TrimSpace(string(s))) }
