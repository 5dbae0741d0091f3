package slack

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/slack-go/slack"
)

// contract is one of Slack's own descriptions of what it takes, which knows no properties
// but those that it describes.
type contract struct {
	file string
	read func() (*jsonschema.Schema, error)
}

var (
	blocksContract = newContract("slack-blocks.schema.json")
	viewContract   = newContract("slack-view.schema.json")
)

func newContract(name string) contract {
	return contract{name, sync.OnceValues(func() (*jsonschema.Schema, error) {
		dir, err := os.Getwd()
		if err != nil {
			return nil, err
		}
		for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
			if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
				break
			}
		}
		f, err := os.Open(filepath.Join(dir, "../shared/contracts", name))
		if err != nil {
			return nil, err
		}
		defer func() { _ = f.Close() }()
		doc, err := jsonschema.UnmarshalJSON(f)
		if err != nil {
			return nil, err
		}
		c := jsonschema.NewCompiler()
		if err := c.AddResource(name, doc); err != nil {
			return nil, err
		}
		return c.Compile(name)
	})}
}

// faults are what the contract and the table of limits have against a body.
func (c contract) faults(t testing.TB, body any) []string {
	t.Helper()
	text := encoded(t, body)
	schema, err := c.read()
	var wrong []string
	switch {
	case errors.Is(err, fs.ErrNotExist) && os.Getenv("REBOND_REQUIRE_ALL") != "1":
		t.Logf("no contract, so bodies are held to the limits only: %v", err)
	case err != nil:
		t.Fatal(err)
	default:
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(v); err != nil {
			wrong = append(wrong, err.Error())
		}
	}
	return append(wrong, excesses(t, text)...)
}

// excesses are what the table of limits has against a body.
func excesses(t testing.TB, text []byte) []string {
	t.Helper()
	v, err := unmarshalled(text)
	if err != nil {
		t.Fatal(err)
	}
	l := &limit{ids: map[string]bool{}}
	l.hold("", v)
	return l.wrong
}

func unmarshalled(text []byte) (v any, err error) {
	err = json.Unmarshal(text, &v)
	return v, err
}

// encoded is JSON as it is read by people: without what HTML would escape.
func encoded(t testing.TB, body any) []byte {
	t.Helper()
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	if err := e.Encode(body); err != nil {
		t.Fatal(err)
	}
	return []byte(shownHTML.Replace(text.String())) // which slack-go escapes all the same
}

var shownHTML = strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&")

// valid fails the test for blocks of a message that Slack refuses.
func valid(t testing.TB, blocks []slack.Block) {
	t.Helper()
	wrong := blocksContract.faults(t, blocks)
	if n := runes(string(encoded(t, blocks))); n > 13_000 {
		wrong = append(wrong, fmt.Sprintf("%d characters in all", n))
	}
	if len(blocks) == 0 || len(blocks) > 50 {
		wrong = append(wrong, fmt.Sprintf("%d blocks", len(blocks)))
	}
	if len(wrong) > 0 {
		t.Errorf("%.2000s\nis refused: %.2000s", encoded(t, blocks), strings.Join(wrong, "\n"))
	}
}

// validView fails the test for a view that Slack refuses.
func validView(t testing.TB, v *slack.ModalViewRequest) {
	t.Helper()
	wrong := viewContract.faults(t, v)
	if n := len(encoded(t, v)); n > 250_000 {
		wrong = append(wrong, fmt.Sprintf("%d bytes in all", n))
	}
	if n := len(v.Blocks.BlockSet); n > 100 {
		wrong = append(wrong, fmt.Sprintf("%d blocks", n))
	}
	if len(wrong) > 0 {
		t.Errorf("%.2000s\nis refused: %.2000s", encoded(t, v), strings.Join(wrong, "\n"))
	}
}

// longest is how many characters a property of a type may have (docs.slack.dev,
// reference/block-kit); a property that is an object is its text.
var longest = map[string]map[string]int{
	"button":              {"text": 75, "url": 3000, "value": 2000, "accessibility_label": 75},
	"header":              {"text": 150},
	"image":               {"alt_text": 2000, "image_url": 3000, "title": 2000},
	"input":               {"label": 2000, "hint": 2000},
	"modal":               {"title": 24, "submit": 24, "close": 24, "private_metadata": 3000, "callback_id": 255},
	"static_select":       {"placeholder": 150},
	"multi_static_select": {"placeholder": 150},
	"external_select":     {"placeholder": 150},
	"plain_text_input":    {"placeholder": 150},
	"plain_text":          {"text": 3000},
	"link":                {"url": 3000},
}

// most is how many elements an array of a type may have; each has one at least.
var most = map[string]map[string]int{
	"actions":             {"elements": 25},
	"context":             {"elements": 10},
	"static_select":       {"options": 100},
	"multi_static_select": {"options": 100, "initial_options": 100},
	"rich_text":           {"elements": 1000},
	"rich_text_section":   {"elements": 1000},
	"rich_text_list":      {"elements": 1000},
	"rich_text_quote":     {"elements": 1000},
}

// forms are what a property of a type looks like.
var forms = map[string]map[string]*regexp.Regexp{
	"user":                 {"user_id": userForm},
	"channel":              {"channel_id": channelForm},
	"users_select":         {"initial_user": userForm},
	"conversations_select": {"initial_conversation": channelForm},
	"datepicker":           {"initial_date": regexp.MustCompile(`^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$`)},
	"number_input":         {"initial_value": regexp.MustCompile(`^-?\d+$`)},
	"link":                 {"url": regexp.MustCompile(`^(?i:https?|mailto):\S+$`)},
	"button":               {"url": regexp.MustCompile(`^(?i:https?)://\S+$`)},
	"image":                {"image_url": regexp.MustCompile(`^(?i:https?)://\S+$`)},
}

// limit holds a body to what the contract does not say.
type limit struct {
	wrong []string
	ids   map[string]bool // of actions and blocks
}

func (l *limit) fault(at, format string, args ...any) {
	if len(l.wrong) < 20 {
		l.wrong = append(l.wrong, at+": "+fmt.Sprintf(format, args...))
	}
}

func (l *limit) hold(at string, v any) {
	switch v := v.(type) {
	case []any:
		for i, one := range v {
			l.hold(fmt.Sprintf("%s/%d", at, i), one)
		}
	case map[string]any:
		l.object(at, v)
		for k, one := range v {
			l.hold(at+"/"+k, one)
		}
	}
}

func (l *limit) object(at string, o map[string]any) {
	kind, _ := o["type"].(string)
	for property, limit := range longest[kind] {
		text, ok := o[property].(string)
		if inner, is := o[property].(map[string]any); is {
			text, ok = inner["text"].(string)
		}
		if ok && (runes(text) > limit || text == "" && property != "private_metadata") {
			l.fault(at, "%s has %d characters, of 1 to %d", property, runes(text), limit)
		}
	}
	for property, limit := range most[kind] {
		if all, ok := o[property].([]any); ok && (len(all) == 0 || len(all) > limit) {
			l.fault(at, "%s has %d elements, of 1 to %d", property, len(all), limit)
		}
	}
	for property, form := range forms[kind] {
		if text, ok := o[property].(string); ok && !form.MatchString(text) {
			l.fault(at, "%s is %q", property, text)
		}
	}
	for _, id := range []string{"action_id", "block_id"} {
		value, ok := o[id].(string)
		if !ok {
			continue
		}
		key := id + value
		if kind != "input" && strings.Contains(at, "/element") && !strings.Contains(at, "/elements") {
			continue // an input's action_id is its own block's
		}
		if value == "" || runes(value) > 255 || l.ids[key] {
			l.fault(at, "%s %q is empty, too long or there twice", id, value)
		}
		l.ids[key] = true
	}
	l.kind(at, kind, o)
}

// kind holds an object to what is special about its type.
func (l *limit) kind(at, kind string, o map[string]any) {
	switch kind {
	case "": // an option
		if text, ok := o["text"].(map[string]any); ok {
			if n := runes(text["text"].(string)); n > 75 {
				l.fault(at, "the label of an option has %d characters", n)
			}
			if value, _ := o["value"].(string); value == "" || runes(value) > 150 {
				l.fault(at, "the value of an option is %q", value)
			}
		}
	case "mrkdwn", "emoji", "broadcast", "usergroup":
		l.fault(at, "nothing of type %s is sent", kind)
	case "plain_text":
		if o["emoji"] != false {
			l.fault(at, "a text in which emoji are read")
		}
	case "text":
		if o["text"] == "" {
			l.fault(at, "an empty text")
		}
	case "rich_text":
		if n := textsOf(o); n > 3000 {
			l.fault(at, "%d characters in one rich text", n)
		}
	case "plain_text_input":
		if max, limited := o["max_length"].(float64); limited {
			if held, _ := o["initial_value"].(string); max < 1 || max > 3000 || runes(held) > int(max) {
				l.fault(at, "%d characters, of %v", runes(held), max)
			}
		}
	case "static_select":
		if chosen := o["initial_option"]; chosen != nil && !slices.ContainsFunc(o["options"].([]any), func(one any) bool { return fmt.Sprint(one) == fmt.Sprint(chosen) }) {
			l.fault(at, "the initial option is none of the options")
		}
	case "multi_static_select":
		if !strings.HasSuffix(at, "/accessory") {
			l.fault(at, "a select of several options is no element of a row")
		}
		if chosen, _ := o["initial_options"].([]any); len(chosen) > int(o["max_selected_items"].(float64)) {
			l.fault(at, "%d initial options", len(chosen))
		}
	}
}

// textsOf is how many characters the texts and addresses of a rich text have.
func textsOf(v any) (n int) {
	switch v := v.(type) {
	case []any:
		for _, one := range v {
			n += textsOf(one)
		}
	case map[string]any:
		for k, one := range v {
			if text, ok := one.(string); ok && (k == "text" || k == "url") {
				n += runes(text)
			}
			n += textsOf(one)
		}
	}
	return n
}

// The table of limits knows what it is for.
func TestTheContractsAndTheLimitsRefuse(t *testing.T) {
	for what, wrong := range map[string]any{
		"an unknown block":             map[string]any{"type": "inconnu"},
		"an unknown property":          slack.NewRichTextBlock("", slack.NewRichTextList(slack.RTEListBullet, 0, slack.NewRichTextSection(slack.NewRichTextSectionTextElement("a", nil)))),
		"mrkdwn":                       slack.NewContextBlock("", slack.NewTextBlockObject(slack.MarkdownType, "a", false, false)),
		"an empty text":                slack.NewRichTextBlock("", slack.NewRichTextSection(slack.NewRichTextSectionTextElement("", nil))),
		"a long text":                  slack.NewRichTextBlock("", slack.NewRichTextSection(slack.NewRichTextSectionTextElement(strings.Repeat("é", 3001), nil))),
		"a long header":                slack.NewHeaderBlock(literal(strings.Repeat("é", 151))),
		"several options in a row":     slack.NewActionBlock("", slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeStatic, literal("a"), "b", slack.NewOptionBlockObject("c", literal("d"), nil)).WithMaxSelectedItems(1)),
		"emoji in a header":            slack.NewHeaderBlock(slack.NewTextBlockObject(slack.PlainTextType, ":fire:", true, false)),
		"no elements":                  slack.NewActionBlock(""),
		"a broadcast":                  slack.NewRichTextBlock("", slack.NewRichTextSection(slack.NewRichTextSectionBroadcastElement("here"))),
		"a link elsewhere":             slack.NewRichTextBlock("", slack.NewRichTextSection(slack.NewRichTextSectionLinkElement("javascript:alert(1)", "a", nil))),
		"a ping of no account":         slack.NewRichTextBlock("", slack.NewRichTextSection(slack.NewRichTextSectionUserElement("camille", nil))),
		"two actions of the same name": slack.NewActionBlock("", slack.NewButtonBlockElement("a", "b", literal("c")), slack.NewButtonBlockElement("a", "b", literal("c"))),
	} {
		if len(blocksContract.faults(t, []any{wrong})) == 0 {
			t.Errorf("%s is let through", what)
		}
	}
}
