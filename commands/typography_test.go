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

	"rebond/bot"
	"rebond/commands/content"
)

// verbatim is what French typography does not touch: code, addresses, and
// examples of what is typed.
var verbatim = regexp.MustCompile("%?%(?:\\[\\d+\\])?[a-z]|`[^`]*`|https?://\\S+|sqlite:\\S*|postgres://\\S*|\\S+:\"[^\"]*\"|rebond --?\\S+|\\bnom:valeur\\b|\\b\\d+€/\\S+")

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
						t.Errorf("%s: %s %q", files.Position(lit.Pos()), wrong.EN, text)
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

// misprinted is what is wrong with a text of the code, as with one of the packs.
func misprinted(text string) []bot.Text {
	return content.Misprints(verbatim.ReplaceAllString(text, "x"))
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
		"20 %":                    1,
		"20\u00a0%":               0,
		"45\u202f000\u00a0€":      0,
		"Attends...":              1,
		"https://exemple.fr/?q=1": 0,
	} {
		if got := misprinted(text); len(got) != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}
