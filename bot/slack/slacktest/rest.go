package slacktest

import (
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// maxBody is how much of a request the fake reads.
const maxBody = 64 << 20

// method is one of the Web API.
type method struct {
	name   string
	app    bool     // it takes the app's token, not the bot's
	json   bool     // it takes JSON too, and not a form alone
	scopes []string // of which one is needed
	args   []string // that it knows
	wrong  string   // the error for what hold finds
	hold   func(x *exchange) faults
	do     func(x *exchange) object // with the server locked
}

// exchange is one call being answered.
type exchange struct {
	*Server
	r      *http.Request
	method *method // nil: no method of the Web API
	said   *Call
	args   object
	w      *Workspace // of the token
	bad    faults
}

// anywhere are the arguments that every method takes: Bolt says of which workspace it
// speaks.
var anywhere = []string{"token", "team_id"}

// arg is an argument that is a string.
func (x *exchange) arg(name string) string { return text(x.args[name]) }

func (s *Server) handler() http.Handler {
	mux := http.NewServeMux()
	all := methods()
	mux.HandleFunc("/api/{method}", func(w http.ResponseWriter, r *http.Request) {
		x := &exchange{Server: s, r: r, said: &Call{Method: r.PathValue("method"), At: time.Now()}}
		x.method = all[x.said.Method]
		x.serve(w)
	})
	mux.HandleFunc("/link/", s.accept)
	for _, kind := range []string{"commands", "actions"} {
		mux.HandleFunc("POST /"+kind+"/{team}/{id}/{secret}", s.respond)
	}
	mux.HandleFunc("POST /upload/v1/{secret}", s.upload)
	mux.HandleFunc("GET /files-pri/{id}/{name}", s.download)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.refuse(r.Method+" "+r.URL.Path, "", "the fake has no such address")
		s.mu.Unlock()
		http.NotFound(w, r)
	})
	return mux
}

// serve answers a call: the failures that a test asked for come first, then who asks,
// what they say, and whether they may.
func (x *exchange) serve(w http.ResponseWriter) {
	raw, err := io.ReadAll(io.LimitReader(x.r.Body, maxBody))
	if err != nil {
		return // the bot went away
	}
	problem := x.read(raw)
	x.said.Args = x.args
	x.said.Token = x.token()
	x.mu.Lock()
	x.calls = append(x.calls, x.said)
	f := x.fails()
	x.note()
	x.mu.Unlock()
	if f != nil && f.before(x, w) {
		if f.RetryAfter == 0 {
			x.mu.Lock()
			x.misses()
			x.mu.Unlock()
		}
		return
	}
	if x.method != nil && x.method.hold != nil && problem == "" {
		x.bad = x.method.hold(x)
	}
	x.mu.Lock()
	answer := x.answer(problem, raw)
	x.headers(w.Header())
	status := http.StatusOK
	switch answer["error"] {
	case nil:
	case "ratelimited":
		status = http.StatusTooManyRequests
		w.Header().Set("Retry-After", seconds(time.Second))
	default:
		x.misses()
	}
	x.said.Done, x.said.Status, x.said.Error = time.Now(), status, text(answer["error"])
	lost := f != nil && f.Lost
	if lost {
		x.said.Status = 0
	}
	body := encode(answer)
	x.note()
	x.mu.Unlock()
	if lost {
		hangUp(w)
		return
	}
	if f != nil && f.Body != "" {
		body = []byte(f.Body)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

// headers tell what the token may do. The server is locked.
func (x *exchange) headers(h http.Header) {
	if x.w != nil && x.method != nil {
		h.Set("X-Oauth-Scopes", strings.Join(x.w.scopes, ","))
		h.Set("X-Accepted-Oauth-Scopes", strings.Join(x.method.scopes, ","))
	}
	h.Set("X-Slack-Req-Id", strings.ToLower(x.id('r')))
}

func failed(code string) object { return object{"ok": false, "error": code} }

// answer does what is asked, if it may be. The server is locked.
func (x *exchange) answer(problem string, raw []byte) object {
	if x.method == nil {
		x.refuse(x.said.Method, string(raw), "the fake has no such method")
		return failed("unknown_method")
	}
	if code := x.authorize(); code != "" {
		return failed(code)
	}
	if !x.method.app && !x.w.has(x.method.scopes...) {
		return x.missing(x.method.scopes...)
	}
	if problem != "" {
		x.refuse(x.method.name, string(raw), problem)
		return failed("invalid_form_data")
	}
	var unknown []string
	for name := range x.args {
		if !slices.Contains(x.method.args, name) && !slices.Contains(anywhere, name) {
			unknown = append(unknown, "unknown argument "+name)
		}
	}
	if len(unknown) > 0 {
		x.refuse(x.method.name, string(raw), unknown...)
		return failed("invalid_arguments")
	}
	if len(x.bad) > 0 {
		x.refuse(x.method.name, string(encode(x.args)), x.bad.lines()...)
		if slices.ContainsFunc(x.bad, func(f fault) bool { return f.message == tooLarge }) {
			return failed(tooLarge)
		}
		return object{"ok": false, "error": x.method.wrong, "errors": x.bad.lines(), "response_metadata": object{"messages": x.bad.messages()}}
	}
	answer := x.method.do(x)
	if answer["error"] == nil {
		answer["ok"] = true
	}
	return answer
}

// missing is the error for scopes that the token lacks.
func (x *exchange) missing(needed ...string) object {
	return object{"ok": false, "error": "missing_scope", "needed": strings.Join(needed, ","), "provided": strings.Join(x.w.scopes, ",")}
}

// token is what the call carries, in its header or, as some libraries write it, in
// its form.
func (x *exchange) token() string {
	if t, ok := strings.CutPrefix(x.r.Header.Get("Authorization"), "Bearer "); ok {
		return t
	}
	return x.arg("token")
}

// authorize finds whose the token is. The server is locked.
func (x *exchange) authorize() string {
	t := x.said.Token
	either := x.method.name == "auth.test"
	switch {
	case t == "":
		return "not_authed"
	case t == x.AppToken:
		if !x.method.app && !either {
			return "not_allowed_token_type"
		}
		return ""
	}
	for _, w := range x.workspaces {
		if w.BotToken == t {
			switch {
			case w.lost != "":
				return w.lost
			case x.method.app:
				return "not_allowed_token_type"
			}
			x.w = w
			return ""
		}
	}
	return "invalid_auth"
}

// read takes the arguments out of a body: what is wrong with it, in words.
func (x *exchange) read(raw []byte) string {
	x.args = object{}
	kind, _, _ := mime.ParseMediaType(x.r.Header.Get("Content-Type"))
	switch {
	case x.r.Method == http.MethodGet:
		x.form(x.r.URL.Query())
	case x.r.Method != http.MethodPost:
		return "want POST"
	case len(raw) == 0:
	case kind == "application/json":
		if x.method != nil && !x.method.json {
			return "this method takes a form, not JSON"
		}
		v, _ := decode(raw)
		if dict(v) == nil {
			return "want a JSON object"
		}
		x.args = dict(v)
		x.nulls()
	case kind == "application/x-www-form-urlencoded":
		values, err := url.ParseQuery(string(raw))
		if err != nil {
			return err.Error()
		}
		x.form(values)
	default:
		return "want a form or JSON, not " + kind
	}
	return ""
}

// nulls takes away the arguments that are null.
func (x *exchange) nulls() {
	maps.DeleteFunc(x.args, func(_ string, v any) bool { return v == nil })
}

// structured are the arguments that are JSON inside a form.
var structured = []string{"blocks", "attachments", "metadata", "view", "files"}

// switches are the arguments that are true or false.
var switches = []string{
	"unfurl_links", "unfurl_media", "mrkdwn", "reply_broadcast", "link_names", "as_user", "include_all_metadata", "inclusive",
	"include_locale", "include_users", "include_count", "include_disabled", "return_im", "prevent_creation", "include_num_members", "exclude_archived",
}

// form reads arguments that are strings. What is empty is as if it were not there,
// but a text may be.
func (x *exchange) form(values url.Values) {
	for name, all := range values {
		v := all[0]
		switch {
		case slices.Contains(structured, name):
			if parsed, err := decode([]byte(v)); err == nil {
				x.args[name] = parsed
				continue
			}
			x.args[name] = v
		case slices.Contains(switches, name):
			x.args[name] = truth(v)
		default:
			x.args[name] = v
		}
	}
}
