package emotion_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/intent/emotion"
)

func newDetector(t testing.TB) *emotion.Detector {
	d, err := emotion.New(nil)
	require.NoError(t, err)
	return d
}

func TestDetectAllocates(t *testing.T) {
	d := newDetector(t)
	for _, text := range []string{
		"@united I have been on hold for 2 hours and NOBODY answers, this is ridiculous!!! :(",
		"第三次了!我等了三天了,你们还是没人理我,再不处理我就投诉12315",
		"Is there a nice restaurant?",
	} {
		assert.LessOrEqual(t, testing.AllocsPerRun(100, func() { d.Detect(text) }), 2.0, text)
	}
}

func BenchmarkDetect(b *testing.B) {
	d := newDetector(b)
	for name, text := range map[string]string{
		"en": "@united I have been on hold for 2 hours and NOBODY answers, this is ridiculous!!! :(",
		"zh": "第三次了!我等了三天了,你们还是没人理我,再不处理我就投诉12315",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				d.Detect(text)
			}
		})
	}
}
