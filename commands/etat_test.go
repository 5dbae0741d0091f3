package commands_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/delivery"
	"rebond/bot/sources"
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

// TestEtatOfSources holds that an admin sees how each source goes, those at fault first and
// what to do about them, and that what a source says is told to whoever runs the process alone.
func TestEtatOfSources(t *testing.T) {
	store := storagetest.Open(t, storagetest.SQLite(t))
	router, _ := router(t, store, morning, nil)
	asks := func(lang bot.Lang, access bot.Access) string {
		return written(t, router.Handle(t.Context(), &bot.Request{Command: "etat", At: bot.Address{Platform: "chat", Space: "ours", Channel: "jobs"},
			From: bot.Member{User: "kim", Lang: lang, Access: access}, ID: bot.Reference(), Args: bot.Args{}}, func(bool) {}))
	}
	if got := asks(bot.EN, bot.Operator); strings.Contains(got, "Sources") {
		t.Errorf("without sources: %s", got)
	}
	// ends has a source read some time ago, with so many offers, as it ends.
	ends := func(name string, ago time.Duration, ids int, end sources.End) {
		t.Helper()
		at := morning().Add(-ago)
		if err := store.AddFeeds(t.Context(), []sources.FeedName{{Name: name, Kind: "lever"}}, at.Add(-time.Hour)); err != nil {
			t.Fatal(err)
		}
		feed, ok, _, err := store.TakeFeed(t.Context(), []string{name}, at.Add(1000*time.Hour), at.Add(time.Minute))
		if err != nil || !ok {
			t.Fatal(ok, err)
		}
		lease := sources.Lease{Feed: name, Until: feed.Next, Began: at}
		var offers []sources.Offer
		for i := range ids {
			offers = append(offers, sources.Offer{Source: "lever", ID: fmt.Sprint(name, i), Title: fmt.Sprint("Développeuse ", name, i), Company: name, URL: "https://exemple.fr/" + fmt.Sprint(name, i), Published: at, Updated: at})
		}
		if _, err := store.KeepOffers(t.Context(), lease, offers, at); err != nil {
			t.Fatal(err)
		}
		if end.Next.IsZero() {
			end.Next = at.Add(time.Hour)
		}
		if _, _, err := store.EndFeed(t.Context(), lease, end, at); err != nil {
			t.Fatal(err)
		}
	}
	ends("acme", 12*time.Minute, 2, sources.End{Complete: true})
	ends("malt", 50*time.Hour, 1, sources.End{Complete: true})
	ends("malt", 3*time.Hour, 0, sources.End{Fault: sources.Failing})
	ends("malt", 2*time.Hour, 0, sources.End{Fault: sources.NotFound, Detail: "no *such* board"})
	ends("ledger", 2*time.Hour, 0, sources.End{Fault: sources.Unreachable})
	ends("qonto", time.Hour, 30, sources.End{Complete: true})
	ends("qonto", 30*time.Minute, 1, sources.End{Complete: true})
	ends("removed", 30*24*time.Hour, 0, sources.End{Complete: true})
	for lang, lines := range map[bot.Lang][]string{
		bot.EN: {
			"Sources of offers",
			"malt: 1 offer, read 2 days ago; 2 failures, the last 2 hours ago: not found (404): check its address (board or url) in the configuration, or remove it",
			"ledger: not read yet; 1 failure, the last 2 hours ago: the source does not answer",
			"acme: 2 offers, read 12 minutes ago",
			"qonto: 30 offers, read 1 hour ago; it has lost most of its offers at once: they stay until it says so again",
		},
		bot.FR: {
			"Sources d’offres",
			"malt\u00a0: 1 offre, lue il y a 2 jours\u202f; 2 échecs, le dernier il y a 2 heures\u00a0: introuvable (404)\u00a0: vérifie son adresse (board ou url) dans la configuration, ou retire-la",
			"ledger\u00a0: pas encore lue\u202f; 1 échec, le dernier il y a 2 heures\u00a0: la source ne répond pas",
			"acme\u00a0: 2 offres, lue il y a 12 minutes",
			"qonto\u00a0: 30 offres, lue il y a 1 heure\u202f; elle a perdu presque toutes ses offres d’un coup\u00a0: elles restent jusqu’à ce qu’elle le confirme",
		},
	} {
		want := strings.Join(lines, "\n") + "\n"
		if got := asks(lang, bot.Admin); !strings.Contains(got, want) || strings.Contains(got, "removed") || strings.Contains(got, "such") {
			t.Errorf("%s\nwant\n%s", got, want)
		}
		if got := asks(lang, bot.Operator); !strings.Contains(got, "(no *such* board)") {
			t.Errorf("whoever runs it is not told what the source says: %s", got)
		}
	}
	for i := range 20 {
		ends(fmt.Sprint("z", i), time.Hour, 0, sources.End{})
	}
	if got := asks(bot.EN, bot.Admin); !strings.Contains(got, "and 9 others\n") {
		t.Errorf("of many: %s", got)
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
