package dialog

// What people say to steer a conversation, strongest meaning first where two
// lists could claim the same words. One phrase to a line: (a|b) is a choice,
// [a|b] may be missing, = is said alone or with other phrases, . needs a pause or
// the end behind it, ^ is no command as the last of several clauses.

const (
	// phraseBlock begins what only looks like a phrase: 是不是 is no 是.
	phraseBlock = 254
	// phraseAssent is a yes which is mostly a mere sign of listening: ok, 嗯.
	phraseAssent = 253
)

var commandPhrases = []struct {
	what    command
	phrases string
}{
	{phraseBlock, `
		can i cancel
		(是不是|好不好|行不行|可不可以|对不对|要不要|能不能|可以不可以|有没有|好了没|不是不)
		对了 # by the way
		没什么
		(跟|和|与|找|同)[个|你们的|你们](人工|真人|活人|人工客服|真人客服|客服|经理|主管|领导|负责人|老板)(说|聊|谈|讲|沟通|说话|对话|交流)(了|过|完)
		(随便看看|随便逛逛|不要再发错|别再发错|不要发错|别发错)
		(right|yes|ok|okay|correct|sure|no) (or|and) (no|not|yes|wrong)
	`},
	{commandHuman, `
		=(a human|human|agent|an agent|a live agent|live agent|a real person|real person|a person|representative|a representative|operator|customer (service|support|care)|live (chat|support))
		(talk|speak|chat) (to|with) (a|an|some|the|your|another) [real|live|actual] (human|agent|person|representative|operator|manager|supervisor|boss|human being|human agent)
		(talk|speak|chat) (to|with) (someone|somebody|a real one|customer service|customer support|customer care)
		(connect|transfer|pass|put|switch|forward|redirect|escalate) [me|this] (to|through to|over to|with) (a|an|your|another) [real|live|actual] (human|agent|person|representative|operator|manager|supervisor|human being|human agent)
		(get|give|find|bring|send) me (a|an|your|another) [real|live|actual] (human|agent|person|representative|operator|manager|supervisor|human being|human agent)
		(i|we) (want|need|prefer|demand|would like|would prefer) (a|an|your|another) [real|live|actual] (human|agent|person|representative|operator|manager|supervisor|human being|human agent)
		(i'd|we'd) (like|prefer|rather have) (a|an|your|another) [real|live|actual] (human|agent|person|representative|operator|manager|supervisor|human being|human agent)
		(can|could|may) i have (a|an|your) [real|live|actual] (human|agent|person|representative|operator|manager|supervisor|human being|human agent)
		=[is there|isn't there|do you have|have you got] (a|an|any) [real|live|actual] (human|agent|person|representative|operator|human being|human agent) [that] (i can|i could|for me to|to) (talk|speak|chat) (to|with)
		=(is there|isn't there|do you have) (a|an|any) [real|live|actual] (human|agent|person|representative|operator|human being|human agent) [there|here|available|around|out there]
		=[a|your|the] (manager|supervisor) (now|please|right now|immediately)
		=(call|get|fetch) (your|the|a) (manager|supervisor|boss)
		i (don't want to|won't|refuse to|hate to) (talk|speak|chat|deal) (to|with) (a|the|this|some|your) [stupid] (bot|robot|machine|chatbot|computer)
		i (don't want to|won't|refuse to|hate to) (talk|speak|chat|deal) (to|with) (bots|robots|machines|chatbots|computers)
		=no more (bots|robots|machines|chatbots)
		=(human|live) (help|assistance|support)
		.(人工|真人|活人|人工客服|人工服务|真人客服|真人服务|人工人工|转客服|找客服)
		.(转|转接|转到|转接到|接|接通|接入|找|换|换成|换到|切换到|切到|叫|要|联系|呼叫)[个|一个|位|一位|一下|下](人工|真人|活人|人工客服|人工服务|真人客服|真人服务|人工坐席)
		(跟|和|与|找|同)[个|你们的|你们](人工|真人|活人|人工客服|真人客服)(说|聊|谈|讲|沟通|说话|对话|交流|聊聊|谈谈|说说|通话)
		=(跟|和|与|找|同)[你们的|你们](客服|经理|主管|领导|负责人|老板)(谈|聊|谈谈|聊聊|沟通|说话|对话|讲话)
		=[能不能|可不可以|能否|可否](叫|让|找|喊|请|换)[一下|下](你们|你们的|你们家)(经理|主管|领导|老板|负责人|店长|上级)[来|出来|过来|接|接电话|出来说话|跟我说|和我说|来跟我说|来处理]
		=[能不能|可不可以|能否|可否](找|换|叫|来|派|请|安排|给我找|给我换|给我来)(个|一个|位|一位|名)(客服|经理|领导|主管)[来|跟我说|和我说|来处理]
		=[能不能|可不可以|能否|可否](找|换|叫|来|派|给我找|给我换)[个|一个](人|真人|活人|人工)[来](跟|和|给|帮)我(说|聊|谈|讲|说话|沟通|处理|解决|回复)
		=[能不能|可不可以|能否|可否]让[个](人|真人|活人|人工)[来](跟|和|给|帮)我(说|聊|谈|讲|说话|沟通|处理|解决|回复)
		=[能不能|可不可以|能否|可否](转|转接|接|找|换|要)[到|个|一个|位|一位|一下|下](人工|真人|活人|人工客服|人工服务|真人客服|真人服务)
		(不想|不想再|不要|不要再|不愿意|不愿|不|别)(跟|和|与|对着)(机器人|机器|ai|智能客服)(说|聊|谈|讲|说话|聊天|对话|沟通|交流)
		=(不要|别|不想要|不需要)(机器人|智能客服|自动回复)[回复|回复我|回我]
		=(不要|别|不要再|别再)(用|拿)(机器人|智能客服|自动回复)[来](回复我|回我|应付我|敷衍我|糊弄我|打发我|跟我说)
		=[到底|究竟](有没有|有)(人工|真人|活人|人工客服|真人客服)[服务|可以转|可以说话|可以聊]
		=(人工|客服|人工客服|真人|真人客服)(在哪|在哪里|在哪儿|去哪了)
		=客服呢
	`},
	{commandOptOut, `
		unsubscribe [me|us]
		unsubscribe [me|us] from (everything|all|all of it|all of them|all of this|this|it)
		unsubscribe [me] from (this|these|the|your|all) [mailing] (list|lists|emails|messages|newsletter|texts|notifications)
		opt [me] out
		stop (sending|texting|messaging|emailing|contacting|spamming|bothering) me
		stop (sending|texting|messaging|emailing) [me] [any|any more|these|those|your|such|all these] (emails|messages|texts|ads|spam|notifications|promotions|newsletters)
		stop (the|these|those|all|all the|your) (messages|emails|notifications|ads|texts|spam|promotions|newsletters)
		no more (messages|emails|texts|ads|notifications|spam|promotions|newsletters)
		don't (send|text|message|email|contact|write) me (again|anymore|any more)
		(don't|never|don't ever|never ever) (write|send anything) to me (again|anymore|any more)
		(never|don't ever|never ever) (send|text|message|email|contact) me again
		don't send me [any|any more|more|these|those|your] (emails|messages|texts|ads|spam|notifications|promotions|newsletters)
		(remove|take) me (from|off) (the|your|this) [mailing] list
		i don't want [to get|to receive] (any|any more|these|your) (messages|emails|texts|ads|notifications|promotions|newsletters)
		leave me alone
		=td
		.(退订|取消订阅|取消推送|关闭推送|停止(发送|推送|订阅))[短信|消息|广告|邮件]
		(不要|别|不用)(再|)(给我|)(发|推送)(短信|广告|消息|邮件|通知|信息|东西)
		(不要|别)(再(发|推送|给我发|给我推送)|给我发|给我推送)
		.别发
		(不要|别|不要再|别再)(骚扰|打扰|烦)我
		(不想|不想再|不要|不要再)(收到|接收)[你们的|这种|这些](短信|广告|消息|邮件|通知|推送|信息)
	`},
	{commandOptIn, `
		.subscribe [me] [again]
		subscribe me to (the|your) (newsletter|list|emails|messages)
		opt [me] (in|back in)
		resubscribe [me]
		sign me (up|back up) [again]
		sign me up (for|to) (the|your) (newsletter|emails|messages)
		(start sending|send) me (messages|emails|texts|notifications|offers) again
		you (can|may) (message|text|email|write to|contact) me again
		turn [the|my] notifications (on|back on)
		.(订阅|重新订阅|恢复订阅|恢复推送|开启推送|打开推送)
		(开启|打开|重新开启|重新打开|恢复)(通知|提醒|消息推送)
		(可以|继续|重新|恢复)给我发(消息|短信|通知|信息)
	`},
	{commandCancel, `
		.^(cancel|cancle|stop|abort|quit|exit)
		^(cancel|cancle|stop|abort|quit|end|drop|scrap|ditch|discard) (it|this|that|it all|everything|all of it|all of this|the whole thing)
		(cancel|stop|end|quit|abort) (the|this) (request|process|form|procedure)
		stop here
		let's (stop|stop here|not|stop this|stop it|leave it|leave it there|leave it at that|forget it)
		(never mind|nevermind|nvm|nevermind that|never mind that|never mind about that)
		forget (it|that|this|about it|about that|about this|the whole thing)
		don't bother
		=leave it
		=call it off
		=(i give up|i quit|i'm out|end|let it be|let it go)
		i (don't|no longer) (need|want) to (continue|go on|proceed|do this|do that|do it)
		.^取消
		^(取消了|取消吧|取消掉|取消这个|取消它|这个取消|都取消|全部取消|取消操作|取消办理|取消流程)
		(算了|不用了|不必了|不弄了|不办了|不搞了|不做了|不想弄了|不想办了|不办理了|不订了|不退了|不换了|不填了算了|不说了|不问了|不查了|不麻烦了|不寄了|不想订了|不想办了|不想退了)
		.(停|停止|停下|打住|终止|中止|作罢|退出|结束|放弃|我放弃|不继续)
		(停一下吧|停下来|不继续了|不想继续了|到此为止|就此打住|当我没说|当我没问|别弄了|别办了|不干了)
	`},
	{phraseUnwanted, `
		[i'm] (not|no longer) interested [any more|anymore]
		i don't (need|want) (it|this|that|any of it|any of this|to) (any more|anymore|any longer|now|after all)
		i no longer (need|want) (it|this|that)
		=[i've|i] changed my mind
		(不要了|不需要了|不想要了|不买了|不想买了)
		(改主意了|改变主意了|我改主意了|没必要了)
	`},
	{commandRestart, `
		.(restart|reset|redo)
		(start|begin) (over|again|afresh|anew|from scratch|from the beginning|from the start|from the top|all over|all over again)
		.(from the beginning|from the top|from scratch)
		start (a|an) (new|fresh) (chat|conversation|dialog|request)
		(restart|reset|redo) (it|this|that|everything|the whole thing|the chat|the conversation|from scratch|from the beginning)
		[go] back to (the start|start|the beginning|square one|the main menu|main menu)
		=main menu
		(重新开始|从头开始|重头开始|从新开始|重来|从头来|重新来|重新来过|从头再来|重来一遍|重来一次|重新来一遍|推倒重来|从头来过|清空重来|重新开个头)
		.(再来一次|重置|主菜单|清空)
		(回到|返回|回)(主菜单|开头|开始|首页|最开始)
	`},
	{commandBack, `
		=(back|previous|undo)
		go back [a step|one step|one|one question]
		(go back|back|return) to the (previous|last) (step|question|one|page|screen)
		(the|) previous (step|question)
		(one step back|step back|back one step|back up|back up a step|take me back|undo that|undo the last step|undo it)
		.(上一步|返回|返回上一步|退回|退回上一步|回上一步|回到上一步|回到上个问题|上一题|上一个问题|上个问题|后退|后退一步|往回退|撤销|撤回|回退|返回上一页|返回上一级|返回上一层|返回上一题|退一步|退回去|倒回去)
	`},
	{commandSkip, `
		.skip
		skip (it|this|that|this one|that one|this question|that question|this step|that step|the question|this part|that part|ahead)
		=(pass|next question|move on|any|either|whatever|anything|don't care|not applicable|n a)
		let's (skip|skip it|skip this|skip that|move on)
		move on to the next (one|question|step)
		(leave|keep) (it|that|this) (blank|empty|out|open)
		[i have] no (preference|preferences)
		i don't have (a|any) (preference|preferences)
		=[it|that|this] doesn't matter [to me]
		=[it|that] makes no difference
		=i don't (mind|care) [either way|which|about that]
		=(any|anything|either|either one|any one|any of them|whatever) (is fine|will do|works|is ok|is okay)
		=up to you
		[i] prefer not to (say|answer|tell)
		i'd (rather|prefer) not [to] (say|answer|tell)
		(i don't want|i'm not going) to (say|answer|tell|answer that|answer this|tell you|tell you that|give that|give it)
		.(跳过|略过|跳过去|跳过它|跳过这个|跳过这一步|跳过这步|跳过这题|跳过这一题|跳过这项|跳过这个问题|这个跳过|这题跳过|先跳过|跳过吗|跳过不填)
		=(过|下一题|下一个问题|下个问题|不填|不选|空着|留空|保密|任意|不限|随便|都行|都可以|无所谓|都无所谓|没要求|没有要求|没什么要求|没有特别要求|没特别要求|没特殊要求|没有特殊要求|哪个都行|哪个都可以|怎么都行|什么都行|随便哪个|随意|随便你|你定|你来定|你决定|你看着办|看着办|您看着办)
		(不填了|不想填|不想说|不想回答|不方便说|不告诉你|不想告诉你|不方便透露|不便透露|不方便提供|先不填|暂时不填|先空着)
	`},
	{commandCorrect, `
		=(wrong|incorrect|typo|correction|edit)
		(that's|this is|that was|it's|that isn't|it isn't) (wrong|incorrect|not right|not correct|not what i said|not what i meant|not what i want|not what i wanted|not it)
		(that|this|it) isn't (right|correct|what i said|what i meant|what i wanted)
		i made (a|an) (mistake|typo|error)
		(my mistake|i misspoke|i mistyped)
		i (typed|entered|said|gave|wrote|put|spelled|told you) (it|that|something|the) wrong [thing]
		(i|you) got (it|that|something|me) wrong
		you (misunderstood|misheard) [me]
		=not that [one]
		(change|correct|fix|edit) (something|it|that|my answer|an answer|what i said|my last answer)
		make (a|some) (change|changes|correction)
		(scratch|strike) that
		(说错了|打错了|写错了|填错了|输错了|弄错了|搞错了|选错了|点错了|报错了|讲错了|给错了|记错了)
		=(错了|不对|不正确|有误|错的|修改|更正|改|口误|手误|手滑了|手滑)
		(更正一下|改一下|修改一下|改下|重新填|重填|重新填一下|我要改|我要修改|我想改|改一个|更改一下)
		.(不是这个|不是这样|不是这个意思|不是那个意思|不是那个)
		你(理解|搞|弄|听|记|写)错了
	`},
	{commandRepeat, `
		.repeat [that|it|this] [again|for me|one more time]
		repeat (yourself|the question|the last one|the last message|the last part|your question|what you said)
		say (that|it) [again|once more|one more time]
		say again
		=(come again|pardon|pardon me|i beg your pardon|once more|one more time|sorry what|what was that|what was that again|excuse me what)
		what did you (say|just say|ask)
		what was (the|your|that) question [again]
		[sorry] i didn't (catch|hear|get) (that|you|it|what you said)
		(再说|重复|再讲|再念|再发|再问)(一遍|一次|一下)[吗|好吗|可以吗|行吗|呗]
		.(重复|重复上一句|再发一下)
		(没听清|没听清楚|没听到|没听见|没看清|没看到你说的)
		=(什么来着|你说什么|你刚才说什么|你刚说什么|刚才说什么|刚刚说什么|你说啥|刚说啥|你刚才说啥|刚才说的什么|刚才问的什么|你刚才问什么|你问什么|刚才那个问题是什么)
	`},
	{commandClarify, `
		what do you mean [by that|by this|exactly]
		=what (does|do) (that|this|it|you) mean
		=i (don't|didn't) (understand|get it|follow|get that|understand you|understand that|understand this|understand it|understand the question|understand your question|understand what you mean|understand what you want)
		=(what|huh|why|meaning|what for|help|explain|like what|such as|confused|i'm confused|i'm lost|i'm not following|clarify|why not tell me why)
		=why do you (need|ask|want) [that|this|it|to know|to know that|for that|it for]
		=why (is that|is this|is it) (needed|necessary|required)
		=what (do you need|is|'s) (that|this|it) for
		=what's (that|this)
		=(explain|clarify) (that|this|it|yourself)
		=what (should|do|can|must) i (say|enter|type|write|put|answer|choose|pick) [here|there]
		=what are (my|the) (options|choices)
		=(give me|can you give me|show me) an example
		=for example
		(什么意思|啥意思|是什么意思|你什么意思|这是什么意思|这什么意思|你是什么意思|什么个意思|此话怎讲)
		=(什么|啥|为什么|为啥|帮助|不懂|看不懂|没看懂|听不懂|没听懂|不明白|没明白|不太明白|不太懂|不理解|没懂|没太懂|没太明白|没听明白|没看明白|搞不懂|比如|举个例子|举例|解释一下|说明一下|解释下|说清楚点|说明白点|怎么填|填什么|填啥|该填什么|怎么回答|该说什么|该怎么说)
		=(为什么|为啥|干嘛|干吗|为什么需要|为啥需要|为什么一定)(要这个|要|填这个|问这个|需要这个|要填|要填这个|要提供|要我|要知道这个|要这些)
		=(要这个|要这些|问这个|这个)(干什么|干嘛|做什么|干啥|有什么用|做什么用|干什么用)
		=(有哪些|有什么)(选项|选择|可以选)
	`},
	{commandGoodbye, `
		.(bye|goodbye|good bye|bye bye|byebye|see you|see ya|cya|see you later|see you soon|talk to you later|ttyl|take care|good night|farewell)
		[you] have (a|an) (good|nice|great|lovely|wonderful|pleasant|fantastic|amazing|awesome|excellent|blessed|beautiful) (day|one|evening|night|weekend|time|afternoon|week)
		(that's|that was|that will be|that'll be|that would be|that is about|this is) (all|everything|it)
		(that's|that was|this is|that will be|that'll be) (all|everything) [that] (i|we) (need|needed|want|wanted|had|wanted to know|needed to know)
		(that's|that will be|that'll be) (all|everything|it) (for me|from me|from my side)
		(that should|that will|that'll) (do it|be it)
		=(nothing else|nothing more|no more questions|no other questions|no further questions|no more|nothing further)
		=[i think|i guess|i believe] (i'm|we're|i am|we are) (done|all set|good|finished|good for now|all done|good to go)
		=all (set|done|good)
		i (have|got) (everything|all) [that] i (need|needed|wanted)
		i have no (other|more|further) questions
		.(再见|拜拜|拜|拜了|拜了个拜|八八|回见|回头见|下次见|下次聊|下次再聊|晚安|走了|我走了|下了|我下了|先走了|先下了|告辞)
		=(88|886)
		(没|没有)(别的|其他|其它|什么|其他的|别的什么)(事|问题|事情|需要|要问的|需求|疑问)了
		(没|没有)(别的|其他|其它|其他的|其它的|什么)了
		=(没事了|没问题了|没有问题了|就这样|就这些|就这样吧|先这样|先这样吧|就到这|就到这里|到这里|暂时就这些|就这么多|暂时没有别的|没有其他问题|没别的事|没其他事)
		祝(你|您)(工作|生活|一切)(愉快|顺利|开心)
	`},
	{commandResume, `
		=(continue|go on|carry on|proceed|resume|keep going|next|next step|i'm back|ready|i'm ready|i am back|back again|where were we|where was i)
		where (did we|were we) (stop|leave off|left off|up to|at)
		let's (continue|go on|carry on|proceed|resume|keep going|get back to it|go back to it|get on with it)
		(back to|return to|continue with|carry on with|go on with|go back to) (it|what we were doing|where we were|our conversation|the form|the previous topic|our topic)
		=(继续|继续吧|接着说|接着来|接着|继续说|继续办|继续填|继续刚才的|接着刚才|往下|往下走|下一步|我回来了|回来了|我好了|接着办|继续办理)
		(说|讲|聊|办|填)到(哪|哪儿|哪里|什么地方|哪一步)了
		(刚才|刚刚|我们|咱们|我们刚才|之前)(说|讲|聊|办|填)到(哪|哪儿|哪里|什么地方|哪一步)[了]
		.(回到|接着|继续)(刚才|刚刚|之前|前面)(的话题|的问题|的事|那个|说的|那个问题)
	`},
	{commandHold, `
		.(wait|hold on|hang on|hold it|one moment|just a moment|a moment|one second|one sec|just a sec|just a second|a sec|a second|one minute|just a minute|a minute|just one moment|just one second|just one minute|1 sec|1 min|1 minute|2 minutes|two minutes|brb|be right back|bear with me|not so fast)
		(wait|hold on|hang on) (a|one|just a) (minute|moment|second|sec|bit|min)
		(give|allow) me (a|one|just a|a few) (minute|minutes|moment|moments|second|sec|seconds|min|mins)
		=let me (check|look|see|think|find it|look it up|have a look|check it|check that|find that|look that up|think about it|think about that|get it|go get it|get my card|find out)
		=i'll (be right back|check|have a look|think about it|go check|go and check|go get it|look it up)
		i need (a|one) (minute|moment|second)
		i need (to think|to check|some time|a bit of time)
		.(等一下|等下|等等|等会|等会儿|等一等|等一会|等一会儿|稍等|稍等一下|稍等下|稍等片刻|稍候|等我一下|等我下|等我会|等我一会|且慢|慢着|慢点|先等等|先等一下|先等下|一会儿|过一会|过会儿|待会|待会儿|稍后|等我几分钟|等两分钟|等几分钟|马上回来|我马上回来|马上就好)
		=(等我|让我|我|我先|我再|我得|容我)(看看|看一下|看下|查查|查一下|查下|找找|找一下|找下|想想|想一下|想下|问问|问一下|去拿|去找|去查|去看|翻一下|翻翻|确认一下|核对一下|去问一下|去看一下|去查一下|去找一下|去拿一下)
		=[让我|我|我们|我先|我再](再|)(考虑一下|考虑考虑|考虑下|想一想)
	`},
	{commandUnsure, `
		=[i|i really|i honestly] don't (know|remember|recall|know it|know that|remember it|remember that|know yet|know that one|know what that is|know what it is|know off hand|have a clue|have any idea|have a idea)
		=(dunno|idk|i dunno|no idea|no clue|i have no idea|i have no clue|i've no idea|not sure|i'm not sure|i'm unsure|unsure|not certain|i'm not certain|i'm not too sure|i'm not really sure|not really sure|i'm not sure yet|not sure yet|i'm not sure about that|beats me|hard to say|who knows|maybe|perhaps|possibly|it depends)
		=i (can't|cannot|couldn't) (remember|recall|say|tell|find it|find that|find one|see it|remember it|say for sure)
		=i (forgot|forget|lost it|forgot it|forgot that|'ve forgotten|have forgotten|have lost it)
		=i've (forgotten|lost it|forgotten it)
		=i don't have (it|that|this|one|any|that information|that info|it with me|it on me|it handy|it at hand|it to hand|that with me|that on me|that handy|that at hand|it right now|it now|it here)
		=(不知道|不清楚|不太清楚|不是很清楚|不大清楚|不晓得|不太知道|忘了|忘记了|忘啦|给忘了|忘光了|忘掉了|记不得|记不得了|不记得|不记得了|记不清|记不清了|记不清楚|记不清楚了|记不住|记不起来|想不起来|想不起来了|没印象|没印象了|不确定|不太确定|还不确定|还没确定|没确定|说不准|说不好|不好说|说不清|没记住|没记|找不到了|找不到|没找到|找不着|看不到|没有头绪|手头没有|手边没有|身边没有|现在没有|不在手边|不在身边|也许|可能|可能吧|大概吧|也许吧|看情况|到时候再说|谁知道|鬼知道|我哪知道|哪知道|我哪记得|还没想好|没想好|还没定|没想过)
	`},
	{commandNo, `
		(no|nope|nah|noo|nooo|no no|no no no)
		.(not really|not at all|not yet|not now|not today|never|negative|no way|of course not|certainly not|absolutely not|definitely not|not for now|not necessary)
		no (thanks|thank you|thx|thankyou|need|thank u)
		=(n|i don't|i do not|i didn't|i haven't|i'm not|it isn't|it's not|it doesn't|don't|please don't|not that|i don't think so|i'd rather not|rather not|i don't want to|i don't want it|i don't want that|i don't want this|i don't need it|i don't need that|i don't need to|i wouldn't|i won't|it is not|neither|none|no i don't|nothing|none of them|none of these|none of those)
		(don't|do not) (cancel|stop|skip|restart|quit|delete|reset) [it|that|this]
		(不是的|不用的|不是啊|不用谢谢)
		.(不|不是|不用|不用的|不要|不行|不可以|不需要|不必|没有|没|没有的|不了|别|否|不好|不想|不同意|不愿意|不是啊|不是呀|没有啊|没有呀|没呢|没有呢|还没|还没有|还没呢|不谢谢|不用谢谢|不对不对|不不|不不不|不要不要|没有没有|不是不是|暂时不用|暂时不需要|暂时没有|先不用|先不要|目前没有|当然不|当然不是|才不|才不是|从来没有|不可能|千万别|绝不)
		.(不要|别|不用|先别|请勿)(取消|停|跳过|重来|删|退出|结束|停止|重新开始)
	`},
	{commandYes, `
		(yes|yeah|yep|yup|yea|yess|yesss|yeh|yes yes|yes indeed|oh yes|yes please|yes pls|yeah sure|yes sure|sure|sure yes)
		.(ya|yah|aye|of course|absolutely|definitely|certainly|indeed|exactly|precisely|affirmative|for sure|by all means|you bet|sure thing|surely|totally|correct|yes sir|yes ma'am)
		[i have] no (problem|problems|worries|objection|objections|doubt)
		=(y|that's right|that's correct|that is right|thats it|that's true|true|quite right|you're right|it is|i do|i am|i did|i have|i would|i will|i'd like that|i'd love to|i would love to|please do|go ahead|do it|do that|confirm|confirmed|i confirm|i agree|agreed|agree|right|right on|works for me|that works|that works for me|sounds good|sounds great|sounds good to me|sounds perfect|that sounds good|that sounds great|that sounds perfect|that's fine|that is fine|that'll do|that will do|that will work|that would work|that would be great|that would be good|that would be perfect|that would be fine|that would be nice|that's ok|that's okay|that's good|that's great|that's perfect|it's fine|it's ok|it's okay|it's correct|it's right|looks good|looks good to me|looks right|all correct|all right then|fine by me|fine with me|good with me|why not|let's do it|let's do that|i think so|i guess so|i suppose so|i believe so|as you wish|book it|please book it)
		(是的|是啊|是呀|是的呢|对的|对啊|对呀|对对|对对对|没错|没错的)
		.(是|对|要|要的|需要|需要的|有|有的|当然|当然是|当然要|当然可以|没问题|确认|确定|同意|正确|就是|就是的|就是这个|是这个|是这样|是这样的|可以|可以的|可以啊|可以呀|行|行的|行啊|中|愿意|想|想的|必须的|必须|妥|是滴|对滴|没毛病|确认无误|都对|都是对的|完全正确|不介意|是的是的|我确认|我同意|我确定|说得对|你说得对)
	`},
	{phraseAssent, `
		(ok|okay|okey|okie|okay okay|ok ok|alright)
		.(k|kk|all right|fine|got it|i see|understood|noted|roger|i understand|very well|mhm|mm|uh huh|aha|ah ok|oh ok|oh okay|oh i see|will do|makes sense)
		(好的|好吧|好啊|好呀|好哒|好滴|好嘞|好咧|好的好的|嗯嗯|嗯嗯嗯|恩恩|嗯好的|哦好的|知道了|我知道了|明白了)
		.(好|好好|好好好|嗯|恩|嗯好|哦|哦哦|噢|了解|了解了|明白|懂了|收到|那好|那好吧|那行|那行吧|也行|也可以|也好|行吧|可以吧|ok的|好勒|好叭|欧克|okk)
	`},
	{commandSmallTalk, `
		are you (a|an|really a|a real|just a|some kind of) (robot|bot|machine|human|ai|person|computer|chatbot|human being|program)
		=are you (human|real|ai|alive|married|single|happy|sad|ok|okay|smart|stupid)
		is this (a|an) (bot|robot|machine|human|chatbot|real person|ai)
		am i (talking|speaking|chatting) (to|with) (a|an) (bot|robot|machine|human|real person|person|computer|chatbot|ai)
		=(who|what) are you
		=who (made|created|built|programmed|designed) you
		what's your name
		=do you (have a name|love me|like me|sleep|dream|eat|have feelings)
		how are (you|things|u) [doing] [today|this morning|this evening]
		=how's (it going|life|everything|your day)
		=(what's up|wassup|sup|how do you do|i'm bored|i love you|i like you|you're funny|you're cute|you're smart|you're nice|good bot|lol)
		(nice|good|pleased) to meet you
		tell me (a joke|another joke|something funny|a story)
		=(how old are you|where are you from|where do you live|what can you do|what do you do|sing a song|sing me a song|sing for me)
		(你是谁|你是什么|你谁啊|你哪位|你是哪位)
		=[你|您](是|是不是|是一个|是个)(机器人|人|真人|人类|机器|电脑|ai|人工智能|智能客服)[吗|么|吧]
		=(你|您)是(真人|人|人类)还是(机器人|机器|电脑|ai)
		=(你|您)(叫|是叫)(什么|啥)[名字|名]
		=(你|您)(多大|几岁|多大了|几岁了|多大年纪)
		=(你|您)(有名字|吃饭了|吃了|结婚了|有男朋友|有女朋友|喜欢我|爱我|会唱歌|会讲笑话|累|开心|无聊|还好)(吗|么|没)
		=(你|您)(会|能|可以)(做什么|干什么|干啥|干嘛|什么|做些什么|做啥)
		=(最近|今天)(怎么样|过得怎么样|好吗|还好吗|忙吗)
		[给我|再|来](讲|说|讲一|说一|来)(个|一个)(笑话|故事)
		=(唱首歌|唱个歌|我爱你|我喜欢你|你真可爱|你好可爱|你真聪明|你真棒|你好聪明|你真逗|你真有意思|好无聊|无聊|我好无聊|陪我聊聊|陪我聊天|陪我聊聊天|聊聊天|聊会天|很高兴认识你|吃饭了吗|吃了吗|哈哈|哈哈哈|哈哈哈哈)
	`},
	{commandThanks, `
		(thanks|thank you|thx|thank u|thankyou|thanx|tks|ty|tysm|thanks you|thank you you) [again|a lot|so much|very much|a bunch|a million|all|both|kindly|indeed|once again|very very much|so very much|guys|sir|ma'am|mate|dear|alot|too|anyway|in advance]
		for (your|the|all your|all the|all of your|the great|your great|your kind|the quick) (help|assistance|time|info|information|support|patience|service|response|reply|answer|recommendation|suggestions|suggestion)
		(thanks|thank you|thx) for (helping|helping me|helping me out|that|everything|all)
		=(cheers|many thanks|big thanks|much obliged|bless you|god bless you|god bless)
		(i|we) (appreciate|really appreciate) (it|that|your help|you|the help|your assistance|all your help|your time)
		[much|very much|greatly] appreciated
		you've been [very|so|really|most|extremely] (helpful|a great help|a big help|great|wonderful|kind|awesome|amazing)
		you have been (a great help|a big help|great help|of great help)
		you're (the best|a star|a lifesaver|awesome|great|very helpful|so helpful|very kind|wonderful|amazing)
		=(great|big) help
		(谢谢|多谢|感谢|非常感谢|十分感谢)[你|您|大家|你们](的|)(帮助|帮忙|解答|回复|推荐|建议|服务|支持)
		(谢谢|谢了|谢啦|谢|多谢|感谢|谢谢你|谢谢您|谢谢啦|谢谢了|谢谢啊|谢谢哈|谢谢哦|谢谢呀|谢谢谢谢|多谢了|多谢啦|非常感谢|十分感谢|太感谢了|太谢谢了|太谢谢你了|感谢你|感谢您|感激不尽|辛苦了|辛苦啦|辛苦你了|您辛苦了|你辛苦了|麻烦你了|麻烦您了|麻烦了|有劳了|3q|谢谢帮忙|谢谢客服|谢谢老板|谢谢亲|万分感谢|谢过)
	`},
	{commandGreeting, `
		(hi|hello|hey|hiya|howdy|greetings|heya|hii|hiii|helo|hallo|hullo|hi hi|hello hello) [there|again|all|everyone|team|guys|sir|madam|mate|bot|friend|dear]
		good (morning|afternoon|evening|day) [to you|sir|madam|there|everyone|all]
		=(morning|evening|afternoon|yo|good morrow|anyone there|anybody there|are you there|you there|are you still there|still there|is anyone there|is anybody there)
		(你好|您好|你们好|大家好|你好啊|你好呀|您好啊|您好呀|你好哦|嗨|哈喽|哈罗|哈啰|早上好|上午好|中午好|下午好|晚上好|早安|午安|早啊|hello你好)
		.(早|在吗|在么|在不在|在不|在嘛|在没|有人吗|有人么|有人在吗|有人在么|有没有人|有没有人在|亲在吗|你在吗|您在吗|喂|客服在吗|客服在不|喂喂)
	`},
}

// fillerPhrases are politeness, hesitation and the words around a command that do
// not change it.
const fillerPhrases = `
	(please|pls|plz|kindly|please kindly)
	(well|so|oh|ah|um|umm|uh|uhm|hmm|hm|er|erm|eh|aw|ugh|hmmm|ooh|ohh|oops|whoops|now|just|just please|actually|sorry|i'm sorry|so sorry|i'm so sorry|sorry about that|excuse me|apologies|my apologies|my bad|wow|oh no|oh well|oh dear|oh my)
	(anymore|any more|ever again)
	(dear|sir|madam|ma'am|mate|man|dude|bro|buddy|guys|friend|bot)
	(then|right now|for now|at the moment|for the moment|today|already|immediately|asap|instead|though|anyway|anyways|thanks anyway|again please|altogether|entirely|completely|for me|for today|too|as well|also|ahead|here|there)
	(i guess|i think|i suppose|i believe|i'm afraid|you know|honestly|to be honest|tbh|frankly|if possible|if you can|if you could|if you please|if you don't mind|if that's ok|if that's okay|if that's possible|if i may)
	(can|could|would|will) you [please|just|kindly]
	(can|could|may) (i|we) [please|just]
	(i|we) (want|need|would like|wish|have) to
	(i'd|we'd) (like|love|rather|prefer) [to]
	(i'd|we'd) better
	(let's|let me|let us|we can|you can|i'll|i will|i'm going to|i'm gonna|i wanna|i just want to|i'd just like to|maybe we should|we should|maybe)
	(great|awesome|perfect|excellent|wonderful|cool|nice|good|lovely|fantastic|amazing|brilliant|super|sweet|very good|very nice|great job|good job|well done|nice one|very helpful|glad to hear that|good to know|haha|hahaha|ha|you too|you as well|same to you|my dear|dear friend|that's great|that's good|that's perfect|that's awesome|that's fine|that's very helpful|that's very kind|sounds good|sounds great|that sounds good|that sounds great|that works|perfect that works)
	(请|麻烦|麻烦你|麻烦您|拜托|拜托了|劳驾|帮我|给我|帮忙|请帮我|请你|请您|帮我把)
	(but|and|also)
	(不过|但是|但|另外|然后)
	(呃|额|啊|哎|唉|哎呀|哎哟|诶|欸|喔|呀|哟|嘿|那|那么|那就|那个|这个|这|就|先|还是|吧|了|啦|呢|哈|嘛|呗|咯|喽|的|哦|噢|嗷|哒|滴|都|也|再)
	(亲|亲亲|亲爱的|老板|客服|小姐姐|小哥|师傅|朋友|您|你|你们|我|我们|咱|咱们|大哥|美女)
	(不好意思|抱歉|对不起|打扰了|打扰一下|真的|其实|说实话|老实说|可能|大概|太|太好了|很好|非常好|不错|真不错|太棒了|挺好|挺好的|真好|棒|哈哈|嘿嘿|呵呵|没事|没关系)
	(我想|我要|我想要|我需要|想|要|我就想|我还是|我先|我就|我也|我真|我是真|我这边|你先|您先|我们还是|能|可以|能否|可否|能帮我|可以帮我)
	(现在|今天|暂时|直接|马上|赶紧|快|快点|立刻|立即|先帮我|一下|全部|全都)
`

// startPhrases begin a sentence: what is before them, even without a comma, is a
// phrase of its own.
const startPhrases = `
	(i|i'm|i'd|i've|i'll|we|we'd|we've|you|can|could|would|what|what's|how|it's|that's|let's|please|but|and|may|also)
	我(想|要|还|先|需|是|没|不|换|改|再|打算|现在|问|自己|直接|只|就|刚|准备|已经|会|去|来|们|这边|家)
	(帮我|帮忙|请|麻烦|给我|你们|你能|你可|您能|您可|那|但是|但|不过|另外|还有|然后|因为|所以|如果|能不能|可不可以|可以帮|有没有|怎么|什么|为什么|多少|顺便)
`

// asidePhrases may follow a yes or no without a comma: "no to Hangzhou".
const asidePhrases = `
	(to|for|at|on|from|make|change|book|just|only|it|that|the|my|this|there|these|those|try|give|find|look|any|do|does|is|are|when|where|which|who|why|if|as long as|as|because|have|anything|one|two|three|not)
	(就|只|是|要|改|换|订|选|还)
`

// jointPhrases join what follows a command to it.
const jointPhrases = `
	(and|but|then|so|also|instead|because|though|however|or)
	(的|但是|但|不过|然后|而且|并且|所以|因为|只是|可是|另外|还有|了|吧|啊|呀|哈|嘛|呢|啦)
`
