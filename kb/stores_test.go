package kb_test

import (
	"testing"

	"github.com/kefu-go/kefu/kb"
	"github.com/kefu-go/kefu/kb/kbtest"
)

func TestMemoryRecords(t *testing.T) {
	kbtest.RunRecordStore(t, func(*testing.T) kb.RecordStore { return kb.NewMemoryRecords() })
}

func TestMemoryLog(t *testing.T) {
	kbtest.RunLogStore(t, func(*testing.T) kb.LogStore { return kb.NewMemoryLog() })
}
