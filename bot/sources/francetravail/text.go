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
		section("Expérience", in.experience()),
		section("Formation", in.education()),
		section("Compétences", wanted(in.Competences, "e")),
		section("Savoir-être", qualities(in.QualitesProfessionnelles)),
		section("Langues", wanted(in.Langues, "e")),
		section("Outils", items("", in.OutilsBureautiques...)),
		section("Permis", wanted(in.Permis, "")),
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
	text := sources.FromText(in.Entreprise.Description)
	facts := rows(
		row("Secteur", in.SecteurActiviteLibelle, about("NAF", in.CodeNAF)),
		row("Effectif de l’établissement", in.TrancheEffectifEtab),
		link("Site de l’entreprise", in.Entreprise.URL),
		link("Site du recruteur", in.Contact.URLRecruteur),
		link("Logo de l’entreprise", in.Entreprise.Logo),
	)
	if text != "" && facts != "" {
		text += "\n\n"
	}
	return text + facts
}

// link is an item that leads somewhere; empty where the address cannot be shown.
func link(words, address string) string {
	if address = strings.TrimSpace(address); !sources.IsWeb(address) {
		return ""
	}
	return "- [" + words + "](" + strings.ReplaceAll(address, ")", `\)`) + ")"
}

// about names a code: « NAF 62.01Z ».
func about(what, code string) string {
	if code = strings.TrimSpace(code); code == "" {
		return ""
	}
	return what + " " + code
}

func (in offer) position() string {
	posts, rare := "", ""
	if in.NombrePostes > 1 {
		posts = strconv.Itoa(in.NombrePostes)
	}
	if in.OffresManqueCandidats {
		rare = "Les candidatures manquent pour cette offre."
	}
	place := ""
	if strings.TrimSpace(in.LieuTravail.CodePostal) != "" {
		place = row("Lieu", in.LieuTravail.Libelle, in.LieuTravail.CodePostal)
	}
	hours := append([]string{in.DureeTravailLibelle, in.DureeTravailLibelleConverti}, in.ContexteTravail.Horaires...)
	conditions := append([]string{in.ConditionExercice}, in.ContexteTravail.ConditionsExercice...)
	return rows(
		row("Métier", in.AppellationLibelle, about("ROME", in.RomeCode)),
		place,
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
	if in.pay().Said != sources.OneLine(in.Salaire.Commentaire, len(in.Salaire.Commentaire)) {
		said = append(said, in.Salaire.Commentaire)
	}
	for _, c := range in.Salaire.ListeComplements {
		said = append(said, c.Libelle)
	}
	return items("", said...)
}

// experience says whether what stands in LevelSaid is required.
func (in offer) experience() string {
	said := ""
	if d := demand(in.ExperienceExige, "e"); d != "" && strings.TrimSpace(in.ExperienceLibelle) != "" {
		said = in.ExperienceLibelle + d
	}
	return items("", said, in.ExperienceCommentaire)
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
		all = append(all, strings.Join(parts, ", ")+demand(f.Exigence, "e"))
	}
	return items("", all...)
}

// wanted is a list of things, each with how much it is; ending is that of its gender.
func wanted(all []label, ending string) string {
	var said []string
	for _, l := range all {
		if strings.TrimSpace(l.Libelle) != "" {
			said = append(said, l.Libelle+demand(l.Exigence, ending))
		}
	}
	return items("", said...)
}

// demand says that a thing is required (E), or wished for (S).
func demand(code, ending string) string {
	switch code {
	case "E":
		return " (exigé" + ending + ")"
	case "S":
		return " (souhaité" + ending + ")"
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
