package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"rebond/bot/notice"
	"rebond/bot/schedule"
)

// soonEvery is how far apart messages of what alerts find as it appears are, at least.
const soonEvery = time.Hour

// How many rows are written in a statement, and how many people are read in one.
const (
	rowsAtOnce   = 4000
	peopleAtOnce = 1000
)

// mailbag is one person's, of one community and one pace: what is told in one notice.
type mailbag struct {
	person, community string
	pace              Pace
}

func (h hit) bag() mailbag { return mailbag{h.person, h.community, h.pace} }

// posting is what has to be known of people before they are told.
type posting struct {
	*Notices
	t       tx
	now     time.Time
	waiting map[mailbag]string        // keys of notices that what is found joins
	soon    map[string]time.Time      // when people were last told as it appeared
	zones   map[string]*time.Location // of those who are told weekly
}

// keepHits writes what was found in a batch, as far as it still holds, and takes the batch
// out of what has come.
func (n *Notices) keepHits(ctx context.Context, t tx, m *matching, now time.Time) error {
	hits, err := t.stillFound(ctx, m)
	if err != nil {
		return err
	}
	if len(hits) > 0 {
		p := &posting{Notices: n, t: t, now: now}
		if err := p.read(ctx, hits); err != nil {
			return err
		}
		if err := p.tell(ctx, hits); err != nil {
			return err
		}
	}
	which, arg := t.anyOf(1, m.done())
	_, err = t.exec(ctx, "DELETE FROM offer_arrivals WHERE offer "+which, arg)
	return err
}

// stillFound takes the people's turns, in the order in which everybody takes them, and keeps
// of what was found what nobody has forgotten, stopped or withdrawn meanwhile.
func (t tx) stillFound(ctx context.Context, m *matching) ([]hit, error) {
	people, alerts, offers := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, h := range m.hits {
		people[h.person], alerts[h.alert], offers[h.offer] = true, true, true
	}
	lock := ""
	if t.engine == postgres {
		lock = " FOR UPDATE"
	}
	there, err := t.among(ctx, "SELECT person FROM preferences WHERE person ", " ORDER BY person"+lock, slices.Collect(maps.Keys(people)))
	if err != nil {
		return nil, err
	}
	living, err := t.among(ctx, "SELECT offer FROM offer_arrivals WHERE offer ", " ORDER BY offer"+lock, slices.Collect(maps.Keys(offers)))
	if err != nil {
		return nil, err
	}
	alive, err := t.among(ctx, "SELECT a.id FROM alerts a WHERE "+heard+" AND a.id ", "", slices.Collect(maps.Keys(alerts)))
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(m.hits, func(h hit) bool { return !there[h.person] || !living[h.offer] || !alive[h.alert] }), nil
}

// among are those of some ids that a query finds.
func (t tx) among(ctx context.Context, ask, end string, ids []string) (map[string]bool, error) {
	which, arg := t.anyOf(1, ids)
	found, err := query(ctx, t, ask+which+end, []any{arg}, scanString)
	all := make(map[string]bool, len(found))
	for _, id := range found {
		all[id] = true
	}
	return all, err
}

// read finds out what waits for the people of some hits, what they were told and where they
// are.
func (p *posting) read(ctx context.Context, hits []hit) error {
	var people, weekly []string
	for _, h := range hits {
		if people = append(people, h.person); h.pace == Weekly {
			weekly = append(weekly, h.person)
		}
	}
	people, weekly = slices.Compact(people), slices.Compact(weekly)
	p.waiting, p.soon, p.zones = map[mailbag]string{}, map[string]time.Time{}, map[string]*time.Location{}
	which, arg := p.t.anyOf(1, people)
	_, err := query(ctx, p.t, "SELECT person, community, key FROM notices WHERE told_at IS NULL AND topic = '"+AlertsTopic+"' AND person "+which+" ORDER BY person, at, key", []any{arg}, func(rows *sql.Rows) (none struct{}, err error) {
		var b mailbag
		var key string
		err = rows.Scan(&b.person, &b.community, &key)
		pace, _, _ := strings.Cut(strings.TrimPrefix(key, AlertsTopic+"/"), "/")
		b.pace = Pace(pace)
		p.waiting[b] = key
		return none, err
	})
	if err != nil {
		return err
	}
	_, err = query(ctx, p.t, "SELECT person, max(told_at) FROM notices WHERE told_at > $2 AND post IS NOT NULL AND class = 'soon' AND topic = '"+AlertsTopic+"' AND person "+which+" GROUP BY person", []any{arg, millis(p.now.Add(-soonEvery))}, func(rows *sql.Rows) (none struct{}, err error) {
		var person string
		var at int64
		err = rows.Scan(&person, &at)
		p.soon[person] = instant(at)
		return none, err
	})
	if err != nil {
		return err
	}
	for some := range slices.Chunk(weekly, peopleAtOnce) {
		read, err := p.people(ctx, p.t, some, p.now)
		if err != nil {
			return err
		}
		for i := range read {
			p.zones[string(read[i].ID)] = read[i].Zone
		}
	}
	return nil
}

// tell gives each hit its notice: one that waits, or a new one.
func (p *posting) tell(ctx context.Context, hits []hit) error {
	rows := make([][4]string, 0, len(hits))
	var made [][6]any
	var people []string
	for _, h := range hits {
		b := h.bag()
		key, waits := p.waiting[b]
		if !waits {
			key = AlertsTopic + "/" + string(b.pace) + "/" + p.t.ids.next(p.now)
			p.waiting[b] = key
			made = append(made, p.notice(b, key))
		}
		rows, people = append(rows, [4]string{h.person, h.offer, h.alert, key}), append(people, h.person)
	}
	if err := putRows(ctx, p.t, "INSERT INTO notices (person, key, community, topic, class, ref, at) SELECT value->>0, value->>1, value->>2, '"+AlertsTopic+"', value->>3, value->>4, CAST(value->>5 AS BIGINT) FROM $rows WHERE true ON CONFLICT (person, key) DO NOTHING", made); err != nil {
		return err
	}
	// What a person has been told of is not told again.
	if err := putRows(ctx, p.t, "INSERT INTO alert_hits (person, offer, alert, notice, found_at) SELECT value->>0, value->>1, value->>2, value->>3, CAST($2 AS BIGINT) FROM $rows WHERE true ON CONFLICT (person, offer) DO NOTHING", rows, millis(p.now)); err != nil {
		return err
	}
	which, arg := p.t.anyOf(1, slices.Compact(people))
	_, err := p.t.exec(ctx, "UPDATE preferences SET wake_at = $2, revision = revision + 1 WHERE person "+which, arg, millis(p.now))
	return err
}

// notice is the row of the notice of what was found for somebody: person, key, community,
// class, pace and when.
func (p *posting) notice(b mailbag, key string) [6]any {
	class, at := notice.Digest, p.now
	switch b.pace {
	case Soon:
		class = notice.Prompt
		if last, told := p.soon[b.person]; told && last.Add(soonEvery).After(at) {
			at = last.Add(soonEvery)
		}
	case Weekly:
		if zone := p.zones[b.person]; zone != nil {
			at = nextMonday(p.now, zone)
		}
	}
	return [6]any{b.person, key, b.community, class, b.pace, millis(at)}
}

// nextMonday is when the next Monday of a zone begins.
func nextMonday(now time.Time, zone *time.Location) time.Time {
	day := schedule.DayOf(now.In(zone)) + 1
	for day.Weekday() != 0 {
		day++
	}
	return schedule.At(day, 0, zone)
}

// putRows writes rows, many in a statement, in which $rows stands for them: a JSON array in
// the column value.
func putRows[T any](ctx context.Context, t tx, text string, rows []T, args ...any) error {
	from := "json_each($1)"
	if t.engine == postgres {
		from = "jsonb_array_elements($1::jsonb) AS v (value)"
	}
	text = strings.ReplaceAll(text, "$rows", from)
	for some := range slices.Chunk(rows, rowsAtOnce) {
		list, err := json.Marshal(some)
		if err != nil {
			return err
		}
		if _, err := t.exec(ctx, text, append([]any{string(list)}, args...)...); err != nil {
			return err
		}
	}
	return nil
}
