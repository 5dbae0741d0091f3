package discord

import (
	"strings"
	"testing"

	"rebond/bot"
	"rebond/bot/discord/discordtest"
)

// traps are texts with an address that would end what is bold or italic around it, or
// begin something.
var traps = []string{
	"https://a.example/**[Clique](https://piege.example)x", "https://a.example/**[Clique](https://piege.example)", "https://a.example/**@everyone",
	"https://a.example/_[Clique](https://piege.example)x", "https://a.example/x_ @everyone", "https://a.example/*[a](https://piege.example)", "https://a.example/**<@123456789012345678>",
	"https://a.example/||caché||~~barré~~", "https://a.example/***", "https://a.example/_", `https://a.example/\**@here`, "(https://a.example/__) https://b.example/**",
	"https://a.example/`**`", "voir https://a.example/**",
}

// Nothing in an address ends the marks that it stands between.
func TestAddressesInsideStyles(t *testing.T) {
	for _, typed := range traps {
		for _, style := range []string{"**%s**", "_%s_", "**_%s_**", "mot**%s**mot", "l’_%s_", "- **a _%s_ b**"} {
			markup := strings.Replace(style, "%s", bot.Escape(typed), 1)
			written := strings.Join(pages(blocks(markup)), "\n")
			r := discordtest.Read(written)
			if got, want := decoded.Replace(r.Text), bot.Plain(markup); got != want || len(r.Mentions) > 0 {
				t.Errorf("%q\nis written as %q\nand read as %+v", markup, written, r)
			}
			for _, l := range r.Links {
				if !strings.HasPrefix(l, "https://a.example/") && !strings.HasPrefix(l, "https://b.example/") {
					t.Errorf("%q\nis written as %q\nand leads to %q", markup, written, l)
				}
			}
		}
	}
	const address = "https://a.example/**@everyone_" // as its own words, and after words that cannot be a link's
	for _, words := range []string{address, "https://b.example/**@here", "[" + "a"} {
		written := spans([]bot.Span{{Text: words, URL: address, Bold: true, Italic: true}})
		if r := discordtest.Read(written); len(r.Mentions) > 0 || !strings.HasPrefix(written, "**_") || strings.Count(written, "*") != 4 {
			t.Errorf("%q is written as %q and read as %+v", words, written, r)
		}
	}
}

// Nothing in code ends the marks that it stands between.
func TestCodeInsideStyles(t *testing.T) {
	for markup, want := range map[string]string{
		"**`a**@everyone`**": `**a\*\*\@everyone**`, "_`a_ b`_": `_a\_ b_`, "_`a*b`_x": `*a\*b*x`, "**`a_b`**": "**`a_b`**", "`a**_b`": "`a**_b`",
	} {
		if got := strings.Join(pages(blocks(markup)), "|"); got != want {
			t.Errorf("%q is written as %q; want %q", markup, got, want)
		}
	}
}

// A long address is a link while there is room for it, then it is told, whole or as one
// that is cut.
func TestLongAddresses(t *testing.T) {
	const host = "https://a.example/"
	longest := host + strings.Repeat("a", 2000-len(host))
	tight := host + strings.Repeat("(", 1900)
	marks := host + strings.Repeat("_", 1900)
	for _, c := range []struct {
		name   string
		url    string
		marked bool
		want   string
		leads  string
	}{
		{"as long as may be", longest, true, "[offre](<" + longest + ">)", longest},
		{"too long in a link", tight, false, "offre (<" + tight + ">)", tight},
		{"too long between marks", marks, true, `offre (https\://a.example/` + strings.Repeat(`\_`, 81) + "…)", ""},
		{"no address that may be followed", host + strings.Repeat("a", 3000), false, `offre (https\://a.example/` + strings.Repeat("a", 81) + "…)", ""},
		{"mail", "mailto:" + strings.Repeat("_", 1900), false, "offre (" + strings.Repeat(`\_`, 99) + "…)", ""},
	} {
		got := link("offre", c.url, c.marked)
		if r := discordtest.Read(got); got != c.want || strings.Join(r.Links, " ") != c.leads {
			t.Errorf("%s: %q, which leads to %q", c.name, got, r.Links)
		}
	}
}
