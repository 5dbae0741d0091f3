package local

import (
	"slices"
	"strings"

	"rebond/bot"
)

// Role is one of the fixed roles that people have in the room.
type Role struct {
	ID   string
	Name bot.Text
}

// Roles are those that a community would give, to tell who answers for what.
func Roles() []Role {
	return []Role{
		{"recrutement", bot.Text{FR: "Recrutement", EN: "Recruitment"}},
		{"moderation", bot.Text{FR: "Modération", EN: "Moderation"}},
		{"entraide", bot.Text{FR: "Entraide", EN: "Peer support"}},
	}
}

// resolve turns what a person typed for somebody, a channel that they see or a
// role into its id.
func (p Person) resolve(k bot.Kind, typed string) (id string, ok bool) {
	switch k {
	case bot.Person:
		who, err := FindPerson(typed)
		return who.Name, err == nil
	case bot.Channel:
		at := place(bot.Fold(strings.TrimPrefix(typed, "#")))
		return at.Channel, p.sees(at)
	case bot.Role:
		name := bot.Fold(strings.TrimPrefix(typed, "@"))
		i := slices.IndexFunc(Roles(), func(r Role) bool {
			return name == r.ID || name == bot.Fold(r.Name.FR) || name == bot.Fold(r.Name.EN)
		})
		if i >= 0 {
			return Roles()[i].ID, true
		}
	}
	return "", false
}
