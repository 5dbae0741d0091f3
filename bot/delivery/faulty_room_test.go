package delivery_test

import (
	"log/slog"
	"maps"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/bottest"
	"rebond/bot/delivery"
	"rebond/bot/local"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// TestFaultyRoom delivers to the room while it fails in each way: what arrives
// arrives once and in order, and what does not is said.
func TestFaultyRoom(t *testing.T) {
	began := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	const sent, gone, unsure = delivery.Delivered, delivery.Rejected, delivery.Uncertain
	for name, trial := range map[string]struct {
		faults []bottest.Fault
		blind  bool // it cannot be searched
		shown  string
		wait   time.Duration // until the first is there, at least
		states map[string]delivery.State
	}{
		"no fault":             {shown: "UN deux", states: map[string]delivery.State{"1": sent, "2": sent, "e": sent}},
		"busy":                 {faults: []bottest.Fault{bottest.Busy, bottest.Busy}, shown: "UN deux", wait: 2 * bottest.BusyFor, states: map[string]delivery.State{"1": sent, "2": sent, "e": sent}},
		"down":                 {faults: []bottest.Fault{bottest.Down, bottest.Down, bottest.Down}, shown: "UN deux", wait: time.Second, states: map[string]delivery.State{"1": sent, "2": sent, "e": sent}},
		"answers lost":         {faults: []bottest.Fault{bottest.AnswerLost, bottest.AnswerLost, bottest.AnswerLost}, shown: "UN deux", states: map[string]delivery.State{"1": sent, "2": sent, "e": sent}},
		"lost on the way":      {faults: []bottest.Fault{bottest.NeverCame, bottest.NeverCame}, shown: "UN deux", wait: time.Second, states: map[string]delivery.State{"1": sent, "2": sent, "e": sent}},
		"answer lost, blind":   {faults: []bottest.Fault{bottest.AnswerLost}, blind: true, shown: "un deux", states: map[string]delivery.State{"1": unsure, "2": sent, "e": delivery.Pending}},
		"lost on the way too":  {faults: []bottest.Fault{bottest.NeverCame}, blind: true, shown: "deux", states: map[string]delivery.State{"1": unsure, "2": sent, "e": delivery.Pending}},
		"forbidden":            {faults: []bottest.Fault{bottest.Forbidden}, shown: "deux", states: map[string]delivery.State{"1": gone, "2": sent, "e": gone}},
		"one thing after more": {faults: []bottest.Fault{bottest.Busy, bottest.Down, bottest.AnswerLost, bottest.Forbidden}, shown: "un deux", wait: bottest.BusyFor, states: map[string]delivery.State{"1": sent, "2": sent, "e": gone}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at := began
			now := func() time.Time { return at }
			address := storagetest.SQLite(t)
			store := storagetest.Open(t, address)
			outbox, log := &storage.Outbox{Store: store, Now: now}, &storage.Room{Store: store, Now: now}
			var platform bot.Platform = bottest.Fails(&local.Room{Log: log, Now: now, Errors: slog.New(slog.DiscardHandler)}, trial.faults...)
			if trial.blind {
				platform = struct{ bot.Platform }{platform}
			}
			to := bot.Address{Platform: local.Platform, Space: local.Space, Channel: "coaching"}
			one := bot.Post{Key: "1", To: to, Lang: bot.FR, Message: &bot.Message{Text: bot.Same("un")}}
			edit := bot.Post{Key: "e", Kind: bot.EditPost, Of: "1", To: to, Lang: bot.FR, Message: &bot.Message{Text: bot.Same("UN")}}
			two := bot.Post{Key: "2", To: to, Lang: bot.FR, Message: &bot.Message{Text: bot.Same("deux")}}
			for range 2 { // the same keys twice
				if err := outbox.Put(t.Context(), one, edit, two); err != nil {
					t.Fatal(err)
				}
			}
			runsDry(t, &delivery.Dispatcher{Outbox: outbox, Platforms: []bot.Platform{platform}, Log: slog.New(slog.DiscardHandler), Now: now}, &at)
			entries, err := log.Latest(t.Context(), to, 10)
			if err != nil {
				t.Fatal(err)
			}
			var shown []string
			for _, e := range entries {
				shown = append(shown, e.Message.Text.FR)
			}
			if got := strings.Join(shown, " "); got != trial.shown {
				t.Errorf("the room shows %q, want %q", got, trial.shown)
			}
			if len(entries) > 0 && entries[0].Sent.Sub(began) < trial.wait/2 { // a wait is half chance
				t.Errorf("it is there after %s", entries[0].Sent.Sub(began))
			}
			if got := statesOf(t, address)(t, local.Space); !maps.Equal(got, trial.states) {
				t.Errorf("states %v, want %v", got, trial.states)
			}
		})
	}
}

// runsDry lets a dispatcher work, in time that passes when nothing else can, until
// there is nothing left that time would bring.
func runsDry(t *testing.T, d *delivery.Dispatcher, at *time.Time) {
	t.Helper()
	lanes := d.Lanes()
	for idle := 0; idle < 120*len(lanes); {
		for _, lane := range lanes {
			wait, err := lane.Turn(t.Context())
			switch {
			case err != nil:
				t.Fatal(err)
			case lane.Sending() > 0:
				idle = 0
				lane.Done(nil)
			case wait == 0:
				idle = 0
			default:
				idle++
				*at = at.Add(time.Second / 2)
			}
		}
	}
}
