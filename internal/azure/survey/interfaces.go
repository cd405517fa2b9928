package survey

import (
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/document"
)

// maxInterfaces is how many machines of a subnet are looked at; a subnet with more is no subnet of AKS nodes.
const maxInterfaces = 16

// visitMachines asks for the interfaces of a subnet's machines that are no AKS nodes: each may have a security group of
// its own (NSG-1).
func (v *visitor) visitMachines(name string, o armclient.Object) {
	n := 0
	for _, user := range usersOf(o) {
		nic, ok := user.Parent()
		if !isForeignMachine(user) || !ok || !nic.IsType(interfaceType) {
			continue
		}
		if n++; n > maxInterfaces {
			return
		}
		v.ask(nic, "interface in "+name)
	}
}

// interfaces leaves open which security group filters at the interfaces of a subnet's machines, unless they are AKS nodes,
// which have one that lets egress pass, or were seen to have none (NSG-1).
func (v *visitor) interfaces(n *document.Network, o armclient.Object) {
	for _, s := range o.Objects("properties", "subnets") {
		users, whole := references(s, "", "properties", "ipConfigurations")
		for _, user := range users {
			whole = whole && (!isForeignMachine(user) || v.isBare(user))
		}
		for i := range n.Subnets {
			if !whole && strings.EqualFold(n.Subnets[i].Name, s.Name()) {
				n.Subnets[i].NICSecurityGroup = document.UnknownLeaf[string]()
			}
		}
	}
}

// isBare reports that an interface was read and has no security group.
func (v *visitor) isBare(user armid.ID) bool {
	nic, _ := user.Parent()
	o, read := v.get(nic)
	return read && !o.Has("properties", "networkSecurityGroup")
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
