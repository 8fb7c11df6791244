package dialog

// What people say who wait for a person, in the form of commandPhrases; n is any number in
// digits. Days are about parcels: who waits in a queue counts minutes and hours.
const (
	waitPhrases = `
		how long (do|will|would) i (have|need) to wait [for] [someone|somebody|a person|a human|an agent|a colleague|your colleague|a real person|my turn]
		how long (must|should|shall|will|do) i (wait|be waiting) [for] [someone|somebody|a person|a human|an agent|a colleague|your colleague|a real person|my turn]
		how long (is|'s) (the|my) (wait|queue|line|wait time|waiting time) [now|still|for a person|for an agent|for a human]
		how long (will|would) (the|my) (wait|wait time|waiting time) be
		how long (until|till|before) (it's|it is|) my turn
		how long [does it take|will it take|will it be] (until|till|before) (someone|somebody|a person|a human|an agent|a colleague|your colleague) (answers|comes|replies|responds|takes over|is here|is there|is free|is available|can help me)
		how long [does it take|will it take|will it be] (until|till|before) i (get|reach|can talk to|can speak to|talk to|speak to) (someone|somebody|a person|a human|an agent|a colleague|a real person)
		how long does it take to (get|reach|talk to|speak to|speak with) (someone|somebody|a person|a human|an agent|a colleague|a real person)
		=how much longer [is it|is this|is the wait|will it be|will it take|will this take|do i have to wait|do i need to wait|must i wait|should i wait|will i have to wait]
		what's (my|the) [current|estimated|expected] (wait|wait time|waiting time)
		what's my (place|position|number) [in (the|your) (queue|line)]
		(where|what number|which number|what place|which place|what position|which position) am i in (the|your) (queue|line)
		=(what|which) (number|place|position) am i
		how many (people|customers|others|persons) [are|are there|are still] (before|ahead of|in front of) me [in (the|your) (queue|line)]
		am i [still] in (the|your) (queue|line)
		=how long (does it take|will it take|is it going to take|will this take) [now|still]
		when (will|is|does) (the|my|your) (agent|human|person|colleague|representative) [going to] (come|coming|answer|reply|be here|be there|take over|join)
		=(am i next|am i still waiting|am i still queued)
		(is it|when is it|when will it be) my turn [yet|now|soon]
		(is|are) (anybody|anyone|somebody|someone) (there|here|coming|around|available|listening|reading this|home|out there) [yet|now|at all|still]
		is there (anybody|anyone|somebody|someone) [there|here|out there]
		is (nobody|no one) (there|here|coming|around|available)
		=(anybody|anyone|somebody|someone) [there|here|home|out there]
		=[are] you [guys|still] there
		when (will|is|does) (someone|somebody|anyone|anybody|a person|a human|an agent|a colleague|your colleague) [going to] (answer|answering|reply|respond|be here|be there|be free|be available|take over|talk to me|be with me)
		when (can|will|do) i [get to] (talk|speak) (to|with) (someone|somebody|a person|a human|an agent|a colleague|your colleague|a real person)
		where (is|are) (everybody|everyone|the agent|my agent|your colleague|the colleague)
		why (is|does) (nobody|no one) (answer|answering|there|here|reply|replying|respond|responding)
		(还要|还需|还需要|还得|还有)[我|等|等待|排|排队|再等][大概|大约](多久|多长时间|几分钟|多少分钟|多少时间)
		[大概|大约|估计][要|需要|需|得|还要再|要再|再](等|等待|排队|排队等)[要|大概|大约](多久|多长时间|几分钟|多少分钟|多少时间)
		[还要|要|得](等|排|排队)到(什么时候|啥时候|何时|几时|几点)
		[我][现在|目前](排到|排在|排|轮到)[第](几|多少)[位|个|号|名|位了|个了|号了|名了|了]
		[我][现在|目前]是第(几|多少)(位|个|号|名)
		=第几(位|个|号|名)[了]
		[我|队伍][的]前面[还|一共](有|剩)(几|多少)(个人|位|人|个)
		[我]前面(几|多少)(个人|位|人)
		(什么时候|啥时候|几时|何时|多久|还要多久|还有多久)[能|才能|才|可以|会](轮到我|到我|排到我)[了]
		[我][现在|目前](排到|轮到)(哪|哪里|哪儿|谁)了
		轮到我了(吗|没|没有|么)
		[还|现在|到底|究竟](有人|有没有人|有人在|有没有人在|有真人|有客服|有人工)[在|理我|管|回|回复|接待](吗|么|嘛|没|没有|不|啊|呀)
		=[到底|究竟](有没有人|有没有人在|有没有人管|有没有人理我)
		.[还|你|您|你们|客服|人工|人|有人|亲](在吗|在么|在不在|在嘛|在没|在不)
		=[你们|客服|人工](人呢|人在哪|人在哪儿|人在哪里|人去哪了|人去哪儿了|人哪去了|人都去哪了)
		=(客服|人工|人工客服|同事|你同事|你们同事)(呢|在哪|在哪里|在哪儿|去哪了)
		=(喂|喂喂|喂喂喂)
		=[怎么|为什么|为啥|咋][还|一直|都](没人|没有人)[来|在|理|理我|回|回我|回复|接|接待|管][吗|啊|呀|呢]
		(人工|客服|人工客服|真人|真人客服|转人工|转接人工|转人工客服|转接|接通|接入|接通人工|同事|你同事)[还|大概|大约|还大概][要|需要|得][等|排队|排][大概|大约](多久|多长时间|几分钟|多少分钟)
		(人工|客服|人工客服|真人|真人客服|同事|你同事)(什么时候|啥时候|何时|多久|几时)[能|才能|才|会|可以](来|接|接我|接入|接通|接待|接待我|回复|回复我|回我|理我|有空)
		(什么时候|啥时候|何时|多久|几时)[能|才能|才|会|可以](接通|接入|有人来|有人接|有人接待|有人回|有人回复|有人回我|有人理我|转到人工|转接到人工|接通人工|见到人工)
	`
	// waitedPhrases say for how long.
	waitedPhrases = `
		[i|i've|i'm|i am|i have] [still] [been] waiting [here] [for] [about|almost|nearly|over|more than] (ages|forever|so long|too long|a long time|hours|an hour|half an hour|n minutes|n minute|n min|n mins|n hours|n hour|five minutes|ten minutes|fifteen minutes|twenty minutes|thirty minutes) [now|already]
		[我][都|已经|已|都已经][在这|在这里|在这儿](等|等了|等待|等待了|排了|排队|排队了|排队等了)[快|差不多|将近|有](半天|好久|很久|太久|这么久|半小时|半个小时|半个多小时|一小时|一个小时|一个多小时|两个小时|几分钟|十分钟|十几分钟|二十分钟|二十多分钟|三十分钟|n分钟|n多分钟|n小时|n个小时|n个多小时)[了|啦]
	`
	// withdrawnPhrases take the wish for a person back.
	withdrawnPhrases = `
		i (don't|no longer) (need|want) (a|an|the|any|your) (human|agent|person|representative|operator|colleague) [any more|anymore|any longer|now|after all]
		(never mind|forget|forget about) (the|about the|an|a) (agent|human|person|representative|operator|colleague|transfer|queue)
		(cancel|stop) (the|my|this|that) (transfer|handoff|queue|request for an agent|request for a human|request for a person)
		(leave|exit|quit) the queue
		(take|remove) me (out of|off|from) the queue
		=i (solved|fixed|sorted|figured) (it|this|it out|this out) [myself|out myself]
		(不用|不需要|不要|别|先不)(转|转接|找|等)(人工|人工客服|客服|真人)了
		=(不用|不需要|不要)(人工|人工客服|客服|真人)了
		(取消|退出|结束)(排队|转接|转人工|人工|等待)
		=(不等了|我不等了|不排了|我不排了|不想等了)
		=[我](自己|已经)(解决|搞定|弄好|处理好)了
	`
	waitFillers = `
		(请问|请问一下|问一下|想问一下|想问|我想问一下|我想问|帮我看看|帮我看一下|看一下|帮我查一下)
		(do you know|can you tell me|could you tell me|tell me|any idea|roughly|about|approximately|still|yet)
		(到底|究竟|大概|大约|还|谢谢|谢谢你|多谢)
		(thanks|thank you|thx)
	`
)
