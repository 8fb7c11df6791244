// Package metricstest checks implementations of the store of package metrics: [RunStore] holds every promise of
// [metrics.Store], [metrics.Rebuilder] and [metrics.Archive] against a host's own store.
package metricstest
