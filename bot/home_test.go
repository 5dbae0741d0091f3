package bot

import (
	"context"
	"errors"
	"strings"
	"testing"
)

func homely(name string, do func(*Command)) Command {
	return command(name, name, func(c *Command) {
		c.Home = func(_ context.Context, r *Request) (*Message, error) {
			return &Message{Text: Textf(Text{FR: "Chez toi, %s (%s)", EN: "Your home, %s (%s)"}, r.From.Name, r.Command)}, nil
		}
		do(c)
	})
}

// TestHome is what somebody's screen shows: the parts they may see, in order; a fault of
// one is told with a reference, and costs no other.
func TestHome(t *testing.T) {
	p := newPorts()
	r := p.router(t,
		homely("offres", func(*Command) {}),
		command("aide", "help", func(*Command) {}),
		homely("etat", func(c *Command) { c.Access = Moderator }),
		homely("panne", func(c *Command) {
			c.Home = func(context.Context, *Request) (*Message, error) { return nil, errors.New("secret") }
		}),
		homely("chute", func(c *Command) {
			c.Home = func(context.Context, *Request) (*Message, error) { panic("secret") }
		}),
		homely("rien", func(c *Command) {
			c.Home = func(context.Context, *Request) (*Message, error) { return nil, nil }
		}),
		homely("faux", func(c *Command) {
			c.Home = func(context.Context, *Request) (*Message, error) {
				return &Message{Buttons: []Button{{Label: Same("x"), Do: Call{Command: "absente"}}}}, nil
			}
		}),
		homely("pause", func(*Command) {}),
	)
	for _, c := range []struct {
		who  Member
		want []string
	}{
		{camille, []string{"Chez toi, Camille Petit (offres)", "référence", "référence", "référence", "Chez toi, Camille Petit (pause)"}},
		{sam, []string{"Your home, Sam Small (offres)", "reference", "reference", "reference", "Your home, Sam Small (pause)"}},
		{malik, []string{"(offres)", "(etat)", "référence", "référence", "référence", "(pause)"}},
	} {
		parts, l := r.Home(context.Background(), from(c.who, func(*Request) {}))
		if len(parts) != len(c.want) || l != c.who.Lang {
			t.Fatalf("%s sees %d parts in %s", c.who.Name, len(parts), l)
		}
		for i, part := range parts {
			if said := Plain(part.Text.In(l)); !strings.Contains(said, c.want[i]) || strings.Contains(said, "secret") {
				t.Errorf("%s sees %q; want %q", c.who.Name, said, c.want[i])
			}
		}
	}
	if !strings.Contains(p.logged(), "home of panne: secret") {
		t.Errorf("the log lacks the fault: %s", p.logged())
	}
	p.know = func(context.Context, Member) (Member, error) { return Member{}, errors.New("no database") }
	if parts, _ := r.Home(context.Background(), from(camille, func(*Request) {})); len(parts) != 1 || !strings.Contains(Plain(parts[0].Text.FR), "référence") {
		t.Errorf("without a database: %v", parts)
	}
}

// TestHomeThatIsCut is asked for while the program stops: that is no fault.
func TestHomeThatIsCut(t *testing.T) {
	p := newPorts()
	r := p.router(t, homely("offres", func(c *Command) {
		c.Home = func(ctx context.Context, _ *Request) (*Message, error) { return nil, ctx.Err() }
	}))
	ctx, stop := context.WithCancel(t.Context())
	stop()
	r.Home(ctx, from(camille, func(*Request) {}))
	if log := p.logged(); strings.Contains(log, "ERROR") || !strings.Contains(log, "INFO") {
		t.Errorf("the log tells of a fault:\n%s", log)
	}
}
