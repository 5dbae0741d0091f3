package discord

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"rebond/bot"
)

const (
	// maxFile is how much of a file is read: all of what a document may hold, and
	// enough of a longer one for the Router to say that it is too long.
	maxFile = 4*bot.MaxDocument + 4
	// fileWithin is how long the file of a member may take.
	fileWithin = 2 * time.Second
	// fileSoon is how long it may take before the answer is announced as late, so that
	// with the Router's own 2 s it is within the 3 s of Discord.
	fileSoon = 500 * time.Millisecond
)

var unreadable = bot.Text{
	FR: "Je n’ai pas réussi à lire ton fichier chez Discord. Envoie-le une nouvelle fois.",
	EN: "I could not read your file from Discord. Send it once more.",
}

// load puts the texts of files into the arguments that they are for.
func (a *answering) load(files map[string]attachment, args bot.Args, alone bool) error {
	if len(files) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(a.ctx, fileWithin)
	defer cancel()
	done := make(chan error, 1)
	texts := map[string]string{}
	go func() {
		for param, f := range files {
			text, err := a.client().text(ctx, f.URL)
			if err != nil {
				done <- err
				return
			}
			texts[param] = text
		}
		done <- nil
	}()
	timer := time.NewTimer(fileSoon)
	defer timer.Stop()
	var err error
	select {
	case err = <-done:
	case <-timer.C:
		a.announce(alone)
		err = <-done
	}
	if err != nil {
		return err
	}
	for param, text := range texts {
		args[param] = text
	}
	return nil
}

// text reads a file that Discord keeps: from its own hosts, or from that of the API which
// stands in for it, and from no other that either might lead to.
func (c *rest) text(ctx context.Context, address string) (string, error) {
	from, err := url.Parse(address)
	if err != nil {
		return "", errors.New("a file at no address")
	}
	api, err := url.Parse(c.base)
	if err != nil {
		return "", fmt.Errorf("API: %w", err)
	}
	discords := from.Scheme == "https" && (from.Host == "cdn.discordapp.com" || from.Host == "media.discordapp.net")
	if !discords && (from.Host != api.Host || from.Scheme != api.Scheme) {
		return "", fmt.Errorf("a file on %q, which is not Discord", from.Host)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return "", errors.New("a file at no address")
	}
	req.Header.Set("User-Agent", agent)
	answer, err := c.http.Do(req)
	if err != nil {
		return "", fmt.Errorf("file on %s: %w", from.Host, errors.Unwrap(err)) // without its address, which opens it
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return "", fmt.Errorf("file on %s: %s", from.Host, answer.Status)
	}
	data, err := io.ReadAll(io.LimitReader(answer.Body, maxFile))
	if err != nil {
		return "", fmt.Errorf("file on %s: %w", from.Host, err)
	}
	return string(data), nil
}
