package main

import (
	"math"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"
)

// allowance is how often something may fail: so many times at once, then once in a while.
type allowance struct {
	burst float64
	every time.Duration
}

// Passwords that are made here have 80 bits; these bounds are for those that people choose.
// An attacker who knows a name can not keep its owner out from where he is not: the
// narrow bound is for a name from one place.
var (
	perPlaceAndName = allowance{5, time.Minute}
	perPlace        = allowance{30, 10 * time.Second}
	perName         = allowance{100, time.Minute}
)

// mostCounted bounds the memory for attempts; some are forgotten beyond it.
const mostCounted = 20_000

// attempts counts failures to sign in. It is safe for concurrent use.
type attempts struct {
	now func() time.Time

	mu   sync.Mutex
	left map[string]bucket
}

// bucket is what is left of an allowance at some time.
type bucket struct {
	left float64
	at   time.Time
}

func newAttempts(now func() time.Time) *attempts {
	return &attempts{now: now, left: map[string]bucket{}}
}

// begin counts an attempt from a place on a name, before it is known how it ends: many at
// once are no way around. It returns how long to wait if there were too many; otherwise
// worked takes the attempt back.
func (a *attempts) begin(place, name string) (wait time.Duration, worked func()) {
	counted := map[string]allowance{
		"place and name\x00" + place + "\x00" + name: perPlaceAndName,
		"place\x00" + place:                          perPlace,
		"name\x00" + name:                            perName,
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	now := a.now()
	if len(a.left)+len(counted) > mostCounted {
		a.forget(now)
	}
	for key, most := range counted {
		if left := a.at(key, most, now); left < 1 {
			wait = max(wait, time.Duration(math.Ceil((1-left)*most.every.Seconds()))*time.Second)
		}
	}
	if wait > 0 {
		return wait, func() {}
	}
	for key, most := range counted {
		a.left[key] = bucket{a.at(key, most, now) - 1, now}
	}
	return 0, func() {
		a.mu.Lock()
		defer a.mu.Unlock()
		for key, most := range counted {
			a.left[key] = bucket{min(most.burst, a.at(key, most, a.now())+1), a.now()}
		}
	}
}

// at returns what is left of an allowance.
func (a *attempts) at(key string, most allowance, now time.Time) float64 {
	b, known := a.left[key]
	if !known {
		return most.burst
	}
	return min(most.burst, b.left+float64(now.Sub(b.at))/float64(most.every))
}

// forget drops what is older than an hour, and any of the rest where that is not enough.
func (a *attempts) forget(now time.Time) {
	for key, b := range a.left {
		if now.Sub(b.at) > time.Hour || len(a.left) > mostCounted/2 {
			delete(a.left, key)
		}
	}
}

// placeOf is where a request comes from: an address, of IPv6 the network of a household.
// A proxy on this machine or in its network says for whom it asks, last in the header.
func (s *site) placeOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	if s.proxied() && (ip.IsLoopback() || ip.IsPrivate()) {
		chain := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		if told, err := netip.ParseAddr(strings.TrimSpace(chain[len(chain)-1])); err == nil {
			ip = told
		}
	}
	if ip = ip.Unmap(); ip.Is6() {
		if network, err := ip.WithZone("").Prefix(64); err == nil {
			return network.String()
		}
	}
	return ip.String()
}
