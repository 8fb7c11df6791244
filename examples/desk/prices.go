package main

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"slices"

	"github.com/kefu-go/kefu/metrics"
	costs "github.com/kefu-go/kefu/metrics/cost"
	"github.com/kefu-go/kefu/metrics/report"
)

//go:embed shop/prices.json
var pricesOfShop []byte

// readPrices reads what the shop pays for its service: from a file, or as it is in the sample shop.
func readPrices(path string) (*costs.Model, error) {
	written := pricesOfShop
	if path != "" {
		var err error
		if written, err = os.ReadFile(path); err != nil {
			return nil, err
		}
	}
	in := json.NewDecoder(bytes.NewReader(written))
	in.DisallowUnknownFields()
	prices := &costs.Model{}
	err := in.Decode(prices)
	if err == nil {
		_, err = prices.Assess(costs.Volumes{})
	}
	if err != nil {
		return nil, fmt.Errorf("prices: %w", err)
	}
	return prices, nil
}

// costsOf takes what a report says of costs, for the page: nothing where the shop has no prices.
func costsOf(made *report.Report) (figures []figureView, text []string) {
	for _, section := range made.Sections {
		if len(section.Figures) == 0 || section.Figures[0].Metric != metrics.CostPerInteraction {
			continue
		}
		text = section.Text
		for _, f := range section.Figures {
			i := slices.IndexFunc(made.Definitions, func(d metrics.Definition) bool { return d.Metric == f.Metric })
			figures = append(figures, viewOf(f, made.Definitions[i]))
		}
	}
	return figures, text
}
