package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Platform is a place where people talk and the bot with them.
type Platform interface {
	Name() string
	// Run listens until ctx ends, handing each request to in.
	Run(ctx context.Context, in Inbox) error
	// Send posts once: no waiting, no retry. Its errors are *SendError.
	Send(ctx context.Context, p Post) (MessageRef, error)
	// Change edits, deletes or pins a message already sent. It is idempotent.
	Change(ctx context.Context, ref MessageRef, p Post) error
}

// Finder is a Platform that can tell whether a post has arrived.
type Finder interface {
	// Find returns the message that p became since a time; ErrNotFound if there is none.
	Find(ctx context.Context, p Post, since time.Time) (MessageRef, error)
}

// Inbox answers what platforms hear: the Router.
type Inbox interface {
	// Handle always has an answer. It calls late at most once, when the answer
	// will take longer than a platform waits.
	Handle(ctx context.Context, r *Request, late func(ephemeral bool)) Answer
	// Suggest completes what is being typed for a parameter of r; at most MaxOptions.
	Suggest(ctx context.Context, r *Request, param string) []Option
}

// Homes is an Inbox that has screens of people: what concerns them, as each command shows
// its part of it.
type Homes interface {
	// Home returns the parts in the order of the commands, and the language of whoever
	// looks. A part that fails says so.
	Home(ctx context.Context, r *Request) ([]*Message, Lang)
}

// Arrivals is told into which communities the bot is let, and out of which it is put.
type Arrivals interface {
	// Joined may be told the same again, at each start.
	Joined(ctx context.Context, a Arrival) error
	Left(ctx context.Context, community Address) error
}

// Arrival is the bot let into a community.
type Arrival struct {
	At    Address   // the channel for what concerns everybody, or one that it was let into; none: the community alone
	Since time.Time // when it was; zero where the platform does not say
	Lang  Lang      // that of the community, where the platform says
}

// Accounts finds the accounts of people.
type Accounts interface {
	// Account returns the id on its platform of a person of a community; ErrNotFound
	// if there is none.
	Account(ctx context.Context, community Address, person PersonID) (user string, err error)
}

// Answer is what a platform shows to whoever asked.
type Answer struct {
	Reply     Reply // nil: nothing
	Ephemeral bool  // to them alone
	Elsewhere bool  // nothing, not even a sign: whoever had the request first answers it
	Forgets   bool  // it is all that they are to see from now on of what was shown to them alone
	Lang      Lang
	Space     string // the community that it is about
}

// Post is something said without being asked, through the outbox. One whose Thread is
// private is not said in To, but in the conversation that it opens there: its MessageRef
// leads into that one, which is a place for further posts.
type Post struct {
	Key       string // unique: the same key is sent once
	Kind      PostKind
	Of        string // the key of the post that it edits, deletes or pins
	To        Address
	Lang      Lang
	Message   *Message
	Priority  int
	NotBefore time.Time
	Until     time.Time
	Thread    *Thread
}

// PostKind says what a post does.
type PostKind string

// The kinds of post.
const (
	SendPost   PostKind = "send"
	EditPost   PostKind = "edit"
	DeletePost PostKind = "delete"
	PinPost    PostKind = "pin"
)

// Thread is opened with the message; of an edit it is the one that the message opened.
//
// A public one stands under the message, for whoever sees that. A private one is a
// conversation of its Members alone with the bot, under the channel that the post is for,
// which shows nothing of it: the message is the first thing said in it. Members who are
// gone, or do not see the channel, are left out; where too few remain for a conversation,
// the post is rejected, and the channel stays open. Who manages a platform may look in: on
// Discord, whoever may manage threads. Where a platform has one conversation for the same
// people, as Slack has, another group of the same Members goes on in it.
type Thread struct {
	Name    Text
	Private bool
	Members []PersonID // of a private one, in the community of the post
}

// MessageRef is where a message is on its platform.
type MessageRef struct {
	At Address `json:"at"`
	ID string  `json:"id"`
}

// Address is a place on a platform: a channel, a thread in it, or a member's
// direct messages. As text: "discord:guild/channel", "discord:guild/channel/thread",
// "discord:guild/@member".
type Address struct{ Platform, Space, Channel, Thread, Member string }

// MarshalText writes the address as one line.
func (a Address) MarshalText() ([]byte, error) {
	if a.Platform == "" || a.Member != "" && a.Channel != "" || a.Thread != "" && a.Channel == "" {
		return nil, fmt.Errorf("no such place: %+v", struct{ Platform, Space, Channel, Thread, Member string }(a))
	}
	for _, part := range [...]string{a.Platform, a.Space, a.Channel, a.Thread, a.Member} {
		if strings.ContainsAny(part, ":/@") {
			return nil, fmt.Errorf("address part %q holds a separator", part)
		}
	}
	s := a.Platform + ":" + a.Space
	switch {
	case a.Member != "":
		s += "/@" + a.Member
	case a.Channel != "":
		s += "/" + a.Channel
		if a.Thread != "" {
			s += "/" + a.Thread
		}
	}
	return []byte(s), nil
}

// UnmarshalText reads what MarshalText writes.
func (a *Address) UnmarshalText(text []byte) error {
	platform, rest, ok := strings.Cut(string(text), ":")
	parts := strings.Split(rest, "/")
	if !ok || platform == "" || len(parts) > 3 {
		return errors.New("not an address: " + string(text))
	}
	*a = Address{Platform: platform, Space: parts[0]}
	if len(parts) == 2 && strings.HasPrefix(parts[1], "@") {
		a.Member = parts[1][1:]
		return nil
	}
	if len(parts) > 1 {
		a.Channel = parts[1]
	}
	if len(parts) > 2 {
		a.Thread = parts[2]
	}
	return nil
}

// SendError says what became of a message that could not be sent.
type SendError struct {
	Fate Fate
	Gone bool          // with Rejected: the place is gone or closed to the bot, and takes nothing more
	Wait time.Duration // how long the platform asks to wait; 0: it does not say
	Err  error
}

func (e *SendError) Error() string { return e.Fate.String() + ": " + e.Err.Error() }
func (e *SendError) Unwrap() error { return e.Err }

// Fate is what is known of a message after a failure.
type Fate uint8

// The fates.
const (
	NotSent   Fate = iota // certainly not sent: it may be tried again
	MaybeSent             // it may have arrived: look before sending again
	Rejected              // it will never be accepted
)

func (f Fate) String() string {
	return [...]string{"not sent", "maybe sent", "rejected"}[f]
}
