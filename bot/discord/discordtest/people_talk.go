package discordtest

import "slices"

// Says writes a message. In direct messages the bot hears it; in a guild it does
// not, having no intent to.
func (u *User) Says(in *Channel, words string) Message {
	u.s.t.Helper()
	u.s.mu.Lock()
	defer u.s.mu.Unlock()
	if !u.enters(in) {
		u.s.t.Errorf("%s cannot write in %q", u.Name, in.Name)
	}
	m := u.s.newMessage(in, u)
	m.content = words
	u.s.add(m)
	return m.seen()
}

// Erases deletes a message that somebody wrote.
func (u *User) Erases(on Message) {
	u.s.t.Helper()
	u.s.mu.Lock()
	defer u.s.mu.Unlock()
	if m, err := u.sees(on); err != nil || m.author != u {
		u.s.t.Errorf("%s cannot delete %s: %v", u.Name, on.Raw, err)
	} else {
		u.s.remove(m)
	}
}

// Sees are the messages of a place as somebody sees them, oldest first: those
// for other people alone are not among them, and there are none where they may
// not look.
func (u *User) Sees(in *Channel) []Message {
	u.s.mu.Lock()
	defer u.s.mu.Unlock()
	return u.looks(in)
}

func (u *User) looks(in *Channel) []Message {
	var all []Message
	if u.enters(in) {
		for _, m := range in.messages {
			if m.only == nil || m.only == u {
				all = append(all, m.seen())
			}
		}
	}
	return all
}

// PrivateThreads are those of a channel that somebody may look into, oldest first.
func (u *User) PrivateThreads(of *Channel) (all []*Channel) {
	for _, t := range of.PrivateThreads() {
		u.s.mu.Lock()
		if u.enters(t) {
			all = append(all, t)
		}
		u.s.mu.Unlock()
	}
	return all
}

// Look is a message as somebody sees it now.
func (u *User) Look(on Message) (Message, bool) {
	u.s.mu.Lock()
	defer u.s.mu.Unlock()
	m, err := u.sees(on)
	if err != nil {
		return Message{}, false
	}
	return m.seen(), true
}

// Hears waits for n messages of the bot in a place, after one: the answer to what
// somebody wrote. With the zero Message all count.
func (u *User) Hears(in *Channel, after Message, n int) []Message {
	u.s.t.Helper()
	var heard []Message
	u.s.await("the bot to write to "+u.Name, func() bool {
		all := u.looks(in)
		heard = slices.DeleteFunc(all[1+slices.IndexFunc(all, func(m Message) bool { return m.ID == after.ID }):], func(m Message) bool { return m.Author != u.s.bot.ID })
		return len(heard) >= n
	})
	return heard
}

// Await waits until done reports true; it is asked again after each change.
func (s *Server) Await(what string, done func() bool) {
	s.t.Helper()
	s.await(what, func() bool {
		s.mu.Unlock()
		defer s.mu.Lock()
		return done()
	})
}
