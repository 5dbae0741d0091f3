package main

import (
	"context"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"rebond/bot/bottest"
	"rebond/bot/discord/discordtest"
)

// keepsSecret fails the test if a program has printed the bot's token, or a part of it
// that is a secret; what it has printed is in the log of a test that failed.
func keepsSecret(t *testing.T, s *discordtest.Server, printed string) {
	t.Helper()
	secret := s.Token[strings.LastIndexByte(s.Token, '.'):]
	if strings.Contains(printed, s.Token) || strings.Contains(printed, secret) {
		t.Errorf("the token is in the log: %s", printed)
	}
	if t.Failed() && printed != "" {
		t.Logf("the program printed:\n%s", printed)
	}
}

// faultless fails the test if a program tells in its log of a fault of ours.
func faultless(t *testing.T, printed string) {
	t.Helper()
	if strings.Contains(printed, `"level":"ERROR"`) {
		t.Errorf("the log tells of a fault: %s", printed)
	}
}

// discordEnviron is the configuration of a program on a fake Discord.
func discordEnviron(s *discordtest.Server, database string, more ...string) []string {
	return append([]string{"LANG=fr_FR.UTF-8", "REBOND_DATABASE=" + database, keyed(database), "REBOND_DISCORD_TOKEN=" + s.Token, "REBOND_DISCORD_API_URL=" + s.URL()}, more...)
}

// robot is the real program on Discord.
type robot struct {
	*exec.Cmd
	t       *testing.T
	s       *discordtest.Server
	printed *bottest.Journal
	ended   chan error
	over    bool // somebody has waited for its end
	faulty  bool // the test makes it fail
}

// startRobot runs `rebond run` until the test ends, and waits for nothing.
func startRobot(t *testing.T, s *discordtest.Server, database string, environ ...string) *robot {
	t.Helper()
	r := &robot{Cmd: exec.Command(binary(t), "run"), t: t, s: s, printed: &bottest.Journal{}, ended: make(chan error, 1)}
	r.Dir, r.Env = t.TempDir(), discordEnviron(s, database, environ...)
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
		keepsSecret(t, s, r.printed.String())
	})
	return r
}

// kills ends the program without warning.
func (r *robot) kills() {
	r.t.Helper()
	if err := r.Process.Kill(); err != nil {
		r.t.Error(err)
	}
	r.ends()
	r.s.AwaitGone()
}

// ends waits for the end of the program, and says how it was.
func (r *robot) ends() error {
	r.over = true
	return <-r.ended
}

// stops asks the program to end, which it does cleanly.
func (r *robot) stops() {
	r.t.Helper()
	if err := r.Process.Signal(syscall.SIGTERM); err != nil {
		r.t.Errorf("the program is gone: %v", err)
	}
	stuck := time.AfterFunc(stopWithin+discordtest.Patience, func() { r.Process.Kill() })
	defer stuck.Stop()
	if err := r.ends(); err != nil {
		r.t.Errorf("the program ended with %v", err)
	}
}

// discordClock is a clock that goes as all do, and that a test moves.
type discordClock struct {
	mu    sync.Mutex
	ahead time.Duration
}

// clockAt is a clock that begins at a time in Paris: 2026-11-23T09:00.
func clockAt(t *testing.T, at string) *discordClock {
	t.Helper()
	c := &discordClock{}
	c.moves(t, at)
	return c
}

func (c *discordClock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.ahead)
}

// moves moves the clock to a time in Paris.
func (c *discordClock) moves(t *testing.T, to string) {
	t.Helper()
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.ParseInLocation("2006-01-02T15:04", to, paris)
	if err != nil {
		t.Fatal(err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead = time.Until(at)
}

// startInside runs the whole program in this process, by a clock, until the test ends or
// stop is called, and waits until it is connected.
func startInside(t *testing.T, s *discordtest.Server, database string, clock *discordClock, environ ...string) (stop func()) {
	t.Helper()
	return startInsideWith(t, s, clock, []string{"run", "--no-open"}, discordEnviron(s, database, environ...))
}

// startInsideWith is startInside with the whole command line and environment.
func startInsideWith(t *testing.T, s *discordtest.Server, clock *discordClock, args, environ []string) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	printed, ended := &bottest.Journal{}, make(chan int, 1)
	go func() {
		ended <- run(ctx, clock.now, args, environ, strings.NewReader(""), printed, printed)
	}()
	stop = sync.OnceFunc(func() {
		cancel()
		if code := <-ended; code != 0 {
			t.Errorf("the program ended with %d", code)
		}
		faultless(t, printed.String())
		keepsSecret(t, s, printed.String())
		s.AwaitGone()
	})
	t.Cleanup(stop)
	s.AwaitReady(1)
	return stop
}

// passes moves the clock on.
func (c *discordClock) passes(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead += d
}
