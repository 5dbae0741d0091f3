package distress

// explicitFrench are words of death, suicide or harm of oneself or somebody close, and of no
// wish to live.
const explicitFrench = `
// always, but in idioms
suicid*|suisid*|swicid*|suissid*|suicyd*|suisiid*
mourir|clamser|clamse
disparaitre
scarif*|automutil*|mutil*|taillad*
caner|calancher|clamecer|trucider
crever
en finir
finir en beaute
pour en finis|finirais|finirai
je en finis|finirais|finirai|finisse
= en finir ..8 la|ma|cette|sa|une|notre vie|existence|souffrance|monde|douleur
= en finir ..8 ce|de|du|le monde|souffrances|douleur
= en finir ..8 avec moi|tout
= en finir ..5 pour de bon|toujours
// what is being done
avale|avaler|avales|pris|prendre|prends|gobe|gober ..2 tous|toutes|plein|trop|boite|boites|tube|plaquette|plaquettes ..3 cachets|cachet|medicaments|medocs|comprimes|pilules|somniferes|anxiolytiques|antidepresseurs|tranquillisants
je ai|vais achete|acheter|prepare|preparer ..1 corde $
// to kill or harm oneself
me|se|moi|nous tuer
<want-fr> ..2 me|se tue|tues|tuez|tuee
je me suis? tue|tuerais|tuerai|tuais|tuerait
que je me tue
je vais me tue|tuez|tues|tuee
tu vas? te tuer
tuer moi
tue|tuez|tues|acheve|achevez|achevez|butez|bute|abattez moi
qu|que on me tue|acheve|abatte|bute|laisse|debranche
elle|il|frere|soeur|mere|pere|fils|fille|mari|femme|ami|amie|copain|copine|collegue|pote se est|soit tue|tuee
me|se supprimer
<self-fr>|mes foutre|foutrais|foutrai|foutu|foutue|fout|fous|mettre|ficher ..1 en le|l air
foutre ma|sa vie en le air
<self-fr> flinguer|buter|pendre|zigouiller|immoler|empoisonner|defenestrer|achever|trucider|noyer
je me flingue|bute|pends|pend|flinguerais|flinguerai|buterai|buterais|pendrais
me|se laisser mourir|crever|partir|deperir
me|se jeter|jette|jetter|balancer sous|de|du|dans|depuis|par|devant ..2 pont|train|metro|fenetre|vide|toit|rails|balcon|quai|rer|seine|rhone|garonne|falaise|etage|voiture|camion
sauter de|du|par|dans ..2 pont|fenetre|vide|toit|balcon|falaise|etage
me|se tirer|mettre|loger|coller|tire|foutre|prendre une|deux balle|balles
me|se ouvrir|trancher|tailler|couper|ouvre|taillader|taille les|des veines|poignets|bras|cuisses
<want-fr> ..2 me couper|blesser|punir|mutiler|bruler|taillader|frapper|saigner
je me coupe|taillade|mutile|brule les|pour|quand|encore|la|le bras|soir|nuit|cuisses|oublier|sentir|soulager|me|je|poignets|calmer
je me mutile|taillade
recommence|recommencer|repris|refait|encore|envie|arreter|continue|arrete ..1 a? de? me couper|mutiler|taillader|bruler|blesser
me|se mutiler|taillader
mettre|met|mets|mis|mettrais|mettrai|mettra un? fin|terme|point a ..1 <my-fr> jours|vie|souffrance|souffrances|existence|calvaire
mettre|mets|mettrais|mettrai un? fin|terme a tout|moi|cette|la vie|souffrance|ca|existence
ma|mon|cette vie|existence|coeur se? ..1 arrete|arreter|finisse|cesse|termine $
faire|fasse|ferai|fais|fait|faisais ..1 betise|connerie|betises|conneries ce|cette|si|un|moi|seul|seule|definitive|grave|irreparable
peur|envie|risque|capable|vais|va de? faire ..1 grosse|grave? betise|connerie
je vais|veux|voudrais sauter $
envie de sauter $
attenter|attente|attente a <my-fr> jours|vie
ma|sa fin de vie
oter|ote|enlever la|ma vie
se|me oter|enlever ..1 vie
me|se|te donner|donne|donnais|donnerai la mort
tenter|tente|tentative|essaye|essayer|essaie|failli ..2 passer a le acte
faire|fais|fait|refaire|refait|deuxieme|premiere|apres une|sa|des|ma|ses ts
peur|tente|envie|tentation|pres|bord ..2 passer a le acte
tentative|tentatives de ts
me|se|te|lui|leur faire|fais|fait|ferai|ferais|faisais|refaire|faisait du mal
= besoin|envie|pulsion|pulsions de me? faire du? mal
<want-fr> ..2 me faire mal|souffrir
pulsions|pulsion autodestructrices|autodestructrice|destructrices|morbides
idees|idee|pensees|pensee|envies|envie|pulsions noires|noire|noirs|suicidaires|morbides|morbide|sombres|macabres
= je ..2 pense|pensais|repense|songe|songeais|penser a la|ma mort
penser|pense|pensais au|a le pire
commettre|faire|fasse|fait|commette le irreparable
// death of oneself
<want-fr>|mieux|bonne|comme ..3 etre <dead-fr>
etre <dead-fr> a ma|leur|sa place
a ma|sa place ..2 mort
je serais|serai|sois|soit|fusse ..2 <dead-fr>
je suis|etais deja|comme|presque|quasi|pratiquement <dead-fr>
je suis|etais <dead-fr>
je me|moi sens|sentais ..2 <dead-fr>
elle|il ..2 <want-fr> ..2 etre <dead-fr>
= je suis|etais|sens ..2 <dead-fr> a le|en interieur|dedans|moi
mort|morte interieurement|dedans
mort|morte a le interieur
vivant|vivante mais mort|morte
<if-fr>|que|mieux je|on meurs|meure|mourais|mourrai|mourrais|creve|crevais|crevais|disparais|disparaissais|disparaisse|disparaitrai|clamse
si je etais|suis|serais ..1 <dead-fr>
si je me reveille|reveillais|reveillai plus|pas|jamais
<if-fr> je serai|serais ..1 <dead-fr>
mieux|plus|preferable|utile|utiles|heureux <dead-fr> que <dead-fr>|vivant|vivante|vif|vive|moi|la
plus utile|valeur <dead-fr>
mieux|preferable|preferables <dead-fr>
mieux creve|crevee
etre creve|crevee que
mieux que je meurs|meure|creve|disparaisse|sois|existe
vaux|vaut|vaudrais|vaudrait ..2 <dead-fr>
<want-fr> ..2 creve|dead
rien|personne ..2 retient|retiens ..2 ici|terre|vie|monde
je meurs|meure|mourrai|mourrais|mourait|mourais|mourus
je creve|creverai|creverais|crevais
je vais mort
je ai failli|manque mort
laissez|laisse|laisser moi? crever|partir|mort
<want-fr>|pense|penses|pensent|pensait|pensais|penser|pensees|pensee|idee|idees|songe|songer|attends|attendre|attend|attendais|appelle|prie|cherche|obsede|obsedee|obsession|hante|hantee|fantasme|pulsion|pulsions|imagine|parle|parler|parlait|rever|desir|peur|parlent ..2 mort $
<want-fr>|pense|pensent|pensait|pensais|penser|pensees|pensee|idee|idees|songe|songer|attends|attendre|attend|attendais|appelle|prie|cherche|obsede|obsedee|obsession|hante|hantee|fantasme|pulsion|pulsions|imagine|parle|parler|parlait|rever|desir|parlent a|de|la|que la|ma|sa mort
envie|envies|pulsion|pulsions|idees|idee|pensees|desir|desirs de mort
je pense|pensais|repense|songe|songeais ..2 a la|ma mort $
je pense|pensais|songe ..1 souvent|tous|beaucoup|trop|tout|chaque|sans|toujours|constamment ..3 mort
vie ..1 me ..1 degoute|fatigue|pese|fait|tue|insupporte|ecoeure|soule|saoule|quitte|plait
fait|fais|faire|refait|refaire|apres une|sa|ma|deux|plusieurs|trois|premiere|la|nouvelle tentative|tentatives le|la|il|en|hier|au|a|cette|ce|et|y|$
me|se|lui|suis|est|etre ..2 blesse|blessee|brule|brulee|blesser|mutile|mutilee|mal ..2 expres|volontairement|volontaire|volontaires
veux|voudrais|aimerais|veut plus|pas voir|connaitre ..1 demain|lendemain|suite|noel
me|se loupe|rate|louper|rater|loupe|rates ..1 pas|plus|cette|prochaine
partir|parte|pars|aller|aille|disparu pour de bon
passerai|passerais|passera|tiendrai|verrai|verrais|finirai|survivrai ..1 pas|plus ..1 la|le|noel|nuit|hiver|ete|demain|an|annee|mois|semaine|lendemain|soir
moi compris
ma|notre propre? mort
ma|propre fin arrive|approche|proche
la mort ..5 soulagement|delivrance|solution|issue|liberation|libere|liberera|soulage|soulagera|solution|repos|paix|refuge|option|douce|liberer|liberte
soulagement|delivrance|solution|issue|liberation|repos|paix|option ..3 la mort
la mort me|vienne|viendra|prenne|emporte|tente|attire|appelle|fait
que la mort
vivement|hate|presse|envie ..2 la|ma mort
rejoindre|rejoins|rejoigne|retrouver ..4 haut|ciel|paradis|morts|tombe|cimetiere|mort|partie|paradis
quitter|quitte|quittais|quitterai ce|cette|la ..1 monde|vie|terre|planete
quitter|quitte le monde
partir|parte|pars ..2 toujours|jamais|ciel
six pieds|pied sous terre
mieux|serais|serai|etre|bientot sous terre
dans ma|une|la tombe
lettre|lettres|mot|message|video de|d adieu|adieux
// no wish to live
<no-more> ..5 de|la|pas|plus|pour|a|le vivre|exister|existence|respirer|survivre
<no-more> vivre|exister|respirer|survivre
<no-more> ..3 la|cette|ma|mon|le|une vie|existence $
<no-more> ..3 envie|envies|gout|force|forces|raison|raisons|courage|desir|interet|sens|volonte|motivation|but ..3 <life-fr>
marre|ras|bol|fatigue|fatiguee|las|lasse|degoute|degoutee|epuise|epuisee|haine|hais|deteste|soule|saoule|fini|finie|finis|finir|ecoeure ..3 de|la|cette|avec la? <life-fr>
marre|fatigue|fatiguee|las|lasse|degoute|degoutee de la|cette|ma|ce vie
hais|deteste|degoute la|cette|ma vie
pas|plus|jamais pas? etre en? vivant|vivante|vie
veux|envie|voudrais|aimerais|preferais|prefererais|voulait|veut|souhaite ..3 plus|pas|jamais etre la|ici|vivant|vivante|present|presente|rien|moi|dans
veux|envie|voudrais|aimerais|voulait|veut ..3 etre plus|pas la $
plus|pas|aucune|aucun envie ..2 etre la|ici|vivant|vivante|en|de
plus|pas|aucune|aucun envie ..2 de vivre|continuer|rester|me|rien vivre|vie|terre|reveiller|vivant|vivante
plus|pas|peine envie de|la|d vie
veux|veut|voulait|voulais|voudrais|peux|arrive|sais|supporte|peut|veulent|aimerais plus|pas|mal|jamais a? de? continuer? a? vivre|exister|respirer|survivre|la
veux|voudrais|aimerais|veut plus|pas de la|cette|ma vie|la
veux|voudrais|aimerais|veut|supporte plus|pas vivre|la|cette|ma vie
supporte plus|pas de? la|cette|ma vie|vivre|exister
vivre|exister|vie|existence ..3 me? plus|pas|rien interesse|sert|dit|envie|tente|interet|sens
vie ..2 vaut|vaudrait|valait|merite plus|pas|rien ..3
vie ..1 plus|pas vaut|valait
vaut|vaux plus|pas|jamais la? peine|coup ..3 vecue|vivre|vecu|continuer|vivant|vivante
peine|sens|raison|raisons|bon|pourquoi|interet|gout|force|courage ..3 de? vivre|exister|vecue|respirer|survivre
a quoi bon ..3 vivre|exister|vie|respirer
ca? sert|rime a? quoi|rien ..3 de? vivre|exister|respirer|vie
aucune|plus|pas|quelle|une|pourquoi raison ..3 vivre|vie|rester|exister|etre
pourquoi je vis|existe|respire|suis|sois encore|la|vivant|vivante|sur
pourquoi je vis|existe|respire
vivre me|est|devient ..1 fatigue|epuise|pese|degoute|trop|insupportable|douloureux|souffrance|supplice|torture|calvaire|dur
quoi|quoi ..2 sert ..3 vivre|exister|respirer
mal|douleur|fatigue|peine de vivre|exister|etre|vie
trop dur|dure|difficile|mal|douloureux|penible|lourd ..2 de? vivre|exister|vivant
peux|arrive|veux plus a? de? vivre|exister|cette|vie
je existais|existerais|existe plus|pas
si je existais|existe pas|plus
je aurais|aurai ..3 jamais|pas|mieux|du|prefere ..3 nes|naitre|vivre|exister|venir
<want-fr>|pas|jamais|mieux|regrette ..3 etre|ete nes
jamais|pas du|ete|etre|fallu ..2 nes|naitre|exister
du|voulu|voudrais|demande pas|jamais|plus? a? naitre
jamais|mieux naitre
regrette ..2 nes|naitre|vivant|vivante
cesser|arreter|arrete|cesse de? vivre|exister|respirer
cesser|cesse de etre $
mon|ma coeur arrete|arretait|lache|lachait
me|se reveiller|reveille|reveillerai|reveillais|reveillerais|reveil ..1 plus|jamais|pas
plus|jamais|pas me|se reveiller|reveille|reveillerai|reveillais|relever
plus|jamais|pas ..1 ouvrir les yeux
plus|jamais|pas reveiller
plus|pas ..2 me reveille
dormir|dorme|endormir|endors|sommeil|endormais ..3 toujours|jamais|eternel|eternellement|definitivement|eternite
dormir|endormir|coucher|endors|couche ..5 plus|jamais|pas ..2 reveiller|reveille|reveil|lever
vie ..5 en? veux plus|pas
dieu|seigneur|ciel|allah|univers ..5 me|nous prenne|reprenne|reprendre|rappelle|rappeler|emporte|prendre|emporter|emmener|emmene
me prenne|reprenne|emporte|rappelle ..3 sommeil|nuit|lui|dormant|dieu
// better without me
mieux|meilleur|meilleure|heureux|heureuse|heureuses|tranquille|tranquilles|soulage|soulages|soulagee|soulagement|leger|simple|facile|simples|beau|bien|libres|libre|avancer|belle|serein|sereins ..4 sans moi
mieux|heureux|heureuse|tranquille|tranquilles|soulages|libres|bien ..2 sans lui|elle $
sans moi ..7 mieux|meilleur|meilleure|heureux|heureuse|tranquille|tranquilles|soulage|soulages|soulagement|simple|facile|leger|beau|libre|libres|bien|belle|sereins|vivre|vivrait|legere
le monde ..5 sans moi
mieux|tranquille|tranquilles|soulages|soulage|heureux|debarrasses|debarrasse|debarassee ..4 si|quand|que je ..3 mort|morte|disparaissais|disparaisse|partais|parti|partie|absent|absente
mieux|tranquille|tranquilles|soulages|soulage|heureux|debarrasses|debarrasse|debarassee ..4 si|quand|que je suis|etais|sois|serai|serais|serait|existe|existais ..1 plus|pas
mieux ..5 si|que je ..2 plus|pas ..1 la|existais|nes|existe
si|quand|lorsque|que je suis|etais|serais|serai|sois plus de ce|cette monde|terre
etre|plus|pas|suis|sois de ce monde
debarrasse|debarrasser|debarrasses|debarrassera|debarrasserait|debarasser|debarasse ..3 de moi
// death by itself, of whoever no idiom says
mort|morte|morts|mortes
passer|passe|passes|passera|passerai|passerais|passerait|passais|passait|passent|passee|passage a le acte
vivre|vie|exister ..5 tres|trop peux pour moi
vivre|vie|exister ..5 en|je veux plus|pas
vivre|vie|exister ..5 non merci
que on me enterre|enterrait|incinere|oublie|annule|efface|debranche|supprime|endorme|pique|euthanasie
mon|ma|propre enterrement|cercueil|tombe|obseques|funerailles|cimetiere|eloge
prefere|veux|voudrais|attends|choisis ..1 la tombe|cimetiere|cercueil|neant
<want-fr> ..4 accident|renverse|ecrase|percute|cancer|foudroie|foudroye ..1 sur|de|du|un|et|me|ca|regle|mortel|grave|incurable|$
mieux|heureux|heureuse|heureuses|tranquilles|legers|libres|bien ..4 sans leur|leurs|son|sa|ses <kin-fr>
me|se|te|moi refais|refait|refaire|faire|fait|fais|faisais ..1 du mal
me rayer|effacer|supprimer ..1 de ..2 carte|terre|monde|vivants
tirer|tire|tirerai ma|sa reverence
fermer|ferme|fermerai les yeux ..4 toujours|jamais|rouvrir|definitivement|bon
endormir|endors|endorme|dormir|endormais ..6 toujours|bon|eternellement|fin|definitivement
tourner|tourne la page ..2 de ma vie
compter|compte mes derniers jours
aller|partir voir|retrouver ..2 haut|dieu|ange|anges
quitter|quitte|quittais ..1 vous|tous|monde tous|pour|definitivement
<want-fr>|pouvais|pouvoir ..3 jamais ..2 nes
risque|conduite|comportement|conduites|crise|geste|gestes suicidaire|suicidaires|desespere|desesperes
<if-fr>|que je claque|clamse|cane|creve
du|failli|prefere|aurais y rester $
du|failli y rester
coeur ..4 arreter|lacher
plus|pas|envie|jamais|marre|assez|quitter|rester|etre ..4 sur cette|la terre
pres du geste
geste|gestes desespere|fatal|irreversible|irreparable|suicidaire
aurais|aurait|serais ..1 du y? rester dans|la
tient|retient|garde|maintient|tiennent|retiennent en vie
peur|capable ..2 ce que je ..3 me faire
raison|raisons|chose ..6 encore|toujours|suis|reste ..1 vivant|vivante|vie
je suis encore|toujours vivant|vivante
je suis encore|toujours en vie
maladie|cancer|accident|infarctus|crise|virus|camion ..2 me ..1 emporte|emporter|tue|tuer|fauche|prenne
me emporte|emportait|fauche ..2 $
pas|plus ..5 vivant|vivante $
se est|etait|soit pendu|pendue|immole|immolee|defenestre|defenestree|flingue|flinguee
= quand|fois on est ..1 mort $
`
