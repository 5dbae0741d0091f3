package slack

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"rebond/bot"
	"rebond/bot/slack/slacktest"
)

// waits is a command that answers when it is released.
func waits(name string, alone bool, with bot.Reply) (c bot.Command, begun chan struct{}, release chan struct{}) {
	begun, release = make(chan struct{}, 10), make(chan struct{})
	return does(name, alone, func(ctx context.Context, _ *bot.Request) (bot.Reply, error) {
		begun <- struct{}{}
		select {
		case <-release:
			return with, nil
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}), begun, release
}

// What can no longer be answered where it was asked is by direct message; where that is
// closed too nothing breaks.
func TestAnswersThatComeTooLate(t *testing.T) {
	t.Parallel()
	c, begun, release := waits("attends", false, &bot.Message{Text: both("Enfin " + private)})
	d := works(t, c)
	sacha := d.w.User("Sacha-"+private, "fr-FR")
	d.offers.Join(sacha)
	sacha.CloseDM()
	i := d.camille.Command(d.offers, "/attends", "")
	sacha.Command(d.offers, "/attends", "")
	<-begun
	<-begun
	d.ExpireResponseURLs()
	close(release)
	m := i.Answer().Message
	if m.ChannelID != d.camille.DM().ID || !strings.HasSuffix(m.Read().Text, "\nEnfin "+private) || m.Text != quietly.FR {
		t.Errorf("answered with %+v", m)
	}
	d.log.tells(t, "nor an apology")
	greets(t, sacha, d.offers, "Nancy")
	if n := len(d.camille.Sees(d.offers)); n != 1 {
		t.Errorf("%d messages in the channel", n)
	}
}

// An answer that cannot be given for another reason goes by direct message too, and the
// address at which it was not taken is told to nobody.
func TestAnswersThatAreNotTaken(t *testing.T) {
	t.Parallel()
	d := works(t)
	for name, f := range map[string]slacktest.Failure{"refused": {Status: 500}, "cut": {Cut: true}} {
		d.Fail("response_url", f)
		i := d.camille.Command(d.offers, "/murmure", name)
		if m := i.Answer().Message; m.ChannelID != d.camille.DM().ID || !strings.Contains(m.Read().Text, name) {
			t.Errorf("%s: answered with %+v", name, m)
		}
	}
}

// An answer of more parts than can be given goes on in direct messages, whole.
func TestAnswersOfManyParts(t *testing.T) {
	t.Parallel()
	m := &bot.Message{}
	for n := range 30 {
		m.Cards = append(m.Cards, bot.Card{Title: both(fmt.Sprintf("carte-%02d", n)), Body: both(strings.Repeat("Nancy et Metz. ", 250))})
	}
	d := works(t, does("long-long", true, replies(m)))
	i := d.camille.Command(d.offers, "/long-long", "")
	d.Await("the end of the answer", func() bool { return counts(d.camille, d.camille.DM(), "carte-29") == 1 })
	if n := len(i.Messages(6)); n < 6 || len(d.camille.Sees(d.offers)) != maxResponses {
		t.Errorf("%d messages, of which %d where it was asked", n, len(d.camille.Sees(d.offers)))
	}
	for n := range 30 {
		title := fmt.Sprintf("carte-%02d", n)
		if seen := counts(d.camille, d.offers, title) + counts(d.camille, d.camille.DM(), title); seen != 1 {
			t.Errorf("%s is in %d messages", title, seen)
		}
	}
	for _, c := range d.Calls("response_url") {
		if c.Args["response_type"] != "ephemeral" || c.Args["unfurl_links"] != false || c.Args["unfurl_media"] != false {
			t.Errorf("answered with %v", c.Args)
		}
	}
}

// Files and pictures for one person go by direct message, and they are told so, or that
// they cannot have them.
func TestFilesForOnePerson(t *testing.T) {
	t.Parallel()
	d := works(t, does("fichier", true, replies(&bot.Message{Text: both("Voici"), Files: []bot.File{{Name: "a.json", Media: "application/json", Data: []byte(`{}`)}}})))
	i := d.camille.Command(d.offers, "/fichier", "")
	all := i.Messages(3)
	if got := all[0].Read().Text; !strings.Contains(got, "Voici") || !strings.Contains(got, bot.Plain(inDirect.FR)) || !all[0].Ephemeral {
		t.Errorf("answered with %+v", all[0])
	}
	last := all[2]
	if last.ChannelID != d.camille.DM().ID || len(last.Files) != 1 || string(last.Files[0].Data) != "{}" {
		t.Errorf("handed over: %+v", last)
	}
	d.camille.CloseDM()
	all = d.camille.Command(d.offers, "/fichier", "").Messages(2)
	if got := all[1].Read().Text; got != bot.Plain(directClosed.FR) {
		t.Errorf("answered with %q", got)
	}
}

// A control replaces its message, where it is shown to one person too. Where that can no
// longer be, a message that stays is edited, and another one is sent for the other.
func TestUpdates(t *testing.T) {
	t.Parallel()
	d := works(t)
	for _, name := range []string{"/compteur", "/mon-compteur"} {
		m := d.camille.Command(d.offers, name, "").Answer().Message
		a := d.camille.Press(m, "Encore").Answer()
		if !a.Updated || a.Message.TS != m.TS || !strings.Contains(a.Message.Read().Text, "à 1.") {
			t.Errorf("%s: %+v", name, a)
		}
		d.Fail("response_url", slacktest.Failure{Error: "expired_url"})
		a = d.camille.Press(a.Message, "Encore").Answer()
		if got := a.Message; a.Updated == m.Ephemeral || (got.ChannelID == d.camille.DM().ID) != m.Ephemeral || !strings.Contains(got.Read().Text, "à 2.") {
			t.Errorf("%s, where its time is over: %+v", name, a)
		}
	}
	if n := len(d.Calls("chat.update")); n != 1 {
		t.Errorf("%d messages were edited", n)
	}
}

// A command whose answer is an update has nothing to replace.
func TestAnUpdateOfNothing(t *testing.T) {
	t.Parallel()
	d := works(t, does("change", false, replies(&bot.Update{Message: bot.Message{Text: both("Changé")}})))
	if a := d.camille.Command(d.offers, "/change", "").Answer(); a.Message.Read().Text != "Changé" {
		t.Errorf("%+v", a)
	}
}

// forgetting shows something to a member, and what makes it go.
func forgetting() bot.Command {
	c := does("mes-donnees", true, replies(&bot.Message{Text: both("Un secret"), Buttons: []bot.Button{{Label: both("Effacer"), Do: bot.Call{Command: "mes-donnees", Action: "effacer"}}}}))
	c.Actions = []bot.Action{{Name: "effacer", Ephemeral: true, Forgets: true, Run: replies(&bot.Message{Text: both("Effacé")})}}
	return c
}

// What somebody has forgotten goes from before their eyes too, with the button for it; in
// direct messages as well.
func TestWhatIsForgottenIsReplaced(t *testing.T) {
	t.Parallel()
	d := works(t, forgetting())
	shown := d.camille.Command(d.offers, "/mes-donnees", "").Answer().Message
	if a := d.camille.Press(shown, "Effacer").Answer(); !a.Updated || a.Message.Read().Text != "Effacé" || len(d.camille.Sees(d.offers)) != 1 {
		t.Errorf("%+v", a)
	}
	dm := d.camille.DM()
	shown = d.camille.Hears(dm, d.camille.Says(dm, "mes-donnees"), 1)[0]
	d.camille.Press(shown, "Effacer").Answer()
	if n := counts(d.camille, dm, "Un secret"); n != 0 {
		t.Error("what is forgotten is still there in direct messages")
	}
}

// A control in a thread is answered there.
func TestControlsInThreads(t *testing.T) {
	t.Parallel()
	d := works(t)
	root := d.camille.Says(d.offers, "Une annonce")
	d.camille.Replies(root, "@Rebond compteur")
	d.Await("the answer", func() bool { return len(d.camille.SeesThread(root)) == 2 })
	shown := d.camille.SeesThread(root)[1]
	m := d.camille.Press(shown, "Saluer").Answer().Message
	if m.ThreadTS != root.TS || !strings.Contains(m.Read().Text, "Bonjour, compteur") {
		t.Errorf("answered with %+v", m)
	}
	form := d.camille.Press(shown, "Régler").Answer().View
	if a := d.camille.Submit(form, map[string]any{"Valeur": "7"}).Answer(); !a.Updated || a.Message.TS != shown.TS || !strings.Contains(a.Message.Read().Text, "à 7.") {
		t.Errorf("the form is answered with %+v", a)
	}
}

// Where no form can be opened any more a button opens it.
func TestAFormThatCannotBeOpened(t *testing.T) {
	t.Parallel()
	d := works(t)
	d.SetTriggerTime(0)
	door := d.camille.Command(d.offers, "/inscription", "").Answer().Message
	if !door.Ephemeral || len(door.Buttons()) != 1 {
		t.Fatalf("answered with %+v", door)
	}
	d.SetTriggerTime(slacktest.Patience)
	form := d.camille.Press(door, door.Buttons()[0]).Answer().View
	if form == nil || form.Title != "T’inscrire" {
		t.Errorf("the form is %+v", form)
	}
}

// What is wrong is told under the fields or above them, in the form that keeps what it
// held; a form may lead to another.
func TestForms(t *testing.T) {
	t.Parallel()
	second := does("suite", true, func(_ context.Context, r *bot.Request) (bot.Reply, error) {
		return &bot.Message{Text: bot.Textf(both("Fini : %s"), r.Args["mot"])}, nil
	})
	second.Ask, second.Title, second.Params = true, both("Suite"), []bot.Param{{Name: "mot", Names: both("mot"), Help: both("Un mot"), Required: true}}
	first := does("debut", true, func(context.Context, *bot.Request) (bot.Reply, error) {
		return &bot.Modal{Title: both("Suite"), Fields: second.Params, Values: bot.Args{"mot": strings.Repeat("é", 200)}, Do: bot.Call{Command: "suite"}}, nil
	})
	first.Ask, first.Title, first.Params = true, both("Début"), []bot.Param{{Name: "debut", Names: both("debut"), Help: both("Le début"), Required: true}}
	d := works(t, first, second)
	form := d.camille.Command(d.offers, "/inscription", "").Answer().View
	a := d.camille.Submit(form, map[string]any{"Ton nom": "pris", "Ton envie": "Apprendre"}).Acknowledged()
	if a.Action != "errors" || a.Errors["Ton nom"] != "Ce nom est déjà porté." {
		t.Errorf("%+v", a)
	}
	again := d.camille.Submit(form, map[string]any{"Ton nom": "Alix", "Ton envie": "aucune"}).Answer().View
	if again == nil || !strings.Contains(again.Read().Text, "Les inscriptions ferment ce soir.") || again.Field("Ton nom").Value != "Alix" || again.Field("Ton envie").Value != "aucune" {
		t.Fatalf("%+v", again)
	}
	m := d.camille.Submit(again, map[string]any{"Ton envie": "Apprendre"}).Answer().Message
	if !m.Ephemeral || m.ChannelID != d.offers.ID || !strings.Contains(m.Read().Text, "Alix") || len(d.camille.Views()) != 0 {
		t.Errorf("answered with %+v", m)
	}
	next := d.camille.Submit(d.camille.Command(d.offers, "/debut", "").Answer().View, map[string]any{"Debut": "un"}).Answer().View
	if next == nil || next.Title != "Suite" || next.Field("Mot").Value != strings.Repeat("é", 200) {
		t.Fatalf("it leads to %+v", next)
	}
	if m = d.camille.Submit(next, map[string]any{"Mot": "deux"}).Answer().Message; m.Read().Text != "Fini : deux" {
		t.Errorf("answered with %+v", m)
	}
}

// A form whose answer is late is closed, and the answer comes where it was opened.
func TestALateForm(t *testing.T) {
	t.Parallel()
	c, _, release := waits("attends", true, &bot.Message{Text: both("Enfin")})
	c.Ask, c.Title, c.Params = true, both("Attends"), []bot.Param{{Name: "mot", Names: both("mot"), Help: both("Un mot"), Required: true}}
	d := works(t, c)
	i := d.camille.Submit(d.camille.Command(d.offers, "/attends", "").Answer().View, map[string]any{"Mot": "un"})
	if a := i.Acknowledged(); !a.Closed || a.Action != "" || a.Error != "" {
		t.Errorf("%+v", a)
	}
	close(release)
	if m := i.Answer().Message; m.Read().Text != "Enfin" || !m.Ephemeral || m.ChannelID != d.offers.ID {
		t.Errorf("answered with %+v", m)
	}
}
