package slacktest

import (
	"net/http"
	"runtime"
	"testing"
)

// answered fails the test unless something is answered by a message, or by nothing yet.
func (a *agent) answered(i *Interaction, want string) {
	a.Helper()
	i.Acknowledged()
	a.s.mu.Lock()
	defer a.s.mu.Unlock()
	got := ""
	if h := i.first(); h != nil && h.message != nil {
		got = h.message.text
	} else if h != nil {
		got = text(dict(list(h.view.content["blocks"])[0])["type"]) + " of " + h.kind
	}
	if got != want {
		a.Errorf("answered by %q; want %q", got, want)
	}
}

// tells has the bot write to somebody of itself.
func (a *agent) tells(u *User, words string) {
	a.Helper()
	a.wants("chat.postMessage", object{"channel": u.DM().ID, "text": words}, "")
	a.acks(a.hears(), nil) // it hears itself
}

// presses has somebody press the button of a view or message, which is acknowledged.
func (a *agent) presses(u *User, on Surface) *Interaction {
	a.Helper()
	i := u.Press(on, "Plus")
	a.acks(a.hears(), nil)
	return i
}

// A direct message beside an answer is none, unless no response_url can be used.
func TestAnswerBesideADirectMessage(t *testing.T) {
	a, c, u := here(t)
	i := a.commands(c, u)
	a.tells(u, "beside")
	a.answered(i, "")
	a.posts(i.ResponseURL, object{"text": "a", "blocks": []any{actions(button("Plus", "more"))}})
	a.answered(i, "a")
	on := i.Answer().Message
	if all := i.Messages(2); all[0].Text != "beside" {
		t.Errorf("%+v", all)
	}

	for name, ends := range map[string]func(i *Interaction){
		"expired": func(*Interaction) { a.s.ExpireResponseURLs() },
		"failing": func(i *Interaction) {
			a.s.Fail("response_url", Failure{Status: http.StatusInternalServerError})
			a.posts(i.ResponseURL, object{"text": "a"})
		},
		"refused": func(i *Interaction) {
			a.posts(i.ResponseURL, object{})
			a.refused("no_text")
		},
	} {
		i := a.commands(c, u)
		a.tells(u, name)
		a.answered(i, "")
		ends(i)
		a.answered(i, name)
	}

	i = a.presses(u, on)
	a.wants("views.open", object{"trigger_id": i.TriggerID, "view": form(field)}, "")
	sent := u.Submit(i.Answer().View, map[string]any{"Nom": "Sam"})
	a.acks(a.hears(), nil)
	a.tells(u, "beside")
	a.answered(sent, "")
	a.posts(i.ResponseURL, object{"text": "changed", "replace_original": true})
	a.answered(sent, "changed")
}

// What becomes of a view comes before a direct message and before the Home, which answers
// only what is done on it.
func TestAnswerBesideTheHome(t *testing.T) {
	a, c, u := here(t)
	a.connects()
	home := object{"type": "home", "blocks": []any{actions(button("Plus", "more"))}}
	shown := object{"type": "modal", "title": plainText("Un"), "blocks": []any{object{"type": "divider"}, actions(button("Plus", "more"))}}
	publishes := func() {
		t.Helper()
		a.wants("views.publish", object{"user_id": u.ID, "view": home}, "")
	}
	publishes()
	i := a.presses(u, u.Home())
	a.tells(u, "beside")
	a.answered(i, "")
	publishes()
	a.answered(i, "actions of home")
	a.wants("views.open", object{"trigger_id": i.TriggerID, "view": shown}, "")
	a.answered(i, "divider of view")

	screen := u.Views()[0]
	i = a.presses(u, screen)
	publishes()
	a.tells(u, "instead")
	a.answered(i, "")
	a.wants("views.update", object{"view_id": screen.ID, "view": shown, "hash": "0.x"}, "hash_conflict")
	a.answered(i, "instead")
	u.Close(screen)

	i = u.Shortcut("help")
	a.acks(a.hears(), nil)
	a.tells(u, "instead")
	a.answered(i, "")
	a.s.Fail("views.open", Failure{Error: "internal_error"})
	a.wants("views.open", object{"trigger_id": i.TriggerID, "view": shown}, "internal_error")
	a.answered(i, "instead")

	i = a.commands(c, u)
	publishes()
	a.answered(i, "")
}

// Who does something on an answer that was none is told so, and the test ends.
func TestNothingToUse(t *testing.T) {
	a, _, u := here(t)
	for _, none := range []*View{nil, {}} {
		for name, do := range map[string]func(){
			"Submit": func() { u.Submit(none, nil) }, "Fill": func() { u.Fill(none, nil) }, "Close": func() { u.Close(none) }, "CloseAll": func() { u.CloseAll(none) },
			"Press": func() { u.Press(none, "Plus") }, "Choose": func() { u.Choose(none, "Plus", "a") }, "Suggest": func() { u.Suggest(none, "Plus", "a") },
		} {
			t.Run(name, func(*testing.T) { a.cannot("there is no view in front of Camille", do) })
		}
	}
	a.cannot("there is no message in front of Camille", func() { u.Press(Message{}, "Plus") })
	a.cannot("there is no message in front of Camille", func() { u.Choose(Message{}, "Plus", "a") })
	a.cannot("there is no message in front of Camille", func() { u.Suggest(Message{}, "Plus", "a") })
	a.cannot("can do nothing on", func() { u.Press(nil, "Plus") })
	done := make(chan bool)
	go func() {
		defer close(done)
		a.s.Await("what ends the test", func() bool { runtime.Goexit(); return true })
	}()
	<-done
	a.s.mu.Lock() // it is unlocked
	defer a.s.mu.Unlock()
}
