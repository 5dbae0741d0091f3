package same

import (
	"strings"
	"unicode"

	"rebond/bot"
)

// wordsOf parts a text into folded words; + and # belong to them (C++, C#).
func wordsOf(s string) []string {
	return strings.FieldsFunc(bot.Fold(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '+' && r != '#'
	})
}

// set makes a table of the words of a line.
func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// empty are the words without which a French or English sentence says the same.
var empty = set("a au aux avec ce ces cet cette ceux d dans de des du elle en est et eux il ils j je l la le les leur leurs lui m ma mais me mes moi mon n ne nos notre nous on ou par pas pour qu que qui s sa se ses si son sont sur ta te tes toi ton tu un une vos votre vous y " +
	"an and are as at be been but by for from has have he her his i if in into is it its me my no not of off on or our she so that the their them they this to us was we were who will with you your")

// stem is a beginning that the forms of a word share: développeur, développeuse
// and developer.
func stem(w string) string {
	n := 0
	for i := range w {
		if n == 6 {
			return w[:i]
		}
		n++
	}
	return w
}
