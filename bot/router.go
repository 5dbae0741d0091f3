package bot

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"runtime/debug"
	"slices"
	"strings"
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
	Log       *slog.Logger
	Now       func() time.Time
}

const (
	lateAfter = 2 * time.Second  // Discord and Slack both wait 3 s
	patience  = 60 * time.Second // a handler's timeout
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
		return &route{c, c.Params, c.Title, c.Ask, c.Ephemeral, c.Changes, c.Always, c.Access, c.Run}, nil
	}
	for _, a := range c.Actions {
		if a.Name == req.Action {
			return &route{c, a.Params, a.Title, !a.Title.Empty(), a.Ephemeral, a.Changes, false, max(a.Access, c.Access), a.Run}, nil
		}
	}
	return nil, ErrNotFound
}

// Handle answers a request: it finds the command, checks the right to it and
// its arguments, and runs its handler. A handler that panics or fails is
// logged with a reference that the answer gives; one slower than 2 s is
// announced by late; one slower than a minute is ended.
func (r *Router) Handle(ctx context.Context, req *Request, late func(ephemeral bool)) Answer {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	watch := &lateness{tell: late}
	done := make(chan Answer, 1)
	begun := make(chan Request, 1)
	own := *req // a handler that outlives its time keeps this copy
	go func() {
		done <- r.answer(ctx, &own, begun)
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
				alone = to.ephemeral
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
			return r.afterLate(Answer{Reply: &Message{Text: Textf(tooSlow, ref)}, Ephemeral: true, Lang: speaks(&heard)}, watch)
		}
	}
}

type lateness struct {
	tell      func(ephemeral bool)
	told      bool
	ephemeral bool
}

func (l *lateness) announce(ephemeral bool) {
	if l.told {
		return
	}
	l.told, l.ephemeral = true, ephemeral
	if l.tell != nil {
		l.tell(ephemeral)
	}
}

// afterLate fits an answer to what was announced: no modal can follow, so it
// becomes a card with a button that opens it; and what was announced to one
// person alone, or to all, cannot change.
func (r *Router) afterLate(a Answer, watch *lateness) Answer {
	if !watch.told {
		return a
	}
	a.Ephemeral = watch.ephemeral
	if modal, ok := a.Reply.(*Modal); ok {
		a.Reply = modal.Door()
	}
	return a
}

// Door is the message that stands for a modal where none can be opened: what is
// wrong with its fields, and a button that opens it with what they hold.
func (m *Modal) Door() *Message {
	args := Args{}
	for k, v := range m.Do.Args {
		args[k] = v
	}
	private := map[string]bool{}
	for _, f := range m.Fields {
		private[f.Name] = f.Private
	}
	for k, v := range m.Values {
		if !private[k] {
			args[k] = v
		}
	}
	label := Text{FR: "Remplir le formulaire", EN: "Fill in the form"}
	if len(m.Faults) > 0 {
		label = Text{FR: "Corriger", EN: "Correct"}
	}
	return &Message{
		Text:    Join("\n", append([]Text{Textf(Text{FR: "**%s**", EN: "**%s**"}, m.Title)}, faultLines(m.Fields, m.Faults)...)...),
		Buttons: []Button{{Label: label, Style: Primary, Do: Call{Command: m.Do.Command, Action: m.Do.Action, Args: args, Ask: true}}},
	}
}

func (r *Router) answer(ctx context.Context, req *Request, begun chan<- Request) (a Answer) {
	a = Answer{Ephemeral: true}
	defer func() {
		if p := recover(); p != nil {
			a.Ephemeral = true
			a.Reply = r.failure(ctx, req, fmt.Errorf("panic: %v\n%s", p, debug.Stack()))
		}
		a.Lang = speaks(req)
	}()
	ask, misread := r.read(ctx, req)
	to, err := r.route(req)
	if known := r.know(ctx, req, to != nil && to.always); known != nil {
		a.Reply = r.failure(ctx, req, known)
		return a
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
		a.Reply = &Message{Text: Textf(forbidden, accessNames[to.access])}
		return a
	}
	a.Reply, err = r.run(ctx, req, to, ask)
	if err != nil {
		a.Ephemeral = true
		a.Reply = r.refusal(ctx, req, to, err)
	}
	return a
}

// directoryPatience is how long a command that answers Always waits to learn
// who asks.
const directoryPatience = 300 * time.Millisecond

// know completes who asks. With always, what the platform says is enough when
// the Directory does not answer at once.
func (r *Router) know(ctx context.Context, req *Request, always bool) error {
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
	if always {
		timer := time.NewTimer(directoryPatience)
		defer timer.Stop()
		soon = timer.C
	}
	req.Now = r.Now()
	select {
	case a := <-known:
		if a.err == nil {
			req.From, req.Lang = a.m, a.m.Lang
		} else if !always {
			return fmt.Errorf("directory: %w", a.err)
		}
	case <-soon:
	}
	if req.From.Zone != nil {
		req.Now = req.Now.In(req.From.Zone)
	}
	return nil
}

// read turns a control or a typed line into a command with its arguments. It
// reports whether the command's modal is to be opened rather than run.
func (r *Router) read(ctx context.Context, req *Request) (ask bool, err error) {
	if req.Control != "" {
		call, err := readControl(ctx, r.Calls, req.Control)
		if errors.Is(err, ErrNotFound) {
			return false, &UserError{Text: oldControl, Err: err}
		}
		if err != nil {
			return false, fmt.Errorf("redeem call: %w", err)
		}
		args := Args{}
		for k, v := range call.Args {
			args[k] = v
		}
		for k, v := range req.Args {
			args[k] = v
		}
		req.Command, req.Action, req.Args = call.Command, call.Action, args
		return call.Ask, nil
	}
	if req.Command != "" {
		return false, nil
	}
	if len(req.Line) > MaxLine {
		return false, &UserError{Text: Textf(tooLong, MaxLine)}
	}
	name, rest := SplitLine(Clean(req.Line, 0))
	if name == "" {
		return false, &UserError{Text: emptyLine}
	}
	req.Command = name
	c, ok := r.Command(name)
	if !ok {
		return false, nil
	}
	req.Args, err = ParseLine(rest, c.Params)
	return false, err
}

func (r *Router) run(ctx context.Context, req *Request, to *route, ask bool) (Reply, error) {
	modal := &Modal{Title: to.title, Fields: to.params, Values: req.Args, Do: Call{Command: req.Command, Action: req.Action}}
	if ask && to.askable {
		return modal, nil
	}
	missing, err := readArgs(req, to)
	if err != nil || missing {
		if to.askable && (err == nil || len(UserErrors(err)) > 0) {
			modal.Values, modal.Faults = req.Args, faults(err)
			return modal, nil
		}
		return nil, err
	}
	if to.changes {
		first, err := r.Once.First(ctx, req.ID)
		if err != nil {
			return nil, fmt.Errorf("once: %w", err)
		}
		if !first {
			return nil, nil
		}
	}
	reply, err := to.run(ctx, req)
	if m, ok := reply.(*Message); ok && m == nil {
		reply = nil
	}
	if err == nil {
		err = r.checkReply(reply)
	}
	if err != nil && req.Form && to.askable && len(UserErrors(err)) > 0 {
		modal.Values, modal.Faults = req.Args, faults(err)
		return modal, nil
	}
	return reply, err
}

// readArgs checks every argument and reports whether a required one is missing
// that a modal can ask for. What does not belong to the route is an error.
func readArgs(req *Request, to *route) (missing bool, err error) {
	known := map[string]bool{}
	var wrong []error
	for i := range to.params {
		p := &to.params[i]
		known[p.Name] = true
		value, fault := p.read(req.Args[p.Name])
		if fault != nil {
			wrong = append(wrong, fault)
			continue
		}
		if req.Args[p.Name] != value {
			req.Args = req.Args.With(p.Name, value)
		}
		if p.Required && value == "" {
			missing = true
			if !to.askable || req.Form {
				wrong = append(wrong, &UserError{Param: p.Name, Text: Text{FR: "Il manque cette information.", EN: "This is missing."}})
			}
		}
	}
	for name := range req.Args {
		if !known[name] && req.Control != "" { // of a time when it had one more
			return false, &UserError{Text: oldControl}
		}
		if !known[name] {
			return false, fmt.Errorf("%s.%s has no parameter %q", req.Command, req.Action, name)
		}
	}
	if req.Args == nil {
		req.Args = Args{}
	}
	return missing, errors.Join(wrong...)
}

func faults(err error) map[string]Text {
	m := map[string]Text{}
	for _, e := range UserErrors(err) {
		m[e.Param] = Join("\n", m[e.Param], e.Text)
	}
	return m
}

// checkReply finds a control that does what no command declares: a fault of ours.
func (r *Router) checkReply(reply Reply) error {
	var calls []Call
	if m := message(reply); m != nil {
		calls = m.Calls()
	} else if modal, ok := reply.(*Modal); ok {
		calls = []Call{modal.Do}
	}
	for _, call := range calls {
		if call.IsZero() {
			continue
		}
		to, err := r.route(&Request{Command: call.Command, Action: call.Action})
		if err != nil {
			return fmt.Errorf("a control calls %s.%s, which is not declared", call.Command, call.Action)
		}
		if _, asks := reply.(*Modal); asks && !to.askable {
			return fmt.Errorf("a control asks for %s.%s, which has no title to be asked under", call.Command, call.Action)
		}
		for name := range call.Args {
			ok := false
			for _, p := range to.params {
				ok = ok || p.Name == name && !p.Private
			}
			if !ok {
				return fmt.Errorf("a control gives %s.%s the argument %q, which is not declared or is private", call.Command, call.Action, name)
			}
		}
	}
	return nil
}

// Suggest completes what is being typed for a parameter. A fault leaves it empty.
func (r *Router) Suggest(ctx context.Context, req *Request, param string) (options []Option) {
	ctx, cancel := context.WithTimeout(ctx, lateAfter)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			r.refer(ctx, req, fmt.Errorf("suggest %s: panic: %v\n%s", param, p, debug.Stack()))
			options = nil
		}
	}()
	m, err := r.Directory.Know(ctx, req.At, req.From)
	if err != nil {
		r.refer(ctx, req, fmt.Errorf("suggest %s: directory: %w", param, err))
		return nil
	}
	req.From, req.Lang, req.Now = m, m.Lang, r.Now()
	to, err := r.route(req)
	if err != nil || req.From.Access < to.access {
		return nil
	}
	for _, p := range to.params {
		if p.Name != param {
			continue
		}
		typed := Clean(req.Args[param], 200)
		if p.Suggest == nil {
			return matching(p.Options, typed, req.Lang)
		}
		options, err = p.Suggest(ctx, req, typed)
		if err != nil {
			r.refer(ctx, req, fmt.Errorf("suggest %s: %w", param, err))
			return nil
		}
	}
	return options[:min(len(options), MaxOptions)]
}

func matching(options []Option, typed string, l Lang) []Option {
	var found []Option
	for _, o := range options {
		if strings.HasPrefix(alike(Plain(o.Label.In(l))), alike(typed)) || strings.HasPrefix(alike(o.Value), alike(typed)) {
			found = append(found, o)
		}
	}
	return found
}

func speaks(req *Request) Lang {
	if req.Lang != "" {
		return req.Lang
	}
	if req.From.Lang != "" {
		return req.From.Lang
	}
	return FR
}

// failure logs err under a short reference and returns the words that give it.
func (r *Router) failure(ctx context.Context, req *Request, err error) *Message {
	return &Message{Text: Textf(failed, r.refer(ctx, req, err))}
}

// refer logs an error of ours and returns its reference. Neither what was
// typed nor who asked is logged.
func (r *Router) refer(ctx context.Context, req *Request, err error) string {
	ref := rand.Text()[:6]
	r.Log.ErrorContext(ctx, "request failed", "ref", ref, "platform", req.At.Platform, "command", r.loggable(req.Command), "action", req.Action, "err", err)
	return ref
}

// loggable is a command's name, but not what somebody typed instead of one.
func (r *Router) loggable(name string) string {
	if c, ok := r.Command(name); ok {
		return c.Name
	}
	return ""
}

// refusal is the answer to an error: what the member can put right, or a reference.
func (r *Router) refusal(ctx context.Context, req *Request, to *route, err error) Reply {
	wrong := UserErrors(err)
	if len(wrong) == 0 {
		return r.failure(ctx, req, err)
	}
	var params []Param
	if to != nil {
		params = to.params
	} else if c, ok := r.Command(req.Command); ok {
		params = c.Params
	}
	return &Message{Text: Join("\n", faultLines(params, faults(err))...)}
}

// faultLines writes what is wrong, each under the name of its parameter.
func faultLines(params []Param, faults map[string]Text) []Text {
	lines := []Text{faults[""]}
	told := map[string]bool{"": true}
	for _, p := range params {
		if fault, ok := faults[p.Name]; ok {
			told[p.Name] = true
			lines = append(lines, Textf(Text{FR: "**%s** : %s", EN: "**%s**: %s"}, Text{FR: Escape(p.Names.FR), EN: Escape(p.Names.EN)}, fault))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(faults)) {
		if !told[name] { // of no parameter here
			lines = append(lines, faults[name])
		}
	}
	return lines
}

// unknown names the commands that look like the one asked for.
func (r *Router) unknown(req *Request) Text {
	if req.Control != "" {
		return oldControl
	}
	asked := req.Command
	if words := strings.Fields(Clean(req.Line, 0)); len(words) > 0 {
		asked = words[0]
	}
	asked = Shorten(asked, 40)
	var names []string
	for _, c := range r.commands {
		if c.Access <= req.From.Access {
			names = append(names, c.Names.In(req.Lang))
		}
	}
	near := Nearest(req.Command, names, 3)
	if len(near) == 0 {
		return Textf(unknownCommand, asked)
	}
	return Textf(misspelt, asked, Markup("/"+strings.Join(near, ", /")))
}

// The Router's own words.
var (
	failed     = Text{FR: "Quelque chose s’est mal passé de mon côté. Réessaie dans un moment ; si cela continue, donne la référence **%s** à la personne qui m’a installé.", EN: "Something went wrong on my side. Try again in a moment; if it goes on, give the reference **%s** to whoever installed me."}
	tooSlow    = Text{FR: "C’est trop long, j’ai arrêté d’attendre. Réessaie dans un moment (référence **%s**).", EN: "This takes too long; I stopped waiting. Try again in a moment (reference **%s**)."}
	oldControl = Text{FR: "Ce bouton est trop ancien, je ne sais plus ce qu’il faisait. Retape la commande, elle t’en donnera un neuf.", EN: "This button is too old; I no longer know what it did. Type the command again for a fresh one."}
	tooLong    = Text{FR: "Cette ligne est trop longue : j’en lis au plus %s octets. Raccourcis-la et renvoie-la.", EN: "This line is too long: I read at most %s bytes. Shorten it and send it again."}
	emptyLine  = Text{FR: "Il n’y a rien à lire. Tape /aide pour voir ce que je sais faire.", EN: "There is nothing to read. Type /help to see what I can do."}
	forbidden  = Text{FR: "Cette commande est réservée : %s.", EN: "This command is reserved for %s."}

	unknownCommand = Text{FR: "Je ne connais pas « %s ». Tape /aide pour voir ce que je sais faire.", EN: "I do not know “%s”. Type /help to see what I can do."}
	misspelt       = Text{FR: "Je ne connais pas « %s ». Pensais-tu à : %s ?", EN: "I do not know “%s”. Did you mean: %s?"}

	accessNames = [...]Text{
		Anyone:    {FR: "tout le monde", EN: "everyone"},
		Recruiter: {FR: "recruteurs et recruteuses", EN: "recruiters"},
		Moderator: {FR: "modération", EN: "moderators"},
		Admin:     {FR: "administration de la communauté", EN: "the community’s admins"},
		Operator:  {FR: "personne qui gère la machine", EN: "whoever runs the machine"},
	}
)
