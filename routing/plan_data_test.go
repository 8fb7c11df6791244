package routing

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestPlanRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyPlan(t)
		p.Peak = &Peak{Enter: 3, Leave: 1, For: sec(90), Share: 0.5, PeakShare: 0.9}
		p.Weights = map[string]int{"voice": 10}
		data, err := json.Marshal(p)
		require.NoError(t, err)
		back, err := ParsePlan(data)
		require.NoError(t, err)
		again, err := json.Marshal(back)
		require.NoError(t, err)
		require.Equal(t, string(data), string(again))
		require.Equal(t, len(p.Rules[0].Targets), len(back.Rules[0].Targets))
	})
}

func TestPlanThatCannotBeRead(t *testing.T) {
	for data, want := range map[string]string{
		`{"queues":[{"id":"a","maxlen":3}]}`:        "maxlen is not a field of a plan",
		`{"queues":[{"id":7}]}`:                     "queues.id cannot be a JSON number (in line 1, column 18)",
		`[]`:                                        "plan cannot be a JSON array (in line 1, column 1)",
		"{\n \"queues\": [,]}":                      "plan is not JSON in line 2, column 13",
		`{"queues":[{"id":"a","max_wait":"soon"`:    "plan is not JSON: it ends too early",
		`{"queues":[{"id":"a","max_wait":"soon"}]}`: `duration is not a text such as "90s" or "2m30s"`,
		`{"queues":[{"id":"a"}]} {}`:                "plan is followed by something else in line 1, column 25",
		``:                                          "plan is not JSON: it ends too early",
		`{"default":[{"queue":"a"}]}`:               `default[0].queue "a" is no queue of the plan; there are default`,
	} {
		_, err := ParsePlan([]byte(data))
		require.Equal(t, []string{want}, faultsOf(t, err), data)
	}
}

func TestRuleInGoIsNoData(t *testing.T) {
	_, err := json.Marshal(Plan{Rules: []Rule{{Name: "mine", When: func(*Facts) bool { return false }}}})
	require.ErrorIs(t, err, ErrInvalid)
	require.ErrorContains(t, err, `rule "mine" has a When in Go`)
}

// fillAll gives every field a value and every list one element.
func fillAll(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fillAll(v.Field(i))
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fillAll(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fillAll(v.Index(0))
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		k, e := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fillAll(k)
		fillAll(e)
		v.SetMapIndex(k, e)
	case reflect.String:
		v.SetString("s")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(1)
	case reflect.Float64:
		v.SetFloat(1)
	}
}

// wipe empties all that two copies could share: what slices, maps and pointers hold.
func wipe(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			wipe(v.Field(i))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			wipe(v.Elem())
			v.Elem().SetZero()
		}
	case reflect.Slice:
		for i := range v.Len() {
			wipe(v.Index(i))
			v.Index(i).SetZero()
		}
	case reflect.Map:
		v.Clear()
	}
}

func TestCloneSharesNothing(t *testing.T) {
	var p, want Plan
	fillAll(reflect.ValueOf(&p).Elem())
	fillAll(reflect.ValueOf(&want).Elem())
	got := p.clone()
	wipe(reflect.ValueOf(&p).Elem())
	require.Equal(t, want, got)
}

func FuzzParsePlan(f *testing.F) {
	f.Add([]byte(`{"queues":[{"id":"a","full":{"to":"ticket"},"max_wait":"1m"}],"rules":[{"name":"r","if":"vip","targets":[{"queue":"a"}]}],"peak":{"enter":2,"leave":1,"share":0,"peak_share":1}}`))
	f.Add([]byte(`{"default":[{"queue":"default","wait":"1s","relax":[{"after":"1ms","drop":["*"]}]},{"queue":"default"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := ParsePlan(data)
		if err != nil {
			require.ErrorIs(t, err, ErrInvalid)
			return
		}
		for i := range p.Queues {
			p.Queues[i].Strategy, p.Queues[i].Hours = "", ""
		}
		_, err = newPlanner(p, nil)
		require.NoError(t, err, "a checked plan can be used")
		out, err := json.Marshal(p)
		require.NoError(t, err)
		_, err = ParsePlan(out)
		require.NoError(t, err)
	})
}
