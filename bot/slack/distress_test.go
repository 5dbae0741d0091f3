package slack

import (
	"strings"
	"testing"

	"rebond/bot"
)

// attends is a desk whose Router looks for a word in what somebody writes, and answers it.
func attends(t *testing.T, others ...bot.Command) *desk {
	t.Helper()
	d := sits(t)
	r := d.router(t, others...)
	r.Distress = func(written string) bool { return strings.Contains(written, private+"-mal") }
	r.Help = func(*bot.Request) bot.Text { return both("Des gens à appeler") }
	d.begins(t, r)
	return d
}

const hurt = "j’ai " + private + "-mal"

// A line in distress is answered where it was written, and seen by whoever wrote it alone.
func TestDistressInLines(t *testing.T) {
	t.Parallel()
	d := attends(t)
	sacha := d.w.User("Sacha-"+private, "fr-FR")
	d.offers.Join(sacha)
	dm := d.camille.DM()
	if m := d.camille.Hears(dm, d.camille.Says(dm, hurt), 1)[0]; m.Read().Text != "Des gens à appeler" || m.Ephemeral || m.ChannelID != dm.ID {
		t.Errorf("a direct message is answered with %+v", m)
	}
	for _, line := range []string{"@Rebond " + hurt, "@Rebond bonjour " + hurt} { // the second one has an answer for all
		before := len(d.Calls("chat.postEphemeral"))
		wrote := d.camille.Says(d.offers, line)
		m := d.camille.Hears(d.offers, wrote, 1)[0]
		if m.Read().Text != "Des gens à appeler" || !m.Ephemeral || m.ChannelID != d.offers.ID || len(d.Calls("chat.postEphemeral")) != before+1 {
			t.Errorf("%q is answered with %+v", line, m)
		}
		if seen := sacha.Sees(d.offers); seen[len(seen)-1].TS != wrote.TS {
			t.Error("somebody else sees it")
		}
	}
	root := d.camille.Says(d.offers, "Une annonce")
	d.camille.Replies(root, "@Rebond "+hurt)
	d.Await("the answer in the thread", func() bool { return len(d.camille.SeesThread(root)) == 2 })
	if m := d.camille.SeesThread(root)[1]; !m.Ephemeral || len(sacha.SeesThread(root)) != 1 {
		t.Errorf("in a thread: %+v", m)
	}
	for _, name := range []string{"/bonjour", "/murmure"} {
		if m := d.camille.Command(d.offers, name, hurt).Answer().Message; !m.Ephemeral || !strings.HasPrefix(m.Read().Text, "Des gens à appeler") || counts(sacha, d.offers, "Des gens") > 0 {
			t.Errorf("%s is answered with %+v", name, m)
		}
	}
}

// A form in distress is done, and its answer comes under the people to call; where a field
// is wrong they stand above what says so, in a message that stays.
func TestDistressInForms(t *testing.T) {
	t.Parallel()
	d := attends(t)
	form := d.camille.Command(d.offers, "/inscription", "").Answer().View
	a := d.camille.Submit(form, map[string]any{"Ton nom": hurt}).Answer()
	if read := a.Message.Read().Text; !a.Message.Ephemeral || !strings.HasPrefix(read, "Des gens à appeler\n") || !strings.Contains(squeezed(read), "Tevoilà") {
		t.Errorf("answered with %+v", a)
	}
	form = d.camille.Command(d.offers, "/inscription", "").Answer().View
	again := d.camille.Submit(form, map[string]any{"Ton nom": hurt, "Années d’expérience": "douze"}).Answer()
	if read := again.Message.Read().Text; !again.Message.Ephemeral || !strings.HasPrefix(read, "Des gens à appeler\n") || !strings.Contains(read, "douze") || !strings.Contains(squeezed(read), "àrecopier") {
		t.Errorf("a wrong field is answered with %+v", again)
	}
}

// What is for one alone does not replace a message that all see.
func TestDistressReplacesNoSharedMessage(t *testing.T) {
	t.Parallel()
	act := bot.Call{Command: "affiche", Action: "noter"}
	c := does("affiche", false, replies(&bot.Message{Text: both("Pour tous"), Buttons: []bot.Button{{Label: both("Noter"), Do: bot.Call{Command: "affiche", Action: "noter", Ask: true}}}}))
	c.Actions = []bot.Action{{Name: act.Action, Ephemeral: true, Title: both("Noter"), Params: []bot.Param{{Name: "mot", Names: both("mot"), Help: both("Un mot"), Required: true}},
		Run: replies(&bot.Update{Message: bot.Message{Text: both("C’est noté")}})}}
	d := attends(t, c)
	shown := d.camille.Command(d.offers, "/affiche", "").Answer().Message
	form := d.camille.Press(shown, "Noter").Answer().View
	a := d.camille.Submit(form, map[string]any{"mot": hurt}).Answer()
	if a.Updated || !a.Message.Ephemeral || !strings.HasPrefix(a.Message.Read().Text, "Des gens à appeler\n") || counts(d.camille, d.offers, "Pour tous") != 1 {
		t.Errorf("answered with %+v", a)
	}
}
