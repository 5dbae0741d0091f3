package discord

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/discord/discordtest"
)

// A file of a member is read where Discord keeps it, and from nowhere else.
func TestDocuments(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	g := s.Guild("Piscine", "fr")
	offers := g.Channel("offres")
	a, _ := open(t, s, nil)
	s.AwaitReady(1)
	const text = "# Été\n- **un**"
	ref, err := a.Send(t.Context(), bot.Post{Key: "file", Kind: bot.SendPost, Lang: bot.FR, To: bot.Address{Platform: Platform, Space: g.ID, Channel: offers.ID}, Message: &bot.Message{Files: []bot.File{{Name: "plan.md", Media: "text/markdown", Data: []byte(text)}}}})
	if err != nil {
		t.Fatal(err)
	}
	var sent struct{ Attachments []struct{ URL string } }
	for _, m := range g.Owner().Sees(offers) {
		if m.ID == ref.ID {
			if err := json.Unmarshal(m.Raw, &sent); err != nil || len(sent.Attachments) != 1 {
				t.Fatalf("%s: %v", m.Raw, err)
			}
		}
	}
	n := 0
	for url, want := range map[string]string{sent.Attachments[0].URL: "Lu : " + text, "https://piege.example/a": unreadable.FR, strings.Replace(sent.Attachments[0].URL, offers.ID, g.ID, 1): unreadable.FR} {
		n++
		s.Emit(g, "INTERACTION_CREATE", map[string]any{
			"id": "70000000000000000" + string(rune('0'+n)), "application_id": s.ApplicationID, "token": "made-up", "type": commandInteraction, "guild_id": g.ID, "channel_id": offers.ID, "locale": "fr",
			"member": map[string]any{"user": map[string]any{"id": g.Owner().ID}, "permissions": "0"},
			"data": map[string]any{"name": "lire", "options": []any{map[string]any{"name": "fichier", "type": attachmentOption, "value": "9"}},
				"resolved": map[string]any{"attachments": map[string]any{"9": map[string]any{"id": "9", "url": url}}}},
		})
		var answer struct{ Data payload }
		asked := s.AwaitRequests("POST /interactions/*/*/callback", n)[n-1]
		if err := json.Unmarshal(asked.Body, &answer); err != nil || answer.Data.Flags&ephemeralFlag == 0 {
			t.Fatalf("%s: %v", asked.Body, err)
		}
		if got := read(t, answer.Data).Text; squeezed(got) != squeezed(want) {
			t.Errorf("%s is answered with %q; want %q", url, got, want)
		}
	}
}

// A file that takes long is announced, one that is too long is read as far as that shows,
// and none is looked for where another address leads.
func TestSlowAndLongDocuments(t *testing.T) {
	t.Parallel()
	announced := make(chan struct{})
	mux := http.NewServeMux()
	mux.HandleFunc("/slow", func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-announced:
			_, _ = io.WriteString(w, "enfin")
		case <-r.Context().Done():
		}
	})
	mux.HandleFunc("/never", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	mux.HandleFunc("/long", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, strings.Repeat("a", 2*maxFile))
	})
	mux.Handle("/away", http.RedirectHandler("/long", http.StatusFound))
	mux.HandleFunc("POST /interactions/1/x/callback", func(w http.ResponseWriter, _ *http.Request) {
		select {
		case <-announced:
		default:
			close(announced)
		}
		w.WriteHeader(http.StatusNoContent)
	})
	server := httptest.NewServer(mux)
	defer server.Close()
	for _, c := range []struct {
		path string
		want int
	}{{"/slow", len("enfin")}, {"/long", maxFile}, {"/never", -1}, {"/away", -1}} { // in order: what is announced stays so
		path, want := c.path, c.want
		a := &Adapter{API: server.URL, Now: time.Now, Log: slog.New(slog.NewTextHandler(t.Output(), nil))}
		w := &answering{Adapter: a, interaction: &interaction{ID: "1", Token: "x"}, ctx: t.Context()}
		args := bot.Args{}
		err := w.load(map[string]attachment{"fichier": {URL: server.URL + path}}, args, true)
		if (err != nil) != (want < 0) || want >= 0 && len(args["fichier"]) != want || w.late != (path == "/slow" || path == "/never") {
			t.Errorf("%s: %v, %d bytes, late: %t", path, err, len(args["fichier"]), w.late)
		}
	}
}
