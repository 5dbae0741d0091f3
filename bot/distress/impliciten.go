package distress

// implicitEnglish are words of no worth, no way on, no strength, nobody, and goodbyes.
const implicitEnglish = `
// no worth
i am|feel|was|felt|become ..3 useless|worthless|burden|burdens|failure|waste|disappointment|nothing|pathetic|broken|hopeless|trapped|unlovable|invisible|garbage|trash|loser|disgrace|mistake|problem|unwanted|empty|numb|drowning|shell|alone|lost|exhausted|done|disposable|unloved|nobody|helpless|desperate|inadequate|ghost $
i am|feel|was|felt|become ..3 useless|worthless|burden|failure|disappointment|pathetic|hopeless|unlovable|disgrace|unwanted|trapped|numb|disposable|unloved|empty
i am|feel ..2 waste of|space
a|am|being|feel|such ..1 burden on|to|for
i am|was not|never ..1 good|worth|enough ..2 anyone|anything|enough|it $
i am good|no for|good nothing|to
i ..1 am|have nothing ..1 left|anymore $
i ..2 hate|loathe|despise|disgust myself|being|my|me ..1 me|life|myself|self $
hate|loathe who|what|how i
know|no|see why|reason ..1 i bother|try|continue|keep|exist|stay
weight|load on ..2 everyone|everybody|people|family|my|them|kids|parents|you
hate|loathe|despise|disgust myself
i ..1 ruin|ruined|mess|destroy|failed|fail|break|messed|wrecked ..1 everything|everyone|everybody|life
failed at life|everything
failed everyone|everybody|them|my|you
my life ..4 pointless|over|meaningless|mess|ruined|meaning|nothing|joke|hell|failure|waste|falling|nightmare|empty|purpose
life|existence ..2 pointless|meaningless|hopeless|empty|dark|unbearable|nothing|purposeless
everything is|feels|seems|looks|just|so ..1 pointless|meaningless|hopeless|empty|dark|unbearable|purposeless
life|everything|nothing ..3 no|any|lost|without|has|makes|lacks ..1 meaning|purpose|sense anymore|left
i ..1 do not ..1 matter|belong|deserve|count|mean ..2 anyone|anything|anywhere|here|anymore|happy|happiness|help|love|loved|better $
i do not matter|belong
i do not recognise|recognize myself
// no meaning, no hope
what is|was the|even|my point|use|purpose $
what is|was the ..1 point|use ..2 anymore|living|on|going|continuing|life|trying|getting|everything|all|waking|me|fighting|existing|staying
what the point anymore|of
no|any|the|see|much ..1 point|use|sense ..1 in|of|to|going ..1 going|on|anymore|continuing|anything|living|trying|carrying|getting|me|fighting|staying|hoping $
there is|s no|any point|use|hope anymore|left|for|in|$
no|not|any|lost|losing|without|out|there|beyond ..2 hope|future ..2 left|anymore|me|ahead|for $
lost|losing|without|given all|any? hope
i|have|there|see|is ..1 no hope
no|any|see|other ..1 way out|forward $
no way out
not|never|can see ..2 future|way|tomorrow|light|end|point|reason ..4 out|future|anymore|me|tunnel|for|myself|forward $
no|not see|imagine ..1 a|any|my future
nothing ..2 matters|left|mattered|helps|works|changes|better|feels|makes|interests|excites|good ..2 anymore|left|for|me|sense|real $
nothing ..1 matters
nothing left $
nothing left for|in|inside me|us|here|$
nothing will ever change|help|get|be
never|not ..2 get|getting|gets|be ..1 better|ok|okay|happy|happier $
it|things|this never|not gets|get|getting better|easier
no|little reason ..1 to|for ..1 get|go|keep|continue|stay|try|wake|carry|fight|bother
no|any light at|left
what do i have|got left
point ..4 anymore
weight ..1 round|around|on|to ..3 neck|shoulders|everyone|family|people|back|them|us
i am|feel ..2 waste|disgrace|burden|shame|embarrassment|liability|nuisance|parasite
do not|can|never see|picture|imagine ..1 myself ..1 being|living|here|around|in|alive|next|old|older|at|happy|getting
no face to
why ..1 do|should|would|am i ..1 bother|even|keep|continue|try|still|here
why ..1 do|should|would i get up
// absence
i|have|been ..1 become|becoming|became ..1 burden|failure|nothing|useless|worthless|shadow|ghost|monster
let|letting|disappointed|disappoint|disappointing|failed|hurt|hurting|shamed everybody|everyone|them|my|all ..1 down|all|family|parents|kids|$
it|everything|this|situation is ..2 hopeless|pointless|useless $
they|people|family|everyone|everybody do|does ..1 not need|want|love me
way out of|from this|here|it $
have|has|got|with nobody|one left|anymore|else
everyone|everybody forgot|forgotten|left|abandoned|hates|hated|despises ..1 me
nobody|anyone|anybody ..3 notice|care|cares|miss|misses|cared|noticed|missed|mourn|cry|remember|realise|realize|clock|spot|blink|bother|search ..4 me|gone|i|here|vanished|disappeared|missing|for|stopped $
nobody ..2 would|will|had|has ..2 notice|noticed|care|miss|mourn|cry|remember|clock|blink
no one ..2 would|will ..2 notice|care|miss|mourn|cry|remember|clock|blink ..1 me|if|for|i|that|$
no one|soul ..3 notice|notices|care|cares|miss|misses|cared|noticed|missed|mourn|remember|realise|realize|clock|clocks|blink|spot ..4 me|gone|i|here|vanished|disappeared|missing|stopped|for $
who would|will ..2 miss|mourn|cry|remember ..1 me|if|for|$
who would|will ..2 notice|care if|i|that|me|$
who ..1 notice|miss|mourn ..1 me|if|$
nobody ..2 loves|love|needs|need|wants|want|understands|likes|hears|sees|listens|help|cares|care|wanted|loved ..2 me
no one ..2 loves|love|needs|need|wants|want|understands|likes|hears|sees|listens|help|cares|care|wanted|loved ..2 me
nobody ..2 cares|care|cared|would $
no one ..2 cares|care|cared|would $
would|will anyone|anybody|someone ..1 notice|care|miss
if i ..2 gone|vanished|disappeared|not|left|went|never|stopped ..2 $
if|when|once i ..1 am|was|were|weren|not ..1 not|no|gone ..2 here|around|anymore|longer|there $
i will|would|may|might|won ..1 not|soon ..1 be|see ..1 here|around|anymore|tomorrow|gone ..1 much|long|anymore|tomorrow|longer $
i do not ..2 see|make|think ..2 myself ..4 year|christmas|birthday|future|here|years
the|this|whole world|family|everyone ..3 not|better|without|fine|same ..3 me
i|he|she|they ..2 want|wants|wanted|wish|need|like|could ..2 to|it|everything|all|could|run|pain|this|noise ..2 stop|fade|sleep|rest|vanish|escape|end|over|stopped|away|quit $
make|want|wish|need|please ..1 it|this|pain|everything|hurting|noise|suffering to? ..1 stop|end|over
pain|suffering|hurt|hurting ..3 stop|end|unbearable|much|over|away
<i-want> ..2 sleep|rest forever|long|all|years|week|until
i ..2 not|never|shouldn belong here|anywhere
// no strength
can|could not|barely|hardly ..2 do|take|go|keep|handle|cope|bear|stand|fight|face|carry|continue|live|endure|hold|breathe|hang ..3 anymore|longer|on|going|more|much|day|another|everything|life|alone|myself $
can not go|carry|hang|hold|keep on|going $
can not go|carry|hang|hold|keep on|going like|anymore|pretending|much|any|this|without|living|longer|doing|any|with|alone
can not do|take|bear|handle|stand this|it|life|any|much|the|all anymore|longer|pain|more|much|alone|of|$
can not cope
i can not|nt anymore
i have|ve no|nothing|little ..1 energy|strength|fight|hope|one|tears|left ..2 left|anymore|more $
no ..1 energy|strength|fight|tears left|anymore
no ..1 energy|strength|fight|tears to|in me|go|keep|do|fight|get|carry|face|continue|live
no will left|to|anymore
no one left
nothing left ..2 me|to|for|in $
i ..1 give|gave|giving|given|am|m up $
give|gave|giving|given up on ..1 everything|myself|me|life|hope|it
i ..3 give|gave|giving|given up on|completely|everything|for|now|trying ..1 everything|myself|hope|good|all $
want|ready|about|going to ..1 give up
so|just|really|too|very|am|i ..1 tired|exhausted|sick|done|worn of|fighting|from|out|with ..1 everything|it|this|trying|fighting|pretending|all|myself|struggling|being|hurting|feeling|world|me
tired|exhausted|sick|weary of|with|fighting everything|fighting|trying|pretending|hurting|struggling|myself|it|being|carrying|this
done of|with|fighting everything|fighting|trying|pretending|hurting|struggling|myself|it|being|carrying|life
i am|feel|was ..2 end|edge|breaking|rock|rope|brink|limit|limits of|the|my|bottom|point|$
end|limit of my|the rope|tether|road|line|strength
breaking|tipping point
rock bottom
falling|fall|breaking|coming|fell apart|pieces|down $
i am ..1 falling|breaking|crumbling|sinking|drowning|spiralling|spiraling|suffocating ..1 apart|down|inside|$
i ..1 sinking|drowning|spiraling|spiralling
hanging|barely|holding|hardly by|holding|hanging|on|functioning|a on|thread|by|$
lost|losing|lose myself|hope|faith|everyone $
i|have ..2 lost|losing everything|everyone|myself $
lost|losing|lose the|my? will|faith
i have|ve ..1 lost everything|everyone|hope|all
i have|ve|got no|one|nobody one|body|friends|family|body|where left|to|anymore|$
nobody to talk|turn|help
no one ..1 to talk|turn
so|completely|all|utterly|totally|really|very|feel alone|lonely|isolated ..1 $
so|completely|all|utterly|totally alone|lonely|empty|hopeless|isolated
i ..2 cry|crying|cried|sob|sobbing ..2 night|sleep|day|myself|every|time|stop|daily
i ..1 can not stop crying
i am|feel|have|ve|been ..2 depressed|depression|despair|desperate|miserable|suffering|numb
i do|can not|nt ..1 feel ..1 anything|alive|real|joy
i ..1 feel|felt nothing|dead
every|each|another|all day|morning|night ..2 hell|torture|struggle|worse|battle|pain|unbearable
dark|darkest|black|bad|intrusive|scary|horrible thoughts|place|thought|hole
darkness ..2 me|winning|consuming|inside|wins
scared|afraid|frightened of|what myself|what|i ..1 do|might|i
do not trust myself
i ..1 need|want out $
help me ..1 please|i|anymore $
// goodbyes
goodbye|farewell|bye everyone|all|world|everybody|forever|my|guys ..2 $
goodbye|farewell everyone|everybody|forever|world
this is|will ..1 goodbye|farewell
this is|will be? ..1 my last|final
saying|said|say ..1 my|goodbye|final|last|goodbyes|farewell|farewells ..1 goodbyes|goodbye|everyone|farewells
last|final message|post|goodbye|words ..2 from me
my last|final message|post|goodbye|words|night|letter
last|final time ..1 you|i ..2 hear|see|write|talk|post|speak|message|come|here|there|again
last you|they hear|will ..1 of|from|hear me|of|from
take|look|looking|taking care|after of|my? ..1 my ..1 cat|dog|kids|family|children|mom|mum|pets|parents|son|daughter|wife|brother|sister
forgive|remember|forget me
sorry ..3 being|everything|everyone|for|burden|born ..4 everyone|everything|born|alive|burden|failed|me $
thank|thanks ..2 everything ..2 goodbye|sorry|bye|farewell
it will ..2 over ..1 soon|for
soon ..2 be? ..1 over|gone|free|peace
// burden
being|become|became|becoming|am|feel|felt ..4 a|the|just|only|another|total|such|real|dead ..1 <burden> on|to|for|at|in|around
i ..2 am|feel|become|was ..3 a|the|total|complete|such|just ..1 <burden> $
a|the|be|just|such ..1 burden|load|drag|drain|weight on|to them|everyone|everybody|him|her|my|the|others|people|family|us
= i|me|but|just|am ..2 dead weight
= dead weight ..2 to|on|for <kin>|my
mouth|mouths to feed
shame|disgrace|dishonour|dishonor|embarrassment|disappointment on|to|of|for ..2 <kin>
family shame|disgrace
surplus to ..6 everywhere|kitchen|home|family|house|life|wife|husband|own|kids
surplus|unwanted|redundant|spare|extra in my own
i|just|always ..3 drag|dragging|bring|bringing|pull|pulling|weigh|weighing ..1 everyone|everybody|them|people|family|us ..1 down|with
i cost ..3 than|more|too
not|never ..2 worth ..2 trouble|cost|space|air|effort|keeping|saving|anyone|food
taking up|too space|room|much|air
waste|wasting ..2 space|oxygen|air
in the|their|everyone|everybody way|hair $
out of ..1 way ..3 fine|better|happier|easier
fine|better|happier|easier ..4 out of ..2 way
// no worth
see|saw|look|looking|mirror|just ..3 a|the ..1 <burden> $
i ..1 disgust|hate|loathe|despise|repulse|sicken myself|me
hate|loathe|despise|disgusted|ashamed ..3 about|of|at|with|being myself|me
ashamed|disgusted of|with|by who|being|existing|what
hate ..1 everything|all ..1 about|of my|me|myself ..1
not|never deserve to ..1 be|have|live|feel ..1 loved|happy|happiness|here|better|love|help
not|never deserve|deserved ..1 love|happiness|kindness|help|them|you|better
nothing ..1 good|worth|lovable|decent|right|worthwhile about|in me|myself
everything i touch ..2 breaks|ruins|dies|turns|fails|rots
tired|sick|bored ..1 of ..1 being me|myself
i|am|be|being|feel ..2 unlovable|worthless|pathetic|irredeemable|unfixable|disposable|repulsive
beyond|past help|saving|repair|fixing|hope
i ..2 beyond|past ..1 help|saving|repair|fixing
nobody|who ..2 love|want|hire|need|wants|needs|loves ..2 me|someone ..1 around|like|anymore|$
no one ..2 love|want|need|wants|needs|loves|misses ..1 me
// no way on, no future
no|any|zero|not|never|see|without ..2 future|tomorrow|hope|light|prospects|life ..2 for|in|ahead|left ..1 me|it|us|anything|someone|here|anywhere
not|never|no|without|find|finding ..2 see|find|imagine|picture ..2 way|path|road|route|end ..1 through|out|forward|past|ahead|from
way|path through|out|forward of|from|this ..1 this|here|it|one|hole|life
too late for me
it is|was|just ..1 too late $
door|doors|road|path ..2 closed|shut|closing|locked|blocked ..3 me|out|options|nowhere|$
out|run|ran ..1 of ..1 options|reasons|hope|road|future
reasons|reason to ..1 keep|carry|go|hold|try|continue|get|wake|stay|fight|stick ..1 trying|going|on|up|fighting|around|living
will|would|is|are|going|never ..2 never ..2 get|gets|be|getting ..1 better|ok|okay|over|easier|happy|end
it|this|pain|suffering|nightmare never|not ..1 ends|end|stops|stop
never|not ..1 gets|get ..1 better
will|would|ever|never|not stop|end for|hurting|me
never change for me
what is|was it|this|everything|life all for
what is|was any|all ..2 for $
what am i ..1 here|alive|living|doing|good ..1 for|$
why ..2 do|should|am i ..1 try|bother|still|keep|hold|wake|get ..3 on|up|here|trying|anymore|alive|going|$
no|nothing|little|not ..3 reason|point|motivation|much|why|to ..2 get|getting|wake|waking ..1 up|out ..1 for|bed|anymore|$
nothing to|i ..1 get|look|wake|live|hold ..1 up|forward|for|on ..1 for|to|$
picture|see|imagine myself ..2 next|in|at|being|older|here|year|years|future
// nobody, invisible
would|will|does|did|not|never ..2 anyone|anybody|somebody|soul ..1 even|really? notice|care|miss|come|look|realise|realize ..2 if|looking|me|i|$
nobody|anyone|anybody|one|soul|who ..3 come|check|look|looking|coming|came ..2 for|on|looking me|for
forget|forgotten|replace|replaced|forgot ..1 me|about ..2 week|days|day|month|weeks|quickly|soon|hour|hours|by
they|everyone|everybody|all|people|family|kids ..4 breathe|sleep|rest|do|be|manage|cope ..1 easier|better|lighter ..2 if|without|once|when
lighter|easier ..2 not having|without|if|once ..2 me|to|i
invisible|ghost|stranger|furniture|shadow|unwanted|unseen|unheard ..3 home|house|family|life|kitchen|own|kids|wife|husband|friends|everyone
i|me|feel|as|well ..3 be|am|feel|like ..2 invisible|ghost|unseen|furniture|transparent $
look|looks|talk|talks|walk|see|sees|talking|looking|stare ..1 straight|right|just? through|round|around|past|over me
nobody|who|never ..2 see|sees|hear|hears|listens|listen|talks|calls|asks ..1 me|to $
no one ..2 see|sees|hear|hears|listens|listen|talks|calls|asks ..1 me|to $
wants|want|need|needs me around|here|there|anymore
everyone|everybody|kids|friends|family ..2 stopped|stop|quit talking|calling|asking|seeing|speaking
// tears, sinking, end of strength
cry|crying|cried|sob|sobbing|tears|weep|weeping ..4 every|each|all|daily|constantly|sleep|nightly|why|reason|nothing|stop|again ..2 night|day|time|morning|week|to|hours
stop|stopped|quit|end crying|sobbing
can not|never stop|stopped crying|hurting|sobbing|shaking
wake ..3 cry ..4 sleep
i ..1 am|going ..1 sinking|under|drowning|spiralling|spiraling|fading|disappearing|crumbling ..1 $
i ..1 am ..1 going under
end|edge of|at ..1 my|the|a rope|tether|line|road|strength|limits|limit
i ..2 no|any|little|zero|without ..1 fight|strength|energy|will|tears|hope|reason|life left ..2
fight|strength|hope|life|nothing|will left ..1 in|to me|us|give|live|fight
tired|exhausted|sick|weary|worn|drained|over ..1 of|from|out|by|with everything|it|myself|me|life|fighting|trying|pretending|people|this ..1 $
numb|hollow|empty|dead|broken|shattered inside
i|he|she ..1 am|feel|feels|is|been|felt ..2 numb|hollow|empty|broken|shattered ..1 inside|all|now|most|anymore $
i ..1 feel|felt|am|been ..2 hollow|numb|empty|shattered|hopeless|worthless|useless|helpless
alone ..2 hurts|aches|physically|kills|unbearable
no|any hope ..1 left ..1 for|in|$
says|say|said|tells|thinks|feels ..3 nothing ..1 matters|left|worth
empty|hopeless|worthless|useless|numb|pointless says|said|and ..3 nothing
says|said|feels|felt ..2 he|she|they is|are|feels|feel|se ..2 empty|hopeless|worthless|useless|numb|done|trapped|alone
// goodbyes, and what is given away
need|needing|have|has|worry|worrying ..3 to ..1 worry|care|bother|think|look about|after|for me ..2 anymore|much|longer|soon|again
not|never|no|stop|without ..2 need|have|longer|more ..1 to? worry|worrying|care|bother|concern ..2 about|with|for me ..2 much|longer|anymore|soon|again
giving|given|gave|give ..2 away ..2 my|his|her|their|all|everything|most
giving|given|gave|give|gifted ..1 away? my|his|her|their|all dog|cat|pets|pet|guitars|guitar|watch|things|stuff|belongings|possessions|records|books|ring|jewellery|jewelry|savings ..1 away|to|$
put|putting|get|getting|got|set|have my|his|her|their affairs|papers|things|stuff in order
i|will|be|am|finally|soon|once ..3 at peace
remember|think ..1 me|of kindly|fondly|sometimes|well|smiling|happy|when|at
you|they|all|everyone|will ..3 be|do fine|ok|okay|better ..2 once|when|without|after i|me ..2 gone|out|not|away
tell|look|take|watch|hug ..1 after|care|of|over? my|the kids|children|mum|mom|dad|wife|husband|son|daughter|parents ..2 i|love|loved|sorry|me|for
i ..2 want|wish|need|like ..2 sleep|rest|lie ..4 not|never ..2 feel|wake|think|exist|get
just|only want ..2 not|stop feel|feeling|hurting|exist|be
want|need|make|wish ..2 the|this|my pain|hurt|hurting|noise|suffering|ache|voices|thoughts ..1 to ..1 stop|end|go|over
in everyone|everybody|their|my ..1 way $
i ..3 in everyone|everybody|their ..1 way
deserve|deserves|need|needs ..5 better ..3 than me|i
deserve|deserves better than ..1 me|i|this
every|each|all day|days|morning|week ..3 same ..2 nothing|grey|hell|over|$
same ..1 grey|gray|empty|nothing
not|never ..5 ever ..1 improve|change|better|end|stop|happy
things|it|this|life ..2 never ..1 improve|change|better|easier
never|not|ever going to? ..1 get|be ..1 better|ok|okay|fine
no light just|anymore|ahead|anywhere|only
no light $
matter|matters|mean ..1 to no one
matter to nobody
not|never|hardly|barely ..2 left|leave|leaving|leaves ..1 my|the|his|her bed|house|room|flat|apartment|couch|sofa
ashamed|scared|afraid to leave|face|see|show my|the|house|anyone|them|people|family
can not ..1 get|got|face ..2 out|up of|in bed|the
in|on bed|couch for|all ..1 days|weeks|day|months
why ..1 bother $
i|he|she cry|cries|sob|crying|weep in|alone|myself|behind|when|whenever|every|at|until|till|so|all
i|he|she ..1 fall|falls|falling apart
bottom of ..2 hole|pit|well|everything|ocean|sea|abyss
in|down|into ..1 a|this|the dark|deep|black? hole|pit|void|abyss $
this|that|it is not ..1 a life
no life $
too|so ashamed ..2
broken and|beyond|man|woman|can|inside
a broken person
can|could|will not be fixed|saved|helped|repaired|loved
such|just a? burden
a burden to|on|for|and
a burden $
he|she|they|se|is|i ..2 a|the|just|such|only burden|waste|failure|parasite|disappointment|drain
they|you|she|he ..1 will ..1 find ..1 everything|letter|note|papers|instructions
passwords|accounts|papers|insurance ..6 for them|kids|wife|husband|family $
life ..1 stopped|ended|ends|stops ..2 day|when|in|there|that|$
my world ..1 stopped|ended
i ..2 mistake|regret|accident $
at|for my age ..3 over|late|nobody|nothing
nobody|no|who|one ..1 will|would|ever ..2 want|love|hire|take|miss|need ..1 me
not one|single|a person|soul|one ..1 would|will|asks|ask|notice|calls|care
there|part of the|like furniture|wallpaper|decoration|walls
what good am i
i ..2 good for nothing
not|never|no|longer ..1 want|care|bother|motivated ..2 anything $
not|never ..2 care ..2 anything|happens ..1 to? anymore|me|$
not care|matter ..1 if|what i|happens ..2 live|wake|make|eat|me|to
exhausted|tired|sick|done ..1 of|from|with being|pretending|trying|fighting|existing|carrying|hurting|crying|everything
can not|nt see|imagine|picture ..3 end|future|tomorrow|way|point|getting|getting
lost|losing|lose ..1 will|reason|desire|taste|interest ..1 to|for|in go|everything|life|wake|continue|anything|keep|carry
given|give|giving|gave up on|hoping|trying|fighting ..1 me|hope|myself|life|everyone|fighting|trying|$
slipping|fading|drifting|wasting away
dark|darkness|black|blackness ..2 inside|around|everywhere|swallowing|closing|winning
hold|holding|hang|hanging ..1 on ..2 by|thread|anymore|much|longer
barely|hardly holding|hanging|functioning|surviving|existing|coping|breathing
just surviving|existing
trapped|stuck|caged in ..1 my|this ..1 life|head|mind|body|darkness
i ..1 feel|am ..2 trapped|caged|cornered|hopeless|helpless
like|as|if|though i ..2 do|did not exist|matter|count
i ..1 do|did not exist ..1 to|for|at|here|$
too ..1 tired|exhausted|weak|numb|sad|broken|empty to ..1 cry|eat|live|care|speak|move|fight|try|shower
nothing|nobody ..2 waiting|ahead|coming ..1 for|of me|us
no one ..1 waiting for me
nothing left ..1 to try|lose|give|say|hope|offer|hold
stare|staring|stared at the|my wall|ceiling|walls|floor
i ..2 reached|hit|reaching|reach the|my end|limit|bottom $
ruined|destroyed|wrecked|lost|failed everything|everyone|everybody|them
i ..2 not worth
threw|thrown|treated|tossed|discarded|feel ..3 like|as trash|garbage|rubbish|dirt|shit|nothing
what am i ..1 doing here|anymore|alive
i ..2 not|never ..1 recover|heal|survive|bounce
everything|life|living hurts
everyone|everybody|they|family|kids|wife|husband ..2 be ..1 relieved|freed|lighter|unburdened $
my fault ..4 always|everything|all|forever
everything ..1 my fault
had a good run|innings|life
had my time|run|turn
not|never ..2 hear|see|bother ..2 me|from|you again|anymore|ever
not|never|nobody look|search for me
take care of each|yourselves|one
i ..2 replaceable|unnecessary|irrelevant|unneeded|unwanted|insignificant
become|became|becoming ..1 invisible
lost cause
hopeless case
nothing|anything ..3 joy|happiness|pleasure
joy|happiness|pleasure in anything|life|nothing
can|could not face ..3 tomorrow|day|it|anyone|people|morning|them|another|life
no|not|never|any ..1 place|room|space ..4 for me
place|room for me anywhere|here|in|anymore
do|does not need|want me ..1 here|anymore|around|$
do ..1 belong anywhere|nowhere
only|just|nothing but|a pain|problem|trouble ..1 to|for everyone|everybody|them|people|my
nobody|everyone ..2 hates|left|leaves|abandons|abandoned|despises ..1 me
i ..2 can not ..2 breathe|cope|function|anymore
i ..1 am|feel ..2 suffocating|dying|rotting|withering
i ..2 lost|losing|lose ..1 the? myself|hope|battle|fight|meaning|purpose|faith
no|without|lost|lack ..1 purpose|meaning ..2 in|to|left|anymore|life|for ..1 life|me|anything|living|$
not|never see ..3 any|a|the purpose|meaning|future
world|life|everything|all ..2 falling|fallen|fell|crumbling|collapsing|collapsed ..1 apart|down|$
all|everything ..1 seems|feels|is ..1 lost|dark|black|grey|gray|bleak|hopeless|pointless
it|life ..1 too|so hard|much|painful ..2 to|for|anymore ..1 bear|carry|live|go|me|continue
suffering|suffer|agony|torment ..4 every|long|enough|silence|much|anymore|daily|alone
suffered enough
i am suffering
give|giving|gave up on me|life|everything|us|trying
let|leave me go|alone|be $
leave me ..1 not worth
tired|sick ..2 of ..2 pain|hurting|struggle|fight|disappointing|failing|crying|waking
disappear|disappearing ..3 sees|notices|care|cares|one
i ..1 fading|disappearing|vanishing
love you all|guys ..3 goodbye|forgive|sorry|bye|always
tell ..1 my|the ..1 <kin> ..3 love|loved|sorry
hate|regret|sorry|ashamed|guilty ..3 exist|existing|living
in my own home|house|family|kitchen|body|skin
i ..5 to|for|on no one|$
i ..5 to|for|on nobody
nothing|no|lost|without ..2 colour|color|taste|joy|flavour|flavor
notice|register|feel|realise|realize|mind|mourn ..2 my absence
i am|feel ..1 finished|spent|ruined|doomed|shattered|lost|over $
every|each|another|waking ..1 morning|day|night|up|breath ..3 punishment|torture|hell|battle|nightmare|misery|torment|chore|agony
void|emptiness|nothingness ..4 me|inside|life|heart|where|was|around
what|who i ..1 have? become|became
out of strength|hope|fight|reasons|tears|life
scream|screaming|shouting|crying|shout ..4 nobody|no|void|inside|silence|one
nobody hears|listens|understands|cares|cared $
thank|thanks ..4 farewell|goodbye
farewell $
fade|fading|drift|slipping ..1 away
see|sees|saw|seeing no ..1 future|hope|point|way|reason|end|light|tomorrow
let|letting go of everything|life|it|all
not have it in me
what is ..1 left for|of me|us
what do i have left
hope|joy|light|will|strength|spark|everything is|has ..1 gone|dead|died|vanished
deserve|deserves ..1 a ..2 <kin>
deserve|deserves someone|better
feel|feels|feeling ..2 like|as ..2 home|family ..2 nowhere|nobody
nowhere ..3 home|belong|go|turn
no one|nobody ..1 left ..1 for|to me|love|care|call
wants|want me $
i am nobody|nothing
pretend|pretending|fake|faking|smile|smiling ..3 fine|ok|okay|smile|happy|inside|anymore|day
i ..3 could not care less ..1 about|if me|myself|live|i
not|never care|matter ..2 what|if ..1 happens|i ..1 to|live|am|wake ..1 me|$
i ..2 done fighting|trying|hoping|pretending|here|with
forgive me $
forgive me ..1 for|if|all|everyone|please|mum|mom
keep|keeps|kept failing|losing|hurting|disappointing|crying
all i do is fail|hurt|cry|disappoint|lose|drag|sleep
can not ..1 forgive|stand|bear|live|face ..1 myself|me
= in|of|inside me is|are|has ..1 dying|dead|died
i ..2 never|not ..1 mattered|counted|belonged|matter ..1 to|for|anywhere|here
nothing|not|nobody|hardly ..3 worth ..1 saving|keeping|loving|waking|helping
wonder|wondering|ask|asking ..2 why i ..2 woke|wake|exist|get|bother|here|alive|live|keep|continue|still
i ..2 destroyed|ruined|wrecked|failed|hurt|lost|shamed|disappointed ..1 my|their ..2 <kin>|marriage|life|lives|future
expect|want|need|have nothing ..1 more|else|anymore ..1 from|of|to ..1 life|anyone|lose|give
what good|use|point ..3 if|keep|keeping|going ..3 going|on|living
if i keep|kept|carry|carried|go|went on|living ..1 $
kiss|hug|hold ..1 the|my|our <kin> ..2 for|from me
even|own ..1 <kin> ..2 not|never|stopped ..1 see|seeing|look|looking|talk|talking|notice|call|want|need|recognise ..1 me|to
not|never|no|without ..2 find|see ..1 the|an|any|a exit|door|escape|way $
no escape $
no escape from|for ..2 me|this|myself|life
shell|husk|shadow|ghost|fraction of a|the|my|who ..1 person|man|woman|self|former|i
can not|scared|afraid ..2 be|being ..1 alone tonight|anymore|with|now|right
nothing ..1 will ever ..1 be|feel|get ..1 good|ok|okay|right|better|again
already ..1 gone|over|ended|lost $
i am in a|the ..1 very|really|bad|dark place|way $
i ..1 not ok|okay ..1 $
i ..1 am|feel ..1 so|really|completely|utterly|totally ..1 low|lost|empty|broken|hopeless|worthless|alone $
life|world ..2 better|fine|same without ..1 me
nobody|no|not ..3 loves|loved|likes|wants|needs|misses ..1 me $
what is wrong with me $
i ..2 tired ..1 of|from living|life|existing|everything|myself|all|fighting
no|not|never strength|energy ..2 left|to|anymore ..1 go|live|fight|get|carry|$
end|ending is near|close|coming
i can not ..1 do|take|go|live|carry|bear ..2 like|with this|myself|it $
`
