package entity

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/internal/text/respell"
)

func extractor(t require.TestingT, opts *Options) *Extractor {
	x, err := New(opts)
	require.NoError(t, err)
	return x
}

// brief returns entities as "type value" or "type value role".
func brief(es []Entity) (out []string) {
	for _, e := range es {
		s := string(e.Type) + " " + e.Value
		if e.Role != "" {
			s += " " + e.Role
		}
		out = append(out, s)
	}
	return out
}

func TestNewNamesEveryFault(t *testing.T) {
	_, err := New(&Options{
		Types: []Type{Phone, "colour"}, Currency: "dollars",
		Lists:    []List{{}, {Type: "product", Values: []Value{{}, {Name: "!"}}}, {Type: "colour", Values: []Value{{Name: "red", Synonyms: []string{"Red"}}, {Name: "rouge", Synonyms: []string{"crimson", "RED"}}}}},
		Patterns: []Pattern{{}, {Type: "contract", Expr: "("}},
	})
	require.ErrorIs(t, err, ErrInvalid)
	var field *FieldError
	require.ErrorAs(t, err, &field)
	for _, want := range []string{
		"Types[1]", "Currency", "Lists[0].Type", "Lists[0].Values", "Lists[1].Values[0].Name", "Lists[1].Values[1].Name", "Lists[2].Values[1].Synonyms[1]",
		"Patterns[0].Type", "Patterns[0].Expr", "Patterns[1].Expr",
	} {
		assert.ErrorContains(t, err, "entity: "+want+" ")
	}
	assert.Len(t, strings.Split(err.Error(), "\n"), 10)
}

func TestTypesAreAllThatIsFound(t *testing.T) {
	x := extractor(t, &Options{Types: []Type{Phone}, Lists: []List{{Type: "city", Values: []Value{{Name: "Rome"}}}}})
	got := x.Extract("order number 13800138000, call 13900139000 about Rome, a@b.com", time.Time{})
	assert.Equal(t, []string{"phone +8613900139000", "city Rome"}, brief(got), "what is an order's is no phone's though orders are not asked for")
}

func TestCurrencyOfTheHost(t *testing.T) {
	for _, c := range []struct{ currency, text, want string }{
		{"", "$5", "money USD 5"},
		{"CAD", "$5", "money CAD 5"},
		{"CAD", "5 dollars", "money CAD 5"},
		{"EUR", "$5", "money USD 5"},
		{"HKD", "50元", "money HKD 50"},
		{"HKD", "人民币50元", "money CNY 50"},
		{"JPY", "¥500", "money JPY 500"},
	} {
		got := extractor(t, &Options{Currency: c.currency}).Extract(c.text, time.Time{})
		assert.Equal(t, []string{c.want}, brief(got), c.currency+" "+c.text)
	}
}

func TestExtractExpecting(t *testing.T) {
	x := extractor(t, nil)
	for _, c := range []struct {
		text  string
		types []Type
		want  []string
	}{
		{"Anna Smith", []Type{Person}, []string{"person Anna Smith"}},
		{"it's kyonna", []Type{Person}, []string{"person kyonna"}},
		{"sure, Dulcie Petsch, thanks", []Type{Person}, []string{"person Dulcie Petsch"}},
		{"王小明", []Type{Person}, []string{"person 王小明"}},
		{"好的，欧阳修", []Type{Person}, []string{"person 欧阳修"}},
		{"I don't want to", []Type{Person}, nil},
		{"不知道", []Type{Person}, nil},
		{"yes please", []Type{Person}, nil},
		{"hai", []Type{Person}, nil},
		{"Hai Nguyen", []Type{Person}, []string{"person Hai Nguyen"}},
		{"my name is Anna", []Type{Person}, []string{"person Anna"}},
		{"555 0132", []Type{Phone}, []string{"phone 5550132"}},
		{"13800138000", []Type{Phone}, []string{"phone +8613800138000"}},
		{"是62345678", []Type{Phone}, []string{"phone 62345678"}},
		{"A-10293", []Type{Order}, []string{"order A-10293"}},
		{"x7 91b", []Type{Order}, []string{"order X791B"}},
		{"10293", []Type{Order, Phone}, []string{"order 10293"}},
		{"12345678901", []Type{Order}, []string{"order 12345678901"}},
		{"I lost it", []Type{Order}, nil},
		{"杭州西湖边", []Type{Address}, []string{"address 杭州西湖边"}},
		{"12 Hill Top Farm", []Type{Address}, []string{"address 12 Hill Top Farm"}},
		{"10293", nil, []string{"number 10293"}},
	} {
		t.Run(c.text, func(t *testing.T) {
			assert.Equal(t, c.want, brief(x.ExtractExpecting(c.text, time.Time{}, c.types...)))
		})
	}
}

func TestRoles(t *testing.T) {
	x := extractor(t, &Options{Lists: []List{{Type: "city", Values: []Value{
		{Name: "Shanghai", Synonyms: []string{"上海"}}, {Name: "Beijing", Synonyms: []string{"北京"}}, {Name: "Hangzhou", Synonyms: []string{"杭州"}},
	}}}})
	for text, want := range map[string][]string{
		"from Shanghai to Beijing":                 {"city Shanghai origin", "city Beijing destination"},
		"Shanghai to Beijing":                      {"city Shanghai origin", "city Beijing destination"},
		"从上海到北京":                                   {"city Shanghai origin", "city Beijing destination"},
		"上海飞北京":                                    {"city Shanghai origin", "city Beijing destination"},
		"不是上海，是杭州":                                 {"city Shanghai old", "city Hangzhou new"},
		"是杭州不是上海":                                  {"city Hangzhou new", "city Shanghai old"},
		"not Shanghai, Hangzhou":                   {"city Shanghai old", "city Hangzhou new"},
		"Hangzhou, not Shanghai":                   {"city Hangzhou new", "city Shanghai old"},
		"Hangzhou instead of Shanghai":             {"city Hangzhou new", "city Shanghai old"},
		"change the city from Shanghai to Beijing": {"city Shanghai old", "city Beijing new"},
		"please change my city to Beijing":         {"city Beijing new"},
		"把上海改成杭州":                                  {"city Shanghai old", "city Hangzhou new"},
		"改成杭州":                                     {"city Hangzhou new"},
		"I like Beijing":                           {"city Beijing"},
		"$20 off":                                  {"money USD 20 discount"},
		"立减20元":                                    {"money CNY 20 discount"},
		"not order B-1234, I meant order B-4321":   {"order B-1234 old", "order B-4321 new"},
		"this is not 13800138000":                  {"phone +8613800138000 old"},
		"I have not order 12345678":                {"order 12345678"},
		"open from Dec 1 to Jan 3":                 {"time 2026-12-01/2027-01-03"},
		"my new order A-10293":                     {"order A-10293"},
		"收货地址北京路27号改成上海路595号":                      {"address 北京路27号 old", "address 上海路595号 new"},
		"open from tomorrow":                       {"time 2026-11-22 start"},
	} {
		assert.Equal(t, want, brief(x.Extract(text, moment(t, "en"))), text)
	}
}

func TestPatterns(t *testing.T) {
	x := extractor(t, &Options{Patterns: []Pattern{
		{Type: "contract", Expr: `(?i)contract (?P<value>[a-z]{2}[- ]?\d{4})`, Upper: true},
		{Type: "tag", Expr: `#\w*`},
	}})
	got := x.Extract("contract ab-1234 and #Sale and 合同", time.Time{})
	require.Equal(t, []string{"contract AB1234", "tag #Sale"}, brief(got))
	assert.Equal(t, "ab-1234", got[0].Raw, "the group is the stretch")
}

func TestOffsetsOfMixedText(t *testing.T) {
	text := "é电话１３８００１３８０００，😀 mail a@b.com"
	got := extractor(t, nil).Extract(text, time.Time{})
	require.Len(t, got, 2)
	assert.Equal(t, "１３８００１３８０００", got[0].Raw)
	assert.Equal(t, [2]int{3, 14}, [2]int{got[0].RuneStart, got[0].RuneEnd})
	assert.Equal(t, "a@b.com", string([]rune(text)[got[1].RuneStart:got[1].RuneEnd]))
}

func TestConcurrentUse(t *testing.T) {
	x := extractor(t, nil)
	want := x.Extract("call 13800138000 or a@b.com", time.Time{})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				assert.Equal(t, want, x.Extract("call 13800138000 or a@b.com", time.Time{}))
				x.Extract("订单号A-10293，我叫王小明", time.Time{})
			}
		})
	}
	wg.Wait()
}

// TestRepetitionsAreCheap holds what once took minutes because every place was
// read to the end of the text, or every name was found in a round of its own.
func TestRepetitionsAreCheap(t *testing.T) {
	x := everything(t)
	r, err := NewRedactor(&RedactOptions{Types: []Type{Person, Phone, Address}})
	require.NoError(t, err)
	for _, s := range []string{"北京", "中山路", "海淀区", "High Street ", "Anna Smith ", "7", "12 "} {
		long := strings.Repeat(s, 40_000/len(s))
		start := time.Now()
		x.Extract(long, time.Time{})
		r.Redact(long)
		assert.Less(t, time.Since(start), 5*time.Second, s)
	}
}

func everything(t require.TestingT) *Extractor {
	return extractor(t, &Options{
		Lists: []List{
			{Type: "product", Fuzzy: true, Values: []Value{{Name: "headphones"}, {Name: "wireless charger"}, {Name: "无线蓝牙耳机"}}},
			{Type: "city", Values: []Value{{Name: "Shanghai", Synonyms: []string{"上海"}}}},
		},
		Patterns: []Pattern{{Type: "x", Expr: `[x-z]+`}},
	})
}

func TestEntitiesAreInTheText(t *testing.T) {
	x := everything(t)
	rapid.Check(t, func(t *rapid.T) {
		text := genText().Draw(t, "text")
		checkEntities(t, text, x.ExtractExpecting(text, time.Date(2026, 11, 21, 10, 30, 0, 0, time.UTC), Person, Phone, Order, Address))
	})
}

func FuzzExtract(f *testing.F) {
	for _, s := range []string{
		"call (415) 555-0132", "我叫王小明，住北京市海淀区中关村大街27号", "order #A-10293, $1,200.50, 3 boxes", "不是上海，是杭州", "GB82 WEST 1234 5698 7654 32",
		"from Monday to Wednesday", "wireles chargr", "𠀀１２３\xff", "99块9",
	} {
		f.Add(s)
	}
	x := everything(f)
	at := time.Date(2026, 11, 21, 10, 30, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		checkEntities(t, text, x.ExtractExpecting(text, at, Person, Phone, Order, Address))
	})
}

func BenchmarkExtract(b *testing.B) {
	x := extractor(b, nil)
	at := time.Date(2026, 11, 21, 10, 30, 0, 0, time.UTC)
	for name, text := range map[string]string{
		"en":    "Hi, my name is Anna Smith, my order A-10293 for 3 boxes ($1,200.50) should be here on Friday, 415-555-0132",
		"zh":    "我叫王小明，订单号A-10293的三件衣服还没到，周五要寄到北京市海淀区中关村大街27号，13800138000",
		"plain": "hello, I would like to know where my parcel is, nobody answers when I write to you and I am tired",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			var es []Entity
			for b.Loop() {
				es = x.Append(es[:0], text, at)
			}
		})
	}
}

func ExampleExtractor_Extract() {
	x, err := New(&Options{Lists: []List{{Type: "product", Fuzzy: true, Values: []Value{{Name: "wireless charger", Synonyms: []string{"无线充电器"}}}}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	now := time.Date(2026, 11, 21, 10, 30, 0, 0, time.UTC)
	for _, e := range x.Extract("I'm Anna Smith, my wireles charger (order A-10293) cost $49.90", now) {
		fmt.Println(e.Type, e.Value)
	}
	// Output:
	// person Anna Smith
	// product wireless charger
	// order A-10293
	// money USD 49.9
}

func ExampleRedactor_Redact() {
	r, err := NewRedactor(&RedactOptions{Partial: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(r.Redact("电话13812345678，邮箱anna@example.com"))
	// Output: 电话138****5678，邮箱a***@example.com
}

// What is in full width, and in traditional characters, is read like the usual
// writing, at its own places.
func TestSpellings(t *testing.T) {
	x, err := New(nil)
	require.NoError(t, err)
	now := moment(t, "zh")
	for _, text := range []string{
		"门票500-1000元，订单12345元旦前能到吗", "9 g of it, 4 g, 4 G", "see you at 5:10 p.m. then", "order AB-12345, mail joe.doe@x.com", "下周二下午三点送到，电话13800138000",
	} {
		want := x.Extract(text, now)
		require.NotEmpty(t, want, text)
		for _, spell := range []func(string) string{respell.FullWidth, respell.Traditional} {
			got := x.Extract(spell(text), now)
			require.Len(t, got, len(want), text)
			for i, w := range want {
				w.Start, w.End, w.Raw = len(spell(text[:w.Start])), len(spell(text[:w.End])), spell(w.Raw)
				assert.Equal(t, w, got[i], text)
			}
		}
	}
}

// Digits behind a word for an order are a sum where money follows.
func TestSumsAreNoOrders(t *testing.T) {
	x, err := New(nil)
	require.NoError(t, err)
	for text, want := range map[string]Type{
		"门票500-1000元": Money, "门票500-1000块": Money, "订单1000-2000元宵前到": Order, "订单12345元旦前到": Order,
	} {
		types := map[Type]bool{}
		for _, e := range x.Extract(text, moment(t, "zh")) {
			types[e.Type] = e.Type == Money || e.Type == Order
		}
		delete(types, Time)
		assert.Equal(t, map[Type]bool{want: true}, types, text)
	}
}
