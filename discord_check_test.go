package main

import (
	"os/exec"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/discord"
	"rebond/bot/discord/discordtest"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// commanded runs a subcommand to its end, and returns what it printed, with ordinary
// spaces, and whether it ended well.
func commanded(t *testing.T, s *discordtest.Server, environ []string, args ...string) (printed string, well bool) {
	t.Helper()
	cmd := exec.Command(binary(t), args...)
	cmd.Dir, cmd.Env = t.TempDir(), environ
	out, err := cmd.CombinedOutput()
	keepsSecret(t, s, string(out))
	return oneSpace.Replace(string(out)), err == nil
}

// prints fails the test for each of some words that were not printed.
func prints(t *testing.T, printed string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(printed, w) {
			t.Errorf("no %q in:\n%s", w, printed)
		}
	}
}

// TestDiscordInvite holds what whoever installs reads of how the bot comes into a server.
func TestDiscordInvite(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	database := storagetest.SQLite(t)
	link := "https://discord.com/oauth2/authorize?client_id=" + s.ApplicationID + "&scope=bot+applications.commands&permissions="
	for name, c := range map[string]struct {
		environ []string
		well    bool
		want    []string
	}{
		"in French":       {nil, true, []string{link, "« Gérer le serveur »", "Rebond demande le moins possible :", "Voir les salons : ", "Envoyer des messages : ", "Créer des fils publics : ", "Voir les anciens messages : ", "Épingler des messages : "}},
		"in English":      {[]string{"LANG=en_GB.UTF-8"}, true, []string{link, "“Manage Server”", "Rebond asks for as little as it can:", "View Channels: ", "Send Messages: ", "Create Public Threads: ", "Read Message History: ", "Pin Messages: "}},
		"without a token": {[]string{"REBOND_DISCORD_TOKEN="}, false, []string{"Il me faut le jeton de ton robot", "REBOND_DISCORD_TOKEN", "docs/guide.fr.md"}},
		"a wrong token":   {[]string{"REBOND_DISCORD_TOKEN=" + wrongToken}, false, []string{"Discord refuse le jeton du bot", "https://discord.com/developers/applications", "Reset Token"}},
		"no such Discord": {[]string{"REBOND_DISCORD_API_URL=http://127.0.0.1:1/api/v10"}, false, []string{"Discord ne répond pas à l’adresse http://127.0.0.1:1/api/v10"}},
	} {
		t.Run(name, func(t *testing.T) {
			printed, well := commanded(t, s, discordEnviron(s, database, c.environ...), "discord", "invite")
			if well != c.well {
				t.Errorf("ended well: %t", well)
			}
			prints(t, printed, c.want...)
			if strings.Contains(printed, wrongToken) {
				t.Errorf("the token is in %q", printed)
			}
		})
	}
}

// wrongToken is one that Discord refuses.
const wrongToken = "MTIzNDU2Nzg5.faux.jeton-d-un-autre-robot"

// TestDiscordCheck holds that whoever installs learns whether all is well, and else what
// to do.
func TestDiscordCheck(t *testing.T) {
	t.Parallel()
	check := func(t *testing.T, s *discordtest.Server, database string, environ ...string) (string, bool) {
		t.Helper()
		return commanded(t, s, discordEnviron(s, database, environ...), "check")
	}
	// set is a server whose channel for coaching is set, and whose commands are known.
	set := func(t *testing.T) (*piscine, string) {
		t.Helper()
		p, database := openPiscine(t, nil), storagetest.SQLite(t)
		store := storagetest.Open(t, database)
		if err := store.SetUp(t.Context(), bot.Address{Platform: discord.Platform, Space: p.g.ID}, storage.Settings{storage.CoachingChannel: p.coaching.ID}, time.Now()); err != nil {
			t.Fatal(err)
		}
		r := startRobot(t, p.Server, database)
		p.AwaitReady(1)
		r.stops()
		return p, database
	}
	t.Run("all is well", func(t *testing.T) {
		t.Parallel()
		p, database := set(t)
		before := len(p.Requests(""))
		printed, well := check(t, p.Server, database)
		if !well {
			t.Error("it ends with a fault")
		}
		prints(t, printed, "Configuration : correcte.", "Base de données : ", "Discord accepte le jeton", "Rebond est dans 1 serveur : Piscine.", "commandes de cette version de Rebond sont enregistrées", "Salon #coaching du serveur Piscine", "Rebond y a toutes")
		for _, r := range p.Requests("")[before:] {
			if r.Method != "GET" {
				t.Errorf("a check does %s %s", r.Method, r.Path)
			}
		}
		if n := len(p.Identifies()); n != 1 {
			t.Errorf("a check begins a session: %d in all", n)
		}
		printed, _ = check(t, p.Server, database, "LANG=en_US.UTF-8")
		prints(t, printed, "Configuration: correct.", "Discord accepts the token", "Rebond is in 1 server: Piscine.", "Channel #coaching of the server Piscine", "Rebond has all")
	})
	t.Run("a permission is missing", func(t *testing.T) {
		t.Parallel()
		p, database := set(t)
		p.coaching.Deny(discordtest.SendMessages | discordtest.CreatePublicThreads)
		printed, well := check(t, p.Server, database)
		if well {
			t.Error("it ends well")
		}
		prints(t, printed, "Dans le salon #coaching du serveur Piscine", "il manque à Rebond :", "Envoyer des messages", "Créer des fils publics", "Modifier le salon, Permissions")
		p.coaching.Deny(discordtest.PinMessages)
		if printed, well = check(t, p.Server, database); !well {
			t.Error("a channel where nothing can be pinned is a fault")
		}
		prints(t, printed, "Dans le salon #coaching du serveur Piscine", "Épingler des messages", "sans cette permission, il le publie sans l’épingler")
		p.coaching.Deny(discordtest.ViewChannel)
		printed, _ = check(t, p.Server, database)
		prints(t, printed, "Rebond ne voit pas le salon réglé pour", "Voir le salon")
		p.g.RemoveChannel(p.coaching)
		printed, _ = check(t, p.Server, database)
		prints(t, printed, "n’existe plus. Choisis-en un autre dans ce serveur avec /reglages.")
	})
	t.Run("invited nowhere", func(t *testing.T) {
		t.Parallel()
		s := discordtest.Start(t)
		printed, well := check(t, s, storagetest.SQLite(t))
		if well {
			t.Error("it ends well")
		}
		prints(t, printed, "Discord accepte le jeton", "Rebond n’est encore dans aucun serveur", "rebond discord invite", "ne sont pas encore enregistrées")
	})
	t.Run("a wrong token", func(t *testing.T) {
		t.Parallel()
		s := discordtest.Start(t)
		printed, well := check(t, s, storagetest.SQLite(t), "REBOND_DISCORD_TOKEN="+wrongToken)
		if well {
			t.Error("it ends well")
		}
		prints(t, printed, "Discord refuse le jeton du bot", "Reset Token")
		if strings.Contains(printed, wrongToken) {
			t.Errorf("the token is in %q", printed)
		}
	})
	t.Run("no token", func(t *testing.T) {
		t.Parallel()
		s := discordtest.Start(t)
		printed, well := check(t, s, storagetest.SQLite(t), "REBOND_DISCORD_TOKEN=")
		if !well || strings.Contains(printed, "Discord accepte") {
			t.Errorf("ended well: %t; %q", well, printed)
		}
		prints(t, printed, "Configuration : correcte.", "Base de données : ")
	})
}
