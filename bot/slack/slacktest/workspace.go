package slacktest

import (
	"crypto/rand"
	"maps"
	"slices"
	"strings"
)

// everyScope is what the methods of the fake can ask for.
var everyScope = []string{
	"app_mentions:read", "channels:history", "channels:read", "chat:write", "chat:write.public", "commands", "files:read", "files:write",
	"groups:history", "groups:read", "im:history", "im:read", "im:write", "mpim:history", "mpim:read", "mpim:write", "pins:read", "pins:write", "usergroups:read", "users:read",
}

// Workspace is one that has installed the app.
type Workspace struct {
	ID, Name, Domain string
	BotToken         string // xoxb-…
	BotID            string // B…: the bot as an author of messages

	s        *Server
	bot      *User
	users    []*User
	channels []*Channel
	groups   []*Group
	scopes   []string
	free     bool   // its plan has no user groups
	lost     string // why the token does not work; "": it does
}

// Workspace is a new workspace in which the app is installed, with all scopes but
// chat:write.public. It is on a paid plan.
func (s *Server) Workspace(name string) *Workspace {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := &Workspace{ID: s.id('T'), Name: name, Domain: strings.ToLower(strings.ReplaceAll(name, " ", "-")), BotID: s.id('B'), s: s}
	w.BotToken = "xoxb-1234567890123-" + w.ID[2:] + "-" + rand.Text()
	w.scopes = slices.DeleteFunc(slices.Clone(everyScope), func(one string) bool { return one == "chat:write.public" })
	if s.manifest != nil {
		w.scopes = s.manifest.scopes
	}
	w.bot = w.somebody("Rebond", "fr-FR")
	w.bot.robot = true
	s.workspaces = append(s.workspaces, w)
	return w
}

// Bot is the app's own user.
func (w *Workspace) Bot() *User { return w.bot }

// SetScopes changes what the bot's token is granted.
func (w *Workspace) SetScopes(scopes ...string) {
	w.s.mu.Lock()
	defer w.s.mu.Unlock()
	w.scopes = scopes
}

// Grant gives the bot's token scopes that it did not have.
func (w *Workspace) Grant(scopes ...string) {
	w.s.mu.Lock()
	defer w.s.mu.Unlock()
	w.scopes = append(w.scopes, scopes...)
}

// Withdraw takes scopes from the bot's token.
func (w *Workspace) Withdraw(scopes ...string) {
	w.s.mu.Lock()
	defer w.s.mu.Unlock()
	w.scopes = slices.DeleteFunc(w.scopes, func(one string) bool { return slices.Contains(scopes, one) })
}

// SetFree makes the plan of the workspace a free one: no user groups.
func (w *Workspace) SetFree(free bool) {
	w.s.mu.Lock()
	defer w.s.mu.Unlock()
	w.free = free
}

// Break makes the bot's token answer an error from now on: invalid_auth,
// token_revoked, account_inactive. With "" it works again.
func (w *Workspace) Break(why string) {
	w.s.mu.Lock()
	defer w.s.mu.Unlock()
	w.lost = why
}

// Uninstall takes the app out of the workspace, which it is told of.
func (w *Workspace) Uninstall() {
	w.s.mu.Lock()
	defer w.s.mu.Unlock()
	w.lost = "account_inactive"
	w.event(object{"type": "tokens_revoked", "tokens": object{"oauth": []string{}, "bot": []string{w.bot.ID}}})
	w.event(object{"type": "app_uninstalled"})
}

// AllowPing lets messages ping some people.
func (s *Server) AllowPing(users ...*User) {
	for _, u := range users {
		s.AllowPingOf(u.ID)
	}
}

// AllowPingOf lets messages ping users or user groups, by their ids, or "channel",
// "here" and "everyone".
func (s *Server) AllowPingOf(ids ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range ids {
		s.pings[id] = true
	}
}

// has reports whether the token has one of some scopes.
func (w *Workspace) has(scopes ...string) bool {
	return len(scopes) == 0 || slices.ContainsFunc(scopes, func(one string) bool { return slices.Contains(w.scopes, one) })
}

// user is a member of the workspace by id. The server is locked.
func (w *Workspace) user(id string) *User {
	if u := w.s.users[id]; u != nil && u.w == w {
		return u
	}
	return nil
}

// Group is a user group, which a message names with <!subteam^ID>.
type Group struct {
	ID, Name, Handle string

	w       *Workspace
	members []*User
	off     bool
}

// Group makes a user group.
func (w *Workspace) Group(name, handle string, members ...*User) *Group {
	w.s.mu.Lock()
	defer w.s.mu.Unlock()
	g := &Group{ID: w.s.id('S'), Name: name, Handle: handle, w: w, members: members}
	w.groups = append(w.groups, g)
	w.s.groups[g.ID] = g
	return g
}

// SetMembers changes who is in the group.
func (g *Group) SetMembers(members ...*User) {
	g.w.s.mu.Lock()
	defer g.w.s.mu.Unlock()
	g.members = members
}

// Disable puts the group out of use.
func (g *Group) Disable() {
	g.w.s.mu.Lock()
	defer g.w.s.mu.Unlock()
	g.off = true
}

func (g *Group) json(members bool) object {
	ids := []string{}
	for _, u := range g.members {
		ids = append(ids, u.ID)
	}
	o := object{
		"id": g.ID, "team_id": g.w.ID, "is_usergroup": true, "is_subteam": true, "name": g.Name, "description": "", "handle": g.Handle, "is_external": false,
		"date_create": 1446746793, "date_update": 1446747568, "date_delete": 0, "auto_type": nil, "auto_provision": false, "enterprise_subteam_id": "",
		"created_by": g.w.bot.ID, "updated_by": g.w.bot.ID, "deleted_by": nil, "prefs": object{"channels": []string{}, "groups": []string{}},
		"user_count": len(ids), "channel_count": 0,
	}
	if g.off {
		o["date_delete"], o["deleted_by"] = 1446748865, g.w.bot.ID
	}
	if members {
		o["users"] = ids
	}
	return o
}

// event tells the bot of something that happened in the workspace, if it hears of such
// things. The server is locked.
func (w *Workspace) event(e object) {
	kind := text(e["type"])
	if kind == "message" {
		kind = "message.im"
	}
	if !w.subscribed(kind) {
		return
	}
	if e["event_ts"] == nil {
		e["event_ts"] = w.s.ts()
	}
	payload := object{
		"token": verification, "team_id": w.ID, "context_team_id": w.ID, "context_enterprise_id": nil, "api_app_id": w.s.AppID, "event": e,
		"type": "event_callback", "event_id": "Ev" + w.s.id('0')[1:], "event_time": w.s.now().Unix(), "is_ext_shared_channel": false,
		"authorizations": []object{{"enterprise_id": nil, "team_id": w.ID, "user_id": w.bot.ID, "is_bot": true, "is_enterprise_install": false}},
		"event_context":  "4-" + w.s.id('c'),
	}
	w.s.send("events_api", payload, nil)
}

// verification is the app's old token of verification, which every payload carries.
const verification = "bYq2Nn5fRhCkXPd4Lg0vTzWm"

// team is the workspace as in the payloads of interactions.
func (w *Workspace) team() object { return object{"id": w.ID, "domain": w.Domain} }

// names are those of a set.
func names(set map[string]bool) []string { return slices.Sorted(maps.Keys(set)) }
