package commands_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/delivery"
	"rebond/bot/local"
	"rebond/commands"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// declared are commands of which nothing but their names counts.
func declared(names ...string) (all []bot.Command) {
	for _, name := range names {
		all = append(all, bot.Command{Name: name})
	}
	return all
}

var everyDoor = declared("offres", "conseils", "formations", "meteo", "abonnements", "urgence")

// labels are the doors of a panel.
func labels(m *bot.Message) (all []string) {
	for _, b := range m.Buttons {
		all = append(all, b.Label.FR)
	}
	return all
}

// TestPanelDoors is which doors a panel has, with one line for each, and that whoever reads
// it needs nobody to answer for the numbers to call.
func TestPanelDoors(t *testing.T) {
	for _, c := range []struct {
		language string
		declared []bot.Command
		want     []string
		numbers  string
	}{
		{"fr", commands.All(nil, defaults(t), nil), []string{"Offres", "Conseils", "Se former", "Ma météo", "Mes messages", "Besoin de parler\u202f?"}, "Danger maintenant"},
		{"fr", everyDoor, []string{"Offres", "Conseils", "Se former", "Ma météo", "Mes messages", "Besoin de parler\u202f?"}, "Danger maintenant"},
		{"en", everyDoor, []string{"Openings", "Advice", "Training", "My weather", "My messages", "Need to talk?"}, "Danger right now"},
		{"", declared("meteo", "offres", "aide"), []string{"Offres", "Ma météo"}, "Danger maintenant"},
		{"en", nil, nil, "Danger right now"},
	} {
		m, l := commands.Panels(nil, defaults(t), c.declared).Words.Panel(storage.Settings{storage.CommunityLanguage: c.language})
		if got := labels(m); !slices.Equal(got, c.want) {
			t.Errorf("doors %q, want %q", got, c.want)
		}
		if l != bot.Lang(c.language) && c.language != "" {
			t.Errorf("in %s, not %s", l, c.language)
		}
		if m.Text.FR != m.Text.EN {
			t.Error("it speaks two languages")
		}
		text := bot.Plain(m.Text.FR)
		for _, b := range m.Buttons {
			if label := strings.TrimRight(bot.Plain(b.Label.FR), "\u202f?"); strings.Count(text, "\n"+label)+strings.Count(text, "- "+label) != 1 {
				t.Errorf("%q has no line of its own in\n%s", label, text)
			}
			if id, err := bot.ControlID(t.Context(), nil, b.Do); err != nil || id != b.Do.Command+"." {
				t.Errorf("%q is kept in a database: %q, %v", b.Label.FR, id, err)
			}
		}
		for _, number := range []string{c.numbers, "15", "112", "114", "3114", "09 72 39 40 50", "sos-amitie.com"} {
			if !strings.Contains(strings.ReplaceAll(text, "\u00a0", " "), number) {
				t.Errorf("no %s in\n%s", number, text)
			}
		}
		if n := len([]rune(m.Text.FR)); n > 2000 {
			t.Errorf("%d runes", n)
		}
	}
}

// TestPanelNumbers is that of other countries of Europe, for who does not live by a French
// clock.
func TestPanelNumbers(t *testing.T) {
	for zone, want := range map[string]bool{"": false, "Europe/Paris": false, "Indian/Reunion": false, "Europe/Brussels": true, "America/Montreal": true} {
		m, _ := commands.Panels(nil, defaults(t), everyDoor).Words.Panel(storage.Settings{storage.CommunityTimeZone: zone})
		if strings.Contains(m.Text.FR, "Ailleurs en Europe") != want {
			t.Errorf("in %q:\n%s", zone, m.Text.FR)
		}
	}
}

// refusing is the room, where some kinds of post are refused.
type refusing struct {
	*local.Room
	kinds []bot.PostKind
}

var errRefused = errors.New("missing permissions")

func (p refusing) Send(ctx context.Context, post bot.Post) (bot.MessageRef, error) {
	if slices.Contains(p.kinds, bot.SendPost) && post.To.Channel != "moderation" {
		return bot.MessageRef{}, &bot.SendError{Fate: bot.Rejected, Gone: true, Err: errRefused}
	}
	return p.Room.Send(ctx, post)
}

func (p refusing) Change(ctx context.Context, ref bot.MessageRef, post bot.Post) error {
	if slices.Contains(p.kinds, post.Kind) {
		return &bot.SendError{Fate: bot.Rejected, Err: errRefused}
	}
	return p.Room.Change(ctx, ref, post)
}

// runs is the program with some commands, started twice, each time until its board has
// looked at panels and nothing waits to be sent.
func (s *recruiting) runs(of []bot.Command, refused ...bot.PostKind) {
	s.t.Helper()
	now, log := func() time.Time { return s.at }, slog.New(slog.DiscardHandler)
	room := &local.Room{Log: &storage.Room{Store: s.store, Now: now}, Now: now, Errors: log}
	delivers := (&delivery.Dispatcher{Outbox: &storage.Outbox{Store: s.store, Now: now}, Platforms: []bot.Platform{refusing{room, refused}}, Log: log, Now: now}).Run
	for range 2 {
		var looks atomic.Int32 // at the clock: at panels, at those that are refused, at announcements
		board := &commands.Board{Announcements: commands.Announcements(s.store, defaults(s.t)), Panels: commands.Panels(s.store, defaults(s.t), of), Log: log, Now: func() time.Time {
			looks.Add(1)
			return s.at
		}}
		together(s.t, func() bool { return looks.Load() >= 3 && posted(s.t, s.store, s.at) }, board.Run, delivers)
	}
}

// shown is what a channel shows, its spaces plain.
func (s *recruiting) shown(channel string) string {
	s.t.Helper()
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(string(seen(s.t, s.address, channel)))
}

// onPanel is the card of the panel in the settings, as a moderator sees it.
func (s *recruiting) onPanel() bot.Card {
	s.t.Helper()
	a := s.asks("malik", "reglages", "", nil)
	m, ok := a.Reply.(*bot.Message)
	if !ok || len(m.Cards) == 0 {
		s.t.Fatalf("%+v", a)
	}
	return m.Cards[len(m.Cards)-1]
}

// TestPanelUpgrade is of a program with more commands, or fewer, than the one that has put
// the panel: it edits it, where it is.
func TestPanelUpgrade(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		s := recruits(t, address)
		s.asks("malik", "reglages", "panneau", nil)
		today := commands.All(nil, defaults(t), nil)
		s.runs(today)
		entries := func() (ids []string) {
			all, err := (&storage.Room{Store: s.store}).Latest(t.Context(), in("offres"), 10)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range all {
				if !e.Pinned {
					t.Error("it is not pinned")
				}
				ids = append(ids, e.ID)
			}
			return ids
		}
		first, before := entries(), s.shown("offres")
		if len(first) != 1 || !strings.HasSuffix(before, "[Offres]\n[Conseils]\n[Se former]\n[Ma météo]\n[Mes messages]\n[Besoin de parler ?]\n") {
			t.Fatalf("%q:\n%s", first, before)
		}
		for _, c := range []struct {
			of   []bot.Command
			want string
		}{
			{declared("offres", "conseils"), "[Offres]\n[Conseils]\n"},
			{declared("offres", "meteo"), "[Offres]\n[Ma météo]\n"},
			{today, "[Offres]\n[Conseils]\n[Se former]\n[Ma météo]\n[Mes messages]\n[Besoin de parler ?]\n"},
		} {
			s.at = s.at.Add(time.Minute)
			s.runs(c.of)
			if got := s.shown("offres"); !strings.HasSuffix(got, "appeler ?\n"+c.want) {
				t.Errorf("the channel shows\n%s", got)
			}
			if got := entries(); !slices.Equal(got, first) {
				t.Errorf("it is another message: %q, not %q", got, first)
			}
		}
		if got := s.shown("offres"); got != before {
			t.Errorf("it ends as\n%s", got)
		}
		if got := s.shown("moderation"); got != "" {
			t.Errorf("moderators are told\n%s", got)
		}
	})
}

// TestPanelButtons presses the doors of a panel after a restart, with other commands too.
func TestPanelButtons(t *testing.T) {
	s := recruits(t, storagetest.SQLite(t))
	s.asks("malik", "reglages", "panneau", nil)
	s.runs(everyDoor)
	entries, err := (&storage.Room{Store: s.store}).Latest(t.Context(), in("offres"), 1)
	if err != nil || len(entries) != 1 {
		t.Fatalf("%+v, %v", entries, err)
	}
	restarted := recruits(t, s.address)
	for i, b := range entries[0].Message.Buttons {
		control, err := bot.ControlID(t.Context(), nil, b.Do)
		if err != nil {
			t.Fatal(err)
		}
		a := restarted.router.Handle(t.Context(), &bot.Request{ID: "press" + control, Control: control, From: bot.Member{User: "camille", Lang: bot.FR}, At: in("offres")}, nil)
		want := []string{"offre", "Le conseil du jour", "formation", "Ta météo du jour", "Mes messages privés", "3114"}[i]
		if !a.Ephemeral || !strings.Contains(said(a), want) {
			t.Errorf("%s: %q, ephemeral %t", b.Label.FR, said(a), a.Ephemeral)
		}
	}
}

// TestPanelRefused is what moderators read of a panel that cannot be posted, pinned or
// changed: where the settings are, and once where they are told things.
func TestPanelRefused(t *testing.T) {
	for name, c := range map[string]struct {
		refused bot.PostKind
		then    []bot.Command
		want    string
		see     bool
	}{
		"pinned":  {bot.PinPost, everyDoor, "Il est publié dans #offres, mais je n’ai pas pu l’épingler.", true},
		"posted":  {bot.SendPost, everyDoor, "Je n’ai pas pu le publier dans #offres.", false},
		"changed": {bot.EditPost, declared("offres"), "Je n’ai pas pu le mettre à jour dans #offres : il a peut-être été supprimé.", true},
	} {
		t.Run(name, func(t *testing.T) {
			s := recruits(t, storagetest.SQLite(t))
			s.asks("malik", "reglages", "panneau", nil)
			s.runs(everyDoor, c.refused)
			s.at = s.at.Add(time.Minute)
			s.runs(c.then, c.refused)
			card := s.onPanel()
			if body := strings.ReplaceAll(bot.Plain(card.Body.FR), "\u00a0", " "); !strings.HasPrefix(body, c.want) || card.Tone != bot.Warning {
				t.Errorf("%q, %q", body, card.Tone)
			}
			if see := card.Buttons[0].To.ID != ""; see != c.see {
				t.Errorf("it can be seen: %t", see)
			}
			if told := s.shown("moderation"); strings.Count(told, c.want) != 1 || strings.Count(told, "##") != 1 {
				t.Errorf("moderators are told\n%s", told)
			}
			s.at = s.at.Add(time.Minute)
			s.presses("malik", bot.Call{Command: "reglages", Action: "republier"})
			s.runs(c.then)
			if card := s.onPanel(); bot.Plain(card.Body.FR) != "Il est publié et épinglé dans #offres." || card.Tone != bot.Good {
				t.Errorf("published again: %q", card.Body.FR)
			}
			if got := s.shown("offres"); strings.Count(got, "##") != 1 {
				t.Errorf("the channel shows\n%s", got)
			}
		})
	}
}

// TestPanelPlaces is where a panel can be asked for.
func TestPanelPlaces(t *testing.T) {
	s := recruits(t, storagetest.SQLite(t))
	if got := said(s.asks("malik", "reglages", "republier", nil)); !strings.Contains(got, "Il n’y a pas encore de panneau") {
		t.Errorf("before there is one: %s", got)
	}
	if got := said(s.asks("camille", "reglages", "panneau", nil)); !strings.Contains(got, "réservée à la modération") {
		t.Errorf("for a member: %s", got)
	}
	at := in("")
	at.Member = "malik"
	private := func(action string) bot.Answer {
		return s.router.Handle(t.Context(), &bot.Request{ID: "private" + action, Command: "reglages", Action: action, From: bot.Member{User: "malik", Access: bot.Moderator, Lang: bot.FR}, At: at}, nil)
	}
	if got := said(private("panneau")); !strings.Contains(got, "personne d’autre ne le verrait") {
		t.Errorf("in direct messages: %s", got)
	}
	m, ok := private("").Reply.(*bot.Message)
	if !ok {
		t.Fatal("no settings in direct messages")
	}
	if card := m.Cards[len(m.Cards)-1]; len(card.Buttons) != 1 || card.Buttons[0].Label.FR != "Publier le panneau dans un salon" {
		t.Errorf("in direct messages: %+v", card.Buttons)
	}
	if got := said(s.asks("malik", "reglages", "placer", bot.Args{"salon": "a:b"})); strings.Contains(got, "part dans") {
		t.Errorf("in a channel that is none: %s", got)
	}
}
