package kb

import "context"

func (l *learner) calibrate(ctx context.Context) (confidence, error) { return confidence{}, nil }

type confidence struct{}
