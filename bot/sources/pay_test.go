package sources

import "testing"

func TestFrenchPay(t *testing.T) {
	eur := func(min, max int64, p Period, yearMin, yearMax int64) Pay {
		return Pay{Min: min, Max: max, Currency: "EUR", Period: p, YearMin: yearMin, YearMax: yearMax}
	}
	for said, want := range map[string]Pay{
		"Annuel de 45000.0 Euros à 55000.0 Euros sur 12.0 mois": eur(4500000, 5500000, Year, 45000, 55000),
		"Annuel de 45000.0 Euros sur 13.0 mois":                 eur(4500000, 4500000, Year, 45000, 45000),
		"Annuel de 55000 Euros à 45000 Euros":                   eur(4500000, 5500000, Year, 45000, 55000),
		"Mensuel de 1646 Euros à 1646 Euros sur 12 mois":        eur(164600, 164600, Month, 19752, 19752),
		"Mensuel de 1200.00 Euros sur 12 mois":                  eur(120000, 120000, Month, 14400, 14400),
		"Mensuel de 2500,50 Euros sur 13.5 mois":                eur(250050, 250050, Month, 32507, 32507),
		"Mensuel de 2 500 Euros":                                eur(250000, 250000, Month, 30000, 30000),
		"Mensuel de 2500.0 Euros sur 6 mois":                    eur(250000, 250000, Month, 30000, 30000),
		"Horaire de 11.65 Euros à 15.0 Euros":                   eur(1165, 1500, Hour, 21203, 27300),
		"Cachet de 300.0 Euros":                                 {},
		"Annuel de 45.0 Euros à 55.0 Euros":                     {},
		"Mensuel de 45000.0 Euros":                              {},
		"Selon profil":                                          {},
		"":                                                      {},
	} {
		want.Said = said
		if got := FrenchPay(said); got != want {
			t.Errorf("FrenchPay(%q)\n got %+v\nwant %+v", said, got, want)
		}
	}
}

func TestNewPay(t *testing.T) {
	for _, c := range []struct {
		name     string
		min, max int64
		currency string
		period   Period
		want     Pay
	}{
		{"a day rate", 55000, 55000, "EUR", Day, Pay{55000, 55000, "EUR", Day, 119900, 119900, "x"}},
		{"a week", 100000, 0, "eur", Week, Pay{100000, 100000, "EUR", Week, 52000, 52000, "x"}},
		{"up to", 0, 5000000, "€", Year, Pay{0, 5000000, "EUR", Year, 0, 50000, "x"}},
		{"a day rate said yearly", 4000, 0, "EUR", Year, Pay{Said: "x"}},
		{"a year said monthly", 4500000, 5500000, "EUR", Month, Pay{Said: "x"}},
		{"one bound absurd", 45, 5500000, "EUR", Year, Pay{Said: "x"}},
		{"no period", 4500000, 0, "EUR", "", Pay{Said: "x"}},
		{"no currency", 4500000, 0, "", Year, Pay{Said: "x"}},
		{"huge", 1 << 62, 1 << 62, "EUR", Hour, Pay{Said: "x"}},
		{"negative", -5, 4500000, "EUR", Year, Pay{Said: "x"}},
		{"nothing", 0, 0, "EUR", Year, Pay{Said: "x"}},
	} {
		if got := NewPay(c.min, c.max, c.currency, c.period, "x"); got != c.want {
			t.Errorf("%s: %+v; want %+v", c.name, got, c.want)
		}
	}
}

func TestReadPeriod(t *testing.T) {
	for said, want := range map[string]Period{
		"1 YEAR": Year, "per-year-salary": Year, "YEAR": Year, "Annuel": Year, "year": Year, "ANN": Year,
		"1 MONTH": Month, "per-month-salary": Month, "mois": Month, "per-hour-wage": Hour, "HOUR": Hour, "Horaire": Hour,
		"per-day-wage": Day, "DAY": Day, "week": Week,
		"2 WEEK": "", "6 MONTH": "", "bi-week-salary": "", "one-time": "", "NONE": "", "": "", "Cachet": "",
	} {
		if got := ReadPeriod(said); got != want {
			t.Errorf("ReadPeriod(%q) = %q; want %q", said, got, want)
		}
	}
}

func TestSaidPay(t *testing.T) {
	for want, in := range map[string][4]string{
		"42000 - 52000 EUR / year": {"42000", "52000", "EUR", "year"},
		"40.00 EUR / year":         {"40.00", "", "EUR", "year"},
		"550 EUR / day":            {"550", "550", "EUR", "day"},
		"50000 EUR":                {"", "50000", "EUR", ""},
		"":                         {"", "", "EUR", "year"},
	} {
		if got := SaidPay(in[0], in[1], in[2], in[3]); got != want {
			t.Errorf("SaidPay(%q) = %q; want %q", in, got, want)
		}
	}
}
