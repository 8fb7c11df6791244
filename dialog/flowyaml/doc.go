// Package flowyaml reads flows that are written in YAML, so that people who are no
// programmers can edit them. It checks the form and names each fault by its line; what
// a flow means, [dialog.NewFlow] checks.
package flowyaml
