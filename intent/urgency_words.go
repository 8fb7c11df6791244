package intent

// newUrgencyBook builds what [ReadUrgency] knows. The phrases and weights are
// written by hand.
func newUrgencyBook() *urgencyBook {
	b := &urgencyBook{
		phrases: newPhrasebook(),
		soon:    urgencyCue{kind: DeadlineReason, weight: 0.7},
		numbers: wordSet("a an one two three four five six seven eight nine ten fifteen twenty thirty forty half few couple of an_hour " +
			"一 二 两 三 四 五 六 七 八 九 十 几 半 个 多"),
		denials: wordSet("not no never without isn't wasn't weren't hasn't haven't didn't don't doesn't ain't nothing isnt wasnt didnt dont 没 未"),
		ahead:   []string{"in", "within", "only", "in about", "in less than", "only have", "have", "got", "in just", "than", "under", "还有", "还剩", "只剩", "就剩", "不到", "只有", "剩", "再过", "过"},
		later:   []string{"left", "until", "till", "to go", "from now", "后", "内", "之内", "以内", "就", "之后", "以后", "左右就"},
	}
	b.addSafety()
	b.addMoney()
	b.addOutage()
	b.addTime()
	b.addFrame()
	return b
}

func (b *urgencyBook) addSafety() {
	b.add(
		urgencyCue{kind: SafetyReason, weight: 0.9},
		"flame/flames;choked/chokes/choking on;on fire;caught/catching/catch fire;fire in/at the/my/our;there is/was a/- fire;sparks;sparking;burning smell;smells/smell like/of burning/gas/smoke;smelling gas/smoke;gas leak;leaking gas",
		"electric shock;got/gets shocked/electrocuted;electrocuted;exploded;explosion;just/- blew up;is/was/are bleeding;injured;injury;injuries;badly/seriously/got hurt;burned/burnt my/his/her/our",
		"can't/cannot/cant/can_not breathe;allergic reaction;choking;choked on;poisoned;poisoning;unconscious;passed out;fainted;an/call/need/- ambulance;kill/killing/hurt/hurting/harm myself;end/ending my life;want/wants/wanted/wanna to/- die;suicide;suicidal;is/are/started burning;carbon monoxide",
		"is/are/was/started/starts/keeps/it's/its/- smoking heavily;started/starts/is/it's/its/began smoking;smoke coming/came/comes out/from;full of smoke;pouring smoke;filled with smoke",
		"swallowed/swallows a/the/some/it/- battery/piece/part/magnet/coin/button/pill/plastic;shattered in/into/and/while;drank/drunk/swallowed/inhaled/ate/eaten some/the/a/of_the/- bleach/detergent/cleaner/cleaning/acid/alcohol/medicine/glue/poison;is/are/was hurt/injured;is hurting;chemical smell;eyes are/- burn/burning;brakes/brake/steering failed/fail/fails/is_not/are_not/isn't/aren't/don't/doesn't/not work/working/-;ran/run/running out of my/- insulin/medicine/medication/oxygen;insulin/medicine/medication/oxygen delivery/order/- has/did/- not/hasn't/didn't/never/is_late;swollen/swelling/bulging battery;battery is/has/- swollen/swelling/bulging/leaking;trapped in;stuck in the/an elevator/lift;break in/- happening;medical emergency;heart attack;not breathing;seizure",
		"冒烟;火星;火苗;明火;着火;起火;失火;烧起来;爆炸;炸了;炸开;漏电;触电;电到;被 电 了;漏气;煤气/燃气/天然气 泄漏/泄露/味;烧焦;焦味;糊味;烧糊;冒火花;火花;受伤;流血;出血;烫伤;烧伤;割伤;划伤;砸伤;摔伤;骨折",
		"喝/吃/误喝/误食/吸入 了/- 清洁剂/洗衣液/消毒液/酒精/药水/洁厕灵/干燥剂/胶水/农药;吞 下去/进/了;误吞;误食;吞了;炸裂;烫到;夹到 手;刹车/方向盘 失灵/不灵/坏 了/-;断药;没药;药 还/- 没 到/送/收到;氧气 没/不够/用完;过敏反应;过敏 了;严重过敏;中毒;晕倒;昏迷;窒息;喘不上气;喘不过气;呼吸困难;救命;急救;救护车;自杀;不想活 了/-;不想活下去;活不下去;自残;割腕;轻生;被困;困在电梯;鼓包;电池/手机 鼓 了/起来;心脏病发;抽搐",
	)
	b.add(
		urgencyCue{kind: SafetyReason, weight: 0.9},
		"i/we/can/- smell/smelled/smelt/smelling gas/smoke/burning/something_burning;want/wants/wanted/going to die;wanna die;don't/dont/do_not want to live;end my life;end it all;hurt/hurting/harm/harming myself;there's/theres/there_is/lots_of/so_much blood;covered in blood;fire my/the/help/in;charger/battery/phone/laptop/plug/socket/outlet/cable/cord/adapter/oven/heater/scooter/bike/car/machine/it is/are/was/keeps burning/melting/melted;burning plastic/wires/wire/cable;help fire",
		"burned/burnt/hurt/cut/injured/broke a/her/his/my/our/the/- hand/hands/finger/fingers/face/arm/leg/skin/child/baby/kid;has stopped/stops breathing;stopped breathing;had a stroke;someone/somebody died;overdose;overdosed",
		"想死;去死的心;不想活;活不下去;不想活下去;结束 生命/我的生命;伤害 我/- 自己;自残;割腕;跳楼;流 了/- 好多/很多/一地 血;好多血;有血;满是血;都是血;着火啦;烧着了;烧 了/- 起来了;在 烧/冒火/燃烧;融化 了/-;闻到 煤气/烧焦味/糊味/烟味/燃气;煤气 漏了/漏 了/-;没有 呼吸/心跳;没呼吸;烧 伤/到/坏 了/我 手;炸伤;中风;过量 服药/吃药;吃药过量;爆 了/炸了",
	)
	b.add(
		urgencyCue{kind: SafetyReason, weight: 0.55},
		"water is/- pouring/gushing/spraying/everywhere;overheating;overheats;too hot to touch;water leaking;leaking water;flooding;flooded;emergency;dangerous;unsafe;broken glass;glass in;mold in;cut my finger;recalled",
		"喷水;冒水;渗水;往外 漏/流/冒 水/-;发烫;烫手;漏水;淹了;危险;有玻璃;吃坏肚子;拉肚子;上吐下泻;发霉了还;安全隐患",
	)
	b.add(
		urgencyCue{role: shieldCue},
		"on fire deal/deals/sale/sales/offer/offers/sauce/menu/playlist/beats/today's;sauce/deals/prices/sales/beats/playlist/team is/are/- on fire;to die for;want to die laughing;blood pressure/type/group/test/tests/donation/donor/orange/oranges/sugar/oxygen;burning calories/man/fat/question;cd/dvd is burning;销量/人气/生意/气氛 爆 了/-;笑 爆 了/-;血压;血糖;血型;血橙;血氧;想死 你/我/了/它/他/她;爆了的款;爆款",
		"smoke detector/detectors/alarm/alarms/free/grey/gray;fire tv/stick/hd/pit/station/extinguisher/extinguishers/works/sale/insurance/door/safety/alarm/proof/resistant;no/non/smoking smoking/room/rooms/area/policy",
		"smoking room/rooms/area/allowed;emergency savings/account/contact/contacts/exit/exits/fund/kit/services/number/light;first aid kit;gas station/bill/card;ambulance cover;suicide squad;injury insurance/cover/lawyer",
		"spark plug/plugs;explosion proof;fraud protection/prevention/policy/department/team/insurance/course;theft insurance/protection/cover;scam awareness;anti fraud;phishing training",
		"灭火器;爆炸头;爆炸性;爆炸价;急救包;急救箱;急救培训;防漏电;防触电;防爆炸;防漏水;不会 爆炸/漏电/起火/漏水;漏电保护;低过敏;防过敏;不过敏;过敏体质;防被盗;防盗刷;防诈骗;反诈骗;诈骗险;盗刷险;救命稻草;火花塞;伤害险;意外受伤 险/保险;急诊",
		"紧急联系人;紧急出口;马上到/有货/上市;立即购买;立刻购买;快点击;危险品;停电险;down jacket/jackets/payment/payments/load/syndrome;download;critical thinking/reviews;urgent care",
		"is/are it/this/they/these/that dangerous/unsafe/safe;when/what is/'s the last day;what's the last day;马上 就/快/- 到/要 了/生日/过年/双十一/国庆/中秋;能/可以/支持 加急 吗/么;do i need;do we need;did i need;is/was all i/i'll/i_will need;all/everything the_help/- i need;everything i need;don't/do_not/dont/not need;no more help;need no;all i will need;急性子;着急的时候;急速;不急性;十万火急游戏;被盗版;骗子电影",
	)
}

func (b *urgencyBook) addMoney() {
	money := &urgencyCue{kind: MoneyReason, weight: 0.82, pair: true}
	b.add(urgencyCue{role: pairCue, name: "valuable"},
		"card;cards;wallet;purse;phone;account;accounts;money;funds;savings;identity;passport;handbag;laptop;details;pin;credentials;password;cheque;salary;euros;dollars;pounds;iphone;mobile")
	b.add(urgencyCue{role: pairCue, weight: 0.82, with: "valuable", makes: money},
		"stolen;stole;steals;hacked;hacker;hackers;compromised;snatched;cloned;skimmed;drained;emptied;mugged;robbed;leaked;pickpocketed;vanished;disappeared")
	b.add(urgencyCue{role: pairCue, name: "own"}, "card;cards;wallet;purse;passport;handbag;credit_card;debit_card")
	b.add(urgencyCue{role: pairCue, weight: 0.65, with: "own", makes: &urgencyCue{kind: MoneyReason, weight: 0.65, pair: true}}, "lost;missing;misplaced;lose;swallowed;ate;eaten;retained;gone;left;can't_find")
	b.add(
		urgencyCue{kind: MoneyReason, weight: 0.82},
		"withdrew/withdrawn/took/taken/stole/deducted/debited money/cash/-/funds from my/our account/card;i never/didn't/did_not/didnt made/make/authorise/authorised/authorized/authorize;fraud;fraudulent;fraudulently;fraudster;scammed;phished;unauthorized/unauthorised charge/charges/transaction/transactions/payment/payments/access/withdrawal/purchase/login/transfer/-",
		"didn't/did_not/never/didnt make/authorize/authorise/approve this/that/these/the/any/such payment/transaction/transactions/purchase/charge/withdrawal/transfer/payments;money is/has/was/just/- gone/disappeared/missing/vanished;unknown/unfamiliar/strange/suspicious withdrawal/withdrawals/transaction/transactions/charge/charges/payment/payments/login/activity;gave/given/entered/typed/told/shared my password/pin/card_details/details/code;lost access to my;sim swap/swapped;sim was swapped;identity theft;been/was/got/were/is being/- hacked/robbed/mugged",
		"someone/somebody/they is/are/was/has/-/just using/used/taking/took/withdrew/withdrawing/spending/spent my/money/from/our card/account/money/-;someone/somebody else/- logged into my/our;emptied my account;transactions/payments/charges/purchases i did not/didn't/never make/made",
		"用 我 的 身份证/名义/身份/信息/资料;盗刷;盗用;被盗;被骗;诈骗;遇到骗子;骗走;被偷;偷走;冒用;刷走;转走;不是 我/本人 本人/- 操作/消费/刷/买/转/付/下/交易;账号/账户/密码/微信/支付宝 被 黑/盗/改/人改;异地 登录/登陆;陌生 交易/消费/扣款/设备;未授权",
		"假/钓鱼/诈骗 网站/链接/短信/电话;输 了 密码/验证码;验证码 给/告诉/发给 了/他/对方;被 人 登录/登陆/登;卡上/卡里/余额/账户里/账上 莫名/突然/- 少了/少;非 本人 操作/交易/消费;钱/余额/存款/积蓄/工资 都/全/全部/突然/- 没了/不见/不见了/没有了;被 人 偷/盗/骗/转/取",
	)
	b.add(urgencyCue{role: pairCue, name: "mine"}, "my account/card/accounts/cards/profile/identity/name/number/bank;我 的 账号/账户/卡/微信/支付宝/银行卡/信用卡")
	b.add(urgencyCue{role: pairCue, weight: 0.65, with: "mine", makes: &urgencyCue{kind: MoneyReason, weight: 0.65, pair: true}},
		"someone/somebody/stranger/they is/has/was/keeps/are/have;someone/somebody logged/got/used/made/took;a stranger;有人 在/登录/用/登/动/改/绑;陌生人;别人 登录/用了/盗/改了")
	b.add(urgencyCue{role: pairCue, name: "source"}, "from my/our/the account/card/bank/savings")
	b.add(urgencyCue{role: pairCue, weight: 0.65, with: "source", makes: &urgencyCue{kind: MoneyReason, weight: 0.65, pair: true}}, "withdrew;took;taken;withdrawn;deducted;debited;removed")
	b.add(
		urgencyCue{kind: MoneyReason, weight: 0.65},
		"scam;scammer;scammers;phishing;don't/do_not/dont recognize/recognise this/that/these/the/a/some payment/transaction/transactions/purchase/charge/charges/withdrawal/payments;wrong/to_the_wrong/to_wrong account/person/iban;sent/transferred money/it/- to the wrong",
		"卡/手机/钱包/身份证/存折/护照/银行卡/信用卡/u盾/工资卡 丢/掉/弄丢/遗失/不见/被吞/找不到 了/-;丢 了/- 卡/钱包/身份证/银行卡/信用卡/护照/手机;丢失/遗失 银行卡/信用卡/身份证/护照;吞卡;卡 被 吞/机器吞/atm吞;挂失;转错;汇错;打错 账户/账号/款;冻结 我的 卡/账户",
	)
	b.add(
		urgencyCue{kind: MoneyReason, weight: 0.5},
		"charged/billed/debited/deducted/paid me/us/- twice/double/two_times/three_times/again/thrice;double/doubly charged/billed/charge/payment;duplicate/double charge/charges/payment/payments/transaction/billing;overcharged;charged too much;took the money twice;extra charge;payment went through twice",
		"taken/taking/took/withdrawn/charged twice;overdrawn;my salary has/is/was/- not/hasn't/missing;money hasn't/has_not/didn't/did_not arrived/arrive",
		"重复 扣款/扣费/扣钱/付款/支付/收费;多扣;扣了 两/2/三/3/好几/几 次/遍/笔/回;乱扣;乱扣费;莫名 扣费/扣款/被扣;扣了 我/我们/俺 两/2/三/3/好几/几 次/遍/笔/回 钱/款/费/-;被 多/乱/重复 扣/收;自动扣;钱 扣 了/掉 订单/单子 没;扣钱 了/- 没;多收 了/- 我/钱/-",
	)
}

func (b *urgencyBook) addOutage() {
	outage := &urgencyCue{kind: OutageReason, weight: 0.65, pair: true}
	b.add(urgencyCue{role: pairCue, name: "system"},
		"site;website;app;server;servers;system;network;internet;service;services;api;database;production;platform;dashboard;checkout;portal;line;wifi;broadband;everything;pos;terminal;terminals;login")
	b.add(urgencyCue{role: pairCue, weight: 0.65, with: "system", makes: outage}, "down;offline;unreachable;crashed;crashing;dead;stopped;can't/cannot/cant reach/connect;unavailable;inaccessible;timing_out")
	b.add(
		urgencyCue{kind: OutageReason, weight: 0.65},
		"can't/cannot/cant open/run our/the/my store/shop/restaurant/business;can't/cannot/cant serve customers/anyone;customers are waiting/queueing/leaving;outage;outages;nothing works/working/loads/is_working;no internet/signal/power/water/electricity/heating/heat/hot_water/connection/network/dial_tone;stopped working completely;completely/totally down;power cut;blackout;lost connection for",
		"internet/wifi/network/connection/phone_line/signal is/has/- not working/stopped/gone/died;500/502/503 error/errors;service unavailable;can't/cannot/cant take/accept/process payments/orders/cards",
		"宕机;系统/应用/程序/软件/网站/页面/app/服务器/后台/- 全/都/又/- 崩溃 了;瘫痪;断网;没网;没有网络;上不了网;停电;断电;停水;没信号;没有信号;断线;系统/服务器/网站/接口/平台/后台/服务 都/全/又/- 挂/崩/瘫/断/宕/炸 了;服务 中断/不可用;无法访问;全部/全都/都 打不开/用不了/登不上/不能用/坏了/停了/瘫痪/没反应;数据 丢失/全丢/没了/丢了;没有暖气;暖气 坏/不热",
		"客人/顾客/客户 都/- 在/- 等 着/-;排队 的 客人/顾客;收不了款;不能收款;刷不了卡;连不上 服务器/网;网络 断/中断 了/-;打不出电话;没热水",
	)
	standstill := &urgencyCue{kind: OutageReason, weight: 0.85, pair: true}
	b.add(urgencyCue{role: pairCue, name: "everybody"},
		"all/every/none of/- our/of_our/my/the users/customers/stores/orders/employees/staff/clients/cashiers/colleagues/agents/machines/drivers/devices/user/customer/store;entire/whole company/office/store/team/site/hospital;production;nobody;no one;everyone;all users/customers/stores/orders",
		"所有/全部/整个/全体 的/- 公司/门店/用户/客户/员工/订单/系统/店/业务;全公司;全店;生产环境;线上;大家;整个部门;所有人;收银员;店员;同事们")
	b.add(urgencyCue{role: pairCue, weight: 0.85, with: "everybody", makes: standstill},
		"affected;blocked;is/are/went down;failing;fail;can log/order/pay/access;cannot;can't;cant;can not;unable to;locked out;crashed;offline;stuck;at a standstill",
		"无法;不能;用不了;登不了;进不了;连不上;打不开;瘫痪;停 了/摆;挂 了;断网;登不上;登录不了;卡住;崩 了/溃;故障;宕机;不可用")
	b.add(
		urgencyCue{kind: OutageReason, weight: 0.85},
		"we/i/store/shop can't/cannot/cant/are_unable_to process/take/accept/receive any/all payments/payment/orders/cards/transactions;data leak/leaked/breach/loss/leaks;leaked our/my/customer/personal data/information;database leaked/dropped/deleted/wiped/breached;ransomware;production/everything/business/all_systems is/are/has/- halted/stopped/at_a_standstill",
		"全线/全面/整条线/产线/生产线/工厂/业务/全厂 停产/停工/停摆/停线/停业/停了/瘫痪;停产 了/-;数据/资料/信息/隐私/客户信息/用户信息/个人信息 被/- 泄露/泄漏/泄密/外泄 了/-;勒索 病毒/软件/-;删库;全部/所有 付款/支付/订单 都/- 失败/处理不了/收不了;处理不了 任何/所有/- 付款/支付/订单",
	)
	b.add(urgencyCue{kind: OutageReason, weight: 0.85}, "losing/lost all/our/all_our/every data/customers/orders/money/sales;业务 停 了/摆;营业 受影响/不了")
	b.add(
		urgencyCue{kind: OutageReason, weight: 0.4},
		"locked out;locked me out;can't/cannot/cant/unable_to log/sign/get in/into;can't/cannot/cant access my/our;account is/was/has_been/got/- blocked/locked/frozen/suspended;card is/was/has_been/got/- blocked/frozen/declined/rejected",
		"登不上;登录不了;登陆不上;登录不上;进不去;账号/账户/卡 被/- 锁/冻结/封/限制 了/-;用不了;打不开",
	)
}

func (b *urgencyBook) addTime() {
	b.add(
		urgencyCue{kind: PressureReason, weight: 0.5},
		"urgent;urgently;asap;a.s.a.p;immediately;immediate;right away;at once;as soon as possible;hurry;hurry up;top priority;time sensitive;time critical;can't/cannot/can_not/cant wait any/- longer/more/until/till/for;no time;need it now;need this now;need help now;straight away;without delay;act fast;this instant;desperate;desperately;very/really/quite/extremely critical;drop everything;respond/answer/reply now;fix_it/refund_me/do_it/call_me now",
		"火速;立马;很急;急急;急死;着急;紧急;加急;急需;急用;急等;急求;急着;好急;太急;特急;急得;有急事;有点急;万分火急;十万火急;火烧眉毛;立刻;立即;马上;赶紧;赶快;速回;速度 点/处理/回;在线等;等不了;不能再等;等不及;刻不容缓;火急;迫切;心急;速速;即刻;十分急;非常急;比较急;挺急",
	)
	b.add(urgencyCue{kind: PressureReason, weight: 0.25}, "help_me now;quickly;quick;soon;fast;尽快;尽早;早点;快点;快些;抓紧;催一下;催")
	b.add(
		urgencyCue{kind: DeadlineReason, weight: 0.6},
		"deadline is/today/tomorrow/tonight/in;due today/tomorrow/tonight/by;last day to/today/-;expires/expire/expiring/ends/closes today/tonight/tomorrow/in/soon;about to/- miss my/our/the flight/train/bus/exam/deadline/meeting/plane/connection/wedding;will/going_to/gonna miss my/our/the flight/train/bus/exam/deadline/meeting/plane/connection/wedding",
		"about to board/leave/start/close/expire/depart/begin;boarding now/soon/starts/has;running/run out of time;stranded;stuck/standing/waiting/i'm/im/i_am at/in the airport/counter/checkout/till/station/gate/atm/border/hospital/supermarket/register;before the store/shop/bank/office/it closes;flight/train/bus/plane/ferry is/leaves/departs/boards/goes today/tonight/tomorrow/soon;wedding/exam/interview/surgery/funeral/flight/trip is/starts/- today/tomorrow/tonight",
		"appointment/interview/exam/wedding/trip/presentation/conference/graduation/funeral/party/birthday/surgery/ceremony is/starts today/tonight/tomorrow;need/must/fixed/done/arrive/here before my/the/our flight/presentation/meeting/exam/interview/wedding/trip/event/appointment;fixed/done/delivered/ready before my/the/our/- flight/presentation/meeting/exam/interview/wedding/trip/event/appointment;leaving/travelling/traveling/flying/moving today/tonight/tomorrow/in_the_morning;before/by midnight/noon/tonight/close_of_business/end_of_day/cob/eod;no later than today/tomorrow/noon/tonight",
		"要 登机/起飞/发车/迟到/关门/截止/检票 了;今天/今日/24小时/今晚/两小时 之内/以内/内 解决/处理/给/答复/回复/送/发/必须/要;限 你们/你/- 今天/今日/24小时/三天/一天;赶不上 飞机/火车/高铁/航班/车/考试/婚礼",
		"在/正在 开 视频/- 会议/会 呢/-;宝宝/孩子/老人/病人/孕妇 等 着/- 用/喝/吃/药;等 着/- 喝奶;来不及;赶时间;赶 飞机/火车/高铁/车/航班/工期;赶着 用/走/上班;要迟到;快 迟到/截止/到期/过期/关门/停机/起飞/发车/开始 了;马上/就/即将 要 截止/到期/过期/登机/起飞/发车/出发/考试/开会/结婚/关门/上课/上车/手术;最后 一天/期限/一小时/半小时;误机;误车;滞留;等着 用/上车/登机/付款/结账/急用/救命;在 机场/收银台/柜台/登机口/高铁站/火车站/医院/结账/急诊/海关/前台;正 在/- 排队 付款/结账;我 人/- 在 外地/国外 取/没钱/回不去;耽误 手术/航班/考试/婚礼",
	)
	deadline := &urgencyCue{kind: DeadlineReason, weight: 0.55, pair: true}
	b.add(urgencyCue{role: needCue, name: "need"},
		"need;needs;must;have to;has to;required;require;needed;got to;gotta;is due;be there;be here;be done;be delivered;be fixed")
	b.add(urgencyCue{role: pairCue, weight: 0.55, with: "need", makes: deadline},
		"today;tonight;this morning/afternoon/evening;by tomorrow/noon/today/tonight/friday/monday/5/6/3/4/9/10;tomorrow morning/-;within the hour;before noon/lunch/tonight/tomorrow/5/6")
	b.add(urgencyCue{role: needCue, name: "must"},
		"必须;一定要;一定得;就要;务必;非要;就得;要用;就用;得交;要交;要走;就走;截止;到期;必需;得用;得到;要到货;结婚;婚礼;考试;登机;手术;开业;上线;等着;需要到;急着;出国;搬家;开庭;提交;交标书")
	b.add(urgencyCue{role: pairCue, weight: 0.55, with: "must", makes: deadline},
		"今天;今晚;今日;明天;明早;半小时内;一小时内;两小时内;1小时内;2小时内;今早;下午就;点前;点之前;点钟前;点以前;中午前;下班前;下班之前;天黑前;晚上之前;今夜;月底前")
	b.add(urgencyCue{role: needCue, name: "act"},
		"need;must;have to;help;answer;stop;block;freeze;cancel;fix;refund;solve;resolve;call;reply;do something;want;demand;send")
	b.add(urgencyCue{role: pairCue, weight: 0.5, with: "act", makes: &urgencyCue{kind: PressureReason, weight: 0.5, pair: true}}, "right now")
	b.add(urgencyCue{role: eventCue},
		"flight;train;bus;plane;ferry;leave;leaves;leaving;depart;departs;departure;boarding;takeoff;meeting;interview;exam;wedding;presentation;starts;start;closes;closing;deadline;due;expire;expires;need;must;have to;has to;ceremony;party;surgery;launch;demo;checkin;check in;webinar;concert;appointment;go live;court;fly;pickup;ends",
		"起飞;登机;航班;飞机;火车;高铁;发车;出发;开会;会议;面试;考试;婚礼;结婚;截止;到期;过期;关门;必须;一定;要用;需要;开始;出门;上课;演讲;手术;值机;开业;上线;直播;发布;要走;开庭;演出;下班;失效;停机;检票;退房;要交;要到")
	b.add(urgencyCue{role: unitCue}, "minutes;minute;mins;min;hours;hour;hrs;hr;分钟;小时;钟头;h")
	b.add(
		urgencyCue{kind: UnhurriedReason, weight: 1},
		"not urgent/pressing/in_a_hurry/in_a_rush/time_sensitive/in_any_hurry/very_urgent/really_urgent/that_urgent/too_urgent/critical/an_emergency;isn't/isnt/wasn't/nothing/not/no urgent/an_emergency;no/not_in_any rush/hurry/pressure/urgency/emergency;don't/dont/needn't/do_not need/have/- to/- hurry/rush/do_it_now/be_immediate;take your time;whenever you/it/is/suits can/get/have/are/suits/works/convenient/you/-;when you get/have/find a/- chance/time/minute/moment;when it/it's/is suits/convenient/-/you;at your convenience/leisure;no need to/- hurry/rush;it/this/that can wait;just curious/wondering/browsing/looking;plenty of time;some day;doesn't have to be today/now/immediately;low priority;not asap;out of curiosity;any time is fine/ok;anytime is fine/ok;not immediately;in no hurry/rush",
		"不急;不着急;不用急;不紧急;不赶时间;不赶;不是 很/特别/太/- 急/着急/紧急;不 太/很/怎么/算/怎么太/那么/是很 急/着急/紧急;慢慢来;慢慢 处理/弄/查;有空 再/的时候/时;有时间 再/的时候/的话;什么时候 都/- 行/可以/方便 都/- 行/可以/-;方便 的/- 时候/时 再/-;随便 问问/看看/问一下;就是 问问/好奇/了解;只是/单纯 问问/好奇/了解/咨询/想问问;好奇 问/问一下/问问;不用 着急/马上/赶/立刻/加急/催/太快;不必 着急/马上/急;没那么急;没什么急事;改天;晚点 也/再/都 行/可以/说;下次 再说;时间 还早/充裕/来得及/很充足;来得及;别急;并不急;無須急;先 不 急;哪天 都 行/可以;抽空;不催;没有 急/很急",
	)
}

func (b *urgencyBook) addFrame() {
	b.add(urgencyCue{role: possibleCue},
		"if;in case;what happens when;suppose;hypothetically;what if;should my/the/it;in the event;would it;could it;prevent;avoid;protect;how to report;how do i report;in general;game;movie;film;novel;what is/'s a/an;what does;explain;fee for;fees for;how much;do you sell;do you offer;is there a fee;what does;meaning of;can someone;can somebody;could someone;does it cover;covered;can it;how likely;does your;do you insure;could this;policy on;worried about",
		"如果;假如;万一;要是;假设;会不会;的话;什么是;是什么;多少钱;怎么收费;什么意思;还能用吗;要不要钱;别人 能/可以;怎么防;防止;预防;避免;倘若;若是;会 被/- 盗/爆炸/起火/漏电/着火/盗刷/过敏/受伤 吗/么;容易;保不保;能赔;赔不赔;怎么避免;担心;会不会是;怕;有没有可能;是否 会;吗 会")
	b.add(urgencyCue{role: longCue},
		"last year/month/summer/winter;years/year/months/month ago;back in;used to;in the past;previously;already resolved/solved/fixed/refunded/blocked/replaced;once before;long ago;found it;found my",
		"去年;上个月;上月;几年前;以前;前年;很久 以前/之前;半年前;曾经;已经 解决/处理好/找到/追回/恢复/好 了;早就;小时候;前几年;几个月前")
}
