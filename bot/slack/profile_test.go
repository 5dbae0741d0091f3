package slack

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/slack/slacktest"
)

// known is a desk whose bot tells who asked, and whose clock goes by hand.
func known(t *testing.T) (d *desk, asked chan bot.Member, passes func(time.Duration)) {
	d = sits(t)
	asked = make(chan bot.Member, 100)
	var later atomic.Int64
	start := time.Now()
	d.a.Now = func() time.Time { return start.Add(time.Duration(later.Load())) }
	c := does("qui", true, func(_ context.Context, r *bot.Request) (bot.Reply, error) {
		asked <- r.From
		return &bot.Message{Text: both("Toi")}, nil
	})
	d.begins(t, d.router(t, c))
	return d, asked, func(by time.Duration) { later.Add(int64(by)) }
}

// whoIs is somebody as the bot knows them.
func whoIs(d *desk, u *slacktest.User, asked chan bot.Member) bot.Member {
	u.Command(d.offers, "/qui", "").Answer()
	return <-asked
}

// What Slack says of somebody is known of them.
func TestProfiles(t *testing.T) {
	t.Parallel()
	d, asked, _ := known(t)
	group := d.w.Group("Modération", "mods", d.camille)
	d.w.Group("Recrutement", "rh", d.camille).Disable()
	for name, c := range map[string]struct {
		locale, zone string
		set          func(*slacktest.User)
		lang         bot.Lang
		access       bot.Access
	}{
		"a French speaker":     {"fr-FR", "Europe/Paris", nil, bot.FR, bot.Anyone},
		"in Quebec":            {"fr-CA", "America/Toronto", nil, bot.FR, bot.Anyone},
		"an admin":             {"en-US", "Europe/London", func(u *slacktest.User) { u.SetAdmin(true) }, bot.EN, bot.Admin},
		"an owner":             {"en-GB", "", func(u *slacktest.User) { u.SetOwner(true) }, bot.EN, bot.Admin},
		"the first owner":      {"de-DE", "Mars/Olympus", func(u *slacktest.User) { u.SetPrimaryOwner(true) }, bot.EN, bot.Admin},
		"of no known language": {"", "UTC", nil, "", bot.Anyone},
	} {
		u := d.w.User(name+private, c.locale)
		u.SetTZ(c.zone)
		d.offers.Join(u)
		if c.set != nil {
			c.set(u)
		}
		m := whoIs(d, u, asked)
		zone := ""
		if m.Zone != nil {
			zone = m.Zone.String()
		}
		if c.zone == "Mars/Olympus" {
			c.zone = ""
		}
		if m.User != u.ID || m.Space != d.w.ID || m.Name != u.Name || m.Lang != c.lang || zone != c.zone || m.Access != c.access || len(m.Roles) != 0 {
			t.Errorf("%s: %+v in %s", name, m, zone)
		}
	}
	if m := whoIs(d, d.camille, asked); !slices.Equal(m.Roles, []string{group.ID}) {
		t.Errorf("groups %q; want %s", m.Roles, group.ID)
	}
}

// Slack is asked once for a while, and then again.
func TestProfilesAreKept(t *testing.T) {
	t.Parallel()
	d, asked, passes := known(t)
	for range 3 {
		whoIs(d, d.camille, asked)
	}
	if a, b := len(d.Calls("users.info")), len(d.Calls("usergroups.list")); a != 1 || b != 1 {
		t.Errorf("asked %d and %d times", a, b)
	}
	d.camille.SetLocale("en-US")
	d.camille.SetAdmin(true)
	group := d.w.Group("Modération", "mods", d.camille)
	passes(profileLife + time.Second)
	if m := whoIs(d, d.camille, asked); m.Lang != bot.EN || m.Access != bot.Admin || !slices.Equal(m.Roles, []string{group.ID}) {
		t.Errorf("%+v", m)
	}
}

// A plan without groups is not asked for them each time, and people there are known.
func TestAFreePlan(t *testing.T) {
	t.Parallel()
	d, asked, _ := known(t)
	d.w.SetFree(true)
	for range 2 {
		if m := whoIs(d, d.camille, asked); m.Lang != bot.FR || len(m.Roles) != 0 {
			t.Errorf("%+v", m)
		}
	}
	if n := len(d.Calls("usergroups.list")); n != 1 {
		t.Errorf("asked %d times", n)
	}
}

// Somebody of whom Slack says nothing, or nothing in time, is answered all the same; what
// was known of them holds.
func TestSlowProfiles(t *testing.T) {
	t.Parallel()
	d, asked, passes := known(t)
	d.Fail("users.info", slacktest.Failure{Error: "user_not_found"}, slacktest.Failure{Status: 503})
	for range 2 {
		if m := whoIs(d, d.camille, asked); m.User != d.camille.ID || m.Name != "" || m.Lang != "" {
			t.Errorf("%+v", m)
		}
		passes(profileAgain + time.Second)
	}
	whoIs(d, d.camille, asked)
	passes(profileLife + time.Second)
	d.Fail("users.info", slacktest.Failure{Status: 503})
	if m := whoIs(d, d.camille, asked); m.Lang != bot.FR || m.Name != d.camille.Name {
		t.Errorf("what was known is lost: %+v", m)
	}
	passes(profileLife + time.Second)
	release := make(chan struct{})
	defer close(release)
	for _, method := range []string{"users.info", "usergroups.list"} {
		d.Fail(method, slacktest.Failure{Hold: release}.Times(5)...)
	}
	began := time.Now()
	if m := whoIs(d, d.camille, asked); m.Lang != bot.FR || m.Name != d.camille.Name {
		t.Errorf("%+v", m)
	}
	if took := time.Since(began); took > 1500*time.Millisecond {
		t.Errorf("answered after %s", took)
	}
}

// Whoever a message mentions is told by name, in time, and pinged by nothing but Notify.
func TestMentionsPingNobody(t *testing.T) {
	t.Parallel()
	d := sits(t)
	var people []*slacktest.User
	var mentions []bot.Text
	for n := range 6 {
		u := d.w.User(fmt.Sprintf("Sacha%d-%s", n, private), "fr-FR")
		people = append(people, u)
		mentions = append(mentions, bot.Mention(bot.Person, u.ID))
	}
	mods := d.w.Group("Modération", "mods")
	mentions = append(mentions, bot.Mention(bot.Role, mods.ID), bot.Mention(bot.Channel, d.offers.ID), bot.Mention(bot.Person, "U0PERSONNE"))
	d.a.Accounts = accounts{"p1": people[1].ID, "p2": "<!channel>"}
	d.AllowPing(people[1])
	d.begins(t, d.router(t, does("tous", false, replies(&bot.Message{Text: bot.Join(" ", mentions...), Notify: []bot.PersonID{"p1", "p2", "p3"}}))))
	m := d.camille.Command(d.offers, "/tous", "").Answer().Message
	got := m.Read().Text
	for _, u := range people {
		if !strings.Contains(got, "@"+u.Name) {
			t.Errorf("%s is not in %q", u.Name, got)
		}
	}
	if !strings.Contains(got, "@mods") || !slices.Equal(m.Pings, []string{people[1].ID}) {
		t.Errorf("%q pings %q", got, m.Pings)
	}
}

// Many names that Slack does not tell hold an answer up no longer than one.
func TestSlowNames(t *testing.T) {
	t.Parallel()
	d := sits(t)
	var mentions []bot.Text
	for n := range 8 {
		mentions = append(mentions, bot.Mention(bot.Person, d.w.User(fmt.Sprint("Sacha", n), "fr-FR").ID))
	}
	d.begins(t, d.router(t, does("tous", false, replies(&bot.Message{Text: bot.Join(" ", mentions...)}))))
	greets(t, d.camille, d.offers, "Nancy")
	release := make(chan struct{})
	defer close(release)
	d.Fail("users.info", slacktest.Failure{Hold: release}.Times(8)...)
	began := time.Now()
	if a := d.camille.Command(d.offers, "/tous", "").Answer(); a.Error != "" || len(a.Message.Pings) > 0 {
		t.Errorf("%+v", a)
	}
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("answered after %s", took)
	}
}
