package cloud

import (
	"regexp"
	"slices"
	"strings"
)

// Placeholders of destinations. The first ones come from the cloud, the others from the profile; one that the profile
// leaves out stays in the destination and is listed in Unresolved.
const (
	PlaceholderResourceManager  = "<resource_manager>"
	PlaceholderEntra            = "<entra>"
	PlaceholderKubernetesSuffix = "<kubernetes_suffix>"
	PlaceholderAzureSuffix      = "<azure_suffix>"
	PlaceholderRegistrySuffix   = "<registry_suffix>"
	PlaceholderKeyVaultSuffix   = "<key_vault_suffix>"
	PlaceholderStorageSuffix    = "<storage_suffix>"

	PlaceholderRegion          = "<region>"
	PlaceholderTagRegion       = "<tag_region>" // the region as service tags spell it
	PlaceholderRegistry        = "<registry>"
	PlaceholderRegistryRegion  = "<registry_region>"
	PlaceholderDNSServer       = "<dns_server>"
	PlaceholderAPIServerIP     = "<api_server_ip>"
	PlaceholderAPIServerSubnet = "<api_server_subnet>"
)

// Placeholders returns all placeholders.
func Placeholders() []string {
	return []string{
		PlaceholderResourceManager, PlaceholderEntra, PlaceholderKubernetesSuffix, PlaceholderAzureSuffix,
		PlaceholderRegistrySuffix, PlaceholderKeyVaultSuffix, PlaceholderStorageSuffix,
		PlaceholderRegion, PlaceholderTagRegion, PlaceholderRegistry, PlaceholderRegistryRegion,
		PlaceholderDNSServer, PlaceholderAPIServerIP, PlaceholderAPIServerSubnet,
	}
}

var placeholderPattern = regexp.MustCompile(`<[a-z_]+>`)

// values maps placeholders to what replaces them; absent or empty means not known yet.
type values map[string]string

func cloudValues(c Cloud) values {
	return values{
		PlaceholderResourceManager:  c.ResourceManagerHost(),
		PlaceholderEntra:            c.AuthorityHostName(),
		PlaceholderKubernetesSuffix: c.KubernetesSuffixes[0],
		PlaceholderAzureSuffix:      c.AzureSuffix,
		PlaceholderRegistrySuffix:   c.RegistrySuffix,
		PlaceholderKeyVaultSuffix:   c.KeyVaultSuffix,
		PlaceholderStorageSuffix:    c.StorageSuffix,
	}
}

// with returns a copy with one more value.
func (v values) with(placeholder, value string) values {
	out := make(values, len(v)+1)
	for k, x := range v {
		out[k] = x
	}
	out[placeholder] = value
	return out
}

// expand fills in what is known.
func (v values) expand(template string) string {
	return placeholderPattern.ReplaceAllStringFunc(template, func(p string) string {
		if x := v[p]; x != "" {
			return x
		}
		return p
	})
}

// unresolved lists the placeholders that are left in the texts, each once.
func unresolved(texts ...string) []string {
	var out []string
	for _, t := range texts {
		for _, p := range placeholderPattern.FindAllString(t, -1) {
			if !slices.Contains(out, p) {
				out = append(out, p)
			}
		}
	}
	return out
}

// holds reports whether the row needs the placeholder.
func (e Endpoint) holds(placeholder string) bool {
	return strings.Contains(e.Destination, placeholder) || strings.Contains(e.ServiceTag, placeholder)
}
