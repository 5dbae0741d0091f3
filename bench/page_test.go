package bench

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/local"
	"rebond/commands"
	"rebond/storage"
)

// enter serves the room's page over a store and returns a browser's view of it:
// the address of camille's channel, and a client with the cookie.
func enter(b *testing.B, store *storage.Store) (room *local.Room, address string, ask func(to, body string) *http.Response) {
	b.Helper()
	now := func() time.Time { return Now }
	log := slog.New(slog.DiscardHandler)
	calls := &storage.Calls{Store: store, Now: now}
	router, err := bot.NewRouter(commands.All(store, commands.Defaults{Lang: bot.FR, Zone: time.UTC}, nil), bot.Ports{
		Calls: calls, Once: &storage.Once{Store: store, Now: now}, Log: log, Now: now,
		Directory: &storage.Directory{Store: store, Lang: bot.FR, Zone: time.UTC, Now: now},
	})
	if err != nil {
		b.Fatal(err)
	}
	listener, err := local.Listen(0)
	if err != nil {
		b.Fatal(err)
	}
	room = &local.Room{Log: &storage.Room{Store: store, Now: now}, Calls: calls, Now: now, Errors: log, Page: &local.Page{Listener: listener, Key: "key"}}
	ctx, stop := context.WithCancel(b.Context())
	done := make(chan error, 1)
	go func() { done <- room.Run(ctx, router) }()
	b.Cleanup(func() {
		stop()
		<-done
	})
	var cookie *http.Cookie
	client := &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: 100},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	b.Cleanup(client.CloseIdleConnections)
	address = "http://" + listener.Addr().String() + "/camille/offres"
	ask = func(to, body string) *http.Response {
		method, content := http.MethodGet, io.Reader(nil)
		if body != "" {
			method, content = http.MethodPost, strings.NewReader(body)
		}
		r, err := http.NewRequestWithContext(ctx, method, to, content)
		if err != nil {
			b.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if cookie != nil {
			r.AddCookie(cookie)
		}
		w, err := client.Do(r)
		if err != nil {
			b.Fatal(err)
		}
		return w
	}
	w := ask(local.PageURL(listener.Addr().String(), "key"), "")
	w.Body.Close()
	cookie = w.Cookies()[0]
	return room, address, ask
}

func read(b *testing.B, w *http.Response) []byte {
	b.Helper()
	defer w.Body.Close()
	body, err := io.ReadAll(w.Body)
	if err != nil || w.StatusCode != http.StatusOK {
		b.Fatalf("%s, %v", w.Status, err)
	}
	return body
}

// BenchmarkPage measures the room's page over HTTP: the whole page with what it
// holds, a search with its five cards, and a completion.
func BenchmarkPage(b *testing.B) {
	engines(b, func(b *testing.B, store *storage.Store) {
		_, address, ask := enter(b, store)
		for _, what := range []struct{ name, path, body string }{
			{"search", "/say", url.Values{"line": {"/offres développeuse lyon"}}.Encode()},
			{"complete", "/complete", url.Values{"line": {"/offres lieu:nan"}}.Encode()},
			{"page", "", ""},
		} {
			b.Run(what.name, func(b *testing.B) {
				var took []time.Duration
				for b.Loop() {
					start := time.Now()
					if body := read(b, ask(address+what.path, what.body)); len(body) < 100 {
						b.Fatalf("%s", body)
					}
					took = append(took, time.Since(start))
				}
				percentiles(b, took)
			})
		}
	})
}

// BenchmarkFanOut measures how long a post takes to reach the last of 60 open pages.
func BenchmarkFanOut(b *testing.B) {
	const pages = 60
	engines(b, func(b *testing.B, store *storage.Store) {
		room, address, ask := enter(b, store)
		var ready, heard sync.WaitGroup
		ready.Add(pages)
		for range pages {
			w := ask(address+"/events", "")
			b.Cleanup(func() { w.Body.Close() })
			go func() {
				lines := bufio.NewScanner(w.Body)
				lines.Buffer(nil, 1<<20)
				for lines.Scan() {
					switch {
					case bytes.Equal(lines.Bytes(), []byte("event: snapshot")):
						ready.Done()
					case bytes.Equal(lines.Bytes(), []byte("event: message")):
						heard.Done()
					}
				}
			}()
		}
		ready.Wait()
		at := bot.Address{Platform: local.Platform, Space: local.Space, Channel: "offres"}
		var took []time.Duration
		for b.Loop() {
			heard.Add(pages)
			start := time.Now()
			if _, err := room.Send(b.Context(), bot.Post{To: at, Lang: bot.FR, Message: &bot.Message{Text: bot.Same(fmt.Sprint("message ", len(took)))}}); err != nil {
				b.Fatal(err)
			}
			heard.Wait()
			took = append(took, time.Since(start))
		}
		percentiles(b, took)
	})
}
