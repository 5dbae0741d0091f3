package distress

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// sayings are texts that a list of phrases matches, some of each phrase, made at random but
// always the same.
func sayings(list string, each int) []string {
	named := map[string][]string{}
	for _, l := range lines(sets) {
		name, words, _ := strings.Cut(l, " ")
		named[name] = strings.Split(words, "|")
	}
	random := rand.New(rand.NewPCG(1, 2))
	var all []string
	for _, l := range lines(list) {
		said := map[string]bool{}
		for range each {
			var b []string
			for s := range strings.FieldsSeq(strings.TrimPrefix(l, "= ")) {
				p, words := parsePlace(s)
				switch {
				case p.kind == some, p.kind == begins, p.kind == ends, p.kind == perhaps && random.IntN(2) == 0:
				case p.kind == but:
					b = append(b, "bureau")
				default:
					w := words[random.IntN(len(words))]
					if of := named[strings.Trim(w, "<>")]; strings.HasPrefix(w, "<") {
						w = of[random.IntN(len(of))]
					}
					b = append(b, strings.NewReplacer("#", "9", "*", "s").Replace(w))
				}
			}
			said[strings.Join(b, " ")] = true
		}
		for s := range said {
			all = append(all, s)
		}
	}
	return all
}

func TestIdioms(t *testing.T) {
	list := lines(idiomsFrench + idiomsEnglish)
	if len(list) < 120 {
		t.Errorf("%d idioms, at least 120 are wanted", len(list))
	}
	said := sayings(idiomsFrench+idiomsEnglish, 20)
	t.Logf("%d idioms, of which %d sayings", len(list), len(said))
	for _, s := range said {
		if sign := Hear(s); sign != Nothing {
			t.Errorf("%q is %s", s, sign)
		}
		for _, more := range []string{s + " et je veux mourir", s + ". Je veux en finir", "je vais me suicider, " + s, s + " and i want to kill myself", "i want to die\n" + s} {
			if Hear(more) != Explicit {
				t.Errorf("missed %q", more)
			}
		}
	}
}

// An idiom covers its own words: what stands next to it is heard.
func TestIdiomsCoverNoMore(t *testing.T) {
	for _, s := range []string{
		"kill -9 sur le process et ensuite je me tue",
		"en finir avec ce CV et avec la vie",
		"en finir avec ce CV, avec tout",
		"mort de rire... non en vrai je veux mourir",
		"kill -9 myself",
		"kill -9 me",
		"mourir de rire ou mourir tout court",
		"mourir de chagrin",
		"mort de rire, mais en vrai j’ai envie d’être mort",
		"je me noie sous les mails et je veux me noyer",
		"the deadline is killing me and I want to kill myself",
		"I’m dying to hear from them, or just dying to be dead: I want to die",
		"I cut myself some slack, then I cut myself",
		"10 kms de Nantes, kms",
		"ce poste va disparaître et moi je veux disparaître",
		"suicide squad puis suicide",
		"shot myself in the foot; I want to shoot myself",
		"die() in PHP, I should just die",
		"je suis en train de mourir à petit feu",
		"j’ai des pulsions de mort",
		"je ne vais pas en finir",
		"I wish I was dead man",
		"I want to die to see them again",
		"I’d rather die than go on",
		"I’d rather die than live like this",
		"I want to take my life in peace",
		"the project is over and I want to die",
		"mon projet est nul, mourir serait mieux",
		"la boîte ferme, je vais disparaître aussi",
		"cutting again",
		"je suis morte le jour où il est parti",
		"mourir de faim, mourir de froid, mourir de chagrin",
		"marre de vivre à Paris, marre de vivre",
		"c’est mort pour vendredi, et moi je veux être mort",
		"mon PC est mort et j’aimerais être mort aussi",
		"la mort de mon père me donne envie de mort",
		"je pense à la mort de plus en plus",
		"j’attends la mort de jour en jour",
		"mort, au moins, je ne coûterais plus rien",
		"le marché est mort, je serai mort avant lui",
		"code mort, temps mort, mort",
		"j’aimerais être mort demain",
		"je passe à l’acte deux de la pièce, puis je passerai à l’acte",
		"without a job I would be dead",
		"my laptop is dying and I am dying",
		"death by a thousand meetings, or death",
		"I want to die when I wake up",
		"I’d be dead in a week and it would be fine",
		"death by my own hand",
		"lol jveux crever de chaud, lol jveux crever",
	} {
		if got := Hear(s); got != Explicit {
			t.Errorf("%q is %s", s, got)
		}
	}
}

// The phrases are written as a lexicon reads words: a word that is read otherwise would
// never be found.
func TestPhrasesAreRead(t *testing.T) {
	lex := readLexicon()
	for _, l := range lines(explicitFrench + explicitEnglish + implicitFrench + implicitEnglish + idiomsFrench + idiomsEnglish + everydayFrench + everydayEnglish) {
		for s := range strings.FieldsSeq(strings.TrimPrefix(l, "= ")) {
			_, words := parsePlace(s)
			for _, w := range words {
				if strings.ContainsAny(w, "#<*") || w == "nes" {
					continue
				}
				h := lex.read("x " + w)
				if len(h.words) != 2 || h.words[1].id == 0 {
					t.Errorf("%q of %q is read as %d words", w, l, len(h.words)-1)
				}
			}
		}
	}
}

// Each phrase of a sign is found in what it says.
func TestPhrasesAreFound(t *testing.T) {
	for _, s := range sayings(explicitFrench+explicitEnglish+implicitFrench+implicitEnglish, 6) {
		if Hear(s) == Nothing {
			t.Errorf("not heard: %q", s)
		}
	}
}
