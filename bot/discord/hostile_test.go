package discord

import (
	"encoding/json"
	"strings"
	"testing"

	"rebond/bot"
	"rebond/bot/discord/discordtest"
)

// hostile are what people write to see what happens.
var hostile = []string{
	"@everyone", "@here et @everyone", "<@123456789012345678>", "<@!123456789012345678>", "<@&123456789012345678>", "<#123456789012345678>",
	"</offres:123456789012345678>", "<:rire:123456789012345678>", "<a:rire:123456789012345678>", "<t:1700000000:R>", "<id:customize>", ":smile: à 10:30:45",
	"[x](javascript:alert(1))", "[gratuit](https://piege.example/a)", "[https://rebond.example](https://piege.example)", "[x](<https://piege.example>)",
	"[a [b] c](https://piege.example) ]( [", "<https://piege.example", "![x](https://piege.example/a.png)",
	"**gras** *ital* _ital_ __soul__ ~~barré~~ ||caché||", "***", "_ _", "a_b_c et 2*3*4", "`code`", "``co`de``", "```go\nfmt.Println()\n```", "`", "```",
	"# titre", "## titre", "### titre", "-# petit", "   # titre", "- liste", "* liste", "+ liste", "1. liste", "12. liste\n13. liste", "> citation", ">>> tout le reste\ncité",
	`\`, `\\`, `\*gras\*`, `\\*gras*`, `¯\_(ツ)_/¯`, `\@everyone`, `\<@123456789012345678>`,
	"facture\u202Efdp.exe\u202C", "a\u2066b\u2069\u200fc\u061c", "مرحبا @everyone שלום", "Z\u0351\u036b\u0343a\u0312\u0344l\u0350\u0357g\u0308o\u0301", "👩\u200d👩\u200d👧 🏳️\u200d🌈",
	"@\u200beveryone", "a\x1b[31mrouge\x07\x00b", "<script>alert(1)</script> &lt;b&gt;", "{{.}} %s ${x}", "ligne\n\n\n\n# autre\n\n- une",
	strings.Repeat("*", 4000), strings.Repeat("0123456 8", 444), strings.Repeat("é", 4000), strings.Repeat("🙂", 4000), strings.Repeat("日本語 ", 1000), strings.Repeat("<@1> @everyone ", 266), strings.Repeat("`", 3999) + "a",
	strings.Repeat("Z\u0351\u036b\u0343", 1000), strings.Repeat("- a\n", 1000), strings.Repeat("[", 2000) + strings.Repeat("]", 2000),
}

// links are texts with addresses, which a client makes links of itself: they lead where
// they say.
var links = map[string][]string{
	"voir https://rebond.example/a_b_c, puis dormir":             {"https://rebond.example/a_b_c"},
	"https://social.example/@everyone":                           {"https://social.example/@everyone"},
	"[x](https://piege.example/**a**)":                           {"https://piege.example/**a**"},
	"<https://rebond.example/`a`> [https://b.example]":           {"https://rebond.example/`a`", "https://b.example"},
	"https://a.example<@123456789012345678> (https://b.example)": {"https://a.example", "https://b.example"},
	"https://. https://*) gras*":                                 nil,
	"# https://rebond.example/#titre\n- https://b.example":       {"https://rebond.example/#titre", "https://b.example"},
}

// What anybody wrote is shown as it is: it pings nobody, formats nothing, hides nothing.
func TestWhatIsWrittenIsShownAsWritten(t *testing.T) {
	for _, typed := range hostile {
		r := discordtest.Read(escape(typed, false))
		if r.Text != typed || len(r.Mentions) > 0 || r.Marked {
			t.Errorf("%q\nis escaped as %q\nand read as %q, mentioning %q, formatted: %t", typed, escape(typed, false), r.Text, r.Mentions, r.Marked)
		}
		if strings.Contains(typed, "http") {
			continue
		}
		if len(r.Links) > 0 {
			t.Errorf("%q leads to %q", typed, r.Links)
		}
	}
	for typed, want := range links {
		r := discordtest.Read(escape(typed, false))
		if r.Text != typed || strings.Join(r.Links, " ") != strings.Join(want, " ") || r.Marked || len(r.Mentions) > 0 {
			t.Errorf("%q\nis escaped as %q\nand read as %+v", typed, escape(typed, false), r)
		}
	}
}

// Wherever a message may hold it, it is shown whole, in messages that Discord accepts.
func TestHostileTextsBreakNoMessage(t *testing.T) {
	places := map[string]func(said bot.Text) *bot.Message{
		"text": func(said bot.Text) *bot.Message { return &bot.Message{Text: said} },
		"bold": func(said bot.Text) *bot.Message {
			return &bot.Message{Text: bot.Textf(bot.Markup("Avant **%s** après"), said)}
		},
		"italic, item": func(said bot.Text) *bot.Message { return &bot.Message{Text: bot.Textf(bot.Markup("- _%s_ fin"), said)} },
		"card": func(said bot.Text) *bot.Message {
			return &bot.Message{Cards: []bot.Card{{Title: said, URL: "https://rebond.example/a_(b)", Body: said, Facts: []bot.Fact{{Label: said, Value: said}}, Footer: said}}}
		},
	}
	for _, typed := range hostile {
		clean := bot.Clean(typed, 0)
		for place, make := range places {
			all, err := (&renderer{ctx: t.Context(), calls: kept{}, lang: bot.FR}).render(make(bot.Same(clean)))
			if err != nil || len(all) == 0 {
				t.Fatalf("%s %q: %d messages, %v", place, typed, len(all), err)
			}
			said := ""
			for i := range all {
				p := all[i].payload(0)
				valid(t, "POST", messagesRoute, p)
				if len(p.Mentions.Parse)+len(p.Mentions.Users) > 0 {
					t.Errorf("%s %q may ping %+v", place, typed, p.Mentions)
				}
				r := read(t, p)
				if len(r.Mentions) > 0 {
					t.Errorf("%s %q mentions %q", place, typed, r.Mentions)
				}
				for _, l := range r.Links {
					if !strings.Contains(clean, l) && !strings.HasPrefix(l, "https://rebond.example/a_%28b%29") {
						t.Errorf("%s %q leads to %q", place, typed, l)
					}
				}
				said += "\n" + r.Text
			}
			want := squeezed(clean)
			if got := squeezed(said); place == "text" && got != want || !strings.Contains(got, want) {
				t.Errorf("%s %q\nis shown as %q", place, clean, said)
			}
		}
	}
}

// read is what somebody reads of a message that is sent.
func read(t *testing.T, p payload) discordtest.Reading {
	t.Helper()
	text, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	var m discordtest.Message
	if err := json.Unmarshal(text, &m); err != nil {
		t.Fatal(err)
	}
	return m.Read()
}

// squeezed is a text without spaces: where a line is broken is the client's own.
func squeezed(s string) string { return strings.Join(strings.Fields(s), "") }

// Whatever is written, it is shown so.
func FuzzEscape(f *testing.F) {
	for _, typed := range hostile {
		if len(typed) < 200 {
			f.Add(typed)
		}
	}
	for typed := range links {
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		typed = bot.Clean(typed, 0)
		r := discordtest.Read(escape(typed, false))
		if r.Text != typed || len(r.Mentions) > 0 || r.Marked {
			t.Errorf("%q\nis escaped as %q\nand read as %+v", typed, escape(typed, false), r)
		}
		for _, l := range r.Links {
			if !strings.Contains(typed, l) {
				t.Errorf("%q leads to %q", typed, l)
			}
		}
	})
}

// decoded is a text with the signs that an address inside styles holds encoded.
var decoded = strings.NewReplacer("%5F", "_", "%2A", "*", "%7E", "~", "%7C", "|")

// Whatever stands inside styles of ours, all of it is read, and none of it as more.
func FuzzStyles(f *testing.F) {
	for _, typed := range hostile {
		if len(typed) < 200 {
			f.Add("**"+bot.Escape(typed)+"**", typed)
			f.Add("- l’_"+bot.Escape(typed)+"_x", typed)
		}
	}
	f.Fuzz(func(t *testing.T, markup, typed string) {
		markup = bot.Clean(markup, 0) + bot.Escape(bot.Clean(typed, 0))
		want := ""
		for _, b := range bot.ParseMarkup(markup) {
			for _, s := range b.Spans {
				if s.URL != "" || s.ID != "" {
					t.Skip("an address may be shown after its words, and who is named by their id")
				}
				want += s.Text
			}
		}
		r := discordtest.Read(strings.Join(pages(blocks(markup)), "\n"))
		if decoded.Replace(squeezed(r.Text)) != decoded.Replace(squeezed(want)) || len(r.Mentions) > 0 {
			t.Errorf("%q\nis written as %q\nand read as %+v", markup, pages(blocks(markup)), r)
		}
	})
}
