package slacktest

import (
	"crypto/rand"
	"fmt"
	"io"
	"mime"
	"net/http"
	"time"
)

// maxUses is how often a response URL can be used.
const maxUses = 5

// hook is a response URL: with it what somebody did can be answered.
type hook struct {
	by   *Interaction
	at   time.Time
	uses int
	gone bool

	failed bool // a call to it failed, so that the bot may answer in another way
}

// closed is why a response URL takes nothing more; "": it does. The server is locked.
func (h *hook) closed(s *Server) string {
	switch {
	case h.gone || s.now().Sub(h.at) > s.limits.hook:
		return "expired_url"
	case h.uses >= maxUses:
		return "used_url"
	}
	return ""
}

// failedAt remembers that a call to a response URL failed. The server is locked.
func (s *Server) failedAt(secret string) {
	if h := s.hooks[secret]; h != nil {
		h.failed = true
	}
	s.note()
}

// hookFor makes the response URL of an interaction. The server is locked.
func (s *Server) hookFor(i *Interaction, kind string) string {
	secret := rand.Text()[:24]
	s.hooks[secret] = &hook{by: i, at: s.now()}
	return fmt.Sprintf("%s/%s/%s/%d/%s", s.http.URL, kind, i.User.w.ID, 8_000_000_000_000+s.ids, secret)
}

// ExpireResponseURLs ends the time of all response URLs that were given out.
func (s *Server) ExpireResponseURLs() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, h := range s.hooks {
		h.gone = true
	}
}

// responseArgs are what can be said to a response URL.
var responseArgs = map[string]bool{
	"text": true, "blocks": true, "attachments": true, "response_type": true, "replace_original": true, "delete_original": true, "thread_ts": true,
	"unfurl_links": true, "unfurl_media": true, "mrkdwn": true, "metadata": true,
}

// respond takes an answer at a response URL.
func (s *Server) respond(w http.ResponseWriter, r *http.Request) {
	raw, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
	if err != nil {
		return // the bot went away
	}
	v, _ := decode(raw)
	x := &exchange{Server: s, r: r, args: dict(v), said: &Call{Method: "response_url", Args: dict(v), At: time.Now()}}
	s.mu.Lock()
	s.calls = append(s.calls, x.said)
	f := x.fails()
	s.note()
	s.mu.Unlock()
	if f != nil && f.before(x, w) {
		if f.RetryAfter == 0 {
			s.mu.Lock()
			s.failedAt(r.PathValue("secret"))
			s.mu.Unlock()
		}
		return
	}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	var wrong faults
	switch {
	case x.args == nil || kind != "application/json":
		wrong.add("", "want a JSON object as application/json")
	default:
		x.nulls()
		wrong = s.heldResponse(x.args)
	}
	s.mu.Lock()
	status, body := x.responds(r.PathValue("secret"), raw, wrong)
	x.said.Done, x.said.Status = time.Now(), status
	if status != http.StatusOK {
		x.said.Error = body
		s.failedAt(r.PathValue("secret"))
	}
	s.note()
	s.mu.Unlock()
	switch {
	case f != nil && f.Lost:
		hangUp(w)
		return
	case f != nil && f.Body != "":
		body = f.Body
	}
	w.WriteHeader(status)
	_, _ = w.Write([]byte(body))
}

// heldResponse is what is wrong with what is said to a response URL.
func (s *Server) heldResponse(args object) (f faults) {
	for _, name := range keys(args) {
		if !responseArgs[name] {
			f.add("/"+name, "unknown property")
		}
	}
	if kind, ok := args["response_type"]; ok && kind != "ephemeral" && kind != "in_channel" {
		f.add("/response_type", "must be ephemeral or in_channel")
	}
	return append(f, s.heldBlocks(args["blocks"])...)
}

// responds carries out an answer. The server is locked.
func (x *exchange) responds(secret string, raw []byte, wrong faults) (int, string) {
	h := x.hooks[secret]
	if h == nil {
		return http.StatusNotFound, "no_such_url"
	}
	if code := h.closed(x.Server); code != "" {
		return http.StatusNotFound, code
	}
	x.w = h.by.User.w
	if len(wrong) == 0 {
		wrong = h.heldHere(x.args)
	}
	if len(wrong) > 0 {
		x.refuse("response_url", string(raw), wrong.lines()...)
		return http.StatusBadRequest, "invalid_blocks"
	}
	h.uses++
	if code := h.answers(x); code != "" {
		return http.StatusBadRequest, code
	}
	return http.StatusOK, "ok"
}

// heldHere is what this response URL does not take.
func (h *hook) heldHere(args object) (f faults) {
	replaces := truth(args["replace_original"]) || truth(args["delete_original"])
	if replaces && h.by.message == nil {
		f.add("/replace_original", "a slash command has no original message")
	}
	alone := args["response_type"] != "in_channel"
	if replaces && h.by.message != nil {
		alone = h.by.message.only != nil
	}
	for i, b := range list(args["blocks"]) {
		each(b, func(o object) {
			if alone && o["slack_file"] != nil {
				f.add(at("/blocks", i, "slack_file"), "invalid slack file: a message for one person shows none")
			}
		})
	}
	return f
}

// answers shows what was said, or tells why it cannot. The server is locked.
func (h *hook) answers(x *exchange) string {
	i := h.by
	if truth(x.args["delete_original"]) {
		if i.message.gone {
			return "message_not_found"
		}
		x.remove(i.message, i)
		return ""
	}
	m := &message{channel: i.channel, author: x.w.bot, text: text(x.args["text"]), blocks: list(x.args["blocks"]), attachments: list(x.args["attachments"])}
	if code := lengths(m); code != "" {
		x.refuse("response_url", string(encode(x.args)), code)
		return code
	}
	if f := x.pictures(m.blocks); len(f) > 0 {
		return "invalid_blocks"
	}
	if truth(x.args["replace_original"]) {
		if i.message.gone {
			return "message_not_found"
		}
		x.change(i.message, m, i)
		return ""
	}
	if m.thread = text(x.args["thread_ts"]); m.thread == "" && i.message != nil && i.message.thread != "" {
		m.thread = i.message.thread
	}
	if m.thread != "" && i.channel.find(m.thread) == nil {
		return "thread_not_found"
	}
	if x.args["response_type"] != "in_channel" {
		m.only = i.User
	}
	x.add(m, i)
	return ""
}
