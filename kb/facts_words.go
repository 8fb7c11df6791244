package kb

import (
	"strings"
	"sync"

	"github.com/kefu-go/kefu/internal/text"
)

// usualColumn is a column that tables of products often have.
type usualColumn struct {
	names []string // what it is called; the first one also counts in part
	asks  []string // whole ways of asking that may mean another column too
}

// usualColumns are lines of names, and behind the bar what asks for them.
const usualColumns = `
weight, weigh, how heavy, heavy, mass, 重量, 净重, 多重, 几斤, 几公斤 | 轻不轻, 重不重, 重吗, light
size, dimensions, dimension, measurements, how tall, how wide, 尺寸, 大小, 体积, 长宽高, 规格尺寸 | how big, how large, 多大, 多高, 多宽
height, how tall, how high, 高度, 身高, 多高
width, how wide, 宽度, 多宽
length, 长度 | how long, 多长
depth, how deep, 深度, 厚度, 多深
thickness, how thick, how thin, 厚度, 多厚
screen, display, screen size, 屏幕, 屏幕尺寸, 显示屏 | 多大
resolution, 分辨率, 像素, pixels
battery, battery capacity, 电池, 电池容量, 电量
battery life, runtime, run time, how long does the battery last, last on one charge, last on a charge, 续航, 续航时间, 待机, 待机时间, 能用多久, 用多长时间 | how long does it last, how long does it run, 多久
charging time, time to charge, how long does it take to charge, how long to charge, 充电时间, 充电要多久, 充电多久, 充满, 多久充满, 充满电要多久
charging, charger, charging power, 充电, 充电功率, 快充, 充电器
price, cost, how much does it cost, how expensive, 价格, 价钱, 售价, 多少钱, 什么价, 几块钱, 费用, 报价 | how much, 多少
discount price, sale price, 优惠价, 折后价, 活动价
colour, color, colours, colors, 颜色, 配色, 什么颜色, 几种颜色
warranty, guarantee, warranty period, 保修, 保修期, 质保, 质保期, 保修多久, 保多久
memory, ram, 内存, 运行内存 | 多大
storage, disk, hard disk, storage space, 存储, 存储空间, 硬盘, 储存 | 多大
capacity, volume, how many litres, how many liters, 容量, 容积, 几升, 多少升 | 多大, how big, how much does it hold
power, wattage, power consumption, how many watts, 功率, 瓦数, 多少瓦, 几瓦, 耗电量
voltage, how many volts, 电压, 多少伏
energy class, energy label, energy rating, 能效, 能效等级
speed, how fast, 速度, 多快, 转速
noise, noise level, loudness, how loud, how noisy, 噪音, 噪声, 分贝, 声音大吗
material, made of, fabric, 材质, 材料, 面料, 什么做的
processor, cpu, chip, 处理器, 芯片
camera, megapixels, 摄像头, 相机, 像素
operating system, os, 操作系统, 系统
connectivity, ports, interfaces, 接口, 连接方式
bluetooth, 蓝牙
wi-fi, wifi, wireless, 无线, 无线网
waterproof, water resistance, water resistant, water proof, ip rating, 防水, 防水等级, 防水吗
temperature, temperature range, 温度, 适用温度
release date, launch date, come out, 上市时间, 发布时间, 什么时候上市
stock, availability, in stock, 库存, 有货, 现货
delivery time, shipping time, how long does delivery take, 发货时间, 送货时间, 几天到, 多久到
origin, made in, country of origin, 产地, 哪里产的, 哪里生产
brand, make, manufacturer, 品牌, 牌子, 厂家
range, reach, 距离, 续航里程, 里程, how far | 多远
seats, people, how many people, 座位, 座位数, 几座, 几个人, 人数
accessories, in the box, what is in the box, 配件, 包装清单, 附件
model number, article number, sku, 货号, 型号
age, age group, suitable age, 年龄, 适用年龄, 几岁
fee, monthly fee, charge, 费用, 月费, 月租 | how much, 多少
data, data volume, 流量, 多少流量
opening hours, open, hours, 营业时间, 几点开门, 几点关门
address, location, where is, 地址, 在哪, 在哪里, 位置
phone, telephone, phone number, 电话, 电话号码, 联系方式
`

// usualTable is usualColumns taken apart: by the key of each name.
var usualTable = sync.OnceValue(func() map[string]*usualColumn {
	table := map[string]*usualColumn{}
	for line := range strings.SplitSeq(strings.TrimSpace(usualColumns), "\n") {
		names, asks, _ := strings.Cut(line, "|")
		c := &usualColumn{names: splitComma(names), asks: splitComma(asks)}
		for _, name := range c.names {
			if key := text.Key(name); table[key] == nil {
				table[key] = c
			}
		}
	}
	return table
})

// usualOf returns the usual column that a name is of: the name itself, or else
// the longest usual name within it ("net weight", 电池容量（毫安时）).
func usualOf(name string) *usualColumn {
	key := text.Key(name)
	table := usualTable()
	if c := table[key]; c != nil {
		return c
	}
	var best *usualColumn
	longest := ""
	for known, c := range table {
		if (len(known) > len(longest) || len(known) == len(longest) && known < longest) && containsWords(key, known) {
			best, longest = c, known
		}
	}
	return best
}

// containsWords reports whether a key contains another one, at word boundaries
// where it has Latin letters.
func containsWords(key, part string) bool {
	at := strings.Index(key, part)
	if at < 0 || part[0] >= 0x80 {
		return at >= 0
	}
	return strings.Contains(" "+key+" ", " "+part+" ")
}

func splitComma(s string) (parts []string) {
	for part := range strings.SplitSeq(s, ",") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// factFillers are words, in their stems, that a question about any fact may have.
var factFillers = sync.OnceValue(func() map[string]bool {
	return set(`how what which whats much mani mania long big larg tell show give know say inform info detail exact exactli spec
		specif new model product version kind type want need like s come use it one there number figur valu
		多 少 大 长 久 么 什 怎 样 几 款 型 号 新 介 绍 一 下 说 知 道 支 持 具 体 信 息 参 数 查 询 看 想 买 卖 年 月 天 产 品 个 啥 样 帮 告 诉 问 呀 呢 吗 吧 啊 是 有 能 可 以`)
})

// howTo are the words behind "how" that make it a question of how to do something.
var howTo = sync.OnceValue(func() map[string]bool {
	return set(`do does to can could should i we you would come`)
})

// modelWords behind a name make it another model.
var modelWords = sync.OnceValue(func() map[string]bool {
	return set(`pro max plus mini ultra lite air se fe gt xl xs ti neo prime premium turbo edit edition deluxe b c d e f g h j k m n p q r t u v w y z`)
})

func set(words string) map[string]bool {
	members := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		members[word] = true
	}
	return members
}
