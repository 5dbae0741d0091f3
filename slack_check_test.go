package main

import (
	"bytes"
	"os/exec"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/slack"
	"rebond/bot/slack/slacktest"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// TestSlackCheck holds that whoever installs learns whether all is well, and else what to
// do.
func TestSlackCheck(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		spoil   func(p *workspace)
		environ []string
		well    bool
		want    []string
	}{
		"all is well": {nil, nil, true, []string{
			"Configuration : correcte.", "Base de données : ", "Slack accepte le jeton de l’espace de travail Piscine", "toutes les permissions qu’il lui faut",
			"Le jeton d’application de Piscine est bon", "Piscine a des groupes d’utilisateurs", "Salon #coaching de Piscine", "Rebond y est.", "Rebond ne lit pas les messages des salons",
		}},
		"in English": {nil, []string{"LANG=en_US.UTF-8"}, true, []string{
			"Configuration: correct.", "Slack accepts the token of the workspace Piscine", "all the scopes that it needs", "The app-level token of Piscine is good", "Channel #coaching of Piscine", "Rebond is in it.",
		}},
		"a free plan":         {func(p *workspace) { p.w.SetFree(true) }, nil, true, []string{"Piscine n’a pas de groupes d’utilisateurs", "choisis une à une les personnes qui modèrent"}},
		"a revoked token":     {func(p *workspace) { p.w.Break("token_revoked") }, nil, false, []string{"Le jeton a été révoqué."}},
		"not installed":       {func(p *workspace) { p.w.Break("account_inactive") }, nil, false, []string{"L’application n’est plus installée"}},
		"a wrong bot token":   {nil, []string{"REBOND_SLACK_BOT_TOKEN=xoxb-1-2-faux"}, false, []string{"Slack ne reconnaît pas le jeton", "https://api.slack.com/apps"}},
		"a wrong app token":   {nil, []string{"REBOND_SLACK_APP_TOKEN=xapp-1-A0-2-faux"}, false, []string{"Slack ne reconnaît pas le jeton d’application (xapp-…)"}},
		"a scope is missing":  {func(p *workspace) { p.w.Withdraw("users:read", "pins:write") }, nil, false, []string{"il manque à Rebond", "users:read", "pins:write", "rebond slack manifest", "Reinstall"}},
		"an archived channel": {func(p *workspace) { p.coaching.Archive() }, nil, false, []string{"Le salon #coaching de Piscine", "est archivé", "/reglages"}},
		"not in the channel":  {func(p *workspace) { p.coaching.Kick() }, nil, false, []string{"Rebond n’est pas dans le salon #coaching de Piscine", "Tape /invite @rebond dans ce salon."}},
		"no such Slack":       {nil, []string{"REBOND_SLACK_API_URL=http://127.0.0.1:1/api/"}, false, []string{"Slack ne répond pas à l’adresse http://127.0.0.1:1"}},
		"no tokens":           {nil, []string{"REBOND_SLACK_BOT_TOKEN=", "REBOND_SLACK_APP_TOKEN="}, true, []string{"Configuration : correcte.", "Base de données : "}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, database := openSlack(t, nil), storagetest.SQLite(t)
			p.withCoaching(database)
			if c.spoil != nil {
				c.spoil(p)
			}
			printed, well := ordered(t, p, slackEnviron(p, database, c.environ...), "check")
			if well != c.well {
				t.Errorf("it ends well: %t", well)
			}
			prints(t, printed, c.want...)
			if p.Opened() != 0 || len(p.Calls("chat.postMessage")) != 0 {
				t.Errorf("a check opens %d sockets", p.Opened())
			}
		})
	}
}

// withCoaching is a workspace whose channel for coaching is set.
func (p *workspace) withCoaching(database string) {
	p.t.Helper()
	store := storagetest.Open(p.t, database)
	if err := store.SetUp(p.t.Context(), bot.Address{Platform: slack.Platform, Space: p.w.ID}, storage.Settings{storage.CoachingChannel: p.coaching.ID}, time.Now()); err != nil {
		p.t.Fatal(err)
	}
}

// TestSlackSeveral holds that one program serves workspaces each with its own tokens and
// its own settings, and that one whose token is wrong takes nothing from the others.
func TestSlackSeveral(t *testing.T) {
	t.Parallel()
	one, database := openSlack(t, nil), storagetest.SQLite(t)
	importGo(t, database, 3)
	other, third := settled(t, one.Server, "Autre"), settled(t, one.Server, "Fermé")
	third.w.Break("token_revoked")
	path := toml(t, one, other, third)
	printed, well := ordered(t, one, []string{"LANG=fr_FR.UTF-8", "REBOND_DATABASE=" + database, keyed(database)}, "--config", path, "check")
	if well {
		t.Error("it ends well")
	}
	prints(t, printed, "l’espace de travail Piscine", "l’espace de travail Autre", "Espace de travail n° 3 de la configuration", "Le jeton a été révoqué.")

	r := startSlackWith(t, one, []string{"--config", path, "run"}, []string{"LANG=fr_FR.UTF-8", "REBOND_DATABASE=" + database, keyed(database)})
	r.faulty = true // it tells of the third
	one.AwaitSockets(sockets)
	malik, camille := one.admin("Malik"), other.joins("Camille", "fr-FR")
	one.settle(malik)
	reads(t, camille.types("/offres go").Message, "Développeuse Go 1")
	reads(t, camille.writes("offres go"), "Développeuse Go 1")
	boss := other.admin("Rachel")
	reads(t, boss.types("/reglages").Message, "Salon d’accompagnement : aucun pour l’instant")
	reads(t, malik.types("/reglages").Message, "Salon d’accompagnement : #coaching")
	if n := one.Sockets(); n != sockets {
		t.Errorf("%d sockets for one app", n)
	}
	keepsTokens(t, one.Server, r.printed.String(), one.w, other.w, third.w)
	prints(t, oneSpace.Replace(r.printed.String()), "Rebond est sur Slack, dans 2 espaces : Autre, Piscine.")
}

// TestSlackManifestCommand holds that the manifest is there for whoever has nothing yet: in
// an empty folder, without tokens and without leaving anything behind.
func TestSlackManifestCommand(t *testing.T) {
	t.Parallel()
	s := slacktest.Start(t)
	for name, c := range map[string]struct {
		environ, args []string
		want          string
	}{
		"in French":          {nil, nil, "Ce que Slack doit savoir de Rebond."},
		"for English people": {[]string{"REBOND_LANGUAGE=en"}, nil, "Openings in tech"},
		"by English people":  {[]string{"LANG=en_GB.UTF-8"}, nil, "What Slack must know of Rebond."},
		"as JSON":            {nil, []string{"--json"}, "Chercher des offres"},
		"as JSON in English": {[]string{"REBOND_LANGUAGE=en"}, []string{"--json"}, "Look for openings"},
	} {
		t.Run(name, func(t *testing.T) {
			cmd := exec.Command(binary(t), append([]string{"slack", "manifest"}, c.args...)...)
			var complaints bytes.Buffer
			cmd.Dir, cmd.Env, cmd.Stderr = t.TempDir(), append([]string{"LANG=fr_FR.UTF-8"}, c.environ...), &complaints
			out, err := cmd.Output()
			if err != nil || complaints.Len() > 0 {
				t.Errorf("%v: %s", err, complaints.String())
			}
			prints(t, oneSpace.Replace(string(out)), c.want, "/rebond")
			if len(c.args) > 0 {
				s.SetManifest(out)
			}
			if left := files(t, cmd.Dir); len(left) > 0 {
				t.Errorf("it leaves %q behind", left)
			}
		})
	}
}
