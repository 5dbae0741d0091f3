package local

import (
	"crypto/rand"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"rebond/bot"
	"rebond/bot/bottest"
)

// The room does what every platform does, as the page shows it to whoever opens
// it in a browser.
func TestConformance(t *testing.T) {
	bottest.Conformance(t, func(t *testing.T, in bot.Inbox, calls bot.Calls) *bottest.Stage {
		room := &Room{Log: newMemory(), Calls: calls, Accounts: bottest.Accounts{}, Now: time.Now, Errors: slog.New(slog.NewTextHandler(t.Output(), nil))}
		page := serve(t, room, in)
		people := map[bot.Lang][]string{bot.FR: {"camille", "malik"}, bot.EN: {"sam"}}
		return &bottest.Stage{Platform: room, Channel: place("offres"), Member: func(t *testing.T, l bot.Lang) bottest.Member {
			if len(people[l]) == 0 {
				t.Fatalf("nobody else in the room speaks %s", l)
			}
			who := people[l][0]
			people[l] = people[l][1:]
			return &guest{page, "/" + who + "/offres", map[string]*html.Node{}, map[*bottest.Form]*html.Node{}}
		}}
	})
}

// guest is somebody in a channel, with the messages that they have been shown,
// as they were then, and the forms that were opened for them.
type guest struct {
	*served
	path  string
	shown map[string]*html.Node
	forms map[*bottest.Form]*html.Node
}

func (g *guest) Types(t *testing.T, line string) bottest.Shown {
	t.Helper()
	return g.does(t, "", "/say", "line", line)
}

func (g *guest) Presses(t *testing.T, on bottest.Shown, label string) bottest.Shown {
	t.Helper()
	for b := range each(g.known(t, on), "button") {
		if control := attr(b, "data-control"); control != "" && written(b) == label {
			return g.does(t, on.ID, "/press", "control", control, "on", on.ID)
		}
	}
	t.Fatalf("no button %q in %+v", label, on)
	return bottest.Shown{}
}

func (g *guest) Chooses(t *testing.T, on bottest.Shown, prompt string, labels ...string) bottest.Shown {
	t.Helper()
	for form := range each(g.known(t, on), "form") {
		fields := []string{"control", attr(form, "data-control"), "on", on.ID, "param", attr(form, "data-param")}
		asked := false
		for n := range form.Descendants() {
			switch label := strings.TrimSpace(written(n)); {
			case n.Data == "legend" || attr(n, "for") != "":
				asked = asked || strings.HasPrefix(label, prompt)
			case n.Data == "option" && slices.Contains(labels, label):
				fields = append(fields, "value", attr(n, "value"))
			case n.Data == "label" && slices.Contains(labels, label):
				fields = append(fields, "value", attr(one(t, n, "input"), "value"))
			}
		}
		if asked && len(fields) == 6+2*len(labels) {
			return g.does(t, on.ID, "/press", fields...)
		}
	}
	t.Fatalf("%q cannot be chosen under %q in %+v", labels, prompt, on)
	return bottest.Shown{}
}

func (g *guest) Fills(t *testing.T, form bottest.Shown, values map[string]string) bottest.Shown {
	t.Helper()
	node := g.forms[form.Form]
	if node == nil {
		t.Fatalf("%+v is no form", form)
	}
	on := attr(node, "data-message")
	fields := []string{"control", attr(node, "data-control"), "on", on}
	filled := 0
	for field := range each(node, "div", "field") {
		label, control := fieldOf(t, field)
		value := valueOf(control)
		if typed, ok := values[label]; ok {
			filled++
			value = typed
		}
		for option := range each(control, "option") {
			if value != "" && written(option) == value {
				value = attr(option, "value")
			}
		}
		fields = append(fields, attr(control, "name"), value)
	}
	if filled != len(values) {
		t.Fatalf("%q cannot all be filled in: %+v", values, form.Form)
	}
	return g.does(t, on, "/submit", fields...)
}

func (g *guest) Completes(t *testing.T, command, option, typed string) []string {
	t.Helper()
	var labels []string
	var all []completion
	w := g.post(g.path+"/complete", url.Values{"line": {"/" + command + " " + option + ":" + typed}})
	if err := json.Unmarshal([]byte(w.body), &all); err != nil {
		t.Fatalf("%v in %s", err, w.body)
	}
	for _, found := range all {
		if found.Help != "" {
			labels = append(labels, found.Help)
		} else {
			labels = append(labels, found.Name)
		}
	}
	return labels
}

func (g *guest) Sees(t *testing.T) []bottest.Shown {
	t.Helper()
	return g.opens(t, g.path)
}

func (g *guest) SeesThread(t *testing.T, on bottest.Shown) []bottest.Shown {
	t.Helper()
	way := one(t, one(t, g.known(t, on), "p", "thread"), "a")
	all := g.opens(t, path.Join(g.path, "..", attr(way, "href")))
	if len(all) == 0 || all[0].ID != on.ID || all[0].Text != on.Text {
		t.Fatalf("above the thread stands %+v; want %+v", all, on)
	}
	return all[1:]
}

// Person is the name of whoever it is, which is that of their account.
func (g *guest) Person() bot.PersonID { return bot.PersonID(strings.Split(g.path, "/")[1]) }

// SeesGroups are the private conversations that the page lists.
func (g *guest) SeesGroups(t *testing.T) (all [][]bottest.Shown) {
	t.Helper()
	for way := range each(one(t, parse(t, g.get(g.path).body), "div", "groups"), "a") {
		all = append(all, g.opens(t, attr(way, "href")))
	}
	return all
}

// opens reads the messages of a page.
func (g *guest) opens(t *testing.T, path string) []bottest.Shown {
	t.Helper()
	w := g.get(path)
	if w.status != http.StatusOK {
		t.Fatalf("%s: %d %s", path, w.status, w.body)
	}
	var all []bottest.Shown
	for article := range each(one(t, parse(t, w.body), "div", "log"), "article") {
		all = append(all, g.reads(t, article))
	}
	return all
}

// does asks for something and reads what is shown for it.
func (g *guest) does(t *testing.T, on, to string, fields ...string) bottest.Shown {
	t.Helper()
	var a bottest.Shown
	lines := g.asks(g.path+to, append(fields, "id", rand.Text())...)
	for i, line := range lines {
		switch {
		case line.Late && i < len(lines)-1:
			a.Late = true
		case line.Modal != "":
			form := one(t, parse(t, line.Modal), "form")
			a.Form = opened(t, form)
			g.forms[a.Form] = form
		case line.Message != nil:
			late := a.Late
			a = g.reads(t, one(t, parse(t, line.Message.HTML), "article"))
			a.Late, a.Updated = late, on != "" && a.ID == on
			if a.ID != line.Message.ID {
				t.Errorf("message %q is shown as %q", line.Message.ID, a.ID)
			}
		default:
			t.Errorf("line %d of %d says nothing", i+1, len(lines))
		}
	}
	return a
}

// reads is what a message says; its controls are those one can use from now on.
func (g *guest) reads(t *testing.T, article *html.Node) bottest.Shown {
	t.Helper()
	s := seen(t, article)
	g.shown[s.ID] = article
	return s
}

func (g *guest) known(t *testing.T, s bottest.Shown) *html.Node {
	t.Helper()
	article := g.shown[s.ID]
	if article == nil {
		t.Fatalf("%+v has never been shown", s)
	}
	return article
}
