package greenhouse

import (
	"testing"

	"rebond/bot/sources"
	st "rebond/bot/sources/sourcestest"
)

func TestSource(t *testing.T) {
	st.Conform(t, st.Subject{
		Kind: name, Conditional: true, List: "jobs",
		New: func(api, board string, c *sources.Client) sources.Source {
			return &Board{Called: "acme", Board: board, API: api, Client: c}
		},
		Vital: []string{"id", "title", "absolute_url", "internal_job_id"},
		Unlisted: []string{
			`{"id":9,"internal_job_id":null,"title":"Candidature spontanée","absolute_url":"https://boards.greenhouse.io/acme-fictif/jobs/9"}`,
		},
	})
}

// A board that says it has more jobs than it shows has not shown everything.
func TestTotal(t *testing.T) {
	for body, want := range map[string]bool{
		`{"jobs":[{}],"meta":{"total":1}}`: false, `{"jobs":[{}],"meta":{"total":2}}`: true, `{"jobs":[],"meta":{"total":0}}`: false,
		`{"jobs":[{}]}`: false, `{"jobs":[{}],"meta":[]}`: false, `{"jobs":null,"meta":{"total":0}}`: true, `{"jobs":[{}],"meta":{"total":"2"}}`: true,
	} {
		st.Equal(t, body, lacks([]byte(body)), want)
	}
}
