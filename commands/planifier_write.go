package commands

import (
	"cmp"
	"context"
	"errors"
	"hash/fnv"
	"strconv"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
	"rebond/storage"
)

// create keeps a new message as a draft and shows it.
func (p *planning) create(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	return p.draft(ctx, r, r.Args["texte"], false)
}

func (p *planning) createFromFile(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	return p.draft(ctx, r, r.Args["fichier"], true)
}

func (p *planning) draft(ctx context.Context, r *bot.Request, text string, file bool) (bot.Reply, error) {
	chosen, err := p.store.Settings(ctx, community(r))
	if err != nil {
		return nil, err
	}
	s := &schedule.Schedule{Community: community(r), Lang: p.defaults.lang(chosen), State: schedule.Draft, Late: defaultLate}
	var wrong []error
	if s.To, err = p.place(r, chosen); err != nil {
		wrong = append(wrong, err)
	}
	when, err := p.when(r, chosen)
	if err != nil {
		wrong = append(wrong, err)
	}
	s.When, s.Series = usualHolidays(when, chosen), file || when.Days.On == 0 && looksLikeSeries(text)
	s.Coaching = s.To.Channel == chosen[storage.CoachingChannel]
	if _, is := searched(text); is {
		s.Coaching, s.Series = false, file
		if r.Args["ou"] == "" && chosen[storage.OffersChannel] != "" {
			s.To.Channel = chosen[storage.OffersChannel]
		}
	}
	if o, _ := p.defaults.referred(text); o != nil && o.Action.Empty() { // a question has nothing to do
		s.Coaching = false
	}
	s.Direct = s.Coaching && s.To.Channel != chosen[storage.ModerationChannel]
	field := "texte"
	if file {
		field = "fichier"
	}
	items, err := p.itemsOf(text, s.Series, field)
	if err != nil {
		wrong = append(wrong, err)
	}
	if s.Series && when.Days.On != 0 {
		wrong = append(wrong, seriesNeedsRhythm())
	}
	if len(wrong) > 0 {
		return nil, errors.Join(wrong...)
	}
	if err := p.store.CreateSchedule(ctx, s, items, r.Now); err != nil {
		return nil, err
	}
	s.Item = items[0]
	m, err := p.screen(ctx, r, s, 0)
	if err != nil {
		return nil, err
	}
	return m, nil
}

// usualHolidays leaves out of what is repeated the public holidays that the community
// wants left out, where what was said of the time does not.
func usualHolidays(when schedule.Recurrence, chosen storage.Settings) schedule.Recurrence {
	if skip := chosen[storage.CommunityHolidays]; when.Days.On == 0 && when.Holidays == "" && skip != noHolidays {
		when.Holidays = schedule.Holidays(skip)
	}
	return when
}

func seriesNeedsRhythm() error {
	return &bot.UserError{Param: "quand", Text: bot.Text{FR: "Une série a besoin d’un rythme : par exemple « du lundi au vendredi à 9 h ».", EN: "A series needs a rhythm: for example “every weekday at 9am”."}}
}

// place is where the message goes: the channel that was named, the one for
// coaching, or the one in which this is asked.
func (p *planning) place(r *bot.Request, chosen storage.Settings) (bot.Address, error) {
	at := community(r)
	for _, channel := range []string{r.Args["ou"], chosen[storage.CoachingChannel], r.At.Channel} {
		if channel != "" {
			at.Channel = channel
			if _, err := at.MarshalText(); err != nil {
				return at, &bot.UserError{Param: "ou", Err: err, Text: bot.Text{FR: "Je ne reconnais pas ce salon : choisis-le dans la liste.", EN: "I do not recognise this channel: choose it from the list."}}
			}
			return at, nil
		}
	}
	return at, &bot.UserError{Param: "ou", Text: bot.Text{FR: "Dis dans quel salon, ou choisis le salon d’accompagnement avec `/reglages`.", EN: "Say in which channel, or choose the coaching channel with `/settings`."}}
}

// when reads what was said of the time.
func (p *planning) when(r *bot.Request, chosen storage.Settings) (schedule.Recurrence, error) {
	when, err := schedule.Parse(r.Args["quand"], r.Now, p.defaults.zone(chosen))
	for _, wrong := range bot.UserErrors(err) {
		wrong.Param = "quand"
	}
	return when, err
}

// withItems is the schedule that find gives, and all its items.
func (p *planning) withItems(ctx context.Context, r *bot.Request, find func(context.Context, *bot.Request) (*schedule.Schedule, error)) (*schedule.Schedule, []string, error) {
	s, err := find(ctx, r)
	if err != nil {
		return nil, nil, err
	}
	items, err := p.store.ScheduleItems(ctx, s.ID)
	return s, items, err
}

// rank is which of the items a control is about, if it is still there.
func rank(r *bot.Request, items []string) (int, error) {
	at := r.Args.Int("rang")
	if at < 0 || at >= len(items) {
		return 0, changedMeanwhile()
	}
	return at, nil
}

func (p *planning) askText(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	s, items, err := p.withItems(ctx, r, p.find)
	if err != nil {
		return nil, err
	}
	at, err := rank(r, items)
	if err != nil {
		return nil, err
	}
	return p.textForm(s, p.written(s, items[at], r.Now), items[at], r.Args["rang"]), nil
}

// written is an item as somebody would write it, in the language of the community.
func (p *planning) written(s *schedule.Schedule, item string, now time.Time) string {
	return p.defaults.itemText(item, cmp.Or(s.Lang, p.defaults.Lang), schedule.DayOf(now.In(zoneOf(s))))
}

// textForm asks for an item's text. The form knows what it replaces.
func (p *planning) textForm(s *schedule.Schedule, text, was, at string) *bot.Modal {
	return p.ask(s, bot.Text{FR: "Modifier le texte", EN: "Edit the text"}, "texte", bot.Args{"texte": text}, bot.Args{"rang": at, "avant": digest(was)}, p.asked[0])
}

// digest tells a text from another.
func digest(text string) string {
	h := fnv.New64a()
	h.Write([]byte(text))
	return strconv.FormatUint(h.Sum64(), 36)
}

// ask opens a form on a schedule as it is now.
func (p *planning) ask(s *schedule.Schedule, title bot.Text, action string, values, with bot.Args, fields ...bot.Param) *bot.Modal {
	return &bot.Modal{Title: title, Fields: fields, Values: values, Do: doing(action, with.With("id", s.ID))}
}

func (p *planning) setText(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	s, items, err := p.withItems(ctx, r, p.find)
	if err != nil {
		return nil, err
	}
	written, err := p.itemsOf(r.Args["texte"], false, "texte")
	if err != nil {
		return nil, err
	}
	at, err := rank(r, items)
	if err != nil {
		return nil, err
	}
	if digest(items[at]) != r.Args["avant"] { // nothing typed is lost: the form comes back, and can be sent again
		form := p.textForm(s, r.Args["texte"], items[at], r.Args["rang"])
		form.Faults = map[string]bot.Text{"texte": bot.Textf(bot.Text{
			FR: "Quelqu’un d’autre l’a modifié entre-temps : « %s ». Valide encore pour le remplacer par ton texte.",
			EN: "Somebody else has changed it meanwhile: “%s”. Submit again to replace it with your text.",
		}, bot.Shorten(p.written(s, items[at], r.Now), 300))}
		return form, nil
	}
	items[at] = written[0]
	return p.keep(ctx, r, s, items, bot.Text{FR: "C’est modifié. Ce qui est déjà parti ne change pas.", EN: "It is changed. What has gone out stays as it is."})
}

func (p *planning) askWhen(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	s, err := p.find(ctx, r)
	if err != nil {
		return nil, err
	}
	chosen, err := p.store.Settings(ctx, community(r))
	if err != nil {
		return nil, err
	}
	said := bot.Plain(s.When.Text().In(r.Lang))
	if s.When.Zone != p.defaults.zone(chosen).String() { // it keeps its own unless somebody takes it out
		said += " " + s.When.Zone
	}
	values := bot.Args{"quand": said, "ou": s.To.Channel}
	return p.ask(s, bot.Text{FR: "Quand et où", EN: "When and where"}, "quand", values, nil, p.asked[1], p.asked[2]), nil
}

func (p *planning) setWhen(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	s, err := p.find(ctx, r)
	if err != nil {
		return nil, err
	}
	chosen, err := p.store.Settings(ctx, community(r))
	if err != nil {
		return nil, err
	}
	if dueNow(s, r.Now) {
		return nil, &bot.UserError{Param: "quand", Text: bot.Text{FR: "Un message part à l’instant : valide encore dans une minute.", EN: "A message is going out right now: submit again in a minute."}}
	}
	var wrong []error
	if s.To, err = p.place(r, chosen); err != nil {
		wrong = append(wrong, err)
	}
	s.Direct = s.Direct && s.To.Channel != chosen[storage.ModerationChannel]
	before, skip := s.When.Text(), s.When.Holidays
	if s.When, err = p.when(r, chosen); err != nil {
		wrong = append(wrong, err)
	} else if s.Series && s.When.Days.On != 0 {
		wrong = append(wrong, seriesNeedsRhythm())
	}
	if len(wrong) > 0 {
		return nil, errors.Join(wrong...)
	}
	said := bot.Text{FR: "C’est modifié. Vérifie les prochains envois.", EN: "It is changed. Check the next posts."}
	if s.When.Holidays == "" && skip != "" && s.When.Days.On == 0 { // it was chosen in a list of its own
		s.When.Holidays = skip
		said = bot.Text{FR: "C’est modifié, et les jours fériés restent sautés : la liste « Jours fériés » permet d’en changer. Vérifie les prochains envois.", EN: "It is changed, and public holidays are still skipped: the list “Public holidays” lets you change that. Check the next posts."}
	}
	if s.When.Text() != before { // of another rhythm nothing was skipped
		s.Skipped = time.Time{}
	}
	if err := p.aim(s, r.Now); err != nil {
		return nil, err
	}
	return p.keep(ctx, r, s, nil, said)
}

// aim gives a schedule its next time after a change. One that was over waits to be
// scheduled again, a series from its beginning.
func (p *planning) aim(s *schedule.Schedule, now time.Time) error {
	switch s.State {
	case schedule.Over:
		s.State = schedule.Draft
		if s.Series && s.Position >= s.Items {
			s.Position = 0
		}
	case schedule.Active:
		next, err := s.NextOf(now)
		if err != nil {
			return err
		}
		if s.Next = next; next.IsZero() {
			return &bot.UserError{Param: "quand", Text: bot.Text{FR: "Il ne resterait aucun envoi : change la fin, ou supprime ce message programmé.", EN: "Nothing would be left to send: change the end, or delete this scheduled message."}}
		}
	}
	return nil
}
