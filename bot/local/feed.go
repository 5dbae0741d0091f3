package local

import (
	"crypto/rand"
	"maps"
	"regexp"
	"slices"
	"sync"

	"rebond/bot"
)

// note is a message as somebody sees it.
type note struct {
	Entry
	Alone bool   // shown to one person; never written down
	Asked string // what they had typed for it
}

// The id of a note for one person alone is made by us, and given back by the
// page that shows it.
const alonePrefix = "e-"

func newAlone() string { return alonePrefix + rand.Text() }

var aloneID = regexp.MustCompile(`^` + alonePrefix + `[A-Z2-7]{26}$`)

func isAlone(id string) bool { return aloneID.MatchString(id) }

// event is something that happened in a place: a note shown or changed, or a
// message gone.
type event struct {
	at   bot.Address
	note *note
	gone string
}

// id is that of the message it is about.
func (e event) id() string {
	if e.note != nil {
		return e.note.ID
	}
	return e.gone
}

const (
	maxListeners = 64 // pages that are open at once
	maxBehind    = 64 // events that a page may be late by before it must begin again
	maxAlone     = 30 // notes kept for one person in one place
)

// feed tells the open pages what happens, and keeps what one person alone may
// see for as long as the process lives.
type feed struct {
	mu        sync.Mutex
	listeners map[*listener]bool
	alone     map[private][]note
}

type private struct {
	who string
	at  bot.Address
}

// listener is an open page. Its channel is closed when it reads too slowly.
type listener struct {
	who    Person
	events chan event
}

// listen adds a page; false when there are too many.
func (f *feed) listen(who Person) (*listener, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.listeners) >= maxListeners {
		return nil, false
	}
	if f.listeners == nil {
		f.listeners = map[*listener]bool{}
	}
	l := &listener{who: who, events: make(chan event, maxBehind)}
	f.listeners[l] = true
	return l, true
}

// leave takes a page away.
func (f *feed) leave(l *listener) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.listeners, l)
}

// publish tells everybody who sees the place, and for a thread everybody who sees
// its channel: the page of a thread is open only to those who may see it.
func (f *feed) publish(e event) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.tell(e, func(who Person) bool { return who.sees(e.at) })
}

// whisper keeps a note for one person and tells their pages.
func (f *feed) whisper(who Person, n *note) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.alone == nil {
		f.alone = map[private][]note{}
	}
	key := private{who.Name, n.At}
	kept := f.alone[key]
	if i := slices.IndexFunc(kept, func(old note) bool { return old.ID == n.ID }); i >= 0 {
		n.Sent, n.Asked = kept[i].Sent, kept[i].Asked
		kept[i] = *n
	} else {
		kept = append(kept, *n)
	}
	f.alone[key] = kept[max(0, len(kept)-maxAlone):]
	f.tell(event{at: n.At, note: n}, func(p Person) bool { return p.Name == who.Name })
}

// hide forgets a note of a person, and takes it off their pages even where it
// is of a process that is no more.
func (f *feed) hide(who Person, at bot.Address, id string) {
	if !isAlone(id) {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	key := private{who.Name, at}
	if kept, ok := f.alone[key]; ok {
		f.alone[key] = slices.DeleteFunc(kept, func(n note) bool { return n.ID == id })
	}
	f.tell(event{at: at, gone: id}, func(p Person) bool { return p.Name == who.Name })
}

// forget takes away all that a person alone was shown, everywhere.
func (f *feed) forget(who string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for key, kept := range f.alone {
		if key.who != who {
			continue
		}
		delete(f.alone, key)
		for _, n := range kept {
			f.tell(event{at: key.at, gone: n.ID}, func(p Person) bool { return p.Name == who })
		}
	}
}

// vacate forgets what anybody alone was shown in a place that is gone.
func (f *feed) vacate(at bot.Address) {
	f.mu.Lock()
	defer f.mu.Unlock()
	maps.DeleteFunc(f.alone, func(key private, _ []note) bool { return key.at == at })
}

// whispered returns the notes of a person in a place, oldest first.
func (f *feed) whispered(who Person, at bot.Address) []note {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.alone[private{who.Name, at}])
}

// tell gives an event to listeners, and lets go of those that do not read: they
// come back and see everything as it is then.
func (f *feed) tell(e event, to func(Person) bool) {
	for _, l := range slices.Collect(maps.Keys(f.listeners)) {
		if !to(l.who) {
			continue
		}
		select {
		case l.events <- e:
		default:
			close(l.events)
			delete(f.listeners, l)
		}
	}
}
