package slacktest

import (
	"slices"
	"testing"
)

// What a client shows of mrkdwn.
func TestReadMrkdwn(t *testing.T) {
	for said, want := range map[string]Reading{
		"bonjour":                                  {Text: "bonjour"},
		"*gras* _penché_ ~barré~ `code`":           {Text: "gras penché barré code", Marked: true},
		"_*les deux*_":                             {Text: "les deux", Marked: true},
		"snake_case_name et 2*3*4":                 {Text: "snake_case_name et 2*3*4"},
		"* pas gras *":                             {Text: "* pas gras *"},
		"*ni gras":                                 {Text: "*ni gras"},
		"(*gras*), _oui_.":                         {Text: "(gras), oui.", Marked: true},
		"`*pas gras*`":                             {Text: "*pas gras*", Marked: true},
		"```a\n*b*```":                             {Text: "a\n*b*", Marked: true},
		"&gt; cité":                                {Text: "cité", Marked: true},
		"a &amp; b &lt;c&gt; &nbsp;":               {Text: "a & b <c> &nbsp;"},
		"&amp;lt;":                                 {Text: "&lt;"},
		":wave: salut":                             {Text: ":wave: salut"},
		"<https://example.org|ici>":                {Text: "ici", Links: []string{"https://example.org"}},
		"<https://example.org?a=1&amp;b=2>":        {Text: "https://example.org?a=1&b=2", Links: []string{"https://example.org?a=1&b=2"}},
		"<mailto:a@example.org|a@example.org>":     {Text: "a@example.org", Links: []string{"mailto:a@example.org"}},
		"va sur https://example.org/x, puis":       {Text: "va sur https://example.org/x, puis", Links: []string{"https://example.org/x"}},
		"<@U1> <#C1|offres> <!here> <!subteam^S1>": {Text: "U1 C1 here S1", Mentions: []string{"U1", "C1", "here", "S1"}},
		"<!date^1392734382^{date}|18 février>":     {Text: "18 février"},
		"<script>":                                 {Text: "<script>"},
		"*<https://example.org|gras>*":             {Text: "gras", Links: []string{"https://example.org"}, Marked: true},
	} {
		got := ReadMrkdwn(said)
		if got.Text != want.Text || !slices.Equal(got.Links, want.Links) || !slices.Equal(got.Mentions, want.Mentions) || got.Marked != want.Marked {
			t.Errorf("%q reads %+v; want %+v", said, got, want)
		}
	}
}

// What a client shows of blocks.
func TestReadBlocks(t *testing.T) {
	a, c, u := here(t)
	a.s.AllowPing(u)
	g := a.w.Group("Recruteurs", "recruteurs")
	a.s.AllowPingOf(g.ID)
	item := func(s string) any {
		return object{"type": "rich_text_section", "elements": []any{object{"type": "text", "text": s}}}
	}
	a.wants("chat.postMessage", object{"channel": c.ID, "text": "rien", "blocks": []any{
		object{"type": "header", "text": plainText("Titre *fixe*")},
		section("*Bonjour* <@" + u.ID + ">"),
		object{"type": "rich_text", "elements": []any{
			object{"type": "rich_text_section", "elements": []any{
				object{"type": "text", "text": "*a* <@U1> "}, object{"type": "link", "url": "https://example.org/a", "text": "là"}, object{"type": "text", "text": " "},
				object{"type": "usergroup", "usergroup_id": g.ID}, object{"type": "channel", "channel_id": c.ID},
			}},
			object{"type": "rich_text_list", "style": "bullet", "elements": []any{item("un"), item("deux")}},
			object{"type": "rich_text_list", "style": "ordered", "elements": []any{item("trois"), item("quatre")}},
			object{"type": "rich_text_quote", "elements": []any{object{"type": "text", "text": "cité"}}},
		}},
		object{"type": "image", "image_url": "https://example.org/a.png", "alt_text": "Une carte"},
		actions(button("Oui", "yes"), with(button("Voir", "see"), "url", "https://example.org/b")),
		object{"type": "context", "elements": []any{object{"type": "mrkdwn", "text": "_en bas_"}}},
	}}, "")
	got := u.Sees(c)[0].Read()
	want := "Titre *fixe*\nBonjour @Camille\n*a* <@U1> là @recruteurs#offres\n• un\n• deux\n1. trois\n2. quatre\ncité\nUne carte\nen bas"
	if got.Text != want || !got.Marked || !slices.Equal(got.Buttons, []string{"Oui", "Voir"}) ||
		!slices.Equal(got.Links, []string{"https://example.org/a", "https://example.org/b"}) || !slices.Equal(got.Mentions, []string{u.ID, g.ID, c.ID}) {
		t.Errorf("%+v; want %q", got, want)
	}
}
