package bizhours_test

import (
	"fmt"
	"time"

	"github.com/kefu-go/kefu/ticket/bizhours"
)

// A reply within four working hours, asked for on the eve of a holiday.
func Example() {
	hours, err := bizhours.New(bizhours.Options{
		Location: "Europe/Berlin",
		Week:     map[string][]string{"mon-fri": {"09:00-12:00", "13:00-18:00"}},
		Days:     []bizhours.Day{{Date: "05-01", Name: "Labour Day"}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	asked := time.Date(2026, 4, 30, 17, 0, 0, 0, hours.Location()) // a Thursday
	due := hours.Add(asked, 4*time.Hour)
	fmt.Println("due", due.In(hours.Location()).Format("Mon 15:04"))
	for s := range hours.Spans(asked, due) {
		fmt.Println("counted", s.Start.In(hours.Location()).Format("Mon 15:04"), "to", s.End.In(hours.Location()).Format("15:04"))
	}
	// Output:
	// due Mon 12:00
	// counted Thu 17:00 to 18:00
	// counted Mon 09:00 to 12:00
}

// Holidays and make-up days of a year in China are a list that fits every business:
// closed, or open as on a Monday.
func ExampleDay() {
	holidays := []bizhours.Day{
		{Date: "2025-09-28", As: "mon", Name: "国庆节调休"},
		{Date: "2025-10-01", Until: "2025-10-08", Name: "国庆节、中秋节"},
		{Date: "2025-10-11", As: "mon", Name: "国庆节调休"},
	}
	hours, err := bizhours.New(bizhours.Options{
		Location: "Asia/Shanghai", Week: map[string][]string{"mon-fri": {"09:00-18:00"}}, Days: holidays,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	at := time.Date(2025, 9, 30, 20, 0, 0, 0, hours.Location())
	day, _ := hours.Exception(at.AddDate(0, 0, 1))
	fmt.Println(day.Name, hours.Opens(at).In(hours.Location()).Format("01-02 15:04"))
	fmt.Println(hours.Open(time.Date(2025, 10, 11, 10, 0, 0, 0, hours.Location())))
	// Output:
	// 国庆节、中秋节 10-09 09:00
	// true
}

// All that is wrong is said at once.
func ExampleParse() {
	_, err := bizhours.Parse([]byte(`{
		"location": "Europe/Berlin",
		"week": {"mon-fri": ["9-17"], "fri": ["22:00-06:00"]},
		"days": [{"date": "2026-02-30"}]
	}`))
	fmt.Println(err)
	// Output:
	// bizhours: invalid: week.fri[0] "22:00-06:00" ends before it begins; split what goes over midnight into "22:00-24:00" and, on the day after, "00:00-06:00"
	// bizhours: invalid: week.mon-fri[0] "9-17" is no span; write it as "09:00-17:30"
	// bizhours: invalid: week.mon-fri has fri, which fri has too
	// bizhours: invalid: days[0].date "2026-02-30" is no date; write "2026-10-01" in the years 1700 to 2399, or "10-01" for every year
}
