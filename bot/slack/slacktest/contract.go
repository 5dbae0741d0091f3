package slacktest

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/dlclark/regexp2"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
)

// contract is what Slack's own types and schemas say of blocks, views, messages and
// manifests. A nil contract accepts everything.
type contract struct {
	schemas map[string]*jsonschema.Schema // "blocks", "view", "post-message", "manifest"
	err     error
}

// contractOnce reads the contract once for all tests of a process.
var contractOnce = sync.OnceValue(func() *contract {
	dir, err := contractFolder()
	if err != nil {
		return &contract{err: err}
	}
	c := &contract{schemas: map[string]*jsonschema.Schema{}}
	for _, name := range []string{"blocks", "view", "post-message", "manifest"} {
		if c.schemas[name], c.err = compiled(filepath.Join(dir, "slack-"+name+".schema.json")); c.err != nil {
			break
		}
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

// contractFolder finds ../shared/contracts beside the root of the repository.
func contractFolder() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			folder := filepath.Join(dir, "../shared/contracts")
			_, err = os.Stat(folder)
			return folder, err
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("no go.mod above: %w", fs.ErrNotExist)
		}
	}
}

// compiled reads one schema.
func compiled(file string) (*jsonschema.Schema, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	doc, err := jsonschema.UnmarshalJSON(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.UseRegexpEngine(ecmaScript)
	if err := compiler.AddResource("slack.json", doc); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	schema, err := compiler.Compile("slack.json")
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return schema, nil
}

// pattern is a regular expression as schemas write it: it may look ahead.
type pattern regexp2.Regexp

func (p *pattern) MatchString(s string) bool {
	hit, err := (*regexp2.Regexp)(p).MatchString(s)
	return err == nil && hit
}

func (p *pattern) String() string { return (*regexp2.Regexp)(p).String() }

func ecmaScript(s string) (jsonschema.Regexp, error) {
	re, err := regexp2.Compile(s, regexp2.ECMAScript)
	return (*pattern)(re), err
}

// faults are what the contract has against a body, whose place is a pointer.
func (c *contract) faults(name string, body any, where string) faults {
	if c == nil {
		return nil
	}
	invalid, ok := errors.AsType[*jsonschema.ValidationError](c.schemas[name].Validate(body))
	if !ok {
		return nil
	}
	var f faults
	leaves(invalid, where, &f)
	return f
}

// leaves are the causes that have no cause, at most 20 of them. Of the branches of a
// union those that only say "another type" tell nothing.
func leaves(e *jsonschema.ValidationError, where string, f *faults) {
	if len(e.Causes) == 0 {
		if len(*f) < 20 {
			pointer := where
			for _, part := range e.InstanceLocation {
				pointer += "/" + part
			}
			f.add(pointer, "%s (contract)", e.DetailedOutput().Error)
		}
		return
	}
	causes := e.Causes
	if telling := aboutIt(e, causes); len(telling) > 0 {
		causes = telling
	}
	for _, cause := range causes {
		leaves(cause, where, f)
	}
}

// aboutIt are the branches of a union that agree with the value's own type property.
func aboutIt(e *jsonschema.ValidationError, causes []*jsonschema.ValidationError) []*jsonschema.ValidationError {
	var telling []*jsonschema.ValidationError
	for _, cause := range causes {
		if !refusesType(cause, len(e.InstanceLocation)) {
			telling = append(telling, cause)
		}
	}
	return telling
}

// refusesType reports whether a branch is about another type: a union is where all of
// its own branches are.
func refusesType(e *jsonschema.ValidationError, depth int) bool {
	if at := e.InstanceLocation; len(at) == depth+1 && at[depth] == "type" {
		return true
	}
	refuses := func(cause *jsonschema.ValidationError) bool { return refusesType(cause, depth) }
	switch e.ErrorKind.(type) {
	case *kind.AnyOf, *kind.OneOf:
		return len(e.Causes) > 0 && !slices.ContainsFunc(e.Causes, func(cause *jsonschema.ValidationError) bool { return !refuses(cause) })
	}
	return slices.ContainsFunc(e.Causes, refuses)
}

// ValidateBlocks holds the blocks of a message to the contract and to the table of
// limits, as the fake does when they come: what is wrong, in words. Goldens are
// checked with it.
func ValidateBlocks(t testing.TB, blocks []byte) []string {
	t.Helper()
	v, err := decode(blocks)
	if err != nil {
		return []string{err.Error()}
	}
	return (&Server{check: contractFor(t)}).heldBlocks(v).lines()
}

// ValidateMessage holds the arguments of chat.postMessage likewise.
func ValidateMessage(t testing.TB, args []byte) []string {
	t.Helper()
	v, err := decode(args)
	if err != nil || dict(v) == nil {
		return []string{"want a JSON object"}
	}
	x := &exchange{Server: &Server{check: contractFor(t)}, args: dict(v)}
	lines := x.holdPost().lines()
	if code := lengths(&message{text: x.arg("text"), blocks: list(x.args["blocks"]), attachments: list(x.args["attachments"])}); code != "" {
		lines = append(lines, code)
	}
	return lines
}

// ValidateView holds a modal or a Home tab likewise.
func ValidateView(t testing.TB, view []byte) []string {
	t.Helper()
	v, err := decode(view)
	if err != nil {
		return []string{err.Error()}
	}
	return (&Server{check: contractFor(t)}).heldViewOf(v, "/view", "").lines()
}

// ValidateManifest holds the manifest of an app likewise.
func ValidateManifest(t testing.TB, raw []byte) []string {
	t.Helper()
	_, problems := readManifest(raw, contractFor(t))
	return problems
}

// reserved are the names of Slack's own commands.
var reserved = strings.Fields("/status /me /away /dnd /remind /msg /feed /who /join /leave /open /search /topic /mute /invite /kick /remove /rename /shrug /archive /collapse /expand /active /call /dm /apps /feedback /help /keys /prefs /shortcuts /star /unmute")
