package slack

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"rebond/bot/slack/slacktest"
)

// What is no envelope ends nothing, and is acknowledged where it has a name.
func TestWhatIsNoEnvelope(t *testing.T) {
	t.Parallel()
	d := works(t)
	d.AwaitSockets(2)
	deep := strings.Repeat(`{"a":`, 20_000) + `1` + strings.Repeat(`}`, 20_000)
	for _, raw := range []string{
		``, ` `, `null`, `[]`, `[{}]`, `{}`, `"hello"`, `42`, `{`, `hello`, "\x00\xff", `{"type":null}`, `{"type":42}`, `{"type":""}`, `{"type":[]}`, `{"envelope_id":42,"type":"slash_commands"}`,
		`{"type":"slash_commands"}`, `{"type":"events_api","payload":null}`, `{"type":"interactive","payload":{}}`, `{"type":"slash_commands","payload":[]}`, `{"envelope_id":null,"type":"interactive","payload":null}`,
		`{"type":"slash_commands","payload":{"team_id":"` + d.w.ID + `","user_id":"` + d.camille.ID + `","command":"/bonjour","text":"sans nom"}}`,
		`{"type":"hello"}`, `{"type":"demain","payload":{"text":"` + private + `"}}`, `{"payload":` + deep + `}`, deep,
	} {
		d.SendRaw([]byte(raw))
	}
	for n := range 4 {
		greets(t, d.camille, d.offers, fmt.Sprint("Nancy", n))
	}
	if n := d.Opened(); n != 2 {
		t.Errorf("%d sockets were opened", n)
	}
	if n := counts(d.camille, d.offers, "sans nom"); n != 0 {
		t.Error("what has no name was handled, and may be once more")
	}
	if acks := d.Acks(); len(acks) != 4 {
		t.Errorf("acknowledged: %+v", acks)
	}
}

// object is a JSON object of names and what they stand for.
func object(pairs ...any) map[string]any {
	all := map[string]any{}
	for n := 0; n < len(pairs); n += 2 {
		all[pairs[n].(string)] = pairs[n+1]
	}
	return all
}

// strange are payloads that Slack does not send, or does not yet; nobody waits for them.
func strange(d *desk) map[string][]any {
	m := object
	who := func(kind string, more ...any) map[string]any {
		o := m("type", kind, "team", m("id", d.w.ID), "user", m("id", d.camille.ID), "trigger_id", "1.2.3", "channel", m("id", d.offers.ID, "name", "offres"), "container", m("type", "message", "message_ts", "1.2"))
		for n := 0; n < len(more); n += 2 {
			o[more[n].(string)] = more[n+1]
		}
		return o
	}
	press := func(actions ...any) map[string]any { return who("block_actions", "actions", actions) }
	view := func(more ...any) map[string]any {
		return m(append([]any{"id", "V0", "type", "modal", "callback_id", "inscription.", "private_metadata", "{}", "state", m("values", m())}, more...)...)
	}
	deep := any("fond")
	for range 3000 {
		deep = []any{deep}
	}
	return map[string][]any{
		"slash_commands": {
			m(), m("command", 42), m("team_id", nil, "user_id", nil, "command", nil, "text", nil), m("team_id", "T0AUTRE", "user_id", "U0", "command", "/bonjour"),
			m("team_id", d.w.ID, "command", "/bonjour"), m("team_id", d.w.ID, "user_id", d.camille.ID), m("team_id", []any{d.w.ID}), m("team_id", d.w.ID, "user_id", d.camille.ID, "text", deep),
			m("team_id", d.w.ID, "user_id", d.camille.ID, "command", strings.Repeat("/", 100_000), "text", strings.Repeat("<@", 100_000), "response_url", "nulle part"),
		},
		"interactive": {
			m(), m("type", "block_actions"), m("type", nil, "team", nil, "user", nil, "actions", nil), m("type", "block_actions", "team", "T", "user", "U"), who("message_action"), who("demain"), who(""),
			press(), press(nil), press(m()), press(m("action_id", "sans marque")), press(m("action_id", "=0", "type", "button")), press(m("action_id", "0:")), press(m("action_id", "0:@choix")),
			press(m("action_id", "0:rien.du.tout?%zz", "type", "button")), press(m("action_id", "0:~0000", "type", "button")), press(m("action_id", strings.Repeat("0:", 5000))), press(m("action_id", 42)),
			press(m("action_id", "0:choisir.choix@choix", "type", "multi_static_select", "selected_options", []any{nil, m("value", nil), m()})), press(m("action_id", "0:choisir.choix@choix", "selected_option", []any{})),
			who("block_actions", "actions", []any{m("action_id", "0:bonjour.")}, "view", m()), who("block_actions", "actions", []any{m("action_id", "0:bonjour.")}, "view", view("type", "home", "private_metadata", "{")),
			who("block_actions", "actions", m()), who("block_actions", "actions", nil, "view", nil),
			who("view_submission"), who("view_submission", "view", nil), who("view_submission", "view", m()), who("view_submission", "view", view("private_metadata", "[]")), who("view_submission", "view", view("private_metadata", `{"r":42}`)),
			who("view_submission", "view", view("callback_id", "inconnue")), who("view_submission", "view", view("callback_id", "")), who("view_submission", "view", view("state", nil)), who("view_submission", "view", view("state", []any{1})),
			who("view_submission", "view", view("state", m("values", m("nom", m("value", m("type", "plain_text_input", "value", deep)))))), who("view_submission", "view", view("state", m("values", m("nom", m("value", nil))))),
			who("view_closed"), who("view_closed", "view", view()), who("shortcut"), who("shortcut", "callback_id", "rien"), who("shortcut", "callback_id", strings.Repeat("x", 10_000)), who("shortcut", "user", m()),
			who("block_suggestion"), who("block_suggestion", "view", view("callback_id", "~rien"), "block_id", "nom", "action_id", "value", "value", private), who("block_suggestion", "team", m("id", "T0AUTRE"), "view", view()),
		},
		"events_api": {
			m(), m("team_id", d.w.ID), m("team_id", d.w.ID, "event_id", "Ev0A", "event", nil), m("team_id", d.w.ID, "event_id", "Ev0B", "event", m()), m("team_id", d.w.ID, "event_id", "Ev0C", "event", []any{}),
			m("event_id", "Ev0D", "authorizations", []any{m("team_id", d.w.ID)}, "event", m("type", "app_mention", "channel", d.offers.ID, "text", "<@"+d.w.Bot().ID+"> bonjour")),
			m("team_id", "T0AUTRE", "event_id", "Ev0E", "event", m("type", "app_mention", "channel", d.offers.ID, "user", d.camille.ID, "text", "bonjour")),
			m("team_id", d.w.ID, "event", m("type", "message", "channel_type", "im", "channel", d.camille.DM().ID, "user", d.camille.ID, "text", "bonjour sans nom")),
			happens(d, m("type", "app_mention", "channel", nil, "user", d.camille.ID, "text", nil)), happens(d, m("type", "message", "channel_type", "im", "user", d.camille.ID, "channel", "D0RIEN", "text", "bonjour")),
			happens(d, m("type", "app_home_opened", "tab", "home")), happens(d, m("type", "app_home_opened", "tab", "home", "user", "U0RIEN")), happens(d, m("type", "member_joined_channel")), happens(d, m("type", "tokens_revoked", "tokens", nil)),
			happens(d, m("type", "demain", "text", private)), happens(d, m("type", "message", "channel_type", "im", "user", m("id", "U0")))},
		"demain": {m(), m("text", private), []any{}, nil},
	}
}

// What is not as Slack says it is is acknowledged in time, once, and ends nothing.
func TestStrangePayloads(t *testing.T) {
	t.Parallel()
	d := works(t)
	d.AwaitSockets(2)
	n := 0
	var sent []string
	for kind, all := range strange(d) {
		for _, payload := range all {
			o, _ := payload.(map[string]any)
			sent = append(sent, d.SendEnvelope(kind, o))
			n++
		}
	}
	d.AwaitAcks(n)
	sacha := d.w.User("Sacha-"+private, "fr-FR") // to whom nothing else is said
	d.offers.Join(sacha)
	greets(t, sacha, d.offers, "Nancy")
	sacha.Press(sacha.Command(d.offers, "/compteur", "").Answer().Message, "Encore").Answer()
	sacha.Hears(sacha.DM(), sacha.Says(sacha.DM(), "bonjour Metz"), 1)
	acked := map[string]int{}
	for _, a := range d.Acks() {
		acked[a.EnvelopeID]++
		if a.Latency > 2800e6 {
			t.Errorf("%s was acknowledged after %s", a.Type, a.Latency)
		}
	}
	for _, id := range sent {
		if acked[id] != 1 {
			t.Errorf("acknowledged %d times", acked[id])
		}
	}
	if strings.Contains(d.log.String(), "panic") {
		t.Error("something panicked")
	}
	if counts(d.camille, d.camille.DM(), "sans nom") != 0 {
		t.Error("an event without a name was handled, and may be once more")
	}
	// A form that the fake has not shown may be answered, and the bot may write to where
	// nobody is; nothing else is wrong.
	for _, r := range d.Refusals() {
		if !slices.Contains([]string{"ack of interactive"}, r.What) {
			t.Errorf("%s", slacktest.Refusal(r))
		}
	}
}
