package slacktest

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// required fails a test that lacks something in CI, and skips it elsewhere.
func required(t *testing.T, what string, err error) {
	t.Helper()
	if os.Getenv("REBOND_REQUIRE_ALL") == "1" {
		t.Fatalf("%s is required: %v", what, err)
	}
	t.Skipf("no %s here (REBOND_REQUIRE_ALL is not set): %v", what, err)
}

// script is a bot that runs in Node.
type script struct {
	*exec.Cmd
	t    *testing.T
	said bytes.Buffer
}

// bolt starts the bot of testdata/bolt, whose packages npm ci installs.
func bolt(t *testing.T, s *Server, w *Workspace) *script {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		required(t, "Node.js", err)
	}
	dir := filepath.Join("testdata", "bolt")
	if _, err := os.Stat(filepath.Join(dir, "node_modules", "@slack", "bolt")); err != nil {
		required(t, "Bolt (npm ci --prefix bot/slack/slacktest/testdata/bolt)", err)
	}
	b := &script{Cmd: exec.Command(node, "bot.mjs"), t: t}
	b.Dir, b.Stdout, b.Stderr = dir, &b.said, &b.said
	b.Env = append(os.Environ(), "SLACK_API="+s.URL(), "SLACK_APP_TOKEN="+s.AppToken, "SLACK_BOT_TOKEN="+w.BotToken)
	if err := b.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.ends)
	s.AwaitSockets(1)
	return b
}

// killed ends the bot as kill -9 does.
func (b *script) killed() {
	b.t.Helper()
	if err := b.Process.Kill(); err != nil {
		b.t.Fatal(err)
	}
	_ = b.Wait() // it says that it was killed
}

// ends asks the bot to stop unless it was killed, and wants it to go in peace.
func (b *script) ends() {
	if b.ProcessState != nil {
		return
	}
	_ = b.Process.Signal(syscall.SIGTERM)
	if err := b.Wait(); err != nil {
		b.t.Errorf("Bolt: %v", err)
	}
	if b.said.Len() > 0 {
		b.t.Logf("Bolt says:\n%s", &b.said)
	}
}

// A bot by the library that Slack itself makes, in another language and another process,
// lives on the fake as it would on Slack.
func TestBolt(t *testing.T) {
	t.Parallel()
	s := Start(t)
	w := s.Workspace("Piscine")
	offers, camille := w.Channel("offres"), w.User("Camille", "fr-FR")
	offers.Join(camille)
	bolt(t, s, w)
	a := camille.Command(offers, "/offres", "go nancy").Answer()
	if words := a.Message.Read().Text; words != "Bonjour camille : go nancy" || !a.Message.Ephemeral {
		t.Errorf("%+v", a)
	}
	for _, want := range []string{"Pressé 1 fois", "Pressé 2 fois"} {
		was := a.Message.TS
		a = camille.Press(a.Message, "Encore").Answer()
		if !a.Updated || a.Message.TS != was || a.Message.Read().Text != want {
			t.Errorf("%+v; want %q", a, want)
		}
	}
	v := camille.Press(a.Message, "Un nom").Answer().View
	if got := camille.Suggest(v, "Lieu", "na"); fmt.Sprint(got) != "[Nancy Nantes]" {
		t.Errorf("%q", got)
	}
	a = camille.Submit(v, map[string]any{"Nom": "non", "Lieu": "Nancy"}).Answer()
	if a.View == nil || a.View.Field("Nom").Fault != "Un autre." {
		t.Fatalf("%+v", a)
	}
	sent := camille.Submit(a.View, map[string]any{"Nom": "Sam"})
	if thanks := sent.Messages(1)[0]; !sent.Acknowledged().Closed || thanks.Text != "Merci Sam, de Nancy" {
		t.Errorf("%+v", thanks)
	}
	hello := camille.Says(camille.DM(), "coucou")
	if said := camille.Hears(camille.DM(), hello, 1); said[0].Text != "Reçu : coucou" {
		t.Errorf("%+v", said)
	}
	called := camille.Says(offers, "@Rebond tu es là ?")
	if said := camille.Hears(offers, called, 1); said[0].Text != "Oui ?" || said[0].ThreadTS != called.TS {
		t.Errorf("%+v", said)
	}
}

// It comes back after a word from Slack and after a cut, waits out a limit, and after a
// kill -9 another process is told what the first one was not.
func TestBoltComesBack(t *testing.T) {
	t.Parallel()
	s := Start(t)
	w := s.Workspace("Piscine")
	offers, camille := w.Channel("offres"), w.User("Camille", "fr-FR")
	offers.Join(camille)
	b := bolt(t, s, w)
	s.Disconnect("refresh_requested")
	s.AwaitOpened(2)
	s.AwaitSockets(1)
	s.Cut()
	s.AwaitOpened(3)
	s.AwaitSockets(1)
	s.Fail("chat.postMessage", Failure{RetryAfter: time.Second})
	hello := camille.Says(camille.DM(), "coucou")
	camille.Hears(camille.DM(), hello, 1)
	if c := s.Calls("chat.postMessage"); len(c) != 2 || c[1].At.Sub(c[0].At) < time.Second {
		t.Errorf("%+v", c)
	}
	b.killed()
	s.AwaitGone()
	i := camille.Command(offers, "/offres", "go")
	bolt(t, s, w)
	if a := i.Answer(); a.Message.Read().Text != "Bonjour camille : go" {
		t.Errorf("%+v", a)
	}
}
