package distress

// explicitEnglish are words of death, suicide or harm of oneself, and of no wish to live.
const explicitEnglish = `
// always, but in idioms
unaliv*|sewerslide|unalive|selfharm*
self|selves harm|harming|harmed|harms|injury|injure|injuring|mutilation|mutilate|mutilating|hate|cutting
kill|kills|killing|killed|killin|offing|offed|unalive|hang|hanging|hanged|hung|shoot|shooting|shot|drown|drowning|stab|stabbing|poison|starve|starving|behead|strangle|suffocate|neck|electrocute|murder|end|ending|top|topping|topped|terminate|terminating|execute|eliminate|unalive|delete|deleting|erase|erasing ..1 <self-en>
kill|killing|killed my|him|her self
= kill # me|myself
kms
= kill # kms
do|did|doing <self-en>|him|her in
hurt|hurting|hurts|harm|harming|harmed|cut|cuts|cutting|burn|burning|burned|injure|injuring|punish|punishing|mutilate|scratch|scratching|starve|starving|bruise|hit|hitting <self-en>
hurt|harm|cut|hurting|cutting my|him|her self
cutting again|my|lately
end|ends|ending|ended|take|takes|taking|took|taken|finish|finishing|finished|throw|quit|leave|leaving <my> own? life|lives|existence
end|ending things
to|will|might|could off <self-en>
end|ends|ending|ended|finish|finishing this|the|a|my <my>? life|suffering|misery|existence
end|ends|ending|ended|finish it|this|everything all
<i-want>|will|can|about|tempted|how|ways|way|thoughts|thinking|or|and to? of? about? just? end|ending it
want|wanted|going|ready|time|wish to? ..1 end it|everything|this|things
ending|end it|things for good|tonight|now|soon|forever|today
end my|this|the|all pain|suffering|misery
// death of oneself
<i-want>|will|can|afraid|scared|fear|am|me|do|did ..1 not? to? ..1 die|dies|dying $
<i-want>|will|can|afraid|scared|die|want to? just|really|only|also|so|actually|simply|please? die|dies
want|wants|wanted|wish|wishes|ready|rather|deserve|deserves|going|let|hope|hopes|should|could|better|supposed|planning|plan|try|tried|trying|need|afraid|scared|wanting ..2 to|just|could|would|rather|i|me|he|she|they|should|and|not|never|only ..1 die|died|dying|dead
wish|wished|hope|hoping|if|pray|prayed|when|once|until|dreamt|dream|rather|imagine|think|pretend|want|after|because|feel|like|maybe|better ..1 i|he|she|me|to|that ..2 would|was|were|am|be|had|just|could|already|felt|feel|being ..1 dead|died|gone|die|dying|asleep
wish|hope|if|pray|when ..1 i just|could|would|only? die|died|dies|perish
should|could|would|wish have|had|of ..1 died|drowned|killed
thought|thoughts|thinking|think|about|consider|considered|considering|ways|plan|planning of|about|to? ending|end things|everything|this $
dying|death|dead ..4 easier|better|peaceful|relief|best|only|solution|escape|nice|nicer
hope|wish|want|wishing|hoping ..3 get|gets|hit|run|crash|crashed|hits ..3 bus|car|truck|train|over|plane|traffic
i ..1 be|am|feel|felt ..1 better|already|happier|more|basically|good|practically ..2 dead
feel|feeling|felt|already|practically dead inside|already
i ..2 should|deserve|could|rather|might|would|supposed ..2 dead|die
be|being|am|was dead inside|already|soon|tomorrow|anyway|by|and|than|right
dead|died|dying|die|dies|empty inside
better|easier|happier|best|worth|useful|valuable ..1 off? dead
worth more dead
rather|sooner be? dead|die
thoughts|thinking|thought|think|thinks|dream|dreams|dreaming|fantasize|fantasizing|fantasise|daydream|daydreaming|obsessed|talks|talking|talk|urge|ideas|idea|joke|joked|jokes ..2 of|about|bout ..2 death|dying|dead|die
my own? death|funeral
waiting|wait|longing|ready|praying|pray|beg|wish|begging|hoping|long|welcome ..1 for|to death|die|dead
let|make it|me|this|everything end $
death would|will|sounds|seems|is|looks|feels ..3 peaceful|relief|escape|better|answer|solution|option|way|easier|nice|comforting|release|kind
only? death is|would ..2 solution|option|way|answer|relief
somebody|someone|please|just|pls|plz|god|would|universe|lord ..1 kill|shoot|end me
^ kill me
kill me $
kill me now|please|already|pls
put me out of
let me die|go|rest
how|way|ways|place|time|where|reasons to die
die in peace|alone|soon|tonight|tomorrow|already|now|quietly|peacefully|anyway|too|instead|young|here
i am|was going|about|ready|meant|supposed to die
i am|was dying $
do|does|did not want to be|live|exist|wake|breathe|wake
not|never|no|longer ..1 want|wants|wanted|wanting|wish|like|care|need|deserve|feel to|like|if|i ..1 live|living|exist|existing|alive|breathing|breathe|survive
not|never|no|nor|longer want|wants|wanted|like|wish|plan to be|feel ..1 here|alive|around|born|me|in
rather|wish|prefer|want|wanted|hope ..2 not|never ..2 be|exist|live|here|existed|born|alive|wake|existing|woke|being|lived|around
wish i did not|never ..1 exist|live|wake|survive|have
<tired>|<no-en> of|to|with|my|being|how ..2 living|life|alive|existing|existence|breathing|live|exist
<no-en>|what|any|zero|find|see|little reason|reasons|point|will|desire|purpose|wish|energy|strength|interest|use|motivation ..1 to|in|of|for ..1 live|living|alive|exist|existing|life|existence|be|staying|stay
will to live
be|stay|staying|being|remain|remaining|feel alive $
not|never|no|why|reason|hate|sure|hard ..4 stay|be|being|remain|staying alive
i|have|been|will cut|cutting again|last|tonight
life|living ..1 no|zero|little value|worth
done|finished|tired|sick|over|stop|quit|keep|keeping|bear|stand|continue|hate|sucks ..1 living|existing|breathing $
can|could not keep|go|continue|bear|stand|carry ..1 living|existing|breathing|alive
living|existing|breathing|life|being|staying alive? is|feels|hurts|has ..3 hard|painful|exhausting|pointless|unbearable|torture|tiring|much|burden
nothing|anything|something|no|what|much to|left live|is for
nothing left? to live
nothing left to live for
life is|was|would not|never|nt|hardly|barely? ..1 worth
life ..2 not ..1 worth
not|hardly|never worth living|being|it|staying living|alive|life|anymore
worth living|being|staying anymore|alive
is life|living|it ..1 worth living
do not|never deserve|want|need|care ..3 live|life|alive|exist|living|breathe
can|could not|never|no ..1 live|living like|anymore|any|another|this|with|myself|on
not|no live|living|exist|existing anymore|longer|another|any|like
not|never|to be alive|existing|breathing anymore|tomorrow|again|at|next|to
be alive anymore|at|another|any|today|right
never|not ..2 wake|waking|woke|awake up
never|not ..2 wake|waking|wakes|awake up|again|anymore|tomorrow|ever|$
never|not ..2 open my eyes
wake|waking|woke up again|anymore|tomorrow|ever
stop|stopped|stops|quit|cease|ceased|end ..1 to? existing|living|breathing|exist|live|breathe
stop|stopped|quit being alive|here
cease|ceased|ceasing to be
stop|stopped|quit|cease my heart|life
heart|breathing would|to|just? stop|stops|stopped
sleep|slept|asleep|rest|bed ..1 forever|eternally|permanently
sleep|asleep|bed ..3 never|not ..3 wake|up|again
never|not have|been|be|had|should|to ..1 born|existed
never be|been born
was|am|were never|not born
should|deserve|supposed|meant ..1 not|never|to|nt be? exist|alive|born|existed|live|here $
should|deserve|supposed|meant ..1 not|never|to|nt be? exist|alive|born|existed
wish|want|wants|wanted|going|could|would|should|let|like|just|rather|need|ready|if|hope|trying|me ..2 i|to|just|could|would|me|had|that|can|should|would ..2 disappear|disappeared|vanish|vanished|disappearing|evaporate|unexist|perish|fade
i ..1 just? disappear|disappeared|vanish|vanished|vanished|perish
disappear|vanish forever|completely|permanently
leave|leaving|quit|exit|escape|depart|out this|the|of this|the? world|earth|planet|life|existence
out of my misery
better|easier|happier|best|fine|peace|relieved|lighter|simpler|free|freed|freer|relief ..4 without|wout|after|minus me
without me ..4 better|easier|happier|happy|fine|relieved|lighter|simpler|free
life|lives|world|everything|family|kids|everyone ..5 without me ..1 in $
better|easier|happier|relieved|best|fine|relief ..3 if|when|once|without|after i|me|him|her ..2 gone|dead|died|disappeared|not|here|disappear|vanished|die|leave|exist|was
better|best off ..2 gone|dead|without
better off if i
everyone|everybody|they|family|world|kids|people ..4 better ..2 without me
jump|jumping|jumped|leap|step|throw|throwing|walk|walking|drive|driving ..1 myself? off|under|from|in|out|into|infront ..3 bridge|building|roof|cliff|train|traffic|window|ledge|balcony|metro|subway|bus|rooftop|tree
slit|slitting|cut|cutting|slash <my> ..1 wrist|wrists|arms|arm|throat|legs|thighs|veins|skin
blow|blowing <my> brains|head
bullet|gun in|to|through <my> head|brain|mouth|skull
overdosing|overdosed
<i-want>|will|about|almost|tempted|tried to? ..1 overdose|od
goodbye|farewell|suicide|final|last letter|letters|note|notes|goodbye|goodbyes
done|over|finished|through|tired|sick|fed|had|bored|exhausted|enough with|of|up|it|by ..1 life|living|existing|existence
give|giving|gave|given up on life|living|my|staying my? life|living|alive
attempt|attempted|attempting|tried|trying|try ..3 my|his|her|their|own|end|take ..1 life|lives|it
urge|urges|want|relapse|relapsed|relapsing ..2 to|with|on|into sh|cut|cutting|hurt
do something|anything irreversible|permanent|stupid to|thing myself
do not let|make me live
god|lord|death|universe|jesus|allah|angels ..3 take|takes|took|taking|taken me
take|takes|took|taken me in|away|during|home ..2 sleep|night|heaven|god
join|joining|be|see my|her|him|them ..2 heaven|afterlife|grave
six feet under
be|with|join|see|meet ..3 in heaven
in <my> grave
not make|making it through|to the|another|next|tonight|morning|till|until ..1 night|morning|tomorrow|week|day|weekend|year
safe from|with myself
not|never be|feel safe with|alone|from myself
// death by itself, of whoever no idiom says
death|deaths
dying
be|being|been|were dead
i ..2 was|were|as dead
to ..1 die
i|me|myself|we ..2 die|died $
i|me|myself|should|could|can|could|might|would|will ..2 die instead|alone|already|tonight|now|today|tomorrow|soon|and|before|if|then|so
i|he|she|who|brother|sister|friend|mum|dad|husband|wife ..1 attempted $
i|he|she|who|brother|sister|friend|son|daughter|mum|dad|husband|wife ..1 attempted once|twice|before|again
survived|after|since ..1 my|his|her|their ..1 attempt
survived|after|since|planned|planning|another|second|last ..1 attempt on|$
pass|passed|go|die|taken|take|slip|quietly|peacefully|end|gone|stop in my|his|her|their ..1 sleep
sleep|asleep ..5 no ..2 morning|tomorrow|waking|wake|after
sleep|asleep ..3 stay|remain asleep
sleep|asleep|bed ..8 no morning|tomorrow
sleep|asleep|bed ..4 for good
not|never|no ..3 see|have|face|be ..1 another|next|any morning|sunrise|birthday|christmas|dawn|sunset|spring|summer
better|easier|happier|fine|best|lighter ..4 without a|their|his|her|my|our|the <kin>
if|hope|wish|wishing|let ..2 a bus|truck|car|train|lorry|plane ..2 hit|hits|run|ran|crashed|take|takes|took ..1 me
if|hope|wish ..2 i got|get|had hit|cancer|run
done|finished|over|through being alive
reason|point ..3 stay|be|remain|stick ..2 this? earth|planet|alive
stay|be|live|exist|walk on this earth|planet
checking|check|checked|clock|clocking|opt|opting|bow|bowing out ..1 for|of|permanently ..1 good|life|existence|living|permanently
my ..1 coffin|eulogy|obituary|gravestone|tombstone|headstone|funeral|grave|wake
i ..2 want|wish|ready ..2 meet my maker
pull the plug on me|myself
not long for this world
not ..2 want|deserve|wish|care ..2 be|stay|remain|keep ..1 alive|here|living|breathing
took|take|taken|taking|swallow|swallowed ..1 all|bunch|whole|many|bottle ..3 pills|meds|tablets|medication|painkillers
bought|buy|have|got a rope
not|never ..2 be|b here|alive|around anymore
rather not exist|live|be|wake
= i ..1 drop|dropped dead
peaceful|better|nice|relief|easier|quiet|good|calm ..6 to? be|being gone|over|dead
want|wish|like|prefer|wanted|rather ..2 be gone
i ..1 was|am|were|be not ..1 alive
i ..2 could|would|want|wish|rather ..3 not exist|existing
without me ..2 alive|breathing|existing
not trust myself
safe ..1 tonight|from
keeps|keeping me alive
better|i|me|be ..3 in|under the ground|dirt|soil
going|might|scared|afraid|will|could ..3 do something|anything stupid|drastic|rash|terrible
only|one|sole reason|thing ..3 alive|breathing|living
only|one reason ..3 i ..2 here $
die|died|dead instead of me
me instead of him|her|them
i sh again|last|tonight|lately
hate|regret|sorry ..3 born
by|at <my> own hand|hands
dead people
join|be|with|see ..2 my late <kin>
`
