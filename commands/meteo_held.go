package commands

import (
	"crypto/rand"
	"sync"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
)

// The bounds of what is held.
const (
	heldFor  = 15 * time.Minute
	heldMost = 1000
)

// heldNotes are the notes that people have written and not decided to keep: they are in memory
// alone, one for each person, and go after a quarter of an hour. It also knows, as long, for
// whom nothing cheerful is to be said.
type heldNotes struct {
	mu sync.Mutex
	by map[bot.PersonID]heldNote
}

// heldNote is a note that is not kept.
type heldNote struct {
	Token   string // names it in a button
	Of      bot.Address
	On      schedule.Day // on which it was written
	Words   string
	Kept    bool // it is in the notebook: its words are not held any more
	Dropped bool // likewise, but they are nowhere
	Quiet   bool // there were signs of distress
	until   time.Time
}

// put holds a note in place of another one of the same person, and returns the token that
// names it. Where too many are held the oldest goes.
func (h *heldNotes) put(person bot.PersonID, n heldNote, now time.Time) (token string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.prune(now)
	if _, has := h.by[person]; !has && len(h.by) >= heldMost {
		oldest, until := bot.PersonID(""), time.Time{}
		for p, one := range h.by {
			if oldest == "" || one.until.Before(until) {
				oldest, until = p, one.until
			}
		}
		delete(h.by, oldest)
	}
	n.Token, n.until = rand.Text(), now.Add(heldFor)
	n.Quiet = n.Quiet || h.by[person].Quiet
	if h.by == nil {
		h.by = map[bot.PersonID]heldNote{}
	}
	h.by[person] = n
	time.AfterFunc(heldFor, func() { h.expire(person, n.Token) }) // nobody may come by for long
	return n.Token
}

// expire forgets the note of a token, whatever was decided of it.
func (h *heldNotes) expire(person bot.PersonID, token string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.by[person].Token == token {
		delete(h.by, person)
	}
}

// get is the note of a token, if it is that person's, of that community, and still held.
func (h *heldNotes) get(person bot.PersonID, of bot.Address, token string, now time.Time) (heldNote, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.prune(now)
	n, has := h.by[person]
	if !has || token == "" || n.Token != token || n.Of != of || n.Dropped {
		return heldNote{}, false
	}
	return n, true
}

// keep forgets the words of the note of a token, which are kept elsewhere: its button may be
// pressed twice.
func (h *heldNotes) keep(person bot.PersonID, token string) {
	h.decide(person, token, true)
}

// drop forgets the note of a token, which is not kept.
func (h *heldNotes) drop(person bot.PersonID, token string) {
	h.decide(person, token, false)
}

func (h *heldNotes) decide(person bot.PersonID, token string, kept bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	n, has := h.by[person]
	switch {
	case !has || token == "" || n.Token != token: // they have written another one meanwhile
	case kept:
		n.Words, n.Kept = "", true
		h.by[person] = n
	case n.Kept: // both buttons were pressed, this one later
	case n.Quiet:
		h.by[person] = heldNote{Token: n.Token, Quiet: true, Dropped: true, until: n.until}
	default:
		delete(h.by, person)
	}
}

// forget forgets all of a person.
func (h *heldNotes) forget(person bot.PersonID) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.by, person)
}

// quiet reports whether nothing cheerful is to be said to somebody.
func (h *heldNotes) quiet(person bot.PersonID, now time.Time) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.prune(now)
	return h.by[person].Quiet
}

func (h *heldNotes) prune(now time.Time) {
	for p, one := range h.by {
		if !now.Before(one.until) {
			delete(h.by, p)
		}
	}
}
