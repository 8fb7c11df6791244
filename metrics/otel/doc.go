// Package otel gives the instruments of package metrics to OpenTelemetry, as observable instruments of a meter. It is a module
// of its own, so that OpenTelemetry is linked by those who use it alone.
package otel
