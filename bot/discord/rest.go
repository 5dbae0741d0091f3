package discord

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"rebond/bot"
)

// rest is a client of Discord's HTTP API. It never waits for a rate limit: it says how
// long to wait.
type rest struct {
	base, token string
	http        *http.Client
	now         func() time.Time

	mu      sync.Mutex
	limits  map[string]limit // by route
	whole   time.Time        // until when nothing goes
	pruneAt time.Time
}

// limit is what Discord last said of a route.
type limit struct {
	left  int
	reset time.Time
}

const (
	agent      = "DiscordBot (rebond, 1)"
	maxAnswer  = 8 << 20
	pruneEvery = 10 * time.Minute

	frontWait   = 10 * time.Second // where those before Discord let nothing through and do not say for how long
	foreignWait = time.Minute      // after what is no answer of Discord's
	longestWait = 24 * time.Hour   // that we believe: after it we ask again
)

// apiError is an answer of Discord that is no success.
type apiError struct {
	Status  int
	Code    int
	Message string
	Fields  json.RawMessage // what is wrong with each part of the request
	Wait    time.Duration
}

func (e *apiError) Error() string {
	if e.silent() { // a page of those before Discord
		return fmt.Sprintf("discord: %d %s", e.Status, http.StatusText(e.Status))
	}
	return fmt.Sprintf("discord: %d, code %d: %s", e.Status, e.Code, e.Message)
}

// foreign reports whether it is no answer of Discord's, but of somebody on the way to it,
// who has passed nothing on: a proxy, a network one must log into, Cloudflare. Above 500
// nobody knows what was passed on.
func (e *apiError) foreign() bool {
	switch e.Status {
	case http.StatusProxyAuthRequired, http.StatusRequestTimeout:
		return true
	}
	return e.Status < 400 || e.Code == blockedOnTheWay || e.silent() && e.Status < 500
}

// silent reports whether it says nothing as Discord says it.
func (e *apiError) silent() bool { return e.Code == 0 && e.Message == "" }

// The codes of Discord that we know what to do about.
const (
	unknownChannel     = 10003
	unknownGuild       = 10004
	unknownMessage     = 10008
	unknownUser        = 10013
	missingAccess      = 50001
	missingPermission  = 50013
	closedDirect       = 50007
	noMutualGuild      = 50278
	openingTooFast     = 40003
	threadArchived     = 50083
	createdTooMany     = 30034
	alreadyAnswered    = 40060
	unknownWebhook     = 10015
	unknownInteraction = 10062
	blockedOnTheWay    = 40333 // what Cloudflare says for itself (discord-api-docs, issue 6473)
)

// coded reports whether Discord has refused something with one of some codes.
func coded(err error, codes ...int) bool {
	var said *apiError
	return errors.As(err, &said) && slices.Contains(codes, said.Code)
}

// call is one request. Its route names it for rate limits, as its path holds ids.
type call struct {
	method, route, path string
	body                any
	files               []file
	free                bool // of rate limits: the answer to an interaction
}

// do sends a request and reads its answer into out, if that is not nil.
func (c *rest) do(ctx context.Context, k call, out any) error {
	if wait := c.wait(k); wait > 0 {
		return &apiError{Status: http.StatusTooManyRequests, Message: "the limit of " + k.route + " is reached", Wait: wait}
	}
	req, err := c.request(ctx, k)
	if err != nil {
		return err
	}
	answer, err := c.http.Do(req)
	if cause := (*url.Error)(nil); errors.As(err, &cause) { // without its address: that of an interaction is a secret
		return fmt.Errorf("%s %s: %w", k.method, k.route, cause.Err)
	}
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
	c.learn(k, answer.Header)
	if answer.StatusCode >= 300 {
		return c.refused(k, answer, data)
	}
	if err != nil {
		return fmt.Errorf("read answer: %w", err)
	}
	if out == nil || len(data) == 0 {
		return nil
	}
	if err := json.Unmarshal(data, out); err != nil {
		return fmt.Errorf("answer of %s: %w", k.route, err)
	}
	return nil
}

func (c *rest) request(ctx context.Context, k call) (*http.Request, error) {
	var body io.Reader
	kind := ""
	if k.body != nil {
		text, err := json.Marshal(k.body)
		if err != nil {
			return nil, err
		}
		body, kind = bytes.NewReader(text), "application/json"
		if len(k.files) > 0 {
			if body, kind, err = withFiles(text, k.files); err != nil {
				return nil, err
			}
		}
	}
	req, err := http.NewRequestWithContext(ctx, k.method, c.base+k.path, body)
	if err != nil {
		return nil, err
	}
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	if !k.free { // the address of an interaction is its own proof
		if strings.ContainsFunc(c.token, unicode.IsControl) { // a header takes it as little as Discord
			return nil, &apiError{Status: http.StatusUnauthorized, Message: "the token holds a line break or a control character"}
		}
		req.Header.Set("Authorization", "Bot "+c.token)
	}
	req.Header.Set("User-Agent", agent)
	return req, nil
}

// withFiles is a body with files, as Discord takes them.
func withFiles(payload []byte, files []file) (io.Reader, string, error) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part := func(disposition, kind string, data []byte) error {
		p, err := w.CreatePart(textproto.MIMEHeader{"Content-Disposition": {disposition}, "Content-Type": {kind}})
		if err == nil {
			_, err = p.Write(data)
		}
		return err
	}
	err := part(`form-data; name="payload_json"`, "application/json", payload)
	for i, f := range files {
		kind := f.media
		if kind == "" {
			kind = "application/octet-stream"
		}
		err = errors.Join(err, part(fmt.Sprintf(`form-data; name="files[%d]"; filename="%s"`, i, f.name), kind, f.data))
	}
	return &b, w.FormDataContentType(), errors.Join(err, w.Close())
}

// wait is how long a request must wait for its limit.
func (c *rest) wait(k call) time.Duration {
	if k.free {
		return 0
	}
	now := c.now()
	c.mu.Lock()
	defer c.mu.Unlock()
	wait := c.whole.Sub(now)
	if l, known := c.limits[k.route]; known && l.left <= 0 {
		wait = max(wait, l.reset.Sub(now))
	}
	return wait
}

// learn keeps what an answer says of its route's limit, and forgets what is over.
func (c *rest) learn(k call, h http.Header) {
	if k.free {
		return
	}
	now := c.now()
	c.mu.Lock()
	defer c.mu.Unlock()
	if now.After(c.pruneAt) {
		c.pruneAt = now.Add(pruneEvery)
		for route, l := range c.limits {
			if now.After(l.reset) {
				delete(c.limits, route)
			}
		}
	}
	left, err := strconv.Atoi(h.Get("X-RateLimit-Remaining"))
	after, afterErr := strconv.ParseFloat(h.Get("X-RateLimit-Reset-After"), 64)
	if err == nil && afterErr == nil {
		c.limits[k.route] = limit{left, now.Add(seconds(after))}
	}
}

func seconds(s float64) time.Duration {
	if !(s > 0) { // nor is what is no number
		return 0
	}
	return time.Duration(min(s, longestWait.Seconds()) * float64(time.Second))
}

// refused reads an answer that is no success.
func (c *rest) refused(k call, answer *http.Response, data []byte) error {
	e := &apiError{Status: answer.StatusCode}
	var said struct {
		Code    int             `json:"code"`
		Message string          `json:"message"`
		Errors  json.RawMessage `json:"errors"`
		After   float64         `json:"retry_after"`
		Global  bool            `json:"global"`
	}
	if json.Unmarshal(data, &said) == nil {
		e.Code, e.Message, e.Fields = said.Code, bot.Clean(said.Message+" "+string(said.Errors), 300), said.Errors
	}
	if answer.StatusCode != http.StatusTooManyRequests {
		return e
	}
	front := e.silent() && said.After == 0
	if said.After == 0 && said.Code == 0 {
		said.After, _ = strconv.ParseFloat(answer.Header.Get("Retry-After"), 64)
	}
	if said.Code != 0 && said.After == 0 { // no rate, but a limit of another kind: 30046
		return e
	}
	e.Wait = max(seconds(said.After), 100*time.Millisecond)
	if front && seconds(said.After) == 0 {
		e.Wait = frontWait
	}
	c.hold(k, e.Wait, front || said.Global || strings.EqualFold(answer.Header.Get("X-RateLimit-Scope"), "global"))
	return e
}

// hold lets a route wait, or everything: a shorter wait does not end a longer one then.
func (c *rest) hold(k call, wait time.Duration, whole bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	until := c.now().Add(wait)
	switch {
	case whole && until.After(c.whole):
		c.whole = until
	case !whole && !k.free:
		c.limits[k.route] = limit{0, until}
	}
}
