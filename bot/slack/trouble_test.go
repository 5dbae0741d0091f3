package slack

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"rebond/bot"
)

func refusal(code string) error { return slack.SlackErrorResponse{Err: code} }

// troubles are what can go wrong with a call.
var troubles = []struct {
	name  string
	err   error
	fatal bool
}{
	{"the token is unknown", refusal("invalid_auth"), true},
	{"there is no token", refusal("not_authed"), true},
	{"the app was removed", refusal("account_inactive"), true},
	{"the token was revoked", fmt.Errorf("auth.test: %w", refusal("token_revoked")), true},
	{"the token has expired", refusal("token_expired"), true},
	{"another kind of token", refusal("not_allowed_token_type"), true},
	{"Socket Mode is off", refusal("socket_mode_not_enabled"), true},
	{"a scope is lacking", slack.SlackErrorResponse{Err: "missing_scope", Needed: "users:read", Provided: "commands"}, true},
	{"some scope is lacking", refusal("no_permission"), true},
	{"the app's scope is lacking", slack.SlackErrorResponse{Err: "missing_scope", Needed: appScope}, true},
	{"not granted", refusal("team_access_not_granted"), false},
	{"denied", refusal("access_denied"), false},
	{"a workspace on the move", refusal("org_login_required"), false},
	{"messages are withheld", refusal("ekm_access_denied"), false},
	{"the network is not allowed", refusal("accesslimited"), false},
	{"too much was asked, without a time", refusal("ratelimited"), false},
	{"too much was asked, for a second", &slack.RateLimitedError{RetryAfter: 200 * time.Millisecond}, false},
	{"too much was asked, for minutes", &slack.RateLimitedError{RetryAfter: 10 * time.Minute}, false},
	{"too much was asked, for hours", &slack.RateLimitedError{RetryAfter: 3 * time.Hour}, false},
	{"an internal error", refusal("internal_error"), false},
	{"down", slack.StatusCodeError{Code: http.StatusBadGateway, Status: "502 Bad Gateway"}, false},
	{"a proxy", slack.StatusCodeError{Code: http.StatusProxyAuthRequired, Status: "407 Proxy Authentication Required"}, false},
	{"another's page", &json.SyntaxError{}, false},
	{"no network", &url.Error{Op: "Post", URL: "https://slack.com/api/auth.test?token=tres-secret", Err: errors.New("no such host")}, false},
	{"no address", &url.Error{Op: "parse", URL: "://", Err: errors.New("missing protocol scheme")}, false},
	{"something else", errors.New("**boom** <!channel>"), false},
	{"words already", &bot.UserError{Text: bot.Text{FR: "C’est dit.", EN: "It is said."}}, false},
}

// Only what somebody must set right ends the bot.
func TestFatal(t *testing.T) {
	t.Parallel()
	for _, c := range troubles {
		if fatal(c.err) != c.fatal {
			t.Errorf("%s: fatal is %t", c.name, !c.fatal)
		}
		if words := trouble(c.err); words.FR == "" || words.EN == "" || words.FR == words.EN {
			t.Errorf("%s is not said in both languages: %+v", c.name, words)
		}
	}
	for code := range hopeless {
		if !fatal(refusal(code)) {
			t.Errorf("%s is not fatal", code)
		}
	}
}
