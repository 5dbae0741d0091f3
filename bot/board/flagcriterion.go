package board

import "slices"

// signals is every phrase that holds an announcement, but for plain age limits.
var signals = slices.Concat(ageSignals, sexSignals, familySignals, originSignals, healthSignals, looksSignals, beliefSignals, placeSignals, moneySignals, programSignals)

// What the patterns of criteria share.
const (
	only = `(?:uniquement|seulement|exclusivement|strictement|only|de preference|exige~|obligatoires?|obligatoirement|imperati\w+|requis~|souhaite~|` +
		`demande~|indispensables?|necessaires?|preferred|required|mandatory|wanted)`
	seek   = `(?:recherch\w+|cherch\w+|recrut\w+|embauch\w+|engageons|souhaitons|voulons|preference pour|besoin d'une?|looking for|seeking|hiring|want|need|prefer)`
	anyway = `sans distinction|aucune distinction|quel(?:le)?s? que soi(?:t|ent)|peu importe|regardless of|irrespective of|discriminat\w*`
	artist = `comedien~|acteurs?|actrices?|mannequins?|figurant~|casting|doublage|voix-off|voice-over|actors?|actress\w*`
	goods  = `(?:vetements|mode|chaussures|parfums?|cosmetiques?|soins?|site|boutique|marque|magasin|application|appli|app|produits?|collection|rayon|` +
		`clientele|coiffure|magazine|pret-a-porter|montres?|club|salle|fitness|clothing|fashion|shoes|brand|store|shop|products?|e-commerce|foyer|` +
		`refuge|hebergement|sante)`
	notAsked = `(?:n'est|n'exig\w+|non|pas|not|aucune?|ni|without|never|jamais)`
)
