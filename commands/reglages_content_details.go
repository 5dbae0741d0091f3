package commands

import (
	"context"
	"slices"
	"strings"

	"rebond/bot"
	"rebond/commands/content"
	"rebond/storage"
)

var detailsTitle = bot.Text{FR: "Détails", EN: "Details"}

// aside says that the details of a resource are given beside something else, which stays.
var aside = bot.Param{Name: "apart", Names: bot.Text{FR: "apart", EN: "aside"}, Kind: bot.YesNo, Hidden: true, Help: bot.Text{FR: "À côté de la liste", EN: "Beside the list"}}

// maxDurationTyped is as much as an item may say of how long it takes.
const maxDurationTyped = 60

// languageChoices are the languages that a resource can be in, one by one and together.
func languageChoices() []bot.Option {
	var all []string
	said := bot.Text{}
	for i, l := range content.Languages {
		all = append(all, l.Value)
		if said = bot.Textf(bot.Text{FR: "%s et %s", EN: "%s and %s"}, said, l.Label); i == 0 {
			said = l.Label
		}
	}
	return append(slices.Clone(content.Languages), bot.Option{Value: strings.Join(all, "-"), Label: said})
}

// detailFields are what a member who proposes a resource is not asked.
func detailFields() []bot.Param {
	return []bot.Param{
		{Name: "langues", Names: bot.Text{FR: "langues", EN: "languages"}, Label: bot.Text{FR: "Langue", EN: "Language"}, Kind: bot.Choice, Required: true, Options: languageChoices(), Help: bot.Text{FR: "Celle de la ressource elle-même", EN: "That of the resource itself"}},
		{Name: "niveau", Names: bot.Text{FR: "niveau", EN: "level"}, Label: bot.Text{FR: "Niveau", EN: "Level"}, Kind: bot.Choice, Required: true, Options: content.Levels, Help: bot.Text{FR: "Ce qu’il faut savoir pour commencer", EN: "What one has to know to begin"}},
		{Name: "format", Names: bot.Text{FR: "format", EN: "format"}, Label: bot.Text{FR: "Format", EN: "Format"}, Kind: bot.Choice, Required: true, Options: content.Formats, Help: bot.Text{FR: "Cours, exercices, programme…", EN: "Course, exercises, programme…"}},
		{Name: "certificat", Names: bot.Text{FR: "certificat", EN: "certificate"}, Label: bot.Text{FR: "Certificat", EN: "Certificate"}, Kind: bot.Choice, Required: true, Options: content.Certificates, Help: bot.Text{FR: "Ce qu’on obtient à la fin", EN: "What it gives at its end"}},
		{Name: "duree", Names: bot.Text{FR: "duree", EN: "duration"}, Label: bot.Text{FR: "Durée (facultatif)", EN: "Duration (optional)"}, Max: maxDurationTyped, Help: bot.Text{FR: "« 20 heures », « 6 semaines »… Vaut dans les deux langues", EN: "“20 hours”, “6 weeks”… Stands in both languages"}},
	}
}

// details opens the form of what a resource is.
func (c *curating) details(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	s, err := c.find(ctx, r)
	if err != nil {
		return nil, err
	}
	if s.resource == nil {
		return nil, errNoItem
	}
	o := s.resource
	return c.detailsForm(r, s, bot.Args{"langues": strings.Join(spoken(o.Languages), "-"), "niveau": o.Level, "format": o.Format, "certificat": o.Certificate}.With("duree", o.Duration.In(r.Lang))), nil
}

// spoken are languages in the order in which they are chosen together.
func spoken(languages []string) (all []string) {
	for _, l := range content.Languages {
		if slices.Contains(languages, l.Value) {
			all = append(all, l.Value)
		}
	}
	return all
}

func (c *curating) detailsForm(r *bot.Request, s *shelved, values bot.Args) *bot.Modal {
	do, again := itemCall(r, "preciser", s), looking(r, "details", s)
	do.Args, again.Args = do.Args.With(aside.Name, r.Args[aside.Name]), again.Args.With(aside.Name, r.Args[aside.Name])
	return &bot.Modal{Title: detailsTitle, Fields: detailFields(), Values: values, Do: do, Again: again}
}

// saveDetails keeps what a resource is.
func (c *curating) saveDetails(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	if r.Args["id"] == "" {
		return nil, errNoItem
	}
	reply, err := c.save(ctx, r, &shelved{resource: &content.Resource{}}, func(s *shelved, chosen storage.Settings) error {
		o := s.resource
		if languages := strings.Split(r.Args["langues"], "-"); !slices.Equal(spoken(o.Languages), languages) {
			o.Languages = languages
		}
		o.Level, o.Format, o.Certificate = r.Args["niveau"], r.Args["format"], r.Args["certificat"]
		in := c.written(chosen, r.Lang)
		o.Duration = retold(o.Duration, r.Lang, o.Duration.In(r.Lang), r.Args["duree"], func(typed string) bot.Text { return bot.Markup(in(typed)) })
		return refused(o)
	})
	if now, ok := reply.(*bot.Update); ok && r.Args[aside.Name] != "" {
		return &now.Message, err
	}
	return reply, err
}
