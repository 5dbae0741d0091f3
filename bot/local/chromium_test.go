package local_test

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"rebond/storage/storagetest"
)

var screenshots = flag.Bool("screenshots", false, "write the pictures of docs/images")

// required fails a test that lacks something in CI, and skips it elsewhere.
func required(t *testing.T, what string, err error) {
	t.Helper()
	if os.Getenv("REBOND_REQUIRE_ALL") == "1" {
		t.Fatalf("%s is required: %v", what, err)
	}
	t.Skipf("no %s here (REBOND_REQUIRE_ALL is not set): %v", what, err)
}

// program is the real binary, built once for all tests.
var program = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "rebond-page-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "rebond")
	if out, err := exec.Command("go", "build", "-o", path, "rebond").CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return path, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	storagetest.Stop()
	if path, err := program(); err == nil {
		os.RemoveAll(filepath.Dir(path))
	}
	os.Exit(code)
}

// rebond is a running program and the address of its page.
type rebond struct {
	*exec.Cmd
	url string
}

// runs starts the program in a folder and waits for its page.
func runs(t *testing.T, dir string, environ ...string) *rebond {
	t.Helper()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	r := &rebond{Cmd: exec.Command(path, "run", "--no-open")}
	r.Dir = dir
	r.Env = append([]string{"LANG=fr_FR.UTF-8", "TZ=Europe/Paris"}, environ...)
	r.Stderr = os.Stderr
	out, err := r.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.kill)
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if at := strings.Index(lines.Text(), "http://"); at >= 0 {
			r.url = lines.Text()[at:]
			go io.Copy(io.Discard, out)
			return r
		}
	}
	t.Fatal("the program ended before it said where its page is")
	return nil
}

// kill ends the program as a power cut would.
func (r *rebond) kill() {
	r.Process.Kill()
	r.Wait()
}

// port is what the page listens on.
func (r *rebond) port() string {
	return "REBOND_ROOM_PORT=" + strings.Split(strings.TrimPrefix(r.url, "http://127.0.0.1:"), "/")[0]
}

// browser is a tab of a real Chromium.
type browser struct {
	t   *testing.T
	ctx context.Context
}

// patience is how long a browser test waits for something to happen.
const patience = 20 * time.Second

var chromium = sync.OnceValues(func() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("not in PATH")
})

// opens starts a Chromium of its own at an address.
func opens(t *testing.T, url string) *browser {
	t.Helper()
	path, err := chromium()
	if err != nil {
		required(t, "Chromium", err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.Flag("lang", "fr"))
	if os.Getuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	b := &browser{t, ctx}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1200, 800)); err != nil { // starts it: no deadline may end it
		t.Fatal(err)
	}
	b.does(chromedp.Navigate(url), chromedp.WaitVisible(chromedp.CSS("#line")))
	return b
}

func (b *browser) does(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		page, _ := chromedp.Run(b.ctx, chromedp.Text(chromedp.CSS("main")))
		b.t.Fatalf("%v; the page shows %q", err, page)
	}
}

// keys types on the keyboard, wherever the focus is.
func (b *browser) keys(text string) {
	b.t.Helper()
	b.does(chromedp.KeyEvent(text))
}

// says types a line and sends it.
func (b *browser) says(line string) {
	b.t.Helper()
	b.does(chromedp.SendKeys(chromedp.CSS("#line"), line+enter))
}

// presses clicks the last control that has a label.
func (b *browser) presses(label string) {
	b.t.Helper()
	b.does(chromedp.Click(`(//button[normalize-space()="` + label + `"])[last()]`))
}

// waits until an expression of the page is true.
func (b *browser) waits(expression string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if _, err := chromedp.Run(ctx, chromedp.Poll[bool](expression)); err != nil {
		page, _ := chromedp.Run(b.ctx, chromedp.Text(chromedp.CSS("body")))
		b.t.Fatalf("%s: %v; the page shows %q", expression, err, page)
	}
}

// reads waits until the messages hold words.
func (b *browser) reads(words string) {
	b.t.Helper()
	b.waits(`document.querySelector('#log').innerText.includes(` + strconv.Quote(words) + `)`)
}

// asks evaluates an expression.
func asks[T any](b *browser, expression string) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// focused is the text or the id of what has the focus.
func (b *browser) focused() string {
	b.t.Helper()
	return asks[string](b, `document.activeElement.id || document.activeElement.innerText`)
}

// scheme makes the page dark or light.
func (b *browser) scheme(name string) {
	b.t.Helper()
	b.does(chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: name}},
		})
		return err
	}))
}

// pictures writes what the tab shows into the documentation, when asked to.
func (b *browser) pictures(name string) {
	b.t.Helper()
	if !*screenshots {
		return
	}
	picture, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(filepath.Join("..", "..", "docs", "images", name), picture, 0o644)
	}
	if err != nil {
		b.t.Fatal(err)
	}
}

const (
	enter  = "\r"
	tab    = "\t"
	escape = "\x1b"
)
