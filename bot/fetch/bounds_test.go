package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/netip"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func quiet() *log.Logger { return log.New(io.Discard, "", 0) }

// TestBodies has pages that are too long in every way: what is kept and what is allocated
// on the way stay bounded.
func TestBodies(t *testing.T) {
	zeros := compressed(make([]byte, 1<<20))
	bomb := bytes.Repeat(zeros, 1024) // a gzip file may have several members: 1 GiB of zeros
	nothing := bytes.Repeat(compressed(nil), 64)
	junk := bytes.Repeat([]byte("<p>Une offre. "), 1<<16)
	packed := func(h http.Header) { h.Set("Content-Encoding", "gzip") }
	for _, c := range []struct {
		name   string
		head   func(http.Header)
		write  func(w io.Writer) error
		length int // of the body kept; -1: ErrUnreadable
	}{
		{"just as long", nil, pieces(junk[:MaxBody/4], 4), MaxBody},
		{"short", nil, pieces(junk[:10], 1), 10},
		{"empty", nil, pieces(nil, 1), 0},
		{"10 MB", func(h http.Header) { h.Set("Content-Length", "10000000") }, pieces(junk[:500_000], 20), MaxBody},
		{"endless", nil, pieces(junk, 1<<30), MaxBody},
		{"bomb", packed, pieces(bomb, 1), MaxBody},
		{"endless bomb", packed, pieces(bomb, 1<<30), MaxBody},
		{"endless, of nothing", packed, pieces(nothing, 1<<30), -1},
		{"endless, of single bytes", nil, func(w io.Writer) error {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err != nil {
				return err
			}
			defer conn.Close()
			io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
			return pieces(bytes.Repeat([]byte("1\r\na\r\n"), 1<<12), 1<<30)(conn)
		}, -1},
		{"cut gzip", packed, pieces(zeros[:len(zeros)-9], 1), -1},
		{"wrong checksum", packed, pieces(append(bytes.Clone(zeros[:len(zeros)-8]), 1, 2, 3, 4, 0, 0, 16, 0), 1), -1},
		{"shorter than said", func(h http.Header) { h.Set("Content-Length", "1000") }, pieces(junk[:10], 1), -1},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, site := serve(t, robots(http.StatusNotFound, "", func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "text/html")
				if c.head != nil {
					c.head(w.Header())
				}
				c.write(w) // which fails as soon as the Fetcher has had enough
			}))
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			page, err := f.Page(t.Context(), site.URL)
			runtime.ReadMemStats(&after)
			if c.length < 0 {
				refused(t, err, ErrUnreadable)
			} else if err != nil || len(page.Body) != c.length {
				t.Errorf("%d bytes, want %d: %v", len(page.Body), c.length, err)
			}
			allocated := (after.TotalAlloc - before.TotalAlloc) >> 20
			if allocated >= 64 {
				t.Errorf("%d MiB allocated", allocated)
			}
			t.Logf("%d bytes kept, %d MiB allocated", len(page.Body), allocated)
		})
	}
}

func pieces(piece []byte, times int) func(io.Writer) error {
	return func(w io.Writer) error {
		for range times {
			if _, err := w.Write(piece); err != nil {
				return err
			}
		}
		return nil
	}
}

func compressed(data []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write(data)
	w.Close()
	return b.Bytes()
}

// TestRawAnswers has answers that no honest server writes.
func TestRawAnswers(t *testing.T) {
	const head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
	for _, c := range []struct {
		name, answer string
		ok           bool
	}{
		{"whole", head + "\r\n<p>", true},
		{"chunked", head + "Transfer-Encoding: chunked\r\n\r\n3\r\n<p>\r\n0\r\n\r\n", true},
		{"chunks cut", head + "Transfer-Encoding: chunked\r\n\r\n3\r\n<p>\r\n", false},
		{"chunk cut", head + "Transfer-Encoding: chunked\r\n\r\n1000\r\n<p>", false},
		{"bad chunk", head + "Transfer-Encoding: chunked\r\n\r\n-3\r\n<p>\r\n0\r\n\r\n", false},
		{"huge chunk", head + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n<p>", false},
		{"two lengths", head + "Content-Length: 3\r\nContent-Length: 4\r\n\r\n<p>", false},
		{"huge header", head + "X-Secret: " + strings.Repeat("a", maxHeader) + "\r\n\r\n<p>", false},
		{"many headers", head + strings.Repeat("X-Secret: a\r\n", maxHeader/10) + "\r\n<p>", false},
		{"endless hints", strings.Repeat("HTTP/1.1 103 Early Hints\r\nX-Secret: a\r\n\r\n", 1<<12), false},
		{"another protocol", head + "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n", false},
		{"switched", "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n", false},
		{"HTTP/2 unasked", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", false},
		{"no HTTP", "SSH-2.0-secret\r\n", false},
		{"nothing", "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := piped(func(conn net.Conn, path string) {
				if path == "/robots.txt" {
					io.WriteString(conn, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
				} else {
					io.WriteString(conn, c.answer)
				}
			})
			page, err := f.Page(t.Context(), "http://jobs.example/")
			if c.ok != (err == nil) || c.ok && string(page.Body) != "<p>" {
				t.Errorf("%q, %v", page.Body, err)
			}
			if !c.ok {
				refused(t, err, ErrUnreadable, "jobs.example", "Secret")
			}
		})
	}
}

// piped is a Fetcher whose every connection is a pipe to answer, closed after it.
func piped(answer func(conn net.Conn, path string)) *Fetcher {
	return &Fetcher{
		Resolver: &names{answers: map[string][]string{"jobs.example": {"93.184.215.14"}}},
		dial: func(context.Context, netip.AddrPort) (net.Conn, error) {
			ours, theirs := net.Pipe()
			go func() {
				defer theirs.Close()
				head := make([]byte, 4096)
				n, _ := theirs.Read(head)
				_, path, _ := strings.Cut(string(head[:n]), " ")
				path, _, _ = strings.Cut(path, " ")
				answer(theirs, path)
			}()
			return ours, nil
		},
	}
}

// TestSlow has a site that takes its time in every place where one can: the whole is over
// after the 8 seconds, and nothing is left running (synctest would say so).
func TestSlow(t *testing.T) {
	const head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
	crawl := func(conn net.Conn, what string) {
		for {
			if _, err := io.WriteString(conn, what); err != nil {
				return
			}
			time.Sleep(time.Second)
		}
	}
	silent := func(conn net.Conn) { io.Copy(io.Discard, conn) }
	none := func(conn net.Conn) { io.WriteString(conn, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n") }
	for _, c := range []struct {
		name         string
		robots, page func(net.Conn)
	}{
		{"robots.txt silent", silent, silent},
		{"robots.txt slow", func(conn net.Conn) { crawl(conn, head+"\r\n#") }, silent},
		{"silent", none, silent},
		{"slow head", none, func(conn net.Conn) { io.WriteString(conn, head); crawl(conn, "X-A: b\r\n") }},
		{"slow body", none, func(conn net.Conn) { io.WriteString(conn, head+"\r\n"); crawl(conn, "<p>") }},
		{"body that stops", none, func(conn net.Conn) { io.WriteString(conn, head+"\r\n<p>"); silent(conn) }},
		{"each a little", func(conn net.Conn) { time.Sleep(5 * time.Second); none(conn) },
			func(conn net.Conn) { time.Sleep(5 * time.Second); io.WriteString(conn, head+"\r\n<p>") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := piped(func(conn net.Conn, path string) {
					if path == "/robots.txt" {
						c.robots(conn)
					} else {
						c.page(conn)
					}
				})
				tooSlow(t, f, "http://jobs.example/", wholeTime)
			})
		})
	}
	t.Run("connection", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			f := &Fetcher{Timeout: 3 * time.Second, dial: func(ctx context.Context, _ netip.AddrPort) (net.Conn, error) {
				<-ctx.Done()
				return nil, ctx.Err()
			}}
			tooSlow(t, f, "http://93.184.215.14/", 3*time.Second)
		})
	})
	t.Run("TLS", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			tooSlow(t, piped(func(conn net.Conn, _ string) { silent(conn) }), "https://jobs.example/", wholeTime)
		})
	})
	t.Run("DNS", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			tooSlow(t, &Fetcher{Resolver: deaf{}}, "https://jobs.example/", wholeTime)
		})
	})
}

// deaf is a DNS that does not answer.
type deaf struct{}

func (deaf) LookupNetIP(ctx context.Context, _, host string) ([]netip.Addr, error) {
	<-ctx.Done()
	return nil, &net.DNSError{Err: "i/o timeout", Name: host, IsTimeout: true}
}

func tooSlow(t *testing.T, f *Fetcher, address string, after time.Duration) {
	t.Helper()
	start := time.Now()
	_, err := f.Page(t.Context(), address)
	refused(t, err, ErrUnreadable, "jobs.example")
	if took := time.Since(start); took != after || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v after %v", err, took)
	}
	time.Sleep(time.Minute) // of the bubble: for the site to notice
}

// TestAttempts has a host of whose addresses some do not answer.
func TestAttempts(t *testing.T) {
	_, site := serve(t, html("<p>"))
	var tried []string
	f := &Fetcher{
		Resolver: &names{answers: map[string][]string{
			"jobs.example": {"2606:2800::1 93.184.215.14 93.184.215.15"},
			"dead.example": {"1.0.0.1 1.0.0.2 1.0.0.3 1.0.0.4 1.0.0.5"},
		}},
		dial: func(ctx context.Context, to netip.AddrPort) (net.Conn, error) {
			tried = append(tried, to.Addr().String())
			if to.Addr().String() != "93.184.215.15" {
				return nil, fmt.Errorf("no route to %v", to)
			}
			return (&net.Dialer{}).DialContext(ctx, "tcp", site.Listener.Addr().String())
		},
	}
	if _, err := f.Page(t.Context(), "http://jobs.example/"); err != nil || strings.Join(tried, " ") != "93.184.215.14 93.184.215.15 93.184.215.14 93.184.215.15" {
		t.Error(tried, err)
	}
	tried = nil
	_, err := f.Page(t.Context(), "http://dead.example/")
	refused(t, err, ErrUnreadable, "1.0.0")
	if len(tried) != maxAttempts {
		t.Error(tried)
	}
}
