package dialog

import (
	"context"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDOT(t *testing.T) {
	do := func(context.Context, Call) (Result, error) { return Result{}, nil }
	reason := ChoiceSlot("reason", nil, []Option{{Value: "damaged"}, {Value: "size"}}, In("Why do you want to send this back to us, may I ask?", "为什么退货？"))
	part := TextSlot("part", nil, In("Which \"part\"?", "哪个“部位”？"))
	part.Optional, part.When, part.DependsOn = true, "reason == 'damaged'", []string{"reason"}
	flow := &Flow{Name: "return", Version: 3, Label: In("the return", "退货"), Steps: []Step{
		Ask(reason),
		Switch("reason", When("damaged", Ask(part)), When("size", Include("size"))).Else(Say(In("I see.", "明白。")), End()),
		Do("look up", do).Repeatable().Else(HandOff("down", In("One moment.", "请稍候。"))),
		If(Where("price > 100"), Emit("note", nil)),
		Confirm(nil),
		Say(In("Bye \\ \"now\"", "再见")),
	}}
	want, err := os.ReadFile("testdata/flow.dot")
	require.NoError(t, err)
	assert.Equal(t, string(want), flow.DOT("en"))
	assert.Contains(t, flow.DOT("zh"), "为什么退货？")

	for _, f := range []*Flow{flow, tripFlow(do), {Name: "\"}; x", Steps: []Step{{}, Say(In("a\nb\"c\\", ""))}}} {
		drawn := f.DOT("en")
		assert.Equal(t, drawn, f.DOT("en"))
		boxes := map[string]bool{}
		for _, line := range strings.Split(strings.TrimSpace(drawn), "\n") {
			quoted := regexp.MustCompile(`"(?:[^"\\]|\\.)*"`).FindAllString(line, -1)
			assert.NotContains(t, regexp.MustCompile(`"(?:[^"\\]|\\.)*"`).ReplaceAllString(line, ""), `"`, "every quote is closed")
			switch {
			case strings.Contains(line, " -> "):
				assert.True(t, boxes[quoted[1]] || strings.Contains(drawn, "  "+quoted[1]+" [label="), line)
				assert.True(t, boxes[quoted[0]], line)
			case strings.Contains(line, "[label="):
				assert.False(t, boxes[quoted[0]], "%s is there twice", line)
				boxes[quoted[0]] = true
			}
		}
	}
}
