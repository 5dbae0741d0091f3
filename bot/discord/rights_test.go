package discord

import (
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/discord/discordtest"
)

// least is a channel where the bot has the rights that it asks for, without some, and no
// other, whatever everybody may do in the server.
func least(g *discordtest.Guild, but discordtest.Permission) *discordtest.Channel {
	g.BotRole().Grant(discordtest.Permission(needed()))
	c := g.Channel("offres")
	c.Deny(^discordtest.Permission(needed()) | but)
	return c
}

// uses is what the adapter does in channels, by the right that it needs for it.
func uses(t *testing.T, a *Adapter, g *discordtest.Guild, c *discordtest.Channel) map[discordtest.Permission]bool {
	t.Helper()
	at := bot.Address{Platform: Platform, Space: g.ID, Channel: c.ID}
	begun := time.Now().Add(-time.Second)
	text := &bot.Message{Text: bot.Text{FR: "Bonjour", EN: "Hello"}}
	ref, err := a.Send(t.Context(), bot.Post{Key: "a" + c.ID, Kind: bot.SendPost, To: at, Message: text})
	done := map[discordtest.Permission]bool{discordtest.SendMessages: err == nil, discordtest.ViewChannel: err == nil}
	if err != nil {
		return done
	}
	opens := bot.Post{Key: "b" + c.ID, Kind: bot.SendPost, To: at, Message: text, Thread: &bot.Thread{Name: bot.Text{FR: "Fil", EN: "Thread"}}}
	under, err := a.Send(t.Context(), opens)
	if err != nil {
		t.Fatal(err)
	}
	opened := a.client().do(t.Context(), call{method: "GET", route: "t", path: "/channels/" + under.ID}, nil) // a thread has the id of its message
	done[discordtest.CreatePublicThreads] = opened == nil
	_, err = a.Send(t.Context(), bot.Post{Key: "d" + c.ID, Kind: bot.SendPost, To: at, Message: &bot.Message{Text: text.Text, Files: []bot.File{{Name: "plan.md", Media: "text/markdown", Data: []byte("# Été")}}}})
	done[discordtest.AttachFiles] = err == nil
	group := bot.Post{Key: "g" + c.ID, Kind: bot.SendPost, To: at, Message: text, Thread: &bot.Thread{Name: text.Text, Private: true, Members: []bot.PersonID{"owner", "admin"}}}
	_, err = a.Send(t.Context(), group)
	done[discordtest.CreatePrivateThreads], done[discordtest.SendMessagesInThreads] = err == nil, err == nil
	found, err := a.Find(t.Context(), bot.Post{Key: "a" + c.ID, To: at}, begun)
	done[discordtest.ReadMessageHistory] = err == nil && found == ref
	done[discordtest.PinMessages] = a.Change(t.Context(), ref, bot.Post{Kind: bot.PinPost, Of: "a" + c.ID, To: at}) == nil
	if err := a.Change(t.Context(), ref, bot.Post{Kind: bot.EditPost, Of: "a" + c.ID, To: at, Message: text}); err != nil {
		t.Errorf("edit: %v", err)
	}
	if err := a.Change(t.Context(), ref, bot.Post{Kind: bot.DeletePost, Of: "a" + c.ID, To: at}); err != nil {
		t.Errorf("delete: %v", err)
	}
	return done
}

// The bot does all that it does with the rights that it asks for, and needs each.
func TestRights(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	g := s.Guild("Piscine", "fr")
	a := adapter(t, s, kept{})
	admin := s.User("Ada", "fr")
	g.Join(admin, g.Role("bureau", discordtest.Administrator))
	a.Accounts = accounts{"owner": g.Owner().ID, "admin": admin.ID}
	for right, done := range uses(t, a, g, least(g, 0)) {
		if !done {
			t.Errorf("with all its rights, the bot cannot do what needs %s", right)
		}
	}
	for _, r := range Rights() {
		bit := discordtest.Permission(r.Bit)
		if uses(t, a, g, least(g, bit))[bit] {
			t.Errorf("%s is not needed", r.Name.EN)
		}
		if r.Name.FR == r.Name.EN || r.Why.Empty() || r.Why.FR == r.Why.EN {
			t.Errorf("%+v is not said in both languages", r)
		}
	}
	for _, not := range []discordtest.Permission{discordtest.Administrator, discordtest.ManageMessages, discordtest.MentionEveryone, discordtest.EmbedLinks, discordtest.ManageThreads} {
		if needed()&uint64(not) != 0 {
			t.Errorf("%s is asked for", not)
		}
	}
}

// The rights that are not needed for a channel to take posts are told apart.
func TestSpared(t *testing.T) {
	t.Parallel()
	for _, r := range Rights() {
		if got := spared(lacking(needed() &^ r.Bit)); got != (r.Bit == pinMessages || r.Bit == createGroups || r.Bit == sendInThreads) {
			t.Errorf("without %s, posts go out whole: %t", r.Name.EN, got)
		}
	}
	if spared(lacking(needed() &^ (pinMessages | attachFiles))) {
		t.Error("a right that is not needed hides one that is")
	}
}

// What a member may do in a channel, as Discord documents it.
func TestAllows(t *testing.T) {
	t.Parallel()
	const me, owner = "1", "2"
	g := guild{ID: "9", Owner: owner, Roles: []role{{"9", viewChannels}, {"10", sendMessages}, {"11", attachFiles}, {"12", administrator}}}
	ours := []string{"10", "11"}
	for name, c := range map[string]struct {
		user       string
		roles      []string
		overwrites []overwrite
		want       uint64
	}{
		"everyone and its roles":         {me, ours, nil, viewChannels | sendMessages | attachFiles},
		"no role of its own":             {me, nil, nil, viewChannels},
		"the owner":                      {owner, nil, []overwrite{{"9", 0, 0, viewChannels}}, everyRight},
		"an administrator":               {me, []string{"12"}, []overwrite{{me, 1, 0, viewChannels}}, everyRight},
		"a role over everyone":           {me, ours, []overwrite{{"10", 0, viewChannels, 0}, {"9", 0, 0, viewChannels}}, viewChannels | sendMessages | attachFiles},
		"one role allows, another not":   {me, ours, []overwrite{{"10", 0, readHistory, 0}, {"11", 0, 0, readHistory | sendMessages}}, viewChannels | attachFiles | readHistory},
		"the member over its roles":      {me, ours, []overwrite{{me, 1, sendMessages, attachFiles}, {"10", 0, attachFiles, sendMessages}}, viewChannels | sendMessages},
		"roles that it has not":          {me, ours, []overwrite{{"12", 0, readHistory, viewChannels}}, viewChannels | sendMessages | attachFiles},
		"another member":                 {me, ours, []overwrite{{owner, 1, 0, viewChannels}}, viewChannels | sendMessages | attachFiles},
		"a role with the id of a member": {me, append(ours, me), []overwrite{{me, 0, readHistory, 0}}, viewChannels | sendMessages | attachFiles | readHistory},
	} {
		if got := g.allows(c.user, c.roles, c.overwrites); got != c.want {
			t.Errorf("%s: %b, want %b", name, got, c.want)
		}
	}
}
