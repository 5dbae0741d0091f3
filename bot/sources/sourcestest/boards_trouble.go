package sourcestest

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strconv"
	"strings"

	"rebond/bot/sources"
)

// Trouble is an answer that is not the one hoped for.
type Trouble struct {
	Status int // 200, if it is zero and there is a body
	Header http.Header
	Body   string
	Whole  bool // the body is what the board shows
	Hang   bool // nothing is answered
	Drop   bool // the connection is closed instead
	Cut    bool // the answer breaks off in its middle
	Short  bool // the answer ends well, though only half is there
	Bomb   bool // it is far larger than it looks
	// From is for the pages of a board that begin at that rank or later only.
	From int

	times int
}

// Status is an answer with a status, and nothing else.
func Status(status int) Trouble { return Trouble{Status: status} }

// Later is a 429 that says when to come back.
func Later(after string) Trouble {
	return Trouble{Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {after}}}
}

// Says is a good status with that body.
func Says(body string) Trouble { return Trouble{Status: http.StatusOK, Body: body} }

// To is a redirection.
func To(address string) Trouble {
	return Trouble{Status: http.StatusMovedPermanently, Header: http.Header{"Location": {address}}}
}

// trouble is the one that is for a request, if any; it is used up.
func (at *board) trouble(r *http.Request) (Trouble, bool) {
	skip, _ := strconv.Atoi(r.URL.Query().Get("skip"))
	for i := range at.troubles {
		if t := &at.troubles[i]; t.times != 0 && skip >= t.From {
			t.times--
			return *t, true
		}
	}
	return Trouble{}, false
}

func (t Trouble) serve(w http.ResponseWriter, r *http.Request, whole []byte) {
	for name, values := range t.Header {
		w.Header()[name] = values
	}
	body := []byte(t.Body)
	if t.Whole {
		body = whole
	}
	status := t.Status
	if status == 0 {
		status = http.StatusOK
	}
	switch {
	case t.Hang:
		<-r.Context().Done()
	case t.Drop:
		panic(http.ErrAbortHandler)
	case t.Bomb:
		w.Header().Set("Content-Encoding", "gzip")
		w.WriteHeader(status)
		_, _ = w.Write(bomb())
	case t.Cut:
		w.Header().Set("Content-Length", strconv.Itoa(len(whole)))
		w.WriteHeader(status)
		_, _ = w.Write(whole[:len(whole)/2])
		panic(http.ErrAbortHandler)
	case t.Short:
		write(w, r, status, whole[:len(whole)/2])
	case status == http.StatusNoContent || status == http.StatusNotModified:
		w.WriteHeader(status)
	default:
		write(w, r, status, body)
	}
}

// bomb is a list of more than what is read, in a few kilobytes.
func bomb() []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write([]byte("["))
	for range 1 + sources.MaxAnswer>>20 {
		_, _ = z.Write(bytes.Repeat([]byte(" "), 1<<20))
	}
	_, _ = z.Write([]byte("]"))
	_ = z.Close()
	return b.Bytes()
}

// write answers, compressed for whoever can read it.
func write(w http.ResponseWriter, r *http.Request, status int, body []byte) {
	if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		w.WriteHeader(status)
		_, _ = w.Write(body)
		return
	}
	w.Header().Set("Content-Encoding", "gzip")
	w.WriteHeader(status)
	z := gzip.NewWriter(w)
	_, _ = z.Write(body)
	_ = z.Close()
}
