package commands

import (
	"slices"
	"strings"

	"rebond/bot"
	"rebond/commands/content"
	"rebond/storage"
)

// listText says what was understood, how many there are, and where the page stands among
// them.
func listText(r *bot.Request, asked bot.Args, n, from int, whole bool) bot.Text {
	lines := []bot.Text{{FR: "# Se former", EN: "# Training"}}
	if words := r.Args["mots"]; words != "" && asked["mots"] == "" {
		lines = append(lines, bot.Textf(bot.Text{FR: "Je n’ai rien su lire dans « %s ».", EN: "I could read nothing in “%s”."}, bot.Shorten(words, 60)))
	}
	if !whole {
		lines = append(lines, bot.Text{FR: "Aucune ressource n’a tous ces mots : voici ce qui s’en approche.", EN: "No resource has all of these words: here is what comes close."})
	}
	count := []bot.Text{soughtText(asked), resourceCount(n)}
	if n > resourcesAPage {
		count = append(count, bot.Textf(bot.Text{FR: "page %s sur %s", EN: "page %s of %s"}, from/resourcesAPage+1, (n+resourcesAPage-1)/resourcesAPage))
	}
	lines = append(lines, bot.Join(" · ", count...))
	if len(asked) == 0 && from == 0 {
		lines = append(lines, bot.Text{FR: "Trouve une formation avec tes mots, « python gratuit débutant », ou choisis un domaine.", EN: "Find training in your own words, “python free beginner”, or choose an area."})
	}
	return bot.Join("\n", lines...)
}

func resourceCount(n int) bot.Text {
	return bot.Count(n, bot.Text{FR: "%s ressource", EN: "%s resource"}, bot.Text{FR: "%s ressources", EN: "%s resources"})
}

// soughtText says a search back: « python » · Développement · gratuit.
func soughtText(asked bot.Args) bot.Text {
	var parts []bot.Text
	if words := asked["mots"]; words != "" {
		parts = append(parts, quoted(words))
	}
	for _, t := range traits {
		parts = append(parts, optionLabel(t.options, asked[t.name]))
	}
	said := bot.Join(" · ", parts...)
	if said.Empty() {
		return said
	}
	return bot.Textf(bot.Text{FR: "**%s**", EN: "**%s**"}, said)
}

// allDomains is the choice of no domain.
const allDomains = "tous"

// domainSelect lets the member choose among the domains in which there is something.
func domainSelect(all []content.Resource, asked bot.Args) bot.Select {
	options := []bot.Option{{Value: allDomains, Label: bot.Text{FR: "Tous les domaines", EN: "Every area"}}}
	for _, d := range domains() {
		if slices.ContainsFunc(all, func(o content.Resource) bool { return ofDomain(&o, d.Value) }) {
			d.Chosen = d.Value == asked["theme"]
			options = append(options, d)
		}
	}
	return bot.Select{Prompt: bot.Text{FR: "Choisir un domaine", EN: "Choose an area"}, Param: "theme", Options: options, Do: learning("suite", asked.With("theme", ""))}
}

func seekButton(asked bot.Args) bot.Button {
	label := bot.Text{FR: "Chercher", EN: "Search"}
	if len(asked) > 0 {
		label = bot.Text{FR: "Modifier la recherche", EN: "Change the search"}
	}
	do := learning("chercher", asked)
	do.Ask = true
	return bot.Button{Label: label, Do: do}
}

var (
	mineButton    = bot.Button{Label: mineTitle, Do: learning("miennes", nil)}
	proposeButton = bot.Button{Label: proposeTitle, Do: bot.Call{Command: "formations", Action: "proposer", Ask: true}}
	everything    = bot.Button{Label: bot.Text{FR: "Tout voir", EN: "See everything"}, Do: learning("suite", nil)}
)

// resourceCard is a resource among others; back is the list in which it is.
func resourceCard(o *content.Resource, state storage.Progress, back bot.Args) bot.Card {
	return bot.Card{
		Title:   o.Title.Escaped(),
		URL:     o.URL,
		Body:    bot.Join("\n", progressText(state), o.Text, whatItIs(o)),
		Buttons: []bot.Button{{Label: bot.Text{FR: "Voir", EN: "View"}, Do: learning("voir", back.With("id", o.ID))}},
	}
}

// whatItIs is all that a resource is, on one line.
func whatItIs(o *content.Resource) bot.Text {
	var languages []bot.Text
	for _, l := range o.Languages {
		languages = append(languages, bot.Textf(bot.Text{FR: "en %s", EN: "in %s"}, content.Label(content.Languages, l)))
	}
	said := bot.Join(", ", languages...)
	if len(languages) == 2 {
		said = bot.Textf(bot.Text{FR: "%s et %s", EN: "%s and %s"}, languages[0], languages[1])
	}
	certificate := content.Label(content.Certificates, o.Certificate)
	if o.Cost == "certificat-payant" && o.Certificate == "payant" { // said already
		certificate = bot.Text{}
	}
	return bot.Join(" · ", bot.Same(o.Provider), content.Label(content.Levels, o.Level), content.Label(content.Formats, o.Format), o.Duration.Escaped(),
		content.Label(content.Costs, o.Cost), certificate, said)
}

// progressText is what the member makes of a resource.
func progressText(state storage.Progress) bot.Text {
	return map[storage.Progress]bot.Text{
		storage.ResourceKept:    {FR: "**Gardée**", EN: "**Kept**"},
		storage.ResourceStarted: {FR: "**En cours**", EN: "**In progress**"},
		storage.ResourceDone:    {FR: "**Terminée**", EN: "**Finished**"},
	}[state]
}

// nothingToLearn says that nothing is found, and what a search with one thing less would
// find.
func nothingToLearn(r *bot.Request, all []content.Resource, asked bot.Args) *bot.Message {
	if len(all) == 0 {
		return &bot.Message{Text: bot.Text{FR: "Il n’y a pas encore de ressource ici. Tu en connais une bonne ? Propose-la.", EN: "There is no resource here yet. Do you know a good one? Propose it."}, Buttons: []bot.Button{proposeButton}}
	}
	m := &bot.Message{Text: bot.Textf(bot.Text{FR: "Je n’ai aucune ressource pour : %s.", EN: "I have no resource for: %s."}, soughtText(asked))}
	m.Buttons = withLess(r, all, lessThan(asked))
	if len(m.Buttons) == 0 {
		m.Text = bot.Join("\n", m.Text, bot.Text{FR: "Essaie un autre mot, ou pars de tout ce qu’il y a.", EN: "Try another word, or start from all there is."})
	}
	see := everything
	see.Label = bot.Textf(bot.Text{FR: "Tout voir (%s)", EN: "See everything (%s)"}, len(all))
	m.Buttons = append(m.Buttons, see, seekButton(asked), proposeButton)
	return m
}

// less is a search with one thing less.
type less struct {
	asked bot.Args
	words bot.Text
}

// withLess lead to those of some searches that find something with all of their words.
func withLess(r *bot.Request, all []content.Resource, searches []less) (buttons []bot.Button) {
	for _, l := range searches {
		some, whole := learnable(all, l.asked, r.Lang)
		if whole && len(some) > 0 && len(l.asked) > 0 {
			buttons = append(buttons, bot.Button{Label: bot.Join(" ", resourceCount(len(some)), l.words), Do: learning("suite", l.asked)})
		}
	}
	return buttons
}

// wordsDropped is of how many words each is left out in turn: more would be a wall of
// buttons.
const wordsDropped = 4

// lessThan are a search without each of its traits, then without each of its words.
func lessThan(asked bot.Args) []less {
	all := lessTraits(asked)
	without := func(words, rest string) {
		all = append(all, less{asked.With("mots", rest), bot.Textf(bot.Text{FR: "sans « %s »", EN: "without “%s”"}, bot.Shorten(words, 24))})
	}
	words := strings.Fields(asked["mots"])
	if len(words) > 1 && len(words) <= wordsDropped {
		for i, word := range words {
			without(word, strings.Join(slices.Delete(slices.Clone(words), i, i+1), " "))
		}
	}
	if len(words) > 0 {
		without(asked["mots"], "")
	}
	return all
}

func lessTraits(asked bot.Args) (all []less) {
	for _, t := range traits {
		if asked[t.name] != "" {
			all = append(all, less{asked.With(t.name, ""), t.without})
		}
	}
	return all
}
