package intent

// Words of the language of customers, collected by hand.
const (
	// englishStops end a phrase and are in none, beside the function words.
	englishStops = `what what's whats which who whom whose when where where's why how how's no not never none nothing don't dont doesn't doesnt didn't didnt
	isn't isnt aren't wasn't can't cant cannot couldn't won't wouldn't haven't hasn't without want wants wanted need needs needed know tell told say said says
	ask asked asking see seen look looking get gets getting got give gave go going goes went come came comes make makes made let take took takes try tried trying
	use used using keep keeps kept put find found show shows showed help helps like would'd think thought wondering wonder hoping hope sure able possible please
	thing things something anything everything someone anyone much many more most less few lot lots way ways still already yet now again always often only even
	back also however maybe perhaps think seems seem since until after before today yesterday tomorrow ago last next week weeks day days month months year years
	hour hours minute minutes time times new good bad great first second two three four five one once twice every all both same different own right wrong
	really actually currently recently i'm you're number up down off out over under between against through around away near far soon long short up
	hasn't been am is yes yeah nope sorry appreciate arrive arrived happen happens happened mean means meant ordered bought buy send sent receive received
	cancel change return works work working stopped start started call called contact talk speak wait waited waiting check checked tell telling said written
	instead want supposed trying able apply show within towards per else bring brings arrives charged lost delayed drain drains support supports fit fits cost costs fast slow slowly late early keeps leave leaves another others such via upon`
	// englishWeak are words that a phrase does not begin or end with.
	englishWeak = `broken defective late wrong missing big small old nice kind type whole full new blue red black white green large medium little best better
	certain several various total current recent`
	// englishTrade are words that tell what a customer is about.
	englishTrade = `refund order invoice delivery parcel package shipping shipment tracking payment card account password login subscription warranty repair
	receipt voucher coupon discount price fee charge balance transfer loan mortgage statement overdraft limit pin router internet wifi signal roaming sim plan
	contract booking reservation flight ticket seat room luggage battery screen charger printer laptop phone app update error bug outage exchange size colour
	color address email newsletter points membership insurance claim interest tax iban deposit withdrawal cheque atm verification complaint`
	// chineseCuts end a phrase and are in none, beside the function words.
	chineseCuts = `怎么 怎样 怎么样 如何 什么 为什么 为啥 咋 多少 多久 几 哪 哪里 哪儿 哪个 谁 何时 什么时候 是否 不 没 没有 别 无法 不能 不了 不到 不上 已经 现在 今天 明天 昨天 前天
	上周 下周 上个月 下个月 这周 马上 刚刚 刚才 刚 一直 总是 老是 经常 突然 然后 另外 还有 还没 还 只 比较 非常 太 真 好 最 更 特别 有点 大概 左右 之前 之后 以后 以前 后来
	想要 想 要 需要 应该 必须 可能 希望 觉得 知道 告诉 帮我 帮忙 帮 问 问下 咨询 请教 看看 看 查 查一下 查询 查下 说 讲 找 用 做 弄 搞 让 叫 到 去 来 上 下 里 中 前 后 内 外
	买 收到 收 寄 发 送 换 退 修 改 开 关 办 交 付 填 写 选 点 打 打开 打不开 用不了 坏 坏了 错 错了 掉 丢 丢了 少 多 高 低 快 慢 早 晚 新 旧 几天 天 年 月 日 号 小时 分钟
	次 件 个 条 张 台 部 款 双 位 种 样 块 元 钱 二 三 四 五 六 七 八 九 十 两 半 第 每 各 某 本 该 此 其 自己 别人 大家 人 东西 时候 地方 问题 情况 事情 原因 办法 方式 方法 怎么办 怎么回事
	可不可以 能不能 是不是 有没有 行不行 好不好 申请 处理 解决 提供 进行 支持 显示 提示 出现 导致 发现 变 变成 成 起来 出来 进去 回来 过来 不见 从来 居然 竟然 根本 完全 直接 重新
	一起 一样 一点 一些 一直 之 等 等等 等了 吧 呢 拆 装 拿 放 洗 穿 吃 喝 住 坐 走 回 进 出 转 充 充不进 连 连不上 登 登不上 领 抢 订 约 预约 取消 修改 更换 更新 使用 购买 下单 付款 了吗 可以吗 上门 碎 碎了 亮 裂 响
	下载 打印 打车 打包 上传 上网 开机 关机 发货 送货 到货 叫号 回收 转让 连接 收藏 订阅 转接 配送 做饭 忘 忘了 忘记 漏了 好吗 行吗 呀 哇 那 那个 这样 那样 其实 应 当 跟 同 由 将 把 连续 先 再 最近 赶紧 尽快 麻烦 打算 准备 开始 停 停了 算 算了 剩 只有 全部 部分 所有 任何 其他 其它 那么 这么 不同 相同 属于 关于 适合 推荐 值得 区别`
	// chineseTerms are terms of the trade, and the beginnings of others.
	chineseTerms = `退款 退货 换货 退换货 发票 订单 快递 物流 包裹 运费 运费险 运单 单号 快递单号 订单号 优惠券 优惠 红包 积分 折扣 会员 会员卡 年费 月租 套餐 流量 话费 宽带 网速 信号 漫游 合约
	路由器 光猫 账号 账户 密码 验证码 手机号 邮箱 地址 收货地址 实名认证 身份证 银行卡 信用卡 储蓄卡 借记卡 余额 额度 利率 利息 贷款 房贷 还款 分期 手续费 账单 转账 汇款 取款机 理财
	开户 销户 挂失 盗刷 扣款 扣费 充值 支付 支付宝 微信 花呗 提现 保修 保修期 保修卡 维修 售后 安装 说明书 配件 充电器 电池 屏幕 耳机 蓝牙 手机 电脑 笔记本 平板 电视 冰箱 洗衣机 空调
	热水器 打印机 扫地机器人 音箱 摄像头 手表 相机 键盘 鼠标 尺码 颜色 质量 材质 面料 正品 假货 库存 现货 预售 赠品 保价 价格 价保 差价 客服 投诉 态度 酒店 机票 航班 火车票 门票
	房间 押金 行李 座位 改签 退票 值机 签证 护照 保险 理赔 保单 合同 软件 系统 网站 小程序 接口 报表 数据 权限 版本 登录 闪退 报错 断网 停机 停电 漏水 故障 更新失败 二维码 扫码 短信
	通知 推送 隐私 衣服 裙子 裤子 鞋子 外套 羽绒服 面霜 口红 外卖 餐厅 骑手 商家 门店 网点 柜台 自提 自提点 快递员 定金 尾款 税费 关税 海关 电子发票 专票 抬头 税号 代金券 礼品卡 双十一
	服务器 数据库 会议室 子账号 团队版 企业版 试用 试用期 免费试用 滤芯 沙发 床垫 门锁 智能门锁 手环 显示器 硬盘 内存 主板 宠物 奶粉 尿不湿 玩具 书 课程 老师`
	// chineseWords are ordinary words that have characters in them which are words of
	// chineseCuts or function words elsewhere.
	chineseWords = `人工 机器人 工人 人脸 人脸识别 人民币 收件人 寄件人 联系人 收货人 老人机 病人 客人 家人 个人 个税 情人节 本人 成人
	打火机 打底衫 打折卡 做工 做法 上海 上衣 网上 线上 线下 地下 中国 中国移动 中国联通 中国电信 中通 中文 中心 中奖 中餐 中介 前台 后台 后盖 前置
	内衣 内裤 内容 国内 室内 外壳 外包装 外观 国外 海外 户外 室外 外币 买家 买家秀 卖家秀 收据 收款 收款码 收益 收银 收费 发动机 发夹 发型 头发 出发地 装修 改装
	开户行 开关 关税 办公 办公室 办公桌 交通 交通卡 交易 社交 付费 点餐 点卡 点读机 地点 景点 早点 高铁 高铁票 高清 高压锅 身高 低音 快餐 快充 快门 早餐 早餐券 晚餐 晚会
	新疆 新款 新品 新用户 新手 新鲜 旧款 天猫 天气 天线 天然气 年货 年卡 年龄 少年 周年 去年 月饼 月卡 月嫂 日用品 日本 生日 日历 节日 假日 号码 车牌号 型号 编号 条码 条形码 面条
	台灯 平台 阳台 电视台 部门 部件 俱乐部 双肩包 双人床 双开门 位置 车位 单位 元旦 元宵 元件 三星 三明治 三脚架 四川 五金 第三方 半价 半身裙 本地 成本 成都 成分 成绩 变压器 变速器 等级
	包装 服装 西装 童装 男装 女装 套装 装备 装饰 洗衣液 洗衣粉 洗发水 洗面奶 洗碗机 洗手液 住宿 住房 住址 坐垫 坐便器 走廊 走步机 跑步机 回执 进口 进度 出口 进出口 出租车 出租
	转换器 转接头 转椅 充电宝 充电桩 充电线 连衣裙 连接线 大连 领带 领口 衣领 停车 停车费 停车场 停车位 里程 公里 用户 用户名 费用 信用 应用 家用 商用 专用 用品 不锈钢 不粘锅
	太阳能 太阳镜 真皮 真空 传真 好评 好评返现 好友 爱好 说明 小说 到账 到期 到付 来电 来电显示 问卷 别墅 性别 联想 理想 讲座 讲师 演讲 找零 多媒体 多功能 少儿 少女 钱包 零钱 价钱 地铁 地板
	地图 地毯 地区 场地 产地 过滤器 过敏 对讲机 对象 会议 可乐 许可证 功能 智能 性能 能量 节能 一次性 一体机 和田玉 在线 就业 华为 得力 品种 样品 样式 选项 有线 有限公司 有效期 高端 内置 写字楼`
)
