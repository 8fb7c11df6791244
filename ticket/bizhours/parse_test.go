package bizhours_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket/bizhours"
)

const shanghai = `{
  "location": "Asia/Shanghai",
  "week": {"mon-fri": ["13:30-18:00", "09:00-12:00"], "sat": ["10:00-14:00"]},
  "days": [
    {"date": "2025-10-01", "until": "2025-10-08", "name": "National Day"},
    {"date": "2025-10-11", "as": "mon", "name": "make-up day"},
    {"date": "12-31", "open": ["09:00-12:00"], "name": "New Year's Eve"}
  ]
}`

func TestParse(t *testing.T) {
	c, err := bizhours.Parse([]byte(shanghai))
	require.NoError(t, err)
	require.Equal(t, "Asia/Shanghai", c.Location().String())
	require.Equal(t, []string{"09 01:00:00 to 09 04:00:00", "09 05:30:00 to 09 10:00:00", "10 01:00:00 to 10 04:00:00", "10 05:30:00 to 10 10:00:00", "11 01:00:00 to 11 04:00:00", "11 05:30:00 to 11 10:00:00"},
		shown(c, "2025-09-30 10:00", "2025-10-12 16:00"))

	var o bizhours.Options
	require.NoError(t, json.Unmarshal([]byte(shanghai), &o))
	again, err := json.Marshal(o)
	require.NoError(t, err)
	require.JSONEq(t, shanghai, string(again))
}

func TestTextThatCannotBeRead(t *testing.T) {
	for text, want := range map[string][]string{
		``:                                      {"hours are not JSON: the text ends too early"},
		`{"week":`:                              {"hours are not JSON: the text ends too early"},
		`[]`:                                    {"hours cannot be a JSON array (in line 1, column 1)"},
		"{\n \"week\": [,]}":                    {"hours are not JSON in line 2, column 11: invalid character ',' looking for beginning of value"},
		`{"weak": {}}`:                          {"weak is not a field of hours"},
		`{"week": {"mon": "9-17"}}`:             {"week cannot be a JSON string (in line 1, column 23)"},
		`{"week": {"mon": ["09:00-17:00"]}} {}`: {"hours are followed by something else in line 1, column 36"},
		`{"week": {"mon": ["09:00-17:00"], "mon": ["10:00-17:00"]}}`: {"mon is there twice in line 1, column 39"},
		`{"days": [{"date": "01-01", "name": "a", "Name": "b"}]}`:    {"Name is there twice in line 1, column 47"},
		`{"location": "x/y", "week": {"mon": ["9-17"]}, "days": [{"date": "1"}]}`: {
			`location "x/y" is no time zone that this host knows; is the name an IANA one, and is there a time zone database (import time/tzdata)?`,
			`week.mon[0] "9-17" is no span; write it as "09:00-17:30"`,
			`days[0].date "1" is no date; write "2026-10-01" in the years 1700 to 2399, or "10-01" for every year`,
		},
	} {
		_, err := bizhours.Parse([]byte(text))
		require.Equal(t, want, faultsOf(t, err), text)
	}
	_, err := bizhours.Parse([]byte(`{"location": "UTC", "week": {"mon": ["09:00-10:00"], "tue": ["09:00-10:00"]}, "days": [{"date": "01-01"}, {"date": "01-02", "name": "date"}]}`))
	require.NoError(t, err, "the same field in another object, or as a value")
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(shanghai), int64(1_760_000_000), int64(time.Hour))
	f.Add([]byte(`{"location": "Pacific/Apia", "days": [{"date": "02-29", "open": ["00:00-24:00", "23:59:59-24:00"]}]}`), int64(-1<<62), int64(-1))
	f.Add([]byte(`{"week": {"sat-fri": ["00:00-24:00"]}, "days": [{"date": "12-24", "until": "01-02"}, {"date": "2399-12-31"}]}`), int64(1<<61), int64(1<<62))
	f.Fuzz(func(t *testing.T, text []byte, second, d int64) {
		c, err := bizhours.Parse(text)
		if err != nil {
			require.ErrorIs(t, err, bizhours.ErrInvalid)
			return
		}
		checkLaws(t, c, second%(1<<40), 5, d, d/3, second/7)
		at := time.Unix(second, 0)
		c.Closes(at)
		c.Add(at, time.Duration(d))
	})
}
