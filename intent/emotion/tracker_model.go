package emotion

// TrackerModel estimates NeedsHuman.
type TrackerModel struct{}

func (m *TrackerModel) odds(s *scan, v *evidence, sum float64) float64 { return base + sum }
