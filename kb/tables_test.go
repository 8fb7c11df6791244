package kb_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

const vacuums = `Model,Aliases,Weight (kg),Dimensions (cm),Battery capacity (mAh),Battery life (min),Price (€),Colour,Warranty,Bluetooth,Max speed|how quick
X200,Swift 200|the 200,1.2,30 x 20 x 9,4000,45,199,red or white,2 years,no,3 km/h
X200 Pro,,1.4,30 x 20 x 9,5000,60,249,black,2 years,yes,4 km/h
X300,,2.5,40 x 25 x 10,,,399,grey,3 years,yes,5 km/h
`

const phones = `型号,别名,重量（克）,尺寸,电池容量(mAh),续航(小时),价格(元),颜色,保修
星河X200,X200,180,150×70×8 mm,4500,20,1999,黑色、白色,一年
星河X300,X300,195,155×72×8 mm,5000,24,2999,蓝色,两年
`

func tableOf(t testing.TB, table kb.Table, csv string) []kb.Entry {
	t.Helper()
	table, err := kb.ReadTable(strings.NewReader(csv), table)
	require.NoError(t, err)
	entries, err := table.Entries()
	require.NoError(t, err)
	return entries
}

func vacuumRows(t testing.TB) []kb.Entry {
	return tableOf(t, kb.Table{ID: "vacuums", Title: "Vacuum cleaners", Locale: "en", Category: "products"}, vacuums)
}

func phoneRows(t testing.TB) []kb.Entry {
	return tableOf(t, kb.Table{ID: "phones", Title: "手机", Locale: "zh", Category: "products"}, phones)
}

func TestTableEntries(t *testing.T) {
	e := vacuumRows(t)[0]
	assert.Equal(t, kb.TableRow, e.Kind)
	assert.Equal(t, kb.Contains, e.Mode)
	assert.Equal(t, "X200", e.Question)
	assert.Equal(t, []string{"Swift 200", "the 200"}, e.Phrasings)
	assert.Equal(t, &kb.Origin{Document: "vacuums", Title: "Vacuum cleaners", Path: []string{"Model", "X200"}}, e.Origin)
	assert.Equal(t, "products", e.Category)
	assert.Equal(t, kb.Fact{Names: []string{"Weight"}, Value: "1.2 kg"}, e.Facts[0])
	assert.Equal(t, "30 x 20 x 9 cm", e.Facts[1].Value)
	assert.Equal(t, "€199", e.Facts[4].Value)
	assert.Equal(t, []string{"Max speed", "how quick"}, e.Facts[8].Names)
	assert.Equal(t, "X200\nWeight: 1.2 kg\nDimensions: 30 x 20 x 9 cm\nBattery capacity: 4000 mAh\nBattery life: 45 min\nPrice: €199\n"+
		"Colour: red or white\nWarranty: 2 years\nBluetooth: no\nMax speed: 3 km/h", e.Answer.PlainText())
	assert.Len(t, vacuumRows(t)[2].Facts, 7, "an empty cell is no fact")
	assert.Contains(t, phoneRows(t)[0].Answer.PlainText(), "重量：180克\n")
	assert.Equal(t, vacuumRows(t), vacuumRows(t), "ids do not change")

	moved := vacuumRows(t)
	changed := tableOf(t, kb.Table{ID: "vacuums"}, "Weight (kg),Model\n9,x200\n")
	assert.NotEqual(t, moved[0].ID, changed[0].ID, "the first column is the key")
	changed = tableOf(t, kb.Table{ID: "vacuums", Key: "model"}, "Weight (kg),Model\n9,x200\n")
	assert.Equal(t, moved[0].ID, changed[0].ID, "the subject in another spelling keeps its id")
}

// factOf returns the fact that the best hit answers with, as Hit.Answer says it.
func factOf(x *kb.Index, question string) string {
	decision := kb.Policy{}.Decide(x.Match(kb.Query{Text: question}))
	switch {
	case decision.Kind != kb.Direct:
		return decision.Kind.String()
	case decision.Hits[0].Fact == nil:
		return "row " + decision.Hits[0].Entry.Question
	}
	return decision.Hits[0].Answer().PlainText()
}

func TestFacts(t *testing.T) {
	for _, c := range []struct{ question, want string }{
		{"how heavy is the X200", "X200 – weight: 1.2 kg"},
		{"How much does an x-200 weigh?", "X200 – weight: 1.2 kg"},
		{"What is the weight of my new X 200 please", "X200 – weight: 1.2 kg"},
		{"weight of the swift 200 vacuum cleaner", "X200 – weight: 1.2 kg"},
		{"how much is the X200?", "X200 – price: €199"},
		{"X200 price", "X200 – price: €199"},
		{"how big is the x200", "X200 – dimensions: 30 x 20 x 9 cm"},
		{"how long does the battery of the X200 last", "X200 – battery life: 45 min"},
		{"what battery capacity does the X200 have", "X200 – battery capacity: 4000 mAh"},
		{"which colors does the X200 come in", "X200 – colour: red or white"},
		{"does the X200 have bluetooth", "X200 – bluetooth: no"},
		{"X200's guarantee", "X200 – warranty: 2 years"},
		{"how quick is the X200", "X200 – max speed: 3 km/h"},
		{"how fast is the X200", "X200 – max speed: 3 km/h"},
		{"X200", "row X200"},
		{"tell me about the X200", "row X200"},
		{"weight and price of the X200", "row X200"},
		{"how heavy is the X200 Pro", "X200 Pro – weight: 1.4 kg"},
		{"how heavy is the X300", "X300 – weight: 2.5 kg"},
		// Not about a fact that the row has: it may be offered, and is not the answer.
		{"battery life of the X300", "suggest"},
		{"X300 的电池多大", "suggest"},
		{"how do I change the battery of the X200", "suggest"},
		{"why is the X200 so loud", "suggest"},
		{"can I use the X200 for stairs", "suggest"},
		{"how heavy is the X200 and the X300", "suggest"},
		// Other models.
		{"how heavy is the X200S", "suggest"},
		{"how heavy is the X200-B", "suggest"},
		{"price of the X200 Max", "suggest"},
		{"price of the X200+", "suggest"},
		{"is the X200 heavier than the X500", "suggest"},
		{"how heavy is the X400", "none"},
		{"how heavy is the X2000", "none"},
	} {
		assert.Equal(t, c.want, factOf(indexOf(t, vacuumRows(t)...), c.question), c.question)
	}
	for _, c := range []struct{ question, want string }{
		{"X200 的电池多大", "星河X200 的电池容量：4500 mAh"},
		{"X200多重", "星河X200 的重量：180克"},
		{"星河X200有多重？", "星河X200 的重量：180克"},
		{"请问x200的重量是多少", "星河X200 的重量：180克"},
		{"Ｘ２００多少錢", "星河X200 的价格：1999元"},
		{"X200卖多少钱呀", "星河X200 的价格：1999元"},
		{"X300续航多久", "星河X300 的续航：24小时"},
		{"X300手机能用多久", "星河X300 的续航：24小时"},
		{"X200尺寸", "星河X200 的尺寸：150×70×8 mm"},
		{"X200有多大", "星河X200 的尺寸：150×70×8 mm"},
		{"X300保修几年", "星河X300 的保修：两年"},
		{"X200有什么颜色", "星河X200 的颜色：黑色、白色"},
		{"介绍一下X200", "row 星河X200"},
		{"X200的电池怎么换", "suggest"},
		{"X200为什么发热", "suggest"},
		{"X200和X300哪个重", "suggest"},
		{"X200S多重", "suggest"},
		{"X400多重", "none"},
	} {
		assert.Equal(t, c.want, factOf(indexOf(t, phoneRows(t)...), c.question), c.question)
	}
}

// TestCompareSubjects: two subjects in one question are two hits, each with its
// fact.
func TestCompareSubjects(t *testing.T) {
	hits := indexOf(t, vacuumRows(t)...).Match(kb.Query{Text: "which is heavier in weight, X200 Pro or X300?"})
	require.Len(t, hits, 2, "X200 is only a part of X200 Pro here")
	require.ElementsMatch(t, []string{"X200 Pro", "X300"}, []string{hits[0].Entry.Question, hits[1].Entry.Question})
	hits = indexOf(t, vacuumRows(t)...).Match(kb.Query{Text: "weight X200 X300"})
	require.Len(t, hits, 2)
	assert.ElementsMatch(t, []string{"1.2 kg", "2.5 kg"}, []string{hits[0].Fact.Value, hits[1].Fact.Value})
}

func TestFactsBesideOtherEntries(t *testing.T) {
	x := indexOf(t, append(vacuumRows(t),
		smart("reset", "How do I reset the X200?", "the X200 does not react to buttons any more"),
		exact("own", "How heavy is the X200?"))...)
	hits := x.Match(kb.Query{Text: "how heavy is the x200"})
	assert.Equal(t, "own", hits[0].Entry.ID, "an FAQ of this very wording wins")
	hits = x.Match(kb.Query{Text: "how can I reset my X200"})
	require.NotEmpty(t, hits)
	assert.Equal(t, "reset", hits[0].Entry.ID, "what no fact answers is left to smart matching")
	requireRanked(t, hits)
	assert.Equal(t, kb.DoubtModel, indexOf(t, vacuumRows(t)...).Match(kb.Query{Text: "weight of X200S"})[0].Doubts)
}

// TestRowsInTwoLanguages: the row in the language of the question answers.
func TestRowsInTwoLanguages(t *testing.T) {
	x := indexOf(t, append(vacuumRows(t), phoneRows(t)...)...)
	assert.Equal(t, "X300 – price: €399", factOf(x, "what does the X300 cost"))
	assert.Equal(t, "星河X300 的价格：2999元", factOf(x, "X300多少钱"))
}

func TestTableFaults(t *testing.T) {
	table, err := kb.ReadTable(strings.NewReader("Model,Weight (kg)\nA1,1\n,2\nB2,3,4\nC3,\"x\n"), kb.Table{ID: "t"})
	assert.Len(t, table.Rows, 1)
	assert.Equal(t, []string{"3 Model is empty", "4 row has more cells than the header", "5 byte 7 is not as CSV allows: extraneous or missing \" in quoted-field"}, rowFaults(err))

	table.Rows = append(table.Rows, kb.Subject{Name: "a1", Line: 9}, kb.Subject{Name: "D4", Cells: []string{strings.Repeat("x", kb.MaxQuestion+1)}}, kb.Subject{Name: "?\xff"},
		kb.Subject{Name: "E5", Cells: []string{"", ""}})
	_, err = table.Entries()
	assert.Equal(t, []string{"9 Model has a name of line 2", "3 Weight is longer than 4096 bytes", "4 Model is not valid UTF-8", "5 row has more cells than the table has columns"}, rowFaults(err))

	for _, bad := range []kb.Table{{}, {ID: strings.Repeat("x", kb.MaxID)}, {ID: "t", Columns: []kb.Column{{Name: " "}}}, {ID: "t", Columns: []kb.Column{{Name: "a"}, {Name: "A"}}}} {
		_, err := bad.Entries()
		assert.ErrorIs(t, err, kb.ErrInvalid)
	}
	for _, file := range []string{"", "a,\n", "\xff\xfe,b\n", "a,b\n"} {
		_, err := kb.ReadTable(strings.NewReader(file), kb.Table{Key: "model"})
		assert.ErrorIs(t, err, kb.ErrInvalid, "%q", file)
	}
}

func rowFaults(err error) (list []string) {
	all, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return []string{fmt.Sprint(err)}
	}
	for _, e := range all.Unwrap() {
		fault := (*kb.RowError)(nil)
		if errors.As(e, &fault) {
			list = append(list, fmt.Sprint(fault.Line, " ", fault.Column, " ", fault.Reason))
		}
	}
	return list
}

func TestFactsValidate(t *testing.T) {
	for field, fact := range map[string]kb.Fact{
		"facts[0].names":    {Value: "x"},
		"facts[0].names[1]": {Names: []string{"a", " "}, Value: "x"},
		"facts[0].value":    {Names: []string{"a"}, Value: " "},
	} {
		assertField(t, field, (&kb.Entry{Question: "q", Facts: []kb.Fact{fact}}).Validate())
	}
	assertField(t, "facts", (&kb.Entry{Question: "q", Facts: make([]kb.Fact, kb.MaxFacts+1)}).Validate())
}

// TestManySubjects: a question that names a whole catalogue costs little.
func TestManySubjects(t *testing.T) {
	table := kb.Table{ID: "t", Columns: []kb.Column{{Name: "Weight"}, {Name: "Price"}, {Name: "Battery"}}}
	question := strings.Builder{}
	for i := range 900 {
		name := fmt.Sprintf("m%d", i)
		table.Rows = append(table.Rows, kb.Subject{Name: name, Cells: []string{"1", "2", "3"}})
		question.WriteString(name + " ")
	}
	entries, err := table.Entries()
	require.NoError(t, err)
	assert.Len(t, indexOf(t, entries...).Match(kb.Query{Text: question.String()}), 5)
}

// FuzzFacts: no question makes the choice of a fact fail or give impossible scores.
func FuzzFacts(f *testing.F) {
	x := indexOf(f, append(vacuumRows(f), phoneRows(f)...)...)
	for _, q := range []string{"how heavy is the X200", "X200X200-x200+ pro 的电池怎么", "X200 如", "怎X200", "how X200", "\xffX200\x00多大"} {
		f.Add(q)
	}
	f.Fuzz(func(t *testing.T, question string) {
		hits := x.Match(kb.Query{Text: question, Limit: 20})
		requireRanked(t, hits)
		for _, h := range hits {
			if h.Fact != nil {
				require.NotEmpty(t, h.Answer().PlainText())
			}
		}
	})
}
