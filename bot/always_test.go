package bot

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// TestAlways holds that a command declared so answers at once with its ports
// down or silent, and that no other does.
func TestAlways(t *testing.T) {
	card := func(context.Context, *Request) (Reply, error) { return &Message{Text: Markup("la carte")}, nil }
	for name, know := range map[string]func(context.Context) error{
		"failing": func(context.Context) error { return errors.New("database is closed") },
		"silent":  func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() },
		"panicking": func(context.Context) error {
			panic("nil pointer")
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				urgence := command("urgence", "help-now", func(c *Command) { c.Always, c.Ephemeral, c.Run = true, true, card })
				offres := command("offres", "jobs", func(c *Command) { c.Run = card })
				p := newPorts()
				p.know = func(ctx context.Context, m Member) (Member, error) { return m, know(ctx) }
				r := p.router(t, urgence, offres)
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
				defer cancel()
				start := time.Now()
				a := r.Handle(ctx, &Request{Line: "/urgence", From: Member{User: "u", Lang: EN}}, func(bool) { t.Error("announced as late") })
				if m, ok := a.Reply.(*Message); !ok || m.Text.EN != "la carte" || a.Lang != EN || !a.Ephemeral {
					t.Errorf("%+v", a)
				}
				if took := time.Since(start); took > time.Second {
					t.Errorf("after %s", took)
				}
				a = r.Handle(ctx, &Request{Line: "/offres", From: Member{User: "u"}}, nil)
				if m, ok := a.Reply.(*Message); ok && m.Text.FR == "la carte" {
					t.Error("a command like others answered somebody it does not know")
				}
			})
		})
	}
}
