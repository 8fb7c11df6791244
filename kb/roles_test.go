package kb_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

func staff(t *testing.T, config kb.RolesConfig) *kb.Roles {
	t.Helper()
	r, err := kb.NewRoles(config)
	require.NoError(t, err)
	return r
}

func grants() []kb.Grant {
	return []kb.Grant{
		{Actor: "root", Role: kb.SuperAdmin},
		{Actor: "shop", Role: kb.BaseAdmin, Bases: []string{"shop"}},
		{Actor: "front", Role: kb.BaseAdmin, Bases: []string{kb.PublicBase}, Categories: []string{"orders"}},
		{Actor: "expert", Role: kb.Expert},
		{Actor: "engineer", Role: kb.Engineer},
		{Actor: "trainer", Role: kb.Trainer, Bases: []string{"shop"}},
		{Actor: "analyst", Role: kb.Analyst},
	}
}

func TestRolesTable(t *testing.T) {
	r := staff(t, kb.RolesConfig{Grants: grants()})
	may := []kb.Permission{kb.MayDraft, kb.MayReview, kb.MayPublish, kb.MayDelete, kb.MayImport, kb.MayExport, kb.MayLearn}
	for actor, want := range map[string]string{
		"root": "xxxxxxx", "shop": "xxxxxxx", "expert": "xx...x.", "engineer": "x....xx", "trainer": "x.....x", "analyst": ".....x.", "nobody": ".......", "": ".......",
	} {
		got := ""
		for _, p := range may {
			err := r.Can(t.Context(), actor, p, &kb.Entry{Base: "shop"})
			if err == nil {
				got += "x"
			} else {
				require.ErrorIs(t, err, kb.ErrForbidden)
				got += "."
			}
		}
		assert.Equal(t, want, got, actor)
	}
	for _, c := range []struct {
		actor string
		e     *kb.Entry
		want  bool
	}{
		{"shop", &kb.Entry{Base: "other"}, false},
		{"shop", &kb.Entry{}, false},
		{"shop", nil, true},
		{"front", &kb.Entry{Category: "orders/late"}, true},
		{"front", &kb.Entry{Category: "ordersx"}, false},
		{"front", &kb.Entry{}, false},
		{"front", &kb.Entry{Category: "orders", Base: "shop"}, false},
		{"root", &kb.Entry{Base: "any"}, true},
	} {
		assert.Equal(t, c.want, r.Can(t.Context(), c.actor, kb.MayPublish, c.e) == nil, "%s %+v", c.actor, c.e)
	}
}

func TestRolesFromJSON(t *testing.T) {
	var config kb.RolesConfig
	require.NoError(t, json.Unmarshal([]byte(`{"grants":[{"actor":"li","role":"trainer"},{"actor":"wu","role":"proof reader","bases":["shop"]}],
		"permissions":{"proof reader":["review"],"trainer":["draft"]}}`), &config))
	r := staff(t, config)
	assert.Equal(t, config, r.Config())
	require.NoError(t, r.Can(t.Context(), "wu", kb.MayReview, &kb.Entry{Base: "shop"}))
	require.ErrorIs(t, r.Can(t.Context(), "li", kb.MayLearn, nil), kb.ErrForbidden, "replaced")
	for field, c := range map[string]kb.RolesConfig{
		"grants[0].role":  {Grants: []kb.Grant{{Actor: "a", Role: "boss"}}},
		"grants[0].actor": {Grants: []kb.Grant{{Role: kb.Expert}}},
		"grants[0].bases": {Grants: []kb.Grant{{Actor: "a", Role: kb.BaseAdmin}}},
		"permissions.x":   {Permissions: map[kb.Role][]kb.Permission{"x": {"fly"}}},
	} {
		_, err := kb.NewRoles(c)
		assertField(t, field, err)
	}
}

// Every action of an editor asks, for the entry as it is and as it would be, and
// whoever may not changes nothing.
func TestEditorAsks(t *testing.T) {
	o := openOffice(t, &kb.EditorOptions{OwnReview: true}, staff(t, kb.RolesConfig{Grants: grants()}))
	ctx := t.Context()
	mine, theirs := answered("mine", "shop question", "1"), answered("theirs", "other question", "2")
	mine.Base, theirs.Base = "shop", "other"
	_, err := o.editor.Put(ctx, "root", "first stock", mine, theirs)
	require.NoError(t, err)
	moved := mine
	moved.Base = "other"

	d, err := o.editor.Propose(ctx, "trainer", kb.Proposal{Entry: mine})
	require.NoError(t, err)
	checked, err := o.editor.Check(ctx, "trainer", d)
	require.NoError(t, err)
	reviewed, err := o.editor.Approve(ctx, "expert", checked, "")
	require.NoError(t, err)
	gone, err := o.editor.Propose(ctx, "trainer", kb.Proposal{Entry: kb.Entry{ID: "mine"}, Delete: true})
	require.NoError(t, err)
	for name, err := range map[string]error{
		"draft elsewhere":   second(o.editor.Propose(ctx, "trainer", kb.Proposal{Entry: theirs})),
		"draft a move":      second(o.editor.Propose(ctx, "trainer", kb.Proposal{Entry: moved})),
		"draft a new one":   second(o.editor.Propose(ctx, "analyst", kb.Proposal{Entry: answered("", "q", "a")})),
		"draft a deletion":  second(o.editor.Propose(ctx, "trainer", kb.Proposal{Entry: kb.Entry{ID: "theirs"}, Delete: true})),
		"revise":            second(o.editor.Revise(ctx, "analyst", d2(reviewed), kb.Proposal{Entry: mine})),
		"revise into":       second(o.editor.Revise(ctx, "trainer", d2(reviewed), kb.Proposal{Entry: moved})),
		"reject":            second(o.editor.Reject(ctx, "trainer", d2(reviewed), "")),
		"withdraw":          second(o.editor.Withdraw(ctx, "analyst", d2(reviewed), "")),
		"check":             second(o.editor.Check(ctx, "analyst", d2(gone))),
		"publish":           second(o.editor.Publish(ctx, "expert", reviewed.ID)),
		"put":               second(o.editor.Put(ctx, "trainer", "", mine)),
		"put elsewhere":     second(o.editor.Put(ctx, "shop", "", theirs)),
		"put a move":        second(o.editor.Put(ctx, "shop", "", moved)),
		"delete":            o.editor.Delete(ctx, "expert", "", "mine"),
		"delete elsewhere":  o.editor.Delete(ctx, "shop", "", "mine", "theirs"),
		"roll back":         second(o.editor.Rollback(ctx, "expert", "mine", 1, "")),
		"roll back another": second(o.editor.Rollback(ctx, "shop", "theirs", 1, "")),
	} {
		require.ErrorIs(t, err, kb.ErrForbidden, name)
	}
	revision, err := o.store.Revision(ctx)
	require.NoError(t, err)
	assert.Equal(t, int64(1), revision)
	_, err = o.editor.Publish(ctx, "shop", reviewed.ID)
	require.NoError(t, err)
	require.NoError(t, o.editor.Delete(ctx, "shop", "", "mine"))
}

func second[T any](_ T, err error) error { return err }

// d2 names a draft in whatever version.
func d2(d kb.Draft) kb.Draft { return kb.Draft{ID: d.ID} }

// A deletion that somebody approved still needs the right to delete.
func TestRetiringNeedsDelete(t *testing.T) {
	config := kb.RolesConfig{
		Grants:      []kb.Grant{{Actor: "ann", Role: kb.SuperAdmin}, {Actor: "bob", Role: kb.SuperAdmin}, {Actor: "cat", Role: "publisher"}, {Actor: "dan", Role: kb.SuperAdmin}},
		Permissions: map[kb.Role][]kb.Permission{"publisher": {kb.MayPublish}},
	}
	o := openOffice(t, nil, staff(t, config))
	_, err := o.library.Put(t.Context(), answered("a", "a question", "x"))
	require.NoError(t, err)
	d := o.approved(kb.Proposal{Entry: kb.Entry{ID: "a"}, Delete: true})
	_, err = o.editor.Publish(t.Context(), "cat", d.ID)
	require.ErrorIs(t, err, kb.ErrForbidden)
	_, err = o.editor.Publish(t.Context(), "dan", d.ID)
	require.NoError(t, err)
}

// An authorizer that panics allows nothing.
func TestAuthorizerPanics(t *testing.T) {
	o := openOffice(t, nil, kb.AuthorizerFunc(func(_ context.Context, actor string, _ kb.Permission, _ *kb.Entry) error {
		if strings.HasPrefix(actor, "x") {
			panic(errors.New("no directory"))
		}
		return nil
	}))
	_, err := o.editor.Put(t.Context(), "x", "", answered("a", "a", "b"))
	require.ErrorContains(t, err, "panic in a function of the host")
	assert.NotContains(t, err.Error(), "no directory", "what a panic says may be the customer's")
	n, err := o.library.Len(t.Context())
	require.NoError(t, err)
	assert.Zero(t, n)
}
