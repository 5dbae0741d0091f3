package discordtest

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// recorded is a test whose failures are kept.
type recorded struct {
	testing.TB
	errors   []string
	cleanups []func()
}

func (r *recorded) Errorf(format string, args ...any) {
	r.errors = append(r.errors, fmt.Sprintf(format, args...))
}
func (r *recorded) Cleanup(f func()) { r.cleanups = append(r.cleanups, f) }

func TestARefusalFailsTheTest(t *testing.T) {
	r := &recorded{TB: t}
	s := Start(r)
	c := s.Guild("Piscine", "fr").Channel("offres")
	a := newAgent(t, s)
	o := a.fails(http.MethodPost, "/channels/"+c.ID+"/messages", said("x", inRow(press(object{"labell": "x"}))), http.StatusBadRequest, 50035)
	if len(r.errors) > 0 {
		t.Errorf("it fails before its end: %q", r.errors)
	}
	for _, f := range r.cleanups {
		f()
	}
	if len(r.errors) != 1 || !strings.Contains(r.errors[0], `"labell":"x"`) || !strings.Contains(r.errors[0], "components/1/components/0: additional properties") {
		t.Errorf("it fails with %q", r.errors)
	}
	at := o["errors"].(object)["components"].(object)["1"].(object)["components"].(object)["0"].(object)["_errors"]
	if at == nil {
		t.Errorf("%v", o)
	}
}
