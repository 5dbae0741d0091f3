package storage_test

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/board"
	"rebond/bot/delivery"
	"rebond/bot/search"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// modelAnnouncement is an announcement as the model of the board knows it.
type modelAnnouncement struct {
	id, title, held    string // held: the words that a moderator has to see
	author             bot.PersonID
	state              storage.Standing
	created, published time.Time
	expires, ended     time.Time
	card               *modelCard
	opened, kept       map[bot.PersonID]bool
	openedBefore       int // its end
}

// modelCard is a card as the model knows it, and what its message says.
type modelCard struct {
	key    string
	author bot.PersonID
	at     time.Time
	sent   bool
	lost   bool
	says   string
}

// boardModel is what the board promises, in memory.
type boardModel struct {
	*billboard
	random  *rand.Rand
	authors []bot.PersonID
	all     []*modelAnnouncement // in the order in which they came
	cards   []*modelCard
	sends   map[string]int // how often each post was sent as a new message
}

// ageLimits are words that hold an announcement, as they are quoted.
var ageLimits = []string{"moins de 35 ans", "Limite d’âge : 45 ans"}

func written(title, held string) board.Announcement {
	a := vacancy(title)
	if held != "" {
		a.Text = held + ". Une équipe."
	}
	return a
}

// stand brings an announcement where it is to stand, and all that follows.
func (m *boardModel) stand(a *modelAnnouncement, as storage.Standing) {
	was := a.state
	a.state = as
	if as == storage.Living && was != storage.Living {
		if a.published.IsZero() {
			a.published = m.at
		}
		if !a.expires.After(m.at) {
			a.expires = m.at.Add(storage.AnnouncementLife)
		}
		a.ended = time.Time{}
	}
	if as != storage.Living && as != storage.Held && was != as {
		a.ended = m.at
	}
	if as != storage.Living && as != storage.Held {
		a.openedBefore += len(a.opened)
		clear(a.opened)
	}
	if as == storage.Withdrawn || as == storage.Refused {
		clear(a.kept)
	}
	switch {
	case as == storage.Living && a.card == nil:
		a.card = m.cardFor(a)
	case as == storage.Living && (a.card.lost || was.Ended() && m.at.Sub(a.card.at) > 24*time.Hour): // a new one, for all that were on it
		c := &modelCard{author: a.author, at: m.at}
		for _, other := range m.on(a.card) {
			other.card = c
		}
		m.cards = append(m.cards, c)
	}
}

// cardFor is the card that an author has just had, or a new one.
func (m *boardModel) cardFor(a *modelAnnouncement) *modelCard {
	for _, c := range slices.Backward(m.cards) {
		if c.author == a.author && c.at.After(m.at.Add(-10*time.Minute)) && !c.lost && len(m.on(c)) < 5 {
			return c
		}
	}
	c := &modelCard{author: a.author, at: m.at}
	m.cards = append(m.cards, c)
	return c
}

func (m *boardModel) on(c *modelCard) (all []*modelAnnouncement) {
	for _, a := range m.all {
		if a.card == c {
			all = append(all, a)
		}
	}
	return all
}

// says is what a card is to say.
func (m *boardModel) says(c *modelCard) string {
	var lines []string
	for _, a := range m.on(c) {
		title := a.title
		if a.state == storage.Withdrawn {
			title = ""
		}
		lines = append(lines, strings.TrimSpace(title+" "+string(a.state)))
	}
	return strings.Join(lines, " | ")
}

// twin is the announcement of which another one would be a duplicate.
func (m *boardModel) twin(author bot.PersonID, title string) (of *modelAnnouncement) {
	for _, a := range m.all {
		since := a.published
		if since.IsZero() {
			since = a.created
		}
		shown := a.state == storage.Living || a.author == author && (a.state == storage.Held || a.state.Ended())
		refused := a.author == author && a.state == storage.Refused // it is sent again
		if a.title == title && (refused || shown && since.After(m.at.Add(-7*24*time.Hour))) && (of == nil || a.author == author || of.author != author) {
			of = a
		}
	}
	return of
}

func (m *boardModel) publishOne(t *testing.T) {
	author, title, limit := pick(m.random, m.authors...), fmt.Sprint("Poste ", m.random.IntN(14)), pick(m.random, 1, 5, anyNumber)
	held := pick(m.random, append(ageLimits, "", "", "")...)
	got, err := m.sends1(t, author, "", title, held, limit)
	twin := m.twin(author, title)
	var today []time.Time
	for _, a := range m.all {
		if a.author == author && a.created.After(m.at.Add(-24*time.Hour)) && (a.state != storage.Refused || !a.published.IsZero()) {
			today = append(today, a.created)
		}
	}
	duplicate, isDuplicate := errors.AsType[*storage.DuplicateError](err)
	soon, isSoon := errors.AsType[*storage.TooSoonError](err)
	switch {
	case twin != nil && isDuplicate && duplicate.Of.ID == twin.id:
	case twin == nil && len(today) >= limit && isSoon && soon.Again.Equal(today[len(today)-limit].Add(24*time.Hour)):
	case twin == nil && len(today) < limit && err == nil:
		a := &modelAnnouncement{id: got.ID, title: title, held: held, author: author, created: m.at, opened: map[bot.PersonID]bool{}, kept: map[bot.PersonID]bool{}}
		m.all = append(m.all, a)
		if held != "" {
			m.stand(a, storage.Held)
		} else {
			m.stand(a, storage.Living)
		}
	default:
		t.Fatalf("%q with a twin %+v and %d of %d: %v", title, twin, len(today), limit, err)
	}
}

func (m *boardModel) sends1(t *testing.T, author bot.PersonID, of, title, held string, limit int) (*storage.Announced, error) {
	t.Helper()
	return m.billboard.sends(t, author, of, written(title, held), limit)
}

func (m *boardModel) editOne(t *testing.T, a *modelAnnouncement) {
	if a.state == storage.Withdrawn || a.state == storage.Refused {
		return
	}
	title, held := pick(m.random, a.title, fmt.Sprint("Poste ", 20+m.random.IntN(9))), pick(m.random, append(ageLimits, "", a.held)...)
	if got, err := m.sends1(t, a.author, a.id, title, held, 1); err != nil || got.ID != a.id {
		t.Fatalf("edited: %+v, %v", got, err)
	}
	was := a.held
	a.title, a.held = title, held
	switch {
	case held != "" && held != was:
		m.stand(a, storage.Held)
	case held == "" && a.state == storage.Held:
		m.stand(a, storage.Living)
	default:
		m.stand(a, a.state)
	}
}

// changeOne does what an author or a moderator can do of it, as far as they can.
func (m *boardModel) changeOne(t *testing.T, a *modelAnnouncement) {
	as := pick(m.random, storage.Filled, storage.Withdrawn, storage.Living)
	may := a.state == storage.Living || a.state.Ended() || as == storage.Withdrawn && a.state != storage.Withdrawn
	renewed := time.Time{}
	got, err := m.announcements.Change(t.Context(), m.here, a.id, "", m.at, func(x *storage.Announced) error {
		if x.State != a.state || !may {
			return storage.ErrChanged
		}
		if x.State = as; as == storage.Living {
			x.Expires = m.at.Add(storage.AnnouncementLife)
			renewed = x.Expires
		}
		return nil
	})
	if may != (err == nil) || err == nil && got.State != as {
		t.Fatalf("%s to %s: %v", a.state, as, err)
	}
	if may {
		if !renewed.IsZero() {
			a.expires = renewed
		}
		m.stand(a, as)
	}
}

func (m *boardModel) decideOne(t *testing.T, a *modelAnnouncement) {
	as := pick(m.random, storage.Living, storage.Refused)
	switch _, err := m.decides(t, a.id, pick(m.random, m.authors...), as); {
	case a.state == storage.Held && err == nil:
		m.stand(a, as)
	case a.state != storage.Held && errors.Is(err, storage.ErrChanged):
	default:
		t.Fatalf("%s to %s: %v", a.state, as, err)
	}
}

func (m *boardModel) lookAtOne(t *testing.T, a *modelAnnouncement) {
	person := pick(m.random, m.authors...)
	if err := m.announcements.Opened(t.Context(), a.id, person); err != nil {
		t.Fatal(err)
	}
	if a.state == storage.Living && person != a.author {
		a.opened[person] = true
	}
	err := m.announcements.Store.KeepOffer(t.Context(), m.here, person, a.id, m.at)
	if visible := a.state == storage.Living || a.state.Ended(); visible != (err == nil) {
		t.Fatalf("%s is kept: %v", a.state, err)
	}
	if err == nil {
		a.kept[person] = true
	}
}

// tendAll ends what has had its time.
func (m *boardModel) tendAll(t *testing.T) {
	next := m.tends(t)
	var first time.Time
	for _, a := range m.all {
		if a.state == storage.Living && !a.expires.After(m.at) {
			m.stand(a, storage.Expired)
		}
		if a.state == storage.Living && (first.IsZero() || a.expires.Before(first)) {
			first = a.expires
		}
		if (a.state.Ended() || a.state == storage.Refused) && !a.ended.After(m.at.Add(-90*24*time.Hour)) {
			m.stand(a, storage.Withdrawn)
		}
	}
	if !next.Equal(first) {
		t.Fatalf("next at %s, want %s", next, first)
	}
}

// deliver delivers all that waits in the channels; sometimes what it is about is refused.
func (m *boardModel) deliver(t *testing.T) {
	m.findCards(t)
	byKey := map[string]*modelCard{}
	for _, c := range m.cards {
		byKey[c.key] = c
	}
	for {
		claimed := m.claimed(t)
		if len(claimed) == 0 {
			break
		}
		for _, d := range claimed {
			o := outcome(d, delivery.Delivered)
			c := byKey[d.Of]
			if d.Of == "" {
				c = byKey[d.Key]
				m.sends[d.Key]++
			}
			switch {
			case m.random.IntN(12) == 0:
				o = outcome(d, delivery.Rejected)
				if c != nil {
					c.lost = true
				}
			case c != nil && d.Kind == bot.DeletePost:
				c.says = ""
			case c != nil:
				c.sent, c.says = true, d.Message.Text.FR
			}
			m.settles(t, o)
		}
	}
	for _, c := range m.cards {
		if !c.sent && !c.lost {
			if !m.at.After(c.at.Add(24 * time.Hour)) {
				t.Fatalf("the card %s has not been posted", c.key)
			}
			c.lost = true // it has waited for too long
		}
	}
}

func (m *boardModel) claimed(t *testing.T) []delivery.Delivery {
	t.Helper()
	claimed, _, err := m.Claim(t.Context(), delivery.Lane{Platform: m.here.Platform}, m.at, leased, 100)
	if err != nil {
		t.Fatal(err)
	}
	return claimed
}

// findCards learns the keys of the cards, which must be one for each of the model.
func (m *boardModel) findCards(t *testing.T) {
	t.Helper()
	key := map[string]*modelCard{}
	for _, a := range m.all {
		got, err := m.announcements.Announcement(t.Context(), m.here, a.id)
		switch {
		case err != nil:
			t.Fatal(err)
		case (a.card == nil) != (got.Card == ""):
			t.Fatalf("%q has the card %q, the model %+v", a.title, got.Card, a.card)
		case a.card == nil:
			continue
		case a.card.key == "":
			a.card.key = got.Card
		}
		if other := key[got.Card]; a.card.key != got.Card || other != nil && other != a.card {
			t.Fatalf("%q stands on the card %q, the model has it on %q", a.title, got.Card, a.card.key)
		}
		key[got.Card] = a.card
	}
}

// compare holds all that is remembered, found and shown to the model.
func (m *boardModel) compare(t *testing.T) {
	t.Helper()
	m.deliver(t)
	found := map[string]bool{}
	for from := ""; ; {
		page, err := m.announcements.Store.SearchOffers(t.Context(), m.here, search.Query{}, from, 10, m.at)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range page.Offers {
			found[o.OfferID+" "+o.Title] = true
		}
		if from = page.Next; from == "" {
			break
		}
	}
	want := map[string]bool{}
	for _, a := range m.all {
		if a.state == storage.Living && a.expires.After(m.at) {
			want[a.id+" "+a.title] = true
		}
		got := m.is(t, a.id, a.state)
		if got.Opened != a.openedBefore+len(a.opened) || got.Kept != len(a.kept) || !got.Published.Equal(a.published) || !got.Expires.Equal(a.expires) || a.state != storage.Withdrawn && got.Title != a.title {
			t.Errorf("got %+v\nwant %+v", got, a)
		}
		if a.card != nil && got.CardLost != a.card.lost {
			t.Errorf("the card of %q is lost: %v, want %v", a.title, got.CardLost, a.card.lost)
		}
	}
	if !maps.Equal(found, want) {
		t.Errorf("found %v\nwant %v", found, want)
	}
	for _, c := range m.cards {
		if !c.lost && c.says != m.says(c) {
			t.Errorf("the card %s says %q, want %q", c.key, c.says, m.says(c))
		}
	}
	for key, times := range m.sends {
		if times != 1 {
			t.Errorf("%s was sent %d times", key, times)
		}
	}
	if n := m.count(t, "notices n WHERE n.told_at IS NULL AND n.topic = $1 AND n.ref NOT LIKE 'rappel/%' AND n.ref NOT LIKE 'publiee/%' AND n.ref NOT LIKE 'refusee/%'", storage.AnnouncementTopic); n != 0 {
		t.Errorf("%d notices of nothing", n)
	}
}

// TestBoardModel does things at random, and holds the board to its model.
func TestBoardModel(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		s := storagetest.Open(t, address)
		for seed := range uint64(storagetest.Rounds(2, 20)) {
			b := openBillboard(t, s, address, fmt.Sprint("platform", seed))
			if _, err := b.db.Exec("DELETE FROM announcements"); err != nil { // when the next ends is said of all
				t.Fatal(err)
			}
			m := &boardModel{billboard: b, random: rand.New(rand.NewPCG(seed, 9)), sends: map[string]int{}}
			for i := range 3 {
				m.authors = append(m.authors, b.knows(t, fmt.Sprint("author", i)))
			}
			for step := range 150 {
				if n := m.random.IntN(20); n < 6 || len(m.all) == 0 {
					m.publishOne(t)
				} else if a := m.all[len(m.all)-1-m.random.IntN(min(12, len(m.all)))]; n < 8 {
					m.editOne(t, a)
				} else if n < 11 {
					m.changeOne(t, a)
				} else if n < 14 {
					m.decideOne(t, a)
				} else if n < 15 {
					m.lookAtOne(t, a)
				} else if n < 16 {
					m.deliver(t)
				} else {
					m.at = m.at.Add(pick(m.random, time.Second, time.Minute, time.Minute, 5*time.Minute, 5*time.Minute, time.Hour, 12*time.Hour, 12*time.Hour, 3*24*time.Hour, 20*24*time.Hour))
					m.tendAll(t)
				}
				if m.random.IntN(8) == 0 {
					m.compare(t)
				}
				if t.Failed() {
					t.Fatalf("seed %d, step %d", seed, step)
				}
			}
			m.compare(t)
			t.Logf("seed %d: %d announcements, %d cards, of which %d shared", seed, len(m.all), len(m.cards), len(slices.DeleteFunc(slices.Clone(m.cards), func(c *modelCard) bool { return len(m.on(c)) < 2 })))
		}
	})
}
