package slack

import (
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"rebond/bot"
)

// Of the texts that Slack takes, those of three kinds are sent:
//
//   - elements of rich_text, which Slack shows as they are. What members type in its own
//     composer comes out of it in this shape, with & < > and *signs* as they are (wee-slack,
//     _render_block_rich_text_element, reads no signs and no entities in them, and does in
//     every other text), and only elements of other types mention or lead anywhere. To
//     escape them would show "&amp;".
//   - plain_text objects, of labels, with emoji: false, so that ":fire:" stays five letters
//     and its colons. Slack itself escapes & < > in those that it is sent
//     (slackapi/bolt-python, issue 513): "C++ & C#" is not escaped here, as it would be
//     read as "&amp;" in some places.
//   - the text of a message, which its blocks stand in for and notifications and screen
//     readers give: it is read as mrkdwn, in which & < > are escaped
//     (docs.slack.dev/messaging/formatting-message-text, "Escaping text").
//
// No mrkdwn object is ever sent.

// special are the signs by which mrkdwn mentions, pings and links.
var special = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// signs are all that mrkdwn reads as something else than itself somewhere.
const signs = "&<>*_~`"

func runes(s string) int { return utf8.RuneCountInString(s) }

// maxText is how long one text may be, and one block of rich text.
const maxText = 3000

// label is a plain text of one line of at most so many characters: Slack wants one.
func label(markup string, most int) *slack.TextBlockObject {
	text := oneLine(markup)
	if text == "" {
		text = "…"
	}
	return literal(bot.Shorten(text, most))
}

func oneLine(markup string) string {
	return strings.TrimSpace(strings.ReplaceAll(bot.Plain(markup), "\n", " "))
}

func literal(text string) *slack.TextBlockObject {
	emoji := false
	return &slack.TextBlockObject{Type: slack.PlainTextType, Text: text, Emoji: &emoji}
}

// maxFallback is how long a message's text may be as it is sent: from 4,000 characters on
// Slack may refuse it (seratch/ChatGPT-in-Slack, issue 102).
const maxFallback = 3900

// fallback is the text of a message whose blocks say some words.
func fallback(said string) string {
	const longest = 5 // "&amp;"
	for most := maxFallback; ; {
		text := special.Replace(bot.Shorten(said, most))
		over := runes(text) - maxFallback
		if over <= 0 {
			return text
		}
		most -= max(1, over/longest)
	}
}
