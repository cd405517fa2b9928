package egresscheck

import (
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/aks"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/document"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// know adds to live configuration what no ARM object tells: the names that service endpoints answer to (RT-12), and, where
// no profile brings them, the content of the AKS tag and the names that firewalls let through by themselves (FW-10).
func know(d *document.Document, p document.Profile) {
	name := aks.CloudName(p.Cloud, p.Region)
	if c, err := cloud.Lookup(name); err == nil {
		nameEndpoints(d, cloud.ServiceEndpoints(c))
	}
	if len(d.AKS) > 0 {
		return
	}
	d.FQDNTags = map[string]document.FQDNTag{}
	for tag, m := range aks.TagContents(name, p.Region) {
		d.FQDNTags[tag] = document.FQDNTag{Yes: patterns(m.Yes), Maybe: patterns(m.Maybe), Assumption: string(m.Assumption)}
	}
	d.PlatformNames = patterns(aks.PlatformNames(name))
}

// nameEndpoints tells the names of the services that are in the table; any public name may be one of another service.
// Microsoft.Storage.Global is the same service in all regions.
func nameEndpoints(d *document.Document, table []cloud.ServiceEndpoint) {
	for _, n := range d.Networks {
		for _, s := range n.Subnets {
			for i := range s.ServiceEndpoints.Items {
				e := &s.ServiceEndpoints.Items[i]
				for _, known := range table {
					if strings.EqualFold(strings.TrimSuffix(e.Service, ".Global"), known.Service) {
						e.Names = known.Templates
					}
				}
			}
		}
	}
}

func patterns(list []netset.Pattern) []string {
	out := make([]string, len(list))
	for i, p := range list {
		out[i] = p.String()
	}
	return out
}
