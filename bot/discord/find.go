package discord

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"net/http"
	"strconv"
	"time"

	"rebond/bot"
)

// Find implements bot.Finder: the mark of a post is in two ids of its components. The
// thread that the post opens is opened then, if it is not yet.
func (a *Adapter) Find(ctx context.Context, p bot.Post, since time.Time) (bot.MessageRef, error) {
	if p.Thread != nil && p.Thread.Private {
		return a.findGroup(ctx, &p, snowflake(since.Add(-time.Minute)))
	}
	channel, err := a.channel(ctx, p.To)
	if err != nil {
		return bot.MessageRef{}, fate(err)
	}
	id, err := a.look(ctx, channel, p.Key, snowflake(since.Add(-time.Minute))) // two clocks
	if err != nil {
		return bot.MessageRef{}, err
	}
	if p.Thread != nil {
		if err := a.openThread(ctx, channel, id, &p); err != nil {
			return bot.MessageRef{}, err
		}
	}
	return bot.MessageRef{At: p.To, ID: id}, nil
}

// look reads a channel from after a message on, for the one that has the mark of a key.
func (a *Adapter) look(ctx context.Context, channel, key, after string) (id string, err error) {
	_, me, err := a.who(ctx)
	if err != nil {
		return "", fate(err)
	}
	first, second := mark(key)
	start := after
	const page = 100
	for {
		var found []message
		from := after
		err := a.client().do(ctx, call{method: http.MethodGet, route: "history/" + channel, path: "/channels/" + channel + "/messages?limit=" + strconv.Itoa(page) + "&after=" + after}, &found)
		if err != nil {
			return "", fate(err)
		}
		for _, m := range found {
			if m.Author.ID == me && (m.Type == plainMessage || m.Type == replyMessage) && carries(m.Components, first, second) {
				return m.ID, nil
			}
			after = later(after, m.ID)
		}
		if len(found) == 0 && after == start {
			if err := a.readable(ctx, channel, start); err != nil {
				return "", err
			}
		}
		switch {
		case len(found) < page:
			return "", bot.ErrNotFound
		case after == from: // it would be read for ever
			return "", unsearched("the history of the channel leads no further")
		}
	}
}

// readable tells a channel in which nothing was said from one whose history Discord does
// not let us read, which looks the same: what we sent there would be sent again.
func (a *Adapter) readable(ctx context.Context, channel, since string) error {
	var c struct {
		Last string `json:"last_message_id"`
	}
	if err := a.client().do(ctx, call{method: http.MethodGet, route: "channel/" + channel, path: "/channels/" + channel}, &c); err != nil {
		return fate(err)
	}
	if c.Last == "" || later(since, c.Last) == since {
		return nil
	}
	err := a.client().do(ctx, call{method: http.MethodGet, route: "message/" + channel, path: "/channels/" + channel + "/messages/" + c.Last}, nil)
	said, refused := errors.AsType[*apiError](err)
	switch {
	case refused && said.Code == unknownMessage: // it was deleted, which the channel goes on naming
		return nil
	case err == nil || refused && said.Status == http.StatusForbidden && !said.foreign():
		return unsearched("the history of the channel cannot be read: the bot lacks the permission to")
	}
	return fate(err)
}

// unsearched is the fate of a message that cannot be looked for.
func unsearched(why string) error {
	return &bot.SendError{Fate: bot.MaybeSent, Err: errors.New(why)}
}

// The types of message that say something of their own.
const (
	plainMessage = 0
	replyMessage = 19
)

// later is the greater of two ids.
func later(a, b string) string {
	if len(b) > len(a) || len(b) == len(a) && b > a {
		return b
	}
	return a
}

// epoch is when Discord's ids begin to count, in milliseconds.
const epoch = 1420070400000

// snowflake is the least id of a time.
func snowflake(t time.Time) string {
	return strconv.FormatInt(max(0, t.UnixMilli()-epoch)<<22, 10)
}

// mark is a post's key in two numbers that a component's id can be.
func mark(key string) (first, second int) {
	sum := sha256.Sum256([]byte("mark " + key))
	part := func(b []byte) int { return int(binary.BigEndian.Uint32(b)&0x7fffffff) | 1<<30 } // none of the small ids that Discord gives
	first, second = part(sum[:4]), part(sum[4:8])
	if first == second { // no two components have the same id
		second ^= 1
	}
	return first, second
}

// marked writes the mark of a key into a message: into its first two components.
func marked(components []component, key string) {
	first, second := mark(key)
	ids := []int{first, second}
	var walk func([]component)
	walk = func(all []component) {
		for i := range all {
			if len(ids) > 0 {
				all[i].ID, ids = ids[0], ids[1:]
			}
			walk(all[i].Components)
		}
	}
	walk(components)
}

// carries reports whether a message has a mark; one of a single component has half.
func carries(components []component, first, second int) bool {
	var ids []int
	var walk func([]component)
	walk = func(all []component) {
		for i := range all {
			if len(ids) < 2 {
				ids = append(ids, all[i].ID)
			}
			walk(all[i].Components)
		}
	}
	walk(components)
	return len(ids) > 0 && ids[0] == first && (len(ids) < 2 || ids[1] == second)
}
