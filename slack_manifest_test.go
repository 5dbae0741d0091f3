package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/bottest"
	"rebond/bot/slack"
	"rebond/bot/slack/slacktest"
	"rebond/commands"
)

// TestSlackManifest holds what Slack is told of the app, in each language.
func TestSlackManifest(t *testing.T) {
	t.Parallel()
	all := commands.All(nil, commands.Defaults{Lang: bot.FR, Zone: time.UTC}, nil)
	for _, l := range bot.Langs {
		m := slack.Manifest(all, l)
		for ending, write := range map[string]func() ([]byte, error){"json": m.JSON, "yaml": func() ([]byte, error) { return m.YAML(l) }} {
			got, err := write()
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join("testdata", "slack", "manifest."+string(l)+"."+ending)
			if *update {
				if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("Slack is told\n%s\nwant what %s holds (-update writes it)", got, path)
			}
		}
		for _, c := range all {
			if inJSON, _ := m.JSON(); !strings.Contains(string(inJSON), `"/`+c.Names.FR+`"`) {
				t.Errorf("/%s is not told in %s", c.Names.FR, l)
			}
		}
	}
}

// TestSlackManifestIsValid holds manifests to Slack's own schema.
func TestSlackManifestIsValid(t *testing.T) {
	t.Parallel()
	shortcut := bottest.Commands()
	shortcut[0].Shortcut = bot.Text{FR: "Dire bonjour", EN: "Say hello"}
	for name, all := range map[string][]bot.Command{
		"ours":            commands.All(nil, commands.Defaults{Lang: bot.FR, Zone: time.UTC}, nil),
		"the suite's":     bottest.Commands(),
		"with a shortcut": shortcut,
		"none":            nil,
	} {
		for _, l := range bot.Langs {
			text, err := slack.Manifest(all, l).JSON()
			if err != nil {
				t.Fatal(err)
			}
			if wrong := slacktest.ValidateManifest(t, text); len(wrong) > 0 {
				t.Errorf("%s, in %s: %q", name, l, wrong)
			}
		}
	}
	for _, broken := range []string{
		`{"display_information":{"name":"Rebond","long_description":"Trop court"}}`,
		`{"display_information":{"name":"Rebond"},"features":{"unfurl_domains":["-rebond.example"]}}`,
		`{"display_information":{"name":"Rebond"},"settings":{"socket_mode":true}}`,
	} {
		if len(slacktest.ValidateManifest(t, []byte(broken))) == 0 {
			t.Errorf("%s is accepted", broken)
		}
	}
}
