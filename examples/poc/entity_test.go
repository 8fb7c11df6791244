package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/intent/entity"
)

const messages = "change my phone to 13800138000\nhello\n我叫王小明，明天到\n"

func TestEntityTable(t *testing.T) {
	var out, errs bytes.Buffer
	require.NoError(t, runEntity(nil, strings.NewReader(messages), &out, &errs))
	assert.Empty(t, errs.String())
	assert.Regexp(t, `(?m)^change my phone to 13800138000\n  phone +\+8613800138000 +"13800138000"  19-30  new$`, out.String())
	assert.Regexp(t, `(?m)^hello\n我叫王小明`, out.String(), "a line where nothing is found")
}

func TestEntityJSON(t *testing.T) {
	var out, errs bytes.Buffer
	require.NoError(t, runEntity([]string{"-json", "-now", "2026-11-21T10:30:00+08:00"}, strings.NewReader(messages), &out, &errs))
	lines := json.NewDecoder(&out)
	var got []string
	for lines.More() {
		var line struct {
			Text     string
			Entities []entity.Entity
		}
		require.NoError(t, lines.Decode(&line))
		require.NotNil(t, line.Entities)
		for _, e := range line.Entities {
			assert.Equal(t, line.Text[e.Start:e.End], e.Raw)
			got = append(got, string(e.Type)+" "+e.Value)
		}
	}
	assert.Equal(t, []string{"phone +8613800138000", "person 王小明", "time 2026-11-22"}, got)
}

func TestEntityWrongCommandLine(t *testing.T) {
	for name, args := range map[string][]string{"no time": {"-now", "noon"}, "extra argument": {"more"}, "unknown flag": {"-xml"}} {
		t.Run(name, func(t *testing.T) {
			var out, errs bytes.Buffer
			assert.ErrorIs(t, runEntity(args, strings.NewReader(messages), &out, &errs), errUsage)
			assert.Empty(t, out.String())
			assert.NotEmpty(t, errs.String())
		})
	}
}
