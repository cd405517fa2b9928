package egress

import (
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// nearest finds the allowing rule that came closest to matching: the one with
// the most matching dimensions, among equals the one whose name is most alike
// (5.6). Nil when there is none that shares anything with the flow.
func (j *judge) nearest(list []entry, p parcel) *Miss {
	var (
		best  *filter
		score int
	)
	for _, e := range list {
		if e.soft || e.rule == nil && e.object.Kind != ObjectApplianceRule {
			continue
		}
		if action, ok := e.action.Get(); ok && action == Deny {
			continue
		}
		if s := j.closeness(e.filter, &p); s > score {
			best, score = e.filter, s
		}
	}
	if best == nil {
		return nil
	}
	return j.miss(best, &p)
}

// closeness counts matching dimensions; the destination weighs most, since a
// rule for another destination is no near miss, and half as much when it is alike.
func (j *judge) closeness(f *filter, p *parcel) int {
	score := 0
	if f.byName {
		score = nameCloseness(f, p)
	} else if f.target.mayTouch(&p.target) {
		score = 1000
	}
	if f.classMatches(p) {
		score += 200
	} else if f.kindMatches(p) {
		score += 100
	}
	if score == 0 || score == 200 && f.byName && !p.named() {
		return 0
	}
	if sourceMatches(f, p) {
		score += 50
	}
	return score
}

// nameCloseness is 1000 for a name that matches, else ten for each label that
// the ends have in common beyond the first two ("microsoft.com" is not alike).
func nameCloseness(f *filter, p *parcel) int {
	if !p.named() {
		return 0
	}
	if len(p.target.names.Bases()) == 0 {
		return 0
	}
	want := p.target.names.Bases()[0]
	best := 0
	for _, list := range [...][]netset.Pattern{f.names.yes, f.names.tagYes, f.names.maybe} {
		for _, have := range list {
			if have.Overlaps(want) {
				return 1000
			}
			if n := commonLabels(have.Suffix(), want.Suffix()); n > 2 || n == 2 && alike(have, want) {
				best = max(best, 300+10*n)
			}
		}
	}
	return best
}

// alike: one is the other's apex.
func alike(a, b netset.Pattern) bool {
	apexA, subA := a.SubdomainsOnly()
	apexB, subB := b.SubdomainsOnly()
	return subA && apexA == b.Suffix() || subB && apexB == a.Suffix()
}

func commonLabels(a, b string) int {
	n := 0
	for {
		i, k := strings.LastIndexByte(a, '.'), strings.LastIndexByte(b, '.')
		if a[i+1:] != b[k+1:] || a[i+1:] == "" {
			return n
		}
		n++
		if i < 0 || k < 0 {
			return n
		}
		a, b = a[:i], b[:k]
	}
}

func (t *nameTest) patterns() []netset.Pattern {
	out := make([]netset.Pattern, 0, len(t.yes)+len(t.tagYes)+len(t.maybe))
	out = append(out, t.yes...)
	out = append(out, t.tagYes...)
	return append(out, t.maybe...)
}

// kindMatches looks at the protocol alone, whatever the port.
func (f *filter) kindMatches(p *parcel) bool {
	if !f.application {
		return f.protocols.Overlaps(p.protocol)
	}
	for _, pair := range f.pairs {
		if pair.Type == p.l7 {
			return true
		}
	}
	return false
}

func sourceMatches(f *filter, p *parcel) bool {
	if slices.Contains(f.source.subnets, p.source.subnet) {
		return true
	}
	return f.source.yes.Covers(p.source.addrs) && (p.source.known || !p.source.addrs.IsEmpty())
}

// miss says dimension by dimension why a rule does not match.
func (j *judge) miss(f *filter, p *parcel) *Miss {
	m := &Miss{Rule: f.object}
	add := func(d Dimension, failure *Failure) {
		if failure == nil {
			m.Matched = append(m.Matched, d)
			return
		}
		failure.Dimension = d
		m.Failed = append(m.Failed, *failure)
	}
	add(DimensionProtocol, f.protocolFailure(p))
	if f.kindMatches(p) && p.hasPorts() {
		add(DimensionPort, f.portFailure(p))
	}
	if !sourceMatches(f, p) {
		how := HowDifferent
		if f.source.yes.Overlaps(p.source.addrs) || !f.source.maybe.IsEmpty() {
			how = HowPartly
		}
		add(DimensionSource, &Failure{How: how, Have: f.source.yes.String(), Want: p.source.addrs.String()})
	} else {
		add(DimensionSource, nil)
	}
	if f.byName {
		add(DimensionName, f.nameFailure(p))
	} else {
		add(DimensionDestination, j.destinationFailure(f, p))
	}
	return m
}

func (f *filter) protocolFailure(p *parcel) *Failure {
	if !f.application && !p.hasPorts() && f.anyProtocol && !f.ports.Equal(netset.AllPorts()) {
		return &Failure{How: HowDifferent, Have: "TCP and UDP (Any with ports)", Want: p.protocol.String()} // FW-18
	}
	if f.kindMatches(p) {
		return nil
	}
	if f.application {
		how := HowDifferent
		if !applies(p) {
			how = HowWrongKind
		}
		return &Failure{How: how, Have: f.pairText(), Want: kindText(p)}
	}
	return &Failure{How: HowDifferent, Have: f.protocols.String(), Want: p.protocol.String()}
}

func (f *filter) pairText() string {
	texts := make([]string, len(f.pairs))
	for i, pair := range f.pairs {
		texts[i] = string(pair.Type) + ":" + netset.PortsOf(pair.Port).String()
	}
	return strings.Join(texts, " ")
}

func kindText(p *parcel) string {
	if p.l7 != L7None {
		return string(p.l7) + ":" + p.ports.String()
	}
	return p.protocol.String() + ":" + p.ports.String()
}

func (f *filter) portFailure(p *parcel) *Failure {
	if f.application {
		ports := netset.Ports{}
		for _, pair := range f.pairs {
			if pair.Type == p.l7 {
				ports = ports.Union(netset.PortsOf(pair.Port))
			}
		}
		return portsFailure(ports, p.ports)
	}
	return portsFailure(f.ports, p.ports)
}

func portsFailure(have, want netset.Ports) *Failure {
	switch {
	case have.Covers(want):
		return nil
	case have.Overlaps(want):
		return &Failure{How: HowPartly, Have: have.String(), Want: want.String()}
	}
	return &Failure{How: HowDifferent, Have: have.String(), Want: want.String()}
}

// nameFailure explains why a name is not covered: the confusions of FW-23.
func (f *filter) nameFailure(p *parcel) *Failure {
	if !p.named() {
		return &Failure{How: HowNoName, Have: f.targetText(), Want: p.target.addrs.String()}
	}
	if netset.NamesOf(f.names.yes...).Union(netset.NamesOf(f.names.tagYes...)).Covers(p.target.names) {
		return nil
	}
	want := p.target.names.Bases()[0]
	have, closest := netset.Pattern{}, -1
	for _, pattern := range f.names.patterns() {
		n := commonLabels(pattern.Suffix(), want.Suffix())
		if pattern.Overlaps(want) {
			n += 100
		}
		if alike(pattern, want) {
			n += 50
		}
		if n > closest {
			have, closest = pattern, n
		}
	}
	failure := &Failure{How: HowDifferent, Have: have.String(), Want: p.target.names.String()}
	apex, sub := have.SubdomainsOnly()
	switch {
	case have.IsZero():
		failure.How, failure.Have = HowNotInTag, f.targetText()
	case have.Overlaps(want):
		failure.How = HowPartly
	case sub && want.IsLiteral() && apex == want.Suffix():
		failure.How = HowSubdomains
	case have.IsLiteral() && strings.HasSuffix(want.Suffix(), "."+have.Suffix()):
		failure.How = HowApexOnly
	case len(f.names.yes) == 0:
		failure.How, failure.Have = HowNotInTag, f.targetText()
	}
	return failure
}

// targetText lists the targets of an application rule, shortened.
func (f *filter) targetText() string {
	r, ok := f.rule.(ApplicationRule)
	if !ok {
		return ""
	}
	var texts []string
	for _, tag := range r.FQDNTags {
		texts = append(texts, "tag "+tag)
	}
	for _, n := range r.Names {
		texts = append(texts, n.String())
	}
	if len(texts) > 4 {
		texts = append(texts[:3:3], "…")
	}
	return strings.Join(texts, " ")
}

func (j *judge) destinationFailure(f *filter, p *parcel) *Failure {
	failure := &Failure{How: HowDifferent, Have: f.target.text(), Want: p.target.text()}
	all := true
	for _, part := range f.target.splitTarget(j.x, &p.target) {
		if part.match == Yes {
			failure.How = HowPartly
		} else {
			all = false
		}
	}
	if all {
		return nil
	}
	for _, tag := range f.target.tags {
		for _, c := range p.target.claims {
			serviceA, _ := splitTag(tag)
			serviceB, _ := splitTag(c.Tag)
			if strings.EqualFold(serviceA, serviceB) && tagsApart(tag, c.Tag) {
				failure.How = HowOtherRegion
			}
		}
	}
	return failure
}

func (t *addressTest) text() string {
	texts := append([]string(nil), t.tags...)
	if !t.yes.IsEmpty() || len(texts) == 0 {
		texts = append(texts, t.yes.String())
	}
	return strings.Join(texts, ",")
}

func (t *target) text() string {
	switch {
	case !t.names.IsEmpty():
		return t.names.String()
	case len(t.claims) > 0 && !t.known:
		return t.claims[0].Tag
	case t.known:
		return t.addrs.String()
	}
	return "(address not known)"
}
