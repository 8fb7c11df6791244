package kb_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/kb"
)

func TestAudit(t *testing.T) {
	ctx := t.Context()
	o := openOffice(t, nil, nil)
	o.published(kb.Proposal{Key: "d1", Entry: answered("a", "first question", "1")})
	open := o.approved(kb.Proposal{Key: "d2", Entry: answered("b", "second question", "2")})
	audit := func(f kb.AuditFilter) (lines []string) {
		events, err := storetest.Collect(o.editor.Audit(ctx, f))
		require.NoError(t, err)
		for _, e := range events {
			lines = append(lines, fmt.Sprint(e.Draft, " ", e.Entry, " ", e.Actor, " ", e.Action))
		}
		return lines
	}
	assert.Len(t, audit(kb.AuditFilter{}), 8)
	assert.Equal(t, []string{"d1 a bob approved", "d2 b bob approved"}, audit(kb.AuditFilter{Actor: "bob"}))
	assert.Equal(t, []string{"d2 b bob approved"}, audit(kb.AuditFilter{Action: kb.DraftApproved, Entry: "b"}))
	at := open.Events[1].At
	assert.Equal(t, []string{"d2 b ann check passed"}, audit(kb.AuditFilter{From: at, To: at.Add(1)}))

	// What is open is not forgotten, nor what is recent.
	n, err := o.editor.Prune(ctx, at.Add(-time.Hour))
	require.NoError(t, err)
	assert.Zero(t, n)
	n, err = o.editor.Prune(ctx, at.Add(time.Hour))
	require.NoError(t, err)
	assert.Equal(t, 1, n)
	assert.Len(t, audit(kb.AuditFilter{}), 3)
	_, err = o.editor.Draft(ctx, "d1")
	require.ErrorIs(t, err, kb.ErrNotFound)
}
