package survey

import (
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/document"
)

// interfaces leaves open which security group filters at the interfaces of a subnet's machines, where there are machines
// that are not AKS's (NSG-1). Nodes have one that lets egress pass.
func (v *visitor) interfaces(n *document.Network, o armclient.Object) {
	for _, s := range o.Objects("properties", "subnets") {
		users, whole := references(s, "", "properties", "ipConfigurations")
		for _, user := range users {
			whole = whole && !isForeignMachine(user)
		}
		for i := range n.Subnets {
			if !whole && strings.EqualFold(n.Subnets[i].Name, s.Name()) {
				n.Subnets[i].NICSecurityGroup = document.UnknownLeaf[string]()
			}
		}
	}
}

// isForeignMachine tells the interface of a machine that is no AKS node. Interfaces of private endpoints start nothing;
// their configurations have names of Azure's own.
func isForeignMachine(user armid.ID) bool {
	typ := strings.ToLower(user.Type())
	if !strings.Contains(typ, "networkinterfaces") || strings.HasPrefix(user.Name(), "privateEndpointIpConfig") {
		return false
	}
	// .../virtualMachineScaleSets/aks-pool-12345678-vmss/virtualMachines/0/networkInterfaces/…; Windows pools are akspool.
	if _, rest, ok := strings.Cut(strings.ToLower(user.String()), "/virtualmachinescalesets/"); ok {
		return !strings.HasPrefix(rest, "aks")
	}
	return true
}
