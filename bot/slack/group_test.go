package slack

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/slack/slacktest"
)

// circle is a bot that gathers people: Camille and Sam are in its groups, Noa is not.
type circle struct {
	*posting
	sam, noa *slacktest.User
}

func gathering(t *testing.T) *circle {
	c := &circle{posting: posts(t)}
	c.sam, c.noa = c.w.User("Sam", "en-GB"), c.w.User("Noa", "fr-FR")
	c.a.Accounts = accounts{"camille": c.camille.ID, "sam": c.sam.ID, "noa": c.noa.ID, "twin": c.sam.ID, "bot": c.w.Bot().ID}
	return c
}

func (c *circle) group(key, said string, members ...bot.PersonID) bot.Post {
	p := post(key, said, c.in(c.offers))
	p.Thread = &bot.Thread{Name: both("Binôme de la semaine"), Private: true, Members: members}
	return p
}

// whole fails the test unless Camille and Sam have one conversation with the bot, in which
// it said something once, and nobody else has any.
func (c *circle) whole(t *testing.T, ref bot.MessageRef, said string) {
	t.Helper()
	all := c.camille.Groups()
	if len(all) != 1 || len(c.noa.Groups()) != 0 || len(c.noa.Sees(all[0])) != 0 {
		t.Fatalf("camille is in %d groups, noa in %d", len(all), len(c.noa.Groups()))
	}
	for _, u := range []*slacktest.User{c.camille, c.sam} {
		seen := u.Sees(all[0])
		if counts(u, all[0], said) != 1 || seen[0].TS != ref.ID || ref.At != c.in(all[0]) || counts(u, c.offers, said) != 0 {
			t.Errorf("%s sees %+v; want %+v", u.Name, seen, ref)
		}
		if words := seen[0].Read().Text; !strings.HasSuffix(words, "Groupe\u00a0: Binôme de la semaine") {
			t.Errorf("it says %q", words)
		}
	}
}

// A private group is the conversation of its members with the bot, which the channel does
// not show. The same key is one message, and the same people are one conversation.
func TestGroups(t *testing.T) {
	t.Parallel()
	c := gathering(t)
	p := c.group("g", "Bonjour à vous deux", "camille", "sam", "twin", "bot", "somebody forgotten")
	ref := c.sends(t, p)
	again := c.sends(t, p)
	found, err := c.a.Find(t.Context(), p, time.Now())
	if again != ref || found != ref || err != nil {
		t.Errorf("%+v, again %+v, found %+v, %v", ref, again, found, err)
	}
	c.whole(t, ref, "Bonjour à vous deux")
	next := c.group("next", "De nouveau vous deux", "sam", "camille")
	if _, err := c.a.Find(t.Context(), next, time.Now()); !errors.Is(err, bot.ErrNotFound) {
		t.Errorf("another is found: %v", err)
	}
	if other := c.sends(t, next); other.At != ref.At || other.ID == ref.ID {
		t.Errorf("the same people are in %+v, then in %+v", ref, other)
	}
	if three := c.sends(t, c.group("three", "À vous trois", "sam", "camille", "noa")); three.At == ref.At {
		t.Error("others are in the same conversation")
	}
	edit := bot.Post{Key: "e", Kind: bot.EditPost, Of: "g", To: p.To, Lang: bot.FR, Message: &bot.Message{Text: both("Bonsoir")}, Thread: p.Thread}
	if err := c.a.Change(t.Context(), ref, edit); err != nil || counts(c.sam, c.sam.Groups()[0], "Bonsoir") != 1 {
		t.Errorf("it cannot be edited: %v", err)
	}
	if inside := c.sends(t, post("inside", "Et la suite", ref.At)); inside.At != ref.At {
		t.Errorf("what is sent into it is in %+v", inside)
	}
}

// Wherever a process dies, or an answer is lost, it is said once.
func TestGroupsOnce(t *testing.T) {
	t.Parallel()
	for _, method := range []string{"conversations.open", "chat.postMessage"} {
		for name, f := range map[string]slacktest.Failure{"lost": {Lost: true}, "never came": {Cut: true}, "down": {Status: 503}} {
			t.Run(fmt.Sprint(method, " ", name), func(t *testing.T) {
				t.Parallel()
				c := gathering(t)
				c.Fail(method, f)
				p := c.group("g", "Bonjour à vous deux", "camille", "sam")
				want := bot.SendError{Fate: bot.MaybeSent}
				if method == "conversations.open" { // nothing was said yet
					want = bot.SendError{Fate: bot.NotSent, Wait: tokenWait / 6}
				}
				_, err := c.a.Send(t.Context(), p)
				wantFate(t, name, err, want)
				next := adapter(c.Server, nil, c.w) // another process
				next.Accounts = c.a.Accounts
				ref, err := next.Find(t.Context(), p, time.Now())
				if errors.Is(err, bot.ErrNotFound) {
					ref, err = next.Send(t.Context(), p)
				}
				if err != nil {
					t.Fatal(err)
				}
				c.whole(t, ref, "Bonjour à vous deux")
			})
		}
	}
}

// Who is gone is left out, as long as two remain.
func TestGroupsWithoutSome(t *testing.T) {
	t.Parallel()
	c := gathering(t)
	left := c.w.User("Alix-"+private, "fr-FR")
	known := c.a.Accounts.(accounts)
	known["left"], known["elsewhere"], known["robot"] = left.ID, "U0AUTRE", c.w.Bot().ID
	left.Deactivate()
	ref := c.sends(t, c.group("g", "Bonjour à vous deux", "left", "camille", "elsewhere", "sam", "robot"))
	c.whole(t, ref, "Bonjour à vous deux")
	closed := bot.SendError{Fate: bot.Rejected}
	many := []bot.PersonID{}
	for i := range mostGathered + 1 {
		one := bot.PersonID(fmt.Sprint("p", i))
		known[one] = c.w.User(fmt.Sprint("Membre", i), "fr-FR").ID
		many = append(many, one)
	}
	for name, members := range map[string][]bot.PersonID{
		"nobody": nil, "one": {"camille"}, "one twice": {"sam", "twin"}, "one and the bot": {"camille", "bot"}, "one who is there": {"camille", "left"},
		"one who is known": {"camille", "forgotten"}, "too many": many,
	} {
		p := c.group(name, "Bonjour", members...)
		_, err := c.a.Send(t.Context(), p)
		wantFate(t, name, err, closed)
		if _, err := c.a.Find(t.Context(), p, time.Now()); !errors.Is(err, bot.ErrNotFound) {
			t.Errorf("%s: found: %v", name, err)
		}
	}
	c.sends(t, c.group("most", "Bonjour", many[1:]...))
	inside := c.group("inside", "Bonjour", "camille", "sam")
	inside.To.Thread = "1.000001"
	_, err := c.a.Send(t.Context(), inside)
	wantFate(t, "in a thread", err, closed)
}

// What a group is refused says nothing of its channel, nor does anything wait for a scope
// that it alone needs.
func TestRefusedGroups(t *testing.T) {
	t.Parallel()
	c := gathering(t)
	closed := bot.SendError{Fate: bot.Rejected}
	p := c.group("g", "Bonjour", "camille", "sam")
	for _, one := range []struct {
		method, code string
		want         bot.SendError
	}{
		{"conversations.open", "invalid_user_combination", closed},
		{"conversations.open", "restricted_action", closed},
		{"conversations.open", "token_revoked", bot.SendError{Fate: bot.NotSent, Wait: tokenWait}},
		{"conversations.open", "internal_error", bot.SendError{Fate: bot.NotSent, Wait: tokenWait / 6}},
		{"chat.postMessage", "channel_not_found", closed},
		{"chat.postMessage", "internal_error", bot.SendError{Fate: bot.MaybeSent}},
	} {
		c.Fail(one.method, slacktest.Failure{Error: one.code})
		_, err := c.a.Send(t.Context(), p)
		wantFate(t, one.code, err, one.want)
	}
	c.w.Withdraw("mpim:history")
	_, err := c.a.Find(t.Context(), p, time.Now())
	wantFate(t, "a search without the scope", err, closed)
	c.w.Withdraw("mpim:write")
	_, err = c.a.Send(t.Context(), p)
	wantFate(t, "without the scope", err, closed)
	c.sends(t, post("plain", "Bonjour", c.in(c.offers)))
	broken := errors.New("no database")
	c.a.Accounts = unread{broken}
	_, err = c.a.Send(t.Context(), p)
	wantFate(t, "without the database", err, bot.SendError{Fate: bot.NotSent, Wait: tokenWait / 6})
	if !errors.Is(err, broken) {
		t.Error(err)
	}
}

// What answers in Slack's stead is not believed.
func TestGroupsOfNobody(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{"ok":true}`, `{}`, `[]`, `null`, `{"ok":true,"channel":null}`} {
		c := gathering(t)
		c.Fail("conversations.open", slacktest.Failure{Body: body})
		_, err := c.a.Send(t.Context(), c.group("g", "Bonjour", "camille", "sam"))
		if e, ok := errors.AsType[*bot.SendError](err); !ok || e.Fate != bot.NotSent {
			t.Errorf("%s: %+v", body, err)
		}
	}
}

// unread are accounts that cannot be asked for.
type unread struct{ err error }

func (f unread) Account(context.Context, bot.Address, bot.PersonID) (string, error) { return "", f.err }
