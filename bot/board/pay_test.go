package board

import (
	"fmt"
	"testing"
	"unicode/utf8"

	"rebond/bot/sources"
)

// inWords is pay as the labels say it: "45000-55000 EUR year", cents only where there are some.
func inWords(p sources.Pay) string {
	units := func(cents int64) string {
		if cents%100 == 0 {
			return fmt.Sprint(cents / 100)
		}
		return fmt.Sprintf("%d.%02d", cents/100, cents%100)
	}
	return fmt.Sprintf("%s-%s %s %s", units(p.Min), units(p.Max), p.Currency, p.Period)
}

func TestReadPay(t *testing.T) {
	for _, c := range []struct{ said, want string }{
		// French
		{"45-55k", "45000-55000 EUR year"},
		{"45-55k€", "45000-55000 EUR year"},
		{"45-55 K€", "45000-55000 EUR year"},
		{"45k-55k", "45000-55000 EUR year"},
		{"45k€-55k€", "45000-55000 EUR year"},
		{"45K€ à 55K€ selon expérience", "45000-55000 EUR year"},
		{"45/55k€", "45000-55000 EUR year"},
		{"45 / 55 k€", "45000-55000 EUR year"},
		{"45 à 55 k€ brut annuel", "45000-55000 EUR year"},
		{"entre 45 et 55 k€", "45000-55000 EUR year"},
		{"de 45 à 55 000 €", "45000-55000 EUR year"},
		{"45 000 € à 55 000 € par an", "45000-55000 EUR year"},
		{"45\u202f000\u00a0€ – 55\u202f000\u00a0€", "45000-55000 EUR year"},
		{"45.000 € - 55.000 € brut", "45000-55000 EUR year"},
		{"45000-55000", "45000-55000 EUR year"},
		{"45000€", "45000-45000 EUR year"},
		{"45 000,00 €", "45000-45000 EUR year"},
		{"42 000 EUR", "42000-42000 EUR year"},
		{"Salaire : 45000", "45000-45000 EUR year"},
		{"45000", "45000-45000 EUR year"},
		{"45k selon profil + variable", "45000-45000 EUR year"},
		{"47,5k€", "47500-47500 EUR year"},
		{"45k fixe + 5k variable", "45000-45000 EUR year"},
		{"40 k€ + prime de 3 000 €", "40000-40000 EUR year"},
		{"prime de 3 000 € en plus d’un fixe de 40 k€", "40000-40000 EUR year"},
		{"à partir de 45k", "45000-45000 EUR year"},
		{"45k€ minimum", "45000-45000 EUR year"},
		{"45k+", "45000-45000 EUR year"},
		{"jusqu’à 55k", "0-55000 EUR year"},
		{"jusqu'à 55 000 € brut par an", "0-55000 EUR year"},
		{"max 55k€", "0-55000 EUR year"},
		{"55k€ max", "0-55000 EUR year"},
		{"de 45k€ jusqu’à 55k€", "45000-55000 EUR year"},
		{"55-45k", "55000-45000 EUR year"},
		{"60 000 € - 50 000 €", "60000-50000 EUR year"},
		{"10-100k€", "10000-100000 EUR year"},
		{"45 KE", "45000-45000 EUR year"},
		{"45 k euros bruts annuels", "45000-45000 EUR year"},
		{"fourchette 38-42k (fixe)", "38000-42000 EUR year"},
		{"Rémunération de 38 à 42 K€ + BSPCE", "38000-42000 EUR year"},
		{"TJM 500-600 €", "500-600 EUR day"},
		{"TJM : 450€ - 520€ HT", "450-520 EUR day"},
		{"TJM 550", "550-550 EUR day"},
		{"tjm max 600 €", "0-600 EUR day"},
		{"TJM 5500 €", "5500-5500 EUR day"},
		{"550 € HT / jour", "550-550 EUR day"},
		{"550€/j", "550-550 EUR day"},
		{"500 à 600 euros par jour", "500-600 EUR day"},
		{"500/600€ jour", "500-600 EUR day"},
		{"taux journalier de 480 €", "480-480 EUR day"},
		{"550", "550-550 EUR day"},
		{"2 800 € brut/mois", "2800-2800 EUR month"},
		{"2 800 € bruts mensuels", "2800-2800 EUR month"},
		{"1 200 €/mois", "1200-1200 EUR month"},
		{"1 801,80 € brut mensuel", "1801.80-1801.80 EUR month"},
		{"2 500 € net par mois", "2500-2500 EUR month"},
		{"2800", "2800-2800 EUR month"},
		{"entre 2 200 et 2 500 €", "2200-2500 EUR month"},
		{"2,5k€/mois", "2500-2500 EUR month"},
		{"salaire mensuel : 2100 €", "2100-2100 EUR month"},
		{"gratification : 700 €", "700-700 EUR month"},
		{"12,50 €/h", "12.50-12.50 EUR hour"},
		{"12,50 €", "12.50-12.50 EUR hour"},
		{"13 € brut de l’heure", "13-13 EUR hour"},
		{"12 €/h - 15 €/h", "12-15 EUR hour"},
		{"taux horaire 14,20 €", "14.20-14.20 EUR hour"},
		{"4,35 € par heure", "4.35-4.35 EUR hour"},
		{"600 € par semaine", "600-600 EUR week"},
		{"1 €", "1-1 EUR hour"},
		{"900 000 € par an", "900000-900000 EUR year"},
		// English
		{"£60k–70k", "60000-70000 GBP year"},
		{"£60,000 - £70,000", "60000-70000 GBP year"},
		{"£60-70k + equity", "60000-70000 GBP year"},
		{"between £60k and £70k", "60000-70000 GBP year"},
		{"$120,000 per year", "120000-120000 USD year"},
		{"$120K/yr", "120000-120000 USD year"},
		{"USD 120k - 140k", "120000-140000 USD year"},
		{"120k USD", "120000-120000 USD year"},
		{"€45,000 to €55,000 gross a year", "45000-55000 EUR year"},
		{"EUR 45k–55k", "45000-55000 EUR year"},
		{"from 45k", "45000-45000 EUR year"},
		{"up to £70k", "0-70000 GBP year"},
		{"£45k pa", "45000-45000 GBP year"},
		{"55k p.a. plus bonus", "55000-55000 EUR year"},
		{"£450 - £500 per day (outside IR35)", "450-500 GBP day"},
		{"£500 pd", "500-500 GBP day"},
		{"day rate: 500€", "500-500 EUR day"},
		{"€600 a day", "600-600 EUR day"},
		{"$60/hr", "60-60 USD hour"},
		{"£12.50 an hour", "12.50-12.50 GBP hour"},
		{"€2,800/month", "2800-2800 EUR month"},
		{"3,000 euros monthly", "3000-3000 EUR month"},
		{"90-100k CHF", "90000-100000 CHF year"},
		{"CHF 100'000", "100000-100000 CHF year"},
		{"Salary: 50k to 60k euros, plus 401k", "50000-60000 EUR year"},
		// no pay
		{"", ""},
		{"selon profil", ""},
		{"à négocier", ""},
		{"competitive", ""},
		{"DOE", ""},
		{"grille A2 de la fonction publique", ""},
		{"grille de la fonction publique, catégorie A, échelon 3", ""},
		{"Syntec position 2.2 coefficient 130", ""},
		{"SMIC", ""},
		{"gratification légale", ""},
		{"3 ans d’expérience", ""},
		{"06 12 34 56 78", ""},
		{"0612345678", ""},
		{"+33 6 12 34 56 78", ""},
		{"2026", ""},
		{"janvier 2027", ""},
		{"salaire 2026 selon grille", ""},
		{"35 h / semaine", ""},
		{"13e mois", ""},
		{"12 mois", ""},
		{"10 % de variable", ""},
		{"Bac +5", ""},
		{"75011 Paris", ""},
		{"prime de 2 000 €", ""},
		{"tickets restaurant à 9 €", ""},
		{"budget formation de 1 500 €", ""},
		{"levée de 20 M€", ""},
		{"20k utilisateurs", ""},
		{"401k match", ""},
		{"123 456 789 00012", ""},
		{"€", ""},
		{"k€", ""},
		{"0 €", ""},
		{"https://example.org/45k", ""},
	} {
		p, ok := ReadPay(c.said)
		got := ""
		if ok {
			got = inWords(p)
		}
		if got != c.want {
			t.Errorf("ReadPay(%q) = %q, want %q", c.said, got, c.want)
		}
		if ok && p.Said == "" {
			t.Errorf("ReadPay(%q) forgets what was said", c.said)
		}
	}
}

func TestPayOfAYear(t *testing.T) {
	for _, c := range []struct {
		said     string
		min, max int64
	}{
		{"45-55k", 45000, 55000},
		{"2 500 €/mois", 30000, 30000},
		{"2 500 €/mois sur 13 mois", 32500, 32500},
		{"2 500 € brut x 13", 32500, 32500},
		{"2 500 € x 12", 30000, 30000},
		{"2 500 à 2 600 € par mois sur 13,5 mois", 33750, 35100},
		{"45 000 € par an sur 13 mois", 45000, 45000},
		{"12,50 €/h", 22750, 22750},
		{"TJM 500 €", 109000, 109000},
		{"jusqu’à 2 500 € par mois sur 13 mois", 0, 32500},
		{"60-50k", 60000, 50000},
	} {
		p, ok := ReadPay(c.said)
		if !ok || p.YearMin != c.min || p.YearMax != c.max {
			t.Errorf("ReadPay(%q): %d-%d a year, %v; want %d-%d", c.said, p.YearMin, p.YearMax, ok, c.min, c.max)
		}
	}
}

func FuzzReadPay(f *testing.F) {
	for _, s := range []string{"45-55k€", "TJM : 450€ - 520€ HT", "2 500 € x 13", "£60,000 to £70,000 pa", "999999999k€/h", "000 000", "4,5.6'7 8k", "€€$", "\xff€ 4\x00", "jusqu’à"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = s[:min(len(s), 4<<10)]
		p, ok := ReadPay(s)
		if ok != (p.Max > 0 && p.Currency != "" && p.Period != "") || p.Min < 0 || p.YearMin < 0 || p.YearMax < 0 || !utf8.ValidString(p.Said) {
			t.Errorf("ReadPay(%q) = %+v, %v", s, p, ok)
		}
	})
}
