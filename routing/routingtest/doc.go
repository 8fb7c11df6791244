// Package routingtest holds what tests of routers and of their stores need:
// [RunStore] is the conformance suite for whoever writes a [routing.Store] of his
// own, and [RunScenarios] plays scripts of what happens to a router, for whoever
// writes a plan of his own; see [Scenario].
package routingtest
