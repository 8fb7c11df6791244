package emotion

// Label is the emotion of a message.
type Label string

// The labels.
const (
	Neutral    Label = "neutral"
	Angry      Label = "angry"
	Frustrated Label = "frustrated" // dissatisfied, disappointed
	Confused   Label = "confused"
	Anxious    Label = "anxious" // worried, sad, afraid
	Satisfied  Label = "satisfied"
)

// Labels returns all labels, in the order of [Emotion.Shares].
func Labels() []Label {
	return []Label{Neutral, Angry, Frustrated, Confused, Anxious, Satisfied}
}

// Tone is how a message is said, as a set.
type Tone uint16

// The tones.
const (
	Polite    Tone = 1 << iota // please, thank you, 麻烦, 请
	Urgent                     // now, immediately, 马上
	Rude                       // insults and swear words
	Shouting                   // capitals, rows of exclamation marks
	Sarcastic                  // says the opposite of what is meant
	Threat                     // to leave, to complain, to sue, to go public
	Quoted                     // the feeling stands in quoted words of somebody else, and counts for little
)

// Emotion is what a message shows.
type Emotion struct {
	Label Label `json:"label"`
	// Score says from 0 to 1 how much speaks for Label: more is surer. It is its
	// share, and no calibrated probability unless the detector was trained ([Train]).
	Score float64 `json:"score"`
	// Shares say how much speaks for each label, in the order of [Labels]; they add
	// up to 1.
	Shares [6]float64 `json:"shares"`
	// Valence says how pleasant the feeling is, from -1 (bad) to 1 (good).
	Valence float64 `json:"valence"`
	// Intensity says how strong the feeling is, from 0 (none) to 1.
	Intensity float64 `json:"intensity"`
	// NeedsHuman is a score from 0 to 1 that orders messages by how dissatisfied
	// with the service a customer who writes this is, seen by itself. It is no
	// calibrated probability, and training does not make it one: choose thresholds
	// on messages of your own. Single messages tell little: [Tracker] adds them up.
	NeedsHuman float64 `json:"needs_human"`
	Tone       Tone    `json:"tone"`
	// Cues are what it was read from, in the order of the text, at most 16.
	Cues []Cue `json:"cues,omitempty"`
}

// CueKind is a sort of [Cue].
type CueKind string

// The kinds of cue.
const (
	WordCue     CueKind = "word"     // a word or phrase of the lexicon
	NegatedCue  CueKind = "negated"  // one whose meaning is turned round: "not happy", 不是不满意
	StressedCue CueKind = "stressed" // one that is made stronger: "really bad", 太慢了
	EmojiCue    CueKind = "emoji"    // also kaomoji and emoticons
	MarksCue    CueKind = "marks"    // !!!, ???, capitals
	RepeatCue   CueKind = "repeat"   // "third time I am asking", 又, 还是
	WaitCue     CueKind = "wait"     // "waited two weeks", 等了三天
	ThreatCue   CueKind = "threat"   // to leave, to complain, 投诉, 差评
	RhetoricCue CueKind = "rhetoric" // "are you kidding me?", 你们就这样对待客户?
	InsultCue   CueKind = "insult"
	IronyCue    CueKind = "irony"  // "great, broken again", 真是好样的
	ThanksCue   CueKind = "thanks" // thank you, 谢谢
)

// Cue is a stretch of the message that shows a feeling.
type Cue struct {
	Kind CueKind `json:"kind"`
	// Label is the feeling that the cue speaks for.
	Label Label `json:"label"`
	// Weight is its part in Valence before squashing: negative is bad.
	Weight float64 `json:"weight"`
	// Start and End are the stretch of the text in bytes, RuneStart and RuneEnd in
	// runes.
	Start     int `json:"start"`
	End       int `json:"end"`
	RuneStart int `json:"rune_start"`
	RuneEnd   int `json:"rune_end"`
}
