package board

import "slices"

// signals is every phrase that holds an announcement, but for plain age limits.
var signals = slices.Concat(ageSignals, sexSignals, familySignals, originSignals, healthSignals, looksSignals, beliefSignals, placeSignals, moneySignals, programSignals)

// What the patterns of criteria share.
const (
	only     = `(?:uniquement|seulement|exclusivement|strictement|only|de preference|exige~|obligatoires?|obligatoirement|imperati\w+|requis~|souhaite~|demande~|indispensables?|necessaires?|preferred|required|mandatory|wanted)`
	seek     = `(?:recherch\w+|cherch\w+|recrut\w+|embauch\w+|engageons|souhaitons|voulons|preference pour|besoin d'une?|looking for|seeking|hiring|want|need|prefer)`
	anyway   = `sans distinction|aucune distinction|quel(?:le)?s? que soi(?:t|ent)|peu importe|regardless of|irrespective of|discriminat\w*`
	artist   = `comedien~|acteurs?|actrices?|mannequins?|figurant~|casting|doublage|voix-off|voice-over|actors?|actress\w*`
	goods    = `(?:vetements|mode|chaussures|parfums?|cosmetiques?|soins?|site|boutique|marque|magasin|application|appli|app|produits?|collection|rayon|clientele|coiffure|magazine|pret-a-porter|montres?|club|salle|fitness|clothing|fashion|shoes|brand|store|shop|products?|e-commerce|foyer|refuge|hebergement|sante)`
	notAsked = `(?:n'est|n'exig\w+|non|pas|not|aucune?|ni|without|never|jamais)`
)

var sexSignals = []signal{
	phrase(Criterion, "homme|femme|garcon|fille|messieurs|dames", `(?:hommes?|femmes?|garcons?|(?:jeunes )?filles?|messieurs|dames)(?: §1|,? ?\(?)`+only,
		lawful{before: `(?:(?:/|et|ou|&|and|or)[ \n]?|` + goods + ` (?:§3))`, within: notAsked, around: anyway + `|` + artist + `|a competences? (?:egales?|equivalentes?)|femmes? de (?:chambre|menage) `}),
	phrase(Criterion, "homme|femme|garcon|fille", `(?:uniquement|seulement|exclusivement|que) (?:pour |a |par )?(?:des |les |un |une |d')?(?:hommes?|femmes?|garcons?|filles?)`,
		lawful{before: goods + ` §3`, after: ` ?(?:/|et|ou|&|-|\(h)[^\n]*`, around: anyway + `|` + artist}),
	phrase(Criterion, "homme|femme|garcon|fille|demoiselle|male|woman|man|girl|lady|men|guy", seek+` (?:une?|des|d'|de|a|an|uniquement)? ?(?:\(?e\)? )?(?:(?:jeunes?|young|belle|jolie|beautiful|gentille|bon|serious) )*(?:hommes?|femmes?|garcons?|filles?|demoiselle|male|female|man|men|woman|women|girls?|lady|guys?)`,
		lawful{after: `(?: ?(?:/|-|'|\(?h ?/ ?f|\([hf]\b)| (?:ou|et|or|and|&) (?:une? |a )?(?:jeune )?(?:hommes?|femmes?|wom[ae]n|m[ae]n|females?|males?)| (?:de (?:chambre|menage|confiance|terrain)|d'entretien|toutes mains|cle|orchestre))[^\n]*`, around: anyway + `|` + artist}),
	phrase(Criterion, "reserve|destine|ouvert", `(?:postes?|emplois?|offres?|annonces?|missions?|recrutement|candidatures?|jobs?) (?:est |sont |etant )?(?:strictement |exclusivement |uniquement )?(?:reserve~|destine~|ouvert~) (?:uniquement |exclusivement |seulement )?(?:aux?|a des|a une?) (?:jeunes )?(?:hommes?|femmes?|filles?|garcons?)`,
		lawful{after: ` ?(?:et|ou|/|comme)[^\n]*`, around: anyway}),
	phrase(Criterion, "male|women|woman|men|ladies|girl|guys|man ", `(?:males?|females?|women|men|woman|man|ladies|gentlemen|girls|guys)[ -](?:only|candidates?|applicants?|preferred|wanted|required)`,
		lawful{before: `(?:(?:and|or|/|&)[ \n]?|(?:encourage|welcome|promote|attract|more|` + goods + `) (?:§3))`, after: `(?: (?:are|is))? (?:particularly |strongly |especially |warmly |very )?(?:encouraged|welcome)[^\n]*`, around: anyway + `|` + artist}),
	phrase(Criterion, "male|women|men|woman|man", `(?:must|should) be (?:an? )?(?:male|female|man|woman)|(?:only|open to) (?:males?|females?|women|men) (?:only|need apply|may apply|can apply|will be considered)`, lawful{after: ` ?(?:or|and|/)[^\n]*`}),
	phrase(Criterion, "sexe", `(?:de )?sexe ?:? ?(?:feminin|masculin|homme|femme)`, lawful{before: `(?:colonne|champ|personnes?|population) (?:\w+ )?(?:du |de )?`, after: ` ?(?:/|ou|et|indifferent)[^\n]*`, around: anyway}),
	phrase(Criterion, "feminin|masculin", `(?:profils?|candidat~|candidatures?|personnel) (?:exclusivement |uniquement )?(?:feminin~|masculin~)`, lawful{after: `,? ?(?:/|et|ou|bienvenu|encourage|particulierement|sont)[^\n]*`, around: anyway + `|encourage\w*|mixite|parite`}),
	phrase(Criterion, "femme|homme|fille|women|men", `(?:(?:pas|plus) d[e'] ?(?:femmes?|hommes?|filles?|garcons?)|(?:femmes?|hommes?|filles?|garcons?|mamans?|meres? de famille)(?: §2)?,? ?s'abstenir|no (?:women|men|girls|females|males|ladies))`,
		lawful{after: ` ?(?:enceintes?|de |dans|en |parmi|a la|au|aux|chez|sur|d'|left|in |on |or men)[^\n]*`, around: anyway}),
	phrase(Criterion, "(homme)|(femme)", `\w+ \((?:homme|femme)\)`, lawful{around: artist}),
	phrase(Criterion, "jeune|young", `(?:(?:vous etes|tu es|soyez|etre|profil|candidat~|you are|must be|you're) (?:une? |a )?(?:jeunes?|young)|`+seek+` (?:une? |des |de |a |some )?(?:young|jeunes?)) (?:et |and |,)?\w+(?: \w+)?`,
		lawful{within: `jeunes? (?:diplome\w*|pousses?|entreprises?|startups?|societes?|equipes?|talents?|actifs?|alternant\w*|apprenti\w*|stagiaires?|parents?|papas?|mamans?|retraites?|chercheu\w*|docteurs?|public|marque|hommes?|femmes?|filles?|garcons?|de|en|dans)|young (?:company|startup|graduates?|professionals?|talents?|people|parents?|team|brand|men|man|women|woman|girls?|lady|male|female|at)`, around: anyway + `|alternance|apprentissage|service civique`}),
}

var familySignals = []signal{
	phrase(Criterion, "sans ", `sans (?:enfants?|charges? (?:de famille|familiales?)|obligations? familiales?|attaches?(?: familiales?)?|contraintes? familiales?|vie de famille)(?: (?:a charge|ni \w+))?`,
		lawful{before: `(?:avec ou|ou|(?:couples?|hotels?|sejours?|vacances|voyages?|familles?|menages?|foyers?|adultes|vols?|clients?|contenus?|telechargement) (?:§2))`, around: anyway}),
	phrase(Criterion, "celibataire", `(?:(?:etre|etes|es|personne|candidat~|profil|idealement|obligatoirement|imperativement|homme|femme|plutot|recherch\w+) §2celibataires?(?:,? (?:et )?sans enfants?)?|celibataires? (?:§1)(?:sans|et|de preference|souhaite~|exige~|uniquement|obligatoire|imperativement|mobile|disponible|libre)(?: enfants?)?|celibataire,? (?:mobile|disponible|sans enfants?))`,
		lawful{around: anyway + `|rencontres?|dating`}),
	phrase(Criterion, "situation ", `situations? (?:familiales?|de famille|matrimoniales?) ?:? ?(?:celibataire|marie~|sans enfants?|exigee?|souhaitee?)`, lawful{after: ` ?(?:,|/|ou)[^\n]*`, around: anyway}),
	phrase(Criterion, "single|married|unmarried", `(?:must|should) be (?:single|unmarried|childless)|(?:single|unmarried) (?:and|with no|without|with) (?:no |without )?(?:kids|children|dependents|family)|not married|marital status ?:? ?single|single (?:candidates?|applicants?|persons?|people|women|men) (?:only|preferred)`,
		lawful{after: `-[^\n]*| (?:threaded|point|source|sign|page|tenant|core|file|binary|page|digit)[^\n]*`, around: anyway}),
	phrase(Criterion, "kids|child", `(?:no|without) (?:young |small )?(?:kids|children|childcare (?:duties|obligations))|childless|child-free (?:candidates?|applicants?)`,
		lawful{before: `(?:with or|or|content|(?:couples|families|users|hotels?) (?:§1))`, after: `'[^\n]*| (?:were|are|is|left|should|will|in )[^\n]*`, around: anyway}),
	phrase(Criterion, "enfant", `(?:pas d'|n'ayant pas d'|sans jeunes? |aucun )enfants?(?: (?:a charge|en bas age))?|enfants? en bas age,? s'abstenir|jeunes (?:mamans|meres|parents),? (?:§1)?s'abstenir`, lawful{around: anyway + `|contenus?|site|public|mineurs|accueil\w*`}),
	phrase(Criterion, "grossesse|maternite|enceinte|bebe", `(?:(?:pas de|sans|aucun) (?:projets? (?:de |d'une? )?(?:grossesse|maternite|bebe)|grossesse|conge maternite)|(?:ne pas etre|pas de femmes?|pas de femme|non|ne soyez pas|ne doit pas etre|aucune femme|sauf femmes?) enceintes?|(?:femmes? )?enceintes? §2(?:s'abstenir|refuse~|exclu~|non accepte~))`,
		lawful{around: anyway + `|reglement\w*|code du travail|rayonnements?|radioprotection`}),
	phrase(Criterion, "pregnan", `(?:no pregnant(?: women)?|not be pregnant|not pregnant|pregnant women §2(?:not|need not|excluded)|(?:plan|planning|intend|intending) to (?:get|become|be) pregnant|no (?:plans for )?pregnancy)`, lawful{around: anyway}),
}
