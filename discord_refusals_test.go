package main

import (
	"strings"
	"testing"

	"rebond/bot"
	"rebond/bot/discord"
	"rebond/bot/discord/discordtest"
	"rebond/bot/schedule"
	"rebond/storage/storagetest"
)

// TestDiscordRefusals holds that what Discord refuses for good stops, that moderators are
// told of it once, and that everything else goes on.
func TestDiscordRefusals(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]func(t *testing.T, clock *discordClock, p *piscine, malik *guest, database string){
		"places that are closed": closedPlaces, "an edit that comes too late": lateEdit, "a server that is left": leftServer, "a server that is left while stopped": leftUnseen,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clock := clockAt(t, "2026-11-23T08:30") // a Monday
			p := openPiscine(t, clock)
			test(t, clock, p, p.joins("Malik", "fr", p.g.Role("bureau", discordtest.ManageGuild)), storagetest.SQLite(t))
		})
	}
}

// closedPlaces takes channels away in the three ways that there are.
func closedPlaces(t *testing.T, clock *discordClock, p *piscine, malik *guest, database string) {
	startInside(t, p.Server, database, clock)
	p.settle(malik, p.g.Role("entraide"))
	gone, hidden, mute, open := p.g.Channel("disparu"), p.g.Channel("secret"), p.g.Channel("muet"), p.g.Channel("ouvert")
	for _, c := range []*discordtest.Channel{gone, hidden, mute, open} {
		malik.schedules("Un pas pour "+c.Name, "chaque jour à 9 h", c)
	}
	p.g.RemoveChannel(gone)
	p.g.Forbid(hidden)
	mute.Deny(discordtest.SendMessages)

	clock.moves(t, "2026-11-23T09:00")
	shows(t, p.awaitPosts(open, 1)[0], "Un pas pour ouvert")
	told := map[string]discordtest.Message{}
	for _, m := range p.awaitPosts(p.moderated, 3) {
		shows(t, m, "est en pause", "je ne peux plus écrire dans ce salon", "Voir")
		for _, name := range []string{gone.Name, hidden.Name, mute.Name} {
			if strings.Contains(words(m), "Un pas pour "+name) {
				told[name] = m
			}
		}
	}
	if len(told) != 3 {
		t.Fatalf("told of %d of 3", len(told))
	}

	mute.Allow()
	paused := malik.presses(told[mute.Name], "Voir").Message
	shows(t, paused, "en pause : je ne peux plus écrire dans ce salon")
	shows(t, malik.presses(paused, "Reprendre").Message, "prochain envoi le mardi 24 novembre 2026 à 9 h")
	clock.moves(t, "2026-11-24T09:00")
	p.awaitPosts(open, 2)
	shows(t, p.awaitPosts(mute, 1)[0], "Un pas pour muet")
	clock.moves(t, "2026-11-25T09:00")
	p.awaitPosts(open, 3)
	p.awaitPosts(mute, 2)
	p.awaitPosts(p.moderated, 3)
	if refused := statuses(p, fanPosting); refused[403]+refused[404] != 3 {
		t.Errorf("posts were answered with %v", refused)
	}
}

// lateEdit refuses the edit that shows how many pressed, as Discord does where a message
// is old and was edited often.
func lateEdit(t *testing.T, clock *discordClock, p *piscine, malik *guest, database string) {
	startInside(t, p.Server, database, clock)
	p.settle(malik, p.g.Role("entraide"))
	malik.schedules("Un pas le matin", "chaque jour à 9 h", nil)
	malik.schedules("Un pas à midi", "chaque jour à 12 h", nil)
	clock.moves(t, "2026-11-23T09:00")
	post := p.awaitPosts(p.coaching, 1)[0]
	const edits = discordtest.Match("PATCH /channels/*/messages/*")
	p.Fail(edits, discordtest.TooOld())
	for _, name := range []string{"Ana", "Bo", "Chloé"} {
		shows(t, p.joins(name, "fr").presses(post, "Je l’ai fait").Message, "C’est noté, bravo.")
	}
	p.AwaitRequests(edits, 1)
	clock.moves(t, "2026-11-23T12:00")
	all := p.awaitPosts(p.coaching, 2)
	shows(t, all[0], "Un pas le matin", "[Je l’ai fait]")
	shows(t, all[1], "Un pas à midi", "[Je l’ai fait]")
	shows(t, p.joins("Dag", "fr").presses(post, "Je l’ai fait").Message, "C’est noté, bravo.")
	p.AwaitRequests(edits, 2)
	clock.moves(t, "2026-11-24T09:00")
	shows(t, p.awaitPosts(p.coaching, 3)[0], "Un pas le matin", "[Je l’ai fait (4)]")
	if n := len(p.Requests(edits)); n != 2 {
		t.Errorf("edited %d times", n)
	}
	shows(t, malik.types("etat", nil).Message, "30046")
}

// leftServer puts the bot out and lets it in again.
func leftServer(t *testing.T, clock *discordClock, p *piscine, malik *guest, database string) {
	general := p.g.SystemChannel()
	stop := startInside(t, p.Server, database, clock)
	welcome := p.awaitPosts(general, 1)[0]
	shows(t, welcome, "Bonjour, je suis Rebond", "trois choses à régler", "les salons", "les rôles", "la langue et le fuseau horaire", "Régler")
	shows(t, malik.presses(welcome, "Régler").Message, "Réglages de cette communauté")
	shows(t, p.joins("Camille", "fr").presses(welcome, "Régler").Message, "Cette commande est réservée à la modération.")

	stop()
	startInside(t, p.Server, database, clock)
	p.settle(malik, p.g.Role("entraide"))
	malik.schedules("Un pas le matin", "chaque jour à 9 h", nil)
	clock.moves(t, "2026-11-23T09:00")
	p.threaded(p.awaitPosts(p.coaching, 1)[0], "Un pas le matin")
	p.awaitPosts(general, 1)

	p.g.Outage() // Discord is ill: nobody has left
	p.g.Recover()
	clock.moves(t, "2026-11-24T09:00")
	p.threaded(p.awaitPosts(p.coaching, 2)[1], "Un pas le matin")

	store, here := storagetest.Open(t, database), bot.Address{Platform: discord.Platform, Space: p.g.ID}
	p.g.Kick()
	eventually(t, "the schedule to pause", discordtest.Patience, func() bool {
		all, err := store.SchedulesOf(t.Context(), here, 0, 10)
		if err != nil || len(all) != 1 {
			t.Fatalf("%+v, %v", all, err)
		}
		return all[0].State == schedule.Paused && all[0].Why == schedule.Gone
	})
	clock.moves(t, "2026-11-25T10:00")
	p.g.Invite()
	back := p.awaitPosts(general, 2)[1]
	shows(t, back, "Me revoilà", "1 message programmé est en pause depuis", "Régler")
	list := malik.types("planifier", nil).Message
	shows(t, list, "État : en pause")
	shows(t, malik.presses(malik.presses(list, "Voir").Message, "Reprendre").Message, "prochain envoi le jeudi 26 novembre 2026 à 9 h")
	clock.moves(t, "2026-11-26T09:00")
	p.awaitPosts(p.coaching, 3)
	p.awaitPosts(general, 2)
	p.awaitPosts(p.moderated, 0)
	if refused := statuses(p, fanPosting); refused[403]+refused[404] != 0 {
		t.Errorf("posts were answered with %v", refused)
	}
}

// leftUnseen puts the bot out while the program does not run: nobody tells it.
func leftUnseen(t *testing.T, clock *discordClock, p *piscine, malik *guest, database string) {
	general := p.g.SystemChannel()
	stop := startInside(t, p.Server, database, clock)
	p.settle(malik, p.g.Role("entraide"))
	malik.schedules("Un pas le matin", "chaque jour à 9 h", nil)
	p.awaitPosts(general, 1)
	stop()
	p.g.Kick()
	startInside(t, p.Server, database, clock)
	clock.moves(t, "2026-11-23T09:00")
	p.Await("a post that is refused", func() bool { return statuses(p, fanPosting)[403] > 0 })
	clock.moves(t, "2026-11-23T10:00")
	p.g.Invite()
	shows(t, p.awaitPosts(general, 2)[1], "Me revoilà", "Régler")
	shows(t, malik.types("planifier", nil).Message, "État : en pause")
}
