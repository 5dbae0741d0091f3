package discordtest

import (
	"fmt"
	"net/http"
	"testing"
)

func TestLimitsOfModals(t *testing.T) {
	modal := func(changes object, components ...any) object {
		return object{"type": CallbackModal, "data": with(with(form(), object{"components": components}), changes)}
	}
	label := func(changes, control object) object {
		return with(object{"type": TypeLabel, "label": "Nom", "component": with(object{"type": TypeTextInput, "custom_id": "nom", "style": 1}, control)}, changes)
	}
	numbered := func(i int) any { return label(nil, object{"custom_id": fmt.Sprint(i)}) }
	selected := func(changes object) any {
		return object{"type": TypeLabel, "label": "Nom", "component": choice(changes)}
	}
	hold(t, http.MethodPost, callbackRoute, map[string]bodies{
		"title":                      {modal(object{"title": long(45)}, label(nil, nil)), modal(object{"title": long(46)}, label(nil, nil))},
		"custom_id":                  {modal(object{"custom_id": long(100)}, label(nil, nil)), modal(object{"custom_id": long(101)}, label(nil, nil))},
		"number of fields":           {modal(nil, manyOf(5, numbered)...), modal(nil, manyOf(6, numbered)...)},
		"no field":                   {modal(nil, label(nil, nil), display("x")), modal(nil, display("x"))},
		"label":                      {modal(nil, label(object{"label": long(45)}, nil)), modal(nil, label(object{"label": long(46)}, nil))},
		"description":                {modal(nil, label(object{"description": long(100)}, nil)), modal(nil, label(object{"description": long(101)}, nil))},
		"label in a label":           {modal(nil, label(nil, nil)), modal(nil, label(nil, object{"label": "x"}))},
		"value":                      {modal(nil, label(nil, object{"value": long(4000)})), modal(nil, label(nil, object{"value": long(4001)}))},
		"value over its max":         {modal(nil, label(nil, object{"max_length": 3, "value": "abc"})), modal(nil, label(nil, object{"max_length": 3, "value": "abcd"}))},
		"max_length":                 {modal(nil, label(nil, object{"max_length": 4000})), modal(nil, label(nil, object{"max_length": 4001}))},
		"placeholder":                {modal(nil, label(nil, object{"placeholder": long(100)})), modal(nil, label(nil, object{"placeholder": long(101)}))},
		"placeholder of a select":    {modal(nil, selected(object{"placeholder": long(150)})), modal(nil, selected(object{"placeholder": long(151)}))},
		"optional select":            {modal(nil, selected(object{"min_values": 0, "required": false})), modal(nil, selected(object{"min_values": 0}))},
		"unique custom_id":           {modal(nil, manyOf(2, numbered)...), modal(nil, label(nil, nil), label(nil, nil))},
		"rows are gone":              {modal(nil, label(nil, nil)), modal(nil, inRow(object{"type": TypeTextInput, "custom_id": "nom", "style": 1, "label": "Nom"}))},
		"contract: unknown property": {modal(nil, label(nil, nil)), modal(nil, label(nil, object{"max": 3}))},
		"a file":                     {modal(nil, dropped(nil)), modal(nil, dropped(nil)["component"])},
		"a file in a row":            {modal(nil, dropped(nil)), modal(nil, inRow(dropped(nil)["component"]))},
		"fewest files":               {modal(nil, dropped(object{"min_values": 10, "max_values": 10})), modal(nil, dropped(object{"min_values": 11, "max_values": 11}))},
		"most files":                 {modal(nil, dropped(object{"max_values": 10})), modal(nil, dropped(object{"max_values": 11}))},
		"files of none":              {modal(nil, dropped(object{"max_values": 1})), modal(nil, dropped(object{"max_values": 0, "min_values": 0, "required": false}))},
		"fewest over most":           {modal(nil, dropped(object{"min_values": 2, "max_values": 2})), modal(nil, dropped(object{"min_values": 2}))},
		"optional file":              {modal(nil, dropped(object{"min_values": 0, "required": false})), modal(nil, dropped(object{"min_values": 0}))},
		"custom_id of a file":        {modal(nil, dropped(object{"custom_id": long(100)})), modal(nil, dropped(object{"custom_id": nil}))},
		"contract: a media type":     {modal(nil, dropped(nil)), modal(nil, dropped(object{"accept": "text/plain"}))},
		"a button":                   {modal(nil, label(nil, nil)), modal(nil, object{"type": TypeLabel, "label": "x", "component": press(nil)})},
	})
}

// dropped is a field for files.
func dropped(changes object) object {
	return object{"type": TypeLabel, "label": "Fichier", "component": with(object{"type": TypeFileUpload, "custom_id": "fichier"}, changes)}
}
