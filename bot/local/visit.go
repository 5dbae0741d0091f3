package local

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"rebond/bot"
)

// visit is somebody somewhere in the room.
type visit struct {
	who     Person
	at      bot.Address
	opening *Entry // the message that opened the thread they are in; nil elsewhere
}

// directMessages is the name in addresses of a person's messages with the bot.
const directMessages = "@rebond"

func place(channel string) bot.Address {
	return bot.Address{Platform: Platform, Space: Space, Channel: channel}
}

func (who Person) messages() bot.Address {
	return bot.Address{Platform: Platform, Space: Space, Member: who.Name}
}

// slug is the name of a place in addresses: "coaching", "coaching.ID" for the
// thread that the message ID opened there.
func slug(at bot.Address) string {
	switch {
	case at.Member != "":
		return directMessages
	case at.Thread != "":
		return at.Channel + "." + at.Thread
	}
	return at.Channel
}

func pathOf(who Person, at bot.Address) string { return "/" + who.Name + "/" + slug(at) }

func (v visit) path() string { return pathOf(v.who, v.at) }

func (v visit) request(id string) *bot.Request {
	return &bot.Request{ID: "local-" + id, From: v.who.member(), At: v.at, Resolve: v.who.resolve}
}

// on is the message of a page that has an id. Above a thread stands the one that
// opened it, which is in the channel.
func (v visit) on(id string) bot.MessageRef {
	if id == v.at.Thread {
		return bot.MessageRef{At: channelOf(v.at), ID: id}
	}
	return bot.MessageRef{At: v.at, ID: id}
}

// shows reports whether a page shows what an event is about.
func (v visit) shows(e event) bool {
	return e.at == v.at || v.at.Thread != "" && e.at == channelOf(v.at) && e.id() == v.at.Thread
}

// arrives finds who is where by the address of a page. Where that cannot be it
// returns the status and the words that say why.
func (s *server) arrives(r *http.Request) (v visit, status int, why bot.Text) {
	who, err := FindPerson(r.PathValue("who"))
	if err != nil {
		return v, http.StatusNotFound, noSuchPage
	}
	channel, thread, inside := strings.Cut(r.PathValue("place"), ".")
	v = visit{who: who, at: place(channel)}
	v.at.Thread = thread
	if !inside && channel == directMessages {
		v.at = who.messages()
	}
	v.opening, err = s.room.admit(r.Context(), who, v.at)
	switch {
	case errors.Is(err, bot.ErrNotFound) && thread != "":
		return v, http.StatusNotFound, noSuchThread
	case errors.Is(err, bot.ErrNotFound) || inside && thread == "":
		return v, http.StatusNotFound, noSuchPage
	case err != nil:
		return v, http.StatusInternalServerError, s.room.failure(r.Context(), fmt.Errorf("find thread: %w", err))
	}
	return v, http.StatusOK, bot.Text{}
}

// visitor does something for whoever is somewhere in the room.
func (s *server) visitor(do func(http.ResponseWriter, *http.Request, visit)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		v, status, why := s.arrives(r)
		if status != http.StatusOK {
			s.refuse(w, r, status, why)
			return
		}
		if r.Method == http.MethodPost {
			r.Body = http.MaxBytesReader(w, r.Body, maxBody)
			if err := r.ParseForm(); err != nil {
				if _, long := errors.AsType[*http.MaxBytesError](err); long {
					s.refuse(w, r, http.StatusRequestEntityTooLarge, tooLarge)
					return
				}
				s.refuse(w, r, http.StatusBadRequest, notAForm)
				return
			}
		}
		do(w, r, v)
	}
}
