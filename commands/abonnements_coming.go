package commands

import (
	"context"
	"slices"
	"time"

	"rebond/bot"
	"rebond/bot/notice"
	"rebond/bot/schedule"
	"rebond/storage"
)

// programLine says how far a member is in a programme that they have begun.
func (s *subscribing) programLine(series string, given int) bot.Text {
	p, _ := programOf(series)
	c := serialOf(s.library, p)
	switch {
	case given == 0:
		return bot.Textf(bot.Text{FR: "- **%s** : le premier message t’attend.", EN: "- **%s**: the first message is waiting for you."}, c.name)
	case c.over(given):
		return bot.Textf(bot.Text{FR: "- **%s** : tu es au bout.", EN: "- **%s**: you are at the end."}, c.name)
	}
	return bot.Textf(bot.Text{FR: "- **%s** : tu en as reçu %s.", EN: "- **%s**: you have had %s."}, c.name, c.place(given))
}

// whereButtons show where a member is in a programme; none for another topic.
func (s *subscribing) whereButtons(topic string, where bot.Args) []bot.Button {
	p, is := programOf(topic)
	if !is {
		return nil
	}
	c := serialOf(s.library, p)
	return []bot.Button{{Label: bot.Textf(bot.Text{FR: "%s : où j’en suis", EN: "%s: where I am"}, c.name), Do: c.call("programme", where)}}
}

// coming is something that comes each day, and when it comes next.
type coming struct {
	what bot.Text // without its article
	at   time.Time
}

// coming are what a member receives each morning that has something to say still.
func (s *subscribing) coming(ctx context.Context, r *bot.Request, own *storage.Own, p *notice.Preferences, given map[string]int) (all []coming, err error) {
	for i := range s.topics {
		t := &s.topics[i]
		if !t.Daily || t.Class != notice.Digest || !own.Has(community(r), t.Name) {
			continue
		}
		what := bot.Text{FR: "prochain conseil du jour", EN: "next tip of the day"}
		if is, there := programOf(t.Name); there {
			c := serialOf(s.library, is)
			if c.over(given[t.Name]) {
				continue
			}
			what = bot.Textf(bot.Text{FR: "prochain message de « %s »", EN: "next message of “%s”"}, c.name)
			if given[t.Name] == 0 {
				what = bot.Textf(bot.Text{FR: "premier message de « %s »", EN: "first message of “%s”"}, c.name)
			}
		}
		at, err := s.arrival(ctx, r, p, t.Name)
		if err != nil {
			return nil, err
		}
		all = append(all, coming{what, at})
	}
	return all, nil
}

// comingLines say when what comes each day comes next: what comes together in one line.
func comingLines(all []coming) (lines []bot.Text) {
	for len(all) > 0 {
		at := all[0].at
		var together []bot.Text
		all = slices.DeleteFunc(all, func(c coming) bool {
			if c.at.Equal(at) {
				together = append(together, c.what)
			}
			return c.at.Equal(at)
		})
		line := bot.Textf(bot.Text{
			FR: "Le %s arrive le %s, ou dans les dix minutes qui suivent.",
			EN: "The %s comes on %s, or within the ten minutes that follow.",
		}, together[0], schedule.Moment(at))
		if last := len(together) - 1; last > 0 {
			for i := range together {
				together[i] = bot.Textf(bot.Text{FR: "le %s", EN: "the %s"}, together[i])
			}
			line = bot.Textf(bot.Text{
				FR: "Le %s, ou dans les dix minutes qui suivent, arrivent %s et %s.",
				EN: "Coming on %s, or within the ten minutes that follow: %s and %s.",
			}, schedule.Moment(at), bot.Join(", ", together[:last]...), together[last])
		}
		lines = append(lines, line)
	}
	return lines
}

// arrival is when the next of a topic comes of which there is one each day.
func (s *subscribing) arrival(ctx context.Context, r *bot.Request, p *notice.Preferences, topic string) (time.Time, error) {
	waiting, due, err := s.store.Waiting(ctx, r.From.ID, community(r), topic)
	if waiting == 0 {
		due = r.Now
	}
	return p.Arrival(due, r.Now), err
}
