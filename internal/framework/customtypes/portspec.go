package customtypes

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

const portSpecNoun = "port"

// ParsePortSpec reads what a network rule takes as destination ports (FW-15, FW-20): a port from 1 to
// 65535, a range with a dash, or "*".
func ParsePortSpec(s string) (netset.Ports, error) {
	if s == "*" {
		return netset.AllPorts(), nil
	}
	firstText, lastText, dash := strings.Cut(s, "-")
	if !dash {
		lastText = firstText
	}
	first, ok := portNumber(firstText)
	if !ok {
		return netset.Ports{}, portError(s)
	}
	last, ok := portNumber(lastText)
	if !ok {
		return netset.Ports{}, portError(s)
	}
	if last < first {
		return netset.Ports{}, fmt.Errorf("%q ends before it starts: write \"%d-%d\"", s, last, first)
	}
	return netset.PortsBetween(first, last), nil
}

// portNumber reads 1 to 65535 in plain digits (FW-20).
func portNumber(s string) (uint16, bool) {
	n, err := strconv.ParseUint(s, 10, 16)
	if err != nil || n == 0 || strconv.FormatUint(n, 10) != s {
		return 0, false
	}
	return uint16(n), true
}

func portError(s string) error {
	return fmt.Errorf(`%q is not a port: expected a number from 1 to 65535 without leading zeros, a range such as "9000-9100", or "*"`, s)
}
