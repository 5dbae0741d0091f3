package places

// nickname is another name of a place.
type nickname struct {
	key  string // words, as appendKey writes them
	kind Kind
	code string
	asks bool // unmistakable inside a longer text: [Large] reads it
}

// nicknames are the names people use that INSEE does not: initials, English
// names, former régions (read as today's that holds them), former towns that
// took a longer name, and business districts and new towns.
func nicknames() []nickname {
	return []nickname{
		{"idf", KindRegion, "11", true},
		{"region parisienne", KindRegion, "11", true},
		{"grand paris", KindRegion, "11", true},
		{"paca", KindRegion, "93", true},
		{"region sud", KindRegion, "93", true},
		{"provence", KindRegion, "93", true},
		{"cote d azur", KindRegion, "93", true},
		{"french riviera", KindRegion, "93", true},
		{"aura", KindRegion, "84", false},
		{"auvergne", KindRegion, "84", true},
		{"rhone alpes", KindRegion, "84", true},
		{"hdf", KindRegion, "32", false},
		{"nord pas de calais", KindRegion, "32", true},
		{"picardie", KindRegion, "32", true},
		{"bfc", KindRegion, "27", false},
		{"bourgogne", KindRegion, "27", true},
		{"burgundy", KindRegion, "27", true},
		{"franche comte", KindRegion, "27", true},
		{"alsace", KindRegion, "44", true},
		{"lorraine", KindRegion, "44", true},
		{"champagne ardenne", KindRegion, "44", true},
		{"haute normandie", KindRegion, "28", true},
		{"basse normandie", KindRegion, "28", true},
		{"normandy", KindRegion, "28", true},
		{"brittany", KindRegion, "53", true},
		{"pays de loire", KindRegion, "52", true},
		{"centre", KindRegion, "24", false},
		{"aquitaine", KindRegion, "75", true},
		{"limousin", KindRegion, "75", true},
		{"poitou charentes", KindRegion, "75", true},
		{"midi pyrenees", KindRegion, "76", true},
		{"languedoc", KindRegion, "76", true},
		{"languedoc roussillon", KindRegion, "76", true},
		{"corsica", KindRegion, "94", true},
		{"reunion island", KindDepartement, "974", true},
		{"ile de la reunion", KindDepartement, "974", true},
		{"french guiana", KindDepartement, "973", true},
		{"guyane francaise", KindDepartement, "973", true},
		{"french polynesia", KindDepartement, "987", true},
		{"tahiti", KindDepartement, "987", true},
		{"new caledonia", KindDepartement, "988", true},
		{"la defense", KindDepartement, "92", false},
		{"paris la defense", KindDepartement, "92", true},
		{"saint quentin en yvelines", KindDepartement, "78", true},
		{"marne la vallee", KindDepartement, "77", true},
		{"cergy pontoise", KindCommune, "95127", true},
		{"roissy", KindCommune, "95527", true},
		{"evry", KindCommune, "91228", true},
		{"sophia antipolis", KindCommune, "06152", true},
		{"aix", KindCommune, "13001", true},
		{"cherbourg", KindCommune, "50129", true},
	}
}

// everyday are the names of départements that a search line more often means as
// a word of French or English: [Large] leaves them. A commune of 20,000
// inhabitants is always read: "nice", "sens", "orange".
func everyday(key string) bool {
	switch key {
	case "ain", "allier", "aube", "aude", "cher", "creuse", "eure", "jura", "lot",
		"manche", "nord", "orne", "somme", "tarn", "var":
		return true
	}
	return false
}

// quiet are the nicknames that [Large] leaves.
func quiet(key string) bool {
	for _, n := range nicknames() {
		if n.key == key {
			return !n.asks
		}
	}
	return false
}

// foreign are the names of French communes that, written alone, are more likely
// a place abroad.
func foreign(key string) bool {
	switch key {
	case "avon", "baden", "eu", "la haye", "le caire", "montreal", "saint louis", "saint paul", "us":
		return true
	}
	return false
}
