package local

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"html/template"
	"io"
	"net/http"
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

// When writes an hour, and the day when it is not today.
func (v view) When(t, now time.Time) string {
	t, now = t.Local(), now.Local()
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
	Now     time.Time
	ctx     context.Context
	calls   bot.Calls
}

type buttonView struct {
	Label, Control, URL string
	Style               bot.Style
}

// Row is a row of buttons.
func (m *messageView) Row(buttons []bot.Button) ([]buttonView, error) {
	var row []buttonView
	for _, b := range buttons {
		one := buttonView{Label: m.In(b.Label), URL: b.URL, Style: b.Style}
		if b.URL == "" {
			var err error
			if one.Control, err = m.Control(b.Do); err != nil {
				return nil, err
			}
		}
		row = append(row, one)
	}
	return row, nil
}

// Control is the id of the control that does a call.
func (m *messageView) Control(c bot.Call) (string, error) { return bot.ControlID(m.ctx, m.calls, c) }

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

// version changes when a note does.
func (n *note) version() (string, error) {
	text, err := json.Marshal(n.Message)
	if err != nil {
		return "", err
	}
	h := fnv.New64a()
	h.Write(text)
	fmt.Fprint(h, n.Pinned)
	return strconv.FormatUint(h.Sum64(), 36), nil
}

func (s *server) messageView(ctx context.Context, v visit, n *note) (*messageView, error) {
	version, err := n.version()
	return &messageView{view{n.Lang}, *n, version, v.who, s.room.Now(), ctx, s.room.Calls}, err
}

// shown renders a note, once for as long as it does not change: what its
// controls do is written down then, and showing it again asks nothing of the
// database.
func (s *server) shown(ctx context.Context, v visit, n *note) (*shown, error) {
	m, err := s.messageView(ctx, v, n)
	if err != nil {
		return nil, err
	}
	key := drawing{id: n.ID, version: m.Version, asked: n.Asked, when: m.When(n.Sent, m.Now)}
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
type drawing struct{ id, version, asked, when string }

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
	About    bot.Text
	Channels []link
	Messages link
	People   []link
	Try      []string
	Notes    []template.HTML
	Trouble  string
}

// MaxLine is the length in bytes of a line.
func (p *pageView) MaxLine() int { return bot.MaxLine }

// Spoken are the names of the words that the page's script says.
func (p *pageView) Spoken() []string {
	return []string{"lost", "back", "failed", "expired", "tooMuch", "done", "updated", "hidden", "found", "foundOne", "writing", "tooMany", "unsure"}
}

// link leads to another place of the room, or to somebody else's eyes.
type link struct {
	Path, Name string
	Help       string
	Here       bool
}

func (s *server) writePage(w io.Writer, v visit, notes []template.HTML, trouble bot.Text) error {
	p := &pageView{view: view{v.who.Lang}, Who: v.who, Path: v.path(), Trouble: view{v.who.Lang}.In(trouble), Notes: notes}
	p.Title, p.About = "Rebond", directAbout
	for _, c := range Channels() {
		if c.Access > v.who.Access {
			continue
		}
		here := visit{v.who, place(c.Name)}
		p.Channels = append(p.Channels, link{Path: here.path(), Name: c.Name, Here: here.at == v.at})
		if here.at == v.at {
			p.Title, p.About = "#"+c.Name, c.About
		}
	}
	p.Messages = link{Path: visit{v.who, v.who.messages()}.path(), Name: "Rebond", Here: v.at.Member != ""}
	for _, who := range People() {
		there := visit{who, v.at}
		if v.at.Member != "" {
			there.at = who.messages()
		}
		if !who.sees(there.at) {
			there.at = place(Channels()[0].Name)
		}
		p.People = append(p.People, link{Path: there.path(), Name: who.Name, Help: p.In(who.Role), Here: who.Name == v.who.Name})
	}
	if v.at.Channel == Channels()[0].Name || v.at.Member != "" {
		p.Try = strings.Split(tryThese.In(v.who.Lang), "\n")
	}
	return templates.ExecuteTemplate(w, "page", p)
}

// modalView is a form.
type modalView struct {
	view
	Title           string
	Fault           []block
	Control, On     string
	Command, Action string
	Fields          []fieldView
}

type fieldView struct {
	bot.Param
	ID, Label, Hint string
	Fault           []block
	Value           string
	Control         string // which of the browser's own controls
	Choices         []choiceView
	Suggests        bool
}

type choiceView struct {
	Value, Label string
	Chosen       bool
}

// modal renders a form.
func (s *server) modal(ctx context.Context, v visit, a answer, on string) (string, error) {
	control, err := bot.ControlID(ctx, s.room.Calls, a.modal.Do)
	if err != nil {
		return "", err
	}
	m := &modalView{view: view{a.lang}, Control: control, On: on, Command: a.modal.Do.Command, Action: a.modal.Do.Action}
	m.Title, m.Fault = m.In(a.modal.Title), m.Blocks(a.modal.Faults[""])
	shown := map[string]bool{"": true}
	for _, p := range a.modal.Fields {
		shown[p.Name] = true
		m.Fields = append(m.Fields, m.field(p, a.modal))
	}
	for name, fault := range a.modal.Faults {
		if !shown[name] {
			m.Fault = append(m.Fault, m.Blocks(fault)...)
		}
	}
	var b strings.Builder
	err = templates.ExecuteTemplate(&b, "modal", m)
	return b.String(), err
}

// The browser's own control for each kind of argument. A day that is no day is
// shown as text: nothing that was typed is lost.
func (m *modalView) field(p bot.Param, modal *bot.Modal) fieldView {
	f := fieldView{Param: p, ID: fieldPrefix + p.Name, Label: m.In(p.Title()), Hint: m.In(p.Help), Fault: m.Blocks(modal.Faults[p.Name]), Value: modal.Values[p.Name], Control: "text", Suggests: p.Suggest != nil}
	if f.Hint == f.Label {
		f.Hint = ""
	}
	valid := func(layout string) bool {
		_, err := time.Parse(layout, f.Value)
		return f.Value == "" || err == nil
	}
	switch p.Kind {
	case bot.Prose:
		f.Control = "prose"
	case bot.Day:
		if valid("2006-01-02") {
			f.Control = "date"
		}
	case bot.Moment:
		if valid("2006-01-02T15:04") {
			f.Control = "datetime-local"
		}
	case bot.Choice:
		f.choose(m, p.Options)
	case bot.YesNo:
		f.choose(m, []bot.Option{{Value: "yes", Label: words["yes"]}, {Value: "no", Label: words["no"]}})
	case bot.Person:
		var people []bot.Option
		for _, who := range People() {
			people = append(people, bot.Option{Value: who.Name, Label: bot.Same(who.Name)})
		}
		f.choose(m, people)
	case bot.Channel:
		var channels []bot.Option
		for _, c := range Channels() {
			channels = append(channels, bot.Option{Value: c.Name, Label: bot.Same("#" + c.Name)})
		}
		f.choose(m, channels)
	}
	return f
}

// choose makes the field a list of options; a value that is none of them stays
// a text that can be corrected.
func (f *fieldView) choose(m *modalView, options []bot.Option) {
	if f.Value != "" && !slices.ContainsFunc(options, func(o bot.Option) bool { return o.Value == f.Value }) {
		return
	}
	f.Control, f.Suggests = "choice", false
	for _, o := range options {
		f.Choices = append(f.Choices, choiceView{o.Value, m.In(o.Label), o.Value == f.Value})
	}
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
