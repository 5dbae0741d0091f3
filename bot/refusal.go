package bot

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"strings"
)

func speaks(req *Request) Lang {
	if req.Lang != "" {
		return req.Lang
	}
	if req.From.Lang != "" {
		return req.From.Lang
	}
	return FR
}

// failure logs err under a short reference and returns the words that give it.
func (r *Router) failure(ctx context.Context, req *Request, err error) *Message {
	return &Message{Text: Failed(r.refer(ctx, req, err))}
}

// Reference names a fault in the log and to the member alike.
func Reference() string { return rand.Text()[:6] }

// Failed are the words for a fault of ours that is logged under a reference.
func Failed(ref string) Text { return Textf(failed, ref) }

// refer logs an error of ours and returns its reference. Neither what was
// typed nor who asked is logged. A request that is cut because the program stops is no
// error.
func (r *Router) refer(ctx context.Context, req *Request, err error) string {
	ref, level := Reference(), slog.LevelError
	if errors.Is(ctx.Err(), context.Canceled) {
		level = slog.LevelInfo
	}
	r.Log.Log(ctx, level, "request failed", "ref", ref, "platform", req.At.Platform, "command", r.loggable(req.Command), "action", req.Action, "err", err)
	return ref
}

// loggable is a command's name, but not what somebody typed instead of one.
func (r *Router) loggable(name string) string {
	if c, ok := r.Command(name); ok {
		return c.Name
	}
	return ""
}

// reservedFor says who may ask for what somebody may not, and where their right would show:
// it shows in direct messages too where an account is of one space.
func reservedFor(req *Request, to *route) Text {
	said := Textf(forbidden, accessNames[to.access])
	if req.At.Member != "" && req.From.Space == "" {
		said = Join(" ", said, inChannel)
	}
	return said
}

// refusal is the answer to an error: what the member can put right, or a reference.
func (r *Router) refusal(ctx context.Context, req *Request, to *route, err error) Reply {
	wrong := UserErrors(err)
	if len(wrong) == 0 {
		return r.failure(ctx, req, err)
	}
	var params []Param
	if to != nil {
		params = to.params
	} else if c, ok := r.Command(req.Command); ok {
		params = c.Params
	}
	return &Message{Text: Join("\n", faultLines(params, faults(err), func(p *Param) Text { return p.Names.Escaped() })...)}
}

// faultLines writes what is wrong, each under the name of its parameter.
func faultLines(params []Param, faults map[string]Text, name func(*Param) Text) []Text {
	lines := []Text{faults[""]}
	told := map[string]bool{"": true}
	for i := range params {
		p := &params[i]
		if fault, ok := faults[p.Name]; ok {
			told[p.Name] = true
			lines = append(lines, Textf(Text{FR: "**%s** : %s", EN: "**%s**: %s"}, name(p), fault))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(faults)) {
		if !told[name] { // of no parameter here
			lines = append(lines, faults[name])
		}
	}
	return lines
}

// unknown names the commands that look like the one asked for.
func (r *Router) unknown(req *Request) Text {
	if req.Control != "" {
		return oldControl
	}
	asked := req.Command
	if words := strings.Fields(Clean(req.Line, 0)); len(words) > 0 {
		asked = words[0]
	}
	asked = Shorten(asked, 40)
	var names []string
	for _, c := range r.commands {
		if c.Access <= req.From.Access {
			names = append(names, c.Names.In(req.Lang))
		}
	}
	near := Nearest(req.Command, names, 3)
	if len(near) == 0 {
		return Textf(unknownCommand, asked)
	}
	return Textf(misspelt, asked, Markup("`/"+strings.Join(near, "`, `/")+"`"))
}

// The Router's own words.
var (
	failed     = Text{FR: "Quelque chose s’est mal passé de mon côté. Réessaie dans un moment ; si cela continue, donne la référence **%s** à la personne qui m’a installé.", EN: "Something went wrong on my side. Try again in a moment; if it goes on, give the reference **%s** to whoever installed me."}
	tooSlow    = Text{FR: "C’est trop long, j’ai arrêté d’attendre. Réessaie dans un moment (référence **%s**).", EN: "This takes too long; I stopped waiting. Try again in a moment (reference **%s**)."}
	oldControl = Text{FR: "Ce bouton est trop ancien, je ne sais plus ce qu’il faisait. Retape la commande, elle t’en donnera un neuf.", EN: "This button is too old; I no longer know what it did. Type the command again for a fresh one."}
	tooLong    = Text{FR: "Cette ligne est trop longue : j’en lis au plus %s octets. Raccourcis-la et renvoie-la.", EN: "This line is too long: I read at most %s bytes. Shorten it and send it again."}
	emptyLine  = Text{FR: "Il n’y a rien à lire. Tape `/aide` pour voir ce que je sais faire.", EN: "There is nothing to read. Type `/help` to see what I can do."}
	forbidden  = Text{FR: "Cette commande est réservée %s.", EN: "This command is reserved for %s."}
	inChannel  = Text{FR: "Si c’est ton rôle, tape-la dans un salon : en message privé, je ne vois pas tes rôles.", EN: "If that is your role, type it in a channel: in direct messages I do not see your roles."}

	unknownCommand = Text{FR: "Je ne connais pas « %s ». Tape `/aide` pour voir ce que je sais faire.", EN: "I do not know “%s”. Type `/help` to see what I can do."}
	misspelt       = Text{FR: "Je ne connais pas « %s ». Pensais-tu à : %s ?", EN: "I do not know “%s”. Did you mean: %s?"}

	accessNames = [...]Text{
		Anyone:    {FR: "à tout le monde", EN: "everyone"},
		Recruiter: {FR: "aux personnes qui recrutent", EN: "recruiters"},
		Moderator: {FR: "à la modération", EN: "moderators"},
		Admin:     {FR: "à l’administration de la communauté", EN: "the community’s admins"},
		Operator:  {FR: "à la personne qui gère la machine", EN: "whoever runs the machine"},
	}
)
