package board

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"rebond/bot/search/places"
)

var (
	// What follows the name of who recruits.
	thatRecruits = regexp.MustCompile(`^(?: (?:france|groupe))?,? (?:(?:actuellement|aujourd'hui|currently|activement|is currently|is actively|continue[sz]? de|is)? ?(?:recrute|recherche|cherche|embauche|prend|engage|hiring|is hiring|are hiring|looking for|is looking|are looking|is recruiting|recruiting|seeks|is seeking|invites applications|needs|se renforce|s'agrandit|agrandit|grandit|ouvre un|opens|propose un (?:poste|stage|cdi|cdd)|offre un (?:poste|stage)|renforce)\b)`)
	// What leads to the name of the employer.
	leadsToCompany = newClue("chez,joindre,joins,joignez,integrez,join,sein,work,at ,@,aventure,adventure,societe,start,entreprise,compte", `(?:^|[ ,(:!])(?:chez|(?:re)?joindre|rejoignez|rejoins|integrez|join(?: the team at)?|au sein d(?:e|u|'une?)|work(?:ing)? (?:at|for)|at|@|l'aventure|the adventure at|(?:la|une) (?:societe|start-?up)|l'entreprise|pour le compte de|pour la societe|pour l'entreprise|pour la start-?up) (?:la societe |l'entreprise |le groupe |la |le |l'|the )?`)
	inBracketsName = newClue("(", `\b(?:boite|entreprise|societe|company|employer|start-?up|startup|agence|team|employeur|asso|association) ?\(`)
	signs          = newClue("rh,hr,direction,team,equipe", `^(?:hr|rh|le service rh|service rh|la direction|(?:the )?(?:people|talent|hr|hiring) team|l'equipe)(?:, |(?: de | d'| at | chez | ))`)
	ownNamed       = newClue("notre,our ,mon ,my ", `\b(?:notre|our|mon|my) (?:entreprise|societe|company|start-?up|startup|agence|groupe|association),? `)
	clientNamed    = newClue("client,compte,behalf", `\b(?:(?:notre|mon|son|leur|our|my|their|its) client(?: final)?,? |pour le compte de |on behalf of )`)
	legalForm      = regexp.MustCompile(`\b(?:sas|sarl|sasu|s\.a\.s|eurl|scop|ltd|gmbh|inc|llc|plc|b\.v|sa)\b\.?$`)
	describesIt    = regexp.MustCompile(`^ (?:est|edite|accelere|propose|concoit|construit|developpe|fabrique|accompagne|aide|is|builds|develops|makes|helps|provides|designs|operates|runs)\b`)
	goesOn         = regexp.MustCompile(`^ (?:[a-z]'|[a-z]{2,})`)
	sizeOfCompany  = regexp.MustCompile(`^,? ?\(?(?:(?:esn|startup|start-up|pme|scale-up|eti),? ?)?(?:environ |about |~ ?)?\d[\d ]{0,7} (?:personnes|people|collab|salari|employ|pers)`)
	noName         = regexp.MustCompile(`^(?:nous|ca|on|je|vous|we|our|notre|nos|ma|mon|my|the|le|la|les|il|elle|ils|it|this|ce|cette|cdi|cdd|stage|alternance|freelance|poste|missions?|profil|profile|about|hello|hi|hey|salut|bonjour|bonsoir|coucou|hybride?|remote|teletravail|salaire|salary|contrat|contract|full|permanent|entreprise|societe|company|offre|job|urgent|contact|apply|postuler|asap|lieu|location|france|europe|equipe|team|type|date|description|requirements|responsibilities|recrutement|reference|ref|vos|votre|your|you|junior|senior|pourquoi|why|what|how|comment|interesse|interested|statut|bac|anglais|english|french|francais|stack|go|python|java|sql|aws|linux|react|docker|kubernetes|typescript|javascript|php|hiring|selon|temps|start|immediate\w*|demarrage|des|une?|tu|plein|part|cv|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|january|february|march|april|may|june|july|august|september|october|november|december|monday|lundi|mission|we're|i'm|we've|dsi|drh|daf|direction|service|pole|departement|it|r&d|bu|comite|codir|cse|objet|subject|fwd|tr|re)$`)
	nameLink       = regexp.MustCompile(`^(?:de|du|des|et|la|le|les|d'|&|of|and|the|en|l'|sur)$`)
	articleBefore  = regexp.MustCompile(`^(?:l'|le |la |les |the )?(?:(?:societe|entreprise|start-?up|startup|company|esn|pme|marque|enseigne) )?`)
	institution    = regexp.MustCompile(`^(?:mairie|ville|universite|clinique|association|groupe|agence|ecole|institut|departement|conseil|centre|studio|lycee|college|hopital|commune|region|librairie|restaurant|fondation|metropole|communaute|cooperative|maison|cabinet|mutuelle|federation|laboratoire|college) `)
)

const longestCompany = 60 // runes

// named is what may be the company's name, and how surely.
type named struct {
	name  string
	score int
}

// company is the name of the company that people will work at. Who publishes for a client
// is not it.
func (p *paste) company(by Publisher) string {
	var best named
	for i := range p.lines {
		l := &p.lines[i]
		for _, n := range l.companies(i, by) {
			n.score -= min(i, 30) / 3
			if n.name != "" && n.score > best.score {
				best = n
			}
		}
	}
	return best.name
}

func (l *line) companies(i int, by Publisher) []named {
	var all []named
	if l.topic == aboutCompany && l.value < len(l.text) {
		all = append(all, named{l.labelCompany(), 100})
	}
	if by == Agency {
		return append(all, l.after(clientNamed, 60))
	}
	if l.mail {
		return nil
	}
	all = append(all, l.recruiter(), l.after(inBracketsName, 80), l.after(ownNamed, 60), l.after(leadsToCompany, 55))
	if l.topic == noTopic || l.icon {
		all = append(all, l.leftover(i), l.after(signs, 30))
		if end := l.nameAt(0); i < 2 && end > 0 && end == len(l.text) && strings.Contains(l.text, " ") && !genderMark.in(l.text) && !trade.MatchString(l.text) {
			all = append(all, named{l.name(0, end), 20})
		}
	}
	return all
}

// labelCompany is what a label says is the company, without what describes it.
func (l *line) labelCompany() string {
	words := l.words(l.value, len(l.text))
	for _, end := range []string{" (", " | ", " - ", " – ", " — ", ", ", " : ", "; ", " · "} {
		if i := strings.Index(words, end); i > 0 {
			words = words[:i]
		}
	}
	if start := l.value + len(articleBefore.FindString(l.text[l.value:])); len(strings.Fields(words)) > 6 {
		return l.name(start, l.nameAt(start))
	}
	words = field(words, longestCompany)
	if plain := fold(words).text; noName.MatchString(plain) || remoteWord.MatchString(plain) || strings.HasPrefix(plain, "confidenti") {
		return ""
	}
	return words
}

// recruiter is the subject of « recrute ».
func (l *line) recruiter() named {
	starts := []int{0}
	for _, m := range clauseAt.FindAllStringIndex(l.text, 20) {
		starts = append(starts, m[1])
	}
	var weak named
	for _, clause := range starts {
		start := clause + len(articleBefore.FindString(l.text[clause:]))
		end := l.nameAt(start)
		if end == start {
			continue
		}
		rest := l.text[end:]
		if strings.HasPrefix(rest, " (") || strings.HasPrefix(rest, ", ") {
			if aside := asideAt.FindString(rest); aside != "" && thatRecruits.MatchString(" "+strings.TrimLeft(rest[len(aside):], " ")) {
				return named{l.name(start, end), 68}
			}
		}
		switch {
		case thatRecruits.MatchString(rest):
			return named{l.name(start, end), 70}
		case sizeOfCompany.MatchString(rest) && weak.score < 45:
			weak = named{l.name(start, end), 45}
		case describesIt.MatchString(rest) && weak.score < 38 && start < 12:
			weak = named{l.name(start, end), 38}
		case goesOn.MatchString(rest) && weak.score < 30 && (start < 24 || strings.ContainsAny(l.text[clause-2:clause], ".!?")) && strings.Contains(l.text[start:end], " "):
			weak = named{l.name(start, end), 30}
		}
	}
	return weak
}

var (
	clauseAt = regexp.MustCompile(`[.!?:|,;] ?\|? ?| - `)
	asideAt  = regexp.MustCompile(`^(?: \([^()]{0,80}\)|, [^.!?\n]{0,120}?,)`)
)

// after is the name that follows words such as « chez ».
func (l *line) after(words clue, score int) named {
	for _, m := range words.all(l.text, 6) {
		start := m[1] + len(articleBefore.FindString(l.text[m[1]:]))
		if m[1] > 0 && strings.HasSuffix(l.text[m[0]:m[1]], " the ") && !l.upper(start) {
			continue
		}
		if end := l.nameAt(start); end > start {
			return named{l.name(start, end), score}
		}
	}
	return named{}
}

// leftover is the one part of a line of several fields that is none of the others:
// « Développeur Go | Fictif | Nancy | CDI », "Fictif, Lyon, France".
func (l *line) leftover(i int) named {
	parts := l.split
	if len(parts) < 2 {
		parts = l.cut(commas, l.value)
	}
	if len(parts) < 2 || len(parts) > 9 {
		return named{}
	}
	var found named
	known, trades := 0, 0
	for _, s := range parts {
		text := l.text[s.from:s.to]
		switch start := s.from + len(articleBefore.FindString(text)); {
		case trade.MatchString(text) || genderMark.in(text):
			known++
			trades++
		case l.isOther(l.withoutAside(s)) || numbered.MatchString(text):
			known++
		case s.from == 0 && strings.HasPrefix(strings.TrimLeft(l.text[s.to:], " "), ":"): // a label
		case found.name == "" && l.namesPart(start, s.to):
			end := l.nameAt(start)
			found = named{l.name(start, end), 40}
			if legalForm.MatchString(l.text[start:end]) {
				found.score += 15
			}
		}
	}
	if known == 0 || known == 1 && i > 4 && found.score < 50 || trades == known && len(parts) == 2 && !l.parted() {
		return named{}
	}
	return found
}

// parted reports whether the line has separators: a comma may be part of a title.
func (l *line) parted() bool { return len(l.split) > 1 }

// withoutAside is a part of a line without the brackets that end it.
func (l *line) withoutAside(s segment) segment {
	text := l.text[s.from:s.to]
	if i := strings.Index(text, " ("); i > 0 && strings.HasSuffix(text, ")") {
		s.to = s.from + i
	}
	return s
}

var commas = regexp.MustCompile(`, |[.!?:] `)

// namesPart reports whether a part of a line is a name and at most a note on it.
func (l *line) namesPart(start, to int) bool {
	end := l.nameAt(start)
	return end > start && (end >= to || strings.HasPrefix(l.text[end:], " (") || strings.Trim(l.text[end:to], " .!") == "")
}

// nameAt is the end of the name that begins at i: words with capitals, and the small
// ones between them; i for none.
func (l *line) nameAt(i int) int {
	end, first := i, true
	for j := i; j < len(l.text); {
		n := strings.IndexAny(l.text[j:], " ,;:!?|()\"\n")
		if n < 0 {
			n = len(l.text) - j
		}
		word := l.text[j : j+n]
		bare := strings.TrimRight(word, ".…")
		upper := l.upper(j) || strings.ContainsFunc(l.words(j, j+n), unicode.IsUpper)
		switch {
		case first && j == i && institution.MatchString(l.text[i:]):
		case bare == "", first && (!upper || noName.MatchString(bare) || isDigit(bare[0])), strings.ContainsAny(bare, "@/€$£#"):
			return end
		case upper:
			end = j + len(bare)
		case !nameLink.MatchString(bare):
			return end
		}
		first = false
		if len(bare) < len(word) || j+n >= len(l.text) || l.text[j+n] != ' ' {
			return end
		}
		j += n + 1
	}
	return end
}

// name is the company's name in from to to, without a place that follows it.
func (l *line) name(from, to int) string {
	text := l.text[from:to]
	if i := strings.LastIndexByte(text, ' '); i > 0 {
		if p, n := places.Large([]string{text[i+1:]}); n == 1 && p.Kind == places.KindCommune && !nameLink.MatchString(lastWord(text[:i])) {
			to = from + i
		}
	}
	name := field(l.words(from, to), longestCompany)
	folded := fold(name).text
	if utf8.RuneCountInString(name) < 2 || noName.MatchString(folded) || topics[folded] != noTopic || trade.MatchString(folded) && len(strings.Fields(name)) < 3 || plainContract.MatchString(folded) {
		return ""
	}
	if p, n := places.Large(strings.Fields(folded)); n == len(strings.Fields(folded)) && p.Kind != 0 || abroad[folded] {
		return ""
	}
	return name
}

func lastWord(s string) string { return s[strings.LastIndexByte(s, ' ')+1:] }
