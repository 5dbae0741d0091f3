package sources

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"rebond/bot"
)

func TestMaskHidesContacts(t *testing.T) {
	for _, contact := range []string{
		"jeanne.martin@fictif.example", "Jeanne_Martin+cv@mail.fictif.example", "mailto:rh@fictif.example",
		"jeanne (at) fictif.example", "jeanne[at]fictif[dot]example", "jeanne arobase fictif point example", "rh@fictif.example",
		"06 12 34 56 78", "0612345678", "06.12.34.56.78", "06-12-34-56-78", "06/12/34/56/78", "06 12\u00a034\u202f56 78", "06 - 12 - 34 - 56 - 78",
		"0612 345 678", "06 1234 5678", "0 800 123 456", "0800 123 456", "(01) 23 45 67 89", "06_12_34_56_78", "06·12·34·56·78",
		"+33 6 12 34 56 78", "+33612345678", "+33 (0)6 12 34 56 78", "+33(0)612345678", "(+33) 6 12 34 56 78", "+33 612 345 678", "+ 33 6 12 34 56 78",
		"0033 6 12 34 56 78", "0033612345678", "00 33 6 12 34 56 78", "+41 79 123 45 67", "+32 475 12 34 56", "+352 621 123 456", "+44 20 7946 0958",
		"+1 (415) 555-0100", "+1 415 555 0100", "(415) 555-0100", "415-555-0100", "+49 30 1234567", "+212 6 12 34 56 78", "079 123 45 67",
	} {
		for _, around := range []string{"%", "Appelez le %.", "(%)", "Contact : %, merci", "%/%", "« % »", "le 12/05/2026 au % à 14h", "45 000 - 55 000 € % CDI"} {
			text := strings.ReplaceAll(around, "%", contact)
			want := strings.ReplaceAll(around, "%", Masked)
			if got := Mask(text); got != want {
				t.Errorf("Mask(%q) = %q; want %q", text, got, want)
			}
		}
	}
}

func TestMaskHidesNumbersAfterTheirName(t *testing.T) {
	for text, want := range map[string]string{
		"Tél. : 12 34 56 78":            "Tél. : " + Masked,
		"Téléphone 475 12 34 56":        "Téléphone " + Masked,
		"WhatsApp: 612345678":           "WhatsApp: " + Masked,
		"appelez le 3 12 34 56 78 vite": "appelez le " + Masked + " vite",
	} {
		if got := Mask(text); got != want {
			t.Errorf("Mask(%q) = %q; want %q", text, got, want)
		}
	}
}

func TestMaskKeepsWhatIsNoContact(t *testing.T) {
	for _, text := range []string{
		"45 000 - 55 000", "45 000 - 55 000 €", "35 000 €", "de 35000 à 45000 euros", "1 646,50 €", "45-55 k€", "+10 000 000 d’utilisateurs", "+ 5 000 €",
		"CA : 1 000 000 000 €", "de 0 à 100 000 000 €", "120 000 000 lignes", "+30 000 000 €",
		"12/05/2026", "01.02.2026 08:30", "01/02/2026 14h", "2026-11-18 09:00", "du 01/09/2026 au 31/08/2027", "2024-2025", "2019 - 2020 - 2021", "le 01 09 2026 à 10 h",
		"SIRET 123 456 789 00012", "SIRET : 12345678900012", "012 345 678 00012", "SIREN 123 456 789", "RCS Lyon 123 456 789",
		"75001 Paris", "69003 - 69007", "01000 - 75000", "v1.2.3", "Java 17 / Spring 6.1.0", "192.168.10.254", "10.0.0.1", "PHP 8.3.14",
		"Bac +5 2024 2025", "35H / 39H", "24/7", "réf. 0123456789", "Référence : 0612345678", "ISO 27001", "RFC 3339", "ligne 1 2 3 4",
		"https://fictif.example/offres/0612345678", "https://fictif.example/?id=0612345678", "www.fictif.example/0612345678", "commit a0612345678",
		"@Autowired", "C# @ 100 %", "user@localhost", "l’arobase (@)", "38 000 / 42 000 / 45 000", "M1805", "8 h 00 - 12 h 00", "50%", "0,5 ETP",
	} {
		if got := Mask(text); got != text {
			t.Errorf("Mask(%q) = %q; want it kept", text, got)
		}
	}
}

func TestMaskInMarkup(t *testing.T) {
	for html, want := range map[string]string{
		`<p>Écrivez à <a href="mailto:jeanne@fictif.example">Jeanne Martin</a></p>`:      "Écrivez à " + Masked,
		`<p><a href="tel:+33612345678">Appelez <b>Jeanne</b></a></p>`:                    Masked,
		`<p><a href="https://wa.me/33612345678">WhatsApp</a></p>`:                        Masked,
		`<p>CV à <b>jeanne</b>@fictif.example</p>`:                                       "CV à " + Masked,
		`<p>06 <i>12 34</i> 56 78</p>`:                                                   Masked,
		`<p><a href="https://fictif.example/?mail=a@b.example">Postuler</a></p>`:         "Postuler",
		`<p><a href="https://fictif.example/offre">jeanne_martin@fictif.example</a></p>`: "[" + Masked + "](https://fictif.example/offre)",
		`<li>0612345678</li>`: "- " + Masked,
	} {
		if got := FromHTML(html); got != want {
			t.Errorf("FromHTML(%q) = %q; want %q", html, got, want)
		}
	}
}

var plainMail = regexp.MustCompile(`(?:^| )[a-z]+@[a-z]+\.[a-z]{2,3}(?: |$)`)

func FuzzMask(f *testing.F) {
	for _, s := range []string{"06 12 34 56 78", "+33 (0)6 12 34 56 78 / 45 000 €", "a@b.fr", "0", "+", "00", "00 00 00 00 00", "(+1) (415) 555-0100", "2026-01-02 06"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = bot.Clean(s, 2000)
		masked := Mask(s)
		if !utf8.ValidString(masked) {
			t.Errorf("Mask(%q) = %q is not UTF-8", s, masked)
		}
		if masked == s && strings.ContainsAny(masked, "@") && plainMail.MatchString(masked) {
			t.Errorf("Mask(%q) keeps an address", s)
		}
	})
}
