package storage_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"rebond/bot/search"
	"rebond/bot/search/places"
	"rebond/bot/sources"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// labour is a job market that is made up, the same each time.
type labour struct {
	random *rand.Rand
	words  []string
	trades []string
	tech   []string
	towns  []places.Place
}

func newLabour() *labour {
	m := &labour{random: rand.New(rand.NewPCG(20_000, 5_000))}
	syllables := strings.Fields("ba ce di fo gu la me ni po ru sa te vi zo cha bri tou men lo ra")
	for range 20_000 {
		var w strings.Builder
		for range 3 + m.random.IntN(3) {
			w.WriteString(syllables[m.random.IntN(len(syllables))])
		}
		m.words = append(m.words, w.String())
	}
	m.trades = strings.Split("développeur,ingénieur,testeur,technicien support,chef de projet,administrateur systèmes,data analyst,designer,architecte,product owner,scrum master,formateur,rédacteur technique,responsable sécurité,consultant", ",")
	m.tech = strings.Fields("golang java python php javascript typescript react angular vue c# c++ rust ruby kotlin swift sql postgresql mongodb kubernetes docker terraform ansible linux aws azure figma wordpress symfony django spring cobol sap")
	for _, code := range strings.Fields("75056 69123 13055 31555 06088 44109 67482 34172 33063 59350 35238 51454 42218 83137 38185 21231 49007 30189 63113 76351 29019 37261 87085 80021 57463 25056 66136 45234 54395 14118") {
		if p, ok := places.ByCode(code); ok {
			m.towns = append(m.towns, p)
		}
	}
	return m
}

func anyOf[T any](m *labour, of []T) T { return of[m.random.IntN(len(of))] }

// offer is one with a text as long as they are.
func (m *labour) offer(i int) sources.Offer {
	town := anyOf(m, m.towns)
	tech := []string{anyOf(m, m.tech), anyOf(m, m.tech), anyOf(m, m.tech)}
	o := opened(strconv.Itoa(i), anyOf(m, m.trades)+" "+tech[0])
	o.Skills, o.Company = tech, anyOf(m, m.words)
	o.Places = []sources.Place{{Label: town.Label(), Commune: town.Code, Departement: town.Departement, Region: town.Region, Country: "FR"}}
	o.Contract = anyOf(m, []sources.Contract{sources.CDI, sources.CDI, sources.CDI, sources.CDD, sources.Freelance, sources.Alternance})
	o.Remote = anyOf(m, []sources.Remote{"", sources.OnSite, sources.Hybrid, sources.Hybrid, sources.Full})
	o.Level = anyOf(m, []sources.Level{"", sources.Beginner, sources.Mid, sources.Senior})
	var text strings.Builder
	for range 250 {
		text.WriteString(anyOf(m, m.words) + " ")
	}
	o.Description = text.String()
	return o
}

// query is what somebody looks for: mostly a trade or a term, often in a place.
func (m *labour) query() (q search.Query) {
	switch m.random.IntN(10) {
	case 0:
		q.Words = anyOf(m, m.words)
	case 1, 2, 3:
		q.Words = anyOf(m, m.tech)
	default:
		q.Words = anyOf(m, m.trades) + " " + anyOf(m, m.tech)
	}
	switch town := anyOf(m, m.towns); m.random.IntN(20) {
	case 0, 1:
		q.Remote = sources.Full
	case 2, 3, 4, 5, 6:
		q.Place, _ = places.Departement(town.Departement)
	default:
		q.Place = town
	}
	if m.random.IntN(4) == 0 {
		q.Contract = anyOf(m, []sources.Contract{sources.CDI, sources.Alternance})
	}
	return q
}

// placed writes the people of a market with their alerts, past the store: through it each
// would be a transaction.
func (p *teller) placed(t testing.TB, m *labour, people, each int) map[string][]search.Query {
	t.Helper()
	first := p.knows(t, "first", here)
	p.asks(t, first, storage.AlertsTopic, here)
	var community string
	if err := p.db.QueryRow("SELECT id FROM communities WHERE space = '" + here.Space + "'").Scan(&community); err != nil {
		t.Fatal(err)
	}
	of := map[string][]search.Query{}
	err := func() error {
		tx, err := p.db.Begin()
		if err != nil {
			return err
		}
		defer tx.Rollback() // after Commit it does nothing
		for i := range people {
			id := fmt.Sprintf("person-%05d", i)
			for _, text := range []string{
				"INSERT INTO persons (id, created_at, seen_at) VALUES ('%s', 0, 0)", "INSERT INTO preferences (person, revision) VALUES ('%s', 0)",
				"INSERT INTO memberships (person, community, seen_at) VALUES ('%s', '" + community + "', 0)",
				"INSERT INTO subscriptions (person, community, topic, since_at) VALUES ('%s', '" + community + "', 'alertes', 0)",
			} {
				if _, err := tx.Exec(fmt.Sprintf(text, id)); err != nil {
					return err
				}
			}
			for k := range each {
				q := m.query()
				of[id] = append(of[id], q)
				if err := placeAlert(tx, fmt.Sprintf("alert-%05d-%d", i, k), id, community, q, anyOf(m, []string{"soon", "morning", "weekly"})); err != nil {
					return err
				}
			}
		}
		return tx.Commit()
	}()
	if err != nil {
		t.Fatal(err)
	}
	return of
}

func placeAlert(tx *sql.Tx, id, person, community string, q search.Query, pace string) error {
	text, err := json.Marshal(map[string]any{"words": q.Words, "place": search.PlaceCode(q.Place), "contract": q.Contract, "remote": q.Remote})
	if err != nil {
		return err
	}
	if _, err := tx.Exec("INSERT INTO alerts (id, person, community, query, pace, made_at, changed_at) VALUES ($1, $2, $3, $4, $5, 0, 0)", id, person, community, string(text), pace); err != nil {
		return err
	}
	for _, token := range q.Wanted().Anchor() {
		if _, err := tx.Exec("INSERT INTO alert_anchors (token, alert) VALUES ($1, $2)", token, id); err != nil {
			return err
		}
	}
	return nil
}

// BenchmarkMatchArrivals matches 5,000 new offers with 20,000 alerts of 5,000 people, and
// compares what some people are told with brute force.
func BenchmarkMatchArrivals(b *testing.B) {
	const people, each, new = 5000, 4, 5000
	for name, address := range map[string]func(testing.TB) string{"sqlite": storagetest.SQLite, "postgres": storagetest.Postgres} {
		b.Run(name, func(b *testing.B) {
			m := newLabour()
			p := openTeller(b, address(b))
			queries := p.placed(b, m, people, each)
			offers := make([]sources.Offer, new)
			for i := range offers {
				offers[i] = m.offer(i)
			}
			b.ReportAllocs()
			for b.Loop() {
				b.StopTimer()
				for _, text := range []string{"DELETE FROM alert_hits", "DELETE FROM notices", "DELETE FROM offer_arrivals"} {
					if _, err := p.db.Exec(text); err != nil {
						b.Fatal(err)
					}
				}
				if err := p.Store.WithdrawOffers(b.Context(), "fiction"); err != nil {
					b.Fatal(err)
				}
				if _, err := p.db.Exec("DELETE FROM offers_left"); err != nil {
					b.Fatal(err)
				}
				if _, err := p.Store.PutOffers(b.Context(), offers, p.at); err != nil {
					b.Fatal(err)
				}
				if err := p.Store.Optimize(b.Context()); err != nil {
					b.Fatal(err)
				}
				end := storagetest.Peak()
				b.StartTimer()
				p.matches(b)
				b.StopTimer()
				b.ReportMetric(float64(end())/(1<<20), "peak-MB")
				b.StartTimer()
			}
			b.ReportMetric(float64(p.rows(b, "alert_hits")), "hits")
			b.ReportMetric(float64(p.rows(b, "notices")), "notices")
			p.agreesWithBruteForce(b, m, queries, offers)
		})
	}
}

// agreesWithBruteForce reads all offers for some people.
func (p *teller) agreesWithBruteForce(t testing.TB, m *labour, queries map[string][]search.Query, offers []sources.Offer) {
	t.Helper()
	docs := index(offers)
	people := slices.Sorted(maps.Keys(queries))
	for range 40 {
		who, want := anyOf(m, people), 0
		for i := range docs {
			if slices.ContainsFunc(queries[who], func(q search.Query) bool {
				return hasTerms(docs[i].Body, search.Terms(q.Words)) && hasFacets(docs[i].Facets, q.Facets())
			}) {
				want++
			}
		}
		if got := p.rows(t, "alert_hits WHERE person = '"+who+"'"); got != want {
			t.Errorf("%s is told of %d offers, of %d", who, got, want)
		}
	}
}

// TestMatchArrivalsMany compares what many people are told with brute force.
func TestMatchArrivalsMany(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		m := newLabour()
		p := openTeller(t, address)
		queries := p.placed(t, m, 60, 4)
		offers := make([]sources.Offer, 400) // more than those for which few alerts are read
		for i := range offers {
			offers[i] = m.offer(i)
		}
		if _, err := p.Store.PutOffers(t.Context(), offers, p.at); err != nil {
			t.Fatal(err)
		}
		p.matches(t)
		p.agreesWithBruteForce(t, m, queries, offers)
		if n := p.rows(t, "alert_hits"); n < 100 {
			t.Errorf("only %d offers are found", n)
		}
	})
}
