package fetch

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func TestRobots(t *testing.T) {
	const forAll = "User-agent: *\n"
	for _, c := range []struct {
		name, text      string
		allowed, denied string // paths
	}{
		{"empty", "", "/ /a", ""},
		{"everything", forAll + "Disallow: /", "", "/ /a /a?b"},
		{"nothing", forAll + "Disallow:", "/ /a", ""},
		{"a path", forAll + "Disallow: /offres/", "/ /offres /x/offres/", "/offres/ /offres/1 /offres/?a"},
		{"the longest decides", forAll + "Disallow: /offres\nAllow: /offres/publiques\nDisallow: /offres/publiques/vieilles",
			"/ /offres/publiques /offres/publiques/1", "/offres /offres/1 /offres/publiques/vieilles/1"},
		{"as long allows", forAll + "Disallow: /a\nAllow: /a", "/a", ""},
		{"as long allows, in the other order", forAll + "Allow: /a\nDisallow: /a", "/a", ""},
		{"star", forAll + "Disallow: /*/prive", "/prive /x", "/x/prive /x/y/prive/z"},
		{"star first", forAll + "Disallow: *.pdf", "/a.html", "/a.pdf /b/a.pdf?x"},
		{"anchored at the start", forAll + "Disallow: /a*b", "/x/a/b", "/ab /acb/d"},
		{"dollar", forAll + "Disallow: /*.json$", "/a.json.html /a.json?x", "/a.json /b/.json"},
		{"dollar alone", forAll + "Disallow: /$", "/a", "/"},
		{"stars and dollar", forAll + "Disallow: /*a*a$", "/a /aab /ab", "/aa /xaya"},
		{"dollar inside", forAll + "Disallow: /a$b", "/a", "/a$b /a%24b"},
		{"query", forAll + "Disallow: /*?", "/a", "/a?b"},
		{"escapes", forAll + "Disallow: /%7Emoi\nDisallow: /caf%c3%a9\nDisallow: /été\nDisallow: /a%2Fb\nDisallow: /c%2ad", "/a/b /cxd", "/~moi /café /caf%C3%A9 /%C3%A9t%c3%A9 /a%2fb /c*d"},
		{"no slash", forAll + "Disallow: prive", "/x", "/prive"},
		{"ours", forAll + "Disallow: /\n\nUser-agent: Rebond\nDisallow: /prive", "/a", "/prive"},
		{"ours, with a version", "User-agent: rebond/2.0 (x)\nDisallow: /prive\n" + forAll + "Disallow: /", "/a", "/prive"},
		{"ours, which forbids nothing", forAll + "Disallow: /\nUser-agent: REBOND\nAllow: /", "/a", ""},
		{"ours twice", "User-agent: Rebond\nDisallow: /a\nUser-agent: x\nDisallow: /b\nUser-agent: Rebond\nDisallow: /c", "/b", "/a /c"},
		{"ours among others", "User-agent: x\nUser-agent: Rebond\n\nUser-agent: y\nCrawl-delay: 3\nDisallow: /a", "/b", "/a"},
		{"another's", "User-agent: Googlebot\nDisallow: /", "/a", ""},
		{"another whose name begins alike", "User-agent: Rebondir\nDisallow: /\nUser-agent: re\nDisallow: /", "/a", ""},
		{"comments and spaces", "\ufeff# all\r\n  USER-AGENT : *  # all\r\rDISALLOW\t:\t/a # not /b\r\n", "/b", "/a"},
		{"junk", "Disallow: /x\n<html>\x00\xff\n:::\nUser-agent\nCrawl-delay: much\n" + forAll + "Disalow: /b\nDisallow: /a\nSitemap: /c", "/x /b", "/a"},
		{"HTML", "<!doctype html><title>Accueil</title>", "/a", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			rs := parseRobots(c.text)
			check := func(paths string, want bool) {
				for path := range strings.FieldsSeq(paths) {
					u, err := url.Parse("https://jobs.example" + path)
					if err != nil {
						t.Fatal(err)
					}
					if got := rs.allow(u); got != want {
						t.Errorf("%s: %v with %+v", path, got, rs)
					}
				}
			}
			check(c.allowed, true)
			check(c.denied, false)
		})
	}
}

func TestRobotsAnswers(t *testing.T) {
	long := strings.Repeat("# "+strings.Repeat("x", 97)+"\n", maxRobots/100) // ends short of the limit
	for _, c := range []struct {
		name   string
		status int
		text   string
		ok     bool
	}{
		{"allows", 200, "User-agent: *\nAllow: /", true},
		{"forbids", 200, "User-agent: Rebond\nDisallow: /", false},
		{"none", 404, "User-agent: *\nDisallow: /", true},
		{"forbidden", 403, "", true},
		{"gone", 410, "", true},
		{"too many", 429, "", false},
		{"broken", 500, "", false},
		{"busy", 503, "", false},
		{"empty", 204, "", false},
		{"choices", 300, "", false},
		{"redirected nowhere", 302, "", false},
		{"beyond its limit", 200, "User-agent: *\n" + long + "Disallow: /\n", true},
		{"cut in a rule", 200, "User-agent: *\n" + strings.Repeat("#", maxRobots-14-12) + "\nDisallow: /prive\n", true},
		{"long", 200, long[:len(long)/2] + "User-agent: *\nDisallow: /\n", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			pages := 0
			f, site := serve(t, robots(c.status, c.text, func(w http.ResponseWriter, r *http.Request) {
				pages++
				w.Header().Set("Content-Type", "text/html")
			}))
			_, err := f.Page(t.Context(), site.URL)
			if c.ok && err != nil {
				t.Error(err)
			} else if !c.ok {
				refused(t, err, ErrUnreadable)
			}
			if c.ok != (pages == 1) {
				t.Errorf("%d pages asked for", pages)
			}
		})
	}
}

// TestRobotsOfEachHost: a redirect leads to a site with rules of its own; those of a site
// may stand elsewhere.
func TestRobotsOfEachHost(t *testing.T) {
	_, second := serve(t, robots(200, "User-agent: *\nDisallow: /prive", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
	}))
	leads := func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, second.URL+r.URL.Path, http.StatusFound)
	}
	_, free := serve(t, robots(404, "", leads))
	_, elsewhere := serve(t, http.HandlerFunc(leads))
	for _, c := range []struct {
		from *httptest.Server
		path string
		ok   bool
	}{
		{free, "/a", true}, {free, "/prive", false},
		{elsewhere, "/a", true}, {elsewhere, "/prive", false},
		{second, "/a", true}, {second, "/prive", false},
	} {
		f := &Fetcher{Allow: only(t, free.URL, elsewhere.URL, second.URL)}
		_, err := f.Page(t.Context(), c.from.URL+c.path)
		if c.ok && err != nil {
			t.Error(err)
		} else if !c.ok {
			refused(t, err, ErrUnreadable)
		}
	}
}

func TestRobotsKept(t *testing.T) {
	var asked, status atomic.Int32
	status.Store(200)
	text := "User-agent: *\nDisallow: /prive"
	f, site := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			asked.Add(1)
			w.WriteHeader(int(status.Load()))
			io.WriteString(w, text)
			return
		}
		w.Header().Set("Content-Type", "text/html")
	}))
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	f.Now = func() time.Time { return now }
	visit := func(path string, ok bool, want int32) {
		t.Helper()
		_, err := f.Page(t.Context(), site.URL+path)
		if (err == nil) != ok || asked.Load() != want {
			t.Errorf("%s: %v; asked %d times, want %d", path, err, asked.Load(), want)
		}
	}
	visit("/", true, 1)
	visit("/prive", false, 1)
	now = now.Add(keepRobots - 1)
	visit("/", true, 1)
	now = now.Add(1)
	status.Store(503)
	visit("/", false, 2)
	visit("/", false, 3) // what could not be had is not kept
	status.Store(404)
	visit("/prive", true, 4)
	visit("/prive", true, 4)
	now = now.Add(keepRobots)
	status.Store(200)
	text = "User-agent: *\n" + strings.Repeat("Allow: /"+strings.Repeat("a", 90)+"\n", maxShelved/90)
	visit("/", true, 5)
	visit("/", true, 6) // too long to keep
}

func TestShelf(t *testing.T) {
	var s shelf
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	for i := range maxKept + 10 {
		s.keep(fmt.Sprint(i), nil, now.Add(time.Duration(i)))
	}
	if len(s.kept) != maxKept {
		t.Errorf("%d sites kept", len(s.kept))
	}
	for i, want := range map[int]bool{0: false, 9: false, 10: true, maxKept + 9: true} {
		if _, ok := s.find(fmt.Sprint(i), now); ok != want {
			t.Errorf("site %d: %v", i, ok)
		}
	}
}

// TestRobotsHostile has files made to cost: their time must stay that of one reading.
func TestRobotsHostile(t *testing.T) {
	var agents strings.Builder
	for i := 0; agents.Len() < maxRobots/2; i++ {
		fmt.Fprintf(&agents, "user-agent:%x\n", i)
	}
	for name, text := range map[string]string{
		"many agents, many rules": agents.String() + "user-agent:*\n" + strings.Repeat("allow:/\n", maxRobots/16),
		"many stars":              "user-agent:*\ndisallow:" + strings.Repeat("*a", maxRobots/2) + "b$",
		"many starred rules":      "user-agent:*\n" + strings.Repeat("allow:*aab\n", maxRobots/11),
		"ever longer":             "user-agent:*\n" + strings.Repeat("allow:*a*a*a*a*a*a*a*a*a*a*ab\n", maxRobots/31),
		"one long line":           "user-agent:*\nallow:/" + strings.Repeat("é", maxRobots/2),
	} {
		t.Run(name, func(t *testing.T) {
			u, err := url.Parse("https://jobs.example/" + strings.Repeat("a", maxAddress))
			if err != nil {
				t.Fatal(err)
			}
			start := time.Now()
			rs := parseRobots(text)
			rs.allow(u)
			took := time.Since(start)
			if took > 5*time.Second {
				t.Errorf("%v", took)
			}
			t.Log(took)
		})
	}
}
