package local

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"rebond/bot"
)

func person(t testing.TB, name string) Person {
	t.Helper()
	who, err := FindPerson(name)
	if err != nil {
		t.Fatal(err)
	}
	return who
}

func aside(id string, at bot.Address, said string) *note {
	return &note{Alone: true, Entry: Entry{ID: id, At: at, Sent: noon, Message: &bot.Message{Text: bot.Same(said)}}}
}

// received is what waits for a page.
func received(l *listener) []event {
	var all []event
	for {
		select {
		case e, open := <-l.events:
			if !open {
				return all
			}
			all = append(all, e)
		default:
			return all
		}
	}
}

func TestAFeedHasRoomForSoManyPages(t *testing.T) {
	var f feed
	camille := person(t, "camille")
	var pages []*listener
	for range maxListeners {
		l, ok := f.listen(camille)
		if !ok {
			t.Fatalf("no room for page %d", len(pages))
		}
		pages = append(pages, l)
	}
	if _, ok := f.listen(camille); ok {
		t.Error("there is room for one more")
	}
	f.leave(pages[3])
	f.leave(pages[3]) // twice is no fault
	if _, ok := f.listen(camille); !ok {
		t.Error("a page that has left leaves no room")
	}
	if _, ok := f.listen(camille); ok {
		t.Error("leaving twice makes room for two")
	}
}

func TestAFeedLetsGoOfAPageThatIsBehind(t *testing.T) {
	var f feed
	slow, _ := f.listen(person(t, "camille"))
	quick, _ := f.listen(person(t, "sam"))
	var heard []event
	for i := range 3 * maxBehind {
		f.publish(event{at: coaching, gone: fmt.Sprint(i)})
		heard = append(heard, received(quick)...)
	}
	all := received(slow)
	if len(all) != maxBehind || f.open() != 1 {
		t.Errorf("the slow page has %d events; want %d", len(all), maxBehind)
	}
	select {
	case <-slow.events: // closed
	default:
		t.Error("the slow page is not told that it is let go")
	}
	for i, e := range all {
		if e.gone != fmt.Sprint(i) {
			t.Fatalf("event %d is %s", i, e.gone)
		}
	}
	if len(heard) != 3*maxBehind || !slices.EqualFunc(heard[:maxBehind], all, func(a, b event) bool { return a == b }) {
		t.Errorf("the quick page has %d events", len(heard))
	}
	f.leave(slow) // as its page does when it sees the end
	f.publish(event{at: coaching, gone: "end"})
}

// A note that is replaced keeps its place, its time and what had been typed.
func TestAFeedReplacesANote(t *testing.T) {
	var f feed
	camille := person(t, "camille")
	page, _ := f.listen(camille)
	other, _ := f.listen(person(t, "malik"))
	first := aside(newAlone(), coaching, "avant")
	first.Asked = "/offres"
	f.whisper(camille, first)
	f.whisper(camille, aside(newAlone(), coaching, "autre"))
	again := aside(first.ID, coaching, "après")
	again.Sent = noon.Add(time.Hour)
	f.whisper(camille, again)
	kept := f.whispered(camille, coaching)
	if len(kept) != 2 || kept[0].ID != first.ID || kept[0].Message.Text.FR != "après" || !kept[0].Sent.Equal(noon) || kept[0].Asked != "/offres" {
		t.Errorf("%+v", kept)
	}
	told := received(page)
	if len(told) != 3 || told[2].note.Asked != "/offres" || !told[2].note.Sent.Equal(noon) || told[0].note.Message.Text.FR != "avant" {
		t.Errorf("its page is told %+v", told)
	}
	if told := received(other); len(told) > 0 {
		t.Errorf("somebody else is told %+v", told)
	}
	kept[0].ID = "changed" // what was given away is a copy
	if f.whispered(camille, coaching)[0].ID != first.ID {
		t.Error("what whispered returns is what the feed keeps")
	}
}

// What is hidden is gone from every page of its person and from what is kept,
// and nothing else is.
func TestAFeedHides(t *testing.T) {
	var f feed
	camille, sam := person(t, "camille"), person(t, "sam")
	page, _ := f.listen(camille)
	other, _ := f.listen(sam)
	id := newAlone()
	f.hide(camille, coaching, id) // before anything was said: of a process that is no more
	if told := received(page); len(told) != 1 || told[0] != (event{at: coaching, gone: id}) {
		t.Errorf("the page is told %+v", told)
	}
	f.whisper(camille, aside(id, coaching, "a"))
	f.whisper(sam, aside(id, coaching, "b")) // by chance, or forged
	received(page)
	received(other)
	for _, forged := range []string{"", "m1", "e-", "e-x", id + "A", "<script>"} {
		f.hide(camille, coaching, forged)
	}
	f.hide(camille, place("offres"), id)
	if told := received(page); len(told) != 1 || told[0].at != place("offres") {
		t.Errorf("what is not there is hidden: %+v", told)
	}
	if n := len(f.whispered(camille, coaching)); n != 1 {
		t.Errorf("%d notes are kept", n)
	}
	f.hide(camille, coaching, id)
	if len(f.whispered(camille, coaching)) != 0 || len(f.whispered(sam, coaching)) != 1 || len(received(page)) != 1 || len(received(other)) != 0 {
		t.Error("one person's note is hidden, and it alone")
	}
}

// Whatever is done, and in whatever order: what is kept has a bound, each page
// gets what its person may see in the order in which it was done, and no page
// is given away twice.
func TestAFeedHolds(t *testing.T) {
	for seed := range uint64(200) {
		dice := rand.New(rand.NewPCG(seed, 1))
		var f feed
		type page struct {
			*listener
			want []event
			left bool
		}
		var pages []*page
		kept := map[private][]string{}
		places := []bot.Address{place("offres"), coaching, place("moderation"), person(t, "sam").messages()}
		tell := func(e event, to func(Person) bool) {
			for _, p := range pages {
				if !p.left && to(p.who) {
					p.want = append(p.want, e)
				}
			}
		}
		for step := range 300 {
			who, at := People()[dice.IntN(5)], places[dice.IntN(4)]
			key := private{who.Name, at}
			switch dice.IntN(6) {
			case 0:
				if l, ok := f.listen(who); ok {
					pages = append(pages, &page{listener: l})
				} else if f.open() != maxListeners {
					t.Fatalf("seed %d: refused with %d pages", seed, f.open())
				}
			case 1:
				if len(pages) > 0 {
					p := pages[dice.IntN(len(pages))]
					f.leave(p.listener)
					p.left = true
				}
			case 2, 3:
				e := event{at: at, gone: fmt.Sprint(step)}
				f.publish(e)
				tell(e, func(p Person) bool { return p.sees(at) })
			case 4:
				id := fmt.Sprint(alonePrefix, step)
				if ids := kept[key]; len(ids) > 0 && dice.IntN(2) == 0 {
					id = ids[dice.IntN(len(ids))]
				} else {
					kept[key] = append(ids, id)[max(0, len(ids)+1-maxAlone):]
				}
				n := aside(id, at, "x")
				f.whisper(who, n)
				tell(event{at: at, note: n}, func(p Person) bool { return p.Name == who.Name })
			case 5:
				for _, p := range pages {
					if got := received(p.listener); !p.left && !slices.Equal(got, p.want) {
						t.Fatalf("seed %d: %s gets %d events; want %d", seed, p.who.Name, len(got), len(p.want))
					}
					p.want = nil
				}
			}
			for _, p := range pages { // too far behind: let go
				if len(p.want) > maxBehind {
					p.left, p.want = true, nil
				}
			}
			var ids []string
			for _, n := range f.whispered(who, at) {
				ids = append(ids, n.ID)
			}
			if !slices.Equal(ids, kept[key]) || len(ids) > maxAlone {
				t.Fatalf("seed %d: %s has the notes %q; want %q", seed, who.Name, ids, kept[key])
			}
		}
	}
}

// Nobody waits for a page, in whatever state it is.
func TestAFeedWaitsForNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var f feed
		camille := person(t, "camille")
		for range maxListeners {
			f.listen(camille)
		}
		for range 4 {
			go func() {
				for i := range 100 {
					f.publish(event{at: coaching, gone: fmt.Sprint(i)})
					f.whisper(camille, aside(newAlone(), coaching, "x"))
					f.hide(camille, coaching, newAlone())
					if l, ok := f.listen(camille); ok && i%2 == 0 {
						f.leave(l)
					}
				}
			}()
		}
		synctest.Wait() // would be a deadlock
		if n := len(f.whispered(camille, coaching)); n != maxAlone {
			t.Errorf("%d notes are kept", n)
		}
	})
}
