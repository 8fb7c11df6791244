package intent_test

import (
	"testing"

	"github.com/kefu-go/kefu/intent"
	"github.com/kefu-go/kefu/intent/intenttest"
)

func TestMemoryStore(t *testing.T) {
	intenttest.RunStore(t, func(*testing.T) intent.Store { return intent.NewMemoryStore() })
}
