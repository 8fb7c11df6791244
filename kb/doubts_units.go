package kb

import "github.com/kefu-go/kefu/internal/text"

// dimension is what a unit measures. Amounts of two dimensions are never equal.
type dimension uint8

const (
	noDimension dimension = iota
	mass
	length
	volume
	duration
	storage
	yuan
	dollar
	euro
	sterling
	yen
	hongKongDollar
	pound // of mass or money
	share
	temperature
	power
	charge
	voltage
	counted
	ordinal
)

// unit is a unit of measure: an amount times its factor is the amount in the
// base unit of its dimension. Currencies do not convert: each is a dimension.
type unit struct {
	dimension dimension
	factor    float64
}

// plain reports whether an amount is a mere number.
func (d dimension) plain() bool { return d == noDimension || d == counted || d == ordinal }

// beside returns the unit as it is meant beside another one: a pound is one of money
// beside pence, and one of mass beside ounces.
func (u unit) beside(other unit) unit {
	switch {
	case u.dimension != pound:
	case other.dimension == mass:
		return unit{mass, 453.59237 * u.factor}
	case other.dimension == sterling:
		return unit{sterling, u.factor}
	}
	return u
}

// units are the units that people write, folded.
var units = func() map[string]unit {
	table := map[string]unit{}
	add := func(d dimension, factor float64, names ...string) {
		for _, name := range names {
			table[name] = unit{dimension: d, factor: factor}
		}
	}
	add(mass, 0.001, "mg", "毫克")
	add(mass, 1, "g", "gram", "grams", "克")
	add(mass, 1000, "kg", "kgs", "kilo", "kilos", "kilogram", "kilograms", "公斤", "千克")
	add(mass, 500, "斤")
	add(mass, 50, "两")
	add(mass, 1e6, "ton", "tons", "tonne", "tonnes", "吨")
	add(mass, 453.59237, "lb", "lbs", "磅")
	add(pound, 1, "pound", "pounds")
	add(mass, 28.349523, "oz", "ounce", "ounces", "盎司")
	add(length, 0.001, "mm", "毫米")
	add(length, 0.01, "cm", "厘米", "公分")
	add(length, 1, "m", "meter", "meters", "metre", "metres", "米")
	add(length, 1000, "km", "kilometer", "kilometers", "kilometre", "kilometres", "公里", "千米")
	add(length, 0.0254, "inch", "inches", "英寸", "寸")
	add(length, 0.3048, "ft", "foot", "feet", "英尺", "尺")
	add(length, 0.9144, "yard", "yards", "码")
	add(length, 1609.344, "mile", "miles", "英里")
	add(volume, 0.001, "ml", "毫升")
	add(volume, 1, "l", "liter", "liters", "litre", "litres", "升")
	add(volume, 3.785411784, "gallon", "gallons", "加仑")
	add(duration, 1, "s", "sec", "secs", "second", "seconds", "秒", "秒钟")
	add(duration, 60, "min", "mins", "minute", "minutes", "分钟")
	add(duration, 3600, "h", "hr", "hrs", "hour", "hours", "小时", "钟头")
	add(duration, 86400, "day", "days", "天", "日")
	add(duration, 7*86400, "week", "weeks", "周", "星期", "礼拜")
	add(duration, 30*86400, "month", "months", "月", "个月")
	add(duration, 360*86400, "year", "years", "yr", "yrs", "年")
	add(storage, 1, "kb")
	add(storage, 1<<10, "mb", "兆")
	add(storage, 1<<20, "gb")
	add(storage, 1<<30, "tb")
	add(yuan, 1, "元", "块", "块钱", "rmb", "cny", "yuan", "人民币", "¥")
	add(yuan, 0.1, "角", "毛")
	add(dollar, 1, "usd", "dollar", "dollars", "buck", "bucks", "$", "美元", "美金", "刀")
	add(dollar, 0.01, "cent", "cents", "美分")
	add(euro, 1, "eur", "euro", "euros", "€", "欧元")
	add(sterling, 1, "gbp", "quid", "£", "英镑")
	add(sterling, 0.01, "pence", "penny")
	add(yen, 1, "jpy", "yen", "日元")
	add(hongKongDollar, 1, "hkd", "港币", "港元")
	add(share, 1, "%", "percent")
	add(temperature, 1, "°", "℃", "degree", "degrees", "度")
	add(power, 1, "w", "watt", "watts", "瓦")
	add(power, 1e3, "kw", "千瓦")
	add(charge, 1, "mah", "毫安", "毫安时")
	add(charge, 1000, "ah", "安时")
	add(voltage, 1, "v", "volt", "volts", "伏")
	add(counted, 1, "个", "件", "次", "台", "张", "份", "盒", "箱", "瓶", "双", "条", "期", "折", "岁", "楼", "层", "倍", "位", "名", "人")
	return table
}()

// longestUnit is how many characters a unit may have where words are not
// separated.
const longestUnit = 3

// numerals are the numbers that are written as words.
var numerals = map[string]float64{
	"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
	"thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
	"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "thousand": 1000,
	"zero": 0, "one": 1, "million": 1e6, "dozen": 12, "half": 0.5,
}

// ordinals are the words for a place in an order. "Second" is a unit too, behind a
// number.
var ordinals = map[string]float64{
	"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
	"eleventh": 11, "twelfth": 12,
}

// numeralStems are the numerals and ordinals with their stems: the terms of an index
// are stems, "twenti" for twenty.
var numeralStems = func() map[string]bool {
	stemmer, set := text.NewStemmer(1), map[string]bool{}
	for _, table := range []map[string]float64{numerals, ordinals} {
		for word := range table {
			set[word], set[stemmer.Stem("en", []byte(word))] = true, true
		}
	}
	return set
}()

// hanDigits are the digits of Chinese numerals; hanPlaces are what they are
// multiplied by.
var (
	hanDigits = map[string]float64{"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
	hanPlaces = map[string]float64{"十": 10, "百": 100, "千": 1000, "万": 1e4, "亿": 1e8}
)
