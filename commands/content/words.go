package content

import "rebond/bot"

// Themes are those of tips, in the order in which they are shown.
var Themes = []bot.Option{
	{Value: "premiers-jours", Label: bot.Text{FR: "Premiers jours et droits", EN: "First days and rights"}},
	{Value: "argent", Label: bot.Text{FR: "Argent et allocations", EN: "Money and allowances"}},
	{Value: "cv", Label: bot.Text{FR: "CV", EN: "CV"}},
	{Value: "reseau", Label: bot.Text{FR: "LinkedIn et réseau", EN: "LinkedIn and network"}},
	{Value: "marche-cache", Label: bot.Text{FR: "Marché caché et candidatures spontanées", EN: "Hidden market and speculative applications"}},
	{Value: "entretiens", Label: bot.Text{FR: "Entretiens et tests techniques", EN: "Interviews and technical tests"}},
	{Value: "negocier", Label: bot.Text{FR: "Négocier", EN: "Negotiating"}},
	{Value: "organisation", Label: bot.Text{FR: "Organisation et moral", EN: "Organisation and morale"}},
	{Value: "changer", Label: bot.Text{FR: "Changer de métier", EN: "Changing trade"}},
	{Value: "freelance", Label: bot.Text{FR: "Freelance", EN: "Freelance"}},
}

// Situations are where people stand, and choose the advice.
var Situations = []bot.Option{
	{Value: "licenciement", Label: bot.Text{FR: "licenciement en cours", EN: "layoff under way"}},
	{Value: "licenciement-recent", Label: bot.Text{FR: "licenciement récent (moins d’un mois)", EN: "recent layoff (less than a month ago)"}},
	{Value: "recherche", Label: bot.Text{FR: "en recherche", EN: "looking for a job"}},
	{Value: "essai", Label: bot.Text{FR: "période d’essai ou stage arrêté", EN: "trial period or internship ended"}},
	{Value: "compte", Label: bot.Text{FR: "à mon compte", EN: "self-employed"}},
	{Value: "sans-mission", Label: bot.Text{FR: "sans mission", EN: "between assignments"}},
	{Value: "reconversion", Label: bot.Text{FR: "en reconversion", EN: "changing careers"}},
}

// Languages are those that a resource can be in.
var Languages = []bot.Option{
	{Value: "fr", Label: bot.Text{FR: "français", EN: "French"}},
	{Value: "en", Label: bot.Text{FR: "anglais", EN: "English"}},
}

// Levels are what a resource asks of whoever begins it.
var Levels = []bot.Option{
	{Value: "tous", Label: bot.Text{FR: "tous niveaux", EN: "all levels"}},
	{Value: "debutant", Label: bot.Text{FR: "débutant", EN: "beginner"}},
	{Value: "intermediaire", Label: bot.Text{FR: "intermédiaire", EN: "intermediate"}},
	{Value: "avance", Label: bot.Text{FR: "avancé", EN: "advanced"}},
}

// Formats are the kinds of resource.
var Formats = []bot.Option{
	{Value: "mooc", Label: bot.Text{FR: "MOOC", EN: "MOOC"}},
	{Value: "cours", Label: bot.Text{FR: "cours en ligne", EN: "online course"}},
	{Value: "exercices", Label: bot.Text{FR: "exercices", EN: "exercises"}},
	{Value: "programme", Label: bot.Text{FR: "programme avec des personnes", EN: "programme with people"}},
	{Value: "financement", Label: bot.Text{FR: "financement", EN: "funding"}},
	{Value: "accompagnement", Label: bot.Text{FR: "accompagnement", EN: "guidance"}},
}

// Costs say what a resource costs.
var Costs = []bot.Option{
	{Value: "gratuit", Label: bot.Text{FR: "gratuit", EN: "free"}},
	{Value: "certificat-payant", Label: bot.Text{FR: "gratuit, certificat payant", EN: "free, paid certificate"}},
	{Value: "en-partie", Label: bot.Text{FR: "gratuit en partie", EN: "partly free"}},
	{Value: "finance", Label: bot.Text{FR: "finançable", EN: "can be funded"}},
}

// Certificates say what a resource gives at its end.
var Certificates = []bot.Option{
	{Value: "aucun", Label: bot.Text{FR: "sans certificat", EN: "no certificate"}},
	{Value: "gratuit", Label: bot.Text{FR: "certificat gratuit", EN: "free certificate"}},
	{Value: "payant", Label: bot.Text{FR: "certificat payant", EN: "paid certificate"}},
	{Value: "reconnu", Label: bot.Text{FR: "diplôme ou titre reconnu", EN: "recognised diploma or title"}},
	{Value: "inconnu", Label: bot.Text{FR: "certificat : à vérifier", EN: "certificate: to be checked"}},
}

// Subjects are the themes of resources.
var Subjects = []bot.Option{
	{Value: "programmation", Label: bot.Text{FR: "programmation, développement", EN: "programming, development"}},
	{Value: "python", Label: bot.Text{FR: "Python", EN: "Python"}},
	{Value: "javascript", Label: bot.Text{FR: "JavaScript", EN: "JavaScript"}},
	{Value: "java", Label: bot.Text{FR: "Java", EN: "Java"}},
	{Value: "algorithmes", Label: bot.Text{FR: "algorithmes", EN: "algorithms"}},
	{Value: "git", Label: bot.Text{FR: "Git", EN: "Git"}},
	{Value: "tests", Label: bot.Text{FR: "tests, qualité", EN: "tests, quality"}},
	{Value: "web", Label: bot.Text{FR: "web", EN: "web"}},
	{Value: "mobile", Label: bot.Text{FR: "mobile", EN: "mobile"}},
	{Value: "donnees", Label: bot.Text{FR: "données, data", EN: "data"}},
	{Value: "bases-de-donnees", Label: bot.Text{FR: "bases de données, SQL", EN: "databases, SQL"}},
	{Value: "ia", Label: bot.Text{FR: "intelligence artificielle, IA", EN: "artificial intelligence, AI"}},
	{Value: "cloud", Label: bot.Text{FR: "cloud, DevOps", EN: "cloud, DevOps"}},
	{Value: "systeme", Label: bot.Text{FR: "systèmes, Linux", EN: "systems, Linux"}},
	{Value: "reseaux", Label: bot.Text{FR: "réseaux", EN: "networks"}},
	{Value: "securite", Label: bot.Text{FR: "sécurité, cybersécurité", EN: "security, cybersecurity"}},
	{Value: "design", Label: bot.Text{FR: "design, UX", EN: "design, UX"}},
	{Value: "accessibilite", Label: bot.Text{FR: "accessibilité", EN: "accessibility"}},
	{Value: "gestion-de-projet", Label: bot.Text{FR: "gestion de projet, agilité", EN: "project management, agile"}},
	{Value: "bureautique", Label: bot.Text{FR: "bureautique", EN: "office software"}},
	{Value: "numerique", Label: bot.Text{FR: "bases du numérique", EN: "digital basics"}},
	{Value: "anglais", Label: bot.Text{FR: "anglais", EN: "English"}},
	{Value: "recherche-emploi", Label: bot.Text{FR: "recherche d’emploi", EN: "job search"}},
	{Value: "creation", Label: bot.Text{FR: "création d’activité", EN: "starting a business"}},
	{Value: "financement", Label: bot.Text{FR: "financement", EN: "funding"}},
	{Value: "orientation", Label: bot.Text{FR: "orientation", EN: "career guidance"}},
}

// Domain is a group of subjects, as people choose among them.
type Domain struct {
	bot.Option
	Subjects []string
}

// Domains are the groups of subjects: every subject is in one.
var Domains = []Domain{
	{bot.Option{Value: "developpement", Label: bot.Text{FR: "Développement", EN: "Software development"}}, []string{"programmation", "python", "javascript", "java", "algorithmes", "git", "tests"}},
	{bot.Option{Value: "web", Label: bot.Text{FR: "Web et mobile", EN: "Web and mobile"}}, []string{"web", "mobile"}},
	{bot.Option{Value: "donnees", Label: bot.Text{FR: "Données et IA", EN: "Data and AI"}}, []string{"donnees", "bases-de-donnees", "ia"}},
	{bot.Option{Value: "cloud", Label: bot.Text{FR: "Cloud, systèmes et réseaux", EN: "Cloud, systems and networks"}}, []string{"cloud", "systeme", "reseaux"}},
	{bot.Option{Value: "securite", Label: bot.Text{FR: "Sécurité", EN: "Security"}}, []string{"securite"}},
	{bot.Option{Value: "design", Label: bot.Text{FR: "Design et accessibilité", EN: "Design and accessibility"}}, []string{"design", "accessibilite"}},
	{bot.Option{Value: "projet", Label: bot.Text{FR: "Gestion de projet", EN: "Project management"}}, []string{"gestion-de-projet"}},
	{bot.Option{Value: "numerique", Label: bot.Text{FR: "Bases du numérique", EN: "Digital basics"}}, []string{"bureautique", "numerique"}},
	{bot.Option{Value: "anglais", Label: bot.Text{FR: "Anglais", EN: "English"}}, []string{"anglais"}},
	{bot.Option{Value: "emploi", Label: bot.Text{FR: "Recherche d’emploi et orientation", EN: "Job search and guidance"}}, []string{"recherche-emploi", "orientation"}},
	{bot.Option{Value: "activite", Label: bot.Text{FR: "Créer son activité", EN: "Starting a business"}}, []string{"creation"}},
	{bot.Option{Value: "financement", Label: bot.Text{FR: "Financer sa formation", EN: "Funding your training"}}, []string{"financement"}},
}

// PostThemes are those of the posts of a programme.
var PostThemes = []bot.Option{
	{Value: "soi", Label: bot.Text{FR: "Se connaître", EN: "Getting to know yourself"}},
	{Value: "droits", Label: bot.Text{FR: "Droits et démarches", EN: "Rights and paperwork"}},
	{Value: "marche", Label: bot.Text{FR: "Marché et métiers", EN: "Market and trades"}},
	{Value: "candidatures", Label: bot.Text{FR: "CV et candidatures", EN: "CV and applications"}},
	{Value: "reseau", Label: bot.Text{FR: "Réseau", EN: "Network"}},
	{Value: "competences", Label: bot.Text{FR: "Compétences et projet", EN: "Skills and project"}},
	{Value: "entretiens", Label: bot.Text{FR: "Entretiens et négociation", EN: "Interviews and negotiation"}},
	{Value: "equilibre", Label: bot.Text{FR: "Bien vivre la période", EN: "Looking after yourself"}},
}

// SeriesKinds are what a series can be.
var SeriesKinds = []bot.Option{
	{Value: Programme, Label: bot.Text{FR: "programme", EN: "programme"}},
	{Value: Questions, Label: bot.Text{FR: "questions", EN: "questions"}},
}
