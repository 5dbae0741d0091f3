package places

import "testing"

func TestFind(t *testing.T) {
	check(t, Find, []reading{
		{"Nancy", "c54395"}, {"NANCY", "c54395"}, {" nancy ", "c54395"},
		{"st etienne", "c42218"}, {"St-Étienne", "c42218"}, {"saint etienne", "c42218"}, {"ste-marie", "c97418"}, {"Sainte Marie", "c97418"},
		{"l'haÿ les roses", "c94038"}, {"L’Haÿ-les-Roses", "c94038"}, {"Neuilly s/ Seine", "c92051"}, {"Neuilly s/Seine", "c92051"},
		{"Nancy (54)", "c54395"}, {"Nancy 54", "c54395"}, {"54 Nancy", "c54395"}, {"Nancy 57", ""},
		{"54000 Nancy", "c54395"}, {"Nancy 54000", "c54395"}, {"35042 Rennes Cedex 7", "c35238"}, {"Ajaccio 20000", "c2A004"}, {"Ajaccio (20)", "c2A004"},
		{"54", "d54"}, {"2a", "d2A"}, {"2B", "d2B"}, {"974", "d974"}, {"01", "d01"}, {"20", ""}, {"99", ""}, {"1", ""},
		{"54000", "c54395"}, {"75011", "c75056"}, {"99999", ""}, {"35042", ""},
		{"Lyon 3", "c69123"}, {"Lyon 03", "c69123"}, {"Lyon 3e", "c69123"}, {"Lyon 69", "c69123"}, {"Lyon 12", ""}, {"Lyon 12e", ""}, {"Lyon 3e Arrondissement", "c69123"},
		{"Lyon\u00a03ᵉ", "c69123"}, {"3e arrondissement de Lyon", "c69123"}, {"Paris 1er", "c75056"}, {"Paris 11ème", "c75056"}, {"Paris 20e arrondissement", "c75056"},
		{"Paris 21e", ""}, {"Marseille 13", "c13055"}, {"Nancy 3e", ""}, {"Paris 75011", "c75056"},
		{"à Nancy", "c54395"}, {"A Nancy", "c54395"}, {"en Isère", "d38"}, {"dans le Rhône", "d69"}, {"dans l’Ain", "d01"}, {"le Rhône", "d69"},
		{"au Mans", "c72181"}, {"aux Ulis", "c91692"}, {"à La Rochelle", "c17300"}, {"havre", "c76351"}, {"près de Nancy", "c54395"}, {"near Nancy", "c54395"},
		{"dans le 93", "d93"}, {"en 2A", "d2A"}, {"à 54000", "c54395"},
		{"idf", "r11"}, {"ile de france", "r11"}, {"Île-de-France", "r11"}, {"paca", "r93"}, {"Grand Est", "r44"}, {"région Bretagne", "r53"},
		{"Brittany", "r53"}, {"Alsace", "r44"}, {"Sophia-Antipolis", "c06152"}, {"La Défense", "d92"}, {"Évry", "c91228"}, {"Évry (89)", "c89162"},
		{"Paris", "c75056"}, {"75", "d75"}, {"département de Paris", "d75"},
		{"La Réunion", "d974"}, {"réunion", "d974"}, {"Guadeloupe", "d971"}, {"Mayotte", "d976"}, {"région Guadeloupe", "d971"}, {"Nouvelle-Calédonie", "d988"},
		{"Loire", "d42"}, {"Nord", "d59"}, {"Vienne", "d86"}, {"Vienne (38)", "c38544"}, {"Vienne 86", "d86"}, {"ville de Vienne", "c38544"},
		{"Mayenne (53)", "d53"}, {"ville de Mayenne", "c53147"}, {"Saint-Martin", "d978"},
		{"Saint-Denis", "c97411"}, {"Saint-Denis (93)", "c93066"}, {"St Denis 93", "c93066"}, {"Saint-Denis, Île-de-France", "c93066"},
		{"Château-Chinon", "c58062"}, {"Nancy, Meurthe-et-Moselle", "c54395"}, {"Us", "c95625"},
		{"", ""}, {"  ", ""}, {"?", ""}, {"à", ""}, {"dans le", ""}, {"London", ""}, {"Nanceh", ""}, {"arrondissement", ""}, {"cedex", ""}, {"日本", ""}, {"\xff\xfe", ""},
	})
}

func TestFindIn(t *testing.T) {
	for _, c := range []struct{ name, departement, want string }{
		{"Nancy", "54", "c54395"}, {"NANCY", "57", ""}, {"LYON 03", "69", "c69123"}, {"Lyon 3e Arrondissement", "69", "c69123"},
		{"ST ETIENNE CEDEX 2", "42", "c42218"}, {"Mayenne", "53", "c53147"}, {"Ajaccio", "2a", "c2A004"}, {"Ajaccio", "20", "c2A004"},
		{"Saint-Denis", "93", "c93066"}, {"Saint-Denis", "974", "c97411"}, {"Paris", "75", "c75056"}, {"Rhône", "69", ""},
		{"54", "54", ""}, {"Nancy", "", ""}, {"", "54", ""}, {"Le Lyon", "69", "c69123"}, {"La Rochelle", "17", "c17300"}, {"Rochelle", "17", "c17300"},
	} {
		if got := short(FindIn(c.name, c.departement)); got != c.want {
			t.Errorf("FindIn(%q, %q) = %q, want %q", c.name, c.departement, got, c.want)
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"Nancy (54)", "3e arrondissement de Lyon", "54000 Nancy cedex", "st", "à la", "s/", "20 2A", "dans le 93", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, read := range []func(string) (Place, bool){Find, FindText, ByCode, ByPostalCode, Departement, Region} {
			if p, ok := read(s); ok != (p.Kind != 0) || ok && p.Name == "" {
				t.Errorf("%q: %+v, %v", s, p, ok)
			}
		}
		FindIn(s, "54")
		FindIn("Nancy", s)
	})
}

func BenchmarkFind(b *testing.B) {
	for _, s := range []string{"Nancy", "dans le Rhône", "Lyon 3e Arrondissement", "saint-denis (93)", "nothing of the kind"} {
		b.Run(s, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Find(s)
			}
		})
	}
}
