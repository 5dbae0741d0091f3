package bot

import (
	"context"
	"slices"
	"testing"
)

// TestAsked says which requests are heard of: for a command itself, from whoever may.
func TestAsked(t *testing.T) {
	p := newPorts()
	act := Action{Name: "fait", Run: say("Fait", "Done")}
	r := p.router(t,
		command("ouvert", "unlocked", func(c *Command) { c.Actions = []Action{act} }),
		command("reserve", "reserved", func(c *Command) { c.Access = Moderator }),
		command("secours", "rescue", func(c *Command) { c.Always, c.Ephemeral = true, true }),
		command("bavard", "talker", func(c *Command) { c.Params = []Param{required(param("mot", "word", Line))} }),
	)
	var heard []string
	r.Asked = func(_ context.Context, req *Request, c *Command) {
		heard = append(heard, c.Name+" "+string(req.From.ID))
	}
	does := func(c Call) string {
		t.Helper()
		id, err := ControlID(t.Context(), p, c)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	for name, one := range map[string]struct {
		ask  *Request
		want []string
	}{
		"a typed command":                  {typed(camille, "/ouvert"), []string{"ouvert person-U-CAMILLE"}},
		"by its English name":              {typed(sam, "/unlocked"), []string{"ouvert person-U-SAM"}},
		"a command behind a button":        {pressed(sam, does(Call{Command: "ouvert"})), []string{"ouvert person-U-SAM"}},
		"an action":                        {pressed(sam, does(Call{Command: "ouvert", Action: "fait"})), nil},
		"a right that one lacks":           {typed(camille, "/reserve"), nil},
		"a right that one has":             {typed(malik, "/reserve"), []string{"reserve person-U-MALIK"}},
		"one that answers always":          {typed(camille, "/secours"), nil},
		"no such command":                  {typed(camille, "/rien"), nil},
		"one that lacks an argument still": {typed(camille, "/bavard"), []string{"bavard person-U-CAMILLE"}},
	} {
		heard = nil
		r.Handle(t.Context(), one.ask, func(bool) {})
		if !slices.Equal(heard, one.want) {
			t.Errorf("%s: heard %q, want %q", name, heard, one.want)
		}
	}
}
