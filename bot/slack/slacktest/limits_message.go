package slacktest

import "slices"

// heldBlocks is what is wrong with the blocks of a message; none pass.
func (s *Server) heldBlocks(blocks any) faults {
	if blocks == nil {
		return nil
	}
	l := &lint{surface: "message"}
	l.all(blocks, "/blocks", maxBlocks)
	return append(l.faults, s.check.faults("blocks", blocks, "/blocks")...)
}

// holdBlocks holds the blocks of a call.
func (x *exchange) holdBlocks() faults { return x.heldBlocks(x.args["blocks"]) }

// holdPost holds the arguments of chat.postMessage.
func (x *exchange) holdPost() faults {
	f := x.holdBlocks()
	if len(f) > 0 || x.args["text"] == nil && x.args["blocks"] == nil && x.args["attachments"] == nil {
		return f // nothing is said: that has an error of its own, and so has what metadata lack
	}
	args := object{}
	for name, v := range x.args {
		if !slices.Contains(anywhere, name) && name != "metadata" {
			args[name] = v
		}
	}
	if args["blocks"] != nil {
		args["blocks"] = []any{} // they have been held
	}
	return x.check.faults("post-message", args, "")
}
