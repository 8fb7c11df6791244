package dialog_test

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/dialog"
)

// day is a moment by its number.
func day(n int) time.Time { return time.Date(2026, 3, n, 12, 0, 0, 0, time.UTC) }

func TestWhatIsHeldToBeTrue(t *testing.T) {
	attr := func(value string, source dialog.AttributeSource, n int, confidence float64) dialog.Attribute {
		return dialog.Attribute{Name: "city", Value: value, Source: source, At: day(n), Confidence: confidence}
	}
	for _, c := range []struct {
		name      string
		a, b      dialog.Attribute
		held      string
		conflicts int
	}{
		{"what was stated beats what was inferred later", attr("A", dialog.Stated, 1, 0), attr("B", dialog.Inferred, 9, 1), "A", 0},
		{"what was given does, too", attr("A", dialog.OnRecord, 1, 0), attr("B", dialog.Inferred, 9, 1), "A", 0},
		{"the newer statement counts", attr("A", dialog.Stated, 1, 0), attr("B", dialog.Stated, 2, 0.7), "B", 1},
		{"a statement after a record", attr("A", dialog.OnRecord, 1, 0), attr("B", dialog.Stated, 2, 0), "B", 1},
		{"a record after a statement", attr("A", dialog.Stated, 1, 0), attr("B", dialog.OnRecord, 2, 0), "B", 1},
		{"at the same time the record", attr("A", dialog.OnRecord, 1, 0), attr("B", dialog.Stated, 1, 0), "A", 1},
		{"a newer conclusion", attr("A", dialog.Inferred, 1, 0.9), attr("B", dialog.Inferred, 2, 0.6), "B", 1},
		{"a guess beats no conclusion", attr("A", dialog.Inferred, 1, 0.5), attr("B", dialog.Stated, 2, 0.49), "A", 0},
		{"not a number is not known", attr("A", dialog.Stated, 1, math.NaN()), attr("B", dialog.Inferred, 2, 5), "A", 0},
		{"a value that is none erases nothing", attr("A", dialog.Stated, 1, 0), attr("  ", dialog.Stated, 2, 0), "A", 0},
		{"of an unknown source is inferred", attr("A", dialog.Inferred, 1, 0.9), attr("B", "rumour", 2, 0.9), "B", 1},
	} {
		p := dialog.Profile{Customer: "c"}.Merge(c.a).Merge(c.b)
		held, ok := p.Get("city")
		require.True(t, ok, c.name)
		require.Equal(t, c.held, held.Value, c.name)
		require.Len(t, p.Conflicts("city"), c.conflicts, c.name)
		if strings.TrimSpace(c.b.Value) != "" {
			require.Len(t, p.Others, 1, "%s: what loses stays in sight", c.name)
		}
	}
	guess := dialog.Profile{}.Merge(attr("A", dialog.Inferred, 1, 0.1))
	held, ok := guess.Get("city")
	require.True(t, ok, "a guess is better than nothing")
	require.Equal(t, 0.1, held.Confidence)
	_, ok = guess.Get("town")
	require.False(t, ok)
	require.Empty(t, guess.Conflicts("town"))
}

var anyAttributes = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) dialog.Attribute {
	return dialog.Attribute{
		Name:       rapid.SampledFrom([]string{"a", "b", ""}).Draw(t, "name"),
		Value:      rapid.SampledFrom([]string{"1", "2", "3", "4", "5", "6", " 1", ""}).Draw(t, "value"),
		Source:     rapid.SampledFrom([]dialog.AttributeSource{dialog.Stated, dialog.OnRecord, dialog.Inferred, ""}).Draw(t, "source"),
		Confidence: rapid.SampledFrom([]float64{0, 0.2, 0.5, 0.9, 1, 2}).Draw(t, "confidence"),
		At:         day(rapid.IntRange(1, 4).Draw(t, "day")),
		Message:    rapid.SampledFrom([]string{"", "m"}).Draw(t, "message"),
	}
}), 0, 12)

// Attributes come more than once and in any order, from several nodes: all end up
// with the same profile.
func TestMergingHasNoOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		attrs := anyAttributes.Draw(t, "attributes")
		whole := dialog.Profile{Customer: "c"}.Merge(attrs...)
		shuffled := rapid.Permutation(attrs).Draw(t, "shuffled")
		cut := rapid.IntRange(0, len(shuffled)).Draw(t, "cut")
		again := rapid.SliceOfN(rapid.SampledFrom(append(slices.Clone(attrs), dialog.Attribute{})), 0, 3).Draw(t, "again")
		parts := dialog.Profile{Customer: "c"}.Merge(shuffled[:cut]...).Merge(again...).Merge(shuffled[cut:]...)
		require.Equal(t, whole, parts)
		require.Equal(t, whole, whole.Merge())
		names := map[string]int{}
		for _, a := range slices.Concat(whole.Attributes, whole.Others) {
			names[a.Name]++
			require.NotEmpty(t, a.Value)
		}
		for _, n := range names {
			require.LessOrEqual(t, n, 4)
		}
	})
}

func TestProfileSchemaChecksValues(t *testing.T) {
	schema, err := dialog.NewProfileSchema(append(dialog.DefaultProfileFields(),
		dialog.ProfileField{Name: "size", Type: dialog.NumberField},
		dialog.ProfileField{Name: "member", Type: dialog.BoolField},
		dialog.ProfileField{Name: "color", Type: dialog.ListField, Values: []string{"Red", "蓝色"}},
		dialog.ProfileField{Name: "note", Max: 5},
	))
	require.NoError(t, err)
	for _, c := range []struct{ name, value, kept, reason string }{
		{"phone", "+86 138-1234-5678", "+8613812345678", ""},
		{"phone", "(415) 555.0132;ext=12", "4155550132;ext=12", ""},
		{"phone/recipient", "010 1234 5678", "01012345678", ""},
		{"phone", "12", "", "is no phone number"},
		{"phone", "call me", "", "is no phone number"},
		{"phone", "1+2345678", "", "is no phone number"},
		{"email", "Anna@Example.COM", "Anna@example.com", ""},
		{"email", "anna@example", "", "is no e-mail address"},
		{"email", "a b@example.com", "", "is no e-mail address"},
		{"birthday", "2000-02-29", "2000-02-29", ""},
		{"birthday", "2001-02-29", "", "is no date"},
		{"size", "1,200.50", "1200.5", ""},
		{"size", "NaN", "", "is no number"},
		{"member", "是", "true", ""},
		{"member", "No", "false", ""},
		{"member", "maybe", "", "is neither true nor false"},
		{"color", "ＲＥＤ", "Red", ""},
		{"color", "藍色", "蓝色", ""},
		{"color", "green", "", "is none of those in the list"},
		{"note", " 一 二\t三 ", "一 二 三", ""},
		{"note", "一二三四五六", "", "is longer than 5"},
		{"note", "\x00", "", "is no text"},
		{"note", "\xff", "", "is no text"},
		{"note", " ", "", "is empty"},
		{"shoe", "41", "", "is unknown"},
		{"phone/", "12345", "", "is unknown"},
	} {
		got, err := schema.Check(dialog.Attribute{Name: c.name, Value: c.value})
		if c.reason == "" {
			require.NoError(t, err, c.value)
			require.Equal(t, c.kept, got.Value)
			continue
		}
		var bad *dialog.AttributeError
		require.ErrorAs(t, err, &bad, c.value)
		require.ErrorIs(t, err, dialog.ErrInvalid)
		require.Equal(t, dialog.AttributeError{Name: c.name, Reason: c.reason}, *bad)
	}
}

func TestProfileSchemaNamesEveryFault(t *testing.T) {
	_, err := dialog.NewProfileSchema([]dialog.ProfileField{
		{Name: " "}, {Name: "a"}, {Name: "a"}, {Name: "b", Type: "colour"}, {Name: "c", Type: dialog.ListField}, {Name: "d", Max: -1}, {Name: "*"},
	})
	require.ErrorIs(t, err, dialog.ErrInvalid)
	for _, fault := range []string{"fields[0].name", "fields[2].name", "fields[3].type", "fields[4].values", "fields[5].max", "fields[6].name"} {
		require.ErrorContains(t, err, fault)
	}
}

// A bad new value never erases a good old one, and is not lost either.
func TestProfileSchemaMerge(t *testing.T) {
	schema, err := dialog.NewProfileSchema([]dialog.ProfileField{
		{Name: "phone", Type: dialog.PhoneField, Required: true, PII: true}, {Name: "level", Required: true}, {Name: "name", Required: true}, {Name: "hobby"},
	})
	require.NoError(t, err)
	p, rejected := schema.Merge(dialog.Profile{Customer: "c"},
		dialog.Attribute{Name: "phone", Value: "13812345678", Source: dialog.Stated, At: day(1)},
		dialog.Attribute{Name: "level", Value: "gold", Confidence: 0.2},
	)
	require.Empty(t, rejected)
	bad := dialog.Attribute{Name: "phone", Value: " oh no ", Source: dialog.Stated, At: day(2)}
	after, rejected := schema.Merge(p, bad, dialog.Attribute{Name: "hobby", Value: "chess"})
	require.Len(t, rejected, 1)
	require.Equal(t, bad, rejected[0].Attribute)
	require.NotContains(t, rejected[0].Err.Error(), "oh")
	held, _ := after.Get("phone")
	require.Equal(t, "13812345678", held.Value)

	var missing []string
	for _, f := range schema.Missing(&after) {
		missing = append(missing, f.Name)
	}
	require.Equal(t, []string{"level", "name"}, missing, "a guess counts as nothing")

	after = after.Merge(dialog.Attribute{Name: "phone", Value: "999"}, dialog.Attribute{Name: "secret", Value: "of the host"})
	masked := schema.Masked(after)
	data, err := json.Marshal(masked)
	require.NoError(t, err)
	require.NotContains(t, string(data), "138123")
	require.NotContains(t, string(data), "999")
	require.NotContains(t, string(data), "host")
	require.Contains(t, string(data), "***78")
	require.Contains(t, string(data), "chess")
	held, _ = after.Get("phone")
	require.Equal(t, "13812345678", held.Value, "the profile itself stays")
}

func TestProfileFieldIsTheClosest(t *testing.T) {
	schema, err := dialog.NewProfileSchema([]dialog.ProfileField{{Name: "a/*"}, {Name: "a/b/*", PII: true}, {Name: "a/b/c", Required: true}})
	require.NoError(t, err)
	for name, want := range map[string]string{"a/x": "a/*", "a/b/x": "a/b/*", "a/b/c": "a/b/c", "a/b/c/d": "a/b/*"} {
		f, ok := schema.Field(name)
		require.True(t, ok)
		require.Equal(t, want, f.Name)
	}
}

func TestMemoryProfiles(t *testing.T) {
	schema, err := dialog.NewProfileSchema(dialog.DefaultProfileFields())
	require.NoError(t, err)
	s := dialog.NewMemoryProfiles(schema, 2)
	var (
		_   dialog.ProfileProvider = s
		_   dialog.ProfileSink     = s
		_   dialog.TrailProvider   = s
		ctx                        = t.Context()
	)
	_, err = s.Profile(ctx, "anna")
	require.ErrorIs(t, err, dialog.ErrNotFound)
	_, err = s.Trail(ctx, "anna")
	require.ErrorIs(t, err, dialog.ErrNotFound)

	// What fits is kept, what does not is named.
	err = s.Put(ctx, "anna", []dialog.Attribute{{Name: "email", Value: "none"}, {Name: "name", Value: "Anna"}})
	var bad *dialog.AttributeError
	require.ErrorAs(t, err, &bad)
	require.Equal(t, "email", bad.Name)
	p, err := s.Profile(ctx, "anna")
	require.NoError(t, err)
	require.Equal(t, "Anna", p.Attributes[0].Value)
	p.Attributes[0].Value = "changed"
	p, _ = s.Profile(ctx, "anna")
	require.Equal(t, "Anna", p.Attributes[0].Value)

	// A visitor turns out to be Anna.
	require.NoError(t, s.Put(ctx, "visitor-7", []dialog.Attribute{{Name: "language", Value: "en", At: day(1)}}))
	for i, id := range []string{"1", "2", "3"} {
		require.NoError(t, s.Observe(ctx, dialog.BehaviorEvent{ID: id, Customer: "visitor-7", Kind: dialog.PageView, At: day(i + 1)}))
	}
	require.NoError(t, s.Join(ctx, "visitor-7", "anna"))
	require.NoError(t, s.Join(ctx, "anna", "anna"))
	require.NoError(t, s.Join(ctx, "nobody", "anna"))
	_, err = s.Profile(ctx, "visitor-7")
	require.ErrorIs(t, err, dialog.ErrNotFound)
	p, _ = s.Profile(ctx, "anna")
	require.Len(t, p.Attributes, 2)
	require.Equal(t, "anna", p.Customer)
	trail, err := s.Trail(ctx, "anna")
	require.NoError(t, err)
	require.Len(t, trail.Events, 2)
	require.Equal(t, "3", trail.Events[0].ID)
	require.Equal(t, "anna", trail.Events[0].Customer)

	require.NoError(t, s.Forget(ctx, "anna"))
	_, err = s.Profile(ctx, "anna")
	require.ErrorIs(t, err, dialog.ErrNotFound)

	require.ErrorIs(t, s.Put(ctx, "", nil), dialog.ErrInvalid)
	require.ErrorIs(t, s.Observe(ctx, dialog.BehaviorEvent{Customer: "anna"}), dialog.ErrInvalid)
	done, cancel := context.WithCancel(ctx)
	cancel()
	for _, err := range []error{s.Put(done, "x", nil), s.Observe(done, dialog.BehaviorEvent{ID: "1", Customer: "x"}), s.Forget(done, "x"), s.Join(done, "x", "y")} {
		require.ErrorIs(t, err, context.Canceled)
	}
	_, err = s.Profile(done, "x")
	require.ErrorIs(t, err, context.Canceled)
	free := dialog.NewMemoryProfiles(nil, 0)
	require.NoError(t, free.Put(ctx, "x", []dialog.Attribute{{Name: "shoe size", Value: "41"}}), "without a schema anything goes")
}

// What several systems know comes together, and one that fails takes nothing with
// it.
func TestCustomerContext(t *testing.T) {
	profiles := dialog.NewMemoryProfiles(nil, 0)
	require.NoError(t, profiles.Put(t.Context(), "anna", []dialog.Attribute{{Name: "level", Value: "gold", Source: dialog.OnRecord, At: day(1)}}))
	require.NoError(t, profiles.Observe(t.Context(), dialog.BehaviorEvent{ID: "1", Customer: "anna", Kind: dialog.Purchase, Category: "灯具", At: day(9)}))
	past := dialog.HistoryFunc(func(_ context.Context, _ string, limit int) ([]dialog.PastConversation, error) {
		require.Equal(t, 2, limit)
		return []dialog.PastConversation{{ID: "1", Started: day(1), Channel: "wechat"}, {ID: "3", Started: day(3)}, {ID: "2", Started: day(2), Channel: "phone"}}, nil
	})
	customers := dialog.Customers{Profiles: profiles, Trails: profiles, Past: past, Conversations: 2}
	got, err := customers.Context(t.Context(), "anna", day(10))
	require.NoError(t, err)
	require.Empty(t, got.Faults)
	require.Equal(t, "灯具", got.Interests[0].Category)
	interest, _ := got.Profile.Get("interest")
	require.Equal(t, "灯具", interest.Value)
	level, _ := got.Profile.Get("level")
	require.Equal(t, "gold", level.Value)
	require.Len(t, got.Trail.Events, 1)
	require.Equal(t, []string{"3", "2"}, []string{got.History[0].ID, got.History[1].ID}, "the newest of all channels, at most two")

	got, err = customers.Context(t.Context(), "nobody", day(10))
	require.NoError(t, err)
	require.Empty(t, got.Faults, "a stranger is no fault")
	require.Equal(t, dialog.Profile{Customer: "nobody"}, got.Profile)

	customers.Profiles = dialog.ProfileFunc(func(context.Context, string) (dialog.Profile, error) { panic("crm") })
	customers.Past = dialog.HistoryFunc(func(context.Context, string, int) ([]dialog.PastConversation, error) { return nil, errors.New("down") })
	got, err = customers.Context(t.Context(), "anna", day(10))
	require.NoError(t, err)
	require.Equal(t, []dialog.Fault{{Hook: "profile", Part: -1, Reason: dialog.FaultPanic, Detail: "crm"}, {Hook: "history", Part: -1, Reason: dialog.FaultError, Detail: "down"}}, got.Faults)
	require.Len(t, got.Trail.Events, 1)

	done, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = customers.Context(done, "anna", day(10))
	require.ErrorIs(t, err, context.Canceled)
	none, err := new(dialog.Customers).Context(t.Context(), "anna", day(1))
	require.NoError(t, err)
	require.Equal(t, dialog.CustomerContext{Customer: "anna", Profile: dialog.Profile{Customer: "anna"}}, none)
}
