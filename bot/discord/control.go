package discord

import (
	"context"
	"strings"

	"rebond/bot"
)

// What follows the call in the custom id of a control, in this order; no call holds these
// marks.
const (
	paramMark  = "@" // of a select: the parameter that takes what is chosen
	spaceMark  = "$" // in direct messages: the server that it is about
	numberMark = "#" // of a control that its message has more than once
)

// customID is the custom id of a call that is shown in a place, and of a select's
// parameter. A direct message is in no server: its controls say themselves in which one
// what they do is to be done.
func customID(ctx context.Context, calls bot.Calls, do bot.Call, param string, at bot.Address) (string, error) {
	id, err := bot.ControlID(ctx, calls, do)
	if err != nil {
		return "", err
	}
	suffix := ""
	if param != "" {
		suffix = paramMark + param
	}
	if at.Member != "" && at.Space != "" {
		suffix += spaceMark + at.Space
	}
	const number = len(numberMark + "40")
	if len(id)+len(suffix)+number > maxCustomID {
		if id, err = bot.KeptControlID(ctx, calls, do); err != nil {
			return "", err
		}
	}
	return id + suffix, nil
}

// controlOf reads the custom id of a control: its call, and of a select the parameter
// that takes what was chosen.
func controlOf(id string, values []string) (control string, args bot.Args) {
	id, _, _ = strings.Cut(id, numberMark)
	id, _, _ = strings.Cut(id, spaceMark)
	control, param, chosen := strings.Cut(id, paramMark)
	if chosen {
		args = bot.Args{param: strings.Join(values, ",")}
	}
	return control, args
}

// spaceOf reads the server that a control in a direct message is about; "" if it says
// none.
func spaceOf(id string) string {
	id, _, _ = strings.Cut(id, numberMark)
	_, space, _ := strings.Cut(id, spaceMark)
	return space
}
