package entity

import "time"

// Type says what kind of value an [Entity] is. Hosts add types of their own
// with [List] and [Pattern].
type Type string

// The built-in types, each with the form that [Entity.Value] has.
const (
	// Person is the name of a person, as written: "Anna Smith", "王小明". It is
	// found by what stands around it (my name is, 我叫, 先生), and by being the
	// whole message in [Extractor.ExtractExpecting]. A title is no part of it ("Mr
	// Smith" is "Smith", 王小明先生 is 王小明), except behind a Chinese family name
	// alone: 王先生.
	Person Type = "person"
	// Phone is a telephone number. The value is E.164 where the country is known,
	// from a + or from the form of a Chinese mobile number ("+8613812345678"),
	// otherwise the digits ("4155550132"). An extension follows as in RFC 3966:
	// "4155550132;ext=12".
	Phone Type = "phone"
	// Email is an e-mail address; the domain is in lower case.
	Email Type = "email"
	// URL is a web address with its scheme or with "www.".
	URL Type = "url"
	// Address is a postal address or a part of one that holds a street, a road, a
	// building, or a Chinese administrative unit with what follows, as written
	// without blanks around it: "221B Baker Street, London NW1 6XE",
	// "北京市海淀区中关村大街27号".
	Address Type = "address"
	// Order is the number of an order, a parcel, a ticket or an invoice, in
	// upper case without blanks and without the sign that announces it:
	// "SF1234567890", "A-10293", "202611210001".
	Order Type = "order"
	// Time is a moment or a stretch of time; see [Entity.From]. The value has one
	// of these forms (ISO 8601, in the time zone of the given moment):
	//
	//	2026-11-24               a day
	//	2026-11-24T15:00         a day and a time of day
	//	15:00                    a time of day without a day
	//	2026-W48                 a week, by its ISO number (Monday to Sunday)
	//	2026-11, 2026            a month, a year
	//	A/B                      from A to B; both in one of the forms above, B included
	//	                         if it is a day or longer ("2026-11-24/2026-11-26")
	//
	// Parts of a day are stretches: morning 06:00/12:00, afternoon 12:00/18:00,
	// evening and night 18:00/24:00, 凌晨 00:00/06:00; noon is 12:00 and midnight
	// 00:00. With a day they are "2026-11-22T12:00/2026-11-22T18:00". Seconds are
	// given where they are told: "15:00:30". An hour of up to twelve without am, pm
	// or a part of the day is taken as it is told ("half past five" is "05:30"),
	// with a lower score.
	//
	// A weekday is the next one that is not past, today included; "next Tuesday"
	// and 下周二 are in the next calendar week, 这周二 and "this Tuesday" in the
	// present one, 上周二 in the last one; "last Tuesday" is the latest before today.
	// A date without a year, and a day without a month, is the next one that is not
	// past. Where the verb tells of the past (I ordered it on Monday, 11月3号买的), or
	// "since" or "last" does, all of these are the latest one that is past. 月底 and
	// "end of the month" are the last day of the month, 月初 the first, 月中 the 15th.
	//
	// "In 2 hours" and 五分钟后 are moments; with days, weeks, months or years they
	// are days. "Within 3 days", 三天内 and "the next 3 days" are the stretch from now
	// or today, "the last 3 days" and 最近三天 the one up to now or today; this is so
	// in questions about a term, too ("do I get my money back within 30 days?").
	// Working days are Monday to Friday.
	//
	// A time zone behind a time of day is turned into that of the given moment:
	// "5pm PST", "10:00 UTC+2", "2026-11-20T10:00:00+02:00". A day that no calendar has
	// (Feb 29 2027, 2月30日) is no value, nor is one of the Chinese calendar (农历八月十五).
	// A time of day with one end is of the day before it: "tomorrow after 5pm".
	//
	// Raw has the words that make the value, with an article ("the day after
	// tomorrow", "Monday to Wednesday", "between 2 and 4", "in 2 hours", 三天内), and
	// no preposition that makes none (at, on, from, by, until, 之前): with one end
	// that is the role.
	Time Type = "time"
	// Duration is a length of time in ISO 8601: "PT30M", "P3D", "P2W", "P1M", in
	// the units in which it was written: "90 minutes" is "PT90M". Halves go into
	// the smaller unit: "1.5 hours" is "PT1H30M", 半年 "P6M", 半个月 "P15D". A length
	// between two is both, with a slash: "2-3 business days" and 两三天 are "P2D/P3D";
	// it has no [Entity.Number].
	Duration Type = "duration"
	// Money is a sum: currency by ISO 4217, a blank, the amount: "CNY 99.5", "USD 1200".
	Money Type = "money"
	// Quantity is a number with a unit, or a counted thing: "2.5 kg", "500 ml",
	// "3 piece". Units are the usual symbols (kg g mg l ml km m cm mm in ft lb oz
	// GB MB TB W V mAh °C ...); words for counting are English nouns in the
	// singular (piece pair box bottle pack bag set person ...): 件, 个, 台, 部, 只 and 张
	// are "piece", 双 and 对 "pair", 箱 and 盒 "box", 瓶 "bottle", 包 and 袋 "bag",
	// 套 "set", 位 and 名 "person". 1米75 is "1.75 m", 零下5度 "-5 °C".
	Quantity Type = "quantity"
	// Percentage is a share: "25 %" is "25", "百分之三点五" is "3.5", "打八折" is
	// "20" with the role [RoleDiscount], as "20% off" is.
	Percentage Type = "percentage"
	// Number is a number that is none of the above: "1200", "3.5". What is part of
	// a word or a code is none (iPhone15, A-10293, 万一), nor is what is only about a
	// number (两三天, 十几个), nor "one" where it counts nothing.
	Number Type = "number"
	// Ordinal is a place in a row: "third" and 第三 are "3".
	Ordinal Type = "ordinal"
	// Card is the number of a payment card, digits only, that passes the Luhn
	// check.
	Card Type = "card"
	// IBAN is an international bank account number in upper case without blanks,
	// whose check digits are right.
	IBAN Type = "iban"
	// ChineseID is a resident identity number of 18 characters whose check
	// character is right, in upper case.
	ChineseID Type = "chinese_id"
)

// The built-in roles.
const (
	RoleOrigin      = "origin"      // from, 从, 寄件地址: where a thing or a journey comes from
	RoleDestination = "destination" // to, 到, 寄到, "delivery address", 收货地址
	RoleStart       = "start"       // from, since, starts, 从: of times with one end
	RoleEnd         = "end"         // until, by, ends, 到, 之前: of times with one end
	RoleOld         = "old"         // what is given up: "not Shanghai", "my old number", 不是上海
	RoleNew         = "new"         // what takes its place: "but Hangzhou", "my new number", 是杭州, 改成
	RoleDiscount    = "discount"    // of a percentage or a sum
)

// Entity is one value in a text.
type Entity struct {
	Type Type `json:"type"`
	// Value is the normal form, which its type describes: equal values are equal
	// strings, however they were written.
	Value string `json:"value"`
	// Raw is the stretch of the text as it was written: text[Start:End].
	Raw string `json:"raw"`
	// Start and End are the stretch in bytes, RuneStart and RuneEnd in runes.
	Start     int `json:"start"`
	End       int `json:"end"`
	RuneStart int `json:"rune_start"`
	RuneEnd   int `json:"rune_end"`
	// Role says which of several entities of a type this one is; empty if the
	// text does not tell.
	Role string `json:"role,omitempty"`
	// Score is how sure the extractor is, in (0,1]: 1 for forms that mean nothing
	// else, less for misspelt list values and names found by their surroundings.
	Score float64 `json:"score"`
	// Number is the amount of Money, Quantity, Percentage, Number, Ordinal and, in
	// seconds, of a Duration of fixed length.
	Number float64 `json:"number,omitempty"`
	// Unit is the currency of Money and the unit of a Quantity.
	Unit string `json:"unit,omitempty"`
	// From and To are the stretch [From, To) of a Time, resolved against the
	// given moment; a time of day without a day is the next one. Both are zero for
	// the other types.
	From time.Time `json:"from,omitzero"`
	To   time.Time `json:"to,omitzero"`
}

// Options are the choices of an [Extractor].
type Options struct {
	// Types are the built-in types to look for. Default: all.
	Types []Type
	// Lists are values of the host's, such as products, with their synonyms.
	Lists []List
	// Patterns find what has a form of its own, such as contract numbers.
	Patterns []Pattern
	// Currency is the one at home, by ISO 4217: what "$" and "dollars" are if it is
	// a dollar or a peso, what 元 and 块 are if it is counted in them (HKD, TWD, MOP,
	// SGD), what ¥ is if it is JPY. Default: "USD" for "$" and "CNY" for 元 and ¥.
	Currency string
	// DayFirst reads 3/4/2026 as the third of April. Default: false, the fourth of
	// March; a number above 12 decides by itself.
	DayFirst bool
}

// List is a set of values of one type.
type List struct {
	// Type is what the entities are. Required.
	Type Type
	// Values are what may be found. Required. No two of them may be written alike.
	Values []Value
	// Fuzzy also finds misspelt values: one edit from 5 letters on, two from 9 on, with
	// the first letter of a word right and, in words of 5, none in the place of another.
	// Values of up to four letters, and ones with digits, are found as they are.
	Fuzzy bool
}

// Value is one value of a [List].
type Value struct {
	// Name is the normal form, and one way to write the value. Required.
	Name string
	// Synonyms are other ways to write it.
	Synonyms []string
}

// Pattern finds values by a regular expression.
type Pattern struct {
	// Type is what the entities are. Required.
	Type Type
	// Expr is an RE2 expression, matched against the text as it was written. Its
	// group "value", or else its whole match, is the value. Required.
	Expr string
	// Upper writes the value in upper case without blanks and hyphens.
	Upper bool
}
