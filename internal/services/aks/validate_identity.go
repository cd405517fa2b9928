package aks

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
)

// judgeIdentity: which identities go with which settings (aks-facts.md 5).
func judgeIdentity(c section, f *findings) {
	identity := c.part("identity")
	if identity.there() && c.part("service_principal").there() {
		f.add(cloud.RuleIdentityIDs, at("service_principal"), "Two identities", "identity and service_principal are both set; a cluster acts as one of them", "remove service_principal")
	}
	ids := identity.texts("identity_ids")
	if identity.is("type", "UserAssigned") && (ids.Empty() || ids.Complete && len(ids.Items) > 1) {
		f.add(cloud.RuleIdentityIDs, at("identity", "identity_ids"), "Not one identity",
			fmt.Sprintf(`type is "UserAssigned" with %d identities; a cluster has exactly one`, len(ids.Items)), "give the ARM ID of one identity, such as udr_aks_identity.this.id")
	}
	if identity.is("type", "SystemAssigned") && len(view.Elements(identity.value("identity_ids"))) > 0 {
		f.add(cloud.RuleIdentityIDs, at("identity", "identity_ids"), "A system-assigned identity is given no ID", `type is "SystemAssigned" and identity_ids is set`, `set type = "UserAssigned", or remove identity_ids`)
	}
	judgeKubelet(c, f)
	judgeCircumstances(c, f)
}

// judgeKubelet: the nodes' own identity is told in full.
func judgeKubelet(c section, f *findings) {
	k := c.part("kubelet_identity")
	if !k.there() {
		return
	}
	names := []string{"user_assigned_identity_id", "client_id", "object_id"}
	var missing []string
	for _, name := range names {
		if k.text(name).Null() {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 && len(missing) < len(names) {
		f.add(cloud.RuleIdentityIDs, at("kubelet_identity", missing[0]), "The kubelet identity is told in full", strings.Join(missing, " and ")+" is not set; Azure asks for all three", "set "+strings.Join(names, ", "))
	}
}

// circumstance is a setting that takes some kinds of identities only.
type circumstance struct {
	name  string
	holds bool
	blame path.Path
}

func judgeCircumstances(c section, f *findings) {
	kind, known := identityKind(c)
	if !known {
		return
	}
	_, ownZone := privateZone(c)
	circumstances := []circumstance{
		{cloud.WithKubenetRouteTable, network(c).is("network_plugin", "kubenet") && routed(c), at("network_profile", "network_plugin")},
		{cloud.WithPrivateDNSZone, ownZone, at("private_dns_zone_id")},
		{cloud.WithKubeletIdentity, c.part("kubelet_identity").text("user_assigned_identity_id").Known, at("kubelet_identity")},
		{cloud.WithoutUserAssigned, withoutUserAssigned(c), at("identity", "type")},
	}
	for _, each := range circumstances {
		rule, allowed := cloud.IdentityAllowed(each.name, kind)
		if !each.holds || allowed {
			continue
		}
		id := rule.Check
		if id == "" {
			id = cloud.RuleIdentityRegion
		}
		f.add(id, each.blame, "The cluster's identity does not go with this setting",
			fmt.Sprintf("%s takes %s, and the cluster has %s", each.name, kinds(rule.Allowed), kind), `set identity = { type = "UserAssigned", identity_ids = [udr_aks_identity.this.id] }`)
	}
}

func kinds(all []cloud.IdentityKind) string {
	texts := make([]string, len(all))
	for i, kind := range all {
		texts[i] = string(kind)
	}
	return strings.Join(texts, " or ")
}

// withoutUserAssigned: regions that take no user-assigned identity, by the row's own list.
func withoutUserAssigned(c section) bool {
	location := c.text("location")
	regions := strings.FieldsFunc(cloud.WithoutUserAssigned, func(r rune) bool { return r == ' ' || r == ',' })
	return location.Known && slices.Contains(regions, cloud.NormalizeRegion(location.Value))
}

// privateZone is the private DNS zone of one's own that the configuration names.
func privateZone(c section) (string, bool) {
	zone := c.text("private_dns_zone_id")
	return zone.Value, zone.Known && strings.HasPrefix(zone.Value, "/")
}
