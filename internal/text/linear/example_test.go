package linear_test

import (
	"context"
	"fmt"

	"github.com/kefu-go/kefu/internal/text/linear"
)

func Example() {
	texts := []string{"cheap flight", "late flight", "warm room", "quiet room"}
	labels := []int32{0, 0, 1, 1}
	space := spaceOf(views, texts...)
	var vectors []linear.Vector
	for _, text := range texts {
		vectors = append(vectors, space.Vector(nil, bagOf(text)))
	}
	weights, err := linear.Train(context.Background(), vectors, labels, 2, space.Len(), linear.Options{})
	if err != nil {
		panic(err)
	}
	scores := make([]float32, 2)
	weights.Scores(scores, space.Vector(nil, bagOf("my room is cold")))
	fmt.Println(scores[1] > scores[0])
	// Output: true
}
