package sources

import (
	"regexp"
	"strings"

	"rebond/bot"
)

// Patterns over folded text with single spaces.
var (
	notAllRemote = regexp.MustCompile(`\b(?:pas de|pas du|no|not|non|sans)\s+(?:full[ -]?|fully[ -]?|100 ?% (?:en )?)(?:teletravail|remote)`)
	noRemote     = regexp.MustCompile(`\b(?:pas de|pas d[eu]|aucun|sans|no|not|non)\s+(?:possibilite de |jours? de )?(?:teletravail|remote\b)(?:able)?(?: possible)?` +
		`|\bteletravail ?:? ?(?:non\b|impossible|pas possible|n'est pas possible|exclu)|\bremote ?: ?no\b|\bnon (?:teletravaillable|eligible au teletravail)` +
		`|\b(?:sur site|presentiel|on[- ]?site) (?:uniquement|exclusivement|only|obligatoire)|\b(?:uniquement|exclusivement|100 ?%|only) (?:sur site|en presentiel|presentiel|on[- ]?site)`)
	allRemote = regexp.MustCompile(`\b100 ?% ?(?:en )?(?:teletravail|remote|a distance|distanciel)|\b(?:teletravail|remote|distanciel) ?(?:a )?:? ?100 ?%` +
		`|\bfull(?:y)?[ -]?(?:remote|teletravail|distanciel)|\bremote[ -](?:first|only)\b|\bteletravail (?:complet|total|integral|a temps plein|a plein temps)\b` +
		`|\b(?:entierement|totalement|integralement) (?:en teletravail|a distance|remote)|\bteletravail (?:entierement|totalement)`)
	partRemote = regexp.MustCompile(`\b(?:mode|travail|rythme|organisation|poste|format|modele|politique|presence)s? hybrides?\b|\bhybrid (?:work|role|position|model|mode|remote|setup|office)` +
		`|\bhybrides? ?[(:,-]? ?\d|^hybride?$|^hybrid remote\b|\bpart(?:ial|ly|iellement)? ?remote\b|\bremote (?:partiel|possible|friendly)` +
		`|\d ?(?:j|jours?|jrs?|days?)\b[^.\n]{0,25}\b(?:teletravail|remote|distanciel|from home)\b|\b(?:remote|distanciel) ?:? ?\(?\d ?(?:j|jours?|days?)\b`)
)

// ReadRemote reads from the words of an announcement where the work is done;
// empty when it does not say. « télétravail » without more means some days of
// it. Words about clouds, motors and searches that are hybrid do not count.
func ReadRemote(texts ...string) Remote {
	said := false // that there is no remote work
	mention := false
	part := false
	for _, text := range texts {
		text = aroundPlaceWords(strings.Join(strings.Fields(bot.Fold(text)), " "))
		if text == "" {
			continue
		}
		if notAllRemote.MatchString(text) {
			part, text = true, notAllRemote.ReplaceAllString(text, " ")
		}
		if noRemote.MatchString(text) {
			said, text = true, noRemote.ReplaceAllString(text, " ")
		}
		if allRemote.MatchString(text) {
			return Full
		}
		part = part || partRemote.MatchString(text)
		mention = mention || strings.Contains(text, "teletravail")
	}
	switch {
	case part, mention && !said:
		return Hybrid
	case said:
		return OnSite
	}
	return ""
}

// aroundPlaceWords keeps of a text what stands near the words that say where
// work is done, farther than any pattern reaches: it spares the rest the slow look.
func aroundPlaceWords(text string) string {
	const reach = 80
	var kept strings.Builder
	from, to := 0, 0 // the stretch being kept
	for i := 0; i < len(text); {
		n := placeWord(text[i:])
		if n == 0 {
			i++
			continue
		}
		if i-reach > to {
			kept.WriteString(text[from:to] + " | ")
			from = i - reach
		}
		to = min(len(text), i+n+reach)
		i += n
	}
	kept.WriteString(text[from:to])
	return kept.String()
}

func placeWord(text string) int {
	if strings.IndexByte("trhdpsof", text[0]) < 0 {
		return 0
	}
	for _, word := range []string{"teletravail", "remote", "hybrid", "distanc", "presentiel", "sur site", "on-site", "on site", "onsite", "from home"} {
		if strings.HasPrefix(text, word) {
			return len(word)
		}
	}
	return 0
}

// ParseRemote reads a field that says how the work is done: "on-site",
// "Hybrid", "Remote"; empty for "unspecified" and what is not known.
func ParseRemote(field string) Remote {
	switch strings.NewReplacer("-", "", "_", "", " ", "").Replace(bot.Fold(field)) {
	case "onsite", "office", "inoffice", "sursite":
		return OnSite
	case "hybrid", "hybride":
		return Hybrid
	case "remote", "fullyremote", "fullremote", "telecommute":
		return Full
	}
	return ""
}

var remotePlace = regexp.MustCompile(`\b(?:remote|teletravail|a distance|anywhere)\b`)

// RemoteInPlaces reads from the names of places whether one of them is nowhere
// ("Remote, France"): the employer then says that the whole work can be done
// from afar, even where it names offices too.
func RemoteInPlaces(places []Place) Remote {
	for _, p := range places {
		label := bot.Fold(p.Label)
		if strings.Contains(label, "hybrid") {
			return Hybrid
		}
		if remotePlace.MatchString(label) {
			return Full
		}
	}
	return ""
}
