package assist_test

import (
	"testing"

	"go.uber.org/goleak"

	"github.com/kefu-go/kefu/routing/assist"
	"github.com/kefu-go/kefu/routing/assist/assisttest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestMemoryStore(t *testing.T) {
	assisttest.RunStore(t, func(*testing.T) assist.Store { return assist.NewMemoryStore() })
}
