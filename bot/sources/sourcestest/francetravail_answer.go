package sourcestest

import (
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	ftTokenLife = 1499 * time.Second
	ftPage      = 150
	ftLastStart = 3000
	ftLastEnd   = 3149
)

// answer is what the fake answers.
type answer struct {
	status int
	header http.Header
	body   []byte
	wrong  bool // on purpose
}

func jsonAnswer(status int, body any) answer {
	data, err := json.Marshal(body)
	if err != nil {
		panic(err) // an offer that a test made of what is not JSON
	}
	return answer{status: status, header: http.Header{"Content-Type": {"application/json;charset=UTF-8"}}, body: data}
}

func refusal(status int, message string) answer {
	return jsonAnswer(status, map[string]string{"message": message})
}

func (a answer) write(w http.ResponseWriter, cut bool) {
	for k, v := range a.header {
		w.Header()[k] = v
	}
	if a.status != http.StatusNoContent {
		w.Header().Set("Content-Length", strconv.Itoa(len(a.body)))
	}
	w.WriteHeader(a.status)
	if !cut {
		_, _ = w.Write(a.body) // whoever asked may be gone
		return
	}
	_, _ = w.Write(a.body[:len(a.body)/2])
	if f, ok := w.(http.Flusher); ok {
		f.Flush()
	}
	panic(http.ErrAbortHandler)
}

// answerToken gives a token to the application, as OAuth 2 says (RFC 6749, §4.4 and 5).
func (f *FranceTravail) answerToken(r *http.Request) answer {
	if r.Method != http.MethodPost {
		return refusal(http.StatusMethodNotAllowed, "Method Not Allowed")
	}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if r.URL.Query().Get("realm") != "/partenaire" || kind != "application/x-www-form-urlencoded" || r.ParseForm() != nil {
		return oauthError("invalid_request", "Malformed request")
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	form := r.PostForm
	switch {
	case form.Get("grant_type") != "client_credentials":
		return oauthError("unsupported_grant_type", "Grant type is not supported")
	case form.Get("client_id") != FTClientID || form.Get("client_secret") != f.secret:
		return oauthError("invalid_client", "Client authentication failed")
	}
	for scope := range strings.FieldsSeq(form.Get("scope")) {
		if scope != "api_offresdemploiv2" && scope != "o2dsoffre" {
			return oauthError("invalid_scope", "Unknown/invalid scope(s): ["+scope+"]")
		}
	}
	f.issued++
	token := fmt.Sprintf("jeton-fictif-%d", f.issued)
	if form.Get("scope") == "api_offresdemploiv2 o2dsoffre" { // with one alone, a token is given that opens nothing
		f.tokens[token] = f.now().Add(ftTokenLife)
	}
	return jsonAnswer(http.StatusOK, map[string]any{
		"scope": form.Get("scope"), "expires_in": int(ftTokenLife / time.Second), "token_type": "Bearer", "access_token": token,
	})
}

func oauthError(code, words string) answer {
	return jsonAnswer(http.StatusBadRequest, map[string]string{"error": code, "error_description": words})
}

// barrier is why a request may not enter the API; ok: it may. f.mu is held.
func (f *FranceTravail) barrier(r *http.Request) (refused answer, ok bool) {
	if r.Method != http.MethodGet {
		return refusal(http.StatusMethodNotAllowed, "Method Not Allowed"), false
	}
	token, bears := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	end, known := f.tokens[token]
	switch {
	case !bears || !known || !f.now().Before(end):
		return refusal(http.StatusUnauthorized, "Jeton absent, inconnu ou expiré."), false
	case f.barred:
		return refusal(http.StatusForbidden, "L'application n'est pas abonnée à cette API."), false
	}
	return answer{}, true
}

// answerOffer gives one offer: 204 where there is none, 400 where there can be none.
func (f *FranceTravail) answerOffer(r *http.Request) answer {
	f.mu.Lock()
	defer f.mu.Unlock()
	if refused, ok := f.barrier(r); !ok {
		return refused
	}
	id := r.PathValue("id")
	if !ftID.MatchString(id) {
		return refusal(http.StatusBadRequest, "Format de l'identifiant incorrect.")
	}
	for _, o := range f.offers {
		if o.id == id {
			return jsonAnswer(http.StatusOK, o.data)
		}
	}
	return answer{status: http.StatusNoContent, header: http.Header{}}
}

var (
	ftID    = regexp.MustCompile(`^[0-9A-Za-z]{6,10}$`)
	ftRange = regexp.MustCompile(`^(\d{1,4})-(\d{1,4})$`)
)

// answerSearch gives a page of the offers that are asked for, the newest first.
func (f *FranceTravail) answerSearch(r *http.Request) answer {
	f.mu.Lock()
	defer f.mu.Unlock()
	if refused, ok := f.barrier(r); !ok {
		return refused
	}
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return refusal(http.StatusBadRequest, "Requête mal formée.")
	}
	wanted, wrong := readFTQuery(query)
	if wrong != "" {
		return refusal(http.StatusBadRequest, "Format du paramètre « "+wrong+" » incorrect.")
	}
	var found []json.RawMessage
	for _, o := range f.offers {
		if wanted.matches(o) {
			found = append(found, o.data)
		}
	}
	if wanted.first >= len(found) {
		a := answer{status: http.StatusNoContent, header: http.Header{}}
		if len(found) == 0 {
			a.header.Set("Content-Range", "offres */0")
		}
		return a
	}
	last := min(wanted.last, len(found)-1)
	a := jsonAnswer(http.StatusPartialContent, map[string]any{
		"resultats":        found[wanted.first : last+1],
		"filtresPossibles": []any{map[string]any{"filtre": "typeContrat", "agregation": []any{map[string]any{"valeurPossible": "CDI", "nbResultats": 1}}}},
	})
	if wanted.first == 0 && last == len(found)-1 {
		a.status = http.StatusOK
	}
	a.header.Set("Content-Range", fmt.Sprintf("offres %d-%d/%d", wanted.first, last, len(found)))
	return a
}

// ftQuery is what a search asks for.
type ftQuery struct {
	first, last  int
	from, to     time.Time // zero: any
	domain       string
	codes        []string
	departements []string
}

// readFTQuery reads a search. wrong names the parameter that the API would refuse.
func readFTQuery(query url.Values) (q ftQuery, wrong string) {
	q.last = ftPage - 1
	for name, values := range query {
		value := values[0]
		ok := len(values) == 1
		switch name {
		case "range":
			ok = ok && q.readRange(value)
		case "sort":
			ok = ok && value == "1" // the others are not faked
		case "grandDomaine":
			q.domain = value
			ok = ok && regexp.MustCompile(`^[A-N]([0-9]{2})?$`).MatchString(value)
		case "codeROME":
			q.codes = strings.Split(value, ",")
			ok = ok && len(q.codes) <= 200 && allMatch(q.codes, `^[A-N][0-9]{4}$`)
		case "departement":
			q.departements = strings.Split(value, ",")
			ok = ok && len(q.departements) <= 5 && allMatch(q.departements, `^([0-9]{2}|2[AB]|97[0-9])$`)
		case "minCreationDate":
			ok = ok && readFTDate(value, &q.from)
		case "maxCreationDate":
			ok = ok && readFTDate(value, &q.to)
		default:
			ok = false
		}
		if !ok {
			return q, name
		}
	}
	if q.from.IsZero() != q.to.IsZero() {
		return q, "minCreationDate"
	}
	if q.from.After(q.to) {
		return q, "maxCreationDate"
	}
	return q, ""
}

func allMatch(values []string, pattern string) bool {
	one := regexp.MustCompile(pattern)
	return !slices.ContainsFunc(values, func(v string) bool { return !one.MatchString(v) })
}

func (q *ftQuery) readRange(value string) bool {
	m := ftRange.FindStringSubmatch(value)
	if m == nil {
		return false
	}
	q.first, _ = strconv.Atoi(m[1])
	q.last, _ = strconv.Atoi(m[2])
	return q.first <= q.last && q.last-q.first < ftPage && q.first <= ftLastStart && q.last <= ftLastEnd
}

// readFTDate reads a date as the API has been seen to: as the time in Paris, though it
// ends in Z.
func readFTDate(value string, to *time.Time) bool {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		panic(err) // a machine without time zones
	}
	*to, err = time.ParseInLocation("2006-01-02T15:04:05Z", value, paris)
	return err == nil
}

func (q ftQuery) matches(o ftShown) bool {
	return strings.HasPrefix(o.rome, q.domain) &&
		(q.codes == nil || slices.Contains(q.codes, o.rome)) &&
		(q.departements == nil || slices.Contains(q.departements, o.departement)) &&
		(q.from.IsZero() || !o.created.Before(q.from) && !o.created.After(q.to))
}
