package discord

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

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

// fewLeft is how many sessions left for the day are worth a word.
const fewLeft = 100

// namedServers is how many servers are told of by name.
const namedServers = 10

// namedMost is how long a name of Discord is shown.
const namedMost = 100

// checkPatience is the longest wait that Discord may ask for within a check.
const checkPatience = 10 * time.Second

// portal is where applications are set up.
const portal = "https://discord.com/developers/applications"

// checking is a check under way.
type checking struct {
	*Adapter
	found  []Finding
	name   string // of the application
	me     string // the id of its account
	places []Place
	in     []guild
	whole  map[string]*guild // those of a place, with their roles
	roles  map[string][]string
	left   map[string]bool // servers that the bot is no longer in
}

// Check tells whoever installs whether all that the bot needs of Discord is there, and
// what to do where it is not: its token, its application, its sessions, its commands, the
// servers that it is in, and the channels that communities have set. It changes nothing.
func (a *Adapter) Check(ctx context.Context, commands []bot.Command, places []Place) []Finding {
	c := &checking{Adapter: a, places: places, whole: map[string]*guild{}, roles: map[string][]string{}, left: map[string]bool{}}
	for _, step := range []func(context.Context) error{
		c.application,
		c.sessions,
		func(ctx context.Context) error { return c.registered(ctx, commands) },
		c.servers,
		c.channels,
	} {
		if err := step(ctx); err != nil {
			c.fault(a.trouble(err))
			return c.found
		}
	}
	c.right(bot.Text{
		FR: "Rebond ne lit pas les messages des salons\u00a0: il n’entend que ses commandes, ses boutons et ce qu’on lui écrit en message privé. Aucun réglage de Privileged Gateway Intents ne lui est nécessaire.",
		EN: "Rebond does not read the messages of channels: it hears only its commands, its buttons and what is written to it in direct messages. It needs none of the Privileged Gateway Intents.",
	})
	return c.found
}

// fault adds words that are whole already.
func (c *checking) fault(t bot.Text) { c.found = append(c.found, Finding{Text: t, Wrong: true}) }

func (c *checking) right(t bot.Text, args ...any) {
	c.found = append(c.found, Finding{Text: bot.Textf(t, args...)})
}

func (c *checking) wrong(t bot.Text, args ...any) { c.fault(bot.Textf(t, args...)) }

// get asks Discord, and asks again after a short wait that it asks for.
func (c *checking) get(ctx context.Context, route, path string, out any) error {
	return c.soon(ctx, func() error {
		return c.client().do(ctx, call{method: http.MethodGet, route: route, path: path}, out)
	})
}

func (c *checking) soon(ctx context.Context, do func() error) error {
	for {
		err := do()
		wait := waitOf(err)
		if wait == 0 || wait > checkPatience || ctx.Err() != nil {
			return err
		}
		pause(ctx, wait)
	}
}

// application looks at the token, and at what is set up for its application.
func (c *checking) application(ctx context.Context) error {
	var said struct {
		ID        string  `json:"id"`
		Name      string  `json:"name"`
		Bot       account `json:"bot"`
		Public    bool    `json:"bot_public"`
		CodeGrant bool    `json:"bot_require_code_grant"`
		Endpoint  string  `json:"interactions_endpoint_url"`
	}
	if err := c.get(ctx, "application", "/applications/@me", &said); err != nil {
		return err
	}
	c.name, c.me = fit(said.Name), said.Bot.ID
	if c.me == "" {
		c.me = said.ID
	}
	c.right(bot.Text{
		FR: "Discord accepte le jeton\u00a0: l’application s’appelle %s.",
		EN: "Discord accepts the token: the application is called %s.",
	}, c.name)
	if said.CodeGrant {
		c.wrong(bot.Text{
			FR: "Require OAuth2 Code Grant est activé\u00a0: personne ne pourra inviter Rebond. Désactive-le sur %s\u00a0: ton application, Bot.",
			EN: "Require OAuth2 Code Grant is on: nobody will be able to invite Rebond. Switch it off on %s: your application, Bot.",
		}, portal)
	}
	if said.Endpoint != "" {
		c.wrong(bot.Text{
			FR: "Discord envoie les commandes à une adresse web (%s) et non à Rebond\u00a0: elles restent sans réponse. Vide Interactions Endpoint URL sur %s\u00a0: ton application, General Information.",
			EN: "Discord sends the commands to a web address (%s) and not to Rebond: they stay unanswered. Empty Interactions Endpoint URL on %s: your application, General Information.",
		}, fit(said.Endpoint), portal)
	}
	if said.Public {
		c.right(bot.Text{
			FR: "L’application est publique\u00a0: qui connaît son lien peut l’inviter dans son serveur. Pour être la seule personne à le pouvoir\u00a0: %s, ton application, Installation, Install Link sur None, puis Bot, Public Bot désactivé.",
			EN: "The application is public: anyone who knows its link can invite it to their server. To be the only one who can: %s, your application, Installation, Install Link to None, then Bot, Public Bot off.",
		}, portal)
	} else {
		c.right(bot.Text{
			FR: "L’application est privée\u00a0: seule la personne ou l’équipe à qui elle appartient peut l’inviter dans un serveur.",
			EN: "The application is private: only the person or the team it belongs to can invite it to a server.",
		})
	}
	return nil
}

// fit is a name that Discord gives, fit to be shown.
func fit(s string) string { return bot.Clean(s, namedMost) }

// sessions looks at how many connections are left for today, and at how many share the
// servers.
func (c *checking) sessions(ctx context.Context) error {
	var g gateways
	if err := c.get(ctx, "gateway", "/gateway/bot", &g); err != nil {
		return err
	}
	reset := lasting(time.Duration(g.Limit.ResetIn) * time.Millisecond)
	if left := g.Limit.Remaining; left < fewLeft {
		c.found = append(c.found, Finding{Wrong: left < fewSessions, Text: bot.Textf(bot.Text{
			FR: "%s à Discord pour aujourd’hui\u202f; le compte repart dans %s. Quelque chose relance Rebond sans cesse\u00a0: lis son journal pour savoir quoi. En dessous de %s, Rebond attend avant chaque connexion, pour que Discord n’annule pas le jeton.",
			EN: "%s to Discord for today; the count starts anew in %s. Something restarts Rebond again and again: read its log to learn what. Below %s, Rebond waits before each connection, so that Discord does not cancel the token.",
		}, bot.Count(left, bot.Text{FR: "Il reste %s connexion", EN: "There is %s connection left"}, bot.Text{FR: "Il reste %s connexions", EN: "There are %s connections left"}), reset, fewSessions)})
	}
	of := max(1, c.Shards)
	if c.Shards == 0 {
		of = max(1, g.Shards)
	}
	if slices.ContainsFunc(c.Only, func(id int) bool { return id < 0 || id >= of }) {
		c.fault(wrongShard)
	}
	if c.Shards > 0 && c.Shards < g.Shards {
		c.right(bot.Text{
			FR: "Discord conseille %s pour tes serveurs, et discord.shards en règle %s. Mets \"auto\"\u00a0: Rebond suivra le conseil.",
			EN: "Discord advises %s for your servers, and discord.shards sets %s. Set \"auto\": Rebond will follow the advice.",
		}, bot.Count(g.Shards, bot.Text{FR: "%s connexion", EN: "%s connection"}, bot.Text{FR: "%s connexions", EN: "%s connections"}), c.Shards)
	}
	return nil
}

// registered looks whether Discord knows the commands as they are declared.
func (c *checking) registered(ctx context.Context, commands []bot.Command) error {
	app, _, err := c.who(ctx)
	if err != nil {
		return err
	}
	wanted, guilds := registration(commands), c.RegisterIn
	if len(guilds) == 0 {
		guilds = []string{""}
	}
	there, everywhere := true, true
	for _, guild := range guilds {
		var known []command
		err := c.soon(ctx, func() (err error) {
			known, err = c.known(ctx, commandsPath(app, guild))
			return err
		})
		if guild != "" {
			err = absent(err, guild)
		}
		if alone, ok := errors.AsType[*bot.UserError](err); ok {
			c.fault(alone.Text)
			everywhere = false
			continue
		}
		if err != nil {
			return err
		}
		there = there && same(known, wanted)
	}
	switch {
	case !everywhere: // it has been said what is wrong
	case there:
		c.right(bot.Text{
			FR: "Les commandes de cette version de Rebond sont enregistrées chez Discord.",
			EN: "The commands of this version of Rebond are registered with Discord.",
		})
	default:
		c.right(bot.Text{
			FR: "Les commandes de cette version de Rebond ne sont pas encore enregistrées chez Discord\u00a0: elles le seront à son prochain démarrage (rebond run). Un Discord déjà ouvert les montre après Ctrl+R.",
			EN: "The commands of this version of Rebond are not registered with Discord yet: they will be at its next start (rebond run). A Discord that is open already shows them after Ctrl+R.",
		})
	}
	return nil
}
