package kb

// Obstacle says why an entry is not among the hits.
type Obstacle string

// The obstacles.
const (
	OtherLocale   Obstacle = "other locale"
	OtherCategory Obstacle = "other category"
	OutOfScope    Obstacle = "out of scope"
	OtherKind     Obstacle = "other kind"
	NotValid      Obstacle = "not valid at this time"
	NotLive       Obstacle = "no live answer"
)
