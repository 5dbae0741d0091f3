// Package board holds the rules of a community's job board: what an announcement
// must say, what can be read of a pasted one, and what a moderator has to see of it.
// It promises to keep every word as its author wrote it, and to name every rule that
// is broken at once.
package board

import (
	"rebond/bot/sources"
)

// Announcement is an opening as its author gives it: each field in the author's words,
// right or wrong.
type Announcement struct {
	Title     string           `json:"title,omitempty"`
	Company   string           `json:"company,omitempty"` // the final one, whoever publishes
	Place     string           `json:"place,omitempty"`   // "Nancy", "Paris ; Lyon"; empty where the work is fully remote
	Remote    sources.Remote   `json:"remote,omitempty"`
	Contract  sources.Contract `json:"contract,omitempty"`
	Pay       string           `json:"pay,omitempty"` // see ReadPay; or the reason why it is not given
	Publisher Publisher        `json:"publisher,omitempty"`
	Apply     string           `json:"apply,omitempty"`  // an https address, or an e-mail address
	Number    string           `json:"number,omitempty"` // the company's SIREN or SIRET, if given
	Text      string           `json:"text,omitempty"`   // the announcement itself, plain: several lines
	Page      string           `json:"page,omitempty"`   // the address of the page that it was read from
}

// Publisher says who publishes an announcement. Empty: not said.
type Publisher string

// The publishers.
const (
	Employer     Publisher = "employer"
	Agency       Publisher = "agency"
	HiddenClient Publisher = "hidden" // an agency that does not name its client on the card
	Referral     Publisher = "referral"
)
