package francetravail

import (
	"strconv"
	"strings"

	"rebond/bot"
	"rebond/bot/sources"
)

// text is the announcement and, under headings, the rest of what France Travail
// shows a candidate. Contract, pay and experience stand in the offer's own
// fields, in France Travail's words.
func (in offer) text() string {
	parts := []string{
		sources.FromText(in.Description),
		section("L’entreprise", in.company()),
		section("Le poste", in.position()),
		section("Salaire", in.salary()),
		section("Expérience", items("", in.ExperienceCommentaire)),
		section("Formation", in.education()),
		section("Compétences", wanted(in.Competences, "exigée")),
		section("Savoir-être", qualities(in.QualitesProfessionnelles)),
		section("Langues", wanted(in.Langues, "exigé")),
		section("Outils", items("", in.OutilsBureautiques...)),
		section("Permis", wanted(in.Permis, "exigé")),
		section("Accessibilité", in.access()),
		section("Origine", in.origin()),
	}
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, "\n\n")
}

func section(title, body string) string {
	if body == "" {
		return ""
	}
	return "# " + title + "\n" + body
}

// items is a list of what is not empty, without duplicates, each after a lead.
func items(lead string, all ...string) string {
	var lines []string
	seen := map[string]bool{}
	for _, said := range all {
		line := sources.OneLine(strings.ReplaceAll(strings.TrimSpace(said), "\n", ", "), 1000)
		if key := bot.Fold(line); line != "" && !seen[key] {
			seen[key] = true
			lines = append(lines, "- "+lead+bot.Escape(line))
		}
	}
	return strings.Join(lines, "\n")
}

// row is one item that says all of what is not empty about one thing.
func row(about string, all ...string) string {
	words := strings.Split(items("", all...), "\n- ")
	if words[0] == "" {
		return ""
	}
	return "- " + about + "\u00a0: " + strings.TrimPrefix(strings.Join(words, " · "), "- ")
}

func rows(all ...string) string {
	var kept []string
	for _, row := range all {
		if row != "" {
			kept = append(kept, row)
		}
	}
	return strings.Join(kept, "\n")
}

func (in offer) company() string {
	about := sources.FromText(in.Entreprise.Description)
	facts := rows(
		row("Secteur", in.SecteurActiviteLibelle),
		row("Effectif de l’établissement", in.TrancheEffectifEtab),
	)
	if site := strings.TrimSpace(in.Entreprise.URL); sources.IsWeb(site) {
		facts = rows(facts, "- [Site de l’entreprise]("+strings.ReplaceAll(site, ")", `\)`)+")")
	}
	if about != "" && facts != "" {
		about += "\n\n"
	}
	return about + facts
}

func (in offer) position() string {
	posts, rare := "", ""
	if in.NombrePostes > 1 {
		posts = strconv.Itoa(in.NombrePostes)
	}
	if in.OffresManqueCandidats {
		rare = "Les candidatures manquent pour cette offre."
	}
	hours := append([]string{in.DureeTravailLibelle, in.DureeTravailLibelleConverti}, in.ContexteTravail.Horaires...)
	conditions := append([]string{in.ConditionExercice}, in.ContexteTravail.ConditionsExercice...)
	return rows(
		row("Métier", in.AppellationLibelle),
		row("Nature du contrat", in.NatureContrat),
		row("Durée du travail", hours...),
		row("Conditions", conditions...),
		row("Complément", in.ComplementExercice),
		row("Déplacements", in.DeplacementLibelle),
		row("Qualification", in.QualificationLibelle),
		row("Nombre de postes", posts),
		items("", rare),
	)
}

func (in offer) salary() string {
	said := []string{in.Salaire.Complement1, in.Salaire.Complement2}
	if in.Salaire.Libelle != "" {
		said = append(said, in.Salaire.Commentaire)
	}
	for _, c := range in.Salaire.ListeComplements {
		said = append(said, c.Libelle)
	}
	return items("", said...)
}

func (in offer) education() string {
	var all []string
	for _, f := range in.Formations {
		var parts []string
		for _, p := range []string{f.Niveau, f.Domaine, f.Commentaire} {
			if p = strings.TrimSpace(p); p != "" {
				parts = append(parts, p)
			}
		}
		all = append(all, strings.Join(parts, ", ")+demand(f.Exigence, "exigée"))
	}
	return items("", all...)
}

// wanted is a list of things, with the word for those that are required.
func wanted(all []label, required string) string {
	var said []string
	for _, l := range all {
		if strings.TrimSpace(l.Libelle) != "" {
			said = append(said, l.Libelle+demand(l.Exigence, required))
		}
	}
	return items("", said...)
}

// demand says that a thing is required (E), not only wished for (S).
func demand(code, required string) string {
	if code == "E" {
		return " (" + required + ")"
	}
	return ""
}

func qualities(all []label) string {
	var lines []string
	for _, l := range all {
		said := bot.Escape(sources.OneLine(l.Libelle, 200))
		if about := row(said, l.Description); about != "" && said != "" {
			lines = append(lines, about)
		} else {
			lines = append(lines, items("", l.Libelle))
		}
	}
	return rows(lines...)
}

func (in offer) access() string {
	var said []string
	if in.AccessibleTH {
		said = append(said, "Poste accessible aux personnes en situation de handicap")
	}
	if in.EntrepriseAdaptee || in.Entreprise.EntrepriseAdaptee {
		said = append(said, "Entreprise adaptée")
	}
	if in.EmployeurHandiEngage {
		said = append(said, "Employeur engagé pour l’emploi des personnes en situation de handicap")
	}
	return items("", said...)
}

func (in offer) origin() string {
	var said []string
	for _, p := range in.OrigineOffre.Partenaires {
		said = append(said, p.Nom)
	}
	return items("Offre transmise par ", said...)
}
