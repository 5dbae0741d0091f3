package sources

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func FuzzRetryAfter(f *testing.F) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	for _, s := range []string{"", "0", "60", "-1", "1e9", "18446744073709551616", "Mon, 23 Nov 2026 09:05:00 GMT", "Monday, 23-Nov-26 09:05:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, value string) {
		if d := retryAfter(value, now); d < 0 || d > longestAfter {
			t.Errorf("%q: %v", value, d)
		}
	})
}

func FuzzSaid(f *testing.F) {
	for _, s := range []string{`{"message":"Paramètre incorrect"}`, `{"error":{"a":1},"detail":"x"}`, `{"message":null}`, "<html>", `{"error":"a\u0000b\nhttps://x.example secretsecret"}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		text := said(body, http.Header{"Authorization": {"Bearer secretsecret"}})
		if strings.Contains(text, "secretsecret") || strings.Contains(text, "://") || strings.ContainsAny(text, "\n\x00") || !utf8.ValidString(text) || utf8.RuneCountInString(text) > maxSaid {
			t.Errorf("%q", text)
		}
	})
}

type drifting struct {
	Name  string   `json:"name"`
	Count int64    `json:"count"`
	Rate  float64  `json:"rate"`
	Open  *bool    `json:"open"`
	Tags  []string `json:"tags"`
	In    struct{ City string }
	Said  Said  `json:"said"`
	Words Words `json:"words"`
}

func TestDrift(t *testing.T) {
	for raw, want := range map[string]string{
		`{"name":12,"count":"3","rate":"2.5","open":"true","tags":[1,"b"],"in":{"city":75},"said":4,"words":"a"}`: `{"name":"12","count":3,"rate":2.5,"open":true,"tags":["1","b"],"In":{"City":"75"},"said":"4","words":["a"]}`,
		`{"name":1.50,"count":3.0,"rate":"","open":0,"zz":{}}`:                                                    `{"name":"1.50","count":3,"rate":0,"open":false,"tags":null,"In":{"City":""},"said":"","words":null}`,
		`{"name":12,"count":"","open":"","tags":null,"in":null}`:                                                  `{"name":"12","count":0,"rate":0,"open":null,"tags":null,"In":{"City":""},"said":"","words":null}`,
	} {
		var got drifting
		if err := unmarshal(json.RawMessage(raw), &got); err != nil {
			t.Errorf("%s: %v", raw, err)
			continue
		}
		if data, _ := json.Marshal(got); string(data) != want {
			t.Errorf("%s\n got %s\nwant %s", raw, data, want)
		}
	}
	for _, raw := range []string{`{"name":["a"]}`, `{"name":true}`, `{"count":"many"}`, `{"count":"1e99"}`, `{"rate":"NaN"}`, `{"open":"perhaps"}`, `{"in":"Paris"}`, `{"tags":{}}`, `[]`, `12`, `{"name":1,"said":{}}`} {
		var got drifting
		if unmarshal(json.RawMessage(raw), &got) == nil {
			t.Errorf("%s was read: %+v", raw, got)
		}
	}
}

func FuzzDrift(f *testing.F) {
	f.Add([]byte(`{"name":12,"count":"3","tags":[1,"b"],"in":{"city":75}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		var straight, fitted drifting
		err := json.Unmarshal(raw, &straight)
		again := unmarshal(raw, &fitted)
		if err == nil && again != nil {
			t.Errorf("%s: %v", raw, again)
		}
	})
}
