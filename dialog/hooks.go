package dialog

import (
	"context"
	"time"
)

// The interfaces of this file are the host's ears, eyes and hands: the engines
// behind them (speech, vision, translation, telephony) are his. All of them must
// be safe for concurrent use and honour their contexts; an error means "not
// known" or "not done". Panics are contained and calls bounded in time by whoever
// calls them here: [Senses], [Expression] and [Customers].

// Heard is what was understood of a recording.
type Heard struct {
	// Text is what was said, Language its BCP 47 tag if it is known.
	Text     string `json:"text"`
	Language string `json:"language,omitempty"`
	// Confidence is the probability that the words are right, in [0,1]; 0 means "not
	// known" and is taken for certain.
	Confidence float64 `json:"confidence,omitempty"`
}

// Transcriber turns speech into text. The part's URL says where the recording is;
// locale is the customer's language where it is known. No speech in the recording
// is an empty text, not an error.
type Transcriber interface {
	Transcribe(ctx context.Context, recording Part, locale string) (Heard, error)
}

// TranscriberFunc is a function that is a [Transcriber].
type TranscriberFunc func(ctx context.Context, recording Part, locale string) (Heard, error)

// Transcribe calls f.
func (f TranscriberFunc) Transcribe(ctx context.Context, recording Part, locale string) (Heard, error) {
	return f(ctx, recording, locale)
}

// Speaker turns text into speech: an [AudioPart] with a URL. The same text may be
// asked for again; whether it is kept is the host's matter.
type Speaker interface {
	Speak(ctx context.Context, text, locale string) (Part, error)
}

// SpeakerFunc is a function that is a [Speaker].
type SpeakerFunc func(ctx context.Context, text, locale string) (Part, error)

// Speak calls f.
func (f SpeakerFunc) Speak(ctx context.Context, text, locale string) (Part, error) {
	return f(ctx, text, locale)
}

// Translator translates between languages, given as BCP 47 tags. It keeps
// numbers, links and line breaks.
type Translator interface {
	Translate(ctx context.Context, text, from, to string) (string, error)
}

// TranslatorFunc is a function that is a [Translator].
type TranslatorFunc func(ctx context.Context, text, from, to string) (string, error)

// Translate calls f.
func (f TranslatorFunc) Translate(ctx context.Context, text, from, to string) (string, error) {
	return f(ctx, text, from, to)
}

// Seen is what was found in a picture or a video.
type Seen struct {
	// Text is what is written in it, or what it shows in words that a customer would
	// use ("the hinge of the door is broken"): it is understood as if he had said it.
	Text string `json:"text,omitempty"`
	// Values are what it names: the part that is broken, a serial number, an order.
	// Their Start and End mean nothing.
	Values []Value `json:"values,omitempty"`
	// Confidence is how sure that is, in [0,1]; 0 means "not known" and is taken for
	// certain.
	Confidence float64 `json:"confidence,omitempty"`
}

// ImageReader finds out what pictures and videos show. Nothing to be found is a
// zero Seen, not an error.
type ImageReader interface {
	ReadImage(ctx context.Context, image Part, locale string) (Seen, error)
}

// ImageReaderFunc is a function that is an [ImageReader].
type ImageReaderFunc func(ctx context.Context, image Part, locale string) (Seen, error)

// ReadImage calls f.
func (f ImageReaderFunc) ReadImage(ctx context.Context, image Part, locale string) (Seen, error) {
	return f(ctx, image, locale)
}

// Feeling is how a voice sounds.
type Feeling struct {
	// Label is the emotion, such as "angry"; Valence from -1 (bad) to 1 (good),
	// Intensity from 0 to 1, Confidence in [0,1].
	Label      string  `json:"label,omitempty"`
	Valence    float64 `json:"valence,omitempty"`
	Intensity  float64 `json:"intensity,omitempty"`
	Confidence float64 `json:"confidence,omitempty"`
}

// VoiceEmotion hears how somebody feels in how he speaks.
type VoiceEmotion interface {
	Feel(ctx context.Context, recording Part) (Feeling, error)
}

// VoiceEmotionFunc is a function that is a [VoiceEmotion].
type VoiceEmotionFunc func(ctx context.Context, recording Part) (Feeling, error)

// Feel calls f.
func (f VoiceEmotionFunc) Feel(ctx context.Context, recording Part) (Feeling, error) {
	return f(ctx, recording)
}

// Identity is who a message seems to come from.
type Identity struct {
	// Customer is one id for one person on all channels; empty means "not known".
	Customer string `json:"customer,omitempty"`
	// Confidence is the probability that it is he, in [0,1]: 1 after a login, that of
	// the comparison for a voiceprint.
	Confidence float64 `json:"confidence,omitempty"`
	// Method says how he was recognised: "login", "phone", "voiceprint".
	Method string `json:"method,omitempty"`
}

// IdentityResolver tells who speaks, so that one customer has one history on all
// channels. Message.Customer is the channel's idea of him (an open id, a phone
// number), Message.Parts may hold his voice. It must not take one customer for
// another to be helpful: who is not known has no Customer.
type IdentityResolver interface {
	Resolve(ctx context.Context, m Message) (Identity, error)
}

// IdentityFunc is a function that is an [IdentityResolver].
type IdentityFunc func(ctx context.Context, m Message) (Identity, error)

// Resolve calls f.
func (f IdentityFunc) Resolve(ctx context.Context, m Message) (Identity, error) { return f(ctx, m) }

// PhoneCall is a telephone call.
type PhoneCall struct {
	// ID is the switch's id of a call that exists; Key is the caller's, and the same
	// Key is the same call.
	ID  string `json:"id,omitempty"`
	Key string `json:"key,omitempty"`
	// To is the number in E.164, Customer and Conversation what the call is about.
	To           string `json:"to,omitempty"`
	Customer     string `json:"customer,omitempty"`
	Conversation string `json:"conversation,omitempty"`
}

// CallControl is the host's switchboard. Dial with a Key that was dialled before
// starts no second call and returns the first one's ID. Transfer hands a call to a
// number, an agent or a queue, in the host's terms, and Hangup ends it; either
// succeeds when that was done before. A call that is not known is [ErrNotFound].
type CallControl interface {
	Dial(ctx context.Context, c PhoneCall) (id string, err error)
	Transfer(ctx context.Context, id, to string) error
	Hangup(ctx context.Context, id string) error
}

// Notice is a word to people who work here: an agent, a supervisor, somebody on
// duty.
type Notice struct {
	// ID is stable: a receiver drops repeats by it.
	ID string `json:"id"`
	// Kind says what happened, such as "escalated"; To whom it is for, in the host's
	// terms; empty means whoever is on duty.
	Kind         string    `json:"kind"`
	To           string    `json:"to,omitempty"`
	Conversation string    `json:"conversation,omitempty"`
	Customer     string    `json:"customer,omitempty"`
	Text         string    `json:"text,omitempty"`
	At           time.Time `json:"at"`
}

// Notifier tells people what they should look at. It is called at least once for
// each Notice; an error means "try again".
type Notifier interface {
	Notify(ctx context.Context, n Notice) error
}

// NotifierFunc is a function that is a [Notifier].
type NotifierFunc func(ctx context.Context, n Notice) error

// Notify calls f.
func (f NotifierFunc) Notify(ctx context.Context, n Notice) error { return f(ctx, n) }
