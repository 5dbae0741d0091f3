package sourcestest

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// FTOffer is an offer as the API gives it: an « Offre » of its documentation.
type FTOffer map[string]any

// ID is the offer's id.
func (o FTOffer) ID() string { return o.text("id") }

func (o FTOffer) text(key string) string {
	s, _ := o[key].(string)
	return s
}

// ftShown is an offer that the fake shows.
type ftShown struct {
	offer                 FTOffer
	id, rome, departement string
	created               time.Time
	data                  json.RawMessage
}

func shown(o FTOffer) ftShown {
	created, err := time.Parse(time.RFC3339Nano, o.text("dateCreation"))
	if err != nil {
		panic(err) // a test's mistake
	}
	data, err := json.Marshal(o)
	if err != nil {
		panic(err)
	}
	return ftShown{o, o.ID(), o.text("romeCode"), o.departement(), created, data}
}

// departement is that of the commune, else of the label: « 75 - Paris (Dept.) ».
func (o FTOffer) departement() string {
	place, _ := o["lieuTravail"].(map[string]any)
	code, _ := place["commune"].(string)
	if code == "" {
		label, _ := place["libelle"].(string)
		code, _, _ = strings.Cut(label, " ")
	}
	if strings.HasPrefix(code, "97") {
		return code[:min(3, len(code))]
	}
	return code[:min(2, len(code))]
}

func ftTime(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// FTOffers invents n offers of computing, created evenly from one time to another, the
// oldest first. The same call gives the same offers; first tells those of several calls
// apart. Companies, people and numbers are fictional; telephone numbers are of those kept
// for fiction (01 99 00).
func FTOffers(n, first int, from, to time.Time) []FTOffer {
	offers := make([]FTOffer, n)
	step := to.Sub(from) / time.Duration(max(n, 1))
	for i := range offers {
		offers[i] = ftOffer(first+i, from.Add(time.Duration(i)*step))
	}
	return offers
}

var (
	ftTrades = []struct{ title, rome, trade, skill string }{
		{"Développeur / Développeuse back-end Go (H/F)", "M1805", "Développeur / Développeuse informatique", "Concevoir et développer une application"},
		{"Ingénieur DevOps (H/F)", "M1810", "Technicien / Technicienne d'exploitation informatique", "Automatiser un déploiement"},
		{"Data engineer (F/H)", "M1811", "Data engineer", "Concevoir un entrepôt de données"},
		{"Technicien support informatique (H/F)", "M1802", "Expert / Experte support technique", "Diagnostiquer une panne"},
		{"Administrateur systèmes et réseaux (H/F)", "M1801", "Administrateur / Administratrice de systèmes d'information", "Superviser un réseau"},
		{"Développeur web PHP Symfony (H/F)", "M1805", "Développeur / Développeuse informatique", "Écrire des tests automatisés"},
		{"Chef de projet MOA (H/F)", "M1806", "Conseil et maîtrise d'ouvrage", "Recueillir un besoin"},
	}
	ftPlaces = []struct {
		label, postal, commune string
		latitude, longitude    float64
	}{
		{"69 - Lyon 3e Arrondissement", "69003", "69383", 45.7578, 4.8432},
		{"54 - NANCY", "54000", "54395", 48.6921, 6.1844},
		{"75 - Paris (Dept.)", "", "", 0, 0},
		{"35 - Rennes", "35000", "35238", 48.1159, -1.6884},
		{"2A - AJACCIO", "20000", "2A004", 41.9192, 8.7386},
		{"974 - ST DENIS", "97400", "97411", -20.8823, 55.4504},
	}
	ftContracts = []struct{ code, label, pay string }{
		{"CDI", "CDI", "Annuel de 38000.0 Euros à 52000.0 Euros sur 12.0 mois"},
		{"CDD", "CDD - 6 Mois", "Mensuel de 2400.0 Euros sur 12.0 mois"},
		{"MIS", "Intérim - 3 Mois", ""},
	}
)

func ftOffer(n int, created time.Time) FTOffer {
	trade, contract := ftTrades[n%len(ftTrades)], ftContracts[n%len(ftContracts)]
	id := fmt.Sprintf("%03dF%03d", n/1000, n%1000) // three digits and letters, as theirs are
	page := "https://candidat.francetravail.fr/offres/recherche/detail/" + id
	o := FTOffer{
		"id": id, "intitule": trade.title,
		"description":  fmt.Sprintf("Offre fictive n° %d.\nVous rejoignez une équipe de %d personnes.\nTélétravail : %d jours par semaine.\nQuestions : recrutement@fictif.example ou 01 99 00 12 34.", n, 3+n%9, n%4),
		"dateCreation": ftTime(created), "dateActualisation": ftTime(created.Add(time.Hour)),
		"lieuTravail": ftPlace(n),
		"romeCode":    trade.rome, "romeLibelle": trade.trade, "appellationlibelle": trade.trade,
		"typeContrat": contract.code, "typeContratLibelle": contract.label, "natureContrat": "Contrat travail",
		"experienceExige": []string{"D", "S", "E"}[n%3], "experienceLibelle": []string{"Débutant accepté", "2 An(s)", "5 An(s)"}[n%3],
		"competences":                 []any{map[string]any{"code": "300423", "libelle": trade.skill, "exigence": "E"}},
		"dureeTravailLibelle":         "35H/semaine\nTravail en journée",
		"dureeTravailLibelleConverti": "Temps plein", "alternance": false,
		"contact": map[string]any{
			"nom": "Mme Prénom NOM", "coordonnees1": "1 rue de la Fiction", "telephone": "01 99 00 12 34",
			"courriel":       "Pour postuler, utiliser le lien suivant : " + page,
			"urlPostulation": page, "commentaire": "Demander Mme NOM",
		},
		"agence":       map[string]any{"telephone": "01 99 00 56 78"},
		"nombrePostes": 1 + n%2, "accessibleTH": n%5 == 0, "codeNAF": "62.01Z", "secteurActivite": "62",
		"secteurActiviteLibelle": "Programmation informatique",
		"origineOffre":           map[string]any{"origine": "1", "urlOrigine": page},
		"offresManqueCandidats":  false, "entrepriseAdaptee": false, "employeurHandiEngage": false,
		"contexteTravail": map[string]any{"horaires": []any{"35H/semaine"}, "conditionsExercice": []any{"Possibilité de télétravail"}},
		"salaire":         map[string]any{"libelle": contract.pay},
	}
	if contract.pay == "" {
		o["salaire"] = map[string]any{"commentaire": "Selon profil"}
	}
	if n%3 != 1 { // often not said
		o["entreprise"] = map[string]any{"nom": fmt.Sprintf("ATELIER FICTIF %d", n%400), "description": "Éditeur de logiciels.", "entrepriseAdaptee": false}
	}
	if n%4 == 3 {
		o["origineOffre"] = map[string]any{"origine": "2", "urlOrigine": page, "partenaires": []any{
			map[string]any{"nom": "JOBFICTIF", "url": fmt.Sprintf("https://jobfictif.example/offres/%d", n)},
		}}
	}
	return o
}

func ftPlace(n int) map[string]any {
	p := ftPlaces[n%len(ftPlaces)]
	place := map[string]any{"libelle": p.label}
	if p.commune != "" {
		place["codePostal"], place["commune"], place["latitude"], place["longitude"] = p.postal, p.commune, p.latitude, p.longitude
	}
	return place
}
