package slacktest

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// What is chosen in each kind of menu is told as Slack tells it.
func TestMenus(t *testing.T) {
	a, c, u := here(t)
	a.connects()
	options := []any{option("CDI", "cdi"), option("CDD", "cdd"), option("Stage", "stage")}
	menu := func(kind string, more ...any) object {
		return with(object{"type": kind, "action_id": kind}, more...)
	}
	groups := []any{object{"label": plainText("Durables"), "options": options[:1]}, object{"label": plainText("Courts"), "options": options[1:]}}
	sure := object{"title": plainText("Sûr ?"), "text": plainText("Vraiment ?"), "confirm": plainText("Oui"), "deny": plainText("Non")}
	kinds := []struct {
		menu  object
		takes []string
		want  string
	}{
		{menu("static_select", "option_groups", groups, "confirm", sure), []string{"Stage"}, `"selected_option":{"text":{"text":"Stage","type":"plain_text"},"value":"stage"}`},
		{menu("multi_static_select", "options", options, "max_selected_items", 2), []string{"CDI", "Stage"}, `"value":"cdi"},{"text":{"text":"Stage","type":"plain_text"},"value":"stage"}]`},
		{menu("radio_buttons", "options", options), []string{"CDD"}, `"selected_option":`},
		{menu("checkboxes", "options", options, "initial_options", options[:1]), []string{"CDI", "CDD"}, `"selected_options":[`},
		{menu("overflow", "options", options), []string{"CDD"}, `"selected_option":`},
		{menu("users_select"), []string{"Camille"}, `"selected_user":"` + u.ID + `"`},
		{menu("multi_users_select"), []string{"Camille", "Rebond"}, `"selected_users":["` + u.ID + `","` + a.w.Bot().ID + `"]`},
		{menu("channels_select"), []string{"offres"}, `"selected_channel":"` + c.ID + `"`},
		{menu("multi_conversations_select"), []string{"offres"}, `"selected_conversations":["` + c.ID + `"]`},
		{menu("datepicker", "initial_date", "2026-11-22"), []string{"2026-11-23"}, `"selected_date":"2026-11-23"`},
		{menu("timepicker"), []string{"09:30"}, `"selected_time":"09:30"`},
	}
	var blocks []any
	for _, k := range kinds {
		if isMulti(text(k.menu["type"])) {
			blocks = append(blocks, with(section("Choisir"), "accessory", k.menu))
		} else {
			blocks = append(blocks, actions(k.menu))
		}
	}
	a.wants("chat.postMessage", object{"channel": c.ID, "text": "a", "blocks": blocks}, "")
	m := u.Sees(c)[0]
	for _, k := range kinds {
		kind := text(k.menu["type"])
		i := u.Choose(m, kind, k.takes...)
		p := a.hears()
		sent, _ := decode(p.Payload)
		if action := string(encode(dict(sent)["actions"])); !strings.Contains(action, k.want) {
			t.Errorf("%s: %s; want %s", kind, action, k.want)
		}
		a.acks(p, nil)
		i.Acknowledged()
	}
	a.cannot("want at most 2", func() { u.Choose(m, "multi_static_select", "CDI", "CDD", "Stage") })
	a.cannot("is not offered", func() { u.Choose(m, "users_select", "Personne") })
}

// A form keeps what each kind of field holds at first.
func TestInitialValues(t *testing.T) {
	a, c, u := here(t)
	options := []any{option("CDI", "cdi"), option("CDD", "cdd")}
	var blocks []any
	for name, one := range map[string]object{
		"Texte":  {"type": "plain_text_input", "action_id": "a", "initial_value": "x"},
		"Choix":  {"type": "static_select", "action_id": "a", "options": options, "initial_option": options[1]},
		"Choix2": {"type": "multi_static_select", "action_id": "a", "options": options, "initial_options": options},
		"Jour":   {"type": "datepicker", "action_id": "a", "initial_date": "2026-11-22"},
		"Qui":    {"type": "users_select", "action_id": "a", "initial_user": u.ID},
		"Quoi":   {"type": "number_input", "action_id": "a", "is_decimal_allowed": true, "initial_value": "1.5"},
	} {
		blocks = append(blocks, object{"type": "input", "block_id": name, "label": plainText(name), "element": one})
	}
	v := a.opens(c, u, with(form(field), "blocks", blocks))
	got := map[string]string{}
	for _, f := range v.Fields() {
		got[f.Label] = f.Value
	}
	if want := fmt.Sprint(map[string]string{"Texte": "x", "Choix": "CDD", "Choix2": "CDI, CDD", "Jour": "2026-11-22", "Qui": u.ID, "Quoi": "1.5"}); fmt.Sprint(got) != want {
		t.Errorf("%v; want %s", got, want)
	}
	a.submits(u, v, map[string]any{"Choix2": []string{"CDI"}, "Jour": "2026-12-01"}, nil)
}

// The bot is told of a command in the direct messages of two people, and answers there.
func TestDirectWith(t *testing.T) {
	a, _, u := here(t)
	other := a.w.User("Sam", "en-GB")
	talk := u.DirectWith(other)
	i := a.commands(talk, u)
	a.posts(i.ResponseURL, object{"text": "pour toi"})
	a.posts(i.ResponseURL, object{"text": "pour deux", "response_type": "in_channel"})
	if all := i.Messages(2); all[1].Text != "pour deux" || len(other.Sees(talk)) != 1 {
		t.Errorf("%+v", all)
	}
	a.wants("chat.postMessage", object{"channel": talk.ID, "text": "a"}, "channel_not_found")
}

// Time is the test's own, where it says so.
func TestClock(t *testing.T) {
	a, c, u := here(t)
	at := time.Date(2026, time.March, 29, 1, 59, 59, 0, time.UTC)
	a.s.SetClock(func() time.Time { return at })
	m := u.Says(c, "bonjour")
	if n := u.Says(c, "encore"); m.TS != "1774749599.000000" || n.TS != "1774749599.000001" || !m.Created.Equal(at) {
		t.Errorf("%s, %s", m.TS, n.TS)
	}
	u.Erases(m)
	if seen := u.Sees(c); len(seen) != 1 {
		t.Errorf("%v", seen)
	}
	i := a.commands(c, u)
	at = at.Add(31 * time.Minute)
	if _, said := a.posts(i.ResponseURL, object{"text": "a"}); said != "expired_url" {
		t.Error(said)
	}
	a.wants("views.open", object{"trigger_id": i.TriggerID, "view": form(field)}, "expired_trigger_id")
}
