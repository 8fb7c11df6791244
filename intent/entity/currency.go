package entity

import "strings"

// currencies are the currencies by code, sign and word. Codes are ISO 4217.
type currencies struct {
	codes   map[string]bool
	signs   []sign         // before a sum
	starts  [256]bool      // the first bytes of signs
	words   map[string]sum // single English words, folded
	chinese []sign         // behind a sum
}

// sign is a way to write a currency.
type sign struct {
	text, code string
}

// sum is a currency and how much of it a word stands for: a cent is .01.
type sum struct {
	code string
	unit float64
}

const isoCodes = ` AED ARS AUD BDT BGN BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR JPY KES KRW KWD
 KZT LKR MAD MOP MXN MYR NGN NOK NZD PEN PHP PKR PLN QAR RON RUB SAR SEK SGD THB TRY TWD UAH USD VND ZAR `

func knownCurrency(code string) bool {
	return len(code) == 3 && strings.Contains(isoCodes, " "+code+" ")
}

func newCurrencies(home string) *currencies {
	dollar, yuan, yen := "USD", "CNY", "CNY"
	switch home {
	case "AUD", "CAD", "HKD", "NZD", "SGD", "TWD", "MXN", "ARS", "CLP", "COP", "MOP":
		dollar = home
	}
	switch home {
	case "HKD", "TWD", "MOP", "SGD":
		yuan = home
	case "JPY":
		yen = home
	}
	c := &currencies{codes: map[string]bool{}, words: map[string]sum{}}
	for _, code := range strings.Fields(isoCodes) {
		c.codes[strings.ToLower(code)] = true
	}
	c.signs = []sign{
		{"us$", "USD"},
		{"hk$", "HKD"},
		{"nt$", "TWD"},
		{"au$", "AUD"},
		{"ca$", "CAD"},
		{"nz$", "NZD"},
		{"mop$", "MOP"},
		{"a$", "AUD"},
		{"c$", "CAD"},
		{"s$", "SGD"},
		{"r$", "BRL"},
		{"rmb", "CNY"},
		{"cn¥", "CNY"},
		{"jp¥", "JPY"},
		{"$", dollar},
		{"€", "EUR"},
		{"£", "GBP"},
		{"¥", yen},
		{"₹", "INR"},
		{"₩", "KRW"},
		{"₽", "RUB"},
		{"฿", "THB"},
		{"₺", "TRY"},
		{"₫", "VND"},
		{"人民币", "CNY"},
		{"港币", "HKD"},
		{"美元", "USD"},
		{"新台币", "TWD"},
		{"台币", "TWD"},
		{"港元", "HKD"},
		{"欧元", "EUR"},
		{"rs", "INR"},
	}
	for _, g := range c.signs {
		c.starts[g.text[0]] = true
	}
	for words, v := range map[string]sum{
		"dollar dollars buck bucks":   {dollar, 1},
		"euro euros":                  {"EUR", 1},
		"pound pounds quid sterling":  {"GBP", 1},
		"yuan rmb renminbi kuai":      {"CNY", 1},
		"yen":                         {"JPY", 1},
		"won":                         {"KRW", 1},
		"rupee rupees rs":             {"INR", 1},
		"franc francs":                {"CHF", 1},
		"ruble rubles rouble roubles": {"RUB", 1},
		"baht":                        {"THB", 1},
		"peso pesos":                  {"MXN", 1},
		"grand":                       {dollar, 1000},
		"cent cents":                  {dollar, 0.01},
		"pence penny p":               {"GBP", 0.01},
		"eurocents eurocent":          {"EUR", 0.01},
	} {
		for _, w := range strings.Fields(words) {
			c.words[w] = v
		}
	}
	c.chinese = []sign{
		{"人民币", "CNY"},
		{"新台币", "TWD"},
		{"新加坡元", "SGD"},
		{"加拿大元", "CAD"},
		{"澳大利亚元", "AUD"},
		{"块钱", yuan},
		{"元钱", yuan},
		{"美元", "USD"},
		{"美金", "USD"},
		{"美刀", "USD"},
		{"欧元", "EUR"},
		{"英镑", "GBP"},
		{"港币", "HKD"},
		{"港元", "HKD"},
		{"港纸", "HKD"},
		{"日元", "JPY"},
		{"日币", "JPY"},
		{"台币", "TWD"},
		{"韩元", "KRW"},
		{"韩币", "KRW"},
		{"卢布", "RUB"},
		{"澳元", "AUD"},
		{"澳币", "AUD"},
		{"加元", "CAD"},
		{"加币", "CAD"},
		{"新元", "SGD"},
		{"新币", "SGD"},
		{"泰铢", "THB"},
		{"卢比", "INR"},
		{"瑞士法郎", "CHF"},
		{"法郎", "CHF"},
		{"澳门元", "MOP"},
		{"纽币", "NZD"},
		{"元", yuan},
		{"块", yuan},
		{"圆", yuan},
		{"刀", "USD"},
		{"欧", "EUR"},
	}
	return c
}
