package slack

import (
	"strings"
	"testing"

	"rebond/bot"
)

// Somebody is called by their name, in letters; a channel that Slack knows is a mention.
func TestMentions(t *testing.T) {
	for markup, want := range map[string]string{
		"<@U0000001> et <@U0000002>":                       `[{"type":"text","text":"@Camille et @U0000002"}]`,
		"**<@&S0000001>** et <@&S0000002>":                 `[{"type":"text","text":"@moderation","style":{"bold":true}},{"type":"text","text":" et @S0000002"}]`,
		"Dans **<#C0000001>**":                             `[{"type":"text","text":"Dans "},{"type":"channel","channel_id":"C0000001","style":{"bold":true}}]`,
		"Dans <#123456>":                                   `[{"type":"text","text":"Dans #123456"}]`,
		"<!channel> <@U1|a> :fire:":                        `[{"type":"text","text":"<!channel> <@U1|a> :fire:"}]`,
		"[a](https://a.example)**b**":                      `[{"type":"link","url":"https://a.example","text":"a"},{"type":"text","text":"b","style":{"bold":true}}]`,
		"[https://b.example](https://a.example)":           `[{"type":"text","text":"https://b.example "},{"type":"link","url":"https://a.example","text":"https://a.example"}]`,
		"[https://a.example](https://a.example)":           `[{"type":"link","url":"https://a.example","text":"https://a.example"}]`,
		"_[écris](mailto:equipe@a.example)_":               `[{"type":"link","url":"mailto:equipe@a.example","text":"écris","style":{"italic":true}}]`,
		"**a _b_ `c`**":                                    `[{"type":"text","text":"a ","style":{"bold":true}},{"type":"text","text":"b","style":{"bold":true,"italic":true}},{"type":"text","text":" ","style":{"bold":true}},{"type":"text","text":"c","style":{"bold":true,"code":true}}]`,
		"a & b &lt;c&gt; https://a.example/?b=c&d=<e> \\*": `[{"type":"text","text":"a & b &lt;c&gt; https://a.example/?b=c&d=<e> *"}]`,
	} {
		if got := strings.TrimSpace(string(encoded(t, elements(rendering(t, bot.FR).resolved(inline(markup)))))); got != want {
			t.Errorf("%q is\n%s\nwant\n%s", markup, got, want)
		}
	}
}

// A name can be as strange as its owner wants: it is a name on one line.
func TestStrangeNames(t *testing.T) {
	r := rendering(t, bot.FR)
	for name, want := range map[string]string{"@everyone": "@everyone", "@@channel": "@channel", "a\nb": "@a\nb", "": "@U0000001", "<!here>": "@<!here>", strings.Repeat("é", 200): "@" + strings.Repeat("é", 79) + "…", "\u202egro": "@gro"} {
		r.name = func(bot.Kind, string) string { return name }
		if got := r.resolved(inline("<@U0000001>")); len(got) != 1 || got[0].Text != want || got[0].ID != "" {
			t.Errorf("%q is %+v; want %q", name, got, want)
		}
	}
}

// A heading of plain words is a header; another is bold.
func TestHeadings(t *testing.T) {
	for markup, want := range map[string]string{
		"# Salaire\u00a0: à voir":           "header",
		"# Le **poste**":                    "header",
		"# Le _poste_":                      "rich_text",
		"# [Le poste](https://a.example)":   "rich_text",
		"# Pour <@U0000001>":                "rich_text",
		"# C++ & C#":                        "rich_text",
		"# " + strings.Repeat("é", 151):     "rich_text",
		"# Un\nUn texte\n# Deux\n- un item": "header rich_text header rich_text",
		"#":                                 "rich_text",
		"# \\ ":                             "header",
	} {
		var types []string
		for _, b := range rendering(t, bot.FR).text(blocks(markup)) {
			types = append(types, string(b.BlockType()))
		}
		if got := strings.Join(types, " "); got != want {
			t.Errorf("%.50q is %s; want %s", markup, got, want)
		}
	}
}

// A text in small letters has none of the signs of mrkdwn, in which some clients show it.
func TestSmallTexts(t *testing.T) {
	for markup, want := range map[string]string{
		"Vu le 1er décembre\u00a0: _hier_": "context", "Vu [ici](https://a.example)": "rich_text", bot.Escape("*gras*"): "rich_text", "a_b": "rich_text", "C++ & C#": "rich_text",
		bot.Escape("<!channel>"): "rich_text", strings.Repeat("é", 2001): "rich_text", "": "", " \n ": "",
	} {
		got := ""
		for _, b := range rendering(t, bot.FR).small(markup) {
			got += string(b.BlockType())
		}
		if got != want {
			t.Errorf("%.50q is %s; want %s", markup, got, want)
		}
	}
}
