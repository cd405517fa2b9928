package live_test

import (
	"context"
	"crypto/rand"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/credential"
	"github.com/udr-egress/terraform-provider-udr/internal/provider"
)

// groupsVersion is the API version of resource groups here; the tests ask Azure themselves, past the code under test.
const groupsVersion = "2021-04-01"

// target is the Azure that a test runs against, with a name of its own in it.
type target struct {
	// real says that it is a subscription and not the emulator.
	real         bool
	subscription string
	location     string
	// prefix begins the names of all that the test makes.
	prefix string
	client *armclient.Client

	factory func() tfprotov6.ProviderServer
}

// newTarget is the subscription of ARM_* with UDR_LIVE=1, otherwise an emulator's server of the test's own.
func newTarget(t *testing.T) *target {
	t.Helper()
	a := &target{location: "eastus", prefix: prefix(time.Now())}
	if os.Getenv("UDR_LIVE") != "" {
		a.real = true
		a.connect(t, os.LookupEnv, provider.Options{})
	} else {
		server := acctest.NewServer(t)
		ready := server.Ready()
		variables := map[string]string{
			"ARM_METADATA_HOSTNAME": ready.MetadataHost, "ARM_SUBSCRIPTION_ID": ready.SubscriptionID, "ARM_TENANT_ID": ready.TenantID,
			"ARM_CLIENT_ID": ready.ClientID, "ARM_CLIENT_SECRET": ready.ClientSecret,
		}
		lookup := func(name string) (string, bool) { value, set := variables[name]; return value, set }
		a.connect(t, lookup, provider.Options{Clock: server.Clock, Transport: server.Client()})
	}
	t.Cleanup(func() { a.clean(t) })
	return a
}

// connect makes the provider, and a client with the same credentials for the questions of the test.
func (a *target) connect(t *testing.T, lookup credential.Lookup, options provider.Options) {
	t.Helper()
	if _, set := lookup("UDR_EMULATOR"); set {
		t.Fatal("UDR_LIVE means a real subscription and UDR_EMULATOR none: unset one of them")
	}
	config := credential.Config{}.FromEnvironment(lookup)
	if config.SubscriptionID == "" {
		t.Fatal("UDR_LIVE runs against a real subscription: set ARM_SUBSCRIPTION_ID, and credentials as for the provider (`az login`, or ARM_CLIENT_ID and what goes with it)")
	}
	if location, set := lookup("UDR_LIVE_LOCATION"); set && location != "" {
		a.location = location
	}
	a.subscription = config.SubscriptionID
	options.Environment = lookup
	a.factory = func() tfprotov6.ProviderServer { return providerserver.NewProtocol6(provider.New("acc", options)())() }
	a.client = client(t, config, options.Transport, options.Clock)
}

func client(t *testing.T, config credential.Config, transport policy.Transporter, clock armclient.Clock) *armclient.Client {
	t.Helper()
	signIn, err := credential.New(t.Context(), config, transport)
	if err != nil {
		t.Fatal(err)
	}
	made, err := armclient.New(armclient.Options{
		Credential: signIn, ResolveCloud: signIn.ResolveCloud, Transport: transport, Clock: clock, UserAgent: "terraform-provider-udr/acc",
	})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// test runs steps with the provider, and wants every group of the test gone at the end.
func (a *target) test(t *testing.T, steps ...resource.TestStep) {
	t.Helper()
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: map[string]func() (tfprotov6.ProviderServer, error){
			"udr": func() (tfprotov6.ProviderServer, error) { return a.factory(), nil },
		},
		Steps: steps,
	})
	if left := a.groups(t.Context(), t, a.prefix); len(left) > 0 {
		t.Errorf("the destroy left %v behind", left)
	}
}

// clean removes what a test that failed has left; it is not the way that a test ends.
func (a *target) clean(t *testing.T) {
	t.Helper()
	ctx := context.WithoutCancel(t.Context()) // the test's own has ended
	for _, id := range a.groups(ctx, t, a.prefix) {
		t.Logf("removing %s", id)
		if err := a.client.Delete(ctx, id, groupsVersion); err != nil {
			t.Error(err)
		}
	}
}

// groups are the resource groups whose names begin so.
func (a *target) groups(ctx context.Context, t *testing.T, begin string) []armid.ID {
	t.Helper()
	list, err := a.client.List(ctx, "/subscriptions/"+a.subscription+"/resourcegroups", groupsVersion)
	if err != nil {
		t.Fatal(err)
	}
	var found []armid.ID
	for _, object := range list {
		id, err := armid.Parse(object.String("id"))
		if err != nil {
			t.Fatalf("listing resource groups: %v", err)
		}
		if strings.HasPrefix(strings.ToLower(id.Name()), begin) {
			found = append(found, id)
		}
	}
	return found
}

// mark begins the name of everything that these tests make.
const mark = "udracc-"

// prefix is a name of a day that nothing else has.
func prefix(day time.Time) string {
	return mark + day.UTC().Format("20060102") + "-" + strings.ToLower(rand.Text()[:6])
}
