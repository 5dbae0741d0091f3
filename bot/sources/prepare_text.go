package sources

import (
	"regexp"
	"strconv"
	"strings"

	"rebond/bot"
)

// The commonest words of the languages that announcements are written in, none of which
// another of them has. Those of the languages that we do not name tell theirs from ours.
var commonest = func() map[string]string {
	m := map[string]string{}
	for lang, list := range map[string]string{
		"fr": "le les des du et est vous nous dans pour avec sur une aux sont votre notre nos vos qui au ou en un ce cette ses leur plus par sein afin ainsi etre avez",
		"en": "the and of to with you your our we are is for will on as be this that have from an by it at their who",
		"de": "und der die das mit fur von zu wir ist eine dich dein unser bei auf den im",
		"es": "el los las para una por del con su que y nuestro tu como",
		"it": "il di che per una della nel con sono gli alla dei",
		"nl": "het een van voor met je wij zijn naar onze bij op",
		"pt": "os uma do da em para com nao voce nossa",
	} {
		for w := range strings.FieldsSeq(list) {
			if _, twice := m[w]; twice {
				m[w] = "" // of two languages: says nothing
				continue
			}
			m[w] = lang
		}
	}
	return m
}()

// titleWords tell the language of an announcement that is hardly more than its title.
var titleWords = map[string]bot.Lang{
	"developpeur": bot.FR, "developpeuse": bot.FR, "ingenieur": bot.FR, "ingenieure": bot.FR, "chef": bot.FR, "technicien": bot.FR, "technicienne": bot.FR, "administrateur": bot.FR, "architecte": bot.FR,
	"alternance": bot.FR, "stage": bot.FR, "responsable": bot.FR, "charge": bot.FR, "chargee": bot.FR, "analyste": bot.FR, "cdi": bot.FR, "de": bot.FR, "et": bot.FR, "testeur": bot.FR, "projet": bot.FR,
	"engineer": bot.EN, "developer": bot.EN, "architect": bot.EN, "analyst": bot.EN, "scientist": bot.EN, "internship": bot.EN, "administrator": bot.EN, "the": bot.EN, "and": bot.EN, "of": bot.EN,
}

const (
	languageWords = 400 // that are enough to tell the language
	leastWords    = 4   // of one language, to be sure
)

// language is what the announcement is written in, French or English; empty for others
// and where its words do not tell.
func (a *announcement) language() bot.Lang {
	count := map[string]int{}
	most, best := 0, ""
	for _, w := range a.body[:min(len(a.body), languageWords)] {
		lang := commonest[w]
		if lang == "" {
			continue
		}
		if count[lang]++; count[lang] > most {
			most, best = count[lang], lang
		}
	}
	second := 0
	for lang, n := range count {
		if lang != best {
			second = max(second, n)
		}
	}
	if most >= leastWords {
		if lang := bot.Lang(best); most*2 >= second*3 && (lang == bot.FR || lang == bot.EN) {
			return lang
		}
		return ""
	}
	for _, w := range a.title {
		if lang, ok := titleWords[w]; ok {
			return lang
		}
	}
	return ""
}

var (
	notForBeginners = regexp.MustCompile(`\bdebutante?s?\b.{0,12}(?:non accepte|s'abstenir|exclu)|\bpas de debutant`)
	forBeginners    = regexp.MustCompile(`\bdebutante?s?(?:\(?e?s?\)?)? (?:est |sont |etes )?(?:accepte|bienvenu|motive)|\bjeunes? diplome|\bouvert aux (?:profils )?(?:juniors?|debutants?)\b|\bprofils? (?:juniors?|debutants?)\b` +
		`|\bpremier emploi\b|\baucune experience (?:n'est )?(?:requise|exigee|demandee|necessaire)|\bsans experience\b|\bentry[- ]level\b|\bno (?:prior |previous )?experience (?:is )?(?:required|needed|necessary)\b|\b(?:recent|new) graduates?\b`)
	// Years asked for, and not those of the company.
	yearsAsked = regexp.MustCompile(`(?:\b(?:minimum|min\.?|au moins|justifi\w+ (?:d'une experience )?(?:de|d'au moins)|vous avez|experience (?:professionnelle )?(?:de|d'au moins|minimum(?: de)?|entre)|avec|at least|you have|with|plus de|over|more than)\s+)(\d{1,2})\s*(?:\+|(?:a|-|et|ou|to)\s*\d{1,2})?\s*(?:ans?|annees?|years?|yrs?)\b[^.]{0,40}?\bexperience\b` +
		`|\bexperience\s*(?:de|d'au moins|minimum|requise|demandee|souhaitee|exigee|professionnelle|:|of|required)?[^.\d]{0,30}?(\d{1,2})\s*(?:\+|(?:a|-|et|ou|to)\s*\d{1,2})?\s*(?:ans?|annees?|years?)\b` +
		`|\b(\d{1,2})\s*(?:\+|(?:a|-|et|ou|to)\s*\d{1,2})\s*(?:ans?|annees?|years?|yrs?)(?: d'| of | )experience\b`)
	ofTheCompany = regexp.MustCompile(`\b(?:nos|notre|our|its|ses|son|fort[es]*|depuis|cree|founded|since|societe|entreprise|groupe|company)\b[^.]{0,30}$`)
)

// level is what experience the announcement asks for: where its title does not say, in
// its text, « débutant accepté » before all.
func (a *announcement) level(title string) Level {
	if l := LevelInTitle(title); l != "" {
		return l
	}
	if said := near(a.folded, 60, beginnerCues); forBeginners.MatchString(said) && !notForBeginners.MatchString(said) {
		return Beginner
	}
	said := near(a.folded, 120, yearsCues)
	for _, m := range yearsAsked.FindAllStringSubmatchIndex(said, 20) {
		if ofTheCompany.MatchString(said[max(0, m[0]-40):m[0]]) {
			continue
		}
		for g := 2; g < len(m); g += 2 {
			if m[g] < 0 {
				continue
			}
			if n, err := strconv.Atoi(said[m[g]:m[g+1]]); err == nil && n <= 15 {
				return LevelFromExperience(strconv.Itoa(n) + " ans")
			}
		}
	}
	return ""
}

var contractSaid = regexp.MustCompile(`\b(?:(?:type de )?contrat ?:? ?(?:en |de |a )?|contract(?: type)? ?: ?|en |poste en |offre de |emploi en |un |c'est un )(cdi|cdd|freelance|alternance|contrat d'apprentissage|apprentissage|stage|interim|duree indeterminee|duree determinee|permanent|fixed[- ]term|internship)\b` +
	`|\b(permanent contract|permanent position|fixed[- ]term contract|contrat a duree indeterminee|contrat a duree determinee|contrat de professionnalisation|contrat d'apprentissage|stage de fin d'etudes?|freelance mission|mission freelance)\b`)

// contract is the kind of contract that the words say: in the title, else where the text
// speaks of it, and of one kind only.
func (a *announcement) contract(title string) Contract {
	if c := ContractInTitle(title); c != "" {
		return c
	}
	var said Contract
	for _, m := range contractSaid.FindAllString(near(a.folded, 60, contractCues), 10) {
		c := ReadContract(m)
		if c == "" || c == said {
			continue
		}
		if said != "" {
			return ""
		}
		said = c
	}
	return said
}

var (
	training   = regexp.MustCompile(`\b(poei|poec|poe ?[ic]|poe|afpr)\b|\bpreparation operationnelle a l'emploi\b|\baction de formation prealable (?:au|a un) recrutement\b|\bformation (?:prealable|avant|pre|remuneree avant|financee avant)[ -]?(?:a |au |l'|d')*(?:l')?(?:embauche|recrutement|emploi|prise de poste)\b|\bformation (?:qualifiante |intensive |remuneree |financee )*(?:suivie|puis) (?:d'une |d'un )?(?:embauche|cdi)\b|\bformes? (?:puis|et) (?:recrutes?|embauches?)\b`)
	noTraining = regexp.MustCompile(`\b(?:pas de|hors|sans|ni)\s*$`)
)

// trainingBeforeHiring is the skill under which an offer that begins with a training paid
// by France Travail is found and shown: « POEI », « AFPR »… Empty where it does not.
func trainingBeforeHiring(folded string) string {
	folded = near(folded, 80, trainingCues)
	for _, m := range training.FindAllStringSubmatchIndex(folded, 5) {
		if noTraining.MatchString(folded[max(0, m[0]-20):m[0]]) {
			continue
		}
		if m[2] < 0 {
			return "Formation avant embauche"
		}
		name := strings.ToUpper(strings.ReplaceAll(folded[m[2]:m[3]], " ", ""))
		return "Formation avant embauche (" + name + ")"
	}
	return ""
}

var (
	yearPay = regexp.MustCompile(`\b(\d{2,3})(?:[.,]\d)? ?(?:k ?€?|k?eur(?:os?)?|000 ?€?|€)? ?(?:-|a|et|/|to|and) ?(\d{2,3})(?:[.,]\d)? ?(?:k ?€?|k ?eur(?:os?)?\b|000 ?(?:€|eur))`)
	onePay  = regexp.MustCompile(`\b(\d{2,3}) ?(?:k ?€|k ?eur(?:os?)?\b|000 ?(?:€|eur))`)
	dayPay  = regexp.MustCompile(`\b(?:tjm|taux journalier(?: moyen)?|daily rate)\b[^\d.]{0,25}(\d{3,4}) ?(?:€|eur(?:os?)?)?(?: ?(?:-|a|et|to) ?(\d{3,4}))?`)
	payCue  = regexp.MustCompile(`\b(?:salaires?|remunerations?|package|fixe|salary|compensation|base pay|fourchette)\b[^.]{0,50}$`)
	payTail = regexp.MustCompile(`^ ?€?,? ?(?:\(?brut|bruts|annuels?\b|par an\b|/ ?an\b|per year|gross|a year|/ ?year|selon (?:profil|experience))`)
)

// payInText is the fixed pay that the text says beyond doubt: an amount in thousands of
// euros beside a word of pay, or a day rate. An amount of anything else is none.
func payInText(folded string) Pay {
	if strings.Contains(folded, "tjm") || strings.Contains(folded, "taux journalier") || strings.Contains(folded, "daily rate") {
		if m := dayPay.FindStringSubmatch(folded); m != nil {
			return onlyKnown(NewPay(Cents(m[1]), Cents(m[2]), "EUR", Day, strings.TrimSpace(m[0])))
		}
	}
	folded = near(folded, 120, amountCues)
	for _, pattern := range []*regexp.Regexp{yearPay, onePay} {
		for _, m := range pattern.FindAllStringSubmatchIndex(folded, 10) {
			whole := folded[m[0]:m[1]]
			near := folded[m[1]:min(len(folded), m[1]+12)]
			if !strings.Contains(whole+near, "€") && !strings.Contains(whole+near, "eur") {
				continue
			}
			if !payCue.MatchString(folded[max(0, m[0]-70):m[0]]) && !payTail.MatchString(folded[m[1]:min(len(folded), m[1]+30)]) {
				continue
			}
			least, most := Cents(folded[m[2]:m[3]]+"000"), int64(0)
			if len(m) > 4 {
				most = Cents(folded[m[4]:m[5]] + "000")
			}
			if p := onlyKnown(NewPay(least, most, "EUR", Year, whole)); p != (Pay{}) {
				return p
			}
		}
	}
	return Pay{}
}

// onlyKnown is a pay that could be read, else none: what could not was perhaps no pay.
func onlyKnown(p Pay) Pay {
	if p.Max == 0 {
		return Pay{}
	}
	return p
}
