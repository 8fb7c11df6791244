package routing

import (
	"math"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// inCondition is the place in a condition; what is said about it is not tested here.
var inCondition = regexp.MustCompile(`(column \d+): .*`)

// faultsOf are the sentences of an error that Check returned, without what they
// have in common.
func faultsOf(t testing.TB, err error) []string {
	t.Helper()
	if err == nil {
		return nil
	}
	require.ErrorIs(t, err, ErrInvalid)
	all := strings.Split(err.Error(), "\n")
	for i := range all {
		all[i] = strings.TrimPrefix(all[i], "routing: invalid input: ")
		all[i] = inCondition.ReplaceAllString(all[i], "$1")
	}
	return all
}

func TestPlanFaults(t *testing.T) {
	opts := &Options{Hours: map[string]Hours{"day": shift{}}, Strategies: map[string]Strategy{"mine": DefaultWeighted(), "none": nil}}
	minus := -1.0
	for name, c := range map[string]struct {
		plan Plan
		want []string
	}{
		"queue ids": {Plan{Queues: []Queue{{ID: "a"}, {}, {ID: "a"}, {ID: "x\x00"}}}, []string{
			`queues[1].id is missing`,
			`queues[2].id "a" is that of queues[0] already; give each queue its own`,
			`queues[3].id has a NUL byte`,
		}},
		"names of the options": {Plan{Queues: []Queue{{ID: "a", Strategy: "longest_idel", Hours: "dax"}, {ID: "b", Strategy: "mine", Hours: "day"}, {ID: "c", Strategy: "none"}}}, []string{
			`queues[0].strategy "longest_idel" is no strategy; did you mean "longest_idle"?`,
			`queues[0].hours "dax" are no hours of the options; did you mean "day"?`,
			`queues[2].strategy "none" is nil in the options`,
		}},
		"below zero": {Plan{Queues: []Queue{{
			ID: "a", MaxLen: -1, MaxWait: -1, OfferFor: -1, RetryAfter: -1, AwayAfter: -1, WrapUp: -1,
			ReplyWithin: -1, KeepLost: -1, Ageing: minus, Require: Require{Seniority: -1},
		}}, Default: []Target{{Queue: "a", Wait: -1, Ageing: &minus, Priority: 1e9}}, Weights: map[string]int{"chat": 0, "": -1}}, []string{
			`queues[0].require.seniority is -1, it must be at least 0`,
			`queues[0].max_len is -1, it must be at least 0`,
			`queues[0].max_wait is -1ns, it must not be negative`,
			`queues[0].offer_for is -1ns, it must not be negative`,
			`queues[0].retry_after is -1ns, it must not be negative`,
			`queues[0].away_after is -1, it must be at least 0`,
			`queues[0].wrap_up is -1ns, it must not be negative`,
			`queues[0].reply_within is -1ns, it must not be negative`,
			`queues[0].keep_lost is -1ns, it must not be negative`,
			`queues[0].ageing is -1, it must be 0 or a number above`,
			`default[0].priority is 1000000000, it must be between -1000000 and 1000000`,
			`default[0].ageing is -1, it must be 0 or a number above`,
			`default[0].wait is -1ns, it must not be negative`,
			`weights[""] is -1, it must be between 1 and 2147483647`,
			`weights["chat"] is 0, it must be between 1 and 2147483647`,
		}},
		"overflow": {Plan{Queues: []Queue{
			{ID: "alpha", Full: &Overflow{}, Closed: &Overflow{Queue: "beta", To: "x"}},
			{ID: "beta", Full: &Overflow{Queue: "alpah"}, Closed: &Overflow{Queue: "beta"}, MaxWait: 1},
			{ID: "c", MaxWait: 1, Full: &Overflow{To: strings.Repeat("x", 257)}},
			{ID: "d", MaxWait: 1},
		}}, []string{
			`queues[0].closed has both queue and to; leave one of them out`,
			`queues[0].full has neither queue nor to; set one of them`,
			`queues[1].closed.queue is the queue itself; name another one`,
			`queues[1].full.queue "alpah" is no queue of the plan; did you mean "alpha"?`,
			`queues[2].full.to has 257 bytes, at most 256 are possible`,
			`queues[3].max_wait needs full, which says what becomes of items that have waited so long`,
		}},
		"circles": {Plan{Queues: []Queue{
			{ID: "a", Full: &Overflow{Queue: "b"}, Closed: &Overflow{Queue: "d"}},
			{ID: "b", Closed: &Overflow{Queue: "c"}, Full: &Overflow{Queue: "d"}},
			{ID: "c", Full: &Overflow{Queue: "b"}},
			{ID: "d", Full: &Overflow{To: "x"}},
			{ID: "e", Full: &Overflow{Queue: "f"}},
			{ID: "f", Full: &Overflow{Queue: "e"}},
		}}, []string{
			`queues[2].full.queue closes a circle of overflow: b -> c -> b; let one of them divert instead`,
			`queues[5].full.queue closes a circle of overflow: e -> f -> e; let one of them divert instead`,
		}},
		"rules": {Plan{Rules: []Rule{
			{Name: "r", If: "tier == 'vip' and", Targets: []Target{{Queue: "default"}}},
			{Name: "r", If: "teir == 'vip' or waiting('nowhere') > 2"},
			{Targets: []Target{{}, {Queue: "x", SkipIf: "peek", Skills: "prefered"}}},
		}}, []string{
			`rules[0].if column 18`,
			`rules[1].name "r" is that of rules[0] already; give each rule its own`,
			`rules[1].if column 1`,
			`rules[1].if column 18`,
			`rules[1].targets are missing; name at least one queue`,
			`rules[2].name is missing`,
			`rules[2].targets[0].queue is missing`,
			`rules[2].targets[1].queue "x" is no queue of the plan; there are default`,
			`rules[2].targets[1].skills "prefered" is no use of skills; did you mean "preferred"?`,
			`rules[2].targets[1].skip_if column 1`,
		}},
		"requirements": {Plan{Queues: []Queue{{ID: "a", Require: Require{Department: "d", Agent: "bob", Language: "en"}}}, Default: []Target{{
			Queue: "a", LastAgent: true, SkipIf: "peak", Prefer: []Need{{"x", 11}, {"x", -1}},
			Require: Require{Skills: []Need{{"", 1}}, Language: "english!", Department: "e", Agent: "ann"},
		}, {Queue: "a", LastAgent: true, SkipIf: "peak", Require: Require{Language: "en-GB", Department: "d", Agent: ""}}}}, []string{
			`default[0].require.skills[0].skill is missing`,
			`default[0].require.language "english!" is no BCP 47 language tag; they are such as "en", "zh-Hans" or "pt-BR"`,
			`default[0].prefer[0].min is 11, it must be between 0 and 10`,
			`default[0].prefer[1].min is -1, it must be between 0 and 10`,
			`default[0].prefer[1].skill "x" is there twice`,
			`default[0].require.department is "e", but queue "a" requires "d"; nobody can have both`,
			`default[0].require.agent is "ann", but queue "a" requires "bob"; nobody can have both`,
			`default[0].require.language is "english!", but queue "a" requires "en"; nobody can have both`,
			`default[0].require.agent cannot stand beside last_agent; leave one of them out`,
			`default[1].skip_if is on the last target, behind which there is nowhere to go; add a target without`,
			`default[1].last_agent is on the last target, behind which there is nowhere to go; add a target without`,
		}},
		"relaxations": {Plan{Default: []Target{{Queue: "default", Wait: sec(9), Relax: []Relaxation{
			{After: 0, Lower: 1}, {After: sec(5), Drop: []string{"a", "a"}}, {After: sec(5), AnyLanguage: true}, {After: sec(9), Lower: -1}, {After: sec(10)},
		}}, {Queue: "default", Relax: []Relaxation{{After: sec(999), AnyDepartment: true}}}}}, []string{
			`default[0].relax[0].after is 0s, it must be more than 0`,
			`default[0].relax[1].drop[1] "a" is there twice`,
			`default[0].relax[2].after is 5s, it must be more than that of the one before, which is 5s`,
			`default[0].relax[3].after is 9s, but the item waits here for only 9s; let it come earlier or wait be longer`,
			`default[0].relax[3].lower is -1, it must be between 0 and 1000000`,
			`default[0].relax[4].after is 10s, but the item waits here for only 9s; let it come earlier or wait be longer`,
			`default[0].relax[4] changes nothing; say what is dropped or lowered, or leave it out`,
		}},
		"peak": {Plan{Peak: &Peak{Enter: 2, Leave: 2, For: -1, Share: 1.5, PeakShare: math.NaN()}}, []string{
			`peak.leave is 2, it must be less than enter, which is 2`,
			`peak.for is -1ns, it must not be negative`,
			`peak.share is 1.5, it must be between 0 and 1`,
			`peak.peak_share is NaN, it must be between 0 and 1`,
		}},
		"peak without end": {Plan{Peak: &Peak{Enter: math.Inf(1), Leave: -1}}, []string{
			`peak.enter is +Inf, it must be 0 or a number above`,
			`peak.leave is -1, it must be 0 or a number above`,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.want, faultsOf(t, c.plan.Check(opts)))
			_, err := newPlanner(c.plan, opts)
			require.ErrorIs(t, err, ErrInvalid)
		})
	}
}

func TestPlanWithoutOptions(t *testing.T) {
	p := Plan{Queues: []Queue{{ID: "a", Strategy: "the host's", Hours: "the host's"}}}
	require.NoError(t, p.Check(nil))
	require.Error(t, p.Check(&Options{}))
	require.NoError(t, Plan{}.Check(&Options{}), "the default")
}

func TestManyQueuesInAFault(t *testing.T) {
	p := Plan{Default: []Target{{Queue: "zebra"}}}
	for _, id := range strings.Fields("a b c d e f g h i j k") {
		p.Queues = append(p.Queues, Queue{ID: id})
	}
	require.Equal(t, []string{`default[0].queue "zebra" is no queue of the plan; there are a, b, c, d, e, f, g, h, i, j, ...`}, faultsOf(t, p.Check(nil)))
}
