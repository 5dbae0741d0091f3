package slacktest

// maxStack is how many modals of the app can be open in front of somebody.
const maxStack = 3

// triggered is the interaction that lets the bot open a view now. The server is locked.
func (x *exchange) triggered() (*Interaction, string) {
	id := x.arg("trigger_id")
	t := x.triggers[id]
	switch {
	case id == "":
		return nil, "invalid_arguments"
	case t == nil || t.by.User.w != x.w:
		return nil, "invalid_trigger_id"
	case t.used:
		return nil, "exchanged_trigger_id"
	case x.now().Sub(t.at) > x.limits.trigger:
		return nil, "expired_trigger_id"
	}
	return t.by, ""
}

// misses remembers that a call about a view failed, so that the bot may answer in another
// way. The server is locked.
func (x *exchange) misses() {
	if t := x.triggers[x.arg("trigger_id")]; t != nil {
		t.failed = true
	}
	if v := x.views[x.arg("view_id")]; v != nil {
		v.failed = true
	}
	x.note()
}

// badView is an error of a view as a whole.
func badView(f faults) object {
	return object{"ok": false, "error": "invalid_arguments", "errors": f.lines(), "response_metadata": object{"messages": f.messages()}}
}

// content is the view of the call, of a type, if it can be shown. The server is locked.
func (x *exchange) content(kind string) (object, object) {
	c := dict(x.args["view"])
	var f faults
	if text(c["type"]) != kind {
		f.add("/view/type", "must be equal to %s", kind)
	}
	f = append(f, x.pictures(list(c["blocks"]))...)
	if id := text(c["external_id"]); id != "" {
		for _, v := range x.views {
			if !v.gone && v.user.w == x.w && text(v.content["external_id"]) == id && v.id != x.arg("view_id") && x.arg("external_id") != id {
				return nil, failed("duplicate_external_id")
			}
		}
	}
	if len(f) > 0 {
		return nil, badView(f)
	}
	return c, nil
}

// openView opens a modal in front of whoever did something.
func (x *exchange) openView() object {
	i, code := x.triggered()
	if code != "" {
		return failed(code)
	}
	c, wrong := x.content("modal")
	if wrong != nil {
		return wrong
	}
	x.triggers[i.TriggerID].used = true
	u := i.User
	if len(u.stack) > 0 {
		u.stack[0].close()
	}
	return x.opens(i, x.newView(u, c))
}

// pushView opens a modal above the one in which somebody did something.
func (x *exchange) pushView() object {
	i, code := x.triggered()
	if code != "" {
		return failed(code)
	}
	u := i.User
	switch {
	case len(u.stack) == 0:
		return failed("invalid_trigger_id")
	case len(u.stack) >= maxStack:
		return failed("push_limit_reached")
	}
	c, wrong := x.content("modal")
	if wrong != nil {
		return wrong
	}
	x.triggers[i.TriggerID].used = true
	return x.opens(i, x.newView(u, c))
}

func (x *exchange) opens(i *Interaction, v *view) object {
	v.from = i
	v.user.push(v)
	x.happen(&happening{kind: "view", by: i, view: v, user: v.user})
	return object{"view": v.json()}
}

// updateView changes a view that is open.
func (x *exchange) updateView() object {
	v := x.views[x.arg("view_id")]
	if id := x.arg("external_id"); id != "" {
		for _, one := range x.views {
			if !one.gone && one.user.w == x.w && text(one.content["external_id"]) == id {
				v = one
			}
		}
	}
	switch {
	case v == nil || v.gone || v.user.w != x.w:
		return failed("not_found")
	case x.arg("hash") != "" && x.arg("hash") != v.hash:
		return failed("hash_conflict")
	}
	c, wrong := x.content(text(v.content["type"]))
	if wrong != nil {
		return wrong
	}
	v.fill(c, x.Server)
	x.happen(&happening{kind: "view", view: v, user: v.user})
	return object{"view": v.json()}
}

// publishView changes somebody's Home tab.
func (x *exchange) publishView() object {
	u := x.w.user(x.arg("user_id"))
	switch {
	case u == nil || u.robot:
		return badView(faults{{"/user_id", "user not found"}})
	case u.off, x.manifest != nil && !x.manifest.home:
		return failed("not_enabled")
	case u.home != nil && x.arg("hash") != "" && x.arg("hash") != u.home.hash:
		return failed("hash_conflict")
	}
	c, wrong := x.content("home")
	if wrong != nil {
		return wrong
	}
	if u.home == nil {
		u.home = x.newView(u, c)
	} else {
		u.home.fill(c, x.Server)
	}
	x.happen(&happening{kind: "home", view: u.home, user: u})
	return object{"view": u.home.json()}
}
