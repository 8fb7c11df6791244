// Package hdr exchanges the histograms of package metrics with other tools, in the form of HdrHistogram: latencies of other
// services beside those of customer service, plots of percentiles, archives.
package hdr
