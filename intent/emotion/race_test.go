//go:build race

package emotion_test

// raceBuild says that the race detector is at work.
const raceBuild = true
