package francetravail

import (
	"bytes"
	"encoding/json"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/sources"
	st "rebond/bot/sources/sourcestest"
)

func TestSearch(t *testing.T) {
	offers := st.Offers(t, Format(), st.File(t, "ft-search-206-page1.json"))
	st.Equal(t, "offers", len(offers), 2)

	dev := offers[0]
	st.Equal(t, "id", dev.Source+"/"+dev.ID, "francetravail/201ABCD")
	st.Equal(t, "title", dev.Title, "Développeur / Développeuse back-end Go (H/F)")
	st.Equal(t, "company", dev.Company, "ATELIER FICTIF DU LOGICIEL")
	st.Equal(t, "place", dev.Places[0], sources.Place{Label: "Lyon 3e (69)", Commune: "69123", Departement: "69", Region: "84", Country: "FR"})
	st.Equal(t, "remote", dev.Remote, sources.Hybrid)
	st.Equal(t, "contract", dev.Contract, sources.CDI)
	st.Equal(t, "level", string(dev.Level)+" "+dev.LevelSaid, "mid 3 An(s)")
	st.Equal(t, "pay", dev.Pay, sources.Pay{
		Min: 4500000, Max: 5500000, Currency: "EUR", Period: sources.Year, YearMin: 45000, YearMax: 55000,
		Said: "Annuel de 45000.0 Euros à 55000.0 Euros sur 12.0 mois",
	})
	st.Equal(t, "published", dev.Published, time.Date(2026, 11, 18, 8, 12, 31, 245e6, time.UTC))
	st.Equal(t, "updated", dev.Updated, time.Date(2026, 11, 19, 10, 2, 0, 118e6, time.UTC))
	st.Equal(t, "skills", strings.Join(dev.Skills, "|"), "Développeur / Développeuse informatique|Développeur / Développeuse back-end|Concevoir et développer une application|Anglais")
	st.Equal(t, "URL", dev.URL, "https://candidat.francetravail.fr/offres/recherche/detail/201ABCD")
	st.Equal(t, "credit", dev.Credit.Name+": "+dev.Credit.Licence.FR, "France Travail: Réutilisation sous licence France Travail")

	admin := offers[1]
	st.Equal(t, "company not said", admin.Company, "")
	st.Equal(t, "place without codes", admin.Places[0].Label+" "+admin.Places[0].Departement, "Paris (75) 75")
	st.Equal(t, "contract", string(admin.Contract)+" "+admin.ContractSaid, "interim Intérim - 6 Mois")
	st.Equal(t, "level", admin.Level, sources.Beginner)
	st.Equal(t, "pay in words", admin.Pay, sources.Pay{Said: "Selon profil"})
	st.Equal(t, "a partner's link", admin.ApplyURL, "https://jobboard.example/offres/98765?utm_source=ft")
	st.Equal(t, "its own page", admin.URL, "https://candidat.francetravail.fr/offres/recherche/detail/6543210")
}

func TestAlternance(t *testing.T) {
	o := st.Offers(t, Format(), st.File(t, "ft-search-206-page2.json"))[0]
	st.Equal(t, "contract", string(o.Contract)+", "+o.ContractSaid, "alternance, CDD - 12 Mois")
	st.Equal(t, "pay", o.Pay.YearMin, 14400)
	st.Equal(t, "a date without milliseconds", o.Published, time.Date(2026, 11, 16, 14, 0, 0, 0, time.UTC))
	if !strings.Contains(o.Description, "- Nombre de postes\u00a0: 2\n") || !strings.Contains(o.Description, "en situation de handicap") {
		t.Errorf("description: %s", o.Description)
	}
}

// The licence (art. 5.3) asks for all of the content; the law, for none of the
// contact.
func TestAllContentAndNoContact(t *testing.T) {
	data := st.File(t, "ft-search-206-page1.json")
	o := st.Offers(t, Format(), data)[0]
	for _, part := range []string{
		"Télétravail possible 3 jours", "# L’entreprise\nÉditeur de logiciels.", "Programmation informatique", "20 à 49 salariés", "[Site de l’entreprise](https://atelier-fictif.example)",
		"- Durée du travail\u00a0: 35H/semaine, Travail en journée · Temps plein", "Possibilité de télétravail", "- Déplacements\u00a0: Jamais", "- Qualification\u00a0: Cadre",
		"- Métier\u00a0: Développeur / Développeuse back-end", "# Salaire\n- Titres restaurant", "# Formation\n- Bac+5", "- Concevoir et développer une application (exigée)",
		"# Savoir-être\n- Faire preuve d'autonomie\u00a0: Capacité", "# Langues\n- Anglais",
	} {
		if !strings.Contains(o.Description, part) {
			t.Errorf("%q is not in:\n%s", part, o.Description)
		}
	}
	all, _ := json.Marshal(o)
	for _, secret := range []string{"Prénom", "M. ", "coordonnees", "Pour postuler, utiliser"} {
		if bytes.Contains(all, []byte(secret)) {
			t.Errorf("%q was kept", secret)
		}
	}
}

// What the API says in fields of its own is shown too (art. 5.3), the logo with it.
func TestTheRestOfTheContent(t *testing.T) {
	comment := strings.Repeat("Selon expérience et convention collective. ", 8)
	o := st.Offers(t, Format(), []byte(`{"resultats":[{"id":"1","intitule":"Dev","dateCreation":"2026-11-16T14:00:00Z","dateActualisation":"2026-11-20T10:00:00Z",
		"romeCode":"M1805","appellationlibelle":"Développeur web","codeNAF":"62.01Z","secteurActiviteLibelle":"Programmation",
		"lieuTravail":{"libelle":"69 - VENISSIEUX","codePostal":"69200","commune":"69259"},
		"experienceExige":"S","experienceLibelle":"2 An(s)","experienceCommentaire":"en équipe",
		"competences":[{"libelle":"Go","exigence":"E"},{"libelle":"SQL","exigence":"S"},{"libelle":"Git"}],"permis":[{"libelle":"B","exigence":"S"}],
		"entreprise":{"nom":"ATELIER","url":"https://atelier.example","logo":"https://atelier.example/logo(1).png"},
		"contact":{"urlRecruteur":"https://recruteur.example/atelier"},"salaire":{"commentaire":"`+comment+`"}}]}`))[0]
	for _, part := range []string{
		"- Secteur\u00a0: Programmation · NAF 62.01Z", "- [Site de l’entreprise](https://atelier.example)", "- [Site du recruteur](https://recruteur.example/atelier)",
		`- [Logo de l’entreprise](https://atelier.example/logo(1\).png)`, "- Métier\u00a0: Développeur web · ROME M1805", "- Lieu\u00a0: 69 - VENISSIEUX · 69200",
		"# Expérience\n- 2 An(s) (souhaitée)\n- en équipe", "- Go (exigée)\n- SQL (souhaitée)\n- Git", "# Permis\n- B (souhaité)", "# Salaire\n- " + strings.TrimSpace(comment),
	} {
		if !strings.Contains(o.Description, part) {
			t.Errorf("%q is not in:\n%s", part, o.Description)
		}
	}
	st.Equal(t, "date shown", o.Updated, time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC))
	if !strings.HasSuffix(o.Credit.URL, "/licence-offres-emploi") {
		t.Errorf("licence at %s", o.Credit.URL)
	}
}

// An offer as the API gives it, read where it lies beside the repository.
func TestADocumentedOffer(t *testing.T) {
	data, err := os.ReadFile("../../../../shared/fixtures/real/ft-offre-detail-demo.json")
	if err != nil {
		t.Skip("no example of an offer: ", err)
	}
	o := st.Offers(t, Format(), data)[0]
	if o.Updated.Equal(o.Published) || o.Places[0].Commune != "69259" || o.Contract != sources.CDI || o.Pay.YearMin == 0 {
		t.Errorf("%+v", o)
	}
	all, _ := json.Marshal(o)
	if bytes.Contains(all, []byte("AVENUE")) || bytes.Contains(all, []byte("Pour postuler, utiliser")) {
		t.Errorf("contact data in %s", all)
	}
}

func TestContactFieldsAreNeverRead(t *testing.T) {
	o := st.Offers(t, Format(), []byte(`{"resultats":[{"id":"1","intitule":"Dev (06 12 34 56 78)","dateCreation":"2026-11-16T14:00:00Z","description":"Écrire à rh@fictif.example",
		"contact":{"nom":"Jeanne Martin","telephone":"06 12 34 56 78","coordonnees1":"1 rue","courriel":"jeanne@fictif.example","commentaire":"le soir","urlPostulation":"mailto:jeanne@fictif.example"},
		"agence":{"telephone":"3949","courriel":"agence@fictif.example"}}]}`))[0]
	all, _ := json.Marshal(o)
	for _, secret := range []string{"Jeanne", "12 34", "jeanne", "1 rue", "3949", "agence", "rh@", "le soir"} {
		if bytes.Contains(all, []byte(secret)) {
			t.Errorf("%q was kept in %s", secret, all)
		}
	}
	st.Equal(t, "title", o.Title, "Dev ("+sources.Masked+")")
	st.Equal(t, "link to apply", o.ApplyURL, "https://candidat.francetravail.fr/offres/recherche/detail/1")
}

func TestApplyLinkInOrder(t *testing.T) {
	const rest = `"intitule":"Dev","dateCreation":"2026-11-16T14:00:00Z"`
	for fields, want := range map[string]string{
		`"contact":{"urlPostulation":"https://a.example"},"origineOffre":{"urlOrigine":"https://c.example","partenaires":[{"url":"https://b.example"}]}`: "https://a.example",
		`"contact":{"urlPostulation":""},"origineOffre":{"urlOrigine":"https://c.example","partenaires":[{"url":"https://b.example"}]}`:                  "https://b.example",
		`"contact":{"urlPostulation":"javascript:x"},"origineOffre":{"urlOrigine":"https://candidat.pole-emploi.fr/offres/1","partenaires":[]}`:          "https://candidat.pole-emploi.fr/offres/1",
		`"nombrePostes":1`: "https://candidat.francetravail.fr/offres/recherche/detail/A%2FB",
	} {
		o := st.Offers(t, Format(), []byte(`{"resultats":[{"id":"A/B",`+rest+`,`+fields+`}]}`))[0]
		st.Equal(t, fields, o.ApplyURL, want)
	}
}

func TestShapes(t *testing.T) {
	const one = `{"id":"1","intitule":"Dev","dateCreation":"2026-11-16T14:00:00Z","contexteTravail":{"horaires":"35H","conditionsExercice":null},"salaire":{"listeComplements":["Prime",{"libelle":"Véhicule"}]}}`
	for name, data := range map[string]string{
		"a page": `{"filtresPossibles":[{"filtre":"x"}],"resultats":[` + one + `]}`, "one offer": one, "a list": "[" + one + "]",
		"a BOM": "\uFEFF" + one, "spaces": "\n\t {\"resultats\":[" + one + "]}\n",
	} {
		offers := st.Offers(t, Format(), []byte(data))
		if len(offers) != 1 || !strings.Contains(offers[0].Description, "- Durée du travail\u00a0: 35H") || !strings.Contains(offers[0].Description, "- Prime\n- Véhicule") {
			t.Errorf("%s: %+v", name, offers)
		}
	}
	for name, data := range map[string]string{"nothing": "", "a BOM": "\uFEFF", "no results": `{"resultats":[]}`, "null": `{"resultats":null}`} {
		if batch, err := Parse([]byte(data)); err != nil || len(batch.Offers)+len(batch.Refused) > 0 {
			t.Errorf("%s: %+v, %v", name, batch, err)
		}
	}
	for name, data := range map[string]string{"an error": string(st.File(t, "ft-search-400.json")), "nothing": "", "a list": "[]", "another": `{"jobs":[]}`} {
		if Format().Recognises([]byte(data)) {
			t.Errorf("%s is recognised", name)
		}
	}
}

func TestContracts(t *testing.T) {
	for kind, want := range map[string]sources.Contract{"CDI": sources.CDI, "CDD": sources.CDD, "MIS": sources.Interim, "SAI": sources.CDD, "LIB": sources.Freelance, "DIN": sources.CDI, "DDI": sources.CDD, "FRA": "", "": ""} {
		st.Equal(t, kind, offer{TypeContrat: kind}.contract(), want)
	}
	st.Equal(t, "alternance", offer{TypeContrat: "CDI", Alternance: true}.contract(), sources.Alternance)
	st.Equal(t, "nature", offer{TypeContrat: "CDD", NatureContrat: "Cont. professionnalisation"}.contract(), sources.Alternance)
}

func TestABrokenRecordCostsItself(t *testing.T) {
	batch := st.Batch(t, Format(), []byte(`{"resultats":[
		{"id":"1","intitule":"Dev","dateCreation":"2026-11-16T14:00:00Z"},
		{"id":"2","intitule":"Dev","lieuTravail":{"codePostal":["69003"]}},
		{"id":"3","intitule":""},
		{"intitule":"Dev"},
		"texte",
		{"id":"6","intitule":"Ops"}]}`))
	st.Equal(t, "offers", len(batch.Offers), 2)
	var got []string
	for _, r := range batch.Refused {
		got = append(got, r.Record+": "+r.Reason.FR)
	}
	st.Equal(t, "refused", strings.Join(got, "\n"), strings.Join([]string{
		"2: Le champ «\u00a0lieuTravail.codePostal\u00a0» n’a pas la forme attendue.",
		"3: Il n’y a pas d’intitulé.",
		"4e: Il n’y a pas d’identifiant.",
		"5e: Ce n’est pas un objet JSON d’offre d’emploi.",
	}, "\n"))
	_, reason := st.Refused(t, Format(), `{"resultats":[{"id":"1","intitule":"Dev","contexteTravail":{"horaires":{}}}]}`)
	st.Equal(t, "a field of several types", reason.EN, "The field “contexteTravail.horaires” does not have the expected form.")
}

func TestBrokenFiles(t *testing.T) {
	whole := string(st.File(t, "ft-search-206-page1.json"))
	for name, c := range map[string]struct{ data, want string }{
		"cut":         {whole[:1000], "cut short"},
		"cut short":   {`{"resultats":[`, "line 1, column 14"},
		"one, cut":    {`{"id":"1","intitule":"x","dateCreation":"2026`, "cut short"},
		"a fault":     {"{\"resultats\":[\n  {\"id\":\"é\" 1}]}", "line 2, column 13"},
		"two at once": {`{"resultats":[]}{"resultats":[]}`, "not valid JSON"},
		"no list":     {`{"resultats":{}}`, "not a list"},
		"deep":        {`{"resultats":` + strings.Repeat("[", 20_000), "JSON"},
	} {
		_, err := Parse([]byte(c.data))
		words := bot.UserErrors(err)
		if len(words) != 1 || !strings.Contains(words[0].Text.EN, c.want) || words[0].Text.FR == "" {
			t.Errorf("%s: %v; want %q", name, err, c.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	st.Fuzz(f, Format(), st.File(f, "ft-search-206-page1.json"), st.File(f, "ft-search-206-page2.json"), []byte(`{"id":1,"intitule":"x","romeCode":""}`), []byte("[{}]"))
}

func BenchmarkParse1000(b *testing.B) {
	var page struct{ Resultats []map[string]any }
	if err := json.Unmarshal(st.File(b, "ft-search-206-page1.json"), &page); err != nil {
		b.Fatal(err)
	}
	var all []map[string]any
	for i := range 1000 {
		o := map[string]any{}
		for k, v := range page.Resultats[i%2] {
			o[k] = v
		}
		o["id"] = strconv.Itoa(i)
		o["description"] = o["description"].(string) + strings.Repeat("\nVous aimez le travail bien fait, les tests et les revues de code (2 par jour).", 30)
		all = append(all, o)
	}
	data, _ := json.Marshal(map[string]any{"resultats": all})
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if batch, err := Parse(data); err != nil || len(batch.Offers) != 1000 {
			b.Fatal(err, len(batch.Offers))
		}
	}
}
