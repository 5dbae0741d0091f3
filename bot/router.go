package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"
)

// Once remembers what has been handled.
type Once interface {
	// First reports whether requestID is seen for the first time. It is
	// remembered for an hour.
	First(ctx context.Context, requestID string) (bool, error)
}

// Directory knows the people.
type Directory interface {
	// Know completes what a platform says of a member: our id of the person, who
	// is remembered from then on, and their language and time zone by the first
	// that is set of: their own choice, the platform's, the community's.
	Know(ctx context.Context, at Address, m Member) (Member, error)
}

// Ports are what the Router needs from outside.
type Ports struct {
	Calls     Calls
	Once      Once
	Directory Directory
	// Aside is what a member is to be told beside the next answer that they alone see,
	// once; empty when there is nothing. Nil: there never is.
	Aside func(ctx context.Context, r *Request) (Text, error)
	// Asked hears of each request for a command itself, not for what its controls do, from
	// somebody who has the right to it; never of one that answers Always or is Uncounted. Nil:
	// nobody does.
	Asked func(ctx context.Context, r *Request, c *Command)
	// Distress reports whether there are signs of distress in what somebody wrote, and Help is
	// what answers them. Neither waits for anything. Nil: none are looked for.
	Distress func(written string) bool
	Help     func(r *Request) Text
	Log      *slog.Logger
	Now      func() time.Time
}

// errAnswered says that a request was handled before: whoever did answers it.
var errAnswered = errors.New("the request was handled before")

const (
	lateAfter = 2 * time.Second  // Discord and Slack both wait 3 s
	patience  = 60 * time.Second // a handler's timeout
	// heardPatience is that of one to whom somebody in distress wrote: the people to call
	// come with its answer.
	heardPatience = 5 * time.Second
)

// Router answers requests with the commands it was built from.
type Router struct {
	Ports
	commands []Command
	byName   map[string]*Command
}

// NewRouter checks every declaration and returns the Router of the commands,
// or an error that lists all that is wrong with them.
func NewRouter(commands []Command, ports Ports) (*Router, error) {
	if err := checkCommands(commands); err != nil {
		return nil, err
	}
	r := &Router{Ports: ports, commands: commands, byName: map[string]*Command{}}
	for i := range commands {
		c := &commands[i]
		for _, name := range append([]string{c.Name, c.Names.FR, c.Names.EN}, c.Aliases...) {
			r.byName[name] = c
		}
	}
	return r, nil
}

// Commands returns the declarations, in their order.
func (r *Router) Commands() []Command { return r.commands }

// Command returns the command that has a name, in any language.
func (r *Router) Command(name string) (*Command, bool) {
	c, ok := r.byName[Fold(name)]
	return c, ok
}

// route is what a request asks for, found among the declarations.
type route struct {
	command   *Command
	params    []Param
	title     Text
	askable   bool
	ephemeral bool
	changes   bool
	always    bool
	query     bool
	forgets   bool
	access    Access
	run       Handler
}

func (r *Router) route(req *Request) (*route, error) {
	c, ok := r.Command(req.Command)
	if !ok {
		return nil, ErrNotFound
	}
	req.Command = c.Name
	if req.Action == "" {
		return &route{c, c.Params, c.Title, c.Ask, c.Ephemeral, c.Changes, c.Always, c.Query, false, c.Access, c.Run}, nil
	}
	for _, a := range c.Actions {
		if a.Name == req.Action {
			return &route{c, a.Params, a.Title, !a.Title.Empty(), a.Ephemeral, a.Changes, false, a.Query, a.Forgets, a.right(c), a.Run}, nil
		}
	}
	return nil, ErrNotFound
}

// right is the access that an action of a command asks for.
func (a *Action) right(c *Command) Access {
	if a.Open {
		return Anyone
	}
	return max(a.Access, c.Access)
}

// Handle answers a request: it finds the command, checks the right to it and
// its arguments, and runs its handler. A handler that panics or fails is
// logged with a reference that the answer gives; one slower than 2 s is
// announced by late; one slower than a minute is ended.
func (r *Router) Handle(ctx context.Context, req *Request, late func(ephemeral bool)) Answer {
	wait := patience
	if req.Distress = r.heard(req); req.Distress {
		wait = heardPatience
	}
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	watch := &lateness{tell: late}
	done := make(chan Answer, 1)
	begun := make(chan Request, 1)
	own := *req // a handler that outlives its time keeps this copy
	go func() {
		done <- r.under(&own, r.answer(ctx, &own, begun))
	}()
	timer := time.NewTimer(lateAfter)
	defer timer.Stop()
	alone, heard := true, *req // until the command is known, the answer is for whoever asked
	for {
		select {
		case a := <-done:
			return r.afterLate(a, watch)
		case heard = <-begun:
			if to, err := r.route(&heard); err == nil {
				alone = to.ephemeral || req.Distress
			}
		case <-timer.C:
			watch.announce(alone)
		case <-ctx.Done():
			select {
			case a := <-done:
				return r.afterLate(a, watch)
			default:
			}
			ref := r.refer(ctx, &heard, fmt.Errorf("no answer in time: %w", ctx.Err()))
			return r.afterLate(r.under(req, Answer{Reply: &Message{Text: Textf(tooSlow, ref)}, Ephemeral: true, Lang: speaks(&heard)}), watch)
		}
	}
}

func (r *Router) answer(ctx context.Context, req *Request, begun chan<- Request) (a Answer) {
	a = Answer{Ephemeral: true}
	defer func() {
		if p := recover(); p != nil {
			a.Ephemeral = true
			a.Reply = r.failure(ctx, req, fmt.Errorf("panic: %v\n%s", p, debug.Stack()))
		}
		a.Lang, a.Space = speaks(req), req.At.Space
	}()
	ask, misread := r.read(ctx, req)
	to, err := r.route(req)
	if known := r.know(ctx, req, waitFor(req, to)); known != nil {
		a.Reply = r.failure(ctx, req, known)
		return a
	}
	if req.Distress {
		if said, ends := r.instead(ctx, req, to, misread); ends {
			a.Reply = said
			return a
		}
	}
	if misread != nil {
		a.Reply = r.refusal(ctx, req, nil, misread)
		return a
	}
	if err != nil {
		a.Reply = &Message{Text: r.unknown(req)}
		return a
	}
	a.Ephemeral = to.ephemeral
	begun <- Request{Command: req.Command, Action: req.Action, Lang: req.Lang, At: req.At}
	if req.From.Access < to.access {
		a.Ephemeral = true
		a.Reply = &Message{Text: reservedFor(req, to)}
		return a
	}
	if r.Asked != nil && req.Action == "" && !to.always && !to.command.Uncounted {
		r.Asked(ctx, req, to.command)
	}
	a.Reply, err = r.run(ctx, req, to, ask)
	if errors.Is(err, errAnswered) {
		a.Elsewhere = true
		return a
	}
	a.Forgets = to.forgets && err == nil
	if err != nil {
		a.Ephemeral = true
		a.Reply = r.refusal(ctx, req, to, err)
	} else if m, ok := a.Reply.(*Message); ok && a.Ephemeral && !to.always && !req.Distress {
		r.aside(ctx, req, m)
	}
	return a
}

// aside adds to an answer what its reader is to be told besides.
func (r *Router) aside(ctx context.Context, req *Request, m *Message) {
	if r.Aside == nil {
		return
	}
	text, err := r.Aside(ctx, req)
	if err != nil { // it is told another time
		r.refer(ctx, req, fmt.Errorf("aside: %w", err))
		return
	}
	m.Text = Join("\n\n", text, m.Text)
}

const (
	// directoryPatience is how long a command that answers Always waits to learn who asks,
	// and somebody in distress.
	directoryPatience = 300 * time.Millisecond
	// formPatience is how long a form of somebody in distress waits: what they filled in is
	// not to be lost for a slow moment.
	formPatience = 1500 * time.Millisecond
)

// waitFor is how long a request waits to learn who asks; 0: as long as for anything.
func waitFor(req *Request, to *route) time.Duration {
	switch {
	case to != nil && to.always:
		return directoryPatience
	case req.Distress && req.Form:
		return formPatience
	case req.Distress:
		return directoryPatience
	}
	return 0
}

// know completes who asks. Where they wait no longer than a time, what the platform says is
// enough when the Directory does not answer within it.
func (r *Router) know(ctx context.Context, req *Request, patience time.Duration) error {
	type answer struct {
		m   Member
		err error
	}
	known := make(chan answer, 1)
	at, from := req.At, req.From
	go func() {
		defer func() {
			if p := recover(); p != nil {
				known <- answer{err: fmt.Errorf("panic: %v\n%s", p, debug.Stack())}
			}
		}()
		m, err := r.Directory.Know(ctx, at, from)
		known <- answer{m, err}
	}()
	var soon <-chan time.Time
	if patience > 0 {
		timer := time.NewTimer(patience)
		defer timer.Stop()
		soon = timer.C
	}
	req.Now = r.Now()
	select {
	case a := <-known:
		if a.err == nil {
			req.From, req.Lang = a.m, a.m.Lang
			if req.At.Space == "" {
				req.At.Space = a.m.Home
			}
		} else if patience == 0 {
			return fmt.Errorf("directory: %w", a.err)
		}
	case <-soon:
	}
	if req.From.Zone != nil {
		req.Now = req.Now.In(req.From.Zone)
	}
	return nil
}
