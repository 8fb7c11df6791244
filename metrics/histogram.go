package metrics

// Histogram counts times by buckets whose width is at most 1 % of their value, so that percentiles are within that of
// exact. Two can be added and one taken from another. Not safe for concurrent use.
type Histogram struct{}
