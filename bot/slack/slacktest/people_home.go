package slacktest

// OpensHome looks at the app's Home tab: the bot is told, and what it then publishes is
// shown.
func (u *User) OpensHome() *View {
	s := u.w.s
	s.t.Helper()
	s.mu.Lock()
	after := len(s.happened)
	if s.manifest != nil && !s.manifest.home {
		s.t.Error("the manifest shows no Home tab")
	}
	e := object{"type": "app_home_opened", "user": u.ID, "channel": u.direct().ID, "tab": "home", "event_ts": s.ts()}
	if u.home != nil {
		e["view"] = u.home.json()
	}
	u.w.event(e)
	s.mu.Unlock()
	var seen *View
	s.await("the Home tab of "+u.Name, func() bool {
		for _, h := range s.happened[after:] {
			if h.kind == "home" && h.user == u {
				seen = u.home.seen()
			}
		}
		return seen != nil
	})
	return seen
}

// Home is the app's Home tab as it was last published; nil: never.
func (u *User) Home() *View {
	u.w.s.mu.Lock()
	defer u.w.s.mu.Unlock()
	if u.home == nil {
		return nil
	}
	return u.home.seen()
}

// Views are the modals that are open in front of somebody, the lowest first.
func (u *User) Views() []*View {
	u.w.s.mu.Lock()
	defer u.w.s.mu.Unlock()
	var all []*View
	for _, v := range u.stack {
		all = append(all, v.seen())
	}
	return all
}
