package faqgen

import (
	"math/rand/v2"
	"strings"
	"unicode/utf8"
)

func chinese() grammar {
	return grammar{
		openings: []string{
			"请问怎么", "怎么", "如何", "我想", "可以", "能不能", "在哪里", "什么时候能", "为什么不能", "为什么我无法", "需要什么才能",
			"怎样才可以", "麻烦帮我", "你好，我要", "是不是必须", "多久可以", "有没有办法",
		},
		actions: []string{
			"V我的N", "VA的N", "V一下N", "把N的NV掉", "给NV一个N", "VN和N", "用NVN", "V或者VN", "让NV得更A", "VN里的N",
		},
		claims: []string{
			"我的N为什么被V了", "N太A了", "A的N是什么意思", "N什么时候V", "哪个N更A", "谁能V我的N", "一个A的N多少钱",
			"N和N有什么区别", "你们VA的N吗", "我V了N，但是N还没有V", "N显示N已经V", "为什么N不A",
		},
		endings: []string{
			"，N是A的", "，V之后N会V吗", "，需要多久", "，需要什么N", "，没有N怎么办", "，如果N被V了呢", "，N一直不V", "，我已经V了N",
			"，而不是VN", "，还是先VN", "，以前的N就可以", "，还要再V一次吗", "，会不会影响N", "，在N上", "，通过N",
		},
		marks:   []string{"", "", "？"},
		words:   chineseWords(),
		inflect: func(word string, _ byte) string { return word },
		measure: utf8.RuneCount,
		length:  20,
	}
}

const (
	commonThings = `订单 账户 银行卡 快递 退款 地址 发票 密码 价格 商品 手机 邮箱 短信 验证码 客服 优惠券 积分 会员 礼品 合同
账单 手续费 利息 额度 转账 余额 信用 现金 卡号 贷款 还款日 借款 征信 审核 电话 收据 保修 说明书 电池 屏幕 充电器 尺码 颜色 面料
衣服 鞋子 外套 电脑 平板 相机 打印机 路由器 网络 信号 套餐 流量 漫游 照片 文件 护照 身份证 资料 设置 通知 网站 页面 购物车 库存
门店 快递员 物流 单号 标签 包裹 重量 海关 税费 保险 理赔 损坏 故障 质量 投诉 评价 经理 人工 聊天 工单 预订 航班 酒店 房间 座位
行李 车票 时间 车站 火车 公交 行程 签证 预约 医生 处方 餐厅 菜单 座席 等级 活动 促销 订阅 服务 软件 版本 系统 权限 微信 支付宝`
	commonDeeds = `修改 取消 退货 支付 查询 收到 使用 激活 添加 删除 更换 退 换 打开 关闭 验证 确认 预订 购买 转账 充值 提现 存入
冻结 解锁 替换 举报 下载 上传 打印 签收 注册 登录 联系 拨打 搬 配送 领取 选择 比较 申请 兑换 延长 续费 升级 安装 连接 充电 维修
清洗 重启 恢复 分享 隐藏 编辑 保存 报销 申诉 停止 开始 暂停 推迟 安排 发货 打包 绑定 解绑 合并 拆分 加入 退出 评价 投诉 还清 借`
	commonTraits = `新 旧 错误 晚 早 免费 坏 破损 丢失 过期 虚拟 国外 国际 本地 线上 不同 额外 待处理 被拒 未知 无效 便宜 贵 大 小
重 每月 每年 临时 永久 个人 公开 安全 有效 可用 慢 快 热 冷 无线 普通 高级 原装 二手 空 满 自动 手动 紧急 官方 企业 学生 单独`
	// characters are common in the language, most of them parts of words.
	characters = `人大中国上地生年分子时学会家成天动同工多经法量长度方物水体民主本系新加作数力化者前机电部开高正员公和
外表月意文化日山业定书关手立社教战结质气第路向道命变条没情解些使明间样把制全点与重业理种面行老西等头次各者反内象比路级
少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处府研何受光影品温导争交直结群六切才真南北
求空林亚容流装题改治领术局整备革调展委参商步价联证清美级转更单风白特府满落层热格号县观程始史省格查声广火红济响称率消织育
温色音器须油验集商铁划速技段细角离板值周具罗况护历紧支标片究兵选坚武势严击病首防河古城夜土票丽歌买卖店食鱼药衣鞋帽房车船
飞票床灯桌椅钟表笔纸刀盘碗杯锅茶酒米面肉菜果花草树叶木竹石沙铜银金玉布丝线针袋箱包盒桶瓶罐架柜门窗墙楼桥街巷港湾岛海湖江
洋岸田园村镇乡州京都府院校厂馆堂寺塔宫殿亭台阁廊坊铺摊市集场站所处科室厅股组班队团营师军舰炮枪弹剑弓箭旗鼓号令信函电报章
程序密码键盘鼠屏幕端口域链云储存储载传输签退款账户额息税费补贴奖券卡折扣赠积级尊享智慧净洗烘烤蒸煮冰冷暖湿干燥轻薄厚软硬
甜酸苦辣咸香臭鲜嫩熟脆滑粗滋润养肤妆眉唇睫粉膏霜露液精油棉麻毛绒皮革羽绸缎绣染印织缝裁剪熨烫折叠挂钩扣拉链钮绳带圈环链坠
镜框框架梁柱钉锤钳锯钻磨刷漆胶焊接管阀泵轮轴轨闸刹油箱胎座舱翼尾灯喇叭雷达导航仪表盘旋钮按键开关插座电缆芯片主板内存硬盘
显卡声波频谱振幅相位光纤激镭射像素帧率码流协议栈缓冲队列线程锁池桩树图表格行列单元公式函数变量常量循环递归迭代抽样统计概率`
)

func chineseWords() (words [3][]string) {
	rng := rand.New(rand.NewPCG(1, 2))
	var parts []rune
	known := map[rune]bool{'\n': true}
	for _, c := range characters {
		if !known[c] {
			known[c] = true
			parts = append(parts, c)
		}
	}
	zipf := rand.NewZipf(rng, zipfSlope, 40, uint64(len(parts)-1))
	seen := map[string]bool{}
	for i, shape := range []struct {
		common string
		size   int
	}{{commonThings, 15000}, {commonDeeds, 4000}, {commonTraits, 3000}} {
		for _, w := range strings.Fields(shape.common) {
			seen[w] = true
			words[i] = append(words[i], w)
		}
		for len(words[i]) < shape.size {
			w := []rune{parts[zipf.Uint64()], parts[zipf.Uint64()]}
			if rng.IntN(4) == 0 {
				w = append(w, parts[zipf.Uint64()])
			}
			if !seen[string(w)] {
				seen[string(w)] = true
				words[i] = append(words[i], string(w))
			}
		}
	}
	return words
}
