package storage_test

import (
	"testing"

	"rebond/bot"
	"rebond/storage"
)

// judged blocks an author.
func (b *billboard) judged(t testing.TB, person, by bot.PersonID, why storage.Why) {
	t.Helper()
	if err := b.announcements.Store.JudgeAuthor(t.Context(), b.here, person, storage.AuthorBlocked, why, by, b.at); err != nil {
		t.Fatal(err)
	}
}
