package slack

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"rebond/bot/slack/slacktest"
)

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

// maxMessage is how many characters the blocks of a message may be as JSON: Slack refuses
// some more.
const maxMessage = 13_000

// valid fails the test for blocks of a message that Slack refuses.
func valid(t testing.TB, blocks []slack.Block) {
	t.Helper()
	text := encoded(t, blocks)
	if wrong := slacktest.ValidateBlocks(t, text); len(wrong) > 0 || len(blocks) == 0 || runes(string(text)) > maxMessage {
		t.Errorf("%.2000s\nis refused: %d blocks, %d characters, %.2000s", text, len(blocks), runes(string(text)), strings.Join(wrong, "\n"))
	}
}

// validView fails the test for a view that Slack refuses.
func validView(t testing.TB, v *slack.ModalViewRequest) {
	t.Helper()
	text := encoded(t, v)
	if wrong := slacktest.ValidateView(t, text); len(wrong) > 0 {
		t.Errorf("%.2000s\nis refused: %.2000s", text, strings.Join(wrong, "\n"))
	}
}
