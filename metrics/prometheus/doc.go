// Package prometheus shows the instruments of package metrics in Prometheus' text format, version 0.0.4, which many
// monitoring systems read. It needs no library of theirs.
package prometheus
