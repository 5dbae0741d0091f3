package discordtest

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxUpload is how many bytes of files a message takes: 10 MiB without a boost.
const maxUpload = 10 << 20

// route is one of the API.
type route struct {
	method, path string // the path as the contract writes it
	open         bool   // it needs no authorization: its token is in the path
	contract     bool   // it has a body, which the contract describes
	limits       func(x *exchange) faults
	do           func(x *exchange) reply // with the server locked
}

// exchange is one request being answered.
type exchange struct {
	*Server
	r     *http.Request
	route route
	said  *Request
	body  any    // nil without a body
	bad   faults // what the contract has against it
	files []*upload
}

// upload is a file of a request: files[id].
type upload struct {
	id, name, media string
	data            []byte
}

// value is a part of the path.
func (x *exchange) value(name string) string { return x.r.PathValue(name) }

// object is the body where it is an object.
func (x *exchange) object() object { o, _ := x.body.(object); return o }

func (s *Server) handler() http.Handler {
	mux := http.NewServeMux()
	for _, one := range routes() {
		mux.HandleFunc(one.method+" /api/v10"+one.path, func(w http.ResponseWriter, r *http.Request) {
			x := &exchange{Server: s, r: r, route: one}
			x.serve(w)
		})
	}
	mux.HandleFunc("GET /attachments/{channel_id}/{attachment_id}/{name}", s.file)
	for _, from := range []string{"", "/media"} {
		mux.HandleFunc("GET "+from+"/ephemeral-attachments/{application_id}/{attachment_id}/{name}", s.fileHandedIn)
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/" && r.Header.Get("Upgrade") != "" {
			s.accept(w, r, false)
			return
		}
		answer := errNotFound
		if v, ok := strings.CutPrefix(r.URL.Path, "/api/"); ok && !strings.HasPrefix(v, "v10/") {
			answer = errVersion
		}
		s.mu.Lock()
		s.refuse(r.Method+" "+r.URL.Path, "", "the fake has no such route")
		s.mu.Unlock()
		write(w, answer)
	})
	return mux
}

func write(w http.ResponseWriter, a reply) {
	if a.body == nil {
		w.WriteHeader(a.status)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(a.status)
	_, _ = w.Write(encode(a.body))
}

// serve answers a request: the faults that a test asked for come first, then who
// asks, what they say, and whether they may.
func (x *exchange) serve(w http.ResponseWriter) {
	raw, err := io.ReadAll(io.LimitReader(x.r.Body, maxUpload+1<<20))
	if err != nil {
		return // the bot went away
	}
	problem := x.read(raw)
	x.said = &Request{Method: x.r.Method, Path: strings.TrimPrefix(x.r.URL.Path, "/api/v10"), Query: x.r.URL.Query(), Body: x.payload(raw), At: time.Now()}
	for _, f := range x.files {
		x.said.Files = append(x.said.Files, File{Name: f.name, Media: f.media, Data: f.data})
	}
	x.mu.Lock()
	x.requests = append(x.requests, x.said)
	f := x.fails()
	lenient := x.lenient
	x.note()
	x.mu.Unlock()
	if f != nil && f.before(x, w) {
		return
	}
	x.hold(lenient)
	x.mu.Lock()
	answer, limited := x.limited(w.Header())
	if !limited {
		answer = x.answer(problem)
	}
	if f != nil && f.lost {
		answer.status = 0
	}
	x.said.Status, x.said.Done = answer.status, time.Now()
	x.note()
	x.mu.Unlock()
	if answer.status == 0 {
		hangUp(w)
		return
	}
	write(w, answer)
}

// hangUp ends the connection without an answer.
func hangUp(w http.ResponseWriter) {
	if c, _, err := http.NewResponseController(w).Hijack(); err == nil {
		_ = c.Close()
	}
}

// answer does what is asked, if it may be. The server is locked.
func (x *exchange) answer(problem *reply) reply {
	switch {
	case !strings.HasPrefix(x.r.UserAgent(), "DiscordBot ("):
		x.refuse(x.route.method+" "+x.route.path, x.r.UserAgent(), "want a User-Agent such as: DiscordBot (https://example.org, 1)")
		return errAgent
	case !x.route.open && (x.r.Header.Get("Authorization") != "Bot "+x.Token || x.gateway.reset):
		return errUnauthorized
	case problem != nil:
		return *problem
	}
	for _, name := range []string{"channel_id", "message_id", "guild_id", "user_id", "application_id", "interaction_id"} {
		if v := x.value(name); v != "" {
			if _, err := strconv.ParseInt(v, 10, 64); err != nil {
				return invalid(faults{{name, "NUMBER_TYPE_COERCE", "Value \"" + v + "\" is not snowflake."}})
			}
		}
	}
	if x.route.contract {
		if f := x.wrong(); len(f) > 0 {
			return x.refused(f)
		}
	}
	return x.route.do(x)
}

// hold asks the contract, which takes a while: the server is not locked.
func (x *exchange) hold(lenient bool) {
	if x.route.contract {
		x.bad = x.check.faults(x.route.method, x.route.path, x.body, lenient)
	}
}

// wrong is what the contract and the table of limits have against the body.
func (x *exchange) wrong() faults {
	f := x.bad
	if x.route.limits != nil {
		f = append(f, x.route.limits(x)...)
	}
	return f
}

// refused remembers what is wrong and answers it.
func (x *exchange) refused(f faults) reply {
	x.refuse(x.route.method+" "+x.said.Path, string(x.said.Body), f.lines()...)
	return invalid(f)
}

// payload is the JSON of a request.
func (x *exchange) payload(raw []byte) []byte {
	if x.body == nil {
		return nil
	}
	if kind, _, _ := mime.ParseMediaType(x.r.Header.Get("Content-Type")); kind != "multipart/form-data" {
		return raw
	}
	return encode(x.body)
}

// read takes the JSON and the files out of a body.
func (x *exchange) read(raw []byte) *reply {
	kind, params, _ := mime.ParseMediaType(x.r.Header.Get("Content-Type"))
	switch {
	case len(raw) == 0:
		return nil
	case kind == "multipart/form-data":
		return x.parts(multipart.NewReader(bytes.NewReader(raw), params["boundary"]))
	case kind != "application/json":
		return &reply{http.StatusBadRequest, object{"code": 50035, "message": "Invalid form body (returned for both application/json and multipart/form-data bodies), or invalid Content-Type provided"}}
	}
	return x.decode(raw)
}

func (x *exchange) decode(raw []byte) *reply {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if d.Decode(&x.body) != nil || d.More() {
		x.body = nil
		return &errJSON
	}
	return nil
}

// parts reads payload_json and files[n] of a form.
func (x *exchange) parts(form *multipart.Reader) *reply {
	for {
		part, err := form.NextPart()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return &errJSON
		}
		data, err := io.ReadAll(part)
		name := part.FormName()
		id, isFile := strings.CutPrefix(strings.TrimSuffix(name, "]"), "files[")
		switch {
		case err != nil:
			return &errJSON
		case name == "payload_json":
			if problem := x.decode(data); problem != nil {
				return problem
			}
		case isFile && part.FileName() != "":
			x.files = append(x.files, &upload{id, part.FileName(), part.Header.Get("Content-Type"), data})
		default:
			bad := invalid(faults{{name, "UNKNOWN_FIELD", "want payload_json and files[n]"}})
			return &bad
		}
	}
}
