package routing

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// valuesBy is a set of values, by name and, behind a colon, argument.
type valuesBy map[string]Value

// Variable makes them [Variables].
func (v valuesBy) Variable(name, argument string) (Value, bool) {
	if argument != "" {
		name += ":" + argument
	}
	x, ok := v[name]
	return x, ok
}

// conditionItem is what conditions are asked about here. Numbers are such that each differs.
func conditionItem() valuesBy {
	return valuesBy{
		"tier":                    TextValue("Gold"),
		"category":                TextValue("After_Sales/Refund/late"),
		"language":                TextValue("zh-CN"),
		"channel":                 TextValue("微信"),
		"department":              TextValue(""),
		"urgency":                 NumberValue(2),
		"priority":                NumberValue(10),
		"valence":                 NumberValue(-0.5),
		"hour":                    NumberValue(14),
		"lot":                     NumberValue(0.25),
		"waited":                  DurationValue(90 * time.Second),
		"peak":                    BoolValue(true),
		"vip":                     BoolValue(false),
		"tags":                    SetValue([]string{"退費", "Late", "VIP", ""}),
		"attributes:country":      TextValue("CN"),
		"attributes:total":        TextValue("CNY 99.5"),
		"attributes:count":        TextValue("3 piece"),
		"attributes:paid":         TextValue("no"),
		"attributes:mark":         TextValue("e\x00\u0301"),
		"attributes:zero":         TextValue("0.0"),
		"attributes:member":       TextValue("yes"),
		"attributes:since":        TextValue("2024-05-01"),
		"attributes:mail":         TextValue("Zhang.San@Corp.example"),
		"attributes:queue":        TextValue("billing"),
		"attributes:long name":    TextValue("x"),
		"waiting:billing":         NumberValue(7),
		"available:billing":       NumberValue(0),
		"longest_wait:billing":    DurationValue(2 * time.Hour),
		"open:billing":            BoolValue(true),
		"waiting:账单":              NumberValue(1),
		"attributes:full width":   TextValue("ＡＢＣ"),
		"attributes:empty":        TextValue(""),
		"attributes:中文":           TextValue("是"),
		"attributes:order.number": TextValue("17"),
	}
}

func parseFor(t require.TestingT, text string) *Condition {
	c, err := ParseCondition(text)
	require.NoError(t, err, "%s", text)
	return c
}

func BenchmarkHolds(b *testing.B) {
	type host struct {
		tier, category, language, channel string
		urgency                           float64
		waited                            time.Duration
		peak                              bool
		tags                              []string
	}
	of := &host{tier: "Gold", category: "after_sales/refund", language: "zh-CN", channel: "微信公众号", urgency: 2, waited: time.Minute, peak: true, tags: []string{"a", "late"}}
	vars := VariablesFunc(func(name, _ string) (Value, bool) {
		switch name {
		case "tier":
			return TextValue(of.tier), true
		case "category":
			return TextValue(of.category), true
		case "language":
			return TextValue(of.language), true
		case "channel":
			return TextValue(of.channel), true
		case "urgency":
			return NumberValue(of.urgency), true
		case "waited":
			return DurationValue(of.waited), true
		case "peak":
			return BoolValue(of.peak), true
		case "tags":
			return SetValue(of.tags), true
		}
		return Value{}, false
	})
	b.Run("asking five", func(b *testing.B) { // what no evaluator can be faster than
		b.ReportAllocs()
		var all Variables = vars
		for b.Loop() {
			for _, name := range [...]string{"tier", "language", "urgency", "waited", "urgency"} {
				if _, ok := all.Variable(name, ""); !ok {
					b.Fatal(name)
				}
			}
		}
	})
	for _, c := range []struct{ name, text string }{
		{"five", "tier == 'gold' and language == 'zh-cn' and urgency >= 2 and waited > 30s and urgency != 3"},
		{"numbers", "urgency >= 2 and urgency < 3 and waited > 30s and waited < 5m and urgency * 2 == 4"},
		{"paths", "category under ('pre_sales', 'after_sales') and channel starts_with '微信' and tags has 'LATE' and peak and tier in ('silver', 'gold')"},
		{"chinese", "channel == '微信公众号' and channel != '抖音' and channel in ('电话', '微信公众号') and channel matches '*公众?' and channel contains '公众'"},
	} {
		b.Run(c.name, func(b *testing.B) {
			condition := parseFor(b, c.text)
			b.ReportAllocs()
			for b.Loop() {
				if ok, err := condition.Holds(vars); !ok || err != nil {
					b.Fatal(ok, err)
				}
			}
		})
	}
}

func BenchmarkParseCondition(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseCondition("tier == 'gold' and language == 'zh-cn' and urgency >= 2 and waited > 30s and urgency != 3"); err != nil {
			b.Fatal(err)
		}
	}
}
