package containers

import (
	"context"
	"errors"
	"fmt"

	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/containerservice/armcontainerservice/v8"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// Credentials is a kubeconfig. It masks itself wherever it is printed.
type Credentials struct {
	Name       string // of the credential, such as clusterUser
	Kubeconfig Secret // the file, YAML
}

// CredentialOptions choose among the kubeconfigs of a cluster.
type CredentialOptions struct {
	// Admin asks for the local administrator, which a cluster without local accounts does not have.
	Admin bool
	// PublicFQDN asks for the public name of a private cluster.
	PublicFQDN bool
	// Exec asks for the exec format of an Entra cluster (kubelogin).
	Exec bool
}

// ErrNoCredentials says that Azure answered no kubeconfig.
var ErrNoCredentials = errors.New("the cluster answered no kubeconfig")

// Credentials asks for a kubeconfig. Nothing of the answer is logged: the client logs no bodies.
func (n Clusters) Credentials(ctx context.Context, id armid.ID, options CredentialOptions) (Credentials, error) {
	action := "listClusterUserCredential"
	if options.Admin {
		action = "listClusterAdminCredential"
	}
	call := []armclient.Option{armclient.Idempotent()}
	if options.PublicFQDN {
		call = append(call, armclient.Query("server-fqdn", "public"))
	}
	if options.Exec && !options.Admin {
		call = append(call, armclient.Query("format", "exec"))
	}
	answer, err := n.client.Post(ctx, id, APIVersion, action, nil, call...)
	if err != nil {
		return Credentials{}, err
	}
	var result armcontainerservice.CredentialResults
	if err := answer.Decode(&result); err != nil {
		// The cause may quote the answer.
		return Credentials{}, fmt.Errorf("reading the credentials of %s: the answer is no list of kubeconfigs", id)
	}
	for _, one := range result.Kubeconfigs {
		if one != nil && len(one.Value) > 0 {
			return Credentials{Name: value(one.Name), Kubeconfig: NewSecret(string(one.Value))}, nil
		}
	}
	return Credentials{}, fmt.Errorf("reading the credentials of %s: %w", id, ErrNoCredentials)
}
