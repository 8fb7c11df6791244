package main

import (
	"bytes"
	"os"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/internal/storetest"
)

// What is built in is what this command writes today: whoever changes the rules,
// the lexicons or the training runs go generate, and looks at the figures. It takes
// two seconds of processor time.
func TestLearnedIsUpToDate(t *testing.T) {
	if testing.Short() {
		t.Skip("trains a model")
	}
	if runtime.GOARCH != "amd64" {
		t.Skip("other processors round otherwise")
	}
	mapping := storetest.Data(t, os.Getenv, "emotion/mapping.tsv")
	want, err := learn(mapping, storetest.Data(t, os.Getenv, "emotion/goemotions.train.tsv.gz"), leastTexts)
	require.NoError(t, err)
	got, err := os.ReadFile("../learned.bin")
	require.NoError(t, err)
	assert.True(t, bytes.Equal(want, got), "learned.bin is not what gen writes: go generate ./intent/emotion, and see what TestQuality says")
}
