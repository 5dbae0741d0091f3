package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"rebond/bot"
)

var notJoined = bot.Text{
	FR: "discord.register_in_guilds nomme le serveur %s, où Rebond n’est pas. Invite-le d’abord dans ce serveur (rebond discord invite donne le lien), ou enlève ce serveur de la configuration.",
	EN: "discord.register_in_guilds names the server %s, which Rebond is not in. Invite it there first (rebond discord invite gives the link), or remove this server from the configuration.",
}

// register tells Discord the commands, where it does not know them as they are. They are
// in one place only, as a member would see those that are in two twice: in the guilds of
// RegisterIn, and then no longer for all; or for all, and then, the first time, no longer
// in any guild that the bot is in. That first time shows in that Discord knows none for
// all: no other start asks about each guild.
func (a *Adapter) register(ctx context.Context) error {
	app, _, err := a.who(ctx)
	if err != nil {
		return err
	}
	everywhere, wanted := commandsPath(app, ""), registration(a.commands)
	known, err := a.known(ctx, everywhere)
	if err != nil {
		return err
	}
	if len(a.RegisterIn) == 0 {
		if len(known) == 0 {
			if err := a.withdraw(ctx, app); err != nil {
				return err
			}
		}
		return a.declare(ctx, everywhere, known, wanted)
	}
	for _, guild := range a.RegisterIn {
		path := commandsPath(app, guild)
		there, err := a.known(ctx, path)
		if err != nil {
			return absent(err, guild)
		}
		if err := a.declare(ctx, path, there, wanted); err != nil {
			return err
		}
	}
	if len(known) > 0 {
		a.Log.WarnContext(ctx, "the commands are only in the guilds of register_in_guilds from now on")
	}
	return a.declare(ctx, everywhere, known, []command{})
}

// commandsPath is where the commands of a guild are; those for all where it is "".
func commandsPath(app, guild string) string {
	if guild == "" {
		return "/applications/" + app + "/commands"
	}
	return "/applications/" + app + "/guilds/" + url.PathEscape(guild) + "/commands"
}

// known are the commands that Discord knows in a place. One that is nothing like ours, of
// a bot that was another before, is read as nameless: it is not what is wanted.
func (a *Adapter) known(ctx context.Context, path string) ([]command, error) {
	var texts []json.RawMessage
	if err := a.client().do(ctx, call{method: http.MethodGet, route: path, path: path + "?with_localizations=true"}, &texts); err != nil {
		return nil, err
	}
	all := make([]command, len(texts))
	for i, text := range texts {
		if json.Unmarshal(text, &all[i]) != nil {
			all[i] = command{}
		}
	}
	return all, nil
}

// declare makes the commands of a place those that are wanted. Where Discord takes no
// more new ones today, those that it knows stay: that is no reason not to answer them.
func (a *Adapter) declare(ctx context.Context, path string, known, wanted []command) error {
	if same(known, wanted) {
		return nil
	}
	err := a.client().do(ctx, call{method: http.MethodPut, route: path, path: path, body: wanted}, nil)
	if coded(err, createdTooMany) {
		a.Log.ErrorContext(ctx, "Discord takes no new command today: members see those of before", "err", err)
		return nil
	}
	return blamed(err, wanted)
}

// withdraw takes back the commands of each guild that has its own. One that does not let
// us see them has none.
func (a *Adapter) withdraw(ctx context.Context, app string) error {
	var in []guild
	err := a.patiently(ctx, func() (err error) {
		in, err = a.guilds(ctx)
		return err
	})
	for _, g := range in {
		if err != nil {
			break
		}
		err = a.patiently(ctx, func() error {
			path := commandsPath(app, g.ID)
			there, err := a.known(ctx, path)
			var said *apiError
			if errors.As(err, &said) && said.Status == http.StatusForbidden {
				return nil
			}
			if err != nil {
				return err
			}
			return a.declare(ctx, path, there, []command{})
		})
	}
	return err
}

// absent is the error of a guild that the bot is not in, in words.
func absent(err error, guild string) error {
	var said *apiError
	if errors.As(err, &said) && (said.Status == http.StatusForbidden || said.Status == http.StatusNotFound || said.Status == http.StatusBadRequest) {
		return &bot.UserError{Text: bot.Textf(notJoined, guild), Err: err}
	}
	return err
}

// blamed names the commands that Discord refuses, which it tells by their places.
func blamed(err error, wanted []command) error {
	var said *apiError
	var places map[string]json.RawMessage
	if !errors.As(err, &said) || json.Unmarshal(said.Fields, &places) != nil {
		return err
	}
	var names []string
	for place := range places {
		if k, err := strconv.Atoi(place); err == nil && k >= 0 && k < len(wanted) {
			names = append(names, "/"+wanted[k].Name)
		}
	}
	if len(names) == 0 {
		return err
	}
	slices.Sort(names)
	return fmt.Errorf("%s: %w", strings.Join(names, ", "), err)
}

// same reports whether Discord knows the commands as they are, in any order.
func same(known, wanted []command) bool {
	byName := map[string]any{}
	for i := range known {
		byName[known[i].Name] = plainJSON(&known[i])
	}
	if len(known) != len(wanted) || len(byName) != len(wanted) {
		return false
	}
	for i := range wanted {
		if !reflect.DeepEqual(byName[wanted[i].Name], plainJSON(&wanted[i])) {
			return false
		}
	}
	return true
}

// plainJSON is a command as JSON has it, so that absent and empty are the same.
func plainJSON(c *command) (v any) {
	text, err := json.Marshal(c)
	if err != nil || json.Unmarshal(text, &v) != nil {
		return nil
	}
	return v
}
