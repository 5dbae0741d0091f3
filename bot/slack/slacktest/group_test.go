package slacktest

import (
	"fmt"
	"strings"
	"testing"
)

// Several people have one conversation with the bot, whatever their order; the bot is in
// it by itself, and nobody else looks into it.
func TestGroups(t *testing.T) {
	a, _, u := here(t)
	sam, noa, gone := a.w.User("Sam", "en-GB"), a.w.User("Noa", "fr-FR"), a.w.User("Alix", "fr-FR")
	gone.Deactivate()
	var many []string
	for i := range maxGathered + 1 {
		many = append(many, a.w.User(fmt.Sprint("Membre", i), "fr-FR").ID)
	}
	for users, want := range map[string]string{
		u.ID + "," + a.w.Bot().ID: "cannot_dm_bot", u.ID + "," + gone.ID: "user_disabled", u.ID + ",U0": "user_not_found", strings.Join(many, ","): "too_many_users",
		strings.Join(many[1:], ","): "",
	} {
		a.wants("conversations.open", object{"users": users}, want)
	}
	open := func(users string) string {
		return text(dict(a.wants("conversations.open", object{"users": users}, "")["channel"])["id"])
	}
	id := open(u.ID + "," + sam.ID)
	if again := open(sam.ID + "," + u.ID + "," + sam.ID); again != id || open(u.ID+","+u.ID) != u.DM().ID {
		t.Errorf("the same people are in %s, then in %s", id, again)
	}
	a.wants("chat.postMessage", object{"channel": id, "text": "entre nous"}, "")
	group := u.Groups()[0]
	if group.ID != id || len(sam.Sees(group)) != 1 || len(noa.Sees(group)) != 0 || len(noa.Groups()) != 0 {
		t.Error("it is not seen by its members alone")
	}
	if got := dict(a.wants("conversations.info", object{"channel": id}, "")["channel"]); got["is_mpim"] != true || got["is_private"] != true {
		t.Errorf("%v", got)
	}
	a.w.Withdraw("mpim:history")
	a.wants("conversations.history", object{"channel": id}, "missing_scope")
	a.w.Withdraw("mpim:write")
	a.wants("conversations.open", object{"users": u.ID + "," + sam.ID}, "missing_scope")
	a.wants("conversations.open", object{"users": u.ID}, "")
}
