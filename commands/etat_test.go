package commands_test

import (
	"strings"
	"testing"

	"rebond/bot"
	"rebond/bot/delivery"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// TestEtatOfACommunity holds that an admin sees and decides what is of their
// community, and no other, in English too.
func TestEtatOfACommunity(t *testing.T) {
	store := storagetest.Open(t, storagetest.SQLite(t))
	deliver(t, store, []byte(`uncertain chat:ours/jobs 07:05 maybe sent: connection reset by peer
uncertain chat:theirs/secret 07:06 maybe sent: timeout
rejected chat:ours/@U042 07:30 rejected: U042 has closed their direct messages
rejected chat:theirs/secret 07:31 rejected: missing access
incident 03:12 03:24 database is locked
pending chat:theirs/secret 08:30`))
	router, _ := router(t, store, morning, nil)
	asks := func(access bot.Access, action, id string) string {
		r := &bot.Request{Command: "etat", Action: action, At: bot.Address{Platform: "chat", Space: "ours", Channel: "jobs"},
			From: bot.Member{User: "kim", Lang: bot.EN, Access: access}, ID: bot.Reference(), Args: bot.Args{}}
		if id != "" {
			r.Args["envoi"] = id
		}
		return written(t, router.Handle(t.Context(), r, func(bool) {}))
	}
	wants := func(got string, words ...string) {
		t.Helper()
		for _, w := range words {
			if !strings.Contains(got, w) {
				t.Errorf("%q is not in\n%s", w, got)
			}
		}
		for _, w := range []string{"secret", "missing", "locked", "U042"} {
			if strings.Contains(got, w) {
				t.Errorf("%q is in\n%s", w, got)
			}
		}
	}
	wants(asks(bot.Admin, "", ""), "chat: 1 refused in 24 hours\n", "chat: 1 to be decided, the oldest for 1 hour",
		"22 November 2026 at 07:30, a direct message: rejected: … has closed their direct messages",
		"To be decided: #jobs", "Last tried on 22 November 2026 at 07:05.", "maybe sent: connection reset by peer", "[It is there]", "[Send again]", "[Give up]", "[Refresh]")

	uncertain, err := store.UncertainPosts(t.Context(), storage.Scope{}, 10)
	if err != nil || len(uncertain) != 2 {
		t.Fatalf("%+v, %v", uncertain, err)
	}
	wants(asks(bot.Moderator, "arrive", uncertain[0].ID), "reserved")
	const nothing = "There is nothing left to decide about this delivery"
	wants(asks(bot.Admin, "arrive", uncertain[1].ID), nothing)
	wants(asks(bot.Admin, "abandonner", uncertain[0].ID), "given up by a person")
	wants(asks(bot.Admin, "renvoyer", uncertain[0].ID), nothing)
	left, err := store.UncertainPosts(t.Context(), storage.Scope{}, 10)
	if err != nil || len(left) != 1 || left[0].ID != uncertain[1].ID {
		t.Errorf("%+v, %v", left, err)
	}
	if err := store.Decide(t.Context(), storage.Scope{}, left[0].ID, delivery.Delivered, morning()); err != nil {
		t.Error(err)
	}
}

// written is what an answer says, with the labels of its buttons.
func written(t *testing.T, a bot.Answer) string {
	t.Helper()
	var m *bot.Message
	switch reply := a.Reply.(type) {
	case *bot.Message:
		m = reply
	case *bot.Update:
		m = &reply.Message
	default:
		t.Fatalf("%+v", a)
	}
	var text strings.Builder
	buttons := func(all []bot.Button) {
		for _, b := range all {
			text.WriteString(" [" + bot.Plain(b.Label.In(a.Lang)) + "]")
		}
		text.WriteString("\n")
	}
	text.WriteString(bot.Plain(m.Text.In(a.Lang)) + "\n")
	for _, c := range m.Cards {
		text.WriteString(bot.Plain(c.Title.In(a.Lang)) + "\n" + bot.Plain(c.Body.In(a.Lang)))
		buttons(c.Buttons)
	}
	buttons(m.Buttons)
	return text.String()
}
