package sourcestest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// ftContract is France Travail's own description of its API, closed: an object has no
// properties but those that it describes.
type ftContract struct {
	kinds  map[string]string             // of a search's parameters: "string", "integer", "boolean"
	words  map[string]string             // what is said of them
	bodies map[string]*jsonschema.Schema // by path
	token  string                        // the address of tokens
	scopes []string
	err    error
}

// ftContractOnce reads the contract once for all tests of a process.
var ftContractOnce = sync.OnceValue(func() *ftContract {
	file, err := ftContractFile()
	if err != nil {
		return &ftContract{err: err}
	}
	c, err := readFTContract(file)
	if err != nil {
		return &ftContract{err: fmt.Errorf("%s: %w", file, err)}
	}
	return c
})

var ftContractAbsent sync.Once

// ftContractFor is the contract; nil, which is said once, where it is absent, but for CI.
func ftContractFor(t testing.TB) *ftContract {
	t.Helper()
	c := ftContractOnce()
	switch {
	case errors.Is(c.err, fs.ErrNotExist) && os.Getenv("REBOND_REQUIRE_ALL") != "1":
		ftContractAbsent.Do(func() {
			t.Logf("no contract of France Travail, so its fake is held to our own reading of it only: %v", c.err)
		})
		return nil
	case c.err != nil:
		t.Fatal(c.err)
	}
	return c
}

// ftContractFile finds ../shared/fixtures beside the root of the repository.
func ftContractFile() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			file := filepath.Join(dir, "../shared/fixtures/real/ft-offresdemploi-v2-openapi.json")
			_, err = os.Stat(file)
			return file, err
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("no go.mod above: %w", fs.ErrNotExist)
		}
	}
}

const ftSearchPath, ftOfferPath = "/v2/offres/search", "/v2/offres/{id}"

// ftDocument is what is read of the contract beside its schemas.
type ftDocument struct {
	Paths map[string]struct {
		Get struct {
			Parameters []struct {
				Name, In, Description string
				Schema                struct{ Type string }
			}
		}
	}
	Components struct {
		SecuritySchemes map[string]struct {
			Flows struct {
				ClientCredentials struct {
					TokenURL string
					Scopes   map[string]string
				}
			}
		}
	}
}

func readFTContract(file string) (*ftContract, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var document ftDocument
	if err := json.Unmarshal(data, &document); err != nil {
		return nil, err
	}
	c := &ftContract{kinds: map[string]string{}, words: map[string]string{}, bodies: map[string]*jsonschema.Schema{}}
	for _, p := range document.Paths[ftSearchPath].Get.Parameters {
		if p.In == "query" {
			name := strings.TrimSpace(p.Name)
			c.kinds[name], c.words[name] = p.Schema.Type, p.Description
		}
	}
	flow := document.Components.SecuritySchemes["authentification_partenaire"].Flows.ClientCredentials
	c.token = flow.TokenURL
	for scope := range flow.Scopes {
		c.scopes = append(c.scopes, scope)
	}
	schemas, err := jsonschema.UnmarshalJSON(strings.NewReader(string(data)))
	if err != nil {
		return nil, err
	}
	shutFT(schemas)
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft2020)
	compiler.AssertFormat()
	if err := compiler.AddResource("ft.json", schemas); err != nil {
		return nil, err
	}
	for path, name := range map[string]string{ftSearchPath: "ResultatRecherche", ftOfferPath: "Offre"} {
		if c.bodies[path], err = compiler.Compile("ft.json#/components/schemas/" + name); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// shutFT closes every object that the contract describes.
func shutFT(v any) {
	switch v := v.(type) {
	case []any:
		for _, one := range v {
			shutFT(one)
		}
	case map[string]any:
		if _, described := v["properties"].(map[string]any); described {
			v["additionalProperties"] = false
		}
		for _, one := range v {
			shutFT(one)
		}
	}
}

var (
	ftInteger = regexp.MustCompile(`^\d+$`)
	ftBoolean = regexp.MustCompile(`^(true|false)$`)
)

// query is what the contract has against the parameters of a search.
func (c *ftContract) query(query url.Values) []string {
	var faults []string
	for name, values := range query {
		kind, known := c.kinds[name]
		switch {
		case !known:
			faults = append(faults, "no parameter "+name)
		case len(values) != 1:
			faults = append(faults, name+" given more than once")
		case kind == "integer" && !ftInteger.MatchString(values[0]), kind == "boolean" && !ftBoolean.MatchString(values[0]):
			faults = append(faults, name+" is not of type "+kind)
		}
	}
	return faults
}

// body is what the contract has against the body of an answer.
func (c *ftContract) body(path string, data []byte) error {
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(string(data)))
	if err != nil {
		return err
	}
	return c.bodies[path].Validate(value)
}

// hold holds a fake's requests and answers to the contract, but for those that are wrong
// on purpose.
func (c *ftContract) hold(t testing.TB) func(FTCall, *http.Request, answer) {
	return func(call FTCall, r *http.Request, a answer) {
		path := map[string]string{"search": ftSearchPath, "offer": ftOfferPath}[call.At]
		if call.At == "search" {
			for _, fault := range c.query(call.Query) {
				t.Errorf("%s: %s", r.URL, fault)
			}
		}
		if path == "" || a.wrong || a.status != http.StatusOK && a.status != http.StatusPartialContent {
			return
		}
		if err := c.body(path, a.body); err != nil {
			t.Errorf("the fake's answer to %s: %v", r.URL, err)
		}
		if call.At == "search" && a.header.Get("Content-Range") == "" {
			t.Errorf("the fake's answer to %s has no Content-Range", r.URL)
		}
	}
}
