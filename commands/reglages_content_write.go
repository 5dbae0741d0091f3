package commands

import (
	"context"
	"errors"
	"slices"
	"strings"

	"rebond/bot"
	"rebond/bot/notice"
	"rebond/bot/schedule"
	"rebond/commands/content"
	"rebond/storage"
)

var (
	tipTitle      = bot.Text{FR: "Un conseil", EN: "A tip"}
	resourceTitle = bot.Text{FR: "Une ressource", EN: "A resource"}
)

// tipFields are those of a tip, as many as a form holds: the rest stays as it is.
func tipFields() []bot.Param {
	return []bot.Param{
		{Name: "theme", Names: bot.Text{FR: "theme", EN: "theme"}, Label: bot.Text{FR: "Thème", EN: "Theme"}, Kind: bot.Choice, Required: true, Options: content.Themes, Help: bot.Text{FR: "Là où on le trouvera", EN: "Where people will find it"}},
		{Name: "titre", Names: bot.Text{FR: "titre", EN: "title"}, Label: bot.Text{FR: "Titre", EN: "Title"}, Required: true, Max: content.MaxTitle, Help: bot.Text{FR: "Là où la fiche a deux langues, seule la tienne change", EN: "Where the item has two languages, only yours changes"}},
		{Name: "texte", Names: bot.Text{FR: "texte", EN: "text"}, Label: bot.Text{FR: "Le conseil", EN: "The tip"}, Kind: bot.Prose, Required: true, Max: content.MaxTip, Help: bot.Text{FR: "Une action, faisable aujourd’hui. \\*\\*gras\\*\\*, et « - » devant chaque point d’une liste", EN: "One action, doable today. \\*\\*bold\\*\\*, and “-” before each item of a list"}},
		{Name: "modele", Names: bot.Text{FR: "modele", EN: "template"}, Label: bot.Text{FR: "Modèle à copier (facultatif)", EN: "Template to copy (optional)"}, Kind: bot.Prose, Max: content.MaxTemplate, Help: bot.Text{FR: "Un message, une question : copié tel quel", EN: "A message, a question: copied as it is"}},
		{Name: "sources", Names: bot.Text{FR: "sources", EN: "sources"}, Label: bot.Text{FR: "Sources (pour un droit, un délai, un nombre)", EN: "Sources (for a right, a deadline, a number)"}, Kind: bot.Prose, Max: maxSourcesTyped, Help: bot.Text{FR: "Une par ligne : Service public https://…", EN: "One a line: Service public https://…"}},
	}
}

// resourceFields are those of a resource that somebody proposes.
func resourceFields() []bot.Param {
	fields := proposeParams()
	fields[0].Help = bot.Text{FR: "Son nom. Là où la fiche a deux langues, seule la tienne change", EN: "Its name. Where the item has two languages, only yours changes"}
	return fields
}

// edit opens the form of an item, with what it says in the moderator's language.
func (c *curating) edit(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	s, err := c.find(ctx, r)
	if err != nil {
		return nil, err
	}
	return c.form(r, s, typedOf(s, r.Lang)), nil
}

// form asks for what an item says. It knows which version it changes.
func (c *curating) form(r *bot.Request, s *shelved, values bot.Args) *bot.Modal {
	m := &bot.Modal{Title: resourceTitle, Fields: resourceFields(), Values: values, Do: itemCall(r, "ressource", s), Again: looking(r, "modifier", s)}
	if s.tip != nil {
		m.Title, m.Fields, m.Do.Action = tipTitle, tipFields(), "conseil"
	}
	return m
}

// typedOf is an item as somebody would type it.
func typedOf(s *shelved, in bot.Lang) bot.Args {
	i := s.item()
	args := bot.Args{"titre": i.Title.In(in), "texte": typedText(i.Text.In(in))}
	if s.resource != nil {
		return args.With("lien", s.resource.URL).With("theme", domainOf(s.resource)).With("cout", s.resource.Cost)
	}
	var lines []string
	for _, one := range i.Sources {
		lines = append(lines, one.Title+" "+one.URL)
	}
	return args.With("theme", s.tip.Theme).With("modele", s.tip.Template.In(in)).With("sources", strings.Join(lines, "\n"))
}

// saveTip keeps a tip, or adds one.
func (c *curating) saveTip(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	sources, unread := sourcesOf(r.Args["sources"])
	return c.save(ctx, r, &shelved{tip: &content.Tip{}}, func(s *shelved, chosen storage.Settings) error {
		t, in := s.tip, c.written(chosen, r.Lang)
		raw := func(typed string) bot.Text { return bot.Markup(in(typed)) }
		title, text := t.Title, t.Text
		t.Theme = r.Args["theme"]
		t.Title = retold(t.Title, r.Lang, t.Title.In(r.Lang), r.Args["titre"], raw)
		t.Text = retold(t.Text, r.Lang, typedText(t.Text.In(r.Lang)), r.Args["texte"], func(typed string) bot.Text { return bot.Formatted(in(typed)) })
		t.Template = retold(t.Template, r.Lang, t.Template.In(r.Lang), r.Args["modele"], raw)
		if t.Title != title || t.Text != text || !slices.Equal(t.Sources, sources) {
			t.Sources = sources
			checked(&t.Item, c.dayOf(chosen, r))
		}
		return errors.Join(unread, tipFaults(t, unread == nil))
	})
}

// saveResource keeps a resource, or adds one.
func (c *curating) saveResource(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	blank := proposed(r, "")
	blank.Title, blank.Text = bot.Text{}, bot.Text{}
	return c.save(ctx, r, &shelved{resource: blank}, func(s *shelved, chosen storage.Settings) error {
		if r.Args["id"] == "" {
			s.resource.Languages = []string{string(c.defaults.lang(chosen))}
		}
		c.rewrite(s.resource, r, chosen)
		if err := refused(s.resource); err != nil || r.Args["id"] != "" {
			return err
		}
		return c.alreadyThere(ctx, r)
	})
}

// rewrite gives a resource what a form says of it; the rest stays as it is.
func (c *curating) rewrite(o *content.Resource, r *bot.Request, chosen storage.Settings) {
	in := c.written(chosen, r.Lang)
	o.Title = retold(o.Title, r.Lang, o.Title.In(r.Lang), r.Args["titre"], func(typed string) bot.Text { return bot.Markup(in(typed)) })
	o.Text = retold(o.Text, r.Lang, typedText(o.Text.In(r.Lang)), r.Args["texte"], func(typed string) bot.Text { return bot.Formatted(in(typed)) })
	fresh := proposed(r, "")
	if o.URL != fresh.URL { // what was said of the other page says nothing of this one
		if hostOf(o.URL) != hostOf(fresh.URL) {
			o.Provider = fresh.Provider
		}
		o.URL, o.Sources, o.Verified, o.Expires = fresh.URL, nil, 0, 0
	}
	if domainOf(o) != r.Args["theme"] {
		o.Themes = fresh.Themes
	}
	o.Cost = fresh.Cost
}

// domainOf is the domain of the first subject of a resource.
func domainOf(o *content.Resource) string {
	for _, d := range content.Domains {
		if len(o.Themes) > 0 && slices.Contains(d.Subjects, o.Themes[0]) {
			return d.Value
		}
	}
	return ""
}

// alreadyThere refuses a page that is on the shelf already.
func (c *curating) alreadyThere(ctx context.Context, r *bot.Request) error {
	all, err := c.stock(ctx, r)
	if err != nil {
		return err
	}
	for i := range all.items {
		if o := all.items[i].resource; o != nil && addressKey(o.URL) == addressKey(r.Args["lien"]) {
			return &bot.UserError{Param: "lien", Text: bot.Textf(bot.Text{FR: "Cette page est déjà là : « %s ».", EN: "This page is there already: “%s”."}, o.Title.Escaped())}
		}
	}
	return nil
}

// tipFieldOf is where the form asks for what a tip has under another name.
var tipFieldOf = map[string]string{"title": "titre", "text": "texte", "template": "modele", "theme": "theme", "sources": "sources", "verified": "sources", "expires": "sources"}

// tipFaults are what keeps a tip from being shown, each with its field; what its sources
// lack where they could be read.
func tipFaults(t *content.Tip, sourced bool) error {
	tip := *t
	tip.ID = "conseil" // a new one has none before it is kept
	var all []error
	told := map[string]bool{}
	for _, w := range tip.Check() {
		field := tipFieldOf[w.Field]
		said := inOneLanguage(w.Text)
		if w.Advice || told[said.FR] || field == "sources" && !sourced { // once for both languages
			continue
		}
		told[said.FR] = true
		if strings.Contains(said.FR, "`sources`") {
			said = bot.Text{FR: "Pas d’adresse ici : elle a son champ, « Sources ».", EN: "No address here: it has its own field, “Sources”."}
		}
		all = append(all, &bot.UserError{Param: field, Text: said})
	}
	return errors.Join(all...)
}

// errSame says that a form changes nothing.
var errSame = errors.New("nothing changes")

// save lets fill write an item, the one that a form is about or a new one, and shows it.
func (c *curating) save(ctx context.Context, r *bot.Request, blank *shelved, fill func(*shelved, storage.Settings) error) (bot.Reply, error) {
	chosen, err := c.store.Settings(ctx, community(r))
	if err != nil {
		return nil, err
	}
	change := func(s *shelved, _ schedule.Day) error {
		own := s.copied()
		if (own.tip == nil) != (blank.tip == nil) { // another kind has come under this id
			return storage.ErrChanged
		}
		if err := fill(own, chosen); err != nil {
			return err
		}
		if own.body() == s.body() && r.Args["id"] != "" {
			return errSame
		}
		own.here.Body = own.body()
		if !own.hidden() {
			own.here.State = storage.ItemLiving
		}
		*s = *own
		return nil
	}
	var s *shelved
	if r.Args["id"] == "" {
		s, err = c.add(ctx, r, chosen, blank, change)
	} else {
		s, err = c.keep(ctx, r, change)
	}
	switch {
	case errors.Is(err, storage.ErrChanged):
		return c.formAgain(ctx, r)
	case errors.Is(err, errSame):
		said, err := c.screen(ctx, r, s, bot.Text{FR: "Rien n’a changé.", EN: "Nothing has changed."})
		if err != nil {
			return nil, err
		}
		return &bot.Update{Message: *said}, nil
	case err != nil:
		return nil, err
	}
	return c.saved(ctx, r, s, chosen)
}

// add keeps a new item.
func (c *curating) add(ctx context.Context, r *bot.Request, chosen storage.Settings, blank *shelved, fill curated) (*shelved, error) {
	s := blank
	if err := fill(s, c.dayOf(chosen, r)); err != nil {
		return nil, err
	}
	item, err := c.store.ChangeContent(ctx, community(r), storage.NewItem, r.From.ID, r.Now, func(item *storage.ContentItem) ([]notice.Notice, error) {
		s.write(item, c.defaults.lang(chosen))
		return nil, nil
	})
	if err == nil {
		s.here.ID = item.ID
	}
	return s, err
}

// saved says what was kept, as it is now.
func (c *curating) saved(ctx context.Context, r *bot.Request, s *shelved, chosen storage.Settings) (bot.Reply, error) {
	here := *r
	here.Args = r.Args.With("id", s.here.ID)
	now, err := c.find(ctx, &here)
	if err != nil {
		return nil, err
	}
	lines := []bot.Text{bot.Textf(bot.Text{FR: "C’est enregistré : « %s » se voit ici.", EN: "Saved: “%s” is shown here."}, now.item().Title.Escaped())}
	today := c.dayOf(chosen, r)
	switch i := now.item(); {
	case now.hidden():
		lines[0] = bot.Textf(bot.Text{FR: "C’est enregistré. « %s » reste masquée.", EN: "Saved. “%s” stays hidden."}, i.Title.Escaped())
	case i.Expired(today):
		lines[0] = bot.Text{FR: "C’est enregistré. La fiche reste expirée : vérifie sa source, puis presse « J’ai vérifié : toujours vrai ».", EN: "Saved. The item is still expired: check its source, then press “I have checked: still true”."}
	case i.Verified == today && i.Expires != 0:
		lines = append(lines, bot.Textf(bot.Text{FR: "Je la note vérifiée aujourd’hui. Elle se verra jusqu’au %s ; je te la signalerai avant.", EN: "I note it as checked today. It will be shown until %s; I will point it out to you before then."}, i.Expires.Date()))
	}
	m, err := c.screen(ctx, r, now, bot.Join("\n\n", bot.Join("\n", lines...), c.adviceText(now, chosen)))
	if err != nil {
		return nil, err
	}
	return &bot.Update{Message: *m}, nil
}

// formAgain is the form of an item that somebody else has changed meanwhile, with what was
// typed: sent once more it stands.
func (c *curating) formAgain(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	now, err := c.find(ctx, r)
	if err != nil {
		return nil, err
	}
	typed := bot.Args{}
	for _, p := range slices.Concat(tipFields(), resourceFields(), detailFields()) {
		typed = typed.With(p.Name, r.Args[p.Name])
	}
	if r.Action == "preciser" && now.resource != nil {
		form := c.detailsForm(r, now, typed)
		form.Again = bot.Call{} // it would forget what was chosen
		form.Faults = map[string]bot.Text{form.Fields[0].Name: {FR: "Quelqu’un d’autre a modifié cette fiche entre-temps. Valide encore pour y mettre ce que tu as choisi.", EN: "Somebody else has edited this item meanwhile. Submit again to put in it what you chose."}}
		return form, nil
	}
	form := c.form(r, now, typed)
	form.Again = bot.Call{} // it would forget what was typed
	form.Faults = map[string]bot.Text{"texte": bot.Textf(bot.Text{
		FR: "Quelqu’un d’autre a modifié cette fiche entre-temps : « %s ». Valide encore pour la remplacer par ton texte.",
		EN: "Somebody else has edited this item meanwhile: “%s”. Submit again to replace it with your text.",
	}, bot.Shorten(typedText(now.item().Text.In(r.Lang)), 300))}
	return form, nil
}
