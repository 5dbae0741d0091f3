package sources

import (
	"slices"
	"strings"
)

// phoneGroups counts the groups of digits at the start of at that together are
// a telephone number; 0 when they are not one.
func phoneGroups(s string, at [][]int) int {
	first := s[at[0][0]:at[0][1]]
	lead := strings.TrimRight(s[max(0, at[0][0]-3):at[0][0]], " (")
	switch {
	case strings.HasSuffix(lead, "+"):
		return international(s, at, first)
	case strings.HasPrefix(first, "00") && len(first) > 2:
		return international(s, at, first[2:])
	case first == "00" && len(at) > 1:
		if n := international(s, at[1:], s[at[1][0]:at[1][1]]); n > 0 {
			return n + 1
		}
		return 0
	case first[0] == '0':
		return national(s, at)
	case called.MatchString(tail(strings.TrimRight(s[:at[0][0]], "("))):
		return announced(s, at)
	}
	return american(s, at)
}

// national is a number of ten digits that begins with one 0, as in France,
// Belgium or Switzerland, however it is cut. 01000 - 75000 is two postal codes.
func national(s string, at [][]int) int {
	var sizes []int
	second := byte('0')
	total := 0
	for i, g := range at {
		if i > 0 && !joins(s[at[i-1][1]:g[0]]) {
			return 0
		}
		for _, c := range []byte(s[g[0]:g[1]]) {
			if total++; total == 2 {
				second = c
			}
		}
		sizes = append(sizes, g[1]-g[0])
		if total < 10 {
			continue
		}
		if total > 10 || second == '0' || slices.Equal(sizes, []int{5, 5}) {
			return 0
		}
		return i + 1
	}
	return 0
}

// international is a country's calling code and a number, 9 to 15 digits in
// all; first is its first group without a 00. +10 000 000 is an amount.
func international(s string, at [][]int, first string) int {
	code := callingCode(first)
	if code == "" {
		return 0
	}
	want, most := 9, 13
	switch code {
	case "33":
		want, most = 11, 11
	case "1", "7":
		want, most = 11, 11
	}
	total, threes := 0, true
	for i, g := range at {
		size := g[1] - g[0]
		switch {
		case i == 0:
			size = len(first)
		case !joins(s[at[i-1][1]:g[0]]):
			size = most + 1 // another number
		case s[g[0]:g[1]] == "0" && strings.HasSuffix(s[:g[0]], "("):
			size = 0 // +33 (0)6…
		case size != 3:
			threes = false
		}
		if total+size > most {
			return enough(total, want, threes, i)
		}
		if total += size; total == most {
			return i + 1
		}
	}
	return enough(total, want, threes, len(at))
}

func enough(total, want int, threes bool, n int) int {
	if total < want || threes && n > 1 && total < 10 {
		return 0
	}
	return n
}

// callingCode is the country calling code that a first group is or, when it is
// longer than three digits, begins with (ITU-T E.164).
func callingCode(first string) string {
	one := first[:1] == "1" || first[:1] == "7"
	two, three := "", ""
	if len(first) > 1 && strings.Contains(" 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98 ", " "+first[:2]+" ") {
		two = first[:2]
	}
	if len(first) > 2 && strings.Contains(" 21 22 23 24 25 26 29 35 37 38 42 50 59 67 68 80 85 87 88 96 97 99 ", " "+first[:2]+" ") {
		three = first[:3]
	}
	switch {
	case one && (len(first) == 1 || len(first) > 3):
		return first[:1]
	case two != "" && len(first) != 3:
		return two
	case three != "":
		return three
	}
	return ""
}

// announced is a number after « tél. » or "call": 8 to 13 digits.
func announced(s string, at [][]int) int {
	total := 0
	for i, g := range at {
		if i > 0 && !joins(s[at[i-1][1]:g[0]]) || total+g[1]-g[0] > 13 {
			at = at[:i]
			break
		}
		total += g[1] - g[0]
	}
	if total < 8 {
		return 0
	}
	return len(at)
}

// american is 415-555-0100, 415.555.0100 or (415) 555-0100.
func american(s string, at [][]int) int {
	if len(at) < 3 || at[0][1]-at[0][0] != 3 || at[1][1]-at[1][0] != 3 || at[2][1]-at[2][0] != 4 {
		return 0
	}
	a, b := s[at[0][1]:at[1][0]], s[at[1][1]:at[2][0]]
	if (b == "-" || b == ".") && (a == b || a == ") " || a == ")") {
		return 3
	}
	return 0
}

// joins reports whether sep may stand inside one number.
func joins(sep string) bool { return !strings.Contains(sep, " / ") && !strings.Contains(sep, "  /") }
