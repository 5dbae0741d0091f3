package bot

import "errors"

// ErrNotFound says that what was asked for is not there, or no longer.
var ErrNotFound = errors.New("not found")

// UserError is a fault to show to the member, with what to do next. Any other
// error is logged and shown as a reference that the member can quote.
type UserError struct {
	Text  Text
	Param string // the parameter it is about, to show the words next to it; may be empty
	Err   error  // the cause, for the log; may be nil
}

func (e *UserError) Error() string {
	s := Plain(e.Text.EN)
	if e.Param != "" {
		s = e.Param + ": " + s
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

func (e *UserError) Unwrap() error { return e.Err }

// UserErrors returns the faults to show that err is made of; nil if any part
// of err is not one.
func UserErrors(err error) []*UserError {
	switch e := err.(type) {
	case *UserError:
		return []*UserError{e}
	case interface{ Unwrap() []error }:
		var all []*UserError
		for _, one := range e.Unwrap() {
			part := UserErrors(one)
			if part == nil {
				return nil
			}
			all = append(all, part...)
		}
		return all
	case interface{ Unwrap() error }:
		return UserErrors(e.Unwrap())
	}
	return nil
}
