package assist

import (
	"net/netip"
	"net/url"
	"strings"
)

// links finds links to domains that are not the host's, and those that hide where
// they go.
func (c *linting) links() {
	for i := 0; i < len(c.reply); {
		if !linkByte(c.reply[i]) {
			i++
			continue
		}
		end := i
		for end < len(c.reply) && linkByte(c.reply[end]) {
			end++
		}
		start, stop := i, end
		for stop > start && strings.IndexByte(".,;:!?)]}'\"", c.reply[stop-1]) >= 0 {
			stop--
		}
		for start < stop && strings.IndexByte("([{'\"", c.reply[start]) >= 0 {
			start++
		}
		if host, hides, ok := hostOf(c.reply[start:stop]); ok {
			switch {
			case hides:
				c.add(Finding{Code: CodeLink, Severity: Block, Start: start, End: stop, Detail: host})
			case len(c.opts.Domains) > 0 && !c.knownHost(host):
				c.add(Finding{Code: CodeLink, Severity: Warning, Start: start, End: stop, Detail: host})
			}
		}
		i = end
	}
}

// linkByte tells whether a byte can be in a link; Chinese text beside it is not.
func linkByte(b byte) bool {
	return b > ' ' && b < 0x7f && b != '<' && b != '>' && b != '"' && b != '`' && b != '|'
}

func (c *linting) knownHost(host string) bool {
	for _, d := range c.opts.Domains {
		if host == d || strings.HasSuffix(host, "."+d) {
			return true
		}
	}
	return false
}

// endings are those of domains that people write without http.
const endings = " com cn net org io co info biz shop store app dev me cc vip top xyz link site online club ly gg tv hk tw uk de fr jp ru eu us "

// hostOf returns the host of a link, in lower case, and whether the link hides it:
// behind a user name, a number, or characters that only look like others.
func hostOf(s string) (host string, hides, ok bool) {
	scheme, _, has := strings.Cut(s, "://")
	if !has {
		first, _, _ := strings.Cut(s, "/")
		name, _, _ := strings.Cut(first, ":")
		name = strings.ToLower(name)
		dot := strings.LastIndexByte(name, '.')
		if strings.Contains(first, "@") || dot <= 0 || !strings.HasPrefix(name, "www.") && !strings.Contains(endings, " "+name[dot+1:]+" ") || !domainName(name) {
			return "", false, false
		}
		return name, strings.Contains(name, "xn--"), true
	}
	if !domainName(scheme) {
		return "", false, false
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" {
		return "", true, true
	}
	host = strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	_, number := netip.ParseAddr(host)
	return host, u.User != nil || number == nil || strings.Contains(host, "xn--") || !strings.Contains(host, "."), true
}

func domainName(s string) bool {
	for i := range len(s) {
		if !wordByte(s[i]) && s[i] != '.' && s[i] != '-' && s[i] != '+' {
			return false
		}
	}
	return s != ""
}
