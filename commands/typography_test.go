package commands_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// misprints are what a French text never holds outside `code` and addresses.
var misprints = map[string]*regexp.Regexp{
	"a typewriter's apostrophe":                regexp.MustCompile(`[\pL]'[\pL]`),
	"three full stops for an ellipsis":         regexp.MustCompile(`\.\.\.`),
	"no narrow no-break space before ; ! or ?": regexp.MustCompile(`[^\s\x{202f}?!(][;!?]|[^\S\x{202f}][;!?]`),
	"no no-break space before a colon":         regexp.MustCompile(`[^\S\x{a0}]:(\s|$)|[\pL)»]:(\s|$)`),
	"no no-break space inside guillemets":      regexp.MustCompile(`«[^\x{a0}]|[^\x{a0}]»`),
	"no no-break space before €":               regexp.MustCompile(`[^\S\x{a0}]€|\d€`),
}

// verbatim is what French typography does not touch: code, addresses, and
// examples of what is typed.
var verbatim = regexp.MustCompile("`[^`]*`|https?://\\S+|sqlite:\\S*|postgres://\\S*|\\S+:\"[^\"]*\"|rebond --?\\S+|\\bnom:valeur\\b|\\b\\d+€/\\S+")

// TestTypography reads every French text of the code and of the stories' words.
func TestTypography(t *testing.T) {
	read := 0
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			pair, ok := n.(*ast.KeyValueExpr)
			if !ok {
				return true
			}
			if key, ok := pair.Key.(*ast.Ident); !ok || key.Name != "FR" {
				return true
			}
			ast.Inspect(pair.Value, func(n ast.Node) bool {
				if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
					text, err := strconv.Unquote(lit.Value)
					if err != nil {
						t.Errorf("%s: %v", files.Position(lit.Pos()), err)
					}
					read++
					for _, wrong := range misprinted(text) {
						t.Errorf("%s: %s in %q", files.Position(lit.Pos()), wrong, text)
					}
				}
				return true
			})
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if read < 80 {
		t.Errorf("only %d texts read", read)
	}
}

func misprinted(text string) []string {
	text = verbatim.ReplaceAllString(text, "x")
	var wrong []string
	for what, pattern := range misprints {
		if pattern.MatchString(text) {
			wrong = append(wrong, what)
		}
	}
	return wrong
}

func TestMisprinted(t *testing.T) {
	for text, want := range map[string]int{
		"Pensais-tu à\u00a0: /offres\u202f?":        0,
		"Tape `/aide` pour voir\u00a0; c’est tout.": 1,
		"C'est tout.":             1,
		"Rien ?":                  1,
		"Rien?":                   1,
		"«oui»":                   1,
		"« oui »":                 1,
		"«\u00a0oui\u00a0»":       0,
		"Salaire : 45k":           1,
		"Salaire: 45k":            1,
		"45 000 €":                1,
		"45\u202f000\u00a0€":      0,
		"Attends...":              1,
		"https://exemple.fr/?q=1": 0,
	} {
		if got := misprinted(text); len(got) != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}
