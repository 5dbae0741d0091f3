package francetravail

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"rebond/bot/sources"
)

const (
	tokenTimeout = 15 * time.Second
	tokenMargin  = time.Minute      // a token is renewed that long before its end
	tokenLife    = 20 * time.Minute // where its answer does not say
)

// bearer gives a token for the API, kept until shortly before its end; refused is one
// that was, and is not given again. There is one token for this API alone: the lack of
// a subscription to another must not cost this one.
func (s *Search) bearer(ctx context.Context, refused string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	if s.token != "" && s.token != refused && now.Before(s.until) {
		return s.token, nil
	}
	s.token = ""
	config := clientcredentials.Config{
		ClientID: s.ClientID, ClientSecret: s.ClientSecret,
		TokenURL:  cmp.Or(s.TokenURL, realToken),
		Scopes:    []string{"api_offresdemploiv2", "o2dsoffre"},
		AuthStyle: oauth2.AuthStyleInParams,
	}
	asked := time.Now() // oauth2 counts from the machine's clock
	got, err := config.Token(context.WithValue(ctx, oauth2.HTTPClient, s.Client.HTTP(tokenTimeout)))
	if err != nil {
		return "", tokenFailure(ctx, err)
	}
	life := tokenLife
	if !got.Expiry.IsZero() {
		life = got.Expiry.Sub(asked)
	}
	s.token, s.until = got.AccessToken, now.Add(max(life-tokenMargin, life/2))
	return s.token, nil
}

// errorCode is an error's code of OAuth2, which is not the place of anything else.
var errorCode = regexp.MustCompile(`^[a-z_]{3,40}$`)

// tokenFailure is why there is no token. Of what was answered, only the error's code is
// said: the rest may repeat what was sent.
func tokenFailure(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	answer, ok := errors.AsType[*oauth2.RetrieveError](err)
	if !ok {
		f := &sources.Failure{Fault: sources.Unreachable, Said: "no token: the server of tokens does not answer as it should"}
		if slow, ok := errors.AsType[interface {
			error
			Timeout() bool
		}](err); ok && slow.Timeout() {
			f.Fault = sources.TooSlow
		}
		return f
	}
	f := &sources.Failure{Fault: sources.Unexpected, Said: "no token", Status: answer.Response.StatusCode}
	if errorCode.MatchString(answer.ErrorCode) {
		f.Said += ": " + answer.ErrorCode
	}
	switch {
	case f.Status == http.StatusTooManyRequests:
		f.Fault, f.After = sources.TooMany, after(answer.Response.Header)
	case f.Status >= 500:
		f.Fault, f.After = sources.Failing, after(answer.Response.Header)
	case f.Status == http.StatusForbidden:
		f.Fault = sources.Forbidden
	case f.Status >= 400 || answer.ErrorCode != "":
		f.Fault = sources.Refused
	}
	return f
}

// after is how long a server of tokens asks us to wait, in seconds as it says it.
func after(header http.Header) time.Duration {
	seconds, err := strconv.Atoi(strings.TrimSpace(header.Get("Retry-After")))
	if err != nil || seconds < 0 {
		return 0
	}
	return time.Duration(min(seconds, 24*3600)) * time.Second
}

// get asks the API, with a token that is renewed once where it is refused.
func (s *Search) get(ctx context.Context, address string) (sources.Answer, error) {
	refused := ""
	for {
		token, err := s.bearer(ctx, refused)
		if err != nil {
			return sources.Answer{}, err
		}
		answer, err := s.Client.Get(ctx, sources.Ask{
			URL:       address,
			Header:    http.Header{"Accept": {"application/json"}, "Authorization": {"Bearer " + token}},
			PerSecond: s.perSecond(),
		})
		f, ok := errors.AsType[*sources.Failure](err)
		if !ok || f.Status != http.StatusUnauthorized || refused != "" {
			return answer, err
		}
		refused = token
	}
}
