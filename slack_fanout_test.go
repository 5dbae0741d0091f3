package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/slack"
	"rebond/bot/slack/slacktest"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// slackFanOut is many posts to many places at once.
type slackFanOut struct {
	*workspace
	places []*slacktest.Channel
	people []*slacktest.User
	to     []bot.Address
	outbox *storage.Outbox
	put    int // posts a place
}

const (
	slackChannels = 12
	slackPeople   = 6
	slackEach     = 2 // posts that one round puts for each place
	posting       = "chat.postMessage"
)

func openSlackFanOut(p *workspace, database string) *slackFanOut {
	p.t.Helper()
	f := &slackFanOut{workspace: p, outbox: &storage.Outbox{Store: storagetest.Open(p.t, database), Now: time.Now}}
	here := bot.Address{Platform: slack.Platform, Space: p.w.ID}
	for n := range slackChannels {
		c := p.w.Channel(fmt.Sprint("salon-", n+1))
		at := here
		at.Channel = c.ID
		f.places, f.to, f.people = append(f.places, c), append(f.to, at), append(f.people, p.owner)
	}
	for n := range slackPeople {
		u := p.w.User(fmt.Sprint("Membre", n+1), "fr-FR")
		at := here
		at.Member = u.ID
		f.places, f.to, f.people = append(f.places, u.DM()), append(f.to, at), append(f.people, u)
	}
	return f
}

// spreads puts some posts for each place.
func (f *slackFanOut) spreads() {
	f.t.Helper()
	var all []bot.Post
	for range slackEach {
		f.put++
		for n, to := range f.to {
			all = append(all, bot.Post{
				Key: fmt.Sprintf("fan/%d/%d", n, f.put), Kind: bot.SendPost, Lang: bot.FR, To: to,
				Message: &bot.Message{Text: bot.Same(fmt.Sprintf("pour %d, message %d", n, f.put))},
			})
		}
	}
	if err := f.outbox.Put(f.t.Context(), all...); err != nil {
		f.t.Fatal(err)
	}
}

// came are the posts that have come to a place, oldest first.
func (f *slackFanOut) came(n int) (all []string) {
	for _, m := range f.people[n].Sees(f.places[n]) {
		if m.BotID != "" {
			all = append(all, m.Read().Text)
		}
	}
	return all
}

// out is how many posts have come.
func (f *slackFanOut) out() (all int) {
	for n := range f.places {
		all += len(f.came(n))
	}
	return all
}

// flows waits until n more posts have come: posts go out at this moment. Where few are
// left it puts others first.
func (f *slackFanOut) flows(n int) {
	f.t.Helper()
	now := f.out()
	if f.put*len(f.to)-now < n+len(f.to) {
		f.spreads()
	}
	f.Await(fmt.Sprint(now+n, " posts in all"), func() bool { return f.out() >= now+n })
}

// ends waits until all posts have come: each once, in order.
func (f *slackFanOut) ends(within time.Duration) {
	f.t.Helper()
	eventually(f.t, "every post", within, func() bool { return f.out() >= f.put*len(f.to) })
	for n := range f.places {
		var want []string
		for i := range f.put {
			want = append(want, fmt.Sprintf("pour %d, message %d", n, i+1))
		}
		if got := f.came(n); !slices.Equal(got, want) {
			f.t.Errorf("place %d holds %q; want %q", n, got, want)
		}
	}
}

// outcomes are how many calls of a method ended with each error; "" is none.
func (p *workspace) outcomes(method string) map[string]int {
	all := map[string]int{}
	for _, c := range p.Calls(method) {
		if all[c.Error]++; c.Status == 429 {
			all["429"]++
		}
	}
	return all
}

// asks fails the test unless somebody is answered in time while posts go out.
func (g *colleague) asks(during string) {
	g.t.Helper()
	i := g.enters(g.in, "/aide")
	reads(g.t, g.answered(i, during).Message, "/offres")
	if took := i.Acked.Sub(i.Sent); took > 3*time.Second {
		g.t.Errorf("%s: acknowledged after %s", during, took)
	}
}

// TestSlackFanOut holds that many posts come once each and in order, and that members are
// answered in time, whatever happens to the sockets and to the Web API meanwhile.
func TestSlackFanOut(t *testing.T) {
	t.Parallel()
	storagetest.Engines(t, func(t *testing.T, database string) {
		t.Parallel()
		p := openSlack(t, nil)
		p.SetWarningTime(time.Second)
		camille := p.joins("Camille", "fr-FR")
		startSlack(t, p, database, "REBOND_DELIVERY_DIRECT_PER_SECOND=50")
		p.AwaitSockets(sockets)
		f := openSlackFanOut(p, database)
		camille.asks("before")

		p.LimitRates() // one message a second in each channel
		f.spreads()
		f.flows(3)
		p.Cut()
		camille.asks("sockets that are cut") // it is told of once one is open again
		f.flows(3)
		opened := p.Opened()
		p.Disconnect("warning")
		camille.asks("a warning")
		p.Disconnect("refresh_requested")
		p.AwaitOpened(opened + sockets)
		camille.asks("another socket")

		p.Fail(posting, slacktest.Failure{RetryAfter: time.Second}.Times(6)...)
		camille.asks("a storm of 429")
		f.flows(3)
		p.Fail(posting, slices.Concat(slacktest.Failure{Lost: true}.Times(3), slacktest.Failure{Cut: true}.Times(3), slacktest.Failure{Status: 503}.Times(3), slacktest.Failure{Error: "internal_error"}.Times(2))...)
		f.flows(3)
		camille.asks("answers that are lost")
		f.ends(time.Minute)
		if n := p.outcomes(posting)["429"]; n > 3*len(f.to) {
			t.Errorf("%d calls were over the limit", n)
		}
	})
}

// TestSlackKilled kills the program at random moments of a fan-out, with calls in the air
// that arrive afterwards. Every post comes once and in order.
func TestSlackKilled(t *testing.T) {
	t.Parallel()
	storagetest.Engines(t, func(t *testing.T, database string) {
		t.Parallel()
		random := rand.New(rand.NewPCG(1, 2))
		p := openSlack(t, nil)
		startSlack(t, p, database).dies(nil)
		f := openSlackFanOut(p, database)
		rounds := storagetest.Rounds(2, 3)
		for range rounds {
			f.spreads()
			release := make(chan struct{})
			p.Fail(posting, slacktest.Failure{Hold: release}.Times(2+random.IntN(4))...)
			startSlack(t, p, database, "REBOND_DELIVERY_DIRECT_PER_SECOND=50").dies(random)
			close(release)
		}
		startSlack(t, p, database, "REBOND_DELIVERY_DIRECT_PER_SECOND=50")
		f.ends(40*time.Second + time.Duration(rounds)*5*time.Second)
		if p.outcomes("conversations.history")[""] == 0 {
			t.Error("no post was in the air when the program was killed")
		}
	})
}

// dies kills a program that is connected: at once, or within the seconds that a fan-out
// takes.
func (r *slackRobot) dies(random *rand.Rand) {
	r.t.Helper()
	r.p.AwaitSockets(sockets)
	if random != nil {
		kill := time.AfterFunc(time.Duration(random.IntN(2000))*time.Millisecond, func() { r.Process.Kill() })
		defer kill.Stop()
		r.ends()
		r.p.AwaitGone()
		return
	}
	r.kills()
}
