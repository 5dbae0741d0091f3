// Package bench measures Rebond at the size it promises: 100,000 offers. It
// promises a corpus that is the same at every run, shaped like real offers, and
// figures printed as percentiles.
package bench

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"rebond/bot"
	"rebond/bot/sources"
)

// Now is when the measures take place.
var Now = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

var (
	trades = strings.Split("Développeur,Développeuse,Ingénieur logiciel,Administrateur systèmes,Architecte,Technicienne support,Chef de projet,Data engineer,Product owner,Testeur,Consultante,Intégrateur", ",")
	techs  = strings.Split("Java,JavaScript,Python,PHP,C#,.NET,C++,Go,Rust,TypeScript,React,Angular,Vue.js,Node.js,SQL,PostgreSQL,Docker,Kubernetes,Linux,AWS,Azure,Terraform,Kafka,Symfony,Spring,Android,iOS,Swift,Kotlin,Scala,Ruby,Cobol,SAP,Salesforce", ",")
	towns  = strings.Split("75056 75 11,69123 69 84,13055 13 93,31555 31 76,06088 06 93,44109 44 52,34172 34 76,67482 67 44,33063 33 75,59350 59 32,35238 35 53,54395 54 44,38185 38 84,21231 21 27,37261 37 24,63113 63 84,76540 76 28,49007 49 52,29019 29 53,57463 57 44", ",")
	common = strings.Split("équipe,projet,clients,développement,applications,solutions,qualité,agile,méthodes,conception,tests,production,architecture,maintenance,technique,environnement,expérience,formation,autonomie,anglais,documentation,performance,sécurité,données,utilisateurs,services,interface,évolution,déploiement,intégration,collaboration,innovation,entreprise,groupe,secteur,industrie,banque,assurance,santé,énergie,transport,commerce,public,mission,poste,profil,avantages,mutuelle,tickets,télétravail", ",")
)

// Offer is the i-th offer of the corpus: about 1,500 characters, half of whose
// words are common and half from a vocabulary of 20,000.
func Offer(i int) sources.Offer {
	r := rand.New(rand.NewPCG(uint64(i), 7))
	pick := func(from []string) string { return from[int(float64(len(from))*r.Float64()*r.Float64())] }
	tech := []string{pick(techs), pick(techs), pick(techs)}
	town := strings.Fields(pick(towns))
	o := sources.Offer{
		Source: "bench", ID: fmt.Sprint(i), Credit: sources.Credit{Name: "Banc d’essai"},
		Title:    fmt.Sprintf("%s %s (H/F)", pick(trades), tech[0]),
		Company:  fmt.Sprintf("Société %d", r.IntN(8000)),
		Skills:   tech,
		Places:   []sources.Place{{Label: "Ville", Commune: town[0], Departement: town[1], Region: town[2], Country: "FR"}},
		Contract: []sources.Contract{sources.CDI, sources.CDI, sources.CDI, sources.CDD, sources.Freelance, sources.Alternance, sources.Stage, sources.Interim}[r.IntN(8)],
		Remote:   []sources.Remote{"", sources.OnSite, sources.Hybrid, sources.Full}[r.IntN(4)],
		Level:    []sources.Level{"", sources.Beginner, sources.Mid, sources.Senior}[r.IntN(4)],
		Language: bot.FR,
		URL:      fmt.Sprintf("https://example.org/offres/%d", i),
	}
	o.Published = Now.Add(-time.Duration(r.Int64N(int64(60 * 24 * time.Hour)))).Truncate(time.Second)
	o.Updated = o.Published
	if r.IntN(3) > 0 {
		o.Pay = sources.NewPay(int64(28+r.IntN(30))*100_000, int64(58+r.IntN(30))*100_000, "EUR", sources.Year, "")
	}
	var text strings.Builder
	for n := range 180 {
		if n%15 == 14 {
			text.WriteString(".\n")
		}
		if r.IntN(2) == 0 {
			text.WriteString(pick(common))
		} else {
			fmt.Fprintf(&text, "%s%s", syllables[r.IntN(100)], syllables[int(200*r.Float64()*r.Float64())])
		}
		text.WriteByte(' ')
	}
	if i%20_000 == 11 {
		text.WriteString("zymase")
	}
	o.Description = sources.FromText(text.String())
	return o
}

// syllables make 20,000 words of two.
var syllables = func() []string {
	var all []string
	for _, a := range strings.Split("ba,ce,di,fo,gu,ja,ke,li,mo,nu,pa,re,si,to,vu,cra,ple,tri,blo,stru", ",") {
		for _, b := range strings.Split("l,m,n,r,s,t,c,d,p,v", ",") {
			all = append(all, a+b)
		}
	}
	return all
}()
