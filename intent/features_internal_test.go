package intent

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/internal/text"
)

// A reader that remembers words tells them apart, though many share a place.
func TestReaderRemembersTheRightWord(t *testing.T) {
	stemmer := text.NewStemmer(0)
	old := newReader(stemmer, nil)
	for i := range 3000 {
		word := fmt.Sprintf("%c%c%cword", 'a'+i%26, 'a'+i/26%26, 'a'+i/676)
		want := newReader(stemmer, nil).lookUp([]byte(word))
		require.Equal(t, want, old.lookUp([]byte(word)), word)
		require.Equal(t, want, old.lookUp([]byte(word)), word)
	}
}
