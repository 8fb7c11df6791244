package integration

import (
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/dialog/dialogsql"
	"github.com/kefu-go/kefu/dialog/dialogtest"
	"github.com/kefu-go/kefu/kb"
	"github.com/kefu-go/kefu/kb/kbsql"
	"github.com/kefu-go/kefu/kb/kbtest"
	"github.com/stretchr/testify/require"
)

// All stores of a suite share the tables and differ by tenant.

func TestDialogStore(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		shared := d.shared(t)
		var tenants atomic.Int64
		dialogtest.RunStore(t, func(t *testing.T) dialog.Store {
			s, err := dialogsql.New(shared, &dialogsql.Options{Tenant: fmt.Sprint("tenant ", tenants.Add(1))})
			require.NoError(t, err)
			require.NoError(t, s.Migrate(t.Context()))
			return s
		})
	})
}

func TestDialogArchive(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		shared := d.shared(t)
		var tenants atomic.Int64
		dialogtest.RunArchive(t, func(t *testing.T) dialogtest.ArchiveStore {
			return newDialog(t, shared, fmt.Sprint("tenant ", tenants.Add(1)))
		})
	})
}

func TestKBStore(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		shared := d.shared(t)
		var tenants atomic.Int64
		kbtest.RunStore(t, func(t *testing.T) kb.Store {
			s, err := kbsql.New(shared, &kbsql.Options{Tenant: fmt.Sprint("tenant ", tenants.Add(1))})
			require.NoError(t, err)
			require.NoError(t, s.Migrate(t.Context()))
			return s
		})
	})
}

func TestKBRecords(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		shared := d.shared(t)
		var tenants atomic.Int64
		kbtest.RunRecordStore(t, func(t *testing.T) kb.RecordStore {
			return newRecords(t, shared, fmt.Sprint("tenant ", tenants.Add(1)))
		})
	})
}

func TestKBLog(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		shared := d.shared(t)
		var tenants atomic.Int64
		kbtest.RunLogStore(t, func(t *testing.T) kb.LogStore {
			return newLog(t, shared, fmt.Sprint("tenant ", tenants.Add(1)))
		})
	})
}
