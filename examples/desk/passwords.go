package main

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
)

// cost is what one hash of a password takes: passes over some KiB of memory.
type cost struct{ memory, passes uint32 }

// usualCost is one that OWASP recommends for Argon2id (Password Storage Cheat Sheet: 19 MiB,
// two passes, one lane).
var usualCost = cost{memory: 19 << 10, passes: 2}

const (
	saltLength = 16
	keyLength  = 32
	// hashesAtOnce bounds the memory and the processors that people who try passwords
	// can take from the customers.
	hashesAtOnce = 2

	leastPassword = 12  // characters of one that somebody chooses
	mostPassword  = 256 // bytes
)

// hasher turns passwords into what is kept of them. It is safe for concurrent use.
type hasher struct {
	cost  cost
	slots chan struct{}
	// nobody is compared where there is no account, which takes the same time.
	nobody string
}

func newHasher(c cost) *hasher {
	h := &hasher{cost: c, slots: make(chan struct{}, hashesAtOnce)}
	h.nobody = encoded(c, rand.Text(), make([]byte, saltLength))
	return h
}

// hash returns a password's hash with its salt and cost, in the usual notation.
func (h *hasher) hash(ctx context.Context, password string) (hashed string, err error) {
	salt := make([]byte, saltLength)
	_, _ = rand.Read(salt) // never fails
	err = h.alone(ctx, func() { hashed = encoded(h.cost, password, salt) })
	return hashed, err
}

// is tells whether a password has this hash. An empty hash is nobody's.
func (h *hasher) is(ctx context.Context, password, hashed string) (same bool, err error) {
	known := hashed != ""
	if !known {
		hashed = h.nobody
	}
	c, salt, ok := decoded(hashed)
	if !ok {
		return false, fmt.Errorf("desk: a password's hash cannot be read")
	}
	err = h.alone(ctx, func() {
		same = subtle.ConstantTimeCompare([]byte(encoded(c, password, salt)), []byte(hashed)) == 1 && known
	})
	return same, err
}

// alone runs a function when there is a slot for it.
func (h *hasher) alone(ctx context.Context, do func()) error {
	select {
	case h.slots <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-h.slots }()
	do()
	return nil
}

func encoded(c cost, password string, salt []byte) string {
	key := argon2.IDKey([]byte(password), salt, c.passes, c.memory, 1, keyLength)
	text := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, c.memory, c.passes, text(salt), text(key))
}

// decoded reads what encoded has written, maybe at another cost.
func decoded(hashed string) (c cost, salt []byte, ok bool) {
	fields := strings.Split(hashed, "$")
	if len(fields) != 6 || fields[1] != "argon2id" || fields[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return c, nil, false
	}
	if n, err := fmt.Sscanf(fields[3], "m=%d,t=%d,p=1", &c.memory, &c.passes); n != 2 || err != nil {
		return c, nil, false
	}
	salt, err := base64.RawStdEncoding.DecodeString(fields[4])
	return c, salt, err == nil && c.passes > 0
}

// newPassword returns one that nobody guesses (80 bits) and that can be typed.
func newPassword() string {
	text := strings.ToLower(rand.Text())
	return text[:4] + "-" + text[4:8] + "-" + text[8:12] + "-" + text[12:16]
}

// acceptable tells whether somebody may choose a password: its length is what counts
// (NIST SP 800-63B), and it is not his name.
func acceptable(password, name string) bool {
	return utf8.ValidString(password) && utf8.RuneCountInString(password) >= leastPassword && len(password) <= mostPassword &&
		!strings.EqualFold(strings.TrimSpace(password), name)
}
