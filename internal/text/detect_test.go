package text

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestDetect(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want string }{
		{"where is my order", "en"},
		{"hi", "en"},
		{"refund", "en"}, // no list knows it: English is what is left
		{"I need to change my delivery address please", "en"},
		{"can u cancel it", "en"},
		{"退款", "zh"},
		{"訂單什麼時候發貨", "zh"},
		{"我的 iPhone 15 Pro Max 坏了", "zh"},
		{"Samsung Galaxy S23 Ultra 有货吗", "zh"},
		{"how do I say 你好", "en"},
		{"what does 退货 mean", "en"},
		{"返品したいです", "ja"},
		{"配送状況を確認してください", "ja"},
		{"カタログ", "ja"},
		{"鲜の每日水果店", "zh"}, // の alone decorates Chinese shop names
		{"환불 해주세요", "ko"},
		{"где мой заказ", "ru"},
		{"أين طلبي", "ar"},
		{"איפה ההזמנה שלי", "he"},
		{"สินค้าอยู่ที่ไหน", "th"},
		{"πού είναι η παραγγελία μου", "el"},
		{"मेरा ऑर्डर कहाँ है", "hi"},
		{"où est ma commande", "fr"},
		{"je voudrais être remboursé", "fr"},
		{"¿dónde está mi pedido?", "es"},
		{"quiero devolver este producto", "es"},
		{"wo ist meine Bestellung", "de"},
		{"ich möchte das zurückgeben", "de"},
		{"onde está o meu pedido", "pt"},
		{"não recebi a encomenda", "pt"},
		{"dov'è il mio ordine? non è arrivato", "it"},
		{"waar is mijn bestelling", "nl"},
		{"var är mitt paket", "sv"},
		{"jag har inte fått mina varor", "sv"},
		{"hvor er pakken min, jeg har ikke fått den", "no"},
		{"hol van a csomagom", "hu"},
		{"gdzie jest moja paczka", "pl"},
		{"siparişim nerede", "tr"},
		{"di mana pesanan saya", "id"},
		{"đơn hàng của tôi ở đâu", "vi"},
		{"WHERE IS MY ORDER", "en"},
		{"12345 👍 !!!", ""},
		{"", ""},
		{"\xff\xfe", ""},
	} {
		got, confidence := Detect(c.text)
		assert.Equal(t, c.want, got, "%s (%.2f)", c.text, confidence)
		assert.True(t, confidence >= 0 && confidence <= 1 && (confidence > 0) == (c.want != ""), "%s: %v", c.text, confidence)
	}
}

func TestDetectIsSurerWithMoreEvidence(t *testing.T) {
	t.Parallel()
	_, word := Detect("refund")
	_, sentence := Detect("where is my order and when will it be here")
	_, mixed := Detect("what does 退货 mean")
	_, chinese := Detect("怎么退货")
	assert.Less(t, word, 0.5)
	assert.Greater(t, sentence, 0.6)
	assert.Less(t, mixed, sentence)
	assert.InDelta(t, 1, chinese, 0)
}

func TestDetectReadsTheBeginning(t *testing.T) {
	t.Parallel()
	lang, _ := Detect(strings.Repeat("退货退款", 500) + strings.Repeat("where is my order ", 5000))
	assert.Equal(t, "zh", lang)
}

func TestLanguageOfABufferDoesNotAllocate(t *testing.T) {
	var b Buffer
	b.Segment(chinese20 + english60 + french60)
	b.Language()
	assert.Zero(t, testing.AllocsPerRun(100, func() { b.Language() }))
}

func TestIsFunctionWord(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		lang, word string
		want       bool
	}{
		{"en", "the", true},
		{"en-GB", "please", true},
		{"en", "i'm", true},
		{"en", "how", false}, // changes what is asked
		{"en", "not", false},
		{"en", "can't", false},
		{"en", "refund", false},
		{"zh", "的", true},
		{"zh-TW", "请问", true},
		{"zh", "不", false},
		{"zh", "怎", false},
		{"zh", "退", false},
		{"fr", "le", true},
		{"en", "le", false}, // of another language
		{"ru", "и", false},  // a language without a list
		{"", "the", false},
	} {
		assert.Equal(t, c.want, IsFunctionWord(c.lang, []byte(c.word)), "%s %s", c.lang, c.word)
	}
	word := []byte("please")
	assert.True(t, IsFunctionWord("en", word))
}

func TestWordListsAreFolded(t *testing.T) {
	t.Parallel()
	list := words()
	assert.Len(t, list.langs, len(functionWords))
	for _, words := range [][]string{functionWords[:], tellingWords[:], {hanFunction}} {
		for _, w := range words {
			w = strings.Join(strings.Fields(w), " ")
			assert.Equal(t, Fold(w), w)
		}
	}
}

func FuzzDetect(f *testing.F) {
	for _, c := range benchTexts {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, s string) {
		lang, confidence := Detect(s)
		if (lang == "") != (confidence == 0) || confidence < 0 || confidence > 1 {
			t.Fatalf("%+q: %q %v", s, lang, confidence)
		}
	})
}
