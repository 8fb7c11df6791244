package dialog

// lightPhrases are the words of a question that are not its subject.
var lightPhrases = []struct {
	is      lightWord
	phrases string
}{
	{lightIdle, `
		is it (possible|ok|okay|allowed|true|necessary|required|safe|legal|normal|worth|too late|free) (to|if|that|for)
		does it (matter|take|cost) (if|to|for|when)
		it takes
		how long does it take (to|for)
		how much does it cost (to|for)
		it is (possible|true|necessary) (to|that)
		(that|this) (is|was|will be|would be|should be|won't be|sounds|looks|is not|will|would|should) (all|fine|ok|okay|good|great|perfect|it|do|work|necessary|right|correct|wrong|nice|wonderful|awesome)
		that's (all|fine|ok|okay|good|great|perfect|it|right|correct|wrong|nice|wonderful|awesome|not)
		(at this (time|point|moment)|this is|this time|this (morning|afternoon|evening|week|month|year))
		i (heard|think|thought|see|read|know|hope|guess|believe|want) that
		so that
	`},
	{lightTurns, `
		[and|but|so|ok|okay|well|then] (what about|how about|what of|same for|the same for|same with|what if|and with|and for|and if|and in|and on|and to)
		[and|but|so] the other [one|ones]
		=呢
		(那么|那|还有|另外|要是|如果是|换成)
		(这样的话|那样的话|这么说|同样)
	`},
	{lightLeads, `
		(and|also|but|or|then|so|either|neither|plus|otherwise)
		(也|还|又|再|而且|但是|但|不过|或者|还是|同时|顺便)
	`},
	{lightRefers, `
		(it|its|it's|they|them|their|theirs|that|this|that's|these|those|one|ones|he|him|his|she|her|there|same|the same|such|instead|the former|the latter|the first|the second|the third|the last|the first one|the second one|the third one|the last one|the other one|the other|another|another one)
		(它|它们|他|她|他们|她们|这|那|这个|那个|这些|那些|这种|那种|这款|那款|这件|那件|这样|那样|这里|那里|这儿|那儿|这家|那家|这边|此|其|前者|后者|第一个|第二个|第三个|最后一个|另一个|另外一个|别的|上述|上面|刚才|刚才的|刚才那个|同款|人家)
	`},
	{lightTime, `
		(when|when's|how long|how soon|how fast|what time|how late|how early|how often|which day|what day|what date)
		(什么时候|何时|多久|几天|几点|多长时间|多少天|啥时候|啥时|几时|哪天|多快|几号|多会儿|什么时间)
	`},
	{lightAmount, `
		(how much|how many|what price|how far|how big|how large|how heavy)
		(多少|多少钱|几块|几块钱|几元|什么价|什么价格|多贵|几个|多大|多重|多远|多高)
	`},
	{lightManner, `
		(how|how's|how to|in what way)
		(怎么|如何|怎样|怎么样|咋|咋样|怎么办|咋办|咋弄|怎么弄)
	`},
	{lightReason, `
		(why|how come|what for)
		(为什么|为何|为啥|怎么会|凭什么|干嘛)
	`},
	{lightPlace, `
		(where|where's|where to|where from)
		(哪里|哪儿|在哪|去哪|何处|哪个地方|什么地方)
	`},
	{lightPerson, `
		(who|who's|whom|whose)
		(谁|哪位)
	`},
	{lightDenies, `
		(not|no|never|don't|doesn't|didn't|isn't|aren't|wasn't|can't|couldn't|cannot|won't|wouldn't|n't|does n't|do n't|is n't|ca n't|wo n't|without|shouldn't|haven't)
		(不|没|没有|无法|不能|不会|不是|不行|不可以|不了|未)
	`},
	{lightPolarity, `
		(whether)
		(吗|么|能不能|可不可以|是不是|有没有|会不会|要不要|行不行|好不好|能否|可否|是否)
	`},
	{lightAsks, `
		(what|which|what's|which one|which ones|what kind|what else)
		(什么|啥|哪个|哪些|哪种|哪|几|哪一个|哪款|何)
	`},
	{lightFiller, `
		(a|an|the|of|to|in|on|at|for|with|from|by|as|is|are|was|were|be|been|am|do|does|did|done|has|have|had|having|will|would|shall|should|can|could|may|might|must)
		(i|i'm|i'd|i've|i'll|me|my|mine|we|we'd|us|our|you|your|you're|please|pls|just|really|very|too|now|still|already|again|here|ok|okay|well|oh|hi|hello|thanks|thank you|if|about|up|out|off|get|got|take|takes|work|works|working|come|comes|go|goes|mean|means|cost|costs|make|made|use|used|happen|happens|say|know|tell|like|need|want|able|long|much|many|any|some|more|less|all|only|exactly|usually|normally|anyway|though|sorry|hmm|let|let's|give|there's|there is|there are|it is|think|see|look|looking)
		(的|了|着|过|得|地|之|我|我们|你|你们|您|咱|咱们|请|请问|想|想问|问|问一下|想问一下|麻烦|帮我|给我|告诉我|要|能|能够|可以|可|会|需要|用|是|有|在|到|就|都|才|很|太|最|更|比较|大概|一般|一共|总共|通常|啊|呀|吧|哦|嘛|哈|啦|嗯|好|好的|行|对|把|被|给|让|从|对于|关于|为|和|与|跟|或|一个|个|一下|下|些|点|件|种|款|去|来|算|弄|办|说|看|知道|觉得|然后|所以|因为|如果|的话|谢谢|你好|您好|亲|时候|时间|钱|大约|具体|最后|现在|到底|究竟|里|上|吃|样)
	`},
}
