package slack

import (
	"errors"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"rebond/bot"
)

// coded reports whether Slack refused something for one of some reasons.
func coded(err error, codes ...string) bool { return slices.Contains(codes, codeOf(err)) }

// codeOf is the reason for which Slack refused something; empty where it did not.
func codeOf(err error) string {
	if said, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		return said.Err
	}
	return ""
}

// waitOf is how long Slack asks to wait; 0 where it does not.
func waitOf(err error) time.Duration {
	if limited, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		return max(time.Second, limited.RetryAfter)
	}
	if status, ok := errors.AsType[slack.StatusCodeError](err); ok && status.Code == http.StatusTooManyRequests || coded(err, "ratelimited", "rate_limited") {
		return time.Minute
	}
	if _, ok := errors.AsType[*strconv.NumError](err); ok { // of a Retry-After that is none
		return time.Minute
	}
	return 0
}

// discreet is an error without the address that could not be reached: whoever has it may
// answer or upload there.
func discreet(err error) error {
	if at, ok := errors.AsType[*url.Error](err); ok {
		return at.Err
	}
	return err
}

// unauthorised are the reasons that a token gives, for as long as it is not put right.
var unauthorised = []string{
	"not_authed", "invalid_auth", "account_inactive", "token_revoked", "token_expired", "two_factor_setup_required", "missing_scope", "not_allowed_token_type", "org_login_required", "ekm_access_denied", "access_denied", "team_access_not_granted",
}

// passing are the reasons that pass by themselves.
var passing = []string{"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org", "accesslimited"}

// later are the reasons for which something may be tried again: nothing was done.
var later = []string{"message_limit_exceeded", "external_channel_migrating"}

// gone are the reasons for which a place takes nothing more.
var gone = []string{
	"channel_not_found", "not_in_channel", "no_permission", "is_archived", "restricted_action", "restricted_action_read_only_channel", "restricted_action_thread_only_channel", "restricted_action_non_threadable_channel", "restricted_action_thread_locked",
	"user_not_found", "user_disabled", "users_not_found", "user_not_visible", "cannot_dm_bot", "messages_tab_disabled", "thread_not_found", "cannot_reply_to_message", "not_in_dm", "method_not_supported_for_channel_type",
}

// tokenWait is after how long something is tried again that a token did not allow, or
// that Slack could not do.
const tokenWait = time.Minute

// fate says what an error means for a message: see bot.SendError.
func fate(err error) *bot.SendError {
	e := &bot.SendError{Fate: bot.MaybeSent, Err: err}
	code := codeOf(err)
	status, refused := errors.AsType[slack.StatusCodeError](err)
	switch {
	case errors.Is(err, errNoGroup):
		e.Fate = bot.Rejected
	case errors.Is(err, errNoTeam):
		e.Fate, e.Gone = bot.Rejected, true
	case waitOf(err) > 0:
		e.Fate, e.Wait = bot.NotSent, waitOf(err)
	case slices.Contains(unauthorised, code), slices.Contains(later, code): // a token that is put right sends it
		e.Fate, e.Wait = bot.NotSent, tokenWait
	case slices.Contains(passing, code): // it may have been done all the same
	case code != "":
		e.Fate, e.Gone = bot.Rejected, slices.Contains(gone, code)
	case refused && status.Code < http.StatusInternalServerError: // of a proxy, or of a firewall: Slack says 200
		e.Fate, e.Wait = bot.NotSent, tokenWait
	default:
		if op, ok := errors.AsType[*net.OpError](err); ok && op.Op == "dial" {
			e.Fate = bot.NotSent
		}
	}
	return e
}

// unopened is the fate of a message before which something else failed: whatever became
// of that, the message was not sent.
func unopened(err error) *bot.SendError {
	e := fate(err)
	if e.Fate == bot.MaybeSent {
		e.Fate, e.Wait = bot.NotSent, max(e.Wait, tokenWait/6)
	}
	return e
}
