package storage_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/search"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// older makes a database of a program that knew so many migrations.
func older(t *testing.T, address string, version int) {
	t.Helper()
	engine := "sqlite"
	if strings.HasPrefix(address, "postgres") {
		engine = "postgres"
	}
	files, err := filepath.Glob("migrations/*.sql")
	if err != nil || len(files) < version {
		t.Fatalf("%q, %v", files, err)
	}
	db := storagetest.Raw(t, address)
	does := func(text string) {
		t.Helper()
		if _, err := db.Exec(text); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
	}
	does("CREATE TABLE schema_versions (version INTEGER PRIMARY KEY, applied_at BIGINT NOT NULL)")
	for n, file := range files[:version] {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		keep := true
		for line := range strings.Lines(string(text)) {
			if part, ok := strings.CutPrefix(strings.TrimSpace(line), "-- only: "); ok {
				keep = part == "both" || part == engine
			} else if keep {
				b.WriteString(line)
			}
		}
		does(b.String())
		does(fmt.Sprintf("INSERT INTO schema_versions (version, applied_at) VALUES (%d, 0)", n+1))
	}
	does("INSERT INTO persons (id, created_at, seen_at) VALUES ('p1', 1, 1)")
	does("INSERT INTO accounts (platform, space, user_id, person) VALUES ('local', '', 'alex', 'p1')")
	does("INSERT INTO communities (id, platform, space, created_at, offers_channel) VALUES ('c1', 'local', 'room', 1, 'offres')")
	does("INSERT INTO memberships (person, community, seen_at) VALUES ('p1', 'c1', 1)")
	does(`INSERT INTO offers (id, sort, source, source_id, title, pay, published_at, content, digest, seen_at) VALUES ('o1', 4611686018427387904, 'test', '1', 'Soudeuse', 0, 1, '{"source":"test","id":"1","title":"Soudeuse"}', 'x', 1)`)
	word := search.Terms("soudeuse")[0].Stem
	if engine == "sqlite" {
		does("INSERT INTO offer_words (docid, words) VALUES (4611686018427387904, '↑" + word + " " + word + "')")
	} else {
		does("INSERT INTO offer_words (sort, head, words) VALUES (4611686018427387904, '" + word + "', '" + word + "')")
	}
	does("INSERT INTO kept_offers (person, offer, kept_at) VALUES ('p1', 'o1', 1)")
}

// TestAnnouncementsMigration opens a database of before there were announcements: what was
// there serves all communities as before, and members can announce.
func TestAnnouncementsMigration(t *testing.T) {
	storagetest.Unmade(t, func(t *testing.T, address string) {
		older(t, address, 8)
		s := storagetest.Open(t, address)
		b := &billboard{mailbox: &mailbox{address: address, db: storagetest.Raw(t, address), at: now}, announcements: &storage.Announcements{Store: s, Words: boardWords{}}, here: here, there: there}
		b.Outbox = &storage.Outbox{Store: s, Now: fixed}
		for _, in := range []bot.Address{here, there} {
			if n, err := s.CountOffers(t.Context(), in, search.Query{Words: "soudeuse"}, 10, now); err != nil || n != 1 || !b.opens(t, in, "o1", "") {
				t.Errorf("in %v: %d, %v", in, n, err)
			}
		}
		if page, err := s.KeptOffers(t.Context(), here, "p1", "", 10); err != nil || titles(page.Offers) != "Soudeuse" {
			t.Errorf("kept: %+v, %v", page, err)
		}
		if b.knows(t, "alex") != "p1" {
			t.Error("alex is somebody else")
		}
		if may, err := s.MayReadPage(t.Context(), "p1", now); err != nil || !may {
			t.Errorf("%v, %v", may, err)
		}
		b.publishes(t, "p1", vacancy("Ferblantière"))
		b.shows(t, "offres: Ferblantière living")
		if !b.lists(t, here, "ferblantière") || b.lists(t, there, "ferblantière") {
			t.Error("it is not found where it is to be, or elsewhere")
		}
	})
}

// TestModerationMigration opens a database of before moderators could do more than publish
// and refuse: what they decided is in the log, what has appeared is trusted, and what was
// reported is heard.
func TestModerationMigration(t *testing.T) {
	storagetest.Unmade(t, func(t *testing.T, address string) {
		older(t, address, 9)
		db := storagetest.Raw(t, address)
		does := func(text string, args ...any) {
			t.Helper()
			if _, err := db.Exec(text, args...); err != nil {
				t.Fatalf("%s: %v", text, err)
			}
		}
		for _, name := range []string{"mod", "new"} {
			does("INSERT INTO persons (id, created_at, seen_at) VALUES ($1, 1, 1)", name)
			does("INSERT INTO accounts (platform, space, user_id, person) VALUES ('local', '', $1, $1)", name)
			does("INSERT INTO memberships (person, community, seen_at) VALUES ($1, 'c1', 1)", name)
		}
		for id, as := range map[string]struct {
			author, state string
			published     any
		}{"a1": {"p1", "refused", nil}, "a2": {"p1", "expired", 2}, "a3": {"new", "held", nil}, "a4": {"new", "refused", 3}} {
			does(`INSERT INTO announcements (id, community, author, state, filled_here, body, same, findings, revision, created_at, published_at, ended_at) VALUES ($1, 'c1', $2, $3, 0, '{"title":"Poste"}', '', 'null', 1, 2, $4, NULL)`, id, as.author, as.state, as.published)
		}
		does("INSERT INTO audit (id, community, person, at, what, before, after) VALUES ('x1', 'c1', 'mod', 5, 'announcement_refused', NULL, 'a1')")
		does("INSERT INTO audit (id, community, person, at, what, before, after) VALUES ('x2', 'c1', 'mod', 6, 'offers_channel', NULL, 'offres')")
		does("INSERT INTO offer_reports (id, community, offer, person, reason, words, reported_at, post) VALUES ('0', 'c1', 'o1', 'new', 'perimee', 'fermée', $1, 'signalement/1')", now.UnixMilli())
		s := storagetest.Open(t, address)
		log, err := s.Log(t.Context(), here, storage.AllOfLog, "", 10)
		if err != nil || len(log) != 2 || log[0].What != storage.Act(storage.OffersChannel) || log[0].After != "offres" || log[0].About != "" {
			t.Fatalf("%+v, %v", log, err)
		}
		if e := log[1]; e.What != storage.AnnouncementRefused || e.About != "a1" || e.After != "" || e.By != "mod" || e.Subject != "p1" || e.Account != "alex" || e.Title != "Poste" || !e.Why.IsZero() {
			t.Errorf("%+v", e)
		}
		b := &billboard{mailbox: &mailbox{address: address, db: db, at: now}, announcements: &storage.Announcements{Store: s, Words: boardWords{}}, here: here, there: there}
		b.Outbox = &storage.Outbox{Store: s, Now: fixed}
		if got := b.author(t, "p1"); got.Refused != 1 || got.Published != 1 {
			t.Errorf("%+v", got)
		}
		for author, want := range map[bot.PersonID]storage.Standing{"p1": storage.Living, "new": storage.Held} {
			if got := b.under(t, storage.FirstApproval, author, "", vacancy("Poste de "+string(author))); got.State != want {
				t.Errorf("%s: %s, want %s", author, got.State, want)
			}
		}
		if c := b.says(t, "alex", "o1", "", storage.CaseOpen); len(c.Reports) != 2 || c.Reports[0].Words != "fermée" {
			t.Errorf("%+v", c)
		}
		if got := b.closes(t, b.warns(t, "mod", "o1"), "mod", storage.CaseRemoved); got.State != storage.CaseRemoved || b.opens(t, here, "o1", "") || !b.opens(t, there, "o1", "") {
			t.Errorf("%+v", got)
		}
		if b.tends(t); !slices.Equal(b.news(t, "new"), []string{"removed/o1"}) {
			t.Errorf("%q", b.news(t, "new"))
		}
	})
}

// TestContentMigration opens a database of before there was advice: who asked for something
// each day is told of their day, and members can propose, follow and be shown.
func TestContentMigration(t *testing.T) {
	storagetest.Unmade(t, func(t *testing.T, address string) {
		older(t, address, 10)
		db := storagetest.Raw(t, address)
		for _, text := range []string{"INSERT INTO preferences (person, revision) VALUES ('p1', 0)", "INSERT INTO subscriptions (person, community, topic, since_at) VALUES ('p1', 'c1', '" + tipTopic + "', 1)"} {
			if _, err := db.Exec(text); err != nil {
				t.Fatal(err)
			}
		}
		p := openTeller(t, address)
		p.days(t, now)
		p.days(t, now.Add(time.Hour))
		same(t, p.daily(t, "p1", "UTC"), "2026-11-22 from 22 00:00 to 23 00:00 room")
		b := &billboard{mailbox: p.mailbox, announcements: &storage.Announcements{Store: p.Store, Words: boardWords{}}, here: here, there: there}
		b.learns(t, "alex", "p1")
		b.standing(t, "started waits", "alex")
		same(t, b.shelf(t, here), "Proposé waiting 1 alex")
	})
}
