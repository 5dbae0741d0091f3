package board

import (
	"strings"
	"unicode"
)

// laPoste is the SIREN of La Poste, whose many SIRETs ran out of Luhn's digits: the sum of
// their digits is a multiple of 5 instead.
const laPoste = "356000000"

// ValidNumber reports whether a SIREN (9 digits) or a SIRET (14: a SIREN, then an
// establishment's) passes the Luhn check. Spaces of any kind are tolerated. A number that
// passes may still be nobody's.
func ValidNumber(number string) bool {
	digits := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, number)
	if strings.Trim(digits, "0123456789") != "" || strings.Trim(digits, "0") == "" {
		return false
	}
	switch len(digits) {
	case 9:
		return luhn(digits)
	case 14:
		siren := digits[:9]
		return luhn(siren) && (luhn(digits) || siren == laPoste && digitSum(digits)%5 == 0)
	}
	return false
}

// luhn reports whether the sum of digits, every second one from the end doubled, is a
// multiple of 10.
func luhn(digits string) bool {
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

func digitSum(digits string) int {
	sum := 0
	for i := range len(digits) {
		sum += int(digits[i] - '0')
	}
	return sum
}
