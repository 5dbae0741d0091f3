package commands

import (
	"context"
	"errors"
	"strings"
	"time"

	"rebond/bot"
	"rebond/bot/delivery"
	"rebond/storage"
)

// etat shows how deliveries and the sources of offers go, and lets an admin decide what nobody
// can tell.
func etat(store *storage.Store) bot.Command {
	e := &state{store}
	id := bot.Param{Name: "envoi", Names: bot.Text{FR: "envoi", EN: "delivery"}, Required: true, Help: bot.Text{FR: "L’envoi à décider", EN: "The delivery to decide"}}
	return bot.Command{
		Name:      "etat",
		Names:     bot.Text{FR: "etat", EN: "bot-status"},
		Summary:   bot.Text{FR: "Comment je vais : envois en attente, à décider, dernières erreurs", EN: "How I am: deliveries waiting, to be decided, last errors"},
		Ephemeral: true,
		Access:    bot.Admin,
		Run:       e.run,
		Actions: []bot.Action{
			{Name: "voir", Ephemeral: true, Run: e.again},
			{Name: "arrive", Ephemeral: true, Changes: true, Params: []bot.Param{id}, Run: e.decide(delivery.Delivered)},
			{Name: "renvoyer", Ephemeral: true, Changes: true, Params: []bot.Param{id}, Run: e.decide(delivery.Pending)},
			{Name: "abandonner", Ephemeral: true, Changes: true, Params: []bot.Param{id}, Run: e.decide(delivery.Rejected)},
		},
	}
}

type state struct{ store *storage.Store }

const (
	uncertainShown = 5
	failedShown    = 5
	incidentsShown = 3
)

// scope is what an admin may see: their community. Whoever runs the process sees all.
func scope(r *bot.Request) storage.Scope {
	if r.From.Access == bot.Operator {
		return storage.Scope{}
	}
	return storage.Scope{Platform: r.At.Platform, Space: r.At.Space}
}

func (e *state) run(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	m, err := e.message(ctx, r)
	if err != nil {
		return nil, err
	}
	return m, nil
}

func (e *state) again(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	m, err := e.message(ctx, r)
	if err != nil {
		return nil, err
	}
	return &bot.Update{Message: *m}, nil
}

func (e *state) decide(as delivery.State) bot.Handler {
	return func(ctx context.Context, r *bot.Request) (bot.Reply, error) {
		err := e.store.Decide(ctx, scope(r), r.Args["envoi"], as, r.Now)
		if errors.Is(err, bot.ErrNotFound) {
			return nil, &bot.UserError{Err: err, Text: bot.Text{FR: "Il n’y a plus rien à décider pour cet envoi : quelqu’un l’a déjà fait, ou la réponse est arrivée depuis. Retape `/etat` pour voir où il en est.", EN: "There is nothing left to decide about this delivery: somebody did already, or the answer has come since. Type `/bot-status` again to see how it stands."}}
		}
		if err != nil {
			return nil, err
		}
		return e.again(ctx, r)
	}
}

func (e *state) message(ctx context.Context, r *bot.Request) (*bot.Message, error) {
	queue, err := e.store.Queue(ctx, scope(r), r.Now)
	if err != nil {
		return nil, err
	}
	uncertain, err := e.store.UncertainPosts(ctx, scope(r), uncertainShown)
	if err != nil {
		return nil, err
	}
	failed, err := e.store.FailedPosts(ctx, scope(r), failedShown, r.Now)
	if err != nil {
		return nil, err
	}
	lines := []bot.Text{{FR: "# Envois", EN: "# Deliveries"}}
	if len(queue) == 0 {
		lines = append(lines, bot.Text{FR: "Rien à envoyer, et rien depuis 24 heures.", EN: "Nothing to send, and nothing for 24 hours."})
	}
	for _, c := range queue {
		lines = append(lines, queueLine(&c, r.Now))
	}
	if len(failed) > 0 {
		lines = append(lines, bot.Text{FR: "# Derniers refus", EN: "# Last refusals"})
	}
	for _, t := range failed {
		lines = append(lines, bot.Textf(bot.Text{FR: "- %s, %s : %s", EN: "- %s, %s: %s"}, clock(t.At, r), where(t.To), reason(&t)))
	}
	feeds, err := e.sources(ctx, r)
	if err != nil {
		return nil, err
	}
	lines = append(lines, feeds...)
	lines = append(lines, e.keys(ctx)...)
	if r.From.Access == bot.Operator {
		incidents, err := e.incidents(ctx, r)
		if err != nil {
			return nil, err
		}
		lines = append(lines, incidents...)
	}
	m := &bot.Message{Text: bot.Join("\n", lines...)}
	for i := range uncertain {
		m.Cards = append(m.Cards, uncertainCard(&uncertain[i], r))
	}
	m.Buttons = []bot.Button{{Label: bot.Text{FR: "Actualiser", EN: "Refresh"}, Do: bot.Call{Command: "etat", Action: "voir"}}}
	return m, nil
}

// keys says what is wrong with the keys of what members write for themselves alone; nothing
// where all is well.
func (e *state) keys(ctx context.Context) []bot.Text {
	lost, err := e.store.LostKeys(ctx)
	wrong := bot.Text{}
	switch {
	case err != nil:
		wrong = bot.Text{FR: "Le coffre des clés ne répond pas : les notes de `/meteo` ne peuvent être ni gardées ni relues pour l’instant. Tout le reste marche.", EN: "The store of keys does not answer: notes of `/checkin` can be neither kept nor read for now. All the rest works."}
	case lost > 0:
		wrong = bot.Text{FR: "Des clés manquent : des notes de `/meteo` ne peuvent plus être relues. La personne qui gère la machine peut remettre une copie du coffre ; le guide dit comment.", EN: "Keys are missing: some notes of `/checkin` cannot be read any more. Whoever runs the machine can put a copy of the store back; the guide tells how."}
	default:
		return nil
	}
	return []bot.Text{{FR: "# Notes scellées", EN: "# Sealed notes"}, wrong}
}

// stateNames say a state with its number: one, and many.
var stateNames = map[delivery.State][2]bot.Text{
	delivery.Pending:   {{FR: "%s en attente", EN: "%s waiting"}, {FR: "%s en attente", EN: "%s waiting"}},
	delivery.Sending:   {{FR: "%s en cours d’envoi", EN: "%s being sent"}, {FR: "%s en cours d’envoi", EN: "%s being sent"}},
	delivery.Delivered: {{FR: "%s envoyé en 24 heures", EN: "%s sent in 24 hours"}, {FR: "%s envoyés en 24 heures", EN: "%s sent in 24 hours"}},
	delivery.Rejected:  {{FR: "%s refusé en 24 heures", EN: "%s refused in 24 hours"}, {FR: "%s refusés en 24 heures", EN: "%s refused in 24 hours"}},
	delivery.Expired:   {{FR: "%s devenu inutile en 24 heures", EN: "%s no longer needed in 24 hours"}, {FR: "%s devenus inutiles en 24 heures", EN: "%s no longer needed in 24 hours"}},
	delivery.Uncertain: {{FR: "%s à décider", EN: "%s to be decided"}, {FR: "%s à décider", EN: "%s to be decided"}},
}

func queueLine(c *storage.QueueCount, now time.Time) bot.Text {
	names := stateNames[c.State]
	line := bot.Textf(bot.Text{FR: "- %s : %s", EN: "- %s: %s"}, c.Platform, bot.Count(c.Posts, names[0], names[1]))
	if c.State == delivery.Pending || c.State == delivery.Uncertain {
		line = bot.Textf(bot.Text{FR: "%s, le plus ancien depuis %s", EN: "%s, the oldest for %s"}, line, since(now.Sub(c.Oldest)))
	}
	return line
}

// since writes how long ago something was, in its largest unit.
func since(d time.Duration) bot.Text {
	switch {
	case d < time.Minute:
		return bot.Text{FR: "moins d’une minute", EN: "less than a minute"}
	case d < time.Hour:
		return bot.Count(int(d.Minutes()), bot.Text{FR: "%s minute", EN: "%s minute"}, bot.Text{FR: "%s minutes", EN: "%s minutes"})
	case d < 48*time.Hour:
		return bot.Count(int(d.Hours()), bot.Text{FR: "%s heure", EN: "%s hour"}, bot.Text{FR: "%s heures", EN: "%s hours"})
	}
	return bot.Count(int(d.Hours()/24), bot.Text{FR: "%s jour", EN: "%s day"}, bot.Text{FR: "%s jours", EN: "%s days"})
}

// clock writes when something happened, in the reader's time zone.
func clock(t time.Time, r *bot.Request) bot.Text {
	return bot.DateHour(t.In(r.Now.Location()))
}

// where names a place. To whom a direct message goes is nobody's business.
func where(at bot.Address) bot.Text {
	if at.Member != "" {
		return bot.Text{FR: "un message privé", EN: "a direct message"}
	}
	return bot.Mention(bot.Channel, at.Channel)
}

// reasons are our own, in words.
var reasons = map[string]bot.Text{
	delivery.Abandoned:  {FR: "abandonné par une personne", EN: "given up by a person"},
	delivery.AnswerLost: {FR: "la réponse s’est perdue", EN: "the answer was lost"},
	delivery.NeverSent:  {FR: "le message à modifier n’est jamais parti", EN: "the message to change was never sent"},
	delivery.SaidBetter: {FR: "une modification plus récente l’a remplacé", EN: "a later change has replaced it"},
	delivery.TimePassed: {FR: "son heure était passée", EN: "its time had passed"},
}

// reason is why a post failed. What a platform says of a direct message may name
// whom it was for.
func reason(t *storage.Trouble) bot.Text {
	if ours, ok := reasons[t.Error]; ok {
		return ours
	}
	said := t.Error
	if t.To.Member != "" {
		said = strings.ReplaceAll(said, t.To.Member, "…")
	}
	return bot.Same(bot.Shorten(said, 200))
}

func uncertainCard(t *storage.Trouble, r *bot.Request) bot.Card {
	call := func(action string) bot.Call {
		return bot.Call{Command: "etat", Action: action, Args: bot.Args{"envoi": t.ID}}
	}
	words := []bot.Text{bot.Textf(bot.Text{
		FR: "Dernier essai le %s. La réponse de la plateforme s’est perdue : regarde si le message est arrivé. Si tu le renvoies, il peut arriver après ceux qui devaient le suivre.",
		EN: "Last tried on %s. The platform’s answer was lost: look whether the message is there. If you send it again, it may come after those that were to follow it.",
	}, clock(t.At, r))}
	if t.To.Member != "" {
		words[0] = bot.Textf(bot.Text{
			FR: "Dernier essai le %s. La réponse de la plateforme s’est perdue, et seule la personne à qui ce message était destiné peut voir s’il est arrivé. Si tu le renvoies, elle peut l’avoir deux fois ; si tu l’abandonnes, ne pas l’avoir du tout.",
			EN: "Last tried on %s. The platform’s answer was lost, and only the person whom it was for can see whether it is there. If you send it again, they may have it twice; if you give up, not at all.",
		}, clock(t.At, r))
	}
	if t.Error != delivery.AnswerLost {
		words = append(words, bot.Textf(bot.Text{FR: "Ce qu’en dit la plateforme : %s", EN: "What the platform says: %s"}, reason(t)))
	}
	return bot.Card{
		Title: bot.Textf(bot.Text{FR: "À décider : %s", EN: "To be decided: %s"}, where(t.To)),
		Body:  bot.Join("\n\n", words...),
		Tone:  bot.Warning,
		Buttons: []bot.Button{
			{Label: bot.Text{FR: "Bien arrivé", EN: "It is there"}, Style: bot.Primary, Do: call("arrive")},
			{Label: bot.Text{FR: "Renvoyer", EN: "Send again"}, Do: call("renvoyer")},
			{Label: bot.Text{FR: "Abandonner", EN: "Give up"}, Style: bot.Danger, Do: call("abandonner")},
		},
	}
}

func (e *state) incidents(ctx context.Context, r *bot.Request) ([]bot.Text, error) {
	last, err := e.store.Incidents(ctx, incidentsShown)
	if err != nil || len(last) == 0 {
		return nil, err
	}
	lines := []bot.Text{{FR: "# Dernières pannes", EN: "# Last faults"}}
	for _, i := range last {
		lines = append(lines, bot.Textf(bot.Text{FR: "- %s, pendant %s : %s", EN: "- %s, for %s: %s"}, clock(i.From, r), since(i.To.Sub(i.From)), bot.Shorten(i.What, 200)))
	}
	return lines, nil
}
