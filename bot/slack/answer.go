package slack

import (
	"context"
	"fmt"
	"time"

	"rebond/bot"
)

const (
	// answerWithin is for how long something can be answered where it was asked.
	answerWithin = 30 * time.Minute
	// maxResponses is how many answers a response_url takes.
	maxResponses = 5
)

// asking is something that somebody asks, and that is being answered.
type asking struct {
	*hearing
	*team
	ctx     context.Context
	trigger string // opens a form, once and within 3 s
	from    origin
	form    *acknowledging      // of a form that was filled in: its answer may replace it
	view    *view               // the form, or the screen whose control was used
	files   map[string]uploaded // of a form: what was put into its fields
	inView  bool                // there is no place to answer in: a screen of its own is opened

	responses int
}

// answer has a request answered, and shows the answer.
func (q *asking) answer(r *bot.Request) {
	r.At = q.at()
	r.From = q.member(q.ctx, q.from.User, q.Now(), q.Log)
	if q.load(r.Args, r.From.Lang) {
		return
	}
	answer := q.in.Handle(q.ctx, r, func(bool) { q.late() })
	if answer.Elsewhere {
		return
	}
	if err := q.give(answer); err != nil {
		ref := bot.Reference()
		q.Log.ErrorContext(q.ctx, "answer not given", "ref", ref, "err", err)
		if err := q.say(&bot.Message{Text: bot.Failed(ref)}, true, false, answer.Lang); err != nil {
			q.Log.WarnContext(q.ctx, "nor an apology", "ref", ref, "err", err)
		}
	}
	if q.view != nil && q.placeless() { // what the Home shows may have changed
		q.home(q.ctx, q.team, q.from.User)
	}
}

// late closes a form whose answer takes longer than Slack waits: the answer comes where
// the form was opened.
func (q *asking) late() {
	if q.form != nil {
		q.form.end(q.ctx)
	}
}

// give shows an answer.
func (q *asking) give(answer bot.Answer) error {
	switch reply := answer.Reply.(type) {
	case nil:
		return nil
	case *bot.Modal:
		return q.ask(reply, answer.Lang)
	case *bot.Update:
		return q.say(&reply.Message, answer.Ephemeral, true, answer.Lang)
	case *bot.Message: // what is to be forgotten goes, where the message of the control is all of it
		theirs := q.from.Ephemeral || q.from.Direct && q.from.Message != ""
		return q.say(reply, answer.Ephemeral, answer.Forgets && theirs, answer.Lang)
	}
	return fmt.Errorf("a reply of type %T", answer.Reply)
}

// renderer turns messages of ours into Slack's; with pictures where the place takes them.
func (q *asking) renderer(l bot.Lang, pictures bool) *renderer {
	return q.Adapter.renderer(q.ctx, q.team, q.at(), l, pictures)
}

// placeless reports whether there is only a screen to show an answer in: that of a Home,
// of a shortcut, or one opened from them.
func (q *asking) placeless() bool {
	return q.inView || q.view != nil && q.from.Channel == "" && q.from.ResponseURL == ""
}

// say shows a message: where something was asked, in place of the message whose control
// was used or as another. What is a file goes by direct message, where they alone see it.
func (q *asking) say(m *bot.Message, ephemeral, update bool, l bot.Lang) error {
	if q.from.Line && (q.from.Direct || !ephemeral) {
		return q.write(m, l)
	}
	if q.from.Direct && q.from.Message != "" && !q.from.Ephemeral && !m.Passing { // beside a message of the bot's, in their direct messages
		ephemeral = false
	}
	files := handedOver(m)
	said := *m
	if files != nil {
		said.Text = bot.Join("\n\n", m.Text, inDirect)
	}
	shown, err := q.show(&said, ephemeral, update, l)
	switch {
	case err != nil:
		return err
	case !shown:
		here := *m
		here.Text = bot.Join("\n\n", answeredHere, m.Text)
		return q.direct(&here, l)
	case files == nil:
		return nil
	}
	if err := q.direct(files, l); err != nil {
		q.Log.WarnContext(q.ctx, "a file not handed over", "err", err)
		_, err = q.show(&bot.Message{Text: directClosed}, true, false, l)
		return err
	}
	return nil
}

// show shows a message where it takes no files, and reports whether it could: what it
// could not show of a message that it had begun goes by direct message.
func (q *asking) show(m *bot.Message, ephemeral, update bool, l bot.Lang) (shown bool, err error) {
	if q.placeless() {
		return q.screen(m, l)
	}
	q.late()
	all, err := q.renderer(l, false).message(m)
	if err != nil {
		return false, err
	}
	for i := range all {
		if q.from.Line {
			err = q.whisper(&all[i])
		} else if err = q.respond(&all[i], ephemeral, update && i == 0 && q.from.Message != ""); err != nil && i == 0 && update {
			err = q.edit(&all[i])
		}
		if err == nil {
			continue
		}
		q.Log.InfoContext(q.ctx, "an answer that goes by direct message", "err", err)
		if i == 0 {
			return false, nil
		}
		for k := i; k < len(all); k++ { // whoever called hands the files over
			all[k].Files = nil
		}
		return true, q.postDirect(all[i:], l)
	}
	return true, nil
}

// The words about what goes by direct message.
var (
	inDirect = bot.Text{
		FR: "_Slack ne me laisse pas joindre de fichier ici : tu le trouveras dans tes messages privés avec moi._",
		EN: "_Slack does not let me attach a file here: you will find it in your direct messages with me._",
	}
	answeredHere = bot.Text{
		FR: "_Voici la réponse à ta demande : Slack ne me laisse pas la montrer là où tu l’as faite._",
		EN: "_Here is the answer to what you asked: Slack does not let me show it where you asked._",
	}
	directClosed = bot.Text{
		FR: "_Slack ne me laisse pas joindre de fichier ici, et je n’ai pas pu t’écrire en message privé : ouvre l’onglet Messages de Rebond, puis recommence._",
		EN: "_Slack does not let me attach a file here, and I could not write to you in direct messages: open Rebond’s Messages tab, then try again._",
	}
)

// handedOver is what of a message is a file, or a picture of ours that no sketch stands for;
// nil where nothing is.
func handedOver(m *bot.Message) *bot.Message {
	files := &bot.Message{Files: m.Files}
	add := func(i *bot.Image) {
		if i != nil && i.URL == "" && len(i.Data) > 0 && !sketched(i) {
			files.Images = append(files.Images, *i)
		}
	}
	for i := range m.Cards {
		add(m.Cards[i].Image)
	}
	for i := range m.Images {
		add(&m.Images[i])
	}
	if len(files.Files)+len(files.Images) == 0 {
		return nil
	}
	return files
}
