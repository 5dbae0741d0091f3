package jobposting

import htmltoken "golang.org/x/net/html"

// counted are the elements within which an item of a list is another's.
var counted = map[string]bool{"ul": true, "ol": true, "dl": true, "table": true}

// endsAlone are the elements that a next one of the same kind ends.
var endsAlone = map[string]string{
	"li": "li", "dt": "dt", "dd": "dt", "tr": "tr", "td": "td", "th": "td", "option": "option",
}

// count notes an element that opens in the inmost frame and is no frame, where
// its end could be taken for a frame's.
func (m *microdata) count(tag string, closed bool) {
	if last := len(m.frames) - 1; last >= 0 && !closed && (m.tags[tag] > 0 || counted[tag]) {
		f := m.frames[last]
		if f.open == nil {
			f.open = map[string]int{}
		}
		f.open[tag]++
	}
}

// implied ends the frames that HTML lets end without a tag: list items and
// cells when the next one begins, a paragraph when another property's does. A
// paragraph that holds blocks stays open, as whoever wrote it meant.
func (m *microdata) implied(tag string, property bool) {
	for last := len(m.frames) - 1; last >= 0; last-- {
		f := m.frames[last]
		kind := endsAlone[tag]
		sibling := kind != "" && endsAlone[f.tag] == kind && f.open["ul"]+f.open["ol"]+f.open["dl"]+f.open["table"] == 0
		if !sibling && !(tag == "p" && f.tag == "p" && property && f.item == nil && f.open["p"] == 0) {
			return
		}
		m.pop()
	}
}

// endTag takes the end of an element: of one that opened in a frame, or of a
// frame, with those within that were left open. Others mean nothing.
func (m *microdata) endTag(z *htmltoken.Tokenizer) {
	if m == nil || len(m.frames) == 0 {
		return
	}
	markup := m.markup(z)
	name, _ := z.TagName()
	tag := string(name)
	for i := len(m.frames) - 1; i >= 0 && (m.tags[tag] > 0 || counted[tag]); i-- {
		inside := m.frames[i].open[tag] > 0
		if !inside && m.frames[i].tag != tag {
			continue
		}
		for len(m.frames) > i+1 {
			m.pop()
		}
		if inside {
			m.frames[i].open[tag]--
		} else {
			m.pop()
		}
		break
	}
	m.tagged(tag, markup)
}

// end closes what the page leaves open.
func (m *microdata) end() {
	for m != nil && len(m.frames) > 0 {
		m.pop()
	}
}
