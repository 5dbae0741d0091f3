package slacktest

import (
	"fmt"
	"testing"
	"time"
)

// field is what to type into.
var field = object{"type": "plain_text_input", "action_id": "value", "max_length": 10}

// opens has somebody use a command that opens a form.
func (a *agent) opens(in *Channel, u *User, view object) *View {
	a.Helper()
	i := a.commands(in, u)
	a.wants("views.open", object{"trigger_id": i.TriggerID, "view": view}, "")
	return i.Answer().View
}

// submits sends a form, which is acknowledged with a payload.
func (a *agent) submits(u *User, v *View, values map[string]any, payload any) Answer {
	a.Helper()
	i := u.Submit(v, values)
	a.acks(a.hears(), payload)
	i.Acknowledged()
	if payload == nil {
		return Answer{Closed: i.closed}
	}
	return i.Answer()
}

// A trigger_id opens one view, soon.
func TestTriggers(t *testing.T) {
	a, c, u := here(t)
	i := a.commands(c, u)
	args := object{"trigger_id": i.TriggerID, "view": form(field)}
	a.wants("views.open", with(args, "trigger_id", "1.2.3"), "invalid_trigger_id")
	a.wants("views.open", args, "")
	a.wants("views.open", args, "exchanged_trigger_id")
	i = a.commands(c, u)
	a.s.SetTriggerTime(time.Nanosecond)
	a.wants("views.open", with(args, "trigger_id", i.TriggerID), "expired_trigger_id")
	a.wants("views.open", with(args, "view", form(button("a", "b"))), "invalid_arguments")
	a.refused("unsupported type")
	a.wants("views.open", with(args, "view", object{"type": "home", "blocks": []any{}}), "exchanged_trigger_id")
}

// A form is refused under its field, then taken.
func TestSubmit(t *testing.T) {
	a, c, u := here(t)
	v := a.opens(c, u, with(form(field), "private_metadata", "p", "callback_id", "c"))
	if v.Title != "Un nom" || v.PrivateMetadata != "p" || v.CallbackID != "c" || len(v.Fields()) != 1 {
		t.Errorf("%+v", v)
	}
	i := u.Submit(v, map[string]any{"Nom": "Sam"})
	p := a.hears()
	sent, _ := decode(p.Payload)
	state := dict(dict(dict(dict(dict(sent)["view"])["state"])["values"])["name"])
	if dict(sent)["type"] != "view_submission" || dict(state["value"])["value"] != "Sam" {
		t.Errorf("%s", p.Payload)
	}
	a.acks(p, object{"response_action": "errors", "errors": object{"name": "Non."}})
	got := i.Answer()
	if got.Closed || got.View.Field("Nom").Fault != "Non." || got.View.Field("Nom").Value != "Sam" {
		t.Errorf("%+v", got)
	}
	got = a.submits(u, got.View, map[string]any{"Nom": "Alix"}, object{"response_action": "update", "view": with(form(with(field, "initial_value", "x")), "title", plainText("Deux"))})
	if got.View.Title != "Deux" || got.View.Field("Nom").Value != "Alix" {
		t.Errorf("%+v", got.View)
	}
	got = a.submits(u, got.View, nil, object{"response_action": "push", "view": form(field)})
	if len(u.Views()) != 2 || got.View.Field("Nom").Value != "" {
		t.Errorf("%+v", got.View)
	}
	if got = a.submits(u, got.View, map[string]any{"Nom": "a"}, nil); !got.Closed || len(u.Views()) != 1 {
		t.Errorf("%+v", got)
	}
	i = u.Submit(u.Views()[0], nil)
	a.acks(a.hears(), object{"response_action": "clear"})
	if i.Acknowledged(); len(u.Views()) != 0 {
		t.Errorf("%v", u.Views())
	}
}

// An acknowledgement of a form that Slack does not understand is refused.
func TestBadSubmissions(t *testing.T) {
	a, c, u := here(t)
	for _, one := range []struct {
		payload object
		want    string
	}{
		{object{"response_action": "errors", "errors": object{"value": "Non."}}, "no input block"},
		{object{"response_action": "errors", "errors": object{}}, "at least one field"},
		{object{"response_action": "close"}, "must be errors"},
		{object{"response_action": "update", "view": form(button("a", "b"))}, "unsupported type"},
		{object{"text": "a"}, "must be errors"},
	} {
		v := a.opens(c, u, form(field))
		i := u.Submit(v, map[string]any{"Nom": "Sam"})
		a.acks(a.hears(), one.payload)
		if got := i.Acknowledged(); got.Error != "invalid_response" {
			t.Errorf("%v: %+v", one.payload, got)
		}
		a.refused(one.want)
	}
	i := u.Command(c, "/offres", "")
	a.acks(a.hears(), nil)
	i.Acknowledged()
	u.Says(u.DM(), "bonjour")
	a.acks(a.hears(), object{"text": "a"})
	a.s.Await("a refusal", func() bool {
		a.s.mu.Lock()
		defer a.s.mu.Unlock()
		return len(a.s.refusals) > 0
	})
	a.refused("takes no payload")
}

// Three modals stand one above the other; each is updated, and closed.
func TestStack(t *testing.T) {
	a, c, u := here(t)
	shown := object{"type": "modal", "title": plainText("Un"), "blocks": []any{actions(button("Plus", "more"))}}
	a.opens(c, u, with(shown, "external_id", "x", "notify_on_close", true))
	press := func() *Interaction {
		all := u.Views()
		i := u.Press(all[len(all)-1], "Plus")
		a.acks(a.hears(), nil)
		i.Acknowledged()
		return i
	}
	for _, want := range []string{"", "", "push_limit_reached"} {
		a.wants("views.push", object{"trigger_id": press().TriggerID, "view": shown}, want)
	}
	all := u.Views()
	a.wants("views.update", object{"view_id": all[2].ID, "view": shown, "hash": "0.x"}, "hash_conflict")
	a.wants("views.update", object{"view_id": "V0", "view": shown}, "not_found")
	i := press()
	a.wants("views.update", object{"external_id": "x", "view": with(shown, "title", plainText("Deux"), "notify_on_close", true)}, "")
	if got := i.Answer(); got.View.Title != "Deux" {
		t.Errorf("%+v", got)
	}
	u.Close(u.Views()[2])
	u.CloseAll(u.Views()[1])
	p := a.hears()
	sent, _ := decode(p.Payload)
	if dict(sent)["type"] != "view_closed" || dict(sent)["is_cleared"] != true || len(u.Views()) != 0 {
		t.Errorf("%s", p.Payload)
	}
	a.acks(p, nil)
	a.wants("views.update", object{"view_id": all[0].ID, "view": shown}, "not_found")
}

// The Home tab is what was last published.
func TestHome(t *testing.T) {
	a, _, u := here(t)
	a.connects()
	done := make(chan *View)
	go func() { done <- u.OpensHome() }()
	p := a.hears()
	sent, _ := decode(p.Payload)
	if e := dict(dict(sent)["event"]); e["type"] != "app_home_opened" || e["user"] != u.ID || e["tab"] != "home" {
		t.Errorf("%s", p.Payload)
	}
	a.acks(p, nil)
	home := object{"type": "home", "blocks": []any{section("*Bonjour*"), actions(button("Plus", "more"))}}
	a.wants("views.publish", object{"user_id": u.ID, "view": home}, "")
	v := <-done
	if r := v.Read(); r.Text != "Bonjour" || fmt.Sprint(v.Buttons()) != "[Plus]" {
		t.Errorf("%+v", r)
	}
	i := u.Press(v, "Plus")
	a.acks(a.hears(), nil)
	a.wants("views.publish", object{"user_id": u.ID, "view": home, "hash": "0.x"}, "hash_conflict")
	a.wants("views.publish", object{"user_id": u.ID, "view": with(home, "blocks", []any{section("Encore")})}, "")
	if got := i.Answer(); got.View.Read().Text != "Encore" || u.Home().Read().Text != "Encore" {
		t.Errorf("%+v", got)
	}
	a.wants("views.publish", object{"user_id": "U0", "view": home}, "invalid_arguments")
}

// What is suggested can be chosen from then on.
func TestSuggest(t *testing.T) {
	a, c, u := here(t)
	v := a.opens(c, u, form(object{"type": "external_select", "action_id": "value", "min_query_length": 2, "placeholder": plainText("Un lieu")}))
	suggests := func(payload any) []string {
		done := make(chan []string)
		go func() { done <- u.Suggest(v, "Nom", "na") }()
		a.acks(a.hears(), payload)
		return <-done
	}
	if got := suggests(object{"options": []any{option("Nancy", "54395"), option("Nantes", "44109")}}); fmt.Sprint(got) != "[Nancy Nantes]" {
		t.Errorf("%v", got)
	}
	i := u.Submit(v, map[string]any{"Nom": "Nantes"})
	p := a.hears()
	sent, _ := decode(p.Payload)
	state := dict(dict(dict(dict(dict(sent)["view"])["state"])["values"])["name"])
	if dict(dict(state["value"])["selected_option"])["value"] != "44109" {
		t.Errorf("%s", p.Payload)
	}
	a.acks(p, object{"response_action": "errors", "errors": object{"name": "Non."}})
	if got := i.Answer(); got.View.Field("Nom").Value != "Nantes" {
		t.Errorf("%+v", got.View.Field("Nom"))
	}
	if f := heldSuggestions(object{"options": many(101, func(i int) any { return option("a", fmt.Sprint(i)) })}); len(f) != 1 {
		t.Errorf("%v", f)
	}
	if f := heldSuggestions(object{"options": []any{option(long(76), "a")}}); len(f) != 1 {
		t.Errorf("%v", f)
	}
}
