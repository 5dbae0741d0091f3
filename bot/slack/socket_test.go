package slack

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/slack/slacktest"
)

// An app has two sockets, and people are answered over both.
func TestTwoSockets(t *testing.T) {
	t.Parallel()
	d := works(t)
	d.AwaitSockets(2)
	for n := range 4 {
		greets(t, d.camille, d.offers, fmt.Sprint("Nancy", n))
	}
	over := map[int]int{}
	for _, one := range d.Deliveries() {
		over[one.Socket]++
	}
	if len(over) != 2 || d.Opened() != 2 {
		t.Errorf("envelopes went over %v of %d sockets", over, d.Opened())
	}
}

// every is that all of some commands are answered once.
func every(t *testing.T, d *desk, asked map[string]*slacktest.Interaction) {
	t.Helper()
	for whom, i := range asked {
		if a := i.Answer(); !strings.Contains(a.Message.Read().Text, whom) {
			t.Errorf("%s is answered with %q %s", whom, a.Message.Read().Text, a.Error)
		}
	}
	for whom := range asked {
		if n := counts(d.camille, d.offers, whom); n != 1 {
			t.Errorf("%d answers to %s", n, whom)
		}
	}
}

// A socket of which Slack says that it will end goes on until another one is open, and
// what is asked meanwhile is answered once.
func TestSocketsThatAreReplaced(t *testing.T) {
	t.Parallel()
	for _, reason := range []string{"warning", "refresh_requested"} {
		t.Run(reason, func(t *testing.T) {
			t.Parallel()
			d := works(t)
			d.AwaitSockets(2)
			hold := make(chan struct{})
			d.Fail("apps.connections.open", slacktest.Failure{Hold: hold}, slacktest.Failure{Hold: hold})
			d.Disconnect(reason)
			d.Await("new sockets to be asked for", func() bool { return len(d.Calls("apps.connections.open")) == 4 })
			if n := d.Sockets(); reason == "warning" && n != 2 {
				t.Errorf("%d sockets while others are opened", n)
			}
			asked := map[string]*slacktest.Interaction{}
			for n := range 6 {
				whom := fmt.Sprint("Nancy", n)
				asked[whom] = d.camille.Command(d.offers, "/bonjour", whom)
			}
			if reason == "warning" { // the old ones still hear
				every(t, d, asked)
			}
			close(hold)
			every(t, d, asked)
			d.AwaitOpened(4)
			d.Await("the old sockets to be closed", func() bool { return d.Sockets() == 2 })
			greets(t, d.camille, d.offers, "Metz")
			if n := d.Opened(); n != 4 {
				t.Errorf("%d sockets have been opened", n)
			}
		})
	}
}

// A form that is being answered while its socket is replaced is answered all the same.
func TestAFormAcrossSockets(t *testing.T) {
	t.Parallel()
	begun, release := make(chan struct{}), make(chan struct{})
	c := does("fiche", true, func(_ context.Context, r *bot.Request) (bot.Reply, error) {
		close(begun)
		<-release
		return &bot.Message{Text: bot.Textf(both("Noté : %s"), r.Args["nom"])}, nil
	})
	c.Ask, c.Title, c.Params = true, both("Fiche"), []bot.Param{{Name: "nom", Names: both("nom"), Help: both("Ton nom"), Required: true}}
	d := works(t, c)
	d.AwaitSockets(2)
	form := d.camille.Command(d.offers, "/fiche", "").Answer().View
	i := d.camille.Submit(form, map[string]any{"Nom": "Alix"})
	<-begun
	d.Disconnect("warning")
	d.AwaitOpened(4)
	d.Await("the old sockets to be closed", func() bool { return d.Sockets() == 2 })
	close(release)
	if a := i.Answer(); a.Message.Read().Text != "Noté : Alix" {
		t.Errorf("answered with %q %s", a.Message.Read().Text, a.Error)
	}
	if n := counts(d.camille, d.offers, "Alix"); n != 1 {
		t.Errorf("answered %d times", n)
	}
}

// Sockets that are cut are opened again, and what nobody heard is answered.
func TestSocketsThatAreCut(t *testing.T) {
	t.Parallel()
	d := works(t)
	d.AwaitSockets(2)
	d.Fail("apps.connections.open", slacktest.Failure{RetryAfter: time.Second}, slacktest.Failure{Status: http.StatusBadGateway},
		slacktest.Failure{Body: "<html>"}, slacktest.Failure{Body: `{"ok":true}`}, slacktest.Failure{Error: "internal_error"}, slacktest.Failure{Cut: true})
	d.Cut()
	d.AwaitGone()
	asked := map[string]*slacktest.Interaction{"Nancy": d.camille.Command(d.offers, "/bonjour", "Nancy"), "Metz": d.camille.Command(d.offers, "/bonjour", "Metz")}
	every(t, d, asked)
	d.AwaitSockets(2)
	if n := len(d.Calls("apps.connections.open")); n != 2+6+2 {
		t.Errorf("asked for %d sockets", n)
	}
}

// A door that is closed for a while is knocked at again.
func TestSocketsThatAreRefused(t *testing.T) {
	t.Parallel()
	d := works(t)
	d.AwaitSockets(2)
	d.RefuseSockets(true)
	d.Cut()
	d.log.tells(t, "Slack does not open a socket")
	d.AwaitGone()
	d.RefuseSockets(false)
	d.AwaitSockets(2)
	greets(t, d.camille, d.offers, "Nancy")
}

// A socket that dies without a word is replaced once it has been silent for too long; one
// that Slack pings is kept.
func TestASilentSocket(t *testing.T) {
	t.Parallel()
	d := sits(t)
	d.SetPingTime(50 * time.Millisecond)
	d.a.silence = 1500 * time.Millisecond // far more than a busy machine puts a ping off
	d.begins(t, d.router(t))
	d.AwaitSockets(2)
	began := time.Now()
	d.SilentSocket()
	d.AwaitOpened(3)
	d.SilentSocket() // the other one, which has lived on
	asked := map[string]*slacktest.Interaction{}
	for n := range 4 {
		whom := fmt.Sprint("Nancy", n)
		asked[whom] = d.camille.Command(d.offers, "/bonjour", whom)
	}
	d.AwaitOpened(4)
	if took := time.Since(began); took < 2700*time.Millisecond || took > 15*time.Second {
		t.Errorf("the two were given up after %s", took)
	}
	every(t, d, asked)
	if n := d.Opened(); n != 4 {
		t.Errorf("%d sockets were opened for two that died", n)
	}
}

// What is larger than Slack ever sends ends the socket, and nothing else.
func TestAHugeEnvelope(t *testing.T) {
	t.Parallel()
	d := works(t)
	d.AwaitSockets(2)
	d.SendRaw(bytes.Repeat([]byte("9"), maxEnvelope+1))
	d.AwaitOpened(3)
	d.AwaitSockets(2)
	greets(t, d.camille, d.offers, "Nancy")
}
