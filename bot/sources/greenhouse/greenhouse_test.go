package greenhouse

import (
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/sources"
	st "rebond/bot/sources/sourcestest"
)

func TestBoard(t *testing.T) {
	batch := st.Batch(t, Format(), st.File(t, "greenhouse-jobs.json"))
	st.Equal(t, "offers", len(batch.Offers), 1)
	o := batch.Offers[0]
	st.Equal(t, "id", o.Source+"/"+o.ID, "greenhouse/4000001")
	st.Equal(t, "title", o.Title, "Senior Go Engineer")
	st.Equal(t, "company", o.Company, "Acme Fictif")
	st.Equal(t, "description", o.Description, "Rejoignez l'équipe & construisez l'API.\n\n- Go\n- PostgreSQL")
	st.Equal(t, "places", len(o.Places), 2)
	st.Equal(t, "first place", o.Places[0], sources.Place{Label: "Paris, France", Commune: "75056", Departement: "75", Region: "11", Country: "FR"})
	st.Equal(t, "second place", o.Places[1], sources.Place{Label: "Remote, France", Country: "FR"})
	st.Equal(t, "remote", o.Remote, sources.Full)
	st.Equal(t, "contract", string(o.Contract)+" "+o.ContractSaid, "cdi CDI")
	st.Equal(t, "level", o.Level, sources.Senior)
	st.Equal(t, "language", o.Language, bot.FR)
	st.Equal(t, "skills", strings.Join(o.Skills, "|"), "Engineering")
	st.Equal(t, "URL", o.URL, "https://boards.greenhouse.io/acmefictif/jobs/4000001")
	st.Equal(t, "published", o.Published, time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC))
	st.Equal(t, "updated", o.Updated, time.Date(2026, 11, 18, 10, 1, 2, 0, time.UTC))
	st.Equal(t, "credit", o.Credit.Name, "Greenhouse")
	st.Equal(t, "refused", len(batch.Refused), 1)
	st.Equal(t, "prospects", batch.Refused[0].Record+": "+batch.Refused[0].Reason.EN, "4000002: It is a call for prospects, not an open position.")
}

func answer(fields string) []byte {
	return []byte(`{"jobs":[{"id":1,"title":"Dev","absolute_url":"https://boards.greenhouse.io/acme-fictif/jobs/1","updated_at":"2026-11-18T05:01:02-05:00"` + fields + `}],"meta":{"total":1}}`)
}

func TestTraps(t *testing.T) {
	o := st.Offers(t, Format(), answer(`,"metadata":null,"application_deadline":"2026-12-31"`))[0]
	st.Equal(t, "internal_job_id absent, not null", o.ID, "1")
	st.Equal(t, "company from the address", o.Company, "Acme Fictif")
	st.Equal(t, "published when updated", o.Published, o.Updated)
	st.Equal(t, "expires", o.Expires, time.Date(2026, 12, 31, 22, 59, 59, 0, time.UTC))

	o = st.Offers(t, Format(), answer(`,"content":"&amp;lt;p&amp;gt;Escaped &amp;lt;b&amp;gt;twice&amp;lt;/b&amp;gt;&amp;lt;/p&amp;gt;"`))[0]
	st.Equal(t, "escaped twice", o.Description, "Escaped **twice**")
	o = st.Offers(t, Format(), answer(`,"content":"&lt;p&gt;vector&amp;lt;int&amp;gt; &lt;script&gt;x&lt;/script&gt;&lt;/p&gt;"`))[0]
	st.Equal(t, "escaped once", o.Description, "vector<int>")

	for value, want := range map[string]sources.Contract{
		`"CDD"`: sources.CDD, `["Stage","6 mois"]`: sources.Stage, `true`: "", `{"min":1}`: "", `null`: "", `12`: "",
	} {
		o = st.Offers(t, Format(), answer(`,"metadata":[{"name":"Autre","value":{}},{"name":"Type de contrat","value":`+value+`}]`))[0]
		st.Equal(t, "metadata of "+value, o.Contract, want)
	}
	o = st.Offers(t, Format(), answer(`,"content":"&lt;p&gt;2 jours de télétravail par semaine&lt;/p&gt;","location":{"name":"Remote, France"}`))[0]
	st.Equal(t, "words before places", o.Remote, sources.Hybrid)
}

func TestRefused(t *testing.T) {
	for data, want := range map[string]string{
		`{"jobs":[{"id":1,"title":"Dev","absolute_url":""}]}`:                    "There is no web address at which to see the offer.",
		`{"jobs":[{"id":1,"title":"Dev","absolute_url":"javascript:alert(1)"}]}`: "The address of the offer is not a web address that can be shown.",
		`{"jobs":[{"id":1,"title":" ","absolute_url":"https://a.example"}]}`:     "There is no title.",
		`{"jobs":[{"id":1,"title":["a"],"absolute_url":"https://a.example"}]}`:   "The field “title” does not have the expected form.",
	} {
		record, reason := st.Refused(t, Format(), data)
		st.Equal(t, data, record+": "+reason.EN, "1: "+want)
	}
}

func TestShape(t *testing.T) {
	for data, want := range map[string]bool{
		`{"jobs":[],"meta":{"total":0}}`: true, `{"meta":{"total":1},"jobs":[{"absolute_url":"`: true,
		`{"jobs":[]}`: false, `{"apiVersion":"1","jobs":[]}`: false, `{"jobs":[{"jobUrl":"x"}]}`: false, `[]`: false, ``: false, `{"name":"x","jobs":[{"shortlink":"x"}]}`: false,
	} {
		st.Equal(t, data, Format().Recognises([]byte(data)), want)
	}
}

func FuzzParse(f *testing.F) { st.Fuzz(f, Format(), st.File(f, "greenhouse-jobs.json")) }
