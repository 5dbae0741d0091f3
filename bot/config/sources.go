package config

import (
	"net"
	"net/url"
	"slices"
	"strings"

	"rebond/bot"
)

// FranceTravail says with which application of France Travail's its offers are asked for;
// without its id and its secret they are not.
type FranceTravail struct {
	ClientID     Secret  `toml:"client_id"`
	ClientSecret Secret  `toml:"client_secret"`
	TokenURL     string  `toml:"token_url"` // where a token is asked for
	APIURL       string  `toml:"api_url"`   // the base of the API
	PerSecond    float64 `toml:"per_second"`
}

// Source is an outside source of offers.
type Source struct {
	Name         string   `toml:"name"` // ours: a word in small letters
	Kind         string   `toml:"kind"`
	Board        string   `toml:"board"`        // of a board: the company's name in its address
	URL          string   `toml:"url"`          // of a feed
	Region       string   `toml:"region"`       // of Lever: eu, or nothing
	Departements []string `toml:"departements"` // of France Travail: none is all of France
	Codes        []string `toml:"codes"`        // of France Travail: ROME; none is all of computing
	Enabled      *bool    `toml:"enabled"`      // nothing is true
	AllTrades    bool     `toml:"all_trades"`   // keep the offers of any trade, not those of tech alone
	APIURL       string   `toml:"api_url"`      // another base of the API; empty: the kind's own
	Note         string   `toml:"note"`         // for whoever reads the list
}

// The kinds of sources.
const (
	KindGreenhouse    = "greenhouse"
	KindLever         = "lever"
	KindAshby         = "ashby"
	KindRecruitee     = "recruitee"
	KindFeed          = "feed"
	KindFranceTravail = "francetravail"
)

// Off says why a source is not read; empty: it is.
func (c *Config) Off(s *Source) bot.Text {
	if s.Enabled != nil && !*s.Enabled {
		return bot.Text{FR: "enabled = false dans la configuration", EN: "enabled = false in the configuration"}
	}
	return c.Missing(s)
}

// Missing says what a source cannot be asked without, whether it is enabled or not; empty:
// nothing.
func (c *Config) Missing(s *Source) bot.Text {
	switch {
	case s.Kind == KindFranceTravail && (c.FranceTravail.ClientID == "" || c.FranceTravail.ClientSecret == ""):
		return bot.Text{FR: "il manque francetravail.client_id et client_secret", EN: "francetravail.client_id and client_secret are missing"}
	case c.Contact == "":
		return bot.Text{FR: "il manque contact", EN: "contact is missing"}
	}
	return bot.Text{}
}

// Agent is the name under which sources are asked; empty without a contact.
func (c *Config) Agent() string {
	switch {
	case c.Contact == "":
		return ""
	case strings.Contains(c.Contact, "://"):
		return "Rebond/1 (+" + c.Contact + ")"
	}
	return "Rebond/1 (+mailto:" + c.Contact + ")"
}

// Near are the hosts, with their ports, that the configuration itself names though they are
// on this machine or in a private network: nothing else may lead there.
func (c *Config) Near() (near []string) {
	addresses := []string{c.FranceTravail.TokenURL, c.FranceTravail.APIURL}
	for _, s := range c.Sources {
		addresses = append(addresses, s.APIURL, s.URL)
	}
	for _, a := range addresses {
		u, err := url.Parse(a)
		if err != nil || u.Host == "" {
			continue
		}
		port := u.Port()
		if port == "" {
			port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
		}
		names := []string{u.Hostname()}
		if u.Hostname() == "localhost" {
			names = []string{"127.0.0.1", "::1"}
		}
		for _, name := range names {
			if ip := net.ParseIP(name); ip != nil && (ip.IsLoopback() || ip.IsPrivate()) {
				near = append(near, net.JoinHostPort(ip.String(), port))
			}
		}
	}
	return near
}

// merge puts sources over those there are: one with a name that is there changes what it
// says of it, and all of it where it is of another kind; the others are added. The faults
// are names that stand twice.
func merge(there, over []Source) (all []Source, twice []string) {
	all = slices.Clone(there)
	for i, s := range over {
		if s.Name != "" && slices.ContainsFunc(over[:i], func(o Source) bool { return o.Name == s.Name }) {
			twice = append(twice, s.Name)
			continue
		}
		at := slices.IndexFunc(all, func(o Source) bool { return o.Name == s.Name })
		switch {
		case s.Name == "" || at < 0:
			all = append(all, s)
		case s.Kind != "" && s.Kind != all[at].Kind:
			all[at] = s
		default:
			all[at] = all[at].with(s)
		}
	}
	return all, twice
}

// with is a source with what another says of it.
func (s Source) with(o Source) Source {
	for _, text := range []struct{ to, from *string }{
		{&s.Board, &o.Board}, {&s.URL, &o.URL}, {&s.Region, &o.Region}, {&s.APIURL, &o.APIURL}, {&s.Note, &o.Note},
	} {
		if *text.from != "" {
			*text.to = *text.from
		}
	}
	if o.Departements != nil {
		s.Departements = o.Departements
	}
	if o.Codes != nil {
		s.Codes = o.Codes
	}
	if o.Enabled != nil {
		s.Enabled = o.Enabled
	}
	s.AllTrades = s.AllTrades || o.AllTrades
	return s
}
