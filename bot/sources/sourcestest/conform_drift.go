package sourcestest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"rebond/bot/sources"
)

func records(kind string, openings []Opening) []json.RawMessage {
	all := make([]json.RawMessage, len(openings))
	for i, o := range openings {
		all[i] = Record(kind, Board, o)
	}
	return all
}

// drift changes every field of a record in turn, as APIs change without a word: another
// field, null, a number for a string and a string for a number. What is not vital to an
// offer must not cost it; what is broken costs that record only, and the reading is then
// not complete.
func drift(tr *trial) {
	all := records(tr.Kind, Openings(3))
	for _, v := range variants(all[1]) {
		tr.state = ""
		tr.at.PutRecords(tr.Kind, Board, all[0], v.record, all[2])
		o := tr.good(v.what)
		kept := o.ids()
		if !slices.Contains(kept, "1001") || !slices.Contains(kept, "1003") {
			tr.Errorf("%s: kept %v", v.what, kept)
		}
		vital := slices.Contains(tr.Vital, v.path)
		if !vital && len(kept) != 3 {
			tr.Errorf("%s: kept %v, refused %+v", v.what, kept, o.refused)
		}
		broken := slices.ContainsFunc(o.refused, func(r sources.Refusal) bool { return r.Broken })
		if o.Complete != (!broken && !tr.Partial) {
			tr.Errorf("%s: complete is %v, refused %+v", v.what, o.Complete, o.refused)
		}
		for _, k := range o.kept {
			if k.Title == "" || !sources.IsWeb(k.URL) || k.Company == "" {
				tr.Errorf("%s: kept %+v", v.what, k)
			}
		}
	}
	drifted(tr)
}

// drifted changes the whole answer.
func drifted(tr *trial) {
	tr.state = ""
	tr.put(Openings(3)...)
	if tr.List == "" {
		return
	}
	list := string(document(records(tr.Kind, Openings(3))))
	for what, body := range map[string]string{
		"another field before": `{"zz":{"` + tr.List + `":[1]},"` + tr.List + `":` + list + `}`,
		"other fields null":    `{"meta":null,"apiVersion":2,"` + tr.List + `":` + list + `}`,
		"a total as a string":  `{"meta":{"total":"3"},"` + tr.List + `":` + list + `}`,
	} {
		tr.state = ""
		tr.fail(1, Says(body))
		tr.three(what, tr.good(what))
	}
	tr.state = ""
	tr.fail(1, Says(`{"`+tr.List+`":null}`))
	if o := tr.fetch(); o.Complete || o.batches > 0 && len(o.kept) > 0 {
		tr.Errorf("a list that is null: %+v, %v", o.Fetched, o.err)
	}
}

func brokenRecords(tr *trial) {
	all := records(tr.Kind, Openings(3))
	for _, broken := range []string{"12", "null", "[]", `"x"`, "{}", `{"id":{"a":1}}`, "[[[[[[1]]]]]]"} {
		tr.state = ""
		tr.at.PutRecords(tr.Kind, Board, all[0], json.RawMessage(broken), all[2])
		o := tr.good(broken)
		Equal(tr, broken+": kept", fmt.Sprint(o.ids()), "[1001 1003]")
		Equal(tr, broken+": refused", len(o.refused), 1)
		Equal(tr, broken+": complete", o.Complete, false)
		again := tr.good(broken + " again")
		Equal(tr, broken+": read again", again.Unchanged, false)
	}
}

// unlisted: what the source does not show is not broken.
func unlisted(tr *trial) {
	all := records(tr.Kind, Openings(2))
	for _, record := range tr.Unlisted {
		tr.state = ""
		tr.at.PutRecords(tr.Kind, Board, append(all, json.RawMessage(record))...)
		o := tr.good(record)
		Equal(tr, record+": kept", fmt.Sprint(o.ids()), "[1001 1002]")
		Equal(tr, record+": refused", len(o.refused), 1)
		Equal(tr, record+": complete", o.Complete, !tr.Partial)
	}
}

// variant is a record of which one thing has changed.
type variant struct {
	what, path string
	record     json.RawMessage
}

// variants are all the ways in which one thing of a record may change.
func variants(record json.RawMessage) []variant {
	var all []variant
	var tree any
	d := json.NewDecoder(bytes.NewReader(record))
	d.UseNumber()
	if d.Decode(&tree) != nil {
		return nil
	}
	write := func(path, what string) {
		all = append(all, variant{path + " " + what, path, document(tree)})
	}
	var walk func(path string, value any, set func(any))
	walk = func(path string, value any, set func(any)) {
		for what, other := range others(value) {
			set(other)
			write(path, what)
			set(value)
		}
		switch v := value.(type) {
		case map[string]any:
			v["zz_new"] = map[string]any{"a": []any{json.Number("1"), nil}}
			write(path, "with another field")
			delete(v, "zz_new")
			for key, field := range v {
				walk(strings.TrimPrefix(path+"."+key, "."), field, func(other any) { v[key] = other })
				delete(v, key)
				write(strings.TrimPrefix(path+"."+key, "."), "left out")
				v[key] = field
			}
		case []any:
			for i, element := range v {
				walk(path, element, func(other any) { v[i] = other })
			}
		}
	}
	walk("", tree, func(other any) {})
	return all
}

// others are the forms that a value may take instead.
func others(value any) map[string]any {
	forms := map[string]any{"null": nil}
	switch v := value.(type) {
	case string:
		forms["a number for a string"] = json.Number("12")
		forms["empty"] = ""
	case json.Number:
		forms["a string for a number"] = v.String()
		forms["a number with decimals"] = json.Number(v.String() + ".0")
		forms["an empty string for a number"] = ""
	case bool:
		forms["a string for true or false"] = strconv.FormatBool(v)
		forms["a number for true or false"] = json.Number(map[bool]string{true: "1", false: "0"}[v])
	case []any:
		forms["empty"] = []any{}
	}
	return forms
}
