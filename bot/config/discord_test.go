package config

import (
	"fmt"
	"strings"
	"testing"

	"rebond/bot"
)

// TestDiscord holds that each value of the section is one that can work.
func TestDiscord(t *testing.T) {
	for _, c := range []struct{ text, wrong string }{
		{`token = "a.b.c"`, ""},
		{`token = " Bot a.b.c "`, ""},
		{`token = "a.b c.très-secret"`, "discord.token holds a space"},
		{`token = "'a.b.très-secret'"`, "discord.token holds a space or a quotation mark"},
		{`api_url = "http://localhost:3000/api/v10"`, ""},
		{`api_url = "http://[::1]:3000"`, ""},
		{`api_url = "http://discord.com/api/v10"`, "discord.api_url is “http://discord.com/api/v10”"},
		{`api_url = "discord.com"`, "discord.api_url is “discord.com”"},
		{`api_url = ""`, "discord.api_url is “”"},
		{`register_in_guilds = ["123456789012345678"]`, ""},
		{`register_in_guilds = ["123456789012345678", "Ma communauté"]`, "holds “Ma communauté”"},
		{`shards = "0/1"`, ""},
		{`shards = "1, 3/4"`, ""},
		{`shards = "4"`, "discord.shards is “4”"},
		{`shards = "4/4"`, "discord.shards is “4/4”"},
		{`shards = "1,1/4"`, "discord.shards is “1,1/4”"},
		{`shards = "/4"`, "discord.shards is “/4”"},
		{`shards = "0/0"`, "discord.shards is “0/0”"},
	} {
		got, err := load(t, "[discord]\n"+c.text+"\n")
		if c.wrong == "" {
			if err != nil {
				t.Errorf("%s: %v", c.text, err)
			} else if got.Discord.Token != "" && got.Discord.Token != "a.b.c" {
				t.Errorf("%s: the token is not as Discord gives it", c.text)
			}
			continue
		}
		if err == nil {
			t.Errorf("%s is accepted", c.text)
			continue
		}
		if said := told(t, err, bot.EN); !strings.Contains(said, c.wrong) || strings.Contains(fmt.Sprint(said, err), "secret") {
			t.Errorf("%s: %q; want %q, and no secret", c.text, said, c.wrong)
		}
	}
}

// TestShards holds what the connections of a process are.
func TestShards(t *testing.T) {
	for text, want := range map[string]string{"auto": "[] of 0", "0/1": "[0] of 1", "0,3/4": "[0 3] of 4"} {
		if ids, of := (&Discord{Shards: text}).ShardsOf(); fmt.Sprintf("%v of %d", ids, of) != want {
			t.Errorf("%s: %v of %d; want %s", text, ids, of, want)
		}
	}
}
