package entity

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func zone(t require.TestingT, name string) *time.Location {
	loc, err := time.LoadLocation(name)
	require.NoError(t, err)
	return loc
}

// values returns the values of one type in a text, separated by blanks.
func values(x *Extractor, text string, at time.Time, typ Type) string {
	var vs []string
	for _, e := range x.Extract(text, at) {
		if e.Type == typ {
			vs = append(vs, e.Value)
		}
	}
	return strings.Join(vs, " ")
}

// TestDatesAreReadBack writes days in many forms.
func TestDatesAreReadBack(t *testing.T) {
	x, err := New(nil)
	require.NoError(t, err)
	dayFirst, err := New(&Options{DayFirst: true})
	require.NoError(t, err)
	at := time.Date(2026, 11, 21, 10, 30, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		day := civil(1950, 1, 1).AddDate(0, 0, rapid.IntRange(0, 54_000).Draw(t, "day"))
		nth := fmt.Sprint(day.Day()) + map[int]string{1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}[day.Day()]
		if nth == fmt.Sprint(day.Day()) {
			nth += "th"
		}
		y, m, d := day.Year(), int(day.Month()), day.Day()
		for _, s := range []string{
			day.Format("2006-01-02"), day.Format("2006/1/2"), day.Format("2006.01.02"), day.Format("2.1.2006"),
			day.Format("January 2, 2006"), day.Format("Jan 2 2006"), day.Format("2 January 2006"), day.Format("Monday, 2 Jan 2006"),
			day.Format("January ") + nth + day.Format(", 2006"), "the " + nth + day.Format(" of January 2006"),
			day.Format("2006年1月2日"), day.Format("2006年01月02号"), day.Format("2006 年 1 月 2 日"),
			fmt.Sprintf("%d年%s月%s日", y, inHan(m), inHan(d)), day.Format("01/02/2006"),
		} {
			assert.Equal(t, day.Format(time.DateOnly), values(x, "date: "+s, at, Time), s)
		}
		assert.Equal(t, day.Format(time.DateOnly), values(dayFirst, day.Format("02/01/2006"), at, Time))
	})
}

// TestClocksAreReadBack writes times of day in many forms.
func TestClocksAreReadBack(t *testing.T) {
	x, err := New(nil)
	require.NoError(t, err)
	at := time.Date(2026, 11, 21, 10, 30, 0, 0, time.UTC)
	part := func(h int) string {
		switch {
		case h < 6:
			return "凌晨"
		case h < 12:
			return "上午"
		case h == 12:
			return "中午"
		case h < 18:
			return "下午"
		}
		return "晚上"
	}
	rapid.Check(t, func(t *rapid.T) {
		c := time.Date(2026, 11, 21, rapid.IntRange(0, 23).Draw(t, "h"), rapid.IntRange(0, 59).Draw(t, "m"), 0, 0, time.UTC)
		h, m := c.Hour(), c.Minute()
		h12 := (h+11)%12 + 1
		forms := []string{
			c.Format("15:04"), c.Format("3:04 pm"), c.Format("3:04PM"), c.Format("03:04 PM"), c.Format("3.04pm"), c.Format("at 3:04 pm"),
			fmt.Sprintf("%s%d点%02d分", part(h), h12, m), fmt.Sprintf("%s%d点%02d", part(h), h12, m), fmt.Sprintf("%d时%02d分", h, m),
		}
		if m >= 10 {
			forms = append(forms, fmt.Sprintf("%s%s点%s", part(h), inHan(h12), inHan(m)), fmt.Sprintf("%s %s %s", inWords(h12), inWords(m), c.Format("pm")))
		}
		if m == 0 {
			forms = append(forms, c.Format("3pm"), c.Format("3 pm"), part(h)+inHan(h12)+"点", part(h)+fmt.Sprint(h12)+"点整")
		}
		for _, s := range forms {
			assert.Equal(t, c.Format("15:04"), values(x, s, at, Time), s)
		}
	})
}

func TestDurationsAreReadBack(t *testing.T) {
	x, err := New(nil)
	require.NoError(t, err)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 400).Draw(t, "n")
		for _, c := range [][2]string{
			{"%s hours", "PT%dH"},
			{"%s minutes", "PT%dM"},
			{"%s days", "P%dD"},
			{"%s weeks", "P%dW"},
			{"%s months", "P%dM"},
			{"%s 小时", "PT%dH"},
			{"%s个小时", "PT%dH"},
			{"%s分钟", "PT%dM"},
			{"%s天", "P%dD"},
			{"%s周", "P%dW"},
			{"%s个月", "P%dM"},
			{"%s秒", "PT%dS"},
		} {
			for _, s := range []string{fmt.Sprint(n), inWords(n), inHan(n)} {
				text := fmt.Sprintf(c[0], s)
				assert.Equal(t, fmt.Sprintf(c[1], n), values(x, text, time.Unix(0, 0), Duration), text)
			}
		}
	})
}

// TestMomentsMatter gives the same words at other moments.
func TestMomentsMatter(t *testing.T) {
	x, err := New(nil)
	require.NoError(t, err)
	for _, c := range []struct{ at, text, want string }{
		{"2026-11-22 10:00", "下周一", "2026-11-23"}, // a Sunday
		{"2026-11-22 10:00", "next Monday", "2026-11-23"},
		{"2026-11-22 10:00", "this weekend", "2026-11-21/2026-11-22"},
		{"2026-11-22 10:00", "上周日", "2026-11-15"},
		{"2026-11-23 10:00", "下周一", "2026-11-30"}, // a Monday
		{"2026-11-23 10:00", "周一", "2026-11-23"},
		{"2026-11-23 10:00", "Monday at 8", "2026-11-23T08:00"},
		{"2026-11-23 10:00", "last Monday", "2026-11-16"},
		{"2026-11-23 10:00", "I called on Monday", "2026-11-16"},
		{"2027-01-31 10:00", "in a month", "2027-02-28"},
		{"2027-01-31 10:00", "下个月", "2027-02"},
		{"2027-01-31 10:00", "end of next month", "2027-02-28"},
		{"2028-02-01 10:00", "月底", "2028-02-29"},
		{"2026-12-26 10:00", "Christmas", "2027-12-25"},
		{"2026-12-25 10:00", "Christmas", "2026-12-25"},
		{"2026-12-31 10:00", "tomorrow", "2027-01-01"},
		{"2026-12-31 10:00", "next week", "2027-W01"},
		{"2027-01-01 10:00", "this week", "2026-W53"},
		{"2027-01-01 10:00", "上个月", "2026-12"},
		{"2027-01-01 10:00", "I ordered it on Dec 28", "2026-12-28"},
		{"2027-01-01 10:00", "31号买的", "2026-12-31"},
		{"2026-11-30 10:00", "31号", "2026-12-31"},
		{"2026-11-21 23:30", "in 45 minutes", "2026-11-22T00:15"},
		{"2026-11-21 23:30", "后天", "2026-11-23"},
		{"2025-11-21 10:00", "2月29日", "2028-02-29"},
		{"2026-11-20 10:00", "3个工作日后", "2026-11-25"}, // a Friday
		{"2026-11-22 10:00", "2 business days ago", "2026-11-19"},
		{"2026-11-20 10:00", "in 10 business days", "2026-12-04"},
		{"2026-11-21 10:00", "5个工作日后", "2026-11-27"},
		{"2026-12-01 10:00", "Thanksgiving", "2027-11-25"},
		{"2029-11-10 10:00", "Thanksgiving", "2029-11-22"}, // November begins on a Thursday
	} {
		at, err := time.Parse("2006-01-02 15:04", c.at)
		require.NoError(t, err)
		assert.Equal(t, c.want, values(x, c.text, at, Time), "%s at %s", c.text, c.at)
	}
}

// TestStretches checks the moments, in particular of days on which the clocks
// change.
func TestStretches(t *testing.T) {
	x, err := New(nil)
	require.NoError(t, err)
	ny := zone(t, "America/New_York")
	for _, c := range []struct{ at, text, from, to string }{
		{"2026-11-21 10:30", "3pm", "2026-11-21T15:00:00-05:00", "2026-11-21T15:01:00-05:00"},
		{"2026-11-21 10:30", "9am", "2026-11-22T09:00:00-05:00", "2026-11-22T09:01:00-05:00"},
		{"2026-11-21 10:30", "morning", "2026-11-21T06:00:00-05:00", "2026-11-21T12:00:00-05:00"},
		{"2026-11-21 18:30", "morning", "2026-11-22T06:00:00-05:00", "2026-11-22T12:00:00-05:00"},
		{"2026-11-21 10:30", "next week", "2026-11-23T00:00:00-05:00", "2026-11-30T00:00:00-05:00"},
		{"2026-11-21 10:30", "from Monday to Wednesday", "2026-11-23T00:00:00-05:00", "2026-11-26T00:00:00-05:00"},
		{"2026-11-21 10:30", "tomorrow 2-4pm", "2026-11-22T14:00:00-05:00", "2026-11-22T16:00:00-05:00"},
		{"2026-11-21 10:30", "22:00-02:00", "2026-11-21T22:00:00-05:00", "2026-11-22T02:00:00-05:00"},
		{"2026-11-21 10:30", "晚上1点", "2026-11-22T01:00:00-05:00", "2026-11-22T01:01:00-05:00"},
		// A day of 23 hours, one of 25.
		{"2027-03-13 10:30", "tomorrow", "2027-03-14T00:00:00-05:00", "2027-03-15T00:00:00-04:00"},
		{"2026-10-31 10:30", "tomorrow", "2026-11-01T00:00:00-04:00", "2026-11-02T00:00:00-05:00"},
		{"2027-03-13 10:30", "tomorrow 3pm", "2027-03-14T15:00:00-04:00", "2027-03-14T15:01:00-04:00"},
		{"2027-03-14 01:30", "in 1 hour", "2027-03-14T03:30:00-04:00", "2027-03-14T03:31:00-04:00"},
		{"2027-03-13 10:30", "in 24 hours", "2027-03-14T11:30:00-04:00", "2027-03-14T11:31:00-04:00"},
		{"2027-03-13 10:30", "in 1 day", "2027-03-14T00:00:00-05:00", "2027-03-15T00:00:00-04:00"},
		// 02:30 is left out on this day.
		{"2027-03-13 10:30", "tomorrow 2:30 am", "2027-03-14T03:30:00-04:00", "2027-03-14T03:31:00-04:00"},
		{"2026-11-21 10:30", "2026-11-24T20:00:00Z", "2026-11-24T15:00:00-05:00", "2026-11-24T15:01:00-05:00"},
	} {
		at, err := time.ParseInLocation("2006-01-02 15:04", c.at, ny)
		require.NoError(t, err)
		es := x.Extract(c.text, at)
		require.Len(t, es, 1, c.text)
		assert.Equal(t, c.from, es[0].From.Format(time.RFC3339), "%s at %s", c.text, c.at)
		assert.Equal(t, c.to, es[0].To.Format(time.RFC3339), "%s at %s", c.text, c.at)
	}
}

// TestSurety pins which readings are in doubt.
func TestSurety(t *testing.T) {
	x, err := New(nil)
	require.NoError(t, err)
	at := time.Date(2026, 11, 21, 10, 30, 0, 0, time.UTC)
	for text, want := range map[string]float64{"3pm": 1, "15:00": 1, "half past five": .9, "3/4": .6, "tomorrow": 1, "下午三点": 1, "三点": .9} {
		es := x.Extract(text, at)
		require.Len(t, es, 1, text)
		assert.InDelta(t, want, es[0].Score, 0, text)
	}
}

// TestAnswers asks for a time or a number.
func TestAnswers(t *testing.T) {
	x, err := New(nil)
	require.NoError(t, err)
	at := time.Date(2026, 11, 21, 10, 30, 0, 0, time.UTC)
	for _, c := range []struct {
		text string
		typ  Type
		want string
	}{
		{"7", Time, "07:00"},
		{"nine please", Time, "09:00"},
		{"1830", Time, "18:30"},
		{"at 430", Time, "04:30"},
		{"15th", Time, "2026-12-15"},
		{"18", Time, "18:00"},
		{"1875", Time, ""},
		{"for 4", Time, ""},
		{"3.5", Time, ""},
		{"next Friday", Time, "2026-11-27"},
		{"one", Number, "1"},
		{"两个", Number, "2"},
		{"我要一个吧", Number, ""},
		{"007", Number, ""},
	} {
		got := ""
		for _, e := range x.ExtractExpecting(c.text, at, c.typ) {
			if e.Type == c.typ {
				got = e.Value
			}
		}
		assert.Equal(t, c.want, got, c.text)
	}
}

// checkEntities holds what is found against what every finding owes.
func checkEntities(t require.TestingT, text string, es []Entity) {
	end, runes := 0, 0
	for _, e := range es {
		require.True(t, end <= e.Start && e.Start < e.End && e.End <= len(text), "%q: %+v", text, e)
		require.Equal(t, e.Raw, text[e.Start:e.End], "%q", text)
		runes += utf8.RuneCountInString(text[end:e.Start])
		require.Equal(t, runes, e.RuneStart, "%q: %+v", text, e)
		runes += utf8.RuneCountInString(e.Raw)
		require.Equal(t, runes, e.RuneEnd, "%q: %+v", text, e)
		require.NotEmpty(t, e.Value, "%q: %+v", text, e)
		require.True(t, e.Score > 0 && e.Score <= 1, "%q: %+v", text, e)
		require.Equal(t, e.Type == Time, e.From.Before(e.To), "%q: %+v", text, e)
		end = e.End
	}
}

// TestAnyWordsOfTime puts words of time together as nobody would.
func TestAnyWordsOfTime(t *testing.T) {
	x, err := New(nil)
	require.NoError(t, err)
	words := strings.Fields(`next last this tomorrow Monday sat May November 24th 24 3 15 99 2026 0 007 1.5 1,000 10:30 24:00 25:61 3pm pm am noon night
		morning half quarter past to from between and until - / . , ( ) of the a an in within ago later hours week weeks month year end day days before after
		two twenty-five dozen hundred million % off price first 下 上 这 周 周三 星期 月 年 日 号 点 时 分 刻 半 个 三 十 百 千 万 亿 零 两 今天 明晚 下午 凌晨 月底 年初
		到 至 从 前 后 内 之前 最近 未来 第 百分之 打 折 成 小时 分钟 天 季度 2026-11-24 24.11.2026 3/4 国庆节 Christmas ５ 差 过 T15:00 Z minus 负`)
	zones := []*time.Location{time.UTC, zone(t, "America/New_York"), zone(t, "Asia/Shanghai"), zone(t, "America/Sao_Paulo"), zone(t, "Pacific/Apia")}
	rapid.Check(t, func(t *rapid.T) {
		var b strings.Builder
		for _, w := range rapid.SliceOfN(rapid.SampledFrom(words), 1, 9).Draw(t, "words") {
			b.WriteString(w + rapid.SampledFrom([]string{"", " "}).Draw(t, "gap"))
		}
		at := time.Unix(rapid.Int64Range(0, 4_000_000_000).Draw(t, "at"), 0).In(rapid.SampledFrom(zones).Draw(t, "zone"))
		checkEntities(t, b.String(), x.Extract(b.String(), at))
	})
}

// TestLongTexts would take minutes if some reading looked ahead without limit.
func TestLongTexts(t *testing.T) {
	var in input
	longest := 0
	for _, s := range []string{
		"下", "一", "万", "1-", "1/", "the ", "two hundred ", "1 million ", "million ", "from 1 to ", "周一到", "三点", "in 2 hours ", "Monday ", "今天下午", "第",
		"last of the ", "半", "十亿", "1,", "1:", ". ", "差", "9", "年", "一年", "end of ",
	} {
		in.reset(strings.Repeat(s, 100_000/len(s)), time.Unix(0, 0), nil)
		longest = max(longest, len(numbers{}.find(nil, &in)))
	}
	require.Greater(t, longest, 1000, "they are read to the end")
}

func FuzzTimes(f *testing.F) {
	for _, s := range []string{
		"next Tuesday 3pm to 5", "下周二下午三点到五点半", "in 99999999999999999999 days", "三千万亿年后", "2026-11-24T15:00Z", "31/31/31", "-5\u200b%",
		"第零个", "9999年12月31日", "0001-01-01", "１２：３０", "twenty-first of the 3rd", "a dozen hundred",
	} {
		f.Add(s, int64(1_795_000_000))
	}
	x, err := New(nil)
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, s string, at int64) {
		now := time.Unix(at%4_000_000_000, 0).UTC()
		checkEntities(t, s, x.Extract(s, now))
	})
}

func BenchmarkTimes(b *testing.B) {
	at := time.Date(2026, 11, 21, 10, 30, 0, 0, time.UTC)
	for name, s := range map[string]string{
		"en":   "Hi, I ordered two chairs three weeks ago, can you deliver them next Tuesday between 2 and 4 pm?",
		"zh":   "你好,我上周五下午三点下的单,订了两把椅子,能不能改到下周二上午10点半送",
		"none": "Hello, my new phone does not turn on any more and nobody answers my messages, please help me",
	} {
		b.Run(name, func(b *testing.B) {
			var in input
			var fs []found
			b.ReportAllocs()
			for b.Loop() {
				in.reset(s, at, &Options{})
				fs = numbers{}.find(fs[:0], &in)
			}
		})
	}
}

func ExampleExtractor_Extract_times() {
	x, _ := New(nil)
	at := time.Date(2026, time.November, 21, 10, 30, 0, 0, time.UTC) // a Saturday
	for _, text := range []string{"Can you come next Tuesday 3pm?", "月底之前能到吗", "from Monday to Wednesday"} {
		for _, e := range x.Extract(text, at) {
			fmt.Println(e.Value, "-", e.Raw)
		}
	}
	// Output:
	// 2026-11-24T15:00 - next Tuesday 3pm
	// 2026-11-30 - 月底
	// 2026-11-23/2026-11-25 - Monday to Wednesday
}

// TestTimeCases allows no fault in the messages about times and numbers.
func TestTimeCases(t *testing.T) {
	x, err := New(nil)
	require.NoError(t, err)
	for _, lang := range []string{"en", "zh"} {
		for _, c := range readCases(t, "testdata/cases_"+lang+"_time.jsonl") {
			_, faults := compare(c, x.Extract(c.Text, moment(t, lang)))
			assert.Empty(t, faults, c.Text)
		}
	}
}
