package egress

import (
	"fmt"
	"strings"
)

// String prints the object with what it is part of, such as
// `application rule "mcr" (fw > policy > group > collection)`.
func (o Object) String() string {
	if o.Kind == ObjectNone {
		return ""
	}
	s := string(o.Kind)
	if o.Index > 0 {
		s += fmt.Sprintf(" #%d", o.Index)
	}
	if o.Name != "" {
		s += fmt.Sprintf(" %q", o.Name)
	}
	var in []string
	for _, part := range o.In {
		if part != "" {
			in = append(in, part)
		}
	}
	if len(in) > 0 {
		s += " (" + strings.Join(in, " > ") + ")"
	}
	return s
}

// Text prints the miss in one line: the rule and what fails.
func (m *Miss) Text() string {
	var parts []string
	for _, f := range m.Failed {
		parts = append(parts, f.Text())
	}
	name := m.Rule.Name
	if m.Rule.Index > 0 {
		name = fmt.Sprintf("#%d %s", m.Rule.Index, name)
	}
	return name + ": " + strings.Join(parts, "; ")
}

// Text says in words how a dimension fails.
func (f Failure) Text() string {
	switch f.How {
	case HowSubdomains:
		return fmt.Sprintf("%q covers subdomains only, not %s itself", f.Have, f.Want)
	case HowApexOnly:
		return fmt.Sprintf("%q is one name and does not cover %s", f.Have, f.Want)
	case HowOtherRegion:
		return fmt.Sprintf("%s is another region than %s", f.Have, f.Want)
	case HowNotInTag:
		return fmt.Sprintf("%s does not hold %s", f.Have, f.Want)
	case HowNoName:
		return "the flow shows no server name, which an application rule needs"
	case HowWrongKind:
		return fmt.Sprintf("an application rule (%s) cannot serve %s", f.Have, f.Want)
	case HowPartly:
		return fmt.Sprintf("%s %s covers %s in part only", f.Dimension, f.Have, f.Want)
	case HowDifferent:
	}
	return fmt.Sprintf("%s %s, not %s", f.Dimension, f.Have, f.Want)
}

// Text prints a flow in one line: "vnet/aks -> mcr.microsoft.com:443 (https)".
func (f Flow) Text() string {
	kind := f.Protocol.String()
	if f.L7 != L7None {
		kind = string(f.L7)
	}
	ports := ":" + f.Ports.String()
	if f.Ports.IsEmpty() {
		ports = ""
	}
	return fmt.Sprintf("%s -> %s%s (%s)", f.Source.text(), f.Destination.Text(), ports, kind)
}

func (s Source) text() string {
	if s.Addresses.IsEmpty() {
		return s.Subnet
	}
	return s.Subnet + " " + s.Addresses.String()
}

// Text prints what the flow is aimed at.
func (d Destination) Text() string {
	switch {
	case len(d.Names) > 0:
		names := make([]string, len(d.Names))
		for i, n := range d.Names {
			names[i] = n.String()
		}
		return strings.Join(names, ",")
	case d.Object != "":
		return "firewall " + d.Object
	case d.PublicIP != "":
		return "public IP " + d.PublicIP
	case d.Subnet != "":
		return d.Subnet
	case !d.Addresses.IsEmpty():
		return d.Addresses.String()
	case len(d.Tags) > 0:
		return d.Tags[0].Tag
	}
	return "nowhere"
}
