package slack

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"time"

	"rebond/bot"
)

// slash is a command that somebody typed.
type slash struct {
	Team        string `json:"team_id"`
	Channel     string `json:"channel_id"`
	ChannelName string `json:"channel_name"`
	User        string `json:"user_id"`
	Command     string `json:"command"`
	Text        string `json:"text"`
	ResponseURL string `json:"response_url"`
	Trigger     string `json:"trigger_id"`
}

// interaction is what somebody did with a control, a form or a shortcut. What is not
// needed of it is not read: the shapes of blocks grow all the time.
type interaction struct {
	Type        string `json:"type"`
	ResponseURL string `json:"response_url"`
	Trigger     string `json:"trigger_id"`
	Callback    string `json:"callback_id"` // of a shortcut
	Team        named  `json:"team"`
	User        named  `json:"user"`
	Channel     named  `json:"channel"`
	Container   struct {
		MessageTS string `json:"message_ts"`
		ThreadTS  string `json:"thread_ts"`
		ChannelID string `json:"channel_id"`
		Ephemeral bool   `json:"is_ephemeral"`
	} `json:"container"`
	Actions []action `json:"actions"`
	View    *view    `json:"view"`
	// of what is being typed into a field
	Block  string `json:"block_id"`
	Action string `json:"action_id"`
	Typed  string `json:"value"`
}

// team is the workspace where the bot is: in a channel that several share, somebody of
// another one may fill in a form.
func (i *interaction) team() string {
	if i.View != nil && i.View.Team != "" {
		return i.View.Team
	}
	return i.Team.ID
}

type named struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// action is a control that was used.
type action struct {
	ID      string   `json:"action_id"`
	Chosen  *picked  `json:"selected_option"`
	Several []picked `json:"selected_options"`
}

type picked struct {
	Value string `json:"value"`
}

// values are those that were chosen of a select.
func (a *action) values() (all []string) {
	if a.Chosen != nil {
		return []string{a.Chosen.Value}
	}
	for _, p := range a.Several {
		all = append(all, p.Value)
	}
	return all
}

// view is a form, or a screen of the Home.
type view struct {
	ID       string          `json:"id"`
	Type     string          `json:"type"`
	Callback string          `json:"callback_id"` // of a form: the control that it does
	Metadata string          `json:"private_metadata"`
	Team     string          `json:"app_installed_team_id"` // where the bot is, whoever uses it
	State    json.RawMessage `json:"state"`
}

// event is something that happened in a workspace.
type event struct {
	ID             string `json:"event_id"`
	Team           string `json:"team_id"`
	Authorisations []struct {
		Team string `json:"team_id"`
	} `json:"authorizations"`
	Event struct {
		Type        string    `json:"type"`
		Subtype     string    `json:"subtype"`
		User        string    `json:"user"`
		Bot         string    `json:"bot_id"`
		Channel     string    `json:"channel"`
		ChannelType string    `json:"channel_type"`
		Text        string    `json:"text"`
		TS          string    `json:"ts"`
		Edited      *struct{} `json:"edited"`
		ThreadTS    string    `json:"thread_ts"`
		Tab         string    `json:"tab"`
		Tokens      struct {
			Bot []string `json:"bot"`
		} `json:"tokens"`
	} `json:"event"`
}

// momentOf is when a message was written.
func momentOf(ts string) time.Time {
	seconds, _, _ := strings.Cut(ts, ".")
	n, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil {
		return time.Time{}
	}
	return time.Unix(n, 0)
}

// team is the workspace in which an event happened: of a channel that several share, the
// one that let the bot in.
func (e *event) team() string {
	if len(e.Authorisations) > 0 && e.Authorisations[0].Team != "" {
		return e.Authorisations[0].Team
	}
	return e.Team
}

// marked is what Slack writes between angles: somebody, a channel, a group, an address.
var marked = regexp.MustCompile(`<([^<>|]+)(?:\|([^<>]*))?>`)

// typed is a line as its author typed it: an address is what it says, and who or what is
// named stays so that resolve knows it.
func typed(text string) string {
	text = marked.ReplaceAllStringFunc(text, func(found string) string {
		m := marked.FindStringSubmatch(found)
		to, words := m[1], m[2]
		switch {
		case to == "", strings.HasPrefix(to, "!subteam^"), strings.HasPrefix(to, "@"), strings.HasPrefix(to, "#"):
			return "<" + to + ">"
		case strings.HasPrefix(to, "!"): // <!here>: a word like another
			return "@" + strings.TrimPrefix(to, "!")
		case words == "" || words == to:
			return to
		case strings.TrimPrefix(to, "mailto:") == words, strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(to, "http://"), "https://"), "/") == strings.TrimSuffix(words, "/"):
			return words // « golang.org », of which a client makes an address
		}
		return words + " " + to
	})
	return unescape.Replace(text)
}

// unescape writes as they are the three signs that Slack escapes.
var unescape = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

// mentionForms are how a line names somebody, a channel or a group, once it is typed: by
// the mark of it, or by its id.
var mentionForms = map[bot.Kind]*regexp.Regexp{
	bot.Person:  regexp.MustCompile(`^(?:<@([UW][A-Z0-9]{2,20})>|([UW][A-Z0-9]{6,20}))$`),
	bot.Channel: regexp.MustCompile(`^(?:<#([CG][A-Z0-9]{2,20})>|([CG][A-Z0-9]{6,20}))$`),
	bot.Role:    regexp.MustCompile(`^(?:<!subteam\^(S[A-Z0-9]{2,20})>|(S[A-Z0-9]{6,20}))$`),
}

// resolve is the id of what a line names.
func resolve(k bot.Kind, typed string) (id string, ok bool) {
	form := mentionForms[k]
	if form == nil {
		return "", false
	}
	m := form.FindStringSubmatch(typed)
	if m == nil {
		return "", false
	}
	return m[1] + m[2], true
}
