package emotion_test

import (
	"context"
	"fmt"

	"github.com/kefu-go/kefu/intent/emotion"
)

func ExampleDetector_Detect() {
	d, err := emotion.New(nil)
	if err != nil {
		panic(err)
	}
	for _, text := range []string{"I am not happy, this is the third time I am asking!", "不是不满意", "再不处理我就投诉12315"} {
		e := d.Detect(text)
		fmt.Println(e.Label, e.Valence < 0, e.Tone&emotion.Threat != 0)
		for _, c := range e.Cues {
			fmt.Printf("  %s %q\n", c.Kind, text[c.Start:c.End])
		}
	}
	// Output:
	// frustrated true false
	//   negated "happy"
	//   repeat "third time"
	// neutral false false
	//   negated "不满意"
	// angry true true
	//   word "不处理"
	//   word "投诉"
	//   threat "12315"
}

func ExampleTrain() {
	var examples []emotion.Example
	for _, text := range []string{"the blue light again", "blue light since noon", "it is the blue light", "blue light blinks", "why a blue light"} {
		examples = append(examples, emotion.Example{Text: text, Label: emotion.Frustrated})
	}
	for _, text := range []string{"where is my parcel", "my parcel number is 5", "send it on Monday", "I moved to Bonn", "two boxes"} {
		examples = append(examples, emotion.Example{Text: text, Label: emotion.Neutral})
	}
	d, err := emotion.Train(context.Background(), examples, nil)
	if err != nil {
		panic(err)
	}
	fmt.Println(d.Detect("it shows the blue light").Label)
	// Output: frustrated
}
