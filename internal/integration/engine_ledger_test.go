package integration

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
	"github.com/kefu-go/kefu/dialog"
	"github.com/stretchr/testify/require"
)

// The flow of these tests keeps an account: each message is a word, and the reply tells how
// many words there are and which one was the last before it. Whatever is lost, doubled or
// done out of order shows in a reply.

// accountFlow books an effect for each word whose number can be divided by every.
func accountFlow(every int) *dialog.Flow {
	word := dialog.TextSlot("word", dialog.In("word", "词"), dialog.In("Next?", "下一个？"))
	word.Raw, word.Attempts = true, 1<<30
	mark := dialog.TextSlot("mark", dialog.In("mark", "标记"), dialog.In("Mark?", "标记？"))
	mark.Hidden = true
	return &dialog.Flow{Name: "account", Phrases: []string{"open an account"}, Steps: []dialog.Step{
		dialog.Ask(mark),
		dialog.If(mark.Filled(), dialog.Emit("book", func(v dialog.Values) map[string]string { return map[string]string{"mark": v.Text("mark")} }).Uses("mark").Repeatable()),
		dialog.Ask(word),
		dialog.Do("add", func(_ context.Context, c dialog.Call) (dialog.Result, error) {
			count, err := strconv.Atoi("0" + c.Slots.Text("count"))
			if err != nil {
				return dialog.Result{}, err
			}
			told := fmt.Sprintf("%d after %s.", count+1, c.Slots.Text("last"))
			r := dialog.Result{Say: dialog.In(told, told), Clear: []string{"word"}, Set: map[string]string{"count": strconv.Itoa(count + 1), "last": c.Slots.Text("word")}}
			if (count+1)%every == 0 {
				r.Set["mark"] = strconv.Itoa(count + 1)
			}
			return r, nil
		}).Uses("word", "count", "last").Repeatable(),
	}}
}

// accountOpens opens the account of a conversation.
func accountOpens(ctx context.Context, e *dialog.Engine, conversation string) error {
	r, err := e.Handle(ctx, dialog.Message{ID: "open", Conversation: conversation, Text: "open an account"})
	if err == nil && r.Kind != dialog.Asked {
		err = fmt.Errorf("the account was not opened: %q", r.Text)
	}
	return err
}

// accountAdds says a word and returns what the reply tells of it. Conflicts are tried
// again, as a channel does.
func accountAdds(ctx context.Context, e *dialog.Engine, conversation, word string) (accountReply, error) {
	for {
		r, err := e.Handle(ctx, dialog.Message{ID: word, Conversation: conversation, Text: word})
		if errors.Is(err, dialog.ErrConflict) {
			continue
		}
		if err != nil {
			return accountReply{}, err
		}
		return accountTold(r.Text)
	}
}

// accountReply is what a reply tells.
type accountReply struct {
	count int
	last  string // the word before
}

func accountTold(text string) (r accountReply, err error) {
	line, _, _ := strings.Cut(text, "\n")
	number, last, ok := strings.Cut(strings.TrimSuffix(line, "."), " after")
	if r.count, err = strconv.Atoi(number); !ok || err != nil {
		return r, fmt.Errorf("a reply tells no count: %q", text)
	}
	r.last = strings.TrimSpace(last)
	return r, nil
}

// accountModel is the account of a conversation as a register: a word replaces the last one.
var accountModel = porcupine.Model{
	Init: func() any { return accountReply{} },
	Step: func(state, input, output any) (bool, any) {
		now, is1 := state.(accountReply)
		word, is2 := input.(string)
		told, is3 := output.(accountReply)
		return is1 && is2 && is3 && told == (accountReply{now.count + 1, now.last}), accountReply{now.count + 1, word}
	},
}

// accountLinear fails unless one order of the words explains all replies of a conversation
// and agrees with real time.
func accountLinear(history []porcupine.Operation) error {
	switch porcupine.CheckOperationsTimeout(accountModel, history, time.Minute) {
	case porcupine.Ok:
		return nil
	case porcupine.Illegal:
		return errors.New("no order of the words explains the replies")
	}
	return errors.New("no time to find an order")
}

// accountRecords fails unless a conversation has each of its words once, in versions
// without a gap, each reply following from the one before.
func accountRecords(ctx context.Context, store dialog.Store, conversation string, words map[string]bool) error {
	var version int64
	var state accountReply
	seen := map[string]bool{}
	for r, err := range store.Transcript(ctx, conversation, 0) {
		if err != nil {
			return err
		}
		if version++; r.Version != version {
			return fmt.Errorf("%s: version %d follows %d", conversation, r.Version, version-1)
		}
		if r.Message.ID == "open" {
			continue
		}
		told, err := accountTold(r.Reply.Text)
		if err != nil {
			return err
		}
		if want := (accountReply{state.count + 1, state.last}); told != want {
			return fmt.Errorf("%s: %s was told %v, want %v", conversation, r.Message.ID, told, want)
		}
		if seen[r.Message.ID] || !words[r.Message.ID] {
			return fmt.Errorf("%s: %s is there twice, or was never sent", conversation, r.Message.ID)
		}
		seen[r.Message.ID] = true
		state = accountReply{told.count, r.Message.ID}
	}
	if len(seen) != len(words) {
		return fmt.Errorf("%s: %d words were accepted and %d are there", conversation, len(words), len(seen))
	}
	c, err := store.Load(ctx, conversation)
	if err == nil && c.Version != version {
		err = fmt.Errorf("%s: version %d with %d turns", conversation, c.Version, version)
	}
	return err
}

// accountBook notes effects by their key.
type accountBook struct {
	mu   sync.Mutex
	done map[string]int
}

func (b *accountBook) note(key string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.done == nil {
		b.done = map[string]int{}
	}
	b.done[key]++
}

func (b *accountBook) keys() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.done)
}

func (b *accountBook) effects() map[string]dialog.EffectFunc {
	return map[string]dialog.EffectFunc{"book": func(_ context.Context, e dialog.Effect) error {
		b.note(e.Key)
		return nil
	}}
}

// onEachStore runs a test on each kind of store; open returns the store of a tenant, for ""
// with a handle of its own, as another node has it.
func onEachStore(t *testing.T, test func(t *testing.T, kind string, open func(tenant string) dialog.Store)) {
	t.Helper()
	t.Run("memory", func(t *testing.T) {
		stores := map[string]dialog.Store{}
		test(t, "memory", func(tenant string) dialog.Store {
			if stores[tenant] == nil {
				stores[tenant] = dialog.NewMemoryStore()
			}
			return stores[tenant]
		})
	})
	onEach(t, func(t *testing.T, d database) {
		one := d.shared(t)
		test(t, d.dialect.String(), func(tenant string) dialog.Store {
			if tenant == "" {
				return newDialog(t, d.shared(t), "")
			}
			return newDialog(t, one, tenant)
		})
	})
}

func accountEngine(t testing.TB, store dialog.Store, opts dialog.Options) *dialog.Engine {
	t.Helper()
	e, err := dialog.NewEngine(store, &opts)
	require.NoError(t, err)
	return e
}
