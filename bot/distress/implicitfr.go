package distress

// implicitFrench are words of no worth, no way on, no strength, nobody, and goodbyes.
const implicitFrench = `
// no worth
je sers|servais|servirai|servirais|sert ..1 plus|pas? a rien|quoi|personne
je ai ..1 jamais ..1 servi a rien
<je> suis|etais|sens|serai|sentais|deviens ..3 inutile|inutiles|incapable $
<je> me? suis|etais|sens|sentais|deviens ..1 inutile|fardeau|minable|invisible|vide|transparent|transparente|miserable
<je> suis|etais|sens|serai|sentais|deviens ..3 minable|nulle|merde|rate|ratee|dechet|fardeau|poids|boulet|parasite|imposteur|ordure|erreur|echec|moins|monstre|honte|charge|gene|invisible|transparent|transparente|trop|coquille|ombre|fantome|looser|loser|zero $
je suis|etais ..2 un|une ..1 rate|ratee|dechet|fardeau|poids|boulet|parasite|echec|merde|charge|moins|honte|perdant|perdante|fardeaux
je|moi|suis|il|elle|que ..3 bon|bonne a rien
bon|bonne qu|que? a rien
bon|bonne a jeter
je suis|vaux ..2 rien $
suis|sens|serai ..1 de trop
un|le poids|fardeau|boulet|parasite pour
une charge|plaie|honte|gene pour
je vaux|valais|vaut ..1 rien
je me|moi deteste|hais|degoute|meprise|maudis
je merite|meritais ..2 pas|plus|rien|personne
je gache|gachais|pourris|foire|rate|ruine|detruis|bousille ..1 tout|vie|vies
je ai tout|rien rate|gache|perdu|foire|foutu|reussi|detruit
je ai ..2 reussi rien
rate|gache|foutu|ruine|ruinee|detruit|bousille|foire|perdu|gacher|ratee ..1 ma vie
dit|dis|repete|repetait|persuade|pense|croit|disait ..3 il|elle|que ..1 sert|vaut|manquerait|manquera|compte ..2 rien|personne
ma vie ..4 echec|foutue|finie|ruinee|fichue|vide|enfer|cauchemar|sens|rien|gachee|merde|inutile|detruite|ratee|souffrance|gachis|fini|desastre
fait|fais ma vie derriere
honte de vivre|exister|moi|etre|ce
je compte|comptais|manquerai|manquerais|manque|importe ..2 personne
je existe|interesse ..2 personne
// no meaning, no hope
a quoi|kwa bon $
a quoi bon ..1 continuer|lever|battre|insister|essayer|tout|lutter|encore|esperer|tenir|rester|se $
a quoi bon ..2 continuer|lever|battre|lutter|esperer|tenir|rester
a quoi bon tout
a quoi ca|sa|bon|je sert|sers|rime ..2 continuer|lever|battre|lutter|esperer|rester|moi $
a quoi ca sert ..1 me|se|lever|vivre|moi|encore|tout|que|continuer|rester|lutter|esperer|lever
a quoi je sers
plus rien ..2 a|fait|ont ..2 sens
rien ..2 a|fait plus|aucun|pas ..2 sens
rien|plus ..2 a|fait|de|na|plus ..2 sens $
plus|pas|aucun|trouve ..1 sens a ma|la|tout|rien
tout|vie|ca ..2 a|perdu|de ..1 plus|aucun|pas|tout|de ..2 sens $
rien ..2 sert|compte|importe|touche|anime|interesse|vaut $
plus rien ..2 va|tient|fait|goute|sert|compte $
rien me? fait ..1 envie|plaisir|sourire
plus rien ..1 m|me|ma
plus|aucun|aucune|perdu|perds|sans|ni ..2 gout|espoir|avenir|futur|issue|issues|energie $
pas|tout ..2 espoir|avenir|futur|issue|issues $
plus|aucun|perdu|sans|pas d|de|tout|aucun ..1 espoir|avenir|lumiere
tout ..2 espoir perdu
plus|aucun|aucune|perdu|perds|pas|sans ..1 gout a|pour|de|en rien|tout|la|vie
plus envie de rien|continuer|lutter|tout|personne|faire
plus|pas ..1 force|forces|courage|energie ..3 continuer|lutter|battre|lever|avancer|esperer|tenir|rien|tout|essayer|affronter $
plus|pas la|les|aucune force|forces de|d
vois|voir|voyais|trouve|reste ..1 plus|pas|aucune|aucun|pas ..3 issue|sortie|avenir|solution|solutions|bout|lumiere|sens|futur|espoir|raison|demain|interet|lendemain
pas|aucune|plus|sans ..1 issue|echappatoire $
tout|toute est|semble|parait ..2 noir|vide|gris|fini|inutile|sombre|noire $
tout|toute est|semble|parait ..1 noir|perdu|foutu|fichu|vain|sombre|noire
tout ca ..2 pour rien
aucune|plus|pas|quelle raison de continuer|me|rester|lever|esperer|lutter|battre
condamne|condamnee a souffrir|echouer
jamais ..3 heureux|heureuse|mieux|bien
rien|rien|ca ..2 jamais ..2 mieux|arranger|arrangera
change|changera|changerait|changerai ..1 rien ..2 personne
vois|voyais pas|plus de? suite|lendemain|apres|fin
vois|arrive|crois|pense|sais|peux|comment pas|plus|comment|jamais ..4 en sortir|sors|sortirai
vois|voit|voyais|imagine|sais ..1 pas|plus comment ..6 sortir|arranger|tenir|remonter|mieux|survivre|relever
en sors|sortirai|sortir|sortirais pas|plus|jamais
etre|suis|sens|sentir|sentais de|en trop
bien|mieux ..2 si|quand je ..1 etais|suis|serai|pars|partais pas|plus|absent|absente|la|loin
dedans|interieur ..5 eteint|eteinte|vide|mort|froid|noir|casse
eteint|eteinte|casse|cassee|vide|brise|brisee ..2 dedans|interieur|depuis
pouvoir|peux|temps|continuer|marre|fatigue|fatiguee|peine ..4 faire ..1 comme|semblant|bonne
combien de? temps ..5 tenir|tiendrai|supporter|pouvoir|tiens|encore
je ai|avais|reste ..1 plus? personne
pourquoi continuer|continue|lutter|insister|rester|insiste|lever|battre|tenir
pour quoi continuer|lutter|insister|rester|me|battre|tenir
au bout du bout
souffrance ..3 jamais|arrete|arretera|fin|insupportable|trop
je fais semblant ..3 bien|va|vivre|sourire|heureux|heureuse
pas|plus capable $
// absence
impression|sentiment|train de|d me? couler|sombrer|etouffer|noyer|tomber|effondrer|eteindre|craquer
peur de|d me? couler|sombrer|effondrer|craquer
me enfonce|enfoncer|ecroule|ecrouler|consume|detruis|eteins|meurtris ..2
qui|personne|nul|on ..1 voudrait|voudra|veut|veulent|aimerait|aimera|embauchera|voulait ..1 de moi
decu|decois|trahi|perdu|abandonne|blesse|deception|honte|echoue ..1 tout|mes|ma|pour|ceux ..1 monde|famille|enfants|proches|parents|femme
ose|peux|supporte|arrive plus|pas ..2 regarder|face|glace|miroir|sortir
fini|finie|termine|trop|foutu|mort|perdu ..1 pour moi
je ..2 vais|suis|appartiens|existe nulle part $
vie|me|moi ..2 mene|va|attend|attends nulle part
tout le monde|monde ..3 oublie|oubliee|abandonne|abandonnee|deteste|hait|tourne
plus personne ..2 me|moi
vois|voir tout en|tout noir
tout en noir
crois|croit|croyais plus|pas ..1 a|en rien|moi|personne|vie|avenir
rien ..2 changera|changerait|changer|ameliorera ..1 jamais|plus|pas|$
plus|pas|jamais ..2 envie|force|forces|courage ..2 battre|lutter|continuer|lever|tenir|avancer|sortir|sourire|parler
plus|pas la|les force|forces|courage $
je derange|derangeais|encombre|gene|embete ..1 tout|tous|monde|toujours
je fatigue ..1 tout|tous ..1 monde
marre|fatigue|fatiguee|las|lasse|assez|ras|bol|epuise|epuisee|bout ..1 de souffrir|lutter|tout|pleurer|moi|tenir|subir|tomber|recommencer|semblant|etre
personne|nul ..2 remarque que|rien|quand
personne|nul ..2 remarquerait|remarquera|remarquerai|apercevrait|apercevra|apercoit|regretterait|regrettera|pleurerait|pleurera|manquerait|manquera|pleurer|manquerais|souviendra|souviendrait|regretterai|chercherait|chercherais|inquieterait
personne ..2 va|allait|irait|risque|pourrait ..2 remarquer|regretter|pleurer|apercevoir|rendre|chercher|souvenir|manquer|retenir|inquieter
personne ..2 rendrait|rend|rendra compte
personne ..2 verrait|verra ..2 difference|rien|plus|moi|$
qui ..2 remarquerait|remarquera|apercevrait|apercevra|regretterait|regrettera|pleurerait|pleurera|souviendra|souviendrait
qui ..1 va|irait|pourrait ..2 remarquer|regretter|pleurer|apercevoir|retenir
qui ..1 va|irait ..2 rendre compte $
si ..2 je ..6 qui|personne ..4 rendre|rend|rendrait|rendra|remarquer|apercevoir|inquieter|inquieterait|chercher|chercherait|compte|difference
personne ..1 me|se|ma ..2 aime|aide|comprend|ecoute|regrette|entend|attend|veut|voit|regarde|parle|soucie|compte|appelle|croit|aimera|pleure
tout|ils ..5 fout|foutent|fichent|fiche|moque ..1 moi
manquerai|manquerais|manquer|manque|manquera|manquerait ..1 a ..1 personne
si|quand|lorsque je ..1 etais|serai|serais|suis|etait|sera|disparait plus|pas la $
si|quand je ..1 suis|etais|serai|serais parti|partie|disparu|disparue|absent|absente|plus
je serai|serais|suis ..1 plus la ..1 demain|bientot|longtemps
je serai|serais plus|bientot|pas plus? la $
bientot plus la|parmi|besoin
vous|tu|personne aurez|auras|aura ..1 plus|pas ..1 a|de|besoin ..3 inquieter|supporter|soucier|porter|occuper|moi
plus|pas|aucune de? place pour moi
plus|pas ma place ..1 ici|nulle|parmi|sur|dans|monde|terre|nul $
place nulle part|ici|monde|terre
disparu de la surface
m|me ..2 effacer|evaporer|eteindre|volatiliser|envoler|evanouir $
<want-fr> ..2 me? eteindre|evaporer|effacer|oublier|fuir|volatiliser $
partir|disparais ..1 loin|tres|toujours|definitivement|retour $
partir ..1 revenir|retour
<want-fr> ..2 m|me en? aller $
// no strength
je en peux|pouvais|peu ..1 plus|pas $
je en peux|peu ..1 plus vraiment|vrmt|du|plus|la|moi|ca|je|et|mais|aidez|aide|help|franchement|serieux|mentalement|psychologiquement|moralement
plus|pas je en peux plus
en peux|peu plus de tout|la|moi|ca|cette|vivre|souffrir|lutter|faire|porter|cacher|continuer|me
je y|i arrive|arriverai|arrivais plus|pas $
je y arrive plus je|et|la|rien|tout|du|vraiment|seul|seule
je arrive plus a rien|avancer|me|respirer|faire|sortir|penser|tenir|dormir|lutter|esperer|croire|sourire
je tiens|tiendrai|tient|tiendrais vraiment? plus|pas $
je tiens|tiendrai|tient|tiendrais vraiment? plus|pas ..1 coup|debout|jusque|longtemps|vraiment|et|je|semaine|bon|rien|sur
je vais|vis pas|plus ..1 tenir|y
peux|pourrai|pourrais plus ..1 continuer|supporter|tenir|lutter|endurer|avancer|faire $
peux|pourrai|pourrais|peut pas continuer|supporter|tenir|endurer $
peux plus continuer|supporter|faire comme|ainsi|cette|tout|la|semblant|a
a bout $
a bout de force|forces|tout|nerf|nerfs|course|je|et|la
suis|vraiment|completement|totalement|sens|moralement|nerveusement a bout
bout du|de rouleau|rouleaux|souffle|forces|chemin
fond|bord du|de trou|gouffre|seau|precipice|abime|puits
touche|toucher|touché le fond
je me|moi effondre|noie|sens|laisse ..1 sombrer|couler|vide|vides|partir|crouler|tout|mourir|submerge|aller $
je me effondre|noie $
je sombre|coule|craque|dechire|deprime|flanche|depere|deperis|survis|agonise $
je sombre|coule|derive|chavire
je survis $
je coule $
perds|perd|perdu|perdre pied
je suis|sens ..2 vide|vidée|videe|brise|brisee|detruit|detruite|casse|cassee|perdu|perdue|foutu|foutue|fini|finie|desespere|desesperee|aneanti|aneantie|submerge|eteint|eteinte|epuise|epuisee|depasse|lasse $
je suis|sens brise|brisee|detruit|detruite|aneanti|aneantie|desespere|desesperee|eteint|eteinte|perdu|perdue|casse|cassee|foutu|foutue
vide a|en|immense ..2 interieur|moi|dedans
vide|vidée|videe de|a l|le ..1 interieur|tout
je souffre ..1 trop|tellement|silence|tous|jour|chaque|nuit|en $
trop|tant|tellement de? souffrance|souffert|douleur|mal|douleurs
la|ma|cette douleur|souffrance ..2 insupportable|forte|arrete|disparaisse|grande|immense|jamais|finisse|finit
que ca|cela|tout|ca se? arrete|arretent|finisse|termine|cesse
que la|cette|ma douleur|souffrance|souffrances
<want-fr> ..2 tout|que arreter|arrete|finisse|lacher|laisser|stopper|abandonner $
arreter|stopper|cesser tout|de|la souffrir|souffrance|douleur
je abandonne|laisse|lache|renonce ..1 tout|lutter|moi $
je baisse|ai|jette baisse? les|la bras|eponge
plus ..1 me battre|lutter|relever|lever|raccrocher
je me? bats|remonte|remonterai|releve|releverai ..2 plus|jamais|pas
bas|plus|pas|jamais pour? me? remonter|relever
seul|seule|seuls au|a monde|mourir
tenir|tiens|tenu encore|jusqu|jusque|juste ..2 jour|heure|soir|demain|nuit|semaine
sais plus|pas pourquoi ..1 je|moi|rester|continuer|tenir|$
je suis|me|sens ..3 seul|seule $
je suis|me|sens ..2 tout|toute|tellement|si|trop|completement|vraiment|desesperement seul|seule ..1
je ai plus|perdu ..1 personne|rien|tout|aucun|famille|amis
je ai tout perdu
personne a qui parler
abandonne|abandonnee de|par tous|tout|moi
je pleure|chiale|sanglote ..4 jours|nuits|soirs|temps|arret|cesse|soir|nuit|jour|raison|matin|matins|rien|pourquoi|mois|semaines|seul|seule|cachette|douche|toilettes|voiture|dormir|sans
pleurer ..2 sans|tous|toutes|toute|chaque ..3 soir|soirs|nuits|nuit|jours|jour|arret|cesse|raison|matin|matins|temps
les larmes ..5 seules|arretent|arret|raison
je dors|mange|sors|vis|ris|souris|respire|existe plus $
je vis ..1 plus
je broie|broyer|broye du|le noir
depression|deprime|depressif|depressive|desespoir $
je suis|fais|sens|en|tombe|sombre ..1 depression|depressif|depressive|depressions|desespoir
<want-fr> ..2 pleurer $
aidez|aide moi ..2 peux|plus|prie|supplie|pitie
plus|pas ..1 supporter|supporte ..2 rien|tout|moi|personne|vie|douleur|meme|regarder
me supporte plus|pas
je supporte plus|pas $
supporte plus|pas ..2 moi|vide|rien|regard
supporte plus|pas de? etre
chaque|tous|les|ce jour|matin|jours|matins ..2 supplice|enfer|torture|calvaire|souffrance|pire|combat|lutte
peur de moi|ce
peur de ce que je
plus|pas confiance en moi $
plus|pas rien a perdre|esperer|attendre|offrir|donner|faire
rien a perdre|esperer|attendre
je attends|espere|veux plus rien
je ressens|sens|eprouve plus|rien ..1 rien|vide|aucune
pire en pire dans ma tete
ma|la tete ..2 exploser|sombre|noir|noire
// goodbyes
adieu|adieux $
^ adieu a|mes|tout|et|les|maman|papa|mon|ma|je
adieu a tous|tout|toutes|vous|mes
dernier|derniere|ultime message|fois|messages|nuit|soir|mot|jour|mots ..2 ecris|parle|soir|vous|envoie|poste|adieu|laisse|entre|entendrez|vois|voyez
ce sera|est mon dernier|derniere message|jour|nuit|soir|noel|mot|anniversaire|lettre
prenez|prends|occupez|occupe|prend|veillez|veille ..1 soin|bien? de|sur ..1 mes|mon|ma|eux|elle|lui enfants|chat|chien|chats|chiens|famille|fille|fils|mere|parents|femme|mari
pardon|pardonnez|pardonne|excusez|desole|desolee ..2 moi|tous|tout|mal|famille|existe|etre
merci|pardon pour tout ..3 adieu|pardon|souvenez|oubliez
je vous|te|les aime ..2 pardon|adieu|oubliez
oubliez|oublie moi
souvenez vous de moi
bientot ..2 fini|finie|termine|finira|delivre|libre|tranquille ..2 moi $
tout sera|est|serait|va ..2 fini|termine|finir $
tout serait|sera|irait ..1 plus? simple|mieux|facile sans|si
ai|je tout prepare|regle|range ..4 apres|partir|moi|depart
je vais|va? passer a le acte
peur de passer a le acte
<want-fr> ..2 dormir ..1 longtemps|plus|toujours|tout
// burden
<je> ..1 suis|etais|sens|deviens|devenu|devenue|serai|reste ..3 un|une|la|le|de|vrai|gros|sacre ..1 <burden-fr> $
moi un|une|le|la <burden-fr>
<je>|que ..2 suis|etais|deviens|devenu|devenue|sens|etre ..1 que|qu? un|une|la|le vrai|gros|simple? <burden-fr>
un|une|le|la|vrai|gros|leur|son <burden-fr>|poids|charge|bouche pour|a|chez|dans|de|aux|sur ..2 <kin-fr>|tous|monde|entourage
= <je> ..3 poids mort
= poids mort pour|chez|dans
bouche|bouches ..3 nourrir
<je> coute|coutais|couterai|couterais ..4 tout|monde|famille|parents|cher|rapporte|rapport|vaux
leur|lui|vous coute|coutais|pese|pesais ..2 plus|cher|trop|que
<je> pese|pesais ..1 sur|trop|mes|ma|tout
<je> prends|vole|occupe|gaspille|pompe|use|bouffe ..1 la? place|air|oxygene
voler|gaspiller|bouffer|pomper|vole|prendre|prends ..1 air|oxygene|place ..1 autres|un|quelqu|vivants|gens
honte|pitie|honte de moi|exister|vivre|respirer
<je> fais|faisais honte|pitie|souffrir|peine ..2 tout|monde|mes|ma|famille|moi|enfants|$
<je> me fais honte|horreur|pitie|vomir|degout
honte|deshonneur|echec|rate|boulet de la|ma|cette|leur|sa|notre famille|fratrie|lignee|maison|tribu
honte|honteux|decus|decues|decu ..1 de moi
<kin-fr> ..2 ont|a|avaient honte de? moi
en|de trop ici|partout|chez|dans|sur|pour|meme|la|a
en surplus|surnombre
inutile ..3 maison|famille|tous|partout|moi|chez|monde|personne
// no worth
suis|serai|etais|rester|vaux ..1 strictement|absolument|vraiment|plus|rien? rien $
rien a offrir|apporter|donner a|de|$
rien de? bon en|chez|dans|de moi
<je> ..2 merite|meritais ..1 rien|mort|pire|sort
merite|merites pas|plus ..2 aime|aimee|heureux|heureuse|amour|bonheur|aide|vivre|mieux
<je> casse|gache|rate|detruis|pourris|abime|foire ..1 tout|touche
tout ce que je touche|fais|entreprends ..4 casse|rate|foire|pourri|detruit|gache|merde|echoue
peux|supporte|arrive plus|pas ..2 me? voir|regarder|supporter|blairer ..2 peinture|glace|miroir|face
la haine ..1 de moi
haine|degout|horreur|mepris de|pour moi
voir|vois|regarde ..2 un|une <burden-fr>
<je> me vomis|execre|deteste|hais|degoute|meprise
personne|qui|jamais ..3 aimer|vouloir|embaucher|supporter ..1 quelqu|un|moi|comme ..1 comme moi
quelqu un comme moi ..3 pas|plus|rien
// no way on, no future
pas|plus|aucun|aucune|sans|ni|zero ..2 <void-fr> ..1 pour|devant|a|chez|dans moi|nous|quelqu|ma
plus|pas|aucun|jamais|ni de|d? avenir|futur|espoir|lendemain ..2 ni|nulle|ailleurs|ici|du|pour|$
avenir|futur|horizon|demain ..5 ferme|fermee|bouche|bouchee|noir|foutu|existe|eteint|mur|vide|annule|fichu|condamne|gris
pour moi ..3 ferme|fermee|foutu|foutue|fichu|cuit|plie|fini|finie|termine|terminee|mort|noir $
fini|finie|termine|terminee|foutu|foutue|fichu|cuit|plie|trop|tard pour moi
tunnel ..9 pas|plus|sans|jamais|aucun|aucune ..2 bout|fin|sortie|lumiere|issue
pas|plus|jamais|sans|aucun|aucune ..3 bout|fin|lumiere|sortie ..2 tunnel
tunnel sans fin|bout|sortie|issue|lumiere
<je> <see-fr> ..2 que ..1 noir|vide|mur|neant
toutes|les portes ..2 fermees|ferment|closes
aucune|plus|pas|sans de? solution|issue|espoir|avenir|porte ..1 pour quelqu|moi|nous|les
jamais ca|cela|rien|les|choses ira|iront|changera|arrangera|finira|arretera
ca|rien|cela|tout ira|iras|iront|arretera|finira|arrangera|changera plus? jamais|pas
ca|cela|rien se|me? ira|arretera|finira|arrangera|changera ..1 jamais
pas|jamais de fin $
sans fin ..2 tunnel|souffrance|enfer|cauchemar
je suis|sens|me ..1 piege|piegee|prisonnier|prisonniere|condamne|condamnee $
trop tard pour ..1 moi|recommencer|refaire|vivre|changer|tout|rattraper
il|me reste ..1 plus? rien $
rien|personne ..2 reste ..1 moi|rien|plus $
a quoi ..1 ca|sa? rime|sert|servirait|bon ..2 accrocher|acharner|insister|lutter|lever|tenir
tout ca|sa|cela pour quoi|rien
pourquoi|pour quoi ..1 me|se lever|lever|battre|accrocher
lever|battre|continuer|tenir|accrocher ..2 pour qui|quoi
attend|attends|attendait|attendre|attendent|espere|espoir plus ..1 rien
rien ..1 me ..1 attend|attends|retient|motive|leve|pousse
rien ..2 pour ..1 me? lever|accrocher|tenir|avancer|battre
leve|levais|lever|avance|fonctionne|vis ..1 par habitude|automatisme|reflexe
plus|aucune|pas|sans|quelle de? raison|raisons ..3 lever|sortir|rester|continuer|sourire|esperer|battre|avancer|accrocher|tenir|derriere
plus|aucune|sans de? raison|raisons derriere|$
sortir|sors|sort|lever|leve ..1 plus|pas|jamais ..2 de? lit|chambre
plus|pas|jamais|aucune ..4 sortir|sors|sort|lever ..1 lit|chambre
// nobody, invisible
on|ils|elles|vous me|nous oubliera|oublieront|oublierez|oublie|remplacera|trouverait|ignore|contourne|ignorent ..1 vite|jours|jour|semaines|en|facilement|et|$
chaud ni froid ..1 a? personne
changerait|changera|change|ferait|fera|fait|ca ..4 difference|rien ..3 personne
qui ..1 viendrait|va|irait|prendrait ..2 chercher|pleurer|regretter|trouver
personne ..2 inquieter|inquieterait|inquiete|soucie|soucierait ..3 moi|me|voir
<je>|comme|devenu|devenue|deviens ..3 fantome|meuble|ombre|decor|etranger|etrangere|transparent|transparente|invisible|inexistant|inexistante ..3 maison|famille|chez|vie|enfants|gosses|parents|femme|mari|yeux|couple
<je>|devenu|devenue|deviens|suis ..2 un|une|le|comme ..1 fantome|meuble|decor|ombre
comme un|une fantome|meuble|ombre|zombie
on|ils|elles|personne me voit|voient|calcule|calculent|remarque|regarde|adresse ..1 plus|pas|meme
<kin-fr> me parlent|regardent|calculent|voient ..1 plus|pas
// tears and sinking
arrete|arretes|cesse|peux ..2 pas|plus ..2 pleurer|chialer
fonds en larmes ..3 tous|tout|sans|chaque|matin|soir
je coule ..3 coule
je me noie personne|moi|et|tout|tous|chaque|$
touche|toucher|atteint|touche le? fond
rien dans le ventre
vide|vidée|videe mais|genre|plus|completement|tellement ..1 vide|videe
personne|rien dedans
fatigue|fatiguee|use|usee|casse|cassee|mort|las|lasse|epuise|epuisee ..1 dedans|interieurement|interieur
use|usee|fatigue|fatiguee|lasse|las|epuise|epuisee|ecoeure de|par tout|moi|tous|lutter|porter|me|faire
coeur ..2 fini|brise|mort|eteint|sec
<je> mange|dors|parle ..1 plus ..4 plus|rien
rien|plus ..3 fait|donne ..1 plus? envie|plaisir ..2 depuis|plus|$
bout du|de ..1 bout|forces|chemin|route
a|au bout de mes|tout forces|$
je lache|lache $
lache prise|tout $
pas|plus|aucune|trouve la? force|forces|courage de|d|pour|a rien|tout|personne|lever|lutter|vivre|parler|me|manger|ecrire|continuer
// goodbyes, and what is given away
dire|dit|disais|faire|fait mes|nos|un|vous? au revoir ..1 a|aux|avant|et ..2 <kin-fr>|tous|tout|toutes|vous|avant
leur|lui|vous laisser|laisse|donner|donne|leguer|legue|transmettre|laisserai|laissez ..2 <goods>
donne|donner|distribue|distribuer|legue|leguer|laisse|vide ..1 toutes|tout|ses|mes|nos <goods>
soucier|souci|inquieter|inquietez|inquiete|souciez|inquietude ..2 plus ..1 pour|de moi
plus|fini|finis ..1 de|le|a|les? soucier|souci|soucis|inquieter|inquietez|inquietude|inquietudes ..4 moi
debarrasses|debarrasse|debarrassee|tranquilles ..3 bientot|enfin|moi
bientot|enfin ..3 debarrasses|debarrasse|debarrassee
souvenir|souvenirs|image ..1 de moi
mis|mettre|mets|mises|range|classe|tout ..1 affaires|papiers|comptes en ordre
affaires|papiers|tout ..2 en ordre ..4 apres|pour|avant|femme|enfants
je|serai|vais|etre|serais|enfin|bientot ..2 en paix
trouver|trouverai|trouve|avoir|aurai|retrouver|veux la paix|repos ..1 enfin|eternel|eternelle|toujours|$
lettre|lettres|mot ..1 a|pour mes|ma|mon|chacun|mes ..1 <kin-fr>
je vous ai|aurai ..1 aimes|aimees
<want-fr> ..4 plus ..1 penser|sentir|ressentir ..1 rien|$
<want-fr> ..2 dormir ..4 rien|jamais|jours|mois|ans|fin
plus|ni ..1 rien sentir|ressentir|penser
<want-fr> ..3 bruit|voix|douleur|tete ..2 arrete|arretent|taise|taisent|cesse
merite|meritent|meritait|meriteraient ..6 que moi
merite|meritent|meritait mieux
<kin-fr> ..4 mieux|meilleur|meilleure que moi
plus|pas|jamais ..3 quitte|quitter|quittes|sors|sorti|sortie|bouge ..2 lit|chambre|canape
est plus|pas une vie
vie ..3 arretee|stoppee|terminee|brisee|volee
ma vie ..2 arrete|finie|termine
tellement|trop|si honte que|pour
il|elle|je ..2 est|suis|etais|etait|serait|etre|devenu|devenue un|une|le ..1 poids|fardeau|boulet|parasite|charge|bouche $
est|suis un|le poids|fardeau
fout|foutent|fiche|fichent|moque|moquent ..1 de|d moi
fout|foutent|fiche|fichent que je sois|suis|vive|existe|meure
plus|aucune ..1 larmes|larme
mon existence
aux crochets
pret|prepare|range|regle ..1 pour eux|elle|apres|quand ..1
trouveront|trouvera|trouverez ..1 tout|lettre|papiers|codes
personne|on|qui ..1 me|ma adresse|appelle|invite|touche|ecrit|sourit ..1 plus|jamais|parole|jours|$
decor|decoration|plante|fantome|meuble ..2 maison|famille|chez|salon
reste|suis|tombe|touche au fond $
reste|suis|tombe|coince au fond ..1 du|de|trou
il|elle ..2 un|une poids|fardeau|boulet|charge pour|$
pareil|pareils|meme ..3 pas|sans|jamais de? fin|issue|changera
noir|mur|vide|neant partout|devant|autour|total|absolu
<see-fr> ..1 que du|le|un noir|vide|mur
y a que du|le mur|noir|vide|neant
pas|plus|aucune|ni de|d lumiere
crois|croit|croyais plus|pas ..1 en|a ..1 rien|moi|personne|vie|avenir|humanite
je ..1 coule|sombre
je me ..1 noie|eteins|efface|effrite|deperis|fane $
survivre|survis|vegete|vegeter|subis|subir
en lambeaux
je suis ..2 en|a lambeaux|miettes|morceaux|terre
a terre $
brise|brisee|detruit|detruite|casse|cassee|mort|vide a|en|de ..1 interieur|dedans|moi
pas|plus|jamais ..1 a la hauteur
pas|plus a la hauteur ..1 pour|de|comme <kin-fr>|pere|mari
<kin-fr> ..2 mieux|meilleur|heureux|tranquilles|soulages sans|si
bon|bonne|utile ..1 a|pour personne|rien
plus|pas|jamais ..1 utile a|pour ..1 personne|rien
que ca|cela|tout|ca se? finisse|termine|stoppe|arrete
plus|pas|jamais ..2 voudra|veut|voudrait ..1 de moi
demande|veux|voudrais ..2 que ca|tout|cela ..1 finisse|arrete|cesse
trop|tellement|si lourd|lourde|dur|dure a|de|pour ..1 porter|vivre|continuer|moi $
tout porter $
plus|pas|jamais capable|jus ..2 rien|toute
suis|etais|serai plus|pas|rien? personne $
sais|sait plus ..1 qui je suis|etais sans|depuis
sais|sait plus ..1 qui je suis|etais $
amis|copains ..3 arrete|arretent|cesse|fini de? appeler|ecrire|repondre|parler|inviter|voir
regarde|fixe ..1 le plafond|mur|vide ..4 journee|journees|jour|heures|nuit|nuits
je suis ..1 arrive|arrivee|rendu|rendue|vraiment|completement? au bout $
fout|foutrait|foutrai|ficherait|fiche ..4 si|que je ..2 plus|la
vaux plus|pas|rien la peine
vaut|merite plus|pas la peine ..1 que|de ..1 me|aide
pourquoi|quoi je ..1 me|dois|devrais? bats|acharne|obstine|accroche|leve|continue|vis|reste|insiste|continuer|rester|lever
jete|jetee|jetes|traite|traitee|considere ..1 comme un|une|de|la dechet|merde|chien|ordure|moins|kleenex|rien|torchon
dites|dis|dire a|aux mes|ma|mon|leur|les ..1 <kin-fr> ..3 aime|aimais|pardon|desole|desolee
prends|prend conge de vous|tous
que je fous|fais|fiche|fait ..1 encore la|ici
que je fous|fiche|fais ..1 la|ici $
ma vie ..6 couloir|desert|neant|enfer|prison|cage|vide|ruine|ruines|noir|gris
passe|passerait|passent|passeront|passera ..3 bien ..1 de moi
debrouillent|debrouilleront|debrouillera|debrouilleraient|continuera|continuerait|tournera|tournerait|avancerait ..3 sans moi
fait mon temps
bon|bonne|suis pour|a la|le casse|poubelle|rebut
je suis|sens|etais ..1 perime|perimee|irrecuperable|irreparable|incurable
cause perdue $
cas desespere
a petit feu
dans|vers un|le|au|du ..1 gouffre|abime|neant
plus|pas|jamais ..1 me? projeter|projette
veux|voudrais|envie plus|pas ..2 voir|parler a? personne
je me isole|enferme|terre
pardon|desole|desolee|excusez ..2 pour|de tout $
me|nous ..1 verrez|lirez|entendrez|reverrez|verra|reverra|entendra plus|jamais
est la fin pour moi
arrive|arrives plus|pas ..2 respirer|relever|sortir|exister|lever|vivre|rire|sourire
trop|tellement|assez souffert|lutte|encaisse|supporte|attendu
je ai ..1 trop|tellement|assez souffert|encaisse
plus|pas|jamais ..2 heureux|heureuse ..1 $
plus rien ..2 fait rire|sourire|rien|vibrer|envie
plus|jamais ..2 sourire|rire $
je ai peur ..1 de|du moi|lendemain|demain
seul|seule ..3 mal|monde|fond|toujours|abandonne|abandonnee
tellement|si|trop|desesperement seul|seule
vie|tout ..2 est|sont ..2 effondre|effondree|ecroule|ecroulee|brise|brisee
monde|vie se|ce? ..2 effondre|ecroule
tout|vie se|ce ..1 effondre|ecroule
ai|est tout|tous essaye|tente ..3 rien|plus|sans
est sans issue|espoir|fin
mieux ..3 personne ..1 me|moi
jamais ..2 aime|aimee|assez|suffisant
plus|pas|jamais assez bien|bon|bonne|fort|forte $
je ..2 decois|decevrai|trahis|ruine|detruis ..2 tout|tous|monde|famille|enfants|mes|ma
tout ..2 est|de ma faute ..4 toujours|tout|vie
souffre|souffrir|douleur|souffrance ..4 plus|jamais|trop|arrete|silence|supporter|insupportable|toujours
en silence depuis
je souffre
on ..1 me aura|aurait oublie|jete|laisse|abandonne
abandonne|abandonnee|oublie|oubliee|rejete|rejetee|invisible par|de tous|tout|monde
a ma place ..2 personne|nulle
pas|plus|aucune de? place ..3 moi
laissez|laisse moi tranquille|tomber|couler|partir|seul|seule
laissez|laisse tomber ..2 foutu|foutue|fini|moi|irrecuperable
derriere moi ..3 devant ..2 rien|vide
devant moi ..3 rien|vide|mur|noir
rien|vide|mur|noir devant moi
plus|pas|rien envie ..1 de|d rien|personne|me|manger|sortir|lever|continuer
meme|juste|plus pas? ..2 la force|forces|courage
a|au bout ..2 supporte|tiens|peux|craque|lache
honte ..2 etre nes
veux|coupable|pardon|desole|desolee ..2 exister
dans ma|mon propre maison|famille|vie|peau|foyer|corps
plus|perdu|perd|sans ..2 couleurs|couleur|saveur|lumiere|gout ..1 $
on|ils|elles|personne ..4 rendrait|rendraient|rendra|rendront ..2 compte
mon absence ..4 rien|personne|change|changerait|manque|soulage
chaque|tous|toutes ..2 jour|jours|matin|matins|reveil|nuit|nuits ..3 punition|supplice|torture|enfer|calvaire|corvee|epreuve|combat
je suis plus la $
le neant $
est le neant
ce que je suis devenu|devenue
crie|hurle|appelle ..4 personne|vide|silence|interieur
personne ..1 entend|ecoute|comprend|croit $
merite|meritent|meriteraient|meritait un|une ..2 pere|mere|mari|femme|papa|maman|parent|fils|fille|ami|compagnon|compagne
deja|comme|etre enterre|enterree
il est trop tard $
que|quoi ..2 me reste $
espoir ..3 parti|mort|perdu|eteint|disparu
trop tard pour ..1 moi|recommencer
je ai ..1 plus|pu force|forces|courage|energie
plus|pas|aucune force|forces $
je me ..1 efface|effacer|eteins|eteindre $
me effacer|eteindre|evaporer ..4 mieux|vaut|vaudra|tous|monde
je fais|joue semblant|comme|role|comedie ..3 depuis|tous|plus|devant|bien
masque|sourire ..3 craque|tombe|faux|tient
= coeur|ame|moi|interieur|dedans ..2 est|sont ..1 mort|morte|morts
= est ..1 mort|morte en|interieur|dedans ..1 moi|$
jamais ..1 compte ..1 pour ..2 personne|eux|moi|quelqu|elle|lui
plus|rien ..2 sauver|tirer|attendre|esperer ..1 de|chez|en|dans ..1 moi|vie
attend|attends|espere ..2 rien ..2 vie|personne|gens
personne me repond|ecrit|rappelle ..1 $
pourquoi je ..1 me|se? reveille|reveiller|leve|lever|respire|existe|vis
<je> ..2 detruit|gache|ruine|brise|bousille|decu|trahi|foutu|perdu ..2 ma|mes|mon|leur ..1 <kin-fr>|vie|vies|couple|avenir|mariage
monde|ils|elles|famille|enfants|eux|tous ..4 mieux|tranquilles|heureux ..2 si je
a quoi ..3 que je continue|reste|vive|sois|lutte|essaie|insiste|tienne
embrasse|embrassez|embrasser ..2 <kin-fr> ..3 moi|part
je vais|va ..1 tres|vraiment|trop|tellement|terriblement mal
je ai ..2 mal|peur ..1 de? etre ..1 seul|seule ..1 soir|nuit|$
plus|pas ..2 porte ..1 sortie
le coeur en miettes|morceaux
remonter|remonterai|remonte ..1 la pente ..1 plus|jamais|pas
ressemble ..1 plus|a ..2 rien|vie
plus|rien que ..1 la|une ombre
ombre de moi|celui|celle|elle|lui
vie ..1 est|a ..1 plus|aucun|aucune|sans ..1 sens|but|interet|gout|couleur|saveur
mieux ..2 jamais ..1 ete|etre|la
que|qu un|une poids|charge|fardeau|boulet|probleme|souci|gene $
plus ..2 rien|personne a ..1 aimer|perdre|attendre
me laisse|laisser aller|couler|mourir|sombrer
`
