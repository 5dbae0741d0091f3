package main

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/dlclark/regexp2"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"rebond/bot"
	"rebond/bot/bottest"
	"rebond/bot/slack"
	"rebond/commands"
)

// manifestContract is Slack's own schema of manifests. Its patterns are those of
// JavaScript, which look ahead.
func manifestContract(t *testing.T) *jsonschema.Schema {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "shared", "contracts", "slack-manifest.schema.json"))
	if errors.Is(err, fs.ErrNotExist) && os.Getenv("REBOND_REQUIRE_ALL") != "1" {
		t.Skipf("no contract: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	doc, err := jsonschema.UnmarshalJSON(f)
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.UseRegexpEngine(func(pattern string) (jsonschema.Regexp, error) {
		re, err := regexp2.Compile(pattern, regexp2.ECMAScript)
		return jsPattern{re}, err
	})
	if err := c.AddResource("manifest.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

type jsPattern struct{ *regexp2.Regexp }

func (p jsPattern) MatchString(s string) bool {
	found, err := p.Regexp.MatchString(s)
	return err == nil && found
}

// TestSlackManifest holds what Slack is told of the app, in each language.
func TestSlackManifest(t *testing.T) {
	t.Parallel()
	all := commands.All(nil, commands.Defaults{Lang: bot.FR, Zone: time.UTC})
	for _, l := range bot.Langs {
		m := slack.Manifest(all, l)
		for ending, write := range map[string]func() ([]byte, error){"json": m.JSON, "yaml": m.YAML} {
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
	schema := manifestContract(t)
	shortcut := bottest.Commands()
	shortcut[0].Shortcut = bot.Text{FR: "Dire bonjour", EN: "Say hello"}
	for name, all := range map[string][]bot.Command{
		"ours":            commands.All(nil, commands.Defaults{Lang: bot.FR, Zone: time.UTC}),
		"the suite's":     bottest.Commands(),
		"with a shortcut": shortcut,
		"none":            nil,
	} {
		for _, l := range bot.Langs {
			text, err := slack.Manifest(all, l).JSON()
			if err != nil {
				t.Fatal(err)
			}
			doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(doc); err != nil {
				t.Errorf("%s, in %s: %v", name, l, err)
			}
		}
	}
	for _, broken := range []string{
		`{"display_information":{"name":"Rebond","long_description":"Trop court"}}`,
		`{"display_information":{"name":"Rebond"},"features":{"unfurl_domains":["-rebond.example"]}}`,
		`{"display_information":{"name":"Rebond"},"settings":{"socket_mode":true}}`,
	} {
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(broken))
		if err != nil {
			t.Fatal(err)
		}
		if schema.Validate(doc) == nil {
			t.Errorf("the schema accepts %s", broken)
		}
	}
}
