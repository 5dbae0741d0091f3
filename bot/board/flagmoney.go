package board

// What the patterns of money share.
const (
	money     = `(?:€|euros?|eur|\$|dollars?|usd|£|gbp|fcfa|usdt)`
	someMoney = `(?:(?:€|\$|£) ?\d(?:[\d.,]*\d)?|\d(?:[\d., ]*\d)? ?` + money + `)`
	theirs    = `(?: §4(?:pris~ en charge|rembourse\w*|offert~|paye~ par|a notre charge|a la charge de l'|finance~|gratuit\w*|covered|paid (?:by|for)|` +
		`reimbursed|on us|waived|free)[^\n]*)`
	noMoney = `(?:aucun~|aucuns|sans|pas d[e']|pas de|zero|jamais de|jamais d'|ni|no|without|never any|never pay(?: an?)?|not? (?:charge|ask for|` +
		`require)(?: \w+){0,3}|free of|nor|never (?:ask|charge|require)\w*(?: \w+){0,4}|ne (?:te |vous )?demand\w+ (?:pas|jamais|aucun)(?: \w+){0,3}|` +
		`we (?:pay|cover|reimburse)(?: \w+){0,3}|(?:en charge|notre charge|remboursons|payons|finance|finan\w+|offrons) (?:les|tes|vos|` +
		`l'integralite des)) ?`
	ourWork = `calcul\w*|facturation|factures?|modules?|api|stripe|logiciels? de|gestion d\w*|comptab\w*|juridique|credit immobilier|banque|bancaires?|` +
		`assurances?|notaires?|location|loyers?|locati\w*|logement|clients?|customers?|utilisateurs?|users?|abonnes|fintech|arnaques?|frauduleu\w*|` +
		`scams?`
)

// moneySignals are about money that goes from those who apply, not to them.
var moneySignals = []signal{
	phrase(PayToApply, "frais |droits ", `(?:(?:payer|regler|verser|prevoir|avancer|acquitter|participation aux?) (?:les |des |de |vos |tes )?)?(?:frais|droits) (?:de |`+
		`d')(?:dossiers?|inscription|candidature|recrutement|traitement(?: de dossier)?|selection|entretien|adhesion|embauche|enregistrement|`+
		`ouverture(?: de dossier)?)(?: ?(?::|de|\(|d'un montant de|=)? ?`+someMoney+`)?(?: (?:obligatoires?|a (?:votre|ta) charge|a (?:payer|regler|verser|prevoir)))?`,
		lawful{before: noMoney, after: theirs + `|,? (?:de l'ecole|du client|des clients|sont |sera |seront )§3(?:pris|rembourse|offert|finance)[^\n]*`, around: ourWork}),
	phrase(PayToApply, "frais ", `(?:frais (?:de (?:formation|materiel|visa|transport|equipement)|administratifs) ?(?::|de|\(|=)? ?`+someMoney+`(?: \w+){0,2}|(?:payer|regler|verser|avancer) (?:les |vos |tes |des |de )?frais de \w+|frais (?:de \w+(?: \w+)? )?(?:a (?:votre|ta) charge|`+
		`a (?:payer|regler|verser)(?: avant)?))`,
		lawful{before: noMoney, after: theirs, around: ourWork + `|rembours\w*|nous (?:prenons|payons)|indemnit\w*`}),
	phrase(PayToApply, "pour |to ", someMoney+` (?:§3)?(?:pour|to) (?:confirmer|finaliser|debloquer|activer|unlock|activate|postuler|candidater|s'inscrire|t'inscrire|vous inscrire|`+
		`participer|valider|reserver|debuter|passer le test|etre recrute~|etre embauche~|apply|register|be considered|secure|reserve|`+
		`confirm)(?: §2\w+)?`,
		lawful{before: `(?:primes?|bonus|offre|offrons|offerts?|recois|recevez|touche\w*|gagne\w*|indemnite\w*|defraye\w*|remuneration|budget|we (?:pay|give|` +
			`offer)(?: you)?|get|earn|receive|payons) ?(?:§3)`, around: `offerts?|prime|rewards?|hackathon|salons?|conferences?|` + ourWork}),
	phrase(PayToApply, "fee", `(?:(?:pay|paying|send|transfer|there is|requires?|small|one-time|refundable|non-refundable) (?:a |an |the |us )?(?:\w+ )?)?(?:registration|`+
		`application|processing|admin|administrative|administration|onboarding|training|enrol?lment|background check|equipment|starter kit|`+
		`visa processing|recruitment|joining) fees?(?: ?(?:of |is |: ?|\()?`+someMoney+`)?`,
		lawful{before: noMoney, after: theirs + `|,? (?:are|is|will be|fully) (?:§2)(?:covered|paid|reimbursed|waived|on us)[^\n]*|[ -](?:api|modules?|features?|engine|calculation|management|revenue|models?)[^\n]*`, around: ourWork + `|conferences?`}),
	phrase(PayToApply, "deposit", `(?:pay|send|transfer|make|requires?|required|put down|leave|after) (?:us )?(?:a |an |the |your )?(?:\w+ )?(?:security |refundable |small )*deposit(?: of `+someMoney+`)?|(?:security|refundable) deposit(?: of `+someMoney+`)?(?: (?:is )?required)?|deposit of `+someMoney,
		lawful{before: noMoney, after: ` (?:accounts?|api|products?|flows?|service|management|engine)[^\n]*`, around: ourWork + `|banking|bank`}),
	phrase(PayToApply, "formation|training|certification|pay for", `(?:(?:formations?|certifications?) (?:obligatoires? )?(?:\w+ )?payantes? (?:§3)(?:obligatoires?|avant|prealables?|requises?|a (?:votre|ta) charge|\(`+someMoney+`\))(?: (?:l'embauche|embauche|le debut|de commencer))?|(?:formations?|certifications?) (?:§4)a (?:vos|tes|votre|ta) (?:frais|charge)|`+
		`(?:suivre|acheter|financer|payer) (?:une |la |notre |votre |ta |cette )?(?:formation|certification)(?: \w+)? ?(?:payante|de `+someMoney+`|a `+someMoney+`)|training (?:§3)at your own (?:expense|cost)|(?:you )?(?:must |need to |have to |will )?pay for (?:your|the) (?:own )?(?:training|`+
		`certification|onboarding|equipment|background check|test))`,
		lawful{before: noMoney + `|(?:nos|vend\w*|catalogue de|des|commercialis\w*) `, within: `not|pas`, around: `rembours\w*|pris~ en charge|finance~? par|reimburse\w*|` + ourWork}),
	phrase(PayToApply, "kit|pack|starter", `(?:acheter|achetez|achete|achat (?:obligatoire )?(?:du|d'un)|achat obligatoire d[e']|acquerir|payer|buy|buying|purchase|purchasing|`+
		`pay for) (?:(?:le|la|un|une|votre|ton|notre|du|our|your|the|a) )?(?:\w+ )?(?:kits?|starter(?: kit| pack)?|packs?)(?: (?:de |d'|`+
		`for )?(?:demarrage|bienvenue|formation|inscription|vente|starter|training))?(?: (?:a|de|:|for) ?`+someMoney+`)?`,
		lawful{before: noMoney, within: `pas|not`, around: ourWork + `|paniers?|e-commerce|shop\w*`}),
	phrase(PayToApply, "acompte|caution|garantie|arrhes", `(?:(?:verser|versez|verse|payer|payez|regler|virer|envoyer|envoyez|demand\w+|exig\w+|prevoir|contre|moyennant|avancer) (?:§3)?(?:acomptes?|`+
		`cautions?|depots? de garantie|arrhes)(?: (?:de |: ?)?`+someMoney+`)?|(?:acompte|caution|depot de garantie|arrhes) ?(?:(?:\w+ )?(?:de|:|d'un montant de)|\()? ?`+someMoney+`|(?:acompte|caution|depot de garantie) (?:\w+ )?(?:obligatoire|exigee?|demandee?|requise?|remboursable|a verser|a regler|`+
		`a payer))(?: (?:avant|pour) (?:l[ea']? ?)?\w+(?: de \w+)?)?`,
		lawful{before: noMoney, within: `caution (?:solidaire|bancaire|morale|scientifique)`, after: ` (?:solidaire|bancaire|morale|sur (?:le )?salaire|a la signature|verse|au freelance|a la commande)[^\n]*`, around: ourWork + `|conges?|freelance`}),
	phrase(PayToApply, "devr|devez|dois|doi|faut|must|need to|have to|required to|will|pay|paies|reglez|versez|avant de", `(?:(?:(?:tu|vous|candidat~|postulant~|il|on|you|candidates?|applicants?) ?(?:te |vous )?(?:devras?|devrez|devront|devez|dois|doit|doivent|`+
		`faut|must|need to|have to|are required to|will have to|will need to)|avant de (?:commencer|postuler),?) (?:d'abord |first |alors |aussi |`+
		`also )?(?:acheter|payer|verser|avancer|investir|pay|buy|purchase|send|deposit|invest)|vous payez|tu paies|vous reglez|you pay|`+
		`vous versez) (?:\w+ ){0,6}`+someMoney+`(?: §3\w+)?`,
		lawful{around: ourWork + `|rembours\w*`}),
	phrase(PayToApply, "a regler|a payer|a verser|a avancer", someMoney+`\)? (?:§3)a (?:regler|payer|verser|avancer)(?: (?:avant|pour|au|par|par le|lors de)(?: l[ea']? ?)?\w+)?`,
		lawful{before: `(?:paie|paye|salaires?|primes?|indemnite|remuneration|taxe|budget|solde) (?:§3)?`, around: ourWork + `|rembours\w*|fournisseurs?`}),
	phrase(PayToApply, "participation |depot|cout|prix|tarif|montant", `(?:depots? (?:de )?`+someMoney+` (?:\w+ )?(?:exige|demande|requis|obligatoire)|(?:couts?|prix|tarif|montant) (?:de l'|de la |d')(?:inscription|candidature|formation|adhesion) ?(?:: ?)?(?:de )?`+someMoney+`)|participation (?:financiere|aux frais) ?(?:de |: ?|\()?`+someMoney+`(?: demandee?)?`, lawful{before: noMoney, after: theirs, around: ourWork + `|employeur|entreprise|mutuelle|repas`}),
	phrase(PayToApply, "investissement|investment|apport|upfront", `(?:investissement|apport|initial investment|upfront payment|payment upfront)(?: (?:initial|de depart|personnel|financier))? ?(?:de|:|of|minimum de) ?`+someMoney,
		lawful{before: noMoney + `|(?:fonds|our|nos|leur|levee|plan d'|an?|budget d') ?`, around: ourWork + `|levee|series? [abc]|capital|r&d|usine`}),
	phrase(PayToApply, "transcash|neosurf|pcs|pay|send|btc|eth|usdt|bitcoin", `(?:transcash|neosurf|(?:pay|send) `+someMoney+` for (?:the |your )?(?:training|materials?|test|kit|equipment|registration|onboarding|account|visa|badge)(?: materials?)?|(?:via|par) pcs|`+
		`(?:send|deposit|transfer|envoyer|envoyez|payer|payez|pay|top up|recharge[rz]?) (?:\w+ )?\d[\d.,]* ?(?:btc|eth|usdt|bitcoins?)|(?:coupons?|`+
		`recharges?|tickets?|cartes?) pcs)`, lawful{around: `arnaques?|fraudes?`}),
}
