package sources

import (
	"strings"

	"rebond/bot"
)

// countryNames are the names, folded, under which sources name the countries
// that their offers are most often in; ISO 3166-1 alpha-2 and alpha-3 too.
var countryNames = func() map[string]string {
	m := map[string]string{}
	for code, names := range map[string]string{
		"FR": "france,fra,france metropolitaine", "BE": "belgique,belgium,bel", "CH": "suisse,switzerland,che", "LU": "luxembourg,lux",
		"MC": "monaco,mco", "DE": "allemagne,germany,deutschland,deu", "ES": "espagne,spain,espana,esp", "IT": "italie,italy,italia,ita",
		"PT": "portugal,prt", "NL": "pays-bas,netherlands,the netherlands,nld", "AT": "autriche,austria,aut",
		"GB": "royaume-uni,united kingdom,uk,great britain,england,angleterre,scotland,gbr", "IE": "irlande,ireland,irl",
		"PL": "pologne,poland,pol", "RO": "roumanie,romania,rou", "CZ": "republique tcheque,tchequie,czech republic,czechia,cze",
		"HU": "hongrie,hungary,hun", "GR": "grece,greece,grc", "SE": "suede,sweden,swe", "DK": "danemark,denmark,dnk",
		"NO": "norvege,norway,nor", "FI": "finlande,finland,fin", "EE": "estonie,estonia,est", "LT": "lituanie,lithuania,ltu",
		"US": "etats-unis,united states,united states of america,usa,us", "CA": "canada,can", "MX": "mexique,mexico,mex",
		"BR": "bresil,brazil,bra", "MA": "maroc,morocco,mar", "TN": "tunisie,tunisia,tun", "DZ": "algerie,algeria,dza",
		"SN": "senegal,sen", "CI": "cote d'ivoire,ivory coast,civ", "MG": "madagascar,mdg", "MU": "maurice,mauritius,mus",
		"IL": "israel,isr", "AE": "emirats arabes unis,united arab emirates,are", "IN": "inde,india,ind", "SG": "singapour,singapore,sgp",
		"JP": "japon,japan,jpn", "CN": "chine,china,chn", "AU": "australie,australia,aus", "UA": "ukraine,ukr", "TR": "turquie,turkey,tur",
	} {
		for name := range strings.SplitSeq(names, ",") {
			m[name] = code
		}
	}
	return m
}()

// overseas are the codes that ISO gives to parts of France.
const overseas = " GP MQ GF RE YT PM BL MF WF PF NC "

// CountryCode is the ISO 3166-1 alpha-2 code of a country said by its code or
// its name; empty when it is not known. A territory of France is France.
func CountryCode(said string) string {
	said = strings.ToUpper(strings.TrimSpace(said))
	if code := countryNamed(said); code != "" {
		return code
	}
	if len(said) != 2 || said[0] < 'A' || said[0] > 'Z' || said[1] < 'A' || said[1] > 'Z' {
		return ""
	}
	if strings.Contains(overseas, " "+said+" ") {
		return "FR"
	}
	return said
}

// countryNamed reads a name only: in "Los Angeles, CA" the end is no country.
func countryNamed(said string) string {
	name := bot.Fold(strings.TrimSpace(said))
	if name == "fr" {
		return "FR"
	}
	return countryNames[name]
}
