package commands

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
	"rebond/storage"
)

// readZone reads the name of a time zone, or of the town that one is named after.
func readZone(value string) (*time.Location, error) {
	zone, err := schedule.Zone(value)
	if err == nil {
		return zone, nil
	}
	for _, name := range zones {
		_, town, _ := strings.Cut(name, "/")
		if bot.Fold(strings.ReplaceAll(town, "_", " ")) == bot.Fold(strings.TrimSpace(value)) {
			return schedule.Zone(name)
		}
	}
	return nil, &bot.UserError{Err: err, Text: bot.Textf(bot.Text{FR: "Je ne connais pas le fuseau « %s ». Écris-le comme Europe/Paris ou Indian/Reunion.", EN: "I do not know the time zone “%s”. Write it like Europe/Paris or America/Montreal."}, bot.Shorten(value, 60))}
}

// zones are the time zones of French speakers first, as they are suggested.
var zones = []string{
	"Europe/Paris", "Europe/Brussels", "Europe/Zurich", "Europe/Luxembourg", "America/Montreal", "America/Guadeloupe", "America/Martinique", "America/Cayenne", "America/St_Barthelemy", "America/Miquelon",
	"Indian/Reunion", "Indian/Mayotte", "Pacific/Noumea", "Pacific/Tahiti", "Pacific/Wallis", "Africa/Dakar", "Africa/Abidjan", "Africa/Algiers", "Africa/Casablanca", "Africa/Tunis", "Africa/Douala", "Africa/Kinshasa",
	"Europe/London", "Europe/Berlin", "Europe/Madrid", "Europe/Lisbon", "America/New_York", "America/Los_Angeles", "Asia/Tokyo", "UTC",
}

func suggestZones(_ context.Context, _ *bot.Request, typed string) ([]bot.Option, error) {
	var found []bot.Option
	for _, z := range zones {
		if strings.Contains(bot.Fold(z), bot.Fold(strings.ReplaceAll(strings.TrimSpace(typed), " ", "_"))) {
			found = append(found, bot.Option{Value: z, Label: bot.Same(z)})
		}
	}
	return found, nil
}

// offerToMove tells of scheduled messages that keep the time zone of before.
func (c *communityChoices) offerToMove(ctx context.Context, r *bot.Request, m *bot.Message, old string) error {
	kept, err := c.scheduledIn(ctx, r, old)
	if err != nil || len(kept) == 0 {
		return err
	}
	m.Cards = slices.Insert(m.Cards, 0, bot.Card{Tone: bot.Warning, Body: bot.Count(len(kept),
		bot.Textf(bot.Text{FR: "%%s message programmé garde l’heure de %[1]s.", EN: "%%s scheduled message keeps the time of %[1]s."}, old),
		bot.Textf(bot.Text{FR: "%%s messages programmés gardent l’heure de %[1]s.", EN: "%%s scheduled messages keep the time of %[1]s."}, old)),
		Buttons: []bot.Button{{Label: bot.Text{FR: "Les passer au nouveau fuseau", EN: "Move them to the new zone"}, Do: bot.Call{Command: "reglages", Action: "deplacer", Args: bot.Args{"ancien": old}}}}})
	return nil
}

// scheduledIn are the schedules of the community that go by a time zone and may
// still go out.
func (c *communityChoices) scheduledIn(ctx context.Context, r *bot.Request, zone string) ([]schedule.Schedule, error) {
	all, err := living(ctx, c.store, community(r))
	return slices.DeleteFunc(all, func(s schedule.Schedule) bool { return s.When.Zone != zone }), err
}

// move gives the schedules of a former time zone the community's: the same hours,
// there. One that is due or that another changes at this moment keeps its own, and so
// does one whose only time is past there: they are offered again.
func (c *communityChoices) move(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	now, err := c.store.Settings(ctx, community(r))
	if err != nil {
		return nil, err
	}
	kept, err := c.scheduledIn(ctx, r, r.Args["ancien"])
	if err != nil {
		return nil, err
	}
	moved := 0
	for i := range kept {
		s := &kept[i]
		if s.When.Zone = c.defaults.zone(now).String(); s.When.Zone == r.Args["ancien"] || s.Refused || dueNow(s, r.Now) {
			continue
		}
		if s.State == schedule.Active {
			if s.Next, err = s.NextOf(r.Now); err != nil {
				return nil, err
			}
			if s.Next.IsZero() { // its only time is past there
				continue
			}
		}
		switch err := c.store.ChangeSchedule(ctx, s, nil, r.Now); {
		case errors.Is(err, storage.ErrChanged):
		case err != nil:
			return nil, err
		default:
			moved++
		}
	}
	m, err := c.message(ctx, r, bot.Count(moved, bot.Text{FR: "%s message programmé est passé au nouveau fuseau.", EN: "%s scheduled message now goes by the new zone."}, bot.Text{FR: "%s messages programmés sont passés au nouveau fuseau.", EN: "%s scheduled messages now go by the new zone."}))
	if err != nil {
		return nil, err
	}
	if moved < len(kept) && r.Args["ancien"] != c.defaults.zone(now).String() {
		err = c.offerToMove(ctx, r, m, r.Args["ancien"])
	}
	return &bot.Update{Message: *m}, err
}
