package bot

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
)

// heard reports whether there are signs of distress in what somebody has just written. It is
// asked before anything else: whatever is down, they are answered.
func (r *Router) heard(req *Request) bool {
	if r.Distress == nil {
		return false
	}
	written := []string{req.Line}
	for _, name := range slices.Sorted(maps.Keys(req.Args)) {
		written = append(written, req.Args[name])
	}
	return r.Distress(strings.Join(written, "\n"))
}

// instead is what is said under the people to call when what somebody in distress asks for
// is not done: to look their words up would put them into the answer, and into what its
// buttons do, and a line that is no request is no place to be put right. All the rest is
// done, so that what they filled in is not lost; where it cannot be, they are told.
func (r *Router) instead(ctx context.Context, req *Request, to *route, misread error) (said Reply, ends bool) {
	switch {
	case to != nil && to.always, req.Control == "" && !req.Form && (to == nil || misread != nil):
		return nil, true
	case to != nil && to.query:
		name := Markup("/" + to.command.Names.In(speaks(req)))
		return &Message{Text: notAsked, Buttons: []Button{{Label: Textf(withoutWords, name), Do: Call{Command: to.command.Name}}}}, true
	case misread != nil && len(UserErrors(misread)) == 0:
		return &Message{Text: Textf(notKept, r.refer(ctx, req, misread))}, true
	case req.From.ID == "": // the Directory did not answer, and they have not waited for it
		return &Message{Text: Textf(notKept, r.refer(ctx, req, errors.New("directory: no answer in time")))}, true
	}
	return nil, false
}

var (
	notAsked     = Text{FR: "Je n’ai rien cherché avec ces mots, et je ne les ai pas gardés.", EN: "I have looked nothing up with these words, and have not kept them."}
	withoutWords = Text{FR: "Ouvrir %s sans ces mots", EN: "Open %s without these words"}
	notKept      = Text{FR: "Ce que tu viens d’écrire n’est gardé nulle part : ma mémoire ne répond pas. Si tu veux le garder, renvoie-le plus tard (référence **%s**).", EN: "What you have just written is kept nowhere: my memory does not answer. If you want it kept, send it again later (reference **%s**)."}
)

// under puts the answer to somebody in distress under the people to call, for them alone:
// a message that others see too is not replaced.
func (r *Router) under(req *Request, a Answer) Answer {
	if !req.Distress || a.Elsewhere {
		return a
	}
	const apart = "\n\n"
	help := r.Help(req)
	over := func(m Message) *Message {
		m.Text = Join(apart, help, m.Text)
		return &m
	}
	modal, asks := a.Reply.(*Modal)
	said := message(a.Reply)
	_, replaces := a.Reply.(*Update)
	switch {
	case asks: // the form would take the people to call with it when it is closed
		m := *modal
		m.Fields = slices.Clone(m.Fields)
		for i := range m.Fields {
			m.Fields[i].Private = true // what they wrote is there to be copied, and not kept in what a button does
		}
		a.Reply = over(*m.Door())
	case said == nil || !a.Ephemeral:
		a.Reply = &Message{Text: help}
	case replaces && req.Alone:
		a.Reply = &Update{Message: *over(*said)}
	default:
		a.Reply = over(*said)
	}
	a.Ephemeral = true
	return a
}
