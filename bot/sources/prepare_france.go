package sources

import (
	"regexp"
	"slices"
	"strings"

	"rebond/bot"
)

// Patterns over folded text.
var (
	// Words of a place or of a text that take in France.
	openHere = regexp.MustCompile(`\b(?:world ?wide|anywhere(?: in the world)?|global(?:ly)?|international|monde entier|partout dans le monde|europe|european union|union europeenne|eu|ue|emea|eea|eee|france|francais|cet|utc ?\+ ?[012]|gmt ?\+ ?[012])\b`)
	// Words that take it out, whatever else is there.
	closedHere = regexp.MustCompile(`\b(?:eastern|central|northern|south ?eastern) europe\b|\beurope de l'est\b|\b(?:us|usa|u\.s\.|uk|canada|north america|latam|apac|india|germany|spain|brazil)[ -]?(?:only|based only|residents? only)\b|\banywhere in (?:the )?(?:us|usa|united states|uk|united kingdom|canada|india|germany|spain|latin america|north america|americas|apac)\b` +
		`|\b(?:must|should) (?:be )?(?:based|located|reside|live|living|legally authorized to work|authorized to work) in (?:the )?(?:us|usa|united states|u\.s|uk|united kingdom|canada|india|germany|spain|brazil|australia|poland|portugal|switzerland|belgium|singapore|ireland|netherlands)\b|\b(?:authorized|authorised|eligible|right) to work in (?:the )?(?:us|usa|united states|u\.s|uk|united kingdom|canada|india|germany|australia|switzerland)\b` +
		`|\b(?:us|u\.s\.) (?:citizens?|citizenship|residents?|persons?)\b|\bnot (?:available|open) (?:in|to|for) (?:candidates in )?(?:france|europe|the eu)\b`)
	// What a text says of where those who work from afar may be.
	openText = regexp.MustCompile(`\b(?:anywhere|everywhere|remote(?:ly)?|remote work|work(?:ing)?|based|located|live|living|hire|hiring|candidates?|team members?) (?:from |in |within |across |throughout |to )*(?:anywhere )?(?:in |within |across )?(?:the )?(?:world|europe|eu|european union|emea|france|cet|european time ?zones?)\b|\bworld ?wide\b|\bpartout en (?:france|europe)\b|\ben (?:france|europe)\b|\b(?:from|de) n'importe ou\b|\bfrom anywhere\b|\bresider en france\b|\bdepuis (?:la france|toute la france|l'europe)\b`)
)

// abroad are places that sources name without their country, folded.
var abroad = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.SplitSeq(`london,londres,manchester,edinburgh,dublin,berlin,munich,munchen,hamburg,frankfurt,cologne,koln,stuttgart,dusseldorf,bruxelles,brussels,anvers,antwerp,gent,ghent,liege,namur,charleroi,louvain-la-neuve,geneve,geneva,lausanne,zurich,bale,basel,berne,bern,neuchatel,fribourg,luxembourg,
amsterdam,rotterdam,utrecht,eindhoven,madrid,barcelona,barcelone,valencia,malaga,lisbon,lisbonne,porto,milan,milano,rome,turin,vienna,vienne autriche,prague,warsaw,varsovie,krakow,wroclaw,budapest,bucharest,bucarest,sofia,athens,stockholm,copenhagen,oslo,helsinki,tallinn,vilnius,riga,
new york,new york city,nyc,san francisco,sf bay area,los angeles,chicago,boston,seattle,austin,denver,miami,atlanta,dallas,washington,washington dc,palo alto,mountain view,toronto,montreal,vancouver,quebec,ottawa,mexico city,sao paulo,buenos aires,bogota,
casablanca,rabat,tunis,alger,dakar,abidjan,antananarivo,tel aviv,dubai,abu dhabi,doha,riyadh,bangalore,bengaluru,mumbai,new delhi,delhi,hyderabad,pune,chennai,singapore,tokyo,hong kong,shanghai,beijing,seoul,sydney,melbourne,istanbul,kyiv,
us,usa,united states,uk,north america,northern america,south america,latin america,latam,americas,the americas,apac,asia,asia pacific,africa,afrique,middle east,nordics,dach,benelux,iberia,oceania,new zealand,eastern europe,central europe`, ",") {
		m[strings.TrimSpace(w)] = true
	}
	return m
}()

// where is what a place says of working from France.
type where uint8

const (
	unsaid where = iota
	here
	openTo // those who are here: "Europe"
	away
)

// whereIs reads a place: its codes, its country, else its label.
func whereIs(p Place) where {
	label := bot.Fold(p.Label)
	switch {
	case p.Country == "FR", p.Commune != "", p.Departement != "", p.Region != "":
		return here
	case p.Country != "":
		if remotePlace.MatchString(label) && openHere.MatchString(label) && !closedHere.MatchString(label) {
			return openTo // "Remote (Germany or France)"
		}
		return away
	case closedHere.MatchString(label):
		return away
	}
	found := unsaid
	for part := range strings.FieldsFuncSeq(label, func(r rune) bool { return strings.ContainsRune(",;/|()-–", r) }) {
		part = strings.TrimSpace(part)
		switch {
		case openHere.MatchString(part):
			return openTo
		case abroad[part], countryNames[part] != "" && countryNames[part] != "FR":
			found = away
		}
	}
	if found == unsaid && abroad[label] {
		return away
	}
	return found
}

// fromFrance reports whether the work can be done from France: one of its places is
// there; or it is done from afar and nothing keeps it to elsewhere; or no place is known
// and the announcement is in French.
func (a *announcement) fromFrance(o *Offer) bool {
	var said []where
	for _, p := range o.Places {
		said = append(said, whereIs(p))
	}
	if slices.Contains(said, here) {
		return true
	}
	afar := o.Remote == Full || RemoteInPlaces(o.Places) == Full
	if afar {
		switch {
		case closedHere.MatchString(a.folded) || closedHere.MatchString(bot.Fold(o.Title)):
			return slices.Contains(said, openTo) && !closedHere.MatchString(bot.Fold(o.Title))
		case slices.Contains(said, openTo):
			return true
		case slices.Contains(said, away):
			return openText.MatchString(a.folded)
		}
		return true
	}
	if slices.Contains(said, away) {
		return false
	}
	return o.Language == bot.FR
}
