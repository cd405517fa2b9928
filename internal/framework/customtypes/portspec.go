package customtypes

import (
	"fmt"
	"strconv"
	"strings"
)

const portSpecNoun = "port"

// Ports is the parsed form of a [PortSpec]: every port, or one range of them. Values compare with ==.
type Ports struct {
	Any         bool
	First, Last uint16 // inclusive; for Any 1 and 65535
}

// ParsePortSpec reads what a network rule takes as destination ports (FW-15): a port, a range with a
// dash, or "*".
func ParsePortSpec(s string) (Ports, error) {
	if s == "*" {
		return Ports{Any: true, First: 1, Last: 65535}, nil
	}
	firstText, lastText, dash := strings.Cut(s, "-")
	first, ok := portNumber(firstText)
	if !ok {
		return Ports{}, portError(s)
	}
	if !dash {
		return Ports{First: first, Last: first}, nil
	}
	last, ok := portNumber(lastText)
	if !ok {
		return Ports{}, portError(s)
	}
	if last < first {
		return Ports{}, fmt.Errorf("%q ends before it starts: write \"%d-%d\"", s, last, first)
	}
	return Ports{First: first, Last: last}, nil
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
