// Command gen reduces the npm package @etalab/decoupage-administratif to
// places.dat.gz, written in the current folder. The same package always gives
// the same bytes with the same Go. To renew the data:
//
//	npm pack @etalab/decoupage-administratif && tar xzf etalab-*.tgz
//	DECOUPAGE="$PWD/package" go generate rebond/bot/search/places
//
// The text inside is made of parts parted by an empty line, each sorted by code:
//
//	the origin             one line
//	régions                code TAB name
//	départements           code TAB région TAB name
//	arrondissements        code TAB commune (Paris, Lyon and Marseille)
//	postal codes           code TAB most populous commune that has it
//	communes               code TAB name TAB inhabitants
package main

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// unit is one line of communes.json, departements.json or regions.json.
type unit struct {
	Code       string   `json:"code"`
	Name       string   `json:"nom"`
	Type       string   `json:"type"`
	Region     string   `json:"region"`
	Commune    string   `json:"commune"`
	Population int      `json:"population"`
	Postal     []string `json:"codesPostaux"`
}

func main() {
	if len(os.Args) != 2 || os.Args[1] == "" {
		fmt.Fprintln(os.Stderr, "usage: gen FOLDER, the unpacked npm package @etalab/decoupage-administratif")
		os.Exit(2)
	}
	if err := run(os.Args[1], "places.dat.gz"); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// run reads the npm package in folder and writes the reduced file to out.
func run(folder, out string) error {
	var about struct{ Name, Version string }
	var regions, departements, communes []unit
	for name, into := range map[string]any{
		"package.json": &about, "data/regions.json": &regions,
		"data/departements.json": &departements, "data/communes.json": &communes,
	} {
		b, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		if err := json.Unmarshal(b, into); err != nil {
			return fmt.Errorf("read %s: %w", name, err)
		}
	}
	for _, units := range [][]unit{regions, departements, communes} {
		slices.SortStableFunc(units, func(a, b unit) int { return cmp.Compare(a.Code, b.Code) })
	}
	text := about.Name + " " + about.Version + "\n\n" + reduce(regions, departements, communes)
	packed, err := pack(text)
	if err != nil {
		return err
	}
	fmt.Printf("%s: %d bytes, %d unpacked\n", out, len(packed), len(text))
	return os.WriteFile(out, packed, 0o644)
}

// reduce writes every part but the origin.
func reduce(regions, departements, communes []unit) string {
	var b, arrondissements, current strings.Builder
	for _, u := range regions {
		fmt.Fprintf(&b, "%s\t%s\n", u.Code, u.Name)
	}
	b.WriteByte('\n')
	for _, u := range departements {
		fmt.Fprintf(&b, "%s\t%s\t%s\n", u.Code, u.Region, u.Name)
	}
	b.WriteByte('\n')
	holder := map[string]unit{} // by postal code
	for _, u := range communes {
		switch u.Type {
		case "arrondissement-municipal":
			fmt.Fprintf(&arrondissements, "%s\t%s\n", u.Code, u.Commune)
		case "commune-actuelle":
			fmt.Fprintf(&current, "%s\t%s\t%d\n", u.Code, u.Name, u.Population)
			for _, postal := range u.Postal {
				if h, ok := holder[postal]; !ok || u.Population > h.Population {
					holder[postal] = u
				}
			}
		}
	}
	b.WriteString(arrondissements.String() + "\n")
	postal := make([]string, 0, len(holder))
	for code := range holder {
		postal = append(postal, code)
	}
	slices.Sort(postal)
	for _, code := range postal {
		fmt.Fprintf(&b, "%s\t%s\n", code, holder[code].Code)
	}
	b.WriteString("\n" + current.String())
	return b.String()
}

// pack compresses text, with no date and no name in the header.
func pack(text string) ([]byte, error) {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := io.WriteString(z, text); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
