package sources

import (
	"strings"
	"testing"
	"unicode/utf8"

	"rebond/bot"
)

// TestNamesOfContactsAreMasked holds invented contacts; what is between « [ » and « ] » must be masked.
func TestNamesOfContactsAreMasked(t *testing.T) {
	for _, row := range []string{
		"Contact : [Mme Jeanne Dupont], responsable RH",
		"Contact : [Jeanne Dupont]",
		"Contact: [Jeanne DUPONT]",
		"CONTACT : [JEANNE DUPONT]",
		"Contact : [M. Dupont]",
		"Contact : [Mr. Dupont], 1 rue des Lilas",
		"Contact : [Monsieur Paul de La Tour]",
		"Contact : [Jean-Pierre L’Hermite] (DSI)",
		"Contact : [Jeanne Dupont et Paul Martin]",
		"Contact : [Mme Dupont / M. Martin]",
		"Contact RH : [Anne-Sophie Le Goff]",
		"Contact recrutement : [Zoé Durand] - Chargée de recrutement",
		"Votre contact : [Fatou Diallo]",
		"Votre contact : [Fatou].",
		"Votre contact est [Fatou Diallo], notre recruteuse.",
		"Ton contact : [Kévin Le Bris] ou par téléphone",
		"Votre interlocuteur : [Zbigniew Wozniak]",
		"Votre interlocutrice : [Éléonore Petit], DRH",
		"Votre interlocuteur(trice) : [Sam Petit]",
		"Votre recruteur : [Xandru Colonna]",
		"Votre recruteuse : [Aïcha Benali]",
		"Votre recruteuse, [Aïcha Benali], vous rappelle sous huit jours.",
		"Recruteur : [Thibault d’Ornano]",
		"Chargée de recrutement : [Mélanie Roux]",
		"Personne à contacter : [Inès Garcia]",
		"Personne à contacter : [Inès] au siège",
		"Responsable du recrutement : [Luc Petit]",
		"Offre suivie par : [Nadia Haddad]",
		"Conseillère : [Mme Lopez]",
		"adressez votre CV à [Jeanne Dupont]",
		"Adressez votre CV et votre lettre à [Mme Dupont], service RH.",
		"Merci d’adresser votre candidature à l’attention de [M. Paul Martin].",
		"Envoyez votre CV à [Claire] avant vendredi",
		"Merci d’envoyer CV et lettre à : [Julien Moreau]",
		"À l’attention de [Madame Moreau]",
		"Contactez [Sophie Bernard] au siège.",
		"N’hésitez pas à contacter [Sophie Bernard] pour en savoir plus.",
		"Contact: [John Smith]",
		"Hiring manager: [Priya Raghavan]",
		"Hiring Manager: [Ms. Nakamura]",
		"Recruiter: [Oluwaseun Adeyemi], London",
		"Your recruiter is [Emily Jones].",
		"Talent Acquisition Partner: [Marta Kowalska]",
		"Point of contact: [Dr. Jane A. Doe]",
		"Please apply to [Sarah Connor] before Friday.",
		"Send your resume to [Ms Doe] today",
		"Reach out to [Tom Baker] with any question.",
		"Son profil : [https://www.linkedin.com/in/jeanmartin].",
		"Profil [linkedin.com/in/jean-martin-123/] du recruteur",
		"Voir [https://fr.linkedin.com/in/jeanne-dupont?trk=x]",
		"Contact :\n[Jeanne Dupont]\nFictif SAS",
	} {
		from, rest, _ := strings.Cut(row, "[")
		name, to, _ := strings.Cut(rest, "]")
		if got, want := maskContacts(from+name+to), from+Masked+to; got != want {
			t.Errorf("%q is %q; want %q", from+name+to, got, want)
		}
	}
}

func TestSentencesAboutContactsStay(t *testing.T) {
	for _, text := range []string{
		"Contact avec les clients",
		"Contact quotidien avec les équipes",
		"Contact : service recrutement",
		"Contact : Service Recrutement",
		"Contact : Direction des Ressources Humaines",
		"Contact : Agence Adecco Lyon",
		"Contact : France Travail Nancy",
		"Contact : Mission Locale de Metz",
		"Contact : voir l’annonce",
		"Contact : CV et lettre de motivation",
		"Contact : Page Personnel",
		"Contact : Java",
		"Contact : Nancy",
		"Contact Client : Excellente Relation",
		"Bon contact, Anglais Courant",
		"Contact : Bonne communication avec les métiers",
		"Vous êtes en contact avec Product Managers et Data Engineers",
		"Vous contactez les clients de Paris et de Lyon.",
		"Contactez-nous",
		"Contactez notre équipe RH",
		"Contactez le Service Client",
		"Vos interlocuteurs : Direction Technique, Product Owners",
		"Vos interlocuteurs : les Chefs de Projet",
		"Votre interlocuteur principal est le Directeur Technique",
		"Recruteur : Groupe Fictif",
		"Recruteur : Cabinet Fictif Conseil",
		"Votre recruteur vous rappelle.",
		"Chargé de recrutement : CDI à Lyon",
		"Responsable RH : Poste basé à Lyon",
		"Référent : Architecte Logiciel Java",
		"Adressez votre CV à notre service RH",
		"Adressez votre CV à Nancy ou à Metz",
		"Envoyez votre candidature à l’adresse suivante",
		"Envoyez votre CV à Fictif Conseil",
		"Postulez à Rebond Technologies",
		"Apply to join our team",
		"Apply to Join Our Team",
		"Apply to Acme Robotics",
		"You will report to the Engineering Manager",
		"You report to Engineering Leadership",
		"Hiring manager: Engineering Director",
		"Recruiter: Talent Team",
		"Reach out to Customer Success",
		"Get in touch with People Operations",
		"Point of contact: Customers and partners",
		"Point of contact for Product Design",
		"Send data to AWS and Google Cloud",
		"Joindre CV et lettre",
		"Madame, Monsieur, nous cherchons",
		"Contact téléphonique : Anglais courant exigé",
		"Première personne de contact pour les clients",
		"Écrire à plusieurs mains du code Python",
		"https://www.linkedin.com/company/fictif",
		"https://www.linkedin.com/jobs/view/123",
		"Jean Dupont a fondé Fictif en 2012.",
		"Le lycée Marie Curie et la rue Victor Hugo",
	} {
		if got := maskContacts(text); got != text {
			t.Errorf("%q is %q; want it kept", text, got)
		}
	}
}

func TestNamesInMarkup(t *testing.T) {
	for html, want := range map[string]string{
		"<p>Contact : <b>Jeanne</b> Dupont</p>":                                                  "Contact : " + Masked,
		"<h2>Votre contact :</h2><p>Jeanne Dupont, DRH</p>":                                      "# Votre contact :\n" + Masked + ", DRH",
		`<p><a href="https://www.linkedin.com/in/jeanne-dupont">Jeanne Dupont</a></p>`:           Masked,
		`<p><a href="https://www.linkedin.com/company/fictif">Fictif</a></p>`:                    "[Fictif](https://www.linkedin.com/company/fictif)",
		"<h2>Contact :</h2><p>Service Recrutement</p>":                                           "# Contact :\nService Recrutement",
		"<ul><li>Recruteuse : Aïcha Benali</li><li>Contact avec Product et Data Teams</li></ul>": "- Recruteuse : " + Masked + "\n- Contact avec Product et Data Teams",
	} {
		if got := FromHTML(html); got != want {
			t.Errorf("FromHTML(%q) = %q; want %q", html, got, want)
		}
	}
}

func FuzzMaskContacts(f *testing.F) {
	for _, s := range []string{"Contact : Mme Jeanne Dupont", "contactez contact : contact", "Apply to É", "Contact :\u00a0M. d’É.", "linkedin.com/in/x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = bot.Clean(s, 2000)
		once := maskContacts(s)
		if !utf8.ValidString(once) {
			t.Errorf("maskContacts(%q) = %q is not UTF-8", s, once)
		}
	})
}

func BenchmarkMaskContacts(b *testing.B) {
	text := strings.Repeat("Vous êtes en contact avec les équipes produit et vous envoyez des données à nos clients. Contact : voir l’annonce.\n", 40)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		maskContacts(text)
	}
}
