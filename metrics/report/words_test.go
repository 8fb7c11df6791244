package report

import (
	"reflect"
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kefu-go/kefu/metrics"
)

var allKinds = []Kind{KindDaily, KindWeekly, KindAgents, KindSatisfaction, KindTrends, KindGaps, KindTopics, KindBottlenecks}

// Every text is there in both languages, takes the same arguments, and is not left in the other language.
func TestWordsAreComplete(t *testing.T) {
	verbs := regexp.MustCompile(`%(\[\d+\])?.`)
	count := func(s string) []string {
		found := verbs.FindAllString(regexp.MustCompile(`%%|\(%\)`).ReplaceAllString(s, ""), -1)
		slices.Sort(found)
		return found
	}
	han := regexp.MustCompile(`\p{Han}`)
	en, zh := reflect.ValueOf(english()), reflect.ValueOf(chinese())
	check := func(name, e, c string) {
		assert.NotEmpty(t, e, "%s in English", name)
		assert.NotEmpty(t, c, "%s in Chinese", name)
		assert.Equal(t, count(e), count(c), "%s takes the same arguments", name)
		assert.False(t, han.MatchString(e), "%s in English is Chinese", name)
	}
	for i := range en.NumField() {
		name := en.Type().Field(i).Name
		switch e := en.Field(i).Interface().(type) {
		case string:
			check(name, e, zh.Field(i).String())
		case [7]string:
			for d, s := range e {
				check(name, s, zh.Field(i).Interface().([7]string)[d])
			}
		case map[Kind]string:
			for _, k := range allKinds {
				check(name+" of "+string(k), e[k], zh.Field(i).Interface().(map[Kind]string)[k])
			}
			assert.Len(t, e, len(allKinds))
		default:
			t.Errorf("%s is neither a text nor texts", name)
		}
	}
}

// What can be a loss is written as one, and its change in points.
func TestRatiosMayBeNegative(t *testing.T) {
	w := english()
	assert.Equal(t, "-350.0%", w.value(metrics.Ratio, Some(-3.5, 9)))
	delta, v, _ := judgeBy(0, metrics.Ratio, 1, Some(-3.5, 9), Some(.5, 9), sure)
	assert.Equal(t, Some(-4, 9), delta)
	assert.Equal(t, Unclear, v)
	assert.Equal(t, "-400.0"+w.Points, w.delta(metrics.Ratio, delta))
}

func TestLanguages(t *testing.T) {
	for tag, lang := range map[string]string{"": "en", "en-GB": "en", "fr": "en", "zh": "zh", "zh-Hans-CN": "zh", "ZH_cn": "zh", "zhx": "en"} {
		assert.Equal(t, lang, wordsFor(tag).Lang, tag)
	}
}

func TestDimensionsAndUnitsHaveNames(t *testing.T) {
	w := chinese()
	for _, d := range []metrics.Dimension{
		metrics.ByAgent, metrics.ByQueue, metrics.ByChannel, metrics.ByCategory, metrics.ByTier, metrics.ByLanguage, metrics.ByRegion,
		metrics.ByBase, metrics.ByFlow, metrics.ByStep, metrics.ByReason, metrics.ByHour, metrics.ByWeekday,
	} {
		assert.NotEmpty(t, w.dimension(d), d)
	}
	seen := map[string]bool{}
	for _, u := range []metrics.Unit{metrics.Count, metrics.Share, metrics.Seconds, metrics.Stars, metrics.Scale, metrics.Ratio, Change, metrics.Money} {
		assert.False(t, seen[w.unit(u)], u)
		seen[w.unit(u)] = true
	}
	for _, v := range []Verdict{Better, Worse, Changed, Steady, Unclear, Unknown} {
		assert.False(t, seen[w.verdict(v)], v)
		seen[w.verdict(v)] = true
	}
}
