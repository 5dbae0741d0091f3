package bottest

import (
	"context"
	"log/slog"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"rebond/bot"
)

// What every platform accepts in one message.
const (
	maxCharacters = 4000 // Discord, all text components together
	maxComponents = 40   // Discord
	maxBlocks     = 50   // Slack
	maxTitle      = 150  // Slack, a header
	maxFacts      = 10   // Slack, the fields of a section
	maxBody       = 3000 // Slack, the text of a section
	maxButtons    = 25   // Slack, the elements of a row
	maxValue      = 100  // Discord, the value of an option, in bytes
)

func TestTheZooFitsEveryPlatform(t *testing.T) {
	seen := map[string]bool{}
	for _, one := range Zoo(otherMessage(bot.Address{})) {
		t.Run(one.Name, func(t *testing.T) {
			if !regexp.MustCompile(`^[a-z-]+$`).MatchString(one.Name) || seen[one.Name] {
				t.Error("its name is not fit for a file, or is another's")
			}
			seen[one.Name] = true
			m := &measure{T: t}
			m.message(one.Message)
			for i, l := range bot.Langs {
				if m.characters[i] > maxCharacters {
					t.Errorf("%d characters in %s", m.characters[i], l)
				}
			}
			if m.components > maxComponents || m.blocks > maxBlocks || m.components == 0 {
				t.Errorf("%d components, %d blocks", m.components, m.blocks)
			}
		})
	}
}

// measure adds up what a message takes on the platforms that count.
type measure struct {
	*testing.T
	characters         [len(bot.Langs)]int
	components, blocks int
}

// text counts a text, of at most max characters, 0 being no limit of its own.
func (m *measure) text(what string, t bot.Text, max int, required bool) {
	for i, l := range bot.Langs {
		n := utf8.RuneCountInString(t.In(l))
		m.characters[i] += n
		if max > 0 && n > max || n == 0 && (required || !t.Empty()) {
			m.Errorf("%s in %s has %d characters: %q", what, l, n, t.In(l))
		}
	}
	if !t.Empty() {
		m.blocks += 1 + len(t.FR)/maxBody
	}
}

func (m *measure) message(one *bot.Message) {
	m.text("text", one.Text, 0, false)
	if !one.Text.Empty() {
		m.components++
	}
	for _, c := range one.Cards {
		m.components += 2 // a container and its text
		m.blocks++        // what parts it from the next one
		m.text("title", c.Title, maxTitle, false)
		m.text("body", c.Body, maxBody, false)
		m.text("footer", c.Footer, maxBody, false)
		m.link(c.URL)
		for _, f := range c.Facts {
			m.text("fact", f.Label, maxTitle, true)
			m.text("fact", f.Value, maxBody/2, true)
			m.blocks -= 2 // they share a section
		}
		if len(c.Facts) > 0 {
			m.blocks++
		}
		if len(c.Facts) > maxFacts || c.Title.Empty() && c.Body.Empty() || c.URL != "" && c.Title.Empty() {
			m.Errorf("a card with %d facts, the title %q and the body %q", len(c.Facts), c.Title.FR, c.Body.FR)
		}
		if c.Image != nil {
			m.image(*c.Image)
		}
		m.buttons(c.Buttons)
	}
	for _, i := range one.Images {
		m.image(i)
	}
	for _, f := range one.Files {
		m.components++
		m.blocks++
		if !regexp.MustCompile(`^[a-zA-Z0-9_.-]+$`).MatchString(f.Name) || f.Media == "" || len(f.Data) == 0 {
			m.Errorf("a file named %q of %q, with %d bytes", f.Name, f.Media, len(f.Data))
		}
	}
	for _, s := range one.Selects {
		m.choice(s)
	}
	m.buttons(one.Buttons)
}

func (m *measure) image(i bot.Image) {
	m.components += 2 // a gallery and its item, or a section and its accessory
	m.text("alt", i.Alt, maxTitle, true)
	m.link(i.URL)
	if (i.URL == "") == (len(i.Data) == 0) || len(i.Data) > 0 && i.Name == "" {
		m.Errorf("an image named %q at %q with %d bytes", i.Name, i.URL, len(i.Data))
	}
	if i.Sketch.Empty() != i.Get.Do.IsZero() || !i.Sketch.Empty() && len(i.Data) == 0 {
		m.Errorf("an image named %q with the sketch %q and a button that does %+v", i.Name, i.Sketch.FR, i.Get.Do)
	}
	if !i.Sketch.Empty() {
		m.text("sketch", i.Sketch, maxBody, true)
		m.buttons([]bot.Button{i.Get})
	}
}

func (m *measure) buttons(all []bot.Button) {
	for _, b := range all {
		m.text("label", b.Label, bot.MaxLabel, true)
		m.blocks--
		m.link(b.URL)
		does := 0
		for _, one := range []bool{!b.Do.IsZero(), b.URL != "", b.To.ID != ""} {
			if one {
				does++
			}
		}
		if does != 1 {
			m.Errorf("the button %q does %d things", b.Label.FR, does)
		}
	}
	m.components += len(all) + (len(all)+4)/5
	m.blocks += (len(all) + maxButtons - 1) / maxButtons
}

func (m *measure) choice(s bot.Select) {
	m.components += 3 // its prompt, a row and the select
	m.text("prompt", s.Prompt, maxTitle, true)
	if len(s.Options) == 0 || len(s.Options) > bot.MaxOptions || s.Max > len(s.Options) || s.Param == "" || s.Do.IsZero() {
		m.Errorf("the select %q has %d options, of which %d", s.Prompt.FR, len(s.Options), s.Max)
	}
	seen := map[string]bool{}
	for _, o := range s.Options {
		m.text("option", o.Label, bot.MaxLabel, true)
		m.blocks--
		if o.Value == "" || len(o.Value) > maxValue || strings.Contains(o.Value, ",") || seen[o.Value] {
			m.Errorf("the option %q", o.Value)
		}
		seen[o.Value] = true
	}
}

func (m *measure) link(url string) {
	if url != "" && !bot.SafeURL(url) {
		m.Errorf("the address %q", url)
	}
}

// The Router finds what a control does among the declarations: a specimen that
// it lets pass has no other.
func TestTheZooCallsDeclaredCommands(t *testing.T) {
	m := &memory{calls: map[string]bot.Call{}, seen: map[string]bool{}}
	router, err := bot.NewRouter(Commands(), bot.Ports{Calls: m, Once: m, Directory: m, Log: slog.New(slog.NewTextHandler(m, nil)), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range Zoo(otherMessage(bot.Address{})) {
		a := router.Handle(context.Background(), &bot.Request{Line: "/zoo " + one.Name, From: bot.Member{User: "u", Lang: bot.FR}}, nil)
		if said, ok := a.Reply.(*bot.Message); !ok || len(said.Calls()) != len(one.Message.Calls()) || a.Ephemeral {
			t.Errorf("%s: %+v; %s", one.Name, a.Reply, m.log.String())
		}
	}
}
