package dialog

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestANumberPicksFromTheListOfWhatIsWrong(t *testing.T) {
	for lang, c := range map[string]struct{ no, third, which string }{"en": {"no", "3", "Which day?"}, "zh": {"不对", "第三个", "哪一天？"}} {
		f, _ := toConfirm(t, lang)
		f.say(c.no)
		assert.Equal(t, c.which, f.say(c.third), "the third is the day, and no count of three")
		assert.Equal(t, "2", f.slots()["count"])
	}
	f, _ := toConfirm(t, "en")
	f.say("no")
	f.say("we are 5") // more than the list has
	assert.Equal(t, "5", f.slots()["count"])
}
