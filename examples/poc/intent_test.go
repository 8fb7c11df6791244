package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	intentTrain = "testdata/intent_train.tsv"
	intentTest  = "testdata/intent_test.tsv"
)

func intentJSON(t *testing.T, args ...string) map[string]*float64 {
	status, stdout, stderr := poc(append([]string{"intent", "-json"}, args...)...)
	require.Zero(t, status, stderr)
	assert.Empty(t, stderr)
	var got map[string]*float64
	require.NoError(t, json.Unmarshal([]byte(stdout), &got), stdout)
	return got
}

// A blank line, a byte order mark and the line ends of Windows change no figure.
func TestIntentReadsWhatEditorsWrite(t *testing.T) {
	odd := func(name string) string {
		lines, err := os.ReadFile(name)
		require.NoError(t, err)
		return write(t, "\ufeff"+strings.ReplaceAll(string(lines), "\n", "\r\n\r\n")+" \r\n")
	}
	plain := intentJSON(t, "-train", intentTrain, "-test", intentTest)
	got := intentJSON(t, "-train", odd(intentTrain), "-test", odd(intentTest))
	for _, key := range []string{"n", "accuracy", "macro_f1", "in_scope_accuracy", "oos_recall", "auroc", "model_bytes"} {
		assert.Equal(t, plain[key], got[key], key)
	}
}

func TestIntentJSON(t *testing.T) {
	whole := intentJSON(t, "-train", intentTrain, "-test", intentTest)
	lines, err := os.ReadFile(intentTrain)
	require.NoError(t, err)
	first, second, _ := strings.Cut(string(lines), "where is")
	parts := intentJSON(t, "-train", write(t, first)+","+write(t, "where is"+second), "-test", intentTest)
	for _, got := range []map[string]*float64{whole, parts} {
		want := map[string]float64{
			"n": 8, "accuracy": 1, "macro_f1": 1, "in_scope_accuracy": 1, "oos_recall": 1, "oos_precision": 1, "auroc": 1,
		}
		for name, value := range want {
			require.NotNil(t, got[name], name)
			assert.InDelta(t, value, *got[name], 1e-9, name)
			delete(got, name)
		}
		for _, name := range []string{"train_cpu_s", "cpu_us_per_message", "model_bytes"} {
			require.NotNil(t, got[name], name)
			assert.Positive(t, *got[name], name)
			delete(got, name)
		}
		assert.Empty(t, got, "no other keys")
	}
}

func TestIntentWithoutOutOfScope(t *testing.T) {
	got := intentJSON(t, "-train", intentTrain, "-test", write(t, "I want a refund\trefund\n"))
	assert.InDelta(t, 1, *got["in_scope_accuracy"], 0)
	for _, name := range []string{"oos_recall", "oos_precision", "auroc"} {
		assert.Contains(t, got, name)
		assert.Nil(t, got[name], name)
	}
	got = intentJSON(t, "-train", intentTrain, "-test", write(t, ""))
	assert.InDelta(t, 0, *got["n"], 0)
	assert.Nil(t, got["accuracy"])
}

func TestIntentChoosesThresholdsOnDev(t *testing.T) {
	// By what dev says, everything that is not about a refund is out of scope.
	dev := write(t, strings.Repeat("where is my parcel\toos\ntrack it\toos:other\nthe invoice please\toos\n", 20)+strings.Repeat("my refund please\trefund\n", 20))
	test := write(t, "is my parcel near\toos\na refund please\trefund\n")
	without := intentJSON(t, "-train", intentTrain, "-test", test)
	with := intentJSON(t, "-train", intentTrain, "-dev", dev, "-test", test)
	assert.InDelta(t, 0, *without["oos_recall"], 0)
	assert.InDelta(t, 1, *with["oos_recall"], 0)
}

func TestIntentTable(t *testing.T) {
	status, stdout, stderr := poc("intent", "-train", intentTrain, "-test", intentTest)
	require.Zero(t, status, stderr)
	assert.Regexp(t, `(?m)^examples +8 +6 of them with an intent$`, stdout)
	assert.Regexp(t, `(?m)^accuracy +1\.000 `, stdout)
	assert.Regexp(t, `(?m)^model +\d+ bytes$`, stdout)
}

func TestIntentWrongCommandLine(t *testing.T) {
	for name, args := range map[string][]string{
		"no test":        {"-train", intentTrain},
		"no train":       {"-test", intentTest},
		"extra argument": {"-train", intentTrain, "-test", intentTest, "more"},
		"unknown flag":   {"-train", intentTrain, "-test", intentTest, "-xml"},
	} {
		status, stdout, stderr := poc(append([]string{"intent"}, args...)...)
		assert.Equal(t, 2, status, name)
		assert.Empty(t, stdout)
		assert.Contains(t, stderr, "poc intent -train", name)
	}
}

func TestIntentFaultsOfFiles(t *testing.T) {
	broken := write(t, "\ufefffine\ta\r\n\nno label\nempty\t \nfine too\tb\tmore\n")
	status, stdout, stderr := poc("intent", "-train", broken+",testdata/absent.tsv", "-dev", broken, "-test", broken)
	assert.Equal(t, 1, status)
	assert.Empty(t, stdout)
	assert.Equal(t, 3, strings.Count(stderr, broken+":3: label is missing"))
	assert.Equal(t, 3, strings.Count(stderr, broken+":4: label is empty"))
	assert.Contains(t, stderr, "absent.tsv")

	status, _, stderr = poc("intent", "-train", write(t, "one\ta\ntwo\ta\n"), "-test", intentTest)
	assert.Equal(t, 1, status)
	assert.Contains(t, stderr, "fewer than two intents")

	lines, err := os.ReadFile(intentTrain)
	require.NoError(t, err)
	status, stdout, stderr = poc("intent", "-train", write(t, string(lines)+" \trefund\n"), "-test", write(t, "refund\trefund\n\toos\n"), "-json")
	assert.Zero(t, status)
	assert.Contains(t, stderr, "1 messages to learn from have no text")
	assert.Contains(t, stdout, `"accuracy":1,`, "a message without text is rejected")
}
