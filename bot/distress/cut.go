package distress

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// cut makes pieces of a folded text. Marks that do not show are as if they were not there;
// digits and signs that stand for letters are these letters, inside a word.
func (r *reading) cut(s string) {
	c := cutting{r: r, before: line}
	for i := 0; i < len(s); {
		b := s[i]
		if b < utf8.RuneSelf {
			next := byte(' ')
			if i+1 < len(s) {
				next = s[i+1]
			}
			c.byte(b, next)
			i++
			continue
		}
		letter, size := utf8.DecodeRuneInString(s[i:])
		i += size
		switch plain := latin(letter); {
		case plain < utf8.RuneSelf && plain != 0:
			c.byte(byte(unicode.ToLower(plain)), ' ')
		case plain == 0:
		case unicode.IsLetter(plain):
			c.letter(plain)
		case plain == '\u2028', plain == '\u2029', plain == '\u0085':
			c.part(line)
		case plain == '·', plain == '•', plain == '‧', plain == '⋅':
			c.part(joint)
		case plain == '«', plain == '»', plain == '“', plain == '”':
			c.part(pause)
		case plain == '…', plain == '。', plain == '！', plain == '？':
			c.part(stop)
		default:
			c.part(blank)
		}
	}
	c.end()
}

// cutting is the piece being cut.
type cutting struct {
	r       *reading
	open    bool
	from    int
	last    rune
	again   bool // the last letter is repeated
	digits  bool // it has no letter yet
	stars   bool // it has letters that are hidden
	dotted  bool // the last sign was one that ends a sentence where a space follows
	before  gap
	between bool // something parts it from the piece before
}

// byte takes a sign of ASCII.
func (c *cutting) byte(b, next byte) {
	switch {
	case 'a' <= b && b <= 'z':
		c.letter(rune(b))
	case '0' <= b && b <= '9':
		c.digit(b, isLetter(next))
	case b == '\n' || b == '\r' || b == '\v' || b == '\f':
		c.part(line)
	case b == ' ' || b == '\t':
		c.part(blank)
	case b < ' ' || b == 0x7f:
	case b == '\'' || b == '`':
		c.part(apostrophe)
	case b == '@' && c.open && !c.digits && isLetter(next):
		c.letter('a')
	case b == '#' && isLetter(next):
		c.part(hash)
	case b == '$' && isLetter(next):
		c.letter('s')
	case (b == '*' || b == '!') && c.open && !c.digits && (isLetter(next) || next == '*'):
		c.stars = true
		c.put('*', false)
	case b == '.' || b == '!' || b == '?' || b == ';':
		if b == '.' && !c.dotted && next != '.' {
			c.part(joint)
		} else {
			c.part(stop)
		}
		c.dotted = true
	case b == ',' || b == ':' || b == '"' || b == '>' || b == '<' || b == '|' || b == '*' || b == '_':
		c.part(pause)
	case b == '(' || b == ')' || b == '/' || b == '-':
		c.part(joint)
	default:
		c.part(blank)
	}
}

func isLetter(b byte) bool { return 'a' <= b && b <= 'z' }

// letter takes a letter, once if it is repeated.
func (c *cutting) letter(l rune) {
	if c.open && c.digits {
		if n := len(c.r.written) - c.from; n == 1 && leet(c.r.written[c.from]) != 0 {
			c.r.written[c.from] = leet(c.r.written[c.from])
			c.last = rune(c.r.written[c.from])
			c.digits = false
		} else {
			c.end()
		}
	}
	c.digits = false
	c.put(l, true)
}

// digit takes a digit: inside a word it stands for a letter, and 2 for a word.
func (c *cutting) digit(d byte, inside bool) {
	switch {
	case !c.open || c.digits:
		if !c.open {
			c.digits = true
		}
		c.put(rune(d), false)
	case d == '2':
		c.end()
		c.digits = true
		c.put('2', false)
		if inside {
			c.end()
		}
	case leet(d) != 0:
		c.put(rune(leet(d)), true)
	default:
		c.put(rune(d), false)
	}
}

// leet is the letter that a digit stands for, 0 for none.
func leet(d byte) byte {
	switch d {
	case '0':
		return 'o'
	case '1':
		return 'i'
	case '3':
		return 'e'
	case '4':
		return 'a'
	case '5':
		return 's'
	case '7':
		return 't'
	}
	return 0
}

// put writes a letter or a digit in the piece, which it opens if need be.
func (c *cutting) put(l rune, once bool) {
	if !c.open {
		c.open, c.from, c.last, c.again, c.stars = true, len(c.r.written), 0, false, false
	} else if once && l == c.last {
		c.again = true
		return
	}
	c.dotted = false
	c.last = l
	c.r.written = utf8.AppendRune(c.r.written, l)
}

// part ends the piece, and says what parts it from the next.
func (c *cutting) part(by gap) {
	c.end()
	if c.dotted && by&(blank|line) != 0 {
		by |= stop
	}
	if c.between {
		by |= blank
	}
	c.dotted = false
	c.between = true
	c.before |= by
}

// end ends the piece.
func (c *cutting) end() {
	if !c.open {
		return
	}
	r := c.r
	if len(r.written) == c.from+1 && c.again {
		r.written = append(r.written, r.written[c.from]) // « tt » is a word
	}
	p := piece{c.from, len(r.written), c.before}
	c.open, c.before, c.between, c.digits, c.dotted = false, 0, false, false, false
	if !c.stars {
		r.pieces = append(r.pieces, p)
		return
	}
	if whole := unveiled(r.written[p.from:p.to]); whole != "" {
		p.from = len(r.written)
		r.written = append(r.written, whole...)
		p.to = len(r.written)
		r.pieces = append(r.pieces, p)
		return
	}
	for from, rest := p.from, r.written[p.from:p.to]; ; {
		n := bytes.IndexByte(rest, '*')
		if n < 0 {
			n = len(rest)
		}
		if n > 0 {
			r.pieces = append(r.pieces, piece{from, from + n, p.before})
			p.before = blank
		}
		if n == len(rest) {
			return
		}
		from, rest = from+n+1, rest[n+1:]
	}
}

// latin is the Latin letter that a rune shows as: those of other alphabets, full-width
// ones, and the mathematical ones that posts use as bold; 0 for a mark that does not show.
func latin(r rune) rune {
	switch {
	case 0xFF01 <= r && r <= 0xFF5E:
		return r - 0xFEE0
	case 0x1D400 <= r && r <= 0x1D6A3:
		return 'a' + (r-0x1D400)%26
	case 0x400 <= r && r < 0x460:
		for i, look := range lookAlikes {
			if look == r {
				return rune("aeopcyxisjmtkhb"[i/2])
			}
		}
		return r
	case r == utf8.RuneError, r == '\u115f', r == '\u1160', r == '\u3164', r == '\uffa0', unicode.In(r, unicode.Cf, unicode.Mn, unicode.Me):
		return 0
	}
	return r
}

// lookAlikes are Cyrillic letters of two bytes that show as "aeopcyxisjmtkhb".
const lookAlikes = "аеорсухіѕјмткнв"
