package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"rebond/bot/bottest"
	"rebond/bot/slack/slacktest"
)

// slackEnviron is the configuration of a program in a workspace of a fake Slack.
func slackEnviron(p *workspace, database string, more ...string) []string {
	return append([]string{"LANG=fr_FR.UTF-8", "REBOND_DATABASE=" + database, keyed(database),
		"REBOND_SLACK_BOT_TOKEN=" + p.w.BotToken, "REBOND_SLACK_APP_TOKEN=" + p.AppToken, "REBOND_SLACK_API_URL=" + p.URL()}, more...)
}

// keepsTokens fails the test if a program has printed a token, or a part of one that is a
// secret; what it has printed is in the log of a test that failed.
func keepsTokens(t *testing.T, s *slacktest.Server, printed string, workspaces ...*slacktest.Workspace) {
	t.Helper()
	secrets := []string{s.AppToken}
	for _, w := range workspaces {
		secrets = append(secrets, w.BotToken[strings.LastIndexByte(w.BotToken, '-')+1:])
	}
	for _, secret := range secrets {
		if strings.Contains(printed, secret) {
			t.Errorf("a token is in the log: %s", printed)
		}
	}
	if t.Failed() && printed != "" {
		t.Logf("the program printed:\n%s", printed)
	}
}

// traceless fails the test for a program that shows its insides.
func traceless(t *testing.T, printed string) {
	t.Helper()
	for _, sign := range []string{"goroutine ", "panic", ".go:"} {
		if strings.Contains(printed, sign) {
			t.Errorf("%q in what the program printed: %s", sign, printed)
		}
	}
}

// slackRobot is the real program in a workspace.
type slackRobot struct {
	*robot
	p *workspace
}

// startSlack runs `rebond run` until the test ends, and waits for nothing.
func startSlack(t *testing.T, p *workspace, database string, environ ...string) *slackRobot {
	t.Helper()
	return startSlackWith(t, p, []string{"run"}, slackEnviron(p, database, environ...))
}

// startSlackWith is startSlack with the whole command line and environment.
func startSlackWith(t *testing.T, p *workspace, args, environ []string) *slackRobot {
	t.Helper()
	r := &slackRobot{&robot{Cmd: exec.Command(binary(t), args...), t: t, printed: &bottest.Journal{}, ended: make(chan error, 1)}, p}
	r.Dir, r.Env = t.TempDir(), environ
	r.Stdout, r.Stderr = r.printed, r.printed
	if err := r.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { r.ended <- r.Wait() }()
	t.Cleanup(func() {
		if !r.over {
			r.stops()
		}
		if !r.faulty {
			faultless(t, r.printed.String())
		}
		keepsTokens(t, p.Server, r.printed.String(), p.w)
	})
	return r
}

// kills ends the program without warning.
func (r *slackRobot) kills() {
	r.t.Helper()
	if err := r.Process.Kill(); err != nil {
		r.t.Error(err)
	}
	r.ends()
	r.p.AwaitGone()
}

// sockets is how many sockets each program has.
const sockets = 2

// inSlack runs the whole program in this process, by a clock, until the test ends or stop
// is called, and waits until it is connected.
func inSlack(t *testing.T, p *workspace, database string, clock *discordClock, environ ...string) (stop func() string) {
	t.Helper()
	return inside(t, p, clock, append(slackEnviron(p, database), environ...), false)
}

// inside is inSlack with the whole environment; a test that makes the program fail says so.
func inside(t *testing.T, p *workspace, clock *discordClock, environ []string, faulty bool) (stop func() string) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	printed, ended := &bottest.Journal{}, make(chan int, 1)
	before := p.Sockets()
	go func() {
		ended <- run(ctx, clock.now, []string{"run", "--no-open"}, environ, strings.NewReader(""), printed, printed)
	}()
	stop = sync.OnceValue(func() string {
		cancel()
		if code := <-ended; code != 0 {
			t.Errorf("the program ended with %d", code)
		}
		if !faulty {
			faultless(t, printed.String())
		}
		keepsTokens(t, p.Server, printed.String(), p.w)
		p.Await("its sockets to be closed", func() bool { return p.Sockets() <= before })
		return printed.String()
	})
	t.Cleanup(func() { stop() })
	p.AwaitSockets(before + sockets)
	return stop
}

// toml writes the configuration of a program in several workspaces, into a folder of its
// own, and returns its path.
func toml(t *testing.T, all ...*workspace) string {
	t.Helper()
	var b strings.Builder
	for _, p := range all {
		fmt.Fprintf(&b, "[[slack]]\nbot_token = %q\napp_token = %q\napi_url = %q\n", p.w.BotToken, p.AppToken, p.URL())
	}
	path := filepath.Join(t.TempDir(), "rebond.toml")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// ordered runs a subcommand to its end, and returns what it printed, with ordinary spaces,
// and whether it ended well.
func ordered(t *testing.T, p *workspace, environ []string, args ...string) (printed string, well bool) {
	t.Helper()
	cmd := exec.Command(binary(t), args...)
	cmd.Dir, cmd.Env = t.TempDir(), environ
	out, err := cmd.CombinedOutput()
	keepsTokens(t, p.Server, string(out), p.w)
	traceless(t, string(out))
	return oneSpace.Replace(string(out)), err == nil
}

// files are the names of what is in a folder.
func files(t *testing.T, dir string) (names []string) {
	t.Helper()
	all, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range all {
		names = append(names, f.Name())
	}
	return names
}
