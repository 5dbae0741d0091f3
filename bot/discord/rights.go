package discord

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"rebond/bot"
)

// Right is a permission of Discord that the bot needs.
type Right struct {
	Bit  uint64
	Name bot.Text // as Discord's own client names it
	Why  bot.Text // what Rebond does with it, in one sentence
}

// The permissions that the bot asks for.
const (
	viewChannels  = 1 << 10
	sendMessages  = 1 << 11
	attachFiles   = 1 << 15
	readHistory   = 1 << 16
	createThreads = 1 << 35
	createGroups  = 1 << 36
	sendInThreads = 1 << 38
	pinMessages   = 1 << 51
)

// everyRight is what owners and administrators have.
const everyRight = 1<<64 - 1

// Rights are all that the bot needs in a server, and no more. It manages nobody's
// messages (pinning its own has been a right of its own since 2026, which deletes
// nothing) and mentions no crowd; its messages are components, in which Discord embeds no
// link; answers to commands need none of these at all.
func Rights() []Right {
	return []Right{
		{viewChannels, bot.Text{FR: "Voir les salons", EN: "View Channels"}, bot.Text{
			FR: "Rebond trouve les salons où tu lui dis de publier.",
			EN: "Rebond finds the channels that you tell it to post in.",
		}},
		{sendMessages, bot.Text{FR: "Envoyer des messages", EN: "Send Messages"}, bot.Text{
			FR: "Rebond publie les annonces, le coaching et ce que la modération doit savoir.",
			EN: "Rebond posts announcements, coaching and what moderators need to know.",
		}},
		{createThreads, bot.Text{FR: "Créer des fils publics", EN: "Create Public Threads"}, bot.Text{
			FR: "Rebond ouvre un fil sous un message programmé, pour qu’on s’y réponde.",
			EN: "Rebond opens a thread under a scheduled message, for people to answer one another.",
		}},
		{createGroups, bot.Text{FR: "Créer des fils privés", EN: "Create Private Threads"}, bot.Text{
			FR: "Rebond ouvre aux membres d’un groupe un fil que les autres membres ne voient pas.",
			EN: "Rebond opens for the members of a group a thread that other members do not see.",
		}},
		{sendInThreads, bot.Text{FR: "Envoyer des messages dans les fils", EN: "Send Messages in Threads"}, bot.Text{
			FR: "Rebond écrit dans les fils qu’il a ouverts, et y ajoute les membres d’un groupe.",
			EN: "Rebond writes in the threads that it has opened, and adds the members of a group to theirs.",
		}},
		{attachFiles, bot.Text{FR: "Joindre des fichiers", EN: "Attach Files"}, bot.Text{
			FR: "Rebond joint des images et des documents à ses messages.",
			EN: "Rebond attaches pictures and documents to its messages.",
		}},
		{readHistory, bot.Text{FR: "Voir les anciens messages", EN: "Read Message History"}, bot.Text{
			FR: "Après une coupure du réseau, Rebond cherche si son message est arrivé, pour ne pas le publier deux fois.",
			EN: "After a network cut, Rebond looks whether its message has arrived, so as not to post it twice.",
		}},
		{pinMessages, bot.Text{FR: "Épingler des messages", EN: "Pin Messages"}, bot.Text{
			FR: "Rebond épingle le panneau que la modération publie dans un salon\u202f; sans cette permission, il le publie sans l’épingler.",
			EN: "Rebond pins the panel that moderators publish in a channel; without this permission, it publishes it all the same.",
		}},
	}
}

// needed are all the rights in one set.
func needed() (all uint64) {
	for _, r := range Rights() {
		all |= r.Bit
	}
	return all
}

// lacking are the rights that a set has not.
func lacking(has uint64) []Right {
	var all []Right
	for _, r := range Rights() {
		if has&r.Bit == 0 {
			all = append(all, r)
		}
	}
	return all
}

// spared reports whether posts go out without some rights, whole: all that stays undone is
// a pin, or a private group.
func spared(lack []Right) bool {
	return !slices.ContainsFunc(lack, func(r Right) bool { return r.Bit != pinMessages && r.Bit != createGroups && r.Bit != sendInThreads })
}

type (
	// guild is a server, as far as what may be done in it depends on it. In a list of
	// those that the bot is in, its permissions are the bot's own.
	guild struct {
		ID          string `json:"id"`
		Name        string `json:"name"`
		Owner       string `json:"owner_id"`
		Roles       []role `json:"roles"`
		Permissions uint64 `json:"permissions,string"`
	}
	role struct {
		ID          string `json:"id"`
		Permissions uint64 `json:"permissions,string"`
	}
	// overwrite is what a channel allows and denies, to a role or to a member.
	overwrite struct {
		ID    string `json:"id"`
		Type  int    `json:"type"`
		Allow uint64 `json:"allow,string"`
		Deny  uint64 `json:"deny,string"`
	}
)

// roleOverwrite is the type of an overwrite for a role.
const roleOverwrite = 0

// guildsAtOnce is how many servers a page lists.
const guildsAtOnce = 200

// guilds are the servers that the bot is in, asked for a page at a time.
func (a *Adapter) guilds(ctx context.Context) ([]guild, error) {
	var all []guild
	for after := "0"; ; {
		var page []guild
		if err := a.client().do(ctx, call{method: http.MethodGet, route: "guilds", path: "/users/@me/guilds?limit=" + strconv.Itoa(guildsAtOnce) + "&after=" + after}, &page); err != nil {
			return nil, err
		}
		all = append(all, page...)
		start := after
		for _, g := range page {
			after = later(after, g.ID)
		}
		if len(page) < guildsAtOnce || after == start {
			return all, nil
		}
	}
}

// allows are the permissions of a member with some roles in a server, and where there are
// overwrites in the channel that has them: the owner and administrators may do
// everything; what a channel says of everyone gives way to what it says of roles, taken
// together, and that to what it says of the member.
func (g *guild) allows(user string, roles []string, overwrites []overwrite) uint64 {
	holds := map[string]bool{g.ID: true} // the role of everyone has the server's id
	for _, id := range roles {
		holds[id] = true
	}
	var has uint64
	for _, r := range g.Roles {
		if holds[r.ID] {
			has |= r.Permissions
		}
	}
	if g.Owner == user || has&administrator != 0 {
		return everyRight
	}
	var everyone, ofRoles, ofMember overwrite
	for _, o := range overwrites {
		switch {
		case o.ID == g.ID:
			everyone = o
		case o.Type == roleOverwrite && holds[o.ID]:
			ofRoles.Allow |= o.Allow
			ofRoles.Deny |= o.Deny
		case o.Type != roleOverwrite && o.ID == user:
			ofMember = o
		}
	}
	for _, o := range []overwrite{everyone, ofRoles, ofMember} {
		has = has&^o.Deny | o.Allow
	}
	return has
}
