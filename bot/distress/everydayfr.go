package distress

// everydayFrench are complaints about code, work or the search for it. They cover their
// words from implicit signs, never from explicit ones.
const everydayFrench = `
mdr|ptdr|lol|xd|haha je en peux plus
je en peux plus mdr|ptdr|lol|xd|haha
en peux|peu ..1 plus ..1 de|du|d|des ..2 jira|bug|bugs|refus|entretien|entretiens|sprint|boulot|taf|job|boite|chef|client|clients|manager|reunion|reunions|code|legacy|projet|process|recruteurs|rh|recherche|postuler|candidatures|lettres|cv|linkedin|ats|teams|excel|windows|php|java|css|ticket|tickets|merge|mails|tests|meetings|meeting|docker|kubernetes|webpack|teletravail|transports|ces|git|chercher|esn|ghosting
en peux|peu plus ..1 jira|teams|excel
je y arrive plus|pas avec|sur|a ..3 git|docker|css|react|code|config|regex|sql|test|tests|bug|script|compile|installer|cv|lettre|exercice
arrive plus|pas a|de ..1 compiler|installer|trouver|lancer|merger|deployer|debugger|comprendre|configurer|push|pusher|rebase|me connecter|suivre
suis|je ..1 nul|nulle|perdu|perdue|mauvais|incapable|inutile|depasse|fini|foutu|epuise|vide|seul|seule en|avec|dans|sur|pour|devant|a|apres ..2 css|code|git|docker|react|regex|algo|maths|anglais|entretien|entretiens|doc|documentation|sql|sprint|journee|projet|reunion|equipe|java|python|javascript|devops|dev|freelance|bureau|open|kubernetes|linux|poste
a quoi bon ..1 tester|documenter|postuler|relancer|refactorer|commenter|coder|migrer|faire|ecrire|mettre ..3
a quoi ca sert ..1 docker|kubernetes|git|redis|kafka|un|une|le|la|les|de|cette|ce ..2 docker|interface|tests|linkedin|lettre|code|framework|test|commande|option|bouton|pointeur|fichier|middleware|cache|proxy|webhook|variable|certification
code|test|tests|fonction|methode|variable|bouton|reunion|ticket|commentaire|message|erreur|regex|doc ..3 plus|pas|aucun|rien ..2 sens|sert
bout du|de rouleau|tunnel ..1 avec|de|sur|pour ..1 sprint|projet|migration|bug
issue|solution|sortie|espoir|avenir ..2 a|pour|avec|dans|de|du ..2 <work>
plus|pas de|d|aucun espoir|avenir|futur|solution|energie|issue ..1 pour|avec|dans ..2 projet|poste|techno|bug|php|flash|cobol|boite|batterie|langage|startup
adieu ..1 jenkins|php|jquery|windows|java|angular|jira|bugs|sprint|docker|legacy|chomage|excel|cobol|scrum|svn|webpack|twitter|linkedin|weekend|vacances
dernier|derniere message|jour|fois ..2 recruteur|contrat|preavis|sprint|stage|formation|commit|log|logs|travail|boulot
a bout de ..1 <work>
rien a perdre a|de postuler|essayer|tenter|demander|candidater
a bout de patience
coule|couler ..1 jours
<work> ..4 pas|plus|sans|aucun ..1 avenir|espoir|futur|sens|fin|issue
boulet|poids|fardeau|rate|honte de le|mon|notre equipe|sprint|standup|promo|classe|open
chaque|la|une|cette|toute|premiere|autre|meme|seule|les|des|aucune|quelle|par personne
pleure|pleurer|pleurais de rage|joie|rire|emotion|fatigue
plus|loin loin
je abandonne|lache|craque|sombre ..1 php|java|css|docker|vim|react|angular|formation|projet|ce|cette|linux|windows|kubernetes
trop|si|tellement lourd|lourde|dur|dure ..3 <work>
je suis|sens casse|cassee|vide|videe|brise apres|du|de|par ..1 ski|sport|course|seance|footing|hackathon|journee|semaine|match|salle|sprint|nuit
subis|subir|survivre|survis ..3 <work>
plus|pas a la hauteur du|de ..1 poste|annonce|entretien|test|offre|mission|job
desole|desolee|pardon|excusez ..2 pour le|la|les|ce|cette spam|retard|bruit|doublon|question|typo|faute|absence|delai|message|ping|flood|derangement
force|courage|forces|energie|envie de|d refaire|postuler|coder|relancer|ecrire|chercher|trier|debugger|relire ..2 cv|lettre|lettres|mail|mails|code|test|tests|portfolio|candidature|candidatures|doc|postuler|relancer|soir|lundi
`
