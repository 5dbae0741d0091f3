package slacktest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// agent is a bot that knows nothing but HTTP and WebSocket.
type agent struct {
	*testing.T
	s  *Server
	w  *Workspace
	ws *websocket.Conn
}

// packet is what comes through a socket.
type packet struct {
	Type, Reason, Envelope_ID string
	Payload                   json.RawMessage
	Accepts_Response_Payload  bool
	Retry_Attempt             int
	Retry_Reason              string
	Num_Connections           int
}

// here is an agent in a workspace with a channel that Camille is in.
func here(t *testing.T) (*agent, *Channel, *User) {
	t.Helper()
	s := Start(t)
	w := s.Workspace("Piscine")
	c, u := w.Channel("offres"), w.User("Camille", "fr-FR")
	c.Join(u)
	return &agent{T: t, s: s, w: w}, c, u
}

// calls is a method of the Web API, by the bot's token.
func (a *agent) calls(method string, args object) object {
	a.Helper()
	return a.asks(method, a.w.BotToken, args)
}

// asks is a method of the Web API, with a form.
func (a *agent) asks(method, token string, args object) object {
	a.Helper()
	form := url.Values{}
	for k, v := range args {
		if s, ok := v.(string); ok {
			form.Set(k, s)
		} else {
			form.Set(k, string(encode(v)))
		}
	}
	r, err := http.NewRequest(http.MethodPost, a.s.URL()+method, strings.NewReader(form.Encode()))
	if err != nil {
		a.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	_, body := a.does(r)
	v, err := decode(body)
	if err != nil {
		a.Fatalf("%s answers %s", method, body)
	}
	return dict(v)
}

func (a *agent) does(r *http.Request) (*http.Response, []byte) {
	a.Helper()
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		a.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		a.Fatal(err)
	}
	return answer, body
}

// posts sends JSON to an address.
func (a *agent) posts(to string, body any) (int, string) {
	a.Helper()
	r, err := http.NewRequest(http.MethodPost, to, bytes.NewReader(encode(body)))
	if err != nil {
		a.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	answer, said := a.does(r)
	return answer.StatusCode, string(said)
}

// wants fails the test unless a call answers an error; "" is none.
func (a *agent) wants(method string, args object, code string) object {
	a.Helper()
	got := a.calls(method, args)
	if text(got["error"]) != code {
		a.Errorf("%s %v answers %v; want %q", method, args, got, code)
	}
	return got
}

// refused fails the test unless something was refused that says some words.
func (a *agent) refused(words string) {
	a.Helper()
	all := a.s.Refusals()
	for _, r := range all {
		if strings.Contains(r.String(), words) {
			return
		}
	}
	a.Errorf("refused: %v; want %q", all, words)
}

// connects opens a socket and hears hello.
func (a *agent) connects() {
	a.Helper()
	to := text(a.asks("apps.connections.open", a.s.AppToken, nil)["url"])
	ws, _, err := websocket.DefaultDialer.Dial(to, nil)
	if err != nil {
		a.Fatal(err)
	}
	a.ws = ws
	a.Cleanup(func() { _ = ws.Close() })
	if p := a.hears(); p.Type != "hello" {
		a.Fatalf("%+v", p)
	}
}

// hears reads the next packet.
func (a *agent) hears() packet {
	a.Helper()
	_ = a.ws.SetReadDeadline(time.Now().Add(Patience))
	var p packet
	if err := a.ws.ReadJSON(&p); err != nil {
		a.Fatal(err)
	}
	return p
}

// acks acknowledges a packet.
func (a *agent) acks(p packet, payload any) {
	a.Helper()
	o := object{"envelope_id": p.Envelope_ID}
	if payload != nil {
		o["payload"] = payload
	}
	if err := a.ws.WriteMessage(websocket.TextMessage, encode(o)); err != nil {
		a.Fatal(err)
	}
}

// plainText is a text object.
func plainText(s string) object { return object{"type": "plain_text", "text": s} }

// button is a button.
func button(label, id string) object {
	return object{"type": "button", "text": plainText(label), "action_id": id}
}

// form is a modal with one field.
func form(field object) object {
	return object{"type": "modal", "title": plainText("Un nom"), "submit": plainText("OK"), "blocks": []any{
		object{"type": "input", "block_id": "name", "label": plainText("Nom"), "element": field},
	}}
}
