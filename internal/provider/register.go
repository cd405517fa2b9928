package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/udr-egress/terraform-provider-udr/internal/functions"
	"github.com/udr-egress/terraform-provider-udr/internal/services/aks"
	"github.com/udr-egress/terraform-provider-udr/internal/services/akscredentials"
	"github.com/udr-egress/terraform-provider-udr/internal/services/aksidentity"
	"github.com/udr-egress/terraform-provider-udr/internal/services/applianceegress"
	"github.com/udr-egress/terraform-provider-udr/internal/services/egresscheck"
	"github.com/udr-egress/terraform-provider-udr/internal/services/firewallegress"
	"github.com/udr-egress/terraform-provider-udr/internal/services/firewallingress"
	"github.com/udr-egress/terraform-provider-udr/internal/services/firewallrules"
	"github.com/udr-egress/terraform-provider-udr/internal/services/internalloadbalancer"
	"github.com/udr-egress/terraform-provider-udr/internal/services/network"
	"github.com/udr-egress/terraform-provider-udr/internal/services/requiredegress"
	"github.com/udr-egress/terraform-provider-udr/internal/services/resourcegroup"
)

// resources is every managed resource. A new one is one line here.
var resources = []func() resource.Resource{
	aks.NewClusterResource,
	aks.NewPoolResource,
	aksidentity.NewResource,
	applianceegress.NewResource,
	firewallegress.NewResource,
	firewallingress.NewResource,
	firewallrules.NewResource,
	network.NewResource,
	resourcegroup.NewResource,
}

// dataSources is every data source. A new one is one line here.
var dataSources = []func() datasource.DataSource{
	aks.NewClusterDataSource,
	egresscheck.NewDataSource,
	firewallegress.NewDataSource,
	internalloadbalancer.NewDataSource,
	requiredegress.NewDataSource,
}

// ephemeralResources is every ephemeral resource. A new one is one line here.
var ephemeralResources = []func() ephemeral.EphemeralResource{
	akscredentials.NewEphemeralResource,
}

// providerFunctions is every function. A new one is one line here.
var providerFunctions = []func() function.Function{
	functions.NewCIDRContains,
	functions.NewCIDRsOverlap,
	functions.NewEgressVerdict,
	functions.NewFirewallSubnetValid,
	functions.NewRequiredEgress,
}
