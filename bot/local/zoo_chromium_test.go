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
	store := storagetest.Open(t, storagetest.SQLite(t))
	calls := &storage.Calls{Store: store, Now: time.Now}
	log := slog.New(slog.NewTextHandler(t.Output(), nil))
	router, err := bot.NewRouter(bottest.Commands(), bot.Ports{
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
	room := &local.Room{Log: &storage.Room{Store: store, Now: time.Now}, Calls: calls, Now: time.Now, Errors: log, Page: &local.Page{Listener: listener, Key: key}}
	go room.Run(t.Context(), router)
	b := opens(t, local.PageURL(listener.Addr().String(), key))
	for _, specimen := range bottest.Zoo() {
		at := bot.Address{Platform: local.Platform, Space: local.Space, Channel: "offres"}
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
