package board

import (
	"strings"
)

// frequent is the language of words that sentences can hardly do without; those of several
// languages ("on", "in", "will") tell nothing.
var frequent = func() map[string]byte {
	m := map[string]byte{}
	for lang, words := range map[byte]string{
		'e': "the and of to for with you your we our is are be have at as that this from by or who what how can their they its about join work looking",
		'f': "les des du et une un vous nous pour dans avec au aux que qui ton ta tes votre vos notre nos tu ce cette ces par chez ou sera etes sommes est il elle son sa ses leur pas ne vers afin ainsi l d qu n c j se le la de sur",
	} {
		for word := range strings.FieldsSeq(words) {
			m[word] = lang
		}
	}
	return m
}()

const (
	enoughWords  = 12 // fewer are not judged
	englishInTen = 1  // of ten words of English, at least so many are frequent ones
	frenchEnough = 3  // frequent words that make a sentence French
)

// englishOnly warns of a text in English without a sentence of French. Sentences of other
// languages, and lists of words, are not English.
func englishOnly(a *Announcement) []Finding {
	f := flatten(a.Text)
	all, english := 0, 0
	for _, sentence := range sentences(f) {
		words, en, fr := languageOf(sentence)
		if fr >= frenchEnough && fr > en {
			return nil
		}
		all, english = all+words, english+en
	}
	if all < enoughWords || english < 3 || english*10 < all*englishInTen {
		return nil
	}
	end := len(f.text)
	for i := range f.text {
		if f.ends(i) && i >= 30 { // not « Hi all! »
			end = i
			break
		}
	}
	return []Finding{{Rule: EnglishOnly, Words: f.words(0, end)}}
}

// sentences are the sentences of a text, in its order.
func sentences(f flat) []string {
	var all []string
	from := 0
	for i := range len(f.text) {
		if f.ends(i) {
			all = append(all, f.text[from:i])
			from = i + 1
		}
	}
	return append(all, f.text[from:])
}

// languageOf counts the words of a sentence, and those of them that are frequent in English
// and in French. Addresses are no words.
func languageOf(sentence string) (words, english, french int) {
	for field := range strings.FieldsSeq(sentence) {
		if strings.ContainsAny(field, "@/\\") || strings.Contains(field, "www.") {
			continue
		}
		for _, word := range strings.FieldsFunc(field, func(r rune) bool { return r < 'a' || r > 'z' }) {
			words++
			switch frequent[word] {
			case 'e':
				english++
			case 'f':
				french++
			}
		}
	}
	return words, english, french
}
