package board

// healthSignals are about health, disability and smoking.
var healthSignals = []signal{
	phrase(Criterion, "sante|probleme|souci", `(?:(?:(?:tres )?bonne|(?:bon|tres bon|excellent|parfait) etat de) sante (?:physique )?(?:§1)`+only+`|(?:(?:etre|etes|es|personnes?|candidat~) )?en (?:tres )?(?:bonne|parfaite|excellente) sante|(?:aucun|sans|pas de|pas avoir de) (?:probleme|`+
		`souci)s? (?:de sante|de dos|physiques?|medica\w+)|sante (?:parfaite|irreprochable))`,
		lawful{before: `(?:entreprises?|societes?|groupe|boite|finances|economi\w+|startup|marche|association|marque|donnees|si|code|equipe|projet|est|secteur|` +
			`maintenir|rester|garder|vivre|vieillir|patients?|bien|population) (?:§4)?`, within: `non|n'est`, after: ` (?:financiere|economique|mentale)[^\n]*`, around: anyway}),
	phrase(Criterion, "health|medical|back", `(?:(?:good|perfect|excellent) (?:physical )?health (?:is )?(?:required|only|mandatory|a must)|(?:be|are) (?:in )?(?:(?:good|perfect|`+
		`excellent) health|physically healthy)|(?:no|without) (?:health|medical|back) (?:issues|problems|conditions)|healthy (?:candidates?|`+
		`applicants?|persons?|people) only)`,
		lawful{before: `(?:systems?|services?|clusters?|patients?|the company|company|that|which|customers?) (?:§1)`, around: anyway}),
	phrase(Criterion, "handicap|rqth|valide", `(?:(?:sans|pas de|aucun|ni) (?:personnes? )?(?:handicap\w*|rqth)|(?:personnes? )?(?:handicap\w+|rqth),? (?:§1)?s'abstenir|non[- ]handicap\w+|personnes? valides? `+only+`|(?:pas|non|ni) (?:ouvert|accessible|adapte|compatible|propose)~? (?:aux|avec|a) (?:un |une |le |la |les )?(?:personnes? |`+
		`travailleurs? )?(?:en situation de |reconnues? )?(?:handicap\w*|rqth)|interdit~ aux (?:personnes? )?(?:en situation de )?handicap\w*|`+
		`rqth (?:non accept\w+|exclu~|refus\w+))`,
		lawful{before: `(?:(?:avec|avec ou|avec et|ou|et) |/ ?)`, after: ` (?:ou avec|et avec|n'est|particulier)[^\n]*`, around: anyway + `|locaux|batiment`}),
	phrase(Criterion, "disab|able-bodied|able bodied", `(?:(?:no|without) (?:physical |any )?disabilit(?:y|ies)|no disabled(?: \w+)?|able[- ]bodied|not (?:suitable|open|accessible) (?:for|`+
		`to) (?:people with disabilities|disabled (?:people|persons|candidates|applicants)|the disabled))`,
		lawful{before: `(?:with or|with and|with &|and|or|/) ?`, after: ` (?:is|will|should|discrimin)[^\n]*`, around: anyway}),
	phrase(Criterion, "fumeu|smok", `(?:non[- ]fumeu(?:r|se|rs|ses)(?:[.(/-]?(?:se|euse)s?\)?)?(?: `+only+`)?|(?:pas de|sans) fumeurs?|fumeu(?:r|se)s?,? s'abstenir|non[- ]smokers?(?: `+only+`)?|no smokers|non[- ]smoking (?:candidates?|applicants?|persons?))`,
		lawful{before: `(?:bureaux?|locaux|espaces?|environnement|etablissement|zones?|hotels?|appartement|lieux?|entreprise|immeuble|logement|vehicules?|site|` +
			`chambres?|cafe|for|smokers and|fumeurs et|cohorte) ?(?:§1)`, within: `not required`, around: anyway}),
}

// looksSignals are about looks, and photos that show them.
var looksSignals = []signal{
	phrase(Criterion, "physique|apparence|presentation|silhouette|jolie|belle|sexy|charmante", `(?:(?:bonne|belle|excellente|tres bonne) (?:presentation(?: physique)?|apparence(?: physique)?) (?:§1)`+only+`|(?:bonne|belle|excellente|tres bonne) (?:presentation physique|apparence(?: physique)?)|(?:physique|apparence|`+
		`silhouette) (?:\w+ )?(?:agreable|avantageux|avenante?|attrayante?|attractive?|mince|elance~|irreprochable)|(?:belle|jolie) (?:femme|fille)|`+
		`presentation physique (?:soignee|agreable|impeccable)|(?:hotesses?|serveuses?|vendeuses?|assistantes?|secretaires?|`+
		`standardistes?),? (?:§1)(?:jolies?|sexy|charmantes?))`,
		lawful{within: `orale?|ecrite|telephonique|commerciale|publique`, before: `(?:services?|produits?|interface|site|activite|stand) (?:§1)`, after: ` (?:des?|du|d'|en)[^\n]*`, around: anyway + `|` + artist + `|interface|maquettes?`}),
	phrase(Criterion, "taille|mesurer|poids|height|weight", `(?:taille (?:\w+ )?(?:minimum|minimale|mini|min|superieure a|de) ?:? ?1[ ,.]?m ?\d{0,2}|mesurer (?:au moins |plus de |`+
		`minimum )1[ ,.]?m ?\d{0,2}|(?:minimum height|height) ?(?:of |: ?)?(?:1[.,]\d\d? ?m|\d'\d{1,2})|taille ?:? ?(?:3[2-9]|4[0-4])(?: ?[/-] ?\d\d|`+
		` ou \d\d)? (?:exigee?|obligatoire|requise|uniquement|impera\w+)|poids (?:maximum|max|inferieur a) ?:? ?\d\d ?kg)`,
		lawful{before: `(?:colis|charges?|machine|quai|plafond|ecran|piece|fichier|palette) (?:§1)`, around: artist + `|` + legalReason}),
	phrase(Criterion, "good-looking|good looking|attractive|appearance|beautiful", `(?:good[- ]looking(?: \w+)?|attractive (?:females?|males?|woman|women|man|girls?|lady|ladies|person|candidates?|appearance|look)|`+
		`(?:pleasant|pleasing|attractive) (?:physical )?appearance|beautiful (?:girls?|women|woman|ladies))`,
		lawful{after: ` (?:interfaces?|sites?|apps?|design|and functional|products?|ui|package|salary|offer)[^\n]*`, within: `good[- ]looking (?:interfaces?|sites?|apps?|web\w*|design\w*|products?|ui\w*|code|dashboards?|reports?|and)`, around: artist + `|candidate experience`}),
	phrase(Criterion, "photo|headshot|picture", `(?:photos?(?: d'identite| recente| couleur| en pied| de vous| portrait| recente en pied)*(?: ?\(| est| fortement|,)? ?`+only+`|(?:cv|candidature|dossier|resume)(?: \w+)? ?(?:\+|et|avec|,|&|with|and) ?(?:une? |votre |ta |a |your )?(?:(?:lettre|`+
		`lm)(?: de motivation)? ?(?:et|\+|,|&) ?)?(?:une? |votre |ta |a |your |recent )?(?:photos?|headshot|picture)(?: `+only+`)?|(?:joindre|joins|joignez|ajoute|ajoutez) (?:obligatoirement |imperativement |aussi )?(?:une |votre |ta )photo|(?:attach|include|send|`+
		`enclose) (?:us )?(?:your |a )(?:recent |full-body |professional )?(?:photo|picture|headshot))`,
		lawful{before: `(?:sans|no|aucune|pas de|without|ni|upload|can|users|to) `, within: `non|pas|not|aucune|no|pas de|sans`, after: ` ?(?:non|pas|n'est|not|of your (?:work|project|portfolio|setup|desk|dog|cat)|shoot|editor|albums?|sharing|upload|de (?:produits?|profil|` +
			`couverture|vos realisations))[^\n]*`, around: anyway + `|` + artist + `|facultati\w+|optional|inutile|pas besoin|upload\w*`}),
}
