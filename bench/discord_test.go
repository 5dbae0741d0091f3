package bench

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/discord/discordtest"
	"rebond/storage"
)

// online is the program on a fake Discord, where somebody uses it.
type online struct {
	*exec.Cmd
	discord *discordtest.Server
	guild   *discordtest.Guild
	channel *discordtest.Channel
	member  *discordtest.User
}

// connect starts the program and waits until its commands can be used.
func connect(b *testing.B, path, database string, before func(*discordtest.Server)) *online {
	b.Helper()
	o := &online{discord: discordtest.Start(b)}
	o.guild = o.discord.Guild("Piscine", "fr")
	o.channel, o.member = o.guild.Channel("offres"), o.discord.User("Camille", "fr")
	o.guild.Join(o.member)
	if before != nil {
		before(o.discord)
	}
	o.Cmd = exec.Command(path, "run")
	o.Dir = b.TempDir()
	o.Env = append(os.Environ(), "REBOND_DATABASE="+database, "REBOND_DISCORD_TOKEN="+o.discord.Token, "REBOND_DISCORD_API_URL="+o.discord.URL(), "REBOND_LOG_LEVEL=error")
	o.Stdout, o.Stderr = io.Discard, os.Stderr
	if err := o.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(o.end)
	o.discord.AwaitRegistered(nil)
	o.discord.AwaitReady(1)
	return o
}

// end stops the program, once.
func (o *online) end() {
	if o.ProcessState == nil {
		_ = o.Process.Signal(syscall.SIGTERM)
		_ = o.Wait()
	}
}

// searches are typed in turn.
var searches = []string{"java nancy", "développeur java", "go télétravail", "dével", "python cdi 45k"}

// asks types /offres and returns how long Discord waited for the callback, from the
// gateway's frame on.
func (o *online) asks(b *testing.B, n int) time.Duration {
	b.Helper()
	i := o.member.Command(o.channel, "offres", map[string]any{"recherche": searches[n%len(searches)]})
	if got := i.Answer(); got.Late || len(got.Message.Buttons()) == 0 {
		b.Fatalf("late: %v, %d buttons", got.Late, len(got.Message.Buttons()))
	}
	return i.Answered.Sub(i.Sent)
}

// BenchmarkDiscordMemory reads what 1,000 servers of 20 channels add to the program's
// resident memory.
func BenchmarkDiscordMemory(b *testing.B) {
	path := program(b)
	engines(b, func(b *testing.B, _ *storage.Store) {
		for b.Loop() {
			few := connect(b, path, address(b), nil)
			few.asks(b, 0)
			before := resident(b, few.Process.Pid)
			few.end()
			many := connect(b, path, address(b), func(s *discordtest.Server) { s.Guilds(1000, 20) })
			many.asks(b, 0)
			b.ReportMetric(float64(resident(b, many.Process.Pid)-before)/1024, "MiB/1000-servers")
			b.ReportMetric(float64(before)/1024, "MiB")
			many.end()
		}
		b.ReportMetric(0, "ns/op")
	})
}

// BenchmarkDiscordAnswer goes from the gateway's frame to the callback's request, for
// /offres on 100,000 offers, with nothing else to do and while posts go out to 500
// channels at the pace that Discord allows.
func BenchmarkDiscordAnswer(b *testing.B) {
	path := program(b)
	engines(b, func(b *testing.B, store *storage.Store) {
		for _, fanOut := range []bool{false, true} {
			b.Run(map[bool]string{false: "alone", true: "during-a-fan-out"}[fanOut], func(b *testing.B) {
				o := connect(b, path, address(b), nil)
				if fanOut {
					o.fansOut(b, store)
				}
				var took []time.Duration
				cpu := cpuTime(b, o.Process.Pid)
				for n := 0; b.Loop(); n++ {
					took = append(took, o.asks(b, n))
					if !fanOut && n%100 == 99 {
						o.discord.ForgetRequests()
					}
				}
				if fanOut {
					if sent := len(o.discord.Requests("POST /channels/*/messages")); sent < 50 {
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
func (o *online) fansOut(b *testing.B, store *storage.Store) {
	b.Helper()
	var posts []bot.Post
	run := strconv.FormatInt(time.Now().UnixNano(), 36)
	for c := range 500 {
		channel := o.guild.Channel(fmt.Sprint("salon-", c))
		for k := range 10 {
			posts = append(posts, bot.Post{Key: fmt.Sprint("bench/", run, "/", c, "/", k), Kind: bot.SendPost, Lang: bot.FR, Until: time.Now().Add(5 * time.Minute),
				To: bot.Address{Platform: "discord", Space: o.guild.ID, Channel: channel.ID}, Message: &bot.Message{Text: bot.Same("Le message du jour.")}})
		}
	}
	if err := (&storage.Outbox{Store: store, Now: time.Now}).Put(context.Background(), posts...); err != nil {
		b.Fatal(err)
	}
	o.discord.AwaitRequests("POST /channels/*/messages", 10)
}

// cpuTime is what a process has used of all cores.
func cpuTime(b *testing.B, pid int) time.Duration {
	b.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		b.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(stat), ") ") // after the name
	fields, ticks := strings.Fields(rest), 0
	for _, at := range []int{11, 12} { // utime and stime, in hundredths of a second (man 5 proc)
		n, err := strconv.Atoi(fields[at])
		if err != nil {
			b.Fatal(err)
		}
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}
