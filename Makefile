# The steps are in .ci/run; `.ci/run` without a name runs them all.

GOLANGCI = github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0

.DEFAULT_GOAL := help
.PHONY: help check lint test race fuzz bench bench-full cover tidy vuln full

help: ## show the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

check: ## format, vet, staticcheck, import rules and ledger (a minute)
	@.ci/run format vet staticcheck archtest

lint: bin/golangci-lint ## golangci-lint; its first build takes 5-6 minutes
	@.ci/run lint

bin/golangci-lint:
	GOBIN=$(CURDIR)/bin GOWORK=off go install $(GOLANGCI)

test: ## all tests; what needs PostgreSQL, a browser or the data sets skips without them
	@.ci/run test

race: ## the core under the race detector (needs gcc)
	@.ci/run race

fuzz: ## every fuzz target for FUZZTIME (60s)
	@FUZZTIME=$${FUZZTIME:-60s} .ci/run fuzz

bench: ## every benchmark once
	@.ci/run bench

bench-full: ## all sizes and peers at full length (about an hour)
	KEFU_BENCH=full go test -run '^$$' -bench . -timeout 3h work
	cd bench && KEFU_BENCH=full GOWORK=off go test -run '^$$' -bench . -timeout 3h ./...

full: ## the tests of many nodes, many customers and a long queue at full size (about six minutes; needs PostgreSQL)
	KEFU_FULL=1 go test -run ManyTurnsOf -timeout 30m ./dialog
	KEFU_FULL=1 go test -run AssignGrowsSlowly -timeout 10m ./routing
	KEFU_RACES=full go test -run 'Engines|Death|Kill' -timeout 60m ./internal/integration

cover: ## coverage of the core by its own tests, as coverage.out
	go test -coverprofile coverage.out ./...
	go tool cover -func coverage.out | tail -n 1

tidy: ## go.mod and go.sum of every module, and the workspace
	@for mod in . examples internal/integration kb/kbxlsx metrics/otel bench internal/tools; do (cd $$mod && GOWORK=off go mod tidy) || exit 1; done
	go work sync

vuln: ## known vulnerabilities in what the core links (needs the network)
	@.ci/run vuln
