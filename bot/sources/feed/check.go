package feed

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
)

// What an XML feed may hold: more is no feed, and would cost more to read than it weighs.
const (
	maxDepth      = 200
	maxAttributes = 100
	maxElements   = 200_000
	maxSpaces     = 50      // namespaces that an element may be within: they are copied for each
	maxJoined     = 1 << 25 // pieces of text of an element, times their bytes: they are joined one by one
	deepEnough    = 3       // where items are: lists of items hold one piece of space for each
)

var errHostile = errors.New("XML deeper or wider than any feed")

// level is an element that is open.
type level struct{ spaces, pieces, bytes int }

// check reads the elements of XML without keeping them: the library that reads feeds goes
// down a level of its stack for each level of theirs, and takes the square of some of
// their sizes.
func check(data []byte) error {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict = false
	open := make([]level, 1, maxDepth+1)
	for elements := 0; ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		at := &open[len(open)-1]
		switch token := token.(type) {
		case xml.StartElement:
			within := at.spaces + namespaces(token)
			if elements++; elements > maxElements || len(open) > maxDepth || len(token.Attr) > maxAttributes || within > maxSpaces {
				return errHostile
			}
			open = append(open, level{spaces: within})
		case xml.EndElement:
			open = open[:max(1, len(open)-1)]
		case xml.CharData:
			at.pieces++
			at.bytes += len(token)
			if len(open) > deepEnough && at.pieces*at.bytes > maxJoined && at.pieces > 16 {
				return errHostile
			}
		}
	}
}

func namespaces(e xml.StartElement) (n int) {
	for _, a := range e.Attr {
		if a.Name.Space == "xmlns" || a.Name.Local == "xmlns" {
			n++
		}
	}
	return n
}
