package discordtest

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// contract is Discord's own description of its API, closed: an object has no
// properties but those that it describes. A nil contract accepts everything.
type contract struct {
	schemas map[string]*jsonschema.Schema // by method and path
	at      string                        // where it was read
	err     error
}

// contractOnce reads the contract once for all tests of a process: it takes a
// while.
var contractOnce = sync.OnceValue(func() *contract {
	file, err := contractFile()
	if err != nil {
		return &contract{err: err}
	}
	c, err := readContract(file)
	if err != nil {
		return &contract{err: err, at: file}
	}
	return c
})

// contractAbsent says once that the contract is not there.
var contractAbsent sync.Once

// contractFor is the contract; nil, which is said once, where it is absent, but for CI.
func contractFor(t testing.TB) *contract {
	t.Helper()
	c := contractOnce()
	switch {
	case errors.Is(c.err, fs.ErrNotExist) && os.Getenv("REBOND_REQUIRE_ALL") != "1":
		contractAbsent.Do(func() { t.Logf("no contract, so bodies are held to our own limits only: %v", c.err) })
		return nil
	case c.err != nil:
		t.Fatal(c.err)
	}
	return c
}

// contractFile finds ../shared/contracts beside the root of the repository.
func contractFile() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			file := filepath.Join(dir, "../shared/contracts/discord-openapi.json")
			_, err = os.Stat(file)
			return file, err
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("no go.mod above: %w", fs.ErrNotExist)
		}
	}
}

// readContract compiles the schema of every body of the fake's routes.
func readContract(file string) (*contract, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	doc, err := jsonschema.UnmarshalJSON(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	root, _ := doc.(object)
	shut(root["paths"], false)
	shut(root["components"], false)
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft2020)
	if err := compiler.AddResource("discord.json", doc); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	c := &contract{schemas: map[string]*jsonschema.Schema{}, at: file}
	for _, r := range routes() {
		if !r.contract {
			continue
		}
		pointer := "discord.json#/paths/" + escaped(r.path) + "/" + strings.ToLower(r.method) + "/requestBody/content/application~1json/schema"
		schema, err := compiler.Compile(pointer)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		c.schemas[r.method+r.path] = schema
	}
	return c, nil
}

func escaped(path string) string {
	return strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D").Replace(path)
}

// shut closes every object that a schema describes. One part of an allOf cannot
// be closed, as the other parts describe the rest. The contract wants permissions
// as a number, which Discord's own documentation and every library write as a
// string of digits: both pass.
func shut(v any, part bool) {
	switch v := v.(type) {
	case []any:
		for _, one := range v {
			shut(one, part)
		}
	case object:
		properties, described := v["properties"].(object)
		if _, open := v["additionalProperties"]; described && !open && !part {
			v["additionalProperties"] = false
		}
		if p, ok := properties["default_member_permissions"].(object); ok && p["minimum"] != nil {
			properties["default_member_permissions"] = object{"anyOf": []any{p, object{"type": "string", "pattern": "^[0-9]+$"}}}
		}
		for k, one := range v {
			shut(one, k == "allOf")
		}
	}
}

// faults are what the contract has against a body. What is null is as if it were
// not there: libraries write so the properties of other kinds of option. Where lenient is true what is false or "" is too.
func (c *contract) faults(method, path string, body any, lenient bool) faults {
	if c == nil {
		return nil
	}
	err := c.schemas[method+path].Validate(without(body, func(v any) bool { return v == nil || lenient && (v == false || v == "") }))
	invalid, ok := errors.AsType[*jsonschema.ValidationError](err)
	if !ok {
		return nil
	}
	var f faults
	leaves(invalid, &f)
	return f
}

// leaves are the causes that have no cause, at most 20 of them. Of the branches
// of a union those that only say "another type" tell nothing.
func leaves(e *jsonschema.ValidationError, f *faults) {
	if len(e.Causes) == 0 {
		if len(*f) < 20 {
			f.add(strings.Join(e.InstanceLocation, "/"), "CONTRACT", "%s", e.DetailedOutput().Error)
		}
		return
	}
	causes := e.Causes
	if telling := aboutIt(e, causes); len(telling) > 0 {
		causes = telling
	}
	for _, cause := range causes {
		leaves(cause, f)
	}
}

// aboutIt are the branches of a union that agree with the value's own type
// property.
func aboutIt(e *jsonschema.ValidationError, causes []*jsonschema.ValidationError) []*jsonschema.ValidationError {
	var telling []*jsonschema.ValidationError
	for _, cause := range causes {
		if !refusesType(cause, len(e.InstanceLocation)) {
			telling = append(telling, cause)
		}
	}
	return telling
}

func refusesType(e *jsonschema.ValidationError, depth int) bool {
	if at := e.InstanceLocation; len(at) == depth+1 && at[depth] == "type" {
		return true
	}
	for _, cause := range e.Causes {
		if refusesType(cause, depth) {
			return true
		}
	}
	return false
}

// Validate holds a body to the contract and to the table of limits, as the fake
// does when it comes: what is wrong, in words. The path is as the contract writes
// it: "/channels/{channel_id}/messages". Goldens are checked with it.
func Validate(t testing.TB, method, path string, body []byte) []string {
	t.Helper()
	for _, r := range routes() {
		if r.method != method || r.path != path {
			continue
		}
		x := &exchange{Server: &Server{check: contractFor(t)}, route: r, r: &http.Request{}, said: &Request{}}
		if problem := x.decode(body); problem != nil {
			return []string{"invalid JSON"}
		}
		x.hold(false)
		return x.wrong().lines()
	}
	t.Fatalf("the fake has no route %s %s", method, path)
	return nil
}
