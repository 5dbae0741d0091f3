package bot

import (
	"context"
	"fmt"
	"runtime/debug"
	"strings"
)

// Suggest completes what is being typed for a parameter. A fault leaves it empty.
func (r *Router) Suggest(ctx context.Context, req *Request, param string) (options []Option) {
	asked := ctx
	ctx, cancel := context.WithTimeout(ctx, lateAfter)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			r.refer(ctx, req, fmt.Errorf("suggest %s: panic: %v\n%s", param, p, debug.Stack()))
			options = nil
		}
	}()
	m, err := r.Directory.Know(ctx, req.At, req.From)
	if asked.Err() != nil { // more has been typed meanwhile: nobody waits for this
		return nil
	}
	if err != nil {
		r.refer(ctx, req, fmt.Errorf("suggest %s: directory: %w", param, err))
		return nil
	}
	req.From, req.Lang, req.Now = m, m.Lang, r.Now()
	if req.Control != "" { // of a form that is open
		if _, err := r.read(ctx, req); err != nil {
			return nil
		}
	}
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
		if asked.Err() != nil {
			return nil
		}
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
