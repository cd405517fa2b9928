package aks

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/document"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// Expand is the [document.Expander] of AKS profiles. The error names every value
// of the profile that is wrong, separated by semicolons.
func Expand(p document.Profile) (document.Expansion, error) {
	q, problems := questionOf(p)
	demands, found := Demands(q)
	for _, problem := range found {
		if problem.Severity == cloud.SeverityError {
			problems = append(problems, problem.Message)
		}
	}
	if len(problems) > 0 {
		return document.Expansion{}, errors.New(strings.Join(problems, "; "))
	}
	name := q.Profile.Cloud
	out := document.Expansion{TagContents: TagContents(name, p.Region), PlatformNames: PlatformNames(name)}
	for _, d := range demands {
		out.Flows = append(out.Flows, d.Flow)
	}
	return out, nil
}

var _ document.Expander = Expand

// questionOf converts a profile and tells what in it cannot be read.
func questionOf(p document.Profile) (Question, []string) {
	profile, problems := ProfileOf(p)
	q := Question{Profile: profile, Subnets: p.Subnets, Cluster: p.Cluster, Levels: DefaultLevels()}
	if len(p.Levels) > 0 {
		q.Levels = nil
	}
	for i, l := range p.Levels {
		if !slices.Contains(Levels(), egress.Level(l)) {
			problems = append(problems, fmt.Sprintf("levels[%d]: %q is no level; the levels are %v", i, l, Levels()))
			continue
		}
		q.Levels = append(q.Levels, egress.Level(l))
	}
	return q, problems
}

// ProfileOf is the profile of a document as the tables know it, and what in it
// cannot be read. A profile that names no cloud is in that of its region.
func ProfileOf(p document.Profile) (cloud.Profile, []string) {
	var problems []string
	addressList := func(field string, list []string) []netip.Addr {
		var out []netip.Addr
		for i, text := range list {
			a, err := netset.ParseAddress(text)
			if err != nil {
				problems = append(problems, fmt.Sprintf("%s[%d]: %s", field, i, err))
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
		out.Registries = append(out.Registries, cloud.Registry{Name: r.Name, Region: r.Region, PrivateEndpoint: r.PrivateEndpoint})
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
