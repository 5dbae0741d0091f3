package bot

import (
	"context"
	"fmt"
	"runtime/debug"
)

// Home implements Homes.
func (r *Router) Home(ctx context.Context, req *Request) ([]*Message, Lang) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := r.know(ctx, req, 0); err != nil {
		return []*Message{r.failure(ctx, req, err)}, speaks(req)
	}
	var parts []*Message
	for i := range r.commands {
		c := &r.commands[i]
		if c.Home == nil || req.From.Access < c.Access {
			continue
		}
		part, err := r.home(ctx, c, req)
		if err != nil {
			part = r.failure(ctx, req, fmt.Errorf("home of %s: %w", c.Name, err))
		}
		if part != nil {
			parts = append(parts, part)
		}
	}
	return parts, speaks(req)
}

// home is the part of one command; a panic in it is an error.
func (r *Router) home(ctx context.Context, c *Command, req *Request) (part *Message, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	own := *req
	own.Command = c.Name
	if part, err = c.Home(ctx, &own); err == nil && part != nil {
		err = r.checkReply(part)
	}
	return part, err
}
