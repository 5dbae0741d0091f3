// Package local is the room: a chat on this machine alone, with no token, that
// stands for the platforms. It promises to show every feature as members will
// see it, to keep what was said across restarts, and to write down posts and
// shared messages only, never what somebody typed.
package local

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"rebond/bot"
)

// Platform is the room's name as a platform, and Space its only community.
const (
	Platform = "local"
	Space    = "room"
)

// Person is one of the fixed people of the room.
type Person struct {
	Name   string
	Lang   bot.Lang
	Access bot.Access
	About  bot.Text
	Roles  []string // ids
}

// People are those one can be in the room. Ada runs the machine too.
func People() []Person {
	return []Person{
		{"camille", bot.FR, bot.Anyone, bot.Text{FR: "membre", EN: "member"}, nil},
		{"sam", bot.EN, bot.Anyone, bot.Text{FR: "membre, en anglais", EN: "member, in English"}, []string{"entraide"}},
		{"rachel", bot.FR, bot.Recruiter, bot.Text{FR: "recruteuse", EN: "recruiter"}, []string{"recrutement"}},
		{"malik", bot.FR, bot.Moderator, bot.Text{FR: "modérateur", EN: "moderator"}, []string{"moderation"}},
		{"ada", bot.FR, bot.Operator, bot.Text{FR: "administratrice, et gère la machine", EN: "admin, and runs the machine"}, nil},
	}
}

// FindPerson returns the person of a name, or says who there is.
func FindPerson(name string) (Person, error) {
	var names []string
	for _, p := range People() {
		if p.Name == bot.Fold(strings.TrimPrefix(name, "@")) {
			return p, nil
		}
		names = append(names, p.Name)
	}
	return Person{}, &bot.UserError{Text: bot.Textf(bot.Text{FR: "Il n’y a pas de « %s » dans la salle. On peut y être : %s.", EN: "There is no “%s” in the room. You can be: %s."}, bot.Shorten(name, 40), strings.Join(names, ", "))}
}

func (p Person) member() bot.Member {
	return bot.Member{User: p.Name, Name: p.Name, Lang: p.Lang, Roles: p.Roles, Access: p.Access}
}

// Channel is one of the fixed channels of the room.
type Channel struct {
	Name   string
	About  bot.Text
	Access bot.Access // who sees it
}

// Channels are the places where everybody, or every moderator, reads the same.
func Channels() []Channel {
	return []Channel{
		{"offres", bot.Text{FR: "Les offres qu’on partage, et le bon endroit pour en chercher.", EN: "Offers people share, and a good place to look for some."}, bot.Anyone},
		{"coaching", bot.Text{FR: "Les messages d’accompagnement, jour après jour.", EN: "The coaching messages, day after day."}, bot.Anyone},
		{"moderation", bot.Text{FR: "Ce que la modération doit savoir ou décider.", EN: "What moderators must know or decide."}, bot.Moderator},
	}
}

// sees reports whether a person sees a place: their channels, with what is in
// the threads there, and their own direct messages.
func (p Person) sees(at bot.Address) bool {
	if at.Platform != Platform || at.Space != Space {
		return false
	}
	if at.Member != "" {
		return at.Member == p.Name && at.Thread == ""
	}
	return slices.ContainsFunc(Channels(), func(c Channel) bool { return c.Name == at.Channel && c.Access <= p.Access })
}

// Entry is a message that the room keeps.
type Entry struct {
	ID      string
	Key     string // of the post it was, if it was one
	At      bot.Address
	Lang    bot.Lang
	Message *bot.Message
	Thread  *bot.Thread // that it opened, if it did; the Members of a private one are names of people of the room
	Replies int         // how many messages are in its thread
	Pinned  bool
	Sent    time.Time
}

// Log keeps what the room must not lose: storage implements it.
type Log interface {
	// Append keeps a message and returns its id; a key that is there already
	// returns the id it has.
	Append(ctx context.Context, e Entry) (id string, err error)
	// Edit replaces a message, Delete removes it with what is in its thread, Pin
	// pins it. ErrNotFound when it is not there; a message deleted twice is no fault.
	Edit(ctx context.Context, id string, m *bot.Message) error
	Delete(ctx context.Context, id string) error
	Pin(ctx context.Context, id string) error
	// Find returns a message by its id, FindKey by the key of the post it was;
	// ErrNotFound if there is none.
	Find(ctx context.Context, id string) (Entry, error)
	FindKey(ctx context.Context, key string) (Entry, error)
	// Latest returns the last messages of a place, the oldest of them first.
	Latest(ctx context.Context, at bot.Address, max int) ([]Entry, error)
	// Button returns the number of a control in a person's console, and Control
	// the control of a number; ErrNotFound when there is none.
	Button(ctx context.Context, who, control string) (number int, err error)
	Control(ctx context.Context, who string, number int) (control string, err error)
}

// Room is the local platform, seen through its page if it has one, else
// through its console.
type Room struct {
	Log      Log
	Calls    bot.Calls
	Accounts bot.Accounts // of the members of private threads; nil: nobody can be gathered
	Now      func() time.Time
	Errors   *slog.Logger
	Console  Console
	Page     *Page

	feed     feed
	changing sync.Mutex // from a change of the log until it is shown: the last one shows last
}

// failure logs a fault of the room's own and returns words for it: the member
// can go on, or try again.
func (r *Room) failure(ctx context.Context, err error) bot.Text {
	ref := bot.Reference()
	r.Errors.ErrorContext(ctx, "room failed", "ref", ref, "err", err)
	return bot.Failed(ref)
}

// Name implements bot.Platform.
func (r *Room) Name() string { return Platform }

// Run implements bot.Platform: it serves the page until ctx ends, or reads the
// console until its input or ctx ends.
func (r *Room) Run(ctx context.Context, in bot.Inbox) error {
	if r.Page != nil {
		return r.Page.run(ctx, r, in)
	}
	return r.Console.run(ctx, r, in)
}

// Send implements bot.Platform. The same key twice is one message.
func (r *Room) Send(ctx context.Context, p bot.Post) (bot.MessageRef, error) {
	if !slices.ContainsFunc(People(), func(who Person) bool { return who.sees(p.To) }) {
		return bot.MessageRef{}, &bot.SendError{Fate: bot.Rejected, Gone: true, Err: fmt.Errorf("send to %+v: %w", p.To, bot.ErrNotFound)}
	}
	e := Entry{Key: p.Key, At: p.To, Lang: p.Lang, Message: p.Message}
	if p.Thread != nil {
		if p.To.Channel == "" || p.To.Thread != "" {
			return bot.MessageRef{}, &bot.SendError{Fate: bot.Rejected, Err: fmt.Errorf("a thread is opened in a channel, not in %+v", p.To)}
		}
		e.Thread = &bot.Thread{Name: p.Thread.Name, Private: p.Thread.Private}
	}
	if e.private() {
		members, refused := r.gathered(ctx, &p)
		if refused != nil {
			return bot.MessageRef{}, refused
		}
		e.Thread.Members = members
	}
	e, err := r.keep(ctx, e)
	switch {
	case err == nil:
		return e.ref(), nil
	case errors.Is(err, bot.ErrNotFound):
		return bot.MessageRef{}, &bot.SendError{Fate: bot.Rejected, Gone: true, Err: err}
	}
	return bot.MessageRef{}, &bot.SendError{Fate: bot.NotSent, Err: err}
}

// Find implements bot.Finder.
func (r *Room) Find(ctx context.Context, p bot.Post, _ time.Time) (bot.MessageRef, error) {
	e, err := r.Log.FindKey(ctx, p.Key)
	if err != nil {
		return bot.MessageRef{}, fmt.Errorf("find post: %w", err)
	}
	return e.ref(), nil
}

// keep writes down a message that is not for one person alone, and shows it as
// it is then: one with a key may have been there, and have changed since. The
// error is ErrNotFound where its thread is not there.
func (r *Room) keep(ctx context.Context, e Entry) (Entry, error) {
	r.changing.Lock()
	defer r.changing.Unlock()
	if e.At.Thread != "" {
		if _, err := r.opening(ctx, e.At); err != nil {
			return e, fmt.Errorf("thread %s: %w", bot.Shorten(e.At.Thread, 64), err)
		}
	}
	e.Sent = r.Now()
	id, err := r.Log.Append(ctx, e)
	if err != nil {
		return e, fmt.Errorf("keep message: %w", err)
	}
	return r.publish(ctx, id)
}

// Change implements bot.Platform.
func (r *Room) Change(ctx context.Context, ref bot.MessageRef, p bot.Post) error {
	var err error
	switch p.Kind {
	case bot.EditPost:
		_, err = r.edit(ctx, ref.ID, p.Message)
	case bot.DeletePost:
		err = r.remove(ctx, ref)
	case bot.PinPost:
		r.changing.Lock()
		defer r.changing.Unlock()
		if err = r.Log.Pin(ctx, ref.ID); err == nil {
			_, err = r.publish(ctx, ref.ID)
		}
	default:
		return &bot.SendError{Fate: bot.Rejected, Err: fmt.Errorf("a post of kind %q changes nothing", p.Kind)}
	}
	switch {
	case err == nil:
		return nil
	case errors.Is(err, bot.ErrNotFound):
		return &bot.SendError{Fate: bot.Rejected, Err: err}
	}
	return &bot.SendError{Fate: bot.NotSent, Err: err}
}

// edit replaces a message that is written down.
func (r *Room) edit(ctx context.Context, id string, m *bot.Message) (Entry, error) {
	r.changing.Lock()
	defer r.changing.Unlock()
	if err := r.Log.Edit(ctx, id, m); err != nil {
		return Entry{}, err
	}
	return r.publish(ctx, id)
}

// remove takes a message away, with the thread that it opened.
func (r *Room) remove(ctx context.Context, ref bot.MessageRef) error {
	r.changing.Lock()
	defer r.changing.Unlock()
	if err := r.Log.Delete(ctx, ref.ID); err != nil {
		return err
	}
	r.feed.publish(event{at: ref.At, gone: ref.ID})
	switch ref.At.Thread {
	case "":
		r.feed.vacate(threadOf(ref))
	case ref.ID: // the first of a private conversation, which is gone with it
		r.feed.vacate(ref.At)
	default:
		return r.recount(ctx, ref.At)
	}
	return nil
}

// publish shows a message as it is now written down.
func (r *Room) publish(ctx context.Context, id string) (Entry, error) {
	e, err := r.Log.Find(ctx, id)
	if err != nil {
		return e, err
	}
	r.feed.publish(event{at: e.place(), note: &note{Entry: e}})
	if e.At.Thread != "" {
		err = r.recount(ctx, e.At)
	}
	return e, err
}

// answer is what the room shows to whoever asked: a modal or a note; neither
// when there is nothing to say.
type answer struct {
	lang  bot.Lang
	modal *bot.Modal
	note  *note
}

// ask hands a request to the bot and writes down what is not for one person
// alone. An update replaces the message whose control was used; where that one
// is not known any more it is a message of its own, and so it is beside a post in
// somebody's direct messages, which is written down: what only they are shown is not.
func (r *Room) ask(ctx context.Context, in bot.Inbox, req *bot.Request, late func(ephemeral bool)) (answer, error) {
	a := in.Handle(ctx, req, late)
	if a.Forgets {
		r.feed.forget(req.From.User)
	}
	shown := answer{lang: a.Lang}
	e := Entry{At: req.At, Lang: a.Lang, Sent: r.Now()}
	switch reply := a.Reply.(type) {
	case *bot.Modal:
		shown.modal = reply
		return shown, nil
	case *bot.Message:
		e.Message = reply
	case *bot.Update:
		e.Message = &reply.Message
		if isAlone(req.On.ID) {
			e.ID = req.On.ID
			a.Ephemeral = true
			break
		}
		if old, err := r.Log.Find(ctx, req.On.ID); err == nil && old.At == req.On.At && !(a.Ephemeral && req.At.Member != "") {
			e, err = r.edit(ctx, old.ID, e.Message)
			shown.note = &note{Entry: e}
			return shown, err
		}
	default:
		return shown, nil
	}
	if a.Ephemeral {
		if e.ID == "" {
			e.ID = newAlone()
		}
		shown.note = &note{Entry: e, Alone: true}
		return shown, nil
	}
	e, err := r.keep(ctx, e)
	shown.note = &note{Entry: e}
	return shown, err
}
