package commands

import (
	"context"
	"errors"

	"rebond/bot"
	"rebond/storage"
)

const maxNote = 500 // runes

var (
	noteTitle = bot.Text{FR: "Une note pour toi", EN: "A note for yourself"}
	noteParam = bot.Param{Name: "mots", Names: bot.Text{FR: "mots", EN: "words"}, Kind: bot.Prose, Required: true, Max: maxNote, Private: true, Label: bot.Text{FR: "Tes mots", EN: "Your words"},
		Help: bot.Text{FR: "Rien n’est gardé avant que tu presses « Garder cette note »", EN: "Nothing is kept until you press “Keep this note”"}}
	// noSeal says that what is to be sealed cannot be now.
	noSeal = bot.Text{
		FR: "Je ne peux rien garder d’écrit pour l’instant : le coffre des clés, qui protège tes mots, ne répond pas. Ta météo, elle, est notée comme d’habitude. Si cela dure, préviens la personne qui m’a installé.",
		EN: "I cannot keep anything written for now: the store of keys, which protects your words, does not answer. Your weather is noted as usual. If it lasts, tell whoever installed me.",
	}
)

// writeNote asks for a note, from that of the day if there is one.
func (w *weather) writeNote(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	e, err := w.writtenOn(ctx, r, onDay(r))
	if err != nil {
		return nil, err
	}
	return &bot.Modal{Title: noteTitle, Fields: []bot.Param{noteParam}, Values: bot.Args(nil).With(noteParam.Name, e.Note.Text), Do: ownWeather("ecrire", ofPlace(r)), Again: ownWeather("note", ofPlace(r))}, nil
}

// hold has words wait in memory until it is decided whether they are kept.
func (w *weather) hold(r *bot.Request, words string) heldNote {
	n := heldNote{Of: community(r), On: onDay(r), Words: words, Quiet: r.Distress}
	n.Token = w.held.put(r.From.ID, n, r.Now)
	return n
}

// preview shows the words back. Nothing is written anywhere until they are kept.
func (w *weather) preview(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	e, err := w.writtenOn(ctx, r, onDay(r))
	if err != nil {
		return nil, err
	}
	return w.shown(r, w.hold(r, r.Args[noteParam.Name]), bot.Text{}, e.Note.State != storage.Nothing), nil
}

// shown is a note that is held, to be kept or not.
func (w *weather) shown(r *bot.Request, n heldNote, said bot.Text, replaces bool) bot.Reply {
	state := bot.Text{FR: "Rien n’est encore gardé.", EN: "Nothing is kept yet."}
	if replaces {
		state = bot.Text{FR: "Rien n’est encore gardé. Si tu gardes cette note, elle remplace celle d’aujourd’hui.", EN: "Nothing is kept yet. If you keep this note, it replaces today’s."}
	}
	call := func(action string) bot.Call { return ownWeather(action, ofPlace(r).With("jeton", n.Token)) }
	m := bot.Message{
		Text:  bot.Join("\n\n", said, state),
		Cards: []bot.Card{{Body: bot.Same(n.Words)}},
		Buttons: []bot.Button{
			{Label: bot.Text{FR: "Garder cette note", EN: "Keep this note"}, Style: bot.Primary, Do: call("garder")},
			{Label: bot.Text{FR: "Ne pas la garder", EN: "Do not keep it"}, Do: call("jeter")},
		},
	}
	if n.Quiet {
		m.Buttons = append(m.Buttons, needToTalk())
	}
	return &bot.Update{Message: m}
}

// keepNote seals a note that was held, and keeps it.
func (w *weather) keepNote(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	n, has := w.held.get(r.From.ID, community(r), r.Args["jeton"], r.Now)
	if !has {
		return &bot.Message{
			Text: bot.Text{
				FR: "Je n’ai plus ces mots : avant que tu décides, je ne les retiens qu’un quart d’heure, et une autre note ou un redémarrage les efface. Ils sont encore affichés plus haut : copie-les, puis presse « Écrire une note ».",
				EN: "I no longer have these words: until you decide, I hold them for a quarter of an hour only, and another note or a restart erases them. They are still shown above: copy them, then press “Write a note”.",
			},
			Buttons: []bot.Button{noteButton(r)},
		}, nil
	}
	kept := bot.Text{FR: "C’est noté. Ta note est gardée, pour toi seulement.", EN: "Noted. Your note is kept, for you alone."}
	if n.Kept { // the button was pressed twice
		return w.afterKept(ctx, r, &n, kept)
	}
	err := w.store.KeepNote(ctx, community(r), r.From.ID, n.On, n.Words, r.Now)
	if errors.Is(err, storage.ErrKeys) {
		return w.shown(r, n, noSeal, false), nil
	}
	if err != nil {
		return nil, err
	}
	w.held.keep(r.From.ID, n.Token)
	return w.after(ctx, r, kept)
}

// afterKept goes on from a note that is kept already, unless it has been erased since.
func (w *weather) afterKept(ctx context.Context, r *bot.Request, n *heldNote, kept bot.Text) (bot.Reply, error) {
	e, err := w.writtenOn(ctx, r, n.On)
	if err != nil {
		return nil, err
	}
	if e.Note.State == storage.Nothing {
		kept = bot.Text{FR: "Cette note est effacée.", EN: "This note is erased."}
	}
	return w.after(ctx, r, kept)
}

// dropNote forgets a note that was held.
func (w *weather) dropNote(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	n, has := w.held.get(r.From.ID, community(r), r.Args["jeton"], r.Now)
	if !has || !n.Kept {
		w.held.drop(r.From.ID, r.Args["jeton"])
		return w.after(ctx, r, bot.Text{FR: "C’est fait : rien n’a été gardé de cette note.", EN: "Done: nothing of this note was kept."})
	}
	d, err := w.dayOf(ctx, r, onDay(r))
	if err != nil {
		return nil, err
	}
	kept := bot.Text{FR: "Cette note est déjà gardée. « Mon carnet » permet de l’effacer.", EN: "This note is kept already. “My notebook” lets you erase it."}
	if w.quiet(r, d) && n.On == d.On {
		kept = bot.Text{FR: "Cette note est déjà gardée. « Effacer ma note » permet de l’effacer.", EN: "This note is kept already. “Erase my note” lets you erase it."}
	}
	return w.afterKept(ctx, r, &n, kept)
}
