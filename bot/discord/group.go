package discord

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"

	"rebond/bot"
)

// A private group is a private thread of a channel. Discord opens it, takes its first
// message and lets its members in by calls of their own, and any of them may be the last
// one of a process. So it is done in the order in which nothing is seen twice:
//
//  1. the thread is opened: nobody sees it but the bot and those who manage threads;
//  2. the message is sent into it, with its nonce and its mark;
//  3. the members are let in, which may be done again.
//
// After 2 the mark finds the group, and 3 is done again. Between 1 and 2 there is a thread
// in which nothing was ever said and nobody is: one of the same name is as good as the
// post's own, whatever post opened it, and is used. What remains uncertain is whether
// Discord lists a thread the moment that it is opened, and says of such a thread that
// nothing was said in it. Where it does not, a second one is opened, and the first stays
// empty, which no member sees.

// sendGroup opens the private thread of a post, once for its key as far as this process
// remembers.
func (a *Adapter) sendGroup(ctx context.Context, p *bot.Post) (bot.MessageRef, error) {
	members, refused := a.members(ctx, p)
	if refused != nil {
		return bot.MessageRef{}, refused
	}
	a.mu.Lock()
	thread := a.groups[p.Key]
	a.mu.Unlock()
	if thread == "" {
		var err error
		if thread, err = a.openGroup(ctx, p); err != nil {
			return bot.MessageRef{}, within(err)
		}
	}
	return a.gather(ctx, p, thread, members)
}

// members are the accounts of those whom a post gathers.
func (a *Adapter) members(ctx context.Context, p *bot.Post) (users []string, refused *bot.SendError) {
	if p.To.Channel == "" || p.To.Thread != "" {
		return nil, &bot.SendError{Fate: bot.Rejected, Err: errors.New("a private thread that is not of a channel")}
	}
	for _, person := range p.Thread.Members {
		user, err := a.Accounts.Account(ctx, p.To, person)
		if errors.Is(err, bot.ErrNotFound) { // somebody who is forgotten
			continue
		}
		if err != nil {
			return nil, &bot.SendError{Fate: bot.NotSent, Err: err}
		}
		if !slices.Contains(users, user) {
			users = append(users, user)
		}
	}
	if len(users) < leastGathered {
		return nil, errAlone(nil)
	}
	return users, nil
}

// leastGathered is how many people make a group, beside the bot.
const leastGathered = 2

// errAlone says that too few are left of a group. Its channel is open all the same.
func errAlone(why error) *bot.SendError {
	return &bot.SendError{Fate: bot.Rejected, Err: errors.Join(errors.New("too few are left to open a private thread with"), why)}
}

// openGroup opens the private thread of a post, with nobody in it.
func (a *Adapter) openGroup(ctx context.Context, p *bot.Post) (id string, err error) {
	var opened place
	err = a.client().do(ctx, call{method: http.MethodPost, route: "threads/" + p.To.Channel, path: "/channels/" + p.To.Channel + "/threads", body: map[string]any{
		"name": threadName(p), "type": privateThread, "invitable": false, "auto_archive_duration": threadLife,
	}}, &opened)
	if err == nil && opened.ID == "" {
		err = errors.New("a thread without an id")
	}
	if err != nil {
		return "", err
	}
	a.opens(p.Key, opened.ID)
	return opened.ID, nil
}

// opens remembers which private thread is that of a key.
func (a *Adapter) opens(key, thread string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.groups == nil || len(a.groups) > maxGroups { // what is forgotten is found
		a.groups = map[string]string{}
	}
	a.groups[key] = thread
}

// maxGroups is how many private threads are remembered.
const maxGroups = 1_000

// gather says a post in its private thread, and lets its members in.
func (a *Adapter) gather(ctx context.Context, p *bot.Post, thread string, members []string) (bot.MessageRef, error) {
	body, files, refused := a.body(ctx, p, p.Key)
	if refused != nil {
		return bot.MessageRef{}, begun(refused)
	}
	sent, err := a.post(ctx, thread, p.Key, body, files)
	if err != nil {
		return bot.MessageRef{}, begun(within(err))
	}
	return a.admit(ctx, p, thread, sent, members)
}

// admit lets the members of a group in: who is in it already stays so. Somebody who has
// left the server, or does not see the channel, is left out. Nobody stays in it alone.
func (a *Adapter) admit(ctx context.Context, p *bot.Post, thread, sent string, members []string) (bot.MessageRef, error) {
	at := p.To
	at.Thread = thread
	ref := bot.MessageRef{At: at, ID: sent}
	var in []string
	var left error
	for _, user := range members {
		err := a.letIn(ctx, thread, user)
		if coded(err, threadArchived) { // while nobody who was to answer in it was there
			if err = a.bringBack(ctx, thread); err == nil {
				err = a.letIn(ctx, thread, user)
			}
		}
		if err == nil {
			in = append(in, user)
			continue
		}
		e := fate(err)
		if e.Fate != bot.Rejected {
			return ref, begun(e)
		}
		left = err
		a.Log.InfoContext(ctx, "a member of a group left out", "err", err)
	}
	if len(in) >= leastGathered {
		return ref, nil
	}
	for _, user := range in {
		if err := a.letOut(ctx, thread, user); err != nil {
			if e := fate(err); e.Fate != bot.Rejected {
				return ref, begun(e)
			}
			left = errors.Join(left, err)
		}
	}
	return ref, errAlone(left)
}

// letIn puts somebody into a thread, which they are told of.
func (a *Adapter) letIn(ctx context.Context, thread, user string) error {
	return a.client().do(ctx, call{method: http.MethodPut, route: "thread-members/" + thread, path: "/channels/" + thread + "/thread-members/" + user}, nil)
}

// letOut takes somebody out of a thread, which the bot may do in those that it has opened.
func (a *Adapter) letOut(ctx context.Context, thread, user string) error {
	return a.client().do(ctx, call{method: http.MethodDelete, route: "thread-members/" + thread, path: "/channels/" + thread + "/thread-members/" + user}, nil)
}

// bringBack opens a thread again that was put away.
func (a *Adapter) bringBack(ctx context.Context, thread string) error {
	return a.client().do(ctx, call{method: http.MethodPatch, route: "thread/" + thread, path: "/channels/" + thread, body: map[string]bool{"archived": false}}, nil)
}

// begun is the fate of a post whose thread is there: to send it anew would open another.
func begun(e *bot.SendError) *bot.SendError {
	if e.Fate == bot.NotSent {
		e.Fate = bot.MaybeSent
	}
	return e
}

// within is the fate of what is refused in a private thread. One that was deleted
// meanwhile says nothing of its channel, nor does a right that posts do not need.
func within(err error) *bot.SendError {
	e := fate(err)
	e.Gone = e.Gone && !coded(err, unknownChannel) && !coded(err, missingPermission)
	return e
}

// findGroup finds the private thread of a post among those that the bot opened since an
// id, by the mark of its message, and lets in who is not in it yet. Where none has it, but
// one of its name in which nothing was ever said, that one is remembered as the post's: it
// is there that it is sent then.
func (a *Adapter) findGroup(ctx context.Context, p *bot.Post, since string) (bot.MessageRef, error) {
	members, refused := a.members(ctx, p)
	switch {
	case refused != nil && refused.Fate == bot.Rejected: // as it will be when it is sent
		return bot.MessageRef{}, bot.ErrNotFound
	case refused != nil:
		return bot.MessageRef{}, refused
	}
	opened, err := a.opened(ctx, p.To, since)
	if err != nil {
		return bot.MessageRef{}, fate(err)
	}
	for _, t := range opened {
		id, err := a.look(ctx, t.ID, p.Key, since)
		switch {
		case err == nil:
			ref, err := a.admit(ctx, p, t.ID, id, members)
			if e, refused := errors.AsType[*bot.SendError](err); refused && e.Fate == bot.Rejected { // likewise
				return bot.MessageRef{}, bot.ErrNotFound
			}
			return ref, err
		case coded(err, unknownChannel), errors.Is(err, bot.ErrNotFound): // deleted meanwhile, or another's
		default:
			return bot.MessageRef{}, err
		}
	}
	empty := slices.IndexFunc(opened, func(t openedThread) bool { return t.Name == threadName(p) && t.Last == "" && t.Members <= 1 })
	if empty < 0 {
		a.mu.Lock()
		delete(a.groups, p.Key) // it is gone
		a.mu.Unlock()
	} else {
		a.opens(p.Key, opened[empty].ID)
	}
	return bot.MessageRef{}, bot.ErrNotFound
}

// openedThread is a thread in a list.
type openedThread struct {
	ID      string `json:"id"`
	Type    int    `json:"type"`
	Parent  string `json:"parent_id"`
	Owner   string `json:"owner_id"`
	Name    string `json:"name"`
	Last    string `json:"last_message_id"` // empty: nothing was ever said in it
	Members int    `json:"member_count"`    // the bot is one
}

// threadsAtOnce is how many threads a page lists.
const threadsAtOnce = 100

// opened are the private threads of a channel that the bot has opened since an id, the
// last one first. Those that were put away are among them: whoever manages threads may do
// that at once.
func (a *Adapter) opened(ctx context.Context, at bot.Address, since string) (ours []openedThread, err error) {
	_, me, err := a.who(ctx)
	if err != nil {
		return nil, err
	}
	keep := func(all []openedThread) {
		for _, t := range all {
			if t.Type == privateThread && t.Parent == at.Channel && t.Owner == me && later(t.ID, since) == t.ID {
				ours = append(ours, t)
			}
		}
	}
	var page struct {
		Threads []openedThread `json:"threads"`
		More    bool           `json:"has_more"`
	}
	if err := a.client().do(ctx, call{method: http.MethodGet, route: "active/" + at.Space, path: "/guilds/" + at.Space + "/threads/active"}, &page); err != nil {
		return nil, err
	}
	keep(page.Threads)
	for before := ""; ; {
		page.Threads, page.More = nil, false
		path := "/channels/" + at.Channel + "/users/@me/threads/archived/private?limit=" + strconv.Itoa(threadsAtOnce) + before
		if err := a.client().do(ctx, call{method: http.MethodGet, route: "archived/" + at.Channel, path: path}, &page); err != nil {
			return nil, err
		}
		keep(page.Threads)
		if n := len(page.Threads); n == 0 || !page.More || later(since, page.Threads[n-1].ID) == since {
			break
		}
		next := "&before=" + page.Threads[len(page.Threads)-1].ID
		if next == before { // it would be read for ever
			break
		}
		before = next
	}
	slices.SortFunc(ours, func(a, b openedThread) int {
		switch {
		case a.ID == b.ID:
			return 0
		case later(a.ID, b.ID) == a.ID:
			return -1
		}
		return 1
	})
	return ours, nil
}
