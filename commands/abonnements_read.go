package commands

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"rebond/bot"
	"rebond/bot/notice"
	"rebond/bot/schedule"
	"rebond/storage"
)

// check lets a reader of words check a parameter.
func check[T any](read func(string) (T, error)) func(string) error {
	return func(value string) error {
		_, err := read(value)
		return err
	}
}

func readHour(value string) (int, error) {
	minutes, err := schedule.ParseClock(value)
	if err != nil {
		return 0, err
	}
	if len(minutes) != 1 {
		return 0, &bot.UserError{Text: bot.Text{FR: "Donne une seule heure, par exemple 8 h 30.", EN: "Give a single time, for example 8:30."}}
	}
	if m := minutes[0]; m < notice.EarliestMorning || m > notice.LatestMorning {
		return 0, &bot.UserError{Text: bot.Textf(bot.Text{FR: "Choisis une heure entre %s et %s.", EN: "Choose a time between %s and %s."}, schedule.ClockText(notice.EarliestMorning), schedule.ClockText(notice.LatestMorning))}
	}
	return minutes[0], nil
}

func readQuiet(value string) (notice.Quiet, error) {
	if slices.Contains([]string{"aucune", "aucun", "non", "none", "no", "jamais", "never"}, bot.Fold(strings.TrimSpace(value))) {
		return notice.Quiet{}, nil
	}
	minutes, err := schedule.ParseClock(value)
	if err != nil || len(minutes) != 2 {
		return notice.Quiet{}, &bot.UserError{Err: err, Text: bot.Text{FR: "Donne le début et la fin, par exemple « de 20 h à 8 h », ou « aucune ».", EN: "Give the beginning and the end, for example “from 8pm to 8am”, or “none”."}}
	}
	if minutes[0] == minutes[1] {
		return notice.Quiet{}, &bot.UserError{Text: bot.Text{FR: "Le début et la fin sont la même heure. Pour n’avoir aucune heure calme, écris « aucune ».", EN: "The beginning and the end are the same hour. For no quiet hours, write “none”."}}
	}
	return notice.Quiet{From: minutes[0], To: minutes[1]}, nil
}

// set writes what is given. Of a form it is what was changed in it: a field that is left
// empty takes a choice back. The time zone and the language hold at once, in the answer
// too.
func (s *subscribing) set(ctx context.Context, r *bot.Request) (*storage.Own, bot.Text, error) {
	shown, err := url.ParseQuery(r.Args["vu"])
	if err != nil {
		return nil, bot.Text{}, err
	}
	given := bot.Args{}
	for _, p := range append(slices.Clone(s.params), s.others...) {
		value, there := r.Args[p.Name]
		if r.Form && slices.ContainsFunc(s.params, func(q bot.Param) bool { return q.Name == p.Name }) {
			there = value != shown.Get(p.Name)
		}
		if there {
			given[p.Name] = value
		}
	}
	said := bot.Text{FR: "C’est noté.", EN: "Noted."}
	own, err := s.notices.ChangeOwn(ctx, r.From.ID, r.Now, func(c *storage.OwnChange) error {
		for name, value := range given {
			if err := setOne(c, name, value); err != nil {
				return err
			}
		}
		began, err := false, error(nil)
		if hour := given["meteo"]; hour != "" {
			began, err = remindAt(c, r, hour)
		}
		if t, there := topicNamed(s.topics, storage.WeatherTopic); began && there {
			said = begun(t)
		}
		return err
	})
	if err != nil {
		return nil, bot.Text{}, err
	}
	if err := s.hear(ctx, r); err != nil {
		return nil, bot.Text{}, err
	}
	return own, said, nil
}

// hear reads again in which language and time zone a member is answered.
func (s *subscribing) hear(ctx context.Context, r *bot.Request) error {
	p, err := s.notices.Person(ctx, r.From.ID, r.Now)
	if err == nil {
		r.From.Zone, r.Lang, r.Now = p.Zone, p.Lang, r.Now.In(p.Zone)
	}
	return err
}

// setOne reads one choice; an empty value takes it back.
func setOne(c *storage.OwnChange, name, value string) (err error) {
	switch name {
	case "heure":
		if c.Morning = 0; value != "" {
			c.Morning, err = readHour(value)
		}
	case "jours":
		if c.Weekdays = 0; value != "" {
			c.Weekdays, err = schedule.ParseWeekdays(value)
		}
	case "calme":
		if c.Quiet = nil; value != "" {
			var q notice.Quiet
			q, err = readQuiet(value)
			c.Quiet = &q
		}
	case "messages":
		if c.Budget = 0; value != "" {
			c.Budget, err = strconv.Atoi(value)
		}
	case "fuseau":
		if c.Zone = ""; value != "" {
			var zone *time.Location
			if zone, err = readZone(value); err == nil {
				c.Zone = zone.String()
			}
		}
	case "langue":
		c.Lang = bot.Lang(value)
	case "situation":
		if c.Situation = value; value == noSituation {
			c.Situation = ""
		}
	}
	return err
}
