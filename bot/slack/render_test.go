package slack

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"rebond/bot"
)

// renders is a message as it is sent, each part of which Slack accepts, and what it says.
func renders(t *testing.T, r *renderer, m *bot.Message) (all []rendered, said string) {
	t.Helper()
	all, err := r.message(m)
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range all {
		valid(t, one.Blocks)
		said += "\n" + read(one.Blocks)
	}
	return all, said
}

// What does not fit one message goes on in the next: nothing is left out, and no card is
// torn from its buttons.
func TestLongMessagesAreSplit(t *testing.T) {
	m := &bot.Message{Text: bot.Same("Quarante offres.")}
	for i := range 40 {
		m.Cards = append(m.Cards, bot.Card{
			Title: bot.Same(fmt.Sprintf("Offre n° %d.", i)), Body: bot.Same(strings.Repeat("Tu rejoins une équipe. ", 10)),
			Buttons: []bot.Button{{Label: bot.Same("Voir"), Do: bot.Call{Command: "bonjour"}}, {Label: bot.Same("Garder"), Do: bot.Call{Command: "bonjour"}}},
		})
	}
	m.Buttons = []bot.Button{{Label: bot.Same("Suivantes"), Do: bot.Call{Command: "bonjour"}}}
	all, said := renders(t, rendering(t, bot.FR), m)
	at := 0
	for i := range 40 {
		next := strings.Index(said[at:], fmt.Sprintf("Offre n° %d.", i))
		if next < 0 {
			t.Fatalf("offer %d is not in its place in %q", i, said)
		}
		at += next
	}
	for _, one := range all {
		first, last := one.Blocks[0].BlockType(), one.Blocks[len(one.Blocks)-1].BlockType()
		if first != slack.MBTRichText || last != slack.MBTAction || one.Text == "" {
			t.Errorf("a message begins with %s and ends with %s, %q", first, last, one.Text)
		}
	}
	if len(all) < 3 || len(all) > 4 {
		t.Errorf("%d messages", len(all))
	}
}

// A card that no message holds goes on in the next, without a line through it.
func TestALongCard(t *testing.T) {
	m := &bot.Message{Text: bot.Same("Avant."), Cards: []bot.Card{{
		Title: bot.Same("Une offre"), Body: bot.Same(strings.Repeat("Tu rejoins une équipe. ", 1000) + "Fin."), Footer: bot.Same("Vu hier"),
		Buttons: []bot.Button{{Label: bot.Same("Voir"), Do: bot.Call{Command: "bonjour"}}},
	}, {Title: bot.Same("Une autre")}}}
	all, said := renders(t, rendering(t, bot.FR), m)
	dividers := 0
	for _, one := range all {
		for _, b := range one.Blocks {
			if b.BlockType() == slack.MBTDivider {
				dividers++
			}
		}
	}
	if len(all) != 3 || dividers > 1 || strings.Count(squeezed(said), "Turejoinsuneéquipe.") != 1000 || !strings.HasSuffix(said, "Fin.\nVu hier\nUne autre") {
		t.Errorf("%d messages, %d lines, …%q", len(all), dividers, said[len(said)-100:])
	}
}

// Where a place takes no pictures, they are said in words and go with the message, as
// files do.
func TestPicturesInWords(t *testing.T) {
	m := &bot.Message{
		Images: []bot.Image{{Alt: bot.Same("La courbe"), Name: "courbe.png", Data: []byte("png")}, {Alt: bot.Same("Un piège"), URL: "javascript:alert(1)"}},
		Cards:  []bot.Card{{Image: &bot.Image{Alt: bot.Same("Le logo"), Name: "logo.png", Data: []byte("png")}}},
		Files:  []bot.File{{Name: "a_b*<c>.csv", Media: "text/csv", Data: []byte("a;b")}},
	}
	r := rendering(t, bot.FR)
	r.picture = nil
	all, said := renders(t, r, m)
	if want := "\nImage\u00a0: Le logo\nImage\u00a0: La courbe\nImage\u00a0: Un piège\nFichier\u00a0: a_b*<c>.csv"; said != want {
		t.Errorf("%q; want %q", said, want)
	}
	var names []string
	for _, f := range all[0].Files {
		names = append(names, f.name+" "+f.media+" "+f.alt)
	}
	if got, want := strings.Join(names, ", "), "logo.png image/png Le logo, courbe.png image/png La courbe, a_b*<c>.csv text/csv "; len(all) != 1 || got != want {
		t.Errorf("%d messages with the files %q; want %q", len(all), got, want)
	}
	r.picture = func(bot.Image) (string, error) { return "", errors.New("no such file") }
	if _, err := r.message(m); err == nil {
		t.Error("a picture that cannot be handed over is forgotten")
	}
}

// Nobody is pinged but those whom a message says, once it is known who they are here.
func TestPings(t *testing.T) {
	m := &bot.Message{Text: bot.Same("Bonjour <@U0000001>."), Notify: []bot.PersonID{"U0000002", "", "pas un compte", "W0000003"}}
	all, said := renders(t, rendering(t, bot.FR), m)
	text := string(encoded(t, all[0].Blocks[0]))
	if want := `{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"user","user_id":"U0000002"},{"type":"text","text":" "},{"type":"user","user_id":"W0000003"}]}]}`; strings.TrimSpace(text) != want {
		t.Errorf("%s; want %s", text, want)
	}
	if strings.Count(string(encoded(t, all)), `"user_id"`) != 2 || strings.TrimSpace(said) != "Bonjour <@U0000001>." {
		t.Errorf("%q", said)
	}
	m.Notify = nil
	for range 250 {
		m.Notify = append(m.Notify, "U0000002")
	}
	if all, _ = renders(t, rendering(t, bot.FR), m); strings.Count(string(encoded(t, all)), `"user_id"`) != 250 {
		t.Error("not all are pinged")
	}
	r := rendering(t, bot.FR)
	r.user = nil
	if all, _ = renders(t, r, m); strings.Contains(string(encoded(t, all)), `"user_id"`) {
		t.Error("somebody is pinged")
	}
}

// A page to which no button may lead is told in words.
func TestPagesWithoutAButton(t *testing.T) {
	long := "https://rebond.example/?" + strings.Repeat("a_(b)", 500)
	m := &bot.Message{
		Cards: []bot.Card{{Title: bot.Same("Offre [1"), URL: "https://rebond.example/c"}, {Title: bot.Same("Piège"), URL: "javascript:alert(1)", Buttons: []bot.Button{{Label: bot.Same("Clic"), URL: "javascript:alert(2)"}}}},
		Buttons: []bot.Button{
			{Label: bot.Same("Le guide"), URL: long}, {Label: bot.Same("Écrire"), URL: "mailto:aide@rebond.example"}, {Label: bot.Same("Oui"), Do: bot.Call{Command: "bonjour"}},
		},
	}
	all, said := renders(t, rendering(t, bot.FR), m)
	text := string(encoded(t, all))
	for _, want := range []string{`"url":"mailto:aide@rebond.example","text":"Écrire"`, `"url":"https://rebond.example/c","text":"Offre [1"`, "Clic (javascript:alert(2))", "Le guide (" + long + ")"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in %s", want, text)
		}
	}
	if strings.Contains(text, `"url":"javascript`) || !strings.Contains(said, "Piège") {
		t.Errorf("%s", text)
	}
}

// What a thread is called is said in a last line, for which each message has room.
func TestNamesOfThreads(t *testing.T) {
	for _, name := range append(hostile, "Entretien chez **Nous**") {
		name = bot.Clean(name, 0)
		b := rendering(t, bot.FR).thread(&bot.Thread{Name: bot.Same(name)})
		valid(t, []slack.Block{b})
		if got := read([]slack.Block{b}); b.ID() != "thread" || squeezed(got) != squeezed("Fil : "+bot.Shorten(oneLine(bot.Escape(name)), maxHeader)) && squeezed(name) != "" {
			t.Errorf("%q is called %q", name, got)
		}
	}
	m := &bot.Message{}
	for range 200 {
		m.Images = append(m.Images, bot.Image{Alt: bot.Same("Un plan"), URL: "https://rebond.example/plan.png"})
	}
	all, _ := renders(t, rendering(t, bot.FR), m)
	for _, one := range all {
		valid(t, append(one.Blocks, rendering(t, bot.FR).thread(&bot.Thread{Name: bot.Same(strings.Repeat("é", 500))})))
	}
}

// A select that Slack would refuse is a fault of ours, which is said.
func TestSelectsThatSlackRefuses(t *testing.T) {
	option := bot.Option{Value: "a", Label: bot.Same("A")}
	for name, all := range map[string][]bot.Option{
		"no option": {}, "too many options": slices.Repeat([]bot.Option{option}, 101), "an option of no value": {option, {Label: bot.Same("B")}}, "a long value": {{Value: strings.Repeat("é", 151), Label: bot.Same("B")}},
	} {
		if _, err := rendering(t, bot.FR).message(&bot.Message{Selects: []bot.Select{{Options: all}}}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// Addresses of messages, as chat.getPermalink writes them.
func TestAddressesOfMessages(t *testing.T) {
	for want, to := range map[string]bot.MessageRef{
		"https://slack.com/archives/C1/p1358546515000008":                                   {At: bot.Address{Space: "T1", Channel: "C1"}, ID: "1358546515.000008"},
		"https://slack.com/archives/C1/p135854651700023?thread_ts=1358546515.000008&cid=C1": {At: bot.Address{Space: "T1", Channel: "C1", Thread: "1358546515.000008"}, ID: "1358546517.00023"},
		"https://slack.com/archives/C2/p1358546515000008":                                   {At: bot.Address{Space: "T1", Channel: "C2", Thread: "1358546515.000008"}, ID: "1358546515.000008"},
		"https://app.slack.com/client/T1":                                                   {At: bot.Address{Space: "T1", Member: "U1"}, ID: "1358546515.000008"},
	} {
		if got := messageURL(to); got != want {
			t.Errorf("%+v is at %s; want %s", to, got, want)
		}
	}
}
