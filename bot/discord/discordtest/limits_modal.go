package discordtest

// maxFiles is how many files a field of a modal takes.
const maxFiles = 10

// modalLimits holds a modal to what Discord shows: 1 to 5 components, each a
// label with a control, or a text.
func modalLimits(o object, f *faults) {
	customID(o, "data", true, f)
	if s := text(o["title"]); empty(s) || size(s) > 45 {
		f.add("data/title", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 45 in length.")
	}
	all := list(o["components"])
	if len(all) < 1 || len(all) > 5 {
		f.add("data/components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
	}
	seen := map[string]bool{}
	controls := 0
	for i, v := range all {
		one, _ := v.(object)
		where := at("data/components", i)
		switch typeOf(one) {
		case TypeLabel:
			if s := text(one["label"]); empty(s) || size(s) > 45 {
				f.add(at(where, "label"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 45 in length.")
			}
			if size(text(one["description"])) > 100 {
				f.add(at(where, "description"), "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.")
			}
			inner, _ := one["component"].(object)
			if inner["label"] != nil {
				f.add(at(where, "component/label"), "COMPONENT_LABEL_IN_LABEL", "the label says it")
			}
			control(inner, at(where, "component"), seen, f)
			controls++
		case TypeTextDisplay:
			if empty(text(one["content"])) {
				f.add(where, "BASE_TYPE_REQUIRED", "a text display says nothing")
			}
		default:
			f.add(where, "UNION_TYPE_CHOICES", "a component of type %d in a modal: want labels, rows being deprecated", typeOf(one))
		}
	}
	if controls == 0 {
		f.add("data/components", "BASE_TYPE_REQUIRED", "a modal asks for something")
	}
}

// control holds what is inside a label.
func control(o object, where string, seen map[string]bool, f *faults) {
	customID(o, where, true, f)
	if id := text(o["custom_id"]); seen[id] {
		f.add(at(where, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated: %q", id)
	} else {
		seen[id] = true
	}
	switch kind := typeOf(o); {
	case isSelect(kind):
		selection(o, where, true, f)
	case kind == TypeTextInput:
		input(o, where, f)
	case kind == TypeFileUpload:
		uploads(o, where, f)
	default:
		f.add(where, "UNION_TYPE_CHOICES", "the fake has no component of type %d in a modal", kind)
	}
}

func input(o object, where string, f *faults) {
	if style, _ := number(o["style"]); style != 1 && style != 2 {
		f.add(at(where, "style"), "BASE_TYPE_CHOICES", "style %d", style)
	}
	if size(text(o["placeholder"])) > 100 {
		f.add(at(where, "placeholder"), "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.")
	}
	low, high := 0, 4000
	if n, ok := number(o["min_length"]); ok {
		low = n
	}
	if n, ok := number(o["max_length"]); ok {
		high = n
	}
	if low < 0 || high < 1 || high > 4000 || low > high {
		f.add(where, "TEXT_INPUT_LENGTH", "from %d to %d characters", low, high)
	}
	if n := size(text(o["value"])); n > high || n > 0 && n < low {
		f.add(at(where, "value"), "BASE_TYPE_BAD_LENGTH", "%d characters; want %d to %d", n, low, high)
	}
}

// uploads holds a field for files.
func uploads(o object, where string, f *faults) {
	low, high := bounds(o)
	if low < 0 || low > maxFiles || high < 1 || high > maxFiles || low > high {
		f.add(where, "COMPONENT_FILE_UPLOAD_VALUES", "from %d to %d files", low, high)
	}
	if low == 0 && o["required"] != false {
		f.add(at(where, "required"), "COMPONENT_FILE_UPLOAD_REQUIRED", "a required field takes at least one file")
	}
}
