package kb

import (
	"os"
	"strconv"
)

func knob(name string, d float64) float64 {
	if s := os.Getenv(name); s != "" {
		d, _ = strconv.ParseFloat(s, 64)
	}
	return d
}

var (
	kBudget = knob("K_BUDGET", 4.5)
	kLeast  = int(knob("K_LEAST", 1024))
	kReach  = float32(knob("K_REACH", 0.9))
	kShare  = float32(knob("K_SHARE", 0.3))
	kLooked = int(knob("K_LOOKED", 64))
	kDocs   = int(knob("K_DOCS", 32))
	kEnt    = int(knob("K_ENT", 12))
)
