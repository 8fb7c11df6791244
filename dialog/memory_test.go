package dialog_test

import (
	"testing"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/dialog/dialogtest"
)

func TestMemoryStore(t *testing.T) {
	dialogtest.RunStore(t, func(*testing.T) dialog.Store { return dialog.NewMemoryStore() })
}

func TestMemoryArchive(t *testing.T) {
	dialogtest.RunArchive(t, func(*testing.T) dialogtest.ArchiveStore { return dialog.NewMemoryStore() })
}
