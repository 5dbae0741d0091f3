package discordtest

import (
	"encoding/json"
	"maps"
	"slices"
)

// each calls f with every component in v, outer ones first.
func each(v any, f func(o object)) {
	switch v := v.(type) {
	case []any:
		for _, one := range v {
			each(one, f)
		}
	case object:
		if _, ok := v["type"]; ok {
			f(v)
		}
		for _, k := range []string{"components", "component", "accessory"} {
			each(v[k], f)
		}
	}
}

// typeOf is the type of a component; -1 for what has none.
func typeOf(o object) int {
	if n, ok := number(o["type"]); ok {
		return n
	}
	return -1
}

// number is an integer of a body.
func number(v any) (int, bool) {
	switch v := v.(type) {
	case json.Number:
		n, err := v.Int64()
		return int(n), err == nil
	case int:
		return v, true
	}
	return 0, false
}

// list is an array of a body; nil for anything else.
func list(v any) []any {
	all, _ := v.([]any)
	return all
}

func text(v any) string {
	s, _ := v.(string)
	return s
}

func truth(v any) bool {
	b, _ := v.(bool)
	return b
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

// without is a copy that lacks the properties whose values are left out.
func without(v any, left func(v any) bool) any {
	switch v := v.(type) {
	case []any:
		all := make([]any, len(v))
		for i, one := range v {
			all[i] = without(one, left)
		}
		return all
	case object:
		o := object{}
		for k, one := range v {
			if !left(one) {
				o[k] = without(one, left)
			}
		}
		return o
	}
	return v
}

// keys are those of a map in order.
func keys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
