package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/discord"
	"rebond/bot/discord/discordtest"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// fanOut is many posts to many channels at once.
type fanOut struct {
	*piscine
	channels []*discordtest.Channel
	outbox   *storage.Outbox
	put      int // posts a channel
}

const (
	fanChannels = 20
	fanEach     = 3 // posts that one round puts for each channel
	fanPosting  = discordtest.Match("POST /channels/*/messages")
)

func openFanOut(p *piscine, database string) *fanOut {
	p.t.Helper()
	f := &fanOut{piscine: p, outbox: &storage.Outbox{Store: storagetest.Open(p.t, database), Now: time.Now}}
	for n := range fanChannels {
		f.channels = append(f.channels, p.g.Channel(fmt.Sprint("salon-", n+1)))
	}
	return f
}

// spreads puts some posts for each channel.
func (f *fanOut) spreads() {
	f.t.Helper()
	var all []bot.Post
	for range fanEach {
		f.put++
		for n, c := range f.channels {
			all = append(all, bot.Post{
				Key: fmt.Sprintf("fan/%d/%d", n, f.put), Kind: bot.SendPost, Lang: bot.FR, To: bot.Address{Platform: discord.Platform, Space: f.g.ID, Channel: c.ID},
				Message: &bot.Message{Text: bot.Same(fmt.Sprintf("%s, message %d", c.Name, f.put))},
			})
		}
	}
	if err := f.outbox.Put(f.t.Context(), all...); err != nil {
		f.t.Fatal(err)
	}
}

// out is how many posts have come.
func (f *fanOut) out() (n int) {
	for _, c := range f.channels {
		n += len(f.posts(c))
	}
	return n
}

// flows waits until n more posts have come: posts go out at this moment. Where few are
// left it puts others first.
func (f *fanOut) flows(n int) {
	f.t.Helper()
	now := f.out()
	if f.put*fanChannels-now < n+fanChannels {
		f.spreads()
	}
	f.Await(fmt.Sprint(now+n, " posts in all"), func() bool { return f.out() >= now+n })
}

// ends waits until all posts have come: each once, in order.
func (f *fanOut) ends(within time.Duration) {
	f.t.Helper()
	eventually(f.t, "every post", within, func() bool { return f.out() >= f.put*fanChannels })
	for _, c := range f.channels {
		var got, want []string
		for _, m := range f.posts(c) {
			got = append(got, words(m))
		}
		for n := range f.put {
			want = append(want, fmt.Sprintf("%s, message %d", c.Name, n+1))
		}
		if !slices.Equal(got, want) {
			f.t.Errorf("%s holds %q; want %q", c.Name, got, want)
		}
	}
}

// asks fails the test unless somebody is answered in time while posts go out.
func (g *guest) asks(during string) {
	g.t.Helper()
	i := g.Command(g.in, "aide", nil)
	shows(g.t, i.Answer().Message, "/offres")
	if took := i.Answered.Sub(i.Sent); took > 3*time.Second {
		g.t.Errorf("%s: answered after %s", during, took)
	}
}

// TestDiscordFanOut holds that many posts come once each and in order, and that members
// are answered in time, whatever happens to the connections meanwhile.
func TestDiscordFanOut(t *testing.T) {
	t.Parallel()
	storagetest.Engines(t, func(t *testing.T, database string) {
		t.Parallel()
		p := openPiscine(t, nil)
		camille := p.joins("Camille", "fr")
		startRobot(t, p.Server, database)
		p.AwaitReady(1)
		f := openFanOut(p, database)
		camille.asks("before")

		f.spreads()
		f.flows(3)
		p.Cut()
		camille.asks("a socket that is cut") // it is told of once the session goes on
		p.AwaitResumes(1)
		f.flows(3)
		p.Invalidate(false)
		p.AwaitIdentifies(2)
		p.AwaitReady(1)
		camille.asks("a session that is invalid")

		for _, scope := range []string{"user", "global", "shared"} {
			match := fanPosting
			if scope == "global" {
				match = ""
			}
			p.Storm(match, scope, 1500*time.Millisecond)
			camille.asks("429 of scope " + scope)
			f.flows(3)
		}
		p.Reconnect()
		p.AwaitResumes(2)
		camille.asks("another gateway")

		p.Fail(fanPosting, slices.Concat(discordtest.Lost().Times(3), discordtest.Cut().Times(3), discordtest.Status(502).Times(3))...)
		f.flows(3)
		camille.asks("answers that are lost")
		f.ends(time.Minute)

		if n := len(p.Identifies()); n != 2 {
			t.Errorf("%d sessions were begun", n)
		}
		if n := statuses(p, fanPosting)[429]; n > 5*fanChannels {
			t.Errorf("%d requests were answered 429: Discord bans who sends too many of them", n)
		}
	})
}

// TestDiscordKilled kills the program at random moments of a fan-out, with requests in
// the air that arrive afterwards; Discord has forgotten by then what it was asked. Every
// post comes once and in order, and each start begins one session.
func TestDiscordKilled(t *testing.T) {
	t.Parallel()
	storagetest.Engines(t, func(t *testing.T, database string) {
		t.Parallel()
		random := rand.New(rand.NewPCG(1, 2))
		clock := &discordClock{}
		p := openPiscine(t, clock)
		startRobot(t, p.Server, database).dies(p, 0, nil)
		f := openFanOut(p, database)
		rounds := storagetest.Rounds(2, 3)
		for n := range rounds {
			f.spreads()
			release := make(chan struct{})
			p.Fail(fanPosting, discordtest.Hold(release).Times(3+random.IntN(6))...)
			startRobot(t, p.Server, database).dies(p, n+1, random)
			close(release)

			clock.passes(10 * time.Minute) // longer than Discord knows a nonce
		}
		startRobot(t, p.Server, database)
		p.AwaitReady(1)
		f.ends(40*time.Second + time.Duration(rounds)*5*time.Second)

		if len(p.Requests("GET /channels/*/messages")) == 0 {
			t.Error("no post was in the air when the program was killed")
		}
		if n := len(p.Requests(fanPosting)); n != f.put*fanChannels {
			t.Errorf("%d requests for %d posts", n, f.put*fanChannels)
		}
		if n := len(p.Identifies()); n != rounds+2 {
			t.Errorf("%d sessions were begun by %d starts", n, rounds+2)
		}
	})
}

// dies kills a program that has begun the session after some: at once, or within the
// seconds that a fan-out takes.
func (r *robot) dies(p *piscine, sessions int, random *rand.Rand) {
	r.t.Helper()
	p.AwaitIdentifies(sessions + 1)
	p.AwaitReady(1)
	if random != nil {
		kill := time.AfterFunc(time.Duration(random.IntN(2500))*time.Millisecond, func() { r.Process.Kill() })
		defer kill.Stop()
		r.ends()
		p.AwaitGone()
		return
	}
	r.kills()
}
