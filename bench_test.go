package kefu_test

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/kb"
)

// BenchmarkTurn is one whole turn in memory, with a knowledge base of 1,000
// questions: each in a conversation of its own.
func BenchmarkTurn(b *testing.B) {
	things := []string{"order", "parcel", "invoice", "voucher", "account", "phone", "laptop", "refund", "card", "address"}
	actions := []string{"cancel", "change", "track", "find", "return", "print", "share", "delete", "renew", "pay for"}
	places := []string{"in the app", "on the web", "at the shop", "by mail", "abroad", "as a guest", "at night", "on Sundays", "twice", "for free"}
	var entries []kb.Entry
	for _, thing := range things {
		for _, action := range actions {
			for _, place := range places {
				entries = append(entries, kb.Entry{
					ID: strconv.Itoa(len(entries)), Locale: "en", Answer: kb.TextAnswer("Like this."),
					Question: fmt.Sprintf("How do I %s my %s %s?", action, thing, place),
				})
			}
		}
	}
	for _, said := range []struct{ name, text string }{
		{"identical", "How do I track my parcel at night?"},
		{"smart", "at night, where can my parcel be tracked"},
		{"none", "zebra"},
		{"human", "let me talk to a person"},
	} {
		b.Run(said.name, func(b *testing.B) {
			bot, err := kefu.New(&kefu.Options{Handoff: &takeOver{}})
			require.NoError(b, err)
			_, err = bot.KB().Put(b.Context(), entries...)
			require.NoError(b, err)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if _, err := bot.Handle(b.Context(), kefu.Message{ID: "m", Conversation: strconv.Itoa(i), Text: said.text}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
