package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/kefu-go/kefu/dialog"
)

// orders is the shop's order book: a small sample of what a shop has in a system of
// its own, in a table of its own. A service of yours asks that system instead.
type orders struct {
	db    *sql.DB
	now   func() time.Time
	items map[string]item // all that was ever ordered, by SKU; read only
}

// order is what a customer bought in one go.
type order struct {
	Number  string
	Account string // who placed it
	State   orderState
	Placed  time.Time
	Arrives time.Time // or when it was delivered
	Items   []item
}

// orderState is where an order is on its way.
type orderState string

const (
	packing   orderState = "packing"
	onItsWay  orderState = "on_its_way"
	delivered orderState = "delivered"
)

// item is one thing of an order.
type item struct {
	SKU  string       `json:"sku"`
	Name dialog.Words `json:"name"`
	// Also are shorter words for it.
	Also []string `json:"also,omitempty"`
}

// sampleAccount is the customer that every visitor of the sample is taken for. A shop
// takes it from its sign-in.
const sampleAccount = "sample"

func openOrders(ctx context.Context, db *sql.DB, now func() time.Time) (*orders, error) {
	o := &orders{db: db, now: now, items: map[string]item{}}
	_, err := db.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS desk_order (
		number  TEXT PRIMARY KEY,
		account TEXT NOT NULL,
		state   TEXT NOT NULL,
		placed  INTEGER NOT NULL, -- microseconds
		arrives INTEGER NOT NULL,
		items   TEXT NOT NULL     -- JSON
	) STRICT;
	CREATE INDEX IF NOT EXISTS desk_order_account ON desk_order (account, placed DESC);`)
	if err != nil {
		return nil, err
	}
	var n int
	if err := db.QueryRowContext(ctx, `SELECT count(*) FROM desk_order`).Scan(&n); err != nil {
		return nil, err
	}
	if n == 0 {
		for _, one := range sampleOrders(now()) {
			if err := o.put(ctx, one); err != nil {
				return nil, err
			}
		}
	}
	all, err := o.read(ctx, "")
	for _, one := range all {
		for _, i := range one.Items {
			o.items[i.SKU] = i
		}
	}
	return o, err
}

// name is what customers call an item.
func (o *orders) name(sku, locale string) string {
	if i, ok := o.items[sku]; ok {
		return words(i.Name, locale)
	}
	return sku
}

// sampleOrders are what the order book of a new shop has in it, seen from a day.
func sampleOrders(now time.Time) []order {
	day := func(n int) time.Time { return now.UTC().Truncate(24*time.Hour).AddDate(0, 0, n).Add(15 * time.Hour) }
	thing := func(sku, en, zh string, also ...string) item { return item{sku, dialog.In(en, zh), also} }
	return []order{
		{"KF-100231", sampleAccount, delivered, day(-6), day(-3), []item{
			thing("x200", "X200 vacuum cleaner", "X200 吸尘器", "vacuum cleaner", "vacuum", "吸尘器"), thing("filter", "spare filter set", "备用滤网套装", "filter set", "filters", "滤网"), thing("mat", "bath mat", "浴室地垫", "mat", "地垫"),
		}},
		{"KF-100232", sampleAccount, delivered, day(-44), day(-40), []item{thing("jacket", "rain jacket", "冲锋衣", "jacket")}},
		{"KF-100233", sampleAccount, packing, day(-1), day(2), []item{thing("beans", "coffee beans, 1 kg", "咖啡豆 1 公斤", "coffee beans", "beans", "咖啡豆")}},
		{"KF-100234", sampleAccount, onItsWay, day(-3), day(1), []item{thing("coffee", "coffee machine", "咖啡机"), thing("cups", "set of cups", "咖啡杯套装", "cups", "咖啡杯")}},
		{"KF-100235", sampleAccount, delivered, day(-5), day(-1), []item{thing("kettle", "kettle", "电热水壶", "水壶", "热水壶")}},
		{"KF-200001", "somebody else", delivered, day(-4), day(-2), []item{thing("lamp", "desk lamp", "台灯", "lamp")}},
	}
}

func (o *orders) put(ctx context.Context, one order) error {
	items, err := json.Marshal(one.Items)
	if err != nil {
		return err
	}
	_, err = o.db.ExecContext(ctx, `INSERT OR IGNORE INTO desk_order (number, account, state, placed, arrives, items) VALUES (?, ?, ?, ?, ?, ?)`,
		one.Number, one.Account, string(one.State), one.Placed.UnixMicro(), one.Arrives.UnixMicro(), string(items))
	return err
}

const orderColumns = `SELECT number, account, state, placed, arrives, items FROM desk_order `

func scanOrder(row interface{ Scan(...any) error }) (one order, err error) {
	var placed, arrives int64
	var items []byte
	if err := row.Scan(&one.Number, &one.Account, &one.State, &placed, &arrives, &items); err != nil {
		return one, err
	}
	one.Placed, one.Arrives = time.UnixMicro(placed).UTC(), time.UnixMicro(arrives).UTC()
	return one, json.Unmarshal(items, &one.Items)
}

// errNoOrder: the account has no order of that number.
var errNoOrder = errors.New("desk: no such order")

// find returns an order of an account: whoever knows the number of another customer's
// order learns nothing.
func (o *orders) find(ctx context.Context, account, number string) (order, error) {
	one, err := scanOrder(o.db.QueryRowContext(ctx, orderColumns+`WHERE number = ? AND account = ?`, orderNumber(number), account))
	if errors.Is(err, sql.ErrNoRows) {
		return one, errNoOrder
	}
	return one, err
}

// recent returns the latest orders of an account, the newest first.
func (o *orders) recent(ctx context.Context, account string, n int) ([]order, error) {
	return o.read(ctx, `WHERE account = ? ORDER BY placed DESC LIMIT ?`, account, n)
}

func (o *orders) read(ctx context.Context, which string, args ...any) (list []order, err error) {
	rows, err := o.db.QueryContext(ctx, orderColumns+which, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		one, err := scanOrder(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, rows.Err()
}

// orderNumber is a number as the book has it, however the customer wrote it.
func orderNumber(written string) string {
	digits := strings.TrimPrefix(strings.ReplaceAll(strings.ToUpper(strings.TrimSpace(written)), "-", ""), "KF")
	return "KF-" + digits
}

// has reports whether an item is part of the order.
func (o order) has(sku string) bool {
	return slices.ContainsFunc(o.Items, func(i item) bool { return i.SKU == sku })
}

// returnTerm is how long after its delivery an item can be sent back.
const returnTerm = 30 * 24 * time.Hour

// returnable reports whether the items of an order can still be sent back.
func (o *orders) returnable(one order) bool {
	return one.State == delivered && o.now().Sub(one.Arrives) <= returnTerm
}
