package bot

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

func TestAddressIsOneLine(t *testing.T) {
	for want, a := range map[string]Address{
		"discord:1":         {Platform: "discord", Space: "1"},
		"discord:1/2":       {Platform: "discord", Space: "1", Channel: "2"},
		"discord:1/2/3":     {Platform: "discord", Space: "1", Channel: "2", Thread: "3"},
		"discord:1/@4":      {Platform: "discord", Space: "1", Member: "4"},
		"discord:/@4":       {Platform: "discord", Member: "4"},
		"slack:T1/C2/1.234": {Platform: "slack", Space: "T1", Channel: "C2", Thread: "1.234"},
		"local:room/offres": {Platform: "local", Space: "room", Channel: "offres"},
	} {
		text, err := a.MarshalText()
		if err != nil || string(text) != want {
			t.Errorf("%+v is %q, %v; want %q", a, text, err, want)
		}
		var back Address
		if err := back.UnmarshalText([]byte(want)); err != nil || back != a {
			t.Errorf("%q is %+v, %v; want %+v", want, back, err, a)
		}
		data, err := json.Marshal(map[string]Address{"at": a})
		if err != nil || string(data) != `{"at":"`+want+`"}` {
			t.Errorf("%+v in JSON is %s, %v", a, data, err)
		}
	}
}

func TestAddressRefuses(t *testing.T) {
	for _, a := range []Address{
		{Platform: "a:b", Space: "1"}, {Platform: "a", Space: "1/2"}, {Platform: "a", Space: "1", Channel: "@2"},
		{Platform: "a", Space: "1", Channel: "2", Thread: "3/4"}, {Platform: "a", Space: "1", Member: "@4"},
	} {
		if text, err := a.MarshalText(); err == nil {
			t.Errorf("%+v is %q; want an error, for it reads as another place", a, text)
		}
	}
	for _, s := range []string{"", "discord", "1/2", ":1/2", "discord:1/2/3/4"} {
		a := Address{Platform: "kept"}
		if err := a.UnmarshalText([]byte(s)); err == nil {
			t.Errorf("%q is %+v; want an error", s, a)
		} else if a.Platform != "kept" {
			t.Errorf("%q left %+v behind", s, a)
		}
	}
}

// What can be written as an address is read as the same one.
func FuzzAddress(f *testing.F) {
	f.Add("discord", "1", "2", "3", "")
	f.Add("slack", "T1", "", "", "U1")
	f.Fuzz(func(t *testing.T, platform, space, channel, thread, member string) {
		a := Address{Platform: platform, Space: space}
		switch {
		case member != "":
			a.Member = member
		case channel != "":
			a.Channel, a.Thread = channel, thread
		}
		text, err := a.MarshalText()
		if err != nil || platform == "" {
			return
		}
		var back Address
		if err := back.UnmarshalText(text); err != nil || back != a {
			t.Errorf("%+v is %q, read as %+v, %v", a, text, back, err)
		}
	})
}

func TestSendErrorTellsItsFateAndCause(t *testing.T) {
	for fate, want := range map[Fate]string{NotSent: "not sent: EOF", MaybeSent: "maybe sent: EOF", Rejected: "rejected: EOF"} {
		err := &SendError{Fate: fate, Err: io.EOF}
		if err.Error() != want || !errors.Is(err, io.EOF) {
			t.Errorf("%q; want %q, because of io.EOF", err, want)
		}
	}
}

func TestUserErrors(t *testing.T) {
	a, b := &UserError{Text: Markup("a")}, &UserError{Text: Markup("b"), Param: "p", Err: io.EOF}
	for _, c := range []struct {
		name string
		err  error
		want string
	}{
		{"nothing", nil, ""},
		{"a fault", a, "a"},
		{"a wrapped fault", fmt.Errorf("layer: %w", a), "a"},
		{"several", errors.Join(a, b), "a b"},
		{"several of several", errors.Join(a, errors.Join(b, a)), "a b a"},
		{"none among several", errors.Join(nil, a, nil), "a"},
		{"another error", io.EOF, ""},
		{"a fault and another error", errors.Join(a, io.EOF), ""},
		{"another error and a fault", errors.Join(io.EOF, a), ""},
		{"another error deep down", errors.Join(a, errors.Join(b, io.EOF)), ""},
		{"several, wrapped", fmt.Errorf("layer: %w", errors.Join(a, b)), "a b"},
		{"a fault and another error, wrapped", fmt.Errorf("layer: %w", errors.Join(a, io.EOF)), ""},
		{"a fault that has a cause", b, "b"},
		{"a fault caused by several", &UserError{Text: Markup("c"), Err: errors.Join(io.EOF, io.EOF)}, "c"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, e := range UserErrors(c.err) {
				got = append(got, e.Text.FR)
			}
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("%q; want %q", s, c.want)
			}
		})
	}
	if s := b.Error(); s != "p: b: EOF" || !errors.Is(b, io.EOF) {
		t.Errorf("%q; want the parameter, the words and the cause", s)
	}
}
