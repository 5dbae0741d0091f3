package slack

import (
	"maps"
	"strings"
	"testing"

	"rebond/bot"
)

// What a control does is read from its action_id, however often a message has it.
func TestControls(t *testing.T) {
	for _, do := range []bot.Call{
		{Command: "offres"}, {Command: "offres", Action: "voir", Args: bot.Args{"id": "a:b@c=d#e", "page": "2"}}, {Command: "offres", Ask: true},
		{Command: "offres", Args: bot.Args{"texte": strings.Repeat("é@:", 100)}},
	} {
		want, err := bot.ControlID(t.Context(), kept{}, do)
		if err != nil {
			t.Fatal(err)
		}
		for number, param := range map[int]string{1: "", 12: "choix"} {
			id, err := controlID(t.Context(), kept{}, number, do, param)
			if err != nil || len(id) > 255 {
				t.Fatalf("%q, %v", id, err)
			}
			wanted := bot.Args(nil)
			if param != "" {
				wanted = bot.Args{param: "a,b"}
			}
			if control, args := controlOf(id, []string{"a", "b"}); control != want || !maps.Equal(args, wanted) {
				t.Errorf("%q does %q with %q; want %q with %q", id, control, args, want, wanted)
			}
			if strings.HasPrefix(id, linkMark) || id == linkID(number) {
				t.Errorf("%q is read as that of a link", id)
			}
		}
	}
}
