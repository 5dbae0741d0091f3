package slack

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/slack-go/slack"

	"rebond/bot"
)

// What controls may hold (docs.slack.dev/reference/block-kit).
const (
	maxRow         = 5 // buttons; Slack takes 25, but so many read best
	maxLabel       = 75
	maxPlaceholder = 150
	maxOptions     = 100
	maxOptionValue = 150
)

// number is that of the next control, which no other of the message has.
func (r *renderer) number() int {
	r.controls++
	return r.controls
}

// rows are buttons, five on each. A page to which no button may lead is told in words.
func (r *renderer) rows(buttons []bot.Button) (rows []slack.Block, said []block, err error) {
	var placed []slack.BlockElement
	for i := range buttons {
		b := &buttons[i]
		if b.To.ID == "" && b.URL != "" && !webPage(b.URL) {
			said = append(said, line(bot.Span{Text: bot.Plain(b.Label.In(r.lang)), URL: b.URL}))
			continue
		}
		button, err := r.button(b)
		if err != nil {
			return nil, nil, err
		}
		placed = append(placed, button)
	}
	for len(placed) > 0 {
		n := min(len(placed), maxRow)
		rows, placed = append(rows, slack.NewActionBlock("", placed[:n]...)), placed[n:]
	}
	return rows, said, nil
}

// linkable reports whether Slack takes an address for one: it refuses the whole message for
// one that is not well formed.
func linkable(address string) bool {
	read, err := url.Parse(address)
	return err == nil && (read.Host != "" || read.Opaque != "") && bot.SafeURL(address)
}

// webPage reports whether a button may lead to an address.
func webPage(address string) bool {
	return linkable(address) && strings.HasPrefix(strings.ToLower(address), "http")
}

func (r *renderer) button(b *bot.Button) (*slack.ButtonBlockElement, error) {
	button := &slack.ButtonBlockElement{Type: slack.METButton, Text: label(b.Label.In(r.lang), maxLabel)}
	switch b.Style {
	case bot.Primary:
		button.Style = slack.StylePrimary
	case bot.Danger:
		button.Style = slack.StyleDanger
	}
	number := r.number()
	switch {
	case b.To.ID != "":
		button.URL = messageURL(b.To)
	case b.URL != "":
		button.URL = b.URL
	default:
		var err error
		button.ActionID, err = controlID(r.ctx, r.calls, number, b.Do, "")
		return button, err
	}
	button.ActionID = linkID(number)
	return button, nil
}

// messageURL is the address of a message, as chat.getPermalink gives it but for the
// workspace's own name, which slack.com finds. One in direct messages whose channel is not
// known leads to the workspace.
func messageURL(to bot.MessageRef) string {
	if to.At.Channel == "" {
		return "https://app.slack.com/client/" + url.PathEscape(to.At.Space)
	}
	address := "https://slack.com/archives/" + url.PathEscape(to.At.Channel) + "/p" + url.PathEscape(strings.ReplaceAll(to.ID, ".", ""))
	if to.At.Thread != "" && to.At.Thread != to.ID {
		address += "?thread_ts=" + url.QueryEscape(to.At.Thread) + "&cid=" + url.QueryEscape(to.At.Channel)
	}
	return address
}

// choice is a select, in a row of its own. One of which several options may be chosen
// stands beside a text: Slack takes none in a row, whatever the types of its SDK say
// (slackapi/node-slack-sdk, issue 1299; slackapi/python-slack-sdk, issue 1631).
func (r *renderer) choice(s *bot.Select) (slack.Block, error) {
	if len(s.Options) == 0 || len(s.Options) > maxOptions {
		return nil, fmt.Errorf("a select of %d options, of which Slack takes 1 to %d", len(s.Options), maxOptions)
	}
	for _, o := range s.Options {
		if o.Value == "" || runes(o.Value) > maxOptionValue {
			return nil, fmt.Errorf("an option whose value is of %d characters, of which Slack takes 1 to %d", runes(o.Value), maxOptionValue)
		}
	}
	id, err := controlID(r.ctx, r.calls, r.number(), s.Do, s.Param)
	if err != nil {
		return nil, err
	}
	all, chosen := options(s.Options, r.lang)
	prompt := label(s.Prompt.In(r.lang), maxPlaceholder)
	if s.Max <= 1 {
		one := &slack.SelectBlockElement{Type: slack.OptTypeStatic, ActionID: id, Placeholder: prompt, Options: all}
		if len(chosen) > 0 {
			one.InitialOption = chosen[0]
		}
		return slack.NewActionBlock("", one), nil
	}
	most := min(s.Max, len(all))
	upTo := bot.Count(most, bot.Text{FR: "Jusqu’à %s choix\u00a0:", EN: "Up to %s choice:"}, bot.Text{FR: "Jusqu’à %s choix\u00a0:", EN: "Up to %s choices:"})
	return slack.NewSectionBlock(literal(upTo.In(r.lang)), nil, slack.NewAccessory(&slack.MultiSelectBlockElement{
		Type: slack.MultiOptTypeStatic, ActionID: id, Placeholder: prompt, Options: all, InitialOptions: chosen[:min(len(chosen), most)], MaxSelectedItems: &most,
	})), nil
}

// options are those of a select, and those of them that are chosen, which Slack wants to be
// the very same.
func options(all []bot.Option, l bot.Lang) (shown, chosen []*slack.OptionBlockObject) {
	for i := range all {
		o := &slack.OptionBlockObject{Text: label(all[i].Label.In(l), maxLabel), Value: all[i].Value}
		shown = append(shown, o)
		if all[i].Chosen {
			chosen = append(chosen, o)
		}
	}
	return shown, chosen
}
