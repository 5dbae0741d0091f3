package bench

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/slack/slacktest"
	"rebond/storage"
)

// working is the program on a fake Slack, where somebody uses it.
type working struct {
	*exec.Cmd
	slack     *slacktest.Server
	workspace *slacktest.Workspace
	channel   *slacktest.Channel
	others    []*slacktest.Channel // where posts go out meanwhile
	member    *slacktest.User
}

// work starts the program and waits until it can be used.
func work(b *testing.B, path, database string) *working {
	b.Helper()
	o := &working{slack: slacktest.Start(b)}
	o.workspace = o.slack.Workspace("Piscine")
	o.channel, o.member = o.workspace.Channel("offres"), o.workspace.User("Camille", "fr-FR")
	o.channel.Join(o.workspace.Bot(), o.member)
	for n := range 500 {
		c := o.workspace.Channel(fmt.Sprint("salon-", n))
		c.Join(o.workspace.Bot())
		o.others = append(o.others, c)
	}
	o.Cmd = exec.Command(path, "run")
	o.Dir = b.TempDir()
	o.Env = append(os.Environ(), "REBOND_DATABASE="+database, "REBOND_SLACK_BOT_TOKEN="+o.workspace.BotToken, "REBOND_SLACK_APP_TOKEN="+o.slack.AppToken, "REBOND_SLACK_API_URL="+o.slack.URL(), "REBOND_LOG_LEVEL=error")
	o.Stdout, o.Stderr = io.Discard, os.Stderr
	if err := o.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = o.Process.Signal(syscall.SIGTERM)
		_ = o.Wait()
	})
	o.slack.AwaitSockets(2)
	return o
}

// asks types /offres and returns how long it took from the envelope to the request that
// answers it.
func (o *working) asks(b *testing.B, n int) time.Duration {
	b.Helper()
	i := o.member.Command(o.channel, "/offres", searches[n%len(searches)])
	got := i.Answer()
	if len(got.Message.Buttons()) == 0 {
		b.Fatalf("%q, without buttons", got.Error)
	}
	return got.Message.Created.Sub(i.Sent)
}

// BenchmarkSlackAnswer goes from the envelope to the request that answers it, for /offres
// on 100,000 offers, with nothing else to do and while posts go out to 500 channels.
func BenchmarkSlackAnswer(b *testing.B) {
	path := program(b)
	engines(b, func(b *testing.B, store *storage.Store) {
		for _, fanOut := range []bool{false, true} {
			b.Run(map[bool]string{false: "alone", true: "during-a-fan-out"}[fanOut], func(b *testing.B) {
				o := work(b, path, address(b))
				if fanOut {
					o.fansOut(b, store)
				}
				var took []time.Duration
				cpu := cpuTime(b, o.Process.Pid)
				for n := 0; b.Loop(); n++ {
					took = append(took, o.asks(b, n))
					if !fanOut && n%100 == 99 {
						o.slack.ForgetCalls()
					}
				}
				if fanOut {
					if sent := len(o.slack.Calls("chat.postMessage")); sent < 50 {
						b.Fatalf("%d posts went out meanwhile: run it longer", sent)
					}
				} else {
					b.ReportMetric(float64(cpuTime(b, o.Process.Pid)-cpu)/float64(time.Millisecond)/float64(len(took))*1000, "cpu-ms/1000")
				}
				percentiles(b, took)
			})
		}
	})
}

// fansOut puts more posts than go out while the benchmark runs.
func (o *working) fansOut(b *testing.B, store *storage.Store) {
	b.Helper()
	var posts []bot.Post
	run := strconv.FormatInt(time.Now().UnixNano(), 36)
	for c, channel := range o.others {
		for k := range 4 {
			posts = append(posts, bot.Post{Key: fmt.Sprint("bench/", run, "/", c, "/", k), Kind: bot.SendPost, Lang: bot.FR, Until: time.Now().Add(5 * time.Minute),
				To: bot.Address{Platform: "slack", Space: o.workspace.ID, Channel: channel.ID}, Message: &bot.Message{Text: bot.Same("Le message du jour.")}})
		}
	}
	if err := (&storage.Outbox{Store: store, Now: time.Now}).Put(context.Background(), posts...); err != nil {
		b.Fatal(err)
	}
	o.slack.AwaitCalls("chat.postMessage", 10)
}
