package commands

import (
	"context"
	"net/url"
	"slices"

	"rebond/bot"
	"rebond/commands/content"
	"rebond/storage"
)

// reglages shows and changes what a community has chosen, and puts its panel, whose doors
// open on the declared commands.
func reglages(store *storage.Store, d Defaults, declared func() []bot.Command) bot.Command {
	c := newChoices(store, d)
	c.panels = panels(store, d, declared)
	title := bot.Text{FR: "Réglages", EN: "Settings"}
	seen := bot.Param{Name: "vu", Names: bot.Text{FR: "vu", EN: "seen"}, Hidden: true, Max: 2000, Help: bot.Text{FR: "Ce que le formulaire montrait", EN: "What the form showed"}}
	old := bot.Param{Name: "ancien", Names: bot.Text{FR: "ancien", EN: "former"}, Hidden: true, Required: true, Help: bot.Text{FR: "Le fuseau d’avant", EN: "The zone of before"}}
	return bot.Command{
		Name:      "reglages",
		Names:     bot.Text{FR: "reglages", EN: "settings"},
		Summary:   bot.Text{FR: "Les réglages de cette communauté : langue, salons, rôles, règles, panneau", EN: "This community’s settings: language, channels, roles, rules, panel"},
		Params:    append(slices.Clone(c.params), c.rules...),
		Ephemeral: true,
		Access:    bot.Moderator,
		Changes:   true,
		Run:       c.run,
		Actions: slices.Concat([]bot.Action{
			{Name: "changer", Title: title, Ephemeral: true, Changes: true, Params: append([]bot.Param{seen}, c.params...), Run: c.change(c.params)},
			{Name: "roles", Title: bot.Text{FR: "Rôles", EN: "Roles"}, Ephemeral: true, Changes: true, Access: bot.Admin, Params: append([]bot.Param{seen}, c.roles...), Run: c.change(c.roles)},
			{Name: "regles", Title: bot.Text{FR: "Règles", EN: "Rules"}, Ephemeral: true, Changes: true, Params: append([]bot.Param{seen}, c.rules...), Run: c.change(c.rules)},
			{Name: "deplacer", Ephemeral: true, Changes: true, Params: []bot.Param{old}, Run: c.move},
		}, c.moderatorActions(), c.changeActions(), c.panelActions(), newCurating(store, d).actions()),
	}
}

// newChoices are what can be chosen, in words.
func newChoices(store *storage.Store, d Defaults) *communityChoices {
	c := &communityChoices{store: store, defaults: d, rules: rules()}
	c.params = []bot.Param{
		{Name: "langue", Names: bot.Text{FR: "langue", EN: "language"}, Kind: bot.Choice, Label: bot.Text{FR: "Langue de la communauté", EN: "Language of the community"},
			Help:    bot.Text{FR: "La langue des messages dans les salons, et de qui n’en a pas choisi", EN: "The language of messages in channels, and of whoever has chosen none"},
			Options: languages},
		{Name: "fuseau", Names: bot.Text{FR: "fuseau", EN: "timezone"}, Label: bot.Text{FR: "Fuseau horaire", EN: "Time zone"},
			Help: bot.Text{FR: "Celui des messages programmés : Europe/Paris, Indian/Reunion…", EN: "That of scheduled messages: Europe/Paris, America/Montreal…"}, Check: check(readZone), Suggest: suggestZones},
		{Name: "offres", Names: bot.Text{FR: "offres", EN: "jobs"}, Kind: bot.Channel, Label: bot.Text{FR: "Salon des offres", EN: "Channel for openings"}, Help: bot.Text{FR: "Le salon où l’on partage les offres", EN: "The channel where openings are shared"}},
		{Name: "accompagnement", Names: bot.Text{FR: "accompagnement", EN: "coaching"}, Kind: bot.Channel, Label: bot.Text{FR: "Salon d’accompagnement", EN: "Channel for coaching"}, Help: bot.Text{FR: "Le salon des messages programmés", EN: "The channel of scheduled messages"}},
		{Name: "moderation", Names: bot.Text{FR: "moderation", EN: "moderation"}, Kind: bot.Channel, Label: bot.Text{FR: "Salon de modération", EN: "Channel for moderators"}, Help: bot.Text{FR: "Le salon où je préviens la modération ; choisis-en un privé", EN: "The channel where I tell moderators; choose a private one"}},
	}
	c.roles = []bot.Param{
		{Name: "moderateurs", Names: bot.Text{FR: "moderateurs", EN: "moderators"}, Kind: bot.Role, Label: bot.Text{FR: "Rôle ou groupe de modération", EN: "Role or group of moderators"}, Help: bot.Text{FR: "Qui a ce rôle ou est de ce groupe peut programmer des messages et modérer les offres", EN: "Whoever has this role or is in this group can schedule messages and moderate openings"}},
		{Name: "recruteurs", Names: bot.Text{FR: "recruteurs", EN: "recruiters"}, Kind: bot.Role, Label: bot.Text{FR: "Rôle ou groupe de recrutement", EN: "Role or group of recruiters"}, Help: bot.Text{FR: "Qui a ce rôle publie des offres sans qu’on relise la première, et plus par jour", EN: "Whoever has this role need not have their first opening read, and can publish more a day"}},
	}
	return c
}

type communityChoices struct {
	store                *storage.Store
	defaults             Defaults
	panels               *storage.Panels
	params, roles, rules []bot.Param
}

// settingOf is the setting that each parameter gives.
var settingOf = map[string]storage.Setting{
	"langue": storage.CommunityLanguage, "fuseau": storage.CommunityTimeZone,
	"offres": storage.OffersChannel, "accompagnement": storage.CoachingChannel, "moderation": storage.ModerationChannel,
	"moderateurs": storage.ModeratorRole, "recruteurs": storage.RecruiterRole,
	"approbation": storage.ApprovalMode, "limite_nouveaux": storage.AuthorLimit, "limite_recruteurs": storage.RecruiterLimit,
	"feries": storage.CommunityHolidays, "messages": storage.DirectBudget,
}

// all are the parameters of every setting, in the order in which they are shown.
func (c *communityChoices) all() []bot.Param { return slices.Concat(c.params, c.roles, c.rules) }

func (c *communityChoices) run(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	if len(r.Args) == 0 {
		m, err := c.message(ctx, r, bot.Text{})
		if err != nil {
			return nil, err
		}
		return m, nil
	}
	m, err := c.set(ctx, r, r.Args)
	if err != nil {
		return nil, err
	}
	return m, nil
}

// change takes a form: a field that is left empty takes a choice back, and one that
// is left as the form showed it leaves what somebody else may have chosen since.
func (c *communityChoices) change(fields []bot.Param) bot.Handler {
	return func(ctx context.Context, r *bot.Request) (bot.Reply, error) {
		shown, err := url.ParseQuery(r.Args["vu"])
		if err != nil {
			return nil, err
		}
		given := bot.Args{}
		for _, f := range fields {
			if value := r.Args[f.Name]; value != shown.Get(f.Name) {
				given[f.Name] = value
			}
		}
		m, err := c.set(ctx, r, given)
		if err != nil {
			return nil, err
		}
		return &bot.Update{Message: *m}, nil
	}
}

func (c *communityChoices) set(ctx context.Context, r *bot.Request, given bot.Args) (*bot.Message, error) {
	choices := storage.Settings{}
	for name, value := range given {
		if name == "fuseau" && value != "" {
			zone, err := readZone(value)
			if err != nil {
				return nil, err
			}
			value = zone.String()
		}
		choices[settingOf[name]] = value
	}
	before, err := c.store.Settings(ctx, community(r))
	if err != nil {
		return nil, err
	}
	changed, err := c.store.ChangeSettings(ctx, community(r), r.From.ID, choices, r.Now)
	if err != nil {
		return nil, err
	}
	if err := c.panels.Show(ctx, community(r), r.Now); err != nil { // it speaks the community's language
		return nil, err
	}
	said := bot.Text{FR: "C’est enregistré.", EN: "It is saved."}
	if len(changed) == 0 {
		said = bot.Text{FR: "Rien n’a changé.", EN: "Nothing has changed."}
	}
	if now, err := c.store.Settings(ctx, community(r)); err != nil {
		return nil, err
	} else if now.Approval() != storage.NoApproval && now[storage.ModerationChannel] == "" {
		said = bot.Join("\n", said, nowhereToRead)
	}
	m, err := c.message(ctx, r, said)
	if err != nil || !slices.Contains(changed, storage.CommunityTimeZone) {
		return m, err
	}
	return m, c.offerToMove(ctx, r, m, c.defaults.zone(before).String())
}

// nowhereToRead warns of announcements that wait for nobody.
var nowhereToRead = bot.Text{FR: "Attention : sans salon de modération, il n’y a personne pour lire les annonces, et on ne peut plus en publier ici.", EN: "Take care: without a moderation channel there is nobody to read openings, and none can be published here any more."}

// message shows every setting, and where the panel is.
func (c *communityChoices) message(ctx context.Context, r *bot.Request, said bot.Text) (*bot.Message, error) {
	now, err := c.store.Settings(ctx, community(r))
	if err != nil {
		return nil, err
	}
	named, err := c.store.Moderators(ctx, community(r))
	if err != nil {
		return nil, err
	}
	panel, err := c.panelCard(ctx, r)
	if err != nil {
		return nil, err
	}
	m := &bot.Message{
		Text: bot.Join("\n\n", said, bot.Text{FR: "# Réglages de cette communauté", EN: "# This community’s settings"}),
		Cards: []bot.Card{
			{Title: bot.Text{FR: "Langue et salons", EN: "Language and channels"}, Body: c.lines(c.params, func(name storage.Setting) bot.Text { return c.valueText(name, now[name]) }), Buttons: []bot.Button{
				{Label: bot.Text{FR: "Modifier", EN: "Change"}, Style: bot.Primary, Do: bot.Call{Command: "reglages", Action: "changer", Args: fields(c.params, now), Ask: true}},
			}},
			c.rolesCard(now, named, r),
			{Title: bot.Text{FR: "Règles", EN: "Rules"}, Body: c.lines(c.rules, func(name storage.Setting) bot.Text { return ruleNow(name, now) }), Buttons: []bot.Button{
				{Label: bot.Text{FR: "Modifier les règles", EN: "Change the rules"}, Do: bot.Call{Command: "reglages", Action: "regles", Args: fields(c.rules, now), Ask: true}},
			}},
			panel,
		},
		Buttons: []bot.Button{{Label: changesTitle, Do: changesFrom("")}, {Label: contentTitle, Do: curatingCall("fiches", nil)}},
	}
	return m, nil
}

// rolesCard is who has which right; admins change it.
func (c *communityChoices) rolesCard(now storage.Settings, named []storage.Moderator, r *bot.Request) bot.Card {
	card := bot.Card{Title: bot.Text{FR: "Modération et recrutement", EN: "Moderators and recruiters"}, Body: bot.Join("\n",
		settingLine(bot.Text{FR: "Modération", EN: "Moderators"}, moderatorsText(now[storage.ModeratorRole], named)),
		settingLine(c.title(storage.RecruiterRole), c.valueText(storage.RecruiterRole, now[storage.RecruiterRole])))}
	if r.From.Access >= bot.Admin {
		card.Buttons = append([]bot.Button{{Label: bot.Text{FR: "Modifier les rôles", EN: "Change the roles"}, Do: bot.Call{Command: "reglages", Action: "roles", Args: fields(c.roles, now), Ask: true}}}, moderatorButtons(named)...)
	}
	return card
}

// lines are settings and how they are, each on a line.
func (c *communityChoices) lines(of []bot.Param, value func(storage.Setting) bot.Text) bot.Text {
	var all []bot.Text
	for _, p := range of {
		all = append(all, settingLine(p.Title(), value(settingOf[p.Name])))
	}
	return bot.Join("\n", all...)
}

func settingLine(title, value bot.Text) bot.Text {
	return bot.Textf(bot.Text{FR: "- **%s** : %s", EN: "- **%s**: %s"}, title, value)
}

// fields are what a form holds at first, and that it did.
func fields(of []bot.Param, now storage.Settings) bot.Args {
	args, shown := bot.Args{}, url.Values{}
	for _, p := range of {
		if value := now[settingOf[p.Name]]; value != "" {
			args[p.Name] = value
			shown.Set(p.Name, value)
		}
	}
	return args.With("vu", shown.Encode())
}

// title names a setting.
func (c *communityChoices) title(name storage.Setting) bot.Text {
	for _, p := range c.all() {
		if settingOf[p.Name] == name {
			return p.Title()
		}
	}
	return bot.Same(string(name))
}

// valueText says a setting as its reader knows it; of what is not chosen, what holds.
func (c *communityChoices) valueText(name storage.Setting, value string) bot.Text {
	switch {
	case name == storage.CommunityLanguage:
		return content.Label(languages, string(c.defaults.lang(storage.Settings{name: value})))
	case name == storage.CommunityTimeZone:
		if value == "" {
			value = c.defaults.Zone.String()
		}
		return bot.Same(value)
	case ofRules(name) && value == "" && name != storage.ApprovalMode: // that one goes by the channels too
		return ruleNow(name, nil)
	case ofRules(name):
		return ruleText(name, value)
	case value == "":
		return bot.Text{FR: "aucun pour l’instant", EN: "none yet"}
	case name == storage.ModeratorRole, name == storage.RecruiterRole:
		return bot.Mention(bot.Role, value)
	}
	return bot.Mention(bot.Channel, value)
}
