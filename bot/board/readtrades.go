package board

import (
	"regexp"
	"strings"
)

// trade finds a word for a trade in folded text: what makes a title of words.
var trade = regexp.MustCompile(`\b(?:` + strings.ReplaceAll(trades, "\n", "|") + `)\b`)

// trades are words and the beginnings of words.
const trades = `developp\w*|devs?|developers?|engineers?|engineering manager|ingenieure?s?|ingenierie|designers?
data (?:scientist|analyst|engineer|steward|manager|architect)s?|scientists?|analysts?|analystes?|architecte?s?|consultante?s?|consultants?|managers?
chef(?:fe)?s?(?:\(fe\))? d(?:e |')(?:projets?|produit|equipe|chantier|service|rang|cuisine)|chefs? de partie|cuisini\w+|technicien\S*|technicians?
administrat\S+|admin(?:s|istrator)?|sysadmins?|adminsys|lead|tech lead|cto|ceo|coo|cfo|cmo|vp|head of|product owner|po|scrum master|coach|commercia\w+
sales|account executives?|sdr|bdr|comptables?|accountants?|controleu\w+|auditeu\w+|auditors?|assistante?s?|assistant\S*|infirmie?r\S*|nurses?
aide[- ]soignant\S*|vendeu\w+|graphistes?|illustrat\w+|charge\S* d(?:e |'|es )\w+|responsables?|gestionnaires?|directeu\w+|directri\w+|directors?
stagiaires?|alternante?s?|apprentie?s?|interns?|apprentices?|trainees?|writers?|redact\w+|recruteu\w+|recruiters?|testeu\w+|testers?|qa|sre|devops
devsecops|secops|webmasters?|integrat\w+|specialiste?s?|specialists?|experte?s?|officers?|coordinat\w+|conseill\S+|operat\w+|agente?s?|ouvri\w+
macon\w*|electricien\S*|plombi\w+|menuisi\w+|mecanicien\S*|chauffeu\w+|conduct\w+|livreu\w+|magasini\w+|serveu\w+|receptionnistes?|receptionists?
secretaires?|juristes?|avocate?s?|lawyers?|paralegals?|formateu\w+|trainers?|enseignante?s?|professeur\w*|teachers?|chercheu\w+|researchers?|postdoc\w*
doctorante?s?|physicien\w*|chimistes?|biologistes?|pharmacien\w*|medecins?|kinesitherapeutes?|psychologues?|educat\w+|animat\w+|community manager
traffic manager|growth hackers?|marketeur\w*|marketers?|copywriters?|journalistes?|traduct\w+|translators?|economistes?|statisticien\S*|cartographes?
geometres?|dessinat\w+|projeteu\w+|planners?|buyers?|acheteu\w+|approvisionneu\w+|logisticien\w*|supervis\w+|teamleaders?|team leader|scrum|dba
pentesters?|rssi|ciso|dpo|cloud ops|ops|mlops|finops|product builder|programmers?|programmeu\w+|cableu\w+|soudeu\w+|usineu\w+|tourneu\w+|fraiseu\w+
barmans?|baristas?|boulangers?|boulangere|patissi\w+|coiffeu\w+|estheticien\w*|veterinaires?|jardini\w+|paysagistes?|maraich\w+|viticult\w+|oenologues?
sommeli\w+|caissi\w+|employe\S* de \w+|hotes?se?s?|ux|ui/ux|ux/ui|fullstack|full-stack|full stack|backend|back-end|frontend|front-end|monteu\w+
photographes?|videastes?|motion designer|bid manager|office manager|happiness manager|contremaitre|preparateu\w+|cariste|conservat\w+|bibliothecaires?
archivistes?|documentalistes?|paie`
