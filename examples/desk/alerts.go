package main

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/metrics/alert"
)

// alertRules are what a supervisor is called for.
func alertRules() []alert.Rule {
	return slices.Concat(
		alert.AbnormalTalk(), alert.SLAAtRisk(2*answeredWithin, 0.8),
		[]alert.Rule{alert.ComplexTooLong(45 * time.Minute), alert.LowCSAT(0.7), alert.Traffic(60), alert.KnowledgeGap(0.3)},
	)
}

// ruleNames are what people call them.
var ruleNames = map[string]dialog.Words{
	"abnormal_talk/loop":    dialog.In("A conversation that goes round in circles", "会话反复兜圈"),
	"abnormal_talk/repeat":  dialog.In("A customer who has to repeat himself", "顾客反复提问"),
	"abnormal_talk/anger":   dialog.In("An angry customer", "顾客情绪激动"),
	"abnormal_talk/silence": dialog.In("A customer whom nobody answers", "顾客久未得到回复"),
	"sla_at_risk/wait":      dialog.In("Somebody waits too long", "排队时间过长"),
	"sla_at_risk/level":     dialog.In("Too many wait too long", "服务水平不足"),
	"complex_too_long":      dialog.In("A conversation that takes very long", "会话处理时间过长"),
	"low_csat":              dialog.In("Customers are dissatisfied", "满意度偏低"),
	"traffic":               dialog.In("Very many customers come", "咨询量激增"),
	"knowledge_gap":         dialog.In("The assistant does not know enough", "知识缺口"),
}

// alerted tells the pages that there is something to look at. A service of yours may send it to a telephone as well.
func (d *desk) alerted(ctx context.Context, n alert.Notice) error {
	for i := range n.Alerts {
		d.log.InfoContext(ctx, "alert", "id", n.ID, "rule", n.Alerts[i].Rule, "phase", n.Alerts[i].Phase)
	}
	d.hub.tell(numbersTopic)
	return nil
}

// alertView is an alert as a page shows it.
type alertView struct {
	Rule string `json:"rule"`
	// Text says what is the matter, About what or whom it is about.
	Text  string    `json:"text"`
	About []string  `json:"about,omitempty"`
	Since time.Time `json:"since"`
	// Conversation is the one that it is about, if a supervisor can look at it.
	Conversation string `json:"conversation,omitempty"`
}

// numbersAlerts are the alerts that fire now, the latest first.
func (s *site) numbersAlerts(w http.ResponseWriter, r *http.Request) {
	active, err := s.bot.Alerts().Active(r.Context())
	if err != nil {
		s.fail(w, r, err)
		return
	}
	list := []alertView{}
	for _, a := range active {
		if a.Phase == alert.Firing {
			list = append(list, s.viewOfAlert(r.Context(), a, signedIn(r), r.URL.Query().Get("lang")))
		}
	}
	slices.SortStableFunc(list, func(a, b alertView) int { return b.Since.Compare(a.Since) })
	writeJSON(w, http.StatusOK, list)
}

func (s *site) viewOfAlert(ctx context.Context, a alert.Alert, who session, lang string) alertView {
	v := alertView{Rule: a.Rule, Since: a.Since}
	for _, label := range []string{"queue", "category", "agent", "channel"} {
		value := a.Labels[label]
		if value == "" {
			value = a.Notes[label]
		}
		if name := queueNames[value]; label == "queue" && name != nil {
			value = words(name, lang)
		}
		if value != "" {
			v.About = append(v.About, value)
		}
	}
	if id := a.Labels["conversation"]; id != "" {
		if _, err := s.mayRead(ctx, who, id); err == nil {
			v.Conversation = id
		}
	}
	if name := ruleNames[a.Rule]; name != nil {
		a.Rule = words(name, lang)
	}
	a.Labels, a.Notes = nil, nil
	v.Text = a.Text(lang)
	return v
}
