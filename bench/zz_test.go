package bench

import (
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/kefu-go/kefu/bench/faqgen"
	"github.com/kefu-go/kefu/bench/peer"
)

func TestZZ(t *testing.T) {
	for _, l := range []faqgen.Language{faqgen.English, faqgen.Chinese} {
		if lang := os.Getenv("ZL"); lang != "" && lang != l.String() {
			continue
		}
		n, _ := strconv.Atoi(os.Getenv("ZN"))
		questions := faqgen.Questions(l, n)
		noisy := texts(faqgen.Queries(l, faqgen.Noisy, questions, asked))
		hard := faqgen.Queries(l, faqgen.Hard, questions, asked)
		e := open(t, peer.Kefu, l, questions)
		f := asking(t, e)
		least := time.Hour
		for range 60 {
			start := cpuTime()
			for _, q := range noisy {
				f(q)
			}
			least = min(least, cpuTime()-start)
		}
		fmt.Println(l, n, "min us", micros(least)/asked, recall(t, e, faqgen.Queries(l, faqgen.Noisy, questions, asked)), recall(t, e, hard))
	}
}
