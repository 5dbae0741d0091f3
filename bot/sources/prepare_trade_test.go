package sources

import (
	"strings"
	"testing"
)

// The offers of these tests are invented.
const (
	devText   = "Au sein de l’équipe, tu développes nos API en Java avec Spring Boot, PostgreSQL, Kafka et Docker, et tu les déploies sur Kubernetes."
	shopText  = "Vous accueillez les clients, tenez la caisse et mettez les produits en rayon. Permis B exigé."
	salesText = "You will prospect new accounts, negotiate contracts and exceed your quota. Our product runs on AWS and Kubernetes."
	plantText = "Vous concevez des pièces mécaniques sous SolidWorks et suivez leur fabrication en atelier."
)

// tradeRow is an opening: its title, what its source says of it, its text.
type tradeRow struct {
	title, skills, text string
	want                bool
}

// tradeRows were before the eyes of whoever wrote the tables; heldOut were not.
var tradeRows = []tradeRow{
	{"Développeur de franchises", "", "", false},
	{"Expert Kubernetes", "", "", true},
	{"Développeur Go (H/F)", "", "", true},
	{"Développeur·euse full stack", "", "", true},
	{"Développeuse web", "", "", true},
	{"Developpeur(se) PHP Symfony", "", "", true},
	{"Ingénieure logiciel embarqué", "", "", true},
	{"Senior Software Engineer, Payments", "", "", true},
	{"Staff Engineer - Platform", "", devText, true},
	{"Ingénieur DevOps / SRE", "", "", true},
	{"Administratrice systèmes et réseaux", "", "", true},
	{"Technicien support informatique N1/N2", "", "", true},
	{"Data Engineer", "", "", true},
	{"Data Analyst (stage)", "", "", true},
	{"Analyste SOC", "", "", true},
	{"Product Manager, Growth", "", "", true},
	{"Product Owner", "", "", true},
	{"UX/UI Designer", "", "", true},
	{"Scrum Master", "", "", true},
	{"Chef(fe) de projet informatique", "", "", true},
	{"Chargé de recrutement IT", "", "", false},
	{"Business Developer", "", salesText, false},
	{"Développeur commercial", "", "", false},
	{"Développeur foncier", "", "", false},
	{"Commerciale SaaS", "", salesText, false},
	{"Account Executive, Cloud", "", salesText, false},
	{"Ingénieur d’affaires IT", "", "", false},
	{"Juriste données personnelles", "", "", false},
	{"Data Protection Officer", "", "", false},
	{"Architecte d’intérieur", "", "", false},
	{"Conducteur de travaux", "", "", false},
	{"Comptable", "", "", false},
	{"Vendeuse en boulangerie", "", shopText, false},
	{"Technicien de maintenance industrielle", "", "", false},
	{"Ingénieur génie civil", "", plantText, false},
	{"Serveur en restauration", "", shopText, false},
	{"Infirmier", "", "", false},
	{"Chef de projet", "", devText, true},
	{"Chef de projet", "", plantText, false},
	{"Consultant", "Développeur / Développeuse informatique", "", true},
	{"Ingénieur", "", devText, true},
	{"Ingénieur", "", plantText, false},
	{"Java / Spring confirmé", "", "", true},
	{"Customer Success Manager", "", salesText, false},
	{"Engineering Manager", "", "", true},
	{"Head of Sales, Data products", "", "", false},
	{"Agent de sécurité", "", shopText, false},
	{"Ingénieur·e développement C# / .NET", "", "", true},
	{"Dev Front React (H/F) - CDI - Télétravail", "", "", true},
	{"Lead Data Engineer (x/f/m)", "", "", true},
	{"Responsable d’applications métier", "", "", true},
	{"Ingénieur système embarqué automobile", "", "", true},
	{"Software Development Engineer in Test", "", "", true},
	{"Senior Backend Python Engineer", "", "", true},
	{"Technicien réseaux et télécoms", "", "", true},
	{"Chargé de support applicatif niveau 2", "", "", true},
	{"Head of Product", "", "", true},
	{"Principal Engineer, Storage", "", "", true},
	{"Ingénieur MLOps", "", "", true},
	{"Analyste cybersécurité CERT", "", "", true},
	{"Architecte Solutions Microsoft 365", "", "", true},
	{"Administrateur Windows / M365", "", "", true},
	{"Coordinateur de projets informatiques", "", "", true},
	{"Développeur Mobile Flutter", "", "", true},
	{"Ingénieur QA automaticien", "", "", true},
	{"Consultant data / Power BI", "", "", true},
	{"Designer UX senior", "", "", true},
	{"Product Designer (stage 6 mois)", "", "", true},
	{"Alternant administrateur systèmes", "", "", true},
	{"Directeur technique (CTO)", "", "", true},
	{"Chef de produit digital", "", "", true},
	{"Game Programmer", "", "", true},
	{"Ingénieur Infrastructure Cloud Azure", "", "", true},
	{"Tech Lead Java", "", "", true},
	{"Intégrateur ERP Odoo", "", "", true},
	{"Staff Software Engineer - Infra", "", "", true},
	{"Responsable SI", "", "", true},
	{"Full-Stack JS Engineer", "", "", true},
	{"Spécialiste SEO technique", "", "", false},
	{"Technicien de maintenance ascenseurs", "", "", false},
	{"Responsable de secteur grande distribution", "", "", false},
	{"Directeur commercial France - éditeur de logiciels", "", "", false},
	{"Enterprise Sales Executive", "", "", false},
	{"Solutions Consultant Sales", "", "", false},
	{"Chargée de recrutement tech (alternance)", "", "", false},
	{"Ingénieur travaux VRD", "", "", false},
	{"Data Center Electrician", "", "", false},
	{"Responsable administratif et financier", "", "", false},
	{"Customer Support Specialist", "", "", false},
	{"Ingénieur process chimie", "", "", false},
	{"Chef d’équipe nettoyage", "", "", false},
	{"Assistant chef de projet travaux", "", "", false},
	{"Projeteur VRD AutoCAD", "", "", false},
	{"Assistant comptable SAP", "", "", false},
	{"Analyste financier", "", "", false},
	{"Manager de restaurant", "", "", false},
	{"Consultant immobilier", "", "", false},
	{"Architecte paysagiste", "", "", false},
	{"Formateur en anglais", "", "", false},
	{"Directeur d’agence bancaire", "", "", false},
	{"Brand Designer", "", "", false},
	{"Responsable e-commerce", "", "", false},
	{"VP Finance", "", "", false},
	{"People Operations Manager", "", "", false},
	{"Ingénieur acoustique bâtiment", "", "", false},
	{"Technicien labo", "", "", false},
	{"Chief of Staff to the CTO", "", "", false},
	{"Stage marketing digital", "", "", false},
}

var heldOut = []tradeRow{
	{"Programmeur C++ temps réel", "", "", true},
	{"Lead développeur React Native", "", "", true},
	{"Ingénieur études et développement Java", "", "", true},
	{"Concepteur / Conceptrice développeur d’applications", "", "", true},
	{"Backend Engineer (Rust)", "", "", true},
	{"Frontend Developer - Vue.js", "", "", true},
	{"Ingénieur systèmes Linux", "", "", true},
	{"Cloud Architect AWS", "", "", true},
	{"Ingénieur réseau et sécurité", "", "", true},
	{"Consultant cybersécurité GRC", "", "", true},
	{"Responsable de la sécurité des systèmes d’information (RSSI)", "", "", true},
	{"Machine Learning Engineer", "", "", true},
	{"Chercheur en IA", "", devText, true},
	{"Data scientist NLP", "", "", true},
	{"Architecte data", "", "", true},
	{"Testeur QA automatisation", "", "", true},
	{"Ingénieur test et validation logiciel", "", "", true},
	{"SDET", "", "", true},
	{"Technicienne informatique de proximité", "", "", true},
	{"Technicien helpdesk bilingue anglais", "", "", true},
	{"IT Support Specialist", "", "", true},
	{"Administrateur de bases de données Oracle", "", "", true},
	{"Consultant fonctionnel SAP FI/CO", "", "", true},
	{"Consultante Salesforce", "", "", true},
	{"Intégrateur web", "", "", true},
	{"Webmaster", "", "", true},
	{"Lead Product Designer", "", "", true},
	{"UX Researcher", "", "", true},
	{"Business Analyst MOA", "", "", true},
	{"Chef de projet AMOA banque", "", "", true},
	{"Technical Program Manager", "", "", true},
	{"Directeur des systèmes d’information", "", "", true},
	{"CTO / Directeur technique", "", "", true},
	{"VP Engineering", "", "", true},
	{"Alternance - Développeur web full stack", "", "", true},
	{"Stage ingénieur machine learning", "", "", true},
	{"Formateur développement web", "", "", true},
	{"Développeur jeux vidéo Unity", "", "", true},
	{"Ingénieur avant-vente infrastructure", "", "", true},
	{"Solutions Engineer", "", "", true},
	{"Technical Writer", "", "", true},
	{"Developer Advocate", "", "", true},
	{"Software Engineer, Sales Tools", "", "", true},
	{"Développeur Salesforce pour équipe commerciale", "", "", true},
	{"Embedded Software Engineer", "", "", true},
	{"Ingénieur FPGA", "", "", true},
	{"Responsable infrastructure et production", "", "", true},
	{"Analyste d’exploitation", "", "", true},
	{"Staff, Core Infrastructure", "Engineering", devText, true},
	{"Poste à pourvoir à Lyon", "Développeur / Développeuse web", devText, true},
	{"PHP / Laravel - Nantes", "", "", true},
	{"Member of Technical Staff", "Engineering", devText, true},
	{"Quantitative Developer", "", "", true},
	{"Site Reliability Engineer", "", "", true},
	{"Pentester", "", "", true},
	{"Ingénieur pédagogique", "", "", false},
	{"Attaché commercial", "", "", false},
	{"Responsable commercial solutions cloud", "", salesText, false},
	{"Sales Development Representative", "", salesText, false},
	{"Key Account Manager - Software", "", salesText, false},
	{"Technico-commercial sédentaire", "", "", false},
	{"Tech Recruiter", "", devText, false},
	{"Talent Acquisition Manager (Tech)", "", devText, false},
	{"HR Business Partner", "", "", false},
	{"Gestionnaire de paie", "", "", false},
	{"Contrôleur de gestion", "", "", false},
	{"Finance Manager", "", "", false},
	{"Legal Counsel", "", "", false},
	{"Avocat IT / données personnelles", "", "", false},
	{"Product Marketing Manager", "", salesText, false},
	{"Responsable marketing digital", "", "", false},
	{"Community manager", "", "", false},
	{"Rédacteur web SEO", "", "", false},
	{"Office Manager", "", "", false},
	{"Assistante de direction", "", "", false},
	{"Architecte DPLG", "", "", false},
	{"Chef de projet bâtiment", "", "", false},
	{"Chef de projet évènementiel", "", "", false},
	{"Ingénieur qualité fournisseurs", "", plantText, false},
	{"Mechanical Engineer", "", plantText, false},
	{"Électricien industriel", "", "", false},
	{"Technicien fibre optique", "", "", false},
	{"Technicien SAV électroménager", "", "", false},
	{"Chauffeur-livreur", "", "", false},
	{"Préparateur de commandes", "", shopText, false},
	{"Aide-soignante", "", "", false},
	{"Professeur de mathématiques", "", "", false},
	{"Chef de rang", "", shopText, false},
	{"Directeur de magasin", "", shopText, false},
	{"Coordinateur logistique", "", "", false},
	{"Operations Manager", "", salesText, false},
	{"Stage assistant juridique", "", "", false},
	{"Alternance chargé de communication", "", "", false},
	{"Agent de saisie de données", "", "", false},
	{"Consultant en recrutement", "", "", false},
	{"Chargé de développement durable", "", "", false},
	{"Designer textile", "", "", false},
	{"Testeur de jeux de plein air", "", shopText, false},
	{"Research Scientist, Oncology", "", "Vous menez des essais sur des lignées cellulaires.", false},
	{"Responsable de production", "", plantText, false},
	{"Conseiller clientèle banque", "", "", false},
	{"Ingénieur d’études structure", "", plantText, false},
}

func (r tradeRow) kept() bool {
	o := Offer{Title: r.title, Description: r.text}
	if r.skills != "" {
		o.Skills = strings.Split(r.skills, "|")
	}
	_, why := Prepare(o, Rules{Trades: true})
	return why.Empty()
}

func TestTrades(t *testing.T) {
	for _, r := range tradeRows {
		if got := r.kept(); got != r.want {
			t.Errorf("%q (%s) of tech: %t", r.title, r.skills, got)
		}
	}
}

// TestTradesHeldOut measures the rule on rows that it was not made with.
func TestTradesHeldOut(t *testing.T) {
	right, wrong, missed := 0, 0, 0
	for _, r := range heldOut {
		switch got := r.kept(); {
		case got && r.want:
			right++
		case got:
			wrong++
			t.Logf("kept: %q", r.title)
		case r.want:
			missed++
			t.Logf("left out: %q", r.title)
		}
	}
	precision, recall := float64(right)/float64(right+wrong), float64(right)/float64(right+missed)
	t.Logf("%d rows: precision %.3f, recall %.3f", len(heldOut), precision, recall)
	if precision < 0.95 || recall < 0.95 {
		t.Errorf("precision %.3f, recall %.3f; want 0.95 of both", precision, recall)
	}
}

// TestPhrasesOnce checks that no phrase has two meanings: which one it had would change.
func TestPhrasesOnce(t *testing.T) {
	seen := map[string]string{}
	for name, table := range map[string]string{"trade": techTrades, "other": otherTrades, "open": openTrades, "tech": techWords, "topic": topicWords} {
		for phrase := range strings.FieldsFuncSeq(table, func(r rune) bool { return r == ',' || r == '\n' }) {
			key := strings.Join(plainWords(words(phrase, 10)), " ")
			if key == "" {
				continue
			}
			if before := seen[key]; before != "" && before != name {
				t.Errorf("%q is in %s and %s", key, before, name)
			}
			seen[key] = name
		}
	}
}
