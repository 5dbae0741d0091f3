package commands

import (
	"strings"
	"testing"

	"rebond/bot/search"
	"rebond/bot/sources"
	"rebond/storage"
)

// TestWhyFound says why each of some searches finds an offer.
func TestWhyFound(t *testing.T) {
	o := &storage.Offer{Offer: sources.Offer{
		Title: "Développeuse Go (H/F)", Company: "Fictif Lorraine", Skills: []string{"PostgreSQL"}, Description: "Des API, avec Kubernetes.",
		Places:   []sources.Place{{Label: "Nancy (54)", Commune: "54395", Departement: "54", Region: "44", Country: "FR"}},
		Contract: sources.CDI, Remote: sources.Full, Level: sources.Beginner,
		Pay: sources.Pay{Min: 4500000, Max: 5000000, Currency: "EUR", Period: sources.Year, YearMin: 45000, YearMax: 50000},
	}}
	plain := strings.NewReplacer("\u00a0", " ", "\u202f", " ")
	for line, want := range map[string]string{
		"golang nancy": "Tu as cherché « golang » : dans le titre ; Nancy (54) : le lieu de l’offre.",
		"postgres":     "Tu as cherché « postgres » : dans les compétences.",
		"kubernetes":   "Tu as cherché « kubernetes » : dans le texte.",
		"fictif":       "Tu as cherché « fictif » : dans le nom de l’entreprise.",
		"lorraine":     "Tu as cherché Grand Est : l’offre est à « Nancy (54) ».",
		"go cdi télétravail débutant 40k": "Tu as cherché « go » : dans le titre ; CDI : le contrat ; télétravail possible : l’offre dit « télétravail complet » ; " +
			"débutant accepté : l’expérience demandée ; 40 000 € par an ou plus : le salaire annoncé (45 000 à 50 000 € par an).",
		"meurthe-et-moselle": "Tu as cherché Meurthe-et-Moselle (54) : l’offre est à « Nancy (54) ».",
		"":                   "Ton alerte ne demande rien de particulier : elle te montre toutes les nouvelles offres.",
		"cobol":              "Elle répondait à ton alerte en arrivant. L’alerte, ou l’offre, a changé depuis.",
	} {
		got := whyFound(search.Read(line, search.Query{}), o)
		if plain.Replace(got.FR) != want {
			t.Errorf("%q: %s\nwant %s", line, got.FR, want)
		}
		if got.EN == "" || strings.Contains(got.EN, "%!") || strings.Contains(got.FR, "%!") {
			t.Errorf("%q: %+v", line, got)
		}
	}
}
