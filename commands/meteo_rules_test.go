package commands

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
)

// TestCardDue tells the rule over random histories: each storm of which there are three in a
// fortnight brings the card, unless it came in the six days before; so it never comes twice in
// seven days, and asking again on its day is the same.
func TestCardDue(t *testing.T) {
	random := rand.New(rand.NewPCG(13, 14))
	came := 0
	for range 3000 {
		var storms []schedule.Day
		begin, chance := schedule.Day(20000+random.IntN(500)), random.Float64()
		for d := begin; d < begin+120; d++ {
			if random.Float64() < chance {
				storms = append(storms, d)
			}
		}
		var cards []schedule.Day
		for i, today := range storms {
			known := storms[:i+1]
			due := cardDue(known, today)
			if again := cardDue(slices.Clone(storms), today); again != due {
				t.Fatalf("%v on %d: %v, and %v once more is known", storms, today, due, again)
			}
			within, rest := 0, true
			for _, s := range known {
				if s > today-14 {
					within++
				}
			}
			for _, c := range cards {
				rest = rest && c <= today-7
			}
			if want := within >= 3 && rest; due != want {
				t.Fatalf("%v on %d, after cards on %v: %v", known, today, cards, due)
			}
			if due {
				cards = append(cards, today)
			}
		}
		for i := range cards[:max(0, len(cards)-1)] {
			if cards[i+1]-cards[i] < 7 {
				t.Fatalf("%v: cards on %v", storms, cards)
			}
		}
		if cardDue(storms, begin+200) {
			t.Fatalf("%v: a card on a day without a storm", storms)
		}
		came += len(cards)
	}
	if came == 0 {
		t.Error("no card ever came: that proves nothing")
	}
}

// TestHeldNotes holds notes of one person and of many, and lets time pass.
func TestHeldNotes(t *testing.T) {
	now, of := time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC), bot.Address{Platform: "p", Space: "s"}
	h := &heldNotes{}
	first := h.put("a", heldNote{Of: of, Words: "un"}, now)
	second := h.put("a", heldNote{Of: of, Words: "deux"}, now)
	if n, has := h.get("a", of, first, now); has {
		t.Errorf("the first of two is held: %+v", n)
	}
	if n, has := h.get("a", of, second, now.Add(heldFor-time.Second)); !has || n.Words != "deux" {
		t.Errorf("%+v, %v", n, has)
	}
	for _, one := range []struct {
		who   bot.PersonID
		of    bot.Address
		token string
	}{{"b", of, second}, {"a", bot.Address{Platform: "p", Space: "other"}, second}, {"a", of, ""}, {"a", of, "x"}, {"b", of, ""}} {
		if n, has := h.get(one.who, one.of, one.token, now); has {
			t.Errorf("%+v has %+v", one, n)
		}
	}
	h.drop("a", first)
	if _, has := h.get("a", of, second, now); !has {
		t.Error("an old button drops the new note")
	}
	if _, has := h.get("a", of, second, now.Add(heldFor)); has || len(h.by) > 0 {
		t.Errorf("it is held for longer than it is: %v", h.by)
	}
	quiet := h.put("a", heldNote{Of: of, Words: "trois", Quiet: true}, now)
	h.drop("a", quiet)
	if n, has := h.get("a", of, quiet, now); has || h.by["a"].Words != "" {
		t.Errorf("dropped: %+v", n)
	}
	if _, has := h.get("a", bot.Address{}, "", now); has {
		t.Error("what is decided is a note")
	}
	if !h.quiet("a", now.Add(time.Minute)) || h.quiet("b", now) {
		t.Error("quiet for the wrong one")
	}
	h.put("a", heldNote{Of: of, Words: "quatre"}, now)
	if !h.quiet("a", now) || h.quiet("a", now.Add(heldFor)) {
		t.Error("another note makes it cheerful, or it never is again")
	}
	twice := h.put("b", heldNote{Of: of, Words: "cinq"}, now)
	h.keep("b", twice)
	h.drop("b", twice)
	if n, has := h.get("b", of, twice, now); !has || !n.Kept || n.Words != "" {
		t.Errorf("kept: %+v, %v", n, has)
	}
	h.forget("a")
	h.forget("b")
	if len(h.by) > 0 {
		t.Errorf("forgotten: %v", h.by)
	}
	for i := range 3 * heldMost {
		h.put(bot.PersonID(strconv.Itoa(i)), heldNote{Of: of}, now.Add(time.Duration(i)*time.Millisecond))
	}
	if _, has := h.by[bot.PersonID(strconv.Itoa(3*heldMost-1))]; len(h.by) != heldMost || !has {
		t.Errorf("%d are held, the last one %v", len(h.by), has)
	}
}

// TestHeldNotesTogether has many people at it at once.
func TestHeldNotesTogether(t *testing.T) {
	now, of := time.Now(), bot.Address{Space: "s"}
	h := &heldNotes{}
	var all sync.WaitGroup
	for i := range 50 {
		all.Go(func() {
			who := bot.PersonID(fmt.Sprint(i))
			for n := range 50 {
				token := h.put(who, heldNote{Of: of, Words: fmt.Sprint(i, n)}, now)
				if got, has := h.get(who, of, token, now); !has || got.Words != fmt.Sprint(i, n) {
					t.Errorf("%+v, %v", got, has)
				}
				h.quiet(who, now)
				h.drop(who, token)
			}
		})
	}
	all.Wait()
	if len(h.by) > 0 {
		t.Errorf("%d are left", len(h.by))
	}
}

// TestWeatherButtons are the five answers, from the best, each of its own.
func TestWeatherButtons(t *testing.T) {
	all := weatherButtons(bot.Args{inSpace.Name: "ailleurs"})
	if len(all) != 5 || all[0].Label.FR != "Grand soleil" || all[4].Label.FR != "Orage" {
		t.Fatalf("%+v", all)
	}
	for i, b := range all {
		if want := strconv.Itoa(5 - i); b.Do.Action != "temps" || b.Do.Args["temps"] != want || b.Do.Args[inSpace.Name] != "ailleurs" {
			t.Errorf("%+v", b)
		}
	}
}
