// Package intenttest holds test kits for users of package intent: the conformance
// suite for whoever writes an [intent.Store] of his own.
package intenttest
