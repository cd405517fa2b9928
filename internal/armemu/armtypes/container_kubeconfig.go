package armtypes

import (
	"encoding/base64"
	"fmt"
	"strings"
)

// kubeconfig is what a kubeconfig of AKS says: one cluster, one user, one context.
type kubeconfig struct {
	cluster, server, user, context string
	authority                      *authority
	// certificate, key and token are those of a local account.
	certificate, key []byte
	token            string
	// entra is set for a user who logs in.
	entra *entraLogin
	err   error
}

// entraLogin is a login with Microsoft Entra ID.
type entraLogin struct {
	tenant string
	// environment is the cloud's name.
	environment string
	// exec: by the program kubelogin; otherwise by the azure plug-in that Kubernetes has had removed.
	exec bool
}

// The applications of AKS in every tenant (learn.microsoft.com, aks/enable-authentication-microsoft-entra-id, 2025).
const (
	entraServer = "6dae42f8-4368-4678-94ff-3960e28e3630"
	entraClient = "80faf920-1908-4b52-b5ef-a8e7bedfc67a"
)

// yaml writes the file in AKS's own order. All names are of letters, digits and "-_.()", which YAML takes as they are within quotes.
func (c *kubeconfig) yaml() string {
	var b strings.Builder
	fmt.Fprintf(&b, "apiVersion: v1\nclusters:\n- cluster:\n    certificate-authority-data: %s\n    server: %s\n  name: %q\n", encode64(c.authority.pem), c.server, c.cluster)
	fmt.Fprintf(&b, "contexts:\n- context:\n    cluster: %q\n    user: %q\n  name: %q\ncurrent-context: %q\nkind: Config\npreferences: {}\n", c.cluster, c.user, c.context, c.context)
	fmt.Fprintf(&b, "users:\n- name: %q\n  user:\n", c.user)
	switch {
	case c.entra == nil:
		fmt.Fprintf(&b, "    client-certificate-data: %s\n    client-key-data: %s\n    token: %s\n", encode64(c.certificate), encode64(c.key), c.token)
	case c.entra.exec:
		b.WriteString("    exec:\n      apiVersion: client.authentication.k8s.io/v1beta1\n      args:\n      - get-token\n      - --environment\n")
		fmt.Fprintf(&b, "      - %s\n      - --server-id\n      - %s\n      - --client-id\n      - %s\n      - --tenant-id\n      - %s\n      - --login\n      - devicecode\n", c.entra.environment, entraServer, entraClient, c.entra.tenant)
		b.WriteString("      command: kubelogin\n      env: null\n      installHint: |2\n\n        kubelogin is not installed which is required to connect to AAD enabled cluster.\n\n" +
			"        To learn more, please go to https://aka.ms/aks/kubelogin\n      provideClusterInfo: false\n")
	default:
		fmt.Fprintf(&b, "    auth-provider:\n      config:\n        apiserver-id: %s\n        client-id: %s\n        config-mode: \"1\"\n        environment: %s\n        tenant-id: %s\n      name: azure\n",
			entraServer, entraClient, c.entra.environment, c.entra.tenant)
	}
	return b.String()
}

func encode64(data []byte) string { return base64.StdEncoding.EncodeToString(data) }
