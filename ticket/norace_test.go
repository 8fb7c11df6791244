//go:build !race

package ticket_test

// raceBuild says that the race detector is at work.
const raceBuild = false
