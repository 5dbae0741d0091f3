package slack

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/slack/slacktest"
)

// inbox answers by itself, and suggests nothing until ctx ends.
type inbox func(ctx context.Context, r *bot.Request, late func(bool)) bot.Answer

func (i inbox) Handle(ctx context.Context, r *bot.Request, late func(bool)) bot.Answer {
	return i(ctx, r, late)
}

func (i inbox) Suggest(ctx context.Context, r *bot.Request, _ string) []bot.Option {
	i(ctx, r, func(bool) {})
	return nil
}

// town is a form whose field is completed.
func town() *bot.Modal {
	suggest := func(context.Context, *bot.Request, string) ([]bot.Option, error) { return nil, nil }
	return &bot.Modal{Title: both("Ville"), Do: bot.Call{Command: "ville"}, Fields: []bot.Param{
		{Name: "lieu", Names: both("lieu"), Help: both("Le lieu"), Suggest: suggest}, {Name: "nom", Names: both("nom"), Help: both("Ton nom")},
	}}
}

// Slack hears in time that each kind of envelope has come, however long its answer takes,
// and of a command before it is handled.
func TestAcknowledgementsComeInTime(t *testing.T) {
	t.Parallel()
	d := sits(t)
	release := make(chan struct{})
	ends := sync.OnceFunc(func() { close(release) })
	defer ends() // before the bot is waited for
	var held atomic.Int64
	var slow atomic.Bool
	d.begins(t, inbox(func(_ context.Context, r *bot.Request, _ func(bool)) bot.Answer {
		switch {
		case slow.Load():
			held.Add(1)
			<-release // it does not look at ctx
			return bot.Answer{Reply: &bot.Message{Text: both("Enfin")}, Ephemeral: true, Lang: bot.FR}
		case strings.TrimSpace(r.Line) == "/ville":
			return bot.Answer{Reply: town(), Lang: bot.FR}
		}
		return bot.Answer{Reply: &bot.Message{Text: both("Oui"), Buttons: []bot.Button{{Label: both("Encore"), Do: bot.Call{Command: "encore"}}}}, Lang: bot.FR}
	}))
	d.AwaitSockets(2)
	sacha, alix := d.w.User("Sacha-"+private, "fr-FR"), d.w.User("Alix-"+private, "fr-FR")
	d.offers.Join(sacha, alix)
	message := d.camille.Command(d.offers, "/oui", "").Answer().Message
	form, other := sacha.Command(d.offers, "/ville", "").Answer().View, alix.Command(d.offers, "/ville", "").Answer().View
	slow.Store(true)
	asked := map[string]*slacktest.Interaction{
		"a command": d.camille.Command(d.offers, "/oui", ""), "a button": d.camille.Press(message, "Encore"),
		"a form": sacha.Submit(form, map[string]any{"Nom": "Alix-" + private}), "a shortcut": d.camille.Shortcut("chercher"),
	}
	typed := make(chan []string, 1)
	go func() { typed <- alix.Suggest(other, "Lieu", "nan"+private) }()
	d.camille.Says(d.camille.DM(), "bonjour "+private)
	for what, i := range asked {
		if a := i.Acknowledged(); a.Error != "" {
			t.Errorf("%s: %s", what, a.Error)
		} else if what != "a form" && i.Acked.Sub(i.Sent) > time.Second {
			t.Errorf("%s is acknowledged after %s", what, i.Acked.Sub(i.Sent))
		}
	}
	if all := <-typed; len(all) != 1 {
		t.Errorf("suggested: %q", all)
	}
	d.Await("six things to be handled", func() bool { return held.Load() == 6 })
	for _, a := range d.Acks() {
		if a.Latency > 2800*time.Millisecond {
			t.Errorf("%s is acknowledged after %s", a.Type, a.Latency)
		}
	}
	ends()
	asked["a command"].Answer()
	asked["a form"].Answer()
}

// A form is answered in time too where nothing else is.
func TestAFormWhileAllIsSlow(t *testing.T) {
	t.Parallel()
	c := does("fiche", true, func(ctx context.Context, _ *bot.Request) (bot.Reply, error) {
		select {
		case <-time.After(2500 * time.Millisecond):
		case <-ctx.Done():
		}
		return &bot.Message{Text: both("Noté")}, nil
	})
	c.Ask, c.Title, c.Params = true, both("Fiche"), []bot.Param{{Name: "nom", Names: both("nom"), Help: both("Ton nom"), Required: true}}
	d := sits(t)
	var later atomic.Int64
	start := time.Now()
	d.a.Now = func() time.Time { return start.Add(time.Duration(later.Load())) }
	hung := &hangingOnce{}
	d.a.Once = hung
	d.begins(t, d.router(t, c))
	form := d.camille.Command(d.offers, "/fiche", "").Answer().View
	later.Store(int64(time.Hour)) // who Camille is must be asked anew
	hung.hangs.Store(true)
	d.Fail("users.info", slacktest.Failure{Delay: 5 * time.Second})
	i := d.camille.Submit(form, map[string]any{"Nom": "Alix-" + private})
	if a := i.Acknowledged(); a.Error != "" || i.Acked.Sub(i.Sent) > 2800*time.Millisecond {
		t.Errorf("acknowledged after %s: %s", i.Acked.Sub(i.Sent), a.Error)
	}
	if a := i.Answer(); a.Message.Read().Text != "Noté" {
		t.Errorf("answered with %q %s", a.Message.Read().Text, a.Error)
	}
}

// hangingOnce remembers like once, until it hangs.
type hangingOnce struct {
	once
	hangs atomic.Bool
}

func (o *hangingOnce) First(ctx context.Context, id string) (bool, error) {
	if o.hangs.Load() {
		<-ctx.Done()
		return false, ctx.Err()
	}
	return o.once.First(ctx, id)
}

// Where it cannot be learnt whether something was handled before it is, within a second.
func TestAMemoryThatFails(t *testing.T) {
	t.Parallel()
	hung := &hangingOnce{}
	hung.hangs.Store(true)
	for name, memory := range map[string]bot.Once{"that fails": &once{err: errors.New("the database is gone")}, "that hangs": hung} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := sits(t)
			d.a.Once = memory
			d.begins(t, d.router(t))
			began := time.Now()
			greets(t, d.camille, d.offers, "Nancy")
			if took := time.Since(began); took > 1500*time.Millisecond {
				t.Errorf("answered after %s", took)
			}
			d.AwaitSockets(2)
			d.Redeliver() // what the process itself has handled it knows
			d.AwaitAcks(2)
			greets(t, d.camille, d.offers, "Metz")
			if n := counts(d.camille, d.offers, "Nancy"); n != 1 {
				t.Errorf("answered %d times", n)
			}
		})
	}
}

// What is delivered again is acknowledged and not handled, by another process neither.
func TestWhatIsDeliveredAgain(t *testing.T) {
	t.Parallel()
	for _, processes := range []int{1, 2} {
		t.Run(fmt.Sprint(processes), func(t *testing.T) {
			t.Parallel()
			var handled atomic.Int64
			counted := func(with bot.Reply) bot.Handler {
				return func(context.Context, *bot.Request) (bot.Reply, error) {
					handled.Add(1)
					return with, nil
				}
			}
			c := does("compte", false, counted(&bot.Message{Text: both("Compté"), Buttons: []bot.Button{{Label: both("Encore"), Do: bot.Call{Command: "compte"}}}}))
			d := sits(t)
			d.a.sockets = 1
			router := d.router(t, c)
			for n := range processes {
				if n > 0 {
					d.a = &Adapter{Workspaces: d.a.Workspaces, Calls: d.a.Calls, Once: d.a.Once, Accounts: d.a.Accounts, Log: d.a.Log, Now: time.Now, sockets: 1}
				}
				runs(t, d.a, router)
			}
			d.AwaitSockets(processes)
			shown := d.camille.Command(d.offers, "/compte", "").Answer().Message
			acks := 1
			again := func(what string, want int64) {
				t.Helper()
				for range 3 {
					d.Redeliver()
					acks += 1
				}
				d.AwaitAcks(acks)
				greets(t, d.camille, d.offers, "Nancy")
				acks++
				if n := handled.Load(); n != want {
					t.Errorf("%s is handled %d times", what, n-want+1)
				}
			}
			again("a command", 1)
			d.camille.Press(shown, "Encore").Answer()
			acks++
			again("a button", 2)
			said := d.camille.Says(d.offers, "@Rebond compte")
			d.camille.Hears(d.offers, said, 1)
			acks++
			again("a mention", 3)
		})
	}
}

// A field is completed with what its command knows and takes other words too; a group is
// found by its handle.
func TestFieldsThatAreCompleted(t *testing.T) {
	t.Parallel()
	c := does("qui", true, func(_ context.Context, r *bot.Request) (bot.Reply, error) {
		return &bot.Message{Text: bot.Textf(both("groupe <%s> lieu <%s>"), r.Args["groupe"], r.Args["lieu"])}, nil
	})
	suggest := func(_ context.Context, r *bot.Request, typed string) ([]bot.Option, error) {
		return []bot.Option{{Value: "54395", Label: both("Nancy")}, {Value: strings.Repeat("9", 200), Label: both("Trop long")}, {Label: both("Rien")}}, nil
	}
	c.Ask, c.Title, c.Params = true, both("Qui"), []bot.Param{
		{Name: "groupe", Names: both("groupe"), Help: both("Un groupe"), Kind: bot.Role, Required: true}, {Name: "lieu", Names: both("lieu"), Help: both("Un lieu"), Suggest: suggest},
	}
	d := sits(t)
	mods := d.w.Group("Modération", "mods")
	d.w.Group("Recrutement", "rh")
	d.begins(t, d.router(t, c))
	form := d.camille.Command(d.offers, "/qui", "").Answer().View
	if got := d.camille.Suggest(form, "Lieu", " metz "); !slices.Equal(got, []string{"Nancy", "metz"}) {
		t.Errorf("for a place: %q", got)
	}
	if got := d.camille.Suggest(form, "Groupe", ""); !slices.Equal(got, []string{"@mods", "@rh"}) {
		t.Errorf("for a group, at first: %q", got)
	}
	if got := d.camille.Suggest(form, "Groupe", "@MO"); !slices.Equal(got, []string{"@mods"}) {
		t.Errorf("for a group: %q", got)
	}
	a := d.camille.Submit(form, map[string]any{"Groupe": "@mods", "Lieu": "metz"}).Answer()
	if got := a.Message.Read().Text; got != "groupe <"+mods.ID+"> lieu <metz>" {
		t.Errorf("answered with %q", got)
	}
}

// Many who ask at once are each answered once; what panics ends nothing.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	d := sits(t)
	d.begins(t, inbox(func(_ context.Context, r *bot.Request, _ func(bool)) bot.Answer {
		if strings.Contains(r.Line, "malheur") {
			panic("malheur")
		}
		return bot.Answer{Reply: &bot.Message{Text: both(r.From.Name + " : " + r.Line)}, Lang: bot.FR}
	}))
	asked := map[string]*slacktest.Interaction{}
	for n := range 40 {
		u := d.w.User(fmt.Sprintf("Sacha%02d-%s", n, private), "fr-FR")
		d.offers.Join(u)
		if n%4 == 0 {
			if a := u.Command(d.offers, "/malheur", "").Acknowledged(); a.Error != "" {
				t.Error(a.Error)
			}
		}
		asked[u.Name] = u.Command(d.offers, "/dis", fmt.Sprint("bonjour ", n))
	}
	for name, i := range asked {
		if got := i.Answer().Message.Read().Text; !strings.HasPrefix(got, name+" : /dis bonjour") {
			t.Errorf("%s is answered with %q", name, got)
		}
		if n := counts(d.camille, d.offers, name); n != 1 {
			t.Errorf("%s is answered %d times", name, n)
		}
	}
}
