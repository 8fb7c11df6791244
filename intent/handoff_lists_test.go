package intent_test

// The messages that the bot's own tests have always had.
var englishWishes = []string{
	"agent", "Human", "operator please", "HUMAN AGENT NOW!!!", "a real person please", "representative",
	"talk to a person", "I want to talk to a human", "can I speak with someone?", "let me speak to your manager",
	"I'd like to chat with a customer service representative", "could you please transfer me to an agent",
	"put me through to somebody who can help", "connect me with a real person", "get me a human", "give me your supervisor",
	"I need a real human being", "I want a live agent", "I need to speak to an advisor about my loan",
	"is there anyone I can talk to? I would rather speak to a person", "please pass me to a colleague", "hand me over to support staff",
	"I don't want to talk to a bot", "stop this robot", "I do not want to speak with a machine", "forward me to a specialist",
	"This is useless. Agent!", "hello, human please", "can you connect us to a representative", "i wanna speak to a humen or a person",
	"My card was stolen and I need to talk to someone right now", "Not helpful, let me talk to a human", "ｔａｌｋ　ｔｏ　ａ　ｈｕｍａｎ",
}

var englishOthers = []string{
	"don't transfer me to an agent", "no agent please", "I don't want to talk to a person", "please do not connect me with an operator",
	"I never asked to speak to a human", "no need to talk to someone", "agent orange", "I am a travel agent, do you have discounts?",
	"is the cleaning agent safe for wood?", "someone stole my card", "somebody used my account", "transfer money to someone",
	"I want to transfer 50 euros to a person in France", "send money to my manager", "send a parcel to someone", "put it in the bag of another person",
	"how much per person?", "a table for two people please", "is it human hair?", "human rights report", "what does a sales representative earn",
	"my manager needs an invoice", "can I give someone a gift card?", "are you a robot?", "is the robot vacuum loud?", "machine wash at 30?",
	"which ai phone is the best", "talk about the price", "get me the blue one", "I spoke with a friend", "the delivery person was rude",
	"can another person collect my order?", "how do I contact the seller", "call", "", "does the operator charge roaming fees?",
}

var chineseWishes = []string{
	"人工", "转人工", "人工客服", "我要人工", "请转人工", "转人工！！", "转接人工服务", "找人工客服", "客服", "真人", "在线等，转人工",
	"我要找真人客服", "有没有真人", "帮我转一下人工", "麻烦转人工客服，谢谢", "不要机器人", "我不想跟机器人说话", "别用机器人敷衍我",
	"叫你们经理来", "我要找你们领导", "找主管", "换个人跟我说", "人工服务在吗", "轉人工", "轉接客服", "我要和真人聊", "退货的事，找客服",
	"说不清楚，给我转人工吧", "你好，人工", "talk to 人工", "接人工", "我要投诉，叫你们领导出来", "听不懂吗？我要人工", "有人吗，转客服",
}

var chineseOthers = []string{
	"不要转人工", "别转人工", "先不用转人工", "不用转人工，我自己来", "我不想转人工", "人工智能", "人工智能音箱多少钱", "人工湖怎么走", "人工费多少",
	"手机壳是人工皮革的吗", "人工呼吸怎么做", "真人秀", "真人CS在哪里玩", "和照片上的真人一样吗", "客服电话是多少", "客服几点上班", "你们客服态度很差",
	"我是经理", "经理的名片怎么印", "机器人多少钱", "扫地机器人坏了", "转账给别人", "给家人转钱", "找不到订单", "找人代付", "可以送人吗", "别人能代收吗",
	"请问人到了吗", "帮我找个人均100元的餐厅", "找一个人均消费不高的酒店", "要几个人拼团", "个人信息怎么改", "本人不在家", "人民币", "领导让我开发票", "", "换个颜色", "我要退货", "收货人填错了",
}

var moreEnglishWishes = []string{
	"can i talk to a humna", "speak to represntative", "AGNET", "i want an agnt", "custmer service please", "gimme a human", "lemme speak to somebody",
	"need human", "is there a human I can talk to?", "are there any agents available", "is there someone to talk to", "anyone there to chat with?",
	"can somebody else take a look at my refund", "could another colleague help me with this", "can you get someone to help me", "have someone call me back",
	"how do I reach your agent regarding my invoice", "how can I contact customer service", "how do I get through to a real person?", "I'd like a word with your manager",
	"let me have a chat with your technicians", "put me through to billing", "transfer me to the sales department", "can I speak directly with the front desk?",
	"spa team please", "customer support", "Why can't I talk to a human?", "how long until I can speak with an agent", "what do I need to do to speak with an agent",
	"I'm tired of talking to a bot", "stop talking to me like a machine, get me a person", "how do I get past this bot", "no more bots!", "escalate this please",
	"I don't trust a machine with my card details", "I don't feel comfortable sharing this with a robot", "I don't want to talk to you", "connect me to a live person",
	"I demand to speak with a supervisor", "rather talk to a person than a bot", "human thank you", "live agent", "real human now", "another agent please",
	"please escalate", "could I have a human look at this", "chat with a live representative", "I want a human, not a bot", "let me speak with your colleague",
	"put me through", "I want to talk to an actual human being about my bill", "if this fails again I want to speak to a manager", "operator!!!",
}

var moreEnglishOthers = []string{
	"are you a human?", "are you human", "am I talking to a real person?", "is this a bot or a person", "what is the agent fee", "agent fee", "real estate agent",
	"I need a real estate agent", "can you recommend a travel agent", "talk to my manager about the budget", "let me ask someone", "let me ask my manager first",
	"I was talking to an agent and got cut off", "after speaking with an agent I still have no refund", "how can I cancel without talking to a person",
	"do I have to talk to an agent to cancel?", "instead of speaking to a human can I do it online", "can someone else use my card", "can someone else collect it",
	"I want to send that money to someone else", "someone called me from your number", "how do I become an agent", "I have an agent already", "get me a single person room",
	"human resources", "human error", "person to person payments", "the agent told me to wait", "your representative was very helpful", "agent id is wrong",
	"what is your customer service number", "customer service hours", "I want to talk about my loan", "do you have a manager account", "operator fees",
	"support for usb c", "does it support bluetooth", "team building", "how many people work in your team", "transfer me 50 euros", "connect me to the wifi",
	"can I speak english here", "is the bot free", "I like your bot", "chatbot integration price", "human hair wig", "thank you", "is this made for two persons",
	"what if I speak to an agent, is it free?", "no need to escalate", "please don't call a manager", "you don't have to put me through to anybody",
	"i need to schedule a meeting to talk about my cards", "my agent code is 4411", "how do I add another user", "call me at noon", "put it on the front desk",
	"who is the manager of the month", "I am the manager", "live tv is not working", "real madrid tickets", "actual price please", "insurance agent license",
}

var moreChineseWishes = []string{
	"轉真人客服", "轉人工客服謝謝", "我要轉接專員", "請幫我接真人", "转人功", "专人工", "我要人公客服", "转仁工", "找人工克服", "zrg", "zhuan rengong", "转 人 工", "转－人工",
	"ｈｕｍａｎ 转人工", "转 agent", "我要 human", "给我转 live agent", "我要跟 real person 聊", "帮我 transfer 到人工", "接agent", "找你们 manager",
	"有人工吗", "有没有人工客服啊", "有真人吗", "人工客服在吗", "人工客服怎么找", "怎么转人工", "如何联系人工客服", "为什么不给我转人工", "怎么还不转人工", "能不能转人工",
	"可不可以接人工客服", "是不是可以转人工", "要不要给我转人工", "切换人工", "切换到人工服务", "呼叫人工", "连线客服", "我需要人工服务", "人工服务！", "人工人工人工",
	"转客服小姐姐", "麻烦找一下客服", "我要联系在线客服", "安排个专员跟我联系", "让你们负责人来", "叫你们老板出来", "我要见你们经理", "请你们主管给我回电话", "给我找个能做主的人",
	"我要跟你们经理谈", "不想和机器人聊天了", "不要智能客服", "别自动回复了", "不要再自动回复了", "机器人走开", "关闭机器人", "来个人啊", "来个活人", "换个人来处理",
	"有没有人管", "没人管吗", "派个人跟我沟通", "找个人跟我解释一下", "和真人沟通", "想跟活人说话", "你解决不了，转人工", "不是这个问题，我要人工", "不退了，给我人工客服",
	"答非所问，接人工！", "人工快点", "请接人工坐席", "我要人工台", "转接银行客户经理", "转售后专员", "接店长", "换客服", "再不转人工我就投诉", "我要投诉你们，转主管",
}

var moreChineseOthers = []string{
	"我不要转人工", "千万别转人工", "不需要人工客服", "暂时不用人工", "没说要转人工", "不是要转人工，是要退款", "能不转人工吗", "不想找客服", "无需人工服务", "没必要找人工",
	"人工智能课程", "人工费怎么算", "人工成本多高", "人工草坪怎么清洗", "人工翻译多少钱", "要人工审核吗", "订单转人工审核了", "人工钻石和天然的区别", "人工降雨是什么", "人工安装收费吗",
	"客服态度", "客服态度太差", "人工客服态度不好", "客服电话", "人工客服电话多少", "客服什么时候上班", "客服工作时间", "人工客服几点下班", "客服说可以退", "客服告诉我三天到账",
	"昨天客服答应赔我的", "客服不理我", "客服都不回消息", "人工客服已经处理过了", "客服软件多少钱", "客服系统怎么接入", "你是人工吗", "你是真人还是机器人", "是不是真人", "你是机器人吗",
	"是真人客服吗", "真人快打什么时候出", "有真人实拍图吗", "真人试穿效果", "真人模特身高", "活人感是什么意思", "我是店长", "我们老板要发票", "经理签字在哪里", "找领导签字",
	"领导要的发票抬头", "送领导什么好", "老板椅有货吗", "老板，这个多少钱", "扫地机器人多少钱", "不要扫地机器人了", "机器人擦窗要多久", "机器人玩具有吗", "要换个颜色", "给我换个地址",
	"找个人代收", "换个人拼团", "找个人安装", "跟人合租怎么办理", "来一件", "来个大号", "有人收货", "个人账户", "收货人", "本人签收", "联系人填错了", "被人盗刷了", "别人的卡能用吗",
	"转账失败", "转给朋友", "转运费多少", "接口是type c吗", "人民币多少", "人脸识别失败", "人参多少钱", "客户端打不开", "客房还有吗", "服务费多少", "服务器连不上", "主管道漏水",
	"专业版多少钱", "agent 是什么意思", "这个 bot 怎么收费", "human 牌子的鞋有吗", "经理级别的折扣", "人工关节能报销吗",
}

// Messages that were written later, to see what the lists above had not
// foreseen.
var laterWishes = []string{
	"this bot is useless, I need somebody real", "are there any humans working there?", "please have a rep reach out to me", "I'd rather deal with a person",
	"can a human being please answer me", "who can I talk to about this?", "let me talk to your boss", "is anyone actually there or is this a bot? get me a person",
	"connect me with customer care", "I need live support", "live chat with agent pls", "can i get a callback from an agent", "send me to a real agent",
	"someone from your team please call me", "i would like assistance from a real person", "speak with representative about billing", "put a manager on the line",
	"forward this chat to a human", "i want to speak with someone in charge", "no more automated answers, human please",
	"能不能让真人来回答", "叫个真人出来", "给个人工", "人工在哪", "我只想跟人工说", "帮我接通人工", "你们有活人吗", "不想跟你这个机器人废话，转人工", "请求人工介入", "找你们负责人",
	"人工服务怎么打不通", "要求人工处理", "我要求换人工客服", "你听不懂，让客服来", "转一下客服", "客服人员在吗", "人呢，出来个人", "我要找客服投诉", "麻烦安排人工跟进",
	"别跟我扯，转人工", "转接人工坐席谢谢", "请问怎么联系人工", "能不能找个真人客服帮我", "召唤人工", "转人工啊啊啊", "我不要跟机器聊", "你是机器人吧？转人工", "人工智障，给我转人工", "求人工",
	"you don't get it, just give me an operator", "could you get your supervisor", "I want to be connected with an employee", "Let me chat to an actual person about this mess",
	"who do I speak to about a complaint", "need to speak w/ a rep asap", "talk to agent about my order", "I am not talking to a robot, get me a human",
	"may I speak to the person in charge", "customer service rep please", "transfer this conversation to a live agent", "hand this over to a human", "i need someone i can talk to",
	"would prefer a human", "why won't you connect me with an agent", "why don't you let me talk to a human", "让你们主管联系我", "有没有人工可以帮我看看", "直接转人工吧", "你们的人工在哪里", "还是找人工吧", "不想和你说了，叫人来", "请转接到人工服务台", "要人工", "换真人",
	"客服出来", "麻烦帮我找下经理", "怎么老是机器人，我要人工", "人工在线吗", "联系客服",
	"human being please!!", "get somebody on the phone for me", "I'm done with this bot", "would you mind passing me to a coworker",
	"please get your manager involved", "I need to contact an actual employee", "talk 2 a real person", "chat with human", "can i speak to billing department",
	"agent agent agent", "let me speak with whoever is in charge", "are any agents free to chat?", "I'd prefer speaking with somebody",
	"there must be a human I can speak to", "connect to support agent", "麻烦转一下", "我要和人工说话", "给我接你们经理", "能给我转真人么", "客服呢？", "有没有能说话的人",
	"不跟你说了，找人工", "换你们主管来谈", "让人工回复我", "请求转接", "我需要客服帮助", "这个问题需要人工处理", "找个懂的人来", "赶紧转人工行不行",
}

var laterOthers = []string{
	"how do I contact the hotel", "is someone home", "a person called me pretending to be your bank", "my agent number changed", "I'm speaking on behalf of my mother",
	"need a cleaning person for tomorrow", "can I give my ticket to another person", "someone please explain the fee", "the support page is broken",
	"talk time left on my prepaid", "does the hotel have a concierge", "the manager app crashes", "how to add a manager to my account", "what does the operator code 51 mean",
	"I don't need human help thanks", "call forwarding to my office", "I already talked to an agent, what's the status", "get my money to a friend",
	"human readable format please", "does support cover weekends", "I no longer speak to this person",
	"人工草坪多少钱一平", "这是人工还是机器做的", "人工钱多少", "我们公司客服怎么用你们系统", "客服小妹真好", "谢谢客服", "客服你好，我要退货", "你们经理姓什么", "经理推荐菜是什么",
	"有人评价说质量差", "找个便宜的", "给我找一双42码", "换一个尺码", "转运仓在哪里", "接下来怎么操作", "机器人语音能关吗", "这机器人挺聪明", "让我想想", "别人能用我的卡吗",
	"人工费太贵了不修了", "客服已经给我退款了", "昨天人工客服帮我改了地址", "我自己来就行不用客服", "人工挑选的水果吗", "联系不上快递员", "怎么联系卖家", "主管部门是哪个",
	"领导力课程多少钱", "真人发假发价格", "本人能代办吗",
	"how many agents use your software", "the human body cream", "is my agent license valid", "person of the year", "i spoke to a rep yesterday and he fixed it",
	"do you have staff discounts", "team shirts for our club", "someone ate my lunch", "what does live support mean in the plan", "manager role permissions",
	"the representative office address", "give me the operator manual", "don't escalate it yet", "please tell the agent thanks", "does a person have to sign for it",
	"人工成本预算怎么做", "人工湖景房多少钱", "客服的工资多少", "客服刚刚说明天发", "经理已经同意退款了", "我找到订单了", "叫车服务怎么用", "机器人吸尘器保修多久", "没有人工费吧",
	"人工授精报销吗", "真人语音包在哪下载", "不麻烦客服了", "客服中心地址", "要经过人工质检吗", "专员岗位招聘吗", "不用换个人处理了", "先别找人处理", "我和客服沟通过了", "跟人工客服聊过了没用处",
	"the human resources form", "how do agents get paid", "my son is a person with allergies", "can I talk while charging",
	"tell the driver to call me", "sales tax for a person abroad", "I want to manage my team", "support level of the bra", "can I bring another person to the lounge",
	"is the desk lamp in stock", "we spoke with a consultant last year", "who is my account manager", "what can your bot do",
	"a machine that speaks french", "do not call me again", "转转怎么用", "客服帮我查过了没问题", "机器人编程课", "人工降价了吗", "叫外卖能用券吗", "要两个人的套餐",
	"我想找工作", "找不到人签收", "人工费发票能开吗", "帮我接收短信", "经理人证书", "老板娘面多少钱", "真人测评视频", "本店客服不在线怎么设置", "我朋友想要",
}

// What reviewers found missing, and what was taken for a wish.
var reviewedWishes = []string{
	"有人吗", "有没有人啊", "你好，有人在吗", "换人", "我要换人！", "接线员", "给我接线员", "转人吧", "给我转人", "快点转人行不行",
	"live chat please", "Live chat", "transfer me", "please transfer me now", "just connect me", "I'd like a callback", "i want a callback please", "request a callback",
	"your supervisor please", "Your manager please!", "can somebody actually help me?", "could someone finally help me",
}

var reviewedOthers = []string{
	"我想转人民币", "怎么转人民币到国外", "我想转人寿保险", "转人事部电话", "想转人家的号码", "转人保的车险", "找客服退款但没人理我", "找人工客服处理一直没人回",
	"这个房间有人吗", "有人用过这款吗", "有没有人买过", "换人签收可以吗", "不要转人",
	"transfer to an agent bank account", "how do I live chat in the app with friends", "you did not transfer me the refund", "transfer me the money", "transfer me 50 dollars",
	"what is a callback", "how do I set the callback url", "I missed your callback", "who is your supervisor", "did you transfer me", "somebody actually stole it",
}
