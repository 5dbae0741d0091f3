package bot

import (
	"context"
	"fmt"
	"net/url"
	"strings"
)

// Calls keeps what a control does when it does not fit in the control's own id.
type Calls interface {
	// Keep returns the id of a call: a hash of its content.
	Keep(ctx context.Context, c Call) (id string, err error)
	// Redeem returns the call kept under id; ErrNotFound if there is none, or no longer.
	Redeem(ctx context.Context, id string) (Call, error)
}

// maxControl is the length in bytes of a control's id: Discord's custom_id.
const maxControl = 100

// ControlID writes a call as the id of a control, of at most 100 bytes: the
// call itself if it fits, else the id under which it is kept.
func ControlID(ctx context.Context, calls Calls, c Call) (string, error) {
	id := c.Command + "." + c.Action
	if c.Ask {
		id = "!" + id
	}
	if len(c.Args) > 0 {
		values := url.Values{}
		for k, v := range c.Args {
			values.Set(k, v)
		}
		id += "?" + values.Encode()
	}
	if len(id) <= maxControl {
		return id, nil
	}
	return KeptControlID(ctx, calls, c)
}

// KeptControlID writes a call as an id that tells nothing of it, whatever its
// length: for where the id itself is written down.
func KeptControlID(ctx context.Context, calls Calls, c Call) (string, error) {
	kept, err := calls.Keep(ctx, c)
	if err != nil {
		return "", fmt.Errorf("keep call: %w", err)
	}
	return "~" + kept, nil
}

// readControl returns the call behind the id of a control.
func readControl(ctx context.Context, calls Calls, id string) (Call, error) {
	if kept, ok := strings.CutPrefix(id, "~"); ok {
		return calls.Redeem(ctx, kept)
	}
	var c Call
	name, query, _ := strings.Cut(id, "?")
	name, c.Ask = strings.CutPrefix(name, "!")
	var ok bool
	if c.Command, c.Action, ok = strings.Cut(name, "."); !ok {
		return Call{}, fmt.Errorf("control %q: %w", Shorten(id, maxControl), ErrNotFound)
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		return Call{}, fmt.Errorf("control %q: %w: %w", Shorten(id, maxControl), ErrNotFound, err)
	}
	if len(values) > 0 {
		c.Args = Args{}
		for k := range values {
			c.Args[k] = values.Get(k)
		}
	}
	return c, nil
}
