// Package forecast says how many customers will come: by the half hour, the day or the
// week, with intervals that hold what they promise.
//
//	model, err := forecast.Fit(forecast.Series{Start: start, Step: 30 * time.Minute, Values: calls}, &forecast.Options{
//		Events: []forecast.Event{
//			{Name: "National Day", Kind: "public holiday", From: oct1, To: oct7, Closed: true},
//			{Name: "spring sale", From: april10, To: april12, Factor: 1.4},
//		},
//	})
//	points, err := model.Forecast(48)
//
// # How
//
// The total of a day (or a week) is a product: a level that drifts, the weekday, which open day
// of the month it is, the season of the year if there is more than a year of history, what piled
// up while nobody could be reached, and the [Event]s of the day. A Kalman filter on the logarithm learns all of them
// together, each with a prior that shrinks what few days support. Outliers count as far as three
// standard deviations, several in a row as a new level. The shares of the slots in a day are learned in the same way:
// each slot's own, by weekday, and how they change on busy days and after closed ones. How fast the level drifts,
// and whether it has a slope, is chosen by the errors of forecasts made on the way through the history.
//
// From those forecasts come the intervals, too: their errors, at each horizon and relative to what the model expects of
// a slot, have the quantiles that coming errors will have (split conformal prediction). So they are as wide as forecasts
// were wrong, not as a formula has it, and wider for what was seldom or never seen. Where there is little history the normal
// distribution stands in.
//
// [Backtest] measures it all on a host's own history, beside the baselines [SameWeekday] and [HoltWinters] and whatever a
// host has for a [Forecaster].
//
// # What it does not do
//
// The intervals are of single steps. Errors of the steps of a day go together, so that the interval of a sum is not
// the sum of the intervals: forecast the sums where they matter. A season of the year is learned from one year on, and poorly until the
// second. An event changes whole days; within them, the share of the slots is that of other busy days.
package forecast
