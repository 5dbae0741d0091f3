package fetch

import (
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
)

// maxAddress is the length of the longest address read, in bytes: those of job boards,
// with all that follows a reader around, stay under 2,000.
const maxAddress = 4096

// parse judges an address by what it says, before any name is looked up, and returns it
// with its host in lower case, in ASCII, and without the port that goes without saying.
func (f *Fetcher) parse(address string) (*url.URL, error) {
	if len(address) > maxAddress {
		return nil, fmt.Errorf("%w: too long", ErrForbidden)
	}
	u, err := url.Parse(address)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: no address of a page", ErrForbidden)
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, fmt.Errorf("%w: neither http nor https", ErrForbidden)
	case u.User != nil:
		return nil, fmt.Errorf("%w: a name or a password in it", ErrForbidden)
	}
	port, err := readPort(u)
	if err != nil {
		return nil, err
	}
	host, err := f.host(u, port)
	if err != nil {
		return nil, err
	}
	// Allow knows addresses, not names: with it, the port of a name is judged when the
	// name's addresses are known.
	if !webPort(port) && f.Allow == nil {
		return nil, fmt.Errorf("%w: neither port 80 nor 443", ErrForbidden)
	}
	u.Host = host
	if port != usualPort(u.Scheme) {
		u.Host += ":" + strconv.Itoa(int(port))
	}
	u.Fragment, u.RawFragment = "", ""
	u.RawQuery = escape(u.RawQuery)
	return u, nil
}

// escape writes as %XX what people paste in a query but a request must not hold: spaces
// and letters that are not ASCII. (url.URL does it for the path.)
func escape(query string) string {
	var b strings.Builder
	for _, c := range []byte(query) {
		if c <= ' ' || c >= 0x7f {
			writeEscaped(&b, c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// readPort returns the port of u, which may be left out but not written in an odd way.
func readPort(u *url.URL) (uint16, error) {
	written := u.Port()
	if written == "" {
		return usualPort(u.Scheme), nil
	}
	port, err := strconv.ParseUint(written, 10, 16)
	if err != nil || strconv.FormatUint(port, 10) != written {
		return 0, fmt.Errorf("%w: no port", ErrForbidden)
	}
	return uint16(port), nil
}

func usualPort(scheme string) uint16 {
	if scheme == "https" {
		return 443
	}
	return 80
}

func webPort(port uint16) bool { return port == 80 || port == 443 }

// host returns the host of u as it is written in an address: a domain name in ASCII, or an
// IP address in the one form that everybody reads alike.
func (f *Fetcher) host(u *url.URL, port uint16) (string, error) {
	name := u.Hostname()
	addr, err := netip.ParseAddr(name)
	if err != nil {
		return domain(name)
	}
	if !f.may(netip.AddrPortFrom(addr, port)) {
		return "", fmt.Errorf("%w: not a public address", ErrForbidden)
	}
	if addr.Is6() {
		return "[" + addr.String() + "]", nil
	}
	return addr.String(), nil
}

// domain returns a domain name in lower case and ASCII. It refuses what is none, what some
// readers take for an IP address, and the names of private networks.
func domain(name string) (string, error) {
	if !isASCII(name) {
		var err error
		if name, err = idna.Lookup.ToASCII(name); err != nil {
			return "", fmt.Errorf("%w: no host name", ErrForbidden)
		}
	}
	name = strings.ToLower(name)
	labels := strings.Split(name, ".")
	if len(name) > 253 || len(labels) < 2 {
		return "", fmt.Errorf("%w: no host name", ErrForbidden)
	}
	for _, label := range labels {
		if !isLabel(label) {
			return "", fmt.Errorf("%w: no host name", ErrForbidden)
		}
	}
	if isNumber(labels[len(labels)-1]) {
		return "", fmt.Errorf("%w: a number for a host name", ErrForbidden)
	}
	for _, private := range privateNames {
		if strings.HasSuffix("."+name, private) {
			return "", fmt.Errorf("%w: a name of private networks", ErrForbidden)
		}
	}
	return name, nil
}

// privateNames end the names that mean something inside one network only: RFC 6761, 6762,
// 8375 and 9476, the name that ICANN keeps for private use (.internal), and those that
// routers and companies have long used alike.
var privateNames = [...]string{
	".localhost", ".localdomain", ".local", ".internal", ".home.arpa", ".alt", ".onion",
	".lan", ".home", ".corp", ".intranet", ".private",
}

// isLabel says whether s can stand between two dots of a host name. An underscore can: a
// few sites have one.
func isLabel(s string) bool {
	if s == "" || len(s) > 63 || s[0] == '-' || s[len(s)-1] == '-' {
		return false
	}
	for _, c := range []byte(s) {
		if !isLetter(c) && !isDigit(c) && c != '-' && c != '_' {
			return false
		}
	}
	return true
}

// isNumber says whether a name that ends in s is read by some as an IPv4 address: decimal,
// octal or hexadecimal, in one to four parts (the URL Standard, "ends in a number").
func isNumber(s string) bool {
	if hex, ok := strings.CutPrefix(s, "0x"); ok {
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	return strings.Trim(s, "0123456789") == ""
}

func isASCII(s string) bool {
	for _, c := range []byte(s) {
		if c >= 0x80 {
			return false
		}
	}
	return true
}

// isLetter knows small letters only: names are in lower case by then.
func isLetter(c byte) bool { return 'a' <= c && c <= 'z' }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func writeEscaped(b *strings.Builder, c byte) {
	const digits = "0123456789ABCDEF"
	b.Write([]byte{'%', digits[c>>4], digits[c&15]})
}

// isUnreserved says whether c means the same escaped or not (RFC 3986).
func isUnreserved(c byte) bool {
	return isLetter(c) || 'A' <= c && c <= 'Z' || isDigit(c) || c == '-' || c == '.' || c == '_' || c == '~'
}
