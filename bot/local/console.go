package local

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"rebond/bot"
)

// Console is the room in a terminal: one typed line for each line of In,
// answers on Out.
type Console struct {
	In     io.Reader
	Out    io.Writer
	As     Person
	Prompt bool // somebody sits at it: show who speaks
	Echo   bool // write each line before its answer, as a transcript
}

// session is a console at work.
type session struct {
	*Console
	room  *Room
	inbox bot.Inbox
	asked *form    // the modal whose questions are being asked
	lang  bot.Lang // of the last answer to whoever speaks; empty: none yet
}

// speaks is the language of whoever speaks: they may have chosen another than their own.
func (s *session) speaks() bot.Lang {
	if s.lang != "" {
		return s.lang
	}
	return s.As.Lang
}

// form is a modal asked question by question.
type form struct {
	modal *bot.Modal
	todo  []bot.Param // the questions still to ask, the current one first
	args  bot.Args
}

func (c *Console) run(ctx context.Context, room *Room, in bot.Inbox) error {
	s := &session{Console: c, room: room, inbox: in}
	lines, failed := readLines(ctx, c.In)
	for {
		s.prompt()
		select {
		case <-ctx.Done():
			return nil
		case line, ok := <-lines:
			if !ok {
				return <-failed
			}
			if s.Echo {
				io.WriteString(s.Out, printable(s.As.Name+"> "+line)+"\n")
			}
			if err := s.hear(ctx, line); err != nil {
				if ctx.Err() != nil {
					return nil // stopped in the middle of an answer
				}
				if _, broken := errors.AsType[*outputError](err); broken {
					return err
				}
				s.asked = nil
				if err := s.say(room.failure(ctx, err)); err != nil {
					return err
				}
			}
		}
	}
}

// readLines reads lines until the input or ctx ends. A line longer than the bot
// reads is cut just past that length, so that it is refused in words.
func readLines(ctx context.Context, in io.Reader) (<-chan string, <-chan error) {
	lines, failed := make(chan string), make(chan error, 1)
	go func() {
		var err error
		defer func() {
			failed <- err
			close(lines)
		}()
		input := bufio.NewReaderSize(in, bot.MaxLine+2)
		for {
			var line []byte
			line, err = input.ReadSlice('\n')
			text := strings.TrimRight(string(line), "\r\n")
			for errors.Is(err, bufio.ErrBufferFull) {
				_, err = input.ReadSlice('\n')
			}
			if err == nil || text != "" {
				select {
				case lines <- text:
				case <-ctx.Done():
					return
				}
			}
			if err == io.EOF {
				err = nil
				return
			}
			if err != nil {
				return
			}
		}
	}()
	return lines, failed
}

func (s *session) prompt() {
	if s.Prompt {
		fmt.Fprintf(s.Out, "%s> ", s.As.Name)
	}
}

// hear deals with one line: an answer to a question, a button's number, a
// change of person, a request for completion, or something said to the bot.
func (s *session) hear(ctx context.Context, line string) error {
	typed := strings.TrimSpace(line)
	if s.asked != nil && !strings.HasPrefix(typed, "/") {
		return s.reply(ctx, line)
	}
	s.asked = nil
	if name, ok := strings.CutPrefix(typed, "@"); ok {
		return s.become(name)
	}
	if strings.HasSuffix(line, "\t") {
		return s.complete(ctx, strings.TrimSuffix(line, "\t"))
	}
	r := s.request()
	if number, err := strconv.Atoi(typed); err == nil {
		control, err := s.room.Log.Control(ctx, s.As.Name, number)
		if errors.Is(err, bot.ErrNotFound) {
			return s.say(bot.Textf(bot.Text{FR: "Il n’y a pas de bouton %s. Un bouton se presse par le numéro affiché devant lui.", EN: "There is no button %s. A button is pressed by the number shown before it."}, strconv.Itoa(number)))
		}
		if err != nil {
			return fmt.Errorf("button %d: %w", number, err)
		}
		r.Control = control
	} else {
		r.Line = line
	}
	return s.ask(ctx, r)
}

func (s *session) request() *bot.Request {
	return &bot.Request{ID: "local-" + rand.Text(), From: s.As.member(), At: place("offres"), Resolve: s.As.resolve}
}

// ask hands a request to the bot and shows its answer.
func (s *session) ask(ctx context.Context, r *bot.Request) error {
	a, err := s.room.ask(ctx, s.inbox, r, func(bool) { s.print("…") })
	s.lang = a.lang
	switch {
	case err != nil:
		return err
	case a.modal != nil:
		return s.open(a.modal)
	case a.note == nil:
		return nil
	}
	return s.show(ctx, a.note, a.lang)
}

func (s *session) show(ctx context.Context, n *note, l bot.Lang) error {
	w := &writer{lang: l, number: func(c bot.Call) (int, error) {
		control, err := bot.KeptControlID(ctx, s.room.Calls, c)
		if err != nil {
			return 0, err
		}
		return s.room.Log.Button(ctx, s.As.Name, control)
	}}
	if err := w.message(n.Message, n.Alone); err != nil {
		return fmt.Errorf("number buttons: %w", err)
	}
	if n.Thread != nil && s.As.enters(n.Thread) {
		w.thread(n.Thread)
	}
	return s.print(w.String())
}

func (s *session) say(t bot.Text) error {
	w := &writer{lang: s.speaks()}
	w.markup(t, "")
	return s.print(w.String())
}

func (s *session) print(text string) error {
	if _, err := io.WriteString(s.Out, strings.TrimRight(text, "\n")+"\n\n"); err != nil {
		return &outputError{err}
	}
	return nil
}

// outputError is a console that can no longer be written to.
type outputError struct{ err error }

func (e *outputError) Error() string { return "console: " + e.err.Error() }
func (e *outputError) Unwrap() error { return e.err }

func (s *session) become(name string) error {
	p, err := FindPerson(name)
	if err != nil {
		return s.say(bot.UserErrors(err)[0].Text)
	}
	s.As, s.lang = p, ""
	return s.say(bot.Textf(bot.Text{FR: "Te voilà %s (%s).", EN: "You are now %s (%s)."}, p.Name, p.About))
}

// open begins a modal, or begins again with the fields that were refused.
func (s *session) open(m *bot.Modal) error {
	f := &form{modal: m, args: bot.Args{}}
	maps.Copy(f.args, m.Values)
	lines := []bot.Text{bot.Textf(bot.Text{FR: "%s : Entrée garde la valeur, un tiret l’efface, une commande abandonne.", EN: "%s: Enter keeps the value, a hyphen clears it, a command gives up."}, m.Title)}
	if fault := m.Faults[""]; !fault.Empty() {
		lines = append(lines, fault)
	}
	for _, field := range m.Fields {
		if _, wrong := m.Faults[field.Name]; wrong {
			f.todo = append(f.todo, field)
		}
	}
	if len(f.todo) == 0 { // the first time, or what is wrong is no field's own
		f.todo = m.Fields
		for _, name := range slices.Sorted(maps.Keys(m.Faults)) {
			if name != "" {
				lines = append(lines, m.Faults[name])
			}
		}
	}
	if err := s.say(bot.Join("\n\n", lines...)); err != nil || len(f.todo) == 0 {
		return err
	}
	s.asked = f
	return s.question()
}

// maxShown is how many runes of a value a question shows.
const maxShown = 300

func (s *session) question() error {
	field := s.asked.todo[0]
	text := bot.Textf(bot.Text{FR: "%s ?", EN: "%s?"}, field.Help)
	if !field.Label.Empty() && field.Label != field.Help {
		text = bot.Textf(bot.Text{FR: "%s ? %s", EN: "%s? %s"}, field.Label, field.Help)
	}
	if len(field.Options) > 0 {
		var labels []bot.Text
		for _, o := range field.Options {
			labels = append(labels, o.Label)
		}
		text = bot.Textf(bot.Text{FR: "%s (%s)", EN: "%s (%s)"}, text, bot.Join(", ", labels...))
	}
	if hasLines(field) {
		text = bot.Textf(bot.Text{FR: `%s (\n passe à la ligne)`, EN: `%s (\n starts a new line)`}, text)
	}
	if value := s.asked.args[field.Name]; value != "" {
		shown := bot.Same(bot.Shorten(strings.ReplaceAll(value, "\n", `\n`), maxShown))
		for _, o := range field.Options {
			if o.Value == value {
				shown = o.Label
			}
		}
		text = bot.Textf(bot.Text{FR: "%s [%s]", EN: "%s [%s]"}, text, shown)
	}
	if fault := s.asked.modal.Faults[field.Name]; !fault.Empty() {
		text = bot.Join("\n", fault, text)
	}
	return s.say(text)
}

// hasLines reports whether the answer to a question may have several lines, which
// are typed as one.
func hasLines(p bot.Param) bool { return p.Kind == bot.Prose || p.Kind == bot.Document }

// reply takes the answer to the current question, and submits after the last.
func (s *session) reply(ctx context.Context, line string) error {
	f := s.asked
	field, typed := f.todo[0], strings.TrimSpace(line)
	switch {
	case len(line) > bot.MaxLine: // it was cut as it was read
		if err := s.say(tooLongHere); err != nil {
			return err
		}
		return s.question()
	case typed == "":
	case typed == "-":
		delete(f.args, field.Name)
	case hasLines(field):
		f.args[field.Name] = strings.ReplaceAll(typed, `\n`, "\n")
	default:
		f.args[field.Name] = typed
	}
	if f.todo = f.todo[1:]; len(f.todo) > 0 {
		return s.question()
	}
	s.asked = nil
	control, err := bot.ControlID(ctx, s.room.Calls, f.modal.Do)
	if err != nil {
		return fmt.Errorf("submit: %w", err)
	}
	r := s.request()
	r.Control, r.Args, r.Form = control, f.args, true
	return s.ask(ctx, r)
}
