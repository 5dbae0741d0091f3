package sources

import (
	"reflect"
	"testing"
)

func TestPlace(t *testing.T) {
	lyon := Place{Commune: "69123", Departement: "69", Region: "84", Country: "FR"}
	paris := Place{Commune: "75056", Departement: "75", Region: "11", Country: "FR"}
	as := func(label string, p Place) Place { p.Label = label; return p }
	for _, c := range []struct {
		where Where
		want  Place
	}{
		{Where{Label: "69 - Lyon 3e Arrondissement", Commune: "69383", Postal: "69003"}, as("Lyon 3e (69)", lyon)},
		{Where{Label: "69 - LYON 03", Commune: "69383"}, as("Lyon 3e (69)", lyon)},
		{Where{Label: "69 - Lyon 3e Arrondissement"}, as("Lyon 3e (69)", lyon)},
		{Where{Label: "69 - VENISSIEUX", Commune: "69259"}, Place{"Vénissieux (69)", "69259", "69", "84", "FR"}},
		{Where{Label: "75 - Paris (Dept.)"}, as("Paris (75)", paris)},
		{Where{Label: "75 - PARIS 01", Commune: "75101"}, as("Paris 1er (75)", paris)},
		{Where{Label: "33 - Gironde"}, Place{Label: "Gironde (33)", Departement: "33", Region: "75", Country: "FR"}},
		{Where{Label: "Paris, France"}, as("Paris, France", paris)},
		{Where{Label: "Lyon", City: "Lyon", Postal: "69003", Country: "FR"}, as("Lyon", lyon)},
		{Where{City: "Lyon", Region: "Auvergne-Rhône-Alpes", Country: "France"}, as("Lyon, Auvergne-Rhône-Alpes", lyon)},
		{Where{Label: "Remote, France"}, Place{Label: "Remote, France", Country: "FR"}},
		{Where{Label: "Remote - France"}, Place{Label: "Remote - France", Country: "FR"}},
		{Where{Label: "Berlin, Germany"}, Place{Label: "Berlin, Germany", Country: "DE"}},
		{Where{Label: "Paris", Country: "US"}, Place{Label: "Paris", Country: "US"}},
		{Where{Label: "Valence", Country: "Espagne"}, Place{Label: "Valence", Country: "ES"}},
		{Where{Country: "FR"}, Place{Label: "France", Country: "FR"}},
		{Where{Country: "DE"}, Place{Label: "DE", Country: "DE"}},
		{Where{Label: "Los Angeles, CA"}, Place{Label: "Los Angeles, CA"}},
		{Where{Label: "Partout"}, Place{Label: "Partout"}},
	} {
		if got, ok := c.where.Place(); !ok || got != c.want {
			t.Errorf("%+v\n got %+v\nwant %+v", c.where, got, c.want)
		}
	}
	if got, ok := (Where{}).Place(); ok {
		t.Errorf("a place of nothing: %+v", got)
	}
}

func TestPlaces(t *testing.T) {
	labels := func(all []Place) (labels []string) {
		for _, p := range all {
			labels = append(labels, p.Label)
		}
		return labels
	}
	if got, want := labels(Places("Paris, France; Remote, France", "")), []string{"Paris, France", "Remote, France"}; !reflect.DeepEqual(got, want) {
		t.Errorf("%q; want %q", got, want)
	}
	all := Places("Paris;Lyon;paris, France;LYON;Nantes;Lille;Rennes;Brest;Nancy;Metz;Dijon;Nice;Nîmes;Pau", "FR")
	if got := distinctPlaces(all); len(got) != 10 || got[0].Label != "Paris" || got[1].Label != "Lyon" || got[2].Label != "Nantes" {
		t.Errorf("at most ten, each once: %q", labels(got))
	}
	if got := Places(" ; ", "FR"); got != nil {
		t.Errorf("places of nothing: %+v", got)
	}
}

func TestCountryCode(t *testing.T) {
	for said, want := range map[string]string{"FR": "FR", "fr": "FR", "France": "FR", "FRA": "FR", "RE": "FR", "Belgique": "BE", "UK": "GB", "Deutschland": "DE", "JP": "JP", "Atlantide": "", "": ""} {
		if got := CountryCode(said); got != want {
			t.Errorf("CountryCode(%q) = %q; want %q", said, got, want)
		}
	}
}
