package local

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"rebond/bot"
)

// The log holds shared messages; what somebody typed, and what only they were
// told, is never written down.
func TestWhatTheRoomKeeps(t *testing.T) {
	m := newMemory()
	v := enter(m)
	shown := v.as(t, "camille", "/annoncer **bonjour**", "/offres mot-secret", "1", "/zzz mot-secret", "/publier", "mot-secret", "cdi", "12", "note-secrete", "mot-secret", "@sam", "/announce hello", "/rien", "/moderation")
	wantShown(t, shown, "Annonce : **bonjour**", "Page 1", "Page 2", "« /zzz »", "Publié : mot-secret, cdi, 12, note-secrete.", "Announcement: hello")
	if len(m.entries) != 2 {
		t.Fatalf("the log has %d messages; want the two announcements:\n%+v", len(m.entries), m.entries)
	}
	offres := bot.Address{Platform: "local", Space: "room", Channel: "offres"}
	for i, want := range []struct {
		lang bot.Lang
		text string
	}{{bot.FR, "Annonce : **bonjour**"}, {bot.EN, "Announcement: hello"}} {
		e := m.entries[i]
		if got := loose(bot.Plain(e.Message.Text.In(e.Lang))); got != want.text || e.Lang != want.lang || e.At != offres || e.Key != "" || !e.Sent.Equal(noon) {
			t.Errorf("the log keeps %q in %s at %v, sent at %v; want %q in %s in the channel", got, e.Lang, e.At, e.Sent, want.text, want.lang)
		}
	}
	// What a modal was filled in with stays out of everything that is kept.
	kept := fmt.Sprintf("%+v %+v %+v %s", m.entries, m.buttons, m.calls, v.log.String())
	for _, secret := range []string{"mot-secret", "note-secrete"} {
		if strings.Contains(kept, secret) {
			t.Errorf("%q is kept: %s", secret, kept)
		}
	}
}

// A fault of the log costs the answer, not the room: it is told under a
// reference, and the next line is heard.
func TestALogThatFailsCostsOneAnswer(t *testing.T) {
	for _, line := range []string{"/annoncer a", "/offres", "1"} {
		m := newMemory()
		m.err = errors.New("disk is full")
		v := enter(m)
		who, _ := FindPerson("camille")
		var out bytes.Buffer
		if err := v.room(Console{In: strings.NewReader(line + "\n@sam"), Out: &out, As: who}).Run(t.Context(), v.router(t)); err != nil {
			t.Errorf("%q ends with %v", line, err)
		}
		said, ref := out.String(), regexp.MustCompile(`référence ([A-Z2-7]{6})`).FindStringSubmatch(out.String())
		if ref == nil || !strings.Contains(v.log.String(), ref[1]) || !strings.Contains(v.log.String(), "disk is full") || !strings.Contains(said, "You are now sam") {
			t.Errorf("%q: %s; logged: %s", line, said, v.log.String())
		}
	}
}

func TestFindPerson(t *testing.T) {
	for name, want := range map[string]string{"camille": "camille", "@sam": "sam", "RACHEL": "rachel", "Malìk": "malik", "ada": "ada"} {
		if p, err := FindPerson(name); err != nil || p.Name != want {
			t.Errorf("FindPerson(%q) = %+v, %v", name, p, err)
		}
	}
	for _, name := range []string{"", "camill", "sam camille"} {
		_, err := FindPerson(name)
		faults := bot.UserErrors(err)
		if len(faults) != 1 {
			t.Fatalf("FindPerson(%q): %v; want words", name, err)
		}
		for _, l := range bot.Langs {
			if said := bot.Plain(faults[0].Text.In(l)); !strings.Contains(said, "camille, sam, rachel, malik, ada") {
				t.Errorf("FindPerson(%q) says %q; want who there is", name, said)
			}
		}
	}
}

func TestThePeopleOfTheRoom(t *testing.T) {
	seen := map[bot.Access]bool{}
	langs := map[bot.Lang]bool{}
	for _, p := range People() {
		seen[p.Access], langs[p.Lang] = true, true
		if p.About.FR == "" || p.About.EN == "" {
			t.Errorf("%s is not told of in words", p.Name)
		}
	}
	for _, a := range []bot.Access{bot.Anyone, bot.Recruiter, bot.Moderator, bot.Operator} {
		if !seen[a] {
			t.Errorf("nobody in the room has the right %d", a)
		}
	}
	if !langs[bot.FR] || !langs[bot.EN] {
		t.Errorf("the languages of the room are %v", langs)
	}
}

var coaching = bot.Address{Platform: "local", Space: "room", Channel: "coaching"}

func post(key, said string) bot.Post {
	return bot.Post{Key: key, Kind: bot.SendPost, To: coaching, Lang: bot.FR, Message: &bot.Message{Text: bot.Markup(said)}}
}

// The room is a platform like the others.
var _ bot.Platform = (*Room)(nil)

func TestTheSameKeyTwiceIsOneMessage(t *testing.T) {
	m := newMemory()
	room := enter(m).room(Console{})
	if room.Name() != "local" {
		t.Errorf("the platform is %q", room.Name())
	}
	a, err := room.Send(t.Context(), post("k1", "a"))
	if err != nil || a.At != coaching || a.ID == "" {
		t.Fatalf("%+v, %v", a, err)
	}
	again, err := room.Send(t.Context(), post("k1", "a"))
	if err != nil || again != a || len(m.entries) != 1 {
		t.Errorf("sent again: %+v, %v and %d messages; want %+v and one", again, err, len(m.entries), a)
	}
	b, err := room.Send(t.Context(), post("k2", "b"))
	if err != nil || b.ID == a.ID || len(m.entries) != 2 {
		t.Errorf("another: %+v, %v and %d messages", b, err, len(m.entries))
	}
	if e := m.entries[0]; e.Key != "k1" || e.At != coaching || e.Lang != bot.FR || e.Message.Text != bot.Markup("a") || !e.Sent.Equal(noon) {
		t.Errorf("the log keeps %+v", e)
	}
}

func TestMessagesAreChanged(t *testing.T) {
	m := newMemory()
	room := enter(m).room(Console{})
	ref, err := room.Send(t.Context(), post("k1", "avant"))
	if err != nil {
		t.Fatal(err)
	}
	change := func(kind bot.PostKind, said string) error {
		return room.Change(t.Context(), ref, bot.Post{Kind: kind, Of: "k1", Message: &bot.Message{Text: bot.Markup(said)}})
	}
	for range 2 { // each change may come twice
		if err := change(bot.EditPost, "après"); err != nil || m.entries[0].Message.Text != bot.Markup("après") {
			t.Errorf("edited: %+v, %v", m.entries[0].Message, err)
		}
		if err := change(bot.PinPost, ""); err != nil || !m.entries[0].Pinned || m.entries[0].Message.Text != bot.Markup("après") {
			t.Errorf("pinned: %+v, %v", m.entries[0], err)
		}
	}
	for range 2 {
		if err := change(bot.DeletePost, ""); err != nil || len(m.entries) != 0 {
			t.Errorf("deleted: %d messages, %v", len(m.entries), err)
		}
	}
}

// The fate tells what to do next: what is not there is given up, what could not
// be written is tried again.
func TestFatesOfWhatFails(t *testing.T) {
	full := errors.New("disk is full")
	for _, c := range []struct {
		name string
		kind bot.PostKind
		log  error
		fate bot.Fate
		err  error
	}{
		{"a message that cannot be written", bot.SendPost, full, bot.NotSent, full},
		{"an edit of what is not there", bot.EditPost, nil, bot.Rejected, bot.ErrNotFound},
		{"a pin of what is not there", bot.PinPost, nil, bot.Rejected, bot.ErrNotFound},
		{"a change that is none", "shout", nil, bot.Rejected, nil},
		{"an edit that cannot be written", bot.EditPost, full, bot.NotSent, full},
		{"a pin that cannot be written", bot.PinPost, full, bot.NotSent, full},
		{"a deletion that cannot be written", bot.DeletePost, full, bot.NotSent, full},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newMemory()
			m.err = c.log
			room := enter(m).room(Console{})
			var err error
			if c.kind == bot.SendPost {
				_, err = room.Send(t.Context(), post("k1", "a"))
			} else {
				err = room.Change(t.Context(), bot.MessageRef{At: coaching, ID: "m9"}, bot.Post{Kind: c.kind, Message: &bot.Message{}})
			}
			var sent *bot.SendError
			if !errors.As(err, &sent) || sent.Fate != c.fate || c.err != nil && !errors.Is(err, c.err) {
				t.Errorf("%v; want it to be %v, because of %v", err, c.fate, c.err)
			}
		})
	}
}
