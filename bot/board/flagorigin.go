package board

// originSignals are about origin, nationality and the language one is born to: a level of
// it may be asked for.
var originSignals = []signal{
	phrase(Criterion, "nationalite|passeport|ressortissant|francais|europeen|belges|suisses|americains|blancs|occidentaux", `(?:de )?nationalite (?:francaise|europeenne|belge|suisse|d'un pays de l'ue)(?: §3`+only+`)?|nationalite ?: ?(?:francaise|europeenne|ue)|passeport (?:francais|europeen) `+only+`|francais~ d'origine|ressortissants? (?:francais|europeens?|de l'ue) `+only+`|(?:uniquement|seulement|exclusivement|que) (?:des|les) (?:francais|europeens|belges|suisses|americains|blancs)|(?:europeens|europeennes|`+
		`blancs|occidentaux) (?:uniquement|seulement|exclusivement)`,
		lawful{
			before: `(?:(?:sans condition de|quelle que soit la|toute|double|sa|obtenir la|acquerir la|droit de la|pays de) |(?:clients?|entreprise|societe|` +
				`groupe|projets|fournisseurs|fonds|marches|partenaires|serveurs|acteurs) (?:§2)?)`,
			within: notAsked, after: ` ?(?:ou|et|/|,|n'est pas|non|pas )[^\n]*`,
			around: anyway + `|` + legalReason,
		}),
	phrase(Criterion, "citizen|national|passport|only", `(?:(?:u\.?s\.?|american|british|uk|french|eu|european|canadian) (?:citizens?|nationals?|passport holders?|passport|citizenship)(?: §3|,? ?\(?)`+only+`|(?:must|should) be (?:an? )?(?:u\.?s\.?|american|british|uk|french|eu|european|canadian) (?:citizen|national)s?|only (?:u\.?s\.?|american|`+
		`british|uk|french|eu|european|canadian) (?:citizens|nationals)|(?:americans|europeans|westerners|germans|frenchmen|whites?) only)`,
		lawful{within: notAsked, after: ` or (?:have|hold|permanent|authori[sz]ed|eligible|legally)[^\n]*`, around: anyway + `|` + legalReason}),
	phrase(Criterion, "pas de|pas d'|s'abstenir", `(?:pas d[e'] ?(?:personnes? |candidats? |profils? )?(?:etrangers?|immigres?|noir~|arabes?|maghrebin~|african~|africain~|roms?|asiatiques?|`+
		`gitans?|musulman~|juifs?|catholiques?|athees?)|(?:musulman~|juifs?|etrangers?|immigres?|noirs?|arabes?|maghrebins?|africains?|`+
		`roms?),? (?:§1)?s'abstenir)`,
		lawful{after: ` (?:et blanc|ni|a l'ecran|dans le code|sur)[^\n]*`, around: anyway}),
	phrase(Criterion, "foreigner|immigrant|black|arab|asian|african|indian|muslim|jew|white", `(?:no (?:foreigners?|immigrants?|blacks?|arabs?|asians?|africans?|indians?|muslims?|jews?)|(?:white|caucasian) (?:candidates?|applicants?|`+
		`people|person|males?|females?|only|preferred))`, lawful{after: ` (?:box|paper|list)[^\n]*`, around: anyway}),
	phrase(Criterion, "origine", `(?:(?:personnes?|candidat~|profils?|etre|etes|es|hommes?|femmes?|employe~) (?:§2)d')?origine (?:francaise|europeenne|etrangere|maghrebine|`+
		`africaine|asiatique|nord-africaine|antillaise|italienne|portugaise|arabe)(?: `+only+`)`,
		lawful{within: notAsked, after: ` (?:ou|et)[^\n]*`, around: anyway + `|toutes (?:les )?origines`}),
	phrase(Criterion, "type ", `(?:de )?type (?:physique )?(?:europeen|caucasien|africain|maghrebin|asiatique|mediterraneen|nordique)(?:ne)?s?`,
		lawful{before: `(?:options?|normes?|prises?|marches?|cylindres?|serrures?|portail|connecteurs?|bourse|modeles?|architectures?|cuisines?|contrats?|permis|` +
			`cadre|reglement\w*|restaurants?|exercice|produits?|formats?|climat|call|put|projets?) (?:§2)`, around: artist}),
	phrase(Criterion, "bbr|bleu|souche", `(?:profils? |candidat~ )?(?:bbr|bleu[- ]blanc[- ]rouge)|(?:francais~|gaulois~) de souche`,
		lawful{around: `tcp|congestion|reseaux?|network|kernel|google|quic|drapeau|maillot|patrouille|produits?|savoir-faire|marques?`}),
	phrase(Criterion, "maternelle", `(?:de )?langue maternelle(?: ?:)? (?:francaise|anglaise|allemande|espagnole|italienne|neerlandaise|chinoise|arabe|portugaise|japonaise|`+
		`francais|anglais|allemand|espagnol|exigee|obligatoire)(?: `+only+`)?|(?:francais~|anglais~|allemand~|espagnol~|italien~|neerlandais~) (?:de )?langue maternelle(?: `+only+`)?`,
		lawful{before: `(?:leur|sa|autre|quelle que soit (?:la|votre|ta)|votre|ta) `, within: notAsked, after: ` ?\(?(?:\w+ )?(?:(?:ou|/) ?(?:equivalent|bilingue|niveau|courant|c1|c2|tres bon|maitrise|parfait)|non |pas )[^\n]*`, around: anyway}),
	phrase(Criterion, "native|mother", `native (?:[a-z]+[ -])?(?:speakers?|speaking)(?: `+only+`)?|native (?:english|french|german|spanish|italian|dutch) only|mother tongue ?:? ?(?:is |in )?(?:english|french|german|spanish|italian|`+
		`dutch)|(?:english|french|german|spanish|italian|dutch) (?:as (?:a )?)?mother[ -]tongue(?: `+only+`)?`,
		lawful{before: `(?:(?:near|non|like|no)[- ]|(?:by|with|among|from|to|teach|for) (?:our |other |many |a |some )?|(?:near-|non-|not (?:a )?|don't need to be (?:a )?))`, after: `[ -](?:or|level|proficiency|fluency|like)\b[^\n]*|/[^\n]*`, around: anyway + `|not required|welcome`}),
	phrase(Criterion, "nati|naissance", `(?:(?:anglo|franco|germano|hispano|neerlando|luso)phones? (?:natif|native|de naissance)s?|(?:natifs?|natives?) (?:anglophones?|`+
		`francophones?|germanophones?|francais~|anglais~|allemand~)|(?:anglais~|francais~|allemand~|americain~) de naissance)(?: `+only+`)?`,
		lawful{before: `(?:par des|avec des|ecran|support|module) `, after: ` ?\(?(?:ou|/|app|niveau)[^\n]*`, around: anyway + `|react|appli\w*|audio|sous-titres?`}),
	phrase(Criterion, "accent", `(?:(?:francais~|anglais~|parler|langue|parle|s'exprimer|expression|elocution)(?: §2)sans (?:aucun )?accent|sans accent (?:etranger|prononce|`+
		`regional|africain|maghrebin)|without (?:an |any )?(?:foreign |strong )?accent|(?:no|neutral) (?:foreign |strong |regional )?accent(?: `+only+`)?|accent-free)`,
		lawful{around: anyway + `|clavier|fichiers?|synthese|speech|voice model|caracteres?|color`}),
}

// legalReason is why a nationality may be asked for.
const legalReason = `defense|habilitation~?|secret|confidentiel|souverain\w*|ministere|fonction publique|fonctionnaires?|armees?|militaires?|marine nationale|` +
	`loi|reglementa\w+|legalement|concours|police|gendarmerie|douanes?|nucleaire|zrr|igi|clearance|itar|export control|government|classified|` +
	`by law|defence`

// placeSignals are about where one lives, which is a criterion of L.1132-1 too.
var placeSignals = []signal{
	phrase(Criterion, "quartier|banlieue|cite|9", `(?:(?:pas de|hors|sauf) (?:personnes?|candidats?|gens|profils?|jeunes) (?:du|de|des|de la|habitant|issus? d\w+)(?: \w+)? (?:9[1-5]|`+
		`banlieues?|cites?|quartiers?)|(?:habitants? |personnes? )(?:du|des|de la|de) (?:9[1-5]|quartiers?|cites?|banlieues?)(?: §2)? ?s'abstenir|`+
		`(?:habiter|resider|vivre|domicilie~) (?:§3)(?:beaux|bons) quartiers|(?:pas|non) (?:issu~|originaires?|habitant~) (?:d[eu]s?|de la|`+
		`d'une?) (?:cites?|banlieues?|quartiers?|9[1-5])|(?:ne pas|ne doit pas|ne devez pas) (?:habiter|resider|venir|vivre) (?:en|dans|du|de|le|la|`+
		`une?| )+(?:banlieues?|9[1-5]|cites?|quartiers?))`,
		lawful{after: ` ?prioritaires?[^\n]*`, around: anyway + `|qpv|emplois? francs?`}),
	phrase(Criterion, "habit|resid|domicil|viv|adresse", `(?:(?:habiter|resider|vivre|etre domicilie~|domicilie~) (?:imperativement |obligatoirement )(?:(?:a|au|dans|sur|en|le|pres de) )?(?:la |le |`+
		`l'|un |une )?[\w-]+|(?:habiter|resider|vivre|domicilie~) (?:dans |le |la |ce |meme |notre )+(?:quartier|arrondissement|commune)(?: \w+)? ?`+only+`?|(?:domicilie~|habit\w+|resid\w+) (?:a|sur|dans) (?:[\w-]+ ){1,2}(?:obligatoirement|imperativement|obligatoire|exige~)|habitants? (?:de |`+
		`d'|a )?[\w-]+ (?:uniquement|seulement|exclusivement)|(?:adresse|domicile|residence) (?:dans le|a|au|en) (?:[\w-]+ ){1,3}(?:exigee?|`+
		`obligatoire|imperative?))`,
		lawful{within: `france|metropole|metropolitaine|union|europe\w*|ue|eu|zone`, around: anyway + `|astreintes?|gardien\w*|loge|logement de fonction|inscrits? a`}),
	phrase(Criterion, "neighbo|no one from", `(?:must|should) live in (?:a )?(?:good|nice|the right|our) neighbou?rhoods?|no one from (?:the )?(?:projects|suburbs|ghettos?)`, lawful{around: anyway}),
}
