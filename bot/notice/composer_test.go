package notice_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"rebond/bot"
	"rebond/bot/bottest"
	"rebond/bot/notice"
	"rebond/bot/schedule"
)

// At the beginning of a bubble it is Saturday 1 January 2000, midnight.
var bubble = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// box is a store in memory, as notice.Store asks for it.
type box struct {
	mu      sync.Mutex
	people  []*notice.Person
	wake    map[bot.PersonID]time.Time
	sent    []sent
	dropped []string
	changed chan struct{}
	fails   error
	asked   int // how many times what is due was asked for
}

// Daily makes none: the tests of storage see to them.
func (*box) Daily(context.Context, []string, time.Time) (more bool, err error) { return false, nil }

// sent is a message and when it was written.
type sent struct {
	notice.Message
	at time.Time
}

func (b *box) Recall(context.Context, time.Time) error { return nil }

func (b *box) Due(_ context.Context, now time.Time, max int) (due []notice.Person, next time.Time, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.asked++; b.fails != nil {
		return nil, next, b.fails
	}
	for _, p := range b.people {
		switch wake := b.wake[p.ID]; {
		case wake.IsZero():
		case !wake.After(now):
			one := *p
			one.Waiting, one.Told = slices.Clone(p.Waiting), slices.Clone(p.Told)
			due = append(due, one)
		case next.IsZero() || wake.Before(next):
			next = wake
		}
	}
	return due[:min(len(due), max)], next, nil
}

func (b *box) Tell(_ context.Context, now time.Time, steps ...notice.Step) ([]bool, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	done := make([]bool, len(steps))
	for i, s := range steps {
		p := b.people[slices.IndexFunc(b.people, func(p *notice.Person) bool { return p.ID == s.Person })]
		if p.Revision != s.Revision {
			continue
		}
		done[i] = true
		p.Revision++
		b.wake[p.ID] = s.Wake
		over := slices.Clone(s.Dropped)
		b.dropped = append(b.dropped, s.Dropped...)
		for _, m := range s.Messages {
			b.sent = append(b.sent, sent{m, now})
			p.Told = append(p.Told, notice.Told{At: now, Count: m.Count})
			over = append(over, m.Keys...)
		}
		p.Waiting = slices.DeleteFunc(p.Waiting, func(n notice.Notice) bool { return slices.Contains(over, n.Key) })
	}
	return done, nil
}

func (b *box) Changed() <-chan struct{} { return b.changed }

// puts lets notices wait, without telling anybody, as another process does.
func (b *box) puts(id bot.PersonID, notices ...notice.Notice) {
	b.mu.Lock()
	defer b.mu.Unlock()
	i := slices.IndexFunc(b.people, func(p *notice.Person) bool { return p.ID == id })
	if i < 0 {
		i = len(b.people)
		b.people = append(b.people, &notice.Person{ID: id, Lang: bot.EN, Preferences: notice.Preferences{
			Zone: time.UTC, Morning: notice.DefaultMorning, Weekdays: notice.Everyday, Quiet: notice.DefaultQuiet(), Budget: notice.DefaultBudget,
		}})
	}
	p := b.people[i]
	p.Waiting = append(p.Waiting, notices...)
	slices.SortStableFunc(p.Waiting, func(a, b notice.Notice) int { return a.At.Compare(b.At) })
	p.Revision++
	b.wake[id] = bubble
}

func (b *box) failing(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.fails = err
}

// tells is what was told and when, in order: "09:30:00 a b".
func (b *box) tells() (all []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, s := range b.sent {
		all = append(all, s.at.UTC().Format(time.TimeOnly)+" "+strings.Join(s.Keys, " "))
	}
	return all
}

// plainWords say what they are given: "2000-01-01 first more".
type plainWords struct{}

func (plainWords) Message(cards []bot.Card, morning time.Time, first, more bool) *bot.Message {
	text := "alone"
	if !morning.IsZero() {
		text = morning.Format("2006-01-02")
	}
	if first {
		text += " first"
	}
	if more {
		text += " more"
	}
	return &bot.Message{Text: bot.Same(text), Cards: slices.Clone(cards)}
}

// composing is a composer of a box; its topic says what a test wants it to.
type composing struct {
	*box
	*notice.Composer
	log   *bottest.Journal
	mu    sync.Mutex
	says  func(n *notice.Notice) (bot.Card, bool, error)
	calls map[string]int
}

func newComposing() *composing {
	c := &composing{box: &box{wake: map[bot.PersonID]time.Time{}, changed: make(chan struct{}, 1)}, log: &bottest.Journal{}, calls: map[string]int{}}
	c.says = func(n *notice.Notice) (bot.Card, bool, error) { return bot.Card{Title: bot.Same(n.Ref)}, true, nil }
	card := func(_ context.Context, n *notice.Notice) (bot.Card, bool, error) {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.calls[n.Key]++
		return c.says(n)
	}
	c.Composer = &notice.Composer{Store: c.box, Words: plainWords{}, Log: slog.New(slog.NewTextHandler(c.log, nil)), Now: time.Now, Topics: []notice.Topic{{Name: "other"}, {Name: "topic", Card: card}}}
	return c
}

// saying changes what the topic says.
func (c *composing) saying(says func(n *notice.Notice) (bot.Card, bool, error)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.says = says
}

func (c *composing) called(key string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.calls[key]
}

// runs starts the composer in a bubble, until its test ends.
func (c *composing) runs(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		c.Run(ctx)
	}()
	t.Cleanup(func() {
		stop()
		<-ended
	})
	synctest.Wait()
}

// passes lets time pass in a bubble.
func passes(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// due is a notice of the first day of a bubble; its key is what it is about.
func due(key string, class notice.Class, hour, minute int) notice.Notice {
	return notice.Notice{Key: key, Ref: key, Topic: "topic", Class: class, To: bot.Address{Platform: "local", Space: "s", Member: "m"},
		At: bubble.Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute)}
}

// lines fails the test unless these lines are there.
func lines(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestToldWhen gives a topic the moment at which a notice is told, not that at which it fell
// due.
func TestToldWhen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newComposing()
		c.saying(func(n *notice.Notice) (bot.Card, bool, error) {
			return bot.Card{Title: bot.Same(n.Key + n.Now.UTC().Format(" 15:04 ") + n.At.UTC().Format("15:04"))}, true, nil
		})
		c.puts("p", due("a", notice.Digest, 7, 0), due("b", notice.Decision, 13, 0))
		c.runs(t)
		passes(23 * time.Hour)
		var said []string
		for _, one := range c.sent {
			for _, card := range one.Post.Message.Cards {
				said = append(said, card.Title.FR)
			}
		}
		lines(t, said, "a 09:30 07:00", "b 13:00 13:00")
	})
}

// TestComposer lives a day: what is due is joined in one message, to the instant, and
// what there is not is asked for once a second at most.
func TestComposer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newComposing()
		c.puts("p", due("a", notice.Digest, 8, 0), due("b", notice.Digest, 9, 0), due("c", notice.Digest, 7, 0), due("d", notice.Chosen, 12, 0), due("e", notice.Decision, 13, 0), due("f", notice.Digest, 14, 0))
		passes(300 * time.Millisecond) // its looks once a second fall between the times
		c.runs(t)
		passes(23 * time.Hour)
		lines(t, c.tells(), "09:30:00 c a b", "12:00:00 d", "13:00:00 e")
		passes(11 * time.Hour)
		lines(t, c.tells(), "09:30:00 c a b", "12:00:00 d", "13:00:00 e", "09:30:00 f")
		if c.asked > 34*3600+20 {
			t.Errorf("asked %d times in 34 hours", c.asked)
		}
		first, alone := c.sent[0], c.sent[1]
		titles := ""
		for _, card := range first.Post.Message.Cards {
			titles += card.Title.FR
		}
		if first.Count != "matin/2000-01-01/570" || first.Post.Message.Text.FR != "2000-01-01 first" || titles != "cab" || first.Post.Lang != bot.EN ||
			first.Post.To != (bot.Address{Platform: "local", Space: "s", Member: "m"}) || !first.Post.Until.Equal(bubble.Add(20*time.Hour)) {
			t.Errorf("%+v", first)
		}
		if alone.Count != "d" || alone.Post.Message.Text.FR != "alone first" {
			t.Errorf("%+v", alone)
		}
		if len(c.dropped) > 0 || c.log.Count("level=") > 0 {
			t.Errorf("dropped %v, log %s", c.dropped, c.log.String())
		}
	})
}

// TestSplit cuts what does not fit one message into several of the same count.
func TestSplit(t *testing.T) {
	for _, c := range []struct {
		runes []int // of the cards
		want  string
	}{
		{[]int{10}, "1"},
		{slices.Repeat([]int{10}, 8), "8"},
		{slices.Repeat([]int{10}, 9), "8 1"},
		{slices.Repeat([]int{10}, 20), "8 8 4"},
		{[]int{1600, 1600}, "2"},
		{[]int{1600, 1601}, "1 1"},
		{[]int{1000, 1000, 1000, 1000, 1000}, "3 2"},
		{[]int{4000, 10, 10}, "1 2"},
		{[]int{10, 4000, 10}, "1 1 1"},
		{slices.Repeat([]int{400}, 9), "8 1"},
		{slices.Repeat([]int{401}, 9), "7 2"},
	} {
		synctest.Test(t, func(t *testing.T) {
			all := newComposing()
			var notices []notice.Notice
			for i := range c.runes {
				notices = append(notices, due(fmt.Sprint(i), notice.Digest, 8, 0))
			}
			all.saying(func(n *notice.Notice) (bot.Card, bool, error) {
				var i int
				fmt.Sscan(n.Key, &i)
				half := c.runes[i] / 2
				words := strings.Repeat("é", c.runes[i]-half)
				return bot.Card{Title: bot.Text{FR: strings.Repeat("é", half)}, Facts: []bot.Fact{{Label: bot.Text{FR: words}}}}, true, nil
			})
			all.puts("p", notices...)
			passes(9 * time.Hour)
			all.runs(t)
			passes(time.Hour)
			var parts, keys []string
			for i, m := range all.sent {
				parts, keys = append(parts, fmt.Sprint(len(m.Keys))), append(keys, m.Keys...)
				said := m.Post.Message.Text.FR
				if len(m.Post.Message.Cards) != len(m.Keys) || m.Count != all.sent[0].Count || m.Count == "" ||
					strings.Contains(said, "first") != (i == 0) || strings.Contains(said, "more") != (i+1 < len(all.sent)) {
					t.Errorf("%v, message %d: %s, count %s", c.runes, i, said, m.Count)
				}
			}
			if got := strings.Join(parts, " "); got != c.want || len(keys) != len(c.runes) || !slices.IsSortedFunc(keys, func(a, b string) int { return len(a) - len(b) }) {
				t.Errorf("%v: %s, want %s; %v", c.runes, got, c.want, keys)
			}
		})
	}
}

// TestCardFails lets a card fail for some minutes: it holds up no other, is tried again
// after each minute, and comes in the same count.
func TestCardFails(t *testing.T) {
	for name, fails := range map[string]func() error{
		"error": func() error { return errors.New("no card") },
		"panic": func() error { panic("no card") },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := newComposing()
				says := c.says
				c.saying(func(n *notice.Notice) (bot.Card, bool, error) {
					if n.Key == "b" && time.Now().Before(bubble.Add(9*time.Hour+33*time.Minute+30*time.Second)) {
						return bot.Card{}, false, fails()
					}
					return says(n)
				})
				c.puts("p", due("a", notice.Digest, 8, 0), due("b", notice.Digest, 8, 0), due("c", notice.Digest, 8, 0))
				c.puts("q", due("d", notice.Digest, 8, 0))
				c.runs(t)
				passes(9*time.Hour + 30*time.Minute)
				lines(t, c.tells(), "09:30:00 a c", "09:30:00 d")
				passes(time.Hour)
				lines(t, c.tells(), "09:30:00 a c", "09:30:00 d", "09:34:00 b")
				if c.called("b") != 5 || c.log.Count("notice waits") != 4 || c.sent[0].Count != c.sent[2].Count || len(c.dropped) > 0 {
					t.Errorf("made %d times, dropped %v, counts %s and %s, log\n%.2000s", c.called("b"), c.dropped, c.sent[0].Count, c.sent[2].Count, c.log.String())
				}
			})
		})
	}
}

// TestNothingToSay drops what has nothing to say any more, what is of no topic, and what
// is for no account, and tells the rest.
func TestNothingToSay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newComposing()
		says := c.says
		c.saying(func(n *notice.Notice) (bot.Card, bool, error) {
			card, _, _ := says(n)
			return card, n.Key != "silent" && n.Key != "gone", nil
		})
		unknown, nobody := due("unknown", notice.Digest, 8, 0), due("nobody", notice.Digest, 8, 0)
		unknown.Topic, nobody.To = "what was", bot.Address{}
		c.puts("p", due("silent", notice.Digest, 8, 0), unknown, nobody, due("a", notice.Digest, 8, 0))
		c.puts("q", due("gone", notice.Digest, 8, 0))
		c.runs(t)
		passes(24 * time.Hour)
		slices.Sort(c.dropped)
		lines(t, c.dropped, "gone", "nobody", "silent", "unknown")
		lines(t, c.tells(), "09:30:00 a")
	})
}

// TestNothingToSayTakesNoRoom holds that a card that there is not, or that fails, takes
// no part of the budget from another at the same time.
func TestNothingToSayTakesNoRoom(t *testing.T) {
	for _, c := range []struct {
		name   string
		silent notice.Notice
		err    error
		other  notice.Notice
		want   string
	}{
		{"nothing to say", due("x", notice.Chosen, 12, 0), nil, due("a", notice.Chosen, 12, 0), "12:00:00 a"},
		{"no card", due("x", notice.Chosen, 12, 0), errors.New("no card"), due("a", notice.Chosen, 12, 0), "12:00:00 a"},
		{"a morning with no card", due("x", notice.Digest, 8, 0), errors.New("no card"), due("a", notice.Chosen, 12, 0), "12:00:00 a"},
		{"a morning with nothing to say", due("x", notice.Digest, 8, 0), nil, due("a", notice.Chosen, 9, 40), "09:40:00 a"},
		{"in the morning's minute", due("x", notice.Digest, 8, 0), nil, due("a", notice.Chosen, 9, 30), "09:30:00 a"},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				all := newComposing()
				says := all.says
				all.saying(func(n *notice.Notice) (bot.Card, bool, error) {
					if n.Key == "x" {
						return bot.Card{}, false, c.err
					}
					return says(n)
				})
				all.puts("p", c.silent, c.other)
				all.people[0].Budget = 1
				passes(9 * time.Hour)
				all.runs(t)
				passes(3*time.Hour + 5*time.Minute)
				lines(t, all.tells(), c.want)
			})
		})
	}
}

// TestNothingElseIsSent holds that a morning with nothing to say is no message, and
// leaves the day's budget as it was.
func TestNothingElseIsSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newComposing()
		c.saying(func(n *notice.Notice) (bot.Card, bool, error) { return bot.Card{}, false, nil })
		c.puts("p", due("a", notice.Digest, 8, 0), due("b", notice.Chosen, 12, 0), due("c", notice.Decision, 12, 0), due("d", notice.Reply, 0, 0))
		c.runs(t)
		passes(24 * time.Hour)
		slices.Sort(c.dropped)
		lines(t, c.tells())
		lines(t, c.dropped, "a", "b", "c", "d")
	})
}

// TestPlatforms tells the notices of two platforms in two messages of one count, each
// where its own notices are from.
func TestPlatforms(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newComposing()
		there := due("b", notice.Digest, 8, 0)
		there.To = bot.Address{Platform: "discord", Space: "g", Member: "n"}
		c.puts("p", due("a", notice.Digest, 8, 0), there, due("c", notice.Digest, 8, 0))
		c.people[0].Budget = 1
		c.runs(t)
		passes(12 * time.Hour)
		lines(t, c.tells(), "09:30:00 a c", "09:30:00 b")
		if len(c.sent) == 2 && (c.sent[0].Count != c.sent[1].Count || c.sent[0].Post.To.Platform != "local" || c.sent[1].Post.To != there.To) {
			t.Errorf("%+v", c.sent)
		}
	})
}

// TestBadAddress holds that a message does not go to the place of a notice that is not
// in it.
func TestBadAddress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newComposing()
		bad := due("x", notice.Digest, 7, 0)
		bad.To = bot.Address{Platform: "local", Space: "s", Channel: "c", Member: "m"} // no such place
		c.puts("p", bad, due("a", notice.Digest, 8, 0))
		c.runs(t)
		passes(12 * time.Hour)
		lines(t, c.tells(), "09:30:00 a")
		lines(t, c.dropped, "x")
		if len(c.sent) == 1 {
			if _, err := c.sent[0].Post.To.MarshalText(); err != nil {
				t.Errorf("goes to %+v", c.sent[0].Post.To)
			}
		}
	})
}

// TestStoreFails lets the store fail for ten seconds in the morning: the log says so
// once, and that it goes on, and what was due comes.
func TestStoreFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newComposing()
		c.puts("p", due("a", notice.Digest, 8, 0))
		c.runs(t)
		passes(9*time.Hour + 29*time.Minute + 55*time.Second)
		c.failing(errors.New("no base"))
		passes(10 * time.Second)
		if len(c.tells()) > 0 || c.log.Count("level=ERROR") != 1 || c.log.Count("notices wait") != 1 {
			t.Errorf("told %v, log %s", c.tells(), c.log.String())
		}
		c.failing(nil)
		passes(schedule.Poll)
		if len(c.tells()) != 1 || c.log.Count("level=ERROR") != 1 || c.log.Count("notices go on") != 1 {
			t.Errorf("told %v, log %s", c.tells(), c.log.String())
		}
	})
}

// TestChanged tells at once what comes of this process, and within a second what comes
// of another.
func TestChanged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newComposing()
		c.runs(t)
		passes(300 * time.Millisecond)
		c.puts("p", due("here", notice.Reply, 0, 0))
		c.changed <- struct{}{}
		synctest.Wait()
		lines(t, c.tells(), "00:00:00 here")
		c.puts("p", due("there", notice.Reply, 0, 0))
		passes(schedule.Poll)
		lines(t, c.tells(), "00:00:00 here", "00:00:01 there")
	})
}

// TestManyPeople serves more people than one transaction holds, all in their minute.
func TestManyPeople(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newComposing()
		for i := range 450 {
			c.puts(bot.PersonID(fmt.Sprint("p", i)), due(fmt.Sprint(i), notice.Digest, 8, 0))
		}
		passes(9 * time.Hour)
		c.runs(t)
		passes(time.Hour)
		if len(c.sent) != 450 {
			t.Errorf("%d of 450 are told", len(c.sent))
		}
		for _, s := range c.sent {
			if !s.at.Equal(bubble.Add(9*time.Hour + 30*time.Minute)) {
				t.Fatalf("%v at %s", s.Keys, s.at)
			}
		}
	})
}

// TestAsked holds which topics nobody receives who has not asked for them.
func TestAsked(t *testing.T) {
	for class, want := range map[notice.Class]bool{notice.Digest: true, notice.Chosen: true, notice.Decision: false, notice.Reply: false} {
		if got := (&notice.Topic{Class: class}).Asked(); got != want {
			t.Errorf("%s: %t", class, got)
		}
	}
}
