package storage_test

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/delivery"
	"rebond/bot/local"
	"rebond/bot/notice"
	"rebond/bot/search"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// impersonal are the tables that hold nothing of a person, and why.
var impersonal = map[string]string{
	"calls":            "what controls do, by a hash of it: nothing says who saw them",
	"communities":      "places, not people",
	"handled_requests": "ids of events, for an hour",
	"incidents":        "faults of the delivery itself",
	"offers":           "what sources publish, without contact details",
	"offer_words":      "the words of offers",
	"offer_marks":      "hashes by which the same opening is found in two sources",
	"offer_sightings":  "which source has shown which offer, and when",
	"offers_left":      "hashes of the ids of offers that have left",
	"offer_arrivals":   "which offers are new",
	"alert_anchors":    "words and filters by which alerts are found: whose they are is with the alerts",
	"feeds":            "how the reading of sources goes",
	"schedules":        "when and where messages go out: not who scheduled them",
	"schedule_items":   "the words of those messages, for a whole channel to read: not who wrote them",
	"schedule_runs":    "what became of those messages, and their words while their button counts: not who pressed it",
	"offer_cases":      "what is said of an offer, and where: who said it is with the reports",
	"panels":           "where the doors of a community are pinned: not who pinned them",
	"weekly":           "how much happens in a week, by community: nobody's name",
	"weather_words":    "one word of a community in a week, of eight people or more: nobody's answer",
	"doomed_keys":      "ids of keys that are about to be destroyed: not whose they were, nor what they opened",
	"outcomes":         "how many people have found, by month",
	"room_state":       "the key and the address of the room's page",
	"schema_versions":  "the history of the schema",
}

// TestEveryTableIsAccountedFor fails for a table that is neither exported and
// erased with a person nor known to hold nothing of one, and for one that the
// privacy notice does not tell of.
func TestEveryTableIsAccountedFor(t *testing.T) {
	notice, err := os.ReadFile("../docs/vie-privee.fr.md")
	if err != nil {
		t.Fatal(err)
	}
	storagetest.Engines(t, func(t *testing.T, address string) {
		storagetest.Open(t, address)
		text := "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'offer_words_%'"
		if strings.HasPrefix(address, "postgres") {
			text = "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()"
		}
		rows, err := storagetest.Raw(t, address).Query(text)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		personal := storage.PersonalTables()
		seen := 0
		for rows.Next() {
			var table string
			if err := rows.Scan(&table); err != nil {
				t.Fatal(err)
			}
			seen++
			isPersonal := slices.Contains(personal, table)
			if _, known := impersonal[table]; known == isPersonal {
				t.Errorf("table %s must be either personal (Export and Erase) or known to hold nothing of a person", table)
			}
			if isPersonal && !bytes.Contains(notice, []byte("`"+table+"`")) {
				t.Errorf("docs/vie-privee.fr.md does not tell of %s", table)
			}
		}
		if seen != len(personal)+len(impersonal) {
			t.Errorf("%d tables, %d accounted for", seen, len(personal)+len(impersonal))
		}
	})
}

// TestExportAndErase gives a person something in every table, exports it all,
// erases it, and looks for what is left: of them nothing, of others everything.
func TestExportAndErase(t *testing.T) {
	const mark = "7e1f0c9a-camille-unique"
	storagetest.Engines(t, func(t *testing.T, address string) {
		s := storagetest.Open(t, address)
		camille, sam := member(t, s, mark), member(t, s, "sam")
		p := openPlanner(t, address)
		run := p.posts(t, p.creates(t, everyDay("a"), "Envoie un mot."))
		put(t, s, offer("1", "Développeuse Go", 1))
		id := storedID(t, address, "1")
		chosen := map[bot.PersonID]string{camille: "channel of the first", sam: "channel of the second"}
		for who, person := range map[string]bot.PersonID{mark: camille, "sam": sam} {
			if err := s.KeepOffer(t.Context(), bot.Address{}, person, id, now); err != nil {
				t.Fatal(err)
			}
			if _, err := (&storage.Room{Store: s, Now: fixed}).Button(t.Context(), who, "offres.voir?id="+who); err != nil {
				t.Fatal(err)
			}
			write(t, s, who)
			p.presses(t, run, person, false)
			p.chooses(t, person, storage.Settings{storage.OffersChannel: chosen[person]})
			subscribes(t, s, person)
			refuses(t, s, person)
			p.names(t, who, person)
			feels(t, s, who, person)
			watches(t, s, who, person)
		}
		keys := &diary{&teller{p, nil}, &storage.Keys{Address: storagetest.Keys(address)}}
		t.Cleanup(func() { keys.keys.Close() })
		held := keys.kept(t)
		b := &billboard{mailbox: p.mailbox, announcements: &storage.Announcements{Store: s, Words: boardWords{}}, here: here, there: there}
		p.chooses(t, sam, storage.Settings{storage.ModerationChannel: "moderation"})
		lou := member(t, s, "lou")
		for who, person := range map[string]bot.PersonID{mark: camille, "sam": sam} {
			b.announces(t, who, person)
			b.judged(t, person, map[bot.PersonID]bot.PersonID{camille: sam, sam: camille}[person], storage.Why{Words: "À propos de " + who})
			b.learns(t, who, person)
		}
		for _, a := range append(b.of(t, camille), b.publishes(t, lou, vacancy("Poste de lou"))) {
			if err := errors.Join(b.announcements.Opened(t.Context(), a.ID, camille), b.announcements.Opened(t.Context(), a.ID, sam)); err != nil {
				t.Fatal(err)
			}
		}
		before, err := s.Export(t.Context(), camille, bot.FR)
		if err != nil {
			t.Fatal(err)
		}
		var tables []string
		for _, e := range before {
			tables = append(tables, e.Table)
			if e.About == "" || len(e.Rows) == 0 {
				t.Errorf("%s: %q, %d rows", e.Table, e.About, len(e.Rows))
			}
		}
		if tables = slices.Compact(tables); !slices.Equal(tables, storage.PersonalTables()) {
			t.Errorf("exported %q, want every personal table: a new one needs a row in this test", tables)
		}
		text, err := json.Marshal(before)
		if err != nil || !bytes.Contains(text, []byte(mark)) || !bytes.Contains(text, []byte(id)) || bytes.Contains(text, []byte(sam)) {
			t.Errorf("%s, %v", text, err)
		}
		for _, e := range before {
			for _, row := range e.Rows {
				want := map[string]any{"weather_notes": "Note de " + mark, "weather_goals": "But de " + mark}[e.Table]
				_, sealed := row["sealed"]
				_, key := row["key"]
				if strings.HasPrefix(e.Table, "weather_") && (row["text"] != want || sealed || key) {
					t.Errorf("%s: %v", e.Table, row)
				}
			}
		}
		if !bytes.Contains(text, []byte(now.Format(time.RFC3339))) {
			t.Error("instants are not written as people read them")
		}
		if err := s.Erase(t.Context(), camille, now); err != nil {
			t.Fatal(err)
		}
		if after, err := s.Export(t.Context(), camille, bot.FR); err != nil || len(after) != 0 {
			t.Errorf("after erasing: %v, %v", after, err)
		}
		if d := p.presses(t, run, sam, false); d.New || d.Count != 1 {
			t.Errorf("of two who pressed the button: %+v", d)
		}
		changes, err := s.Log(t.Context(), here, storage.SettingsInLog, "", 20)
		changes = slices.DeleteFunc(changes, func(e storage.LogEntry) bool { return e.What != storage.Act(storage.OffersChannel) })
		if err != nil || len(changes) != 2 {
			t.Fatalf("changes of the settings: %+v, %v", changes, err)
		}
		for _, c := range changes { // they stay, and of the first nobody says whose they are
			if by := map[string]string{chosen[sam]: "sam"}; c.By != by[c.After] {
				t.Errorf("the change to %q is by %q", c.After, c.By)
			}
		}
		if shelf := b.shelf(t, here); !slices.Equal(shelf, []string{"Proposé waiting 1", "Proposé waiting 1 sam"}) && !slices.Equal(shelf, []string{"Proposé waiting 1 sam", "Proposé waiting 1"}) {
			t.Errorf("proposed: %q", shelf) // hers stays, without her
		}
		if others, err := s.Export(t.Context(), sam, bot.EN); err != nil || len(others) != len(before) {
			t.Errorf("somebody else's: %d tables, %v", len(others), err)
		}
		if b.lists(t, here, "poste "+mark) || !b.lists(t, here, "poste sam") || len(b.of(t, camille)) != 0 || len(b.of(t, sam)) != 2 {
			t.Error("what the first announced is found, or what the second did is not")
		}
		for state, want := range map[string]int{"kind = 'edit' AND body LIKE '%opening has been withdrawn%'": 2, "kind = 'delete'": 2} { // her card and her review; what she shared and reported
			if n := b.count(t, "posts WHERE state = 'pending' AND "+state); n != want {
				t.Errorf("%d posts with %s", n, state)
			}
		}
		traces := []string{mark, string(camille)}
		left := keys.kept(t)
		if len(held) != 2 || len(left) != 1 || !slices.Contains(held, left[0]) {
			t.Errorf("of the keys %q, %q are left", held, left)
		}
		searchFiles(t, strings.TrimPrefix(keys.keys.Address, "sqlite:"), slices.DeleteFunc(held, func(key string) bool { return key == left[0] }))
		if got := reads(t, s, here, sam); len(got) != 1 || got[0] != sunday.String()+" Note de sam, But de sam" {
			t.Errorf("somebody else reads %q", got)
		}
		if path, ok := strings.CutPrefix(address, "sqlite:"); ok {
			searchFiles(t, path, append(traces, mark[:8])) // also by itself, as a word that is searched for
		}
		searchTables(t, b.mailbox, traces)
	})
}

// announces gives somebody an announcement that others see, one that waits for moderators,
// a draft, an offer that they shared and a report.
func (b *billboard) announces(t *testing.T, who string, person bot.PersonID) {
	t.Helper()
	a := vacancy("Poste " + who)
	a.Company, a.Text, a.Apply = "Chez "+who, "Écris à "+who, who+"@atelier.example"
	b.publishes(t, person, a)
	b.publishes(t, person, unlawful("Autre poste "+who))
	b.drafts(t, person, "", a)
	if err := b.shares(t, person, "o1", "partage/"+string(person[28:])); err != nil {
		t.Fatal(err)
	}
	if _, err := b.reports(t, person, storedID(t, b.address, "1"), "Je suis "+who); err != nil {
		t.Fatal(err)
	}
	if may, err := b.announcements.Store.MayReadPage(t.Context(), person, b.at); err != nil || !may {
		t.Fatal(may, err)
	}
}

// learns gives somebody a proposal, a tip that they were shown, a series that they read, and a
// resource for which they wait for others.
func (b *billboard) learns(t *testing.T, who string, person bot.PersonID) {
	t.Helper()
	if _, err := b.proposes(t, person, "Proposé"); err != nil {
		t.Fatal(err)
	}
	b.daily(t, person, today, "tip")
	b.finds(t, person, "tip", true)
	if _, _, err := b.announcements.Store.NextPost(t.Context(), person, longSeries, 0, 3, b.at); err != nil {
		t.Fatal(err)
	}
	b.comes(t, who)
}

// feels gives somebody answers, a note and a goal.
func feels(t *testing.T, s *storage.Store, who string, person bot.PersonID) {
	t.Helper()
	if err := errors.Join(
		s.Agree(t.Context(), here, person, storage.Consent{Version: 1, Lang: bot.FR, Wording: "Ni la modération", Given: now, Counted: true}),
		s.SetWeather(t.Context(), here, person, storage.DayWeather{On: sunday, Weather: storage.Sunshine, Energy: storage.HighEnergy}, time.UTC, now),
		s.KeepNote(t.Context(), here, person, sunday, "Note de "+who, now),
		s.SetGoal(t.Context(), here, person, sunday, "But de "+who, now),
	); err != nil {
		t.Fatal(err)
	}
}

// watches gives somebody alerts, of which one finds what has come.
func watches(t *testing.T, s *storage.Store, who string, person bot.PersonID) {
	t.Helper()
	asks(t, s, person, storage.AlertsTopic)
	for _, wanted := range []storage.AlertSearch{{Query: search.Query{Words: who}}, {Without: []string{who}}} {
		if _, err := s.PutAlert(t.Context(), person, here, storage.Alert{Search: wanted, Pace: storage.Weekly}, now); err != nil {
			t.Fatal(err)
		}
	}
	put(t, s, offer("come "+strconv.Itoa(len(who)), "Monteuse", 1))
	if _, err := (&storage.Notices{Store: s, Lang: bot.FR, Zone: time.UTC}).MatchArrivals(t.Context(), now); err != nil {
		t.Fatal(err)
	}
}

// searchTables looks for traces in every row of every table.
func searchTables(t *testing.T, m *mailbox, traces []string) {
	t.Helper()
	for _, table := range append(storage.PersonalTables(), slices.Sorted(maps.Keys(impersonal))...) {
		rows, err := m.db.Query("SELECT * FROM " + table)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			values, into := make([]sql.NullString, len(columns)), make([]any, len(columns))
			for i := range values {
				into[i] = &values[i]
			}
			if err := rows.Scan(into...); err != nil {
				t.Fatalf("%s: %v", table, err)
			}
			for _, trace := range traces {
				if strings.Contains(fmt.Sprint(values), trace) {
					t.Errorf("%s still holds %q: %v", table, trace, values)
				}
			}
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	}
}

// write puts two direct messages to a member of the room: one that the room
// shows, and one that waits.
func write(t *testing.T, s *storage.Store, who string) {
	t.Helper()
	to := bot.Address{Platform: "local", Space: "room", Member: who}
	words := &bot.Message{Text: bot.Same("Bonjour " + who)}
	outbox := &storage.Outbox{Store: s, Now: fixed}
	for _, key := range []string{"shown/" + who, "waiting/" + who} {
		if err := outbox.Put(t.Context(), bot.Post{Key: key, To: to, Lang: bot.FR, Message: words}); err != nil {
			t.Fatal(err)
		}
	}
	claimed, _, err := outbox.Claim(t.Context(), delivery.Lane{Platform: "local", Direct: true}, now, time.Minute, 10)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range claimed {
		o := delivery.Outcome{ID: d.ID, Claim: d.Claim, State: delivery.Pending, Again: now.Add(time.Hour)}
		if d.To == to {
			id, err := (&storage.Room{Store: s, Now: fixed}).Append(t.Context(), local.Entry{Key: d.Key, At: to, Lang: d.Lang, Message: d.Message, Sent: now})
			if err != nil {
				t.Fatal(err)
			}
			o.State, o.Ref = delivery.Delivered, bot.MessageRef{At: to, ID: id}
		}
		if err := outbox.Settle(t.Context(), now, o); err != nil {
			t.Fatal(err)
		}
	}
}

// dailyTopic is something to receive by direct message.
const dailyTopic = "message-du-jour"

// subscribes lets a person of the room ask for a topic, who is greeted for it.
func subscribes(t *testing.T, s *storage.Store, person bot.PersonID) {
	t.Helper()
	asks(t, s, person, dailyTopic, notice.Notice{Key: "bonjour", Topic: dailyTopic, Class: notice.Reply, Ref: "bonjour", To: here, At: now})
}

func asks(t *testing.T, s *storage.Store, person bot.PersonID, topic string, notices ...notice.Notice) {
	t.Helper()
	_, err := (&storage.Notices{Store: s, Lang: bot.FR, Zone: time.UTC}).ChangeOwn(t.Context(), person, now, func(c *storage.OwnChange) error {
		c.Subscriptions, c.Notices = append(c.Subscriptions, storage.Subscription{Community: here, Topic: topic}), notices
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// refuses lets the platform refuse the greeting of a person, who asks for another
// topic then.
func refuses(t *testing.T, s *storage.Store, person bot.PersonID) {
	t.Helper()
	notices := &storage.Notices{Store: s, Lang: bot.FR, Zone: time.UTC}
	due, _, err := notices.Due(t.Context(), now, 10)
	if err != nil {
		t.Fatal(err)
	}
	steps := composed(due, now)
	for i := range steps {
		for k := range steps[i].Messages {
			steps[i].Messages[k].Post.Priority = 1 // before what waits already
		}
	}
	if _, err := notices.Tell(t.Context(), now, steps...); err != nil {
		t.Fatal(err)
	}
	outbox := &storage.Outbox{Store: s, Now: fixed}
	later := now.Add(2 * time.Hour) // when their places are free again
	claimed, _, err := outbox.Claim(t.Context(), delivery.Lane{Platform: "local", Direct: true}, later, time.Minute, 10)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range claimed {
		o := delivery.Outcome{ID: d.ID, Claim: d.Claim, State: delivery.Pending}
		if strings.HasPrefix(d.Key, "avis/") {
			o.State, o.Gone = delivery.Rejected, true
		}
		if err := outbox.Settle(t.Context(), later, o); err != nil {
			t.Fatal(err)
		}
	}
	asks(t, s, person, "veille")
}

// searchFiles looks for traces in the database file and its companions.
func searchFiles(t *testing.T, path string, traces []string) {
	t.Helper()
	files, err := filepath.Glob(path + "*")
	if err != nil || len(files) == 0 {
		t.Fatalf("%q, %v", files, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, trace := range traces {
			if bytes.Contains(data, []byte(trace)) {
				t.Errorf("%s still holds %q", filepath.Base(file), trace)
			}
		}
	}
}
