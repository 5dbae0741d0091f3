package config

import (
	"reflect"
	"strings"
	"testing"

	"rebond/bot"
)

func TestWorkspacesOfSlack(t *testing.T) {
	c, err := load(t, "[[slack]]\nbot_token = \"xoxb-1\"\napp_token = \" xapp-1 \"\n[[slack]]\nbot_token = \"xoxb-2\"\napp_token = \"xapp-2\"\napi_url = \"http://127.0.0.1:80/api\"\n")
	if err != nil {
		t.Fatal(err)
	}
	want := []Slack{{"xoxb-1", "xapp-1", "https://slack.com/api/"}, {"xoxb-2", "xapp-2", "http://127.0.0.1:80/api/"}}
	if !reflect.DeepEqual(c.Slack, want) {
		t.Errorf("%d workspaces: %#v", len(c.Slack), c.Slack)
	}
	if c.Slack[0].BotToken.String() != "•••" {
		t.Error("a token is printed")
	}
}

// Variables are those of the first workspace, whether the file has one or not.
func TestVariablesOfSlack(t *testing.T) {
	for text, want := range map[string][]Slack{
		"":                                    {{"xoxb-v", "xapp-v", "http://[::1]/"}},
		"[[slack]]\nbot_token = \"xoxb-f\"\n": {{"xoxb-v", "xapp-v", "http://[::1]/"}},
		"[[slack]]\n[[slack]]\nbot_token = \"xoxb-2\"\napp_token = \"xapp-2\"\n": {{"xoxb-v", "xapp-v", "http://[::1]/"}, {"xoxb-2", "xapp-2", "https://slack.com/api/"}},
	} {
		c, err := load(t, text, "REBOND_SLACK_BOT_TOKEN=xoxb-v", "REBOND_SLACK_APP_TOKEN=xapp-v", "REBOND_SLACK_API_URL=http://[::1]")
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(c.Slack, want) {
			t.Errorf("%q: %d workspaces, %v", text, len(c.Slack), reflect.DeepEqual(c.Slack[:1], want[:1]))
		}
	}
}

func TestFaultsOfSlack(t *testing.T) {
	const bots, apps = "bot_token = \"xoxb-très-secret\"\n", "app_token = \"xapp-très-secret\"\n"
	for text, want := range map[string]string{
		bots: "slack.app_token is missing (workspace no. 1)",
		apps: "slack.bot_token is missing",
		apps + "bot_token = \"xoxp-très-secret\"":           "slack.bot_token (workspace no. 1) does not begin with xoxb-",
		apps + "bot_token = \"xapp-très-secret\"":           "does not begin with xoxb-",
		bots + "app_token = \"xoxb-très-secret\"":           "does not begin with xapp-",
		bots + "app_token = \"xapp très-secret\"":           "slack.app_token (workspace no. 1) holds a space",
		bots + apps + "api_url = \"http://slack.com/api/\"": "slack.api_url is “http://slack.com/api/”",
		bots + apps + "api_url = \"slack.com\"":             "slack.api_url is “slack.com”",
		bots + apps + "token = \"x\"":                       "I do not know the key “slack.token”",
	} {
		_, err := load(t, "[[slack]]\n"+text+"\n")
		if got := told(t, err, bot.EN); !strings.Contains(got, want) || strings.Contains(got, "très-secret") {
			t.Errorf("%q: %q; want %q, and no secret", text, got, want)
		}
	}
}
