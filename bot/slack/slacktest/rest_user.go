package slacktest

// userInfo tells of somebody.
func (x *exchange) userInfo() object {
	u := x.w.user(x.arg("user"))
	if u == nil {
		return failed("user_not_found")
	}
	return object{"user": u.json(truth(x.args["include_locale"]))}
}

// userGroups are the groups of the workspace.
func (x *exchange) userGroups() object {
	if x.w.free {
		return failed("paid_teams_only")
	}
	all := []object{}
	for _, g := range x.w.groups {
		if !g.off || truth(x.args["include_disabled"]) {
			all = append(all, g.json(truth(x.args["include_users"])))
		}
	}
	return object{"usergroups": all}
}

// userGroupMembers are who is in a group.
func (x *exchange) userGroupMembers() object {
	if x.w.free {
		return failed("paid_teams_only")
	}
	g := x.groups[x.arg("usergroup")]
	if g == nil || g.w != x.w || g.off && !truth(x.args["include_disabled"]) {
		return failed("no_such_subteam")
	}
	return object{"users": g.json(true)["users"]}
}
