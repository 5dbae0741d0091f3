package distress

// idiomsEnglish are sayings of work, of code and of every day that hold an explicit word and
// mean nothing of it.
const idiomsEnglish = `
kill|kills|killed|killing|pkill|killall #
kill|kills|killed|killing|killall|pkill ..1 the|a|this|that|all|my|your|every|any|zombie|those|stuck|orphan process|processes|pod|pods|thread|threads|server|service|job|jobs|task|tasks|container|containers|instance|session|worker|workers|daemon|port|node|app|vm|terminal|shell|switch|feature|features|build|tab|connection|query|queries|child|children|time|vibe|mood
killer feature|features|app|apps|sudoku|instinct|use|whale
kill switch|switches|signal|chain|command|zone|list|it
dead code|lock|letter|link|links|end|ends|weight|line|lines|store|zone|drop|serious|wood|reckoning|heat|pixel|pixels|branch|tired|wrong|giveaway|ringer|silence|node|nodes|server|battery|laptop
drop|dropped|half|playing|brain|flogging|beating dead
drop dead date|gorgeous|line|deadline|simple|easy
over my dead body
dead man switch|s
dying|wanting|itching to|for hear|know|see|try|meet|get|read|learn|work|join|tell|share|ask|play|use|start|find|go|test|code|visit|show|ship|hear
dying|die|died|dies|dead|starve|starving|killed of|from|with laughter|laughing|boredom|hunger|thirst|embarrassment|curiosity|cringe|cuteness|shame|cold|heat|laughing|suspense|dysentery|anticipation
dying|die|died|dies|dead laughing
to|would|i|could|d die for a|that|some|this|one|an|these|coffee|it|$ ..1 coffee|job|pizza|internship|salary|interview|remote|nap|offer|vacation|drink|view|recipe|burger|chocolate|cake|$
views|view|coffee|food|pizza|salary|perks|benefits|team|job|recipe to die for
rather|sooner die than use|write|code|debug|touch|attend|deploy|merge|maintain|install|review|refactor
die|died|dies on this|that|the|a|my|your hill
die hard
old habits die hard
never say die
do or die
the die is cast
roll|rolled|cast|rolling|sided|loaded a|the|an|of|this|dice? die
die|dice casting|cast|cut|cutter|size|shrink|roll
let|wait|make|have|watch|let|letting|saw|see ..2 the|it|this|that|a|my|child|old process|pod|server|service|thread|worker|job|session|connection|request|container|battery|laptop|project|product|startup|idea|language|meme|thing|branch|script|program|it ..2 die|dead|dying|dies
process|pod|pods|server|service|thread|worker|job|session|connection|container|battery|laptop|phone|project|product|startup|language|framework|script|program|cobol|php|java|perl|flash|desktop|linux|email|seo|scrum|agile|node|daemon|app|website|drive|disk|router|fan|gpu|monitor|machine|pc|mac|computer|instance|vm|lambda|device|screen|system|tab ..1 never|does|did|will|would|to|should|must|is|was|keeps|about|supposed not|already|just|going|never? to? die|dead|dying|disappear
laptop|pc|mac|computer|server|instance|service|container|worker|lambda|screen|monitor|phone|thread|device|machine|node|process|app|system|vm ..1 never|not ..1 wake|wakes|waking up
die|exit in|from|php|perl|bash|function|or|statement|with ..1 php|perl|bash|mysql|error|pdo|function|script
mysqli|mysql|query|connect|or die mysqli|mysql|error|$
make|makes|made|making|watch|see|saw|let ..1 the|a|this|that|it|my|all|these|those|an ..1 button|bug|bugs|popup|modal|element|message|error|errors|text|icon|row|column|div|warning|cursor|menu|page|file|files|scrollbar|tooltip|window|field|image|job|jobs|sidebar|banner|toast disappear|vanish
jobs|job|roles|role|offer|offers|listing|listings|position|button|message|bug|element|file|page|junior|juniors|posting|postings|developers|data|cursor|icon|text|modal|popup|menu|tooltip ..2 will|would|could|should|might|to|just|keeps|may|going ..1 disappear|vanish|disappearing|disappeared|vanished
sprint|bug|project|deadline|boss|client|manager|migration|meeting|meetings|jira|merge|code|review|build|tests|interview|compiler|css|regex|webpack|docker|kubernetes|job|ticket|release|commute|heat|wait|waiting|suspense|back|feet|shoes|allergies|leetcode|homework|standup|it|this|that|teammates|colleagues|hr|recruiter|recruiters|pm|typescript|java|php|git ..2 will|would|is|are|going|to|literally|actually|almost|nearly|about ..3 kill|killing|kills|be me
kills|killing me softly|slowly|smalls
what does not? kill me|you
smile|would not? kill me|you|him to
kill me softly
shoot|shooting|shot myself in the foot|feet
shoot|shot me a|an|the|your email|message|dm|mail|line|note|ping|text
kick|kicked|kicking myself
cut|cutting myself some|a|short|off|out|loose|slack|shaving|break|in slack|break|short|off|$
cut|cutting myself short|off|out|loose|shaving
cut|cutting me|yourself some|a slack|break|deal|check
beat|beating|hard on myself up|about
kill|killing|killed|kills it|time|two|the|them|birds
kill|killing myself laughing
killed|killing|kills|kill it|them at|on|today|in
end it all with semicolon
end|ending|ended|finish|leave this|the|a|my|our ..1 meeting|sprint|call|session|contract|internship|thread|subscription|trial
end of life
life end|cycle
suicide squad|mission|burn|burns|bunny|bomber|commit|commits|pact|watch|blonde|rate
suicidal tendencies
career|commercial|political|financial|business|professional|corporate|market|social|startup|technical suicide
suicidal deadline|deadlines|schedule|commit|deploy|merge|timeline|estimate|pricing|plan|refactor|driver|pod
sudden|black|scope|blue|red|ring|near|startup|brain|heat|slow|code|death|certain ..2 death
death march|star|spiral|valley|note|match|stranding|metal|stare|knell
screen|valley|ring|circle|wheel|kiss of death
blue screen of death
bored|scared|micromanaged|tested|discussed|debated|talked|argued|documented|worked|tired|freezing|sick|frightened|boring|stressed|love|starving to death
sick|tired to|of death|living ..1 in|out|at|with|on|off ..1 london|paris|parents|city|hotels|suburbs|suitcase|roommates|savings
self destruct|destructing|hosted|end|injection|ending button|sequence|timer|message|object|token|$
burn|burned|burning|burnt|hurt|punish myself out|on
starve|starved|starving thread|threads|process
existing code|codebase|container|containers|tool|tools|user|users|test|tests|customer|customers|data|file|files|service|services|system|systems|feature|features|api|apis|project|projects|account|accounts|records|database|deployment|process|processes|stack|solutions|app|apps|infrastructure|team|clients|contract|pipeline|pipelines
live reload|demo|demos|share|stream|streams|streaming|server|coding|code|data|chat|session|sessions|events|event|updates|preview|site|sites|production|environment|interview|interviews
living documentation|doc|docs|wage|wages|room|standard|document|cost|costs|abroad
zombie process|processes|apocalypse
burn rate|down
drowning in|under code|tickets|emails|email|work|paperwork|tickets|notifications|meetings|debt|data|documentation|logs|slack|applications
overdose|overdosed|overdosing|od|oding of|on coffee|caffeine|meetings|sugar|jira|chocolate|memes|tutorials|news|slack|documentation|kubernetes|javascript|emails|zoom
want|wants|wanted|going|ready|time|like ..1 end this|it|the|things ..1 call|meeting|sprint|contract|internship
done|over|through|finished with|of life? ..1 insurance|cycle|sciences
love|life|real|work|way|quality|once|shelf of? life? balance|cycle|sciences|insurance
#|few|several|many|some|hundred|thousand kms
jump|jumping|jumped in|into|on ..1 a|the ..1 call|project|code|bandwagon|ship|hype
afraid|scared to? death of deploying|production|prod|merging|pushing|interviews|git
// death of things and of others, and sayings about it
death|deaths of|by a|the|an|this|that|your|flash|java|php|jquery|agile|scrum|seo|perl|cobol|powerpoint|meeting|meetings|cookies|twitter|linkedin|remote|email|#|one|expertise|thousand
death of my|his|her|their|our <kin>|friend|cat|dog|uncle|aunt|mentor|boss|colleague
se|father|mother|grandmother|grandfather|uncle|aunt|dad|mum|mom|wife|husband|parent|friend|brother|sister|cat|dog|sudden|premature|untimely death
death in|benefit|certificate|benefits|insurance|grant|allowance|duties|tax|penalty|toll|rate|star|metal|march|spiral|valley|note|match|stranding|knell|stare|row|trap|throes|wish|eater|eaters ..1
near|cheat|cheating|life|black|sudden|brain|cot or|and? death
is|are slowly|basically|literally|already|just|all? dying
battery|laptop|phone|pc|industry|language|market|disk|app|forum|channel|server|breed|company|business|plant|plants|project|sprint|trade|art|breed is|was|are|were? dying
dying to|for|breed|art|industry|language|trade|off|out
it|server|process|pod|parent|child|service|connection|thread|worker|job|container|script|battery|laptop|phone to|will|would|can|could|might|does|did|may? not|just? die ..1 at|when|if|after|on|with|before|during|silently|gracefully|under|immediately
causes|cause|makes|caused|making|allow|allows|need|needs|waiting|wait|for|told|forces|force ..3 process|pod|server|service|thread|worker|connection|container|job|script|child|parent|it|them to die
be|being|been|were|was|is dead simple|easy|serious|wrong|code|link|links|letter|slow|weight|line|boring
code|link|links|channel|forum|thread|branch|server|service|process|pod|market|laptop|phone|battery|project|repo|language|site|app|tab|node|pixel|column should|will|must|may|might|has|have? be|being|been|is|was|are|were dead
seo|java|php|perl|jquery|agile|scrum|cobol|flash|email|web|linkedin|it|this|that|these|those ..1 be|being|been|were|was|is dead
any|the|an|all|some|other|your existing
`
