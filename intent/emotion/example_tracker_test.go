package emotion_test

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/kefu-go/kefu/intent/emotion"
)

func ExampleTracker() {
	tracker, err := emotion.NewTracker(nil, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for _, turn := range []emotion.Turn{
		{Speaker: emotion.Customer, Text: "Where is my parcel?", At: at},
		{Speaker: emotion.Bot, Text: "It will arrive tomorrow.", At: at},
		{Speaker: emotion.Customer, Text: "You said that yesterday, this is ridiculous!", At: at},
		{Speaker: emotion.Bot, Text: "Sorry, I don't understand.", At: at},
	} {
		tracker.Add(turn)
	}
	course := tracker.Course()
	fmt.Println(course.Label, course.Cause, course.PeakTurn, course.NeedsHuman > 0.5)

	// The state goes with the conversation.
	saved, _ := json.Marshal(tracker)
	again, _ := emotion.NewTracker(nil, nil)
	fmt.Println(json.Unmarshal(saved, again), again.Course() == course)
	// Output:
	// frustrated ridiculous 3 true
	// <nil> true
}

func ExampleMerge() {
	detector, err := emotion.New(nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	words := detector.Detect("It is fine.")
	voice := emotion.Emotion{Label: emotion.Angry, Score: 0.9, Valence: -0.8, Intensity: 0.9, NeedsHuman: 0.6}
	fmt.Println(words.Label, emotion.Merge(words, voice, 0.6).Label)
	// Output: satisfied angry
}

func ExampleTrainTracker() {
	ask := emotion.Turn{Speaker: emotion.Customer, Text: "Where can I park?"}
	leaflet := emotion.Turn{Speaker: emotion.Bot, Text: "Here is our leaflet."}
	var examples []emotion.TrackedExample
	for range 20 {
		examples = append(examples,
			emotion.TrackedExample{Turns: []emotion.Turn{ask, leaflet, {Text: "Leaflets again."}}, NeedsHuman: true},
			emotion.TrackedExample{Turns: []emotion.Turn{ask, leaflet, {Text: "Found the garage."}}})
	}
	model, err := emotion.TrainTracker(context.Background(), examples, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	tracker, _ := emotion.NewTracker(nil, &emotion.TrackerOptions{Model: model})
	tracker.Add(ask)
	tracker.Add(leaflet)
	fmt.Println(tracker.Add(emotion.Turn{Text: "Leaflets again."}).NeedsHuman > 0.5)
	// Output: true
}
