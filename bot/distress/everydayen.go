package distress

// everydayEnglish are complaints about code, work or the search for it.
const everydayEnglish = `
can not|barely ..1 take|do|stand|handle|deal|bear ..2 jira|meetings|meeting|bug|bugs|sprint|commute|standups|code|legacy|rejections|recruiters|interviews|leetcode|css|yaml|webpack|merge|deadline|tickets|scrum|job|teams|php|java
tired|sick|done|exhausted|fed of|with|up|from ..3 jira|meetings|bugs|sprint|commute|standups|code|legacy|rejections|rejection|recruiters|interviews|leetcode|css|yaml|webpack|tickets|scrum|ghosted|applying|ats|emails|job|hunting|search|search|build|tests|refactoring|ghosting|linkedin|php|java|javascript|kubernetes|interview|debugging|applications|templates
what is the point|use|purpose of|in ..3 interface|interfaces|tests|test|docker|function|variable|class|method|library|framework|meeting|standup|kubernetes|linkedin|letter|letters|degree|cover|flag|option|hook|hooks|microservices|generics|typescript|applying|header|index|scrum|pointer|pointers|monads|middleware|readme
no|any|the|see|much point|use|sense in|of|to ..2 testing|tests|applying|refactoring|using|documenting|optimizing|mocking|caching|docker|writing|migrating|rewriting|adding|comments
nothing ..1 works|left|matters|helps ..2 in|on|to|after|for ..3 build|backlog|merge|prod|staging|update|branch|cache|review|css|sprint|upgrade|do|commit|deploy
i ..1 give|gave|giving up on|with|trying ..1 webpack|css|docker|vim|regex|leetcode|this|php|java|typescript|linkedin|java|kubernetes|rust|haskell|windows|linux|agile|that|to
i am|feel ..3 useless|lost|terrible|bad|hopeless|drowning|pathetic|stuck|trapped|failure|alone|done|nothing at|with|in|for|without ..3 css|git|regex|sql|code|meetings|tickets|docker|math|interviews|algorithms|documentation|emails|vim|naming|frontend|react|stackoverflow|sprint|kubernetes|typescript|javascript|leetcode|paperwork|caffeine|coffee
sorry for|about ..3 delay|typo|noise|late|bug|inconvenience|confusion|ping
last|final message|time|words ..2 from ..2 recruiter|server|log|kafka|queue|bot|client|hr
goodbye|farewell|bye ..1 jquery|php|java|jira|jenkins|windows|internet|explorer|webpack|jira|weekend|angular
no|any hope|way|point|future ..1 for|in|of|out|with|with ..3 <work>
way|path through|out|around|forward of|with|for? this|the|that ..1 <work>
last message before|until
help me ..1 with|to|find|debug|understand|fix|choose
this|the|that|each|every|one <work> to|is|was ..1 be? over|hell
burden of
administrative|maintenance|cognitive|tax|admin|legal|overhead burden
ashamed of my|the|this code|repo|cv|resume|github|portfolio|english|accent
stop|ending|end ..1 <work>
hears|hear|see|sees me on|in ..2 call|meeting|zoom|channel|chat|standup
deserve|deserves ..1 a|some|better raise|break|salary|coffee|promotion|job|pay|offer|vacation|refactor
`
