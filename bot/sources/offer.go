// Package sources yields job offers from outside: each source's answers are
// read by a parser in a folder of its own into one [Offer]. It promises that
// text is sanitised into our markup, that no contact person's data is kept, and
// that a broken record costs that record only.
package sources

import (
	"time"

	"rebond/bot"
)

// Offer is a job opening as a source published it, in our terms.
type Offer struct {
	Source string `json:"source"` // the source's name: "francetravail", "greenhouse"…
	ID     string `json:"id"`     // the source's own id, unique within Source
	Credit Credit `json:"credit"`

	Title        string   `json:"title"`             // plain text
	Company      string   `json:"company,omitempty"` // plain text; empty when the source does not say
	Skills       []string `json:"skills,omitempty"`  // plain text: trade, skills, tools
	Description  string   `json:"description"`       // in the markup of bot.ParseMarkup
	Places       []Place  `json:"places,omitempty"`
	Remote       Remote   `json:"remote,omitempty"`
	Contract     Contract `json:"contract,omitempty"`
	ContractSaid string   `json:"contract_said,omitempty"` // in the source's words: "CDD - 12 Mois"
	Level        Level    `json:"level,omitempty"`
	LevelSaid    string   `json:"level_said,omitempty"` // in the source's words: "3 An(s)"
	Pay          Pay      `json:"pay,omitzero"`
	Language     bot.Lang `json:"language,omitempty"` // of the announcement, where the source says it
	URL          string   `json:"url"`                // the offer's own page
	ApplyURL     string   `json:"apply_url,omitempty"`

	Published time.Time `json:"published"`        // first publication
	Updated   time.Time `json:"updated"`          // last change of the content at the source
	Expires   time.Time `json:"expires,omitzero"` // zero when the source does not say
}

// Credit names where an offer comes from, as the source's licence asks.
type Credit struct {
	Name    string   `json:"name"`             // "France Travail"
	Licence bot.Text `json:"licence,omitzero"` // under what terms it is shown; empty when there are none to name
	URL     string   `json:"url,omitempty"`    // of the licence
}

// Place is where an offer is, as far as it is known. Codes are INSEE's.
type Place struct {
	Label       string `json:"label"`                 // to show: "Lyon 3e (69)", "Remote, France"
	Commune     string `json:"commune,omitempty"`     // "69123"; an arrondissement's is its city's
	Departement string `json:"departement,omitempty"` // "69"
	Region      string `json:"region,omitempty"`      // "84"
	Country     string `json:"country,omitempty"`     // ISO 3166-1 alpha-2: "FR"; empty when unknown
}

// Remote says where the work is done. Empty: the source does not say.
type Remote string

// The ways of working.
const (
	OnSite Remote = "onsite"
	Hybrid Remote = "hybrid"
	Full   Remote = "full"
)

// Contract is a kind of work contract in French terms. Empty: unknown.
type Contract string

// The kinds of contract of the job board.
const (
	CDI        Contract = "cdi"
	CDD        Contract = "cdd"
	Freelance  Contract = "freelance"
	Alternance Contract = "alternance"
	Stage      Contract = "stage"
	Interim    Contract = "interim"
)

// Level is the experience asked for. Empty: unknown.
type Level string

// The levels: Beginner also means "débutant accepté".
const (
	Beginner Level = "beginner"
	Mid      Level = "mid"
	Senior   Level = "senior"
)

// Pay is fixed pay. Amounts are in cents of Currency per Period; Min and Max
// are equal when one amount is said, zero when none can be relied on. YearMin
// and YearMax are the same per full year, in whole units of Currency.
type Pay struct {
	Min      int64  `json:"min,omitempty"`
	Max      int64  `json:"max,omitempty"`
	Currency string `json:"currency,omitempty"` // ISO 4217: "EUR"
	Period   Period `json:"period,omitempty"`
	YearMin  int64  `json:"year_min,omitempty"`
	YearMax  int64  `json:"year_max,omitempty"`
	Said     string `json:"said,omitempty"` // what the source says, in its words
}

// Period is the time that an amount of pay is for.
type Period string

// The periods of pay.
const (
	Hour  Period = "hour"
	Day   Period = "day"
	Week  Period = "week"
	Month Period = "month"
	Year  Period = "year"
)

// Batch is what one answer of a source held.
type Batch struct {
	Offers  []Offer
	Refused []Refusal // records that are not offers we can show, and why
}

// Refusal is a record left out of a batch.
type Refusal struct {
	Record string // the source's id, or the record's place in the answer: "3e"
	Reason bot.Text
	// Broken says that the record does not have the shape of an offer: there may be one,
	// which must not leave for that. Others are what they say they are, and no offers.
	Broken bool
}

// Format is one shape that offers arrive in.
type Format struct {
	Name       string                           // of the source: Offer.Source
	Recognises func(data []byte) bool           // by shape, never by file name
	Parse      func(data []byte) (Batch, error) // an error: nothing of it can be read
}

// EurosAYear is the most that the offer pays in whole euros a year; 0 when it
// is not said or is in another currency.
func (o *Offer) EurosAYear() int64 {
	if o.Pay.Currency != "EUR" {
		return 0
	}
	return o.Pay.YearMax
}

// DaysAYear is how many days a day rate is counted for in a year: those of the
// « forfait jours » (Code du travail, L.3121-64).
const DaysAYear = 218
