package bot

import (
	"context"
	"errors"
	"fmt"
	"maps"
)

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
		maps.Copy(args, call.Args)
		maps.Copy(args, req.Args)
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
	if c.Always { // whatever is written after it
		return false, nil
	}
	req.Args, err = ParseLine(rest, c.Params)
	return false, err
}

func (r *Router) run(ctx context.Context, req *Request, to *route, ask bool) (Reply, error) {
	modal := &Modal{Title: to.title, Fields: fields(to.params), Values: req.Args, Do: Call{Command: req.Command, Action: req.Action}}
	for _, p := range to.params {
		if p.Hidden && req.Args[p.Name] != "" {
			modal.Do.Args = modal.Do.Args.With(p.Name, req.Args[p.Name])
		}
	}
	if ask && to.askable {
		return modal, nil
	}
	missing, err := readArgs(req, to)
	if err != nil || missing {
		if to.askable && (err == nil || len(UserErrors(err)) > 0) {
			modal.Values, modal.Faults = req.Args, faults(err)
			return modal, nil
		}
		if req.Distress && !req.Form && len(UserErrors(err)) > 0 { // what is wrong with it would say it again
			return nil, nil
		}
		return nil, err
	}
	if to.changes {
		first, err := r.Once.First(ctx, req.ID)
		if err != nil {
			return nil, fmt.Errorf("once: %w", err)
		}
		if !first {
			return nil, errAnswered
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

// fields are the parameters that a modal asks for.
func fields(params []Param) []Param {
	var shown []Param
	for _, p := range params {
		if !p.Hidden {
			shown = append(shown, p)
		}
	}
	return shown
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
		if fault == nil && value != "" {
			value, fault = p.resolve(req, value)
		}
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
	} else if modal, ok := reply.(*Modal); ok && !modal.Do.IsZero() {
		calls = []Call{modal.Do}
	}
	for _, call := range calls {
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
