package places

import (
	"strings"
	"testing"
)

func TestFindText(t *testing.T) {
	check(t, FindText, []reading{
		{"Paris, France", "c75056"}, {"Paris, FR", "c75056"}, {"Paris (France)", "c75056"}, {"FR - Paris", "c75056"}, {"Paris, Île-de-France, France", "c75056"},
		{"Nantes, Pays de la Loire, France", "c44109"}, {"Rennes, Ille-et-Vilaine, Bretagne", "c35238"}, {"Rennes, Brittany, France", "c35238"},
		{"Strasbourg, Alsace, France", "c67482"}, {"Lyon, Lyon, France", "c69123"}, {"Paris, Paris, France", "c75056"},
		{"Lyon 3e Arrondissement", "c69123"}, {"69 - Lyon 3e Arrondissement", "c69123"}, {"PARIS 09", "c75056"}, {"75009 Paris, France", "c75056"},
		{"75 - Paris (Dept.)", "c75056"}, {"75", "c75056"}, {"69 - Rhône (Dept.)", "d69"}, {"69 - RHONE", "d69"}, {"13 - Bouches-du-Rhône", "d13"},
		{"35 - Rennes", "c35238"}, {"35-Rennes", "c35238"}, {"35 – RENNES", "c35238"}, {"2A - AJACCIO", "c2A004"}, {"974 - ST DENIS", "c97411"}, {"35 - Nancy", ""},
		{"53 - Mayenne", "c53147"}, {"53 - Mayenne (Dept.)", "d53"}, {"Vienne, Isère", "c38544"},
		{"Île-de-France", "r11"}, {"Île-de-France, France", "r11"}, {"Greater Paris Area", "r11"}, {"Greater Paris Metropolitan Region", "r11"}, {"Région parisienne", "r11"},
		{"Paris et périphérie", "r11"}, {"Paris Region, France", "r11"}, {"Greater Lyon Area", "c69123"}, {"Lyon Area, France", "c69123"}, {"Greater Vernon Area", ""}, {"Greater London", ""},
		{"Bordeaux - France", "c33063"}, {"Paris - La Défense", "d92"}, {"Valbonne", "c06152"}, {"Sophia Antipolis, France", "c06152"}, {"Nancy, 54, France", "c54395"},
		{"Saint-Denis, Île-de-France", "c93066"}, {"Saint-Denis, La Réunion", "c97411"}, {"Orange", "c84087"}, {"Orange, Vaucluse", "c84087"}, {"Us, France", "c95625"},
		{"Château-Chinon (Ville)", "c58062"}, {"Nice", "c06088"},
		{"London", ""}, {"New York City", ""}, {"Berlin, Germany", ""}, {"Paris, Texas", ""}, {"Paris, TX", ""}, {"Orange, California", ""}, {"Nice guy Inc", ""},
		{"Montréal", ""}, {"Montréal, Québec", ""}, {"US", ""}, {"EU", ""}, {"Sales", ""}, {"Havre", ""}, {"Havre, Montana", ""}, {"St. Louis", ""}, {"St. Louis, MO", ""},
		{"Le Caire", ""}, {"Vienne, Autriche", ""}, {"Valence, Espagne", ""}, {"Paris, Lyon", ""}, {"Paris, Bretagne", ""}, {"Texas, Paris", ""},
		{"Remote", ""}, {"Remote, Paris", ""}, {"France", ""}, {"France, FR", ""}, {"", ""}, {",,,", ""}, {"()", ""}, {"-", ""}, {"Paris,a,b,c,d,e,f", ""},
		{strings.Repeat("Paris ", 100), ""},
	})
}

func BenchmarkFindText(b *testing.B) {
	for _, s := range []string{"Nantes, Pays de la Loire, France", "69 - Lyon 3e Arrondissement", "New York City"} {
		b.Run(s, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				FindText(s)
			}
		})
	}
}
