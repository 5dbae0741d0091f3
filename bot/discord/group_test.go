package discord

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/discord/discordtest"
)

const (
	opening = discordtest.Match("POST /channels/*/threads")
	adding  = discordtest.Match("PUT /channels/*/thread-members/*")
)

// circle is a desk that gathers people: Camille and Sam are in its groups, Noa is not.
type circle struct {
	*desk
	camille, sam, noa *discordtest.User
}

func gathers(t *testing.T) *circle {
	c := &circle{desk: sit(t)}
	c.camille, c.sam, c.noa = c.s.User("Camille", "fr"), c.s.User("Sam", "en-GB"), c.s.User("Noa", "fr")
	for _, u := range []*discordtest.User{c.camille, c.sam, c.noa} {
		c.g.Join(u)
	}
	c.Accounts = accounts{"camille": c.camille.ID, "sam": c.sam.ID, "noa": c.noa.ID, "twin": c.sam.ID}
	return c
}

func (c *circle) group(key, said string, members ...bot.PersonID) bot.Post {
	p := c.post(key, said, c.in(c.offers))
	p.Thread = &bot.Thread{Name: bot.Same("Binôme de la semaine"), Private: true, Members: members}
	return p
}

// whole fails the test unless there is one private thread, in which a message is said
// once, before anything else, and which Camille and Sam see and nobody else.
func (c *circle) whole(t *testing.T, ref bot.MessageRef, said string) {
	t.Helper()
	all := c.offers.PrivateThreads()
	if len(all) != 1 {
		t.Fatalf("%d private threads", len(all))
	}
	want := c.in(c.offers)
	want.Thread = all[0].ID
	if ref.At != want || all[0].Name != "Binôme de la semaine" || all[0].Invitable() {
		t.Errorf("%+v in %+v; want it in %+v", ref, all[0], want)
	}
	for _, u := range []*discordtest.User{c.camille, c.sam} {
		seen := u.Sees(all[0])
		n := 0
		for _, m := range seen {
			if m.Type == discordtest.MessageDefault {
				n++
			}
		}
		if n != 1 || seen[0].ID != ref.ID || !strings.Contains(seen[0].Markdown(), said) {
			t.Errorf("%s sees %+v", u.Name, seen)
		}
	}
	if len(c.noa.PrivateThreads(c.offers)) != 0 || len(c.camille.Sees(c.offers)) != 0 {
		t.Error("others see it, or the channel shows it")
	}
}

// A private group is a thread that its members see and nobody else, where the message is
// the first thing said. The same key is the same group.
func TestGroups(t *testing.T) {
	t.Parallel()
	c := gathers(t)
	p := c.group("g", "Bonjour à vous deux", "camille", "sam", "twin", "somebody forgotten")
	ref, err := c.Send(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	again, err := c.Send(t.Context(), p)
	found, lost := c.Find(t.Context(), p, time.Now())
	if again != ref || found != ref || err != nil || lost != nil {
		t.Errorf("%+v, again %+v, %v, found %+v, %v", ref, again, err, found, lost)
	}
	c.whole(t, ref, "Bonjour à vous deux")
	if n := len(c.s.Requests(opening)); n != 1 {
		t.Errorf("opened %d times", n)
	}
	if !slices.Contains(c.offers.PrivateThreads()[0].Guests(), c.sam.ID) || len(c.g.Owner().PrivateThreads(c.offers)) != 1 {
		t.Error("who manages threads does not see it")
	}
	edit := bot.Post{Key: "e", Kind: bot.EditPost, Of: "g", To: p.To, Message: &bot.Message{Text: bot.Same("Bonsoir")}, Thread: p.Thread}
	if err := c.Change(t.Context(), ref, edit); err != nil {
		t.Error(err)
	}
	c.whole(t, ref, "Bonsoir")
	if _, err := c.Send(t.Context(), c.post("more", "Et la suite", ref.At)); err != nil || len(c.sam.Sees(c.offers.PrivateThreads()[0])) != 4 {
		t.Errorf("what is sent into it does not arrive: %v", err)
	}
}

// Wherever a process dies, or an answer is lost, there is one group in the end. What is
// begun is never begun anew.
func TestGroupsOnce(t *testing.T) {
	t.Parallel()
	lost, cut, down, busy := discordtest.Lost(), discordtest.Cut(), discordtest.Status(502), discordtest.RateLimited("user", 5*time.Second)
	for name, at := range map[string]struct {
		what  discordtest.Match
		fault discordtest.Fault
		want  bot.SendError
	}{
		"opening, lost":          {opening, lost, bot.SendError{Fate: bot.MaybeSent}},
		"opening, never came":    {opening, cut, bot.SendError{Fate: bot.MaybeSent}},
		"opening, down":          {opening, down, bot.SendError{Fate: bot.MaybeSent}},
		"opening, busy":          {opening, busy, bot.SendError{Fate: bot.NotSent, Wait: 5 * time.Second}},
		"posting, lost":          {posting, lost, bot.SendError{Fate: bot.MaybeSent}},
		"posting, never came":    {posting, cut, bot.SendError{Fate: bot.MaybeSent}},
		"posting, down":          {posting, down, bot.SendError{Fate: bot.MaybeSent}},
		"posting, busy":          {posting, busy, bot.SendError{Fate: bot.MaybeSent, Wait: 5 * time.Second}},
		"letting in, lost":       {adding, lost, bot.SendError{Fate: bot.MaybeSent}},
		"letting in, never came": {adding, cut, bot.SendError{Fate: bot.MaybeSent}},
		"letting in, down":       {adding, down, bot.SendError{Fate: bot.MaybeSent}},
		"letting in, busy":       {adding, busy, bot.SendError{Fate: bot.MaybeSent, Wait: 5 * time.Second}},
	} {
		for _, dies := range []bool{false, true} {
			t.Run(fmt.Sprint(name, ", dies ", dies), func(t *testing.T) {
				t.Parallel()
				c := gathers(t)
				c.s.Fail(at.what, at.fault)
				p := c.group("g", "Bonjour à vous deux", "camille", "sam")
				_, err := c.Send(t.Context(), p)
				wantFate(t, err, at.want)
				if dies {
					next := adapter(t, c.s, kept{})
					next.Accounts, next.Now, c.Adapter = c.Accounts, c.Now, next
				}
				c.passes(time.Minute)
				var ref bot.MessageRef
				err = bot.ErrNotFound
				if at.want.Fate == bot.MaybeSent {
					ref, err = c.Find(t.Context(), p, time.Now())
				}
				if errors.Is(err, bot.ErrNotFound) {
					ref, err = c.Send(t.Context(), p)
				}
				if err != nil {
					t.Fatal(err)
				}
				c.whole(t, ref, "Bonjour à vous deux")
			})
		}
	}
}

// A group is not taken for another of the same name, whether or not it was put away; nor
// is one in which nothing was said yet, where somebody is in it.
func TestGroupsOfOneName(t *testing.T) {
	t.Parallel()
	c := gathers(t)
	one, other := c.group("one", "À vous deux", "camille", "sam"), c.group("other", "À vous trois", "camille", "sam", "noa")
	first, err := c.Send(t.Context(), one)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Find(t.Context(), other, time.Now()); !errors.Is(err, bot.ErrNotFound) {
		t.Errorf("another is found: %v", err)
	}
	second, err := c.Send(t.Context(), other)
	if err != nil || second.At == first.At {
		t.Fatalf("%+v, then %+v, %v", first, second, err)
	}
	threads := c.offers.PrivateThreads()
	threads[0].Archive()
	for range 2 { // the thread that was put away, then the one that is brought back
		if found, err := c.Find(t.Context(), one, time.Now()); err != nil || found != first {
			t.Errorf("found %+v, %v", found, err)
		}
		c.camille.Says(threads[0], "Bonjour")
	}
	if _, err := c.Find(t.Context(), one, time.Now().Add(time.Hour)); !errors.Is(err, bot.ErrNotFound) {
		t.Errorf("one of before is found: %v", err)
	}
	c.s.Fail(posting, discordtest.Cut())
	_, err = c.Send(t.Context(), c.group("third", "Encore", "camille", "sam"))
	wantFate(t, err, bot.SendError{Fate: bot.MaybeSent})
	var said any
	if err := c.client().do(t.Context(), call{method: http.MethodPut, route: "t", path: "/channels/" + c.offers.PrivateThreads()[2].ID + "/thread-members/" + c.noa.ID}, &said); err != nil {
		t.Fatal(err)
	}
	_, err = c.Find(t.Context(), c.group("third", "Encore", "camille", "sam"), time.Now())
	if ref, sent := c.Send(t.Context(), c.group("third", "Encore", "camille", "sam")); !errors.Is(err, bot.ErrNotFound) || sent != nil || ref.At.Thread == c.offers.PrivateThreads()[2].ID {
		t.Errorf("a thread in which somebody is was taken: %+v, %v, %v", ref, err, sent)
	}
}

// Who has left, or does not see the channel, is left out. Where nobody is left there is no
// group, and the channel takes other posts.
func TestGroupsWithoutSome(t *testing.T) {
	t.Parallel()
	for name, leaves := range map[string]func(*circle, *discordtest.User){
		"left": func(c *circle, u *discordtest.User) { c.g.Leave(u) },
		"does not see": func(c *circle, u *discordtest.User) {
			c.offers.Hide(c.g.BotRole())
			for _, u := range []*discordtest.User{c.sam, c.noa} {
				c.g.Join(u, c.g.Role("vu", discordtest.Administrator))
			}
		},
		"is nobody": func(c *circle, u *discordtest.User) { c.Accounts.(accounts)["camille"] = "1" },
		"is not allowed": func(c *circle, u *discordtest.User) {
			c.s.Fail(adding, discordtest.Error(403, missingPermission, "no"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := gathers(t)
			leaves(c, c.camille)
			ref, err := c.Send(t.Context(), c.group("g", "Bonjour", "camille", "sam", "noa"))
			if threads := c.sam.PrivateThreads(c.offers); err != nil || len(threads) != 1 || c.sam.Sees(threads[0])[0].ID != ref.ID || len(c.camille.PrivateThreads(c.offers)) != 0 {
				t.Errorf("%+v, %v", ref, err)
			}
		})
	}
	c := gathers(t)
	for _, members := range [][]bot.PersonID{nil, {"somebody forgotten"}, {"sam", "somebody forgotten"}, {"sam", "twin"}} {
		_, err := c.Send(t.Context(), c.group("nobody", "Bonjour", members...))
		wantFate(t, err, bot.SendError{Fate: bot.Rejected})
		if _, err := c.Find(t.Context(), c.group("nobody", "Bonjour", members...), time.Now()); !errors.Is(err, bot.ErrNotFound) {
			t.Errorf("found: %v", err)
		}
	}
	if n := len(c.s.Requests(opening)); n != 0 {
		t.Errorf("opened %d times", n)
	}
	inside := c.group("inside", "Bonjour", "camille", "sam")
	inside.To.Thread = "1"
	_, err := c.Send(t.Context(), inside)
	wantFate(t, err, bot.SendError{Fate: bot.Rejected})
}

// Whoever would be alone in a group is taken out of it again, also where that is uncertain
// at first.
func TestGroupsOfOne(t *testing.T) {
	t.Parallel()
	const takingOut = discordtest.Match("DELETE /channels/*/thread-members/*")
	for name, at := range map[string]struct {
		members []bot.PersonID
		faults  []discordtest.Fault
	}{
		"the first":   {[]bot.PersonID{"sam", "camille"}, nil},
		"the last":    {[]bot.PersonID{"camille", "sam"}, nil},
		"lost":        {[]bot.PersonID{"sam", "camille"}, []discordtest.Fault{discordtest.Lost()}},
		"never came":  {[]bot.PersonID{"sam", "camille"}, []discordtest.Fault{discordtest.Cut()}},
		"not allowed": {[]bot.PersonID{"sam", "camille"}, []discordtest.Fault{discordtest.Error(403, missingPermission, "no")}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := gathers(t)
			c.g.Leave(c.camille)
			p := c.group("g", "Bonjour", at.members...)
			c.s.Fail(takingOut, at.faults...)
			_, err := c.Send(t.Context(), p)
			if name == "lost" || name == "never came" {
				wantFate(t, err, bot.SendError{Fate: bot.MaybeSent})
				c.passes(time.Minute)
				if _, err := c.Find(t.Context(), p, time.Now()); !errors.Is(err, bot.ErrNotFound) {
					t.Errorf("found: %v", err)
				}
				_, err = c.Send(t.Context(), p)
			}
			wantFate(t, err, bot.SendError{Fate: bot.Rejected})
			if n := len(c.offers.PrivateThreads()); n != 1 {
				t.Errorf("%d threads", n)
			}
			in := 0
			if name == "not allowed" { // it does not change what becomes of the group
				in = 1
			}
			if n := len(c.sam.PrivateThreads(c.offers)); n != in {
				t.Errorf("sam sees %d groups, want %d", n, in)
			}
		})
	}
}

// What the bot may not do closes the channel as it does for other posts; a thread that
// somebody deleted does not.
func TestRefusedGroups(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]discordtest.Permission{"view": discordtest.ViewChannel, "create": discordtest.CreatePrivateThreads, "send": discordtest.SendMessagesInThreads} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := gathers(t)
			c.offers.Deny(p)
			_, err := c.Send(t.Context(), c.group("g", "Bonjour", "camille", "sam"))
			wantFate(t, err, bot.SendError{Fate: bot.Rejected, Gone: name == "view"}) // without the others, the channel takes other posts
			if n := len(c.camille.PrivateThreads(c.offers)); n != 0 {
				t.Errorf("camille sees %d groups", n)
			}
		})
	}
	c := gathers(t)
	p := c.group("g", "Bonjour", "camille", "sam")
	c.s.Fail(posting, discordtest.Cut())
	_, err := c.Send(t.Context(), p)
	wantFate(t, err, bot.SendError{Fate: bot.MaybeSent})
	c.g.RemoveChannel(c.offers.PrivateThreads()[0])
	_, err = c.Send(t.Context(), p)
	wantFate(t, err, bot.SendError{Fate: bot.Rejected})
	if _, err := c.Find(t.Context(), p, time.Now()); !errors.Is(err, bot.ErrNotFound) {
		t.Errorf("found: %v", err)
	}
	ref, err := c.Send(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	c.whole(t, ref, "Bonjour")
	for _, list := range []discordtest.Match{"GET /guilds/*/threads/active", "GET /channels/*/users/@me/threads/archived/private", "GET /channels/*/messages"} {
		c.s.Fail(list, discordtest.Status(502))
		if _, err := c.Find(t.Context(), p, time.Now()); err == nil || errors.Is(err, bot.ErrNotFound) {
			t.Errorf("%s that cannot be read: %v", list, err)
		}
	}
	c.offers.Deny(discordtest.ReadMessageHistory)
	if _, err := c.Find(t.Context(), p, time.Now()); err == nil || errors.Is(err, bot.ErrNotFound) {
		t.Errorf("what cannot be read is not found: %v", err)
	}
}

// However many threads were put away since, the bot's own is found.
func TestGroupsPutAway(t *testing.T) {
	t.Parallel()
	c := gathers(t)
	p := c.group("g", "Bonjour à vous deux", "camille", "sam")
	ref, err := c.Send(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	c.offers.PrivateThreads()[0].Archive()
	for i := range threadsAtOnce + 3 {
		one := c.group(fmt.Sprint("later/", i), "Plus tard", "noa")
		one.Thread.Name = bot.Same("Autre")
		if _, err := c.openGroup(t.Context(), &one); err != nil {
			t.Fatal(err)
		}
		c.passes(time.Hour)
		c.offers.PrivateThreads()[i+1].Archive()
	}
	if found, err := c.Find(t.Context(), p, time.Now()); err != nil || found != ref {
		t.Errorf("found %+v, %v", found, err)
	}
}
