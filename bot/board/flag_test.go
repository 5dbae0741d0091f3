package board

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"rebond/bot"
	"rebond/bot/sources"
)

// flagged is an announcement, and what a moderator has to see of it.
type flagged struct {
	name string
	a    Announcement
	want []string // "held age-limit: moins de 35 ans"; none: fine
}

// readFlagged reads testdata/flags.txt.
func readFlagged(t testing.TB) []flagged {
	t.Helper()
	data, err := os.ReadFile("testdata/flags.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []flagged
	var l *flagged
	head := false
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSuffix(line, "\n")
		name, isName := strings.CutPrefix(line, "-- ")
		want, isWant := strings.CutPrefix(line, "=> ")
		key, value, isField := strings.Cut(line, ": ")
		switch {
		case isName:
			all = append(all, flagged{name: strings.TrimSuffix(name, " --")})
			l, head = &all[len(all)-1], true
		case l == nil, line == "":
		case isWant && want == "fine":
		case isWant:
			l.want = append(l.want, want)
		case head && isField && l.a.set(key, value):
		default:
			head = false
			l.a.Text = strings.TrimPrefix(l.a.Text+"\n"+line, "\n")
		}
	}
	return all
}

func (a *Announcement) set(field, value string) bool {
	switch field {
	case "title":
		a.Title = value
	case "company":
		a.Company = value
	case "place":
		a.Place = value
	case "pay":
		a.Pay = value
	case "apply":
		a.Apply = value
	case "contract":
		a.Contract = sources.Contract(value)
	default:
		return false
	}
	return true
}

// told writes findings as testdata/flags.txt does.
func told(found []Finding) []string {
	var all []string
	for _, f := range found {
		how := "warned"
		if f.Rule.Holds() {
			how = "held"
		}
		all = append(all, fmt.Sprintf("%s %s: %s", how, f.Rule, f.Words))
	}
	return all
}

func TestFindings(t *testing.T) {
	all := readFlagged(t)
	held, warned, lawful, fine := 0, 0, 0, 0
	for _, l := range all {
		t.Run(l.name, func(t *testing.T) {
			if got, want := strings.Join(told(Findings(&l.a)), "\n"), strings.Join(l.want, "\n"); got != want {
				t.Errorf("%+v\ngot:\n%s\nwant:\n%s", l.a, got, want)
			}
		})
		switch {
		case len(l.want) == 0:
			fine++
		case strings.HasPrefix(l.want[0], "held"):
			held++
		default:
			warned++
		}
		if strings.HasPrefix(l.name, "lawful: ") {
			lawful++
		}
	}
	t.Logf("%d announcements: %d held, %d only warned, %d fine; %d look unlawful and are not", len(all), held, warned, fine, lawful)
	if len(all) < 96 || lawful < 35 {
		t.Errorf("%d announcements, of which %d lawful ones that look unlawful; at least 96 and 35 are wanted", len(all), lawful)
	}
}

// However it is dressed, what is held is held for the same rules, and what is lawful is
// not held; but lines of a word each and capitals may hide that it is lawful.
func TestFindingsDressed(t *testing.T) {
	between := func(mark string) func(string) string {
		return func(s string) string { return strings.Join(strings.Split(s, ""), mark) }
	}
	for name, dress := range map[string]func(string) string{
		"in capitals":            strings.ToUpper,
		"without accents":        bot.Fold,
		"a word a line":          func(s string) string { return strings.ReplaceAll(s, " ", "\n") },
		"with other spaces":      func(s string) string { return strings.ReplaceAll(s, " ", "\u00a0") },
		"with narrow spaces":     func(s string) string { return strings.ReplaceAll(s, " ", "\u202f ") },
		"with typed apostrophes": func(s string) string { return strings.ReplaceAll(s, "’", "'") },
		"with zero-width spaces": between("\u200b"),
		"with joiners":           between("\u200d"),
		"with soft hyphens":      between("\u00ad"),
		"with combining joiners": between("\u034f"),
		"in bold":                func(s string) string { return "**" + strings.ReplaceAll(s, " ", "** __") + "__" },
		"in mathematical bold":   func(s string) string { return strings.Map(mathematical, bot.Fold(s)) },
		"full-width":             func(s string) string { return strings.Map(fullWidth, s) },
		"with Cyrillic letters":  strings.NewReplacer("a", "а", "e", "е", "o", "о", "c", "с", "p", "р").Replace,
		"decomposed":             strings.NewReplacer("é", "e\u0301", "è", "e\u0300", "à", "a\u0300", "â", "a\u0302", "ç", "c\u0327", "ê", "e\u0302").Replace,
	} {
		t.Run(name, func(t *testing.T) {
			for _, l := range readFlagged(t) {
				if strings.Contains(l.a.Text+l.a.Apply, "://") || strings.Contains(l.a.Text+l.a.Apply, "@") {
					continue // addresses do not survive it
				}
				plain := heldRules(&l.a)
				l.a.Text = dress(l.a.Text)
				if got := heldRules(&l.a); got != plain && (plain != "" || name != "a word a line" && name != "in capitals") {
					t.Errorf("%s: %q breaks %q; want %q", l.name, l.a.Text, got, plain)
				}
			}
		})
	}
}

func mathematical(r rune) rune {
	if 'a' <= r && r <= 'z' {
		return 0x1D5EE + r - 'a'
	}
	return r
}

func fullWidth(r rune) rune {
	if '!' <= r && r <= '~' {
		return r + 0xFEE0
	}
	return r
}

// heldRules are the rules that hold an announcement, each once.
func heldRules(a *Announcement) string {
	var held []string
	for _, f := range Findings(a) {
		if s := string(f.Rule); f.Rule.Holds() && !strings.Contains(strings.Join(held, " "), s) {
			held = append(held, s)
		}
	}
	return strings.Join(held, " ")
}

// Every signal is tried by some announcement of the table.
func TestSignalsAreTried(t *testing.T) {
	tried := make([]bool, len(signals))
	for _, l := range readFlagged(t) {
		for _, s := range []string{l.a.Title, l.a.Text, l.a.Pay, l.a.Apply} {
			f := flatten(s)
			for i := range signals {
				tried[i] = tried[i] || signals[i].phrase.MatchString(f.text)
			}
		}
	}
	for i, ok := range tried {
		if !ok {
			t.Errorf("no announcement has a phrase of signal %d: %s, %q", i, signals[i].rule, signals[i].cues)
		}
	}
}

func TestFindingsAreFewAndOnce(t *testing.T) {
	var b strings.Builder
	for age := 20; age < 60; age++ {
		fmt.Fprintf(&b, "Moins de %d ans. Moins  de\n%d ans.\n", age, age)
	}
	found := Findings(&Announcement{Text: b.String(), Apply: "fictif@gmail.com"})
	if len(found) != mostFindings || found[0].Words != "Moins de 20 ans" || found[1].Words != "Moins de 21 ans" {
		t.Errorf("%d findings: %+v", len(found), found)
	}
	long := "https://exemple.org/" + strings.Repeat("é", 150) + ".exe"
	found = Findings(&Announcement{Text: long})
	if len(found) != 1 || utf8.RuneCountInString(found[0].Words) > longestWords {
		t.Errorf("a long address: %+v", found)
	}
}

func TestRules(t *testing.T) {
	for _, r := range rules {
		if text := r.Text(); text.FR == "" || text.EN == "" || r.Holds() != (r == AgeLimit || r == Criterion || r == PayToApply || r == Program) {
			t.Errorf("%s: %+v, holds: %v", r, text, r.Holds())
		}
	}
	if unknown := Rule("x"); unknown.Holds() || !unknown.Text().Empty() {
		t.Error("an unknown rule holds, or says something")
	}
}

func TestFindingsOfLongTextsTakeLittleTime(t *testing.T) {
	var b strings.Builder
	for _, l := range readFlagged(t) {
		b.WriteString(l.a.Text + "\n")
	}
	for b.Len() < 4<<10 {
		b.WriteString(b.String())
	}
	a := Announcement{Text: bot.Shorten(b.String(), 4<<10)}
	start := time.Now()
	Findings(&a)
	took := time.Since(start)
	t.Logf("4 KiB of every phrase: %v", took)
	if took > time.Second {
		t.Errorf("4 KiB took %v", took)
	}
}

func FuzzFindings(f *testing.F) {
	for i, l := range readFlagged(f) {
		if i%4 == 0 {
			f.Add(l.a.Text, l.a.Title, l.a.Apply, l.a.Pay)
		}
	}
	f.Add("moins\u200b de\xff 35\n\nans", "\x00", "a_b@gmail.com", "12 €/h")
	f.Fuzz(func(t *testing.T, text, title, apply, pay string) {
		const most = 4 << 10
		cut := func(s string) string { return s[:min(len(s), most)] }
		a := Announcement{Title: cut(title), Text: cut(text), Apply: cut(apply), Pay: cut(pay), Contract: sources.CDI}
		whole := strings.Join([]string{bare(a.Title), bare(a.Text), bare(a.Apply), bare(a.Pay)}, "\x00")
		for i, f := range Findings(&a) {
			words := strings.TrimSuffix(f.Words, "…")
			if i >= mostFindings || !utf8.ValidString(f.Words) || utf8.RuneCountInString(f.Words) > longestWords || strings.Contains(f.Words, "\n") {
				t.Errorf("finding %d of %+v: %+v", i, a, f)
			}
			if bare(words) == "" || !strings.Contains(whole, bare(words)) {
				t.Errorf("the words %q are not in %q", f.Words, whole)
			}
		}
	})
}

// bare is a text without its spaces.
func bare(s string) string { return strings.Join(strings.Fields(bot.Clean(s, 0)), "") }
