package slack

import (
	"testing"

	"rebond/bot"
)

// TestTyped is a line as Slack tells it, and as its author typed it.
func TestTyped(t *testing.T) {
	for told, want := range map[string]string{
		"golang nancy":                      "golang nancy",
		"C&amp;A &lt;b&gt; &amp;lt;":        "C&A <b> &lt;",
		"<@U012AB3CD|camille> 45k":          "<@U012AB3CD> 45k",
		"<@U012AB3CD>":                      "<@U012AB3CD>",
		"<#C012AB3CD|offres>":               "<#C012AB3CD>",
		"<!subteam^S012AB3CD|@mods>":        "<!subteam^S012AB3CD>",
		"<!here> <!channel>":                "@here @channel",
		"<http://golang.org|golang.org>":    "golang.org",
		"<https://golang.org/|golang.org>":  "golang.org",
		"<https://a.fr/b?c=1&amp;d=2>":      "https://a.fr/b?c=1&d=2",
		"<https://a.fr/b|https://a.fr/b>":   "https://a.fr/b",
		"<https://a.fr/b|cette annonce> ok": "cette annonce https://a.fr/b ok",
		"<mailto:a@b.fr|a@b.fr>":            "a@b.fr",
		"&lt;@U012AB3CD&gt;":                "<@U012AB3CD>",
		"<>":                                "<>",
		"<a":                                "<a",
		"\u00a0été 🌧 :fire:":                "\u00a0été 🌧 :fire:",
	} {
		if got := typed(told); got != want {
			t.Errorf("%q is read as %q; want %q", told, got, want)
		}
	}
}

func TestResolve(t *testing.T) {
	for _, c := range []struct {
		kind      bot.Kind
		typed, id string
	}{
		{bot.Person, "<@U012AB3CD>", "U012AB3CD"}, {bot.Person, "<@W012AB3CD>", "W012AB3CD"}, {bot.Person, "U012AB3CD", "U012AB3CD"},
		{bot.Channel, "<#C012AB3CD>", "C012AB3CD"}, {bot.Channel, "G012AB3CD", "G012AB3CD"},
		{bot.Role, "<!subteam^S012AB3CD>", "S012AB3CD"}, {bot.Role, "S012AB3CD", "S012AB3CD"},
		{bot.Person, "<#C012AB3CD>", ""}, {bot.Channel, "<@U012AB3CD>", ""}, {bot.Channel, "D012AB3CD", ""}, {bot.Role, "@mods", ""},
		{bot.Person, "camille", ""}, {bot.Person, "<@U012AB3CD", ""}, {bot.Person, "<@U012AB3CD> x", ""}, {bot.Line, "U012AB3CD", ""}, {bot.Person, "", ""},
	} {
		if id, ok := resolve(c.kind, c.typed); id != c.id || ok != (c.id != "") {
			t.Errorf("%v %q is %q, %v; want %q", c.kind, c.typed, id, ok, c.id)
		}
	}
}

// TestSaid is what is asked in a message that names the bot.
func TestSaid(t *testing.T) {
	to := &team{me: "U0BOT"}
	for told, want := range map[string]string{
		"<@U0BOT> offres golang":          "offres golang",
		"<@U0BOT>, /offres golang":        "/offres golang",
		"<@U0BOT>":                        "",
		"Dis, <@U0BOT> offres C&amp;A":    "offres C&A",
		"offres golang":                   "offres golang",
		"<@U0BOT|rebond> : offres golang": "offres golang",
	} {
		if got := to.said(told); got != want {
			t.Errorf("%q is read as %q; want %q", told, got, want)
		}
	}
}

func FuzzTyped(f *testing.F) {
	for _, s := range []string{"<@U1|a>", "<http://a|b>", "&lt;&amp;", "<!x", "<a|b|c>", "<@U0BOT> x"} {
		f.Add(s)
	}
	to := &team{me: "U0BOT"}
	f.Fuzz(func(t *testing.T, s string) {
		typed(s)
		to.said(s)
		resolve(bot.Person, s)
	})
}
