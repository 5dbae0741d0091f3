package sources

import (
	"context"
	"encoding/json"
	"net/http"

	"rebond/bot"
)

// Version is that of the reading of answers: kept with what a reading leaves, so that
// when it changes everything is read again, even what has not changed at the source.
const Version = 1

// State is what a reading leaves for the next where one answer holds everything.
type State struct {
	Version    int        `json:"version"`
	Validators Validators `json:"validators,omitzero"`
}

// ReadState reads what an earlier reading left; nothing, where it was not of this
// version or cannot be read.
func ReadState(kept string) State {
	var s State
	if json.Unmarshal([]byte(kept), &s) != nil || s.Version != Version {
		return State{Version: Version}
	}
	return s
}

// String is the state as it is kept.
func (s State) String() string {
	data, err := json.Marshal(s)
	if err != nil { // two strings and a number
		return ""
	}
	return string(data)
}

// Whole is a source that shows all it has in one answer: a company's board.
type Whole struct {
	Client *Client
	Ask    Ask                         // its Since is the reading's
	Parse  func([]byte) (Batch, error) // its error: nothing can be read of it
	// Lacks reports whether an answer that was read is less than everything.
	Lacks   func(body []byte) bool
	Company string // the employer's name, for offers that do not say it
}

// Fetch reads the source once. What it shows is complete when the answer is whole and
// every record of it has the shape of an offer: one that cannot be read may be an offer
// that we have.
func (w Whole) Fetch(ctx context.Context, reading *Reading) (Fetched, error) {
	state := ReadState(reading.State)
	w.Ask.Since = state.Validators
	answer, err := w.Client.Get(ctx, w.Ask)
	if err != nil {
		return Fetched{}, err
	}
	switch answer.Status {
	case http.StatusNotModified:
		state.Validators = answer.Validators
		return Fetched{Complete: true, Unchanged: true, State: state.String()}, nil
	case http.StatusNoContent:
		return Fetched{}, &Failure{Fault: Malformed, Status: answer.Status, Said: "an empty answer"}
	}
	batch, err := w.Parse(answer.Body)
	if err != nil {
		return Fetched{}, NotAnswer(answer, err)
	}
	batch.Name(w.Company)
	if err := reading.Keep(ctx, batch); err != nil {
		return Fetched{}, err
	}
	whole := answer.Status == http.StatusOK && !batch.Broken() && (w.Lacks == nil || !w.Lacks(answer.Body))
	if !whole {
		return Fetched{State: State{Version: Version}.String()}, nil
	}
	return Fetched{Complete: true, State: State{Version, answer.Validators}.String()}, nil
}

// NotAnswer is the failure of an answer of which nothing can be read.
func NotAnswer(answer Answer, err error) *Failure {
	said := "not the list that its documentation describes"
	if !json.Valid(Trim(answer.Body)) {
		said = "not JSON, or not to its end"
	}
	return &Failure{Fault: Malformed, Status: answer.Status, Said: said, Err: err}
}

// Broken reports whether a record was refused for its shape.
func (b *Batch) Broken() bool {
	for _, r := range b.Refused {
		if r.Broken {
			return true
		}
	}
	return false
}

// Name gives the offers that do not say it the name of their employer.
func (b *Batch) Name(company string) {
	for i := range b.Offers {
		if b.Offers[i].Company == "" {
			b.Offers[i].Company = OneLine(company, maxCompany)
		}
	}
}

// NamesList reports whether an object has a list under that key: where it is null or
// has gone, its being empty says nothing.
func NamesList(body []byte, key string) bool {
	var object map[string]json.RawMessage
	if json.Unmarshal(Trim(body), &object) != nil {
		return false
	}
	list := object[key]
	return len(list) > 0 && list[0] == '['
}

// BoardName writes the name that a company's board has in addresses as the company's:
// "acme-fictif" is Acme Fictif.
func BoardName(board string) string { return nameOf(bot.Clean(board, maxCompany)) }
