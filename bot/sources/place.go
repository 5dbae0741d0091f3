package sources

import (
	"regexp"
	"strconv"
	"strings"

	"rebond/bot"
	"rebond/bot/search/places"
)

// Where is what a source says of one place; all of it may be empty.
type Where struct {
	Label   string // free text: "Paris, France", « 69 - Lyon 3e Arrondissement »
	Commune string // INSEE's code
	Postal  string // postal code
	City    string
	Region  string
	Country string // a code or a name: "FR", "France"
}

const maxPlaces = 10

// Place builds a place in INSEE's codes from what is said of it; false when
// nothing is. A place abroad keeps its label and country only.
func (w Where) Place() (Place, bool) {
	label := OneLine(w.Label, 100)
	if label == "" {
		label = OneLine(strings.Join(distinct(w.City, w.Region), ", "), 100)
	}
	country := CountryCode(w.Country)
	if i := strings.LastIndexByte(label, ','); country == "" {
		country = countryNamed(label[i+1:])
	}
	if country == "" && strings.Contains(" "+bot.Fold(label)+" ", " france ") { // "Remote - France"
		country = "FR"
	}
	if country != "" && country != "FR" {
		if label == "" {
			label = OneLine(w.Country, 100)
		}
		return Place{Label: label, Country: country}, label != ""
	}
	found, ok := w.find(label)
	if ok {
		country = "FR"
	}
	switch {
	case label != "":
		label = tidyLabel(label, found)
	case ok:
		label = found.Label()
	case country == "FR":
		label = "France"
	default:
		return Place{}, false
	}
	p := Place{Label: label, Departement: found.Departement, Region: found.Region, Country: country}
	if found.Kind == places.KindCommune {
		p.Commune = found.Code
	}
	return p, true
}

// find asks what is surest first: the code, the name within its postal code's
// département, the postal code, the words.
func (w Where) find(label string) (places.Place, bool) {
	if p, ok := places.ByCode(w.Commune); ok {
		return p, true
	}
	if p, ok := places.ByPostalCode(w.Postal); ok {
		if named, ok := places.FindIn(w.City, p.Departement); ok {
			return named, true
		}
		return p, true
	}
	for _, words := range []string{label, join(w.City, w.Region), w.City, w.Region} {
		if words == "" || remotePlace.MatchString(bot.Fold(words)) {
			continue
		}
		if p, ok := places.FindText(words); ok {
			return p, true
		}
	}
	return places.Place{}, false
}

func join(city, region string) string {
	if city == "" || region == "" {
		return ""
	}
	return city + ", " + region
}

// Places reads free text that may name several places: "Paris, France; Remote,
// France". The country is that of all of them, where the source says it.
func Places(said, country string) []Place {
	var all []Place
	for part := range strings.FieldsFuncSeq(said, func(r rune) bool { return r == ';' || r == '|' || r == '\n' }) {
		if p, ok := (Where{Label: part, Country: country}).Place(); ok && strings.TrimSpace(part) != "" {
			all = append(all, p)
		}
	}
	return all
}

// distinctPlaces keeps the first of the places that are the same, at most ten.
func distinctPlaces(all []Place) []Place {
	var kept []Place
	seen := map[string]bool{}
	for _, p := range all {
		label, commune := "label "+bot.Fold(p.Label), "commune "+p.Commune
		if p.Label == "" || seen[label] || p.Commune != "" && seen[commune] || len(kept) == maxPlaces {
			continue
		}
		seen[label], seen[commune] = true, true
		kept = append(kept, p)
	}
	return kept
}

func distinct(words ...string) []string {
	var kept []string
	for _, w := range words {
		if w = strings.TrimSpace(w); w != "" && (len(kept) == 0 || bot.Fold(kept[len(kept)-1]) != bot.Fold(w)) {
			kept = append(kept, w)
		}
	}
	return kept
}

var (
	numbered       = regexp.MustCompile(`^(\d{2,3}|2[ABab]) - (.+)$`)
	arrondissement = regexp.MustCompile(`(?i)\s+arrondissement$`)
	shouted        = regexp.MustCompile(`^[^a-zà-ÿ]+$`)
	endsInNumber   = regexp.MustCompile(` 0?(\d{1,2})$`)
)

// tidyLabel writes a label of France Travail as people do: « 69 - Lyon 3e
// Arrondissement » is « Lyon 3e (69) », « 75 - Paris (Dept.) » is « Paris (75) ».
// Others stay as they are.
func tidyLabel(label string, found places.Place) string {
	m := numbered.FindStringSubmatch(label)
	if m == nil {
		return label
	}
	name := strings.TrimSpace(strings.TrimSuffix(m[2], "(Dept.)"))
	name = arrondissement.ReplaceAllString(name, "")
	if shouted.MatchString(name) && found.Name != "" {
		if n := endsInNumber.FindStringSubmatch(name); n != nil {
			name = found.Name + " " + ordinal(n[1])
		} else {
			name = found.Name
		}
	}
	return name + " (" + strings.ToUpper(m[1]) + ")"
}

func ordinal(number string) string {
	if n, _ := strconv.Atoi(number); n != 1 {
		return strconv.Itoa(n) + "e"
	}
	return "1er"
}
