package dialog

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"github.com/kefu-go/kefu/dialog/escalation"
)

// session is what an engine remembers of a conversation from turn to turn. It is
// what [Conversation.State] holds, packed, because a host may have millions of them and
// every turn reads and writes one. A stored field is known by its place in its struct, here
// and in all that this holds: new ones come last, and none is taken out.
type session struct {
	// Frames are the flows that are open, the one that talks last.
	Frames []*frame `json:"f,omitempty"`
	// Left are the runs that expired together, the one that talked last, for a customer
	// who comes back to them.
	Left []*frame `json:"l,omitempty"`
	// Parked are runs of flows in a newer version than the node knew that had the last turn.
	Parked []*frame `json:"pk,omitempty"`

	// Next are tasks that wait for the end of what is open, the first one first.
	Next []queued `json:"nx,omitempty"`

	// Unanswered counts the questions in a row that had no answer, Followed the
	// follow-up questions on one topic that left the customer unsatisfied.
	Unanswered int `json:"u,omitempty"`
	Followed   int `json:"fu,omitempty"`
	// Asked is the last question that went to the knowledge base, by its key, and
	// Question the id of the message that asked it.
	Asked    string `json:"k,omitempty"`
	Question string `json:"q,omitempty"`
	// Topic is the entry that was the last answer, Category what it is about, and
	// Words the question in words that can be searched for.
	Topic    string `json:"e,omitempty"`
	Category string `json:"c,omitempty"`
	Words    string `json:"w,omitempty"`
	// Guide is the step of a guide that waits for what the customer says.
	Guide *guideStep `json:"g,omitempty"`
	// Offered is what the customer may pick from, and Offer what picking means.
	Offered []Choice `json:"o,omitempty"`
	Offer   offer    `json:"ok,omitempty"`
	// Focus is what a narrowing question was about.
	Focus *focus `json:"fo,omitempty"`
	// Memory belongs to the reader.
	Memory string `json:"m,omitempty"`
	// Last is the id of the message that had the last reply of the bot.
	Last string `json:"p,omitempty"`
	// Repeats is how often the last question was asked again.
	Repeats int `json:"rp,omitempty"`
	// Said are the wordings that were said last.
	Said wordings `json:"sv,omitempty"`
	// Vents is how often in a row the customer only showed impatience.
	Vents int `json:"vt,omitempty"`
	// Turns counts the customer's messages.
	Turns int `json:"n,omitempty"`
	// Escalation is what the decisions about a person remember, Pending the hand-off.
	Escalation escalation.Memory `json:"es,omitzero"`
	Pending    Pending           `json:"ho,omitzero"`
	// OptedOut says that the customer wants no unasked messages.
	OptedOut bool `json:"x,omitempty"`
	// Held are messages of a burst that wait for the rest of it.
	Held []string `json:"h,omitempty"`
	timing
}

// sessionGrowth is by how many bytes few turns let a state grow by more.
const sessionGrowth = 64

// offer says what it means to pick one of the offered choices.
type offer string

const (
	offerEntries offer = ""     // an entry of the knowledge base
	offerHuman   offer = "h"    // to be passed to a person, or not
	offerFocus   offer = "f"    // what tells candidates apart
	offerGuess   offer = "g"    // what the customer may have meant: yes or no
	offerRating  offer = "r"    // stars
	offerResume  offer = "c"    // to go on with the flow that was left, or not
	offerFlows   offer = "flow" // a flow to begin
)

// guideStep is where a customer stands in a guide.
type guideStep struct {
	Entry string `json:"e"`
	Step  string `json:"s"`
}

// packedSession is what a packed state begins with. Others are JSON, which traces have
// and which versions before this form wrote.
const packedSession = 1

func readSession(data []byte) (*session, error) { return unpackSession(data, nil) }

// unpackSession is readSession with room for the texts that an unpacking remembers.
func unpackSession(data []byte, seen []string) (*session, error) {
	s := &session{}
	switch {
	case len(data) == 0:
		return s, nil
	case data[0] == packedSession:
		if err := s.unpack(string(data[1:]), seen); err != nil {
			return nil, err
		}
	default:
		if err := json.Unmarshal(data, s); err != nil {
			return nil, fmt.Errorf("dialog: state of a conversation cannot be read: %w", err)
		}
	}
	for _, runs := range [][]*frame{s.Frames, s.Parked, s.Left} {
		for _, f := range runs {
			if f.Slots == nil { // an empty map is not written
				f.Slots = map[string]SlotValue{}
			}
		}
	}
	return s, nil
}

// errState says that a state is not one that an engine of this version wrote.
var errState = errors.New("dialog: state of a conversation cannot be read")

// unpack reads what write has written.
func (s *session) unpack(data string, seen []string) (err error) {
	defer func() { // where it does not fit together, a place outside of it is read
		if recover() != nil {
			err = errState
		}
	}()
	u := unpacking{s: data, seen: seen}
	u.value(reflect.ValueOf(s).Elem())
	if u.s != "" {
		return errState
	}
	return nil
}

func (s *session) write() []byte { return s.pack(0, nil) }

// pack is write of a state that had some size before, with room for the texts that a packing
// remembers.
func (s *session) pack(size int, seen []string) []byte {
	p := packing{b: make([]byte, 1, size+sessionGrowth), seen: seen}
	p.b[0] = packedSession
	p.value(reflect.ValueOf(s).Elem())
	if cap(p.b)-len(p.b) > 2*sessionGrowth { // a store may keep it as it is
		return bytes.Clone(p.b)
	}
	return p.b
}

// top is the run that talks, or nil.
func (s *session) top() *frame {
	if len(s.Frames) == 0 {
		return nil
	}
	return s.Frames[len(s.Frames)-1]
}
