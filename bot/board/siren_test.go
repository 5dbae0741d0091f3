package board

import "testing"

func TestValidNumber(t *testing.T) {
	for number, want := range map[string]bool{
		"732829320":                    true,
		"732 829 320":                  true,
		"732\u00a0829\u00a0320":        true,
		"732\u202f829\u202f320":        true,
		"\t732829320\n":                true,
		"73282932000074":               true,
		"732 829 320 00074":            true,
		"356000000":                    true, // La Poste
		"35600000000048":               true, // its head office, which passes Luhn
		"35600000049837":               true, // a post office: its digits add up to 45
		"356 000 000 49837":            true,
		"35600000049838":               false,
		"73282932000073":               false,
		"73282932100015":               false, // passes Luhn, but its SIREN does not
		"732829321":                    false,
		"732829302":                    false, // two digits swapped
		"73282932":                     false,
		"7328293200007":                false,
		"732829320000740":              false,
		"":                             false,
		"   ":                          false,
		"000000000":                    false,
		"00000000000000":               false,
		"732-829-320":                  false,
		"FR 40 732829320":              false, // a VAT number
		"７３２８２９３２０":                    false, // full-width digits
		"73282932O":                    false,
		"-732829320":                   false,
		"732829320\x00":                false,
		"40483304800022":               true,
		"404833048":                    true,
		"40483304800023":               false,
		"99999999999999999999999999":   false,
		"not a number of a company":    false,
		"732829320732829320732829320 ": false,
	} {
		if got := ValidNumber(number); got != want {
			t.Errorf("ValidNumber(%q) = %v; want %v", number, got, want)
		}
	}
}

func FuzzValidNumber(f *testing.F) {
	for _, s := range []string{"732829320", "356 000 000 49837", "x", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if ValidNumber(s) != ValidNumber(" "+s+"\u202f") {
			t.Errorf("spaces around %q change its value", s)
		}
	})
}
