package slack

import (
	"errors"
	"net"
	"syscall"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"rebond/bot"
)

// TestFate is what each error means for a message that was being sent.
func TestFate(t *testing.T) {
	said := func(code string) error { return slack.SlackErrorResponse{Err: code} }
	for _, c := range []struct {
		err  error
		fate bot.Fate
		gone bool
		wait time.Duration
	}{
		{said("not_in_channel"), bot.Rejected, true, 0},
		{said("channel_not_found"), bot.Rejected, true, 0},
		{said("is_archived"), bot.Rejected, true, 0},
		{said("thread_not_found"), bot.Rejected, true, 0},
		{said("messages_tab_disabled"), bot.Rejected, true, 0},
		{said("msg_too_long"), bot.Rejected, false, 0},
		{said("invalid_blocks"), bot.Rejected, false, 0},
		{said("a reason of tomorrow"), bot.Rejected, false, 0},
		{said("account_inactive"), bot.NotSent, false, tokenWait},
		{said("token_revoked"), bot.NotSent, false, tokenWait},
		{said("missing_scope"), bot.NotSent, false, tokenWait},
		{said("internal_error"), bot.MaybeSent, false, 0},
		{said("ratelimited"), bot.NotSent, false, time.Minute},
		{&slack.RateLimitedError{RetryAfter: 30 * time.Second}, bot.NotSent, false, 30 * time.Second},
		{&slack.RateLimitedError{}, bot.NotSent, false, time.Second},
		{slack.StatusCodeError{Code: 503}, bot.MaybeSent, false, 0},
		{slack.StatusCodeError{Code: 403}, bot.NotSent, false, tokenWait},
		{&net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}, bot.NotSent, false, 0},
		{&net.OpError{Op: "read", Err: syscall.ECONNRESET}, bot.MaybeSent, false, 0},
		{errors.New("unexpected EOF"), bot.MaybeSent, false, 0},
		{errNoTeam, bot.Rejected, true, 0},
	} {
		if got := fate(c.err); got.Fate != c.fate || got.Gone != c.gone || got.Wait != c.wait || got.Err.Error() != c.err.Error() {
			t.Errorf("%v: %v, gone %v, wait %v", c.err, got, got.Gone, got.Wait)
		}
		if got := unopened(c.err); got.Fate == bot.MaybeSent {
			t.Errorf("%v before a message: %v", c.err, got)
		}
		if got := unsearched(c.err); got.Fate == bot.NotSent {
			t.Errorf("%v while a message is looked for: %v", c.err, got)
		}
	}
}
