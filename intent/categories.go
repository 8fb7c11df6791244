package intent

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Category is a node of a tree of question types.
type Category struct {
	// Path is the place in the tree, with "/" between the levels
	// ("after_sales/refund"). Required; unique.
	Path string `json:"path"`
	// Titles are names for people, by BCP 47 primary subtag. Default: the last
	// part of Path.
	Titles map[string]string `json:"titles,omitempty"`
}

// Categories is a tree of question types, with the intents that belong to them.
// It does not change, and is safe for concurrent use.
type Categories struct {
	nodes    map[string]Category
	order    []string // paths, as they were given
	children map[string][]string
	labels   map[string]string
}

// NewCategories makes a tree. Labels say where intents belong; several intents
// may belong to one category, and a label that is a path belongs there without
// being listed. Each part of a path but the last must be a category too. The
// error names every fault; each is a [FieldError].
func NewCategories(nodes []Category, labels map[string]string) (*Categories, error) {
	c := &Categories{nodes: map[string]Category{}, children: map[string][]string{}, labels: maps.Clone(labels)}
	var faults []error
	for i, node := range nodes {
		fault := func(reason string) {
			faults = append(faults, &FieldError{Field: fmt.Sprintf("categories[%d].path", i), Reason: reason})
		}
		if _, twice := c.nodes[node.Path]; twice {
			fault("is there twice")
			continue
		}
		if node.Path == "" || slices.Contains(strings.Split(node.Path, "/"), "") {
			fault("has an empty part")
			continue
		}
		node.Titles = maps.Clone(node.Titles)
		c.nodes[node.Path] = node
		c.order = append(c.order, node.Path)
	}
	for i, path := range c.order {
		parent := c.Parent(path)
		if _, ok := c.nodes[parent]; !ok && parent != "" {
			faults = append(faults, &FieldError{Field: fmt.Sprintf("categories[%d].path", i), Reason: "has a parent that is no category"})
		}
		c.children[parent] = append(c.children[parent], path)
	}
	for _, label := range slices.Sorted(maps.Keys(labels)) {
		if _, ok := c.nodes[labels[label]]; !ok {
			faults = append(faults, &FieldError{Field: fmt.Sprintf("labels[%q]", label), Reason: "is in no category"})
		}
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	return c, nil
}

// Of returns the path of the category that an intent belongs to, or "".
func (c *Categories) Of(label string) string {
	if path, ok := c.labels[label]; ok {
		return path
	}
	if _, ok := c.nodes[label]; ok {
		return label
	}
	return ""
}

// Parent returns the path of the category above one, or "" for one at the top.
func (c *Categories) Parent(path string) string {
	if at := strings.LastIndexByte(path, '/'); at >= 0 {
		return path[:at]
	}
	return ""
}

// Children returns the paths of the categories right below one, in the order in
// which they were given; those at the top for "".
func (c *Categories) Children(path string) []string { return slices.Clone(c.children[path]) }

// Title returns the name of a category in a language, else in English, else the
// last part of the path.
func (c *Categories) Title(path, lang string) string {
	primary, _, _ := strings.Cut(lang, "-")
	for _, l := range []string{primary, "en"} {
		if title := c.nodes[path].Titles[l]; title != "" {
			return title
		}
	}
	return path[strings.LastIndexByte(path, '/')+1:]
}

// Rollup sums the probabilities of predictions by category and returns the
// categories of a level, the likeliest first: 1 is the top; what is not as deep
// stays where it is. Intents in no category are left out. As a result holds five
// predictions at most, the sums are lower bounds.
func (c *Categories) Rollup(predictions []Prediction, level int) []Prediction {
	return c.appendRollup(nil, predictions, level)
}

// appendRollup is [Categories.Rollup] into a slice without elements.
func (c *Categories) appendRollup(rolled, predictions []Prediction, level int) []Prediction {
	for _, p := range predictions {
		path := c.path(p)
		if path == "" {
			continue
		}
		path = cutPath(path, level)
		at := slices.IndexFunc(rolled, func(r Prediction) bool { return r.Category == path })
		if at < 0 {
			at, rolled = len(rolled), append(rolled, Prediction{Label: path, Category: path})
		}
		rolled[at].Confidence += p.Confidence
	}
	for i := range rolled {
		rolled[i].Confidence = min(1, rolled[i].Confidence)
	}
	slices.SortFunc(rolled, func(a, b Prediction) int {
		return cmp.Or(cmp.Compare(b.Confidence, a.Confidence), cmp.Compare(a.Category, b.Category))
	})
	return rolled
}

// holdAny reports whether any of the predictions belongs to a category.
func (c *Categories) holdAny(predictions []Prediction) bool {
	return slices.ContainsFunc(predictions, func(p Prediction) bool { return c.path(p) != "" })
}

// settled is from which probability a category is settled.
const settled = 0.5

// Settle returns the deepest category that is likelier than all others together,
// with its summed probability: "after_sales" may be sure while nothing tells
// whether it is the refund or the return. The path is "" if not even the top is
// settled; the confidence is then that of the likeliest.
func (c *Categories) Settle(predictions []Prediction) (path string, confidence float64) {
	var room [maxPredictions]Prediction
	for level := 1; ; level++ {
		rolled := c.appendRollup(room[:0], predictions, level)
		if len(rolled) == 0 {
			return path, confidence
		}
		best := rolled[0]
		if best.Confidence < settled {
			if path == "" {
				confidence = best.Confidence
			}
			return path, confidence
		}
		if best.Category == path {
			return path, confidence
		}
		path, confidence = best.Category, best.Confidence
	}
}

// Annotate returns a result whose predictions name their categories.
func (c *Categories) Annotate(r Result) Result {
	r.Predictions = slices.Clone(r.Predictions)
	for i := range r.Predictions {
		if r.Predictions[i].Category == "" {
			r.Predictions[i].Category = c.Of(r.Predictions[i].Label)
		}
	}
	return r
}

// path returns where a prediction belongs.
func (c *Categories) path(p Prediction) string {
	if _, ok := c.nodes[p.Category]; ok {
		return p.Category
	}
	return c.Of(p.Label)
}

// cutPath returns the first levels of a path.
func cutPath(path string, levels int) string {
	at := 0
	for range max(1, levels) {
		next := strings.IndexByte(path[at:], '/')
		if next < 0 {
			return path
		}
		at += next + 1
	}
	return path[:at-1]
}

// DefaultCategories returns a tree for customer service: product use, after
// sales, technical faults, pre sales and complaints, each with four categories
// below it and titles in English and Chinese. It is the one that [StarterModel]
// knows.
func DefaultCategories() *Categories {
	var nodes []Category
	for line := range strings.SplitSeq(defaultCategories, "\n") {
		fields := strings.Split(line, "|")
		nodes = append(nodes, Category{Path: fields[0], Titles: map[string]string{"en": fields[1], "zh": fields[2]}})
	}
	c, err := NewCategories(nodes, nil)
	if err != nil {
		return &Categories{} // a test builds it
	}
	return c
}

const defaultCategories = `product_use|Product use|产品使用
product_use/setup|Setup and activation|安装与激活
product_use/features|Functions|功能用法
product_use/account|Account and settings|账号与设置
product_use/care|Care and maintenance|保养与维护
after_sales|After sales|售后维权
after_sales/refund|Refunds|退款
after_sales/return|Returns and exchanges|退换货
after_sales/warranty|Warranty and repair|保修与维修
after_sales/order|Orders and delivery|订单与物流
technical_fault|Technical faults|技术故障
technical_fault/hardware|Devices|设备故障
technical_fault/software|Software and login|软件与登录
technical_fault/network|Network and outages|网络与中断
technical_fault/payment|Payments that fail|支付异常
pre_sales|Pre sales|售前咨询
pre_sales/price|Prices and offers|价格与优惠
pre_sales/availability|Availability and delivery|库存与配送范围
pre_sales/advice|Advice|选购建议
pre_sales/plans|Sign-up and plans|开通与办理
complaint|Complaints|投诉
complaint/service|Service|服务投诉
complaint/quality|Quality|质量投诉
complaint/charges|Charges|收费投诉
complaint/delay|Delays|时效投诉`
