package slack

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"slices"

	"github.com/slack-go/slack"

	"rebond/bot"
)

// ask opens a form. One that was filled in shows what is wrong under its fields; where
// none can be opened, a button opens it.
func (q *asking) ask(m *bot.Modal, l bot.Lang) error {
	if q.form != nil {
		if errs := fieldErrors(m, l); errs != nil {
			if q.form.with(q.ctx, viewResponse{Action: "errors", Errors: errs}) {
				return nil
			}
		} else if v, err := q.renderer(l, false).view(m, q.from.metadata()); err == nil && q.replace(v) {
			return nil
		}
		return q.say(m.Door(), true, false, l)
	}
	if len(m.Faults) > 0 || q.from.Line {
		return q.say(m.Door(), true, false, l)
	}
	v, err := q.renderer(l, false).view(m, q.from.metadata())
	if err != nil {
		return err
	}
	if q.view != nil && q.view.Type == "modal" {
		if _, err = q.api.PushViewContext(q.ctx, q.trigger, *v); coded(err, "push_limit_reached") {
			_, err = q.api.UpdateViewContext(q.ctx, *v, "", "", q.view.ID)
		}
	} else {
		_, err = q.api.OpenViewContext(q.ctx, q.trigger, *v)
	}
	if err != nil {
		q.Log.InfoContext(q.ctx, "form not opened", "err", err)
		return q.say(m.Door(), true, false, l)
	}
	return nil
}

// replace puts a view in place of the form that was filled in. One that is larger than an
// acknowledgement comes right after it.
func (q *asking) replace(v *slack.ModalViewRequest) bool {
	if q.form.with(q.ctx, viewResponse{Action: "update", View: v}) {
		return true
	}
	soon := *v
	soon.Submit, soon.Blocks.BlockSet, soon.ExternalID = nil, []slack.Block{slack.NewContextBlock("", literal("…"))}, rand.Text()
	if !q.form.with(q.ctx, viewResponse{Action: "update", View: &soon}) {
		return false
	}
	ctx, cancel := context.WithTimeout(q.ctx, readyWithin)
	defer cancel()
	_, err := q.api.UpdateViewContext(ctx, *v, soon.ExternalID, "", "")
	for coded(err, "not_found") && ctx.Err() == nil { // Slack has not read the acknowledgement yet
		pause(ctx, readyAgain)
		_, err = q.api.UpdateViewContext(ctx, *v, soon.ExternalID, "", "")
	}
	return err == nil
}

// viewResponse is what the acknowledgement of a form carries.
type viewResponse struct {
	Action string                  `json:"response_action"`
	Errors map[string]string       `json:"errors,omitempty"`
	View   *slack.ModalViewRequest `json:"view,omitempty"`
}

// unheard leaves a form open that nothing can be done with for now.
func unheard(state json.RawMessage) viewResponse {
	errs := map[string]string{}
	for field := range filledIn(state) {
		errs[field] = noToken.FR + " / " + noToken.EN // nobody knows who reads it
		break
	}
	return viewResponse{Action: "errors", Errors: errs}
}

var noToken = bot.Text{
	FR: "Slack ne me laisse rien faire ici pour l’instant. Réessaie dans un moment.",
	EN: "Slack lets me do nothing here for now. Try again in a moment.",
}

// fieldErrors is what is wrong with each field of a form; nil where something is wrong
// with the whole, or with nothing.
func fieldErrors(m *bot.Modal, l bot.Lang) map[string]string {
	errs := map[string]string{}
	for name, fault := range m.Faults {
		if !slices.ContainsFunc(m.Fields, func(f bot.Param) bool { return f.Name == name }) {
			return nil
		}
		errs[name] = bot.Plain(fault.In(l))
	}
	if len(errs) == 0 {
		return nil
	}
	return errs
}

// screen shows a message in a screen of its own: in place of the one whose control was
// used, or over the Home. It reports whether it could.
func (q *asking) screen(m *bot.Message, l bot.Lang) (shown bool, err error) {
	v, err := q.renderer(l, false).shown(bot.Same("Rebond"), m, q.from.metadata())
	if err != nil {
		return false, err
	}
	switch {
	case q.form != nil:
		if !q.replace(v) {
			err = errSpent
		}
	case q.view != nil && q.view.Type == "modal":
		_, err = q.api.UpdateViewContext(q.ctx, *v, "", "", q.view.ID)
	default:
		_, err = q.api.OpenViewContext(q.ctx, q.trigger, *v)
	}
	if err != nil {
		q.Log.InfoContext(q.ctx, "an answer that goes by direct message", "err", err)
	}
	return err == nil, nil
}
