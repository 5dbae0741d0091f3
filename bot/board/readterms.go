package board

import (
	"regexp"
	"strings"

	"rebond/bot/sources"
)

// Words that say who publishes, over folded text.
var (
	speaksForClient = newClue("client,behalf,cabinet,chasseur,agence,agency,firm,consultancy,headhunter", `\b(?:notre client\b|mon client\b|(?:son|leur|un) client\b|pour un client|their client\b|for a client|un de (?:mes|nos|ses) clients|l'un de (?:mes|nos|ses) clients|notre client final|our client\b|my client\b|one of (?:our|my) clients|on behalf of|cabinet (?:de|en) recrutement|chasseur de tetes|agence d'emploi|agence d'interim|agence de travail temporaire|recruitment (?:agency|firm|consultancy)|staffing (?:agency|firm)|headhunter)`)
	speaksForFriend = newClue("coopt,refer", `\b(?:(?:en|offre de|par|une|pour une|ma|poste en|via la) cooptation|je coopte|coopter?\b|cooptation possible|i can refer you|happy to refer|can refer|referral!|^referral\b|employee referral|refer you)`)
	speaksForOwn    = newClue("ma ,mon ,my ", `\b(?:ma boite|mon entreprise|ma societe|ma start-?up|mon equipe|my (?:company|team|employer|studio|start-?up|agency|lab|org)|mon studio|mon asso\w*|mon labo|mon agence|mon employeur)\b`)
	speaksForItself = newClue("nous,on ,we,us,notre,team", `\b(?:nous (?:recrutons|recherchons|cherchons|embauchons)|on (?:recrute|cherche|recherche|embauche)|we(?: are|'re) (?:hiring|looking|recruiting|seeking|growing)|we need|join us|rejoins-nous|rejoignez-nous|rejoins nous|rejoignez nous|rejoignez notre|rejoins notre|our team is|notre equipe s'agrandit)\b`)
)

// publisher is who says to publish, if not the employer.
func (p *paste) publisher() Publisher {
	switch {
	case p.says(speaksForClient):
		return Agency
	case p.says(speaksForFriend):
		return Referral
	}
	return ""
}

// contractWords are the ways of saying a contract in running text, the surest first: an
// apprenticeship is a fixed term too, a day rate alone says little.
var contractWords = []struct {
	said  clue
	kind  sources.Contract
	score int
}{
	{newClue("altern,appren,profession,study", `\b(?:contrat|poste|offre|en|une|type) ?(?:d'|en |de |: ?)?(?:alternance|apprentissage|professionnalisation)\b|\b(?:alternante?|alternant\(?e\)?|apprentie?)\b|\bapprentice(?:ship)?\b|\bwork[- ]study\b|^alternance\b|\[alternance|\bcdd d'(?:apprentissage|alternance)`), sources.Alternance, 50},
	{newClue("stag,intern,placement", `\b(?:en|un|offre de|convention de) stage\b|^stage\b|\bstagiaire\b|\binternship\b|\bintern\b|\bplacement student\b|\bstage (?:de|d'une duree de) ?\d|\bstage (?:de fin d'etudes|pfe)\b|(?:: |- |\| ?)stage\b|^offre de stage\b|^stage\b`), sources.Stage, 48},
	{newClue("inter,temp", `\b(?:mission|contrat|offre|poste|agence)s? (?:d'|en |de )?interim\b|\ben interim\b|\binterimaire\b|\btravail temporaire\b|\btemp (?:contract|role|position|job|work|assignment|to perm)|\bagency temp\b|^interim\b|\btemping\b`), sources.Interim, 47},
	{newClue("cdi,determinee,permanent,ended,unbefristet,perm,indefinite", `\bcdi\b|\bduree indeterminee\b|\bpermanent\b|\bopen[- ]ended\b|\bunbefristet|\bperm role\b|\bindefinite (?:contract|term)`), sources.CDI, 46},
	{newClue("cdd,determinee,fixed,temporary,matern,season,saison,ftc", `\bcdd\b|\bduree determinee\b|\bfixed[- ]term\b|\btemporary (?:contract|position|role|cover)|\bmaternity (?:leave )?cover\b|\bseasonal\b|\bsaisonnier\b|\bftc\b`), sources.CDD, 46},
	{newClue("free,contract,portage,ir35,independant,entrepreneur,prestation", `\b(?:free-?lances?|freelancers?|contractors?|contract role|contracting role|portage(?: salarial)?|outside ir35|inside ir35|independante?s?|auto-?entrepreneur|micro-?entrepreneur|prestation)\b`), sources.Freelance, 44},
	{newClue("tjm,day rate", `\b(?:tjm|day rate)\b`), sources.Freelance, 30},
}

// notContract are words after which a contract is not that of the opening.
var notContract = regexp.MustCompile(`\b(?:encadr\w+|tuteur|manage[rz]?|former|accompagn\w+|supervise|mentor|accueill\w+|no|not|pas de|pas un|ni|hors|sauf|sans|temps|previous|precedent|first|premier|apres (?:ton|votre)|ou deux|transformable en|evolutif en|pouvant evoluer en|debouch\w+ sur|embauche en|possibilite de|suivi d'un|puis)\b[^.,;|]{0,24}$`)

// contract is the kind of contract of the opening: of the line that speaks of it, else
// the surest words of the text, first ones first.
func (p *paste) contract() sources.Contract {
	var best sources.Contract
	score := 0
	for i := range p.lines {
		l := &p.lines[i]
		kind, n := l.contract()
		if l.topic == aboutContract {
			n += 100
			if kind == "" {
				kind = sources.ReadContract(l.text[l.value:])
			}
		}
		if kind != "" && n > score {
			best, score = kind, n
		}
	}
	return best
}

// contract is the kind of contract that the line names after its label, and how surely.
func (l *line) contract() (sources.Contract, int) {
	if !l.asked {
		l.kind, l.sure = l.findContract()
		l.asked = true
	}
	return l.kind, l.sure
}

func (l *line) findContract() (best sources.Contract, score int) {
	for _, w := range contractWords {
		at := w.said.first(l.text[l.value:])
		if at == nil {
			continue
		}
		before := l.text[l.value : l.value+at[0]]
		if notContract.MatchString(before[max(0, len(before)-48):]) {
			continue
		}
		n := w.score
		if w.kind != sources.Alternance && best == "" {
			n -= at[0] / 100
		}
		if n > score {
			best, score = w.kind, n
		}
	}
	if best == "" && len(l.split) > 1 {
		for _, s := range l.split {
			if kind := sources.ReadContract(l.text[s.from:s.to]); kind != "" && len(strings.Fields(l.text[s.from:s.to])) <= 2 {
				return kind, 40
			}
		}
	}
	return best, score
}

var (
	tt        = regexp.MustCompile(`\btt\b|\btele-travail\b|\bwfh\b|\bwork(?:ing)? from home\b`)
	noTT      = newClue("teletravail", `\b(?:pas|non|not) (?:teletravaillable|eligible au teletravail|ouvert au teletravail)\b`)
	hybridToo = newClue("hybrid,remote,distance,bureau,sur site,presen,office,site,home,maison,chez soi", `\bremotely (?:\d|one|two|three|up to|part)|\b(?:ou|or|en|and) hybride?\b|\bhybrid(?:e|es)?(?: ?[,(:)|]|[ ,]+\d| ?$|, | in | model| possible| [a-z]+ \d)|[(|,] ?hybride?\b|\bmode hybride?\b|\d ?(?:j|jours?|jrs?|days?)(?: par semaine| a week|/semaine|/week)? (?:au bureau|sur site|de presence|de presentiel|en presentiel|in the office|in office|on[- ]?site|at home|from home|a la maison|chez soi)|\bfrom home\b|\bpartial remote\b|\bremote partiel|\bpartiellement (?:en )?(?:remote|a distance)\b|\bflexible remote\b|\b(?:some|occasional) remote\b`)
	onSiteToo = newClue("presentiel,site,office", `\b(?:en|100 ?%|full) presentiel\b|^presentiel$|^on[- ]?site$|^sur site$|\boffice[- ]based\b|\b(?:fully|100%) on[- ]?site\b|\bin[- ]office only\b`)
	fullToo   = newClue("anywhere,remote,distributed,distance,full", `\bwork from anywhere\b|\b(?:en )?remote total\b|\btotal remote\b|\bfull(?:y)?[- ]distributed\b|\bentierement a distance\b|\bremote (?:anywhere|worldwide|europe|eu|france|within)\b|^remote$|\b(?:en )?full tt\b|^remote \(`)
)

// remote is where the text says that the work is done.
func (p *paste) remote() sources.Remote {
	var said []string
	var places []sources.Place
	for i := range p.lines {
		l := &p.lines[i]
		value := tt.ReplaceAllString(l.text[l.value:], "teletravail")
		value = noTT.pattern.ReplaceAllString(value, "pas de teletravail")
		if l.topic == aboutRemote {
			if r := sources.ParseRemote(value); r != "" {
				return r
			}
			value = "teletravail : " + value
		}
		if l.topic == aboutPlace && remoteWord.MatchString(value) {
			places = append(places, sources.Place{Label: value})
		}
		said = append(said, strings.ReplaceAll(value, "|", " . "))
	}
	if r := sources.ReadRemote(strings.Join(said, " . \n ")); r != "" && r != sources.OnSite {
		return r
	} else if r == sources.OnSite && !p.says(hybridToo) {
		return r
	}
	if r := sources.RemoteInPlaces(places); r != "" {
		return r
	}
	switch {
	case p.segmentSays(fullToo):
		return sources.Full
	case p.says(hybridToo):
		return sources.Hybrid
	case p.segmentSays(onSiteToo):
		return sources.OnSite
	}
	return ""
}

// segmentSays is [paste.says] of the parts of lines.
func (p *paste) segmentSays(what clue) bool {
	for i := range p.lines {
		l := &p.lines[i]
		if what.in(l.text[l.value:]) {
			return true
		}
		for _, s := range l.split {
			if what.in(l.text[s.from:s.to]) {
				return true
			}
		}
	}
	return false
}

var numbered = regexp.MustCompile(`\b(?:siren|siret|rcs(?: [a-z-]{2,20})?)\b[^0-9\n]{0,8}(\d{3} ?\d{3} ?\d{3}(?: ?\d{5})?)\b`)

// number is the SIREN or SIRET that is said to be one.
func (p *paste) number() string {
	for i := range p.lines {
		if m := numbered.FindStringSubmatch(p.lines[i].text); m != nil {
			return strings.ReplaceAll(m[1], " ", "")
		}
	}
	return ""
}
