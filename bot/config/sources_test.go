package config

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"rebond/bot"
)

// The companies of the example are a line each, and each is a source that can be asked.
func TestSourcesOfTheExample(t *testing.T) {
	c, err := load(t, "")
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for _, s := range c.Sources {
		fmt.Fprintf(&got, "%s/%s ", s.Kind, s.Board)
	}
	want := "francetravail/ greenhouse/doctolib greenhouse/dataiku greenhouse/algolia greenhouse/mirakl greenhouse/decathlontechnology " +
		"lever/qonto lever/blablacar lever/contentsquare lever/ledger lever/360learning lever/malt lever/swile ashby/alan ashby/pennylane "
	if got.String() != want {
		t.Errorf("%s; want %s", got.String(), want)
	}
}

// TestMergeOfSources holds that a file changes the sources that it names, and adds others.
func TestMergeOfSources(t *testing.T) {
	yes, no := true, false
	for _, c := range []struct {
		name, text string
		want       string // the last names
		of         string
		is         Source
	}{
		{"one is added", "[[sources]]\nname = \"acme\"\nkind = \"lever\"\nboard = \"Acme.1\"\nregion = \"eu\"\nnote = \"à nous\"\n",
			"alan pennylane acme", "acme", Source{Name: "acme", Kind: "lever", Board: "Acme.1", Region: "eu", Note: "à nous"}},
		{"two are added in their order", "[[sources]]\nname = \"b\"\nkind = \"feed\"\nurl = \"https://b.example/rss?page=1\"\n[[sources]]\nname = \"a\"\nkind = \"recruitee\"\nboard = \"a\"\nall_trades = true\n",
			"pennylane b a", "a", Source{Name: "a", Kind: "recruitee", Board: "a", AllTrades: true}},
		{"one is switched off by its name", "[[sources]]\nname = \"doctolib\"\nenabled = false\n",
			"alan pennylane", "doctolib", Source{Name: "doctolib", Kind: "greenhouse", Board: "doctolib", Enabled: &no}},
		{"one has another board, and the same kind", "[[sources]]\nname = \"doctolib\"\nkind = \"greenhouse\"\nboard = \"doctolib2\"\napi_url = \"http://127.0.0.1:8/v1/\"\n",
			"alan pennylane", "doctolib", Source{Name: "doctolib", Kind: "greenhouse", Board: "doctolib2", APIURL: "http://127.0.0.1:8/v1"}},
		{"one has moved to another kind", "[[sources]]\nname = \"doctolib\"\nkind = \"feed\"\nurl = \"https://doctolib.example/jobs.rss\"\n",
			"alan pennylane", "doctolib", Source{Name: "doctolib", Kind: "feed", URL: "https://doctolib.example/jobs.rss"}},
		{"départements", "[[sources]]\nname = \"france-travail\"\ndepartements = [\"54\", \" 2a\", \"974\"]\ncodes = [\"m1805\"]\n",
			"alan pennylane", "france-travail", Source{Name: "france-travail", Kind: "francetravail", Departements: []string{"54", "2A", "974"}, Codes: []string{"M1805"}, Enabled: &yes}},
		{"no source in the file", "language = \"en\"\n", "alan pennylane", "alan", Source{Name: "alan", Kind: "ashby", Board: "alan"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := load(t, c.text)
			if err != nil {
				t.Fatal(err)
			}
			if all := strings.Join(names(got.Sources), " "); !strings.HasSuffix(all, c.want) || !strings.HasPrefix(all, "france-travail doctolib ") {
				t.Errorf("the sources are %s; want the example's, then %s", all, c.want)
			}
			for _, s := range got.Sources {
				if s.Name == c.of && !reflect.DeepEqual(s, c.is) {
					t.Errorf("%+v; want %+v", s, c.is)
				}
			}
		})
	}
}

func TestFaultsOfSources(t *testing.T) {
	const acme = "[[sources]]\nname = \"acme\"\n"
	for text, want := range map[string]string{
		"[[sources]]\nkind = \"lever\"\n":                           "Source no. 16 (“”) needs a name",
		"[[sources]]\nname = \"Acme SA\"\n":                         "Source no. 16 (“Acme SA”) needs a name",
		"[[sources]]\nname = \"-acme\"\n":                           "needs a name",
		"[[sources]]\nname = \"" + strings.Repeat("a", 41) + "\"\n": "needs a name",
		acme:                           "Source acme: kind is “”: it must be one of ashby, feed, francetravail, greenhouse, lever, recruitee.",
		acme + "kind = \"linkedin\"\n": "Source acme: kind is “linkedin”",
		acme + "kind = \"Lever\"\nboard = \"a\"\n":                                    "Source acme: kind is “Lever”",
		acme + "kind = \"greenhouse\"\n":                                              "Source acme: board is missing",
		acme + "kind = \"lever\"\nboard = \"https://jobs.lever.co/acme\"\n":           "Source acme: board is “https://jobs.lever.co/acme”",
		acme + "kind = \"lever\"\nboard = \"a/../b\"\n":                               "board is “a/../b”",
		acme + "kind = \"ashby\"\nboard = \"a..b\"\n":                                 "board is “a..b”",
		acme + "kind = \"recruitee\"\nboard = \"a.evil.example\"\n":                   "board is “a.evil.example”",
		acme + "kind = \"lever\"\nboard = \"a\"\nregion = \"us\"\n":                   "Source acme: region is “us”",
		acme + "kind = \"greenhouse\"\nboard = \"a\"\nregion = \"eu\"\n":              "Source acme: region does not go with kind = \"greenhouse\".",
		acme + "kind = \"greenhouse\"\nboard = \"a\"\nurl = \"https://a.example\"\n":  "Source acme: url does not go with",
		acme + "kind = \"lever\"\nboard = \"a\"\napi_url = \"http://api.lever.co\"\n": "Source acme: api_url is “http://api.lever.co”",
		acme + "kind = \"feed\"\n":                                                    "Source acme: url is “”",
		acme + "kind = \"feed\"\nurl = \"ftp://a.example/rss\"\n":                     "url is “ftp://a.example/rss”",
		acme + "kind = \"feed\"\nurl = \"https://u:p@a.example/rss\"\n":               "must be an https:// address",
		acme + "kind = \"francetravail\"\ndepartements = [\"Nancy\"]\n":               "departements holds “NANCY”",
		acme + "kind = \"francetravail\"\ncodes = [\"1805\"]\n":                       "codes holds “1805”",
		acme + "kind = \"francetravail\"\nboard = \"a\"\n":                            "board does not go with",
		acme + "kind = \"feed\"\nurl = \"https://a.example\"\n" + acme:                "mine.toml: two sources have the same name, “acme”.",
		acme + "genre = \"feed\"\n":                                                   "I do not know the key “sources.genre”",
		"[[sources]]\nname = \"alan\"\nregion = \"eu\"\n":                             "Source alan: region does not go with",
		"contact = \"moi\"\n":                                                         "contact is “moi”",
		"contact = \"http://a.example\"\n":                                            "contact is “http://a.example”",
		"contact = \"Moi <moi@exemple.fr>\"\n":                                        "contact is",
		"contact = \"a@b.fr)\\r\\nX: 1\"\n":                                           "contact is",
		"contact = \"moi@localhost\"\n":                                               "contact is “moi@localhost”",
		"[francetravail]\nclient_id = \"PAR_1\"\n":                                    "both client_id and client_secret are needed",
		"[francetravail]\nclient_id = \"PAR_1\"\nclient_secret = \"très secret\"\n":   "francetravail.client_secret holds a space",
		"[francetravail]\ntoken_url = \"http://a.example/?realm=b\"\n":                "francetravail.token_url is “http://a.example/?realm=b”",
		"[francetravail]\napi_url = \"https://a.example/?x=y\"\n":                     "francetravail.api_url is",
		"[francetravail]\nper_second = 0\n":                                           "francetravail.per_second must be more than 0, and at most 10.",
		"[francetravail]\nper_second = 11\n":                                          "francetravail.per_second must be",
		"[francetravail]\nper_second = nan\n":                                         "francetravail.per_second must be",
		"[francetravail]\nper_second = \"3\"\n":                                       "mine.toml, line 2: “francetravail.per_second",
	} {
		_, err := load(t, text)
		if err == nil {
			t.Errorf("%q is accepted", text)
			continue
		}
		if got := told(t, err, bot.EN); !strings.Contains(got, want) || strings.Contains(got, "très secret") {
			t.Errorf("%q: %q; want %q, and no secret", text, got, want)
		}
	}
	if _, err := load(t, "", "REBOND_FRANCETRAVAIL_PER_SECOND=vite"); !strings.Contains(told(t, err, bot.EN), "The variable REBOND_FRANCETRAVAIL_PER_SECOND must be a number.") {
		t.Errorf("%v", err)
	}
}

// TestOff holds why a source is not read.
func TestOff(t *testing.T) {
	const secrets = "[francetravail]\nclient_id = \"PAR_1\"\nclient_secret = \"x\"\n"
	const contact = "contact = \"moi@exemple.fr\"\n"
	const off = "[[sources]]\nname = \"alan\"\nenabled = false\n[[sources]]\nname = \"france-travail\"\nenabled = false\n"
	for _, c := range []struct{ text, ft, alan string }{
		{"", "francetravail.client_id and client_secret are missing", "contact is missing"},
		{secrets, "contact is missing", "contact is missing"},
		{contact, "francetravail.client_id and client_secret are missing", ""},
		{contact + secrets, "", ""},
		{contact + secrets + off, "enabled = false in the configuration", "enabled = false in the configuration"},
	} {
		got, err := load(t, c.text)
		if err != nil {
			t.Fatal(err)
		}
		for i := range got.Sources {
			s := &got.Sources[i]
			if want, ok := map[string]string{"france-travail": c.ft, "alan": c.alan}[s.Name]; ok && got.Off(s).EN != want {
				t.Errorf("%q: %s is off as %q; want %q", c.text, s.Name, got.Off(s).EN, want)
			}
		}
	}
}

func TestAgent(t *testing.T) {
	for contact, want := range map[string]string{
		"":                          "",
		" mailto:moi@exemple.fr":    "Rebond/1 (+mailto:moi@exemple.fr)",
		"moi+bot@exemple.fr":        "Rebond/1 (+mailto:moi+bot@exemple.fr)",
		"https://exemple.fr/rebond": "Rebond/1 (+https://exemple.fr/rebond)",
	} {
		c, err := load(t, "contact = \""+contact+"\"\n")
		if err != nil {
			t.Errorf("%q: %v", contact, err)
		} else if c.Agent() != want {
			t.Errorf("%q is asked as %q; want %q", contact, c.Agent(), want)
		}
	}
}

// Only what the configuration itself names may be on this machine or in a private network.
func TestNear(t *testing.T) {
	c, err := load(t, `
[[sources]]
name = "a"
kind = "greenhouse"
board = "a"
api_url = "http://127.0.0.1:8001/v1"
[[sources]]
name = "b"
kind = "feed"
url = "https://10.0.0.7/rss?x=1"
[[sources]]
name = "c"
kind = "feed"
url = "http://localhost:8002/rss"
[[sources]]
name = "d"
kind = "feed"
url = "https://203.0.113.9/rss"
`, "REBOND_FRANCETRAVAIL_API_URL=http://[::1]:8003")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(c.Near(), " "), "[::1]:8003 127.0.0.1:8001 10.0.0.7:443 127.0.0.1:8002 [::1]:8002"; got != want {
		t.Errorf("near: %s; want %s", got, want)
	}
	if c, _ := load(t, ""); len(c.Near()) != 0 {
		t.Errorf("the example names %v", c.Near())
	}
}

// TestSecretsOfFranceTravailAreNeverPrinted holds it of the whole configuration.
func TestSecretsOfFranceTravailAreNeverPrinted(t *testing.T) {
	c, err := load(t, "[francetravail]\nclient_id = \"PAR_mot-secret\"\nclient_secret = \"mot-secret\"\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		if got := fmt.Sprintf(verb, c) + fmt.Sprintf(verb, *c); strings.Contains(got, "mot-secret") {
			t.Errorf("%s tells the secret: %s", verb, got)
		}
	}
}
