package board

// familySignals are about family, pregnancy included.
var familySignals = []signal{
	phrase(Criterion, "sans ", `sans (?:enfants?|charges? (?:de famille|familiales?)|obligations? familiales?|attaches?(?: familiales?)?|contraintes? familiales?|`+
		`vie de famille)(?: (?:a charge|ni \w+))?`,
		lawful{before: `(?:avec ou|ou|(?:couples?|hotels?|sejours?|vacances|voyages?|familles?|menages?|foyers?|adultes|vols?|clients?|contenus?|telechargement) (?:§2))`, after: ` (?:orphelins?|dans l)[^\n]*`, around: anyway}),
	phrase(Criterion, "celibataire", `(?:(?:etre|etes|es|personne|candidat~|profil|idealement|obligatoirement|imperativement|homme|femme|plutot|`+
		`recherch\w+) §2celibataires?(?:,? (?:et )?sans enfants?)?|celibataires? (?:§1)(?:sans|et|de preference|souhaite~|exige~|uniquement|`+
		`obligatoire|imperativement|mobile|disponible|libre)(?: enfants?)?|celibataire,? (?:mobile|disponible|sans enfants?))`,
		lawful{around: anyway + `|rencontres?|dating`}),
	phrase(Criterion, "situation|marie", `marie~ (?:de preference|uniquement|exige~|obligatoirement)|situations? (?:familiales?|de famille|matrimoniales?) ?:? ?(?:celibataire|marie~|`+
		`sans enfants?|exigee?|souhaitee?)`, lawful{after: ` ?(?:, ?(?:mari|celib|pacs)|/|ou )[^\n]*`, around: anyway}),
	phrase(Criterion, "single|married|childless", `(?:must|should) be (?:single|unmarried|childless)|(?:single|unmarried) (?:and|with no|without|with) (?:no |without )?(?:kids|children|`+
		`dependents|family)|not married|marital status ?:? ?single|single (?:candidates?|applicants?|persons?|people|women|men) (?:only|preferred)`,
		lawful{after: `-[^\n]*| (?:threaded|point|source|sign|page|tenant|core|file|binary|page|digit)[^\n]*`, around: anyway}),
	phrase(Criterion, "kids|child", `(?:no|without) (?:young |small )?(?:kids|children|childcare (?:duties|obligations))|childless|child-free (?:candidates?|applicants?)`,
		lawful{before: `(?:with or|or|content|(?:couples|families|users|hotels?) (?:§1))`, after: `'[^\n]*| (?:left|were|are|is|left|should|will|in )[^\n]*`, around: anyway}),
	phrase(Criterion, "enfant|s'abstenir", `(?:pas d'|n'ayant pas d'|sans jeunes? |aucun )enfants?(?: (?:a charge|en bas age))?|enfants? en bas age,? s'abstenir|jeunes (?:mamans|meres|parents),? (?:§1)?s'abstenir`, lawful{before: `(?:n'a|n'ont|n'y a) `, around: anyway + `|contenus?|site|public|mineurs|accueil\w*`}),
	phrase(Criterion, "grossesse|maternite|enceinte|bebe", `(?:(?:pas de|sans|aucun) (?:projets? (?:de |d'une? )?(?:grossesse|maternite|bebe)|grossesse|conge maternite)|(?:ne pas etre|pas de femmes?|`+
		`pas de femme|non|ne soyez pas|ne doit pas etre|aucune femme|sauf femmes?) enceintes?|(?:femmes? )?enceintes? §2(?:s'abstenir|refuse~|exclu~|`+
		`non accepte~))`,
		lawful{around: anyway + `|reglement\w*|code du travail|rayonnements?|radioprotection`}),
	phrase(Criterion, "pregnan", `(?:no pregnant(?: women)?|not be pregnant|not pregnant|pregnant women §2(?:not|need not|excluded)|(?:plan|planning|intend|`+
		`intending) to (?:get|become|be) pregnant|no (?:plans for )?pregnancy)`, lawful{around: anyway}),
}
