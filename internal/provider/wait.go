package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/account"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
)

// waitFor gives the account a client that refuses every call, because attributes of the provider are not known yet. A plan of new objects
// calls nothing and goes on; one of objects that exist ends with the reason, for what cannot be read must look neither gone nor unchanged.
func waitFor(unknown []string, shared *account.Account, options armclient.Options) diag.Diagnostics {
	var problems diag.Diagnostics
	shared.Unknown = unknown
	options.ResolveCloud = func(context.Context) (cloud.Configuration, error) { return cloud.Configuration{}, notYet(unknown) }
	var err error
	if shared.Client, err = armclient.New(options); err != nil {
		problems.AddError("Cannot configure the Azure client", err.Error())
	}
	return problems
}

// notYet is the error of a call that came too early; the client does not repeat it.
type notYet []string

func (n notYet) Error() string {
	return fmt.Sprintf("the provider cannot ask Azure before its configuration is known, and %s depends on something that is not made yet. "+
		"Make that first (terraform apply -target=ADDRESS), or give the provider a value that is known at plan", strings.Join(n, ", "))
}

// NonRetriable marks the error for azcore and armclient.
func (notYet) NonRetriable() {}
