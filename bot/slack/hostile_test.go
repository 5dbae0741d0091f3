package slack

import (
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"rebond/bot"
	"rebond/bot/slack/slacktest"
)

// hostile are what people write to see what happens.
var hostile = []string{
	"<!channel>", "<!here> et <!everyone>", "<!here|ici>", "<!channel|@channel>", "@channel @here @everyone", "<@U12345678>", "<@U12345678|Camille>", "<@W12345678>", "<#C12345678>", "<#C12345678|offres>", "#offres",
	"<!subteam^S12345678>", "<!subteam^S12345678|@moderation>", "<!date^1700000000^{date}|hier>", "<!date^1700000000^{date}^https://piege.example|hier>",
	"<http://piege.example|https://rebond.example>", "<https://piege.example>", "<mailto:a@piege.example|écris>", "<tel:+33600000000>", "<javascript:alert(1)|x>", "https://piege.example/a?b=c&d=e", "www.piege.example", "a@piege.example",
	"&lt;!channel&gt;", "&amp;lt;!channel&amp;gt;", "&#60;!channel&#62;", "\uff1c!channel\uff1e", "&lt;@U12345678&gt; & <b>",
	"*gras* _ital_ ~barré~ `code`", "**gras** __ital__ ~~barré~~", "```\nbloc\n```", "`", "```", "***", "_ _", "a_b_c et 2*3*4",
	":fire: :+1: :skin-tone-3: à 10:30:45", ":fire::fire:", ":é:", "&gt; citation", "> citation", ">>> tout le reste\ncité", "# titre", "## titre", "- liste", "* liste", "• liste", "1. liste\n2. liste",
	"[x](javascript:alert(1))", "[gratuit](https://piege.example/a)", "[https://rebond.example](https://piege.example)", "[a [b] c](https://piege.example) ]( [",
	`\`, `\\`, `\*gras\*`, `\<!channel\>`, `¯\_(ツ)_/¯`, `{"type":"broadcast","range":"channel"}`, `","type":"mrkdwn","text":"<!channel>`, `</script><script>alert(1)</script>`,
	"facture\u202Efdp.exe\u202C", "a\u2066b\u2069\u200fc\u061c", "مرحبا <!channel> שלום", "\u200fعربي <@U12345678>", "Z\u0351\u036b\u0343a\u0312\u0344l\u0350\u0357g\u0308o\u0301", "👩\u200d👩\u200d👧 🏳️\u200d🌈",
	"<!\u200bchannel>", "a\x1b[31mrouge\x07\x00b", "<!channel\x00>", "{{.}} %s ${x}", "ligne\n\n\n\n# autre\n\n- une", "\u00a0\u202f ",
	strings.Repeat("*", 4000), strings.Repeat("<", 5000), strings.Repeat("&", 5000), strings.Repeat("0123456 8", 444), strings.Repeat("é", 4000), strings.Repeat("🙂", 4000), strings.Repeat("日本語 ", 1000), strings.Repeat("<!channel> <@U1> ", 800), strings.Repeat("`", 3999) + "a",
	strings.Repeat("Z\u0351\u036b\u0343", 1000), strings.Repeat("- a\n", 1000), strings.Repeat("> a\n", 1000), strings.Repeat("a\n\n", 1000), strings.Repeat("[", 2000) + strings.Repeat("]", 2000), strings.Repeat("\"\\\n", 2000),
}

// types are those of all the objects in what is sent, with how many there are.
func types(v any, into map[string]int) map[string]int {
	switch v := v.(type) {
	case []any:
		for _, one := range v {
			types(one, into)
		}
	case map[string]any:
		if kind, ok := v["type"].(string); ok {
			into[kind]++
		}
		for _, one := range v {
			types(one, into)
		}
	}
	return into
}

// harmless fails the test for what pings, leads or shows more than it says.
func harmless(t *testing.T, what string, sent any) {
	t.Helper()
	found := types(decoded(t, sent), map[string]int{})
	for _, kind := range []string{"user", "usergroup", "broadcast", "emoji", "link", "channel", "date", "team", "mrkdwn", "markdown"} {
		if found[kind] > 0 {
			t.Errorf("%.200q has an element of type %s", what, kind)
		}
	}
}

func decoded(t *testing.T, sent any) (v any) {
	t.Helper()
	v, err := unmarshalled(encoded(t, sent))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// What anybody wrote is shown whole and as it is, wherever a message may hold it: it pings
// nobody, formats nothing and leads nowhere.
func TestHostileTextsInMessages(t *testing.T) {
	places := map[string]func(said bot.Text) *bot.Message{
		"text": func(said bot.Text) *bot.Message { return &bot.Message{Text: said} },
		"bold": func(said bot.Text) *bot.Message {
			return &bot.Message{Text: bot.Textf(bot.Markup("Avant **%s** après"), said)}
		},
		"italic, item": func(said bot.Text) *bot.Message { return &bot.Message{Text: bot.Textf(bot.Markup("- _%s_ fin"), said)} },
		"heading":      func(said bot.Text) *bot.Message { return &bot.Message{Text: bot.Textf(bot.Markup("# %s"), said)} },
		"title":        func(said bot.Text) *bot.Message { return &bot.Message{Cards: []bot.Card{{Title: said}}} },
		"body":         func(said bot.Text) *bot.Message { return &bot.Message{Cards: []bot.Card{{Body: said}}} },
		"fact": func(said bot.Text) *bot.Message {
			return &bot.Message{Cards: []bot.Card{{Facts: []bot.Fact{{Label: said, Value: said}}}}}
		},
		"footer": func(said bot.Text) *bot.Message { return &bot.Message{Cards: []bot.Card{{Footer: said}}} },
		"file":   func(said bot.Text) *bot.Message { return &bot.Message{Files: []bot.File{{Name: bot.Plain(said.FR)}}} },
	}
	for _, typed := range hostile {
		clean := bot.Clean(typed, 0)
		for place, message := range places {
			all, err := rendering(t, bot.FR).message(message(bot.Same(clean)))
			if err != nil {
				t.Fatal(err)
			}
			said := ""
			for _, one := range all {
				valid(t, one.Blocks)
				harmless(t, typed, one.Blocks)
				if strings.ContainsAny(one.Text, "<>") {
					t.Errorf("%s %q is announced as %q", place, typed, one.Text)
				}
				said += "\n" + read(one.Blocks)
			}
			if got, want := squeezed(said), squeezed(clean); !strings.Contains(got, want) || place == "text" && got != want {
				t.Errorf("%s %.300q\nis shown as %.300q", place, clean, said)
			}
		}
	}
}

// So it is in controls, whose labels are cut with an ellipsis where they are too long.
func TestHostileTextsInControls(t *testing.T) {
	for _, typed := range hostile {
		clean := bot.Clean(typed, 0)
		said := bot.Same(clean)
		do := bot.Call{Command: "bonjour", Args: bot.Args{"texte": clean}}
		all, err := rendering(t, bot.FR).message(&bot.Message{
			Images:  []bot.Image{{Alt: bot.Text{FR: "Un plan\u00a0: " + said.FR, EN: "-"}, URL: "https://rebond.example/plan.png"}},
			Buttons: []bot.Button{{Label: said, Do: do}},
			Selects: []bot.Select{{Prompt: said, Param: "choix", Do: do, Options: []bot.Option{{Value: "a", Label: said, Chosen: true}, {Value: "b", Label: said}}}, {Prompt: said, Max: 2, Param: "choix", Do: do, Options: []bot.Option{{Value: "a", Label: said, Chosen: true}, {Value: "b", Label: said}}}},
		})
		if err != nil || len(all) != 1 {
			t.Fatalf("%d messages, %v", len(all), err)
		}
		blocks := all[0].Blocks
		valid(t, blocks)
		harmless(t, typed, blocks)
		want := bot.Shorten(oneLine(said.FR), maxLabel)
		if got := labelOf(blocks[3].(*slack.ActionBlock).Elements.ElementSet[0]); squeezed(got) != squeezed(want) && want != "" {
			t.Errorf("%q is the label %q", typed, got)
		}
	}
}

// So it is in forms: in their words, in what their fields hold and in what is wrong.
func TestHostileTextsInForms(t *testing.T) {
	fields, _ := everyKind()
	for _, typed := range hostile {
		clean := bot.Clean(typed, 0)
		said := bot.Same(clean)
		m := &bot.Modal{Title: said, Values: bot.Args{}, Faults: map[string]bot.Text{"": said}, Do: bot.Call{Command: "bonjour", Args: bot.Args{"texte": clean}}}
		for _, p := range fields {
			p.Label, p.Help = bot.Same(bot.Shorten(clean, bot.MaxFieldLabel)), bot.Same(bot.Shorten(clean, bot.MaxSummary))
			if p.Kind == bot.Choice {
				p.Options = []bot.Option{{Value: "a", Label: said}}
			}
			m.Fields = append(m.Fields, p)
			m.Values[p.Name], m.Faults[p.Name] = clean, said
		}
		v, err := rendering(t, bot.FR).view(m, "{}")
		if err != nil {
			t.Fatal(err)
		}
		validView(t, v)
		harmless(t, typed, v)
		for _, b := range v.Blocks.BlockSet {
			if input, ok := b.(*slack.InputBlock); ok && input.BlockID == "envie" {
				if got := input.Element.(*slack.PlainTextInputBlockElement).InitialValue; got != clean && !tooLong(clean) {
					t.Errorf("%.200q is kept as %.200q", clean, got)
				}
			}
		}
		if got, want := squeezed(read(v.Blocks.BlockSet)), strings.TrimSuffix(squeezed(bot.Shorten(clean, maxFault/2)), "…"); strings.Count(got, want) < len(m.Faults) && want != "" {
			t.Errorf("%.200q is said in %.300q", clean, got)
		}
	}
}

// Whatever the markup of a message is, Slack accepts it and all its words are there.
func FuzzMessage(f *testing.F) {
	for _, typed := range hostile {
		if len(typed) < 200 {
			f.Add(typed, uint16(0))
			f.Add("# a\n**"+bot.Escape(typed)+"** [b](https://a.example)\n- _"+bot.Escape(typed)+"_", uint16(30))
		}
	}
	f.Add("[a](https://a.example/"+strings.Repeat("_", 250)+")`b`", uint16(200))
	f.Add("**a**_b_", uint16(2000))
	f.Fuzz(func(t *testing.T, markup string, times uint16) {
		const most, longest = 300, 1200 // bytes
		if len(markup) > most {
			t.Skip("long enough by being repeated")
		}
		markup = strings.Repeat(bot.Clean(markup, 0), 1+min(int(times), longest/max(1, len(markup))))
		text := bot.Markup(markup)
		all, err := rendering(t, bot.FR).message(&bot.Message{Text: text, Cards: []bot.Card{{Title: text, Body: text, Facts: []bot.Fact{{Label: text, Value: text}}, Footer: text}}})
		if err != nil {
			t.Fatal(err)
		}
		said := ""
		for _, one := range all {
			if wrong := slacktest.ValidateBlocks(t, encoded(t, one.Blocks)); len(wrong) > 0 || runes(string(encoded(t, one.Blocks))) > maxMessage {
				t.Errorf("%q: %.2000s", markup, wrong)
			}
			if times == 0 {
				valid(t, one.Blocks)
			}
			said += read(one.Blocks)
		}
		for _, b := range bot.ParseMarkup(markup) {
			for _, s := range b.Spans {
				if s.ID != "" || s.URL != "" {
					t.Skip("who is named by their id, and addresses shown after words, are not of these words")
				}
			}
		}
		if got, want := squeezed(strings.ReplaceAll(said, "• ", "")), squeezed(bot.Plain(markup)); strings.Count(got, want) < 5 && want != "" && !strings.Contains(want, "•") {
			t.Errorf("%.300q is shown as %.600q", markup, said)
		}
	})
}
