package commands_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
	"rebond/commands"
	"rebond/commands/content"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// saysFR is what a reply says in French.
func saysFR(t *testing.T, reply bot.Reply) string {
	t.Helper()
	switch r := reply.(type) {
	case *bot.Message:
		return r.Text.FR
	case *bot.Update:
		return r.Text.FR
	case *bot.Modal:
		var said strings.Builder
		for field, fault := range r.Faults {
			said.WriteString(field + ": " + fault.FR + "\n")
		}
		return said.String()
	}
	t.Fatalf("it answers %T", reply)
	return ""
}

// TestSeriesRefused asks for ready-made series that are not, and at times that are none:
// nothing is scheduled.
func TestSeriesRefused(t *testing.T) {
	store := storagetest.Open(t, storagetest.SQLite(t))
	asks := moderator(t, store, morning)
	good := bot.Args{"serie": "80-jours"}
	for _, one := range []struct{ param, value, want string }{
		{"serie", "nope", "n’est plus dans le contenu"},
		{"debut", "n’importe quoi", "Je ne comprends pas"},
		{"debut", "2026-11-21", "est déjà passé"},
		{"debut", "2026-02-30", "n’existe pas"},
		{"debut", "2029-01-01", "dans plus de 2 ans"},
		{"debut", "9999-99-99", "Vérifie l’année"},
		{"debut", strings.Repeat("9", 200), "Je ne comprends pas"},
		{"heure", "26 h", "n’est pas une heure"},
		{"heure", "9 h et 10 h", "une seule heure"},
		{"heure", "bientôt", "Je ne comprends pas"},
		{"ou", "a/b c", "Je ne reconnais pas ce salon"},
	} {
		for _, action := range []string{"programme", "lancer"} {
			said := saysFR(t, asks(action, good.With(one.param, one.value)))
			if !strings.Contains(said, one.want) {
				t.Errorf("%s with %s=%s: %q", action, one.param, one.value, said)
			}
		}
	}
	all, err := store.SchedulesOf(t.Context(), room, 0, 10)
	if err != nil || len(all) != 0 {
		t.Errorf("%d are scheduled (%v)", len(all), err)
	}
}

// stocked is a router, of a moderator, with content of a test's own.
func stocked(t *testing.T, store *storage.Store, files fstest.MapFS) (commands.Defaults, func(action string, args bot.Args) bot.Reply) {
	t.Helper()
	pack, err := content.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	d := defaults(t)
	if d.Library, err = content.NewLibrary(pack, "", time.Now, func(*content.Pack) {}); err != nil {
		t.Fatal(err)
	}
	router, _ := routerOf(t, store, d, morning, nil)
	asked := 0
	return d, func(action string, args bot.Args) bot.Reply {
		asked++
		return router.Handle(t.Context(), &bot.Request{ID: strings.Repeat("s", asked), Command: "planifier", Action: action, Args: args,
			From: bot.Member{User: "malik", Access: bot.Moderator}, At: in("moderation")}, nil).Reply
	}
}

// TestNoSeries offers nothing where there is nothing to offer.
func TestNoSeries(t *testing.T) {
	empty := `[[series]]
id = "vide"
kind = "programme"
title = { fr = "Vide", en = "Empty" }
text.fr = "Rien."
text.en = "Nothing."
`
	for name, files := range map[string]fstest.MapFS{"no content": {}, "no posts": {"series.toml": {Data: []byte(empty)}}} {
		t.Run(name, func(t *testing.T) {
			_, asks := stocked(t, storagetest.Open(t, storagetest.SQLite(t)), files)
			list := asks("liste", nil).(*bot.Update)
			if len(list.Selects) != 0 || len(list.Buttons) != 3 { // a message, a file, a search
				t.Errorf("the list offers %+v %+v", list.Selects, list.Buttons)
			}
			if said := saysFR(t, asks("programme", bot.Args{"serie": "vide"})); !strings.Contains(said, "n’a encore aucun message") && !strings.Contains(said, "n’est plus dans le contenu") {
				t.Error(said)
			}
		})
	}
}

// TestSeriesIsLaunchedOnce presses again, and again: it goes out once, on days that the
// community works.
func TestSeriesIsLaunchedOnce(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		launches(t, storagetest.Open(t, address), "", schedule.France)
	})
	for chosen, want := range map[string]schedule.Holidays{"none": "", "fr": schedule.France, "fr-alsace-moselle": schedule.AlsaceMoselle} {
		t.Run(chosen, func(t *testing.T) { launches(t, storagetest.Open(t, storagetest.SQLite(t)), chosen, want) })
	}
}

func launches(t *testing.T, store *storage.Store, holidays string, want schedule.Holidays) {
	t.Helper()
	if err := store.SetUp(t.Context(), room, storage.Settings{storage.CoachingChannel: "coaching", storage.ModerationChannel: "moderation", storage.CommunityHolidays: holidays}, morning()); err != nil {
		t.Fatal(err)
	}
	asks := moderator(t, store, morning)
	args := bot.Args{"serie": "80-jours", "debut": "2026-12-21", "heure": "08:00"}
	for i, said := range []string{"**C’est programmé.**", "C’est déjà programmé.", "C’est déjà programmé."} {
		if got := saysFR(t, asks("lancer", args)); !strings.HasPrefix(got, said) {
			t.Errorf("press %d: %q", i, got)
		}
	}
	all, err := store.SchedulesOf(t.Context(), room, 0, 10)
	if err != nil || len(all) != 2 {
		t.Fatalf("%d schedules (%v)", len(all), err)
	}
	days, rests := all[0], all[1]
	if days.When.Holidays != want || days.Items != 6 || !days.Coaching || !days.Direct || !days.Series || days.State != schedule.Active || days.Item != "rebond:80-jours/1" {
		t.Errorf("working days: %+v", days)
	}
	if rests.When.Holidays != "" || rests.Items != 2 || !rests.Coaching || rests.Item != "rebond:80-jours/repos-1" || rests.When.Times[0] != 10*60 {
		t.Errorf("days of rest: %+v", rests)
	}
}

// TestWhatSeriesCarry has no thread nor direct messages for questions, and no direct messages
// for what goes to moderators.
func TestWhatSeriesCarry(t *testing.T) {
	store := storagetest.Open(t, storagetest.SQLite(t))
	if err := store.SetUp(t.Context(), room, storage.Settings{storage.CoachingChannel: "coaching", storage.ModerationChannel: "moderation"}, morning()); err != nil {
		t.Fatal(err)
	}
	asks := moderator(t, store, morning)
	for series, coaching := range map[string]bool{"questions": false, "premiers-jours": true} {
		asks("lancer", bot.Args{"serie": series, "ou": "moderation"})
		all, err := store.SchedulesOf(t.Context(), room, 0, 10)
		if err != nil || len(all) != 1 || all[0].Coaching != coaching || all[0].Direct || all[0].To.Channel != "moderation" {
			t.Errorf("%s: %+v (%v)", series, all, err)
		}
		if !coaching && all[0].When.Days.Weekdays != 1<<4 {
			t.Errorf("questions go out on %b", all[0].When.Days.Weekdays)
		}
		if err := store.DeleteSchedule(t.Context(), room, all[0].ID); err != nil {
			t.Fatal(err)
		}
	}
}

// TestPostIsGone pauses what stands for a post that is no longer there, and moderators read
// why; taken out, the rest goes on.
func TestPostIsGone(t *testing.T) {
	address := storagetest.SQLite(t)
	store := storagetest.Open(t, address)
	s := plans(t, store, workdays, "coaching", true, "rebond:partie/1", "rebond:80-jours/1")
	passTime(t, address, time.Date(2026, 11, 23, 9, 0, 0, 0, defaults(t).Zone), nil)
	lost, err := store.Schedule(t.Context(), room, s.ID)
	if err != nil || lost.State != schedule.Paused || lost.Why != schedule.Lost || lost.Position != 0 {
		t.Fatalf("it is %+v (%v)", lost, err)
	}
	if said := string(seen(t, address, "moderation")); !strings.Contains(said, "n’est plus dans le contenu") {
		t.Error(said)
	}
	asks := moderator(t, store, func() time.Time { return time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC) })
	screen := asks("voir", bot.Args{"id": s.ID}).(*bot.Update)
	if len(screen.Cards) != 1 || !strings.Contains(screen.Cards[0].Body.FR, "n’est plus dans le contenu") {
		t.Errorf("the screen shows %+v", screen.Cards)
	}
	for _, b := range screen.Buttons {
		if b.Do.Action == "forme" {
			t.Error("its form can be changed")
		}
	}
	asks("retirer", bot.Args{"id": s.ID, "rev": revisionOf(t, store, s.ID), "rang": "0"})
	asks("reprendre", bot.Args{"id": s.ID})
	passTime(t, address, time.Date(2026, 11, 24, 9, 0, 0, 0, defaults(t).Zone), nil)
	if said := string(seen(t, address, "coaching")); !strings.Contains(said, "Trois créneaux") {
		t.Error(said)
	}
}

func revisionOf(t *testing.T, store *storage.Store, id string) string {
	t.Helper()
	s, err := store.Schedule(t.Context(), room, id)
	if err != nil {
		t.Fatal(err)
	}
	return strconv.FormatInt(s.Revision, 10)
}

// TestPostsKeepTheirForm refuses to join or split what stands for a post, and to write one
// that is not there.
func TestPostsKeepTheirForm(t *testing.T) {
	store := storagetest.Open(t, storagetest.SQLite(t))
	s := plans(t, store, workdays, "coaching", true, "rebond:80-jours/1", "Bonjour")
	asks := moderator(t, store, morning)
	for _, choice := range []string{"message", "serie"} {
		if said := saysFR(t, asks("forme", bot.Args{"id": s.ID, "rev": revisionOf(t, store, s.ID), "choix": choice})); !strings.Contains(said, "Un message tout prêt part tel quel") {
			t.Errorf("%s: %s", choice, said)
		}
	}
	if said := saysFR(t, asks("ajouter", bot.Args{"id": s.ID, "texte": "Salut\n\nrebond:80-jours/99"})); !strings.Contains(said, "rebond:80-jours/99") {
		t.Error(said)
	}
	asks("ajouter", bot.Args{"id": s.ID, "texte": "Salut\n\nrebond:80-jours/2"})
	items, err := store.ScheduleItems(t.Context(), s.ID)
	if err != nil || strings.Join(items, ", ") != "rebond:80-jours/1, Bonjour, Salut, rebond:80-jours/2" {
		t.Errorf("%q (%v)", items, err)
	}
}

// TestLaunchedByTwo has two moderators who look at the same series and both press
// « Programmer »: nothing goes out twice unless one of them says so.
func TestLaunchedByTwo(t *testing.T) {
	store := storagetest.Open(t, storagetest.SQLite(t))
	if err := store.SetUp(t.Context(), room, storage.Settings{storage.CoachingChannel: "coaching", storage.ModerationChannel: "moderation"}, morning()); err != nil {
		t.Fatal(err)
	}
	asks := moderator(t, store, morning)
	press := func(label string, r bot.Reply, want string) bot.Reply {
		t.Helper()
		for _, b := range r.(*bot.Update).Buttons {
			if bot.Plain(b.Label.FR) == label {
				r := asks(b.Do.Action, b.Do.Args)
				if said := saysFR(t, r); !strings.HasPrefix(said, want) {
					t.Errorf("%q, want %q", said, want)
				}
				return r
			}
		}
		t.Fatalf("no button %s", label)
		return nil
	}
	parts := func(want ...string) {
		t.Helper()
		all, err := store.SchedulesOf(t.Context(), room, 0, 10)
		var got []string
		for i := range all {
			got = append(got, all[i].Item+" "+all[i].When.From.String())
		}
		slices.Sort(got)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%q (%v), want %q", got, err, want)
		}
	}
	first, second := asks("programme", bot.Args{"serie": "80-jours"}), asks("programme", bot.Args{"serie": "80-jours"})
	later := asks("programme", bot.Args{"serie": "80-jours", "debut": "2026-11-30"})
	press("Programmer", first, "**C’est programmé.**")
	press("Programmer", second, "C’est déjà programmé.")
	one := []string{"rebond:80-jours/1 2026-11-23", "rebond:80-jours/repos-1 2026-11-23"}
	parts(one...)
	again := press("Programmer", later, "**Rien n’a été fait**")
	parts(one...)
	press("Programmer une fois de plus", again, "**C’est programmé.**")
	two := append(one, "rebond:80-jours/1 2026-11-30", "rebond:80-jours/repos-1 2026-11-30")
	slices.Sort(two)
	parts(two...)

	// What was deleted can be scheduled again, without the rest of it.
	all, err := store.SchedulesOf(t.Context(), room, 0, 10)
	if err != nil {
		t.Fatal(err)
	}
	for i := range all {
		if all[i].When.From.String() == "2026-11-30" || all[i].Item == "rebond:80-jours/1" {
			if err := store.DeleteSchedule(t.Context(), room, all[i].ID); err != nil {
				t.Fatal(err)
			}
		}
	}
	parts("rebond:80-jours/repos-1 2026-11-23")
	press("Programmer une fois de plus", press("Programmer", first, "**Rien n’a été fait**"), "**C’est programmé.**")
	parts(one...)
}

// TestReferredWithin refuses a post of the content among other lines: it would go out as it is
// written.
func TestReferredWithin(t *testing.T) {
	store := storagetest.Open(t, storagetest.SQLite(t))
	asks := moderator(t, store, morning)
	for text, want := range map[string]string{
		"Bonjour\nrebond:80-jours/1\n---\nSuite": "que seul",
		"Un\n\nrebond:nope/1\n\nTrois":           "ce message n’existe pas",
		"Un\n\nrebond:80-jours/1\n\nTrois":       "Message programmé",
	} {
		if said := saysFR(t, asks("nouveau", bot.Args{"texte": text, "quand": "du lundi au vendredi à 9 h"})); !strings.Contains(said, want) {
			t.Errorf("%q: %q, want %q", text, said, want)
		}
	}
}
