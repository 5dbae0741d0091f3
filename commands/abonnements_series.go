package commands

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"rebond/bot"
	"rebond/bot/notice"
	"rebond/bot/schedule"
	"rebond/commands/content"
	"rebond/storage"
)

// program is a series that members read at their own pace, from its first post on. Its
// topic has the name of the series.
type program struct {
	series      string
	title, help bot.Text
}

// longProgram is the one to which the others lead.
const longProgram = "80-jours"

// programs are those that there are, whatever the library holds.
var programs = []program{
	{longProgram, bot.Text{FR: "80 jours, à ton rythme", EN: "80 days, at your own pace"}, bot.Text{FR: "une idée, un quart d’heure et une question chaque matin", EN: "an idea, a quarter of an hour and a question each morning"}},
	{"premiers-jours", bot.Text{FR: "Premiers jours", EN: "First days"}, bot.Text{FR: "les premiers pas quand un emploi s’arrête, un par matin", EN: "the first steps when a job ends, one a morning"}},
	{"periode-essai", bot.Text{FR: "En période d’essai", EN: "During your trial period"}, bot.Text{FR: "de quoi prendre ses marques dans un nouveau poste, un message par matin", EN: "finding your feet in a new job, one message a morning"}},
}

func programOf(series string) (*program, bool) {
	i := slices.IndexFunc(programs, func(p program) bool { return p.series == series })
	if i < 0 {
		return nil, false
	}
	return &programs[i], true
}

// programTopics are the programmes by direct message: a post for each day of the member's on
// which they are told something. They greet in words of their own.
func programTopics(store *storage.Store, d Defaults) (topics []notice.Topic) {
	for i := range programs {
		p := &programs[i]
		topics = append(topics, notice.Topic{Name: p.series, Title: p.title, Help: p.help, Class: notice.Digest, Daily: true, Card: func(ctx context.Context, n *notice.Notice) (bot.Card, bool, error) {
			serial, where := serialOf(d.Library, p), bot.Args{inSpace.Name: n.To.Space}
			if n.Ref == helloRef {
				card, err := serial.hello(ctx, store, n.For, where)
				return card, err == nil, err
			}
			var on schedule.Day
			if err := on.UnmarshalText([]byte(n.Ref)); err != nil {
				return bot.Card{}, false, err
			}
			if len(serial.posts) == 0 {
				return bot.Card{}, false, nil
			}
			at, err := store.PostOfDay(ctx, n.For, p.series, on, len(serial.posts), n.At)
			if errors.Is(err, bot.ErrNotFound) {
				return bot.Card{}, false, nil
			}
			if err != nil {
				return bot.Card{}, false, err
			}
			card := serial.card(at, on)
			card.Buttons = serial.goOn(at+1, where)
			return card, true, nil
		}})
	}
	return topics
}

// serial is a programme as the library has it now.
type serial struct {
	*program
	name  bot.Text // that of the series
	about bot.Text
	posts []*content.Post // as they follow each other
}

func serialOf(library *content.Library, p *program) *serial {
	pack := library.Pack()
	c := &serial{program: p, name: p.title, posts: pack.InTurn(p.series)}
	if s, there := pack.SeriesNamed(p.series); there {
		c.name, c.about = s.Title.Escaped(), s.Text
	}
	return c
}

// over reports whether whoever was given so many posts has had them all.
func (c *serial) over(given int) bool { return given >= len(c.posts) }

// place says which post one is, from 1.
func (c *serial) place(n int) bot.Text {
	return bot.Textf(bot.Text{FR: "%s sur %s", EN: "%s of %s"}, n, len(c.posts))
}

// card is a post, from 0, as it is read alone on a day.
func (c *serial) card(at int, on schedule.Day) bot.Card {
	card := seriesCard(c.posts[at], on, false)
	place := c.place(at + 1)
	if c.over(at + 1) {
		place = bot.Textf(bot.Text{FR: "%s, le dernier", EN: "%s, the last one"}, place)
	}
	card.Footer = bot.Join(" · ", c.name, place, card.Footer)
	return card
}

// call does something with a programme.
func (c *serial) call(action string, where bot.Args) bot.Call {
	return bot.Call{Command: "abonnements", Action: action, Args: where.With("serie", c.series)}
}

// goOn are what can be done under a post, or a greeting, for whoever was given so many.
func (c *serial) goOn(given int, where bot.Args) (buttons []bot.Button) {
	if !c.over(given) {
		buttons = append(buttons, c.next(given, where))
	}
	return append(buttons, bot.Button{Label: bot.Text{FR: "Où j’en suis", EN: "Where I am"}, Do: c.call("programme", where)})
}

// next gives the post after so many.
func (c *serial) next(given int, where bot.Args) bot.Button {
	label := bot.Text{FR: "M’envoyer la suite", EN: "Send me the next one"}
	if given == 0 {
		label = bot.Text{FR: "M’envoyer le premier", EN: "Send me the first one"}
	}
	do := c.call("suite", where)
	do.Args = do.Args.With("de", strconv.Itoa(given))
	return bot.Button{Label: label, Do: do}
}

// hello greets; its first line shows on a locked screen.
func (c *serial) hello(ctx context.Context, store *storage.Store, person bot.PersonID, where bot.Args) (bot.Card, error) {
	given, err := store.Readings(ctx, person)
	if err != nil {
		return bot.Card{}, err
	}
	return bot.Card{
		Body: bot.Textf(bot.Text{
			FR: "Bonjour ! C’est ici que je t’écrirai.\n« %s » : un message à la fois, dans l’ordre, avec « Ton matin ». Un jour sans message ne te fait rien manquer.\nPour changer l’heure ou arrêter, presse « Régler mes messages » ou tape `/abonnements`.",
			EN: "Hello! This is where I will write to you.\n“%s”: one message at a time, in order, with “Your morning”. If a day goes by without a message, you miss nothing.\nTo change the hour or to stop, press “Message settings” or type `/subscriptions`.",
		}, c.title),
		Buttons: append(c.goOn(given[c.series], where), subscriptionsButton()),
	}, nil
}
