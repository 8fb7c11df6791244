package intent_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/intent"
)

func TestTermsCountAsTheSameWord(t *testing.T) {
	examples := []intent.Example{
		{Text: "my hotspot does not work", Label: "tethering"},
		{Text: "switch on the hotspot", Label: "tethering"},
		{Text: "my bill does not add up", Label: "billing"},
		{Text: "switch on the bill by e-mail", Label: "billing"},
	}
	terms := map[string][]string{"hotspot": {"personal wifi sharing", "热点", "MiFi"}, "bill": {"账单"}}
	plain := train(t, examples, nil)
	with := train(t, examples, &intent.TrainOptions{Terms: terms})
	for text, want := range map[string]string{
		"热点": "tethering", "熱點": "tethering", "a MIFI": "tethering", "Personal WiFi sharing?": "tethering", "看账单": "billing",
	} {
		r := classify(t, with, text)
		require.Equal(t, want, r.Top().Label, text)
		require.Greater(t, r.Top().Confidence, 1.2*confidenceOf(classify(t, plain, text), want), text)
	}
	// On the way to a term is not there.
	require.Equal(t, classify(t, plain, "personal wifi").Top().Label, classify(t, with, "personal wifi").Top().Label)

	data, err := with.MarshalBinary()
	require.NoError(t, err)
	back, err := intent.UnmarshalModel(data)
	require.NoError(t, err)
	require.Equal(t, classify(t, with, "mifi 账单"), classify(t, back, "mifi 账单"))

	again, err := with.Retrain(t.Context(), nil)
	require.NoError(t, err)
	require.Equal(t, with.Version(), again.Version(), "terms outlive retraining")

	for name, bad := range map[string]map[string][]string{
		"no words":      {"a": {"?!"}},
		"two terms":     {"a": {"same name"}, "b": {"Same name"}},
		"name and term": {"a": {"b"}, "b": nil},
	} {
		_, err := intent.Train(t.Context(), examples, &intent.TrainOptions{Terms: bad})
		var field *intent.FieldError
		require.ErrorAs(t, err, &field, name)
		require.Equal(t, "Terms", field.Field)
	}
}

func confidenceOf(r intent.Result, label string) float64 {
	for _, p := range r.Predictions {
		if p.Label == label {
			return p.Confidence
		}
	}
	return 0
}
