package slacktest

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// A command goes through a socket and is acknowledged there.
func TestAcks(t *testing.T) {
	a, c, u := here(t)
	a.connects()
	i := u.Command(c, "/offres", "go")
	p := a.hears()
	if p.Type != "slash_commands" || !p.Accepts_Response_Payload || p.Envelope_ID == "" {
		t.Errorf("%+v", p)
	}
	a.acks(p, nil)
	if got := i.Acknowledged(); got.Error != "" {
		t.Errorf("%+v", got)
	}
	acks := a.s.Acks()
	if len(acks) != 1 || acks[0].EnvelopeID != p.Envelope_ID || acks[0].Latency <= 0 || acks[0].Socket != 1 {
		t.Errorf("%+v", acks)
	}
	a.acks(p, nil)
	a.s.AwaitAcks(2)
	a.refused("acknowledged before")
	a.acks(packet{Envelope_ID: "x"}, nil)
	a.s.Await("the refusal", func() bool {
		all := a.s.Refusals()
		return len(all) == 1 && strings.Contains(all[0].String(), "want an acknowledgement")
	})
}

// What is not acknowledged in time failed, for whoever did it.
func TestUnacknowledged(t *testing.T) {
	a, c, u := here(t)
	a.connects()
	a.s.SetAckTime(20 * time.Millisecond)
	if got := u.Command(c, "/offres", "").Answer(); got.Error != "operation_timeout" {
		t.Errorf("%+v", got)
	}
	late := a.hears()
	a.acks(late, nil) // too late, and no fault
	a.s.AwaitAcks(1)
	i := u.Command(c, "/offres", "")
	a.acks(a.hears(), object{"text": long(11_000)})
	if got := i.Answer(); got.Error != "operation_timeout" {
		t.Errorf("an answer of over 20 KB is taken: %+v", got)
	}
	u.Says(u.DM(), "bonjour")
	first := a.hears()
	second := a.hears()
	if first.Envelope_ID != second.Envelope_ID || second.Retry_Attempt != 1 || second.Retry_Reason != "timeout" || string(first.Payload) != string(second.Payload) {
		t.Errorf("%+v, then %+v", first, second)
	}
	a.acks(second, nil)
	a.s.AwaitAcks(3)
}

// What a socket was told and did not acknowledge before its end goes to the next one.
func TestCutSockets(t *testing.T) {
	a, c, u := here(t)
	a.connects()
	u.Says(u.DM(), "bonjour")
	i := u.Command(c, "/offres", "")
	event, command := a.hears(), a.hears()
	a.s.Cut()
	a.s.AwaitGone()
	later := u.Command(c, "/encore", "")
	a.connects()
	again := map[string]packet{}
	for range 3 {
		p := a.hears()
		again[p.Envelope_ID] = p
		a.acks(p, nil)
	}
	if p := again[event.Envelope_ID]; p.Retry_Attempt != 1 {
		t.Errorf("%+v", p)
	}
	if p := again[command.Envelope_ID]; p.Type != "slash_commands" {
		t.Errorf("%+v", p)
	}
	for _, one := range []*Interaction{i, later} {
		if got := one.Acknowledged(); got.Error != "" {
			t.Errorf("%+v", got)
		}
	}
	a.s.Redeliver()
	if p := a.hears(); p.Retry_Attempt == 0 {
		t.Errorf("%+v", p)
	} else {
		a.acks(p, nil)
	}
	a.s.AwaitAcks(4)
	if all := a.s.Deliveries(); len(all) != 6 {
		t.Errorf("%+v", all)
	}
}

// Where no socket comes, whoever did something sees that it failed.
func TestNoSocket(t *testing.T) {
	a, c, u := here(t)
	a.s.SetWaitTime(10 * time.Millisecond)
	if got := u.Command(c, "/offres", "").Answer(); got.Error != "dispatch_failed" {
		t.Errorf("%+v", got)
	}
}

// An address opens one socket, and no app has more than ten.
func TestTickets(t *testing.T) {
	a, _, _ := here(t)
	to := text(a.asks("apps.connections.open", a.s.AppToken, nil)["url"])
	for _, want := range []int{http.StatusSwitchingProtocols, http.StatusUnauthorized} {
		ws, answer, err := websocket.DefaultDialer.Dial(to, nil)
		if answer == nil || answer.StatusCode != want {
			t.Fatalf("%v, %v; want %d", answer, err, want)
		}
		if err == nil {
			defer func() { _ = ws.Close() }()
		}
	}
	for range maxSockets - 1 {
		a.connects()
	}
	ws, _, err := websocket.DefaultDialer.Dial(text(a.asks("apps.connections.open", a.s.AppToken, nil)["url"]), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = ws.Close() }()
	a.ws = ws
	if p := a.hears(); p.Type != "disconnect" || p.Reason != "too_many_websockets" || a.s.Sockets() != maxSockets {
		t.Errorf("%+v", p)
	}
	a.ends()
	a.s.RefuseSockets(true)
	if _, _, err := websocket.DefaultDialer.Dial(text(a.asks("apps.connections.open", a.s.AppToken, nil)["url"]), nil); err == nil {
		t.Error("a socket is opened")
	}
}

// ends fails the test unless the socket is closed.
func (a *agent) ends() {
	a.Helper()
	_ = a.ws.SetReadDeadline(time.Now().Add(Patience))
	_, data, err := a.ws.ReadMessage()
	if _, ok := errors.AsType[*websocket.CloseError](err); !ok {
		a.Errorf("%s, %v; want the end", data, err)
	}
}

func TestDisconnect(t *testing.T) {
	a, c, u := here(t)
	a.connects()
	a.s.SetWarningTime(10 * time.Millisecond)
	a.s.Disconnect("warning")
	if p := a.hears(); p.Type != "disconnect" || p.Reason != "warning" {
		t.Errorf("%+v", p)
	}
	a.ends()
	a.s.AwaitGone()
	a.connects()
	a.s.Disconnect("refresh_requested")
	if p := a.hears(); p.Reason != "refresh_requested" {
		t.Errorf("%+v", p)
	}
	a.ends()
	a.s.AwaitGone()
	a.connects()
	a.s.SendRaw([]byte(`{"type":"?`))
	if _, data, err := a.ws.ReadMessage(); err != nil || string(data) != `{"type":"?` {
		t.Errorf("%s, %v", data, err)
	}
	id := a.s.SendEnvelope("events_api", object{"type": "odd"})
	if p := a.hears(); p.Envelope_ID != id {
		t.Errorf("%+v", p)
	} else {
		a.acks(p, nil)
	}
	if a.s.Opened() != 3 || a.s.Sockets() != 1 {
		t.Errorf("%d, %d", a.s.Opened(), a.s.Sockets())
	}
	// a warned socket is spared where there is another one
	a.s.SetWarningTime(time.Minute)
	a.s.Disconnect("warning")
	warned := a.ws
	a.hears()
	a.connects()
	for range 3 {
		i := u.Command(c, "/offres", "")
		a.acks(a.hears(), nil)
		i.Acknowledged()
	}
	_ = warned.Close()
}

// A silent socket says nothing, not even that it hears.
func TestSilentSocket(t *testing.T) {
	a, _, _ := here(t)
	a.s.SetPingTime(5 * time.Millisecond)
	a.connects()
	pings := make(chan string, 100)
	a.ws.SetPingHandler(func(data string) error { pings <- data; return nil })
	heard := make(chan error)
	go func() {
		_, _, err := a.ws.ReadMessage()
		heard <- err
	}()
	if data := <-pings; !strings.HasPrefix(data, "Ping from ") {
		t.Error(data)
	}
	a.s.SilentSocket()
	if a.s.Sockets() != 1 {
		t.Error("it is closed")
	}
	a.s.SendRaw([]byte("{}"))
	select {
	case err := <-heard:
		t.Errorf("something is heard: %v", err)
	case <-time.After(30 * time.Millisecond):
	}
	a.s.Cut()
	<-heard
}
