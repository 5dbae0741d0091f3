// Package bot is the vocabulary of Rebond: what it can be asked, what it can
// say, and what a chat platform must do for it. It promises that a command is
// declared once, in no platform's terms, and that whatever a member wrote
// reaches the screen as plain text. It imports nothing but the standard library.
package bot

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// Lang is a language Rebond speaks, as an ISO 639-1 code.
type Lang string

// The languages of Rebond.
const (
	FR Lang = "fr"
	EN Lang = "en"
)

// Langs lists every language, the default one first.
var Langs = [...]Lang{FR, EN}

// ParseLang reads a locale ("fr", "en-GB", "fr_FR.UTF-8") and reports whether
// it names a language Rebond speaks.
func ParseLang(locale string) (Lang, bool) {
	code := strings.ToLower(locale)
	if i := strings.IndexAny(code, "-_."); i >= 0 {
		code = code[:i]
	}
	for _, l := range Langs {
		if string(l) == code {
			return l, true
		}
	}
	return "", false
}

// Text is the same words in each language, in the markup of [ParseMarkup].
type Text struct{ FR, EN string }

// In returns the words in language l; French for a language Rebond does not speak.
func (t Text) In(l Lang) string {
	if l == EN {
		return t.EN
	}
	return t.FR
}

// Empty reports whether there is nothing to say in any language.
func (t Text) Empty() bool { return t.FR == "" && t.EN == "" }

// Same is a name or a title: the same in every language, shown exactly as written.
func Same(s string) Text {
	return Text{FR: s, EN: s}.Escaped()
}

// Escaped is the same words, shown exactly as written.
func (t Text) Escaped() Text { return Text{FR: Escape(t.FR), EN: Escape(t.EN)} }

// Markup is text already in the markup of [ParseMarkup], the same in every
// language. It must come from our own words or from a sanitiser.
func Markup(s string) Text { return Text{FR: s, EN: s} }

// Textf fills in a format in each language. A string argument is escaped, so
// that what a member wrote can never become a mention, a link or formatting; a
// Text argument is taken in the language of the format; an integer is grouped
// as that language writes it.
func Textf(format Text, args ...any) Text {
	return Text{FR: sprintf(FR, format.FR, args), EN: sprintf(EN, format.EN, args)}
}

func sprintf(l Lang, format string, args []any) string {
	in := make([]any, len(args))
	for i, a := range args {
		switch a := a.(type) {
		case string:
			in[i] = Escape(a)
		case Text:
			in[i] = a.In(l)
		case int:
			in[i] = number(l, int64(a))
		case int64:
			in[i] = number(l, a)
		case error:
			in[i] = Escape(a.Error())
		default:
			if v := reflect.ValueOf(a); v.Kind() == reflect.String { // a PersonID, a Lang
				in[i] = Escape(v.String())
			} else {
				in[i] = a
			}
		}
	}
	return fmt.Sprintf(format, in...)
}

// Count is a count with its noun: one or many is a format with a single %s,
// which receives the number. In French 0 and 1 are singular; in English only 1.
func Count(n int, one, many Text) Text {
	fr, en := many.FR, many.EN
	if n == 0 || n == 1 {
		fr = one.FR
	}
	if n == 1 {
		en = one.EN
	}
	return Textf(Text{FR: fr, EN: en}, n)
}

// Join puts sep between the texts that are not empty.
func Join(sep string, texts ...Text) Text {
	var fr, en []string
	for _, t := range texts {
		if t.FR != "" {
			fr = append(fr, t.FR)
		}
		if t.EN != "" {
			en = append(en, t.EN)
		}
	}
	return Text{FR: strings.Join(fr, sep), EN: strings.Join(en, sep)}
}

// number groups an integer as a language writes it: 45 000 and 45,000.
func number(l Lang, n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	sep := "\u202f"
	if l == EN {
		sep = ","
	}
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(sep)
		}
		b.WriteRune(d)
	}
	return sign + b.String()
}

var frenchMonths = [...]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"}

// Date writes the day of t, in t's own zone: « 1er décembre 2026 », "1 December 2026".
func Date(t time.Time) Text {
	day := strconv.Itoa(t.Day())
	if t.Day() == 1 {
		day = "1er"
	}
	return Text{
		FR: day + "\u00a0" + frenchMonths[t.Month()-1] + " " + strconv.Itoa(t.Year()),
		EN: t.Format("2 January 2006"),
	}
}

// Hour writes the time of day of t, in t's own zone: « 9 h 05 », "09:05".
func Hour(t time.Time) Text {
	return Text{
		FR: strconv.Itoa(t.Hour()) + "\u00a0h\u00a0" + t.Format("04"),
		EN: t.Format("15:04"),
	}
}

// DateHour writes a day and a time of day, in t's own zone.
func DateHour(t time.Time) Text {
	return Textf(Text{FR: "%s à %s", EN: "%s at %s"}, Date(t), Hour(t))
}
