package local_test

import (
	"log/slog"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"rebond/bot"
	"rebond/bot/bottest"
	"rebond/bot/local"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// TestZooAccessible shows every message of the zoo to a browser, as they come,
// and runs axe over each.
func TestZooAccessible(t *testing.T) {
	axe := axe(t)
	room, url := hosts(t, bottest.Commands())
	at := bot.Address{Platform: local.Platform, Space: local.Space, Channel: "offres"}
	b := opens(t, url)
	for _, specimen := range bottest.Zoo(bot.MessageRef{At: at, ID: "1"}) {
		ref, err := room.Send(t.Context(), bot.Post{To: at, Lang: bot.FR, Message: specimen.Message})
		if err != nil {
			t.Fatal(err)
		}
		b.waits(`document.getElementById('m-` + ref.ID + `') !== null`)
		b.accessible(specimen.Name, axe)
		if err := room.Change(t.Context(), ref, bot.Post{Kind: bot.DeletePost}); err != nil {
			t.Fatal(err)
		}
		b.waits(`document.getElementById('m-` + ref.ID + `') === null`)
	}
	b.does(chromedp.Focus(chromedp.CSS("#line")))
}

// hosts runs a room with some commands in this process, and returns it with the
// address of its page.
func hosts(t *testing.T, commands []bot.Command) (room *local.Room, url string) {
	t.Helper()
	store := storagetest.Open(t, storagetest.SQLite(t))
	calls := &storage.Calls{Store: store, Now: time.Now}
	log := slog.New(slog.NewTextHandler(t.Output(), nil))
	router, err := bot.NewRouter(commands, bot.Ports{
		Calls: calls, Once: &storage.Once{Store: store, Now: time.Now}, Log: log, Now: time.Now,
		Directory: &storage.Directory{Store: store, Lang: bot.FR, Zone: time.UTC, Now: time.Now},
	})
	if err != nil {
		t.Fatal(err)
	}
	listener, err := local.Listen(0)
	if err != nil {
		t.Fatal(err)
	}
	const key = "a key of the tests"
	room = &local.Room{Log: &storage.Room{Store: store, Now: time.Now}, Calls: calls, Accounts: bottest.Accounts{}, Now: time.Now, Errors: log, Page: &local.Page{Listener: listener, Key: key}}
	go room.Run(t.Context(), router)
	return room, local.PageURL(listener.Addr().String(), key)
}
