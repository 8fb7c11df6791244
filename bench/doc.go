// Package bench measures kefu beside other engines, in one process and one run,
// so that a figure is a ratio and not a property of the machine. It has tests
// and benchmarks only; README.md says how to run them and what they found.
package bench
