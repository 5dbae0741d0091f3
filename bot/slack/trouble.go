package slack

import (
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"net/url"
	"time"

	"github.com/slack-go/slack"

	"rebond/bot"
)

// slackApps is where apps are set up.
const slackApps = "https://api.slack.com/apps"

var (
	unreachable = bot.Text{
		FR: "Slack ne répond pas à l’adresse %s (%s). Vérifie que cette machine est reliée à Internet, et qu’aucun pare-feu ni proxy ne bloque cette adresse.",
		EN: "Slack does not answer at %s (%s). Check that this machine is on the Internet, and that no firewall or proxy blocks this address.",
	}
	unreadable = bot.Text{
		FR: "Ce n’est pas Slack qui a répondu (%s). Vérifie slack.api_url, et qu’aucun proxy ni page de connexion au réseau ne s’interpose.",
		EN: "It is not Slack that answered (%s). Check slack.api_url, and that no proxy or network login page stands in between.",
	}
	down = bot.Text{
		FR: "Slack est en panne ou surchargé (%s). Réessaie dans quelques minutes\u202f; https://slack-status.com dit où cela en est.",
		EN: "Slack is down or overloaded (%s). Try again in a few minutes; https://slack-status.com tells how it stands.",
	}
	tooMuchAsked = bot.Text{
		FR: "Slack demande d’attendre %s avant de lui poser d’autres questions. Réessaie après.",
		EN: "Slack asks to wait %s before it is asked more. Try again after that.",
	}
	scopeMissing = bot.Text{
		FR: "Slack a refusé une question de Rebond\u00a0: il lui manque une permission (%s). " + pasteAgain.FR,
		EN: "Slack refused a question of Rebond’s: it lacks a scope (%s). " + pasteAgain.EN,
	}
	appScopeMissing = bot.Text{
		FR: "Le jeton xapp-… n’a pas la permission " + appScope + ", et on ne peut pas l’y ajouter. Sur " + slackApps + "\u00a0: ton application, Basic Information, App-Level Tokens, Generate Token and Scopes, Add Scope, " + appScope + ", Generate. Donne ce nouveau jeton à Rebond.",
		EN: "The xapp-… token does not have the scope " + appScope + ", and it cannot be added to it. On " + slackApps + ": your app, Basic Information, App-Level Tokens, Generate Token and Scopes, Add Scope, " + appScope + ", Generate. Give this new token to Rebond.",
	}
	unexpected = bot.Text{
		FR: "Slack a refusé une question de Rebond sans qu’il sache pourquoi (%s). Réessaie\u202f; si cela continue, signale-le avec ce message.",
		EN: "Slack refused a question of Rebond’s for a reason that it does not know (%s). Try again; if it goes on, report it with this message.",
	}
)

// pasteAgain gives the app what it lacks.
var pasteAgain = bot.Text{
	FR: "Sur " + slackApps + "\u00a0: ton application, App Manifest, colle ce que donne rebond slack manifest, Save Changes, puis Install App, Reinstall. Le jeton xoxb-… reste le même, sauf si Slack en montre un autre.",
	EN: "On " + slackApps + ": your app, App Manifest, paste what rebond slack manifest gives, Save Changes, then Install App, Reinstall. The xoxb-… token stays the same, unless Slack shows another.",
}

// hopeless are the reasons for which a token, or the app that it is of, serves nothing
// until somebody has set it right.
var hopeless = map[string]bot.Text{
	"invalid_auth": refusedToken,
	"not_authed":   refusedToken,
	"account_inactive": {
		FR: "L’application n’est plus installée dans l’espace de travail, ou celui-ci a été supprimé\u00a0: son jeton ne sert plus. Sur " + slackApps + "\u00a0: ton application, Install App, installe-la de nouveau et donne à Rebond le jeton xoxb-… qui s’affiche.",
		EN: "The app is no longer installed in the workspace, or this one was deleted: its token is of no more use. On " + slackApps + ": your app, Install App, install it again and give Rebond the xoxb-… token that is shown.",
	},
	"token_revoked": {
		FR: "Le jeton a été révoqué. Sur " + slackApps + "\u00a0: ton application. Pour xoxb-…\u00a0: Install App, Reinstall. Pour xapp-…\u00a0: Basic Information, App-Level Tokens, Generate Token and Scopes. Donne le nouveau à Rebond.",
		EN: "The token was revoked. On " + slackApps + ": your app. For xoxb-…: Install App, Reinstall. For xapp-…: Basic Information, App-Level Tokens, Generate Token and Scopes. Give the new one to Rebond.",
	},
	"token_expired": {
		FR: "Le jeton a expiré\u00a0: la rotation des jetons est activée, et Rebond n’en a pas besoin. Slack ne permet pas de l’éteindre\u00a0: recrée l’application avec ce que donne rebond slack manifest, et donne ses jetons à Rebond.",
		EN: "The token has expired: token rotation is on, and Rebond does not need it. Slack does not let one switch it off: create the app anew with what rebond slack manifest gives, and give its tokens to Rebond.",
	},
	"not_allowed_token_type": {
		FR: "Slack attend un autre jeton à cette place. bot_token commence par xoxb- (Install App), app_token par xapp- (Basic Information, App-Level Tokens)\u00a0: les deux ont peut-être été échangés.",
		EN: "Slack expects another token there. bot_token begins with xoxb- (Install App), app_token with xapp- (Basic Information, App-Level Tokens): the two may have been swapped.",
	},
	"socket_mode_not_enabled": {
		FR: "Le Socket Mode est éteint\u00a0: Slack ne transmet rien à Rebond. Allume-le sur " + slackApps + "\u00a0: ton application, Socket Mode, Enable Socket Mode.",
		EN: "Socket Mode is off: Slack passes nothing on to Rebond. Switch it on at " + slackApps + ": your app, Socket Mode, Enable Socket Mode.",
	},
}

var refusedToken = bot.Text{
	FR: "Slack ne reconnaît pas le jeton. Recopie-le en entier depuis " + slackApps + "\u00a0: ton application\u202f; xoxb-… est dans Install App, xapp-… dans Basic Information, App-Level Tokens.",
	EN: "Slack does not know the token. Copy the whole of it from " + slackApps + ": your app; xoxb-… is in Install App, xapp-… in Basic Information, App-Level Tokens.",
}

// refusedAppToken is what a check, which knows which token it is, says of that of the app.
var refusedAppToken = bot.Text{
	FR: "Slack ne reconnaît pas le jeton d’application (xapp-…). Sur " + slackApps + "\u00a0: ton application, Basic Information, App-Level Tokens\u202f; recopie-le, ou fabriques-en un avec Generate Token and Scopes et la permission " + appScope + ".",
	EN: "Slack does not know the app-level token (xapp-…). On " + slackApps + ": your app, Basic Information, App-Level Tokens; copy it again, or make one with Generate Token and Scopes and the scope " + appScope + ".",
}

// withheld are the reasons that whoever administers the workspace can lift.
var withheld = map[string]bot.Text{
	"team_access_not_granted": orgWithholds,
	"access_denied":           orgWithholds,
	"org_login_required": {
		FR: "L’espace de travail est en train de passer dans une organisation. Réessaie quand ce sera fini.",
		EN: "The workspace is moving into an organisation. Try again once that is done.",
	},
	"ekm_access_denied": {
		FR: "L’administration de l’espace de travail y a suspendu l’accès aux messages. Réessaie quand elle l’aura rendu.",
		EN: "The administration of the workspace has suspended the access to messages there. Try again once it has given it back.",
	},
	"accesslimited": {
		FR: "L’espace de travail n’est ouvert qu’à certaines adresses du réseau. Demande à son administration d’y ajouter celle de cette machine.",
		EN: "The workspace is open to some network addresses only. Ask its administration to add this machine’s.",
	},
}

var orgWithholds = bot.Text{
	FR: "L’administration n’a pas accordé à l’application l’accès à cet espace de travail. Demande-lui de l’approuver, puis relance rebond check.",
	EN: "The administration has not granted the app access to this workspace. Ask it to approve the app, then run rebond check again.",
}

// fatal reports whether a token can do nothing more until somebody has set it right.
func fatal(err error) bool {
	_, known := hopeless[codeOf(err)]
	return known || coded(err, "missing_scope", "no_permission")
}

// trouble says why something could not be asked of Slack, and what to do.
func trouble(err error) bot.Text {
	if known, ok := errors.AsType[*bot.UserError](err); ok {
		return known.Text
	}
	code := codeOf(err)
	if words, known := hopeless[code]; known {
		return words
	}
	if words, known := withheld[code]; known {
		return words
	}
	said, status := bot.Clean(err.Error(), 200), statusOf(err)
	var lost *url.Error
	var unread *json.SyntaxError
	switch {
	case coded(err, "missing_scope", "no_permission"):
		return lackingScope(err)
	case waitOf(err) > 0:
		return bot.Textf(tooMuchAsked, lasting(waitOf(err)))
	case status >= http.StatusInternalServerError || coded(err, "internal_error", "fatal_error", "service_unavailable", "request_timeout"):
		return bot.Textf(down, said)
	case errors.As(err, &lost):
		return bot.Textf(unreachable, addressOf(lost.URL), bot.Clean(lost.Err.Error(), 200))
	case status != 0, errors.As(err, &unread):
		return bot.Textf(unreadable, said)
	}
	return bot.Textf(unexpected, said)
}

// lackingScope says which scope an error is about. That of an app-level token is nowhere
// else.
func lackingScope(err error) bot.Text {
	said, _ := errors.AsType[slack.SlackErrorResponse](err)
	switch said.Needed {
	case appScope:
		return appScopeMissing
	case "":
		return bot.Textf(scopeMissing, said.Err)
	}
	return bot.Textf(scopeMissing, bot.Clean(said.Needed, 200))
}

// statusOf is the HTTP status with which a call failed; 0 where there is none. Slack
// itself refuses with 200, and says why.
func statusOf(err error) int {
	if said, ok := errors.AsType[slack.StatusCodeError](err); ok {
		return said.Code
	}
	return 0
}

// addressOf is the address that was called, without its method and what it was given.
func addressOf(called string) string {
	u, err := url.Parse(called)
	if err != nil || u.Host == "" {
		return bot.Clean(called, 100)
	}
	return bot.Clean(u.Scheme+"://"+u.Host, 100)
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
