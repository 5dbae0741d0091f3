package discord

import (
	"errors"

	"rebond/bot"
)

// maxPinged is how many accounts Discord lets one message ping by name.
const maxPinged = 100

// pinged are the accounts of those whom a message may ping.
func (r *renderer) pinged(people []bot.PersonID) (users []string, err error) {
	for _, person := range people[:min(len(people), maxPinged)] {
		user, err := r.accounts.Account(r.ctx, r.at, person)
		if errors.Is(err, bot.ErrNotFound) { // somebody who is forgotten
			continue
		}
		if err != nil {
			return nil, err
		}
		users = append(users, user)
	}
	return users, nil
}

// mentioning is the line that pings some accounts; none for nobody.
func mentioning(users []string) []block {
	var names []bot.Span
	for _, user := range users {
		if len(names) > 0 {
			names = append(names, bot.Span{Text: " "})
		}
		names = append(names, bot.Span{Text: "@" + user, Names: bot.Person, ID: user})
	}
	if names == nil {
		return nil
	}
	return []block{{gap: "\n", spans: names}}
}
