package commands

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
	"rebond/storage"
)

const timesShown = 5

// firstLine is the first line of a text, without its markup.
func firstLine(text string) string {
	line, _, _ := strings.Cut(bot.Plain(bot.Formatted(text).FR), "\n")
	return line
}

func (p *planning) show(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	s, err := p.find(ctx, r)
	if err != nil {
		return nil, err
	}
	at := s.Position
	if r.Args["rang"] != "" {
		at = r.Args.Int("rang")
	}
	m, err := p.screen(ctx, r, s, at)
	if err != nil {
		return nil, err
	}
	return &bot.Update{Message: *m}, nil
}

// open shows a schedule beside the message whose button asked for it.
func (p *planning) open(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	s, err := p.find(ctx, r)
	if err != nil {
		return nil, err
	}
	m, err := p.screen(ctx, r, s, s.Position)
	if err != nil {
		return nil, err
	}
	return m, nil
}

// screen is all of a schedule: when, where, and one of its posts as members see it.
func (p *planning) screen(ctx context.Context, r *bot.Request, s *schedule.Schedule, at int) (*bot.Message, error) {
	items, err := p.store.ScheduleItems(ctx, s.ID)
	if err != nil {
		return nil, err
	}
	chosen, err := p.store.Settings(ctx, community(r))
	if err != nil {
		return nil, err
	}
	at = max(0, min(at, len(items)-1))
	if !s.Series {
		at = 0
	}
	lines, err := p.facts(s, r.Now)
	if err != nil {
		return nil, err
	}
	if of := p.defaults.seriesText(items); !of.Empty() {
		lines = slices.Insert(lines, 1, of)
	}
	if chosen[storage.ModerationChannel] == "" {
		lines = append(lines, nobodyToTell)
	}
	seen := bot.Text{FR: "**Ce que les membres verront :**", EN: "**What members will see:**"}
	if s.Series {
		seen = bot.Textf(bot.Text{FR: "**Ce que les membres verront, message %s sur %s :**", EN: "**What members will see, message %s of %s:**"}, at+1, len(items))
	}
	m := &bot.Message{Text: bot.Join("\n\n", bot.Join("\n", lines...), seen)}
	if len(items) > 0 {
		card, err := p.preview(ctx, s, items[at], r.Now)
		if err != nil {
			return nil, err
		}
		m.Cards = []bot.Card{card}
	}
	if s.State != schedule.Over {
		m.Selects = p.selects(s)
	}
	m.Buttons = p.controls(s, at, items)
	return m, nil
}

var nobodyToTell = bot.Text{FR: "_Aucun salon de modération n’est choisi : je ne pourrai pas te prévenir si un envoi devient impossible. Choisis-le avec `/reglages`._", EN: "_No moderation channel is chosen: I could not tell you if a post becomes impossible. Choose it with `/settings`._"}

// preview is an item of a schedule as members would see it the next time, or now.
func (p *planning) preview(ctx context.Context, s *schedule.Schedule, item string, now time.Time) (card bot.Card, err error) {
	if q, is := searched(item); is {
		card, err = p.searchPreview(ctx, s, q, now)
	} else {
		if !s.Next.IsZero() {
			now = s.Next
		}
		card, _ = p.defaults.itemCard(item, schedule.DayOf(now.In(zoneOf(s))), s.Coaching)
		card = postCard(card, s.Coaching, "apercu")
	}
	return inLang(card, cmp.Or(s.Lang, p.defaults.Lang)), err
}

// facts are what is decided of a schedule, each on a line.
func (p *planning) facts(s *schedule.Schedule, now time.Time) ([]bot.Text, error) {
	lines := []bot.Text{
		{FR: "# Message programmé", EN: "# Scheduled message"},
		bot.Textf(bot.Text{FR: "**État** : %s", EN: "**State**: %s"}, stateText(s)),
		bot.Textf(bot.Text{FR: "**Quand** : %s (%s)", EN: "**When**: %s (%s)"}, s.When.Text(), s.When.Zone),
	}
	if remark := s.When.Remark(); !remark.Empty() {
		lines = append(lines, bot.Textf(bot.Text{FR: "_%s_", EN: "_%s_"}, remark))
	}
	lines = append(lines, goesTo(s))
	left := s.Items - s.Position
	times := timesShown
	if s.Series {
		lines = append(lines, bot.Count(s.Items, bot.Text{FR: "**Série** : %s message", EN: "**Series**: %s message"}, bot.Text{FR: "**Série** : %s messages, un à chaque fois", EN: "**Series**: %s messages, one each time"}))
		times = max(left, 0)
	}
	if s.State == schedule.Over {
		return lines, nil
	}
	upcoming, err := p.upcoming(s, now, times)
	if err != nil {
		return nil, err
	}
	if s.Series && left > 0 && len(upcoming) == left {
		lines = append(lines, bot.Textf(bot.Text{FR: "**Dernier message** : %s", EN: "**Last message**: %s"}, schedule.Moment(upcoming[left-1])))
	} else if s.Series && len(upcoming) < left {
		lines = append(lines, bot.Textf(bot.Text{FR: "**Attention** : la fin arrive avant celle de la série, %s.", EN: "**Careful**: the end comes before the series is through; %s."}, bot.Count(left-len(upcoming), bot.Text{FR: "%s message ne partira pas", EN: "%s message will not go out"}, bot.Text{FR: "%s messages ne partiront pas", EN: "%s messages will not go out"})))
	}
	lines = append(lines, lateText(s.Late))
	switch {
	case len(upcoming) == 0:
	case s.State == schedule.Paused:
		lines = append(lines, bot.Text{FR: "**Prochains envois, si tu reprends maintenant** :", EN: "**Next posts, if you resume now**:"})
	default:
		lines = append(lines, bot.Text{FR: "**Prochains envois** :", EN: "**Next posts**:"})
	}
	for _, t := range upcoming[:min(len(upcoming), timesShown)] {
		lines = append(lines, bot.Textf(bot.Text{FR: "- %s", EN: "- %s"}, schedule.Moment(t)))
	}
	return lines, nil
}

// goesTo says where a schedule goes out.
func goesTo(s *schedule.Schedule) bot.Text {
	place := bot.Textf(bot.Text{FR: "**Où** : %s", EN: "**Where**: %s"}, where(s.To))
	if s.Coaching {
		place = bot.Textf(bot.Text{FR: "%s, avec un fil de discussion et « Je l’ai fait »", EN: "%s, with a thread and “Done”"}, place)
	}
	if s.Direct {
		place = bot.Textf(bot.Text{FR: "%s, et par message privé à qui l’a demandé avec `/abonnements`", EN: "%s, and by direct message to those who asked for it with `/subscriptions`"}, place)
	}
	return place
}

// upcoming are the next times of a schedule, the one that is due first.
func (p *planning) upcoming(s *schedule.Schedule, now time.Time, n int) ([]time.Time, error) {
	if s.State == schedule.Paused && s.Why == schedule.Broken {
		return nil, nil
	}
	if !s.Next.IsZero() {
		return s.When.Upcoming(s.Next.Add(-time.Millisecond), n) // what was skipped stays so
	}
	next, err := s.NextOf(now)
	if err != nil || next.IsZero() {
		return nil, err
	}
	return s.When.Upcoming(next.Add(-time.Millisecond), n)
}

// The choices for a time that was missed.
var lates = []struct {
	late time.Duration
	text bot.Text
}{
	{0, bot.Text{FR: "ce jour-là est sauté", EN: "that time is skipped"}},
	{4 * time.Hour, bot.Text{FR: "le dernier manqué part dès que possible, dans les 4 heures", EN: "the last one missed goes out as soon as it can, within 4 hours"}},
	{24 * time.Hour, bot.Text{FR: "le dernier manqué part dès que possible, dans les 24 heures", EN: "the last one missed goes out as soon as it can, within 24 hours"}},
}

// defaultLate catches up a morning's message until early afternoon.
const defaultLate = 4 * time.Hour

func lateText(late time.Duration) bot.Text {
	said := lates[0].text
	for _, l := range lates {
		if l.late == late {
			said = l.text
		}
	}
	return bot.Textf(bot.Text{FR: "**Si je suis à l’arrêt à l’heure dite** : %s", EN: "**If I am not running at the time**: %s"}, said)
}

// The choices for public holidays.
var holidayChoices = []struct {
	skip schedule.Holidays
	name string
	text bot.Text
}{
	{"", "aucun", bot.Text{FR: "envoyer aussi les jours fériés", EN: "send on public holidays too"}},
	{schedule.France, string(schedule.France), bot.Text{FR: "sauter les jours fériés français", EN: "skip French public holidays"}},
	{schedule.AlsaceMoselle, string(schedule.AlsaceMoselle), bot.Text{FR: "sauter ceux d’Alsace-Moselle", EN: "skip those of Alsace-Moselle"}},
}

// selects are the choices that a repeated message has.
func (p *planning) selects(s *schedule.Schedule) []bot.Select {
	lateness := bot.Select{Prompt: bot.Text{FR: "Si je suis à l’arrêt à l’heure dite", EN: "If I am not running at the time"}, Param: "choix", Do: doing("rattrapage", bot.Args{"id": s.ID})}
	for _, l := range lates {
		lateness.Options = append(lateness.Options, bot.Option{Value: strconv.Itoa(int(l.late.Hours())), Label: l.text, Chosen: l.late == s.Late})
	}
	if s.When.Days.On != 0 {
		return []bot.Select{lateness}
	}
	holidays := bot.Select{Prompt: bot.Text{FR: "Jours fériés", EN: "Public holidays"}, Param: "choix", Do: doing("feries", bot.Args{"id": s.ID})}
	for _, h := range holidayChoices {
		holidays.Options = append(holidays.Options, bot.Option{Value: h.name, Label: h.text, Chosen: h.skip == s.When.Holidays})
	}
	return []bot.Select{holidays, lateness}
}

// controls are what can be done with a schedule, and with the item that is shown.
func (p *planning) controls(s *schedule.Schedule, at int, items []string) []bot.Button {
	id := bot.Args{"id": s.ID}
	exact := id.With("rev", revision(s.Revision))
	item := exact.With("rang", strconv.Itoa(at))
	button := func(fr, en, action string, args bot.Args) bot.Button {
		return bot.Button{Label: bot.Text{FR: fr, EN: en}, Do: doing(action, args)}
	}
	var all []bot.Button
	switch s.State {
	case schedule.Draft:
		all = append(all, button("Programmer", "Schedule it", "programmer", exact))
		all[0].Style = bot.Primary
	case schedule.Active:
		all = append(all, button("Mettre en pause", "Pause", "pause", id), button("Sauter le prochain", "Skip the next one", "sauter", exact), button("Envoyer maintenant", "Send now", "envoyer", id))
	case schedule.Paused:
		all = append(all, button("Reprendre", "Resume", "reprendre", id), button("Envoyer maintenant", "Send now", "envoyer", id))
		all[0].Style = bot.Primary
	case schedule.Over:
		if s.Series {
			all = append(all, button("Recommencer la série", "Start the series again", "recommencer", exact))
		}
	}
	if s.Series && at > 0 {
		all = append(all, button("Message précédent", "Previous message", "voir", id.With("rang", strconv.Itoa(at-1))))
	}
	if s.Series && at < len(items)-1 {
		all = append(all, button("Message suivant", "Next message", "voir", id.With("rang", strconv.Itoa(at+1))))
	}
	searches := allSearched(items)
	edit := button("Modifier ce texte", "Edit this text", "reecrire", id.With("rang", strconv.Itoa(at)))
	if searches {
		edit.Label = bot.Text{FR: "Modifier la recherche", EN: "Edit the search"}
	}
	all = append(all, edit, button("Quand et où", "When and where", "replanifier", id))
	if s.Series {
		all = append(all, button("Ajouter à la série", "Add to the series", "allonger", id))
		if len(items) > 1 {
			all = append(all, button("Retirer ce message", "Take this message out", "retirer", item))
		}
	}
	if _, ready := p.defaults.seriesOf(items...); !ready && !searches && s.State == schedule.Draft && s.When.Days.On == 0 {
		if s.Series {
			all = append(all, button("Tout envoyer à chaque fois", "Send it all each time", "forme", exact.With("choix", "message")))
		} else {
			all = append(all, button("En faire une série", "Make it a series", "forme", exact.With("choix", "serie")))
		}
	}
	if searches { // a count and a button: there is nothing to do, and it is read fresh
		return p.lastControls(s, all)
	}
	if s.Coaching {
		all = append(all, button("Sans fil ni « Je l’ai fait »", "Without thread and “Done”", "accompagnement", id.With("choix", "non")))
	} else {
		all = append(all, button("Avec un fil et « Je l’ai fait »", "With a thread and “Done”", "accompagnement", id.With("choix", "oui")))
	}
	if s.Direct {
		all = append(all, button("Pas de message privé", "No direct messages", "prive", id.With("choix", "non")))
	} else {
		all = append(all, button("Aussi par message privé", "By direct message too", "prive", id.With("choix", "oui")))
	}
	return p.lastControls(s, all)
}

// lastControls adds to what can be done with a schedule what can be done with any.
func (p *planning) lastControls(s *schedule.Schedule, all []bot.Button) []bot.Button {
	id := bot.Args{"id": s.ID}
	if s.State != schedule.Draft {
		all = append(all, bot.Button{Label: bot.Text{FR: "Historique", EN: "History"}, Do: doing("historique", id)})
	}
	return append(all,
		bot.Button{Label: bot.Text{FR: "Supprimer", EN: "Delete"}, Style: bot.Danger, Do: doing("supprimer", id)},
		bot.Button{Label: bot.Text{FR: "Tous les messages programmés", EN: "All scheduled messages"}, Do: doing("liste", nil)})
}

// history is what became of the last times of a schedule, with where to see it.
func (p *planning) history(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	s, err := p.find(ctx, r)
	if err != nil {
		return nil, err
	}
	from := r.Args.Int("depuis")
	runs, err := p.store.ScheduleRuns(ctx, s.ID, from, schedulesShown+1)
	if err != nil {
		return nil, err
	}
	m := bot.Message{Text: bot.Textf(bot.Text{FR: "# Historique : %s", EN: "# History: %s"}, p.defaults.name(s))}
	if len(runs) == 0 {
		m.Text = bot.Join("\n", m.Text, bot.Text{FR: "Rien n’est encore parti.", EN: "Nothing has gone out yet."})
	}
	for i := range runs[:min(len(runs), schedulesShown)] {
		m.Cards = append(m.Cards, runCard(s, &runs[i]))
	}
	m.Buttons = []bot.Button{{Label: bot.Text{FR: "Retour", EN: "Back"}, Do: doing("voir", bot.Args{"id": s.ID})}}
	if len(runs) > schedulesShown {
		m.Buttons = append(m.Buttons, bot.Button{Label: bot.Text{FR: "Plus anciens", EN: "Older"}, Do: doing("historique", bot.Args{"id": s.ID, "depuis": strconv.Itoa(from + schedulesShown)})})
	}
	return &bot.Update{Message: m}, nil
}

func runCard(s *schedule.Schedule, run *storage.RunShown) bot.Card {
	c := bot.Card{Title: schedule.Moment(run.Due.In(zoneOf(s))), Body: runText(run)}
	if s.Series && run.What == schedule.Posted {
		c.Facts = append(c.Facts, bot.Fact{Label: bot.Text{FR: "Série", EN: "Series"}, Value: bot.Textf(bot.Text{FR: "message %s", EN: "message %s"}, run.Item+1)})
	}
	if run.Done >= doneShown {
		c.Facts = append(c.Facts, bot.Fact{Label: bot.Text{FR: "« Je l’ai fait »", EN: "“Done”"}, Value: bot.Same(strconv.Itoa(run.Done))})
	}
	if run.Message.ID != "" {
		c.Buttons = []bot.Button{{Label: bot.Text{FR: "Voir le message", EN: "View the message"}, To: run.Message}}
	}
	return c
}
