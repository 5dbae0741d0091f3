package discordtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// agent is a bot that knows nothing but HTTP and WebSocket.
type agent struct {
	*testing.T
	s       *Server
	ws      *websocket.Conn
	seq     int
	session string
	resume  string
	hello   time.Duration
}

// payload is what the gateway says.
type payload struct {
	Op int
	S  *int
	T  string
	D  json.RawMessage
}

func newAgent(t *testing.T, s *Server) *agent { return &agent{T: t, s: s} }

// connects opens a socket and hears Hello.
func (a *agent) connects(to string) {
	a.Helper()
	ws, _, err := websocket.DefaultDialer.Dial(to+"/?v=10&encoding=json", nil)
	if err != nil {
		a.Fatal(err)
	}
	a.ws = ws
	a.Cleanup(func() { _ = ws.Close() })
	var d struct{ Heartbeat_interval int }
	if p := a.hears(opHello); json.Unmarshal(p.D, &d) != nil || d.Heartbeat_interval == 0 {
		a.Fatalf("hello says %s", p.D)
	}
	a.hello = time.Duration(d.Heartbeat_interval) * time.Millisecond
}

// gateway is the address that the API tells.
func (a *agent) gateway() string {
	a.Helper()
	var g struct{ URL string }
	a.asks(http.MethodGet, "/gateway/bot", nil, http.StatusOK, &g)
	return g.URL
}

func (a *agent) says(op int, d any) {
	a.Helper()
	if err := a.ws.WriteMessage(websocket.TextMessage, encode(object{"op": op, "d": d})); err != nil {
		a.Fatal(err)
	}
}

// hears reads the next payload, which is of an operation.
func (a *agent) hears(op int) payload {
	a.Helper()
	_ = a.ws.SetReadDeadline(time.Now().Add(Patience))
	var p payload
	if err := a.ws.ReadJSON(&p); err != nil {
		a.Fatalf("want op %d: %v", op, err)
	}
	if p.Op != op {
		a.Fatalf("op %d %s %s; want %d", p.Op, p.T, p.D, op)
	}
	if p.S != nil {
		a.seq = *p.S
	}
	return p
}

// event reads events until one of a name.
func (a *agent) event(name string, d any) {
	a.Helper()
	for {
		p := a.hears(opDispatch)
		if p.T == name {
			if err := json.Unmarshal(p.D, d); err != nil {
				a.Fatal(err)
			}
			return
		}
	}
}

// closed wants the connection to be closed with a code.
func (a *agent) closed(code int) {
	a.Helper()
	_ = a.ws.SetReadDeadline(time.Now().Add(Patience))
	for {
		_, data, err := a.ws.ReadMessage()
		switch {
		case err == nil:
			a.Logf("before it closes: %.80s", data)
		case websocket.IsCloseError(err, code):
			return
		default:
			a.Fatalf("%v; want it closed with %d", err, code)
		}
	}
}

func (a *agent) identity() object {
	return object{"token": a.s.Token, "intents": ourIntents, "properties": object{"os": "linux", "browser": "test", "device": "test"}}
}

// starts connects and identifies.
func (a *agent) starts() {
	a.Helper()
	a.connects(a.gateway())
	a.says(opIdentify, a.identity())
	a.ready()
}

func (a *agent) ready() {
	a.Helper()
	var ready struct{ Session_id, Resume_gateway_url string }
	a.event("READY", &ready)
	a.session, a.resume = ready.Session_id, ready.Resume_gateway_url
}

// asks sends a request to the API and reads its answer.
func (a *agent) asks(method, path string, body any, want int, into any) http.Header {
	a.Helper()
	var in io.Reader
	kind := ""
	if body != nil {
		in, kind = bytes.NewReader(encode(body)), "application/json"
	}
	return a.sends(method, path, kind, in, want, into)
}

func (a *agent) sends(method, path, kind string, body io.Reader, want int, into any) http.Header {
	a.Helper()
	r, err := http.NewRequest(method, a.s.URL()+path, body)
	if err != nil {
		a.Fatal(err)
	}
	r.Header.Set("User-Agent", "DiscordBot (https://rebond.example, 1)")
	r.Header.Set("Authorization", "Bot "+a.s.Token)
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		a.Fatal(err)
	}
	defer w.Body.Close()
	data, err := io.ReadAll(w.Body)
	if err != nil || w.StatusCode != want {
		a.Fatalf("%s %s: %s %s; want %d", method, path, w.Status, data, want)
	}
	if into != nil {
		if err := json.Unmarshal(data, into); err != nil {
			a.Fatalf("%v in %s", err, data)
		}
	}
	return w.Header
}

// fails wants an error of the API.
func (a *agent) fails(method, path string, body any, status, code int) object {
	a.Helper()
	var o object
	a.asks(method, path, body, status, &o)
	if o["code"] != float64(code) {
		a.Fatalf("%s %s: %v; want code %d", method, path, o, code)
	}
	return o
}

// uploads sends a body with a file.
func (a *agent) uploads(method, path string, body any, name string, data []byte, want int, into any) {
	a.Helper()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	part, _ := w.CreatePart(textproto.MIMEHeader{"Content-Disposition": {`form-data; name="payload_json"`}, "Content-Type": {"application/json"}})
	_, _ = part.Write(encode(body))
	part, _ = w.CreatePart(textproto.MIMEHeader{"Content-Disposition": {fmt.Sprintf(`form-data; name="files[0]"; filename=%q`, name)}, "Content-Type": {"image/png"}})
	_, _ = part.Write(data)
	_ = w.Close()
	a.sends(method, path, w.FormDataContentType(), &form, want, into)
}

// said is a message of one text display that pings nobody.
func said(words string, more ...any) object {
	return object{"flags": FlagComponentsV2, "allowed_mentions": object{"parse": []string{}}, "components": append([]any{object{"type": TypeTextDisplay, "content": words}}, more...)}
}

func with(o object, changes object) object {
	c, _ := clone(o).(object)
	for k, v := range changes {
		if v == nil {
			delete(c, k)
		} else {
			c[k] = v
		}
	}
	return c
}

// answers sends the first answer to an interaction that the agent hears of.
func (a *agent) answers(kind int, data any) (id, token string) {
	a.Helper()
	var i struct{ ID, Token string }
	a.event("INTERACTION_CREATE", &i)
	body := object{"type": kind}
	if data != nil {
		body["data"] = data
	}
	a.asks(http.MethodPost, "/interactions/"+i.ID+"/"+i.Token+"/callback", body, http.StatusNoContent, nil)
	return i.ID, i.Token
}

// refusals wants some things to have been refused, and takes them.
func (a *agent) refusals(n int) []Refusal {
	a.Helper()
	all := a.s.Refusals()
	if len(all) != n {
		a.Errorf("%d refusals, want %d: %v", len(all), n, all)
	}
	return all
}
