package kefu_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/kb"
)

func TestOptionsNameEveryFault(t *testing.T) {
	_, err := kefu.New(&kefu.Options{
		Stores: kefu.Stores{KB: kb.NewMemoryStore()}, Policy: kb.Policy{Direct: 2}, DeliverTimeout: -1, Locale: "fr",
		Texts: map[string]kefu.Texts{"de": {Suggest: "Oder"}},
	})
	require.ErrorIs(t, err, kefu.ErrInvalid)
	for _, fault := range []string{
		"stores are not complete", "direct is not in (0,1]", "deliver_timeout is negative",
		`texts for "de" lack Unknown`, "locale is of a language without texts",
	} {
		require.ErrorContains(t, err, fault)
	}
	var field *dialog.FieldError
	require.ErrorAs(t, err, &field)
}

func TestOptionsOneFaultEach(t *testing.T) {
	for _, c := range []struct {
		field string
		opts  kefu.Options
	}{
		{"stores", kefu.Options{Stores: kefu.Stores{Dialog: dialog.NewMemoryStore()}}},
		{"deliver_timeout", kefu.Options{DeliverTimeout: -time.Second}},
		{"texts", kefu.Options{Texts: map[string]kefu.Texts{"fr": {}}}},
		{"locale", kefu.Options{Locale: "fr-FR"}},
	} {
		_, err := kefu.New(&c.opts)
		var field *dialog.FieldError
		require.ErrorAs(t, err, &field, c.field)
		require.Equal(t, c.field, field.Field)
	}
	_, err := kefu.New(&kefu.Options{Policy: kb.Policy{Margin: 1}})
	require.ErrorIs(t, err, kefu.ErrInvalid)
	require.ErrorContains(t, err, "policy.margin")
}

// New must not write to what the host passed.
func TestOptionsAreNotChanged(t *testing.T) {
	texts := map[string]kefu.Texts{"en": {Unknown: "No idea."}}
	opts := &kefu.Options{Texts: texts}
	_, err := kefu.New(opts)
	require.NoError(t, err)
	require.Equal(t, &kefu.Options{Texts: map[string]kefu.Texts{"en": {Unknown: "No idea."}}}, opts)
}

func TestNewIDNamesEntries(t *testing.T) {
	bot, err := kefu.New(&kefu.Options{NewID: func() string { return "mine" }, Now: newClock().now})
	require.NoError(t, err)
	put, err := bot.KB().Put(t.Context(), kb.Entry{Question: "q"})
	require.NoError(t, err)
	require.Equal(t, "mine", put[0].ID)
	require.Equal(t, noon, put[0].Updated)
}

// A host may bring its own place for some things and leave the others to the
// memory: what he brought is used.
func TestOptionsUseTheStoresThatAreGiven(t *testing.T) {
	for _, stores := range []kefu.Stores{
		{KBRecords: kb.NewMemoryRecords(), KBLog: kb.NewMemoryLog()},
		{KB: kb.NewMemoryStore(), Dialog: dialog.NewMemoryStore(), KBRecords: kb.NewMemoryRecords(), KBLog: kb.NewMemoryLog()},
		kefu.MemoryStores(),
	} {
		bot, err := kefu.New(&kefu.Options{Stores: stores})
		require.NoError(t, err)
		editor, err := kb.NewEditor(bot.KB(), nil)
		require.NoError(t, err)
		draft, err := editor.Propose(t.Context(), "li", kb.Proposal{Entry: kb.Entry{Question: "q", Answer: kb.TextAnswer("a")}})
		require.NoError(t, err)
		kept := 0
		for r, err := range stores.KBRecords.Records(t.Context(), "draft", "") {
			require.NoError(t, err)
			require.Equal(t, draft.ID, r.ID)
			kept++
		}
		require.Equal(t, 1, kept)
		require.NotNil(t, stores.KBLog)
	}
}

// Memory stores have nothing to migrate.
func TestMigrateInMemory(t *testing.T) {
	require.NoError(t, kefu.MemoryStores().Migrate(t.Context()))
	require.NoError(t, kefu.Stores{}.Migrate(t.Context()))
}

func TestSQLStoresNeedADatabase(t *testing.T) {
	_, err := kefu.SQLStores(nil, kefu.SQLite, nil)
	require.Error(t, err)
}
