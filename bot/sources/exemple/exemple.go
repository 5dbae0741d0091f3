// Package exemple holds the offers of a first run: made up, marked as examples,
// there so that the room is not empty, and gone as soon as a real offer is known.
package exemple

import (
	"time"

	"rebond/bot"
	"rebond/bot/sources"
)

// Source is the name of the examples: sources.Offer.Source.
const Source = "exemple"

// Offers are the examples, published in the days before now.
func Offers(now time.Time) []sources.Offer {
	nancy := sources.Place{Label: "Nancy (54)", Commune: "54395", Departement: "54", Region: "44", Country: "FR"}
	lyon := sources.Place{Label: "Lyon (69)", Commune: "69123", Departement: "69", Region: "84", Country: "FR"}
	nantes := sources.Place{Label: "Nantes (44)", Commune: "44109", Departement: "44", Region: "52", Country: "FR"}
	lille := sources.Place{Label: "Lille (59)", Commune: "59350", Departement: "59", Region: "32", Country: "FR"}
	all := []sources.Offer{
		{ID: "1", Title: "Développeuse ou développeur Go (exemple)", Company: "Coopérative Imaginaire", Places: []sources.Place{nancy}, Contract: sources.CDI, Remote: sources.Hybrid, Level: sources.Beginner,
			Pay:         sources.NewPay(36_000_00, 42_000_00, "EUR", sources.Year, ""),
			Description: "Cette annonce est inventée, pour essayer Rebond.\n\nTu écris des services en Go et PostgreSQL avec une équipe de cinq personnes.\n\n# Ce que l’on attend\n- de la curiosité ;\n- des tests ;\n- l’envie de relire le code des autres."},
		{ID: "2", Title: "Administratrice ou administrateur systèmes Linux (exemple)", Company: "Hébergeur Imaginaire", Places: []sources.Place{lyon}, Contract: sources.CDI, Remote: sources.OnSite, Level: sources.Mid,
			Pay:         sources.NewPay(38_000_00, 45_000_00, "EUR", sources.Year, ""),
			Description: "Cette annonce est inventée, pour essayer Rebond.\n\nTu tiens en forme deux cents machines Linux, avec Ansible et beaucoup de calme."},
		{ID: "3", Title: "Alternance développement web (exemple)", Company: "Agence Imaginaire", Places: []sources.Place{nantes}, Contract: sources.Alternance, Remote: sources.Hybrid, Level: sources.Beginner,
			Pay:         sources.NewPay(1_300_00, 1_300_00, "EUR", sources.Month, ""),
			Description: "Cette annonce est inventée, pour essayer Rebond.\n\nVue, TypeScript, et une personne pour t’accompagner chaque semaine."},
		{ID: "4", Title: "Senior Python engineer (example)", Company: "Imaginary Labs", Contract: sources.CDI, Remote: sources.Full, Level: sources.Senior, Language: bot.EN,
			Places:      []sources.Place{{Label: "France", Country: "FR"}},
			Pay:         sources.NewPay(60_000_00, 75_000_00, "EUR", sources.Year, ""),
			Description: "This announcement is made up, to try Rebond.\n\nYou look after the pipelines that feed our maps: Python, PostgreSQL, Kubernetes."},
		{ID: "5", Title: "DevOps en freelance (exemple)", Company: "Régie Imaginaire", Places: []sources.Place{lille}, Contract: sources.Freelance, Remote: sources.Hybrid, Level: sources.Senior,
			Pay:         sources.NewPay(450_00, 550_00, "EUR", sources.Day, ""),
			Description: "Cette annonce est inventée, pour essayer Rebond.\n\nSix mois pour passer une plateforme sur Kubernetes, avec Terraform."},
		{ID: "6", Title: "Testeuse ou testeur logiciel (exemple)", Company: "Mutuelle Imaginaire", Places: []sources.Place{lyon}, Contract: sources.CDD, Remote: sources.Hybrid, Level: sources.Beginner,
			Pay:         sources.NewPay(2_400_00, 2_600_00, "EUR", sources.Month, ""),
			Description: "Cette annonce est inventée, pour essayer Rebond.\n\nTu écris des scénarios, tu les automatises, et tu racontes ce que tu trouves."},
	}
	for i := range all {
		o := &all[i]
		o.Source = Source
		o.Credit = sources.Credit{Name: "Rebond (annonce inventée / made up)"}
		o.Published = now.AddDate(0, 0, -i).Add(-time.Hour)
		o.Updated = o.Published
	}
	return all
}
