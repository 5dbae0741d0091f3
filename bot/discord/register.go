package discord

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"
)

// register tells Discord the commands, where it does not know them as they are.
func (a *Adapter) register(ctx context.Context) error {
	app, _, err := a.who(ctx)
	if err != nil {
		return err
	}
	wanted := registration(a.commands)
	paths := []string{"/applications/" + app + "/commands"}
	if len(a.RegisterIn) > 0 {
		paths = nil
		for _, guild := range a.RegisterIn {
			paths = append(paths, "/applications/"+app+"/guilds/"+guild+"/commands")
		}
	}
	for _, path := range paths {
		var known []command
		if err := a.client().do(ctx, call{method: http.MethodGet, route: "commands", path: path + "?with_localizations=true"}, &known); err != nil {
			return err
		}
		if same(known, wanted) {
			continue
		}
		if err := a.client().do(ctx, call{method: http.MethodPut, route: "commands", path: path, body: wanted}, nil); err != nil {
			return err
		}
	}
	return nil
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
