package commands

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"rebond/bot"
	"rebond/bot/notice"
	"rebond/bot/schedule"
	"rebond/storage"
)

// usualReminder is the minute of the day of « Ta météo du jour » for whoever has chosen none.
const usualReminder = 18 * 60

// reminderHours are those at which most people would be asked.
var reminderHours = []int{360, 420, 480, 540, 600, 660, 720, 780, 840, 900, 960, 1020, 1050, 1080, 1110, 1140, 1170, 1200, 1230, 1260, 1290, 1320, 1350, 1380}

var reminderLabel = bot.Text{FR: "Heure de « Ta météo »", EN: "Hour of “Your weather”"}

// reminderParam is the hour of « Ta météo du jour ».
func reminderParam() bot.Param {
	return bot.Param{Name: "meteo", Names: bot.Text{FR: "meteo", EN: "checkin"}, Label: reminderLabel, Max: 40,
		Help: bot.Text{FR: "À quelle heure je te demande ta météo : 18 h, 19 h 30…", EN: "At what hour I ask for your weather: 6pm, 19:30…"}, Check: check(readHour)}
}

// reminderMinute is the one that somebody has chosen.
func reminderMinute(own *storage.Own, at bot.Address) int {
	return cmp.Or(own.Minute(at, storage.WeatherTopic), usualReminder)
}

// reminderOptions are the hours to choose from, of which one holds now.
func reminderOptions(minute int) (hours []bot.Option) {
	for _, m := range among(reminderHours, minute) {
		hours = append(hours, bot.Option{Value: plain(schedule.ClockText(m), bot.EN), Label: schedule.ClockText(m), Chosen: m == minute})
	}
	return hours
}

// begin makes somebody receive a topic from now on, at a minute of the day if it has one.
func begin(c *storage.OwnChange, r *bot.Request, topic string, minute int) {
	keep(c, r, topic, minute)
	c.Notices, c.Bounced = append(c.Notices, hello(topic, r)), time.Time{}
}

// keep writes down that somebody receives a topic, in place of what was written of it.
func keep(c *storage.OwnChange, r *bot.Request, topic string, minute int) {
	c.Subscriptions = append(
		slices.DeleteFunc(c.Subscriptions, func(x storage.Subscription) bool { return x.Community == community(r) && x.Topic == topic }),
		storage.Subscription{Community: community(r), Topic: topic, Minute: minute})
}

// remindAt sets the hour of « Ta météo du jour », for whoever did not receive it too: they
// do then, and began says so.
func remindAt(c *storage.OwnChange, r *bot.Request, hour string) (began bool, err error) {
	minute, err := readHour(hour)
	if err != nil {
		return false, err
	}
	if r.At.Space == "" {
		return false, errNowhere
	}
	if c.Has(community(r), storage.WeatherTopic) {
		keep(c, r, storage.WeatherTopic, minute)
		return false, nil
	}
	begin(c, r, storage.WeatherTopic, minute)
	return true, nil
}

// begun says that somebody receives a topic from now on.
func begun(t *notice.Topic) bot.Text {
	return bot.Join(" ", bot.Textf(bot.Text{FR: "C’est noté : tu recevras « %s ».", EN: "Noted: you will receive “%s”."}, t.Title), writingNow())
}

// writingNow says that a first message is on its way, and what to do if it does not come.
func writingNow() bot.Text {
	return bot.Textf(bot.Text{
		FR: "Je t’écris en privé à l’instant. Si rien n’arrive dans la minute, tes messages privés me sont fermés : %s, puis demande-le à nouveau ici.",
		EN: "I am writing to you in private right now. If nothing comes within a minute, your direct messages are closed to me: %s, then ask for it here again.",
	}, openDirect)
}

// reminderLine says at what hour somebody is asked, if they are, and what is missing.
func (s *subscribing) reminderLine(ctx context.Context, r *bot.Request, t *notice.Topic, own *storage.Own) (bot.Text, error) {
	if !own.Has(community(r), t.Name) {
		return bot.Textf(bot.Text{FR: "- **%s** : tu ne la reçois pas (%s).", EN: "- **%s**: you do not receive it (%s)."}, t.Title, t.Help), nil
	}
	line := bot.Textf(bot.Text{FR: "- **%s** : tu la reçois tous les jours à %s (%s).", EN: "- **%s**: you receive it every day at %s (%s)."}, t.Title, schedule.ClockText(reminderMinute(own, community(r))), t.Help)
	agreed, err := agrees(ctx, s.store, community(r), r.From.ID)
	if err == nil && !agreed {
		line = bot.Join(" ", line, firstAgree)
	}
	return line, err
}

// nextReminder says when somebody is asked next; empty where they are not.
func (s *subscribing) nextReminder(ctx context.Context, r *bot.Request, own *storage.Own, p *notice.Preferences) (said bot.Text, err error) {
	at := community(r)
	if !own.Has(at, storage.WeatherTopic) {
		return said, nil
	}
	if agreed, err := agrees(ctx, s.store, at, r.From.ID); err != nil || !agreed {
		return said, err
	}
	on := schedule.DayOf(r.Now.In(p.Zone))
	over, err := s.reminded(ctx, r, on)
	if err != nil {
		return said, err
	}
	if minute := reminderMinute(own, at); over || !schedule.At(on, minute, p.Zone).After(r.Now) {
		on++
	}
	return bot.Textf(bot.Text{
		FR: "La prochaine question de « Ta météo du jour » arrive le %s.",
		EN: "The next question of “Your weather today” comes on %s.",
	}, schedule.Moment(schedule.At(on, reminderMinute(own, at), p.Zone))), nil
}

// reminded reports whether nothing more is asked of a day: it has been, or was answered.
func (s *subscribing) reminded(ctx context.Context, r *bot.Request, on schedule.Day) (bool, error) {
	person, err := s.notices.Person(ctx, r.From.ID, r.Now)
	if err != nil && !errors.Is(err, bot.ErrNotFound) {
		return false, err
	}
	if err == nil && slices.ContainsFunc(person.Told, func(t notice.Told) bool { return t.Count == storage.HourKey(storage.WeatherTopic, on, community(r)) }) {
		return true, nil
	}
	return answeredOn(ctx, s.store, community(r), r.From.ID, on)
}
