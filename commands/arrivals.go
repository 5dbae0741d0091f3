package commands

import (
	"context"
	"time"

	"rebond/bot"
	"rebond/storage"
)

// Arrivals implements bot.Arrivals: a short welcome where the bot is let in, and
// schedules that pause where it is put out.
type Arrivals struct {
	Store    *storage.Store
	Defaults Defaults
	Now      func() time.Time
}

// welcomeWithin is for how long after an arrival a welcome is one: a community that
// has had the bot for longer has no use for it.
const welcomeWithin = 24 * time.Hour

// Joined implements bot.Arrivals. Where the platform does not say since when, it is since
// the first that was heard of it, and the first channel into which it is let has the
// welcome.
func (a *Arrivals) Joined(ctx context.Context, arrived bot.Arrival) error {
	community := bot.Address{Platform: arrived.At.Platform, Space: arrived.At.Space}
	before, err := a.Store.Presence(ctx, community)
	if err != nil {
		return err
	}
	now := a.Now()
	said := !arrived.Since.IsZero()
	switch {
	case said:
	case before.Joined.IsZero() || !before.Left.IsZero():
		arrived.Since = now
	default:
		arrived.Since = before.Joined
	}
	arrived.Since = arrived.Since.Truncate(time.Millisecond) // as it is kept
	known := before.Joined.Equal(arrived.Since) && before.Left.IsZero()
	if known && (said || arrived.At.Channel == "") {
		return nil
	}
	if arrived.Lang != "" {
		if err := a.Store.SetUp(ctx, community, storage.Settings{storage.CommunityLanguage: string(arrived.Lang)}, now); err != nil {
			return err
		}
	}
	chosen, err := a.Store.Settings(ctx, community)
	if err != nil {
		return err
	}
	if arrived.At.Channel == "" && !before.Left.IsZero() { // it was here before: moderators look there
		arrived.At.Channel = chosen[storage.ModerationChannel]
	}
	var posts []bot.Post
	if arrived.At.Channel != "" && now.Sub(arrived.Since) < welcomeWithin {
		posts = append(posts, bot.Post{
			Key: "welcome/" + community.Platform + "/" + community.Space + "@" + arrived.Since.UTC().Format(time.RFC3339), Kind: bot.SendPost,
			To: arrived.At, Lang: a.Defaults.lang(chosen), Message: welcome(before, before.Joined.IsZero() || known && before.Paused == 0), Until: arrived.Since.Add(welcomeWithin),
		})
	}
	return a.Store.Join(ctx, community, arrived.Since, posts, now)
}

// Left implements bot.Arrivals.
func (a *Arrivals) Left(ctx context.Context, community bot.Address) error {
	return a.Store.Leave(ctx, community, a.Now())
}

// welcome says who has come, and what is to be set by whoever looks after the place.
func welcome(before storage.Presence, first bool) *bot.Message {
	m := &bot.Message{Buttons: []bot.Button{{Label: bot.Text{FR: "Régler", EN: "Set them"}, Style: bot.Primary, Do: bot.Call{Command: "reglages"}}}}
	if first {
		m.Text = bot.Text{
			FR: "# Bonjour, je suis Rebond\nJe suis là pour les gens de la tech qui cherchent du travail : `/offres` pour les annonces, `/abonnements` pour recevoir de quoi avancer, `/aide` pour tout le reste. Mes réponses, seule la personne qui demande les voit.\n\nPour la modération, trois choses à régler :\n- les salons : offres, accompagnement, modération\n- les rôles : qui modère, qui recrute\n- la langue et le fuseau horaire",
			EN: "# Hello, I am Rebond\nI am here for people in tech who are looking for work: `/jobs` for openings, `/subscriptions` to receive something that helps, `/help` for everything else. Only the person who asks sees my answers.\n\nFor moderators, three things to set:\n- channels: openings, coaching, moderation\n- roles: who moderates, who recruits\n- the language and the time zone",
		}
		return m
	}
	m.Text = bot.Text{FR: "# Me revoilà\nLes réglages de cette communauté sont comme avant mon départ.", EN: "# I am back\nThis community’s settings are as they were before I left."}
	if before.Paused > 0 {
		m.Text = bot.Join("\n\n", m.Text, bot.Count(before.Paused,
			bot.Text{FR: "%s message programmé est en pause depuis : la modération le reprend avec `/planifier`.", EN: "%s scheduled message has been paused since: moderators resume it with `/schedule`."},
			bot.Text{FR: "%s messages programmés sont en pause depuis : la modération les reprend avec `/planifier`.", EN: "%s scheduled messages have been paused since: moderators resume them with `/schedule`."}))
	}
	return m
}
