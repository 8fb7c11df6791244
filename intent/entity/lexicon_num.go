package entity

import (
	"strings"
	"sync"
)

// wordNumbers are the English number words.
var wordNumbers = sync.OnceValue(func() map[string]wordValue {
	m := map[string]wordValue{
		"hundred":  {hundred, 100},
		"thousand": {multiplier, 1e3}, "million": {multiplier, 1e6}, "billion": {multiplier, 1e9},
		"dozen": {multiplier, 12}, "bn": {multiplier, 1e9}, "mln": {multiplier, 1e6},
		"fourty": {tenWord, 40},
	}
	for v, w := range []string{"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"} {
		m[w] = wordValue{unitWord, float64(v)}
	}
	for v, w := range []string{
		"ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
	} {
		m[w] = wordValue{teenWord, float64(v + 10)}
	}
	for v, w := range []string{"twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"} {
		m[w] = wordValue{tenWord, float64(v*10 + 20)}
	}
	return m
})

// wordOrdinals are the English ordinals in words.
var wordOrdinals = sync.OnceValue(func() map[string]int {
	m := map[string]int{"twentieth": 20, "thirtieth": 30}
	for v, w := range []string{
		"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
		"twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
	} {
		m[w] = v + 1
	}
	return m
})

// starters are the words of no kind with which a value may begin.
var starters = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(`the a an in within from between quarter end beginning start middle mid early late
		new valentine's valentines boxing black cyber q 从 自 第 差 打 半价 对折 百分之 千分之 万分之`) {
		m[w] = true
	}
	return m
})
