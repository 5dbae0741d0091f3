package slack

import (
	"encoding/json"

	"rebond/bot"
)

// origin is from where something was asked, and so where its answer goes. A form keeps it
// as its metadata, without the name of who fills it in, which Slack tells.
type origin struct {
	ResponseURL string `json:"r,omitempty"` // takes five answers within half an hour
	Channel     string `json:"h,omitempty"`
	Thread      string `json:"t,omitempty"`
	Message     string `json:"m,omitempty"` // whose control was used
	Ephemeral   bool   `json:"e,omitempty"` // that message is shown to them alone
	Direct      bool   `json:"d,omitempty"` // in direct messages
	Line        bool   `json:"-"`           // by a line that was written, which has no ResponseURL
	User        string `json:"-"`
}

// metadata is the origin as a form keeps it.
func (o origin) metadata() string {
	data, _ := json.Marshal(o) // strings alone
	return string(data)
}

// originOf reads what a form has kept.
func originOf(metadata, user string) (o origin) {
	_ = json.Unmarshal([]byte(metadata), &o) // of one that cannot be read, the answer comes in a screen
	o.User = user
	return o
}

// at is where something was asked.
func (q *asking) at() bot.Address {
	at := bot.Address{Platform: Platform, Space: q.team.id, Channel: q.from.Channel, Thread: q.from.Thread}
	if q.from.Direct || at.Channel == "" {
		at.Channel, at.Thread, at.Member = "", "", q.from.User
	}
	return at
}
