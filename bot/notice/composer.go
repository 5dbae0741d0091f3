package notice

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
)

const (
	batch = 200         // people served in one transaction
	again = time.Minute // after a card that could not be made
)

// What one message may hold, so that it fits one message of every platform.
const (
	maxCards = 8
	maxRunes = 3200
)

// Composer tells people what is due, joined and limited as each of them wants it. It
// is the only one to put direct messages into the outbox. Several may work on one
// store, in one process or many.
type Composer struct {
	Store  Store
	Topics []Topic
	Words  Words
	Log    *slog.Logger
	Now    func() time.Time
}

// Run tells what is due until ctx ends.
func (c *Composer) Run(ctx context.Context) {
	schedule.Work(ctx, c.Log, "notices", c.Store.Changed(), c.turn)
}

// turn serves a batch of people, and returns how long there is nothing to do. A notice of
// the day that cannot be made keeps nothing else from being told.
func (c *Composer) turn(ctx context.Context) (time.Duration, error) {
	now := c.Now()
	if err := c.Store.Recall(ctx, now); err != nil {
		return schedule.Poll, err
	}
	more, fault := c.Store.Daily(ctx, c.daily(), now)
	wait, err := c.due(ctx, now)
	if more && fault == nil && err == nil {
		return 0, nil
	}
	return wait, errors.Join(fault, err)
}

// due serves a batch of those for whom something is due, and returns how long nothing is.
func (c *Composer) due(ctx context.Context, now time.Time) (time.Duration, error) {
	due, next, err := c.Store.Due(ctx, now, batch)
	if err != nil {
		return schedule.Poll, err
	}
	steps := make([]Step, 0, len(due))
	for i := range due {
		steps = append(steps, c.step(ctx, &due[i], now))
	}
	if len(steps) > 0 {
		if _, err := c.Store.Tell(ctx, now, steps...); err != nil {
			return schedule.Poll, err
		}
	}
	switch {
	case len(due) == batch:
		return 0, nil
	case next.IsZero():
		return schedule.Poll, nil
	}
	return min(schedule.Poll, max(0, next.Sub(c.Now()))), nil
}

// daily names the topics that have a notice each day.
func (c *Composer) daily() (names []string) {
	for i := range c.Topics {
		if c.Topics[i].Daily {
			names = append(names, c.Topics[i].Name)
		}
	}
	return names
}

// step carries out the plan for a person. What cannot be told takes no room in it: the
// plan is made again without.
func (c *Composer) step(ctx context.Context, p *Person, now time.Time) Step {
	s := Step{Person: p.ID, Revision: p.Revision}
	cards := map[string]bot.Card{}
	plan := p.Plan(now)
	for c.read(ctx, p, &plan, cards, &s, now) {
		plan = p.Plan(now)
	}
	for _, i := range plan.Drop {
		s.Dropped = append(s.Dropped, p.Waiting[i].Key)
	}
	for k := range plan.Send {
		b := &plan.Send[k]
		for _, one := range places(p, b.Notices) {
			c.tell(p, b, one, cards, &s)
		}
	}
	s.wake(plan.Wake)
	return s
}

// wake asks to look again at a time; the zero time asks for nothing.
func (s *Step) wake(at time.Time) {
	if !at.IsZero() && (s.Wake.IsZero() || at.Before(s.Wake)) {
		s.Wake = at
	}
}

// read finds the words of what is to be told, and takes what has none out of what
// waits; it reports whether there was such.
func (c *Composer) read(ctx context.Context, p *Person, plan *Plan, cards map[string]bot.Card, s *Step, now time.Time) bool {
	out := map[string]bool{}
	for _, b := range plan.Send {
		for _, i := range b.Notices {
			n := &p.Waiting[i]
			if _, known := cards[n.Key]; known {
				continue
			}
			n.Now = now
			card, there, err := c.card(ctx, n)
			switch {
			case err != nil: // it waits, and holds up no other
				if ctx.Err() == nil {
					c.Log.ErrorContext(ctx, "notice waits", "topic", n.Topic, "err", err)
				}
				out[n.Key] = true
				s.wake(now.Add(again))
			case !there:
				out[n.Key] = true
				s.Dropped = append(s.Dropped, n.Key)
			default:
				cards[n.Key] = card
			}
		}
	}
	p.Waiting = slices.DeleteFunc(p.Waiting, func(n Notice) bool { return out[n.Key] })
	return len(out) > 0
}

// places parts notices by the account that they are told to, in the order in which they
// come: in two communities of a platform it may be the same.
func places(p *Person, notices []int) (parts [][]int) {
	place := map[string]int{}
	for _, i := range notices {
		name := p.Waiting[i].To.Platform + ":" + p.Waiting[i].To.Member
		k, known := place[name]
		if !known {
			k = len(parts)
			place[name], parts = k, append(parts, nil)
		}
		parts[k] = append(parts[k], i)
	}
	return parts
}

// tell adds the messages of a batch on one platform to a step.
func (c *Composer) tell(p *Person, b *Batch, notices []int, found map[string]bot.Card, s *Step) {
	var cards []bot.Card
	var keys []string
	for _, i := range notices {
		cards, keys = append(cards, found[p.Waiting[i].Key]), append(keys, p.Waiting[i].Key)
	}
	morning := time.Time{}
	if b.Morning != 0 {
		morning = schedule.At(b.Morning, p.Morning, p.Zone)
	}
	priority := 0
	if p.Waiting[notices[0]].Class == Reply { // somebody looks for it
		priority = 1
	}
	for first := true; len(cards) > 0; first = false {
		n := fit(cards)
		s.Messages = append(s.Messages, Message{Count: b.Count, Keys: keys[:n], Post: bot.Post{
			To: p.Waiting[notices[0]].To, Lang: p.Lang, Until: b.Until, Priority: priority, Message: c.Words.Message(cards[:n], morning, first, n < len(cards)),
		}})
		cards, keys = cards[n:], keys[n:]
	}
}

// card is what a notice says.
func (c *Composer) card(ctx context.Context, n *Notice) (card bot.Card, there bool, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	if _, err := n.To.MarshalText(); err != nil {
		return card, false, nil // an account that is no more
	}
	for i := range c.Topics {
		if c.Topics[i].Name == n.Topic {
			return c.Topics[i].Card(ctx, n)
		}
	}
	return card, false, nil // a topic that is no more
}

// fit is how many of the cards one message holds: one at least.
func fit(cards []bot.Card) int {
	runes := 0
	for i := range cards {
		if runes += cards[i].Runes(); i > 0 && (i == maxCards || runes > maxRunes) {
			return i
		}
	}
	return len(cards)
}
