package metrics_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/metrics"
)

func TestEventsComeBackFromTheirPackedForm(t *testing.T) {
	for seed := range 300 {
		e := storetest.Random[metrics.Event](seed)
		data, err := e.AppendBinary([]byte("before"))
		require.NoError(t, err)
		require.Equal(t, "before", string(data[:6]))
		var got metrics.Event
		require.NoError(t, got.UnmarshalBinary(data[6:]))
		e.Seq, e.At = 0, storetest.Kept(e.At)
		require.Equal(t, e, got)
	}
}

func TestEpisodesComeBackFromTheirPackedForm(t *testing.T) {
	for seed := range 300 {
		e := storetest.Random[metrics.Episode](seed)
		data, err := e.AppendBinary([]byte("before"))
		require.NoError(t, err)
		require.Equal(t, "before", string(data[:6]))
		var got metrics.Episode
		require.NoError(t, got.UnmarshalBinary(data[6:]))
		keep(reflect.ValueOf(&e))
		require.Equal(t, e, got)
	}
}

// keep makes all times as they are kept.
func keep(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		keep(v.Elem())
	case reflect.Struct:
		if at, ok := v.Addr().Interface().(*time.Time); ok {
			*at = storetest.Kept(*at)
			return
		}
		for i := range v.NumField() {
			keep(v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			keep(v.Index(i))
		}
	}
}
