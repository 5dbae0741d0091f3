package slack

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"rebond/bot"
)

// What a field cannot hold is not put into it: Slack would open no form at all.
func TestWhatFieldsCannotHold(t *testing.T) {
	fields, _ := everyKind()
	for _, held := range []string{"beaucoup", "<@U0000001>", "31/12/2026", "4,5", strings.Repeat("é ", 400), strings.Repeat("🙂", 1499), strings.Repeat("🙂", 1600), strings.Repeat("a", 60_000), "a\nb"} {
		args := bot.Args{}
		for _, p := range fields {
			args[p.Name] = held
		}
		for i := range fields {
			v, err := rendering(t, bot.FR).view(&bot.Modal{Title: bot.Same("Un titre de plus de vingt-quatre lettres"), Fields: fields[i : i+1], Values: args, Do: bot.Call{Command: "inscription"}}, "")
			if err != nil {
				t.Fatal(err)
			}
			validView(t, v)
			all := v.Blocks.BlockSet
			text, written := all[len(all)-1].(*slack.InputBlock).Element.(*slack.PlainTextInputBlockElement)
			if written && tooLong(held) {
				if said := read(all[:len(all)-1]); text.InitialValue != "" || !strings.Contains(strings.ReplaceAll(said, "\n", ""), bot.Shorten(held, 2000)[:1990]) {
					t.Errorf("%s holds %.100q under %.100q", fields[i].Name, text.InitialValue, said)
				}
				continue
			}
			if want := strings.ReplaceAll(held, "\n", " "); written && !text.Multiline && text.InitialValue != want || written && text.Multiline && text.InitialValue != held {
				t.Errorf("%s holds %.100q; want %.100q", fields[i].Name, text.InitialValue, held)
			}
		}
	}
}

// What was typed wrongly for a number is there to be put right.
func TestAWrongNumberIsKept(t *testing.T) {
	for _, held := range []string{"3", "45\u202f000", "beaucoup"} {
		if text, ok := rendering(t, bot.FR).element(&bot.Param{Name: "annees", Kind: bot.Number}, held).(*slack.PlainTextInputBlockElement); !ok || text.InitialValue != held {
			t.Errorf("%q is lost", held)
		}
	}
}

// A text is limited to what the Router takes, where Slack can say so.
func TestLimitsOfTexts(t *testing.T) {
	for name, one := range map[string]struct {
		p    bot.Param
		held int
		want int
	}{
		"a line":                  {bot.Param{}, 0, 300},
		"a short line":            {bot.Param{Max: 80}, 0, 80},
		"a line that is too long": {bot.Param{Max: 80}, 90, 90},
		"a prose":                 {bot.Param{Kind: bot.Prose}, 0, 0},
		"a short prose":           {bot.Param{Kind: bot.Prose, Max: 1000}, 0, 1000},
		"a long prose":            {bot.Param{Kind: bot.Prose, Max: 3001}, 0, 0},
		"a number typed wrongly":  {bot.Param{Kind: bot.Number, Max: 5}, 9, 0},
	} {
		if got := written(&one.p, strings.Repeat("a", one.held)).MaxLength; got != one.want {
			t.Errorf("%s takes %d characters; want %d", name, got, one.want)
		}
	}
}

// state is what Slack tells of a form that was filled in.
const state = `{"values": {
	"nom": {"value": {"type": "plain_text_input", "value": "Éloïse & <co>"}},
	"vide": {"value": {"type": "plain_text_input", "value": null}},
	"annees": {"value": {"type": "number_input", "value": "3"}},
	"jour": {"value": {"type": "datepicker", "selected_date": "2026-12-01"}},
	"contrat": {"value": {"type": "static_select", "selected_option": {"text": {"type": "plain_text", "text": "CDI", "emoji": false}, "value": "cdi"}}},
	"accord": {"value": {"type": "static_select", "selected_option": null}},
	"qui": {"value": {"type": "users_select", "selected_user": "U0000001"}},
	"salon": {"value": {"type": "conversations_select", "selected_conversation": "C0000001"}},
	"groupe": {"group": {"type": "external_select", "selected_option": {"text": {"type": "plain_text", "text": "@moderation"}, "value": "S0000001"}}},
	"fichier": {"value": {"type": "file_input", "files": [{"id": "F0000001", "url_private": "https://files.slack.com/files-pri/T1-F1/a.txt", "user_team": 12}]}},
	"ailleurs": {"autre": {"type": "plain_text_input", "value": "perdu"}},
	"bizarre": {"value": {"type": "inconnu", "value": {"a": 1}}},
	"liste": {"value": ["a"]}
}}`

// What was filled in comes as arguments, and what is strange not at all.
func TestValuesOfAForm(t *testing.T) {
	want := bot.Args{
		"nom": "Éloïse & <co>", "vide": "", "annees": "3", "jour": "2026-12-01", "contrat": "cdi", "accord": "", "qui": "U0000001", "salon": "C0000001", "groupe": "S0000001", "fichier": "",
	}
	if got := values(json.RawMessage(state)); !maps.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
	if got := documents(json.RawMessage(state)); len(got) != 1 || got["fichier"] != (uploaded{"F0000001", "https://files.slack.com/files-pri/T1-F1/a.txt"}) {
		t.Errorf("%q", got)
	}
	for _, none := range []string{"", "null", "[]", "{", `{"values": 3}`, `{"values": {"a": 3}}`} {
		if got := values(json.RawMessage(none)); got == nil || len(got) > 0 {
			t.Errorf("%s gives %q", none, got)
		}
	}
}

func FuzzValues(f *testing.F) {
	f.Add(state)
	f.Add(`{"values": {"a": {"value": {"value": null, "selected_option": {"value": 3}}}}}`)
	f.Fuzz(func(t *testing.T, state string) {
		for param, value := range values(json.RawMessage(state)) {
			if value != "" && !json.Valid([]byte(state)) {
				t.Errorf("%q of %q", value, param)
			}
		}
		documents(json.RawMessage(state))
	})
}
