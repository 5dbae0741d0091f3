package slack

import (
	"context"
	"strconv"
	"strings"

	"rebond/bot"
)

// What stands beside the call in the action_id of a control; no call holds these marks.
const (
	numberMark = ":" // after the number, which no other control of the message has
	paramMark  = "@" // of a select: the parameter that takes what is chosen
	linkMark   = "=" // before the number of a button that leads somewhere
)

// controlID is the action_id of a control that does a call, and of a select's parameter.
// It is far from the 255 characters that Slack takes. What a control in direct messages is
// about needs no mark: Slack says of which workspace it is.
func controlID(ctx context.Context, calls bot.Calls, number int, do bot.Call, param string) (string, error) {
	id, err := bot.ControlID(ctx, calls, do)
	if err != nil {
		return "", err
	}
	if param != "" {
		id += paramMark + param
	}
	return strconv.Itoa(number) + numberMark + id, nil
}

// linkID is the action_id of a button that leads somewhere. Slack tells us that it was
// pressed, and nothing is to be done.
func linkID(number int) string { return linkMark + strconv.Itoa(number) }

// controlOf reads the action_id of a control: its call, and of a select the parameter that
// takes what was chosen.
func controlOf(actionID string, values []string) (control string, args bot.Args) {
	_, id, _ := strings.Cut(actionID, numberMark)
	control, param, chosen := strings.Cut(id, paramMark)
	if chosen {
		args = bot.Args{param: strings.Join(values, ",")}
	}
	return control, args
}
