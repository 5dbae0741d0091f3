package jobposting

import (
	"encoding/json"
	"html"
	"strconv"
	"strings"

	"rebond/bot"
	"rebond/bot/sources"
)

// object is a JSON-LD object: any field may be of any type.
type object = map[string]any

// text is a string, a number, or the first of a list of them, as a string.
func text(v any) string {
	for _, s := range texts(v) {
		return s
	}
	return ""
}

func texts(v any) []string {
	switch v := v.(type) {
	case string:
		if v = strings.TrimSpace(v); v != "" {
			return []string{v}
		}
	case json.Number:
		return []string{v.String()}
	case []any:
		var all []string
		for _, e := range v {
			if _, nested := e.([]any); !nested {
				all = append(all, texts(e)...)
			}
		}
		return all
	case object:
		if s, ok := v["@value"].(string); ok {
			return texts(s)
		}
	}
	return nil
}

// list is v as a list: of nothing, of one, or itself.
func list(v any) []any {
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		return v
	}
	return []any{v}
}

// plain is text without the entities that sites leave in it.
func plain(s string) string { return html.UnescapeString(s) }

// named is a name given as a string or as an object that has one.
func named(v any) string {
	for _, e := range list(v) {
		if o, ok := e.(object); ok {
			if s := first(text(o["name"]), text(o["legalName"])); s != "" {
				return s
			}
		} else if s := text(e); s != "" {
			return s
		}
	}
	return ""
}

// line is a name as a text that a parser may look at for long.
func line(v any) string { return short(plain(named(v)), 500) }

func orgName(v any) string {
	s := named(v)
	if sources.IsWeb(s) { // some give the organisation as its site
		return sources.CompanyFromBoard(s)
	}
	return s
}

// description is the announcement, then what the data say apart from it.
func description(in object) string {
	parts := []string{sources.FromEither(text(in["description"]))}
	for _, key := range []string{"responsibilities", "qualifications"} {
		if s := sources.FromEither(text(in[key])); s != "" && !strings.Contains(parts[0], s) {
			parts = append(parts, s)
		}
	}
	return strings.TrimSpace(strings.Join(parts, "\n\n"))
}

// A list of thousands is no announcement's: more than these are not read.
const (
	maxSkills    = 200
	maxAddresses = 50
	maxLine      = 4 << 10 // bytes of what is a line
)

func skills(in object) []string {
	var all []string
	for _, key := range []string{"skills", "occupationalCategory", "industry"} {
		for _, e := range list(in[key]) {
			for s := range strings.FieldsFuncSeq(plain(named(e)), func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
				if len(all) == maxSkills {
					return all
				}
				all = append(all, s)
			}
		}
	}
	return all
}

func experience(v any) (said string, level sources.Level) {
	for _, e := range list(v) {
		if o, ok := e.(object); ok {
			if months, err := strconv.ParseFloat(text(o["monthsOfExperience"]), 64); err == nil && months >= 0 && months < 1200 {
				said = strconv.Itoa(int(months)) + " mois"
			}
		} else {
			said = short(plain(text(e)), maxLine)
		}
	}
	return said, sources.LevelFromExperience(said)
}

// addresses are those of the workplaces: objects or text.
func addresses(in object) []any {
	var all []any
	for _, l := range list(in["jobLocation"]) {
		o, ok := l.(object)
		switch {
		case !ok:
			all = append(all, l)
		case o["address"] != nil:
			all = append(all, list(o["address"])...)
		case o["addressLocality"] != nil || o["postalCode"] != nil:
			all = append(all, o)
		case o["name"] != nil:
			all = append(all, o["name"])
		}
	}
	return all[:min(len(all), maxAddresses)]
}

func locations(in object) []sources.Place {
	var all []sources.Place
	for _, a := range addresses(in) {
		o, ok := a.(object)
		if !ok {
			all = append(all, sources.Places(short(plain(text(a)), maxLine), "")...)
			continue
		}
		w := sources.Where{
			City: line(o["addressLocality"]), Region: line(o["addressRegion"]),
			Postal: line(o["postalCode"]), Country: line(o["addressCountry"]),
		}
		w.Label = w.City
		if p, ok := w.Place(); ok {
			all = append(all, p)
		}
	}
	if len(all) > 0 {
		return all
	}
	required := list(in["applicantLocationRequirements"])
	for _, a := range required[:min(len(required), maxAddresses)] {
		if p, ok := (sources.Where{Label: line(a), Country: line(a)}).Place(); ok {
			all = append(all, p)
		}
	}
	return all
}

// pay reads baseSalary: an amount, or bounds, within or beside its value. An
// amount without a unit is a year's when it is as large as one. The currency may
// stand beside, in salaryCurrency.
func pay(v any, beside string) sources.Pay {
	for _, e := range list(v) {
		o, ok := e.(object)
		if s := text(e); !ok && s != "" {
			if sources.Cents(s) == 0 || beside == "" {
				return sources.Pay{Said: short(plain(s), maxLine)}
			}
			o, ok = object{"value": s}, true
		}
		if !ok {
			continue
		}
		value, ok := o["value"].(object)
		if !ok {
			value = object{"value": o["value"], "minValue": o["minValue"], "maxValue": o["maxValue"]}
		}
		least := first(text(value["minValue"]), text(value["value"]))
		most := text(value["maxValue"])
		unit := first(text(value["unitText"]), text(o["unitText"]))
		currency := first(text(o["currency"]), text(value["currency"]), beside)
		period := sources.ReadPeriod(unit)
		if unit == "" && sources.Cents(first(most, least)) >= 10_000_00 {
			period = sources.Year
		}
		return sources.NewPay(sources.Cents(least), sources.Cents(most), currency, period, sources.SaidPay(least, most, currency, bot.Fold(unit)))
	}
	return sources.Pay{}
}
