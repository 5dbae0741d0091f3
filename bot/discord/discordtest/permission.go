package discordtest

import "strconv"

// Permission is a set of what somebody may do.
type Permission uint64

// The permissions that matter to a bot that posts.
const (
	Administrator         Permission = 1 << 3
	ManageChannels        Permission = 1 << 4
	ManageGuild           Permission = 1 << 5
	ViewChannel           Permission = 1 << 10
	SendMessages          Permission = 1 << 11
	ManageMessages        Permission = 1 << 13
	EmbedLinks            Permission = 1 << 14
	AttachFiles           Permission = 1 << 15
	ReadMessageHistory    Permission = 1 << 16
	MentionEveryone       Permission = 1 << 17
	ManageRoles           Permission = 1 << 28
	UseCommands           Permission = 1 << 31
	ManageThreads         Permission = 1 << 34
	CreatePublicThreads   Permission = 1 << 35
	CreatePrivateThreads  Permission = 1 << 36
	SendMessagesInThreads Permission = 1 << 38
	PinMessages           Permission = 1 << 51

	everything Permission = 1<<52 - 1
)

// MemberPermissions are those of somebody without a role; BotPermissions are
// those that a test's bot was invited with.
const (
	MemberPermissions = ViewChannel | SendMessages | ReadMessageHistory | UseCommands | SendMessagesInThreads | AttachFiles
	BotPermissions    = ViewChannel | SendMessages | EmbedLinks | AttachFiles | ReadMessageHistory |
		CreatePublicThreads | CreatePrivateThreads | SendMessagesInThreads | PinMessages
)

func (p Permission) String() string { return strconv.FormatUint(uint64(p), 10) }

// overwrite is what a channel allows and denies to a role or a member.
type overwrite struct {
	id          string
	member      bool
	allow, deny Permission
}

// permissions are those of somebody in a guild, or in one of its channels. The
// server is locked.
func (g *Guild) permissions(u *User, in *Channel) Permission {
	m := g.members[u.ID]
	if m == nil {
		return 0
	}
	has := g.everyone.Permissions
	for _, r := range m.roles {
		has |= r.Permissions
	}
	if g.owner == u || has&Administrator != 0 {
		return everything
	}
	for in != nil && in.parent != nil {
		in = in.parent // a thread has those of its channel
	}
	if in == nil {
		return has
	}
	return in.overwritten(has, g, m)
}

// overwritten applies what the channel says of everyone, of the member's roles,
// then of the member.
func (c *Channel) overwritten(has Permission, g *Guild, m *member) Permission {
	var allow, deny Permission
	for _, o := range c.overwrites {
		if o.id == g.ID {
			has = has&^o.deny | o.allow
		}
	}
	for _, o := range c.overwrites {
		for _, r := range m.roles {
			if o.id == r.ID {
				allow, deny = allow|o.allow, deny|o.deny
			}
		}
	}
	has = has&^deny | allow
	for _, o := range c.overwrites {
		if o.member && o.id == m.user.ID {
			has = has&^o.deny | o.allow
		}
	}
	return has
}
