package intent_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/intent"
)

func TestHandoffWish(t *testing.T) {
	wish := intent.NewHandoffWish()
	seen := map[string]bool{}
	for _, text := range slices.Concat(englishWishes, chineseWishes, moreEnglishWishes, moreChineseWishes, laterWishes, reviewedWishes) {
		got, confidence := wish.Detect(text)
		assert.True(t, got && confidence >= 0.5, "%s %.2f", text, confidence)
		assert.False(t, seen[text], "twice: %s", text)
		seen[text] = true
	}
	for _, text := range slices.Concat(englishOthers, chineseOthers, moreEnglishOthers, moreChineseOthers, laterOthers, reviewedOthers) {
		got, confidence := wish.Detect(text)
		assert.False(t, got || confidence >= 0.5, "%s %.2f", text, confidence)
		assert.False(t, seen[text] && text != "", "twice: %s", text)
		seen[text] = true
	}
	chinese := len(chineseWishes) + len(chineseOthers) + len(moreChineseWishes) + len(moreChineseOthers)
	require.GreaterOrEqual(t, chinese, 150)
}

// A denial reaches no further than its clause, and the wish counts wherever a
// long message has it.
func TestHandoffWishInALongMessage(t *testing.T) {
	wish := intent.NewHandoffWish()
	story := strings.Repeat("The parcel came late and the box was open. ", 40)
	for _, c := range []struct {
		text string
		want bool
	}{
		{story + "Let me talk to a person.", true},
		{"Don't send me to the shop. " + story + "Connect me with an agent", true},
		{story, false},
		{strings.Repeat("a", 4<<10) + ". talk to a human", false}, // beyond what is read
		{strings.Repeat("查", 3000), false},
	} {
		got, _ := wish.Detect(c.text)
		assert.Equal(t, c.want, got)
	}
}

func TestHandoffWishClassifies(t *testing.T) {
	wish := intent.NewHandoffWish()
	got, err := wish.Classify(t.Context(), intent.Input{Text: "转人工"})
	require.NoError(t, err)
	assert.Equal(t, intent.Handoff, got.Label())
	assert.Equal(t, "zh", got.Language)
	got, err = wish.Classify(t.Context(), intent.Input{Text: "人工智能"})
	require.NoError(t, err)
	assert.Equal(t, intent.Unknown, got.Decision)
	assert.Empty(t, got.Predictions, "it knows nothing of other messages")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = wish.Classify(ctx, intent.Input{Text: "转人工"})
	require.ErrorIs(t, err, context.Canceled)
}

// The messages to banks and hotels of NLU++ (PolyAI, CC BY 4.0).
func TestHandoffWishOnRealMessages(t *testing.T) {
	for _, set := range []struct {
		file              string
		positives         int
		precision, recall float64
	}{
		{"emotion/handoff_nlupp.dev.tsv.gz", 14, 1, 0.92},
		{"emotion/handoff_nlupp.train.tsv.gz", 44, 0.95, 0.85},
	} {
		var hit, wrong, missed float64
		wish := intent.NewHandoffWish()
		for _, row := range evaluationRows(t, set.file) {
			got, confidence := wish.Detect(row[0])
			switch wants := row[1] == "1"; {
			case wants && got:
				hit++
			case wants:
				missed++
				t.Logf("missed %.2f", confidence)
			case got:
				wrong++
			}
		}
		require.EqualValues(t, set.positives, hit+missed)
		precision, recall := hit/(hit+wrong), hit/(hit+missed)
		t.Logf("%s: precision %.3f, recall %.3f, F1 %.3f", set.file, precision, recall, 2*hit/(2*hit+wrong+missed))
		assert.GreaterOrEqual(t, precision, set.precision)
		assert.GreaterOrEqual(t, recall, set.recall)
	}
}

func FuzzHandoffWish(f *testing.F) {
	for _, seed := range []string{"talk to a human", "转人工客服", "转 agent", "\xff人", "", "不要人工"} {
		f.Add(seed)
	}
	wish := intent.NewHandoffWish()
	f.Fuzz(func(t *testing.T, text string) {
		got, confidence := wish.Detect(text)
		if confidence < 0 || confidence > 1 || got != (confidence >= 0.5) {
			t.Fatal(got, confidence)
		}
	})
}

func BenchmarkHandoffWish(b *testing.B) {
	wish := intent.NewHandoffWish()
	for _, c := range []struct{ name, text string }{
		{"en", "Hello, I ordered a blue jacket last week and it has not arrived yet, can I speak with somebody about the delivery please?"},
		{"zh", "你好，我上周买的蓝色外套还没有收到，客服也不理我，麻烦帮我转一下人工客服处理退款，谢谢"},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				wish.Detect(c.text)
			}
		})
	}
}
