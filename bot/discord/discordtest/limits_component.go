package discordtest

import (
	"fmt"
	"net/url"
	"slices"
)

// isSelect reports whether a type of component is a select.
func isSelect(kind int) bool {
	return kind == TypeStringSelect || kind >= TypeUserSelect && kind <= TypeChannelSelect
}

// componentLimits holds the components of a message to what they may contain,
// and all of them to what a message takes.
func componentLimits(all []any, where string, v2 bool, f *faults) {
	var count, characters, bytes int
	customs, ids := map[string]bool{}, map[int]bool{}
	each(all, func(o object) {
		count++
		if typeOf(o) == TypeTextDisplay {
			s := text(o["content"])
			characters += size(s)
			bytes += len(s) + textOverhead
			if empty(s) {
				f.add(where, "BASE_TYPE_REQUIRED", "a text display says nothing")
			}
		}
		if c := text(o["custom_id"]); c != "" {
			if customs[c] {
				f.add(where, "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated: %q", c)
			}
			customs[c] = true
		}
		if n, _ := number(o["id"]); n != 0 {
			if ids[n] {
				f.add(where, "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated: %d", n)
			}
			ids[n] = true
		}
	})
	if count > maxComponents {
		f.add(where, "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", "The maximum number of components is %d, not %d", maxComponents, count)
	}
	if characters > maxText {
		f.add(where, "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", "%d characters of text; want at most %d", characters, maxText)
	}
	if bytes > maxTextBytes {
		f.add(where, "UNDOCUMENTED_SIZE", "%d bytes of text, counting %d for each text display; over %d Discord answers 500", bytes, textOverhead, maxTextBytes)
	}
	for i, v := range all {
		o, _ := v.(object)
		top(o, at(where, i), v2, f)
	}
}

// top holds a component that is not inside another.
func top(o object, where string, v2 bool, f *faults) {
	switch kind := typeOf(o); {
	case kind == TypeActionRow:
		row(o, where, f)
	case !v2:
		// What is there without the flag depends on the message: compose looks.
	case kind == TypeContainer:
		inner := list(o["components"])
		if len(inner) == 0 {
			f.add(at(where, "components"), "BASE_TYPE_BAD_LENGTH", "a container holds nothing")
		}
		for i, v := range inner {
			one, _ := v.(object)
			if typeOf(one) == TypeContainer {
				f.add(at(where, "components", i), "UNION_TYPE_CHOICES", "a container cannot be in a container")
				continue
			}
			top(one, at(where, "components", i), v2, f)
		}
	case kind == TypeSection:
		section(o, where, f)
	case kind == TypeMediaGallery:
		if n := len(list(o["items"])); n < 1 || n > 10 {
			f.add(at(where, "items"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 10 in length.")
		}
		addresses(o, where, false, f)
	case kind == TypeFile:
		addresses(o, where, true, f)
	case kind != TypeTextDisplay && kind != TypeSeparator:
		f.add(where, "UNION_TYPE_CHOICES", "a component of type %d cannot be here", kind)
	}
}

func row(o object, where string, f *faults) {
	inner := list(o["components"])
	if len(inner) < 1 || len(inner) > 5 {
		f.add(at(where, "components"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
	}
	for i, v := range inner {
		one, _ := v.(object)
		place := at(where, "components", i)
		switch kind := typeOf(one); {
		case kind == TypeButton:
			button(one, place, f)
		case isSelect(kind):
			if len(inner) > 1 {
				f.add(at(where, "components"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "a select is alone in its row")
			}
			selection(one, place, false, f)
		default:
			f.add(place, "UNION_TYPE_CHOICES", "a component of type %d cannot be in a row", kind)
		}
	}
}

func section(o object, where string, f *faults) {
	if n := len(list(o["components"])); n < 1 || n > 3 {
		f.add(at(where, "components"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 3 in length.")
	}
	for i, v := range list(o["components"]) {
		if one, _ := v.(object); typeOf(one) != TypeTextDisplay {
			f.add(at(where, "components", i), "UNION_TYPE_CHOICES", "a section holds text only")
		}
	}
	accessory, _ := o["accessory"].(object)
	switch typeOf(accessory) {
	case TypeButton:
		button(accessory, at(where, "accessory"), f)
	case TypeThumbnail:
		addresses(accessory, at(where, "accessory"), false, f)
	default:
		f.add(at(where, "accessory"), "BASE_TYPE_REQUIRED", "a section has a button or a thumbnail; without one it is a text display")
	}
}

// addresses holds the pictures and files of a component to schemes that Discord
// loads.
func addresses(o object, where string, attached bool, f *faults) {
	for _, s := range mediaOf(o) {
		u, err := url.Parse(s)
		if err != nil || u.Scheme != "attachment" && (attached || u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
			f.add(where, "URL_TYPE_INVALID_SCHEME", "Not a well formed URL, or not one of its schemes: %q", s)
		}
	}
}

func button(o object, where string, f *faults) {
	style, _ := number(o["style"])
	custom, link, label := text(o["custom_id"]), text(o["url"]), text(o["label"])
	switch {
	case style == StyleLink && (link == "" || o["custom_id"] != nil):
		f.add(where, "BUTTON_COMPONENT_INVALID_URL", "a link button has a url and no custom_id")
	case style >= 1 && style < StyleLink && (custom == "" || o["url"] != nil):
		f.add(at(where, "custom_id"), "COMPONENT_CUSTOM_ID_REQUIRED", "A custom id is required, and a url is not allowed")
	case style < 1 || style > StyleLink:
		f.add(at(where, "style"), "BASE_TYPE_CHOICES", "style %d", style)
	}
	if link != "" {
		if u, err := url.Parse(link); err != nil || u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "discord" || u.Host == "" || size(link) > 512 {
			f.add(at(where, "url"), "URL_TYPE_INVALID_SCHEME", "Scheme must be one of ('http', 'https', 'discord'), within 512 characters: %q", link)
		}
	}
	if empty(label) && o["emoji"] == nil {
		f.add(at(where, "label"), "BUTTON_COMPONENT_LABEL_REQUIRED", "a button has a label or an emoji")
	}
	if size(label) > 80 {
		f.add(at(where, "label"), "BASE_TYPE_MAX_LENGTH", "Must be 80 or fewer in length.")
	}
	customID(o, where, false, f)
}

// customID holds an id to 1 to 100 characters.
func customID(o object, where string, required bool, f *faults) {
	v, given := o["custom_id"]
	if n := size(text(v)); given && (n < 1 || n > 100) || required && n == 0 {
		f.add(at(where, "custom_id"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")
	}
}

// selection holds a select of a message or of a modal.
func selection(o object, where string, modal bool, f *faults) {
	customID(o, where, true, f)
	if size(text(o["placeholder"])) > 150 {
		f.add(at(where, "placeholder"), "BASE_TYPE_MAX_LENGTH", "Must be 150 or fewer in length.")
	}
	low, high := bounds(o)
	if low < 0 || low > 25 || high < 1 || high > 25 || low > high {
		f.add(where, "COMPONENT_SELECT_VALUES", "from %d to %d values", low, high)
	}
	if modal && low == 0 && o["required"] != false {
		f.add(at(where, "required"), "COMPONENT_SELECT_REQUIRED", "a required select takes at least one value")
	}
	if !modal && o["required"] != nil {
		f.add(at(where, "required"), "UNKNOWN_FIELD", "required is for modals")
	}
	if modal && truth(o["disabled"]) {
		f.add(at(where, "disabled"), "COMPONENT_DISABLED_IN_MODAL", "a select of a modal cannot be disabled")
	}
	if typeOf(o) == TypeStringSelect {
		options(list(o["options"]), at(where, "options"), high, f)
	}
}

// bounds are how many values a control takes: one, where it does not say.
func bounds(o object) (low, high int) {
	low, high = 1, 1
	if n, ok := number(o["min_values"]); ok {
		low = n
	}
	if n, ok := number(o["max_values"]); ok {
		high = n
	}
	return low, high
}

func options(all []any, where string, high int, f *faults) {
	if len(all) < 1 || len(all) > 25 {
		f.add(where, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 25 in length.")
	}
	if high > len(all) {
		f.add(where, "COMPONENT_SELECT_MAX_VALUES", "%d values of %d options", high, len(all))
	}
	values := []string{}
	held := 0
	for i, v := range all {
		o, _ := v.(object)
		value := text(o["value"])
		for k, s := range map[string]string{"label": text(o["label"]), "value": value} {
			if empty(s) || size(s) > 100 {
				f.add(at(where, i, k), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")
			}
		}
		if size(text(o["description"])) > 100 {
			f.add(at(where, i, "description"), "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.")
		}
		if slices.Contains(values, value) {
			f.add(at(where, i, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used: %s", fmt.Sprint(value))
		}
		values = append(values, value)
		if truth(o["default"]) {
			held++
		}
	}
	if held > high {
		f.add(where, "SELECT_COMPONENT_TOO_MANY_DEFAULTS", "%d options are held at first, of at most %d", held, high)
	}
}
