package board

// sexSignals are about sex, and about youth where no age is said.
var sexSignals = []signal{
	phrase(Criterion, "homme|femme|garcon|fille|messieurs|dames|uniquement|seulement|only", `(?:poste|offre|emploi|job) (?:pour |d')(?:une? )?(?:jeune )?(?:hommes?|femmes?)|(?:pourvoir|occupee?|tenue?) par (?:une? |des )(?:hommes?|`+
		`femmes?)|[hf] (?:uniquement|seulement|only)|`+seek+` (?:une? |des )?[a-z]+ (?:hommes?|femmes?)|seul~ (?:les |des )?(?:hommes|femmes)(?: peuvent| seront)?|(?:hommes?|femmes?|garcons?|`+
		`(?:jeunes )?filles?|messieurs|dames)(?: §1|,? ?\(?)`+only,
		lawful{before: `(?:(?:/|et|ou|&|and|or) ?(?:une? |les |des |aux )?|\d+ ?|` + goods + ` (?:§3))`, within: notAsked + `|mode|rayon|pret-a-porter|collection|chaussures|textile|coiffeu\w+|coiffure|habillement|ou|et`, after: `(?: ?(?:/|\(?h ?/ ?f)| (?:ou|et) )[^\n]*`, around: anyway + `|` + artist + `|a competences? (?:egales?|equivalentes?)|femmes? de (?:chambre|menage) `}),
	phrase(Criterion, "homme|femme|garcon|fille", `(?:uniquement|seulement|exclusivement|que) (?:pour |a |par )?(?:des |les |un |une |d')?(?:hommes?|femmes?|garcons?|filles?)`,
		lawful{before: goods + ` §3`, after: ` ?(?:/|et|ou|&|-|\(h)[^\n]*`, around: anyway + `|` + artist}),
	phrase(Criterion, "homme|femme|garcon|fille|mec|gars|nana|meuf|demoiselle|male|woman|man|girl|lady|men|guy", seek+` (?:une?|des|d'|de|a|an|uniquement)? ?(?:\(?e\)? )?(?:(?:jeunes?|young|belle|jolie|beautiful|gentille|bon|serious|handsome|pretty|strong|`+
		`hard-working) )*(?:hommes?|mecs?|gars|nanas?|meufs?|femmes?|garcons?|filles?|demoiselle|male|female|man|men|woman|women|girls?|lady|guys?)`,
		lawful{after: `(?: ?(?:/|-|'|\(?h ?/ ?f|\([hf]\b)| (?:ou|et|or|and|&) (?:une? |a |des |de |d')?(?:jeunes? )?(?:hommes?|femmes?|wom[ae]n|m[ae]n|females?|` +
			`males?)| (?:de (?:chambre|menage|confiance|terrain)|d'entretien|toutes mains|cle|orchestre))[^\n]*`, around: anyway + `|` + artist}),
	phrase(Criterion, "young ", `young (?:and \w+,? )?(?:candidates?|applicants?|persons?|staff)(?: wanted| only| preferred)?`, lawful{around: anyway}),
	phrase(Criterion, "reserve|destine|ouvert", `(?:postes?|emplois?|offres?|annonces?|missions?|recrutement|candidatures?|jobs?) (?:est |sont |etant )?(?:strictement |exclusivement |`+
		`uniquement )?(?:reserve~|destine~|ouvert~) (?:uniquement |exclusivement |seulement )?(?:aux?|a des|a une?) (?:jeunes )?(?:hommes?|femmes?|`+
		`filles?|garcons?)`,
		lawful{after: ` ?(?:et|ou|/|comme)[^\n]*`, around: anyway}),
	phrase(Criterion, "male|wom|men|man|ladies|girl|guys", `(?:males?|females?|women|men|woman|man|ladies|gentlemen|girls|guys)[ -](?:only|candidates?|applicants?|preferred|wanted|required)`,
		lawful{before: `(?:(?:and|or|/|&)[ \n]?|(?:encourage|welcome|promote|attract|more|` + goods + `) (?:§3))`, after: `(?: (?:are|is))? (?:particularly |strongly |especially |warmly |very )?(?:encouraged|welcome)[^\n]*`, around: anyway + `|` + artist}),
	phrase(Criterion, "male|women|men|woman|man", `(?:must|should) be (?:an? )?(?:male|female|man|woman)|(?:male|female),? (?:aged )?\d\d|(?:only|open to) (?:males?|females?|women|`+
		`men) (?:only|need apply|may apply|can apply|will be considered)`, lawful{after: ` ?(?:or|and|/)[^\n]*`}),
	phrase(Criterion, "sexe", `(?:de )?sexe ?:? ?(?:feminin|masculin|homme|femme)`, lawful{before: `(?:colonne|champ|personnes?|population) (?:\w+ )?(?:du |de )?`, after: ` ?(?:/|ou|et|indifferent)[^\n]*`, around: anyway}),
	phrase(Criterion, "feminin|masculin", `(?:profils?|candidat~|candidatures?|personnel|postes?|emplois?) (?:exclusivement |uniquement |strictement )?(?:feminin~|masculin~)`, lawful{after: `,? ?(?:/|et|ou|bienvenu|encourage|particulierement|sont)[^\n]*`, around: anyway + `|encourage\w*|mixite|parite`}),
	phrase(Criterion, "femme|homme|fille|garcon|maman|mere|women|men|girls|males|ladies", `(?:(?:pas|plus) d[e'] ?(?:femmes?|hommes?|filles?|garcons?)|(?:femmes?|hommes?|filles?|garcons?|mamans?|`+
		`meres? de famille)(?: §2)?,? ?s'abstenir|no (?:married |pregnant |young )?(?:women|men|girls|females|males|ladies))`,
		lawful{after: ` ?(?:enceintes?|de |dans|en |parmi|a la|au|aux|chez|sur|d'|left|in |on |or men)[^\n]*`, around: anyway}),
	phrase(Criterion, "(homme)|(femme)", `\w+ \((?:homme|femme)\)`, lawful{around: artist}),
	phrase(Criterion, "jeune|young", `(?:(?:vous etes|tu es|soyez|etre|profil|candidat~|you are|must be|you're) (?:une? |a )?(?:jeunes?|young)|`+seek+` (?:une? |des |de |a |some )?(?:young|jeunes?)) (?:et |and |,)?\w+(?: \w+)?`,
		lawful{within: `jeunes? (?:diplome\w*|pousses?|entreprises?|startups?|societes?|equipes?|talents?|actifs?|alternant\w*|apprenti\w*|stagiaires?|parents?|` +
			`papas?|mamans?|retraites?|chercheu\w*|docteurs?|public|marque|hommes?|femmes?|filles?|garcons?|de|en|dans)|young (?:company|startup|` +
			`graduates?|professionals?|talents?|people|parents?|team|brand|men|man|women|woman|girls?|lady|male|female|at)`, around: anyway + `|alternance|apprentissage|service civique`}),
}
