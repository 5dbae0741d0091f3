package slack

import (
	"context"
	"encoding/json"
	"math"
	"mime"
	"path"
	"strings"

	"github.com/slack-go/slack"

	"rebond/bot"
)

// rendered is one message of Slack.
type rendered struct {
	Blocks []slack.Block
	Text   string // what notifications and screen readers give of it, escaped
	Files  []file // that go with it
}

// file is what is sent besides a message's words.
type file struct {
	name, media, alt string // alt is empty but for a picture
	data             []byte
}

// renderer turns messages and forms of ours into Slack's, in one language.
type renderer struct {
	ctx       context.Context
	calls     bot.Calls
	at        bot.Address // where it is shown
	lang      bot.Lang
	name      func(k bot.Kind, id string) string       // how somebody or a group is called here; "" where that is not known
	user      func(p bot.PersonID) string              // the account of somebody to ping; "" if there is none
	picture   func(i bot.Image) (id string, err error) // gives a picture to Slack, and returns its file's id; nil: the place takes none
	elsewhere bool                                     // it is not where it was asked for: no picture comes that has a sketch
	command   func(line string) string                 // how a command that our words name is typed here; nil: as they name it
	controls  int                                      // how many there are
}

// group are blocks that are shown together where that can be.
type group struct {
	blocks []slack.Block
	files  []file
	card   bool // a line parts it from what is around it
}

// What one message may hold. The characters are those of its blocks as JSON: Slack refuses
// about 13,200 (msg_blocks_too_long), and what it counts beside texts is not written
// anywhere (slackapi/bolt-js, issues 2509 and 2867).
const (
	maxBlocks     = 49 // of 50: one is left for the line of a thread
	maxCharacters = 12_500
)

// message shows all of a message, in as many messages as that takes.
func (r *renderer) message(m *bot.Message) ([]rendered, error) {
	content, controls, err := r.groups(m)
	if err != nil {
		return nil, err
	}
	return pack(append(content, controls...)), nil
}

// groups are what a message says and shows, and its controls.
func (r *renderer) groups(m *bot.Message) (content, controls []group, err error) {
	content = each(content, pinging(r.pinged(m.Notify)))
	content = each(content, r.text(blocks(m.Text.In(r.lang))))
	for i := range m.Cards {
		card, err := r.card(&m.Cards[i])
		if err != nil {
			return nil, nil, err
		}
		content = append(content, card)
	}
	for i := range m.Images {
		image, err := r.image(&m.Images[i])
		if err != nil {
			return nil, nil, err
		}
		content = append(content, image)
	}
	content = append(content, r.handed(m.Files)...)
	rows, said, err := r.rows(m.Buttons)
	if err != nil {
		return nil, nil, err
	}
	content = each(content, r.rich(said))
	for i := range m.Selects {
		choice, err := r.choice(&m.Selects[i])
		if err != nil {
			return nil, nil, err
		}
		controls = each(controls, []slack.Block{choice})
	}
	return content, each(controls, rows), nil
}

// each adds blocks, each of which stands for itself.
func each(all []group, blocks []slack.Block) []group {
	for _, b := range blocks {
		all = append(all, group{blocks: []slack.Block{b}})
	}
	return all
}

// pinged are the accounts of those whom a message may ping.
func (r *renderer) pinged(people []bot.PersonID) (users []string) {
	for _, person := range people {
		if r.user == nil {
			break
		}
		if user := r.user(person); userForm.MatchString(user) {
			users = append(users, user)
		}
	}
	return users
}

// card is a card's own blocks.
func (r *renderer) card(c *bot.Card) (group, error) {
	rows, said, err := r.rows(c.Buttons)
	if err != nil {
		return group{}, err
	}
	g := group{card: true, blocks: r.rich(append(r.said(c), said...))}
	if c.Image != nil {
		image, err := r.image(c.Image)
		if err != nil {
			return group{}, err
		}
		g.blocks, g.files = append(g.blocks, image.blocks...), image.files
	}
	g.blocks = append(append(g.blocks, r.small(c.Footer.In(r.lang))...), rows...)
	return g, nil
}

// said is what a card says in words, but for its footer.
func (r *renderer) said(c *bot.Card) (all []block) {
	if title := bold(inline(c.Title.In(r.lang))); len(title) > 0 {
		if linkable(c.URL) {
			title = []bot.Span{{Text: bot.Plain(c.Title.In(r.lang)), URL: c.URL, Bold: true}}
		}
		all = append(all, line(title...))
	}
	for i, b := range blocks(c.Body.In(r.lang)) {
		if i == 0 {
			b.gap = "\n"
		}
		all = append(all, b)
	}
	colon := bot.Text{FR: "\u00a0: ", EN: ": "}.In(r.lang)
	for _, f := range c.Facts {
		label := bold(inline(f.Label.In(r.lang)))
		if len(label) > 0 {
			label = append(label, bot.Span{Text: colon})
		}
		all = append(all, line(append(label, inline(f.Value.In(r.lang))...)...))
	}
	return all
}

const maxAlt = 2000

// image is a picture, or what it shows in words where it cannot be shown: then it goes
// with the message.
func (r *renderer) image(i *bot.Image) (group, error) {
	alt := bot.Shorten(strings.TrimSpace(bot.Plain(i.Alt.In(r.lang))), maxAlt)
	words := group{blocks: r.rich([]block{line(bot.Span{Text: bot.Text{FR: "Image\u00a0: ", EN: "Picture: "}.In(r.lang) + alt})})}
	switch {
	case len(i.Data) > 0 && sketched(i) && (r.picture == nil || r.elsewhere):
		return r.sketch(i, alt)
	case len(i.Data) > 0 && r.picture == nil:
		words.files = []file{{name: i.Name, media: mime.TypeByExtension(path.Ext(i.Name)), alt: alt, data: i.Data}}
		return words, nil
	case len(i.Data) > 0:
		id, err := r.picture(*i)
		return group{blocks: []slack.Block{slack.NewImageBlockSlackFile(&slack.SlackFileObject{ID: id}, alt, "", nil)}}, err
	case !webPage(i.URL):
		return words, nil
	}
	return group{blocks: []slack.Block{slack.NewImageBlock(i.URL, alt, "", nil)}}, nil
}

// sketched reports whether a picture is not to be handed over without being asked for.
func sketched(i *bot.Image) bool { return !i.Sketch.Empty() }

// sketch is what stands for a picture that is not handed over: its words, then its sketch,
// each character of which is as wide as another, and the button that gets it.
func (r *renderer) sketch(i *bot.Image, alt string) (group, error) {
	drawn := bot.Shorten(bot.Plain(i.Sketch.In(r.lang)), maxAlt)
	g := group{blocks: append(r.rich([]block{line(bot.Span{Text: alt})}), slack.NewRichTextBlock("", &slack.RichTextPreformatted{
		Type: slack.RTEPreformatted, Elements: elements([]bot.Span{{Text: drawn}}),
	}))}
	if i.Get.Label.Empty() {
		return g, nil
	}
	rows, said, err := r.rows([]bot.Button{i.Get})
	g.blocks = append(append(g.blocks, r.rich(said)...), rows...)
	return g, err
}

// handed names the files that go with a message.
func (r *renderer) handed(all []bot.File) (named []group) {
	for _, f := range all {
		words := bot.Textf(bot.Text{FR: "Fichier\u00a0: %s", EN: "File: %s"}, f.Name)
		named = append(named, group{blocks: r.rich(blocks(words.In(r.lang))), files: []file{{name: f.Name, media: f.Media, data: f.Data}}})
	}
	return named
}

// threadBlock is the id of the line that says what a thread is called: Slack has no names
// for threads.
const threadBlock = "thread"

// What a thread is called by, and a group.
var (
	threadNamed = bot.Text{FR: "Fil\u00a0: **%s**", EN: "Thread: **%s**"}
	groupNamed  = bot.Text{FR: "Groupe\u00a0: **%s**", EN: "Group: **%s**"}
)

// thread is the last line of a message that opens a thread, or is the first of a group.
func (r *renderer) thread(t *bot.Thread) slack.Block {
	named := threadNamed
	if t.Private {
		named = groupNamed
	}
	said := bot.Textf(named, bot.Shorten(oneLine(t.Name.In(r.lang)), maxHeader))
	return slack.NewRichTextBlock(threadBlock, containers(blocks(said.In(r.lang)))...)
}

// parcel is one message that is being filled.
type parcel struct {
	rendered
	characters int
	card       bool // the last thing in it is a card
}

// with are the blocks of a group as they stand in the parcel, and their characters.
func (p *parcel) with(g *group) (added []slack.Block, characters int) {
	if len(g.blocks) == 0 {
		return nil, 0
	}
	if len(p.Blocks) > 0 && (p.card || g.card) {
		added = append(added, slack.NewDividerBlock())
	}
	added = append(added, g.blocks...)
	for _, b := range added {
		characters += weight(b)
	}
	return added, characters
}

// put adds a group, if there is room for all of it among so many blocks and characters.
func (p *parcel) put(g *group, blocks, characters int) bool {
	added, more := p.with(g)
	if len(p.Blocks)+len(added) > blocks || p.characters+more > characters {
		return false
	}
	p.Blocks, p.Files = append(p.Blocks, added...), append(p.Files, g.files...)
	p.characters, p.card = p.characters+more, g.card
	return true
}

// fill puts groups up to the first for which there is no room, and reports whether there
// is for all.
func (p *parcel) fill(groups []group, blocks, characters int) bool {
	for i := range groups {
		if !p.put(&groups[i], blocks, characters) {
			return false
		}
	}
	return true
}

// pack puts groups into messages, each of which Slack accepts.
func pack(groups []group) (all []rendered) {
	var parcels []*parcel
	var last *parcel
	open := func() {
		if last == nil || len(last.Blocks) > 0 {
			last = &parcel{}
			parcels = append(parcels, last)
		}
	}
	for i := range groups {
		g := &groups[i]
		if len(g.blocks) == 0 || last != nil && last.put(g, maxBlocks, maxCharacters) {
			continue
		}
		if open(); last.put(g, maxBlocks, maxCharacters) {
			continue
		}
		for _, b := range g.blocks { // a card that is longer than a message
			if one := (&group{blocks: []slack.Block{b}}); !last.put(one, maxBlocks, maxCharacters) {
				open()
				last.put(one, 1, math.MaxInt) // there is always room for one: see spanSize
			}
		}
		last.Files, last.card = append(last.Files, g.files...), g.card
	}
	for _, p := range parcels {
		p.Text = fallback(read(p.Blocks))
		all = append(all, p.rendered)
	}
	return all
}

// weight is of how many characters a block is.
func weight(b slack.Block) int {
	var text strings.Builder
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	if err := e.Encode(b); err != nil {
		return maxCharacters // not one of ours
	}
	return runes(text.String())
}
