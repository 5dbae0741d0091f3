package slack

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"rebond/bot"
)

// upload hands a file to Slack in its three steps; with a channel it is shown there.
func (t *team) upload(ctx context.Context, channel, thread string, f file) (id string, err error) {
	at, err := t.api.GetUploadURLExternalContext(ctx, slack.GetUploadURLExternalParameters{FileName: f.name, FileSize: len(f.data), AltTxt: f.alt})
	if err != nil {
		return "", err
	}
	if err := t.api.UploadToURL(ctx, slack.UploadToURLParameters{UploadURL: at.UploadURL, Reader: bytes.NewReader(f.data), Filename: f.name}); err != nil {
		return "", discreet(err)
	}
	_, err = t.api.CompleteUploadExternalContext(ctx, slack.CompleteUploadExternalParameters{Files: []slack.FileSummary{{ID: at.FileID, Title: f.name}}, Channel: channel, ThreadTimestamp: thread})
	return at.FileID, err
}

const (
	// readyWithin is how long a picture may take to be one that a message can show: Slack
	// refuses the message until it has looked at it.
	readyWithin = 10 * time.Second
	readyAgain  = 300 * time.Millisecond
)

// whenReady sends a message, and again for as long as Slack is not done with a picture
// that it shows.
func whenReady(ctx context.Context, m *rendered, send func() error) error {
	err := send()
	pictured := slices.ContainsFunc(m.Blocks, func(b slack.Block) bool {
		i, ok := b.(*slack.ImageBlock)
		return ok && i.SlackFile != nil
	})
	if !pictured {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	for coded(err, "invalid_blocks") && ctx.Err() == nil {
		pause(ctx, readyAgain)
		err = send()
	}
	return err
}

// hand shows files in a channel, after the message that they belong to.
func (a *Adapter) hand(ctx context.Context, t *team, channel, thread string, files []file) error {
	for _, f := range files {
		err := a.patiently(ctx, func() error {
			_, err := t.upload(ctx, channel, thread, f)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// renderer turns messages of ours into Slack's, for a place of a workspace.
func (a *Adapter) renderer(ctx context.Context, t *team, at bot.Address, l bot.Lang, pictures bool) *renderer {
	var by time.Time
	r := &renderer{ctx: ctx, calls: a.Calls, at: at, lang: l, command: a.spelled,
		name: func(k bot.Kind, id string) string {
			if by.IsZero() { // all of them together wait no longer than one
				by = time.Now().Add(profileWithin)
			}
			ctx, cancel := context.WithDeadline(ctx, by)
			defer cancel()
			return t.called(ctx, k, id, a.Now(), a.Log)
		},
		user: func(p bot.PersonID) string {
			user, err := a.Accounts.Account(ctx, bot.Address{Platform: Platform, Space: t.id}, p)
			if err != nil { // nobody is pinged
				return ""
			}
			return user
		},
	}
	if pictures {
		r.picture = func(i bot.Image) (string, error) {
			return t.upload(ctx, "", "", file{name: i.Name, data: i.Data, alt: bot.Plain(i.Alt.In(l))})
		}
	}
	return r
}

const (
	// maxFile is how much of a file is read: all of what a document may hold, and enough of
	// a longer one for the Router to say that it is too long.
	maxFile = 4*bot.MaxDocument + 4
	// fileWithin is how long the file of a member may take.
	fileWithin = 10 * time.Second
	// fileSoon is how long it may take before its form is closed, so that with the
	// Router's own 2 s it is within the 3 s of Slack.
	fileSoon = 500 * time.Millisecond
)

var fileUnread = bot.Text{
	FR: "Je n’ai pas réussi à lire ton fichier chez Slack. Envoie-le une nouvelle fois.",
	EN: "I could not read your file from Slack. Send it once more.",
}

// load puts the texts of files into the arguments that they are for, and reports whether
// it has said in the form that one cannot be read. Where the form is closed by then, the
// file is missing in what the Router makes of it.
func (q *asking) load(args bot.Args, l bot.Lang) (refused bool) {
	if len(q.files) == 0 {
		return false
	}
	ctx, cancel := context.WithTimeout(q.ctx, fileWithin)
	defer cancel()
	late := time.AfterFunc(fileSoon, q.late)
	defer late.Stop()
	for param, f := range q.files {
		text := &limited{most: maxFile}
		if err := q.api.GetFileContext(ctx, f.URL, text); err != nil && !text.full {
			q.Log.WarnContext(q.ctx, "file not read", "err", discreet(err))
			delete(args, param)
			if q.form.with(q.ctx, viewResponse{Action: "errors", Errors: map[string]string{param: fileUnread.In(l)}}) {
				return true
			}
			continue
		}
		args[param] = text.String()
	}
	return false
}

// limited keeps the beginning of what is written to it, and ends the writing there.
type limited struct {
	strings.Builder
	most int
	full bool
}

var errFull = errors.New("longer than is read")

func (l *limited) Write(p []byte) (int, error) {
	if room := l.most - l.Len(); len(p) > room {
		l.full = true
		n, _ := l.Builder.Write(p[:room])
		return n, errFull
	}
	return l.Builder.Write(p)
}
