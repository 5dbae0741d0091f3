package jobposting

import (
	"strings"

	htmltoken "golang.org/x/net/html"
)

// What is kept of a page's microdata: an offer takes far less.
const (
	maxDepth  = 32      // of elements that hold one another
	maxItems  = 2000    // objects
	maxValues = 10_000  // of properties
	maxText   = 4 << 10 // bytes of a property that is no announcement
	maxKept   = 4 << 20 // bytes of all
	maxNames  = 8       // that one element is the value of, or types of it
)

// microdata gathers the JobPosting items of a page as the same objects that its
// JSON-LD would give. It keeps the elements that hold values and no others, and
// forgives what is not closed. nil gathers nothing.
type microdata struct {
	found  []object       // the postings, in the page's order
	frames []*frame       // the open elements that hold values, the inmost last
	tags   map[string]int // how many frames have a tag
	rich   int            // how many frames keep markup

	items, values, kept int
}

// isFull reports whether a bound is reached: no more elements are taken then.
func (m *microdata) isFull() bool {
	return m.items >= maxItems || m.values >= maxValues || m.kept >= maxKept
}

// frame is an open element that is an item, the value of a property, or both.
type frame struct {
	tag    string
	open   map[string]int // the elements open in it that could be taken for a frame's end
	names  []string       // of the properties it is the value of
	item   object         // nil when it is not one
	filled bool           // the item has properties
	rich   bool           // its markup is kept, for its paragraphs
	text   strings.Builder
	link   string // what it leads to, its value when it has no text
}

// announcement are the properties whose value is text of many lines. Their value
// is their markup, where the specification has the text alone.
var announcement = map[string]bool{"description": true, "responsibilities": true, "qualifications": true}

// markup is the tag that has just been read, where a frame keeps it. It must be
// asked for first: the tokenizer writes over it.
func (m *microdata) markup(z *htmltoken.Tokenizer) string {
	if m == nil || m.rich == 0 {
		return ""
	}
	return string(z.Raw())
}

func (m *microdata) text(z *htmltoken.Tokenizer) {
	if m == nil || len(m.frames) == 0 {
		return
	}
	markup := m.markup(z)
	text := string(z.Text())
	for _, f := range m.frames {
		if f.rich {
			m.keep(f, markup)
		} else {
			m.keep(f, text)
		}
	}
}

func (m *microdata) keep(f *frame, s string) {
	room := maxText
	if f.rich {
		room = maxAttribute
	}
	room = min(room-f.text.Len(), maxKept-m.kept)
	if room <= 0 || len(f.names) == 0 || f.filled {
		return
	}
	s = short(s, room)
	m.kept += len(s)
	f.text.WriteString(s)
}

// tagged puts a tag into the frames: its markup, or the space it makes.
func (m *microdata) tagged(tag, markup string) {
	for _, f := range m.frames {
		if f.rich {
			m.keep(f, markup)
		} else if !inline[tag] {
			m.keep(f, " ")
		}
	}
}

var inline = map[string]bool{
	"a": true, "abbr": true, "b": true, "code": true, "em": true, "font": true, "i": true, "mark": true,
	"small": true, "span": true, "strong": true, "sub": true, "sup": true, "time": true, "u": true, "wbr": true,
}

// start takes the beginning of an element; closed tells that it has no content.
func (m *microdata) start(tag string, attr map[string]string, markup string, closed bool) {
	if m == nil || m.isFull() {
		return
	}
	closed = closed || void[tag]
	_, isItem := attr["itemscope"]
	types := typesOf(attr["itemtype"])
	posting := isItem && isPosting(types)
	names := properties(attr["itemprop"])
	m.implied(tag, len(names) > 0)
	m.tagged(tag, markup)
	inside := len(m.frames) > 0
	if len(m.frames) == maxDepth || !posting && !(inside && (isItem || len(names) > 0)) {
		m.count(tag, closed)
		return
	}
	if !isItem {
		if value := given(tag, attr, names); value != "" {
			m.kept += len(value)
			m.set(names, value)
			m.count(tag, closed)
			return
		}
	}
	if closed {
		return
	}
	f := &frame{tag: tag, names: names}
	switch {
	case isItem:
		f.item = object{"@type": types}
		if id := attr["itemid"]; id != "" {
			f.item["@id"] = id
		}
		m.items++
	case announcement[names[0]]:
		f.rich = true
	default:
		f.link = attr["href"]
		m.kept += len(f.link)
	}
	if posting {
		m.found = append(m.found, f.item)
	}
	m.push(f)
}

// typesOf are the types in an itemtype, as JSON-LD gives several.
func typesOf(itemtype string) []any {
	var types []any
	for kind := range strings.FieldsSeq(itemtype) {
		if types = append(types, kind); len(types) == maxNames {
			break
		}
	}
	return types
}

// properties are the names in an itemprop; one given as an address is its end.
func properties(itemprop string) []string {
	var names []string
	for name := range strings.FieldsSeq(itemprop) {
		if name = short(name[strings.LastIndexAny(name, "/#")+1:], 100); name != "" && len(names) < maxNames {
			names = append(names, name)
		}
	}
	return names
}

var (
	void = map[string]bool{
		"area": true, "base": true, "br": true, "col": true, "embed": true, "hr": true, "img": true, "input": true,
		"link": true, "meta": true, "param": true, "source": true, "track": true, "wbr": true,
	}
	// valued says which attribute is an element's value, as the specification does.
	valued = map[string]string{
		"audio": "src", "embed": "src", "iframe": "src", "img": "src", "source": "src", "track": "src", "video": "src",
		"area": "href", "link": "href", "object": "data", "data": "value", "meter": "value", "time": "datetime",
	}
	areAddresses = map[string]bool{"url": true, "sameAs": true, "logo": true, "image": true, "mainEntityOfPage": true}
)

// given is the value that an element has without its content; empty when it has
// none. Two liberties that pages and search engines take: content= counts on any
// element, and a link is its words where the property is not an address.
func given(tag string, attr map[string]string, names []string) string {
	if content := attr["content"]; content != "" {
		return content
	}
	if tag == "a" && areAddresses[names[0]] {
		return attr["href"]
	}
	return attr[valued[tag]]
}

// set gives a property to the item that the inmost frames belong to.
func (m *microdata) set(names []string, value any) {
	for i := len(m.frames) - 1; i >= 0; i-- {
		f := m.frames[i]
		if f.item == nil {
			continue
		}
		for _, name := range names {
			m.values++
			switch before := f.item[name].(type) {
			case nil:
				f.item[name] = value
			case []any:
				f.item[name] = append(before, value)
			default:
				f.item[name] = []any{before, value}
			}
		}
		f.filled = f.filled || len(names) > 0
		break
	}
}

func (m *microdata) push(f *frame) {
	if m.tags == nil {
		m.tags = map[string]int{}
	}
	m.tags[f.tag]++
	if f.rich {
		m.rich++
	}
	m.frames = append(m.frames, f)
}

// pop closes the inmost frame and gives its value to its property. An item
// without properties is its text: "<span itemprop=hiringOrganization itemscope>Fictif</span>".
func (m *microdata) pop() {
	last := len(m.frames) - 1
	f := m.frames[last]
	m.frames = m.frames[:last]
	m.tags[f.tag]--
	if f.rich {
		m.rich--
	}
	if len(f.names) == 0 {
		return
	}
	text := f.text.String()
	switch {
	case f.filled:
		m.set(f.names, f.item)
	case strings.TrimSpace(text) == "":
		if f.link != "" {
			m.set(f.names, f.link)
		}
	case f.rich: // the tag tells that spaces and line breaks mean nothing in it
		m.set(f.names, "<div>"+text+"</div>")
	default:
		m.set(f.names, strings.Join(strings.Fields(text), " "))
	}
}
