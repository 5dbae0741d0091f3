package commands

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"rebond/bot"
	"rebond/commands/content"
	"rebond/storage"
)

var proposeTitle = bot.Text{FR: "Proposer une ressource", EN: "Propose a resource"}

// proposeParams are the fields of « Proposer une ressource », as many as a modal holds: the
// rest is read in them, and moderators put it right.
func proposeParams() []bot.Param {
	return []bot.Param{
		{Name: "titre", Names: bot.Text{FR: "titre", EN: "title"}, Label: bot.Text{FR: "Titre", EN: "Title"}, Required: true, Min: 2, Max: content.MaxTitle, Help: bot.Text{FR: "Son nom, tel qu’on le trouve sur place", EN: "Its name, as it is found there"}},
		{Name: "lien", Names: bot.Text{FR: "lien", EN: "link"}, Label: bot.Text{FR: "Lien", EN: "Link"}, Kind: bot.Link, Required: true, Help: bot.Text{FR: "L’adresse entière, qui commence par https://", EN: "The whole address, which begins with https://"}},
		{Name: "texte", Names: bot.Text{FR: "texte", EN: "text"}, Label: bot.Text{FR: "À quoi elle sert", EN: "What it is good for"}, Kind: bot.Prose, Required: true, Max: content.MaxResource, Help: bot.Text{FR: "En une phrase ou deux : ce qu’on y apprend, et pour qui", EN: "In a sentence or two: what one learns there, and for whom"}},
		{Name: "theme", Names: bot.Text{FR: "theme", EN: "theme"}, Label: bot.Text{FR: "Domaine", EN: "Area"}, Kind: bot.Choice, Required: true, Options: domains(), Help: bot.Text{FR: "Le plus proche suffit", EN: "The nearest will do"}},
		{Name: "cout", Names: bot.Text{FR: "cout", EN: "cost"}, Label: bot.Text{FR: "Coût", EN: "Cost"}, Kind: bot.Choice, Required: true, Options: content.Costs, Help: bot.Text{FR: "Ce que cela coûte à qui s’en sert", EN: "What it costs whoever uses it"}},
	}
}

// propose keeps a resource for moderators to decide.
func (t *training) propose(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	if r.At.Space == "" {
		return nil, errNowhere
	}
	chosen, err := t.store.Settings(ctx, community(r))
	if err != nil {
		return nil, err
	}
	o := proposed(r, t.defaults.lang(chosen))
	if err := refused(o); err != nil {
		return nil, err
	}
	if m, err := t.known(ctx, r, o); err != nil || m != nil {
		return m, err
	}
	body, err := json.Marshal(o)
	if err != nil {
		return nil, fmt.Errorf("write proposal: %w", err)
	}
	item := &storage.ContentItem{Kind: storage.ResourceItem, Title: r.Args["titre"], Body: string(body)}
	err = t.store.Propose(ctx, community(r), r.From.ID, item, r.Now, func(string) []bot.Post { return t.tellModerators(r, chosen, item, o) })
	if errors.Is(err, storage.ErrTooManyProposals) {
		return nil, &bot.UserError{Err: err, Text: bot.Textf(bot.Text{FR: "Merci pour ton élan ! %s de tes propositions attendent déjà d’être lues. Garde celle-ci de côté : tu pourras l’envoyer dès que la modération en aura lu une.", EN: "Thank you for so many! %s of your proposals already wait to be read. Keep this one aside: you can send it as soon as moderators have read one of them."}, storage.MaxProposals)}
	}
	if err != nil {
		return nil, err
	}
	return &bot.Message{Text: bot.Textf(bot.Text{FR: "Merci ! « %s » est entre les mains de la modération, qui la lira avant qu’elle paraisse. Je te dirai ce qu’elle décide.", EN: "Thank you! “%s” is with the moderators, who will read it before it appears. I will tell you what they decide."}, item.Title)}, nil
}

// proposed is the resource that a member proposes. What they wrote is shown as it is; what
// the form does not ask is what is likely, until moderators say otherwise: its language is
// that of the community.
func proposed(r *bot.Request, in bot.Lang) *content.Resource {
	o := &content.Resource{
		Item:     content.Item{Title: bot.Markup(r.Args["titre"]), Text: bot.Same(r.Args["texte"])},
		Provider: bot.Shorten(hostOf(r.Args["lien"]), content.MaxProvider), URL: r.Args["lien"], Languages: []string{string(in)},
		Level: "tous", Format: formatOf(r.Args), Cost: r.Args["cout"], Certificate: "inconnu",
	}
	for _, d := range content.Domains {
		if d.Value == r.Args["theme"] {
			o.Themes = d.Subjects[:1]
		}
	}
	return o
}

// formatOf is the format that the words of a proposal name, as far as they do.
func formatOf(args bot.Args) string {
	words := bot.Fold(args["titre"] + " " + args["texte"])
	switch {
	case args["theme"] == "financement":
		return "financement"
	case strings.Contains(words+" "+hostOf(args["lien"]), "mooc"):
		return "mooc"
	case strings.Contains(words, "exerci"):
		return "exercices"
	}
	return "cours"
}

// proposalFields are the fields that say what a resource has under other names.
var proposalFields = map[string]string{"title": "titre", "url": "lien", "provider": "lien", "text": "texte", "themes": "theme", "cost": "cout"}

// refused are the faults of what was typed, each with its field.
func refused(o *content.Resource) error {
	checked := *o
	checked.ID = "proposition" // it has none before it is kept
	var all []error
	told := map[string]bool{}
	for _, w := range checked.Check() {
		field := proposalFields[w.Field]
		if w.Advice || told[field] {
			continue
		}
		told[field] = true
		said := inOneLanguage(w.Text)
		switch {
		case field == "lien":
			said = bot.Text{FR: "Il me faut une adresse sûre, de 500 caractères au plus, qui commence par https://.", EN: "I need a secure address, of at most 500 characters, which begins with https://."}
		case field == "texte" && strings.Contains(said.FR, "`url`"):
			said = bot.Text{FR: "Pas d’adresse ici : elle a son champ, « Lien ».", EN: "No address here: it has its own field, “Link”."}
		}
		all = append(all, &bot.UserError{Param: field, Text: said})
	}
	return errors.Join(all...)
}

// known shows what is on the shelf already, or says that it waits to be read; nil where it
// is new.
func (t *training) known(ctx context.Context, r *bot.Request, o *content.Resource) (*bot.Message, error) {
	pack, err := t.shelf.living(ctx, r)
	if err != nil {
		return nil, err
	}
	key := addressKey(o.URL)
	if i := slices.IndexFunc(pack.Resources, func(one content.Resource) bool { return addressKey(one.URL) == key }); i >= 0 {
		there := *r
		there.Args = bot.Args{"id": pack.Resources[i].ID}
		return t.whole(ctx, &there, &pack.Resources[i], bot.Text{FR: "Elle y est déjà : la voici.", EN: "It is already there: here it is."})
	}
	items, err := t.store.ContentItems(ctx, community(r))
	if err != nil {
		return nil, err
	}
	for i := range items {
		if items[i].Kind != storage.ResourceItem || items[i].State != storage.ItemWaiting {
			continue
		}
		one, err := resourceOf(&items[i])
		if err != nil {
			return nil, err
		}
		switch {
		case addressKey(one.URL) != key:
		case items[i].Author == r.From.ID:
			return &bot.Message{Text: bot.Text{FR: "Tu l’as déjà proposée : la modération ne l’a pas encore lue.", EN: "You have proposed it already: moderators have not read it yet."}}, nil
		default:
			return &bot.Message{Text: bot.Text{FR: "Bonne idée : quelqu’un l’a eue avant toi, et cette adresse attend que la modération la lise.", EN: "A good idea: somebody had it before you, and this address waits for moderators to read it."}}, nil
		}
	}
	return nil, nil
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}

// addressKey is the same for addresses of one page, however they are written: what follows
// it only to count visits says nothing.
func addressKey(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	query := u.Query()
	for name := range query {
		if strings.HasPrefix(strings.ToLower(name), "utm_") {
			query.Del(name)
		}
	}
	route := ""
	if strings.HasPrefix(u.Fragment, "/") || strings.HasPrefix(u.Fragment, "!") { // of a site that is one page to its server
		route = "#" + u.Fragment
	}
	return hostOf(address) + strings.TrimRight(u.EscapedPath(), "/") + "?" + query.Encode() + route
}

// proposalTold is for how long the message that tells moderators may be late: afterwards
// they find the proposal without it.
const proposalTold = 7 * 24 * time.Hour

// tellModerators shows it in their channel, where there is one.
func (t *training) tellModerators(r *bot.Request, chosen storage.Settings, item *storage.ContentItem, o *content.Resource) []bot.Post {
	to := community(r)
	if to.Channel = chosen[storage.ModerationChannel]; to.Channel == "" {
		return nil
	}
	shown := *item
	shown.Account = r.From.User
	return []bot.Post{{Key: storage.ProposalPost(item.ID), Kind: bot.SendPost, To: to, Lang: t.defaults.lang(chosen), Until: r.Now.Add(proposalTold), Message: proposalPost(&shown, o)}}
}
