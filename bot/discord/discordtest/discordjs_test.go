package discordtest

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// required fails a test that lacks something in CI, and skips it elsewhere.
func required(t *testing.T, what string, err error) {
	t.Helper()
	if os.Getenv("REBOND_REQUIRE_ALL") == "1" {
		t.Fatalf("%s is required: %v", what, err)
	}
	t.Skipf("no %s here (REBOND_REQUIRE_ALL is not set): %v", what, err)
}

// script is a bot that runs in Node.
type script struct {
	*exec.Cmd
	t    *testing.T
	said bytes.Buffer
}

// discordJS starts the bot of testdata/discordjs, whose packages npm ci installs.
func discordJS(t *testing.T, s *Server) *script {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		required(t, "Node.js", err)
	}
	dir := filepath.Join("testdata", "discordjs")
	if _, err := os.Stat(filepath.Join(dir, "node_modules", "discord.js")); err != nil {
		required(t, "discord.js (npm ci --prefix bot/discord/discordtest/testdata/discordjs)", err)
	}
	b := &script{Cmd: exec.Command(node, "bot.mjs"), t: t}
	b.Dir, b.Stdout, b.Stderr = dir, &b.said, &b.said
	b.Env = append(os.Environ(), "DISCORD_API="+strings.TrimSuffix(s.URL(), "/v10"), "DISCORD_TOKEN="+s.Token)
	if err := b.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.ends)
	return b
}

// killed ends the bot as kill -9 does.
func (b *script) killed() {
	b.t.Helper()
	if err := b.Process.Kill(); err != nil {
		b.t.Fatal(err)
	}
	_ = b.Wait() // it says that it was killed
}

// ends asks the bot to stop unless it was killed, and wants it to go in peace.
func (b *script) ends() {
	if b.ProcessState != nil {
		return
	}
	_ = b.Process.Signal(syscall.SIGTERM)
	if err := b.Wait(); err != nil {
		b.t.Errorf("discord.js: %v", err)
	}
	if b.said.Len() > 0 {
		b.t.Logf("discord.js says:\n%s", &b.said)
	}
}

// A bot by the library that most bots are made with, in another language and
// another process, lives on the fake as it would on Discord.
func TestDiscordJS(t *testing.T) {
	s := Start(t)
	s.Lenient()
	g := s.Guild("Piscine", "fr")
	offers, camille := g.Channel("offres"), s.User("Camille", "fr")
	g.Join(camille)
	discordJS(t, s)
	s.AwaitReady(1)
	if c := s.AwaitRegistered(nil); len(c) != 1 || c[0].NameLocalizations["fr"] != "bonjour" || len(c[0].Options) != 2 || c[0].Options[1].Type != optionFile {
		t.Errorf("%+v", c)
	}
	cv := File{Name: "cv.txt", Media: "text/plain; charset=utf-8", Data: []byte("De l’été")}
	a := camille.Command(offers, "bonjour", map[string]any{"nom": "Nancy", "fichier": cv}).Answer()
	if words := a.Message.Markdown(); a.Late || words != "\nBonjour Camille, Nancy. cv.txt, 12 octets : De l’été" {
		t.Errorf("%+v", a)
	}
	for _, want := range []string{"Pressé 1 fois", "Pressé 2 fois"} {
		was := a.Message.ID
		a = camille.Press(a.Message, a.Message.Button("Encore").CustomID).Answer()
		if !a.Updated || a.Message.ID != was || a.Message.Markdown() != "\n"+want {
			t.Errorf("%+v; want %q", a, want)
		}
	}
	m := camille.Press(a.Message, "ask").Answer().Modal
	a = camille.Submit(m, map[string]any{"Titre": "Mon CV", "Fichier": cv}).Answer()
	if !a.Late || !a.Message.Ephemeral || a.Message.Markdown() != "\nMon CV : cv.txt, 12 octets : De l’été" {
		t.Errorf("%+v", a)
	}
	hello := camille.Says(camille.DM(), "coucou")
	if said := camille.Hears(camille.DM(), hello, 1); said[0].Content != "Reçu : coucou" {
		t.Errorf("%+v", said)
	}
	if seen := camille.Sees(offers); len(seen) != 2 || len(s.Identifies()) != 1 || s.Connections() != 1 {
		t.Errorf("%d messages, %d identifies, %d connections", len(seen), len(s.Identifies()), s.Connections())
	}
	leniency(t, s)
}

// It goes on with its session after op 7 and after a cut, waits out a limit, and after
// a kill -9 another process begins anew.
func TestDiscordJSComesBack(t *testing.T) {
	s := Start(t)
	s.Lenient()
	g := s.Guild("Piscine", "fr")
	offers, camille := g.Channel("offres"), s.User("Camille", "fr")
	g.Join(camille)
	b := discordJS(t, s)
	s.AwaitRegistered(nil)
	s.Reconnect()
	s.AwaitResumes(1)
	s.AwaitReady(1)
	s.Cut()
	s.AwaitResumes(2)
	s.AwaitReady(1)
	for _, r := range s.Resumes() {
		if r.Refused || !r.OnResume {
			t.Errorf("%+v", r)
		}
	}
	s.Fail("POST /channels/*/messages", RateLimited("user", 300*time.Millisecond))
	hello := camille.Says(camille.DM(), "coucou")
	camille.Hears(camille.DM(), hello, 1)
	if r := s.Requests("POST /channels/*/messages"); len(r) != 2 || r[1].At.Sub(r[0].At) < 300*time.Millisecond {
		t.Errorf("%+v", r)
	}
	b.killed()
	s.AwaitGone()
	discordJS(t, s)
	s.AwaitReady(1)
	if n := len(s.Identifies()); n != 2 {
		t.Errorf("%d identifies", n)
	}
	file := File{Name: "a.txt", Data: []byte("a")}
	a := camille.Command(offers, "bonjour", map[string]any{"nom": "Nancy", "fichier": file}).Answer()
	if !strings.Contains(a.Message.Markdown(), "Bonjour Camille") {
		t.Errorf("%+v", a)
	}
}

// leniency wants discord.js to need Lenient for no more than two properties, which it
// writes as false into every kind of message, though some know neither.
func leniency(t *testing.T, s *Server) {
	t.Helper()
	if contractFor(t) == nil {
		return
	}
	unknown := map[string]bool{}
	for match, path := range map[Match]string{
		"PUT /applications/*/commands":           commandRoute,
		"POST /interactions/*/*/callback":        callbackRoute,
		"POST /channels/*/messages":              postRoute,
		"PATCH /webhooks/*/*/messages/@original": "/webhooks/{webhook_id}/{webhook_token}/messages/@original",
	} {
		requests := s.Requests(match)
		if len(requests) == 0 {
			t.Errorf("discord.js did not send %s", match)
		}
		for _, r := range requests {
			lines := Validate(t, r.Method, path, r.Body)
			names := property.FindAllStringSubmatch(strings.Join(lines, "\n"), -1)
			if len(lines) > 0 && len(names) == 0 {
				t.Errorf("%s: %q", match, lines)
			}
			for _, name := range names {
				unknown[name[1]] = true
			}
		}
	}
	if got := keys(unknown); !slices.Equal(got, []string{"enforce_nonce", "tts"}) {
		t.Errorf("discord.js sends the unknown properties %q", got)
	}
}

// property is a name in what the contract has against a body.
var property = regexp.MustCompile(`'(\w+)'`)
