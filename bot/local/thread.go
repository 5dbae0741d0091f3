package local

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"rebond/bot"
)

// messageID is what the id of a kept message looks like: nothing else is looked
// for, whatever an address holds.
var messageID = regexp.MustCompile(`^[0-9A-Za-z-]{1,64}$`)

// opening returns the message that opened a thread; ErrNotFound if there is none.
func (r *Room) opening(ctx context.Context, at bot.Address) (Entry, error) {
	if !messageID.MatchString(at.Thread) {
		return Entry{}, bot.ErrNotFound
	}
	e, err := r.Log.Find(ctx, at.Thread)
	if err == nil && (e.At != channelOf(at) || e.Thread == nil) {
		err = bot.ErrNotFound
	}
	return e, err
}

// threadOf is the place that a message of a channel opened, where it opened one.
func threadOf(m bot.MessageRef) bot.Address {
	m.At.Thread = m.ID
	return m.At
}

// channelOf is the place that a thread was opened in.
func channelOf(thread bot.Address) bot.Address {
	thread.Thread = ""
	return thread
}

// admit lets somebody into a place. It returns the message that opened the thread
// that the place is, nil for another place; ErrNotFound where there is no such
// place, or it is not for them to see.
func (r *Room) admit(ctx context.Context, who Person, at bot.Address) (*Entry, error) {
	if !who.sees(at) {
		return nil, bot.ErrNotFound
	}
	if at.Thread == "" {
		return nil, nil
	}
	opening, err := r.opening(ctx, at)
	if err == nil && !who.enters(opening.Thread) {
		err = bot.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return &opening, nil
}

// recount shows the message that opened a thread with the number of messages
// that are in it now. A thread that is gone counts nothing.
func (r *Room) recount(ctx context.Context, thread bot.Address) error {
	opening, err := r.opening(ctx, thread)
	if errors.Is(err, bot.ErrNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("count thread: %w", err)
	}
	r.feed.publish(event{at: opening.place(), note: &note{Entry: opening}})
	return nil
}

// maxThreadName is the length in runes that a thread's name is shown at: what
// Discord takes.
const maxThreadName = 100

// threadName is the name of a thread, on one line.
func threadName(t *bot.Thread, l bot.Lang) string {
	name := bot.Shorten(strings.ReplaceAll(bot.Clean(bot.Plain(t.Name.In(l)), 0), "\n", " "), maxThreadName)
	if name == "" {
		return words["unnamed"].In(l)
	}
	return name
}
