package discord

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"rebond/bot"
	"rebond/bot/discord/discordtest"
)

// paged are the pages of some blocks, each of which a message holds. They come at once or
// never.
func paged(t *testing.T, all []block) []string {
	t.Helper()
	done := make(chan []string, 1)
	go func() { done <- pages(all) }()
	select {
	case got := <-done:
		for _, page := range got {
			if !fits(page) {
				t.Errorf("a page has %d characters, %d bytes", runes(page), len(page))
			}
		}
		return got
	case <-time.After(20 * time.Second):
		t.Fatal("the pages never end")
		return nil
	}
}

// said is what is read of pages, without spaces.
func said(pages []string) string {
	text := ""
	for _, page := range pages {
		text += discordtest.Read(page).Text
	}
	return squeezed(text)
}

// Blocks in which there is nowhere good to cut are cut all the same: nothing is lost.
func TestWhatCannotBeCutWellIsCut(t *testing.T) {
	for name, text := range map[string]string{
		"accents":           "e" + strings.Repeat("\u0301", 5000),
		"accents, by bytes": "e" + strings.Repeat("\u0f72", 3500),
		"a family":          strings.Repeat("👩\u200d", 2200),
		"joiners":           strings.Repeat("\u200d", 4001),
		"accents, then":     "e" + strings.Repeat("\u0301", 5000) + " et la suite " + strings.Repeat("mot ", 2000),
		"a long word":       strings.Repeat("é", 9000),
		"special":           strings.Repeat("*", 9000),
		"spaces":            "a" + strings.Repeat("\u00a0", 9000) + "b",
		"an address":        "https://a.example/" + strings.Repeat("_", 9000),
	} {
		for _, style := range []string{"%s", "- **%s**", "# _%s_", "avant **_%s_** après"} {
			t.Run(name+" in "+style, func(t *testing.T) {
				markup := fmt.Sprintf(style, bot.Escape(text))
				want := squeezed(bot.Plain(markup))
				if got := decoded.Replace(said(paged(t, blocks(markup)))); got != want {
					t.Errorf("%d characters are read as %d", runes(want), runes(got))
				}
			})
		}
	}
}

// However short the words of a link are, and however long its address, there is a page
// for it.
func TestLinksOfAnyLengthArePaged(t *testing.T) {
	for _, address := range []string{
		"https://a.example/" + strings.Repeat("(", 1900), "https://a.example/" + strings.Repeat("()", 900), "https://a.example/" + strings.Repeat("_", 1900),
		"https://a.example/" + strings.Repeat("é", 900), "https://a.example/" + strings.Repeat("_", 9000), "mailto:" + strings.Repeat("_", 1900) + "@a.example", strings.Repeat("𝕏", 9000),
	} {
		for _, words := range []string{"", "x", "Développeuse", address, strings.Repeat("*", 5000), "e" + strings.Repeat("\u0301", 5000)} {
			for _, styled := range []bool{false, true} {
				link := bot.Span{Text: words, URL: address, Bold: styled, Italic: styled}
				got := paged(t, []block{{mark: headingMark, gap: "\n", spans: []bot.Span{{Text: "Ici "}, link, link, {Text: " fin"}}}})
				if want := squeezed(words); !strings.Contains(said(got), want) && len(want) < 100 || len(got) > 100 {
					t.Errorf("%.30q in %.30q (%d): %d pages, %.300q", words, address, len(address), len(got), got)
				}
			}
		}
	}
}

// Spans without a letter can be parted too, and halves without one are left out.
func TestPartingWhereThereAreNoLetters(t *testing.T) {
	link := bot.Span{URL: "https://a.example/" + strings.Repeat("a", 1900)}
	all := make([]bot.Span, 20)
	for i := range all {
		all[i] = link
	}
	if got := strings.Count(strings.Join(paged(t, []block{{spans: all}}), ""), link.URL); got != len(all) {
		t.Errorf("%d of %d addresses", got, len(all))
	}
	before := block{gap: "\n\n", spans: []bot.Span{{Text: "Avant"}}}
	after := block{mark: itemMark, gap: "\n", spans: []bot.Span{{Text: strings.Repeat(" ", 9000) + strings.Repeat("a", 100)}}}
	if got := paged(t, []block{before, after}); len(got) != 1 || !strings.HasPrefix(got[0], "Avant\n- ") {
		t.Errorf("%.300q", got)
	}
}

// What is cut within a word is not put side by side on a page: the ends of marks would be
// read as others.
func TestPiecesOfAWordStandApart(t *testing.T) {
	text := strings.Repeat("a", 2000) + "e" + strings.Repeat("\u0301", 1900) + "e" + strings.Repeat("\u0301", 3898) // the first two would fit one page
	for _, page := range paged(t, blocks("**"+text+"**")) {
		if strings.Count(page, "**") != 2 {
			t.Errorf("%d marks on a page", strings.Count(page, "**"))
		}
	}
}

// Whatever a text is, its pages end, a message holds each, and all its letters are there
// in their order. It is made long by words that are repeated in a style, or with it.
func FuzzPages(f *testing.F) {
	for _, typed := range hostile {
		if len(typed) < 200 {
			f.Add(typed, uint16(300), false)
			f.Add("**"+bot.Escape(typed)+"**", uint16(100), true)
		}
	}
	f.Add("\u0301", uint16(5000), false)
	f.Add("[ici](https://a.example/((((((((((()", uint16(150), true)
	f.Add("_[a](https://a.example/_*_*_*)_ ", uint16(200), true)
	f.Add("[a](https://a.example/"+strings.Repeat("_", 500)+")", uint16(5000), false)
	f.Add("<@123456789012345678> https://a.example/**", uint16(150), true)
	f.Fuzz(func(t *testing.T, markup string, times uint16, styled bool) {
		const most, longest = 600, 5000 // bytes: of what is parsed, and of what takes some pages
		if len(markup) > most {
			t.Skip("long enough by being repeated")
		}
		all := blocks(markup)
		n := 1 + min(int(times), longest/max(1, len(markup)))
		for i := range all {
			if styled {
				all[i].spans = slices.Repeat(all[i].spans, n)
				continue
			}
			for k := range all[i].spans {
				all[i].spans[k].Text = strings.Repeat(all[i].spans[k].Text, n)
			}
		}
		left := ""
		for i, page := range pages(all) {
			if !fits(page) {
				t.Errorf("page %d of %q × %d has %d characters, %d bytes", i, markup, n, runes(page), len(page))
			}
			left += page
		}
		for i := range all {
			for _, s := range all[i].spans {
				if left = beyond(t, left, s); t.Failed() {
					t.Fatalf("of %q × %d", markup, n)
				}
			}
		}
	})
}

// beyond is what stands after all the letters of a span, which are there in their order.
func beyond(t *testing.T, written string, s bot.Span) string {
	t.Helper()
	if s.ID != "" || strings.HasPrefix(strings.ToLower(s.URL), "mailto:") { // they are shown in other words
		return written
	}
	for _, c := range s.Text {
		if !unicode.IsLetter(c) && !unicode.IsMark(c) && !unicode.IsDigit(c) {
			continue
		}
		at := strings.IndexRune(written, c)
		if at < 0 {
			t.Errorf("%q of %q is not in its place", c, s.Text)
			return ""
		}
		written = written[at+utf8.RuneLen(c):]
	}
	return written
}
