package bot

import "unicode/utf8"

// Reply is what a handler answers: *Message, *Update or *Modal; nil says nothing.
type Reply interface{ reply() }

// Message is something the bot says. Every platform shows all of it, each in
// its own native way.
type Message struct {
	Text    Text       `json:"text,omitzero"`
	Cards   []Card     `json:"cards,omitempty"`
	Images  []Image    `json:"images,omitempty"`
	Files   []File     `json:"files,omitempty"`
	Selects []Select   `json:"selects,omitempty"`
	Buttons []Button   `json:"buttons,omitempty"`
	Notify  []PersonID `json:"notify,omitempty"` // the only ones it may ping
	// Passing says that it shows what may be withdrawn: an answer for one person alone does
	// not stay in their direct messages where it can be otherwise.
	Passing bool `json:"passing,omitempty"`
}

// Update replaces the message whose control was used.
type Update struct{ Message }

// Modal asks for the arguments that a call still lacks.
type Modal struct {
	Title  Text
	Fields []Param         // at most MaxFields
	Values Args            // what the fields hold at first
	Faults map[string]Text // what is wrong, by the name of the field; "" for the whole
	Do     Call            // what is done with the answers, added to its own arguments
	Again  Call            // what makes it again, where it cannot be opened at once; zero: Do, with Values, which are then kept
}

func (*Message) reply() {}
func (*Update) reply()  {}
func (*Modal) reply()   {}

// Card is one thing among several: an offer, a tip, a person's screen.
type Card struct {
	Title   Text     `json:"title,omitzero"`
	URL     string   `json:"url,omitempty"` // of the title
	Body    Text     `json:"body,omitzero"`
	Facts   []Fact   `json:"facts,omitempty"`
	Image   *Image   `json:"image,omitempty"`
	Footer  Text     `json:"footer,omitzero"`
	Tone    Tone     `json:"tone,omitempty"`
	Buttons []Button `json:"buttons,omitempty"`
}

// Runes is how many runes the card says in the language in which it says most, as they are
// written, its address included.
func (c *Card) Runes() int {
	most := 0
	for _, l := range Langs {
		n := len(c.URL)
		add := func(t Text) { n += utf8.RuneCountInString(t.In(l)) }
		add(c.Title)
		add(c.Body)
		add(c.Footer)
		for _, f := range c.Facts {
			add(f.Label)
			add(f.Value)
		}
		for _, b := range c.Buttons {
			add(b.Label)
		}
		most = max(most, n)
	}
	return most
}

// Fact is a short labelled value of a card.
type Fact struct{ Label, Value Text }

// Tone colours a card. It never carries a meaning of its own.
type Tone string

// The tones.
const (
	Neutral Tone = ""
	Calm    Tone = "calm"
	Good    Tone = "good"
	Warning Tone = "warning"
)

// Button does a call, opens a page when it has a URL, or leads to a message.
type Button struct {
	Label Text       `json:"label"`
	Do    Call       `json:"do,omitzero"`
	URL   string     `json:"url,omitempty"`
	To    MessageRef `json:"to,omitzero"`
	Style Style      `json:"style,omitempty"`
}

// Style says how much a button asks for attention.
type Style string

// The styles of button.
const (
	Plainly Style = ""
	Primary Style = "primary"
	Danger  Style = "danger"
)

// Select offers options; the values chosen become the argument Param of its
// call. Where Max is over 1 they come joined by commas, in no promised order, so
// no value holds one.
type Select struct {
	Prompt  Text     `json:"prompt"`
	Options []Option `json:"options"`
	Max     int      `json:"max,omitempty"` // how many may be chosen; 0 means 1
	Param   string   `json:"param"`
	Do      Call     `json:"do"`
}

// Option is a value to choose and the words that show it.
type Option struct {
	Value  string `json:"value"`
	Label  Text   `json:"label"`
	Chosen bool   `json:"chosen,omitempty"` // in a Select: it holds until another is chosen
}

// Image is a picture, by address or by content. Alt is never empty. One that is not to be
// handed over elsewhere without being asked for has a Sketch: where the place takes no
// picture, that stands for it, in characters, with a button that does Get.
type Image struct {
	Alt    Text   `json:"alt"`
	URL    string `json:"url,omitempty"`
	Name   string `json:"name,omitempty"`
	Data   []byte `json:"data,omitempty"`
	Sketch Text   `json:"sketch,omitzero"`
	Get    Button `json:"get,omitzero"` // the same picture, handed over where it can be
}

// File is a file to hand over.
type File struct {
	Name  string `json:"name"`
	Media string `json:"media"` // its media type: "application/json"
	Data  []byte `json:"data"`
}

// Call is what a control does. It survives a restart.
type Call struct {
	Command string `json:"command"`
	Action  string `json:"action,omitempty"` // empty: the command itself
	Args    Args   `json:"args,omitempty"`
	Ask     bool   `json:"ask,omitempty"` // open its modal, filled in with Args, instead of doing it
}

// IsZero reports whether c does nothing.
func (c Call) IsZero() bool { return c.Command == "" }

// message returns the message inside a reply; nil for a modal or no reply.
func message(r Reply) *Message {
	switch r := r.(type) {
	case *Message:
		return r
	case *Update:
		return &r.Message
	}
	return nil
}

// Calls returns every call that the controls of m do, those that get a picture among them;
// that of a select as if something had been chosen.
func (m *Message) Calls() []Call {
	var calls []Call
	does := func(c Call) {
		if !c.IsZero() {
			calls = append(calls, c)
		}
	}
	pressed := func(all []Button) {
		for _, b := range all {
			does(b.Do)
		}
	}
	for _, c := range m.Cards {
		if c.Image != nil {
			does(c.Image.Get.Do)
		}
		pressed(c.Buttons)
	}
	for _, i := range m.Images {
		does(i.Get.Do)
	}
	pressed(m.Buttons)
	for _, s := range m.Selects {
		do := s.Do
		do.Args = do.Args.With(s.Param, "chosen")
		does(do)
	}
	return calls
}
