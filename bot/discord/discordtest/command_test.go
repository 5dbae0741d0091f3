package discordtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
)

func TestRegistration(t *testing.T) {
	sc := open(t)
	path := "/applications/" + sc.s.ApplicationID + "/commands"
	var plain, full, again []struct {
		ID, Version, Name          string
		Name_localizations         map[string]string
		Default_member_permissions *string
		Options                    []object
	}
	sc.asks(http.MethodGet, path, nil, http.StatusOK, &plain)
	sc.asks(http.MethodGet, path+"?with_localizations=true", nil, http.StatusOK, &full)
	if len(plain) != 2 || plain[0].Name_localizations != nil || full[0].Name_localizations["fr"] != "offres" || *full[1].Default_member_permissions != "32" {
		t.Errorf("%+v, %+v", plain, full)
	}
	if o := full[0].Options[2]; o["required"] != nil || full[0].Options[0]["required"] != true {
		t.Errorf("the options are %v", full[0].Options)
	}
	changed := declared()
	changed[1]["description"] = "Others"
	sc.asks(http.MethodPut, path, changed, http.StatusOK, &again)
	if again[0].ID != full[0].ID || again[0].Version != full[0].Version || again[1].ID != full[1].ID || again[1].Version == full[1].Version {
		t.Errorf("%+v after %+v", again, full)
	}
	guild := "/applications/" + sc.s.ApplicationID + "/guilds/" + sc.g.ID + "/commands"
	sc.asks(http.MethodPut, guild, declared()[:1], http.StatusOK, nil)
	if len(sc.s.AwaitRegistered(sc.g)) != 1 || len(sc.s.Registered(nil)) != 2 {
		t.Error("commands of a guild are not those of all")
	}
	sc.fails(http.MethodGet, "/applications/1/commands", nil, http.StatusForbidden, 20012)
	sc.fails(http.MethodGet, "/applications/"+sc.s.ApplicationID+"/guilds/1/commands", nil, http.StatusForbidden, 50001)
	for round := range 2 {
		var all []object
		for i := range 100 {
			all = append(all, object{"name": fmt.Sprintf("c%d-%d", round, i), "description": "x"})
		}
		if round == 0 {
			sc.asks(http.MethodPut, guild, all, http.StatusOK, nil)
		} else {
			sc.fails(http.MethodPut, guild, all, http.StatusTooManyRequests, 30034)
		}
	}
}

func TestTheContractIsThere(t *testing.T) {
	if contractFor(t) == nil {
		t.Skip("no contract to read")
	}
	if wrong := Validate(t, http.MethodPost, postRoute, []byte(`{"content": 3, "allowed_mentions": {"parse": [], "user": []}}`)); len(wrong) < 2 {
		t.Errorf("%q", wrong)
	}
}

// The fake has no route that Discord has not.
func TestRoutesAreDiscords(t *testing.T) {
	c := contractFor(t)
	if c == nil {
		t.Skip("no contract to read")
	}
	data, err := os.ReadFile(c.at)
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Paths map[string]map[string]json.RawMessage
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	for _, r := range routes() {
		if doc.Paths[r.path][strings.ToLower(r.method)] == nil {
			t.Errorf("%s %s is not in the contract", r.method, r.path)
		}
	}
}
