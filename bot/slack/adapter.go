// Package slack is Slack workspaces as a platform. It promises that Slack hears within
// three seconds that something arrived, that what anybody wrote never pings, formats or
// hides a link, and that what arrives is handled once and a post is sent once as far as
// Slack lets one tell. The Web API is called through slack-go; the sockets are our own.
package slack

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"rebond/bot"
)

// Platform is Slack's name as a platform.
const Platform = "slack"

// PerSecond is how many posts may go in a second: Slack takes one a second in each
// channel, and some hundreds a minute in a workspace.
const PerSecond = 5

// Workspace is a workspace of Slack's, with the tokens of its app there.
type Workspace struct {
	BotToken string
	AppToken string // workspaces with the same one share their sockets
	API      string // the base of the Web API, which ends with a slash
}

// Adapter is a bot in some workspaces.
type Adapter struct {
	Workspaces []Workspace
	Calls      bot.Calls
	Once       bot.Once
	Accounts   bot.Accounts         // of whom a message may ping, and of the members of groups
	Arrivals   bot.Arrivals         // told of the workspaces that the bot comes into and leaves; nil: nobody is
	Up         func(names []string) // told the names of the workspaces, once each has a socket; nil: nobody is
	Log        *slog.Logger
	Now        func() time.Time

	sockets int           // of each app; 0: socketsOfApp
	silence time.Duration // after which a socket is given up; 0: silentFor
	again   time.Duration // the first wait before one is opened again; 0: openAgain
	seen    seen

	meeting  sync.Mutex // held while workspaces are asked for who they are
	mu       sync.Mutex
	commands []bot.Command
	teams    map[string]*team // by id; those that have said who they are
	met      map[int]string   // by place in Workspaces: the ids of those
}

// Name implements bot.Platform.
func (a *Adapter) Name() string { return Platform }

// callTimeout is how long a call may take, and what it sends.
const callTimeout = 20 * time.Second

// newAPI is a client of a workspace's Web API. It waits and tries again for nothing: that
// is for whoever calls.
func newAPI(w Workspace) *slack.Client {
	base := w.API
	if base == "" {
		base = slack.APIURL
	}
	return slack.New(w.BotToken, slack.OptionAPIURL(base), slack.OptionAppLevelToken(w.AppToken), slack.OptionHTTPClient(newHTTP()))
}

// newHTTP is a client that leads nowhere else than where it is sent.
func newHTTP() *http.Client {
	return &http.Client{
		Timeout:       callTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// declared are the commands, once there are.
func (a *Adapter) declared() []bot.Command {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.commands
}

// errNoTeam says that no workspace of ours has an id.
var errNoTeam = errors.New("not a workspace of this configuration")

// team is the workspace that has an id. One that has not said yet who it is is asked.
func (a *Adapter) team(ctx context.Context, id string) (*team, error) {
	if t := a.known(id); t != nil {
		return t, nil
	}
	_, err := a.meet(ctx)
	if t := a.known(id); t != nil {
		return t, nil
	}
	if err == nil {
		err = errNoTeam
	}
	return nil, err
}

func (a *Adapter) known(id string) *team {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.teams[id]
}

// meet asks every workspace that has not said it who it is, and returns those that have.
// The error joins what was wrong with the others.
func (a *Adapter) meet(ctx context.Context) ([]*team, error) {
	a.meeting.Lock()
	defer a.meeting.Unlock()
	var wrong []error
	for i, w := range a.Workspaces {
		a.mu.Lock()
		_, met := a.met[i]
		a.mu.Unlock()
		if met {
			continue
		}
		t, err := newTeam(ctx, w)
		if err != nil {
			wrong = append(wrong, err)
			continue
		}
		a.mu.Lock()
		if a.teams == nil {
			a.teams, a.met = map[string]*team{}, map[int]string{}
		}
		a.met[i] = t.id
		twice := a.teams[t.id] != nil // it is served once
		if !twice {
			a.teams[t.id] = t
		}
		a.mu.Unlock()
		if !twice {
			a.joined(ctx, t, "")
		}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	var all []*team
	for _, t := range a.teams {
		all = append(all, t)
	}
	return all, errors.Join(wrong...)
}
