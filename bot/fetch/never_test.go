package fetch

import (
	"net/http"
	"testing"
)

func TestNever(t *testing.T) {
	for host, want := range map[string]bool{
		"linkedin.com": true, "www.linkedin.com": true, "fr.linkedin.com": true, "LinkedIn.com": true, "linkedin.com.": true,
		"lnkd.in": true, "www.lnkd.in": true, "linkedin.cn": true,
		"indeed.com": true, "indeed.fr": true, "fr.indeed.com": true, "indeed.co.uk": true, "emplois.ca.indeed.com": true,
		"glassdoor.fr": true, "www.glassdoor.com": true, "glassdoor.com.br": true, "www.glassdoor.co.in": true,
		"welcometothejungle.com": true, "www.welcometothejungle.com": true, "app.welcometothejungle.com": true, "welcometothejungle.co": true,
		"notlinkedin.com": false, "linkedin.jobs.example": false, "indeed": false, "indeedy.fr": false, "": false,
		"indeed-jobs.example": false, "jobs.example": false, "example.co.uk": false, ".in": false,
	} {
		if got := Never(host); got != want {
			t.Errorf("Never(%q) = %v", host, got)
		}
	}
}

func TestNeverAsked(t *testing.T) {
	for _, address := range []string{
		"https://www.linkedin.com/jobs/view/1", "https://fr.indeed.com/viewjob?jk=1", "https://lnkd.in/abc",
		"https://ⓛinkedin.com/", "https://LINKEDIN.com:443/", "https://www.glassdoor.fr/", "https://www.welcometothejungle.com/fr",
	} {
		f := &Fetcher{Resolver: &names{}}
		d := watch(f)
		_, err := f.Page(t.Context(), address)
		refused(t, err, ErrUnreadable, "linkedin")
		if len(d.all()) > 0 || f.Resolver.(*names).asked > 0 {
			t.Errorf("%s: asked", address)
		}
		f, site := serve(t, robots(http.StatusNotFound, "", http.RedirectHandler(address, http.StatusFound).ServeHTTP))
		f.Resolver = &names{}
		d = watch(f)
		_, err = f.Page(t.Context(), site.URL)
		refused(t, err, ErrUnreadable, "linkedin")
		if len(d.all()) != 2 || f.Resolver.(*names).asked > 0 { // robots.txt, the redirect
			t.Errorf("%s: asked after a redirect", address)
		}
	}
}
