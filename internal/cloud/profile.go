package cloud

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
)

// DataEndpoints says from where a registry serves image layers.
type DataEndpoints string

// The kinds of data endpoints; the empty value means not known.
const (
	DataEndpointsDedicated DataEndpoints = "dedicated"
	DataEndpointsShared    DataEndpoints = "shared"
)

// Registry is a container registry of the user's own.
type Registry struct {
	// Name is the registry's name without the cloud's suffix.
	Name string
	// Region of its data endpoints; empty means the cluster's.
	Region          string
	PrivateEndpoint bool
	DataEndpoints   DataEndpoints
}

// Profile is what decides which egress a cluster needs. The zero value of a field means not known or not used, so that a
// profile with unknowns gives rows with placeholders instead of wrong ones (L1).
type Profile struct {
	// Cloud is a name that Lookup knows; empty means public.
	Cloud string
	// Region is the cluster's location in any spelling.
	Region   string
	Features []Feature
	// PrivateCluster and VNetIntegration are the two ways to an API server inside the network.
	PrivateCluster  bool
	VNetIntegration bool
	// OutboundType is the API's value; empty means userDefinedRouting.
	OutboundType OutboundType
	// BootstrapCache is the bootstrap profile's artifact source Cache.
	BootstrapCache bool
	Windows        bool
	GPU            bool
	// DNSServers are the network's DNS servers; empty means Azure's own.
	DNSServers []netip.Addr
	Registries []Registry
	// APIServerAddresses are the API server's public addresses, known only after creation.
	APIServerAddresses []netip.Addr
}

// Problem is something about a profile that the caller should tell the user.
type Problem struct {
	Severity Severity
	Feature  Feature
	Message  string
}

// variants returns the variants that the profile is.
func (p Profile) variants() []Variant {
	var out []Variant
	if p.PrivateCluster {
		out = append(out, VariantPrivateCluster)
	}
	if p.VNetIntegration {
		out = append(out, VariantVNetIntegration)
	}
	if p.BootstrapCache && (p.OutboundType == OutboundNone || p.OutboundType == OutboundBlock) {
		out = append(out, VariantIsolated)
	}
	return out
}

// features returns the features in force: the profile's own, those that its fields decide, and those that they imply,
// in the order of the table of features.
func (p Profile) features(c Name) []Feature {
	wanted := map[Feature]bool{FeatureBase: true, FeatureKonnectivity: true}
	wanted[FeatureGPU] = p.GPU
	wanted[FeatureWindows] = p.Windows
	wanted[FeatureVNetIntegration] = p.VNetIntegration
	wanted[FeatureCustomDNS] = slices.ContainsFunc(p.DNSServers, func(a netip.Addr) bool { return !isPlatform(a) })
	wanted[FeatureACR] = slices.ContainsFunc(p.Registries, func(r Registry) bool { return !r.PrivateEndpoint })
	wanted[FeatureTunnel] = tunnelByDefault(c)
	for _, f := range p.Features {
		wanted[f] = true
	}
	for changed := true; changed; {
		changed = false
		for _, f := range features {
			for _, implied := range f.Implies {
				if wanted[f.Key] && !wanted[implied] {
					wanted[implied], changed = true, true
				}
			}
		}
	}
	var out []Feature
	for _, f := range features {
		if wanted[f.Key] {
			out = append(out, f.Key)
		}
	}
	return out
}

// tunnelByDefault reports whether the cloud's own table lists the tunnel without the exception for konnectivity:
// then some row of it is stronger than legacy.
func tunnelByDefault(c Name) bool {
	return slices.ContainsFunc(featureTunnel.Answers[c].Rows, func(e Endpoint) bool { return e.Level != LevelLegacy })
}

// RequiredEgress returns the flows that clusters of this profile need, and what is wrong or doubtful about the profile.
// Rows come in the order of the tables. With an unknown cloud there are no rows, only the problem. Placeholders without
// a value stay in Destination and are listed in Unresolved.
func RequiredEgress(p Profile) ([]Endpoint, []Problem) {
	name := p.Cloud
	if name == "" {
		name = string(Public)
	}
	c, err := Lookup(name)
	if err != nil {
		return nil, []Problem{{Severity: SeverityError, Message: err.Error()}}
	}
	problems := p.problems(c)
	v := cloudValues(c)
	if p.Region != "" {
		v = v.with(PlaceholderRegion, NormalizeRegion(p.Region)).with(PlaceholderTagRegion, TagRegion(p.Region))
	}
	variants := p.variants()
	wanted := p.features(c.Name)
	var out []Endpoint
	for _, f := range features {
		if !slices.Contains(wanted, f.Key) {
			continue
		}
		for _, row := range templateRows(f, c.Name) {
			if !slices.ContainsFunc(row.DroppedFor, func(d Variant) bool { return slices.Contains(variants, d) }) {
				out = append(out, p.expand(row, v)...)
			}
		}
	}
	return out, problems
}

// problems judges the profile by itself.
func (p Profile) problems(c Cloud) []Problem {
	var out []Problem
	add := func(s Severity, f Feature, format string, args ...any) {
		out = append(out, Problem{s, f, fmt.Sprintf(format, args...)})
	}
	if hint := RegionHint(c.Name, p.Region); hint != "" {
		add(SeverityWarning, "", "%s", hint)
	}
	for _, f := range p.Features {
		if !slices.ContainsFunc(features, func(x FeatureInfo) bool { return x.Key == f }) {
			add(SeverityError, f, "unknown feature %q: the features are %s", f, strings.Join(featureNames(), ", "))
		}
	}
	if p.OutboundType != "" {
		if _, ok := LookupOutboundType(p.OutboundType); !ok {
			add(SeverityError, "", "unknown outbound type %q", p.OutboundType)
		}
	}
	wanted, variants := p.features(c.Name), p.variants()
	for _, f := range features {
		if !slices.Contains(wanted, f.Key) {
			continue
		}
		answer := f.Answers[c.Name]
		if answer.Absent != "" {
			add(SeverityWarning, f.Key, "%s: %s; what it must reach is not known", f.Title, answer.Absent)
		}
		if answer.Notice != "" {
			add(SeverityWarning, f.Key, "%s", answer.Notice)
		}
		for _, u := range f.Unsupported {
			if slices.Contains(variants, u) {
				add(SeverityError, f.Key, "%s cannot be used in a cluster of the kind %s", f.Title, u)
			}
		}
	}
	return out
}

func featureNames() []string {
	out := make([]string, len(features))
	for i, f := range features {
		out[i] = string(f.Key)
	}
	return out
}

// expand fills a row in, once for each value of a placeholder that has several.
func (p Profile) expand(row Endpoint, v values) []Endpoint {
	switch {
	case row.Feature == FeatureACR && len(p.Registries) > 0:
		return p.expandRegistries(row, v)
	case row.holds(PlaceholderDNSServer):
		return expandAddresses(row, v, PlaceholderDNSServer, p.DNSServers)
	case row.holds(PlaceholderAPIServerIP):
		return expandAddresses(row, v, PlaceholderAPIServerIP, p.APIServerAddresses)
	}
	return []Endpoint{row.fill(v, "")}
}

func expandAddresses(row Endpoint, v values, placeholder string, addrs []netip.Addr) []Endpoint {
	if len(addrs) == 0 {
		return []Endpoint{row.fill(v, "")}
	}
	var out []Endpoint
	for _, a := range addrs {
		if !isPlatform(a) {
			out = append(out, row.fill(v.with(placeholder, a.String()), a.String()))
		}
	}
	return out
}

// expandRegistries makes the row of each registry. Only a registry whose data endpoints are not known keeps the choice.
func (p Profile) expandRegistries(row Endpoint, v values) []Endpoint {
	var out []Endpoint
	for _, r := range p.Registries {
		other := row.Option == OptionDedicatedEndpoint && r.DataEndpoints == DataEndpointsShared ||
			row.Option == OptionBlobStorage && r.DataEndpoints == DataEndpointsDedicated
		if r.PrivateEndpoint || other {
			continue
		}
		region := r.Region
		if region == "" {
			region = p.Region
		}
		name := strings.ToLower(r.Name)
		e := row.fill(v.with(PlaceholderRegistry, name).with(PlaceholderRegistryRegion, NormalizeRegion(region)), name)
		switch {
		case e.Choice == "":
		case r.DataEndpoints != "":
			e.Choice, e.Option = "", ""
		default:
			e.Choice += "/" + name
		}
		out = append(out, e)
	}
	return out
}

// fill puts the values in; suffix tells rows of one template apart.
func (e Endpoint) fill(v values, suffix string) Endpoint {
	e.Destination, e.ServiceTag = v.expand(e.Destination), v.expand(e.ServiceTag)
	e.Unresolved = unresolved(e.Destination, e.ServiceTag)
	if suffix != "" {
		e.Key += "/" + suffix
	}
	return e
}
