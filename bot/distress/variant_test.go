package distress

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rebond/bot"
)

// perWord changes every word that change is given.
func perWord(s string, change func(string) string) string {
	words := strings.Split(s, " ")
	for i, w := range words {
		words[i] = change(w)
	}
	return strings.Join(words, " ")
}

// plain reports whether a word is ordinary letters, so that it may be spelt otherwise.
func plain(w string) bool {
	for _, r := range bot.Fold(w) {
		if r < 'a' || r > 'z' {
			return false
		}
	}
	return len(w) > 3
}

// repeated writes the n-th letter of ordinary words several times.
func repeated(n, times int) func(string) string {
	return func(s string) string {
		return perWord(s, func(w string) string {
			if r := []rune(w); plain(w) && n < len(r) {
				return string(r[:n]) + strings.Repeat(string(r[n]), times) + string(r[n+1:])
			}
			return w
		})
	}
}

// code is what developers write that means nothing of the kind, about 2,000 words.
var code = strings.Repeat("on a déployé la branche en préprod ce matin, le pod redémarre puis le job de nuit échoue encore : "+
	"kill -9 sur le process, tuer le conteneur, relancer la migration, the build is green again and the dead letter queue is empty. ", 50)

// However it is written, an explicit sentence is explicit.
func TestVariants(t *testing.T) {
	variants := map[string]func(string) string{
		"no accents":          bot.Fold,
		"capitals":            strings.ToUpper,
		"second letter twice": repeated(1, 2),
		"third letter thrice": repeated(2, 3),
		"last letters":        repeated(3, 4),
		"zero-width":          func(s string) string { return strings.Join(strings.Split(s, ""), "\u200b") },
		"soft hyphens": func(s string) string {
			return perWord(s, func(w string) string { return strings.Join(strings.Split(w, ""), "\u00ad") })
		},
		"punctuation around":   func(s string) string { return "… !! **" + s + "** ?!… ;-)" },
		"quotes":               func(s string) string { return "« " + s + " »" },
		"straight quotes":      func(s string) string { return `"` + s + `"` },
		"quoted line":          func(s string) string { return "> " + s },
		"spoiler":              func(s string) string { return "||" + s + "||" },
		"typographic":          func(s string) string { return strings.ReplaceAll(s, "'", "’") },
		"straight":             func(s string) string { return strings.ReplaceAll(s, "’", "'") },
		"no apostrophes":       strings.NewReplacer("'", "", "’", "").Replace,
		"spaces for them":      strings.NewReplacer("'", " ", "’", " ").Replace,
		"jveu":                 strings.NewReplacer("je veux", "jveu", "Je veux", "Jveu", "j'ai", "g", "J'ai", "G", "j’ai", "g", "J’ai", "G", "want to", "wanna").Replace,
		"jveux":                strings.NewReplacer("je veux", "jveux", "Je veux", "Jveux", "je suis", "chui", "Je suis", "Chui", "je ", "j", "I'm", "im", "I’m", "Im", " to ", " 2 ").Replace,
		"joke":                 func(s string) string { return "lol mdr " + s + " lol 😂" },
		"denied":               func(s string) string { return "non, je ne dis pas : " + s + ", c’est faux" },
		"told":                 func(s string) string { return "il y a dix ans mon frère a dit : " + s },
		"in code":              func(s string) string { return "```\n" + s + "\n```" },
		"comment":              func(s string) string { return "// " + s },
		"long":                 func(s string) string { return code + "\n" + s + "\n" + code },
		"long, on one line":    func(s string) string { return code + s + ". " + code },
		"after kill -9":        func(s string) string { return "kill -9 " + s },
		"after mort de rire":   func(s string) string { return "mort de rire " + s },
		"before dead code":     func(s string) string { return s + " dead code" },
		"non-breaking spaces":  func(s string) string { return strings.ReplaceAll(s, " ", "\u00a0") },
		"several spaces":       func(s string) string { return strings.ReplaceAll(s, " ", "   ") },
		"invalid bytes around": func(s string) string { return "\xff\xfe" + s + "\x00\xe2\x80" },
		"combining accents": func(s string) string {
			return strings.NewReplacer("é", "e\u0301", "è", "e\u0300", "ê", "e\u0302", "à", "a\u0300").Replace(s)
		},
	}
	for name, vary := range variants {
		missed, all := 0, 0
		for _, s := range readSentences(t, "testdata/sentences.tsv") {
			if s.label != "explicit" {
				continue
			}
			all++
			if got := Hear(vary(s.text)); got != Explicit {
				missed++
				short := vary(s.text)
				t.Errorf("%s: %q is %s", name, short[:min(len(short), 300)], got)
			}
		}
		if missed > 0 {
			t.Logf("%s: %d of %d missed", name, missed, all)
		}
	}
}

// Next to any saying of any idiom, an explicit sentence is explicit.
func TestVariantsBesideIdioms(t *testing.T) {
	said := sayings(idiomsFrench+idiomsEnglish, 2)
	for i, s := range readSentences(t, "testdata/sentences.tsv") {
		if s.label != "explicit" {
			continue
		}
		for k := i % 7; k < len(said); k += 7 {
			for _, more := range []string{said[k] + ". " + s.text, s.text + "\n" + said[k]} {
				if Hear(more) != Explicit {
					t.Errorf("missed %q", more)
				}
			}
		}
	}
}

// The hard words, spelt as people do.
func TestSpelling(t *testing.T) {
	for _, s := range []string{
		"jveu mourir", "g envi de mourir", "suiside", "je vais me suisider", "jen peu plus de vivre", "kms", "wanna die", "dont want 2 live anymore",
		"m o u r i r", "s.u.i.c.i.d.e", "s-u-i-c-i-d-e-r", "j e  v e u x  m o u r i r", "mou rir", "sui-cide", "sui cider", "mour ir", "su1c1d3", "m0urir", "suicid3r",
		"$uicide", "su*cide", "s**cide", "m*urir", "su!cide", "k*ll myself", "mourrrrrir", "MOURIIIIR", "mourrir", "mourire", "morir", "suicde", "sucide", "sucider",
		"disparetre", "je veux disparaitr", "scarifer", "jeveuxmourir", "#jeveuxmourir", "killmyself", "wanttodie", "mesuicider", "envie2mourir", "envi 2 mourir",
		"ｍｏｕｒｉｒ", "𝐬𝐮𝐢𝐜𝐢𝐝𝐞", "мourir", "mou\u200brir", "mou\u00adrir", "m\x00ourir", "jai plus envi de vivre", "j ai plus envie de vivre", "jai pu envie de vivre",
		"plus envie\nde vivre", "envie d etre mort", "jvai me tuer", "jme tue", "chui mieux mort", "i dont wanna be alive", "i don t want to be alive", "Im suicidal", "unalive",
		"want2die", "end it all", "w a n t t o d i e", "je veux mourir!lol", "je.veux.mourir", "je_veux_mourir", "(se) suicider", "suicidé·e", "fatigué·e de vivre", "marre de la vie",
	} {
		if got := Hear(s); got != Explicit {
			t.Errorf("%q is %s", s, got)
		}
	}
}

// FuzzHear: any bytes are taken; and an explicit sentence on a line of its own is heard
// whatever stands around.
func FuzzHear(f *testing.F) {
	for _, s := range []string{"", "kill -9", "mort de rire", "m o u r", "je ne sers à rien", "\x00\xff", "su*c", "j'", "*!*", strings.Repeat("je ", 50), "en finir avec", "l'", "2222", "tt t'"} {
		f.Add(s)
	}
	files, err := filepath.Glob("testdata/*.tsv")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data[:min(len(data), 4000)]))
	}
	sentences := []string{"je veux mourir", "J’ai envie d’en finir", "I want to kill myself", "ma famille serait mieux sans moi", "plus envie de vivre"}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<16 {
			return
		}
		sign := Hear(text)
		if again := Hear(text); again != sign {
			t.Errorf("%q is %s, then %s", text, sign, again)
		}
		for _, s := range sentences {
			if Hear(text+"\n"+s) != Explicit || Hear(s+"\n"+text) != Explicit {
				t.Errorf("%q hides %q", text, s)
			}
		}
	})
}
