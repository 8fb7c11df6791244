package main

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/stretchr/testify/require"
)

// clock is a time that a test moves.
type clock struct{ micros atomic.Int64 }

func newClock(at time.Time) *clock { c := &clock{}; c.micros.Store(at.UnixMicro()); return c }

func (c *clock) now() time.Time       { return time.UnixMicro(c.micros.Load()).UTC() }
func (c *clock) pass(d time.Duration) { c.micros.Add(d.Microseconds()) }

// noon is when the days of these tests begin: a Saturday.
var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// frozen is a desk at noon.
func frozen(t testing.TB) (*testSite, *clock) {
	t.Helper()
	c := newClock(noon)
	return newTestSiteWith(t, filepath.Join(t.TempDir(), "desk.db"), settings{now: c.now, rate: time.Hour}), c
}

// talks says lines and returns the last turn.
func (b *browser) talks(lines ...string) (last turnView) {
	b.t.Helper()
	for _, line := range lines {
		b.said++
		last = b.say(fmt.Sprint("line ", b.said), line)
	}
	return last
}

// written returns the fields of the rows of a table of requests or letters.
func (s *testSite) written(t testing.TB, table string) (rows []map[string]string) {
	t.Helper()
	found, err := s.db.QueryContext(t.Context(), `SELECT fields FROM `+table+` ORDER BY at`)
	require.NoError(t, err)
	defer found.Close()
	for found.Next() {
		var text string
		var fields map[string]string
		require.NoError(t, found.Scan(&text))
		require.NoError(t, json.Unmarshal([]byte(text), &fields))
		rows = append(rows, fields)
	}
	require.NoError(t, found.Err())
	return rows
}

// A return is booked once, with what the customer said last, and the warehouse hears of it
// from the outbox. What cannot be sent back is refused in plain words.
func TestReturnIsBooked(t *testing.T) {
	for lang, c := range map[string]struct {
		begin                         string
		refused                       [][2]string
		lines                         []string
		correct, confirm, yes, booked string
	}{
		"en": {
			"I want to return an item",
			[][2]string{{"KF-100232", "30 days"}, {"KF-200001", "no order KF-200001"}, {"KF-100234", "nothing to send back yet"}},
			[]string{"KF-100231", "the vacuum cleaner", "it broke after two days", "the handle is loose", "12 Main Street, Springfield", "tomorrow afternoon"},
			"no, make that Monday at 10", "pick-up time: November 23 10:00", "yes", "return R-500001",
		},
		"zh": {
			"我要退货",
			[][2]string{{"KF-100232", "30 天"}, {"KF-200001", "没有订单 KF-200001"}, {"最近一单", "还没有可以退的商品"}},
			[]string{"kf100231", "吸尘器", "坏了", "手柄松了", "上海市南京路1号", "明天下午"},
			"不是明天下午，是下周一上午十点", "取件时间：11月23日 10:00", "是", "退货 R-500001",
		},
	} {
		t.Run(lang, func(t *testing.T) {
			s, _ := frozen(t)
			b := visit(t, s.server.URL)
			begin := b.talks(c.begin)
			require.Equal(t, dialog.EventFlowStarted, begin.Events[0].Type)
			require.Len(t, begin.Reply.Parts, 3, "the question and two orders whose items can be sent back")
			for _, r := range c.refused {
				require.Contains(t, b.talks(r[0]).Reply.Text, r[1])
			}
			require.Equal(t, dialog.Asked, b.talks(c.lines...).Reply.Kind)
			require.Contains(t, b.talks(c.correct).Reply.Text, c.confirm)
			require.Empty(t, s.written(t, "desk_request"), "nothing is booked before the customer has said yes")
			done := b.talks(c.yes)
			require.Equal(t, dialog.Completed, done.Reply.Kind)
			require.Contains(t, done.Reply.Text, c.booked)

			require.Equal(t, done, b.say(fmt.Sprint("line ", b.said), c.yes), "the same message books nothing twice")
			booked := s.written(t, "desk_request")
			require.Len(t, booked, 1)
			require.Equal(t, map[string]string{
				"order": "KF-100231", "item": "x200", "reason": "broken", "condition": c.lines[3], "address": c.lines[4], "pickup": "2026-11-23T10:00",
			}, pick(booked[0], "order", "item", "reason", "condition", "address", "pickup"))
			require.Eventually(t, func() bool { return len(s.written(t, "desk_letter")) == 1 }, time.Minute, 5*time.Millisecond)
			letter := s.written(t, "desk_letter")[0]
			require.Equal(t, "warehouse", letter["to"])
			require.Equal(t, "R-500001", letter["number"])
		})
	}
}

func pick(fields map[string]string, names ...string) map[string]string {
	only := map[string]string{}
	for _, n := range names {
		only[n] = fields[n]
	}
	return only
}

// What the first sentence tells is not asked for; an item that is in another order is.
func TestReturnTakesWhatItIsTold(t *testing.T) {
	s, _ := frozen(t)
	told := visit(t, s.server.URL).talks("I'd like to return the bath mat from order KF-100231")
	require.Contains(t, told.Reply.Text, "Why do you send it back?")
	wrong := visit(t, s.server.URL).talks("I want to return the kettle from KF-100231")
	require.Contains(t, wrong.Reply.Text, "That is not in order KF-100231.\nPlease name one of these:\n– X200 vacuum cleaner")
	alone := visit(t, s.server.URL).talks("我要退货", "KF-100235")
	require.Contains(t, alone.Reply.Text, "退货原因", "of a single item there is nothing to ask")
	late := visit(t, s.server.URL).talks("I'd like to return the bath mat from order KF-100231", "it is broken", "torn", "12 Main Street, Springfield", "yesterday")
	require.Contains(t, late.Reply.Text, "That is not a day to come.")
}

func TestTrackShowsStateAndDate(t *testing.T) {
	s, _ := frozen(t)
	for said, want := range map[string][2]string{
		"where is my order KF-100234": {"KF-100234 · on its way · November 22", "Order KF-100234 is on its way and arrives on November 22."},
		"查一下我的最近一单":                   {"KF-100233 · 打包中 · 11月23日", "订单 KF-100233 正在打包，预计送达：11月23日。"},
		"Track my last order":         {"KF-100233 · being packed · November 23", "Order KF-100233 is being packed and arrives on November 23."},
	} {
		turn := visit(t, s.server.URL).talks(said)
		require.Equal(t, dialog.Completed, turn.Reply.Kind, said)
		require.Equal(t, want[1], turn.Reply.Text)
		card := turn.Reply.Parts[len(turn.Reply.Parts)-1]
		require.Equal(t, dialog.CardPart, card.Kind)
		require.Equal(t, want[0], card.Title)
	}
	offered := visit(t, s.server.URL).talks("查订单").Reply.Parts
	require.Equal(t, []dialog.Choice{{Label: "KF-100233"}}, offered[0].Choices, "the newest first")
}

// A complaint gets a number. One that cannot wait goes to a person with it, and is not held
// up by questions.
func TestComplaint(t *testing.T) {
	s, _ := frozen(t)
	s.mia(t).goes("online")
	plain := visit(t, s.server.URL).talks("I want to complain", "the delivery", "skip", "The courier threw the parcel over the fence", "An apology")
	require.Equal(t, dialog.Completed, plain.Reply.Kind)
	require.Contains(t, plain.Reply.Text, "T-1001")

	danger := visit(t, s.server.URL).talks("我要投诉", "安全问题", "说来话长")
	require.Equal(t, dialog.HandedOff, danger.Reply.Kind)
	require.Contains(t, danger.Reply.Text, "T-1002")
	require.Equal(t, dialog.Agent, danger.Owner)

	legal := visit(t, s.server.URL).talks("I want to complain", "a product", "KF-100235", "It leaks, and my lawyer will sue you")
	require.Equal(t, dialog.HandedOff, legal.Reply.Kind)
	require.Contains(t, legal.Reply.Text, "T-1003")
}

// A silent customer is reminded after five minutes and let go after thirty, on his page, and
// may go on where he left.
func TestTasksWaitForSilentCustomers(t *testing.T) {
	s, c := frozen(t)
	b := visit(t, s.server.URL)
	b.talks("I want to return an item", "KF-100235")
	page := b.events("/api/events", "2")
	require.Equal(t, "ready", page.next().name)
	c.pass(5*time.Minute + time.Second)
	reminder := page.nextTurn()
	require.Nil(t, reminder.Message)
	require.Contains(t, reminder.Reply.Text, "Why do you send it back?")
	c.pass(26 * time.Minute)
	over := page.nextTurn()
	require.NotNil(t, over.Reply)
	require.Equal(t, dialog.EventFlowExpired, over.Events[0].Type)
	c.pass(time.Hour)
	back := b.talks("hello")
	require.Len(t, back.Reply.Choices, 2, "shall we go on?")
	require.Contains(t, b.talks("yes").Reply.Text, "Why do you send it back?")
}

// After a task the customer is asked for stars, once.
func TestTasksAreRated(t *testing.T) {
	s := newTestSiteWith(t, filepath.Join(t.TempDir(), "desk.db"), settings{now: time.Now, rate: time.Millisecond})
	b := visit(t, s.server.URL)
	page := b.events("/api/events", "")
	require.Equal(t, "ready", page.next().name)
	b.talks("where is my order KF-100234")
	page.nextTurn()
	stars := page.nextTurn()
	require.Len(t, stars.Reply.Choices, 5)
	require.Contains(t, b.talks("很满意").Reply.Text, "跳过")
	b.talks("skip")
	record, err := s.dialog.Replied(t.Context(), b.conversation(), fmt.Sprint("line ", b.said))
	require.NoError(t, err)
	require.Contains(t, fmt.Sprint(record.Events), "rated")
}

// An effect or an action that comes again does nothing again.
func TestRequestsAreIdempotent(t *testing.T) {
	s, _ := frozen(t)
	call := dialog.Call{Key: "k", Conversation: "c", Slots: dialog.ValuesOf(map[string]string{"order": "KF-100231"})}
	one, err := s.tasks.requests.take(t.Context(), returnRequest, call)
	require.NoError(t, err)
	again, err := s.tasks.requests.take(t.Context(), returnRequest, call)
	require.NoError(t, err)
	require.Equal(t, one, again)
	for range 2 {
		require.NoError(t, s.tasks.requests.mail(context.Background(), dialog.Effect{Name: "mail", Key: "m"}))
	}
	require.Len(t, s.written(t, "desk_letter"), 1)
}

// The book of a desk that was opened before keeps its dates.
func TestOrdersAreSeededOnce(t *testing.T) {
	s, c := frozen(t)
	before, err := s.tasks.orders.recent(t.Context(), sampleAccount, 10)
	require.NoError(t, err)
	require.Len(t, before, 5)
	c.pass(40 * 24 * time.Hour)
	later, err := openOrders(t.Context(), s.db, c.now)
	require.NoError(t, err)
	after, err := later.recent(t.Context(), sampleAccount, 10)
	require.NoError(t, err)
	require.Equal(t, before, after)
	for _, one := range after {
		require.False(t, later.returnable(one), "the term of %s is over", one.Number)
	}
	_, err = later.find(t.Context(), sampleAccount, "KF-200001")
	require.ErrorIs(t, err, errNoOrder, "the order of somebody else")
	require.True(t, strings.HasPrefix(orderNumber(" kf-100231 "), "KF-1"))
}
