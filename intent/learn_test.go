package intent_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/intent"
)

func with(t testing.TB, m *intent.Model, examples ...intent.Example) *intent.Model {
	for _, e := range examples {
		var err error
		m, err = m.With(e)
		require.NoError(t, err)
	}
	return m
}

func without(t testing.TB, m *intent.Model, id string) *intent.Model {
	m, err := m.Without(id)
	require.NoError(t, err)
	return m
}

func bytesOf(t require.TestingT, m *intent.Model) []byte {
	data, err := m.MarshalBinary()
	require.NoError(t, err)
	return data
}

// sameBytes compares without printing them.
func sameBytes(t require.TestingT, want, got []byte, args ...any) {
	require.True(t, bytes.Equal(want, got), args...)
}

func TestExampleIsLearnedAtOnce(t *testing.T) {
	m := train(t, shop, &intent.TrainOptions{Categories: map[string]string{"complaint": "after_sales/complaint"}})
	const text = "the parcel that you sent me is broken"
	require.NotEqual(t, "complaint", classify(t, m, text).Top().Label)
	taught := with(t, m, intent.Example{ID: "c1", Text: text, Label: "complaint"})

	r := classify(t, taught, text)
	require.Equal(t, "complaint", r.Label(), "confident, of a label that training did not know")
	require.Equal(t, "after_sales/complaint", r.Top().Category)
	require.Less(t, r.Novelty, 0.1)
	require.Equal(t, taught.Version(), r.Model)
	require.Equal(t, "complaint", classify(t, taught, "The parcel you sent me is broken!!").Label(), "worded much like it")
	require.Equal(t, []string{"complaint", "invoice", "refund", "track"}, taught.Labels())
	require.NotEqual(t, m.Version(), taught.Version())
	for _, e := range shop {
		want, got := classify(t, m, e.Text), classify(t, taught, e.Text)
		want.Model, got.Model = "", ""
		require.Equal(t, want, got, "others are left alone")
	}

	silent := with(t, m, intent.Example{ID: "o1", Text: text, Label: "oos:lament"})
	r = classify(t, silent, text)
	require.Equal(t, intent.Unknown, r.Decision, "taught that it belongs to no intent")
	require.Greater(t, r.Novelty, 0.9)
	require.Equal(t, m.Labels(), silent.Labels())
}

func TestExplanationOfWhatWasTaught(t *testing.T) {
	m := with(t, train(t, shop, nil), intent.Example{ID: "c1", Text: "the parcel is broken", Label: "zero"},
		intent.Example{ID: "c2", Text: "the parcel is broken, it is", Label: "refund"})
	e, err := m.Explain(t.Context(), intent.Input{Text: "the parcel is broken"})
	require.NoError(t, err)
	require.Equal(t, "zero", e.Result.Label())
	require.Equal(t, intent.Taught{Label: "zero", Weight: 1}, e.Taught[0])
	require.Equal(t, "refund", e.Taught[1].Label)
	require.Less(t, e.Taught[1].Weight, 1.0)
	require.Equal(t, "c1", e.Nearest[0].Example.ID)
	require.Contains(t, e.String(), "taught zero 1.00")
}

func TestLastExampleOfATextCounts(t *testing.T) {
	m := train(t, shop, nil)
	const text = "Please refund my order" // in the training it is refund
	first := with(t, m, intent.Example{ID: "1", Text: text, Label: "track"})
	second := with(t, first, intent.Example{ID: "2", Text: "please refund my ORDER!", Label: "invoice"})
	require.Equal(t, "refund", classify(t, m, text).Label())
	require.Equal(t, "track", classify(t, first, text).Label())
	require.Equal(t, "invoice", classify(t, second, text).Label())
	sameBytes(t, bytesOf(t, first), bytesOf(t, without(t, second, "2")))
	require.Equal(t, "track", classify(t, without(t, second, "2"), text).Label())
	require.Equal(t, "invoice", classify(t, without(t, second, "1"), text).Label())

	moved := with(t, second, intent.Example{ID: "2", Text: "please refund my order", Label: "refund"})
	require.Equal(t, "refund", classify(t, moved, text).Label(), "an example of the same ID is replaced")
	require.Same(t, second, with(t, second, intent.Example{ID: "2", Text: "please refund my ORDER!", Label: "invoice"}))
	last := with(t, second, intent.Example{ID: "1", Text: text, Label: "track"})
	require.Equal(t, "track", classify(t, last, text).Label(), "what is learned again is learned last")
	require.NotEqual(t, second.Version(), last.Version())
	require.NotEqual(t, first.Version(), moved.Version())
	require.NotEqual(t, with(t, m, intent.Example{ID: "1", Text: "other words", Label: "track"}).Version(), first.Version())
}

func TestTrainedExampleIsUnlearned(t *testing.T) {
	m := train(t, shop, nil)
	const text = "can I get an invoice"
	var id string
	for e := range m.Examples() {
		if e.Text == text {
			id = e.ID
		}
	}
	forgot := without(t, m, id)
	before, after := classify(t, m, text), classify(t, forgot, text)
	require.Equal(t, "invoice", before.Label())
	require.Less(t, after.Top().Confidence, before.Top().Confidence)
	require.Len(t, slices.Collect(forgot.Examples()), len(shop)-1)
	_, err := forgot.Without(id)
	require.ErrorIs(t, err, intent.ErrNotFound)
	_, err = m.Without("nobody")
	require.ErrorIs(t, err, intent.ErrNotFound)

	sameBytes(t, bytesOf(t, m), bytesOf(t, with(t, forgot, intent.Example{ID: id, Text: text, Label: "invoice"})), "and learned again")
	require.Same(t, m, with(t, m, intent.Example{ID: id, Text: text, Label: "invoice"}), "is known already")
	contradicted := with(t, m, intent.Example{ID: "c", Text: text, Label: "track"}, intent.Example{ID: id, Text: text, Label: "invoice"})
	require.Equal(t, "invoice", classify(t, contradicted, text).Label(), "what is learned again is learned last")
	other := with(t, m, intent.Example{ID: id, Text: text, Label: "refund"})
	require.Equal(t, "refund", classify(t, other, text).Label())
	require.Len(t, slices.Collect(other.Examples()), len(shop))
}

func TestWithRefuses(t *testing.T) {
	m := train(t, shop, nil)
	for field, e := range map[string]intent.Example{
		"text":  {Label: "refund", Text: " \n"},
		"label": {Text: "where is it"},
	} {
		_, err := m.With(e)
		var fault *intent.FieldError
		require.ErrorAs(t, err, &fault)
		require.Equal(t, field, fault.Field)
	}
	for _, text := range []string{"…", "\x00", strings.Repeat("a", 1<<20+1)} {
		_, err := m.With(intent.Example{Text: text, Label: "refund"})
		require.ErrorIs(t, err, intent.ErrInvalid, "%.10q", text)
	}
}

// Whatever was taught and taken back, in whatever order: a model is what it
// knows. It is the one that is taught the lessons that are left, byte for byte,
// and the one that is read back.
func TestModelIsWhatItKnows(t *testing.T) {
	base := train(t, shop, nil)
	texts := []string{"where is my parcel", "it is broken", "Broken, it is", "open an account", "我要投诉", "we want two of them"}
	rapid.Check(t, func(t *rapid.T) {
		m := base
		var known []intent.Example // in the order in which they were learned
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			id := rapid.SampledFrom([]string{"a", "b", "c", "d"}).Draw(t, "id")
			at := slices.IndexFunc(known, func(e intent.Example) bool { return e.ID == id })
			if rapid.Bool().Draw(t, "unlearn") {
				next, err := m.Without(id)
				require.Equal(t, at < 0, err != nil)
				if at >= 0 {
					m, known = next, slices.Delete(known, at, at+1)
				}
				continue
			}
			e := intent.Example{
				ID: id, Text: rapid.SampledFrom(texts).Draw(t, "text"),
				Label: rapid.SampledFrom([]string{"refund", "new", "oos"}).Draw(t, "label"),
			}
			next, err := m.With(e)
			require.NoError(t, err)
			m = next
			switch {
			case at >= 0 && known[at] == e && !slices.ContainsFunc(known[at+1:], func(later intent.Example) bool { return later.Text == e.Text }):
			case at >= 0:
				known = append(slices.Delete(known, at, at+1), e)
			default:
				known = append(known, e)
			}
		}
		want := base
		for _, e := range known {
			next, err := want.With(e)
			require.NoError(t, err)
			want = next
		}
		data, err := m.MarshalBinary()
		require.NoError(t, err)
		wantData, err := want.MarshalBinary()
		require.NoError(t, err)
		sameBytes(t, wantData, data)
		require.Equal(t, want.Version(), m.Version())
		read, err := intent.UnmarshalModel(data)
		require.NoError(t, err)
		require.Equal(t, m.Version(), read.Version())
		last := map[string]string{}
		for _, e := range known {
			last[e.Text] = e.Label
		}
		for _, text := range texts {
			r, err := m.Classify(t.Context(), intent.Input{Text: text})
			require.NoError(t, err)
			switch label := last[text]; label {
			case "":
			case "oos":
				require.Equal(t, intent.Unknown, r.Decision)
			default:
				require.Equal(t, label, r.Label())
			}
			for _, other := range []*intent.Model{want, read} {
				same, err := other.Classify(t.Context(), intent.Input{Text: text})
				require.NoError(t, err)
				require.Equal(t, r, same)
			}
		}
	})
}

func TestRetrainFoldsLessonsIn(t *testing.T) {
	strict := intent.Thresholds{Confident: 0.875}
	terms := map[string][]string{"parcel": {"package", "包裹"}}
	m := train(t, shop, &intent.TrainOptions{Categories: map[string]string{"refund": "after_sales"}, Terms: terms, Thresholds: strict})
	ids := []string{}
	for e := range m.Examples() {
		ids = append(ids, e.ID)
	}
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	taught := with(t, m,
		intent.Example{ID: "old", Text: "it is broken", Label: "refund"},
		intent.Example{ID: "new", Text: "It is broken!", Label: "complaint", At: at},
		intent.Example{ID: "against", Text: "Where is my parcel?", Label: "complaint"})
	taught = without(t, taught, ids[3])

	got, err := taught.Retrain(t.Context(), &intent.TrainOptions{Seed: 7})
	require.NoError(t, err)
	var examples []intent.Example
	for i, e := range shop {
		if i != 0 && i != 3 { // contradicted, and unlearned
			examples = append(examples, e)
		}
	}
	examples = append(examples, intent.Example{ID: "new", Text: "It is broken!", Label: "complaint", At: at},
		intent.Example{ID: "against", Text: "Where is my parcel?", Label: "complaint"})
	want := train(t, examples, &intent.TrainOptions{Seed: 7, Categories: map[string]string{"refund": "after_sales"}, Terms: terms, Thresholds: strict})
	sameBytes(t, bytesOf(t, want), bytesOf(t, got))
	require.Equal(t, slices.Collect(want.Examples()), slices.Collect(taught.Examples()))
	require.Equal(t, "complaint", classify(t, got, "it is broken").Top().Label)
	require.NotPanics(t, func() { without(t, got, "new") }, "what was folded in can still be unlearned")
}

func TestModelsWithLessonsAreSafeForConcurrentUse(t *testing.T) {
	base := train(t, shop, nil)
	done := make(chan error)
	for g := range 4 {
		go func() {
			m, err := base, error(nil)
			for i := 0; i < 30 && err == nil; i++ {
				m, err = m.With(intent.Example{ID: fmt.Sprint(g, i), Text: fmt.Sprint("my parcel number ", g, " ", i), Label: "parcel"})
				if err == nil {
					_, err = m.Classify(t.Context(), intent.Input{Text: fmt.Sprint("my parcel number ", g)})
				}
			}
			done <- err
		}()
	}
	for range 4 {
		require.NoError(t, <-done)
	}
}

// An example that was unlearned is no reason to be confident any more, and a label
// without examples is gone, also from the binary form; both come back.
func TestLabelIsLostWithItsExamples(t *testing.T) {
	m := train(t, append(ex("refund", "refund please", "I want a refund", "give me my money back, refund"),
		ex("track", "track my order", "where is my parcel", "has it been shipped")...), nil)
	var refunds []intent.Example
	for e := range m.Examples() {
		if e.Label == "refund" {
			refunds = append(refunds, e)
		}
	}
	next := m
	for _, e := range refunds {
		require.Equal(t, "refund", classify(t, next, "please refund me").Top().Label)
		require.Contains(t, next.Labels(), "refund")
		next = without(t, next, e.ID)
		x, err := next.Explain(t.Context(), intent.Input{Text: e.Text})
		require.NoError(t, err)
		require.NotEqual(t, intent.Confident, x.Result.Decision, x)
	}
	decoded, err := intent.UnmarshalModel(bytesOf(t, next))
	require.NoError(t, err)
	for _, gone := range []*intent.Model{next, decoded} {
		require.Equal(t, []string{"track"}, gone.Labels())
		for _, p := range classify(t, gone, "please refund me").Predictions {
			require.NotEqual(t, "refund", p.Label)
		}
		require.Equal(t, "track", classify(t, gone, "track my order please").Label())
	}
	again := with(t, next, refunds[0])
	require.Equal(t, "refund", classify(t, again, "refund please").Label())
	require.Equal(t, []string{"refund", "track"}, again.Labels())
}

// What is taught without an ID is not taken for an example of the training.
func TestTaughtExampleHasAnIDOfItsOwn(t *testing.T) {
	m := train(t, shop, nil)
	taught := with(t, m, intent.Example{Text: shop[0].Text, Label: shop[0].Label})
	list := slices.Collect(taught.Examples())
	require.Len(t, list, len(shop)+1)
	sameBytes(t, bytesOf(t, m), bytesOf(t, without(t, taught, list[len(shop)].ID)))
}

// Thresholds are worth nothing without the confidence that they were fitted to.
func TestRetrainKeepsCalibration(t *testing.T) {
	m := train(t, smallShop("en"), nil)
	dev := append(ex("refund", "refund my money", "send my money back please"), ex("tracking", "where is the package", "has my order shipped")...)
	dev = append(dev, ex("oos", "tell me a joke", "what is the weather", "my refund joke")...)
	calibrated, err := m.Calibrate(t.Context(), dev, nil)
	require.NoError(t, err)
	next, err := calibrated.Retrain(t.Context(), nil)
	require.NoError(t, err)
	require.Equal(t, calibrated.Version(), next.Version(), "of the same examples")
	fresh, err := calibrated.Retrain(t.Context(), &intent.TrainOptions{Thresholds: intent.Thresholds{Confident: 0.7}})
	require.NoError(t, err)
	require.Equal(t, m.Version(), fresh.Version(), "with thresholds of the host")
}
