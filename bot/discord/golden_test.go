package discord

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"rebond/bot"
	"rebond/bot/bottest"
	"rebond/bot/discord/discordtest"
)

var update = flag.Bool("update", false, "write what is sent to Discord into testdata")

const (
	commandsRoute = "/applications/{application_id}/commands"
	messagesRoute = "/channels/{channel_id}/messages"
)

// What Discord is told of the suite's commands.
func TestTheCommandsAreRegistered(t *testing.T) {
	all := registration(bottest.Commands())
	valid(t, "PUT", commandsRoute, all)
	golden(t, "commands.json", all)
}

// The zoo as it is sent to Discord, in each language.
func TestTheZooIsRendered(t *testing.T) {
	expected := map[string]bool{}
	for _, l := range bot.Langs {
		for _, one := range bottest.Zoo(bot.MessageRef{At: bot.Address{Platform: Platform, Space: "100000000000000001", Channel: "100000000000000002"}, ID: "100000000000000003"}) {
			all, err := (&renderer{ctx: t.Context(), calls: kept{}, lang: l}).render(one.Message)
			if err != nil {
				t.Fatal(err)
			}
			if len(all) != 1 {
				t.Errorf("%s in %s takes %d messages", one.Name, l, len(all))
			}
			var sent []payload
			for i := range all {
				p := all[i].payload(0)
				valid(t, "POST", messagesRoute, p)
				sent = append(sent, p)
			}
			file := filepath.Join("zoo", one.Name+"."+string(l)+".json")
			expected[filepath.Base(file)] = true
			golden(t, file, sent)
		}
	}
	files, err := os.ReadDir(filepath.Join("testdata", "zoo"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !expected[f.Name()] {
			t.Errorf("%s is of no specimen", f.Name())
		}
	}
}

// kept keeps every call under one id.
type kept struct{}

func (kept) Keep(context.Context, bot.Call) (string, error)   { return "0123456789abcdefghijkl", nil }
func (kept) Redeem(context.Context, string) (bot.Call, error) { return bot.Call{}, bot.ErrNotFound }

// valid fails the test for what Discord refuses.
func valid(t *testing.T, method, route string, body any) {
	t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	if wrong := discordtest.Validate(t, method, route, text); len(wrong) > 0 {
		t.Errorf("%s\nis refused: %q", text, wrong)
	}
}

// golden compares with a file, or writes it.
func golden(t *testing.T, name string, got any) {
	t.Helper()
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(got); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, text.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if text.String() != string(want) {
		t.Errorf("%s is\n%s\nwant\n%s\n(-update accepts it)", name, text.String(), want)
	}
}
