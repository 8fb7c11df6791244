package text

import (
	"testing"
)

const (
	english60     = "Hi, how can I return the iPhone 15 I've bought last Friday??"
	english50     = "How do I change the delivery address of my order?!"
	chinese20     = "你好，请问我上周买的手机怎么退货，运费谁出"
	traditional20 = "你好，請問我上週買的手機怎麼退貨，運費誰出"
	french60      = "Où est ma commande passée il y a déjà très longtemps, hélas ?"
	combined      = "cafe\u0301 ｶﾞｷﾞ ½ ℃ ﬁne Ａｂｃ １２３"
)

var benchTexts = []struct{ name, text string }{
	{"english60", english60},
	{"english50", english50},
	{"chinese20", chinese20},
	{"traditional20", traditional20},
	{"french60", french60},
	{"combined", combined},
}

func BenchmarkSegment(b *testing.B) {
	for _, c := range benchTexts {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			var buf Buffer
			for b.Loop() {
				buf.Segment(c.text)
			}
		})
	}
}

func BenchmarkKey(b *testing.B) {
	for _, c := range benchTexts {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			var dst []byte
			for b.Loop() {
				dst = AppendKey(dst[:0], c.text)
			}
		})
	}
}

func BenchmarkFold(b *testing.B) {
	for _, c := range benchTexts {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			var dst []byte
			for b.Loop() {
				dst = AppendFold(dst[:0], c.text)
			}
		})
	}
}

func BenchmarkStem(b *testing.B) {
	b.Run("hit", func(b *testing.B) {
		b.ReportAllocs()
		s := NewStemmer(64)
		word := []byte("deliveries")
		for b.Loop() {
			s.Stem("en", word)
		}
	})
	b.Run("miss", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			stem(stemEnglish, "deliveries")
		}
	})
}

func BenchmarkDetect(b *testing.B) {
	for _, c := range benchTexts {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Detect(c.text)
			}
		})
	}
}

func BenchmarkEditDistance(b *testing.B) {
	b.ReportAllocs()
	x, y := []byte("cancelation"), []byte("cancellaton")
	for b.Loop() {
		EditDistance(x, y, 2)
	}
}

func BenchmarkNGrams(b *testing.B) {
	b.ReportAllocs()
	word := []byte("deliveries")
	for b.Loop() {
		n := 0
		for g := range NGrams(word, 3) {
			n += len(g)
		}
	}
}
