package slack

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"rebond/bot"
	"rebond/bot/slack/slacktest"
)

// naming is a command that takes somebody, a channel and a group, and tells their ids.
func naming() bot.Command {
	c := does("nomme", false, func(_ context.Context, r *bot.Request) (bot.Reply, error) {
		return &bot.Message{Text: bot.Textf(both("qui <%s> où <%s> groupe <%s>"), r.Args["qui"], r.Args["lieu"], r.Args["groupe"])}, nil
	})
	for name, k := range map[string]bot.Kind{"qui": bot.Person, "lieu": bot.Channel, "groupe": bot.Role} {
		c.Params = append(c.Params, bot.Param{Name: name, Names: both(name), Help: both(name), Kind: k})
	}
	return c
}

// A line that names the bot in a channel is answered there, to all or to whoever wrote it
// alone.
func TestMentionsInAChannel(t *testing.T) {
	t.Parallel()
	d := works(t)
	sacha := d.w.User("Sacha-"+private, "fr-FR")
	d.offers.Join(sacha)
	for line, want := range map[string]string{
		"@Rebond bonjour Nancy":        "Bonjour, Nancy !",
		"@Rebond, /bonjour Metz":       "Bonjour, Metz !",
		"Dis @Rebond bonjour C&A <b>":  "Bonjour, C&A <b> !",
		"@rebond bonjour golang.org":   "Bonjour, golang.org !",
		"@Rebond hello https://a.fr/b": "Bonjour, https://a.fr/b !",
	} {
		wrote := d.camille.Says(d.offers, line)
		m := d.camille.Hears(d.offers, wrote, 1)[0]
		if squeezed(m.Read().Text) != squeezed(want) || m.Ephemeral || m.ThreadTS != "" {
			t.Errorf("%q is answered with %q: %+v", line, m.Read().Text, m)
		}
	}
	wrote := d.camille.Says(d.offers, "@Rebond murmure "+private)
	m := d.camille.Hears(d.offers, wrote, 1)[0]
	if !m.Ephemeral || !strings.Contains(m.Read().Text, private) || m.ChannelID != d.offers.ID {
		t.Errorf("answered with %+v", m)
	}
	if seen := sacha.Sees(d.offers); seen[len(seen)-1].TS != wrote.TS {
		t.Error("somebody else sees what is for one person")
	}
	d.Fail("chat.postEphemeral", slacktest.Failure{Error: "user_not_in_channel"})
	d.camille.Says(d.offers, "@Rebond murmure "+private+"-encore")
	d.Await("the answer by direct message", func() bool { return counts(d.camille, d.camille.DM(), private+"-encore") == 1 })
}

// A line in a thread is answered in it.
func TestMentionsInAThread(t *testing.T) {
	t.Parallel()
	d := works(t)
	root := d.camille.Says(d.offers, "Une annonce")
	d.camille.Replies(root, "@Rebond bonjour Nancy")
	d.camille.Replies(root, "@Rebond murmure Metz")
	d.Await("two answers in the thread", func() bool { return len(d.camille.SeesThread(root)) == 4 })
	public, alone := 0, 0
	for _, m := range d.camille.SeesThread(root)[2:] {
		switch got := m.Read().Text; {
		case m.Ephemeral && strings.Contains(got, "Metz"):
			alone++
		case !m.Ephemeral && strings.Contains(got, "Nancy"):
			public++
		}
	}
	if public != 1 || alone != 1 {
		t.Errorf("%d answers to all, %d to one", public, alone)
	}
	if n := len(d.camille.Sees(d.offers)); n != 1 {
		t.Errorf("%d messages beside the thread", n)
	}
}

// What somebody writes to the bot alone is a line, answered once and kept nowhere.
func TestDirectMessages(t *testing.T) {
	t.Parallel()
	d := works(t)
	dm := d.camille.DM()
	for line, want := range map[string]string{
		"/bonjour Nancy-" + private: "Bonjour, Nancy-" + private + " !", "bonjour  Metz": "Bonjour, Metz !", "murmure Pau": "Tout bas : Pau.",
		"@Rebond bonjour Toul": "Bonjour, Toul !", "salut " + private: "Je ne connais pas", "/panne": "Quelque chose s’est mal passé",
	} {
		m := d.camille.Hears(dm, d.camille.Says(dm, line), 1)[0]
		if got := m.Read().Text; !strings.Contains(squeezed(got), squeezed(want)) || m.Ephemeral {
			t.Errorf("%q is answered with %q", line, got)
		}
	}
	wrote := d.camille.SaysWithFile(dm, "bonjour Lunel", "cv-"+private+".pdf")
	if got := d.camille.Hears(dm, wrote, 1)[0].Read().Text; !strings.Contains(got, "Bonjour, Lunel") {
		t.Errorf("with a file: %q", got)
	}
	door := d.camille.Hears(dm, d.camille.Says(dm, "/inscription"), 1)[0]
	form := d.camille.Press(door, "Remplir le formulaire").Answer().View
	if form == nil || form.Title != "T’inscrire" {
		t.Fatalf("the form is %+v", form)
	}
	a := d.camille.Submit(form, map[string]any{"Ton nom": "Alix"}).Answer()
	if got := a.Message; !strings.Contains(squeezed(got.Read().Text), squeezed("Te voilà : Alix")) || got.ChannelID != dm.ID {
		t.Errorf("the form is answered with %+v", a)
	}
	if n := len(d.camille.Sees(dm)); n != 8+8+1 {
		t.Errorf("%d messages for eight said and a form", n)
	}
}

// What nobody said to the bot is not answered: other messages, its own, those of other
// bots, what became of a message.
func TestWhatIsNotForTheBot(t *testing.T) {
	t.Parallel()
	d := works(t)
	dm := d.camille.DM()
	d.camille.Says(d.offers, "bonjour Nancy")
	d.camille.Erases(d.camille.Says(d.offers, "Rebond, bonjour"))
	line := "bonjour Nancy"
	for _, e := range []map[string]any{
		{"user": d.w.Bot().ID}, {"user": d.camille.ID, "bot_id": "B0AUTRE"}, {}, {"user": nil, "subtype": "bot_message", "bot_id": "B0AUTRE"},
		{"subtype": "message_changed", "message": map[string]any{"user": d.camille.ID, "text": line}}, {"subtype": "message_deleted", "user": d.camille.ID},
		{"subtype": "channel_join", "user": d.camille.ID}, {"user": d.camille.ID, "channel_type": "channel", "channel": d.offers.ID}, {"user": d.camille.ID, "channel_type": "mpim"},
	} {
		whole := map[string]any{"type": "message", "channel_type": "im", "channel": dm.ID, "text": line, "ts": "1700000000.000100"}
		for k, v := range e {
			whole[k] = v
		}
		d.SendEnvelope("events_api", happens(d, whole))
	}
	d.SendEnvelope("events_api", happens(d, map[string]any{"type": "app_mention", "channel": d.offers.ID, "text": "<@" + d.w.Bot().ID + "> " + line, "user": d.w.Bot().ID}))
	d.SendEnvelope("events_api", happens(d, map[string]any{"type": "app_mention", "channel": d.offers.ID, "text": "<@" + d.w.Bot().ID + "> " + line, "user": d.camille.ID, "bot_id": "B0AUTRE"}))
	greets(t, d.camille, d.offers, "Metz")
	d.AwaitAcks(12)
	d.camille.Hears(dm, d.camille.Says(dm, "bonjour Pau"), 1)
	if n := counts(d.camille, dm, "Bonjour") + counts(d.camille, d.offers, "Bonjour"); n != 2 {
		t.Errorf("%d answers for two", n)
	}
	wrote := d.SendEnvelope("events_api", happens(d, map[string]any{"type": "message", "subtype": "thread_broadcast", "channel_type": "im", "channel": dm.ID, "user": d.camille.ID, "text": "bonjour Toul", "ts": "1700000000.000200"}))
	d.Await("the answer to "+wrote, func() bool { return counts(d.camille, dm, "Bonjour, Toul") == 1 })
}

// Somebody, a channel and a group that a line names are known, however it is said; nobody
// is pinged.
func TestNamesInLines(t *testing.T) {
	t.Parallel()
	d := works(t, naming())
	sacha, mods := d.w.User("Sacha", "fr-FR"), d.w.Group("Modération", "mods")
	want := fmt.Sprintf("qui <%s> où <%s> groupe <%s>", sacha.ID, d.offers.ID, mods.ID)
	line := "nomme qui:@Sacha lieu:#offres groupe:@mods"
	wrote := d.camille.Says(d.camille.DM(), line)
	if got := d.camille.Hears(d.camille.DM(), wrote, 1)[0].Read().Text; got != want {
		t.Errorf("answered with %q; want %q", got, want)
	}
	if got := d.camille.Command(d.offers, "/nomme", strings.TrimPrefix(line, "nomme ")).Answer().Message.Read().Text; got != want {
		t.Errorf("the command is answered with %q; want %q", got, want)
	}
	if got := d.camille.Command(d.offers, "/rebond", line).Answer().Message.Read().Text; got != want {
		t.Errorf("the umbrella is answered with %q; want %q", got, want)
	}
}

// Where the bot may not write, whoever named it has the answer by direct message.
func TestMentionsWhereNothingMayBeSaid(t *testing.T) {
	t.Parallel()
	d := works(t)
	d.offers.Refuse("restricted_action")
	d.camille.Says(d.offers, "@Rebond bonjour Nancy")
	d.Await("an answer by direct message", func() bool { return len(d.camille.Sees(d.camille.DM())) > 0 })
	if n := counts(d.camille, d.camille.DM(), "Bonjour, Nancy"); n != 1 {
		t.Errorf("answered with %q", d.camille.Sees(d.camille.DM())[0].Read().Text)
	}
}

// Slack takes one message a second in a channel: a long answer comes whole and in order.
func TestALongLineOverTheLimit(t *testing.T) {
	t.Parallel()
	m := &bot.Message{}
	for n := range 9 {
		m.Cards = append(m.Cards, bot.Card{Title: both(fmt.Sprint("carte-", n)), Body: both(strings.Repeat("Nancy et Metz. ", 250))})
	}
	d := works(t, does("long-long", true, replies(m)))
	d.LimitRates()
	dm := d.camille.DM()
	d.camille.Says(dm, "long-long")
	d.Await("the end of the answer", func() bool { return counts(d.camille, dm, "carte-8") == 1 })
	var all strings.Builder
	for _, m := range d.camille.Sees(dm)[1:] {
		all.WriteString(m.Read().Text)
	}
	last := -1
	for n := range 9 {
		at := strings.Index(all.String(), fmt.Sprint("carte-", n))
		if at <= last {
			t.Errorf("carte-%d is at %d, after %d", n, at, last)
		}
		last = at
	}
	if len(d.camille.Sees(dm)) < 4 {
		t.Errorf("%d messages", len(d.camille.Sees(dm)))
	}
}

// A message that is edited is told of as another mention: it is answered once.
func TestAMentionThatIsEdited(t *testing.T) {
	t.Parallel()
	d := works(t)
	said := object("type", "app_mention", "channel", d.offers.ID, "user", d.camille.ID, "text", "<@"+d.w.Bot().ID+"> bonjour Nancy", "ts", "1700000000.000100")
	d.SendEnvelope("events_api", happens(d, said))
	d.Await("the answer", func() bool { return counts(d.camille, d.offers, "Bonjour, Nancy") == 1 })
	said["edited"], said["text"] = object("user", d.camille.ID, "ts", "1700000060.000000"), "<@"+d.w.Bot().ID+"> bonjour Nancy !"
	d.SendEnvelope("events_api", happens(d, said))
	said["ts"], said["edited"] = "1700000100.000100", nil
	d.SendEnvelope("events_api", happens(d, said))
	d.Await("the answer to another", func() bool { return counts(d.camille, d.offers, "Bonjour, Nancy !") >= 1 })
	d.AwaitAcks(3)
	if err := d.end(); err != nil {
		t.Error(err)
	}
	if n := counts(d.camille, d.offers, "Bonjour, Nancy"); n != 2 {
		t.Errorf("%d answers to two messages", n)
	}
}
