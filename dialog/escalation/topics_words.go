package escalation

// topicPhrases are the phrases of each topic, in the order of topicOrder. They
// were written by hand, for messages to a customer service. Phrases are separated by ";",
// alternatives of a word by "/", and "-" stands for no word.
var topicPhrases = [len(topicOrder)]string{
	// safety
	"caught/catches/catching/catch fire;on fire;set fire to;burst into flames;in flames;went up in flames;started/starts smoking;is/was/were/started/started_to smoking;" +
		"smoke coming/came/comes out/from;smoke is coming;giving off smoke;smelled/smells/smell/smelling of/like/- burning/smoke/gas;burning smell;smell/smells gas;" +
		"gas leak/leaks/leaking/smell;leaking gas;carbon monoxide;electric shock/shocks;electrical shock;electrocuted;got/get/gave a/an/me/us shock/shocked/electrocuted;" +
		"got shocked;sparks from/came/come/coming/flying/flew/inside;sparking;short circuit/circuited;exploded;explodes;exploding;explosion;blew up in my/his/her/our;overheated/overheating and;is/was/started melting;plug/charger/cable/socket/adapter/battery has/- melted;" +
		"battery is/was/- swollen/bulging/leaking;swollen/bulging battery;choking hazard;choked on;choke on;fire hazard;" +
		"not safe for/to children/kids/use;unsafe to use/drive;dangerous for/to children/kids/use;safety hazard;brakes failed/fail;brake failure;" +
		"glass/metal/plastic/needle/razor/screw/insect/worm/mold/mould in my/the/our/his/her food/meal/drink/soup/bottle/salad;" +
		"kill/hurt/harm myself;end my life;suicide;suicidal;" +
		"着火;起火;失火;自燃;冒烟;冒火花;火花;烧起来;烧焦;烧糊;焦味;糊味;爆炸;炸了;炸开;炸裂;爆裂;漏电;触电;被 电 到/了;电到 我/人/孩子;" +
		"漏气;煤气 泄漏/味/泄露;燃气 泄漏/味/泄露;天然气 泄漏/泄露;短路 了/起火/冒烟;一氧化碳;电池 鼓包/鼓了;鼓包;过热 起/冒;刹车 失灵/失效;安全隐患;安全事故;" +
		"吃出 虫子/玻璃/异物/头发/塑料/钉子/铁丝;喝出 异物/虫子;里面 有 玻璃/虫子/异物/刀片;自杀;不想活;轻生",
	// injury
	"injured;injuries;injury;got/was/were/been/badly/seriously hurt;hurt my/his/her/our hand/finger/back/leg/arm/child/son/daughter/baby/head/eye/foot;" +
		"burned/burnt my/his/her/our/myself/himself/herself hand/hands/finger/fingers/skin/face/arm/leg/mouth/-;burns on my/his/her/our;second/third degree burns;" +
		"cut my/his/her/our hand/finger/fingers/foot/arm/face/lip/mouth;bleeding;broke my/his/her arm/leg/wrist/tooth/ankle/finger;broken/fractured bone/arm/leg/wrist/tooth;" +
		"in/to/at the/- hospital because/with/after;taken/rushed/went/going/had_to_go to the/- hospital/er;ended up in the/- hospital/er;emergency room;hospitalized;hospitalised;" +
		"in the hospital because;call an ambulance;called an ambulance;allergic reaction;food poisoning;poisoned;got/get/getting/became/made/makes/making me/us/him/her/my_son/my_daughter/- sick after/from/eating;" +
		"made me/us/him/her/them/my sick/ill;threw/throwing up after/all;vomiting;rash all/on;broke out in a/- rash/hives;passed out;fainted;unconscious;can't/cannot breathe;could not breathe;" +
		"受伤;伤到 了/我/手/孩子/人/眼睛;弄伤;烫伤;烧伤;割伤;划伤;砸伤;摔伤;夹伤;扎伤;咬伤;炸伤;灼伤;烫到 手/孩子/我;割到 手;划破 手/手指;流血;出血;骨折;缝针;" +
		"住院;送医院;进医院;去 了/- 医院 看/检查/缝;急诊;救护车;过敏反应;过敏 了;严重过敏;起 了/- 疹子;起红疹;皮肤 红肿/溃烂/起泡;烂脸;食物中毒;中毒;拉肚子;上吐下泻;腹泻;呕吐;晕倒;昏迷;窒息;呼吸困难",
	// legal
	"my/our/a/his/her/your/the lawyer/lawyers/attorney/solicitor;lawyer up;lawyers will/are;our/my/your/the/with/to lawyers;my legal team;legal action/actions/proceedings/steps/department/advice;take/taking you/this to court;" +
		"go/going to court;see/meet you in court;small claims;take/taking them/him/her/it to court;sue you/them/your/this/for;sue the company/shop/store/seller/bank/hotel/airline/manufacturer;suing;sued;lawsuit/lawsuits;class action;press charges against;pressing charges;" +
		"consumer protection;trading standards;better business bureau;bbb complaint;complaint to/with the/- ombudsman/regulator/bbb/authorities;ombudsman;the regulator;" +
		"report/reporting/reported you/this/them to the police/authorities/ftc/bbb/fca/cfpb/regulator;attorney general;breach of contract;" +
		"律师;律师函;起诉;告 你们/他们/到 -/法院/法庭;告上 法庭/法院;去 法院 起诉/告;法院;法庭;打官司;诉讼;走 法律 程序/途径;法律 途径/手段/程序/责任/武器;法律维权;维权 到底;" +
		"消协;消费者协会;消保委;打/拨/拨打/找/去/到/向/上/通过 12315/12345/12378/12300;12315/12345/12378/12300 投诉/举报/热线/反映/见/平台;工商局;市场监管 局/总局/部门/-;市监局;工信部;银保监 会/局/-;银监会;邮政管理局;质监局;质检总局;食药监 局/-;报警;集体诉讼;仲裁",
	// press
	"to the press/media/newspaper/newspapers/papers;tell/telling/call/calling/contact/contacting/alert the press/media/newspapers/news;journalist/journalists;reporter/reporters;the newspapers;" +
		"to a/the/- news/tv/television station;call/calling/contact a/the/my/- local/- news/tv/television station;make/making this/it go/- viral/public;go/going/went public;expose you/your/this/them;exposing you/your/this;" +
		"post/posting this/it/everything/screenshots all/- over/on/to twitter/facebook/instagram/tiktok/reddit/youtube/social_media/the_internet/weibo;" +
		"all over social media/twitter/facebook/the_internet;" +
		"曝光 你们/你/他们/此事/这件事;要/去/来/给/网上/媒体/微博/抖音/平台/全网 曝光;找/联系/叫 媒体/记者/电视台;电视台 曝光/记者;媒体 记者;记者 来/采访/曝光/朋友;新闻 记者/曝光;让/叫 你们/你 上新闻;上 个/- 热搜;焦点访谈;今日说法;发 到/- 网上 去/让/曝光/给;发 到/- 微博/抖音/小红书/朋友圈 曝光/让;315 晚会/曝光;三一五 晚会;公之于众;黑猫 投诉/-",
	// fraud
	"scam;scams;scammed;scammer/scammers;fraud;fraudulent;fraudulently;fraudster/fraudsters;phishing;identity theft;stolen identity;my identity was stolen;" +
		"stolen card/cards/wallet/account;card/cards/wallet/account/details is/was/were/has_been/have_been/got stolen/hacked/cloned/compromised;stole my/our card/money/identity/account/details;" +
		"account/accounts got/was/has_been/been/is/were/- hacked/compromised;hacked;hacker/hackers;unauthorized/unauthorised/unrecognized/unrecognised charge/charges/transaction/transactions/payment/payments/purchase/purchases/access/use/withdrawal/withdrawals/transfer;" +
		"someone/somebody else/- used/is_using/using/has_used/stole/hacked/opened my/our/an/a;charge/charges/transaction/transactions/payment/payments/purchase/withdrawal i/that_i did_not/didn't/never make/authorize/authorise/recognize/recognise/made;" +
		"i/we/- did_not/didn't/never authorize/authorise/authorized/authorised/make this/the/that/these/any/- charge/payment/transaction/purchase/withdrawal/charges/payments/transactions;counterfeit;money laundering;" +
		"诈骗;欺诈;被骗;骗 了/走 我/我们/-;盗刷;盗用;盗号;盗取;被盗;号 被盗;账号 被 盗/黑/封盗;账户 被 盗/黑;钱 被 盗/转走/偷;不是 我 本人/- 操作/消费/刷/买/转;冒充 客服/你们/官方/-;假冒 客服/你们/官方;钓鱼 网站/链接/短信/邮件;" +
		"洗钱;冒名 贷款/开户/-;电信诈骗;刷单;伪卡;身份 被/- 盗用/冒用;冒用;非本人 操作/交易/消费;骗钱;骗局;假货;售假;卖假",
	// data
	"data breach/breaches/leak/leaked/protection;data was/were/has_been/been/is/got leaked/stolen/exposed/shared/sold;leaked my/our/his/her;leaking my/our/personal;" +
		"leak/leaks of my/personal/our;sold/selling/shared/sell/gave my/our personal/- data/details/information/number/info/address/email;gdpr;ccpa;right to be forgotten;" +
		"delete/erase/remove all/- my/our personal/- data/information;delete all/everything data/information you/about;subject access request;privacy breach/violation/laws/law/rights;breach/violation/invasion of privacy;" +
		"violated/violating/violates my/our privacy;see/seeing/saw/shows/got/showing someone/somebody/- else's data/details/account/order/information;seeing someone_else's;another customer's data/details/information/order/account;" +
		"personal data/information/details was/were/has_been/been/is/are leaked/exposed/stolen/sold/shared/public;" +
		"泄露 我/客户/用户/个人/隐私/信息/了 - 的/信息/隐私/-;泄漏 我/客户/用户/个人/隐私/信息 的/-;信息 被/- 泄露/泄漏/外泄/倒卖/贩卖;隐私 被/- 泄露/泄漏/外泄;资料 被/- 泄露/泄漏/外泄;数据 被/- 泄露/泄漏/外泄;" +
		"个人信息 被/- 泄露/泄漏/保护法/卖/倒卖/滥用;卖 我 的/- 信息/资料/电话/个人信息;侵犯 我 的/- 隐私;侵犯 隐私 权/-;隐私权;删除 我 的/- 所有/全部/- 个人/- 信息/资料/数据;注销 并 删除;个保法;数据 保护 法/-;信息安全",
}

// topicShields are phrases that look like one of a topic and are none.
const topicShields = "on fire sale/deals/tablet/stick/tv;fire stick/tv/tablet/hd/pit/sale;fraud protection/prevention/policy/insurance/alert/alerts;scam likely/protection/awareness;" +
	"data protection policy/officer_name/plan;sparkling;spark plug/plugs;personal injury cover/policy/insurance;injury insurance/cover/policy/list/report/update;" +
	"electric shock collar/collars/toy/toys/pen/pens/protection;a/the/my/our/- lawyer/lawyers/attorney discount/discounts/price/rate;律师函 打印/模板/代写/范本/服务;" +
	"legal advice cover/line;the press release;to the press button/release;" +
	"hacked together;life hacks;identity theft protection/insurance;emergency room near/nearby/address;nearest/closest emergency room;" +
	"防漏电;漏电 保护/保护器/开关;防触电;防爆炸;防爆;防盗刷;盗刷险;反诈骗;防诈骗;诈骗险;防盗;被盗险;短路 保护/保护器;过敏 体质/测试/药;不 含 过敏;律师 费/事务所/行业/咨询 服务;爆炸 头/性/糖/盐/价;灭火器;急救 包/箱;医院 附近/地址/挂号/在/怎么/电话/预约;" +
	"记者 证/节;315 活动/促销;法院 附近/地址/路;防 烫伤;中毒 电脑/病毒;电脑 中毒;手机 中毒"
