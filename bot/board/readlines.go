package board

import (
	"regexp"
	"strings"
	"unicode"

	"rebond/bot/sources"
)

// paste is a pasted text, line by line.
type paste struct {
	lines []line
}

// line is one line of a pasted text, without the signs that decorate it.
type line struct {
	folded
	raw   string // as pasted
	topic topic  // what its label, or its emoji, says that it holds
	icon  bool   // the emoji does, which is less sure
	value int    // where, in the folded text, what follows the label begins
	mail  bool   // a header of a forwarded mail
	split []segment

	seen   bool // the places were looked for
	places []spot
	tries  int
	asked  bool // the contract was
	kind   sources.Contract
	sure   int // how sure it is
}

// segment is a part of a line between separators.
type segment struct{ from, to int }

// topic is what a labelled line is about.
type topic byte

const (
	noTopic topic = iota
	aboutTitle
	aboutCompany
	aboutPlace
	aboutContract
	aboutRemote
	aboutPay
	aboutApply
	aboutOther // a heading or a label that is none of the fields
)

// topics are the labels that people write, folded.
var topics = func() map[string]topic {
	m := map[string]topic{}
	for about, labels := range map[topic]string{
		aboutTitle: "titre de l'offre,intitule de l'offre,intitule de l'emploi,intitule du stage,nom de l'offre,emploi,poste,intitule du poste,intitule,titre,titre du poste,nom du poste,fonction,metier,poste a pourvoir,poste propose,poste recherche,offre,offre d'emploi,profil recherche," +
			"job title,title,position,role,vacancy,job,opening,position title,open position,job opening,role title,we are hiring,we're hiring,now hiring,hiring,recrutement,on recrute,recherche,mission",
		aboutCompany:  "entreprise,societe,employeur,structure,raison sociale,nom de l'entreprise,company,company name,employer,organisation,organization,etablissement,association,client,client final,recruteur,boite,qui,who,for,pour",
		aboutPlace:    "lieu,lieux,lieux possibles,localisation,localisations,location,locations,ville,villes,city,lieu de travail,lieu du poste,lieu de mission,lieu de la mission,ou,where,place,based in,bureau,bureaux,office,offices,site,sites,job location,work location,workplace location,lieu d'exercice,affectation,base",
		aboutContract: "quoi,contrat,type de contrat,type d'emploi,nature du contrat,contract,contract type,type of contract,employment type,type,job type,statut,type de poste,employment,terms,type d'offre,contrat propose",
		aboutRemote:   "teletravail,remote,work mode,mode de travail,presence,rythme,rythme de travail,organisation du travail,remote work,remote policy,working mode,workplace,tt,home office,work arrangement,working pattern,modalites,modalite,distanciel,workplace type,politique de teletravail",
		aboutPay:      "stipend,monthly stipend,combien,how much,salaire,remuneration,salary,pay,package,tjm,fourchette,gratification,compensation,salaires,remu,wage,rate,day rate,daily rate,hourly rate,indemnite,comp,salary range,pay range,taux horaire,tarif,paie,fixe,base salary,budget tjm,traitement",
		aboutApply:    "comment,how,postuler,pour postuler,candidature,candidatures,apply,how to apply,to apply,applications,contact,lien,lien pour postuler,link,comment postuler,url,apply at,apply here,apply online,postulez,postulez ici,postuler ici,candidater,pour candidater,application,envoyer cv,cv a,interested,interesse,interessee,interesse(e),details,lien de l'offre,lien de candidature,annonce",
		aboutOther:    "quand,when,missions,vos missions,profil,votre profil,description,description du poste,avantages,benefits,experience,duree,duration,date,date de debut,start date,start,demarrage,prise de poste,reference,ref,stack,techno,technos,horaires,contexte,debut,environnement,requirements,responsibilities,about us,about the role,a propos de nous,le poste,competences,skills,langues,niveau,niveau d'etudes,formation",
	} {
		for label := range strings.SplitSeq(labels, ",") {
			m[label] = about
		}
	}
	return m
}()

// beginnings are how longer labels begin: « Salaire annuel brut (k€) ».
var beginnings = []struct {
	start string
	about topic
}{
	{"annual ", aboutPay}, {"monthly ", aboutPay}, {"gross ", aboutPay}, {"salaire ", aboutPay}, {"remuneration ", aboutPay}, {"salary ", aboutPay}, {"fourchette ", aboutPay}, {"gratification ", aboutPay}, {"tjm ", aboutPay}, {"pay ", aboutPay}, {"compensation ", aboutPay}, {"taux ", aboutPay},
	{"lieu ", aboutPlace}, {"lieux ", aboutPlace}, {"localisation ", aboutPlace}, {"location ", aboutPlace},
	{"type de contrat ", aboutContract}, {"contrat ", aboutContract}, {"contract ", aboutContract}, {"teletravail ", aboutRemote}, {"remote ", aboutRemote},
	{"intitule ", aboutTitle}, {"nom de l", aboutCompany}, {"entreprise ", aboutCompany}, {"candidature", aboutApply}, {"pour postuler", aboutApply}, {"pour candidater", aboutApply},
}

// icons are the emoji that people put before a field.
var icons = map[rune]topic{
	'📍': aboutPlace, '🗺': aboutPlace, '🏢': aboutCompany, '🏭': aboutCompany, '💰': aboutPay, '💶': aboutPay, '💵': aboutPay, '💷': aboutPay, '💸': aboutPay, '🤑': aboutPay,
	'🏠': aboutRemote, '🏡': aboutRemote, '📝': aboutContract, '📄': aboutContract, '📃': aboutContract, '📩': aboutApply, '📧': aboutApply, '✉': aboutApply, '📬': aboutApply,
}

var (
	decoration = regexp.MustCompile(`^(?:[^\p{L}\p{N}$€£("'#@\[]|\d{1,2}[.)] |# )+`)
	labelAt    = regexp.MustCompile(`^([^:\n|]{2,40}?) ?(?:\([^():]{0,30}\) ?)?(?::| = | -{1,2}> )`)
	mailHeader = regexp.MustCompile(`^(?:de|from|a|to|cc|date|envoye|sent|le|on|reply-to|expediteur|destinataire) ?:`)
	subject    = regexp.MustCompile(`^(?:objet|subject|sujet) ?: ?(?:(?:tr|re|fwd?|fw) ?: ?)*`)
	separator  = regexp.MustCompile(`\||•| ?· | - | -- | // |;|	`)
	slashes    = regexp.MustCompile(` / |\|| - `)
)

func newPaste(text string) *paste {
	p := &paste{}
	for raw := range strings.SplitSeq(text, "\n") {
		if strings.TrimSpace(raw) == "" {
			continue
		}
		if len(p.lines) == maxLines {
			break
		}
		p.lines = append(p.lines, newLine(raw))
	}
	p.headings()
	return p
}

func newLine(raw string) line {
	seen := strings.ToValidUTF8(raw[:min(len(raw), maxLine)], "")
	l := line{raw: raw, folded: fold(strings.TrimSpace(seen))}
	if n := len(decoration.FindString(l.text)); n < len(l.text) {
		for _, r := range l.words(0, n) {
			if about, ok := icons[r]; ok {
				l.topic, l.icon = about, true
			}
		}
		l.folded = fold(strings.TrimSpace(l.words(n, len(l.text))))
	}
	l.split = l.cut(separator, 0)
	if strings.Count(l.text, " / ") > 2 {
		l.split = l.cut(slashes, 0)
	}
	if m := subject.FindString(l.text); m != "" {
		l.topic, l.value, l.mail = aboutTitle, len(m), true
		return l
	}
	if mailHeader.MatchString(l.text) {
		l.mail = true
		return l
	}
	if m := labelAt.FindStringSubmatch(l.text); m != nil {
		if about := aboutOf(m[1]); about != noTopic {
			l.topic, l.icon = about, false
			l.value = len(m[0]) + len(l.text[len(m[0]):]) - len(strings.TrimLeft(l.text[len(m[0]):], " "))
		}
	}
	return l
}

func aboutOf(label string) topic {
	label = strings.Trim(label, " .*_?!'\"")
	if about, ok := topics[label]; ok {
		return about
	}
	for _, b := range beginnings {
		if strings.HasPrefix(label, b.start) && len(strings.Fields(label)) <= 5 {
			return b.about
		}
	}
	return noTopic
}

// headingOf is what a line that is all label says that the next one holds.
func headingOf(text string) topic {
	label := strings.TrimRight(text, " :")
	if label != text {
		return aboutOf(label)
	}
	return topics[label]
}

// headings gives a label that stands alone on its line the next line for its value.
func (p *paste) headings() {
	for i := range p.lines[:max(0, len(p.lines)-1)] {
		l, next := &p.lines[i], &p.lines[i+1]
		about := l.topic
		if !l.icon && about == noTopic {
			about = headingOf(l.text)
		} else if l.value < len(l.text) {
			continue
		}
		if about == noTopic || l.mail {
			continue
		}
		l.topic, l.value = aboutOther, len(l.text)
		if next.topic == noTopic && !(about == aboutTitle && len(strings.Fields(next.text)) > 10) {
			next.topic, next.icon = about, true
		}
	}
}

// cut parts the line at a pattern, from a place on. Parts are trimmed; empty ones are left out.
func (l *line) cut(at *regexp.Regexp, from int) []segment {
	var all []segment
	add := func(from, to int) {
		for from < to && strings.IndexByte(" -*_", l.text[from]) >= 0 {
			from++
		}
		for from < to && strings.IndexByte(" -*_,", l.text[to-1]) >= 0 {
			to--
		}
		if from < to {
			all = append(all, segment{from, to})
		}
	}
	start := from
	if !strings.ContainsAny(l.text[from:], "|•·-/;\t,.!?:") {
		add(from, len(l.text))
		return all
	}
	for _, m := range at.FindAllStringIndex(l.text[start:], -1) {
		add(from, start+m[0])
		from = start + m[1]
	}
	add(from, len(l.text))
	return all
}

// upper reports whether the written word at a place of the folded text begins with a
// capital, or a figure.
func (l *line) upper(i int) bool {
	if i >= len(l.text) {
		return false
	}
	for _, r := range l.written[l.at[i]:] {
		return unicode.IsUpper(r) || unicode.IsDigit(r)
	}
	return false
}

// says reports whether a line says something.
func (p *paste) says(what clue) bool {
	for i := range p.lines {
		if what.in(p.lines[i].text) {
			return true
		}
	}
	return false
}
