package bot

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Title names the parameter as a field of a modal.
func (p *Param) Title() Text {
	if !p.Label.Empty() {
		return p.Label
	}
	return Text{FR: Escape(capital(p.Names.FR)), EN: Escape(capital(p.Names.EN))}
}

// capital makes the first letter of a parameter's name, which is ASCII, a capital.
func capital(name string) string {
	if name == "" {
		return ""
	}
	return strings.ToUpper(name[:1]) + name[1:]
}

// defaultMax is the length in runes of a text whose parameter sets none.
var defaultMax = map[Kind]int{Line: 300, Prose: 4000, Link: 2000, Person: 64, Channel: 64, Role: 64, Document: MaxDocument}

// MaxDocument is the length in runes of the text of a file.
const MaxDocument = 60_000

// read checks a value that someone typed or chose and returns it as handlers
// get it (see [Kind]).
func (p *Param) read(value string) (string, *UserError) {
	value = Clean(value, 0)
	if p.Kind != Prose && p.Kind != Document {
		value = strings.Join(strings.Fields(value), " ")
	}
	if value == "" {
		return "", nil
	}
	value, fault := p.readKind(value)
	if fault == nil && p.Check != nil {
		if err := p.Check(value); err != nil {
			faults := UserErrors(err)
			if len(faults) == 0 {
				faults = []*UserError{{Text: Same(err.Error()), Err: err}}
			}
			fault = &UserError{Text: faults[0].Text, Err: err}
		}
	}
	if fault != nil {
		fault.Param = p.Name
	}
	return value, fault
}

// resolve turns what was typed for somebody or something of the platform into its id.
func (p *Param) resolve(req *Request, value string) (string, *UserError) {
	none, ok := map[Kind]Text{
		Person:  {FR: "Je ne trouve personne du nom de « %s » ici.", EN: "I find nobody called “%s” here."},
		Channel: {FR: "Je ne trouve pas de salon « %s » ici.", EN: "I find no channel “%s” here."},
		Role:    {FR: "Je ne trouve pas de rôle « %s » ici.", EN: "I find no role “%s” here."},
	}[p.Kind]
	if !ok || req.Resolve == nil {
		return value, nil
	}
	id, ok := req.Resolve(p.Kind, value)
	if !ok {
		return value, &UserError{Param: p.Name, Text: Textf(none, Shorten(value, 60))}
	}
	return id, nil
}

func (p *Param) readKind(value string) (string, *UserError) {
	switch p.Kind {
	case Number:
		return p.readNumber(value)
	case Choice:
		return p.readChoice(value)
	case YesNo:
		return readYesNo(value)
	case Day:
		return readTime(value, "2006-01-02", []string{"2006-01-02", "2/1/2006", "02/01/2006"},
			Text{FR: "« %s » n’est pas une date. Écris-la ainsi : 2026-12-31 ou 31/12/2026.", EN: "“%s” is not a date. Write it like this: 2026-12-31 or 31/12/2026."})
	case Moment:
		return readTime(value, "2006-01-02T15:04", []string{"2006-01-02T15:04", "2006-01-02 15:04", "2/1/2006 15:04", "2/1/2006 15h04", "2/1/2006 15h"},
			Text{FR: "« %s » n’est pas une date avec une heure. Écris-la ainsi : 31/12/2026 9h00.", EN: "“%s” is not a date with a time. Write it like this: 31/12/2026 9h00."})
	case Link:
		if !SafeURL(value) || strings.HasPrefix(strings.ToLower(value), "mailto:") {
			return value, &UserError{Text: Textf(Text{FR: "« %s » n’est pas une adresse web. Colle l’adresse entière, qui commence par https://.", EN: "“%s” is not a web address. Paste the whole address, which begins with https://."}, Shorten(value, 60))}
		}
	}
	return p.readLength(value)
}

func (p *Param) readLength(value string) (string, *UserError) {
	max := p.Max
	if max == 0 {
		max = defaultMax[p.Kind]
	}
	n := utf8.RuneCountInString(value)
	if max > 0 && n > max {
		return value, &UserError{Text: Textf(Text{FR: "Ce texte a %s caractères, il en faut au plus %s.", EN: "This text has %s characters; at most %s are allowed."}, n, max)}
	}
	if n < p.Min {
		return value, &UserError{Text: Textf(Text{FR: "Ce texte a %s caractères, il en faut au moins %s.", EN: "This text has %s characters; at least %s are needed."}, n, p.Min)}
	}
	return value, nil
}

func (p *Param) readNumber(value string) (string, *UserError) {
	digits := strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "").Replace(value)
	n, err := strconv.Atoi(digits)
	if err != nil {
		return value, &UserError{Text: Textf(Text{FR: "« %s » n’est pas un nombre entier.", EN: "“%s” is not a whole number."}, Shorten(value, 60))}
	}
	if n < p.Min && p.Max == 0 {
		return value, &UserError{Text: Textf(Text{FR: "Il faut au moins %s.", EN: "At least %s is needed."}, p.Min)}
	}
	if n < p.Min || p.Max != 0 && n > p.Max {
		return value, &UserError{Text: Textf(Text{FR: "Il faut un nombre entre %s et %s.", EN: "A number from %s to %s is needed."}, p.Min, p.Max)}
	}
	return strconv.Itoa(n), nil
}

func (p *Param) readChoice(value string) (string, *UserError) {
	typed := alike(value)
	labels := make([]Text, 0, len(p.Options))
	var partly []string // the options with a word that begins so: "complet" is « télétravail complet »
	for _, o := range p.Options {
		begins := false
		for _, name := range []string{alike(o.Value), alike(Plain(o.Label.FR)), alike(Plain(o.Label.EN))} {
			if name == typed {
				return o.Value, nil
			}
			begins = begins || strings.Contains(" "+name, " "+typed)
		}
		if begins {
			partly = append(partly, o.Value)
		}
		labels = append(labels, o.Label)
	}
	if len(partly) == 1 && utf8.RuneCountInString(typed) >= 3 {
		return partly[0], nil
	}
	return value, &UserError{Text: Textf(Text{FR: "« %s » n’est pas un choix possible. Au choix : %s.", EN: "“%s” is not one of the choices, which are: %s."}, Shorten(value, 60), Join(", ", labels...))}
}

// alike is how names compare: folded, every kind of space alike.
func alike(s string) string { return strings.Join(strings.Fields(Fold(s)), " ") }

func readYesNo(value string) (string, *UserError) {
	switch Fold(value) {
	case "oui", "o", "yes", "y", "vrai", "true", "1":
		return "yes", nil
	case "non", "n", "no", "faux", "false", "0":
		return "no", nil
	}
	return value, &UserError{Text: Textf(Text{FR: "« %s » : réponds par oui ou par non.", EN: "“%s”: answer yes or no."}, Shorten(value, 60))}
}

func readTime(value, as string, layouts []string, wrong Text) (string, *UserError) {
	for _, layout := range layouts {
		if t, err := time.Parse(layout, value); err == nil {
			return t.Format(as), nil
		}
	}
	return value, &UserError{Text: Textf(wrong, Shorten(value, 60))}
}
