package slacktest

import (
	"strings"
	"time"
)

// User is somebody of a workspace.
type User struct {
	ID, Name string // the name that they display
	Handle   string // in lower case, without spaces
	RealName string
	Locale   string // "fr-FR", "en-US"
	TZ       string

	w       *Workspace
	robot   bool
	admin   bool
	owner   bool
	primary bool
	guest   bool
	off     bool // their account is deactivated
	deaf    bool // they take no messages of the app
	dm      *Channel
	stack   []*view // modals that are open in front of them, the lowest first
	home    *view
}

// User is a new member of the workspace whose client speaks a language.
func (w *Workspace) User(name, locale string) *User {
	w.s.mu.Lock()
	defer w.s.mu.Unlock()
	return w.somebody(name, locale)
}

// somebody is User with the server locked.
func (w *Workspace) somebody(name, locale string) *User {
	u := &User{ID: w.s.id('U'), Name: name, Handle: strings.ToLower(strings.ReplaceAll(name, " ", ".")), RealName: name, Locale: locale, TZ: "Europe/Paris", w: w}
	w.users = append(w.users, u)
	w.s.users[u.ID] = u
	return u
}

// SetAdmin makes somebody an admin of the workspace, or no longer.
func (u *User) SetAdmin(is bool) { u.change(&u.admin, is) }

// SetOwner makes somebody an owner of the workspace, or no longer.
func (u *User) SetOwner(is bool) { u.change(&u.owner, is) }

// SetPrimaryOwner makes somebody the primary owner of the workspace, or no longer.
func (u *User) SetPrimaryOwner(is bool) { u.change(&u.primary, is) }

// SetGuest makes somebody a guest, or no longer.
func (u *User) SetGuest(is bool) { u.change(&u.guest, is) }

// Deactivate ends somebody's account.
func (u *User) Deactivate() { u.change(&u.off, true) }

// CloseDM makes somebody take no direct messages of the app from now on.
func (u *User) CloseDM() { u.change(&u.deaf, true) }

// OpenDM undoes CloseDM.
func (u *User) OpenDM() { u.change(&u.deaf, false) }

func (u *User) change(what *bool, to bool) {
	u.w.s.mu.Lock()
	defer u.w.s.mu.Unlock()
	*what = to
}

// SetTZ changes somebody's time zone; "" is one that is not known.
func (u *User) SetTZ(zone string) {
	u.w.s.mu.Lock()
	defer u.w.s.mu.Unlock()
	u.TZ = zone
}

// SetLocale changes the language of somebody's client.
func (u *User) SetLocale(locale string) {
	u.w.s.mu.Lock()
	defer u.w.s.mu.Unlock()
	u.Locale = locale
}

// DM is the place where a person and the bot talk, opened if need be.
func (u *User) DM() *Channel {
	u.w.s.mu.Lock()
	defer u.w.s.mu.Unlock()
	return u.direct()
}

// direct is DM with the server locked: the same channel each time.
func (u *User) direct() *Channel {
	if u.dm == nil {
		u.dm = u.w.channel('D', "")
		u.dm.recipient = u
		u.dm.members = []*User{u, u.w.bot}
	}
	return u.dm
}

// DirectWith is a place where two people talk: the bot is not in it, though commands
// can be used there.
func (u *User) DirectWith(v *User) *Channel {
	u.w.s.mu.Lock()
	defer u.w.s.mu.Unlock()
	c := u.w.channel('D', "")
	c.recipient = v
	c.members = []*User{u, v}
	return c
}

// json is somebody as users.info tells of them.
func (u *User) json(locale bool) object {
	o := object{
		"id": u.ID, "team_id": u.w.ID, "name": u.Handle, "deleted": u.off, "color": "9f69e7", "real_name": u.RealName, "who_can_share_contact_card": "EVERYONE",
		"is_bot": u.robot, "is_app_user": false, "updated": 1502138686, "is_email_confirmed": true,
		"profile": object{
			"title": "", "phone": "", "skype": "", "real_name": u.RealName, "real_name_normalized": u.RealName, "display_name": u.Name, "display_name_normalized": u.Name,
			"fields": nil, "status_text": "", "status_emoji": "", "status_expiration": 0, "avatar_hash": "ge3b51ca72de", "first_name": u.Name, "last_name": "", "team": u.w.ID,
			"image_24": u.w.s.http.URL + "/avatar/24", "image_512": u.w.s.http.URL + "/avatar/512",
		},
	}
	if u.robot {
		o["profile"].(object)["bot_id"], o["profile"].(object)["api_app_id"] = u.w.BotID, u.w.s.AppID
	}
	if !u.off {
		o["is_admin"], o["is_owner"], o["is_primary_owner"] = u.admin || u.owner || u.primary, u.owner || u.primary, u.primary
		o["is_restricted"], o["is_ultra_restricted"] = u.guest, false
		o["tz"], o["tz_label"], o["tz_offset"] = nil, nil, nil
		if zone, err := time.LoadLocation(u.TZ); err == nil && u.TZ != "" {
			label, offset := u.w.s.now().In(zone).Zone()
			o["tz"], o["tz_label"], o["tz_offset"] = u.TZ, label, offset
		}
		if locale {
			o["locale"] = u.Locale
		}
	}
	return o
}

// brief is somebody as in the payloads of interactions.
func (u *User) brief() object {
	return object{"id": u.ID, "username": u.Handle, "name": u.Handle, "team_id": u.w.ID}
}
