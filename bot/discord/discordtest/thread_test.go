package discordtest

import (
	"net/http"
	"testing"
)

// A private thread is opened by whoever may, and takes those who see its channel; it is
// listed for the bot, which is in it.
func TestPrivateThreads(t *testing.T) {
	sc := open(t)
	start, away := "/channels/"+sc.offers.ID+"/threads", "/channels/"+sc.offers.ID+"/users/@me/threads/archived/private"
	type list struct {
		Threads []struct {
			ID, Name        string
			Owner_id        string
			Parent_id       string
			Last_message_id *string
			Member_count    int
		}
		Has_more bool
	}
	listed := func(path string) (l list) { sc.asks(http.MethodGet, path, nil, http.StatusOK, &l); return l }
	active := "/guilds/" + sc.g.ID + "/threads/active"
	var thread struct{ ID string }
	for range 3 {
		sc.asks(http.MethodPost, start, object{"name": "Binôme", "type": TypePrivateThread, "invitable": false, "auto_archive_duration": 10080}, http.StatusCreated, &thread)
	}
	private := sc.offers.PrivateThreads()[2]
	if l := listed(active); private.Invitable() || len(l.Threads) != 3 || l.Threads[0].ID != private.ID || l.Threads[0].Last_message_id != nil || l.Threads[0].Member_count != 1 || l.Threads[0].Parent_id != sc.offers.ID || l.Threads[0].Owner_id != sc.s.Bot().ID {
		t.Errorf("%+v", l)
	}
	add := "/channels/" + thread.ID + "/thread-members/"
	gone, stranger := sc.s.User("Alix", "fr"), sc.s.User("Noa", "fr")
	sc.g.Join(gone)
	sc.g.Leave(gone)
	for range 2 {
		sc.asks(http.MethodPut, add+sc.sam.ID, nil, http.StatusNoContent, nil)
	}
	sc.fails(http.MethodPut, add+gone.ID, nil, http.StatusNotFound, 10007)
	sc.fails(http.MethodPut, add+stranger.ID, nil, http.StatusNotFound, 10007)
	sc.fails(http.MethodPut, add+"1", nil, http.StatusNotFound, 10013)
	sc.fails(http.MethodPut, "/channels/"+sc.offers.ID+"/thread-members/"+sc.sam.ID, nil, http.StatusBadRequest, 50024)
	sc.fails(http.MethodPost, "/channels/"+thread.ID+"/threads", object{"name": "x"}, http.StatusBadRequest, 50024)
	if len(sc.sam.PrivateThreads(sc.offers)) != 1 || len(sc.camille.PrivateThreads(sc.offers)) != 0 || len(sc.g.Owner().PrivateThreads(sc.offers)) != 3 || len(sc.sam.Sees(private)) != 1 {
		t.Error("it is seen by others than its guests and those who manage threads")
	}
	for _, one := range sc.offers.PrivateThreads() {
		one.Archive()
	}
	sc.fails(http.MethodPut, add+sc.camille.ID, nil, http.StatusBadRequest, 50083)
	first := listed(away + "?limit=2")
	if rest := listed(away + "?limit=2&before=" + first.Threads[1].ID); len(listed(active).Threads) != 0 || len(first.Threads) != 2 || !first.Has_more || len(rest.Threads) != 1 || rest.Has_more {
		t.Errorf("%+v, then %+v", first, rest)
	}
	sc.asks(http.MethodPatch, "/channels/"+thread.ID, object{"archived": false}, http.StatusOK, nil)
	sc.asks(http.MethodPut, add+sc.camille.ID, nil, http.StatusNoContent, nil)
	sc.offers.Deny(ReadMessageHistory)
	sc.fails(http.MethodGet, away, nil, http.StatusForbidden, 50013)
	sc.offers.Deny(SendMessagesInThreads)
	sc.fails(http.MethodPut, add+sc.camille.ID, nil, http.StatusForbidden, 50013)
	sc.offers.Deny(CreatePrivateThreads)
	sc.fails(http.MethodPost, start, object{"name": "x", "type": TypePrivateThread}, http.StatusForbidden, 50013)
	sc.offers.Allow()
	sc.offers.Hide(sc.g.BotRole())
	sc.g.Join(stranger)
	sc.fails(http.MethodPut, add+stranger.ID, nil, http.StatusForbidden, 50001)
	sc.fails(http.MethodGet, away+"?limit=1", nil, http.StatusBadRequest, 50035)
	sc.fails(http.MethodGet, away+"?before=hier", nil, http.StatusBadRequest, 50035)
	sc.refusals(2)
}
