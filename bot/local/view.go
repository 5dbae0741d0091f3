package local

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"html/template"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"rebond/bot"
)

// templates are parsed once; each use gives them its data.
var templates = template.Must(template.New("").Option("missingkey=error").ParseFS(assets, "page/*.html"))

// view is what every template can ask for: words in the reader's language.
type view struct{ Lang bot.Lang }

// In writes a text without its formatting.
func (v view) In(t bot.Text) string { return bot.Plain(t.In(v.Lang)) }

// Words are the page's own, by name.
func (v view) Words(name string) (string, error) {
	t, ok := words[name]
	if !ok {
		return "", fmt.Errorf("no words named %s", name)
	}
	return bot.Plain(t.In(v.Lang)), nil
}

// block is a paragraph, a heading, a quote, or a list with its items.
type block struct {
	Kind  string
	Spans []bot.Span
	Items [][]bot.Span
}

var blockNames = map[bot.BlockKind]string{bot.Paragraph: "paragraph", bot.Heading: "heading", bot.Item: "list", bot.Quote: "quote"}

// Blocks reads the markup of a text, its items gathered in lists and the lines
// of a quote in one.
func (v view) Blocks(t bot.Text) []block {
	var blocks []block
	for _, b := range bot.ParseMarkup(t.In(v.Lang)) {
		last := len(blocks) - 1
		switch {
		case b.Kind == bot.Item && last >= 0 && blocks[last].Kind == blockNames[bot.Item]:
			blocks[last].Items = append(blocks[last].Items, b.Spans)
		case b.Kind == bot.Item:
			blocks = append(blocks, block{Kind: blockNames[b.Kind], Items: [][]bot.Span{b.Spans}})
		case b.Kind == bot.Quote && last >= 0 && blocks[last].Kind == blockNames[bot.Quote]:
			blocks[last].Spans = slices.Concat(blocks[last].Spans, []bot.Span{{Text: "\n"}}, b.Spans)
		default:
			blocks = append(blocks, block{Kind: blockNames[b.Kind], Spans: b.Spans})
		}
	}
	return blocks
}

// Inner reads the markup of a text inside a card, whose headings stand under
// the card's own.
func (v view) Inner(t bot.Text) []block {
	blocks := v.Blocks(t)
	for i := range blocks {
		if blocks[i].Kind == blockNames[bot.Heading] {
			blocks[i].Kind = "subheading"
		}
	}
	return blocks
}

// When writes an hour, and the day when it is not today, in the time zone of now.
func (v view) When(t, now time.Time) string {
	t = t.In(now.Location())
	if y, m, d := now.Date(); t.Year() == y && t.Month() == m && t.Day() == d {
		return v.In(bot.Hour(t))
	}
	return v.In(bot.DateHour(t))
}

// messageView is a note and what its controls are called.
type messageView struct {
	view
	note
	Version string
	Who     Person
	Opening bool // it stands above the thread that it opened
	Now     time.Time
	ctx     context.Context
	room    *Room
}

// buttonView is a button: it does the call of a control, opens a page, or leads to
// a message of the room.
type buttonView struct {
	Label, Control, URL, To string
	Style                   bot.Style
}

// Row is a row of buttons, without those that lead where the reader may not go.
func (m *messageView) Row(buttons []bot.Button) ([]buttonView, error) {
	var row []buttonView
	for _, b := range buttons {
		one := buttonView{Label: m.In(b.Label), URL: b.URL, Style: b.Style}
		var err error
		switch {
		case b.To.ID != "":
			one.To, err = m.leads(b.To)
			if errors.Is(err, bot.ErrNotFound) {
				continue
			}
		case b.URL == "":
			one.Control, err = m.Control(b.Do)
		}
		if err != nil {
			return nil, err
		}
		row = append(row, one)
	}
	return row, nil
}

// leads is where the reader finds a message, from any page of theirs: what is
// drawn once is shown to several readers. ErrNotFound where they may not see it.
func (m *messageView) leads(to bot.MessageRef) (string, error) {
	if _, err := m.room.admit(m.ctx, m.Who, to.At); err != nil {
		return "", err
	}
	return (&url.URL{Path: slug(to.At), Fragment: "m-" + to.ID}).String(), nil
}

// Control is the id of the control that does a call.
func (m *messageView) Control(c bot.Call) (string, error) {
	return bot.ControlID(m.ctx, m.room.Calls, c)
}

// threadView leads into a thread.
type threadView struct{ Path, Name, Count string }

// Into leads into the thread that the message opened; nil for whoever is there
// already or may not go there.
func (m *messageView) Into() *threadView {
	if m.Thread == nil || m.Opening || !m.Who.enters(m.Thread) {
		return nil
	}
	t := &threadView{Path: slug(threadOf(bot.MessageRef{At: m.At, ID: m.ID})), Name: threadName(m.Thread, m.Lang)}
	if m.Replies > 0 {
		t.Count = m.In(bot.Count(m.Replies, bot.Text{FR: "%s message", EN: "%s message"}, bot.Text{FR: "%s messages", EN: "%s messages"}))
	}
	return t
}

// pictureView is an image, or a link to it.
type pictureView struct {
	Src            template.URL
	URL, Alt, View string
}

// Picture is an image as the page shows it. One that is elsewhere is linked to:
// the page asks nothing of other machines.
func (m *messageView) Picture(image any) (pictureView, error) {
	i, ok := image.(bot.Image)
	if p, pointer := image.(*bot.Image); pointer {
		i, ok = *p, true
	}
	if !ok {
		return pictureView{}, fmt.Errorf("%T is not an image", image)
	}
	alt := m.In(i.Alt)
	return pictureView{m.src(i.Data), i.URL, alt, m.In(bot.Textf(words["image"], alt))}, nil
}

// src is the content of an image as an address; empty for what is no image that
// every browser shows.
func (m *messageView) src(content []byte) template.URL {
	switch media := http.DetectContentType(content); media {
	case "image/png", "image/jpeg", "image/gif", "image/webp":
		return data(media, content)
	}
	return ""
}

// Href is a file's content as an address to save it from.
func (m *messageView) Href(f bot.File) template.URL { return data("application/octet-stream", f.Data) }

func data(media string, content []byte) template.URL {
	return template.URL("data:" + media + ";base64," + base64.StdEncoding.EncodeToString(content))
}

// Size is how large a file is.
func (m *messageView) Size(f bot.File) string {
	kib := max(1, (len(f.Data)+512)/1024)
	return m.In(bot.Textf(bot.Text{FR: "%s Kio", EN: "%s KiB"}, kib))
}

// version changes when a note does; what follows a dot, when its thread grows.
func (n *note) version() (string, error) {
	text, err := json.Marshal(n.Message)
	if err != nil {
		return "", err
	}
	h := fnv.New64a()
	h.Write(text)
	fmt.Fprint(h, n.Pinned)
	version := strconv.FormatUint(h.Sum64(), 36)
	if n.Thread != nil {
		version += "." + strconv.Itoa(n.Replies)
	}
	return version, nil
}

// perReader reports whether a note is not drawn alike for all who see it: it
// leads where some of them may not go.
func (n *note) perReader() bool {
	leads := func(b bot.Button) bool { return b.To.ID != "" }
	return slices.ContainsFunc(n.Message.Buttons, leads) ||
		slices.ContainsFunc(n.Message.Cards, func(c bot.Card) bool { return slices.ContainsFunc(c.Buttons, leads) })
}

func (s *server) messageView(ctx context.Context, v visit, n *note) (*messageView, error) {
	version, err := n.version()
	return &messageView{view{n.Lang}, *n, version, v.who, n.Thread != nil && n.ID == v.at.Thread, s.room.Now(), ctx, s.room}, err
}

// shown renders a note, once for as long as it does not change: what its
// controls do is written down then, and showing it again asks nothing of the
// database.
func (s *server) shown(ctx context.Context, v visit, n *note) (*shown, error) {
	m, err := s.messageView(ctx, v, n)
	if err != nil {
		return nil, err
	}
	key := drawing{id: n.ID, version: m.Version, asked: n.Asked, when: m.When(n.Sent, m.Now), opening: m.Opening}
	if n.perReader() {
		key.reader = v.who.Name
	}
	html, ok := s.drawn.get(key)
	if !ok {
		var b strings.Builder
		if err := templates.ExecuteTemplate(&b, "message", m); err != nil {
			return nil, fmt.Errorf("render message: %w", err)
		}
		html = b.String()
		s.drawn.put(key, html)
	}
	return &shown{ID: n.ID, Version: m.Version, HTML: html}, nil
}

// drawings are the notes that have been rendered lately.
type drawings struct {
	mu   sync.Mutex
	kept map[drawing]string
}

// drawing is all that a rendered note depends on.
type drawing struct {
	id, version, asked, when string
	opening                  bool
	reader                   string // where it is drawn for one
}

// maxDrawings is how many notes are remembered: all that the places of the room
// show.
const maxDrawings = 1000

func (d *drawings) get(key drawing) (html string, ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	html, ok = d.kept[key]
	return html, ok
}

func (d *drawings) put(key drawing, html string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.kept == nil || len(d.kept) >= maxDrawings {
		d.kept = map[drawing]string{}
	}
	d.kept[key] = html
}

// pageView is the whole page.
type pageView struct {
	view
	Who      Person
	Path     string
	Title    string
	Named    bot.Lang // the language of the title
	About    bot.Text
	Back     *link // out of a thread
	Channels []link
	Messages link
	Groups   []link // private conversations
	People   []link
	Try      []string
	Notes    []template.HTML
	Trouble  string
}

// MaxLine is the length in bytes of a line.
func (p *pageView) MaxLine() int { return bot.MaxLine }

// Spoken are the names of the words that the page's script says.
func (p *pageView) Spoken() []string {
	return []string{"lost", "back", "failed", "expired", "tooMuch", "done", "updated", "hidden", "found", "foundOne", "writing", "tooMany", "unsure",
		"closed", "notHere", "fileRead", "fileLarge", "fileOther", "fileEmpty", "fileLost"}
}

// link leads to another place of the room, or to somebody else's eyes.
type link struct {
	Path, Name string
	Place      string   // of a private conversation: what events call it
	Lang       bot.Lang // of its name
	Help       string
	Here       string // aria-current: "page", or "true" for what holds the page; else empty
}

func (s *server) writePage(w io.Writer, v visit, notes []template.HTML, groups []Entry, trouble bot.Text) error {
	p := &pageView{view: view{v.who.Lang}, Who: v.who, Path: v.path(), Groups: v.links(groups), Trouble: view{v.who.Lang}.In(trouble), Notes: notes}
	p.Title, p.Named, p.About = "Rebond", v.who.Lang, directAbout
	for _, c := range Channels() {
		if c.Access > v.who.Access {
			continue
		}
		one := link{Path: pathOf(v.who, place(c.Name)), Name: c.Name}
		if place(c.Name) == channelOf(v.at) {
			one.Here, p.Title, p.About = "page", "#"+c.Name, c.About
			if v.opening != nil {
				one.Here, p.Back = "true", &link{Path: one.Path, Name: p.Title}
			}
		}
		p.Channels = append(p.Channels, one)
	}
	if v.opening != nil {
		p.Title, p.Named, p.About = threadName(v.opening.Thread, v.opening.Lang), v.opening.Lang, bot.Text{}
		if v.opening.Thread.Private {
			p.About = privateOnly
		}
	}
	p.Messages = link{Path: pathOf(v.who, v.who.messages()), Name: "Rebond"}
	if v.at.Member != "" {
		p.Messages.Here = "page"
	}
	for _, who := range People() {
		one := link{Path: pathOf(who, v.seenBy(who)), Name: who.Name, Help: p.In(who.About)}
		if who.Name == v.who.Name {
			one.Here = "true"
		}
		p.People = append(p.People, one)
	}
	if v.at == place(Channels()[0].Name) || v.at.Member != "" {
		p.Try = strings.Split(tryThese.In(v.who.Lang), "\n")
	}
	return templates.ExecuteTemplate(w, "page", p)
}

// seenBy is the place of a page as somebody else may see it: theirs, or what is
// nearest.
func (v visit) seenBy(who Person) bot.Address {
	switch at := channelOf(v.at); {
	case v.at.Member != "":
		return who.messages()
	case !who.sees(at):
		return place(Channels()[0].Name)
	case v.opening != nil && !who.enters(v.opening.Thread):
		return at
	}
	return v.at
}

func (s *server) writeRefusal(w io.Writer, l bot.Lang, why bot.Text) {
	v := view{l}
	err := templates.ExecuteTemplate(w, "refusal", struct {
		view
		Why []block
	}{v, v.Blocks(why)})
	if err != nil {
		s.room.Errors.Debug("refusal not read", "err", err)
	}
}

// sortNotes puts notes in the order in which they came.
func sortNotes(notes []note) {
	slices.SortStableFunc(notes, func(a, b note) int { return a.Sent.Compare(b.Sent) })
}
