package discordtest

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// What the fake answers is what the contract says that Discord answers.
func TestResponsesAreDiscords(t *testing.T) {
	c := contractFor(t)
	if c == nil {
		t.Skip("no contract to read")
	}
	f, err := os.Open(c.at)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	doc, err := jsonschema.UnmarshalJSON(f)
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft2020)
	if err := compiler.AddResource("discord.json", doc); err != nil {
		t.Fatal(err)
	}
	sc := open(t)
	sc.g.SystemChannel()
	sc.offers.Hide(sc.g.Role("vu"))
	sc.g.Join(sc.camille, sc.g.roles[len(sc.g.roles)-1])
	sc.offers.Deny(ManageChannels)
	sc.g.BotRole().Grant(BotPermissions | Administrator)
	picture := said("x", aside(object{"type": TypeThumbnail, "media": object{"url": "https://a.example/a.png"}, "description": "x"}, display("y")), counter("0")["components"].([]any)[1])
	picture["components"] = append(picture["components"].([]any), counter("0")["components"].([]any)[2], inContainer(display("in"), object{"type": TypeSeparator}, object{"type": TypeMediaGallery, "items": []any{object{"media": object{"url": "https://a.example/a.png"}}}}))
	var sent struct{ ID string }
	sc.uploads(http.MethodPost, "/channels/"+sc.offers.ID+"/messages", said("f", object{"type": TypeFile, "file": object{"url": "attachment://a.png"}}), "a.png", []byte("x"), http.StatusOK, &sent)
	id := sc.posts(with(picture, object{"nonce": "x"}))
	app, in := "/applications/"+sc.s.ApplicationID, "/channels/"+sc.offers.ID+"/messages"
	thread := sc.posts(said("y"))
	sc.asks(http.MethodPut, in+"/pins/"+id, nil, http.StatusNoContent, nil)
	sc.command()
	_, token := sc.answers(CallbackMessage, said("z"))
	hook := "/webhooks/" + sc.s.ApplicationID + "/" + token
	for _, r := range []struct {
		method, path, route string
		body                any
		status              int
	}{
		{http.MethodGet, "/gateway/bot", "/gateway/bot", nil, 200},
		{http.MethodGet, "/users/@me", "/users/@me", nil, 200},
		{http.MethodGet, "/users/@me/guilds", "/users/@me/guilds", nil, 200},
		{http.MethodGet, "/users/" + sc.sam.ID, "/users/{user_id}", nil, 200},
		{http.MethodGet, "/applications/@me", "/applications/@me", nil, 200},
		{http.MethodPost, "/users/@me/channels", "/users/@me/channels", object{"recipient_id": sc.sam.ID}, 200},
		{http.MethodGet, "/guilds/" + sc.g.ID, "/guilds/{guild_id}", nil, 200},
		{http.MethodGet, "/guilds/" + sc.g.ID + "/channels", "/guilds/{guild_id}/channels", nil, 200},
		{http.MethodGet, "/guilds/" + sc.g.ID + "/roles", "/guilds/{guild_id}/roles", nil, 200},
		{http.MethodGet, "/guilds/" + sc.g.ID + "/members/" + sc.camille.ID, "/guilds/{guild_id}/members/{user_id}", nil, 200},
		{http.MethodGet, "/channels/" + sc.offers.ID, "/channels/{channel_id}", nil, 200},
		{http.MethodPost, in + "/" + thread + "/threads", postRoute + "/{message_id}/threads", object{"name": "x"}, 201},
		{http.MethodGet, in, postRoute, nil, 200},
		{http.MethodPost, in, postRoute, with(said("n"), object{"nonce": "n"}), 200},
		{http.MethodGet, in + "/pins", postRoute + "/pins", nil, 200},
		{http.MethodPatch, in + "/" + id, postRoute + "/{message_id}", picture, 200},
		{http.MethodGet, "/channels/" + thread, "/channels/{channel_id}", nil, 200},
		{http.MethodGet, "/channels/" + sc.sam.DM().ID, "/channels/{channel_id}", nil, 200},
		{http.MethodPost, hook, "/webhooks/{webhook_id}/{webhook_token}", said("s"), 200},
		{http.MethodGet, hook + "/messages/@original", "/webhooks/{webhook_id}/{webhook_token}/messages/@original", nil, 200},
		{http.MethodGet, app + "/commands?with_localizations=true", commandRoute, nil, 200},
		{http.MethodPut, app + "/commands", commandRoute, declared(), 200},
	} {
		t.Run(r.method+" "+r.route, func(t *testing.T) {
			sc.T = t
			schema, err := compiler.Compile(fmt.Sprintf("discord.json#/paths/%s/%s/responses/%d/content/application~1json/schema", escaped(r.route), strings.ToLower(r.method), r.status))
			if err != nil {
				t.Fatal(err)
			}
			var body any
			sc.asks(r.method, r.path, r.body, r.status, &body)
			v, err := jsonschema.UnmarshalJSON(bytes.NewReader(encode(body)))
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(v); err != nil {
				t.Errorf("%.600s\n%.3000s", err, encode(body))
			}
		})
	}
	sc.T = t
}
