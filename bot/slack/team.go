package slack

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/slack-go/slack"
)

// team is a workspace that has said who it is.
type team struct {
	Workspace
	api      *slack.Client
	id, name string
	me, bot  string // the ids of the bot: as a user, and as a bot

	mu     sync.Mutex
	direct map[string]string   // the channel of each member's direct messages
	sent   map[string]sentPost // posts of a moment ago, by key
	people map[string]profile  // by user
	groups groups
	warned time.Time                // when it was last said that posts wait
	asking map[string]chan struct{} // closed when what is being asked for is there
}

// errAnswerless says that an answer does not say what it should: it is not Slack's.
var errAnswerless = errors.New("an answer that says nothing")

// newTeam asks a workspace who it is.
func newTeam(ctx context.Context, w Workspace) (*team, error) {
	api := newAPI(w)
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	said, err := api.AuthTestContext(ctx)
	if err != nil {
		return nil, err
	}
	if said.TeamID == "" || said.UserID == "" {
		return nil, errAnswerless
	}
	return &team{Workspace: w, api: api, id: said.TeamID, name: said.Team, me: said.UserID, bot: said.BotID,
		direct: map[string]string{}, sent: map[string]sentPost{}, people: map[string]profile{}, asking: map[string]chan struct{}{}}, nil
}

// remembered is how many of each kind a workspace remembers; they can be asked for again.
const remembered = 20_000

// remember keeps the channel of a member's direct messages.
func (t *team) remember(user, channel string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.direct) > remembered {
		t.direct = map[string]string{}
	}
	t.direct[user] = channel
}

// directly is the channel of a member's direct messages, which is opened once.
func (t *team) directly(ctx context.Context, user string) (string, error) {
	t.mu.Lock()
	channel := t.direct[user]
	t.mu.Unlock()
	if channel != "" {
		return channel, nil
	}
	opened, _, _, err := t.api.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{user}})
	if err != nil {
		return "", err
	}
	if opened == nil || opened.ID == "" {
		return "", errAnswerless
	}
	t.remember(user, opened.ID)
	return opened.ID, nil
}

// sentPost is where a post went, and when.
type sentPost struct {
	channel, id string
	at          time.Time
}
