package board

// beliefSignals are about religion, politics, unions and sexual orientation.
var beliefSignals = []signal{
	phrase(Criterion, "catholique|chretien|musulman|protestant|juif|juive|croyant|athee|evangelique|religion|confession", `(?:pratiquant~ (?:catholique|musulman~|protestant~|juif|juive)|(?:catholique|chretien~|musulman~|protestant~|juif|juive|croyant~|athee|`+
		`evangelique)s? (?:pratiquant~|convaincu~|`+only+`)|(?:vous etes|tu es|etre|candidat~|profil) (?:\w+ )?(?:catholique|chretien~|musulman~|protestant~|juif|juive|croyant~|athee|evangelique)s?|`+
		`de (?:confession|religion) (?:catholique|chretienne|musulmane|protestante|juive|evangelique))`,
		lawful{before: `(?:clients?|clientele|associations?|ecoles?|etablissements?|enseignement|media|journal|lecteurs?|patients?|radio|ecole privee) (?:§2)?`, within: notAsked, after: `,? ?(?:ou non|ou pas|, athee|, juif|, musulman)[^\n]*`, around: anyway}),
	phrase(Criterion, "christian|muslim|catholic|jew|atheist", `(?:practi[cs]ing (?:catholic|christian|muslim|jew)s?|(?:christian|muslim|catholic|jew|jewish|atheist)s? (?:candidates?|applicants?|`+
		`faith required|only|preferred)|(?:must|should) be (?:an? )?(?:practi[cs]ing )?(?:christian|muslim|catholic|jewish|atheist))`, lawful{around: anyway}),
	phrase(Criterion, "voile|foulard|hijab|headscar|turban", `(?:(?:pas de|sans|ni) (?:voile|foulard|hijab|turban)(?: islamique| religieux)?|(?:voile|foulard|hijab)(?: islamique)? (?:interdit|refuse|`+
		`non accepte)|non[- ]voilee?s?|no (?:hijabs?|headscar(?:f|ves)|turbans?))`, lawful{around: anyway + `|bateaux?|nautique|regate`}),
	phrase(Criterion, "syndi|union member|politique", `(?:(?:pas de|non|sans|ni) ?-?syndi(?:calistes?|ques?|quee?s?)|syndi(?:calistes?|ques?),? s'abstenir|(?:sans|pas d'|aucune) (?:appartenance|`+
		`affiliation|activite|engagement) (?:syndicale?|politique)|no (?:trade )?union members?)`, lawful{around: anyway + `|copropriete`}),
	phrase(Criterion, "partager|proche de|adherer a|politique", `(?:partager|proche de|adherer a) (?:nos|les|ses) (?:idees|convictions|valeurs|opinions) (?:politiques|religieuses|chretiennes|catholiques)|`+
		`(?:sensibilite|orientation|opinions?) politiques? (?:§2)(?:de droite|de gauche|exigees?|requises?|compatibles?)`, lawful{within: `non|pas`, around: anyway}),
	phrase(Criterion, "homosex|gay|lgbt|hetero|straight", `(?:pas d'(?:homosexuel\w*|lgbt\w*)|pas de gays?|no (?:gays?|homosexuals?|lgbt\w*)|hetero(?:sexuel~)?s? `+only+`|straight (?:men|women|people|candidates?|applicants?) only)`, lawful{around: anyway}),
}
