package slacktest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// text is a string of a body; "" for anything else.
func text(v any) string {
	s, _ := v.(string)
	return s
}

// truth is a boolean of a body, which forms write as a string.
func truth(v any) bool {
	b, _ := v.(bool)
	return b || v == "true" || v == "1"
}

// list is an array of a body; nil for anything else.
func list(v any) []any {
	all, _ := v.([]any)
	return all
}

// dict is an object of a body; nil for anything else.
func dict(v any) object {
	o, _ := v.(object)
	return o
}

// number is a number of a body, which forms write as a string.
func number(v any) (int, bool) {
	switch v := v.(type) {
	case json.Number:
		n, err := v.Int64()
		return int(n), err == nil
	case float64:
		return int(v), v == float64(int(v))
	case int:
		return v, true
	case string:
		n, err := json.Number(v).Int64()
		return int(n), err == nil
	}
	return 0, false
}

// clone is a copy that shares no map or slice.
func clone(v any) any {
	switch v := v.(type) {
	case []any:
		all := make([]any, len(v))
		for i, one := range v {
			all[i] = clone(one)
		}
		return all
	case object:
		o := make(object, len(v))
		for k, one := range v {
			o[k] = clone(one)
		}
		return o
	}
	return v
}

// keys are those of a map in order.
func keys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// encode is JSON as Slack writes it, without escaping what HTML would.
func encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(fmt.Sprintf("the fake made what is no JSON: %v", err)) // it holds only what JSON was read from
	}
	return bytes.TrimSpace(b.Bytes())
}

// decode reads JSON that is one value.
func decode(raw []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if d.More() {
		return nil, fmt.Errorf("more than one value")
	}
	return v, nil
}

// plain turns what was made in Go into what would be read from its JSON.
func plain(v any) any {
	v, _ = decode(encode(v))
	return v
}
