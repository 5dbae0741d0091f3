package commands_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"rebond/bot"
	"rebond/bot/notice"
	"rebond/bot/schedule"
	"rebond/bot/search"
	"rebond/commands"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// TestTopics checks what every topic declares: a name of its own, words in both
// languages that fit a button, and who receives it.
func TestTopics(t *testing.T) {
	topics := commands.Topics(storagetest.Open(t, storagetest.SQLite(t)), defaults(t))
	names := map[string]bool{}
	for _, topic := range topics {
		if names[topic.Name] || !regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`).MatchString(topic.Name) {
			t.Errorf("%q is no name, or stands twice", topic.Name)
		}
		names[topic.Name] = true
		for _, l := range bot.Langs {
			if n := utf8.RuneCountInString(topic.Title.In(l)); n == 0 || n+len("Recevoir : ") > bot.MaxLabel {
				t.Errorf("%s: the title in %s has %d characters", topic.Name, l, n)
			}
			if topic.Help.In(l) == "" {
				t.Errorf("%s: no help in %s", topic.Name, l)
			}
		}
		if topic.Class == notice.Reply || topic.Class == "" || topic.Card == nil {
			t.Errorf("%s: class %q", topic.Name, topic.Class)
		}
	}
}

// telling are the words that nobody else is to read on a locked screen.
var telling = regexp.MustCompile(`(?i)ch[oô]mage|licenci|humeur|layoff|laid off|mood|unemploy|emploi|job`)

// TestFirstLines holds that what a locked screen shows of a direct message gives
// nothing away, whatever moderators have written.
func TestFirstLines(t *testing.T) {
	store := storagetest.Open(t, storagetest.SQLite(t))
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	s := &schedule.Schedule{Community: in(""), To: in("coaching"), Coaching: true, Direct: true, State: schedule.Active, Next: now, When: schedule.Recurrence{Times: []int{540}, Zone: "UTC"}}
	if err := store.CreateSchedule(t.Context(), s, []string{"Licenciement : écris à ton ancienne équipe."}, now); err != nil {
		t.Fatal(err)
	}
	due, _, err := (&storage.Schedules{Store: store}).Due(t.Context(), now, 1)
	if err != nil || len(due) != 1 {
		t.Fatalf("%d due, %v", len(due), err)
	}
	move := due[0].Move()
	if err := move.Post(t.Context(), &due[0], commands.Planned(store, defaults(t)), schedule.Run{ID: "run", Due: now}); err != nil {
		t.Fatal(err)
	}
	if done, err := (&storage.Schedules{Store: store}).Advance(t.Context(), now, move); err != nil || !slices.Equal(done, []bool{true}) {
		t.Fatalf("%v, %v", done, err)
	}
	camille, err := (&storage.Directory{Store: store, Lang: bot.FR, Zone: time.UTC, Now: func() time.Time { return now }}).Know(t.Context(), in(""), bot.Member{User: "camille", Lang: bot.FR})
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Agree(t.Context(), in(""), camille.ID, storage.Consent{Version: 1, Lang: bot.FR, Wording: "les mots", Given: now}); err != nil {
		t.Fatal(err)
	}
	key := alertKey(t, store, camille.ID, now)
	topics := slices.DeleteFunc(commands.Topics(store, defaults(t)), func(t notice.Topic) bool { return t.Name == storage.AnnouncementTopic }) // of openings somebody shares: the stories show it
	for _, topic := range topics {
		for _, class := range []notice.Class{topic.Class, notice.Reply} {
			n := notice.Notice{Key: "k", Topic: topic.Name, Class: class, Ref: map[string]string{"message-du-jour": "run", storage.ForgottenTopic: "2026-12-24", storage.ReportTopic: "kept/gone", "conseil": "2026-11-23", storage.WeatherTopic: "2026-11-23", "80-jours": "2026-11-23", "premiers-jours": "2026-11-23", "periode-essai": "2026-11-23", "ressources": "refusee/titre=Ch%C3%B4mage&motif=sujet"}[topic.Name], For: camille.ID, To: bot.Address{Platform: "local", Space: "room", Member: "camille"}, At: now}
			morning := now
			if topic.Name == storage.AlertsTopic {
				n.Key = key
			}
			if class == notice.Reply {
				n.Ref, morning = "bonjour", time.Time{}
			}
			if class == notice.Decision {
				morning = time.Time{}
			}
			card, there, err := topic.Card(t.Context(), &n)
			if err != nil || !there {
				t.Fatalf("%s, %s: %v, %v", topic.Name, class, there, err)
			}
			for _, first := range []bool{true, false} {
				m := commands.Composed().Message([]bot.Card{card}, morning, first, false)
				for _, l := range bot.Langs {
					shown := bot.Plain(bot.Join("\n", m.Text, m.Cards[0].Title, m.Cards[0].Body).In(l))
					if line, _, _ := strings.Cut(shown, "\n"); line == "" || telling.MatchString(line) {
						t.Errorf("%s, %s, %s: the first line is %q", topic.Name, class, l, line)
					}
				}
			}
		}
	}
}

// alertKey is the key of a notice of an alert for words that are telling, which has found an
// offer.
func alertKey(t *testing.T, store *storage.Store, person bot.PersonID, now time.Time) string {
	t.Helper()
	notices := &storage.Notices{Store: store, Lang: bot.FR, Zone: time.UTC}
	if _, err := notices.ChangeOwn(t.Context(), person, now, func(c *storage.OwnChange) error {
		c.Subscriptions = append(c.Subscriptions, storage.Subscription{Community: in(""), Topic: storage.AlertsTopic})
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := store.PutAlert(t.Context(), person, in(""), storage.Alert{Search: storage.AlertSearch{Query: search.Query{Words: "chômage licenciement"}}, Pace: storage.Morning}, now); err != nil {
		t.Fatal(err)
	}
	readFeedOf(t, store, "fictif", []byte(`{"resultats":[{"id": "GO1", "intitule": "Conseil sur le chômage et le licenciement", "description": "Par téléphone.", "dateCreation": "2026-11-22T07:00:00Z", "dateActualisation": "2026-11-22T07:00:00Z", "lieuTravail": {"libelle": "54 - Nancy", "commune": "54395"}, "typeContrat": "CDI", "origineOffre": {"origine": "1", "urlOrigine": "https://candidat.francetravail.fr/offres/recherche/detail/GO1"}}]}`), now.Add(time.Second))
	matchArrivals(t, store, defaults(t), now.Add(time.Second))
	p, err := notices.Person(t.Context(), person, now)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range p.Waiting {
		if n.Topic == storage.AlertsTopic {
			return n.Key
		}
	}
	t.Fatal("the alert has found nothing")
	return ""
}

// TestDailyMessageIsGone says nothing of a message that moderators have deleted.
func TestDailyMessageIsGone(t *testing.T) {
	for _, topic := range commands.Topics(storagetest.Open(t, storagetest.SQLite(t)), defaults(t)) {
		if !topic.Asked() || topic.Daily {
			continue
		}
		if _, there, err := topic.Card(t.Context(), &notice.Notice{Topic: topic.Name, Ref: "gone"}); there || err != nil {
			t.Errorf("%s: %v, %v", topic.Name, there, err)
		}
	}
}
