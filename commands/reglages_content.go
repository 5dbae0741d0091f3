package commands

import (
	"cmp"
	"context"
	"slices"

	"rebond/bot"
	"rebond/bot/schedule"
	"rebond/commands/content"
	"rebond/storage"
)

// curating is how moderators see to the tips and resources of their community.
type curating struct {
	store    *storage.Store
	defaults Defaults
	shelf    *shelf
}

func newCurating(store *storage.Store, d Defaults) *curating {
	return &curating{store, d, newShelf(store, d)}
}

var contentTitle = bot.Text{FR: "Conseils et formations", EN: "Tips and training"}

// What a list of items is narrowed to, besides the themes of tips.
const (
	allItems      = "tout"
	resourceItems = "ressources"
	expiredItems  = "expirees"
	soonItems     = "bientot"
	hiddenItems   = "masquees"
	ownItems      = "notres"
)

// soonDays is from how many days before its end an item is to be looked at again.
const soonDays = 90

// itemFilters are what a list can be narrowed to.
func itemFilters() []bot.Option {
	all := []bot.Option{
		{Value: allItems, Label: bot.Text{FR: "tout", EN: "everything"}},
		{Value: expiredItems, Label: bot.Text{FR: "expirées", EN: "expired"}},
		{Value: soonItems, Label: bot.Textf(bot.Text{FR: "qui expirent dans les %s jours", EN: "expiring within %s days"}, soonDays)},
		{Value: hiddenItems, Label: bot.Text{FR: "masquées", EN: "hidden"}},
		{Value: ownItems, Label: bot.Text{FR: "les nôtres, ajoutées ou modifiées ici", EN: "ours, added or changed here"}},
		{Value: resourceItems, Label: bot.Text{FR: "ressources de formation", EN: "training resources"}},
	}
	for _, t := range content.Themes {
		all = append(all, bot.Option{Value: t.Value, Label: bot.Textf(bot.Text{FR: "conseils : %s", EN: "tips: %s"}, t.Label)})
	}
	return all
}

// Where a list of items is: controls bring people back there.
var (
	itemFilter = bot.Param{Name: "filtre", Names: bot.Text{FR: "filtre", EN: "filter"}, Kind: bot.Choice, Options: itemFilters(), Hidden: true, Help: bot.Text{FR: "Lesquelles montrer", EN: "Which ones to show"}}
	itemWords  = bot.Param{Name: "mots", Names: bot.Text{FR: "mots", EN: "words"}, Max: 100, Hidden: true, Help: bot.Text{FR: "Les mots à chercher", EN: "The words to look for"}}
	itemFrom   = bot.Param{Name: "depuis", Names: bot.Text{FR: "depuis", EN: "from"}, Kind: bot.Number, Hidden: true, Help: bot.Text{FR: "À partir de", EN: "From which one on"}}
)

// place is where the list is from which something is asked.
func place(r *bot.Request) bot.Args {
	var args bot.Args
	for _, p := range []*bot.Param{&itemFilter, &itemWords, &itemFrom} {
		args = args.With(p.Name, r.Args[p.Name])
	}
	return args
}

func curatingCall(action string, args bot.Args) bot.Call {
	return bot.Call{Command: "reglages", Action: action, Args: args}
}

// actions are those of /reglages that see to items.
func (c *curating) actions() []bot.Action {
	id := bot.Param{Name: "id", Names: bot.Text{FR: "id", EN: "id"}, Hidden: true, Required: true, Help: bot.Text{FR: "La fiche", EN: "The item"}}
	rev := bot.Param{Name: "rev", Names: bot.Text{FR: "rev", EN: "rev"}, Hidden: true, Required: true, Help: bot.Text{FR: "Sa version", EN: "Its version"}}
	list := []bot.Param{itemFilter, itemWords, itemFrom}
	looked := itemWords
	looked.Hidden, looked.Label = false, bot.Text{FR: "Tes mots", EN: "Your words"}
	looked.Help = bot.Text{FR: "Dans le titre, le texte, le thème : « préavis », « python »…", EN: "In the title, the text, the theme: “notice period”, “python”…"}
	show := func(name string, do bot.Handler, params ...bot.Param) bot.Action {
		return bot.Action{Name: name, Ephemeral: true, Params: append(params, list...), Run: do}
	}
	change := func(name string, do bot.Handler) bot.Action {
		return bot.Action{Name: name, Ephemeral: true, Changes: true, Params: append([]bot.Param{id, rev, inList}, list...), Run: do}
	}
	form := func(name string, title bot.Text, do bot.Handler, fields []bot.Param) bot.Action {
		known, version := id, rev // none of an item that is added
		known.Required, version.Required = false, false
		return bot.Action{Name: name, Title: title, Ephemeral: true, Changes: true, Params: slices.Concat(fields, []bot.Param{known, version}, list), Run: do}
	}
	return []bot.Action{
		show("fiches", updating(c.list)),
		{Name: "chercher", Title: bot.Text{FR: "Chercher une fiche", EN: "Find an item"}, Ephemeral: true, Params: []bot.Param{looked}, Run: updating(c.list)},
		show("fiche", updating(c.read), id),
		show("modifier", c.edit, id),
		form("conseil", tipTitle, c.saveTip, tipFields()),
		form("ressource", resourceTitle, c.saveResource, resourceFields()),
		show("details", c.details, id, aside),
		form("preciser", detailsTitle, c.saveDetails, append(detailFields(), aside)),
		change("masquer", c.change(hide, bot.Text{FR: "« %s » est masquée : plus personne ne la voit ici.", EN: "“%s” is hidden: nobody sees it here any more."})),
		change("remontrer", c.change(showAgain, bot.Text{FR: "« %s » se voit de nouveau.", EN: "“%s” is shown again."})),
		change("original", c.change(original, bot.Text{FR: "« %s » est revenue à l’original.", EN: "“%s” is the original again."})),
		change("confirmer", c.change(confirm, bot.Text{FR: "Merci d’avoir vérifié « %s » : elle vaut pour un an de plus.", EN: "Thank you for checking “%s”: it holds for one more year."})),
		show("supprimer", updating(c.askRemove), id),
		change("oublier", c.change(remove, bot.Text{FR: "« %s » est retirée.", EN: "“%s” is removed."})),
	}
}

// stock is all that a community has, shown or not.
type stock struct {
	items []shelved
	today schedule.Day // in the community's time zone
	votes map[string]storage.TipVotes
}

// stock reads all items of the community, its own last.
func (c *curating) stock(ctx context.Context, r *bot.Request) (*stock, error) {
	made, err := c.store.ContentItems(ctx, community(r))
	if err != nil {
		return nil, err
	}
	here := map[string]*storage.ContentItem{}
	var tips []content.Tip
	var resources []content.Resource
	for i := range made {
		s, err := c.as(&made[i])
		switch {
		case err != nil: // it costs no other
			continue
		case s == nil, s.here.State == storage.ItemWaiting:
			continue
		case s.tip != nil:
			tips = append(tips, *s.tip)
		default:
			resources = append(resources, *s.resource)
		}
		here[made[i].ID] = &made[i]
	}
	base := c.defaults.Library.Pack()
	packed := map[string]bool{}
	for i := range base.Tips {
		packed[base.Tips[i].ID] = true
	}
	for i := range base.Resources {
		packed[base.Resources[i].ID] = true
	}
	all := &stock{}
	add := func(s shelved) {
		if s.packed = packed[s.item().ID]; here[s.item().ID] != nil {
			s.here = *here[s.item().ID]
		}
		all.items = append(all.items, s)
	}
	with := base.With(tips, resources, nil) // which finds the words of each
	for i := range with.Tips {
		add(shelved{tip: &with.Tips[i]})
	}
	for i := range with.Resources {
		add(shelved{resource: &with.Resources[i]})
	}
	if all.today, err = c.today(ctx, r); err != nil {
		return nil, err
	}
	all.votes, err = c.store.TipVotes(ctx, community(r))
	return all, err
}

// today is the community's day.
func (c *curating) today(ctx context.Context, r *bot.Request) (schedule.Day, error) {
	chosen, err := c.store.Settings(ctx, community(r))
	return c.dayOf(chosen, r), err
}

func (c *curating) dayOf(chosen storage.Settings, r *bot.Request) schedule.Day {
	return schedule.DayOf(r.Now.In(c.defaults.zone(chosen)))
}

// among are the items of a filter that words find, those to look at first before the
// others. All reports whether they have all of the words.
func (s *stock) among(filter, words string, in bot.Lang) (found []shelved, all bool) {
	found = slices.DeleteFunc(slices.Clone(s.items), func(i shelved) bool {
		switch filter {
		case "", allItems:
			return false
		case resourceItems:
			return i.resource == nil
		case expiredItems:
			return !i.expired(s.today)
		case soonItems:
			return !i.soon(s.today)
		case hiddenItems:
			return !i.hidden()
		case ownItems:
			return i.packed && i.here.Body == ""
		}
		return i.tip == nil || i.tip.Theme != filter
	})
	rank := func(i *shelved) int {
		if i.expired(s.today) || i.soon(s.today) {
			return int(i.item().Expires - s.today)
		}
		return soonDays + 1
	}
	slices.SortStableFunc(found, func(a, b shelved) int { return cmp.Compare(rank(&a), rank(&b)) })
	return content.Search(found, words, in, func(i *shelved) *content.Item { return i.item() })
}
