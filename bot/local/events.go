package local

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// events tells a page what happens, as server-sent events: first everything
// that the place holds, then each change; for other places only that there is
// something new.
func (s *server) events(w http.ResponseWriter, r *http.Request, v visit) {
	l, ok := s.room.feed.listen(v.who)
	if !ok {
		w.Header().Set("Retry-After", "5")
		s.refuse(w, r, http.StatusServiceUnavailable, tooMany)
		return
	}
	defer s.room.feed.leave(l)
	w.Header().Set("Content-Type", "text/event-stream")
	out := http.NewResponseController(w)
	out.SetWriteDeadline(time.Time{})
	send := func(name string, data any) error {
		text, err := json.Marshal(data)
		if err != nil {
			return err
		}
		out.SetWriteDeadline(time.Now().Add(s.patience()))
		if _, err := fmt.Fprintf(w, "event: %s\ndata: %s\n\n", name, text); err != nil {
			return err
		}
		return out.Flush()
	}
	if err := s.snapshot(r.Context(), v, send); err != nil {
		return
	}
	beat := time.NewTicker(20 * time.Second)
	defer beat.Stop()
	for {
		var err error
		select {
		case <-r.Context().Done():
			return
		case <-beat.C:
			err = send("beat", nil)
		case e, open := <-l.events:
			if !open {
				return
			}
			err = s.tell(r.Context(), v, e, send)
		}
		if err != nil {
			return
		}
	}
}

// snapshot sends all that a place holds.
func (s *server) snapshot(ctx context.Context, v visit, send func(string, any) error) error {
	notes, err := s.notes(ctx, v)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		s.room.failure(ctx, fmt.Errorf("read place: %w", err))
		return err
	}
	all := snapshot{Run: s.run, Messages: []*shown{}}
	for i := range notes {
		m, err := s.shown(ctx, v, &notes[i])
		if err != nil { // one that cannot be shown costs no other
			s.room.failure(ctx, err)
			continue
		}
		all.Messages = append(all.Messages, m)
	}
	return send("snapshot", all)
}

// snapshot is all that a place holds. What was shown to one person alone is
// known to the process that showed it only: another Run knows nothing of it.
type snapshot struct {
	Run      string   `json:"run"`
	Messages []*shown `json:"messages"`
}

// tell sends one event. What happens in a thread is news of its channel, where the
// message that opened it is told of too; what happens in a private one is news of that
// one, for its members.
func (s *server) tell(ctx context.Context, v visit, e event, send func(string, any) error) error {
	switch {
	case !v.shows(e) && e.note != nil && (e.at.Thread == "" || e.note.private() && v.who.enters(e.note.Thread)):
		return send("elsewhere", slug(e.at))
	case !v.shows(e):
		return nil
	case e.gone != "" && e.gone == v.at.Thread:
		return send("closed", nil)
	case e.gone != "":
		return send("gone", e.gone)
	}
	m, err := s.shown(ctx, v, e.note)
	if err != nil {
		s.room.failure(ctx, err)
		return err
	}
	return send("message", m)
}
