package discord

import (
	"fmt"
	"testing"
	"time"

	"rebond/bot/bottest"
	"rebond/bot/discord/discordtest"
)

// Whatever ends a connection, the session goes on where it can, and begins anew once
// where it cannot.
func TestTheGatewayIsKept(t *testing.T) {
	for name, c := range map[string]struct {
		end                 func(*discordtest.Server)
		resumes, identifies int
	}{
		"the network":                    {(*discordtest.Server).Cut, 1, 1},
		"asked to reconnect (op 7)":      {(*discordtest.Server).Reconnect, 1, 1},
		"invalid for a moment (op 9)":    {func(s *discordtest.Server) { s.Invalidate(true) }, 1, 1},
		"invalid for good (op 9)":        {func(s *discordtest.Server) { s.Invalidate(false) }, 0, 2},
		"closed with 4000":               {func(s *discordtest.Server) { s.Close(4000) }, 1, 1},
		"gone when it resumes (op 9, 6)": {func(s *discordtest.Server) { s.Close(4007) }, 1, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := discordtest.Start(t)
			g := s.Guild("Piscine", "fr")
			offers, camille := g.Channel("offres"), s.User("Camille", "fr")
			g.Join(camille)
			open(t, s, nil)
			s.AwaitReady(1)
			greets(t, camille, offers, "Nancy")
			c.end(s)
			if c.resumes > 0 {
				s.AwaitResumes(c.resumes)
			}
			s.AwaitIdentifies(c.identifies)
			s.AwaitReady(1)
			greets(t, camille, offers, "Metz")
			if r, i := s.Resumes(), s.Identifies(); len(r) != c.resumes || len(i) != c.identifies || len(r) > 0 && !r[0].OnResume {
				t.Errorf("%+v\n%+v", r, i)
			}
			for _, i := range s.Identifies() {
				if i.Intents != int(intents) || i.Refused {
					t.Errorf("%+v", i)
				}
			}
		})
	}
}

// patient stops the clock of Discord, so that no answer is too late for it.
func patient(s *discordtest.Server) {
	now := time.Now()
	s.SetClock(func() time.Time { return now })
}

// What is said while nobody is connected is answered once they are.
func TestWhatWasMissedIsAnswered(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	g := s.Guild("Piscine", "fr")
	offers, camille := g.Channel("offres"), s.User("Camille", "fr")
	g.Join(camille)
	open(t, s, nil)
	s.AwaitReady(1)
	patient(s)
	greets(t, camille, offers, "Nancy") // the session has begun on both sides
	s.Cut()
	greets(t, camille, offers, "Metz")
	if n := len(s.Requests("POST /interactions/*/*/callback")); n != 2 {
		t.Errorf("answered %d times", n)
	}
}

// Sessions that end at once are begun again more and more slowly.
func TestNoStormOfSessions(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	s.Guild("Piscine", "fr")
	open(t, s, nil)
	for n := range 3 {
		s.AwaitIdentifies(n + 1)
		s.AwaitReady(1)
		if n < 2 {
			s.Invalidate(false)
		}
	}
	all := s.Identifies()
	for n, least := range []time.Duration{firstRetry / 2, firstRetry} {
		if gap := all[n+1].At.Sub(all[n].At); gap < least {
			t.Errorf("session %d began %s after the one before; want at least %s", n+2, gap, least)
		}
	}
}

// With no session left for today none is begun, and with a wrong token nothing is tried
// again.
func TestSessionsAreCounted(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	s.SetBudget(0)
	_, log := open(t, s, nil)
	s.AwaitRequests("GET /gateway/bot", 1)
	log.tells(t, "no session can be begun")
	if len(s.Identifies()) > 0 || s.Connections() > 0 {
		t.Errorf("%+v", s.Identifies())
	}
	wrong := adapter(t, s, kept{})
	wrong.Token = "wrong"
	if err := wrong.Run(t.Context(), nil); err == nil || !fatal(err) {
		t.Errorf("with a wrong token Run ends with %v", err)
	}
	if n := len(s.Requests("GET /gateway/bot")); n > 2 {
		t.Errorf("asked %d times", n)
	}
}

// A gateway that no longer answers heartbeats is left for another.
func TestADeafGateway(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	s.SetHeartbeat(200 * time.Millisecond)
	g := s.Guild("Piscine", "fr")
	offers, camille := g.Channel("offres"), s.User("Camille", "fr")
	g.Join(camille)
	open(t, s, nil)
	s.AwaitReady(1)
	patient(s)
	greets(t, camille, offers, "Metz")
	s.Acknowledge(false)
	s.AwaitResumes(1)
	s.Acknowledge(true)
	s.AwaitReady(1)
	greets(t, camille, offers, "Nancy")
}

// Shards share the servers, and begin one after the other.
func TestShards(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	s.SetShards(3, 1, 200*time.Millisecond, true)
	camille := s.User("Camille", "fr")
	var channels []*discordtest.Channel
	for n := range 7 {
		g := s.Guild(fmt.Sprint("Piscine ", n), "fr")
		g.Join(camille)
		channels = append(channels, g.Channel("offres"))
	}
	open(t, s, func(a *Adapter) { a.span = 500 * time.Millisecond })
	s.AwaitReady(3)
	for _, c := range channels {
		greets(t, camille, c, "Nancy")
	}
	seen := map[[2]int]bool{}
	for _, i := range s.Identifies() {
		seen[i.Shard] = true
		if i.Refused {
			t.Errorf("%+v came too soon", i)
		}
	}
	if len(seen) != 3 || len(s.Identifies()) != 3 {
		t.Errorf("%+v", s.Identifies())
	}
}

// At the start Discord may be out of reach for a while.
func TestTheStartIsTriedAgain(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	g := s.Guild("Piscine", "fr")
	camille := s.User("Camille", "fr")
	g.Join(camille)
	s.Fail("GET /applications/@me", discordtest.Status(503), discordtest.Cut())
	open(t, s, nil)
	s.AwaitReady(1)
	greets(t, camille, g.Channel("offres"), "Nancy")
}

// The commands are told when they have changed, and not else.
func TestCommandsAreToldOnce(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	g := s.Guild("Piscine", "fr")
	const told = discordtest.Match("PUT /applications/*/commands")
	for n := range 2 {
		_, _ = open(t, s, nil)
		s.AwaitReady(n + 1)
	}
	if n := len(s.Requests(told)); n != 1 {
		t.Errorf("told %d times", n)
	}
	open(t, s, func(a *Adapter) { a.RegisterIn = []string{g.ID} })
	s.AwaitReady(3)
	if n := len(s.Registered(g)); n != len(bottest.Commands())+2 {
		t.Errorf("%d commands in the guild", n)
	}
}
