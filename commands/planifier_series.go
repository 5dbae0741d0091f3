package commands

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
	"rebond/commands/content"
	"rebond/storage"
)

// When a ready-made series goes out unless somebody says otherwise.
const (
	questionHour = 16 * 60 // minutes of the day: those of programmes are beside

	monday = 0
	friday = 4

	startsShown = 5
	farthest    = 2 // years from now to the first day
)

// readySeries are the series that can go out: those that have posts.
func (p *planning) readySeries() (all []content.Series) {
	pack := p.defaults.Library.Pack()
	for _, s := range pack.Series {
		if len(pack.InTurn(s.ID)) > 0 {
			all = append(all, s)
		}
	}
	return all
}

// seriesControls are the ways to a ready-made series.
func (p *planning) seriesControls() (buttons []bot.Button, selects []bot.Select) {
	all := p.readySeries()
	if i := slices.IndexFunc(all, func(s content.Series) bool { return s.Kind == content.Programme }); i >= 0 {
		buttons = append(buttons, bot.Button{Label: programmeNamed(&all[i]), Do: doing("programme", bot.Args{"serie": all[i].ID})})
	}
	if len(all) > 0 {
		choice := bot.Select{Prompt: bot.Text{FR: "Une série toute prête", EN: "A ready-made series"}, Param: "serie", Do: doing("programme", nil)}
		for _, s := range all[:min(len(all), bot.MaxOptions)] {
			choice.Options = append(choice.Options, bot.Option{Value: s.ID, Label: s.Title.Escaped()})
		}
		selects = append(selects, choice)
	}
	return buttons, selects
}

func programmeNamed(s *content.Series) bot.Text {
	return bot.Textf(bot.Text{FR: "Programme « %s »", EN: "Programme “%s”"}, s.Title.Escaped())
}

// ready is a ready-made series as it would go out.
type ready struct {
	series *content.Series
	start  schedule.Day
	minute int
	zone   *time.Location
	parts  []part
	turns  []turn // of all parts, the soonest first
}

// part is what goes out by one schedule.
type part struct {
	*schedule.Schedule
	posts []*content.Post
	times []time.Time
	rest  bool // it is for days of rest
}

// turn is one post and when it goes out.
type turn struct {
	post  *content.Post
	part  *part
	at    time.Time
	place int // in its part, from 1
}

// ready is the series that r asks for, when and where it says.
func (p *planning) ready(r *bot.Request, chosen storage.Settings) (*ready, error) {
	pack := p.defaults.Library.Pack()
	series, there := pack.SeriesNamed(r.Args["serie"])
	if !there {
		return nil, &bot.UserError{Text: bot.Text{FR: "Cette série n’est plus dans le contenu. Retape `/planifier` pour voir celles qui y sont.", EN: "This series is no longer among the content. Type `/schedule` again to see those that are."}}
	}
	o := &ready{series: series, zone: p.defaults.zone(chosen)}
	o.start, o.minute = usualStart(series, schedule.DayOf(r.Now.In(o.zone)))
	to, wrong := p.place(r, chosen)
	if said := r.Args["debut"]; said != "" {
		var err error
		o.start, err = startOf(said, r.Now, o.zone)
		wrong = errors.Join(wrong, err)
	}
	if said := r.Args["heure"]; said != "" {
		var err error
		o.minute, err = hourOf(said)
		wrong = errors.Join(wrong, err)
	}
	if wrong != nil {
		return nil, wrong
	}
	s := schedule.Schedule{Community: community(r), To: to, State: schedule.Active, Late: defaultLate, Series: true}
	if s.Coaching = series.Kind == content.Programme; s.Coaching {
		s.Direct = to.Channel != chosen[storage.ModerationChannel]
	}
	if err := o.compose(s, pack, seriesHolidays(chosen), r.Now); err != nil {
		return nil, err
	}
	if len(o.turns) == 0 {
		return nil, &bot.UserError{Text: bot.Textf(bot.Text{FR: "La série « %s » n’a encore aucun message.", EN: "The series “%s” has no post yet."}, series.Title.Escaped())}
	}
	return o, nil
}

// nextWeekday is the first such weekday after a day.
func nextWeekday(after schedule.Day, weekday int) schedule.Day {
	d := after + 1
	for d.Weekday() != weekday {
		d++
	}
	return d
}

// startOf reads the first day of a series, which is not past.
func startOf(said string, now time.Time, zone *time.Location) (schedule.Day, error) {
	d, err := schedule.ParseDay(said, now, zone)
	for _, wrong := range bot.UserErrors(err) {
		wrong.Param = "debut"
	}
	if err != nil {
		return d, err
	}
	refuse := func(text bot.Text, args ...any) (schedule.Day, error) {
		return d, &bot.UserError{Param: "debut", Text: bot.Textf(text, args...)}
	}
	switch {
	case d < schedule.DayOf(now.In(zone)):
		return refuse(bot.Text{FR: "Le %s est déjà passé : choisis un autre jour pour commencer.", EN: "%s is past already: choose another day to begin."}, d.Text())
	case d > schedule.DayOf(now.In(zone).AddDate(farthest, 0, 0)):
		return refuse(bot.Text{FR: "C’est dans plus de %s ans : choisis un jour plus proche.", EN: "That is more than %s years away: choose an earlier day."}, farthest)
	}
	return d, nil
}

// hourOf reads the one hour of a series.
func hourOf(said string) (int, error) {
	all, err := schedule.ParseClock(said)
	for _, wrong := range bot.UserErrors(err) {
		wrong.Param = "heure"
	}
	if err == nil && len(all) > 1 {
		err = &bot.UserError{Param: "heure", Text: bot.Text{FR: "Donne une seule heure, par exemple 9 h.", EN: "Give a single hour, for example 9:00."}}
	}
	if err != nil {
		return 0, err
	}
	return all[0], nil
}

// seriesHolidays are left out of a series: those of France where the community has not
// chosen.
func seriesHolidays(chosen storage.Settings) schedule.Holidays {
	switch skip := chosen[storage.CommunityHolidays]; skip {
	case "":
		return schedule.France
	case noHolidays:
		return ""
	default:
		return schedule.Holidays(skip)
	}
}

// compose finds when each post goes out, by schedules like s: those of working days, and at
// the week end those of days of rest; or questions, once a week.
func (o *ready) compose(s schedule.Schedule, pack *content.Pack, holidays schedule.Holidays, now time.Time) error {
	week := weekOf(o.series, o.start, o.minute, o.zone.String(), holidays)
	add := func(posts []*content.Post, when schedule.Recurrence, rest bool) error {
		if len(posts) == 0 {
			return nil
		}
		times, err := when.Upcoming(now, len(posts))
		if err != nil {
			return fmt.Errorf("times of series %s: %w", o.series.ID, err)
		}
		of := s
		of.When, of.Next, of.Items, of.Item = when, times[0], len(posts), posts[0].Ref()
		o.parts = append(o.parts, part{&of, posts, times, rest})
		return nil
	}
	rest, err := restsOf(week, now)
	if err := errors.Join(err, add(pack.Days(o.series.ID), week, false), add(pack.Rests(o.series.ID), rest, true)); err != nil {
		return err
	}
	for i := range o.parts {
		for j, at := range o.parts[i].times {
			o.turns = append(o.turns, turn{o.parts[i].posts[j], &o.parts[i], at, j + 1})
		}
	}
	slices.SortStableFunc(o.turns, func(a, b turn) int { return a.at.Compare(b.at) })
	return nil
}

// args are what the controls of a series keep of what was chosen.
func (o *ready) args() bot.Args {
	return bot.Args{"serie": o.series.ID, "debut": o.start.String(), "heure": clockValue(o.minute), "ou": o.turns[0].part.To.Channel}
}

// clockValue is a minute of the day as a control holds it.
func clockValue(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }

// programme shows a ready-made series as it would go out. Nothing is scheduled by it.
func (p *planning) programme(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	chosen, err := p.store.Settings(ctx, community(r))
	if err != nil {
		return nil, err
	}
	o, err := p.ready(r, chosen)
	if err != nil {
		return nil, err
	}
	running, err := p.running(ctx, r, o.series)
	if err != nil {
		return nil, err
	}
	m := p.offer(r, o, chosen, running)
	return &bot.Update{Message: *m}, nil
}

// offer is the screen of a series that can be scheduled.
func (p *planning) offer(r *bot.Request, o *ready, chosen storage.Settings, running []schedule.Schedule) *bot.Message {
	lines := o.facts(running)
	if chosen[storage.ModerationChannel] == "" {
		lines = append(lines, nobodyToTell)
	}
	at := max(0, min(r.Args.Int("rang"), len(o.turns)-1))
	shown := &o.turns[at]
	title := o.series.Title.Escaped()
	if o.series.Kind == content.Programme {
		title = programmeNamed(o.series)
	}
	lang := p.defaults.lang(chosen)
	card, _ := p.defaults.itemCard(shown.post.Ref(), schedule.DayOf(shown.at), shown.part.Coaching)
	return &bot.Message{
		Text: bot.Join("\n\n",
			bot.Join("\n", bot.Textf(bot.Text{FR: "# %s", EN: "# %s"}, title), o.series.Text),
			bot.Join("\n", lines...),
			bot.Text{FR: "Rien ne part tant que tu n’as pas choisi « Programmer ».", EN: "Nothing goes out until you choose “Schedule it”."},
			bot.Textf(bot.Text{FR: "**Ce que les membres verront le %s (%s) :**", EN: "**What members will see on %s (%s):**"}, schedule.Moment(shown.at), placeOf(shown.place, len(shown.part.posts), shown.part.rest))),
		Cards:   []bot.Card{inLang(postCard(card, shown.part.Coaching, "apercu"), lang)},
		Selects: o.selects(r, at),
		Buttons: o.buttons(r, at, len(running) > 0),
	}
}

// facts are when and where a series would go out, each on a line.
func (o *ready) facts(running []schedule.Schedule) []bot.Text {
	questions := o.series.Kind == content.Questions
	lines := underWay(o.series, running)
	for i := range o.parts {
		one := &o.parts[i]
		label := bot.Text{FR: "**En semaine** : %s", EN: "**On weekdays**: %s"}
		switch {
		case questions:
			label = bot.Text{FR: "**Quand** : %s", EN: "**When**: %s"}
		case one.rest:
			label = bot.Text{FR: "**Le week-end** : %s", EN: "**At weekends**: %s"}
		}
		rhythm := one.When
		rhythm.From, rhythm.Holidays = 0, "" // said beside
		messages := bot.Count(len(one.times), bot.Text{FR: "%s message", EN: "%s message"}, bot.Text{FR: "%s messages", EN: "%s messages"})
		said := bot.Textf(bot.Text{FR: "%s, %s. Premier le %s, dernier le %s", EN: "%s, %s. First on %s, last on %s"}, messages, rhythm.Text(), dayText(one.times[0]), dayText(one.times[len(one.times)-1]))
		if len(one.times) == 1 {
			said = bot.Textf(bot.Text{FR: "%s, le %s", EN: "%s, on %s"}, messages, schedule.Moment(one.times[0]))
		}
		lines = append(lines, bot.Textf(label, said))
	}
	lines = append(lines, goesTo(o.parts[0].Schedule))
	if !o.parts[0].rest {
		lines = append(lines, shiftText(o.parts[0].When.Holidays, questions))
	}
	return lines
}

// shiftText says what public holidays do to a series.
func shiftText(skip schedule.Holidays, weekly bool) bot.Text {
	if skip == "" {
		return bot.Text{FR: "**Jours fériés** : les messages partent aussi ces jours-là", EN: "**Public holidays**: messages go out on those days too"}
	}
	whose := bot.Text{FR: "**Jours fériés (France)**", EN: "**Public holidays (France)**"}
	if skip == schedule.AlsaceMoselle {
		whose = bot.Text{FR: "**Jours fériés (Alsace-Moselle)**", EN: "**Public holidays (Alsace-Moselle)**"}
	}
	if weekly {
		return bot.Textf(bot.Text{FR: "%s : rien ne part, la suite attend la semaine d’après", EN: "%s: nothing goes out, the rest waits for the week after"}, whose)
	}
	return bot.Textf(bot.Text{FR: "%s : en semaine, rien ne part et la suite se décale d’un jour ouvré", EN: "%s: on weekdays nothing goes out, and the rest moves by one working day"}, whose)
}

func dayText(t time.Time) bot.Text { return schedule.DayOf(t).Text() }

// running are the schedules by which a series is going out already.
func (p *planning) running(ctx context.Context, r *bot.Request, series *content.Series) (found []schedule.Schedule, err error) {
	all, err := living(ctx, p.store, community(r))
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].State != schedule.Active {
			continue
		}
		of, is := p.defaults.seriesOf(all[i].Item)
		if !is && all[i].Series { // the next one was written again
			items, err := p.store.ScheduleItems(ctx, all[i].ID)
			if err != nil {
				return nil, err
			}
			of, _ = p.defaults.seriesOf(items...)
		}
		if of != nil && of.ID == series.ID {
			found = append(found, all[i])
		}
	}
	return found, nil
}

// underWay says where a series is going out already.
func underWay(series *content.Series, running []schedule.Schedule) []bot.Text {
	var places []bot.Text
	for i := range running {
		if at := where(running[i].To); !slices.Contains(places, at) {
			places = append(places, at)
		}
	}
	switch {
	case len(places) == 0:
		return nil
	case series.Kind == content.Programme:
		return []bot.Text{bot.Textf(bot.Text{FR: "**Ce programme est déjà en cours** dans %s.", EN: "**This programme is already under way** in %s."}, bot.Join(", ", places...))}
	}
	return []bot.Text{bot.Textf(bot.Text{FR: "**Cette série est déjà en cours** dans %s.", EN: "**This series is already under way** in %s."}, bot.Join(", ", places...))}
}

// selects are the first days and the hours to choose among.
func (o *ready) selects(r *bot.Request, at int) []bot.Select {
	keep := o.args().With("rang", strconv.Itoa(at))
	weekday := monday
	if o.series.Kind == content.Questions {
		weekday = friday
	}
	starts := []schedule.Day{nextWeekday(schedule.DayOf(r.Now.In(o.zone)), weekday)}
	for len(starts) < startsShown {
		starts = append(starts, starts[len(starts)-1]+7)
	}
	begin := bot.Select{Prompt: bot.Text{FR: "Commencer", EN: "Begin"}, Param: "debut", Do: doing("programme", keep.With("debut", ""))}
	for _, d := range withChosen(starts, o.start) {
		begin.Options = append(begin.Options, bot.Option{Value: d.String(), Label: d.Text(), Chosen: d == o.start})
	}
	var minutes []int
	for hour := 7; hour <= 19; hour++ {
		minutes = append(minutes, hour*60)
	}
	hourOfDay := bot.Text{FR: "Heure", EN: "Hour"}
	if len(o.parts) > 1 {
		hourOfDay = bot.Text{FR: "Heure, en semaine", EN: "Hour, on weekdays"}
	}
	hours := bot.Select{Prompt: hourOfDay, Param: "heure", Do: doing("programme", keep.With("heure", ""))}
	for _, m := range withChosen(minutes, o.minute) {
		hours.Options = append(hours.Options, bot.Option{Value: clockValue(m), Label: schedule.ClockText(m), Chosen: m == o.minute})
	}
	return []bot.Select{begin, hours}
}

// withChosen are choices in order, and what is chosen besides.
func withChosen[T cmp.Ordered](choices []T, chosen T) []T {
	if !slices.Contains(choices, chosen) {
		choices = append(choices, chosen)
		slices.Sort(choices)
	}
	return choices
}

// buttons are what can be done with a series, of which one post is shown.
func (o *ready) buttons(r *bot.Request, at int, again bool) []bot.Button {
	keep := o.args()
	shown := func(at int) bot.Args { return keep.With("rang", strconv.Itoa(at)) }
	launch := bot.Button{Label: bot.Text{FR: "Programmer", EN: "Schedule it"}, Style: bot.Primary, Do: doing("lancer", keep)}
	if again { // they have read that it is under way
		launch = bot.Button{Label: bot.Text{FR: "Programmer une fois de plus", EN: "Schedule it once more"}, Do: doing("lancer", keep.With("encore", "yes"))}
	}
	all := []bot.Button{launch}
	if at > 0 {
		all = append(all, bot.Button{Label: bot.Text{FR: "Message précédent", EN: "Previous message"}, Do: doing("programme", shown(at-1))})
	}
	if at < len(o.turns)-1 {
		all = append(all, bot.Button{Label: bot.Text{FR: "Message suivant", EN: "Next message"}, Do: doing("programme", shown(at+1))})
	}
	form := shown(at).With("debut", bot.Plain(o.start.Text().In(r.Lang))).With("heure", bot.Plain(schedule.ClockText(o.minute).In(r.Lang)))
	all = append(all, bot.Button{Label: bot.Text{FR: "Autre date, heure ou salon", EN: "Another date, hour or channel"}, Do: bot.Call{Command: "planifier", Action: "programme", Args: form, Ask: true}})
	if o.series.Kind == content.Questions {
		all = append(all, bot.Button{Label: bot.Text{FR: "Utiliser celle-ci", EN: "Use this one"}, Do: bot.Call{Command: "planifier", Action: "utiliser", Args: bot.Args{"texte": o.turns[at].post.Ref(), "ou": o.turns[at].part.To.Channel}, Ask: true}})
	}
	return append(all, bot.Button{Label: bot.Text{FR: "Tous les messages programmés", EN: "All scheduled messages"}, Do: doing("liste", nil)})
}

// launch schedules a ready-made series as it was shown, once however often it is pressed.
func (p *planning) launch(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	chosen, err := p.store.Settings(ctx, community(r))
	if err != nil {
		return nil, err
	}
	o, err := p.ready(r, chosen)
	if err != nil {
		return nil, err
	}
	running, err := p.running(ctx, r, o.series)
	if err != nil {
		return nil, err
	}
	o.parts = slices.DeleteFunc(o.parts, func(one part) bool { return one.among(running) })
	if len(o.parts) == 0 { // somebody else was quicker, or the same press came twice
		return p.launched(ctx, r, alreadyLaunched)
	}
	if len(running) > 0 && r.Args["encore"] != "yes" {
		if o, err = p.ready(r, chosen); err != nil {
			return nil, err
		}
		m := p.offer(r, o, chosen, running)
		m.Text = bot.Join("\n\n", bot.Text{FR: "**Rien n’a été fait** : lis ce qui est déjà en cours, puis presse « Programmer une fois de plus » si c’est bien ce que tu veux.", EN: "**Nothing was done**: read what is under way already, then press “Schedule it once more” if that is what you want."}, m.Text)
		return &bot.Update{Message: *m}, nil
	}
	var all []storage.NewSchedule
	var said bot.Text
	for i := range o.parts {
		one := &o.parts[i]
		var items []string
		for _, post := range one.posts {
			items = append(items, post.Ref())
		}
		all = append(all, storage.NewSchedule{Schedule: one.Schedule, Items: items})
		if text := launchedText(one); i == 0 {
			said = text
		} else {
			said = bot.Textf(bot.Text{FR: "%s ; %s", EN: "%s; %s"}, said, text)
		}
	}
	made, err := p.store.CreateSchedules(ctx, o.launchKey(), r.Now, all...)
	if err != nil {
		return nil, err
	}
	done := bot.Textf(bot.Text{FR: "**C’est programmé.** %s : %s.", EN: "**It is scheduled.** %s: %s."}, o.series.Title.Escaped(), said)
	if !made {
		done = alreadyLaunched
	}
	return p.launched(ctx, r, done)
}

var alreadyLaunched = bot.Text{FR: "C’est déjà programmé.", EN: "It is scheduled already."}

// launched is the list of what is scheduled, under what was done.
func (p *planning) launched(ctx context.Context, r *bot.Request, said bot.Text) (bot.Reply, error) {
	m, err := p.message(ctx, r, 0)
	if err != nil {
		return nil, err
	}
	m.Text = bot.Join("\n\n", said, m.Text)
	return &bot.Update{Message: *m}, nil
}

// among reports whether what goes out by one schedule does already: in the same place, from
// the same day on.
func (o *part) among(running []schedule.Schedule) bool {
	return slices.ContainsFunc(running, func(s schedule.Schedule) bool {
		return s.To == o.To && s.When.From == o.When.From && s.When.Days == o.When.Days
	})
}

// launchKey is the same for two that schedule the same series at once.
func (o *ready) launchKey() string {
	one := &o.parts[0]
	key := []string{one.To.Platform, one.To.Space, one.To.Channel, o.series.ID, one.When.From.String()}
	if one.rest {
		key = append(key, "repos")
	}
	return strings.Join(key, "/")
}

// launchedText says what of a series goes out, and from when to when.
func launchedText(one *part) bot.Text {
	messages := bot.Count(len(one.times), bot.Text{FR: "%s message", EN: "%s message"}, bot.Text{FR: "%s messages", EN: "%s messages"})
	if one.rest {
		messages = bot.Count(len(one.times), bot.Text{FR: "%s message de repos", EN: "%s message for days of rest"}, bot.Text{FR: "%s messages de repos", EN: "%s messages for days of rest"})
	}
	if len(one.times) == 1 {
		return bot.Textf(bot.Text{FR: "%s le %s", EN: "%s on %s"}, messages, dayText(one.times[0]))
	}
	return bot.Textf(bot.Text{FR: "%s du %s au %s", EN: "%s from %s to %s"}, messages, dayText(one.times[0]), dayText(one.times[len(one.times)-1]))
}

// seriesOf is the series of the first item that stands for a post, if it is still there. Is
// reports whether any of them stands for one.
func (d Defaults) seriesOf(items ...string) (s *content.Series, is bool) {
	pack := d.Library.Pack()
	for _, item := range items {
		o, stands := pack.Referred(item)
		if is = is || stands; o == nil {
			continue
		}
		if s, there := pack.SeriesNamed(o.Series); there {
			return s, true
		}
	}
	return nil, is
}

// seriesText is the line that names the ready-made series of items; empty where they are of
// none.
func (d Defaults) seriesText(items []string) bot.Text {
	s, _ := d.seriesOf(items...)
	switch {
	case s == nil:
		return bot.Text{}
	case s.Kind == content.Programme:
		return bot.Textf(bot.Text{FR: "**Programme** : %s", EN: "**Programme**: %s"}, s.Title.Escaped())
	}
	return bot.Textf(bot.Text{FR: "**Série toute prête** : %s", EN: "**Ready-made series**: %s"}, s.Title.Escaped())
}

// itemsOf are the messages of a text, for a field of a form. One that names a post names one
// that is there.
func (p *planning) itemsOf(text string, series bool, field string) ([]string, error) {
	items, err := itemsOf(text, series, field)
	if err != nil {
		return nil, err
	}
	for _, item := range items {
		if line, is := refersWithin(item); is {
			return nil, &bot.UserError{Param: field, Text: bot.Textf(bot.Text{FR: "« %s » ne prend la place d’un message du contenu que seul : sépare-le du reste par une ligne vide, ou par une ligne ---.", EN: "“%s” takes the place of a post of the content only by itself: part it from the rest by an empty line, or by a line ---."}, bot.Shorten(line, 60))}
		}
		if _, is := content.Refers(item); !is {
			continue
		}
		if o, _ := p.defaults.Library.Pack().Referred(item); o == nil {
			return nil, &bot.UserError{Param: field, Text: bot.Textf(bot.Text{FR: "« %s » : ce message n’existe pas. Vérifie le nom de la série et le numéro.", EN: "“%s”: there is no such post. Check the name of the series and the number."}, bot.Shorten(item, 60))}
		}
	}
	return items, nil
}

// refersWithin is the line of an item that stands for a post, among others of its own.
func refersWithin(item string) (line string, is bool) {
	lines := strings.Split(strings.TrimSpace(item), "\n")
	for _, line := range lines {
		if _, is := content.Refers(line); is && len(lines) > 1 {
			return line, true
		}
	}
	return "", false
}
