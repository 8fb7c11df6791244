package intent_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/intent"
)

// smallShop are the examples of three intents in two languages, as few as a host
// starts with.
func smallShop(langs ...string) (list []intent.Example) {
	all := map[string]map[string]string{
		"en": {
			"refund":   "I want my money back|please refund my order|how do I get a refund|refund|can I return this for a refund|give me my money back please|I would like to be reimbursed|when will I get my refund",
			"tracking": "where is my order|track my package|has my parcel been shipped|when will it arrive|where is my stuff|shipping status please|my delivery is late|package tracking",
			"invoice":  "I need an invoice|send me a receipt|can you email the invoice|invoice please|where do I download my invoice|the invoice is wrong|tax receipt|bill for my order",
		},
		"zh": {
			"refund":   "我要退款|怎么退货|把钱退给我|申请退款|退款什么时候到账|不想要了能退吗|我想退掉这个订单|退钱",
			"tracking": "我的快递到哪了|什么时候发货|查一下物流|包裹怎么还没到|几天能送到|订单发货了吗|快递单号是多少|物流信息",
			"invoice":  "我要开发票|发票怎么开|能开电子发票吗|发票抬头写错了|补开一张发票|什么时候寄发票|发票发我邮箱|开票",
		},
	}
	for _, lang := range langs {
		for _, label := range []string{"refund", "tracking", "invoice"} {
			for s := range strings.SplitSeq(all[lang][label], "|") {
				list = append(list, intent.Example{Text: s, Label: label})
			}
		}
	}
	return list
}

// gibberish returns a text that says nothing, of one of thirteen kinds.
func gibberish(r *rand.Rand, kind int) string {
	letters := func(alphabet string, from, to int) string {
		runes, b := []rune(alphabet), strings.Builder{}
		for range from + r.IntN(to-from+1) {
			b.WriteRune(runes[r.IntN(len(runes))])
		}
		return b.String()
	}
	var words []string
	for range 1 + r.IntN(5) {
		words = append(words, letters("abcdefghijklmnopqrstuvwxyz", 3, 10))
	}
	// The 250 commonest characters of Chinese, known ones among them.
	const common = "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运"
	switch kind {
	case 0:
		return "jdkjfkd" + strings.Repeat("x", r.IntN(3))
	case 1:
		return strings.Join(words, " ")
	case 2:
		return letters(common, 4, 12)
	case 3:
		var b strings.Builder
		for range 3 + r.IntN(10) {
			b.WriteRune(0x4e00 + r.Int32N(0x9fa5-0x4e00))
		}
		return b.String()
	case 4:
		rows := []string{"asdfghjkl", "qwertyuiop", "zxcvbnm", "aassddff", "fghjfghj"}
		row := rows[r.IntN(len(rows))]
		return strings.Repeat(row[r.IntN(4):], 1+r.IntN(3))
	case 5:
		return letters("!?.,;:-_#*@%&()[]{}<>/|~^+=", 1, 12)
	case 6:
		return letters("😀😂🤔👍🎉🔥💯🙈🐱🍕", 1, 6)
	case 7:
		return letters("0123456789", 1, 14)
	case 8:
		foreign := []string{
			"wie wird das wetter morgen in hamburg", "où est la bibliothèque municipale", "какая сегодня погода в москве", "今日の天気はどうですか",
			"오늘 날씨 어때요", "qual è la capitale della francia", "hoeveel inwoners heeft amsterdam", "כמה עולה כרטיס לסרט", "ما هو الطقس اليوم", "quanto custa um café",
			"jak se máš dneska", "kuinka vanha olet", "bugün hava nasıl", "आज मौसम कैसा है", "วันนี้อากาศเป็นอย่างไร",
		}
		return foreign[r.IntN(len(foreign))]
	case 9: // small words
		small := strings.Fields("please I me you the is it has to for of and can would could what how when where that this there want need like know 我 你 的 了 吗 怎么 什么 想 要")
		var b []string
		for range 1 + r.IntN(4) {
			b = append(b, small[r.IntN(len(small))])
		}
		return strings.Join(b, " ")
	case 10: // about something else, with small words
		thing := []string{"Paris", "the moon", "my dog", "your sister", "a dragon", "the president", "dinosaurs", "salmon"}
		start := []string{"where is ", "when will I see ", "can you send ", "I would like ", "how do I cook ", "what is wrong with "}
		return start[r.IntN(len(start))] + thing[r.IntN(len(thing))]
	case 12: // letters and digits among characters
		return letters(common, 2, 6) + letters("abcdefghijklmnopqrstuvwxyz0123456789", 1, 3) + letters(common, 2, 6)
	default:
		return letters("abcdefghijklmnopqrstuvwxyz", 1, 3) + letters(common, 1, 4) + letters("0123456789!?", 1, 4)
	}
}

func TestGibberishIsNeverConfident(t *testing.T) {
	const cases = 500
	for _, langs := range [][]string{{"en"}, {"zh"}, {"en", "zh"}} {
		t.Run(strings.Join(langs, "+"), func(t *testing.T) {
			m, err := intent.Train(t.Context(), smallShop(langs...), nil)
			require.NoError(t, err)
			r := rand.New(rand.NewPCG(2026, 11))
			unknown := 0
			for i := range cases {
				s := gibberish(r, i%12)
				got, err := m.Classify(t.Context(), intent.Input{Text: s})
				require.NoError(t, err)
				assert.NotEqual(t, intent.Confident, got.Decision, "%q: %+v", s, got)
				if got.Decision == intent.Unknown {
					unknown++
				}
			}
			t.Logf("unknown %d of %d", unknown, cases)
			assert.Greater(t, unknown, cases*8/10)
			// The other way would be easy.
			for _, e := range smallShop(langs...) {
				got, err := m.Classify(t.Context(), intent.Input{Text: e.Text})
				require.NoError(t, err)
				assert.Equal(t, e.Label, got.Top().Label, e.Text)
				assert.NotEqual(t, intent.Unknown, got.Decision, fmt.Sprintf("%s: %+v", e.Text, got))
			}
			confident := 0
			fresh := map[string]string{
				"I'd like a refund for my order please": "refund", "where is my package": "tracking", "can you send me the invoice": "invoice",
				"请帮我申请退款": "refund", "快递什么时候能送到": "tracking", "帮我开一张发票": "invoice",
			}
			for s, label := range fresh {
				got, err := m.Classify(t.Context(), intent.Input{Text: s})
				require.NoError(t, err)
				t.Logf("%s %s %.2f novelty %.2f", s, got.Top().Label, got.Top().Confidence, got.Novelty)
				if got.Label() == label {
					confident++
				}
			}
			assert.GreaterOrEqual(t, confident, 2*len(langs))
		})
	}
}
