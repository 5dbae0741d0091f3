package slack

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"rebond/bot"
)

// Place is a channel that a community has set, what it is for, and the command that sets
// it.
type Place struct {
	At      bot.Address
	For     bot.Text
	Command bot.Text
}

// Finding is something that a check found, and what to do where it is wrong.
type Finding struct {
	Text  bot.Text
	Wrong bool
}

// namedMost is how long a name of Slack's is shown.
const namedMost = 100

// checkPatience is the longest wait that Slack may ask for within a check.
const checkPatience = 10 * time.Second

// scopesHeader is where Slack says which scopes a token has.
const scopesHeader = "X-OAuth-Scopes"

// checking is a check under way.
type checking struct {
	*Adapter
	found []Finding
	in    map[string]int // the workspaces that have said who they are, to their number
	mute  int            // those that have not
}

// checkedTeam is a workspace that a check looks at.
type checkedTeam struct {
	Workspace
	api      *slack.Client
	number   int
	id, name string
	bot      string // its name there
	user     string // its id there
}

// Check tells whoever installs whether all that the bot needs of Slack is there, and what
// to do where it is not: in each workspace its tokens, its scopes, the user groups, and
// the channels that communities have set. It changes nothing, and opens no socket.
func (a *Adapter) Check(ctx context.Context, places []Place) []Finding {
	c := &checking{Adapter: a, in: map[string]int{}}
	for i, w := range a.Workspaces {
		c.workspace(ctx, &checkedTeam{Workspace: w, api: newAPI(w), number: i + 1}, places)
	}
	c.elsewhere(places)
	if len(c.in) > 0 {
		c.right(bot.Text{
			FR: "Rebond ne lit pas les messages des salons\u00a0: il n’entend que ses commandes, ses boutons, ce qui le mentionne et ce qu’on lui écrit en message privé. Après une coupure du réseau, il cherche dans un salon ses propres messages, et rien d’autre.",
			EN: "Rebond does not read the messages of channels: it hears only its commands, its buttons, what mentions it and what is written to it in direct messages. After a network cut it looks in a channel for its own messages, and nothing else.",
		})
	}
	return c.found
}

// workspace looks at one workspace. One whose token is wrong is looked at as far as that
// goes: its other token may be wrong too.
func (c *checking) workspace(ctx context.Context, t *checkedTeam, places []Place) {
	err := c.who(ctx, t)
	if errors.Is(err, errCheckedBefore) {
		return
	}
	steps := []func(context.Context, *checkedTeam) error{c.socket, c.groups, c.invited, func(ctx context.Context, t *checkedTeam) error { return c.channels(ctx, t, places) }}
	if err != nil {
		c.mute++
		c.of(t, trouble(err))
		if !fatal(err) {
			return
		}
		steps = steps[:1]
	}
	for _, step := range steps {
		if err := step(ctx, t); err != nil {
			c.of(t, trouble(err))
		}
	}
}

// fault adds words that are whole already.
func (c *checking) fault(t bot.Text) { c.found = append(c.found, Finding{Text: t, Wrong: true}) }

func (c *checking) right(t bot.Text, args ...any) {
	c.found = append(c.found, Finding{Text: bot.Textf(t, args...)})
}

func (c *checking) wrong(t bot.Text, args ...any) { c.fault(bot.Textf(t, args...)) }

// of adds what is wrong with a workspace, which is named where there are several.
func (c *checking) of(t *checkedTeam, wrong bot.Text) {
	switch {
	case len(c.Workspaces) == 1:
		c.fault(wrong)
	case t.name == "":
		c.wrong(bot.Text{FR: "Espace de travail n° %s de la configuration\u00a0:\n%s", EN: "Workspace no. %s of the configuration:\n%s"}, t.number, wrong)
	default:
		c.wrong(bot.Text{FR: "Espace de travail %s\u00a0:\n%s", EN: "Workspace %s:\n%s"}, t.name, wrong)
	}
}

// soon asks Slack, and asks again after a short wait that it asks for.
func soon(ctx context.Context, do func() error) error {
	for {
		err := do()
		wait := waitOf(err)
		if wait == 0 || wait > checkPatience || ctx.Err() != nil {
			return err
		}
		pause(ctx, wait)
	}
}

// errCheckedBefore says that a workspace stands twice in the configuration.
var errCheckedBefore = errors.New("checked before")

// who looks at the bot's token, at the workspace that it is of, and at its scopes.
func (c *checking) who(ctx context.Context, t *checkedTeam) error {
	var said *slack.AuthTestResponse
	err := soon(ctx, func() (err error) {
		said, err = t.api.AuthTestContext(ctx)
		return err
	})
	if err != nil {
		return err
	}
	t.id, t.name, t.bot, t.user = said.TeamID, fit(said.Team), fit(said.User), said.UserID
	if before, twice := c.in[t.id]; twice {
		c.wrong(bot.Text{
			FR: "L’espace de travail %s est deux fois dans la configuration (n° %s et n° %s). Retire l’une des deux entrées [[slack]].",
			EN: "The workspace %s is twice in the configuration (no. %s and no. %s). Remove one of the two [[slack]] entries.",
		}, t.name, before, t.number)
		return errCheckedBefore
	}
	c.in[t.id] = t.number
	c.right(bot.Text{
		FR: "Slack accepte le jeton de l’espace de travail %s\u00a0: Rebond s’y appelle @%s.",
		EN: "Slack accepts the token of the workspace %s: Rebond is called @%s there.",
	}, t.name, t.bot)
	if granted := said.Header.Get(scopesHeader); granted != "" {
		c.scopes(t, strings.FieldsFunc(granted, func(r rune) bool { return r == ',' || r == ' ' }))
	}
	return nil
}

// fit is a name that Slack gives, fit to be shown.
func fit(s string) string { return bot.Clean(s, namedMost) }

// scopes looks at what the bot's token may do.
func (c *checking) scopes(t *checkedTeam, granted []string) {
	var lacks []bot.Text
	for _, s := range Scopes() {
		if !slices.Contains(granted, s.Name) {
			lacks = append(lacks, bot.Textf(bot.Text{FR: "• %s\u00a0: %s", EN: "• %s: %s"}, s.Name, s.Why))
		}
		granted = slices.DeleteFunc(granted, func(name string) bool { return name == s.Name })
	}
	if len(lacks) > 0 {
		c.wrong(bot.Text{
			FR: "Dans l’espace de travail %s, il manque à Rebond\u00a0:\n%s\n%s",
			EN: "In the workspace %s, Rebond lacks:\n%s\n%s",
		}, t.name, bot.Join("\n", lacks...), pasteAgain)
	} else {
		c.right(bot.Text{
			FR: "Rebond a dans %s toutes les permissions qu’il lui faut.",
			EN: "Rebond has in %s all the scopes that it needs.",
		}, t.name)
	}
	if len(granted) > 0 {
		c.right(bot.Text{
			FR: "Il a aussi des permissions dont il ne se sert pas\u00a0: %s. Tu peux les retirer\u00a0: %s, ton application, OAuth & Permissions.",
			EN: "It also has scopes that it does not use: %s. You can remove them: %s, your app, OAuth & Permissions.",
		}, bot.Clean(strings.Join(granted, ", "), 300), slackApps)
	}
}

// socket looks whether the app-level token lets Rebond hear what happens in the workspace.
// That Slack gives the address of a socket is enough to know.
func (c *checking) socket(ctx context.Context, t *checkedTeam) error {
	err := soon(ctx, func() error {
		_, _, err := t.api.StartSocketModeContext(ctx)
		return err
	})
	switch {
	case coded(err, "missing_scope", "no_permission"):
		c.of(t, appScopeMissing)
		return nil
	case coded(err, "invalid_auth", "not_authed", "token_revoked", "account_inactive"):
		c.of(t, refusedAppToken)
		return nil
	case err != nil || t.id == "":
		return err
	}
	app, err := c.appOf(ctx, t)
	if err != nil {
		return err
	}
	parts := strings.Split(t.AppToken, "-") // xapp-1-A0123-…
	if app == "" || len(parts) < 3 || !strings.HasPrefix(parts[2], "A") || parts[2] == app {
		c.right(bot.Text{
			FR: "Le jeton d’application de %s est bon\u00a0: Slack transmettra à Rebond ce qu’on lui demande.",
			EN: "The app-level token of %s is good: Slack will pass on to Rebond what it is asked.",
		}, t.name)
		return nil
	}
	c.of(t, bot.Textf(bot.Text{
		FR: "Les deux jetons viennent de deux applications différentes\u00a0: xoxb-… de %s, xapp-… de %s. Rebond ne recevrait rien. Prends les deux dans la même, sur %s.",
		EN: "The two tokens come from two different apps: xoxb-… from %s, xapp-… from %s. Rebond would receive nothing. Take both from the same one, on %s.",
	}, fit(app), fit(parts[2]), slackApps))
	return nil
}

// appOf is the app that the bot of a workspace is of; empty where Slack does not say it.
// An app-level token holds the id of its own: with the tokens of two apps, Rebond would
// speak as one and hear nothing of it.
func (c *checking) appOf(ctx context.Context, t *checkedTeam) (string, error) {
	var me *slack.User
	err := soon(ctx, func() (err error) {
		me, err = t.api.GetUserInfoContext(ctx, t.user)
		return err
	})
	if coded(err, "missing_scope", "user_not_found") { // what is missing has been said
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return me.Profile.ApiAppID, nil
}
