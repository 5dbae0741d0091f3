package board

import (
	"regexp"
	"strings"

	"rebond/bot/sources"
)

// age is one as people write it, and years how they say that it is one.
const (
	age   = `(?:\d\d|(?:vingt|trente|quarante|cinquante)(?:[- ]cinq)?|soixante|(?:twenty|thirty|forty|fifty)(?:-five)?|sixty)`
	years = `(?:ans?|years? old|years? of age|yrs? old|y/?o|years?)`
	below = `(?:moins de|pas plus de|max(?:imum|i)?\.?(?: de)? ?:?|jusqu'a|inferieure? a|en dessous de|au plus|under|below|younger than|less than|up to|` +
		`no older than|not older than|at most|<|- ?de|-)`
	forAge = `(?: (?:maximum|maximale?|maxi|max|limite|limit|range|group|requis|souhaite|ideal|idealement|required|demande|compris|between|entre|under|de|` +
		`of|is|est|a|fixee?|environ|d'environ|approximatif|attendu))*`
	rangeTo = `(?: ?(?:ans|-|/) ?| )(?:(?:et|a|and|to|-|/) ?)?`
)

// agePhrase is a way to say an upper age; its last group that matches is the age, or the
// year of birth.
type agePhrase struct {
	phrase *regexp.Regexp
	sure   bool // it can speak of nothing but a person's age
	born   bool
}

var agePhrases = []agePhrase{
	{phrase: whole(below + ` ?(` + age + `) ?` + years)},
	{phrase: whole(`(?:entre |de |from |between )?` + age + rangeTo + `(` + age + `) ?(?:ans|years? old|years? of age|yrs? old|y/?o)`)},
	{sure: true, phrase: whole(`(?:age~|aged|ages|(?:maximum|max|maxi) age|limite d'age|age limit)` + forAge + ` ?:? ?(?:` + age + rangeTo + `)?(` + age + `)(?: ?` + years + `)?`)},
	{phrase: whole(`(` + age + `) ?` + years + ` ?,? ?\(?(?:maximum|maxi|max|au plus|grand maximum|au maximum|tout au plus|or younger|or under|and under|and younger|at most)`)},
	{sure: true, phrase: whole(`(?:plus de|over|above|older than) (` + age + `)(?: ` + years + `)?,? §3(?:s'abstenir|need not apply|should not apply|will not be considered|not accepted|excluded|exclus?)`)},
	{phrase: whole(`(?:pas de|aucune?|nobody|no one|no|interdit~|ferme~) (?:(?:candidat|profil|personne|candidate|applicant|people)\w* )?(?:de |aged |aux |` +
		`to )?(?:plus de|over|above|older than) (` + age + `)(?: ` + years + `)?`)},
	{phrase: whole(`(?:candidates?|applicants?|people|person|someone|anyone|developers?|engineers?|you're|you are|be|if|profiles?|ideally|only|strictly|` +
		`preferably) (?:who (?:is|are) )?(?:under|below) (?:the age of )?(` + age + `)`)},
	{sure: true, phrase: whole(`(?:must|should) be (?:between )?` + age + rangeTo + `(` + age + `)`)},
	{phrase: whole(`(?:younger than|no older than|not older than|under the age of) (` + age + `)`)},
	{phrase: whole(`under (` + age + `) (?:only|preferred|please)`)},
	{phrase: whole(`\(under (` + age + `)\)?`)},
	{sure: true, born: true, phrase: whole(`(?:ne~|born) (?:apres|depuis|a partir de|after|since|in or after|from) (?:le |l'annee )?(?:\d\d?[ /]\w+[ /])?((?:19[6-9]|200)\d)`)},
}

// notAnAge is what follows a number of years that is not an age: « d’expérience », "of
// experience"; unlessAge is what does follow an age though it looks the same.
var (
	notAnAge = regexp.MustCompile(`^[ \n]?\(?(?:d'|de |of |dans |en |in |sur |with |chez |minimum|mini\b|min\b|et plus|ou plus|\+|and over|and older|and above|or over|` +
		`or older|or more|or above|plus\b|revolus minimum|exp\b|experience|xp\b|anciennete|%|k\b|ms\b|s\b|min|sec|hours?\b|h(?:[^/\w]|$)|people|` +
		`persons|employees|days?\b|jours|km|€|\$|users|lines|mb\b|gb\b|countries|percent|pieces|points)`)
	unlessAge = regexp.MustCompile(`^[ \n]?(?:de preference|d'age|of age|en moyenne)\b`)
	// What leads to a number of years that is not an age.
	experienceBefore = regexp.MustCompile(`\b(?:experiences?|xp|exp|anciennete|seniorite|seniority|garantie|duree|bail|historique|pret|credit|depuis)\b[^\d.\n]{0,25}$`)
	thingBefore      = regexp.MustCompile(`\b(?:entreprises?|societes?|startups?|start-ups?|scale-ups?|groupe|boite|maison|agence|cabinet|projets?|logiciels?|code|batiments?|` +
		`immeubles?|vehicules?|machines?|parc|monolithe|company|startup|business|codebase|equipes?|team|collaborat\w+|collegues|salaries|` +
		`employees)(?: [\w-]+){0,2}? (?:de|agee?s?|agee?s? de|ayant|a|ont|qui a|qui ont|depuis|d'|fort de|forte de|of|is)[ \n]?$|\b(?:moyenne d'|` +
		`average|mean|age moyen(?: de| :)?|en)[ \n]?$`)
	audienceAfter = regexp.MustCompile(`^[ \n]?[^.!?\n]{0,30}\b(?:eloignes|en insertion|en difficulte|deficients|decrocheurs|accueillis|accompagn\w+|suivis)\b`)
	theirAge      = regexp.MustCompile(`\b(?:equipes?|entreprises?|societes?|team|company|clientele|public|population|plus)[ \n]$`)
	leastBefore   = regexp.MustCompile(`(?:au moins|minimum|at least|plus de|over)[ \n]$`)
)

// Schemes whose ages the law sets, and what says that the law sets one.
var (
	scheme = regexp.MustCompile(`\b(?:apprenti\w*|alternan\w*|apprenticeships?|professionnalisation|services? civiques?|volontariat|v\.i\.e|contrat vie|mission vie|` +
		`contrats? aides?|contrat unique|contrat d'engagement|parcours emploi competences|aide a l'embauche|exoneration|emplois? francs?)\b`)
	volunteer = regexp.MustCompile(`\p{Ll}[ (/,–-]+V\.?I\.?E\b|\bV\.?I\.?E\.?[ )/,–-]+\p{Ll}`) // « volontariat international en entreprise »; « vie » is life
	byLaw     = regexp.MustCompile(`\b(?:la loi|par loi|reglementa\w*|statutaire\w*|gendarm\w*|armee|militaires?|sapeurs?|fonction publique|concours)\b`)
)

// The last of these words before an age says whose it is: that of those who may apply, or
// of those the work is for.
var (
	applicants = regexp.MustCompile(`\b(?:recrut\w*|recherch\w*|cherch\w*|embauch\w*|engage\w*|candidat\w*|profils?|postul\w*|vous avez|tu as|vous etes|tu es|ouvert aux?|` +
		`reserve\w*|seeking|looking for|hiring|hire|applicants?|candidates?|you are|you're|you must|must be)\b`)
	audience = regexp.MustCompile(`\b(?:accompagne[rz]?|accompagnons|accompagnement|aupres d\w*|encadre[rz]?|encadrement|anime[rz]?|animation d\w*|a destination|destine\w*|` +
		`publics?|utilisateurs?|aider|aidez|aidons|enseigne[rz]|coacher|mentorat|insertion|panel|audience|cibles?|serving|helping|supporting|` +
		`sensibilise[rz]|plateforme|formations?|loisirs|foyers?|mission locale|festival|` +
		`(?:nos|notre|des|les|leurs|vos|aux|d'|une?|our|the|their|your|of) (?:jeunes )?(?:clients?|clientele|eleves?|enfants?|adolescents?|ados|` +
		`patients?|beneficiaires|residents?|users?|customers?|consumers?|students?|pupils?|children|lecteurs?|joueurs?|players?|abonnes|application|` +
		`appli|app|jeux?))\b`)
)

// legalAges reports whether the whole announcement is for a scheme whose ages the law sets.
func (a *Announcement) legalAges() bool {
	return a.Contract == sources.Alternance || scheme.MatchString(flatten(a.Title).line) || volunteer.MatchString(a.Title)
}

// ages are the upper age limits of a text, of which those that the law sets are none.
func ages(f flat, legal bool) []sighting {
	var seen []sighting
	for i := range agePhrases {
		p := &agePhrases[i]
		for from := 0; from < len(f.text); {
			m := p.phrase.FindStringSubmatchIndex(f.text[from:])
			if m == nil {
				break
			}
			start, end := from+m[2], from+m[3]
			said := ageSaid(f.text[from+m[4] : from+m[5]])
			if p.limits(f, start, end, said, legal) {
				seen = append(seen, sighting{rule: AgeLimit, from: start, to: end})
			}
			from = max(end, start+1)
		}
	}
	return seen
}

// limits reports whether the phrase from start to end is an upper age limit for applicants.
func (p *agePhrase) limits(f flat, start, end, said int, legal bool) bool {
	const least, most = 19, 70 // outside them it is a legal age, or somebody's years at work
	if !p.born && (said < least || said > most) {
		return false
	}
	first, last := f.sentence(start, end)
	before, after := f.text[first:start], f.text[end:last]
	if notAnAge.MatchString(after) && !unlessAge.MatchString(after) && !(p.sure && p.born) {
		return false
	}
	if audienceAfter.MatchString(after) || thingBefore.MatchString(before) || leastBefore.MatchString(before) || !p.sure && experienceBefore.MatchString(before) || p.sure && theirAge.MatchString(before) {
		return false
	}
	if p.born && companyBorn.MatchString(before) {
		return false
	}
	if byLaw.MatchString(f.text[first:last]) || !asked(before) || excluded.MatchString(f.text[first:last]) {
		return false
	}
	const oldest, near = 30, 120 // the ages of schemes end at 30, and are said near them
	around := f.text[max(0, start-near):min(len(f.text), end+near)]
	return p.born || said > oldest || !legal && !scheme.MatchString(around) && !volunteer.MatchString(f.written)
}

// companyBorn leads to the year in which a company, not a person, was born; excluded says
// that a criterion is none.
var (
	companyBorn = regexp.MustCompile(`\b(?:entreprise|societe|startup|start-up|marque|projet|groupe|agence|association|cooperative|collectif|idee|studio|scop|aventure|solution|` +
		`company|brand|elle est|il est|sommes|was|were)[^\d\n]{0,30}$`)
	excluded = regexp.MustCompile(`\b(?:sans distinction|aucune distinction|quel(?:le)?s? que soi(?:t|ent)|peu importe|regardless of|irrespective of|(?:no|without) discriminat\w*|not discriminate)\b`)
)

// asked reports whether what leads to an age speaks of those who apply rather than of
// those whom the work is for.
func asked(before string) bool {
	clause := before[strings.LastIndexByte(before, ',')+1:]
	at := func(re *regexp.Regexp) int {
		all := re.FindAllStringIndex(clause, -1)
		if len(all) == 0 {
			return -1
		}
		return all[len(all)-1][0]
	}
	return at(audience) <= at(applicants)
}

// ageSignals are upper ages said without a number.
var ageSignals = []signal{
	phrase(AgeLimit, "s'abstenir|no seniors|no boomers", `(?:(?:seniors?|boomers?|retraites?|(?:personnes? )?(?:trop )?agees?|trop ages?)(?: §2)?,? ?s'abstenir|no (?:seniors|boomers)(?: please)?)`, lawful{}),
	phrase(AgeLimit, "generation|gen z|millennial|zoomer|digital native", `(?:generations? [zy]|gen z|millennials?|zoomers?|digital natives?) §1(?:uniquement|exclusivement|seulement|only|souhaite~|exige~|`+
		`de preference|preferred|wanted|required)`,
		lawful{before: `(?:marques?|produits?|contenus?|cible|public|pour la|aupres de la|brands?|products?|for) (?:\w+ )?`}),
	phrase(AgeLimit, "generation|gen z|millennial|zoomer|digital native", `(?:recherch\w+|cherch\w+|recrut\w+|uniquement|exclusivement|looking for|seeking|hiring|only) (?:§4(?:generations? [zy]|gen z|millennials?|`+
		`zoomers?)|(?:un |une |des |de |a )?(?:vrai~? |true )?digital natives?)`,
		lawful{around: `marketing|marques?|brands?|cible|audience|consommateurs?|consumers?`}),
	phrase(AgeLimit, "vingtaine|trentaine|quarantaine", `(?:dans|avez|as|avoir|approch\w+) (?:la |une )(?:petite |jeune )?(?:vingtaine|trentaine|quarantaine)`,
		lawful{after: ` (?:d'|de |a |(?:\d))\w*`, before: `(?:reussi|fois|mois|projets) `}),
	phrase(AgeLimit, "tenaire|quadragenaire|quinquagenaire", `(?:idealement|profils?|candidat~|vous etes|tu es|recherch\w+|cherch\w+|plutot) (?:§1)(?:vingtenaire|trentenaire|quadragenaire|quinquagenaire)s?`, lawful{}),
	phrase(AgeLimit, "20s|30s|twent|thirties", `in (?:your|their|his|her) (?:early |mid |mid-|late )?(?:20s|30s|twenties|thirties)`,
		lawful{around: `users?|customers?|audience|consumers?|readers?`}),
}
