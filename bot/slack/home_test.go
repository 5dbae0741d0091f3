package slack

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"rebond/bot"
	"rebond/bot/slack/slacktest"
)

// notebook is a command with a part of the Home, whose controls change what it says.
func notebook(n *atomic.Int64) bot.Command {
	button := func(label, action string, ask bool) bot.Button {
		return bot.Button{Label: both(label), Do: bot.Call{Command: "carnet", Action: action, Ask: ask}}
	}
	page := func() *bot.Message {
		return &bot.Message{Text: both(fmt.Sprintf("Page %d", n.Load())), Buttons: []bot.Button{button("Tourner", "tourner", false), button("Écrire", "ecrire", true), button("Tout lire", "lire", false)}}
	}
	c := does("carnet", true, func(_ context.Context, r *bot.Request) (bot.Reply, error) { return page(), nil })
	c.Home = func(context.Context, *bot.Request) (*bot.Message, error) { return page(), nil }
	note := bot.Param{Name: "note", Names: both("note"), Help: both("Ta note"), Kind: bot.Prose, Required: true}
	c.Actions = []bot.Action{
		{Name: "tourner", Ephemeral: true, Changes: true, Run: func(context.Context, *bot.Request) (bot.Reply, error) {
			n.Add(1)
			return &bot.Update{Message: *page()}, nil
		}},
		{Name: "ecrire", Ephemeral: true, Params: []bot.Param{note}, Title: both("Écrire"), Run: func(_ context.Context, r *bot.Request) (bot.Reply, error) {
			if r.Args["note"] == "rien" {
				return nil, &bot.UserError{Param: "note", Text: both("Écris quelque chose.")}
			}
			m := page()
			m.Text = bot.Textf(both("Écrit : %s"), r.Args["note"])
			return m, nil
		}},
		{Name: "lire", Ephemeral: true, Run: replies(&bot.Message{Text: both(strings.Repeat("Nancy et Metz. ", 1600) + "Fin")})},
	}
	return c
}

// What is done in the Home is shown in a screen over it, and the Home follows.
func TestTheHome(t *testing.T) {
	t.Parallel()
	var n atomic.Int64
	d := works(t, notebook(&n))
	home := d.camille.OpensHome()
	if !strings.Contains(home.Read().Text, "Page 0") {
		t.Fatalf("the Home says %q", home.Read().Text)
	}
	screen := d.camille.Press(home, "Tourner").Answer().View
	if screen == nil || screen.Type != "modal" || !strings.Contains(screen.Read().Text, "Page 1") {
		t.Fatalf("answered with %+v", screen)
	}
	d.Await("the Home to follow", func() bool { return strings.Contains(d.camille.Home().Read().Text, "Page 1") })
	next := d.camille.Press(screen, "Tourner").Answer().View
	if next == nil || next.ID != screen.ID || !strings.Contains(next.Read().Text, "Page 2") || len(d.camille.Views()) != 1 {
		t.Errorf("a screen becomes %+v of %d", next, len(d.camille.Views()))
	}
	d.Await("the Home to follow", func() bool { return strings.Contains(d.camille.Home().Read().Text, "Page 2") })
	if len(d.camille.Sees(d.camille.DM())) > 0 {
		t.Error("something is said in direct messages")
	}
}

// A form that is opened in the Home is answered in its own place.
func TestAFormInTheHome(t *testing.T) {
	t.Parallel()
	var n atomic.Int64
	d := works(t, notebook(&n))
	form := d.camille.Press(d.camille.OpensHome(), "Écrire").Answer().View
	a := d.camille.Submit(form, map[string]any{"Note": "rien"}).Acknowledged()
	if a.Action != "errors" || a.Errors["Note"] != "Écris quelque chose." {
		t.Errorf("%+v", a)
	}
	published := len(d.Calls("views.publish"))
	screen := d.camille.Submit(form, map[string]any{"Note": "Bonjour"}).Answer().View
	if screen == nil || !strings.Contains(screen.Read().Text, "Écrit : Bonjour") || len(d.camille.Views()) != 1 {
		t.Fatalf("answered with %+v", screen)
	}
	d.AwaitCalls("views.publish", published+1)
}

// What a shortcut opens is answered in its own place.
func TestShortcuts(t *testing.T) {
	t.Parallel()
	d := sits(t)
	var n atomic.Int64
	c := notebook(&n)
	c.Ask, c.Title, c.Params = true, both("Écrire"), c.Actions[1].Params
	c.Run = c.Actions[1].Run
	d.begins(t, d.router(t, c))
	form := d.camille.Shortcut("carnet").Answer().View
	screen := d.camille.Submit(form, map[string]any{"Note": strings.Repeat("é", 2900)}).Answer().View
	if screen == nil || !strings.Contains(screen.Read().Text, "Écrit : éé") {
		t.Fatalf("answered with %+v", screen)
	}
	d.camille.Press(screen, "Tourner")
	d.Await("the screen to be replaced", func() bool {
		all := d.camille.Views()
		return len(all) == 1 && all[0].ID == screen.ID && strings.Contains(all[0].Read().Text, "Page 1")
	})
	if len(d.camille.Sees(d.camille.DM())) > 0 {
		t.Error("something is said in direct messages")
	}
	if d.camille.Shortcut("inconnu").Answer(); len(d.camille.Views()) != 1 {
		t.Errorf("%d views", len(d.camille.Views()))
	}
}

// An answer that is larger than an acknowledgement is shown all the same.
func TestALargeScreen(t *testing.T) {
	t.Parallel()
	d := works(t, func() bot.Command {
		c := does("fleuve", true, func(_ context.Context, r *bot.Request) (bot.Reply, error) {
			return &bot.Message{Text: both(strings.Repeat("Nancy et Metz. ", 2000) + "Fin")}, nil
		})
		c.Ask, c.Title, c.Params = true, both("Fleuve"), []bot.Param{{Name: "note", Names: both("note"), Help: both("Ta note"), Required: true}}
		return c
	}())
	form := d.camille.Shortcut("fleuve").Answer().View
	i := d.camille.Submit(form, map[string]any{"Note": "a"})
	if a := i.Acknowledged(); a.Error != "" {
		t.Fatal(a.Error)
	}
	d.Await("the whole answer", func() bool {
		for _, v := range d.camille.Views() {
			if strings.HasSuffix(v.Read().Text, "Fin") {
				return true
			}
		}
		return counts(d.camille, d.camille.DM(), "Fin") == 1
	})
	if len(d.camille.Views()) != 1 {
		t.Error("it is not in a screen")
	}
}

// Slack opens three views, one over the other: where a fourth would be the third gives
// way.
func TestAStackOfViews(t *testing.T) {
	t.Parallel()
	var n atomic.Int64
	d := works(t, notebook(&n))
	top := func(level int, fits func(*slacktest.View) bool) (v *slacktest.View) {
		d.Await(fmt.Sprint("the view of level ", level), func() bool {
			all := d.camille.Views()
			v = all[len(all)-1]
			return len(all) == min(level, 3) && fits(v)
		})
		return v
	}
	screen := d.camille.Press(d.camille.OpensHome(), "Tourner").Answer().View
	for level := 2; level <= 5; level++ {
		d.camille.Press(screen, "Écrire")
		form := top(level, func(v *slacktest.View) bool { return v.Submit != "" })
		note := fmt.Sprint("note ", level)
		d.camille.Submit(form, map[string]any{"Note": note})
		screen = top(level, func(v *slacktest.View) bool { return strings.Contains(v.Read().Text, note) })
	}
}

// Whoever opens something else than the Home sees nothing, and a Home that Slack does not
// take breaks nothing.
func TestAHomeThatIsNotTaken(t *testing.T) {
	t.Parallel()
	var n atomic.Int64
	d := works(t, notebook(&n))
	d.Fail("views.publish", slacktest.Failure{Error: "not_enabled"})
	d.SendEnvelope("events_api", happens(d, map[string]any{"type": "app_home_opened", "user": d.camille.ID, "channel": d.camille.DM().ID, "tab": "messages"}))
	d.SendEnvelope("events_api", happens(d, map[string]any{"type": "app_home_opened", "user": d.camille.ID, "channel": d.camille.DM().ID, "tab": "home"}))
	d.log.tells(t, "a Home not shown")
	if n := len(d.Calls("views.publish")); n != 1 {
		t.Errorf("%d Homes were shown", n)
	}
	d.Fail("views.publish", slacktest.Failure{RetryAfter: 1})
	if !strings.Contains(d.camille.OpensHome().Read().Text, "Page 0") {
		t.Error("the Home is not shown after a wait")
	}
}

// serial counts the events of tests.
var serial atomic.Int64

// happens is an event of the workspace, in front of nobody.
func happens(d *desk, e map[string]any) map[string]any {
	return map[string]any{"type": "event_callback", "team_id": d.w.ID, "event_id": fmt.Sprint("Ev", serial.Add(1)), "event": e}
}
