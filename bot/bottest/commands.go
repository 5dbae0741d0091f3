package bottest

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"rebond/bot"
)

// Commands are those of the suite and of the zoo: each does one thing that a
// platform must carry.
func Commands() []bot.Command {
	return append(append(sayings(), lates()...), signUp(), counter("compteur", "counter", false), counter("mon-compteur", "my-counter", true), long(), pick(), town(), zoo())
}

func text(fr, en string) bot.Text { return bot.Text{FR: fr, EN: en} }

func param(fr, en string, kind bot.Kind, label bot.Text) bot.Param {
	return bot.Param{Name: fr, Names: text(fr, en), Kind: kind, Label: label, Help: label}
}

// command is a command that takes no argument but, if rest is true, a text.
func command(fr, en string, alone, rest bool, run bot.Handler) bot.Command {
	c := bot.Command{Name: fr, Names: text(fr, en), Summary: text("Une commande de la suite", "A command of the suite"), Ephemeral: alone, Run: run}
	if rest {
		p := param("texte", "text", bot.Prose, text("Ton texte", "Your text"))
		p.Rest, p.Max = true, 4000
		c.Params = []bot.Param{p}
	}
	return c
}

// secret is in the error of a handler: no member may read it.
const secret = "motdepasse-7f3a"

// sayings answer with words.
func sayings() []bot.Command {
	saying := func(format bot.Text) bot.Handler {
		return func(_ context.Context, r *bot.Request) (bot.Reply, error) {
			return &bot.Message{Text: bot.Textf(format, r.Args["texte"])}, nil
		}
	}
	return []bot.Command{
		command("bonjour", "hello", false, true, saying(text("Bonjour, %s !", "Hello, %s!"))),
		command("murmure", "whisper", true, true, saying(text("Tout bas : %s.", "In a whisper: %s."))),
		command("echo", "echo", false, true, saying(text("%s", "%s"))),
		command("panne", "breakdown", false, false, func(context.Context, *bot.Request) (bot.Reply, error) {
			return nil, errors.New("open database: " + secret)
		}),
		command("refus", "refusal", false, false, func(context.Context, *bot.Request) (bot.Reply, error) {
			return nil, &bot.UserError{Text: text("Il n’y a plus de place ; reviens demain.", "There is no room left; come back tomorrow."), Err: errors.New(secret)}
		}),
	}
}

// lates answer once they have been announced as late.
func lates() []bot.Command {
	lately := func(reply func() bot.Reply) bot.Handler {
		return func(ctx context.Context, _ *bot.Request) (bot.Reply, error) { return reply(), untilAnnounced(ctx) }
	}
	said := lately(func() bot.Reply { return &bot.Message{Text: text("Enfin !", "At last!")} })
	return []bot.Command{
		command("lent", "slow", false, false, said),
		command("lent-seul", "slow-alone", true, false, said),
		command("lent-formulaire", "slow-form", true, false, lately(func() bot.Reply {
			c := signUp()
			return &bot.Modal{Title: c.Title, Fields: c.Params, Values: bot.Args{"nom": "Camille"}, Do: bot.Call{Command: c.Name}}
		})),
	}
}

// signUp asks with a form for what is missing.
func signUp() bot.Command {
	name, years := param("nom", "name", bot.Line, text("Ton nom", "Your name")), param("annees", "years", bot.Number, text("Années d’expérience", "Years of experience"))
	contract, why := param("contrat", "contract", bot.Choice, text("Contrat", "Contract")), param("envie", "wish", bot.Prose, text("Ton envie", "Your wish"))
	name.Required, years.Max, contract.Options = true, 60, contracts
	c := command("inscription", "sign-up", true, false, func(_ context.Context, r *bot.Request) (bot.Reply, error) {
		switch {
		case r.Args["nom"] == "pris":
			return nil, &bot.UserError{Param: "nom", Text: text("Ce nom est déjà porté.", "Somebody has this name already.")}
		case r.Args["envie"] == "aucune":
			return nil, &bot.UserError{Text: text("Les inscriptions ferment ce soir.", "Sign-up closes tonight.")}
		}
		return &bot.Message{Text: bot.Textf(text("Te voilà : %s, %s ans, %s, %s", "There you are: %s, %s years, %s, %s"), r.Args["nom"], r.Args.Int("annees"), r.Args["contrat"], r.Args["envie"])}, nil
	})
	c.Ask, c.Title, c.Params = true, text("T’inscrire", "Sign up"), []bot.Param{name, years, contract, why}
	return c
}

var contracts = []bot.Option{
	{Value: "permanent", Label: text("CDI", "Permanent")}, {Value: "fixed", Label: text("CDD", "Fixed term")}, {Value: "internship", Label: text("Stage", "Internship")},
}

// counter is a message whose buttons replace it.
func counter(fr, en string, alone bool) bot.Command {
	number := param("valeur", "value", bot.Number, text("Valeur", "Value"))
	number.Max = 1000
	message := func(r *bot.Request) *bot.Message {
		next := func(action string, n int, ask bool) bot.Call {
			return bot.Call{Command: fr, Action: action, Args: bot.Args{"valeur": strconv.Itoa(n)}, Ask: ask}
		}
		n := r.Args.Int("valeur")
		return &bot.Message{Text: bot.Textf(text("Le compteur est à **%s**.", "The counter is at **%s**."), n), Buttons: []bot.Button{
			{Label: text("Encore", "More"), Style: bot.Primary, Do: next("plus", n+1, false)},
			{Label: text("Plus tard", "Later"), Do: next("tard", n+1, false)},
			{Label: text("Régler", "Set"), Do: next("regler", n, true)},
			{Label: text("Saluer", "Greet"), Do: bot.Call{Command: "bonjour", Args: bot.Args{"texte": fr}}},
		}}
	}
	update := func(_ context.Context, r *bot.Request) (bot.Reply, error) {
		return &bot.Update{Message: *message(r)}, nil
	}
	c := command(fr, en, alone, false, func(_ context.Context, r *bot.Request) (bot.Reply, error) { return message(r), nil })
	c.Actions = []bot.Action{
		{Name: "plus", Ephemeral: alone, Params: []bot.Param{number}, Run: update},
		{Name: "regler", Ephemeral: alone, Params: []bot.Param{number}, Title: text("Régler", "Set"), Run: update},
		{Name: "tard", Ephemeral: alone, Params: []bot.Param{number}, Run: func(ctx context.Context, r *bot.Request) (bot.Reply, error) {
			if err := untilAnnounced(ctx); err != nil {
				return nil, err
			}
			return update(ctx, r)
		}},
	}
	return c
}

// longText does not fit in the id of a control, on any platform.
var longText = strings.TrimSpace(strings.Repeat("Nancy, Épinal & Lunéville ? ", 20))

// long has a button whose call is too long for the id of a control.
func long() bot.Command {
	return command("long", "long", true, false, func(context.Context, *bot.Request) (bot.Reply, error) {
		return &bot.Message{Text: text("Un long appel.", "A long call."), Buttons: []bot.Button{
			{Label: text("Relire", "Read again"), Do: bot.Call{Command: "murmure", Args: bot.Args{"texte": longText}}},
		}}, nil
	})
}

// pick has selects.
func pick() bot.Command {
	chosen := func(_ context.Context, r *bot.Request) (bot.Reply, error) {
		return &bot.Message{Text: bot.Textf(text("Choisi : <%s>", "Chosen: <%s>"), r.Args["choix"])}, nil
	}
	choice := param("choix", "choice", bot.Line, text("Ton choix", "Your choice"))
	c := command("choisir", "pick", true, false, func(context.Context, *bot.Request) (bot.Reply, error) {
		return &bot.Message{Text: text("À toi de choisir.", "It is for you to choose."), Selects: []bot.Select{
			{Prompt: text("Un contrat", "A contract"), Options: contracts, Param: "choix", Do: bot.Call{Command: "choisir", Action: "choix"}},
			{Prompt: text("Deux contrats", "Two contracts"), Options: contracts, Max: 2, Param: "choix", Do: bot.Call{Command: "choisir", Action: "choix"}},
		}}, nil
	})
	c.Actions = []bot.Action{{Name: "choix", Ephemeral: true, Params: []bot.Param{choice}, Run: chosen}}
	return c
}

// town completes what is typed for it.
func town() bot.Command {
	place, contract := param("lieu", "place", bot.Line, text("Lieu", "Place")), param("contrat", "contract", bot.Choice, text("Contrat", "Contract"))
	contract.Options = contracts
	place.Suggest = func(_ context.Context, _ *bot.Request, typed string) ([]bot.Option, error) {
		var found []bot.Option
		for _, o := range []bot.Option{
			{Value: "75056", Label: text("Paris (capitale)", "Paris (the capital)")}, {Value: "64445", Label: text("Pau", "Pau")}, {Value: "54395", Label: text("Nancy", "Nancy")},
		} {
			if strings.HasPrefix(bot.Fold(o.Label.FR), bot.Fold(typed)) {
				found = append(found, o)
			}
		}
		return found, nil
	}
	c := command("ville", "town", true, false, func(_ context.Context, r *bot.Request) (bot.Reply, error) {
		return &bot.Message{Text: bot.Textf(text("Lieu <%s>, contrat <%s>", "Place <%s>, contract <%s>"), r.Args["lieu"], r.Args["contrat"])}, nil
	})
	place.Required = true // where nothing completes a line, its form does
	c.Ask, c.Title, c.Params = true, text("Ville", "Town"), []bot.Param{place, contract}
	return c
}

// otherMessage is a message of a place, which need not be there any more.
func otherMessage(at bot.Address) bot.MessageRef {
	return bot.MessageRef{At: at, ID: "170000000000000100"}
}

// zoo shows a message of the zoo.
func zoo() bot.Command {
	c := command("zoo", "zoo", false, false, func(_ context.Context, r *bot.Request) (bot.Reply, error) {
		for _, s := range Zoo(otherMessage(r.At)) {
			if s.Name == r.Args["nom"] {
				return s.Message, nil
			}
		}
		return nil, &bot.UserError{Text: text("Il n’y a pas de message de ce nom.", "There is no message of that name.")}
	})
	c.Params = []bot.Param{param("nom", "name", bot.Line, text("Nom", "Name"))}
	return c
}
