package discord

import (
	"errors"
	"math"
	"net/http"
	"time"

	"rebond/bot"
)

var (
	unreachable = bot.Text{
		FR: "Discord ne répond pas à l’adresse %s (%s). Vérifie que cette machine est reliée à Internet, et qu’aucun pare-feu ni proxy ne bloque cette adresse.",
		EN: "Discord does not answer at %s (%s). Check that this machine is on the Internet, and that no firewall or proxy blocks this address.",
	}
	down = bot.Text{
		FR: "Discord est en panne ou surchargé (%s). Réessaie dans quelques minutes\u202f; https://discordstatus.com dit où cela en est.",
		EN: "Discord is down or overloaded (%s). Try again in a few minutes; https://discordstatus.com tells how it stands.",
	}
	tooMuchAsked = bot.Text{
		FR: "Discord demande d’attendre %s avant de lui poser d’autres questions. Réessaie après.",
		EN: "Discord asks to wait %s before it is asked more. Try again after that.",
	}
	unexpected = bot.Text{
		FR: "Discord a refusé une question de Rebond sans qu’il sache pourquoi (%s). Réessaie\u202f; si cela continue, signale-le avec ce message.",
		EN: "Discord refused a question of Rebond’s for a reason that it does not know (%s). Try again; if it goes on, report it with this message.",
	}
)

// explained is an error in words for whoever installs.
func (a *Adapter) explained(err error) error {
	if err = told(err); fatal(err) {
		return err
	}
	return &bot.UserError{Text: a.trouble(err), Err: err}
}

// trouble says why something could not be asked of Discord, and what to do.
func (a *Adapter) trouble(err error) bot.Text {
	if known, ok := errors.AsType[*bot.UserError](told(err)); ok {
		return known.Text
	}
	var said *apiError
	switch {
	case !errors.As(err, &said):
		return bot.Textf(unreachable, a.client().base, bot.Clean(err.Error(), 200))
	case said.Status >= http.StatusInternalServerError:
		return bot.Textf(down, bot.Clean(err.Error(), 200))
	case said.Wait > 0:
		return bot.Textf(tooMuchAsked, lasting(said.Wait))
	}
	return bot.Textf(unexpected, bot.Clean(err.Error(), 200))
}

// lasting is how long something takes, in the largest unit that it fills, rounded up.
func lasting(d time.Duration) bot.Text {
	in := func(unit time.Duration) int { return int(math.Ceil(float64(d) / float64(unit))) }
	switch {
	case d > 90*time.Minute:
		return bot.Count(in(time.Hour), bot.Text{FR: "%s heure", EN: "%s hour"}, bot.Text{FR: "%s heures", EN: "%s hours"})
	case d > 90*time.Second:
		return bot.Count(in(time.Minute), bot.Text{FR: "%s minute", EN: "%s minute"}, bot.Text{FR: "%s minutes", EN: "%s minutes"})
	}
	return bot.Count(in(time.Second), bot.Text{FR: "%s seconde", EN: "%s second"}, bot.Text{FR: "%s secondes", EN: "%s seconds"})
}
