package slack

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"rebond/bot"
)

// profile is what Slack says of somebody.
type profile struct {
	name   string
	lang   bot.Lang
	zone   *time.Location
	access bot.Access
	at     time.Time // when it was said
	again  time.Time // when it is to be asked again
}

// groups are the user groups of a workspace: only paid plans have them.
type groups struct {
	handles map[string]string   // by the id of the group
	of      map[string][]string // the groups that somebody is in
	at      time.Time
	again   time.Time
}

const (
	// profileLife is how long what Slack said of somebody holds; a change of language,
	// of zone or of rights shows after that.
	profileLife = 10 * time.Minute
	// rightsLife is how long a right holds of which Slack says nothing more.
	rightsLife = time.Hour
	// profileAgain is after how long Slack is asked again that did not say it.
	profileAgain = 30 * time.Second
	// profileWithin is how long an answer waits for it: with the Router's own 2 s it is
	// within the 3 s for which a form can still be opened.
	profileWithin = 700 * time.Millisecond
)

// member is somebody as Slack knows them. Where it does not say so in time it is what it
// said before: their rights for an hour at most.
func (t *team) member(ctx context.Context, user string, now time.Time, log *slog.Logger) bot.Member {
	t.mu.Lock()
	p, g := t.people[user], t.groups
	t.mu.Unlock()
	soon, cancel := context.WithTimeout(ctx, profileWithin)
	defer cancel()
	asked := []<-chan struct{}{}
	if now.After(p.again) {
		asked = append(asked, t.ask(ctx, "user "+user, log, func(ctx context.Context) error { return t.readProfile(ctx, user, now) }))
	}
	if now.After(g.again) {
		asked = append(asked, t.ask(ctx, "groups", log, func(ctx context.Context) error { return t.readGroups(ctx, now) }))
	}
	for _, done := range asked {
		select {
		case <-done:
		case <-soon.Done():
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	p = t.people[user]
	m := bot.Member{User: user, Space: t.id, Name: p.name, Lang: p.lang, Zone: p.zone}
	if now.Sub(p.at) < rightsLife {
		m.Access = p.access
	}
	if now.Sub(t.groups.at) < rightsLife {
		m.Roles = slices.Clone(t.groups.of[user])
	}
	return m
}

// ask asks Slack something once for all who wait for it, who are told when it is done.
func (t *team) ask(ctx context.Context, what string, log *slog.Logger, do func(context.Context) error) <-chan struct{} {
	t.mu.Lock()
	defer t.mu.Unlock()
	if done, under := t.asking[what]; under {
		return done
	}
	done := make(chan struct{})
	t.asking[what] = done
	go func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), callTimeout)
		defer cancel()
		if err := do(ctx); err != nil {
			log.WarnContext(ctx, "Slack does not say who somebody is", "err", err)
		}
		t.mu.Lock()
		defer t.mu.Unlock()
		delete(t.asking, what)
		close(done)
	}()
	return done
}

func (t *team) readProfile(ctx context.Context, user string, now time.Time) error {
	said, err := t.api.GetUserInfoContext(ctx, user)
	if err != nil { // what was known holds, for a while
		t.mu.Lock()
		old := t.people[user]
		t.mu.Unlock()
		old.again = now.Add(profileAgain)
		t.know(user, old)
		return err
	}
	p := profile{name: said.Profile.DisplayName, at: now, again: now.Add(profileLife)}
	if p.name == "" {
		p.name = said.RealName
	}
	if l, ok := bot.ParseLang(said.Locale); ok {
		p.lang = l
	} else if said.Locale != "" { // somebody who reads another language than ours reads English rather
		p.lang = bot.EN
	}
	if said.TZ != "" {
		if zone, err := time.LoadLocation(said.TZ); err == nil {
			p.zone = zone
		}
	}
	ours := said.TeamID == "" || said.TeamID == t.id || slices.Contains(said.Enterprise.Teams, t.id)
	if ours && (said.IsAdmin || said.IsOwner || said.IsPrimaryOwner) { // not of another workspace, in a channel that both share
		p.access = bot.Admin
	}
	t.know(user, p)
	return nil
}

func (t *team) know(user string, p profile) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.people) > remembered {
		t.people = map[string]profile{}
	}
	t.people[user] = p
}

// readGroups reads who is in which user group. A workspace whose plan has none has none.
func (t *team) readGroups(ctx context.Context, now time.Time) error {
	said, err := t.api.GetUserGroupsContext(ctx, slack.GetUserGroupsOptionIncludeUsers(true))
	if err != nil && !groupless(err) {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.groups.again = now.Add(profileAgain)
		return err
	}
	g := groups{handles: map[string]string{}, of: map[string][]string{}, at: now, again: now.Add(profileLife)}
	for _, group := range said {
		g.handles[group.ID] = group.Handle
		for _, user := range group.Users {
			g.of[user] = append(g.of[user], group.ID)
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.groups = g
	return nil
}

// groupless reports whether an error says that there are no user groups to read: the plan
// of the workspace has none, or whoever installed the app did not let it read them.
func groupless(err error) bool {
	return coded(err, "paid_teams_only", "plan_upgrade_required", "not_allowed", "feature_not_enabled", "missing_scope")
}

// called is how a person or a group is called here; empty where that is not known.
func (t *team) called(ctx context.Context, k bot.Kind, id string, now time.Time, log *slog.Logger) string {
	switch k {
	case bot.Person:
		return t.member(ctx, id, now, log).Name
	case bot.Role:
		t.mu.Lock()
		defer t.mu.Unlock()
		return t.groups.handles[id]
	}
	return ""
}
