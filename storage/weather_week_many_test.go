package storage_test

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"rebond/bot"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// TestManyWords finds the words of thousands of random communities, whose answers are written
// at once, among them those where everybody answers the same, and one person more or less is
// enough; then, when people have left, erased themselves, answered or chosen otherwise, nothing
// has changed.
func TestManyWords(t *testing.T) {
	for _, engine := range []struct {
		name        string
		address     func(testing.TB) string
		communities int
	}{{"sqlite", storagetest.SQLite, 2000}, {"postgres", storagetest.Postgres, 100}} {
		t.Run(engine.name, func(t *testing.T) {
			t.Parallel()
			seed := rand.Uint64()
			m := &manyTowns{Rand: rand.New(rand.NewPCG(seed, 1)), monday: time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC)}
			address := engine.address(t)
			store := storagetest.Open(t, address)
			m.does(t, address, func() {
				for i := range engine.communities {
					m.town(i)
				}
			})
			settled := m.monday.AddDate(0, 0, 7).Add(12 * time.Hour)
			m.compare(t, store, settled)
			m.does(t, address, m.later)
			m.compare(t, store, settled.Add(time.Hour))
			m.compare(t, store, settled.AddDate(0, 0, 6))
			if t.Failed() {
				t.Fatalf("seed %d", seed)
			}
		})
	}
}

// manyTowns is what was written of communities, and the words that it comes to.
type manyTowns struct {
	*rand.Rand
	monday time.Time
	words  []storage.Word
	people int
	write  func(query string, args ...any)
}

// does writes in one transaction.
func (m *manyTowns) does(t *testing.T, address string, do func()) {
	t.Helper()
	tx, err := storagetest.Raw(t, address).Begin()
	if err != nil {
		t.Fatal(err)
	}
	prepared := map[string]*sql.Stmt{}
	m.write = func(query string, args ...any) {
		if prepared[query] == nil {
			if prepared[query], err = tx.Prepare(query); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := prepared[query].Exec(args...); err != nil {
			t.Fatal(err)
		}
	}
	do()
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
}

// town writes a community, its people, and what they answered in its week.
func (m *manyTowns) town(i int) {
	community := fmt.Sprintf("c%05d", i)
	m.write("INSERT INTO communities (id, platform, space, created_at) VALUES ($1, 'local', $1, 1)", community)
	same := 0 // what everybody answers; 0: what they like
	if m.IntN(4) == 0 {
		same = 1 + m.IntN(5)
	}
	people := 4 + m.IntN(10)
	if i%20 == 0 { // large ones of one mind, so that every word is there however few communities there are
		people, same = 30, 1+i/20%5
	}
	n, sum := 0, 0
	for range people {
		if mean, counts := m.person(community, same); counts {
			n, sum = n+1, sum+mean
		}
	}
	word := storage.Unsaid
	if n >= 8 {
		switch {
		case 2*sum < 5*420*n:
			word = storage.Low
		case 2*sum > 7*420*n:
			word = storage.High
		default:
			word = storage.Middle
		}
	}
	m.words = append(m.words, word)
}

// person writes somebody, and returns the mean of what they answered, in 420ths, and whether
// it counts.
func (m *manyTowns) person(community string, same int) (mean int, counts bool) {
	id := fmt.Sprintf("p%06d", m.people)
	m.people++
	at := m.monday.UnixMilli()
	m.write("INSERT INTO persons (id, created_at, seen_at) VALUES ($1, 1, 1)", id)
	seldom := func() bool { return m.IntN(12) == 0 }
	var rights, moderated, counted any = at, nil, at - 1
	counts = true
	if seldom() { // their rights were never seen
		rights, counts = nil, false
	}
	if seldom() {
		rights, moderated, counts = at, at-int64(m.IntN(300))*86400000, false
	}
	switch m.IntN(8) {
	case 0: // they do not count
		counted, counts = nil, false
	case 1: // they chose to after they answered
		counted, counts = at+7*86400000, false
	}
	m.write("INSERT INTO memberships (person, community, seen_at, rights_at, moderated_at) VALUES ($1, $2, 1, $3, $4)", id, community, rights, moderated)
	if seldom() {
		m.write("INSERT INTO moderators (community, person, added_at) VALUES ($1, $2, 1)", community, id)
		counts = false
	}
	m.write("INSERT INTO weather_consents (person, community, version, language, wording, given_at, counted_at, key) VALUES ($1, $2, 1, 'fr', '', 1, $3, $1)", id, community, counted)
	total, days := 0, 0
	for day := range 7 {
		if m.IntN(3) == 0 {
			continue
		}
		weather := same
		if weather == 0 {
			weather = 1 + m.IntN(5)
		}
		m.answers(community, id, day, weather)
		total, days = total+weather, days+1
	}
	m.answers(community, id, 7+m.IntN(3), 1+m.IntN(5)) // of the week after, and the one before
	m.answers(community, id, -1-m.IntN(3), 1+m.IntN(5))
	if days == 0 {
		return 0, false
	}
	return total * 420 / days, counts
}

func (m *manyTowns) answers(community, person string, day, weather int) {
	on := m.monday.AddDate(0, 0, day)
	m.write("INSERT INTO weather_days (person, community, day, zone, weather, changed_at) VALUES ($1, $2, $3, 'UTC', $4, $5) ON CONFLICT (person, community, day) DO UPDATE SET weather = excluded.weather",
		person, community, on.Format(time.DateOnly), weather, on.Add(10*time.Hour).UnixMilli())
}

// later changes all that could change a word: who is there, who counts, who moderates, what
// was answered.
func (m *manyTowns) later() {
	for i := range m.people {
		id := fmt.Sprintf("p%06d", i)
		switch m.IntN(6) {
		case 0:
			m.write("DELETE FROM persons WHERE id = $1", id)
		case 1:
			m.write("DELETE FROM weather_consents WHERE person = $1", id)
		case 2:
			m.write("UPDATE weather_consents SET counted_at = 1 WHERE person = $1", id)
		case 3:
			m.write("UPDATE memberships SET moderated_at = NULL, rights_at = 1 WHERE person = $1", id)
		case 4:
			m.write("UPDATE weather_days SET weather = 6 - weather WHERE person = $1", id)
		}
	}
}

// compare holds that the words of the week are those that were to be found.
func (m *manyTowns) compare(t *testing.T, store *storage.Store, now time.Time) {
	t.Helper()
	if err := store.SettleWords(t.Context(), now); err != nil {
		t.Fatal(err)
	}
	found := map[storage.Word]int{}
	for i, want := range m.words {
		words, err := store.Words(t.Context(), bot.Address{Platform: "local", Space: fmt.Sprintf("c%05d", i)}, 1, now)
		if err != nil {
			t.Fatal(err)
		}
		if len(words) != 1 || words[0].Word != want || !words[0].Monday.Equal(m.monday) {
			t.Fatalf("community %d at %s: %+v, want %s", i, now, words, want)
		}
		found[want]++
	}
	if len(found) != 4 {
		t.Errorf("not every word: %v", found)
	}
}
