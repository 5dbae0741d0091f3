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
	"strings"
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
	Role   bot.Text
}

// People are those one can be in the room. Ada runs the machine too.
func People() []Person {
	return []Person{
		{"camille", bot.FR, bot.Anyone, bot.Text{FR: "membre", EN: "member"}},
		{"sam", bot.EN, bot.Anyone, bot.Text{FR: "membre, en anglais", EN: "member, in English"}},
		{"rachel", bot.FR, bot.Recruiter, bot.Text{FR: "recruteuse", EN: "recruiter"}},
		{"malik", bot.FR, bot.Moderator, bot.Text{FR: "modérateur", EN: "moderator"}},
		{"ada", bot.FR, bot.Operator, bot.Text{FR: "administratrice, et gère la machine", EN: "admin, and runs the machine"}},
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
	return bot.Member{User: p.Name, Name: p.Name, Lang: p.Lang, Access: p.Access}
}

// Entry is a message that the room keeps.
type Entry struct {
	ID      string
	Key     string // of the post it was, if it was one
	At      bot.Address
	Lang    bot.Lang
	Message *bot.Message
	Pinned  bool
	Sent    time.Time
}

// Log keeps what the room must not lose: storage implements it.
type Log interface {
	// Append keeps a message and returns its id; a key that is there already
	// returns the id it has.
	Append(ctx context.Context, e Entry) (id string, err error)
	// Edit replaces a message, Delete removes it, Pin pins it. ErrNotFound when
	// it is not there; a message deleted twice is no fault.
	Edit(ctx context.Context, id string, m *bot.Message) error
	Delete(ctx context.Context, id string) error
	Pin(ctx context.Context, id string) error
	// Latest returns the last messages of a place, the oldest of them first.
	Latest(ctx context.Context, at bot.Address, max int) ([]Entry, error)
	// Button returns the number of a control in a person's console, and Control
	// the control of a number; ErrNotFound when there is none.
	Button(ctx context.Context, who, control string) (number int, err error)
	Control(ctx context.Context, who string, number int) (control string, err error)
}

// Room is the local platform, seen through a console.
type Room struct {
	Log     Log
	Calls   bot.Calls
	Now     func() time.Time
	Errors  *slog.Logger
	Console Console
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

// Run implements bot.Platform: it reads the console until its input or ctx ends.
func (r *Room) Run(ctx context.Context, in bot.Inbox) error {
	return r.Console.run(ctx, r, in)
}

// Send implements bot.Platform. The same key twice is one message.
func (r *Room) Send(ctx context.Context, p bot.Post) (bot.MessageRef, error) {
	id, err := r.Log.Append(ctx, Entry{Key: p.Key, At: p.To, Lang: p.Lang, Message: p.Message, Sent: r.Now()})
	if err != nil {
		return bot.MessageRef{}, &bot.SendError{Fate: bot.NotSent, Err: err}
	}
	return bot.MessageRef{At: p.To, ID: id}, nil
}

// Change implements bot.Platform.
func (r *Room) Change(ctx context.Context, ref bot.MessageRef, p bot.Post) error {
	var err error
	switch p.Kind {
	case bot.EditPost:
		err = r.Log.Edit(ctx, ref.ID, p.Message)
	case bot.DeletePost:
		err = r.Log.Delete(ctx, ref.ID)
	case bot.PinPost:
		err = r.Log.Pin(ctx, ref.ID)
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
