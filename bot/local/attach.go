package local

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"rebond/bot"
)

// consoleProtocol is what a console's connection is upgraded to: lines one way,
// what is shown the other.
const consoleProtocol = "rebond-console"

// sessionEnd is the last byte of a console that ended by itself, which nothing
// that is shown holds; without it the room has closed.
const sessionEnd = '\x04'

// console is the room in the terminal of another process.
func (s *server) console(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	who, err := FindPerson(query.Get("as"))
	if err != nil || r.Header.Get("Upgrade") != consoleProtocol {
		s.refuse(w, r, http.StatusBadRequest, notAConsole)
		return
	}
	prompt, _ := strconv.ParseBool(query.Get("prompt"))
	w.Header().Set("Connection", "Upgrade")
	w.Header().Set("Upgrade", consoleProtocol)
	w.WriteHeader(http.StatusSwitchingProtocols)
	out := http.NewResponseController(w)
	out.Flush()
	conn, in, err := out.Hijack()
	if err != nil {
		s.room.failure(r.Context(), fmt.Errorf("attach console: %w", err))
		return
	}
	defer conn.Close()
	ctx, cancel := context.WithCancel(s.running)
	defer cancel()
	context.AfterFunc(ctx, func() { conn.Close() }) // the room closes: so do its consoles
	c := Console{In: in, Out: conn, As: who, Prompt: prompt}
	if err := c.run(ctx, s.room, s.inbox); err != nil {
		s.room.Errors.DebugContext(ctx, "console left", "err", err)
	}
	if ctx.Err() == nil {
		conn.Write([]byte{sessionEnd})
	}
}

// answerWithin is how long the other process may take to let a console in.
const answerWithin = 5 * time.Second

// Attach is a console on the room of another process, by the address of its
// page, until the input or ctx ends or the room closes. An error before anything
// was said is *bot.UserError.
func (c *Console) Attach(ctx context.Context, address, key string) error {
	conn, err := c.connect(ctx, address, key)
	if err != nil && ctx.Err() != nil {
		return nil
	}
	if err != nil {
		return &bot.UserError{Err: err, Text: bot.Text{
			FR: "Un autre Rebond a la salle ouverte, mais je n’arrive pas à lui parler. Arrête-le, puis réessaie.",
			EN: "Another Rebond has the room open, but I cannot reach it. Stop it, then try again.",
		}}
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	go func() {
		io.Copy(conn, c.In)
		conn.CloseWrite()
	}()
	shown := &untilEnd{out: c.Out}
	_, err = io.Copy(shown, conn)
	switch {
	case shown.ended || ctx.Err() != nil:
		return nil
	case shown.err != nil:
		return &outputError{shown.err}
	}
	return &bot.UserError{Err: err, Text: bot.Text{FR: "La salle s’est fermée.", EN: "The room has closed."}}
}

// duplex is a connection of which one way can end before the other.
type duplex interface {
	io.ReadWriteCloser
	CloseWrite() error
}

func (c *Console) connect(ctx context.Context, address, key string) (duplex, error) {
	query := url.Values{"as": {c.As.Name}, "prompt": {strconv.FormatBool(c.Prompt)}}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+address+"/console?"+query.Encode(), nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Connection", "Upgrade")
	r.Header.Set("Upgrade", consoleProtocol)
	r.AddCookie(&http.Cookie{Name: (&Page{Key: key}).cookie(), Value: key})
	w, err := (&http.Transport{ResponseHeaderTimeout: answerWithin}).RoundTrip(r) // no proxy stands between
	if err != nil {
		return nil, err
	}
	conn, ok := w.Body.(duplex)
	if !ok || w.Header.Get("Upgrade") != consoleProtocol {
		w.Body.Close()
		return nil, errors.New(w.Status)
	}
	return conn, nil
}

// untilEnd passes on what the room shows, but for the byte that ends it.
type untilEnd struct {
	out   io.Writer
	ended bool
	err   error // of out
}

func (u *untilEnd) Write(shown []byte) (int, error) {
	said, ended := bytes.CutSuffix(shown, []byte{sessionEnd})
	u.ended = ended
	if _, u.err = u.out.Write(said); u.err != nil {
		return 0, u.err
	}
	return len(shown), nil
}
