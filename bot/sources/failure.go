package sources

import (
	"fmt"
	"time"

	"rebond/bot"
)

// Fault is what was wrong with a source, in a code that is kept.
type Fault string

// The faults.
const (
	Unreachable Fault = "unreachable" // no answer, or a broken one
	TooSlow     Fault = "slow"
	Refused     Fault = "refused"    // 401: our credentials are wrong or have expired
	Forbidden   Fault = "forbidden"  // 403: we may not; of France Travail, the application is not subscribed to the API
	NotFound    Fault = "not_found"  // 404: no such board
	TooMany     Fault = "too_many"   // 429
	Failing     Fault = "failing"    // 5xx
	Unexpected  Fault = "unexpected" // another status
	TooLarge    Fault = "too_large"
	Malformed   Fault = "malformed" // not what its documentation says
	Unkept      Fault = "unkept"    // ours: what was read could not be kept
	Broken      Fault = "broken"    // ours: a defect in the program
)

// Failure is why a source could not be read.
type Failure struct {
	Fault  Fault
	Status int           // of the answer; 0 where there was none
	After  time.Duration // how long the source asks us to wait; zero: it does not say
	Said   string        // a short, plain reason for whoever runs the process: no address, no secret
	Err    error
}

// Error implements error.
func (f *Failure) Error() string {
	text := "source " + string(f.Fault)
	if f.Status != 0 {
		text += fmt.Sprintf(" (%d)", f.Status)
	}
	if f.Said != "" {
		text += ": " + f.Said
	}
	return text
}

// Unwrap gives the error behind it.
func (f *Failure) Unwrap() error { return f.Err }

// Words says what is wrong, and what to do about it.
func (f Fault) Words() bot.Text {
	switch f {
	case Unreachable:
		return bot.Text{FR: "la source ne répond pas", EN: "the source does not answer"}
	case TooSlow:
		return bot.Text{FR: "la source répond trop lentement", EN: "the source answers too slowly"}
	case Refused:
		return bot.Text{FR: "identifiants refusés : vérifie-les dans la configuration", EN: "credentials refused: check them in the configuration"}
	case Forbidden:
		return bot.Text{FR: "accès interdit : l’application est-elle abonnée à cette API ?", EN: "access forbidden: is the application subscribed to this API?"}
	case NotFound:
		return bot.Text{FR: "introuvable (404) : vérifie son adresse (board ou url) dans la configuration, ou retire-la", EN: "not found (404): check its address (board or url) in the configuration, or remove it"}
	case TooMany:
		return bot.Text{FR: "trop de demandes : je ralentis", EN: "too many requests: I am slowing down"}
	case Failing:
		return bot.Text{FR: "la source est en panne", EN: "the source is failing"}
	case TooLarge:
		return bot.Text{FR: "réponse trop grosse", EN: "answer too large"}
	case Malformed:
		return bot.Text{FR: "réponse que je ne comprends pas : la source a peut-être changé de format", EN: "an answer that I do not understand: the source may have changed its format"}
	case Broken:
		return bot.Text{FR: "défaut du programme : regarde le journal", EN: "a defect in the program: see the log"}
	case Unkept:
		return bot.Text{FR: "ce qui a été lu n’a pas pu être gardé : regarde le journal", EN: "what was read could not be kept: see the log"}
	}
	return bot.Text{FR: "réponse inattendue", EN: "unexpected answer"}
}
