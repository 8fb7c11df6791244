package kefu_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/internal/text"
)

// sgdSet has the slots of the schema that customers tell, but for titles, names of companies
// and what is true or false.
func sgdSet(t testing.TB) *measuredSet {
	set := &measuredSet{name: "sgd_sample", locale: "en", places: trainPlaces(t)}
	var schema []struct {
		Service string `json:"service_name"`
		Slots   []struct {
			Name        string
			Categorical bool     `json:"is_categorical"`
			Values      []string `json:"possible_values"`
		}
		Intents []struct {
			Required []string          `json:"required_slots"`
			Optional map[string]string `json:"optional_slots"`
		}
	}
	require.NoError(t, json.NewDecoder(slotData(t, "sgd_dev_schema.json.gz")).Decode(&schema))
	for _, service := range schema {
		f := measuredFlow{name: service.Service, guided: true}
		told := map[string]bool{}
		for _, intent := range service.Intents {
			for _, s := range intent.Required {
				told[s] = true
			}
			for s := range intent.Optional {
				told[s] = true
			}
		}
		for _, s := range service.Slots {
			form := slotForm("")
			called := []string{strings.ReplaceAll(s.Name, "_", " ")}
			var change []func(*dialog.SlotSpec)
			has := func(parts ...string) bool {
				return slices.ContainsFunc(parts, func(p string) bool { return strings.Contains(s.Name, p) })
			}
			_, err := strconv.Atoi(append(s.Values, "")[0])
			switch {
			case !told[s.Name] || s.Categorical && s.Values[0] == "True":
				continue
			case s.Categorical && err != nil:
				form, change = formChoice, append(change, anyOf(s.Values...))
			case s.Categorical || s.Name == "number_of_days" || s.Name == "stay_length":
				form = formNumber
			case has("date"):
				form = formDay
			case has("time"):
				form = formClock
			case s.Name == "transfer_amount":
				form = formMoney
			case s.Name == "recipient_name":
				form = formName
			case has("city", "from_location", "to_location", "area") || s.Name == "location" || s.Name == "destination" && service.Service == "Hotels_1":
				form = formPlace
			default:
				continue
			}
			switch {
			case has("origin_", "from_"):
				change = append(change, inRole("origin"))
			case form == formPlace && has("destination_", "to_"):
				change = append(change, inRole("destination"))
			case has("return_date", "dropoff"):
				change = append(change, inRole("end"))
			}
			f.slots = append(f.slots, slotOf(form, s.Name, called, change...))
		}
		if len(f.slots) > 0 {
			set.flows = append(set.flows, f)
		}
	}
	for _, l := range slotLines(t, "sgd_sample.dev") {
		c := newTaskSplit(set)
		for _, turn := range l.Turns {
			for _, frame := range turn.Labels.Frames {
				if turn.Speaker == "user" {
					c.touch(frame.Service)
				}
				for _, act := range frame.Acts {
					var what, slot string
					require.NoError(t, json.Unmarshal(act[0], &what))
					require.NoError(t, json.Unmarshal(act[1], &slot))
					if turn.Speaker != "user" && what == "REQUEST" {
						c.ask(frame.Service, slot)
					}
				}
				if frame.State != nil {
					for slot, values := range frame.State.Values {
						if values[0] != "dontcare" {
							c.tell(frame.Service, slot, values...)
						}
					}
				}
			}
			if turn.Speaker == "user" {
				c.say(turn.Text)
			}
		}
		c.done()
	}
	return set
}

// crosswozSet has what customers say of ratings, prices, lengths of visits and classes of
// hotels. What is told is the sum of their own acts of informing.
func crosswozSet(t testing.TB) *measuredSet {
	rating := slotOf(formNumber, "评分", []string{"评分", "分"}, within(0, 5))
	set := &measuredSet{name: "crosswoz", locale: "zh", flows: []measuredFlow{
		{name: "景点", guided: true, slots: []measuredSlot{rating, slotOf(formDuration, "游玩时间", []string{"游玩时间"}), slotOf(formMoney, "门票", []string{"门票"})}},
		{name: "餐馆", guided: true, slots: []measuredSlot{rating, slotOf(formMoney, "人均消费", []string{"人均消费", "人均"})}},
		{name: "酒店", guided: true, slots: []measuredSlot{
			rating, slotOf(formMoney, "价格", []string{"价格"}),
			slotOf(formChoice, "酒店类型", []string{"酒店类型", "类型"}, anyOf("经济型|经济", "舒适型|舒适", "高档型|高档", "豪华型|豪华")),
		}},
	}}
	for _, l := range slotLines(t, "crosswoz.dev") {
		c := newTaskSplit(set)
		for _, turn := range l.Turns {
			if turn.Speaker != "user" {
				continue
			}
			var acts [][]string
			require.NoError(t, json.Unmarshal(turn.Labels.Acts, &acts))
			for _, a := range acts {
				c.touch(a[1])
				if a[0] == "Inform" && a[3] != "免费" {
					value := a[3]
					if a[2] == "酒店类型" && strings.HasSuffix(value, "型") == false {
						value += "型"
					}
					c.tell(a[1], a[2], value)
				}
			}
			c.say(turn.Text)
		}
		c.done()
	}
	return set
}

// multidogoSet has only the customers' messages, so that its flows ask in an order of their
// own. Options are what the train part has at least five times; e-mail addresses are left out,
// because the data has lost their signs.
func multidogoSet(t testing.TB) *measuredSet {
	counts := map[string]map[string]int{}
	for _, l := range slotLines(t, "multidogo.train") {
		for _, turn := range l.Turns {
			for _, s := range turn.Labels.Slots {
				if counts[s.Slot] == nil {
					counts[s.Slot] = map[string]int{}
				}
				counts[s.Slot][text.Key(s.Value)]++
			}
		}
	}
	often := func(slot string) (values []string) {
		for _, v := range slices.Sorted(maps.Keys(counts[slot])) {
			if counts[slot][v] >= 5 && v != "" {
				values = append(values, v)
			}
		}
		return values
	}
	choice := func(slot string) measuredSlot {
		return slotOf(formChoice, slot, []string{strings.ReplaceAll(slot, "_", " ")}, anyOf(often(slot)...))
	}
	coded := func(slot, pattern string, called ...string) measuredSlot {
		return slotOf(formCode, slot, called, func(s *dialog.SlotSpec) { s.Kind, s.Pattern = dialog.PatternKind, pattern })
	}
	name := slotOf(formName, "name", []string{"name"})
	ssn := coded("ssn", `\d{4}`, "ssn", "last four digits")
	phone := func(slot string) measuredSlot {
		return slotOf(formCode, slot, []string{"phone number", "phone"}, func(s *dialog.SlotSpec) { s.Kind = "phone" })
	}
	set := &measuredSet{name: "multidogo", locale: "en", flows: []measuredFlow{
		{name: "airline", slots: []measuredSlot{
			name, slotOf(formCode, "booking_confirmation_number", []string{"booking confirmation number", "confirmation number"}),
			slotOf(formDay, "start_date", []string{"date of the flight", "departure date"}), phone("phone_number"),
			slotOf(formNumber, "number_of_passengers", []string{"number of passengers", "passengers", "tickets"}, within(1, 20)), choice("seat_type"),
		}},
		{name: "fastfood", slots: []measuredSlot{
			name, slotOf(formAddress, "address", []string{"address"}), phone("phonenumber"), choice("size"), choice("payment_type"),
		}},
		{name: "finance", slots: []measuredSlot{
			name, ssn, slotOf(formAddress, "address", []string{"address"}), slotOf(formDay, "charge_date", []string{"date of the charge"}),
			slotOf(formClock, "charge_time", []string{"time of the charge"}), slotOf(formMoney, "charge_amount", []string{"amount"}),
		}},
		{name: "insurance", slots: []measuredSlot{
			name, ssn, coded("car_year", `(?:19|20)\d\d`, "year"), choice("car_brand"), phone("phone_number"),
		}},
		{name: "media", slots: []measuredSlot{choice("service_type"), coded("current_zipcode", `\d{5,6}`, "zip code")}},
		{name: "software", slots: []measuredSlot{
			name, slotOf(formCode, "account_number", []string{"account number"}), slotOf(formMoney, "cost", []string{"cost", "amount"}), choice("expense_type"),
		}},
	}}
	for _, l := range slotLines(t, "multidogo.dev") {
		c := newTaskSplit(set)
		c.last = l.Labels.Domain
		for _, turn := range l.Turns {
			told := map[string][]string{}
			for _, s := range turn.Labels.Slots {
				told[s.Slot] = append(told[s.Slot], s.Value)
			}
			for _, s := range slices.Sorted(maps.Keys(told)) {
				c.tell(l.Labels.Domain, s, told[s]...)
			}
			if turn.Text != "" {
				c.say(turn.Text)
			}
		}
		c.done()
	}
	return set
}
