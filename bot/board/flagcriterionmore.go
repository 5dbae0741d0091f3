package board

var originSignals = []signal{
	phrase(Criterion, "nationalite", `(?:de )?nationalite (?:francaise|europeenne|belge|suisse|d'un pays de l'ue)(?: §3`+only+`)?|nationalite ?: ?(?:francaise|europeenne|ue)`,
		lawful{
			before: `(?:(?:sans condition de|quelle que soit la|toute|double|sa|obtenir la|acquerir la|droit de la|pays de) |(?:clients?|entreprise|societe|groupe) (?:§2))`,
			within: notAsked, after: ` ?(?:ou|et|/|,|n'est pas|non|pas )[^\n]*`,
			around: anyway + `|` + legalReason,
		}),
	phrase(Criterion, "citizen|national|passport", `(?:(?:u\.?s\.?|american|british|uk|french|eu|european|canadian) (?:citizens?|nationals?|passport holders?|passport|citizenship)(?: §3|,? ?\(?)`+only+`|(?:must|should) be (?:an? )?(?:u\.?s\.?|american|british|uk|french|eu|european|canadian) (?:citizen|national)s?|only (?:u\.?s\.?|american|british|uk|french|eu|european|canadian) (?:citizens|nationals))`,
		lawful{within: notAsked, after: ` or (?:have|hold|permanent|authori[sz]ed|eligible|legally)[^\n]*`, around: anyway + `|` + legalReason}),
	phrase(Criterion, "etranger|immigre|noir|arabe|maghrebin|africain|rom|asiatique|gitan", `(?:pas d[e'] ?(?:personnes? |candidats? |profils? )?(?:etrangers?|immigres?|noir~|arabes?|maghrebin~|african~|africain~|roms?|asiatiques?|gitans?)|(?:etrangers?|immigres?|noirs?|arabes?|maghrebins?|africains?|roms?),? (?:§1)?s'abstenir)`,
		lawful{after: ` (?:et blanc|ni|a l'ecran|dans le code|sur)[^\n]*`, around: anyway}),
	phrase(Criterion, "no foreign|no immigrant|no black|no arab|no asian|no african|no indian|white |caucasian", `(?:no (?:foreigners?|immigrants?|blacks?|arabs?|asians?|africans?|indians?|muslims?|jews?)|(?:white|caucasian) (?:candidates?|applicants?|people|person|males?|females?|only|preferred))`, lawful{after: ` (?:box|paper|list)[^\n]*`, around: anyway}),
	phrase(Criterion, "origine", `(?:personnes?|candidat~|profils?|etre|etes|es|hommes?|femmes?|employe~) (?:§2)d'origine (?:francaise|europeenne|etrangere|maghrebine|africaine|asiatique|nord-africaine|antillaise|italienne|portugaise|arabe)`,
		lawful{within: notAsked, after: ` (?:ou|et)[^\n]*`, around: anyway + `|toutes (?:les )?origines`}),
	phrase(Criterion, "type ", `(?:de )?type (?:physique )?(?:europeen|caucasien|africain|maghrebin|asiatique|mediterraneen|nordique)(?:ne)?s?`,
		lawful{before: `(?:options?|normes?|prises?|marches?|cylindres?|serrures?|portail|connecteurs?|bourse|modeles?|architectures?|cuisines?|contrats?|permis|cadre|reglement\w*|restaurants?|exercice|produits?|formats?|climat|call|put|projets?) (?:§2)`, around: artist}),
	phrase(Criterion, "bbr|bleu blanc rouge|bleu-blanc-rouge|souche|gaulois", `(?:profils? |candidat~ )?(?:bbr|bleu[- ]blanc[- ]rouge)|(?:francais~|gaulois~) de souche`,
		lawful{around: `tcp|congestion|reseaux?|network|kernel|google|quic|drapeau|maillot|patrouille|produits?|savoir-faire|marques?`}),
	phrase(Criterion, "maternelle", `(?:de )?langue maternelle(?: ?:)? (?:francaise|anglaise|allemande|espagnole|italienne|neerlandaise|chinoise|arabe|portugaise|japonaise|francais|anglais|allemand|espagnol|exigee|obligatoire)(?: `+only+`)?`,
		lawful{before: `(?:leur|sa|autre|quelle que soit (?:la|votre|ta)|votre|ta) `, within: notAsked, after: ` ?\(?(?:\w+ )?(?:(?:ou|/) ?(?:equivalent|bilingue|niveau|courant|c1|c2|tres bon|maitrise|parfait)|non |pas )[^\n]*`, around: anyway}),
	phrase(Criterion, "native", `native (?:[a-z]+[ -])?(?:speakers?|speaking)(?: `+only+`)?`,
		lawful{before: `(?:(?:near|non|like|no)[- ]|(?:by|with|among|from|to|teach|for) (?:our |other |many |a |some )?|(?:near-|non-|not (?:a )?|don't need to be (?:a )?))`, after: `[ -](?:or|level|proficiency|fluency|like)\b[^\n]*|/[^\n]*`, around: anyway + `|not required|welcome`}),
	phrase(Criterion, "natif|native", `(?:(?:anglo|franco|germano|hispano|neerlando|luso)phones? (?:natif|native|de naissance)s?|(?:natifs?|natives?) (?:anglophones?|francophones?|germanophones?|francais~|anglais~|allemand~)|(?:anglais~|francais~|allemand~|americain~) de naissance)(?: `+only+`)?`,
		lawful{before: `(?:par des|avec des|ecran|support|module) `, after: ` ?\(?(?:ou|/|app|niveau)[^\n]*`, around: anyway + `|react|appli\w*|audio|sous-titres?`}),
	phrase(Criterion, "accent", `(?:(?:francais~|anglais~|parler|langue|parle|s'exprimer|expression|elocution)(?: §2)sans (?:aucun )?accent|without (?:an |any )?(?:foreign |strong )?accent|(?:no|neutral) (?:foreign |strong |regional )?accent(?: `+only+`)?|accent-free)`,
		lawful{around: anyway + `|clavier|fichiers?|synthese|speech|voice model|caracteres?|color`}),
}

// legalReason is why a nationality may be asked for.
const legalReason = `defense|habilitation~?|secret|confidentiel|souverain\w*|ministere|fonction publique|fonctionnaires?|armees?|militaires?|marine nationale|loi|reglementa\w+|legalement|concours|police|gendarmerie|douanes?|nucleaire|zrr|igi|clearance|itar|export control|government|classified|by law|defence`

var healthSignals = []signal{
	phrase(Criterion, "sante", `(?:(?:tres )?bonne sante (?:physique )?(?:§1)`+only+`|(?:(?:etre|etes|es|personnes?|candidat~) )?en (?:tres )?(?:bonne|parfaite|excellente) sante|(?:aucun|sans|pas de) (?:probleme|souci)s? (?:de sante|de dos|physiques?|medica\w+)|sante (?:parfaite|irreprochable))`,
		lawful{before: `(?:entreprises?|societes?|groupe|boite|finances|economi\w+|startup|marche|association|marque|donnees|si|code|equipe|projet|est|secteur|maintenir|rester|garder|vivre|vieillir|patients?|bien|population) (?:§2)?`, within: `non|n'est`, after: ` (?:financiere|economique|mentale)[^\n]*`, around: anyway}),
	phrase(Criterion, "health", `(?:(?:good|perfect|excellent) (?:physical )?health (?:is )?(?:required|only|mandatory|a must)|(?:be|are) (?:in )?(?:(?:good|perfect|excellent) health|physically healthy)|(?:no|without) (?:health|medical|back) (?:issues|problems|conditions))`,
		lawful{before: `(?:systems?|services?|clusters?|patients?|the company|company|that|which|customers?) (?:§1)`, around: anyway}),
	phrase(Criterion, "handicap|rqth", `(?:(?:sans|pas de|aucun|ni) (?:personnes? )?(?:handicap\w*|rqth)|(?:personnes? )?(?:handicap\w+|rqth),? (?:§1)?s'abstenir|non[- ]handicap\w+|(?:pas|non|ni) (?:ouvert|accessible|adapte|compatible|propose)~? (?:aux|avec|a) (?:un |une |le |la |les )?(?:personnes? |travailleurs? )?(?:en situation de |reconnues? )?(?:handicap\w*|rqth)|rqth (?:non accept\w+|exclu~|refus\w+))`,
		lawful{before: `(?:(?:avec|avec ou|avec et|ou|et) |/ ?)`, after: ` (?:ou avec|et avec|n'est|particulier)[^\n]*`, around: anyway + `|locaux|batiment`}),
	phrase(Criterion, "disab|able-bodied|able bodied", `(?:(?:no|without) (?:physical |any )?disabilit(?:y|ies)|no disabled(?: \w+)?|able[- ]bodied|not (?:suitable|open|accessible) (?:for|to) (?:people with disabilities|disabled (?:people|persons|candidates|applicants)|the disabled))`,
		lawful{before: `(?:with or|with and|with &|and|or|/) ?`, after: ` (?:is|will|should|discrimin)[^\n]*`, around: anyway}),
	phrase(Criterion, "fumeu|smok", `(?:non[- ]fumeu(?:r|se|rs|ses)(?:[.(/-]?(?:se|euse)s?\)?)?(?: `+only+`)?|(?:pas de|sans) fumeurs?|fumeu(?:r|se)s?,? s'abstenir|non[- ]smokers?(?: `+only+`)?|no smokers|non[- ]smoking (?:candidates?|applicants?|persons?))`,
		lawful{before: `(?:bureaux?|locaux|espaces?|environnement|etablissement|zones?|hotels?|appartement|lieux?|entreprise|immeuble|logement|vehicules?|site|chambres?|cafe|for|smokers and|fumeurs et|cohorte) ?(?:§1)`, within: `not required`, around: anyway}),
}

var looksSignals = []signal{
	phrase(Criterion, "physique|apparence|presentation", `(?:(?:bonne|belle|excellente|tres bonne) (?:presentation(?: physique)?|apparence(?: physique)?) (?:§1)`+only+`|(?:bonne|belle|excellente|tres bonne) (?:presentation physique|apparence(?: physique)?)|(?:physique|apparence|silhouette) (?:\w+ )?(?:agreable|avenante?|attrayante?|attractive?|mince|elance~|irreprochable)|(?:belle|jolie) (?:femme|fille)|presentation physique (?:soignee|agreable|impeccable))`,
		lawful{before: `(?:services?|produits?|interface|site|activite|stand) (?:§1)`, after: ` (?:des?|du|d'|en)[^\n]*`, around: anyway + `|` + artist + `|interface|maquettes?`}),
	phrase(Criterion, "taille|mesurer|poids|height|weight", `(?:taille (?:\w+ )?(?:minimum|minimale|mini|min|superieure a|de) ?:? ?1[ ,.]?m ?\d{0,2}|mesurer (?:au moins |plus de |minimum )1[ ,.]?m ?\d{0,2}|(?:minimum height|height) ?(?:of |: ?)?(?:1[.,]\d\d? ?m|\d'\d{1,2})|poids (?:maximum|max|inferieur a) ?:? ?\d\d ?kg)`,
		lawful{before: `(?:colis|charges?|machine|quai|plafond|ecran|piece|fichier|palette) (?:§1)`, around: artist + `|` + legalReason}),
	phrase(Criterion, "good-looking|good looking|attractive|appearance|beautiful", `(?:good[- ]looking(?: \w+)?|attractive (?:females?|males?|woman|women|man|girls?|lady|ladies|person|candidates?|appearance|look)|(?:pleasant|pleasing|attractive) (?:physical )?appearance|beautiful (?:girls?|women|woman|ladies))`,
		lawful{after: ` (?:interfaces?|sites?|apps?|design|and functional|products?|ui|package|salary|offer)[^\n]*`, within: `good[- ]looking (?:interfaces?|sites?|apps?|web\w*|design\w*|products?|ui\w*|code|dashboards?|reports?|and)`, around: artist + `|candidate experience`}),
	phrase(Criterion, "photo|headshot|picture", `(?:photos?(?: d'identite| recente| couleur| en pied| de vous| portrait| recente en pied)*(?: ?\(| est| fortement|,)? ?`+only+`|(?:cv|candidature|dossier|resume)(?: \w+)? ?(?:\+|et|avec|,|&|with|and) ?(?:une? |votre |ta |a |your )?(?:lettre(?: de motivation)? ?(?:et|\+|,|&) ?)?(?:une? |votre |ta |a |your |recent )?(?:photos?|headshot|picture)(?: `+only+`)?|(?:joindre|joins|joignez|ajoute|ajoutez) (?:obligatoirement |imperativement |aussi )?(?:une |votre |ta )photo|(?:attach|include|send|enclose) (?:us )?(?:your |a )(?:recent |full-body |professional )?(?:photo|picture|headshot))`,
		lawful{before: `(?:sans|no|aucune|pas de|without|ni|anonyme et|de|l'|des|upload|d'|can|users|to) ?`, within: `non|pas|not|aucune|no|pas de|sans`, after: ` ?(?:non|pas|n'est|not|of your (?:work|project|portfolio|setup|desk|dog|cat)|shoot|editor|albums?|sharing|upload|de (?:produits?|vos realisations))[^\n]*`, around: anyway + `|` + artist + `|facultati\w+|optional|inutile|pas besoin|upload\w*`}),
}

var beliefSignals = []signal{
	phrase(Criterion, "catholique|chretien|musulman|protestant|juif|juive|croyant|athee|evangelique|religion|confession", `(?:(?:catholique|chretien~|musulman~|protestant~|juif|juive|croyant~|athee|evangelique)s? (?:pratiquant~|convaincu~|`+only+`)|(?:vous etes|tu es|etre|candidat~|profil) (?:\w+ )?(?:catholique|chretien~|musulman~|protestant~|juif|juive|croyant~|athee|evangelique)s?|de (?:confession|religion) (?:catholique|chretienne|musulmane|protestante|juive|evangelique))`,
		lawful{before: `(?:clients?|clientele|associations?|ecoles?|etablissements?|enseignement|media|journal|lecteurs?|patients?|radio|ecole privee) (?:§2)?`, within: notAsked, after: `,? ?(?:ou non|ou pas|, athee|, juif|, musulman)[^\n]*`, around: anyway}),
	phrase(Criterion, "christian|muslim|catholic|jewish|faith|atheist", `(?:practi[cs]ing (?:catholic|christian|muslim|jew)s?|(?:christian|muslim|catholic|jewish|atheist) (?:candidates?|applicants?|faith required|only|preferred)|(?:must|should) be (?:an? )?(?:practi[cs]ing )?(?:christian|muslim|catholic|jewish|atheist))`, lawful{around: anyway}),
	phrase(Criterion, "voile|foulard|hijab|headscar|turban", `(?:(?:pas de|sans|ni) (?:voile|foulard|hijab|turban)(?: islamique| religieux)?|(?:voile|foulard|hijab)(?: islamique)? (?:interdit|refuse|non accepte)|no (?:hijabs?|headscar(?:f|ves)|turbans?))`, lawful{around: anyway + `|bateaux?|nautique|regate`}),
	phrase(Criterion, "syndi|union member|trade union", `(?:(?:pas de|non|sans|ni) ?-?syndi(?:calistes?|ques?|quee?s?)|syndi(?:calistes?|ques?),? s'abstenir|(?:sans|pas d'|aucune) (?:appartenance|affiliation|activite|engagement) (?:syndicale?|politique)|no (?:trade )?union members?)`, lawful{around: anyway + `|copropriete`}),
	phrase(Criterion, "politique|religieu|convictions", `(?:partager|proche de|adherer a) (?:nos|les|ses) (?:idees|convictions|valeurs|opinions) (?:politiques|religieuses|chretiennes|catholiques)|(?:sensibilite|orientation|opinions?) politiques? (?:§2)(?:de droite|de gauche|exigees?|requises?|compatibles?)`, lawful{within: `non|pas`, around: anyway}),
	phrase(Criterion, "homosexuel|gay|lgbt|hetero|straight", `(?:pas d'(?:homosexuel\w*|lgbt\w*)|pas de gays?|no (?:gays?|homosexuals?|lgbt\w*)|hetero(?:sexuel~)?s? `+only+`|straight (?:men|women|people|candidates?|applicants?) only)`, lawful{around: anyway}),
}

var placeSignals = []signal{
	phrase(Criterion, "quartier|banlieue|cite|9", `(?:(?:pas de|hors|sauf) (?:personnes?|candidats?|gens|profils?|jeunes) (?:du|de|des|de la|habitant|issus? d\w+)(?: \w+)? (?:9[1-5]|banlieues?|cites?|quartiers?)|(?:habitants? |personnes? )(?:du|des|de la|de) (?:9[1-5]|quartiers?|cites?|banlieues?)(?: §2)? ?s'abstenir|(?:habiter|resider|vivre|domicilie~) (?:§3)(?:beaux|bons) quartiers|(?:pas|non) (?:issu~|originaires?|habitant~) (?:d[eu]s?|de la|d'une?) (?:cites?|banlieues?|quartiers?|9[1-5])|(?:ne pas|ne doit pas|ne devez pas) (?:habiter|resider|venir|vivre) (?:en|dans|du|de|le|la|une?| )+(?:banlieues?|9[1-5]|cites?|quartiers?))`,
		lawful{after: ` ?prioritaires?[^\n]*`, around: anyway + `|qpv|emplois? francs?`}),
	phrase(Criterion, "habit|resid|domicili|viv", `(?:(?:habiter|resider|vivre|etre domicilie~|domicilie~) (?:imperativement |obligatoirement )(?:(?:a|au|dans|sur|en|le|pres de) )?(?:la |le |l'|un |une )?[\w-]+|(?:habiter|resider|vivre|domicilie~) (?:dans |le |la |ce |meme |notre )+(?:quartier|arrondissement|commune)(?: \w+)? ?`+only+`?|(?:adresse|domicile|residence) (?:dans le|a|au|en) (?:[\w-]+ ){1,3}(?:exigee?|obligatoire|imperative?))`,
		lawful{within: `france|metropole|metropolitaine|union|europe\w*|ue|eu|zone`, around: anyway + `|astreintes?|gardien\w*|loge|logement de fonction|inscrits? a`}),
	phrase(Criterion, "neighbo", `(?:must|should) live in (?:a )?(?:good|nice|the right|our) neighbou?rhoods?|no one from (?:the )?(?:projects|suburbs|ghettos?)`, lawful{around: anyway}),
}
