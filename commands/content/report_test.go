package content_test

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"rebond/bot"
	"rebond/bot/fetch"
	"rebond/bot/schedule"
	"rebond/commands/content"
)

// TestCheckLinks asks real servers, on loopback.
func TestCheckLinks(t *testing.T) {
	var mu sync.Mutex
	under := map[string]int{}
	site := func() *httptest.Server {
		return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			under[r.Host]++
			if under[r.Host] > 1 {
				t.Error("a site is asked for two pages at once")
			}
			mu.Unlock()
			defer func() { mu.Lock(); under[r.Host]--; mu.Unlock() }()
			switch r.URL.Path {
			case "/robots.txt":
				t.Error("robots.txt is asked for")
			case "/bon", "/ailleurs":
				w.Header().Set("Content-Type", "application/pdf") // no page of ours to read
			case "/deplace":
				http.Redirect(w, r, "/ailleurs", http.StatusMovedPermanently)
			case "/barre":
				http.Redirect(w, r, "/barre/", http.StatusMovedPermanently)
			case "/barre/":
			case "/refuse":
				w.WriteHeader(http.StatusForbidden)
			default:
				http.NotFound(w, r)
			}
		}))
	}
	a, b := site(), site()
	defer a.Close()
	defer b.Close()
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	f := &fetch.Fetcher{Allow: func(netip.AddrPort) bool { return true }}
	links := []content.Link{{URL: a.URL + "/bon", IDs: []string{"un"}}, {URL: a.URL + "/barre", IDs: []string{"un"}}, {URL: a.URL + "/perdu", IDs: []string{"deux", "trois"}}, {URL: b.URL + "/deplace", IDs: []string{"quatre"}}, {URL: b.URL + "/refuse", IDs: []string{"cinq"}}, {URL: gone.URL, IDs: []string{"six"}}}
	said, dead := content.CheckLinks(t.Context(), links, f.Status)
	want := []string{"Does not answer: " + a.URL + "/perdu (deux, trois; 404)", "Leads elsewhere: " + b.URL + "/deplace (quatre) → " + b.URL + "/ailleurs", "Look for yourself, the site refuses programs: " + b.URL + "/refuse (cinq; 403)", "Does not answer: " + gone.URL + " (six; "}
	if dead != 2 || len(said) != len(want) {
		t.Fatalf("%d dead, %q", dead, said)
	}
	for i := range want {
		if !strings.HasPrefix(bot.Plain(said[i].EN), want[i]) {
			t.Errorf("%q, want %q", bot.Plain(said[i].EN), want[i])
		}
	}
}

// TestCheckExpiring says what has expired, and what does soon.
func TestCheckExpiring(t *testing.T) {
	p, err := content.Load(fstest.MapFS{"a.toml": {Data: []byte(sound("sans") + sound("loin") + "expires = 2027-06-30\n" + sound("passe") + "expires = 2026-11-22\n" + sound("dernier-jour") + "expires = 2026-11-23\n" + sound("Faux"))}})
	if err != nil {
		t.Fatal(err)
	}
	var on schedule.Day
	if err := on.UnmarshalText([]byte("2026-11-23")); err != nil {
		t.Fatal(err)
	}
	said, wrong := p.Check(on, 90)
	var all []string
	for _, s := range said {
		all = append(all, bot.Plain(s.EN))
	}
	if got := strings.Join(all[1:], "\n"); wrong != 1 || got != "3 tips and 0 resources, on 23 November 2026.\nExpired on 22 November 2026: passe\nExpires on 23 November 2026: dernier-jour" {
		t.Errorf("%d wrong, %s", wrong, got)
	}
}

// TestSearch finds items as offers are found: by the forms of words, the best first.
func TestSearch(t *testing.T) {
	p, err := content.Load(fstest.MapFS{"a.toml": {Data: []byte(
		sound("rien") +
			strings.Replace(sound("texte"), "Un texte.", "Relance les développeuses que tu connais.", 1) +
			strings.Replace(strings.Replace(sound("titre"), "Un titre", "Relancer sans insister", 1), "Un texte.", "Une développeuse Go.", 1))}})
	if err != nil {
		t.Fatal(err)
	}
	for words, want := range map[string]string{
		"":                      "rien texte titre, all",
		"développeur":           "texte titre, all",
		"relancer":              "titre texte, all",
		"golang":                "titre, all",
		"golang zorglub":        "titre, some",
		"connais zorglub":       "texte, some",
		"zorglub":               ", some",
		"développeur relancer ": "titre texte, all",
		"insis":                 "titre, all",
		"relance zorglub":       "titre texte, some",
	} {
		found, all := content.Search(p.Tips, words, bot.FR, func(t *content.Tip) *content.Item { return &t.Item })
		var ids []string
		for i := range found {
			ids = append(ids, found[i].ID)
		}
		got := strings.Join(ids, " ") + ", some"
		if all {
			got = strings.Join(ids, " ") + ", all"
		}
		if got != want {
			t.Errorf("%q: %s, want %s", words, got, want)
		}
	}
}
