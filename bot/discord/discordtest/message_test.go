package discordtest

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func (sc *scene) posts(body object) (id string) {
	sc.Helper()
	var m struct{ ID string }
	sc.asks(http.MethodPost, "/channels/"+sc.offers.ID+"/messages", body, http.StatusOK, &m)
	return m.ID
}

func TestMessagesOfAChannel(t *testing.T) {
	sc := open(t)
	in := "/channels/" + sc.offers.ID + "/messages"
	id := sc.posts(said("un"))
	sc.sam.Says(sc.offers, "bonjour")
	last := sc.posts(said("deux"))
	var all []struct{ ID, Content string }
	sc.asks(http.MethodGet, in+"?limit=2", nil, http.StatusOK, &all)
	if len(all) != 2 || all[0].ID != last || all[1].Content != "" {
		t.Errorf("%+v; want the newest first, and nothing of what people write", all)
	}
	for query, want := range map[string]string{"?after=" + id + "&limit=1": all[1].ID, "?before=" + last + "&limit=1": all[1].ID, "?around=" + id + "&limit=1": id} {
		var one []struct{ ID string }
		sc.asks(http.MethodGet, in+query, nil, http.StatusOK, &one)
		if len(one) != 1 || one[0].ID != want {
			t.Errorf("%s: %+v; want %s", query, one, want)
		}
	}
	sc.fails(http.MethodGet, in+"?limit=101", nil, http.StatusBadRequest, 50035)
	sc.refusals(1)
	sc.asks(http.MethodPatch, in+"/"+id, said("trois"), http.StatusOK, nil)
	if seen := sc.sam.Sees(sc.offers); !seen[0].Edited || !strings.Contains(seen[0].Markdown(), "trois") {
		t.Errorf("%+v", seen)
	}
	for range 2 {
		sc.asks(http.MethodPut, in+"/pins/"+id, nil, http.StatusNoContent, nil)
	}
	if seen := sc.sam.Sees(sc.offers); !seen[0].Pinned || len(seen) != 4 || seen[3].Type != MessagePinned {
		t.Errorf("%+v; want it pinned, and that told once", seen)
	}
	sc.asks(http.MethodDelete, in+"/"+id, nil, http.StatusNoContent, nil)
	sc.fails(http.MethodDelete, in+"/"+id, nil, http.StatusNotFound, 10008)
	sc.fails(http.MethodPatch, in+"/"+id, said("x"), http.StatusNotFound, 10008)
	sc.fails(http.MethodPatch, in+"/"+all[1].ID, said("x"), http.StatusForbidden, 50005)
	sc.fails(http.MethodDelete, in+"/"+all[1].ID, nil, http.StatusForbidden, 50013)
}

// The pins of a channel are listed a page at a time, the last first, and are only so many.
func TestPins(t *testing.T) {
	sc := open(t)
	in := "/channels/" + sc.offers.ID + "/messages"
	var ids []string
	for range maxPins + 1 {
		ids = append(ids, sc.posts(said("x")))
	}
	for _, id := range ids[:maxPins] {
		sc.asks(http.MethodPut, in+"/pins/"+id, nil, http.StatusNoContent, nil)
	}
	sc.asks(http.MethodPut, in+"/pins/"+ids[0], nil, http.StatusNoContent, nil) // it is pinned already
	sc.fails(http.MethodPut, in+"/pins/"+ids[maxPins], nil, http.StatusBadRequest, 30003)
	type page struct {
		Items []struct {
			At      string `json:"pinned_at"`
			Message struct {
				ID     string
				Pinned bool
			}
		}
		More bool `json:"has_more"`
	}
	before, n := "", maxPins
	for more := true; more; {
		var p page
		sc.asks(http.MethodGet, in+"/pins?limit=40"+before, nil, http.StatusOK, &p)
		for _, item := range p.Items {
			n--
			if n < 0 || item.Message.ID != ids[n] || !item.Message.Pinned {
				t.Fatalf("%+v; want message %d", item, n)
			}
			before = "&before=" + url.QueryEscape(item.At)
		}
		more = p.More
	}
	if n != 0 {
		t.Errorf("%d pins are not listed", n)
	}
	sc.asks(http.MethodDelete, in+"/pins/"+ids[0], nil, http.StatusNoContent, nil)
	sc.asks(http.MethodPut, in+"/pins/"+ids[maxPins], nil, http.StatusNoContent, nil)
	sc.offers.Deny(ReadMessageHistory)
	var none page
	if sc.asks(http.MethodGet, in+"/pins", nil, http.StatusOK, &none); len(none.Items) != 0 {
		t.Errorf("%+v is read", none)
	}
	sc.fails(http.MethodGet, in+"/pins?limit=51", nil, http.StatusBadRequest, 50035)
	sc.fails(http.MethodGet, in+"/pins?before=hier", nil, http.StatusBadRequest, 50035)
	sc.refusals(2)
}

func TestANonceIsOneMessage(t *testing.T) {
	sc := open(t)
	var passed atomic.Int64
	start := time.Now()
	sc.s.SetClock(func() time.Time { return start.Add(time.Duration(passed.Load())) })
	body := with(said("un"), object{"nonce": "abc", "enforce_nonce": true})
	id := sc.posts(body)
	if again := sc.posts(body); again != id {
		t.Errorf("the same nonce makes %s after %s", again, id)
	}
	if other := sc.posts(with(body, object{"enforce_nonce": nil})); other == id {
		t.Error("a nonce that is not enforced is")
	}
	passed.Store(int64(6 * time.Minute))
	if late := sc.posts(body); late == id {
		t.Error("a nonce is known for ever")
	}
}

func TestThreads(t *testing.T) {
	sc := open(t)
	id := sc.posts(said("Atelier"))
	open := "/channels/" + sc.offers.ID + "/messages/" + id + "/threads"
	var thread struct{ ID, Parent_id, Name string }
	sc.asks(http.MethodPost, open, object{"name": "Suivi"}, http.StatusCreated, &thread)
	if thread.ID != id || thread.Parent_id != sc.offers.ID {
		t.Errorf("%+v", thread)
	}
	sc.fails(http.MethodPost, open, object{"name": "Suivi"}, http.StatusBadRequest, 160004)
	sc.asks(http.MethodPost, "/channels/"+id+"/messages", said("dedans"), http.StatusOK, nil)
	m := sc.sam.Sees(sc.offers)
	if len(m) != 1 || m[0].Thread == nil || m[0].Thread.Name != "Suivi" {
		t.Fatalf("%+v", m)
	}
	if in := sc.sam.Sees(m[0].Thread); len(in) != 2 || in[0].Type != MessageThreadStarter || !strings.Contains(in[1].Markdown(), "dedans") {
		t.Errorf("%+v", in)
	}
	sc.asks(http.MethodPost, "/channels/"+sc.offers.ID+"/threads", object{"name": "Privé", "type": TypePrivateThread}, http.StatusCreated, &thread)
	sc.asks(http.MethodPut, "/channels/"+thread.ID+"/thread-members/"+sc.sam.ID, nil, http.StatusNoContent, nil)
	sc.asks(http.MethodPost, "/channels/"+thread.ID+"/messages", said("entre nous"), http.StatusOK, nil)
	private := sc.s.channels[thread.ID]
	if in := sc.sam.Sees(private); len(in) != 2 || in[0].Type != MessageMemberAdded || len(sc.camille.Sees(private)) != 0 {
		t.Error("a private thread is seen by others than its members")
	}
	sc.g.RemoveChannel(sc.offers)
	sc.fails(http.MethodPost, "/channels/"+id+"/messages", said("x"), http.StatusNotFound, 10003)
}

func TestDirectMessages(t *testing.T) {
	sc := open(t)
	var dm, again struct{ ID string }
	for _, into := range []any{&dm, &again} {
		sc.asks(http.MethodPost, "/users/@me/channels", object{"recipient_id": sc.sam.ID}, http.StatusOK, into)
	}
	if dm != again || dm.ID != sc.sam.DM().ID {
		t.Errorf("%v, then %v", dm, again)
	}
	in := "/channels/" + dm.ID + "/messages"
	sc.asks(http.MethodPost, in, said("Bonjour"), http.StatusOK, nil)
	m := sc.sam.Says(sc.sam.DM(), "/offres go")
	var heard struct {
		Content string
		Author  struct{ ID string }
	}
	for heard.Author.ID != sc.sam.ID {
		sc.event("MESSAGE_CREATE", &heard)
	}
	if heard.Content != "/offres go" {
		t.Errorf("%+v", heard)
	}
	sc.asks(http.MethodPost, in, said("Voilà"), http.StatusOK, nil)
	if got := sc.sam.Hears(sc.sam.DM(), m, 1); len(got) != 1 {
		t.Errorf("%+v", got)
	}
	sc.s.CloseDMs(sc.sam)
	sc.asks(http.MethodPost, "/users/@me/channels", object{"recipient_id": sc.sam.ID}, http.StatusOK, nil)
	sc.fails(http.MethodPost, in, said("x"), http.StatusForbidden, 50007)
	sc.s.OpenDMs(sc.sam)
	sc.g.Leave(sc.sam)
	sc.fails(http.MethodPost, in, said("x"), http.StatusForbidden, 50278)
}

func TestPlacesThatAreClosed(t *testing.T) {
	sc := open(t)
	in := "/channels/" + sc.offers.ID + "/messages"
	id := sc.posts(said("un"))
	sc.fails(http.MethodPost, "/channels/"+sc.offers.ID+"0/messages", said("x"), http.StatusNotFound, 10003)
	sc.fails(http.MethodPost, "/channels/abc/messages", said("x"), http.StatusBadRequest, 50035)
	for p, do := range map[Permission]func(){
		SendMessages: func() { sc.fails(http.MethodPost, in, said("x"), http.StatusForbidden, 50013) },
		PinMessages:  func() { sc.fails(http.MethodPut, in+"/pins/"+id, nil, http.StatusForbidden, 50013) },
		CreatePublicThreads: func() {
			sc.fails(http.MethodPost, in+"/"+id+"/threads", object{"name": "x"}, http.StatusForbidden, 50013)
		},
		ReadMessageHistory: func() {
			var all []object
			if sc.asks(http.MethodGet, in, nil, http.StatusOK, &all); len(all) != 0 {
				t.Errorf("%v is read", all)
			}
		},
	} {
		sc.offers.Deny(p)
		do()
	}
	sc.g.Forbid(sc.offers)
	sc.fails(http.MethodPost, in, said("x"), http.StatusForbidden, 50001)
	sc.offers.Allow()
	sc.posts(said("deux"))
	sc.g.Kick()
	sc.fails(http.MethodPost, in, said("x"), http.StatusForbidden, 50001)
	sc.fails(http.MethodGet, "/guilds/"+sc.g.ID, nil, http.StatusNotFound, 10004)
}

func TestFiles(t *testing.T) {
	sc := open(t)
	in, png := "/channels/"+sc.offers.ID+"/messages", []byte("\x89PNG")
	gallery := said("Un graphique", object{"type": TypeMediaGallery, "items": []any{object{"media": object{"url": "attachment://a.png"}, "description": "Deux barres"}}})
	body := with(gallery, object{"attachments": []any{object{"id": "0", "filename": "a.png", "description": "Deux barres"}}})
	var m struct{ ID string }
	sc.uploads(http.MethodPost, in, body, "a.png", png, http.StatusOK, &m)
	seen := sc.sam.Sees(sc.offers)[0]
	if len(seen.Files) != 1 || !bytes.Equal(seen.Files[0].Data, png) || !strings.Contains(seen.Markdown(), "Deux barres") || seen.Components[1].Items[0].Media.AttachmentID == "" {
		t.Errorf("%+v", seen)
	}
	w, err := http.Get(seen.Components[1].Items[0].Media.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Body.Close()
	if data, _ := io.ReadAll(w.Body); !bytes.Equal(data, png) {
		t.Errorf("the file is %q", data)
	}
	sc.asks(http.MethodPatch, in+"/"+m.ID, gallery, http.StatusOK, nil) // the file stays
	sc.fails(http.MethodPost, in, gallery, http.StatusBadRequest, 50035)
	sc.uploads(http.MethodPost, in, said("x"), "a.png", png, http.StatusBadRequest, nil)
	sc.refusals(2)
	if r := sc.s.Requests("POST /channels/*/messages"); len(r) != 3 || len(r[0].Files) != 1 || r[0].Status != http.StatusOK {
		t.Errorf("%+v", r)
	}
}

func TestWhatIsThereInAGuild(t *testing.T) {
	sc := open(t)
	sc.g.SystemChannel()
	var guild struct{ Name, System_channel_id string }
	sc.asks(http.MethodGet, "/guilds/"+sc.g.ID, nil, http.StatusOK, &guild)
	var channels, roles []object
	sc.asks(http.MethodGet, "/guilds/"+sc.g.ID+"/channels", nil, http.StatusOK, &channels)
	sc.asks(http.MethodGet, "/guilds/"+sc.g.ID+"/roles", nil, http.StatusOK, &roles)
	if guild.System_channel_id != sc.g.SystemChannel().ID || len(channels) != 2 || len(roles) != 3 {
		t.Errorf("%+v, %v, %v", guild, channels, roles)
	}
	for _, path := range []string{"/users/@me", "/users/@me/guilds", "/users/" + sc.sam.ID, "/applications/@me", "/applications/" + sc.s.ApplicationID, "/guilds/" + sc.g.ID + "/members/" + sc.s.Bot().ID, "/gateway", "/channels/" + sc.offers.ID} {
		sc.asks(http.MethodGet, path, nil, http.StatusOK, nil)
	}
	sc.fails(http.MethodGet, "/guilds/"+sc.g.ID+"/members/1", nil, http.StatusNotFound, 10013)
}
