package sources

import (
	"cmp"
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"syscall"
	"time"

	"rebond/bot"
)

const (
	maxSaid      = 160
	maxValidator = 1000           // bytes; a longer one is not kept
	longestAfter = 24 * time.Hour // whatever a Retry-After says
)

// read is the answer that a response is, or why it is none.
func (c *Client) read(ctx context.Context, a Ask, response *http.Response) (Answer, *Failure) {
	status := response.StatusCode
	known := status == http.StatusOK || status == http.StatusNoContent || status == http.StatusPartialContent ||
		status == http.StatusNotModified && a.Since != Validators{}
	if !known {
		return Answer{}, c.refused(a, response)
	}
	if response.ContentLength > MaxAnswer {
		return Answer{}, &Failure{Fault: TooLarge, Status: status}
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, MaxAnswer+1))
	switch {
	case len(body) > MaxAnswer:
		return Answer{}, &Failure{Fault: TooLarge, Status: status}
	case err != nil:
		failure := unreachable(ctx, err)
		failure.Status = status
		return Answer{}, failure
	}
	if coding := response.Header.Get("Content-Encoding"); coding != "" && !strings.EqualFold(coding, "identity") {
		return Answer{}, &Failure{Fault: Malformed, Status: status, Said: "compressed in a way that was not asked for"}
	}
	answer := Answer{Status: status, Header: response.Header, Body: body, Validators: validators(response.Header)}
	if status == http.StatusNotModified {
		answer.Validators.ETag = cmp.Or(answer.Validators.ETag, a.Since.ETag)
		answer.Validators.Modified = cmp.Or(answer.Validators.Modified, a.Since.Modified)
	}
	return answer, nil
}

func validators(header http.Header) Validators {
	v := Validators{ETag: header.Get("ETag"), Modified: header.Get("Last-Modified")}
	if len(v.ETag) > maxValidator {
		v.ETag = ""
	}
	if len(v.Modified) > maxValidator {
		v.Modified = ""
	}
	return v
}

// refused is why a status is not an answer.
func (c *Client) refused(a Ask, response *http.Response) *Failure {
	f := &Failure{Fault: Unexpected, Status: response.StatusCode}
	switch {
	case f.Status == http.StatusUnauthorized:
		f.Fault = Refused
	case f.Status == http.StatusForbidden:
		f.Fault = Forbidden
	case f.Status == http.StatusNotFound || f.Status == http.StatusGone:
		f.Fault = NotFound
	case f.Status == http.StatusTooManyRequests:
		f.Fault = TooMany
	case f.Status >= 500:
		f.Fault = Failing
	}
	if f.passing() {
		f.After = retryAfter(response.Header.Get("Retry-After"), c.now())
	}
	if f.Status >= 400 && f.Status < 500 {
		body, _ := io.ReadAll(io.LimitReader(response.Body, 16<<10)) // the little there is
		f.Said = said(body, a.Header)
	}
	return f
}

// retryAfter reads how long a source asks us to wait: in seconds, or until a date.
func retryAfter(value string, now time.Time) time.Duration {
	value = strings.TrimSpace(value)
	var wait time.Duration
	if seconds, err := strconv.ParseUint(value, 10, 64); err == nil {
		wait = time.Duration(min(seconds, uint64(longestAfter/time.Second))) * time.Second
	} else if until, err := http.ParseTime(value); err == nil {
		wait = until.Sub(now)
	}
	return min(max(wait, 0), longestAfter)
}

// unreachable is why there is no answer, or no end to it.
func unreachable(ctx context.Context, err error) *Failure {
	f := &Failure{Fault: Unreachable, Err: err}
	var unknown *net.DNSError
	var certificate *x509.CertificateInvalidError
	var authority x509.UnknownAuthorityError
	var name x509.HostnameError
	var slow net.Error
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded), errors.As(err, &slow) && slow.Timeout():
		f.Fault = TooSlow
	case errors.As(err, &unknown):
		f.Said = "no such host"
	case errors.As(err, &certificate), errors.As(err, &authority), errors.As(err, &name):
		f.Said = "its certificate cannot be trusted"
	case errors.Is(err, syscall.ECONNREFUSED):
		f.Said = "connection refused"
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF), errors.Is(err, syscall.ECONNRESET):
		f.Said = "the answer broke off"
	}
	return f
}

// said is the message of a refusal, if it has one in words: one line, without addresses
// and without anything that we sent to prove who we are.
func said(body []byte, sent http.Header) string {
	var fields map[string]json.RawMessage
	if json.Unmarshal(body, &fields) != nil {
		return ""
	}
	text := ""
	for _, name := range []string{"message", "error_description", "error", "detail", "title"} {
		if json.Unmarshal(fields[name], &text) == nil && strings.TrimSpace(text) != "" {
			break
		}
		text = ""
	}
	for _, secret := range strings.Fields(sent.Get("Authorization")) {
		if len(secret) > 6 {
			text = strings.ReplaceAll(text, secret, "…")
		}
	}
	words := strings.Fields(bot.Clean(text, 10*maxSaid))
	for i, w := range words {
		if strings.Contains(w, "://") || strings.Contains(w, "@") {
			words[i] = "…"
		}
	}
	return OneLine(strings.Join(words, " "), maxSaid)
}
