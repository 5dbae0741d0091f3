package francetravail

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"rebond/bot"
	"rebond/bot/sources"
)

const (
	realAPI   = "https://api.francetravail.io/partenaire/offresdemploi"
	realToken = "https://entreprise.francetravail.fr/connexion/oauth2/access_token?realm=%2Fpartenaire"
	licence   = "https://francetravail.io/produits-partages/documentation/conditions-dutilisation-api/licence-offres-emploi"

	computing   = "M18" // the domain « Informatique / Télécommunication »
	maxCodes    = 200   // in one request
	maxAreas    = 5     // départements in one request
	defaultPace = 3     // requests a second: the quota that is announced differs by page, from 4 to 100
)

// Search is one search of France Travail's offers, as it is configured. It must not be
// copied once used.
type Search struct {
	Called                 string // its name in the configuration
	ClientID, ClientSecret string // of the application that is subscribed to the API
	TokenURL, API          string // empty: France Travail's own
	Domain                 string // of trades: "M18"; empty, without Codes: "M18"
	Codes                  []string
	Departements           []string // none: everywhere
	PerSecond              float64  // requests; zero: 3
	Client                 *sources.Client

	mu    sync.Mutex
	token string
	until time.Time // it is renewed from then on
}

// Name implements sources.Source.
func (s *Search) Name() string { return s.Called }

// Kind implements sources.Source.
func (s *Search) Kind() string { return name }

// Every implements sources.Source.
func (s *Search) Every() time.Duration { return time.Hour }

// Terms implements sources.Source.
func (s *Search) Terms() sources.Terms {
	return sources.Terms{
		Licence: bot.Text{
			FR: "Licence de réutilisation de la base de données des offres d’emploi de France Travail",
			EN: "France Travail’s licence to reuse its database of job offers",
		},
		URL: licence,
		Note: bot.Text{
			FR: "Il faut un compte gratuit sur francetravail.io, une application abonnée à l’API « Offres d’emploi », et accepter cette licence, qui n’est pas la licence Etalab : chaque offre est montrée en entier, avec sa source et sa date, et disparaît d’ici quand elle disparaît là-bas. Rien ne peut être facturé aux personnes qui cherchent un emploi. L’accès est perdu après 12 mois sans un appel.",
			EN: "It takes a free account on francetravail.io, an application subscribed to the API “Offres d’emploi”, and accepting this licence, which is not the Etalab one: each offer is shown in full, with its source and its date, and goes from here when it goes there. Nothing may be charged to people who are looking for a job. Access lapses after 12 months without a call.",
		},
		Recheck: 48 * time.Hour,
	}
}

// queries are what is asked in several requests, as a request takes only so much: the
// parameters of each.
func (s *Search) queries() []url.Values {
	trades := []url.Values{{"grandDomaine": {cmp.Or(s.Domain, computing)}}}
	if len(s.Codes) > 0 {
		trades = nil
		for some := range slices.Chunk(s.Codes, maxCodes) {
			trades = append(trades, url.Values{"codeROME": {strings.Join(some, ",")}})
		}
	}
	if len(s.Departements) == 0 {
		return trades
	}
	var all []url.Values
	for _, trade := range trades {
		for some := range slices.Chunk(s.Departements, maxAreas) {
			query := url.Values{"departement": {strings.Join(some, ",")}}
			for k, v := range trade {
				query[k] = v
			}
			all = append(all, query)
		}
	}
	return all
}

func (s *Search) address(path string) string {
	return strings.TrimSuffix(cmp.Or(s.API, realAPI), "/") + path
}

func (s *Search) perSecond() float64 {
	if s.PerSecond > 0 {
		return s.PerSecond
	}
	return defaultPace
}

func (s *Search) now() time.Time {
	if s.Client.Now == nil {
		return time.Now()
	}
	return s.Client.Now()
}
