package local

import (
	"bytes"
	"context"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"
	"unicode"

	"rebond/bot"
)

func TestAnswersAreShown(t *testing.T) {
	for _, c := range []struct {
		name, as, line string
		want           []string
		not            []string
	}{
		{"for them alone", "camille", "/offres golang", []string{"(visible uniquement par toi)\n", "Page 1\n", "[1] Suivantes   Site : https://rebond.example\n"}, nil},
		{"for them alone, in English", "sam", "/jobs golang", []string{"(only visible to you)\n", "Page 1\n", "[1] Next   Site: https://rebond.example\n"}, nil},
		{"for all", "camille", "/annoncer bonjour", []string{"Annonce : bonjour\n"}, []string{"visible uniquement", "**"}},
		{"an unknown command", "camille", "/ofres", []string{"(visible uniquement par toi)", "« /ofres »", "/offres"}, nil},
		{"a refusal", "camille", "/moderation", []string{"(visible uniquement par toi)", "réservée"}, nil},
		{"what a moderator may do", "malik", "/moderation", []string{"Rien."}, []string{"réservée"}},
		{"what a name has in another case", "ADA", "/moderation", []string{"Rien."}, nil},
		{"nothing to say", "camille", "/rien", nil, []string{"(", "rien"}},
		{"an empty line", "camille", "", []string{"Il n’y a rien à lire"}, nil},
		{"a button that is not there", "camille", "7", []string{"Il n’y a pas de bouton 7"}, nil},
		{"a button that is not there, in English", "sam", "7", []string{"There is no button 7"}, nil},
		{"no button 0", "camille", "0", []string{"Il n’y a pas de bouton 0"}, nil},
		{"a Windows line", "camille", "/annoncer bonjour\r", []string{"Annonce : bonjour\n"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			shown := enter(newMemory()).as(t, c.as, c.line)
			wantShown(t, shown, c.want...)
			wantNotShown(t, shown, c.not...)
		})
	}
}

func TestButtonsArePressedByTheirNumber(t *testing.T) {
	m := newMemory()
	v := enter(m)
	shown := v.as(t, "camille", "/offres", "1", "1", "2")
	// The same button keeps its number: « Suivantes » of page 1 is still 1.
	wantShown(t, shown, "Page 1", "[1] Suivantes", "Page 2", "[2] Suivantes", "Page 2", "[2] Suivantes", "Page 3", "[3] Suivantes")
	v.wantArgs(t, bot.Args{"page": "3"})

	// Another console on the same log knows it, and so does one after a restart.
	second := enter(m)
	wantShown(t, second.as(t, "camille", number(t, shown, "Suivantes")), "(visible uniquement par toi)", "Page 2")
	second.wantArgs(t, bot.Args{"page": "2"})

	// Numbers are each person's own.
	if shown := second.as(t, "sam", "1"); !strings.Contains(shown, "There is no button 1") || len(second.got) != 1 {
		t.Errorf("sam presses a button of camille:\n%s", shown)
	}
	wantShown(t, second.as(t, "sam", "/jobs", "1"), "[1] Next", "Page 2")
	wantShown(t, second.as(t, "camille", "3"), "Page 4")
}

func TestAButtonWhoseCallIsLongWorksToo(t *testing.T) {
	m := newMemory()
	v := enter(m)
	shown := v.as(t, "camille", "/publier titre:\""+strings.Repeat("Dev ", 50)+"\" contrat:cdi salaire:beaucoup", "-", "", "/offres")
	wantNotShown(t, shown, "Quelque chose")
	// A control that no log knows any more is answered kindly.
	m.buttons["camille"] = []string{"~0123456789abcdef"}
	wantShown(t, v.as(t, "camille", "1"), "Ce bouton est trop ancien")
}

func TestOneMayBeAnotherPerson(t *testing.T) {
	v := enter(newMemory())
	shown := v.as(t, "camille", "/annoncer un", "@sam", "/announce two", "@Malik", "/moderation", "@nobody", "/annoncer trois")
	wantShown(t, shown, "Annonce : un", "You are now sam (member, in English).", "Announcement: two", "Te voilà malik (modérateur).", "Rien.",
		"Il n’y a pas de « nobody » dans la salle. On peut y être : camille, sam, rachel, malik, ada.", "Annonce : trois")
	if who := v.got[len(v.got)-1].From; who.User != "malik" || who.Access != bot.Moderator {
		t.Errorf("after a name that is nobody's, one is %+v; want malik still", who)
	}
	if who := v.got[1].From; who.User != "sam" || who.Lang != bot.EN || who.Access != bot.Anyone {
		t.Errorf("as sam, one is %+v", who)
	}
	if a, b := v.got[0], v.got[1]; a.ID == "" || a.ID == b.ID || a.At != (bot.Address{Platform: "local", Space: "room", Channel: "offres"}) {
		t.Errorf("the requests %q at %v and %q have no ids of their own", a.ID, a.At, b.ID)
	}
}

func TestThePromptIsForThoseWhoSitThere(t *testing.T) {
	v := enter(newMemory())
	who, _ := FindPerson("camille")
	for _, c := range []struct {
		name    string
		console Console
		want    string
	}{
		{"in a pipe", Console{}, "Annonce : a\n\nYou are now sam (member, in English).\n\n"},
		{"at a terminal", Console{Prompt: true}, "camille> Annonce : a\n\ncamille> You are now sam (member, in English).\n\nsam> "},
		{"as a transcript", Console{Echo: true}, "camille> /annoncer a\nAnnonce : a\n\ncamille> @sam\nYou are now sam (member, in English).\n\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var out bytes.Buffer
			c.console.In, c.console.Out, c.console.As = strings.NewReader("/annoncer a\n@sam\n"), &out, who
			if err := v.room(c.console).Run(t.Context(), v.router(t)); err != nil || loose(out.String()) != c.want {
				t.Errorf("%q, %v; want %q", out.String(), err, c.want)
			}
		})
	}
}

func TestASlowAnswerShowsThatItComes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		shown := enter(newMemory()).as(t, "camille", "/lent", "/annoncer a")
		if want := "…\n\n(visible uniquement par toi)\nEnfin.\n\nAnnonce : a\n\n"; loose(shown) != want {
			t.Errorf("%q; want %q", shown, want)
		}
	})
}

// endless is a line of so many bytes that never was in memory.
type endless struct{ left int }

func (e *endless) Read(b []byte) (int, error) {
	if e.left == 0 {
		return 0, io.EOF
	}
	n := min(e.left, len(b))
	for i := range b[:n] {
		b[i] = 'a'
	}
	e.left -= n
	return n, nil
}

func TestAVeryLongLineIsRefusedInWords(t *testing.T) {
	const megabytes = 64
	v := enter(newMemory())
	who, _ := FindPerson("camille")
	var out bytes.Buffer
	room := v.room(Console{In: io.MultiReader(&endless{megabytes << 20}, strings.NewReader("\n/annoncer suite\n")), Out: &out, As: who})
	router := v.router(t)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if err := room.Run(t.Context(), router); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	wantShown(t, out.String(), "Cette ligne est trop longue", "Annonce : suite")
	if grown := (after.TotalAlloc - before.TotalAlloc) >> 20; grown > megabytes/8 {
		t.Errorf("a line of %d MB took %d MB of memory", megabytes, grown)
	}
}

func TestLinesAsLongAsTheBotReads(t *testing.T) {
	for name, c := range map[string]struct {
		length int
		want   string
	}{
		"just short enough": {bot.MaxLine, "Je ne connais pas"},
		"one byte too long": {bot.MaxLine + 1, "Cette ligne est trop longue"},
		"two bytes":         {bot.MaxLine + 2, "Cette ligne est trop longue"},
		"three bytes":       {bot.MaxLine + 3, "Cette ligne est trop longue"},
		"twice as long":     {bot.MaxLine * 2, "Cette ligne est trop longue"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, end := range []string{"\n", ""} {
				shown := enter(newMemory()).types(t, "camille", strings.Repeat("z", c.length)+end)
				wantShown(t, shown, c.want)
				if n := strings.Count(shown, "visible uniquement"); n != 1 {
					t.Errorf("one line is answered %d times:\n%s", n, shown)
				}
			}
		})
	}
}

func TestTheLastLineNeedsNoEnd(t *testing.T) {
	for input, want := range map[string]string{
		"":                           "",
		"/annoncer a":                "Annonce : a\n\n",
		"/annoncer a\n/annoncer b":   "Annonce : a\n\nAnnonce : b\n\n",
		"/annoncer a\n/annoncer b\n": "Annonce : a\n\nAnnonce : b\n\n",
	} {
		if shown := enter(newMemory()).types(t, "camille", input); loose(shown) != want {
			t.Errorf("%q shows %q; want %q", input, shown, want)
		}
	}
}

func TestAnInputThatFailsEndsTheRoom(t *testing.T) {
	v := enter(newMemory())
	var out bytes.Buffer
	who, _ := FindPerson("camille")
	broken := io.MultiReader(strings.NewReader("/annoncer a\n"), iotest.ErrReader(errors.New("cable cut")))
	err := v.room(Console{In: broken, Out: &out, As: who}).Run(t.Context(), v.router(t))
	if err == nil || !strings.Contains(err.Error(), "cable cut") {
		t.Errorf("%v; want the error of the input", err)
	}
	wantShown(t, out.String(), "Annonce : a")
}

func TestAStopEndsTheRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := enter(newMemory())
		who, _ := FindPerson("camille")
		in, keyboard := io.Pipe()
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- v.room(Console{In: in, Out: io.Discard, As: who}).Run(ctx, v.router(t)) }()
		synctest.Wait() // for a line that nobody types
		stop()
		if err := <-ended; err != nil {
			t.Errorf("a stop is no fault: %v", err)
		}
		keyboard.Close()
	})
}

// stopping is an inbox during whose work the bot is stopped.
type stopping struct {
	bot.Inbox
	stop func()
}

func (s *stopping) Handle(context.Context, *bot.Request, func(bool)) bot.Answer {
	s.stop()
	runtime.Gosched() // the reader of lines hears of it first, more often than not
	return bot.Answer{}
}

// A stop while a line waits behind the one being answered: the room must not
// wait for the end of the input. It takes several tries to meet the order of
// events in which it did.
func TestAStopWithLinesWaitingEndsTheRoom(t *testing.T) {
	who, _ := FindPerson("camille")
	for range 100 {
		ctx, stop := context.WithCancel(t.Context())
		room := enter(newMemory()).room(Console{In: strings.NewReader("/offres\n/offres\n"), Out: io.Discard, As: who})
		ended := make(chan error, 1)
		go func() { ended <- room.Run(ctx, &stopping{stop: stop}) }()
		select {
		case err := <-ended:
			if err != nil {
				t.Errorf("a stop is no fault: %v", err)
			}
		case <-time.After(10 * time.Second):
			t.Fatal("the room does not end")
		}
	}
}

// hostileWords drive a terminal, if they reach it.
const hostileWords = "a\x1b[31mb\x1b]0;titre\x07c\u009bd\x00e\rf\x7fg\u202eh\u2066i\bj"

// wantHarmless checks that nothing shown can drive the terminal.
func wantHarmless(t *testing.T, shown string) {
	t.Helper()
	for _, r := range shown {
		if r != '\n' && unicode.IsControl(r) || bot.IsDirectionMark(r) {
			t.Errorf("%U reaches the terminal: %q", r, shown)
			return
		}
	}
}

func TestNothingSaidDrivesTheTerminal(t *testing.T) {
	hostile := bot.Markup(hostileWords)
	call := bot.Call{Command: "offres"}
	for name, reply := range map[string]bot.Reply{
		"text":       &bot.Message{Text: hostile},
		"a card":     &bot.Message{Cards: []bot.Card{{Title: hostile, Body: hostile, Facts: []bot.Fact{{Label: hostile, Value: hostile}}, Footer: hostile, Image: &bot.Image{Alt: hostile}}}},
		"a button":   &bot.Message{Buttons: []bot.Button{{Label: hostile, Do: call}, {Label: hostile, URL: "https://x.example/" + hostileWords}}},
		"a select":   &bot.Message{Selects: []bot.Select{{Prompt: hostile, Options: []bot.Option{{Value: "a", Label: hostile}}, Param: "lieu", Do: call}}},
		"an image":   &bot.Message{Images: []bot.Image{{Alt: hostile, URL: "https://x.example/" + hostileWords}}},
		"a file":     &bot.Message{Files: []bot.File{{Name: hostileWords}}},
		"an update":  &bot.Update{Message: bot.Message{Text: hostile}},
		"a form":     &bot.Modal{Title: hostile, Fields: []bot.Param{{Name: "a", Help: hostile, Options: []bot.Option{{Value: "a", Label: hostile}}}}, Do: call},
		"its values": &bot.Modal{Title: text("a", "a"), Fields: []bot.Param{{Name: "a", Help: text("a", "a")}}, Values: bot.Args{"a": hostileWords}, Do: call},
		"its faults": &bot.Modal{Title: text("a", "a"), Fields: []bot.Param{{Name: "a", Help: text("a", "a")}}, Faults: map[string]bot.Text{"": hostile, "a": hostile}, Do: call},
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			who, _ := FindPerson("camille")
			if err := enter(newMemory()).room(Console{In: strings.NewReader("/a"), Out: &out, As: who}).Run(t.Context(), says{reply}); err != nil {
				t.Fatal(err)
			}
			wantHarmless(t, out.String())
			if !strings.Contains(out.String(), "b") {
				t.Errorf("nothing is shown: %q", out.String())
			}
		})
	}
}

// says is an inbox that always answers the same.
type says struct{ reply bot.Reply }

func (s says) Handle(context.Context, *bot.Request, func(bool)) bot.Answer {
	return bot.Answer{Reply: s.reply, Ephemeral: true, Lang: bot.FR}
}
func (says) Suggest(context.Context, *bot.Request, string) []bot.Option { return nil }

func TestNothingTypedDrivesTheTerminal(t *testing.T) {
	for _, line := range []string{"/annoncer " + hostileWords, "/" + hostileWords, "@" + hostileWords, "@\x1b[31m", "/offres " + hostileWords + "\t", "/publier titre:a salaire:" + hostileWords, "12\x1b[31m"} {
		wantHarmless(t, enter(newMemory()).as(t, "camille", line))
	}
	// A transcript writes what was typed, which came from a file and not from a keyboard.
	v := enter(newMemory())
	who, _ := FindPerson("camille")
	var out bytes.Buffer
	if err := v.room(Console{In: strings.NewReader("/annoncer " + hostileWords), Out: &out, As: who, Echo: true}).Run(t.Context(), v.router(t)); err != nil {
		t.Fatal(err)
	}
	wantHarmless(t, out.String())
}
