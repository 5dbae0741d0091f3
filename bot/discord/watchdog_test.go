package discord

import (
	"context"
	"io"
	"log/slog"
	"testing"
	"time"

	"rebond/bot/discord/discordtest"
)

// logged is a log that tests read.
func logged(t *testing.T) (*journal, *slog.Logger) {
	j := &journal{lines: make(chan string, 100)}
	return j, slog.New(slog.NewTextHandler(io.MultiWriter(j, t.Output()), nil))
}

// A gateway that leaves one heartbeat unacknowledged is left before the next is due, and
// the session is gone on with.
func TestASilentGateway(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	s.SetHeartbeat(time.Hour)
	s.Acknowledge(false)
	journal, log := logged(t)
	a := adapter(t, s, kept{})
	a.Log = log
	ctx, cancel := context.WithCancel(t.Context())
	end := keeps(ctx, a, func(s *shard) { s.patient = 300 * time.Millisecond })
	s.AwaitResumes(2)
	journal.tells(t, "does not acknowledge heartbeats")
	cancel()
	if err := <-end; err != nil {
		t.Error(err)
	}
	if n := len(s.Identifies()); n != 1 {
		t.Errorf("%d sessions", n)
	}
	for _, r := range s.Resumes() {
		if r.Refused || !r.OnResume {
			t.Errorf("%+v", r)
		}
	}
}

// One that acknowledges is kept, however impatient one is.
func TestAGatewayThatHears(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	s.SetHeartbeat(700 * time.Millisecond)
	ctx, cancel := context.WithCancel(t.Context())
	end := keeps(ctx, adapter(t, s, kept{}), func(s *shard) { s.patient = 500 * time.Millisecond })
	s.AwaitHeartbeats(4)
	cancel()
	if err := <-end; err != nil {
		t.Error(err)
	}
	if len(s.Resumes()) > 0 || len(s.Identifies()) != 1 {
		t.Errorf("%+v\n%+v", s.Resumes(), s.Identifies())
	}
}
