package commands

import (
	"context"
	"strings"

	"rebond/bot"
	"rebond/bot/search"
	"rebond/bot/search/places"
	"rebond/bot/sources"
)

func contractOptions() []bot.Option {
	return []bot.Option{
		{Value: string(sources.CDI), Label: bot.Text{FR: "CDI", EN: "Permanent (CDI)"}},
		{Value: string(sources.CDD), Label: bot.Text{FR: "CDD", EN: "Fixed term (CDD)"}},
		{Value: string(sources.Freelance), Label: bot.Text{FR: "Freelance", EN: "Freelance"}},
		{Value: string(sources.Alternance), Label: bot.Text{FR: "Alternance", EN: "Work-study (alternance)"}},
		{Value: string(sources.Stage), Label: bot.Text{FR: "Stage", EN: "Internship"}},
		{Value: string(sources.Interim), Label: bot.Text{FR: "Intérim", EN: "Temporary agency work"}},
	}
}

// remoteOptions are what can be asked for: the first includes the second.
func remoteOptions() []bot.Option {
	return []bot.Option{
		{Value: string(sources.Hybrid), Label: bot.Text{FR: "télétravail possible", EN: "remote possible"}},
		{Value: string(sources.Full), Label: bot.Text{FR: "télétravail complet", EN: "fully remote"}},
		{Value: string(sources.OnSite), Label: bot.Text{FR: "sur site", EN: "on site"}},
	}
}

func levelOptions() []bot.Option {
	return []bot.Option{
		{Value: string(sources.Beginner), Label: bot.Text{FR: "débutant accepté", EN: "beginners welcome"}},
		{Value: string(sources.Mid), Label: bot.Text{FR: "avec expérience", EN: "some experience"}},
		{Value: string(sources.Senior), Label: bot.Text{FR: "senior", EN: "senior"}},
	}
}

func daysOptions() []bot.Option {
	return []bot.Option{
		{Value: "1", Label: bot.Text{FR: "1 jour", EN: "1 day"}},
		{Value: "3", Label: bot.Text{FR: "3 jours", EN: "3 days"}},
		{Value: "7", Label: bot.Text{FR: "7 jours", EN: "7 days"}},
		{Value: "14", Label: bot.Text{FR: "14 jours", EN: "14 days"}},
		{Value: "30", Label: bot.Text{FR: "30 jours", EN: "30 days"}},
	}
}

func optionLabel(options []bot.Option, value string) bot.Text {
	for _, o := range options {
		if o.Value == value {
			return o.Label
		}
	}
	return bot.Text{}
}

func checkPlace(value string) error {
	if _, ok := places.Find(value); ok {
		return nil
	}
	var towns []string
	labels := map[string]string{}
	typed := []rune(bot.Fold(value))
	for _, p := range places.Suggest(string(typed[:min(2, len(typed))]), 100) {
		towns = append(towns, p.Name)
		labels[p.Name] = p.Label()
	}
	var near []string
	for _, town := range bot.Nearest(value, towns, 2) {
		near = append(near, labels[town])
	}
	if len(near) > 0 {
		return &bot.UserError{Text: bot.Textf(bot.Text{FR: "Je ne connais pas de lieu « %s ». Pensais-tu à : %s ?", EN: "I know no place called “%s”. Did you mean: %s?"}, bot.Shorten(value, 40), strings.Join(near, ", "))}
	}
	return &bot.UserError{Text: bot.Textf(bot.Text{
		FR: "Je ne connais pas de lieu « %s ». Donne une commune, un département ou une région de France ; un nom de plusieurs mots se met entre guillemets : lieu:\"le mans\".",
		EN: "I know no place called “%s”. Give a town, a département or a region of France; a name of several words goes in quotes: place:\"le mans\".",
	}, bot.Shorten(value, 40))}
}

func suggestPlaces(_ context.Context, _ *bot.Request, typed string) ([]bot.Option, error) {
	var options []bot.Option
	for _, p := range places.Suggest(typed, bot.MaxOptions) {
		options = append(options, bot.Option{Value: p.Label(), Label: bot.Same(p.Label())})
	}
	return options, nil
}

func checkPay(value string) error {
	if _, ok := search.ReadPay(value); ok {
		return nil
	}
	return &bot.UserError{Text: bot.Textf(bot.Text{
		FR: "« %s » n’est pas un salaire que je sais lire. Écris par exemple 45k, 2800€/mois ou 450€/jour, en brut.",
		EN: "“%s” is not a pay I can read. Write for instance 45k, 2800€/month or 450€/day, gross.",
	}, bot.Shorten(value, 40))}
}

// checkOthers finds the words that are neither a level, a pay nor a date.
func checkOthers(value string) error {
	q := search.Read(value, search.Query{})
	q.Level, q.Pay, q.Days = "", 0, 0
	if q.IsZero() {
		return nil
	}
	return &bot.UserError{Text: bot.Textf(bot.Text{
		FR: "Dans « %s », je ne lis ici qu’un niveau, un salaire et une date : débutant 45k 7 jours.",
		EN: "In “%s”, I only read a level, a pay and a date here: junior 45k 7 days.",
	}, bot.Shorten(value, 40))}
}
