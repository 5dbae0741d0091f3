package bot

import (
	"context"
	"errors"
	"strings"
	"testing"
)

// TestAside tells a member what there is besides, with the next answer that they
// alone see, and with no other.
func TestAside(t *testing.T) {
	word := func(name string, ephemeral, always bool, reply Reply, err error) Command {
		return Command{Name: name, Names: Text{FR: name, EN: name}, Summary: Text{FR: "Un mot", EN: "A word"}, Ephemeral: ephemeral, Always: always,
			Run: func(context.Context, *Request) (Reply, error) { return reply, err }}
	}
	said := func() *Message { return &Message{Text: Same("réponse")} }
	p := newPorts()
	r := p.router(t,
		word("seul", true, false, said(), nil), word("public", false, false, said(), nil), word("secours", true, true, said(), nil),
		word("rien", true, false, nil, nil), word("change", true, false, &Update{Message: *said()}, nil), word("faute", true, false, nil, &UserError{Text: Same("non")}))
	besides, failing := Text{FR: "à côté", EN: "besides"}, error(nil)
	asked := 0
	r.Aside = func(_ context.Context, req *Request) (Text, error) {
		asked++
		if req.From.ID == "" {
			t.Error("nobody is known")
		}
		return besides, failing
	}
	text := func(line string) string {
		m := message(r.Handle(t.Context(), from(camille, func(r *Request) { r.Line = "/" + line }), nil).Reply)
		if m == nil {
			return ""
		}
		return m.Text.FR
	}
	if got := text("seul"); got != "à côté\n\nréponse" {
		t.Errorf("an answer to one alone: %q", got)
	}
	asked = 0
	for line, want := range map[string]string{"public": "réponse", "secours": "réponse", "rien": "", "change": "réponse", "faute": "non"} {
		if got := text(line); got != want || asked > 0 {
			t.Errorf("/%s: %q, and was asked %d times", line, got, asked)
		}
	}
	failing, besides = errors.New("disk full"), Text{}
	if got := text("seul"); !strings.Contains(got, "réponse") || !strings.Contains(p.logged(), "disk full") {
		t.Errorf("with a failure: %q; the log says %s", got, p.logged())
	}
}
