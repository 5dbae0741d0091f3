package sourcestest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"rebond/bot/sources"
)

// Subject is a source that is held to what all of them promise, on a board of [Boards].
type Subject struct {
	Kind string // of the boards
	New  func(api, board string, c *sources.Client) sources.Source
	// Conditional: it asks whether anything has changed.
	Conditional bool
	// Pages: it reads page after page.
	Pages bool
	// Partial: no reading of it is ever complete.
	Partial bool
	// List is the key of the list of records; empty: the answer is the list.
	List string
	// Vital are the fields, by their path in a record, without which it is no offer:
	// what is wrong in another one must not cost it.
	Vital []string
	// Unlisted are records that are not shown, and whose absence says nothing.
	Unlisted []string
}

// Board is the name of the board that sources are held to it on.
const Board = "acme-fictif"

// trial is one case of a subject: its own server, one board of three openings.
type trial struct {
	testing.TB
	Subject
	at     *Boards
	client *sources.Client
	source sources.Source
	state  string
}

// Conform holds a source to what all of them promise.
func Conform(t *testing.T, s Subject) {
	for name, run := range map[string]func(*trial){
		"whole": whole, "empty": empty, "conditional": conditional, "state": states, "partial": partial,
		"statuses": statuses, "retries": retried, "retry-after": retryAfter, "breaker": breaker,
		"slow": slow, "broken off": brokenOff, "malformed": malformed, "bomb": tooLarge,
		"company": company, "redirected": redirected, "cancelled": cancelled, "not kept": notKept, "agent": agent,
	} {
		t.Run(name, func(t *testing.T) { run(newTrial(t, s)) })
	}
	if s.Pages {
		t.Run("pages", func(t *testing.T) { pages(t, s) })
	}
	if s.Kind != "feed" {
		t.Run("drift", func(t *testing.T) { drift(newTrial(t, s)) })
		t.Run("broken record", func(t *testing.T) { brokenRecords(newTrial(t, s)) })
		t.Run("unlisted", func(t *testing.T) { unlisted(newTrial(t, s)) })
	}
}

// Openings are so many jobs, each with its own id: 1001, 1002…
func Openings(n int) []Opening {
	all := make([]Opening, n)
	for i := range all {
		id := fmt.Sprint(1001 + i)
		all[i] = Opening{ID: id, Title: "Développeuse Go " + id, Team: "Plateforme", Contract: "CDI", HTML: "<p>Du Go, du <b>PostgreSQL</b>.</p>", Remote: "hybrid", Pay: [2]int{45000, 55000}}
	}
	return all
}

func newTrial(t testing.TB, s Subject) *trial {
	b := NewBoards(t)
	b.Publish(s.Kind, Board, Openings(3)...)
	tr := &trial{TB: t, Subject: s, at: b}
	tr.restart()
	return tr
}

// restart makes a client that knows of nothing, as a new process does.
func (tr *trial) restart() {
	tr.client = tr.at.Client()
	tr.source = tr.New(tr.at.API(tr.Kind), Board, tr.client)
}

func (tr *trial) put(openings ...Opening) { tr.at.Publish(tr.Kind, Board, openings...) }

func (tr *trial) fail(times int, trouble Trouble) { tr.at.Fail(tr.Kind, Board, times, trouble) }

func (tr *trial) requests() int { return tr.at.Requests(tr.Kind, Board) }

// outcome is what a fetch did.
type outcome struct {
	sources.Fetched
	kept    []sources.Offer
	refused []sources.Refusal
	batches int
	asked   int
	err     error
}

// ids are those kept, each once, in their order.
func (o outcome) ids() []string {
	var all []string
	for _, k := range o.kept {
		if !slices.Contains(all, k.ID) {
			all = append(all, k.ID)
		}
	}
	return all
}

// fetch reads the source once; what a good one leaves is given to the next.
func (tr *trial) fetch() outcome {
	tr.Helper()
	return tr.fetchWith(context.Background(), func(sources.Batch) error { return nil })
}

func (tr *trial) fetchWith(ctx context.Context, keep func(sources.Batch) error) outcome {
	tr.Helper()
	var o outcome
	before := tr.requests()
	o.Fetched, o.err = tr.source.Fetch(ctx, &sources.Reading{
		State: tr.state, Now: tr.at.Clock.Now(),
		Keep: func(_ context.Context, batch sources.Batch) error {
			if err := keep(batch); err != nil {
				return err
			}
			o.batches++
			o.kept = append(o.kept, batch.Offers...)
			o.refused = append(o.refused, batch.Refused...)
			return nil
		},
		Stale: func(context.Context, time.Time, int) ([]string, error) { return nil, nil },
		Gone:  func(context.Context, ...string) error { return nil },
	})
	o.asked = tr.requests() - before
	if o.err == nil {
		tr.state = o.State
	}
	return o
}

// good is a fetch that must not fail.
func (tr *trial) good(what string) outcome {
	tr.Helper()
	o := tr.fetch()
	if o.err != nil {
		tr.Fatalf("%s: %v (%v)", what, o.err, errors.Unwrap(o.err))
	}
	return o
}

// bad is a fetch that must fail with that fault, and keep nothing.
func (tr *trial) bad(what string, fault sources.Fault) (outcome, *sources.Failure) {
	tr.Helper()
	o := tr.fetch()
	failure, ok := errors.AsType[*sources.Failure](o.err)
	if !ok {
		tr.Fatalf("%s: %+v and %v; want a failure", what, o.Fetched, o.err)
	}
	if failure.Fault != fault || o.Complete || o.Unchanged || o.batches > 0 {
		tr.Errorf("%s: %q (%s), %+v, %d batches kept; want %q and nothing kept", what, failure.Fault, failure.Said, o.Fetched, o.batches, fault)
	}
	if o.State != "" {
		tr.Errorf("%s: left the state %s", what, o.State)
	}
	return o, failure
}

// three checks that a fetch read the three openings there are.
func (tr *trial) three(what string, o outcome) {
	tr.Helper()
	Equal(tr, what+": ids", fmt.Sprint(o.ids()), "[1001 1002 1003]")
	Equal(tr, what+": complete", o.Complete, !tr.Partial)
}

func whole(tr *trial) {
	o := tr.good("a board of three")
	tr.three("a board of three", o)
	Equal(tr, "requests", o.asked, 1)
	Equal(tr, "refused", len(o.refused), 0)
	Equal(tr, "unchanged", o.Unchanged, false)
	for _, k := range o.kept {
		Equal(tr, "source", k.Source, tr.source.Kind())
		Equal(tr, "title", k.Title, "Développeuse Go "+k.ID)
		Equal(tr, "description", k.Description, "Du Go, du **PostgreSQL**.")
		Equal(tr, "published", k.Published, began.AddDate(0, 0, -5))
		if !sources.IsWeb(k.URL) || k.Credit.Name == "" {
			tr.Errorf("the address %q, the credit %q", k.URL, k.Credit.Name)
		}
		if tr.Kind != "feed" {
			Equal(tr, "company", k.Company, "Acme Fictif")
		}
	}
	if tr.source.Name() == "" || tr.source.Every() < time.Minute || tr.source.Terms().Note.Empty() || tr.source.Terms().Note.EN == "" {
		tr.Errorf("name %q, every %v, terms %+v", tr.source.Name(), tr.source.Every(), tr.source.Terms())
	}
}

// company: an employer that neither the offers nor their addresses name is named after
// its board; one that they name keeps its name.
func company(tr *trial) {
	if tr.Kind == "feed" {
		return
	}
	openings := Openings(1)
	openings[0].URL = "http://localhost/1001"
	tr.put(openings...)
	for _, o := range tr.good("a company without a name").kept {
		Equal(tr, "company", o.Company, "Acme Fictif")
	}
	if openings[0].Company = "Zèbre SAS"; tr.Kind != "greenhouse" && tr.Kind != "recruitee" {
		return // their answers name no company
	}
	tr.put(openings...)
	for _, o := range tr.good("a company with a name").kept {
		Equal(tr, "company", o.Company, "Zèbre SAS")
	}
}

func empty(tr *trial) {
	tr.put()
	o := tr.good("an empty board")
	Equal(tr, "kept", len(o.kept), 0)
	Equal(tr, "complete", o.Complete, !tr.Partial)
}

// agent: a client that does not say how to reach us asks nothing.
func agent(tr *trial) {
	tr.client.Agent = "Rebond/1"
	o := tr.fetch()
	if _, ours := errors.AsType[*sources.Failure](o.err); o.err == nil || ours {
		tr.Errorf("without a contact: %v", o.err)
	}
	Equal(tr, "requests", o.asked, 0)
}

func cancelled(tr *trial) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	o := tr.fetchWith(ctx, func(sources.Batch) error { return nil })
	if _, ours := errors.AsType[*sources.Failure](o.err); !errors.Is(o.err, context.Canceled) || ours {
		tr.Errorf("cancelled: %v", o.err)
	}
	tr.three("asked again", tr.good("asked again"))
}

func notKept(tr *trial) {
	full := errors.New("the disk is full")
	o := tr.fetchWith(context.Background(), func(sources.Batch) error { return full })
	if !errors.Is(o.err, full) || o.Complete || o.State != "" {
		tr.Errorf("not kept: %+v, %v", o.Fetched, o.err)
	}
	tr.three("kept", tr.good("kept"))
}
