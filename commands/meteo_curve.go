package commands

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"rebond/bot"
	"rebond/bot/chart"
	"rebond/bot/schedule"
	"rebond/storage"
)

// periods are how many days a curve goes back.
var periods = []bot.Option{
	{Value: "30", Label: bot.Text{FR: "30 jours", EN: "30 days"}},
	{Value: "90", Label: bot.Text{FR: "90 jours", EN: "90 days"}},
	{Value: "365", Label: bot.Text{FR: "un an", EN: "a year"}},
}

const (
	usualPeriod = 30
	drawnByDay  = 90 // days at most; of more, each week has one point
	saidByDay   = 30 // likewise of the line of characters
)

// curveActions show somebody their own curve, and nobody else.
func (w *weather) curveActions() []bot.Action {
	params := []bot.Param{
		{Name: "jours", Names: bot.Text{FR: "jours", EN: "days"}, Kind: bot.Choice, Help: bot.Text{FR: "Sur combien de temps", EN: "Over how long"}, Options: periods},
		groundParam(),
	}
	return []bot.Action{
		{Name: "courbe", Ephemeral: true, Params: params, Run: w.agreed(w.curve)},
		{Name: "image", Ephemeral: true, Params: params, Run: w.agreed(w.picture)},
	}
}

// curve shows what somebody has noted of their last days, as a picture and in words.
func (w *weather) curve(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	c, err := w.noted(ctx, r)
	if err != nil {
		return nil, err
	}
	m := bot.Message{Text: c.said(), Buttons: c.buttons(r)}
	if len(c.days) > 0 {
		image, err := c.image(r)
		if err != nil {
			return nil, err
		}
		image.Sketch = c.sketch()
		image.Get = bot.Button{Label: bot.Text{FR: "Recevoir l’image en privé", EN: "Get the picture in private"}, Do: ownWeather("image", c.args(r))}
		m.Images = []bot.Image{image}
	}
	return &bot.Update{Message: m}, nil
}

// picture is the same, handed over where the place takes no picture.
func (w *weather) picture(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	c, err := w.noted(ctx, r)
	if err != nil {
		return nil, err
	}
	if len(c.days) == 0 {
		return &bot.Message{Text: c.said()}, nil
	}
	image, err := c.image(r)
	if err != nil {
		return nil, err
	}
	return &bot.Message{Text: bot.Text{FR: "Voici ta courbe en image.", EN: "Here is your curve as a picture."}, Images: []bot.Image{image}}, nil
}

// noted reads the curve that a control asks for.
func (w *weather) noted(ctx context.Context, r *bot.Request) (*curve, error) {
	length := usualPeriod
	if n := r.Args.Int("jours"); n > 0 {
		length = n
	}
	today := onDay(r)
	all, err := w.store.Weather(ctx, community(r), r.From.ID, today-schedule.Day(length-1))
	if err != nil {
		return nil, err
	}
	return curveOf(all, today, length), nil
}

// curve is what somebody has noted of their own days, from one to another.
type curve struct {
	from, to schedule.Day
	days     []storage.DayWeather // those noted, the earliest first
}

// curveOf is the curve of so many days that end today, of those that were noted.
func curveOf(all []storage.DayWeather, today schedule.Day, length int) *curve {
	c := &curve{from: today - schedule.Day(length-1), to: today}
	for _, d := range all {
		if c.from <= d.On && d.On <= c.to { // who flies to the west has answered of tomorrow
			c.days = append(c.days, d)
		}
	}
	return c
}

func (c *curve) length() int { return int(c.to-c.from) + 1 }

func weatherOf(d *storage.DayWeather) int { return d.Weather }
func energyOf(d *storage.DayWeather) int  { return d.Energy }

// unnoted stands for what was not noted: a gap.
const unnoted = -1

// byDay are the values of each day.
func (c *curve) byDay(of func(*storage.DayWeather) int) []int {
	values := make([]int, c.length())
	for i := range values {
		values[i] = unnoted
	}
	for i := range c.days {
		if v := of(&c.days[i]); v > 0 {
			values[c.days[i].On-c.from] = v
		}
	}
	return values
}

// byWeek are the values of each week from Monday on that has a day of the curve: the middle
// one of what was noted in it, and of two in the middle the lower.
func (c *curve) byWeek(of func(*storage.DayWeather) int) []int {
	var values []int
	days := c.byDay(of)
	for from := c.from; from <= c.to; from = mondayOf(from) + 7 {
		first, end := int(from-c.from), min(int(mondayOf(from)+7-c.from), len(days))
		values = append(values, lowerMedian(days[first:end]))
	}
	return values
}

// mondayOf is that of a day's week.
func mondayOf(d schedule.Day) schedule.Day { return d - schedule.Day(d.Weekday()) }

// lowerMedian is the middle one of the values that were noted, of two the lower.
func lowerMedian(values []int) int {
	noted := slices.DeleteFunc(slices.Clone(values), func(v int) bool { return v == unnoted })
	if len(noted) == 0 {
		return unnoted
	}
	slices.Sort(noted)
	return noted[(len(noted)-1)/2]
}

// counts are how many days each value was noted on, the lowest value first.
func (c *curve) counts(of func(*storage.DayWeather) int, levels int) []int {
	n := make([]int, levels)
	for i := range c.days {
		if v := of(&c.days[i]); v > 0 {
			n[v-1]++
		}
	}
	return n
}

// title is the name of the picture.
func (c *curve) title() bot.Text {
	length := strconv.Itoa(c.length())
	return bot.Textf(bot.Text{FR: "Ta météo, %s", EN: "Your weather, %s"}, periods[slices.IndexFunc(periods, func(o bot.Option) bool { return o.Value == length })].Label)
}

// neither is what a curve is not.
var neither = bot.Text{FR: "Ce n’est ni un diagnostic ni une note.", EN: "This is neither a diagnosis nor a grade."}

// chart draws the curve: by day, or of more days by week.
func (c *curve) chart() *chart.Chart {
	values, step, from, footer := c.byDay, schedule.Day(1), c.from, neither
	if c.length() > drawnByDay {
		values, step, from, footer = c.byWeek, 7, mondayOf(c.from), bot.Join(" ", weekly, neither)
	}
	drawn := &chart.Chart{
		Title: c.title(),
		Panels: []chart.Panel{
			{Title: bot.Text{FR: "Météo", EN: "Weather"}, Levels: weathers, Series: []chart.Series{{Values: values(weatherOf)}}},
			{Title: bot.Text{FR: "Énergie", EN: "Energy"}, Levels: energies, Series: []chart.Series{{Values: values(energyOf)}}},
		},
		Footer: footer,
	}
	for d := from; d <= c.to; d += step {
		at := utc(d)
		drawn.Labels = append(drawn.Labels, bot.Text{FR: at.Format("02/01"), EN: at.Format("2 Jan")})
	}
	return drawn
}

// weekly says what a point stands for.
var weekly = bot.Text{FR: "Un point par semaine : de ses jours notés, rangés du plus bas au plus haut, celui du milieu.", EN: "One point a week: of its noted days, from the lowest to the highest, the middle one."}

func utc(d schedule.Day) time.Time { return schedule.At(d, 0, time.UTC) }

// image is the picture, and what it shows in words.
func (c *curve) image(r *bot.Request) (bot.Image, error) {
	theme := chart.Light
	if ground(r.Args["fond"]) == darkGround {
		theme = chart.Dark
	}
	data, err := chart.PNG(c.chart(), theme, r.Lang)
	return bot.Image{Name: fmt.Sprintf("rebond-%s-%d.png", c.to, c.length()), Data: data, Alt: c.alt()}, err
}

// args are those with which a control shows this curve again.
func (c *curve) args(r *bot.Request) bot.Args {
	return ofPlace(r).With("jours", strconv.Itoa(c.length())).With("fond", r.Args["fond"])
}

// buttons lead to the other periods, to the other ground and onwards.
func (c *curve) buttons(r *bot.Request) []bot.Button {
	args := c.args(r)
	show := func(label bot.Text, args bot.Args) bot.Button {
		return bot.Button{Label: label, Do: ownWeather("courbe", args)}
	}
	var buttons []bot.Button
	for _, p := range periods {
		if p.Value != args["jours"] {
			buttons = append(buttons, show(capital(p.Label), args.With("jours", p.Value)))
		}
	}
	if len(c.days) > 0 {
		other := otherGround(ground(r.Args["fond"]))
		buttons = append(buttons, show(other.Label, args.With("fond", other.Value)))
	}
	return append(buttons, notebookButton(r), backButton(r))
}

func curveButton(r *bot.Request) bot.Button {
	return bot.Button{Label: bot.Text{FR: "Ma courbe", EN: "My curve"}, Do: ownWeather("courbe", ofPlace(r))}
}
