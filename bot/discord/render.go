package discord

import (
	"context"
	"strconv"
	"strings"

	"rebond/bot"
)

// rendered is one message of Discord.
type rendered struct {
	Components []component
	Files      []file
	Pinged     []string // the accounts that it pings
}

// renderer turns messages of ours into Discord's, in one language.
type renderer struct {
	ctx      context.Context
	calls    bot.Calls
	accounts bot.Accounts
	at       bot.Address // where it is shown
	lang     bot.Lang
	seen     map[string]int // custom ids of the message
	files    []file
}

func (a *Adapter) renderer(ctx context.Context, at bot.Address, l bot.Lang) *renderer {
	return &renderer{ctx: ctx, calls: a.Calls, accounts: a.Accounts, at: at, lang: l}
}

// accents are the colours of the tones.
var accents = map[bot.Tone]int{bot.Neutral: 0x0B6B5D, bot.Calm: 0x3B6EA5, bot.Good: 0x2E7D32, bot.Warning: 0xB26A00}

// render shows all of a message, in as many messages as that takes.
func (r *renderer) render(m *bot.Message) ([]rendered, error) {
	r.seen = map[string]int{}
	rows, said, err := r.rows(m.Buttons)
	if err != nil {
		return nil, err
	}
	pinged, err := r.pinged(m.Notify)
	if err != nil {
		return nil, err
	}
	pieces := displays(append(mentioning(pinged), blocks(m.Text.In(r.lang))...))
	for i := range m.Cards {
		card, err := r.card(&m.Cards[i])
		if err != nil {
			return nil, err
		}
		pieces = append(pieces, card...)
	}
	for i := range m.Images {
		pieces = append(pieces, r.image(&m.Images[i]))
	}
	for i := range m.Files {
		pieces = append(pieces, r.file(&m.Files[i]))
	}
	pieces = append(pieces, displays(said)...)
	for i := range m.Selects {
		s, err := r.choice(&m.Selects[i])
		if err != nil {
			return nil, err
		}
		pieces = append(pieces, s)
	}
	all := r.pack(append(pieces, rows...))
	if len(all) > 0 {
		all[0].Pinged = pinged
	}
	return all, nil
}

// displays are the components that say some blocks.
func displays(said []block) (all []component) {
	for _, page := range pages(said) {
		all = append(all, component{Type: textDisplay, Content: page})
	}
	return all
}

// pack puts pieces into messages, each of which Discord accepts, and gives each file to
// the message that shows it.
func (r *renderer) pack(pieces []component) (all []rendered) {
	count, characters, bytes := 0, 0, 0
	for _, p := range pieces {
		n := p.count()
		c, b := p.texts()
		files := r.shown([]component{p})
		if len(all) == 0 || count+n > maxComponents || characters+c > maxCharacters || bytes+b > maxBytes || len(all[len(all)-1].Files)+len(files) > maxFiles {
			all, count, characters, bytes = append(all, rendered{}), 0, 0, 0
		}
		last := &all[len(all)-1]
		last.Components, last.Files = append(last.Components, p), append(last.Files, files...)
		count, characters, bytes = count+n, characters+c, bytes+b
	}
	return all
}

// card is a container, or several where its text is longer than a message holds: the
// last one has the buttons.
func (r *renderer) card(c *bot.Card) (all []component, err error) {
	rows, said, err := r.rows(c.Buttons)
	if err != nil {
		return nil, err
	}
	open := func() { all = append(all, component{Type: container, Accent: accents[c.Tone]}) }
	for _, text := range displays(append(r.said(c), said...)) {
		open()
		all[len(all)-1].Components = []component{text}
	}
	if len(all) == 0 && (c.Image != nil || len(rows) > 0) {
		open()
	}
	if len(all) > 0 {
		last := &all[len(all)-1]
		if c.Image != nil {
			last.Components = append(last.Components, r.image(c.Image))
		}
		last.Components = append(last.Components, rows...)
	}
	return all, nil
}

// said is all that a card says in words.
func (r *renderer) said(c *bot.Card) (all []block) {
	if title := inline(c.Title.In(r.lang)); len(title) > 0 {
		if bot.SafeURL(c.URL) {
			title = []bot.Span{{Text: bot.Plain(c.Title.In(r.lang)), URL: c.URL}}
		}
		all = append(all, block{mark: headingMark, gap: "\n", spans: title})
	}
	all = append(all, blocks(c.Body.In(r.lang))...)
	colon := bot.Text{FR: "\u00a0: ", EN: ": "}.In(r.lang)
	for _, f := range c.Facts {
		var line []bot.Span
		for _, s := range inline(f.Label.In(r.lang)) {
			s.Bold = true
			line = append(line, s)
		}
		if len(line) > 0 {
			line = append(line, bot.Span{Text: colon})
		}
		all = append(all, block{gap: "\n", spans: append(line, inline(f.Value.In(r.lang))...)})
	}
	for _, b := range bot.ParseMarkup(c.Footer.In(r.lang)) {
		for _, line := range lines(b.Spans) {
			all = append(all, block{mark: smallMark, gap: "\n", spans: line})
		}
	}
	return all
}

// lines are the spans of each line of a paragraph.
func lines(all []bot.Span) (split [][]bot.Span) {
	start := 0
	for i, s := range all {
		if s.Text == "\n" {
			split, start = append(split, all[start:i]), i+1
		}
	}
	return append(split, all[start:])
}

// rows are buttons, five on each. A page to which Discord lets no button lead is told in
// words.
func (r *renderer) rows(buttons []bot.Button) (rows []component, said []block, err error) {
	placed := 0
	for i := range buttons {
		b := &buttons[i]
		if b.To.ID == "" && b.URL != "" && (runes(b.URL) > maxAddress || !strings.HasPrefix(strings.ToLower(b.URL), "http")) {
			said = append(said, block{gap: "\n", spans: []bot.Span{{Text: bot.Plain(b.Label.In(r.lang)), URL: b.URL}}})
			continue
		}
		c, err := r.button(b)
		if err != nil {
			return nil, nil, err
		}
		if placed%maxRow == 0 {
			rows = append(rows, component{Type: actionRow})
		}
		placed++
		last := &rows[len(rows)-1]
		last.Components = append(last.Components, c)
	}
	return rows, said, nil
}

func (r *renderer) button(b *bot.Button) (component, error) {
	c := component{Type: button, Style: secondaryStyle, Label: bot.Shorten(bot.Plain(b.Label.In(r.lang)), maxLabel)}
	switch {
	case b.To.ID != "":
		c.Style, c.URL = linkStyle, messageURL(b.To)
		return c, nil
	case b.URL != "":
		c.Style, c.URL = linkStyle, b.URL
		return c, nil
	case b.Style == bot.Primary:
		c.Style = primaryStyle
	case b.Style == bot.Danger:
		c.Style = dangerStyle
	}
	var err error
	c.CustomID, err = r.control(b.Do, "")
	return c, err
}

// messageURL is the address of a message in Discord's own applications.
func messageURL(to bot.MessageRef) string {
	guild, channel := to.At.Space, to.At.Channel
	if guild == "" || to.At.Member != "" {
		guild = "@me"
	}
	if to.At.Thread != "" {
		channel = to.At.Thread
	}
	return "https://discord.com/channels/" + guild + "/" + channel + "/" + to.ID
}

// control is the custom id of a call. One that the message has already is numbered, as no
// two may be the same.
func (r *renderer) control(do bot.Call, param string) (string, error) {
	id, err := customID(r.ctx, r.calls, do, param, r.at)
	if err != nil {
		return "", err
	}
	r.seen[id]++
	if n := r.seen[id]; n > 1 {
		id += numberMark + strconv.Itoa(n)
	}
	return id, nil
}

func (r *renderer) choice(s *bot.Select) (component, error) {
	id, err := r.control(s.Do, s.Param)
	if err != nil {
		return component{}, err
	}
	most, least := max(1, s.Max), 1
	c := component{Type: stringSelect, CustomID: id, Placeholder: bot.Shorten(bot.Plain(s.Prompt.In(r.lang)), maxPlaceholder), MinValues: &least, MaxValues: min(most, len(s.Options))}
	for _, o := range s.Options {
		c.Options = append(c.Options, option{Label: bot.Shorten(bot.Plain(o.Label.In(r.lang)), maxOption), Value: o.Value, Default: o.Chosen})
	}
	return component{Type: actionRow, Components: []component{c}}, nil
}
