package local

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"rebond/bot"
)

// private reports whether a message is the first of a conversation of some people alone.
// It is kept in the channel that this one is under, which does not show it.
func (e *Entry) private() bool { return e.Thread != nil && e.Thread.Private }

// place is where a message is shown: the first of a private conversation, in that one.
func (e *Entry) place() bot.Address {
	if e.private() {
		return threadOf(bot.MessageRef{At: e.At, ID: e.ID})
	}
	return e.At
}

func (e *Entry) ref() bot.MessageRef { return bot.MessageRef{At: e.place(), ID: e.ID} }

// gathered is a private thread with the names of its members, in the stead of their ids:
// the room writes down nobody's.
func (r *Room) gathered(ctx context.Context, p *bot.Post) ([]bot.PersonID, *bot.SendError) {
	var names []bot.PersonID
	for _, member := range p.Thread.Members {
		if r.Accounts == nil {
			break
		}
		name, err := r.Accounts.Account(ctx, p.To, member)
		if errors.Is(err, bot.ErrNotFound) { // somebody who is forgotten
			continue
		}
		if err != nil {
			return nil, &bot.SendError{Fate: bot.NotSent, Err: fmt.Errorf("find members: %w", err)}
		}
		sees := func(who Person) bool { return who.Name == name && who.sees(p.To) }
		if slices.ContainsFunc(People(), sees) && !slices.Contains(names, bot.PersonID(name)) {
			names = append(names, bot.PersonID(name))
		}
	}
	if len(names) == 0 {
		return nil, &bot.SendError{Fate: bot.Rejected, Err: errors.New("nobody is left to open a private thread with")}
	}
	return names, nil
}

// enters reports whether a person sees a thread of a channel of theirs: of a private one,
// its members alone, whoever moderates.
func (p Person) enters(t *bot.Thread) bool {
	return !t.Private || slices.Contains(t.Members, bot.PersonID(p.Name))
}

// maxLatest is among how many messages of a place those are looked for that a page shows,
// and how many of each channel are looked through for private conversations. An older
// one is still there, at its address.
const maxLatest = 4 * maxNotes

// groups are the private conversations of a person, the first that began first.
func (r *Room) groups(ctx context.Context, who Person) ([]Entry, error) {
	var all []Entry
	for _, c := range Channels() {
		if c.Access > who.Access {
			continue
		}
		latest, err := r.Log.Latest(ctx, place(c.Name), maxLatest)
		if err != nil {
			return nil, fmt.Errorf("find conversations: %w", err)
		}
		for _, e := range latest {
			if e.private() && who.enters(e.Thread) {
				all = append(all, e)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Entry) int { return a.Sent.Compare(b.Sent) })
	return all, nil
}

// links lead to private conversations.
func (v visit) links(groups []Entry) (all []link) {
	for _, e := range groups {
		one := link{Path: pathOf(v.who, e.place()), Place: slug(e.place()), Name: threadName(e.Thread, e.Lang), Lang: e.Lang, Help: "#" + e.At.Channel}
		if e.place() == v.at {
			one.Here = "page"
		}
		all = append(all, one)
	}
	return all
}
