package sources

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"unicode/utf8"

	"rebond/bot"
)

// Trim takes off the byte order mark and the spaces around data.
func Trim(data []byte) []byte {
	return bytes.TrimSpace(bytes.TrimPrefix(bytes.TrimSpace(data), []byte("\uFEFF")))
}

// Shape is what the beginning of a JSON answer looks like.
type Shape struct {
	List  bool            // it is an array
	Keys  map[string]bool // of the object it is
	First map[string]bool // keys of the first record of the list looked for
}

// Look reads the beginning of data, at most 1 MiB and to the first record of
// the list under that key (or of data itself, if it is a list). What is not
// JSON, or is cut, gives what could be read.
func Look(data []byte, list string) Shape {
	data = Trim(data)
	d := json.NewDecoder(bytes.NewReader(data[:min(len(data), 1<<20)]))
	var shape Shape
	start, err := d.Token()
	if err != nil {
		return shape
	}
	switch start {
	case json.Delim('['):
		shape.List = true
		shape.First, _ = keys(d, "")
	case json.Delim('{'):
		found := false
		if shape.Keys, found = objectKeys(d, list); found {
			shape.First, _ = keys(d, "")
		}
	}
	return shape
}

// keys reads the keys of the object that comes next.
func keys(d *json.Decoder, stop string) (map[string]bool, bool) {
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, false
	}
	return objectKeys(d, stop)
}

// objectKeys reads the keys of an object that has begun, up to the one whose
// value is a list and which is looked for: found then, and the list has begun.
func objectKeys(d *json.Decoder, stop string) (seen map[string]bool, found bool) {
	seen = map[string]bool{}
	for d.More() {
		key, err := d.Token()
		name, isKey := key.(string)
		if err != nil || !isKey {
			break
		}
		seen[name] = true
		if name == stop && stop != "" {
			t, err := d.Token()
			return seen, err == nil && t == json.Delim('[')
		}
		var value json.RawMessage
		if d.Decode(&value) != nil {
			break
		}
	}
	return seen, false
}

// Records cuts an answer into its records: the elements of the list under that
// key, or of data if it is a list. They are parts of data, not copies. The error
// says in words where JSON is broken.
func Records(data []byte, list string) ([]json.RawMessage, error) {
	data = Trim(data)
	if !json.Valid(data) {
		return nil, brokenJSON(data)
	}
	d := json.NewDecoder(bytes.NewReader(data))
	start, err := d.Token()
	if err != nil {
		return nil, brokenJSON(data)
	}
	if start == json.Delim('{') {
		if start, err = seek(d, list); start == nil && err == nil { // "jobs": null
			return nil, nil
		}
	}
	if start != json.Delim('[') {
		return nil, &bot.UserError{Err: err, Text: bot.Textf(bot.Text{
			FR: "Dans ce fichier, «\u00a0%s\u00a0» n’est pas une liste d’offres.",
			EN: "In this file, “%s” is not a list of job offers.",
		}, list)}
	}
	var records []json.RawMessage
	var record json.RawMessage // its bytes are used again by the next
	for d.More() {
		if err := d.Decode(&record); err != nil {
			return nil, brokenJSON(data)
		}
		end := d.InputOffset()
		records = append(records, data[end-int64(len(record)):end])
	}
	return records, nil
}

// seek reads on to the value of a key of the object that has begun.
func seek(d *json.Decoder, key string) (json.Token, error) {
	var skipped json.RawMessage
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, err
		}
		if name == key {
			return d.Token()
		}
		if err := d.Decode(&skipped); err != nil {
			return nil, err
		}
	}
	return json.Delim('}'), fmt.Errorf("no key %q", key)
}

// brokenJSON says where data stops being JSON, and whether it only stops.
func brokenJSON(data []byte) error {
	var whole json.RawMessage
	err := json.Unmarshal(data, &whole)
	at := len(data)
	syntax, _ := errors.AsType[*json.SyntaxError](err)
	if syntax != nil {
		at = min(at, int(syntax.Offset))
	}
	line := 1 + bytes.Count(data[:at], []byte("\n"))
	column := utf8.RuneCount(data[bytes.LastIndexByte(data[:at], '\n')+1 : at])
	if syntax == nil || at == len(data) && isCut(data) {
		return &bot.UserError{Err: err, Text: bot.Textf(bot.Text{
			FR: "Ce fichier semble coupé\u00a0: il s’arrête au milieu d’une offre, ligne %s, colonne %s. Télécharge-le à nouveau.",
			EN: "This file seems cut short: it stops in the middle of an offer, line %s, column %s. Download it again.",
		}, strconv.Itoa(line), strconv.Itoa(column))}
	}
	return &bot.UserError{Err: err, Text: bot.Textf(bot.Text{
		FR: "Ce fichier n’est pas du JSON valable\u00a0: la faute est ligne %s, colonne %s.",
		EN: "This file is not valid JSON: the fault is on line %s, column %s.",
	}, strconv.Itoa(line), strconv.Itoa(column))}
}

// isCut reports whether data is the beginning of some JSON.
func isCut(data []byte) bool {
	d := json.NewDecoder(bytes.NewReader(data))
	var whole json.RawMessage
	return errors.Is(d.Decode(&whole), io.ErrUnexpectedEOF)
}

// Words is a string, a list of strings, or null.
type Words []string

// UnmarshalJSON takes both forms that sources use for one field.
func (w *Words) UnmarshalJSON(data []byte) error {
	var many []*string
	if json.Unmarshal(data, &many) == nil {
		*w = nil
		for _, s := range many {
			if s != nil {
				*w = append(*w, *s)
			}
		}
		return nil
	}
	var one string
	if json.Unmarshal(data, &one) != nil {
		return wrongType(data, reflect.TypeFor[Words]())
	}
	*w = Words{one}
	return nil
}

// Said is a string or a number, as written; empty for null.
type Said string

// UnmarshalJSON takes "42000", 42000 and null.
func (s *Said) UnmarshalJSON(data []byte) error {
	switch c := data[0]; {
	case c == 'n':
		*s = ""
	case c == '-' || '0' <= c && c <= '9':
		*s = Said(data)
	case c == '"':
		return json.Unmarshal(data, (*string)(s))
	default:
		return wrongType(data, reflect.TypeFor[Said]())
	}
	return nil
}

func wrongType(data []byte, want reflect.Type) error {
	kind := map[byte]string{'{': "object", '[': "array", '"': "string", 't': "bool", 'f': "bool"}[data[0]]
	if kind == "" {
		kind = "number"
	}
	return &json.UnmarshalTypeError{Value: kind, Type: want}
}
