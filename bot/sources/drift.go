package sources

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"strconv"
	"strings"
)

// unmarshal is json.Unmarshal for records of sources, whose fields change form with time:
// where one is not of its type, what says the same in another form is taken for it.
func unmarshal[T any](raw json.RawMessage, record *T) error {
	err := json.Unmarshal(raw, record)
	if _, wrong := errors.AsType[*json.UnmarshalTypeError](err); !wrong {
		return err
	}
	var value any
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if d.Decode(&value) != nil {
		return err
	}
	fitted, broken := json.Marshal(fit(value, reflect.TypeFor[T]()))
	if broken != nil {
		return err
	}
	var again T
	if json.Unmarshal(fitted, &again) != nil {
		return err // of the record as it came
	}
	*record = again
	return nil
}

var unmarshaler = reflect.TypeFor[json.Unmarshaler]()

// fit writes the scalars of a value as a type wants them: 12 for "12", "12" for 12, true
// for "true". The rest stays as it is.
func fit(value any, want reflect.Type) any {
	if reflect.PointerTo(want).Implements(unmarshaler) {
		return value
	}
	switch want.Kind() {
	case reflect.Pointer:
		return fit(value, want.Elem())
	case reflect.Struct:
		fitFields(value, want)
	case reflect.Slice:
		if all, ok := value.([]any); ok {
			for i := range all {
				all[i] = fit(all[i], want.Elem())
			}
		}
	case reflect.String:
		if n, ok := value.(json.Number); ok {
			return n.String()
		}
	case reflect.Bool:
		return fitBool(value)
	case reflect.Int, reflect.Int64, reflect.Float64:
		return fitNumber(value, want.Kind() != reflect.Float64)
	}
	return value
}

func fitFields(value any, want reflect.Type) {
	object, ok := value.(map[string]any)
	if !ok {
		return
	}
	for i := range want.NumField() {
		field := want.Field(i)
		if field.Anonymous && field.Type.Kind() == reflect.Struct && field.Tag.Get("json") == "" {
			fitFields(value, field.Type)
			continue
		}
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name == "" {
			name = field.Name
		}
		for key, v := range object {
			if strings.EqualFold(key, name) {
				object[key] = fit(v, field.Type)
			}
		}
	}
}

func fitBool(value any) any {
	said, ok := value.(string)
	if n, isNumber := value.(json.Number); isNumber {
		said, ok = n.String(), true
	}
	if !ok {
		return value
	}
	if said = strings.ToLower(strings.TrimSpace(said)); said == "" {
		return nil
	}
	if b, err := strconv.ParseBool(said); err == nil {
		return b
	}
	return value
}

// fitNumber reads a number written as a string, or a whole one written with decimals.
func fitNumber(value any, whole bool) any {
	said, ok := value.(string)
	if n, isNumber := value.(json.Number); isNumber {
		said, ok = n.String(), true
	}
	if !ok {
		return value
	}
	if said = strings.TrimSpace(said); said == "" {
		return nil
	}
	f, err := strconv.ParseFloat(said, 64)
	if err != nil || f < -1<<53 || f > 1<<53 || f != f {
		return value
	}
	if whole {
		return int64(f)
	}
	return f
}
