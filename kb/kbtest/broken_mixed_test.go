package kbtest

import (
	"context"

	"github.com/kefu-go/kefu/kb"
)

var mixedFaults = []fault{
	{"a mixed write is two revisions", []string{"write/puts and deletes"}, func(s *broken) {
		s.write = func(ctx context.Context, put []kb.Entry, gone []kb.Ref) (int64, error) {
			if _, err := s.right.Put(ctx, put...); err != nil {
				return 0, err
			}
			return s.right.Delete(ctx, gone...)
		}
	}},
	{"a mixed write forgets the deletions", []string{"write/puts and deletes"}, func(s *broken) {
		s.write = func(ctx context.Context, put []kb.Entry, _ []kb.Ref) (int64, error) { return s.right.Put(ctx, put...) }
	}},
	{"a mixed write keeps its first half", []string{"write/all or none"}, func(s *broken) {
		s.write = func(ctx context.Context, put []kb.Entry, gone []kb.Ref) (int64, error) {
			revision, err := s.right.Write(ctx, put, gone)
			if err != nil {
				_, _ = s.right.Put(ctx, put...)
			}
			return revision, err
		}
	}},
}
