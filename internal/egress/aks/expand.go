package aks

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/document"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// Expand is the [document.Expander] of AKS profiles. The error is of type
// [document.Errors] and names every value of the profile that is wrong; what is
// merely doubtful is a warning.
func Expand(p document.Profile) (document.Expansion, error) {
	q, problems := questionOf(p)
	demands, found := Demands(q)
	var warnings []document.Problem
	for _, problem := range found {
		at := document.Problem{Path: placeOf(p, problem), Text: problem.Message}
		if problem.Severity == cloud.SeverityError {
			problems = append(problems, at)
		} else {
			warnings = append(warnings, at)
		}
	}
	if len(problems) > 0 {
		return document.Expansion{}, problems
	}
	name := q.Profile.Cloud
	out := document.Expansion{TagContents: TagContents(name, p.Region), PlatformNames: PlatformNames(name), Warnings: warnings}
	for _, d := range demands {
		out.Flows = append(out.Flows, d.Flow)
	}
	return out, nil
}

var _ document.Expander = Expand

// placeOf is the path in the profile of what a problem is about; empty where it is about the profile as a whole.
func placeOf(p document.Profile, problem cloud.Problem) string {
	i := slices.Index(p.Features, string(problem.Feature))
	if problem.Feature == "" || i < 0 {
		return ""
	}
	return fmt.Sprintf("features[%d]", i)
}

// questionOf converts a profile and tells what in it cannot be read.
func questionOf(p document.Profile) (Question, document.Errors) {
	profile, problems := ProfileOf(p)
	q := Question{Profile: profile, Subnets: p.Subnets, Cluster: p.Cluster, APIServerSubnet: p.APIServerSubnet, Levels: DefaultLevels()}
	proxy, wrong := proxyOf(p.HTTPProxy)
	q.Proxy, problems = proxy, append(problems, wrong...)
	if len(p.Levels) > 0 {
		q.Levels = nil
	}
	for i, l := range p.Levels {
		if !slices.Contains(Levels(), egress.Level(l)) {
			problems = append(problems, document.Problem{Path: fmt.Sprintf("levels[%d]", i), Text: fmt.Sprintf("%q is no level; the levels are %v", l, Levels())})
			continue
		}
		q.Levels = append(q.Levels, egress.Level(l))
	}
	return q, problems
}

// ProfileOf is the profile of a document as the tables know it, and what in it
// cannot be read, with paths relative to the profile. A profile that names no
// cloud is in that of its region.
func ProfileOf(p document.Profile) (cloud.Profile, document.Errors) {
	var problems document.Errors
	addressList := func(field string, list []string) []netip.Addr {
		var out []netip.Addr
		for i, text := range list {
			a, err := netset.ParseAddress(text)
			if err != nil {
				problems = append(problems, document.Problem{Path: fmt.Sprintf("%s[%d]", field, i), Text: err.Error()})
				continue
			}
			out = append(out, a)
		}
		return out
	}
	out := cloud.Profile{
		Cloud: CloudName(p.Cloud, p.Region), Region: p.Region, PrivateCluster: p.Private, VNetIntegration: p.VNetIntegration,
		OutboundType: cloud.OutboundType(p.OutboundType), BootstrapCache: p.BootstrapCache, Windows: p.Windows, GPU: p.GPU,
		DNSServers: addressList("dns_servers", p.DNSServers), APIServerAddresses: addressList("api_server_addresses", p.APIServerAddresses),
	}
	for _, f := range p.Features {
		out.Features = append(out.Features, cloud.Feature(f))
	}
	for _, r := range p.Registries {
		out.Registries = append(out.Registries, cloud.Registry{
			Name: r.Name, Region: r.Region, PrivateEndpoint: r.PrivateEndpoint, DataEndpoints: cloud.DataEndpoints(r.DataEndpoints),
		})
	}
	return out, problems
}

// CloudName is the cloud given, or the one that the region is known to be in, or
// the public one.
func CloudName(given, region string) string {
	if given != "" {
		return given
	}
	if r, ok := cloud.LookupRegion(region); ok {
		return string(r.Cloud)
	}
	return string(cloud.Public)
}
