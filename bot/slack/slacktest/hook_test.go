package slacktest

import (
	"net/http"
	"testing"
)

// commands has somebody use a command, which is acknowledged.
func (a *agent) commands(in *Channel, u *User) *Interaction {
	a.Helper()
	if a.ws == nil {
		a.connects()
	}
	i := u.Command(in, "/offres", "")
	a.acks(a.hears(), nil)
	return i
}

// A response URL is used five times, in its time.
func TestResponseURL(t *testing.T) {
	a, c, u := here(t)
	other := a.w.User("Sam", "en-GB")
	c.Join(other)
	i := a.commands(c, u)
	says := func(body object, status int, want string) {
		t.Helper()
		if got, said := a.posts(i.ResponseURL, body); got != status || said != want {
			t.Errorf("%v: %d %s; want %d %s", body, got, said, status, want)
		}
	}
	says(object{"text": "pour toi"}, http.StatusOK, "ok")
	if got := i.Answer(); !got.Message.Ephemeral || got.Message.Text != "pour toi" || got.Message.ChannelID != c.ID {
		t.Errorf("%+v", got)
	}
	says(object{"text": "pour tous", "response_type": "in_channel"}, http.StatusOK, "ok")
	if len(u.Sees(c)) != 2 || len(other.Sees(c)) != 1 {
		t.Errorf("%v, %v", u.Sees(c), other.Sees(c))
	}
	says(object{"text": "a", "replace_original": true}, http.StatusBadRequest, "invalid_blocks")
	a.refused("no original message")
	says(object{"text": "a", "blocks": []any{section("")}}, http.StatusBadRequest, "invalid_blocks")
	a.refused("must be more than 0")
	says(object{"text": "a", "blocks": []any{object{"type": "image", "alt_text": "a", "slack_file": object{"id": "F0"}}}}, http.StatusBadRequest, "invalid_blocks")
	a.refused("a message for one person shows none")
	says(object{"text": "a", "channel": c.ID}, http.StatusBadRequest, "invalid_blocks")
	a.refused("unknown property")
	for range 3 {
		says(object{"text": "a"}, http.StatusOK, "ok")
	}
	says(object{"text": "a"}, http.StatusNotFound, "used_url")
	i = a.commands(c, u)
	says(object{}, http.StatusBadRequest, "no_text")
	a.refused("no_text")
	a.s.ExpireResponseURLs()
	says(object{"text": "a"}, http.StatusNotFound, "expired_url")
	a.s.Fail("response_url", Failure{Status: http.StatusInternalServerError})
	says(object{"text": "a"}, http.StatusInternalServerError, "Internal Server Error")
}

// A control's response URL replaces its message, or deletes it.
func TestReplaceOriginal(t *testing.T) {
	a, c, u := here(t)
	i := a.commands(c, u)
	shown := object{"text": "a", "blocks": []any{section("un"), actions(button("Encore", "more"))}}
	for _, kind := range []string{"ephemeral", "in_channel"} {
		a.posts(i.ResponseURL, with(shown, "response_type", kind))
		seen := u.Sees(c)
		m := seen[len(seen)-1]
		press := u.Press(m, "Encore")
		a.acks(a.hears(), nil)
		a.posts(press.ResponseURL, object{"text": "deux", "replace_original": true})
		got := press.Answer()
		if !got.Updated || got.Message.TS != m.TS || got.Message.Read().Text != "deux" || got.Message.Ephemeral != m.Ephemeral {
			t.Errorf("%s: %+v", kind, got)
		}
		a.posts(press.ResponseURL, object{"delete_original": true})
		if _, ok := u.Look(m); ok {
			t.Errorf("%s: it is still there", kind)
		}
		if _, said := a.posts(press.ResponseURL, object{"text": "b", "replace_original": true}); said != "message_not_found" {
			t.Error(said)
		}
	}
}

// An acknowledgement can be the answer to a command.
func TestAnswerInAcknowledgement(t *testing.T) {
	a, c, u := here(t)
	a.connects()
	i := u.Command(c, "/offres", "")
	a.acks(a.hears(), object{"text": "voilà", "response_type": "in_channel"})
	if got := i.Answer(); got.Message.Text != "voilà" || got.Message.Ephemeral {
		t.Errorf("%+v", got)
	}
	i = u.Command(c, "/offres", "")
	a.acks(a.hears(), object{"words": "voilà"})
	if got := i.Answer(); got.Error != "invalid_response" {
		t.Errorf("%+v", got)
	}
	a.refused("unknown property")
}
