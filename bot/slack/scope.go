package slack

import (
	"slices"

	"rebond/bot"
)

// Scope is something that Slack lets the bot do or know.
type Scope struct {
	Name string   // as Slack writes it
	Why  bot.Text // what Rebond does with it, in one sentence
}

// Scopes are all that the bot needs in a workspace, and no more. It joins no channel and
// lists neither channels nor people, and it hears no channel: the histories are for the
// channels that it is invited into and the groups that it opens, where it looks for its own messages. Answers to
// commands, windows and the Home tab need none of these at all.
func Scopes() []Scope { return slices.Clone(scopes) }

var scopes = []Scope{
	{"commands", bot.Text{
		FR: "Les membres tapent ses commandes et se servent de ses raccourcis.",
		EN: "Members type its commands and use its shortcuts.",
	}},
	{"chat:write", bot.Text{
		FR: "Rebond écrit là où on l’invite et en message privé, et corrige ou retire ses propres messages.",
		EN: "Rebond writes where it is invited and in direct messages, and corrects or removes its own messages.",
	}},
	{"app_mentions:read", bot.Text{
		FR: "Rebond entend les messages qui le mentionnent, et eux seuls.",
		EN: "Rebond hears the messages that mention it, and those alone.",
	}},
	{"im:history", bot.Text{
		FR: "Rebond lit ce qu’on lui écrit en message privé, pour y répondre.",
		EN: "Rebond reads what is written to it in direct messages, to answer it.",
	}},
	{"im:write", bot.Text{
		FR: "Rebond ouvre une conversation privée avec qui lui a demandé de lui écrire.",
		EN: "Rebond opens a direct message with whoever asked it to write to them.",
	}},
	{"mpim:write", bot.Text{
		FR: "Rebond ouvre une conversation privée entre les membres d’un groupe et lui.",
		EN: "Rebond opens a private conversation between the members of a group and itself.",
	}},
	{"mpim:history", bot.Text{
		FR: "Après une coupure du réseau, Rebond cherche dans la conversation d’un groupe si son message est arrivé.",
		EN: "After a network cut, Rebond looks in the conversation of a group whether its message has arrived.",
	}},
	{"users:read", bot.Text{
		FR: "Rebond connaît le nom, la langue et le fuseau horaire de qui lui parle, et sait qui administre l’espace de travail.",
		EN: "Rebond knows the name, the language and the time zone of whoever speaks to it, and who administers the workspace.",
	}},
	{"usergroups:read", bot.Text{
		FR: "La modération et le recrutement peuvent être confiés à un groupe d’utilisateurs.",
		EN: "A user group can be given the moderation or the recruiting.",
	}},
	{"channels:read", bot.Text{
		FR: "Rebond sait qu’on l’invite dans un salon public, et si un salon réglé existe encore.",
		EN: "Rebond learns that it is invited into a public channel, and whether a channel that is set still exists.",
	}},
	{"groups:read", bot.Text{
		FR: "Rebond sait qu’on l’invite dans un salon privé, et si un salon privé réglé existe encore.",
		EN: "Rebond learns that it is invited into a private channel, and whether a private channel that is set still exists.",
	}},
	{"channels:history", bot.Text{
		FR: "Après une coupure du réseau, Rebond cherche dans un salon public si son message est arrivé, pour ne pas le publier deux fois.",
		EN: "After a network cut, Rebond looks in a public channel whether its message has arrived, so as not to post it twice.",
	}},
	{"groups:history", bot.Text{
		FR: "Après une coupure du réseau, Rebond cherche dans un salon privé où il est si son message est arrivé.",
		EN: "After a network cut, Rebond looks in a private channel that it is in whether its message has arrived.",
	}},
	{"files:read", bot.Text{
		FR: "Rebond lit le fichier qu’on lui remet dans un formulaire, une longue série de messages par exemple.",
		EN: "Rebond reads the file that it is given in a form, a long series of messages for instance.",
	}},
	{"files:write", bot.Text{
		FR: "Rebond joint des images et des documents à ses messages.",
		EN: "Rebond attaches pictures and documents to its messages.",
	}},
	{"pins:write", bot.Text{
		FR: "Rebond peut épingler un message qu’il a publié.",
		EN: "Rebond can pin a message that it has posted.",
	}},
}

// appScope is what the app-level token needs, and all that it needs. It is in no manifest.
const appScope = "connections:write"

// events are what Slack tells the bot of without being asked.
func events() []string {
	return []string{"app_home_opened", "app_mention", "app_uninstalled", "member_joined_channel", "message.im", "tokens_revoked"}
}
