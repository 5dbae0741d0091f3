package slack

import (
	"fmt"
	"hash/crc32"
	"maps"
	"slices"

	"github.com/slack-go/slack"

	"rebond/bot"
)

// What one view may hold: 250 kB in all, of which some is left for the rest of it.
const (
	maxViewBlocks     = 100
	maxViewCharacters = 60_000 // of up to four bytes each
	maxHeld           = 12_000 // of a text that a field cannot show
)

var (
	sendWords   = bot.Text{FR: "Envoyer", EN: "Send"}
	cancelWords = bot.Text{FR: "Annuler", EN: "Cancel"}
	closeWords  = bot.Text{FR: "Fermer", EN: "Close"}
	heldWords   = bot.Text{
		FR: "Ce texte est plus long que ce qu’un champ de Slack peut montrer. Le voici : copie-le dans le champ pour le changer.",
		EN: "This text is longer than a field of Slack’s can show. Here it is: copy it into the field to change it.",
	}
	faultWords = bot.Text{FR: "À corriger\u00a0: %s", EN: "To correct: %s"}
	restWords  = bot.Text{
		FR: "La suite ne tient pas ici. Demande-moi la même chose en message privé\u00a0: tu y liras tout.",
		EN: "The rest does not fit here. Ask me the same in a direct message: you will read all of it there.",
	}
)

// view is a form as Slack opens it, with what its fields hold and what is wrong with them.
// Its callback_id is the control that it does.
func (r *renderer) view(m *bot.Modal, metadata string) (*slack.ModalViewRequest, error) {
	control, err := bot.ControlID(r.ctx, r.calls, m.Do)
	if err != nil {
		return nil, err
	}
	form := r.window(m.Title, cancelWords, metadata)
	form.Submit, form.CallbackID = literal(sendWords.In(r.lang)), control
	step := fmt.Sprintf("%s%08x", stepMark, crc32.ChecksumIEEE([]byte(control)))
	fields := make([]slack.Block, 0, len(m.Fields))
	faults := maps.Clone(m.Faults)
	for i := range m.Fields {
		p := &m.Fields[i]
		fields = append(fields, r.fault(faults[p.Name])...)
		field, held := r.input(p, m.Values[p.Name]), m.Values[p.Name]
		if _, written := field.Element.(*slack.PlainTextInputBlockElement); written && tooLong(held) { // it is there to be copied
			fields = append(fields, r.rich([]block{line(bot.Span{Text: heldWords.In(r.lang), Bold: true}), line(bot.Span{Text: bot.Shorten(held, maxHeld)})})...)
		}
		stepped(field.Element, step)
		fields = append(fields, field)
		delete(faults, p.Name)
	}
	var all []block
	for _, name := range slices.Sorted(maps.Keys(faults)) { // of the whole, or of no field here
		all = append(all, blocks(r.brief(faults[name]))...)
	}
	form.Blocks.BlockSet = append(r.rich(all), fields...)
	return form, nil
}

// maxFault is how long what is wrong with one field may be. It is of a sentence or two.
const maxFault = 1000

// brief is what is wrong, without its formatting where it is longer than that.
func (r *renderer) brief(wrong bot.Text) string {
	markup := wrong.In(r.lang)
	if plain := bot.Plain(markup); runes(plain) > maxFault {
		return bot.Escape(bot.Shorten(oneLine(markup), maxFault))
	}
	return markup
}

// stepped marks a field as one of a form: in one that takes the place of another, Slack
// would keep what was entered into a field of the same name.
func stepped(e slack.BlockElement, step string) {
	switch e := e.(type) {
	case *slack.PlainTextInputBlockElement:
		e.ActionID += step
	case *slack.SelectBlockElement:
		e.ActionID += step
	case *slack.DatePickerBlockElement:
		e.ActionID += step
	case *slack.FileInputBlockElement:
		e.ActionID += step
	}
}

// fault is what is wrong with a field, to be shown above it.
func (r *renderer) fault(wrong bot.Text) []slack.Block {
	if wrong.Empty() {
		return nil
	}
	return r.small(bot.Textf(faultWords, bot.Markup(r.brief(wrong))).In(r.lang))
}

// window is a modal without anything in it.
func (r *renderer) window(title, closes bot.Text, metadata string) *slack.ModalViewRequest {
	return &slack.ModalViewRequest{Type: slack.VTModal, Title: label(title.In(r.lang), maxTitle), Close: literal(closes.In(r.lang)), PrivateMetadata: metadata}
}

// shown is a modal that only shows a message, with its controls.
func (r *renderer) shown(title bot.Text, m *bot.Message, metadata string) (*slack.ModalViewRequest, error) {
	all, err := r.blocks(m)
	if err != nil {
		return nil, err
	}
	screen := r.window(title, closeWords, metadata)
	screen.Blocks.BlockSet = all
	return screen, nil
}

// blocks are a message as a view shows it: a modal, or the Home. There is only one of it,
// so what it has no room for is left out and a last line says so, above the controls.
func (r *renderer) blocks(m *bot.Message) ([]slack.Block, error) {
	content, controls, err := r.groups(m)
	if err != nil {
		return nil, err
	}
	var whole parcel
	if whole.fill(append(content, controls...), maxViewBlocks, maxViewCharacters) {
		return whole.Blocks, nil
	}
	rest := append([]group{{blocks: r.rich(blocks(restWords.In(r.lang)))}}, controls...)
	var end, short parcel
	end.fill(rest, maxViewBlocks, maxViewCharacters)
	const divider = 1
	short.fill(content, maxViewBlocks-len(end.Blocks)-divider, maxViewCharacters-end.characters-weight(slack.NewDividerBlock()))
	short.fill(rest, maxViewBlocks, maxViewCharacters)
	return short.Blocks, nil
}
