package sourcestest

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

var ftDay = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// ask makes a request to the fake as a polite client does.
func ask(t *testing.T, method, address, token, body string) (status int, header http.Header, answer string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("User-Agent", "Rebond/1 (+mailto:test@fictif.example)")
	if body != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, response.Header, string(data)
}

func ftToken(t *testing.T, f *FranceTravail) string {
	t.Helper()
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {FTClientID}, "client_secret": {FTClientSecret}, "scope": {"api_offresdemploiv2 o2dsoffre"}}
	status, _, body := ask(t, http.MethodPost, f.TokenURL, "", form.Encode())
	var token struct {
		AccessToken string `json:"access_token"`
		ExpiresIn   int    `json:"expires_in"`
	}
	if err := json.Unmarshal([]byte(body), &token); err != nil || status != 200 || token.ExpiresIn != 1499 {
		t.Fatalf("token: %d %s %v", status, body, err)
	}
	return token.AccessToken
}

func TestFTTokens(t *testing.T) {
	f := NewFranceTravail(t)
	now := ftDay
	f.Clock(func() time.Time { return now })
	good := url.Values{"grant_type": {"client_credentials"}, "client_id": {FTClientID}, "client_secret": {FTClientSecret}, "scope": {"api_offresdemploiv2 o2dsoffre"}}
	for name, c := range map[string]struct{ key, value, want string }{
		"client": {"client_id", "PAR_other", "invalid_client"}, "secret": {"client_secret", "x", "invalid_client"},
		"scope": {"scope", "api_evenementsv1 evenements", "invalid_scope"}, "grant": {"grant_type", "password", "unsupported_grant_type"},
	} {
		form := url.Values{}
		for k, v := range good {
			form[k] = v
		}
		form.Set(c.key, c.value)
		status, _, body := ask(t, http.MethodPost, f.TokenURL, "", form.Encode())
		if status != 400 || !strings.Contains(body, `"error":"`+c.want+`"`) {
			t.Errorf("%s: %d %s", name, status, body)
		}
	}
	token := ftToken(t, f)
	search := f.API + "/v2/offres/search"
	for _, c := range []struct {
		after time.Duration
		token string
		want  int
	}{{0, "", 401}, {0, "other", 401}, {1498 * time.Second, token, 204}, {time.Second, token, 401}} {
		now = now.Add(c.after)
		if status, _, _ := ask(t, http.MethodGet, search, c.token, ""); status != c.want {
			t.Errorf("at %s with %q: %d; want %d", now, c.token, status, c.want)
		}
	}
	f.Bar(true)
	if status, _, _ := ask(t, http.MethodGet, search, ftToken(t, f), ""); status != 403 {
		t.Errorf("without a subscription: %d", status)
	}
}

func TestFTPages(t *testing.T) {
	f := NewFranceTravail(t)
	f.Add(FTOffers(400, 0, ftDay.Add(-400*time.Hour), ftDay)...)
	token := ftToken(t, f)
	for query, want := range map[string]struct {
		status int
		said   string
	}{
		"": {206, "offres 0-149/400"}, "range=0-149&sort=1": {206, "offres 0-149/400"}, "range=300-449": {206, "offres 300-399/400"},
		"range=399-399": {206, "offres 399-399/400"}, "range=400-549": {204, ""}, "grandDomaine=M18&departement=54": {200, "offres 0-66/67"},
		"departement=2A,974": {200, "offres 0-131/132"}, "codeROME=M1811": {200, "offres 0-56/57"}, "grandDomaine=A": {204, ""},
		"range=0-150": {400, ""}, "range=3000-3149": {204, ""}, "range=3001-3149": {400, ""}, "range=3000-3150": {400, ""}, "range=5-4": {400, ""}, "range=x": {400, ""},
		"departement=01,02,03,04,05,06": {400, ""}, "minCreationDate=2026-11-01T00:00:00Z": {400, ""}, "maxCreationDate=2026-11-01T00:00:00Z": {400, ""},
		"minCreationDate=2026-11-01&maxCreationDate=2026-11-02": {400, ""}, "minCreationDate=2026-11-03T00:00:00Z&maxCreationDate=2026-11-02T00:00:00Z": {400, ""},
		// 8 and 9 o'clock are Paris's: an hour later than it says.
		"minCreationDate=2026-11-23T08:00:00Z&maxCreationDate=2026-11-23T09:00:00Z": {200, "offres 0-1/2"},
		"codeROME=" + strings.Repeat("M1805,", 200) + "M1805":                       {400, ""},
	} {
		status, header, body := ask(t, http.MethodGet, f.API+"/v2/offres/search?"+query, token, "")
		if said := header.Get("Content-Range"); status != want.status || want.said != "" && said != want.said {
			t.Errorf("%.80s: %d %q %.200s; want %d %q", query, status, said, body, want.status, want.said)
		}
		if status == 204 && body != "" {
			t.Errorf("%s: a body with 204", query)
		}
	}
}

func TestFTOfferOfItsOwn(t *testing.T) {
	f := NewFranceTravail(t)
	offers := FTOffers(3, 0, ftDay, ftDay.Add(time.Hour))
	f.Add(offers...)
	f.Edit(offers[0].ID(), ftDay.Add(time.Hour), func(o FTOffer) { o["intitule"] = "Autre" })
	f.Withdraw(offers[1].ID())
	token := ftToken(t, f)
	for id, want := range map[string]int{offers[0].ID(): 200, offers[1].ID(): 204, "999Z999": 204, "x": 400} {
		if status, _, body := ask(t, http.MethodGet, f.API+"/v2/offres/"+id, token, ""); status != want || id == offers[0].ID() && !strings.Contains(body, `"intitule":"Autre"`) {
			t.Errorf("%s: %d %s; want %d", id, status, body, want)
		}
	}
	if got := f.IDs(); !slices.Equal(got, []string{offers[2].ID(), offers[0].ID()}) {
		t.Errorf("offers %v", got)
	}
}

func TestFTTroubles(t *testing.T) {
	f := NewFranceTravail(t)
	f.Add(FTOffers(1, 0, ftDay, ftDay)...)
	token := ftToken(t, f)
	f.Trouble(
		FTTrouble{At: "search", After: 1, Status: 429, Header: http.Header{"Retry-After": {"1"}}},
		FTTrouble{At: "search", Rewrite: func([]byte) []byte { return []byte("{") }},
		FTTrouble{At: "offer", Status: 500, Times: -1},
	)
	var got []string
	for range 4 {
		status, header, body := ask(t, http.MethodGet, f.API+"/v2/offres/search", token, "")
		got = append(got, strings.TrimSpace(strconv.Itoa(status)+" "+header.Get("Retry-After")+" "+body[:min(1, len(body))]))
	}
	if want := []string{"200  {", "429 1", "200  {", "200  {"}; !slices.Equal(got, want) {
		t.Errorf("%q; want %q", got, want)
	}
	if n := len(f.Calls("search")); n != 4 {
		t.Errorf("%d calls", n)
	}
}

// The fake's limits are those of the documentation.
func TestFTFakeAsDocumented(t *testing.T) {
	c := ftContractFor(t)
	if c == nil {
		t.Skip("no contract of France Travail")
	}
	for _, n := range []int{ftPage, ftLastStart, ftLastEnd} {
		if !strings.Contains(c.words["range"], strconv.Itoa(n)) {
			t.Errorf("range: %d is not in %q", n, c.words["range"])
		}
	}
	for name, want := range map[string]string{"departement": "5 valeurs", "codeROME": "200 valeurs", "minCreationDate": "yyyy-MM-dd'T'hh:mm:ss'Z'", "maxCreationDate": "yyyy-MM-dd'T'hh:mm:ss'Z'", "sort": "sort=1", "grandDomaine": "M18"} {
		if !strings.Contains(c.words[name], strings.TrimSuffix(want, "'")) {
			t.Errorf("%s: %q is not in %q", name, want, c.words[name])
		}
	}
	slices.Sort(c.scopes)
	if !slices.Equal(c.scopes, []string{"api_offresdemploiv2", "o2dsoffre"}) || !strings.HasSuffix(c.token, "/connexion/oauth2/access_token?realm=/partenaire") {
		t.Errorf("scopes %v, tokens at %s", c.scopes, c.token)
	}
	if faults := c.query(url.Values{"page": {"1"}, "distance": {"x"}, "sort": {"1", "2"}}); len(faults) != 3 {
		t.Errorf("faults %q", faults)
	}
	if c.body(ftOfferPath, []byte(`{"id":1}`)) == nil || c.body(ftOfferPath, []byte(`{"inconnu":""}`)) == nil {
		t.Error("the contract accepts everything")
	}
}
