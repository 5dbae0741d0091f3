package bot

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// signs is what the tests write in distress, and helpWords what answers it.
const (
	signs     = "plusenvie"
	helpWords = "Des gens à appeler"
)

// listening is a Router that looks for signs, with commands of each sort.
type listening struct {
	*Router
	ports *ports
	heard []string // what was looked at for signs
	ran   []*Request
	asked []string
	reply func(*Request) (Reply, error)
}

func listens(t testing.TB) *listening {
	l := &listening{ports: newPorts(), reply: func(*Request) (Reply, error) { return &Message{Text: Same("fait")}, nil }}
	run := func(_ context.Context, r *Request) (Reply, error) {
		l.ran = append(l.ran, r)
		return l.reply(r)
	}
	word := param("texte", "text", Prose)
	word.Rest = true
	kept := param("suite", "rest", Line)
	kept.Hidden = true
	day := param("jour", "day", Number)
	form := func(ephemeral bool) func(*Command) {
		return func(c *Command) {
			c.Run, c.Ephemeral, c.Ask, c.Changes, c.Params = run, ephemeral, true, true, []Param{required(word)}
			c.Actions = []Action{{Name: "garder", Ephemeral: ephemeral, Run: run, Title: Text{FR: "Garder", EN: "Keep"}, Params: []Param{word, day, kept}}}
		}
	}
	l.Router = l.ports.router(t,
		command("offres", "jobs", func(c *Command) {
			c.Run, c.Query, c.Ephemeral, c.Params = run, true, true, []Param{word}
			c.Actions = []Action{{Name: "affiner", Run: run, Query: true, Ephemeral: true, Title: Text{FR: "Affiner", EN: "Refine"}, Params: []Param{word}}}
		}),
		command("noter", "note", form(true)),
		command("annoncer", "announce", form(false)),
		command("meteo", "checkin", func(c *Command) { c.Run, c.Uncounted, c.Params = run, true, []Param{word} }),
		command("jours", "days", func(c *Command) { c.Run, c.Params = run, []Param{day} }),
		command("moderation", "moderate", func(c *Command) { c.Run, c.Access, c.Params = run, Moderator, []Param{word} }),
		command("urgence", "help-now", func(c *Command) { c.Run, c.Always, c.Ephemeral = run, true, true }),
	)
	l.Distress = func(written string) bool {
		l.heard = append(l.heard, written)
		return strings.Contains(written, signs)
	}
	l.Help = func(*Request) Text { return Text{FR: helpWords, EN: "People to call"} }
	l.Asked = func(_ context.Context, _ *Request, c *Command) { l.asked = append(l.asked, c.Name) }
	l.Aside = func(context.Context, *Request) (Text, error) {
		t.Error("somebody in distress is told something besides")
		return Text{}, nil
	}
	return l
}

// says is what is said to somebody in distress; it fails the test where others see it, or
// where what they wrote is in the log.
func (l *listening) says(t testing.TB, req *Request) string {
	t.Helper()
	a := l.Handle(t.Context(), req, nil)
	l.wantAlone(t, a)
	return words(t, a)
}

func (l *listening) wantAlone(t testing.TB, a Answer) {
	t.Helper()
	if !a.Ephemeral {
		t.Error("everybody sees that somebody is in distress")
	}
	if log := l.ports.logged(); strings.Contains(log, signs) || strings.Contains(log, "in distress") {
		t.Errorf("it is in the log: %s", log)
	}
}

func (l *listening) does(t testing.TB, c Call) string {
	t.Helper()
	id, err := ControlID(t.Context(), l.ports, c)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// filled is a form of a control that somebody sends back.
func (l *listening) filled(t testing.TB, c Call, args Args) *Request {
	t.Helper()
	return from(camille, func(r *Request) { r.Control, r.Args, r.Form = l.does(t, c), args, true })
}

// A line that is no request, or one that only looks words up, is not done.
func TestDistressInLines(t *testing.T) {
	const nothing = helpWords + "\nJe n’ai rien cherché avec ces mots, et je ne les ai pas gardés."
	for line, want := range map[string]string{
		signs + " du tout":                      helpWords,
		"/rien " + signs:                        helpWords,
		"/jours " + signs:                       helpWords, // which cannot be read: it is not said again
		"/urgence " + signs:                     helpWords,
		signs + strings.Repeat(" mot", MaxLine): helpWords,
		strings.Repeat("mot ", MaxLine) + signs: helpWords,
		"/offres " + signs:                      nothing,
		"/jobs dev " + signs:                    nothing,
	} {
		l := listens(t)
		if got := l.says(t, typed(camille, line)); got != want {
			t.Errorf("%s: %q; want %q", Shorten(line, 40), got, want)
		}
		if len(l.ran) > 0 || slices.Contains(l.asked, "offres") {
			t.Errorf("%s: was done %d times, counted as %q", Shorten(line, 40), len(l.ran), l.asked)
		}
	}
	l := listens(t)
	if got := l.says(t, l.filled(t, Call{Command: "offres", Action: "affiner"}, Args{"texte": signs})); got != nothing || len(l.ran) > 0 {
		t.Errorf("a form that looks words up: %q, done %d times", got, len(l.ran))
	}
	a := l.Handle(t.Context(), typed(sam, "/jobs "+signs), nil)
	if got := words(t, a); got != "People to call\nI have looked nothing up with these words, and have not kept them." {
		t.Errorf("in English: %q", got)
	}
	if open := message(a.Reply).Buttons; len(open) != 1 || open[0].Label.EN != "Open /jobs without these words" || open[0].Do.Command != "offres" || len(open[0].Do.Args) > 0 {
		t.Errorf("what opens it: %+v", open)
	}
}

// What changes something, or was filled in, is done, and its answer comes under the people
// to call.
func TestDistressInForms(t *testing.T) {
	own := Call{Command: "noter", Action: "garder"}
	update := &Update{Message{Text: Same("remplacé"), Buttons: []Button{{Label: Same("Retour"), Do: Call{Command: "noter"}}}}}
	for name, one := range map[string]struct {
		do      Call
		reply   Reply
		err     error
		want    string
		updates bool
	}{
		"a message":       {do: own, reply: &Message{Text: Same("gardé")}, want: helpWords + "\ngardé"},
		"an update":       {do: own, reply: update, want: helpWords + "\nremplacé", updates: true},
		"nothing":         {do: own, want: helpWords},
		"an error":        {do: own, err: errors.New("disk full"), want: helpWords + "\nQuelque chose s’est mal passé"},
		"a public answer": {do: Call{Command: "annoncer", Action: "garder"}, reply: &Message{Text: Same("à tous")}, want: helpWords},
		"a public update": {do: Call{Command: "annoncer", Action: "garder"}, reply: update, want: helpWords},
	} {
		t.Run(name, func(t *testing.T) {
			l := listens(t)
			l.reply = func(*Request) (Reply, error) { return one.reply, one.err }
			req := l.filled(t, one.do, Args{"texte": signs})
			req.Alone = true
			a := l.Handle(t.Context(), req, nil)
			l.wantAlone(t, a)
			if got := words(t, a); got != one.want && (one.err == nil || !strings.HasPrefix(got, one.want)) {
				t.Errorf("%q; want %q", got, one.want)
			}
			if _, updates := a.Reply.(*Update); updates != one.updates {
				t.Errorf("%T", a.Reply)
			}
			if len(l.ran) != 1 || !l.ran[0].Distress || l.ran[0].Args["texte"] != signs {
				t.Errorf("the handler had %+v", l.ran)
			}
		})
	}
	if update.Text.FR != Same("remplacé").FR {
		t.Errorf("what the handler answered has become %q", update.Text.FR)
	}
}

// A message that others see too is not replaced by what is for one alone.
func TestDistressReplacesNoSharedMessage(t *testing.T) {
	l := listens(t)
	l.reply = func(*Request) (Reply, error) { return &Update{Message{Text: Same("remplacé")}}, nil }
	a := l.Handle(t.Context(), l.filled(t, Call{Command: "noter", Action: "garder"}, Args{"texte": signs}), nil)
	l.wantAlone(t, a)
	if m, ok := a.Reply.(*Message); !ok || !strings.Contains(m.Text.FR, helpWords) || !strings.HasSuffix(m.Text.FR, "remplacé") {
		t.Errorf("%T %+v", a.Reply, a.Reply)
	}
}

// Where something is to be put right, or is asked, the people to call stand over it, in a
// message that stays; what was written is there to be copied, and in no button.
func TestDistressInFaults(t *testing.T) {
	l := listens(t)
	garder := Call{Command: "noter", Action: "garder"}
	fault := errors.Join(&UserError{Param: "texte", Text: Same("trop vague")}, &UserError{Text: Same("le tout non plus")})
	l.reply = func(*Request) (Reply, error) { return nil, fault }
	for name, one := range map[string]struct {
		req          *Request
		whole, field string
	}{
		"refused by the handler": {l.filled(t, garder, Args{"texte": signs}), "le tout non plus\n", "trop vague"},
		"a wrong field":          {l.filled(t, garder, Args{"texte": signs, "jour": "x"}), "", "« x » n’est pas un nombre entier"},
	} {
		a := l.Handle(t.Context(), one.req, nil)
		l.wantAlone(t, a)
		got := words(t, a)
		if !strings.HasPrefix(got, helpWords+"\n") || !strings.Contains(got, one.whole) || !strings.Contains(got, one.field) || !strings.Contains(loose(got), loose("Texte, à recopier : "+signs)) {
			t.Errorf("%s: %q", name, got)
		}
		if open := message(a.Reply).Buttons; len(open) != 1 || !open[0].Do.Ask || len(open[0].Do.Args) > 0 {
			t.Errorf("%s: what corrects it: %+v", name, open)
		}
	}
	req := from(camille, func(r *Request) { r.Command, r.Action, r.Args = "noter", "garder", Args{"texte": signs} })
	if got := l.says(t, req); got != helpWords+"\nle tout non plus\ntexte : trop vague" {
		t.Errorf("no form: %q", got)
	}
	l.reply = func(*Request) (Reply, error) { return &Modal{Title: Same("Encore"), Do: garder}, nil }
	a := l.Handle(t.Context(), l.filled(t, garder, Args{"texte": signs}), nil)
	l.wantAlone(t, a)
	if got := words(t, a); got != helpWords+"\nEncore" {
		t.Errorf("a form in answer to a form: %q", got)
	}
	if got := l.says(t, typed(camille, "/moderation "+signs)); got != helpWords+"\nCette commande est réservée à la modération." {
		t.Errorf("what they may not: %q", got)
	}
	old := from(camille, func(r *Request) { r.Control, r.Args, r.Form = "~gone", Args{"texte": signs}, true })
	if got := l.says(t, old); !strings.HasPrefix(got, helpWords+"\nCe bouton est trop ancien") {
		t.Errorf("a form of long ago: %q", got)
	}
}

// The people to call come with a panic too, and where the answer is given elsewhere nothing
// is said twice.
func TestDistressWhereItFails(t *testing.T) {
	l := listens(t)
	l.reply = func(*Request) (Reply, error) { panic("nil pointer") }
	req := submitted(camille, "noter", Args{"texte": signs})
	if got := l.says(t, req); !strings.HasPrefix(got, helpWords+"\nQuelque chose s’est mal passé") {
		t.Errorf("a panic: %q", got)
	}
	l.wantAlone(t, l.Handle(t.Context(), submitted(camille, "annoncer", Args{"texte": signs}), nil))
	again := *req
	if a := l.Handle(t.Context(), &again, nil); !a.Elsewhere || a.Reply != nil {
		t.Errorf("the same once more: %+v", a)
	}
}

// Whatever the database does, the people to call are there at once, and what was not kept
// is said.
func TestDistressWithoutADatabase(t *testing.T) {
	const notKept = helpWords + "\nCe que tu viens d’écrire n’est gardé nulle part"
	for name, know := range map[string]func(context.Context) error{
		"failing":   func(context.Context) error { return errors.New("database is closed") },
		"hanging":   func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() },
		"deaf":      func(context.Context) error { time.Sleep(time.Hour); return nil },
		"panicking": func(context.Context) error { panic("nil pointer") },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := listens(t)
				l.ports.know = func(ctx context.Context, m Member) (Member, error) { return Member{}, know(ctx) }
				for what, one := range map[string]struct {
					req  *Request
					want string
				}{
					"a line":           {typed(camille, signs), helpWords},
					"a search":         {typed(camille, "/offres "+signs), helpWords + "\nJe n’ai rien cherché"},
					"a form":           {submitted(camille, "noter", Args{"texte": signs}), notKept},
					"a public form":    {submitted(camille, "annoncer", Args{"texte": signs}), notKept},
					"a control's form": {l.filled(t, Call{Command: "noter", Action: "garder"}, Args{"texte": signs}), notKept},
				} {
					start := time.Now()
					a := l.Handle(t.Context(), one.req, func(bool) { t.Errorf("%s: announced as late", what) })
					l.wantAlone(t, a)
					if got := words(t, a); !strings.HasPrefix(got, one.want) {
						t.Errorf("%s: %q; want %q…", what, got, one.want)
					}
					most := directoryPatience
					if one.req.Form {
						most = formPatience
					}
					if took := time.Since(start); took > most {
						t.Errorf("%s: after %s", what, took)
					}
				}
				if len(l.ran) > 0 {
					t.Errorf("%d were done for nobody knows whom", len(l.ran))
				}
				time.Sleep(2 * time.Hour) // the deaf ones wake
			})
		})
	}
	l := listens(t)
	req := l.filled(t, Call{Command: "noter", Action: "garder", Args: Args{"suite": strings.Repeat("a", maxControl)}}, Args{"texte": signs})
	l.ports.callErr = errors.New("database is closed")
	if got := l.says(t, req); !strings.HasPrefix(got, notKept) || !strings.Contains(l.ports.logged(), "database is closed") {
		t.Errorf("a kept call: %q; the log says %s", got, l.ports.logged())
	}
	l = listens(t)
	l.ports.onceErr = errors.New("database is closed")
	if got := l.says(t, submitted(camille, "noter", Args{"texte": signs})); !strings.HasPrefix(got, helpWords+"\nQuelque chose") {
		t.Errorf("what is done once: %q", got)
	}
}

// Nobody in distress waits for more than five seconds, and a late answer is theirs alone.
func TestDistressAndLateAnswers(t *testing.T) {
	for name, one := range map[string]struct {
		takes   time.Duration
		deaf    bool
		command string
		reply   Reply
		after   time.Duration
		want    string
	}{
		"late":              {3 * time.Second, false, "noter", &Message{Text: Same("gardé")}, 3 * time.Second, helpWords + "\ngardé"},
		"late, for all":     {3 * time.Second, false, "annoncer", &Message{Text: Same("à tous")}, 3 * time.Second, helpWords},
		"late, with a form": {3 * time.Second, false, "annoncer", &Modal{Title: Same("Encore"), Do: Call{Command: "annoncer"}}, 3 * time.Second, helpWords + "\nEncore"},
		"never":             {time.Hour, false, "noter", nil, heardPatience, helpWords + "\n"},
		"never, and deaf":   {time.Hour, true, "annoncer", nil, heardPatience, helpWords + "\nC’est trop long"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := listens(t)
				waits := func(ctx context.Context, _ *Request) (Reply, error) {
					if one.deaf {
						ctx = context.Background()
					}
					select {
					case <-time.After(one.takes):
						return one.reply, nil
					case <-ctx.Done():
						return nil, ctx.Err()
					}
				}
				for _, c := range l.byName {
					c.Run = waits
				}
				var late []bool
				start := time.Now()
				a := l.Handle(t.Context(), submitted(camille, one.command, Args{"texte": signs}), func(alone bool) { late = append(late, alone) })
				l.wantAlone(t, a)
				if got := words(t, a); !strings.HasPrefix(got, one.want) || !slices.Equal(late, []bool{true}) {
					t.Errorf("%q, announced as %v; want %q…", got, late, one.want)
				}
				if took := time.Since(start); took != one.after {
					t.Errorf("after %s; want %s", took, one.after)
				}
				time.Sleep(2 * time.Hour)
			})
		})
	}
}

// Only what somebody has just written is looked at: the line, and every argument, not those
// that a button of ours brings.
func TestWhatIsLookedAtForDistress(t *testing.T) {
	l := listens(t)
	l.Aside = nil
	call := Call{Command: "noter", Action: "garder", Args: Args{"suite": signs}}
	for name, one := range map[string]struct {
		req  *Request
		want string
	}{
		"a line":                        {typed(camille, "/offres golang"), "/offres golang"},
		"a button that brings the word": {pressed(camille, l.does(t, call)), ""},
		"a form of that button":         {l.filled(t, call, Args{"texte": "b", "jour": "3"}), "3\nb"},
		"a submitted form":              {submitted(camille, "noter", Args{"texte": "tout va"}), "tout va"},
	} {
		l.heard = nil
		l.ran = nil
		a := l.Handle(t.Context(), one.req, nil)
		if len(l.heard) != 1 || strings.TrimSpace(l.heard[0]) != one.want {
			t.Errorf("%s: looked at %q; want %q", name, l.heard, one.want)
		}
		if len(l.ran) != 1 || l.ran[0].Distress || strings.Contains(words(t, a), helpWords) {
			t.Errorf("%s: the handler had %+v", name, l.ran)
		}
	}
	if want := map[string]int{"offres": 1, "noter": 1}; !maps.Equal(counted(l.asked), want) {
		t.Errorf("counted %v; want %v", l.asked, want)
	}
	l.asked = nil
	for _, line := range []string{"/meteo", "/meteo bonjour", "/meteo " + signs, "/urgence"} {
		l.Handle(t.Context(), typed(camille, line), nil)
	}
	if len(l.asked) > 0 {
		t.Errorf("what is not counted is: %q", l.asked)
	}
}

func counted(all []string) map[string]int {
	n := map[string]int{}
	for _, one := range all {
		n[one]++
	}
	return n
}

// Where nothing is looked for, all is as ever.
func TestNoDistressLookedFor(t *testing.T) {
	l := listens(t)
	l.Distress, l.Help, l.Aside = nil, nil, nil
	if got := words(t, l.Handle(t.Context(), typed(camille, "/offres "+signs), nil)); got != "fait" {
		t.Errorf("%q", got)
	}
}
