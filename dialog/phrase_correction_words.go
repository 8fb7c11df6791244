package dialog

// correctionWordings are the ways in which people correct what they said, the
// surest first. {old} {new} {short} {field} {what} are holes, a comma is a pause
// that must be there; pauses may be anywhere else between two parts. ^ is the
// beginning of the utterance: behind "a hotel", "not a hostel, in the north" is
// no correction.
const correctionWordings = `
	# not X but Y
	[no|no it's|it's|that's|it is] not {old} but {short}
	[i] (don't want|didn't want) {old} , (but|make it|i want|i wanted|rather|i'd like|i'd rather have) {short}
	^ [no|no it's|it's|that's|no i|i] (not|isn't|didn't mean|didn't say|don't mean|meant not) {old} , [but|it's|i said|i meant|i mean|make it|i want|it should be|that's|rather|i'd like] {short}
	[no|it's|i want|i said|i meant|i meant to say|i mean] {short} , (not|and not|rather than|instead of) {old}
	[no|it's|i want|i'd like|i said|i meant] {short} (rather than|instead of) {old}
	(replace|swap|exchange|substitute) {old} (with|for|by) {new}
	[请|是|就是] (不是|不去|不在|不选) {old} [了] , [而|应该|应|就|我|我说的] (是|要|去|在|选|应该是|而是|才是) {new}
	(不要|不想要) {old} [了] , [我|而是] (要|想要|换|换成|来|改成) {new}
	不是 {old} (而是|应该是|是|才是) {new}
	(不是|不要) {old} , {short}
	[应该] (是|要|去) {short} (不是|而不是|不要|不去|并不是) {old}
	# I said it wrong: it is Y
	[我|刚才|我刚才|刚刚] (说错|打错|写错|填错|输错|弄错|搞错|选错|点错|报错|讲错|给错|记错|错|口误|手误|手滑|更正|更正一下|说反) [了] (应该是|其实是|应为|正确的是|我要的是|应该|实际是|实际上是|要|是) {new}
	[我|刚才|我刚才|刚刚] (说错|打错|写错|填错|输错|弄错|搞错|选错|点错|报错|讲错|给错|记错|口误|手误|更正|更正一下) [了] {short}
	# change F to Y
	(change|switch|update|set|modify|correct|amend|edit|adjust|move|make) (it|that|this|that one|this one|them) (to|into|as|for) {new}
	(change|switch|update|set|modify|correct|amend|edit|adjust|move|fix) (the|my|our|that|this) {field} (to|into|as|from) {new}
	(change|switch|update|modify|correct|amend) {what} (to|into) {new}
	(switch|change) to {short}
	(change|update|modify|correct|amend|edit|adjust|revise|re enter|reenter) (the|my|our|that|this) {field}
	(change|update|modify|edit) {field}
	(把|将) [我的|那个|这个] {what} (改成|改为|换成|换为|变成|变为|更正为|更正成|改到|换到|调到|调整为|调成|修改为|修改成|更改为|更改成|改回|变更为|填成|写成) {new}
	[我的] {what} (改成|改为|换成|换为|更正为|改到|换到|调整为|修改为|修改成|更改为|更改成|改回|变更为) {new}
	[我的|那个|刚才的] {field} [我|帮我|给我|能|能不能|可以|要|需要|想|得|麻烦|请] (改一下|改下|改改|改一改|换一下|更改一下|修改一下|变更一下|变一下|换一换|更正一下) [了] , [改成|换成|改为|是|应该是] {new}
	(改成|改为|换成|换为|更正为|改到|换到|修改为|修改成|更改为|变更为|给我换成|帮我换成|改回) [一个|个] {new}
	# F is wrong
	[the|my|that|your|this] {field} (is|was|are|'s) (wrong|incorrect|not right|not correct|mistaken|wrongly spelled|misspelled) , [it's|it should be|should be|the right one is|the correct one is|use|please use|it must be|that should be] {new}
	(actually|actually no|no actually|correction) [the|my|that|your|this] {field} (is|are|should be) {new}
	[the|my|that|your|this] {field} (is|was|are|'s) (wrong|incorrect|not right|not correct|mistaken|wrongly spelled|misspelled)
	[the|my|that|your|this] {field} (isn't|wasn't|aren't|doesn't look|does not look) (right|correct)
	[that's the|that was the|it's the|i gave you the|i gave the|i gave|i entered the|i typed the|i put the|i told you the|i have the|sorry|oops] wrong {field} , [it's|it should be|should be|the right one is|the correct one is|use|it is|that should be] {new}
	[that's the|that was the|it's the|i gave you the|i gave the|i gave|i entered the|i typed the|i put the|i told you the|you have the] wrong {field}
	[i|i've] (made a mistake|made an error|made a typo) (with|in|on|about) [the|my] {field}
	[the|my] {field} should (be|have been|say|read) {new}
	[it|that|this|that one] should (be|have been|say|read) {short}
	[我的|那个|刚才的|刚才] {field} [刚才|我|给|好像|是] (填错|写错|搞错|说错|弄错|输错|打错|选错|报错|给错|有误|不对|错|不正确|有错|记错) [了] , [应该|正确的|其实] [应该是|是|应为|为|改成] {new}
	[我的|那个|刚才的|刚才] {field} [刚才|我|给|好像|是] (填错了|写错了|搞错了|说错了|弄错了|输错了|打错了|选错了|报错了|给错了|有误|不对|错了|不正确|有错|不正确了|记错了)
	(错的是|填错的是|写错的是) {field}
	# change F
	[我|我们] [想|要|需要|得|能|能不能|可以|先] (改一下|改下|修改一下|更改一下|更正一下|换一下|修改下|变更一下|调整一下|改个|改一改) [我的|那个|一下] {field}
	[我|我们] [想|要|需要|得|能|能不能|可以|先] (修改|更改|更正|变更|改) [我的|那个] {field}
	[我的|那个|刚才的] {field} [我|帮我|给我|能|能不能|可以|要|需要|想|得|麻烦|请] (改一下|改下|改改|改一改|换一下|更改一下|修改一下|变更一下|变一下|换一换|要改|要换|要修改|修改|更改|变更|更正|更正一下)
	[i|i've|that's|it's|that was|it was] (wrong|made a mistake|made a typo|mistyped|misspoke|my mistake|typo|incorrect|not right) , [it's|it should be|i meant|i mean|make it|should be|that should be|the right one is|correct is] {short}
	(correction|scratch that|strike that) [make it|it's|i want|it should be|let's say] {short}
	(不对不对|不对|不不|不是|不不不|错了) , (应该是|应该|应为|是|要|去|我要|我说的是|改成) {short}
	(我说的是|我指的是|我是说|我的意思是|我要的是|我想说的是|我想说|我是要) {short}
	(其实是|其实应该是|实际上是|应该是|应为) {short}
	# other words for it
	(i meant|i mean|i meant to say|i mean to say) {short}
	(i said|i asked for) {short}
	(make it|make that|let's make it|let's say|let's make that|make them) {short}
	(actually|actually no|no actually|well actually) [it's|it should be|make it|that should be|i want|i'd like|let's do|let's try|let's go with|let's say] {short}
	(no wait|wait no|oh wait|oops|whoops|sorry no|no sorry|oh sorry|oh no) [it's|make it|i meant|i mean|it should be|that's|actually] {short}
	wait , [it's|make it|i meant|i mean|it should be|that's|actually] {short}
	(sorry|no) , (i meant|i mean|it's|make it|it should be) {short}
	[what about|how about|let's do|let's try|let's go with|let's go for|i'll take|i want|i'd like|give me|do you have|can we do|could we do|can i have|can i get|can you try|could i have|we want|i need|try] {short} instead
	(等等|等一下|等下|哦不|啊不|哎不|噢不) , [是|应该是|改成|还是] {short}
	还是 (要|选|用|来|换|换成|改成|去|订|买) {short}
	还是 {short} (吧|好了)
`

// neverInValues are words that a short value or the name of a field has not:
// who says them says a sentence.
const neverInValues = `
	i|i'm|i'd|i've|i'll|me|we|we'd|you|you're|your|he|she|they|them|it|it's|its|that|that's|this|there|there's|us
	what|what's|how|when|where|who|why|which|whether|if|because|but|so|yet|really|only|sure|too|about
	can|could|would|will|should|shall|may|might|must|do|does|did|is|are|was|were|am|be|been|has|have|had|isn't|don't|doesn't|didn't|can't|won't|wasn't
	please|thanks|thank|yes|no|not|need|want|wanted|like|looking|find|look|help|think|know|get|going|go|wait|sorry|ok|okay|hello|hi|bye|tell|give|check|fine|good|great|everything|all|nothing|anything|something|problem|worries
	quick|fast|clear|work|sense|simple|easy|hurry|snappy|brief|available|included
	moment|moments|minute|minutes|second|seconds|sec|hmm|hm|um|uh|well|oh|quite|now|right now|again|nah|nevermind|any|maybe|perhaps|and|or|also|then|their|book|make|try|trying|let's|lets|as|goodbye|cheers|hey|yeah|yep|nope|wrong
	interested|happy|working|true|possible|necessary|important|enough|until|unless|else|cancel|never|forget|stop|change|wrong|correct
	吗|么|呢|什么|怎么|为什么|为啥|哪|谁|几个|几点|几号|几天|多少|多久|是不是|有没有|能不能|可不可以|如果|因为|但是|所以
	了|啊|呀|哦|哈|嘛|我|你|您|他|她|它|咱|谢|没|不|请问|请帮|请把|别的|别再|别发|知道|觉得|想要|想问|想知道|想买|应该|可以|能不能|能否|能再|能给|能帮|能用|能到|会不会|需要|帮|告诉|麻烦|问题|意思|取消|算了
	这样|那样|说|问一下|问问|有没有|有点|有什么|很|太贵|太大|太小|太多|太少|太慢|太麻烦|已经|一直|都是|都行|都可以|改|换|吧
`

// openingPhrases may stand before a correction.
const openingPhrases = `
	(please|pls|plz|oh|ah|um|uh|hmm|hm|er|well|ok|okay|so|sorry|i'm sorry|no|nope|yes|yeah|wait|hold on|hang on|hey|hi|hello|oops|whoops|excuse me|my bad|my mistake|apologies|and|but|then|also|now|just|actually|oh no|sure|great|perfect|right|maybe|perhaps|thanks|thank you)
	(can|could|would|will|may) (you|i|we) [please|just|also]
	(i|we) (want|need|would like|have|wanted) to
	(i'd|we'd) like [you] to
	(let's|let me|let us|i'll|i will|we'll|you need to|you should|i think|i guess|i've changed my mind|i changed my mind|is it possible to|i'd rather|i forgot)
	(嗯|呃|额|啊|哎|唉|哎呀|诶|喔|哦|噢|不|不不|不对|不是|不好意思|抱歉|对不起|等等|等一下|等下|那|那就|那么|就|先|请|麻烦|麻烦你|麻烦您|帮我|帮忙|给我|请帮我|还是|其实|亲|你好|您好|好的|好|嗯嗯|另外|还有|对了|但是|不过|然后|可以|能不能|能|可不可以|可否|我想|我要|我想要|我需要|想|要|我刚才|刚才|刚刚|错了|我错了|我说错了|说错了|搞错了|弄错了|算了)
`

// closingPhrases may stand behind a correction.
const closingPhrases = `
	(please|pls|plz|thanks|thank you|thx|thank you very much|thanks a lot|then|instead|though|now|ok|okay|sorry|i think|i guess|if possible|if you can|actually|for me|too|as well|sir|madam|right|will you|would you|my mistake|my bad|lol|haha)
	(吧|了|啊|呀|哦|哈|呗|嘛|的|啦|谢谢|谢了|谢谢你|谢谢您|麻烦了|麻烦你了|才对|才是|好了|算了|可以吗|行吗|好吗|可以么|行不行|好不好|才行|就行|就可以|就好|亲|一下|下|不好意思|吗|不是吗)
`
