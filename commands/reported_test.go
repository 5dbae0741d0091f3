package commands_test

import (
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/sources"
	"rebond/commands"
	"rebond/storage"
)

// licence is the credit of an offer of France Travail.
var licence = sources.Credit{Name: "France Travail", Licence: bot.Text{FR: "Réutilisation sous licence France Travail", EN: "Reused under licence from France Travail"}, URL: "https://francetravail.io/licence"}

// TestReportedImport holds that the card of a reported offer of France Travail bears what its
// licence asks for, and that nothing of the offer stays once moderators have decided.
func TestReportedImport(t *testing.T) {
	at := time.Date(2026, 11, 22, 23, 30, 0, 0, time.UTC)
	c := &storage.Case{ID: "c", OfferID: "o", State: storage.CaseAside, Offer: sources.Offer{
		Source: "francetravail", ID: "GO1", Credit: licence, Title: "Développeuse Golang", Company: "FICTIF", Published: at, Updated: at,
		Places: []sources.Place{{Label: "54 - Nancy"}},
	}, Reports: []storage.Report{{Reason: "arnaque"}}}
	words := commands.Announcements(nil, defaults(t)).Words
	shown := words.Case(c, storage.Settings{storage.CommunityTimeZone: "Europe/Paris"}, "")
	for l, want := range map[bot.Lang]string{
		bot.FR: "FICTIF · 54 - Nancy · Source : France Travail · à jour le 23 novembre 2026 · [",
		bot.EN: "FICTIF · 54 - Nancy · Source: France Travail · updated on ",
	} {
		plain := strings.NewReplacer("\u00a0", " ", "\u202f", " ")
		got := plain.Replace(shown.Cards[0].Footer.In(l))
		if !strings.HasPrefix(got, plain.Replace(want)) || !strings.HasSuffix(got, "]("+licence.URL+")") {
			t.Errorf("%s: %q", l, got)
		}
	}
	for _, state := range []storage.CaseState{storage.CaseKept, storage.CaseRemoved} {
		c.State = state
		if got := allStrings(words.Case(c, nil, "malik")); strings.Contains(got, "Golang") || strings.Contains(got, "FICTIF") || !strings.Contains(got, "France Travail") || strings.Contains(got, "%") {
			t.Errorf("%s: %s", state, got)
		}
	}
}

// TestAlsoLicensed names the other source of an opening in a list with what its licence asks
// for; another that has none, by its name.
func TestAlsoLicensed(t *testing.T) {
	s := alerts(t)
	text := strings.Repeat("Tu rejoins une équipe de six personnes qui écrit en Golang des services pour les bibliothèques de la région. ", 8)
	from := func(source string, c sources.Credit) sources.Offer {
		return sources.Offer{Source: source, ID: source + "1", Credit: c, Title: "Développeuse Golang bibliothèques", Company: "Fictif Lecture", Description: text, Contract: sources.CDI,
			Places: []sources.Place{{Label: "Nancy (54)", Commune: "54395", Departement: "54", Region: "44", Country: "FR"}}, URL: "https://example.org/" + source, Published: s.at, Updated: s.at}
	}
	for _, o := range []sources.Offer{from("lever", sources.Credit{Name: "Lever"}), from("francetravail", licence)} {
		if _, err := s.store.PutOffers(t.Context(), []sources.Offer{o}, s.at); err != nil {
			t.Fatal(err)
		}
	}
	got := strings.ReplaceAll(allStrings(s.asks("camille", "offres", "", bot.Args{"recherche": "golang bibliothèques"}).Reply), "\u00a0", " ")
	if want := "Aussi sur [France Travail](https://example.org/francetravail) (à jour le 22 novembre 2026), ["; !strings.Contains(got, want) || !strings.Contains(got, licence.URL) {
		t.Errorf("%s", got)
	}
}
