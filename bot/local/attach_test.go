package local

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"rebond/bot"
)

// terminal is a console of another process: what is typed in it and what it
// shows.
type terminal struct {
	t     testing.TB
	in    *io.PipeWriter
	out   screen
	ended chan error
}

// screen is what a terminal shows, as it comes.
type screen struct {
	mu    sync.Mutex
	shown bytes.Buffer
	err   error // what writing to it answers
}

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return 0, s.err
	}
	return s.shown.Write(p)
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.shown.String()
}

// attaches opens a console on the room.
func (s *served) attaches(ctx context.Context, name, key string, set ...func(*Console)) *terminal {
	s.t.Helper()
	who, err := FindPerson(name)
	if err != nil {
		s.t.Fatal(err)
	}
	in, typed := io.Pipe()
	c := &terminal{t: s.t, in: typed, ended: make(chan error, 1)}
	console := &Console{In: in, Out: &c.out, As: who}
	for _, f := range set {
		f(console)
	}
	s.t.Cleanup(func() { typed.Close() })
	go func() { c.ended <- console.Attach(ctx, s.address, key) }()
	return c
}

func (c *terminal) types(line string) {
	c.t.Helper()
	if _, err := io.WriteString(c.in, line+"\n"); err != nil {
		c.t.Fatal(err)
	}
}

// shows waits for some words.
func (c *terminal) shows(words string) {
	c.t.Helper()
	eventually(c.t, words+" in the terminal", func() bool { return strings.Contains(loose(c.out.String()), words) })
}

func (c *terminal) end() error {
	c.t.Helper()
	select {
	case err := <-c.ended:
		return err
	case <-time.After(soon):
		c.t.Fatalf("the console does not end; it shows %s", c.out.String())
		return nil
	}
}

func TestAConsoleOfAnotherProcess(t *testing.T) {
	v := enter(newMemory())
	s := v.served(t)
	camille := s.attaches(t.Context(), "camille", testKey, func(c *Console) { c.Prompt = true })
	page, _ := s.listens("/rachel/offres")
	camille.shows("camille> ")
	camille.types("/annoncer **bonjour**")
	camille.shows("Annonce : **bonjour**")
	if got := page.next().message(t); !strings.Contains(got.HTML, "bonjour") {
		t.Errorf("the page gets %+v", got)
	}
	camille.types("@sam")
	camille.shows("sam> ")
	camille.types("/announce hello")
	camille.shows("Announcement: hello")
	page.next()
	malik := s.attaches(t.Context(), "malik", testKey)
	malik.types("/offres")
	malik.shows("Page 1")
	malik.types(number(t, malik.out.String(), "Suivantes"))
	malik.shows("Page 2")
	malik.types(strings.Repeat("a", 100<<10))
	malik.shows("trop long")
	malik.types("\x04\x00\x1b[2J\xff") // what ends a session is typed in one
	malik.shows("Je ne connais pas")
	malik.types("/publier")
	malik.shows("Aide de titre ?")
	for _, answer := range []string{"Dev", "", "", ""} {
		malik.types(answer)
	}
	malik.shows("Publié : Dev, , , .")
	malik.in.Close()
	if err := malik.end(); err != nil {
		t.Errorf("a console that is left ends with %v", err)
	}
	if strings.ContainsRune(malik.out.String(), sessionEnd) {
		t.Error("the end of the session is shown")
	}
	camille.types("/announce still here")
	camille.shows("still here")
	camille.in.Close()
	if err := camille.end(); err != nil {
		t.Error(err)
	}
	if got := page.next().message(t); !strings.Contains(got.HTML, "still here") {
		t.Errorf("of what was said to one person alone the page gets %+v", got)
	}
}

// What is piped in is all answered, however little time there is to it.
func TestAPipedConsoleIsAnsweredToTheEnd(t *testing.T) {
	v := enter(newMemory())
	s := v.served(t)
	for range 50 {
		c := s.attaches(t.Context(), "camille", testKey, func(c *Console) { c.In = strings.NewReader("/annoncer a\n/offres\n@sam\n/announce last") })
		if err := c.end(); err != nil {
			t.Fatalf("%v; it shows %s", err, c.out.String())
		}
		wantShown(t, c.out.String(), "Annonce : a", "Page 1", "You are now sam", "Announcement: last")
	}
}

func TestAConsoleThatIsNotLetIn(t *testing.T) {
	v := enter(newMemory())
	s := v.served(t)
	speaks := func(answer string) string { // a program that is no room
		l, err := Listen(0)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { l.Close() })
		go func() {
			for {
				conn, err := l.Accept()
				if err != nil {
					return
				}
				conn.Read(make([]byte, 4096))
				io.WriteString(conn, answer)
				conn.Close()
			}
		}()
		return l.Addr().String()
	}
	closed, err := Listen(0)
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	for name, c := range map[string]struct{ address, key string }{
		"another key":                  {s.address, "KEYOFANOTHERROOM"},
		"no key":                       {s.address, ""},
		"nobody there":                 {closed.Addr().String(), testKey},
		"no address":                   {"", testKey},
		"half an address":              {"127.0.0.1:x y", testKey},
		"what hangs up":                {speaks(""), testKey},
		"what is no room":              {speaks("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), testKey},
		"what is no HTTP":              {speaks("SSH-2.0-x\r\n"), testKey},
		"what speaks another protocol": {speaks("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"), testKey},
		"what only says it switches":   {speaks("HTTP/1.1 101 Switching Protocols\r\n\r\n"), testKey},
		"what leads elsewhere":         {speaks("HTTP/1.1 307 Go\r\nLocation: http://" + s.address + "/console?as=camille\r\nContent-Length: 0\r\n\r\n"), testKey},
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			err := (&Console{In: strings.NewReader("/annoncer a\n"), Out: &out, As: People()[0]}).Attach(t.Context(), c.address, c.key)
			if said := bot.UserErrors(err); len(said) != 1 || !strings.Contains(said[0].Text.FR, "je n’arrive pas à lui parler") {
				t.Errorf("%v; want it in words", err)
			}
			if out.Len() > 0 || strings.Contains(err.Error(), testKey) {
				t.Errorf("%v, and it shows %q", err, out.String())
			}
		})
	}
	if ran := v.taken(); len(ran) > 0 {
		t.Errorf("a handler got %+v", ran[0])
	}
}

// The room may close in the middle: that is said, even where all that was
// piped in had been sent.
func TestTheRoomClosesUnderAConsole(t *testing.T) {
	for name, piped := range map[string]bool{"at a keyboard": false, "from a pipe": true} {
		t.Run(name, func(t *testing.T) {
			v := enter(newMemory())
			begun := make(chan bool)
			s := serve(t, v.room(Console{}), hears(func(ctx context.Context, _ *bot.Request, _ func(bool)) bot.Answer {
				begun <- true
				<-ctx.Done()
				return bot.Answer{}
			}))
			c := s.attaches(t.Context(), "camille", testKey, func(c *Console) {
				if piped {
					c.In = strings.NewReader("/offres\n")
				}
			})
			if !piped {
				c.types("/offres")
			}
			<-begun
			s.close()
			err := c.end()
			if said := bot.UserErrors(err); len(said) != 1 || said[0].Text.EN != "The room has closed." {
				t.Errorf("%v; want it in words", err)
			}
		})
	}
}

// A console that dies, whatever it was at, leaves nothing behind.
func TestAConsoleThatDies(t *testing.T) {
	v := enter(newMemory())
	s := v.served(t)
	t.Run("of Ctrl-C", func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		c := s.attaches(ctx, "camille", testKey)
		c.types("/offres")
		c.shows("Page 1")
		stop()
		if err := c.end(); err != nil {
			t.Error(err)
		}
		c.in.Close()
	})
	t.Run("of its terminal", func(t *testing.T) {
		c := s.attaches(t.Context(), "camille", testKey)
		c.out.mu.Lock()
		c.out.err = errors.New("no terminal")
		c.out.mu.Unlock()
		c.types("/offres")
		if err := c.end(); err == nil || !strings.Contains(err.Error(), "no terminal") {
			t.Error(err)
		}
		c.in.Close()
	})
	upgrade := "POST /console?as=camille HTTP/1.1\r\nHost: " + s.address + "\r\nCookie: " + s.Page.cookie() + "=" + testKey + "\r\nConnection: Upgrade\r\nUpgrade: " + consoleProtocol + "\r\n\r\n"
	for name, sent := range map[string]string{"before a word": "", "in a word": "/off", "in a form": "/publier\nDev\n", "with much to hear": strings.Repeat("/offres\n", 2000)} {
		t.Run(name, func(t *testing.T) {
			conn := s.raw(upgrade + sent)
			if _, err := io.ReadFull(conn, make([]byte, 12)); err != nil {
				t.Fatal(err)
			}
			conn.(*net.TCPConn).SetLinger(0) // as a process that is killed
			conn.Close()
		})
	}
	eventually(t, "nothing of them is left", func() bool { return serving() == 0 })
	wantShown(t, s.says("/camille/offres", "/annoncer a").HTML, "Annonce")
}
