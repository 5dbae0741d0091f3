package slack

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"

	"rebond/bot"
)

// Umbrella is the command of Slack's that takes a whole line: /rebond offres golang.
const Umbrella = "rebond"

// AppManifest is what Slack is told of the app: pasted once, when the app is created, and
// again when it has changed.
type AppManifest struct {
	Metadata manifestVersion  `json:"_metadata"`
	Display  manifestDisplay  `json:"display_information"`
	Features manifestFeatures `json:"features"`
	OAuth    manifestOAuth    `json:"oauth_config"`
	Settings manifestSettings `json:"settings"`

	wrong error // of the commands: such a manifest is not written
}

type (
	manifestVersion struct {
		Major int `json:"major_version"`
		Minor int `json:"minor_version"`
	}
	manifestDisplay struct {
		Name        string `json:"name"`
		Description string `json:"description"`
		Long        string `json:"long_description"`
		Background  string `json:"background_color"`
	}
	manifestFeatures struct {
		Home      manifestHome       `json:"app_home"`
		Bot       manifestBot        `json:"bot_user"`
		Shortcuts []manifestShortcut `json:"shortcuts,omitempty"`
		Commands  []manifestCommand  `json:"slash_commands"`
	}
	manifestHome struct {
		Tab      bool `json:"home_tab_enabled"`
		Messages bool `json:"messages_tab_enabled"`
		ReadOnly bool `json:"messages_tab_read_only_enabled"`
	}
	manifestBot struct {
		Name   string `json:"display_name"`
		Online bool   `json:"always_online"`
	}
	manifestShortcut struct {
		Name        string `json:"name"`
		Type        string `json:"type"`
		Callback    string `json:"callback_id"`
		Description string `json:"description"`
	}
	manifestCommand struct {
		Command     string `json:"command"`
		Description string `json:"description"`
		Usage       string `json:"usage_hint,omitempty"`
		Escape      bool   `json:"should_escape"`
	}
	manifestOAuth struct {
		Scopes manifestScopes `json:"scopes"`
	}
	manifestScopes struct {
		Bot []string `json:"bot"`
	}
	manifestSettings struct {
		Events        manifestEvents  `json:"event_subscriptions"`
		Interactivity manifestEnabled `json:"interactivity"`
		Org           bool            `json:"org_deploy_enabled"`
		SocketMode    bool            `json:"socket_mode_enabled"`
		Rotation      bool            `json:"token_rotation_enabled"`
	}
	manifestEvents struct {
		Bot []string `json:"bot_events"`
	}
	manifestEnabled struct {
		Enabled bool `json:"is_enabled"`
	}
)

// The limits of Slack's that no declaration of a command is held to.
const (
	maxSlashCommands = 50 // the umbrella is one of them
	maxSlashName     = 32 // with its slash
	maxShortcuts     = 10
	longUsage        = 100 // of Slack's 1000: it is shown on one line
)

var (
	appAbout = bot.Text{
		FR: "Offres d’emploi de la tech, messages d’accompagnement, et du monde autour de toi.",
		EN: "Openings in tech, messages that help you along, and people around you.",
	}
	appLong = bot.Text{
		FR: "Rebond aide les gens de la tech qui ont perdu leur emploi. /offres cherche des offres, /conseils donne une chose à faire, /formations de quoi apprendre, /abonnements t’écrit ce que tu as demandé, à ton heure, /urgence donne des personnes à appeler. La modération programme des messages avec /planifier. /aide dit le reste, et /rebond comprend tout, en français et en anglais. Rebond ne lit pas les salons.",
		EN: "Rebond helps people in tech who have lost their job. /offres searches openings, /conseils gives one thing to do, /formations where to learn, /abonnements writes to you what you asked for, at your hour, /urgence gives people to call. Moderators schedule messages with /planifier. /aide tells the rest, and /rebond understands everything, in French and in English. Rebond does not read the channels.",
	}
	umbrellaAbout = bot.Text{
		FR: "Toutes les commandes de Rebond, en français ou en anglais",
		EN: "Every command of Rebond, in French or in English",
	}
	umbrellaUsage = bot.Text{FR: "offres golang nancy", EN: "jobs golang nancy"}
)

// Manifest is what Slack is told of the app with these commands, in the words of a
// language. The commands have their French names in every language, as Slack has one name
// for everybody; what the umbrella takes is read in both.
func Manifest(commands []bot.Command, l bot.Lang) *AppManifest {
	m := &AppManifest{
		Metadata: manifestVersion{Major: 2, Minor: 1},
		Display:  manifestDisplay{Name: "Rebond", Description: appAbout.In(l), Long: appLong.In(l), Background: "#0b6b5d"},
		Features: manifestFeatures{
			Home:     manifestHome{Tab: true, Messages: true},
			Bot:      manifestBot{Name: "Rebond", Online: true},
			Commands: []manifestCommand{{Command: "/" + Umbrella, Description: umbrellaAbout.In(l), Usage: umbrellaUsage.In(l), Escape: true}},
		},
		Settings: manifestSettings{Events: manifestEvents{events()}, Interactivity: manifestEnabled{true}, SocketMode: true},
	}
	for _, s := range Scopes() {
		m.OAuth.Scopes.Bot = append(m.OAuth.Scopes.Bot, s.Name)
	}
	for i := range commands {
		c := &commands[i]
		about := bot.Plain(c.Summary.In(l))
		m.Features.Commands = append(m.Features.Commands, manifestCommand{Command: "/" + c.Names.FR, Description: about, Usage: usage(c, l), Escape: true})
		if !c.Shortcut.Empty() {
			m.Features.Shortcuts = append(m.Features.Shortcuts, manifestShortcut{Name: bot.Plain(c.Shortcut.In(l)), Type: "global", Callback: c.Name, Description: about})
		}
	}
	_, err := bot.NewRouter(commands, bot.Ports{})
	m.wrong = errors.Join(err, m.limits())
	return m
}

// limits tells what Slack would refuse.
func (m *AppManifest) limits() error {
	var faults []error
	if n := len(m.Features.Commands); n > maxSlashCommands {
		faults = append(faults, fmt.Errorf("%d slash commands with /%s, at most %d", n, Umbrella, maxSlashCommands))
	}
	if n := len(m.Features.Shortcuts); n > maxShortcuts {
		faults = append(faults, fmt.Errorf("%d shortcuts, at most %d", n, maxShortcuts))
	}
	for _, c := range m.Features.Commands {
		if len(c.Command) > maxSlashName {
			faults = append(faults, fmt.Errorf("%s has %d letters with its slash, at most %d", c.Command, len(c.Command), maxSlashName))
		}
	}
	return errors.Join(faults...)
}

// usage shows what may follow a command, as far as a line can give it.
func usage(c *bot.Command, l bot.Lang) string {
	var shown []string
	length := 0
	for _, p := range c.Params {
		if p.Hidden || p.Kind == bot.Document {
			continue
		}
		one := p.Names.In(l)
		if !p.Rest {
			one += ":…"
		}
		if !p.Required {
			one = "[" + one + "]"
		}
		if length += utf8.RuneCountInString(one) + 1; length > longUsage {
			return strings.Join(append(shown, "…"), " ")
		}
		shown = append(shown, one)
	}
	return strings.Join(shown, " ")
}

// JSON is the manifest for machines.
func (m *AppManifest) JSON() ([]byte, error) {
	if m.wrong != nil {
		return nil, m.wrong
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(m)
	return b.Bytes(), err
}

// YAML is the manifest for whoever pastes it: it says, in their language, why each thing is
// asked.
func (m *AppManifest) YAML(l bot.Lang) ([]byte, error) {
	if m.wrong != nil {
		return nil, m.wrong
	}
	said := yaml.CommentMap{}
	for path, why := range reasons {
		var lines []string
		for line := range strings.SplitSeq(why.In(l), "\n") {
			lines = append(lines, strings.TrimRight(" "+line, " "))
		}
		said[path] = []*yaml.Comment{yaml.HeadComment(lines...)}
	}
	for i, s := range Scopes() {
		said[fmt.Sprintf("$.oauth_config.scopes.bot[%d]", i)] = []*yaml.Comment{yaml.LineComment(" " + s.Why.In(l))}
	}
	text, err := yaml.MarshalWithOptions(m, yaml.WithComment(said), yaml.IndentSequence(true))
	return []byte(spaces.Replace(string(text))), err
}

// spaces are those of French, which YAML takes as they are.
var spaces = strings.NewReplacer(`\u00a0`, "\u00a0", `\u202f`, "\u202f")

// reasons say why there is each section of a manifest.
var reasons = map[string]bot.Text{
	"$": {
		FR: "Ce que Slack doit savoir de Rebond. Sur https://api.slack.com/apps\u00a0: Create New App,\nFrom a manifest, choisis l’espace de travail, onglet YAML, et colle tout ce texte.\nUne application qui existe déjà\u00a0: App Manifest, colle-le à la place de l’ancien, Save\nChanges, puis Install App, Reinstall.\n\nUne seule chose n’est pas ici\u00a0: le jeton d’application (xapp-…), que tu fabriques dans\nBasic Information, App-Level Tokens, avec la permission " + appScope + ".",
		EN: "What Slack must know of Rebond. On https://api.slack.com/apps: Create New App,\nFrom a manifest, choose the workspace, the YAML tab, and paste all this text.\nAn app that exists already: App Manifest, paste it over the old one, Save Changes,\nthen Install App, Reinstall.\n\nOnly one thing is not here: the app-level token (xapp-…), which you generate in\nBasic Information, App-Level Tokens, with the scope " + appScope + ".",
	},
	"$.display_information": {
		FR: "Comment l’application se présente. Tu peux en changer le nom et les phrases.",
		EN: "How the app presents itself. You can change its name and its sentences.",
	},
	"$.features.app_home": {
		FR: "L’accueil de Rebond, et les messages privés qu’on lui écrit.",
		EN: "Rebond’s Home tab, and the direct messages that are written to it.",
	},
	"$.features.bot_user": {
		FR: "Le compte qui parle\u00a0: @Rebond.",
		EN: "The account that speaks: @Rebond.",
	},
	"$.features.shortcuts": {
		FR: "Ce que montre le bouton des raccourcis, à côté de la zone de saisie.",
		EN: "What the shortcuts button shows, beside the field where one types.",
	},
	"$.features.slash_commands": {
		FR: "Ce que les membres tapent. Quand une autre application a pris un nom, la première\ncommande les comprend toutes\u00a0: /rebond offres golang.",
		EN: "What members type. Where another app has taken a name, the first command\nunderstands them all: /rebond offres golang.",
	},
	"$.oauth_config": {
		FR: "Ce que Rebond peut faire et savoir, et rien d’autre.",
		EN: "What Rebond may do and know, and nothing else.",
	},
	"$.settings.event_subscriptions": {
		FR: "Ce que Slack annonce à Rebond\u00a0: on ouvre son accueil, on le mentionne, on lui écrit\nen privé, on l’invite dans un salon, on le retire. Les messages des salons n’y sont pas.",
		EN: "What Slack tells Rebond: somebody opens its Home tab, mentions it, writes to it\ndirectly, invites it into a channel, removes it. Messages of channels are not among these.",
	},
	"$.settings.interactivity": {
		FR: "Ses boutons, ses listes et ses formulaires.",
		EN: "Its buttons, its lists and its forms.",
	},
	"$.settings.org_deploy_enabled": {
		FR: "Un espace de travail, pas toute une organisation.",
		EN: "One workspace, not a whole organisation.",
	},
	"$.settings.socket_mode_enabled": {
		FR: "C’est Rebond qui appelle Slack\u00a0: ta machine n’a pas à être joignable d’Internet.",
		EN: "Rebond calls Slack: your machine need not be reachable from the Internet.",
	},
	"$.settings.token_rotation_enabled": {
		FR: "Le jeton ne change que si tu en demandes un autre.",
		EN: "The token changes only when you ask for another.",
	},
}
