package distress

// idiomsFrench are sayings of work, of code and of every day that hold an explicit word and
// mean nothing of it. Each covers its own words only, and its object is always said: there
// is no « mourir de » with just anything.
const idiomsFrench = `
// laughing, hunger, cold
mort|morte|morts|mortes|mourir|meurs|creve|crever|mourrait|mourais de rire|rires
mort|morte|morts|mortes|mourir|meurs|creve|crever|crevais|mourais|crevait de la? faim|soif|froid|chaud|sommeil|curiosite|impatience|trouille|peur|trac|jalousie|chaleur|dalle
mort|morte|morts|mortes de fatigue|honte|ennui
mourir|meurs|mourait|mourais de|d ennui
mourir|meurs|crever|creve de envie ..1 savoir|voir|essayer|tester|dire|manger|connaitre|repondre|apprendre|decouvrir|cafe|raconter|partager|rejoindre|bosser|travailler|integrer|commencer|coder|postuler|changer
mourir|meurs de honte en|devant|quand|pendant|a
mourir|crever la dalle|bouche
creve|crever|crevent la dalle
mourir|meurs|mort|morte|mourait|mourir de trac|stress avant
a mourir de rire|ennui
ennuyer|ennuie|ennuyeux|ennuyeuse|chiant|chiante|chiants|barbant|beau|belle|long|longue|soporifique a mourir
mourir moins? bete|betes|con|idiot|idiote|conne|ignorant|bete
voir naples et mourir
mourir peut attendre
on va pas mourir pour ca
je suis|etais mort|morte|mdr mdr|ptdr|lol|xd|xptdr|haha
mort|morte mdr|ptdr|lol|xd
je suis|etais ..1 mort|morte ..1 de|apres rire|fatigue|sommeil|trouille|honte|stress|trac|ennui|sport|soif|faim|froid|chaud|peur|journee|rires
je suis|etais ..1 mort|morte apres ..1 journee|sport|semaine|sprint|seance|reunion|course|entretien
je suis mort|morte en|a jeu|partie|mario|niveau|boss
// things of code that die, kill or vanish
processus|process|thread|serveur|pod|service|container|conteneur|programme|script|pc|ordi|ordinateur|telephone|batterie|disque|ecran|laptop|projet|produit|startup|langage|framework|techno|cobol|java|php|flash|perl|site|application|app|lien|liens|daemon|worker|job|session|connexion|socket|noeud|node|cluster|instance|vm|branche ..1 va|vient|finit|finira|semble|doit|vont|finissent|allait|peut|pouvait|devrait par|de|a? mourir|crever|suicider|disparaitre
ordi|ordinateur|pc|mac|serveur|ecran|laptop|telephone|vm|instance|service|worker|conteneur|lambda|base|machine|disque|portable|process|pod ..1 se reveille|reveiller plus|pas|jamais
laisser|laisse|laissez|laissent|fait|faire|voir|regarder ..1 mourir|disparaitre|crever le|un|ce|la|cette|ces|les|mon|son processus|process|thread|serveur|pod|service|container|conteneur|programme|script|session|worker|job|projet|produit|langage|branche|techno|framework|startup
cobol|java|php|perl|flash|langage|langages|metier|metiers|poste|postes|projet|produit|boite|startup|agence|secteur|marche|batterie|pc|ordi|serveur|disque|techno|framework|site|service|presse|commerce ..2 est|sont en train de mourir|disparaitre|crever
cobol|java|php|perl|flash|jquery|angular|delphi|fortran|scrum|agile|ruby|rails|rust|linkedin|twitter|langage|langages|metier|metiers|techno ..1 peut|peuvent|pouvait|va|vont|doit|pas|jamais mourir|disparaitre
tuer|tue|killer|kill le|un|ce|les|la|des|tous|ces? process|processus|pod|pods|thread|threads|serveur|service|job|jobs|tache|taches|conteneur|container|instance|session|worker|workers|daemon|productivite|innovation|concurrence|projet|temps|mouche|port
faire|fait|fera|fais|ferai|feront ..1 disparaitre ..1 le|un|ce|la|les|cette|ces|une|des|mon|ma|mes|tout|cet|son|toutes|tous ..1 bug|bugs|bouton|boutons|erreur|erreurs|element|elements|warning|warnings|message|messages|popup|div|icone|scrollbar|barre|fichier|fichiers|ligne|lignes|colonne|menu|modal|modale|modale|banniere|tache|taches|notification|notifications|offre|offres|cv|onglet|fenetre|spinner|loader|texte|champ|image|page|curseur|tickets|ticket|dette|doublons|doublon|trou|trous|stress|logo|bandeau|cookie|cookies|clavier|footer|header|widget
poste|postes|bouton|boutons|offre|offres|cv|message|messages|bug|bugs|emploi|emplois|metier|metiers|boite|equipe|service|site|fichier|fichiers|menu|page|erreur|candidature|annonce|annonces|element|fonctionnalite|feature|marche|secteur|job|jobs|developpeurs|devs|developpeur|junior|juniors|entreprise|agence|icone|onglet|popup|ticket|notification|entreprises|filiale|departement|branche|startup|composant|modal|modale|fonction|colonne|variable|option|commande|contrat|cdi|aide|prime|warning|logs|log|donnees|salon|channel|canal|bot|plateforme|api|outil ..1 va|vont|risque|risquent|doit|peut|devrait|pourrait|devraient|pourraient|finir|finira|allait|vient|viennent|semble|amene|amenes|voue|condamne|menace|viennent ..2 par|de|a? disparaitre
voir|vu|regarder|regarde mon|le|ma|un|une|les|ce poste|bouton|bug|message|emploi|metier|equipe|fichier|boite disparaitre
animation|bouton|element|apparaitre|effet|toast|popup|css|fondu pour? ..1 disparaitre
apparaitre|apparait et|ou|puis|a disparaitre
disparaitre de|dans le|la|les|mon|l|du ..1 dom|ecran|page|liste|menu|interface|historique|cache|radar|radars|logs|tableau|fichier|index|resultats|google|linkedin|barre|formulaire
disparaitre|disparaisse|disparaissent au survol|clic|hover|scroll|rechargement|refresh|demarrage
code|branche|url|lien|zone|letter|poids|angle|temps|point|saison|langue|nature|arme mort|morte|morts
mission|attaque|commando|drone|drones|squad suicide
suicide commercial|professionnel|economique|technique|politique|marketing|squad|collectif|industriel|fiscal|manager|burn|bunny
squad|burnout suicide
suicide squad|commercial|professionnel|politique|economique
suicidaire|suicidaires|suicide de|comme|pour ..1 deployer|deploy|mettre|pousser|push|coder|merger|livrer|prod|reecrire|refactorer
planning|delai|delais|deadline|projet|prix|architecture|strategie|roadmap|refacto|refonte|migration|sprint ..2 suicidaire|suicidaires
se suicide|suicider ..1 processus|process|pod|thread|bot|programme|script|carriere
// ending a task
en finir ..1 avec ce|cette|ces|le|la|les|mon|ma|mes|un|une|l|cet|son|notre|nos ..1 cv|migration|bug|bugs|sprint|projet|ticket|tickets|refacto|refactoring|refonte|entretien|entretiens|recherche|lettre|lettres|dossier|preavis|test|tests|dette|legacy|rapport|reunion|reunions|backlog|release|deploiement|paperasse|formation|candidature|candidatures|demenagement|impots|declaration|tache|taches|feature|pr|merge|jira|stage|procedure|inscription|formulaire|presentation|mission|administratif|papiers|demarches|demarche|code|module|api|sujet|exercice|chantier|script|tuto|process|documentation|doc|article|annonce|annonces|portfolio|profil|certification|refus|relances|relance|travaux|contrat|mails|tri|meeting|chomage|inscriptions|config|configuration|installation|excel|windows|php|java|cobol|angular|webpack|oracle
en finir ..1 avec jira|php|java|cobol|windows|excel|sap|webpack|angular|scrum|teams|oracle|jenkins|docker|git|wordpress|internet|slack
en finir ..1 au plus vite? avec? ce|cette|le|la|les ..1 cv|migration|bug|sprint|projet|ticket|dossier|refacto|test
en finir ..1 un|une|deux|trois|quatre|cinq|# par|exercices|exercice|tickets|chapitres|modules|tutos
en finir ..1 avec les|ces|des|un|le idees|mythes|mythe|cliches|cliche|prejuges|idee ..1 recues|recue|tech|du|de|sur|informatique|$
a en plus finir
// killing oneself at work
me|se|te|nous|vous suis|est|sommes? tuer|tue|tues|tuez|tuent|tuee a la|le tache|travail|boulot|dire|repeter|expliquer|chercher|postuler
me|se|te|nous|vous tuer|tue|tuent au|a le travail|boulot|taf|sport
je me tue a ..1 dire|repeter|expliquer|chercher|postuler|coder|tache|travail|boulot
sprint|bug|bugs|projet|deadline|chef|boss|client|manager|migration|reunion|reunions|meeting|jira|merge|code|review|build|test|tests|entretien|entretiens|process|compil|compilation|css|regex|webpack|docker|kubernetes|boulot|job|taf|cafe|ticket|release|refacto|planning|rh|chaleur|transport|trajet|metro|tuto|prod|stack|dev|dba|po|clients|impots|tickets ..1 va|vont|finira|finiront|allait|finir ..1 par|de? me tuer
va me tuer si|quand
// other sayings with their own objects
me|se supprimer de|du ..2 serveur|liste|base|groupe|canal|salon|newsletter|annuaire|repo|projet|depot|discord|slack|organisation|equipe|linkedin
me|se supprimer mon|le|un|ma|mes|la|les compte|profil|message|messages|fichier|branche|repo|donnees|acces
se supprimer ..1 tout|toute|automatiquement|seul
me|se tirer|tirait|tire une balle dans le|les pied|pieds
me|se noyer|noye|noyait dans|sous le|un|les|la|des ..1 code|verre|mails|details|doc|documentation|donnees|tickets|logs|detail|paperasse|mail|infos|information|informations|offres|candidatures|notifs|notifications|backlog|masse|eau
me|se noyer|achever dans|avec un|ce verre|sprint|ticket|meeting
me|se jeter|jette|jeter a le|l eau
se|me pendre au telephone|bout
me|se couper|coupe|coupes|coupent|coupait les|mes|un|la|le|de|du cheveux|ongles|parole|internet|reseau|reseaux|micro|wifi|chique
crever|creve|creves le|un|l|les ecran|plafond|pneu|ballon|abces|yeux|oeil
crever de jalousie|rire|chaud
existence de|du|d le|la|l|ce|cette|un|une|ces? ..1 fichier|fichiers|table|colonne|variable|fonction|doublon|doublons|cle|dossier|classe|branche|index|utilisateur|compte|poste|offre|champ
fichier|table|colonne|variable|fonction|dossier|branche|utilisateur|champ ..1 plus|pas|doit exister
marche ou creve
mort|morte subite|aux|cerebrale|programmee
la|une mort du|de|des l|le|la ..1 java|php|cobol|flash|web|seo|desktop|salariat|email|teletravail|agile|scrum|jquery|juniors|monolithe|projet|startup|process|processus|pod|thread|cookies|langage|internet|google|twitter|bug
peine|danger|arret|etoile|star|baiser|vallee|couloir de la? mort
etoile|marche|vallee|couloir|ecran|ecrans bleu? de la mort
vie|question|histoire ou|et|de la? vie? ou|et? de? la? mort
a la vie a la mort
jeu|jeux|eureka|mode a|en mort|subite
pas|rien mort|morte de|d homme
silence|temps|angle|angles|nature|langue|lettre|poids|feuilles|code|branche|saison|ligne|point mort|morte|mortes|morts
clinique|cerveau cliniquement|en mort
souhaite|pense la mort de|du jira|scrum|php|java|internet|cobol|excel
plus envie|marre|fatigue ..1 de vivre a|en|dans|loin paris|lyon|marseille|lille|toulouse|bordeaux|nantes|region|idf|banlieue|ville|ile|bretagne|france|province|campagne|alsace|strasbourg|rennes|etranger|metropole|coloc|colocation|appartement|appart
envie|peur de vivre|etre a|en|dans|loin|de paris|lyon|marseille|lille|toulouse|bordeaux|nantes|region|idf|banlieue|ville|ile|bretagne|france|province|campagne|strasbourg|rennes|etranger|metropole|coloc|colocation
#|quelques|qq|plusieurs|dizaine|centaine|dizaines|centaines|des|les de? kms
// kms are kilometres
aws|gcp|azure|google|vault|cloud|terraform|key|keys|cle|cles|via|avec|with kms
kms autour|de|max|maximum|maxi|depuis|du|aller|distance|trajet|domicile|maison|retour|ronde|aws|gcp|azure|key|keys|cle|cles|encryption|vault|terraform
// death of things and of others, and sayings about it
est|sont|etait|etaient|semble|parait|seront|sera|serait|reste|restee|restes|fut deja|bien|completement|presque|un|peux|pas|bel|et|totalement|cliniquement|quasi|vraiment|juste? peux|bien|pas? mort|morte|morts|mortes
on etait|est morts|mort de rire|fatigue|trouille
la|sa|leur|cette|une|le|leurs mort|morts de|du|des|d !moi|soi|plus|jour|jours|temps|toute|toutes|tout|nous|ma|temps|tous
# morts|mortes
faire|fait|fais|faisait|font|fera|faisaient|ghoste le|la|les mort|morte|morts
peine|danger|arret|menace|menaces|avis|certificat|constat|acte|lit|declaration|contexte|taux|risque|cause|causes|etat de|du mort
a mort
lien|liens|lettre|lettres|branche|branches|code|angle|angles|temps|point|points|poids|langue|langues|nature|natures|saison|eau|eaux|feuille|feuilles|pixel|pixels|thread|threads|serveur|serveurs|process|processus|url|urls|zone|zones|forum|salon|projet|projets|repo|repos|techno|technos|batterie|marche|onglet|onglets|compte|comptes|arbre|peau|mains|main|bras|bois|mer|projet|marque|dossier|dossiers|pc|ordi|telephone|periode|saison|moments|moment|heures|heure|noeud|noeuds mort|morte|morts|mortes
mort|morte aux rats
tete|trompe|croque|mi|ivre|raide la|de? mort|morte|morts|mortes
laisse|laissee|laisses|donne|donnes|donnee pour mort|morte|morts|mortes
morte|mortes eau|eaux|saison
silence|calme|ennui|ambiance|fatigue de mort
mer ..4 la mort
fete|jour|nombre|monument|liste|bilan|centaines|milliers|dizaines|centaine|dizaine|million|millions|registre de|des|aux|d morts
vie|mere et|ou de? la? mort|morte
mort|morte|morts|mortes de|d trouille|rire|fatigue|peur|faim|soif|froid|chaud|stress|trac|honte|ennui|jalousie|sommeil|impatience|rires|inquietude|curiosite
trop|tellement|carrement mort|morte|morts de? rire
mort|morte de lol|mdr
passe|passer|passent|passera|passe a le acte suivant|#|deux|trois|final|et|d|de|postuler
passage a le acte de|d|# achat|vente
sa|leur|ta belle mort
`
