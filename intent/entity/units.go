package entity

import "strings"

// unitsEN returns the units of measure and the words for counting by the ways
// they are written, folded.
func unitsEN() map[string]string {
	m := map[string]string{}
	for unit, forms := range map[string]string{
		"kg": "kg kgs kilo kilos kilogram kilograms kilogramme kilogrammes", "g": "g gram grams gramme grammes gm", "mg": "mg milligram milligrams",
		"t": "ton tons tonne tonnes", "l": "l liter liters litre litres", "ml": "ml milliliter milliliters millilitre millilitres", "cl": "cl",
		"km": "km kms kilometer kilometers kilometre kilometres", "m": "m meter meters metre metres", "cm": "cm cms centimeter centimeters centimetre centimetres",
		"mm": "mm millimeter millimeters millimetre millimetres", "in": "inch inches", "ft": "ft foot feet", "yd": "yd yard yards", "mi": "mi mile miles",
		"lb": "lb lbs pound pounds", "oz": "oz ounce ounces", "gal": "gallon gallons gal", "pt": "pint pints",
		"KB": "kb", "MB": "mb megabyte megabytes", "GB": "gb gigabyte gigabytes gigs gig", "TB": "tb terabyte terabytes",
		"Mbps": "mbps", "W": "w watt watts", "kW": "kw kilowatt kilowatts", "kWh": "kwh", "V": "v volt volts", "A": "amp amps", "mAh": "mah", "Hz": "hz", "GHz": "ghz", "MHz": "mhz",
		"°C": "celsius", "°F": "fahrenheit", "m2": "sqm m²", "ft2": "sqft", "mph": "mph", "km/h": "kmh kph", "MP": "megapixel megapixels mp",
	} {
		for _, f := range strings.Fields(forms) {
			m[f] = unit
		}
	}
	for _, noun := range strings.Fields(`piece pair box bottle pack bag set person item unit case carton can jar cup ticket room copy sheet roll seat bed tablet pill capsule dose bar tube tin
 barrel basket bunch slice adult child kid guest passenger traveler traveller student order parcel package product pallet crate bucket bowl plate glass packet sachet stick card coupon voucher
 device license licence account user bundle container portion`) {
		m[noun] = noun
		switch {
		case strings.HasSuffix(noun, "x"), strings.HasSuffix(noun, "ch"), strings.HasSuffix(noun, "ss"):
			m[noun+"es"] = noun
		case strings.HasSuffix(noun, "y"):
			m[noun[:len(noun)-1]+"ies"] = noun
		default:
			m[noun+"s"] = noun
		}
	}
	m["people"], m["children"], m["pcs"], m["pc"], m["pce"], m["pax"] = "person", "child", "piece", "piece", "piece", "person"
	return m
}

// unitZH is a Chinese unit, and what may not follow it.
type unitZH struct {
	text, unit string
	factor     float64
	not        string
}

// unitsZH returns the Chinese units and classifiers.
func unitsZH() []unitZH {
	us := []unitZH{
		{"公斤", "kg", 1, ""},
		{"千克", "kg", 1, ""},
		{"毫克", "mg", 1, ""},
		{"克", "g", 1, "拉服制"},
		{"吨", "t", 1, ""},
		{"市斤", "jin", 1, ""},
		{"斤", "jin", 1, "两"},
		{"毫升", "ml", 1, ""},
		{"升", "l", 1, "级值降"},
		{"公里", "km", 1, ""},
		{"千米", "km", 1, ""},
		{"厘米", "cm", 1, ""},
		{"公分", "cm", 1, ""},
		{"毫米", "mm", 1, ""},
		{"平方米", "m2", 1, ""},
		{"平米", "m2", 1, ""},
		{"立方米", "m3", 1, ""},
		{"米", "m", 1, "饭粉线其色"},
		{"英寸", "in", 1, ""},
		{"寸", "in", 1, ""},
		{"英尺", "ft", 1, ""},
		{"英里", "mi", 1, ""},
		{"磅", "lb", 1, ""},
		{"盎司", "oz", 1, ""},
		{"兆", "MB", 1, ""},
		{"千瓦时", "kWh", 1, ""},
		{"千瓦", "kW", 1, ""},
		{"瓦", "W", 1, ""},
		{"伏", "V", 1, ""},
		{"毫安时", "mAh", 1, ""},
		{"毫安", "mAh", 1, ""},
		{"摄氏度", "°C", 1, ""},
		{"华氏度", "°F", 1, ""},
		{"度", "°C", 1, "假过数电"},
		{"打", "piece", 12, "折包电开算扰印了不"},
		{"个人", "person", 1, "信账资原中化"},
		{"口人", "person", 1, ""},
		{"人", "person", 1, "份民家工品为生间才次"},
	}
	for unit, chars := range map[string]string{
		"piece": "件个台部只张条支把辆架根枚颗粒幅盏片艘顶扇",
		"pair":  "双对", "box": "箱盒", "bottle": "瓶", "bag": "包袋", "set": "套", "person": "位名", "copy": "本", "portion": "份", "cup": "杯", "can": "罐", "bucket": "桶", "roll": "卷", "room": "间", "bowl": "碗",
	} {
		for _, r := range chars {
			us = append(us, unitZH{string(r), unit, 1, notBehind(r)})
		}
	}
	return us
}

// notBehind returns the characters that make another word with a classifier.
func notBehind(r rune) string {
	switch r {
	case '个':
		return "月星礼小钟季世半工多性体别人"
	case '部':
		return "分门位落长队"
	case '位':
		return "数密验字小置于"
	case '名':
		return "字称单牌额次义"
	case '对':
		return "不我于比方面应账话照付接劲话一1"
	case '双':
		return "方十1倍休面"
	case '包':
		return "邮装裹括含换退月年子皮间厢"
	case '条':
		return "件款例目"
	case '张':
		return "先女小"
	case '只':
		return "有是要能会想好"
	case '本':
		return "人地来身月次店"
	case '件':
		return "事"
	case '把':
		return "我你他它这那手钱"
	case '套':
		return "路餐房现"
	case '间':
		return "隔断接"
	case '份':
		return "额"
	case '台':
		return "湾北中南"
	case '片':
		return "面区"
	case '支':
		return "付持出"
	case '杯':
		return "子"
	}
	return ""
}
