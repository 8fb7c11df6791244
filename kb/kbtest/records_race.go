package kbtest

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync/atomic"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/kb"
)

var recordRaceChecks = []recordCheck{
	{Name: "record race/linearizable", Run: func(ctx context.Context, s kb.RecordStore) error {
		return storetest.Linearizable(ctx, storetest.Cell{
			Load: func(ctx context.Context) (int64, int, error) {
				r, err := s.Record(ctx, "k", "counter")
				if errors.Is(err, kb.ErrNotFound) {
					return 0, 0, nil
				}
				if err != nil {
					return 0, 0, err
				}
				value, err := strconv.Atoi(string(r.Data))
				return r.Version, value, err
			},
			Swap: func(ctx context.Context, version int64, value int) (bool, error) {
				_, err := s.PutRecord(ctx, kb.Record{Kind: "k", ID: "counter", Version: version, Data: []byte(strconv.Itoa(value))})
				if errors.Is(err, kb.ErrConflict) {
					return false, nil
				}
				return err == nil, err
			},
		}, 4, 10)
	}},
	{Name: "record race/one wins", Run: func(ctx context.Context, s kb.RecordStore) error {
		for round := range 8 {
			id := fmt.Sprint(round)
			// All create, then all update or delete the same version.
			for version := range int64(2) {
				var won, deleted atomic.Int64
				err := storetest.Parallel(6, func(i int) error {
					remove := version > 0 && i%2 == 0
					var err error
					if remove {
						err = s.DeleteRecord(ctx, "k", id, version)
					} else {
						_, err = s.PutRecord(ctx, record("k", id, version))
					}
					switch {
					case errors.Is(err, kb.ErrConflict):
						return nil
					case err == nil && remove:
						deleted.Add(1)
					}
					won.Add(1)
					return err
				})
				got, readErr := s.Record(ctx, "k", id)
				if deleted.Load() > 0 && errors.Is(readErr, kb.ErrNotFound) {
					got.Version, readErr = version+1, nil
				}
				err = storetest.First(err, readErr,
					storetest.Same("how many of six writers on one version won", int64(1), won.Load()),
					storetest.Same("the version after that", version+1, got.Version),
				)
				if err != nil {
					return err
				}
			}
		}
		return nil
	}},
}
