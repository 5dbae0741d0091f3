package slack

import (
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/slack/slacktest"
)

// posting is a desk whose bot posts and listens to nothing; its clock goes by hand.
type posting struct {
	*desk
	later atomic.Int64
}

func posts(t *testing.T) *posting {
	p := &posting{desk: sits(t)}
	start := time.Now()
	p.a.Now = func() time.Time { return start.Add(time.Duration(p.later.Load())) }
	return p
}

func (p *posting) in(c *slacktest.Channel) bot.Address {
	return bot.Address{Platform: Platform, Space: p.w.ID, Channel: c.ID}
}

func (p *posting) direct(u *slacktest.User) bot.Address {
	return bot.Address{Platform: Platform, Space: p.w.ID, Member: u.ID}
}

func post(key, said string, to bot.Address) bot.Post {
	return bot.Post{Key: key, Kind: bot.SendPost, To: to, Lang: bot.FR, Message: &bot.Message{Text: both(said)}}
}

// sends posts, and fails the test where that fails.
func (p *posting) sends(t *testing.T, one bot.Post) bot.MessageRef {
	t.Helper()
	ref, err := p.a.Send(t.Context(), one)
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

// wantFate fails the test unless an error says what became of a post.
func wantFate(t *testing.T, what string, err error, want bot.SendError) {
	t.Helper()
	got, ok := errors.AsType[*bot.SendError](err)
	if !ok || got.Fate != want.Fate || got.Gone != want.Gone || got.Wait != want.Wait {
		t.Errorf("%s: %+v; want %s, gone %t, to wait %s", what, got, want.Fate, want.Gone, want.Wait)
	}
}

// A post is one message with a mark, of which nothing but Slack's own shows; sent again
// with its key it is that message.
func TestPosts(t *testing.T) {
	t.Parallel()
	p := posts(t)
	for place, to := range map[string]bot.Address{"a channel": p.in(p.offers), "direct messages": p.direct(p.camille)} {
		one := post("demo/"+place+"/"+private, "Atelier dans "+place, to)
		ref := p.sends(t, one)
		if again := p.sends(t, one); again != ref {
			t.Errorf("%s: sent again as %+v", place, again)
		}
		c := p.offers
		if to.Member != "" {
			c = p.camille.DM()
		}
		m := p.camille.Sees(c)[0]
		if n := counts(p.camille, c, place); n != 1 || ref.At != to || ref.ID != m.TS || m.Read().Text != "Atelier dans "+place {
			t.Errorf("%s: %d messages, %+v, %+v", place, n, ref, m)
		}
		if m.Metadata == nil || m.Metadata.EventType != markEvent || m.Metadata.Payload[markKey] != mark(one.Key) || strings.Contains(fmt.Sprint(m.Metadata), private) {
			t.Errorf("%s: marked with %+v", place, m.Metadata)
		}
		if found, err := p.a.Find(t.Context(), one, time.Now()); err != nil || found != ref {
			t.Errorf("%s: found %+v, %v", place, found, err)
		}
		if _, err := p.a.Find(t.Context(), post("another", "", to), time.Now()); !errors.Is(err, bot.ErrNotFound) {
			t.Errorf("%s: another is found: %v", place, err)
		}
	}
	for _, c := range p.Calls("chat.postMessage") {
		if c.Args["unfurl_links"] != false || c.Args["unfurl_media"] != false {
			t.Errorf("posted with %v", c.Args)
		}
	}
	p.later.Store(int64(lately))
	p.sends(t, post("demo/a channel/"+private, "Atelier dans a channel", p.in(p.offers)))
	if n := counts(p.camille, p.offers, "Atelier"); n != 2 {
		t.Errorf("%d messages: it is for the outbox to remember longer", n)
	}
}

// A post in a thread is there; one under a message that is gone is not sent at all.
func TestPostsInAThread(t *testing.T) {
	t.Parallel()
	p := posts(t)
	root := p.camille.Says(p.offers, "Une annonce")
	to := p.in(p.offers)
	to.Thread = root.TS
	one := post("demo", "Atelier", to)
	ref := p.sends(t, one)
	if seen := p.camille.SeesThread(root); len(seen) != 1 || seen[0].TS != ref.ID {
		t.Errorf("%+v", seen)
	}
	if found, err := p.a.Find(t.Context(), one, time.Now()); err != nil || found != ref {
		t.Errorf("found %+v, %v", found, err)
	}
	p.camille.Erases(root)
	_, err := p.a.Send(t.Context(), post("demo2", "Atelier", to))
	wantFate(t, "under a message that is gone", err, bot.SendError{Fate: bot.Rejected, Gone: true})
	if n := counts(p.camille, p.offers, "Atelier"); n != 0 {
		t.Error("it is in the channel")
	}
}

// A message whose answer was lost is found, however many came after it, and is not said
// twice.
func TestALostAnswerToAPost(t *testing.T) {
	t.Parallel()
	p := posts(t)
	root := p.camille.Says(p.offers, "Une annonce")
	thread := p.in(p.offers)
	thread.Thread = root.TS
	for name, to := range map[string]bot.Address{"channel": p.in(p.offers), "thread": thread} {
		one := post(name, "Atelier "+name, to)
		p.Fail("chat.postMessage", slacktest.Failure{Lost: true})
		_, err := p.a.Send(t.Context(), one)
		wantFate(t, name, err, bot.SendError{Fate: bot.MaybeSent})
		p.Fail("chat.postMessage", slacktest.Failure{Cut: true})
		never := post(name+" never", "Jamais", to)
		_, err = p.a.Send(t.Context(), never)
		wantFate(t, name, err, bot.SendError{Fate: bot.MaybeSent})
		for n := range 210 {
			if to.Thread != "" {
				p.camille.Replies(root, fmt.Sprint("Réponse ", n))
			} else {
				p.camille.Says(p.offers, fmt.Sprint("Message ", n))
			}
		}
		p.ForgetCalls()
		ref, err := p.a.Find(t.Context(), one, time.Now())
		if m, there := p.camille.Look(slacktest.Message{ChannelID: p.offers.ID, TS: ref.ID}); err != nil || !there || m.Read().Text != "Atelier "+name {
			t.Errorf("%s: found %+v, %v", name, ref, err)
		}
		if _, err := p.a.Find(t.Context(), never, time.Now()); !errors.Is(err, bot.ErrNotFound) {
			t.Errorf("%s: what never came is found: %v", name, err)
		}
		if n := len(p.Calls("")); n < 3 || n > 4 {
			t.Errorf("%s: Slack was asked %d times", name, n)
		}
		if _, err := p.a.Find(t.Context(), one, time.Now().Add(time.Hour)); !errors.Is(err, bot.ErrNotFound) {
			t.Errorf("%s: an older one is found: %v", name, err)
		}
	}
	p.Fail("conversations.history", slacktest.Failure{RetryAfter: 7 * time.Second}, slacktest.Failure{Status: 502})
	_, err := p.a.Find(t.Context(), post("channel", "", p.in(p.offers)), time.Now())
	wantFate(t, "a search over the limit", err, bot.SendError{Fate: bot.MaybeSent, Wait: 7 * time.Second})
	_, err = p.a.Find(t.Context(), post("channel", "", p.in(p.offers)), time.Now())
	wantFate(t, "a search while Slack is down", err, bot.SendError{Fate: bot.MaybeSent})
}

// The mark of a post in a message of somebody else is not ours.
func TestMarksOfOthers(t *testing.T) {
	t.Parallel()
	p := posts(t)
	one := post("demo", "Atelier", p.in(p.offers))
	p.sends(t, one)
	here, err := p.a.team(t.Context(), p.w.ID)
	if err != nil {
		t.Fatal(err)
	}
	here.me, here.bot = "U0AUTRE", "B0AUTRE" // as if another had written it
	if _, err := p.a.Find(t.Context(), one, time.Now()); !errors.Is(err, bot.ErrNotFound) {
		t.Errorf("found: %v", err)
	}
}

// What each refusal means for a post.
func TestRefusals(t *testing.T) {
	t.Parallel()
	p := posts(t)
	gone, later := bot.SendError{Fate: bot.Rejected, Gone: true}, bot.SendError{Fate: bot.NotSent, Wait: tokenWait}
	for name, c := range map[string]struct {
		f    slacktest.Failure
		want bot.SendError
	}{
		"over the limit":          {slacktest.Failure{RetryAfter: 30 * time.Second}, bot.SendError{Fate: bot.NotSent, Wait: 30 * time.Second}},
		"over a limit in words":   {slacktest.Failure{Error: "ratelimited"}, bot.SendError{Fate: bot.NotSent, Wait: time.Minute}},
		"over a limit of no time": {slacktest.Failure{Status: 429}, later},
		"archived":                {slacktest.Failure{Error: "is_archived"}, gone},
		"for admins alone":        {slacktest.Failure{Error: "restricted_action"}, gone},
		"a token":                 {slacktest.Failure{Error: "token_revoked"}, later},
		"too long":                {slacktest.Failure{Error: "msg_too_long"}, bot.SendError{Fate: bot.Rejected}},
		"their fault":             {slacktest.Failure{Error: "internal_error"}, bot.SendError{Fate: bot.MaybeSent}},
		"down":                    {slacktest.Failure{Status: 503}, bot.SendError{Fate: bot.MaybeSent}},
		"a firewall":              {slacktest.Failure{Status: 403}, later},
		"a page":                  {slacktest.Failure{Body: "<html>"}, bot.SendError{Fate: bot.MaybeSent}},
		"nothing":                 {slacktest.Failure{Cut: true}, bot.SendError{Fate: bot.MaybeSent}},
	} {
		p.Fail("chat.postMessage", c.f)
		_, err := p.a.Send(t.Context(), post(name, "Atelier", p.in(p.offers)))
		wantFate(t, name, err, c.want)
	}
	closed := p.w.User("Sacha-"+private, "fr-FR")
	closed.CloseDM()
	left := p.w.User("Alix-"+private, "fr-FR")
	left.Deactivate()
	archived, out := p.w.Channel("archives"), p.w.PrivateChannel("secret")
	archived.Archive()
	elsewhere := p.in(p.offers)
	elsewhere.Space = "T0AUTRE"
	for name, to := range map[string]bot.Address{
		"closed direct messages": p.direct(closed), "somebody who left": p.direct(left), "an archive": p.in(archived), "a channel that the bot is not in": p.in(out),
		"no channel": {Platform: Platform, Space: p.w.ID, Channel: "C0RIEN"}, "another workspace": elsewhere, "the bot itself": p.direct(p.w.Bot()),
	} {
		_, err := p.a.Send(t.Context(), post(name, "Atelier", to))
		wantFate(t, name, err, gone)
	}
	p.Fail("conversations.open", slacktest.Failure{Cut: true})
	_, err := p.a.Send(t.Context(), post("open", "Atelier", p.direct(p.w.User("Noa", "fr-FR"))))
	wantFate(t, "direct messages that cannot be opened now", err, bot.SendError{Fate: bot.NotSent, Wait: tokenWait / 6})
	_, err = p.a.Send(t.Context(), post("long", strings.Repeat("Nancy et Metz. ", 3000), p.in(p.offers)))
	wantFate(t, "several messages", err, bot.SendError{Fate: bot.Rejected})
}

// A change that was made can be made again.
func TestChanges(t *testing.T) {
	t.Parallel()
	p := posts(t)
	one := post("demo", "Atelier", p.in(p.offers))
	one.Thread = &bot.Thread{Name: bot.Text{FR: "Questions", EN: "Questions"}}
	ref := p.sends(t, one)
	if got := p.camille.Sees(p.offers)[0]; !strings.Contains(got.Read().Text, "Questions") || got.Blocks[len(got.Blocks)-1].BlockID != threadBlock {
		t.Errorf("a thread is opened by %q", got.Read().Text)
	}
	change := func(kind bot.PostKind, said string) error {
		next := post("demo/"+string(kind), said, one.To)
		next.Kind, next.Of = kind, one.Key
		return p.a.Change(t.Context(), ref, next)
	}
	for range 2 {
		if err := errors.Join(change(bot.EditPost, "Complet"), change(bot.PinPost, "")); err != nil {
			t.Error(err)
		}
	}
	if m := p.camille.Sees(p.offers)[0]; !m.Pinned || !strings.Contains(m.Read().Text, "Complet") || m.Metadata == nil {
		t.Errorf("%+v", m)
	}
	if found, err := p.a.Find(t.Context(), one, time.Now()); err != nil || found != ref {
		t.Errorf("once edited it is found as %+v, %v", found, err)
	}
	p.Fail("chat.update", slacktest.Failure{RetryAfter: 9 * time.Second})
	wantFate(t, "an edit over the limit", change(bot.EditPost, "Encore"), bot.SendError{Fate: bot.NotSent, Wait: 9 * time.Second})
	for range 2 {
		if err := change(bot.DeletePost, ""); err != nil {
			t.Error(err)
		}
	}
	if len(p.camille.Sees(p.offers)) != 0 {
		t.Error("it is still there")
	}
	wantFate(t, "an edit of what is gone", change(bot.EditPost, "Encore"), bot.SendError{Fate: bot.Rejected})
	wantFate(t, "a pin of what is gone", change(bot.PinPost, ""), bot.SendError{Fate: bot.Rejected})
	wantFate(t, "another change", change("peindre", ""), bot.SendError{Fate: bot.Rejected})
}

// Why a message is not pinned says nothing of the channel, unless nothing can be done in
// it any more; and nothing waits for a scope that it alone needs.
func TestRefusedPins(t *testing.T) {
	t.Parallel()
	p := posts(t)
	ref := p.sends(t, post("demo", "Atelier", p.in(p.offers)))
	for code, want := range map[string]bot.SendError{
		"permission_denied": {Fate: bot.Rejected}, "no_permission": {Fate: bot.Rejected}, "restricted_action": {Fate: bot.Rejected},
		"not_pinnable": {Fate: bot.Rejected}, "too_many_pins": {Fate: bot.Rejected}, "missing_scope": {Fate: bot.Rejected},
		"not_in_channel": {Fate: bot.Rejected, Gone: true}, "is_archived": {Fate: bot.Rejected, Gone: true}, "channel_not_found": {Fate: bot.Rejected, Gone: true},
		"token_revoked": {Fate: bot.NotSent, Wait: tokenWait},
	} {
		p.Fail("pins.add", slacktest.Failure{Error: code})
		wantFate(t, code, p.a.Change(t.Context(), ref, bot.Post{Key: "pin", Kind: bot.PinPost, Of: "demo", To: ref.At}), want)
	}
}

// What answers in Slack's stead is not believed, and breaks nothing.
func TestAnswersOfNobody(t *testing.T) {
	t.Parallel()
	for method, want := range map[string]bot.Fate{"auth.test": bot.NotSent, "conversations.open": bot.NotSent, "chat.postMessage": bot.MaybeSent} {
		for _, body := range []string{`{"ok":true}`, `{}`, `[]`, `null`, `{"ok":true,"channel":null,"ts":42}`, `{"ok":"yes"}`} {
			p := posts(t)
			p.Fail(method, slacktest.Failure{Body: body})
			_, err := p.a.Send(t.Context(), post("demo", "Atelier", p.direct(p.camille)))
			if e, ok := errors.AsType[*bot.SendError](err); !ok || e.Fate != want {
				t.Errorf("%s answers %s: %+v", method, body, err)
			}
		}
	}
}
