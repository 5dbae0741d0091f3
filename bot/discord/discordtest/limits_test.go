package discordtest

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

const (
	postRoute     = "/channels/{channel_id}/messages"
	callbackRoute = "/interactions/{interaction_id}/{interaction_token}/callback"
	commandRoute  = "/applications/{application_id}/commands"
)

// bodies are held to a limit: one that is within it and one that is over. A limit
// whose name begins with "contract" is the contract's alone.
type bodies struct{ within, over any }

func hold(t *testing.T, method, route string, all map[string]bodies) {
	t.Helper()
	for name, b := range all {
		t.Run(name, func(t *testing.T) {
			if strings.HasPrefix(name, "contract") && contractFor(t) == nil {
				t.Skip("no contract to read")
			}
			if wrong := Validate(t, method, route, encode(b.within)); len(wrong) > 0 {
				t.Errorf("%s\nis refused: %q", encode(b.within), wrong)
			}
			if wrong := Validate(t, method, route, encode(b.over)); len(wrong) == 0 {
				t.Errorf("%.2000s\nis accepted", encode(b.over))
			}
		})
	}
}

func long(n int) string { return strings.Repeat("é", n) }

func press(changes object) object {
	return with(object{"type": TypeButton, "style": 1, "label": "Voir", "custom_id": "voir"}, changes)
}

func inRow(all ...any) object { return object{"type": TypeActionRow, "components": all} }

func choice(changes object) object {
	return with(object{"type": TypeStringSelect, "custom_id": "choix", "options": []any{object{"label": "a", "value": "a"}, object{"label": "b", "value": "b"}}}, changes)
}

func manyOf(n int, one func(i int) any) []any {
	all := make([]any, n)
	for i := range all {
		all[i] = one(i)
	}
	return all
}

func display(s string) object { return object{"type": TypeTextDisplay, "content": s} }

func aside(accessory any, texts ...any) object {
	return object{"type": TypeSection, "components": texts, "accessory": accessory}
}

func inContainer(all ...any) object { return object{"type": TypeContainer, "components": all} }

func TestLimitsOfMessages(t *testing.T) {
	plain := object{"content": "x", "allowed_mentions": object{"parse": []any{}}}
	hold(t, http.MethodPost, postRoute, map[string]bodies{
		"content":                    {with(plain, object{"content": long(2000)}), with(plain, object{"content": long(2001)})},
		"content of spaces":          {plain, with(plain, object{"content": " \n"})},
		"contract: unknown property": {plain, with(plain, object{"contents": "x"})},
		"contract: wrong type":       {plain, with(plain, object{"content": 1})},
		"nonce":                      {with(plain, object{"nonce": long(25)}), with(plain, object{"nonce": long(26)})},
		"enforced nonce":             {with(plain, object{"nonce": "x", "enforce_nonce": true}), with(plain, object{"enforce_nonce": true})},
		"flags":                      {with(plain, object{"flags": FlagSuppressNotifications}), with(plain, object{"flags": FlagEphemeral})},
		"embeds":                     {with(plain, object{"embeds": manyOf(1, embed(4096))}), with(plain, object{"embeds": manyOf(2, embed(3001))})},
		"number of embeds":           {with(plain, object{"embeds": manyOf(10, embed(1))}), with(plain, object{"embeds": manyOf(11, embed(1))})},
		"mentions said":              {plain, with(plain, object{"allowed_mentions": nil})},
		"mentions parsed":            {plain, with(plain, object{"allowed_mentions": object{"parse": []any{"everyone"}}})},
		"mentions of people":         {with(plain, object{"allowed_mentions": object{"parse": []any{}, "users": []any{}}}), with(plain, object{"allowed_mentions": object{"parse": []any{}, "users": []any{"1"}}})},
		"reply that pings":           {with(plain, object{"allowed_mentions": object{"replied_user": false}}), with(plain, object{"allowed_mentions": object{"replied_user": true}})},
		"number of files":            {with(plain, object{"attachments": manyOf(10, filed)}), with(plain, object{"attachments": manyOf(11, filed)})},
		"name of a file":             {with(plain, object{"attachments": manyOf(1, filed)}), with(plain, object{"attachments": []any{object{"id": "0", "filename": "a/b"}}})},
		"number of displays":         {said("x", manyOf(39, func(int) any { return display("x") })...), said("x", manyOf(40, func(int) any { return display("x") })...)},
		"components of all":          {said("x", manyOf(6, five)...), said("x", manyOf(7, five)...)},
		"text in all":                {said(long(3999), display("x")), said(long(3999), inContainer(display("xx")))},
		"bytes of text":              {said(strings.Repeat("語", 3386)), said(strings.Repeat("語", 3387))},
		"empty text":                 {said("x"), said(" ")},
		"unique component id":        {said("x", with(display("y"), object{"id": 2})), with(said("x", with(display("y"), object{"id": 2}), with(display("z"), object{"id": 2})), nil)},
	})
}

func embed(n int) func(int) any {
	return func(int) any { return object{"description": long(n)} }
}

func filed(i int) any { return object{"id": fmt.Sprint(i), "filename": "a.png"} }

// five is a row of five buttons, which is six components.
func five(i int) any {
	return inRow(manyOf(5, func(n int) any { return press(object{"custom_id": fmt.Sprint(i, "/", n)}) })...)
}

func TestLimitsOfComponents(t *testing.T) {
	thumb := object{"type": TypeThumbnail, "media": object{"url": "https://rebond.example/a.png"}}
	gallery := func(n int, url string) object {
		return object{"type": TypeMediaGallery, "items": manyOf(n, func(int) any { return object{"media": object{"url": url}, "description": "x"} })}
	}
	hold(t, http.MethodPost, postRoute, map[string]bodies{
		"buttons in a row":            {said("x", five(0)), said("x", inRow(manyOf(6, func(n int) any { return press(object{"custom_id": fmt.Sprint(n)}) })...))},
		"empty row":                   {said("x", inRow(press(nil))), said("x", inRow())},
		"select in a row":             {said("x", inRow(choice(nil))), said("x", inRow(choice(nil), press(nil)))},
		"text in a row":               {said("x", inRow(press(nil))), said("x", inRow(display("y")))},
		"label":                       {said("x", inRow(press(object{"label": long(80)}))), said("x", inRow(press(object{"label": long(81)})))},
		"no label":                    {said("x", inRow(press(object{"label": nil, "emoji": object{"name": "✅"}}))), said("x", inRow(press(object{"label": nil})))},
		"contract: misspelt property": {said("x", inRow(press(nil))), said("x", inRow(press(object{"labell": "x"})))},
		"neither id nor url":          {said("x", inRow(press(nil))), said("x", inRow(press(object{"custom_id": nil})))},
		"both id and url":             {said("x", inRow(press(object{"style": 5, "custom_id": nil, "url": "https://a.example"}))), said("x", inRow(press(object{"style": 5, "url": "https://a.example"})))},
		"url without a style":         {said("x", inRow(press(object{"style": 5, "custom_id": nil, "url": "https://a.example"}))), said("x", inRow(press(object{"custom_id": nil, "url": "https://a.example"})))},
		"scheme of a url":             {said("x", inRow(press(object{"style": 5, "custom_id": nil, "url": "https://a.example"}))), said("x", inRow(press(object{"style": 5, "custom_id": nil, "url": "javascript:alert(1)"})))},
		"length of a url":             {said("x", inRow(press(object{"style": 5, "custom_id": nil, "url": "https://a.example/" + strings.Repeat("a", 494)}))), said("x", inRow(press(object{"style": 5, "custom_id": nil, "url": "https://a.example/" + strings.Repeat("a", 495)})))},
		"custom_id":                   {said("x", inRow(press(object{"custom_id": long(100)}))), said("x", inRow(press(object{"custom_id": long(101)})))},
		"empty custom_id":             {said("x", inRow(press(nil))), said("x", inRow(press(object{"custom_id": ""})))},
		"unique custom_id":            {said("x", inRow(press(nil)), inRow(press(object{"custom_id": "b"}))), said("x", inRow(press(nil)), inContainer(inRow(press(nil))))},
		"style":                       {said("x", inRow(press(object{"style": 4}))), said("x", inRow(press(object{"style": 7})))},
		"number of options":           {said("x", inRow(choice(object{"options": manyOf(25, option)}))), said("x", inRow(choice(object{"options": manyOf(26, option)})))},
		"no options":                  {said("x", inRow(choice(nil))), said("x", inRow(choice(object{"options": []any{}})))},
		"label of an option":          {said("x", inRow(choice(object{"options": []any{object{"label": long(100), "value": "a"}}}))), said("x", inRow(choice(object{"options": []any{object{"label": long(101), "value": "a"}}})))},
		"value of an option":          {said("x", inRow(choice(object{"options": []any{object{"label": "a", "value": long(100)}}}))), said("x", inRow(choice(object{"options": []any{object{"label": "a", "value": long(101)}}})))},
		"help of an option":           {said("x", inRow(choice(object{"options": []any{object{"label": "a", "value": "a", "description": long(100)}}}))), said("x", inRow(choice(object{"options": []any{object{"label": "a", "value": "a", "description": long(101)}}})))},
		"unique values":               {said("x", inRow(choice(nil))), said("x", inRow(choice(object{"options": []any{object{"label": "a", "value": "a"}, object{"label": "b", "value": "a"}}})))},
		"max_values":                  {said("x", inRow(choice(object{"max_values": 2}))), said("x", inRow(choice(object{"max_values": 3})))},
		"min_values":                  {said("x", inRow(choice(object{"min_values": 2, "max_values": 2}))), said("x", inRow(choice(object{"min_values": 2})))},
		"defaults":                    {said("x", inRow(choice(object{"options": []any{object{"label": "a", "value": "a", "default": true}}}))), said("x", inRow(choice(object{"options": []any{object{"label": "a", "value": "a", "default": true}, object{"label": "b", "value": "b", "default": true}}})))},
		"required is of modals":       {said("x", inRow(choice(nil))), said("x", inRow(choice(object{"required": true})))},
		"placeholder":                 {said("x", inRow(choice(object{"placeholder": long(150)}))), said("x", inRow(choice(object{"placeholder": long(151)})))},
		"texts of a section":          {said("x", aside(thumb, display("1"), display("2"), display("3"))), said("x", aside(thumb, display("1"), display("2"), display("3"), display("4")))},
		"empty section":               {said("x", aside(press(nil), display("1"))), said("x", aside(thumb))},
		"no accessory":                {said("x", aside(thumb, display("1"))), said("x", object{"type": TypeSection, "components": []any{display("1")}})},
		"select as accessory":         {said("x", aside(thumb, display("1"))), said("x", aside(choice(nil), display("1")))},
		"container's children":        {said("x", inContainer(display("1"), aside(thumb, display("2")), gallery(1, "https://a.example/a.png"), object{"type": TypeSeparator}, inRow(press(nil)))), said("x", inContainer(inContainer(display("1"))))},
		"empty container":             {said("x", inContainer(display("1"))), said("x", inContainer())},
		"a file to give":              {said("x", inRow(press(nil))), said("x", dropped(nil))},
		"a file to give in a row":     {said("x", inRow(press(nil))), said("x", inRow(dropped(nil)["component"]))},
		"button at the top":           {said("x", inRow(press(nil))), said("x", press(nil))},
		"gallery":                     {said("x", gallery(10, "https://a.example/a.png")), said("x", gallery(11, "https://a.example/a.png"))},
		"scheme of a picture":         {said("x", gallery(1, "attachment://a.png")), said("x", gallery(1, "data:image/png;base64,xx"))},
		"a file is attached":          {said("x", object{"type": TypeFile, "file": object{"url": "attachment://a.json"}}), said("x", object{"type": TypeFile, "file": object{"url": "https://a.example/a.json"}})},
	})
}

func option(i int) any { return object{"label": fmt.Sprint(i), "value": fmt.Sprint(i)} }

func TestLimitsOfFirstAnswers(t *testing.T) {
	choices := func(all ...any) object { return object{"type": CallbackChoices, "data": object{"choices": all}} }
	one := func(i int) any { return object{"name": fmt.Sprint(i), "value": fmt.Sprint(i)} }
	hold(t, http.MethodPost, callbackRoute, map[string]bodies{
		"flags of a deferral":   {object{"type": 5, "data": object{"flags": FlagEphemeral}}, object{"type": 5, "data": object{"flags": FlagEphemeral | FlagComponentsV2}}},
		"words of a deferral":   {object{"type": 5}, object{"type": 5, "data": object{"content": "x", "allowed_mentions": object{"parse": []any{}}}}},
		"number of choices":     {choices(manyOf(25, one)...), choices(manyOf(26, one)...)},
		"name of a choice":      {choices(object{"name": long(100), "value": "a"}), choices(object{"name": long(101), "value": "a"})},
		"value of a choice":     {choices(object{"name": "a", "value": long(100)}), choices(object{"name": "a", "value": long(101)})},
		"locale of a choice":    {choices(object{"name": "a", "value": "a", "name_localizations": object{"fr": "b"}}), choices(object{"name": "a", "value": "a", "name_localizations": object{"fr-FR": "b"}})},
		"mentions of an answer": {object{"type": 4, "data": said("x")}, object{"type": 4, "data": with(said("x"), object{"allowed_mentions": nil})}},
		"contract: type":        {object{"type": 6}, object{"type": 3}},
	})
}

func TestLimitsOfCommands(t *testing.T) {
	command := func(changes object) object {
		return with(object{"name": "offres", "description": "Des offres"}, changes)
	}
	opt := func(changes object) object {
		return with(object{"type": optionString, "name": "lieu", "description": "Où"}, changes)
	}
	opts := func(all ...any) []any { return []any{command(object{"options": all})} }
	named := func(i int) any { return opt(object{"name": fmt.Sprint("o", i)}) }
	picks := func(n int) object {
		return opt(object{"choices": manyOf(n, func(i int) any { return object{"name": fmt.Sprint(i), "value": fmt.Sprint(i)} })})
	}
	heavy := func(n int) []any {
		return manyOf(1, func(int) any {
			return command(object{"options": manyOf(3, func(i int) any {
				return opt(object{"name": fmt.Sprint("o", i), "choices": manyOf(n, func(j int) any { return object{"name": fmt.Sprint(j, long(98)), "value": fmt.Sprint(j, long(98))} })})
			})})
		})
	}
	hold(t, http.MethodPut, commandRoute, map[string]bodies{
		"name":                       {[]any{command(object{"name": long(32)})}, []any{command(object{"name": long(33)})}},
		"upper case":                 {[]any{command(nil)}, []any{command(object{"name": "Offres"})}},
		"space in a name":            {[]any{command(object{"name": "mes-offres"})}, []any{command(object{"name": "mes offres"})}},
		"upper case, in French":      {[]any{command(object{"name_localizations": object{"fr": "météo"}})}, []any{command(object{"name_localizations": object{"fr": "Météo"}})}},
		"locale":                     {[]any{command(object{"name_localizations": object{"en-GB": "x"}})}, []any{command(object{"name_localizations": object{"fr-FR": "x"}})}},
		"description":                {[]any{command(object{"description": long(100)})}, []any{command(object{"description": long(101)})}},
		"description, in French":     {[]any{command(object{"description_localizations": object{"fr": long(100)}})}, []any{command(object{"description_localizations": object{"fr": long(101)}})}},
		"no description":             {[]any{command(nil)}, []any{command(object{"description": ""})}},
		"unique names":               {[]any{command(nil), command(object{"name": "b"})}, []any{command(nil), command(nil)}},
		"unique names, in French":    {[]any{command(object{"name": "a", "name_localizations": object{"fr": "x"}}), command(object{"name": "b", "name_localizations": object{"fr": "y"}})}, []any{command(object{"name": "a", "name_localizations": object{"fr": "x"}}), command(object{"name": "b", "name_localizations": object{"fr": "x"}})}},
		"number of commands":         {manyOf(100, func(i int) any { return command(object{"name": fmt.Sprint("c", i)}) }), manyOf(101, func(i int) any { return command(object{"name": fmt.Sprint("c", i)}) })},
		"number of options":          {opts(manyOf(25, named)...), opts(manyOf(26, named)...)},
		"name of an option":          {opts(opt(object{"name": "lieu-2"})), opts(opt(object{"name": "Lieu"}))},
		"unique options":             {opts(named(1), named(2)), opts(named(1), named(1))},
		"required first":             {opts(opt(object{"required": true}), named(1)), opts(named(1), opt(object{"required": true}))},
		"number of choices":          {opts(picks(25)), opts(picks(26))},
		"length of a choice":         {opts(opt(object{"choices": []any{object{"name": long(100), "value": long(100)}}})), opts(opt(object{"choices": []any{object{"name": "x", "value": long(101)}}}))},
		"choices and completion":     {opts(opt(object{"autocomplete": true})), opts(with(picks(1), object{"autocomplete": true}))},
		"contract: unknown property": {opts(opt(nil)), opts(opt(object{"require": true}))},
		"contract: bounds of a text": {opts(opt(object{"max_length": 10})), opts(opt(object{"max_value": 10}))},
		"contract: permissions":      {[]any{command(object{"default_member_permissions": "32"})}, []any{command(object{"default_member_permissions": "admin"})}},
		"contract: contexts":         {[]any{command(object{"contexts": []any{0, 1}})}, []any{command(object{"contexts": []any{}})}},
		"size":                       {heavy(13), heavy(14)},
	})
}

// What depends on the message that is there is looked at by the server.
func TestLimitsOfEdits(t *testing.T) {
	sc := open(t)
	plain := object{"content": "x", "allowed_mentions": object{"parse": []any{}}}
	posts := "/channels/" + sc.offers.ID + "/messages"
	v2, old := sc.posts(said("x")), sc.posts(plain)
	for name, c := range map[string]struct {
		method, path string
		body         object
	}{
		"content with the flag":      {http.MethodPost, posts, with(said("x"), object{"content": "y"})},
		"embeds with the flag":       {http.MethodPost, posts, with(said("x"), object{"embeds": manyOf(1, embed(1))})},
		"the flag alone":             {http.MethodPost, posts, with(said("x"), object{"components": []any{}})},
		"components without it":      {http.MethodPost, posts, with(said("x"), object{"flags": nil})},
		"taking the flag away":       {http.MethodPatch, posts + "/" + v2, with(plain, object{"flags": 0, "components": []any{}})},
		"content for a V2 message":   {http.MethodPatch, posts + "/" + v2, plain},
		"the flag for a V1 message":  {http.MethodPatch, posts + "/" + old, said("y")},
		"a reference to nothing":     {http.MethodPost, posts, said("x", object{"type": TypeFile, "file": object{"url": "attachment://a.json"}})},
		"an attachment without data": {http.MethodPost, posts, with(said("x"), object{"attachments": manyOf(1, filed)})},
	} {
		t.Run(name, func(t *testing.T) {
			sc.T = t
			o := sc.fails(c.method, c.path, c.body, http.StatusBadRequest, 50035)
			if o["errors"] == nil {
				t.Errorf("%v", o)
			}
			if r := sc.refusals(1); !strings.Contains(r[0].Body, `"allowed_mentions"`) {
				t.Errorf("%v", r)
			}
		})
	}
	sc.T = t
	sc.asks(http.MethodPatch, posts+"/"+v2, with(said("z"), object{"flags": nil}), http.StatusOK, nil)
	sc.asks(http.MethodPatch, posts+"/"+old, with(said("z"), object{"content": "", "embeds": []any{}}), http.StatusOK, nil)
	sc.fails(http.MethodPost, posts, object{"allowed_mentions": object{"parse": []any{}}}, http.StatusBadRequest, 50006)
	sc.refusals(1)
}

func TestPings(t *testing.T) {
	sc := open(t)
	body := with(said("<@"+sc.sam.ID+"> @everyone <@&1>"), object{"allowed_mentions": object{"parse": []any{}, "users": []any{sc.sam.ID}}})
	sc.fails(http.MethodPost, "/channels/"+sc.offers.ID+"/messages", body, http.StatusBadRequest, 50035)
	sc.refusals(1)
	sc.s.AllowPing(sc.sam)
	sc.posts(body)
	sc.posts(said("<@" + sc.sam.ID + "> @everyone"))
	seen := sc.sam.Sees(sc.offers)
	if !slices.Equal(seen[0].Pings, []string{sc.sam.ID}) || len(seen[1].Pings) != 0 {
		t.Errorf("%v, %v", seen[0].Pings, seen[1].Pings)
	}
}
