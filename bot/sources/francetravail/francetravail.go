// Package francetravail reads offers from France Travail's API « Offres d'emploi v2 »:
// all there is every few hours, what is new every hour, and one by one what has not been
// seen for long. It promises that an offer keeps all the content that the licence asks to
// show (art. 5.3) and nothing of the people to contact, and that an offer is said to be
// gone only where France Travail says so or a reading can have missed nothing.
package francetravail

import (
	"encoding/json"
	"net/url"
	"strings"

	"rebond/bot"
	"rebond/bot/sources"
)

const name = "francetravail"

// Format is how France Travail's offers arrive.
func Format() sources.Format {
	return sources.Format{Name: name, Recognises: recognises, Parse: Parse}
}

func recognises(data []byte) bool {
	shape := sources.Look(data, "resultats")
	return shape.Keys["resultats"] || isOffer(shape.Keys) || isOffer(shape.First)
}

func isOffer(keys map[string]bool) bool {
	return keys["intitule"] && (keys["dateCreation"] || keys["romeCode"] || keys["lieuTravail"])
}

// Parse reads {"resultats":[…]}, a list of offers, or one offer. An answer of no
// bytes, as the API gives when nothing is found (204), is a batch of nothing.
func Parse(data []byte) (sources.Batch, error) {
	if data = sources.Trim(data); len(data) == 0 {
		return sources.Batch{}, nil
	}
	if shape := sources.Look(data, "resultats"); isOffer(shape.Keys) && json.Valid(data) {
		return sources.ReadRecords([]json.RawMessage{data}, read), nil
	}
	return sources.Read(data, "resultats", read)
}

// offer is an Offre of the API. The contact (name, address, telephone, e-mail)
// and the agency are personal data: of them, only the addresses of the recruiter's
// site and of the form by which to apply are read.
type offer struct {
	ID                string `json:"id"`
	Intitule          string `json:"intitule"`
	Description       string `json:"description"`
	DateCreation      string `json:"dateCreation"`
	DateActualisation string `json:"dateActualisation"`
	LieuTravail       struct {
		Libelle    string `json:"libelle"`
		CodePostal string `json:"codePostal"`
		Commune    string `json:"commune"`
	} `json:"lieuTravail"`
	RomeCode           string `json:"romeCode"`
	RomeLibelle        string `json:"romeLibelle"`
	AppellationLibelle string `json:"appellationlibelle"`
	Entreprise         struct {
		Nom               string `json:"nom"` // very often absent
		Description       string `json:"description"`
		Logo              string `json:"logo"`
		URL               string `json:"url"`
		EntrepriseAdaptee bool   `json:"entrepriseAdaptee"`
	} `json:"entreprise"`
	TypeContrat           string        `json:"typeContrat"`
	TypeContratLibelle    string        `json:"typeContratLibelle"`
	NatureContrat         string        `json:"natureContrat"`
	ExperienceExige       string        `json:"experienceExige"`
	ExperienceLibelle     string        `json:"experienceLibelle"`
	ExperienceCommentaire string        `json:"experienceCommentaire"`
	Formations            []formation   `json:"formations"`
	Langues               []label       `json:"langues"`
	Permis                []label       `json:"permis"`
	OutilsBureautiques    sources.Words `json:"outilsBureautiques"`
	Competences           []label       `json:"competences"`
	Salaire               struct {
		Libelle          string  `json:"libelle"`
		Commentaire      string  `json:"commentaire"`
		Complement1      string  `json:"complement1"`
		Complement2      string  `json:"complement2"`
		ListeComplements []label `json:"listeComplements"`
	} `json:"salaire"`
	DureeTravailLibelle         string `json:"dureeTravailLibelle"`
	DureeTravailLibelleConverti string `json:"dureeTravailLibelleConverti"`
	ComplementExercice          string `json:"complementExercice"`
	ConditionExercice           string `json:"conditionExercice"`
	Alternance                  bool   `json:"alternance"`
	Contact                     struct {
		URLRecruteur   string `json:"urlRecruteur"`
		URLPostulation string `json:"urlPostulation"`
	} `json:"contact"`
	NombrePostes             int     `json:"nombrePostes"`
	AccessibleTH             bool    `json:"accessibleTH"`
	DeplacementLibelle       string  `json:"deplacementLibelle"`
	QualificationLibelle     string  `json:"qualificationLibelle"`
	CodeNAF                  string  `json:"codeNAF"`
	SecteurActiviteLibelle   string  `json:"secteurActiviteLibelle"`
	QualitesProfessionnelles []label `json:"qualitesProfessionnelles"`
	TrancheEffectifEtab      string  `json:"trancheEffectifEtab"`
	OrigineOffre             struct {
		URLOrigine  string `json:"urlOrigine"`
		Partenaires []struct {
			Nom string `json:"nom"`
			URL string `json:"url"`
		} `json:"partenaires"`
	} `json:"origineOffre"`
	OffresManqueCandidats bool `json:"offresManqueCandidats"`
	ContexteTravail       struct {
		Horaires           sources.Words `json:"horaires"` // a list, or one string
		ConditionsExercice sources.Words `json:"conditionsExercice"`
	} `json:"contexteTravail"`
	EntrepriseAdaptee    bool `json:"entrepriseAdaptee"`
	EmployeurHandiEngage bool `json:"employeurHandiEngage"`
}

type formation struct {
	Domaine     string `json:"domaineLibelle"`
	Niveau      string `json:"niveauLibelle"`
	Commentaire string `json:"commentaire"`
	Exigence    string `json:"exigence"`
}

// label is a thing with a name; some lists hold names alone.
type label struct {
	Libelle, Description, Exigence string
}

// UnmarshalJSON takes {"libelle":"…"} and "…".
func (l *label) UnmarshalJSON(data []byte) error {
	if data[0] == '"' {
		return json.Unmarshal(data, &l.Libelle)
	}
	type plain label
	return json.Unmarshal(data, (*plain)(l))
}

func read(in offer) (sources.Offer, bot.Text) {
	site := "https://candidat.francetravail.fr/offres/recherche/detail/" + url.PathEscape(in.ID)
	o := sources.Offer{
		Source: name, ID: in.ID,
		Credit: sources.Credit{
			Name:    "France Travail",
			Licence: bot.Text{FR: "Réutilisation sous licence France Travail", EN: "Reused under the France Travail licence"},
			URL:     licence,
		},
		Title: in.Intitule, Company: in.Entreprise.Nom, Skills: in.skills(), Description: in.text(),
		Contract: in.contract(), ContractSaid: first(in.TypeContratLibelle, in.TypeContrat),
		Level: in.level(), LevelSaid: in.ExperienceLibelle,
		Pay:       in.pay(),
		Language:  bot.FR,
		URL:       web(in.OrigineOffre.URLOrigine, site),
		ApplyURL:  web(in.Contact.URLPostulation, in.partner(), in.OrigineOffre.URLOrigine, site),
		Published: sources.ParseTime(in.DateCreation),
		Updated:   sources.ParseTime(in.DateActualisation),
	}
	place := sources.Where{Label: in.LieuTravail.Libelle, Commune: in.LieuTravail.Commune, Postal: in.LieuTravail.CodePostal}
	if p, ok := place.Place(); ok {
		if p.Country == "" && p.Departement != "" {
			p.Country = "FR"
		}
		o.Places = []sources.Place{p}
	}
	o.Remote = sources.ReadRemote(append([]string{in.Intitule, in.Description, in.ConditionExercice}, in.ContexteTravail.ConditionsExercice...)...)
	return o, bot.Text{}
}

func (in offer) partner() string {
	if len(in.OrigineOffre.Partenaires) == 0 {
		return ""
	}
	return in.OrigineOffre.Partenaires[0].URL
}

func (in offer) skills() []string {
	all := []string{in.RomeLibelle, in.AppellationLibelle}
	for _, list := range [][]label{in.Competences, in.Langues} {
		for _, l := range list {
			all = append(all, l.Libelle)
		}
	}
	return append(all, in.OutilsBureautiques...)
}

func (in offer) contract() sources.Contract {
	nature := bot.Fold(in.NatureContrat)
	if in.Alternance || strings.Contains(nature, "apprentissage") || strings.Contains(nature, "professionnalisation") {
		return sources.Alternance
	}
	switch in.TypeContrat {
	case "CDI", "DIN": // CDI intérimaire
		return sources.CDI
	case "CDD", "SAI", "DDI": // saisonnier, d'insertion
		return sources.CDD
	case "MIS":
		return sources.Interim
	case "LIB":
		return sources.Freelance
	}
	return sources.ReadContract(in.TypeContratLibelle)
}

func (in offer) level() sources.Level {
	if in.ExperienceExige == "D" {
		return sources.Beginner
	}
	if l := sources.LevelFromExperience(in.ExperienceLibelle); l != "" {
		return l
	}
	return sources.LevelInTitle(in.Intitule)
}

func (in offer) pay() sources.Pay {
	return sources.FrenchPay(first(in.Salaire.Libelle, in.Salaire.Commentaire))
}

func first(words ...string) string {
	for _, w := range words {
		if strings.TrimSpace(w) != "" {
			return w
		}
	}
	return ""
}

// web is the first address that may be shown.
func web(addresses ...string) string {
	for _, a := range addresses {
		if a = strings.TrimSpace(a); sources.IsWeb(a) {
			return a
		}
	}
	return ""
}
