package storage_test

import (
	"errors"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/local"
	"rebond/storage"
	"rebond/storage/storagetest"
)

func TestRoomLog(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		s := storagetest.Open(t, address)
		log := &storage.Room{Store: s, Now: fixed}
		at := bot.Address{Platform: "local", Space: "room", Channel: "offres"}
		say := func(key, words string, after time.Duration) string {
			t.Helper()
			id, err := log.Append(t.Context(), local.Entry{Key: key, At: at, Lang: bot.FR, Message: &bot.Message{Text: bot.Same(words)}, Sent: now.Add(after)})
			if err != nil {
				t.Fatal(err)
			}
			return id
		}
		first := say("k1", "un", 0)
		if again := say("k1", "un encore", time.Second); again != first {
			t.Errorf("the same key: %s, want %s", again, first)
		}
		second, third := say("", "deux", 2*time.Second), say("", "trois", 3*time.Second)
		if err := log.Edit(t.Context(), first, &bot.Message{Text: bot.Same("un, corrigé")}); err != nil {
			t.Fatal(err)
		}
		if err := log.Pin(t.Context(), second); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := log.Delete(t.Context(), third); err != nil {
				t.Errorf("deleted: %v", err)
			}
		}
		if err := log.Edit(t.Context(), third, &bot.Message{}); !errors.Is(err, bot.ErrNotFound) {
			t.Errorf("an edit of what is gone: %v", err)
		}
		entries, err := log.Latest(t.Context(), at, 10)
		if err != nil || len(entries) != 2 {
			t.Fatalf("%d entries, %v", len(entries), err)
		}
		if e := entries[0]; e.Message.Text.FR != "un, corrigé" || e.Key != "k1" || !e.Sent.Equal(now) || e.Lang != bot.FR {
			t.Errorf("%+v", e)
		}
		if !entries[1].Pinned || entries[0].Pinned {
			t.Error("the second is pinned, and it alone")
		}
		if other, err := log.Latest(t.Context(), bot.Address{Platform: "local", Space: "room", Channel: "coaching"}, 10); err != nil || len(other) != 0 {
			t.Errorf("another channel: %d, %v", len(other), err)
		}
	})
}

func TestRoomFind(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		log := &storage.Room{Store: storagetest.Open(t, address), Now: fixed}
		said := local.Entry{Key: "k1", At: bot.Address{Platform: "local", Space: "room", Member: "sam"}, Lang: bot.EN, Sent: now,
			Message: &bot.Message{Text: bot.Text{FR: "un", EN: "one"}, Buttons: []bot.Button{{Label: bot.Same("x"), Do: bot.Call{Command: "offres", Args: bot.Args{"a": "b"}}}}}}
		id, err := log.Append(t.Context(), said)
		if err != nil {
			t.Fatal(err)
		}
		said.ID = id
		if e, err := log.Find(t.Context(), id); err != nil || !e.Sent.Equal(now) || !reflect.DeepEqual(e.Message, said.Message) || e.At != said.At || e.Key != "k1" || e.Lang != bot.EN || e.ID != id {
			t.Errorf("%+v, %v; want %+v", e, err, said)
		}
		if err := errors.Join(log.Edit(t.Context(), id, &bot.Message{Text: bot.Same("deux")}), log.Pin(t.Context(), id)); err != nil {
			t.Fatal(err)
		}
		if e, err := log.Find(t.Context(), id); err != nil || e.Message.Text != bot.Same("deux") || len(e.Message.Buttons) > 0 || !e.Pinned {
			t.Errorf("changed: %+v, %v", e, err)
		}
		if err := log.Delete(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		for _, none := range []string{id, "", "x", "' OR 1=1", strings.Repeat("a", 200_000)} {
			if _, err := log.Find(t.Context(), none); !errors.Is(err, bot.ErrNotFound) {
				t.Errorf("Find(%q): %v", bot.Shorten(none, 30), err)
			}
		}
	})
}

// A message keeps the thread that it opened, and knows how many messages are in
// it; they go with it, and nothing else does.
func TestRoomThreads(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		log := &storage.Room{Store: storagetest.Open(t, address), Now: fixed}
		channel := bot.Address{Platform: "local", Space: "room", Channel: "coaching"}
		say := func(key string, at bot.Address, words string, thread *bot.Thread) string {
			t.Helper()
			id, err := log.Append(t.Context(), local.Entry{Key: key, At: at, Lang: bot.FR, Message: &bot.Message{Text: bot.Same(words)}, Thread: thread, Sent: now})
			if err != nil {
				t.Fatal(err)
			}
			return id
		}
		in := func(id string) bot.Address {
			at := channel
			at.Thread = id
			return at
		}
		hostile := &bot.Thread{Name: bot.Text{FR: `Suivi "<b>" \\ ' -- ` + strings.Repeat("é", 4000), EN: "Follow-up \u202e"}}
		opening := say("k1", channel, "ouvre", hostile)
		private, plain := say("", channel, "ouvre aussi", &bot.Thread{Private: true}), say("", channel, "n’ouvre rien", nil)
		want := func(id string, thread *bot.Thread, replies int) {
			t.Helper()
			found, err := log.Find(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			listed, err := log.Latest(t.Context(), channel, 10)
			if err != nil {
				t.Fatal(err)
			}
			all := []local.Entry{found}
			for _, e := range listed {
				if e.ID == id {
					all = append(all, e)
				}
			}
			if found.Key != "" {
				byKey, err := log.FindKey(t.Context(), found.Key)
				if err != nil {
					t.Fatal(err)
				}
				all = append(all, byKey)
			}
			for _, e := range all {
				if !reflect.DeepEqual(e.Thread, thread) || e.Replies != replies || e.At != channel {
					t.Errorf("%s has the thread %+v with %d messages; want %+v with %d", id, e.Thread, e.Replies, thread, replies)
				}
			}
			if len(all) < 2 {
				t.Errorf("%s is not in its channel", id)
			}
		}
		want(opening, hostile, 0)
		want(private, &bot.Thread{Private: true}, 0)
		want(plain, nil, 0)

		first := say("k2", in(opening), "un", nil)
		if again := say("k2", in(opening), "un encore", nil); again != first {
			t.Errorf("the same key: %s, want %s", again, first)
		}
		say("", in(opening), "deux", nil)
		say("", in(private), "ailleurs", nil)
		say("", bot.Address{Platform: "local", Space: "room", Channel: "offres", Thread: opening}, "dans un autre salon", nil)
		if err := errors.Join(log.Edit(t.Context(), opening, &bot.Message{Text: bot.Same("corrigé")}), log.Pin(t.Context(), opening)); err != nil {
			t.Fatal(err)
		}
		want(opening, hostile, 2)
		want(private, &bot.Thread{Private: true}, 1)
		want(plain, nil, 0)
		if inside, err := log.Latest(t.Context(), in(opening), 10); err != nil || len(inside) != 2 || inside[0].ID != first || inside[0].At != in(opening) || inside[1].Message.Text != bot.Same("deux") {
			t.Errorf("the thread holds %+v, %v", inside, err)
		}
		if last, err := log.Latest(t.Context(), in(opening), 1); err != nil || len(last) != 1 || last[0].ID == first {
			t.Errorf("the last of the thread is %+v, %v", last, err)
		}
		if err := log.Delete(t.Context(), first); err != nil {
			t.Fatal(err)
		}
		want(opening, hostile, 1)
		for range 2 {
			if err := log.Delete(t.Context(), opening); err != nil {
				t.Fatal(err)
			}
		}
		want(private, &bot.Thread{Private: true}, 1)
		var left int
		if err := storagetest.Raw(t, address).QueryRow("SELECT count(*) FROM room_messages").Scan(&left); err != nil || left != 4 {
			t.Errorf("%d messages are left, %v; want the two of the channel, that in the private thread and that of another channel", left, err)
		}
	})
}

// The key of the page is made once, whoever asks first, and outlives processes.
func TestRoomKey(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		var keys [8]string
		var all sync.WaitGroup
		for i := range keys {
			log := &storage.Room{Store: storagetest.Open(t, address), Now: fixed}
			all.Go(func() {
				var err error
				if keys[i], err = log.Key(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		for _, key := range keys {
			if key != keys[0] || len(key) < 26 { // 128 bits
				t.Errorf("the keys are %q; want one, of 128 bits", keys)
				break
			}
		}
		s := storagetest.Open(t, address)
		again, err := (&storage.Room{Store: s, Now: fixed}).Key(t.Context())
		if err != nil || again != keys[0] {
			t.Errorf("opened again: %q, %v; want %q", again, err, keys[0])
		}
	})
}

func TestRoomAddress(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		log := &storage.Room{Store: storagetest.Open(t, address), Now: fixed}
		other := &storage.Room{Store: storagetest.Open(t, address), Now: fixed}
		want := func(at string) {
			t.Helper()
			if got, err := other.Address(t.Context()); err != nil || got != at {
				t.Errorf("%q, %v; want %q", got, err, at)
			}
		}
		want("")
		key, err := log.Key(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		want("")
		for _, at := range []string{"127.0.0.1:7326", "127.0.0.1:7327", "", "127.0.0.1:7326"} {
			if err := log.SetAddress(t.Context(), at); err != nil {
				t.Fatal(err)
			}
			want(at)
		}
		if again, err := log.Key(t.Context()); err != nil || again != key {
			t.Errorf("the key is %q, %v; want %q", again, err, key)
		}
	})
}

func TestRoomButtons(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		log := &storage.Room{Store: storagetest.Open(t, address), Now: fixed}
		number := func(who, control string) int {
			t.Helper()
			n, err := log.Button(t.Context(), who, control)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		if a, b, a2, other := number("camille", "offres.voir?id=1"), number("camille", "offres.voir?id=2"), number("camille", "offres.voir?id=1"), number("sam", "offres.voir?id=2"); a != 1 || b != 2 || a2 != 1 || other != 1 {
			t.Errorf("%d %d %d %d", a, b, a2, other)
		}
		if c, err := log.Control(t.Context(), "camille", 2); err != nil || c != "offres.voir?id=2" {
			t.Errorf("%q, %v", c, err)
		}
		if _, err := log.Control(t.Context(), "sam", 2); !errors.Is(err, bot.ErrNotFound) {
			t.Errorf("somebody else's button: %v", err)
		}
	})
}

func TestRoomLock(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		first := &storage.Room{Store: storagetest.Open(t, address), Now: fixed}
		second := &storage.Room{Store: storagetest.Open(t, address), Now: fixed}
		release, err := first.Lock(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := second.Lock(t.Context()); len(bot.UserErrors(err)) != 1 {
			t.Fatalf("not refused in words: %v", err)
		}
		if err := release(); err != nil {
			t.Fatal(err)
		}
		release, err = second.Lock(t.Context())
		if err != nil {
			t.Fatalf("after release: %v", err)
		}
		release()
	})
}
