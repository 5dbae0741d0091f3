package slack

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"rebond/bot"
)

// paged is what is read of the pages of some blocks, without spaces. They come at once or
// never.
func paged(t *testing.T, all []block) (said string, count int) {
	t.Helper()
	done := make(chan [][]block, 1)
	go func() { done <- pages(all) }()
	select {
	case got := <-done:
		for _, page := range got {
			n := 0
			for i := range page {
				n += page[i].size()
				for _, s := range page[i].spans {
					said += s.Text
				}
			}
			if n > maxText || n == 0 {
				t.Errorf("a page has %d characters", n)
			}
		}
		return squeezed(said), len(got)
	case <-time.After(20 * time.Second):
		t.Fatal("the pages never end")
		return "", 0
	}
}

// squeezed is a text without spaces: where a line is broken is the client's own.
func squeezed(s string) string { return strings.Join(strings.Fields(s), "") }

// Blocks in which there is nowhere good to cut are cut all the same: nothing is lost.
func TestWhatCannotBeCutWellIsCut(t *testing.T) {
	for name, text := range map[string]string{
		"accents":       "e" + strings.Repeat("\u0301", 5000),
		"a family":      strings.Repeat("👩\u200d", 2200),
		"joiners":       strings.Repeat("\u200d", 4001),
		"accents, then": "e" + strings.Repeat("\u0301", 5000) + " et la suite " + strings.Repeat("mot ", 2000),
		"a long word":   strings.Repeat("é", 9000),
		"special":       strings.Repeat("*", 9000),
		"spaces":        "a" + strings.Repeat("\u00a0", 9000) + "b",
		"lines":         strings.Repeat("une ligne\n", 900),
	} {
		for _, style := range []string{"%s", "- **%s**", "# _%s_", "avant **_%s_** après", "> %s"} {
			t.Run(name+" in "+style, func(t *testing.T) {
				markup := fmt.Sprintf(style, bot.Escape(text))
				want := squeezed(bot.Plain(markup))
				all := blocks(markup)
				for i := range all {
					all[i].spans = rendering(t, bot.FR).resolved(all[i].spans)
				}
				if got, n := paged(t, all); got != want || n > 6 {
					t.Errorf("%d characters are read as %d, on %d pages", runes(want), runes(got), n)
				}
			})
		}
	}
}

// However short the words of a link are, and however long its address, there is a page
// for it.
func TestLinksOfAnyLengthArePaged(t *testing.T) {
	for _, address := range []string{"https://a.example/" + strings.Repeat("_", 1900), "https://a.example/" + strings.Repeat("_", 9000), "mailto:" + strings.Repeat("_", 1900) + "@a.example", strings.Repeat("𝕏", 9000)} {
		for _, words := range []string{"", "x", "Développeuse", address, strings.Repeat("*", 5000), "e" + strings.Repeat("\u0301", 5000)} {
			link := bot.Span{Text: words, URL: address, Bold: true}
			said := []bot.Span{{Text: "Ici "}, link, link, {Text: " fin"}}
			got, n := paged(t, []block{{kind: bot.Heading, spans: rendering(t, bot.FR).resolved(said)}})
			if !strings.Contains(got, squeezed(words)) || !strings.HasSuffix(got, "fin") || n > 20 {
				t.Errorf("%.30q in %.30q (%d): %d pages, %.300q", words, address, len(address), n, got)
			}
		}
	}
}

// Words are cut between them, spans without a letter can be parted too, and what is left
// of an item is no other item.
func TestWhereBlocksAreCut(t *testing.T) {
	words := strings.TrimSpace(strings.Repeat("éléphant ", 700))
	for _, kind := range []bot.BlockKind{bot.Paragraph, bot.Item, bot.Quote} {
		got := pages([]block{{kind: kind, spans: []bot.Span{{Text: words}}}})
		for i, page := range got {
			if one := page[0]; !strings.HasPrefix(one.spans[0].Text, "éléphant ") || i > 0 && one.kind == bot.Item || kind == bot.Quote && one.kind != bot.Quote {
				t.Errorf("page %d of kind %d begins with %.20q", i, one.kind, one.spans[0].Text)
			}
		}
		if len(got) < 3 {
			t.Errorf("%d pages", len(got))
		}
	}
	link := bot.Span{URL: "https://a.example/" + strings.Repeat("a", 1900)}
	addresses := 0
	for _, page := range pages([]block{{spans: []bot.Span{link, link, {Text: " "}, link, link}}}) {
		for _, b := range page {
			for _, s := range b.spans {
				addresses += len(s.URL) / len(link.URL)
			}
		}
	}
	if addresses != 4 {
		t.Errorf("%d of 4 addresses", addresses)
	}
	if got := pages([]block{{spans: []bot.Span{{Text: " \n"}}}, {}, {kind: bot.Item, spans: []bot.Span{{Text: strings.Repeat(" ", 9000)}}}}); len(got) > 0 {
		t.Errorf("what is not seen is on %d pages", len(got))
	}
}
