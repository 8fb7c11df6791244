package metrics

// MemoryStore is a [Store] in the memory of the process. Recording an event takes no allocation of its
// own.
type MemoryStore struct{}
