package distress

// sets are words that phrases name, one set a line.
const sets = `
birth etre|suis|etais|ete|serais|serait|est|jamais|soit|sois|naitre|fus
je je|moi|j
want-fr veux|veut|veulent|voulions|voudrais|voudrai|voudrait|aimerai|prefererai|souhaiterai|devrai|meriterai|pourrai|essaye|essaie|essayer|essayait|tente|tenter|voulais|voulait|vouloir|aimerais|aimerait|souhaite|souhaiterais|souhaitait|prefere|prefererais|preferais|prefererait|preferait|desire|reve|revais|espere|esperais|envie|envies|besoin|merite|meriterais|meritais|aurais|devrais|pourrais|faudrait|vais|allais
i-want want|wants|wanted|wanting|wish|wishes|wished|wishing|hope|hopes|hoping|ready|rather|deserve|deserves|prefer|going|plan|planning|trying|tried|try|like|longing|long|need|should|could|would|might|just|please|let|allowed
self-en myself|himself|herself|themselves|themself|yourself|urself|ourselves|oneself|meself
self-fr me|se|te|vous|nous|moi
my-fr ma|mes|mon|sa|ses|son|ta|tes|leur|leurs
my my|his|her|their|your|own|ur|our
dead-fr mort|morte|morts|mortes|decede|decedee
life-fr vivre|vie|exister|existence|respirer|survivre
if-fr si|quand|lorsque|jour
no-more plus|pas|jamais|aucune|aucun|sans|perdu|perdre|perds|marre|assez|ras|fatigue|fatiguee|fatigues|las|lasse|degoute|degoutee|degoutes|epuise|epuisee|peine|peur|moins|ni|arreter|arrete|arretez|cesser|cesse|cessez|refuse|refuser|soule|soulee|saoule|saoulee|mal
tired tired|sick|exhausted|weary|done|fed|bored|over|afraid|scared|hate|hating|hated|stop|stopped|quit|cease|enough|tiring
no-en not|no|never|nothing|without|lost|losing|lose|hardly|barely|neither
kin-fr pere|mere|papa|maman|mari|femme|fils|fille|frere|soeur|parents|enfants|gosses|petits|famille|proches|maison|compagne|compagnon|copine|meuf|daron|darons|couple|mome|momes|gamins|mamie|papi
kin father|mother|dad|mum|mom|husband|wife|son|daughter|brother|sister|parents|kids|children|family|partner|folks|boyfriend|girlfriend|grandma|grandpa|everyone|everybody
burden-fr fardeau|boulet|parasite|dechet|epave|loque|merde|ratee|rate|fantome|meuble|moins|zero|sangsue|assiste|encombrement|perdant|perdante|loser|looser|honte|deception|nullite|catastrophe|profiteur|profiteuse|raclure|rebut|paria|tocard|vaurien|larve|ruine|legume|monstre|ombre|ordure|tache|tare|plaie|branleur|clochard|gachis|desastre
void-fr avenir|futur|apres|lendemain|lendemains|horizon|issue|echappatoire|espoir|lumiere|sortie|fin|bout
burden burden|weight|load|loser|parasite|failure|disgrace|disappointment|waste|embarrassment|nuisance|liability|ghost|shadow|nobody|zero|leech|wreck|screwup|mess|freeloader|outcast|reject|wretch|scum|vermin|curse|coward|drag|drain|dud|freak|monster|joke|stranger|furniture|shell
see-fr vois|voit|voyais|voir|trouve|imagine|imaginer|sais
goods montre|montres|albums|album|affaires|bijoux|guitare|guitares|photos|alliance|bague|collection|vinyles|chien|chat|instruments|economies|cles|objets|souvenirs|carnets
work jira|bug|bugs|refus|entretien|entretiens|sprint|boulot|taf|job|boite|client|clients|manager|reunion|reunions|code|legacy|projet|process|recruteurs|recruteur|rh|candidatures|candidature|lettres|cv|linkedin|ats|teams|excel|windows|php|java|css|html|ticket|tickets|merge|mails|tests|test|meetings|meeting|docker|kubernetes|webpack|teletravail|transports|git|esn|ghosting|conflit|conflits|branche|regex|config|migration|script|base|serveur|api|interface|deploiement|prod|branch|conflicts|conflict|callback|build|commute|standups|standup|rejections|rejection|interviews|interview|leetcode|yaml|deadline|scrum|sql|javascript|typescript|react|angular|python|linux|server|deploy|release|codebase|feature|framework|pipeline|compiler|database|loop|function|library|stack|repo|maze|impasse|backlog|marche|poste|techno|algo|algos
`

// abbreviations are what texting, English contractions and misspellings stand for: a word or
// several with | between them, then what is read; nothing for what is left out.
const abbreviations = `
n|ne
j je
d de
l le
m me
s se
t te
c ce
qu|k|ke que
jusqu jusque
lorsqu lorsque
puisqu puisque
g|ge|jai|jaie je ai
jv|jvai|jvais je vais
jve|jveu|jveus|jveut|jveux|jvx|jvoulai je veux
jvoudrai|jvoudrais|jvoudre je voudrais
jpeu|jpeut|jpeux|jpe je peux
jsui|jsuis|chui|chuis|shui|shuis|chwi|chu|jss|jsius je suis
jariv|jarriv je arrive
jenvi je ai envie
jpp je en peux plus
veu|veus|ve|vx|veu|vex veux
peu|peus|pe peux
sui|ss suis
vai vais
v vais
pu|plu|pluss|pus plus
envi|anvi|anvie|enviz envie
enviede envie de
kan|qd|qand|kand quand
ki qui
koi|kwa quoi
akoi|akwa a quoi
pk|pq|pkoi|pourkoi|prk pourquoi
tjs|tjrs|tjr toujours
jms|jamai jamais
ri rien
bi bien
tt|tou tout
ds dans
dc donc
mm meme
ac|avk|avc avec
ds dans
vs vous
ns nous
pr pour
ps|pa pas
fo|fau|fodrai faut
mor mort
mwa|moa|mw moi
viv|vivr vivre
vi vie
mourrire|mourrire|mouri|mourer|mourire|mourrir mourir
foutr foutre
disparetre|disparaitr|disparetr|disparaite disparaitre
sentu|setuer se tuer
metuer me tuer
tuers tuer
finire finir
anfinir|enfinir en finir
servir|ser|serre sers
wanna|wana|wnna|wanta want to
gonna|gona|gunna going to
gotta|gota got to
tryna|tryin trying to
lemme let me
jetais|jetai je etais
vivan vivant
kys kill yourself
unalived|unaliving|unalive unalive
ded dead
u|ya you
ur|your your
im|i'm|iam|ima i am
i'd|id i would
i've|ive i have
i'l i will
youre|you're you are
youd|you'd you would
theyd|they'd they would
theyre|they're they are
theyl|they'l they will
weve we have
were|we're were
whats|what's|wats what is
thats|that's that is
theres|there's there is
its|it's it is
lifes|life's life is
cant|cannot|cnt|can't can not
dont|don't|dnt|dun do not
doesnt|doesn't does not
didnt|didn't did not
isnt|isn't is not
wasnt|wasn't was not
werent|weren't were not
couldnt|couldn't could not
wouldnt|wouldn't would not
shouldnt|shouldn't should not
wont|won't will not
havent|haven't have not
hasnt|hasn't has not
arent|aren't are not
aint|ain't is not
noone no one
no1 no one
anymor|nomore|anymo anymore
bc|cuz|coz|cus because
n't not
killin killing
livin living
dyin dying
existin existing
tho though
2day today
fer|fere|fe faire
panse|pance|pans pense
suisside|suissid suicide
cm|com|kom comme
pleur|pleurs pleure
sen|san sans
pourqoi|pourqui|pourquois pourquoi
tro|trop trop
jame|jamay|jamai jamais
boute|bou bout
gou gout
fatige|fatigee fatigue
inutil|inutille inutile
partou partout
persone|persoone personne
vien viens
reveile reveille
kontinue|kontinuer continuer
espwar|espoire espoir
arete arrete
tjr toujours
thort|thorts|thot|thots thoughts
evrything|evrythin|everythin|evrythng|everyting everything
abuot|abt about
dosnt|dosent|dusnt|doesn does not
hopless|hopeles hopeless
usless|useles useless
wortless|worthles|worthlss worthless
nobdy|noboby|nobodys nobody
burdon|burdan|berden burden
tierd|tird|tyred tired
beter|bettr better
`
