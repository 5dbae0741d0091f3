package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
	"rebond/bot/slack"
	"rebond/bot/slack/slacktest"
	"rebond/storage/storagetest"
)

// TestSlackRefusals holds that what Slack refuses for good stops, that moderators are told
// of it once, and that everything else goes on.
func TestSlackRefusals(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]func(t *testing.T, clock *discordClock, p *workspace, malik *colleague, database string){
		"places that are closed": slackClosedPlaces, "an edit that comes too late": slackLateEdit,
		"a workspace that is left": leftWorkspace, "a token that is revoked for a while": revokedToken,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clock := clockAt(t, "2026-11-23T08:30") // a Monday
			p := openSlack(t, clock)
			test(t, clock, p, p.admin("Malik"), storagetest.SQLite(t))
		})
	}
}

// slackClosedPlaces takes channels away in the ways that there are.
func slackClosedPlaces(t *testing.T, clock *discordClock, p *workspace, malik *colleague, database string) {
	inSlack(t, p, database, clock)
	p.settle(malik)
	gone, out, hidden, closed, mute, open := p.w.Channel("disparu"), p.w.Channel("sans-rebond"), p.w.PrivateChannel("secret"), p.w.Channel("archive"), p.w.Channel("muet"), p.w.Channel("ouvert")
	hidden.Join(malik.User, p.w.Bot())
	all := []*slacktest.Channel{gone, out, hidden, closed, mute, open}
	for _, c := range all {
		c.Join(malik.User)
		malik.schedules("Un pas pour "+c.Name, "chaque jour à 9 h", c)
	}
	gone.Refuse("channel_not_found")
	out.Kick()
	hidden.Kick()
	closed.Archive()
	mute.Refuse("restricted_action")

	clock.moves(t, "2026-11-23T09:00")
	reads(t, p.awaitPosts(open, 1)[0], "Un pas pour ouvert")
	told := map[string]slacktest.Message{}
	for _, m := range p.awaitPosts(p.moderated, len(all)-1) {
		reads(t, m, "est en pause", "je ne peux plus écrire dans ce salon", "[Voir]")
		for _, c := range all {
			if has(m, "Un pas pour "+c.Name) {
				told[c.Name] = m
			}
		}
	}
	if len(told) != len(all)-1 {
		t.Fatalf("told of %d of %d", len(told), len(all)-1)
	}

	out.Invite(malik.User)
	paused := malik.presses(told[out.Name], "Voir").Message
	discreet(t, paused)
	reads(t, paused, "en pause : je ne peux plus écrire dans ce salon")
	reads(t, malik.presses(paused, "Reprendre").Message, "prochain envoi le mardi 24 novembre 2026 à 9 h")
	clock.moves(t, "2026-11-24T09:00")
	p.awaitPosts(open, 2)
	said := p.awaitPosts(out, 1)
	reads(t, said[0], "Un pas pour sans-rebond")
	p.awaitPosts(p.moderated, len(all)-1)
	if n := p.outcomes(posting); n["channel_not_found"] != 2 || n["not_in_channel"] != 1 || n["is_archived"] != 1 || n["restricted_action"] != 1 {
		t.Errorf("posts were answered with %v", n)
	}
}

// slackLateEdit refuses the edit that shows how many pressed, as some workspaces do where
// a message is old.
func slackLateEdit(t *testing.T, clock *discordClock, p *workspace, malik *colleague, database string) {
	inSlack(t, p, database, clock)
	p.settle(malik)
	malik.schedules("Un pas le matin", "chaque jour à 9 h", nil)
	clock.moves(t, "2026-11-23T09:00")
	post := p.awaitPosts(p.coaching, 1)[0]
	p.SetEditWindow(time.Hour)
	clock.moves(t, "2026-11-23T11:00")
	for _, name := range []string{"Ana", "Bea", "Cleo"} {
		reads(t, p.joins(name, "fr-FR").presses(post, "Je l’ai fait").Message, "C’est noté, bravo.")
	}
	p.Await("an edit that is refused", func() bool { return p.outcomes("chat.update")["edit_window_closed"] == 1 })
	clock.moves(t, "2026-11-24T09:00")
	reads(t, p.awaitPosts(p.coaching, 2)[0], "Un pas le matin", "[Je l’ai fait]")
	p.SetEditWindow(0)
	dora := p.joins("Dora", "fr-FR") // who sees the number change too
	reads(t, dora.Press(post, spaced(t, post.Buttons(), "Je l’ai fait")).Messages(1)[0], "C’est noté, bravo.")
	p.Await("an edit", func() bool { return has(p.posts(p.coaching)[0], "[Je l’ai fait (4)]") })
	if n := p.outcomes("chat.update"); n["edit_window_closed"] != 1 || n[""] != 1 {
		t.Errorf("edits were answered with %v", n)
	}
	p.awaitPosts(p.moderated, 0)
}

// leftWorkspace uninstalls the app and installs it again.
func leftWorkspace(t *testing.T, clock *discordClock, p *workspace, malik *colleague, database string) {
	stop := inside(t, p, clock, slackEnviron(p, database), true)
	general := p.w.PrivateChannel("general")
	general.Join(malik.User, p.owner)
	general.Invite(malik.User)
	welcome := p.awaitPosts(general, 1)[0]
	reads(t, welcome, "Bonjour, je suis Rebond", "trois choses à régler", "[Régler]")
	reads(t, malik.presses(welcome, "Régler").Message, "Réglages de cette communauté")
	other := p.w.PrivateChannel("autre")
	other.Join(malik.User, p.owner)
	other.Invite(malik.User)

	p.settle(malik)
	malik.schedules("Un pas le matin", "chaque jour à 9 h", nil)
	clock.moves(t, "2026-11-23T09:00")
	p.awaitPosts(p.coaching, 1)
	p.awaitPosts(other, 0) // it has said hello

	store, here := storagetest.Open(t, database), bot.Address{Platform: slack.Platform, Space: p.w.ID}
	p.w.Uninstall()
	eventually(t, "the schedule to pause", slacktest.Patience, func() bool {
		all, err := store.SchedulesOf(t.Context(), here, 0, 10)
		if err != nil || len(all) != 1 {
			t.Fatalf("%+v, %v", all, err)
		}
		return all[0].State == schedule.Paused && all[0].Why == schedule.Gone
	})
	clock.moves(t, "2026-11-25T10:00")
	stop()
	p.w.Break("")
	inSlack(t, p, database, clock)
	back := p.awaitPosts(p.moderated, 1)[0]
	reads(t, back, "Me revoilà", "1 message programmé est en pause depuis", "[Régler]")
	list := malik.types("/planifier").Message
	reads(t, list, "État : en pause")
	reads(t, malik.presses(malik.presses(list, "Voir").Message, "Reprendre").Message, "prochain envoi le jeudi 26 novembre 2026 à 9 h")
	clock.moves(t, "2026-11-26T09:00")
	p.awaitPosts(p.coaching, 2)
	p.awaitPosts(general, 1)
}

// revokedToken breaks the token while the program runs: what was due comes once it works
// again, and nothing is paused.
func revokedToken(t *testing.T, clock *discordClock, p *workspace, malik *colleague, database string) {
	stop := inside(t, p, clock, slackEnviron(p, database), true)
	p.settle(malik)
	malik.schedules("Un pas le matin", "chaque jour à 9 h", nil)
	malik.schedules("Un autre", "chaque jour à 9 h 10", nil)
	malik.schedules("Un dernier", "chaque jour à 9 h 20", nil)
	for _, why := range []string{"token_revoked", "account_inactive", "invalid_auth"} {
		p.w.Break(why)
	}
	clock.moves(t, "2026-11-23T09:00")
	p.Await("a post that is refused", func() bool { return p.outcomes(posting)["invalid_auth"] > 0 })
	if n := len(p.posts(p.coaching)); n != 0 {
		t.Errorf("%d posts by a token that does not work", n)
	}
	p.w.Break("")
	clock.moves(t, "2026-11-23T09:10")
	eventually(t, "two to wait", slacktest.Patience, func() bool {
		return len(p.posts(p.coaching)) > 0 || has(malik.types("/etat").Message, "2 en attente")
	})
	clock.moves(t, "2026-11-23T09:20")
	for i, want := range []string{"Un pas le matin", "Un autre", "Un dernier"} {
		reads(t, p.awaitPosts(p.coaching, 3)[i], want)
	}
	reads(t, malik.types("/planifier").Message, "prochain envoi le mardi 24 novembre 2026 à 9 h")
	p.awaitPosts(p.moderated, 0)
	traceless(t, stop())
}

// TestSlackBadStart holds that a program whose tokens can never work says why, in the words
// of whoever installs, and ends.
func TestSlackBadStart(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		breaks  func(*workspace)
		environ []string
		want    []string
	}{
		"not installed any more":   {func(p *workspace) { p.w.Break("account_inactive") }, nil, []string{"L’application n’est plus installée dans l’espace de travail"}},
		"revoked":                  {func(p *workspace) { p.w.Break("token_revoked") }, nil, []string{"Le jeton a été révoqué.", "https://api.slack.com/apps"}},
		"revoked, in English":      {func(p *workspace) { p.w.Break("token_revoked") }, []string{"LANG=en_GB.UTF-8"}, []string{"The token was revoked.", "https://api.slack.com/apps"}},
		"a wrong bot token":        {nil, []string{"REBOND_SLACK_BOT_TOKEN=xoxb-1-2-faux"}, []string{"Slack ne reconnaît pas le jeton"}},
		"a wrong app token":        {nil, []string{"REBOND_SLACK_APP_TOKEN=xapp-1-A0-2-faux"}, []string{"Slack ne reconnaît pas le jeton", "xapp-"}},
		"tokens that are swapped":  {nil, []string{"REBOND_SLACK_APP_TOKEN=xoxb-1-2-faux"}, []string{"slack.app_token (espace n° 1) ne commence pas par xapp-"}},
		"only the bot token":       {nil, []string{"REBOND_SLACK_APP_TOKEN="}, []string{"slack.app_token manque (espace n° 1) : il faut les deux jetons"}},
		"only the app token":       {nil, []string{"REBOND_SLACK_BOT_TOKEN="}, []string{"slack.bot_token manque (espace n° 1) : il faut les deux jetons"}},
		"only one, in English":     {nil, []string{"REBOND_SLACK_BOT_TOKEN=", "LANG=en_GB.UTF-8"}, []string{"slack.bot_token is missing (workspace no. 1): both tokens are needed"}},
		"an address without https": {nil, []string{"REBOND_SLACK_API_URL=http://slack.example/api/"}, []string{"slack.api_url vaut « http://slack.example/api/ »"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := openSlack(t, nil)
			if c.breaks != nil {
				c.breaks(p)
			}
			printed, well := ordered(t, p, slackEnviron(p, storagetest.SQLite(t), c.environ...), "run")
			if well {
				t.Errorf("it ends well: %q", printed)
			}
			prints(t, printed, c.want...)
			if lines := slices.DeleteFunc(strings.Split(strings.TrimSpace(printed), "\n"), func(l string) bool { return strings.HasPrefix(l, "{") }); len(lines) != 1 || strings.Contains(printed, "faux") {
				t.Errorf("it prints\n%s", printed)
			}
		})
	}
}
